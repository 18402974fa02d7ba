//! 転送 into rooms shared with other organisations: what crosses, what stays, and what is taken back over there.

use crate::forwards::{newest, passed_on, warned};
use crate::scene::{id, items, room, scene_of};
use crate::sharing::{Pair, answer, offer, pair, shared};
use harness::{Staff, everywhere, new_id};
use serde_json::{Value, json};

async fn say_as_holder(staff: &Staff, room: &str, body: &str) -> String {
    let post = staff.client.get("/me").await.ok()["person"]["posts"][0]["id"].clone();
    let said = json!({ "id": new_id(), "body": body, "as_post": post });
    id(&staff.client.post(&format!("/rooms/{room}/messages"), said).await.ok())
}

#[test]
fn a_forward_goes_to_the_other_side_of_a_share_without_where_it_came_from() {
    everywhere(|world| async move {
        let Pair { ours, theirs, here, there, .. } = pair(&world).await;
        let own = room(&ours.sato, "private", "内々", &[&ours.mori, &ours.ito]).await;
        let said = say_as_holder(&ours.mori, &own, &format!("<@{}> さんの話", ours.mori.id)).await;
        let known = say_as_holder(&ours.ito, &own, "知っている人の話").await;
        let warning = warned(&ours.sato, &[&said], &[&here]).await;
        assert_eq!(warning["targets"][0]["organisations"], json!(["青浜町"]), "{warning}");
        passed_on(&ours.sato, &[&said, &known], &[&here], "ご確認ください").await.ok();
        world.run_jobs().await;
        let copy = newest(&theirs.sato, &there).await;
        let one = &copy["forwarded"][0];
        assert_eq!((&copy["body"], &one["body"]), (&json!("ご確認ください"), &json!("@（ルームにいない人） さんの話")));
        let fields: Vec<&String> = one.as_object().expect("fields").keys().collect();
        assert_eq!(fields, ["body", "sent_at", "seq", "withdrawn"], "{one}");
        assert_eq!(one["seq"], 0);
        // Whoever is in the shared room is known over there, and as what they wrote.
        let other = &copy["forwarded"][1];
        assert!(other["author_id"].is_string() && other["as_post"]["name"].is_string(), "{other}");
        ours.mori.client.delete(&format!("/messages/{said}")).await.ok();
        world.run_jobs().await;
        world.run_jobs().await;
        let copy = newest(&theirs.sato, &there).await;
        assert_eq!((&copy["forwarded"][0]["body"], &copy["forwarded"][0]["withdrawn"]), (&json!(""), &json!(true)));
        assert_eq!(copy["forwarded"][1]["body"], "知っている人の話");
    });
}

#[test]
fn what_came_over_says_whose_it_is_as_it_came_whoever_is_in_the_room_by_now() {
    everywhere(|world| async move {
        let Pair { ours, theirs, here, there, .. } = pair(&world).await;
        let own = room(&ours.sato, "private", "内々", &[&ours.ito]).await;
        let said = say_as_holder(&ours.ito, &own, &format!("<@{}> に聞いてください", ours.ito.id)).await;
        passed_on(&ours.sato, &[&said], &[&here], "ご確認下さい").await.ok();
        let passed = id(&newest(&ours.sato, &here).await);
        world.run_jobs().await;
        let before = newest(&theirs.sato, &there).await;
        assert!(before["forwarded"][0]["author_id"].is_string(), "{before}");
        ours.sato.client.delete(&format!("/rooms/{here}/members/{}", ours.ito.id)).await.ok();
        world.run_jobs().await;
        let note = json!({ "body": "ご確認ください" });
        ours.sato.client.patch(&format!("/messages/{passed}"), note).await.ok();
        world.run_jobs().await;
        let page = theirs.sato.client.get(&format!("/rooms/{there}/messages")).await.ok();
        let after = items(&page["messages"]).iter().find(|one| one["id"] == before["id"]).expect("the copy");
        assert_eq!((&after["body"], &after["forwarded"]), (&json!("ご確認ください"), &before["forwarded"]));
    });
}

#[test]
fn what_is_taken_back_is_gone_also_from_where_the_other_side_forwarded_it() {
    everywhere(|world| async move {
        let Pair { ours, theirs, here, there, .. } = pair(&world).await;
        let own = room(&ours.sato, "private", "内々", &[&ours.mori]).await;
        let said = id(&ours.mori.client.say(&own, "宛先を間違えた話").await);
        let other = id(&ours.mori.client.say(&own, "残る話").await);
        passed_on(&ours.sato, &[&said, &other], &[&here], "").await.ok();
        world.run_jobs().await;
        let copy = id(&newest(&theirs.sato, &there).await);
        let further = room(&theirs.sato, "private", "課内", &[&theirs.ito]).await;
        let last = room(&theirs.ito, "private", "係内", &[&theirs.sato]).await;
        passed_on(&theirs.sato, &[&copy], &[&further], "").await.ok();
        let on = id(&newest(&theirs.ito, &further).await);
        passed_on(&theirs.ito, &[&on], &[&last], "").await.ok();
        ours.mori.client.delete(&format!("/messages/{said}")).await.ok();
        for _ in 0..3 {
            world.run_jobs().await;
        }
        for room in [&there, &further, &last] {
            let shown = newest(&theirs.sato, room).await["forwarded"].clone();
            let bodies: Vec<&Value> = items(&shown).iter().map(|one| &one["body"]).collect();
            assert_eq!(bodies, ["", "残る話"], "{shown}");
        }
    });
}

#[test]
fn an_organisation_is_warned_of_before_anybody_of_it_has_come_and_at_every_point_of_a_star() {
    everywhere(|world| async move {
        let Pair { ours, theirs, here, there, .. } = pair(&world).await;
        let own = room(&ours.sato, "private", "内々", &[&ours.ito]).await;
        let said = id(&ours.sato.client.say(&own, "内々の話").await);
        let third = scene_of(&world, "白山村").await;
        let new = room(&ours.sato, "private", "今日から", &[&ours.ito]).await;
        let far = room(&third.sato, "private", "これから", &[]).await;
        let share = id(&offer(&ours.admin, &third, &new).await.ok());
        answer(&third.admin, &share, "agree", json!({ "room": far })).await.ok();
        let warning = warned(&ours.sato, &[&said], &[&new]).await;
        let target = &warning["targets"][0];
        assert_eq!(
            (&target["people"], &target["organisations"]),
            (&json!(0), &json!(["白山村"])),
            "nobody has come yet"
        );
        assert!(warning["confirmation"].is_string());
        let far = room(&third.sato, "private", "広域訓練", &[]).await;
        shared(&world, (&ours, &here), (&third, &far)).await;
        world.run_jobs().await;
        let own = room(&theirs.sato, "private", "課内", &[]).await;
        let said = id(&theirs.sato.client.say(&own, "内々の話").await);
        let warning = warned(&theirs.sato, &[&said], &[&there]).await;
        assert_eq!(warning["targets"][0]["organisations"], json!(["白山村", "緑野市"]), "{warning}");
    });
}

#[test]
fn what_the_other_side_wrote_says_from_where_when_it_is_forwarded_among_ourselves() {
    everywhere(|world| async move {
        let Pair { ours, theirs, here, there, .. } = pair(&world).await;
        theirs.sato.client.say(&there, "青浜からの照会").await;
        world.run_jobs().await;
        let asked = id(&newest(&ours.sato, &here).await);
        let own = room(&ours.sato, "private", "係", &[&ours.mori]).await;
        passed_on(&ours.sato, &[&asked], &[&own], "").await.ok();
        let shown = newest(&ours.mori, &own).await;
        assert_eq!(shown["forwarded"][0]["organisation"], "青浜町");
    });
}
