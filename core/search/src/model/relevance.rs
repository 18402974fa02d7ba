//! How well a text fits what was looked for. A rule of thumb over the words alone: nobody's habits are kept for it.

/// The text is what was looked for and nothing else.
const WHOLE: u32 = 400;
/// It begins with it, as the title of a note and the name of a file do, or a line of it does.
const BEGINS: u32 = 120;
const BEGINS_A_LINE: u32 = 40;
/// It stands there as a word by itself: 予算 in 予算の話, and not in 補正予算書.
const A_WORD: u32 = 100;
/// For each time that it stands there, and so many times at most.
const A_TIME: u32 = 12;
const TIMES: usize = 5;
/// How early it stands, within so many bytes.
const EARLY: usize = 600;
const EARLY_MOST: usize = 60;
/// Of how much of the text it is.
const SHARE: usize = 150;
/// Several words close to one another, within so many bytes.
const NEAR: usize = 300;
const NEAR_MOST: usize = 120;
/// One right after the other: they are one word together, as 防災 and 会議 in 防災会議 are.
const TOGETHER: usize = 2 * A_WORD as usize;
/// Places of a word that are looked at.
const LOOKED_AT: usize = 24;

/// What letters are one word with one another; nothing for what stands between words.
fn class(c: char) -> Option<u8> {
    match c {
        '々' | '〆' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' => Some(0),
        // Folded, so that kana are of one kind; the long vowel is a dash between them.
        '\u{3041}'..='\u{30ff}' | '-' => Some(1),
        c if c.is_alphanumeric() => Some(2),
        _ => None,
    }
}

/// Whether nothing of the same class goes on beyond an edge between two letters.
fn is_edge(outside: Option<char>, inside: Option<char>) -> bool {
    let (outside, inside) = (outside.and_then(class), inside.and_then(class));
    outside.is_none() || outside != inside
}

/// How well a text fits some terms, both folded by [`crate::folded`]: the more the better. Without terms every text fits alike.
pub fn relevance(text: &str, terms: &[String]) -> u32 {
    let text = text.trim();
    let places: Vec<(&str, Vec<usize>)> = terms
        .iter()
        .map(|term| (term.as_str(), text.match_indices(term.as_str()).map(|(at, _)| at).take(LOOKED_AT).collect()))
        .collect();
    let each: u32 = places.iter().map(|(term, places)| of_one(text, term, places)).sum();
    each + closeness(&places)
}

fn of_one(text: &str, term: &str, places: &[usize]) -> u32 {
    let Some(first) = places.first().copied().filter(|_| !term.is_empty()) else { return 0 };
    if text == term {
        return WHOLE;
    }
    let is_word = |at: &usize| {
        let (before, after) = (text[..*at].chars().next_back(), text[at + term.len()..].chars().next());
        is_edge(before, term.chars().next()) && is_edge(after, term.chars().next_back())
    };
    let begins = match first {
        0 => BEGINS,
        _ if places.iter().any(|at| text[..*at].ends_with('\n')) => BEGINS_A_LINE,
        _ => 0,
    };
    let word = if places.iter().any(is_word) { A_WORD } else { 0 };
    let times = places.len().min(TIMES) as u32 * A_TIME;
    let early = EARLY_MOST * EARLY.saturating_sub(first) / EARLY;
    let share = SHARE * (term.len() * places.len()).min(text.len()) / text.len();
    begins + word + times + (early + share) as u32
}

/// How close words stand to the ones that were typed before them.
fn closeness(places: &[(&str, Vec<usize>)]) -> u32 {
    let near = |pair: &[(&str, Vec<usize>)]| {
        let [(first, firsts), (_, seconds)] = pair else { return 0 };
        let between = firsts.iter().flat_map(|one| {
            seconds.iter().map(move |other| match other.checked_sub(*one) {
                Some(after) => after.saturating_sub(first.len()),
                // The other way about it is the same words, if not what was typed.
                None => one - other + first.len(),
            })
        });
        match between.min() {
            Some(0) => NEAR_MOST + TOGETHER,
            Some(bytes) => NEAR_MOST * NEAR.saturating_sub(bytes) / NEAR,
            None => 0,
        }
    };
    places.windows(2).map(near).sum::<usize>() as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::folded;

    /// Texts, those that fit best first.
    fn ranked<'t>(typed: &[&str], texts: &[&'t str]) -> Vec<&'t str> {
        let terms: Vec<String> = typed.iter().map(|term| folded(term)).collect();
        let mut all: Vec<(u32, &str)> = texts.iter().map(|text| (relevance(&folded(text), &terms), *text)).collect();
        all.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        all.into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn what_is_the_word_itself_comes_before_what_begins_with_it_and_what_only_has_it_somewhere() {
        let long = "昨日の件ですが、来週の打ち合わせのあとで時間があれば補正予算書のことも少しだけ相談させてください";
        assert_eq!(ranked(&["予算"], &[long, "予算の締切は15日です", "予算"]), ["予算", "予算の締切は15日です", long]);
    }

    #[test]
    fn a_word_by_itself_fits_better_than_a_part_of_another() {
        assert_eq!(ranked(&["課税"], &["今日は非課税証明の件", "今日は課税の証明の件"])[0], "今日は課税の証明の件");
        assert_eq!(ranked(&["it"], &["the city is here now", "ask it of her now yes"])[0], "ask it of her now yes");
    }

    #[test]
    fn words_close_together_fit_better_than_the_same_ones_far_apart() {
        let apart = "お知らせ。防災の日の準備について、各課の担当者の皆さまにお願いがあります。二階の会議室に集まってください。会議は十時から";
        let near = "お知らせ。各課の担当者の皆さまにお願いがあります。二階の会議室に集まってください。十時からの防災会議について、準備の日";
        assert_eq!(ranked(&["防災", "会議"], &[apart, near])[0], near);
    }

    #[test]
    fn without_words_every_text_fits_alike_and_an_empty_one_as_well() {
        assert_eq!(relevance("何か", &[]), 0);
        assert_eq!(relevance("", &["何か".to_owned()]), 0);
        assert_eq!(relevance("何か", &[String::new()]), 0);
    }
}
