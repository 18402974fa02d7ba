//! Rooms that two organisations share: offered, agreed to, declined, ended.

use crate::organisations::towns;
use crate::scene::{Scene, acts, bodies, each, id, items, room, settled, text};
use harness::{Answer, Staff, World, everywhere};
use serde_json::{Value, json};

/// Two towns, of which the first shares a room with the other.
pub struct Pair {
    pub ours: Scene,
    pub theirs: Scene,
    /// 佐藤's and 伊藤's room in the first town.
    pub here: String,
    /// 佐藤's room in the other one.
    pub there: String,
    pub share: String,
}

pub async fn offer(by: &Staff, to: &Scene, room: &str) -> Answer {
    let offered = json!({ "organisation": to.town.code, "room": room, "purpose": "合同の防災訓練" });
    by.client.post("/shares", offered).await
}

pub async fn answer(by: &Staff, share: &str, verb: &str, body: Value) -> Answer {
    by.client.post(&format!("/shares/{share}/{verb}"), body).await
}

/// A town's share of a room with another town, in force.
pub async fn shared(world: &World, from: (&Scene, &str), with: (&Scene, &str)) -> String {
    let share = id(&offer(&from.0.admin, with.0, from.1).await.ok());
    answer(&with.0.admin, &share, "agree", json!({ "room": with.1 })).await.ok();
    world.run_jobs().await;
    share
}

pub async fn pair(world: &World) -> Pair {
    let (ours, theirs) = towns(world).await;
    let here = room(&ours.sato, "private", "合同訓練", &[&ours.ito]).await;
    let there = room(&theirs.sato, "private", "緑野市との訓練", &[]).await;
    let share = shared(world, (&ours, &here), (&theirs, &there)).await;
    Pair { ours, theirs, here, there, share }
}

/// The names of those in a room, partners with where they come from.
pub async fn names(staff: &Staff, room: &str) -> Vec<String> {
    let members = staff.client.get(&format!("/rooms/{room}/members")).await.ok();
    let named = items(&members["items"]).iter().map(|member| {
        let person = &member["person"];
        match person["partner"].as_bool() {
            Some(true) => format!("{}（{}）", text(&person["name"]), text(&person["unit"])),
            _ => text(&person["name"]),
        }
    });
    named.collect()
}

/// The id of a partner in a room, by name.
pub async fn partner(staff: &Staff, room: &str, name: &str) -> String {
    let members = staff.client.get(&format!("/rooms/{room}/members")).await.ok();
    let found = items(&members["items"])
        .iter()
        .find(|member| member["person"]["partner"] == true && member["person"]["name"] == name);
    id(&found.unwrap_or_else(|| panic!("{name} in {members}"))["person"])
}

pub async fn one_share(admin: &Staff) -> Value {
    items(&admin.client.get("/shares").await.ok()["items"])[0].clone()
}

#[test]
fn an_offer_that_is_agreed_to_shares_two_rooms_and_names_who_is_there() {
    everywhere(|world| async move {
        let (ours, theirs) = towns(&world).await;
        let here = room(&ours.sato, "private", "合同訓練", &[&ours.ito]).await;
        let there = room(&theirs.sato, "open", "緑野市との訓練", &[]).await;
        let offered = offer(&ours.admin, &theirs, &here).await;
        assert_eq!(offered.status, 201, "{}", offered.body);
        let again = offer(&ours.admin, &theirs, &here).await;
        assert_eq!((again.status.as_u16(), id(&again.body)), (200, id(&offered.body)));
        let share = id(&offered.body);
        let received = one_share(&theirs.admin).await;
        assert_eq!(
            (&received["id"], &received["direction"], &received["state"], &received["their_room"], &received["room"]),
            (&json!(share), &json!("received"), &json!("offered"), &json!("合同訓練"), &Value::Null)
        );
        assert_eq!(received["organisation"], json!({ "name": "緑野市", "code": null, "colour": "indigo" }));
        assert_eq!((&received["offered_by"], &received["purpose"]), (&Value::Null, &json!("合同の防災訓練")));
        let mut live = settled(&ours.sato).await;
        answer(&theirs.admin, &share, "agree", json!({ "room": there })).await.ok();
        let again = answer(&theirs.admin, &share, "agree", json!({ "room": there })).await.ok();
        assert_eq!(again["state"], "agreed");
        let told = live.event("chat.room_changed").await;
        assert_eq!(told["room"]["shared_with"][0]["name"], "青浜町", "{told}");
        world.run_jobs().await;
        let came = live.event("chat.members_changed").await;
        assert_eq!((items(&came["joined"]).len(), &came["member_count"]), (1, &json!(2)));
        assert_eq!(names(&ours.sato, &here).await, ["伊藤 健", "佐藤 花", "佐藤 花（青浜町）"]);
        assert_eq!(names(&theirs.sato, &there).await, ["伊藤 健（緑野市）", "佐藤 花", "佐藤 花（緑野市）"]);
        let of_ours = one_share(&ours.admin).await;
        assert_eq!(
            (&of_ours["their_room"], &of_ours["partners"], &of_ours["offered_by"]["name"]),
            (&json!("緑野市との訓練"), &json!(1), &json!("加藤 誠"))
        );
        let shown = theirs.sato.client.get(&format!("/rooms/{there}")).await.ok();
        assert_eq!(
            shown["shared_with"],
            json!([{ "share": share, "name": "緑野市", "code": null, "colour": "indigo" }])
        );
        assert_eq!(shown["member_count"], 1);
        let boot = ours.sato.client.bootstrap().await;
        let shown = items(&boot["rooms"]).iter().find(|room| room["id"] == *here).expect("the room").clone();
        assert_eq!(shown["shared_with"][0]["share"], json!(share));
        assert_eq!(shown["last"]["excerpt"], "");
    });
}

#[test]
fn both_records_tell_what_was_decided_and_name_nobody_of_the_other_side() {
    everywhere(|world| async move {
        let pair = pair(&world).await;
        answer(&pair.ours.admin, &pair.share, "end", json!({})).await.ok();
        for (scene, others) in [(&pair.ours, &pair.theirs), (&pair.theirs, &pair.ours)] {
            let told = acts(&scene.admin).await;
            let told: Vec<&Value> = told.iter().filter(|act| text(&act["act"]).starts_with("chat.share")).collect();
            let names: Vec<&str> = told.iter().filter_map(|act| act["act"].as_str()).collect();
            assert_eq!(names, ["chat.share_offered", "chat.share_agreed", "chat.share_ended"]);
            let all = told.iter().map(|act| act.to_string()).collect::<String>();
            assert!(!all.contains(&others.admin.id.to_string()), "{all}");
        }
        let agreed = acts(&pair.ours.admin).await.into_iter().find(|act| act["act"] == "chat.share_agreed");
        let agreed = agreed.expect("the agreement");
        assert_eq!(agreed["detail"]["by"], "青浜町");
        assert_eq!(agreed["subject_name"], "合同訓練", "{agreed}");
    });
}

#[test]
fn only_who_looks_after_all_rooms_shares_and_strangers_find_nothing() {
    everywhere(|world| async move {
        let (ours, theirs) = towns(&world).await;
        let here = room(&ours.sato, "private", "合同訓練", &[]).await;
        let there = room(&theirs.sato, "private", "訓練", &[]).await;
        offer(&ours.sato, &theirs, &here).await.refused(404);
        ours.sato.client.get("/shares").await.refused(404);
        let share = id(&offer(&ours.admin, &theirs, &here).await.ok());
        for verb in ["agree", "decline", "withdraw", "end"] {
            for nobody in [&theirs.sato, &ours.ito] {
                answer(nobody, &share, verb, json!({ "room": there })).await.refused(404);
            }
        }
        // Who offered does not agree in the other's place, nor the other way round.
        answer(&ours.admin, &share, "agree", json!({ "room": here })).await.refused(404);
        answer(&theirs.admin, &share, "withdraw", json!({})).await.refused(404);
        answer(&theirs.admin, &share, "agree", json!({ "room": here })).await.refused(404);
        let third = crate::scene::scene_of(&world, "白山村").await;
        answer(&third.admin, &share, "decline", json!({})).await.refused(404);
        assert_eq!(third.admin.client.get("/shares").await.ok()["items"], json!([]));
        // Whoever sees the list of rooms sees that of the shares, and no name of a private room.
        crate::grants::give(&ours.admin, crate::grants::person(&ours.mori), &[("rooms", "see")], "all").await;
        let open = room(&ours.sato, "open", "公開の訓練", &[]).await;
        offer(&ours.admin, &theirs, &open).await.ok();
        let seen = ours.mori.client.get("/shares").await.ok();
        assert_eq!((items(&seen["items"]).len(), &seen["items"][1]["room"]), (2, &Value::Null), "{seen}");
        assert_eq!(seen["items"][0]["room"]["name"], "公開の訓練");
        offer(&ours.mori, &theirs, &open).await.refused(404);
        answer(&ours.mori, &share, "withdraw", json!({})).await.refused(404);
    });
}

#[test]
fn an_offer_is_answered_once() {
    everywhere(|world| async move {
        let (ours, theirs) = towns(&world).await;
        let here = room(&ours.sato, "private", "合同訓練", &[]).await;
        let there = room(&theirs.sato, "private", "訓練", &[]).await;
        let share = id(&offer(&ours.admin, &theirs, &here).await.ok());
        answer(&theirs.admin, &share, "decline", json!({})).await.ok();
        assert_eq!(answer(&theirs.admin, &share, "decline", json!({})).await.ok()["state"], "declined");
        assert_eq!(answer(&ours.admin, &share, "withdraw", json!({})).await.refused(409), "chat.share_answered");
        let agree = answer(&theirs.admin, &share, "agree", json!({ "room": there })).await;
        assert_eq!(agree.refused(409), "chat.share_answered");
        assert_eq!(answer(&ours.admin, &share, "end", json!({})).await.refused(409), "chat.share_not_agreed");
        let next = id(&offer(&ours.admin, &theirs, &here).await.ok());
        assert_ne!(next, share);
        answer(&ours.admin, &next, "withdraw", json!({})).await.ok();
        let agree = answer(&theirs.admin, &next, "agree", json!({ "room": there })).await;
        assert_eq!(agree.refused(409), "chat.share_answered");
        // A room that was closed since it was offered is not shared.
        let third = id(&offer(&ours.admin, &theirs, &here).await.ok());
        ours.sato.client.post(&format!("/rooms/{here}/archive"), json!({})).await.ok();
        let agree = answer(&theirs.admin, &third, "agree", json!({ "room": there })).await;
        assert_eq!(agree.refused(409), "chat.share_not_ready");
        world.run_jobs().await;
        assert_eq!(names(&ours.sato, &here).await, ["佐藤 花"]);
        assert_eq!(ours.sato.client.get(&format!("/rooms/{here}")).await.ok()["shared_with"], json!([]));
    });
}

#[test]
fn only_open_and_private_rooms_without_guests_are_shared_and_each_from_one_side() {
    everywhere(|world| async move {
        let pair = pair(&world).await;
        let (ours, theirs) = (&pair.ours, &pair.theirs);
        let code = |answer: Answer| answer.refused(409);
        let direct = crate::scene::direct(&ours.sato, &ours.ito).await;
        offer(&ours.admin, theirs, &direct).await.refused(404);
        let of_unit =
            json!({ "id": harness::new_id(), "kind": "unit", "name": "総務課", "unit_id": ours.town.units["総務課"] });
        let of_unit = id(&ours.admin.client.post("/rooms", of_unit).await.ok());
        assert_eq!(code(offer(&ours.admin, theirs, &of_unit).await), "chat.not_shareable");
        assert_eq!(code(offer(&ours.admin, ours, &pair.here).await), "chat.own_organisation");
        assert_eq!(code(offer(&ours.admin, theirs, &pair.here).await), "chat.shared_already");
        let unknown = json!({ "organisation": "nobody-here", "room": pair.here, "purpose": "訓練" });
        let unknown = ours.admin.client.post("/shares", unknown).await;
        assert_eq!(unknown.body["fields"], json!([{ "field": "organisation", "code": "unknown" }]));
        // What came from elsewhere is not shared further.
        let third = crate::scene::scene_of(&world, "白山村").await;
        assert_eq!(code(offer(&theirs.admin, &third, &pair.there).await), "chat.shared_from_elsewhere");
        let share = id(&offer(&third.admin, theirs, &room(&third.sato, "open", "三町村", &[]).await).await.ok());
        let agree = answer(&theirs.admin, &share, "agree", json!({ "room": pair.there })).await;
        assert_eq!(code(agree), "chat.shared_already");
        let closed = room(&theirs.sato, "open", "終わった話", &[]).await;
        theirs.sato.client.post(&format!("/rooms/{closed}/archive"), json!({})).await.ok();
        let agree = answer(&theirs.admin, &share, "agree", json!({ "room": closed })).await;
        assert_eq!(code(agree), "chat.archived");
        // Guests are here for those who brought them.
        let guest =
            crate::outsiders::guest(&world, &ours.admin, crate::outsiders::new_guest(&ours.sato, "business")).await;
        let added = json!({ "people": [guest.id] });
        let added = ours.sato.client.post(&format!("/rooms/{}/members", pair.here), added).await;
        assert_eq!(code(added), "chat.guests_in_room");
        let with_guest = room(&ours.sato, "private", "空調", &[&guest]).await;
        assert_eq!(code(offer(&ours.admin, &third, &with_guest).await), "chat.guests_in_room");
    });
}

#[test]
fn an_owner_ends_the_share_of_their_room_and_both_sides_are_told() {
    everywhere(|world| async move {
        let pair = pair(&world).await;
        answer(&pair.ours.ito, &pair.share, "end", json!({})).await.refused(404);
        pair.theirs.sato.client.say(&pair.there, "ありがとうございました").await;
        let ended = answer(&pair.theirs.sato, &pair.share, "end", json!({})).await.ok();
        assert_eq!((&ended["state"], &ended["ended_by"]), (&json!("ended"), &json!("us")));
        answer(&pair.theirs.sato, &pair.share, "end", json!({})).await.ok();
        assert_eq!(one_share(&pair.ours.admin).await["ended_by"], "them");
        world.run_jobs().await;
        // What was said before the end is carried, what is said after it stays.
        pair.ours.sato.client.say(&pair.here, "内輪の話").await;
        world.run_jobs().await;
        assert!(bodies(&pair.ours.sato, &pair.here).await.contains(&"ありがとうございました".to_owned()));
        assert!(!bodies(&pair.theirs.sato, &pair.there).await.contains(&"内輪の話".to_owned()));
        assert_eq!(names(&pair.ours.sato, &pair.here).await, ["伊藤 健", "佐藤 花"]);
        assert_eq!(names(&pair.theirs.sato, &pair.there).await, ["佐藤 花"]);
        for (staff, room, other) in
            [(&pair.ours.sato, &pair.here, "青浜町"), (&pair.theirs.sato, &pair.there, "緑野市")]
        {
            let said = staff.client.get(&format!("/rooms/{room}/messages")).await.ok();
            let notices: Vec<String> = items(&said["messages"])
                .iter()
                .filter(|message| message["notice"]["text"] == other)
                .map(|message| text(&message["notice"]["code"]))
                .collect();
            assert_eq!(notices, ["shared", "unshared"]);
            assert_eq!(staff.client.get(&format!("/rooms/{room}")).await.ok()["shared_with"], json!([]));
        }
        // A room that was shared can be shared again.
        let share = id(&offer(&pair.ours.admin, &pair.theirs, &pair.here).await.ok());
        answer(&pair.theirs.admin, &share, "agree", json!({ "room": pair.there })).await.ok();
        world.run_jobs().await;
        assert_eq!(names(&pair.theirs.sato, &pair.there).await.len(), 3);
    });
}

#[test]
fn who_is_here_follows_who_is_there() {
    everywhere(|world| async move {
        let pair = pair(&world).await;
        let Pair { ours, theirs, here, there, .. } = &pair;
        ours.sato.client.post(&format!("/rooms/{here}/members"), json!({ "people": [ours.mori.id] })).await.ok();
        ours.ito.client.post(&format!("/rooms/{here}/leave"), json!({})).await.ok();
        world.run_jobs().await;
        assert_eq!(names(&theirs.sato, there).await, ["佐藤 花", "佐藤 花（緑野市）", "森 葵（緑野市）"]);
        let renamed = json!({ "family_name": "林", "family_reading": "はやし" });
        ours.admin.client.patch(&format!("/people/{}", ours.mori.id), renamed).await.ok();
        ours.sato.client.patch(&format!("/rooms/{here}"), json!({ "name": "合同訓練 本部" })).await.ok();
        world.run_jobs().await;
        assert_eq!(names(&theirs.sato, there).await, ["佐藤 花", "佐藤 花（緑野市）", "林 葵（緑野市）"]);
        assert_eq!(one_share(&theirs.admin).await["their_room"], "合同訓練 本部");
        let listed = ours.admin.client.get("/shares/organisations").await.ok();
        assert!(!each(&listed["items"], "name").contains(&"緑野市".to_owned()), "{listed}");
    });
}
