//! Counting and cutting.

use proptest::prelude::*;
use text::{ellipsize, graphemes, truncate};

#[test]
fn a_variation_sequence_counts_as_one_character() {
    assert_eq!(graphemes("辻\u{E0100}さん"), 3);
    assert_eq!(truncate("辻\u{E0100}さん", 1), "辻\u{E0100}");
}

#[test]
fn emoji_sequences_are_never_split() {
    for emoji in ["👨‍👩‍👧‍👦", "👍🏽", "🇯🇵", "1️⃣", "☝️"] {
        assert_eq!(graphemes(emoji), 1, "{emoji}");
        assert_eq!(truncate(&format!("{emoji}{emoji}"), 1), emoji);
    }
}

#[test]
fn a_half_width_kana_stays_with_its_sound_mark() {
    assert_eq!(truncate("ﾊﾞｽ", 1), "ﾊﾞ");
}

#[test]
fn a_cut_text_ends_with_an_ellipsis_inside_the_limit() {
    assert_eq!(ellipsize("防災会議資料", 4), "防災会…");
    assert_eq!(ellipsize("防災会議", 4), "防災会議");
    assert_eq!(ellipsize("a b c", 3), "a…");
    assert_eq!(ellipsize("ab", 1), "…");
    assert_eq!(ellipsize("ab", 0), "");
    assert_eq!(ellipsize("", 3), "");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn a_cut_text_is_within_the_limit_and_starts_like_the_text(text in "(\\PC|辻\u{E0100}|👨‍👩‍👧|か\u{3099}){0,12}", max in 0_usize..10) {
        prop_assert!(text.starts_with(truncate(&text, max)));
        prop_assert!(graphemes(truncate(&text, max)) <= max);
        prop_assert!(graphemes(&ellipsize(&text, max)) <= max);
    }
}
