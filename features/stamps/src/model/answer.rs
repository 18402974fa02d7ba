//! What is answered.

use super::question::{Kind, Question, is_longer};
use kernel::{Error, PersonId, Result, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What somebody says of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "SlotMark")]
pub enum Mark {
    /// ○
    Yes,
    /// △
    Maybe,
    /// ×
    No,
}

impl Mark {
    const ALL: [(Self, char); 3] = [(Self::Yes, 'y'), (Self::Maybe, 'm'), (Self::No, 'n')];

    fn letter(self) -> char {
        Self::ALL.iter().find(|(mark, _)| *mark == self).map_or('n', |(_, letter)| *letter)
    }

    pub(super) fn of(letter: char) -> Option<usize> {
        Self::ALL.iter().position(|(_, known)| *known == letter)
    }
}

/// An answer. Which of it counts depends on the question.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(rename = "StampAnswer")]
pub struct Answer {
    /// What was chosen, by place: of はい・いいえ 0 and 1, of attendance 0 to 3, of a score 0 to 4.
    pub choices: Vec<usize>,
    /// Of a schedule poll: what is said of each date.
    pub marks: Vec<Mark>,
    /// The words of a free answer.
    pub text: String,
    /// Of an attendance by proxy: who comes.
    pub proxy: String,
    /// A remark on an attendance or on dates.
    pub note: String,
}

/// A person's own answer.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OwnAnswer {
    /// What they answered; nothing of an anonymous stamp, as nobody knows.
    pub answer: Option<Answer>,
    /// When; nothing of an anonymous stamp.
    pub at: Option<Timestamp>,
    /// Who wrote it down for them; nothing when they answered themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub entered_by: Option<PersonId>,
}

/// The place of 代理 among the options of an attendance.
const BY_PROXY: usize = 3;
const LONGEST_TEXT: usize = 2_000;
const LONGEST_NOTE: usize = 200;
const LONGEST_PROXY: usize = 60;

fn fitting(words: &str, most: usize, field: &'static str) -> Result<String> {
    let words = words.trim();
    if is_longer(words, most) { Err(Error::field(field, "too_long")) } else { Ok(words.to_owned()) }
}

impl Answer {
    /// Checks an answer to a question; what does not belong to its kind is refused, what is there is put in order.
    ///
    /// Errors: faults of fields.
    pub fn checked(self, question: &Question) -> Result<Self> {
        let kind = question.kind;
        let mut answer = Self {
            text: fitting(&self.text, LONGEST_TEXT, "text")?,
            proxy: fitting(&self.proxy, LONGEST_PROXY, "proxy")?,
            note: fitting(&self.note, LONGEST_NOTE, "note")?,
            ..self
        };
        answer.choices.sort_unstable();
        answer.choices.dedup();
        let many = question.several && kind == Kind::Choice;
        let chosen = match kind {
            Kind::Text | Kind::Schedule => answer.choices.is_empty(),
            _ => answer.choices.len() == 1 || many && !answer.choices.is_empty(),
        };
        if !chosen {
            return Err(Error::field("choices", if answer.choices.is_empty() { "missing" } else { "too_many" }));
        }
        if answer.choices.iter().any(|choice| *choice >= question.counted()) {
            return Err(Error::field("choices", "unknown"));
        }
        if answer.marks.len() != question.slots.len() {
            return Err(Error::field("marks", if answer.marks.is_empty() { "missing" } else { "unknown" }));
        }
        if (kind == Kind::Text) == answer.text.is_empty() {
            return Err(Error::field("text", if kind == Kind::Text { "missing" } else { "unknown" }));
        }
        let by_proxy = kind == Kind::Attendance && answer.choices == [BY_PROXY];
        if by_proxy == answer.proxy.is_empty() {
            return Err(Error::field("proxy", if by_proxy { "missing" } else { "unknown" }));
        }
        if !(answer.note.is_empty() || matches!(kind, Kind::Attendance | Kind::Schedule)) {
            return Err(Error::field("note", "unknown"));
        }
        Ok(answer)
    }

    /// What of it is counted, as the database keeps it.
    pub fn picks(&self) -> String {
        match self.marks.is_empty() {
            true => self.choices.iter().map(usize::to_string).collect::<Vec<_>>().join(","),
            false => self.marks.iter().map(|mark| mark.letter()).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::question::tests::asking;
    use super::super::question::{Asking, Slot};
    use super::*;

    fn question(kind: Kind) -> Question {
        let choice = kind == Kind::Choice;
        let options = if choice { vec!["A".to_owned(), "B".into(), "C".into()] } else { Vec::new() };
        let day = |day: &str| Slot { day: day.parse().expect("a day"), from: None, to: None };
        let slots = if kind == Kind::Schedule { vec![day("2026-12-01"), day("2026-12-02")] } else { Vec::new() };
        let asked = Asking { options, slots, several: choice, ..asking(kind) };
        Question::of(&asked, Timestamp::from_micros(0)).expect("a question")
    }

    fn choosing(choices: &[usize]) -> Answer {
        Answer { choices: choices.to_vec(), ..Answer::default() }
    }

    fn fault(kind: Kind, answer: Answer) -> String {
        let error = answer.checked(&question(kind)).expect_err("refused");
        format!("{} {}", error.faults()[0].field, error.faults()[0].code)
    }

    #[test]
    fn an_answer_fits_its_question() {
        assert_eq!(fault(Kind::YesNo, choosing(&[])), "choices missing");
        assert_eq!(fault(Kind::YesNo, choosing(&[0, 1])), "choices too_many");
        assert_eq!(fault(Kind::YesNo, choosing(&[2])), "choices unknown");
        assert_eq!(fault(Kind::Score, choosing(&[5])), "choices unknown");
        assert_eq!(fault(Kind::Text, choosing(&[])), "text missing");
        assert_eq!(fault(Kind::Text, choosing(&[0])), "choices too_many");
        assert_eq!(fault(Kind::Schedule, choosing(&[])), "marks missing");
        assert_eq!(fault(Kind::Attendance, choosing(&[3])), "proxy missing");
        assert_eq!(fault(Kind::YesNo, Answer { note: "遅れる".into(), ..choosing(&[0]) }), "note unknown");
    }

    #[test]
    fn one_character_of_a_million_marks_is_too_long() {
        let heap = || format!("か{}", "\u{3099}".repeat(1_000_000));
        let proxy = Answer { proxy: heap(), ..choosing(&[3]) };
        assert_eq!(fault(Kind::Text, Answer { text: heap(), ..Answer::default() }), "text too_long");
        assert_eq!(fault(Kind::Attendance, proxy), "proxy too_long");
        assert_eq!(fault(Kind::Attendance, Answer { note: heap(), ..choosing(&[0]) }), "note too_long");
    }

    #[test]
    fn what_is_counted_is_kept_in_one_form() {
        let several = choosing(&[2, 0, 2]).checked(&question(Kind::Choice)).expect("an answer");
        assert_eq!(several.picks(), "0,2");
        let marks = Answer { marks: vec![Mark::No, Mark::Maybe], ..Answer::default() };
        assert_eq!(marks.checked(&question(Kind::Schedule)).expect("an answer").picks(), "nm");
    }
}
