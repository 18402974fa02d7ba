//! Whatever a file is that somebody has searched, it says no more than is kept of one, in letters that a database takes.

use files::model::{MOST_WORDS, words};

pub(crate) fn promises(input: &[u8]) {
    let Ok(text) = words(input) else { return };
    assert!(text.len() <= MOST_WORDS + 8, "{} bytes of text", text.len());
    assert!(!text.contains(|c: char| c.is_control() && c != '\n'), "a control character in {text:?}");
    assert_eq!(text.trim_matches([' ', '\n']), text);
}
