//! Answers without a name: who answered stands apart from what, and nothing leads from one to the other. Numbers are counted up in rows that
//! are written over with each answer; texts lie in bags that are written anew in an order of chance.

use super::{parsed, written};
use crate::model::{StampId, StampRow};
use crate::policy::Reply;
use db::{Conn, Tx};
use kernel::{May, PersonId, Result};

db::statements! {
    VOTE = "INSERT INTO stamp_voter (stamp_id, person_id, sending) VALUES ($1, $2, $3)";
    VOTER = "SELECT sending FROM stamp_voter WHERE stamp_id = $1 AND person_id = $2";
    VOTERS = "SELECT person_id FROM stamp_voter WHERE stamp_id = $1";
    TAKE = "INSERT INTO stamp_count (stamp_id, option_number, taken) VALUES ($1, $2, 1)
        ON CONFLICT (stamp_id, option_number) DO UPDATE SET taken = stamp_count.taken + 1";
    COUNTS = "SELECT option_number, taken FROM stamp_count WHERE stamp_id = $1";
    LAST_BAG = "SELECT number, texts FROM stamp_bag WHERE stamp_id = $1 ORDER BY number DESC LIMIT 1";
    BAG_PUT = "INSERT INTO stamp_bag (stamp_id, number, texts) VALUES ($1, $2, $3)
        ON CONFLICT (stamp_id, number) DO UPDATE SET texts = excluded.texts";
    BAGS = "SELECT texts FROM stamp_bag WHERE stamp_id = $1";
}

/// Texts in a bag, at most: it is written whole with each.
const BAG: usize = 100;

/// Notes that the actor has answered, by a sending of theirs.
pub fn vote(tx: &mut Tx<'_>, stamp: &May<Reply, StampRow>, sending: i64) -> Result<()> {
    let person = tx.actor().person;
    tx.run(&VOTE, &[&stamp.id, &person, &sending])
}

/// By which sending somebody has answered.
pub fn voter(conn: &mut Conn<'_>, stamp: StampId, person: PersonId) -> Result<Option<i64>> {
    Ok(conn.row(&VOTER, &[&stamp, &person])?.map(|row| row.get(0)))
}

/// Who has answered.
pub fn voters(conn: &mut Conn<'_>, stamp: StampId) -> Result<Vec<PersonId>> {
    Ok(conn.rows(&VOTERS, &[&stamp])?.iter().map(|row| row.get(0)).collect())
}

/// Counts some options up, in rising order, so that no two who do it wait for each other.
pub fn take(tx: &mut Tx<'_>, stamp: &May<Reply, StampRow>, options: &[usize]) -> Result<()> {
    options.iter().try_for_each(|option| tx.execute(&TAKE, &[&stamp.id, option]).map(drop))
}

/// How often each option was taken.
pub fn counts(conn: &mut Conn<'_>, stamp: StampId, options: usize) -> Result<Vec<i64>> {
    let mut counts = vec![0; options];
    for row in conn.rows(&COUNTS, &[&stamp])? {
        let place = usize::try_from(row.get::<i64>(0)).ok().and_then(|place| counts.get_mut(place));
        if let Some(count) = place {
            *count = row.get(1);
        }
    }
    Ok(counts)
}

/// Puts a text into a bag at a place of chance. The use case holds the bags.
pub fn put_text(tx: &mut Tx<'_>, stamp: &May<Reply, StampRow>, text: &str) -> Result<()> {
    let last = tx.row(&LAST_BAG, &[&stamp.id])?;
    let (mut number, mut texts): (i64, Vec<String>) =
        last.map_or_else(|| (0, Vec::new()), |row| (row.get(0), parsed(&row.get::<String>(1))));
    if texts.len() >= BAG {
        (number, texts) = (number + 1, Vec::new());
    }
    let places = u64::try_from(texts.len()).map_or(1, |count| count + 1);
    let place = usize::try_from(tx.entropy().u64() % places).unwrap_or_default();
    texts.insert(place, text.to_owned());
    tx.run(&BAG_PUT, &[&stamp.id, &number, &written(&texts)])
}

/// All texts, sorted, which says nothing of who came when.
pub fn bag(conn: &mut Conn<'_>, stamp: StampId) -> Result<Vec<String>> {
    let bags = conn.rows(&BAGS, &[&stamp])?;
    let mut texts: Vec<String> = bags.iter().flat_map(|row| parsed::<Vec<String>>(&row.get::<String>(0))).collect();
    texts.sort();
    Ok(texts)
}
