//! Search folding.

use proptest::prelude::*;
use text::{contains, fold, matches_words};

#[test]
fn searching_takada_with_the_ladder_form_finds_the_plain_form() {
    assert!(contains(&fold("高田 健一"), "髙田"));
}

#[test]
fn searching_takada_with_the_plain_form_finds_the_ladder_form() {
    assert!(contains(&fold("髙田 健一"), "高田"));
}

#[test]
fn every_written_form_of_a_family_name_is_one_in_search() {
    for forms in [
        ["崎山", "﨑山", "嵜山"],
        ["渡辺", "渡邉", "渡邊"],
        ["斎藤", "齋藤", "齊藤"],
        ["斎藤", "斉藤", "齋藤"],
        ["浜田", "濵田", "濱田"],
        ["吉野家", "𠮷野家", "吉野家"],
        ["島", "嶋", "嶌"],
        ["福神", "福\u{FA19}", "\u{FA1B}神"],
    ] {
        assert_eq!(fold(forms[0]), fold(forms[1]), "{forms:?}");
        assert_eq!(fold(forms[0]), fold(forms[2]), "{forms:?}");
    }
}

#[test]
fn characters_of_different_families_stay_apart() {
    assert_ne!(fold("埼"), fold("崎"));
    assert_ne!(fold("畠"), fold("畑"));
    assert_ne!(fold("太田"), fold("大田"));
}

#[test]
fn a_variation_selector_does_not_hide_a_name() {
    assert_eq!(fold("辻\u{E0100}"), "辻");
    assert_eq!(fold("葛\u{E0101}城"), fold("葛城"));
    assert_eq!(fold("☎\u{FE0F}"), fold("☎"));
}

#[test]
fn half_width_full_width_and_hiragana_are_one() {
    for form in ["ｻｰﾊﾞｰ", "サーバー", "さーばー"] {
        assert_eq!(fold(form), "さーばー");
    }
}

#[test]
fn small_kana_and_voiced_marks_keep_their_meaning() {
    assert_ne!(fold("びょういん"), fold("びよういん"));
    assert_ne!(fold("かき"), fold("かぎ"));
    assert_ne!(fold("ばば"), fold("ぱぱ"));
    assert_eq!(fold("ヴァイオリン"), "ゔぁいおりん");
    assert_eq!(fold("霞ヶ関"), "霞ゖ関");
}

#[test]
fn sound_marks_typed_apart_join_their_kana() {
    assert_eq!(fold("か\u{3099}"), "が");
    assert_eq!(fold("カ゛"), "が");
    assert_eq!(fold("ハ゜"), "ぱ");
    assert_eq!(fold("ﾊﾟ"), "ぱ");
    assert_eq!(fold("ヷ"), fold("ワ\u{3099}"));
}

#[test]
fn full_width_letters_match_lower_case_ascii() {
    assert_eq!(fold("ＤＸ推進室　ＶＰＮ①"), "dx推進室 vpn1");
}

#[test]
fn blanks_of_any_kind_become_one_and_none_at_the_ends() {
    assert_eq!(fold("　山田\u{3000} \t\n太郎\u{00A0}"), "山田 太郎");
    assert_eq!(fold(" \u{3000}"), "");
}

#[test]
fn invisible_characters_do_not_stop_a_match() {
    assert_eq!(fold("防\u{200B}災\u{FEFF}課"), "防災課");
}

#[test]
fn an_address_matches_whichever_dash_was_typed() {
    for typed in ["1-2-3", "１－２－３", "1‐2‐3", "1−2−3", "1ー2ー3", "１—２―３"] {
        assert_eq!(fold(typed), "1-2-3", "{typed}");
    }
    assert_eq!(fold("ー"), "ー");
    assert_eq!(fold("1〜3"), fold("1～3"));
}

#[test]
fn a_sigma_folds_the_same_inside_and_at_the_end_of_a_word() {
    assert!(contains(&fold("ΟΔΟΣΑ"), "ΟΔΟΣ"));
}

#[test]
fn every_word_of_a_query_must_occur_in_any_order() {
    let row = fold("髙橋 花子　総務課 主査");
    assert!(matches_words(&row, "総務　高橋"));
    assert!(matches_words(&row, "花子 主査 髙橋"));
    assert!(!matches_words(&row, "高橋 税務"));
}

#[test]
fn a_name_without_blank_finds_the_name_with_one() {
    assert!(matches_words(&fold("山田 太郎"), "山田太郎"));
    assert!(matches_words(&fold("山田　太郎"), "田太"));
    assert!(matches_words(&fold("山田太郎"), "山田 太郎"));
    assert!(!matches_words(&fold("山田 太郎"), "太郎山田"));
}

#[test]
fn an_empty_query_filters_nothing() {
    assert!(matches_words(&fold("山田"), "　 "));
    assert!(matches_words("", ""));
}

/// Text rich in what folding changes.
fn japanese() -> impl Strategy<Value = String> {
    let nasty = prop::sample::select(
        "ー-−ｰﾞﾟ゛゜\u{3099}\u{309A}かカｶハヷヺヽ゛髙﨑邊\u{E0100}\u{FE0F}İẞΣ\u{345}\u{327}\u{301}１Ａa1 \u{3000}\u{200B}ﷺ㍿㍻¨½"
            .chars()
            .collect::<Vec<_>>(),
    );
    prop::collection::vec(prop_oneof![3 => nasty, 1 => any::<char>()], 0..24)
        .prop_map(|chars| chars.into_iter().collect())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2000, ..Default::default() })]

    #[test]
    fn folding_twice_is_folding_once(text in japanese()) {
        let once = fold(&text);
        prop_assert_eq!(fold(&once), once);
    }

    #[test]
    fn a_folded_text_has_no_katakana_capitals_or_double_blanks(text in japanese()) {
        let folded = fold(&text);
        prop_assert!(!folded.contains("  "));
        prop_assert_eq!(folded.trim(), folded.as_str());
        let changed = |c: char| ('ァ'..='ヺ').contains(&c) || c.is_ascii_uppercase();
        prop_assert!(!folded.contains(changed), "{}", folded);
    }

    #[test]
    fn every_text_finds_itself(text in japanese()) {
        let folded = fold(&text);
        prop_assert!(contains(&folded, &text));
        prop_assert!(matches_words(&folded, &text));
    }
}

/// What of a text is found where it says something else in other spelling.
fn traced<'t>(text: &'t str, folded: &str) -> &'t str {
    let traced = text::Traced::new(text);
    let at = traced.folded().find(folded).expect("it is there");
    &text[traced.origin(at..at + folded.len())]
}

#[test]
fn what_was_found_is_shown_where_it_was_typed() {
    assert_eq!(traced("本日のｻｰﾊﾞｰ停止", "さーばー"), "ｻｰﾊﾞｰ");
    assert_eq!(traced("髙\u{E0100}橋さん", "高"), "髙\u{E0100}");
    assert_eq!(traced("カ゛ス　の件", "がす の"), "カ゛ス　の");
    assert_eq!(traced("〒1ー2です", "1-2"), "1ー2");
    assert_eq!(traced("㍿緑", "式会"), "㍿");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2000, ..Default::default() })]

    #[test]
    fn origins_lie_within_the_text_and_on_its_characters(text in japanese()) {
        let traced = text::Traced::new(&text);
        let places: Vec<usize> = traced.folded().char_indices().map(|(at, _)| at).chain([traced.folded().len()]).collect();
        for pair in places.windows(2) {
            prop_assert!(text.get(traced.origin(pair[0]..pair[1])).is_some());
        }
    }
}
