//! Contact barriers: what was decided, and who stands on which side of them today.

use crate::model::{Barrier, BarrierId, CircleEntry, Contact, Desk, Held, NewBarrier, Side, Unit, UnitId};
use crate::policy::Edit;
use crate::store::people::{unword, word};
use crate::store::units::all_units;
use db::{Conn, List, Row, Sql, Tx};
use kernel::{Error, Jst, May, PersonId, Result};
use std::collections::{HashMap, HashSet};

/// A condition: barriers do not hide the person in a column from somebody, given as a parameter; nobody for whoever sees all.
macro_rules! shown_to {
    ($somebody:literal, $person:literal) => {
        concat!(
            "(CAST(",
            $somebody,
            " AS BIGINT) IS NULL OR ",
            $person,
            " NOT IN (SELECT w.person_id FROM barrier b JOIN barrier_member w ON w.barrier_id = b.id AND w.side = 'protected'
                WHERE b.org_id = $1 AND NOT b.may_find AND NOT EXISTS
                  (SELECT 1 FROM barrier_member k WHERE k.barrier_id = b.id AND k.person_id = ",
            $somebody,
            ")))"
        )
    };
}
pub(super) use shown_to;

/// Who stands on which side of the barriers that meet a condition.
macro_rules! sides {
    ($condition:literal) => {
        concat!(
            "SELECT b.id, m.person_id, m.side FROM barrier b JOIN barrier_member m ON m.barrier_id = b.id
                WHERE b.org_id = $1 AND ",
            $condition,
            " ORDER BY b.id"
        )
    };
}

db::statements! {
    BARRIER_INSERT = "INSERT INTO barrier (id, org_id, name, may_find, may_write, may_add, may_mention, may_see, desk_unit_id, tick)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    BARRIER_UPDATE = "UPDATE barrier SET name = $3, may_find = $4, may_write = $5, may_add = $6, may_mention = $7, may_see = $8,
            desk_unit_id = $9, tick = $10
        WHERE id = $1 AND org_id = $2";
    BARRIER_DELETE = "DELETE FROM barrier WHERE id = $1 AND org_id = $2";
    BARRIER_ALL = "SELECT b.id, b.name, b.may_find, b.may_write, b.may_add, b.may_mention, b.may_see, b.desk_unit_id, b.tick,
            (SELECT COUNT(*) FROM barrier_member m WHERE m.barrier_id = b.id AND m.side = 'protected'),
            (SELECT COUNT(*) FROM barrier_member m WHERE m.barrier_id = b.id AND m.side = 'keeper')
        FROM barrier b WHERE b.org_id = $1 ORDER BY b.name, b.id";
    ENTRY_ALL = "SELECT e.barrier_id, e.side, e.person_id, e.unit_id, e.title_id FROM barrier b
        JOIN barrier_entry e ON e.barrier_id = b.id WHERE b.org_id = $1 ORDER BY e.barrier_id, e.side, e.place";
    ENTRY_INSERT = "INSERT INTO barrier_entry (barrier_id, side, place, person_id, unit_id, title_id)
        VALUES ($1, $2, $3, $4, $5, $6)";
    ENTRY_DELETE = "DELETE FROM barrier_entry WHERE barrier_id = $1";
    MEMBER_ALL = "SELECT m.barrier_id, m.side, m.person_id FROM barrier b JOIN barrier_member m ON m.barrier_id = b.id
        WHERE b.org_id = $1";
    MEMBER_INSERT = "INSERT INTO barrier_member (barrier_id, side, person_id) VALUES ($1, $2, $3)";
    MEMBER_DELETE = "DELETE FROM barrier_member WHERE barrier_id = $1 AND side = $2 AND person_id = $3";
    MEMBER_CLEAR = "DELETE FROM barrier_member WHERE barrier_id = $1";
    HELD_ALL = "SELECT o.person_id, u.path, o.title_id, u.id, p.outside FROM post o JOIN unit u ON u.id = o.unit_id JOIN person p ON p.id = o.person_id
        WHERE o.org_id = $1 AND (p.active OR p.outside) AND o.valid_from <= $2 AND (o.valid_to IS NULL OR o.valid_to >= $2)";
    HELD_SOME = "SELECT o.person_id, u.path, o.title_id, u.id, p.outside FROM post o JOIN unit u ON u.id = o.unit_id JOIN person p ON p.id = o.person_id
        WHERE o.org_id + 0 = $1 AND (p.active OR p.outside) AND o.valid_from <= $2 AND (o.valid_to IS NULL OR o.valid_to >= $2)
          AND o.person_id {in $3}";
    // What barriers keep somebody from, of those whom they protect: nothing for whoever stands on either side of one. Whom one person alone
    // knows is nobody to all others.
    LIMITS = "SELECT m.person_id, b.may_find, b.may_write, b.may_add, b.may_mention, b.may_see
        FROM barrier_member m JOIN barrier b ON b.id = m.barrier_id
        WHERE m.person_id {in $3} AND m.side = 'protected' AND b.org_id = $1 AND NOT EXISTS
            (SELECT 1 FROM barrier_member k WHERE k.barrier_id = m.barrier_id AND k.person_id = $2)
        UNION ALL SELECT p.id, FALSE, FALSE, FALSE, TRUE, TRUE FROM person p
        WHERE p.id {in $3} AND p.org_id + 0 = $1 AND p.known_to IS NOT NULL AND p.known_to <> $2 AND p.id <> $2";
    HIDDEN = "SELECT m.person_id FROM barrier_member m JOIN barrier b ON b.id = m.barrier_id
        WHERE m.person_id {in $2} AND m.side = 'protected' AND b.org_id = $1 AND NOT b.may_find
        UNION SELECT p.id FROM person p WHERE p.id {in $2} AND p.org_id + 0 = $1 AND p.known_to IS NOT NULL";
    UNSEEN = sides!("NOT b.may_see");
    UNWRITTEN = sides!("NOT (b.may_find AND b.may_write)");
    DESKS = "SELECT b.id, b.name, u.id, u.name, (SELECT MIN(m.side) FROM barrier_member m
            WHERE m.barrier_id = b.id AND m.person_id = $2)
        FROM barrier b JOIN unit u ON u.id = b.desk_unit_id
        WHERE b.org_id = $1 AND (u.valid_to IS NULL OR u.valid_to >= $3) ORDER BY b.name, b.id";
}

fn read_contact(row: &Row, from: usize) -> Contact {
    Contact {
        find: row.get(from),
        write: row.get(from + 1),
        add: row.get(from + 2),
        mention: row.get(from + 3),
        see: row.get(from + 4),
    }
}

/// The barriers of the actor's organisation, by name.
pub fn all(conn: &mut Conn<'_>) -> Result<Vec<Barrier>> {
    let org = conn.actor().org;
    let rows = conn.rows(&BARRIER_ALL, &[&org])?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let mut entries: HashMap<(BarrierId, Side), Vec<CircleEntry>> = HashMap::new();
    for row in conn.rows(&ENTRY_ALL, &[&org])? {
        let entry = CircleEntry { person_id: row.get(2), unit_id: row.get(3), title_id: row.get(4) };
        entries.entry((row.get(0), unword(row.get(1)))).or_default().push(entry);
    }
    let read = |row: &Row| {
        let id = row.get(0);
        Barrier {
            id,
            name: row.get(1),
            leaves: read_contact(row, 2),
            desk_unit_id: row.get(7),
            tick: row.get(8),
            protected_count: row.get(9),
            keeper_count: row.get(10),
            protects: entries.remove(&(id, Side::Protected)).unwrap_or_default(),
            keepers: entries.remove(&(id, Side::Keeper)).unwrap_or_default(),
        }
    };
    Ok(rows.iter().map(read).collect())
}

/// Adds a barrier; [`resolve`] must follow in the same transaction.
pub fn insert(tx: &mut Tx<'_>, id: BarrierId, new: &NewBarrier) -> Result<()> {
    let (org, tick, leaves) = (tx.actor().org, tx.tick()?, new.leaves);
    let (find, write, add) = (leaves.find, leaves.write, leaves.add);
    let values: [&dyn db::ToValue; 10] =
        [&id, &org, &new.name, &find, &write, &add, &leaves.mention, &leaves.see, &new.desk_unit_id, &tick];
    tx.run(&BARRIER_INSERT, &values)?;
    put_entries(tx, id, new)
}

/// Replaces what a barrier says; [`resolve`] must follow in the same transaction.
pub fn replace(tx: &mut Tx<'_>, barrier: &May<Edit, Barrier>, new: &NewBarrier) -> Result<()> {
    let (org, tick, leaves) = (tx.actor().org, tx.tick()?, new.leaves);
    let (find, write, add) = (leaves.find, leaves.write, leaves.add);
    let values: [&dyn db::ToValue; 10] =
        [&barrier.id, &org, &new.name, &find, &write, &add, &leaves.mention, &leaves.see, &new.desk_unit_id, &tick];
    tx.run(&BARRIER_UPDATE, &values)?;
    tx.run(&ENTRY_DELETE, &[&barrier.id])?;
    put_entries(tx, barrier.id, new)
}

fn put_entries(tx: &mut Tx<'_>, id: BarrierId, new: &NewBarrier) -> Result<()> {
    for (side, circle) in [(Side::Protected, &new.protects), (Side::Keeper, &new.keepers)] {
        for (place, entry) in (0i64..).zip(circle) {
            let side = word(side);
            tx.run(&ENTRY_INSERT, &[&id, &side, &place, &entry.person_id, &entry.unit_id, &entry.title_id])?;
        }
    }
    Ok(())
}

/// Removes a barrier and all that belongs to it.
pub fn delete(tx: &mut Tx<'_>, barrier: &May<Edit, Barrier>) -> Result<()> {
    let org = tx.actor().org;
    tx.run(&MEMBER_CLEAR, &[&barrier.id])?;
    tx.run(&ENTRY_DELETE, &[&barrier.id])?;
    tx.run(&BARRIER_DELETE, &[&barrier.id, &org])
}

/// Posts held today, by some people or by everybody: by those who take part, and by those who do not yet.
fn held(conn: &mut Conn<'_>, ids: Option<&[PersonId]>) -> Result<(Vec<Held>, Vec<Held>)> {
    let (org, today) = (conn.actor().org, Jst::date(conn.now()).to_string());
    let rows = match ids {
        Some(ids) => conn.rows(&HELD_SOME, &[&org, &today, &List::ids(ids.iter().copied())])?,
        None => conn.rows(&HELD_ALL, &[&org, &today])?,
    };
    let read = |row: &Row| Held { person: row.get(0), path: row.get(1), title: row.get(2), unit: row.get(3) };
    let (outside, inside): (Vec<&Row>, Vec<&Row>) = rows.iter().partition(|row| row.get(4));
    Ok((inside.into_iter().map(read).collect(), outside.into_iter().map(read).collect()))
}

/// Who stands today on either side of circles, of some people or of everybody. Who holds no post today stands nowhere.
///
/// Who does not take part yet stands nowhere either, but behind barriers: their names and numbers are there to be found.
pub struct Standing {
    held: Vec<Held>,
    outside: Vec<Held>,
    paths: HashMap<UnitId, String>,
}

impl Standing {
    /// Reads who holds which posts.
    pub fn of(conn: &mut Conn<'_>, ids: Option<&[PersonId]>) -> Result<Self> {
        let (held, outside) = held(conn, ids)?;
        let paths = all_units(conn)?.into_iter().map(|unit: Unit| (unit.id, unit.path)).collect();
        Ok(Self { held, outside, paths })
    }

    /// Everybody whom a line names.
    pub fn named(&self, entry: &CircleEntry) -> impl Iterator<Item = PersonId> {
        self.posts(entry).map(|held| held.person)
    }

    /// The posts by which a line names somebody: all of a person's, where it names the person.
    pub fn posts(&self, entry: &CircleEntry) -> impl Iterator<Item = &Held> {
        self.met(&self.held, entry)
    }

    fn met<'s>(&self, held: &'s [Held], entry: &CircleEntry) -> impl Iterator<Item = &'s Held> {
        let path = entry.unit_id.and_then(|unit| self.paths.get(&unit)).map(String::as_str);
        let meets = move |held: &&Held| entry.person_id == Some(held.person) || entry.meets(held, path);
        held.iter().filter(meets)
    }

    /// Everybody whom a line of those whom a barrier protects names.
    pub fn protected_by(&self, entry: &CircleEntry) -> impl Iterator<Item = PersonId> {
        self.met(&self.held, entry).chain(self.met(&self.outside, entry)).map(|held| held.person)
    }

    /// Everybody whom a circle of those whom a barrier protects names.
    pub fn protected(&self, circle: &[CircleEntry]) -> HashSet<PersonId> {
        circle.iter().flat_map(|entry| self.protected_by(entry)).collect()
    }

    /// Everybody whom a circle names.
    pub fn within(&self, circle: &[CircleEntry]) -> HashSet<PersonId> {
        circle.iter().flat_map(|entry| self.named(entry)).collect()
    }
}

/// The line by which the people of a desk's unit are keepers.
pub fn desk_entry(unit: UnitId) -> CircleEntry {
    CircleEntry { person_id: None, unit_id: Some(unit), title_id: None }
}

/// Works out who stands on which side of each barrier today: of some people, or of everybody when no ids are given. Whether
/// anybody's place changed.
pub fn resolve(tx: &mut Tx<'_>, ids: Option<&[PersonId]>) -> Result<bool> {
    let barriers = all(tx)?;
    if barriers.is_empty() {
        return Ok(false);
    }
    let standing = Standing::of(tx, ids)?;
    let mut wanted: HashSet<(BarrierId, Side, PersonId)> = HashSet::new();
    for barrier in &barriers {
        let keepers: Vec<CircleEntry> =
            barrier.keepers.iter().copied().chain(barrier.desk_unit_id.map(desk_entry)).collect();
        wanted.extend(standing.protected(&barrier.protects).into_iter().map(|id| (barrier.id, Side::Protected, id)));
        wanted.extend(standing.within(&keepers).into_iter().map(|id| (barrier.id, Side::Keeper, id)));
    }
    let org = tx.actor().org;
    let looked_at: Option<HashSet<PersonId>> = ids.map(|ids| ids.iter().copied().collect());
    let present: HashSet<(BarrierId, Side, PersonId)> = tx
        .rows(&MEMBER_ALL, &[&org])?
        .iter()
        .map(|row| (row.get(0), unword(row.get(1)), row.get(2)))
        .filter(|(_, _, person)| looked_at.as_ref().is_none_or(|some| some.contains(person)))
        .collect();
    for (barrier, side, person) in present.difference(&wanted) {
        tx.run(&MEMBER_DELETE, &[barrier, &word(side), person])?;
    }
    for (barrier, side, person) in wanted.difference(&present) {
        tx.run(&MEMBER_INSERT, &[barrier, &word(side), person])?;
    }
    Ok(present != wanted)
}

/// What somebody of the actor's organisation may do towards those of some people whom barriers keep from them.
pub fn limits(conn: &mut Conn<'_>, from: PersonId, of: &[PersonId]) -> Result<HashMap<PersonId, Contact>> {
    let org = conn.actor().org;
    let mut limits: HashMap<PersonId, Contact> = HashMap::new();
    if of.is_empty() {
        return Ok(limits);
    }
    for row in conn.rows(&LIMITS, &[&org, &from, &List::ids(of.iter().copied())])? {
        let contact = limits.entry(row.get(0)).or_insert(Contact::ALL);
        *contact = contact.and(read_contact(&row, 1));
    }
    Ok(limits)
}

/// Those of some people whom a barrier hides from anybody: what many read does not name them.
pub fn hidden(conn: &mut Conn<'_>, of: &[PersonId]) -> Result<HashSet<PersonId>> {
    if of.is_empty() {
        return Ok(HashSet::new());
    }
    let org = conn.actor().org;
    let rows = conn.rows(&HIDDEN, &[&org, &List::ids(of.iter().copied())])?;
    Ok(rows.iter().map(|row| row.get(0)).collect())
}

/// Of one barrier: whom it protects, and whom it lets through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sides {
    /// Whom it protects.
    pub people: HashSet<PersonId>,
    /// Its keepers.
    pub keepers: HashSet<PersonId>,
}

impl Sides {
    /// Whether it keeps one person from another: who stands on either side of it is kept from nobody.
    pub fn keeps(&self, from: PersonId, to: PersonId) -> bool {
        self.people.contains(&to) && !self.people.contains(&from) && !self.keepers.contains(&from)
    }
}

/// The barriers of the actor's organisation that hide who is there.
pub fn unseen(conn: &mut Conn<'_>) -> Result<Vec<Sides>> {
    sides(conn, &UNSEEN)
}

/// The barriers of the actor's organisation that keep others from writing.
pub fn unwritten(conn: &mut Conn<'_>) -> Result<Vec<Sides>> {
    sides(conn, &UNWRITTEN)
}

fn sides(conn: &mut Conn<'_>, statement: &Sql) -> Result<Vec<Sides>> {
    let org = conn.actor().org;
    let mut found: Vec<(BarrierId, Sides)> = Vec::new();
    for row in conn.rows(statement, &[&org])? {
        let (barrier, person, side) = (row.get(0), row.get(1), unword::<Side>(row.get(2)));
        if found.last().is_none_or(|(id, _)| *id != barrier) {
            found.push((barrier, Sides { people: HashSet::new(), keepers: HashSet::new() }));
        }
        let (_, last) = found.last_mut().ok_or_else(Error::not_found)?;
        let people = if side == Side::Protected { &mut last.people } else { &mut last.keepers };
        people.insert(person);
    }
    Ok(found.into_iter().map(|(_, sides)| sides).collect())
}

/// Where requests for those behind a barrier go, for units that there are today.
pub fn desks(conn: &mut Conn<'_>) -> Result<Vec<Desk>> {
    let (actor, today) = (conn.actor(), Jst::date(conn.now()).to_string());
    let rows = conn.rows(&DESKS, &[&actor.org, &actor.person, &today])?;
    let read = |row: &Row| Desk {
        barrier_id: row.get(0),
        name: row.get(1),
        unit_id: row.get(2),
        unit_name: row.get(3),
        side: row.get::<Option<String>>(4).map(unword),
    };
    Ok(rows.iter().map(read).collect())
}
