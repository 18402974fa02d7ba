//! The change log and its clock: the one place where the two engines count time differently (ADR 0005).
//!
//! SQLite has one writer, so a tick is a counter. PostgreSQL stamps events with the transaction's number and reads only
//! below the oldest transaction still running, because a number is handed out before its commit and a reader that went
//! further would skip a late committer for ever.

use crate::conn::Driver;
use crate::{List, Row, Sql, ToValue};
use kernel::{Committed, Effect, Event, OrgId, Position, Result, Tick, Topic};

pub(crate) const MIGRATION: &str = "
CREATE TABLE clock (
    one BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
    epoch TEXT NOT NULL,
    tick BIGINT NOT NULL
);
CREATE TABLE change_log (
    tick BIGINT NOT NULL,
    ord BIGINT NOT NULL,
    org_id BIGINT NOT NULL,
    topic_kind BIGINT NOT NULL,
    topic_id BIGINT NOT NULL,
    guard_id BIGINT,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    effects TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (tick, ord)
) {clustered};
CREATE INDEX change_log_by_topic ON change_log (topic_kind, topic_id, tick);
";

crate::statements! {
    START = "INSERT INTO clock (one, epoch, tick) VALUES (1, $1, 0) ON CONFLICT (one) DO NOTHING";
    CLOCK = "SELECT epoch, tick FROM clock WHERE one = 1";
    SET_TICK = "UPDATE clock SET tick = $1 WHERE one = 1";
    SET_EPOCH = "UPDATE clock SET epoch = $1, tick = $2 WHERE one = 1";
    APPEND = "INSERT INTO change_log (tick, ord, org_id, topic_kind, topic_id, guard_id, kind, payload, effects, at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    APPEND_ALL = "INSERT INTO change_log (tick, ord, org_id, topic_kind, topic_id, guard_id, kind, payload, effects, at)
        SELECT $1, l.ord, $2, l.topic_kind, l.topic_id, l.guard_id, l.kind, l.payload, l.effects, $3
        FROM {each $4 AS l: ord BIGINT, topic_kind BIGINT, topic_id BIGINT, guard_id BIGINT, kind TEXT, payload TEXT, effects TEXT}";
    SPAN = "SELECT epoch, tick, (SELECT MIN(tick) FROM change_log) FROM clock WHERE one = 1";
    BYTES = "SELECT {database_bytes}";
    NEWEST = "SELECT MAX(tick) FROM change_log";
    AFTER = "SELECT tick, org_id, topic_kind, topic_id, guard_id, kind, payload, effects FROM change_log
        WHERE tick > $1 AND tick <= $2 ORDER BY tick, ord LIMIT $3";
    CONCERNING = "SELECT tick, org_id, topic_kind, topic_id, guard_id, kind, payload, effects FROM change_log
        WHERE tick > $1 AND tick <= $2
          AND ((topic_kind = 0 AND topic_id = $3) OR (topic_kind = 1 AND topic_id = $4)
            OR (topic_kind = 2 AND topic_id {in $5}) OR ($7 AND topic_kind = 3 AND topic_id = $3))
        ORDER BY tick, ord LIMIT $6";
    OF_KINDS = "SELECT tick, org_id, topic_kind, topic_id, guard_id, kind, payload, effects FROM change_log
        WHERE tick > $1 AND tick <= $2 AND kind {in_text $3} ORDER BY tick, ord LIMIT $4";
    OF_KINDS_IN = "SELECT tick, org_id, topic_kind, topic_id, guard_id, kind, payload, effects FROM change_log
        WHERE tick > $1 AND org_id = $2 AND kind {in_text $3} ORDER BY tick DESC, ord DESC LIMIT $4";
    FORGET = "DELETE FROM change_log WHERE tick < $1 AND at < $2";
}

/// Events that PostgreSQL is given with one statement; a journey for each would cost more than packing them up.
const TOGETHER: usize = 500;

/// PostgreSQL's own: the number of the running transaction, and the horizon below which nothing more can appear.
pub(crate) const PG_TICK: Sql = Sql {
    name: "db::log::PG_TICK",
    text: "SELECT tick + CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT) FROM clock WHERE one = 1",
};
pub(crate) const PG_HORIZON: Sql = Sql {
    name: "db::log::PG_HORIZON",
    text: "SELECT epoch, tick + CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS TEXT) AS BIGINT) - 1 FROM clock WHERE one = 1",
};

pub(crate) const PG_SPAN: Sql = Sql {
    name: "db::log::PG_SPAN",
    text: "SELECT epoch, tick + CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS TEXT) AS BIGINT) - 1,
        (SELECT MIN(tick) FROM change_log) FROM clock WHERE one = 1",
};

pub(crate) fn position(driver: &mut Driver) -> Result<Position> {
    let sql = match driver {
        Driver::Lite(_) => CLOCK,
        Driver::Pg(_) => PG_HORIZON,
    };
    let row = driver.rows(&sql, &[])?.into_iter().next().expect("the clock has its one row");
    Ok(Position { epoch: row.get(0), tick: row.get(1) })
}

pub(crate) fn append(
    driver: &mut Driver,
    tick: Tick,
    org: OrgId,
    at: kernel::Timestamp,
    events: &[Event],
) -> Result<()> {
    let effects = |event: &Event| event.effects.iter().map(Effect::to_string).collect::<Vec<_>>().join(" ");
    let together = if events.len() > 1 && matches!(driver, Driver::Pg(_)) { TOGETHER } else { 1 };
    for (place, events) in events.chunks(together).enumerate() {
        let cells = |(within, event): (usize, &Event)| {
            let (kind, id) = event.topic.to_raw();
            [
                (place * together + within).to_value(),
                kind.to_value(),
                id.to_value(),
                event.guard.to_value(),
                event.kind.to_value(),
                event.payload.to_value(),
                effects(event).to_value(),
            ]
        };
        if together > 1 {
            let rows = List::rows(events.iter().enumerate().map(cells));
            driver.run_apart(&APPEND_ALL, &[&tick, &org, &at, &rows])?;
        } else {
            let [ord, kind, id, guard, name, payload, effects] = cells((0, &events[0]));
            driver.run_apart(&APPEND, &[&tick, &ord, &org, &kind, &id, &guard, &name, &payload, &effects, &at])?;
        }
    }
    Ok(())
}

pub(crate) fn committed(tick: Tick, org: OrgId, event: Event) -> Committed {
    Committed {
        tick,
        org,
        topic: event.topic,
        guard: event.guard,
        kind: event.kind.into(),
        payload: event.payload.into(),
        effects: event.effects,
    }
}

fn read(row: &Row) -> Committed {
    let effects: String = row.get(7);
    Committed {
        tick: row.get(0),
        org: row.get(1),
        topic: Topic::from_raw(row.get(2), row.get(3)),
        guard: row.get(4),
        kind: row.get::<String>(5).into(),
        payload: row.get::<String>(6).into(),
        effects: effects
            .split_whitespace()
            .map(|effect| effect.parse().expect("the log holds only effects that we wrote"))
            .collect(),
    }
}

/// Events with a tick above `after` and at most `upto`, oldest first.
pub(crate) fn after(driver: &mut Driver, after: Tick, upto: Tick, limit: i64) -> Result<Vec<Committed>> {
    Ok(driver.rows(&AFTER, &[&after, &upto, &limit])?.iter().map(read).collect())
}

/// From where to where the log reaches.
pub struct LogSpan {
    /// Everything up to here is visible.
    pub position: Position,
    /// The oldest tick still in the log; nothing when it is empty.
    pub oldest: Option<Tick>,
}

impl crate::Conn<'_> {
    /// From where to where the log reaches.
    pub fn log_span(&mut self) -> Result<LogSpan> {
        let sql = match self.driver {
            Driver::Lite(_) => SPAN,
            Driver::Pg(_) => PG_SPAN,
        };
        let row = self.one(&sql, &[])?;
        Ok(LogSpan { position: Position { epoch: row.get(0), tick: row.get(1) }, oldest: row.get(2) })
    }

    /// What concerns one person (their own, their organisation's, their groups' events) after a tick, oldest first.
    pub fn events_concerning(&mut self, after: Tick, upto: Tick, groups: &List, limit: i64) -> Result<Vec<Committed>> {
        let actor = self.actor();
        let list = List(groups.0.clone());
        let is_staff = actor.outsider.is_none();
        let rows = self.rows(&CONCERNING, &[&after, &upto, &actor.org, &actor.person, &list, &limit, &is_staff])?;
        Ok(rows.iter().map(read).collect())
    }

    /// Events of some kinds after a tick and up to another, oldest first, of all organisations.
    pub fn events_of(&mut self, kinds: &[&str], after: Tick, upto: Tick, limit: i64) -> Result<Vec<Committed>> {
        Ok(self.rows(&OF_KINDS, &[&after, &upto, &List::texts(kinds), &limit])?.iter().map(read).collect())
    }

    /// Events of some kinds of the actor's organisation that are visible here and came after a tick, newest first. On PostgreSQL these
    /// are also such as lie above the position, where more may still appear.
    pub fn own_events_of(&mut self, kinds: &[&str], after: Tick, limit: i64) -> Result<Vec<Committed>> {
        let org = self.actor().org;
        Ok(self.rows(&OF_KINDS_IN, &[&after, &org, &List::texts(kinds), &limit])?.iter().map(read).collect())
    }
}
