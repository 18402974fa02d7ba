//! Statements that fill a database with more than use cases could in an evening. What they write is what use cases would have
//! written: each member of four writes in turn; one message in 8 has a reaction, one in 20 mentions somebody, one in 50 begins a
//! thread of two replies, one in 200 speaks to everyone.

use crate::city::Chunk;
use db::{List, Lock, Sql, ToValue, Tx};
use kernel::{OrgId, Result};
use std::time::Duration;

/// What a statement knows of a chunk, `c`, and those of its numbers, `n`, that leave `at` when divided by `every`; then the rest.
macro_rules! of_chunk {
    ($into:literal, $every:literal, $at:literal, $rest:expr) => {
        concat!(
            $into,
            " WITH RECURSIVE c (room, low, high, base, step, place, w0, w1, w2, w3, tick) AS (
                SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), CAST($3 AS BIGINT), CAST($4 AS BIGINT), CAST($5 AS BIGINT),
                    CAST($6 AS BIGINT), CAST($7 AS BIGINT), CAST($8 AS BIGINT), CAST($9 AS BIGINT), CAST($10 AS BIGINT),
                    CAST($11 AS BIGINT)),
            n (i) AS (
                SELECT low + (",
            $every,
            " + ",
            $at,
            " - low % ",
            $every,
            ") % ",
            $every,
            " FROM c UNION ALL SELECT i + ",
            $every,
            " FROM n, c WHERE i + ",
            $every,
            " <= high) SELECT ",
            $rest
        )
    };
}
/// An id as the program makes them: milliseconds since 2020 before 21 bits, here those of the room.
macro_rules! id {
    () => {
        "(base + i * step) * 2097152 + place"
    };
}
macro_rules! sent_at {
    () => {
        "(1577836800000 + base + i * step) * 1000"
    };
}

db::statements! {
    MESSAGES = of_chunk!(
        "INSERT INTO message (stream_id, seq, id, room_id, author_id, kind, body, everyone, sent_at, tick)",
        1, 0, concat!("room, i, ", id!(), ", room,
            CASE i % 4 WHEN 0 THEN w0 WHEN 1 THEN w1 WHEN 2 THEN w2 ELSE w3 END, 'text',
            CASE i % 5 WHEN 0 THEN '了解しました。ありがとうございます。'
                WHEN 1 THEN '明日の会議室は201に変わりました。資料は共有フォルダーにあります。'
                WHEN 2 THEN '市民課の窓口から問い合わせがありました。午後に折り返しの電話をお願いできますか。'
                WHEN 3 THEN '今週の予定です。月曜は例規審査、火曜は部内会議、水曜は現地確認、木曜は入札、金曜は締めの処理をします。変更があれば知らせてください。'
                ELSE 'お疲れさまです。' END,
            i % 200 = 100, ", sent_at!(), ", tick FROM n, c WHERE i <= high"));
    MENTIONS = of_chunk!("INSERT INTO mention (person_id, stream_id, seq, room_id, message_id, sent_at)",
        20, 0, concat!("CASE (i / 20) % 3 WHEN 0 THEN w1 WHEN 1 THEN w2 ELSE w3 END, room, i, room, ", id!(), ", ", sent_at!(),
            " FROM n, c WHERE i <= high"));
    EVERYONE = of_chunk!("INSERT INTO mention_everyone (stream_id, seq, room_id, message_id, sent_at, author_id)",
        200, 100, concat!("room, i, room, ", id!(), ", ", sent_at!(), ", w0 FROM n, c WHERE i <= high"));
    REACTIONS = of_chunk!("INSERT INTO reaction (message_id, code, person_id, at)",
        8, 3, concat!(id!(), ", '了解', w0, ", sent_at!(), " FROM n, c WHERE i <= high"));
    THREADS = of_chunk!("INSERT INTO thread (id, room_id, replies, last_seq, last_at, participants, tick)",
        50, 25, concat!(id!(), ", room, 2, 2, ", sent_at!(), ", '[]', tick FROM n, c WHERE i <= high"));
    REPLIES = of_chunk!(
        "INSERT INTO message (stream_id, seq, id, room_id, author_id, kind, body, everyone, sent_at, tick)",
        50, 25, concat!(id!(), ", k, ", id!(), " + k * 524288, room, CASE k WHEN 1 THEN w0 ELSE w2 END, 'text',
            '確認しました。こちらで進めます。', FALSE, ", sent_at!(), ", tick
            FROM n, c, (SELECT 1 AS k UNION ALL SELECT 2) AS two WHERE i <= high"));
    FOLLOWERS = of_chunk!("INSERT INTO thread_member (person_id, thread_id, room_id, following, read_seq, tick)",
        50, 25, concat!("CASE k WHEN 1 THEN w0 ELSE w2 END, ", id!(), ", room, TRUE, 2, tick
            FROM n, c, (SELECT 1 AS k UNION ALL SELECT 2) AS two WHERE i <= high AND (k = 1 OR w0 <> w2)"));
    ADVANCE = "UPDATE room SET last_seq = $2, last_at = (1577836800000 + $3) * 1000 WHERE id = $1";
    READ_NEARLY_ALL = "UPDATE room_member SET read_seq = (SELECT CASE WHEN r.last_seq > 5 THEN r.last_seq - 5 ELSE 0 END
        FROM room r WHERE r.id = room_member.room_id)";
    LOG = "INSERT INTO change_log (tick, ord, org_id, topic_kind, topic_id, kind, payload, effects, at)
        SELECT CAST($1 AS BIGINT), ROW_NUMBER() OVER (ORDER BY m.id) - 1, CAST($2 AS BIGINT), 2, m.room_id,
            'chat.message_posted', '{\"message\":{\"room_id\":\"' || CAST(m.room_id AS TEXT) || '\",\"seq\":' || CAST(m.seq AS TEXT)
                || ',\"author_id\":\"' || CAST(m.author_id AS TEXT) || '\",\"sent_at\":' || CAST(m.sent_at AS TEXT)
                || ',\"body\":\"' || m.body || '\"}}', '', CAST($3 AS BIGINT)
        FROM message m WHERE m.id >= $4 AND m.id < $5 AND m.stream_id = m.room_id";
    SAY = "INSERT INTO message (stream_id, seq, id, room_id, author_id, kind, body, everyone, sent_at, tick)
        SELECT l.room, l.seq, l.id, l.room, l.author, 'text', l.body, FALSE, l.sent_ms * 1000, $1
        FROM {each $2 AS l: room BIGINT, seq BIGINT, id BIGINT, author BIGINT, body TEXT, sent_ms BIGINT}";
    ANALYSE = "ANALYZE";
    LATER = "UPDATE session SET seen_at = seen_at - $1";
}

/// Smallest `every` and its `at` of each statement that follows from messages.
const FOLLOWING: [(Sql, i64, i64); 6] = [
    (MENTIONS, 20, 0),
    (EVERYONE, 200, 100),
    (REACTIONS, 8, 3),
    (THREADS, 50, 25),
    (REPLIES, 50, 25),
    (FOLLOWERS, 50, 25),
];

/// Writes chunks of rooms; how many messages and replies they were.
pub(crate) fn write(tx: &mut Tx<'_>, org: OrgId, chunks: &[Chunk]) -> Result<u64> {
    tx.lock(Lock::Org(org))?;
    let tick = tx.tick()?;
    let mut written = 0;
    for chunk in chunks {
        let Chunk { room, first, last, base_ms, step_ms, place, writers: [w0, w1, w2, w3] } = chunk;
        let about: [&dyn db::ToValue; 11] = [room, first, last, base_ms, step_ms, place, w0, w1, w2, w3, &tick];
        written += tx.execute(&MESSAGES, &about)?;
        for (sql, _, _) in FOLLOWING.iter().filter(|(_, every, at)| any(*first, *last, *every, *at)) {
            let rows = tx.execute(sql, &about)?;
            written += if sql.name == REPLIES.name { rows } else { 0 };
        }
        tx.execute(&ADVANCE, &[room, last, &(base_ms + last * step_ms)])?;
    }
    Ok(written)
}

/// Whether one of the numbers leaves `at` when divided by `every`.
fn any(first: i64, last: i64, every: i64, at: i64) -> bool {
    first + (every + at - first % every) % every <= last
}

/// Something that is said in a room.
pub(crate) struct Line {
    pub(crate) room: i64,
    pub(crate) seq: i64,
    pub(crate) id: i64,
    pub(crate) author: i64,
    pub(crate) body: String,
    pub(crate) sent_ms: i64,
}

/// Says some lines, of which nothing tells. Their numbers rise within a room, with holes.
pub(crate) fn say(tx: &mut Tx<'_>, org: OrgId, lines: &[Line]) -> Result<()> {
    tx.lock(Lock::Org(org))?;
    let tick = tx.tick()?;
    let rows = lines.iter().map(|Line { room, seq, id, author, body, sent_ms }| {
        [room.to_value(), seq.to_value(), id.to_value(), author.to_value(), body.to_value(), sent_ms.to_value()]
    });
    tx.execute(&SAY, &[&tick, &List::rows(rows)]).map(|_| ())
}

/// Everybody has read all but the last five messages of each room.
pub(crate) fn read_nearly_all(tx: &mut Tx<'_>, org: OrgId) -> Result<()> {
    tx.lock(Lock::Org(org))?;
    tx.execute(&READ_NEARLY_ALL, &[]).map(|_| ())
}

/// Tells of the messages with ids from one to below another, in one transaction's events; how many they were.
pub(crate) fn tell(tx: &mut Tx<'_>, org: OrgId, from: i64, below: i64) -> Result<u64> {
    tx.lock(Lock::Org(org))?;
    let (tick, now) = (tx.tick()?, tx.now());
    tx.execute(&LOG, &[&tick, &org, &now, &from, &below])
}

/// Brings PostgreSQL's statistics up to date, as it does by itself after a while. SQLite has none in the program.
pub(crate) fn analyse(tx: &mut Tx<'_>, org: OrgId) -> Result<()> {
    tx.lock(Lock::Org(org))?;
    tx.execute(&ANALYSE, &[]).map(|_| ())
}

/// All sessions were used last so much earlier; how many they are.
pub(crate) fn sleep(tx: &mut Tx<'_>, time: Duration) -> Result<u64> {
    tx.lock(Lock::Uses)?;
    tx.execute(&LATER, &[&i64::try_from(time.as_micros()).expect("less than an age")])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_asked_for_only_where_there_are_some() {
        assert!(any(1, 20, 20, 0) && any(20, 20, 20, 0) && any(1, 100, 200, 100));
        assert!(!any(1, 19, 20, 0) && !any(21, 39, 20, 0) && !any(101, 299, 200, 100));
    }
}
