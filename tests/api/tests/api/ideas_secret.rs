//! A board without names: nobody learns who wrote what, not who asks, not by an inspection, and not from the tables themselves.

use crate::ideas::{ask, close, get, input, list, secret, vote};
use crate::scene::{acts, id, items, room, scene, settled, text};
use crate::stamps::in_hours;
use crate::stamps_many::{crowd, everybody};
use harness::store::kept_ideas;
use harness::{Answer, Staff, everywhere, new_id};
use serde_json::{Value, json};
use std::collections::HashSet;
use std::time::Duration;

/// Chance of one person's, as their client draws it.
pub fn key(seed: u8) -> String {
    format!("{seed:02x}").repeat(16)
}

pub async fn write(staff: &Staff, board: &str, words: &str, key: &str) -> Answer {
    let new = json!({ "id": new_id(), "words": words, "key": key });
    staff.client.post(&format!("/idea-boards/{board}/ideas"), new).await
}

#[test]
fn nobody_sees_any_idea_or_how_many_before_the_close_and_afterwards_no_author_and_no_moment() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let people = crowd(&world, &scene.town, 5).await;
        let home = everybody(&scene.sato, &people).await;
        let board = id(&ask(&scene.sato, &home, secret()).await.ok());
        let mut live = settled(&scene.sato).await;
        for (place, staff) in people.iter().enumerate() {
            world.clock().advance(Duration::from_secs(60));
            let made = write(staff, &board, &format!("案{place}"), &key(u8::try_from(place).expect("few"))).await.ok();
            assert_eq!(
                (&made["author_id"], &made["written_at"], &made["operator_id"]),
                (&Value::Null, &Value::Null, &Value::Null)
            );
            // Who has written sees of the board what who has not does.
            for viewer in [staff, &scene.sato] {
                let shown = get(viewer, &board).await;
                assert_eq!(
                    (&shown["ideas"], &shown["votes"], &shown["sees"]),
                    (&Value::Null, &Value::Null, &json!(false))
                );
                assert!(list(viewer, &board).await.is_empty());
            }
            assert_eq!(vote(&scene.sato, &board, &id(&made)).await.status.as_u16(), 404);
        }
        close(&scene.sato, &board, "ideas").await.ok();
        // The first thing that the room hears of the board is its close.
        let heard = live.events_until("ideas.board_changed").await;
        assert!(heard.iter().all(|(kind, _)| kind != "ideas.changed" && kind != "ideas.voted"), "{heard:?}");
        let all = list(&people[0], &board).await;
        let words: HashSet<String> = all.iter().map(|one| text(&one["words"])).collect();
        assert_eq!(words, (0..5).map(|place| format!("案{place}")).collect());
        for one in &all {
            assert_eq!(
                (&one["author_id"], &one["written_at"], &one["operator_id"]),
                (&Value::Null, &Value::Null, &Value::Null)
            );
            assert_eq!(one["at"], all[0]["at"]);
        }
        let told = json!([all, get(&scene.sato, &board).await]).to_string();
        for staff in &people {
            assert!(!told.contains(&staff.id.to_string()), "{told}");
        }
        // Opened again, it would tell by the difference what one more person wrote.
        let open = json!({ "part": "ideas", "until": null });
        let refused = scene.sato.client.put(&format!("/idea-boards/{board}/until"), open).await;
        assert_eq!(refused.refused(409), "ideas.anonymous");
        vote(&people[1], &board, &text(&all[0]["id"])).await.ok();
        assert_eq!(get(&scene.sato, &board).await["votes"], 1);
    });
}

#[test]
fn only_who_has_the_key_changes_an_idea_without_a_name_and_sent_again_it_is_the_same() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let people = crowd(&world, &scene.town, 5).await;
        let home = everybody(&scene.sato, &people).await;
        let board = id(&ask(&scene.sato, &home, secret()).await.ok());
        for wrong in [Value::Null, json!("x"), json!(people[0].id.to_string())] {
            let new = json!({ "id": new_id(), "words": "案", "key": wrong });
            let refused = people[0].client.post(&format!("/idea-boards/{board}/ideas"), new).await;
            assert_eq!(refused.refused(400), "invalid_input");
        }
        let first = write(&people[0], &board, "案", &key(1)).await.ok();
        let again = write(&people[0], &board, "案", &key(1)).await.ok();
        assert_eq!(first["id"], again["id"]);
        let path = format!("/idea-boards/{board}/ideas/{}", id(&first));
        // Nobody learns whether there is such an idea, not with another's key and not with none.
        for (staff, given) in [(&people[1], json!(key(2))), (&scene.sato, Value::Null), (&people[0], Value::Null)] {
            let other = json!({ "words": "別", "key": given });
            assert_eq!(staff.client.put(&path, other).await.status.as_u16(), 404);
            let asked = staff.client.post(&format!("{path}/removal"), json!({ "key": given })).await.ok();
            assert_eq!(asked["ideas"], Value::Null);
        }
        assert_eq!(kept_ideas(&world, &board).await.ideas.len(), 1);
        let mine = people[0].client.put(&path, json!({ "words": "もっとよい案", "key": key(1) })).await.ok();
        assert_eq!(mine["words"], "もっとよい案");
        let second = write(&people[0], &board, "もう一つ", &key(3)).await.ok();
        let removal = format!("/idea-boards/{board}/ideas/{}/removal", id(&second));
        people[0].client.post(&removal, json!({ "key": key(3) })).await.ok();
        close(&scene.sato, &board, "ideas").await.ok();
        let all = list(&scene.sato, &board).await;
        assert_eq!(all.iter().map(|one| text(&one["words"])).collect::<Vec<_>>(), ["もっとよい案"]);
        // After the close nobody proves any more that it is theirs.
        let late = people[0].client.put(&path, json!({ "words": "遅い", "key": key(1) })).await;
        assert_eq!(late.refused(403), "ideas.not_the_author");
    });
}

#[test]
fn in_the_tables_nothing_leads_from_an_idea_to_a_person_to_a_moment_or_to_an_order() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let people = crowd(&world, &scene.town, 40).await;
        let home = everybody(&scene.sato, &people).await;
        let board = id(&ask(&scene.sato, &home, secret()).await.ok());
        let mut came = Vec::new();
        for (place, staff) in people.iter().enumerate() {
            world.clock().advance(Duration::from_secs(1));
            let made = write(staff, &board, &format!("案{place}"), &key(u8::try_from(place).expect("few"))).await.ok();
            came.push(id(&made));
        }
        let kept = kept_ideas(&world, &board).await;
        assert!(!kept.named);
        assert!(kept.told.is_empty(), "{:?}", kept.told);
        assert_eq!(kept.ideas.iter().map(|(_, tick, _)| tick).collect::<HashSet<_>>().len(), 1);
        // Their ids are chance, and not the order of coming.
        let mut sorted = came.clone();
        sorted.sort();
        let moved = sorted.iter().zip(&came).filter(|(one, other)| one != other).count();
        assert!(moved > 20, "{moved} lie elsewhere than in the order of coming");
        close(&scene.sato, &board, "ideas").await.ok();
        let kept = kept_ideas(&world, &board).await;
        assert!(kept.ideas.iter().all(|(_, _, key)| !key), "no key is kept after the close");
        assert!(kept.writers.iter().collect::<HashSet<_>>().len() <= 1, "{:?}", kept.writers);
        let people: Vec<String> = people.iter().map(|staff| staff.id.to_string()).collect();
        assert!(kept.told.iter().all(|told| people.iter().all(|person| !told.contains(person))), "{:?}", kept.told);
    });
}

#[test]
fn a_board_without_names_is_begun_where_there_is_a_crowd_and_shows_nothing_early() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let small = room(&scene.sato, "private", "係", &[&scene.ito, &scene.mori]).await;
        assert_eq!(ask(&scene.sato, &small, secret()).await.refused(400), "invalid_input");
        let people = crowd(&world, &scene.town, 5).await;
        let home = everybody(&scene.sato, &people).await;
        for shows in ["always", "written"] {
            let mut early = secret();
            early["shows"] = json!(shows);
            assert_eq!(ask(&scene.sato, &home, early).await.refused(400), "invalid_input");
        }
        // A deadline alone shows nothing: who was about to write is waited for.
        let mut timed = secret();
        timed["ideas_until"] = json!(in_hours(&world, 1));
        let board = id(&ask(&scene.sato, &home, timed).await.ok());
        write(&people[0], &board, "案", &key(1)).await.ok();
        world.clock().advance(Duration::from_secs(3_600));
        assert_eq!(write(&people[1], &board, "遅い", &key(2)).await.refused(409), "ideas.closed");
        let shown = get(&scene.sato, &board).await;
        assert_eq!((&shown["ideas"], &shown["ideas_closed_at"]), (&Value::Null, &Value::Null));
        world.run_jobs().await;
        let shown = get(&scene.sato, &board).await;
        assert_eq!((&shown["ideas"], &shown["ideas_closed_at"]), (&json!(1), &shown["ideas_until"]));
    });
}

#[test]
fn no_record_and_no_inspection_tells_who_wrote_an_idea_without_a_name() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let second =
            scene.town.staff(&world, harness::NewStaff::named("岡", "実", ("おか", "みのる")).administrator()).await;
        let people = crowd(&world, &scene.town, 5).await;
        let home = everybody(&scene.sato, &people).await;
        let board = id(&ask(&people[4], &home, secret()).await.ok());
        let before = acts(&scene.admin).await.len();
        write(&people[0], &board, "案", &key(1)).await.ok();
        // A number is refused, and that somebody tried stands nowhere.
        let refused = write(&people[0], &board, "番号は 123456789018 です", &key(2)).await;
        assert_eq!(refused.refused(409), "chat.personal_number");
        assert_eq!(acts(&scene.admin).await.len(), before);
        let inspection = new_id();
        let wish =
            json!({ "id": inspection, "room_id": home, "purpose": "情報が外部に送られた疑いの確認", "hours": 2 });
        scene.admin.client.post("/inspections", wish).await.ok();
        second.client.post(&format!("/inspections/{inspection}/grant"), json!({ "reason": "協議済み" })).await.ok();
        let path = format!("/inspections/{inspection}/idea-boards/{board}");
        let read = scene.admin.client.get(&path).await.ok();
        assert_eq!((&read["board"]["ideas"], items(&read["ideas"]["items"]).len()), (&Value::Null, 0));
        close(&scene.sato, &board, "ideas").await.ok();
        let read = scene.admin.client.get(&path).await.ok();
        assert_eq!(items(&read["ideas"]["items"]).len(), 1);
        // That they signed in is in the record from before.
        let all = json!([read, acts(&second).await[before..]]).to_string();
        assert!(!all.contains(&people[0].id.to_string()), "{all}");
        assert!(input("write_idea").is_some());
    });
}
