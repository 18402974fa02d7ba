//! Inspections as others see them: the people of the room, the record of acts, auditors, and the other administrators.

use crate::grants::{give, person};
use crate::inspections::{HOUR, PURPOSE, ask, decide, place, wish};
use crate::scene::{acts, each, id, items, settled, text};
use harness::{NewStaff, Staff, everywhere};
use serde_json::{Value, json};

#[test]
fn the_people_of_the_room_are_told_who_reads_why_until_when_and_by_whose_leave() {
    everywhere(|world| async move {
        let place = place(&world).await;
        let (admin, second, home) = (&place.scene.admin, &place.second, &place.room);
        let mut live = settled(&place.scene.ito).await;
        let inspection = id(&ask(admin, &wish(home)).await);
        assert_eq!(place.told().await.len(), 0, "a request alone is not told");
        let granted = decide(second, &inspection, "grant").await.ok();
        let told = live.event("chat.message_posted").await["message"]["notice"].clone();
        assert_eq!((&told["code"], &told["text"]), (&json!("inspected"), &json!(PURPOSE)));
        assert_eq!((&told["people"], &told["until"]), (&json!([admin.id, second.id]), &granted["due_at"]));
        decide(second, &inspection, "grant").await.ok();
        let path = format!("/rooms/{home}/messages?limit=200");
        let page = place.scene.sato.client.get(&path).await.ok();
        let notices = items(&page["messages"]).iter().filter(|one| one["notice"]["code"] == "inspected").count();
        assert_eq!(notices, 1, "a second click grants nothing twice");
        let listed = &place.told().await[0];
        assert_eq!((&listed["purpose"], &listed["state"]), (&json!(PURPOSE), &json!("granted")));
        assert_eq!(
            (&listed["asked_by"]["name"], &listed["decided_by"]["name"]),
            (&json!("加藤 誠"), &json!("西村 司"))
        );
        assert_eq!((&listed["reason"], &listed["opened_at"]), (&Value::Null, &Value::Null));
        place.read(&inspection, "").await.ok();
        assert_ne!(place.told().await[0]["opened_at"], Value::Null, "they see that it was read");
        let outside = place.scene.mori.client.get(&format!("/rooms/{home}/inspections")).await;
        assert_eq!(outside.refused(404), "not_found");
        world.clock().advance(HOUR * 5);
        place.granted(wish(home)).await;
        assert_eq!(place.told().await.iter().map(|one| text(&one["state"])).collect::<Vec<_>>(), ["granted", "ended"]);
    });
}

#[test]
fn every_step_and_every_page_read_is_in_the_record_of_acts() {
    everywhere(|world| async move {
        let place = place(&world).await;
        let admin = &place.scene.admin;
        let inspection = place.granted(wish(&place.room)).await;
        place.read(&inspection, "?limit=2").await.ok();
        let threads = format!("/inspections/{inspection}/threads/{}/messages", place.root);
        admin.client.get(&threads).await.ok();
        admin.client.get(&format!("/inspections/{inspection}/messages/{}/receipts", place.root)).await.ok();
        admin.client.post(&format!("/inspections/{inspection}/end"), json!({})).await.ok();
        let acts: Vec<Value> =
            acts(admin).await.into_iter().filter(|one| text(&one["act"]).contains("inspection")).collect();
        let named: Vec<String> = acts.iter().map(|one| text(&one["act"]).replace("chat.inspection_", "")).collect();
        assert_eq!(named, ["asked", "granted", "read", "read", "read", "ended"]);
        for act in &acts {
            assert_eq!(act["subject"], json!(format!("inspection:{inspection}")));
            assert_eq!((&act["subject_name"], &act["detail"]["room"]), (&json!("人事"), &json!(place.room)));
        }
        assert_eq!((&acts[0]["actor"]["name"], &acts[0]["detail"]["purpose"]), (&json!("加藤 誠"), &json!(PURPOSE)));
        assert_eq!((&acts[1]["actor"]["name"], &acts[2]["actor"]["name"]), (&json!("西村 司"), &json!("加藤 誠")));
        assert_eq!((&acts[2]["detail"]["from_seq"], &acts[2]["detail"]["to_seq"]), (&json!(3), &json!(4)));
        let thread = &acts[3]["detail"];
        assert_eq!(
            (&thread["thread"], &thread["from_seq"], &thread["to_seq"]),
            (&json!(place.root), &json!(1), &json!(1))
        );
        assert_eq!(acts[4]["detail"]["readers_of"], json!(place.root));
        let checked = admin.client.get("/audit/verification").await.ok();
        assert_eq!(checked["broken"], Value::Null, "each is chained to the one before it");
    });
}

#[test]
fn whoever_administers_no_longer_reads_no_longer_and_decides_no_longer() {
    everywhere(|world| async move {
        let place = place(&world).await;
        let (admin, second) = (&place.scene.admin, &place.second);
        let inspection = place.granted(wish(&place.room)).await;
        place.read(&inspection, "").await.ok();
        let mut live = settled(admin).await;
        let rights = |whom: &Staff| format!("/accounts/{}", whom.account);
        second.client.patch(&rights(admin), json!({ "rights": "member" })).await.ok();
        live.event("identity.account_changed").await;
        assert_eq!(place.read(&inspection, "").await.refused(404), "not_found");
        assert_eq!(admin.client.get("/inspections").await.refused(404), "not_found");
        assert_eq!(place.told().await[0]["state"], "ended");
        let other = id(&ask(second, &wish(&place.room)).await);
        assert_eq!(decide(admin, &other, "grant").await.refused(404), "not_found");
    });
}

#[test]
fn auditors_see_all_inspections_and_do_nothing_and_who_sees_rooms_sees_none() {
    everywhere(|world| async move {
        let place = place(&world).await;
        let auditor = place.scene.town.staff(&world, NewStaff::named("堀", "正", ("ほり", "ただし"))).await;
        let delegate = place.scene.town.staff(&world, NewStaff::named("岡", "実", ("おか", "みのる"))).await;
        give(&place.scene.admin, person(&auditor), &[("audit", "see")], "all").await;
        give(&place.scene.admin, person(&delegate), &[("rooms", "see")], "all").await;
        let inspection = place.granted(wish(&place.room)).await;
        let listed = auditor.client.get("/inspections").await.ok();
        assert_eq!((&listed["items"][0]["id"], listed["items"][0]["reason"].is_string()), (&json!(inspection), true));
        auditor.client.get(&format!("/inspections/{inspection}")).await.ok();
        for path in ["preview", "messages"] {
            assert_eq!(
                auditor.client.get(&format!("/inspections/{inspection}/{path}")).await.refused(404),
                "not_found"
            );
        }
        for verb in ["grant", "refuse", "withdraw", "end"] {
            assert_eq!(decide(&auditor, &inspection, verb).await.refused(404), "not_found", "{verb}");
        }
        assert_eq!(auditor.client.post("/inspections", wish(&place.room)).await.refused(404), "not_found");
        assert_eq!(delegate.client.get("/inspections").await.refused(404), "not_found");
    });
}

#[test]
fn the_other_administrators_are_told_that_somebody_asks_and_who_asks_that_it_was_decided() {
    everywhere(|world| async move {
        let place = place(&world).await;
        let (admin, second) = (&place.scene.admin, &place.second);
        assert_eq!(admin.client.get("/inspections").await.ok()["others"], 1);
        let (mut asking, mut deciding) = (settled(admin).await, settled(second).await);
        let inspection = id(&ask(admin, &wish(&place.room)).await);
        deciding.event("chat.inspections_changed").await;
        asking.event("chat.inspections_changed").await;
        let waiting = second.client.get("/inspections?phase=waiting").await.ok();
        assert_eq!(each(&waiting["items"], "id"), [inspection.as_str()]);
        decide(second, &inspection, "grant").await.ok();
        asking.event("chat.inspections_changed").await;
        let granted = admin.client.get("/inspections?phase=granted").await.ok();
        assert_eq!(each(&granted["items"], "id"), [inspection]);
    });
}
