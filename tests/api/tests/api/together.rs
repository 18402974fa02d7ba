//! Many who say something in the same moment: each is answered as if alone.

use crate::scene::{Scene, id, items, mine, number, room, scene, scene_of, settled, text};
use chat::model::Message;
use chat::service::talk::Saying;
use chat::service::together::{Outcome, Said, say_together};
use db::{Engine, Lock};
use futures_util::future::join_all;
use harness::{Staff, everywhere, new_id};
use kernel::{Actor, Rights};
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn said(scene: &Scene, staff: &Staff, room: &str, body: &str) -> Said {
    let actor = Actor {
        org: scene.town.org,
        person: staff.id,
        account: staff.account,
        rights: Rights::Member,
        ..Actor::system(scene.town.org)
    };
    let saying = Saying {
        files: Vec::new(),
        versions: Vec::new(),
        operator: None,
        as_post: None,
        card: None,
        passing: None,
        guarded: None,
        answered: None,
        album: None,
        no_reply: false,
        headings: Vec::new(),
        unattended: false,
        id: new_id().parse().expect("an id"),
        body: body.to_owned(),
        quote: None,
        thread: None,
        also_to_room: false,
    };
    Said { actor, room: room.parse().expect("an id"), saying }
}

fn spoken(outcome: &Outcome) -> Option<&Message> {
    match outcome {
        Outcome::Said(message) => Some(message),
        Outcome::Held | Outcome::Alone => None,
    }
}

#[test]
fn what_is_only_words_is_said_at_once_and_all_else_is_left_for_its_own_turn() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let other = scene_of(&world, "青浜町").await;
        let home = room(&scene.sato, "private", "課", &[&scene.ito]).await;
        let old = room(&scene.sato, "private", "済み", &[]).await;
        scene.sato.client.post(&format!("/rooms/{old}/archive"), json!({})).await.ok();
        let abroad = room(&other.sato, "private", "よその課", &[]).await;
        let known = id(&scene.sato.client.say(&home, "前から").await);
        let draft = json!({ "room_id": home, "body": "書きかけ" });
        scene.sato.client.put(&format!("/drafts/{home}"), draft).await.ok();
        let mut ito = settled(&scene.ito).await;

        let mut all = vec![
            said(&scene, &scene.sato, &home, "一 \"引用\" \\ 🏯"),
            said(&scene, &scene.ito, &home, "二"),
            said(&scene, &scene.sato, &home, "三"),
            said(&scene, &scene.mori, &home, "部屋にいない"),
            said(&scene, &scene.sato, &old, "閉じた部屋"),
            said(&scene, &scene.sato, &abroad, "他の町"),
            said(&other, &other.sato, &abroad, "他の町の人"),
            said(&scene, &scene.sato, &home, "　"),
            said(&scene, &scene.sato, &home, &format!("<@{}>さん", scene.ito.id)),
            said(&scene, &scene.sato, &home, "同じ番号"),
            said(&scene, &scene.sato, &home, "答え"),
            said(&scene, &scene.sato, &home, "前からの番号"),
            said(&scene, &scene.sato, &home, "職として"),
        ];
        all[9].saying.id = all[1].saying.id;
        all[10].saying.quote = Some(known.parse().expect("an id"));
        all[11].saying.id = known.parse().expect("an id");
        all[12].saying.as_post = Some(new_id().parse().expect("an id"));
        let actor = all[0].actor;
        let done = world.test.db.write(actor, move |tx| say_together(tx, &all)).await.expect("said");

        assert!(done[3..].iter().all(|outcome| *outcome == Outcome::Alone), "{done:?}");
        let done: Vec<&Message> = done.iter().filter_map(spoken).collect();
        assert_eq!(done.iter().map(|message| message.seq).collect::<Vec<i64>>(), [3, 4, 5]);
        let page = scene.ito.client.get(&format!("/rooms/{home}/messages?after=2")).await.ok();
        let shown: Vec<Value> = done.iter().map(|message| serde_json::to_value(message).expect("plain data")).collect();
        assert_eq!(items(&page["messages"]), &shown, "they are what the answers say");
        for message in &shown {
            assert_eq!(&ito.event("chat.message_posted").await["message"], message);
        }
        assert_eq!(number(&mine(&scene.sato, &home).await["read_seq"]), 5, "whoever writes has read up to there");
        assert_eq!(number(&mine(&scene.ito, &home).await["read_seq"]), 4);
        assert_eq!(scene.sato.client.bootstrap().await["drafts"], json!([]), "a draft goes when it is sent");
    });
}

#[test]
fn nobody_waits_for_a_room_that_somebody_else_holds() {
    everywhere(|world| async move {
        if world.test.db.engine() == Engine::Sqlite {
            return; // its one writer never finds anything held
        }
        let scene = scene(&world).await;
        let (held, free) = (
            room(&scene.sato, "private", "編集中", &[&scene.ito]).await,
            room(&scene.sato, "private", "課", &[&scene.ito]).await,
        );
        let (hold, holding) = std::sync::mpsc::channel::<()>();
        let (took, taken) = tokio::sync::oneshot::channel();
        let (db, raw, mut took) =
            (world.test.db.clone(), held.parse::<chat::model::RoomId>().expect("an id"), Some(took));
        let actor = Actor::system(scene.town.org);
        let holder = tokio::spawn(async move {
            let story = move |tx: &mut db::Tx<'_>| {
                tx.lock(Lock::Group(raw.raw()))?;
                tx.position()?;
                took.take().map(|took| took.send(()));
                // Until the others are done.
                let _ = holding.recv();
                Ok(())
            };
            db.write(actor, story).await
        });
        taken.await.expect("held");
        let all = [said(&scene, &scene.sato, &held, "待つ"), said(&scene, &scene.ito, &free, "待たない")];
        let alone = scene.mori.client.get("/me");
        let done = world.test.db.write(all[0].actor, move |tx| say_together(tx, &all)).await.expect("said");
        assert_eq!(
            (&done[0], spoken(&done[1]).map(|message| message.body.as_str())),
            (&Outcome::Held, Some("待たない"))
        );
        alone.await.ok();
        // At the door, too, the other room is not kept waiting, and who has to wait is answered in the end.
        let (waits, _) = tokio::join!(scene.sato.client.say(&held, "待った"), async {
            scene.ito.client.say(&free, "また待たない").await;
            drop(hold);
        });
        assert_eq!(waits["body"], "待った");
        holder.await.expect("no panic").expect("it let go");
    });
}

#[test]
fn a_hundred_who_speak_in_one_moment_are_each_answered_for_themselves() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let staff = [&scene.sato, &scene.ito, &scene.mori, &scene.admin];
        let rooms = join_all(["一", "二", "三"].map(|name| room(&scene.sato, "private", name, &staff[1..]))).await;
        let closed = room(&scene.sato, "private", "佐藤だけ", &[]).await;
        let twice = new_id();
        let moment = (0..100).map(|turn| {
            let (who, home) = (staff[turn % 4], &rooms[turn % 3]);
            let (room, message, status) = match turn {
                10 | 11 => (&rooms[0], json!({ "id": twice, "body": "二度" }), None),
                20 => (home, json!({ "id": new_id(), "body": " " }), Some(400)),
                30 => (&closed, json!({ "id": new_id(), "body": "のぞき" }), Some(404)),
                40 => (home, json!({ "id": new_id(), "body": format!("<@{}> さん", staff[1].id) }), Some(201)),
                _ => (home, json!({ "id": new_id(), "body": format!("{turn}の言葉") }), Some(201)),
            };
            let who = if turn == 11 { staff[10 % 4] } else { who };
            let path = format!("/rooms/{room}/messages");
            async move { (who.client.post(&path, message).await, status) }
        });
        let answers = join_all(moment).await;
        for (answer, status) in &answers {
            if let Some(status) = status {
                assert_eq!(answer.status.as_u16(), *status, "{}", answer.body);
            }
        }
        let doubled: BTreeSet<u16> = answers[10..12].iter().map(|(answer, _)| answer.status.as_u16()).collect();
        assert_eq!(doubled, BTreeSet::from([200, 201]), "one says it, the other hears that it was said");
        let mut ids = BTreeSet::new();
        for home in &rooms {
            let page = scene.ito.client.get(&format!("/rooms/{home}/messages?limit=200")).await.ok();
            let messages = items(&page["messages"]);
            let seqs: Vec<i64> = messages.iter().map(|message| number(&message["seq"])).collect();
            assert_eq!(seqs, (1..=number(&page["last_seq"])).collect::<Vec<i64>>(), "no hole");
            ids.extend(messages.iter().filter(|message| message["kind"] == "text").map(|message| text(&message["id"])));
        }
        let answered: BTreeSet<String> = answers
            .iter()
            .filter(|(answer, _)| answer.status.is_success())
            .map(|(answer, _)| text(&answer.body["id"]))
            .collect();
        assert_eq!(ids, answered, "what was acknowledged is there, and nothing else");
        assert_eq!(ids.len(), 97);
    });
}
