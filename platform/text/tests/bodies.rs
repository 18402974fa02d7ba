//! Mentions, links and excerpts of message bodies.

use proptest::prelude::*;
use text::{Token, excerpt, graphemes, links, mentions};

const TARO: &str = "0123456789abc";
const HANA: &str = "zzzzzzzzzzzz0";

fn named(token: Token<'_>) -> Option<String> {
    match token {
        Token::Person(id) if id == TARO => Some("山田 太郎".to_owned()),
        Token::Unit(_) => Some("総務課".to_owned()),
        Token::Room(_) => Some("防災".to_owned()),
        Token::Everyone => Some("全員".to_owned()),
        Token::Person(_) => None,
    }
}

fn plain(body: &str) -> String {
    excerpt(body, 1000, named)
}

#[test]
fn mentions_come_in_order_and_once() {
    let found = mentions(&format!("<@{HANA}>さん、<@{TARO}>さん、<@{HANA}>さん <@u:{TARO}> <#{HANA}>へ<!everyone>"));
    assert_eq!(found.people, [HANA, TARO]);
    assert_eq!(found.units, [TARO]);
    assert_eq!(found.rooms, [HANA]);
    assert!(found.everyone);
}

#[test]
fn what_is_no_id_mentions_nobody() {
    for body in [
        "<@0123456789ab>",
        "<@0123456789abcd>",
        "<@0123456789abi>",
        "<@0123456789abC>",
        "<@ 0123456789abc>",
        "<@0123456789abc",
        "<u:0123456789abc>",
        "<!here>",
        "<@０123456789ab>",
    ] {
        assert_eq!(mentions(body), text::Mentions::default(), "{body}");
    }
}

#[test]
fn code_mentions_nobody() {
    for body in [
        format!("`<@{TARO}>`"),
        format!("``a ` <@{TARO}>``"),
        format!("`a\n<@{TARO}>` b"),
        format!("```\n<@{TARO}>\n```"),
        format!("```\n<@{TARO}>"),
        format!("````\n```\n<@{TARO}>\n````"),
        format!("- ```\n  <@{TARO}>\n  ```"),
        format!("> ```\n> <@{TARO}>\n> ```"),
        format!("```<@{TARO}>```"),
        format!("\\<@{TARO}>"),
    ] {
        assert_eq!(mentions(&body).people, [""; 0], "{body}");
    }
}

#[test]
fn what_only_looks_like_code_does_mention() {
    for body in [
        format!("` <@{TARO}>"),
        format!("\\`<@{TARO}>\\`"),
        format!("`` <@{TARO}> `"),
        format!("`a\n\n<@{TARO}>`"),
        format!("`a\n- <@{TARO}>`"),
        format!("```\ncode\n```\n<@{TARO}>"),
        format!("> ```\n> code\n<@{TARO}>"),
        format!("**<@{TARO}>**"),
        format!("[<@{TARO}>](https://example.jp)"),
        format!("\\\\<@{TARO}>"),
        format!("<<@{TARO}>>"),
    ] {
        assert_eq!(mentions(&body).people, [TARO], "{body}");
    }
}

#[test]
fn a_url_ends_where_japanese_begins() {
    for (body, url) in [
        ("https://example.lg.jp/議会です。", "https://example.lg.jp/"),
        ("詳細はhttps://example.lg.jp/a.html。", "https://example.lg.jp/a.html"),
        ("「https://example.lg.jp/a」を参照", "https://example.lg.jp/a"),
        ("（https://example.lg.jp/a）", "https://example.lg.jp/a"),
        ("https://example.lg.jp/%E8%AD%B0%E4%BC%9Aを", "https://example.lg.jp/%E8%AD%B0%E4%BC%9A"),
        ("https://example.lg.jp　次", "https://example.lg.jp"),
        ("HTTPS://EXAMPLE.JP/Aです", "HTTPS://EXAMPLE.JP/A"),
    ] {
        assert_eq!(links(body), [url], "{body}");
    }
}

#[test]
fn punctuation_and_brackets_around_a_url_are_not_part_of_it() {
    for (body, url) in [
        ("(https://example.jp/a)", "https://example.jp/a"),
        ("See https://example.jp/a.", "https://example.jp/a"),
        ("https://example.jp/a?b=c&d=e#f, and", "https://example.jp/a?b=c&d=e#f"),
        ("https://example.jp/wiki/A_(b)です", "https://example.jp/wiki/A_(b)"),
        ("**https://example.jp/a**(注)", "https://example.jp/a"),
        ("\"https://example.jp/a\"", "https://example.jp/a"),
        ("https://example.jp/a!?", "https://example.jp/a"),
        ("| https://example.jp/a|", "https://example.jp/a"),
        ("http://[::1]:8080/x", "http://[::1]:8080/x"),
    ] {
        assert_eq!(links(body), [url], "{body}");
    }
}

#[test]
fn in_angle_brackets_and_in_links_a_url_may_hold_japanese() {
    assert_eq!(links("<https://example.jp/議会>です"), ["https://example.jp/議会"]);
    assert_eq!(links("[資料](https://example.jp/議会)です"), ["https://example.jp/議会"]);
    assert_eq!(links("[資料](<https://example.jp/a b> \"題\")"), ["https://example.jp/a b"]);
    assert_eq!(links("![図](https://example.jp/a_(1).png)"), ["https://example.jp/a_(1).png"]);
    assert_eq!(links("<https://日本語.jp/>"), ["https://日本語.jp/"]);
}

#[test]
fn no_url_is_found_in_code_or_without_a_host() {
    for body in [
        "`https://example.jp`",
        "```\nhttps://example.jp\n```",
        "https://",
        "https://です",
        "http://.",
        "xhttps://example.jp",
        "[a](/b) [c](mailto:d@example.jp)",
    ] {
        assert_eq!(links(body), [""; 0], "{body}");
    }
}

#[test]
fn several_urls_keep_their_order() {
    assert_eq!(
        links("https://b.jp と[a](https://a.jp)、<https://c.jp> https://b.jp"),
        ["https://b.jp", "https://a.jp", "https://c.jp", "https://b.jp"]
    );
}

#[test]
fn an_excerpt_names_people_units_and_rooms() {
    assert_eq!(
        plain(&format!("<@{TARO}>さん <@u:{TARO}>の<#{TARO}>を<!everyone>へ")),
        "@山田 太郎さん @総務課の#防災を@全員へ"
    );
    assert_eq!(excerpt(&format!("<@{HANA}> <#{HANA}> <!everyone>"), 99, |_| None), "@? #? @everyone");
}

#[test]
fn an_excerpt_has_no_marks() {
    for (body, expected) in [
        ("**重要** *斜体* ~~取消~~ `code`", "重要 斜体 取消 code"),
        ("**「強調」**です", "「強調」です"),
        ("これは**太字**です", "これは太字です"),
        ("***両方***", "両方"),
        ("**a *b* c**", "a b c"),
        ("# 見出し #\n本文", "見出し 本文"),
        ("- 一\n- [x] 二\n1. 三", "一 二 1. 三"),
        ("> 引用\n> > 二重\n返事", "引用 二重 返事"),
        ("```rust\nfn a() {}\n```\nです", "fn a() {} です"),
        ("[資料**A**](https://example.jp/a_b_c)を", "資料Aを"),
        ("![図](https://example.jp/a.png)", "図"),
        ("<https://example.jp/a>", "https://example.jp/a"),
        ("上\n---\n下", "上 下"),
        ("a\r\nb\tc\u{7}d", "a b c d"),
    ] {
        assert_eq!(plain(body), expected, "{body}");
    }
}

#[test]
fn an_excerpt_keeps_what_is_no_mark() {
    for body in [
        "2 * 3 * 4",
        "file_name_v2.txt",
        "10~12時",
        "a ** b",
        "**閉じない",
        "[重要] お知らせ",
        "5 < 6 > 4",
        "C#",
        "#タグ",
        "山田　太郎",
        "https://example.jp/a_b_c*",
        "a~~~b~~~",
    ] {
        assert_eq!(plain(body), body, "{body}");
    }
}

#[test]
fn a_backslash_keeps_a_mark_and_goes() {
    assert_eq!(plain(r"\*\*a\*\* \[b\]\(c) \<d\> \# \\ \a \|"), r"**a** [b]\(c) <d> # \ \a |");
}

#[test]
fn an_excerpt_is_cut_between_graphemes() {
    assert_eq!(excerpt("**辻\u{E0100}本**さん", 3, named), "辻\u{E0100}本…");
    assert_eq!(excerpt(&format!("<@{TARO}>さん"), 4, named), "@山田…");
    assert_eq!(excerpt("", 5, named), "");
}

#[test]
fn hostile_bodies_take_no_long_time() {
    for unit in ["\\``", "[](a", "`", "**a ", "<@", "](", "*a_", "> ", "[", "https://(", "``a`"] {
        let body = unit.repeat(400_000 / unit.len());
        plain(&body);
        mentions(&body);
        links(&body);
    }
    // Linear work takes a second or two in a test build, quadratic work minutes.
}

/// Bodies rich in markup.
fn marked() -> impl Strategy<Value = String> {
    let parts = prop::sample::select(vec![
        "*",
        "**",
        "_",
        "~~",
        "`",
        "```",
        "\n",
        "> ",
        "- ",
        "#",
        "[",
        "](",
        ")",
        "<",
        ">",
        "<@",
        "0123456789abc>",
        "<!everyone>",
        "\\",
        "https://a.jp/",
        "漢",
        "a",
        " ",
        "!",
        "|",
        "é",
    ]);
    prop::collection::vec(parts, 0..40).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2000, ..Default::default() })]

    #[test]
    fn an_excerpt_is_one_line_within_its_limit(body in marked(), max in 0_usize..30) {
        let line = excerpt(&body, max, named);
        prop_assert!(graphemes(&line) <= max);
        prop_assert!(!line.contains(char::is_control), "{:?}", line);
        prop_assert_eq!(line.trim(), line.as_str());
    }

    #[test]
    fn links_are_slices_that_start_with_their_scheme(body in marked()) {
        for link in links(&body) {
            prop_assert!(body.contains(link) && link.len() > "https://".len());
        }
    }

    #[test]
    fn a_body_with_every_mark_escaped_reads_as_it_was_meant(text in "x[*_~`\\[\\]<>#\\\\| a漢!()@]{0,30}x") {
        let escaped: String = text
            .chars()
            .flat_map(|c| r"*_~`[]<>#\|".contains(c).then_some('\\').into_iter().chain([c]))
            .collect();
        let expected = text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        prop_assert_eq!(plain(&escaped), expected);
        prop_assert_eq!(mentions(&escaped), text::Mentions::default());
    }

    #[test]
    fn any_text_is_read_without_panic(body in any::<String>()) {
        mentions(&body);
        links(&body);
        prop_assert!(graphemes(&excerpt(&body, 20, named)) <= 20);
    }
}

#[test]
fn without_its_tokens_a_body_stands_where_it_stood() {
    let body = "会議は<@0123456789abc>さんと<!everyone>、<#0123456789abc>で <b> <@u:0123456789abc>";
    let left = text::without_tokens(body);
    assert_eq!(left.split_whitespace().collect::<Vec<_>>(), ["会議は", "さんと", "、", "で", "<b>"]);
    assert_eq!(left.len(), body.len());
    assert_eq!(left.find("さんと"), body.find("さんと"));
    assert_eq!(text::without_tokens("<@ここ> <#0123456789ab>"), "<@ここ> <#0123456789ab>");
}

#[test]
fn a_body_is_seen_without_its_marks_and_with_its_lines() {
    for (body, seen) in [
        ("**予算**書の~~旧~~案", "予算書の旧案"),
        ("# 議題\n- [ ] **予**算\n> 引用の_文_です", "議題\n予算\n引用の文です"),
        ("[資料](https://example.jp/x)と<https://example.jp/y>", "資料とhttps://example.jp/y"),
        ("3 * 4 * 5 と file_name.txt と \\*そのまま\\*", "3 * 4 * 5 と file_name.txt と *そのまま*"),
        ("```\nlet a = *b*;\n```", "let a = *b*;"),
        ("<@0123456789abc>さん、*至急*です", "<@0123456789abc>さん、至急です"),
        ("印のない文\n\n二行目", "印のない文\n\n二行目"),
    ] {
        assert_eq!(text::seen(body), seen, "{body}");
    }
}
