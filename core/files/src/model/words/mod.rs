//! What a file says: the text of PDF, of newer office files, of OpenDocument, and of plain text, for search.
//!
//! Files come from anybody. All of it is bounded: bytes that are read, bytes that come out of what is packed, and letters that are kept; what
//! is beyond that is left out. XML is read by a scanner that knows neither entities of its own nor other documents. A fault, or a panic of the
//! library that reads PDF, is an answer; what a bound here does not hold is held by the process in which it runs
//! ([`crate::service::Reader`]).

mod cmap;
mod office;
mod pdf;
mod plain;
mod xml;

#[cfg(test)]
mod tests;

use super::FileKind;
use std::panic::catch_unwind;

/// The largest file that is read.
pub const LARGEST_READ: u64 = 64 << 20;
/// Bytes of text that are kept of one file; what comes after them is not found.
pub const MOST_WORDS: usize = 512 << 10;

/// Why nothing is known of what a file says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unread {
    /// It is none of what is read, is damaged, or is locked by a password.
    Unreadable,
    /// It is larger, or unpacks to more, than is read.
    TooLarge,
}

/// Whether a file is read at all: what it was taken for, its name and its size say so.
pub fn is_read(kind: FileKind, name: &str, size: i64) -> bool {
    let end = name.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase()).unwrap_or_default();
    let is_read = match kind {
        FileKind::Pdf | FileKind::Text => true,
        FileKind::Document => OFFICE.contains(&end.as_str()),
        // A text in UTF-16 is full of zeros, and taken for nothing in particular.
        FileKind::Other => matches!(end.as_str(), "txt" | "csv" | "tsv"),
        _ => false,
    };
    is_read && u64::try_from(size).is_ok_and(|size| size <= LARGEST_READ)
}

/// Ends of the names of office files that are read. Older ones are not.
const OFFICE: [&str; 9] = ["docx", "docm", "xlsx", "xlsm", "pptx", "pptm", "odt", "ods", "odp"];

/// What a file says. Keeps a processor busy.
///
/// Errors: why it cannot be told.
pub fn words(bytes: &[u8]) -> Result<String, Unread> {
    if bytes.len() as u64 > LARGEST_READ {
        return Err(Unread::TooLarge);
    }
    let mut said = Said::default();
    let head = &bytes[..bytes.len().min(1_024)];
    if head.windows(5).any(|five| five == b"%PDF-") {
        let text = catch_unwind(|| pdf::read(bytes)).unwrap_or(Err(Unread::Unreadable))?;
        said.add(&text).ok();
    } else if bytes.starts_with(b"PK\x03\x04") {
        office::read(bytes, &mut said)?;
    } else {
        plain::read(bytes, &mut said)?;
    }
    Ok(said.done())
}

/// A text that grows no further than what is kept.
#[derive(Debug, Default)]
struct Said {
    text: String,
}

/// No more is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Full;

impl Said {
    /// Adds letters. Blanks that follow one another are one, and a control character is a blank.
    fn add(&mut self, more: &str) -> Result<(), Full> {
        for c in more.chars() {
            match c {
                '\n' | '\r' => self.end_line(),
                c if c.is_whitespace() || c.is_control() => {
                    if !self.text.ends_with([' ', '\n']) && !self.text.is_empty() {
                        self.text.push(if c == '\u{3000}' { c } else { ' ' });
                    }
                }
                c => self.text.push(c),
            }
            if self.text.len() >= MOST_WORDS {
                return Err(Full);
            }
        }
        Ok(())
    }

    /// Ends a line that has letters.
    fn end_line(&mut self) {
        if self.text.ends_with(' ') {
            self.text.pop();
        }
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    fn done(mut self) -> String {
        self.end_line();
        self.text.pop();
        self.text
    }
}
