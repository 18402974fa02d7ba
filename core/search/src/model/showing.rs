//! Where in a text stands what was looked for.

use crate::model::folded;
use std::ops::Range;
use text::Traced;

/// Places that are shown of one text.
const MOST: usize = 100;

/// Letters of a long text that are looked through at a time,
const STRETCH: usize = 2_000;
/// of which so many are looked through again with the next: as many as anybody may look for.
const AGAIN: usize = 400;
/// Letters shown of a long text, and of these before what was found.
const SHOWN: usize = 400;
const BEFORE: usize = 60;

/// What of a long text is shown when some terms, folded as they were looked for, were found in it: bytes of it around the first place where
/// most of them stand together; its beginning when they stand nowhere.
pub fn around(text: &str, terms: &[String]) -> Range<usize> {
    let letters: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let end = letters.len() - 1;
    let (mut best, mut from) = ((0, 0), 0);
    while from < end && best.1 < terms.len() {
        let stretch = folded(&text[letters[from]..letters[(from + STRETCH).min(end)]]);
        let count = terms.iter().filter(|term| stretch.contains(term.as_str())).count();
        if count > best.1 {
            best = (from, count);
        }
        from += STRETCH - AGAIN;
    }
    let (from, _) = best;
    let stretch = letters[from]..letters[(from + STRETCH).min(end)];
    let first = occurrences(&text[stretch.clone()], terms).first().map_or(0, |found| stretch.start + found.start);
    let place = letters.partition_point(|at| *at < first);
    let before = place.saturating_sub(BEFORE);
    // From the beginning of its line, if that is near.
    let line = text[letters[before]..letters[place]].rfind('\n').map(|at| letters[before] + at + 1);
    let start = line.unwrap_or(if place <= BEFORE { 0 } else { letters[before] });
    let shown = letters.partition_point(|at| *at < start) + SHOWN;
    start..letters[shown.min(end)]
}

/// Where some terms, folded as they were looked for, stand in a text: bytes of it, in order and apart.
pub fn occurrences(text: &str, terms: &[String]) -> Vec<Range<usize>> {
    let traced = Traced::new(text);
    // As searched, and where each of its bytes comes from in the folded text.
    let (mut searched, mut from) = (String::new(), Vec::new());
    for (at, c) in traced.folded().char_indices() {
        searched.push(if c == 'ー' { '-' } else { c });
        from.resize(searched.len(), at);
    }
    from.push(traced.folded().len());
    let mut found: Vec<Range<usize>> = Vec::new();
    for term in terms.iter().filter(|term| !term.is_empty()) {
        let places = searched.match_indices(term.as_str()).take(MOST);
        found.extend(places.map(|(at, _)| traced.origin(from[at]..from[at + term.len()])));
    }
    found.sort_by_key(|range| range.start);
    let mut apart: Vec<Range<usize>> = Vec::new();
    for range in found {
        match apart.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => apart.push(range),
        }
    }
    apart
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::folded;

    fn shown<'t>(text: &'t str, terms: &[&str]) -> Vec<&'t str> {
        let terms: Vec<String> = terms.iter().map(|term| folded(term)).collect();
        occurrences(text, &terms).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn what_was_found_is_marked_as_it_was_typed() {
        assert_eq!(shown("本日のｻｰﾊﾞｰ停止、サーバーの件", &["さーばー"]), ["ｻｰﾊﾞｰ", "サーバー"]);
        assert_eq!(shown("髙橋さんと高橋さん", &["高橋"]), ["髙橋", "高橋"]);
        assert_eq!(shown("ＡＢＣ　ＤＥＦ", &["bc de"]), ["ＢＣ　ＤＥ"]);
        assert_eq!(shown("何もない", &["予算"]), [""; 0]);
    }

    #[test]
    fn of_a_long_text_the_place_is_shown_where_it_was_found() {
        let wanted = |words: &[&str]| words.iter().map(|word| folded(word)).collect::<Vec<_>>();
        let text = format!("予算\n{}\n議題は防災訓練と予算です{}", "あ".repeat(7_000), "い".repeat(900));
        let shown = &text[around(&text, &wanted(&["防災", "予算"]))];
        assert!(shown.starts_with("議題は防災訓練と予算です"), "{shown}");
        assert_eq!(shown.chars().count(), SHOWN);
        assert!(text[around(&text, &wanted(&["予算"]))].starts_with("予算\n"));
        let long = format!("{}防災{}", "あ".repeat(STRETCH - 1), "い".repeat(10));
        let shown = &long[around(&long, &wanted(&["防災"]))];
        assert_eq!((shown.find("防災"), shown.ends_with('い')), (Some(BEFORE * 3), true), "over the end of a stretch");
        assert_eq!(around("短い", &wanted(&["ない"])), 0..6);
        assert_eq!(around("", &wanted(&["ない"])), 0..0);
    }

    #[test]
    fn marks_that_touch_become_one() {
        assert_eq!(shown("防災会議の資料", &["防災", "災会", "資料"]), ["防災会", "資料"]);
        assert_eq!(shown("データ", &["でーた", "-た"]), ["データ"]);
    }
}
