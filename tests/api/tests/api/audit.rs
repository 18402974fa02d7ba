//! The record of acts is whole, and whatever is done to it shows.

use crate::scene::{Scene, items, number, scene, scene_of, text};
use futures_util::future::join_all;
use harness::{everywhere, store};
use serde_json::{Value as Json, json};
use std::time::Duration;

async fn verified(scene: &Scene, query: &str) -> Json {
    scene.admin.client.get(&format!("/audit/verification{query}")).await.ok()
}

/// How many records there are, all of them good.
async fn records(scene: &Scene) -> i64 {
    let found = verified(scene, "").await;
    assert_eq!(found["broken"], Json::Null);
    number(&found["good"])
}

/// Acts of an administrator, so many; what they are done to.
async fn act(scene: &Scene, times: usize) -> Vec<String> {
    let before = items(&scene.admin.client.get("/titles").await.ok()["items"]).len();
    let names: Vec<String> = (before..before + times).map(|turn| format!("参事{turn}")).collect();
    for name in &names {
        scene.admin.client.post("/titles", json!({ "name": name, "reading": "さんじ", "rank": 100 })).await.ok();
    }
    names
}

#[test]
fn records_of_acts_that_happen_at_once_make_one_chain_and_each_town_has_its_own() {
    everywhere(|world| async move {
        let (ours, theirs) = (scene(&world).await, scene_of(&world, "青浜町").await);
        let before = [records(&ours).await, records(&theirs).await];
        let acts = (0..12).map(|turn| {
            let title = json!({ "name": format!("主幹{turn}"), "reading": "しゅかん", "rank": 50 });
            let scene = if turn % 3 == 0 { &theirs } else { &ours };
            async move { scene.admin.client.post("/titles", title).await.ok() }
        });
        join_all(acts).await;
        let found = verified(&ours, "").await;
        assert_eq!((number(&found["good"]), &found["broken"]), (before[0] + 8, &Json::Null));
        assert_eq!(number(&found["head"]["number"]), before[0] + 8);
        assert_eq!(records(&theirs).await, before[1] + 4);
    });
}

#[test]
fn whatever_of_a_record_is_altered_it_is_found_and_named() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let third = records(&scene).await + 3;
        act(&scene, 5).await;
        let (org, whole) = (scene.town.org, verified(&scene, "").await);
        let changes = [
            ("at", "at + 1", "at - 1"),
            ("act", "'directory.title_changed'", "'directory.title_created'"),
            ("account_id", "account_id + 1", "account_id - 1"),
            ("person_id", "person_id + 1", "person_id - 1"),
            ("subject", "subject || 'x'", "SUBSTR(subject, 1, LENGTH(subject) - 1)"),
            ("subject_name", "subject_name || 'x'", "SUBSTR(subject_name, 1, LENGTH(subject_name) - 1)"),
            ("detail", "detail || ' '", "SUBSTR(detail, 1, LENGTH(detail) - 1)"),
            ("address", "'203.0.113.9' || address", "SUBSTR(address, 12)"),
            ("id", "id + 1", "id - 1"),
            ("hash", "'0' || hash", "SUBSTR(hash, 2)"),
        ];
        for (column, altered, restored) in changes {
            assert_eq!(store::alter(&world, org, third, column, altered).await, 1);
            let found = verified(&scene, "").await;
            assert_eq!(number(&found["broken"]["number"]), third, "{column}");
            assert_eq!(found["broken"]["fault"], "altered", "{column}");
            assert_eq!((number(&found["good"]), &found["head"]), (third - 1, &Json::Null), "{column}");
            assert_eq!(scene.admin.client.get("/audit").await.status, 200, "the list is shown all the same");
            store::alter(&world, org, third, column, restored).await;
            assert_eq!(verified(&scene, "").await, whole, "{column} is as it was");
        }
    });
}

#[test]
fn a_record_that_is_gone_or_was_put_in_is_found() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        act(&scene, 4).await;
        store::take_away(&world, scene.town.org, 2).await;
        let found = verified(&scene, "").await;
        assert_eq!(found["broken"], json!({ "number": 2, "fault": "missing", "at": null, "act": "" }));
        store::bring_back(&world, scene.town.org).await;
        assert_eq!(verified(&scene, "").await["broken"], Json::Null);
        store::put_in(&world, scene.town.org, 1).await;
        let found = verified(&scene, "").await;
        assert_eq!((number(&found["broken"]["number"]), text(&found["broken"]["fault"])), (0, "added".to_owned()));
    });
}

#[test]
fn a_note_from_before_tells_of_records_cut_off_and_written_anew() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        act(&scene, 4).await;
        let head = verified(&scene, "").await["head"].clone();
        let last = number(&head["number"]);
        let noted = format!("?number={}&hash={}", head["number"], text(&head["hash"]));
        act(&scene, 1).await;
        assert_eq!(verified(&scene, &noted).await["broken"], Json::Null, "going on is no fault");
        store::cut_off(&world, scene.town.org, last - 1).await;
        assert_eq!(verified(&scene, "").await["broken"], Json::Null, "without a note nobody can tell");
        let found = verified(&scene, &noted).await;
        assert_eq!(found["broken"], json!({ "number": last, "fault": "missing", "at": null, "act": "" }));
        act(&scene, 3).await;
        assert_eq!(verified(&scene, "").await["broken"], Json::Null);
        let found = verified(&scene, &noted).await;
        assert_eq!(
            (number(&found["broken"]["number"]), text(&found["broken"]["fault"])),
            (last, "rewritten".to_owned())
        );
        let half = scene.admin.client.get("/audit/verification?number=4").await;
        assert_eq!(half.refused(400), "invalid_query");
    });
}

#[test]
fn records_from_before_the_chain_are_spoken_for_by_its_first() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let before = records(&scene).await;
        let (names, org) = (act(&scene, 3).await, scene.town.org);
        store::unchain(&world, org).await;
        act(&scene, 2).await;
        let found = verified(&scene, "").await;
        assert_eq!((number(&found["good"]), &found["broken"]), (before + 3 + 1 + 2, &Json::Null));
        assert_eq!(number(&found["head"]["number"]), 3, "one speaks for all before it");
        assert_eq!(store::shift_old(&world, org, &names[1], 1).await, 1);
        let broken = verified(&scene, "").await["broken"].clone();
        assert_eq!((number(&broken["number"]), text(&broken["fault"])), (0, "altered".to_owned()));
        store::shift_old(&world, org, &names[1], -1).await;
        assert_eq!(verified(&scene, "").await["broken"], Json::Null);
        assert_eq!(store::delete_old(&world, org, &names[1]).await, 1);
        assert_eq!(text(&verified(&scene, "").await["broken"]["fault"]), "missing");
    });
}

/// What the records that are asked for were done to, the oldest first.
async fn names(scene: &Scene, query: &str) -> Vec<String> {
    let found = scene.admin.client.get(&format!("/audit?order=oldest&act=directory.title_created&{query}")).await.ok();
    items(&found["items"]).iter().map(|entry| text(&entry["subject_name"]).to_owned()).collect()
}

#[test]
fn records_are_found_by_what_they_hold_by_whom_and_by_day() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let ours = act(&scene, 2).await;
        world.clock().advance(Duration::from_secs(24 * 60 * 60));
        let named = json!({ "name": "Chief_100%", "reading": "ちーふ", "rank": 5 });
        scene.admin.client.post("/titles", named).await.ok();
        let later = || vec!["Chief_100%".to_owned()];
        assert_eq!(names(&scene, "q=chief").await, later());
        assert_eq!(names(&scene, "q=f_100%25").await, later());
        assert_eq!(names(&scene, "q=f%25").await, Vec::<String>::new(), "a sign of patterns is a sign of the text");
        assert_eq!(names(&scene, &format!("q={}", ours[1])).await, [ours[1].clone()]);
        assert_eq!(names(&scene, "until=2026-04-01&q=参事").await, ours);
        assert_eq!(names(&scene, "from=2026-04-02&until=2026-04-02").await, later());
        assert_eq!(names(&scene, "from=2026-04-03").await, Vec::<String>::new());
        assert_eq!(names(&scene, "from=-009999-01-01&q=chief").await, later(), "the calendar's first day");
        assert_eq!(scene.admin.client.get("/audit?until=9999-12-31").await.refused(400), "invalid_query");
        assert_eq!(names(&scene, &format!("person={}&q=chief", scene.admin.id)).await, later());
        assert_eq!(names(&scene, &format!("person={}", scene.sato.id)).await, Vec::<String>::new());
        let refused = scene.admin.client.get("/audit?from=yesterday").await.refused(400);
        assert_eq!(refused, "invalid_query");
    });
}
