//! Passwords of people who came from a directory, checked there.

use crate::client::{Connection, Verdict};
use crate::model::Outcome;
use crate::store::{self, Link};
use db::Db;
use identity::model::{Account, IdentityRefusal};
use identity::service::Keeper;
use kernel::{Actor, Error, Result};
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;
use tokio::sync::Semaphore;

/// So many are asked about at once: a morning's crowd must not become the directory's trouble.
const AT_ONCE: usize = 32;
/// Who waits for longer is told that the directory does not answer.
const PATIENCE: Duration = Duration::from_secs(15);

/// Asks the directory that somebody came from.
pub struct Directories {
    db: Db,
    gate: Semaphore,
}

impl Directories {
    /// Over a database.
    pub fn new(db: Db) -> Self {
        Self { db, gate: Semaphore::new(AT_ONCE) }
    }

    async fn ask(&self, link: &Link, password: &str) -> Result<Verdict, Outcome> {
        let _turn = self.gate.acquire().await.map_err(|_| Outcome::Unreachable)?;
        let connection = Connection::open(&link.settings, &link.password).await?;
        connection.try_password(&link.settings, &link.permanent_id, password).await
    }
}

impl Keeper for Directories {
    fn fits<'a>(
        &'a self,
        account: &'a Account,
        password: &'a str,
    ) -> Pin<Box<dyn Future<Output = Result<bool>> + Send + 'a>> {
        Box::pin(async move {
            let person = account.person;
            let link = self.db.read(Actor::system(account.org), move |conn| store::link(conn, person)).await?;
            let Some(link) = link else { return Ok(false) };
            let asked = tokio::time::timeout(PATIENCE, self.ask(&link, password)).await;
            match asked.unwrap_or(Err(Outcome::Unreachable)) {
                Ok(Verdict::Fits) => Ok(true),
                Ok(Verdict::Wrong) => Ok(false),
                Ok(Verdict::Expired) => Err(IdentityRefusal::PasswordExpired.into()),
                Err(outcome) => Err(Error::unavailable("identity.directory_unreachable", format!("{outcome:?}"))),
            }
        })
    }
}
