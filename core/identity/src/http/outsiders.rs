//! Guests and bots.

use super::sign_in::{DEVICE_COOKIE, NewSession};
use super::{InitialPassword, PersonPath};
use crate::model::factors::{QrPicture, plain};
use crate::model::outsiders::{BotToken, BotView, GuestView, NewBotToken};
use crate::model::{IdentityRefusal, Me};
use crate::service::password::{self, Passwords};
use crate::service::{outsiders, session};
use crate::store;
use db::Tx;
use directory::model::{NewBot, NewGuest};
use directory::service::outsiders::Search;
use directory::store::outsiders::Key;
use kernel::{Function, PersonId, Result, SessionId, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Access, Cursor, Cx, In, Json, Page, Reply, Routes, limit};

#[derive(Deserialize, JsonSchema)]
struct ListQuery {
    /// Words found in name, reading, number or where they come from.
    q: Option<String>,
    /// `true`: also those who are gone.
    past: Option<bool>,
    /// 1 to 200, 50 when absent.
    limit: Option<usize>,
    /// From `next`.
    cursor: Option<Cursor>,
}

#[derive(Deserialize, JsonSchema)]
struct GuestsQuery {
    /// Words found in name, reading, number or where they come from.
    q: Option<String>,
    /// `true`: also those who are gone.
    past: Option<bool>,
    /// `true`: only those who have at most fourteen days left.
    ending: Option<bool>,
    /// 1 to 200, 50 when absent.
    limit: Option<usize>,
    /// From `next`.
    cursor: Option<Cursor>,
}

#[derive(Serialize, JsonSchema)]
struct CreatedGuest {
    guest: GuestView,
    /// Shown once; the guest has to choose another.
    initial_password: String,
}

#[derive(Serialize, JsonSchema)]
struct CreatedLink {
    guest: GuestView,
    /// Shown once: the whole address. What opens stands behind a `#`, so that browsers send it to no server or proxy on the way.
    address: String,
    /// The same as a picture.
    picture: QrPicture,
    /// Shown once, to be told apart from the link.
    pin: String,
}

#[derive(Deserialize, JsonSchema)]
struct Visit {
    /// What stands behind the `#` of the address.
    token: String,
    pin: String,
}

#[derive(Deserialize, JsonSchema)]
struct Stopped {
    stopped: bool,
}

#[derive(Deserialize, JsonSchema)]
struct TokenPath {
    #[schemars(with = "String")]
    person: PersonId,
    #[schemars(with = "String")]
    token: SessionId,
}

#[derive(Serialize, JsonSchema)]
struct CreatedBotToken {
    made: BotToken,
    /// Shown once: for the header `Authorization: Bearer`.
    token: String,
}

pub(super) fn routes() -> Routes {
    use Access::{Administrator, Public, SignedIn};
    let change = Access::May(Function::People, Verb::Change);
    Routes::new("identity")
        .on("GET /guests", "list_guests", "My guests, and those whose record I look after.", SignedIn, list_guests)
        .on("POST /guests", "create_guest", "Writes a guest down, with an account.", change, create_guest)
        .on(
            "PUT /guests/{person}",
            "replace_guest",
            "Changes a guest, or lets them stay longer.",
            change,
            replace_guest,
        )
        .on("POST /guests/{person}/end", "end_guest", "Ends the stay of a guest at once.", SignedIn, end_guest)
        .on(
            "POST /guests/{person}/link",
            "create_guest_link",
            "Lets a guest in by a link and a PIN.",
            SignedIn,
            create_link,
        )
        .on("DELETE /guests/{person}/link", "remove_guest_link", "Takes a guest's link away.", SignedIn, remove_link)
        .on(
            "POST /guests/{person}/password-reset",
            "reset_guest_password",
            "Gives a guest an initial password.",
            SignedIn,
            reset_password,
        )
        .on("POST /visits", "visit", "Opens a session by a link and its PIN.", Public, visit)
        .on("GET /bots", "list_bots", "The bots and their tokens.", Administrator, list_bots)
        .on("POST /bots", "create_bot", "Makes a bot.", Administrator, create_bot)
        .on("PUT /bots/{person}", "replace_bot", "Changes a bot.", Administrator, replace_bot)
        .on(
            "PUT /bots/{person}/stopped",
            "set_bot_stopped",
            "Stops a bot, or lets it go on.",
            Administrator,
            set_stopped,
        )
        .on("POST /bots/{person}/tokens", "create_bot_token", "Makes a token for a bot.", Administrator, create_token)
        .on(
            "DELETE /bots/{person}/tokens/{token}",
            "remove_bot_token",
            "Takes a token of a bot's away.",
            Administrator,
            remove_token,
        )
}

fn asked(query: ListQuery) -> Result<(Search, Option<Key>, usize)> {
    let after = query.cursor.as_ref().map(Cursor::read).transpose()?;
    Ok((Search { words: query.q, past_too: query.past == Some(true), ending: false }, after, limit(query.limit)))
}

async fn list_guests(cx: Cx, input: In<(), GuestsQuery>) -> Result<Reply<Page<GuestView>>> {
    let GuestsQuery { q, past, ending, limit, cursor } = input.query;
    let (search, after, limit) = asked(ListQuery { q, past, limit, cursor })?;
    let search = Search { ending: ending == Some(true), ..search };
    let found = cx.read(move |conn| outsiders::guests(conn, &search, after.clone(), limit)).await?;
    Ok(Reply::ok(Page::cut(found, limit, |(_, key)| key.clone()).map(|(guest, _)| guest)))
}

async fn create_guest(cx: Cx, input: In<(), (), Json<NewGuest>>) -> Result<Reply<CreatedGuest>> {
    let (Json(new), address) = (input.body, cx.client().address.to_string());
    let entropy = cx.db().entropy().clone();
    let initial_password = password::initial(&*entropy);
    let hash = cx.part::<Passwords>().hash(&cx, initial_password.clone()).await?;
    let guest = cx.write(move |tx| outsiders::create_guest(tx, &new, &hash, &*entropy, &address)).await?;
    Ok(Reply::created(CreatedGuest { guest, initial_password }))
}

async fn replace_guest(cx: Cx, input: In<PersonPath, (), Json<NewGuest>>) -> Result<Reply<GuestView>> {
    let (id, Json(new), seen) = (input.path.person, input.body, cx.if_match()?);
    let address = cx.client().address.to_string();
    Ok(Reply::ok(cx.write(move |tx| outsiders::replace_guest(tx, id, &new, seen, &address)).await?))
}

async fn end_guest(cx: Cx, input: In<PersonPath>) -> Result<Reply<GuestView>> {
    let (id, address) = (input.path.person, cx.client().address.to_string());
    Ok(Reply::ok(cx.write(move |tx| outsiders::end_guest(tx, id, &address)).await?))
}

async fn create_link(cx: Cx, input: In<PersonPath>) -> Result<Reply<CreatedLink>> {
    let (id, address) = (input.path.person, cx.client().address.to_string());
    let entropy = cx.db().entropy().clone();
    let (guest, token, pin) = cx.write(move |tx| outsiders::create_link(tx, id, &*entropy, &address)).await?;
    let address = cx.url(&format!("/visit#{token}"));
    Ok(Reply::created(CreatedLink { guest, picture: QrPicture::of(&address)?, address, pin }))
}

async fn remove_link(cx: Cx, input: In<PersonPath>) -> Result<Reply<GuestView>> {
    let (id, address) = (input.path.person, cx.client().address.to_string());
    Ok(Reply::ok(cx.write(move |tx| outsiders::remove_link(tx, id, &address)).await?))
}

async fn reset_password(cx: Cx, input: In<PersonPath>) -> Result<Reply<InitialPassword>> {
    let (id, address) = (input.path.person, cx.client().address.to_string());
    let initial_password = password::initial(&**cx.db().entropy());
    let hash = cx.part::<Passwords>().hash(&cx, initial_password.clone()).await?;
    cx.write(move |tx| outsiders::reset_guest_password(tx, id, &hash, &address)).await?;
    Ok(Reply::ok(InitialPassword { initial_password }))
}

async fn visit(cx: Cx, input: In<(), (), Json<Visit>>) -> Result<Reply<Me>> {
    let Json(Visit { token, pin }) = input.body;
    let (org, device) = (cx.site().org(), cx.cookie(DEVICE_COOKIE).map(str::to_owned));
    let hash = session::token_hash(&token);
    // Whoever only knocks makes nobody wait who writes.
    if cx.read(move |conn| store::visits::get(conn, org, &hash)).await?.is_none() {
        return Err(IdentityRefusal::WrongVisit.into());
    }
    let new = NewSession::asked_for(&cx);
    let opened = new.clone();
    let story = move |tx: &mut Tx<'_>| {
        outsiders::visit(tx, org, (&token, &plain(&pin)), device.as_deref(), &opened.entry("", false))
    };
    match cx.write(story).await? {
        Some(me) => Ok(new.given(&cx, me)),
        None => Err(IdentityRefusal::WrongVisit.into()),
    }
}

async fn list_bots(cx: Cx, input: In<(), ListQuery>) -> Result<Reply<Page<BotView>>> {
    let (search, after, limit) = asked(input.query)?;
    let found = cx.read(move |conn| outsiders::bots(conn, &search, after.clone(), limit)).await?;
    Ok(Reply::ok(Page::cut(found, limit, |(_, key)| key.clone()).map(|(bot, _)| bot)))
}

async fn create_bot(cx: Cx, input: In<(), (), Json<NewBot>>) -> Result<Reply<BotView>> {
    let (Json(new), address) = (input.body, cx.client().address.to_string());
    let entropy = cx.db().entropy().clone();
    Ok(Reply::created(cx.write(move |tx| outsiders::create_bot(tx, &new, &*entropy, &address)).await?))
}

async fn replace_bot(cx: Cx, input: In<PersonPath, (), Json<NewBot>>) -> Result<Reply<BotView>> {
    let (id, Json(new), seen) = (input.path.person, input.body, cx.if_match()?);
    let address = cx.client().address.to_string();
    Ok(Reply::ok(cx.write(move |tx| outsiders::replace_bot(tx, id, &new, seen, &address)).await?))
}

async fn set_stopped(cx: Cx, input: In<PersonPath, (), Json<Stopped>>) -> Result<Reply<BotView>> {
    let (id, Json(Stopped { stopped })) = (input.path.person, input.body);
    let address = cx.client().address.to_string();
    Ok(Reply::ok(cx.write(move |tx| outsiders::set_bot_stopped(tx, id, stopped, &address)).await?))
}

async fn create_token(cx: Cx, input: In<PersonPath, (), Json<NewBotToken>>) -> Result<Reply<CreatedBotToken>> {
    let (id, Json(new)) = (input.path.person, input.body);
    let (entropy, address) = (cx.db().entropy().clone(), cx.client().address.to_string());
    let (made, token) = cx.write(move |tx| outsiders::create_token(tx, id, &new, &*entropy, &address)).await?;
    Ok(Reply::created(CreatedBotToken { made, token }))
}

async fn remove_token(cx: Cx, input: In<TokenPath>) -> Result<Reply> {
    let (TokenPath { person, token }, address) = (input.path, cx.client().address.to_string());
    cx.write(move |tx| outsiders::remove_token(tx, person, token, &address)).await?;
    Ok(Reply::none())
}
