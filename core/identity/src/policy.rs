//! Who may act upon accounts, beyond the reach that the directory decides.

use crate::model::{Account, IdentityRefusal};
use kernel::{Actor, Result, Rights};

/// Whether the actor may act upon an account, whose person they reach: who administers a part leaves those who administer all alone.
pub fn may_act_upon(actor: &Actor, account: &Account) -> Result<()> {
    match account.rights {
        Rights::Administrator if !actor.administers() => Err(IdentityRefusal::AdministratorsOnly.into()),
        _ => Ok(()),
    }
}

/// Whether the actor may make administrators, and members of them.
pub fn may_give_rights(actor: &Actor) -> Result<()> {
    if actor.administers() { Ok(()) } else { Err(IdentityRefusal::AdministratorsOnly.into()) }
}
