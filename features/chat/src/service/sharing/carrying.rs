//! 届ける: what happens in a shared room goes into a list in its own transaction, and from there, in its order, each in a transaction, to the
//! room of the other side. Whoever is killed in between goes on where it was: what was carried is off the list in the same transaction.

use super::partners::{as_person, here, here_already};
use super::{as_actor, elsewhere};
use crate::jobs::CarryOver;
use crate::model::{Forwarded, MessageId, RoomId, ShareId, ShareState};
use crate::policy;
use crate::service::cards::Talk;
use crate::service::files;
use crate::service::forwards;
use crate::service::reacting::react_to;
use crate::service::talk::{reword_row, say_in_room, withdraw_row};
use crate::service::threads;
use crate::service::versions;
use crate::store;
use crate::store::carried::{Happening, What};
use crate::store::messages::MessageRow;
use crate::store::rooms::RoomRow;
use crate::store::shares::ShareRow;
use db::{Lock, Tx};
use directory::store::units;
use kernel::{Actor, Error, PersonId, Result};
use rooms::service::{Cards, Counterpart, Standin};
use std::collections::HashSet;
use text::Token;

/// Words in the place of somebody who does not belong to the room: who they are is told to nobody.
const SOMEBODY: &str = "@（ルームにいない人）";
/// Words in the place of another room.
const SOME_ROOM: &str = "#（ほかのルーム）";

/// Notes that something happened in a room, for the organisations with which it is shared. It goes to all of them, or to all but one of the
/// shares: that by which it came.
pub(crate) fn note(tx: &mut Tx<'_>, room: &RoomRow, it: &Happening, came_by: Option<ShareId>) -> Result<()> {
    if room.shares == 0 {
        return Ok(());
    }
    let org = tx.actor().org;
    for share in store::shares::open_of_room(tx, org, room.id)? {
        if share.state == ShareState::Agreed && Some(share.id) != came_by {
            store::carried::put(tx, share.id, share.peer, it)?;
            jobs::enqueue(tx, &CarryOver { share: share.id, to: share.peer }, None)?;
        }
    }
    Ok(())
}

/// A room is open for writing again: what waits for it comes.
pub(crate) fn come_in(tx: &mut Tx<'_>, room: &RoomRow) -> Result<()> {
    let org = tx.actor().org;
    if room.shares > 0 {
        for share in store::shares::open_of_room(tx, org, room.id)? {
            jobs::enqueue(tx, &CarryOver { share: share.id, to: org }, None)?;
        }
    }
    Ok(())
}

/// Carries the next of what is to be carried by a share to the actor's organisation; false when there is nothing, or when it has to wait
/// because the room is closed for writing. What waits for a closed room when the share has ended is not carried any more.
pub fn carry_next(tx: &mut Tx<'_>, cards: Cards, id: ShareId) -> Result<bool> {
    let org = tx.actor().org;
    let Some(share) = store::shares::get(tx, org, id)? else { return Ok(false) };
    let Some(room) = share.room else { return Ok(false) };
    tx.lock_both(Lock::Org(org), Lock::Group(room.raw()))?;
    let share = store::shares::get(tx, org, id)?.ok_or_else(Error::not_found)?;
    let Some((number, it)) = store::carried::first(tx, id, org)? else { return Ok(false) };
    let (room, _) = store::rooms::get(tx, room)?.ok_or_else(Error::not_found)?;
    match (room.archived_at.is_some(), share.state) {
        (true, ShareState::Agreed) => return Ok(false),
        (true, _) => {}
        (false, _) => carry(tx, cards, (&share, &room), &it)?,
    }
    store::carried::done(tx, id, org, number)?;
    Ok(true)
}

fn carry(tx: &mut Tx<'_>, cards: Cards, to: (&ShareRow, &RoomRow), it: &Happening) -> Result<()> {
    let (share, room) = to;
    let Some(message) = store::messages::get(tx, it.message)? else { return Ok(()) };
    match it.what {
        What::Said | What::SaidAndTold | What::Reworded | What::Withdrawn if changed_after_end(share, &message) => {
            Ok(())
        }
        What::Said | What::SaidAndTold => said(tx, cards, to, message, it.what),
        What::Reworded | What::Withdrawn => changed(tx, cards, to, &message),
        What::Used => used(tx, cards, to, (&message, it.person)),
        What::Reacted | What::Unreacted => reacted(tx, share, room, it),
    }
}

/// Whether a message reads otherwise than it did when the share ended: that is no business of the other side any more.
fn changed_after_end(share: &ShareRow, message: &MessageRow) -> bool {
    let changed = message.edited_at.max(message.withdrawn_at);
    share.ended_at.is_some_and(|ended| changed.is_some_and(|changed| changed >= ended))
}

/// Who stands here for somebody over there. Once the share has ended, nobody who did not before.
fn stands_for(tx: &mut Tx<'_>, share: &ShareRow, person: PersonId) -> Result<Option<PersonId>> {
    match share.state {
        ShareState::Agreed => here(tx, share.peer, person).map(Some),
        _ => here_already(tx, share.peer, person),
    }
}

fn said(
    tx: &mut Tx<'_>,
    cards: Cards,
    (share, room): (&ShareRow, &RoomRow),
    message: MessageRow,
    what: What,
) -> Result<()> {
    if store::carried::copy_of(tx, share.id, message.id)?.is_some() {
        return Ok(());
    }
    let quote = match message.quote {
        Some(quote) => store::carried::counterpart(tx, share.id, quote)?,
        None => None,
    };
    let root = match message.thread() {
        Some(root) => root_here(tx, share.id, root)?,
        None => None,
    };
    // A reply that has no thread here would be said in the room, where it was told as well.
    if what == What::SaidAndTold && root.is_none() {
        return Ok(());
    }
    let Some(author) = stands_for(tx, share, message.author)? else { return Ok(()) };
    let body = translated(tx, share, room, &message)?;
    let (copied, told) = files::copied(tx, share.id, &message, author)?;
    let (now, tick, id) = (tx.now(), tx.tick()?, tx.id());
    let mut row = MessageRow::words(room.id, id, author, body, now, tick);
    row.extra.forwarded = passed_over(tx, share, room, &message)?;
    row.via = message.via;
    row.extra.as_post = message.extra.as_post;
    row.extra.no_reply = message.extra.no_reply;
    row.extra.headings = message.extra.headings;
    row.quote = quote;
    row.edited_at = message.edited_at.map(|_| now);
    row.withdrawn_at = message.withdrawn_at.map(|_| now);
    row.extra.files = files::references(&copied);
    if let Some(card) = &message.extra.card {
        row.extra.card = cards.copied(tx, card, &Counterpart { message: id, room: room.id, author })?;
    }
    files::give(tx, &row, &copied, told)?;
    as_actor(tx, as_person(share.org, author), |tx| match root {
        Some(root) => {
            row.stream = root.cast();
            threads::reply(tx, room, row, true).map(drop)
        }
        // What answers something that was said before there was a share is said in the room itself.
        None => {
            row.everyone = message.everyone;
            say_in_room(tx, room, row).map(drop)
        }
    })?;
    store::carried::link(tx, share.id, message.id, id)?;
    // The copy of what was told as well may be a version here by now.
    if told {
        versions::settle(tx, room.id, &copied.iter().map(|file| file.id).collect::<Vec<_>>())?;
    }
    note(tx, room, &Happening::to(id, what), Some(share.id))
}

/// The message in whose thread a reply goes; nothing when it has none here.
fn root_here(tx: &mut Tx<'_>, share: ShareId, root: MessageId) -> Result<Option<MessageId>> {
    let Some(root) = store::carried::counterpart(tx, share, root)? else { return Ok(None) };
    Ok(store::messages::get(tx, root)?.map(|row| row.thread().unwrap_or(row.id)))
}

/// Brings the copy of a message to what the message says now. Only copies follow: nobody over there changes what was said here.
fn changed(tx: &mut Tx<'_>, cards: Cards, (share, room): (&ShareRow, &RoomRow), message: &MessageRow) -> Result<()> {
    let Some(copy) = store::carried::copy_of(tx, share.id, message.id)? else { return Ok(()) };
    let copy = store::messages::get(tx, copy)?.ok_or_else(Error::not_found)?;
    if copy.withdrawn_at.is_some() {
        return Ok(());
    }
    let (id, actor) = (copy.id, as_person(share.org, copy.author));
    let what = match message.withdrawn_at {
        Some(_) => {
            if let Some(card) = &copy.extra.card {
                cards.taken_back(tx, card)?;
            }
            cards.unmarked(tx, id)?;
            as_actor(tx, actor, |tx| withdraw_row(tx, policy::may_withdraw_copy(&actor, copy)?).map(drop))?;
            What::Withdrawn
        }
        None => {
            let forwarded = without_taken_back(tx, share, message, &copy)?;
            let mut copy = copy;
            let emptied = forwarded != copy.extra.forwarded;
            if emptied {
                copy = forwards::replace(tx, copy, forwarded)?;
            }
            let body = translated(tx, share, room, message)?;
            let headings = message.extra.headings.clone();
            if body == copy.body && headings == copy.extra.headings {
                return if emptied {
                    note(tx, room, &Happening::to(id, What::Reworded), Some(share.id))
                } else {
                    Ok(())
                };
            }
            let everyone = message.everyone;
            as_actor(tx, actor, |tx| {
                reword_row(tx, policy::may_reword_copy(&actor, copy)?, (body, headings), everyone).map(drop)
            })?;
            What::Reworded
        }
    };
    note(tx, room, &Happening::to(id, what), Some(share.id))
}

fn reacted(tx: &mut Tx<'_>, share: &ShareRow, room: &RoomRow, it: &Happening) -> Result<()> {
    let (Some(person), Some(code)) = (it.person, it.code.as_deref()) else { return Ok(()) };
    let Some(id) = store::carried::counterpart(tx, share.id, it.message)? else { return Ok(()) };
    let row = store::messages::get(tx, id)?.ok_or_else(Error::not_found)?;
    if row.withdrawn_at.is_some() {
        return Ok(());
    }
    let Some(person) = stands_for(tx, share, person)? else { return Ok(()) };
    let on = it.what == What::Reacted;
    let moved = as_actor(tx, as_person(share.org, person), |tx| react_to(tx, row, code, on))?;
    match moved {
        Some(_) => {
            let it = Happening { message: id, person: Some(person), ..it.clone() };
            note(tx, room, &it, Some(share.id))
        }
        None => Ok(()),
    }
}

/// Brings what stands in a message here to what was done with it over there. What only one side has by now is followed by nothing.
fn used(
    tx: &mut Tx<'_>,
    cards: Cards,
    (share, room): (&ShareRow, &RoomRow),
    (message, person): (&MessageRow, Option<PersonId>),
) -> Result<()> {
    let Some(id) = store::carried::counterpart(tx, share.id, message.id)? else { return Ok(()) };
    let here = store::messages::get(tx, id)?.and_then(|row| row.extra.card);
    let (Some(there), Some(here)) = (&message.extra.card, here) else { return Ok(()) };
    let homeward = store::carried::copy_of(tx, share.id, message.id)?.is_none();
    let by = match person {
        None => None,
        Some(there) => match stands_for(tx, share, there)? {
            Some(here) => Some(Standin { there, here, homeward }),
            None => return Ok(()),
        },
    };
    if !cards.followed(tx, &Talk, (there, &here), by)? {
        return Ok(());
    }
    let it = Happening { person: by.map(|by| by.here), ..Happening::to(id, What::Used) };
    note(tx, room, &it, Some(share.id))
}

/// The words of a message as they read on this side. People of the room are called by who stands for them here; everybody and everything
/// else of the other organisation is words that give nothing away, but for the names of units, as those who wrote them meant them to be read.
fn translated(tx: &mut Tx<'_>, share: &ShareRow, room: &RoomRow, message: &MessageRow) -> Result<String> {
    translated_words(tx, share, room, message.room, &message.body)
}

/// What a message forwards, as it reads on this side: words and when they were said, and by whom, as what, as far as they are in the room. Where
/// that was and what lay beside it is the other side's own affair.
fn passed_over(tx: &mut Tx<'_>, share: &ShareRow, room: &RoomRow, message: &MessageRow) -> Result<Vec<Forwarded>> {
    if message.extra.forwarded.is_empty() {
        return Ok(Vec::new());
    }
    let stands = elsewhere(tx, share.peer, |tx| forwards::as_they_stand(tx, vec![message.clone()]))?.remove(0);
    let there = elsewhere(tx, share.peer, |tx| there(tx, message.room))?;
    let mut over = Vec::new();
    for forwarded in stands.extra.forwarded {
        let author = forwarded.author_id.filter(|author| there.contains(author));
        let author_id = author.map(|author| stands_for(tx, share, author)).transpose()?.flatten();
        // Each by its name: whatever comes to be carried one day does not cross by itself.
        over.push(Forwarded {
            message_id: None,
            room_id: None,
            thread_id: None,
            seq: 0,
            author_id,
            via: forwarded.via.filter(|_| author_id.is_some()),
            organisation: None,
            operator_id: None,
            as_post: forwarded.as_post.filter(|_| author_id.is_some()),
            body: translated_words(tx, share, room, message.room, &forwarded.body)?,
            files: Vec::new(),
            sent_at: forwarded.sent_at,
            withdrawn: forwarded.withdrawn,
            passing: forwarded.passing,
            headings: forwarded.headings,
        });
    }
    Ok(over)
}

/// What a copy forwards, without what was taken back over there. All else of it stays as it came, whoever is in the room by now.
fn without_taken_back(
    tx: &mut Tx<'_>,
    share: &ShareRow,
    message: &MessageRow,
    copy: &MessageRow,
) -> Result<Vec<Forwarded>> {
    let mut carried = copy.extra.forwarded.clone();
    if !carried.is_empty() {
        let stands = elsewhere(tx, share.peer, |tx| forwards::as_they_stand(tx, vec![message.clone()]))?.remove(0);
        let gone = carried.iter_mut().zip(&stands.extra.forwarded).filter(|(_, over_there)| over_there.withdrawn);
        gone.for_each(|(one, _)| one.take_back());
    }
    Ok(carried)
}

fn translated_words(tx: &mut Tx<'_>, share: &ShareRow, room: &RoomRow, said_in: RoomId, words: &str) -> Result<String> {
    let mentions = text::mentions(words);
    let mut body = words.to_owned();
    if !mentions.people.is_empty() {
        let there = elsewhere(tx, share.peer, |tx| there(tx, said_in))?;
        for text in &mentions.people {
            let person = text.parse().ok().filter(|person| there.contains(person));
            let person = person.map(|person| stands_for(tx, share, person)).transpose()?.flatten();
            let words = match person {
                Some(person) => Token::Person(&person.to_string()).to_string(),
                None => SOMEBODY.to_owned(),
            };
            body = body.replace(&Token::Person(text).to_string(), &words);
        }
    }
    if !mentions.units.is_empty() {
        let units = elsewhere(tx, share.peer, |tx| units::all_units(tx))?;
        for text in &mentions.units {
            let unit = units.iter().find(|unit| unit.id.to_string() == *text);
            let words = unit.map_or_else(|| SOMEBODY.to_owned(), |unit| format!("@{}", unit.name));
            body = body.replace(&Token::Unit(text).to_string(), &words);
        }
    }
    for text in &mentions.rooms {
        let own = text.parse().is_ok_and(|id: RoomId| id == said_in);
        let words = if own { Token::Room(&room.id.to_string()).to_string() } else { SOME_ROOM.to_owned() };
        body = body.replace(&Token::Room(text).to_string(), &words);
    }
    Ok(body)
}

/// Everybody in a room of the actor's organisation.
fn there(tx: &mut Tx<'_>, room: RoomId) -> Result<HashSet<PersonId>> {
    let mut there: HashSet<PersonId> = store::members::of(tx, room)?.into_keys().collect();
    there.extend(store::partners::in_room(tx, room)?.into_iter().map(|(person, _)| person));
    Ok(there)
}

/// Carries all that there is to carry by a share to one of its sides.
pub fn carry_all(db: &db::Db, cards: Cards, job: &CarryOver) -> Result<()> {
    let (share, to) = (job.share, Actor::system(job.to));
    while db.write_now(to, move |tx| carry_next(tx, cards, share))? {}
    Ok(())
}
