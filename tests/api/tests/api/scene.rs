//! The people and rooms with which most tests begin, and short words for what they ask.

use harness::{Answer, Client, Live, NewStaff, Staff, Town, World, new_id};
use identity::service::password;
use jiff::civil::Date;
use kernel::{Jst, SystemEntropy};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU32, Ordering};

/// A password that may be chosen.
pub const PASSWORD: &str = "みどりの縁側で休む午後";

/// A town with an administrator and three clerks of 総務課.
pub struct Scene {
    pub town: Town,
    pub admin: Staff,
    pub sato: Staff,
    pub ito: Staff,
    pub mori: Staff,
}

pub async fn scene(world: &World) -> Scene {
    scene_of(world, "緑野市").await
}

pub async fn scene_of(world: &World, name: &str) -> Scene {
    let town = world.town(name).await;
    let kato = NewStaff::named("加藤", "誠", ("かとう", "まこと")).as_title("課長").administrator();
    Scene {
        admin: town.staff(world, kato).await,
        sato: town.staff(world, NewStaff::named("佐藤", "花", ("さとう", "はな"))).await,
        ito: town.staff(world, NewStaff::named("伊藤", "健", ("いとう", "けん"))).await,
        mori: town.staff(world, NewStaff::named("森", "葵", ("もり", "あおい"))).await,
        town,
    }
}

/// The beginning of a day, with all that it causes done.
pub async fn next_day(world: &World, day: Date) {
    world.run_jobs().await;
    world.clock().set(Jst::start_of(day));
    world.run_jobs().await;
    // What the new day itself has put off.
    world.run_jobs().await;
}

/// A hash of [`PASSWORD`].
pub fn hashed() -> String {
    password::hash(PASSWORD, &SystemEntropy).expect("hashed")
}

/// Somebody who can sign in with [`PASSWORD`].
pub fn with_password(mut new: NewStaff) -> NewStaff {
    new.password_hash = hashed();
    new
}

/// The login of somebody.
pub async fn login(staff: &Staff) -> String {
    text(&staff.client.get("/me").await.ok()["login"])
}

pub async fn sign_in(client: &Client, login: &str, password: &str) -> Answer {
    client.post("/sign-in", json!({ "login": login, "password": password })).await
}

/// The value of a cookie that an answer sets.
#[track_caller]
pub fn cookie(answer: &Answer, name: &str) -> String {
    let all: Vec<&str> = answer.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok()).collect();
    let found = all.iter().find_map(|cookie| cookie.strip_prefix(name)?.strip_prefix('=')?.split(';').next());
    found.unwrap_or_else(|| panic!("no cookie {name} in {all:?} of {}", answer.body)).to_owned()
}

/// The session's token that a successful sign-in gave.
#[track_caller]
pub fn token(answer: &Answer) -> String {
    assert!(answer.status.is_success(), "{} {}", answer.status, answer.body);
    let all = answer.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
    let names: Vec<&str> = all.filter_map(|cookie| cookie.split('=').next()).collect();
    let name = names.iter().find(|name| name.starts_with("engawa_session"));
    cookie(answer, name.unwrap_or_else(|| panic!("no session's cookie in {names:?}")))
}

/// Makes a room with some people in it; its id.
pub async fn room(owner: &Staff, kind: &str, name: &str, people: &[&Staff]) -> String {
    let people: Vec<_> = people.iter().map(|staff| staff.id).collect();
    let new = json!({ "id": new_id(), "kind": kind, "name": name, "people": people });
    text(&owner.client.post("/rooms", new).await.ok()["id"])
}

/// The direct room of two people; its id.
pub async fn direct(one: &Staff, other: &Staff) -> String {
    text(&one.client.post("/directs", json!({ "people": [other.id] })).await.ok()["id"])
}

/// A person's own side of a room, asked for anew.
pub async fn mine(staff: &Staff, room: &str) -> Value {
    staff.client.get(&format!("/rooms/{room}")).await.ok()["mine"].clone()
}

/// Unread messages of a room.
pub async fn unread(staff: &Staff, room: &str) -> i64 {
    let room = staff.client.get(&format!("/rooms/{room}")).await.ok();
    number(&room["last_seq"]) - number(&room["mine"]["read_seq"])
}

/// Reads a room up to a number; the person's own side after it.
pub async fn read(staff: &Staff, room: &str, seq: i64) -> Value {
    staff.client.put(&format!("/rooms/{room}/read"), json!({ "seq": seq })).await.ok()
}

/// Replies in the thread below a message.
pub async fn reply(staff: &Staff, room: &str, root: &str, body: &str) -> Value {
    let said = json!({ "id": new_id(), "body": body, "thread": root });
    staff.client.post(&format!("/rooms/{room}/messages"), said).await.ok()
}

/// The messages of a room, notices left out, as their bodies.
pub async fn bodies(staff: &Staff, room: &str) -> Vec<String> {
    let page = staff.client.get(&format!("/rooms/{room}/messages?limit=200")).await.ok();
    items(&page["messages"])
        .iter()
        .filter(|message| message["kind"] == "text")
        .map(|said| text(&said["body"]))
        .collect()
}

/// A live stream that has brought everything from before: what comes from now on is new. On PostgreSQL the position of
/// the first screen may lie before what it shows, and then the stream tells of that once more.
pub async fn settled(staff: &Staff) -> Live {
    static TURN: AtomicU32 = AtomicU32::new(0);
    let mut live = staff.client.live_now().await;
    let size = 101 + TURN.fetch_add(1, Ordering::Relaxed) % 90;
    staff.client.put("/me/settings", json!({ "text_size": size })).await.ok();
    live.until(|frame| frame["p"]["settings"]["text_size"] == size).await;
    live
}

#[track_caller]
pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("a text, not {value}")).to_owned()
}

#[track_caller]
pub fn number(value: &Value) -> i64 {
    value.as_i64().unwrap_or_else(|| panic!("a number, not {value}"))
}

/// The id of a thing.
#[track_caller]
pub fn id(thing: &Value) -> String {
    text(&thing["id"])
}

#[track_caller]
pub fn items(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap_or_else(|| panic!("a list, not {value}"))
}

/// One field of every thing in a list.
#[track_caller]
pub fn each(list: &Value, field: &str) -> Vec<String> {
    items(list).iter().map(|item| text(&item[field])).collect()
}

/// A query's value, percent-encoded.
pub fn quoted(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// The acts in the audit, the oldest first.
pub async fn acts(admin: &Staff) -> Vec<Value> {
    let mut items = items(&admin.client.get("/audit?limit=200").await.ok()["items"]).clone();
    items.reverse();
    items
}

/// How often an act is in the audit.
pub async fn times(admin: &Staff, act: &str) -> usize {
    items(&admin.client.get(&format!("/audit?act={act}&limit=200")).await.ok()["items"]).len()
}

/// A program that was just set up over HTTP: its first administrator, signed in, and what they were told.
pub async fn set_up(world: &World) -> (Client, Value) {
    let answer = world.stranger().post("/setup", set_up_with(&world.app.set_up_code)).await;
    let token = token(&answer);
    (world.stranger().with_token(Some(token)), answer.body)
}

/// A complete first set-up with a code.
pub fn set_up_with(code: &str) -> Value {
    json!({
        "code": code, "organisation_name": "緑野市", "staff_number": "a001", "password": PASSWORD,
        "family_name": "加藤", "given_name": "誠", "family_reading": "カトウ", "given_reading": "まこと",
    })
}
