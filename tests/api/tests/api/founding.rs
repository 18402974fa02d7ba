//! Founding further organisations, and what they are called.

use crate::organisations::towns;
use crate::scene::{PASSWORD, Scene, acts, each, id, items, scene, settled, sign_in, text, token};
use db::Engine;
use harness::{Client, Staff, World, everywhere};
use live::Limits;
use reqwest::Method;
use serde_json::{Value, json};

/// What an organisation is founded with.
pub fn new_organisation(name: &str, code: &str) -> Value {
    json!({
        "name": name, "reading": "みどりのしぎかい", "code": code, "listed": true,
        "family_name": "大石", "given_name": "茂", "family_reading": "オオイシ", "given_reading": "しげる",
        "staff_number": "G001",
    })
}

async fn found(founder: &Staff, name: &str, code: &str) -> Value {
    let answer = founder.client.post("/organisations", new_organisation(name, code)).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    answer.body
}

/// The first administrator of what was founded, signed in with a password of their own.
async fn first(world: &World, founded: &Value) -> Client {
    let code = text(&founded["organisation"]["code"]);
    let stranger = world.stranger().at(Some(&code));
    let signed_in = sign_in(&stranger, "g001", &text(&founded["initial_password"])).await;
    let client = stranger.with_token(Some(token(&signed_in)));
    let chosen = json!({ "current": founded["initial_password"], "new": PASSWORD });
    client.put("/me/password", chosen).await.ok();
    client
}

/// The record of somebody's organisation, the oldest first.
async fn record(client: &Client) -> Vec<Value> {
    let mut items = items(&client.get("/audit?limit=200").await.ok()["items"]).clone();
    items.reverse();
    items
}

#[test]
fn a_founded_organisation_is_its_first_administrators_and_nobody_elses() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let founded = found(&scene.admin, " 緑野市議会 ", "council").await;
        let one = &founded["organisation"];
        assert_eq!(
            (&one["name"], &one["code"], &one["colour"], &one["listed"], &founded["login"]),
            (&json!("緑野市議会"), &json!("council"), &json!("green"), &json!(true), &json!("g001"))
        );
        let stranger = world.stranger().at(Some("council"));
        let me = sign_in(&stranger, "g001", &text(&founded["initial_password"])).await.ok();
        assert_eq!((&me["must_change_password"], &me["rights"]), (&json!(true), &json!("administrator")));
        assert_eq!(
            me["organisation"],
            json!({
                "id": one["id"], "name": "緑野市議会", "code": "council", "colour": "green", "handover_days": 30,
            })
        );
        assert_eq!((&me["person"]["name"], &me["person"]["reading"]), (&json!("大石 茂"), &json!("おおいし しげる")));
        let administrator = first(&world, &founded).await;
        let units = administrator.get("/units").await.ok();
        assert_eq!(
            (each(&units["items"], "name"), each(&units["items"], "reading")),
            (vec!["緑野市議会".into()], vec!["みどりのしぎかい".into()])
        );
        assert_eq!(items(&administrator.get("/people").await.ok()["items"]).len(), 1);
        assert_eq!(administrator.get("/rooms").await.ok()["items"], json!([]));
        // Whoever founded it is nobody there, and finds nothing of it here.
        let founder = scene.admin.client.clone().at(Some("council"));
        founder.get("/people").await.refused(401);
        assert_eq!(items(&scene.admin.client.get("/people?q=大石").await.ok()["items"]).len(), 0);
        sign_in(&world.stranger(), "g001", PASSWORD).await.refused(401);
        assert_eq!(stranger.get("/setup").await.ok(), json!({ "needed": false }));
        let set_up = crate::scene::set_up_with(&world.app.set_up_code);
        assert_eq!(stranger.post("/setup", set_up).await.refused(409), "setup.already_done");
    });
}

#[test]
fn only_administrators_of_the_first_organisation_found_others_and_see_them() {
    everywhere(|world| async move {
        let (ours, theirs) = towns(&world).await;
        let path = format!("/organisations/{}", ours.town.org);
        for who in [&ours.sato, &theirs.admin, &theirs.sato] {
            who.client.get("/organisations").await.refused(404);
            who.client.post("/organisations", new_organisation("議会", "council")).await.refused(404);
            who.client.patch(&path, json!({ "name": "乗取" })).await.refused(404);
        }
        world.stranger().get("/organisations").await.refused(401);
        found(&ours.admin, "緑野市議会", "council").await;
        found(&ours.admin, "あさひ消防団", "fire").await;
        let list = ours.admin.client.get("/organisations").await.ok();
        let names = each(&list["items"], "name");
        assert_eq!(names[0], "緑野市", "the first one is first");
        assert_eq!(names.len(), 4);
        assert_eq!(list["items"][0]["code"], Value::Null);
        assert_eq!(list["items"][0]["listed"], true);
        assert!(list["items"].as_array().expect("a list").iter().all(|one| one["founded_at"].is_string()));
    });
}

#[test]
fn faults_of_what_is_to_be_founded_are_told_by_field_and_nothing_is_founded() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        found(&scene.admin, "緑野市議会", "council").await;
        for (field, value, code) in [
            ("code", json!("council"), "already_exists"),
            ("code", json!("Council"), "invalid"),
            ("code", json!("2nd"), "invalid"),
            ("code", json!("fire_corps"), "invalid"),
            ("code", json!("f"), "invalid"),
            ("code", json!("f".repeat(32)), "invalid"),
            ("code", json!("  "), "missing"),
            ("name", json!(""), "missing"),
            ("name", json!("緑野市議会"), "already_exists"),
            ("name", json!("縁".repeat(101)), "too_long"),
            ("reading", json!("消防団"), "not_kana"),
            ("family_reading", json!("山"), "not_kana"),
            ("family_name", json!(""), "missing"),
            ("staff_number", json!(" "), "missing"),
        ] {
            let mut new = new_organisation("消防団", "fire");
            new[field] = value.clone();
            let answer = scene.admin.client.post("/organisations", new).await;
            assert_eq!(answer.body["fields"], json!([{ "field": field, "code": code }]), "{field} {value}");
        }
        let mut new = new_organisation("消防団", "fire");
        new["colour"] = json!("gold");
        scene.admin.client.post("/organisations", new).await.refused(400);
        assert_eq!(items(&scene.admin.client.get("/organisations").await.ok()["items"]).len(), 2);
        world.stranger().at(Some("fire")).get("/health").await.refused(404);
        found(&scene.admin, "消防団", "fire").await;
        world.stranger().at(Some("fire")).get("/health").await.ok();
    });
}

#[test]
fn founding_and_changing_stand_in_both_records_and_name_nobody_of_the_other() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let founded = found(&scene.admin, "緑野市議会", "council").await;
        let administrator = first(&world, &founded).await;
        let path = format!("/organisations/{}", id(&founded["organisation"]));
        scene.admin.client.patch(&path, json!({ "name": "緑野市 議会", "colour": "teal" })).await.ok();
        let ours = acts(&scene.admin).await;
        let told: Vec<&Value> = ours.iter().filter(|act| text(&act["act"]).contains("organisation_")).collect();
        assert_eq!(told.len(), 2);
        assert_eq!(
            (&told[0]["act"], &told[1]["act"]),
            (&json!("directory.organisation_founded"), &json!("directory.organisation_changed"))
        );
        for act in &told {
            assert_eq!((&act["actor"]["id"], &act["detail"]["code"]), (&json!(scene.admin.id), &json!("council")));
        }
        let theirs = record(&administrator).await;
        let begun = theirs.iter().find(|act| act["act"] == "identity.set_up").expect("in their record");
        assert_eq!((&begun["detail"]["founded_by"], &begun["actor"]), (&json!("緑野市"), &Value::Null));
        let changed =
            theirs.iter().find(|act| act["act"] == "directory.organisation_changed").expect("in their record");
        assert_eq!((&changed["detail"]["by"], &changed["actor"]), (&json!("緑野市"), &Value::Null));
        assert!(!json!(theirs).to_string().contains("加藤"), "the founder is nobody of theirs");
        assert!(!json!(ours).to_string().contains("大石"), "and theirs are nobody's of the founder");
        for client in [&scene.admin.client, &administrator] {
            assert_eq!(client.get("/audit/verification").await.ok()["broken"], Value::Null);
        }
    });
}

#[test]
fn an_organisation_names_and_colours_itself_and_its_people_hear_of_it() {
    everywhere(|world| async move {
        let (ours, theirs) = towns(&world).await;
        let mut lines = [settled(&ours.sato).await, settled(&theirs.sato).await];
        let change = json!({ "name": "青浜市", "reading": "アオハマシ", "colour": "pink" });
        for (who, status) in [(&theirs.sato, 404), (&theirs.admin, 200)] {
            assert_eq!(who.client.patch("/organisation", change.clone()).await.status, status);
        }
        let told = lines[1].event("directory.organisation_changed").await;
        assert_eq!(told["organisation"], theirs.sato.client.get("/me").await.ok()["organisation"]);
        assert_eq!(
            (&told["organisation"]["name"], &told["organisation"]["colour"]),
            (&json!("青浜市"), &json!("pink"))
        );
        let own = theirs.admin.client.get("/organisation").await.ok();
        assert_eq!((&own["reading"], &own["listed"]), (&json!("あおはまし"), &json!(false)));
        let taken = theirs.admin.client.patch("/organisation", json!({ "name": "緑野市" })).await;
        assert_eq!(taken.body["fields"], json!([{ "field": "name", "code": "already_exists" }]));
        // Of one that is not listed they are told nothing, were it that its name is taken.
        let mut hidden = new_organisation("青浜市監査委員", "auditors");
        hidden["listed"] = json!(false);
        ours.admin.client.post("/organisations", hidden).await.ok();
        theirs.admin.client.patch("/organisation", json!({ "name": "青浜市監査委員" })).await.ok();
        theirs.admin.client.patch("/organisation", json!({ "name": "青浜市" })).await.ok();
        let listed = theirs.admin.client.patch("/organisation", json!({ "listed": true })).await;
        assert_eq!(listed.body["fields"], json!([{ "field": "listed", "code": "fixed" }]), "the founder says so");
        // The first one hears of itself and of nobody else.
        let path = format!("/organisations/{}", theirs.town.org);
        ours.admin.client.patch(&path, json!({ "listed": true })).await.ok();
        ours.admin.client.patch("/organisation", json!({ "colour": "slate" })).await.ok();
        assert_eq!(lines[0].event("directory.organisation_changed").await["organisation"]["name"], "緑野市");
        let unlisted =
            ours.admin.client.patch(&format!("/organisations/{}", ours.town.org), json!({ "listed": false })).await;
        assert_eq!(unlisted.body["fields"], json!([{ "field": "listed", "code": "fixed" }]));
        ours.admin.client.patch("/organisations/0000000000000", json!({})).await.refused(404);
    });
}

#[test]
fn sign_in_pages_name_those_that_are_listed_and_the_one_of_their_address() {
    everywhere(|world| async move {
        let none = world.stranger().get("/organisations/listed").await.ok();
        assert_eq!(none, json!({ "here": null, "items": [] }), "before the first set-up");
        let scene = scene(&world).await;
        found(&scene.admin, "わかば診療所", "clinic").await;
        let mut hidden = new_organisation("緑野市監査委員", "auditors");
        hidden["listed"] = json!(false);
        scene.admin.client.post("/organisations", hidden).await.ok();
        let mut fire = new_organisation("あさひ消防団", "fire");
        (fire["reading"], fire["colour"]) = (json!("あさひしょうぼうだん"), json!("vermilion"));
        scene.admin.client.post("/organisations", fire).await.ok();
        let all = json!([
            { "name": "緑野市", "code": null, "colour": "indigo" },
            { "name": "あさひ消防団", "code": "fire", "colour": "vermilion" },
            { "name": "わかば診療所", "code": "clinic", "colour": "green" },
        ]);
        let here = async |code: Option<&str>| world.stranger().at(code).get("/organisations/listed").await.ok();
        for (code, name) in [(None, "緑野市"), (Some("clinic"), "わかば診療所"), (Some("auditors"), "緑野市監査委員")]
        {
            let told = here(code).await;
            assert_eq!(
                (&told["items"], &told["here"]["name"], &told["here"]["code"]),
                (&all, &json!(name), &json!(code))
            );
        }
        assert_eq!(here(Some("auditors")).await["here"]["colour"], "vermilion", "the third gets the third colour");
        // A browser that has it is told so alone, until it is another.
        let stranger = world.stranger();
        let again = async |version: &str| {
            let asked = stranger.request(Method::GET, "/organisations/listed").header("if-none-match", version);
            let answer = asked.send().await.expect("an answer");
            (answer.status().as_u16(), answer.headers()["etag"].to_str().expect("text").to_owned())
        };
        let (_, version) = again("\"another\"").await;
        assert_eq!(again(&version).await.0, 304);
        scene.admin.client.patch("/organisation", json!({ "name": "みどりの市" })).await.ok();
        assert_eq!(again(&version).await.0, 200);
        assert_eq!(here(None).await["here"]["name"], "みどりの市");
    });
}

#[test]
fn a_second_node_knows_an_organisation_that_the_first_one_founded() {
    everywhere(|world| async move {
        if world.test.db.engine() == Engine::Sqlite {
            return;
        }
        let beside = tokio::task::block_in_place(|| world.test.beside());
        let there = World::over(beside, Limits::default()).await;
        // It had started before there was anything at all.
        let Scene { admin, .. } = scene(&world).await;
        let over_there = Client::new(there.address, Some(admin.token.clone()));
        over_there.get("/me").await.ok();
        there.stranger().at(Some("council")).get("/health").await.refused(404);
        let founded = found(&admin, "緑野市議会", "council").await;
        let stranger = there.stranger().at(Some("council"));
        let me = sign_in(&stranger, "g001", &text(&founded["initial_password"])).await.ok();
        assert_eq!(me["organisation"]["name"], "緑野市議会");
    });
}
