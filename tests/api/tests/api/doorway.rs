//! The doorway: how many are let in at once, and what becomes of those who stand in it and say nothing.

use crate::scene::{Scene, number, room, scene};
use futures_util::future::join_all;
use harness::{Client, Wire, World, door, everywhere_behind, new_id};
use live::Limits;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Connections that are open at most in most of these tests.
const ROOM: usize = 4;
/// A test that waits for what never comes fails after this.
const AT_MOST: Duration = Duration::from_secs(20);

/// A door that lets few in, and bears with them for longer than any test runs.
fn narrow() -> web::Settings {
    web::Settings { connections: ROOM, patience: Duration::from_secs(3600), ..door() }
}

/// A door that lets few in, and soon lets go of those who do not get on.
fn impatient(connections: usize) -> web::Settings {
    web::Settings { connections, patience: Duration::from_millis(100), ..door() }
}

/// The usual people and a room. Nobody has a connection open: what they had went with the clients that they had.
async fn quiet_scene(world: &World) -> (Scene, String) {
    let mut scene = scene(world).await;
    let home = room(&scene.sato, "private", "課", &[&scene.ito]).await;
    scene.sato.client = Client::new(world.address, Some(scene.sato.token.clone()));
    (scene, home)
}

async fn connect(world: &World) -> TcpStream {
    TcpStream::connect(world.address).await.expect("the system queues who knocks")
}

/// Says something in a room; its number.
async fn post(wire: &mut Wire, room: &str, body: &str) -> i64 {
    let said = json!({ "id": new_id(), "body": body }).to_string();
    let (status, answer) = wire.send("POST", &format!("/rooms/{room}/messages"), &said).await.expect("an answer");
    assert_eq!(status, 201);
    number(&serde_json::from_slice::<Value>(&answer).expect("answers are JSON")["seq"])
}

/// So many connections that are in for certain: each has had an answer.
async fn inside(world: &World, scene: &Scene, count: usize) -> Vec<Wire> {
    join_all((0..count).map(|_| async {
        let mut wire = Wire::connect(world.address, &scene.sato.token).await.expect("a line");
        let (status, _) = wire.send("GET", "/me", "").await.expect("an answer");
        assert_eq!(status, 200);
        wire
    }))
    .await
}

/// What comes until the other end closes.
async fn until_the_end(stream: &mut TcpStream) -> Vec<u8> {
    let mut heard = Vec::new();
    // An end in the middle of something is an end too.
    let _ = tokio::time::timeout(AT_MOST, stream.read_to_end(&mut heard)).await.expect("the server lets go of it");
    heard
}

#[test]
fn one_more_than_the_bound_waits_at_the_door_and_gets_the_place_of_the_first_who_leaves() {
    everywhere_behind(narrow(), Limits::default(), |world| async move {
        let (scene, home) = quiet_scene(&world).await;
        let mut wires = inside(&world, &scene, ROOM).await;
        let mut late = Wire::connect(world.address, &scene.ito.token).await.expect("the system queues who knocks");
        let there = home.clone();
        let late = tokio::spawn(async move { post(&mut late, &there, "やっと").await });
        let mut last = 0;
        for turn in 0..40 {
            last = post(&mut wires[turn % ROOM], &home, "中から").await;
        }
        wires.truncate(ROOM - 1);
        let seq = tokio::time::timeout(AT_MOST, late).await.expect("a place is given back").expect("served");
        assert_eq!(seq, last + 1, "who waited was served after all who were in");
        post(&mut wires[0], &home, "まだ中").await;
    });
}

#[test]
fn a_live_line_holds_a_place_until_it_ends_also_when_its_client_only_stops_speaking() {
    everywhere_behind(narrow(), Limits::default(), |world| async move {
        let (scene, home) = quiet_scene(&world).await;
        let mut wires = inside(&world, &scene, ROOM - 1).await;
        let (_, first) = wires[0].send("GET", "/bootstrap", "").await.expect("an answer");
        let position = serde_json::from_slice::<Value>(&first).expect("answers are JSON")["position"].clone();
        let mut live = scene.ito.client.live(&position).await;
        live.until(|frame| frame["t"] == "ready").await;
        let mut late = Wire::connect(world.address, &scene.ito.token).await.expect("the system queues who knocks");
        let there = home.clone();
        let late = tokio::spawn(async move { post(&mut late, &there, "やっと").await });
        let mut last = 0;
        for turn in 0..40 {
            last = post(&mut wires[turn % (ROOM - 1)], &home, "中から").await;
            live.until(|frame| frame["p"]["message"]["seq"] == last).await;
        }
        // Half of the line is closed: the server may still speak, but nobody will ever say more.
        live.stop_speaking().await;
        let seq = tokio::time::timeout(AT_MOST, late).await.expect("a place is given back").expect("served");
        assert_eq!(seq, last + 1, "who waited was served after all who were in");
        while live.next().await.is_some() {}
    });
}

#[test]
fn who_sends_a_head_letter_by_letter_is_let_go_of_and_others_are_served_meanwhile() {
    everywhere_behind(impatient(64), Limits::default(), |world| async move {
        let (scene, home) = quiet_scene(&world).await;
        let mut wire = Wire::connect(world.address, &scene.sato.token).await.expect("a line");
        let mut slow = join_all((0..40).map(|_| connect(&world))).await;
        let mut letters = b"GET /api/health HTTP/1.1\r\nx-name: ".iter().copied().chain(std::iter::repeat(b'x'));
        let mut rounds = 0;
        while !slow.is_empty() {
            let letter = letters.next().expect("there are always more");
            let mut on = Vec::new();
            for mut stream in slow {
                let mut answer = [0; 512];
                let said = stream.write_all(&[letter]).await;
                match stream.try_read(&mut answer) {
                    Err(error) if error.kind() == std::io::ErrorKind::WouldBlock && said.is_ok() => on.push(stream),
                    _ => {}
                }
            }
            slow = on;
            post(&mut wire, &home, "その間にも").await;
            rounds += 1;
            // With a letter for each round nobody comes to the bound on a head's size.
            assert!(rounds < 30_000, "{} are still held after {rounds} letters", slow.len());
        }
        assert!(rounds > 1, "they were let go of only when they had had their time");
    });
}

#[test]
fn a_flood_of_connections_that_say_nothing_or_begin_and_stop_only_delays_those_who_ask() {
    everywhere_behind(impatient(32), Limits::default(), |world| async move {
        let (scene, _) = quiet_scene(&world).await;
        let mut flood = join_all((0..150).map(|_| connect(&world))).await;
        for stream in flood.iter_mut().step_by(2) {
            stream.write_all(b"POST /api/sign-in HTTP/1.1\r\n").await.expect("sent");
        }
        let asked = tokio::time::timeout(AT_MOST, inside(&world, &scene, 150)).await;
        drop(asked.expect("who asks is served while the flood stands at the door"));
        for stream in &mut flood {
            let heard = String::from_utf8_lossy(&until_the_end(stream).await).into_owned();
            assert!(!heard.contains(" 200 "), "{heard}");
        }
        // Every place has been given back.
        assert_eq!(inside(&world, &scene, 32).await.len(), 32);
    });
}

#[test]
fn who_stops_in_the_middle_of_a_body_is_answered_and_let_go_of() {
    everywhere_behind(impatient(ROOM), Limits::default(), |world| async move {
        let (scene, _) = quiet_scene(&world).await;
        let mut stuck = join_all((0..ROOM).map(|_| connect(&world))).await;
        for stream in &mut stuck {
            let head = "POST /api/sign-in HTTP/1.1\r\nhost: x\r\nx-engawa: 1\r\ncontent-type: application/json\r\n";
            let begun = format!("{head}content-length: 1000\r\n\r\n{{\"login\":");
            stream.write_all(begun.as_bytes()).await.expect("sent");
        }
        let asked = tokio::time::timeout(AT_MOST, inside(&world, &scene, 1)).await;
        assert_eq!(asked.expect("their places are given back").len(), 1);
        for stream in &mut stuck {
            let answer = String::from_utf8_lossy(&until_the_end(stream).await).into_owned();
            assert!(answer.starts_with("HTTP/1.1 400 ") && answer.contains("\"body_incomplete\""), "{answer}");
        }
    });
}

#[test]
fn who_asks_and_never_reads_the_answers_is_let_go_of() {
    everywhere_behind(impatient(1), Limits::default(), |world| async move {
        let (scene, _) = quiet_scene(&world).await;
        let mut deaf = connect(&world).await;
        // Answers of a megabyte and more each: more than the systems of both ends keep for anybody.
        let asking = "GET /api/openapi.json HTTP/1.1\r\nhost: x\r\n\r\n".repeat(200);
        deaf.write_all(asking.as_bytes()).await.expect("sent");
        let asked = tokio::time::timeout(AT_MOST, inside(&world, &scene, 1)).await;
        assert_eq!(asked.expect("its place is given back").len(), 1);
    });
}
