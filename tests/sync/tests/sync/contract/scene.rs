//! A few people of a town of their own, what one of them holds, and what they are told.

use super::names::Names;
use crate::state::{number, text_of};
use crate::truth::{mark, settled};
use harness::{Live, NewStaff, Staff, Town, World};
use identity::service::password;
use kernel::{Clock, IdMaker, SystemEntropy};
use reqwest::Method;
use serde_json::{Map, Value, json};
use std::time::Duration;

/// A picture of one dot.
const DOT: &[u8] = b"\x89PNG\x0d\x0a\x1a\x0a\x00\x00\x00\x0dIHDR\x00\x00\x00\x01\x00\x00\x00\x01\
    \x08\x06\x00\x00\x00\x1f\x15\xc4\x89\x00\x00\x00\x0dIDATx\xdacd\xf8\xcfP\x0f\x00\x03\x86\x01\x80Z4}k\x00\x00\x00\x00IEND\xaeB`\x82";

/// As heads of requests carry names.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let number = (0..3).fold(0, |number, place| number << 8 | u32::from(*three.get(place).unwrap_or(&0)));
        for place in 0..4 {
            let letter = LETTERS[(number >> (18 - 6 * place) & 63) as usize];
            text.push(if place > three.len() { '=' } else { char::from(letter) });
        }
    }
    text
}

const PASSWORD: &str = "みどりの縁側で休む午後";

pub struct Scene<'w> {
    pub world: &'w World,
    pub town: Town,
    /// Whose client the case is for.
    pub sato: Staff,
    pub ito: Staff,
    pub mori: Staff,
    /// An administrator.
    pub kato: Staff,
    ids: &'w IdMaker,
    names: Names,
    held: Vec<Held>,
    /// The room whose albums the client looks at.
    albums_of: Option<String>,
    begun: Option<Begun>,
}

/// A stream that the client looks at: a room's, or that below a message of it.
struct Held {
    room: String,
    thread: Option<String>,
}

struct Begun {
    name: &'static str,
    before: Value,
    live: Live,
    /// Where the client stood when it came.
    position: Value,
}

impl<'w> Scene<'w> {
    pub async fn set(world: &'w World, ids: &'w IdMaker) -> Self {
        world.clock().set(testkit::at());
        let town = world.town("緑野市").await;
        let mut sato = NewStaff::named("佐藤", "花", ("さとう", "はな"));
        sato.password_hash = password::hash(PASSWORD, &SystemEntropy).expect("a hash");
        let kato = NewStaff::named("加藤", "誠", ("かとう", "まこと")).as_title("課長").administrator();
        let mut scene = Self {
            sato: town.staff(world, sato).await,
            ito: town.staff(world, NewStaff::named("伊藤", "健", ("いとう", "けん"))).await,
            mori: town.staff(world, NewStaff::named("森", "葵", ("もり", "あおい")).of("財政課")).await,
            kato: town.staff(world, kato).await,
            ids,
            names: Names::default(),
            held: Vec::new(),
            albums_of: None,
            begun: None,
            world,
            town,
        };
        for person in [&scene.sato, &scene.ito, &scene.mori, &scene.kato] {
            scene.names.give(&person.id.to_string(), 'p');
        }
        scene
    }

    /// An id for something to make: `r` for a room, `m` for a message. Later ones are larger, as the server may sort by them.
    pub fn id(&mut self, sort: char) -> String {
        let id = self.ids.next::<()>(self.world.clock().now(), &SystemEntropy).to_string();
        self.names.give(&id, sort);
        id
    }

    /// Somebody does something, a minute after what was done before.
    pub async fn act(&mut self, who: &Staff, method: Method, path: &str, body: Value) -> Value {
        self.world.clock().advance(Duration::from_secs(60));
        who.client.send(who.client.request(method, path).json(&body)).await.ok()
    }

    pub async fn post(&mut self, who: &Staff, path: &str, body: Value) -> Value {
        self.act(who, Method::POST, path, body).await
    }

    pub async fn put(&mut self, who: &Staff, path: &str, body: Value) -> Value {
        self.act(who, Method::PUT, path, body).await
    }

    pub async fn patch(&mut self, who: &Staff, path: &str, body: Value) -> Value {
        self.act(who, Method::PATCH, path, body).await
    }

    pub async fn delete(&mut self, who: &Staff, path: &str) -> Value {
        self.act(who, Method::DELETE, path, Value::Null).await
    }

    /// A room that somebody makes for some others; its id.
    pub async fn room(&mut self, owner: &Staff, kind: &str, name: &str, others: &[&Staff]) -> String {
        let id = self.id('r');
        let people: Vec<_> = others.iter().map(|staff| staff.id).collect();
        self.post(owner, "/rooms", json!({ "id": id, "kind": kind, "name": name, "people": people })).await;
        id
    }

    /// Somebody says something in a room; its id.
    pub async fn say(&mut self, who: &Staff, room: &str, body: &str) -> String {
        self.say_with(who, room, body, json!({})).await
    }

    /// Somebody replies in the thread below a message; the reply's id.
    pub async fn reply(&mut self, who: &Staff, room: &str, root: &str, body: &str) -> String {
        self.say_with(who, room, body, json!({ "thread": root })).await
    }

    pub async fn say_with(&mut self, who: &Staff, room: &str, body: &str, mut saying: Value) -> String {
        let id = self.id('m');
        saying["id"] = json!(id);
        saying["body"] = json!(body);
        self.post(who, &format!("/rooms/{room}/messages"), saying).await;
        id
    }

    /// Another session of 佐藤; its id.
    pub async fn second_session(&mut self) -> String {
        let login = text_of(&self.sato.client.get("/me").await.ok()["login"]);
        let first = text_of(&self.sato.client.get("/me").await.ok()["session_id"]);
        let signing = json!({ "login": login, "password": PASSWORD });
        self.town.stranger(self.world).post("/sign-in", signing).await.ok();
        let all = self.sato.client.get("/me/sessions").await.ok();
        let ids = all["items"].as_array().expect("sessions").iter().map(|session| text_of(&session["id"]));
        ids.into_iter().find(|id| *id != first).expect("the other session")
    }

    /// Makes somebody's account a shared one, which those whom some lines name may use.
    pub async fn share(&mut self, owner: &Staff, lines: &Value) {
        let (org, account) = (self.town.org, owner.account);
        let lines: Vec<_> = serde_json::from_value(lines.clone()).expect("lines");
        let story = move |tx: &mut db::Tx<'_>| {
            tx.lock(db::Lock::Account(account))?;
            identity::store::operators::put(tx, account, 600, &lines)
        };
        self.world.test.db.write(harness::system(org), story).await.expect("a shared account");
    }

    /// The client holds a room's talk from its first message on.
    pub fn hold(&mut self, room: &str) {
        self.held.push(Held { room: room.to_owned(), thread: None });
    }

    /// The client holds the thread below a message of a room.
    pub fn hold_thread(&mut self, room: &str, root: &str) {
        self.held.push(Held { room: room.to_owned(), thread: Some(root.to_owned()) });
    }

    /// The client looks at the albums of a room.
    pub fn hold_albums(&mut self, room: &str) {
        self.albums_of = Some(room.to_owned());
    }

    /// A small picture that somebody says in a room; file and message.
    pub async fn picture(&mut self, who: &Staff, room: &str, name: &str) -> (String, String) {
        let file = self.id('f');
        let metadata = format!("filename {},id {}", base64(name.as_bytes()), base64(file.as_bytes()));
        let begun = who.client.request(Method::POST, "/files/uploads").header("tus-resumable", "1.0.0");
        let begun = begun.header("upload-length", DOT.len().to_string()).header("upload-metadata", metadata);
        who.client.send(begun).await.ok();
        let piece = who.client.request(Method::PATCH, &format!("/files/uploads/{file}"));
        let piece = piece.header("tus-resumable", "1.0.0").header("upload-offset", "0");
        who.client.send(piece.header("content-type", "application/offset+octet-stream").body(DOT)).await.ok();
        let message = self.say_with(who, room, "", json!({ "files": [file] })).await;
        (file, message)
    }

    /// The albums that a client would fetch, and what is in them.
    async fn albums(&self, room: &str) -> (Value, Value) {
        let listed = self.sato.client.get(&format!("/rooms/{room}/albums")).await.ok();
        let mut pictures = Map::new();
        for album in listed["items"].as_array().expect("albums") {
            let id = text_of(&album["id"]);
            let page = self.sato.client.get(&format!("/albums/{id}/pictures")).await.ok();
            pictures.insert(id, page["items"].clone());
        }
        (listed["items"].clone(), Value::Object(pictures))
    }

    /// What comes now is told to the client. `name` is the sentence that is true when its reducers do the right thing.
    pub async fn begin(&mut self, name: &'static str) {
        let position = settled(self.world, &self.town, &self.sato.client).await;
        let before = self.snapshot().await;
        let mut live = self.sato.client.live(&position).await;
        live.until(|frame| frame["t"] == "ready").await;
        self.begun = Some(Begun { name, before, live, position });
    }

    async fn snapshot(&self) -> Value {
        let shown = self.sato.client.bootstrap().await;
        let mut streams = Map::new();
        for Held { room, thread } in &self.held {
            // Of a room that is open to all there would be pages, but a client keeps only those it belongs to.
            if !shown["rooms"].as_array().expect("rooms").iter().any(|shown| shown["id"] == json!(room)) {
                continue;
            }
            let (stream, path) = match thread {
                Some(root) => (root, format!("/threads/{root}")),
                None => (room, format!("/rooms/{room}")),
            };
            let mut page = self.sato.client.get(&format!("{path}/messages?limit=200")).await.ok();
            let fields = page.as_object_mut().expect("a page");
            // Whoever is named in it is no concern of the reducers, and up to where it reaches follows from the rest.
            fields.remove("people");
            fields.remove("tick");
            streams.insert(stream.clone(), page);
        }
        let others = shown["people"].as_array().expect("people");
        let people = std::iter::once(&shown["me"]["person"]).chain(others);
        let people: Vec<Value> = people.map(|person| json!({ "id": person["id"], "name": person["name"] })).collect();
        let mut snapshot = json!({
            "rooms": shown["rooms"], "threads": shown["threads"], "drafts": shown["drafts"], "streams": streams,
            "people": people,
        });
        if let Some(room) = &self.albums_of {
            (snapshot["albums"], snapshot["album_pictures"]) = self.albums(room).await;
        }
        snapshot
    }

    /// The case.
    pub async fn end(mut self) -> Value {
        let mark = mark(self.world, &self.town).await;
        let Begun { name, before, mut live, mut position } = self.begun.take().expect("a case begins");
        let mut events = Vec::new();
        loop {
            // Some facts end every line; a client comes again where it stood.
            let Some(mut frame) = live.next().await else {
                live = self.sato.client.live(&position).await;
                continue;
            };
            if frame["kind"] == "test.mark" && number(&frame["tick"]) == mark {
                break;
            }
            if frame["t"] == "ev" {
                position["tick"] = frame["tick"].clone();
                frame.as_object_mut().expect("a frame").remove("t");
                events.push(frame);
            }
        }
        assert!(!events.is_empty(), "{name}: nothing was told");
        let after = self.snapshot().await;
        let me = self.sato.id;
        let case = json!({ "name": name, "me": me, "before": before, "events": events, "after": after });
        self.names.canonical(without_place(case, self.town.code.as_deref()))
    }
}

/// Which place among the cases this one has is nothing that a case is about.
fn without_place(case: Value, code: Option<&str>) -> Value {
    let Some(code) = code else { return case };
    let text = case.to_string().replace(&json!(code).to_string(), &json!("town").to_string());
    serde_json::from_str(&text).expect("a case is JSON")
}
