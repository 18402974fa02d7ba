//! What only somebody with a hand on the database can see, and do to the audit.

use crate::World;
use db::{Db, Engine, Lock, Sql, ToValue, Tx};
use kernel::{Id, OrgId, PersonId, Position, Result, Timestamp};
use std::future::Future;
use tokio::sync::mpsc;

/// Waits until a position is past everything that was written. PostgreSQL's stays below the oldest transaction that is
/// still writing, be it another test's: what came after that one would be heard once more.
pub(crate) async fn passed(db: &Db) {
    const WRITTEN: Sql = Sql { name: "harness::store::WRITTEN", text: "SELECT MAX(tick) FROM change_log" };
    let anybody = || crate::system(OrgId::from_raw(0));
    let written: Option<i64> = db.read(anybody(), |tx| Ok(tx.one(&WRITTEN, &[])?.get(0))).await.expect("a log");
    loop {
        let position: Position = db.read(anybody(), |tx| tx.position()).await.expect("a position");
        if written.is_none_or(|written| written <= position.tick) {
            return;
        }
    }
}

/// Runs a statement on an organisation's records; how many it changed. `$1` is the organisation.
async fn tamper(world: &World, org: OrgId, text: String) -> u64 {
    let sql = Sql { name: "tamper", text: text.leak() };
    let done = world.test.db.write(crate::system(org), move |tx| {
        tx.lock(Lock::Jobs)?;
        let params: [&dyn ToValue; 1] = [&org];
        tx.execute(&sql, &params)
    });
    done.await.expect("tampered")
}

/// While `during` goes on, a use case on PostgreSQL has written and not yet committed, so that nothing newer comes through the change log.
/// SQLite, which has one writer, is left alone.
pub async fn while_the_log_waits(world: &World, org: OrgId, during: impl Future<Output = ()>) {
    if world.test.db.engine() == Engine::Sqlite {
        return during.await;
    }
    const WRITE: Sql =
        Sql { name: "harness::store::WRITE", text: "UPDATE audit SET address = address WHERE org_id = $1" };
    let ((begin, mut begun), (end, ended)) = (mpsc::channel(1), std::sync::mpsc::channel::<()>());
    let (db, ended) = (world.test.db.clone(), std::sync::Mutex::new(ended));
    let writing = tokio::spawn(async move {
        let story = move |tx: &mut db::Tx<'_>| {
            tx.lock(Lock::Uses)?;
            tx.execute(&WRITE, &[&org])?;
            begin.try_send(()).expect("somebody waits");
            let ended = ended.lock().expect("only this one");
            ended.recv().map_err(kernel::Error::internal)
        };
        db.write(crate::system(org), story).await
    });
    begun.recv().await.expect("it has begun");
    during.await;
    end.send(()).expect("it waits");
    writing.await.expect("no panic").expect("written");
}

/// On PostgreSQL, where use cases go on side by side: holds a group until `after` waits for something, and only then draws a tick, as who
/// speaks there first does. Gives that tick, and what came of the other. On SQLite one follows the other.
pub async fn tick_of_the_one_before<T: Send + 'static>(
    world: &World,
    org: OrgId,
    group: i64,
    after: impl Future<Output = T> + Send + 'static,
) -> (i64, T) {
    const HERE: Sql = Sql { name: "harness::store::HERE", text: "SELECT 1" };
    const WAITING: Sql = Sql {
        name: "harness::store::WAITING",
        text: "SELECT COUNT(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database
            WHERE d.datname = current_database() AND l.locktype = 'advisory' AND NOT l.granted",
    };
    let db = world.test.db.clone();
    if db.engine() == Engine::Sqlite {
        let first = db.write(crate::system(org), move |tx| {
            tx.lock(Lock::Group(group))?;
            tx.tick()
        });
        return (first.await.expect("a tick"), after.await);
    }
    let ((begin, mut begun), (end, ended)) = (mpsc::channel(1), std::sync::mpsc::channel::<()>());
    let (writing, ended) = (db.clone(), std::sync::Mutex::new(ended));
    let before = tokio::spawn(async move {
        let story = move |tx: &mut Tx<'_>| {
            tx.lock(Lock::Group(group))?;
            tx.one(&HERE, &[])?;
            begin.try_send(()).expect("somebody waits");
            ended.lock().expect("only this one").recv().map_err(kernel::Error::internal)?;
            tx.tick()
        };
        writing.write(crate::system(org), story).await
    });
    begun.recv().await.expect("it has begun");
    let after = tokio::spawn(after);
    loop {
        let waiting = db.read(crate::system(org), |conn| Ok(conn.one(&WAITING, &[])?.get::<i64>(0)));
        if waiting.await.expect("counted") > 0 {
            break;
        }
    }
    end.send(()).expect("it waits");
    (before.await.expect("no panic").expect("written"), after.await.expect("no panic"))
}

/// Sets a column of a record to an expression.
pub async fn alter(world: &World, org: OrgId, number: i64, column: &str, to: &str) -> u64 {
    tamper(world, org, format!("UPDATE audit SET {column} = {to} WHERE org_id = $1 AND seq = {number}")).await
}

/// Moves a record out of the organisation.
pub async fn take_away(world: &World, org: OrgId, number: i64) -> u64 {
    alter(world, org, number, "org_id", "0").await
}

/// Moves what was taken away back.
pub async fn bring_back(world: &World, org: OrgId) -> u64 {
    tamper(world, org, "UPDATE audit SET org_id = $1 WHERE org_id = 0".to_owned()).await
}

/// Puts a copy of a record in, without a number.
pub async fn put_in(world: &World, org: OrgId, number: i64) -> u64 {
    let text = format!(
        "INSERT INTO audit (id, org_id, at, act, subject, detail, address)
            SELECT id + 1, org_id, at, act, subject, detail, address FROM audit WHERE org_id = $1 AND seq = {number}"
    );
    tamper(world, org, text).await
}

/// Removes all records above a number.
pub async fn cut_off(world: &World, org: OrgId, above: i64) -> u64 {
    tamper(world, org, format!("DELETE FROM audit WHERE org_id = $1 AND seq > {above}")).await
}

/// Makes all records such as there were before there was a chain.
pub async fn unchain(world: &World, org: OrgId) -> u64 {
    tamper(world, org, "UPDATE audit SET seq = NULL, hash = NULL WHERE org_id = $1".to_owned()).await
}

/// Moves the time of a record without a number.
pub async fn shift_old(world: &World, org: OrgId, name: &str, by: i64) -> u64 {
    let text = format!("UPDATE audit SET at = at + {by} WHERE org_id = $1 AND seq IS NULL AND subject_name = '{name}'");
    tamper(world, org, text).await
}

/// Removes a record without a number.
pub async fn delete_old(world: &World, org: OrgId, name: &str) -> u64 {
    tamper(world, org, format!("DELETE FROM audit WHERE org_id = $1 AND seq IS NULL AND subject_name = '{name}'")).await
}

/// Takes the table of handovers away, so that nothing works that needs it.
pub async fn break_handovers(world: &World) {
    const AWAY: Sql = Sql { name: "harness::store::AWAY", text: "ALTER TABLE handover RENAME TO handover_away" };
    let done = world.test.db.write(crate::system(OrgId::from_raw(0)), |tx| {
        tx.lock(Lock::Jobs)?;
        tx.execute(&AWAY, &[])
    });
    done.await.expect("taken away");
}

/// Gives the table back that [`break_handovers`] took away.
pub async fn mend_handovers(world: &World) {
    const BACK: Sql = Sql { name: "harness::store::BACK", text: "ALTER TABLE handover_away RENAME TO handover" };
    let done = world.test.db.write(crate::system(OrgId::from_raw(0)), |tx| {
        tx.lock(Lock::Jobs)?;
        tx.execute(&BACK, &[])
    });
    done.await.expect("given back");
}

/// Puts copies of the only handover of an organisation that was handed in beside it, newer than it.
pub async fn copy_handed(world: &World, org: OrgId, copies: i64) -> u64 {
    let text = format!(
        "INSERT INTO handover (id, org_id, person_id, unit_id, title_id, post_name, folded, reason, last_day, state, touched, version,
                content, history, created_at, updated_at, tick)
            WITH RECURSIVE copy(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM copy WHERE number < {copies})
            SELECT h.id + copy.number, h.org_id, h.person_id, h.unit_id, h.title_id, h.post_name, h.folded, h.reason, h.last_day, h.state,
                h.touched, h.version, h.content, h.history, h.created_at, h.updated_at, h.tick
            FROM handover h, copy WHERE h.org_id = $1 AND h.state = 'handed'"
    );
    tamper(world, org, text).await
}

/// Somebody in a database of before there were whereabouts, who wrote freely where they are; how they are employed.
pub fn written_freely(tx: &mut Tx<'_>, employment: &str, place: &str, until: Option<Timestamp>) -> Result<PersonId> {
    const WRITE: Sql = Sql {
        name: "harness::store::WRITTEN_FREELY",
        text: "INSERT INTO person (id, org_id, staff_number, family_name, given_name, family_reading, given_reading, employment, place,
                place_until, tick, sort_key, kana_row, folded, unit_path, rank, active)
            VALUES ($1, $2, $3, '佐藤', '花', 'さとう', 'はな', $4, $5, $6, 1, $7, 'さ', '', '', 10000, TRUE)",
    };
    let (id, org): (PersonId, OrgId) = (tx.id(), tx.actor().org);
    tx.execute(&WRITE, &[&id, &org, &id.to_string(), &employment, &place, &until, &Vec::<u8>::new()])?;
    Ok(id)
}

/// What is written down of the answers to a stamp without names.
pub struct Ballots {
    /// Who answered, and what is kept of the sending.
    pub voters: Vec<(PersonId, i64)>,
    /// How often each option was taken.
    pub counts: Vec<i64>,
    /// The texts, row by row.
    pub bags: Vec<String>,
    /// On PostgreSQL the transactions that wrote the rows of numbers and texts last.
    pub writers: Vec<i64>,
    /// On PostgreSQL the transactions that wrote down who answered.
    pub votes: Vec<i64>,
    /// What the change log says of answers.
    pub told: Vec<String>,
}

/// Looks into the tables of a stamp without names, as somebody with a hand on the database would.
pub async fn ballots(world: &World, org: OrgId, stamp: &str) -> Ballots {
    const VOTERS: Sql = Sql {
        name: "harness::store::VOTERS",
        text: "SELECT person_id, sending FROM stamp_voter WHERE stamp_id = $1 ORDER BY person_id",
    };
    const COUNTS: Sql = Sql {
        name: "harness::store::COUNTS",
        text: "SELECT taken FROM stamp_count WHERE stamp_id = $1 ORDER BY option_number",
    };
    const BAGS: Sql =
        Sql { name: "harness::store::BAGS", text: "SELECT texts FROM stamp_bag WHERE stamp_id = $1 ORDER BY number" };
    const TOLD: Sql = Sql {
        name: "harness::store::TOLD",
        text: "SELECT payload FROM change_log WHERE org_id = $1 AND kind = 'stamps.answered' ORDER BY tick, ord",
    };
    const WRITERS: Sql = Sql {
        name: "harness::store::WRITERS",
        text: "SELECT CAST(CAST(xmin AS TEXT) AS BIGINT) FROM stamp_count WHERE stamp_id = $1
            UNION ALL SELECT CAST(CAST(xmin AS TEXT) AS BIGINT) FROM stamp_bag WHERE stamp_id = $1",
    };
    const VOTES: Sql = Sql {
        name: "harness::store::VOTES",
        text: "SELECT CAST(CAST(xmin AS TEXT) AS BIGINT) FROM stamp_voter WHERE stamp_id = $1",
    };
    let is_postgres = world.test.db.engine() == Engine::Postgres;
    let id: Id<()> = stamp.parse().expect("an id");
    let looked = world.test.db.read(crate::system(org), move |conn| {
        let mut writers = |sql: &Sql| -> Result<Vec<i64>> {
            let rows = if is_postgres { conn.rows(sql, &[&id])? } else { Vec::new() };
            Ok(rows.iter().map(|row| row.get(0)).collect())
        };
        let (writers, votes) = (writers(&WRITERS)?, writers(&VOTES)?);
        Ok(Ballots {
            voters: conn.rows(&VOTERS, &[&id])?.iter().map(|row| (row.get(0), row.get(1))).collect(),
            counts: conn.rows(&COUNTS, &[&id])?.iter().map(|row| row.get(0)).collect(),
            bags: conn.rows(&BAGS, &[&id])?.iter().map(|row| row.get(0)).collect(),
            told: conn.rows(&TOLD, &[&org])?.iter().map(|row| row.get(0)).collect(),
            writers,
            votes,
        })
    });
    looked.await.expect("looked")
}

/// How many rows there are of a stamp, in all its tables.
pub async fn rows_of_stamp(world: &World, stamp: &str) -> i64 {
    const ROWS: Sql = Sql {
        name: "harness::store::ROWS_OF_STAMP",
        text: "SELECT (SELECT COUNT(*) FROM stamp WHERE id = $1) + (SELECT COUNT(*) FROM stamp_answer WHERE stamp_id = $1)
            + (SELECT COUNT(*) FROM stamp_voter WHERE stamp_id = $1) + (SELECT COUNT(*) FROM stamp_count WHERE stamp_id = $1)
            + (SELECT COUNT(*) FROM stamp_bag WHERE stamp_id = $1)",
    };
    let id: Id<()> = stamp.parse().expect("an id");
    let nobody = crate::system(OrgId::from_raw(0));
    world.test.db.read(nobody, move |conn| Ok(conn.one(&ROWS, &[&id])?.get(0))).await.expect("counted")
}

/// What is written down of the ideas of a board.
pub struct KeptIdeas {
    /// Of each its id, its tick, and whether a key is kept.
    pub ideas: Vec<(i64, i64, bool)>,
    /// Whether any has an author, somebody who used a shared account, or a moment.
    pub named: bool,
    /// On PostgreSQL the transactions that wrote them last.
    pub writers: Vec<i64>,
    /// Their words as the rows lie in the table.
    pub lying: Vec<String>,
    /// On PostgreSQL the transactions that wrote what is said about them.
    pub comment_writers: Vec<i64>,
    /// What is said about them as the rows lie in the table.
    pub comments_lying: Vec<String>,
    /// What the change log says of the board.
    pub told: Vec<String>,
    /// How many rows there are of it, in all its tables.
    pub rows: i64,
}

/// Looks into the tables of an idea board, as somebody with a hand on the database would.
pub async fn kept_ideas(world: &World, board: &str) -> KeptIdeas {
    const IDEAS: Sql = Sql {
        name: "harness::store::IDEAS",
        text: "SELECT id, tick, author_key, author_id, operator_id, written_at FROM idea WHERE board_id = $1 ORDER BY id",
    };
    const WRITERS: Sql = Sql {
        name: "harness::store::IDEA_WRITERS",
        text: "SELECT CAST(CAST(xmin AS TEXT) AS BIGINT) FROM idea WHERE board_id = $1",
    };
    const LYING: Sql =
        Sql { name: "harness::store::IDEAS_LYING", text: "SELECT words FROM idea WHERE board_id = $1 ORDER BY ctid" };
    // Without rowids the rows lie in the order of their key.
    const LYING_BY_KEY: Sql =
        Sql { name: "harness::store::IDEAS_BY_KEY", text: "SELECT words FROM idea WHERE board_id = $1 ORDER BY id" };
    const COMMENT_WRITERS: Sql = Sql {
        name: "harness::store::IDEA_COMMENT_WRITERS",
        text: "SELECT CAST(CAST(xmin AS TEXT) AS BIGINT) FROM idea_comment WHERE board_id = $1",
    };
    const COMMENTS_LYING: Sql = Sql {
        name: "harness::store::IDEA_COMMENTS_LYING",
        text: "SELECT words FROM idea_comment WHERE board_id = $1 ORDER BY ctid",
    };
    const COMMENTS_BY_KEY: Sql = Sql {
        name: "harness::store::IDEA_COMMENTS_BY_KEY",
        text: "SELECT words FROM idea_comment WHERE board_id = $1 ORDER BY idea_id, id",
    };
    const TOLD: Sql = Sql {
        name: "harness::store::IDEAS_TOLD",
        text: "SELECT payload FROM change_log WHERE kind LIKE 'ideas.%' AND payload LIKE $1 ORDER BY tick, ord",
    };
    const ROWS: Sql = Sql {
        name: "harness::store::ROWS_OF_BOARD",
        text: "SELECT (SELECT COUNT(*) FROM idea_board WHERE id = $1) + (SELECT COUNT(*) FROM idea_group WHERE board_id = $1)
            + (SELECT COUNT(*) FROM idea WHERE board_id = $1) + (SELECT COUNT(*) FROM idea_vote WHERE board_id = $1)",
    };
    let is_postgres = world.test.db.engine() == Engine::Postgres;
    let (id, like): (Id<()>, String) = (board.parse().expect("an id"), format!("%{board}%"));
    let looked = world.test.db.read(crate::system(OrgId::from_raw(0)), move |conn| {
        let rows = conn.rows(&IDEAS, &[&id])?;
        let names = |row: &db::Row| {
            let (author, operator): (Option<i64>, Option<i64>) = (row.get(3), row.get(4));
            author.is_some() || operator.is_some() || row.get::<Option<i64>>(5).is_some()
        };
        let writers = if is_postgres { conn.rows(&WRITERS, &[&id])? } else { Vec::new() };
        let lying = conn.rows(if is_postgres { &LYING } else { &LYING_BY_KEY }, &[&id])?;
        let comment_writers = if is_postgres { conn.rows(&COMMENT_WRITERS, &[&id])? } else { Vec::new() };
        let comments_lying = conn.rows(if is_postgres { &COMMENTS_LYING } else { &COMMENTS_BY_KEY }, &[&id])?;
        Ok(KeptIdeas {
            ideas: rows.iter().map(|row| (row.get(0), row.get(1), row.get::<Option<String>>(2).is_some())).collect(),
            named: rows.iter().any(names),
            writers: writers.iter().map(|row| row.get(0)).collect(),
            lying: lying.iter().map(|row| row.get(0)).collect(),
            comment_writers: comment_writers.iter().map(|row| row.get(0)).collect(),
            comments_lying: comments_lying.iter().map(|row| row.get(0)).collect(),
            told: conn.rows(&TOLD, &[&like])?.iter().map(|row| row.get(0)).collect(),
            rows: conn.one(&ROWS, &[&id])?.get(0),
        })
    });
    looked.await.expect("looked")
}

/// In how many rows words stand: of phone memos, of messages, of the record of former words, and of the log of changes.
pub async fn standing(world: &World, words: &str) -> [i64; 4] {
    const STANDING: Sql = Sql {
        name: "harness::store::STANDING",
        text: "SELECT (SELECT COUNT(*) FROM phone_memo WHERE number LIKE $1 OR words LIKE $1),
            (SELECT COUNT(*) FROM message WHERE body LIKE $1 OR extra LIKE $1),
            (SELECT COUNT(*) FROM message_revision WHERE body LIKE $1 OR carried LIKE $1),
            (SELECT COUNT(*) FROM change_log WHERE payload LIKE $1)",
    };
    let (nobody, like) = (crate::system(OrgId::from_raw(0)), format!("%{words}%"));
    let looked = world.test.db.read(nobody, move |conn| {
        let row = conn.one(&STANDING, &[&like])?;
        Ok([0, 1, 2, 3].map(|column| row.get(column)))
    });
    looked.await.expect("looked")
}

async fn kind_of_message(world: &World, message: &str, text: &'static str) {
    let id: Id<()> = message.parse().expect("an id");
    let sql = Sql { name: "harness::store::KIND", text };
    let done = world.test.db.write(crate::system(OrgId::from_raw(0)), move |tx| {
        tx.lock(Lock::Jobs)?;
        tx.execute(&sql, &[&id])
    });
    assert_eq!(done.await.expect("changed"), 1);
}

/// Makes a message unreadable: whatever has to do with it fails.
pub async fn garble(world: &World, message: &str) {
    kind_of_message(world, message, "UPDATE message SET kind = kind || '?' WHERE id = $1").await;
}

/// Makes it readable again.
pub async fn ungarble(world: &World, message: &str) {
    kind_of_message(world, message, "UPDATE message SET kind = REPLACE(kind, '?', '') WHERE id = $1").await;
}

/// The bytes of files that are counted for all organisations together.
pub async fn counted_bytes(world: &World) -> i64 {
    const TOTALS: Sql = Sql { name: "harness::store::TOTALS", text: "SELECT bytes FROM file_total" };
    let nobody = crate::system(kernel::Id::from_raw(0));
    let totals = world.test.db.read(nobody, |conn| conn.rows(&TOTALS, &[])).await.expect("totals");
    totals.iter().map(|row| row.get::<i64>(0)).sum()
}

/// How many files there are of which is kept what they say, or which wait to be read.
pub async fn read_or_waiting(world: &World) -> i64 {
    const COUNT: Sql = Sql {
        name: "harness::store::READ_OR_WAITING",
        text: "SELECT (SELECT COUNT(*) FROM file_words) + (SELECT COUNT(*) FROM file_unread)",
    };
    let nobody = crate::system(kernel::Id::from_raw(0));
    world.test.db.read(nobody, |conn| Ok(conn.one(&COUNT, &[])?.get::<i64>(0))).await.expect("a count")
}
