//! Slack's mrkdwn.

use proptest::prelude::*;
use text::{Converted, Resolve, Token, excerpt, from_slack, links, mentions};

const TARO: &str = "0123456789abc";
const ROOM: &str = "zzzzzzzzzzzz0";

struct Directory;

impl Resolve for Directory {
    fn person(&self, slack_id: &str) -> Option<String> {
        (slack_id == "U1").then(|| TARO.to_owned())
    }

    fn room(&self, slack_id: &str) -> Option<String> {
        (slack_id == "C1").then(|| ROOM.to_owned())
    }
}

fn body(slack: &str) -> String {
    from_slack(slack, &Directory).body
}

fn plain(body: &str) -> String {
    excerpt(body, 1000, |token| match token {
        Token::Person(_) => Some("山田".to_owned()),
        _ => None,
    })
}

#[test]
fn marks_become_those_of_markdown() {
    for (slack, expected) in [
        ("*太字* _斜体_ ~取消~", "**太字** *斜体* ~~取消~~"),
        ("これは*太字*です", "これは**太字**です"),
        ("*a _b_ c*", "**a *b* c**"),
        ("*_両方_*", "***両方***"),
        ("*「強調」*です", "**「強調」**です"),
        ("(*a*)", "(**a**)"),
        ("*<https://example.jp/|a>*", "**[a](https://example.jp/)**"),
    ] {
        assert_eq!(body(slack), expected);
    }
}

#[test]
fn marks_without_a_partner_become_text() {
    for (slack, expected) in [
        ("2*3*4", r"2\*3\*4"),
        ("a * b * c", r"a \* b \* c"),
        ("*a", r"\*a"),
        ("*a\nb*", "\\*a\nb\\*"),
        ("**a**", r"\*\*a\*\*"),
        ("10~12", r"10\~12"),
        ("file_name_v2", "file_name_v2"),
        ("_a", r"\_a"),
    ] {
        assert_eq!(body(slack), expected);
    }
}

#[test]
fn crossing_marks_leave_one_of_them_text() {
    assert_eq!(body("*a _b* c_"), r"**a \_b** c\_");
}

#[test]
fn entities_are_decoded_once() {
    assert_eq!(body("a &amp; b &lt; c &gt; d"), "a & b < c > d");
    assert_eq!(body("&amp;lt;b&amp;gt; &copy;"), "&lt;b&gt; &copy;");
}

#[test]
fn code_stays_as_it_was_typed() {
    for (slack, expected) in [
        ("`*a* _b_ :smile: &lt;x&gt;`", "`*a* _b_ :smile: <x>`"),
        ("`<https://example.jp|example.jp>`", "`example.jp`"),
        ("`a``b`", "`a` `b`"),
        ("```\n*a* &amp; b\n```", "```\n*a* & b\n```"),
        ("```a\nb```", "```\na\nb\n```"),
        ("前 ```a``` 後", "前 \n```\na\n```\n後"),
        ("```a``````b```", "```\na\n```\n```\nb\n```"),
        ("```<https://example.jp/a>```", "```\nhttps://example.jp/a\n```"),
    ] {
        assert_eq!(body(slack), expected);
    }
}

#[test]
fn backticks_without_a_partner_become_text() {
    assert_eq!(body("a ` b"), r"a \` b");
    assert_eq!(body("``` a"), r"\`\`\` a");
}

#[test]
fn links_keep_their_text_and_address() {
    for (slack, expected) in [
        ("<https://example.jp/a>", "https://example.jp/a"),
        ("<https://example.jp/?a=1&amp;b=2>", "https://example.jp/?a=1&b=2"),
        ("<https://example.jp/a|資料>を", "[資料](https://example.jp/a)を"),
        ("<https://example.jp/a_(b)|[重要]>", r"[\[重要\]](https://example.jp/a_%28b%29)"),
        ("<https://example.jp/a|https://example.jp/a>", "https://example.jp/a"),
        ("<https://example.jp/議会>", "<https://example.jp/議会>"),
        ("<https://example.jp/a>です", "https://example.jp/aです"),
        ("<https://example.jp/a>b", "<https://example.jp/a>b"),
        ("<https://example.jp/_a_/>", "<https://example.jp/_a_/>"),
        ("<mailto:a@example.jp|a@example.jp>", "a@example.jp"),
        ("<mailto:a@example.jp|窓口>", "[窓口](mailto:a@example.jp)"),
        ("<tel:0123>", "0123"),
        ("<javascript:alert(1)|押>", "押 (javascript:alert(1))"),
        ("見て!<https://example.jp|資料>", "見て! [資料](https://example.jp)"),
        ("https://example.jp/_a と", "<https://example.jp/_a> と"),
        ("https://example.jp/?a&amp;b&amp;&gt;c", "<https://example.jp/?a&b&>>c"),
        ("&lt;https://example.jp/a&gt;", r"\<<https://example.jp/a>>"),
    ] {
        assert_eq!(body(slack), expected);
    }
}

#[test]
fn known_people_and_rooms_become_tokens() {
    let converted = from_slack("<@U1|taro> <@U1> <#C1|general>", &Directory);
    assert_eq!(converted, Converted { body: format!("<@{TARO}> <@{TARO}> <#{ROOM}>"), unresolved: vec![] });
}

#[test]
fn unknown_people_rooms_and_groups_become_text_and_are_reported_once() {
    let converted =
        from_slack("<@U9|花子_a> <@U8> <#C9|general> <!subteam^S1|@総務課> <!subteam^S2> <@U8>", &Directory);
    assert_eq!(converted.body, r"@花子\_a @U8 #general @総務課 @S2 @U8");
    assert_eq!(converted.unresolved, ["U9", "U8", "C9", "S1", "S2"]);
}

#[test]
fn what_is_no_id_of_slack_stays_text() {
    for (slack, expected) in [("<@>", r"\<@>"), ("<#>", r"\<#>"), ("<@a b>", r"\<@a b>"), ("<>", "<>")] {
        let converted = from_slack(slack, &Directory);
        assert_eq!(converted.body, expected);
        assert_eq!(converted.unresolved, [""; 0]);
    }
}

#[test]
fn every_call_to_the_room_is_one_to_everyone() {
    for slack in ["<!here>", "<!channel>", "<!everyone>", "<!here|here>", "<!channel|@channel>"] {
        assert_eq!(body(slack), "<!everyone>");
    }
}

#[test]
fn dates_and_other_commands_leave_their_text() {
    assert_eq!(body("<!date^1392734382^{date}^https://example.jp|2014年2月18日>"), "2014年2月18日");
    assert_eq!(body("<!date^1392734382^{date}>"), "1392734382");
    assert_eq!(body("<!foo|*bar*>"), r"\*bar\*");
}

#[test]
fn quotes_stay_quotes_and_end_where_they_ended() {
    for (slack, expected) in [
        ("&gt; a\nb", "> a\n\nb"),
        ("&gt;a\n&gt;b\n\nc", "> a\n> b\n\nc"),
        ("&gt;&gt;&gt;a\nb\n\nc", "> a\n> b\n> \n> c"),
        ("&gt; &gt; a", r"> \> a"),
        ("a\n&gt; *b*", "a\n> **b**"),
        ("a &gt; b", "a > b"),
        ("&gt;```a\nb```", "> ```\n> a\n> b\n> ```"),
        ("&gt; x ```a``` y", "> x \n> ```\n> a\n> ```\n\ny"),
        ("> bot", "> bot"),
    ] {
        assert_eq!(body(slack), expected);
    }
}

#[test]
fn shortcodes_become_emoji() {
    for (slack, expected) in [
        ("完了:tada:です", "完了🎉です"),
        (":+1::skin-tone-3:", "👍🏼"),
        (":point_up::skin-tone-6:", "☝🏿"),
        (":man-shrugging::skin-tone-2:", "🤷🏻‍♂️"),
        (":white_check_mark: :100:", "✅ 💯"),
        ("*:fire:*", "**🔥**"),
        (":hash:", "#️⃣"),
    ] {
        assert_eq!(body(slack), expected);
    }
}

#[test]
fn unknown_shortcodes_and_times_stay_as_typed() {
    for slack in [":city_mascot:", "10:30:45", "10:100:1", ":", "::", ":tada", ":tada::"] {
        let expected = if slack == ":tada::" { "🎉:" } else { slack };
        assert_eq!(body(slack), expected);
    }
    assert_eq!(body(":tada::skin-tone-3:"), "🎉:skin-tone-3:");
    assert_eq!(body(":+1::skin-tone-9:"), "👍:skin-tone-9:");
}

#[test]
fn text_that_our_markup_would_read_gets_a_backslash() {
    for (slack, expected) in [
        ("# 見出し", r"\# 見出し"),
        ("#タグ", "#タグ"),
        ("  ## a", r"  \## a"),
        ("[a](b)", r"[a\](b)"),
        ("[重要] お知らせ", "[重要] お知らせ"),
        ("&lt;@0123456789abc&gt;", r"\<@0123456789abc>"),
        ("&lt;!everyone&gt;", r"\<!everyone>"),
        ("&lt;b&gt;", r"\<b>"),
        ("&lt;3", "<3"),
        (r"C:\Users\a", r"C:\Users\a"),
        (r"\\server\_a", r"\\\server\\\_a"),
        (r"a\", r"a\\"),
        ("|a|b|", r"\|a\|b\|"),
        ("* a", r"\* a"),
        ("\r# a", "\n\\# a"),
    ] {
        assert_eq!(body(slack), expected);
    }
}

#[test]
fn an_unknown_name_cannot_make_a_mention() {
    let slack = "&lt;<@U9|0123456789abc>&gt; <@U9|&lt;!everyone&gt;>";
    assert_eq!(mentions(&body(slack)), text::Mentions::default());
}

#[test]
#[should_panic(expected = "which is no ID")]
fn a_resolver_that_returns_no_id_is_a_bug() {
    struct Broken;
    impl Resolve for Broken {
        fn person(&self, _: &str) -> Option<String> {
            Some("Taro".to_owned())
        }
        fn room(&self, _: &str) -> Option<String> {
            None
        }
    }
    from_slack("<@U1>", &Broken);
}

#[test]
fn hostile_texts_take_no_long_time() {
    for unit in ["```", "`", "<", "<a|", "*a ", ":a", "h ", "&gt;", " ", "https://a(", "a\n&gt;", "http://a&lt;"] {
        body(&unit.repeat(400_000 / unit.len()));
    }
    let strangers: String = (0..60_000).map(|number| format!("<@W{number}>")).collect();
    assert_eq!(from_slack(&strangers, &Directory).unresolved.len(), 60_000);
    // Linear work takes a second or two in a test build, quadratic work minutes.
}

fn encoded(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Slack texts rich in what it and we read.
fn mrkdwn() -> impl Strategy<Value = String> {
    let parts = prop::sample::select(vec![
        "*",
        "_",
        "~",
        "`",
        "```",
        "\n",
        "&gt;",
        "&lt;",
        "&amp;",
        "<",
        ">",
        "<@U1>",
        "<@U9|a>",
        "<#C1|b>",
        "<!here>",
        "<https://a.jp/|x>",
        "<https://a.jp/_>",
        "https://a.jp",
        "|",
        "[",
        "](",
        ")",
        "!",
        "#",
        "\\",
        " ",
        "漢",
        "a",
        ":+1:",
        ":x",
        "- ",
        "<!date^1^{d}|y>",
        "\r",
    ]);
    prop::collection::vec(parts, 0..40).prop_map(|parts| parts.concat())
}

/// One line without pairs of Slack's marks.
fn unpaired() -> impl Strategy<Value = String> {
    let parts = prop::sample::select(vec![
        " * ", " _ ", " ~ ", "[", "]", "<", ">", "#", "\\", "|", "!", "(", ")", "&", "漢", "a", " ",
    ]);
    prop::collection::vec(parts, 0..30).prop_map(|parts| format!("x{}x", parts.concat()))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 3000, ..Default::default() })]

    #[test]
    fn any_text_converts_without_panic(text in any::<String>()) {
        from_slack(&text, &Directory);
    }

    #[test]
    fn nobody_is_mentioned_who_was_not_in_slack(text in mrkdwn()) {
        let converted = from_slack(&text, &Directory);
        let found = mentions(&converted.body);
        prop_assert!(found.people.is_empty() || text.contains("<@U1>"));
        prop_assert!(found.rooms.is_empty() || text.contains("<#C1|b>"));
        prop_assert!(!found.everyone || text.contains("<!here>"));
        if !text.contains('`') {
            prop_assert_eq!(!found.people.is_empty(), text.contains("<@U1>"), "{}", converted.body);
            prop_assert_eq!(found.everyone, text.contains("<!here>"), "{}", converted.body);
            prop_assert_eq!(!converted.unresolved.is_empty(), text.contains("<@U9|a>"));
        }
    }

    #[test]
    fn encoded_text_never_mentions_anybody(text in "[<>@#!u:0-9a-z`*\\\\ \n]{0,8}<[@#!]?(u:)?(0123456789abc|everyone)>.{0,8}") {
        prop_assert_eq!(mentions(&body(&encoded(&text))), text::Mentions::default());
    }

    #[test]
    fn text_without_pairs_of_marks_reads_the_same(text in unpaired()) {
        let expected = text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        let body = body(&encoded(&text));
        prop_assert_eq!(plain(&body), expected, "{}", body);
    }

    #[test]
    fn an_address_arrives_as_it_was_whatever_surrounds_it(before in "[a漢 .(*]?", path in "[a-z0-9_*~./?=&%-]{0,12}", after in "[a漢 .)*]?") {
        let url = format!("https://example.jp/{path}");
        let slack = format!("{before}<{}>{after}", encoded(&url));
        let body = body(&slack);
        prop_assert_eq!(links(&body), [url.as_str()], "{}", body);
    }
}
