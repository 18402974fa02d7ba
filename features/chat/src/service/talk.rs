//! Saying something, and what happens to it afterwards.

use crate::events;
use crate::model::album::AlbumId;
use crate::model::{
    Answered, ChatRefusal, Extra, LinkHeading, Message, MessageId, MessageKind, NewVersion, Notice, NoticeCode,
    OperatorName, RoomId, StreamId, Thread, checked_headings, checked_words, headings_left, with_headings, words_of,
};
use crate::policy::{self, Reword, Withdraw};
use crate::service::calling::{mention, mentioned_in};
use crate::service::memos;
use crate::service::number_guard;
use crate::service::off_hours;
use crate::service::sharing::carrying;
use crate::service::view;
use crate::service::{files, held, room, versions};
use crate::store;
use crate::store::carried::{Happening, What};
use crate::store::messages::{MessageRow, RevisionRow};
use crate::store::rooms::RoomRow;
use ::files::model::FileId;
use db::{Conn, Lock, Tx};
use directory::model::PostId;
use kernel::{Error, May, PersonId, Result};
use rooms::model::Card;
use rooms::service::Cards;
use std::collections::BTreeSet;

/// What somebody wants to say.
#[derive(Debug, Clone)]
pub struct Saying {
    /// The id that the client proposes; the same id again is the same message.
    pub id: MessageId,
    /// The words, with tokens.
    pub body: String,
    /// Files that the actor has brought; then it may go without words.
    pub files: Vec<FileId>,
    /// Which of these are new versions of what the room has.
    pub versions: Vec<NewVersion>,
    /// The message that it answers.
    pub quote: Option<MessageId>,
    /// The first message of the thread that it belongs to.
    pub thread: Option<MessageId>,
    /// For a reply in a thread: the room is told as well.
    pub also_to_room: bool,
    /// Who was using the shared account when they wrote it, as far as the client says: it goes out under nobody else's name.
    pub operator: Option<PersonId>,
    /// The post as whose holder they say it; nothing for themselves.
    pub as_post: Option<PostId>,
    /// What of another feature stands in it.
    pub card: Option<Card>,
    /// What is left of words that are forgotten in time, wherever a copy would be kept for longer.
    pub passing: Option<String>,
    /// What of the words is looked at for a personal number; nothing for all of them.
    pub guarded: Option<String>,
    /// What they answered about a personal number in it.
    pub answered: Option<Answered>,
    /// The album of the room into which what it carries goes.
    pub album: Option<AlbumId>,
    /// They want no reply (返信不要).
    pub no_reply: bool,
    /// What they say of links in it.
    pub headings: Vec<LinkHeading>,
    /// It was planned, and is said without them: what is unread stays so, and what they are writing meanwhile too.
    pub unattended: bool,
}

/// Says something in a room. Gives the message, and whether it is new; the same id by the same author is not.
///
/// Errors: `not_found` for a room that the actor may not see, `chat.not_a_member`, `chat.archived`, `chat.empty`,
/// `chat.too_long`, `chat.thread_in_thread`, `id_taken`, `files.not_whole`, `chat.too_many_versions`, faults of `files`, and a fault of `as_post` for a post that they
/// do not hold today.
pub fn say(tx: &mut Tx<'_>, room_id: RoomId, saying: &Saying) -> Result<(Message, bool)> {
    let actor = tx.actor();
    tx.lock_both_and_tick(Lock::Group(room_id.raw()), Lock::Person(actor.person))?;
    let stream: StreamId = saying.thread.map_or(room_id.cast(), MessageId::cast);
    let found = store::rooms::for_saying(tx, room_id, saying.id, stream)?;
    let (room, mine) = super::seen(&actor, found.room)?;
    if found.known {
        let known = store::messages::get(tx, saying.id)?;
        let known = known.filter(|known| known.author == actor.person && known.room == room_id);
        let known = known.ok_or(ChatRefusal::IdTaken)?;
        policy::may_read(&tx.actor(), room, mine.as_ref())?;
        return Ok((view::message_for(tx, known, actor.person)?, false));
    }
    let room = policy::may_write(&actor, room, mine.as_ref())?.into_inner();
    // A message's thread is the stream of its id: with the id of a room, it would be that room's talk.
    if found.taken {
        return Err(ChatRefusal::IdTaken.into());
    }
    if saying.operator.is_some() && saying.operator != actor.operator {
        return Err(ChatRefusal::OtherOperator.into());
    }
    let body = checked_words(&saying.body, !saying.files.is_empty())?;
    let headings = checked_headings(&saying.headings, &body)?;
    let (guarded, said_of) = (saying.guarded.as_deref().unwrap_or(&body), words_of(&headings));
    number_guard::check(tx, &room, &[guarded, &said_of], saying.answered.as_ref())?;
    if let Some(quote) = saying.quote {
        let quoted = store::messages::get(tx, quote)?.filter(|quoted| quoted.room == room_id);
        quoted.ok_or_else(|| Error::field("reply_to", "unknown"))?;
    }
    let now = tx.now();
    let tick = tx.tick()?;
    let mut row = MessageRow::words(room_id, saying.id, actor.person, body, now, tick);
    row.quote = saying.quote;
    row.extra.operator = super::operator(tx)?;
    let taken = files::take(tx, &saying.files)?;
    row.extra.files = files::references(&taken);
    let places = versions::join(tx, room_id, &saying.versions, &mut row.extra.files)?;
    files::give(tx, &row, &taken, false)?;
    versions::put(tx, room_id, &places)?;
    row.extra.as_post = saying.as_post.map(|post| super::held_post(tx, post)).transpose()?;
    row.extra.card = saying.card.clone();
    row.extra.passing = saying.passing.clone();
    row.extra.no_reply = saying.no_reply;
    row.extra.headings = headings;
    let told_too = saying.also_to_room && saying.thread.is_some();
    let said = Happening::to(saying.id, if told_too { What::SaidAndTold } else { What::Said });
    let message = match saying.thread {
        None => {
            row.everyone = text::mentions(&row.body).everyone;
            let message = said_in_room(tx, &room, row, !saying.unattended)?;
            if saying.card.is_none() {
                memos::remind(tx, &room, &message, None)?;
            }
            message
        }
        Some(root) => {
            // Everyone in the room is not everyone in a thread: only those who follow it hear of it anyway.
            row.stream = root.cast();
            super::threads::reply(tx, &room, row, !saying.unattended)?
        }
    };
    if let Some(album) = saying.album {
        super::albums::said_for(tx, &room, album, &message, &taken)?;
    }
    carrying::note(tx, &room, &said, None)?;
    off_hours::count_own(tx, room.kind, &message.body)?;
    if told_too {
        let mut told = MessageRow::words(room_id, tx.id(), actor.person, message.body.clone(), now, tick);
        told.quote = saying.thread;
        told.extra.operator = message.operator.clone();
        told.extra.as_post = message.as_post.clone();
        told.extra.files = message.files.clone();
        told.extra.no_reply = saying.no_reply;
        told.extra.headings = message.headings.clone();
        files::give(tx, &told, &taken, true)?;
        // The members under lock are the same; only the numbers moved on.
        let (room, _) = super::room(tx, room_id)?;
        let told = said_in_room(tx, &room, told, !saying.unattended)?;
        carrying::note(tx, &room, &Happening::to(told.id, What::Said), None)?;
    }
    if !places.is_empty() {
        versions::settle(tx, room_id, &saying.files)?;
    }
    // Photos for an album are not what was being written.
    let is_it = !saying.unattended && saying.album.is_none();
    if found.drafted && is_it && store::personal::delete_draft(tx, stream)? {
        tx.emit(events::draft_changed(actor.person, stream, None));
    }
    Ok((message, true))
}

/// Says something in a room that is locked, under its next number.
pub(super) fn say_in_room(tx: &mut Tx<'_>, room: &RoomRow, row: MessageRow) -> Result<Message> {
    said_in_room(tx, room, row, true)
}

/// [`say_in_room`] by who is there, or has planned it and is not.
fn said_in_room(tx: &mut Tx<'_>, room: &RoomRow, mut row: MessageRow, attended: bool) -> Result<Message> {
    row.seq = room.last_seq + 1;
    store::rooms::advance(tx, room.id, row.seq, row.sent_at)?;
    store::messages::insert(tx, &row)?;
    if attended {
        store::rooms::has_read(tx, room.id, row.author, row.seq)?;
        store::receipts::operator_has_read(tx, room.id, row.seq)?;
    } else {
        store::later::passed(tx, room.id, row.author, row.seq)?;
    }
    if row.everyone {
        store::messages::put_everyone(tx, &row)?;
    }
    let message = view::new_message(tx, row.clone())?;
    tx.emit(events::message_posted(&message, None));
    if !attended && let Some(mine) = store::rooms::mine(tx, row.author, room.id)? {
        tx.emit(events::mine_changed(row.author, room.id, &mine));
    }
    mention(tx, &row, &BTreeSet::new())?;
    Ok(message)
}

/// The first words of a room that was made for them.
pub(super) fn say_first(
    tx: &mut Tx<'_>,
    room: &RoomRow,
    id: MessageId,
    body: String,
    answered: Option<&Answered>,
) -> Result<Message> {
    number_guard::check(tx, room, &[&body], answered)?;
    let (now, tick, author) = (tx.now(), tx.tick()?, tx.actor().person);
    let mut row = MessageRow::words(room.id, id, author, body, now, tick);
    row.extra.operator = super::operator(tx)?;
    let message = say_in_room(tx, room, row)?;
    off_hours::count_own(tx, room.kind, &message.body)?;
    Ok(message)
}

/// Tells a room of something that happened to it.
pub(crate) fn notice(tx: &mut Tx<'_>, room: RoomId, notice: Notice) -> Result<()> {
    let (room, _) = super::room(tx, room)?;
    notice_in(tx, &room, notice)
}

/// [`notice`] in a room that is locked, by somebody who need not belong to it.
pub(crate) fn notice_in(tx: &mut Tx<'_>, room: &RoomRow, notice: Notice) -> Result<()> {
    let (id, now, tick, author) = (tx.id(), tx.now(), tx.tick()?, tx.actor().person);
    let operator = super::operator(tx)?;
    // It may be the act of the other side, in the name of somebody here who has not seen it.
    let seen = !matches!(notice.code, NoticeCode::Shared | NoticeCode::Unshared);
    let row = MessageRow {
        id,
        stream: room.id.cast(),
        seq: room.last_seq + 1,
        room: room.id,
        author,
        via: None,
        kind: MessageKind::Notice,
        body: String::new(),
        extra: Extra { notice: Some(notice), operator, ..Extra::default() },
        everyone: false,
        quote: None,
        sent_at: now,
        edited_at: None,
        withdrawn_at: None,
        tick,
    };
    store::rooms::advance(tx, room.id, row.seq, now)?;
    store::messages::insert(tx, &row)?;
    if seen {
        store::rooms::has_read(tx, room.id, author, row.seq)?;
    }
    let message = view::new_message(tx, row)?;
    tx.emit(events::message_posted(&message, None));
    Ok(())
}

/// A message, its room locked, and the actor's side of the room.
pub(super) fn held_message(
    tx: &mut Tx<'_>,
    id: MessageId,
) -> Result<(MessageRow, RoomRow, Option<crate::model::Mine>)> {
    // The room of a message never changes, so it may be asked before the lock; all else is read under it.
    let at = store::messages::get(tx, id)?.ok_or_else(Error::not_found)?;
    let (room, mine) = held(tx, at.room)?;
    let room = policy::may_read(&tx.actor(), room, mine.as_ref())?.into_inner();
    let row = store::messages::get(tx, id)?.ok_or_else(Error::not_found)?;
    Ok((row, room, mine))
}

/// Changes the words of a message, and what its author says of links in them; the former ones can be looked up. Without headings, those stay
/// whose links do.
pub fn reword(
    tx: &mut Tx<'_>,
    id: MessageId,
    body: &str,
    headings: Option<&[LinkHeading]>,
    answered: Option<&Answered>,
) -> Result<Message> {
    let (row, room, mine) = held_message(tx, id)?;
    let actor = tx.actor();
    let row = policy::may_reword(&actor, row)?;
    let room = policy::may_write(&actor, room, mine.as_ref())?;
    let carries = !row.extra.files.is_empty() || !row.extra.forwarded.is_empty();
    let body = checked_words(body, carries)?;
    let headings = match headings {
        Some(given) => checked_headings(given, &body)?,
        None => headings_left(&row.extra.headings, &body),
    };
    if body == row.body && headings == row.extra.headings {
        return view::message_for(tx, row.into_inner(), actor.person);
    }
    number_guard::check(tx, &room, &[&body, &words_of(&headings)], answered)?;
    carrying::note(tx, &room, &Happening::to(id, What::Reworded), None)?;
    let in_room = row.thread().is_none();
    let everyone = in_room && text::mentions(&body).everyone;
    let before = memos::moment(&actor, &room, &row.body, tx.now());
    let message = reword_row(tx, row, (body, headings), everyone)?;
    if in_room {
        memos::remind(tx, &room, &message, before)?;
    }
    Ok(message)
}

/// [`reword`] for a message that may have these other words, with what is said of their links, which call everyone or not.
pub(super) fn reword_row(
    tx: &mut Tx<'_>,
    mut row: May<Reword, MessageRow>,
    (body, headings): (String, Vec<LinkHeading>),
    everyone: bool,
) -> Result<Message> {
    let told = mentioned_in(tx, &row)?;
    let former = std::mem::replace(&mut row.body, body);
    let said_of = std::mem::replace(&mut row.extra.headings, headings);
    let other = row.extra.headings != said_of;
    let former = if other { with_headings(&former, &said_of) } else { former };
    row.everyone = everyone;
    row.edited_at = Some(tx.now());
    store::messages::reword(tx, &row, &former)?;
    if other {
        store::messages::set_extra(tx, &row)?;
    }
    let mentioned = store::messages::delete_mentions(tx, &row)?;
    if row.everyone {
        store::messages::put_everyone(tx, &row)?;
    }
    changed(tx, row.into_inner(), mentioned, Some(&told))
}

/// Takes a message back: its place stays and says so; its words are kept for the record alone.
pub fn withdraw(tx: &mut Tx<'_>, cards: Cards, id: MessageId) -> Result<Message> {
    let (row, room, mine) = held_message(tx, id)?;
    let actor = tx.actor();
    let row = policy::may_withdraw(&actor, row, &room, mine.as_ref())?;
    if row.withdrawn_at.is_some() {
        return view::message_for(tx, row.into_inner(), actor.person);
    }
    carrying::note(tx, &room, &Happening::to(id, What::Withdrawn), None)?;
    if let Some(card) = &row.extra.card {
        cards.taken_back(tx, card)?;
    }
    cards.unmarked(tx, id)?;
    withdraw_row(tx, row)
}

/// [`withdraw`] for a message that stands and may be taken back.
pub(super) fn withdraw_row(tx: &mut Tx<'_>, mut row: May<Withdraw, MessageRow>) -> Result<Message> {
    row.withdrawn_at = Some(tx.now());
    store::messages::withdraw(tx, &row)?;
    let mentioned = store::messages::delete_mentions(tx, &row)?;
    let mut row = row.into_inner();
    files::let_go(tx, &row)?;
    super::forwards::let_go(tx, row.id)?;
    super::pins::let_go(tx, &row)?;
    row.body = String::new();
    row.extra = row.extra.without_contents();
    changed(tx, row, mentioned, None)
}

/// Tells of a message of which something else than its words changed.
pub(super) fn tell_changed(tx: &mut Tx<'_>, row: MessageRow) -> Result<Message> {
    changed(tx, row, Vec::new(), None)
}

/// Tells of a changed message; whom it mentions anew, when it still speaks; and those whom it mentions or did, what is left
/// unread of that.
fn changed(
    tx: &mut Tx<'_>,
    mut row: MessageRow,
    mentioned: Vec<PersonId>,
    told: Option<&BTreeSet<PersonId>>,
) -> Result<Message> {
    row.tick = tx.tick()?;
    let message = view::message(tx, row.clone())?;
    tx.emit(events::message_changed(&message));
    let mut concerned: BTreeSet<PersonId> = mentioned.into_iter().collect();
    if let Some(told) = told {
        concerned.extend(mention(tx, &row, told)?);
    }
    let thread = match row.thread() {
        Some(root) => store::threads::get(tx, root)?,
        None => None,
    };
    for person in concerned {
        if let Some(thread) = &thread {
            super::threads::tell_mine(tx, thread, person)?;
        } else if let Some(mine) = store::rooms::mine(tx, person, row.room)? {
            tx.emit(events::mine_changed(person, row.room, &mine));
        }
    }
    let viewer = tx.actor().person;
    view::message_for(tx, row, viewer)
}

/// A message that the actor may read, as a row.
pub(crate) fn readable(conn: &mut Conn<'_>, id: MessageId) -> Result<(MessageRow, RoomRow)> {
    let row = store::messages::get(conn, id)?.ok_or_else(Error::not_found)?;
    let (room, mine) = room(conn, row.room)?;
    let room = policy::may_read(&conn.actor(), room, mine.as_ref())?.into_inner();
    Ok((row, room))
}

/// One message.
pub fn message(conn: &mut Conn<'_>, id: MessageId) -> Result<Message> {
    let (row, _) = readable(conn, id)?;
    let viewer = conn.actor().person;
    view::message_for(conn, row, viewer)
}

/// What a message said before: words, until when, replaced by whom. Words taken back are not told.
pub fn history(conn: &mut Conn<'_>, id: MessageId) -> Result<Vec<(RevisionRow, Option<OperatorName>)>> {
    let (row, _) = readable(conn, id)?;
    if row.withdrawn_at.is_some() {
        return Ok(Vec::new());
    }
    let rows = store::messages::revisions(conn, id)?;
    let ids: Vec<PersonId> = rows.iter().filter_map(|row| row.operator).collect();
    let names = super::operators(conn, &ids)?;
    let name = |id: Option<PersonId>| names.iter().find(|name| Some(name.id) == id).cloned();
    Ok(rows
        .into_iter()
        .map(|row| {
            let name = name(row.operator);
            (row, name)
        })
        .collect())
}

/// Where a page of messages is wanted.
#[derive(Debug, Clone, Copy)]
pub enum Around {
    /// The newest.
    Newest,
    /// Those right below a number.
    Before(i64),
    /// Those right above a number.
    After(i64),
    /// Those on both sides of a number.
    Seq(i64),
}

/// Messages of a stream of a room. The room is looked at as well: a stream asked for under an id that is somebody else's
/// must be empty, never theirs.
pub(crate) fn stream_page(
    conn: &mut Conn<'_>,
    room: RoomId,
    stream: StreamId,
    around: Around,
    limit: usize,
) -> Result<Vec<MessageRow>> {
    let mut rows = match around {
        Around::Newest => store::messages::before(conn, stream, i64::MAX, limit)?,
        Around::Before(seq) => store::messages::before(conn, stream, seq, limit)?,
        Around::After(seq) => store::messages::after(conn, stream, seq, limit)?,
        Around::Seq(seq) => {
            let mut rows = store::messages::before(conn, stream, seq, limit / 2)?;
            rows.extend(store::messages::after(conn, stream, seq.saturating_sub(1), limit - limit / 2)?);
            rows
        }
    };
    rows.retain(|row| row.room == room);
    Ok(rows)
}

/// A page of a room's talk, with the room's newest number.
pub fn page(conn: &mut Conn<'_>, id: RoomId, around: Around, limit: usize) -> Result<(view::Shown, i64)> {
    let (room, mine) = room(conn, id)?;
    let room = policy::may_read(&conn.actor(), room, mine.as_ref())?;
    let rows = stream_page(conn, id, id.cast(), around, limit)?;
    Ok((view::shown(conn, rows)?, room.last_seq))
}

/// Gives a thread as an event tells it: nobody's own side.
pub(crate) fn impersonal(thread: &Thread) -> Thread {
    Thread { mine: None, ..thread.clone() }
}
