//! Promises 4 and 5 one by one: whoever comes back gets what they missed or starts afresh; who may not see something does
//! not hear of it.

use crate::state::{number, text_of};
use crate::truth::{mark, settled};
use harness::{Live, NewStaff, Staff, Town, World, everywhere, everywhere_with, new_id};
use kernel::{Actor, Id};
use live::{Joined, Limits};
use serde_json::{Value, json};
use std::time::Duration;
use web::Frame;

struct Scene {
    town: Town,
    sato: Staff,
    ito: Staff,
    room: String,
    /// Where somebody stands who has seen the room made and nothing since.
    position: Value,
}

async fn scene(world: &World) -> Scene {
    let town = world.town("緑野市").await;
    let sato = town.staff(world, NewStaff::named("佐藤", "花", ("さとう", "はな"))).await;
    let ito = town.staff(world, NewStaff::named("伊藤", "健", ("いとう", "けん"))).await;
    let room = new_id();
    let made = json!({ "id": room, "kind": "private", "name": "予算", "people": [ito.id] });
    sato.client.post("/rooms", made).await.ok();
    let position = settled(world, &town, &ito.client).await;
    Scene { town, sato, ito, room, position }
}

/// The first word on a line at a position, and the line.
async fn answer_to(who: &Staff, position: &Value) -> (String, Live) {
    let mut live = who.client.live(position).await;
    let first = live.next().await.expect("an answer");
    (text_of(&first["t"]), live)
}

/// All events up to a mark, as kinds and payloads.
async fn until_mark(live: &mut Live, mark: i64) -> Vec<(String, Value)> {
    let mut events = live.events_until("test.mark").await;
    let (_, last) = events.pop().expect("the mark itself");
    assert_eq!(number(&last), mark);
    events
}

#[test]
fn a_change_that_tells_nobody_makes_no_client_start_afresh() {
    everywhere(|world| async move {
        let Scene { town, ito, .. } = scene(&world).await;
        let org = town.org;
        let quiet = world.test.db.write(Actor::system(org), move |tx| {
            tx.lock(db::Lock::Org(org))?;
            tx.tick()
        });
        quiet.await.expect("a tick without an event");
        let position = ito.client.bootstrap().await["position"].clone();
        let (word, _) = answer_to(&ito, &position).await;
        assert_eq!(word, "ready", "the position came from the first screen and is good");
    });
}

#[test]
fn who_comes_back_behind_the_ring_gets_from_the_log_what_was_missed_once_and_in_order() {
    let limits = Limits { ring_bytes: 1, ..Limits::default() };
    everywhere_with(limits, |world| async move {
        let Scene { town, sato, ito, room, position } = scene(&world).await;
        let mut said = Vec::new();
        for word in ["一", "二", "三", "四"] {
            said.push(sato.client.say(&room, word).await["id"].clone());
        }
        let mark = mark(&world, &town).await;
        let (word, mut live) = answer_to(&ito, &position).await;
        assert_eq!(word, "ready");
        let events = until_mark(&mut live, mark).await;
        let heard: Vec<Value> = events.iter().map(|(_, p)| p["message"]["id"].clone()).collect();
        assert_eq!(heard, said);
    });
}

#[test]
fn who_comes_back_after_the_log_has_forgotten_starts_afresh() {
    let limits = Limits { ring_bytes: 1, ..Limits::default() };
    everywhere_with(limits, |world| async move {
        let Scene { town, sato, ito, room, position } = scene(&world).await;
        sato.client.say(&room, "一").await;
        settled(&world, &town, &sato.client).await;
        world.clock().advance(Duration::from_secs(60));
        let (db, now) = (world.test.db.clone(), world.test.db.clock().now());
        tokio::task::spawn_blocking(move || db.forget_events(now)).await.expect("no panic").expect("forgotten");
        assert_eq!(answer_to(&ito, &position).await.0, "fresh");
        let newest = ito.client.bootstrap().await["position"].clone();
        assert_eq!(answer_to(&ito, &newest).await.0, "ready", "whoever stands at the end has missed nothing");
    });
}

#[test]
fn a_position_of_another_life_of_the_database_or_of_its_future_is_no_use() {
    everywhere(|world| async move {
        let Scene { ito, position, .. } = scene(&world).await;
        let mut other = position.clone();
        other["epoch"] = json!("0000000000000000");
        assert_eq!(answer_to(&ito, &other).await.0, "fresh");
        let mut ahead = position.clone();
        ahead["tick"] = json!(number(&position["tick"]) + 1_000_000_000);
        assert_eq!(answer_to(&ito, &ahead).await.0, "fresh");
    });
}

#[test]
fn who_missed_too_much_starts_afresh_and_then_misses_nothing() {
    let limits = Limits { replay: 3, ..Limits::default() };
    everywhere_with(limits, |world| async move {
        let Scene { town, sato, ito, room, position } = scene(&world).await;
        for word in ["一", "二", "三", "四"] {
            sato.client.say(&room, word).await;
        }
        settled(&world, &town, &sato.client).await;
        let (word, mut live) = answer_to(&ito, &position).await;
        assert_eq!(word, "fresh");
        let shown = ito.client.bootstrap().await;
        assert_eq!(shown["rooms"][0]["last"]["excerpt"], "四");
        let said = sato.client.say(&room, "五").await;
        let mark = mark(&world, &town).await;
        let events = until_mark(&mut live, mark).await;
        assert_eq!(events.last().expect("an event").1["message"], said);
    });
}

#[test]
fn who_is_removed_hears_that_and_nothing_after_it() {
    everywhere(|world| async move {
        let Scene { town, sato, ito, room, position } = scene(&world).await;
        let mut live = ito.client.live_now().await;
        live.say(json!({ "t": "look", "room": room })).await;
        sato.client.say(&room, "まだいます").await;
        sato.client.delete(&format!("/rooms/{room}/members/{}", ito.id)).await.ok();
        let said = text_of(&sato.client.say(&room, "もういません").await["id"]);
        sato.client.put(&format!("/messages/{said}/reactions/shochi"), Value::Null).await.ok();
        let mark = mark(&world, &town).await;
        let events = until_mark(&mut live, mark).await;
        assert_eq!(events.last().expect("an event").0, "chat.room_left");
        assert!(events.iter().any(|(_, p)| p["message"]["body"] == "まだいます"), "what came before was heard");

        // The same for who was away meanwhile: of the room they may no longer see they are told that they left it.
        let (word, mut back) = answer_to(&ito, &position).await;
        assert_eq!(word, "ready");
        let again = until_mark(&mut back, mark).await;
        assert!(again.iter().all(|(_, p)| p["message"].is_null()), "{again:?}");
    });
}

#[test]
fn a_room_is_silent_to_those_who_do_not_belong_to_it() {
    everywhere(|world| async move {
        let Scene { town, sato, ito, room, .. } = scene(&world).await;
        let stranger = town.staff(&world, NewStaff::named("田中", "実", ("たなか", "みのる"))).await;
        settled(&world, &town, &stranger.client).await;
        let (mut outside, mut inside) = (stranger.client.live_now().await, ito.client.live_now().await);
        outside.say(json!({ "t": "look", "room": room })).await;
        let said = text_of(&sato.client.say(&room, &format!("<!everyone> <@{}> 内密に", stranger.id)).await["id"]);
        sato.client.patch(&format!("/messages/{said}"), json!({ "body": "内密" })).await.ok();
        let mark = mark(&world, &town).await;
        assert_eq!(until_mark(&mut outside, mark).await, []);
        let kinds: Vec<String> = until_mark(&mut inside, mark).await.into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(kinds, ["chat.message_posted", "chat.message_changed"]);
    });
}

/// Joins as the live door does, with subscriptions of a moment ago; gives what was missed, and what comes up to a mark after
/// somebody has said one thing more.
async fn joined_late(scene: &Scene, world: &World, who: &Staff, groups: &[i64], at: i64) -> (String, String) {
    let actor = Actor { person: who.id, ..Actor::system(scene.town.org) };
    let Joined::At(mut connection, missed) = world.app.hub.join(actor, &groups.iter().copied().collect(), at, at)
    else {
        panic!("the ring reaches back")
    };
    let missed: Vec<&str> = missed.iter().map(Frame::text).collect();
    scene.sato.client.say(&scene.room, "そのあと").await;
    let mark = mark(world, &scene.town).await;
    let mut heard = Vec::new();
    loop {
        let frame = connection.next().await.expect("a frame");
        if frame.text().contains("test.mark") && frame.text().contains(&mark.to_string()) {
            return (missed.join("\n"), heard.join("\n"));
        }
        heard.push(frame.text().to_owned());
    }
}

#[test]
fn subscriptions_read_a_moment_before_joining_are_corrected_by_what_happened_since() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let tanaka = scene.town.staff(&world, NewStaff::named("田中", "実", ("たなか", "みのる"))).await;
        let at = number(&settled(&world, &scene.town, &tanaka.client).await["tick"]);
        let (sato, room) = (&scene.sato.client, &scene.room);
        let group = room.parse::<Id<()>>().expect("an id").raw();
        sato.say(room, "そのまえ").await;
        sato.delete(&format!("/rooms/{room}/members/{}", scene.ito.id)).await.ok();
        sato.post(&format!("/rooms/{room}/members"), json!({ "people": [tanaka.id] })).await.ok();
        sato.say(room, "そのあいだ").await;
        settled(&world, &scene.town, sato).await;

        let (missed, heard) = joined_late(&scene, &world, &scene.ito, &[group], at).await;
        assert!(missed.contains("chat.room_left"), "{missed}");
        assert!(!missed.contains("そのあいだ") && !heard.contains("そのあと"), "{missed} {heard}");
        let (missed, heard) = joined_late(&scene, &world, &tanaka, &[], at).await;
        assert!(missed.contains("chat.room_joined"), "{missed}");
        assert!(missed.contains("そのあいだ") && heard.contains("そのあと"), "{missed} {heard}");
    });
}

#[test]
fn subscriptions_that_are_older_than_what_is_remembered_are_not_believed() {
    let limits = Limits { ring_bytes: 1, ..Limits::default() };
    everywhere_with(limits, |world| async move {
        let Scene { town, sato, ito, room, position } = scene(&world).await;
        let group = room.parse::<Id<()>>().expect("an id").raw();
        sato.client.delete(&format!("/rooms/{room}/members/{}", ito.id)).await.ok();
        sato.client.say(&room, "もういません").await;
        let now = number(&settled(&world, &town, &sato.client).await["tick"]);
        let actor = Actor { person: ito.id, ..Actor::system(town.org) };
        let then = number(&position["tick"]);
        let joined = world.app.hub.join(actor, &[group].into(), then, now);
        assert!(matches!(joined, Joined::Behind), "they have to be read again");
    });
}
