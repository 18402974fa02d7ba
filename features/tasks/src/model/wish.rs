//! What somebody wants to be done, and its checks.

use super::{Closing, Holder, Repeats, Shift, open_days_after, shifted};
use jiff::civil::Date;
use kernel::{Error, Id, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// Parts of a task at most.
pub const MOST_PARTS: usize = 50;
/// What is to be done at most, in characters.
const LONGEST_TITLE: usize = 500;
/// What there is to say about it at most.
const LONGEST_NOTE: usize = 4_000;
/// 開庁日 that may be counted from today.
const MOST_OPEN_DAYS: u16 = 250;
/// The last year of which the law's holidays are known.
const LAST_YEAR: i16 = 2099;
/// The bytes of a character, at most, on the average: one base letter may bear millions of marks.
const BYTES: usize = 8;

/// What sort of thing a task was made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "TaskSourceKind")]
pub enum SourceKind {
    /// A message of another room.
    Message,
    /// A line of a note.
    Note,
}

/// What a task was made from. It is a way there and no more: what is there may be seen by who may see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "TaskSource")]
pub struct Source {
    /// What sort of thing.
    pub kind: SourceKind,
    /// Which.
    pub id: Id<()>,
    /// In which room.
    pub room_id: Id<()>,
}

/// When something is due, as it is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "TaskDue")]
pub enum Due {
    /// On a day.
    On(#[schemars(with = "String")] Date),
    /// So many 開庁日 from today, 1 to 250.
    InOpenDays(u16),
}

/// What somebody wants to be done.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[schemars(rename = "TaskWish")]
pub struct Wish {
    /// What is to be done, of 1 to 500 characters.
    pub title: String,
    /// What there is to say about it, of at most 4,000.
    #[serde(default)]
    pub note: String,
    /// Who is to do it, at most 50; nobody for anybody in the room.
    #[serde(default)]
    pub holders: Vec<Holder>,
    /// When it is done.
    #[serde(default)]
    pub closing: Closing,
    /// When it is due.
    #[serde(default)]
    pub due: Option<Due>,
    /// What becomes of a due day on which offices are closed.
    #[serde(default)]
    pub shift: Shift,
    /// How often it comes round again; then it has a due day.
    #[serde(default)]
    pub repeats: Option<Repeats>,
}

fn fitting(words: &str, most: usize, field: &'static str) -> Result<String> {
    let words = words.trim();
    let is_longer = words.len() > most * BYTES || text::graphemes(words) > most;
    if is_longer { Err(Error::field(field, "too_long")) } else { Ok(words.to_owned()) }
}

impl Wish {
    /// The wish in order, each holder once.
    ///
    /// Errors: faults of fields.
    pub fn checked(&self) -> Result<Self> {
        let title = fitting(&self.title, LONGEST_TITLE, "title")?;
        if title.is_empty() {
            return Err(Error::field("title", "missing"));
        }
        let mut known = HashSet::new();
        let holders: Vec<Holder> = self.holders.iter().copied().filter(|holder| known.insert(*holder)).collect();
        if holders.len() > MOST_PARTS {
            return Err(Error::field("holders", "too_many"));
        }
        if self.repeats.is_some() && self.due.is_none() {
            return Err(Error::field("repeats", "needs_due"));
        }
        Ok(Self { title, note: fitting(&self.note, LONGEST_NOTE, "note")?, holders, ..self.clone() })
    }

    /// All of its words that others read, in which a personal number would stand.
    pub fn guarded(&self) -> String {
        format!("{}\n{}", self.title, self.note)
    }

    /// The day that is meant, and the one on which it is due.
    ///
    /// Errors: a fault of `due`.
    pub fn days(&self, today: Date) -> Result<Option<(Date, Date)>> {
        let meant = match self.due {
            None => return Ok(None),
            Some(Due::InOpenDays(count)) if (1..=MOST_OPEN_DAYS).contains(&count) => open_days_after(today, count),
            Some(Due::On(day)) if (today.year() - 1..=LAST_YEAR).contains(&day.year()) => day,
            Some(Due::InOpenDays(_)) => return Err(Error::field("due", "unknown")),
            Some(Due::On(_)) => return Err(Error::field("due", "too_far")),
        };
        Ok(Some((meant, shifted(meant, self.shift))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn wish() -> Wish {
        Wish {
            title: " 予算資料 ".to_owned(),
            note: String::new(),
            holders: Vec::new(),
            closing: Closing::Any,
            due: None,
            shift: Shift::Stays,
            repeats: None,
        }
    }

    fn fault(wish: &Wish) -> String {
        let error = wish.checked().and_then(|wish| wish.days(date(2026, 4, 1))).expect_err("refused");
        format!("{} {}", error.faults()[0].field, error.faults()[0].code)
    }

    #[test]
    fn a_wish_is_put_in_order_or_refused_with_its_faults() {
        let twice = Holder::Person { person_id: Id::from_raw(1) };
        let checked = Wish { holders: vec![twice, twice], ..wish() }.checked().expect("a wish");
        assert_eq!((checked.title.as_str(), checked.holders.len()), ("予算資料", 1));
        assert_eq!(fault(&Wish { title: " \u{3000}".to_owned(), ..wish() }), "title missing");
        assert_eq!(fault(&Wish { title: "あ".repeat(501), ..wish() }), "title too_long");
        assert_eq!(fault(&Wish { note: format!("か{}", "\u{3099}".repeat(1_000_000)), ..wish() }), "note too_long");
        assert_eq!(fault(&Wish { repeats: Some(Repeats::Weekly), ..wish() }), "repeats needs_due");
        assert_eq!(fault(&Wish { due: Some(Due::InOpenDays(0)), ..wish() }), "due unknown");
        assert_eq!(fault(&Wish { due: Some(Due::On(date(2200, 1, 1))), ..wish() }), "due too_far");
    }

    #[test]
    fn a_day_is_meant_and_moves_out_of_the_way_of_a_day_of_rest() {
        let saturday = Some(Due::On(date(2026, 4, 25)));
        let asked = Wish { due: saturday, shift: Shift::Before, ..wish() };
        assert_eq!(asked.days(date(2026, 4, 1)).expect("days"), Some((date(2026, 4, 25), date(2026, 4, 24))));
        let counted = Wish { due: Some(Due::InOpenDays(1)), ..wish() };
        assert_eq!(counted.days(date(2026, 5, 1)).expect("days"), Some((date(2026, 5, 7), date(2026, 5, 7))));
    }
}
