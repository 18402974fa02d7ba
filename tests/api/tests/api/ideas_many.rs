//! Many who write and vote at once: every idea stands there once, every vote counts once, and those who look are told so many times a second.

use crate::ideas::{ask, ended, get, list, secret, theme};
use crate::scene::{id, number, scene, settled, text};
use crate::stamps_many::{crowd, everybody};
use harness::{Client, Staff, everywhere, new_id};
use serde_json::{Value, json};
use std::cell::Cell;
use std::collections::HashSet;

const PEOPLE: usize = 200;

/// Does something with each person's client in the same moment, twice, as a client does that has had no answer yet; how many were taken.
async fn all_at_once(people: &[Staff], path: impl Fn(usize) -> String, body: Option<fn(usize) -> Value>) -> usize {
    let sent: Vec<_> = people
        .iter()
        .enumerate()
        .map(|(place, staff)| {
            let (client, path, body): (Client, String, Option<Value>) =
                (staff.client.clone(), path(place), body.map(|body| body(place)));
            tokio::spawn(async move {
                let (first, second) = match body {
                    Some(body) => tokio::join!(client.post(&path, body.clone()), client.post(&path, body)),
                    None => tokio::join!(client.put(&path, json!({})), client.put(&path, json!({}))),
                };
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

/// What each writes.
fn new(place: usize) -> Value {
    json!({ "id": new_id(), "words": format!("案{place:03}"), "key": format!("{place:032x}") })
}

#[test]
fn two_hundred_people_write_and_vote_at_once_and_everything_counts_once() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let people = crowd(&world, &scene.town, PEOPLE).await;
        let home = everybody(&scene.sato, &people).await;
        let named = id(&ask(&scene.sato, &home, theme()).await.ok());
        let hidden = id(&ask(&scene.sato, &home, secret(&world)).await.ok());
        assert_eq!(all_at_once(&people, |_| format!("/idea-boards/{named}/ideas"), Some(new)).await, PEOPLE);
        assert_eq!(all_at_once(&people, |_| format!("/idea-boards/{hidden}/ideas"), Some(new)).await, PEOPLE);
        ended(&world).await;
        let expected: HashSet<String> = (0..PEOPLE).map(|place| format!("案{place:03}")).collect();
        for board in [&named, &hidden] {
            let all = list(&scene.sato, board).await;
            assert_eq!(all.len(), PEOPLE);
            assert_eq!(all.iter().map(|one| text(&one["words"])).collect::<HashSet<_>>(), expected);
        }
        let mut watcher = settled(&scene.sato).await;
        watcher.say(json!({ "t": "look", "room": home })).await;
        watcher.until(|frame| frame["t"] == "receipts").await;
        let all = list(&scene.sato, &named).await;
        let ideas: Vec<String> = all.iter().take(2).map(|one| text(&one["id"])).collect();
        let path = |place: usize| format!("/idea-boards/{named}/ideas/{}/vote", ideas[place % 2]);
        assert_eq!(all_at_once(&people, path, None).await, PEOPLE);
        let shown = get(&scene.sato, &named).await;
        assert_eq!((number(&shown["ideas"]), number(&shown["votes"])), (200, 200));
        let votes: Vec<i64> = list(&scene.sato, &named).await.iter().take(2).map(|one| number(&one["votes"])).collect();
        assert_eq!(votes, [100, 100]);
        // Who looks is told, in frames for many votes each, up to the last.
        let frames = Cell::new(0);
        watcher
            .until(|frame| {
                let is_ours = frame["t"] == "ideas" && frame["board_id"] == json!(named);
                frames.set(frames.get() + usize::from(is_ours));
                let counts = frame["counts"].as_array().cloned().unwrap_or_default();
                is_ours && counts.iter().map(|count| number(&count["votes"])).sum::<i64>() == 200
            })
            .await;
        assert!(frames.get() < PEOPLE / 4, "{} frames for {PEOPLE} votes", frames.get());
        // United, each person counts once.
        let union = json!({ "into": ideas[0] });
        scene.sato.client.put(&format!("/idea-boards/{named}/ideas/{}/union", ideas[1]), union).await.ok();
        assert_eq!(number(&get(&scene.sato, &named).await["votes"]), 200);
    });
}

#[test]
fn many_who_comment_at_once_are_counted_together_no_more_than_two_hundred_and_none_of_an_idea_that_goes() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let people = crowd(&world, &scene.town, 30).await;
        let home = everybody(&scene.sato, &people).await;
        let board = id(&ask(&scene.sato, &home, theme()).await.ok());
        let idea = id(&crate::ideas::write(&people[0], &board, "番号札を置く").await.ok());
        let path = format!("/idea-boards/{board}/ideas/{idea}/comments");
        let mut live = settled(&scene.sato).await;
        assert_eq!(all_at_once(&people, |_| path.clone(), Some(new)).await, people.len());
        let mut told: Vec<i64> = Vec::new();
        for _ in &people {
            told.push(number(&live.event("ideas.commented").await["comments"]));
        }
        assert_eq!(told, (1..=30).collect::<Vec<_>>(), "each says how many there are then");
        for count in 30..190 {
            let words = json!({ "id": new_id(), "words": format!("{count}") });
            scene.sato.client.post(&path, words).await.ok();
        }
        assert_eq!(all_at_once(&people, |_| path.clone(), Some(new)).await, 10, "up to the two hundredth");
        let shown = list(&scene.sato, &board).await;
        assert_eq!(number(&shown[0]["comments"]), 200);
        // Whoever wrote an idea takes it back while others comment on it, again and again: nothing is left of any.
        for round in 0..10 {
            let idea = id(&crate::ideas::write(&people[0], &board, &format!("案{round}")).await.ok());
            let (path, gone) = (format!("/idea-boards/{board}/ideas/{idea}"), people[0].client.clone());
            let comments = format!("{path}/comments");
            let taken_back = async { gone.post(&format!("{path}/removal"), json!({})).await };
            let (answer, _) = tokio::join!(taken_back, all_at_once(&people[1..], |_| comments.clone(), Some(new)));
            answer.ok();
            let left = scene.sato.client.get(&format!("/idea-boards/{board}/comments?idea={idea}")).await.ok();
            assert_eq!(left["items"], json!([]));
        }
    });
}
