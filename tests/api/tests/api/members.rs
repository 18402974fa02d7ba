//! Who belongs to a room, comes and goes.

use crate::scene::{bodies, each, id, items, mine, next_day, room, scene, text, unread};
use harness::{NewStaff, Staff, everywhere, new_id};
use jiff::Span;
use jiff::civil::date;
use kernel::Jst;
use serde_json::{Value, json};

async fn members(viewer: &Staff, room: &str, query: &str) -> Vec<String> {
    let list = viewer.client.get(&format!("/rooms/{room}/members{query}")).await.ok();
    items(&list["items"]).iter().map(|member| text(&member["person"]["name"])).collect()
}

async fn last_notice(viewer: &Staff, room: &str) -> Value {
    let page = viewer.client.get(&format!("/rooms/{room}/messages?limit=1")).await.ok();
    page["messages"][0]["notice"].clone()
}

#[test]
fn who_joins_an_open_room_has_nothing_unread_and_who_leaves_it_can_come_back() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "open", "野球部", &[]).await;
        for words in ["一", "二", "三"] {
            scene.sato.client.say(&home, words).await;
        }
        let joined = scene.ito.client.post(&format!("/rooms/{home}/join"), json!({})).await.ok();
        assert_eq!(joined["mine"]["joined_seq"], 4);
        assert_eq!(unread(&scene.ito, &home).await, 0);
        assert_eq!(last_notice(&scene.ito, &home).await, json!({ "code": "joined", "people": [scene.ito.id] }));
        scene.ito.client.post(&format!("/rooms/{home}/join"), json!({})).await.ok();
        assert_eq!(members(&scene.sato, &home, "").await, ["伊藤 健", "佐藤 花"], "joining twice is joining once");
        assert_eq!(scene.ito.client.post(&format!("/rooms/{home}/leave"), json!({})).await.status, 204);
        assert_eq!(last_notice(&scene.sato, &home).await, json!({ "code": "left", "people": [scene.ito.id] }));
        scene.ito.client.post(&format!("/rooms/{home}/leave"), json!({})).await.refused(404);
        assert_eq!(mine(&scene.ito, &home).await, Value::Null);
        scene.ito.client.post(&format!("/rooms/{home}/join"), json!({})).await.ok();
        assert_eq!(scene.sato.client.get(&format!("/rooms/{home}")).await.ok()["member_count"], 2);
    });
}

#[test]
fn nobody_joins_a_private_room_by_themselves() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "人事", &[]).await;
        scene.mori.client.post(&format!("/rooms/{home}/join"), json!({})).await.refused(404);
        scene.admin.client.post(&format!("/rooms/{home}/join"), json!({})).await.refused(404);
        let add = json!({ "people": [scene.mori.id] });
        scene.ito.client.post(&format!("/rooms/{home}/members"), add.clone()).await.refused(404);
        assert_eq!(scene.sato.client.post(&format!("/rooms/{home}/members"), add).await.ok()["member_count"], 2);
        assert_eq!(last_notice(&scene.mori, &home).await, json!({ "code": "added", "people": [scene.mori.id] }));
        assert_eq!(unread(&scene.mori, &home).await, 1, "that they were added is news to them");
    });
}

#[test]
fn members_add_others_and_only_owners_remove_them() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "人事", &[&scene.ito]).await;
        let add = json!({ "people": [scene.mori.id] });
        scene.ito.client.post(&format!("/rooms/{home}/members"), add.clone()).await.ok();
        scene.ito.client.post(&format!("/rooms/{home}/members"), add).await.ok();
        assert_eq!(members(&scene.sato, &home, "").await, ["伊藤 健", "佐藤 花", "森 葵"]);
        let out = format!("/rooms/{home}/members/{}", scene.mori.id);
        assert_eq!(scene.ito.client.delete(&out).await.refused(403), "chat.not_an_owner");
        assert_eq!(scene.sato.client.delete(&out).await.status, 204);
        assert_eq!(last_notice(&scene.sato, &home).await, json!({ "code": "removed", "people": [scene.mori.id] }));
        scene.sato.client.delete(&out).await.refused(404);
        scene.mori.client.get(&format!("/rooms/{home}/messages")).await.refused(404);
        let strangers = json!({ "people": ["0000000000000"] });
        let unknown = scene.sato.client.post(&format!("/rooms/{home}/members"), strangers).await;
        assert_eq!(unknown.body["fields"][0]["code"], "unknown");
    });
}

#[test]
fn the_same_person_named_twice_is_added_once() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "人事", &[]).await;
        let twice = json!({ "people": [scene.mori.id, scene.mori.id] });
        let room = scene.sato.client.post(&format!("/rooms/{home}/members"), twice).await.ok();
        assert_eq!(room["member_count"], 2);
    });
}

#[test]
fn a_room_with_members_keeps_an_owner() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "open", "野球部", &[&scene.ito]).await;
        let of = |staff: &Staff| format!("/rooms/{home}/members/{}", staff.id);
        assert_eq!(
            scene.sato.client.post(&format!("/rooms/{home}/leave"), json!({})).await.refused(409),
            "chat.last_owner"
        );
        let down = scene.sato.client.put(&of(&scene.sato), json!({ "role": "member" })).await;
        assert_eq!(down.refused(409), "chat.last_owner");
        scene.ito.client.put(&of(&scene.ito), json!({ "role": "owner" })).await.refused(403);
        let mut live = scene.ito.client.live_now().await;
        assert_eq!(scene.sato.client.put(&of(&scene.ito), json!({ "role": "owner" })).await.status, 204);
        assert_eq!(live.event("chat.mine_changed").await["mine"]["role"], "owner");
        assert_eq!(scene.sato.client.post(&format!("/rooms/{home}/leave"), json!({})).await.status, 204);
        assert_eq!(members(&scene.ito, &home, "").await, ["伊藤 健"]);
        assert_eq!(
            scene.ito.client.post(&format!("/rooms/{home}/leave"), json!({})).await.status,
            204,
            "the last may go"
        );
    });
}

#[test]
fn who_belongs_by_unit_cannot_leave_nor_be_removed() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let new = json!({ "id": new_id(), "kind": "unit", "name": "総務課", "unit_id": scene.town.units["総務課"] });
        let home = id(&scene.admin.client.post("/rooms", new).await.ok());
        assert_eq!(mine(&scene.sato, &home).await["derived"], true);
        let leave = format!("/rooms/{home}/leave");
        assert_eq!(scene.sato.client.post(&leave, json!({})).await.refused(409), "chat.derived");
        let out = format!("/rooms/{home}/members/{}", scene.sato.id);
        assert_eq!(scene.admin.client.delete(&out).await.refused(409), "chat.derived");
        let role = scene.admin.client.put(&out, json!({ "role": "owner" })).await;
        assert_eq!(role.refused(409), "chat.derived");
    });
}

#[test]
fn a_guest_of_a_unit_room_stays_when_the_units_people_change() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let guest = NewStaff::named("髙橋", "桜", ("たかはし", "さくら")).of("道路課");
        let guest = scene.town.staff(&world, guest).await;
        let new = json!({ "id": new_id(), "kind": "unit", "name": "総務課", "unit_id": scene.town.units["総務課"] });
        let home = id(&scene.admin.client.post("/rooms", new).await.ok());
        let add = json!({ "people": [guest.id] });
        scene.sato.client.post(&format!("/rooms/{home}/members"), add.clone()).await.refused(403);
        scene.admin.client.post(&format!("/rooms/{home}/members"), add).await.ok();
        let posts = json!({ "posts": [
            { "unit_id": scene.town.units["道路課"], "kind": "main", "valid_from": "2020-04-01" },
        ] });
        scene.admin.client.patch(&format!("/people/{}", scene.mori.id), posts).await.ok();
        world.run_jobs().await;
        assert_eq!(members(&scene.sato, &home, "").await, ["伊藤 健", "加藤 誠", "佐藤 花", "髙橋 桜"]);
        assert_eq!(mine(&guest, &home).await["derived"], false);
        scene.mori.client.get(&format!("/rooms/{home}")).await.refused(404);
        assert_eq!(guest.client.post(&format!("/rooms/{home}/leave"), json!({})).await.status, 204);
    });
}

#[test]
fn a_newcomer_of_the_unit_starts_with_nothing_unread() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let new = json!({ "id": new_id(), "kind": "unit", "name": "総務課", "unit_id": scene.town.units["総務課"] });
        let home = id(&scene.admin.client.post("/rooms", new).await.ok());
        scene.sato.client.say(&home, "<!everyone> 朝礼は九時").await;
        let hayashi = scene.town.staff(&world, NewStaff::named("林", "豊", ("はやし", "ゆたか"))).await;
        world.run_jobs().await;
        assert_eq!(unread(&hayashi, &home).await, 0);
        assert_eq!(mine(&hayashi, &home).await["mention_seqs"], json!([]));
        assert_eq!(bodies(&hayashi, &home).await.len(), 1, "what was said before can be read");
        scene.sato.client.say(&home, "ようこそ").await;
        assert_eq!(unread(&hayashi, &home).await, 1);
    });
}

#[test]
fn who_moves_reads_on_in_the_old_units_room_until_their_work_is_handed_over() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let units = &scene.town.units;
        scene.admin.client.put("/organisation/handover", json!({ "days": 2 })).await.ok();
        let new = json!({ "id": new_id(), "kind": "unit", "name": "総務課", "unit_id": units["総務課"] });
        let home = id(&scene.admin.client.post("/rooms", new).await.ok());
        let before = id(&scene.sato.client.say(&home, "申し送り").await);
        let today = scene.town.today(&world);
        let (next, last) = (today.tomorrow().expect("a day"), today.checked_add(Span::new().days(2)).expect("a day"));
        let posts = json!({ "posts": [
            { "unit_id": units["総務課"], "kind": "main", "valid_from": "2020-04-01", "valid_to": today.to_string() },
            { "unit_id": units["財政課"], "kind": "main", "valid_from": next.to_string() },
        ] });
        scene.admin.client.patch(&format!("/people/{}", scene.sato.id), posts).await.ok();
        next_day(&world, next).await;

        let after = id(&scene.ito.client.say(&home, "<!everyone> 今日から新体制です").await);
        let room = scene.sato.client.get(&format!("/rooms/{home}")).await.ok();
        assert_eq!((&room["mine"]["role"], &room["mine"]["reads_until"]), (&json!("reader"), &json!(last.to_string())));
        assert_eq!((&room["member_count"], &room["mine"]["mention_seqs"]), (&json!(3), &json!([])));
        let page = scene.sato.client.get(&format!("/rooms/{home}/messages")).await.ok();
        assert!(each(&page["messages"], "id").ends_with(&[before.clone(), after.clone()]), "both are read");
        let say = json!({ "id": new_id(), "body": "もう一言" });
        let said = scene.sato.client.post(&format!("/rooms/{home}/messages"), say).await;
        assert_eq!(said.refused(403), "chat.handed_over");
        let react = scene.sato.client.put(&format!("/messages/{after}/reactions/shochi"), json!({})).await;
        assert_eq!(react.refused(403), "chat.handed_over");
        let reword = scene.sato.client.patch(&format!("/messages/{before}"), json!({ "body": "別の話" })).await;
        assert_eq!(reword.refused(403), "chat.handed_over");
        let withdraw = scene.sato.client.delete(&format!("/messages/{before}")).await;
        assert_eq!(withdraw.refused(403), "chat.handed_over");
        assert_eq!(
            scene.sato.client.post(&format!("/rooms/{home}/leave"), json!({})).await.refused(409),
            "chat.derived"
        );
        let readers = scene.ito.client.get(&format!("/messages/{after}/receipts")).await.ok();
        assert!(!readers.to_string().contains(&scene.sato.id.to_string()), "nobody waits for them: {readers}");
        let listed = scene.ito.client.get(&format!("/rooms/{home}/members")).await.ok();
        let sato = items(&listed["items"]).iter().find(|member| member["person"]["id"] == json!(scene.sato.id));
        assert_eq!(sato.expect("listed")["reads_until"], json!(last.to_string()));

        next_day(&world, last).await;
        scene.sato.client.get(&format!("/rooms/{home}")).await.ok();
        next_day(&world, last.tomorrow().expect("a day")).await;
        scene.sato.client.get(&format!("/rooms/{home}")).await.refused(404);
    });
}

#[test]
fn who_comes_back_while_they_hand_over_belongs_again_with_nothing_unread() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let units = &scene.town.units;
        let new = json!({ "id": new_id(), "kind": "unit", "name": "総務課", "unit_id": units["総務課"] });
        let home = id(&scene.admin.client.post("/rooms", new).await.ok());
        let today = scene.town.today(&world);
        let next = today.tomorrow().expect("a day");
        let before = json!({ "unit_id": units["総務課"], "kind": "main", "valid_from": "2020-04-01", "valid_to": today.to_string() });
        let away = json!({ "unit_id": units["財政課"], "kind": "main", "valid_from": next.to_string() });
        let path = format!("/people/{}", scene.sato.id);
        scene.admin.client.patch(&path, json!({ "posts": [before.clone(), away] })).await.ok();
        next_day(&world, next).await;
        scene.ito.client.say(&home, "留守の間の話").await;
        let back = json!({ "unit_id": units["総務課"], "kind": "main", "valid_from": next.to_string() });
        scene.admin.client.patch(&path, json!({ "posts": [before, back] })).await.ok();
        world.run_jobs().await;
        let room = scene.sato.client.get(&format!("/rooms/{home}")).await.ok();
        let mine = &room["mine"];
        assert_eq!(
            (&mine["role"], &mine["reads_until"], &room["member_count"]),
            (&json!("member"), &json!(null), &json!(4))
        );
        assert_eq!(mine["read_seq"], room["last_seq"]);
        scene.sato.client.say(&home, "戻りました").await;
    });
}

#[test]
fn members_are_listed_by_reading_and_by_rank_in_pages() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.mori, "private", "課", &[&scene.sato, &scene.ito, &scene.admin]).await;
        assert_eq!(members(&scene.mori, &home, "").await, ["伊藤 健", "加藤 誠", "佐藤 花", "森 葵"]);
        let ranked = ["加藤 誠", "伊藤 健", "佐藤 花", "森 葵"];
        assert_eq!(members(&scene.mori, &home, "?sort=rank").await, ranked);
        for (sort, whole) in [("rank", ranked), ("reading", ["伊藤 健", "加藤 誠", "佐藤 花", "森 葵"])] {
            let (mut paged, mut cursor) = (Vec::new(), String::new());
            loop {
                let path = format!("/rooms/{home}/members?sort={sort}&limit=1{cursor}");
                let page = scene.mori.client.get(&path).await.ok();
                paged.extend(items(&page["items"]).iter().map(|member| text(&member["person"]["name"])));
                let Some(next) = page["next"].as_str() else { break };
                cursor = format!("&cursor={next}");
            }
            assert_eq!(paged, whole);
        }
        let list = scene.sato.client.get(&format!("/rooms/{home}/members")).await.ok();
        assert_eq!(each(&list["items"], "role"), ["member", "member", "member", "owner"]);
    });
}

#[test]
fn of_a_room_in_which_very_many_are_every_member_is_listed_once_and_in_order() {
    everywhere(|world| async move {
        const MANY: usize = 1_100;
        let scene = scene(&world).await;
        scene.town.crowd(&world, "道路課", MANY).await;
        let unit = scene.town.units["道路課"];
        let asked = json!({ "id": new_id(), "kind": "unit", "name": "道路課", "purpose": "", "unit_id": unit });
        let home = scene.admin.client.post("/rooms", asked).await.ok();
        assert!(home["member_count"].as_u64() >= Some(MANY as u64), "{home}");
        let crowd: Vec<String> = (0..MANY).map(|number| format!("小川 {number}")).collect();
        for sort in ["reading", "rank"] {
            let (mut paged, mut cursor) = (Vec::new(), String::new());
            loop {
                let path = format!("/rooms/{}/members?sort={sort}&limit=200{cursor}", id(&home));
                let page = scene.admin.client.get(&path).await.ok();
                paged.extend(items(&page["items"]).iter().map(|member| text(&member["person"]["name"])));
                let Some(next) = page["next"].as_str() else { break };
                cursor = format!("&cursor={next}");
            }
            assert_eq!(paged.len() as u64, home["member_count"].as_u64().expect("a count"));
            paged.retain(|name| name.starts_with("小川"));
            assert_eq!(paged, crowd, "by {sort}");
        }
    });
}

#[test]
fn when_the_only_owner_leaves_the_town_the_highest_in_office_follows_them() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "人事", &[&scene.ito, &scene.admin]).await;
        let left = format!("/people/{}/leave", scene.sato.id);
        scene.admin.client.post(&left, json!({ "date": "2026-04-01" })).await.ok();
        world.run_jobs().await;
        world.clock().set(Jst::start_of(date(2026, 4, 2)));
        world.run_jobs().await;
        assert_eq!(members(&scene.ito, &home, "").await, ["伊藤 健", "加藤 誠"]);
        assert_eq!(mine(&scene.admin, &home).await["role"], "owner");
        assert_eq!(mine(&scene.ito, &home).await["role"], "member");
    });
}
