//! Shares of the administration: what was given to whom, and who holds it today.

use crate::model::{CircleEntry, Grant, GrantId, Holding, NewGrant, Part, Scope, UnitId};
use crate::policy::Edit;
use crate::store::barriers::Standing;
use crate::store::day;
use crate::store::people::{unword, word};
use db::{Conn, List, Row, Tx};
use jiff::civil::Date;
use kernel::{Jst, May, PersonId, Result};
use std::collections::{HashMap, HashSet};

/// What is held today. The row of the holder begins it, with the day's turn; grant and post themselves end it, on their last day.
macro_rules! holdings {
    ($condition:expr) => {
        concat!(
            "SELECT g.id, h.person_id, g.scope, h.unit_id, o.title_id, g.valid_to, o.valid_to, a.function, a.verb
            FROM admin_grant_holder h JOIN admin_grant g ON g.id = h.grant_id JOIN admin_grant_part a ON a.grant_id = g.id
            JOIN post o ON o.person_id = h.person_id AND o.unit_id = h.unit_id AND (g.title_id IS NULL OR g.title_id = o.title_id)
            JOIN person p ON p.id = h.person_id
            WHERE g.org_id = $1 AND p.active AND p.employment NOT IN ('shared', 'guest', 'bot', 'partner') AND g.valid_from <= $2 AND (g.valid_to IS NULL OR g.valid_to >= $2)
              AND o.valid_from <= $2 AND (o.valid_to IS NULL OR o.valid_to >= $2)",
            $condition,
            " ORDER BY a.function, g.id, h.person_id, o.id"
        )
    };
}

db::statements! {
    GRANT_INSERT = "INSERT INTO admin_grant (id, org_id, person_id, unit_id, title_id, scope, valid_from, valid_to, tick)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    GRANT_UPDATE = "UPDATE admin_grant SET person_id = $3, unit_id = $4, title_id = $5, scope = $6, valid_from = $7, valid_to = $8,
            tick = $9
        WHERE id = $1 AND org_id = $2";
    GRANT_DELETE = "DELETE FROM admin_grant WHERE id = $1 AND org_id = $2";
    // In official order: whoever is named by a title alone before the units, in a unit the higher office first.
    GRANT_ALL = "SELECT g.id, g.person_id, g.unit_id, g.title_id, g.scope, g.valid_from, g.valid_to, g.tick,
            u.name, u.reading, t.name, t.reading
        FROM admin_grant g LEFT JOIN unit u ON u.id = g.unit_id LEFT JOIN title t ON t.id = g.title_id
            LEFT JOIN person p ON p.id = g.person_id
        WHERE g.org_id = $1
        ORDER BY COALESCE(u.path, p.unit_path, ''), COALESCE(t.rank, p.rank, 10000), g.id";
    BY_NAME = "SELECT g.id, g.scope, g.valid_to, a.function, a.verb FROM admin_grant g JOIN admin_grant_part a ON a.grant_id = g.id
        WHERE g.org_id = $1 AND g.person_id = $2 AND (g.valid_to IS NULL OR g.valid_to >= $3) ORDER BY a.function, g.id";
    PART_ALL = "SELECT a.grant_id, a.function, a.verb FROM admin_grant g JOIN admin_grant_part a ON a.grant_id = g.id
        WHERE g.org_id = $1";
    PART_INSERT = "INSERT INTO admin_grant_part (grant_id, function, verb) VALUES ($1, $2, $3)";
    PART_DELETE = "DELETE FROM admin_grant_part WHERE grant_id = $1";
    UNIT_ALL = "SELECT c.grant_id, c.unit_id FROM admin_grant g JOIN admin_grant_unit c ON c.grant_id = g.id
        WHERE g.org_id = $1 ORDER BY c.grant_id, c.unit_id";
    UNIT_INSERT = "INSERT INTO admin_grant_unit (grant_id, unit_id) VALUES ($1, $2)";
    UNIT_DELETE = "DELETE FROM admin_grant_unit WHERE grant_id = $1";
    SHARED = "SELECT id FROM person WHERE org_id = $1 AND employment = 'shared'";
    HOLDER_ALL = "SELECT h.grant_id, h.person_id, h.unit_id FROM admin_grant g JOIN admin_grant_holder h ON h.grant_id = g.id
        WHERE g.org_id = $1";
    HOLDER_INSERT = "INSERT INTO admin_grant_holder (grant_id, person_id, unit_id) VALUES ($1, $2, $3)";
    HOLDER_DELETE = "DELETE FROM admin_grant_holder WHERE grant_id = $1 AND person_id = $2 AND unit_id = $3";
    HOLDER_CLEAR = "DELETE FROM admin_grant_holder WHERE grant_id = $1";
    HOLDINGS_ALL = holdings!("");
    HOLDINGS_OF = holdings!(" AND h.person_id {in $3}");
}

/// Who holds a grant through a post in which unit.
pub type Holder = (GrantId, PersonId, UnitId);

/// The grants of the actor's organisation, in official order of whom they name. People's names are the caller's to find.
pub fn all(conn: &mut Conn<'_>) -> Result<Vec<Grant>> {
    let org = conn.actor().org;
    let rows = conn.rows(&GRANT_ALL, &[&org])?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let mut parts: HashMap<GrantId, Vec<Part>> = HashMap::new();
    for row in conn.rows(&PART_ALL, &[&org])? {
        parts.entry(row.get(0)).or_default().push(Part { function: unword(row.get(1)), verb: unword(row.get(2)) });
    }
    let mut units = chosen(conn)?;
    let mut holders: HashMap<GrantId, HashSet<PersonId>> = HashMap::new();
    for (grant, person, _) in held(conn)? {
        holders.entry(grant).or_default().insert(person);
    }
    let read = |row: &Row| {
        let id: GrantId = row.get(0);
        let mut parts = parts.remove(&id).unwrap_or_default();
        parts.sort_unstable_by_key(|part| part.function);
        let joined = |unit: Option<String>, title: Option<String>| -> String {
            unit.into_iter().chain(title).collect::<Vec<_>>().join(" ")
        };
        Grant {
            id,
            said: NewGrant {
                holder: CircleEntry { person_id: row.get(1), unit_id: row.get(2), title_id: row.get(3) },
                parts,
                scope: unword(row.get(4)),
                unit_ids: units.remove(&id).unwrap_or_default(),
                valid_from: day(&row.get::<String>(5)),
                valid_to: row.get::<Option<String>>(6).as_deref().map(day),
            },
            holder_name: joined(row.get(8), row.get(10)),
            holder_reading: joined(row.get(9), row.get(11)),
            holder_count: holders.get(&id).map_or(0, HashSet::len),
            tick: row.get(7),
        }
    };
    Ok(rows.iter().map(read).collect())
}

/// A part of the administration that was given to somebody by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The grant.
    pub grant: GrantId,
    /// The part.
    pub part: Part,
    /// For which units.
    pub scope: Scope,
    /// The last day.
    pub until: Option<Date>,
}

/// What was given to somebody by name, and not through a post, today or for later.
pub fn by_name(conn: &mut Conn<'_>, person: PersonId) -> Result<Vec<Named>> {
    let (org, today) = (conn.actor().org, Jst::date(conn.now()).to_string());
    let read = |row: &Row| Named {
        grant: row.get(0),
        part: Part { function: unword(row.get(3)), verb: unword(row.get(4)) },
        scope: unword(row.get(1)),
        until: row.get::<Option<String>>(2).as_deref().map(day),
    };
    Ok(conn.rows(&BY_NAME, &[&org, &person, &today])?.iter().map(read).collect())
}

/// The units that grants chose.
pub fn chosen(conn: &mut Conn<'_>) -> Result<HashMap<GrantId, Vec<UnitId>>> {
    let org = conn.actor().org;
    let mut chosen: HashMap<GrantId, Vec<UnitId>> = HashMap::new();
    for row in conn.rows(&UNIT_ALL, &[&org])? {
        chosen.entry(row.get(0)).or_default().push(row.get(1));
    }
    Ok(chosen)
}

fn held(conn: &mut Conn<'_>) -> Result<Vec<Holder>> {
    let org = conn.actor().org;
    Ok(conn.rows(&HOLDER_ALL, &[&org])?.iter().map(|row| (row.get(0), row.get(1), row.get(2))).collect())
}

/// What is held today: by some people, or by everybody.
pub fn holdings(conn: &mut Conn<'_>, of: Option<&[PersonId]>) -> Result<Vec<Holding>> {
    let (org, today) = (conn.actor().org, Jst::date(conn.now()).to_string());
    let rows = match of {
        Some(people) => conn.rows(&HOLDINGS_OF, &[&org, &today, &List::ids(people.iter().copied())])?,
        None => conn.rows(&HOLDINGS_ALL, &[&org, &today])?,
    };
    let read = |row: &Row| {
        let [of_grant, of_post] = [5, 6].map(|place| row.get::<Option<String>>(place).as_deref().map(day));
        Holding {
            grant: row.get(0),
            person: row.get(1),
            scope: unword::<Scope>(row.get(2)),
            unit: row.get(3),
            title: row.get(4),
            until: of_grant.into_iter().chain(of_post).min(),
            part: Part { function: unword(row.get(7)), verb: unword(row.get(8)) },
        }
    };
    Ok(rows.iter().map(read).collect())
}

/// Adds a grant; [`resolve`] must follow in the same transaction.
pub fn insert(tx: &mut Tx<'_>, id: GrantId, new: &NewGrant) -> Result<()> {
    put(tx, &GRANT_INSERT, id, new)
}

/// Replaces what a grant says; [`resolve`] must follow in the same transaction.
pub fn replace(tx: &mut Tx<'_>, grant: &May<Edit, Grant>, new: &NewGrant) -> Result<()> {
    tx.run(&PART_DELETE, &[&grant.id])?;
    tx.run(&UNIT_DELETE, &[&grant.id])?;
    put(tx, &GRANT_UPDATE, grant.id, new)
}

fn put(tx: &mut Tx<'_>, statement: &'static db::Sql, id: GrantId, new: &NewGrant) -> Result<()> {
    let (org, tick, CircleEntry { person_id, unit_id, title_id }) = (tx.actor().org, tx.tick()?, new.holder);
    let (from, to) = (new.valid_from.to_string(), new.valid_to.map(|day| day.to_string()));
    tx.run(statement, &[&id, &org, &person_id, &unit_id, &title_id, &word(new.scope), &from, &to, &tick])?;
    for part in &new.parts {
        tx.run(&PART_INSERT, &[&id, &word(part.function), &word(part.verb)])?;
    }
    for unit in &new.unit_ids {
        tx.run(&UNIT_INSERT, &[&id, unit])?;
    }
    Ok(())
}

/// Removes a grant and all that belongs to it.
pub fn delete(tx: &mut Tx<'_>, grant: &May<Edit, Grant>) -> Result<()> {
    let org = tx.actor().org;
    for statement in [&HOLDER_CLEAR, &PART_DELETE, &UNIT_DELETE] {
        tx.run(statement, &[&grant.id])?;
    }
    tx.run(&GRANT_DELETE, &[&grant.id, &org])
}

/// Who came to hold something, and who came to hold less.
#[derive(Debug, Default)]
pub struct Turn {
    /// They hold more than before.
    pub gained: HashSet<PersonId>,
    /// They hold less than before.
    pub lost: HashSet<PersonId>,
}

/// The shared accounts of the actor's organisation. What several people use administers nothing, wherever it stands.
pub fn shared(conn: &mut Conn<'_>) -> Result<HashSet<PersonId>> {
    let org = conn.actor().org;
    Ok(conn.rows(&SHARED, &[&org])?.iter().map(|row| row.get(0)).collect())
}

/// Works out who holds which grants today: of some people, or of everybody when no ids are given.
pub fn resolve(tx: &mut Tx<'_>, ids: Option<&[PersonId]>) -> Result<Turn> {
    let grants = all(tx)?;
    if grants.is_empty() {
        return Ok(Turn::default());
    }
    let (standing, today) = (Standing::of(tx, ids)?, Jst::date(tx.now()));
    let shared = shared(tx)?;
    let mut wanted: HashSet<Holder> = HashSet::new();
    for Grant { id, said, .. } in &grants {
        if said.valid_from <= today && said.valid_to.is_none_or(|last| last >= today) {
            let held = standing.posts(&said.holder).filter(|held| !shared.contains(&held.person));
            wanted.extend(held.map(|held| (*id, held.person, held.unit)));
        }
    }
    let looked_at: Option<HashSet<PersonId>> = ids.map(|ids| ids.iter().copied().collect());
    let present = held(tx)?.into_iter();
    let present: HashSet<Holder> =
        present.filter(|(_, person, _)| looked_at.as_ref().is_none_or(|some| some.contains(person))).collect();
    let mut turn = Turn::default();
    for (grant, person, unit) in present.difference(&wanted) {
        tx.run(&HOLDER_DELETE, &[grant, person, unit])?;
        turn.lost.insert(*person);
    }
    for (grant, person, unit) in wanted.difference(&present) {
        tx.run(&HOLDER_INSERT, &[grant, person, unit])?;
        turn.gained.insert(*person);
    }
    Ok(turn)
}
