//! What people react with: the texts that every organisation begins with, and emoji.

use schemars::JsonSchema;
use serde::Serialize;

/// A text reaction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Stamp {
    /// What reactions carry.
    pub code: String,
    /// What people see.
    pub label: String,
}

/// The text reactions that every organisation begins with.
pub fn stamps() -> Vec<Stamp> {
    [
        ("shochi", "承知しました"),
        ("kakunin", "確認しました"),
        ("taio", "対応します"),
        ("arigato", "ありがとうございます"),
        ("otsukare", "お疲れさまです"),
        ("onegai", "お願いします"),
    ]
    .into_iter()
    .map(|(code, label)| Stamp { code: code.to_owned(), label: label.to_owned() })
    .collect()
}

/// Whether a text may be the code of a reaction: a stamp's, or one emoji.
pub fn is_reaction_code(code: &str) -> bool {
    let stamp = stamps().iter().any(|stamp| stamp.code == code);
    let emoji = text::graphemes(code) == 1 && code.len() <= 64 && code.chars().all(|letter| !letter.is_alphanumeric());
    // Keycaps (1️⃣) are the one kind of emoji that begins with a letter or digit.
    let keycap = code.ends_with('\u{20e3}') && text::graphemes(code) == 1;
    stamp || emoji || keycap
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reaction_is_a_stamp_or_one_emoji() {
        for code in ["shochi", "👍", "👨‍👩‍👧", "🇯🇵", "1️⃣", "❤️"] {
            assert!(is_reaction_code(code), "{code}");
        }
        for code in ["", "nope", "👍👍", "あ", "<script>", "1"] {
            assert!(!is_reaction_code(code), "{code}");
        }
    }
}
