//! What somebody says.

use super::ChatRefusal;

/// The longest message, in characters as people count them.
pub const LONGEST_BODY: usize = 20_000;

/// Checks what somebody wants to say and takes the blank lines off its ends. Nothing else of it is ever changed.
pub fn checked_body(body: &str) -> Result<String, ChatRefusal> {
    checked_words(body, false)
}

/// [`checked_body`] of what may go without words when it carries something else.
pub fn checked_words(body: &str, carries: bool) -> Result<String, ChatRefusal> {
    let body = body.trim_end().trim_start_matches(['\n', '\r']);
    match body.trim().is_empty() {
        true if carries => Ok(String::new()),
        true => Err(ChatRefusal::Empty),
        false if body.len() > LONGEST_BODY * 8 || text::graphemes(body) > LONGEST_BODY => Err(ChatRefusal::TooLong),
        false => Ok(body.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_keeps_everything_but_blank_ends() {
        assert_eq!(checked_body("\n\n  字下げ\n本文  \n\n"), Ok("  字下げ\n本文".to_owned()));
        assert_eq!(checked_body(" \u{3000}\n"), Err(ChatRefusal::Empty));
        assert_eq!(checked_body(&"あ".repeat(LONGEST_BODY + 1)), Err(ChatRefusal::TooLong));
    }
}
