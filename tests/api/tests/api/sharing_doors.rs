//! Partners at every door: they are met in the shared room, and found nowhere else. Nothing of the other organisation is.

use crate::scene::{direct, id, items, room, scene_of};
use crate::sharing::{Pair, pair, partner, shared};
use harness::{Staff, everywhere};
use serde_json::{Value, json};

fn holds(answer: &Value, what: &str) -> bool {
    answer.to_string().contains(what)
}

#[test]
fn a_partner_is_found_in_no_list_and_by_no_search() {
    everywhere(|world| async move {
        let Pair { ours, theirs, here, .. } = pair(&world).await;
        let partner = partner(&ours.sato, &here, "佐藤 花").await;
        for asking in [&ours.admin, &ours.sato, &ours.mori] {
            for path in [
                "/people?limit=200",
                "/people?limit=200&sort=rank",
                "/people?limit=200&sort=unit",
                "/people?q=%E9%9D%92%E6%B5%9C",
                "/people?limit=200&active=false",
            ] {
                let found = asking.client.get(path).await.ok();
                assert!(!holds(&found, &partner), "{path}: {found}");
            }
            asking.client.get(&format!("/people/{partner}")).await.refused(404);
            asking.client.get(&format!("/people/{partner}/photo")).await.refused(404);
        }
        for path in ["/accounts?limit=200", "/guests", "/bots", "/shared-accounts", "/administration/rooms"] {
            let found = ours.admin.client.get(path).await.ok();
            assert!(!holds(&found, &partner), "{path}: {found}");
        }
        // By their id they are told to those who meet them, and to nobody else.
        let by_id = |staff: &Staff| {
            let client = staff.client.clone();
            let path = format!("/people/by-id?ids={partner}");
            async move { items(&client.get(&path).await.ok()["items"]).len() }
        };
        assert_eq!((by_id(&ours.sato).await, by_id(&ours.mori).await, by_id(&ours.admin).await), (1, 0, 0));
        let program = crate::scim::Program::of(&world, &crate::scene::Scene { ..ours }).await;
        let all = program.get("/Users?count=100").await.ok();
        assert!(!holds(&all, &partner) && !holds(&all, "青浜町"), "{all}");
        assert_eq!(program.get(&format!("/Users/{partner}")).await.status.as_u16(), 404);
        drop(theirs);
    });
}

#[test]
fn a_partner_is_written_to_brought_in_and_given_things_by_nobody() {
    everywhere(|world| async move {
        let Pair { ours, here, .. } = pair(&world).await;
        let partner = partner(&ours.sato, &here, "佐藤 花").await;
        let unknown = json!([{ "field": "people", "code": "unknown" }]);
        for asking in [&ours.sato, &ours.admin] {
            let answer = asking.client.post("/directs", json!({ "people": [partner] })).await;
            assert_eq!(answer.body["fields"], unknown, "{}", answer.body);
            let other = room(asking, "private", "別の部屋", &[&ours.mori]).await;
            let people = json!({ "people": [partner] });
            let answer = asking.client.post(&format!("/rooms/{other}/members"), people).await;
            assert_eq!(answer.body["fields"], unknown, "{}", answer.body);
            // Called elsewhere, they are nobody there.
            asking.client.say(&other, &format!("<@{partner}> これ")).await;
            let page = ours.mori.client.get(&format!("/rooms/{other}/messages")).await.ok();
            assert!(!holds(&page["people"], &partner), "{page}");
        }
        ours.admin
            .client
            .put(&format!("/rooms/{here}/members/{partner}"), json!({ "role": "owner" }))
            .await
            .refused(404);
        ours.sato
            .client
            .put(&format!("/rooms/{here}/members/{partner}"), json!({ "role": "owner" }))
            .await
            .refused(404);
        ours.sato.client.delete(&format!("/rooms/{here}/members/{partner}")).await.refused(404);
        let changed = json!({ "family_name": "乗取" });
        ours.admin.client.patch(&format!("/people/{partner}"), changed).await.refused(404);
        let leaves = json!({ "date": "2026-04-30" });
        ours.admin.client.post(&format!("/people/{partner}/leave"), leaves).await.refused(404);
        let grant = json!({
            "holder": { "person_id": partner }, "parts": [{ "function": "people", "verb": "see" }], "scope": "all",
        });
        let answer = ours.admin.client.post("/grants", grant).await;
        assert!(answer.status.is_client_error(), "{}", answer.body);
        let barrier = json!({
            "name": "相手", "protects": [{ "person_id": partner }], "keepers": [],
            "leaves": { "find": true, "write": false, "add": true, "mention": true, "see": true },
        });
        let answer = ours.admin.client.post("/barriers", barrier).await;
        assert!(answer.status.is_client_error(), "{}", answer.body);
    });
}

#[test]
fn nothing_of_the_other_side_is_told_but_what_is_said_in_the_room_and_who_is_there() {
    everywhere(|world| async move {
        let Pair { ours, theirs, here, there, share } = pair(&world).await;
        ours.sato.client.say(&room(&ours.sato, "private", "内輪", &[&ours.ito]).await, "内輪の話").await;
        ours.sato.client.say(&direct(&ours.sato, &ours.ito).await, "二人の話").await;
        ours.sato.client.say(&here, "みんなの話").await;
        world.run_jobs().await;
        for path in [
            format!("/rooms/{here}"),
            format!("/rooms/{here}/messages"),
            format!("/rooms/{here}/members"),
            format!("/people/{}", ours.sato.id),
        ] {
            for theirs in [&theirs.admin, &theirs.sato] {
                theirs.client.get(&path).await.refused(404);
            }
        }
        for theirs in [&theirs.admin, &theirs.sato] {
            let boot = theirs.client.bootstrap().await;
            let page = theirs.client.get("/people?limit=200").await.ok();
            for secret in
                [ours.sato.id.to_string(), here.clone(), "内輪の話".into(), "二人の話".into(), "森 葵（".into()]
            {
                assert!(!holds(&boot, &secret) && !holds(&page, &secret), "{secret}");
            }
        }
        let told = theirs.admin.client.get("/shares").await.ok();
        assert!(!holds(&told, &here) && !holds(&told, &ours.admin.id.to_string()), "{told}");
        assert!(holds(&theirs.sato.client.bootstrap().await, "みんなの話"));
        // The administrator of the other side does not belong to the room, and is told of it no more than of any private one.
        theirs.admin.client.get(&format!("/rooms/{there}/messages")).await.refused(404);
        theirs.admin.client.get(&format!("/shares/{share}")).await.refused(404);
    });
}

#[test]
fn a_barrier_holds_against_who_calls_from_elsewhere() {
    everywhere(|world| async move {
        let Pair { ours, theirs, here, there, .. } = pair(&world).await;
        let barrier = json!({
            "name": "伊藤", "protects": [{ "person_id": ours.ito.id }], "keepers": [],
            "leaves": { "find": false, "write": false, "add": false, "mention": false, "see": false },
        });
        ours.admin.client.post("/barriers", barrier).await.ok();
        let called = partner(&theirs.sato, &there, "伊藤 健").await;
        theirs.sato.client.say(&there, &format!("<@{called}> さん")).await;
        world.run_jobs().await;
        let mine = ours.ito.client.get(&format!("/rooms/{here}")).await.ok();
        assert_eq!(mine["mine"]["mention_seqs"], json!([]));
        let page = ours.ito.client.get(&format!("/rooms/{here}/messages")).await.ok();
        assert!(holds(&page, &format!("<@{}> さん", ours.ito.id)));
    });
}

#[test]
fn a_new_day_leaves_partners_as_they_are_and_one_person_is_one_partner() {
    everywhere(|world| async move {
        let Pair { ours, theirs, here, .. } = pair(&world).await;
        let first = partner(&ours.sato, &here, "佐藤 花").await;
        crate::scene::next_day(&world, jiff::civil::date(2026, 4, 2)).await;
        assert_eq!(partner(&ours.sato, &here, "佐藤 花").await, first);
        let second = room(&ours.sato, "open", "もう一つ", &[]).await;
        let far = room(&theirs.sato, "open", "もう一つ", &[]).await;
        shared(&world, (&ours, &second), (&theirs, &far)).await;
        assert_eq!(partner(&ours.sato, &second, "佐藤 花").await, first);
        // An open room shows to all of the staff who else reads it.
        let shown = ours.mori.client.get(&format!("/rooms/{second}/members")).await.ok();
        assert!(holds(&shown, &first), "{shown}");
        let third = scene_of(&world, "白山村").await;
        third.admin.client.get(&format!("/people/{first}")).await.refused(404);
        assert_eq!(id(&ours.sato.client.get(&format!("/rooms/{second}")).await.ok()), second);
    });
}

#[test]
fn a_bot_of_a_shared_room_is_a_partner_over_there() {
    everywhere(|world| async move {
        let Pair { ours, theirs, here, there, .. } = pair(&world).await;
        let bot = crate::outsiders::bot(&world, &ours.admin, crate::outsiders::new_bot(&ours.sato)).await;
        ours.sato.client.post(&format!("/rooms/{here}/members"), json!({ "people": [bot.id] })).await.ok();
        bot.client.say(&here, "雨量 30mm").await;
        world.run_jobs().await;
        let page = theirs.sato.client.get(&format!("/rooms/{there}/messages")).await.ok();
        let author = items(&page["messages"]).last().expect("a message")["author_id"].clone();
        let person = items(&page["people"]).iter().find(|person| person["id"] == author).expect("the author");
        assert_eq!(
            (&person["name"], &person["partner"], &person["bot"]),
            (&json!("雨量ボット"), &json!(true), &Value::Null)
        );
        assert_eq!(person["unit"], "緑野市");
        let mut renamed = crate::outsiders::new_bot(&ours.sato);
        renamed["name"] = json!("水位ボット");
        ours.admin.client.put(&format!("/bots/{}", bot.id), renamed).await.ok();
        world.run_jobs().await;
        let members = theirs.sato.client.get(&format!("/rooms/{there}/members")).await.ok();
        let names: Vec<&Value> = items(&members["items"]).iter().map(|member| &member["person"]["name"]).collect();
        assert!(names.contains(&&json!("水位ボット")), "{names:?}");
    });
}
