//! What somebody asks for, writes and decides, checked.

use super::{
    CommentId, LONGEST_COMMENT, LONGEST_EXPLANATION, LONGEST_NAME, LONGEST_REASON, LONGEST_THEME, LONGEST_WORDS,
    MOST_VOTES, SHORTEST, Shows,
};
use kernel::{Error, FieldFault, Result, Timestamp};
use schemars::JsonSchema;
use serde::Deserialize;

/// The bytes of a character, at most, on the average: one base letter may bear millions of marks.
const BYTES: usize = 8;

/// What ideas somebody wants to gather.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(rename = "IdeaAsking")]
pub struct Asking {
    /// お題, of 1 to 200 characters.
    pub theme: String,
    /// More about it, of 2,000 characters at most.
    #[serde(default)]
    pub explanation: String,
    /// Who wrote what is to be known to nobody. All ideas are shown with the close then.
    #[serde(default)]
    pub anonymous: bool,
    /// From when on the ideas of others are shown.
    pub shows: Shows,
    /// How many votes each person has, up to 10; none for no votes at all.
    #[serde(default)]
    pub votes_each: i64,
    /// Until when ideas are taken. An anonymous board needs it, 24 hours ahead at least: nobody ends it before.
    pub ideas_until: Option<Timestamp>,
    /// Until when votes are taken.
    pub votes_until: Option<Timestamp>,
}

fn fault(words: &str, most: usize, needed: bool) -> Option<&'static str> {
    if words.len() > most * BYTES || text::graphemes(words) > most {
        return Some("too_long");
    }
    (needed && words.is_empty()).then_some("missing")
}

impl Asking {
    /// What is asked, without what stands around it, at a moment.
    ///
    /// Errors: faults of fields.
    pub fn checked(&self, now: Timestamp) -> Result<Self> {
        let mut asked = self.clone();
        asked.theme = self.theme.trim().to_owned();
        asked.explanation = self.explanation.trim().to_owned();
        let mut faults = Vec::new();
        let mut say = |field: &str, code: Option<&'static str>| {
            faults.extend(code.map(|code| FieldFault { field: field.into(), code }));
        };
        say("theme", fault(&asked.theme, LONGEST_THEME, true));
        say("explanation", fault(&asked.explanation, LONGEST_EXPLANATION, false));
        // An idea that appears while a name does has an author.
        say("shows", (asked.anonymous && asked.shows != Shows::Closed).then_some("anonymous"));
        say("votes_each", (!(0..=MOST_VOTES).contains(&asked.votes_each)).then_some("unknown"));
        let past = |until: Option<Timestamp>| until.is_some_and(|until| until <= now).then_some("past");
        let soon = asked.anonymous && asked.ideas_until.is_none_or(|until| until < now.plus(SHORTEST));
        say("ideas_until", past(asked.ideas_until).or(soon.then_some("too_soon")));
        let early = match (asked.ideas_until, asked.votes_until) {
            (Some(ideas), Some(votes)) if votes < ideas => Some("before_ideas"),
            _ => None,
        };
        say("votes_until", past(asked.votes_until).or(early));
        if asked.votes_each == 0 {
            asked.votes_until = None;
        }
        if faults.is_empty() { Ok(asked) } else { Err(Error::fields(faults)) }
    }
}

fn words_of(given: &str, most: usize, (field, needed): (&str, bool)) -> Result<String> {
    let words = given.trim();
    match fault(words, most, needed) {
        Some(code) => Err(Error::field(field, code)),
        None => Ok(words.to_owned()),
    }
}

/// The words of an idea.
pub fn idea_words(given: &str) -> Result<String> {
    words_of(given, LONGEST_WORDS, ("words", true))
}

/// The name of a group.
pub fn group_name(given: &str) -> Result<String> {
    words_of(given, LONGEST_NAME, ("name", true))
}

/// The reason of a verdict, which may be none.
pub fn verdict_reason(given: &str) -> Result<String> {
    words_of(given, LONGEST_REASON, ("reason", false))
}

/// How many characters of chance a key has.
const KEY: usize = 32;

/// The key by which somebody proves that they wrote an idea of an anonymous board.
pub fn author_key(given: Option<&str>) -> Result<String> {
    let hex = |character: char| character.is_ascii_digit() || ('a'..='f').contains(&character);
    match given {
        Some(key) if key.len() == KEY && key.chars().all(hex) => Ok(key.to_owned()),
        _ => Err(Error::field("key", "missing")),
    }
}

/// What somebody says about an idea.
///
/// Errors: a fault of `words`.
pub fn comment_words(given: &str) -> Result<String> {
    words_of(given, LONGEST_COMMENT, ("words", true))
}

/// The id that is made of chance, as a key is; sent again it is the same one, and has no moment in it.
pub fn chance_of(key: &str) -> CommentId {
    let digits = key.get(..15).and_then(|digits| i64::from_str_radix(digits, 16).ok());
    CommentId::from_raw(digits.expect("a key is of 32 hexadecimal digits"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asking() -> Asking {
        Asking {
            theme: "窓口を早くするには".into(),
            explanation: String::new(),
            anonymous: false,
            shows: Shows::Always,
            votes_each: 3,
            ideas_until: None,
            votes_until: None,
        }
    }

    fn faults(asking: &Asking) -> Vec<String> {
        let error = asking.checked(Timestamp::from_micros(10)).err();
        let said = |fault: &FieldFault| format!("{} {}", fault.field, fault.code);
        error.map(|error| error.faults().iter().map(said).collect()).unwrap_or_default()
    }

    #[test]
    fn a_board_has_a_theme_and_up_to_ten_votes_each() {
        assert_eq!(faults(&asking()), [""; 0]);
        assert_eq!(faults(&Asking { theme: " ".into(), ..asking() }), ["theme missing"]);
        assert_eq!(faults(&Asking { votes_each: 11, ..asking() }), ["votes_each unknown"]);
        assert_eq!(faults(&Asking { votes_each: -1, ..asking() }), ["votes_each unknown"]);
    }

    #[test]
    fn an_anonymous_board_shows_nothing_before_its_close() {
        let far = Some(Timestamp::from_micros(10).plus(SHORTEST));
        let secret = Asking { anonymous: true, ideas_until: far, ..asking() };
        assert_eq!(faults(&secret), ["shows anonymous"]);
        assert_eq!(faults(&Asking { shows: Shows::Closed, ..secret }), [""; 0]);
    }

    #[test]
    fn an_anonymous_board_takes_ideas_for_a_day_at_least_and_has_an_end() {
        let secret = Asking { anonymous: true, shows: Shows::Closed, ..asking() };
        assert_eq!(faults(&secret), ["ideas_until too_soon"]);
        let soon = Some(Timestamp::from_micros(9).plus(SHORTEST));
        assert_eq!(faults(&Asking { ideas_until: soon, ..secret }), ["ideas_until too_soon"]);
        assert_eq!(faults(&Asking { ideas_until: soon, ..asking() }), [""; 0]);
    }

    #[test]
    fn deadlines_lie_ahead_and_votes_are_not_over_before_the_ideas_are() {
        let at = |micros| Some(Timestamp::from_micros(micros));
        assert_eq!(faults(&Asking { ideas_until: at(10), ..asking() }), ["ideas_until past"]);
        let early = Asking { ideas_until: at(30), votes_until: at(20), ..asking() };
        assert_eq!(faults(&early), ["votes_until before_ideas"]);
        assert_eq!(faults(&Asking { votes_until: at(30), ..early }), [""; 0]);
    }

    #[test]
    fn a_key_is_chance_and_nothing_else() {
        assert!(author_key(Some(&"0f".repeat(16))).is_ok());
        for wrong in [None, Some("佐藤"), Some("0f"), Some("0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F")] {
            assert!(author_key(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn an_idea_has_five_hundred_characters_at_most() {
        assert_eq!(idea_words(" 番号札 ").expect("words"), "番号札");
        assert!(idea_words(&"案".repeat(500)).is_ok());
        assert!(idea_words(&"案".repeat(501)).is_err());
        assert!(idea_words("  ").is_err());
        assert!(idea_words(&format!("か{}", "\u{3099}".repeat(100_000))).is_err());
    }
}
