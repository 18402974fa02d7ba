//! Guests and bots, beside their rows among people.

use crate::model::{GuestKind, Person, Reach, UnitId};
use crate::policy::Edit;
use crate::store::people::{pattern, unword, word};
use db::{Conn, List, Row, Tx};
use jiff::civil::Date;
use kernel::{Jst, May, PersonId, Result, Tick};

db::statements! {
    INSERT = "INSERT INTO outsider (person_id, org_id, kind, purpose, sponsor_id, tick) VALUES ($1, $2, $3, $4, $5, $6)";
    UPDATE = "UPDATE outsider SET kind = $3, purpose = $4, sponsor_id = $5, tick = $6 WHERE person_id = $1 AND org_id = $2";
    OF_PERSON = "UPDATE person SET affiliation = $2, known_to = $3 WHERE id = $1";
    GET = "SELECT o.person_id, o.kind, o.purpose, o.sponsor_id, o.tick FROM outsider o WHERE o.person_id = $2 AND o.org_id + 0 = $1";
    OF_SPONSOR = "SELECT o.person_id, o.kind, o.purpose, o.sponsor_id, o.tick FROM outsider o JOIN person p ON p.id = o.person_id
        WHERE o.org_id = $1 AND o.sponsor_id = $2 AND (p.left_on IS NULL OR p.left_on >= $3) ORDER BY p.sort_key, p.id LIMIT $4";
    SPONSOR_UNIT = "SELECT s.unit_id FROM outsider o JOIN person s ON s.id = o.sponsor_id WHERE o.person_id = $1";
    // `$2`: bots, else guests; `$3` also those who are gone, `$4` today; `$5`–`$7` words; `$8` whether only those are asked for whose sponsor
    // stands in the units in `$9`, or is `$10`; `$14`
    // the day up to which those end that are asked for.
    LIST = "SELECT o.person_id, o.kind, o.purpose, o.sponsor_id, o.tick, p.sort_key FROM outsider o JOIN person p ON p.id = o.person_id
            JOIN person s ON s.id = o.sponsor_id
        WHERE o.org_id = $1 AND (o.kind = 'bot') = $2 AND ($3 OR p.left_on IS NULL OR p.left_on >= $4)
          AND p.folded LIKE $5 ESCAPE '\\' AND p.folded LIKE $6 ESCAPE '\\' AND p.folded LIKE $7 ESCAPE '\\'
          AND (NOT $8 OR s.unit_id {in $9} OR o.sponsor_id = $10)
          AND (CAST($14 AS TEXT) IS NULL OR p.left_on <= $14) AND (p.sort_key, p.id) > ($11, $12)
        ORDER BY p.sort_key, p.id LIMIT $13";
}

/// What a bot's row says it is.
const BOT: &str = "bot";

/// What stands beside the row of a guest or a bot.
#[derive(Debug, Clone)]
pub struct Outsider {
    /// Who it is.
    pub person: PersonId,
    /// Of a guest: what sort.
    pub kind: Option<GuestKind>,
    /// Why they are here.
    pub purpose: String,
    /// Who answers for them.
    pub sponsor: PersonId,
    /// The tick of the last change.
    pub tick: Tick,
}

/// Where a page of them begins: the key of 五十音 order and the id.
pub type Key = (Vec<u8>, PersonId);

fn read(row: &Row) -> Outsider {
    let kind: String = row.get(1);
    Outsider {
        person: row.get(0),
        kind: (kind != BOT).then(|| unword(kind)),
        purpose: row.get(2),
        sponsor: row.get(3),
        tick: row.get(4),
    }
}

/// Adds what stands beside a person who was just added.
pub fn insert(tx: &mut Tx<'_>, outsider: &Outsider) -> Result<()> {
    let (org, tick) = (tx.actor().org, tx.tick()?);
    let kind = outsider.kind.map_or_else(|| BOT.to_owned(), word);
    tx.run(&INSERT, &[&outsider.person, &org, &kind, &outsider.purpose, &outsider.sponsor, &tick])
}

/// Replaces what stands beside a person.
pub fn replace(tx: &mut Tx<'_>, person: &May<Edit, Person>, outsider: &Outsider) -> Result<()> {
    let (org, tick) = (tx.actor().org, tx.tick()?);
    let kind = outsider.kind.map_or_else(|| BOT.to_owned(), word);
    tx.run(&UPDATE, &[&person.brief.id, &org, &kind, &outsider.purpose, &outsider.sponsor, &tick])
}

/// Says where somebody comes from, and who alone finds them; [`super::placement::place`] follows in the same transaction.
pub fn set_affiliation(
    tx: &mut Tx<'_>,
    person: PersonId,
    affiliation: Option<&str>,
    known_to: Option<PersonId>,
) -> Result<()> {
    tx.run(&OF_PERSON, &[&person, &affiliation, &known_to])
}

/// One guest or bot of the actor's organisation.
pub fn get(conn: &mut Conn<'_>, person: PersonId) -> Result<Option<Outsider>> {
    let org = conn.actor().org;
    Ok(conn.row(&GET, &[&org, &person])?.as_ref().map(read))
}

/// Those for whom somebody answers and who are not gone, in 五十音 order.
pub fn of_sponsor(conn: &mut Conn<'_>, sponsor: PersonId, limit: usize) -> Result<Vec<Outsider>> {
    let (org, today) = (conn.actor().org, Jst::date(conn.now()).to_string());
    Ok(conn.rows(&OF_SPONSOR, &[&org, &sponsor, &today, &limit])?.iter().map(read).collect())
}

/// The unit of whoever answers for somebody who is not of the staff.
pub fn sponsor_unit(conn: &mut Conn<'_>, person: PersonId) -> Result<Option<UnitId>> {
    Ok(conn.row(&SPONSOR_UNIT, &[&person])?.and_then(|row| row.get(0)))
}

/// What a list of them is narrowed by.
#[derive(Debug, Clone)]
pub struct Filter {
    /// Bots, else guests.
    pub bots: bool,
    /// Folded words that find the person, each of which must be found; at most three count.
    pub words: Vec<String>,
    /// Also those who are gone.
    pub past_too: bool,
    /// Only those who go on this day or before.
    pub until: Option<Date>,
    /// The day today.
    pub today: Date,
    /// Of whose sponsors the actor looks after the record; their own are there always.
    pub reach: Reach,
}

/// A page of guests or bots in 五十音 order.
pub fn list(conn: &mut Conn<'_>, filter: &Filter, after: &Key, limit: usize) -> Result<Vec<(Outsider, Key)>> {
    let actor = conn.actor();
    let units = filter.reach.units();
    let (is_narrow, within) = (units.is_some(), List::ids(units.into_iter().flatten()));
    let words: Vec<String> = (0..3).map(|place| pattern(filter.words.get(place))).collect();
    let rows = conn.rows(
        &LIST,
        &[
            &actor.org,
            &filter.bots,
            &filter.past_too,
            &filter.today.to_string(),
            &words[0],
            &words[1],
            &words[2],
            &is_narrow,
            &within,
            &actor.person,
            &after.0,
            &after.1,
            &limit,
            &filter.until.map(|day| day.to_string()),
        ],
    )?;
    Ok(rows.iter().map(|row| (read(row), (row.get(5), row.get(0)))).collect())
}
