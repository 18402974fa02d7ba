//! The use cases of slips. Each takes its lock first: who does something with a slip holds its room.

mod sections;
mod view;

pub use view::{Paging, counts, get, inspected, of_room, own};

use crate::events;
use crate::jobs::RemindOfSlip;
use crate::model::{
    Act, ActRow, Addressee, CARD, CheckRow, Checker, Filled, Form, LineRow, REPLY_CARD, Slip, SlipId, SlipRefusal,
    SlipRow, State, spoken, told_at,
};
use crate::policy::{self, Work};
use crate::store::slips;
use db::{Conn, Db, Lock, Tx};
use directory::model::PostId;
use directory::service::barriers;
use directory::store::people;
use files::model::FileId;
use kernel::{Actor, Error, Jst, May, PersonId, Result};
use rooms::model::{Card, CardId, MessageId, Posting, RoomId};
use rooms::service::{Rooms, Talk};
use sections::{Sections, checkers_in, people_in};

/// A slip that somebody puts into a room.
#[derive(Debug, Clone)]
pub struct Putting {
    /// The id that the client proposes, also of the message; the same id again is the same slip.
    pub id: SlipId,
    /// What is on it.
    pub form: Form,
    /// Pictures of the parcel, or what a request is about.
    pub files: Vec<FileId>,
    /// The first message of the thread that it belongs to.
    pub thread: Option<MessageId>,
    /// Who was using the shared account when they wrote it.
    pub operator: Option<PersonId>,
    /// The post as whose holder they say it.
    pub as_post: Option<PostId>,
}

/// Puts a slip into a room, with the message that carries it, and calls those of the room for whom it is. Sent again, it is the same one.
///
/// Errors: `id_taken`, faults of fields, those of saying something in the room.
pub fn make(tx: &mut Tx<'_>, rooms: &dyn Rooms, room: RoomId, putting: &Putting) -> Result<(Slip, bool)> {
    if slips::get(tx, putting.id)?.is_some() {
        return made_already(tx, rooms, room, putting.id);
    }
    // Who may not read there learns nothing of its fields.
    rooms.place(tx, room)?;
    let now = tx.now();
    let filled = putting.form.filled(Jst::date(now))?;
    let sections = Sections::of(tx)?;
    let section = match filled.to.first() {
        Some(Addressee::Unit { unit_id }) => sections.name(*unit_id).ok_or_else(|| Error::field("to", "unknown"))?,
        _ => String::new(),
    };
    let body = filled.words(&section);
    // What checks are called is no part of the message's words, and is read by the same people.
    let labels = filled.checks.iter().map(|check| check.label.as_str());
    let guarded = std::iter::once(body.as_str()).chain(labels).collect::<Vec<_>>().join("\n");
    let posting = Posting {
        message: putting.id.cast(),
        body,
        quote: None,
        thread: putting.thread,
        operator: putting.operator,
        as_post: putting.as_post,
        card: Some(Card { kind: CARD.to_owned(), id: putting.id.cast() }),
        passing: None,
        guarded: Some(guarded),
        answered: None,
    };
    if !rooms.post_with(tx, room, &posting, &putting.files)? {
        return made_already(tx, rooms, room, putting.id);
    }
    let actor = tx.actor();
    let checks = checks(tx, rooms, (room, &sections), &filled)?;
    check_addressees(tx, rooms, (room, &sections), &filled)?;
    let first = State::first(filled.kind);
    let line = |(number, to): (i64, &Addressee)| LineRow {
        number,
        to: *to,
        state: first,
        step: 0,
        passed: 0,
        acts: Vec::new(),
    };
    let slip = policy::made(SlipRow {
        id: putting.id,
        room,
        maker: actor.person,
        kind: filled.kind,
        lines: (0..).zip(&filled.to).map(line).collect(),
        asking: asking(tx, actor.person)?,
        subject: filled.subject,
        note: filled.note,
        sender: filled.sender,
        pieces: filled.pieces,
        place: filled.place,
        due: filled.due,
        turn: filled.turn,
        checks,
        remind: filled.remind,
        created_at: now,
        tick: tx.tick()?,
    });
    slips::insert(tx, &slip)?;
    plan(tx, &slip)?;
    call(tx, rooms, &slip, &filled.to)?;
    Ok((view::changed(tx, rooms, slip.id)?, true))
}

fn made_already(conn: &mut Conn<'_>, rooms: &dyn Rooms, room: RoomId, id: SlipId) -> Result<(Slip, bool)> {
    let person = conn.actor().person;
    let known = slips::get(conn, id)?.filter(|known| known.maker == person && known.room == room);
    let known = known.ok_or(SlipRefusal::IdTaken)?;
    Ok((view::seen(conn, rooms, known)?, false))
}

/// The unit for which somebody asks: the first of their posts of today.
fn asking(conn: &mut Conn<'_>, person: PersonId) -> Result<Option<directory::model::UnitId>> {
    let today = Jst::date(conn.now());
    let posts = people::posts_of(conn, &[person])?.remove(&person).unwrap_or_default();
    Ok(posts.iter().find(|post| post.holds_on(today)).map(|post| post.unit_id))
}

/// Slips are for sections of which somebody is in the room, or nobody would hear of them, and for people there whom whoever asks may call.
///
/// Errors: a fault of `to`.
fn check_addressees(
    conn: &mut Conn<'_>,
    rooms: &dyn Rooms,
    (room, sections): (RoomId, &Sections),
    filled: &Filled,
) -> Result<()> {
    let (actor, today) = (conn.actor().person, Jst::date(conn.now()));
    for to in &filled.to {
        match *to {
            Addressee::Unit { unit_id } if !sections.is_open(unit_id, today) => {
                return Err(Error::field("to", "unknown"));
            }
            Addressee::Unit { .. } => {
                if people_in(conn, rooms, (room, sections), &[*to])?.is_empty() {
                    return Err(Error::field("to", "nobody_there"));
                }
            }
            Addressee::Person { person_id } => {
                let there = rooms.asked(conn, room)?.iter().any(|asked| asked.person == person_id);
                let reached = person_id == actor || barriers::towards(conn, &[person_id])?.contact(person_id).mention;
                if !there || !reached {
                    return Err(Error::field("to", "unknown"));
                }
            }
        }
    }
    Ok(())
}

/// Whose the checks of a draft are: by title, that of the nearest unit from the section upwards in which somebody of the room holds it whom
/// whoever asks may call.
///
/// Errors: a fault of `checks`.
fn checks(
    conn: &mut Conn<'_>,
    rooms: &dyn Rooms,
    (room, sections): (RoomId, &Sections),
    filled: &Filled,
) -> Result<Vec<CheckRow>> {
    let Some(Addressee::Unit { unit_id }) = filled.to.first() else { return Ok(Vec::new()) };
    let upwards = sections.upwards(*unit_id);
    let actor = conn.actor().person;
    let mut found = Vec::new();
    for wish in &filled.checks {
        let people = wish.person_id.map(Checker::Person).into_iter();
        let posts = upwards.iter().filter_map(|unit| wish.title_id.map(|title| Checker::Post(*unit, title)));
        let mut checker = None;
        for one in people.chain(posts) {
            let there: Vec<PersonId> = checkers_in(conn, rooms, room, one)?.into_iter().collect();
            // A draft that waits for somebody calls them, by name or by their title.
            let towards = barriers::towards(conn, &there)?;
            if there.iter().any(|person| *person == actor || towards.contact(*person).mention) {
                checker = Some(one);
                break;
            }
        }
        let checker = checker.ok_or_else(|| Error::field("checks", "nobody_there"))?;
        found.push(CheckRow { label: wish.label.clone(), checker });
    }
    Ok(found)
}

/// Calls those of the room to a slip whose the check of its draft is now, but whoever does so.
fn call_checkers(tx: &mut Tx<'_>, rooms: &dyn Rooms, slip: &SlipRow, number: i64) -> Result<()> {
    let Some(check) = slip.line(number).and_then(|line| slip.check_of(line)) else { return Ok(()) };
    let mut people = checkers_in(tx, rooms, slip.room, check.checker)?;
    people.remove(&tx.actor().person);
    let people: Vec<PersonId> = people.into_iter().collect();
    if !people.is_empty() {
        rooms.call(tx, slip.message(), &people)?;
    }
    Ok(())
}

/// Calls those of the room to a slip for whom something of it is, but whoever does so.
fn call(tx: &mut Tx<'_>, rooms: &dyn Rooms, slip: &SlipRow, to: &[Addressee]) -> Result<()> {
    let sections = Sections::of(tx)?;
    let mut people = people_in(tx, rooms, (slip.room, &sections), to)?;
    people.remove(&tx.actor().person);
    let people: Vec<PersonId> = people.into_iter().collect();
    if !people.is_empty() {
        rooms.call(tx, slip.message(), &people)?;
    }
    Ok(())
}

/// Lets those be called on a morning for whom it waits then.
fn plan(tx: &mut Tx<'_>, slip: &SlipRow) -> Result<()> {
    match slip.remind.filter(|day| told_at(*day) > tx.now()) {
        Some(on) => jobs::enqueue(tx, &RemindOfSlip { id: slip.id, on }, Some(told_at(on))),
        None => Ok(()),
    }
}

/// What somebody does with a line of a slip.
#[derive(Debug, Clone)]
pub struct Stepping {
    /// What.
    pub act: Act,
    /// How often something had been done with the line, as they saw it.
    pub step: i64,
    /// The answer, or the reason.
    pub words: String,
    /// The id that the client proposes for the message that says it.
    pub reply: Option<MessageId>,
    /// Files of the answer.
    pub files: Vec<FileId>,
    /// Who was using the shared account.
    pub operator: Option<PersonId>,
}

/// Does something with a line of a slip. What was seen otherwise is not done: words are refused, so that nobody's are lost, and a press
/// that comes too late gives the slip as it is.
///
/// Errors: `slips.not_yours`, `slips.not_the_asker`, `slips.not_your_check`, `slips.not_now`, `stale`, `chat.other_operator`, faults of
/// fields, for words those of saying
/// something in the room.
pub fn step(tx: &mut Tx<'_>, rooms: &dyn Rooms, (id, number): (SlipId, i64), doing: &Stepping) -> Result<Slip> {
    if doing.operator.is_some() && doing.operator != tx.actor().operator {
        return Err(SlipRefusal::OtherOperator.into());
    }
    let at = slips::get(tx, id)?.ok_or_else(Error::not_found)?;
    let said = match doing.act.speaks() {
        true => {
            let reply = say(tx, rooms, &at, doing)?;
            let row = slips::get(tx, id)?.ok_or_else(Error::not_found)?;
            let Some(reply) = reply else {
                // Sent again: it is known.
                let known = slips::replied(tx, doing.reply.unwrap_or(row.message()))?;
                return if known == Some((id, number)) {
                    view::seen(tx, rooms, row)
                } else {
                    Err(SlipRefusal::IdTaken.into())
                };
            };
            Some(reply)
        }
        false => {
            tx.lock(Lock::Group(at.room.raw()))?;
            None
        }
    };
    let row = slips::get(tx, id)?.ok_or_else(Error::not_found)?;
    let place = rooms.place(tx, row.room)?;
    let sections = Sections::of(tx)?;
    let stand = view::stand(tx, rooms, (place, &row), &sections)?;
    if row.line(number).ok_or_else(Error::not_found)?.step != doing.step {
        return match said {
            Some(_) => Err(Error::stale()),
            None => view::seen(tx, rooms, row),
        };
    }
    let actor = tx.actor();
    let mut slip = policy::may_act(&actor, &stand, row, (number, doing.act))?;
    let (kind, checks) = (slip.kind, slip.checks.len());
    let line = slip.lines.iter_mut().find(|line| line.number == number).ok_or_else(Error::not_found)?;
    (line.state, line.passed) = line.after(doing.act, kind, checks).ok_or(SlipRefusal::NotNow)?;
    line.step += 1;
    let (message, words) = said.unzip();
    line.acts.push(ActRow {
        act: doing.act,
        at: tx.now(),
        by: actor.person,
        operator: actor.operator,
        words: words.unwrap_or_default(),
        message,
    });
    let to = line.to;
    slips::update(tx, &slip, number)?;
    slips::put_act(tx, &slip, number)?;
    match doing.act {
        Act::Return => call(tx, rooms, &slip, &[to])?,
        Act::Answer | Act::Approve => call_checkers(tx, rooms, &slip, number)?,
        _ => {}
    }
    view::changed(tx, rooms, id)
}

/// Says an answer or a reason in the thread of a slip; nothing where that was said already. Takes the locks of the room and the actor.
fn say(tx: &mut Tx<'_>, rooms: &dyn Rooms, slip: &SlipRow, doing: &Stepping) -> Result<Option<(MessageId, String)>> {
    // Who may not read it learns nothing of its fields.
    let standing = rooms.card(tx, slip.message())?;
    let words = spoken(&doing.words)?;
    let reply = doing.reply.ok_or_else(|| Error::field("reply_id", "missing"))?;
    let posting = Posting {
        message: reply,
        body: words.clone(),
        quote: None,
        thread: Some(standing.thread.unwrap_or(slip.message())),
        operator: doing.operator,
        as_post: None,
        card: Some(Card { kind: REPLY_CARD.to_owned(), id: reply.cast() }),
        passing: None,
        guarded: None,
        answered: None,
    };
    let fresh = rooms.post_with(tx, slip.room, &posting, &doing.files)?;
    Ok(fresh.then_some((reply, words)))
}

/// A message was taken back: what stood in it goes along. Its room is locked.
pub fn taken_back(tx: &mut Tx<'_>, id: CardId) -> Result<()> {
    let Some(row) = slips::get(tx, id.cast())? else { return Ok(()) };
    tx.emit(events::gone(&row));
    slips::delete(tx, &policy::taken_along(row))
}

/// An answer or a reason was taken back: its words go, and what was answered by it is being dealt with again. Its room is locked.
pub fn reply_taken_back(tx: &mut Tx<'_>, id: CardId) -> Result<()> {
    let message: MessageId = id.cast();
    let Some((slip, number)) = slips::replied(tx, message)? else { return Ok(()) };
    let Some(row) = slips::get(tx, slip)? else { return Ok(()) };
    let mut slip: May<Work, SlipRow> = policy::followed(row);
    slips::forget(tx, &slip, message)?;
    if let Some(line) = slip.lines.iter_mut().find(|line| line.number == number) {
        if line.last(Act::Answer).is_some_and(|act| act.message == Some(message)) {
            line.unsay();
        }
        line.step += 1;
    }
    slips::update(tx, &slip, number)?;
    view::tell(tx, slip.id)
}

/// Calls those of the room to a slip for whom it waits still.
pub fn remind(db: &Db, actor: Actor, talk: Talk, job: &RemindOfSlip) -> Result<()> {
    let (id, on) = (job.id, job.on);
    db.write_now(actor, move |tx| {
        let Some(at) = slips::get(tx, id)? else { return Ok(()) };
        tx.lock(Lock::Group(at.room.raw()))?;
        let Some(row) = slips::get(tx, id)? else { return Ok(()) };
        if row.remind != Some(on) {
            return Ok(());
        }
        // On this node it is not that late yet: who wrote the job may have another clock, or this one was set back.
        if tx.now() < told_at(on) {
            return plan(tx, &row);
        }
        let waits: Vec<Addressee> = row.lines.iter().filter(|line| line.state.waits()).map(|line| line.to).collect();
        if waits.is_empty() {
            return Ok(());
        }
        call(tx, talk.0, &row, &waits)
    })
}
