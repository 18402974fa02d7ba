//! 予約送信: what somebody wrote is said at a moment that they chose, in their name, if they may say it then. What they may not say stays
//! theirs, with the reason.

use crate::events;
use crate::jobs::SendPlanned;
use crate::model::{
    Answered, ChatRefusal, Later, LinkHeading, MessageId, Planned, Rest, RoomId, RoomKind, Times, checked_body,
    checked_count, checked_headings, checked_moment, closed, headings_left, next_opening, tomorrow_morning, words_of,
};
use crate::policy;
use crate::service::number_guard;
use crate::service::saved::remind;
use crate::service::sharing::as_actor;
use crate::service::talk::{Saying, say};
use crate::store;
use crate::store::later::PlannedRow;
use db::{Conn, Db, Lock, Tx};
use directory::store::people;
use kernel::{Actor, Error, Jst, Kind, OrgId, PersonId, Result, Timestamp};
use std::time::Duration;

/// Plans to say something. Gives what is planned, and whether it is new; the same id by the same person is not.
///
/// Errors: those of saying it now, `chat.too_many_planned`, and faults of `send_at`.
pub fn plan(tx: &mut Tx<'_>, room_id: RoomId, saying: &Saying, send_at: Timestamp) -> Result<(Planned, bool)> {
    let actor = tx.actor();
    tx.lock_both(Lock::Group(room_id.raw()), Lock::Person(actor.person))?;
    if let Some(known) = store::later::get(tx, saying.id)? {
        return match known.person == actor.person && known.room == room_id {
            // The answer got lost, and they have thought of another moment or other words since.
            true if known.send_at != send_at
                || known.body != checked_body(&saying.body)?
                || known.headings != checked_headings(&saying.headings, &saying.body)? =>
            {
                let (body, headings) = (Some(saying.body.as_str()), Some(saying.headings.as_slice()));
                Ok((change(tx, saying.id, body, headings, Some(send_at), saying.answered.clone())?, false))
            }
            true => Ok((shown(known), false)),
            false => Err(ChatRefusal::IdTaken.into()),
        };
    }
    let (room, mine) = super::room(tx, room_id)?;
    policy::may_write(&actor, room, mine.as_ref())?;
    if let Some(said) = store::messages::get(tx, saying.id)? {
        let own = said.author == actor.person && said.room == room_id;
        return Err(if own { ChatRefusal::SaidAlready } else { ChatRefusal::IdTaken }.into());
    }
    if store::later::is_elsewhere(tx, saying.id)? || store::rooms::exists(tx, saying.id.cast())? {
        return Err(ChatRefusal::IdTaken.into());
    }
    if saying.operator.is_some() && saying.operator != actor.operator {
        return Err(ChatRefusal::OtherOperator.into());
    }
    let waiting = store::later::count(tx, actor.person, true)?;
    checked_count(waiting.planned + waiting.failed)?;
    let body = checked_body(&saying.body)?;
    let headings = checked_headings(&saying.headings, &body)?;
    let mut row = PlannedRow {
        id: saying.id,
        person: actor.person,
        account: actor.account,
        operator: actor.operator,
        room: room_id,
        thread: saying.thread,
        body,
        quote: saying.quote,
        also_to_room: saying.also_to_room,
        post: saying.as_post,
        no_reply: saying.no_reply,
        headings,
        send_at: checked_moment("send_at", send_at, tx.now())?,
        why: None,
        answered: None,
    };
    row.answered = number_guard::look(tx, &looked_at(&row), saying.answered.as_ref())?;
    if let Some(post) = row.post {
        super::held_post(tx, post)?;
    }
    store::later::plan(tx, &row)?;
    send_later(tx, &row)?;
    told(tx, actor.person)?;
    Ok((shown(row), true))
}

/// Changes words, what is said of the links in them, or the moment; without headings, those stay whose links do. What could not be said is tried again then.
pub fn change(
    tx: &mut Tx<'_>,
    id: MessageId,
    body: Option<&str>,
    headings: Option<&[LinkHeading]>,
    send_at: Option<Timestamp>,
    answered: Option<Answered>,
) -> Result<Planned> {
    let mut row = held(tx, id)?;
    // It goes out under the name of who wrote it, and nobody else's words do.
    if row.operator != tx.actor().operator {
        return Err(ChatRefusal::OtherOperator.into());
    }
    let mut given = row.answered.take();
    if let Some(body) = body {
        let body = checked_body(body)?;
        // What was answered about other words says nothing of these.
        given = given.filter(|_| body == row.body);
        row.body = body;
    }
    let now = match headings {
        Some(headings) => checked_headings(headings, &row.body)?,
        None => headings_left(&row.headings, &row.body),
    };
    given = given.filter(|_| headings.is_none() || now == row.headings);
    row.headings = now;
    if let Some(send_at) = send_at {
        row.send_at = checked_moment("send_at", send_at, tx.now())?;
    } else if row.why.is_some() {
        return Err(Error::field("send_at", "required"));
    }
    row.answered = number_guard::look(tx, &looked_at(&row), answered.or(given).as_ref())?;
    row.why = None;
    store::later::change(tx, &row)?;
    send_later(tx, &row)?;
    told(tx, row.person)?;
    Ok(shown(row))
}

/// What of it is looked at for a personal number.
fn looked_at(row: &PlannedRow) -> String {
    format!("{}\n{}", row.body, words_of(&row.headings))
}

fn send_later(tx: &mut Tx<'_>, row: &PlannedRow) -> Result<()> {
    jobs::enqueue(tx, &SendPlanned { at: row.send_at }, Some(row.send_at))
}

/// Says it now; refused as saying it would be, and kept then.
pub fn send_now(tx: &mut Tx<'_>, id: MessageId) -> Result<()> {
    let actor = tx.actor();
    let row = store::later::get(tx, id)?.filter(|row| row.person == actor.person);
    let row = row.ok_or_else(Error::not_found)?;
    say_it(tx, actor, row, None)
}

/// Takes it back before it was said.
pub fn cancel(tx: &mut Tx<'_>, id: MessageId) -> Result<()> {
    let row = held(tx, id)?;
    store::later::take(tx, id)?;
    told(tx, row.person)
}

/// What the actor has planned, the next first.
pub fn list(conn: &mut Conn<'_>) -> Result<Vec<Planned>> {
    let person = conn.actor().person;
    Ok(store::later::of_person(conn, person)?.into_iter().map(shown).collect())
}

/// How much waits for the actor.
pub fn counted(conn: &mut Conn<'_>) -> Result<Later> {
    let actor = conn.actor();
    store::later::count(conn, actor.person, actor.outsider.is_none())
}

/// When something is best said in a room, or come back to.
pub fn times(conn: &mut Conn<'_>, id: RoomId) -> Result<Times> {
    let actor = conn.actor();
    let (room, mine) = super::room(conn, id)?;
    let room = policy::may_read(&actor, room, mine.as_ref())?;
    let now = conn.now();
    let (rest, rest_until) = match room.kind {
        RoomKind::Direct => rest_of(conn, id)?,
        _ => (None, None),
    };
    let (tomorrow, next_open) = (tomorrow_morning(now), next_opening(now));
    Ok(Times { rest, rest_until, in_an_hour: now.plus(Duration::from_secs(3600)), tomorrow, next_open })
}

/// Why the other one in a direct room of two is better left in peace, and until when.
fn rest_of(conn: &mut Conn<'_>, room: RoomId) -> Result<(Option<Rest>, Option<Timestamp>)> {
    let (me, now) = (conn.actor().person, conn.now());
    let mut others: Vec<PersonId> =
        store::members::of(conn, room)?.into_keys().filter(|person| *person != me).collect();
    let (Some(other), None) = (others.pop(), others.pop()) else { return Ok((None, None)) };
    let Some(person) = people::briefs(conn, &[other])?.pop() else { return Ok((None, None)) };
    if person.guest || person.bot || person.partner {
        return Ok((None, None));
    }
    if person.on_leave {
        return Ok((Some(Rest::OnLeave), None));
    }
    if let Some(until) = person.off_duty_until {
        return Ok((Some(Rest::OffDuty), Some(until)));
    }
    // Whoever works by a rota and is not off duty is on duty, whatever the hour.
    if store::later::in_rota(conn, other, Jst::date(now))? {
        return Ok((None, None));
    }
    let rest = closed(now);
    Ok((rest, rest.map(|_| next_opening(now))))
}

/// How many are looked up at once.
const BATCH: usize = 100;

/// Runs the job: says all of the organisation that is to be said by now. Each is said and off the list in one transaction, so it is said once,
/// whoever is killed in between. One that the database would not take is tried again with the job, and keeps up no other.
pub fn send(db: &Db, actor: Actor) -> Result<()> {
    let (mut after, mut failed) = ((Timestamp::from_micros(i64::MIN), MessageId::from_raw(i64::MIN)), None);
    loop {
        let due = db.read_now(actor, move |conn| store::later::due_planned(conn, after, BATCH))?;
        let Some(last) = due.last() else { break };
        after = *last;
        for (_, id) in due {
            failed = send_planned(db, actor, id).err().or(failed);
        }
    }
    failed.map_or(Ok(()), Err)
}

/// How late something is that its job did not do.
const LATE: Duration = Duration::from_secs(60);

/// Says, and reminds of, what is late in any organisation: its job has failed too often, or found a clock that was set back.
pub fn catch_up(db: &Db) -> Result<()> {
    let (to_say, to_remind) = db.read_now(Actor::system(OrgId::from_raw(0)), |conn| {
        let before = conn.now().minus(LATE);
        store::later::overdue(conn, before)
    })?;
    let mut failed = None;
    for org in to_say {
        failed = send(db, Actor::system(org)).err().or(failed);
    }
    for org in to_remind {
        failed = remind(db, Actor::system(org)).err().or(failed);
    }
    failed.map_or(Ok(()), Err)
}

fn send_planned(db: &Db, actor: Actor, id: MessageId) -> Result<()> {
    match db.write_now(actor, move |tx| send_one(tx, id)) {
        // That the database is away or too many write is no answer of the room's.
        Err(error) if !matches!(error.kind(), Kind::Unavailable | Kind::Internal) => {
            let why = error
                .faults()
                .first()
                .map_or_else(|| error.code().to_owned(), |fault| format!("{}.{}", fault.field, fault.code));
            db.write_now(actor, move |tx| fail(tx, id, &why))
        }
        done => done,
    }
}

fn send_one(tx: &mut Tx<'_>, id: MessageId) -> Result<()> {
    let Some(row) = store::later::get(tx, id)? else { return Ok(()) };
    let now = tx.now();
    if row.why.is_some() || row.send_at > now {
        return Ok(());
    }
    let author = identity::service::operators::standing_of(tx, row.account, row.operator)?;
    let Some(author) = author.filter(|author| author.person == row.person) else {
        return Err(ChatRefusal::NotHere.into());
    };
    let before = row.send_at;
    as_actor(tx, author, |tx| say_it(tx, author, row, Some(before)))
}

/// Says it in the name of its author and takes it off the list. `unless_moved` is the moment that it had: who changed it meanwhile wants
/// another.
fn say_it(tx: &mut Tx<'_>, author: Actor, row: PlannedRow, unless_moved: Option<Timestamp>) -> Result<()> {
    let saying = Saying {
        id: row.id,
        body: row.body.clone(),
        quote: row.quote,
        thread: row.thread,
        also_to_room: row.also_to_room,
        operator: row.operator,
        as_post: row.post,
        files: Vec::new(),
        versions: Vec::new(),
        card: None,
        passing: None,
        guarded: None,
        answered: row.answered.clone(),
        album: None,
        no_reply: row.no_reply,
        headings: row.headings.clone(),
        unattended: true,
    };
    // Its locks are those of whoever changes the plan, too: what is read after it holds.
    say(tx, row.room, &saying)?;
    let now = store::later::get(tx, row.id)?;
    let stands = now.is_some_and(|now| {
        now.body == row.body && now.headings == row.headings && unless_moved.is_none_or(|moment| now.send_at == moment)
    });
    if !stands {
        return Err(ChatRefusal::PlanChanged.into());
    }
    store::later::take(tx, row.id)?;
    told(tx, author.person)
}

fn fail(tx: &mut Tx<'_>, id: MessageId, why: &str) -> Result<()> {
    let Some(at) = store::later::get(tx, id)? else { return Ok(()) };
    tx.lock(Lock::Person(at.person))?;
    let now = tx.now();
    let Some(mut row) = store::later::get(tx, id)?.filter(|row| row.send_at <= now) else { return Ok(()) };
    // Changed while it was on its way: the next job says it.
    if why == ChatRefusal::PLAN_CHANGED {
        return send_later(tx, &row);
    }
    row.why = Some(why.to_owned());
    store::later::change(tx, &row)?;
    told(tx, row.person)
}

/// What is planned, under the lock of whose it is.
fn held(tx: &mut Tx<'_>, id: MessageId) -> Result<PlannedRow> {
    let person = tx.actor().person;
    tx.lock(Lock::Person(person))?;
    store::later::get(tx, id)?.filter(|row| row.person == person).ok_or_else(Error::not_found)
}

/// Tells somebody's devices how much waits.
pub(super) fn told(tx: &mut Tx<'_>, person: PersonId) -> Result<()> {
    // Only the staff puts things off.
    let later = store::later::count(tx, person, true)?;
    tx.emit(events::later_changed(person, later));
    Ok(())
}

fn shown(row: PlannedRow) -> Planned {
    Planned {
        id: row.id,
        room_id: row.room,
        thread_id: row.thread,
        body: row.body,
        reply_to: row.quote,
        also_to_room: row.also_to_room,
        as_post: row.post,
        operator_id: row.operator,
        no_reply: row.no_reply,
        headings: row.headings,
        send_at: row.send_at,
        why: row.why,
    }
}
