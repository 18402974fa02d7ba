//! 任期満了: whose last day is near is listed, gets another one, or is gone the day after by themselves.

use crate::scene::{PASSWORD, Scene, each, id, items, next_day, scene, sign_in, text, token};
use harness::{Answer, Client, NewStaff, Staff, everywhere};
use jiff::civil::date;
use serde_json::{Value, json};

/// Somebody of 総務課 who is employed until a day; their id.
pub async fn person(scene: &Scene, number: &str, last_day: &str) -> String {
    let new = json!({
        "staff_number": number, "family_name": "小川", "given_name": number, "family_reading": "おがわ", "given_reading": "にん",
        "employment": "fiscal_year", "posts": [{
            "unit_id": scene.town.units["総務課"], "kind": "main", "valid_from": "2026-04-01", "valid_to": last_day,
        }],
    });
    let made = scene.admin.client.post("/people", new).await.ok();
    id(&made["person"])
}

async fn endings(who: &Staff, rest: &str) -> Vec<(String, String)> {
    let page = who.client.get(&format!("/people/endings?until=2027-03-31{rest}")).await.ok();
    let days = each(&page["items"], "last_day");
    items(&page["items"]).iter().map(|line| text(&line["person"]["name"])).zip(days).collect()
}

async fn renew(who: &Staff, items: &[(&str, &str, &str)]) -> Answer {
    let items: Vec<Value> = items
        .iter()
        .map(|(person, seen, last_day)| json!({ "person_id": person, "seen": seen, "last_day": last_day }))
        .collect();
    who.client.post("/people/renewals", json!({ "items": items })).await
}

fn line(name: &str, day: &str) -> (String, String) {
    (format!("小川 {name}"), day.to_owned())
}

#[test]
fn who_ends_is_listed_by_their_last_day_and_gets_another_one_together_with_others() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (first, second) = (person(&scene, "a1", "2026-09-30").await, person(&scene, "a2", "2027-03-31").await);
        person(&scene, "a3", "2027-06-30").await;
        let leaver = scene.town.staff(&world, NewStaff::named("林", "豊", ("はやし", "ゆたか"))).await;
        scene.admin.client.post(&format!("/people/{}/leave", leaver.id), json!({ "date": "2026-12-31" })).await.ok();
        let all = [line("a1", "2026-09-30"), ("林 豊".to_owned(), "2026-12-31".to_owned()), line("a2", "2027-03-31")];
        assert_eq!(endings(&scene.admin, "").await, all);
        assert_eq!(endings(&scene.admin, "&employment=fiscal_year").await, [all[0].clone(), all[2].clone()]);
        assert_eq!(endings(&scene.admin, "&q=a2").await, [all[2].clone()]);
        let paged = scene.admin.client.get("/people/endings?until=2027-03-31&limit=2").await.ok();
        let next = text(&paged["next"]);
        assert_eq!(endings(&scene.admin, &format!("&cursor={next}")).await, [all[2].clone()]);
        let both = [(first.as_str(), "2026-09-30", "2028-03-31"), (second.as_str(), "2027-03-31", "2028-03-31")];
        renew(&scene.admin, &both).await.ok();
        assert_eq!(endings(&scene.admin, "").await, [all[1].clone()]);
        let posts = scene.admin.client.get(&format!("/people/{first}")).await.ok()["posts"].clone();
        assert_eq!(each(&posts, "valid_to"), ["2028-03-31"]);
        // Of whoever leaves before their post ends, only that moves.
        renew(&scene.admin, &[(&leaver.id.to_string(), "2026-12-31", "2028-03-31")]).await.ok();
        let stays = scene.admin.client.get(&format!("/people/{}", leaver.id)).await.ok();
        assert_eq!((&stays["left_on"], &stays["posts"][0]["valid_to"]), (&json!("2028-03-31"), &Value::Null));
        let acts = scene.admin.client.get("/audit?act=directory.term_renewed").await.ok();
        assert_eq!(items(&acts["items"]).len(), 3);
    });
}

#[test]
fn all_are_renewed_or_nobody_and_nobody_whose_last_day_is_another_by_now() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (first, second) = (person(&scene, "a1", "2026-09-30").await, person(&scene, "a2", "2026-09-30").await);
        let late = [(first.as_str(), "2026-09-30", "2027-03-31"), (second.as_str(), "2026-08-31", "2027-03-31")];
        let refused = renew(&scene.admin, &late).await;
        assert_eq!((refused.status.as_u16(), &refused.body["fields"][0]["field"]), (412, &json!("items[1]")));
        let past = renew(&scene.admin, &[(&first, "2026-09-30", "2026-03-31")]).await;
        assert_eq!(past.refused(400), "invalid_input");
        assert_eq!(renew(&scene.admin, &[]).await.refused(400), "invalid_input");
        assert_eq!(endings(&scene.admin, "").await, [line("a1", "2026-09-30"), line("a2", "2026-09-30")]);
        let unending = scene.sato.id.to_string();
        assert_eq!(renew(&scene.admin, &[(&unending, "2026-09-30", "2027-03-31")]).await.status.as_u16(), 412);
    });
}

#[test]
fn a_clerk_sees_and_renews_those_of_whom_they_keep_the_record() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let here = person(&scene, "a1", "2026-09-30").await;
        let clerk = scene.town.staff(&world, NewStaff::named("岡", "実", ("おか", "みのる"))).await;
        let elsewhere = scene.town.staff(&world, NewStaff::named("堀", "正", ("ほり", "ただし")).of("財政課")).await;
        for (who, verb) in [(&clerk, "change"), (&elsewhere, "see")] {
            crate::grants::give(&scene.admin, crate::grants::person(who), &[("people", verb)], "own").await;
        }
        assert_eq!(scene.sato.client.get("/people/endings?until=2027-03-31").await.refused(404), "not_found");
        assert_eq!(endings(&elsewhere, "").await, []);
        assert_eq!(renew(&elsewhere, &[(&here, "2026-09-30", "2027-03-31")]).await.refused(404), "not_found");
        assert_eq!(endings(&clerk, "").await, [line("a1", "2026-09-30")]);
        renew(&clerk, &[(&here, "2026-09-30", "2027-03-31")]).await.ok();
    });
}

#[test]
fn whoever_reaches_their_last_day_is_signed_out_the_day_after_and_no_administrator_is_lost_by_a_shorter_term() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let new = json!({
            "staff_number": "a1", "family_name": "小川", "given_name": "渉", "family_reading": "おがわ", "given_reading": "わたる",
            "employment": "fiscal_year", "posts": [{
                "unit_id": scene.town.units["総務課"], "kind": "main", "valid_from": "2026-04-01", "valid_to": "2026-04-02",
            }],
        });
        let made = scene.admin.client.post("/people", new).await.ok();
        let initial = text(&made["initial_password"]);
        let session = token(&sign_in(&world.stranger(), "a1", &initial).await);
        let client = Client::of(&world, Some(session));
        client.put("/me/password", json!({ "current": initial, "new": PASSWORD })).await.ok();
        next_day(&world, date(2026, 4, 2)).await;
        client.get("/me").await.ok();
        next_day(&world, date(2026, 4, 3)).await;
        assert_eq!(client.get("/me").await.refused(401), "sign_in_needed");
        assert_eq!(sign_in(&world.stranger(), "a1", PASSWORD).await.refused(401), "identity.wrong_credentials");
        // The only administrator's term may be made longer, and not shorter.
        let own = scene.admin.id.to_string();
        let second = NewStaff::named("西村", "司", ("にしむら", "つかさ")).of("財政課").administrator();
        let second = scene.town.staff(&world, second).await;
        second.client.post(&format!("/people/{own}/leave"), json!({ "date": "2026-12-31" })).await.ok();
        second.client.post(&format!("/people/{}/leave", second.id), json!({ "date": "2026-10-31" })).await.ok();
        let shorter = renew(&second, &[(&own, "2026-12-31", "2026-10-31")]).await;
        assert_eq!(shorter.refused(409), "identity.last_administrator");
        renew(&second, &[(&own, "2026-12-31", "2027-03-31")]).await.ok();
    });
}

#[test]
fn a_post_that_ends_otherwise_stays_as_it_is() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let post = |kind: &str, to: &str| json!({ "unit_id": scene.town.units["総務課"], "kind": kind, "valid_from": "2026-04-01", "valid_to": to });
        let posts =
            json!([post("main", "2027-03-31"), post("concurrent", "2026-06-30"), post("concurrent", "2027-03-31"),]);
        let new = json!({
            "staff_number": "a1", "family_name": "小川", "given_name": "渉", "family_reading": "おがわ", "given_reading": "わたる",
            "employment": "fiscal_year", "posts": posts,
        });
        let made = id(&scene.admin.client.post("/people", new).await.ok()["person"]);
        renew(&scene.admin, &[(&made, "2027-03-31", "2028-03-31")]).await.ok();
        let posts = scene.admin.client.get(&format!("/people/{made}")).await.ok()["posts"].clone();
        let mut days = each(&posts, "valid_to");
        days.sort();
        assert_eq!(days, ["2026-06-30", "2028-03-31", "2028-03-31"]);
    });
}
