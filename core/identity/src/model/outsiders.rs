//! Guests and bots as the API shows them, with what they come in by.

use super::AccountState;
use super::conditions::Agreement;
use directory::model::{Bot, Guest};
use jiff::civil::Date;
use kernel::{AccountId, SessionId, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A guest and their account.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct GuestView {
    /// The guest.
    #[serde(flatten)]
    pub guest: Guest,
    /// The account.
    #[schemars(with = "String")]
    pub account_id: AccountId,
    /// What they sign in with.
    pub login: String,
    /// Whether the account may sign in.
    pub state: AccountState,
    /// The last sign-in or use.
    pub last_seen_at: Option<Timestamp>,
    /// The newest version of what guests agree to that they agreed to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agreement: Option<Agreement>,
    /// They have not agreed to what holds today.
    pub must_agree: bool,
    /// Since when they come in by a link and a PIN, and by no password.
    pub link_since: Option<Timestamp>,
}

/// What of that for which somebody answers ends soon: guests' stays and bots' tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct EndingSoon {
    /// How many guests.
    pub guests: i64,
    /// How many tokens.
    pub tokens: i64,
    /// The first of their last days.
    #[schemars(with = "String")]
    pub first_on: Date,
    /// Since when it stands like this: the day on which one of them came to have fourteen days left, or three. Who has put it away is told
    /// again on a later one.
    #[schemars(with = "String")]
    pub since: Date,
}

/// A bot and its tokens.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct BotView {
    /// The bot.
    #[serde(flatten)]
    pub bot: Bot,
    /// What its account is called.
    pub login: String,
    /// Its tokens, the newest first.
    pub tokens: Vec<BotToken>,
}

/// A token by which a bot comes in; never the token itself.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct BotToken {
    /// Its id.
    #[schemars(with = "String")]
    pub id: SessionId,
    /// What it was called.
    pub name: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last used, to within five minutes.
    pub used_at: Option<Timestamp>,
    /// From when on it is good no longer.
    pub until: Timestamp,
}

/// What a token is made of.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct NewBotToken {
    /// What it is called, such as the program that uses it.
    pub name: String,
    /// The last day on which it is good, at most a year ahead.
    #[schemars(with = "String")]
    pub last_day: Date,
}
