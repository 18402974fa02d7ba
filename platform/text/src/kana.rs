//! Kana: conversion, readings and the rows of the 五十音 table.

use unicode_normalization::UnicodeNormalization;

/// Distance from a hiragana to its katakana in Unicode (U+3041 to U+30A1).
const HIRAGANA_TO_KATAKANA: u32 = 0x60;

/// Converts full-width katakana to hiragana and leaves everything else.
///
/// ー stays. ヷ ヸ ヹ ヺ, which have no single hiragana, become two characters (わ and U+3099).
pub fn to_hiragana(text: &str) -> String {
    text.chars().flat_map(hiragana_of).collect()
}

/// Converts hiragana to full-width katakana and leaves everything else.
pub fn to_katakana(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            'ぁ'..='ゖ' | 'ゝ' | 'ゞ' => shifted(c, u32::from(c) + HIRAGANA_TO_KATAKANA),
            other => other,
        })
        .collect()
}

/// Whether a character belongs to the kana scripts: hiragana, katakana of either width, their
/// sound marks, iteration marks and ー. Punctuation such as ・ does not.
pub fn is_kana(c: char) -> bool {
    matches!(c,
        'ぁ'..='ゖ' | '\u{3099}'..='ゟ' | 'ァ'..='ヺ' | 'ー'..='ヿ'
        | '\u{31F0}'..='\u{31FF}' | 'ｦ'..='ﾟ')
}

/// Whether a text can be stored as a reading: at least one kana, and otherwise only ー, ・ (either
/// width) and blanks (either width).
pub fn is_reading(text: &str) -> bool {
    let mut any = false;
    text.chars().all(|c| {
        any |= is_kana(c);
        is_kana(c) || matches!(c, '・' | '･' | ' ' | '\u{3000}')
    }) && any
}

/// Brings a reading into its stored form: full-width hiragana, sound marks joined to their kana,
/// one ASCII blank between the parts and none at the ends.
///
/// For readings only; a name is stored as typed. Characters that are no kana are kept in NFKC.
pub fn normalise_reading(text: &str) -> String {
    let hiragana: String = text
        .chars()
        .map(|c| match c {
            // NFKC puts a blank before the spacing sound marks; the combining ones join.
            '\u{309B}' => '\u{3099}',
            '\u{309C}' => '\u{309A}',
            other => other,
        })
        .nfkc()
        .flat_map(hiragana_of)
        .nfkc()
        .collect();
    let mut parts = hiragana.split_whitespace();
    let mut stored = String::with_capacity(hiragana.len());
    stored.extend(parts.next());
    for part in parts {
        stored.push(' ');
        stored.push_str(part);
    }
    stored
}

/// The 五十音 row under which a reading is listed: one of あ か さ た な は ま や ら わ.
///
/// Voiced and small kana belong to the row of their plain kana, ヴ to あ, ん to わ. `None` when the
/// reading is empty or does not start with a kana that has a row.
pub fn gojuon_row(reading: &str) -> Option<char> {
    match normalise_reading(reading).chars().next()? {
        'ぁ'..='お' | 'ゔ' => Some('あ'),
        'か'..='ご' | 'ゕ' | 'ゖ' => Some('か'),
        'さ'..='ぞ' => Some('さ'),
        'た'..='ど' => Some('た'),
        'な'..='の' => Some('な'),
        'は'..='ぽ' => Some('は'),
        'ま'..='も' => Some('ま'),
        'ゃ'..='よ' => Some('や'),
        'ら'..='ろ' => Some('ら'),
        'ゎ'..='ん' => Some('わ'),
        _ => None,
    }
}

/// The hiragana of one character; itself when it is no full-width katakana.
pub(crate) fn hiragana_of(c: char) -> impl Iterator<Item = char> {
    let (base, mark) = match c {
        'ァ'..='ヶ' | 'ヽ' | 'ヾ' => (shifted(c, u32::from(c) - HIRAGANA_TO_KATAKANA), None),
        'ヷ' => ('わ', Some('\u{3099}')),
        'ヸ' => ('ゐ', Some('\u{3099}')),
        'ヹ' => ('ゑ', Some('\u{3099}')),
        'ヺ' => ('を', Some('\u{3099}')),
        other => (other, None),
    };
    std::iter::once(base).chain(mark)
}

fn shifted(from: char, code: u32) -> char {
    char::from_u32(code).unwrap_or_else(|| panic!("the kana blocks are parallel, yet {from} has no counterpart"))
}
