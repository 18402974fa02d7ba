//! Who may see and change what in the directory. Everybody signed in sees the people and units of their own
//! organisation; administrators change them, and so do those to whom that was given, as far as their reach goes; everybody changes
//! what is their own.

use crate::model::{Barrier, DirectoryRefusal, Grant, Person, Reach, Rota, Unit, UnitId};
use kernel::{Actor, Error, Function, May, PersonId, Result, Verb};

/// Proof for changing a person's record.
pub struct Edit;

/// Whether the actor, as far as they reach, may change the record of a person who stands in a unit. Who administers a part changes no
/// record of their own: nobody raises themselves.
pub fn may_edit_person(
    actor: &Actor,
    reach: &Reach,
    unit: Option<UnitId>,
    person: Person,
) -> Result<May<Edit, Person>> {
    match () {
        () if !reach.covers(unit) => Err(Error::not_found()),
        () if !actor.administers() && actor.person == person.brief.id => Err(DirectoryRefusal::Oneself.into()),
        () => Ok(May::granted(person)),
    }
}

/// Whether the actor may change what people say of themselves: place, status, photo, telephone numbers.
pub fn may_edit_own(actor: &Actor, person: Person) -> Result<May<Edit, Person>> {
    if actor.person == person.brief.id { Ok(May::granted(person)) } else { Err(Error::denied("directory.own_only")) }
}

/// Whether the actor may say where somebody is: the person themselves, or whoever is near, a colleague of the section.
pub fn may_say_where(actor: &Actor, is_near: bool, person: Person) -> Result<May<Edit, Person>> {
    match actor.person == person.brief.id || is_near {
        true => Ok(May::granted(person)),
        false => Err(DirectoryRefusal::NotOfSection.into()),
    }
}

/// Whether somebody who reaches so far may change a unit.
pub fn may_edit_unit(reach: &Reach, unit: Unit) -> Result<May<Edit, Unit>> {
    if reach.covers(Some(unit.id)) { Ok(May::granted(unit)) } else { Err(Error::not_found()) }
}

/// Whether somebody who reaches so far may keep a unit's rota.
pub fn may_keep_rota(reach: &Reach, rota: Rota) -> Result<May<Edit, Rota>> {
    if reach.covers(Some(rota.said.unit_id)) { Ok(May::granted(rota)) } else { Err(Error::not_found()) }
}

/// Whether the actor may bring guests and bots in at all; for whom of the staff, their reach says.
pub fn may_bring(actor: &Actor) -> Result<()> {
    may(actor, Function::People, Verb::Change)
}

/// Whether the actor may end the stay of a guest, or say how they come in, because they answer for them; gives the guest back when that is not why.
pub fn may_answer_for(actor: &Actor, sponsor: PersonId, guest: Person) -> Result<May<Edit, Person>, Box<Person>> {
    if actor.person == sponsor { Ok(May::granted(guest)) } else { Err(Box::new(guest)) }
}

/// Whether the actor may know who can be reached only by some.
pub fn may_know_barriers(actor: &Actor) -> Result<()> {
    may(actor, Function::Barriers, Verb::See)
}

/// Whether the actor may decide who can be reached only by some.
pub fn may_decide_barriers(actor: &Actor) -> Result<()> {
    may(actor, Function::Barriers, Verb::Change)
}

fn may(actor: &Actor, function: Function, verb: Verb) -> Result<()> {
    if actor.may(function, verb) { Ok(()) } else { Err(Error::denied("directory.administrators_only")) }
}

/// Whether the actor may change a contact barrier.
pub fn may_edit_barrier(actor: &Actor, barrier: Barrier) -> Result<May<Edit, Barrier>> {
    may_decide_barriers(actor)?;
    Ok(May::granted(barrier))
}

/// Whether the actor may give shares of the administration: who administers all of it, and nobody else.
pub fn may_give(actor: &Actor) -> Result<()> {
    if actor.administers() { Ok(()) } else { Err(Error::denied("directory.administrators_only")) }
}

/// Whether the actor may change a share that was given.
pub fn may_edit_grant(actor: &Actor, grant: Grant) -> Result<May<Edit, Grant>> {
    may_give(actor)?;
    Ok(May::granted(grant))
}
