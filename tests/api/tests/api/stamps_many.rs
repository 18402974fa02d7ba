//! Many who answer at once: every answer counts, once, and those who look are told so many times a second and no more.

use crate::scene::{id, items, number, scene, settled};
use crate::stamps::{answer, ask, get, question};
use harness::{Client, NewStaff, Staff, everywhere, new_id};
use serde_json::json;
use std::cell::Cell;

const PEOPLE: usize = 200;

async fn crowd(world: &harness::World, town: &harness::Town) -> Vec<Staff> {
    let mut people = Vec::new();
    for number in 0..PEOPLE {
        let given: &'static str = Box::leak(format!("{number}").into_boxed_str());
        people.push(town.staff(world, NewStaff::named("小川", given, ("おがわ", "な"))).await);
    }
    people
}

/// Answers twice each, as a client does that has had no answer yet; how many were taken.
async fn all_at_once(people: &[Staff], stamp: &str, of: usize) -> usize {
    let sent: Vec<_> = people
        .iter()
        .enumerate()
        .map(|(place, staff)| {
            let (client, path): (Client, String) = (staff.client.clone(), format!("/stamps/{stamp}/answer"));
            let given = json!({ "choices": [place % of], "sending": new_id() });
            tokio::spawn(async move {
                let first = client.put(&path, given.clone()).await.status.is_success();
                first && client.put(&path, given).await.status.is_success()
            })
        })
        .collect();
    let mut taken = 0;
    for one in sent {
        taken += usize::from(one.await.expect("sent"));
    }
    taken
}

#[test]
fn two_hundred_people_answer_at_once_and_every_answer_counts_once() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let people = crowd(&world, &scene.town).await;
        let members: Vec<_> = people.iter().map(|staff| staff.id).collect();
        let new = json!({ "id": new_id(), "kind": "private", "name": "全員", "people": members });
        let home = id(&scene.sato.client.post("/rooms", new).await.ok());
        let mut firm = question("score");
        firm["changeable"] = json!(false);
        let mut secret = question("yes_no");
        for (field, value) in [("anonymous", json!(true)), ("changeable", json!(false)), ("shows", json!("closed"))] {
            secret[field] = value;
        }
        let named = id(&ask(&scene.sato, &home, firm).await.ok());
        let secret = id(&ask(&scene.sato, &home, secret).await.ok());
        let mut watcher = settled(&scene.sato).await;
        watcher.say(json!({ "t": "look", "room": home })).await;
        watcher.until(|frame| frame["t"] == "receipts").await;
        assert_eq!(all_at_once(&people, &named, 5).await, PEOPLE);
        assert_eq!(all_at_once(&people, &secret, 2).await, PEOPLE);
        let shown = get(&scene.sato, &named).await;
        assert_eq!(
            (number(&shown["answered"]), &shown["counts"], &shown["waiting"]),
            (200, &json!([40, 40, 40, 40, 40]), &json!(0))
        );
        // Who looks is told, in frames for many answers each, up to the last.
        let frames = Cell::new(0);
        watcher
            .until(|frame| {
                let is_ours = frame["t"] == "stamp" && frame["id"] == json!(named);
                frames.set(frames.get() + usize::from(is_ours));
                is_ours && frame["answered"] == 200
            })
            .await;
        assert!(frames.get() < PEOPLE / 4, "{} frames for {PEOPLE} answers", frames.get());
        let list = scene.sato.client.get(&format!("/stamps/{named}/answers")).await.ok();
        assert_eq!((items(&list["answers"]).len(), items(&list["waiting"]).len()), (200, 0));
        scene.sato.client.post(&format!("/stamps/{secret}/close"), json!({})).await.ok();
        assert_eq!(get(&scene.sato, &secret).await["counts"], json!([100, 100]));
        let late = answer(&scene.sato, &secret, json!({ "choices": [0] })).await;
        assert_eq!(late.refused(409), "stamps.closed");
    });
}
