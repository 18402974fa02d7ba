//! The administration in parts: what is given to a post or a person, how far it reaches, until when, and why.

use crate::scene::{Scene, each, id, items, next_day, scene, settled, text};
use harness::{Answer, NewStaff, Staff, World, everywhere, new_id};
use jiff::civil::date;
use reqwest::Method;
use serde_json::{Value, json};

/// A share of the administration from long ago on, without end.
pub fn share(holder: Value, parts: &[(&str, &str)], scope: &str) -> Value {
    let parts: Vec<Value> =
        parts.iter().map(|(function, verb)| json!({ "function": function, "verb": verb })).collect();
    json!({ "holder": holder, "parts": parts, "scope": scope, "unit_ids": [], "valid_from": "2020-04-01" })
}

/// Gives somebody a share.
pub async fn give(admin: &Staff, holder: Value, parts: &[(&str, &str)], scope: &str) -> Value {
    admin.client.post("/grants", share(holder, parts, scope)).await.ok()
}

/// Somebody in particular.
pub fn person(staff: &Staff) -> Value {
    json!({ "person_id": staff.id })
}

/// 庶務 of the town: 岡 of 総務課 with the title 主査, which carries the people of the own section; and who else is there.
pub struct Shared {
    pub scene: Scene,
    pub oka: Staff,
    /// Of 財政課.
    pub hara: Staff,
    /// Of 総務部, the department around both.
    pub chief: Staff,
    pub grant: String,
}

pub async fn shared(world: &World) -> Shared {
    let scene = scene(world).await;
    let oka = NewStaff::named("岡", "実", ("おか", "みのる")).as_title("主査");
    let hara = NewStaff::named("原", "空", ("はら", "そら")).of("財政課");
    let chief = NewStaff::named("辻", "学", ("つじ", "まなぶ")).of("総務部").as_title("部長");
    let holder = json!({ "title_id": scene.town.titles["主査"] });
    Shared {
        oka: scene.town.staff(world, oka).await,
        hara: scene.town.staff(world, hara).await,
        chief: scene.town.staff(world, chief).await,
        grant: id(&give(&scene.admin, holder, &[("people", "change")], "own").await),
        scene,
    }
}

pub fn post(scene: &Scene, unit: &str, title: &str) -> Value {
    let (unit_id, title_id) = (scene.town.units[unit], scene.town.titles[title]);
    json!({ "unit_id": unit_id, "title_id": title_id, "kind": "main", "valid_from": "2020-04-01", "valid_to": null })
}

pub async fn rename(actor: &Staff, whom: &Staff) -> Answer {
    actor.client.patch(&format!("/people/{}", whom.id), json!({ "extension": "2301" })).await
}

async fn reset(actor: &Staff, whom: &Staff) -> Answer {
    actor.client.post(&format!("/accounts/{}/password-reset", whom.account), json!({})).await
}

pub async fn move_to(admin: &Staff, whom: &Staff, posts: Value) -> Answer {
    admin.client.patch(&format!("/people/{}", whom.id), json!({ "posts": posts })).await
}

pub async fn names(staff: &Staff, path: &str) -> Vec<String> {
    let found = staff.client.get(path).await.ok();
    items(&found["items"])
        .iter()
        .map(|item| text(item.get("person").map_or(&item["name"], |person| &person["name"])))
        .collect()
}

async fn functions(staff: &Staff) -> Vec<String> {
    each(&staff.client.get("/me").await.ok()["powers"], "function")
}

#[test]
fn whoever_holds_the_post_looks_after_their_own_section_and_nothing_else() {
    everywhere(|world| async move {
        let Shared { scene, oka, hara, chief, .. } = shared(&world).await;
        let mut listed = names(&oka, "/people?administered=true&sort=reading").await;
        assert_eq!(listed, ["伊藤 健", "岡 実", "加藤 誠", "佐藤 花", "森 葵"], "only the people of 総務課");
        let mut accounts = names(&oka, "/accounts").await;
        listed.sort();
        accounts.sort();
        assert_eq!(accounts, listed);
        rename(&oka, &scene.sato).await.ok();
        reset(&oka, &scene.sato).await.ok();
        for other in [&hara, &chief] {
            assert_eq!(rename(&oka, other).await.refused(404), "not_found");
            assert_eq!(reset(&oka, other).await.refused(404), "not_found");
            let sessions = oka.client.get(&format!("/accounts/{}/sessions", other.account)).await;
            assert_eq!(sessions.refused(404), "not_found");
        }
        for path in
            ["/transfers", "/barriers", "/audit", "/sign-in-rules", "/scim/tokens", "/grants", "/administration/rooms"]
        {
            assert_eq!(oka.client.get(path).await.refused(404), "not_found", "{path}");
        }
        assert_eq!(functions(&oka).await, ["people"]);
        assert_eq!(functions(&scene.mori).await, Vec::<String>::new());
        assert_eq!(names(&scene.mori, "/people?administered=true").await, Vec::<String>::new());
    });
}

#[test]
fn a_scope_is_the_own_unit_the_units_below_it_or_those_that_were_chosen() {
    everywhere(|world| async move {
        let Shared { scene, hara, chief, .. } = shared(&world).await;
        let road = scene.town.staff(&world, NewStaff::named("関", "道", ("せき", "みち")).of("道路課")).await;
        give(&scene.admin, person(&chief), &[("people", "change")], "own_below").await;
        rename(&chief, &hara).await.ok();
        rename(&chief, &scene.sato).await.ok();
        assert_eq!(rename(&chief, &road).await.refused(404), "not_found");
        let chosen = json!([scene.town.units["建設部"]]);
        let mut new = share(person(&hara), &[("people", "change"), ("units", "change")], "chosen");
        assert_eq!(scene.admin.client.post("/grants", new.clone()).await.refused(400), "invalid_input");
        new["unit_ids"] = chosen;
        scene.admin.client.post("/grants", new).await.ok();
        rename(&hara, &road).await.ok();
        assert_eq!(rename(&hara, &scene.sato).await.refused(404), "not_found");
        let unit = |name: &str| format!("/units/{}", scene.town.units[name]);
        hara.client.patch(&unit("道路課"), json!({ "extension": "40" })).await.ok();
        assert_eq!(hara.client.patch(&unit("財政課"), json!({ "extension": "40" })).await.refused(404), "not_found");
        let team = |parent: &str| {
            json!({
                "name": "補修係", "reading": "ほしゅうがかり", "kind": "team", "order": 1, "valid_from": "2026-04-01",
                "parent_id": scene.town.units[parent],
            })
        };
        let made = hara.client.post("/units", team("道路課")).await.ok();
        assert_eq!(hara.client.post("/units", team("総務部")).await.refused(403), "directory.beyond_grant");
        // Where a unit stands decides how far others reach: that is not theirs.
        let moved = json!({ "parent_id": scene.town.units["建設部"] });
        let moved = hara.client.patch(&format!("/units/{}", id(&made)), moved).await;
        assert_eq!(moved.refused(403), "directory.beyond_grant");
        // Whoever comes to the new team is in reach at once, as it is below what was chosen.
        let mut post = post(&scene, "道路課", "主事");
        post["unit_id"] = made["id"].clone();
        move_to(&scene.admin, &road, json!([post])).await.ok();
        rename(&hara, &road).await.ok();
    });
}

#[test]
fn the_section_around_a_team_is_the_own_one_of_who_is_posted_to_it() {
    everywhere(|world| async move {
        let Shared { scene, oka, hara, .. } = shared(&world).await;
        let team = json!({
            "name": "庶務係", "reading": "しょむがかり", "kind": "team", "order": 1, "valid_from": "2020-04-01",
            "parent_id": scene.town.units["総務課"],
        });
        let team = scene.admin.client.post("/units", team).await.ok();
        let mut of_team = post(&scene, "総務課", "主査");
        of_team["unit_id"] = team["id"].clone();
        move_to(&scene.admin, &oka, json!([of_team])).await.ok();
        rename(&oka, &scene.sato).await.ok();
        of_team["title_id"] = json!(scene.town.titles["主事"]);
        move_to(&scene.admin, &scene.sato, json!([of_team])).await.ok();
        rename(&oka, &scene.sato).await.ok();
        assert_eq!(rename(&oka, &hara).await.refused(404), "not_found");
    });
}

#[test]
fn a_move_takes_the_share_along_in_the_same_transaction() {
    everywhere(|world| async move {
        let Shared { scene, oka, hara, .. } = shared(&world).await;
        rename(&oka, &scene.sato).await.ok();
        // Elsewhere with the same title: the reach is the new section.
        move_to(&scene.admin, &oka, json!([post(&scene, "財政課", "主査")])).await.ok();
        assert_eq!(rename(&oka, &scene.sato).await.refused(404), "not_found");
        rename(&oka, &hara).await.ok();
        // With another title: nothing. No job has run.
        move_to(&scene.admin, &oka, json!([post(&scene, "財政課", "主事")])).await.ok();
        assert_eq!(rename(&oka, &hara).await.refused(404), "not_found");
        assert_eq!(functions(&oka).await, Vec::<String>::new());
        // A concurrent post carries it as well.
        let mut beside = post(&scene, "総務課", "主査");
        beside["kind"] = json!("concurrent");
        move_to(&scene.admin, &oka, json!([post(&scene, "財政課", "主事"), beside])).await.ok();
        rename(&oka, &scene.sato).await.ok();
        assert_eq!(rename(&oka, &hara).await.refused(404), "not_found");
    });
}

#[test]
fn a_share_begins_and_ends_by_itself_on_its_days() {
    everywhere(|world| async move {
        let Shared { scene, hara, .. } = shared(&world).await;
        let mut new = share(person(&hara), &[("audit", "see")], "all");
        (new["valid_from"], new["valid_to"]) = (json!("2026-04-03"), json!("2026-04-04"));
        scene.admin.client.post("/grants", new).await.ok();
        let mut live = settled(&hara).await;
        let mut seen = Vec::new();
        for day in 2..=5 {
            next_day(&world, date(2026, 4, day)).await;
            seen.push(hara.client.get("/audit").await.status.as_u16());
            if day == 3 || day == 5 {
                live.event("directory.grants_changed").await;
            }
        }
        assert_eq!(seen, [404, 200, 200, 404]);
    });
}

#[test]
fn a_share_is_over_at_midnight_even_before_the_days_turn_is_done() {
    everywhere(|world| async move {
        let Shared { scene, hara, .. } = shared(&world).await;
        let mut new = share(person(&hara), &[("audit", "see")], "all");
        new["valid_to"] = json!("2026-04-01");
        scene.admin.client.post("/grants", new).await.ok();
        hara.client.get("/audit").await.ok();
        world.clock().set(kernel::Jst::start_of(date(2026, 4, 2)));
        assert_eq!(hara.client.get("/audit").await.refused(404), "not_found");
    });
}

#[test]
fn a_transfer_takes_the_share_away_on_its_day() {
    everywhere(|world| async move {
        let Shared { scene, oka, .. } = shared(&world).await;
        let draft = json!({ "id": new_id(), "name": "定期人事異動", "effective_on": "2026-04-03" });
        let transfer = id(&scene.admin.client.post("/transfers", draft).await.ok());
        let record = scene.admin.client.get(&format!("/people/{}", oka.id)).await.ok();
        let list = format!(
            "職員番号,氏名,フリガナ,所属,職名,本務兼務区分\r\n{},岡 実,オカ ミノル,建設部/道路課,主事,本務\r\n",
            text(&record["staff_number"])
        );
        let put = scene.admin.client.request(Method::PUT, &format!("/transfers/{transfer}/list?file=list.csv"));
        scene.admin.client.send(put.body(list)).await.ok();
        let schedule = json!({ "release_at": null });
        scene.admin.client.post(&format!("/transfers/{transfer}/schedule"), schedule).await.ok();
        world.run_jobs().await;
        rename(&oka, &scene.sato).await.ok();
        next_day(&world, date(2026, 4, 3)).await;
        assert_eq!(rename(&oka, &scene.sato).await.refused(404), "not_found");
        assert_eq!(functions(&oka).await, Vec::<String>::new());
    });
}

#[test]
fn nobody_who_administers_a_part_raises_themselves_or_anybody() {
    everywhere(|world| async move {
        let Shared { scene, oka, hara, .. } = shared(&world).await;
        let auditors = json!({ "unit_id": scene.town.units["総務課"], "title_id": scene.town.titles["係長"] });
        give(&scene.admin, auditors, &[("audit", "see")], "all").await;
        // Themselves.
        assert_eq!(rename(&oka, &oka).await.refused(403), "directory.oneself");
        assert_eq!(reset(&oka, &oka).await.refused(403), "directory.oneself");
        let share_of_own = share(person(&oka), &[("audit", "see")], "all");
        assert_eq!(oka.client.post("/grants", share_of_own.clone()).await.refused(404), "not_found");
        // A colleague: to a post that carries what they do not hold themselves; to one that carries what they hold, they may.
        let other = move_to(&oka, &scene.ito, json!([post(&scene, "総務課", "係長")])).await;
        assert_eq!(other.refused(403), "directory.beyond_grant");
        let mut tomorrow = post(&scene, "総務課", "係長");
        tomorrow["kind"] = json!("concurrent");
        tomorrow["valid_from"] = json!("2026-04-02");
        let later = move_to(&oka, &scene.ito, json!([post(&scene, "総務課", "主事"), tomorrow])).await;
        assert_eq!(later.refused(403), "directory.beyond_grant", "a right that begins later is one as well");
        move_to(&oka, &scene.ito, json!([post(&scene, "総務課", "主査")])).await.ok();
        assert_eq!(functions(&scene.ito).await, ["people"]);
        // Out of their section, or into it.
        let out = move_to(&oka, &scene.ito, json!([post(&scene, "財政課", "主事")])).await;
        assert_eq!(out.refused(403), "directory.beyond_grant");
        let new = |unit: &str| {
            json!({
                "staff_number": new_id(), "family_name": "新", "given_name": "人", "family_reading": "しん",
                "given_reading": "じん", "employment": "regular", "posts": [post(&scene, unit, "主事")],
            })
        };
        assert_eq!(oka.client.post("/people", new("財政課")).await.refused(403), "directory.beyond_grant");
        oka.client.post("/people", new("総務課")).await.ok();
        // Rights are for who administers all to give.
        let rights = json!({ "rights": "administrator" });
        let raised = oka.client.patch(&format!("/accounts/{}", scene.mori.account), rights).await;
        assert_eq!(raised.refused(403), "identity.administrators_only");
        assert_eq!(rename(&oka, &hara).await.refused(404), "not_found");
    });
}

#[test]
fn who_administers_all_or_holds_more_is_left_alone() {
    everywhere(|world| async move {
        let Shared { scene, oka, .. } = shared(&world).await;
        // 加藤 administers all, and sits in the same section.
        assert_eq!(rename(&oka, &scene.admin).await.refused(403), "identity.administrators_only");
        let upon = |staff: &Staff, what: &str| format!("/accounts/{}/{what}", staff.account);
        assert_eq!(reset(&oka, &scene.admin).await.refused(403), "identity.administrators_only");
        let factors = oka.client.delete(&upon(&scene.admin, "second-factors")).await;
        assert_eq!(factors.refused(403), "identity.administrators_only");
        let sessions = oka.client.delete(&upon(&scene.admin, "sessions")).await;
        assert_eq!(sessions.refused(403), "identity.administrators_only");
        let suspend = json!({ "state": "suspended" });
        let suspended = oka.client.patch(&format!("/accounts/{}", scene.admin.account), suspend.clone()).await;
        assert_eq!(suspended.refused(403), "identity.administrators_only");
        let leave =
            oka.client.post(&format!("/people/{}/leave", scene.admin.id), json!({ "date": "2026-04-30" })).await;
        assert_eq!(leave.refused(403), "identity.administrators_only");
        scene.admin.client.get("/me").await.ok();
        // Whoever takes over an account takes over what it holds.
        give(&scene.admin, person(&scene.mori), &[("sign_in", "change")], "all").await;
        assert_eq!(reset(&oka, &scene.mori).await.refused(403), "directory.beyond_grant");
        let suspended = oka.client.patch(&format!("/accounts/{}", scene.mori.account), suspend).await;
        assert_eq!(suspended.refused(403), "directory.beyond_grant");
    });
}

#[test]
fn a_personnel_department_releases_transfers_but_not_its_own() {
    everywhere(|world| async move {
        let Shared { scene, hara, oka, .. } = shared(&world).await;
        give(&scene.admin, person(&hara), &[("transfers", "release")], "all").await;
        give(&scene.admin, person(&oka), &[("transfers", "change")], "all").await;
        let draft = async |who: &Staff, moved: &Staff, day: &str| {
            let new = json!({ "id": new_id(), "name": "人事異動", "effective_on": day });
            let transfer = id(&who.client.post("/transfers", new).await.ok());
            let record = scene.admin.client.get(&format!("/people/{}", moved.id)).await.ok();
            let [number, name, reading] = ["staff_number", "name", "reading"].map(|field| text(&record[field]));
            let list = format!(
                "職員番号,氏名,フリガナ,所属,職名,本務兼務区分\r\n{number},{name},{reading},建設部/道路課,主査,本務\r\n"
            );
            let put = who.client.request(Method::PUT, &format!("/transfers/{transfer}/list?file=list.csv"));
            who.client.send(put.body(list)).await.ok();
            transfer
        };
        let schedule = async |who: &Staff, transfer: &str| {
            who.client.post(&format!("/transfers/{transfer}/schedule"), json!({ "release_at": null })).await
        };
        let own = draft(&hara, &hara, "2026-04-08").await;
        assert_eq!(schedule(&hara, &own).await.refused(403), "transfers.oneself");
        let moving = json!({ "id": new_id(), "name": "組織改正", "effective_on": "2026-04-08" });
        let moving = hara.client.post("/transfers", moving).await.ok();
        let [below, above] = ["道路課", "総務部"].map(|unit| scene.town.units[unit].to_string());
        let orders = json!({ "orders": [{ "kind": "change", "unit_id": below, "parent_id": above }] });
        let path = format!("/transfers/{}", id(&moving));
        hara.client.patch(&path, orders).await.ok();
        hara.client.post(&format!("{path}/check"), json!({})).await.ok();
        world.run_jobs().await;
        assert_eq!(schedule(&hara, &id(&moving)).await.refused(403), "transfers.moves_units");
        hara.client.delete(&path).await;
        let others = draft(&oka, &scene.sato, "2026-04-08").await;
        assert_eq!(schedule(&oka, &others).await.refused(404), "not_found", "who prepares does not release");
        schedule(&hara, &others).await.ok();
        world.run_jobs().await;
        next_day(&world, date(2026, 4, 8)).await;
        assert_eq!(functions(&scene.sato).await, ["people"], "the post brings what was given to it");
    });
}

#[test]
fn an_auditor_reads_the_record_and_checks_it_and_sees_nothing_of_what_is_said() {
    everywhere(|world| async move {
        let Shared { scene, hara, .. } = shared(&world).await;
        let home = crate::scene::room(&scene.sato, "private", "人事", &[&scene.ito]).await;
        scene.ito.client.say(&home, "内示の話").await;
        give(&scene.admin, person(&hara), &[("audit", "see")], "all").await;
        let record = hara.client.get("/audit?limit=200").await.ok();
        assert!(items(&record["items"]).iter().any(|entry| entry["act"] == "directory.grant_created"));
        assert!(!record.to_string().contains("内示の話"));
        let check = hara.client.get("/audit/verification").await.ok();
        assert_eq!(check["broken"], Value::Null);
        assert_eq!(hara.client.get(&format!("/rooms/{home}/messages")).await.refused(404), "not_found");
        for path in ["/accounts", "/administration/rooms", "/grants", "/transfers"] {
            assert_eq!(hara.client.get(path).await.refused(404), "not_found", "{path}");
        }
    });
}

#[test]
fn who_looks_after_rooms_sees_which_there_are_and_not_what_is_said() {
    everywhere(|world| async move {
        let Shared { scene, hara, .. } = shared(&world).await;
        let new = json!({ "id": new_id(), "kind": "unit", "name": "総務課", "unit_id": scene.town.units["総務課"] });
        let home = id(&scene.admin.client.post("/rooms", new).await.ok());
        let path = format!("/rooms/{home}/members");
        assert_eq!(hara.client.get(&path).await.refused(404), "not_found");
        give(&scene.admin, person(&hara), &[("rooms", "see")], "all").await;
        let listed = hara.client.get("/administration/rooms").await.ok();
        assert_eq!((listed["items"].as_array().map(Vec::len), id(&listed["items"][0])), (Some(1), home.clone()));
        hara.client.get(&path).await.ok();
        assert_eq!(hara.client.get(&format!("/rooms/{home}/messages")).await.refused(404), "not_found");
        let archived = hara.client.post(&format!("/rooms/{home}/archive"), json!({})).await;
        assert_eq!(archived.refused(404), "not_found");
    });
}

#[test]
fn a_barrier_hides_from_who_administers_a_part_but_for_the_records_they_keep() {
    everywhere(|world| async move {
        let Shared { scene, oka, hara, .. } = shared(&world).await;
        for hidden in [&scene.sato, &hara] {
            let barrier = json!({
                "name": new_id(), "protects": [person(hidden)], "leaves": crate::barriers::nothing(),
            });
            scene.admin.client.post("/barriers", barrier).await.ok();
        }
        let record = |staff: &Staff| format!("/people/{}", staff.id);
        assert_eq!(oka.client.get(&record(&hara)).await.refused(404), "not_found");
        oka.client.get(&record(&scene.sato)).await.ok();
        let administered = names(&oka, "/people?administered=true&sort=reading").await;
        assert!(administered.contains(&"佐藤 花".to_owned()));
        let found = names(&oka, "/people?sort=reading").await;
        assert!(!found.contains(&"佐藤 花".to_owned()) && !found.contains(&"原 空".to_owned()), "{found:?}");
        let direct = oka.client.post("/directs", json!({ "people": [scene.sato.id] })).await;
        assert!(direct.status.is_client_error(), "keeping a record is no way to write to them");
    });
}

#[test]
fn nobody_takes_over_whoever_will_hold_more_than_they_do() {
    everywhere(|world| async move {
        let Shared { scene, oka, .. } = shared(&world).await;
        let reset = format!("/accounts/{}/password-reset", scene.sato.account);
        let mut to_come = share(person(&scene.sato), &[("audit", "see")], "all");
        to_come["valid_from"] = json!("2026-05-01");
        let to_come = id(&scene.admin.client.post("/grants", to_come).await.ok());
        assert_eq!(oka.client.post(&reset, json!({})).await.refused(403), "directory.beyond_grant");
        scene.admin.client.delete(&format!("/grants/{to_come}")).await;
        oka.client.post(&reset, json!({})).await.ok();
    });
}

#[test]
fn who_sees_the_rooms_of_the_administration_sees_no_private_one() {
    everywhere(|world| async move {
        let Shared { scene, hara, .. } = shared(&world).await;
        crate::scene::room(&scene.sato, "private", "内々の相談", &[&scene.ito]).await;
        give(&scene.admin, person(&hara), &[("rooms", "see")], "all").await;
        let seen = hara.client.get("/administration/rooms").await.ok().to_string();
        assert!(!seen.contains("内々の相談"));
        let all = scene.admin.client.get("/administration/rooms").await.ok().to_string();
        assert!(all.contains("内々の相談"));
    });
}

#[test]
fn a_shared_account_holds_no_share_of_the_administration_and_its_record_is_kept_in_one_place() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let nursery = crate::operators::nursery(&world, &scene).await;
        let unit = json!({ "unit_id": scene.town.units["総務課"] });
        give(&scene.admin, unit, &[("people", "change")], "own").await;
        crate::operators::introduce(&scene, &nursery.device, &scene.sato, crate::operators::PIN).await;
        assert_eq!(nursery.device.get("/accounts").await.status, 404);
        let me = nursery.device.get("/me").await.ok();
        let named = json!({ "person_id": me["person"]["id"] });
        let grant = json!({
            "holder": named, "parts": [{ "function": "audit", "verb": "see" }], "scope": "all", "valid_from": "2026-04-01",
        });
        assert_eq!(scene.admin.client.post("/grants", grant).await.refused(400), "invalid_input");
        let path = format!("/people/{}", text(&me["person"]["id"]));
        let renamed = scene.admin.client.patch(&path, json!({ "family_name": "別の園" })).await;
        assert_eq!(renamed.refused(409), "identity.shared_account");
        let left = scene.admin.client.post(&format!("{path}/leave"), json!({ "date": "2026-05-01" })).await;
        assert_eq!(left.refused(409), "identity.shared_account");
    });
}
