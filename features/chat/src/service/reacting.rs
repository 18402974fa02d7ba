//! Reactions to messages.

use crate::events::{self, Reacted};
use crate::model::{ChatRefusal, Message, MessageId, OperatorName, is_reaction_code};
use crate::policy;
use crate::service::sharing::carrying;
use crate::service::talk::{held_message, readable};
use crate::service::view;
use crate::store;
use crate::store::carried::{Happening, What};
use crate::store::messages::MessageRow;
use db::{Conn, Tx};
use directory::model::PersonBrief;
use directory::store::people;
use kernel::{PersonId, Result, Timestamp};

/// Reacts to a message, or takes the reaction back.
pub fn react(tx: &mut Tx<'_>, id: MessageId, code: &str, on: bool) -> Result<Message> {
    let (row, room, mine) = held_message(tx, id)?;
    let room = policy::may_write(&tx.actor(), room, mine.as_ref())?;
    if on && !is_reaction_code(code) {
        return Err(ChatRefusal::NoReaction.into());
    }
    if row.withdrawn_at.is_some() {
        return Err(ChatRefusal::Withdrawn.into());
    }
    let person = tx.actor().person;
    match react_to(tx, row.clone(), code, on)? {
        None => view::message_for(tx, row, person),
        Some(row) => {
            let what = if on { What::Reacted } else { What::Unreacted };
            let it = Happening { what, message: id, person: Some(person), code: Some(code.to_owned()) };
            carrying::note(tx, &room, &it, None)?;
            view::message_for(tx, row, person)
        }
    }
}

/// [`react`] to a message that stands in a room that is locked; nothing when it was so before.
pub(super) fn react_to(tx: &mut Tx<'_>, mut row: MessageRow, code: &str, on: bool) -> Result<Option<MessageRow>> {
    let (actor, now, id) = (tx.actor(), tx.now(), row.id);
    let moved = match on {
        true => store::messages::react(tx, id, code, actor.person, now)?,
        false => store::messages::unreact(tx, id, code)?,
    };
    if !moved {
        return Ok(None);
    }
    row.tick = store::messages::touch(tx, &row)?;
    let rows = store::messages::reactions(tx, &[id])?;
    tx.emit(events::reacted(&Reacted {
        room_id: row.room,
        thread_id: row.thread(),
        message_id: id,
        seq: row.seq,
        person_id: actor.person,
        code: code.to_owned(),
        on,
        reactions: view::count_reactions(&rows, id, None),
        tick: row.tick,
    }));
    Ok(Some(row))
}

/// Who reacted to a message.
pub struct Reacting {
    /// With what.
    pub code: String,
    /// Who.
    pub person: PersonBrief,
    /// Who was using it, when that is a shared account.
    pub operator: Option<OperatorName>,
    /// When.
    pub at: Timestamp,
}

/// Who reacted to a message, with what and when.
pub fn reactions(conn: &mut Conn<'_>, id: MessageId) -> Result<Vec<Reacting>> {
    readable(conn, id)?;
    let rows = store::messages::reactions(conn, &[id])?;
    let ids: Vec<PersonId> = rows.iter().map(|row| row.person).collect();
    let briefs = people::briefs(conn, &ids)?;
    let ids: Vec<PersonId> = rows.iter().filter_map(|row| row.operator).collect();
    let names = super::operators(conn, &ids)?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let person = briefs.iter().find(|brief| brief.id == row.person)?.clone();
            let operator = names.iter().find(|name| Some(name.id) == row.operator).cloned();
            Some(Reacting { code: row.code, person, operator, at: row.at })
        })
        .collect())
}
