//! The SQL of handovers: every statement once, in the subset that both engines run alike.

use crate::model::{Content, Document, Done, HandoverId, Leaving, Reason, Stage, Standing, State};
use crate::policy::Change;
use db::{Conn, List, Row, Tx};
use directory::model::{Reach, UnitId};
use jiff::civil::Date;
use kernel::{May, PersonId, Result, Timestamp};
use serde::Serialize;
use serde::de::DeserializeOwned;

macro_rules! handovers {
    ($rest:expr) => {
        concat!(
            "SELECT h.id, h.person_id, h.unit_id, h.title_id, h.post_name, h.reason, h.last_day, h.state, h.touched, h.version, h.content,
                h.history, h.updated_at, h.tick, h.created_at, u.path FROM handover h JOIN unit u ON u.id = h.unit_id ",
            $rest
        )
    };
}

db::statements! {
    INSERT = "INSERT INTO handover (id, org_id, person_id, unit_id, title_id, post_name, folded, reason, last_day, state, touched, version,
            content, history, created_at, updated_at, tick)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'draft', FALSE, 0, $10, $11, $12, $12, $13)";
    UPDATE = "UPDATE handover SET reason = $3, last_day = $4, state = $5, touched = $6, version = $7, content = $8, history = $9,
            updated_at = $10, tick = $11
        WHERE id = $1 AND org_id = $2";
    DELETE = "DELETE FROM handover WHERE id = $1 AND org_id = $2";
    GET = handovers!("WHERE h.id = $2 AND h.org_id = $1");
    OF_PERSON = handovers!("WHERE h.person_id = $2 AND h.org_id + 0 = $1 ORDER BY h.id DESC LIMIT $3");
    // Of some units, or that somebody was named to take over. Drafts whose day, told against `$6`, is not over are their authors' alone.
    AROUND = handovers!("WHERE h.org_id + 0 = $1 AND h.created_at >= $4 AND h.person_id <> $2 AND h.id < $7
          AND (h.state <> 'draft' OR h.last_day < $6)
          AND (h.unit_id {in $3} OR EXISTS (SELECT 1 FROM handover_successor s WHERE s.person_id = $2 AND s.handover_id = h.id))
        ORDER BY h.id DESC LIMIT $5");
    KNOWN = "SELECT id, person_id, unit_id, title_id, reason, last_day, state, touched, created_at, updated_at FROM handover
        WHERE org_id = $1 AND (state IN ('draft', 'handed') OR created_at >= $2) ORDER BY id";
    NAMED_INSERT = "INSERT INTO handover_successor (person_id, handover_id) VALUES ($1, $2)";
    NAMED_DELETE = "DELETE FROM handover_successor WHERE handover_id = $1";
    VERSION_INSERT = "INSERT INTO handover_version (handover_id, version, content, at, by) VALUES ($1, $2, $3, $4, $5)";
    VERSION = "SELECT content, at FROM handover_version WHERE handover_id = $1 AND version = $2";
    // `$2` those that began lately; `$3` a state, `$4` whether written in, either left open by nothing; `$5` whatever is not taken over;
    // `$6`–`$8` words, `$9` whether only units in `$10` are asked for. That somebody goes on leave is told before its day, `$14` being today, to
    // those alone who look after people, of everybody, `$15`, or of the units in `$16`.
    LIST = handovers!("JOIN person p ON p.id = h.person_id
        WHERE h.org_id = $1 AND h.created_at >= $2
          AND (CAST($3 AS TEXT) IS NULL OR h.state = $3 OR ($3 = 'taken_over' AND h.state = 'confirmed'))
          AND (CAST($4 AS BOOLEAN) IS NULL OR h.touched = $4) AND (NOT $5 OR h.state IN ('draft', 'handed'))
          AND (p.folded || ' ' || h.folded) LIKE $6 ESCAPE '\\' AND (p.folded || ' ' || h.folded) LIKE $7 ESCAPE '\\'
          AND (p.folded || ' ' || h.folded) LIKE $8 ESCAPE '\\'
          AND (NOT $9 OR h.unit_id {in $10}) AND (u.path, h.id) > ($11, $12)
          AND (h.reason <> 'leave' OR h.state <> 'draft' OR h.last_day < $14 OR $15 OR h.unit_id {in $16})
        ORDER BY u.path, h.id LIMIT $13");
}

fn word<T: Serialize>(thing: T) -> String {
    match serde_json::to_value(thing) {
        Ok(serde_json::Value::String(text)) => text,
        other => panic!("a kind is a word, not {other:?}"),
    }
}

fn unword<T: DeserializeOwned>(text: String) -> T {
    serde_json::from_value(serde_json::Value::String(text)).expect("the database holds known kinds")
}

fn written<T: Serialize>(thing: &T) -> String {
    serde_json::to_string(thing).expect("it is plain data")
}

fn parsed<T: DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).expect("the database holds what we wrote")
}

fn day(text: &str) -> Date {
    text.parse().expect("the database holds the days that we wrote")
}

fn read(row: &Row) -> Document {
    Document {
        id: row.get(0),
        person: row.get(1),
        unit: row.get(2),
        title: row.get(3),
        post: row.get(4),
        reason: unword(row.get(5)),
        last_day: row.get::<Option<String>>(6).as_deref().map(day),
        state: unword(row.get(7)),
        touched: row.get(8),
        version: row.get(9),
        content: parsed(&row.get::<String>(10)),
        history: parsed(&row.get::<String>(11)),
        updated_at: row.get(12),
        tick: row.get(13),
        created_at: row.get(14),
    }
}

/// What a new handover begins with.
#[derive(Debug, Clone)]
pub struct Beginning {
    /// Its id.
    pub id: HandoverId,
    /// Who leaves which post.
    pub leaving: Leaving,
    /// What the post is called.
    pub post: String,
    /// Why.
    pub reason: Reason,
    /// The last day, when one is known.
    pub last_day: Option<Date>,
    /// What is open.
    pub content: Content,
    /// That it began.
    pub history: Vec<Done>,
}

/// Adds a draft.
pub fn insert(tx: &mut Tx<'_>, new: &Beginning) -> Result<()> {
    let (org, now, tick) = (tx.actor().org, tx.now(), tx.tick()?);
    let Leaving { person, unit, title } = new.leaving;
    tx.run(
        &INSERT,
        &[
            &new.id,
            &org,
            &person,
            &unit,
            &title,
            &new.post,
            &text::fold(&new.post),
            &word(new.reason),
            &new.last_day.map(|day| day.to_string()),
            &written(&new.content),
            &written(&new.history),
            &now,
            &tick,
        ],
    )
}

/// Saves a changed handover.
pub fn update(tx: &mut Tx<'_>, changed: &May<Change, Document>) -> Result<()> {
    let (org, now, tick) = (tx.actor().org, tx.now(), tx.tick()?);
    tx.run(
        &UPDATE,
        &[
            &changed.id,
            &org,
            &word(changed.reason),
            &changed.last_day.map(|day| day.to_string()),
            &word(changed.state),
            &changed.touched,
            &changed.version,
            &written(&changed.content),
            &written(&changed.history),
            &now,
            &tick,
        ],
    )
}

/// Notes who was named to take a handover over.
pub fn set_named(tx: &mut Tx<'_>, changed: &May<Change, Document>) -> Result<()> {
    tx.run(&NAMED_DELETE, &[&changed.id])?;
    changed.content.named.iter().try_for_each(|person| tx.run(&NAMED_INSERT, &[person, &changed.id]))
}

/// Keeps what is handed in as its version.
pub fn keep_version(tx: &mut Tx<'_>, changed: &May<Change, Document>) -> Result<()> {
    let (now, by) = (tx.now(), tx.actor().person);
    tx.run(&VERSION_INSERT, &[&changed.id, &changed.version, &written(&changed.content), &now, &by])
}

/// What was handed in as a version, and when.
pub fn version(conn: &mut Conn<'_>, id: HandoverId, version: i64) -> Result<Option<(Content, Timestamp)>> {
    let row = conn.row(&VERSION, &[&id, &version])?;
    Ok(row.map(|row| (parsed(&row.get::<String>(0)), row.get(1))))
}

/// Removes a draft of which there is no version.
pub fn delete(tx: &mut Tx<'_>, removed: &May<Change, Document>) -> Result<()> {
    let org = tx.actor().org;
    tx.run(&NAMED_DELETE, &[&removed.id])?;
    tx.run(&DELETE, &[&removed.id, &org])
}

/// The handover with an id.
pub fn get(conn: &mut Conn<'_>, id: HandoverId) -> Result<Option<Document>> {
    let org = conn.actor().org;
    Ok(conn.row(&GET, &[&org, &id])?.as_ref().map(read))
}

/// Those of somebody who hands over, the newest first.
pub fn of_person(conn: &mut Conn<'_>, person: PersonId, limit: usize) -> Result<Vec<Document>> {
    let org = conn.actor().org;
    Ok(conn.rows(&OF_PERSON, &[&org, &person, &limit])?.iter().map(read).collect())
}

/// Which handovers of others are looked at.
#[derive(Debug, Clone)]
pub struct Near {
    /// Those in these units, and those that the actor was named to take over.
    pub units: Vec<UnitId>,
    /// Those that began since.
    pub since: Timestamp,
    /// Today.
    pub today: Date,
}

/// A page of those of others that may concern the actor, the newest first, from before one of them. The policy says which of them they may see.
pub fn around(conn: &mut Conn<'_>, near: &Near, before: Option<HandoverId>, limit: usize) -> Result<Vec<Document>> {
    let (actor, units) = (conn.actor(), List::ids(near.units.iter().copied()));
    let before = before.unwrap_or(HandoverId::from_raw(i64::MAX));
    let rows = conn
        .rows(&AROUND, &[&actor.org, &actor.person, &units, &near.since, &limit, &near.today.to_string(), &before])?;
    Ok(rows.iter().map(read).collect())
}

/// What the program has to know of a handover to see whether it is still needed.
#[derive(Debug, Clone, Copy)]
pub struct Known {
    /// Its id.
    pub id: HandoverId,
    /// Who leaves which post.
    pub leaving: Leaving,
    /// Why.
    pub reason: Reason,
    /// The last day.
    pub last_day: Option<Date>,
    /// How far it is.
    pub state: State,
    /// Whoever hands over has written in it.
    pub touched: bool,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was changed last.
    pub updated_at: Timestamp,
}

impl Known {
    /// For when it was written.
    pub fn standing(&self) -> Standing {
        Standing { state: self.state, last_day: self.last_day, created_at: self.created_at }
    }
}

/// All that are not taken over, and those that began since a moment.
pub fn known(conn: &mut Conn<'_>, since: Timestamp) -> Result<Vec<Known>> {
    let org = conn.actor().org;
    let read = |row: &Row| Known {
        id: row.get(0),
        leaving: Leaving { person: row.get(1), unit: row.get(2), title: row.get(3) },
        reason: unword(row.get(4)),
        last_day: row.get::<Option<String>>(5).as_deref().map(day),
        state: unword(row.get(6)),
        touched: row.get(7),
        created_at: row.get(8),
        updated_at: row.get(9),
    };
    Ok(conn.rows(&KNOWN, &[&org, &since])?.iter().map(read).collect())
}

/// What the list of the administration is narrowed by.
#[derive(Debug, Clone)]
pub struct Filter {
    /// How far they are.
    pub stage: Option<Stage>,
    /// Folded words that find person or post, each of which must be found; at most three count.
    pub words: Vec<String>,
    /// For which units the actor may know.
    pub reach: Reach,
    /// In which units the actor looks after people, and knows who goes on leave.
    pub leaves: Reach,
    /// Today.
    pub today: Date,
    /// Those that began since.
    pub since: Timestamp,
}

/// Where a page of the list begins: the unit's place in official order, and the id.
pub type Key = (String, HandoverId);

fn pattern(word: Option<&String>) -> String {
    let escaped = word.map(|word| word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
    format!("%{}%", escaped.unwrap_or_default())
}

/// A page of them in official order of the units.
pub fn list(conn: &mut Conn<'_>, filter: &Filter, after: &Key, limit: usize) -> Result<Vec<(Document, Key)>> {
    let org = conn.actor().org;
    let units = filter.reach.clone().units();
    let (is_narrow, within) = (units.is_some(), List::ids(units.into_iter().flatten()));
    let words: Vec<String> = (0..3).map(|place| pattern(filter.words.get(place))).collect();
    let (state, touched) = match filter.stage {
        None | Some(Stage::Open) => (None, None),
        Some(Stage::Untouched) => (Some(State::Draft), Some(false)),
        Some(Stage::Draft) => (Some(State::Draft), Some(true)),
        Some(Stage::Handed) => (Some(State::Handed), None),
        Some(Stage::TakenOver) => (Some(State::TakenOver), None),
    };
    let rows = conn.rows(
        &LIST,
        &[
            &org,
            &filter.since,
            &state.map(word),
            &touched,
            &(filter.stage == Some(Stage::Open)),
            &words[0],
            &words[1],
            &words[2],
            &is_narrow,
            &within,
            &after.0,
            &after.1,
            &limit,
            &filter.today.to_string(),
            &(filter.leaves == Reach::Everywhere),
            &List::ids(filter.leaves.units().into_iter().flatten()),
        ],
    )?;
    Ok(rows.iter().map(|row| (read(row), (row.get(15), row.get(0)))).collect())
}
