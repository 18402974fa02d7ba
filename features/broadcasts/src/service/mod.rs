//! The use cases of broadcasts. Each takes its lock first, and saves what it changes, tells and causes together.

pub mod audience;
mod drafts;
mod keeping;
mod lists;
mod reading;
mod receipts;
mod reminding;
mod replies;
mod sending;
mod view;

pub use drafts::{change, create, list, preview, remove, waiting};
pub use keeping::{forget_old, withdraw};
pub use lists::{create_list, lists, remove_list, replace_list, rule, set_rule};
pub use reading::{Key, Shown, confirm, read, received, show, summary};
pub use receipts::{Lines, Report, counts, export, note_export, people, sections};
pub use reminding::{begin_due, remind, run as remind_unread};
pub use replies::{answer, conversation, conversations, looked, own, reply, saw};
pub use sending::{Asked, Planned, ask, cancel, consent, look_at, refuse, run as send_now, send};

use crate::events::{self, News};
use crate::model::{BroadcastId, Document, State};
use crate::policy::{self, Change, Stand};
use crate::store;
use audit::{Record, Subject};
use db::{Conn, Lock, Tx};
use directory::model::{Reach, TitleId, UnitId};
use directory::service::grants;
use directory::store::grants::holdings;
use directory::store::{people, posts};
use kernel::{Actor, Error, Face, Function, Jst, May, PersonId, Result, Verb};
use std::collections::BTreeSet;

/// Recipients written in one transaction: few enough that whoever writes meanwhile hardly waits.
pub const STEP: usize = 500;

fn hold(tx: &mut Tx<'_>, id: BroadcastId) -> Result<()> {
    tx.lock(Lock::Group(id.raw()))
}

/// A broadcast and where the actor stands to it.
fn standing(conn: &mut Conn<'_>, id: BroadcastId) -> Result<(Document, Stand)> {
    let document = store::get(conn, id)?.ok_or_else(Error::not_found)?;
    let stand = stand(conn, &document)?;
    Ok((document, stand))
}

/// Where the actor stands to a broadcast. The doors at which everybody may ask know nothing of what was given to them, so it is asked here.
fn stand(conn: &mut Conn<'_>, document: &Document) -> Result<Stand> {
    let actor = conn.actor();
    if actor.outsider.is_some() {
        return Ok(Stand::default());
    }
    let actor = with_powers(conn, actor)?;
    let oversees = actor.may(Function::Broadcasts, Verb::See)
        && grants::reach(conn, Function::Broadcasts, Verb::See)? == Reach::Everywhere;
    Ok(Stand {
        author: document.author == actor.person,
        holder: holds_post(conn, document)?,
        oversees,
        approves: actor.may(Function::Broadcasts, Verb::Release),
        administers: actor.administers(),
    })
}

/// The actor with what was given to them of the administration: nothing while they are on leave.
fn with_powers(conn: &mut Conn<'_>, actor: Actor) -> Result<Actor> {
    if actor.leave.is_some() || actor.outsider.is_some() {
        return Ok(Actor { rights: kernel::Rights::Member, powers: kernel::Powers::NONE, ..actor });
    }
    match actor.administers() {
        true => Ok(actor),
        false => Ok(Actor { powers: grants::powers(conn)?, ..actor }),
    }
}

/// Whether the actor holds the post as whose holder it was written, today.
fn holds_post(conn: &mut Conn<'_>, document: &Document) -> Result<bool> {
    let Some(post) = &document.post else { return Ok(false) };
    let person = conn.actor().person;
    let held = posts::held_in(conn, &[post.unit])?;
    Ok(held.contains(&(post.unit, post.title, person)))
}

/// The posts that the actor holds today.
fn held_posts(conn: &mut Conn<'_>) -> Result<Vec<(UnitId, Option<TitleId>)>> {
    let (person, today) = (conn.actor().person, Jst::date(conn.now()));
    let held = people::posts_of(conn, &[person])?.remove(&person).unwrap_or_default();
    Ok(held.into_iter().filter(|post| post.holds_on(today)).map(|post| (post.unit_id, post.title_id)).collect())
}

/// Notes an act on a broadcast for administrators to read.
fn record(
    tx: &mut Tx<'_>,
    act: &'static str,
    document: &Document,
    detail: serde_json::Value,
    address: &str,
) -> Result<()> {
    let subject = Subject::of("broadcast", document.id, &document.words.title);
    audit::record(tx, &Record { act, subject, detail, address })
}

/// Tells those in whose name a broadcast comes that it is elsewhere on its way.
fn tell_senders(tx: &mut Tx<'_>, document: &Document, news: News) -> Result<()> {
    let mut senders = BTreeSet::from([document.author]);
    if let Some(post) = document.post.as_ref().filter(|_| document.state != State::Draft) {
        let held = posts::held_in(tx, &[post.unit])?;
        let holders = held.into_iter().filter(|(unit, title, _)| (*unit, *title) == (post.unit, post.title));
        senders.extend(holders.map(|(.., person)| person));
    }
    for person in senders {
        tx.emit(events::changed(person, document.id, news));
    }
    Ok(())
}

/// Tells those who may consent that something waits for them, or does no more.
fn tell_approvers(tx: &mut Tx<'_>, document: &Document) -> Result<()> {
    let mut approvers: BTreeSet<PersonId> = identity::store::administrators(tx)?.into_iter().collect();
    let given = holdings(tx, None)?.into_iter();
    let release = given.filter(|held| held.part.function == Function::Broadcasts && held.part.verb == Verb::Release);
    approvers.extend(release.map(|held| held.person));
    approvers.remove(&document.author);
    for person in approvers {
        tx.emit(events::changed(person, document.id, News::Waiting));
    }
    Ok(())
}

/// Tells recipients: few one by one, many by one word to all of the staff, so that what is told does not grow with them.
fn tell_recipients(tx: &mut Tx<'_>, document: &Document, news: News) -> Result<()> {
    let few = store::recipients::ids(tx, document.id, events::FEW + 1)?;
    let told = match few.len() > events::FEW {
        true => {
            let event = events::called(&tx.actor(), news, document.total);
            tx.emit(event);
            store::recipients::outsiders(tx, document.id)?
        }
        false => few,
    };
    for person in told {
        tx.emit(events::changed(person, document.id, news));
    }
    Ok(())
}

/// A broadcast for the program's own work.
fn at_work(tx: &mut Tx<'_>, id: BroadcastId) -> Result<Option<May<Change, Document>>> {
    hold(tx, id)?;
    let actor = tx.actor();
    store::get(tx, id)?.map(|document| policy::at_work(&actor, document)).transpose()
}

/// Whoever wrote a broadcast, as the one who acts for a job: nothing when they are here no more, or their account is stopped. That they are
/// on leave by now takes nothing back.
fn author(conn: &mut Conn<'_>, document: &Document) -> Result<Option<Actor>> {
    let account = identity::store::of_person(conn, document.author)?.filter(|account| account.suspended_at.is_none());
    let is_here = people::briefs(conn, &[document.author])?.iter().any(|brief| brief.active);
    let own = conn.actor();
    Ok(account.filter(|_| is_here).map(|account| Actor {
        person: document.author,
        account: account.id,
        rights: account.rights,
        face: Face::System,
        ..Actor::system(own.org)
    }))
}
