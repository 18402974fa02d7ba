//! Accounts and sessions, as the API shows them.

pub mod conditions;
pub mod factors;
pub mod operators;
pub mod outsiders;
pub mod participation;
pub mod passkeys;
mod refusal;
pub mod rules;
mod usage;

pub use refusal::IdentityRefusal;
pub use usage::Usage;

use directory::model::{HeldPart, Leave, Organisation, Person, PersonBrief, Power, Returned};
use kernel::{AccountId, PersonId, Rights, SessionId, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// A session that was not used for so long is over.
pub const IDLE_LIMIT: Duration = Duration::from_secs(14 * 86_400);
/// A session is over after so long, however much it was used.
pub const SESSION_LIMIT: Duration = Duration::from_secs(90 * 86_400);
/// The shortest password, in characters.
pub const SHORTEST_PASSWORD: usize = 10;

/// What stands in an account in the place of a hash when another program keeps and checks its password. Never in an administrator's.
pub const ELSEWHERE: &str = "@";

/// `Rights` on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RightsName {
    /// Own affairs only.
    Member,
    /// The whole organisation.
    Administrator,
}

impl From<Rights> for RightsName {
    fn from(rights: Rights) -> Self {
        match rights {
            Rights::Member => Self::Member,
            Rights::Administrator => Self::Administrator,
        }
    }
}
impl From<RightsName> for Rights {
    fn from(name: RightsName) -> Self {
        match name {
            RightsName::Member => Self::Member,
            RightsName::Administrator => Self::Administrator,
        }
    }
}

/// Colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the device has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
    /// High contrast.
    Contrast,
}

/// The language of the screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// 日本語
    #[default]
    Ja,
    /// English
    En,
}

/// How dates are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Dates {
    /// 令和8年4月1日(水)
    #[default]
    Era,
    /// 2026-04-01
    Iso,
}

/// What rings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Notify {
    /// Every message of rooms that are not muted.
    All,
    /// Mentions and direct messages.
    #[default]
    Mentions,
    /// Nothing.
    None,
}

/// What a person chooses for themselves, on all their devices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Settings {
    /// Enter sends; otherwise it makes a line and Ctrl+Enter sends.
    pub enter_sends: bool,
    /// Colours.
    pub theme: Theme,
    /// Percent, 100 to 200.
    pub text_size: u32,
    /// Language.
    pub language: Language,
    /// Dates.
    pub dates: Dates,
    /// What rings.
    pub notify: Notify,
    /// It rings while they are on leave as well.
    pub ring_on_leave: bool,
    /// It rings while they are off duty as well.
    pub ring_off_duty: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            enter_sends: false,
            theme: Theme::default(),
            text_size: 100,
            language: Language::default(),
            dates: Dates::default(),
            notify: Notify::default(),
            ring_on_leave: false,
            ring_off_duty: false,
        }
    }
}

/// The signed-in person.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Me {
    /// The account.
    #[schemars(with = "String")]
    pub account_id: AccountId,
    /// What they sign in with.
    pub login: String,
    /// The person.
    pub person: Person,
    /// The organisation.
    pub organisation: Organisation,
    /// Their rights.
    pub rights: RightsName,
    /// What of the administration they may use; all of it for administrators.
    pub powers: Vec<Power>,
    /// They must choose a password before anything else.
    pub must_change_password: bool,
    /// Their password is kept in a directory of the organisation's, and changed there.
    pub password_elsewhere: bool,
    /// Where they are, they must set a second factor up before anything else.
    pub must_set_up_factor: bool,
    /// A guest who must agree to what guests agree to before anything else.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub must_agree: bool,
    /// Whether who reads stands over the screen where they are; missing where the organisation has it so nowhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub watermark: Option<bool>,
    /// Of a shared account: who is using it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shared: Option<operators::SharedSession>,
    /// The leave that they are on today.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leave: Option<Leave>,
    /// The leave from which they came back not long ago.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub returned: Option<Returned>,
    /// When they were reminded today to say where they are, if they have not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub whereabouts_asked_at: Option<Timestamp>,
    /// Of a guest or a bot: who of the staff answers for them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sponsor: Option<PersonBrief>,
    /// Of whoever answers for guests or bots: what ends soon.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ending: Option<outsiders::EndingSoon>,
    /// Their choices.
    pub settings: Settings,
    /// This session.
    #[schemars(with = "String")]
    pub session_id: SessionId,
}

/// A signed-in device.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Session {
    /// Its id.
    #[schemars(with = "String")]
    pub id: SessionId,
    /// Browser and system in a few words.
    pub device: String,
    /// From which address it signed in.
    pub address: String,
    /// When.
    pub created_at: Timestamp,
    /// When it was last used, to within five minutes.
    pub seen_at: Timestamp,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// Whether an account may sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AccountState {
    /// It may.
    Active,
    /// An administrator has stopped it.
    Suspended,
}

/// An account in the administrator's list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AccountView {
    /// Its id.
    #[schemars(with = "String")]
    pub id: AccountId,
    /// What it signs in with.
    pub login: String,
    /// The address that works as well.
    pub email: Option<String>,
    /// Whose.
    pub person: PersonBrief,
    /// Its rights.
    pub rights: RightsName,
    /// Whether it may sign in.
    pub state: AccountState,
    /// The last sign-in or use.
    pub last_seen_at: Option<Timestamp>,
    /// Its password is an initial one.
    pub must_change_password: bool,
    /// Its password is kept in a directory of the organisation's.
    pub password_elsewhere: bool,
    /// Signing in takes more than the password.
    pub second_factor: bool,
    /// How many passkeys it has.
    pub passkeys: i64,
}

/// What somebody may do of the administration today, and why.
#[derive(Debug, Serialize, JsonSchema)]
pub struct GrantExplanation {
    /// Who.
    pub person: PersonBrief,
    /// They administer all of it.
    pub administrator: bool,
    /// They have an account that may sign in.
    pub signs_in: bool,
    /// What was given to them, and through which posts.
    pub parts: Vec<HeldPart>,
}

/// Somebody who may do something of the administration, and why.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Administers {
    /// Who.
    pub person: PersonBrief,
    /// They administer all of it.
    pub administrator: bool,
    /// What was given to them for it.
    pub parts: Vec<HeldPart>,
}

/// An account as the store has it.
#[derive(Debug, Clone)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// The organisation.
    pub org: kernel::OrgId,
    /// Whose.
    pub person: PersonId,
    /// Lower case.
    pub login: String,
    /// Another program gave the login; else it is the staff number, and follows it.
    pub own_login: bool,
    /// Lower case.
    pub email: Option<String>,
    /// A PHC string, or a text that no password fits.
    pub password_hash: String,
    /// Its password is an initial one.
    pub must_change: bool,
    /// Its rights.
    pub rights: Rights,
    /// When an administrator stopped it.
    pub suspended_at: Option<Timestamp>,
    /// Choices.
    pub settings: Settings,
    /// The last use.
    pub seen_at: Option<Timestamp>,
}

impl Account {
    /// Whether another program keeps and checks its password.
    pub fn is_kept_elsewhere(&self) -> bool {
        self.password_hash == ELSEWHERE
    }
}

/// Logins and addresses are compared without regard to case and width.
pub fn fold_login(login: &str) -> String {
    text::fold(login).replace(' ', "")
}

/// A browser and system in a few words, from what it says of itself; it says many names, so the order matters.
pub fn device_name(agent: &str) -> String {
    let find =
        |names: &[(&str, &'static str)]| names.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name);
    let browser = find(&[("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari")]);
    let system = find(&[
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS X", "Mac"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} / {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => text::truncate(agent, 40).to_owned(),
    }
}
