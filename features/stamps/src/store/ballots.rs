//! Answers without a name: who answered stands apart from what, and nothing leads from one to the other. PostgreSQL keeps with each row the
//! number of the transaction that wrote it last, so no row is ever written alone: with each answer all numbers of its stamp are written over,
//! and all its bags of texts. Texts lie in an order of chance over all bags, and with the close everything is written over once more.

use super::{parsed, written};
use crate::model::{StampId, StampRow};
use crate::policy::{Manage, Reply};
use db::{Conn, List, ToValue, Tx};
use kernel::{May, PersonId, Result};

db::statements! {
    VOTE = "INSERT INTO stamp_voter (stamp_id, person_id, sending) VALUES ($1, $2, $3)";
    VOTER = "SELECT sending FROM stamp_voter WHERE stamp_id = $1 AND person_id = $2";
    VOTERS = "SELECT person_id FROM stamp_voter WHERE stamp_id = $1";
    VOTED = "SELECT COUNT(*) FROM stamp_voter WHERE stamp_id = $1";
    OPEN = "INSERT INTO stamp_count (stamp_id, option_number, taken) SELECT $1, l.number, 0 FROM {each $2 AS l: number BIGINT}";
    TAKE = "UPDATE stamp_count SET taken = taken + CASE WHEN option_number {in $2} THEN 1 ELSE 0 END WHERE stamp_id = $1";
    COUNTS = "SELECT option_number, taken FROM stamp_count WHERE stamp_id = $1";
    LAST_BAG = "SELECT number, texts FROM stamp_bag WHERE stamp_id = $1 ORDER BY number DESC LIMIT 1";
    BAG = "SELECT texts FROM stamp_bag WHERE stamp_id = $1 AND number = $2";
    BAG_PUT = "INSERT INTO stamp_bag (stamp_id, number, texts) VALUES ($1, $2, $3)
        ON CONFLICT (stamp_id, number) DO UPDATE SET texts = excluded.texts";
    BAGS = "SELECT texts FROM stamp_bag WHERE stamp_id = $1";
    BAGS_OVER = "UPDATE stamp_bag SET texts = texts WHERE stamp_id = $1";
    COUNTS_OVER = "UPDATE stamp_count SET taken = taken WHERE stamp_id = $1";
    VOTERS_OVER = "UPDATE stamp_voter SET sending = 0 WHERE stamp_id = $1";
}

/// Texts in a bag: all bags but the last are full.
const FULL: usize = 100;

/// What of a sending is chance. Above it ids have the moment in which they were drawn, which is kept nowhere beside a voter.
const CHANCE: i64 = (1 << 21) - 1;

/// Lays down that nothing was taken yet, in the order of the options.
pub fn open(tx: &mut Tx<'_>, stamp: &StampRow) -> Result<()> {
    let options = (0..stamp.question.counted()).map(|option| [option.to_value()]);
    tx.run(&OPEN, &[&stamp.id, &List::rows(options)])
}

/// Notes that the actor has answered, by a sending of theirs.
pub fn vote(tx: &mut Tx<'_>, stamp: &May<Reply, StampRow>, sending: i64) -> Result<()> {
    let person = tx.actor().person;
    tx.run(&VOTE, &[&stamp.id, &person, &(sending & CHANCE)])
}

/// By which sending somebody has answered.
#[derive(Debug, Clone, Copy)]
pub struct Sending(i64);

impl Sending {
    /// Whether it is this one, as far as that is kept.
    pub fn is(self, sending: i64) -> bool {
        self.0 == sending & CHANCE
    }
}

/// By which sending somebody has answered, if they have.
pub fn voter(conn: &mut Conn<'_>, stamp: StampId, person: PersonId) -> Result<Option<Sending>> {
    Ok(conn.row(&VOTER, &[&stamp, &person])?.map(|row| Sending(row.get(0))))
}

/// Who has answered.
pub fn voters(conn: &mut Conn<'_>, stamp: StampId) -> Result<Vec<PersonId>> {
    Ok(conn.rows(&VOTERS, &[&stamp])?.iter().map(|row| row.get(0)).collect())
}

/// How many have answered.
pub fn voted(conn: &mut Conn<'_>, stamp: StampId) -> Result<i64> {
    Ok(conn.one(&VOTED, &[&stamp])?.get(0))
}

/// Counts some options up, and writes all others over as they are. The use case holds the numbers.
pub fn take(tx: &mut Tx<'_>, stamp: &May<Reply, StampRow>, options: &[usize]) -> Result<()> {
    let taken = List::numbers(options.iter().filter_map(|option| i64::try_from(*option).ok()));
    tx.run(&TAKE, &[&stamp.id, &taken])
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

/// Puts a text in the place of one of chance, of all there are, and that one at the end: so all stand in an order of chance, and what lies alone
/// in the last bag is anybody's. The use case holds the bags.
pub fn put_text(tx: &mut Tx<'_>, stamp: &May<Reply, StampRow>, text: &str) -> Result<()> {
    let last = tx.row(&LAST_BAG, &[&stamp.id])?;
    let (mut number, mut texts): (usize, Vec<String>) =
        last.map_or_else(|| (0, Vec::new()), |row| (place(row.get(0)), parsed(&row.get::<String>(1))));
    if texts.len() >= FULL {
        (number, texts) = (number + 1, Vec::new());
    }
    let all = number * FULL + texts.len();
    let at = place_of_chance(tx, all);
    let mut moved = text.to_owned();
    if at / FULL == number {
        if let Some(there) = texts.get_mut(at % FULL) {
            std::mem::swap(there, &mut moved);
        }
    } else {
        let bag = at / FULL;
        let mut others: Vec<String> = parsed(&tx.one(&BAG, &[&stamp.id, &bag])?.get::<String>(0));
        std::mem::swap(&mut others[at % FULL], &mut moved);
        tx.run(&BAG_PUT, &[&stamp.id, &bag, &written(&others)])?;
    }
    texts.push(moved);
    tx.run(&BAG_PUT, &[&stamp.id, &number, &written(&texts)])?;
    tx.run(&BAGS_OVER, &[&stamp.id])
}

fn place(number: i64) -> usize {
    usize::try_from(number).unwrap_or_default()
}

/// A place among so many, or after them.
fn place_of_chance(tx: &Tx<'_>, all: usize) -> usize {
    let places = u64::try_from(all).map_or(1, |all| all + 1);
    usize::try_from(tx.entropy().u64() % places).unwrap_or_default()
}

/// All texts, sorted, which says nothing of who came when.
pub fn texts(conn: &mut Conn<'_>, stamp: StampId) -> Result<Vec<String>> {
    let bags = conn.rows(&BAGS, &[&stamp])?;
    let mut texts: Vec<String> = bags.iter().flat_map(|row| parsed::<Vec<String>>(&row.get::<String>(0))).collect();
    texts.sort();
    Ok(texts)
}

/// Writes everything over in one transaction, and drops by which sendings people answered: nothing of it is needed once it is closed.
pub fn seal(tx: &mut Tx<'_>, stamp: &May<Manage, StampRow>) -> Result<()> {
    for over in [&VOTERS_OVER, &COUNTS_OVER, &BAGS_OVER] {
        tx.run(over, &[&stamp.id])?;
    }
    Ok(())
}
