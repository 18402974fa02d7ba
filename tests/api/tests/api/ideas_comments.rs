//! 意見出し: what is said about ideas, with names and without.

use crate::ideas::{ask, ended, list, secret, theme};
use crate::ideas_secret::{key, write as write_secret};
use crate::scene::{Scene, each, id, items, number, scene, settled, text};
use crate::stamps::home;
use crate::stamps_many::{crowd, everybody};
use harness::store::kept_ideas;
use harness::{Answer, Staff, everywhere, new_id};
use kernel::{Clock, Jst};
use serde_json::{Value, json};
use std::collections::HashSet;
use std::time::Duration;

async fn send(staff: &Staff, board: &str, idea: &str, new: Value) -> Answer {
    staff.client.post(&format!("/idea-boards/{board}/ideas/{idea}/comments"), new).await
}

/// Says something about an idea.
pub async fn comment(staff: &Staff, board: &str, idea: &str, words: &str) -> Answer {
    send(staff, board, idea, json!({ "id": new_id(), "words": words })).await
}

async fn said(staff: &Staff, board: &str, query: &str) -> Vec<Value> {
    items(&staff.client.get(&format!("/idea-boards/{board}/comments{query}")).await.ok()["items"]).clone()
}

/// A board of 佐藤's with an idea of 伊藤's on it.
async fn begun(scene: &Scene, asked: Value) -> (String, String, String) {
    let home = home(scene).await;
    let board = id(&ask(&scene.sato, &home, asked).await.ok());
    let idea = id(&crate::ideas::write(&scene.ito, &board, "番号札を置く").await.ok());
    (home, board, idea)
}

#[test]
fn an_idea_is_discussed_by_whoever_sees_it_and_everybody_hears_of_it() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let Scene { sato, ito, mori, .. } = &scene;
        let (home, board, idea) = begun(&scene, theme()).await;
        let mut live = settled(mori).await;
        let new = json!({ "id": new_id(), "words": " 費用は少ない " });
        let made = send(sato, &board, &idea, new.clone()).await;
        assert_eq!((made.status.as_u16(), &made.body["words"]), (201, &json!("費用は少ない")));
        let told = live.event("ideas.commented").await;
        assert_eq!((&told["comment"], &told["comments"]), (&made.body, &json!(1)), "the whole row");
        assert_eq!(send(sato, &board, &idea, new.clone()).await.status, 200, "sent twice, it is once");
        assert_eq!(send(ito, &board, &idea, new.clone()).await.refused(409), "id_taken");
        world.clock().advance(Duration::from_secs(1));
        let answer = id(&comment(ito, &board, &idea, "置き場所が要る").await.ok());
        let other = id(&crate::ideas::write(ito, &board, "案内を増やす").await.ok());
        comment(mori, &board, &other, "人が要る").await.ok();
        let of_one = said(mori, &board, &format!("?idea={idea}")).await;
        // A list comes by ids, which clients propose; who shows it sorts it by when it was said.
        let mut of_one: Vec<_> = of_one.iter().map(|one| (text(&one["written_at"]), text(&one["words"]))).collect();
        of_one.sort_by_key(|(_, words)| words == "置き場所が要る");
        assert_eq!((of_one.len(), of_one[0].1.as_str()), (2, "費用は少ない"));
        assert!(of_one[0].0 <= of_one[1].0);
        assert_eq!(said(mori, &board, "").await.len(), 3);
        let first = mori.client.get(&format!("/idea-boards/{board}/comments?limit=2")).await.ok();
        let next = first["next"].as_str().expect("a next page");
        assert_eq!(said(mori, &board, &format!("?limit=2&cursor={next}")).await.len(), 1);
        let shown = list(mori, &board).await;
        let counted = shown.iter().find(|one| one["id"] == json!(idea)).expect("the idea");
        assert_eq!(counted["comments"], 2);
        // Who said it takes it back, and who asked or owns the room anything.
        let path = |comment: &str| format!("/idea-boards/{board}/ideas/{idea}/comments/{comment}");
        assert_eq!(mori.client.delete(&path(&answer)).await.refused(403), "ideas.not_the_author");
        ito.client.delete(&path(&answer)).await.ok();
        ito.client.delete(&path(&answer)).await.ok();
        sato.client.delete(&path(&id(&made.body))).await.ok();
        assert!(said(mori, &board, &format!("?idea={idea}")).await.is_empty());
        // After the board is closed it goes on: what becomes of the ideas is talked about.
        crate::ideas::close(sato, &board, "ideas").await.ok();
        comment(ito, &board, &idea, "四月からにしましょう").await.ok();
        // Outside of the room there is nothing.
        let stranger = crate::scene::scene_of(&world, "青浜町").await.admin;
        comment(&stranger, &board, &idea, "余所").await.refused(404);
        sato.client.delete(&format!("/rooms/{home}/members/{}", mori.id)).await.ok();
        comment(mori, &board, &idea, "外から").await.refused(404);
        mori.client.get(&format!("/idea-boards/{board}/comments")).await.refused(404);
    });
}

#[test]
fn what_others_may_not_see_yet_is_discussed_by_nobody_else_and_goes_with_its_idea() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let Scene { sato, ito, mori, .. } = &scene;
        let mut asked = theme();
        asked["shows"] = json!("closed");
        let (_, board, idea) = begun(&scene, asked).await;
        let mut live = settled(mori).await;
        comment(ito, &board, &idea, "自分の案に").await.refused(404);
        comment(sato, &board, &idea, "よい案").await.ok();
        let told = live.event("ideas.commented").await;
        assert_eq!((&told["comment"], &told["idea_id"], &told["comments"]), (&Value::Null, &Value::Null, &Value::Null));
        assert!(said(mori, &board, "").await.is_empty());
        crate::ideas::close(sato, &board, "ideas").await.ok();
        assert_eq!(said(mori, &board, "").await.len(), 1);
        let until = json!({ "part": "ideas", "until": null });
        sato.client.put(&format!("/idea-boards/{board}/until"), until).await.ok();
        ito.client.post(&format!("/idea-boards/{board}/ideas/{idea}/removal"), json!({})).await.ok();
        assert!(said(sato, &board, "").await.is_empty());
    });
}

#[test]
fn a_comment_holds_no_personal_number_and_an_idea_two_hundred_of_them() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (_, board, idea) = begun(&scene, theme()).await;
        let refused = comment(&scene.ito, &board, &idea, "1234-5678-9018").await;
        assert_eq!(refused.refused(409), "chat.personal_number");
        for wrong in [" ".to_owned(), "あ".repeat(1_001)] {
            assert_eq!(comment(&scene.ito, &board, &idea, &wrong).await.refused(400), "invalid_input");
        }
        comment(&scene.ito, &board, &idea, &"あ".repeat(1_000)).await.ok();
        for number in 1..200 {
            comment(&scene.ito, &board, &idea, &format!("{number}")).await.ok();
        }
        assert_eq!(comment(&scene.ito, &board, &idea, "もう一つ").await.refused(409), "ideas.comments_full");
    });
}

#[test]
fn without_names_nobody_is_written_down_as_having_said_something_and_nothing_tells_when() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let people = crowd(&world, &scene.town, 5).await;
        let home = everybody(&scene.sato, &people).await;
        let board = id(&ask(&scene.sato, &home, secret(&world)).await.ok());
        for (place, staff) in people.iter().enumerate() {
            write_secret(staff, &board, &format!("案{place}"), &key(u8::try_from(place).expect("few"))).await.ok();
        }
        let before = write_secret(&people[0], &board, "もう一つ", &key(9)).await.ok();
        let early = json!({ "id": new_id(), "words": "早い", "key": key(7) });
        send(&people[1], &board, &id(&before), early).await.refused(404);
        ended(&world).await;
        let idea = id(&list(&scene.sato, &board).await[0]);
        let mut live = settled(&scene.sato).await;
        let new = json!({ "id": new_id(), "words": "賛成です", "key": key(5) });
        let made = send(&people[0], &board, &idea, new.clone()).await.ok();
        assert_eq!(
            (&made["author_id"], &made["operator_id"], &made["written_at"]),
            (&Value::Null, &Value::Null, &Value::Null)
        );
        assert_ne!(made["id"], new["id"], "an id has the moment in which it was drawn");
        assert_eq!(send(&people[0], &board, &idea, new).await.ok()["id"], made["id"], "sent twice, it is once");
        let keyless = json!({ "id": new_id(), "words": "鍵なし" });
        assert_eq!(send(&people[0], &board, &idea, keyless).await.refused(400), "invalid_input");
        let shown = said(&scene.sato, &board, "").await;
        assert_eq!((shown.len(), &shown[0]), (1, &made));
        for staff in &people {
            assert!(!json!(shown).to_string().contains(&staff.id.to_string()));
        }
        // Nobody proves what is theirs: who asked takes it away.
        let path = format!("/idea-boards/{board}/ideas/{idea}/comments/{}", id(&made));
        assert_eq!(people[0].client.delete(&path).await.refused(403), "ideas.not_the_author");
        scene.sato.client.delete(&path).await.ok();
        assert!(said(&people[0], &board, "").await.is_empty());
        // What the room hears next is something else.
        scene.sato.client.say(&home, "以上です").await;
        let heard = live.events_until("chat.message_posted").await;
        assert!(heard.iter().all(|(kind, _)| kind != "ideas.commented"), "{heard:?}");
    });
}

#[test]
fn an_inspection_shows_what_was_said_about_ideas() {
    everywhere(|world| async move {
        let place = crate::inspections::place(&world).await;
        let (scene, home) = (&place.scene, &place.room);
        let board = id(&ask(&scene.sato, home, theme()).await.ok());
        let idea = id(&crate::ideas::write(&scene.ito, &board, "番号札を置く").await.ok());
        comment(&scene.ito, &board, &idea, "費用は少ない").await.ok();
        let inspection = place.granted(crate::inspections::wish(home)).await;
        let path = format!("/inspections/{inspection}/idea-boards/{board}/comments");
        scene.admin.client.get(&format!("/idea-boards/{board}/comments")).await.refused(404);
        let seen = scene.admin.client.get(&path).await.ok();
        assert_eq!(each(&seen["items"], "words"), ["費用は少ない"]);
        scene.ito.client.get(&path).await.refused(404);
    });
}

#[test]
fn an_inspection_of_some_days_shows_no_idea_and_nothing_said_about_one_after_them() {
    everywhere(|world| async move {
        let place = crate::inspections::place(&world).await;
        let (scene, home) = (&place.scene, &place.room);
        let board = id(&ask(&scene.sato, home, theme()).await.ok());
        let idea = id(&crate::ideas::write(&scene.ito, &board, "番号札を置く").await.ok());
        let other = id(&crate::ideas::write(&scene.ito, &board, "案内を増やす").await.ok());
        comment(&scene.ito, &board, &idea, "費用は少ない").await.ok();
        let today = Jst::date(world.clock().now()).to_string();
        let days = || {
            let mut wish = crate::inspections::wish(home);
            (wish["from_day"], wish["until_day"]) = (json!(today), json!(today));
            wish
        };
        let look = async |wish: Value| {
            let inspection = place.granted(wish).await;
            let path = format!("/inspections/{inspection}/idea-boards/{board}");
            let seen = scene.admin.client.get(&path).await.ok();
            let ideas = items(&seen["ideas"]["items"]);
            let counts: i64 = ideas.iter().map(|idea| number(&idea["comments"])).sum();
            let read = scene.admin.client.get(&format!("{path}/comments")).await.ok();
            scene.admin.client.post(&format!("/inspections/{inspection}/end"), json!({})).await.ok();
            (ideas.len(), counts, each(&read["items"], "words"))
        };
        let of_the_day = (2, 1, vec!["費用は少ない".to_owned()]);
        assert_eq!(look(days()).await, of_the_day, "while the day lasts");
        world.clock().advance(Duration::from_secs(48 * 3_600));
        comment(&scene.sato, &board, &idea, "後から言ったこと").await.ok();
        comment(&scene.sato, &board, &other, "これも後から").await.ok();
        crate::ideas::write(&scene.ito, &board, "後から書いたもの").await.ok();
        assert_eq!(look(days()).await, of_the_day);
        let (ideas, counts, words) = look(crate::inspections::wish(home)).await;
        assert_eq!((ideas, counts, words.len()), (3, 3, 3), "an inspection without days shows all of it");
    });
}

#[test]
fn in_the_tables_nothing_leads_from_a_comment_without_a_name_to_a_moment_or_to_an_order() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let people = crowd(&world, &scene.town, 20).await;
        let home = everybody(&scene.sato, &people).await;
        let board = id(&ask(&scene.sato, &home, secret(&world)).await.ok());
        let key_of = |place: usize| key(u8::try_from(place).expect("few"));
        for (place, staff) in people.iter().enumerate() {
            write_secret(staff, &board, &format!("案{place}"), &key_of(place)).await.ok();
        }
        ended(&world).await;
        let idea = id(&list(&scene.sato, &board).await[0]);
        for (place, staff) in people.iter().enumerate() {
            // Ids are made of keys: here they come in another order than these are in.
            let new = json!({ "id": new_id(), "words": format!("発言{place}"), "key": key_of((1 + place * 89) % 251) });
            send(staff, &board, &idea, new).await.ok();
        }
        let kept = kept_ideas(&world, &board).await;
        let is_there = |place: &usize| kept.comments_lying[*place] == format!("発言{place}");
        let in_place = (0..kept.comments_lying.len()).filter(is_there).count();
        assert!(kept.comments_lying.len() == 20 && in_place < 10, "{:?}", kept.comments_lying);
        assert!(kept.comment_writers.iter().collect::<HashSet<_>>().len() <= 1, "{:?}", kept.comment_writers);
        assert_eq!(said(&scene.sato, &board, "").await.len(), 20);
    });
}
