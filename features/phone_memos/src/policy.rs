//! Who may do what with a memo that they may see. Whether they may see it at all, the talk decides.

use crate::model::{MemoRefusal, MemoRow};
use kernel::{Actor, Error, Face, May, Result};
use rooms::model::Place;

/// Proof for taking a memo on, and for saying that it is done or is not.
pub struct Handle;
/// Proof for noting that it was seen.
pub struct See;
/// Proof for what the program does with it by itself.
pub struct Keep;

/// Whether somebody who sees a memo in a room handles it: whoever may write there.
pub fn handles(place: &Place) -> bool {
    place.may_write
}

/// Whoever sees a memo handles it, unless they only read where they see it: while they hand over, or are kept from whom it is for.
pub fn may_handle(row: MemoRow, place: &Place) -> Result<May<Handle, MemoRow>> {
    if handles(place) { Ok(May::granted(row)) } else { Err(MemoRefusal::OnlyReads.into()) }
}

/// The addressee alone has seen it.
pub fn may_see(actor: &Actor, row: MemoRow) -> Result<May<See, MemoRow>> {
    if row.addressee == actor.person { Ok(May::granted(row)) } else { Err(MemoRefusal::NotTheAddressee.into()) }
}

/// The program itself clears who called.
pub fn at_its_time(actor: &Actor, row: MemoRow) -> Result<May<Keep, MemoRow>> {
    if actor.face == Face::System { Ok(May::granted(row)) } else { Err(Error::not_found()) }
}

/// The program itself takes along what stood in a message that was taken back.
pub fn taken_along(row: MemoRow) -> May<Keep, MemoRow> {
    May::granted(row)
}
