use crate::model::{Entry, Order, Record, Subject};
use db::{Conn, Row, Tx};
use kernel::{Id, PersonId, Result};

db::statements! {
    INSERT = "INSERT INTO audit (id, org_id, at, act, account_id, person_id, subject, subject_name, detail, address)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    NEWEST = "SELECT id, at, act, person_id, subject, detail, address, subject_name FROM audit
        WHERE org_id = $1 AND id < $2 AND (CAST($3 AS TEXT) IS NULL OR act = $3)
          AND (CAST($4 AS BIGINT) IS NULL OR person_id = $4)
        ORDER BY id DESC LIMIT $5";
    OLDEST = "SELECT id, at, act, person_id, subject, detail, address, subject_name FROM audit
        WHERE org_id = $1 AND id > $2 AND (CAST($3 AS TEXT) IS NULL OR act = $3)
          AND (CAST($4 AS BIGINT) IS NULL OR person_id = $4)
        ORDER BY id LIMIT $5";
}

/// Remembers an act of the transaction's actor.
pub fn record(tx: &mut Tx<'_>, record: &Record<'_>) -> Result<()> {
    let (id, at, actor) = (tx.id::<Entry>(), tx.now(), tx.actor());
    let person = (actor.person.raw() != 0).then_some(actor.person);
    let account = (actor.account.raw() != 0).then_some(actor.account);
    let detail = record.detail.to_string();
    let Subject { id: subject, name } = &record.subject;
    tx.run(&INSERT, &[&id, &actor.org, &at, &record.act, &account, &person, subject, name, &detail, &record.address])?;
    Ok(())
}

/// The organisation's records in an order, from after an id in that order; of one kind or one person when asked.
pub fn list(
    conn: &mut Conn<'_>,
    order: Order,
    after: Option<Id<Entry>>,
    act: Option<&str>,
    person: Option<PersonId>,
    limit: usize,
) -> Result<Vec<Entry>> {
    let org = conn.actor().org;
    let (statement, start) = match order {
        Order::Newest => (&NEWEST, i64::MAX),
        Order::Oldest => (&OLDEST, 0),
    };
    let after = after.unwrap_or(Id::from_raw(start));
    Ok(conn.rows(statement, &[&org, &after, &act, &person, &limit])?.iter().map(entry).collect())
}

fn entry(row: &Row) -> Entry {
    let detail: String = row.get(5);
    Entry {
        id: row.get(0),
        at: row.get(1),
        act: row.get(2),
        person: row.get(3),
        subject: Subject { id: row.get(4), name: row.get(7) },
        detail: serde_json::from_str(&detail).expect("the audit holds the JSON that we wrote"),
        address: row.get(6),
    }
}
