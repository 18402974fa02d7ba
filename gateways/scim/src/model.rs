//! Tokens as the console shows them, and why SCIM refuses.

use directory::model::PersonBrief;
use jiff::civil::Date;
use kernel::{Id, Kind, Refusal, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Types that exist only to tell ids apart.
pub mod tag {
    /// A token of a program.
    pub struct Token;
}

/// The id of a token.
pub type TokenId = Id<tag::Token>;

/// Most tokens of an organisation: each is a key to everybody's record.
pub const MOST_TOKENS: i64 = 20;
/// The longest name of a token, in characters.
pub const LONGEST_NAME: usize = 50;

/// A token in the console, without its secret.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Token {
    /// Its id.
    pub id: TokenId,
    /// What it is called: the program that bears it.
    pub name: String,
    /// Who made it.
    pub made_by: Option<PersonBrief>,
    /// When.
    pub made_at: Timestamp,
    /// The last day on which it opened something.
    #[schemars(with = "Option<String>")]
    pub used_on: Option<Date>,
}

/// What is needed for a token.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct NewToken {
    /// A proposed id.
    #[schemars(with = "String")]
    pub id: TokenId,
    /// The program that will bear it.
    pub name: String,
}

/// A token that was just made.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MadeToken {
    /// As the list shows it.
    pub token: Token,
    /// What the program says in the header `Authorization: Bearer …`; shown once.
    pub secret: String,
}

/// Why SCIM refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScimRefusal {
    /// The organisation has as many tokens as it may.
    TooManyTokens,
    /// The filter is none, or compares what cannot be compared.
    InvalidFilter,
    /// The request is not of the form that SCIM gives it.
    InvalidSyntax,
    /// The path of a change names nothing.
    InvalidPath,
    /// The path of a change names nothing in this User.
    NoTarget,
    /// A change would take away what every User has, or set what clients only read.
    Mutability,
    /// Who has left by a decision of the directory's is not made active by another program.
    HasLeft,
}

impl Refusal for ScimRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::TooManyTokens => "scim.too_many_tokens",
            Self::InvalidFilter => "scim.invalid_filter",
            Self::InvalidSyntax => "scim.invalid_syntax",
            Self::InvalidPath => "scim.invalid_path",
            Self::NoTarget => "scim.no_target",
            Self::Mutability => "scim.mutability",
            Self::HasLeft => "scim.has_left",
        }
    }
    fn kind(&self) -> Kind {
        match self {
            Self::TooManyTokens | Self::HasLeft => Kind::Conflict,
            _ => Kind::Invalid,
        }
    }
}
