//! What it means for an account that its person signs in elsewhere, or that somebody else keeps its password.

use super::{own_session, password};
use crate::model::{Account, IdentityRefusal};
use crate::store;
use db::Conn;
use kernel::{AccountId, Error, Result, Rights};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

/// Whether an account signs in elsewhere and its password is not taken here, as another crate knows it. Administrators' always are: whatever
/// happens to a provider, somebody gets in.
pub struct PasswordsStopped(pub fn(&mut Conn<'_>, AccountId) -> Result<bool>);

impl PasswordsStopped {
    /// Whether the account's password opens a session: it has one, and nobody has stopped it.
    pub fn takes_password(&self, conn: &mut Conn<'_>, account: &Account) -> Result<bool> {
        let has_one = account.password_hash != password::NO_PASSWORD;
        Ok(has_one && !self.stops(conn, account)?)
    }

    /// Whether the account is opened by somebody outside alone.
    pub fn stops(&self, conn: &mut Conn<'_>, account: &Account) -> Result<bool> {
        Ok(account.rights != Rights::Administrator && (self.0)(conn, account.id)?)
    }
}

/// Keeps and checks the passwords of accounts in which [`crate::model::ELSEWHERE`] stands.
pub trait Keeper: Send + Sync {
    /// Whether a password, which is never empty, is the account's.
    ///
    /// Errors: `identity.directory_unreachable` when nobody can say, `identity.password_expired` when it is, but counts no more.
    fn fits<'a>(
        &'a self,
        account: &'a Account,
        password: &'a str,
    ) -> Pin<Box<dyn Future<Output = Result<bool>> + Send + 'a>>;
}

/// The keeper that the program was put together with.
pub struct PasswordsElsewhere(pub Arc<dyn Keeper>);

/// How long after signing in somebody without a password may change how they sign in.
const FRESH: Duration = Duration::from_secs(600);

/// Refuses an actor who has not just signed in. For who has no password that could be asked for once more.
///
/// Errors: `identity.sign_in_anew`.
pub fn check_fresh(conn: &mut Conn<'_>) -> Result<()> {
    let session = own_session(conn).ok_or(IdentityRefusal::SignInAnew)?;
    let bearer = store::by_session(conn, session)?.ok_or_else(Error::unauthenticated)?;
    match conn.now().is_within(FRESH, bearer.created_at) {
        true => Ok(()),
        false => Err(IdentityRefusal::SignInAnew.into()),
    }
}
