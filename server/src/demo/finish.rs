//! The three people to sign in as, what waits for them, and how far everybody has read.

use super::model::{ReadMark, RoomKind, SignIn};
use super::org::Org;
use super::people::Staff;
use super::rng::Rng;
use super::rooms::Draft;
use super::script::Script;
use super::season::Season;
use super::stage::World;
use super::talk;

/// Label, office, ranks; the nearest that exists is taken in a small town.
const WANTED: [(&str, &str, std::ops::Range<u32>); 3] =
    [("担当者", "道路課", 400..600), ("課長", "道路課", 190..240), ("管理者", "デジタル推進課", 300..310)];

pub(super) fn sign_ins(org: &Org, staff: &Staff) -> [SignIn; 3] {
    let mut taken: Vec<usize> = Vec::new();
    WANTED.map(|(label, office, ranks)| {
        let distance = |p: usize| {
            let profile = &staff.profiles[p];
            let off = if ranks.contains(&profile.rank) { 0 } else { profile.rank.abs_diff(ranks.start) };
            (taken.contains(&p), !profile.regular, off, org.units[profile.home].name != office)
        };
        // In the right office first: a clerk of another office is no clerk of this one.
        let office_first = |p: usize| {
            let (taken, irregular, off, elsewhere) = distance(p);
            (taken, irregular, if off == 0 { 0 } else { 1 }, elsewhere, off, p)
        };
        let person = (0..staff.people.len()).min_by_key(|&p| office_first(p)).unwrap_or(0);
        taken.push(person);
        SignIn { person, label: label.to_owned() }
    })
}

/// Rooms in which somebody is asked something and has not looked yet: tag of the script, room name.
const WAITING: [[(&str, &str); 2]; 3] = [
    [("waiting-clerk-1", "道路課"), ("waiting-clerk-2", "予算")],
    [("waiting-chief-1", "建設部"), ("waiting-chief-2", "課長級連絡")],
    [("waiting-admin-1", "デジタル相談"), ("waiting-admin-2", "庁内システム障害")],
];

pub(super) fn finish(world: &World<'_>, drafts: &mut [Draft], season: &Season, scripts: &[Script], seed: u64) {
    let mut rng = Rng::new(seed, 3);
    let mut unread: Vec<(usize, usize, usize)> = Vec::new();
    for (hero, waiting) in world.favourites.iter().zip(WAITING) {
        for (k, (tag, name)) in waiting.into_iter().enumerate() {
            let Some(script) = scripts.iter().find(|s| s.tags.contains(&tag)) else {
                continue;
            };
            // In a small town the room may not exist; then any room the person is in will do.
            let mut rooms: Vec<usize> = (0..drafts.len())
                .filter(|&r| {
                    drafts[r].members.contains(hero)
                        && drafts[r].room.kind != RoomKind::Direct
                        && !drafts[r].room.archived
                })
                .collect();
            rooms.sort_by_key(|&r| (drafts[r].room.name != name, r));
            for room in rooms {
                let stream = Rng::new(seed, 500 + (hero * 2 + k) as u64);
                let before = talk::play_last(world, &mut drafts[room], season, script, *hero, stream);
                if let Some(before) = before {
                    unread.push((room, *hero, before));
                    break;
                }
            }
        }
    }
    for (r, draft) in drafts.iter_mut().enumerate() {
        let count = draft.room.messages.len();
        let mut read = Vec::with_capacity(draft.members.len());
        for &person in &draft.members {
            let waiting = unread.iter().find(|u| u.0 == r && u.1 == person);
            let favourite = world.favourites.contains(&person);
            let behind = match (waiting, favourite) {
                (Some(&(_, _, before)), _) => count - before,
                (None, true) => match rng.below(100) {
                    0..=71 => 0,
                    _ => 1 + rng.below(6),
                },
                (None, false) => match rng.below(100) {
                    0..=77 => 0,
                    78..=91 => 1 + rng.below(9),
                    92..=97 => count / 8 + rng.below(20),
                    _ => count / 2 + rng.below(count / 2 + 1),
                },
            };
            let mut count = count.saturating_sub(behind);
            // Exactly what waits for a sign-in shall mention them.
            let mention = format!("{{@p:{person}}}");
            if favourite && waiting.is_none() && draft.room.messages[count..].iter().any(|m| m.body.contains(&mention))
            {
                count = draft.room.messages.len();
            }
            // Who writes has seen what stands above, unless it is what the demo wants unread.
            if waiting.is_none() {
                let own = draft.room.messages.iter().rposition(|m| m.author == person);
                count = count.max(own.map_or(0, |i| i + 1));
            }
            if count > 0 {
                read.push(ReadMark { person, count });
            }
        }
        read.sort_by_key(|mark| mark.person);
        draft.room.read = read;
    }
}
