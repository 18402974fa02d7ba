//! Keys are stable, readings have one form, nothing that is cut is longer than asked for, and what reads as a moment is still to come.

use kernel::{Timestamp, moment_in_words};
use text::{contains, ellipsize, fold, gojuon_row, graphemes, is_reading, matches_words, normalise_reading};

pub(crate) fn promises(input: &[u8]) {
    let [most, rest @ ..] = input else { return };
    let Ok(words) = std::str::from_utf8(rest) else { return };
    let (one, other) = words.split_once('\n').unwrap_or((words, ""));
    folding(one, other);
    reading(one);
    key(one, other);
    cutting(one, usize::from(*most));
    moment(one);
}

fn folding(one: &str, query: &str) {
    let folded = fold(one);
    assert_eq!(fold(&folded), folded, "folded twice it is something else");
    assert!(contains(&folded, one) && matches_words(&folded, one), "it does not find itself");
    // One character of three bytes (U+FDFA) stands for eighteen of two.
    assert!(folded.len() <= 12 * one.len());
    if contains(&folded, query) {
        assert!(matches_words(&folded, query), "all of it is there, and its words are not");
    }
}

fn reading(text: &str) {
    let stored = normalise_reading(text);
    assert_eq!(normalise_reading(&stored), stored, "a reading has one stored form");
    assert_eq!(gojuon_row(&stored), gojuon_row(text));
    if is_reading(text) {
        assert!(is_reading(&stored), "{text:?} is a reading and {stored:?} is none");
    }
    let hiragana = text::to_hiragana(text);
    assert_eq!(text::to_hiragana(&hiragana), hiragana);
    assert_eq!(text::to_katakana(&text::to_katakana(text)), text::to_katakana(text));
}

fn key(reading: &str, name: &str) {
    let key = text::sort_key(reading, name);
    assert_eq!(key.iter().filter(|byte| **byte == 0).count(), 1, "only the end of the reading is zero");
    assert_eq!(text::sort_key(&normalise_reading(reading), name), key);
}

fn moment(line: &str) {
    // 9:00 on 1 April 2026 in Japan.
    let now = Timestamp::from_micros(1_775_001_600_000_000);
    assert!(moment_in_words(line, now).is_none_or(|at| at > now), "nobody is reminded of what is over");
}

fn cutting(text: &str, most: usize) {
    let cut = text::truncate(text, most);
    assert!(text.starts_with(cut) && graphemes(cut) <= most);
    assert_eq!(graphemes(cut), graphemes(text).min(most));
    let shown = ellipsize(text, most);
    assert!(graphemes(&shown) <= most);
    assert_eq!(shown == text, graphemes(text) <= most || shown == text);
}
