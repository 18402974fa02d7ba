//! Many who answer at once: every answer counts, once, and those who look are told so many times a second and no more.

use crate::scene::{id, items, number, scene, settled};
use crate::stamps::{answer, ask, get, question};
use harness::{Client, NewStaff, Staff, everywhere, new_id};
use serde_json::json;
use std::cell::Cell;

const PEOPLE: usize = 200;

pub async fn crowd(world: &harness::World, town: &harness::Town, count: usize) -> Vec<Staff> {
    let mut people = Vec::new();
    for number in 0..count {
        let given: &'static str = Box::leak(format!("{number}").into_boxed_str());
        people.push(town.staff(world, NewStaff::named("小川", given, ("おがわ", "な"))).await);
    }
    people
}

/// A room of all of them.
pub async fn everybody(owner: &Staff, people: &[Staff]) -> String {
    let members: Vec<_> = people.iter().map(|staff| staff.id).collect();
    let new = json!({ "id": new_id(), "kind": "private", "name": "全員", "people": members });
    id(&owner.client.post("/rooms", new).await.ok())
}

/// Answers twice each in the same moment, as a client does that has had no answer yet, with one of so many options, or with words when there are
/// none; how many were taken.
async fn all_at_once(people: &[Staff], stamp: &str, of: usize) -> usize {
    let sent: Vec<_> = people
        .iter()
        .enumerate()
        .map(|(place, staff)| {
            let (client, path): (Client, String) = (staff.client.clone(), format!("/stamps/{stamp}/answer"));
            let given = match of {
                0 => json!({ "text": format!("意見{place:03}"), "sending": new_id() }),
                of => json!({ "choices": [place % of], "sending": new_id() }),
            };
            tokio::spawn(async move {
                let (first, second) = tokio::join!(client.put(&path, given.clone()), client.put(&path, given));
                first.status.is_success() && second.status.is_success()
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
        let people = crowd(&world, &scene.town, PEOPLE).await;
        let home = everybody(&scene.sato, &people).await;
        let mut firm = question("score");
        firm["changeable"] = json!(false);
        let mut secret = question("yes_no");
        for (field, value) in [("anonymous", json!(true)), ("changeable", json!(false)), ("shows", json!("closed"))] {
            secret[field] = value;
        }
        let named = id(&ask(&scene.sato, &home, firm).await.ok());
        let mut words = secret.clone();
        words["kind"] = json!("text");
        let secret = id(&ask(&scene.sato, &home, secret).await.ok());
        let words = id(&ask(&scene.sato, &home, words).await.ok());
        let mut watcher = settled(&scene.sato).await;
        watcher.say(json!({ "t": "look", "room": home })).await;
        watcher.until(|frame| frame["t"] == "receipts").await;
        assert_eq!(all_at_once(&people, &named, 5).await, PEOPLE);
        assert_eq!(all_at_once(&people, &secret, 2).await, PEOPLE);
        assert_eq!(all_at_once(&people, &words, 0).await, PEOPLE);
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
        let list = scene.sato.client.get(&format!("/stamps/{named}/answers?limit=200")).await.ok();
        assert_eq!((items(&list["answers"]).len(), items(&list["waiting"]).len()), (200, 0));
        scene.sato.client.post(&format!("/stamps/{secret}/close"), json!({})).await.ok();
        assert_eq!(get(&scene.sato, &secret).await["counts"], json!([100, 100]));
        scene.sato.client.post(&format!("/stamps/{words}/close"), json!({})).await.ok();
        let texts = scene.sato.client.get(&format!("/stamps/{words}/answers?limit=200")).await.ok()["texts"].clone();
        let all: Vec<String> = (0..PEOPLE).map(|place| format!("意見{place:03}")).collect();
        assert_eq!(texts, json!(all));
        let late = answer(&scene.sato, &secret, json!({ "choices": [0] })).await;
        assert_eq!(late.refused(409), "stamps.closed");
    });
}
