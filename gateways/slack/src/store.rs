//! What became of Slack's things, and how people are recognised.

use db::{Conn, List, Sql, Tx};
use kernel::{PersonId, Result};
use std::collections::{HashMap, HashSet};

db::statements! {
    PUT = "INSERT INTO slack_item (org_id, kind, external_id, our_id) VALUES ($1, $2, $3, $4)
        ON CONFLICT (org_id, kind, external_id) DO NOTHING";
    OF_KIND = "SELECT external_id, our_id FROM slack_item WHERE org_id = $1 AND kind = $2";
    SOME = "SELECT external_id, our_id FROM slack_item WHERE org_id = $1 AND kind = $2 AND external_id {in_text $3}";
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

/// Remembers what a thing of Slack's became.
pub fn put(tx: &mut Tx<'_>, kind: Kind, external: &str, ours: i64) -> Result<()> {
    let org = tx.actor().org;
    tx.execute(&PUT, &[&org, &kind.word(), &external, &ours]).map(|_| ())
}

fn pairs(conn: &mut Conn<'_>, sql: &Sql, params: &[&dyn db::ToValue]) -> Result<HashMap<String, i64>> {
    Ok(conn.rows(sql, params)?.iter_mut().map(|row| (row.take_text(0), row.get(1))).collect())
}

/// Everything of one kind.
pub fn all(conn: &mut Conn<'_>, kind: Kind) -> Result<HashMap<String, i64>> {
    let org = conn.actor().org;
    pairs(conn, &OF_KIND, &[&org, &kind.word()])
}

/// Those of some things that are here.
pub fn some(conn: &mut Conn<'_>, kind: Kind, externals: &[String]) -> Result<HashMap<String, i64>> {
    if externals.is_empty() {
        return Ok(HashMap::new());
    }
    let org = conn.actor().org;
    let list = List(serde_json::to_string(externals).expect("texts are plain data"));
    pairs(conn, &SOME, &[&org, &kind.word(), &list])
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
