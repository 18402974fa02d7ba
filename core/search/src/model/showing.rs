//! Where in a text stands what was looked for.

use std::ops::Range;
use text::Traced;

/// Places that are shown of one text.
const MOST: usize = 100;

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
    fn marks_that_touch_become_one() {
        assert_eq!(shown("防災会議の資料", &["防災", "災会", "資料"]), ["防災会", "資料"]);
        assert_eq!(shown("データ", &["でーた", "-た"]), ["データ"]);
    }
}
