//! 休業 and 復職 by the personnel department's list: in a transfer like everything else that bears a day.

use crate::scene::{Scene, items, next_day, scene, text};
use crate::transfers::{act, differences, draft, get, number_of, put, released, undone};
use harness::{Staff, World, everywhere};
use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::{Value, json};

const HEADER: &str = "職員番号,氏名,休業区分,休業開始日,休業終了日,復職日,休業中の利用";

async fn upload(scene: &Scene, transfer: &str, lines: &[(&Staff, &str)]) -> Value {
    upload_as(scene, transfer, HEADER, lines).await
}

async fn upload_as(scene: &Scene, transfer: &str, header: &str, lines: &[(&Staff, &str)]) -> Value {
    let mut list = format!("{header}\r\n");
    for (staff, rest) in lines {
        let person = scene.admin.client.get(&format!("/people/{}", staff.id)).await.ok();
        list += &format!("{},{},{rest}\r\n", text(&person["staff_number"]), text(&person["name"]));
    }
    put(scene, transfer, text::cp932::encode(&list).bytes).await.ok()
}

/// Kind, first and last day of somebody's leaves, as the administrator sees them, the oldest first.
async fn leaves(scene: &Scene, whom: &Staff) -> Vec<(String, String, Value)> {
    let found = scene.admin.client.get(&format!("/people/{}/leaves", whom.id)).await.ok();
    let line = |leave: &Value| (text(&leave["kind"]), text(&leave["valid_from"]), leave["valid_to"].clone());
    items(&found["items"]).iter().rev().map(line).collect()
}

async fn put_leave(scene: &Scene, whom: &Staff, kind: &str, from: Date, to: Option<Date>) {
    let (from, to) = (from.to_string(), to.map(|day| day.to_string()));
    let new = json!({ "kind": kind, "valid_from": from, "valid_to": to, "access": "read" });
    scene.admin.client.post(&format!("/people/{}/leaves", whom.id), new).await.ok();
}

async fn is_away(viewer: &Staff, whom: &Staff) -> bool {
    viewer.client.get(&format!("/people/{}", whom.id)).await.ok()["on_leave"] == true
}

async fn each_day(world: &World, first: Date, last: Date) {
    let mut day = first;
    while day <= last {
        next_day(world, day).await;
        day = day.tomorrow().expect("a day");
    }
}

#[test]
fn a_list_puts_people_on_leave_and_brings_them_back_with_its_day_and_not_before() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let today = scene.town.today(&world);
        put_leave(&scene, &scene.mori, "sick", today, None).await;
        let (transfer, day) = draft(&world, &scene, 3).await;
        let last = day.saturating_add(200.days());
        let lines = [(&scene.sato, &*format!("育休,,{last},,見る・個人あての会話")), (&scene.mori, "復職,,,,")];
        let counted = upload(&scene, &transfer, &lines).await;
        assert_eq!((&counted["counts"]["leave"], &counted["counts"]["conflict"]), (&json!(2), &json!(0)), "{counted}");
        let told = differences(&scene, &transfer, "sort=leave").await;
        let line = |number: &str| told.iter().find(|line| line["staff_number"] == *number).expect("a line").clone();
        let gone = line(&number_of(&scene, &scene.sato).await);
        assert_eq!((text(&gone["field"]), text(&gone["before"])), ("休業".to_owned(), String::new()));
        assert_eq!(text(&gone["after"]), format!("育休 ({day}～{last}) 見る・個人あての会話"));
        let back = line(&number_of(&scene, &scene.mori).await);
        let eve = day.yesterday().expect("a day");
        assert_eq!(text(&back["field"]), "復職");
        assert_eq!(text(&back["before"]), format!("病休 ({today}～) 見るだけ"));
        assert_eq!(text(&back["after"]), format!("病休 ({today}～{eve}) 見るだけ"));
        assert_eq!(leaves(&scene, &scene.sato).await, [], "nobody knows before the release");

        released(&world, &scene, &transfer).await;
        assert_eq!(leaves(&scene, &scene.sato).await, [("childcare".into(), day.to_string(), json!(last.to_string()))]);
        assert_eq!((is_away(&scene.ito, &scene.sato).await, is_away(&scene.ito, &scene.mori).await), (false, true));
        each_day(&world, today.tomorrow().expect("a day"), day).await;
        assert_eq!((is_away(&scene.ito, &scene.sato).await, is_away(&scene.ito, &scene.mori).await), (true, false));
        assert_eq!(scene.sato.client.get("/me").await.ok()["leave"]["access"], "direct");

        undone(&world, &scene, &transfer).await;
        world.run_jobs().await;
        assert_eq!(leaves(&scene, &scene.sato).await, []);
        assert_eq!(leaves(&scene, &scene.mori).await, [("sick".into(), today.to_string(), Value::Null)]);
        assert_eq!((is_away(&scene.ito, &scene.sato).await, is_away(&scene.ito, &scene.mori).await), (false, true));
        assert_eq!(get(&scene, &transfer).await["counts"]["conflict"], 0);
    });
}

#[test]
fn an_order_of_the_personnel_system_may_be_a_leave_instead_of_a_post() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (transfer, day) = draft(&world, &scene, 3).await;
        let today = scene.town.today(&world);
        put_leave(&scene, &scene.mori, "maternity", today, Some(day.yesterday().expect("a day"))).await;
        let header = "職員番号,氏名,所属,職名,発令区分,発令日,終了日";
        let last = day.saturating_add(100.days());
        let lines = [
            (&scene.sato, &*format!("総務部/総務課,係長,産休,{day},")),
            (&scene.mori, &*format!("建設部/道路課,主任,育休,{day},{last}")),
            (&scene.ito, &*format!("総務部/財政課,主査,本務,{day},")),
        ];
        let counted = upload_as(&scene, &transfer, header, &lines).await;
        let counts = &counted["counts"];
        assert_eq!((&counts["leave"], &counts["conflict"]), (&json!(2), &json!(0)), "{counted}");
        let touched = (&counts["moved"], &counts["changed"]);
        assert_eq!(touched, (&json!(1), &json!(0)), "who goes on leave keeps their posts: {counted}");
        released(&world, &scene, &transfer).await;
        assert_eq!(leaves(&scene, &scene.sato).await, [("maternity".into(), day.to_string(), Value::Null)]);
        let of_mori = leaves(&scene, &scene.mori).await;
        assert_eq!(of_mori[1], ("childcare".into(), day.to_string(), json!(last.to_string())), "{of_mori:?}");
        let again = draft(&world, &scene, 3).await.0;
        let counted = upload_as(&scene, &again, header, &lines).await;
        assert_eq!(counted["counts"]["leave"], 0, "said again, nothing changes: {counted}");
    });
}

#[test]
fn a_leave_is_said_to_last_for_longer_or_shorter_and_what_does_not_fit_has_to_be_put_right() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let today = scene.town.today(&world);
        let (transfer, day) = draft(&world, &scene, 3).await;
        let (soon, late) = (day.saturating_add(10.days()), day.saturating_add(300.days()));
        put_leave(&scene, &scene.sato, "childcare", today, Some(soon)).await;
        let longer = upload(&scene, &transfer, &[(&scene.sato, &*format!(",,{late},,"))]).await;
        assert_eq!((&longer["counts"]["leave"], &longer["counts"]["conflict"]), (&json!(1), &json!(0)), "{longer}");
        let open = upload(&scene, &transfer, &[(&scene.sato, "育休,,未定,,")]).await;
        assert_eq!(open["counts"]["leave"], 1);
        assert!(text(&differences(&scene, &transfer, "sort=leave").await[0]["after"]).contains("～)"));
        let wrong = [
            (format!("病休,{soon},,,"), "休業の期間が重なります"),
            (format!("育休,,{today},,"), "休業の終わりが異動日より前です"),
            (format!("病休,{today},,,"), "終わりの日だけを変えられます"),
            (format!("部分休業,{late},,,"), "いずれでもありません"),
            (format!("休職,{late},{soon},,"), "休業開始日より前です"),
            (format!("復職,,,{late},"), "休業していません"),
        ];
        for (cells, reason) in &wrong {
            let counted = upload(&scene, &transfer, &[(&scene.sato, cells)]).await;
            let told = differences(&scene, &transfer, "sort=conflict").await;
            let has = told.iter().any(|line| text(&line["japanese"]).contains(reason) && line["line"] == 2);
            assert!(has && counted["counts"]["conflict"] != 0, "{cells}: {told:?}");
        }
        let refused = act(&scene, &transfer, "schedule", json!({ "release_at": null })).await;
        assert_eq!(refused.refused(409), "transfers.conflicts");
        let early = upload(&scene, &transfer, &[(&scene.ito, &*format!("休職,{today},,,"))]).await;
        assert_eq!(early["counts"]["conflict"], 1, "nobody is to know before the release: {early}");
        let leaver = format!("休職,{day},,,,{soon}");
        upload_as(&scene, &transfer, &format!("{HEADER},退職日"), &[(&scene.ito, &leaver)]).await;
        let told = differences(&scene, &transfer, "sort=conflict").await;
        assert!(told.iter().any(|line| text(&line["japanese"]).contains("退職日より後")), "{told:?}");
        let unknown = upload(&scene, &transfer, &[(&scene.ito, &*format!(",,{late},,"))]).await;
        assert_eq!(unknown["counts"]["conflict"], 1, "there is no leave to change: {unknown}");
    });
}

#[test]
fn a_leave_that_was_changed_by_hand_since_stays_when_the_transfer_is_taken_back() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (transfer, day) = draft(&world, &scene, 3).await;
        upload(&scene, &transfer, &[(&scene.sato, "育休,,,,"), (&scene.ito, "産休,,,,")]).await;
        released(&world, &scene, &transfer).await;
        let path = format!("/people/{}/leaves", scene.sato.id);
        let leave = scene.admin.client.get(&path).await.ok()["items"][0].clone();
        let last = day.saturating_add(30.days()).to_string();
        let by_hand = json!({ "kind": "childcare", "valid_from": day.to_string(), "valid_to": last, "access": "read" });
        scene.admin.client.put(&format!("/leaves/{}", text(&leave["id"])), by_hand).await.ok();
        let back = undone(&world, &scene, &transfer).await;
        assert_eq!(back["counts"]["conflict"], 1, "{back}");
        let told = differences(&scene, &transfer, "sort=conflict").await;
        assert_eq!(told[0]["staff_number"], json!(number_of(&scene, &scene.sato).await));
        assert_eq!(leaves(&scene, &scene.sato).await, [("childcare".into(), day.to_string(), json!(last))]);
        assert_eq!(leaves(&scene, &scene.ito).await, []);
    });
}
