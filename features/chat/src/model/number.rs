//! 個人番号: whether one stands in a text, and what an organisation wants done about it.

use crate::model::ChatRefusal;
use kernel::{Error, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Digits of a personal number.
const DIGITS: usize = 12;
/// The longest reason, in characters.
const LONGEST_REASON: usize = 200;

/// What becomes of a message in which a personal number stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NumberPolicy {
    /// Nothing.
    Off,
    /// Its author is asked whether they mean it.
    #[default]
    Warn,
    /// Its author has to say why.
    Reason,
    /// It is not said.
    Refuse,
}

/// What somebody answered when they were asked about a personal number in their words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Answered {
    /// Why it has to be said.
    #[serde(default)]
    pub reason: Option<String>,
}

fn digit(letter: char) -> Option<u32> {
    match letter {
        '0'..='9' => Some(u32::from(letter) - u32::from('0')),
        '０'..='９' => Some(u32::from(letter) - u32::from('０')),
        _ => None,
    }
}

/// What people write between the parts of a number, one at a time.
fn parts(letter: char) -> bool {
    matches!(letter, ' ' | '\u{3000}' | '\t' | '\u{a0}' | '-' | '‐' | '‑' | '–' | '—' | '―' | '−' | '－' | 'ー' | 'ｰ')
}

/// Whether twelve digits are a personal number, by its check digit: 番号法施行令第八条 and 総務省令第八十五号第五条.
fn is_personal_number(digits: &[u32]) -> bool {
    let Ok(digits) = <&[u32; DIGITS]>::try_from(digits) else { return false };
    // The same digit twelve times fits now and then, and is nobody's.
    if digits.iter().all(|digit| *digit == digits[0]) {
        return false;
    }
    let weight = |place: usize| if place <= 6 { place + 1 } else { place - 5 } as u32;
    let sum: u32 = (1..DIGITS).map(|place| digits[DIGITS - 1 - place] * weight(place)).sum();
    let wanted = match sum % 11 {
        0 | 1 => 0,
        rest => 11 - rest,
    };
    digits[DIGITS - 1] == wanted
}

/// Whether a personal number stands in a text: twelve digits by themselves, or with blanks or hyphens between them, half- or full-width.
pub fn holds_personal_number(text: &str) -> bool {
    let mut groups: Vec<Vec<u32>> = Vec::new();
    let mut gap = false;
    for letter in text.chars().chain(std::iter::once('\n')) {
        match digit(letter) {
            Some(digit) => {
                if groups.is_empty() || gap {
                    groups.push(Vec::new());
                }
                gap = false;
                groups.last_mut().expect("one was begun").push(digit);
            }
            None if parts(letter) && !groups.is_empty() && !gap => gap = true,
            None => {
                if any_of(&groups) {
                    return true;
                }
                groups.clear();
                gap = false;
            }
        }
    }
    false
}

fn any_of(groups: &[Vec<u32>]) -> bool {
    let whole = groups.concat();
    is_personal_number(&whole) || groups.iter().any(|group| is_personal_number(group))
}

/// What of an answer is kept, where a policy asks for one: the reason.
///
/// Errors: `chat.personal_number` when nobody was asked, `chat.personal_number_refused`, and a fault of the reason.
pub fn judged(policy: NumberPolicy, answered: Option<&Answered>) -> Result<Option<String>> {
    match (policy, answered) {
        (NumberPolicy::Off, _) => Ok(None),
        (NumberPolicy::Refuse, _) => Err(ChatRefusal::PersonalNumberRefused.into()),
        (_, None) => Err(ChatRefusal::PersonalNumber.into()),
        (NumberPolicy::Warn, Some(_)) => Ok(None),
        (NumberPolicy::Reason, Some(answered)) => {
            let reason = answered.reason.as_deref().unwrap_or_default().trim();
            match text::graphemes(reason) {
                0 => Err(Error::field("personal_number", "required")),
                1..=LONGEST_REASON if !holds_personal_number(reason) => Ok(Some(reason.to_owned())),
                1..=LONGEST_REASON => Err(Error::field("personal_number", "personal_number")),
                _ => Err(Error::field("personal_number", "too_long")),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_personal_number_is_found_however_it_is_written() {
        for text in [
            "123456789018",
            "番号は123456789018です",
            "1234 5678 9018",
            "1234-5678-9018",
            "１２３４５６７８９０１８",
            "１２３４　５６７８　９０１８",
            "１２３４－５６７８－９０１８",
            "1234ー5678ー9018",
            "123456789018 5人分",
        ] {
            assert!(holds_personal_number(text), "{text}");
        }
    }

    #[test]
    fn other_numbers_are_none() {
        for text in [
            "",
            "123456789012",
            "12345678901",
            "1234567890180",
            "1234 5678 9018 3456",
            "090-1234-5678",
            "000000000000",
            "111111111111",
            "1234--5678--9018",
            "1234\n5678\n9018",
            "令和8年4月1日",
        ] {
            assert!(!holds_personal_number(text), "{text}");
        }
    }

    #[test]
    fn one_number_in_ten_fits_its_check_digit() {
        let digits = |number: u64| format!("{number:012}");
        let found = (100_000_000_000..100_000_011_000).filter(|number| holds_personal_number(&digits(*number))).count();
        assert_eq!(found, 1_100);
    }
}
