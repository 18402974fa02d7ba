//! The use cases of tasks. Each takes its lock first: who changes a task holds its room.

mod concerned;
mod view;

pub use view::{Paging, counts, get, inspected, of_room, own};

use crate::events;
use crate::jobs::TellDue;
use crate::model::{
    CARD, Closing, Done, Held, Holder, PartRow, Source, State, Task, TaskId, TaskRefusal, TaskRow, Wish, told_at,
};
use crate::policy::{self, Stand, Work};
use crate::store::{lists, tasks};
use concerned::{Concerned, concerned, reached};
use db::{Conn, Db, Lock, Tx};
use directory::model::{PostId, TitleId, UnitId};
use directory::service::barriers;
use directory::service::posts::PostNames;
use directory::store::posts;
use kernel::{Actor, Error, Jst, May, PersonId, Result};
use rooms::model::{Card, CardId, MessageId, Posting, RoomId};
use rooms::service::Rooms;
use std::collections::{BTreeSet, HashSet};

/// A task that somebody puts into a room.
#[derive(Debug, Clone)]
pub struct Putting {
    /// The id that the client proposes, also of the message; the same id again is the same task.
    pub id: TaskId,
    /// What is to be done.
    pub wish: Wish,
    /// The message of the room that it was made from.
    pub quote: Option<MessageId>,
    /// From what elsewhere it was made.
    pub source: Option<Source>,
    /// The first message of the thread that it belongs to.
    pub thread: Option<MessageId>,
    /// Who was using the shared account when they wrote it.
    pub operator: Option<PersonId>,
    /// The post as whose holder they ask.
    pub as_post: Option<PostId>,
}

/// Puts a task into a room, with the message that carries it. Sent again, it is the same one.
///
/// Errors: `id_taken`, faults of fields, those of saying something in the room.
pub fn make(tx: &mut Tx<'_>, rooms: &dyn Rooms, room: RoomId, putting: &Putting) -> Result<(Task, bool)> {
    if tasks::get(tx, putting.id)?.is_some() {
        return made_already(tx, rooms, room, putting.id);
    }
    let wish = putting.wish.checked()?;
    let now = tx.now();
    let days = wish.days(Jst::date(now))?;
    let posting = Posting {
        message: putting.id.cast(),
        body: wish.title.clone(),
        quote: putting.quote,
        thread: putting.thread,
        operator: putting.operator,
        as_post: putting.as_post,
        card: Some(Card { kind: CARD.to_owned(), id: putting.id.cast() }),
        passing: None,
        guarded: Some(wish.guarded()),
        answered: None,
    };
    if !rooms.post(tx, room, &posting)? {
        return made_already(tx, rooms, room, putting.id);
    }
    check_holders(tx, rooms, room, &wish.holders)?;
    let holders = match wish.holders.is_empty() && is_alone(tx, rooms, room)? {
        true => vec![Holder::Person { person_id: tx.actor().person }],
        false => wish.holders,
    };
    let task = policy::made(TaskRow {
        id: putting.id,
        room,
        maker: tx.actor().person,
        title: wish.title,
        note: wish.note,
        source: putting.source,
        closing: wish.closing,
        state: State::Open,
        due: days.map(|(_, due)| due),
        meant: days.map(|(meant, _)| meant),
        anchor: days.map(|(meant, _)| meant),
        shift: wish.shift,
        repeats: wish.repeats,
        round: 0,
        done: None,
        created_at: now,
        tick: tx.tick()?,
        parts: holders.into_iter().map(|holder| PartRow { holder, done: None }).collect(),
    });
    tasks::insert(tx, &task)?;
    plan(tx, &task)?;
    tell_assigned(tx, &task, &HashSet::new())?;
    Ok((view::changed(tx, rooms, task.id)?, true))
}

/// Whether a room is the actor's with themselves: what is set there is theirs to do.
fn is_alone(conn: &mut Conn<'_>, rooms: &dyn Rooms, room: RoomId) -> Result<bool> {
    let place = rooms.place(conn, room)?;
    Ok(place.name.is_empty() && place.members <= 1)
}

fn made_already(conn: &mut Conn<'_>, rooms: &dyn Rooms, room: RoomId, id: TaskId) -> Result<(Task, bool)> {
    let person = conn.actor().person;
    let known = tasks::get(conn, id)?.filter(|known| known.maker == person && known.room == room);
    let known = known.ok_or(TaskRefusal::IdTaken)?;
    Ok((view::seen(conn, rooms, known)?, false))
}

/// Tasks are given to those who belong to the room and whom whoever gives them away may call there, and to posts that one of them holds today.
/// Of those who hold such a post elsewhere, contact barriers leave out whom the giver may not write to.
///
/// Errors: a fault of `holders`.
fn check_holders(conn: &mut Conn<'_>, rooms: &dyn Rooms, room: RoomId, holders: &[Holder]) -> Result<()> {
    if holders.is_empty() {
        return Ok(());
    }
    let there: HashSet<PersonId> = rooms.asked(conn, room)?.into_iter().map(|asked| asked.person).collect();
    let units: Vec<UnitId> = holders
        .iter()
        .filter_map(|holder| match holder {
            Holder::Post { unit_id, .. } => Some(*unit_id),
            Holder::Person { .. } => None,
        })
        .collect();
    let held = posts::worked_in(conn, &units)?;
    let held: Vec<Held> =
        held.into_iter().filter(|(.., person)| there.contains(person)).map(|(unit, title, _)| (unit, title)).collect();
    let named: Vec<PersonId> = there.iter().copied().collect();
    let (actor, towards) = (conn.actor().person, barriers::towards(conn, &named)?);
    // A title that there is not would be held by nobody.
    let is_known = |holder: &Holder| match holder {
        Holder::Person { person_id } => {
            there.contains(person_id) && (*person_id == actor || towards.contact(*person_id).mention)
        }
        Holder::Post { .. } => holder.is(PersonId::from_raw(0), &held),
    };
    if holders.iter().all(is_known) { Ok(()) } else { Err(Error::field("holders", "unknown")) }
}

/// Tells those who are to do a task that it is theirs now, but who they were before, and who gives it.
fn tell_assigned(tx: &mut Tx<'_>, task: &TaskRow, before: &HashSet<PersonId>) -> Result<()> {
    let by = tx.actor().person;
    let all = concerned(tx, task)?;
    for Concerned { person, by_post, .. } in reached(tx, by, all)? {
        if person != by && !before.contains(&person) {
            tx.emit(events::assigned(person, task, by, by_post));
        }
    }
    Ok(())
}

/// Lets those be told on the morning of the due day whose part is open then.
fn plan(tx: &mut Tx<'_>, task: &TaskRow) -> Result<()> {
    let now = tx.now();
    match task.due.filter(|day| task.state != State::Done && told_at(*day) > now) {
        Some(on) => jobs::enqueue(tx, &TellDue { id: task.id, on }, Some(told_at(on))),
        None => Ok(()),
    }
}

/// A task with its room held, and how the actor stands to it.
fn held(tx: &mut Tx<'_>, rooms: &dyn Rooms, id: TaskId) -> Result<(TaskRow, Stand)> {
    let at = tasks::get(tx, id)?.ok_or_else(Error::not_found)?;
    tx.lock(Lock::Group(at.room.raw()))?;
    let row = tasks::get(tx, id)?.ok_or_else(Error::not_found)?;
    let stand = view::stand(tx, rooms, &row)?;
    Ok((row, stand))
}

/// Saves a changed task, and tells its room and who has it by a post.
fn save(tx: &mut Tx<'_>, rooms: &dyn Rooms, task: &May<Work, TaskRow>) -> Result<Task> {
    let by_post = by_post(tx, task)?;
    saved(tx, rooms, task, &by_post)
}

/// [`save`], where it is known who had it or has it by a post.
fn saved(tx: &mut Tx<'_>, rooms: &dyn Rooms, task: &May<Work, TaskRow>, by_post: &BTreeSet<PersonId>) -> Result<Task> {
    tasks::update(tx, task)?;
    for person in by_post {
        tx.emit(events::moved(*person, task, true));
    }
    view::changed(tx, rooms, task.id)
}

/// Who has a task by a post, and may not hear what its room does.
fn by_post(tx: &mut Tx<'_>, task: &TaskRow) -> Result<BTreeSet<PersonId>> {
    let all = concerned(tx, task)?;
    Ok(reached(tx, task.maker, all)?.iter().filter(|one| one.by_post).map(|one| one.person).collect())
}

/// Changes what is to be done, by whom and until when. `seen` is the tick of what was changed.
///
/// Errors: `tasks.not_the_maker`, `stale`, faults of fields, `chat.personal_number` and `chat.personal_number_refused` for new words.
pub fn change(tx: &mut Tx<'_>, rooms: &dyn Rooms, id: TaskId, wish: &Wish, seen: Option<i64>) -> Result<Task> {
    let (row, stand) = held(tx, rooms, id)?;
    let mut task = policy::may_manage(&tx.actor(), &stand, row)?;
    if seen.is_some_and(|seen| seen < task.tick) {
        return Err(Error::stale());
    }
    let wish = wish.checked()?;
    // Words that stand there already were judged when they were written.
    let words = [(&wish.title, &task.title), (&wish.note, &task.note)];
    let fresh: Vec<&str> = words.into_iter().filter(|(new, old)| new != old).map(|(new, _)| new.as_str()).collect();
    if !fresh.is_empty() {
        rooms.guard(tx, &fresh.join("\n"))?;
    }
    let days = wish.days(Jst::date(tx.now()))?;
    let known: HashSet<Holder> = task.parts.iter().map(|part| part.holder).collect();
    let new: Vec<Holder> = wish.holders.iter().copied().filter(|holder| !known.contains(holder)).collect();
    check_holders(tx, rooms, task.room, &new)?;
    let before: HashSet<PersonId> = concerned(tx, &task)?.into_iter().map(|one| one.person).collect();
    // Those who lose it learn of it as well.
    let mut hearing = by_post(tx, &task)?;
    let part = |holder: &Holder| {
        let done = task.parts.iter().find(|part| part.holder == *holder).and_then(|part| part.done);
        PartRow { holder: *holder, done }
    };
    let parts: Vec<PartRow> = wish.holders.iter().map(part).collect();
    let meant = days.map(|(meant, _)| meant);
    if task.meant != meant || task.repeats != wish.repeats {
        (task.meant, task.anchor) = (meant, meant);
    }
    (task.title, task.note, task.closing) = (wish.title, wish.note, wish.closing);
    (task.due, task.shift, task.repeats, task.parts) = (days.map(|(_, due)| due), wish.shift, wish.repeats, parts);
    let is_new = !new.is_empty();
    let mut task = policy::changed(task);
    match task.state {
        // The last who had not done their part may have lost it.
        State::Open | State::Doing if task.is_settled() => finish(tx, &mut task)?,
        State::Done if is_new && !task.is_settled() => task.reopen(State::Doing),
        State::Open | State::Doing | State::Done => {}
    }
    plan(tx, &task)?;
    hearing.extend(by_post(tx, &task)?);
    let shown = saved(tx, rooms, &task, &hearing)?;
    if task.state != State::Done {
        tell_assigned(tx, &task, &before)?;
    }
    Ok(shown)
}

/// That the actor does something now.
fn by_actor(tx: &Tx<'_>) -> Done {
    let actor = tx.actor();
    Done { at: tx.now(), by: actor.person, operator: actor.operator }
}

/// Whether whoever uses a shared account now is who did it, as far as the client says.
fn done_by(tx: &Tx<'_>, operator: Option<PersonId>) -> Result<()> {
    match operator.is_some() && operator != tx.actor().operator {
        true => Err(TaskRefusal::OtherOperator.into()),
        false => Ok(()),
    }
}

/// The whole is done, or open for its next day.
fn finish(tx: &mut Tx<'_>, task: &mut May<Work, TaskRow>) -> Result<()> {
    let done = by_actor(tx);
    if let Some(due) = task.finish(done, Jst::date(done.at)) {
        tasks::put_round(tx, task, due)?;
        plan(tx, task)?;
    }
    Ok(())
}

/// What whoever does something saw, and who they are.
#[derive(Debug, Clone, Copy)]
pub struct Seen {
    /// The round: of one that is over nothing is said any more.
    pub round: i64,
    /// Who was using the shared account.
    pub operator: Option<PersonId>,
}

/// Says how far a task is.
///
/// Errors: `tasks.not_yours`, `chat.other_operator`, and `tasks.each_their_own` for who wants to say that all is done where everybody does
/// their own part.
pub fn move_to(tx: &mut Tx<'_>, rooms: &dyn Rooms, id: TaskId, state: State, seen: Seen) -> Result<Task> {
    done_by(tx, seen.operator)?;
    let (row, stand) = held(tx, rooms, id)?;
    let actor = tx.actor();
    let manages = stand.manages(actor.person, &row);
    let mut task = policy::may_work(&actor, &stand, row)?;
    if task.state == state || task.round != seen.round {
        return view::seen(tx, rooms, task.into_inner());
    }
    match state {
        State::Done if !manages && task.closing == Closing::All && task.parts.len() > 1 => {
            return Err(TaskRefusal::EachTheirOwn.into());
        }
        State::Done => {
            let done = by_actor(tx);
            task.do_parts(actor.person, &stand.held, Some(done));
            finish(tx, &mut task)?;
        }
        State::Open | State::Doing => {
            task.reopen(state);
            plan(tx, &task)?;
        }
    }
    save(tx, rooms, &task)
}

/// Does one's own part, or says that it is not done; with it the whole is done when it needs no more.
///
/// Errors: `tasks.not_yours`, `chat.other_operator`.
pub fn do_part(tx: &mut Tx<'_>, rooms: &dyn Rooms, id: TaskId, done: bool, seen: Seen) -> Result<Task> {
    done_by(tx, seen.operator)?;
    let (row, stand) = held(tx, rooms, id)?;
    let actor = tx.actor();
    let anybodys = row.parts.is_empty();
    let theirs = anybodys || row.is_for(actor.person, &stand.held);
    let mut task = policy::may_work(&actor, &stand, row)?;
    if !theirs {
        return Err(TaskRefusal::NotYours.into());
    }
    let before = (task.parts.clone(), task.state);
    if task.round != seen.round {
        return view::seen(tx, rooms, task.into_inner());
    }
    let now = by_actor(tx);
    task.do_parts(actor.person, &stand.held, done.then_some(now));
    let settled = if anybodys { done } else { task.is_settled() };
    match (settled, task.state) {
        (true, State::Open | State::Doing) => finish(tx, &mut task)?,
        // Where one was enough, it is taken back whoever did it.
        (_, State::Done) if !done => {
            task.reopen(State::Doing);
            plan(tx, &task)?;
        }
        _ if (&task.parts, task.state) == (&before.0, before.1) => return view::seen(tx, rooms, task.into_inner()),
        _ => {}
    }
    save(tx, rooms, &task)
}

/// A message was taken back: what stood in it goes along. Its room is locked.
pub fn taken_back(tx: &mut Tx<'_>, id: CardId) -> Result<()> {
    let Some(row) = tasks::get(tx, id.cast())? else { return Ok(()) };
    // The room hears that it went; whose it was, that their list is another.
    for Concerned { person, by_post, .. } in concerned(tx, &row)? {
        tx.emit(events::moved(person, &row, by_post));
    }
    tx.emit(events::gone(&row));
    tasks::delete(tx, &policy::taken_along(row))
}

/// Tells those whose part is open that its day has come; who made it, where it is for nobody.
pub fn tell_due(db: &Db, actor: Actor, job: &TellDue) -> Result<()> {
    let (id, on) = (job.id, job.on);
    db.write_now(actor, move |tx| {
        let Some(at) = tasks::get(tx, id)? else { return Ok(()) };
        tx.lock(Lock::Group(at.room.raw()))?;
        let Some(row) = tasks::get(tx, id)? else { return Ok(()) };
        // Done before, or given another day, which has a job of its own.
        if row.state == State::Done || row.due != Some(on) {
            return Ok(());
        }
        // On this node it is not that late yet: who wrote the job may have another clock, or this one was set back.
        if tx.now() < told_at(on) {
            return plan(tx, &row);
        }
        if row.parts.is_empty() {
            tx.emit(events::due(row.maker, &row, false));
        }
        let all = concerned(tx, &row)?;
        for one in reached(tx, row.maker, all)?.iter().filter(|one| !one.done) {
            tx.emit(events::due(one.person, &row, one.by_post));
        }
        Ok(())
    })
}

/// What somebody who leaves a post has open, by name or by that post, in the order of its days.
pub fn left(
    conn: &mut Conn<'_>,
    person: PersonId,
    post: (UnitId, Option<TitleId>),
    limit: usize,
) -> Result<Vec<TaskRow>> {
    lists::left(conn, person, post, limit)
}

/// What a post is called, for who shows it.
fn names(conn: &mut Conn<'_>, rows: &[TaskRow]) -> Result<Option<PostNames>> {
    let any = rows.iter().flat_map(|row| &row.parts).any(|part| part.holder.is_post());
    any.then(|| PostNames::of(conn)).transpose()
}
