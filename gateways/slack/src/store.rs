//! What became of Slack's things, and how people are recognised.

use db::{Conn, Tx};
use kernel::{PersonId, Result};
use std::collections::{HashMap, HashSet};

db::statements! {
    PUT = "INSERT INTO slack_item (org_id, kind, external_id, our_id) VALUES ($1, $2, $3, $4)
        ON CONFLICT (org_id, kind, external_id) DO NOTHING";
    // Twenty at a time: on PostgreSQL every statement is a journey.
    PUT_TWENTY = "INSERT INTO slack_item (org_id, kind, external_id, our_id) VALUES
            ($1, $2, $3, $4), ($1, $2, $5, $6), ($1, $2, $7, $8), ($1, $2, $9, $10),
            ($1, $2, $11, $12), ($1, $2, $13, $14), ($1, $2, $15, $16), ($1, $2, $17, $18),
            ($1, $2, $19, $20), ($1, $2, $21, $22), ($1, $2, $23, $24), ($1, $2, $25, $26),
            ($1, $2, $27, $28), ($1, $2, $29, $30), ($1, $2, $31, $32), ($1, $2, $33, $34),
            ($1, $2, $35, $36), ($1, $2, $37, $38), ($1, $2, $39, $40), ($1, $2, $41, $42)
        ON CONFLICT (org_id, kind, external_id) DO NOTHING RETURNING external_id";
    ONE = "SELECT our_id FROM slack_item WHERE org_id = $1 AND kind = $2 AND external_id = $3";
    OF_KIND = "SELECT external_id, our_id FROM slack_item WHERE org_id = $1 AND kind = $2";
    ADDRESSES = "SELECT id, email FROM person WHERE org_id = $1 AND email IS NOT NULL";
    SIGNING_IN = "SELECT person_id FROM account WHERE org_id = $1";
}

/// What sort of thing a row of the map is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A user, by id.
    Person,
    /// The unit of those who came from Slack; its external id is always `migration`.
    Unit,
    /// A channel, by id.
    Room,
    /// A channel whose talk and people were all carried in once, by id.
    Finished,
    /// A channel that was closed here because it was closed there, by id.
    Archived,
    /// That somebody belonged to a channel, `CHANNEL/USER`.
    Member,
    /// A message, `CHANNEL/TS`.
    Message,
    /// The message that stands in for the missing first one of a thread, `CHANNEL/TS`.
    Thread,
    /// A reply's copy in the room, `CHANNEL/TS`.
    Broadcast,
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Kind::Person => "person",
            Kind::Unit => "unit",
            Kind::Room => "room",
            Kind::Finished => "finished",
            Kind::Archived => "archived",
            Kind::Member => "member",
            Kind::Message => "message",
            Kind::Thread => "thread",
            Kind::Broadcast => "broadcast",
        }
    }
}

/// Remembers what a thing of Slack's became; false when something was remembered of it before, which stays.
pub fn put(tx: &mut Tx<'_>, kind: Kind, external: &str, ours: i64) -> Result<bool> {
    let org = tx.actor().org;
    Ok(tx.execute(&PUT, &[&org, &kind.word(), &external, &ours])? == 1)
}

/// Things that one statement puts.
const TOGETHER: usize = 20;

/// Remembers what some things became; those of which nothing was remembered before.
pub fn put_all(tx: &mut Tx<'_>, kind: Kind, items: &[(String, i64)]) -> Result<HashSet<String>> {
    let (org, word) = (tx.actor().org, kind.word());
    let mut new = HashSet::new();
    let mut chunks = items.chunks_exact(TOGETHER);
    for chunk in &mut chunks {
        let mut params: Vec<&dyn db::ToValue> = vec![&org, &word];
        for (external, ours) in chunk {
            params.extend([external as &dyn db::ToValue, ours]);
        }
        new.extend(tx.rows(&PUT_TWENTY, &params)?.iter_mut().map(|row| row.take_text(0)));
    }
    for (external, ours) in chunks.remainder() {
        if put(tx, kind, external, *ours)? {
            new.insert(external.clone());
        }
    }
    Ok(new)
}

/// Everything of one kind.
pub fn all(conn: &mut Conn<'_>, kind: Kind) -> Result<HashMap<String, i64>> {
    let org = conn.actor().org;
    let mut rows = conn.rows(&OF_KIND, &[&org, &kind.word()])?;
    Ok(rows.iter_mut().map(|row| (row.take_text(0), row.get(1))).collect())
}

/// What a thing became, if it is here. Asked one by one: a list would have PostgreSQL read all of a kind while its
/// statistics say that there are few.
pub fn one(conn: &mut Conn<'_>, kind: Kind, external: &str) -> Result<Option<i64>> {
    let org = conn.actor().org;
    Ok(conn.row(&ONE, &[&org, &kind.word(), &external])?.map(|row| row.get(0)))
}

/// The organisation's people by folded address; an address that several people have is nobody's.
pub fn people_by_address(conn: &mut Conn<'_>) -> Result<HashMap<String, Option<PersonId>>> {
    let org = conn.actor().org;
    let mut found: HashMap<String, Option<PersonId>> = HashMap::new();
    for row in conn.rows(&ADDRESSES, &[&org])? {
        let address = text::fold(&row.get::<String>(1));
        found.entry(address).and_modify(|person| *person = None).or_insert(Some(row.get(0)));
    }
    Ok(found)
}

/// Who has an account, and so may have a client that wants to hear of new rooms.
pub fn signing_in(conn: &mut Conn<'_>) -> Result<HashSet<PersonId>> {
    let org = conn.actor().org;
    Ok(conn.rows(&SIGNING_IN, &[&org])?.iter().map(|row| row.get(0)).collect())
}
