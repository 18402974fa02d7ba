//! What a shared room owes neither side: words twice, calls that nobody made, names after the end.

use crate::scene::{bodies, id, items, mine, next_day, reply, room, unread};
use crate::sharing::{Pair, answer, names, offer, one_share, pair, shared};
use chat::store::carried;
use harness::{Staff, World, everywhere, new_id};
use kernel::OrgId;
use serde_json::{Value, json};

async fn told_as_well(staff: &Staff, room: &str, root: &str, body: &str) -> String {
    let said = json!({ "id": new_id(), "body": body, "thread": root, "also_to_room": true });
    id(&staff.client.post(&format!("/rooms/{room}/messages"), said).await.ok())
}

/// Whether something is to be carried to a side.
async fn waits(world: &World, share: &str, to: OrgId) -> bool {
    let share = share.parse().expect("an id");
    let found = world.app.db.read(harness::system(to), move |conn| carried::first(conn, share, to)).await;
    found.expect("read").is_some()
}

#[test]
fn who_offered_a_room_has_not_seen_what_the_other_side_decided() {
    everywhere(|world| async move {
        let (ours, theirs) = crate::organisations::towns(&world).await;
        let here = room(&ours.admin, "private", "合同訓練", &[&ours.sato]).await;
        let there = room(&theirs.sato, "private", "訓練", &[]).await;
        ours.sato.client.say(&here, "準備します").await;
        let before = unread(&ours.admin, &here).await;
        assert!(before > 0);
        let share = id(&offer(&ours.admin, &theirs, &here).await.ok());
        answer(&theirs.admin, &share, "agree", json!({ "room": there })).await.ok();
        assert_eq!(unread(&ours.admin, &here).await, before + 1);
        answer(&theirs.admin, &share, "end", json!({})).await.ok();
        assert_eq!(unread(&ours.admin, &here).await, before + 2);
    });
}

#[test]
fn a_reply_calls_nobody_over_there_whom_it_does_not_call_here() {
    everywhere(|world| async move {
        let (ours, theirs) = crate::organisations::towns(&world).await;
        let here = room(&ours.sato, "private", "合同訓練", &[&ours.ito]).await;
        let there = room(&theirs.sato, "private", "訓練", &[]).await;
        let before = id(&ours.sato.client.say(&here, "以前の話").await);
        shared(&world, (&ours, &here), (&theirs, &there)).await;
        let said = id(&reply(&ours.sato, &here, &before, "<!everyone> 続き").await);
        told_as_well(&ours.sato, &here, &before, "<!everyone> 結論").await;
        world.run_jobs().await;
        assert_eq!(bodies(&theirs.sato, &there).await, ["<!everyone> 続き", "<!everyone> 結論"]);
        assert_eq!(mine(&theirs.sato, &there).await["mention_seqs"], json!([]));
        let reworded = json!({ "body": "<!everyone> 続きです" });
        ours.sato.client.patch(&format!("/messages/{said}"), reworded).await.ok();
        world.run_jobs().await;
        assert_eq!(bodies(&theirs.sato, &there).await, ["<!everyone> 続きです", "<!everyone> 結論"]);
        assert_eq!(mine(&theirs.sato, &there).await["mention_seqs"], json!([]));
    });
}

#[test]
fn a_reply_that_the_room_is_told_as_well_comes_once_where_it_has_no_thread() {
    everywhere(|world| async move {
        let (ours, theirs) = crate::organisations::towns(&world).await;
        let here = room(&ours.sato, "private", "合同訓練", &[&ours.ito]).await;
        let there = room(&theirs.sato, "private", "訓練", &[]).await;
        let before = id(&ours.sato.client.say(&here, "以前の話").await);
        shared(&world, (&ours, &here), (&theirs, &there)).await;
        told_as_well(&ours.ito, &here, &before, "結論").await;
        let root = id(&ours.sato.client.say(&here, "次の話").await);
        told_as_well(&ours.ito, &here, &root, "次の結論").await;
        world.run_jobs().await;
        assert_eq!(bodies(&theirs.sato, &there).await, ["結論", "次の話", "次の結論"]);
        let page = theirs.sato.client.get(&format!("/rooms/{there}/messages")).await.ok();
        let copy = items(&page["messages"]).iter().find(|message| message["body"] == "次の話").expect("the root");
        assert_eq!(copy["thread"]["replies"], 1, "where there is a thread, it is in both: {copy}");
    });
}

#[test]
fn what_is_changed_after_the_end_does_not_cross_and_nobody_new_is_named() {
    everywhere(|world| async move {
        let Pair { ours, theirs, here, there, share } = pair(&world).await;
        let carried = id(&ours.sato.client.say(&here, "集合は九時").await);
        world.run_jobs().await;
        ours.sato.client.patch(&format!("/messages/{carried}"), json!({ "body": "集合は十時" })).await.ok();
        let hasty = id(&ours.sato.client.say(&here, "下書き").await);
        ours.sato.client.say(&here, "ありがとうございました").await;
        // Somebody who came a moment before the end is nobody over there.
        ours.sato.client.post(&format!("/rooms/{here}/members"), json!({ "people": [ours.mori.id] })).await.ok();
        ours.sato.client.say(&here, &format!("<@{}> です", ours.mori.id)).await;
        ours.mori.client.say(&here, "はじめまして").await;
        answer(&ours.admin, &share, "end", json!({})).await.ok();
        for (message, body) in [(&carried, "内輪では十一時"), (&hasty, "内輪の話")] {
            ours.sato.client.patch(&format!("/messages/{message}"), json!({ "body": body })).await.ok();
        }
        world.run_jobs().await;
        let came = bodies(&theirs.sato, &there).await;
        assert_eq!(came, ["集合は九時", "ありがとうございました", "@（ルームにいない人） です"]);
        let page = theirs.sato.client.get(&format!("/rooms/{there}/messages")).await.ok();
        assert!(!page.to_string().contains("森 葵"), "{page}");
    });
}

#[test]
fn what_waits_for_a_closed_room_is_gone_with_the_end_and_what_lost_its_job_comes_with_the_night() {
    everywhere(|world| async move {
        let Pair { ours, theirs, here, there, share } = pair(&world).await;
        let (from, to) = (ours.town.org, theirs.town.org);
        let said = id(&ours.sato.client.say(&here, "一つ目").await);
        world.run_jobs().await;
        let happened = carried::Happening {
            what: carried::What::Reacted,
            message: said.parse().expect("an id"),
            person: Some(ours.sato.id),
            code: Some("shochi".to_owned()),
        };
        let of_share = share.parse().expect("an id");
        let put = move |tx: &mut db::Tx<'_>| {
            tx.lock(db::Lock::Org(from))?;
            carried::put(tx, of_share, to, &happened)
        };
        world.app.db.write(harness::system(from), put).await.expect("put");
        world.run_jobs().await;
        assert!(waits(&world, &share, to).await);
        next_day(&world, jiff::civil::date(2026, 4, 2)).await;
        assert!(!waits(&world, &share, to).await);
        theirs.sato.client.post(&format!("/rooms/{there}/archive"), json!({})).await.ok();
        ours.sato.client.say(&here, "間に合わない話").await;
        world.run_jobs().await;
        assert!(waits(&world, &share, to).await);
        answer(&ours.admin, &share, "end", json!({})).await.ok();
        world.run_jobs().await;
        assert!(!waits(&world, &share, to).await);
    });
}

#[test]
fn who_is_renamed_is_so_at_every_point_of_a_star() {
    everywhere(|world| async move {
        let Pair { ours, theirs, here, .. } = pair(&world).await;
        let third = crate::scene::scene_of(&world, "白山村").await;
        let far = room(&third.sato, "private", "広域訓練", &[]).await;
        shared(&world, (&ours, &here), (&third, &far)).await;
        let renamed = json!({ "family_name": "林", "family_reading": "はやし" });
        theirs.admin.client.patch(&format!("/people/{}", theirs.sato.id), renamed).await.ok();
        world.run_jobs().await;
        for (staff, room) in [(&ours.sato, &here), (&third.sato, &far)] {
            let there = names(staff, room).await;
            assert!(there.contains(&"林 花（青浜町）".to_owned()), "{there:?}");
        }
    });
}

#[test]
fn whoever_may_not_know_of_a_room_is_told_neither_its_counterpart_nor_its_purpose() {
    everywhere(|world| async move {
        let Pair { ours, .. } = pair(&world).await;
        crate::grants::give(&ours.admin, crate::grants::person(&ours.mori), &[("rooms", "see")], "all").await;
        let seen = one_share(&ours.mori).await;
        assert_eq!(
            (&seen["room"], &seen["their_room"], &seen["purpose"], &seen["state"]),
            (&Value::Null, &Value::Null, &json!(""), &json!("agreed"))
        );
        let seen = one_share(&ours.admin).await;
        assert_eq!((&seen["their_room"], &seen["purpose"]), (&json!("緑野市との訓練"), &json!("合同の防災訓練")));
    });
}

#[test]
fn only_staff_are_given_a_pin() {
    everywhere(|world| async move {
        let Pair { ours, here, .. } = pair(&world).await;
        let partner = crate::sharing::partner(&ours.sato, &here, "佐藤 花").await;
        let new_guest = crate::outsiders::new_guest(&ours.sato, "business");
        let guest = crate::outsiders::guest(&world, &ours.admin, new_guest).await.id.to_string();
        let new_bot = crate::outsiders::new_bot(&ours.sato);
        let bot = crate::outsiders::bot(&world, &ours.admin, new_bot).await.id.to_string();
        for outsider in [partner, guest, bot] {
            ours.admin.client.post(&format!("/people/{outsider}/pin-reset"), json!({})).await.refused(404);
        }
        ours.admin.client.post(&format!("/people/{}/pin-reset", ours.ito.id), json!({})).await.ok();
    });
}
