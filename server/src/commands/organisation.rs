//! For which organisation a command acts.

use db::Db;
use directory::store::organisations;
use kernel::{Actor, Error, Id, OrgId, Result};

/// The organisation that a command is about: the only one, or the one of a name. Nothing when a name was given and there
/// is no organisation at all yet.
///
/// Errors: `which_organisation` when that does not tell.
pub(super) fn find(db: &Db, name: Option<&str>) -> Result<Option<OrgId>> {
    let all = db.read_now(Actor::system(Id::from_raw(0)), organisations::all)?;
    let names = || all.iter().map(|found| format!("「{}」", found.name)).collect::<Vec<_>>().join(" ");
    let unclear = |why: String| Err(Error::conflict("which_organisation").because(why));
    match (name, all.as_slice()) {
        (None, [only]) => Ok(Some(only.id)),
        (None, []) => unclear("there is no organisation yet; name one with --organisation, and it is made".to_owned()),
        (None, _) => unclear(format!("there are several organisations, name one with --organisation: {}", names())),
        (Some(_), []) => Ok(None),
        (Some(name), some) => match some.iter().find(|found| text::fold(&found.name) == text::fold(name)) {
            Some(found) => Ok(Some(found.id)),
            None => unclear(format!("no organisation is named 「{name}」; there is: {}", names())),
        },
    }
}

/// The actor for an organisation that is there.
///
/// Errors: `which_organisation` when there is none, or the name does not tell.
pub(super) fn found(db: &Db, name: Option<&str>) -> Result<Actor> {
    let none = || Error::conflict("which_organisation").because("there is no organisation yet");
    find(db, name)?.map(Actor::system).ok_or_else(none)
}

/// The actor for an organisation that [`find`] found, or for a new one of that name.
pub(super) fn found_or_made(db: &Db, name: Option<&str>) -> Result<Actor> {
    if let Some(org) = find(db, name)? {
        return Ok(Actor::system(org));
    }
    let name = name.unwrap_or_default().to_owned();
    let org =
        db.write_now(Actor::system(Id::from_raw(0)), move |tx| directory::service::create_organisation(tx, &name))?;
    Ok(Actor::system(org))
}
