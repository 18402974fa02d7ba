//! 答弁: a section drafts the answer to a question of the council, and one after another checks it.

use crate::scene::{Scene, each, id, room, scene, settled, text};
use crate::slips::{act, get, home, listed, make, own, step, words};
use harness::{Staff, Town, everywhere, new_id};
use jiff::civil::date;
use kernel::{Jst, PersonId};
use serde_json::{Value, json};

/// A question of the council to 総務課, checked by its 課長 and by somebody by name.
fn question(town: &Town, turn: i64, day: &str, second: PersonId) -> Value {
    let checks = json!([
        { "label": "課長確認", "title_id": town.titles["課長"] },
        { "label": "部長確認", "person_id": second },
    ]);
    let form = json!({
        "kind": "council", "unit_id": town.units["総務課"], "sender": "緑川議員(縁側会)", "day": day, "turn": turn,
        "subject": "通学路の安全", "note": "点検の結果を問う", "checks": checks,
    });
    json!({ "id": new_id(), "form": form })
}

#[test]
fn the_draft_of_a_council_answer_goes_from_check_to_check_until_it_is_settled() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (home, hara) = home(&world, &scene).await;
        let Scene { admin: chief, sato, ito, mori, town, .. } = &scene;
        // 課長 is 加藤, who is not in the room yet.
        let early = make(&hara, &home, question(town, 1, "2026-06-10", mori.id)).await;
        assert_eq!((early.status.as_u16(), &early.body["fields"][0]["field"]), (400, &json!("checks")));
        sato.client.post(&format!("/rooms/{home}/members"), json!({ "people": [chief.id] })).await.ok();
        let made = make(&hara, &home, question(town, 1, "2026-06-10", mori.id)).await.ok();
        let slip = id(&made);
        assert_eq!(each(&made["checks"], "label"), ["課長確認", "部長確認"]);
        assert_eq!((&made["checks"][0]["name"], &made["lines"][0]["state"]), (&json!("総務課長"), &json!("drafting")));
        assert_eq!(own(ito).await, [slip.as_str()]);
        assert_eq!(step(&hara, &slip, 0, words("answer", 0, "案")).await.refused(403), "slips.not_yours");
        let mut live = settled(chief).await;
        step(ito, &slip, 0, words("answer", 0, "点検を終えた")).await.ok();
        assert_eq!(live.event("chat.mentioned").await["message_id"], json!(slip), "whose the check is, is called");
        assert!(own(chief).await.contains(&slip) && !own(mori).await.contains(&slip));
        assert!(get(chief, &slip).await["checks_now"].as_bool().expect("a word"));
        assert_eq!(step(mori, &slip, 0, act("approve", 1)).await.refused(403), "slips.not_your_check");
        assert_eq!(step(mori, &slip, 0, words("return", 1, "早い")).await.refused(403), "slips.not_the_asker");
        let returned = step(chief, &slip, 0, words("return", 1, "箇所数を入れる")).await.ok();
        assert_eq!(
            (&returned["lines"][0]["state"], &returned["lines"][0]["reason"]),
            (&json!("returned"), &json!("箇所数を入れる"))
        );
        step(ito, &slip, 0, words("answer", 2, "12か所の点検を終えた")).await.ok();
        let once = step(chief, &slip, 0, act("approve", 3)).await.ok();
        let again = step(chief, &slip, 0, act("approve", 3)).await.ok();
        assert_eq!(
            (&once["lines"][0]["passed"], &again["lines"][0]["passed"]),
            (&json!(1), &json!(1)),
            "sent twice, once"
        );
        assert_eq!(own(mori).await, [slip.as_str()]);
        // A mistaken approval is undone, a draft anew is checked anew.
        let back = step(chief, &slip, 0, act("put_back", 4)).await.ok();
        assert_eq!((&back["lines"][0]["passed"], &back["lines"][0]["state"]), (&json!(0), &json!("checking")));
        step(chief, &slip, 0, act("approve", 5)).await.ok();
        let settled = step(mori, &slip, 0, act("approve", 6)).await.ok();
        let line = &settled["lines"][0];
        assert_eq!((&line["state"], &line["answer"]), (&json!("settled"), &json!("12か所の点検を終えた")));
        assert_eq!(step(ito, &slip, 0, words("answer", 7, "もう一度")).await.refused(409), "slips.not_now");
        let replies = hara.client.get(&format!("/threads/{slip}/messages")).await.ok();
        assert!(replies.to_string().contains("点検を終えた"), "former drafts stay in the thread");
    });
}

#[test]
fn a_draft_that_is_taken_back_takes_its_approvals_along_and_no_former_one_stands_in_for_it() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (home, hara) = home(&world, &scene).await;
        let Scene { admin: chief, sato, ito, mori, town, .. } = &scene;
        sato.client.post(&format!("/rooms/{home}/members"), json!({ "people": [chief.id] })).await.ok();
        let slip = id(&make(&hara, &home, question(town, 1, "2026-06-10", mori.id)).await.ok());
        step(ito, &slip, 0, words("answer", 0, "返された案")).await.ok();
        step(chief, &slip, 0, words("return", 1, "箇所数を入れる")).await.ok();
        let second = words("answer", 2, "12か所の点検を終えた");
        step(ito, &slip, 0, second.clone()).await.ok();
        step(chief, &slip, 0, act("approve", 3)).await.ok();
        let approved = step(mori, &slip, 0, act("approve", 4)).await.ok();
        assert_eq!(approved["lines"][0]["state"], "settled");
        ito.client.delete(&format!("/messages/{}", text(&second["reply_id"]))).await.ok();
        let line = &get(&hara, &slip).await["lines"][0];
        assert_eq!(
            (&line["state"], &line["passed"], &line["answer"], &line["answer_id"]),
            (&json!("drafting"), &json!(0), &json!(""), &Value::Null)
        );
        let again = step(ito, &slip, 0, words("answer", 6, "直した案")).await.ok();
        assert_eq!(
            (&again["lines"][0]["state"], &again["lines"][0]["passed"]),
            (&json!("checking"), &json!(0)),
            "it is checked from the beginning"
        );
    });
}

#[test]
fn a_personal_number_is_kept_from_what_checks_are_called() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (home, hara) = home(&world, &scene).await;
        scene.sato.client.post(&format!("/rooms/{home}/members"), json!({ "people": [scene.admin.id] })).await.ok();
        let mut numbered = question(&scene.town, 1, "2026-06-10", scene.mori.id);
        numbered["form"]["checks"][1]["label"] = json!("1234-5678-9018");
        assert_eq!(make(&hara, &home, numbered.clone()).await.refused(409), "chat.personal_number");
        numbered["form"]["checks"][1]["label"] = json!("部長確認");
        assert_eq!(make(&hara, &home, numbered).await.status.as_u16(), 201);
    });
}

#[test]
fn nobody_gives_a_check_by_name_to_whom_a_contact_barrier_keeps_them_from_calling() {
    everywhere(|world| async move {
        let town = crate::barriers::walled(&world).await;
        let home = room(&town.hara, "private", "議会", &[&town.mayor, &town.deputy, &town.sato, &town.ito]).await;
        let checked = |by: PersonId| {
            let mut question = question(&town.town, 1, "2026-06-10", by);
            question["form"]["checks"] = json!([{ "label": "市長確認", "person_id": by }]);
            question
        };
        let refused = make(&town.sato, &home, checked(town.mayor.id)).await;
        assert_eq!((refused.status.as_u16(), &refused.body["fields"][0]["field"]), (400, &json!("checks")));
        make(&town.sato, &home, checked(town.ito.id)).await.ok();
        make(&town.deputy, &home, checked(town.mayor.id)).await.ok();
    });
}

#[test]
fn a_title_leads_no_check_to_whom_a_contact_barrier_keeps_them_from_calling() {
    everywhere(|world| async move {
        let town = crate::barriers::walled(&world).await;
        let home = room(&town.hara, "private", "議会", &[&town.mayor, &town.deputy, &town.sato, &town.ito]).await;
        let checked = || {
            let mut question = question(&town.town, 1, "2026-06-10", town.ito.id);
            question["form"]["checks"] = json!([{ "label": "市長確認", "title_id": town.town.titles["市長"] }]);
            question
        };
        let refused = make(&town.sato, &home, checked()).await;
        assert_eq!((refused.status.as_u16(), &refused.body["fields"][0]["field"]), (400, &json!("checks")));
        assert_eq!(refused.body["fields"][0]["code"], "nobody_there");
        let made = make(&town.hara, &home, checked()).await.ok();
        assert_eq!(made["checks"][0]["name"], "緑野市長");
    });
}

#[test]
fn a_check_that_nobody_in_the_room_can_pass_any_more_is_passed_by_who_owns_the_room() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (home, hara) = home(&world, &scene).await;
        let Scene { admin: chief, sato, ito, mori, town, .. } = &scene;
        sato.client.post(&format!("/rooms/{home}/members"), json!({ "people": [chief.id] })).await.ok();
        let slip = id(&make(&hara, &home, question(town, 1, "2026-06-10", mori.id)).await.ok());
        step(ito, &slip, 0, words("answer", 0, "点検を終えた")).await.ok();
        step(chief, &slip, 0, act("approve", 1)).await.ok();
        assert_eq!(step(sato, &slip, 0, act("approve", 2)).await.refused(403), "slips.not_your_check");
        sato.client.delete(&format!("/rooms/{home}/members/{}", mori.id)).await.ok();
        let offered = async |staff: &Staff| listed(staff, &home, "kind=council").await[0]["checks_now"] == json!(true);
        assert!(offered(sato).await && !offered(ito).await && !offered(&hara).await);
        assert_eq!(step(&hara, &slip, 0, act("approve", 2)).await.refused(403), "slips.not_your_check");
        let settled = step(sato, &slip, 0, act("approve", 2)).await.ok();
        let line = &settled["lines"][0];
        assert_eq!(
            (&line["state"], &line["acts"][2]["by"]),
            (&json!("settled"), &json!(sato.id)),
            "and it is seen who"
        );
    });
}

#[test]
fn questions_of_the_council_come_by_their_day_and_their_turn_in_it() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (home, hara) = home(&world, &scene).await;
        scene.sato.client.post(&format!("/rooms/{home}/members"), json!({ "people": [scene.admin.id] })).await.ok();
        let mut made = Vec::new();
        for (turn, day) in [(2, "2026-04-09"), (10, "2026-04-08"), (2, "2026-04-08")] {
            made.push(id(&make(&hara, &home, question(&scene.town, turn, day, scene.mori.id)).await.ok()));
        }
        let ids = |list: Value| each(&list, "id");
        let all = listed(&hara, &home, "kind=council").await;
        assert_eq!(ids(all), [made[2].as_str(), made[1].as_str(), made[0].as_str()]);
        let of_day = listed(&hara, &home, "kind=council&day=2026-04-08").await;
        assert_eq!(ids(of_day), [made[2].as_str(), made[1].as_str()]);
        world.clock().set(Jst::start_of(date(2026, 4, 9)));
        assert_eq!(ids(listed(&hara, &home, "kind=council").await), [made[0].as_str()]);
        assert_eq!(ids(listed(&hara, &home, "kind=council&over=true").await), [made[2].as_str(), made[1].as_str()]);
    });
}
