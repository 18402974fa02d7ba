//! Shared accounts and who is using them.

use super::{AccountPath, PersonPath, own};
use crate::model::operators::{NewSharedAccount, Operator, SharedAccount, checked_pin, plain_pin};
use crate::model::{IdentityRefusal, Me};
use crate::service::password::{self, Passwords};
use crate::service::{operators, shared};
use kernel::{PersonId, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Access, Cx, In, Json, Reply, Routes};

#[derive(Serialize, JsonSchema)]
struct SharedAccounts {
    items: Vec<SharedAccount>,
}

#[derive(Serialize, JsonSchema)]
struct CreatedSharedAccount {
    account: SharedAccount,
    /// Shown once; whoever signs the first device in has to choose another.
    initial_password: String,
}

#[derive(Deserialize, JsonSchema)]
struct OperatorsQuery {
    /// Words found in name or reading.
    q: Option<String>,
}

#[derive(Serialize, JsonSchema)]
struct Operators {
    /// In 五十音 order, the first 300.
    items: Vec<Operator>,
    /// Whether there are more.
    more: bool,
}

#[derive(Deserialize, JsonSchema)]
struct ChooseOperator {
    #[schemars(with = "String")]
    person_id: PersonId,
    pin: String,
    /// Another PIN, in place of an initial one.
    new_pin: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
struct SetPin {
    /// The present password.
    password: String,
    pin: String,
}

#[derive(Serialize, JsonSchema)]
struct InitialPin {
    /// Shown once; its owner has to choose another when they use it.
    initial_pin: String,
}

pub(super) fn routes() -> Routes {
    use Access::{Administrator, SignedIn, Unattended};
    Routes::new("identity")
        .on("GET /me/operators", "list_operators", "Who may use my shared account.", Unattended, candidates)
        .on("POST /me/operator", "choose_operator", "Says by a PIN who is using it now.", Unattended, choose)
        .on("DELETE /me/operator", "lock", "Says that nobody is using it now.", Unattended, lock)
        .on("PUT /me/pin", "set_pin", "Chooses a PIN for using shared accounts.", SignedIn, set_pin)
        .on("POST /people/{person}/pin-reset", "give_pin", "Gives an initial PIN.", Administrator, give_pin)
        .on("GET /shared-accounts", "list_shared_accounts", "The shared accounts.", Administrator, list)
        .on("POST /shared-accounts", "create_shared_account", "Makes a shared account.", Administrator, create)
        .on(
            "PUT /shared-accounts/{account}",
            "replace_shared_account",
            "Changes a shared account, and who may use it.",
            Administrator,
            replace,
        )
        .on(
            "GET /shared-accounts/{account}/operators",
            "list_shared_account_operators",
            "Who may use it.",
            Administrator,
            operators_of,
        )
}

async fn candidates(cx: Cx, input: In<(), OperatorsQuery>) -> Result<Reply<Operators>> {
    let q = input.query.q;
    let (items, more) = cx.read(move |conn| operators::candidates(conn, q.as_deref())).await?;
    Ok(Reply::ok(Operators { items, more }))
}

async fn choose(cx: Cx, input: In<(), (), Json<ChooseOperator>>) -> Result<Reply<Me>> {
    let Json(ChooseOperator { person_id: operator, pin, new_pin }) = input.body;
    let address = cx.client().address.to_string();
    let attempt = cx.write(move |tx| operators::attempt(tx, operator)).await?;
    let passwords = cx.part::<Passwords>();
    let right = attempt.hash;
    if passwords.matching(&cx, plain_pin(&pin), vec![right.clone()]).await?.is_none() {
        cx.write(move |tx| operators::failed(tx, operator, &address)).await?;
        return Err(IdentityRefusal::WrongPin.into());
    }
    let new_pin = match (attempt.initial, new_pin) {
        (false, _) => None,
        (true, None) => {
            cx.write(move |tx| operators::forgive(tx, operator)).await?;
            return Err(IdentityRefusal::PinInitial.into());
        }
        (true, Some(new)) => Some(checked_new_pin(&new, &pin)?),
    };
    let hash = match new_pin {
        Some(pin) => Some(passwords.hash(&cx, pin).await?),
        None => None,
    };
    let me = cx.write(move |tx| operators::choose(tx, operator, &right, hash.as_deref(), &address)).await?;
    Ok(Reply::ok(me))
}

/// A PIN of one's own in place of the one that was given.
fn checked_new_pin(new: &str, given: &str) -> Result<String> {
    match checked_pin(new) {
        Ok(new) if new == plain_pin(given) => Err(kernel::Error::field("new_pin", "unchanged")),
        Ok(new) => Ok(new),
        Err(error) => Err(error),
    }
}

async fn lock(cx: Cx, _: In) -> Result<Reply> {
    let address = cx.client().address.to_string();
    cx.write(move |tx| operators::lock(tx, &address)).await?;
    Ok(Reply::none())
}

async fn set_pin(cx: Cx, input: In<(), (), Json<SetPin>>) -> Result<Reply> {
    let Json(SetPin { password, pin }) = input.body;
    let (_, source) = own::confirmed(&cx, password).await?;
    let pin = checked_pin(&pin)?;
    let (hash, address) = (cx.part::<Passwords>().hash(&cx, pin).await?, cx.client().address.to_string());
    cx.write(move |tx| operators::set_pin(tx, &hash, &source, &address)).await?;
    Ok(Reply::none())
}

async fn give_pin(cx: Cx, input: In<PersonPath>) -> Result<Reply<InitialPin>> {
    let (id, address) = (input.path.person, cx.client().address.to_string());
    let initial_pin = operators::initial_pin(&**cx.db().entropy());
    let hash = cx.part::<Passwords>().hash(&cx, initial_pin.clone()).await?;
    cx.write(move |tx| operators::give_pin(tx, id, &hash, &address)).await?;
    Ok(Reply::ok(InitialPin { initial_pin }))
}

async fn list(cx: Cx, _: In) -> Result<Reply<SharedAccounts>> {
    Ok(Reply::ok(SharedAccounts { items: cx.read(shared::list).await? }))
}

async fn create(cx: Cx, input: In<(), (), Json<NewSharedAccount>>) -> Result<Reply<CreatedSharedAccount>> {
    let (Json(new), address) = (input.body, cx.client().address.to_string());
    let initial_password = password::initial(&**cx.db().entropy());
    let hash = cx.part::<Passwords>().hash(&cx, initial_password.clone()).await?;
    let account = cx.write(move |tx| shared::create(tx, &new, &hash, &address)).await?;
    Ok(Reply::created(CreatedSharedAccount { account, initial_password }))
}

async fn replace(cx: Cx, input: In<AccountPath, (), Json<NewSharedAccount>>) -> Result<Reply<SharedAccount>> {
    let (id, Json(new), seen) = (input.path.account, input.body, cx.if_match()?);
    let address = cx.client().address.to_string();
    let account = cx.write(move |tx| shared::replace(tx, id, &new, seen, &address)).await?;
    Ok(Reply::ok(account))
}

async fn operators_of(cx: Cx, input: In<AccountPath, OperatorsQuery>) -> Result<Reply<Operators>> {
    let (id, q) = (input.path.account, input.query.q);
    let (items, more) = cx.read(move |conn| shared::operators(conn, id, q.as_deref())).await?;
    Ok(Reply::ok(Operators { items, more }))
}
