//! Tokens: made in the console, borne by programs.

use crate::model::{LONGEST_NAME, MOST_TOKENS, MadeToken, NewToken, ScimRefusal, Token, TokenId};
use crate::store::{self, Kept};
use audit::{Record, Subject};
use db::{Conn, Db, Lock, Tx};
use directory::store::people;
use identity::service::session::{new_token, token_hash};
use kernel::{Actor, Error, Id, Jst, OrgId, PersonId, Result};
use serde_json::json;
use std::future::Future;
use std::pin::Pin;
use web::{Program, Programs};

/// The tokens of the actor's organisation.
pub fn list(conn: &mut Conn<'_>) -> Result<Vec<Token>> {
    let kept = store::tokens(conn)?;
    let makers: Vec<PersonId> = kept.iter().map(|token| token.made_by).collect();
    let people = people::briefs(conn, &makers)?;
    let shown = |kept: Kept| Token {
        id: kept.id,
        name: kept.name,
        made_by: people.iter().find(|person| person.id == kept.made_by).cloned(),
        made_at: kept.made_at,
        used_on: kept.used_on,
    };
    Ok(kept.into_iter().map(shown).collect())
}

/// Makes a token. Its secret is in the answer and nowhere else.
///
/// Errors: `scim.too_many_tokens`, `already_exists` when it was made already: nobody can be told its secret again.
pub fn make(tx: &mut Tx<'_>, new: &NewToken, address: &str) -> Result<MadeToken> {
    let org = tx.actor().org;
    tx.lock(Lock::Org(org))?;
    let name = new.name.trim();
    let fault = match text::graphemes(name) {
        0 => Some("missing"),
        count if count > LONGEST_NAME => Some("too_long"),
        _ => None,
    };
    if let Some(code) = fault {
        return Err(Error::field("name", code));
    }
    if store::count_tokens(tx)? >= MOST_TOKENS {
        return Err(ScimRefusal::TooManyTokens.into());
    }
    let secret = new_token(tx.entropy());
    store::insert_token(tx, new.id, name, &token_hash(&secret))?;
    let subject = Subject::of("scim_token", new.id, name);
    audit::record(tx, &Record { act: "scim.token_created", subject, detail: json!({}), address })?;
    let token = list(tx)?.into_iter().find(|token| token.id == new.id).ok_or_else(Error::not_found)?;
    Ok(MadeToken { token, secret })
}

/// Removes a token: from now on it opens nothing.
pub fn remove(tx: &mut Tx<'_>, id: TokenId, address: &str) -> Result<()> {
    let org = tx.actor().org;
    tx.lock(Lock::Org(org))?;
    let token = list(tx)?.into_iter().find(|token| token.id == id).ok_or_else(Error::not_found)?;
    store::delete_token(tx, id)?;
    let subject = Subject::of("scim_token", id, token.name);
    audit::record(tx, &Record { act: "scim.token_removed", subject, detail: json!({}), address })
}

/// Knows programs by their tokens. Asks the database each time: a token that was removed opens nothing from that moment on.
pub struct Tokens {
    db: Db,
}

impl Tokens {
    /// Over a database.
    pub fn new(db: Db) -> Self {
        Self { db }
    }
}

impl Programs for Tokens {
    fn recognise<'a>(
        &'a self,
        org: OrgId,
        token: &'a str,
    ) -> Pin<Box<dyn Future<Output = Result<Program>> + Send + 'a>> {
        Box::pin(async move {
            let (hash, nobody) = (token_hash(token), Actor::system(Id::from_raw(0)));
            let found = self.db.read(nobody, move |conn| store::by_hash(conn, &hash)).await?;
            let bearer = found.filter(|bearer| bearer.org == org).ok_or_else(Error::unauthenticated)?;
            let (actor, today) = (Actor::program(bearer.org), Jst::date(self.db.clock().now()));
            if bearer.used_on != Some(today) {
                let note = move |tx: &mut Tx<'_>| {
                    tx.lock(Lock::Uses)?;
                    store::note_use(tx, bearer.id, today)
                };
                self.db.write(actor, note).await?;
            }
            Ok(Program { actor, name: bearer.name.into() })
        })
    }
}
