//! What a request carries: who asks, from where, and the parts of the program that serve it.

use crate::guard::{self, Door, Restriction};
use crate::site::Site;
use db::{Conn, Db, Tx};
use kernel::{Actor, Error, Result};
use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;

/// Parts of the program that endpoints use, by type: the hub, the file store, the mailer. Filled once at start.
#[derive(Default)]
pub struct Kit {
    parts: HashMap<TypeId, Arc<dyn Any + Send + Sync>>,
}

impl Kit {
    /// Adds a part.
    pub fn with<T: Send + Sync + 'static>(mut self, part: Arc<T>) -> Self {
        self.parts.insert(TypeId::of::<T>(), part);
        self
    }

    /// A part that was put in at start; its absence is a bug in the server's composition.
    pub fn get<T: Send + Sync + 'static>(&self) -> Arc<T> {
        let part = self.parts.get(&TypeId::of::<T>()).cloned();
        part.and_then(|part| part.downcast().ok())
            .unwrap_or_else(|| panic!("the server was composed without {}", std::any::type_name::<T>()))
    }
}

/// The other end of the connection.
#[derive(Debug, Clone)]
pub struct Client {
    /// Its address, as far as a trusted proxy tells.
    pub address: IpAddr,
    /// Its own words about itself, cut to 300 characters.
    pub agent: String,
    /// Whether it came over TLS, as far as a trusted proxy tells.
    pub secure: bool,
    /// The name by which it called us; empty when it named none.
    pub host: String,
}

/// One request's context.
#[derive(Clone)]
pub struct Cx {
    pub(crate) db: Db,
    pub(crate) kit: Arc<Kit>,
    pub(crate) site: Site,
    pub(crate) actor: Option<Actor>,
    pub(crate) restriction: Option<Restriction>,
    pub(crate) client: Arc<Client>,
    pub(crate) request_id: Arc<str>,
    pub(crate) program: Option<Arc<str>>,
    pub(crate) token: Option<Arc<str>>,
    pub(crate) if_match: Option<Arc<str>>,
    pub(crate) cookies: Arc<str>,
    pub(crate) door: Door,
}

impl Cx {
    /// Who asks. Endpoints that anybody may call have no actor, and asking for it there is a bug.
    pub fn actor(&self) -> Actor {
        self.actor.expect("a public endpoint asked who is signed in")
    }

    /// Whether the one who asks would still be let in, for requests that go on for long. Programs are not asked again.
    ///
    /// Errors: as at the door.
    pub async fn still_admitted(&self) -> Result<()> {
        if self.program.is_some() {
            return Ok(());
        }
        let signed = guard::sign(&self.door, self.site.org(), self.token(), &self.client).await?;
        match (signed.map(|signed| signed.actor.person), self.actor.map(|actor| actor.person)) {
            (now, then) if now == then => Ok(()),
            _ => Err(Error::unauthenticated()),
        }
    }

    /// What the one who asks must do before anything else.
    pub fn restriction(&self) -> Option<Restriction> {
        self.restriction
    }

    /// The database.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// A part of the program.
    pub fn part<T: Send + Sync + 'static>(&self) -> Arc<T> {
        self.kit.get()
    }

    /// The other end.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// From where it was asked, for the record of acts: the network address, and the program that bears a token.
    pub fn origin(&self) -> String {
        match &self.program {
            Some(program) => format!("{} ({program})", self.client.address),
            None => self.client.address.to_string(),
        }
    }

    /// The address at which it was asked, and whose that is. Whoever is signed in is of that organisation.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// An address of ours, of the organisation's at whose address it was asked, as the other end would write it.
    pub fn url(&self, path: &str) -> String {
        let scheme = if self.client.secure { "https" } else { "http" };
        format!("{scheme}://{}{}", self.client.host, self.site.path(path))
    }

    /// The id under which this request is logged.
    pub fn request_id(&self) -> &str {
        &self.request_id
    }

    /// The session token that came with the request, whether it is good or not.
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// The value of a cookie of this address that came with the request.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        crate::guard::cookie(&self.cookies, &self.site.cookie(name))
    }

    /// A cookie of this address for a [`crate::Reply`], to be kept for so many seconds, not at all for 0, and shown below a path.
    pub fn kept(&self, name: &str, value: &str, age: u64, below: &str) -> String {
        self.site.kept(&self.client, (name, value), age, below)
    }

    /// The version that the caller has in hand (`If-Match`), if it said so.
    ///
    /// Errors: `invalid_if_match` when it is no number in quotes.
    pub fn if_match(&self) -> Result<Option<i64>> {
        let Some(text) = self.if_match.as_deref() else { return Ok(None) };
        let number = text.trim().trim_start_matches("W/").trim_matches('"').parse();
        number.map(Some).map_err(|_| Error::invalid("invalid_if_match"))
    }

    /// The version that the caller has in hand (`If-Match`) as it wrote it.
    pub fn if_match_text(&self) -> Option<&str> {
        self.if_match.as_deref()
    }

    fn acting(&self) -> Actor {
        self.actor.unwrap_or(Actor::system(kernel::Id::from_raw(0)))
    }

    /// Runs a use case that writes, as the actor.
    pub async fn write<T, F>(&self, story: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        self.db.write(self.acting(), story).await
    }

    /// Runs a use case that reads, as the actor.
    pub async fn read<T, F>(&self, story: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnMut(&mut Conn<'_>) -> Result<T> + Send + 'static,
    {
        self.db.read(self.acting(), story).await
    }

    /// Runs work that keeps a processor busy (pictures, password hashes) where it holds up no other request.
    pub async fn heavy<T: Send + 'static>(&self, work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
        let done = tokio::task::spawn_blocking(work).await;
        done.unwrap_or_else(|panic| Err(Error::internal(format!("heavy work failed: {panic}"))))
    }
}
