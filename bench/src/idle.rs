//! `idle`: what a server costs in which nothing happens.

use crate::Shared;
use crate::machine::{rss_mb, threads};
use crate::stage::{Stage, signed_in};
use harness::Program;
use serde_json::{Value, json};

/// The demo town of the README.
const STAFF: u32 = 800;

pub(crate) fn run(shared: &Shared) {
    for engine in shared.engines() {
        let stage = Stage::new(engine);
        stage.command(&["demo", "--bare", "--staff", &STAFF.to_string()]);
        let program = stage.serve();
        let started_mb = rss_mb(program.id());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let sign_ins = stage.sign_ins();
        let lines = runtime.block_on(look_around(&program, &sign_ins));
        shared.report().case(&json!({
            "bench": "idle",
            "engine": engine.name(),
            "staff": STAFF,
            "rss_mb": rss_mb(program.id()),
            "rss_started_mb": started_mb,
            "connections": lines.len(),
            "threads": threads(program.id()),
        }));
        drop(lines);
        program.stop();
    }
}

/// The three ready sign-ins open the client, look into every room that they have, and stay.
async fn look_around(program: &Program, sign_ins: &Value) -> Vec<harness::Live> {
    let mut lines = Vec::new();
    for place in 0..sign_ins["accounts"].as_array().expect("accounts").len() {
        let client = signed_in(program, sign_ins, place).await.0;
        let all = client.bootstrap().await;
        for room in all["rooms"].as_array().expect("rooms") {
            client.get(&format!("/rooms/{}/messages", room["id"].as_str().expect("an id"))).await.ok();
        }
        let mut line = client.live(&all["position"]).await;
        line.until(|frame| frame["t"] == "ready").await;
        lines.push(line);
    }
    lines
}
