//! Whom a task reaches and whom it does not: contact barriers, leave, rooms that are closed, and papers that others read.

use crate::barriers::{nothing, walled};
use crate::scene::{Scene, id, room, scene, settled};
use crate::tasks::{counts, for_person, get, make, move_to, own, part, wish};
use harness::{NewStaff, Staff, everywhere};
use serde_json::{Value, json};

fn holders(people: &[&Staff]) -> Value {
    people.iter().map(|staff| json!({ "kind": "person", "person_id": staff.id })).collect()
}

async fn change(staff: &Staff, task: &str, wish: &Value) -> Value {
    staff.client.put(&format!("/tasks/{task}"), wish.clone()).await.ok()
}

#[test]
fn whom_a_barrier_keeps_from_being_called_nobody_calls_by_a_task() {
    everywhere(|world| async move {
        let town = walled(&world).await;
        let both = room(&town.hara, "private", "市長と窓口", &[&town.mayor, &town.sato]).await;
        assert_eq!(make(&town.sato, &both, for_person(town.mayor.id)).await.refused(400), "invalid_input");
        let mut live = settled(&town.mayor).await;
        let by_keeper = id(&make(&town.hara, &both, for_person(town.mayor.id)).await.ok());
        assert_eq!(live.event("tasks.assigned").await["task_id"], json!(by_keeper));
        assert_eq!(own(&town.mayor).await.len(), 1);
    });
}

#[test]
fn a_personal_number_stands_in_no_title_and_no_note_of_a_task_and_what_stood_there_before_may_stay() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "係", &[&scene.ito]).await;
        let number = "番号は 123456789018 です";
        let mut noted = wish("届出を確かめる");
        noted["note"] = json!(number);
        assert_eq!(make(&scene.sato, &home, wish(number)).await.refused(409), "chat.personal_number");
        assert_eq!(make(&scene.sato, &home, noted.clone()).await.refused(409), "chat.personal_number");
        let task = id(&make(&scene.sato, &home, wish("届出を確かめる")).await.ok());
        let path = format!("/tasks/{task}");
        for words in [&noted, &wish(number)] {
            assert_eq!(scene.sato.client.put(&path, words.clone()).await.refused(409), "chat.personal_number");
        }
        assert_eq!(get(&scene.sato, &task).await["note"], "");
        scene.admin.client.put("/number-guard", json!({ "policy": "off" })).await.ok();
        change(&scene.sato, &task, &noted).await;
        scene.admin.client.put("/number-guard", json!({ "policy": "refuse" })).await.ok();
        // Another day for the same words is no new number.
        noted["closing"] = json!("all");
        change(&scene.sato, &task, &noted).await;
        noted["title"] = json!("届出を二人で確かめる");
        change(&scene.sato, &task, &noted).await;
        noted["note"] = json!(format!("{number}。"));
        assert_eq!(scene.sato.client.put(&path, noted).await.refused(409), "chat.personal_number_refused");
    });
}

#[test]
fn by_a_unit_or_a_post_a_task_gets_to_nobody_whom_its_maker_may_not_write_to() {
    everywhere(|world| async move {
        let town = walled(&world).await;
        let clerk = NewStaff::named("秘書", "桜", ("ひしょ", "さくら")).of("緑野市");
        let clerk = town.town.staff(&world, clerk).await;
        let home = room(&town.sato, "private", "照会", &[&clerk, &town.hara]).await;
        let mut of_unit = wish("照会に答える");
        of_unit["holders"] = json!([{ "kind": "post", "unit_id": town.town.units["緑野市"], "title_id": null }]);
        let (mut mayor, mut heard) = (settled(&town.mayor).await, settled(&clerk).await);
        let task = id(&make(&town.sato, &home, of_unit.clone()).await.ok());
        assert_eq!(heard.event("tasks.assigned").await["task_id"], json!(task));
        assert_eq!((own(&clerk).await.len(), own(&town.mayor).await.len()), (1, 0));
        assert_eq!(counts(&town.mayor).await, (0, 0, 0));
        town.mayor.client.get(&format!("/tasks/{task}")).await.refused(404);
        let act = json!({ "done": true, "round": 0 });
        town.mayor.client.put(&format!("/tasks/{task}/part"), act).await.refused(404);
        // By who may write to them it does.
        of_unit["id"] = json!(harness::new_id());
        let by_keeper = id(&make(&town.hara, &home, of_unit).await.ok());
        assert_eq!(mayor.event("tasks.assigned").await["task_id"], json!(by_keeper), "the first that they hear of");
        assert_eq!(own(&town.mayor).await.len(), 1);
    });
}

#[test]
fn what_a_barrier_leaves_a_task_may_do() {
    everywhere(|world| async move {
        let town = walled(&world).await;
        let both = room(&town.hara, "private", "市長と窓口", &[&town.mayor, &town.sato]).await;
        let path = format!("/barriers/{}", town.barrier);
        let mut leaves = nothing();
        (leaves["find"], leaves["mention"]) = (json!(true), json!(true));
        town.admin.client.put(&path, town.barrier_that_leaves(leaves)).await.ok();
        make(&town.sato, &both, for_person(town.mayor.id)).await.ok();
        assert_eq!(own(&town.mayor).await.len(), 1);
    });
}

#[test]
fn whoever_is_on_leave_is_told_of_nothing_that_their_post_has_to_do() {
    everywhere(|world| async move {
        let Scene { town, admin, sato, .. } = scene(&world).await;
        let hara = NewStaff::named("原", "空", ("はら", "そら")).of("財政課").as_title("課長");
        let hara = town.staff(&world, hara).await;
        let ono = NewStaff::named("小野", "海", ("おの", "うみ")).of("財政課");
        let ono = town.staff(&world, ono).await;
        let home = room(&sato, "private", "予算", &[&hara, &ono]).await;
        let mut away = settled(&hara).await;
        let leave = json!({ "kind": "childcare", "valid_from": "2026-04-01", "valid_to": null, "access": "read" });
        admin.client.post(&format!("/people/{}/leaves", hara.id), leave).await.ok();
        away.event("directory.leave_changed").await;
        let unit = town.units["財政課"];
        let mut new = wish("補正予算の見積もり");
        new["holders"] = json!([{ "kind": "post", "unit_id": unit, "title_id": town.titles["課長"] }]);
        assert_eq!(make(&sato, &home, new.clone()).await.refused(400), "invalid_input", "nobody is there for it");
        new["holders"] = json!([{ "kind": "post", "unit_id": unit, "title_id": null }]);
        let mut heard = settled(&ono).await;
        let mut away = settled(&hara).await;
        let task = id(&make(&sato, &home, new).await.ok());
        assert_eq!(heard.event("tasks.assigned").await["task_id"], json!(task));
        // By name they are told, as with a mention: the first that they hear of.
        let named = id(&make(&sato, &home, for_person(hara.id)).await.ok());
        assert_eq!(away.event("tasks.assigned").await["task_id"], json!(named));
    });
}

#[test]
fn what_is_somebodys_by_name_they_finish_in_a_room_that_was_archived() {
    everywhere(|world| async move {
        let Scene { sato, ito, mori, .. } = scene(&world).await;
        let home = room(&sato, "private", "係", &[&ito, &mori]).await;
        let task = id(&make(&sato, &home, for_person(ito.id)).await.ok());
        let anybodys = id(&make(&sato, &home, wish("誰でも")).await.ok());
        sato.client.post(&format!("/rooms/{home}/archive"), json!({})).await.ok();
        assert_eq!(
            (&get(&ito, &task).await["may_do"], &get(&ito, &anybodys).await["may_do"]),
            (&json!(true), &json!(false))
        );
        assert_eq!(part(&mori, &task, true).await.refused(403), "tasks.not_yours");
        assert_eq!(part(&mori, &anybodys, true).await.refused(403), "tasks.not_yours");
        assert_eq!(part(&ito, &task, true).await.ok()["state"], "done");
        assert!(own(&ito).await.is_empty());
    });
}

#[test]
fn a_changed_task_is_as_far_as_its_parts_are() {
    everywhere(|world| async move {
        let Scene { sato, ito, mori, .. } = scene(&world).await;
        let home = room(&sato, "private", "係", &[&ito, &mori]).await;
        let mut all = wish("研修の感想を出す");
        (all["holders"], all["closing"]) = (holders(&[&ito, &mori]), json!("all"));
        let task = id(&make(&sato, &home, all.clone()).await.ok());
        part(&ito, &task, true).await.ok();
        // The one who had not done theirs loses it.
        all["holders"] = holders(&[&ito]);
        assert_eq!(change(&sato, &task, &all).await["state"], "done");
        // Somebody new has it before them.
        let mut heard = settled(&mori).await;
        all["holders"] = holders(&[&ito, &mori]);
        assert_eq!(change(&sato, &task, &all).await["state"], "doing");
        assert_eq!(heard.event("tasks.assigned").await["task_id"], json!(task));
        assert_eq!((own(&mori).await.len(), own(&ito).await.len()), (1, 0));
        // Where one is enough, it is done by the one who did.
        all["closing"] = json!("any");
        assert_eq!(change(&sato, &task, &all).await["state"], "done");
        // Whoever has a part says that it is not, whoever did it.
        assert_eq!(part(&mori, &task, false).await.ok()["state"], "doing");
        assert_eq!((own(&mori).await.len(), own(&ito).await.len()), (1, 1));
    });
}

#[test]
fn another_rhythm_counts_from_the_day_that_is_meant_now_and_what_is_open_again_is_told_on_its_day() {
    everywhere(|world| async move {
        let Scene { sato, ito, .. } = scene(&world).await;
        let home = room(&sato, "private", "係", &[&ito]).await;
        world.clock().set(kernel::Jst::start_of(jiff::civil::date(2026, 4, 1)).plus(9 * crate::later::HOUR));
        let mut new = for_person(ito.id);
        (new["due"], new["repeats"]) = (json!({ "on": "2026-04-06" }), json!("weekly"));
        let task = id(&make(&sato, &home, new.clone()).await.ok());
        assert_eq!(part(&ito, &task, true).await.ok()["due_on"], "2026-04-13");
        (new["due"], new["repeats"]) = (json!({ "on": "2026-04-13" }), json!("monthly"));
        change(&sato, &task, &new).await;
        assert_eq!(part(&ito, &task, true).await.ok()["due_on"], "2026-05-13");
        // Done, given another day, and open again.
        (new["due"], new["repeats"]) = (json!({ "on": "2026-04-03" }), Value::Null);
        new["id"] = json!(harness::new_id());
        let once = id(&make(&sato, &home, new.clone()).await.ok());
        part(&ito, &once, true).await.ok();
        new["due"] = json!({ "on": "2026-04-08" });
        change(&sato, &once, &new).await;
        move_to(&sato, &once, "open").await.ok();
        let mut live = settled(&ito).await;
        world.clock().set(kernel::Jst::start_of(jiff::civil::date(2026, 4, 8)).plus(10 * crate::later::HOUR));
        world.run_jobs().await;
        assert_eq!(live.event("tasks.due").await["task_id"], json!(once));
    });
}
