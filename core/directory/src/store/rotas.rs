//! Rotas, who is in their crews, what is otherwise for once, and who is off duty.

use crate::model::{Crew, CrewMember, CycleDay, DutyException, ExceptionId, NewException, NewRota, Rota, RotaId};
use crate::policy::Edit;
use crate::store::day;
use crate::store::people::{unword, word};
use db::{Conn, List, Row, Tx};
use jiff::civil::Date;
use kernel::{May, PersonId, Result, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap, HashSet};

macro_rules! rotas {
    ($rest:expr) => {
        concat!(
            "SELECT r.id, r.unit_id, r.name, r.anchor, r.cycle, r.crews, r.quiets, r.tick
            FROM rota r JOIN unit u ON u.id = r.unit_id WHERE r.org_id = $1",
            $rest
        )
    };
}

macro_rules! exceptions {
    ($rest:expr) => {
        concat!(
            "SELECT x.rota_id, x.id, x.person_id, x.on_day, x.kind, x.begins, x.ends, x.swap_id, x.note FROM duty_exception x WHERE ",
            $rest
        )
    };
}

/// Whether somebody in a crew holds a post, of a certain time, in the unit of the rota or below it.
macro_rules! held {
    ($when:literal) => {
        concat!(
            "EXISTS (SELECT 1 FROM post o JOIN unit v ON v.id = o.unit_id
                WHERE o.person_id = m.person_id AND SUBSTR(v.path, 1, LENGTH(u.path)) = u.path AND ",
            $when,
            ")"
        )
    };
}

/// Those in crews on the day `$2` who hold no post that day in the unit of the rota or below it, because it ended or was taken from
/// them. Whose post is still to begin waits for it.
macro_rules! strays {
    ($which:expr) => {
        concat!(
            "SELECT m.rota_id, m.person_id FROM rota_member m JOIN rota r ON r.id = m.rota_id JOIN unit u ON u.id = r.unit_id
                JOIN person p ON p.id = m.person_id
            WHERE ",
            $which,
            " AND m.valid_from <= $2 AND (m.valid_to IS NULL OR m.valid_to >= $2)
              AND (p.left_on < $2 OR (NOT p.active OR NOT ",
            held!("o.valid_from <= $2 AND (o.valid_to IS NULL OR o.valid_to >= $2)"),
            ") AND (NOT ",
            held!("o.valid_from > $2"),
            " OR ",
            held!("o.valid_to < $2 AND o.valid_to >= m.valid_from"),
            "))"
        )
    };
}

db::statements! {
    INSERT = "INSERT INTO rota (id, org_id, unit_id, name, anchor, cycle, crews, quiets, tick)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    UPDATE = "UPDATE rota SET unit_id = $3, name = $4, anchor = $5, cycle = $6, crews = $7, quiets = $8, tick = $9
        WHERE id = $1 AND org_id = $2";
    RAISE = "UPDATE rota SET tick = $2 WHERE id = $1";
    DELETE = "DELETE FROM rota WHERE id = $1";
    ALL = rotas!(" ORDER BY u.path, r.name, r.id");
    GET = rotas!(" AND r.id = $2");
    MEMBER_INSERT = "INSERT INTO rota_member (rota_id, person_id, valid_from, valid_to, crew, org_id) VALUES ($1, $2, $3, $4, $5, $6)";
    MEMBERS_DELETE = "DELETE FROM rota_member WHERE rota_id = $1";
    // In each crew by rank, as people stand in lists.
    MEMBERS_OF = "SELECT m.rota_id, m.crew, m.person_id, m.valid_from, m.valid_to FROM rota_member m JOIN person p ON p.id = m.person_id
        WHERE m.rota_id = $1 ORDER BY p.rank, p.sort_key, p.id, m.valid_from";
    MEMBERS_SINCE = "SELECT m.rota_id, m.crew, m.person_id, m.valid_from, m.valid_to FROM rota_member m
        WHERE m.org_id = $1 AND (m.valid_to IS NULL OR m.valid_to >= $2) ORDER BY m.person_id, m.valid_from";
    ELSEWHERE = "SELECT m.rota_id, m.crew, m.person_id, m.valid_from, m.valid_to FROM rota_member m
        WHERE m.org_id + 0 = $1 AND m.rota_id <> $2 AND m.person_id {in $3}";
    STRAYS_ALL = strays!("m.org_id = $1");
    STRAYS_OF = strays!("m.org_id + 0 = $1 AND m.person_id {in $3}");
    MEMBER_END = "UPDATE rota_member SET valid_to = $4
        WHERE rota_id = $1 AND person_id = $2 AND valid_from <= $3 AND (valid_to IS NULL OR valid_to >= $3)";
    MEMBER_CLEAR = "DELETE FROM rota_member WHERE rota_id = $1 AND person_id = $2 AND valid_to < valid_from";
    EXCEPTION_INSERT = "INSERT INTO duty_exception (id, rota_id, org_id, person_id, on_day, kind, begins, ends, swap_id, note)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    EXCEPTIONS_OF = exceptions!("x.rota_id = $1 AND x.on_day >= $2 AND x.on_day <= $3 ORDER BY x.on_day, x.person_id");
    EXCEPTIONS_SINCE = exceptions!("x.org_id = $1 AND x.on_day >= $2 ORDER BY x.on_day, x.person_id");
    EXCEPTION_GET = exceptions!("x.id = $1 AND x.rota_id = $2");
    EXCEPTIONS_SWAPPED = exceptions!("x.rota_id = $1 AND x.swap_id = $2 ORDER BY x.on_day, x.person_id");
    EXCEPTIONS_ASTRAY = exceptions!("x.rota_id = $1 AND x.on_day >= $2 AND NOT EXISTS (SELECT 1 FROM rota_member m
        WHERE m.rota_id = x.rota_id AND m.person_id = x.person_id AND m.valid_from <= x.on_day
          AND (m.valid_to IS NULL OR m.valid_to >= x.on_day)) ORDER BY x.on_day, x.person_id");
    EXCEPTION_DELETE = "DELETE FROM duty_exception WHERE id = $1";
    EXCEPTIONS_DELETE = "DELETE FROM duty_exception WHERE rota_id = $1";
    OFF_DUTY = "SELECT id, off_duty_until FROM person WHERE off_duty_until > 0 AND org_id + 0 = $1";
    TURN = "UPDATE person SET off_duty_until = $2 WHERE id = $1";
}

/// A crew as its row has it, without those who are in it.
#[derive(Serialize, Deserialize)]
struct KeptCrew {
    number: i64,
    name: String,
    offset: i64,
}

fn read(row: &Row) -> Rota {
    let parsed = "the database holds the cycles that we wrote";
    let crews: Vec<KeptCrew> = serde_json::from_str(&row.get::<String>(5)).expect(parsed);
    let crew = |KeptCrew { number, name, offset }| Crew { number, name, offset, members: Vec::new() };
    Rota {
        id: row.get(0),
        said: NewRota {
            unit_id: row.get(1),
            name: row.get(2),
            anchor: day(&row.get::<String>(3)),
            cycle: serde_json::from_str(&row.get::<String>(4)).expect(parsed),
            quiets: row.get(6),
            crews: crews.into_iter().map(crew).collect(),
        },
        tick: row.get(7),
    }
}

struct Membership {
    rota: RotaId,
    crew: i64,
    member: CrewMember,
}

fn read_member(row: &Row) -> Membership {
    let member = CrewMember {
        person_id: row.get(2),
        valid_from: day(&row.get::<String>(3)),
        valid_to: row.get::<Option<String>>(4).as_deref().map(day),
    };
    Membership { rota: row.get(0), crew: row.get(1), member }
}

fn read_exception(row: &Row) -> (RotaId, DutyException) {
    let exception = DutyException {
        id: row.get(1),
        person_id: row.get(2),
        day: day(&row.get::<String>(3)),
        instead: CycleDay { kind: unword(row.get(4)), begins: row.get(5), ends: row.get(6) },
        swap_id: row.get(7),
        note: row.get(8),
    };
    (row.get(0), exception)
}

fn fill<'m>(rota: &mut Rota, members: impl Iterator<Item = &'m Membership>) {
    for Membership { crew, member, .. } in members {
        if let Some(crew) = rota.said.crews.iter_mut().find(|known| known.number == *crew) {
            crew.members.push(*member);
        }
    }
}

fn kept(new: &NewRota) -> (String, String) {
    let crews =
        new.crews.iter().map(|crew| KeptCrew { number: crew.number, name: crew.name.clone(), offset: crew.offset });
    let crews: Vec<KeptCrew> = crews.collect();
    let text = |json: serde_json::Result<String>| json.expect("a rota is plain data");
    (text(serde_json::to_string(&new.cycle)), text(serde_json::to_string(&crews)))
}

/// Adds a rota, with those who are in it.
pub fn insert(tx: &mut Tx<'_>, id: RotaId, new: &NewRota) -> Result<()> {
    let (org, tick, (cycle, crews)) = (tx.actor().org, tx.tick()?, kept(new));
    let anchor = new.anchor.to_string();
    tx.run(&INSERT, &[&id, &org, &new.unit_id, &new.name, &anchor, &cycle, &crews, &new.quiets, &tick])?;
    put_members(tx, id, new)
}

fn put_members(tx: &mut Tx<'_>, id: RotaId, new: &NewRota) -> Result<()> {
    let org = tx.actor().org;
    for crew in &new.crews {
        for member in &crew.members {
            let (from, to) = (member.valid_from.to_string(), member.valid_to.map(|day| day.to_string()));
            tx.run(&MEMBER_INSERT, &[&id, &member.person_id, &from, &to, &crew.number, &org])?;
        }
    }
    Ok(())
}

/// Replaces what a rota says, and who is in it.
pub fn replace(tx: &mut Tx<'_>, rota: &May<Edit, Rota>, new: &NewRota) -> Result<()> {
    let (id, org, tick, (cycle, crews)) = (rota.id, tx.actor().org, tx.tick()?, kept(new));
    let anchor = new.anchor.to_string();
    tx.run(&UPDATE, &[&id, &org, &new.unit_id, &new.name, &anchor, &cycle, &crews, &new.quiets, &tick])?;
    tx.run(&MEMBERS_DELETE, &[&id])?;
    put_members(tx, id, new)
}

/// Removes a rota, with all that is in it.
pub fn delete(tx: &mut Tx<'_>, rota: &May<Edit, Rota>) -> Result<()> {
    tx.run(&EXCEPTIONS_DELETE, &[&rota.id])?;
    tx.run(&MEMBERS_DELETE, &[&rota.id])?;
    tx.run(&DELETE, &[&rota.id])
}

/// A rota of the actor's organisation, with everybody who is in it, was or will be.
pub fn get(conn: &mut Conn<'_>, id: RotaId) -> Result<Option<Rota>> {
    let org = conn.actor().org;
    let Some(row) = conn.row(&GET, &[&org, &id])? else { return Ok(None) };
    let mut rota = read(&row);
    let members: Vec<Membership> = conn.rows(&MEMBERS_OF, &[&id])?.iter().map(read_member).collect();
    fill(&mut rota, members.iter());
    Ok(Some(rota))
}

/// The rotas of the actor's organisation in official order, with those who are in them on a day or later.
pub fn all(conn: &mut Conn<'_>, since: Date) -> Result<Vec<Rota>> {
    let org = conn.actor().org;
    let mut rotas: Vec<Rota> = conn.rows(&ALL, &[&org])?.iter().map(read).collect();
    if rotas.is_empty() {
        return Ok(rotas);
    }
    let members = conn.rows(&MEMBERS_SINCE, &[&org, &since.to_string()])?;
    let members: Vec<Membership> = members.iter().map(read_member).collect();
    for rota in &mut rotas {
        let id = rota.id;
        fill(rota, members.iter().filter(|membership| membership.rota == id));
    }
    Ok(rotas)
}

/// Where some people are in crews of other rotas.
pub fn elsewhere(conn: &mut Conn<'_>, rota: RotaId, people: &[PersonId]) -> Result<Vec<CrewMember>> {
    let org = conn.actor().org;
    let rows = conn.rows(&ELSEWHERE, &[&org, &rota, &List::ids(people.iter().copied())])?;
    Ok(rows.iter().map(|row| read_member(row).member).collect())
}

/// Ends, with the day before, that people are in crews of units in which they hold no post any more on a day; of everybody when no
/// ids are given. Which people were in the crews of which rota.
pub fn end_strays(tx: &mut Tx<'_>, ids: Option<&[PersonId]>, on: Date) -> Result<BTreeMap<RotaId, Vec<PersonId>>> {
    let (org, today) = (tx.actor().org, on.to_string());
    let rows = match ids {
        Some(ids) => tx.rows(&STRAYS_OF, &[&org, &today, &List::ids(ids.iter().copied())])?,
        None => tx.rows(&STRAYS_ALL, &[&org, &today])?,
    };
    let last = on.yesterday().unwrap_or(on).to_string();
    let mut ended: BTreeMap<RotaId, Vec<PersonId>> = BTreeMap::new();
    for row in &rows {
        let (rota, person): (RotaId, PersonId) = (row.get(0), row.get(1));
        tx.run(&MEMBER_END, &[&rota, &person, &today, &last])?;
        tx.run(&MEMBER_CLEAR, &[&rota, &person])?;
        ended.entry(rota).or_default().push(person);
    }
    for rota in ended.keys() {
        let tick = tx.tick()?;
        tx.run(&RAISE, &[rota, &tick])?;
    }
    Ok(ended)
}

/// Takes back what is otherwise from a day on for people who are in no crew on that day any more, with the other sides of exchanges.
/// What that was.
pub fn drop_astray(tx: &mut Tx<'_>, rota: RotaId, since: Date) -> Result<Vec<DutyException>> {
    let rows = tx.rows(&EXCEPTIONS_ASTRAY, &[&rota, &since.to_string()])?;
    let astray = rows.iter().map(|row| read_exception(row).1).collect();
    take_back(tx, rota, astray, since)
}

/// Takes back some of what is otherwise, with the other sides of exchanges from a day on. What that was.
pub fn drop_exceptions(
    tx: &mut Tx<'_>,
    rota: &May<Edit, Rota>,
    some: Vec<DutyException>,
    since: Date,
) -> Result<Vec<DutyException>> {
    take_back(tx, rota.id, some, since)
}

fn take_back(tx: &mut Tx<'_>, rota: RotaId, some: Vec<DutyException>, since: Date) -> Result<Vec<DutyException>> {
    let swaps: HashSet<ExceptionId> = some.iter().filter_map(|one| one.swap_id).collect();
    let mut all: BTreeMap<(Date, PersonId), DutyException> = BTreeMap::new();
    for swap in &swaps {
        let sides = tx.rows(&EXCEPTIONS_SWAPPED, &[&rota, swap])?;
        let sides = sides.iter().map(|row| read_exception(row).1).filter(|side| side.day >= since);
        all.extend(sides.map(|side| ((side.day, side.person_id), side)));
    }
    all.extend(some.into_iter().map(|one| ((one.day, one.person_id), one)));
    for one in all.values() {
        tx.run(&EXCEPTION_DELETE, &[&one.id])?;
    }
    Ok(all.into_values().collect())
}

/// Writes down that a day is otherwise for somebody; `swap` for all that belong to one exchange.
pub fn insert_exception(
    tx: &mut Tx<'_>,
    rota: &May<Edit, Rota>,
    new: &NewException,
    swap: Option<ExceptionId>,
) -> Result<ExceptionId> {
    let (id, org): (ExceptionId, _) = (tx.id(), tx.actor().org);
    let CycleDay { kind, begins, ends } = new.instead;
    let (day, kind) = (new.day.to_string(), word(kind));
    tx.run(&EXCEPTION_INSERT, &[&id, &rota.id, &org, &new.person_id, &day, &kind, &begins, &ends, &swap, &new.note])?;
    Ok(id)
}

/// What is otherwise in a rota, between two days.
pub fn exceptions(conn: &mut Conn<'_>, rota: RotaId, from: Date, to: Date) -> Result<Vec<DutyException>> {
    let rows = conn.rows(&EXCEPTIONS_OF, &[&rota, &from.to_string(), &to.to_string()])?;
    Ok(rows.iter().map(|row| read_exception(row).1).collect())
}

/// What is otherwise in all rotas of the actor's organisation, from a day on.
pub fn exceptions_since(conn: &mut Conn<'_>, since: Date) -> Result<HashMap<RotaId, Vec<DutyException>>> {
    let org = conn.actor().org;
    let mut found: HashMap<RotaId, Vec<DutyException>> = HashMap::new();
    for (rota, exception) in conn.rows(&EXCEPTIONS_SINCE, &[&org, &since.to_string()])?.iter().map(read_exception) {
        found.entry(rota).or_default().push(exception);
    }
    Ok(found)
}

/// What was written down in one act with something that is otherwise, itself among it.
pub fn together(conn: &mut Conn<'_>, rota: RotaId, id: ExceptionId) -> Result<Vec<DutyException>> {
    let Some(row) = conn.row(&EXCEPTION_GET, &[&id, &rota])? else { return Ok(Vec::new()) };
    let (_, one) = read_exception(&row);
    let Some(swap) = one.swap_id else { return Ok(vec![one]) };
    let rows = conn.rows(&EXCEPTIONS_SWAPPED, &[&rota, &swap])?;
    Ok(rows.iter().map(|row| read_exception(row).1).collect())
}

/// Takes back what was otherwise.
pub fn delete_exception(tx: &mut Tx<'_>, _: &May<Edit, Rota>, id: ExceptionId) -> Result<()> {
    tx.run(&EXCEPTION_DELETE, &[&id])
}

/// Who of the actor's organisation is off duty, as it was worked out last, and until when.
pub fn off_duty(conn: &mut Conn<'_>) -> Result<HashMap<PersonId, Timestamp>> {
    let org = conn.actor().org;
    Ok(conn.rows(&OFF_DUTY, &[&org])?.iter().map(|row| (row.get(0), row.get(1))).collect())
}

/// Writes down that somebody is off duty until then, or is not.
pub fn turn(tx: &mut Tx<'_>, person: PersonId, off_until: Option<Timestamp>) -> Result<()> {
    tx.run(&TURN, &[&person, &off_until])
}
