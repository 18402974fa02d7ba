//! The document that clients are made from.

use crate::scene::{items, text};
use harness::everywhere;
use serde_json::Value;
use std::collections::BTreeSet;

/// Every `$ref` of a document.
fn references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                match (name.as_str(), field) {
                    ("$ref", Value::String(target)) => drop(found.insert(target.clone())),
                    _ => references(field, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

#[test]
fn the_document_lists_every_endpoint_once_and_refers_to_nothing_that_is_missing() {
    everywhere(|world| async move {
        let document = world.stranger().get("/openapi.json").await.ok();
        assert_eq!(document["openapi"], "3.1.0");
        assert_eq!(document, server::features::openapi());
        let routes = server::features::routes();
        let mut names = BTreeSet::new();
        for info in routes.infos() {
            let operation =
                &document["paths"][format!("{}{}", info.base, info.path)][info.method.name().to_lowercase()];
            assert_eq!(operation["operationId"], info.name);
            assert!(names.insert(info.name), "{} is there twice", info.name);
            assert!(info.summary.ends_with('.'), "{}: a summary is a sentence", info.name);
            assert_eq!(operation["security"].is_array(), info.access != web::Access::Public, "{}", info.name);
            let parameters = items(&operation["parameters"]);
            for part in info.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')) {
                let known = parameters.iter().any(|parameter| parameter["name"] == part && parameter["in"] == "path");
                assert!(known, "{}: {part} is not described", info.name);
            }
        }
        let count = document["paths"].as_object().expect("paths").values();
        let count: usize = count.map(|path| path.as_object().expect("methods").len()).sum();
        assert_eq!(count, names.len());
        let mut found = BTreeSet::new();
        references(&document, &mut found);
        assert!(!found.is_empty());
        for target in found {
            let pointer = target.strip_prefix('#').expect("references stay inside");
            assert!(document.pointer(pointer).is_some(), "{target} is missing");
        }
    });
}

#[test]
fn the_document_has_a_payload_for_every_kind_of_event() {
    everywhere(|world| async move {
        let document = world.stranger().get("/openapi.json").await.ok();
        let events = document["x-events"].as_object().expect("events");
        for kind in [
            "chat.message_posted",
            "chat.message_changed",
            "chat.reacted",
            "chat.thread_changed",
            "chat.room_changed",
            "chat.members_changed",
            "chat.room_joined",
            "chat.room_left",
            "chat.mine_changed",
            "chat.thread_mine_changed",
            "chat.mentioned",
            "chat.draft_changed",
            "chat.inspections_changed",
            "chat.shares_changed",
            "chat.later_changed",
            "chat.reminded",
            "chat.album_changed",
            "chat.album_pictures_changed",
            "handovers.changed",
            "meetings.changed",
            "notes.changed",
            "ideas.board_changed",
            "ideas.changed",
            "ideas.commented",
            "ideas.gone",
            "ideas.voted",
            "stamps.answered",
            "stamps.changed",
            "stamps.reminded",
            "phone_memos.changed",
            "directory.person_changed",
            "directory.units_changed",
            "directory.barriers_changed",
            "directory.grants_changed",
            "directory.organisation_changed",
            "directory.leave_changed",
            "directory.duty_changed",
            "directory.places_changed",
            "directory.floors_changed",
            "directory.whereabouts_asked",
            "identity.settings_changed",
            "identity.signed_out",
            "identity.account_changed",
            "identity.sign_in_rules_changed",
            "identity.operator_changed",
            "broadcasts.changed",
            "broadcasts.called",
            "broadcasts.mine_changed",
            "tasks.changed",
            "tasks.gone",
            "tasks.assigned",
            "tasks.due",
            "tasks.moved",
            "questions.changed",
            "questions.gone",
            "questions.faq_changed",
            "questions.faq_gone",
            "questions.faq_ordered",
            "questions.private_changed",
            "questions.private_gone",
            "questions.responders_changed",
            "questions.called",
            "questions.call_heard",
            "slips.changed",
            "slips.gone",
            "search.saved_changed",
        ] {
            assert!(text(&events[kind]["$ref"]).starts_with("#/components/schemas/"), "{kind}");
        }
        assert_eq!(events.len(), 62, "an event without a line above");
    });
}
