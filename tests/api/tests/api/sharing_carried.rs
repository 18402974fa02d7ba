//! What is said in a shared room reaches the room of the other side: once, in order, and nothing besides.

use crate::scene::{bodies, id, items, number, room, scene_of, settled, text};
use crate::sharing::{Pair, answer, names, offer, pair, partner, shared};
use harness::{Staff, World, everywhere, new_id};
use serde_json::{Value, json};

/// The newest message of a room.
async fn newest(staff: &Staff, room: &str) -> Value {
    let page = staff.client.get(&format!("/rooms/{room}/messages?limit=200")).await.ok();
    items(&page["messages"]).last().expect("a message").clone()
}

/// The message of a room with some words.
async fn saying(staff: &Staff, room: &str, body: &str) -> Value {
    let page = staff.client.get(&format!("/rooms/{room}/messages?limit=200")).await.ok();
    let found = items(&page["messages"]).iter().find(|message| message["body"] == body).cloned();
    found.unwrap_or_else(|| panic!("{body} in {page}"))
}

#[test]
fn what_is_said_on_one_side_is_said_on_the_other_by_who_stands_for_its_author() {
    everywhere(|world| async move {
        let (ours, theirs) = crate::organisations::towns(&world).await;
        let here = room(&ours.sato, "private", "合同訓練", &[&ours.ito]).await;
        let there = room(&theirs.sato, "private", "訓練", &[]).await;
        ours.sato.client.say(&here, "内々の打合せ").await;
        shared(&world, (&ours, &here), (&theirs, &there)).await;
        let mut live = settled(&theirs.sato).await;
        for body in ["一つ目", "二つ目", "三つ目"] {
            ours.sato.client.say(&here, body).await;
        }
        world.run_jobs().await;
        let told = live.event("chat.message_posted").await;
        assert_eq!(told["message"]["body"], "一つ目");
        assert_eq!(bodies(&theirs.sato, &there).await, ["一つ目", "二つ目", "三つ目"]);
        let author = partner(&theirs.sato, &there, "佐藤 花").await;
        assert_eq!(newest(&theirs.sato, &there).await["author_id"], json!(author));
        theirs.sato.client.say(&there, "承知しました").await;
        world.run_jobs().await;
        assert_eq!(bodies(&ours.sato, &here).await, ["内々の打合せ", "一つ目", "二つ目", "三つ目", "承知しました"]);
        assert_eq!(newest(&ours.ito, &here).await["author_id"], json!(partner(&ours.ito, &here, "佐藤 花").await));
        // Nothing comes back.
        assert_eq!(bodies(&theirs.sato, &there).await, ["一つ目", "二つ目", "三つ目", "承知しました"]);
    });
}

#[test]
fn edits_and_withdrawals_follow_to_the_copy_and_not_back() {
    everywhere(|world| async move {
        let Pair { ours, theirs, here, there, .. } = pair(&world).await;
        let said = id(&ours.ito.client.say(&here, "集合は九時").await);
        world.run_jobs().await;
        let copy = id(&saying(&theirs.sato, &there, "集合は九時").await);
        ours.ito.client.patch(&format!("/messages/{said}"), json!({ "body": "集合は十時" })).await.ok();
        world.run_jobs().await;
        let now = theirs.sato.client.get(&format!("/messages/{copy}")).await.ok();
        assert_eq!((&now["body"], now["edited_at"].is_string()), (&json!("集合は十時"), true));
        let history = theirs.sato.client.get(&format!("/messages/{copy}/history")).await.ok();
        assert!(history.to_string().contains("集合は九時"), "{history}");
        // The other side's owner takes the copy out of their own record alone.
        theirs.sato.client.delete(&format!("/messages/{copy}")).await.ok();
        world.run_jobs().await;
        let kept = ours.ito.client.get(&format!("/messages/{said}")).await.ok();
        assert_eq!((&kept["body"], &kept["withdrawn_at"]), (&json!("集合は十時"), &Value::Null));
        ours.ito.client.patch(&format!("/messages/{said}"), json!({ "body": "集合は十一時" })).await.ok();
        let next = id(&ours.sato.client.say(&here, "取り消すもの").await);
        world.run_jobs().await;
        let copy = id(&saying(&theirs.sato, &there, "取り消すもの").await);
        ours.sato.client.delete(&format!("/messages/{next}")).await.ok();
        world.run_jobs().await;
        let gone = theirs.sato.client.get(&format!("/messages/{copy}")).await.ok();
        assert_eq!((&gone["body"], gone["withdrawn_at"].is_string()), (&json!(""), true));
        // What is taken back before it was carried leaves its place there, and no word.
        let hasty = id(&ours.sato.client.say(&here, "宛先を間違えました").await);
        crate::scene::reply(&ours.ito, &here, &hasty, "気を付けて").await;
        ours.sato.client.delete(&format!("/messages/{hasty}")).await.ok();
        world.run_jobs().await;
        let last = newest(&theirs.sato, &there).await;
        assert_eq!((&last["body"], last["withdrawn_at"].is_string()), (&json!(""), true));
        assert_eq!(last["thread"]["replies"], 1);
        let history = theirs.sato.client.get(&format!("/messages/{}/history", id(&last))).await.ok();
        assert!(!history.to_string().contains("間違え"), "{history}");
    });
}

#[test]
fn a_mention_reaches_the_person_over_there_and_tokens_give_nothing_else_away() {
    everywhere(|world| async move {
        let Pair { ours, theirs, here, there, .. } = pair(&world).await;
        let secret = room(&ours.sato, "private", "人事の内示", &[]).await;
        let called = partner(&ours.sato, &here, "佐藤 花").await;
        let mut live = settled(&theirs.sato).await;
        let unit = &ours.town.units["総務課"];
        let body = format!("<@{called}> <@{}> <@{}> <@u:{unit}> <#{secret}> <#{here}>", ours.ito.id, ours.mori.id);
        ours.sato.client.say(&here, &body).await;
        world.run_jobs().await;
        let told = live.event("chat.mentioned").await;
        assert_eq!(told["room_id"], json!(there));
        let ito = partner(&theirs.sato, &there, "伊藤 健").await;
        let carried = newest(&theirs.sato, &there).await;
        let expected =
            format!("<@{}> <@{ito}> @（ルームにいない人） @総務課 #（ほかのルーム） <#{there}>", theirs.sato.id);
        assert_eq!(carried["body"], json!(expected));
        let page = theirs.sato.client.get(&format!("/rooms/{there}/messages")).await.ok().to_string();
        for hidden in ["森 葵", "人事の内示", &ours.mori.id.to_string(), &ours.ito.id.to_string(), &secret, &here]
        {
            assert!(!page.contains(hidden), "{hidden} in {page}");
        }
        let mine = theirs.sato.client.get(&format!("/rooms/{there}")).await.ok();
        assert_eq!(items(&mine["mine"]["mention_seqs"]).len(), 1);
        theirs.sato.client.say(&there, "<!everyone> 了解").await;
        world.run_jobs().await;
        let mine = ours.ito.client.get(&format!("/rooms/{here}")).await.ok();
        assert_eq!(items(&mine["mine"]["mention_seqs"]).len(), 2, "by name, and as one of everyone here");
    });
}

#[test]
fn threads_quotes_and_reactions_find_their_places() {
    everywhere(|world| async move {
        let Pair { ours, theirs, here, there, .. } = pair(&world).await;
        let root = id(&ours.sato.client.say(&here, "資料です").await);
        world.run_jobs().await;
        let copy = id(&saying(&theirs.sato, &there, "資料です").await);
        crate::scene::reply(&theirs.sato, &there, &copy, "拝見しました").await;
        let quoting = json!({ "id": new_id(), "body": "この件です", "reply_to": copy });
        theirs.sato.client.post(&format!("/rooms/{there}/messages"), quoting).await.ok();
        let path = |message: &str| format!("/messages/{message}/reactions/shochi");
        theirs.sato.client.put(&path(&copy), json!({})).await.ok();
        world.run_jobs().await;
        let thread = ours.ito.client.get(&format!("/threads/{root}/messages")).await.ok();
        assert_eq!(thread["messages"][0]["body"], "拝見しました");
        let quoted = saying(&ours.ito, &here, "この件です").await;
        assert_eq!(quoted["quote"]["id"], json!(root));
        let seen = ours.ito.client.get(&format!("/messages/{root}")).await.ok();
        let author = partner(&ours.ito, &here, "佐藤 花").await;
        assert_eq!((&seen["reactions"][0]["count"], &seen["reactions"][0]["people"]), (&json!(1), &json!([author])));
        // Reactions go both ways, whichever message was there first.
        let answered = id(&thread["messages"][0]);
        ours.ito.client.put(&path(&answered), json!({})).await.ok();
        theirs.sato.client.delete(&path(&copy)).await.ok();
        world.run_jobs().await;
        let seen = ours.ito.client.get(&format!("/messages/{root}")).await.ok();
        assert_eq!(seen["reactions"], json!([]));
        let replies = theirs.sato.client.get(&format!("/threads/{copy}/messages")).await.ok();
        assert_eq!(replies["messages"][0]["reactions"][0]["count"], 1);
        // What answers something from before the share stands in the room itself.
        let (ours2, theirs2) = (&ours, &theirs);
        let old = room(&ours2.sato, "private", "以前から", &[]).await;
        let before = id(&ours2.sato.client.say(&old, "以前の話").await);
        let new = room(&theirs2.sato, "private", "以後", &[]).await;
        shared(&world, (ours2, &old), (theirs2, &new)).await;
        crate::scene::reply(&ours2.sato, &old, &before, "その続き").await;
        world.run_jobs().await;
        assert_eq!(bodies(&theirs2.sato, &new).await, ["その続き"]);
    });
}

#[test]
fn three_organisations_talk_in_a_star_and_each_hears_everything_once() {
    everywhere(|world| async move {
        let Pair { ours, theirs, here, there, .. } = pair(&world).await;
        let third = scene_of(&world, "白山村").await;
        let far = room(&third.sato, "private", "広域訓練", &[]).await;
        let share = shared(&world, (&ours, &here), (&third, &far)).await;
        let everybody =
            ["伊藤 健（緑野市）", "佐藤 花", "佐藤 花（緑野市）", "佐藤 花（青浜町）"].map(str::to_owned).to_vec();
        assert_eq!(sorted(names(&third.sato, &far).await), sorted(everybody));
        theirs.sato.client.say(&there, "青浜から").await;
        third.sato.client.say(&far, "白山から").await;
        world.run_jobs().await;
        ours.sato.client.say(&here, "緑野から").await;
        world.run_jobs().await;
        for (staff, room) in [(&ours.sato, &here), (&theirs.sato, &there), (&third.sato, &far)] {
            let said = sorted(bodies(staff, room).await);
            assert_eq!(said, sorted(["青浜から", "白山から", "緑野から"].map(str::to_owned).to_vec()));
        }
        let from_there = saying(&third.sato, &far, "青浜から").await;
        let people = third.sato.client.get(&format!("/rooms/{far}/messages")).await.ok();
        let author = items(&people["people"]).iter().find(|person| person["id"] == from_there["author_id"]);
        assert_eq!(author.expect("the author")["unit"], "青浜町");
        // A mention goes through the middle to the person who is meant.
        let called = items(&third.sato.client.get(&format!("/rooms/{far}/members")).await.ok()["items"])
            .iter()
            .find(|member| member["person"]["unit"] == "青浜町")
            .map(|member| id(&member["person"]))
            .expect("a partner");
        third.sato.client.say(&far, &format!("<@{called}> どうですか")).await;
        let message = id(&from_there);
        third.sato.client.put(&format!("/messages/{message}/reactions/shochi"), json!({})).await.ok();
        world.run_jobs().await;
        assert_eq!(newest(&theirs.sato, &there).await["body"], json!(format!("<@{}> どうですか", theirs.sato.id)));
        assert_eq!(saying(&theirs.sato, &there, "青浜から").await["reactions"][0]["count"], 1);
        answer(&third.sato, &share, "end", json!({})).await.ok();
        world.run_jobs().await;
        assert_eq!(names(&theirs.sato, &there).await, ["伊藤 健（緑野市）", "佐藤 花", "佐藤 花（緑野市）"]);
        third.sato.client.say(&far, "独り言").await;
        world.run_jobs().await;
        assert!(!bodies(&ours.sato, &here).await.contains(&"独り言".to_owned()));
    });
}

fn sorted(mut list: Vec<String>) -> Vec<String> {
    list.sort();
    list
}

#[test]
fn what_waits_for_a_closed_room_comes_when_it_is_open_again() {
    everywhere(|world| async move {
        let Pair { ours, theirs, here, there, share } = pair(&world).await;
        theirs.sato.client.post(&format!("/rooms/{there}/archive"), json!({})).await.ok();
        ours.sato.client.say(&here, "休みの間に").await;
        world.run_jobs().await;
        assert_eq!(bodies(&theirs.sato, &there).await, Vec::<String>::new());
        theirs.sato.client.post(&format!("/rooms/{there}/reopen"), json!({})).await.ok();
        world.run_jobs().await;
        assert_eq!(bodies(&theirs.sato, &there).await, ["休みの間に"]);
        // When the share has ended meanwhile, it comes no more.
        theirs.sato.client.post(&format!("/rooms/{there}/archive"), json!({})).await.ok();
        ours.sato.client.say(&here, "間に合わなかった話").await;
        answer(&ours.admin, &share, "end", json!({})).await.ok();
        world.run_jobs().await;
        theirs.sato.client.post(&format!("/rooms/{there}/reopen"), json!({})).await.ok();
        world.run_jobs().await;
        assert_eq!(bodies(&theirs.sato, &there).await, ["休みの間に"]);
    });
}

#[test]
fn nobody_waits_for_partners_to_read() {
    everywhere(|world| async move {
        let Pair { ours, theirs, here, there, .. } = pair(&world).await;
        let said = id(&ours.sato.client.say(&here, "お知らせ").await);
        world.run_jobs().await;
        let seq = number(&newest(&ours.sato, &here).await["seq"]);
        crate::scene::read(&ours.ito, &here, seq).await;
        let readers = ours.sato.client.get(&format!("/messages/{said}/receipts")).await.ok();
        assert_eq!((items(&readers["read"]).len(), items(&readers["unread"]).len()), (1, 0));
        let receipts = ours.sato.client.get(&format!("/rooms/{here}/receipts")).await.ok();
        assert_eq!(receipts["members"], 2);
        // A partner's words are there to be read by all of the room.
        theirs.sato.client.say(&there, "返事").await;
        world.run_jobs().await;
        let message = newest(&ours.sato, &here).await;
        let readers = ours.sato.client.get(&format!("/messages/{}/receipts", id(&message))).await.ok();
        assert_eq!((items(&readers["read"]).len(), items(&readers["unread"]).len()), (0, 2));
        assert_eq!(crate::scene::unread(&ours.ito, &here).await, 1);
    });
}

#[test]
fn what_was_carried_is_not_carried_again_however_often_the_jobs_run() {
    everywhere(|world| async move {
        let Pair { ours, theirs, here, there, share } = pair(&world).await;
        for number in 0..5 {
            ours.sato.client.say(&here, &format!("{number}")).await;
        }
        // Two of them are carried by a program that is killed then; the next one goes on with all its jobs.
        for _ in 0..2 {
            carry_one(&world, &share, &theirs).await;
        }
        assert_eq!(bodies(&theirs.sato, &there).await, ["0", "1"]);
        world.run_jobs().await;
        world.run_jobs().await;
        assert_eq!(bodies(&theirs.sato, &there).await, ["0", "1", "2", "3", "4"]);
    });
}

async fn carry_one(world: &World, share: &str, to: &crate::scene::Scene) {
    let share = share.parse().expect("an id");
    let actor = harness::system(to.town.org);
    let carry = chat::service::sharing::carrying::carry_next;
    let carried = world.app.db.write(actor, move |tx| carry(tx, server::features::cards(), share)).await;
    assert!(carried.expect("carried"));
}

#[test]
fn posts_as_authors_and_a_person_who_left_are_carried_with_their_words() {
    everywhere(|world| async move {
        let Pair { ours, theirs, here, there, .. } = pair(&world).await;
        let me = ours.sato.client.get(&format!("/people/{}", ours.sato.id)).await.ok();
        let post = text(&me["posts"][0]["id"]);
        let saying = json!({ "id": new_id(), "body": "課として", "as_post": post });
        ours.sato.client.post(&format!("/rooms/{here}/messages"), saying).await.ok();
        world.run_jobs().await;
        let carried = newest(&theirs.sato, &there).await;
        assert_eq!(carried["as_post"]["name"], me["posts"][0]["name"], "{carried}");
        offer(&ours.admin, &theirs, &here).await.refused(409);
    });
}

#[test]
fn a_crowd_comes_in_steps_and_a_new_day_finds_them_where_they_stand() {
    everywhere(|world| async move {
        let (ours, theirs) = crate::organisations::towns(&world).await;
        let unit = json!({ "id": new_id(), "kind": "open", "name": "全職員", "people": [] });
        let here = id(&ours.sato.client.post("/rooms", unit).await.ok());
        ours.town.crowd(&world, "総務課", 130).await;
        let mut people = Vec::new();
        let mut page = ours.admin.client.get("/people?limit=200").await.ok();
        people.extend(items(&page["items"]).iter().map(|person| person["id"].clone()));
        while let Some(next) = page["next"].as_str() {
            page = ours.admin.client.get(&format!("/people?limit=200&cursor={next}")).await.ok();
            people.extend(items(&page["items"]).iter().map(|person| person["id"].clone()));
        }
        ours.sato.client.post(&format!("/rooms/{here}/members"), json!({ "people": people })).await.ok();
        let there = room(&theirs.sato, "private", "緑野市と", &[]).await;
        shared(&world, (&ours, &here), (&theirs, &there)).await;
        let share = crate::sharing::one_share(&theirs.admin).await;
        assert_eq!(number(&share["partners"]), 134);
        assert_eq!(theirs.sato.client.get(&format!("/rooms/{there}")).await.ok()["member_count"], 1);
        let actor = harness::system(theirs.town.org);
        let misplaced = world.app.db.read(actor, directory::store::placement::misplaced).await;
        assert_eq!(misplaced.expect("read"), []);
        answer(&theirs.admin, &id(&share), "end", json!({})).await.ok();
        world.run_jobs().await;
        assert_eq!(number(&crate::sharing::one_share(&theirs.admin).await["partners"]), 0);
    });
}

#[test]
fn who_talks_on_both_sides_at_once_is_heard_in_order_whoever_carries() {
    everywhere(|world| async move {
        let Pair { ours, theirs, here, there, .. } = pair(&world).await;
        let talk = |staff: &Staff, room: &str, side: &'static str| {
            let (client, room) = (staff.client.clone(), room.to_owned());
            async move {
                for number in 10..30 {
                    client.say(&room, &format!("{side}{number}")).await;
                }
            }
        };
        let carrying = || async {
            for _ in 0..6 {
                world.run_jobs().await;
            }
        };
        futures_util::join!(
            talk(&ours.sato, &here, "こちら"),
            talk(&ours.ito, &here, "横から"),
            talk(&theirs.sato, &there, "あちら"),
            carrying(),
            carrying(),
        );
        world.run_jobs().await;
        let (ours_heard, theirs_heard) = (bodies(&ours.sato, &here).await, bodies(&theirs.sato, &there).await);
        for side in ["こちら", "横から", "あちら"] {
            let expected: Vec<String> = (10..30).map(|number| format!("{side}{number}")).collect();
            for heard in [&ours_heard, &theirs_heard] {
                let of_side: Vec<&String> = heard.iter().filter(|body| body.starts_with(side)).collect();
                assert_eq!(of_side, expected.iter().collect::<Vec<_>>());
            }
        }
        // What two of one room said is in one order on both sides.
        let of_ours = |heard: &[String]| -> Vec<String> {
            heard.iter().filter(|body| !body.starts_with("あちら")).cloned().collect()
        };
        assert_eq!(of_ours(&ours_heard), of_ours(&theirs_heard));
    });
}
