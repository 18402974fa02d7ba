//! The use cases of broadcasts. Each takes its lock first, and saves what it changes, tells and causes together.

pub mod audience;
mod drafts;
mod files;
mod keeping;
mod lists;
mod reading;
mod receipts;
mod reminding;
mod replies;
mod sending;
mod view;

pub use self::files::file;
pub use drafts::{change, create, list, preview, remove, waiting};
pub use keeping::{begin_forgetting, forget_old, withdraw};
pub use lists::{create_list, lists, remove_list, replace_list, rule, set_rule};
pub use reading::{Key, Shown, confirm, read, received, show, summary};
pub use receipts::{Lines, Report, counts, export, note_export, people, sections};
pub use reminding::{begin_due, remind, run as remind_unread};
pub use replies::{answer, conversation, conversations, looked, own, reply, saw};
pub use sending::{Asked, Consent, Planned, ask, cancel, consent, look_at, refuse, run as send_now, send};

use crate::events::{self, News};
use crate::model::{AsPost, BroadcastId, Document, State};
use crate::policy::{self, Change, Stand};
use crate::store;
use audit::{Record, Subject};
use db::{Conn, Lock, Tx};
use directory::model::{Reach, Scope, TitleId, UnitId};
use directory::service::grants;
use directory::store::grants::holdings;
use directory::store::people;
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
    Ok(Stand {
        author: document.author == actor.person,
        holder: holder(conn, document)? == Some(actor.person),
        oversees: may_everywhere(conn, &actor, Verb::See)?,
        approves: may_everywhere(conn, &actor, Verb::Release)?,
        administers: actor.administers(),
    })
}

/// Whether something of broadcasts was given to the actor for all of the organisation: what is for a part of it tells nothing of what goes
/// to others as well. `actor` is the actor with their powers.
fn may_everywhere(conn: &mut Conn<'_>, actor: &Actor, verb: Verb) -> Result<bool> {
    Ok(actor.may(Function::Broadcasts, verb) && grants::reach(conn, Function::Broadcasts, verb)? == Reach::Everywhere)
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

/// Who holds today the office as whose holder it was written.
fn holder(conn: &mut Conn<'_>, document: &Document) -> Result<Option<PersonId>> {
    match document.post {
        Some(AsPost { unit, title: Some(title), .. }) => store::audience::office_holder(conn, unit, title),
        _ => Ok(None),
    }
}

/// Whether whoever wrote it may still do so in the name in which it comes.
fn has_its_name(conn: &mut Conn<'_>, document: &Document) -> Result<bool> {
    Ok(document.post.is_none() || holder(conn, document)? == Some(document.author))
}

/// Whether anybody is here who answers for it.
fn is_answered_for(conn: &mut Conn<'_>, document: &Document) -> Result<bool> {
    Ok(holder(conn, document)?.is_some() || people::briefs(conn, &[document.author])?.iter().any(|brief| brief.active))
}

/// The offices that the actor holds today.
fn offices(conn: &mut Conn<'_>) -> Result<Vec<(UnitId, TitleId)>> {
    let (person, today) = (conn.actor().person, Jst::date(conn.now()));
    let held = people::posts_of(conn, &[person])?.remove(&person).unwrap_or_default();
    let mut offices = Vec::new();
    for post in held.iter().filter(|post| post.holds_on(today)) {
        let Some(title) = post.title_id else { continue };
        if store::audience::office_holder(conn, post.unit_id, title)? == Some(person) {
            offices.push((post.unit_id, title));
        }
    }
    Ok(offices)
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
    if document.state != State::Draft {
        senders.extend(holder(tx, document)?);
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
    let release = given.filter(|held| {
        let part = held.part;
        (part.function, part.verb, held.scope) == (Function::Broadcasts, Verb::Release, Scope::All)
    });
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
            let heard_by = store::audience::staff(tx)?;
            let event = events::called(&tx.actor(), news, heard_by);
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

/// Whoever wrote a broadcast, or consented to it, as the one who acts for a job: nothing when they are here no more, or their account is
/// stopped. That they are on leave by now takes nothing back.
fn acting_for(conn: &mut Conn<'_>, person: PersonId) -> Result<Option<Actor>> {
    let account = identity::store::of_person(conn, person)?.filter(|account| account.suspended_at.is_none());
    let is_here = people::briefs(conn, &[person])?.iter().any(|brief| brief.active);
    let own = conn.actor();
    Ok(account.filter(|_| is_here).map(|account| Actor {
        person,
        account: account.id,
        rights: account.rights,
        face: Face::System,
        ..Actor::system(own.org)
    }))
}
