//! What people look for: parts of what was said, of 1 to 20 characters, common and rare ones, and some that hardly occur.

use super::utterances::{Utterances, mixed};
use search::folded;

/// Messages in which is counted what is common.
const SAMPLE: usize = 1_000;
/// Parts of which the commonest or the rarest is taken.
const CANDIDATES: usize = 16;

/// So many queries among so many messages; each sixty hold every length three times.
pub(super) fn queries(utterances: &Utterances, said: usize, count: usize) -> Vec<String> {
    let sample: Vec<String> = (0..SAMPLE).map(|number| folded(&utterances.words(mixed(number) % said))).collect();
    let often = |part: &String| {
        let term = folded(part);
        sample.iter().filter(|text| text.contains(term.as_str())).count()
    };
    let mut chance = 0;
    let mut part = |length: usize| loop {
        chance += 1;
        let number = mixed(chance + SAMPLE);
        if let Some(part) = cut(&utterances.words(number % said), length, number >> 24) {
            return part;
        }
    };
    let query = |place: usize| {
        let length = place % 20 + 1;
        match place / 20 % 3 {
            0 => (0..CANDIDATES).map(|_| part(length)).max_by_key(often),
            1 => (0..CANDIDATES).map(|_| part(length)).min_by_key(often),
            _ => Some(format!("{}{}", part(length.div_ceil(2)), part((length / 2).max(1)))),
        }
    };
    (0..count).filter_map(query).collect()
}

/// A part of a text; nothing when it is too short, when a quotation mark is in it, or when nothing of it is looked for.
fn cut(text: &str, length: usize, from: usize) -> Option<String> {
    let characters: Vec<char> = text.chars().collect();
    let from = from % (characters.len().checked_sub(length)? + 1);
    let part: String = characters[from..from + length].iter().collect();
    let part = part.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_fit = !folded(&part).is_empty() && !part.contains(['"', '＂', '“', '”', '„']);
    is_fit.then_some(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_are_of_every_length_and_common_ones_are_commoner_than_rare_ones() {
        let all = queries(&Utterances::Made, 5_000, 60);
        let texts: Vec<String> = (0..5_000).map(|number| folded(&Utterances::Made.words(number))).collect();
        let often = |query: &String| texts.iter().filter(|text| text.contains(folded(query).as_str())).count();
        let sum = |of: std::ops::Range<usize>| all[of].iter().map(often).sum::<usize>();
        assert_eq!(all.len(), 60);
        assert!(sum(0..20) > 5 * sum(20..40), "{} and {}", sum(0..20), sum(20..40));
        assert!((0..20).all(|place| (1..=place + 1).contains(&all[place].chars().count())));
    }
}
