//! What is collected for a handover and what is not, and that handovers hold up nothing else.

use crate::handovers::{FIRST, LAST, act, asked, draft, edit, get, keys, office, own, sources};
use crate::outsiders::new_guest;
use crate::scene::{each, id, items, next_day, reply, room, scene_of, text};
use harness::store::{break_handovers, copy_handed, mend_handovers};
use harness::{everywhere, new_id};
use jiff::civil::date;
use serde_json::json;
use std::time::Duration;

#[test]
fn residents_are_counted_and_neither_named_nor_described() {
    everywhere(|world| async move {
        let office = office(&world).await;
        let (admin, hara) = (&office.scene.admin, &office.hara);
        for family in ["川口", "川島"] {
            let mut resident = new_guest(hara, "resident");
            resident["family_name"] = json!(family);
            resident["purpose"] = json!("滞納の相談");
            admin.client.post("/guests", resident).await.ok();
        }
        admin.client.post("/guests", new_guest(hara, "business")).await.ok();
        office.chief_moves(&world).await;
        let found = get(hara, &draft(hara).await).await;
        assert_eq!(sources(&found), ["outsider", "outsider"]);
        let (firm, residents) = (&found["items"][0], &found["items"][1]);
        assert_eq!((&firm["title"], &firm["count"]), (&json!("山田 太郎"), &json!(null)));
        assert_eq!((&residents["codes"], &residents["count"]), (&json!(["resident"]), &json!(2)));
        assert_eq!(
            (&residents["title"], &residents["words"], &residents["name"]),
            (&json!(""), &json!(""), &json!(""))
        );
        assert_eq!(residents["key"], "outsider:residents");
    });
}

#[test]
fn of_a_private_room_a_thread_below_the_words_of_others_is_not_even_called_by_its_title() {
    everywhere(|world| async move {
        let office = office(&world).await;
        let (hara, ono) = (&office.hara, &office.ono);
        let project = room(hara, "private", "予算改革", &[ono]).await;
        let theirs = id(&ono.client.say(&project, "ここだけの話").await);
        reply(hara, &project, &theirs, "承知しました").await;
        ono.client.put(&format!("/threads/{theirs}"), json!({ "title": "処分の件" })).await.ok();
        let own = id(&hara.client.say(&project, "私の話").await);
        reply(ono, &project, &own, "はい").await;
        hara.client.put(&format!("/threads/{own}"), json!({ "title": "日程の件" })).await.ok();
        office.chief_moves(&world).await;
        let found = get(hara, &draft(hara).await).await;
        assert_eq!(keys(&found), [format!("room:{project}"), format!("thread:{own}")]);
        assert_eq!(found["items"][1]["title"], "日程の件");
    });
}

#[test]
fn collecting_after_the_last_day_adds_and_settles_nothing() {
    everywhere(|world| async move {
        let office = office(&world).await;
        let hara = &office.hara;
        let request = format!("request:{}", asked(&office).await);
        office.chief_moves(&world).await;
        let draft = draft(hara).await;
        edit(hara, &draft, json!({ "preface": "後任の方へ" })).await;
        next_day(&world, FIRST).await;
        let added = room(hara, "private", "残務", &[]).await;
        let again = act(hara, &draft, "refresh").await.ok();
        assert_eq!(keys(&again), [request, format!("room:{added}")], "the request is out of their sight, and not done");
        assert_eq!(again["items"][0]["settled"], false);
    });
}

#[test]
fn a_handover_that_fails_holds_up_neither_sessions_nor_rooms_nor_the_day_of_other_towns() {
    everywhere(|world| async move {
        let office = office(&world).await;
        let scene = &office.scene;
        let other = scene_of(&world, "青海町").await;
        let unit_room =
            json!({ "id": new_id(), "kind": "unit", "name": "財政課", "unit_id": scene.town.units["財政課"] });
        let unit_room = text(&scene.admin.client.post("/rooms", unit_room).await.ok()["id"]);
        let home = office.post("総務課", "主事", date(2020, 4, 1), Some(LAST));
        office.give(&scene.ito, &[home, office.post("財政課", "課長", FIRST, None)]).await;
        for (admin, gone) in [(&scene.admin, &office.hara), (&other.admin, &other.mori)] {
            admin.client.post(&format!("/people/{}/leave", gone.id), json!({ "date": LAST })).await.ok();
        }
        world.run_jobs().await;
        let mut live = office.hara.client.live_now().await;
        break_handovers(&world).await;
        next_day(&world, FIRST).await;
        while live.next().await.is_some() {}
        for gone in [&office.hara, &other.mori] {
            assert_eq!(gone.client.get("/me").await.refused(401), "sign_in_needed");
        }
        let room = scene.ito.client.get(&format!("/rooms/{unit_room}")).await.ok();
        assert_eq!(room["name"], "財政課");
        let members = scene.ito.client.get(&format!("/rooms/{unit_room}/members")).await.ok();
        assert!(!items(&members["items"]).is_empty());
    });
}

#[test]
fn what_could_not_be_collected_on_the_last_day_is_collected_as_soon_as_it_can_be() {
    everywhere(|world| async move {
        let office = office(&world).await;
        let hara = &office.hara;
        office.chief_moves(&world).await;
        let draft = draft(hara).await;
        let request = asked(&office).await;
        break_handovers(&world).await;
        next_day(&world, LAST).await;
        mend_handovers(&world).await;
        assert!(!sources(&get(hara, &draft).await).contains(&"request".to_owned()), "it was not there at midnight");
        world.clock().advance(Duration::from_secs(60));
        world.run_jobs().await;
        assert!(keys(&get(hara, &draft).await).contains(&format!("request:{request}")));
    });
}

#[test]
fn whoever_leaves_the_same_post_again_writes_a_document_of_its_own() {
    everywhere(|world| async move {
        let office = office(&world).await;
        let hara = &office.hara;
        office.chief_moves(&world).await;
        let first = draft(hara).await;
        act(hara, &first, "hand-in").await.ok();
        // They stay after all, and nobody takes anything over.
        office.give(hara, &[office.post("財政課", "課長", date(2020, 4, 1), None)]).await;
        next_day(&world, FIRST).await;
        let own_now = own(hara).await;
        assert_eq!(each(&own_now["own"], "id"), [first]);
        assert_eq!(each(&own_now["posts"], "name"), ["財政課長"], "they can begin another by hand as well");
        let last = date(2026, 4, 12);
        let chief = office.post("財政課", "課長", date(2020, 4, 1), Some(last));
        office.give(hara, &[chief, office.post("総務課", "主査", date(2026, 4, 13), None)]).await;
        world.run_jobs().await;
        let own_now = own(hara).await;
        assert_eq!(each(&own_now["own"], "state"), ["draft", "handed"], "{own_now}");
        assert_eq!(own_now["own"][0]["last_day"], json!(last));
        assert_eq!(own_now["posts"], json!([]));
        next_day(&world, date(2026, 4, 13)).await;
        assert_eq!(items(&own(hara).await["own"]).len(), 2, "and only one");
    });
}

#[test]
fn whoever_comes_after_many_is_shown_what_each_of_them_left() {
    everywhere(|world| async move {
        let office = office(&world).await;
        office.chief_moves(&world).await;
        let first = draft(&office.hara).await;
        act(&office.hara, &first, "hand-in").await.ok();
        copy_handed(&world, office.scene.town.org, 450).await;
        let others = own(&office.scene.ito).await;
        let ids = each(&others["others"], "id");
        assert_eq!(ids.len(), 451);
        assert!(ids.contains(&first), "the oldest too");
        assert_eq!(own(&office.ono).await["others"], json!([]), "and nobody else is shown any");
    });
}
