//! Handovers that were never handed in, and who stands around one after the day.

use crate::grants::{give, person};
use crate::handovers::{FIRST, LAST, Office, act, asked, begin, draft, edit, get, keys, office, own};
use crate::scene::{each, id, items, next_day, room, text};
use harness::{NewStaff, Staff, World, everywhere};
use jiff::civil::date;
use serde_json::{Value, json};

/// 辻, the head of 総務部, the department around both sections.
async fn director(world: &World, office: &Office) -> Staff {
    let tsuji = NewStaff::named("辻", "学", ("つじ", "まなぶ")).of("総務部").as_title("部長");
    office.scene.town.staff(world, tsuji).await
}

/// 林, a second chief of 財政課.
async fn second_chief(world: &World, office: &Office) -> Staff {
    let hayashi = NewStaff::named("林", "恵", ("はやし", "めぐみ")).of("財政課").as_title("課長");
    office.scene.town.staff(world, hayashi).await
}

/// It becomes known that 原 leaves the town after [`LAST`], and 伊藤 is the chief of 財政課 from then on.
async fn chief_leaves(world: &World, office: &Office) {
    let home = office.post("総務課", "主事", date(2020, 4, 1), Some(LAST));
    office.give(&office.scene.ito, &[home, office.post("財政課", "課長", FIRST, None)]).await;
    let gone = json!({ "date": LAST });
    office.scene.admin.client.post(&format!("/people/{}/leave", office.hara.id), gone).await.ok();
    world.run_jobs().await;
}

async fn is_hidden(staff: &Staff, handover: &str) {
    assert_eq!(staff.client.get(&format!("/handovers/{handover}")).await.refused(404), "not_found");
    assert_eq!(own(staff).await["others"], json!([]));
}

#[test]
fn taking_over_what_was_never_handed_in_opens_no_more_of_it_to_anybody() {
    everywhere(|world| async move {
        let office = office(&world).await;
        let Office { scene, hara, .. } = &office;
        let (tsuji, hayashi) = (director(&world, &office).await, second_chief(&world, &office).await);
        let request = asked(&office).await;
        room(hara, "private", "個人的な相談", &[]).await;
        chief_leaves(&world, &office).await;
        let draft = draft(hara).await;
        edit(hara, &draft, json!({ "preface": "最初の版" })).await;
        act(hara, &draft, "hand-in").await.ok();
        act(hara, &draft, "take-back").await.ok();
        edit(hara, &draft, json!({ "preface": "まだ書きかけ" })).await;
        next_day(&world, FIRST).await;
        is_hidden(&tsuji, &draft).await;
        is_hidden(&hayashi, &draft).await;
        assert_eq!(act(&tsuji, &draft, "confirm").await.refused(404), "not_found");
        let part = vec![format!("request:{request}")];
        assert_eq!(keys(&get(&scene.ito, &draft).await), part);
        let taken = act(&scene.ito, &draft, "take-over").await.ok();
        for seen in [taken, get(&scene.ito, &draft).await] {
            assert_eq!(
                (&seen["state"], &seen["partial"], &seen["preface"], &seen["handed_at"], keys(&seen)),
                (&json!("taken_over"), &json!(true), &json!(""), &Value::Null, part.clone())
            );
        }
        let version = format!("/handovers/{draft}/versions/1");
        assert_eq!(scene.ito.client.get(&version).await.refused(404), "not_found");
        assert_eq!(tsuji.client.get(&version).await.refused(404), "not_found");
        is_hidden(&hayashi, &draft).await;
        let confirmed = act(&tsuji, &draft, "confirm").await.ok();
        assert_eq!(
            (&confirmed["state"], &confirmed["partial"], &confirmed["items"]),
            (&json!("confirmed"), &json!(true), &json!([])),
            "the head knows of it and confirms it, and is shown nothing of it"
        );
        assert_eq!(keys(&get(&scene.ito, &draft).await), part);
    });
}

#[test]
fn after_the_day_the_new_chief_takes_it_over_and_the_head_of_the_department_confirms_it() {
    everywhere(|world| async move {
        let office = office(&world).await;
        let Office { scene, hara, .. } = &office;
        let tsuji = director(&world, &office).await;
        office.chief_moves(&world).await;
        let draft = draft(hara).await;
        act(hara, &draft, "hand-in").await.ok();
        next_day(&world, FIRST).await;
        let seen = get(&scene.ito, &draft).await;
        assert_eq!((&seen["side"], &seen["head"]["name"]), (&json!("successor"), &json!("辻 学")));
        assert_eq!(get(&tsuji, &draft).await["side"], "head");
        act(&scene.ito, &draft, "take-over").await.ok();
        assert_eq!(act(&scene.ito, &draft, "confirm").await.refused(403), "handovers.not_yours");
        assert_eq!(act(&tsuji, &draft, "confirm").await.ok()["state"], "confirmed");
    });
}

#[test]
fn whoever_was_named_and_has_left_takes_nothing_over_and_the_post_says_who_does() {
    everywhere(|world| async move {
        let office = office(&world).await;
        let Office { scene, ono, .. } = &office;
        let sato = &scene.sato;
        let draft = id(&begin(sato, &office.clerk()).await);
        edit(sato, &draft, json!({ "named": [ono.id] })).await;
        act(sato, &draft, "hand-in").await.ok();
        assert_eq!(get(&scene.mori, &draft).await["side"], "holder");
        let gone = json!({ "date": "2026-04-02" });
        scene.admin.client.post(&format!("/people/{}/leave", ono.id), gone).await.ok();
        next_day(&world, date(2026, 4, 3)).await;
        let seen = get(&scene.mori, &draft).await;
        assert_eq!(
            (&seen["side"], each(&seen["successors"], "name")),
            (&json!("successor"), vec!["伊藤 健".to_owned(), "森 葵".to_owned()])
        );
        act(&scene.mori, &draft, "take-over").await.ok();
    });
}

#[test]
fn a_leave_is_told_in_the_list_of_the_administration_when_it_has_begun_or_is_handed_over() {
    everywhere(|world| async move {
        let office = office(&world).await;
        let Office { scene, hara, ono } = &office;
        let leave = json!({ "kind": "childcare", "valid_from": "2026-04-05", "valid_to": null, "access": "read" });
        for person in [hara, &scene.sato] {
            scene.admin.client.post(&format!("/people/{}/leaves", person.id), leave.clone()).await.ok();
        }
        next_day(&world, date(2026, 4, 2)).await;
        give(&scene.admin, person(ono), &[("transfers", "see"), ("people", "see")], "all").await;
        give(&scene.admin, person(&scene.mori), &[("people", "change")], "own").await;
        give(&scene.admin, person(&scene.mori), &[("transfers", "see")], "all").await;
        let list = async |staff: &Staff| {
            let page = staff.client.get("/administration/handovers").await.ok();
            items(&page["items"]).iter().map(|line| text(&line["person"]["name"])).collect::<Vec<_>>()
        };
        assert_eq!(list(&scene.admin).await, ["佐藤 花", "原 空"]);
        assert_eq!(list(ono).await, Vec::<String>::new());
        assert_eq!(list(&scene.mori).await, ["佐藤 花"], "whose records they keep");
        let draft = draft(hara).await;
        act(hara, &draft, "hand-in").await.ok();
        assert_eq!(list(ono).await, ["原 空"]);
        act(hara, &draft, "take-back").await.ok();
        assert_eq!(list(ono).await, Vec::<String>::new());
        next_day(&world, date(2026, 4, 5)).await;
        assert_eq!(list(ono).await, ["佐藤 花", "原 空"]);
    });
}
