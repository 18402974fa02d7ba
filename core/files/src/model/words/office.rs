//! Office files: a zip of XML. Which sort it is say the parts in it, not its name.

use super::xml::{Piece, Pieces};
use super::{Full, Said, Unread};
use std::borrow::Cow;
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// Parts that an archive may have.
const MOST_PARTS: usize = 20_000;
/// Bytes that may come out of all parts together that are read.
const MOST_UNPACKED: u64 = 96 << 20;
/// And of one of them, in which all letters stand.
const LARGEST_PART: u64 = 48 << 20;

/// Which letters of a part are words, and where they end.
struct Words {
    /// Elements in which letters are words.
    in_them: &'static [&'static str],
    /// Elements after which a line ends.
    lines: &'static [&'static str],
    /// Elements that stand for a blank.
    blanks: &'static [&'static str],
    /// Elements of which nothing is read: readings above words, what was taken out.
    not: &'static [&'static str],
}

const DOCX: Words = Words { in_them: &["t"], lines: &["p", "tr"], blanks: &["tab", "br", "cr"], not: &["rt"] };
const PPTX: Words = Words { in_them: &["t"], lines: &["p"], blanks: &["br"], not: &[] };
const STRINGS: Words = Words { in_them: &["t"], lines: &["si", "comment", "is"], blanks: &[], not: &["rPh"] };
const OPEN: Words = Words {
    in_them: &["p", "h"],
    lines: &["p", "h"],
    blanks: &["tab", "s", "line-break"],
    not: &["ruby-text", "tracked-changes"],
};

/// Unpacks parts within bounds.
struct Parts<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
    left: u64,
}

impl Parts<'_> {
    /// A part as text; nothing when there is none of the name.
    fn part(&mut self, name: &str) -> Result<Option<String>, Unread> {
        let mut entry = match self.zip.by_name(name) {
            Ok(entry) => entry,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(_) => return Err(Unread::Unreadable),
        };
        let most = self.left.min(LARGEST_PART);
        let mut bytes = Vec::new();
        // What the archive says of its sizes is not believed.
        entry.by_ref().take(most + 1).read_to_end(&mut bytes).map_err(|_| Unread::Unreadable)?;
        if bytes.len() as u64 > most {
            return Err(Unread::TooLarge);
        }
        self.left -= bytes.len() as u64;
        Ok(Some(decoded(&bytes).into_owned()))
    }

    /// Names of parts in a folder that end in a way, by the numbers in them.
    fn names(&self, folder: &str, begins: &str) -> Vec<String> {
        let number = |name: &str| {
            name.bytes()
                .filter(u8::is_ascii_digit)
                .fold(0u64, |sum, digit| sum.saturating_mul(10).saturating_add(u64::from(digit - b'0')))
        };
        let is_one = |name: &String| {
            let inside = name.strip_prefix(folder).filter(|inside| !inside.contains('/'));
            inside.is_some_and(|inside| inside.starts_with(begins) && inside.ends_with(".xml"))
        };
        let mut names: Vec<String> =
            self.zip.file_names().filter_map(|name| name.ok().map(Cow::into_owned)).filter(is_one).collect();
        names.sort_by_key(|name| (number(name), name.clone()));
        names
    }
}

fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    match bytes {
        [0xFF, 0xFE, rest @ ..] => encoding_rs::UTF_16LE.decode(rest).0,
        [0xFE, 0xFF, rest @ ..] => encoding_rs::UTF_16BE.decode(rest).0,
        _ => String::from_utf8_lossy(bytes),
    }
}

pub(super) fn read(bytes: &[u8], said: &mut Said) -> Result<(), Unread> {
    let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unread::Unreadable)?;
    if zip.len() > MOST_PARTS {
        return Err(Unread::TooLarge);
    }
    let mut parts = Parts { zip, left: MOST_UNPACKED };
    let has = |name: &str| parts.zip.index_for_name(name).is_some();
    let outcome = if has("word/document.xml") {
        document(&mut parts, said)
    } else if has("xl/workbook.xml") {
        workbook(&mut parts, said)
    } else if has("ppt/presentation.xml") {
        slides(&mut parts, said)
    } else if has("content.xml") && has("mimetype") {
        all(&mut parts, &["content.xml".to_owned()], &OPEN, said)
    } else {
        return Err(Unread::Unreadable);
    };
    match outcome {
        // What was read before a part that is too large or broken is kept.
        Err(Stop::Unread(unread)) if said.text.is_empty() => Err(unread),
        _ => Ok(()),
    }
}

/// Why no more is read.
enum Stop {
    /// As much was read as is kept.
    Full,
    /// A part cannot be read.
    Unread(Unread),
}

impl From<Full> for Stop {
    fn from(_: Full) -> Self {
        Self::Full
    }
}

impl From<Unread> for Stop {
    fn from(unread: Unread) -> Self {
        Self::Unread(unread)
    }
}

fn document(parts: &mut Parts<'_>, said: &mut Said) -> Result<(), Stop> {
    let mut names = vec!["word/document.xml".to_owned()];
    for begins in ["header", "footer", "footnotes", "endnotes", "comments"] {
        names.extend(parts.names("word/", begins));
    }
    all(parts, &names, &DOCX, said)
}

fn slides(parts: &mut Parts<'_>, said: &mut Said) -> Result<(), Stop> {
    let mut names = parts.names("ppt/slides/", "slide");
    names.extend(parts.names("ppt/notesSlides/", "notesSlide"));
    all(parts, &names, &PPTX, said)
}

fn workbook(parts: &mut Parts<'_>, said: &mut Said) -> Result<(), Stop> {
    let book = parts.part("xl/workbook.xml")?.unwrap_or_default();
    for piece in Pieces(&book) {
        if let Piece::Begins("sheet", attributes, _) = piece {
            said.add(&attributes.get("name").unwrap_or_default())?;
            said.end_line();
        }
    }
    let mut names = vec!["xl/sharedStrings.xml".to_owned()];
    names.extend(parts.names("xl/", "comments"));
    all(parts, &names, &STRINGS, said)?;
    for name in parts.names("xl/worksheets/", "sheet") {
        let sheet = parts.part(&name)?.unwrap_or_default();
        cells(&sheet, said)?;
    }
    Ok(())
}

/// What stands in the cells of a sheet themselves: numbers, what formulas came to, and texts that the sheet has to itself.
fn cells(sheet: &str, said: &mut Said) -> Result<(), Stop> {
    let (mut is_shared, mut depth) = (false, 0usize);
    for piece in Pieces(sheet) {
        match piece {
            Piece::Begins("c", attributes, _) => is_shared = attributes.get("t").as_deref() == Some("s"),
            Piece::Begins("v" | "t", _, false) => depth += 1,
            Piece::Ends("v" | "t") => depth = depth.saturating_sub(1),
            Piece::Letters(text) if depth > 0 && !is_shared => said.add(&text)?,
            Piece::Ends("c") => said.add(" ")?,
            Piece::Ends("row") => said.end_line(),
            _ => {}
        }
    }
    Ok(())
}

fn all(parts: &mut Parts<'_>, names: &[String], which: &Words, said: &mut Said) -> Result<(), Stop> {
    for name in names {
        if let Some(part) = parts.part(name)? {
            words(&part, which, said)?;
        }
    }
    Ok(())
}

fn words(part: &str, which: &Words, said: &mut Said) -> Result<(), Full> {
    let (mut within, mut without) = (0usize, 0usize);
    for piece in Pieces(part) {
        match piece {
            Piece::Begins(name, _, is_empty) => {
                if which.blanks.contains(&name) && within + usize::from(which.in_them == ["t"]) > 0 && without == 0 {
                    said.add(" ")?;
                }
                if !is_empty {
                    within += usize::from(which.in_them.contains(&name));
                    without += usize::from(which.not.contains(&name));
                }
            }
            Piece::Ends(name) => {
                if which.in_them.contains(&name) {
                    within = within.saturating_sub(1);
                }
                if which.not.contains(&name) {
                    without = without.saturating_sub(1);
                }
                if which.lines.contains(&name) && without == 0 {
                    said.end_line();
                }
            }
            Piece::Letters(text) if within > 0 && without == 0 => said.add(&text)?,
            Piece::Letters(_) => {}
        }
    }
    said.end_line();
    Ok(())
}
