//! Whom a message calls by name or by unit, and who of them is told.

use crate::events::{self, Mentioned};
use crate::model::Role;
use crate::service::view::Names;
use crate::store;
use crate::store::messages::MessageRow;
use db::{Conn, Tx};
use directory::model::UnitId;
use directory::service::barriers;
use directory::store::units;
use kernel::{Face, PersonId, Result};
use std::collections::BTreeSet;

/// Tells those whom a message mentions, except those told already. Only people in the room are ever told, and of them nobody whom a
/// contact barrier keeps the author from calling.
pub(crate) fn mention(tx: &mut Tx<'_>, row: &MessageRow, told: &BTreeSet<PersonId>) -> Result<BTreeSet<PersonId>> {
    let mentioned = mentioned_in(tx, row)?;
    if mentioned.is_empty() {
        return Ok(mentioned);
    }
    // Others than the author read this, so only names that everybody may know stand in it.
    let names = Names::for_everybody(tx, row.room, &row.body)?;
    let payload = Mentioned {
        room_id: row.room,
        thread_id: row.thread(),
        seq: row.seq,
        message_id: row.id,
        author_id: row.author,
        excerpt: names.excerpt(&row.body, 120),
    };
    for person in &mentioned {
        store::messages::put_mention(tx, row, *person)?;
        if !told.contains(person) {
            tx.emit(events::mentioned(*person, &payload));
        }
    }
    Ok(mentioned)
}

pub(super) fn mentioned_in(conn: &mut Conn<'_>, row: &MessageRow) -> Result<BTreeSet<PersonId>> {
    let mentions = text::mentions(&row.body);
    if mentions.people.is_empty() && mentions.units.is_empty() {
        return Ok(BTreeSet::new());
    }
    let members = store::members::of(conn, row.room)?;
    let mut people: BTreeSet<PersonId> = mentions.people.iter().filter_map(|id| id.parse().ok()).collect();
    if !mentions.units.is_empty() {
        let named: Vec<UnitId> = mentions.units.iter().filter_map(|id| id.parse().ok()).collect();
        let today = kernel::Jst::date(conn.now());
        for path in units::paths(conn, &named)? {
            people.extend(store::members::holders(conn, &path, today)?.into_iter().map(|holder| holder.person));
        }
    }
    let belongs = |person: &PersonId| members.get(person).is_some_and(|belonging| belonging.role != Role::Reader);
    people.retain(|person| *person != row.author && belongs(person));
    let ids: Vec<PersonId> = people.iter().copied().collect();
    // What is carried here by the program itself is said by its author.
    let towards = match conn.actor().face {
        Face::System => barriers::towards_of(conn, row.author, &ids)?,
        _ => barriers::towards(conn, &ids)?,
    };
    people.retain(|person| towards.contact(*person).mention);
    Ok(people)
}
