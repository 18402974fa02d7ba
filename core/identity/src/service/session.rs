//! Sessions: tokens, who bears them, and the memory that makes resuming cheap.

use crate::events::{ACCOUNT_CHANGED, OPERATOR_CHANGED, SIGN_IN_RULES_CHANGED, SIGNED_OUT};
use crate::model::rules::{Networks, Standing, Verdict};
use crate::service::operators;
use crate::store::{self, Bearer, SharedUse};
use db::{Db, List, Lock, Tx};
use directory::events::{LEAVE_CHANGED, PERSON_CHANGED};
use directory::service::grants;
use kernel::{
    AccountId, Actor, Committed, Entropy, Error, Face, Id, OrgId, PersonId, Powers, Result, SessionId, Timestamp, Topic,
};
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};
use std::future::Future;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, Weak};
use std::time::Duration;
use web::{Authenticator, Client, Restriction, Signed};

/// How long a bearer is believed without asking the database again; changes are heard of at once, through events.
const REMEMBER: Duration = Duration::from_secs(60);
/// Uses of a session are noted no more often than this.
const NOTE_EVERY: Duration = Duration::from_secs(300);

/// Uses that one transaction notes, at most: nobody else writes meanwhile.
const NOTED_TOGETHER: usize = 2_000;
/// How long uses are gathered before they are written.
const GATHER: Duration = Duration::from_secs(1);

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
    actor: Actor,
    standing: Standing,
    networks: Arc<Networks>,
    believed_until: Timestamp,
}

impl Remembered {
    /// Lets the session go on from an address, if it may without being looked up.
    fn signed(&self, from: IpAddr, now: Timestamp) -> Option<Signed> {
        let welcome = matches!(self.networks.judge(&self.standing, from, now), Verdict::Welcome(_));
        (now < self.believed_until && welcome).then_some(Signed { actor: self.actor, restriction: None })
    }
}

/// A session of a shared account that somebody is using.
struct Operated {
    remembered: Remembered,
    /// How long it may go without use.
    idle: Duration,
    used_at: Timestamp,
    /// When a use was noted last.
    noted_at: Timestamp,
}

/// Uses of a shared account are noted so much more often: an operator is gone after minutes, on every node and after every restart.
const NOTE_PARTS: u32 = 4;

#[derive(Default)]
struct Memory {
    bearers: HashMap<[u8; 32], Remembered>,
    /// Few, so that it is quick to find what somebody is using.
    operated: HashMap<[u8; 32], Operated>,
    /// Grows whenever something is forgotten: what was read before may be what had to be forgotten.
    forgotten: u64,
}

/// Whose sessions are believed no longer.
#[derive(Default)]
struct Stale {
    people: HashSet<PersonId>,
    /// Those who may be using shared accounts, and may no longer.
    operators: HashSet<PersonId>,
    orgs: HashSet<OrgId>,
}

impl Stale {
    fn take(&mut self, event: &Committed) {
        match (&*event.kind, event.topic) {
            (SIGNED_OUT | OPERATOR_CHANGED, Topic::Person(person)) => {
                self.people.insert(person);
            }
            (ACCOUNT_CHANGED | LEAVE_CHANGED, Topic::Person(person)) => {
                self.people.insert(person);
                self.operators.insert(person);
            }
            (PERSON_CHANGED, Topic::Person(person)) => {
                self.operators.insert(person);
            }
            (SIGN_IN_RULES_CHANGED, Topic::Org(org)) => {
                self.orgs.insert(org);
            }
            _ => {}
        }
    }

    fn is_empty(&self) -> bool {
        self.people.is_empty() && self.operators.is_empty() && self.orgs.is_empty()
    }

    fn bears(&self, actor: &Actor) -> bool {
        let operator = actor.operator.is_some_and(|operator| self.operators.contains(&operator));
        operator || self.people.contains(&actor.person) || self.orgs.contains(&actor.org)
    }
}

/// Uses of sessions that are to be written down.
#[derive(Default)]
struct Notes {
    waiting: HashMap<SessionId, Use>,
    /// Somebody is about to write them.
    busy: bool,
}

#[derive(Clone, Copy, PartialEq)]
struct Use {
    account: AccountId,
    at: Timestamp,
}

/// Knows sessions by their tokens.
pub struct Sessions {
    db: Db,
    remembered: Mutex<Memory>,
    noter: Arc<Noter>,
}

/// Writes uses of sessions down.
struct Noter {
    db: Db,
    notes: Mutex<Notes>,
}

impl Sessions {
    /// Over a database.
    pub fn new(db: Db) -> Self {
        let noter = Arc::new(Noter { db: db.clone(), notes: Mutex::default() });
        Self { db, remembered: Mutex::default(), noter }
    }

    /// Forgets what events make untrue: a session ended, rights or a leave changed, rules by network are new. Of this node's own commits before they
    /// are answered (`Db::on_commit`), of others' as they come.
    pub fn heed(&self, events: &[Committed]) {
        let mut stale = Stale::default();
        events.iter().for_each(|event| stale.take(event));
        if stale.is_empty() {
            return;
        }
        let mut remembered = self.remembered.lock().expect("nothing panics while holding the sessions");
        // Many, and none of them is used by an operator.
        if !(stale.people.is_empty() && stale.orgs.is_empty()) {
            remembered.bearers.retain(|_, bearer| !stale.bears(&bearer.actor));
        }
        remembered.operated.retain(|_, operated| !stale.bears(&operated.remembered.actor));
        remembered.forgotten += 1;
    }

    /// A session of an organisation's that is remembered and may go on from an address. Whoever may not is looked up: something may have
    /// changed.
    fn recall(&self, org: OrgId, hash: &[u8; 32], from: IpAddr, now: Timestamp) -> Option<Signed> {
        let mut remembered = self.remembered.lock().expect("nothing panics while holding the sessions");
        if let Some(bearer) = remembered.bearers.get(hash) {
            return if bearer.actor.org == org { bearer.signed(from, now) } else { None };
        }
        let operated = remembered.operated.get_mut(hash).filter(|operated| operated.remembered.actor.org == org)?;
        let signed = operated.remembered.signed(from, now)?;
        if !now.is_within(operated.idle, operated.used_at) {
            return None;
        }
        operated.used_at = now;
        if let Face::Session(session) = signed.actor.face
            && now.since(operated.noted_at) > operated.idle / NOTE_PARTS
        {
            operated.noted_at = now;
            self.noter.note(session, Use { account: signed.actor.account, at: now });
        }
        Some(signed)
    }

    /// Who is using a session of a shared account, if they still may.
    async fn operator(&self, hash: &[u8; 32], bearer: &Bearer, shared: SharedUse) -> Result<Option<PersonId>> {
        let Some((operator, seen_at)) = shared.operator else { return Ok(None) };
        let remembered = {
            let remembered = self.remembered.lock().expect("nothing panics while holding the sessions");
            let operated = remembered.operated.get(hash);
            let same = operated.filter(|operated| operated.remembered.actor.operator == Some(operator));
            same.map(|operated| operated.used_at)
        };
        let used = [remembered, self.noter.noted(bearer.session)].into_iter().flatten().fold(seen_at, Timestamp::max);
        if !self.db.clock().now().is_within(shared.idle, used) {
            return Ok(None);
        }
        let (org, account) = (bearer.org, bearer.account);
        let may = self.db.read(Actor::system(org), move |conn| operators::still_may(conn, account, operator)).await?;
        Ok(may.then_some(operator))
    }

    async fn look_up(&self, org: OrgId, hash: [u8; 32], from: IpAddr) -> Result<Signed> {
        let nobody = Actor::system(Id::from_raw(0));
        let forgotten = self.remembered.lock().expect("nothing panics while holding the sessions").forgotten;
        let found = self.db.read(nobody, move |conn| store::by_token(conn, &hash)).await?;
        let found = found.filter(|(bearer, _)| bearer.org == org);
        let (mut bearer, networks) = found.ok_or_else(Error::unauthenticated)?;
        bearer.seen_at = self.noter.noted(bearer.session).unwrap_or(bearer.seen_at).max(bearer.seen_at);
        let now = self.db.clock().now();
        if !bearer.welcome {
            return Err(Error::unauthenticated());
        }
        let standing = bearer.standing();
        let must_set_up_factor = match networks.judge(&standing, from, now) {
            Verdict::Welcome(_) => false,
            Verdict::SetUpFactor(_) => true,
            Verdict::Over => return Err(Error::unauthenticated()),
            Verdict::Refused(refusal) => return Err(refusal.into()),
        };
        let operator = match bearer.shared {
            Some(shared) => self.operator(&hash, &bearer, shared).await?,
            None => None,
        };
        let actor = Actor {
            org: bearer.org,
            person: bearer.person,
            account: bearer.account,
            rights: bearer.rights,
            face: Face::Session(bearer.session),
            powers: Powers::NONE,
            operator,
            leave: bearer.leave,
            outsider: bearer.outsider,
        };
        let unattended = bearer.shared.is_some() && operator.is_none();
        let note_every = match bearer.shared {
            Some(shared) if operator.is_some() => shared.idle / NOTE_PARTS,
            _ => NOTE_EVERY,
        };
        // Where nobody is using it, a request is no use: or whoever left long ago would be back with the next.
        let noted = !unattended && now.since(bearer.seen_at) > note_every;
        if noted {
            self.noter.note(bearer.session, Use { account: bearer.account, at: now });
        }
        let restriction = match (bearer.must_change, must_set_up_factor) {
            (true, _) => Some(Restriction::ChoosePassword),
            (false, true) => Some(Restriction::SetUpFactor),
            (false, false) if bearer.must_agree => Some(Restriction::Agree),
            (false, false) => unattended.then_some(Restriction::ChooseOperator),
        };
        let signed = Signed { actor, restriction };
        // Whoever has just chosen a password goes on at once, also where the news of it takes a moment.
        if restriction.is_some() {
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
        let standing = Standing { seen_at: now, ..standing };
        let known = Remembered { actor, standing, networks: Arc::new(networks), believed_until };
        match bearer.shared {
            Some(SharedUse { idle, .. }) => {
                remembered.operated.retain(|_, operated| now.is_within(operated.idle, operated.used_at));
                let noted_at = if noted { now } else { bearer.seen_at };
                remembered.operated.insert(hash, Operated { remembered: known, idle, used_at: now, noted_at });
            }
            None => {
                remembered.bearers.insert(hash, known);
            }
        }
        Ok(signed)
    }
}

impl Noter {
    fn notes(&self) -> MutexGuard<'_, Notes> {
        self.notes.lock().expect("nothing panics while holding the notes")
    }

    /// When a session was used last, as far as that is not written yet.
    fn noted(&self, session: SessionId) -> Option<Timestamp> {
        self.notes().waiting.get(&session).map(|used| used.at)
    }

    /// Notes that a session was used. Nobody waits until that is written, and all who come within a second are written together: on
    /// the morning of a city everybody comes within a minute. A note that a crash takes was five minutes of two weeks.
    fn note(self: &Arc<Self>, session: SessionId, used: Use) {
        let mut notes = self.notes();
        notes.waiting.insert(session, used);
        if !std::mem::replace(&mut notes.busy, true) {
            // The database ends with the program, not with the last note.
            tokio::spawn(Self::work(Arc::downgrade(self)));
        }
    }

    async fn work(noter: Weak<Self>) {
        loop {
            tokio::time::sleep(GATHER).await;
            let Some(noter) = noter.upgrade() else { return };
            let uses: Vec<(SessionId, Use)> = {
                let mut notes = noter.notes();
                notes.busy = !notes.waiting.is_empty();
                notes.waiting.iter().take(NOTED_TOGETHER).map(|(session, used)| (*session, *used)).collect()
            };
            if uses.is_empty() {
                return;
            }
            if let Err(error) = noter.write(&uses).await {
                // They stay noted here and are written with the next.
                tracing::warn!(%error, "uses of sessions could not be written down");
                continue;
            }
            let mut notes = noter.notes();
            for (session, used) in uses {
                if notes.waiting.get(&session) == Some(&used) {
                    notes.waiting.remove(&session);
                }
            }
        }
    }

    async fn write(&self, uses: &[(SessionId, Use)]) -> Result<()> {
        let sessions = List::ids(uses.iter().map(|(session, _)| *session));
        let accounts = List::ids(uses.iter().map(|(_, used)| used.account));
        let nobody = Actor::system(Id::from_raw(0));
        let story = move |tx: &mut Tx<'_>| {
            tx.lock(Lock::Uses)?;
            store::touch_sessions(tx, &sessions, &accounts)
        };
        self.db.write(nobody, story).await
    }
}

impl Authenticator for Sessions {
    fn authenticate<'a>(
        &'a self,
        org: OrgId,
        token: &'a str,
        client: &'a Client,
    ) -> Pin<Box<dyn Future<Output = Result<Signed>> + Send + 'a>> {
        Box::pin(async move {
            let hash = token_hash(token);
            match self.recall(org, &hash, client.address, self.db.clock().now()) {
                Some(signed) => Ok(signed),
                None => self.look_up(org, hash, client.address).await,
            }
        })
    }

    fn powers<'a>(&'a self, actor: Actor) -> Pin<Box<dyn Future<Output = Result<Powers>> + Send + 'a>> {
        Box::pin(self.db.read(actor, grants::powers))
    }
}
