//! The record of acts, for administrators.

use directory::model::PersonBrief;
use directory::store::people;
use jiff::civil::Date;
use kernel::{Error, Id, Jst, PersonId, Result, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Cursor, Cx, In, Page, Reply, limit};

#[derive(Deserialize, JsonSchema)]
pub(super) struct AuditQuery {
    /// Only acts of this kind.
    act: Option<String>,
    /// Only acts of this person.
    #[schemars(with = "Option<String>")]
    person: Option<PersonId>,
    /// Only from this day on.
    #[schemars(with = "Option<String>")]
    from: Option<Date>,
    /// Only until this day.
    #[schemars(with = "Option<String>")]
    until: Option<Date>,
    /// Only those whose subject, detail or address holds this text.
    q: Option<String>,
    /// The newest first unless asked otherwise.
    #[serde(default)]
    order: audit::Order,
    limit: Option<usize>,
    cursor: Option<Cursor>,
}

/// A record's number and hash that somebody has noted, to tell whether the records up to there are still the same.
#[derive(Deserialize, JsonSchema)]
pub(super) struct NotedQuery {
    number: Option<i64>,
    hash: Option<String>,
}

/// What a check of all records came to.
#[derive(Serialize, JsonSchema)]
pub(super) struct AuditVerification {
    /// How many records are as they were written.
    good: i64,
    /// The newest record, worth noting somewhere else; nothing when there is none, or one is not as it was.
    head: Option<audit::Head>,
    /// The first record that is not as it was.
    broken: Option<audit::Break>,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct AuditEntry {
    id: Id<audit::Entry>,
    at: Timestamp,
    act: String,
    actor: Option<PersonBrief>,
    /// Who was using it, when the actor is a shared account.
    operator: Option<PersonBrief>,
    /// What it was done to, such as `person:0abc…`; empty when nothing in particular.
    subject: String,
    /// What the subject was called then; empty when it has no name.
    subject_name: String,
    detail: serde_json::Value,
    address: String,
}

pub(super) async fn verify(cx: Cx, input: In<(), NotedQuery>) -> Result<Reply<AuditVerification>> {
    let noted = match (input.query.number, input.query.hash) {
        (Some(number), Some(hash)) => Some(audit::Head { number, hash }),
        (None, None) => None,
        _ => return Err(Error::invalid("invalid_query")),
    };
    let mut check = audit::Check::new(noted);
    while !check.is_done() {
        let mut next = check.clone();
        check = cx.read(move |conn| next.step(conn).map(|()| next.clone())).await?;
    }
    Ok(Reply::ok(AuditVerification { good: check.good(), head: check.head(), broken: check.broken().cloned() }))
}

pub(super) async fn list(cx: Cx, input: In<(), AuditQuery>) -> Result<Reply<Page<AuditEntry>>> {
    let AuditQuery { act, person, from, until, q, order, limit: asked, cursor } = input.query;
    // The last day counts whole.
    let until = until.map(|day| day.tomorrow().map_err(|_| Error::invalid("invalid_query"))).transpose()?;
    let (from, until) = (from.map(Jst::start_of), until.map(Jst::start_of));
    let holds = q.filter(|text| !text.trim().is_empty()).map(|text| text.trim().to_owned());
    let wanted = audit::Wanted { order, act, person, from, until, holds };
    let (after, limit) = (cursor.as_ref().map(Cursor::read).transpose()?, limit(asked));
    let found = cx
        .read(move |conn| {
            let entries = audit::list(conn, &wanted, after, limit + 1)?;
            let ids: Vec<PersonId> =
                entries.iter().flat_map(|entry| [entry.person, entry.operator()]).flatten().collect();
            Ok((people::briefs(conn, &ids)?, entries))
        })
        .await?;
    let (people, entries) = found;
    let page = Page::cut(entries, limit, |entry| entry.id);
    let brief = |id: Option<PersonId>| people.iter().find(|person| Some(person.id) == id).cloned();
    Ok(Reply::ok(page.map(|entry| AuditEntry {
        actor: brief(entry.person),
        operator: brief(entry.operator()),
        id: entry.id,
        at: entry.at,
        act: entry.act,
        subject: entry.subject.id,
        subject_name: entry.subject.name,
        detail: entry.detail,
        address: entry.address,
    })))
}
