//! Promises 1, 2 and 3: what was acknowledged stays, the same id is one message, messages are numbered without a hole.

use crate::machine::Machine;
use crate::state::{number, text_of};
use crate::truth::{settled, stream};
use futures_util::future::join_all;
use harness::{Client, NewStaff, Staff, Town, World, everywhere, new_id};
use live::Limits;
use serde_json::{Value, json};
use std::collections::HashSet;
use testkit::TestDb;

async fn two_in_a_room(world: &World) -> (Town, Staff, Staff, String) {
    let town = world.town("緑野市").await;
    let sato = town.staff(world, NewStaff::named("佐藤", "花", ("さとう", "はな"))).await;
    let ito = town.staff(world, NewStaff::named("伊藤", "健", ("いとう", "けん"))).await;
    let room = new_id();
    let made = json!({ "id": room, "kind": "private", "name": "予算", "people": [ito.id] });
    sato.client.post("/rooms", made).await.ok();
    (town, sato, ito, room)
}

#[test]
fn what_was_acknowledged_is_there_after_the_program_was_ended_and_said_again_it_is_still_one() {
    for engine in testkit::engines() {
        let mut machine = Machine::start(TestDb::new(engine, &server::features::migrations()), Limits::default());
        let (_, sato, _, room) = machine.runtime.block_on(two_in_a_room(&machine.world));
        let path = format!("/rooms/{room}/messages");
        let saying = json!({ "id": new_id(), "body": "**停電**の前" });
        let said = machine.runtime.block_on(sato.client.post(&path, saying.clone())).ok();

        machine = machine.restart(Limits::default());
        let client = Client::new(machine.world.address, Some(sato.token.clone()));
        machine.runtime.block_on(async {
            let again = client.post(&path, saying).await;
            assert_eq!(again.status, 200, "it is not new");
            assert_eq!(again.ok()["seq"], said["seq"]);
            let all = stream(&client, &format!("/rooms/{room}")).await;
            assert_eq!(all.iter().filter(|message| message["id"] == said["id"]).count(), 1);
        });
    }
}

#[test]
fn the_same_id_said_many_times_at_once_is_one_message() {
    everywhere(|world| async move {
        let (_, sato, ito, room) = two_in_a_room(&world).await;
        let saying = json!({ "id": new_id(), "body": "届いていますか" });
        let path = format!("/rooms/{room}/messages");
        let answers = join_all((0..12).map(|_| sato.client.post(&path, saying.clone()))).await;
        let fresh = answers.iter().filter(|answer| answer.status == 201).count();
        assert_eq!(fresh, 1, "one of them made it");
        let seqs: HashSet<i64> = answers.into_iter().map(|answer| number(&answer.ok()["seq"])).collect();
        assert_eq!(seqs.len(), 1, "all of them were told of the same");
        assert_eq!(ito.client.post(&path, saying).await.refused(409), "id_taken", "somebody else's id is refused");
    });
}

#[test]
fn messages_and_replies_said_at_once_are_numbered_without_a_hole_and_told_in_that_order() {
    everywhere(|world| async move {
        let (town, sato, ito, room) = two_in_a_room(&world).await;
        let root = text_of(&sato.client.say(&room, "分担を決めましょう").await["id"]);
        settled(&world, &town, &ito.client).await;
        let mut live = ito.client.live_now().await;
        let path = format!("/rooms/{room}/messages");
        let sayings = (0..40).map(|place| {
            let author = if place % 2 == 0 { &sato } else { &ito };
            let thread = if place % 4 < 2 { json!(root) } else { Value::Null };
            author.client.post(&path, json!({ "id": new_id(), "body": format!("{place}"), "thread": thread }))
        });
        let mut said: Vec<(bool, i64)> = join_all(sayings)
            .await
            .into_iter()
            .map(|answer| answer.ok())
            .map(|message| (message["thread_id"].is_null(), number(&message["seq"])))
            .collect();
        let mut heard = Vec::new();
        while heard.len() < said.len() {
            let message = live.event("chat.message_posted").await["message"].clone();
            heard.push((message["thread_id"].is_null(), number(&message["seq"])));
        }
        for of_room in [true, false] {
            let seqs: Vec<i64> = heard.iter().filter(|(place, _)| *place == of_room).map(|(_, seq)| *seq).collect();
            assert!(seqs.is_sorted(), "told in another order than numbered: {seqs:?}");
        }
        said.sort_unstable();
        heard.sort_unstable();
        assert_eq!(said, heard);
        // `stream` checks the numbers.
        assert_eq!(stream(&sato.client, &format!("/rooms/{room}")).await.len(), 22, "made, root, twenty");
        assert_eq!(stream(&sato.client, &format!("/threads/{root}")).await.len(), 20);
    });
}

#[test]
fn who_has_read_follows_from_one_number_each() {
    everywhere(|world| async move {
        let (_, sato, ito, room) = two_in_a_room(&world).await;
        let messages = [sato.client.say(&room, "一").await, sato.client.say(&room, "二").await];
        let read_by = async |message: &Value| {
            let found = sato.client.get(&format!("/messages/{}/receipts", text_of(&message["id"]))).await.ok();
            found["read"].as_array().expect("a list").len()
        };
        ito.client.put(&format!("/rooms/{room}/read"), json!({ "seq": messages[0]["seq"] })).await.ok();
        assert_eq!((read_by(&messages[0]).await, read_by(&messages[1]).await), (1, 0));
        // An older answer that arrives late moves nobody back.
        ito.client.put(&format!("/rooms/{room}/read"), json!({ "seq": messages[1]["seq"] })).await.ok();
        ito.client.put(&format!("/rooms/{room}/read"), json!({ "seq": messages[0]["seq"] })).await.ok();
        assert_eq!((read_by(&messages[0]).await, read_by(&messages[1]).await), (1, 1));
        let counts = sato.client.get(&format!("/rooms/{room}/receipts")).await.ok();
        assert_eq!(counts["read"], json!([[messages[1]["seq"], 2]]), "author and reader stand at the last");
    });
}
