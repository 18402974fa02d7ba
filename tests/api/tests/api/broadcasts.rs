//! Broadcasts as people use them: written, looked at, sent, read, confirmed, answered, counted, taken back.

use crate::files::bring;
use crate::files_in_rooms::picture;
use crate::grants::{give, person};
use crate::outsiders::{bot, guest, new_bot, new_guest};
use crate::scene::{Scene, each, id, items, number, scene, settled, text};
use harness::{Answer, NewStaff, Staff, World, everywhere, new_id};
use serde_json::{Value, json};
use std::time::Duration;

/// What a broadcast to some people says.
pub fn words(audience: Value) -> Value {
    json!({ "title": "庁舎停電", "body": "土曜日の8時から**停電**します。", "audience": audience })
}

pub fn everybody() -> Value {
    json!({ "lines": [{}] })
}

pub fn people(some: &[&Staff]) -> Value {
    json!({ "people": some.iter().map(|staff| staff.id).collect::<Vec<_>>() })
}

/// Gives somebody the right to send to everybody.
pub async fn may_send(admin: &Staff, who: &Staff) {
    give(admin, person(who), &[("broadcasts", "change")], "all").await;
}

pub async fn draft(author: &Staff, words: Value) -> String {
    id(&author.client.post("/broadcasts", words).await.ok())
}

pub async fn send(author: &Staff, broadcast: &str) -> Answer {
    author.client.post(&format!("/broadcasts/{broadcast}/send"), json!({})).await
}

/// The hold passes.
pub async fn goes_out(world: &World) {
    world.clock().advance(Duration::from_secs(10));
    world.run_jobs().await;
}

/// A broadcast that is out.
pub async fn sent(world: &World, author: &Staff, words: Value) -> String {
    let broadcast = draft(author, words).await;
    send(author, &broadcast).await.ok();
    goes_out(world).await;
    broadcast
}

/// The owner's broadcasts at each step of their way: one is out and the member has answered to it, one was sent before, the others are on their way.
pub async fn steps(world: &World, scene: &Scene, some: [&Staff; 3]) -> Vec<(&'static str, String)> {
    may_send(&scene.admin, &scene.sato).await;
    // Somebody who tries nothing, and is waited for until the end.
    let mizuno = scene.town.staff(world, NewStaff::named("水野", "泉", ("みずの", "いずみ"))).await;
    let [ito, guest, bot] = some;
    let mut asking = words(people(&[ito, guest, bot, &mizuno]));
    (asking["must_read"], asking["replies"]) = (json!(true), json!("sender"));
    let file = bring(&scene.sato.client, "停電.txt", b"secret").await;
    let seen = bring(&scene.sato.client, "配置図.png", &picture(3, 2)).await;
    asking["files"] = json!([file, seen]);
    let broadcast = sent(world, &scene.sato, asking).await;
    let question = json!({ "body": "何時までですか" });
    scene.ito.client.post(&format!("/broadcasts/{broadcast}/replies"), question).await.ok();
    let old = sent(world, &scene.sato, words(people(&[&scene.admin]))).await;
    let mut others = Vec::new();
    for _ in 0..5 {
        others.push(draft(&scene.sato, words(people(&[&scene.admin]))).await);
    }
    let [first, ready, planned, asked, other] = others.try_into().expect("as many as were begun");
    let later = json!({ "send_at": "2026-05-01T00:00:00Z" });
    scene.sato.client.post(&format!("/broadcasts/{planned}/send"), later).await.ok();
    scene.admin.client.put("/broadcasts/rule", json!({ "consent_above": 0, "keep_years": null })).await.ok();
    for waits in [&asked, &other] {
        send(&scene.sato, waits).await.ok();
    }
    let list = json!({ "name": "管理者", "audience": people(&[&scene.admin]) });
    let list = id(&scene.sato.client.post("/broadcasts/lists", list).await.ok());
    vec![
        ("{broadcast}", broadcast),
        ("{old_broadcast}", old),
        ("{draft_broadcast}", first),
        ("{ready_broadcast}", ready),
        ("{planned_broadcast}", planned),
        ("{asked_broadcast}", asked),
        ("{other_broadcast}", other),
        ("{broadcast_list}", list),
        ("{broadcast_file}", file),
        ("{broadcast_picture}", seen),
    ]
}

async fn shown(who: &Staff, broadcast: &str) -> Value {
    who.client.get(&format!("/broadcasts/{broadcast}")).await.ok()
}

async fn summary(who: &Staff) -> Value {
    who.client.get("/broadcasts/summary").await.ok()
}

/// A town in which 佐藤 may send to everybody.
async fn office(world: &World) -> Scene {
    let scene = scene(world).await;
    may_send(&scene.admin, &scene.sato).await;
    scene
}

#[test]
fn it_arrives_live_is_read_on_all_devices_and_counted_for_its_sender() {
    everywhere(|world| async move {
        let scene = office(&world).await;
        let mut live = settled(&scene.ito).await;
        let mut must_read = words(people(&[&scene.ito, &scene.mori]));
        (must_read["must_read"], must_read["confirm_by"]) = (json!(true), json!("2026-04-03T08:00:00Z"));
        let broadcast = sent(&world, &scene.sato, must_read).await;
        let told = live.event("broadcasts.changed").await;
        assert_eq!((text(&told["broadcast_id"]), &told["news"]), (broadcast.clone(), &json!("arrived")));
        let waits = summary(&scene.ito).await;
        assert_eq!((number(&waits["pending"]), number(&waits["to_confirm"])), (1, 1));
        let received = &shown(&scene.ito, &broadcast).await["received"];
        assert_eq!(received["body"], "土曜日の8時から**停電**します。");
        assert_eq!(received["sender"]["person"]["id"], json!(scene.sato.id));
        let path = format!("/broadcasts/{broadcast}");
        scene.ito.client.put(&format!("{path}/read"), json!({})).await.ok();
        assert_eq!(live.event("broadcasts.mine_changed").await["mine"]["pending"], true);
        scene.ito.client.put(&format!("{path}/confirmation"), json!({})).await.ok();
        assert_eq!(live.event("broadcasts.mine_changed").await["mine"]["pending"], false);
        assert_eq!(number(&summary(&scene.ito).await["pending"]), 0);
        let counts = scene.sato.client.get(&format!("{path}/receipts")).await.ok();
        assert_eq!(counts, json!({ "total": 2, "done": 1, "read": 0, "away": 0 }));
        let waiting = scene.sato.client.get(&format!("{path}/receipts/people?stage=waiting&order=unit")).await.ok();
        let names: Vec<&Value> = items(&waiting["items"]).iter().map(|recipient| &recipient["person"]["id"]).collect();
        assert_eq!(names, [&json!(scene.mori.id)]);
        let reminded = scene.sato.client.post(&format!("{path}/reminders"), json!({})).await.ok();
        assert_eq!(reminded["people"], 1);
        assert_eq!(
            scene.sato.client.post(&format!("{path}/reminders"), json!({})).await.refused(429),
            "broadcasts.reminded_just_now"
        );
    });
}

#[test]
fn what_it_would_come_to_is_shown_before_with_what_speaks_against_the_moment() {
    everywhere(|world| async move {
        let scene = office(&world).await;
        let preview = async |order: &str, body: Value| {
            let path = format!("/broadcasts/preview?order={order}&limit=2");
            scene.sato.client.post(&path, body).await.ok()
        };
        let saturday = json!({ "audience": everybody(), "send_at": "2026-04-04T10:00:00Z" });
        let found = preview("reading", saturday).await;
        assert_eq!((number(&found["total"]), items(&found["items"]).len()), (3, 2));
        assert_eq!((&found["closed_day"], &found["off_hours"]), (&json!(true), &json!(true)));
        assert_eq!(items(&found["items"])[0]["name"], "伊藤 健");
        let next = text(&found["next"]);
        let path = format!("/broadcasts/preview?limit=2&cursor={next}");
        let rest = scene.sato.client.post(&path, json!({ "audience": everybody() })).await.ok();
        assert_eq!((items(&rest["items"])[0]["name"].clone(), &rest["next"]), (json!("森 葵"), &json!(null)));
        assert_eq!((&rest["closed_day"], &rest["off_hours"]), (&json!(false), &json!(false)), "a Wednesday at nine");
        let by_rank = preview("unit", json!({ "audience": everybody() })).await;
        assert_eq!(items(&by_rank["items"])[0]["name"], "加藤 誠", "the chief comes first");
        let unknown = json!({ "audience": { "people": [new_id()] } });
        let refused = scene.sato.client.post("/broadcasts/preview", unknown).await;
        assert_eq!(refused.body["fields"][0]["field"], "audience.people[0]");
    });
}

#[test]
fn whoever_was_given_nothing_sends_nothing_and_whoever_was_given_a_section_reaches_it_alone() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        assert_eq!(scene.sato.client.post("/broadcasts", words(everybody())).await.refused(404), "not_found");
        give(&scene.admin, person(&scene.sato), &[("broadcasts", "change")], "own").await;
        let hara = scene.town.staff(&world, NewStaff::named("原", "空", ("はら", "そら")).of("財政課")).await;
        let broadcast = draft(&scene.sato, words(everybody())).await;
        let planned = send(&scene.sato, &broadcast).await.ok();
        assert_eq!((number(&planned["total"]), number(&planned["left_out"]["beyond"])), (3, 1));
        goes_out(&world).await;
        assert_eq!(hara.client.get(&format!("/broadcasts/{broadcast}")).await.refused(404), "not_found");
        assert!(shown(&scene.mori, &broadcast).await["received"].is_object());
        let grants = scene.admin.client.get("/grants").await.ok();
        let grant = id(&items(&grants["items"])[0]);
        scene.admin.client.delete(&format!("/grants/{grant}")).await.ok();
        assert_eq!(scene.sato.client.post("/broadcasts", words(everybody())).await.refused(404), "not_found");
        let counts = scene.sato.client.get(&format!("/broadcasts/{broadcast}/receipts")).await.ok();
        assert_eq!(number(&counts["total"]), 3, "what they sent stays theirs");
    });
}

#[test]
fn to_many_it_goes_with_the_consent_of_somebody_else_who_is_told_that_it_waits() {
    everywhere(|world| async move {
        let scene = office(&world).await;
        scene.admin.client.put("/broadcasts/rule", json!({ "consent_above": 2, "keep_years": null })).await.ok();
        let mut live = settled(&scene.admin).await;
        let broadcast = draft(&scene.sato, words(everybody())).await;
        assert_eq!(send(&scene.sato, &broadcast).await.ok()["state"], "waiting");
        assert_eq!(live.event("broadcasts.changed").await["news"], "waiting");
        assert_eq!(number(&summary(&scene.admin).await["waiting"]), 1);
        let waiting = scene.admin.client.get("/broadcasts/waiting").await.ok();
        assert_eq!(text(&items(&waiting["items"])[0]["id"]), broadcast);
        let path = format!("/broadcasts/{broadcast}");
        assert_eq!(scene.sato.client.post(&format!("{path}/consent"), json!({})).await.refused(404), "not_found");
        scene.admin.client.post(&format!("{path}/refuse"), json!({ "why": "日付を確かめてください" })).await.ok();
        let draft = &shown(&scene.sato, &broadcast).await["managed"];
        assert_eq!((&draft["state"], &draft["refused_why"]), (&json!("draft"), &json!("日付を確かめてください")));
        send(&scene.sato, &broadcast).await.ok();
        scene.admin.client.post(&format!("{path}/consent"), json!({})).await.ok();
        goes_out(&world).await;
        assert!(shown(&scene.ito, &broadcast).await["received"].is_object());
        let acts = scene.admin.client.get("/audit?limit=200").await.ok();
        let acts = each(&acts["items"], "act");
        let told = ["consent_asked", "refused", "consent_asked", "consented", "sent"];
        let mut theirs: Vec<&str> = acts.iter().filter_map(|act| act.strip_prefix("broadcasts.")).collect();
        theirs.reverse();
        assert_eq!(theirs, [&["rule_changed"][..], &told[..]].concat());
    });
}

#[test]
fn consent_for_a_part_of_the_town_opens_nothing_of_what_goes_to_all() {
    everywhere(|world| async move {
        let scene = office(&world).await;
        give(&scene.admin, person(&scene.ito), &[("broadcasts", "release")], "own").await;
        scene.admin.client.put("/broadcasts/rule", json!({ "consent_above": 0, "keep_years": null })).await.ok();
        let broadcast = draft(&scene.sato, words(everybody())).await;
        assert_eq!(send(&scene.sato, &broadcast).await.ok()["state"], "waiting");
        let path = format!("/broadcasts/{broadcast}");
        assert_eq!(scene.ito.client.get("/broadcasts/waiting").await.refused(404), "not_found");
        assert_eq!(scene.ito.client.get(&path).await.refused(404), "not_found");
        let refuse = scene.ito.client.post(&format!("{path}/refuse"), json!({ "why": "日付を確かめてください" })).await;
        assert_eq!(refuse.refused(404), "not_found");
        assert_eq!(scene.ito.client.post(&format!("{path}/consent"), json!({})).await.refused(404), "not_found");
        assert_eq!(number(&summary(&scene.ito).await["waiting"]), 0);
    });
}

#[test]
fn guests_and_bots_read_what_was_sent_to_them_by_name_and_find_nothing_else() {
    everywhere(|world| async move {
        let scene = office(&world).await;
        let visitor = guest(&world, &scene.admin, new_guest(&scene.sato, "business")).await;
        let program = bot(&world, &scene.admin, new_bot(&scene.sato)).await;
        let all = sent(&world, &scene.sato, words(everybody())).await;
        let mut live = settled(&visitor).await;
        let named = sent(&world, &scene.sato, words(people(&[&visitor, &program, &scene.ito]))).await;
        assert_eq!(text(&live.event("broadcasts.changed").await["broadcast_id"]), named);
        for outsider in [&visitor, &program] {
            assert_eq!(outsider.client.get(&format!("/broadcasts/{all}")).await.refused(404), "not_found");
            let received = shown(outsider, &named).await;
            assert!(received["received"].is_object() && received["managed"].is_null());
            let list = outsider.client.get("/broadcasts").await.ok();
            assert_eq!(items(&list["items"]).len(), 1);
            outsider.client.put(&format!("/broadcasts/{named}/read"), json!({})).await.ok();
        }
        let counts = scene.sato.client.get(&format!("/broadcasts/{named}/receipts")).await.ok();
        assert_eq!((number(&counts["total"]), number(&counts["done"])), (3, 2));
    });
}

#[test]
fn receipts_leave_as_a_file_that_a_spreadsheet_reads_and_that_is_in_the_record() {
    everywhere(|world| async move {
        let scene = office(&world).await;
        let broadcast = sent(&world, &scene.sato, words(everybody())).await;
        scene.ito.client.put(&format!("/broadcasts/{broadcast}/read"), json!({})).await.ok();
        let path = format!("/broadcasts/{broadcast}/receipts/file?encoding=utf8");
        let request = scene.sato.client.request(reqwest::Method::GET, &path);
        let file = request.send().await.expect("an answer").text().await.expect("a text");
        let lines: Vec<&str> = file.trim_start_matches('\u{feff}').lines().collect();
        assert_eq!(lines[0], "所属,職員番号,氏名,フリガナ,職名,状態,既読日時,確認日時,確認者");
        assert_eq!(lines.len(), 4);
        let line = lines.iter().find(|line| line.contains("伊藤 健")).expect("a line");
        assert!(line.contains("イトウ ケン") && line.contains("既読,2026-04-01 09:00"), "{line}");
        let acts = scene.admin.client.get("/audit?limit=200").await.ok();
        let acts = each(&acts["items"], "act");
        assert!(acts.contains(&"broadcasts.receipts_exported".to_owned()));
        assert_eq!(scene.ito.client.get(&path).await.refused(404), "not_found");
    });
}

#[test]
fn a_personal_number_goes_to_nobody_by_a_broadcast_a_reply_or_the_reason_for_taking_it_back() {
    everywhere(|world| async move {
        let scene = office(&world).await;
        let number = "番号は 123456789018 です";
        let mut new = words(everybody());
        new["replies"] = json!("sender");
        for field in ["title", "body"] {
            let mut told = new.clone();
            told[field] = json!(number);
            // As long as it is a draft, it is its author's alone.
            let kept = draft(&scene.sato, told).await;
            assert_eq!(send(&scene.sato, &kept).await.refused(409), "chat.personal_number");
            assert_eq!(shown(&scene.sato, &kept).await["managed"]["state"], "draft");
        }
        goes_out(&world).await;
        assert_eq!(number_of(&scene.ito).await, 0);
        let broadcast = sent(&world, &scene.sato, new).await;
        assert_eq!(number_of(&scene.ito).await, 1);
        let replies = format!("/broadcasts/{broadcast}/replies");
        let said = json!({ "body": number });
        assert_eq!(scene.ito.client.post(&replies, said.clone()).await.refused(409), "chat.personal_number");
        assert!(items(&scene.ito.client.get(&replies).await.ok()["items"]).is_empty());
        scene.ito.client.post(&replies, json!({ "body": "何時までですか" })).await.ok();
        let answers = format!("/broadcasts/{broadcast}/conversations/{}", scene.ito.id);
        assert_eq!(scene.sato.client.post(&answers, said.clone()).await.refused(409), "chat.personal_number");
        let withdraw = format!("/broadcasts/{broadcast}/withdraw");
        assert_eq!(
            scene.sato.client.post(&withdraw, json!({ "why": number })).await.refused(409),
            "chat.personal_number"
        );
        assert_eq!(shown(&scene.sato, &broadcast).await["managed"]["state"], "sent");
        // Why somebody does not consent is read by its author, and kept in the record.
        scene.admin.client.put("/broadcasts/rule", json!({ "consent_above": 0, "keep_years": null })).await.ok();
        let asked = draft(&scene.sato, words(everybody())).await;
        assert_eq!(send(&scene.sato, &asked).await.ok()["state"], "waiting");
        let refuse = format!("/broadcasts/{asked}/refuse");
        assert_eq!(
            scene.admin.client.post(&refuse, json!({ "why": number })).await.refused(409),
            "chat.personal_number"
        );
        assert_eq!(shown(&scene.sato, &asked).await["managed"]["state"], "waiting");
        scene.admin.client.put("/number-guard", json!({ "policy": "off" })).await.ok();
        scene.ito.client.post(&replies, said).await.ok();
    });
}

#[test]
fn once_it_is_over_a_broadcast_waits_for_nobody_reminds_nobody_and_takes_no_replies() {
    everywhere(|world| async move {
        let scene = office(&world).await;
        let mut new = words(everybody());
        (new["must_read"], new["replies"], new["ends_at"]) =
            (json!(true), json!("sender"), json!("2026-04-01T03:00:00Z"));
        let mut early = new.clone();
        early["confirm_by"] = json!("2026-04-01T04:00:00Z");
        let kept = draft(&scene.sato, early).await;
        assert_eq!(send(&scene.sato, &kept).await.refused(400), "invalid_input");
        let broadcast = sent(&world, &scene.sato, new).await;
        let path = format!("/broadcasts/{broadcast}");
        let pending = || async { items(&scene.ito.client.get("/broadcasts?pending=true").await.ok()["items"]).len() };
        assert_eq!((number(&summary(&scene.ito).await["pending"]), pending().await), (1, 1));
        let received = shown(&scene.ito, &broadcast).await["received"].clone();
        assert_eq!((&received["mine"]["pending"], &received["replies"]), (&json!(true), &json!("sender")));
        world.clock().advance(Duration::from_secs(4 * 3_600));
        assert_eq!((number(&summary(&scene.ito).await["pending"]), pending().await), (0, 0));
        let received = shown(&scene.ito, &broadcast).await["received"].clone();
        assert_eq!((&received["mine"]["pending"], &received["replies"]), (&json!(false), &json!("closed")));
        assert_eq!(received["body"], "土曜日の8時から**停電**します。", "it can be read all the same");
        let said = json!({ "body": "何時までですか" });
        assert_eq!(scene.ito.client.post(&format!("{path}/replies"), said).await.refused(409), "broadcasts.no_replies");
        assert_eq!(shown(&scene.sato, &broadcast).await["managed"]["may"]["remind"], false);
        assert_eq!(
            scene.sato.client.post(&format!("{path}/reminders"), json!({})).await.refused(409),
            "broadcasts.nobody_waits"
        );
        let done = || async { number(&scene.sato.client.get(&format!("{path}/receipts")).await.ok()["done"]) };
        let before = done().await;
        assert_eq!(scene.ito.client.put(&format!("{path}/read"), json!({})).await.ok()["pending"], false);
        assert_eq!(done().await, before, "opened is not confirmed");
        let confirmed = scene.ito.client.put(&format!("{path}/confirmation"), json!({})).await.ok();
        assert_eq!((&confirmed["pending"], confirmed["confirmed_at"].is_string()), (&json!(false), true));
        assert_eq!(done().await, before + 1);
    });
}

#[test]
fn planned_for_a_moment_at_which_nobody_was_there_to_send_it_a_broadcast_goes_to_nobody_after_its_end() {
    everywhere(|world| async move {
        let scene = office(&world).await;
        let mut new = words(everybody());
        new["ends_at"] = json!("2026-04-01T04:00:00Z");
        let broadcast = draft(&scene.sato, new).await;
        let later = json!({ "send_at": "2026-04-01T03:00:00Z" });
        scene.sato.client.post(&format!("/broadcasts/{broadcast}/send"), later).await.ok();
        world.clock().advance(Duration::from_secs(5 * 3_600));
        world.run_jobs().await;
        let managed = shown(&scene.sato, &broadcast).await["managed"].clone();
        assert_eq!((&managed["state"], &managed["trouble"]), (&json!("draft"), &json!("too_late")));
        assert_eq!(number_of(&scene.ito).await, 0);
    });
}

/// How many broadcasts somebody has received.
async fn number_of(who: &Staff) -> usize {
    items(&who.client.get("/broadcasts").await.ok()["items"]).len()
}

#[test]
fn taken_back_everybody_sees_that_and_its_sender_still_what_it_said() {
    everywhere(|world| async move {
        let scene = office(&world).await;
        let broadcast = sent(&world, &scene.sato, words(everybody())).await;
        let mut live = settled(&scene.mori).await;
        let path = format!("/broadcasts/{broadcast}/withdraw");
        assert_eq!(scene.ito.client.post(&path, json!({ "why": "誤り" })).await.refused(404), "not_found");
        scene.sato.client.post(&path, json!({ "why": "日付の誤り" })).await.ok();
        assert_eq!(live.event("broadcasts.changed").await["news"], "withdrawn");
        let received = &shown(&scene.mori, &broadcast).await["received"];
        assert_eq!((&received["body"], &received["title"]), (&json!(null), &json!(null)));
        assert_eq!(received["withdrawn"]["why"], "日付の誤り");
        assert_eq!(shown(&scene.sato, &broadcast).await["managed"]["title"], "庁舎停電");
        assert_eq!(
            scene.sato.client.post(&path, json!({ "why": "もう一度" })).await.refused(409),
            "broadcasts.not_sent"
        );
    });
}
