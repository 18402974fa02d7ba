//! Which letters the numbers of a PDF's font stand for, as the font tells (`ToUnicode`).

use std::collections::HashMap;

/// Letters that one number may stand for.
const MOST_UNITS: usize = 32;
/// Numbers and stretches of them that are kept.
const MOST_KEPT: usize = 70_000;

/// A font's numbers. Each has a length in bytes, for `01` and `0001` may stand for different things.
#[derive(Debug, Default)]
pub(super) struct Cmap {
    /// Lengths of numbers, with the least and the greatest of a stretch in which they are.
    spaces: Vec<(usize, u32, u32)>,
    single: HashMap<(usize, u32), Vec<u16>>,
    /// Length, least, greatest, and what the least stands for.
    stretches: Vec<(usize, u32, u32, Vec<u16>)>,
}

#[derive(Debug, PartialEq, Eq)]
enum Token<'b> {
    Bytes(Vec<u8>),
    Opens,
    Closes,
    Word(&'b [u8]),
}

struct Tokens<'b>(&'b [u8]);

impl<'b> Iterator for Tokens<'b> {
    type Item = Token<'b>;

    fn next(&mut self) -> Option<Token<'b>> {
        loop {
            let rest = self.0;
            let (first, after) = rest.split_first()?;
            let until = |is_end: fn(&u8) -> bool, from: &'b [u8]| from.iter().position(is_end).unwrap_or(from.len());
            match first {
                b'%' => self.0 = &after[until(|byte| matches!(byte, b'\n' | b'\r'), after)..],
                b'<' if after.first() == Some(&b'<') => self.0 = &after[1..],
                b'<' => {
                    let end = until(|byte| *byte == b'>', after);
                    self.0 = after.get(end + 1..).unwrap_or_default();
                    return Some(Token::Bytes(bytes(&after[..end])));
                }
                b'[' | b']' => {
                    self.0 = after;
                    return Some(if *first == b'[' { Token::Opens } else { Token::Closes });
                }
                first if first.is_ascii_whitespace() || matches!(first, b'>' | b'(' | b')' | 0) => self.0 = after,
                _ => {
                    let end = 1 + until(
                        |byte| {
                            byte.is_ascii_whitespace() || matches!(byte, b'<' | b'>' | b'[' | b']' | b'/' | b'%' | 0)
                        },
                        after,
                    );
                    self.0 = &rest[end..];
                    return Some(Token::Word(&rest[..end]));
                }
            }
        }
    }
}

fn bytes(hex: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> =
        hex.iter().filter_map(|byte| char::from(*byte).to_digit(16)).map(|digit| digit as u8).collect();
    digits.chunks(2).map(|two| two[0] << 4 | two.get(1).unwrap_or(&0)).collect()
}

/// A number, and how many bytes it has.
fn number(bytes: &[u8]) -> Option<(usize, u32)> {
    let is_number = (1..=4).contains(&bytes.len());
    is_number.then(|| (bytes.len(), bytes.iter().fold(0, |number, byte| number << 8 | u32::from(*byte))))
}

fn units(bytes: &[u8]) -> Vec<u16> {
    match bytes {
        [only] => vec![u16::from(*only)],
        _ => bytes.chunks_exact(2).take(MOST_UNITS).map(|two| u16::from_be_bytes([two[0], two[1]])).collect(),
    }
}

impl Cmap {
    /// Reads what a font tells. What cannot be understood is passed over.
    pub(super) fn read(told: &[u8]) -> Self {
        let mut map = Self::default();
        let mut within: &[u8] = b"";
        let mut held: Vec<Vec<u8>> = Vec::new();
        let mut listed: Option<Vec<Vec<u8>>> = None;
        for token in Tokens(told) {
            match token {
                Token::Word(word) => {
                    (within, listed) = (word, None);
                    held.clear();
                }
                Token::Opens => listed = Some(Vec::new()),
                Token::Closes => {
                    if let (Some(each), [from, _]) = (listed.take(), &held[..]) {
                        map.each(from, &each);
                    }
                    held.clear();
                }
                Token::Bytes(bytes) => match &mut listed {
                    Some(listed) if listed.len() < MOST_KEPT => listed.push(bytes),
                    Some(_) => {}
                    None => {
                        held.push(bytes);
                        if map.take(within, &held) {
                            held.clear();
                        }
                    }
                },
            }
        }
        map
    }

    fn has_room(&self) -> bool {
        self.single.len() + self.stretches.len() + self.spaces.len() < MOST_KEPT
    }

    /// Takes what belongs together within a part; false when more of it has to come.
    fn take(&mut self, within: &[u8], held: &[Vec<u8>]) -> bool {
        match (within, held) {
            (b"begincodespacerange", [from, to]) => {
                if let (Some((length, least)), Some((_, greatest)), true) = (number(from), number(to), self.has_room())
                {
                    self.spaces.push((length, least, greatest));
                }
                true
            }
            (b"beginbfchar", [from, to]) => {
                if let (Some(key), true) = (number(from), self.has_room()) {
                    self.single.insert(key, units(to));
                }
                true
            }
            (b"beginbfrange", [from, to, letters]) => {
                if let (Some((length, least)), Some((_, greatest)), true) = (number(from), number(to), self.has_room())
                {
                    self.stretches.push((length, least, greatest, units(letters)));
                }
                true
            }
            (b"begincodespacerange" | b"beginbfchar" | b"beginbfrange", _) => false,
            _ => true,
        }
    }

    fn each(&mut self, from: &[u8], letters: &[Vec<u8>]) {
        let Some((length, least)) = number(from) else { return };
        for (place, letters) in (0u32..).zip(letters) {
            if self.has_room() {
                self.single.insert((length, least.saturating_add(place)), units(letters));
            }
        }
    }

    fn units_of(&self, length: usize, code: u32, out: &mut Vec<u16>) {
        if let Some(units) = self.single.get(&(length, code)) {
            out.extend(units);
            return;
        }
        let found = self
            .stretches
            .iter()
            .find(|(of, least, greatest, _)| *of == length && (*least..=*greatest).contains(&code));
        if let Some((_, least, _, units)) = found
            && let Some((last, before)) = units.split_last()
        {
            out.extend(before);
            out.push(last.wrapping_add((code - least) as u16));
        }
    }

    /// The letters of some bytes.
    pub(super) fn letters(&self, mut bytes: &[u8]) -> String {
        let mut out = Vec::new();
        while !bytes.is_empty() {
            let fits = |length: &usize| {
                let code = bytes.get(..*length).and_then(number).map(|(_, code)| code);
                let is_in = |space: &(usize, u32, u32)| {
                    space.0 == *length && code.is_some_and(|code| (space.1..=space.2).contains(&code))
                };
                self.spaces.iter().any(is_in)
            };
            let usual = if self.spaces.iter().any(|space| space.0 == 1) { 1 } else { 2 };
            let length = (1..=4).find(fits).unwrap_or(usual).min(bytes.len());
            if let Some((length, code)) = number(&bytes[..length]) {
                self.units_of(length, code, &mut out);
            }
            bytes = &bytes[length..];
        }
        String::from_utf16_lossy(&out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_one_and_two_bytes_stand_for_what_the_font_tells() {
        let told = b"/CIDInit /ProcSet findresource begin % a remark <00>\nbegincmap << /Registry (Adobe) >> def\n\
            2 begincodespacerange <20> <7E> <8000><FFFF> endcodespacerange\n\
            1 beginbfchar <8001> <9632707D> endbfchar\n\
            3 beginbfrange <20> <7E> <0020> <8002> <8003> [<8A13> <7DF4>] <8010> <8012> <D842DFB7> endbfrange endcmap";
        let map = Cmap::read(told);
        assert_eq!(map.letters(b"A\x80\x01\x80\x02\x80\x03 \x80\x10\x80\x11"), "A防災訓練 𠮷𠮸");
        assert_eq!(map.letters(b"\x80"), "");
    }

    #[test]
    fn what_is_broken_is_passed_over() {
        for broken in [
            &b"beginbfchar <0001"[..],
            b"beginbfrange <0001> [<",
            b"<<<<",
            b"[[]]",
            b"begincodespacerange <> <0102030405>",
        ] {
            assert_eq!(Cmap::read(broken).letters(b"\x00\x01\x02"), "");
        }
    }
}
