//! What reaches guests and bots of others, and others of them, besides what they meet.

use crate::outsiders::{bot, guest, new_bot, new_guest};
use crate::provider::trial;
use crate::scene::{items, room, scene, settled};
use harness::everywhere;
use identity::service::passkeys;
use identity::store::factors::{Challenge, put_challenge};
use serde_json::{Value, json};
use std::time::Duration;

#[test]
fn no_guest_learns_that_somebody_is_on_leave_and_the_staff_does() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let guest = guest(&world, &scene.admin, new_guest(&scene.sato, "business")).await;
        let home = room(&scene.sato, "private", "空調の工事", &[&guest, &scene.mori]).await;
        let leave = json!({ "kind": "sick", "valid_from": "2026-04-01", "valid_to": null, "access": "read" });
        scene.admin.client.post(&format!("/people/{}/leaves", scene.mori.id), leave).await.ok();
        for (viewer, sees) in [(&scene.sato, json!(true)), (&guest, Value::Null)] {
            let path = format!("/people/by-id?ids={}", scene.mori.id);
            assert_eq!(viewer.client.get(&path).await.ok()["items"][0]["on_leave"], sees);
            let members = viewer.client.get(&format!("/rooms/{home}/members")).await.ok();
            let mori =
                items(&members["items"]).iter().find(|member| member["person"]["id"] == scene.mori.id.to_string());
            assert_eq!(mori.expect("a member")["person"]["on_leave"], sees, "{members}");
        }
    });
}

#[test]
fn news_for_a_room_with_a_bot_names_only_who_is_there() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let bot = bot(&world, &scene.admin, new_bot(&scene.sato)).await;
        let home = room(&scene.sato, "private", "雨量", &[&bot]).await;
        let mut live = bot.client.live_now().await;
        let body = format!("<@{}> <@{}> です", bot.id, scene.mori.id);
        scene.sato.client.say(&home, &body).await;
        let told = live.event("chat.mentioned").await.to_string();
        assert!(!told.contains("森 葵"), "{told}");
    });
}

#[test]
fn whoever_shares_no_room_with_a_resident_any_more_does_not_see_them_come_and_go() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let resident = guest(&world, &scene.admin, new_guest(&scene.sato, "resident")).await;
        let home = room(&scene.sato, "private", "相談", &[&resident, &scene.mori]).await;
        let there = settled(&resident).await;
        let mut watcher = settled(&scene.mori).await;
        let mut member = settled(&scene.sato).await;
        let watched = json!({ "t": "watch", "people": [resident.id] });
        let id = resident.id.to_string();
        for line in [&mut watcher, &mut member] {
            line.say(watched.clone()).await;
            let id = id.clone();
            line.until(move |frame| frame["t"] == "presence" && frame["people"][&id] == "online").await;
        }
        scene.mori.client.post(&format!("/rooms/{home}/leave"), json!({})).await.ok();
        {
            let id = id.clone();
            watcher.until(move |frame| frame["t"] == "presence" && frame["people"][&id] == "offline").await;
        }
        // What changes of them reaches whoever still meets them, and the other's own news comes without it.
        let mut said = new_guest(&scene.sato, "resident");
        said["given_name"] = json!("次郎");
        scene.admin.client.put(&format!("/guests/{}", resident.id), said).await.ok();
        let told = member.event("directory.person_changed").await;
        assert_eq!(told["person"]["name"], "山田 次郎");
        scene.mori.client.put("/me/status", json!({ "status": "在席" })).await.ok();
        let news = watcher.events_until("directory.person_changed").await;
        assert!(news.iter().all(|(_, event)| event["person"]["id"] != id.as_str()), "{news:?}");
        drop(there);
    });
}

#[test]
fn two_thousand_who_went_to_a_provider_from_one_address_may_be_away_and_no_more() {
    everywhere(|world| async move {
        let trial = trial(&world).await;
        let org = trial.scene.town.org;
        let fill = move |tx: &mut db::Tx<'_>| {
            tx.lock(db::Lock::Org(org))?;
            let (source, created_at) = (passkeys::unnamed(tx, "oidc", org, None, "192.0.2.1")?, tx.now());
            let waiting = Challenge { account: None, source, state: "{}".to_owned(), created_at };
            (0..2_000_u32).try_for_each(|number| put_challenge(tx, &number.to_be_bytes(), "oidc", &waiting))
        };
        world.test.db.write(harness::system(org), fill).await.expect("filled");
        let path = format!("/sign-in/providers/{}", trial.id);
        let full = world.stranger().post(&path, json!({})).await;
        assert_eq!(full.refused(429), "identity.too_many_attempts");
        world.stranger().from_address("192.0.2.2").post(&path, json!({})).await.ok();
        world.clock().advance(Duration::from_secs(301));
        world.stranger().post(&path, json!({})).await.ok();
    });
}
