//! A board without names: nobody learns who wrote what, not who asks, not by an inspection, and not from the tables themselves.

use crate::ideas::{ask, close, ended, get, input, list, secret, theme, vote};
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
        let board = id(&ask(&scene.sato, &home, secret(&world)).await.ok());
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
        ended(&world).await;
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
        let board = id(&ask(&scene.sato, &home, secret(&world)).await.ok());
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
        for (place, staff) in people.iter().enumerate().skip(1) {
            write(staff, &board, "みんなの案", &key(u8::try_from(10 + place).expect("few"))).await.ok();
        }
        let mine = people[0].client.put(&path, json!({ "words": "もっとよい案", "key": key(1) })).await.ok();
        assert_eq!(mine["words"], "もっとよい案");
        let second = write(&people[0], &board, "もう一つ", &key(3)).await.ok();
        let removal = format!("/idea-boards/{board}/ideas/{}/removal", id(&second));
        people[0].client.post(&removal, json!({ "key": key(3) })).await.ok();
        ended(&world).await;
        let all = list(&scene.sato, &board).await;
        let mut words: Vec<String> = all.iter().map(|one| text(&one["words"])).collect();
        words.sort();
        words.dedup();
        assert_eq!(words, ["みんなの案", "もっとよい案"]);
        // After the close nobody proves any more that it is theirs, and nobody takes for taken back what everybody reads.
        let late = people[0].client.put(&path, json!({ "words": "遅い", "key": key(1) })).await;
        assert_eq!(late.refused(409), "ideas.closed");
        let late = people[0].client.post(&format!("{path}/removal"), json!({ "key": key(1) })).await;
        assert_eq!(late.refused(409), "ideas.closed");
    });
}

#[test]
fn in_the_tables_nothing_leads_from_an_idea_to_a_person_to_a_moment_or_to_an_order() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let people = crowd(&world, &scene.town, 40).await;
        let home = everybody(&scene.sato, &people).await;
        let board = id(&ask(&scene.sato, &home, secret(&world)).await.ok());
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
        ended(&world).await;
        let after = list(&scene.sato, &board).await;
        let ids: HashSet<String> = after.iter().map(|one| text(&one["id"])).collect();
        assert_eq!(ids.len(), 40);
        assert!(
            came.iter().all(|before| !ids.contains(before)),
            "an id that was on the line before the close is none after it"
        );
        let kept = kept_ideas(&world, &board).await;
        // Nor do the rows lie as they came.
        let in_place = kept.lying.iter().enumerate().filter(|(place, words)| **words == format!("案{place}")).count();
        assert!(kept.lying.len() == 40 && in_place < 20, "{:?}", kept.lying);
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
        assert_eq!(ask(&scene.sato, &small, secret(&world)).await.refused(400), "invalid_input");
        let people = crowd(&world, &scene.town, 5).await;
        let home = everybody(&scene.sato, &people).await;
        for shows in ["always", "written"] {
            let mut early = secret(&world);
            early["shows"] = json!(shows);
            assert_eq!(ask(&scene.sato, &home, early).await.refused(400), "invalid_input");
        }
        // A deadline alone shows nothing: who was about to write is waited for.
        let board = id(&ask(&scene.sato, &home, secret(&world)).await.ok());
        for (place, staff) in people.iter().enumerate() {
            write(staff, &board, "案", &key(u8::try_from(place).expect("few"))).await.ok();
        }
        world.clock().advance(Duration::from_secs(24 * 3_600));
        assert_eq!(write(&people[1], &board, "遅い", &key(9)).await.refused(409), "ideas.closed");
        let shown = get(&scene.sato, &board).await;
        assert_eq!((&shown["ideas"], &shown["ideas_closed_at"]), (&Value::Null, &Value::Null));
        world.run_jobs().await;
        let shown = get(&scene.sato, &board).await;
        assert_eq!((&shown["ideas"], &shown["ideas_closed_at"]), (&json!(5), &shown["ideas_until"]));
    });
}

#[test]
fn nobody_picks_the_moment_in_which_ideas_without_a_name_are_shown() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let people = crowd(&world, &scene.town, 5).await;
        let home = everybody(&scene.sato, &people).await;
        for until in [Value::Null, json!(in_hours(&world, 23))] {
            let mut soon = secret(&world);
            soon["ideas_until"] = until;
            assert_eq!(ask(&scene.sato, &home, soon).await.refused(400), "invalid_input");
        }
        let board = id(&ask(&scene.sato, &home, secret(&world)).await.ok());
        let path = format!("/idea-boards/{board}/until");
        for _ in 0..2 {
            assert_eq!(close(&scene.sato, &board, "ideas").await.refused(409), "ideas.anonymous");
            for until in [Value::Null, json!(in_hours(&world, 1))] {
                let earlier = json!({ "part": "ideas", "until": until });
                assert_eq!(scene.sato.client.put(&path, earlier).await.refused(409), "ideas.anonymous");
            }
            world.clock().advance(Duration::from_secs(3_600));
        }
        for (place, staff) in people.iter().enumerate() {
            write(staff, &board, "案", &key(u8::try_from(place).expect("few"))).await.ok();
        }
        // Later is as good as it was said: it ends then, and not before.
        let later = json!({ "part": "ideas", "until": in_hours(&world, 48) });
        scene.sato.client.put(&path, later).await.ok();
        ended(&world).await;
        let shown = get(&scene.sato, &board).await;
        assert_eq!((&shown["ideas"], &shown["ideas_closed_at"]), (&Value::Null, &Value::Null));
        ended(&world).await;
        assert_eq!(get(&scene.sato, &board).await["ideas"], 5);
        // A board with names is ended whenever whoever asked wishes.
        let named = id(&ask(&scene.sato, &home, theme()).await.ok());
        close(&scene.sato, &named, "ideas").await.ok();
    });
}

#[test]
fn fewer_than_five_ideas_without_a_name_are_shown_to_nobody_and_nothing_is_left_of_them() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let people = crowd(&world, &scene.town, 5).await;
        let home = everybody(&scene.sato, &people).await;
        let board = id(&ask(&scene.sato, &home, secret(&world)).await.ok());
        for (place, staff) in people.iter().take(4).enumerate() {
            write(staff, &board, "案", &key(u8::try_from(place).expect("few"))).await.ok();
        }
        assert_eq!(kept_ideas(&world, &board).await.ideas.len(), 4);
        ended(&world).await;
        for viewer in [&scene.sato, &people[0]] {
            let shown = get(viewer, &board).await;
            assert_eq!((&shown["ideas"], &shown["votes"]), (&json!(0), &json!(0)));
            assert!(shown["ideas_closed_at"].is_string());
            assert!(list(viewer, &board).await.is_empty());
        }
        assert_eq!(kept_ideas(&world, &board).await.ideas.len(), 0);
    });
}

#[test]
fn once_a_room_is_no_crowd_any_more_nobody_writes_there_without_a_name() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let people = crowd(&world, &scene.town, 4).await;
        let home = everybody(&scene.sato, &people).await;
        let board = id(&ask(&scene.sato, &home, secret(&world)).await.ok());
        write(&people[0], &board, "案", &key(1)).await.ok();
        assert_eq!(get(&people[0], &board).await["may_write"], true);
        let leaving = format!("/rooms/{home}/members/{}", people[3].id);
        scene.sato.client.delete(&leaving).await.ok();
        assert_eq!(write(&people[0], &board, "もう一つ", &key(2)).await.refused(409), "ideas.too_few");
        assert_eq!(get(&people[0], &board).await["may_write"], false);
    });
}

#[test]
fn who_writes_on_and_on_without_a_name_is_told_nothing_of_what_others_have_written() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let people = crowd(&world, &scene.town, 5).await;
        let home = everybody(&scene.sato, &people).await;
        let board = id(&ask(&scene.sato, &home, secret(&world)).await.ok());
        write(&people[0], &board, "案", &key(200)).await.ok();
        for place in 0..50 {
            write(&scene.sato, &board, &format!("案{place}"), &key(place)).await.ok();
        }
        // As many as without the other's: it is a matter of one's own alone.
        assert_eq!(write(&scene.sato, &board, "まだ", &key(51)).await.refused(429), "ideas.too_many");
        // What was sent before is the same when it is sent again, and nobody else is in the way of it.
        write(&scene.sato, &board, "案0", &key(0)).await.ok();
        write(&people[1], &board, "案", &key(201)).await.ok();
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
        let board = id(&ask(&people[4], &home, secret(&world)).await.ok());
        let before = acts(&scene.admin).await.len();
        for (place, staff) in people.iter().enumerate() {
            write(staff, &board, "案", &key(u8::try_from(10 + place).expect("few"))).await.ok();
        }
        // A number is refused, and that somebody tried stands nowhere.
        let refused = write(&people[0], &board, "番号は 123456789018 です", &key(2)).await;
        assert_eq!(refused.refused(409), "chat.personal_number");
        assert_eq!(acts(&scene.admin).await.len(), before);
        let inspect = async || {
            let inspection = new_id();
            let wish =
                json!({ "id": inspection, "room_id": home, "purpose": "情報が外部に送られた疑いの確認", "hours": 2 });
            scene.admin.client.post("/inspections", wish).await.ok();
            second.client.post(&format!("/inspections/{inspection}/grant"), json!({ "reason": "協議済み" })).await.ok();
            scene.admin.client.get(&format!("/inspections/{inspection}/idea-boards/{board}")).await.ok()
        };
        let read = inspect().await;
        assert_eq!((&read["board"]["ideas"], items(&read["ideas"]["items"]).len()), (&Value::Null, 0));
        ended(&world).await;
        let read = inspect().await;
        assert_eq!(items(&read["ideas"]["items"]).len(), 5);
        // That they signed in is in the record from before.
        let all = json!([read, acts(&second).await[before..]]).to_string();
        assert!(!all.contains(&people[0].id.to_string()), "{all}");
        assert!(input("write_idea").is_some());
    });
}
