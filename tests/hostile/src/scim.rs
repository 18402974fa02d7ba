//! Whatever a program sends as a filter or a change is refused, or understood and done without harm.

use scim::filter::Filter;
use scim::patch;
use scim::schema::{ENTERPRISE, USER};
use scim::user::{Shown, spelled, wanted};
use serde_json::{Map, Value, json};

fn user() -> Map<String, Value> {
    let user = json!({
        "schemas": [USER], "id": "0", "userName": "sato", "name": { "familyName": "佐藤" }, "active": true,
        "emails": [{ "value": "a@e.jp", "type": "work", "primary": true }],
        ENTERPRISE: { "department": "総務課" },
    });
    user.as_object().expect("an object").clone()
}

pub(crate) fn promises(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    if let Ok(filter) = Filter::parse(text) {
        let meets = filter.meets(&user());
        let contrary = Filter::parse(&format!("not ({text})"));
        // One bracket more may be one too many, or a byte too long.
        assert!(contrary.is_err() || contrary.is_ok_and(|contrary| contrary.meets(&user()) != meets), "{text}");
    }
    for shown in [Shown::parse(Some(text), None), Shown::parse(None, Some(text))] {
        let shown = shown.of(&user());
        assert_eq!(shown.get("id"), user().get("id"), "what is always shown");
        assert!(shown.iter().all(|(name, _)| user().contains_key(name)), "something came from nowhere");
    }
    let Ok(Value::Object(body)) = serde_json::from_str(text) else { return };
    let Ok(changes) = patch::parse(&body) else { return };
    let mut changed = user();
    for change in &changes {
        if patch::apply(&mut changed, change).is_err() {
            return;
        }
    }
    assert_eq!(changed.get("id"), user().get("id"), "what clients only read was changed");
    let Ok(spelled_once) = spelled(&changed) else { return };
    assert_eq!(spelled(&spelled_once).ok().as_ref(), Some(&spelled_once), "spelled twice it is something else");
    if let Ok(wanted) = wanted(&spelled_once) {
        assert!(!wanted.user_name.is_empty() && !wanted.family_name.is_empty());
    }
}
