//! Shared accounts, and who is using them. Pure.

use super::AccountState;
use directory::model::{Circle, PersonBrief, UnitId};
use kernel::{AccountId, Error, Result, Tick};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// Digits of a PIN.
pub const PIN_DIGITS: usize = 6;
/// After how many seconds without use a shared account may ask again who is there.
pub const IDLE_SECONDS: RangeInclusive<i64> = 30..=600;
/// People shown to choose from at most; whoever is not among them is searched for.
pub const MOST_SHOWN: usize = 300;

/// A shared account, as administrators see it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SharedAccount {
    /// The account.
    #[schemars(with = "String")]
    pub id: AccountId,
    /// What it signs in with.
    pub login: String,
    /// As it stands in lists of people.
    pub person: PersonBrief,
    /// The unit that it belongs to today.
    pub unit_id: Option<UnitId>,
    /// After how many seconds without use it asks again who is there.
    pub idle_seconds: i64,
    /// Who may use it.
    pub operators: Circle,
    /// How many that is today.
    pub operator_count: usize,
    /// Whether it may sign in.
    pub state: AccountState,
    /// The tick of the last change.
    pub tick: Tick,
}

/// What makes a shared account, and what replaces all of one.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct NewSharedAccount {
    /// What people call it, such as ひばり保育園.
    pub name: String,
    /// Kana.
    pub reading: String,
    /// The unit that it belongs to; its rooms follow from there.
    pub unit_id: UnitId,
    /// What it signs in with.
    pub login: String,
    /// After how many seconds without use it asks again who is there, 30 to 600.
    pub idle_seconds: i64,
    /// Who may use it, at least one line.
    pub operators: Circle,
}

/// Of a session of a shared account.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SharedSession {
    /// Who is using it; nobody while that has to be said first.
    pub operator: Option<PersonBrief>,
    /// After how many seconds without use that has to be said again.
    pub idle_seconds: i64,
}

/// Somebody who may use a shared account.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Operator {
    /// Who.
    pub person: PersonBrief,
    /// Whether they have a PIN.
    pub has_pin: bool,
}

/// Whether somebody may choose a PIN; its digits, however wide they were typed.
///
/// Errors: `pin` is `not_six_digits`, `too_common` when it is one that everybody tries first.
pub fn checked_pin(text: &str) -> Result<String> {
    let pin = plain_pin(text);
    if pin.len() != PIN_DIGITS || !pin.bytes().all(|digit| digit.is_ascii_digit()) {
        return Err(Error::field("pin", "not_six_digits"));
    }
    let steps: Vec<i16> = pin.as_bytes().windows(2).map(|pair| i16::from(pair[1]) - i16::from(pair[0])).collect();
    // 000000, 123456, 654321.
    if [0, 1, -1].iter().any(|step| steps.iter().all(|other| other == step)) {
        return Err(Error::field("pin", "too_common"));
    }
    Ok(pin)
}

/// A PIN as it was meant: without blanks, in narrow digits.
pub fn plain_pin(text: &str) -> String {
    text::fold(text).replace([' ', '-'], "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_is_six_digits_that_not_everybody_tries_first() {
        for good in ["271828", "１０２０３０", "112233", "010 203"] {
            assert!(checked_pin(good).is_ok(), "{good}");
        }
        for bad in ["000000", "123456", "987654", "12345", "1234567", "12345a", "", "一二三四五六"] {
            assert!(checked_pin(bad).is_err(), "{bad}");
        }
    }
}
