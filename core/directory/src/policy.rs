//! Who may see and change what in the directory. Everybody signed in sees the people and units of their own
//! organisation; administrators change them; everybody changes what is their own.

use crate::model::{Barrier, Person, Unit};
use kernel::{Actor, Error, May, Result};

/// Proof for changing a person's record.
pub struct Edit;

/// Whether the actor may change a person's record.
pub fn may_edit_person(actor: &Actor, person: Person) -> Result<May<Edit, Person>> {
    if actor.administers() { Ok(May::granted(person)) } else { Err(Error::denied("directory.administrators_only")) }
}

/// Whether the actor may change what people say of themselves: place, status, photo, telephone numbers.
pub fn may_edit_own(actor: &Actor, person: Person) -> Result<May<Edit, Person>> {
    if actor.person == person.brief.id { Ok(May::granted(person)) } else { Err(Error::denied("directory.own_only")) }
}

/// Whether the actor may change a unit.
pub fn may_edit_unit(actor: &Actor, unit: Unit) -> Result<May<Edit, Unit>> {
    if actor.administers() { Ok(May::granted(unit)) } else { Err(Error::denied("directory.administrators_only")) }
}

/// Whether the actor may know and decide who can be reached only by some.
pub fn may_decide_barriers(actor: &Actor) -> Result<()> {
    if actor.administers() { Ok(()) } else { Err(Error::denied("directory.administrators_only")) }
}

/// Whether the actor may change a contact barrier.
pub fn may_edit_barrier(actor: &Actor, barrier: Barrier) -> Result<May<Edit, Barrier>> {
    may_decide_barriers(actor)?;
    Ok(May::granted(barrier))
}
