//! Answers without a name: who answered stands apart from what, and nothing leads from one to the other. All numbers are written over with each
//! answer, those that stay as they are too; texts lie in bags, each written anew as a whole in an order of chance. So no row is written in the
//! transaction of a voter alone, by whose number PostgreSQL would let them be found together.

use super::{parsed, written};
use crate::model::{StampId, StampRow};
use crate::policy::Reply;
use db::{Conn, Tx};
use kernel::{May, PersonId, Result};

db::statements! {
    VOTE = "INSERT INTO stamp_voter (stamp_id, person_id, sending) VALUES ($1, $2, $3)";
    VOTER = "SELECT sending FROM stamp_voter WHERE stamp_id = $1 AND person_id = $2";
    VOTERS = "SELECT person_id FROM stamp_voter WHERE stamp_id = $1";
    TAKE = "INSERT INTO stamp_count (stamp_id, option_number, taken) VALUES ($1, $2, $3)
        ON CONFLICT (stamp_id, option_number) DO UPDATE SET taken = stamp_count.taken + excluded.taken";
    COUNTS = "SELECT option_number, taken FROM stamp_count WHERE stamp_id = $1";
    BAG_PUT = "INSERT INTO stamp_bag (stamp_id, number, texts) VALUES ($1, $2, $3)
        ON CONFLICT (stamp_id, number) DO UPDATE SET texts = excluded.texts";
    BAGS = "SELECT texts FROM stamp_bag WHERE stamp_id = $1 ORDER BY number";
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

/// Counts the options up that were taken, and writes the others over as they are, in rising order, so that no two who do it wait for each
/// other.
pub fn take(tx: &mut Tx<'_>, stamp: &May<Reply, StampRow>, taken: &[usize]) -> Result<()> {
    let options = 0..stamp.question.counted();
    options.into_iter().try_for_each(|option| {
        let more = i64::from(taken.contains(&option));
        tx.run(&TAKE, &[&stamp.id, &option, &more])
    })
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

/// A number of chance below another.
fn below(tx: &Tx<'_>, most: usize) -> usize {
    let most = u64::try_from(most).map_or(1, |most| most.max(1));
    usize::try_from(tx.entropy().u64() % most).unwrap_or_default()
}

fn bags(conn: &mut Conn<'_>, stamp: StampId) -> Result<Vec<Vec<String>>> {
    Ok(conn.rows(&BAGS, &[&stamp])?.iter().map(|row| parsed(&row.get::<String>(0))).collect())
}

/// Puts a text into a bag of chance, at a place of chance. One that is full is divided by chance into two, so that there is never a bag with
/// the last texts alone. The use case holds the bags.
pub fn put_text(tx: &mut Tx<'_>, stamp: &May<Reply, StampRow>, text: &str) -> Result<()> {
    let mut bags = bags(tx, stamp.id)?;
    if bags.is_empty() {
        bags.push(Vec::new());
    }
    let number = below(tx, bags.len());
    let place = below(tx, bags[number].len() + 1);
    bags[number].insert(place, text.to_owned());
    if bags[number].len() > BAG {
        let (mut stay, mut go) = (Vec::new(), Vec::new());
        for text in std::mem::take(&mut bags[number]) {
            if below(tx, 2) == 0 { &mut stay } else { &mut go }.push(text);
        }
        tx.run(&BAG_PUT, &[&stamp.id, &bags.len(), &written(&go)])?;
        bags[number] = stay;
    }
    tx.run(&BAG_PUT, &[&stamp.id, &number, &written(&bags[number])])
}

/// All texts, sorted, which says nothing of who came when.
pub fn bag(conn: &mut Conn<'_>, stamp: StampId) -> Result<Vec<String>> {
    let mut texts: Vec<String> = bags(conn, stamp)?.into_iter().flatten().collect();
    texts.sort();
    Ok(texts)
}
