//! What is asked.

use jiff::civil::{Date, Time};
use kernel::{Error, FieldFault, Result, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// What sort of answer is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "StampKind")]
pub enum Kind {
    /// はい・いいえ
    YesNo,
    /// One of some options, or several.
    Choice,
    /// 出席・欠席・遅参・代理
    Attendance,
    /// 1 to 5.
    Score,
    /// Words.
    Text,
    /// 日程調整: ○, △ or × for each of some dates.
    Schedule,
}

impl Kind {
    /// How many options there are to count, where that does not depend on the question.
    fn fixed(self) -> Option<usize> {
        match self {
            Self::YesNo => Some(2),
            Self::Attendance => Some(4),
            Self::Score => Some(5),
            Self::Text => Some(0),
            Self::Choice | Self::Schedule => None,
        }
    }
}

/// From when on the results are told, and to whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "StampShows")]
pub enum Shows {
    /// To everybody in the room, at once.
    Always,
    /// To whoever has answered, and to all once it is closed.
    Answered,
    /// To everybody in the room once it is closed.
    Closed,
    /// To who asks, and nobody else.
    Asker,
}

/// A date that is proposed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Slot {
    /// The day.
    #[schemars(with = "String")]
    pub day: Date,
    /// From which time of day, in Japan; all day without one.
    #[schemars(with = "Option<String>")]
    pub from: Option<Time>,
    /// Until which.
    #[schemars(with = "Option<String>")]
    pub to: Option<Time>,
}

/// What is asked. It never changes: whoever answers knows what the others were asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Question {
    /// What sort.
    pub kind: Kind,
    /// The words.
    pub question: String,
    /// What one chooses from.
    pub options: Vec<String>,
    /// The dates that are proposed.
    pub slots: Vec<Slot>,
    /// Whether several options may be chosen.
    pub several: bool,
    /// Who answered what is known to nobody.
    pub anonymous: bool,
    /// From when on the results are told.
    pub shows: Shows,
    /// Whether who has answered may answer otherwise.
    pub changeable: bool,
}

/// What somebody wants to ask.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Asking {
    /// What sort.
    pub kind: Kind,
    /// The words, of 1 to 500 characters.
    pub question: String,
    /// Of a choice: 2 to 20, of 1 to 100 characters, no two the same.
    #[serde(default)]
    pub options: Vec<String>,
    /// Of a schedule poll: 1 to 20 dates, no two the same.
    #[serde(default)]
    pub slots: Vec<Slot>,
    /// Of a choice: whether several may be chosen.
    #[serde(default)]
    pub several: bool,
    /// Who answered what is to be known to nobody. The results come with the close then, to three answers or more, and no answer is changed.
    #[serde(default)]
    pub anonymous: bool,
    /// From when on the results are told.
    pub shows: Shows,
    /// Whether who has answered may answer otherwise.
    #[serde(default)]
    pub changeable: bool,
    /// When it closes by itself.
    pub deadline: Option<Timestamp>,
}

const LONGEST_QUESTION: usize = 500;
const LONGEST_OPTION: usize = 100;
const MOST_OPTIONS: usize = 20;

impl Question {
    /// How many numbers its counts have.
    pub fn counted(&self) -> usize {
        self.kind.fixed().unwrap_or(self.options.len() + 3 * self.slots.len())
    }

    /// Checks what somebody wants to ask, at a moment.
    ///
    /// Errors: faults of fields.
    pub fn of(asking: &Asking, now: Timestamp) -> Result<Self> {
        let mut faults = Vec::new();
        let mut fault = |field: String, code: &'static str| faults.push(FieldFault { field, code });
        let question = asking.question.trim().to_owned();
        match text::graphemes(&question) {
            0 => fault("question".into(), "missing"),
            length if length > LONGEST_QUESTION => fault("question".into(), "too_long"),
            _ => {}
        }
        let options: Vec<String> = asking.options.iter().map(|option| option.trim().to_owned()).collect();
        let (takes_options, takes_slots) = (asking.kind == Kind::Choice, asking.kind == Kind::Schedule);
        for (field, takes, count, least) in
            [("options", takes_options, options.len(), 2), ("slots", takes_slots, asking.slots.len(), 1)]
        {
            match count {
                0 if !takes => {}
                _ if !takes => fault(field.into(), "unknown"),
                count if count < least => fault(field.into(), "missing"),
                count if count > MOST_OPTIONS => fault(field.into(), "too_many"),
                _ => {}
            }
        }
        let mut seen = HashSet::new();
        for (place, option) in options.iter().enumerate().take(MOST_OPTIONS) {
            match text::graphemes(option) {
                0 => fault(format!("options[{place}]"), "missing"),
                length if length > LONGEST_OPTION => fault(format!("options[{place}]"), "too_long"),
                _ if !seen.insert(option) => fault(format!("options[{place}]"), "taken"),
                _ => {}
            }
        }
        let mut seen = HashSet::new();
        for (place, slot) in asking.slots.iter().enumerate().take(MOST_OPTIONS) {
            let ends_first = slot.to.is_some_and(|to| slot.from.is_none_or(|from| to <= from));
            match () {
                () if ends_first => fault(format!("slots[{place}]"), "ends_before_it_begins"),
                () if !seen.insert(slot) => fault(format!("slots[{place}]"), "taken"),
                () => {}
            }
        }
        if asking.several && !takes_options {
            fault("several".into(), "unknown");
        }
        if asking.anonymous {
            if matches!(asking.kind, Kind::Attendance | Kind::Schedule) {
                fault("anonymous".into(), "needs_names");
            }
            if asking.changeable {
                fault("changeable".into(), "anonymous");
            }
            // Who sees a count rise while a name comes to those who have answered knows what was answered.
            if matches!(asking.shows, Shows::Always | Shows::Answered) {
                fault("shows".into(), "anonymous");
            }
        }
        if asking.deadline.is_some_and(|deadline| deadline <= now) {
            fault("deadline".into(), "past");
        }
        if !faults.is_empty() {
            return Err(Error::fields(faults));
        }
        Ok(Self {
            kind: asking.kind,
            question,
            options,
            slots: asking.slots.clone(),
            several: asking.several,
            anonymous: asking.anonymous,
            shows: asking.shows,
            changeable: asking.changeable,
        })
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub fn asking(kind: Kind) -> Asking {
        Asking {
            kind,
            question: "研修に出ますか".into(),
            options: Vec::new(),
            slots: Vec::new(),
            several: false,
            anonymous: false,
            shows: Shows::Always,
            changeable: true,
            deadline: None,
        }
    }

    fn faults(asking: &Asking) -> Vec<String> {
        let error = Question::of(asking, Timestamp::from_micros(10)).err();
        let said = |fault: &FieldFault| format!("{} {}", fault.field, fault.code);
        error.map(|error| error.faults().iter().map(said).collect()).unwrap_or_default()
    }

    #[test]
    fn a_choice_needs_options_that_differ_and_other_kinds_take_none() {
        let with = |options: &[&str]| Asking {
            options: options.iter().map(|option| (*option).to_owned()).collect(),
            ..asking(Kind::Choice)
        };
        assert_eq!(faults(&with(&["A"])), ["options missing"]);
        assert_eq!(faults(&with(&["A", " A ", ""])), ["options[1] taken", "options[2] missing"]);
        assert_eq!(faults(&with(&["A", "B"])), [""; 0]);
        assert_eq!(faults(&Asking { kind: Kind::Score, ..with(&["A"]) }), ["options unknown"]);
    }

    #[test]
    fn an_anonymous_stamp_shows_nothing_before_its_close_and_takes_no_change() {
        let anonymous = Asking { anonymous: true, ..asking(Kind::YesNo) };
        assert_eq!(faults(&anonymous), ["changeable anonymous", "shows anonymous"]);
        let fine = Asking { changeable: false, shows: Shows::Closed, ..anonymous };
        assert_eq!(faults(&fine), [""; 0]);
        assert_eq!(faults(&Asking { kind: Kind::Attendance, ..fine }), ["anonymous needs_names"]);
    }

    #[test]
    fn a_deadline_lies_ahead_and_a_date_ends_after_it_begins() {
        assert_eq!(
            faults(&Asking { deadline: Some(Timestamp::from_micros(10)), ..asking(Kind::Text) }),
            ["deadline past"]
        );
        let slot = |from: &str, to: &str| Slot {
            day: "2026-12-01".parse().expect("a day"),
            from: from.parse().ok(),
            to: to.parse().ok(),
        };
        let poll = Asking { slots: vec![slot("10:00", "09:00"), slot("", "")], ..asking(Kind::Schedule) };
        assert_eq!(faults(&poll), ["slots[0] ends_before_it_begins"]);
    }
}
