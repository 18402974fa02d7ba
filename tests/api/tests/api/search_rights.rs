//! Search: who is meant by a name, where somebody finds what, and what they keep of it.

use crate::barriers::walled;
use crate::inspections;
use crate::outsiders::{bot, guest, new_bot, new_guest};
use crate::scene::{acts, direct, each, room, scene, scene_of, settled, text};
use crate::search::{found, look, sorted, with_room};
use harness::{Staff, everywhere, new_id};
use serde_json::{Value, json};
use std::time::Duration;

async fn bring(owner: &Staff, room: &str, people: &[&Staff]) {
    let people: Vec<_> = people.iter().map(|person| person.id).collect();
    owner.client.post(&format!("/rooms/{room}/members"), json!({ "people": people })).await.ok();
}

#[test]
fn somebody_is_meant_by_their_name_and_by_nothing_else_that_is_known_of_them() {
    everywhere(|world| async move {
        let (scene, home) = with_room(&world).await;
        let visitor = guest(&world, &scene.admin, new_guest(&scene.sato, "business")).await;
        bring(&scene.sato, &home, &[&visitor]).await;
        scene.sato.client.put("/me/contact", json!({ "extension": "4711", "mobile": null })).await.ok();
        let number = text(&scene.admin.client.get(&format!("/people/{}", scene.sato.id)).await.ok()["staff_number"]);
        scene.sato.client.say(&home, "資料です").await;
        for _ in 0..2 {
            for who in [&scene.ito, &visitor] {
                for name in ["佐藤", "さとう", "ｻﾄｳ 花", "佐藤花", "＠佐藤"] {
                    assert_eq!(found(who, &format!("from:\"{name}\" 資料")).await, ["資料です"], "{name}");
                }
                for other in [number.as_str(), "4711", "総務課", "主事", "佐藤 健"] {
                    assert_eq!(found(who, &format!("from:\"{other}\" 資料")).await, [""; 0], "{other}");
                }
            }
            world.index().await;
        }
    });
}

#[test]
fn guests_and_bots_find_in_the_rooms_to_which_they_were_brought() {
    everywhere(|world| async move {
        let (scene, home) = with_room(&world).await;
        let visitor = guest(&world, &scene.admin, new_guest(&scene.sato, "business")).await;
        let program = bot(&world, &scene.admin, new_bot(&scene.sato)).await;
        bring(&scene.sato, &home, &[&visitor, &program]).await;
        let open = room(&scene.sato, "open", "市役所広場", &[]).await;
        let other = room(&scene.sato, "private", "別室", &[]).await;
        scene.sato.client.say(&home, "工事の縁側").await;
        scene.sato.client.say(&open, "みんなの縁側").await;
        scene.sato.client.say(&other, "別室の縁側").await;
        for _ in 0..2 {
            for who in [&visitor, &program] {
                assert_eq!(found(who, "縁側").await, ["工事の縁側"]);
                assert_eq!(found(who, "in:広場 縁側").await, [""; 0]);
                assert_eq!(found(who, "unit:総務 縁側").await, [""; 0], "who holds which post is none of theirs");
            }
            assert_eq!(found(&scene.sato, "unit:総務 工事").await, ["工事の縁側"]);
            world.index().await;
        }
        scene.sato.client.delete(&format!("/rooms/{home}/members/{}", visitor.id)).await.ok();
        assert_eq!(found(&visitor, "縁側").await, [""; 0]);
    });
}

#[test]
fn whom_one_meets_behind_a_barrier_is_meant_by_their_name_there() {
    everywhere(|world| async move {
        let town = walled(&world).await;
        let meeting = room(&town.hara, "private", "合同会議", &[&town.mayor, &town.sato]).await;
        let apart = room(&town.hara, "private", "市長室", &[&town.mayor]).await;
        town.mayor.client.say(&meeting, "予算の方針").await;
        town.mayor.client.say(&apart, "予算の内密").await;
        for _ in 0..2 {
            assert_eq!(found(&town.sato, "from:天野 予算").await, ["予算の方針"]);
            assert_eq!(found(&town.ito, "from:天野 予算").await, [""; 0]);
            assert_eq!(found(&town.ito, &format!("from:<@{}>", town.mayor.id)).await, [""; 0]);
            assert_eq!(found(&town.hara, "from:天野 予算").await.len(), 2);
            world.index().await;
        }
    });
}

#[test]
fn of_a_room_shared_with_another_organisation_each_side_finds_its_own_copy() {
    everywhere(|world| async move {
        let pair = crate::sharing::pair(&world).await;
        pair.theirs.sato.client.say(&pair.there, "合同訓練の日程").await;
        world.run_jobs().await;
        for _ in 0..2 {
            assert_eq!(found(&pair.ours.ito, "日程").await, ["合同訓練の日程"]);
            assert_eq!(found(&pair.ours.ito, "from:佐藤 日程").await, ["合同訓練の日程"], "a partner is called so");
            assert_eq!(found(&pair.theirs.sato, "日程 from:自分").await, ["合同訓練の日程"]);
            assert_eq!(found(&pair.theirs.ito, "日程").await, [""; 0]);
            world.index().await;
        }
    });
}

#[test]
fn who_reads_a_room_by_an_inspection_does_not_find_in_it() {
    everywhere(|world| async move {
        let place = inspections::place(&world).await;
        let inspection = place.granted(inspections::wish(&place.room)).await;
        place.read(&inspection, "").await.ok();
        for _ in 0..2 {
            assert_eq!(found(&place.scene.admin, "名簿").await, [""; 0]);
            assert_eq!(found(&place.scene.ito, "名簿").await, ["名簿を送りました"]);
            world.index().await;
        }
    });
}

#[test]
fn a_room_that_was_closed_for_writing_is_searched_and_one_that_is_left_is_not() {
    everywhere(|world| async move {
        let (scene, home) = with_room(&world).await;
        scene.sato.client.say(&home, "昔の決定").await;
        world.index().await;
        scene.sato.client.post(&format!("/rooms/{home}/archive"), json!({})).await.ok();
        assert_eq!(found(&scene.ito, "決定").await, ["昔の決定"]);
        scene.sato.client.post(&format!("/rooms/{home}/reopen"), json!({})).await.ok();
        scene.ito.client.post(&format!("/rooms/{home}/leave"), json!({})).await.ok();
        assert_eq!(found(&scene.ito, "決定").await, [""; 0]);
    });
}

#[test]
fn who_is_on_leave_finds_what_they_may_read() {
    everywhere(|world| async move {
        let (scene, home) = with_room(&world).await;
        scene.sato.client.say(&home, "会議の記録").await;
        let away =
            json!({ "kind": "childcare", "valid_from": "2026-04-01", "valid_to": "2027-03-31", "access": "read" });
        scene.admin.client.post(&format!("/people/{}/leaves", scene.ito.id), away).await.ok();
        world.run_jobs().await;
        world.clock().advance(Duration::from_secs(61));
        assert_eq!(found(&scene.ito, "記録").await, ["会議の記録"]);
        let keeps = json!({ "name": "記録", "q": "会議の記録" });
        scene.ito.client.put(&format!("/me/searches/{}", new_id()), keeps).await.ok();
    });
}

#[test]
fn a_conversation_is_named_by_who_is_in_it_and_a_request_by_who_asked() {
    everywhere(|world| async move {
        let (scene, home) = with_room(&world).await;
        let two = direct(&scene.ito, &scene.sato).await;
        let notes = direct(&scene.ito, &scene.ito).await;
        let others = direct(&scene.ito, &scene.mori).await;
        for (at, body) in [(&home, "防災係の話"), (&two, "二人の話"), (&notes, "覚え書きの話"), (&others, "森との話")]
        {
            scene.ito.client.say(at, body).await;
        }
        let asked = json!({
            "id": new_id(), "unit_id": scene.town.units["総務課"], "title_id": scene.town.titles["課長"], "body": "相談の話",
        });
        scene.sato.client.post("/contact-requests", asked).await.ok();
        for _ in 0..2 {
            assert_eq!(found(&scene.ito, "話 in:佐藤").await, ["二人の話"]);
            assert_eq!(found(&scene.ito, "話 in:さとう").await, ["二人の話"]);
            assert_eq!(found(&scene.ito, "話 in:＃防災係").await, ["防災係の話"]);
            assert_eq!(found(&scene.ito, "話 in:自分").await, ["覚え書きの話"]);
            assert_eq!(found(&scene.ito, "話 in:佐藤 in:森").await, sorted(&["二人の話", "森との話"]));
            assert_eq!(found(&scene.mori, "話 in:佐藤").await, [""; 0], "of others' conversations nobody learns");
            assert_eq!(found(&scene.admin, "話 in:佐藤").await, ["相談の話"], "who asked gives a request its name");
            world.index().await;
        }
        let results = look(&scene.admin, "相談の話", "").await.ok();
        assert_eq!(results["rooms"][0]["people"], json!([scene.sato.id]));
    });
}

#[test]
fn a_word_is_found_as_a_reader_sees_it_and_as_it_was_typed() {
    everywhere(|world| async move {
        let (scene, home) = with_room(&world).await;
        let body = "**予算**書と~~旧~~版、[資料](https://example.lg.jp/x)を送る";
        scene.sato.client.say(&home, body).await;
        for _ in 0..2 {
            for query in ["予算書", "算書と旧版", "資料を送る", "**予算**書", "example.lg", "has:link 予算"]
            {
                assert_eq!(found(&scene.ito, query).await, [body], "{query}");
            }
            assert_eq!(found(&scene.ito, "\"送る **予算\"").await, [""; 0], "no word goes over the end");
            world.index().await;
        }
        let hit = look(&scene.ito, "予算書", "").await.ok()["items"][0].clone();
        assert_eq!(hit["text"], "予算書と旧版、資料を送る");
        assert_eq!(hit["marks"], json!([{ "start": 0, "length": 3 }]));
    });
}

#[test]
fn what_looks_like_a_filter_and_is_none_is_told() {
    everywhere(|world| async move {
        let (scene, home) = with_room(&world).await;
        scene.sato.client.say(&home, "会議").await;
        let results = look(&scene.ito, "会議 on:2/30 10:30", "").await.ok();
        assert_eq!(results["not_understood"], json!(["on:2/30"]));
        let many: Vec<String> = (0..17).map(|number| format!("語{number}")).collect();
        assert_eq!(look(&scene.ito, &many.join(" "), "").await.refused(400), "search.too_many_words");
    });
}

#[test]
fn searches_are_kept_by_oneself_few_and_come_back_when_thrown_away_by_mistake() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let kept = |staff: &Staff| {
            let client = staff.client.clone();
            async move { each(&client.get("/me/searches").await.ok()["items"], "name") }
        };
        let (one, home) = (new_id(), room(&scene.sato, "private", "防災係", &[]).await);
        let (path, new) =
            (format!("/me/searches/{one}"), json!({ "name": "予算", "q": "予算 from:伊藤", "room": home }));
        let saved = scene.sato.client.put(&path, new.clone()).await.ok();
        assert_eq!((&saved["q"], &saved["room"]), (&json!("予算 from:伊藤"), &json!(home)));
        assert_eq!((kept(&scene.sato).await, kept(&scene.ito).await.len()), (vec!["予算".to_owned()], 0));
        assert_eq!(scene.ito.client.delete(&path).await.refused(404), "not_found", "what another keeps is not there");
        scene.sato.client.put(&path, json!({ "name": "来年の予算", "q": "予算" })).await.ok();
        assert_eq!(kept(&scene.sato).await, ["来年の予算"]);
        scene.sato.client.delete(&path).await.ok();
        assert_eq!(kept(&scene.sato).await, [""; 0]);
        scene.sato.client.put(&path, new).await.ok();
        assert_eq!(kept(&scene.sato).await, ["予算"]);
        for wrong in [json!({ "name": " ", "q": "予算" }), json!({ "name": "長い", "q": "あ".repeat(401) })] {
            scene.sato.client.put(&format!("/me/searches/{}", new_id()), wrong).await.refused(400);
        }
        scene.sato.client.put(&path, json!({ "name": "予算", "q": "予算", "kind": "notes" })).await.ok();
        assert_eq!(scene.sato.client.get("/me/searches").await.ok()["items"][0]["kind"], "notes");
        scene.sato.client.put(&path, json!({ "name": "予算", "q": "予算", "kind": "others" })).await.refused(400);
        for number in 1..50 {
            let new = json!({ "name": format!("{number}"), "q": "会議" });
            scene.sato.client.put(&format!("/me/searches/{}", new_id()), new).await.ok();
        }
        let more =
            scene.sato.client.put(&format!("/me/searches/{}", new_id()), json!({ "name": "51", "q": "会議" })).await;
        assert_eq!(more.refused(409), "search.too_many_saved");
    });
}

#[test]
fn what_somebody_keeps_on_one_device_is_told_to_their_others_and_to_nobody_else() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (mut own, mut other) = (settled(&scene.sato).await, settled(&scene.ito).await);
        let (one, before) = (new_id(), scene.sato.client.get("/me/searches").await.ok());
        let path = format!("/me/searches/{one}");
        let saved = scene.sato.client.put(&path, json!({ "name": "予算", "q": "予算" })).await.ok();
        let told = own.event("search.saved_changed").await;
        assert_eq!((&told["saved_id"], &told["saved"]), (&json!(one), &saved), "the whole row");
        let after = scene.sato.client.get("/me/searches").await.ok();
        assert!(after["at"].as_i64() > before["at"].as_i64(), "what was told up to there is in the list");
        scene.sato.client.delete(&path).await.ok();
        let told = own.event("search.saved_changed").await;
        assert_eq!((&told["saved_id"], &told["saved"]), (&json!(one), &Value::Null));
        scene.sato.client.delete(&path).await.refused(404);
        // A word that both hear comes after it: nothing of it went to somebody else.
        let home = room(&scene.sato, "private", "防災係", &[&scene.ito]).await;
        let seen = other.events_until("chat.room_joined").await;
        assert_eq!(seen.last().expect("an event").1["room"]["id"], json!(home));
        assert!(seen.iter().all(|(kind, _)| kind != "search.saved_changed"), "{seen:?}");
    });
}

#[test]
fn an_administrator_of_home_has_the_index_built_anew_and_sees_how_far_it_is() {
    everywhere(|world| async move {
        let (scene, home) = with_room(&world).await;
        let other = scene_of(&world, "青葉市").await;
        scene.sato.client.say(&home, "縁側の話").await;
        world.index().await;
        let index = scene.admin.client.get("/condition").await.ok()["index"].clone();
        assert!(index["documents"].as_i64() >= Some(1) && index["bytes"].as_i64() > Some(0), "{index}");
        assert_eq!(index["building"], Value::Null);
        assert_eq!(other.admin.client.get("/condition").await.ok()["index"], Value::Null);
        for stranger in [&other.admin, &scene.sato] {
            assert_eq!(stranger.client.post("/index", json!({})).await.refused(404), "not_found");
        }
        scene.admin.client.post("/index", json!({})).await.ok();
        assert_eq!(scene.admin.client.post("/index", json!({})).await.refused(409), "search.is_being_built");
        assert_eq!(scene.admin.client.get("/condition").await.ok()["index"]["building"], 0);
        assert_eq!(found(&scene.ito, "縁側").await, ["縁側の話"], "the one that is there answers");
        world.index().await;
        assert_eq!(scene.admin.client.get("/condition").await.ok()["index"]["building"], Value::Null);
        assert_eq!(found(&scene.ito, "縁側").await, ["縁側の話"]);
        assert!(acts(&scene.admin).await.iter().any(|act| act["act"] == "server.index_rebuilt"));
    });
}
