//! 利用の範囲 where it meets other things: barriers, rooms without an owner, shared accounts, posts that change, and the first day.

use crate::barriers::{nothing, open_town};
use crate::operators::nursery;
use crate::pilot::{save, units};
use crate::scene::{
    PASSWORD, direct, each, id, items, login, mine, next_day, number, quoted, room, scene, sign_in, with_password,
};
use harness::{NewStaff, everywhere};
use jiff::civil::date;
use serde_json::{Value, json};

#[test]
fn a_barrier_goes_on_protecting_who_does_not_take_part() {
    everywhere(|world| async move {
        let town = open_town(&world).await;
        let old = direct(&town.sato, &town.mayor).await;
        town.sato.client.say(&old, "前からの話").await;
        let new = town.barrier_that_leaves(nothing());
        town.admin.client.post("/barriers", new.clone()).await.ok();
        save(&world, &town.admin, units(&town.town, &[("総務課", "2026-04-01"), ("財政課", "2026-04-01")])).await;
        let path = format!("/people/{}", town.mayor.id);
        assert_eq!(town.hara.client.get(&path).await.ok()["outside"], true, "they are outside");
        assert_eq!(town.sato.client.get(&path).await.refused(404), "not_found");
        for query in [format!("q={}", quoted("天野")), "limit=200".to_owned()] {
            let found = town.sato.client.get(&format!("/people?outside=true&{query}")).await.ok();
            let found = each(&found["items"], "name");
            assert!(!found.iter().any(|name| name.starts_with("天野")), "{query}: {found:?}");
        }
        let found = town.hara.client.get(&format!("/people?outside=true&q={}", quoted("天野"))).await.ok();
        assert_eq!(items(&found["items"]).len(), 2);
        let heads = |units: Value| number(&items(&units["items"])[0]["head_count"]);
        let (kept_out, let_in) = (town.sato.client.get("/units").await.ok(), town.hara.client.get("/units").await.ok());
        assert_eq!(heads(let_in) - heads(kept_out), 2, "the chart counts those whom one finds");
        assert_eq!(mine(&town.sato, &old).await["barred"], true);
        let preview = town.admin.client.post("/barriers/preview", new).await.ok();
        assert_eq!(preview["protected_count"], 2, "{preview}");
    });
}

#[test]
fn keepers_who_do_not_take_part_are_none() {
    everywhere(|world| async move {
        let town = open_town(&world).await;
        let new = town.barrier_that_leaves(nothing());
        town.admin.client.post("/barriers", new.clone()).await.ok();
        save(&world, &town.admin, units(&town.town, &[("総務課", "2026-04-01")])).await;
        let preview = town.admin.client.post("/barriers/preview", new).await.ok();
        assert_eq!((&preview["protected_count"], &preview["keeper_count"]), (&json!(2), &json!(0)), "{preview}");
    });
}

#[test]
fn a_room_whose_only_owner_does_not_take_part_is_ruled_by_the_highest_member_besides() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let hara = NewStaff::named("原", "空", ("はら", "そら")).of("道路課");
        let hara = scene.town.staff(&world, hara).await;
        let home = room(&hara, "private", "合同", &[&scene.sato, &scene.ito]).await;
        let chosen = units(&scene.town, &[("総務課", "2026-04-01")]);
        save(&world, &scene.admin, chosen).await;
        assert_eq!(mine(&scene.ito, &home).await["role"], "owner", "the first of equal rank");
        assert_eq!(mine(&scene.sato, &home).await["role"], "member");
        let leave = format!("/rooms/{home}/members/{}", scene.ito.id);
        assert_eq!(scene.ito.client.put(&leave, json!({ "role": "member" })).await.refused(409), "chat.last_owner");
        let list = scene.sato.client.get(&format!("/rooms/{home}/members?limit=200")).await.ok();
        let owns = items(&list["items"]).iter().filter(|member| member["role"] == "owner").count();
        assert_eq!(owns, 2, "who is outside goes on owning it");
    });
}

#[test]
fn a_shared_account_that_goes_out_is_counted_named_and_confirmed() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let nursery = nursery(&world, &scene).await;
        let persons: Vec<Value> = [&scene.sato, &scene.ito, &scene.mori]
            .map(|staff| json!({ "person_id": staff.id, "from": "2026-04-01" }))
            .to_vec();
        let mut said = json!({ "chosen": true, "persons": persons });
        let outlook = scene.admin.client.post("/participation/preview", said.clone()).await.ok();
        assert_eq!(outlook["steps"][0]["go"], 1, "{outlook}");
        assert_eq!(each(&outlook["going"], "name"), ["ひばり保育園"]);
        let refused = scene.admin.client.put("/participation", said.clone()).await;
        assert_eq!(refused.body["fields"][0]["field"], "confirmation");
        said["confirmation"] = json!("緑野市");
        save(&world, &scene.admin, said).await;
        let refused = sign_in(&world.stranger(), &nursery.login, PASSWORD).await;
        assert_eq!(refused.refused(403), "identity.not_begun");
    });
}

#[test]
fn who_moves_away_from_what_is_chosen_is_seen_beforehand() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let unit = |name: &str| scene.town.units[name];
        let posts = json!({ "posts": [
            { "unit_id": unit("総務課"), "kind": "main", "valid_from": "2020-04-01", "valid_to": "2026-04-09" },
            { "unit_id": unit("財政課"), "kind": "main", "valid_from": "2026-04-10" },
        ] });
        scene.admin.client.patch(&format!("/people/{}", scene.sato.id), posts).await.ok();
        let gone = json!({ "posts": [
            { "unit_id": unit("総務課"), "kind": "main", "valid_from": "2020-04-01", "valid_to": "2026-04-19" },
        ] });
        scene.admin.client.patch(&format!("/people/{}", scene.mori.id), gone).await.ok();
        let said = units(&scene.town, &[("総務課", "2026-04-01")]);
        let outlook = scene.admin.client.post("/participation/preview", said.clone()).await.ok();
        let away = json!({ "on": "2026-04-10", "come": 0, "go": 1, "unused": 0, "without_account": 0 });
        assert_eq!(outlook["steps"], json!([away]), "whoever leaves altogether does not go out");
        assert_eq!(each(&outlook["going"], "name"), ["佐藤 花"]);
        save(&world, &scene.admin, said).await;
        let held = scene.admin.client.get("/participation").await.ok();
        assert_eq!(held["outlook"]["steps"], json!([away]));
        next_day(&world, date(2026, 4, 10)).await;
        let held = scene.admin.client.get("/participation").await.ok();
        assert_eq!((&held["outlook"]["steps"], &held["outlook"]["outside"]), (&json!([]), &json!(1)));
        // Where the new unit begins before they come, they never go.
        let both = units(&scene.town, &[("総務課", "2026-04-01"), ("財政課", "2026-04-01")]);
        let outlook = scene.admin.client.post("/participation/preview", both).await.ok();
        assert_eq!(outlook["steps"][0]["come"], 1);
    });
}

#[test]
fn until_people_have_followed_the_page_says_so_and_they_are_told_that_they_begin_today() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let hara = NewStaff::named("原", "空", ("はら", "そら")).of("道路課");
        let hara = scene.town.staff(&world, with_password(hara)).await;
        let name = login(&hara).await;
        save(&world, &scene.admin, units(&scene.town, &[("総務課", "2026-04-01")])).await;
        let held = scene.admin.client.get("/participation").await.ok();
        assert_eq!(held["settling"], false);
        let chosen = units(&scene.town, &[("総務課", "2026-04-01"), ("道路課", "2026-04-01")]);
        let held = scene.admin.client.put("/participation", chosen).await.ok();
        assert_eq!(held["settling"], true);
        // However often somebody asks who is only early, they do not have to wait for it.
        for _ in 0..8 {
            let refused = sign_in(&world.stranger(), &name, PASSWORD).await;
            assert_eq!(refused.body["about"]["on"], "2026-04-01");
            assert_eq!(refused.refused(403), "identity.not_begun");
        }
        world.run_jobs().await;
        world.run_jobs().await;
        assert_eq!(scene.admin.client.get("/participation").await.ok()["settling"], false);
        sign_in(&world.stranger(), &name, PASSWORD).await.ok();
    });
}

#[test]
fn all_sessions_of_those_who_go_out_end_however_many_they_are() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let hara = NewStaff::named("原", "空", ("はら", "そら")).of("道路課");
        let hara = scene.town.staff(&world, with_password(hara)).await;
        let name = login(&hara).await;
        let mut devices = Vec::new();
        for _ in 0..101 {
            let token = crate::scene::token(&sign_in(&world.stranger(), &name, PASSWORD).await);
            devices.push(world.stranger().with_token(Some(token)));
        }
        save(&world, &scene.admin, units(&scene.town, &[("総務課", "2026-04-01")])).await;
        for device in [&devices[0], &devices[100], &hara.client] {
            assert_eq!(device.get("/me").await.refused(401), "sign_in_needed");
        }
        assert!(!id(&scene.sato.client.get("/me").await.ok()["person"]).is_empty());
    });
}
