//! What the town promises, checked on whole towns.

use std::collections::HashSet;
use std::sync::OnceLock;

use super::calendar::{self, Day};
use super::*;

const TODAY: Date = (2025, 11, 21);

fn small() -> &'static Town {
    static TOWN: OnceLock<Town> = OnceLock::new();
    TOWN.get_or_init(|| town(&Plan::new(TODAY)))
}

fn large() -> &'static Town {
    static TOWN: OnceLock<Town> = OnceLock::new();
    TOWN.get_or_init(|| town(&Plan { staff: STAFF_MAX, ..Plan::new(TODAY) }))
}

fn message_count(town: &Town) -> usize {
    let messages = |r: &Room| r.messages.len() + r.messages.iter().map(|m| m.thread.len()).sum::<usize>();
    town.rooms.iter().map(messages).sum()
}

fn is_hiragana(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| matches!(c, 'ぁ'..='ゖ' | 'ー'))
}

/// Authors, bodies, reactions of everything said in a room.
fn said(room: &Room) -> impl Iterator<Item = (usize, &str, i64, &[Reaction])> {
    room.messages.iter().flat_map(|m| {
        let replies = m.thread.iter().map(|r| (r.author, r.body.as_str(), r.at, r.reactions.as_slice()));
        std::iter::once((m.author, m.body.as_str(), m.at, m.reactions.as_slice())).chain(replies)
    })
}

/// The numbers in `{@p:N}` or `{@u:N}`.
fn mentioned(body: &str, kind: &str) -> Vec<usize> {
    body.split(kind)
        .skip(1)
        .map(|rest| rest.split('}').next().and_then(|n| n.parse().ok()).expect("a closed mention"))
        .collect()
}

#[test]
fn the_same_plan_gives_the_same_town_and_another_seed_another() {
    let again = town(&Plan::new(TODAY));
    assert_eq!(*small(), again);
    let other = town(&Plan { seed: 2, ..Plan::new(TODAY) });
    assert_ne!(small().people, other.people);
    assert_ne!(small().rooms, other.rooms);
}

#[test]
fn there_are_exactly_as_many_people_as_planned() {
    let mut sizes: Vec<usize> = (1..=160).collect();
    sizes.extend([199, 200, 299, 399, 400, 401, 777, 1_000, 2_500, 3_999, 4_000, 9_000, 15_000]);
    for staff in sizes {
        let org = org::build(staff);
        let plan = Plan { staff, ..Plan::new(TODAY) };
        assert_eq!(people::hire(&plan, &org).people.len(), staff);
    }
    assert_eq!(small().people.len(), 800);
    assert_eq!(large().people.len(), STAFF_MAX);
}

#[test]
fn tiny_towns_come_out_whole() {
    for staff in [0, 1, 2, 3, 5, 12, 40, 100, 150, 300] {
        let town = town(&Plan { staff, ..Plan::new(TODAY) });
        assert_eq!(town.people.len(), staff.max(1));
        assert!(town.sign_ins.iter().all(|s| s.person < town.people.len()));
    }
}

#[test]
fn everybody_has_exactly_one_main_post_and_all_posts_are_in_force() {
    for town in [small(), large()] {
        for person in &town.people {
            let mains = person.posts.iter().filter(|p| p.kind == PostKind::Main).count();
            assert_eq!(mains, 1, "{}", person.staff_number);
            assert_eq!(person.posts[0].kind, PostKind::Main);
            let mut seats = HashSet::new();
            for post in &person.posts {
                assert!(post.from <= TODAY && post.to.is_none_or(|to| to >= TODAY));
                assert!(seats.insert(post.unit), "two posts in one unit");
            }
            if person.employment == Employment::FiscalYear {
                assert_eq!(person.posts[0].to, Some((2026, 3, 31)));
            }
        }
        for kind in [PostKind::Concurrent, PostKind::Acting, PostKind::Joint] {
            assert!(town.people.iter().flat_map(|p| &p.posts).any(|p| p.kind == kind), "{kind:?}");
        }
    }
}

#[test]
fn numbers_and_addresses_are_unique() {
    for town in [small(), large()] {
        let numbers: HashSet<_> = town.people.iter().map(|p| &p.staff_number).collect();
        let addresses: HashSet<_> = town.people.iter().map(|p| &p.email).collect();
        assert_eq!(numbers.len(), town.people.len());
        assert_eq!(addresses.len(), town.people.len());
        for person in &town.people {
            let local = person.email.strip_suffix("@midorino.lg.example").expect("our domain");
            assert!(local.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '.'));
        }
    }
}

#[test]
fn readings_are_hiragana() {
    for town in [small(), large()] {
        for unit in &town.units {
            assert!(is_hiragana(&unit.reading), "{} {}", unit.name, unit.reading);
        }
        for person in &town.people {
            assert!(is_hiragana(&person.family_reading), "{}", person.family_reading);
            assert!(is_hiragana(&person.given_reading), "{}", person.given_reading);
        }
    }
}

#[test]
fn siblings_are_in_order_and_sections_have_names_of_their_own() {
    for town in [small(), large()] {
        let mut orders = HashSet::new();
        let mut among_siblings = HashSet::new();
        let mut names = HashSet::new();
        for (i, unit) in town.units.iter().enumerate() {
            assert!(orders.insert((unit.parent, unit.order)), "{}", unit.name);
            assert!(among_siblings.insert((unit.parent, &unit.name)), "{}", unit.name);
            assert!(unit.parent.is_none_or(|p| p < i));
            if !matches!(unit.kind, UnitKind::Subsection | UnitKind::Squad) {
                assert!(names.insert(&unit.name), "{}", unit.name);
            }
        }
        let roots = town.units.iter().filter(|u| u.parent.is_none()).count();
        assert_eq!(roots, 1);
        let small_units =
            town.units.iter().filter(|u| matches!(u.kind, UnitKind::Subsection | UnitKind::Squad)).count();
        let per_unit = town.people.len() as f64 / small_units as f64;
        assert!((8.0..12.0).contains(&per_unit), "{per_unit}");
    }
}

#[test]
fn the_mix_of_people_is_that_of_a_city_hall() {
    for (town, councillors) in [(small(), 24), (large(), 61)] {
        let of = |kind| town.people.iter().filter(|p| p.employment == kind).count();
        let fiscal = of(Employment::FiscalYear) as f64 / town.people.len() as f64;
        assert!((0.32..0.38).contains(&fiscal), "{fiscal}");
        assert_eq!(of(Employment::Councillor), councillors);
        for name in ["市長", "教育長", "議長"] {
            let holders = town.people.iter().filter(|p| town.titles[p.posts[0].title].name == name).count();
            assert_eq!(holders, 1, "{name}");
        }
    }
    let sections = large().units.iter().filter(|u| u.kind == UnitKind::Section).count();
    assert!(sections >= 60, "{sections}");
}

#[test]
fn nothing_is_said_by_or_to_somebody_outside_the_room() {
    for town in [small(), large()] {
        for room in &town.rooms {
            let members: HashSet<usize> = town.members(room).into_iter().collect();
            assert!(members.contains(&room.owner), "{}", room.name);
            for (author, body, _, reactions) in said(room) {
                assert!(members.contains(&author), "{}: {body}", room.name);
                assert!(reactions.iter().flat_map(|r| &r.people).all(|p| members.contains(p)));
                for person in mentioned(body, "{@p:") {
                    assert!(members.contains(&person), "{}: {body}", room.name);
                }
                for unit in mentioned(body, "{@u:") {
                    let here = members
                        .iter()
                        .any(|&p| town.people[p].posts.iter().any(|post| town.is_within(post.unit, unit)));
                    assert!(here, "{}: {body}", room.name);
                }
            }
            for (i, message) in room.messages.iter().enumerate() {
                assert!(message.reply_to.is_none_or(|quoted| quoted < i));
            }
            assert!(room.read.iter().all(|m| members.contains(&m.person) && m.count <= room.messages.len()));
        }
    }
}

#[test]
fn every_placeholder_is_filled() {
    for (_, body, _, _) in small().rooms.iter().flat_map(said) {
        let left = body.replace("{@p:", "").replace("{@u:", "").replace("{@all", "");
        assert!(!left.contains(['{', '〔', '〕']), "{body}");
        assert!(!body.contains("\\n") && !body.contains(" ++"), "{body}");
    }
}

#[test]
fn no_long_message_is_said_twice_in_a_room() {
    for town in [small(), large()] {
        for room in &town.rooms {
            let mut seen = HashSet::new();
            for (_, body, _, _) in said(room) {
                assert!(body.chars().count() < talk::LONG || seen.insert(body), "{}: {body}", room.name);
            }
        }
    }
}

#[test]
fn messages_are_in_order_of_time_and_within_hours() {
    for town in [small(), large()] {
        let mut nights: HashSet<Day> = HashSet::new();
        for room in &town.rooms {
            assert!(room.messages.windows(2).all(|w| w[0].at < w[1].at), "{}", room.name);
            for message in &room.messages {
                assert!(message.thread.windows(2).all(|w| w[0].at < w[1].at));
                assert!(message.thread.iter().all(|r| r.at > message.at));
            }
            let always_on = ["署", "園", "保育", "消防", "防災", "道路課"].iter().any(|w| room.name.contains(w));
            for (_, body, at, _) in said(room) {
                let (day, second) = calendar::local(at);
                let hour = second / 3600;
                assert!(calendar::date(day) <= TODAY);
                assert!((5..24).contains(&hour), "{}: {body}", room.name);
                if !calendar::is_open(day) {
                    assert!(always_on && (7..21).contains(&hour), "{}: {body}", room.name);
                } else if !(7..20).contains(&hour) {
                    nights.insert(day);
                }
            }
        }
        assert!(nights.len() <= 2, "one night and the next morning: {nights:?}");
        assert_eq!(nights.len(), 2, "there was a great rain");
    }
}

#[test]
fn talk_ends_when_the_plan_says() {
    let until = 10 * 60;
    let town = town(&Plan { until, ..Plan::new(TODAY) });
    let last = town.rooms.iter().flat_map(said).map(|s| s.2).max().expect("talk");
    assert!(last <= calendar::micros(calendar::day(TODAY), i64::from(until) * 60));
    assert!(last > calendar::micros(calendar::day(TODAY), 9 * 3600));
}

#[test]
fn the_three_sign_ins_find_what_they_need() {
    for town in [small(), large()] {
        let people: HashSet<usize> = town.sign_ins.iter().map(|s| s.person).collect();
        assert_eq!(people.len(), 3);
        let rank = |i: usize| town.titles[town.people[town.sign_ins[i].person].posts[0].title].rank;
        assert!((400..600).contains(&rank(0)));
        assert!((190..240).contains(&rank(1)));
        assert!(town.people[town.sign_ins[1].person].posts.iter().any(|post| post.kind == PostKind::Acting));
        assert!((300..310).contains(&rank(2)));
        let busiest =
            town.rooms.iter().filter(|r| matches!(r.kind, RoomKind::Unit(_))).max_by_key(|r| r.messages.len());
        let busiest = town.members(busiest.expect("rooms"));
        assert!(busiest.contains(&town.sign_ins[0].person) && busiest.contains(&town.sign_ins[1].person));
        for sign_in in &town.sign_ins {
            let mut unread_rooms = 0;
            let mut waiting = 0;
            for room in &town.rooms {
                if !town.members(room).contains(&sign_in.person) {
                    continue;
                }
                let read = room.read.iter().find(|m| m.person == sign_in.person).map_or(0, |m| m.count);
                unread_rooms += usize::from(read < room.messages.len());
                let unread = &room.messages[read..];
                waiting += unread.iter().filter(|m| mentioned(&m.body, "{@p:").contains(&sign_in.person)).count();
            }
            assert!((2..=16).contains(&unread_rooms), "{} rooms unread", unread_rooms);
            assert_eq!(waiting, 2, "{}", sign_in.label);
        }
    }
}

#[test]
fn the_town_is_as_talkative_as_its_size() {
    let rooms = small().rooms.len();
    assert!((110..=140).contains(&rooms), "{rooms}");
    let messages = message_count(small());
    assert!((12_000..=20_000).contains(&messages), "{messages}");
    assert_eq!(large().rooms.len(), 6_000);
    let messages = message_count(large());
    assert!((100_000..=140_000).contains(&messages), "{messages}");
    let threads = small().rooms.iter().flat_map(|r| &r.messages).filter(|m| !m.thread.is_empty()).count();
    assert!(threads > 200, "{threads}");
    assert!(small().rooms.iter().all(|r| !r.messages.is_empty()));
}

#[test]
fn the_town_can_be_built_on_any_day_of_the_year() {
    for month in 1..=12 {
        let town = town(&Plan::new((2026, month, 4)));
        let messages = message_count(&town);
        assert!(messages > 10_000, "{month}: {messages}");
    }
}

#[test]
fn every_script_has_a_room_and_every_slot_a_value() {
    let mut tags: HashSet<String> = HashSet::new();
    for staff in [800, STAFF_MAX] {
        let plan = Plan { staff, ..Plan::new(TODAY) };
        let org = org::build(staff);
        let staff = people::hire(&plan, &org);
        let drafts = rooms::Planner::new(&plan, &org, &staff, [10, 20, 30]).drafts();
        tags.extend(drafts.into_iter().flat_map(|d| d.tags));
    }
    let words = slots::Words::new();
    let names = ["道路課".to_owned()];
    let source = slots::Source { words: &words, tags: &[], sections: &names, councillors: &names };
    let mut rng = rng::Rng::new(1, 1);
    for script in script::scripts() {
        for tag in &script.tags {
            assert!(tag.starts_with("waiting-") || tags.contains(*tag), "no room for {tag}");
        }
        for line in &script.lines {
            for slot in line.text.split('{').skip(1) {
                let name = slot.split('}').next().unwrap_or("");
                if name.starts_with('@') || name.starts_with("名:") {
                    continue;
                }
                let plain = name.trim_end_matches(|c: char| c.is_ascii_digit());
                let value = slots::value(name, 1_763_700_000, &source, &mut rng)
                    .or_else(|| slots::value(plain, 1_763_700_000, &source, &mut rng));
                assert!(value.is_some(), "{name} in {}", line.text);
            }
        }
    }
}
