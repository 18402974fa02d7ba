//! `idle`: what a server costs in which nothing happens.

use crate::Shared;
use crate::machine::{rss_mb, threads};
use crate::stage::Stage;
use harness::{Client, Program};
use serde_json::{Value, json};

/// The demo town of the README.
const STAFF: u32 = 800;

pub(crate) fn run(shared: &Shared) {
    for engine in shared.engines() {
        let stage = Stage::new(engine);
        stage.command(&["demo", "--staff", &STAFF.to_string()]);
        let program = stage.serve();
        let started_mb = rss_mb(program.id());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let sign_ins = std::fs::read(stage.data().join("demo.json")).expect("the demo town's sign-ins");
        let sign_ins = serde_json::from_slice(&sign_ins).expect("the sign-ins are JSON");
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
    for account in sign_ins["accounts"].as_array().expect("accounts") {
        let stranger = Client::new(program.address, None);
        let who = json!({ "login": account[0], "password": sign_ins["password"] });
        let answer = stranger.post("/sign-in", who).await;
        let cookies = answer.headers.get_all("set-cookie").iter().filter_map(|cookie| cookie.to_str().ok());
        let token = cookies.filter_map(|cookie| cookie.strip_prefix("engawa_session=")).next();
        let token = token.and_then(|rest| rest.split(';').next()).expect("a session").to_owned();
        let client = stranger.with_token(Some(token));
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
