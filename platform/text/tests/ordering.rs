//! 五十音 order (requirement R-12).

use proptest::prelude::*;
use text::{sort_key, to_katakana};

/// Sorts readings whose people have no name to tell them apart.
fn sorted<'a>(readings: &[&'a str]) -> Vec<&'a str> {
    let mut sorted = readings.to_vec();
    sorted.sort_by_key(|reading| sort_key(reading, ""));
    sorted
}

/// Asserts an order from every starting order that reversal and rotation give.
fn assert_order(expected: &[&str]) {
    for shift in 0..expected.len() {
        let mut shuffled = expected.to_vec();
        shuffled.reverse();
        shuffled.rotate_left(shift);
        assert_eq!(sorted(&shuffled), expected);
    }
}

#[test]
fn rows_follow_the_fifty_sounds() {
    assert_order(&[
        "あべ",
        "いとう",
        "うえだ",
        "かとう",
        "さとう",
        "たかだ",
        "なかの",
        "はやし",
        "まつだ",
        "やまだ",
        "よしだ",
        "らい",
        "わだ",
        "をの",
        "んだ",
    ]);
}

#[test]
fn clear_sounds_precede_voiced_and_those_precede_half_voiced() {
    assert_order(&["はは", "はば", "はぱ", "ばは", "ばば", "ぱぱ"]);
    assert_order(&["かとう", "がとう", "かな"]);
}

#[test]
fn a_voiced_mark_counts_only_when_the_letters_are_equal() {
    assert_order(&["はな", "ばな", "はに"]);
}

#[test]
fn small_kana_precede_their_full_size_where_the_rest_is_equal() {
    assert_order(&["はっとり", "はつとり", "はつとりべ"]);
    assert_order(&["じょう", "じよう", "じょうの"]);
}

#[test]
fn a_prolonged_sound_stands_before_the_vowel_it_prolongs() {
    assert_order(&["おーの", "おおの", "おか"]);
    assert_order(&["サーバ", "さあば", "さい"]);
}

#[test]
fn a_family_name_precedes_the_longer_one_that_starts_with_it() {
    assert_order(&["たか はな", "たか われ", "たかだ あい"]);
}

#[test]
fn katakana_and_half_width_readings_stand_among_the_hiragana_ones() {
    assert_order(&["すずき", "スミス", "せき"]);
    assert_order(&["やまだ", "ﾔﾏﾀﾞ ﾊﾅ", "ヤマモト"]);
    assert_eq!(sort_key("ﾔﾏﾀﾞ", "山田"), sort_key("やまだ", "山田"));
    assert_eq!(sort_key("ヤマダ", "山田"), sort_key("やまだ", "山田"));
}

#[test]
fn the_name_decides_between_equal_readings() {
    let first = sort_key("さとう", "佐東");
    let second = sort_key("さとう", "佐藤");
    assert_ne!(first, second);
    assert!(first.max(second) < sort_key("さとうや", "佐"));
}

#[test]
fn a_former_name_in_brackets_stands_beside_the_plain_one() {
    let plain = sort_key("やまだ はなこ", "山田 花子");
    let former = sort_key("やまだ はなこ", "山田（旧姓 佐藤） 花子");
    let next = sort_key("やまだ はなみ", "山田 花実");
    assert_ne!(plain, former);
    assert!(plain < next && former < next);
    assert!(sort_key("やまだ はな", "山田 花") < plain.min(former));
}

#[test]
fn numbers_sort_by_their_value_in_either_width() {
    assert_order(&["だい2か", "だい１０か", "だい11か"]);
    let mut units = ["第10分団", "第2分団", "第１分団"];
    units.sort_by_key(|unit| sort_key("", unit));
    assert_eq!(units, ["第１分団", "第2分団", "第10分団"]);
}

#[test]
fn without_a_reading_kana_names_stand_in_place_and_kanji_names_at_the_end() {
    let people = [("", "スミス"), ("すずき", "鈴木"), ("せき", "関"), ("わだ", "和田"), ("", "阿部")];
    let mut sorted = people;
    sorted.reverse();
    sorted.sort_by_key(|(reading, name)| sort_key(reading, name));
    assert_eq!(sorted.map(|(_, name)| name), ["鈴木", "スミス", "関", "和田", "阿部"]);
}

#[test]
fn the_bytes_are_those_of_the_keys_already_stored() {
    // When this fails after an update of the collation data, count SORT_KEY_VERSION up.
    assert_eq!(text::SORT_KEY_VERSION, 1);
    let hex: String = sort_key("やまだ たろう", "山田 太郎").iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hex, "5f4e442603045f26600a0143ae08010c00c2c6c68b04c56bca3501090109");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn a_key_does_not_depend_on_the_script_of_the_reading(reading in "[ぁ-ゖー]{1,10}", name in "\\PC{0,6}") {
        prop_assert_eq!(sort_key(&reading, &name), sort_key(&to_katakana(&reading), &name));
    }

    #[test]
    fn the_name_never_outweighs_the_reading(a in "[ぁ-ん][ぁ-ん ー]{0,5}", b in "[ぁ-ん][ぁ-ん ー]{0,5}", names in ("\\PC{1,6}", "\\PC{1,6}")) {
        let (bare_a, bare_b) = (sort_key(&a, ""), sort_key(&b, ""));
        prop_assume!(bare_a != bare_b);
        prop_assert_eq!(
            sort_key(&a, &names.0).cmp(&sort_key(&b, &names.1)),
            bare_a.cmp(&bare_b)
        );
    }
}
