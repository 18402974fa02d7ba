//! The live stream: where it begins, what it brings, when it ends.

use crate::scene::{id, number, read, room, scene, text};
use harness::{Live, Staff, everywhere, everywhere_with, new_id};
use live::Limits;
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;

/// The kinds and message bodies that a stream brings up to a message.
async fn heard(live: &mut Live, last: &str) -> Vec<String> {
    let mut heard = Vec::new();
    loop {
        let frame = live.next().await.expect("the last message comes");
        if frame["kind"] == "chat.message_posted" && frame["p"]["message"]["kind"] == "text" {
            heard.push(text(&frame["p"]["message"]["body"]));
            if frame["p"]["message"]["id"] == last {
                return heard;
            }
        }
    }
}

#[test]
fn the_door_is_for_those_who_are_signed_in_and_speak_the_protocol() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        world.stranger().get("/live").await.refused(401);
        assert_eq!(scene.sato.client.get("/live").await.refused(400), "websocket_expected");
        let mut rude = scene.sato.client.live(&json!({ "epoch": 7, "tick": "x" })).await;
        assert_eq!(rude.next().await, None, "who does not say where they stand is sent away");
    });
}

#[test]
fn what_is_against_the_protocol_ends_that_connection_with_its_code_and_no_other() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito]).await;
        let mut hears = scene.ito.client.live_now().await;
        // A client masks what it says; here with nothing.
        let masked = |first: u8, payload: &[u8]| [&[first, 0x80 | payload.len() as u8, 0, 0, 0, 0], payload].concat();
        let cases = [
            ("not masked", vec![0x81, 1, b'a'], 1002),
            ("an unknown kind", masked(0x83, b"a"), 1002),
            ("a reserved bit", masked(0xc1, b"a"), 1002),
            ("bytes", masked(0x82, b"a"), 1003),
            ("no text", masked(0x81, &[0xff]), 1007),
            ("longer than anybody may speak", vec![0x81, 0xff, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0], 1009),
            ("a goodbye", masked(0x88, &[0x03, 0xe8]), 1000),
        ];
        for (what, bytes, code) in cases {
            let live = scene.sato.client.live_now().await;
            assert_eq!(live.ended_by(&bytes).await, Some(code), "{what}");
        }
        // What is only not understood is passed over: a newer client may know more.
        hears.say(json!({ "t": "dance", "with": 3 })).await;
        let said = scene.sato.client.say(&home, "聞こえますか").await;
        let frame = hears.until(|frame| frame["p"]["message"]["id"] == said["id"]).await;
        assert_eq!(frame["kind"], "chat.message_posted");
    });
}

#[test]
fn who_stands_where_the_first_screen_stood_is_ready_and_hears_what_follows() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito]).await;
        let position = scene.ito.client.bootstrap().await["position"].clone();
        let mut live = scene.ito.client.live(&position).await;
        let ready = live.next().await.expect("a first frame");
        assert_eq!((ready["t"].clone(), ready["tick"].clone()), (json!("ready"), position["tick"].clone()));
        let said = scene.sato.client.say(&home, "聞こえますか").await;
        let frame = live.until(|frame| frame["p"]["message"]["id"] == said["id"]).await;
        assert_eq!(frame["kind"], "chat.message_posted");
        assert_eq!(frame["p"], json!({ "message": said, "thread": null }));
        assert_eq!(frame["tick"], said["tick"]);
    });
}

#[test]
fn who_made_something_that_told_nobody_is_ready_all_the_same() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let unit = scene.town.units["総務課"];
        let new = json!({
            "staff_number": "q1", "family_name": "林", "given_name": "豊", "family_reading": "はやし",
            "given_reading": "ゆたか", "employment": "regular", "account": false,
            "posts": [{ "unit_id": unit, "kind": "main", "valid_from": "2026-04-01" }],
        });
        scene.admin.client.post("/people", new).await.ok();
        let position = scene.admin.client.bootstrap().await["position"].clone();
        let first = scene.admin.client.live(&position).await.next().await.expect("a first frame");
        assert_eq!(first["t"], "ready");
    });
}

#[test]
fn another_life_of_the_database_or_a_position_in_the_future_makes_a_client_start_afresh() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito]).await;
        let position = scene.ito.client.bootstrap().await["position"].clone();
        let far = number(&position["tick"]) + 1000;
        for lost in [
            json!({ "epoch": "0000000000000000", "tick": position["tick"] }),
            json!({ "epoch": position["epoch"], "tick": far }),
        ] {
            let mut live = scene.ito.client.live(&lost).await;
            let first = live.next().await.expect("a first frame");
            assert_eq!((first["t"].clone(), first["epoch"].clone()), (json!("fresh"), position["epoch"].clone()));
            let said = scene.sato.client.say(&home, "新しい").await;
            let told = live.until(|frame| frame["p"]["message"]["id"] == said["id"]).await;
            assert_eq!(told["p"]["message"], said, "and goes on from there");
        }
    });
}

#[test]
fn who_was_away_hears_what_they_missed_in_order_and_once() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito]).await;
        let other = room(&scene.sato, "private", "別", &[]).await;
        let mut live = scene.ito.client.live_now().await;
        let first = id(&scene.sato.client.say(&home, "一").await);
        assert_eq!(heard(&mut live, &first).await, ["一"]);
        let position = json!({
            "epoch": scene.ito.client.bootstrap().await["position"]["epoch"], "tick": live.tick,
        });
        drop(live);
        for words in ["二", "三", "四"] {
            scene.sato.client.say(&home, words).await;
            scene.sato.client.say(&other, "内緒").await;
        }
        let mut again = scene.ito.client.live(&position).await;
        assert_eq!(again.next().await.expect("a first frame")["t"], "ready");
        let last = id(&scene.sato.client.say(&home, "五").await);
        assert_eq!(heard(&mut again, &last).await, ["二", "三", "四", "五"]);
    });
}

#[test]
fn what_the_memory_has_dropped_comes_from_the_log() {
    everywhere_with(Limits { ring_bytes: 1, ..Limits::default() }, |world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito]).await;
        let position = scene.ito.client.bootstrap().await["position"].clone();
        for words in ["一", "二", "三"] {
            scene.sato.client.say(&home, words).await;
        }
        let mut live = scene.ito.client.live(&position).await;
        let last = id(&scene.sato.client.say(&home, "四").await);
        assert_eq!(live.next().await.expect("a first frame")["t"], "ready");
        assert_eq!(heard(&mut live, &last).await, ["一", "二", "三", "四"]);
    });
}

#[test]
fn who_missed_too_much_starts_afresh() {
    everywhere_with(Limits { replay: 3, ..Limits::default() }, |world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito]).await;
        let position = scene.ito.client.bootstrap().await["position"].clone();
        let mut witness = scene.mori.client.live_now().await;
        for turn in 0..5 {
            scene.sato.client.say(&home, &format!("{turn}")).await;
        }
        // The witness has heard of something later, so the hub knows of everything before it.
        scene.mori.client.put("/me/settings", json!({ "theme": "dark" })).await.ok();
        witness.event("identity.settings_changed").await;
        let mut live = scene.ito.client.live(&position).await;
        assert_eq!(live.next().await.expect("a first frame")["t"], "fresh");
    });
}

#[test]
fn losing_membership_stops_the_stream_at_once() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito]).await;
        let mut live = scene.ito.client.live_now().await;
        scene.sato.client.say(&home, "まだ").await;
        scene.sato.client.delete(&format!("/rooms/{home}/members/{}", scene.ito.id)).await;
        scene.sato.client.say(&home, &format!("<@{}> もう聞こえない", scene.ito.id)).await;
        scene.sato.client.patch(&format!("/rooms/{home}"), json!({ "name": "秘密" })).await.ok();
        scene.ito.client.put("/me/settings", json!({ "theme": "dark" })).await.ok();
        let events = live.events_until("identity.settings_changed").await;
        let place = events.iter().position(|(kind, _)| kind == "chat.room_left").expect("they are told that they left");
        assert_eq!(events[place].1, json!({ "room_id": home }));
        assert_eq!(events[place + 1..].len(), 1, "and nothing after it: {events:?}");
    });
}

#[test]
fn who_resumes_after_losing_membership_learns_that_and_no_more() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito]).await;
        let position = scene.ito.client.bootstrap().await["position"].clone();
        scene.sato.client.say(&home, &format!("<@{}> 秘密", scene.ito.id)).await;
        scene.sato.client.delete(&format!("/rooms/{home}/members/{}", scene.ito.id)).await;
        let mut live = scene.ito.client.live(&position).await;
        scene.ito.client.put("/me/settings", json!({ "theme": "dark" })).await.ok();
        let events = live.events_until("identity.settings_changed").await;
        let kinds: Vec<&str> = events.iter().map(|(kind, _)| kind.as_str()).collect();
        assert_eq!(kinds, ["chat.room_left", "identity.settings_changed"]);
    });
}

#[test]
fn who_joins_hears_the_room_from_then_on_without_connecting_again() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "open", "野球部", &[]).await;
        let mut live = scene.ito.client.live_now().await;
        scene.sato.client.say(&home, "まだ聞こえない").await;
        scene.ito.client.post(&format!("/rooms/{home}/join"), json!({})).await.ok();
        let joined = live.event("chat.room_joined").await;
        assert_eq!(
            (joined["room"]["id"].clone(), joined["room"]["mine"]["role"].clone()),
            (json!(home), json!("member"))
        );
        let last = id(&scene.sato.client.say(&home, "聞こえる").await);
        assert_eq!(heard(&mut live, &last).await, ["聞こえる"]);
    });
}

#[test]
fn signing_out_ends_the_stream_of_that_device_alone() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let mut mine = scene.sato.client.live_now().await;
        let mut others = scene.ito.client.live_now().await;
        scene.sato.client.post("/sign-out", json!({})).await.ok();
        assert_eq!(mine.event("identity.signed_out").await["session_id"].as_str().map(str::len), Some(13));
        while mine.next().await.is_some() {}
        scene.ito.client.put("/me/settings", json!({ "theme": "dark" })).await.ok();
        others.event("identity.settings_changed").await;
    });
}

#[test]
fn one_device_too_many_ends_the_oldest() {
    everywhere_with(Limits { per_person: 2, ..Limits::default() }, |world| async move {
        let scene = scene(&world).await;
        let mut first = scene.sato.client.live_now().await;
        let mut second = scene.sato.client.live_now().await;
        let _third = scene.sato.client.live_now().await;
        while first.next().await.is_some() {}
        scene.sato.client.put("/me/settings", json!({ "theme": "dark" })).await.ok();
        second.event("identity.settings_changed").await;
    });
}

#[test]
fn a_program_that_stops_tells_its_clients_when_to_come_back() {
    everywhere(|mut world| async move {
        let scene = scene(&world).await;
        let mut live = scene.sato.client.live_now().await;
        world.stop();
        let bye = live.until(|frame| frame["t"] == "bye").await;
        assert!(number(&bye["retry_ms"]) >= 500);
        while live.next().await.is_some() {}
    });
}

#[test]
fn typing_is_shown_to_those_who_look_and_to_nobody_else() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito]).await;
        let (mut ito, mut sato, mut mori) =
            (scene.ito.client.live_now().await, scene.sato.client.live_now().await, scene.mori.client.live_now().await);
        for live in [&mut ito, &mut sato, &mut mori] {
            live.say(json!({ "t": "look", "room": home })).await;
        }
        ito.until(|frame| frame["t"] == "receipts").await;
        sato.until(|frame| frame["t"] == "receipts").await;
        // Who does not belong cannot make it seem that they write there.
        mori.say(json!({ "t": "typing", "room": home, "thread": null })).await;
        sato.say(json!({ "t": "typing", "room": home, "thread": null })).await;
        let shown = ito.until(|frame| frame["t"] == "typing").await;
        assert_eq!(shown, json!({ "t": "typing", "room": home, "thread": null, "person": scene.sato.id }));
        let last = id(&scene.ito.client.say(&home, "どうぞ").await);
        let own = sato.until(|frame| frame["t"] == "typing" || frame["p"]["message"]["id"] == last).await;
        assert_ne!(own["t"], "typing", "nobody sees their own typing");
    });
}

#[test]
fn who_looks_at_a_room_sees_receipts_move() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito]).await;
        let said = scene.sato.client.say(&home, "回覧").await;
        let mut live = scene.sato.client.live_now().await;
        live.say(json!({ "t": "look", "room": home })).await;
        let first = live.until(|frame| frame["t"] == "receipts").await;
        assert_eq!((first["members"].clone(), first["read"].clone()), (json!(2), json!([[0, 1], [2, 1]])));
        read(&scene.ito, &home, number(&said["seq"])).await;
        let moved = live.until(|frame| frame["t"] == "receipts" && frame["read"] == json!([[2, 2]])).await;
        let asked = scene.sato.client.get(&format!("/rooms/{home}/receipts")).await.ok();
        assert_eq!(moved["joined"], asked["joined"]);
        assert_eq!(moved["authors"], asked["authors"]);
    });
}

async fn presence(live: &mut Live, of: &Staff, wanted: &str) {
    let name = of.id.to_string();
    live.until(|frame| frame["t"] == "presence" && frame["people"][&name] == wanted).await;
}

#[test]
fn presence_follows_the_devices_of_whom_one_watches() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let mut watcher = scene.sato.client.live_now().await;
        watcher.say(json!({ "t": "watch", "people": [scene.ito.id] })).await;
        presence(&mut watcher, &scene.ito, "offline").await;
        let mut desk = scene.ito.client.live_now().await;
        presence(&mut watcher, &scene.ito, "online").await;
        desk.say(json!({ "t": "idle" })).await;
        presence(&mut watcher, &scene.ito, "away").await;
        let phone = scene.ito.client.live_now().await;
        presence(&mut watcher, &scene.ito, "online").await;
        drop(phone);
        presence(&mut watcher, &scene.ito, "away").await;
        drop(desk);
        presence(&mut watcher, &scene.ito, "offline").await;
    });
}

#[test]
fn who_is_watched_is_seen_to_change_place() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let mut watcher = scene.sato.client.live_now().await;
        watcher.say(json!({ "t": "watch", "people": [scene.ito.id] })).await;
        presence(&mut watcher, &scene.ito, "offline").await;
        scene.mori.client.put("/me/whereabouts", json!({ "place": "第三庁舎", "until": null })).await.ok();
        scene.ito.client.put("/me/whereabouts", json!({ "place": "第二庁舎", "until": null })).await.ok();
        let told = watcher.event("directory.person_changed").await;
        assert_eq!(
            told["person"]["whereabouts"]["place"], "第二庁舎",
            "and of those whom one does not watch nothing is told"
        );
    });
}

/// Server-sent events, frame by frame.
pub struct Events {
    response: reqwest::Response,
    text: String,
}

impl Events {
    pub async fn open(staff: &Staff, position: &Value) -> Self {
        let path = format!("/live/sse?epoch={}&tick={}", text(&position["epoch"]), position["tick"]);
        let response = staff.client.request(Method::GET, &path).send().await.expect("the program answers");
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        assert_eq!(response.headers()["x-accel-buffering"], "no");
        Self { response, text: String::new() }
    }

    pub async fn next(&mut self) -> Value {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let data: String = event.lines().filter_map(|line| line.strip_prefix("data: ")).collect();
                self.text = rest.to_owned();
                return serde_json::from_str(&data).expect("frames are JSON");
            }
            let chunk = self.response.chunk().await.expect("a stream").expect("the frame comes before the end");
            self.text.push_str(std::str::from_utf8(&chunk).expect("whole frames of UTF-8"));
        }
    }
}

#[test]
fn where_a_proxy_breaks_sockets_the_same_frames_come_as_events_and_a_post_says_what_is_on_screen() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito]).await;
        let position = scene.ito.client.bootstrap().await["position"].clone();
        let mut events = Events::open(&scene.ito, &position).await;
        let ready = events.next().await;
        assert_eq!(ready["t"], "ready");
        let said = scene.sato.client.say(&home, "聞こえますか").await;
        let mut frame = events.next().await;
        while frame["p"]["message"]["id"] != said["id"] {
            frame = events.next().await;
        }
        assert_eq!((frame["kind"].clone(), frame["p"]["message"].clone()), (json!("chat.message_posted"), said));
        let say = |frame: Value| json!({ "connection": ready["connection"], "frame": frame });
        let look = say(json!({ "t": "look", "room": home }));
        scene.sato.client.post("/live/say", look.clone()).await.refused(404);
        assert_eq!(scene.ito.client.post("/live/say", look).await.status, 204);
        let mut sato = scene.sato.client.live_now().await;
        sato.say(json!({ "t": "typing", "room": home, "thread": null })).await;
        while events.next().await["t"] != "typing" {}
        let rubbish = scene.ito.client.post("/live/say", say(json!({ "t": "sing" }))).await;
        assert_eq!(rubbish.body["fields"], json!([{ "field": "frame", "code": "invalid" }]));
    });
}

#[test]
fn a_frame_that_nobody_understands_is_passed_over() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito]).await;
        let mut live = scene.ito.client.live_now().await;
        live.say(json!({ "t": "from_the_future", "x": 1 })).await;
        live.say(json!(["not", "even", "an", "object"])).await;
        live.say(json!({ "t": "look", "room": new_id() })).await;
        live.say(json!({ "t": "hello", "epoch": "again", "tick": 0 })).await;
        world.clock().advance(Duration::from_secs(1));
        let last = id(&scene.sato.client.say(&home, "まだいる").await);
        assert_eq!(heard(&mut live, &last).await, ["まだいる"]);
    });
}
