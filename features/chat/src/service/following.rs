//! Who belongs to a room by unit, rule or post, day by day.
//!
//! After a transfer thousands of rooms are looked at and hundreds change. They are looked at in one reading ([`stale_rooms`]), so that
//! whoever writes waits only for those that change, one at a time.

use super::members::tell_changed;
use super::{held, view};
use crate::events;
use crate::model::{Role, Room, RoomId, RoomKind, Rule};
use crate::store;
use crate::store::members::{Belonging, Former, Holder};
use crate::store::rooms::RoomRow;
use db::{Conn, Lock, Tx};
use directory::model::{PersonBrief, TitleId, UnitId};
use directory::service::posts::PostNames;
use directory::store::barriers::{self, Sides};
use directory::store::{organisations, people, units};
use jiff::Span;
use jiff::civil::Date;
use kernel::{Error, Jst, PersonId, Result};
use std::collections::{HashMap, HashSet};

/// How many of those whom a rule names are shown before it is made.
const SAMPLE: usize = 20;

/// Who came and who went.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Moved {
    /// Who came.
    pub joined: Vec<PersonId>,
    /// Who went.
    pub left: Vec<PersonId>,
    /// Who stays as something else.
    pub changed: Vec<PersonId>,
    /// Some of these count as members no longer, or again.
    pub counted: bool,
    /// A request to a post is called otherwise, or whoever asked is kept from all who hold it, or no more.
    pub called: bool,
}

/// Those who hold posts and who did lately, ordered by the path of the unit: of all units, or of those that a room is about.
struct Holders {
    now: Vec<Holder>,
    lately: Vec<Former>,
    /// For how long who left a unit reads on.
    handover: Span,
    /// The barriers that keep others from writing.
    barriers: Vec<Sides>,
}

/// Whom a room follows.
enum Followed {
    /// Those whom a rule names.
    Rule(Rule),
    /// Those of a unit, and who was there until lately.
    Unit(Rule),
    /// Those who hold a post, and who did until lately: of a title, or any in the unit.
    Post(UnitId, Option<TitleId>),
}

impl Followed {
    /// What a room follows; nothing when it follows nobody.
    fn by(room: &RoomRow) -> Option<Self> {
        if let Some((unit, title)) = room.post() {
            return Some(Self::Post(unit, title));
        }
        match (room.kind, &room.rule, room.unit_id) {
            (RoomKind::Unit, _, Some(unit)) => Some(Self::Unit(Rule { units: vec![unit], ..Rule::default() })),
            (RoomKind::Rule | RoomKind::Request, Some(rule), _) => Some(Self::Rule(rule.clone())),
            _ => None,
        }
    }

    /// The units below whose paths they are; all for none.
    fn units(&self) -> Vec<UnitId> {
        match self {
            Self::Rule(rule) | Self::Unit(rule) => rule.units.clone(),
            Self::Post(unit, _) => vec![*unit],
        }
    }

    /// These belong besides, wherever they are.
    fn people(&self) -> &[PersonId] {
        match self {
            Self::Rule(rule) => &rule.people,
            Self::Unit(_) | Self::Post(..) => &[],
        }
    }

    /// Whoever holds one of these titles belongs besides, wherever that is.
    fn titles(&self) -> &[TitleId] {
        match self {
            Self::Rule(rule) => &rule.titles,
            Self::Unit(_) | Self::Post(..) => &[],
        }
    }
}

/// Who should belong to a room today.
#[derive(Default)]
struct Wanted {
    people: HashMap<PersonId, Belonging>,
    /// Somebody holds the post that is asked, and a barrier keeps whoever asked from all who do.
    barred: bool,
}

impl Holders {
    /// Of the units below some paths.
    fn below(conn: &mut Conn<'_>, paths: &[String]) -> Result<Self> {
        let (org, today) = (conn.actor().org, Jst::date(conn.now()));
        let days = organisations::get(conn, org)?.map_or(0, |organisation| organisation.handover_days);
        let handover = Span::new().days(days);
        let since = today.checked_sub(handover).unwrap_or(Date::MIN);
        let (mut now, mut lately) = (Vec::new(), Vec::new());
        for path in paths {
            now.extend(store::members::holders(conn, path, today)?);
            if days > 0 {
                lately.extend(store::members::formers(conn, path, since, today)?);
            }
        }
        now.sort_by(|one, other| one.path.cmp(&other.path));
        lately.sort_by(|one, other| one.path.cmp(&other.path));
        Ok(Self { now, lately, handover, barriers: barriers::unwritten(conn)? })
    }

    /// Who meets a rule, with the rank and the unit path of their main post. Units are given by their paths; everywhere for none.
    fn meeting(&self, rule: &Rule, paths: &[String]) -> HashMap<PersonId, (i64, &str)> {
        let everywhere = [String::new()];
        let paths = if rule.units.is_empty() { &everywhere } else { paths };
        let meets = |holder: &&Holder| {
            rule.max_rank.is_none_or(|rank| holder.title_rank <= rank)
                && (rule.employments.is_empty() || rule.employments.contains(&holder.employment))
        };
        let below = |path: &String| below(&self.now, path, |holder| &holder.path).iter().filter(meets);
        paths.iter().flat_map(below).map(|holder| (holder.person, (holder.rank, holder.unit_path.as_str()))).collect()
    }

    /// Who holds one of some titles, in whatever unit.
    fn titled(&self, titles: &[TitleId]) -> HashMap<PersonId, (i64, &str)> {
        let holds = |holder: &&Holder| holder.title.is_some_and(|title| titles.contains(&title));
        let some = if titles.is_empty() { &[][..] } else { &self.now[..] };
        some.iter().filter(holds).map(|holder| (holder.person, (holder.rank, holder.unit_path.as_str()))).collect()
    }

    /// Those of some people who hold a post, in whatever unit.
    fn here(&self, people: &[PersonId]) -> Vec<PersonId> {
        let is_here = |person: &&PersonId| self.now.iter().any(|holder| holder.person == **person);
        people.iter().filter(is_here).copied().collect()
    }

    /// Who belongs to a room; the highest in office own it, and who was in its unit, or held its post, until lately reads on for a while.
    fn wanted(&self, room: &RoomRow, followed: &Followed, paths: &[String]) -> Wanted {
        let (found, barred) = match followed {
            Followed::Rule(rule) | Followed::Unit(rule) => (self.meeting(rule, paths), false),
            Followed::Post(_, title) => self.holding(room.created_by, *title, paths),
        };
        // Who comes by a title owns the room only where nobody else belongs to it: a mayor does not look after the rooms of all sections.
        let titled = self.titled(followed.titles());
        let top = found.values().map(|(rank, _)| *rank).min().or_else(|| titled.values().map(|(rank, _)| *rank).min());
        let nobody_else = found.is_empty();
        let role = |rank, owns: bool| if owns && Some(rank) == top { Role::Owner } else { Role::Member };
        let belonging = |rank, owns| Belonging { derived: true, role: role(rank, owns), reads_until: None };
        let mut people: HashMap<PersonId, Belonging> =
            found.into_iter().map(|(person, (rank, _))| (person, belonging(rank, true))).collect();
        for (person, (rank, _)) in titled {
            people.entry(person).or_insert_with(|| belonging(rank, nobody_else));
        }
        for person in self.here(followed.people()) {
            people.entry(person).or_insert(Belonging { derived: true, role: Role::Member, reads_until: None });
        }
        for former in paths.iter().flat_map(|path| self.left(room, followed, path)) {
            let until = former.last.checked_add(self.handover).unwrap_or(Date::MAX);
            let reader = Belonging { derived: true, role: Role::Reader, reads_until: Some(until) };
            let entry = people.entry(former.person).or_insert(reader);
            entry.reads_until = entry.reads_until.max(reader.reads_until).filter(|_| entry.role == Role::Reader);
        }
        Wanted { people, barred }
    }

    /// Who holds a post and may be written to by somebody; and whether there are only others.
    fn holding(
        &self,
        from: PersonId,
        title: Option<TitleId>,
        paths: &[String],
    ) -> (HashMap<PersonId, (i64, &str)>, bool) {
        let (mut free, mut kept) = (HashMap::new(), false);
        for path in paths {
            let at = below(&self.now, path, |holder| &holder.path).iter().filter(|holder| holder.path == *path);
            for holder in at.filter(|holder| title.is_none_or(|title| holder.title == Some(title))) {
                match self.may_write(from, holder.person) {
                    true => drop(free.insert(holder.person, (holder.rank, holder.unit_path.as_str()))),
                    false => kept = true,
                }
            }
        }
        let barred = free.is_empty() && kept;
        (free, barred)
    }

    /// Who has left what a room follows at a path not long ago.
    fn left<'h>(&'h self, room: &RoomRow, followed: &Followed, path: &str) -> impl Iterator<Item = &'h Former> {
        let (all, post) = match followed {
            Followed::Rule(_) => (&[][..], None),
            Followed::Unit(_) => (below(&self.lately, path, |former| &former.path), None),
            Followed::Post(_, title) => (below(&self.lately, path, |former| &former.path), Some(*title)),
        };
        let (from, path) = (room.created_by, path.to_owned());
        all.iter().filter(move |former| {
            post.is_none_or(|title| {
                let held = title.is_none_or(|title| former.title == Some(title));
                former.path == path && held && self.may_write(from, former.person)
            })
        })
    }

    fn may_write(&self, from: PersonId, to: PersonId) -> bool {
        !self.barriers.iter().any(|barrier| barrier.keeps(from, to))
    }
}

/// Those of a list ordered by path whose path begins with another.
fn below<'l, T>(list: &'l [T], path: &str, of: impl Fn(&T) -> &String) -> &'l [T] {
    let first = list.partition_point(|item| of(item).as_str() < path);
    let count = list[first..].partition_point(|item| of(item).starts_with(path));
    &list[first..first + count]
}

/// The paths of some units; below the empty one are all.
fn paths_of(conn: &mut Conn<'_>, named: &[UnitId]) -> Result<Vec<String>> {
    if named.is_empty() { Ok(vec![String::new()]) } else { units::paths(conn, named) }
}

/// Whoever asked stays in their request, though they were at the desk, or held the post, for a while.
fn keep_asker(room: &RoomRow, present: &HashMap<PersonId, Belonging>, wanted: &mut HashMap<PersonId, Belonging>) {
    let asked = wanted.get(&room.created_by).is_some_and(|belonging| belonging.role != Role::Reader);
    if room.kind == RoomKind::Request && present.contains_key(&room.created_by) && !asked {
        wanted.insert(room.created_by, Belonging::by_hand(Role::Member));
    }
}

/// What has to change of those who belong to a room.
fn compare(room: &RoomRow, present: &HashMap<PersonId, Belonging>, wanted: &mut HashMap<PersonId, Belonging>) -> Moved {
    keep_asker(room, present, wanted);
    let wanted = &*wanted;
    let mut moved = Moved::default();
    for (person, belonging) in wanted {
        let reads_only = belonging.role == Role::Reader;
        match present.get(person) {
            Some(now) if now == belonging => {}
            // Whoever was added by hand does not only read because they left the unit too.
            Some(now) if !now.derived && reads_only => {}
            Some(now) => {
                moved.counted |= (now.role == Role::Reader) != reads_only;
                moved.changed.push(*person);
            }
            None => moved.joined.push(*person),
        }
    }
    let gone = present.iter().filter(|(person, now)| now.derived && !wanted.contains_key(person));
    moved.left = gone.map(|(person, _)| *person).collect();
    for people in [&mut moved.joined, &mut moved.changed, &mut moved.left] {
        people.sort();
    }
    moved
}

/// Brings the members of a room that follows the organisation up to date, without telling anybody. Who was added by
/// hand stays.
pub fn follow_quietly(tx: &mut Tx<'_>, room: &RoomRow) -> Result<Moved> {
    let mut wanted = Wanted::default();
    if let Some(followed) = Followed::by(room) {
        let paths = paths_of(tx, &followed.units())?;
        let everywhere = [String::new()];
        let is_within = followed.titles().is_empty() && followed.people().is_empty();
        let looked_at = if is_within { &paths[..] } else { &everywhere[..] };
        wanted = Holders::below(tx, looked_at)?.wanted(room, &followed, &paths);
    }
    bring(tx, room, wanted)
}

/// [`follow_quietly`] for one of many rooms: what they follow was read once for all.
pub(super) fn follow_among(tx: &mut Tx<'_>, room: &RoomRow, all: &Everybody) -> Result<Moved> {
    let wanted = all.wanted(room);
    bring(tx, room, wanted)
}

/// Everybody who holds a post, read once for many rooms.
pub(super) struct Everybody {
    holders: Holders,
    paths: HashMap<UnitId, String>,
}

impl Everybody {
    /// As they are now.
    pub(super) fn now(conn: &mut Conn<'_>) -> Result<Self> {
        let holders = Holders::below(conn, &[String::new()])?;
        let paths = units::all_units(conn)?.into_iter().map(|unit| (unit.id, unit.path)).collect();
        Ok(Self { holders, paths })
    }

    fn wanted(&self, room: &RoomRow) -> Wanted {
        let Some(followed) = Followed::by(room) else { return Wanted::default() };
        let paths: Vec<String> = followed.units().iter().filter_map(|unit| self.paths.get(unit).cloned()).collect();
        self.holders.wanted(room, &followed, &paths)
    }

    /// Who meets a rule, and who belongs besides by a title or by name.
    pub(super) fn named(&self, rule: &Rule) -> (HashSet<PersonId>, HashSet<PersonId>) {
        let paths: Vec<String> = rule.units.iter().filter_map(|unit| self.paths.get(unit).cloned()).collect();
        let meeting = self.holders.meeting(rule, &paths).into_keys().collect();
        let besides = self.holders.titled(&rule.titles).into_keys().chain(self.holders.here(&rule.people));
        (meeting, besides.collect())
    }
}

fn bring(tx: &mut Tx<'_>, room: &RoomRow, mut wanted: Wanted) -> Result<Moved> {
    let mut moved = compare(room, &store::members::of(tx, room.id)?, &mut wanted.people);
    if let Some((unit, title)) = room.post() {
        let name = PostNames::of(tx)?.name(unit, title).unwrap_or_else(|| room.name.clone());
        moved.called = (name.as_str(), wanted.barred) != (room.name.as_str(), room.barred);
        if moved.called {
            store::rooms::follow_post(tx, room.id, &name, wanted.barred)?;
        }
    }
    // A person's side of a room changes under their own lock too; all are taken before the first row changes.
    for person in &moved.changed {
        tx.lock(Lock::Person(*person))?;
    }
    for person in moved.joined.iter().chain(&moved.changed) {
        store::members::put(tx, room.id, *person, wanted.people[person], room.last_seq)?;
    }
    for person in &moved.left {
        store::members::delete(tx, room.id, *person)?;
    }
    if room.kind == RoomKind::Request
        && let Some(request) = store::requests::get(tx, room.id)?
        && let Some(by) = request.claimed_by
        && !store::members::of(tx, room.id)?.get(&by).is_some_and(|now| now.derived && now.role != Role::Reader)
    {
        // Whoever saw to it is there no more: it is everybody's again.
        store::requests::set_claim(tx, room.id, None)?;
    }
    Ok(moved)
}

/// Brings the members of one room up to date and tells those concerned.
pub fn follow(tx: &mut Tx<'_>, id: RoomId) -> Result<()> {
    let (row, _) = held(tx, id)?;
    let moved = follow_quietly(tx, &row)?;
    if moved.called {
        let room = view::room(tx, id)?;
        tx.emit(events::room_changed(&Room { mine: None, ..room }));
        if let Some(mine) = store::rooms::mine(tx, row.created_by, id)? {
            tx.emit(events::mine_changed(row.created_by, id, &mine));
        }
    }
    for person in &moved.changed {
        let mine = store::rooms::mine(tx, *person, id)?.ok_or_else(Error::not_found)?;
        tx.emit(events::mine_changed(*person, id, &mine));
    }
    if moved.joined.is_empty() && moved.left.is_empty() && !moved.counted {
        return Ok(());
    }
    tell_changed(tx, id, &moved.joined, &moved.left)
}

/// The rooms of the actor's organisation whose members are no longer those whom their unit or rule names, or who hold their post.
pub fn stale_rooms(conn: &mut Conn<'_>) -> Result<Vec<RoomId>> {
    let all = Holders::below(conn, &[String::new()])?;
    let paths: HashMap<UnitId, String> = units::all_units(conn)?.into_iter().map(|unit| (unit.id, unit.path)).collect();
    let names = PostNames::of(conn)?;
    let mut present = store::members::of_derived(conn)?;
    let stale = store::rooms::derived(conn)?.into_iter().filter(|room| {
        let followed = Followed::by(room);
        let named = followed.as_ref().map(Followed::units).unwrap_or_default();
        let paths: Vec<String> = named.iter().filter_map(|unit| paths.get(unit).cloned()).collect();
        let mut wanted = followed.map(|followed| all.wanted(room, &followed, &paths)).unwrap_or_default();
        let called = room.post().and_then(|(unit, title)| names.name(unit, title));
        let is_called = called.is_none_or(|name| name == room.name) && wanted.barred == room.barred;
        let moved = compare(room, &present.remove(&room.id).unwrap_or_default(), &mut wanted.people);
        !is_called || moved != Moved::default()
    });
    Ok(stale.map(|room| room.id).collect())
}

/// Whom a rule names today, for its author to see before it is made: how many, and the highest in office of them.
pub fn preview(conn: &mut Conn<'_>, rule: &Rule) -> Result<(usize, Vec<PersonBrief>)> {
    let paths = paths_of(conn, &rule.units)?;
    let everywhere = [String::new()];
    let holders = Holders::below(conn, if rule.titles.is_empty() { &paths[..] } else { &everywhere[..] })?;
    let mut found = holders.titled(&rule.titles);
    found.extend(holders.meeting(rule, &paths));
    let mut found: Vec<(i64, &str, PersonId)> =
        found.into_iter().map(|(person, (rank, path))| (rank, path, person)).collect();
    found.sort();
    let sample: Vec<PersonId> = found.iter().take(SAMPLE).map(|(_, _, person)| *person).collect();
    let briefs = people::briefs(conn, &sample)?;
    let sample = sample.iter().filter_map(|id| briefs.iter().find(|brief| brief.id == *id).cloned()).collect();
    Ok((found.len(), sample))
}
