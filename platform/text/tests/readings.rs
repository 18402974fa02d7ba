//! Kana and readings.

use proptest::prelude::*;
use text::{gojuon_row, is_kana, is_reading, normalise_reading, to_hiragana, to_katakana};

#[test]
fn hiragana_and_katakana_convert_both_ways() {
    assert_eq!(to_hiragana("ヤマダ タロウ・ヴゥヶヾー"), "やまだ たろう・ゔぅゖゞー");
    assert_eq!(to_katakana("やまだ たろう・ゔぅゖゞー"), "ヤマダ タロウ・ヴゥヶヾー");
    assert_eq!(to_hiragana("山田ABC"), "山田ABC");
}

#[test]
fn half_width_katakana_is_kana_and_kanji_is_not() {
    assert!(['あ', 'ァ', 'ｱ', 'ﾞ', 'ー', 'ゝ', 'ㇰ'].into_iter().all(is_kana));
    assert!(['山', 'A', '・', ' ', '々'].into_iter().all(|c| !is_kana(c)));
}

#[test]
fn a_reading_holds_kana_middle_dots_and_blanks_only() {
    for reading in ["やまだ たろう", "ジョン・スミス", "ﾔﾏﾀﾞ　ﾀﾛｳ", "おーの"] {
        assert!(is_reading(reading), "{reading}");
    }
    for other in ["", " ", "・", "山田", "やまだtaro", "やまだ（さとう）", "やまだ1"] {
        assert!(!is_reading(other), "{other}");
    }
}

#[test]
fn a_reading_is_stored_in_full_width_hiragana() {
    assert_eq!(normalise_reading("　ﾔﾏﾀﾞ　 ﾀﾛｳ "), "やまだ たろう");
    assert_eq!(normalise_reading("ジョン･スミス"), "じょん・すみす");
    assert_eq!(normalise_reading("カ゛ンﾊﾞｰ"), "がんばー");
    assert_eq!(normalise_reading(""), "");
}

#[test]
fn a_reading_is_listed_under_its_row() {
    for (reading, row) in [
        ("いとう", 'あ'),
        ("ヴィトン", 'あ'),
        ("ガトウ", 'か'),
        ("ｻﾞｲｾﾞﾝ", 'さ'),
        ("ぢ", 'た'),
        ("ヌマタ", 'な'),
        ("ぱく", 'は'),
        ("むらかみ", 'ま'),
        ("ゆあさ", 'や'),
        ("ﾛｰｽﾞ", 'ら'),
        ("ヱビス", 'わ'),
        ("をの", 'わ'),
        ("んだ", 'わ'),
    ] {
        assert_eq!(gojuon_row(reading), Some(row), "{reading}");
    }
}

#[test]
fn what_starts_with_no_kana_has_no_row() {
    for other in ["", "  ", "山田", "ABC", "ー", "・あ", "1か"] {
        assert_eq!(gojuon_row(other), None, "{other}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn hiragana_comes_back_from_katakana(text in "[ぁ-ゖゝゞー 漢a]{0,20}") {
        prop_assert_eq!(to_hiragana(&to_katakana(&text)), text);
    }

    #[test]
    fn a_stored_reading_is_not_changed_again(text in "[ぁ-ゖァ-ヺｦ-ﾟー・ \u{3000}゛゜\u{3099}\\PC]{0,20}") {
        let stored = normalise_reading(&text);
        prop_assert_eq!(normalise_reading(&stored), stored);
    }

    #[test]
    fn a_reading_stays_one_when_it_is_stored(text in "[ぁ-ゖァ-ヺｦ-ﾟー・ \u{3000}]{1,20}") {
        prop_assert_eq!(is_reading(&normalise_reading(&text)), is_reading(&text));
    }

    #[test]
    fn the_row_does_not_depend_on_the_script(text in "[ぁ-ゖ]{1,8}") {
        prop_assert_eq!(gojuon_row(&text), gojuon_row(&to_katakana(&text)));
        prop_assert!(gojuon_row(&text).is_some());
    }
}
