//! Several nodes over one PostgreSQL: promises 2, 4 and 5 across programs, and the horizon that makes them true.

use crate::state::{number, text_of};
use crate::truth::{mark, settled, stream};
use db::{Engine, Lock};
use futures_util::future::join_all;
use harness::{Client, NewStaff, Staff, Town, World, new_id};
use kernel::{Actor, Event, Topic};
use live::{Hub, Joined, Limits};
use serde_json::{Value, json};
use std::collections::HashSet;
use std::sync::mpsc;
use testkit::TestDb;
use tokio::runtime::Builder;
use tokio::task::JoinHandle;

struct Nodes {
    here: World,
    there: World,
    town: Town,
    sato: Staff,
    ito: Staff,
    room: String,
}

impl Nodes {
    /// A client of the second node.
    fn over_there(&self, staff: &Staff) -> Client {
        Client::new(self.there.address, Some(staff.token.clone()))
    }
}

/// The database once more, for a second program.
fn beside(world: &World) -> TestDb {
    tokio::task::block_in_place(|| world.test.beside())
}

fn on_two_nodes<F: Future<Output = ()>>(body: impl Fn(Nodes) -> F) {
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let here = World::start(Engine::Postgres, Limits::default()).await;
        let there = World::over(beside(&here), Limits::default()).await;
        let town = here.town("緑野市").await;
        let sato = town.staff(&here, NewStaff::named("佐藤", "花", ("さとう", "はな"))).await;
        let ito = town.staff(&here, NewStaff::named("伊藤", "健", ("いとう", "けん"))).await;
        let room = new_id();
        let made = json!({ "id": room, "kind": "private", "name": "予算", "people": [ito.id] });
        sato.client.post("/rooms", made).await.ok();
        settled(&here, &town, &ito.client).await;
        body(Nodes { here, there, town, sato, ito, room }).await;
    });
}

#[test]
fn what_is_said_on_two_nodes_is_heard_on_both_in_one_order() {
    on_two_nodes(|nodes| async move {
        let (sato, ito) = (&nodes.sato.client, nodes.over_there(&nodes.ito));
        let mut lines = [sato.live_now().await, ito.live_now().await];
        let path = format!("/rooms/{}/messages", nodes.room);
        let sayings = (0..30).map(|place| {
            let client = if place % 2 == 0 { sato } else { &ito };
            client.post(&path, json!({ "id": new_id(), "body": format!("{place}") }))
        });
        for answer in join_all(sayings).await {
            assert_eq!(answer.status, 201, "{}", answer.body);
        }
        let wanted: Vec<Value> = stream(sato, &format!("/rooms/{}", nodes.room)).await.split_off(1);
        for line in &mut lines {
            for wanted in &wanted {
                assert_eq!(line.event("chat.message_posted").await["message"], *wanted);
            }
        }
    });
}

#[test]
fn the_same_id_said_on_two_nodes_at_once_is_one_message() {
    on_two_nodes(|nodes| async move {
        let (here, there) = (&nodes.sato.client, nodes.over_there(&nodes.sato));
        let path = format!("/rooms/{}/messages", nodes.room);
        for _ in 0..10 {
            let saying = json!({ "id": new_id(), "body": "二度押し" });
            let (one, other) = tokio::join!(here.post(&path, saying.clone()), there.post(&path, saying));
            let mut statuses = [one.status.as_u16(), other.status.as_u16()];
            statuses.sort_unstable();
            assert_eq!((statuses, one.ok()["seq"].clone()), ([200, 201], other.ok()["seq"].clone()));
        }
    });
}

#[test]
fn membership_that_changes_on_one_node_changes_what_the_other_sends() {
    on_two_nodes(|nodes| async move {
        let tanaka = nodes.town.staff(&nodes.here, NewStaff::named("田中", "実", ("たなか", "みのる"))).await;
        settled(&nodes.here, &nodes.town, &tanaka.client).await;
        let mut live = nodes.over_there(&tanaka).live_now().await;
        let (sato, room) = (&nodes.sato.client, &nodes.room);
        sato.say(room, "まだ聞こえない").await;
        sato.post(&format!("/rooms/{room}/members"), json!({ "people": [tanaka.id] })).await.ok();
        let heard = sato.say(room, "聞こえる").await;
        sato.delete(&format!("/rooms/{room}/members/{}", tanaka.id)).await.ok();
        sato.say(room, "もう聞こえない").await;
        mark(&nodes.here, &nodes.town).await;

        let told: Vec<(String, Value)> = live.events_until("test.mark").await;
        let kinds: Vec<&str> = told.iter().map(|(kind, _)| kind.as_str()).collect();
        assert_eq!(kinds.first(), Some(&"chat.room_joined"));
        assert_eq!(kinds[kinds.len() - 2..], ["chat.room_left", "test.mark"]);
        let bodies: Vec<&Value> =
            told.iter().map(|(_, p)| &p["message"]["body"]).filter(|body| body.is_string()).collect();
        assert_eq!(
            bodies,
            [&heard["body"], &json!("")],
            "what was said while they belonged, and that they were removed"
        );
    });
}

/// A transaction that has its number before others have theirs, and commits after them, when it is let go.
async fn long_transaction(nodes: &Nodes) -> (i64, mpsc::Sender<()>, JoinHandle<kernel::Result<i64>>) {
    let (began, has_begun) = mpsc::channel();
    let (let_go, wait) = mpsc::channel();
    let (db, org) = (nodes.here.test.db.clone(), nodes.town.org);
    let long = tokio::task::spawn_blocking(move || {
        db.write_now(Actor::system(org), move |tx| {
            tx.lock(Lock::Org(org))?;
            let tick = tx.tick()?;
            began.send(tick).expect("the test waits");
            wait.recv().expect("the test lets go");
            tx.emit(Event::new(Topic::Org(org), "test.late", &tick));
            Ok(tick)
        })
    });
    let tick = tokio::task::spawn_blocking(move || has_begun.recv().expect("it begins")).await.expect("no panic");
    (tick, let_go, long)
}

#[test]
fn who_is_added_while_a_long_transaction_holds_events_back_misses_nothing() {
    on_two_nodes(|nodes| async move {
        let tanaka = nodes.town.staff(&nodes.here, NewStaff::named("田中", "実", ("たなか", "みのる"))).await;
        let position = settled(&nodes.there, &nodes.town, &nodes.over_there(&tanaka)).await;
        let (tick, let_go, long) = long_transaction(&nodes).await;
        let (sato, room) = (&nodes.sato.client, &nodes.room);
        sato.post(&format!("/rooms/{room}/members"), json!({ "people": [tanaka.id] })).await.ok();
        let said = sato.say(room, "ようこそ").await;
        // They belong to the room already, although nobody has been told of it yet.
        let mut live = nodes.over_there(&tanaka).live(&position).await;
        assert_eq!(live.next().await.expect("a frame")["t"], "ready");
        let shown = nodes.over_there(&tanaka).bootstrap().await;
        assert!(number(&shown["position"]["tick"]) < tick, "it is held back");
        assert_eq!(shown["rooms"][0]["last"]["seq"], said["seq"], "but not hidden");
        let_go.send(()).expect("it waits");
        long.await.expect("no panic").expect("it commits");
        live.event("chat.room_joined").await;
        assert_eq!(live.event("chat.message_posted").await["message"], said);
    });
}

#[test]
fn a_long_transaction_holds_events_back_and_loses_none() {
    on_two_nodes(|nodes| async move {
        let mut live = nodes.over_there(&nodes.ito).live_now().await;
        let (tick, let_go, long) = long_transaction(&nodes).await;
        let said =
            [nodes.sato.client.say(&nodes.room, "先に済んだ").await, nodes.sato.client.say(&nodes.room, "次も").await];
        assert!(said.iter().all(|message| number(&message["tick"]) > tick), "they overtook it");
        let position = nodes.ito.client.bootstrap().await["position"].clone();
        assert!(number(&position["tick"]) < tick, "nobody may believe to have seen what is not there yet");
        let_go.send(()).expect("it waits");
        long.await.expect("no panic").expect("it commits");

        let told = async |line: &mut harness::Live| {
            let mut heard = Vec::new();
            while heard.len() < 3 {
                let frame = line.next().await.expect("a frame");
                if frame["t"] == "ev" {
                    heard.push(if frame["kind"] == "test.late" {
                        json!("late")
                    } else {
                        frame["p"]["message"]["id"].clone()
                    });
                }
            }
            heard
        };
        let wanted = vec![json!("late"), said[0]["id"].clone(), said[1]["id"].clone()];
        assert_eq!(told(&mut live).await, wanted, "in the order of numbers");
        let mut back = nodes.over_there(&nodes.ito).live(&position).await;
        assert_eq!(told(&mut back).await, wanted, "also for who stood before it");
    });
}

#[test]
fn what_another_node_commits_while_this_one_starts_is_not_missed() {
    on_two_nodes(|nodes| async move {
        let starting = beside(&nodes.here);
        let (db, clock) = (starting.db.clone(), starting.db.clock().clone());
        let actor = Actor { person: nodes.ito.id, ..Actor::system(nodes.town.org) };
        let position = db.read(actor, |conn| conn.position()).await.expect("a position");
        let hub = Hub::new(position.clone(), Limits::default(), clock);
        // Between the position at which its hub begins and the moment at which it begins to listen.
        let said = nodes.sato.client.say(&nodes.room, "起動の途中").await;
        let sink = hub.clone();
        let (told, listening) = mpsc::channel();
        let following = db.clone();
        tokio::task::spawn_blocking(move || {
            let told = std::sync::Mutex::new(told);
            following.follow(move |events| {
                sink.dispatch(events);
                // The test may have seen enough.
                let _ = told.lock().expect("a sender").send(());
            })
        })
        .await
        .expect("no panic")
        .expect("it follows");
        mark(&nodes.here, &nodes.town).await;
        tokio::task::spawn_blocking(move || listening.recv().expect("events come")).await.expect("no panic");
        let room: kernel::Id<()> = nodes.room.parse().expect("an id");
        let Joined::At(_, missed) = hub.join(actor, &HashSet::from([room.raw()]), position.tick, position.tick) else {
            panic!("the hub begins at the position")
        };
        assert!(missed.iter().any(|frame| frame.text().contains(&text_of(&said["id"]))), "{missed:?}");
        db.unfollow();
    });
}
