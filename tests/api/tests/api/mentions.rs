//! Mentions of people, units and everyone.

use crate::scene::{Scene, each, id, items, mine, read, reply, room, scene, settled};
use harness::{Staff, World, everywhere};
use serde_json::{Value, json};

async fn with_room(world: &World) -> (Scene, String) {
    let scene = scene(world).await;
    let home = room(&scene.sato, "private", "課", &[&scene.ito, &scene.mori]).await;
    (scene, home)
}

/// The unread mentions of somebody in a room.
async fn unread_mentions(staff: &Staff, room: &str) -> Value {
    mine(staff, room).await["mention_seqs"].clone()
}

async fn mentioned_in(staff: &Staff) -> Vec<String> {
    let list = staff.client.get("/mentions").await.ok();
    items(&list["items"]).iter().map(|item| id(&item["message"])).collect()
}

#[test]
fn who_is_mentioned_is_told_and_counts_it_until_read() {
    everywhere(|world| async move {
        let (scene, home) = with_room(&world).await;
        let mut live = scene.ito.client.live_now().await;
        let said = scene.sato.client.say(&home, &format!("<@{}> さん、資料を", scene.ito.id)).await;
        let told = live.event("chat.mentioned").await;
        assert_eq!((told["message_id"].clone(), told["seq"].clone()), (said["id"].clone(), said["seq"].clone()));
        assert_eq!(told["excerpt"], "@伊藤 健 さん、資料を");
        assert_eq!(unread_mentions(&scene.ito, &home).await, json!([said["seq"]]));
        assert_eq!(unread_mentions(&scene.mori, &home).await, json!([]));
        assert_eq!(unread_mentions(&scene.sato, &home).await, json!([]));
        let boot = scene.ito.client.bootstrap().await;
        assert_eq!(boot["rooms"][0]["mine"]["mention_seqs"], json!([said["seq"]]), "the first screen agrees");
        let side = read(&scene.ito, &home, said["seq"].as_i64().expect("a number")).await;
        assert_eq!(side["mention_seqs"], json!([]));
        assert_eq!(mentioned_in(&scene.ito).await, [id(&said)], "the list keeps what is read");
    });
}

#[test]
fn mentions_come_by_the_servers_time_whatever_the_clocks_of_the_writers_say() {
    everywhere(|world| async move {
        let (scene, home) = with_room(&world).await;
        let mut said = Vec::new();
        // A device whose clock is a century ahead proposes the first id, one that is years behind the second.
        for (id, body) in [
            ("7zzzzzzzzzzz1".to_owned(), format!("<@{}> 先の日付", scene.ito.id)),
            ("0000000000001".to_owned(), "<!everyone> 昔の日付".to_owned()),
            (harness::new_id(), format!("<@{}> 今日", scene.ito.id)),
        ] {
            let path = format!("/rooms/{home}/messages");
            said.push(id.clone());
            scene.sato.client.post(&path, json!({ "id": id, "body": body })).await.ok();
            world.clock().advance(std::time::Duration::from_secs(1));
        }
        said.reverse();
        let mut paged = Vec::new();
        let mut from = String::new();
        for _ in 0..said.len() {
            let page = scene.ito.client.get(&format!("/mentions?limit=1{from}")).await.ok();
            paged.extend(items(&page["items"]).iter().map(|item| id(&item["message"])));
            from = page["next"].as_str().map(|next| format!("&cursor={next}")).unwrap_or_default();
        }
        assert_eq!(paged, said);
        assert_eq!(from, "", "and there are no more");
    });
}

#[test]
fn a_mention_in_code_or_of_oneself_or_of_somebody_outside_is_none() {
    everywhere(|world| async move {
        let (scene, home) = with_room(&world).await;
        for body in [
            format!("`<@{}>`", scene.ito.id),
            format!("\\<@{}>", scene.ito.id),
            format!("```\n<@{}>\n<!everyone>\n```", scene.ito.id),
            format!("<@{}>", scene.sato.id),
            format!("<@{}>", scene.admin.id),
            "<@0000000000000> <@u:0000000000000>".to_owned(),
        ] {
            let said = scene.sato.client.say(&home, &body).await;
            assert_eq!(said["everyone"], false, "{body}");
        }
        for staff in [&scene.ito, &scene.sato] {
            assert_eq!(unread_mentions(staff, &home).await, json!([]));
        }
        for staff in [&scene.ito, &scene.sato, &scene.admin] {
            assert_eq!(mentioned_in(staff).await, Vec::<String>::new());
        }
    });
}

#[test]
fn a_unit_is_mentioned_with_all_below_it_who_are_in_the_room() {
    everywhere(|world| async move {
        let (scene, home) = with_room(&world).await;
        let road = harness::NewStaff::named("髙橋", "桜", ("たかはし", "さくら")).of("道路課");
        let road = scene.town.staff(&world, road).await;
        let add = json!({ "people": [road.id] });
        scene.sato.client.post(&format!("/rooms/{home}/members"), add).await.ok();
        let units = &scene.town.units;
        let all = scene.sato.client.say(&home, &format!("<@u:{}> へ", units["総務部"])).await;
        assert_eq!(unread_mentions(&scene.ito, &home).await, json!([all["seq"]]));
        assert_eq!(unread_mentions(&scene.mori, &home).await, json!([all["seq"]]));
        assert_eq!(unread_mentions(&road, &home).await, json!([]));
        assert_eq!(mentioned_in(&scene.admin).await, Vec::<String>::new(), "not in the room");
        let city = scene.ito.client.say(&home, &format!("<@u:{}> <@{}>", units["緑野市"], road.id)).await;
        assert_eq!(unread_mentions(&road, &home).await, json!([city["seq"]]), "named twice is mentioned once");
    });
}

#[test]
fn everyone_in_the_room_is_mentioned_but_not_who_comes_later() {
    everywhere(|world| async move {
        let (scene, home) = with_room(&world).await;
        let said = scene.sato.client.say(&home, "<!everyone> 全員集合").await;
        assert_eq!(said["everyone"], true);
        let add = json!({ "people": [scene.admin.id] });
        scene.sato.client.post(&format!("/rooms/{home}/members"), add).await.ok();
        for staff in [&scene.ito, &scene.mori] {
            assert_eq!(unread_mentions(staff, &home).await, json!([said["seq"]]));
            assert_eq!(mentioned_in(staff).await, [id(&said)]);
        }
        assert_eq!(unread_mentions(&scene.admin, &home).await, json!([]));
        assert_eq!(mentioned_in(&scene.admin).await, Vec::<String>::new());
    });
}

#[test]
fn who_speaks_to_everyone_does_not_mention_themselves() {
    everywhere(|world| async move {
        let (scene, home) = with_room(&world).await;
        let said = scene.sato.client.say(&home, "<!everyone> 全員集合").await;
        assert_eq!(mentioned_in(&scene.sato).await, Vec::<String>::new());
        let back = json!({ "seq": 1, "back": true });
        let side = scene.sato.client.put(&format!("/rooms/{home}/read"), back).await.ok();
        assert_eq!(side["read_seq"], 1);
        assert_eq!(side["mention_seqs"], json!([]), "{}", said["seq"]);
    });
}

#[test]
fn an_edit_mentions_anew_and_unmentions_and_tells_nobody_twice() {
    everywhere(|world| async move {
        let (scene, home) = with_room(&world).await;
        let said = scene.sato.client.say(&home, &format!("<@{}> さん", scene.ito.id)).await;
        let path = format!("/messages/{}", id(&said));
        let mut ito = settled(&scene.ito).await;
        let mut mori = settled(&scene.mori).await;
        let both = format!("<@{}> さんと <@{}> さん", scene.ito.id, scene.mori.id);
        scene.sato.client.patch(&path, json!({ "body": both })).await.ok();
        assert_eq!(mori.event("chat.mentioned").await["message_id"], said["id"]);
        assert_eq!(unread_mentions(&scene.mori, &home).await, json!([said["seq"]]));
        assert_eq!(unread_mentions(&scene.ito, &home).await, json!([said["seq"]]));
        scene.sato.client.patch(&path, json!({ "body": format!("<@{}> さんだけ", scene.mori.id) })).await.ok();
        assert_eq!(unread_mentions(&scene.ito, &home).await, json!([]));
        assert_eq!(mentioned_in(&scene.ito).await, Vec::<String>::new());
        scene.sato.client.patch(&path, json!({ "body": "<!everyone> 全員" })).await.ok();
        assert_eq!(unread_mentions(&scene.ito, &home).await, json!([said["seq"]]));
        scene.sato.client.patch(&path, json!({ "body": "誰でもない" })).await.ok();
        for staff in [&scene.ito, &scene.mori] {
            assert_eq!(unread_mentions(staff, &home).await, json!([]));
        }
        let last = scene.sato.client.say(&home, "おわり").await;
        let heard = ito.until(|frame| {
            assert_ne!(frame["kind"], "chat.mentioned", "who was told already is not told again");
            frame["p"]["message"]["id"] == last["id"]
        });
        heard.await;
    });
}

#[test]
fn a_withdrawn_message_mentions_nobody() {
    everywhere(|world| async move {
        let (scene, home) = with_room(&world).await;
        let one = scene.sato.client.say(&home, &format!("<@{}>", scene.ito.id)).await;
        let all = scene.sato.client.say(&home, "<!everyone>").await;
        for said in [&one, &all] {
            scene.sato.client.delete(&format!("/messages/{}", id(said))).await.ok();
        }
        assert_eq!(unread_mentions(&scene.ito, &home).await, json!([]));
        assert_eq!(mentioned_in(&scene.ito).await, Vec::<String>::new());
    });
}

#[test]
fn the_list_of_mentions_covers_rooms_and_threads_in_pages_the_newest_first() {
    everywhere(|world| async move {
        let (scene, home) = with_room(&world).await;
        let mut all = Vec::new();
        let later = || world.clock().advance(std::time::Duration::from_secs(1));
        for turn in 0..3 {
            let said = scene.sato.client.say(&home, &format!("<@{}> {turn}", scene.ito.id)).await;
            all.push(id(&said));
            later();
            all.push(id(&reply(&scene.sato, &home, &id(&said), &format!("<@{}> 返", scene.ito.id)).await));
            later();
            all.push(id(&scene.mori.client.say(&home, "<!everyone>").await));
            later();
        }
        all.reverse();
        let (mut paged, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = scene.ito.client.get(&format!("/mentions?limit=2{cursor}")).await.ok();
            paged.extend(items(&page["items"]).iter().map(|item| id(&item["message"])));
            assert!(each(&page["people"], "name").iter().any(|name| name == "佐藤 花" || name == "森 葵"));
            let Some(next) = page["next"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        assert_eq!(paged, all);
    });
}

#[test]
fn a_room_that_is_louder_than_all_others_keeps_its_place_in_the_list() {
    everywhere(|world| async move {
        let (scene, loud) = with_room(&world).await;
        let calm = room(&scene.sato, "private", "静か", &[&scene.ito]).await;
        let mut all = Vec::new();
        for turn in 0..24 {
            // A calm room speaks at both ends of the list, and whoever is named by name as well is listed once.
            let (home, body) = match turn {
                0 | 21 => (&calm, "<!everyone> 静かに".to_owned()),
                7 => (&loud, format!("<!everyone> <@{}>", scene.ito.id)),
                _ => (&loud, format!("<!everyone> {turn}")),
            };
            all.push(id(&scene.sato.client.say(home, &body).await));
            // Some in the same moment.
            if turn % 3 > 0 {
                world.clock().advance(std::time::Duration::from_secs(1));
            }
        }
        let whole = scene.ito.client.get("/mentions?limit=50").await.ok();
        let listed: Vec<String> = items(&whole["items"]).iter().map(|item| id(&item["message"])).collect();
        let sorted = |list: &[String]| {
            let mut list = list.to_vec();
            list.sort();
            list
        };
        assert_eq!(sorted(&listed), sorted(&all));
        for limit in [1, 3, 7, 10, 23, 24] {
            let (mut paged, mut cursor) = (Vec::new(), String::new());
            loop {
                let page = scene.ito.client.get(&format!("/mentions?limit={limit}{cursor}")).await.ok();
                paged.extend(items(&page["items"]).iter().map(|item| id(&item["message"])));
                let Some(next) = page["next"].as_str() else { break };
                cursor = format!("&cursor={next}");
            }
            assert_eq!(paged, listed, "in pages of {limit}");
        }
    });
}
