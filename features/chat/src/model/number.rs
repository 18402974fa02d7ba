//! 個人番号: whether one stands in a text, and what an organisation wants done about it.

use crate::model::ChatRefusal;
use kernel::{Error, Result};
pub use rooms::model::Answered;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Digits of a personal number.
const DIGITS: usize = 12;
/// The longest that divides groups of digits of one number, in characters.
const LONGEST_GAP: usize = 3;
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

fn digit(letter: char) -> Option<u32> {
    match letter {
        '0'..='9' => Some(u32::from(letter) - u32::from('0')),
        '０'..='９' => Some(u32::from(letter) - u32::from('０')),
        _ => None,
    }
}

/// What people write between the parts of a number.
fn divides(letter: char) -> bool {
    matches!(letter, ' ' | '\u{3000}' | '\t' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}')
        || matches!(letter, '-' | '‐' | '‑' | '–' | '—' | '―' | '−' | '－' | 'ー' | 'ｰ')
}

/// What stands between them only where a number is written in the way of one: four by four, or digit by digit.
fn divides_a_form(letter: char) -> bool {
    divides(letter) || matches!(letter, '.' | '．' | '・' | '･' | '/' | '／' | '|' | '｜')
}

/// What nobody sees: it comes along from papers and pages.
fn is_unseen(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
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

/// Digits read as a moment that somebody may have lived to see: 202611300830, as files are called.
fn is_moment(digits: &[u32]) -> bool {
    let part = |from: usize, length: usize| digits[from..from + length].iter().fold(0, |sum, digit| sum * 10 + digit);
    (1900..2100).contains(&part(0, 4))
        && (1..=12).contains(&part(4, 2))
        && (1..=31).contains(&part(6, 2))
        && part(8, 2) < 24
        && part(10, 2) < 60
}

/// Digits in groups, and what divides each from the next.
#[derive(Default)]
struct Run {
    groups: Vec<Vec<u32>>,
    gaps: Vec<String>,
}

impl Run {
    /// Whether a personal number stands in it. Looked for is each row of groups that has twelve digits together.
    fn holds(&self) -> bool {
        (0..self.groups.len()).any(|start| {
            let mut digits = 0;
            let ends = self.groups[start..].iter().take_while(|group| {
                digits += group.len();
                digits <= DIGITS
            });
            let end = start + ends.count();
            let whole: Vec<u32> = self.groups[start..end].concat();
            whole.len() == DIGITS && self.reads_as_one(start, end, &whole) && is_personal_number(&whole)
        })
    }

    /// Whether the groups from one to before another one belong together, and to nothing around them.
    fn reads_as_one(&self, start: usize, end: usize, digits: &[u32]) -> bool {
        let lengths: Vec<usize> = self.groups[start..end].iter().map(Vec::len).collect();
        let Some(inner) = self.gaps[start..end - 1].split_first() else { return !is_moment(digits) };
        let (gap, others) = inner;
        let (alike, all) = (others.iter().all(|other| other == gap), start == 0 && end == self.groups.len());
        let is_plain =
            || self.gaps[start..end - 1].iter().all(|gap| gap.chars().count() == 1 && gap.chars().all(divides));
        // What lies beside it in the same manner is of the same row: the number of a card, a column of digits.
        let goes_on = |place: Option<usize>, gap_at: Option<usize>, length: Option<usize>| {
            let same = gap_at.and_then(|at| self.gaps.get(at)).is_some_and(|beside| beside == gap);
            let group = place.and_then(|at| self.groups.get(at));
            same && group.is_some_and(|group| length.is_none_or(|length| group.len() == length))
        };
        let beside = |length: Option<usize>| {
            let before = start.checked_sub(1);
            goes_on(before, before, length) || goes_on(Some(end), Some(end - 1), length)
        };
        match lengths.as_slice() {
            [4, 4, 4] => (alike || (all && is_plain())) && !beside(Some(4)),
            ones if ones.iter().all(|length| *length == 1) => (alike || (all && is_plain())) && !beside(Some(1)),
            pairs if pairs.iter().all(|length| *length == 2) => false,
            _ => is_plain() && !is_moment(digits) && (all || (alike && !beside(None))),
        }
    }
}

/// Whether a personal number stands in a text: twelve digits by themselves, or in groups, half- or full-width. The client finds the same
/// (`web/src/features/chat/ui/guard/number.ts`).
pub fn holds_personal_number(text: &str) -> bool {
    let (mut run, mut gap) = (Run::default(), None::<String>);
    for letter in text.chars().filter(|letter| !is_unseen(*letter)).chain(std::iter::once('\n')) {
        match (digit(letter), &mut gap) {
            (Some(digit), None) if !run.groups.is_empty() => run.groups.last_mut().expect("one was begun").push(digit),
            (Some(digit), _) => {
                run.gaps.extend(gap.take());
                run.groups.push(vec![digit]);
            }
            (None, None) if divides_a_form(letter) && !run.groups.is_empty() => gap = Some(letter.to_string()),
            (None, Some(gap)) if divides_a_form(letter) && gap.chars().count() < LONGEST_GAP => gap.push(letter),
            (None, _) => {
                if run.holds() {
                    return true;
                }
                (run, gap) = (Run::default(), None);
            }
        }
    }
    false
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
    fn the_same_is_found_as_by_the_client() {
        #[derive(Deserialize)]
        struct Cases {
            held: Vec<String>,
            none: Vec<String>,
        }
        let cases = include_str!("../../../../web/src/features/chat/ui/guard/number.cases.json");
        let Cases { held, none } = serde_json::from_str(cases).expect("cases");
        held.iter().for_each(|text| assert!(holds_personal_number(text), "{text:?} holds one"));
        none.iter().for_each(|text| assert!(!holds_personal_number(text), "{text:?} holds none"));
    }

    #[test]
    fn one_number_in_ten_fits_its_check_digit() {
        let digits = |number: u64| format!("{number:012}");
        let found = (100_000_000_000..100_000_011_000).filter(|number| holds_personal_number(&digits(*number))).count();
        assert_eq!(found, 1_100);
    }
}
