//! A body mentions whom it names and nobody else; a text of Slack's cannot smuggle anybody in.

use text::{Resolve, Token, excerpt, from_slack, graphemes, links, mentions};

const PERSON: &str = "0123456789abc";
const ROOM: &str = "zzzzzzzzzzzzz";

struct Known;

impl Resolve for Known {
    fn person(&self, slack_id: &str) -> Option<String> {
        (slack_id == "U1").then(|| PERSON.to_owned())
    }
    fn room(&self, slack_id: &str) -> Option<String> {
        (slack_id == "C1").then(|| ROOM.to_owned())
    }
}

pub(crate) fn promises(input: &[u8]) {
    let [most, rest @ ..] = input else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    body(text, usize::from(*most));
    let converted = converted(text);
    body(&converted, usize::from(*most));
}

fn body(body: &str, most: usize) {
    let found = mentions(body);
    for id in &found.people {
        assert!(body.contains(&Token::Person(id).to_string()));
    }
    for id in &found.units {
        assert!(body.contains(&Token::Unit(id).to_string()));
    }
    for id in &found.rooms {
        assert!(body.contains(&Token::Room(id).to_string()));
    }
    assert!(!found.everyone || body.contains("<!everyone>"));
    for link in links(body) {
        let scheme = link.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("http://"))
            || link.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("https://"));
        assert!(scheme && body.contains(link), "{link:?}");
    }
    let line = excerpt(body, usize::MAX, |_| None);
    assert!(line.len() <= body.len(), "an excerpt is longer than all of it");
    assert!(!line.contains(char::is_control) && line.trim() == line, "{line:?}");
    let cut = excerpt(body, most, |_| None);
    assert!(graphemes(&cut) <= most);
    assert!(cut == line || most == 0 || cut.ends_with('…'));
}

fn converted(text: &str) -> String {
    let converted = from_slack(text, &Known);
    let found = mentions(&converted.body);
    assert!(found.people.iter().all(|id| id == PERSON), "somebody was smuggled in: {:?}", found.people);
    assert!(found.rooms.iter().all(|id| id == ROOM), "a room was smuggled in: {:?}", found.rooms);
    assert!(found.people.is_empty() || text.contains("<@U1"));
    assert!(found.rooms.is_empty() || text.contains("<#C1"));
    assert!(found.units.is_empty(), "Slack knows no units");
    let calls = ["<!here", "<!channel", "<!everyone"];
    assert!(!found.everyone || calls.iter().any(|call| text.contains(call)), "everyone was smuggled in");
    assert!(converted.unresolved.iter().all(|id| text.contains(id.as_str())));
    assert!(converted.body.len() <= 64 + 16 * text.len(), "{} bytes became {}", text.len(), converted.body.len());
    let plain = !text.contains(['<', '>', '&', '*', '_', '~', '`', ':', '|', '\\', ']', '#', '\r']);
    assert!(!plain || converted.body == text, "plain words changed: {:?}", converted.body);
    converted.body
}
