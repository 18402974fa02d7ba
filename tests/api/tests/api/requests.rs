//! Requests to the desk of those who can be reached only by some.

use crate::barriers::{Walled, walled};
use crate::scene::{bodies, each, id, items, next_day, settled, text, unread};
use harness::{Answer, Staff, World, everywhere, new_id};
use jiff::civil::Date;
use serde_json::{Value, json};

async fn ask_as(staff: &Staff, town: &Walled, room: &str) -> Answer {
    let asked =
        json!({ "id": room, "barrier_id": town.barrier, "subject": "式典のご相談", "body": "五分お時間をください" });
    staff.client.post("/contact-requests", asked).await
}

/// The clerk asks the desk; the id of the room.
async fn asked(town: &Walled) -> String {
    let room = new_id();
    ask_as(&town.sato, town, &room).await.ok();
    room
}

fn tomorrow(world: &World, town: &Walled) -> Date {
    town.town.today(world).tomorrow().expect("a day")
}

async fn list(staff: &Staff, closed: bool) -> Vec<Value> {
    items(&staff.client.get(&format!("/contact-requests?closed={closed}")).await.ok()["items"]).clone()
}

#[test]
fn everybody_sees_which_desks_there_are_and_on_which_side_they_stand() {
    everywhere(|world| async move {
        let town = walled(&world).await;
        let desks = |staff: &Staff| {
            let client = staff.client.clone();
            async move { items(&client.get("/desks").await.ok()["items"]).clone() }
        };
        let outside = desks(&town.sato).await;
        assert_eq!((&outside[0]["name"], &outside[0]["unit_name"]), (&json!("市長・副市長"), &json!("財政課")));
        assert_eq!(outside[0]["side"], Value::Null);
        assert_eq!(desks(&town.ono).await[0]["side"], "keeper");
        assert_eq!(desks(&town.mayor).await[0]["side"], "protected");
    });
}

#[test]
fn a_request_reaches_the_desk_live_is_claimed_answered_carried_on_and_closed() {
    everywhere(|world| async move {
        let town = walled(&world).await;
        let mut desk = settled(&town.ono).await;
        let room = asked(&town).await;
        let joined = desk.event("chat.room_joined").await;
        assert_eq!((&joined["room"]["kind"], &joined["room"]["name"]), (&json!("request"), &json!("式典のご相談")));
        assert_eq!(unread(&town.ono, &room).await, 1);
        let waiting = list(&town.hara, false).await;
        assert_eq!((&waiting[0]["at_desk"], &waiting[0]["claimed_by"]), (&json!(true), &Value::Null));
        assert_eq!(waiting[0]["asked_by"]["name"], "佐藤 花");
        assert_eq!(list(&town.sato, false).await[0]["at_desk"], false);
        assert_eq!(
            town.hara.client.get(&format!("/contact-requests/{room}")).await.ok()["asked_by"]["name"],
            "佐藤 花"
        );
        let claim = format!("/contact-requests/{room}/claim");
        assert_eq!(
            town.sato.client.put(&claim, json!({})).await.refused(403),
            "chat.not_an_owner",
            "who asks does not claim"
        );
        let claimed = town.ono.client.put(&claim, json!({})).await.ok();
        assert_eq!(claimed["claimed_by"]["name"], "小野 海");
        assert_eq!(
            town.hara.client.put(&claim, json!({})).await.ok()["claimed_by"]["name"],
            "原 空",
            "a colleague takes over"
        );
        assert_eq!(town.hara.client.delete(&claim).await.ok()["claimed_by"], Value::Null);
        town.ono.client.put(&claim, json!({})).await.ok();
        town.ono.client.say(&room, "市長におつなぎします").await;
        let members = format!("/rooms/{room}/members");
        let bring = json!({ "people": [town.mayor.id] });
        assert_eq!(town.sato.client.post(&members, bring.clone()).await.status, 403, "only the desk brings people in");
        town.ono.client.post(&members, bring).await.ok();
        town.mayor.client.say(&room, "伺います").await;
        assert_eq!(bodies(&town.sato, &room).await, ["五分お時間をください", "市長におつなぎします", "伺います"]);
        assert_eq!(
            town.sato.client.post(&format!("/rooms/{room}/archive"), json!({})).await.refused(403),
            "chat.not_an_owner"
        );
        town.hara.client.post(&format!("/rooms/{room}/archive"), json!({})).await.ok();
        assert_eq!(list(&town.sato, false).await.len(), 0);
        assert_eq!(each(&json!([list(&town.sato, true).await[0]["room"]]), "name"), ["式典のご相談"]);
        assert_eq!(town.ono.client.put(&claim, json!({})).await.refused(409), "chat.archived");
        town.ono.client.post(&format!("/rooms/{room}/reopen"), json!({})).await.ok();
        assert_eq!(list(&town.sato, false).await.len(), 1);
    });
}

#[test]
fn a_request_is_nobody_elses_not_even_an_administrators() {
    everywhere(|world| async move {
        let town = walled(&world).await;
        let room = asked(&town).await;
        for other in [&town.ito, &town.admin, &town.mayor] {
            assert_eq!(other.client.get(&format!("/rooms/{room}")).await.refused(404), "not_found");
            let request = format!("/contact-requests/{room}");
            assert_eq!(other.client.get(&request).await.refused(404), "not_found");
            assert_eq!(other.client.put(&format!("{request}/claim"), json!({})).await.refused(404), "not_found");
            assert_eq!(list(other, false).await, Vec::<Value>::new());
        }
        let all = town.admin.client.get("/administration/rooms?limit=200").await.ok();
        assert!(!each(&all["items"], "id").contains(&room), "its subject is not read in a list of rooms");
        let made = json!({ "id": new_id(), "kind": "request", "name": "取次" });
        assert_eq!(town.admin.client.post("/rooms", made).await.refused(409), "chat.direct", "only asking makes one");
    });
}

#[test]
fn the_same_request_twice_is_one_and_nobody_takes_anothers_id() {
    everywhere(|world| async move {
        let town = walled(&world).await;
        let room = new_id();
        assert_eq!(ask_as(&town.sato, &town, &room).await.status, 201);
        let again = ask_as(&town.sato, &town, &room).await;
        assert_eq!((again.status.as_u16(), text(&again.body["room"]["id"])), (200, room.clone()));
        assert_eq!(bodies(&town.ono, &room).await, ["五分お時間をください"]);
        assert_eq!(ask_as(&town.ito, &town, &room).await.refused(409), "id_taken");
        let said = id(&town.ono.client.say(&room, "はい").await);
        assert_eq!(ask_as(&town.sato, &town, &said).await.refused(409), "id_taken", "nor a message's");
    });
}

#[test]
fn a_request_needs_a_subject_words_a_desk_and_somebody_there() {
    everywhere(|world| async move {
        let town = walled(&world).await;
        let with = |change: Value| {
            let mut asked = json!({ "id": new_id(), "barrier_id": town.barrier, "subject": "件名", "body": "本文" });
            for (field, value) in change.as_object().expect("fields") {
                asked[field] = value.clone();
            }
            let client = town.sato.client.clone();
            async move { client.post("/contact-requests", asked).await }
        };
        let fault = with(json!({ "subject": "　" })).await;
        assert_eq!(
            (&fault.body["fields"][0]["field"], &fault.body["fields"][0]["code"]),
            (&json!("subject"), &json!("missing"))
        );
        assert_eq!(with(json!({ "body": " " })).await.refused(400), "chat.empty");
        assert_eq!(with(json!({ "barrier_id": new_id() })).await.refused(404), "not_found");
        for who in [&town.hara, &town.ono] {
            let last = json!({ "date": town.town.today(&world).to_string() });
            town.admin.client.post(&format!("/people/{}/leave", who.id), last).await.ok();
        }
        next_day(&world, tomorrow(&world, &town)).await;
        assert_eq!(with(json!({})).await.refused(409), "chat.nobody_at_desk");
    });
}

#[test]
fn who_comes_to_the_desk_finds_what_is_open_there() {
    everywhere(|world| async move {
        let town = walled(&world).await;
        let room = asked(&town).await;
        town.ono.client.put(&format!("/contact-requests/{room}/claim"), json!({})).await.ok();
        let (last, first) = (town.town.today(&world).to_string(), tomorrow(&world, &town).to_string());
        let (last, first) = (Some(last.as_str()), first.as_str());
        let post = |unit: &str, from: &str, to: Option<&str>| json!({ "unit_id": town.town.units[unit], "title_id": null, "kind": "main", "valid_from": from, "valid_to": to });
        let posts = json!({ "posts": [post("総務課", "2020-04-01", last), post("財政課", first, None)] });
        town.admin.client.patch(&format!("/people/{}", town.ito.id), posts).await.ok();
        let posts = json!({ "posts": [post("財政課", "2020-04-01", last), post("総務課", first, None)] });
        town.admin.client.patch(&format!("/people/{}", town.ono.id), posts).await.ok();
        next_day(&world, tomorrow(&world, &town)).await;
        let open = list(&town.ito, false).await;
        assert_eq!(
            (&open[0]["at_desk"], &open[0]["claimed_by"]),
            (&json!(true), &Value::Null),
            "who saw to it is at the desk no more"
        );
        assert_eq!(unread(&town.ito, &room).await, 0, "what was said before they came is not counted against them");
        assert_eq!(list(&town.ono, false).await, Vec::<Value>::new());
        town.ito.client.put(&format!("/contact-requests/{room}/claim"), json!({})).await.ok();
    });
}

#[test]
fn who_asked_from_the_desk_itself_stays_when_they_leave_the_desk() {
    everywhere(|world| async move {
        let town = walled(&world).await;
        let room = new_id();
        ask_as(&town.ono, &town, &room).await.ok();
        let posts = json!({ "posts": [{
            "unit_id": town.town.units["総務課"], "title_id": null, "kind": "main", "valid_from": "2020-04-01", "valid_to": null,
        }] });
        town.admin.client.patch(&format!("/people/{}", town.ono.id), posts).await.ok();
        world.run_jobs().await;
        assert_eq!(list(&town.ono, false).await[0]["at_desk"], false);
        town.ono.client.say(&room, "移りましたが、続きをお願いします").await;
    });
}
