//! Guests and bots: who is not of the staff reaches the rooms that they were brought to, and nothing else.

use crate::scene::{
    PASSWORD, Scene, bodies, direct, each, id, items, next_day, number, read, room, scene, settled, sign_in, text,
    token,
};
use harness::{Answer, Client, NewStaff, Staff, World, everywhere, new_id};
use jiff::civil::date;
use serde_json::{Value, json};

/// What is said of a guest.
pub fn new_guest(sponsor: &Staff, kind: &str) -> Value {
    json!({
        "family_name": "山田", "given_name": "太郎", "family_reading": "やまだ", "given_reading": "たろう", "kind": kind,
        "affiliation": "山田設備", "purpose": "空調の工事", "sponsor_id": sponsor.id, "last_day": "2026-04-03",
    })
}

/// What is said of a bot.
pub fn new_bot(sponsor: &Staff) -> Value {
    json!({ "name": "雨量ボット", "reading": "うりょう", "purpose": "雨量の知らせ", "sponsor_id": sponsor.id })
}

/// A guest who has chosen a password, and the one who made them.
pub async fn guest(world: &World, admin: &Staff, new: Value) -> Staff {
    let made = admin.client.post("/guests", new).await.ok();
    let (login, initial) = (text(&made["guest"]["login"]), text(&made["initial_password"]));
    let session = token(&sign_in(&world.stranger(), &login, &initial).await);
    let client = Client::of(world, Some(session.clone()));
    client.put("/me/password", json!({ "current": initial, "new": PASSWORD })).await.ok();
    Staff {
        id: text(&made["guest"]["person"]["id"]).parse().expect("an id"),
        account: text(&made["guest"]["account_id"]).parse().expect("an id"),
        token: session,
        client,
    }
}

async fn bot_token(admin: &Staff, bot: &str, name: &str, last_day: &str) -> Answer {
    admin.client.post(&format!("/bots/{bot}/tokens"), json!({ "name": name, "last_day": last_day })).await
}

/// A bot with a token.
pub async fn bot(world: &World, admin: &Staff, new: Value) -> Staff {
    let made = admin.client.post("/bots", new).await.ok();
    let bot = text(&made["person"]["id"]);
    let token = text(&bot_token(admin, &bot, "雨量計", "2026-12-31").await.ok()["token"]);
    let client = Client::of(world, Some(token.clone()));
    let account = text(&client.get("/me").await.ok()["account_id"]).parse().expect("an id");
    Staff { id: bot.parse().expect("an id"), account, token, client }
}

/// A room of 佐藤's in which a guest is.
async fn with_guest(world: &World, kind: &str) -> (Scene, Staff, String) {
    let scene = scene(world).await;
    let guest = guest(world, &scene.admin, new_guest(&scene.sato, kind)).await;
    let room = room(&scene.sato, "private", "空調の工事", &[&guest]).await;
    (scene, guest, room)
}

async fn say(who: &Staff, room: &str, body: &str) -> Answer {
    who.client.post(&format!("/rooms/{room}/messages"), json!({ "id": new_id(), "body": body })).await
}

#[test]
fn a_guest_talks_in_the_room_they_were_brought_to_and_everybody_there_sees_that_they_are_one() {
    everywhere(|world| async move {
        let (scene, guest, room) = with_guest(&world, "business").await;
        let mut live = settled(&guest).await;
        scene.sato.client.say(&room, "配管の図面です").await;
        assert_eq!(live.event("chat.message_posted").await["message"]["body"], "配管の図面です");
        say(&guest, &room, "承知しました").await.ok();
        assert_eq!(bodies(&scene.sato, &room).await, ["配管の図面です", "承知しました"]);
        let page = scene.sato.client.get(&format!("/rooms/{room}/messages")).await.ok();
        let brief = items(&page["people"])
            .iter()
            .find(|person| person["id"] == json!(guest.id))
            .cloned()
            .expect("they are named");
        assert_eq!((&brief["guest"], &brief["unit"]), (&json!(true), &json!("山田設備")));
        let seen = scene.sato.client.get(&format!("/rooms/{room}")).await.ok();
        assert_eq!((number(&seen["guest_count"]), number(&seen["member_count"])), (1, 2));
        let me = guest.client.get("/me").await.ok();
        assert_eq!((&me["sponsor"]["name"], &me["person"]["left_on"]), (&json!("佐藤 花"), &json!("2026-04-03")));
    });
}

#[test]
fn a_guest_finds_nobody_and_nothing_besides_and_learns_names_only_of_those_they_meet() {
    everywhere(|world| async move {
        let (scene, guest, room) = with_guest(&world, "business").await;
        let open = crate::scene::room(&scene.sato, "open", "みんなの広場", &[]).await;
        scene.sato.client.say(&open, "今日の昼食").await;
        for path in ["/people", "/units", "/titles", "/rooms", "/desks", "/contact-requests", "/guests", "/me/return"] {
            assert_eq!(guest.client.get(path).await.refused(404), "not_found", "{path}");
        }
        let (met, stranger) = (scene.sato.id, scene.mori.id);
        assert_eq!(guest.client.get(&format!("/people/{met}")).await.refused(404), "not_found");
        let shown = guest.client.get(&format!("/people/by-id?ids={met},{stranger}")).await.ok();
        let names: Vec<&Value> = items(&shown["items"]).iter().map(|person| &person["name"]).collect();
        assert_eq!(names, ["佐藤 花"]);
        for path in [format!("/rooms/{open}"), format!("/rooms/{open}/messages"), format!("/rooms/{open}/members")] {
            assert_eq!(guest.client.get(&path).await.refused(404), "not_found", "{path}");
        }
        assert_eq!(guest.client.post(&format!("/rooms/{open}/join"), json!({})).await.refused(404), "not_found");
        assert_eq!(guest.client.post("/directs", json!({ "people": [met] })).await.refused(404), "not_found");
        let add = json!({ "people": [stranger] });
        assert_eq!(guest.client.post(&format!("/rooms/{room}/members"), add).await.refused(404), "not_found");
        // Whose id they type stays without a name, and an open room without its own.
        say(&guest, &room, &format!("<@{stranger}> さんと <#{open}>")).await.ok();
        let page = guest.client.get(&format!("/rooms/{room}/messages")).await.ok();
        assert!(!page.to_string().contains("森 葵") && !page.to_string().contains("みんなの広場"), "{page}");
        let first = guest.client.bootstrap().await;
        assert_eq!(items(&first["rooms"]).len(), 1, "{first}");
        assert!(!first.to_string().contains("森 葵"), "{first}");
    });
}

#[test]
fn nobody_shows_a_guest_who_is_there_and_where() {
    everywhere(|world| async move {
        let (scene, guest, room) = with_guest(&world, "business").await;
        let mut live = settled(&guest).await;
        live.say(json!({ "t": "watch", "people": [scene.mori.id, scene.sato.id] })).await;
        let _there = settled(&scene.mori).await;
        scene.mori.client.put("/me/whereabouts", json!({ "place": "市長室", "until": null })).await.ok();
        scene.sato.client.put("/me/whereabouts", json!({ "place": "副市長室", "until": null })).await.ok();
        scene.sato.client.say(&room, "以上です").await;
        let page = guest.client.get(&format!("/rooms/{room}/messages")).await.ok();
        let members = guest.client.get(&format!("/rooms/{room}/members")).await.ok();
        assert!(
            !page.to_string().contains("副市長室") && !members.to_string().contains("副市長室"),
            "{page} {members}"
        );
        let mut seen = String::new();
        while !seen.contains("以上です") {
            seen.push_str(&live.next().await.expect("the line stays").to_string());
        }
        assert!(!seen.contains("市長室") && !seen.contains("presence"), "{seen}");
    });
}

#[test]
fn a_guest_is_gone_the_day_after_their_last_by_themselves_and_comes_back_when_it_is_moved() {
    everywhere(|world| async move {
        let (scene, guest, room) = with_guest(&world, "seconded").await;
        let login = text(&guest.client.get("/me").await.ok()["login"]);
        next_day(&world, date(2026, 4, 3)).await;
        sign_in(&world.stranger(), &login, PASSWORD).await.ok();
        next_day(&world, date(2026, 4, 4)).await;
        assert_eq!(guest.client.get("/me").await.refused(401), "sign_in_needed");
        assert_eq!(sign_in(&world.stranger(), &login, PASSWORD).await.refused(401), "identity.wrong_credentials");
        let seen = scene.sato.client.get(&format!("/rooms/{room}")).await.ok();
        assert_eq!((number(&seen["guest_count"]), number(&seen["member_count"])), (0, 1));
        let past = scene.admin.client.get("/guests?past=true").await.ok();
        let line = items(&past["items"])[0].clone();
        assert_eq!(
            (&line["person"]["active"], items(&scene.admin.client.get("/guests").await.ok()["items"]).len()),
            (&json!(false), 0)
        );
        let longer = json!({ "last_day": "2027-03-31" });
        let mut said = new_guest(&scene.sato, "seconded");
        said["last_day"] = longer["last_day"].clone();
        scene.admin.client.put(&format!("/guests/{}", guest.id), said).await.ok();
        sign_in(&world.stranger(), &login, PASSWORD).await.ok();
    });
}

#[test]
fn whoever_answers_for_a_guest_ends_their_stay_at_once_and_nobody_else_without_the_right_does() {
    everywhere(|world| async move {
        let (scene, guest, room) = with_guest(&world, "business").await;
        let end = format!("/guests/{}/end", guest.id);
        let mut live = settled(&guest).await;
        assert_eq!(scene.mori.client.post(&end, json!({})).await.refused(404), "not_found");
        let own = scene.sato.client.get("/guests").await.ok();
        assert_eq!(items(&own["items"])[0]["person"]["id"], json!(guest.id));
        assert_eq!(items(&scene.mori.client.get("/guests").await.ok()["items"]).len(), 0);
        let ended = scene.sato.client.post(&end, json!({})).await.ok();
        assert_eq!(ended["person"]["active"], false);
        assert_eq!(guest.client.get(&format!("/rooms/{room}")).await.refused(401), "sign_in_needed");
        while live.next().await.is_some() {}
        let acts = scene.admin.client.get("/audit?act=directory.guest_ended").await.ok();
        assert_eq!(items(&acts["items"])[0]["actor"]["name"], "佐藤 花");
    });
}

#[test]
fn a_resident_is_found_by_their_sponsor_and_by_those_who_keep_records_and_met_in_rooms() {
    everywhere(|world| async move {
        let (scene, guest, room) = with_guest(&world, "resident").await;
        let mut said = new_guest(&scene.ito, "business");
        said["family_name"] = json!("川口");
        let company = crate::outsiders::guest(&world, &scene.admin, said).await;
        let found = |who: &Staff| {
            let client = who.client.clone();
            async move {
                let people = client.get("/people?q=たろう").await.ok();
                let mut names = each(&people["items"], "name");
                names.sort();
                names
            }
        };
        assert_eq!(found(&scene.sato).await, ["山田 太郎", "川口 太郎"]);
        assert_eq!(found(&scene.admin).await, ["山田 太郎", "川口 太郎"]);
        assert_eq!(found(&scene.mori).await, ["川口 太郎"]);
        let path = format!("/people/{}", guest.id);
        assert_eq!(scene.mori.client.get(&path).await.refused(404), "not_found");
        assert_eq!(scene.sato.client.get(&path).await.ok()["name"], "山田 太郎");
        let to = json!({ "people": [guest.id] });
        assert_eq!(scene.mori.client.post("/directs", to).await.refused(400), "invalid_input");
        direct(&scene.mori, &company).await;
        let shown = scene.mori.client.get(&format!("/people/by-id?ids={}", guest.id)).await.ok();
        assert_eq!(items(&shown["items"]).len(), 0);
        scene.sato.client.post(&format!("/rooms/{room}/members"), json!({ "people": [scene.mori.id] })).await.ok();
        let shown = scene.mori.client.get(&format!("/people/by-id?ids={}", guest.id)).await.ok();
        assert_eq!(items(&shown["items"])[0]["name"], "山田 太郎");
    });
}

#[test]
fn what_follows_the_organisation_and_what_is_owned_is_for_the_staff() {
    everywhere(|world| async move {
        let (scene, guest, room) = with_guest(&world, "business").await;
        let unit = json!({ "id": new_id(), "kind": "unit", "name": "総務課", "unit_id": scene.town.units["総務課"] });
        let unit = id(&scene.admin.client.post("/rooms", unit).await.ok());
        let add = json!({ "people": [guest.id] });
        assert_eq!(
            scene.admin.client.post(&format!("/rooms/{unit}/members"), add.clone()).await.refused(403),
            "chat.staff_only"
        );
        let owner = json!({ "role": "owner" });
        let role = format!("/rooms/{room}/members/{}", guest.id);
        assert_eq!(scene.sato.client.put(&role, owner).await.refused(403), "chat.staff_only");
        let everybody = json!({ "id": new_id(), "kind": "rule", "name": "全職員", "rule": {} });
        let everybody = id(&scene.admin.client.post("/rooms", everybody).await.ok());
        let members = scene.admin.client.get(&format!("/rooms/{everybody}/members?limit=200")).await.ok();
        assert!(!members.to_string().contains("山田 太郎"), "{members}");
        let rights = json!({ "rights": "administrator" });
        let account = format!("/accounts/{}", guest.account);
        assert_eq!(scene.admin.client.patch(&account, rights).await.refused(409), "identity.outsider");
        let grant = json!({
            "holder": { "person_id": guest.id }, "parts": [{ "function": "people", "verb": "change" }], "scope": "all",
            "valid_from": "2026-04-01",
        });
        assert_eq!(scene.admin.client.post("/grants", grant).await.refused(400), "invalid_input");
        let change = json!({ "family_name": "佐藤" });
        assert_eq!(
            scene.admin.client.patch(&format!("/people/{}", guest.id), change).await.refused(409),
            "identity.outsider"
        );
        let new = json!({
            "staff_number": "x9", "family_name": "偽", "given_name": "者", "family_reading": "にせ", "given_reading": "もの",
            "employment": "guest", "posts": [{ "unit_id": scene.town.units["総務課"], "kind": "main", "valid_from": "2026-04-01" }],
        });
        assert_eq!(scene.admin.client.post("/people", new).await.refused(400), "invalid_input");
        // When the last owner goes, one of the staff follows them, however many guests are there.
        scene.sato.client.post(&format!("/rooms/{room}/members"), json!({ "people": [scene.ito.id] })).await.ok();
        scene
            .admin
            .client
            .post(&format!("/people/{}/leave", scene.sato.id), json!({ "date": "2026-04-01" }))
            .await
            .ok();
        next_day(&world, date(2026, 4, 2)).await;
        assert_eq!(crate::scene::mine(&scene.ito, &room).await["role"], "owner");
        let line = scene.admin.client.get("/guests").await.ok();
        assert_eq!(items(&line["items"])[0]["sponsor"]["active"], false, "nobody answers for them any more");
    });
}

#[test]
fn a_guest_is_written_down_by_those_who_keep_the_records_of_whoever_answers_for_them() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let clerk = scene.town.staff(&world, NewStaff::named("岡", "実", ("おか", "みのる"))).await;
        let elsewhere = scene.town.staff(&world, NewStaff::named("堀", "正", ("ほり", "ただし")).of("財政課")).await;
        crate::grants::give(&scene.admin, crate::grants::person(&clerk), &[("people", "change")], "own").await;
        assert_eq!(scene.sato.client.post("/guests", new_guest(&scene.sato, "other")).await.refused(404), "not_found");
        let fault = |answer: Answer| text(&items(&answer.body["fields"])[0]["field"]);
        assert_eq!(fault(clerk.client.post("/guests", new_guest(&elsewhere, "other")).await), "sponsor_id");
        let made = clerk.client.post("/guests", new_guest(&scene.sato, "other")).await.ok()["guest"].clone();
        let path = format!("/guests/{}", text(&made["person"]["id"]));
        assert_eq!(items(&clerk.client.get("/guests").await.ok()["items"]).len(), 1);
        let mut said = new_guest(&scene.sato, "other");
        for (field, value) in [
            ("last_day", json!("2027-12-31")),
            ("last_day", json!("2026-03-31")),
            ("purpose", json!(" ")),
            ("affiliation", json!("")),
            ("sponsor_id", json!(clerk.id.to_string().replace('0', "1"))),
        ] {
            let mut wrong = said.clone();
            wrong[field] = value;
            assert_eq!(fault(clerk.client.put(&path, wrong).await), field);
        }
        said["purpose"] = json!("設計の打ち合わせ");
        let stale = clerk.client.request(reqwest::Method::PUT, &path).header("if-match", "\"1\"").json(&said);
        assert_eq!(clerk.client.send(stale).await.status, 412);
        assert_eq!(clerk.client.put(&path, said).await.ok()["purpose"], "設計の打ち合わせ");
        // Of a section of whose people they keep no record they keep no guests.
        let other = scene.admin.client.post("/guests", new_guest(&elsewhere, "other")).await.ok()["guest"].clone();
        let theirs = format!("/guests/{}", text(&other["person"]["id"]));
        assert_eq!(clerk.client.put(&theirs, new_guest(&scene.sato, "other")).await.refused(404), "not_found");
        assert_eq!(clerk.client.post(&format!("{theirs}/end"), json!({})).await.refused(404), "not_found");
    });
}

/// Tries to come in by a link.
pub async fn visit(client: &Client, link: &Value, pin: &str) -> Answer {
    client.post("/visits", json!({ "token": token_of(link), "pin": pin })).await
}

/// What of a link opens.
fn token_of(link: &Value) -> String {
    let address = text(&link["address"]);
    address.split_once("/visit#").expect("a link").1.to_owned()
}

#[test]
fn a_resident_comes_in_by_a_link_and_a_pin_without_a_password_until_the_link_is_taken_away() {
    everywhere(|world| async move {
        let (scene, guest, room) = with_guest(&world, "resident").await;
        let login = text(&guest.client.get("/me").await.ok()["login"]);
        let path = format!("/guests/{}/link", guest.id);
        assert_eq!(scene.mori.client.post(&path, json!({})).await.refused(404), "not_found");
        let link = scene.sato.client.post(&path, json!({})).await.ok();
        assert!(!link["guest"]["link_since"].is_null(), "{link}");
        // What they came in by before is over.
        assert_eq!(guest.client.get("/me").await.refused(401), "sign_in_needed");
        assert_eq!(sign_in(&world.stranger(), &login, PASSWORD).await.refused(401), "identity.wrong_credentials");
        let pin = text(&link["pin"]);
        let came = token(&visit(&world.stranger(), &link, &pin).await);
        let resident = Client::of(&world, Some(came));
        let me = resident.get("/me").await.ok();
        assert_eq!((&me["must_change_password"], &me["person"]["guest"]), (&json!(false), &json!(true)));
        resident.say(&room, "相談したいことがあります").await;
        // Where everybody needs a second factor, a link and its PIN are two.
        let rule = |factor| json!({ "allowed": true, "factor": factor, "idle_days": 14, "session_days": 90 });
        let desk = json!({ "name": "庁内", "ranges": ["192.0.2.0/24"], "rule": rule("optional") });
        let rules = json!({ "networks": [desk], "elsewhere": rule("everybody") });
        scene.admin.client.put("/sign-in-rules", rules).await.ok();
        let afar = world.stranger().from_address("198.51.100.7");
        let came = token(&visit(&afar, &link, &pin).await);
        let afar = Client::of(&world, Some(came)).from_address("198.51.100.7");
        assert_eq!(afar.get("/me").await.ok()["must_set_up_factor"], false);
        assert_eq!(items(&afar.bootstrap().await["rooms"]).len(), 1);
        // A new link takes the place of the one before, and whoever came by that one is out.
        let next = scene.admin.client.post(&path, json!({})).await.ok();
        assert_eq!(afar.get("/me").await.refused(401), "sign_in_needed");
        assert_eq!(visit(&world.stranger(), &link, &pin).await.refused(401), "identity.wrong_visit");
        token(&visit(&world.stranger(), &next, &text(&next["pin"])).await);
        scene.sato.client.delete(&path).await.ok();
        assert_eq!(visit(&world.stranger(), &next, &text(&next["pin"])).await.refused(401), "identity.wrong_visit");
        assert_eq!(scene.sato.client.delete(&path).await.refused(404), "not_found");
        let reset = scene.sato.client.post(&format!("/guests/{}/password-reset", guest.id), json!({})).await.ok();
        token(&sign_in(&world.stranger(), &login, &text(&reset["initial_password"])).await);
        let acts = scene.admin.client.get("/audit?act=identity.guest_link_created").await.ok();
        assert_eq!(items(&acts["items"]).len(), 2);
    });
}

#[test]
fn whoever_guesses_a_pin_waits_from_wherever_they_come_and_a_guest_who_is_gone_does_not_come_in() {
    everywhere(|world| async move {
        let (scene, guest, _) = with_guest(&world, "resident").await;
        let link = scene.sato.client.post(&format!("/guests/{}/link", guest.id), json!({})).await.ok();
        let pin = text(&link["pin"]);
        let wrong = if pin == "000000" { "111111" } else { "000000" };
        let came = visit(&world.stranger(), &link, &pin).await;
        let device = crate::scene::cookie(&came, "engawa_device");
        for place in 0..5 {
            let from = world.stranger().from_address(&format!("198.51.100.{place}"));
            assert_eq!(visit(&from, &link, wrong).await.refused(401), "identity.wrong_visit");
        }
        let from = world.stranger().from_address("203.0.113.9");
        assert_eq!(visit(&from, &link, &pin).await.refused(429), "identity.too_many_attempts");
        // The device that came in by it before is not kept out by them.
        let own = world.stranger();
        let again = own.request(reqwest::Method::POST, "/visits").header("cookie", format!("engawa_device={device}"));
        own.send(again.json(&json!({ "token": token_of(&link), "pin": pin }))).await.ok();
        next_day(&world, date(2026, 4, 4)).await;
        assert_eq!(visit(&world.stranger(), &link, &pin).await.refused(401), "identity.wrong_visit");
    });
}

#[test]
fn a_bot_talks_by_its_token_where_it_was_brought_and_hears_what_is_said_there() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let bot = bot(&world, &scene.admin, new_bot(&scene.sato)).await;
        let unit = json!({ "id": new_id(), "kind": "unit", "name": "総務課", "unit_id": scene.town.units["総務課"] });
        let unit = id(&scene.admin.client.post("/rooms", unit).await.ok());
        assert_eq!(say(&bot, &unit, "雨量 30 ミリ").await.refused(404), "not_found");
        scene.admin.client.post(&format!("/rooms/{unit}/members"), json!({ "people": [bot.id] })).await.ok();
        say(&bot, &unit, "雨量 30 ミリ").await.ok();
        let page = scene.sato.client.get(&format!("/rooms/{unit}/messages")).await.ok();
        let brief =
            items(&page["people"]).iter().find(|person| person["id"] == json!(bot.id)).cloned().expect("it is named");
        assert_eq!((&brief["bot"], &brief["name"]), (&json!(true), &json!("雨量ボット")));
        let mut live = bot.client.live_now().await;
        scene.sato.client.say(&unit, "了解").await;
        assert_eq!(live.event("chat.message_posted").await["message"]["body"], "了解");
        read(&bot, &unit, 2).await;
        for path in ["/people", "/units", "/rooms", "/guests", "/me/sessions", "/bots"] {
            assert_eq!(bot.client.get(path).await.refused(404), "not_found", "{path}");
        }
        let settings = bot.client.put("/me/password", json!({ "current": "x", "new": PASSWORD })).await;
        assert_eq!(settings.refused(404), "not_found");
    });
}

#[test]
fn a_token_is_good_until_its_last_day_or_until_it_is_removed_and_no_password_opens_a_bot() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let bot = bot(&world, &scene.admin, new_bot(&scene.sato)).await;
        let (path, person) = (format!("/bots/{}/tokens", bot.id), bot.id.to_string());
        let fault = |answer: Answer| text(&items(&answer.body["fields"])[0]["field"]);
        assert_eq!(fault(bot_token(&scene.admin, &person, " ", "2026-12-31").await), "name");
        assert_eq!(fault(bot_token(&scene.admin, &person, "長い", "2028-12-31").await), "last_day");
        let short = bot_token(&scene.admin, &person, "短い", "2026-04-01").await.ok();
        let short_one = Client::of(&world, Some(text(&short["token"])));
        short_one.get("/me").await.ok();
        next_day(&world, date(2026, 4, 2)).await;
        assert_eq!(short_one.get("/me").await.refused(401), "sign_in_needed");
        // Neither does a rule that wants a second factor of everybody, nor one that shuts a network: but from there it is not used.
        let rule =
            |allowed, factor| json!({ "allowed": allowed, "factor": factor, "idle_days": 14, "session_days": 90 });
        let desk = json!({ "name": "庁内", "ranges": ["192.0.2.0/24"], "rule": rule(true, "optional") });
        let afar = bot.client.clone().from_address("198.51.100.7");
        let rules = json!({ "networks": [desk], "elsewhere": rule(true, "everybody") });
        scene.admin.client.put("/sign-in-rules", rules.clone()).await.ok();
        afar.get("/me").await.ok();
        let shut = json!({ "networks": rules["networks"], "elsewhere": rule(false, "optional") });
        scene.admin.client.put("/sign-in-rules", shut).await.ok();
        assert_eq!(afar.get("/me").await.refused(401), "identity.network_refused");
        bot.client.get("/me").await.ok();
        let listed = scene.admin.client.get("/bots").await.ok();
        let tokens = items(&items(&listed["items"])[0]["tokens"]).clone();
        let used: Vec<(&Value, bool)> =
            tokens.iter().map(|token| (&token["name"], token["used_at"].is_null())).collect();
        assert_eq!(used.len(), 1, "what is over is not listed: {listed}");
        assert!(!listed.to_string().contains("engb_"), "a token is told once");
        let reset = scene.admin.client.post(&format!("/accounts/{}/password-reset", bot.account), json!({})).await;
        assert_eq!(reset.refused(409), "identity.outsider");
        let other = text(&bot_token(&scene.admin, &person, "予備", "2026-12-31").await.ok()["token"]);
        let kept = tokens.iter().find(|token| token["name"] == "雨量計").expect("it is listed");
        scene.admin.client.delete(&format!("{path}/{}", text(&kept["id"]))).await.ok();
        assert_eq!(bot.client.get("/me").await.refused(401), "sign_in_needed");
        let acts = scene.admin.client.get("/audit?act=identity.bot_token_removed").await.ok();
        assert_eq!(items(&acts["items"])[0]["detail"]["name"], "雨量計");
        // Weeks without use end a session, and no token.
        next_day(&world, date(2026, 6, 20)).await;
        assert_eq!(scene.admin.client.get("/me").await.refused(401), "sign_in_needed");
        Client::of(&world, Some(other)).get("/me").await.ok();
    });
}

#[test]
fn a_stopped_bot_is_out_at_once_and_goes_on_by_a_new_token() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let bot = bot(&world, &scene.admin, new_bot(&scene.sato)).await;
        let stop = format!("/bots/{}/stopped", bot.id);
        bot.client.get("/me").await.ok();
        let stopped = scene.admin.client.put(&stop, json!({ "stopped": true })).await.ok();
        assert_eq!((&stopped["person"]["active"], items(&stopped["tokens"]).len()), (&json!(false), 0));
        assert_eq!(bot.client.get("/me").await.refused(401), "sign_in_needed");
        assert_eq!(
            bot_token(&scene.admin, &bot.id.to_string(), "新", "2026-12-31").await.refused(403),
            "identity.suspended"
        );
        scene.admin.client.put(&stop, json!({ "stopped": false })).await.ok();
        let again = bot_token(&scene.admin, &bot.id.to_string(), "新", "2026-12-31").await.ok();
        Client::of(&world, Some(text(&again["token"]))).get("/me").await.ok();
    });
}

#[test]
fn a_session_is_no_token_and_a_token_no_session() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let bot = bot(&world, &scene.admin, new_bot(&scene.sato)).await;
        let as_cookie = world.stranger();
        let request =
            as_cookie.request(reqwest::Method::GET, "/me").header("cookie", format!("engawa_session={}", bot.token));
        assert_eq!(as_cookie.send(request).await.refused(401), "sign_in_needed");
        let request = world.stranger().request(reqwest::Method::GET, "/me");
        let bearer = request.header("authorization", format!("Bearer {}", scene.sato.token));
        assert_eq!(world.stranger().send(bearer).await.refused(401), "sign_in_needed");
        let other = crate::scene::scene_of(&world, "青浜町").await;
        let abroad = bot.client.clone().at(other.town.code.as_deref());
        assert_eq!(abroad.get("/me").await.refused(401), "sign_in_needed");
    });
}
