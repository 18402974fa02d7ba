//! Guests and bots, with the accounts by which they come in.

use super::password::NO_PASSWORD;
use super::session::{new_token, token_hash};
use super::{NewAccount, insert_account, people};
use crate::events;
use crate::model::outsiders::{BotToken, BotView, GuestView, NewBotToken};
use crate::model::{Account, AccountState, IdentityRefusal};
use crate::store;
use audit::{Record, Subject};
use db::{Conn, Lock, Tx};
use directory::model::{Bot, Guest, NewBot, NewGuest};
use directory::service::outsiders::{self as kept, Search};
use directory::store::outsiders::Key;
use directory::store::people as persons;
use jiff::ToSpan;
use kernel::{Entropy, Error, FieldFault, Jst, PersonId, Result, Rights, SessionId};
use serde_json::json;
use std::collections::HashMap;
use web::BOT_TOKEN;

/// How long a token of a bot's may be good for, in days.
const LONGEST_TOKEN: i32 = 366;
/// Tokens of one bot at most.
const MOST_TOKENS: usize = 20;

/// A number that nobody of the organisation has, for somebody whom no personnel department numbers.
fn number(tx: &mut Tx<'_>, entropy: &dyn Entropy, prefix: &str) -> Result<String> {
    loop {
        let mut bytes = [0; 8];
        entropy.fill(&mut bytes);
        let number = format!("{prefix}{:06}", u64::from_le_bytes(bytes) % 1_000_000);
        if persons::by_staff_number(tx, &number)?.is_none() {
            return Ok(number);
        }
    }
}

/// Writes a guest down and makes their account, with the hash of an initial password.
///
/// Errors: the directory's, `identity.login_taken`.
pub fn create_guest(
    tx: &mut Tx<'_>,
    new: &NewGuest,
    hash: &str,
    entropy: &dyn Entropy,
    address: &str,
) -> Result<GuestView> {
    let org = tx.actor().org;
    tx.lock(Lock::Org(org))?;
    let number = number(tx, entropy, "g")?;
    let guest = kept::create_guest(tx, new, &number, address)?;
    let account = NewAccount {
        person: guest.person.id,
        login: &number,
        email: new.email.as_deref(),
        password_hash: hash,
        must_change: true,
        rights: Rights::Member,
    };
    insert_account(tx, &account)?;
    guest_view(tx, guest)
}

/// Replaces all that is said of a guest, and the address that they sign in with.
///
/// Errors: the directory's, `identity.login_taken`.
pub fn replace_guest(
    tx: &mut Tx<'_>,
    id: PersonId,
    new: &NewGuest,
    seen: Option<i64>,
    address: &str,
) -> Result<GuestView> {
    let guest = kept::replace_guest(tx, id, new, seen, address)?;
    if let Some(person) = persons::get(tx, id)? {
        people::follow_record(tx, &person)?;
    }
    guest_view(tx, guest)
}

/// Ends the stay of a guest at once.
///
/// Errors: the directory's.
pub fn end_guest(tx: &mut Tx<'_>, id: PersonId, address: &str) -> Result<GuestView> {
    let guest = kept::end_guest(tx, id, address)?;
    forget(tx, id, address)?;
    guest_view(tx, guest)
}

/// Ends whatever somebody is signed in with: who is gone is out with the next request.
fn forget(tx: &mut Tx<'_>, id: PersonId, address: &str) -> Result<()> {
    if let Some(account) = store::of_person(tx, id)? {
        tx.lock(Lock::Account(account.id))?;
        super::end_others(tx, &account, None, address)?;
        tx.emit(events::account_changed(id));
    }
    Ok(())
}

fn accounts_of(conn: &mut Conn<'_>, ids: impl Iterator<Item = PersonId>) -> Result<HashMap<PersonId, Account>> {
    let ids: Vec<PersonId> = ids.collect();
    Ok(store::of_people(conn, &ids)?.into_iter().map(|account| (account.person, account)).collect())
}

fn view_of(guest: Guest, account: &Account) -> GuestView {
    GuestView {
        guest,
        account_id: account.id,
        login: account.login.clone(),
        state: match account.suspended_at {
            Some(_) => AccountState::Suspended,
            None => AccountState::Active,
        },
        last_seen_at: account.seen_at,
    }
}

fn guest_view(conn: &mut Conn<'_>, guest: Guest) -> Result<GuestView> {
    let account = store::of_person(conn, guest.person.id)?.ok_or_else(Error::not_found)?;
    Ok(view_of(guest, &account))
}

/// A page of the guests for whom the actor answers, or of whom they look after the record.
pub fn guests(
    conn: &mut Conn<'_>,
    search: &Search,
    after: Option<Key>,
    limit: usize,
) -> Result<Vec<(GuestView, Key)>> {
    let found = kept::guests(conn, search, after, limit)?;
    let accounts = accounts_of(conn, found.iter().map(|(guest, _)| guest.person.id))?;
    let view = |(guest, key): (Guest, Key)| Some((view_of(guest.clone(), accounts.get(&guest.person.id)?), key));
    Ok(found.into_iter().filter_map(view).collect())
}

/// Makes a bot. It comes in by tokens, which are made apart, and by no password.
///
/// Errors: the directory's.
pub fn create_bot(tx: &mut Tx<'_>, new: &NewBot, entropy: &dyn Entropy, address: &str) -> Result<BotView> {
    let org = tx.actor().org;
    tx.lock(Lock::Org(org))?;
    let number = number(tx, entropy, "bot")?;
    let bot = kept::create_bot(tx, new, &number, address)?;
    let account = NewAccount {
        person: bot.person.id,
        login: &number,
        email: None,
        password_hash: NO_PASSWORD,
        must_change: false,
        rights: Rights::Member,
    };
    insert_account(tx, &account)?;
    bot_view(tx, bot)
}

/// Replaces all that is said of a bot.
///
/// Errors: the directory's.
pub fn replace_bot(tx: &mut Tx<'_>, id: PersonId, new: &NewBot, seen: Option<i64>, address: &str) -> Result<BotView> {
    let bot = kept::replace_bot(tx, id, new, seen, address)?;
    bot_view(tx, bot)
}

/// Stops a bot, whose tokens are good no longer, or lets it go on, by new ones.
///
/// Errors: the directory's.
pub fn set_bot_stopped(tx: &mut Tx<'_>, id: PersonId, stopped: bool, address: &str) -> Result<BotView> {
    let bot = kept::set_bot_stopped(tx, id, stopped, address)?;
    if stopped {
        forget(tx, id, address)?;
    }
    bot_view(tx, bot)
}

/// A page of the bots.
pub fn bots(conn: &mut Conn<'_>, search: &Search, after: Option<Key>, limit: usize) -> Result<Vec<(BotView, Key)>> {
    let found = kept::bots(conn, search, after, limit)?;
    found.into_iter().map(|(bot, key)| Ok((bot_view(conn, bot)?, key))).collect()
}

fn bot_view(conn: &mut Conn<'_>, bot: Bot) -> Result<BotView> {
    let account = store::of_person(conn, bot.person.id)?.ok_or_else(Error::not_found)?;
    let tokens = store::tokens::of(conn, account.id)?;
    Ok(BotView { bot, login: account.login, tokens })
}

/// Makes a token for a bot; the token itself is told here and never again.
///
/// Errors: `not_found`, faults of fields.
pub fn create_token(
    tx: &mut Tx<'_>,
    id: PersonId,
    new: &NewBotToken,
    entropy: &dyn Entropy,
    address: &str,
) -> Result<(BotToken, String)> {
    let bot = kept::held_bot(tx, id)?;
    let account = store::of_person(tx, id)?.ok_or_else(Error::not_found)?;
    tx.lock(Lock::Account(account.id))?;
    let mut faults = Vec::new();
    let mut fault = |field: &str, code| faults.push(FieldFault { field: field.to_owned(), code });
    let (name, today) = (new.name.trim(), Jst::date(tx.now()));
    match text::graphemes(name) {
        0 => fault("name", "missing"),
        count if count > 100 => fault("name", "too_long"),
        _ => {}
    }
    if !(today..=today.saturating_add(LONGEST_TOKEN.days())).contains(&new.last_day) {
        fault("last_day", "out_of_range");
    }
    if store::tokens::of(tx, account.id)?.len() >= MOST_TOKENS {
        fault("name", "too_many");
    }
    if !faults.is_empty() {
        return Err(Error::fields(faults));
    }
    if !bot.person.active {
        return Err(IdentityRefusal::Suspended.into());
    }
    let token = format!("{BOT_TOKEN}{}", new_token(entropy));
    let until = Jst::start_of(new.last_day.tomorrow().unwrap_or(new.last_day));
    let session = store::tokens::insert(tx, &account, &token_hash(&token), name, until)?;
    record(tx, "identity.bot_token_created", &bot, json!({ "name": name, "last_day": new.last_day.to_string() }), address)?;
    let made = store::tokens::of(tx, account.id)?.into_iter().find(|made| made.id == session).ok_or_else(Error::not_found)?;
    Ok((made, token))
}

/// Takes a token of a bot's away: it is good no longer.
///
/// Errors: `not_found`.
pub fn remove_token(tx: &mut Tx<'_>, id: PersonId, token: SessionId, address: &str) -> Result<()> {
    let bot = kept::held_bot(tx, id)?;
    let account = store::of_person(tx, id)?.ok_or_else(Error::not_found)?;
    tx.lock(Lock::Account(account.id))?;
    let found = store::tokens::of(tx, account.id)?.into_iter().find(|found| found.id == token).ok_or_else(Error::not_found)?;
    store::delete_session(tx, account.id, token)?;
    tx.emit(events::signed_out(id, token));
    record(tx, "identity.bot_token_removed", &bot, json!({ "name": found.name }), address)
}

fn record(tx: &mut Tx<'_>, act: &'static str, bot: &Bot, detail: serde_json::Value, address: &str) -> Result<()> {
    let subject = Subject::of("person", bot.person.id, &bot.person.name);
    audit::record(tx, &Record { act, subject, detail, address })
}
