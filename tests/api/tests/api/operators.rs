//! Shared accounts: who is using one is said by a PIN, judged at every request, and named with all that is done.

use crate::access;
use crate::scene::{PASSWORD, Scene, each, id, items, number, scene, sign_in, text, times, token};
use crate::scim::Program;
use harness::{Answer, Client, NewStaff, Staff, World, everywhere, new_id};
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;
use web::Access;

pub const PIN: &str = "271828";
pub const OTHER_PIN: &str = "314159";

/// What makes a shared account of a unit that all of the unit may use.
pub fn new_shared(name: &str, login: &str, unit: impl std::fmt::Display) -> Value {
    let unit = unit.to_string();
    json!({
        "name": name, "reading": "ひばりほいくえん", "unit_id": unit, "login": login, "idle_seconds": 120,
        "operators": [{ "unit_id": unit }],
    })
}

/// The account of a nursery that all of 総務課 may use, signed in on one device.
pub struct Nursery {
    pub account: String,
    /// As it stands among people.
    pub person: String,
    pub login: String,
    /// Its session, and nobody has said that they are using it.
    pub device: Client,
}

pub async fn nursery(world: &World, scene: &Scene) -> Nursery {
    let login = format!("hibari-{}", new_id());
    let new = new_shared("ひばり保育園", &login, scene.town.units["総務課"]);
    let made = scene.admin.client.post("/shared-accounts", new).await.ok();
    let initial = text(&made["initial_password"]);
    let device = world.stranger().with_token(Some(token(&sign_in(&world.stranger(), &login, &initial).await)));
    device.put("/me/password", json!({ "current": initial, "new": PASSWORD })).await;
    let account = &made["account"];
    Nursery { account: id(account), person: id(&account["person"]), login, device }
}

impl Nursery {
    pub async fn second_device(&self, world: &World) -> Client {
        world.stranger().with_token(Some(token(&sign_in(&world.stranger(), &self.login, PASSWORD).await)))
    }

    /// A room of the account's with somebody else in it.
    async fn room_with(&self, other: &Staff) -> String {
        let new = json!({ "id": new_id(), "kind": "private", "name": "園", "people": [self.person] });
        id(&other.client.post("/rooms", new).await.ok())
    }
}

pub async fn given_pin(scene: &Scene, who: &Staff) -> String {
    text(&scene.admin.client.post(&format!("/people/{}/pin-reset", who.id), json!({})).await.ok()["initial_pin"])
}

/// Gives somebody a PIN and lets them use a device for the first time.
pub async fn introduce(scene: &Scene, device: &Client, who: &Staff, pin: &str) -> Value {
    let first = given_pin(scene, who).await;
    device.post("/me/operator", json!({ "person_id": who.id, "pin": first, "new_pin": pin })).await.ok()
}

pub async fn choose(device: &Client, who: &Staff, pin: &str) -> Answer {
    device.post("/me/operator", json!({ "person_id": who.id, "pin": pin })).await
}

async fn operator(device: &Client) -> Value {
    device.get("/me").await.ok()["shared"]["operator"]["name"].clone()
}

#[test]
fn a_shared_account_that_nobody_says_to_be_using_is_refused_everything_but_saying_so() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let nursery = nursery(&world, &scene).await;
        let table = access::table();
        let mut refused = 0;
        for info in server::features::routes().infos() {
            if matches!(info.access, Access::Public | Access::Program | Access::Unattended) {
                continue;
            }
            let row = &table[info.name];
            let path: Vec<String> = row
                .path
                .split('/')
                .map(|part| if part.starts_with('{') { new_id() } else { part.to_owned() })
                .collect();
            let request = nursery.device.request_below(info.base, row.method.clone(), &path.join("/"));
            let code = nursery.device.send(request.json(&json!({}))).await.refused(403);
            assert_eq!(code, "operator_needed", "{}", info.name);
            refused += 1;
        }
        assert!(refused > 80, "{refused}");
        let me = nursery.device.get("/me").await.ok();
        assert_eq!((&me["shared"]["operator"], &me["shared"]["idle_seconds"]), (&Value::Null, &json!(120)));
        let shown = nursery.device.get("/me/operators").await.ok();
        let names: Vec<String> = items(&shown["items"]).iter().map(|one| text(&one["person"]["name"])).collect();
        assert_eq!(
            names,
            ["伊藤 健", "加藤 誠", "佐藤 花", "森 葵"],
            "in the order of readings, the account itself left out"
        );
        let found = nursery.device.get("/me/operators?q=%E3%81%95%E3%81%A8").await.ok();
        assert_eq!(items(&found["items"]).len(), 1);
        assert_eq!(nursery.device.post("/sign-out", json!({})).await.status, 204);
        nursery.device.get("/me").await.refused(401);
    });
}

#[test]
fn whoever_shows_their_pin_uses_the_account_and_is_named_with_what_it_writes() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let nursery = nursery(&world, &scene).await;
        let home = nursery.room_with(&scene.mori).await;
        let me = introduce(&scene, &nursery.device, &scene.sato, PIN).await;
        assert_eq!(
            (&me["person"]["name"], &me["shared"]["operator"]["name"]),
            (&json!("ひばり保育園"), &json!("佐藤 花"))
        );
        let mut live = crate::scene::settled(&scene.mori).await;
        let said = nursery.device.say(&home, "在園児は42人です").await;
        let sato = json!({ "id": scene.sato.id, "name": "佐藤 花" });
        assert_eq!((&said["author_id"], &said["operator"]), (&json!(nursery.person), &sato));
        assert_eq!(live.event("chat.message_posted").await["message"]["operator"], sato);
        let quoting = json!({ "id": new_id(), "body": "了解です", "reply_to": said["id"] });
        let path = format!("/rooms/{home}/messages");
        assert_eq!(scene.mori.client.post(&path, quoting).await.ok()["quote"]["operator"], sato);
        // Another writes in the thread, and calls somebody.
        assert_eq!(nursery.device.delete("/me/operator").await.status, 204);
        introduce(&scene, &nursery.device, &scene.ito, OTHER_PIN).await;
        let ito = json!({ "id": scene.ito.id, "name": "伊藤 健" });
        let call = json!({ "id": new_id(), "body": format!("<@{}> 至急", scene.mori.id), "thread": said["id"] });
        nursery.device.post(&path, call).await.ok();
        let replies = scene.mori.client.get(&format!("/threads/{}/messages", id(&said))).await.ok();
        assert_eq!((&replies["root"]["operator"], &replies["messages"][0]["operator"]), (&sato, &ito));
        assert_eq!(scene.mori.client.get("/mentions").await.ok()["items"][0]["message"]["operator"], ito);
        nursery.device.say(&home, "お迎えは18時です").await;
        assert_eq!(scene.mori.client.get(&format!("/rooms/{home}")).await.ok()["last"]["operator"], ito);
        // The name stays the one of then.
        let path = format!("/people/{}", scene.sato.id);
        scene.admin.client.patch(&path, json!({ "family_name": "高橋" })).await.ok();
        let shown = scene.mori.client.get(&format!("/messages/{}", id(&said))).await.ok();
        assert_eq!(shown["operator"], sato);
        // An own account names nobody besides.
        assert!(scene.mori.client.say(&home, "はい").await.get("operator").is_none());
    });
}

#[test]
fn whoever_does_nothing_for_a_while_is_asked_again_who_they_are() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let nursery = nursery(&world, &scene).await;
        introduce(&scene, &nursery.device, &scene.sato, PIN).await;
        for _ in 0..5 {
            world.clock().advance(Duration::from_secs(110));
            nursery.device.get("/rooms").await.ok();
        }
        world.clock().advance(Duration::from_secs(120));
        assert_eq!(nursery.device.get("/rooms").await.refused(403), "operator_needed");
        assert_eq!(operator(&nursery.device).await, Value::Null);
        // Nor is whoever left in the evening back in the morning, however often the device asks meanwhile.
        choose(&nursery.device, &scene.sato, PIN).await.ok();
        world.clock().advance(Duration::from_secs(15 * 60 * 60));
        for _ in 0..3 {
            assert_eq!(operator(&nursery.device).await, Value::Null);
            assert_eq!(nursery.device.get("/rooms").await.refused(403), "operator_needed");
        }
        // Locked after the time has run out is locked, and told.
        let before = times(&scene.admin, "identity.operator_left").await;
        assert_eq!(nursery.device.delete("/me/operator").await.status, 204);
        assert_eq!(times(&scene.admin, "identity.operator_left").await, before + 1);
        // The time is the account's own.
        choose(&nursery.device, &scene.sato, PIN).await.ok();
        let all = scene.admin.client.get("/shared-accounts").await.ok();
        let mut change = new_shared("ひばり保育園", &nursery.login, scene.town.units["総務課"]);
        change["idle_seconds"] = json!(30);
        let path = format!("/shared-accounts/{}", nursery.account);
        let request = scene
            .admin
            .client
            .request(Method::PUT, &path)
            .header("if-match", format!("\"{}\"", all["items"][0]["tick"]));
        scene.admin.client.send(request.json(&change)).await.ok();
        assert_eq!(nursery.device.get("/me").await.ok()["shared"]["idle_seconds"], 30);
        world.clock().advance(Duration::from_secs(31));
        nursery.device.get("/rooms").await.refused(403);
        for seconds in [29, 601] {
            change["idle_seconds"] = json!(seconds);
            assert_eq!(scene.admin.client.put(&path, change.clone()).await.refused(400), "invalid_input");
        }
    });
}

#[test]
fn locking_holds_at_once_ends_the_line_and_leaves_other_devices_alone() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let nursery = nursery(&world, &scene).await;
        let home = nursery.room_with(&scene.mori).await;
        introduce(&scene, &nursery.device, &scene.sato, PIN).await;
        let other = nursery.second_device(&world).await;
        introduce(&scene, &other, &scene.ito, OTHER_PIN).await;
        let draft = json!({ "room_id": home, "body": "書きかけ" });
        nursery.device.put(&format!("/drafts/{home}"), draft).await.ok();
        let (mut here, mut there) = (nursery.device.live_now().await, other.live_now().await);
        assert_eq!(nursery.device.delete("/me/operator").await.status, 204);
        nursery.device.get(&format!("/rooms/{home}")).await.refused(403);
        while here.next().await.is_some() {}
        scene.mori.client.say(&home, "聞こえますか").await;
        there.event("chat.message_posted").await;
        assert_eq!(operator(&other).await, "伊藤 健");
        // Locked twice is locked.
        assert_eq!(nursery.device.delete("/me/operator").await.status, 204);
        let me = choose(&nursery.device, &scene.ito, OTHER_PIN).await.ok();
        assert_eq!(me["shared"]["operator"]["name"], "伊藤 健");
        // What was begun, and what is read, is the account's.
        assert_eq!(nursery.device.bootstrap().await["drafts"][0]["body"], "書きかけ");
        assert_eq!(times(&scene.admin, "identity.operator_left").await, 1);
    });
}

#[test]
fn whoever_may_use_it_no_longer_is_out_at_once() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let nursery = nursery(&world, &scene).await;
        let suspend = |state: &str| json!({ "state": state });
        let account = format!("/accounts/{}", scene.sato.account);
        introduce(&scene, &nursery.device, &scene.sato, PIN).await;
        let mut live = nursery.device.live_now().await;
        scene.admin.client.patch(&account, suspend("suspended")).await.ok();
        while live.next().await.is_some() {}
        nursery.device.get("/rooms").await.refused(403);
        choose(&nursery.device, &scene.sato, PIN).await.refused(404);
        // Moved to another unit.
        introduce(&scene, &nursery.device, &scene.ito, OTHER_PIN).await;
        let mut live = nursery.device.live_now().await;
        let posts = json!([{ "unit_id": scene.town.units["道路課"], "kind": "main", "valid_from": "2020-04-01" }]);
        scene.admin.client.patch(&format!("/people/{}", scene.ito.id), json!({ "posts": posts })).await.ok();
        while live.next().await.is_some() {}
        nursery.device.get("/rooms").await.refused(403);
        // Left out by a change of the lines.
        introduce(&scene, &nursery.device, &scene.mori, PIN).await;
        let mut live = nursery.device.live_now().await;
        let mut change = new_shared("ひばり保育園", &nursery.login, scene.town.units["総務課"]);
        change["operators"] = json!([{ "person_id": scene.admin.id }, { "title_id": scene.town.titles["課長"] }]);
        scene.admin.client.put(&format!("/shared-accounts/{}", nursery.account), change).await.ok();
        while live.next().await.is_some() {}
        assert_eq!(nursery.device.get("/rooms").await.refused(403), "operator_needed");
        let shown = nursery.device.get("/me/operators").await.ok();
        assert_eq!(items(&shown["items"]).len(), 1);
    });
}

#[test]
fn receipts_reactions_and_changes_say_who_of_the_shared_account_it_was() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let nursery = nursery(&world, &scene).await;
        let home = nursery.room_with(&scene.mori).await;
        let said = scene.mori.client.say(&home, "本日17時閉園です").await;
        let (message, seq) = (id(&said), number(&said["seq"]));
        introduce(&scene, &nursery.device, &scene.sato, PIN).await;
        let read = |seq: i64| json!({ "seq": seq });
        nursery.device.put(&format!("/rooms/{home}/read"), read(seq)).await.ok();
        nursery.device.put(&format!("/messages/{message}/reactions/kakunin"), json!({})).await.ok();
        world.clock().advance(Duration::from_secs(60));
        introduce(&scene, &nursery.device, &scene.ito, OTHER_PIN).await;
        nursery.device.put(&format!("/rooms/{home}/read"), read(seq)).await.ok();
        let own = id(&nursery.device.say(&home, "承知しました").await);
        let readers = scene.mori.client.get(&format!("/messages/{message}/receipts")).await.ok();
        let nurserys = &readers["read"][0];
        assert_eq!(nurserys["person"]["id"], json!(nursery.person));
        assert_eq!(each(&nurserys["operators"], "name"), ["佐藤 花", "伊藤 健"], "who read it first");
        let reactions = scene.mori.client.get(&format!("/messages/{message}/reactions")).await.ok();
        assert_eq!(reactions["items"][0]["operator"]["name"], "佐藤 花");
        // What 伊藤 wrote another may change: it is the account's. Who did is kept.
        choose(&nursery.device, &scene.sato, PIN).await.ok();
        nursery.device.patch(&format!("/messages/{own}"), json!({ "body": "承知しました。施錠します" })).await.ok();
        let history = scene.mori.client.get(&format!("/messages/{own}/history")).await.ok();
        assert_eq!(history["items"][0]["operator"]["name"], "佐藤 花");
        let withdrawn = nursery.device.delete(&format!("/messages/{own}")).await.ok();
        assert_eq!((&withdrawn["body"], &withdrawn["operator"]["name"]), (&json!(""), &json!("伊藤 健")));
        let shown = scene.mori.client.get(&format!("/messages/{own}")).await.ok();
        assert_eq!(shown["operator"]["name"], "伊藤 健", "also when it is read again");
    });
}

#[test]
fn the_record_of_acts_names_the_account_and_who_was_using_it() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let nursery = nursery(&world, &scene).await;
        introduce(&scene, &nursery.device, &scene.sato, PIN).await;
        nursery.device.put("/me/password", json!({ "current": PASSWORD, "new": "川の流れのように歩く" })).await;
        let changed = scene.admin.client.get("/audit?act=identity.password_changed").await.ok();
        let newest = &changed["items"][0];
        assert_eq!(
            (&newest["actor"]["name"], &newest["operator"]["name"]),
            (&json!("ひばり保育園"), &json!("佐藤 花"))
        );
        assert_eq!(changed["items"][1]["operator"], Value::Null, "nobody had said who they are");
        let hers = format!("/audit?act=identity.password_changed&person={}", scene.sato.id);
        let hers = scene.admin.client.get(&hers).await.ok();
        assert_eq!(each(&hers["items"], "id"), [text(&newest["id"])], "what she did with it is hers");
        for act in
            ["identity.shared_account_created", "identity.pin_given", "identity.pin_set", "identity.operator_chosen"]
        {
            assert_eq!(times(&scene.admin, act).await, 1, "{act}");
        }
        let checked = scene.admin.client.get("/audit/verification").await.ok();
        assert_eq!(checked["broken"], Value::Null);
    });
}

#[test]
fn what_one_wrote_never_goes_out_under_the_name_of_another() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let nursery = nursery(&world, &scene).await;
        let home = nursery.room_with(&scene.mori).await;
        introduce(&scene, &nursery.device, &scene.sato, PIN).await;
        let late = json!({ "id": new_id(), "body": "佐藤が書きました", "operator_id": scene.sato.id });
        introduce(&scene, &nursery.device, &scene.ito, OTHER_PIN).await;
        let path = format!("/rooms/{home}/messages");
        assert_eq!(nursery.device.post(&path, late.clone()).await.refused(409), "chat.other_operator");
        choose(&nursery.device, &scene.sato, PIN).await.ok();
        assert_eq!(nursery.device.post(&path, late.clone()).await.ok()["operator"]["name"], "佐藤 花");
        // Sent again, it is the same message, whoever is there by then.
        choose(&nursery.device, &scene.ito, OTHER_PIN).await.ok();
        assert_eq!(nursery.device.post(&path, late).await.ok()["operator"]["name"], "佐藤 花");
        // An answer that is on its way neither.
        let asked = id(&crate::stamps::ask(&scene.mori, &home, crate::stamps::question("yes_no")).await.ok());
        let path_of_answer = format!("/stamps/{asked}/answer");
        let given = |by| json!({ "choices": [0], "sending": new_id(), "operator_id": by });
        let refused = nursery.device.put(&path_of_answer, given(scene.sato.id)).await;
        assert_eq!(refused.refused(409), "chat.other_operator");
        nursery.device.put(&path_of_answer, given(scene.ito.id)).await.ok();
        let own = json!({ "id": new_id(), "body": "私です", "operator_id": scene.sato.id });
        assert_eq!(scene.mori.client.post(&path, own).await.refused(409), "chat.other_operator");
    });
}

#[test]
fn administrators_make_change_and_stop_shared_accounts_which_follow_their_unit() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let admin = &scene.admin.client;
        let unit_room =
            json!({ "id": new_id(), "kind": "unit", "name": "道路課", "unit_id": scene.town.units["道路課"] });
        let road = id(&admin.post("/rooms", unit_room).await.ok());
        let nursery = nursery(&world, &scene).await;
        introduce(&scene, &nursery.device, &scene.sato, PIN).await;
        let path = format!("/shared-accounts/{}", nursery.account);
        let mut change = new_shared("つばめ保育園", "tsubame", scene.town.units["道路課"]);
        change["operators"] = json!([{ "unit_id": scene.town.units["総務部"] }]);
        let changed = admin.put(&path, change.clone()).await.ok();
        assert_eq!((&changed["person"]["name"], &changed["login"]), (&json!("つばめ保育園"), &json!("tsubame")));
        assert_eq!((&changed["operator_count"], &changed["unit_id"]), (&json!(4), &json!(scene.town.units["道路課"])));
        world.run_jobs().await;
        let rooms = nursery.device.bootstrap().await["rooms"].clone();
        assert!(items(&rooms).iter().any(|room| id(room) == road), "its room follows the unit");
        // It stands in lists as what it is, and can be written to.
        let found = admin.get("/people?q=%E3%81%A4%E3%81%B0%E3%82%81").await.ok();
        assert_eq!(found["items"][0]["shared"], true);
        admin.post("/directs", json!({ "people": [nursery.person] })).await.ok();
        let person = format!("/people/{}", nursery.person);
        admin.patch(&person, json!({ "employment": "regular" })).await.refused(409);
        admin.patch(&format!("/people/{}", scene.sato.id), json!({ "employment": "shared" })).await.refused(400);
        let account = format!("/accounts/{}", nursery.account);
        let code = admin.patch(&account, json!({ "rights": "administrator" })).await.refused(409);
        assert_eq!(code, "identity.shared_account");
        for (field, value) in [("operators", json!([])), ("login", json!("")), ("unit_id", json!(new_id()))] {
            let mut bad = change.clone();
            bad[field] = value;
            admin.put(&path, bad).await.refused(400);
        }
        let mut stale = admin.request(Method::PUT, &path).header("if-match", "\"1\"");
        stale = stale.json(&change);
        assert_eq!(admin.send(stale).await.refused(412), "stale");
        let mut live = nursery.device.live_now().await;
        admin.patch(&account, json!({ "state": "suspended" })).await.ok();
        while live.next().await.is_some() {}
        nursery.device.get("/me").await.refused(401);
        assert_eq!(admin.get("/shared-accounts").await.ok()["items"][0]["state"], "suspended");
        // A list of staff, which another program makes, knows nothing of it.
        let wrong = admin.post("/people", json!({
            "staff_number": "x9", "family_name": "園", "given_name": "", "family_reading": "えん", "given_reading": "",
            "employment": "shared", "posts": [],
        }));
        wrong.await.refused(400);
    });
}

#[test]
fn a_barrier_holds_for_the_shared_account_whoever_is_using_it() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let mayor = NewStaff::named("天野", "進", ("あまの", "すすむ")).as_title("市長").of("緑野市");
        let mayor = scene.town.staff(&world, mayor).await;
        let nursery = nursery(&world, &scene).await;
        let barrier = json!({
            "name": "市長", "protects": [{ "person_id": mayor.id }], "keepers": [{ "person_id": scene.sato.id }],
            "leaves": crate::barriers::nothing(),
        });
        scene.admin.client.post("/barriers", barrier).await.ok();
        introduce(&scene, &nursery.device, &scene.sato, PIN).await;
        let path = format!("/people/{}", mayor.id);
        scene.sato.client.get(&path).await.ok();
        nursery.device.get(&path).await.refused(404);
        // Somebody behind a barrier who uses it is named by what they write there.
        let mut change = new_shared("ひばり保育園", &nursery.login, scene.town.units["総務課"]);
        change["operators"] = json!([{ "person_id": mayor.id }]);
        scene.admin.client.put(&format!("/shared-accounts/{}", nursery.account), change).await.ok();
        let home = nursery.room_with(&scene.mori).await;
        introduce(&scene, &nursery.device, &mayor, OTHER_PIN).await;
        let said = nursery.device.say(&home, "視察に来ています").await;
        let shown = scene.mori.client.get(&format!("/messages/{}", id(&said))).await.ok();
        assert_eq!(shown["operator"]["name"], "天野 進");
        scene.mori.client.get(&path).await.refused(404);
    });
}

#[test]
fn an_identity_management_neither_sees_nor_counts_a_shared_account() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let program = Program::of(&world, &scene).await;
        let before = program.get("/Users").await.ok();
        let nursery = nursery(&world, &scene).await;
        assert_eq!(program.get("/Users").await.ok(), before);
        assert_eq!(program.get(&format!("/Users/{}", nursery.person)).await.status, 404);
    });
}
