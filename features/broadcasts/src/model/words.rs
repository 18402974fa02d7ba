//! What a broadcast says, and when it can go out.

use super::{Audience, LONGEST_BODY, LONGEST_TITLE, Replies, checked_text};
use kernel::{Error, Result, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a broadcast says, and to whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "BroadcastWords")]
pub struct Words {
    /// Its title.
    pub title: String,
    /// Its words, in the talk's markup.
    pub body: String,
    /// Whom it is for.
    pub audience: Audience,
    /// Recipients are to say that they have read it.
    #[serde(default)]
    pub must_read: bool,
    /// Until when.
    #[serde(default)]
    pub confirm_by: Option<Timestamp>,
    /// When those who have not are reminded by itself.
    #[serde(default)]
    pub remind_at: Option<Timestamp>,
    /// Until when it is of use: afterwards it waits for nobody, reminds nobody and takes no replies. Nothing where that never ends.
    #[serde(default)]
    pub ends_at: Option<Timestamp>,
    /// Whether and how recipients answer.
    #[serde(default)]
    pub replies: Replies,
}

impl Words {
    /// Whether it is of no use any more.
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.ends_at.is_some_and(|ends| ends <= now)
    }

    /// The words as a draft keeps them: they may be unfinished, and not too long. Whether the audience is known is asked elsewhere.
    pub fn kept(&self) -> Result<Self> {
        let within = |field: &str, text: &str, longest: usize| match text::graphemes(text.trim()) > longest {
            true => Err(Error::field(field, "too_long")),
            false => Ok(()),
        };
        within("title", &self.title, LONGEST_TITLE)?;
        within("body", &self.body, LONGEST_BODY)?;
        let mut kept = self.clone();
        kept.title = self.title.trim().to_owned();
        if !kept.must_read {
            (kept.confirm_by, kept.remind_at) = (None, None);
        }
        Ok(kept)
    }

    /// Whether they can go out at a moment.
    pub fn check_for_sending(&self, at: Timestamp) -> Result<()> {
        checked_text("title", &self.title, LONGEST_TITLE)?;
        checked_text("body", &self.body, LONGEST_BODY)?;
        if self.confirm_by.is_some_and(|by| by <= at) {
            return Err(Error::field("confirm_by", "past"));
        }
        if let Some(ends) = self.ends_at {
            if ends <= at {
                return Err(Error::field("ends_at", "past"));
            }
            if self.confirm_by.is_some_and(|by| by > ends) {
                return Err(Error::field("ends_at", "before_deadline"));
            }
            if self.remind_at.is_some_and(|remind| remind >= ends) {
                return Err(Error::field("remind_at", "after_deadline"));
            }
        }
        match self.remind_at {
            Some(remind) if remind <= at => Err(Error::field("remind_at", "past")),
            Some(remind) if self.confirm_by.is_some_and(|by| remind >= by) => {
                Err(Error::field("remind_at", "after_deadline"))
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(confirm_by: Option<i64>, remind_at: Option<i64>) -> Words {
        Words {
            title: " 庁舎停電のお知らせ ".to_owned(),
            body: "土曜日に停電します。".to_owned(),
            audience: Audience::default(),
            must_read: true,
            confirm_by: confirm_by.map(Timestamp::from_micros),
            remind_at: remind_at.map(Timestamp::from_micros),
            ends_at: None,
            replies: Replies::Closed,
        }
    }

    #[test]
    fn deadline_and_reminder_lie_after_the_sending_and_in_that_order() {
        let at = Timestamp::from_micros(100);
        let fault = |words: Words| words.check_for_sending(at).err().map(|error| error.code());
        assert_eq!(fault(words(Some(200), Some(150))), None);
        assert_eq!(fault(words(None, Some(150))), None);
        assert_eq!(fault(words(Some(100), None)), Some("invalid_input"));
        assert_eq!(fault(words(Some(200), Some(100))), Some("invalid_input"));
        assert_eq!(fault(words(Some(200), Some(200))), Some("invalid_input"));
    }

    #[test]
    fn its_end_lies_after_the_sending_the_deadline_and_the_reminder() {
        let at = Timestamp::from_micros(100);
        let fault = |ends: i64, words: Words| {
            let words = Words { ends_at: Some(Timestamp::from_micros(ends)), ..words };
            words.check_for_sending(at).err().map(|error| error.code())
        };
        assert_eq!(fault(200, words(Some(200), Some(150))), None);
        assert_eq!(fault(100, words(None, None)), Some("invalid_input"));
        assert_eq!(fault(199, words(Some(200), None)), Some("invalid_input"));
        assert_eq!(fault(150, words(None, Some(150))), Some("invalid_input"));
    }

    #[test]
    fn an_unfinished_draft_is_kept_and_does_not_go_out() {
        let unfinished = Words { title: String::new(), body: "\u{3000}".to_owned(), ..words(None, None) };
        assert!(unfinished.kept().is_ok());
        assert!(unfinished.check_for_sending(Timestamp::from_micros(0)).is_err());
        let long = Words { title: "あ".repeat(LONGEST_TITLE + 1), ..words(None, None) };
        assert!(long.kept().is_err());
    }

    #[test]
    fn what_need_not_be_confirmed_has_no_deadline() {
        let loose = Words { must_read: false, ..words(Some(200), None) };
        assert_eq!(
            loose.kept().map(|words| (words.title, words.confirm_by)).ok(),
            Some(("庁舎停電のお知らせ".into(), None))
        );
    }
}
