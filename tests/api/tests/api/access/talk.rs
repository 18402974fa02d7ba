//! What the newer endpoints of the talk are tried with.

use harness::new_id;
use serde_json::{Value, json};

pub fn input(name: &str, named: &dyn Fn(&str) -> String) -> Value {
    match name {
        "forward" => json!({
            "messages": [named("{message}")], "targets": [{ "room_id": named("{room}"), "id": new_id() }],
        }),
        "preview_forward" => json!({ "messages": [named("{message}")], "rooms": [named("{room}")] }),
        _ => json!({}),
    }
}
