//! A file of lines and columns: which encoding, which sign between columns, which line is which record.

use crate::model::Encoding;
use std::fmt;
use text::cp932;

/// Something wrong in a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The line in the file, the header's being 1; 0 for the file as a whole.
    pub line: u64,
    /// What is wrong, in English.
    pub english: String,
    /// The same in Japanese.
    pub japanese: String,
}

impl Fault {
    /// In both languages of those who send files.
    pub fn new(line: u64, english: impl Into<String>, japanese: impl Into<String>) -> Self {
        Self { line, english: english.into(), japanese: japanese.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{} / {}", self.english, self.japanese),
            line => write!(f, "line {line} / {line}行目: {} / {}", self.english, self.japanese),
        }
    }
}

/// A record and the line on which it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The line.
    pub line: u64,
    /// Its cells, as many as the header has.
    pub cells: Vec<String>,
}

/// A file as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The names of the columns.
    pub header: Vec<String>,
    /// The records.
    pub records: Vec<Record>,
    /// Records that are too short or too long.
    pub faults: Vec<Fault>,
    /// The file was in CP932, which holds fewer characters than names have.
    pub cp932: bool,
}

fn decode(bytes: &[u8], encoding: Encoding) -> Result<(String, bool), Fault> {
    let plain = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let decoded = match encoding {
        Encoding::Auto => cp932::sniff_and_decode(bytes).map(|(text, found)| (text, found == cp932::Encoding::Cp932)),
        Encoding::Cp932 => cp932::decode(plain).map(|text| (text, true)),
        Encoding::Utf8 => String::from_utf8(plain.to_vec())
            .map(|text| (text, false))
            .map_err(|error| cp932::DecodeError { offset: error.utf8_error().valid_up_to() }),
    };
    decoded.map_err(|error| {
        let line = bytes[..error.offset.min(bytes.len())].iter().filter(|byte| **byte == b'\n').count() as u64 + 1;
        Fault::new(
            line,
            format!("{error}; is the encoding right?"),
            "文字として読めません。文字コードを確かめてください",
        )
    })
}

/// The sign between columns: the one that stands oftenest in the header outside of quotes.
fn delimiter(text: &str) -> u8 {
    let mut quoted = false;
    let mut counts = [(b',', 0), (b'\t', 0), (b';', 0)];
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            _ => counts.iter_mut().filter(|(sign, _)| *sign == byte && !quoted).for_each(|(_, count)| *count += 1),
        }
    }
    // The first of equals: a comma.
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(sign, _)| *sign)
}

/// Reads a file.
///
/// Errors: it is no text in the encoding, no table, or empty.
pub fn read(bytes: &[u8], encoding: Encoding) -> Result<Table, Fault> {
    let (text, cp932) = decode(bytes, encoding)?;
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter(&text))
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut table = Table { header: Vec::new(), records: Vec::new(), faults: Vec::new(), cp932 };
    // The reader's own position is that of the byte after the record before, blank lines and all.
    let mut counted = (0_usize, 1_u64);
    for record in reader.records() {
        let record = record.map_err(|error| Fault::new(0, format!("it is no table: {error}"), "表として読めません"))?;
        let from = record.position().map_or(0, |position| position.byte() as usize);
        let start = from + text[from..].bytes().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
        counted.1 += text[counted.0..start].bytes().filter(|byte| *byte == b'\n').count() as u64;
        counted.0 = start;
        let cells: Vec<String> = record.iter().map(|cell| cell.trim().to_owned()).collect();
        if cells.iter().all(String::is_empty) {
            continue;
        }
        if table.header.is_empty() {
            table.header = cells;
            continue;
        }
        table.take(counted.1, cells);
    }
    match table.header.is_empty() {
        true => Err(Fault::new(0, "the file is empty", "ファイルが空です")),
        false => Ok(table),
    }
}

impl Table {
    fn take(&mut self, line: u64, mut cells: Vec<String>) {
        let wide = self.header.len();
        // Excel leaves empty columns at the end of some lines.
        while cells.len() > wide && cells.last().is_some_and(String::is_empty) {
            cells.pop();
        }
        if cells.len() == wide {
            self.records.push(Record { line, cells });
        } else {
            let count = cells.len();
            let english = format!("{count} columns where the header has {wide}");
            self.faults.push(Fault::new(line, english, format!("列の数が{count}で、見出しの{wide}と違います")));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_encoding_and_the_sign_between_columns_are_found() {
        let text = "職員番号\t氏名\r\n1\t髙田 花子\r\n";
        for bytes in [text.as_bytes().to_vec(), [b"\xEF\xBB\xBF", text.as_bytes()].concat(), cp932::encode(text).bytes]
        {
            let table = read(&bytes, Encoding::Auto).expect("a table");
            assert_eq!(table.header, ["職員番号", "氏名"]);
            assert_eq!(table.records, [Record { line: 2, cells: vec!["1".into(), "髙田 花子".into()] }]);
        }
        assert_eq!(read(b"a;b\n1;2\n", Encoding::Auto).expect("a table").header.len(), 2);
        // Both codes of 髙.
        for code in [[0xEE, 0xE0], [0xFB, 0xFC]] {
            let bytes = [b"\x90\x45,a\n".as_slice(), &code, b",1\n"].concat();
            assert_eq!(read(&bytes, Encoding::Cp932).expect("a table").records[0].cells[0], "髙");
        }
    }

    #[test]
    fn a_record_knows_its_line_behind_blank_lines_and_quoted_line_ends() {
        let table =
            read("a,b\r\n\r\n\"1\r\n1\",2\r\n,\r\n3\r\n4,5,,\r\n6,7,8".as_bytes(), Encoding::Utf8).expect("a table");
        let lines: Vec<u64> = table.records.iter().map(|record| record.line).collect();
        assert_eq!(lines, [3, 7]);
        let faults: Vec<u64> = table.faults.iter().map(|fault| fault.line).collect();
        assert_eq!(faults, [6, 8]);
    }

    #[test]
    fn a_byte_that_is_no_text_is_found_with_its_line() {
        let fault = read(b"a,b\n1,\xFF\xFF\n", Encoding::Utf8).unwrap_err();
        assert_eq!(fault.line, 2);
        assert_eq!(read(b"\n\n", Encoding::Utf8).unwrap_err().line, 0);
    }
}
