//! What somebody asks, answers and writes into the FAQ, checked.

use super::{LONGEST_ANSWER, LONGEST_QUESTION, LONGEST_WORDS};
use kernel::{Error, FieldFault, Result};
use schemars::JsonSchema;
use serde::Deserialize;

/// The bytes of a character, at most, on the average: one base letter may bear millions of marks.
const BYTES: usize = 8;

fn fault(words: &str, most: usize) -> Option<&'static str> {
    if words.len() > most * BYTES || text::graphemes(words) > most {
        return Some("too_long");
    }
    words.is_empty().then_some("missing")
}

/// What is asked or answered privately, without what stands around it.
///
/// Errors: a fault of `words`.
pub fn private_words(given: &str) -> Result<String> {
    let words = given.trim();
    match fault(words, LONGEST_WORDS) {
        Some(code) => Err(Error::field("words", code)),
        None => Ok(words.to_owned()),
    }
}

/// An edited question and its answer.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[schemars(rename = "FaqWording")]
pub struct Wording {
    /// The question, of 1 to 300 characters.
    pub question: String,
    /// The answer, of 1 to 2,000 characters.
    pub answer: String,
}

impl Wording {
    /// The same without what stands around it.
    ///
    /// Errors: faults of `question` and `answer`.
    pub fn checked(&self) -> Result<Self> {
        let (question, answer) = (self.question.trim(), self.answer.trim());
        let given = [("question", question, LONGEST_QUESTION), ("answer", answer, LONGEST_ANSWER)];
        let told = |(field, words, most): (&'static str, &str, usize)| {
            fault(words, most).map(|code| FieldFault { field: field.into(), code })
        };
        let faults: Vec<FieldFault> = given.into_iter().filter_map(told).collect();
        match faults.is_empty() {
            true => Ok(Self { question: question.to_owned(), answer: answer.to_owned() }),
            false => Err(Error::fields(faults)),
        }
    }

    /// All that others read of it.
    pub fn whole(&self) -> String {
        format!("{}\n{}", self.question, self.answer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_has_a_question_and_an_answer_of_some_length() {
        let wording = |question: &str, answer: &str| Wording { question: question.into(), answer: answer.into() };
        let checked = wording(" 予備の針は? ", "窓口で受け取れます\n").checked().expect("words");
        assert_eq!(checked, wording("予備の針は?", "窓口で受け取れます"));
        let error = wording(" ", &"あ".repeat(2_001)).checked().expect_err("nothing and too much");
        let said: Vec<_> = error.faults().iter().map(|fault| format!("{} {}", fault.field, fault.code)).collect();
        assert_eq!(said, ["question missing", "answer too_long"]);
        assert!(wording(&"問".repeat(300), &"答".repeat(2_000)).checked().is_ok());
    }
}
