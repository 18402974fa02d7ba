//! Inputs worth keeping as lines that a person can read and a difference can show: one input a line, what is no plain
//! character as `\xNN` of its bytes.

use std::fmt::Write;

/// A line without its end.
pub fn written(input: &[u8]) -> String {
    let mut line = String::with_capacity(input.len());
    for chunk in input.utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                '\\' => line.push_str("\\\\"),
                '\n' => line.push_str("\\n"),
                ' '..='~' => line.push(c),
                'ぁ'..='ヿ' | '一'..='鿿' | '、'..='】' | '！'..='｠' => line.push(c),
                _ => escape(c.encode_utf8(&mut [0; 4]).as_bytes(), &mut line),
            }
        }
        escape(chunk.invalid(), &mut line);
    }
    line
}

fn escape(bytes: &[u8], line: &mut String) {
    for byte in bytes {
        write!(line, "\\x{byte:02X}").expect("a text takes it");
    }
}

/// The input of a line; nothing when it was not written by [`written`] or by hand in its manner.
pub fn read(line: &str) -> Option<Vec<u8>> {
    let mut input = Vec::with_capacity(line.len());
    let mut rest = line;
    while let Some((plain, escaped)) = rest.split_once('\\') {
        input.extend_from_slice(plain.as_bytes());
        let length = match escaped.as_bytes().first()? {
            b'\\' => {
                input.push(b'\\');
                1
            }
            b'n' => {
                input.push(b'\n');
                1
            }
            b'x' => {
                input.push(u8::from_str_radix(escaped.get(1..3)?, 16).ok()?);
                3
            }
            _ => return None,
        };
        rest = &escaped[length..];
    }
    input.extend_from_slice(rest.as_bytes());
    Some(input)
}
