//! PDF: what is drawn with letters, in the order in which it is drawn.

use super::cmap::Cmap;
use super::{MOST_WORDS, Unread};
use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Encoding, LoadOptions, Object, ObjectId};
use std::collections::{BTreeMap, HashSet};

/// Pages that are read.
const MOST_PAGES: usize = 5_000;
/// Bytes to which one stream may unpack.
const MOST_UNPACKED: usize = 32 << 20;
/// How deep drawings may stand in one another.
const DEEPEST: usize = 4;
/// Drawings within pages that are read in all: one may be drawn again and again.
const MOST_DRAWINGS: usize = 10_000;
/// A gap in thousandths of a letter's height that is as good as a blank.
const GAP: f32 = 220.0;

pub(super) fn read(bytes: &[u8]) -> Result<String, Unread> {
    let options = LoadOptions { max_decompressed_size: Some(MOST_UNPACKED), ..LoadOptions::default() };
    let mut document = Document::load_mem_with_options(bytes, options).map_err(|_| Unread::Unreadable)?;
    // Many are locked for printing alone, and open without a password.
    if document.is_encrypted() && document.decrypt("").is_err() {
        return Err(Unread::Unreadable);
    }
    let pages: Vec<ObjectId> = document.page_iter().take(MOST_PAGES).collect();
    if pages.is_empty() {
        return Err(Unread::Unreadable);
    }
    let mut reader =
        Reader { document: &document, out: String::new(), gap: Gap::None, height: 0.0, last_height: 0.0, drawings: 0 };
    for page in pages {
        if reader.out.len() >= MOST_WORDS {
            break;
        }
        reader.page(page);
    }
    Ok(reader.out)
}

/// How the bytes of a font are letters.
enum Font<'d> {
    Utf16,
    Cp932,
    Euc,
    Told(Cmap),
    Known(Encoding<'d>),
}

impl Font<'_> {
    fn letters(&self, bytes: &[u8]) -> String {
        match self {
            Self::Utf16 => encoding_rs::UTF_16BE.decode_without_bom_handling(bytes).0.into_owned(),
            Self::Cp932 => encoding_rs::SHIFT_JIS.decode_without_bom_handling(bytes).0.into_owned(),
            Self::Euc => encoding_rs::EUC_JP.decode_without_bom_handling(bytes).0.into_owned(),
            Self::Told(map) => map.letters(bytes),
            Self::Known(encoding) => Document::decode_text(encoding, bytes).unwrap_or_default(),
        }
    }
}

/// The fonts of a page by the names that it gives them.
type Fonts<'d> = BTreeMap<Vec<u8>, Font<'d>>;

/// What stands between two letters that were drawn one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    /// The second was drawn from a place of its own on the same line.
    Moved,
    /// It stands on another line.
    Line,
    /// It stands on another page.
    Page,
}

struct Reader<'d> {
    document: &'d Document,
    out: String,
    gap: Gap,
    /// How high the letters stand that come next, and those that came last.
    height: f32,
    last_height: f32,
    drawings: usize,
}

impl<'d> Reader<'d> {
    fn page(&mut self, page: ObjectId) {
        let named = self.document.get_page_fonts(page).unwrap_or_default();
        let fonts: Fonts<'d> = named.into_iter().filter_map(|(name, font)| Some((name, self.font(font)?))).collect();
        let Ok(content) = self.document.get_page_content_with_limit(page, MOST_UNPACKED) else { return };
        let Ok(content) = Content::decode(&content) else { return };
        let mut resources: Vec<&'d Dictionary> = Vec::new();
        if let Ok((own, others)) = self.document.get_page_resources(page) {
            resources.extend(own);
            resources.extend(others.iter().filter_map(|id| self.document.get_dictionary(*id).ok()));
        }
        self.drawn(&content.operations, &fonts, &resources, 0);
        self.gap = Gap::Page;
    }

    fn font(&self, font: &'d Dictionary) -> Option<Font<'d>> {
        let told = font.get_deref(b"ToUnicode", self.document).and_then(Object::as_stream).ok();
        if let Some(told) = told.and_then(|told| told.decompressed_content_with_limit(MOST_UNPACKED).ok()) {
            return Some(Font::Told(Cmap::read(&told)));
        }
        let name = font.get_deref(b"Encoding", self.document).and_then(Object::as_name).unwrap_or_default();
        let has = |part: &str| String::from_utf8_lossy(name).contains(part);
        Some(match () {
            () if has("UniJIS") && !has("UTF8") && !has("UTF32") => Font::Utf16,
            () if has("RKSJ") => Font::Cp932,
            () if name.starts_with(b"EUC-") => Font::Euc,
            // Numbers of drawings, and nobody says of which letters.
            () if has("Identity") => return None,
            () => Font::Known(font.get_font_encoding_with_limit(self.document, MOST_UNPACKED).ok()?),
        })
    }

    fn drawn(&mut self, operations: &[Operation], fonts: &Fonts<'_>, resources: &[&'d Dictionary], depth: usize) {
        let (mut font, mut origin, mut origins) = (None, self.height, Vec::new());
        let at = |operands: &[Object], place: usize| operands.get(place).and_then(number).unwrap_or_default();
        for Operation { operator, operands } in operations {
            if self.out.len() >= MOST_WORDS {
                return;
            }
            match operator.as_str() {
                "q" if origins.len() < 64 => origins.push(origin),
                "Q" => origin = origins.pop().unwrap_or(origin),
                "cm" => origin += at(operands, 5),
                "BT" => self.height = origin,
                "Tf" => font = operands.first().and_then(|name| name.as_name().ok()).and_then(|name| fonts.get(name)),
                "Tj" => self.say(font, operands),
                "'" | "\"" => {
                    self.gap = self.gap.max(Gap::Line);
                    self.say(font, operands.last().map(std::slice::from_ref).unwrap_or_default());
                }
                "TJ" => {
                    if let Some(parts) = operands.first().and_then(|parts| parts.as_array().ok()) {
                        self.say(font, parts);
                    }
                }
                "T*" => self.gap = self.gap.max(Gap::Line),
                "Td" | "TD" => {
                    self.height += at(operands, 1);
                    self.gap = self.gap.max(Gap::Moved);
                }
                "Tm" => {
                    self.height = origin + at(operands, 5);
                    self.gap = self.gap.max(Gap::Moved);
                }
                "Do" => {
                    if let Some(name) = operands.first().and_then(|name| name.as_name().ok()) {
                        self.height = origin;
                        self.drawing(name, fonts, resources, depth);
                    }
                }
                _ => {}
            }
        }
    }

    fn say(&mut self, font: Option<&Font<'_>>, parts: &[Object]) {
        let Some(font) = font else { return };
        if (self.height - self.last_height).abs() > 0.5 {
            self.gap = self.gap.max(Gap::Line);
        }
        for part in parts {
            match part {
                Object::String(bytes, _) => self.add(&font.letters(bytes)),
                // Latin letters stand closer than that; Japanese ones are never parted by a blank that nobody typed.
                other if number(other).is_some_and(|gap| gap < -GAP) => self.gap = self.gap.max(Gap::Moved),
                _ => {}
            }
        }
    }

    /// Adds letters. A line of Japanese ends wherever the paper does: what goes on in the next belongs together.
    fn add(&mut self, letters: &str) {
        let Some(first) = letters.chars().next() else { return };
        let last = self.out.chars().next_back();
        let is_latin = |c: char| c.is_ascii_alphanumeric();
        let goes_on = last.is_some_and(is_japanese) && is_japanese(first);
        match self.gap {
            Gap::Page => self.out.push('\n'),
            Gap::Line if !goes_on => self.out.push('\n'),
            Gap::Moved if last.is_some_and(is_latin) && is_latin(first) => self.out.push(' '),
            _ => {}
        }
        (self.gap, self.last_height) = (Gap::None, self.height);
        self.out.push_str(letters);
    }

    /// What is drawn by a name: letters within it count as well.
    fn drawing(&mut self, name: &[u8], fonts: &Fonts<'_>, resources: &[&'d Dictionary], depth: usize) {
        self.drawings += 1;
        if depth >= DEEPEST || self.drawings > MOST_DRAWINGS {
            return;
        }
        let document = self.document;
        let find = |resources: &&'d Dictionary| {
            let all = resources.get_deref(b"XObject", document).and_then(Object::as_dict).ok()?;
            all.get_deref(name, document).and_then(Object::as_stream).ok()
        };
        let Some(stream) = resources.iter().find_map(find) else { return };
        if stream.dict.get(b"Subtype").and_then(Object::as_name).ok() != Some(b"Form".as_slice()) {
            return;
        }
        let Ok(content) = stream.decompressed_content_with_limit(MOST_UNPACKED) else { return };
        let Ok(content) = Content::decode(&content) else { return };
        match stream.dict.get_deref(b"Resources", document).and_then(Object::as_dict) {
            Ok(own) => {
                let named = own.get_deref(b"Font", document).and_then(Object::as_dict);
                let mut inside = Fonts::new();
                let mut known = HashSet::new();
                for (name, font) in named.into_iter().flat_map(Dictionary::iter) {
                    let font = document.dereference(font).ok().and_then(|(_, font)| font.as_dict().ok());
                    if let Some(font) = font.and_then(|font| self.font(font))
                        && known.insert(name)
                    {
                        inside.insert(name.clone(), font);
                    }
                }
                self.drawn(&content.operations, &inside, &[own], depth + 1);
            }
            Err(_) => self.drawn(&content.operations, fonts, resources, depth + 1),
        }
    }
}

fn number(object: &Object) -> Option<f32> {
    object.as_float().ok()
}

/// A letter of a word that may go on in the next line.
fn is_japanese(c: char) -> bool {
    matches!(c, '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}
