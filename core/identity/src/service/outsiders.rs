//! Guests and bots, with the accounts by which they come in.

use super::password::NO_PASSWORD;
use super::session::{new_token, token_hash};
use super::{Entry, NewAccount, insert_account, people};
use crate::events;
use crate::model::conditions::Agreement;
use crate::model::outsiders::{BotToken, BotView, GuestView, NewBotToken};
use crate::model::{Account, AccountState, IdentityRefusal, Me};
use crate::store;
use audit::{Record, Subject};
use db::{Conn, Lock, Tx};
use directory::model::{Bot, Guest, NewBot, NewGuest};
use directory::service::outsiders::{self as kept, Search};
use directory::store::outsiders::Key;
use directory::store::people as persons;
use jiff::ToSpan;
use kernel::{AccountId, Entropy, Error, FieldFault, Jst, OrgId, PersonId, Result, Rights, SessionId, Timestamp};
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
        let number = format!("{prefix}{:06}", entropy.u64() % 1_000_000);
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
    let org = tx.actor().org;
    tx.lock(Lock::Org(org))?;
    let before = kept::sponsor_of(tx, id)?;
    let guest = kept::replace_guest(tx, id, new, seen, address)?;
    // Who answers for them is told of what ends soon, and of what does no longer.
    for sponsor in before.into_iter().chain((before != Some(new.sponsor_id)).then_some(new.sponsor_id)) {
        tx.emit(events::account_changed(sponsor));
    }
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
    if let Some(account) = store::of_person(tx, id)? {
        // Who comes back is given a link anew: this one may be why they had to go.
        store::visits::delete(tx, account.id)?;
        store::passkeys::delete_all(tx, account.id)?;
    }
    forget(tx, id, address)?;
    tx.emit(events::account_changed(guest.said.sponsor_id));
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

/// What stands beside guests in a list: links, and what was agreed to.
struct Beside {
    links: HashMap<AccountId, Timestamp>,
    agreed: HashMap<AccountId, Agreement>,
    /// The version to which guests agree today.
    held: Option<i64>,
}

impl Beside {
    fn of(conn: &mut Conn<'_>, accounts: &[AccountId]) -> Result<Self> {
        let held = store::conditions::held(conn)?.map(|held| held.version);
        let agreed = store::conditions::agreed(conn, accounts)?;
        Ok(Self { links: store::visits::since(conn, accounts)?, agreed, held })
    }
}

fn view_of(guest: Guest, account: &Account, beside: &Beside) -> GuestView {
    let agreement = beside.agreed.get(&account.id).copied();
    GuestView {
        must_agree: beside.held.is_some_and(|held| agreement.is_none_or(|agreed| agreed.version != held)),
        agreement,
        guest,
        account_id: account.id,
        login: account.login.clone(),
        state: match account.suspended_at {
            Some(_) => AccountState::Suspended,
            None => AccountState::Active,
        },
        last_seen_at: account.seen_at,
        link_since: beside.links.get(&account.id).copied(),
    }
}

fn guest_view(conn: &mut Conn<'_>, guest: Guest) -> Result<GuestView> {
    let account = store::of_person(conn, guest.person.id)?.ok_or_else(Error::not_found)?;
    let beside = Beside::of(conn, &[account.id])?;
    Ok(view_of(guest, &account, &beside))
}

/// A page of the guests for whom the actor answers, or of whom they look after the record.
pub fn guests(conn: &mut Conn<'_>, search: &Search, after: Option<Key>, limit: usize) -> Result<Vec<(GuestView, Key)>> {
    let found = kept::guests(conn, search, after, limit)?;
    let accounts = accounts_of(conn, found.iter().map(|(guest, _)| guest.person.id))?;
    let ids: Vec<AccountId> = accounts.values().map(|account| account.id).collect();
    let beside = Beside::of(conn, &ids)?;
    let view = |(guest, key): (Guest, Key)| {
        let account = accounts.get(&guest.person.id)?;
        Some((view_of(guest, account, &beside), key))
    };
    Ok(found.into_iter().filter_map(view).collect())
}

/// What a PIN is kept as: whoever has the database alone has neither the link nor, without it, the PIN.
fn pin_hash(token: &str, pin: &str) -> [u8; 32] {
    token_hash(&format!("{token}:{pin}"))
}

/// Lets a guest in by a link and a PIN, which are told here and never again. A link from before, and their password, open nothing any more.
///
/// Errors: the directory's.
pub fn create_link(
    tx: &mut Tx<'_>,
    id: PersonId,
    entropy: &dyn Entropy,
    address: &str,
) -> Result<(GuestView, String, String)> {
    let guest = kept::held_guest(tx, id)?;
    let account = change_entry(tx, &guest, NO_PASSWORD, address)?;
    let (token, pin) = (new_token(entropy), format!("{:06}", entropy.u64() % 1_000_000));
    store::visits::put(tx, account, &token_hash(&token), &pin_hash(&token, &pin))?;
    // Guesses at the one before are not held against this one.
    let org = tx.actor().org;
    store::forgive(tx, &guesses(org, account, None))?;
    record_of(tx, "identity.guest_link_created", &guest, address)?;
    Ok((guest_view(tx, guest)?, token, pin))
}

/// Takes a guest's link away: they are out, and nothing lets them in until they are given another way.
///
/// Errors: the directory's, `not_found` when there is none.
pub fn remove_link(tx: &mut Tx<'_>, id: PersonId, address: &str) -> Result<GuestView> {
    let guest = kept::held_guest(tx, id)?;
    if guest_view(tx, guest.clone())?.link_since.is_none() {
        return Err(Error::not_found());
    }
    change_entry(tx, &guest, NO_PASSWORD, address)?;
    record_of(tx, "identity.guest_link_removed", &guest, address)?;
    guest_view(tx, guest)
}

/// Gives a guest an initial password, of which the hash is given; a link from before opens nothing any more.
///
/// Errors: the directory's.
pub fn reset_guest_password(tx: &mut Tx<'_>, id: PersonId, hash: &str, address: &str) -> Result<()> {
    let guest = kept::held_guest(tx, id)?;
    change_entry(tx, &guest, hash, address)?;
    record_of(tx, "identity.password_reset", &guest, address)
}

/// Ends whatever a guest came in by, and keeps the hash of an initial password, or that there is none.
fn change_entry(tx: &mut Tx<'_>, guest: &Guest, hash: &str, address: &str) -> Result<AccountId> {
    let found = store::of_person(tx, guest.person.id)?.ok_or_else(Error::not_found)?;
    tx.lock(Lock::Account(found.id))?;
    let mut account = store::get(tx, found.id)?.ok_or_else(Error::not_found)?;
    (account.password_hash, account.must_change) = (hash.to_owned(), hash != NO_PASSWORD);
    store::update(tx, &account)?;
    store::visits::delete(tx, account.id)?;
    store::passkeys::delete_all(tx, account.id)?;
    forget(tx, account.person, address)?;
    Ok(account.id)
}

/// Opens a session by a link and its PIN, in one transaction: what is tried at once is counted one after the other, and a link that was
/// taken away opens nothing. Whoever guesses waits, from wherever they come; not the device that came in by it before. Nothing for no link that
/// is good, and for another PIN.
///
/// Errors: `identity.too_many_attempts`, those of [`super::sign_in`].
pub fn visit(
    tx: &mut Tx<'_>,
    org: OrgId,
    (token, pin): (&str, &str),
    device: Option<&str>,
    entry: &Entry<'_>,
) -> Result<Option<Me>> {
    tx.lock(Lock::Org(org))?;
    let Some((account, kept_hash)) = store::visits::get(tx, org, &token_hash(token))? else { return Ok(None) };
    let account = store::get(tx, account)?.ok_or_else(Error::not_found)?;
    let known = match device {
        Some(device) => store::knows_device(tx, &token_hash(device), org, &account.login)?,
        None => false,
    };
    let source = guesses(org, account.id, device.filter(|_| known));
    super::check_throttle(tx, &source)?;
    if pin_hash(token, pin)[..] != kept_hash[..] {
        super::sign_in_failed(tx, Some(&account), &source, entry.address)?;
        return Ok(None);
    }
    // What one has and what one knows: as good as a second factor.
    let entry = Entry { source: &source, vouched: true, elsewhere: Some("visit link"), ..*entry };
    super::sign_in(tx, &account, &entry).map(Some)
}

/// Where wrong PINs of a guest's link are counted.
fn guesses(org: OrgId, account: AccountId, device: Option<&str>) -> String {
    super::source(org, &format!("visit {account}"), device, "anywhere")
}

fn record_of(tx: &mut Tx<'_>, act: &'static str, guest: &Guest, address: &str) -> Result<()> {
    let subject = Subject::of("person", guest.person.id, &guest.person.name);
    audit::record(tx, &Record { act, subject, detail: json!({}), address })
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
    record(
        tx,
        "identity.bot_token_created",
        &bot,
        json!({ "name": name, "last_day": new.last_day.to_string() }),
        address,
    )?;
    tx.emit(events::account_changed(bot.said.sponsor_id));
    let made =
        store::tokens::of(tx, account.id)?.into_iter().find(|made| made.id == session).ok_or_else(Error::not_found)?;
    Ok((made, token))
}

/// Takes a token of a bot's away: it is good no longer.
///
/// Errors: `not_found`.
pub fn remove_token(tx: &mut Tx<'_>, id: PersonId, token: SessionId, address: &str) -> Result<()> {
    let bot = kept::held_bot(tx, id)?;
    let account = store::of_person(tx, id)?.ok_or_else(Error::not_found)?;
    tx.lock(Lock::Account(account.id))?;
    let found =
        store::tokens::of(tx, account.id)?.into_iter().find(|found| found.id == token).ok_or_else(Error::not_found)?;
    store::delete_session(tx, account.id, token)?;
    tx.emit(events::signed_out(id, token));
    tx.emit(events::account_changed(bot.said.sponsor_id));
    record(tx, "identity.bot_token_removed", &bot, json!({ "name": found.name }), address)
}

fn record(tx: &mut Tx<'_>, act: &'static str, bot: &Bot, detail: serde_json::Value, address: &str) -> Result<()> {
    let subject = Subject::of("person", bot.person.id, &bot.person.name);
    audit::record(tx, &Record { act, subject, detail, address })
}
