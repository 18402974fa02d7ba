//! Promises 6 and 7: who does not read costs little and holds up nobody, and a broadcast holds up no direct message.

use crate::state::text_of;
use crate::truth::{mark, settled};
use harness::{Live, NewStaff, everywhere_with, new_id};
use live::Limits;
use serde_json::{Value, json};

/// A few frames of it fill what the system buffers for a connection on both ends.
fn long_words() -> String {
    "長".repeat(19_000)
}

/// Reads until the connection ends; how many events came before.
async fn rest_of(mut live: Live) -> usize {
    let mut events = 0;
    while let Some(frame) = live.next().await {
        events += usize::from(frame["t"] == "ev");
    }
    events
}

#[test]
fn who_does_not_read_is_given_up_at_a_bound_and_others_hear_everything() {
    let limits = Limits { mailbox: 8, ..Limits::default() };
    everywhere_with(limits, |world| async move {
        let town = world.town("緑野市").await;
        let sato = town.staff(&world, NewStaff::named("佐藤", "花", ("さとう", "はな"))).await;
        let ito = town.staff(&world, NewStaff::named("伊藤", "健", ("いとう", "けん"))).await;
        let tanaka = town.staff(&world, NewStaff::named("田中", "実", ("たなか", "みのる"))).await;
        let room = new_id();
        let made = json!({ "id": room, "kind": "private", "name": "予算", "people": [ito.id, tanaka.id] });
        sato.client.post("/rooms", made).await.ok();
        let position = settled(&world, &town, &ito.client).await;
        let (deaf, mut hears) = (ito.client.live_now().await, tanaka.client.live_now().await);
        let mut said = 0;
        while world.app.hub.connections() == 2 {
            let message = sato.client.say(&room, &long_words()).await;
            said += 1;
            assert_eq!(
                hears.event("chat.message_posted").await["message"]["id"],
                message["id"],
                "the other hears at once"
            );
            assert!(said < 1_000, "the connection that is never read was not given up");
        }
        // What was on its way is all that the reader still gets: the eight that waited were let go of.
        let late = rest_of(deaf).await;
        assert!(late < said, "{late} of {said} came although the connection had been given up");
        assert_eq!(world.app.hub.connections(), 1);

        // Whoever was given up comes back at their position and misses nothing.
        let mut back = ito.client.live(&position).await;
        let mark = mark(&world, &town).await;
        let mut heard = 0;
        loop {
            let frame = back.next().await.expect("a frame");
            heard += usize::from(frame["kind"] == "chat.message_posted");
            if frame["kind"] == "test.mark" && frame["p"] == json!(mark) {
                break;
            }
        }
        assert_eq!(heard, said);
    });
}

#[test]
fn a_direct_message_does_not_wait_for_a_broadcast_that_slow_readers_have_not_taken() {
    everywhere_with(Limits::default(), |world| async move {
        let town = world.town("緑野市").await;
        let mayor = town.staff(&world, NewStaff::named("市長", "太郎", ("しちょう", "たろう")).as_title("市長")).await;
        let sato = town.staff(&world, NewStaff::named("佐藤", "花", ("さとう", "はな"))).await;
        let ito = town.staff(&world, NewStaff::named("伊藤", "健", ("いとう", "けん"))).await;
        let mut everybody = vec![sato.id, ito.id];
        let mut slow = Vec::new();
        for _ in 0..20 {
            let clerk = town.staff(&world, NewStaff::named("田中", "実", ("たなか", "みのる"))).await;
            everybody.push(clerk.id);
            slow.push(clerk);
        }
        let room = new_id();
        let made = json!({ "id": room, "kind": "private", "name": "全庁", "people": everybody });
        mayor.client.post("/rooms", made).await.ok();
        let direct = text_of(&sato.client.post("/directs", json!({ "people": [ito.id] })).await.ok()["id"]);
        let mut lines = Vec::new();
        for clerk in &slow {
            lines.push(clerk.client.live_now().await);
        }
        let mut live = ito.client.live_now().await;
        live.say(json!({ "t": "look", "room": direct })).await;
        // More than the system buffers for anybody, so that the broadcasts stay under way until the slow ones read.
        let mut told = Vec::new();
        for _ in 0..150 {
            told.push(mayor.client.say(&room, &long_words()).await["id"].clone());
        }
        let said = sato.client.say(&direct, "今いいですか").await;
        let heard = live.until(|frame| frame["p"]["message"]["room_id"] == json!(direct)).await;
        assert_eq!(heard["p"]["message"], said, "nobody else has read a single frame yet");
        for mut line in lines {
            let mut got: Vec<Value> = Vec::new();
            while got.len() < told.len() {
                got.push(line.event("chat.message_posted").await["message"]["id"].clone());
            }
            assert_eq!(got, told, "and then the slow ones get all of it, in order");
        }
    });
}
