//! What binds the client to the server: what a client had fetched, what the server told it since, and what it would fetch
//! then, as the server really says it. The client's reducers must get from the first to the last.
//!
//! The files are in `web/src/features/chat/contract`. The test here fails when they are not what the server says, and writes
//! them anew when `ENGAWA_WRITE_CONTRACT` is 1.

mod cases;
mod names;
mod scene;

use harness::{World, everywhere};
use scene::Scene;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use testkit::setting;

/// Files by name.
type Files = BTreeMap<String, String>;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../web/src/features/chat/contract")
}

fn present() -> Files {
    let found = fs::read_dir(folder()).expect("the client's contract").map(|entry| entry.expect("an entry").path());
    let cases = found.filter(|path| path.extension().is_some_and(|extension| extension == "json"));
    cases
        .map(|path| {
            let name = path.file_name().expect("a file").to_string_lossy().into_owned();
            (name, fs::read_to_string(&path).expect("a text"))
        })
        .collect()
}

fn write(files: &Files) {
    for stale in present().keys().filter(|name| !files.contains_key(*name)) {
        fs::remove_file(folder().join(stale)).expect("a stale case goes");
    }
    for (name, text) in files {
        fs::write(folder().join(name), text).expect("a case is written");
    }
}

async fn record(world: &World, files: &mut Files, name: &str, case: impl AsyncFnOnce(&mut Scene<'_>)) {
    let mut scene = Scene::set(world).await;
    case(&mut scene).await;
    let recorded = serde_json::to_string_pretty(&scene.end().await).expect("a case is plain data");
    files.insert(format!("{name}.json"), format!("{recorded}\n"));
}

async fn all(world: &World) -> Files {
    let mut files = Files::new();
    let all = &mut files;
    record(world, all, "message-posted", cases::message_posted).await;
    record(world, all, "message-changed", cases::message_changed).await;
    record(world, all, "message-withdrawn", cases::message_withdrawn).await;
    record(world, all, "reacted", cases::reacted).await;
    record(world, all, "thread-replied", cases::thread_replied).await;
    record(world, all, "thread-changed", cases::thread_changed).await;
    record(world, all, "mentioned", cases::mentioned).await;
    record(world, all, "mention-taken-back", cases::mention_taken_back).await;
    record(world, all, "room-changed", cases::room_changed).await;
    record(world, all, "members-changed", cases::members_changed).await;
    record(world, all, "room-joined", cases::room_joined).await;
    record(world, all, "room-left", cases::room_left).await;
    record(world, all, "removed-and-back", cases::removed_and_back).await;
    record(world, all, "direct-room", cases::direct_room).await;
    record(world, all, "transferred", cases::transferred).await;
    record(world, all, "read-elsewhere", cases::read_elsewhere).await;
    record(world, all, "drafts", cases::drafts).await;
    record(world, all, "other-facts", cases::other_facts).await;
    files
}

/// The kinds that the server says it tells.
async fn kinds(world: &World) -> BTreeSet<String> {
    let description = world.stranger().get("/openapi.json").await.ok();
    description["x-events"].as_object().expect("events by kind").keys().cloned().collect()
}

#[test]
fn the_cases_that_the_clients_reducers_are_tried_with_are_what_the_server_says() {
    everywhere(|world| async move {
        let said = all(&world).await;
        if setting("ENGAWA_WRITE_CONTRACT", 0) == 1 {
            write(&said);
        }
        let present = present();
        let stale: Vec<&String> = said
            .keys()
            .chain(present.keys().filter(|name| !said.contains_key(*name)))
            .filter(|name| said.get(*name) != present.get(*name))
            .collect();
        assert!(
            stale.is_empty(),
            "{stale:?} in web/src/features/chat/contract is not what the server says. When the server is right, run \
            `ENGAWA_WRITE_CONTRACT=1 cargo test -p sync the_cases` and let the client follow."
        );
        let events = said.values().flat_map(|text| {
            let case: Value = serde_json::from_str(text).expect("a case is JSON");
            case["events"].as_array().expect("events").clone()
        });
        let told: BTreeSet<String> = events.map(|event| crate::state::text_of(&event["kind"])).collect();
        assert_eq!(told, kinds(&world).await, "every kind of event is in a case");
    });
}
