//! Broadcasts as they are shown.

use super::files;
use crate::model::{Broadcast, BroadcastLine, Document, Sender, State, Withdrawal};
use crate::policy::Stand;
use crate::store;
use db::Conn;
use directory::model::PersonBrief;
use directory::store::people;
use kernel::{Error, PersonId, Result};
use std::collections::HashMap;

/// People by id.
pub(super) type Names = HashMap<PersonId, PersonBrief>;

/// Some people by id.
pub(super) fn names(conn: &mut Conn<'_>, ids: impl IntoIterator<Item = PersonId>) -> Result<Names> {
    let ids: Vec<PersonId> = ids.into_iter().collect();
    Ok(people::briefs(conn, &ids)?.into_iter().map(|brief| (brief.id, brief)).collect())
}

/// In whose name a broadcast comes. Whoever receives something from somebody knows their name, as in a room together.
pub(super) fn sender(names: &Names, document: &Document) -> Result<Sender> {
    let person = names.get(&document.author).cloned().ok_or_else(Error::not_found)?;
    Ok(Sender { person, post: document.post.as_ref().map(|post| post.name.clone()) })
}

/// That a broadcast was taken back.
pub(super) fn withdrawal(document: &Document) -> Option<Withdrawal> {
    document.withdrawn.as_ref().map(|(_, at, why)| Withdrawal { at: *at, why: why.clone() })
}

/// A broadcast for those who may know how it fares.
pub(super) fn managed(conn: &mut Conn<'_>, document: Document, stand: Stand) -> Result<Broadcast> {
    let side = stand.side(document.state).ok_or_else(Error::not_found)?;
    let consented = document.consented;
    let names = names(conn, [document.author].into_iter().chain(consented.map(|(by, _)| by)))?;
    let files = files::shown(conn, document.id)?;
    Ok(Broadcast {
        id: document.id,
        files,
        sender: sender(&names, &document)?,
        post_unit_id: document.post.as_ref().map(|post| post.unit),
        post_title_id: document.post.as_ref().and_then(|post| post.title),
        state: document.state,
        send_at: document.send_at,
        sent_at: document.sent_at,
        trouble: document.trouble,
        consented_by: consented.and_then(|(by, _)| names.get(&by).cloned()),
        consented_at: consented.map(|(_, at)| at),
        refused_why: document.refused_why.clone(),
        withdrawn: withdrawal(&document),
        total: document.total,
        done: document.done,
        left_out: document.left_out,
        reminders: document.reminders,
        reminded_at: document.reminded_at,
        side,
        may: stand.allowed(&document, conn.now()),
        tick: document.tick,
        words: document.words,
    })
}

/// Broadcasts in the list of those who answer for them.
pub(super) fn lines(conn: &mut Conn<'_>, documents: Vec<Document>) -> Result<Vec<BroadcastLine>> {
    let names = names(conn, documents.iter().map(|document| document.author))?;
    let out = documents.iter().filter(|document| matches!(document.state, State::Sent | State::Withdrawn));
    let ids: Vec<_> = out.map(|document| document.id).collect();
    let counts = store::receipts::of_many(conn, &ids)?;
    let unseen = store::replies::unseen_of(conn, &ids)?;
    let line = |document: Document| {
        Ok(BroadcastLine {
            sender: sender(&names, &document)?,
            id: document.id,
            title: document.words.title,
            state: document.state,
            must_read: document.words.must_read,
            confirm_by: document.words.confirm_by,
            send_at: document.send_at,
            sent_at: document.sent_at,
            trouble: document.trouble,
            counts: counts.get(&document.id).copied(),
            unseen: unseen.get(&document.id).copied().unwrap_or(0),
        })
    };
    documents.into_iter().map(line).collect()
}
