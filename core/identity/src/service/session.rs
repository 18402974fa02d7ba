//! Sessions: tokens, who bears them, and the memory that makes resuming cheap.

use crate::model::{IDLE_LIMIT, SESSION_LIMIT};
use crate::store;
use db::{Db, Lock};
use kernel::{Actor, Entropy, Error, Face, Id, PersonId, Result, Timestamp};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Mutex;
use std::time::Duration;
use web::{Authenticator, Client, Signed};

/// How long a bearer is believed without asking the database again; changes are heard of at once, through events.
const REMEMBER: Duration = Duration::from_secs(60);
/// Uses of a session are noted no more often than this.
const NOTE_EVERY: Duration = Duration::from_secs(300);

/// A new secret: 32 random bytes in hexadecimal.
pub fn new_token(entropy: &dyn Entropy) -> String {
    let mut bytes = [0; 32];
    entropy.fill(&mut bytes);
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What is kept of a secret.
pub fn token_hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

struct Remembered {
    signed: Signed,
    believed_until: Timestamp,
    ends_at: Timestamp,
}

#[derive(Default)]
struct Memory {
    bearers: HashMap<[u8; 32], Remembered>,
    /// Grows whenever something is forgotten: what was read before may be what had to be forgotten.
    forgotten: u64,
}

/// Knows sessions by their tokens.
pub struct Sessions {
    db: Db,
    remembered: Mutex<Memory>,
}

impl Sessions {
    /// Over a database.
    pub fn new(db: Db) -> Self {
        Self { db, remembered: Mutex::default() }
    }

    /// Forgets what is remembered of a person's sessions, because one ended or their rights changed.
    pub fn forget(&self, person: PersonId) {
        let mut remembered = self.remembered.lock().expect("nothing panics while holding the sessions");
        remembered.bearers.retain(|_, bearer| bearer.signed.actor.person != person);
        remembered.forgotten += 1;
    }

    fn recall(&self, hash: &[u8; 32], now: Timestamp) -> Option<Signed> {
        let remembered = self.remembered.lock().expect("nothing panics while holding the sessions");
        let bearer = remembered.bearers.get(hash)?;
        (now < bearer.believed_until && now < bearer.ends_at).then_some(bearer.signed)
    }

    async fn look_up(&self, hash: [u8; 32]) -> Result<Signed> {
        let nobody = Actor::system(Id::from_raw(0));
        let forgotten = self.remembered.lock().expect("nothing panics while holding the sessions").forgotten;
        let found = self.db.read(nobody, move |conn| store::by_token(conn, &hash)).await?;
        let bearer = found.ok_or_else(Error::unauthenticated)?;
        let now = self.db.clock().now();
        let ends_at = bearer.seen_at.plus(IDLE_LIMIT).min(bearer.created_at.plus(SESSION_LIMIT));
        if !bearer.welcome || now >= ends_at {
            return Err(Error::unauthenticated());
        }
        let actor = Actor {
            org: bearer.org,
            person: bearer.person,
            account: bearer.account,
            rights: bearer.rights,
            face: Face::Session(bearer.session),
        };
        if now.since(bearer.seen_at) > NOTE_EVERY {
            let (session, account) = (bearer.session, bearer.account);
            self.db
                .write(actor, move |tx| {
                    tx.lock(Lock::Account(account))?;
                    store::touch_session(tx, session, account)
                })
                .await?;
        }
        let signed = Signed { actor, restricted: bearer.must_change };
        // Whoever has just chosen a password goes on at once, also where the news of it takes a moment.
        if signed.restricted {
            return Ok(signed);
        }
        let believed_until = now.plus(REMEMBER);
        let mut remembered = self.remembered.lock().expect("nothing panics while holding the sessions");
        if remembered.forgotten != forgotten {
            return Ok(signed);
        }
        if remembered.bearers.len() >= 100_000 {
            remembered.bearers.retain(|_, bearer| now < bearer.believed_until);
        }
        remembered.bearers.insert(hash, Remembered { signed, believed_until, ends_at });
        Ok(signed)
    }
}

impl Authenticator for Sessions {
    fn authenticate<'a>(
        &'a self,
        token: &'a str,
        _: &'a Client,
    ) -> Pin<Box<dyn Future<Output = Result<Signed>> + Send + 'a>> {
        Box::pin(async move {
            let hash = token_hash(token);
            match self.recall(&hash, self.db.clock().now()) {
                Some(signed) => Ok(signed),
                None => self.look_up(hash).await,
            }
        })
    }
}
