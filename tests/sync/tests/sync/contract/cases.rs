//! What people do, as 佐藤's client is told of it.

use super::scene::Scene;
use crate::state::text_of;
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;

pub async fn message_posted(scene: &mut Scene<'_>) {
    let (sato, ito) = (scene.sato.clone(), scene.ito.clone());
    let room = scene.room(&ito, "private", "総務", &[&sato]).await;
    let first = scene.say(&ito, &room, "おはようございます").await;
    scene.hold(&room);
    scene.begin("what others say is unread, what I say is read, and the room shows the last line").await;
    let marked = format!("**資料**は<@{}>が _共有_ します", ito.id);
    scene.say_with(&ito, &room, &marked, json!({ "reply_to": first })).await;
    scene.say(&sato, &room, "承知しました").await;
    scene.say(&ito, &room, "> 引用\n\nでは10時に").await;
    let me = scene.act(&ito, Method::GET, "/me", Value::Null).await;
    let as_post = json!({ "as_post": me["person"]["posts"][0]["id"] });
    scene.say_with(&ito, &room, "課としても了解です", as_post).await;
}

pub async fn message_changed(scene: &mut Scene<'_>) {
    let (sato, ito) = (scene.sato.clone(), scene.ito.clone());
    let room = scene.room(&ito, "private", "総務", &[&sato]).await;
    let mine = scene.say(&sato, &room, "たたき台です").await;
    let quoted = scene.say(&ito, &room, "資料です").await;
    scene.put(&sato, &format!("/messages/{quoted}/reactions/shochi"), Value::Null).await;
    scene.say_with(&ito, &room, "これのことです", json!({ "reply_to": quoted })).await;
    let last = scene.say(&ito, &room, "明日までに").await;
    scene.hold(&room);
    scene.begin("new words stand in the message, in quotes of it and in the room's last line, and my marks stay").await;
    scene.patch(&ito, &format!("/messages/{quoted}"), json!({ "body": "資料の改訂版です" })).await;
    scene.patch(&ito, &format!("/messages/{last}"), json!({ "body": "明後日までに" })).await;
    scene.patch(&sato, &format!("/messages/{mine}"), json!({ "body": "案です" })).await;
    scene.put(&ito, &format!("/messages/{mine}/pin"), Value::Null).await;
    scene.put(&ito, &format!("/messages/{quoted}/pin"), Value::Null).await;
    scene.delete(&sato, &format!("/messages/{quoted}/pin")).await;
}

pub async fn message_withdrawn(scene: &mut Scene<'_>) {
    let (sato, ito) = (scene.sato.clone(), scene.ito.clone());
    let room = scene.room(&ito, "private", "総務", &[&sato]).await;
    let quoted = scene.say(&ito, &room, "口外無用です").await;
    scene.put(&sato, &format!("/messages/{quoted}/reactions/shochi"), Value::Null).await;
    scene.say_with(&sato, &room, "了解です", json!({ "reply_to": quoted })).await;
    let last = scene.say(&ito, &room, "誤送信").await;
    scene.hold(&room);
    scene.begin("what was taken back is blank where it stood, in quotes of it and in the room's last line").await;
    scene.delete(&ito, &format!("/messages/{quoted}")).await;
    scene.delete(&ito, &format!("/messages/{last}")).await;
}

pub async fn reacted(scene: &mut Scene<'_>) {
    let (sato, ito, mori) = (scene.sato.clone(), scene.ito.clone(), scene.mori.clone());
    let room = scene.room(&ito, "private", "総務", &[&sato, &mori]).await;
    let said = scene.say(&ito, &room, "確認をお願いします").await;
    let other = scene.say(&ito, &room, "こちらもです").await;
    scene.put(&sato, &format!("/messages/{other}/reactions/kakunin"), Value::Null).await;
    scene.hold(&room);
    scene.begin("marks are counted, and mine are mine on all my devices").await;
    scene.put(&ito, &format!("/messages/{said}/reactions/shochi"), Value::Null).await;
    scene.put(&sato, &format!("/messages/{said}/reactions/shochi"), Value::Null).await;
    scene.put(&mori, &format!("/messages/{said}/reactions/kakunin"), Value::Null).await;
    scene.delete(&ito, &format!("/messages/{said}/reactions/shochi")).await;
    scene.delete(&sato, &format!("/messages/{other}/reactions/kakunin")).await;
}

pub async fn thread_replied(scene: &mut Scene<'_>) {
    let (sato, ito, mori) = (scene.sato.clone(), scene.ito.clone(), scene.mori.clone());
    let room = scene.room(&ito, "private", "総務", &[&sato, &mori]).await;
    let mine = scene.say(&sato, &room, "分担を決めましょう").await;
    let other = scene.say(&ito, &room, "会場の件").await;
    scene.reply(&mori, &room, &other, "第一会議室です").await;
    scene.hold(&room);
    scene.hold_thread(&room, &mine);
    scene.hold_thread(&room, &other);
    scene.begin("a thread grows beside its room: those who wrote in it follow it, others do not").await;
    scene.reply(&ito, &room, &mine, "印刷は私が").await;
    scene.reply(&sato, &room, &mine, "助かります").await;
    scene.reply(&mori, &room, &other, "変更になりました").await;
    scene.reply(&mori, &room, &mine, "配布は私が").await;
    let told = json!({ "thread": mine, "also_to_room": true });
    scene.say_with(&ito, &room, "終わりました", told).await;
}

pub async fn thread_changed(scene: &mut Scene<'_>) {
    let (sato, ito) = (scene.sato.clone(), scene.ito.clone());
    let room = scene.room(&ito, "private", "総務", &[&sato]).await;
    let root = scene.say(&sato, &room, "分担を決めましょう").await;
    scene.reply(&ito, &room, &root, "印刷は私が").await;
    let settled = scene.say(&sato, &room, "会場の件").await;
    scene.reply(&ito, &room, &settled, "第一会議室です").await;
    scene.hold(&room);
    scene.hold_thread(&room, &root);
    scene.begin("a thread is named, settled and opened again, and read or let go of on another device").await;
    scene.put(&ito, &format!("/threads/{root}"), json!({ "title": "分担" })).await;
    scene.put(&ito, &format!("/threads/{root}"), json!({ "resolved": true })).await;
    scene.put(&sato, &format!("/threads/{root}/read"), json!({ "seq": 1 })).await;
    scene.put(&ito, &format!("/threads/{root}"), json!({ "resolved": false })).await;
    scene.put(&sato, &format!("/threads/{settled}"), json!({ "following": false })).await;
    scene.reply(&ito, &room, &root, "できました").await;
}

pub async fn mentioned(scene: &mut Scene<'_>) {
    let (sato, ito, mori) = (scene.sato.clone(), scene.ito.clone(), scene.mori.clone());
    let room = scene.room(&ito, "private", "総務", &[&sato, &mori]).await;
    let root = scene.say(&ito, &room, "会場の件").await;
    scene.hold(&room);
    scene.begin("who is named, or one of everyone, counts it until it is read").await;
    scene.say(&ito, &room, &format!("<@{}> お願いします", sato.id)).await;
    scene.say(&ito, &room, &format!("<@{}> こちらは別件です", mori.id)).await;
    let read = scene.say(&ito, &room, "<!everyone> 締切は金曜です").await;
    let seq = scene.sato.client.get(&format!("/messages/{read}")).await.ok()["seq"].clone();
    scene.reply(&mori, &room, &root, &format!("<@{}> どうしますか", sato.id)).await;
    scene.put(&sato, &format!("/rooms/{room}/read"), json!({ "seq": seq })).await;
    scene.say(&mori, &room, "<!everyone> 延ばします").await;
    scene.say(&ito, &room, &format!("<@{}> 延びました", sato.id)).await;
}

pub async fn mention_taken_back(scene: &mut Scene<'_>) {
    let (sato, ito) = (scene.sato.clone(), scene.ito.clone());
    let room = scene.room(&ito, "private", "総務", &[&sato]).await;
    let wrong = scene.say(&ito, &room, &format!("<@{}> 宛先を誤りました", sato.id)).await;
    let everyone = scene.say(&ito, &room, "<!everyone> 誤報です").await;
    let later = scene.say(&ito, &room, "あとで決めます").await;
    let toward = scene.say(&ito, &room, "これは").await;
    scene.hold(&room);
    scene.begin("who is no longer named counts nothing, who is named later counts it then").await;
    scene.patch(&ito, &format!("/messages/{wrong}"), json!({ "body": "どなたか" })).await;
    scene.delete(&ito, &format!("/messages/{everyone}")).await;
    scene.patch(&ito, &format!("/messages/{later}"), json!({ "body": format!("<@{}> お願いします", sato.id) })).await;
    scene.patch(&ito, &format!("/messages/{toward}"), json!({ "body": "<!everyone> これは全員へ" })).await;
}

pub async fn room_changed(scene: &mut Scene<'_>) {
    let (sato, ito) = (scene.sato.clone(), scene.ito.clone());
    let room = scene.room(&ito, "private", "総務", &[&sato]).await;
    let closed = scene.room(&ito, "private", "旧庁舎", &[&sato]).await;
    scene.put(&sato, &format!("/rooms/{room}/preferences"), json!({ "muted": false, "pinned": true })).await;
    scene.hold(&room);
    scene.begin("a room gets another name and purpose, is closed and opened again, and my choices about it stay").await;
    scene.patch(&ito, &format!("/rooms/{room}"), json!({ "name": "総務課", "purpose": "日々の連絡" })).await;
    scene.post(&ito, &format!("/rooms/{closed}/archive"), Value::Null).await;
    scene.post(&ito, &format!("/rooms/{room}/archive"), Value::Null).await;
    scene.post(&ito, &format!("/rooms/{room}/reopen"), Value::Null).await;
}

pub async fn members_changed(scene: &mut Scene<'_>) {
    let (sato, ito, mori, kato) = (scene.sato.clone(), scene.ito.clone(), scene.mori.clone(), scene.kato.clone());
    let room = scene.room(&ito, "open", "花壇", &[&sato]).await;
    scene.hold(&room);
    scene.begin("people come and go, and somebody becomes an owner").await;
    scene.post(&ito, &format!("/rooms/{room}/members"), json!({ "people": [mori.id] })).await;
    scene.post(&kato, &format!("/rooms/{room}/join"), Value::Null).await;
    scene.delete(&ito, &format!("/rooms/{room}/members/{}", mori.id)).await;
    scene.put(&ito, &format!("/rooms/{room}/members/{}", sato.id), json!({ "role": "owner" })).await;
    scene.post(&kato, &format!("/rooms/{room}/leave"), Value::Null).await;
}

pub async fn room_joined(scene: &mut Scene<'_>) {
    let (sato, ito, mori) = (scene.sato.clone(), scene.ito.clone(), scene.mori.clone());
    let private = scene.room(&ito, "private", "予算", &[&mori]).await;
    scene.say(&ito, &private, "昨日までの話").await;
    let open = scene.room(&mori, "open", "花壇", &[]).await;
    scene
        .begin("a room that I am added to, or come to on another device, is there with what is said from then on")
        .await;
    scene.post(&ito, &format!("/rooms/{private}/members"), json!({ "people": [sato.id] })).await;
    scene.say(&mori, &private, &format!("<@{}> ようこそ", sato.id)).await;
    scene.post(&sato, &format!("/rooms/{open}/join"), Value::Null).await;
    scene.room(&sato, "private", "準備", &[&ito]).await;
}

pub async fn room_left(scene: &mut Scene<'_>) {
    let (sato, ito) = (scene.sato.clone(), scene.ito.clone());
    let removed = scene.room(&ito, "private", "予算", &[&sato]).await;
    let left = scene.room(&ito, "open", "花壇", &[&sato]).await;
    let stays = scene.room(&ito, "private", "総務", &[&sato]).await;
    for room in [&removed, &left, &stays] {
        let root = scene.say(&sato, room, "どうしますか").await;
        scene.reply(&ito, room, &root, "そうですね").await;
        scene.hold(room);
        scene.hold_thread(room, &root);
        scene.put(&sato, &format!("/drafts/{room}"), json!({ "room_id": room, "body": "書きかけ" })).await;
    }
    scene.begin("who leaves a room, or is taken out of it, keeps nothing of it and all of the others").await;
    scene.delete(&ito, &format!("/rooms/{removed}/members/{}", sato.id)).await;
    scene.say(&ito, &removed, "もう聞こえません").await;
    scene.post(&sato, &format!("/rooms/{left}/leave"), Value::Null).await;
    scene.say(&ito, &stays, "まだ聞こえます").await;
}

pub async fn removed_and_back(scene: &mut Scene<'_>) {
    let (sato, ito) = (scene.sato.clone(), scene.ito.clone());
    let room = scene.room(&ito, "private", "予算", &[&sato]).await;
    scene.say(&ito, &room, "はじめ").await;
    scene.put(&sato, &format!("/rooms/{room}/preferences"), json!({ "muted": true, "pinned": true })).await;
    scene.begin("who comes back to a room begins in it anew").await;
    scene.delete(&ito, &format!("/rooms/{room}/members/{}", sato.id)).await;
    scene.say(&ito, &room, "いない間の話").await;
    scene.post(&ito, &format!("/rooms/{room}/members"), json!({ "people": [sato.id] })).await;
    scene.say(&ito, &room, "おかえりなさい").await;
}

pub async fn direct_room(scene: &mut Scene<'_>) {
    let (sato, ito, mori) = (scene.sato.clone(), scene.ito.clone(), scene.mori.clone());
    scene.begin("a direct room is there for those who are in it, with who they are").await;
    let two = text_of(&scene.post(&ito, "/directs", json!({ "people": [sato.id] })).await["id"]);
    scene.say(&ito, &two, "今いいですか").await;
    let three = text_of(&scene.post(&sato, "/directs", json!({ "people": [ito.id, mori.id] })).await["id"]);
    scene.say(&sato, &three, "三人で話しましょう").await;
}

pub async fn transferred(scene: &mut Scene<'_>) {
    let (sato, kato) = (scene.sato.clone(), scene.kato.clone());
    for unit in ["総務課", "財政課"] {
        let room = scene.id('r');
        let new = json!({ "id": room, "kind": "unit", "name": unit, "unit_id": scene.town.units[unit] });
        scene.post(&kato, "/rooms", new).await;
    }
    scene.begin("who moves to another unit leaves its room and comes to the other's").await;
    let posts = json!([{ "unit_id": scene.town.units["財政課"], "kind": "main", "valid_from": "2026-04-01" }]);
    scene.patch(&kato, &format!("/people/{}", sato.id), json!({ "posts": posts })).await;
    scene.world.run_jobs().await;
}

pub async fn read_elsewhere(scene: &mut Scene<'_>) {
    let (sato, ito) = (scene.sato.clone(), scene.ito.clone());
    let room = scene.room(&ito, "private", "総務", &[&sato]).await;
    for body in ["一", "二", "三"] {
        scene.say(&ito, &room, body).await;
    }
    let loud = scene.room(&ito, "private", "雑談", &[&sato]).await;
    scene.hold(&room);
    scene.begin("what I read, leave unread, mute and pin on one device is so on all").await;
    scene.put(&sato, &format!("/rooms/{room}/read"), json!({ "seq": 4 })).await;
    scene.put(&sato, &format!("/rooms/{room}/read"), json!({ "seq": 2, "back": true })).await;
    scene.put(&sato, &format!("/rooms/{loud}/preferences"), json!({ "muted": true, "pinned": false })).await;
    scene.put(&sato, &format!("/rooms/{room}/preferences"), json!({ "muted": false, "pinned": true })).await;
}

pub async fn drafts(scene: &mut Scene<'_>) {
    let (sato, ito) = (scene.sato.clone(), scene.ito.clone());
    let mut rooms = Vec::new();
    for name in ["総務", "予算", "花壇", "雑談"] {
        rooms.push(scene.room(&ito, "private", name, &[&sato]).await);
    }
    let root = scene.say(&ito, &rooms[0], "どうしますか").await;
    for room in &rooms[1..] {
        scene.put(&sato, &format!("/drafts/{room}"), json!({ "room_id": room, "body": "書きかけ" })).await;
    }
    scene.begin("what I began to write on one device stands on all, and is gone once it was said or thrown away").await;
    let answering = json!({ "room_id": rooms[0], "body": "返事を", "quote": root });
    scene.put(&sato, &format!("/drafts/{}", rooms[0]), answering).await;
    scene.put(&sato, &format!("/drafts/{root}"), json!({ "room_id": rooms[0], "body": "スレッドで" })).await;
    scene.put(&sato, &format!("/drafts/{}", rooms[1]), json!({ "room_id": rooms[1], "body": "書き直し" })).await;
    scene.delete(&sato, &format!("/drafts/{}", rooms[2])).await;
    scene.say(&sato, &rooms[3], "言いました").await;
}

pub async fn other_facts(scene: &mut Scene<'_>) {
    let (sato, ito, kato) = (scene.sato.clone(), scene.ito.clone(), scene.kato.clone());
    let room = scene.room(&ito, "private", "総務", &[&sato]).await;
    let other = scene.second_session().await;
    let wanted = scene.say(&ito, &room, "あとで見てください").await;
    scene.hold(&room);
    scene.begin("facts of the directory and of my account change nothing of the talk").await;
    scene.put(&sato, &format!("/messages/{wanted}/saved"), json!({ "remind_at": "2026-04-01T02:00:00Z" })).await;
    scene.world.clock().advance(Duration::from_secs(3 * 3600));
    scene.world.run_jobs().await;
    let hall = scene.post(&kato, "/places", json!({ "name": "本庁", "reading": "ほんちょう", "order": 1 })).await;
    scene.post(&kato, "/floors", json!({ "place_id": hall["id"], "name": "3階", "order": 1 })).await;
    scene.put(&kato, "/whereabouts/rule", json!({ "from_minute": 0 })).await;
    scene.post(&kato, "/whereabouts/reminders", json!({})).await;
    scene.put(&sato, "/me/whereabouts", json!({ "place": "本庁", "until": null })).await;
    let renamed = json!({ "name": "財務課" });
    let unit = format!("/units/{}", scene.town.units["財政課"]);
    scene.patch(&kato, &unit, renamed).await;
    scene.put(&sato, "/me/settings", json!({ "theme": "dark" })).await;
    scene.act(&sato, Method::DELETE, &format!("/me/sessions/{other}"), Value::Null).await;
    scene.patch(&kato, &format!("/accounts/{}", sato.account), json!({ "rights": "administrator" })).await;
    let nothing = json!({ "find": false, "write": false, "add": false, "mention": false, "see": false });
    let protects = json!([{ "person_id": scene.mori.id }]);
    scene.post(&kato, "/barriers", json!({ "name": "三役", "protects": protects, "leaves": nothing })).await;
    let elsewhere = json!({ "allowed": true, "factor": "optional", "idle_days": 7, "session_days": 30 });
    scene.put(&kato, "/sign-in-rules", json!({ "networks": [], "elsewhere": elsewhere })).await;
    let parts = json!([{ "function": "audit", "verb": "see" }]);
    let grant =
        json!({ "holder": { "person_id": sato.id }, "parts": parts, "scope": "all", "valid_from": "2020-04-01" });
    scene.post(&kato, "/grants", grant).await;
    scene.patch(&kato, "/organisation", json!({ "colour": "teal" })).await;
    let post = json!({ "unit_id": scene.town.units["総務課"], "title_id": scene.town.titles["主事"] });
    scene.post(&sato, "/handovers", post).await;
    scene.post(&ito, &format!("/rooms/{room}/notes"), json!({ "title": "課内会議" })).await;
    let meeting = json!({ "title": "定例会", "starts_at": "2026-05-01T00:00:00Z" });
    scene.post(&ito, &format!("/rooms/{room}/meetings"), meeting).await;
    // Off duty until the next morning.
    let members = json!([{ "person_id": sato.id, "valid_from": "2026-04-01" }]);
    let rota = json!({
        "unit_id": scene.town.units["総務課"], "name": "消防署", "anchor": "2026-04-01", "quiets": true,
        "cycle": [{ "kind": "off" }, { "kind": "duty", "begins": 510, "ends": 510 }],
        "crews": [{ "number": 1, "name": "一部", "offset": 0, "members": members }],
    });
    scene.post(&kato, "/rotas", rota).await;
    let leave = json!({ "kind": "childcare", "valid_from": "2026-04-01", "access": "read" });
    scene.post(&kato, &format!("/people/{}/leaves", sato.id), leave).await;
}

pub async fn shared_account(scene: &mut Scene<'_>) {
    let (sato, ito, kato) = (scene.sato.clone(), scene.ito.clone(), scene.kato.clone());
    let room = scene.room(&sato, "private", "園", &[&ito]).await;
    scene.hold(&room);
    let lines = json!([{ "person_id": ito.id }]);
    scene.share(&sato, &lines).await;
    let pin = text_of(&scene.post(&kato, &format!("/people/{}/pin-reset", ito.id), Value::Null).await["initial_pin"]);
    let using = json!({ "person_id": ito.id, "pin": pin, "new_pin": "271828" });
    scene.post(&sato, "/me/operator", using).await;
    scene.begin("what a shared account writes names who was using it, whatever is done to it later").await;
    let said = scene.say(&sato, &room, "在園児は42人です").await;
    scene.say_with(&ito, &room, "承知しました", json!({ "reply_to": said })).await;
    scene.patch(&sato, &format!("/messages/{said}"), json!({ "body": "在園児は43人です" })).await;
    scene.post(&sato, "/me/operator", json!({ "person_id": ito.id, "pin": "271828" })).await;
    scene.delete(&sato, &format!("/messages/{said}")).await;
}

pub async fn inspected(scene: &mut Scene<'_>) {
    let (sato, ito, mori, kato) = (scene.sato.clone(), scene.ito.clone(), scene.mori.clone(), scene.kato.clone());
    let room = scene.room(&ito, "private", "総務", &[&sato]).await;
    scene.say(&ito, &room, "内々の話です").await;
    for oversees in [&sato, &mori] {
        scene.patch(&kato, &format!("/accounts/{}", oversees.account), json!({ "rights": "administrator" })).await;
    }
    scene.hold(&room);
    scene.begin("whoever reads a room of others is named in it, and who oversees that is told to ask anew").await;
    let inspection = harness::new_id();
    let wish = json!({ "id": inspection, "room_id": room, "purpose": "情報が外部に送られた疑いの確認", "hours": 2 });
    scene.post(&kato, "/inspections", wish).await;
    scene.post(&mori, &format!("/inspections/{inspection}/grant"), json!({ "reason": "協議済み" })).await;
}

pub async fn asked(scene: &mut Scene<'_>) {
    let (sato, ito) = (scene.sato.clone(), scene.ito.clone());
    let room = scene.room(&ito, "private", "総務", &[&sato]).await;
    scene.hold(&room);
    scene.begin("a question is a message with a card, and what becomes of the card changes nothing of the talk but who is called").await;
    let stamp = scene.id('m');
    let question = json!({
        "id": stamp, "kind": "yes_no", "question": "研修に出ますか", "shows": "always", "changeable": true, "deadline": null,
    });
    scene.post(&ito, &format!("/rooms/{room}/stamps"), question).await;
    scene.post(&ito, &format!("/stamps/{stamp}/reminder"), json!({})).await;
    let yes = json!({ "choices": [0], "sending": scene.id('s') });
    scene.put(&sato, &format!("/stamps/{stamp}/answer"), yes).await;
    scene.post(&ito, &format!("/stamps/{stamp}/close"), json!({})).await;
}

pub async fn called(scene: &mut Scene<'_>) {
    let (sato, ito) = (scene.sato.clone(), scene.ito.clone());
    let room = text_of(&scene.post(&ito, "/directs", json!({ "people": [sato.id] })).await["id"]);
    scene.hold(&room);
    scene.begin("a phone memo is a message with a card that calls whom it is for, and how far it is changes nothing of the talk").await;
    let memo = scene.id('m');
    let call = json!({
        "id": memo, "person_id": sato.id, "caller": "山田", "company": "観音寺商事", "number": "0875-23-0000",
        "matter": "call_back", "words": "見積の件", "call_back_by": null,
    });
    scene.post(&ito, "/phone-memos", call).await;
    scene.put(&sato, &format!("/phone-memos/{memo}/seen"), json!({})).await;
    scene.put(&sato, &format!("/phone-memos/{memo}/done"), json!({})).await;
}

pub async fn given(scene: &mut Scene<'_>) {
    let (sato, ito) = (scene.sato.clone(), scene.ito.clone());
    let room = scene.room(&ito, "private", "総務", &[&sato]).await;
    scene.hold(&room);
    scene.begin("a task is a message with a card, and what becomes of it changes nothing of the talk").await;
    let (task, gone) = (scene.id('m'), scene.id('m'));
    for id in [&task, &gone] {
        let holders = json!([{ "kind": "person", "person_id": sato.id }]);
        let wish = json!({ "id": id, "title": "議事録を清書する", "holders": holders, "due": { "on": "2026-04-02" } });
        scene.post(&ito, &format!("/rooms/{room}/tasks"), wish).await;
    }
    scene.put(&ito, &format!("/tasks/{task}/state"), json!({ "state": "doing", "round": 0 })).await;
    scene.delete(&ito, &format!("/messages/{gone}")).await;
    scene.world.clock().advance(Duration::from_secs(24 * 3600));
    scene.world.run_jobs().await;
    scene.put(&sato, &format!("/tasks/{task}/part"), json!({ "done": true, "round": 0 })).await;
}

pub async fn put(scene: &mut Scene<'_>) {
    let (sato, ito) = (scene.sato.clone(), scene.ito.clone());
    let room = scene.room(&ito, "private", "総務", &[&sato]).await;
    scene.hold(&room);
    scene.begin("a slip is a message with a card, and how far its lines are changes nothing of the talk").await;
    let (parcel, gone) = (scene.id('m'), scene.id('m'));
    for id in [&parcel, &gone] {
        let unit = scene.town.units["総務課"];
        let form = json!({ "kind": "parcel", "unit_id": unit, "sender": "宅配便", "pieces": 3, "place": "1階受付" });
        scene.post(&ito, &format!("/rooms/{room}/slips"), json!({ "id": id, "form": form })).await;
    }
    scene.put(&sato, &format!("/slips/{parcel}/lines/0"), json!({ "act": "receive", "step": 0 })).await;
    scene.delete(&ito, &format!("/messages/{gone}")).await;
}

pub async fn collected(scene: &mut Scene<'_>) {
    let (sato, ito) = (scene.sato.clone(), scene.ito.clone());
    let room = scene.room(&ito, "private", "総務", &[&sato]).await;
    scene.hold(&room);
    scene.begin("an idea board is a message with a card, and what is written on it changes nothing of the talk").await;
    let (board, idea, gone) = (scene.id('m'), scene.id('n'), scene.id('n'));
    let theme = json!({
        "id": board, "theme": "窓口を早くするには", "explanation": "", "anonymous": false, "shows": "always",
        "votes_each": 3, "ideas_until": null, "votes_until": null,
    });
    scene.post(&ito, &format!("/rooms/{room}/idea-boards"), theme).await;
    for (id, words) in [(&idea, "番号札を置く"), (&gone, "案内を増やす")] {
        scene.post(&ito, &format!("/idea-boards/{board}/ideas"), json!({ "id": id, "words": words })).await;
    }
    scene.put(&sato, &format!("/idea-boards/{board}/ideas/{idea}/vote"), json!({})).await;
    let comment = scene.id('n');
    let said = json!({ "id": comment, "words": "費用は少ない" });
    scene.post(&ito, &format!("/idea-boards/{board}/ideas/{idea}/comments"), said).await;
    scene.delete(&ito, &format!("/idea-boards/{board}/ideas/{idea}/comments/{comment}")).await;
    scene.post(&ito, &format!("/idea-boards/{board}/ideas/{gone}/removal"), json!({})).await;
    scene.post(&ito, &format!("/idea-boards/{board}/close"), json!({ "part": "ideas" })).await;
}

pub async fn albums(scene: &mut Scene<'_>) {
    let (sato, ito) = (scene.sato.clone(), scene.ito.clone());
    let room = scene.room(&ito, "private", "総務", &[&sato]).await;
    let mut files = Vec::new();
    for name in ["東.png", "西.png", "南.png"] {
        files.push(scene.picture(&ito, &room, name).await);
    }
    let [(east, _), (west, back), (south, _)] = &files[..] else { panic!("three pictures") };
    let (site, gone, new) = (scene.id('a'), scene.id('a'), scene.id('a'));
    for (album, name) in [(&site, "市道3号線"), (&gone, "消すもの")] {
        scene.post(&ito, &format!("/rooms/{room}/albums"), json!({ "id": album, "name": name })).await;
        scene.post(&ito, &format!("/albums/{album}/pictures"), json!({ "files": [east, west] })).await;
    }
    scene.hold(&room);
    scene.hold_albums(&room);
    scene.begin("what becomes of albums is told in whole rows, and what is taken back is in them no more").await;
    let path = format!("/albums/{site}");
    scene.post(&sato, &format!("{path}/pictures"), json!({ "files": [south] })).await;
    scene.put(&ito, &format!("{path}/pictures/{east}/caption"), json!({ "caption": "橋脚のひび割れ" })).await;
    scene.put(&ito, &format!("{path}/pictures/{south}/place"), json!({ "after": east })).await;
    scene.put(&ito, &format!("{path}/pictures/{east}/place"), json!({ "after": south })).await;
    scene.patch(&ito, &path, json!({ "name": "市道3号線の橋", "cover": south })).await;
    scene.delete(&ito, &format!("/messages/{back}")).await;
    scene.put(&ito, &format!("/albums/{gone}/removed"), json!({ "removed": true })).await;
    scene.post(&sato, &format!("/rooms/{room}/albums"), json!({ "id": new, "name": "翌日" })).await;
    scene.post(&sato, &format!("/albums/{new}/pictures"), json!({ "files": [east, south] })).await;
    scene.delete(&sato, &format!("/albums/{new}/pictures/{east}")).await;
}

pub async fn kept(scene: &mut Scene<'_>) {
    let sato = scene.sato.clone();
    let room = scene.room(&sato, "private", "総務", &[]).await;
    scene.hold(&room);
    let (kept, gone) = (scene.id('k'), scene.id('k'));
    scene.begin("searches that I keep on one device are there on all, and change nothing of the talk").await;
    scene.put(&sato, &format!("/me/searches/{kept}"), json!({ "name": "予算", "q": "予算" })).await;
    scene.put(&sato, &format!("/me/searches/{gone}"), json!({ "name": "会議", "q": "会議", "kind": "notes" })).await;
    scene.put(&sato, &format!("/me/searches/{kept}"), json!({ "name": "来年の予算", "q": "予算", "room": room })).await;
    scene.delete(&sato, &format!("/me/searches/{gone}")).await;
}

pub async fn broadcast(scene: &mut Scene<'_>) {
    let (sato, kato) = (scene.sato.clone(), scene.kato.clone());
    scene.town.crowd(scene.world, "総務課", 200).await;
    scene.begin("broadcasts to me, and the word by which many are told of one, change nothing of the talk").await;
    for audience in [json!({ "people": [sato.id] }), json!({ "lines": [{}] })] {
        let broadcast = scene.id('b');
        let words = json!({ "id": broadcast, "title": "庁舎停電", "body": "土曜日です", "audience": audience });
        scene.post(&kato, "/broadcasts", words).await;
        scene.post(&kato, &format!("/broadcasts/{broadcast}/send"), json!({})).await;
        scene.world.clock().advance(std::time::Duration::from_secs(10));
        scene.world.run_jobs().await;
        scene.put(&sato, &format!("/broadcasts/{broadcast}/read"), Value::Null).await;
    }
}
