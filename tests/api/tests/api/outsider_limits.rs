//! Guests and bots at the edges: what other programs, old keys and news of others must not let pass.

use crate::outsiders::{bot, guest, new_bot, new_guest, visit};
use crate::scene::{PASSWORD, items, login, next_day, room, scene, settled, sign_in, text, token};
use harness::{Client, everywhere};
use jiff::civil::date;
use serde_json::{Value, json};

#[test]
fn a_program_that_keeps_people_knows_of_no_guest_and_no_bot_and_stops_neither() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let guest = guest(&world, &scene.admin, new_guest(&scene.sato, "resident")).await;
        let bot = bot(&world, &scene.admin, new_bot(&scene.sato)).await;
        let program = crate::scim::Program::of(&world, &scene).await;
        let all = program.get("/Users?count=100").await.ok();
        assert!(!all.to_string().contains("山田") && !all.to_string().contains("雨量"), "{all}");
        assert_eq!(all["totalResults"], items(&all["Resources"]).len());
        let stop = json!([{ "op": "replace", "path": "active", "value": false }]);
        for outsider in [&guest, &bot] {
            assert_eq!(program.get(&format!("/Users/{}", outsider.id)).await.status.as_u16(), 404);
            assert_eq!(program.patch(&outsider.id.to_string(), stop.clone()).await.status.as_u16(), 404);
            outsider.client.get("/me").await.ok();
        }
    });
}

#[test]
fn a_token_that_is_over_ends_what_was_opened_by_it_and_is_kept_no_longer() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let bot = bot(&world, &scene.admin, new_bot(&scene.sato)).await;
        let short = json!({ "name": "今日まで", "last_day": "2026-04-01" });
        let made = scene.admin.client.post(&format!("/bots/{}/tokens", bot.id), short).await.ok();
        let short = Client::of(&world, Some(text(&made["token"])));
        let mut live = short.live_now().await;
        next_day(&world, date(2026, 4, 2)).await;
        while live.next().await.is_some() {}
        let listed = scene.admin.client.get("/bots").await.ok();
        assert_eq!(items(&items(&listed["items"])[0]["tokens"]).len(), 1, "{listed}");
        bot.client.get("/me").await.ok();
    });
}

#[test]
fn news_for_a_room_with_a_guest_names_only_who_is_there() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let guest = guest(&world, &scene.admin, new_guest(&scene.sato, "business")).await;
        let open = room(&scene.sato, "open", "みんなの広場", &[]).await;
        let home = room(&scene.sato, "private", "空調の工事", &[&guest]).await;
        let mut live = settled(&guest).await;
        let body = format!("<@{}> <@{}> に <#{open}> で", guest.id, scene.mori.id);
        scene.sato.client.say(&home, &body).await;
        let told = live.event("chat.mentioned").await.to_string();
        assert!(!told.contains("森 葵") && !told.contains("みんなの広場"), "{told}");
        let other = room(&scene.sato, "private", "別室", &[]).await;
        scene.sato.client.say(&other, &body).await;
        scene.sato.client.post(&format!("/rooms/{other}/members"), json!({ "people": [guest.id] })).await.ok();
        let joined = live.event("chat.room_joined").await.to_string();
        assert!(!joined.contains("森 葵") && !joined.contains("みんなの広場"), "{joined}");
    });
}

#[test]
fn where_a_sponsor_is_just_now_is_told_to_no_guest_by_whatever_answer() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let guest = guest(&world, &scene.admin, new_guest(&scene.sato, "business")).await;
        scene.sato.client.put("/me/whereabouts", json!({ "place": "副市長室", "until": null })).await.ok();
        let answer = sign_in(&world.stranger(), &login(&guest).await, PASSWORD).await;
        let again = token(&answer);
        assert_eq!(answer.body["sponsor"]["whereabouts"], Value::Null);
        let me = Client::of(&world, Some(again)).get("/me").await.ok();
        assert_eq!(me["sponsor"]["whereabouts"], Value::Null);
    });
}

#[test]
fn a_link_opens_nothing_any_more_once_the_stay_was_ended_and_a_new_one_bears_no_old_guesses() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let guest = guest(&world, &scene.admin, new_guest(&scene.sato, "resident")).await;
        let path = format!("/guests/{}/link", guest.id);
        let link = scene.sato.client.post(&path, json!({})).await.ok();
        let pin = text(&link["pin"]);
        let wrong = if pin == "000000" { "111111" } else { "000000" };
        for _ in 0..6 {
            assert!(visit(&world.stranger(), &link, wrong).await.status.is_client_error());
        }
        let next = scene.sato.client.post(&path, json!({})).await.ok();
        token(&visit(&world.stranger(), &next, &text(&next["pin"])).await);
        scene.sato.client.post(&format!("/guests/{}/end", guest.id), json!({})).await.ok();
        let mut said = new_guest(&scene.sato, "resident");
        said["last_day"] = json!("2026-04-10");
        scene.admin.client.put(&format!("/guests/{}", guest.id), said).await.ok();
        assert_eq!(visit(&world.stranger(), &next, &text(&next["pin"])).await.refused(401), "identity.wrong_visit");
    });
}
