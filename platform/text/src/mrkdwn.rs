//! Slack's mrkdwn, as in its exports and in webhooks written for it, to the markup of
//! [`crate::markup`].
//!
//! The input is the `text` field: `&`, `<` and `>` as entities, everything that Slack itself put
//! there between `<` and `>`. See Slack's "Formatting text for app surfaces".

mod control;
mod emoji;
mod inline;

use inline::Inline;
use std::collections::HashSet;

/// Finds what Slack's IDs became here. `None` when that is not known.
pub trait Resolve {
    /// The ID of the person whom Slack calls `slack_id` (U… or W…).
    fn person(&self, slack_id: &str) -> Option<String>;
    /// The ID of the room that Slack calls `slack_id` (C… or G…).
    fn room(&self, slack_id: &str) -> Option<String>;
}

/// A message body made of a Slack text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Converted {
    /// The body in our markup.
    pub body: String,
    /// Slack's IDs of people, rooms and user groups that became plain text, in order, each once.
    /// User groups always do.
    pub unresolved: Vec<String>,
}

/// Converts a Slack text. Never fails: what is no mrkdwn is text, and text that our markup would
/// take for a mark or a token gets a backslash.
///
/// Marks work beside Japanese without blanks, as in Slack's own editor. Shortcodes of emoji that
/// are not known (a workspace's own) stay as typed.
///
/// # Panics
/// When `resolve` returns something that is not an ID of ours (13 characters of base32).
pub fn from_slack(text: &str, resolve: &impl Resolve) -> Converted {
    // A carriage return alone ends a line in CommonMark, and would start one unnoticed.
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut writer = Writer {
        inline: Inline { resolve, unresolved: Vec::new(), told: HashSet::new() },
        body: String::with_capacity(text.len()),
        line: Line::default(),
        after_quote: false,
        quoting_rest: false,
    };
    let mut rest = text.as_str();
    while let Some((before, code, after)) = split_at_fence(rest) {
        writer.lines(before);
        writer.fence(code);
        rest = after;
    }
    writer.lines(rest);
    Converted { body: writer.body, unresolved: writer.inline.unresolved }
}

/// Splits a text at its first fence, which in Slack may stand anywhere in a line.
fn split_at_fence(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once("```")?;
    let (code, after) = rest.split_once("```")?;
    Some((before, code, after))
}

/// What is written of the current line.
#[derive(Default)]
struct Line {
    quoted: bool,
    /// Something other than the mark of the quote stands in it.
    has_text: bool,
    /// It closes a fence: nothing more can stand in it.
    ends_fence: bool,
}

struct Writer<'r, R> {
    inline: Inline<'r, R>,
    body: String,
    line: Line,
    /// The previous line was quoted.
    after_quote: bool,
    /// After `>>>` everything is quoted.
    quoting_rest: bool,
}

impl<R: Resolve> Writer<'_, R> {
    fn lines(&mut self, text: &str) {
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                self.end_line();
            }
            self.line(line);
        }
    }

    /// Writes a line or what a fence left of it.
    fn line(&mut self, text: &str) {
        let mut text = text;
        if self.line.ends_fence {
            text = text.trim_start();
            if text.is_empty() {
                return;
            }
            self.end_line();
        }
        if !self.line.has_text {
            text = self.start_line(text);
        }
        if !text.is_empty() {
            let converted = self.inline.convert(text, !self.line.has_text);
            self.body.push_str(&converted);
            self.line.has_text = true;
        }
    }

    /// Writes the mark of a quote where there is one; gives the text behind Slack's mark.
    fn start_line<'t>(&mut self, text: &'t str) -> &'t str {
        let (marks, rest) = quote_marks(text);
        // Slack knows one level; three marks quote what follows as well.
        let mut text = text;
        if !self.quoting_rest && marks > 0 {
            self.quoting_rest = marks >= 3;
            self.line.quoted = true;
            text = if marks >= 3 { rest } else { after_mark(text) };
            text = text.strip_prefix(' ').unwrap_or(text);
        }
        self.line.quoted |= self.quoting_rest;
        if self.line.quoted {
            self.body.push_str("> ");
        } else if self.after_quote && !text.is_empty() {
            // Without a blank line CommonMark reads on in the quote.
            self.body.push('\n');
        }
        text
    }

    fn fence(&mut self, code: &str) {
        let quoted = self.line.quoted || self.quoting_rest;
        let mark = if quoted { "> " } else { "" };
        if self.line.has_text {
            self.end_line();
            self.body.push_str(mark);
        }
        self.body.push_str("```\n");
        let code = code.strip_prefix('\n').unwrap_or(code);
        for line in code.strip_suffix('\n').unwrap_or(code).split('\n') {
            self.body.push_str(mark);
            self.body.push_str(&control::code(line));
            self.body.push('\n');
        }
        self.body.push_str(mark);
        self.body.push_str("```");
        self.line = Line { quoted, has_text: true, ends_fence: true };
    }

    fn end_line(&mut self) {
        self.body.push('\n');
        self.after_quote = self.line.quoted;
        self.line = Line::default();
    }
}

/// The number of quote marks (up to three) at the start of a line, and the text behind them.
fn quote_marks(text: &str) -> (usize, &str) {
    let mut rest = text;
    let mut marks = 0;
    while marks < 3 && (rest.starts_with("&gt;") || rest.starts_with('>')) {
        rest = after_mark(rest);
        marks += 1;
    }
    (marks, rest)
}

/// The text behind one quote mark; some senders do not encode it.
fn after_mark(text: &str) -> &str {
    text.strip_prefix("&gt;").or_else(|| text.strip_prefix('>')).unwrap_or(text)
}
