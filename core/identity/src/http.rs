//! Identity's endpoints.

use crate::model::{
    Account, AccountState, AccountView, IdentityRefusal, Me, RightsName, SESSION_LIMIT, Session, Settings, device_name,
    fold_login,
};
use crate::service::{self, AccountChange, FirstSetUp, password, password::Passwords, session};
use crate::store;
use directory::model::{Employment, NewPerson, Person, PersonBrief, PersonChange};
use directory::store::people;
use jiff::civil::Date;
use kernel::{AccountId, Error, Id, Kind, PersonId, Result, SessionId, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Mutex;
use web::{Access, Cursor, Cx, In, Json, Page, Reply, Routes, SESSION_COOKIE, limit};

/// The cookie by which a device is known again after signing out.
const DEVICE_COOKIE: &str = "engawa_device";

/// The one-time code that guards the first set-up, printed on the console.
pub struct SetUpCode(Mutex<(String, u32)>);

impl SetUpCode {
    /// With a code.
    pub fn new(code: String) -> Self {
        Self(Mutex::new((code, 0)))
    }

    /// Whether a text is the code. After ten wrong ones none is, until the program starts again.
    fn fits(&self, text: &str) -> bool {
        let mut code = self.0.lock().expect("nothing panics while holding the code");
        if code.1 >= 10 {
            return false;
        }
        let fits = text::fold(text).replace([' ', '-'], "") == text::fold(&code.0).replace([' ', '-'], "");
        if !fits {
            code.1 += 1;
        }
        fits
    }
}

#[derive(Serialize, JsonSchema)]
struct SetUpState {
    needed: bool,
}

#[derive(Deserialize, JsonSchema)]
struct SetUp {
    /// From the console.
    code: String,
    organisation_name: String,
    family_name: String,
    given_name: String,
    family_reading: String,
    given_reading: String,
    staff_number: String,
    email: Option<String>,
    password: String,
}

#[derive(Deserialize, JsonSchema)]
struct SignIn {
    /// Staff number or address.
    login: String,
    password: String,
}

#[derive(Deserialize, JsonSchema)]
struct ChangePassword {
    current: String,
    new: String,
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
    limit: Option<usize>,
    cursor: Option<Cursor>,
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
struct AuditQuery {
    /// Only acts of this kind.
    act: Option<String>,
    /// Only acts of this person.
    #[schemars(with = "Option<String>")]
    person: Option<PersonId>,
    /// The newest first unless asked otherwise.
    #[serde(default)]
    order: audit::Order,
    limit: Option<usize>,
    cursor: Option<Cursor>,
}

/// A record's number and hash that somebody has noted, to tell whether the records up to there are still the same.
#[derive(Deserialize, JsonSchema)]
struct NotedQuery {
    number: Option<i64>,
    hash: Option<String>,
}

/// What a check of all records came to.
#[derive(Serialize, JsonSchema)]
struct AuditVerification {
    /// How many records are as they were written.
    good: i64,
    /// The newest record, worth noting somewhere else; nothing when there is none, or one is not as it was.
    head: Option<audit::Head>,
    /// The first record that is not as it was.
    broken: Option<audit::Break>,
}

#[derive(Serialize, JsonSchema)]
struct AuditEntry {
    id: Id<audit::Entry>,
    at: Timestamp,
    act: String,
    actor: Option<PersonBrief>,
    /// What it was done to, such as `person:0abc…`; empty when nothing in particular.
    subject: String,
    /// What the subject was called then; empty when it has no name.
    subject_name: String,
    detail: serde_json::Value,
    address: String,
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
    use Access::{Administrator, Public, Restricted, SignedIn};
    Routes::new("identity")
        .on("GET /setup", "setup_state", "Whether the first set-up is still to be done.", Public, set_up_state)
        .on("POST /setup", "set_up", "Names the organisation and its first administrator.", Public, set_up)
        .on("POST /sign-in", "sign_in", "Opens a session.", Public, sign_in)
        .on("POST /sign-out", "sign_out", "Ends this session.", Restricted, sign_out)
        .on("GET /me", "get_me", "Who is signed in.", Restricted, get_me)
        .on("PUT /me/password", "change_password", "Chooses a new password.", Restricted, change_password)
        .on("PUT /me/settings", "set_settings", "My choices, on all my devices.", SignedIn, set_settings)
        .on("GET /me/sessions", "list_sessions", "My signed-in devices.", SignedIn, list_sessions)
        .on("DELETE /me/sessions/{session}", "end_session", "Signs one of my devices out.", SignedIn, end_session)
        .on("POST /people", "create_person", "Adds a person, with an account.", Administrator, create_person)
        .on("PATCH /people/{person}", "update_person", "Changes a person's record.", Administrator, update_person)
        .on("POST /people/{person}/leave", "leave", "Records a person's last day.", Administrator, leave)
        .on("GET /accounts", "list_accounts", "The accounts.", Administrator, list_accounts)
        .on("PATCH /accounts/{account}", "change_account", "Rights and state.", Administrator, change_account)
        .on(
            "POST /accounts/{account}/password-reset",
            "reset_password",
            "Gives an initial password and signs the account out.",
            Administrator,
            reset_password,
        )
        .on(
            "GET /accounts/{account}/sessions",
            "list_account_sessions",
            "Its devices.",
            Administrator,
            account_sessions,
        )
        .on("DELETE /accounts/{account}/sessions", "end_account_sessions", "Signs it out.", Administrator, end_sessions)
        .on("GET /audit", "list_audit", "The record of acts.", Administrator, list_audit)
        .on(
            "GET /audit/verification",
            "verify_audit",
            "Whether all records are as they were written.",
            Administrator,
            verify_audit,
        )
}

async fn set_up_state(cx: Cx, _: In) -> Result<Reply<SetUpState>> {
    let needed = !cx.read(store::is_set_up).await?;
    Ok(Reply::ok(SetUpState { needed }))
}

async fn set_up(cx: Cx, input: In<(), (), Json<SetUp>>) -> Result<Reply<Me>> {
    let Json(setup) = input.body;
    if cx.read(store::is_set_up).await? {
        return Err(IdentityRefusal::AlreadySetUp.into());
    }
    if !cx.part::<SetUpCode>().fits(&setup.code) {
        return Err(IdentityRefusal::WrongCode.into());
    }
    password::check(&setup.password, &fold_login(&setup.staff_number))?;
    let password_hash = cx.part::<Passwords>().hash(&cx, setup.password.clone()).await?;
    let administrator = NewPerson {
        id: None,
        staff_number: setup.staff_number,
        family_name: setup.family_name,
        given_name: setup.given_name,
        family_reading: setup.family_reading,
        given_reading: setup.given_reading,
        employment: Employment::Regular,
        email: setup.email,
        extension: None,
        mobile: None,
        posts: Vec::new(),
    };
    let (name, address) = (setup.organisation_name, cx.client().address.to_string());
    let account = cx
        .write(move |tx| {
            let first = FirstSetUp {
                organisation_name: &name,
                administrator: administrator.clone(),
                password_hash: &password_hash,
            };
            service::set_up(tx, &first, &address)
        })
        .await?;
    open_session(cx, account, String::new()).await
}

async fn sign_in(cx: Cx, input: In<(), (), Json<SignIn>>) -> Result<Reply<Me>> {
    let Json(SignIn { login, password }) = input.body;
    let (login, address) = (fold_login(&login), cx.client().address.to_string());
    let device = cx.cookie(DEVICE_COOKIE).map(str::to_owned);
    let (source, accounts) = {
        let (login, address) = (login.clone(), address.clone());
        cx.read(move |conn| {
            let known = match &device {
                Some(device) => store::knows_device(conn, &session::token_hash(device), &login)?,
                None => false,
            };
            let source = service::source(&login, device.as_deref().filter(|_| known), &address);
            service::check_throttle(conn, &source)?;
            Ok((source, store::by_login(conn, &login)?))
        })
        .await?
    };
    let hashes = accounts.iter().map(|account| account.password_hash.clone()).collect();
    match cx.part::<Passwords>().matching(&cx, password, hashes).await? {
        Some(place) => {
            let account = accounts[place].clone();
            let opened = open_session(cx.clone(), account.clone(), source.clone()).await;
            // Whoever knows the password of a stopped account and tries it is worth remembering.
            if opened.as_ref().is_err_and(|error| error.kind() == Kind::Denied) {
                cx.write(move |tx| service::sign_in_failed(tx, Some(&account), &source, &address)).await?;
            }
            opened
        }
        None => {
            let account = accounts.first().cloned();
            cx.write(move |tx| service::sign_in_failed(tx, account.as_ref(), &source, &address)).await?;
            Err(IdentityRefusal::WrongCredentials.into())
        }
    }
}

async fn open_session(cx: Cx, account: Account, source: String) -> Result<Reply<Me>> {
    let token = session::new_token(&**cx.db().entropy());
    let device = match cx.cookie(DEVICE_COOKIE) {
        Some(known) if known.len() == token.len() => known.to_owned(),
        _ => session::new_token(&**cx.db().entropy()),
    };
    let (token_hash, device_hash) = (session::token_hash(&token), session::token_hash(&device));
    let (name, address) = (device_name(&cx.client().agent), cx.client().address.to_string());
    let me = cx
        .write(move |tx| {
            let entry = service::Entry {
                token_hash: &token_hash,
                device_hash: &device_hash,
                device: &name,
                address: &address,
                source: &source,
            };
            service::sign_in(tx, &account, &entry)
        })
        .await?;
    let secure = if cx.client().secure { "; Secure" } else { "" };
    let kept = format!("HttpOnly; SameSite=Lax; Path=/{secure}");
    let (session_age, device_age) = (SESSION_LIMIT.as_secs(), 400 * 86_400);
    Ok(Reply::ok(me)
        .cookie(&format!("{SESSION_COOKIE}={token}; Max-Age={session_age}; {kept}"))
        .cookie(&format!("{DEVICE_COOKIE}={device}; Max-Age={device_age}; {kept}")))
}

async fn sign_out(cx: Cx, _: In) -> Result<Reply> {
    let address = cx.client().address.to_string();
    if let kernel::Face::Session(session) = cx.actor().face {
        match cx.write(move |tx| service::end_session(tx, session, &address)).await {
            Err(error) if error.kind() != Kind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(Reply::none().cookie(&format!("{SESSION_COOKIE}=; Max-Age=0; HttpOnly; SameSite=Lax; Path=/")))
}

async fn get_me(cx: Cx, _: In) -> Result<Reply<Me>> {
    Ok(Reply::ok(cx.read(service::me).await?))
}

async fn change_password(cx: Cx, input: In<(), (), Json<ChangePassword>>) -> Result<Reply> {
    let Json(ChangePassword { current, new }) = input.body;
    let id = cx.actor().account;
    let account = cx.read(move |conn| store::get(conn, id)).await?.ok_or_else(Error::unauthenticated)?;
    let address = cx.client().address.to_string();
    let source = format!("session:{id}");
    {
        let source = source.clone();
        cx.read(move |conn| service::check_throttle(conn, &source)).await?;
    }
    let passwords = cx.part::<Passwords>();
    if passwords.matching(&cx, current, vec![account.password_hash.clone()]).await?.is_none() {
        cx.write(move |tx| service::sign_in_failed(tx, Some(&account), &source, &address)).await?;
        return Err(IdentityRefusal::WrongPassword.into());
    }
    password::check(&new, &account.login)?;
    let hash = passwords.hash(&cx, new).await?;
    cx.write(move |tx| service::change_password(tx, &hash, &source, &address)).await?;
    Ok(Reply::none())
}

async fn set_settings(cx: Cx, input: In<(), (), Json<Settings>>) -> Result<Reply<Settings>> {
    let Json(settings) = input.body;
    Ok(Reply::ok(cx.write(move |tx| service::set_settings(tx, &settings)).await?))
}

async fn list_sessions(cx: Cx, _: In) -> Result<Reply<Items<Session>>> {
    Ok(Reply::ok(Items { items: cx.read(service::own_sessions).await? }))
}

async fn end_session(cx: Cx, input: In<SessionPath>) -> Result<Reply> {
    let (session, address) = (input.path.session, cx.client().address.to_string());
    cx.write(move |tx| service::end_session(tx, session, &address)).await?;
    Ok(Reply::none())
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
    let AccountsQuery { q, limit: asked, cursor } = input.query;
    let (after, limit) = (cursor.as_ref().map(Cursor::read).transpose()?, limit(asked));
    let found = cx.read(move |conn| service::list_accounts(conn, q.as_deref(), after, limit)).await?;
    Ok(Reply::ok(Page::cut(found, limit, |account| account.id)))
}

async fn change_account(cx: Cx, input: In<AccountPath, (), Json<ChangeAccount>>) -> Result<Reply<AccountView>> {
    let (id, Json(change)) = (input.path.account, input.body);
    let change = AccountChange { rights: change.rights, state: change.state };
    let address = cx.client().address.to_string();
    Ok(Reply::ok(cx.write(move |tx| service::change_account(tx, id, &change, &address)).await?))
}

async fn reset_password(cx: Cx, input: In<AccountPath>) -> Result<Reply<InitialPassword>> {
    let (id, address) = (input.path.account, cx.client().address.to_string());
    let initial_password = password::initial(&**cx.db().entropy());
    let hash = cx.part::<Passwords>().hash(&cx, initial_password.clone()).await?;
    cx.write(move |tx| service::reset_password(tx, id, &hash, &address)).await?;
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

async fn verify_audit(cx: Cx, input: In<(), NotedQuery>) -> Result<Reply<AuditVerification>> {
    let noted = match (input.query.number, input.query.hash) {
        (Some(number), Some(hash)) => Some(audit::Head { number, hash }),
        (None, None) => None,
        _ => return Err(Error::invalid("invalid_query")),
    };
    let mut check = audit::Check::new(noted);
    while !check.is_done() {
        let mut next = check.clone();
        check = cx.read(move |conn| next.step(conn).map(|()| next.clone())).await?;
    }
    Ok(Reply::ok(AuditVerification { good: check.good(), head: check.head(), broken: check.broken().cloned() }))
}

async fn list_audit(cx: Cx, input: In<(), AuditQuery>) -> Result<Reply<Page<AuditEntry>>> {
    let AuditQuery { act, person, order, limit: asked, cursor } = input.query;
    let (after, limit) = (cursor.as_ref().map(Cursor::read).transpose()?, limit(asked));
    let found = cx
        .read(move |conn| {
            let entries = audit::list(conn, order, after, act.as_deref(), person, limit + 1)?;
            let ids: Vec<PersonId> = entries.iter().filter_map(|entry| entry.person).collect();
            Ok((people::briefs(conn, &ids)?, entries))
        })
        .await?;
    let (people, entries) = found;
    let page = Page::cut(entries, limit, |entry| entry.id);
    Ok(Reply::ok(page.map(|entry| AuditEntry {
        id: entry.id,
        at: entry.at,
        act: entry.act,
        actor: entry.person.and_then(|id| people.iter().find(|person| person.id == id).cloned()),
        subject: entry.subject.id,
        subject_name: entry.subject.name,
        detail: entry.detail,
        address: entry.address,
    })))
}
