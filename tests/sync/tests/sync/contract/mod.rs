//! What binds the client to the server: what a client had fetched, what the server told it since, and what it would fetch
//! then, as the server really says it. The client's reducers must get from the first to the last.
//!
//! The files are in `web/src/features/chat/contract`. The test here fails when they are not what the server says, and writes
//! them anew when `ENGAWA_WRITE_CONTRACT` is 1.

mod cases;
mod names;
mod questions;
mod scene;
mod shared;

use harness::{World, everywhere};
use kernel::IdMaker;
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

/// A world in which things are done, and what was written down of it.
struct Recorder<'w> {
    world: &'w World,
    ids: IdMaker,
    files: Files,
}

impl Recorder<'_> {
    async fn record(&mut self, name: &str, case: impl AsyncFnOnce(&mut Scene<'_>)) {
        let mut scene = Scene::set(self.world, &self.ids).await;
        case(&mut scene).await;
        let recorded = serde_json::to_string_pretty(&scene.end().await).expect("a case is plain data");
        self.files.insert(format!("{name}.json"), format!("{recorded}\n"));
    }
}

async fn all(world: &World) -> Files {
    let mut all = Recorder { world, ids: IdMaker::new(), files: Files::new() };
    all.record("message-posted", cases::message_posted).await;
    all.record("message-changed", cases::message_changed).await;
    all.record("message-withdrawn", cases::message_withdrawn).await;
    all.record("reacted", cases::reacted).await;
    all.record("thread-replied", cases::thread_replied).await;
    all.record("thread-changed", cases::thread_changed).await;
    all.record("mentioned", cases::mentioned).await;
    all.record("mention-taken-back", cases::mention_taken_back).await;
    all.record("room-changed", cases::room_changed).await;
    all.record("members-changed", cases::members_changed).await;
    all.record("room-joined", cases::room_joined).await;
    all.record("room-left", cases::room_left).await;
    all.record("removed-and-back", cases::removed_and_back).await;
    all.record("direct-room", cases::direct_room).await;
    all.record("transferred", cases::transferred).await;
    all.record("read-elsewhere", cases::read_elsewhere).await;
    all.record("drafts", cases::drafts).await;
    all.record("other-facts", cases::other_facts).await;
    all.record("shared-account", cases::shared_account).await;
    all.record("inspected", cases::inspected).await;
    all.record("asked", cases::asked).await;
    all.record("called", cases::called).await;
    all.record("given", cases::given).await;
    all.record("put", cases::put).await;
    all.record("answered", questions::answered).await;
    all.record("collected", cases::collected).await;
    all.record("kept", cases::kept).await;
    all.record("shared-room", shared::shared_room).await;
    all.record("albums", cases::albums).await;
    all.record("broadcast", cases::broadcast).await;
    all.files
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
