//! Identity's endpoints.

mod conditions;
mod founding;
mod leaves;
mod opening;
mod operators;
mod outsiders;
mod own;
mod participation;
mod passkeys;
mod records;
mod rules;
mod sign_in;
mod terms;

use crate::model::{AccountState, AccountView, Administers, GrantExplanation, RightsName, Session};
use crate::service::{self, AccountChange, password, password::Passwords};
use directory::model::{NewPerson, Person, PersonChange};
use jiff::civil::Date;
use kernel::{AccountId, Function, PersonId, Result, SessionId, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Access, Cursor, Cx, In, Json, Page, Reply, Routes, limit};

pub use sign_in::{SetUpCode, Voucher, device, enter};

/// Errors unless the password that came along is the actor's own or, when the actor has none that is taken, they have just signed in.
pub async fn confirm(cx: &Cx, password: String) -> Result<()> {
    let (_, source) = own::confirmed(cx, password).await?;
    cx.write(move |tx| service::forgive(tx, &source)).await
}

#[derive(Serialize, JsonSchema)]
struct Items<T> {
    items: Vec<T>,
}

#[derive(Deserialize, JsonSchema)]
struct SessionPath {
    #[schemars(with = "String")]
    session: SessionId,
}

#[derive(Deserialize, JsonSchema)]
struct AccountPath {
    #[schemars(with = "String")]
    account: AccountId,
}

#[derive(Deserialize, JsonSchema)]
struct AccountsQuery {
    /// Words found in the person's name, reading, unit, title or numbers.
    q: Option<String>,
    /// `true`: only those that may be used and never were.
    unused: Option<bool>,
    limit: Option<usize>,
    cursor: Option<Cursor>,
}

#[derive(Deserialize, JsonSchema)]
struct ResetQuery {
    /// `true`: only when nobody has signed in with it yet.
    unused: Option<bool>,
}

#[derive(Deserialize, JsonSchema)]
struct ChangeAccount {
    rights: Option<RightsName>,
    state: Option<AccountState>,
}

#[derive(Serialize, JsonSchema)]
struct InitialPassword {
    /// Shown once; its owner has to choose another at the first sign-in.
    initial_password: String,
}

#[derive(Deserialize, JsonSchema)]
struct CreatePerson {
    #[serde(flatten)]
    person: NewPerson,
    /// `false`: no account.
    #[serde(default = "yes")]
    account: bool,
}

fn yes() -> bool {
    true
}

#[derive(Serialize, JsonSchema)]
struct CreatedPerson {
    person: Person,
    /// Shown once.
    initial_password: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
struct WhoseGrants {
    #[schemars(with = "String")]
    person: PersonId,
}

#[derive(Deserialize, JsonSchema)]
struct Part {
    function: Function,
    /// As far as this.
    verb: Verb,
    /// Towards whom; nobody in particular when absent.
    #[schemars(with = "Option<String>")]
    person: Option<PersonId>,
}

#[derive(Deserialize, JsonSchema)]
struct PersonPath {
    #[schemars(with = "String")]
    person: PersonId,
}

#[derive(Deserialize, JsonSchema)]
struct LastDay {
    #[schemars(with = "String")]
    date: Date,
}

/// The endpoints.
pub fn routes() -> Routes {
    use Access::{Administrator, Public, Restricted, SignedIn, Unattended};
    use Function::{Audit, People, SignIn};
    use Verb::{Change, See};
    let (see_people, change_people) = (Access::May(People, See), Access::May(People, Change));
    let (see_rules, change_rules) = (Access::May(SignIn, See), Access::May(SignIn, Change));
    let see_audit = Access::May(Audit, See);
    Routes::new("identity")
        .and(operators::routes())
        .and(founding::routes())
        .and(leaves::routes())
        .and(outsiders::routes())
        .and(conditions::routes())
        .and(terms::routes())
        .and(participation::routes())
        .and(passkeys::routes())
        .on("GET /setup", "setup_state", "Whether the first set-up is still to be done.", Public, sign_in::set_up_state)
        .on("POST /setup", "set_up", "Names the organisation and its first administrator.", Public, sign_in::set_up)
        .on("POST /sign-in", "sign_in", "Opens a session, or asks for a second step.", Public, sign_in::sign_in)
        .on("POST /sign-in/second-step", "second_step", "Takes the second step.", Public, sign_in::second_step)
        .on("POST /sign-out", "sign_out", "Ends this session.", Unattended, sign_in::sign_out)
        .on("GET /me", "get_me", "Who is signed in.", Unattended, own::get_me)
        .on("PUT /me/password", "change_password", "Chooses a new password.", Restricted, own::change_password)
        .on("PUT /me/settings", "set_settings", "My choices, on all my devices.", SignedIn, own::set_settings)
        .on("GET /me/sessions", "list_sessions", "My signed-in devices.", SignedIn, own::list_sessions)
        .on("DELETE /me/sessions/{session}", "end_session", "Signs one of my devices out.", SignedIn, own::end_session)
        .on("GET /me/sign-in-methods", "get_sign_in_methods", "How I sign in.", Restricted, own::sign_in_methods)
        .on("POST /me/code", "begin_code", "Makes a secret for my authenticator app.", Restricted, own::begin_code)
        .on("PUT /me/code", "confirm_code", "Takes the app's first code.", Restricted, own::confirm_code)
        .on("POST /me/code/removal", "remove_code", "Takes my app off.", Restricted, own::remove_code)
        .on(
            "POST /me/recovery-codes",
            "renew_recovery_codes",
            "Makes my recovery codes anew.",
            Restricted,
            own::renew_recovery_codes,
        )
        .on("POST /people", "create_person", "Adds a person, with an account.", change_people, create_person)
        .on("PATCH /people/{person}", "update_person", "Changes a person's record.", change_people, update_person)
        .on("POST /people/{person}/leave", "leave", "Records a person's last day.", change_people, leave)
        .on("GET /accounts", "list_accounts", "The accounts.", see_people, list_accounts)
        .on("PATCH /accounts/{account}", "change_account", "Rights and state.", change_people, change_account)
        .on(
            "POST /accounts/{account}/password-reset",
            "reset_password",
            "Gives an initial password and signs the account out.",
            change_people,
            reset_password,
        )
        .on("GET /accounts/{account}/sessions", "list_account_sessions", "Its devices.", see_people, account_sessions)
        .on("DELETE /accounts/{account}/sessions", "end_account_sessions", "Signs it out.", change_people, end_sessions)
        .on(
            "DELETE /accounts/{account}/second-factors",
            "take_off_factors",
            "Takes its second factors and passkeys off and signs it out.",
            change_people,
            take_off_factors,
        )
        .on("GET /sign-in-rules", "get_sign_in_rules", "The rules by network.", see_rules, rules::get_rules)
        .on("PUT /sign-in-rules", "set_sign_in_rules", "Keeps the rules by network.", change_rules, rules::set_rules)
        .on("GET /audit", "list_audit", "The record of acts.", see_audit, records::list)
        .on(
            "GET /audit/verification",
            "verify_audit",
            "Whether all records are as they were written.",
            see_audit,
            records::verify,
        )
        .on(
            "GET /grants/explanation",
            "explain_grants",
            "What somebody may do of the administration, and why.",
            Administrator,
            explain_grants,
        )
        .on("GET /grants/holders", "list_holders", "Who may do something of it, and why.", Administrator, list_holders)
        .open_on_leave(&["set_settings", "end_session", "set_pin"])
        .open_to_guests(&["set_settings", "list_sessions", "end_session"])
        .open_to_bots(&["get_me"])
}

async fn create_person(cx: Cx, input: In<(), (), Json<CreatePerson>>) -> Result<Reply<CreatedPerson>> {
    let Json(CreatePerson { person, account }) = input.body;
    let address = cx.client().address.to_string();
    let initial_password = account.then(|| password::initial(&**cx.db().entropy()));
    let hash = match &initial_password {
        Some(password) => Some(cx.part::<Passwords>().hash(&cx, password.clone()).await?),
        None => None,
    };
    let person = cx.write(move |tx| service::people::create(tx, &person, hash.as_deref(), &address)).await?;
    Ok(Reply::created(CreatedPerson { person, initial_password }))
}

async fn update_person(cx: Cx, input: In<PersonPath, (), Json<PersonChange>>) -> Result<Reply<Person>> {
    let (id, Json(change), seen) = (input.path.person, input.body, cx.if_match()?);
    let address = cx.client().address.to_string();
    Ok(Reply::ok(cx.write(move |tx| service::people::update(tx, id, &change, seen, &address)).await?))
}

async fn leave(cx: Cx, input: In<PersonPath, (), Json<LastDay>>) -> Result<Reply<Person>> {
    let (id, Json(last)) = (input.path.person, input.body);
    let address = cx.client().address.to_string();
    Ok(Reply::ok(cx.write(move |tx| service::people::leave(tx, id, last.date, &address)).await?))
}

async fn list_accounts(cx: Cx, input: In<(), AccountsQuery>) -> Result<Reply<Page<AccountView>>> {
    let AccountsQuery { q, unused, limit: asked, cursor } = input.query;
    let (after, limit) = (cursor.as_ref().map(Cursor::read).transpose()?, limit(asked));
    let found =
        cx.read(move |conn| service::list_accounts(conn, q.as_deref(), unused == Some(true), after, limit)).await?;
    Ok(Reply::ok(Page::cut(found, limit, |account| account.id)))
}

async fn change_account(cx: Cx, input: In<AccountPath, (), Json<ChangeAccount>>) -> Result<Reply<AccountView>> {
    let (id, Json(change)) = (input.path.account, input.body);
    let change = AccountChange { rights: change.rights, state: change.state };
    let address = cx.client().address.to_string();
    Ok(Reply::ok(cx.write(move |tx| service::change_account(tx, id, &change, &address)).await?))
}

async fn reset_password(cx: Cx, input: In<AccountPath, ResetQuery>) -> Result<Reply<InitialPassword>> {
    let (id, address) = (input.path.account, cx.client().address.to_string());
    let unused = input.query.unused == Some(true);
    let initial_password = password::initial(&**cx.db().entropy());
    let hash = cx.part::<Passwords>().hash(&cx, initial_password.clone()).await?;
    cx.write(move |tx| {
        if unused {
            service::check_unused(tx, id)?;
        }
        service::reset_password(tx, id, &hash, &address)
    })
    .await?;
    Ok(Reply::ok(InitialPassword { initial_password }))
}

async fn account_sessions(cx: Cx, input: In<AccountPath>) -> Result<Reply<Items<Session>>> {
    let id = input.path.account;
    Ok(Reply::ok(Items { items: cx.read(move |conn| service::sessions_of(conn, id)).await? }))
}

async fn end_sessions(cx: Cx, input: In<AccountPath>) -> Result<Reply> {
    let (id, address) = (input.path.account, cx.client().address.to_string());
    cx.write(move |tx| service::end_all_sessions(tx, id, &address)).await?;
    Ok(Reply::none())
}

async fn take_off_factors(cx: Cx, input: In<AccountPath>) -> Result<Reply> {
    let (id, address) = (input.path.account, cx.client().address.to_string());
    cx.write(move |tx| service::factors::take_off(tx, id, &address)).await?;
    Ok(Reply::none())
}

async fn explain_grants(cx: Cx, input: In<(), WhoseGrants>) -> Result<Reply<GrantExplanation>> {
    let id = input.query.person;
    Ok(Reply::ok(cx.read(move |conn| service::explain::person(conn, id)).await?))
}

async fn list_holders(cx: Cx, input: In<(), Part>) -> Result<Reply<Items<Administers>>> {
    let Part { function, verb, person } = input.query;
    let items = cx.read(move |conn| service::explain::holders(conn, (function, verb), person)).await?;
    Ok(Reply::ok(Items { items }))
}
