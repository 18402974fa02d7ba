//! Signing in and out: the first set-up, the password, the second step.

use super::founding::Administrator;
use super::opening::opened;
use crate::model::factors::{SecondStep, SignInAnswer};
use crate::model::{Account, IdentityRefusal, Me, SESSION_LIMIT, device_name, fold_login};
use crate::service::factors::{self, FirstStep};
use crate::service::{self, Entry, FirstAdministrator, PasswordsStopped, password, password::Passwords, session};
use crate::store;
use db::Tx;
use directory::model::NewPerson;
use kernel::{Error, Kind, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Mutex;
use web::{Cx, In, Json, Reply, SESSION_COOKIE};

/// The cookie by which a device is known again after signing out.
pub(super) const DEVICE_COOKIE: &str = "engawa_device";
/// For how many seconds; browsers keep none for longer.
const DEVICE_LIMIT: u64 = 400 * 86_400;

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
pub(super) struct SetUpState {
    needed: bool,
}

#[derive(Deserialize, JsonSchema)]
pub(super) struct SetUp {
    /// From the console.
    code: String,
    organisation_name: String,
    #[serde(flatten)]
    administrator: Administrator,
    password: String,
}

#[derive(Deserialize, JsonSchema)]
pub(super) struct SignIn {
    /// Staff number or address.
    login: String,
    password: String,
}

#[derive(Deserialize, JsonSchema)]
pub(super) struct SecondStepTry {
    /// From the first step.
    challenge: String,
    /// Six digits of the app, or a recovery code.
    code: String,
}

pub(super) async fn set_up_state(cx: Cx, _: In) -> Result<Reply<SetUpState>> {
    let needed = !cx.read(store::is_set_up).await?;
    Ok(Reply::ok(SetUpState { needed }))
}

pub(super) async fn set_up(cx: Cx, input: In<(), (), Json<SetUp>>) -> Result<Reply<Me>> {
    let Json(setup) = input.body;
    if cx.read(store::is_set_up).await? {
        return Err(IdentityRefusal::AlreadySetUp.into());
    }
    if !cx.part::<SetUpCode>().fits(&setup.code) {
        return Err(IdentityRefusal::WrongCode.into());
    }
    password::check(&setup.password, &fold_login(&setup.administrator.staff_number))?;
    let password_hash = cx.part::<Passwords>().hash(&cx, setup.password.clone()).await?;
    let administrator = NewPerson::from(setup.administrator);
    let (name, address) = (setup.organisation_name, cx.client().address.to_string());
    let account = cx
        .write(move |tx| {
            let (person, password_hash) = (administrator.clone(), password_hash.as_str());
            let administrator = FirstAdministrator { person, password_hash, initial: false };
            service::set_up(tx, &name, &administrator, &address)
        })
        .await?;
    let new = NewSession::asked_for(&cx);
    let opened = new.clone();
    let me = cx.write(move |tx| service::sign_in(tx, &account, &opened.entry("", false))).await?;
    Ok(new.given(&cx, me))
}

pub(super) async fn sign_in(cx: Cx, input: In<(), (), Json<SignIn>>) -> Result<Reply<SignInAnswer>> {
    let Json(SignIn { login, password }) = input.body;
    let (login, address) = (fold_login(&login), cx.client().address.to_string());
    let (org, device) = (cx.site().org(), cx.cookie(DEVICE_COOKIE).map(str::to_owned));
    let (source, accounts) = {
        let (login, address) = (login.clone(), address.clone());
        cx.read(move |conn| {
            let known = match &device {
                Some(device) => store::knows_device(conn, &session::token_hash(device), org, &login)?,
                None => false,
            };
            let source = service::source(org, &login, device.as_deref().filter(|_| known), &address);
            service::check_throttle(conn, &source)?;
            Ok((source, store::by_login(conn, org, &login)?))
        })
        .await?
    };
    match opened(&cx, password, &accounts).await? {
        Some(place) => {
            let account = accounts[place].clone();
            let answer = first_step(&cx, account.clone(), source.clone(), login).await;
            if answer.as_ref().is_err_and(is_worth_remembering) {
                cx.write(move |tx| service::sign_in_failed(tx, Some(&account), &source, &address)).await?;
            }
            answer
        }
        None => {
            let account = accounts.first().cloned();
            cx.write(move |tx| service::sign_in_failed(tx, account.as_ref(), &source, &address)).await?;
            Err(IdentityRefusal::WrongCredentials.into())
        }
    }
}

/// What a right password leads to: a session, or a challenge for the second step.
async fn first_step(cx: &Cx, account: Account, source: String, login: String) -> Result<Reply<SignInAnswer>> {
    let (stopped, asked) = (cx.part::<PasswordsStopped>(), account.clone());
    if !cx.read(move |conn| stopped.takes_password(conn, &asked)).await? {
        return Err(IdentityRefusal::PasswordStopped.into());
    }
    open(cx, account, source, login, None).await
}

/// Somebody outside who says who somebody is.
#[derive(Debug, Clone)]
pub struct Voucher {
    /// What they are called.
    pub name: String,
    /// Whether a second factor was shown there, as far as they are believed.
    pub vouched: bool,
}

/// What the browser keeps by which its device is known again.
pub fn device(cx: &Cx) -> Option<String> {
    cx.cookie(DEVICE_COOKIE).map(str::to_owned)
}

/// Opens a session for an account that somebody outside names, or asks for its second factor.
///
/// Errors: `identity.suspended`, those of the rules by network.
pub async fn enter(cx: &Cx, account: Account, by: Voucher) -> Result<Reply<SignInAnswer>> {
    let (login, address) = (account.login.clone(), cx.client().address.to_string());
    let (org, device) = (account.org, cx.cookie(DEVICE_COOKIE).map(str::to_owned));
    let source = {
        let (login, address) = (login.clone(), address.clone());
        cx.read(move |conn| {
            let known = match &device {
                Some(device) => store::knows_device(conn, &session::token_hash(device), org, &login)?,
                None => false,
            };
            Ok(service::source(org, &login, device.as_deref().filter(|_| known), &address))
        })
        .await?
    };
    let answer = open(cx, account.clone(), source.clone(), login, Some(by)).await;
    if answer.as_ref().is_err_and(is_worth_remembering) {
        cx.write(move |tx| service::sign_in_failed(tx, Some(&account), &source, &address)).await?;
    }
    answer
}

/// Whether somebody showed who they are and was refused all the same: the account is stopped, or they come from where nobody may. Who is
/// only too early has done nothing wrong, and tries again on their day without having to wait.
pub(super) fn is_worth_remembering(error: &Error) -> bool {
    [Kind::Denied, Kind::Unauthenticated].contains(&error.kind()) && error.code() != "identity.not_begun"
}

async fn open(
    cx: &Cx,
    account: Account,
    source: String,
    login: String,
    by: Option<Voucher>,
) -> Result<Reply<SignInAnswer>> {
    let challenge = session::new_token(&**cx.db().entropy());
    let (new, challenge_hash) = (NewSession::asked_for(cx), session::token_hash(&challenge));
    let (opened, stopped) = (new.clone(), cx.part::<PasswordsStopped>());
    let step = cx
        .write(move |tx| {
            let (vouched, elsewhere) = by.as_ref().map_or((false, None), |by| (by.vouched, Some(by.name.as_str())));
            let entry = Entry { vouched, elsewhere, ..opened.entry(&source, false) };
            factors::first_step(tx, &account, &entry, &login, &challenge_hash, &stopped)
        })
        .await?;
    Ok(match step {
        FirstStep::SignedIn(me) => new.given(cx, SignInAnswer::SignedIn(me)),
        FirstStep::Wanted(ways) => Reply::ok(SignInAnswer::SecondStep(SecondStep { challenge, ways })),
    })
}

pub(super) async fn second_step(cx: Cx, input: In<(), (), Json<SecondStepTry>>) -> Result<Reply<Me>> {
    let Json(SecondStepTry { challenge, code }) = input.body;
    let challenge_hash = session::token_hash(&challenge);
    let (org, device) = (cx.site().org(), cx.cookie(DEVICE_COOKIE).map(str::to_owned));
    let account = {
        let (device, address) = (device.clone(), cx.client().address.to_string());
        cx.read(move |conn| factors::waiting(conn, org, &challenge_hash, device.as_deref(), &address)).await?.0
    };
    let new = NewSession::asked_for(&cx);
    let opened = new.clone();
    let story = move |tx: &mut Tx<'_>| {
        factors::second_step(tx, (org, account), &challenge_hash, &code, device.as_deref(), &opened.entry("", true))
    };
    match cx.write(story).await? {
        Some(me) => Ok(new.given(&cx, me)),
        None => Err(IdentityRefusal::WrongSecondFactor.into()),
    }
}

/// A session that is being opened: its secrets, and from where.
#[derive(Clone)]
pub(super) struct NewSession {
    token: String,
    device: String,
    token_hash: [u8; 32],
    device_hash: [u8; 32],
    name: String,
    address: String,
}

impl NewSession {
    pub(super) fn asked_for(cx: &Cx) -> Self {
        let token = session::new_token(&**cx.db().entropy());
        let device = match cx.cookie(DEVICE_COOKIE) {
            Some(known) if known.len() == token.len() => known.to_owned(),
            _ => session::new_token(&**cx.db().entropy()),
        };
        Self {
            token_hash: session::token_hash(&token),
            device_hash: session::token_hash(&device),
            token,
            device,
            name: device_name(&cx.client().agent),
            address: cx.client().address.to_string(),
        }
    }

    pub(super) fn entry<'e>(&'e self, source: &'e str, strong: bool) -> Entry<'e> {
        let (token_hash, device_hash) = (&self.token_hash, &self.device_hash);
        Entry {
            token_hash,
            device_hash,
            device: &self.name,
            address: &self.address,
            source,
            strong,
            vouched: false,
            elsewhere: None,
            passkey: None,
        }
    }

    /// The answer that hands the secrets out.
    pub(super) fn given<T: Serialize>(&self, cx: &Cx, answer: T) -> Reply<T> {
        Reply::ok(answer).cookie(&cx.kept(SESSION_COOKIE, &self.token, SESSION_LIMIT.as_secs(), "/")).cookie(&cx.kept(
            DEVICE_COOKIE,
            &self.device,
            DEVICE_LIMIT,
            "/",
        ))
    }
}

pub(super) async fn sign_out(cx: Cx, _: In) -> Result<Reply> {
    let address = cx.client().address.to_string();
    if let kernel::Face::Session(session) = cx.actor().face {
        match cx.write(move |tx| service::end_session(tx, session, &address)).await {
            Err(error) if error.kind() != Kind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(Reply::none().cookie(&cx.kept(SESSION_COOKIE, "", 0, "/")))
}
