//! What is left of a phone memo wherever its words went, once who called is forgotten.

use crate::forwards::{newest, passed_on};
use crate::phone_memos::{between, call, for_section, section, write};
use crate::scene::{
    PASSWORD, Scene, each, id, items, login, next_day, reply, room, scene, sign_in, text, token, with_password,
};
use crate::sharing::{Pair, pair};
use harness::store::{garble, standing, ungarble};
use harness::{NewStaff, Staff, World, everywhere};
use jiff::ToSpan;
use serde_json::{Value, json};

/// As long as may be: the log of changes keeps what was said as long.
const LEAST: i64 = 8;

async fn keeps(scene: &Scene, days: i64) {
    scene.admin.client.put("/administration/phone-memos", json!({ "days": days })).await.ok();
}

async fn done(staff: &Staff, memo: &str) {
    staff.client.put(&format!("/phone-memos/{memo}/done"), json!({})).await.ok();
}

/// So many days later, with all that follows done.
async fn later(world: &World, scene: &Scene, days: i64) {
    next_day(world, scene.town.today(world).saturating_add((days + 1).days())).await;
    for _ in 0..3 {
        world.run_jobs().await;
    }
}

async fn found(world: &World, staff: &Staff) -> usize {
    world.index().await;
    let found = staff.client.get("/search?q=0875-23").await.ok();
    items(&found["items"]).len()
}

fn carried(message: &Value) -> Vec<(String, bool)> {
    items(&message["forwarded"]).iter().map(|one| (text(&one["body"]), one["withdrawn"] == true)).collect()
}

#[test]
fn what_was_forwarded_of_a_memo_is_forgotten_with_it_however_far_it_went() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        keeps(&scene, LEAST).await;
        let there = room(&scene.ito, "private", "係", &[&scene.mori]).await;
        let further = room(&scene.mori, "private", "別", &[&scene.sato]).await;
        let memo = between(&scene.sato, &scene.ito).await;
        passed_on(&scene.ito, &[&memo], &[&there], "").await.ok();
        let passed = newest(&scene.mori, &there).await;
        assert_eq!(passed["forwarded"][0]["body"], "☎ 観音寺商事 山田 0875-23-0000\n見積の件で折り返しください");
        assert_eq!(
            (passed.get("card"), &passed["forwarded"][0]["passing"]),
            (None, &json!(true)),
            "a card goes as words"
        );
        // Whom it was forwarded to reads the words and nothing of the memo.
        scene.mori.client.get(&format!("/phone-memos/{memo}")).await.refused(404);
        passed_on(&scene.mori, &[&id(&passed)], &[&further], "").await.ok();
        assert_eq!((found(&world, &scene.mori).await, found(&world, &scene.ito).await), (2, 2));
        done(&scene.ito, &memo).await;
        later(&world, &scene, LEAST).await;
        for (staff, home) in [(&scene.mori, &there), (&scene.sato, &further)] {
            assert_eq!(carried(&newest(staff, home).await), [(String::new(), true)]);
        }
        assert_eq!((found(&world, &scene.mori).await, found(&world, &scene.ito).await), (0, 0));
        // What is left of it may be sent on, and says nothing.
        passed_on(&scene.ito, &[&memo], &[&there], "").await.ok();
        assert_eq!(carried(&newest(&scene.mori, &there).await), [("☎".to_owned(), false)]);
    });
}

#[test]
fn what_forwarded_a_memo_is_forgotten_on_the_other_side_of_a_share_too() {
    everywhere(|world| async move {
        let Pair { ours, theirs, here, there, .. } = pair(&world).await;
        keeps(&ours, LEAST).await;
        let memo = between(&ours.mori, &ours.sato).await;
        passed_on(&ours.sato, &[&memo], &[&here], "").await.ok();
        world.run_jobs().await;
        let copy = id(&newest(&theirs.sato, &there).await);
        let further = room(&theirs.sato, "private", "課内", &[&theirs.ito]).await;
        passed_on(&theirs.sato, &[&copy], &[&further], "").await.ok();
        assert_eq!(found(&world, &theirs.ito).await, 1);
        done(&ours.sato, &memo).await;
        later(&world, &ours, LEAST).await;
        for room in [&there, &further] {
            assert_eq!(carried(&newest(&theirs.sato, room).await), [(String::new(), true)]);
        }
        assert_eq!(found(&world, &theirs.ito).await, 0);
    });
}

#[test]
fn no_record_keeps_who_called_longer_than_the_memo_does() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        keeps(&scene, LEAST).await;
        let there = room(&scene.ito, "private", "係", &[&scene.mori]).await;
        let kept = between(&scene.sato, &scene.ito).await;
        let back = between(&scene.sato, &scene.ito).await;
        passed_on(&scene.ito, &[&kept, &back], &[&there], "").await.ok();
        let forward = id(&newest(&scene.ito, &there).await);
        // One is taken back at its source, and then what carries both is taken back.
        scene.sato.client.delete(&format!("/messages/{back}")).await.ok();
        world.run_jobs().await;
        scene.ito.client.delete(&format!("/messages/{forward}")).await.ok();
        let [_, _, record, _] = standing(&world, "0875-23").await;
        assert_eq!(record, 1, "that of the memo that was taken back, until it is cleared");
        done(&scene.ito, &kept).await;
        later(&world, &scene, LEAST).await;
        assert_eq!(standing(&world, "0875-23").await, [0; 4]);
    });
}

#[test]
fn a_thread_below_a_memo_is_handed_over_without_who_called() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = section(&scene).await;
        let memo = id(&write(&scene.sato, for_section(&scene.ito.id.to_string())).await.ok());
        let page = scene.mori.client.get(&format!("/rooms/{home}/messages")).await.ok();
        let copy = items(&page["messages"]).iter().find(|message| message["card"]["id"] == json!(memo)).map(id);
        let copy = copy.expect("it stands there");
        reply(&scene.mori, &home, &copy, "かけ直しました").await;
        let clerk = json!({ "unit_id": scene.town.units["総務課"], "title_id": scene.town.titles["主事"] });
        let handover = id(&scene.mori.client.post("/handovers", clerk).await.ok());
        let whole = scene.mori.client.get(&format!("/handovers/{handover}")).await.ok().to_string();
        assert!(whole.contains(&copy), "the thread is there: {whole}");
        assert!(!whole.contains("0875-23") && !whole.contains("山田"), "{whole}");
    });
}

#[test]
fn what_nobody_has_done_is_forgotten_too_ninety_days_after_somebody_waited_for_it() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        keeps(&scene, LEAST).await;
        let away = with_password(NewStaff::named("林", "豊", ("はやし", "ゆたか")));
        let away = scene.town.staff(&world, away).await;
        let name = login(&away).await;
        let today = scene.town.today(&world);
        let mut by = call(&away.id.to_string());
        by["call_back_by"] = json!(format!("{}T03:00:00Z", today.saturating_add(20.days())));
        let lain = between(&scene.sato, &away).await;
        let waited = id(&write(&scene.sato, by).await.ok());
        let shown = away.client.get(&format!("/phone-memos/{lain}")).await.ok();
        let until = text(&shown["kept_until"]);
        assert!(until.starts_with(&today.saturating_add(90.days()).to_string()), "{until}");
        next_day(&world, today.saturating_add(89.days())).await;
        assert_eq!(standing(&world, "0875-23").await[0], 2);
        next_day(&world, today.saturating_add(92.days())).await;
        assert_eq!(standing(&world, "0875-23").await[0], 1, "one is kept from when they wanted to be called");
        let answer = sign_in(&scene.town.stranger(&world), &name, PASSWORD).await;
        let client = scene.town.stranger(&world).with_token(Some(token(&answer)));
        let cleared = client.get(&format!("/phone-memos/{lain}")).await.ok();
        assert_eq!((&cleared["number"], &cleared["done"]), (&json!(""), &Value::Null));
        assert!(cleared["cleared_at"].is_string());
        let open = client.get("/me/phone-memos?box=mine&done=false").await.ok();
        assert_eq!(each(&open["items"], "id"), [waited], "nobody can do it any more");
        let late = client.put(&format!("/phone-memos/{lain}/done"), json!({})).await;
        assert_eq!(late.refused(409), "phone_memos.cleared");
    });
}

#[test]
fn what_is_open_of_somebody_who_has_left_counts_as_done_with_their_last_day() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        keeps(&scene, LEAST).await;
        let memo = between(&scene.sato, &scene.ito).await;
        let last = scene.town.today(&world);
        let leaving = json!({ "date": last });
        scene.admin.client.post(&format!("/people/{}/leave", scene.ito.id), leaving).await.ok();
        next_day(&world, last.saturating_add(LEAST.days())).await;
        assert_eq!(standing(&world, "0875-23").await[0], 1);
        next_day(&world, last.saturating_add((LEAST + 1).days())).await;
        assert_eq!(standing(&world, "0875-23").await[..3], [0; 3]);
        let cleared = scene.sato.client.get(&format!("/phone-memos/{memo}")).await.ok();
        assert_eq!((&cleared["caller"], cleared["cleared_at"].is_string()), (&json!(""), true));
    });
}

#[test]
fn more_memos_than_are_cleared_at_a_time_are_all_cleared_in_the_night() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        keeps(&scene, LEAST).await;
        for _ in 0..101 {
            let memo = between(&scene.sato, &scene.ito).await;
            done(&scene.ito, &memo).await;
        }
        assert_eq!(standing(&world, "0875-23").await[0], 101);
        later(&world, &scene, LEAST).await;
        assert_eq!(standing(&world, "0875-23").await, [0; 4]);
    });
}

#[test]
fn what_was_written_down_late_is_kept_from_when_it_was_written_and_a_slip_of_years_is_refused() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let today = scene.town.today(&world);
        let on = |days: i64| json!(format!("{}T03:00:00Z", today.saturating_add(days.days())));
        let fields = |answer: harness::Answer| each(&answer.body["fields"], "code");
        let mut slip = call(&scene.ito.id.to_string());
        slip["called_at"] = on(-400);
        assert_eq!(fields(write(&scene.sato, slip.clone()).await), ["past"]);
        (slip["called_at"], slip["call_back_by"]) = (Value::Null, on(400));
        assert_eq!(fields(write(&scene.sato, slip.clone()).await), ["too_far"]);
        (slip["called_at"], slip["call_back_by"]) = (on(-28), Value::Null);
        write(&scene.sato, slip).await.ok();
        next_day(&world, today.saturating_add(80.days())).await;
        assert_eq!(standing(&world, "0875-23").await[0], 1, "four weeks are not taken from it");
        next_day(&world, today.saturating_add(92.days())).await;
        assert_eq!(standing(&world, "0875-23").await[0], 0);
    });
}

#[test]
fn a_memo_that_cannot_be_cleared_holds_up_no_other_and_is_cleared_the_next_night() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        section(&scene).await;
        keeps(&scene, LEAST).await;
        let stuck = id(&write(&scene.sato, for_section(&scene.ito.id.to_string())).await.ok());
        let other = between(&scene.sato, &scene.ito).await;
        for memo in [&stuck, &other] {
            done(&scene.ito, memo).await;
        }
        garble(&world, &stuck).await;
        let today = scene.town.today(&world);
        later(&world, &scene, LEAST).await;
        // It failed between the section's room and the direct one: the row still says that it is due.
        assert_eq!(standing(&world, "0875-23").await[..2], [1, 1]);
        ungarble(&world, &stuck).await;
        next_day(&world, today.saturating_add((LEAST + 2).days())).await;
        assert_eq!(standing(&world, "0875-23").await, [0; 4]);
    });
}

#[test]
fn a_forward_that_cannot_be_emptied_keeps_no_names_in_the_others() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        keeps(&scene, LEAST).await;
        let memo = between(&scene.sato, &scene.ito).await;
        let mut homes = Vec::new();
        for name in ["一", "二", "三"] {
            let home = room(&scene.ito, "private", name, &[&scene.mori]).await;
            passed_on(&scene.ito, &[&memo], &[&home], "").await.ok();
            homes.push(home);
        }
        let middle = id(&newest(&scene.mori, &homes[1]).await);
        garble(&world, &middle).await;
        done(&scene.ito, &memo).await;
        later(&world, &scene, LEAST).await;
        assert_eq!(standing(&world, "0875-23").await[..2], [0, 1], "the one alone");
        ungarble(&world, &middle).await;
        for home in [&homes[0], &homes[2]] {
            assert_eq!(carried(&newest(&scene.mori, home).await), [(String::new(), true)]);
        }
    });
}
