//! What a text is found by: every two characters that follow one another.
//!
//! A gram is two characters in one number, the first in the upper bits, so that all grams that begin with a character lie side by side
//! in a sorted list. The last character before a blank has a gram with [`END`]; so each character begins one, and a single character is
//! found by all that begin with it.

/// Characters take 21 bits.
const BITS: u32 = 21;
/// Stands after the last character before a blank.
const END: u32 = 1;

/// Two characters that follow one another.
pub(super) type Gram = u64;

fn gram(first: char, second: u32) -> Gram {
    (u64::from(u32::from(first)) << BITS) | u64::from(second)
}

/// Blanks and control characters stand in no gram.
fn is_gap(c: char) -> bool {
    c <= ' '
}

/// The number under which the texts with one character are listed by themselves.
pub(super) fn single(first: char) -> Gram {
    gram(first, 0)
}

/// The list of a gram's first character by itself.
pub(super) fn single_of(gram: Gram) -> Gram {
    gram >> BITS << BITS
}

/// Whether a list is that of one character by itself.
pub(super) fn is_single(gram: Gram) -> bool {
    gram == single_of(gram)
}

/// The last number of the range that begins with a single character's list.
pub(super) fn range_end(single: Gram) -> Gram {
    single | ((1 << BITS) - 1)
}

/// Every gram of a folded text, with repetitions.
pub(super) fn grams(text: &str, mut take: impl FnMut(Gram)) {
    let mut before = None;
    for c in text.chars() {
        let now = (!is_gap(c)).then_some(c);
        if let Some(first) = before {
            take(gram(first, now.map_or(END, u32::from)));
        }
        before = now;
    }
    if let Some(last) = before {
        take(gram(last, END));
    }
}

/// What a text with a term in it is found by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Key {
    /// The list of a gram.
    Pair(Gram),
    /// All that begins with a character.
    Single(char),
}

impl Key {
    /// The gram whose list it is, or under which its character is listed by itself.
    pub(super) fn first(&self) -> Gram {
        match self {
            Key::Pair(gram) => *gram,
            Key::Single(c) => single(*c),
        }
    }

    /// The last gram that begins with its character; of a pair the pair.
    pub(super) fn last(&self) -> Gram {
        match self {
            Key::Pair(gram) => *gram,
            Key::Single(c) => range_end(single(*c)),
        }
    }
}

/// Of long terms so many grams are asked for; what is found is read anyway.
const MOST_KEYS: usize = 12;

/// What a text with this term must have. A term of nothing but gaps has no keys, and is in every text as far as the index knows.
pub(super) fn keys(term: &str) -> Vec<Key> {
    let mut keys = Vec::new();
    for run in term.split(is_gap).filter(|run| !run.is_empty()) {
        let characters: Vec<char> = run.chars().collect();
        if let [only] = characters[..] {
            keys.push(Key::Single(only));
            continue;
        }
        let pair = |place: usize| Key::Pair(gram(characters[place], u32::from(characters[place + 1])));
        let pairs = characters.len() - 1;
        // Every second pair holds every character; those between only make sure that they follow one another.
        let places: Vec<usize> =
            if pairs <= MOST_KEYS { (0..pairs).collect() } else { (0..pairs).step_by(2).collect() };
        keys.extend(places.into_iter().map(pair));
        keys.push(pair(pairs - 1));
    }
    chosen(keys, MOST_KEYS)
}

/// So many of some keys, those that say most: pairs before single characters, and kanji, which stand above kana and letters, before these.
pub(super) fn chosen(mut keys: Vec<Key>, most: usize) -> Vec<Key> {
    let rarity = |key: &Key| match key {
        Key::Pair(gram) => (1, *gram),
        Key::Single(c) => (0, Gram::from(u32::from(*c))),
    };
    keys.sort_unstable_by_key(|key| std::cmp::Reverse(rarity(key)));
    keys.dedup();
    keys.truncate(most);
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<Gram> {
        let mut all = Vec::new();
        grams(text, |gram| all.push(gram));
        all
    }

    #[test]
    fn each_character_begins_one_gram_and_none_crosses_a_blank() {
        let pair = |a: char, b: char| gram(a, u32::from(b));
        assert_eq!(of("防災 課"), [pair('防', '災'), gram('災', END), gram('課', END)]);
        assert_eq!(of(""), [0; 0]);
        assert_eq!(of("a"), [gram('a', END)]);
    }

    #[test]
    fn a_text_has_every_key_of_each_of_its_parts() {
        let text = "防災会議 1-2の資料を送ります abcdefghijklmnopqrstuvwxyz";
        let all = of(text);
        let characters: Vec<char> = text.chars().collect();
        for from in 0..characters.len() {
            for to in from + 1..=characters.len() {
                let part: String = characters[from..to].iter().collect();
                let is_there = |key: &Key| match key {
                    Key::Pair(gram) => all.contains(gram),
                    Key::Single(c) => all.iter().any(|gram| single_of(*gram) == single(*c)),
                };
                assert!(keys(&part).iter().all(is_there), "{part}");
            }
        }
    }

    #[test]
    fn a_single_characters_range_holds_its_grams_and_no_others() {
        let range = single('災')..=range_end(single('災'));
        assert!(range.contains(&gram('災', END)) && range.contains(&gram('災', 0x10_ffff)));
        assert!(!range.contains(&gram('災', 0).wrapping_sub(1)) && is_single(single('災')));
    }
}
