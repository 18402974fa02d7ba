//! From a draft to being out: planned, consented to, held for a moment, and sent in slices by a job.

use super::audience::{self, Outlook};
use super::drafts::shown;
use super::{
    STEP, acting_for, at_work, has_its_name, hold, may_everywhere, record, standing, tell_approvers, tell_recipients,
    tell_senders,
};
use crate::events::News;
use crate::jobs::{BeginReminder, SendBroadcast};
use crate::model::{
    Audience, Broadcast, BroadcastId, BroadcastRefusal, DAY_TURNS, Document, FARTHEST, HOLD, LONGEST_REPLY, LeftOut,
    State, Trouble, checked_text,
};
use crate::policy::{self, Change};
use crate::store;
use crate::store::recipients::Addressee;
use db::{Conn, Db, Tx};
use directory::service::grants;
use kernel::{Actor, Error, Function, Jst, May, PersonId, Result, Timestamp, Verb};
use serde_json::json;
use std::collections::HashSet;

/// What has to be known of a broadcast to look at whom it would go to: see [`look_at`].
pub struct Asked {
    /// The version of it.
    pub tick: i64,
    /// Whoever wrote it: it is looked at with their eyes.
    pub sender: Actor,
    audience: Audience,
}

/// Asks for a broadcast of which the actor disposes, or to which they may consent.
///
/// Errors: `broadcasts.nobody` when whoever wrote it is here no more.
pub fn ask(conn: &mut Conn<'_>, id: BroadcastId) -> Result<Asked> {
    let (document, stand) = standing(conn, id)?;
    let document = policy::may_see(stand, document)?;
    let sender = acting_for(conn, document.author)?.ok_or(BroadcastRefusal::Nobody)?;
    Ok(Asked { tick: document.tick, sender, audience: document.words.audience })
}

/// Looks at whom it would go to now, as whoever wrote it. It reads everybody, so it goes before what writes.
pub fn look_at(conn: &mut Conn<'_>, asked: &Asked) -> Result<Planned> {
    let outlook = audience::look(conn, asked.sender.person, &asked.audience)?;
    let total = i64::try_from(outlook.named.people.len()).unwrap_or(i64::MAX);
    Ok(Planned { total, left_out: outlook.named.left_out })
}

/// What a broadcast would come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Planned {
    /// To how many it goes.
    pub total: i64,
    /// Who is left out.
    pub left_out: LeftOut,
}

/// Has a draft wait for its moment: after a short hold at once, or later; or for somebody's consent before. `looked` is what it would come to,
/// and the version that was looked at.
///
/// Errors: `stale`, `broadcasts.no_draft`, `broadcasts.nobody`, faults of fields.
pub fn send(
    tx: &mut Tx<'_>,
    id: BroadcastId,
    send_at: Option<Timestamp>,
    (seen, looked): (i64, Planned),
    address: &str,
) -> Result<Broadcast> {
    hold(tx, id)?;
    let (found, stand) = standing(tx, id)?;
    let tick = found.tick;
    let mut draft = policy::may_edit(stand, found)?;
    if tick != seen {
        return Err(Error::stale());
    }
    let now = tx.now();
    let at = send_at.unwrap_or(now).max(now.plus(HOLD));
    if at > now.plus(FARTHEST) {
        return Err(Error::field("send_at", "too_far"));
    }
    let midnight = Jst::start_of(Jst::date(at));
    if send_at.is_some() && at.is_within(DAY_TURNS, midnight) {
        return Err(Error::field("send_at", "day_turns"));
    }
    draft.words.check_for_sending(at)?;
    if !has_its_name(tx, &draft)? {
        return Err(Error::field("as_post", "unknown"));
    }
    if looked.total == 0 {
        return Err(BroadcastRefusal::Nobody.into());
    }
    draft.send_at = Some(at);
    (draft.total, draft.left_out) = (looked.total, looked.left_out);
    (draft.trouble, draft.refused_why) = (None, None);
    let detail = json!({ "send_at": at.to_string(), "people": looked.total });
    match store::lists::rule(tx)?.asks_consent(looked.total) {
        true => {
            draft.state = State::Waiting;
            store::update(tx, &draft)?;
            tell_approvers(tx, &draft)?;
            record(tx, "broadcasts.consent_asked", &draft, detail, address)?;
        }
        false => {
            wait(tx, &mut draft, at)?;
            record(tx, "broadcasts.planned", &draft, detail, address)?;
        }
    }
    tell_senders(tx, &draft, News::Moved)?;
    shown(tx, id)
}

/// Has it wait for its moment.
fn wait(tx: &mut Tx<'_>, document: &mut May<Change, Document>, at: Timestamp) -> Result<()> {
    (document.state, document.send_at) = (State::Planned, Some(at));
    store::update(tx, document)?;
    let tick = tx.tick()?;
    jobs::enqueue(tx, &SendBroadcast { id: document.id, tick }, Some(at))
}

/// Has one that waits, is planned, or got stuck while it went out, not go out: it is a draft again.
///
/// Errors: `broadcasts.not_planned`, `broadcasts.too_late`.
pub fn cancel(tx: &mut Tx<'_>, id: BroadcastId, address: &str) -> Result<()> {
    hold(tx, id)?;
    let (found, stand) = standing(tx, id)?;
    let mut document = policy::may_cancel(stand, tx.now(), found)?;
    let waited = document.state == State::Waiting;
    let some = store::recipients::ids(tx, id, usize::MAX >> 1)?;
    store::recipients::remove(tx, &document, &some)?;
    document.hand_back(None);
    store::update(tx, &document)?;
    if waited {
        tell_approvers(tx, &document)?;
    }
    record(tx, "broadcasts.cancelled", &document, json!({}), address)?;
    tell_senders(tx, &document, News::Moved)
}

/// What became of a consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consent {
    /// It goes out at its moment.
    Given,
    /// More are meant by now than whoever consents was told: that is written down, and it is to be looked at anew.
    Grown,
    /// Its deadline, or its reminder, was over by now: it is a draft again.
    TooLate,
}

/// Consents to what somebody else wants to send, to as many as it says. `looked` is what it would come to, and the version that was looked at.
///
/// Errors: `stale`, `broadcasts.not_waiting`, `broadcasts.own`.
pub fn consent(tx: &mut Tx<'_>, id: BroadcastId, (seen, looked): (i64, Planned), address: &str) -> Result<Consent> {
    hold(tx, id)?;
    let (found, stand) = standing(tx, id)?;
    let tick = found.tick;
    let mut document = policy::may_decide(stand, found)?;
    if tick != seen {
        return Err(Error::stale());
    }
    let (actor, now) = (tx.actor(), tx.now());
    let at = document.send_at.unwrap_or(now).max(now.plus(HOLD));
    if document.words.check_for_sending(at).is_err() {
        give_up(tx, document, Trouble::TooLate)?;
        return Ok(Consent::TooLate);
    }
    let has_grown = looked.total > document.total;
    (document.total, document.left_out) = (looked.total, looked.left_out);
    if has_grown {
        store::update(tx, &document)?;
        tell_senders(tx, &document, News::Moved)?;
        return Ok(Consent::Grown);
    }
    document.consented = Some((actor.person, now));
    document.trouble = None;
    wait(tx, &mut document, at)?;
    let detail = json!({ "send_at": at.to_string(), "people": document.total });
    record(tx, "broadcasts.consented", &document, detail, address)?;
    tell_approvers(tx, &document)?;
    tell_senders(tx, &document, News::Moved)?;
    Ok(Consent::Given)
}

/// Does not consent, and says why: it is a draft again.
///
/// Errors: `broadcasts.not_waiting`, `broadcasts.own`, a fault of `why`.
pub fn refuse(tx: &mut Tx<'_>, id: BroadcastId, why: &str, address: &str) -> Result<()> {
    let why = checked_text("why", why, LONGEST_REPLY)?;
    hold(tx, id)?;
    let (found, stand) = standing(tx, id)?;
    let mut document = policy::may_decide(stand, found)?;
    document.hand_back(Some(Trouble::Refused));
    document.refused_why = Some(why.clone());
    store::update(tx, &document)?;
    record(tx, "broadcasts.refused", &document, json!({ "why": why }), address)?;
    tell_approvers(tx, &document)?;
    tell_senders(tx, &document, News::Moved)
}

/// Runs the job. Begun again, it goes on with what is left; once it is out, there is nothing to do.
pub fn run(db: &Db, actor: Actor, job: SendBroadcast) -> Result<()> {
    let SendBroadcast { id, tick } = job;
    let Some((sent_at, sender)) = db.write_now(actor, move |tx| begin(tx, id, tick))? else { return Ok(()) };
    let found = db.read_now(sender, move |conn| look_again(conn, id))?;
    let holds = consent_holds(db, actor, id)?;
    let Some((outlook, recipients)) = found else { return Ok(()) };
    let left_out = outlook.named.left_out;
    let total = recipients.len();
    if let Some(trouble) = db.write_now(actor, move |tx| hindered(tx, id, total, holds))? {
        return db.write_now(actor, move |tx| hand_back(tx, id, trouble, (total, left_out)));
    }
    let there: HashSet<PersonId> =
        db.read_now(actor, move |conn| store::recipients::ids(conn, id, usize::MAX >> 1))?.into_iter().collect();
    let meant: HashSet<PersonId> = recipients.iter().map(|(person, _)| *person).collect();
    // Who was written down before it was interrupted and is meant no more goes.
    let gone: Vec<PersonId> = there.difference(&meant).copied().collect();
    for some in gone.chunks(STEP) {
        let some = some.to_vec();
        db.write_now(actor, move |tx| match sending(tx, id)? {
            Some(document) => store::recipients::remove(tx, &document, &some),
            None => Ok(()),
        })?;
    }
    let missing: Vec<Addressee> = recipients.into_iter().filter(|(person, _)| !there.contains(person)).collect();
    let mut done = total - missing.len();
    for some in missing.chunks(STEP) {
        done += some.len();
        let some = some.to_vec();
        db.write_now(actor, move |tx| write_down(tx, id, sent_at, &some, done))?;
    }
    db.write_now(actor, move |tx| finish(tx, id, total, left_out))
}

/// One that is going out.
fn sending(tx: &mut Tx<'_>, id: BroadcastId) -> Result<Option<May<Change, Document>>> {
    Ok(at_work(tx, id)?.filter(|document| document.state == State::Sending))
}

/// Takes its turn; the moment at which it goes out, and whoever wrote it.
fn begin(tx: &mut Tx<'_>, id: BroadcastId, tick: i64) -> Result<Option<(Timestamp, Actor)>> {
    let Some(mut document) = at_work(tx, id)? else { return Ok(None) };
    let now = tx.now();
    match document.state {
        State::Planned if document.tick == tick && document.send_at.is_some_and(|at| at <= now) => {
            (document.state, document.sent_at, document.done) = (State::Sending, Some(now), 0);
            store::update(tx, &document)?;
            tell_senders(tx, &document, News::Moved)?;
        }
        State::Sending => {}
        _ => return Ok(None),
    }
    let Some(sender) = may_still_send(tx, &document)? else {
        give_up(tx, document, Trouble::NotAllowed)?;
        return Ok(None);
    };
    if !has_its_name(tx, &document)? {
        give_up(tx, document, Trouble::PostEnded)?;
        return Ok(None);
    }
    // Out after its end it would be in nobody's list, and its sender would think it told.
    if document.words.confirm_by.is_some_and(|by| by <= now) || document.words.is_over(now) {
        give_up(tx, document, Trouble::TooLate)?;
        return Ok(None);
    }
    Ok(Some((document.sent_at.unwrap_or(now), sender)))
}

/// Whoever wrote it, if they may still send.
fn may_still_send(tx: &mut Tx<'_>, document: &Document) -> Result<Option<Actor>> {
    let Some(sender) = acting_for(tx, document.author)? else { return Ok(None) };
    let own = tx.actor();
    tx.act_as(sender);
    let powers = grants::powers(tx);
    tx.act_as(own);
    let may = Actor { powers: powers?, ..sender }.may(Function::Broadcasts, Verb::Change);
    Ok(may.then_some(sender))
}

/// Whether whoever consented may still do so; nothing where nobody has.
fn consent_holds(db: &Db, actor: Actor, id: BroadcastId) -> Result<bool> {
    let consenter = db.read_now(actor, move |conn| {
        let by = store::get(conn, id)?.and_then(|document| document.consented).map(|(by, _)| by);
        by.map(|by| acting_for(conn, by)).transpose()
    })?;
    let Some(Some(consenter)) = consenter else { return Ok(false) };
    db.read_now(consenter, move |conn| {
        let powers = grants::powers(conn)?;
        may_everywhere(conn, &Actor { powers, ..consenter }, Verb::Release)
    })
}

/// To whom it goes, at the moment at which it does.
fn look_again(conn: &mut Conn<'_>, id: BroadcastId) -> Result<Option<(Outlook, Vec<Addressee>)>> {
    let Some(document) = store::get(conn, id)? else { return Ok(None) };
    let outlook = audience::look(conn, document.author, &document.words.audience)?;
    let recipients = outlook.with_sections(conn)?;
    Ok(Some((outlook, recipients)))
}

/// What keeps it from going out to so many. Consent is to as many as it said, of somebody who may still give it.
fn hindered(tx: &mut Tx<'_>, id: BroadcastId, total: usize, consent_holds: bool) -> Result<Option<Trouble>> {
    let Some(document) = sending(tx, id)? else { return Ok(None) };
    let total = i64::try_from(total).unwrap_or(i64::MAX);
    let asks = store::lists::rule(tx)?.asks_consent(total) && (!consent_holds || total > document.total);
    Ok(match total {
        0 => Some(Trouble::Nobody),
        _ if asks => Some(Trouble::NeedsConsent),
        _ => None,
    })
}

fn hand_back(tx: &mut Tx<'_>, id: BroadcastId, trouble: Trouble, (total, left_out): (usize, LeftOut)) -> Result<()> {
    let Some(mut document) = sending(tx, id)? else { return Ok(()) };
    // Whoever is asked for consent reads how many are meant by now.
    (document.total, document.left_out) = (i64::try_from(total).unwrap_or(i64::MAX), left_out);
    give_up(tx, document, trouble)
}

/// It does not go out: it waits for consent, or is a draft again, and says why.
fn give_up(tx: &mut Tx<'_>, mut document: May<Change, Document>, trouble: Trouble) -> Result<()> {
    let some = store::recipients::ids(tx, document.id, usize::MAX >> 1)?;
    store::recipients::remove(tx, &document, &some)?;
    let (waited, send_at) = (document.state == State::Waiting, document.send_at);
    let (total, left_out) = (document.total, document.left_out);
    document.hand_back(Some(trouble));
    if trouble == Trouble::NeedsConsent {
        (document.state, document.send_at) = (State::Waiting, send_at);
        (document.total, document.left_out) = (total, left_out);
    }
    store::update(tx, &document)?;
    if waited || trouble == Trouble::NeedsConsent {
        tell_approvers(tx, &document)?;
    }
    record(tx, "broadcasts.not_sent", &document, json!({ "trouble": store::word(trouble) }), "")?;
    tell_senders(tx, &document, News::Moved)
}

fn write_down(tx: &mut Tx<'_>, id: BroadcastId, sent_at: Timestamp, people: &[Addressee], done: usize) -> Result<()> {
    let Some(mut document) = sending(tx, id)? else { return Ok(()) };
    store::recipients::add(tx, &document, sent_at, people)?;
    document.done = i64::try_from(done).unwrap_or(i64::MAX);
    store::update(tx, &document)
}

/// It is out: everybody sees it from this moment on.
fn finish(tx: &mut Tx<'_>, id: BroadcastId, total: usize, left_out: LeftOut) -> Result<()> {
    let Some(mut document) = sending(tx, id)? else { return Ok(()) };
    let total = i64::try_from(total).unwrap_or(i64::MAX);
    (document.state, document.total, document.done, document.left_out) = (State::Sent, total, total, left_out);
    document.trouble = None;
    store::update(tx, &document)?;
    if let Some(at) = document.words.remind_at {
        jobs::enqueue(tx, &BeginReminder { id, at }, Some(at))?;
    }
    let detail = json!({ "people": total, "beyond": left_out.beyond, "barred": left_out.barred });
    record(tx, "broadcasts.sent", &document, detail, "")?;
    tell_senders(tx, &document, News::Moved)?;
    tell_recipients(tx, &document, News::Arrived)
}
