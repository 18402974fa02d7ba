//! A password tried: at the hash that is kept here, or with whoever keeps it.

use crate::model::Account;
use crate::service::{PasswordsElsewhere, password::Passwords};
use kernel::Result;
use web::Cx;

/// Which of some accounts a password opens.
///
/// Errors: those of [`crate::service::Keeper`], when it opens no other account.
pub(super) async fn opened(cx: &Cx, password: String, accounts: &[Account]) -> Result<Option<usize>> {
    let (kept_elsewhere, kept_here): (Vec<usize>, Vec<usize>) =
        (0..accounts.len()).partition(|place| accounts[*place].is_kept_elsewhere());
    let hashes = kept_here.iter().map(|place| accounts[*place].password_hash.clone()).collect();
    if let Some(place) = cx.part::<Passwords>().matching(cx, password.clone(), hashes).await? {
        return Ok(Some(kept_here[place]));
    }
    // To a directory an empty password is a visitor's, and it says yes.
    if password.is_empty() {
        return Ok(None);
    }
    let keeper = cx.part::<PasswordsElsewhere>();
    let mut nobody = Ok(None);
    for place in kept_elsewhere {
        match keeper.0.fits(&accounts[place], &password).await {
            Ok(true) => return Ok(Some(place)),
            Ok(false) => {}
            Err(error) => nobody = Err(error),
        }
    }
    nobody
}
