//! What becomes of rotas when people come, go and move, and who is told that somebody is off duty.

use crate::grants::{move_to, post};
use crate::outsiders::{bot, guest, new_bot, new_guest};
use crate::rotas::{always, at, brigade, brigade_of, days, faults, groups, off_count, off_until, put};
use crate::scene::{Scene, acts, each, id, items, next_day, room, scene, text};
use harness::{Answer, NewStaff, Staff, everywhere};
use jiff::civil::date;
use kernel::Jst;
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;

/// The last act of a kind in the record.
async fn last_act(admin: &Staff, act: &str) -> Value {
    acts(admin).await.into_iter().rfind(|one| one["act"] == act).unwrap_or_else(|| panic!("{act} in the record"))
}

/// 伊藤 and 森 exchange the 4th and the 5th.
async fn swap(scene: &Scene, rota: &Value) {
    let swap =
        json!({ "person_id": scene.ito.id, "day": "2026-04-04", "with": scene.mori.id, "with_day": "2026-04-05" });
    scene.admin.client.post(&format!("/rotas/{}/swaps", id(rota)), swap).await.ok();
}

async fn replace(scene: &Scene, rota: &Value, said: &Value, query: &str) -> Answer {
    scene.admin.client.put(&format!("/rotas/{}{query}", id(rota)), said.clone()).await
}

#[test]
fn no_guest_and_no_bot_learns_when_somebody_is_on_duty_and_both_count_readers_as_everybody() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let guest = guest(&world, &scene.admin, new_guest(&scene.sato, "business")).await;
        let bot = bot(&world, &scene.admin, new_bot(&scene.sato)).await;
        put(&scene).await;
        let home = room(&scene.sato, "private", "訓練", &[&guest, &bot, &scene.mori]).await;
        let said = scene.sato.client.say(&home, "訓練の日程").await;
        let path = format!("/people/by-id?ids={}", scene.mori.id);
        for (viewer, until) in
            [(&scene.sato, json!("2026-04-01T23:30:00Z")), (&guest, Value::Null), (&bot, Value::Null)]
        {
            assert_eq!(viewer.client.get(&path).await.ok()["items"][0]["off_duty_until"], until);
            let members = viewer.client.get(&format!("/rooms/{home}/members")).await.ok();
            let mut members = items(&members["items"]).iter();
            let mori = members.find(|member| member["person"]["id"] == scene.mori.id.to_string());
            assert_eq!(mori.expect("a member")["person"]["off_duty_until"], until);
        }
        for viewer in [&scene.sato, &guest] {
            assert_eq!(groups(viewer, &said).await[2], ["森 葵"]);
            let counts = viewer.client.get(&format!("/rooms/{home}/receipts")).await.ok();
            assert_eq!(off_count(&counts), 1);
        }
        let leave = json!({ "kind": "sick", "valid_from": "2026-04-01", "valid_to": null, "access": "read" });
        scene.admin.client.post(&format!("/people/{}/leaves", scene.mori.id), leave).await.ok();
        for viewer in [&scene.sato, &guest] {
            let unread = groups(viewer, &said).await[1..].concat();
            assert!(!unread.contains(&"森 葵".to_owned()), "{unread:?}");
        }
    });
}

#[test]
fn a_turn_that_nobody_has_worked_out_yet_is_counted_by_the_clock_as_it_is_named() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        put(&scene).await;
        let home = room(&scene.sato, "private", "署", &[&scene.mori]).await;
        let said = scene.sato.client.say(&home, "出動").await;
        let path = format!("/rooms/{home}/receipts");
        assert_eq!(off_count(&scene.sato.client.get(&path).await.ok()), 1);
        // The job that turns duties is late.
        world.clock().set(Jst::start_of(date(2026, 4, 2)).plus(Duration::from_secs(9 * 3600)));
        assert_eq!(off_count(&scene.sato.client.get(&path).await.ok()), 0);
        assert_eq!(groups(&scene.sato, &said).await, [vec![], vec!["森 葵".to_owned()], vec![]]);
    });
}

#[test]
fn who_leaves_the_unit_takes_their_exchanges_with_them_and_the_other_works_their_own_days_again() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let rota = put(&scene).await;
        swap(&scene, &rota).await;
        assert_eq!(days(&scene.sato, &rota, &scene.mori, "2026-04").await[3..6], ["duty", "off", "off"]);
        next_day(&world, date(2026, 4, 3)).await;
        move_to(&scene.admin, &scene.ito, json!([post(&scene, "財政課", "主事")])).await.ok();
        assert_eq!(days(&scene.sato, &rota, &scene.mori, "2026-04").await[3..6], ["rest", "duty", "off"]);
        let month = scene.sato.client.get(&format!("/rotas/{}/month?month=2026-04", id(&rota))).await.ok();
        assert_eq!(month["exceptions"], json!([]));
        let act = last_act(&scene.admin, "directory.crew_left").await;
        let detail = json!({
            "crew_left": ["伊藤 健"], "last_day": "2026-04-02", "dropped_days": ["2026-04-04", "2026-04-05"],
        });
        assert_eq!((&act["subject_name"], &act["detail"]), (&json!("消防署"), &detail));
        // Whoever edits an older copy is told that it is one.
        let older = scene.admin.client.request(Method::PUT, &format!("/rotas/{}", id(&rota)));
        let older = older.header("if-match", format!("\"{}\"", rota["tick"])).json(&rota);
        assert_eq!(scene.admin.client.send(older).await.refused(412), "stale");
    });
}

#[test]
fn who_is_taken_out_of_a_crew_or_moves_is_named_and_their_exchanges_end() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let rota = put(&scene).await;
        swap(&scene, &rota).await;
        let mut said = brigade(scene.town.units["総務課"], [&[], &[&scene.mori], &[&scene.sato]]);
        said["crews"][1]["members"][0]["valid_to"] = json!("2026-04-02");
        let moved = json!({ "person_id": scene.mori.id, "valid_from": "2026-04-03", "valid_to": null });
        said["crews"][2]["members"].as_array_mut().expect("members").push(moved);
        replace(&scene, &rota, &said, "").await.ok();
        let detail = last_act(&scene.admin, "directory.rota_changed").await["detail"].clone();
        assert_eq!(
            [&detail["crew_joined"], &detail["crew_left"], &detail["crew_moved"], &detail["dropped_days"]],
            [&json!(["佐藤 花"]), &json!(["伊藤 健"]), &json!(["森 葵"]), &json!(["2026-04-04", "2026-04-05"])]
        );
        // What was before stays as it was: 週休 of the second crew on the 1st, and the third crew's days from the 3rd on.
        let month = scene.sato.client.get(&format!("/rotas/{}/month?month=2026-04", id(&rota))).await.ok();
        let of_mori: Vec<&Value> = items(&month["rows"])
            .iter()
            .filter(|row| row["person"]["id"] == scene.mori.id.to_string())
            .map(|row| &row["days"])
            .collect();
        assert_eq!((&of_mori[0][0], &of_mori[0][2], &of_mori[1][0]), (&json!("rest"), &Value::Null, &Value::Null));
        assert_eq!(month["exceptions"], json!([]));
    });
}

#[test]
fn days_that_are_otherwise_outlast_a_change_of_the_cycle_only_if_somebody_says_so() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let rota = put(&scene).await;
        swap(&scene, &rota).await;
        let edited = scene.admin.client.get(&format!("/rotas/{}", id(&rota))).await.ok();
        assert_eq!(edited["otherwise"], 4);
        let mut said = edited.clone();
        said["name"] = json!("中央消防署");
        replace(&scene, &rota, &said, "").await.ok();
        said["cycle"][0] = json!({ "kind": "duty", "begins": 540, "ends": 540 });
        assert_eq!(replace(&scene, &rota, &said, "").await.refused(409), "directory.days_otherwise");
        let kept = replace(&scene, &rota, &said, "?otherwise=keep").await.ok();
        assert_eq!(kept["otherwise"], 4);
        said["anchor"] = json!("2026-04-02");
        let dropped = replace(&scene, &rota, &said, "?otherwise=drop").await.ok();
        assert_eq!(dropped["otherwise"], 0);
        let act = last_act(&scene.admin, "directory.rota_changed").await;
        assert_eq!(act["detail"]["dropped_days"], json!(["2026-04-04", "2026-04-05"]));
    });
}

#[test]
fn a_crew_is_made_ready_for_newcomers_from_the_day_of_their_post_and_still_is_there_at_midnight() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let hara = scene.town.staff(&world, NewStaff::named("原", "空", ("はら", "そら")).of("財政課")).await;
        let mut here = post(&scene, "財政課", "主事");
        here["valid_to"] = json!("2026-04-02");
        let mut next = post(&scene, "総務課", "主事");
        next["valid_from"] = json!("2026-04-03");
        move_to(&scene.admin, &hara, json!([here, next])).await.ok();
        let unit = scene.town.units["総務課"];
        let early = brigade(unit, [&[&hara], &[], &[]]);
        let early = scene.admin.client.post("/rotas", early).await;
        assert_eq!(faults(early).await, [("crews[0].members[0].valid_from".to_owned(), "before_post".to_owned())]);
        let ready = json!([{ "person_id": hara.id, "valid_from": "2026-04-03", "valid_to": null }]);
        let said = brigade_of(unit, [ready, json!([always(scene.mori.id)]), json!([])]);
        let rota = scene.admin.client.post("/rotas", said).await.ok();
        // The post is put off: the crew waits.
        let mut later = post(&scene, "総務課", "主事");
        later["valid_from"] = json!("2026-04-05");
        let mut here = post(&scene, "財政課", "主事");
        here["valid_to"] = json!("2026-04-04");
        move_to(&scene.admin, &hara, json!([here, later])).await.ok();
        for day in [2, 3, 4, 5] {
            next_day(&world, date(2026, 4, day)).await;
        }
        let kept = scene.admin.client.get(&format!("/rotas/{}", id(&rota))).await.ok();
        assert_eq!(kept["crews"][0]["members"][0]["valid_to"], Value::Null);
        let names = each(&json!(acts(&scene.admin).await), "act");
        assert!(!names.contains(&"directory.crew_left".to_owned()), "{names:?}");
        assert_eq!(text(&kept["crews"][0]["members"][0]["person_id"]), hara.id.to_string());
    });
}

#[test]
fn a_month_says_when_somebody_of_it_turns_next() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let rota = put(&scene).await;
        let path = format!("/rotas/{}/month", id(&rota));
        let mut turns = Vec::new();
        for (day, hour) in [(1, 9), (2, 7), (2, 9)] {
            at(&world, date(2026, 4, day), hour, 0).await;
            turns.push(text(&scene.sato.client.get(&path).await.ok()["turns_at"]));
        }
        assert_eq!(turns, ["2026-04-01T15:00:00Z", "2026-04-01T23:30:00Z", "2026-04-02T15:00:00Z"]);
        assert!(off_until(&scene.sato, &scene.ito).await.is_some());
    });
}
