//! What the newer endpoints of the talk are tried with.

use harness::new_id;
use serde_json::{Value, json};

pub fn input(name: &str, named: &dyn Fn(&str) -> String) -> Value {
    match name {
        "plan_message" => json!({
            "id": new_id(), "room_id": named("{room}"), "body": "あとの話", "send_at": "2026-12-28T00:00:00Z",
        }),
        "set_number_guard" => json!({ "policy": "warn" }),
        "set_saved_done" => json!({ "done": true }),
        "forward" => json!({
            "messages": [named("{message}")], "targets": [{ "room_id": named("{room}"), "id": new_id() }],
        }),
        "preview_forward" => json!({ "messages": [named("{message}")], "rooms": [named("{room}")] }),
        _ => json!({}),
    }
}
