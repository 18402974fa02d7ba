//! What is asked of those who own a room without the others knowing, and how it is shown to these after all.

use super::{Paging, calling, faq, hold, written_by};
use crate::events;
use crate::model::{
    Consent, Course, FaqId, FaqRow, PrivateId, PrivateQuestion, PrivateRow, Proposal, QuestionRefusal, Reason, Wording,
    private_words,
};
use crate::policy::{self, Confide, Edit};
use crate::store::{calls, faq as entry_store, private};
use db::{Conn, Tx};
use directory::service::barriers;
use kernel::{Error, May, PersonId, Result};
use rooms::model::{Place, RoomId};
use rooms::service::Rooms;
use std::collections::BTreeSet;
use web::{Cursor, Page};

/// A question whose room is held, as it is now, with the room as the actor has it.
fn held(tx: &mut Tx<'_>, rooms: &dyn Rooms, id: PrivateId) -> Result<(PrivateRow, Place)> {
    let at = private::get(tx, id)?.ok_or_else(Error::not_found)?;
    hold(tx, at.room)?;
    let row = private::get(tx, id)?.ok_or_else(Error::not_found)?;
    let place = rooms.place(tx, row.room)?;
    let actor = tx.actor();
    if policy::knows(&actor, &place, &row) { Ok((row, place)) } else { Err(Error::not_found()) }
}

/// [`held`] for taking back what one said oneself: that needs no room. Others who know of the question learn that it is not theirs.
fn own(tx: &mut Tx<'_>, rooms: &dyn Rooms, id: PrivateId) -> Result<May<Confide, PrivateRow>> {
    let at = private::get(tx, id)?.ok_or_else(Error::not_found)?;
    let actor = tx.actor();
    if at.asker != actor.person {
        let (row, place) = held(tx, rooms, id)?;
        return policy::may_decide(&actor, &place, row);
    }
    hold(tx, at.room)?;
    let row = private::get(tx, id)?.ok_or_else(Error::not_found)?;
    policy::may_withdraw(&actor, row)
}

/// Those who know of a question: who asked, and who owns the room now.
fn concerned(conn: &mut Conn<'_>, rooms: &dyn Rooms, row: &PrivateRow) -> Result<BTreeSet<PersonId>> {
    Ok(rooms.owners(conn, row.room)?.into_iter().chain([row.asker]).collect())
}

fn unchanged(conn: &mut Conn<'_>, row: PrivateRow) -> Result<PrivateQuestion> {
    let at = conn.position()?.tick;
    Ok(PrivateQuestion::of(row, at))
}

fn told(tx: &mut Tx<'_>, rooms: &dyn Rooms, row: PrivateRow) -> Result<PrivateQuestion> {
    let (people, tick) = (concerned(tx, rooms, &row)?, tx.tick()?);
    let question = PrivateQuestion::of(row, tick);
    for person in people {
        tx.emit(events::private_changed(person, &question));
    }
    Ok(question)
}

fn saved(tx: &mut Tx<'_>, rooms: &dyn Rooms, question: May<Confide, PrivateRow>) -> Result<PrivateQuestion> {
    private::update(tx, &question)?;
    told(tx, rooms, question.into_inner())
}

/// Refuses what would be written to people to none of whom the actor may write.
///
/// Errors: `chat.barred`.
fn not_barred(conn: &mut Conn<'_>, people: &[PersonId]) -> Result<()> {
    let towards = barriers::towards(conn, people)?;
    match people.iter().any(|person| towards.contact(*person).write) {
        true => Ok(()),
        false => Err(QuestionRefusal::Barred.into()),
    }
}

/// What somebody asks privately.
#[derive(Debug, Clone)]
pub struct Asking {
    /// The id that the client proposes; the same one again is the same question.
    pub id: PrivateId,
    /// What.
    pub words: String,
    /// Who was using the shared account when they wrote it.
    pub operator: Option<PersonId>,
}

/// Asks those who own a room without the others knowing. The same again is the same.
///
/// Errors: `id_taken`, `questions.not_yours` where one may not write, `questions.nobody_owns`, `chat.barred`, `chat.other_operator`, `chat.personal_number`, a fault of `words`.
pub fn ask(tx: &mut Tx<'_>, rooms: &dyn Rooms, room: RoomId, asking: &Asking) -> Result<(PrivateQuestion, bool)> {
    hold(tx, room)?;
    let (actor, place) = (tx.actor(), rooms.place(tx, room)?);
    if let Some(known) = private::get(tx, asking.id)? {
        let theirs = known.asker == actor.person && known.room == room;
        return if theirs { Ok((unchanged(tx, known)?, false)) } else { Err(QuestionRefusal::IdTaken.into()) };
    }
    written_by(tx, asking.operator)?;
    let row = PrivateRow {
        id: asking.id,
        room,
        asker: actor.person,
        operator: actor.operator,
        words: private_words(&asking.words)?,
        asked_at: tx.now(),
        answer: None,
        course: Course::default(),
        consent: Consent::None,
        proposal: None,
        tick: tx.tick()?,
    };
    let question = policy::may_ask(&place, row)?;
    let owners = rooms.owners(tx, room)?;
    if owners.is_empty() {
        return Err(QuestionRefusal::NobodyOwns.into());
    }
    not_barred(tx, &owners)?;
    rooms.guard(tx, &question.words)?;
    private::insert(tx, &question)?;
    calling::call_privately(tx, &question, owners, Reason::Asked)?;
    Ok((told(tx, rooms, question.into_inner())?, true))
}

/// Takes a question back that was not answered, also from outside the room.
///
/// Errors: `not_found` a second time, `questions.answered`, `questions.not_yours`.
pub fn take_back(tx: &mut Tx<'_>, rooms: &dyn Rooms, id: PrivateId) -> Result<()> {
    let question = own(tx, rooms, id)?;
    if !question.course.is_open() {
        return Err(QuestionRefusal::Answered.into());
    }
    for person in concerned(tx, rooms, &question)? {
        tx.emit(events::private_gone(person, &question));
    }
    calls::gone(tx, &question)?;
    private::delete(tx, &question)
}

/// Says that one answers it.
///
/// Errors: `questions.not_the_owner`, `questions.claimed`, `questions.answered`.
pub fn claim_private(tx: &mut Tx<'_>, rooms: &dyn Rooms, id: PrivateId) -> Result<PrivateQuestion> {
    let (row, place) = held(tx, rooms, id)?;
    let (actor, now) = (tx.actor(), tx.now());
    if row.course.is_open() && row.course.held_by(now) == Some(actor.person) {
        return unchanged(tx, row);
    }
    let mut question = policy::may_answer_privately(&actor, &place, row, now)?;
    question.course.claim(actor.person, now);
    // The others of the desk need not look at it any more.
    calls::gone(tx, &question)?;
    saved(tx, rooms, question)
}

/// Lets go of it, one's own claim or another owner's.
///
/// Errors: `questions.not_the_owner`.
pub fn let_go_private(tx: &mut Tx<'_>, rooms: &dyn Rooms, id: PrivateId) -> Result<PrivateQuestion> {
    let (row, place) = held(tx, rooms, id)?;
    if row.course.claimer.is_none() || !row.course.is_open() {
        return unchanged(tx, row);
    }
    let actor = tx.actor();
    let mut question = policy::may_tend(&actor, &place, row)?;
    question.course.let_go();
    saved(tx, rooms, question)
}

/// Answers it. The same again is the same.
///
/// Errors: `questions.not_the_owner`, `questions.claimed`, `questions.answered`, `chat.barred`, `stale`, `chat.personal_number`, a fault of `words`.
pub fn answer_private(
    tx: &mut Tx<'_>,
    rooms: &dyn Rooms,
    id: PrivateId,
    (words, step): (&str, i64),
) -> Result<PrivateQuestion> {
    let (row, place) = held(tx, rooms, id)?;
    let words = private_words(words)?;
    let (actor, now) = (tx.actor(), tx.now());
    if row.answer.as_ref() == Some(&words) && row.course.answerer == Some(actor.person) {
        return unchanged(tx, row);
    }
    let mut question = policy::may_answer_privately(&actor, &place, row, now)?;
    not_barred(tx, &[question.asker])?;
    if question.course.step != step {
        return Err(Error::stale());
    }
    rooms.guard(tx, &words)?;
    let asked_at = question.asked_at;
    question.answer = Some(words);
    question.course.answer(actor.person, asked_at, now);
    let asker = question.asker;
    calls::gone(tx, &question)?;
    calling::call_privately(tx, &question, [asker], Reason::Answered)?;
    saved(tx, rooms, question)
}

/// Words in which a question could be shown to the room.
#[derive(Debug, Clone)]
pub struct Proposing {
    /// The id that the entry would have.
    pub entry: FaqId,
    /// Its words.
    pub wording: Wording,
    /// How often something had been done with the question, as they saw it.
    pub step: i64,
}

/// Asks whoever asked whether these words may be shown to the room. What was agreed to before goes with that: consent is to words.
///
/// Errors: `questions.not_the_owner`, `questions.unanswered`, `chat.barred`, `stale`, `id_taken`, `chat.personal_number`, faults of fields.
pub fn propose(tx: &mut Tx<'_>, rooms: &dyn Rooms, id: PrivateId, proposing: &Proposing) -> Result<PrivateQuestion> {
    let (row, place) = held(tx, rooms, id)?;
    let actor = tx.actor();
    let mut question = policy::may_tend(&actor, &place, row)?;
    let wording = proposing.wording.checked()?;
    if question.proposal.as_ref().is_some_and(|known| known.entry == proposing.entry && known.wording == wording) {
        return unchanged(tx, question.into_inner());
    }
    if question.course.is_open() {
        return Err(QuestionRefusal::Unanswered.into());
    }
    not_barred(tx, &[question.asker])?;
    if question.course.step != proposing.step {
        return Err(Error::stale());
    }
    if entry_store::get(tx, proposing.entry)?.is_some() {
        return Err(QuestionRefusal::IdTaken.into());
    }
    rooms.guard(tx, &wording.whole())?;
    withdraw_entry(tx, &question)?;
    question.proposal = Some(Proposal { entry: proposing.entry, wording });
    question.consent = Consent::Asked;
    question.course.step += 1;
    let asker = question.asker;
    calling::call_privately(tx, &question, [asker], Reason::Proposed)?;
    saved(tx, rooms, question)
}

/// Takes away the entry that somebody had agreed to.
fn withdraw_entry(tx: &mut Tx<'_>, question: &May<Confide, PrivateRow>) -> Result<()> {
    let Some(proposal) = question.proposal.as_ref().filter(|_| question.consent == Consent::Given) else {
        return Ok(());
    };
    match entry_store::get(tx, proposal.entry)?.filter(|row| row.room == question.room && row.is_agreed) {
        Some(row) => faq::withdraw(tx, policy::agreed(question, row)),
        // Who owns the room took it away before.
        None => Ok(()),
    }
}

/// The desk took away what stood in the FAQ as its asker had agreed: nothing is proposed any more, and the asker is told. The room is held.
pub(super) fn unpublished(tx: &mut Tx<'_>, rooms: &dyn Rooms, entry: &May<Edit, FaqRow>) -> Result<()> {
    let found = private::of_entry(tx, entry.room, entry.id)?.filter(|row| row.consent == Consent::Given);
    let Some(row) = found else { return Ok(()) };
    let mut question = policy::unpublished(entry, row);
    (question.proposal, question.consent) = (None, Consent::None);
    question.course.step += 1;
    saved(tx, rooms, question).map(|_| ())
}

/// What whoever asked says of the words that were proposed.
#[derive(Debug, Clone, Copy)]
pub struct Consenting {
    /// They may be shown.
    pub agrees: bool,
    /// How often something had been done with the question, as they saw it: nobody agrees to words that they have not read.
    pub step: i64,
}

/// Agrees to the words that were proposed, by which they stand in the FAQ, or declines, by which they do not, or no more. Declining needs no room:
/// who has left it takes back their consent all the same.
///
/// Errors: `questions.not_yours`, `questions.nothing_proposed`, `questions.full`, `stale`.
pub fn consent(tx: &mut Tx<'_>, rooms: &dyn Rooms, id: PrivateId, consenting: Consenting) -> Result<PrivateQuestion> {
    let mut question = if consenting.agrees {
        let (row, place) = held(tx, rooms, id)?;
        policy::may_decide(&tx.actor(), &place, row)?
    } else {
        own(tx, rooms, id)?
    };
    let wanted = if consenting.agrees { Consent::Given } else { Consent::Declined };
    if question.consent == wanted {
        return unchanged(tx, question.into_inner());
    }
    let Some(proposal) = question.proposal.clone() else { return Err(QuestionRefusal::NothingProposed.into()) };
    if question.course.step != consenting.step {
        return Err(Error::stale());
    }
    match consenting.agrees {
        true => {
            let row = FaqRow {
                id: proposal.entry,
                room: question.room,
                place: faq::next_place(tx, question.room)?,
                wording: proposal.wording,
                // Nothing leads to who asked, nor to when.
                source: None,
                is_agreed: true,
                writer: question.course.answerer.unwrap_or(question.asker),
                changed_at: tx.now(),
                step: 0,
                tick: tx.tick()?,
            };
            faq::publish(tx, policy::agreed(&question, row))?;
        }
        false => withdraw_entry(tx, &question)?,
    }
    question.consent = wanted;
    question.course.step += 1;
    calls::gone(tx, &question)?;
    saved(tx, rooms, question)
}

/// One question, for those who know of it.
pub fn get_private(conn: &mut Conn<'_>, rooms: &dyn Rooms, id: PrivateId) -> Result<PrivateQuestion> {
    let row = private::get(conn, id)?.ok_or_else(Error::not_found)?;
    let (actor, place) = (conn.actor(), rooms.place(conn, row.room)?);
    match policy::knows(&actor, &place, &row) {
        true => unchanged(conn, row),
        false => Err(Error::not_found()),
    }
}

/// What was asked privately in a room, the newest first: all of it for who owns it, one's own for everybody else.
pub fn of_room(conn: &mut Conn<'_>, rooms: &dyn Rooms, room: RoomId, paging: &Paging) -> Result<Page<PrivateQuestion>> {
    let (actor, place) = (conn.actor(), rooms.place(conn, room)?);
    let asker = (!place.owns).then_some(actor.person);
    let after = paging.after.as_ref().map(Cursor::read).transpose()?;
    let rows = private::of_room(conn, (room, asker), after, paging.limit + 1)?;
    let Page { items, next } = Page::cut(rows, paging.limit, |row| (row.asked_at, row.id));
    let at = conn.position()?.tick;
    Ok(Page { items: items.into_iter().map(|row| PrivateQuestion::of(row, at)).collect(), next })
}
