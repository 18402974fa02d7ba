//! What the newer endpoints of the talk and around it are tried with.

use harness::new_id;
use serde_json::{Value, json};

pub fn input(name: &str, named: &dyn Fn(&str) -> String) -> Value {
    match name {
        "plan_message" => json!({
            "id": new_id(), "room_id": named("{room}"), "body": "あとの話", "send_at": "2026-12-28T00:00:00Z",
        }),
        "make_album" => json!({ "id": new_id(), "name": "現場写真" }),
        "change_album" => json!({ "sort": "time" }),
        "remove_album" => json!({ "removed": true }),
        "add_album_pictures" => json!({ "files": [named("{picture}")] }),
        "caption_album_picture" => json!({ "caption": "橋の東側" }),
        "place_album_picture" => json!({}),
        "set_download_floor" => json!({ "rooms": "everyone", "outside": "everyone" }),
        "set_number_guard" => json!({ "policy": "warn" }),
        "order_rooms" => json!({ "id": new_id(), "scope": { "kinds": ["facility"], "pattern": "{課}" } }),
        "preview_rooms" => json!({ "kinds": ["facility"], "pattern": "{課}" }),
        "make_room_template" => json!({ "id": new_id(), "words": { "name": "道路工事" } }),
        "replace_room_template" => json!({ "name": "道路工事" }),
        "hide_room_template" => json!({ "hidden": true }),
        "set_outside_talk" => json!({ "hold_seconds": 10, "asks": true }),
        "set_saved_done" => json!({ "done": true }),
        "forward" => json!({
            "messages": [named("{message}")], "targets": [{ "room_id": named("{room}"), "id": new_id() }],
        }),
        "preview_forward" => json!({ "messages": [named("{message}")], "rooms": [named("{room}")] }),
        "create_phone_memo" | "set_phone_memo_rule" => crate::phone_memos::input(name, &named("{person}")),
        "create_broadcast" | "change_broadcast" => crate::broadcasts::words(crate::broadcasts::everybody()),
        "preview_broadcast" => json!({ "audience": crate::broadcasts::everybody() }),
        "refuse_broadcast" | "withdraw_broadcast" => json!({ "why": "日付の誤り" }),
        "reply_to_broadcast" | "answer_about_broadcast" => json!({ "body": "承知しました" }),
        "keep_broadcast_list" | "replace_broadcast_list" => {
            json!({ "name": new_id(), "audience": crate::broadcasts::everybody() })
        }
        "set_broadcast_rule" => json!({ "consent_above": null, "keep_years": null }),
        "set_file_rules" => json!({ "places": "strip" }),
        "set_whereabouts" | "set_whereabouts_of" => json!({ "kind": "out", "place": "県庁" }),
        "create_place" | "replace_place" => json!({ "name": new_id(), "reading": "しょ", "order": 2 }),
        "create_floor" | "replace_floor" => {
            json!({ "place_id": named("{hall}"), "name": "3階", "order": 1, "points": [] })
        }
        "say" => json!({ "id": new_id(), "body": "話" }),
        "reword" => json!({ "body": format!("言い直し {}", new_id()) }),
        "keep_draft" => json!({ "room_id": named("{room}"), "body": "書きかけ" }),
        "live_say" => json!({ "connection": "999", "frame": { "t": "idle" } }),
        _ => json!({}),
    }
}
