//! Drafts, and the lists of those who write and answer for broadcasts.

use super::audience::{self, Outlook};
use super::{files, hold, may_everywhere, offices, standing, view, with_powers};
use crate::model::{
    AsPost, Audience, Broadcast, BroadcastId, BroadcastLine, BroadcastRefusal, Document, NewBroadcast, State,
};
use crate::policy;
use crate::store;
use db::{Conn, Lock, Tx};
use directory::model::PostId;
use directory::store::people;
use kernel::{Error, Id, Jst, Result, Verb};

/// An office that the actor holds today, as what they send as its holder will name it: a title that they alone have in its unit, so that
/// nobody else reads what is written back.
fn held_post(conn: &mut Conn<'_>, id: PostId) -> Result<AsPost> {
    let (person, today) = (conn.actor().person, Jst::date(conn.now()));
    let posts = people::posts_of(conn, &[person])?.remove(&person).unwrap_or_default();
    let held = posts.into_iter().find(|post| post.id == id && post.holds_on(today));
    let post = held.ok_or_else(|| Error::field("as_post", "unknown"))?;
    match offices(conn)?.iter().any(|(unit, title)| (*unit, Some(*title)) == (post.unit_id, post.title_id)) {
        true => Ok(AsPost { unit: post.unit_id, title: post.title_id, name: post.name }),
        false => Err(Error::field("as_post", "no_office")),
    }
}

/// Holds a broadcast, and what its author has brought.
fn hold_with_files(tx: &mut Tx<'_>, id: BroadcastId) -> Result<()> {
    let person = tx.actor().person;
    tx.lock_both(Lock::Group(id.raw()), Lock::Person(person))
}

/// Begins a draft.
///
/// Errors: `id_taken`, faults of fields, `files.not_whole`.
pub fn create(tx: &mut Tx<'_>, new: &NewBroadcast) -> Result<Broadcast> {
    let id: BroadcastId = new.id.unwrap_or_else(|| tx.id());
    hold_with_files(tx, id)?;
    let (actor, now) = (tx.actor(), tx.now());
    match store::get(tx, id)? {
        // Sent again because the answer was lost.
        Some(known) if known.author == actor.person => {}
        Some(_) => return Err(BroadcastRefusal::IdTaken.into()),
        None if store::is_taken(tx, id)? => return Err(BroadcastRefusal::IdTaken.into()),
        None => {
            let words = new.words.kept()?;
            audience::check(tx, &words.audience)?;
            let post = new.as_post.map(|post| held_post(tx, post)).transpose()?;
            store::insert(tx, &Document::draft(id, actor.person, post, words, now))?;
            files::set(tx, id, &new.files)?;
        }
    }
    shown(tx, id)
}

/// Replaces what a draft says. `seen` is the tick of the copy that its author had in hand.
///
/// Errors: `stale`, `broadcasts.no_draft`, faults of fields, `files.not_whole`.
pub fn change(tx: &mut Tx<'_>, id: BroadcastId, new: &NewBroadcast, seen: Option<i64>) -> Result<Broadcast> {
    hold_with_files(tx, id)?;
    let (found, stand) = standing(tx, id)?;
    let tick = found.tick;
    let mut draft = policy::may_edit(stand, found)?;
    if seen.is_some_and(|seen| seen != tick) {
        return Err(Error::stale());
    }
    let words = new.words.kept()?;
    audience::check(tx, &words.audience)?;
    draft.post = new.as_post.map(|post| held_post(tx, post)).transpose()?;
    draft.words = words;
    store::update(tx, &draft)?;
    files::set(tx, id, &new.files)?;
    shown(tx, id)
}

/// Removes a draft.
pub fn remove(tx: &mut Tx<'_>, id: BroadcastId) -> Result<()> {
    hold(tx, id)?;
    let (found, stand) = standing(tx, id)?;
    let draft = policy::may_edit(stand, found)?;
    files::let_go(tx, id)?;
    store::delete(tx, &draft)
}

/// A broadcast as whoever answers for it sees it.
pub(super) fn shown(conn: &mut Conn<'_>, id: BroadcastId) -> Result<Broadcast> {
    let (document, stand) = standing(conn, id)?;
    view::managed(conn, document, stand)
}

/// A page of what the actor wrote, or was written as the holder of posts that they hold, one more than `limit` when there are more; of what
/// everybody wrote, for those who were given to see that everywhere.
pub fn list(
    conn: &mut Conn<'_>,
    everybodys: bool,
    states: &[State],
    before: Option<BroadcastId>,
    limit: usize,
) -> Result<Vec<BroadcastLine>> {
    let from = (before.unwrap_or_else(store::newest), limit + 1);
    let documents = match everybodys {
        true => {
            let actor = conn.actor();
            let actor = with_powers(conn, actor)?;
            if !may_everywhere(conn, &actor, Verb::See)? {
                return Err(Error::not_found());
            }
            store::everybodys(conn, states, from)?
        }
        false => {
            let (person, posts) = (conn.actor().person, offices(conn)?);
            store::own(conn, person, &posts, states, from)?
        }
    };
    view::lines(conn, documents)
}

/// Whom an audience names now when the actor sends, and whether that would need consent.
pub fn preview(conn: &mut Conn<'_>, audience: &Audience) -> Result<(Outlook, bool)> {
    audience::check(conn, audience)?;
    let person = conn.actor().person;
    let outlook = audience::look(conn, person, audience)?;
    let total = i64::try_from(outlook.named.people.len()).unwrap_or(i64::MAX);
    let needs_consent = store::lists::rule(conn)?.asks_consent(total);
    Ok((outlook, needs_consent))
}

/// What others wrote and waits for consent, the oldest first, one more than `limit` when there are more.
pub fn waiting(conn: &mut Conn<'_>, after: Option<BroadcastId>, limit: usize) -> Result<Vec<BroadcastLine>> {
    let actor = conn.actor();
    if !may_everywhere(conn, &actor, Verb::Release)? {
        return Err(Error::not_found());
    }
    let documents = store::waiting(conn, after.unwrap_or(Id::from_raw(-1)), limit + 1)?;
    view::lines(conn, documents)
}
