//! Who belongs to a room by unit or rule, day by day.
//!
//! After a transfer thousands of rooms are looked at and hundreds change. They are looked at in one reading ([`stale_rooms`]), so that
//! whoever writes waits only for those that change, one at a time.

use super::held;
use super::members::tell_changed;
use crate::events;
use crate::model::{Role, RoomId, RoomKind, Rule};
use crate::store;
use crate::store::members::{Belonging, Former, Holder};
use crate::store::rooms::RoomRow;
use db::{Conn, Lock, Tx};
use directory::model::{PersonBrief, UnitId};
use directory::store::{organisations, people, units};
use jiff::Span;
use jiff::civil::Date;
use kernel::{Error, Jst, PersonId, Result};
use std::collections::HashMap;

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
}

/// Those who hold posts and who did lately, ordered by the path of the unit: of all units, or of those that a room is about.
struct Holders {
    now: Vec<Holder>,
    lately: Vec<Former>,
    /// For how long who left a unit reads on.
    handover: Span,
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
        Ok(Self { now, lately, handover })
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

    /// Who belongs to a room; the highest in office own it, and who was in its unit until lately reads on for a while.
    fn wanted(&self, room: &RoomRow, paths: &[String]) -> HashMap<PersonId, Belonging> {
        let Some(rule) = rule_of(room) else { return HashMap::new() };
        let found = self.meeting(&rule, paths);
        let top = found.values().map(|(rank, _)| *rank).min();
        let role = |rank| if Some(rank) == top { Role::Owner } else { Role::Member };
        let mut wanted: HashMap<PersonId, Belonging> = found
            .into_iter()
            .map(|(person, (rank, _))| (person, Belonging { derived: true, role: role(rank), reads_until: None }))
            .collect();
        if room.kind == RoomKind::Unit {
            for former in paths.iter().flat_map(|path| below(&self.lately, path, |former| &former.path)) {
                let until = former.last.checked_add(self.handover).unwrap_or(Date::MAX);
                let reader = Belonging { derived: true, role: Role::Reader, reads_until: Some(until) };
                let entry = wanted.entry(former.person).or_insert(reader);
                entry.reads_until = entry.reads_until.max(reader.reads_until).filter(|_| entry.role == Role::Reader);
            }
        }
        wanted
    }
}

/// Those of a list ordered by path whose path begins with another.
fn below<'l, T>(list: &'l [T], path: &str, of: impl Fn(&T) -> &String) -> &'l [T] {
    let first = list.partition_point(|item| of(item).as_str() < path);
    let count = list[first..].partition_point(|item| of(item).starts_with(path));
    &list[first..first + count]
}

/// The rule that a room follows; nothing when it follows none.
fn rule_of(room: &RoomRow) -> Option<Rule> {
    match (room.kind, &room.rule, room.unit_id) {
        (RoomKind::Unit, _, Some(unit)) => Some(Rule { units: vec![unit], ..Rule::default() }),
        (RoomKind::Rule | RoomKind::Request, Some(rule), _) => Some(rule.clone()),
        _ => None,
    }
}

/// The paths of the units of a rule; below the empty one are all.
fn paths_of(conn: &mut Conn<'_>, rule: &Rule) -> Result<Vec<String>> {
    if rule.units.is_empty() { Ok(vec![String::new()]) } else { units::paths(conn, &rule.units) }
}

/// What has to change of those who belong to a room.
fn compare(present: &HashMap<PersonId, Belonging>, wanted: &HashMap<PersonId, Belonging>) -> Moved {
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
    let paths = rule_of(room).map(|rule| paths_of(tx, &rule)).transpose()?.unwrap_or_default();
    let wanted = Holders::below(tx, &paths)?.wanted(room, &paths);
    let moved = compare(&store::members::of(tx, room.id)?, &wanted);
    // A person's side of a room changes under their own lock too; all are taken before the first row changes.
    for person in &moved.changed {
        tx.lock(Lock::Person(*person))?;
    }
    for person in moved.joined.iter().chain(&moved.changed) {
        store::members::put(tx, room.id, *person, wanted[person], room.last_seq)?;
    }
    for person in &moved.left {
        store::members::delete(tx, room.id, *person)?;
    }
    Ok(moved)
}

/// Brings the members of one room up to date and tells those concerned.
pub fn follow(tx: &mut Tx<'_>, id: RoomId) -> Result<()> {
    let (row, _) = held(tx, id)?;
    let moved = follow_quietly(tx, &row)?;
    for person in &moved.changed {
        let mine = store::rooms::mine(tx, *person, id)?.ok_or_else(Error::not_found)?;
        tx.emit(events::mine_changed(*person, id, &mine));
    }
    if moved.joined.is_empty() && moved.left.is_empty() && !moved.counted {
        return Ok(());
    }
    tell_changed(tx, id, &moved.joined, &moved.left)
}

/// The rooms of the actor's organisation whose members are no longer those whom their unit or rule names.
pub fn stale_rooms(conn: &mut Conn<'_>) -> Result<Vec<RoomId>> {
    let all = Holders::below(conn, &[String::new()])?;
    let paths: HashMap<UnitId, String> = units::all_units(conn)?.into_iter().map(|unit| (unit.id, unit.path)).collect();
    let mut present = store::members::of_derived(conn)?;
    let stale = store::rooms::derived(conn)?.into_iter().filter(|room| {
        let named = rule_of(room).map(|rule| rule.units).unwrap_or_default();
        let paths: Vec<String> = named.iter().filter_map(|unit| paths.get(unit).cloned()).collect();
        compare(&present.remove(&room.id).unwrap_or_default(), &all.wanted(room, &paths)) != Moved::default()
    });
    Ok(stale.map(|room| room.id).collect())
}

/// Whom a rule names today, for its author to see before it is made: how many, and the highest in office of them.
pub fn preview(conn: &mut Conn<'_>, rule: &Rule) -> Result<(usize, Vec<PersonBrief>)> {
    let paths = paths_of(conn, rule)?;
    let holders = Holders::below(conn, &paths)?;
    let found = holders.meeting(rule, &paths);
    let mut found: Vec<(i64, &str, PersonId)> =
        found.into_iter().map(|(person, (rank, path))| (rank, path, person)).collect();
    found.sort();
    let sample: Vec<PersonId> = found.iter().take(SAMPLE).map(|(_, _, person)| *person).collect();
    let briefs = people::briefs(conn, &sample)?;
    let sample = sample.iter().filter_map(|id| briefs.iter().find(|brief| brief.id == *id).cloned()).collect();
    Ok((found.len(), sample))
}
