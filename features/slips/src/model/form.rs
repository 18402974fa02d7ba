//! What somebody puts on a slip, and its checks.

use super::{Addressee, Kind};
use directory::model::{TitleId, UnitId};
use jiff::ToSpan;
use jiff::civil::{Date, Time, time};
use kernel::{Error, Jst, PersonId, Result, Timestamp, is_open_day};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::HashSet;
use std::time::Duration;

/// Sections and people that one request is put to, at most.
pub const MOST_LINES: usize = 30;
/// What is asked for at most, in characters.
const LONGEST_SUBJECT: usize = 500;
/// Who brought a parcel, and where it waits, at most.
const LONGEST_WORD: usize = 200;
/// What there is to say about it, an answer and a reason at most.
const LONGEST_WORDS: usize = 4_000;
/// Pieces of a parcel at most, and questions of a day.
const MOST_PIECES: i64 = 9_999;
/// Checks of a draft at most.
const MOST_CHECKS: usize = 10;
/// What a check is called at most.
const LONGEST_LABEL: usize = 50;
/// 開庁日 that may be counted from today.
const MOST_OPEN_DAYS: u16 = 250;
/// The last year of which the law's holidays are known.
const LAST_YEAR: i16 = 2099;
/// The bytes of a character, at most, on the average: one base letter may bear millions of marks.
const BYTES: usize = 8;
/// When those are called for whom something waits: when offices open.
const MORNING: Time = time(8, 30, 0, 0);

/// When something is due, as it is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "SlipDue")]
pub enum Due {
    /// On a day.
    On(#[schemars(with = "String")] Date),
    /// So many 開庁日 from today, 1 to 250.
    InOpenDays(u16),
}

/// A check of the draft of a council answer, as it is wished: somebody's, or that of the nearest unit from the section upwards in which a title
/// is held.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[schemars(rename = "SlipCheckWish")]
pub struct CheckWish {
    /// What it is called, of 1 to 50 characters.
    pub label: String,
    /// Whose it is, by name.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub person_id: Option<PersonId>,
    /// Whose it is, by title.
    #[serde(default)]
    pub title_id: Option<TitleId>,
}

/// What somebody puts on a slip.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "kind")]
#[schemars(rename = "SlipForm")]
pub enum Form {
    /// 荷物
    Parcel {
        /// The section that it is for.
        unit_id: UnitId,
        /// Who sent or brought it, of at most 200 characters.
        #[serde(default)]
        sender: String,
        /// How many pieces, 1 to 9,999.
        pieces: i64,
        /// Where it waits, of 1 to 200 characters.
        place: String,
        /// What there is to say about it, of at most 4,000.
        #[serde(default)]
        note: String,
        /// After so many 開庁日 the section is called again if it waits still; never without.
        #[serde(default)]
        remind_after: Option<u16>,
    },
    /// 依頼
    Request {
        /// What is asked for, of 1 to 500 characters.
        subject: String,
        /// What there is to say about it, of at most 4,000.
        #[serde(default)]
        note: String,
        /// To whom it is put, 1 to 30.
        to: Vec<Addressee>,
        /// Until when.
        #[serde(default)]
        due: Option<Due>,
    },
    /// 答弁
    Council {
        /// The section that drafts the answer.
        unit_id: UnitId,
        /// Who asks, of 1 to 200 characters: 議員名 and 会派.
        sender: String,
        /// On which day of the session.
        #[schemars(with = "String")]
        day: Date,
        /// Which of the questions of that day, 1 to 9,999.
        turn: i64,
        /// The subject, of 1 to 500 characters.
        subject: String,
        /// The question, of at most 4,000.
        #[serde(default)]
        note: String,
        /// Who checks the draft, one after another, 1 to 10.
        checks: Vec<CheckWish>,
    },
}

/// A form in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// What sort of slip.
    pub kind: Kind,
    /// What is asked for.
    pub subject: String,
    /// What there is to say about it.
    pub note: String,
    /// Who sent or brought it, or asks the question.
    pub sender: String,
    /// How many pieces.
    pub pieces: i64,
    /// Where it waits.
    pub place: String,
    /// For whom it is, each once.
    pub to: Vec<Addressee>,
    /// Until when.
    pub due: Option<Date>,
    /// Which of the questions of its day.
    pub turn: i64,
    /// Who checks the draft.
    pub checks: Vec<CheckWish>,
    /// On which day those are called for whom it waits still.
    pub remind: Option<Date>,
}

fn fitting(words: &str, most: usize, field: &'static str) -> Result<String> {
    let words = words.trim();
    let is_longer = words.len() > most * BYTES || text::graphemes(words) > most;
    if is_longer { Err(Error::field(field, "too_long")) } else { Ok(words.to_owned()) }
}

fn said(words: &str, most: usize, field: &'static str) -> Result<String> {
    let words = fitting(words, most, field)?;
    if words.is_empty() { Err(Error::field(field, "missing")) } else { Ok(words) }
}

/// An answer, or a reason.
///
/// Errors: a fault of `words`.
pub fn spoken(words: &str) -> Result<String> {
    said(words, LONGEST_WORDS, "words")
}

fn counted(today: Date, count: u16, field: &'static str) -> Result<Date> {
    if !(1..=MOST_OPEN_DAYS).contains(&count) {
        return Err(Error::field(field, "unknown"));
    }
    let mut day = today;
    let mut left = count;
    while left > 0 {
        day = day.saturating_add(1.days());
        left -= u16::from(is_open_day(day));
    }
    Ok(day)
}

impl Due {
    fn day(self, today: Date) -> Result<Date> {
        match self {
            Self::InOpenDays(count) => counted(today, count, "due"),
            Self::On(day) if (today.year() - 1..=LAST_YEAR).contains(&day.year()) => Ok(day),
            Self::On(_) => Err(Error::field("due", "too_far")),
        }
    }
}

/// The moment of a day on which those are called for whom something waits.
pub fn told_at(day: Date) -> Timestamp {
    let morning = u64::from(MORNING.hour().unsigned_abs()) * 3_600 + u64::from(MORNING.minute().unsigned_abs()) * 60;
    Jst::start_of(day).plus(Duration::from_secs(morning))
}

impl Form {
    /// The form in order, as of a day.
    ///
    /// Errors: faults of fields.
    pub fn filled(&self, today: Date) -> Result<Filled> {
        match self {
            Self::Parcel { unit_id, sender, pieces, place, note, remind_after } => {
                if !(1..=MOST_PIECES).contains(pieces) {
                    return Err(Error::field("pieces", "unknown"));
                }
                Ok(Filled {
                    kind: Kind::Parcel,
                    subject: String::new(),
                    note: fitting(note, LONGEST_WORDS, "note")?,
                    sender: fitting(sender, LONGEST_WORD, "sender")?,
                    pieces: *pieces,
                    place: said(place, LONGEST_WORD, "place")?,
                    to: vec![Addressee::Unit { unit_id: *unit_id }],
                    due: None,
                    turn: 0,
                    checks: Vec::new(),
                    remind: remind_after.map(|count| counted(today, count, "remind_after")).transpose()?,
                })
            }
            Self::Request { subject, note, to, due } => {
                let mut known = HashSet::new();
                let to: Vec<Addressee> = to.iter().copied().filter(|one| known.insert(*one)).collect();
                match to.len() {
                    0 => return Err(Error::field("to", "missing")),
                    1..=MOST_LINES => {}
                    _ => return Err(Error::field("to", "too_many")),
                }
                let due = due.map(|due| due.day(today)).transpose()?;
                Ok(Filled {
                    kind: Kind::Request,
                    subject: said(subject, LONGEST_SUBJECT, "subject")?,
                    note: fitting(note, LONGEST_WORDS, "note")?,
                    sender: String::new(),
                    pieces: 0,
                    place: String::new(),
                    to,
                    due,
                    turn: 0,
                    checks: Vec::new(),
                    remind: due,
                })
            }
            Self::Council { unit_id, sender, day, turn, subject, note, checks } => {
                if !(1..=MOST_PIECES).contains(turn) {
                    return Err(Error::field("turn", "unknown"));
                }
                match checks.len() {
                    0 => return Err(Error::field("checks", "missing")),
                    1..=MOST_CHECKS => {}
                    _ => return Err(Error::field("checks", "too_many")),
                }
                let check = |check: &CheckWish| match (check.person_id, check.title_id) {
                    (Some(_), None) | (None, Some(_)) => {
                        Ok(CheckWish { label: said(&check.label, LONGEST_LABEL, "checks")?, ..check.clone() })
                    }
                    _ => Err(Error::field("checks", "unknown")),
                };
                Ok(Filled {
                    kind: Kind::Council,
                    subject: said(subject, LONGEST_SUBJECT, "subject")?,
                    note: fitting(note, LONGEST_WORDS, "note")?,
                    sender: said(sender, LONGEST_WORD, "sender")?,
                    pieces: 0,
                    place: String::new(),
                    to: vec![Addressee::Unit { unit_id: *unit_id }],
                    due: Some(Due::On(*day).day(today)?),
                    turn: *turn,
                    checks: checks.iter().map(check).collect::<Result<_>>()?,
                    remind: None,
                })
            }
        }
    }
}

impl Filled {
    /// The words of the message that carries it, for lists, quotes and search; `section` is what the first section is called.
    pub fn words(&self, section: &str) -> String {
        let first = match self.kind {
            Kind::Parcel => {
                let pieces = format!("{} ×{}", self.sender, self.pieces);
                format!("{section} / {} / {}", pieces.trim(), self.place)
            }
            Kind::Request => self.subject.clone(),
            Kind::Council => format!("{}: {}", self.sender, self.subject),
        };
        if self.note.is_empty() { first } else { format!("{first}\n{}", self.note) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use kernel::Id;

    const WEDNESDAY: Date = date(2026, 4, 1);

    fn parcel(pieces: i64, place: &str, remind_after: Option<u16>) -> Form {
        Form::Parcel {
            unit_id: Id::from_raw(7),
            sender: " 宅配便 ".to_owned(),
            pieces,
            place: place.to_owned(),
            note: String::new(),
            remind_after,
        }
    }

    fn request(subject: &str, to: Vec<Addressee>, due: Option<Due>) -> Form {
        Form::Request { subject: subject.to_owned(), note: String::new(), to, due }
    }

    fn fault(form: &Form) -> String {
        let error = form.filled(WEDNESDAY).expect_err("refused");
        format!("{} {}", error.faults()[0].field, error.faults()[0].code)
    }

    #[test]
    fn a_parcel_says_whose_it_is_how_many_pieces_and_where() {
        let filled = parcel(3, "1階受付", Some(3)).filled(WEDNESDAY).expect("a parcel");
        assert_eq!((filled.sender.as_str(), filled.pieces, filled.due), ("宅配便", 3, None));
        assert_eq!(filled.remind, Some(date(2026, 4, 6)), "three 開庁日, over a week's end");
        assert_eq!(filled.words("総務課"), "総務課 / 宅配便 ×3 / 1階受付");
        assert_eq!(fault(&parcel(0, "1階受付", None)), "pieces unknown");
        assert_eq!(fault(&parcel(1, " \u{3000}", None)), "place missing");
        assert_eq!(fault(&parcel(1, "1階受付", Some(0))), "remind_after unknown");
    }

    #[test]
    fn a_request_is_put_to_somebody_and_its_day_is_counted_among_open_days() {
        let unit = Addressee::Unit { unit_id: Id::from_raw(7) };
        let filled =
            request("追加資料", vec![unit, unit], Some(Due::InOpenDays(3))).filled(WEDNESDAY).expect("a request");
        assert_eq!((filled.to.len(), filled.due), (1, Some(date(2026, 4, 6))));
        assert_eq!(filled.words(""), "追加資料");
        assert_eq!(fault(&request("追加資料", Vec::new(), None)), "to missing");
        assert_eq!(fault(&request(" ", vec![unit], None)), "subject missing");
        assert_eq!(fault(&request("あ", vec![unit], Some(Due::On(date(2200, 1, 1))))), "due too_far");
        let many = (0..31).map(|id| Addressee::Person { person_id: Id::from_raw(id) }).collect();
        assert_eq!(fault(&request("あ", many, None)), "to too_many");
        assert_eq!(spoken(&"か".repeat(4_001)).expect_err("refused").faults()[0].code, "too_long");
    }

    #[test]
    fn those_for_whom_it_waits_are_called_when_offices_open() {
        assert_eq!(told_at(WEDNESDAY), Jst::start_of(WEDNESDAY).plus(Duration::from_secs(8 * 3_600 + 1_800)));
    }

    #[test]
    fn a_council_question_has_its_day_its_turn_and_checks_of_people_or_titles() {
        let council = |turn: i64, checks: Vec<CheckWish>| Form::Council {
            unit_id: Id::from_raw(7),
            sender: "緑川議員(縁側会)".to_owned(),
            day: date(2026, 6, 10),
            turn,
            subject: "通学路の安全".to_owned(),
            note: String::new(),
            checks,
        };
        let check = |person_id: Option<i64>, title_id: Option<i64>| CheckWish {
            label: " 課長確認 ".to_owned(),
            person_id: person_id.map(Id::from_raw),
            title_id: title_id.map(Id::from_raw),
        };
        let filled = council(2, vec![check(None, Some(3))]).filled(WEDNESDAY).expect("a question");
        assert_eq!((filled.due, filled.turn, filled.remind), (Some(date(2026, 6, 10)), 2, None));
        assert_eq!(
            (filled.words("").as_str(), filled.checks[0].label.as_str()),
            ("緑川議員(縁側会): 通学路の安全", "課長確認")
        );
        assert_eq!(fault(&council(0, vec![check(None, Some(3))])), "turn unknown");
        assert_eq!(fault(&council(1, Vec::new())), "checks missing");
        assert_eq!(fault(&council(1, vec![check(Some(1), Some(3))])), "checks unknown");
    }
}
