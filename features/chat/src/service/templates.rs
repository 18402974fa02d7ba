//! 部屋のひな形: administrators keep them, everybody of the staff begins rooms with them.

use super::number_guard;
use crate::model::{
    BuiltinTemplate, ChatRefusal, MOST_TEMPLATES, RoomTemplate, TemplateId, TemplateKey, TemplateWords,
};
use crate::policy;
use crate::store::templates::{self, TemplateRow};
use audit::{Record, Subject};
use db::{Conn, Lock, Tx};
use kernel::{Error, Result};
use serde_json::json;

fn shown(row: TemplateRow) -> RoomTemplate {
    RoomTemplate { key: row.id.to_string(), builtin: None, words: row.words, hidden: row.hidden, tick: row.tick }
}

/// All templates, those that come with the program first; `offered` leaves out those that are not offered.
pub fn list(conn: &mut Conn<'_>, offered: bool) -> Result<Vec<RoomTemplate>> {
    let hidden = templates::hidden(conn)?;
    let builtin = BuiltinTemplate::ALL.into_iter().map(|builtin| RoomTemplate {
        key: builtin.code().to_owned(),
        builtin: Some(builtin),
        words: builtin.words(),
        hidden: hidden.iter().any(|code| code == builtin.code()),
        tick: 0,
    });
    let mut all: Vec<RoomTemplate> = builtin.collect();
    all.extend(templates::all(conn)?.into_iter().map(shown));
    all.retain(|template| !offered || !template.hidden);
    Ok(all)
}

fn checked(conn: &mut Conn<'_>, words: TemplateWords) -> Result<TemplateWords> {
    let words = words.checked()?;
    for said in words.all() {
        number_guard::look(conn, said, None)?;
    }
    Ok(words)
}

/// Makes a template. Gives it, and whether it is new.
///
/// Errors: faults of fields, `id_taken`, `chat.too_many_templates`, those of the number guard.
pub fn make(tx: &mut Tx<'_>, id: TemplateId, words: TemplateWords, address: &str) -> Result<(RoomTemplate, bool)> {
    let actor = tx.actor();
    tx.lock(Lock::Org(actor.org))?;
    if let Some(known) = templates::get(tx, id)? {
        let is_same = known.created_by == actor.person;
        return if is_same { Ok((shown(known), false)) } else { Err(ChatRefusal::IdTaken.into()) };
    }
    if templates::exists(tx, id)? {
        return Err(ChatRefusal::IdTaken.into());
    }
    if templates::count(tx)? >= MOST_TEMPLATES {
        return Err(ChatRefusal::TooManyTemplates.into());
    }
    let words = checked(tx, words)?;
    let row = TemplateRow { id, words, hidden: false, created_by: actor.person, tick: 0 };
    let row = policy::may_shape(&actor, row)?;
    templates::insert(tx, &row)?;
    record(tx, "chat.template_made", &id.to_string(), &row.words.name, address)?;
    Ok((one(tx, id)?, true))
}

fn one(conn: &mut Conn<'_>, id: TemplateId) -> Result<RoomTemplate> {
    templates::get(conn, id)?.map(shown).ok_or_else(Error::not_found)
}

fn record(tx: &mut Tx<'_>, act: &'static str, key: &str, name: &str, address: &str) -> Result<()> {
    let detail = json!({ "template": key, "name": name });
    audit::record(tx, &Record { act, subject: Subject::default(), detail, address })
}

/// Says something else in a template that the organisation made. Rooms that were made from it stay as they are.
///
/// Errors: faults of fields, `not_found`, those of the number guard.
pub fn replace(tx: &mut Tx<'_>, key: &str, words: TemplateWords, address: &str) -> Result<RoomTemplate> {
    let actor = tx.actor();
    tx.lock(Lock::Org(actor.org))?;
    let Some(TemplateKey::Own(id)) = TemplateKey::named(key) else { return Err(Error::not_found()) };
    let row = templates::get(tx, id)?.ok_or_else(Error::not_found)?;
    let mut row = policy::may_shape(&actor, row)?;
    let words = checked(tx, words)?;
    if row.words != words {
        row.words = words;
        templates::update(tx, &row)?;
        record(tx, "chat.template_changed", key, &row.words.name, address)?;
    }
    one(tx, id)
}

/// Offers a template no more, or again.
pub fn set_hidden(tx: &mut Tx<'_>, key: &str, hidden: bool, address: &str) -> Result<()> {
    let actor = tx.actor();
    tx.lock(Lock::Org(actor.org))?;
    let act = if hidden { "chat.template_hidden" } else { "chat.template_offered" };
    match TemplateKey::named(key).ok_or_else(Error::not_found)? {
        TemplateKey::Builtin(builtin) => {
            if templates::hidden(tx)?.iter().any(|code| code == builtin.code()) != hidden {
                let code = policy::may_shape(&actor, builtin.code())?;
                templates::set_hidden(tx, &code, hidden)?;
                record(tx, act, key, &builtin.words().name, address)?;
            }
        }
        TemplateKey::Own(id) => {
            let row = templates::get(tx, id)?.ok_or_else(Error::not_found)?;
            let mut row = policy::may_shape(&actor, row)?;
            if row.hidden != hidden {
                row.hidden = hidden;
                templates::update(tx, &row)?;
                record(tx, act, key, &row.words.name, address)?;
            }
        }
    }
    Ok(())
}
