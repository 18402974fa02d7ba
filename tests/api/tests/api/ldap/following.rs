//! People are taken in, changed and let go as their directory says.

use super::{Clerk, Place, READERS_PASSWORD, changes, counts, settings};
use crate::scene::{acts, id, sign_in, times};
use harness::{everywhere, new_id};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::io::AsyncReadExt;
use tokio::net::{TcpListener, TcpStream};

#[test]
fn people_are_taken_in_after_a_look_and_sign_in_with_the_password_of_there() {
    everywhere(|world| async move {
        let place = Place::of(&world, 12).await;
        let clerk = &place.clerks[0];
        let look = place.look(&world).await;
        assert_eq!((&look["state"], counts(&look)), (&json!("done"), [12, 0, 0, 0]));
        let lines = place.lines(&look, "added").await;
        assert_eq!((&lines[0]["name"], &lines[0]["login"]), (&json!("髙橋 美咲"), &json!("u00000")));
        assert_eq!(changes(&lines[0]), ["unit", "title", "email"]);
        assert_eq!(place.account("9u00000").await, Value::Null, "looking takes nobody in");

        let run = place.run(&world).await;
        assert_eq!((&run["state"], counts(&run)), (&json!("done"), [12, 0, 0, 0]));
        let account = place.account("9u00000").await;
        assert_eq!(account["login"], "u00000");
        assert_eq!(account["password_elsewhere"], true);
        let person = place.admin().client.get(&format!("/people/{}", id(&account["person"]))).await.ok();
        assert_eq!((&person["staff_number"], &person["reading"]), (&json!("9u00000"), &json!("たかはし みさき")));
        assert_eq!(
            (&person["posts"][0]["unit_name"], &person["posts"][0]["title_name"]),
            (&json!("総務課"), &json!("主事"))
        );
        assert_eq!(person["posts"][0]["valid_from"], place.scene.town.today(&world).to_string());
        let created = acts(place.admin()).await;
        let created = created.iter().find(|act| act["subject_name"] == "𠮷田 美咲").expect("a record");
        assert_eq!(
            (&created["act"], &created["address"]),
            (&json!("directory.person_created"), &json!("LDAP (庁内の名簿)"))
        );

        let client = world.stranger();
        let me = sign_in(&client, "U00000", &clerk.password).await.ok();
        assert_eq!(me["password_elsewhere"], true);
        assert_eq!(sign_in(&client, "u00000", "別の合言葉").await.refused(401), "identity.wrong_credentials");
        assert_eq!(sign_in(&client, "u00000", "").await.refused(401), "identity.wrong_credentials");
        let again = place.run(&world).await;
        assert_eq!((counts(&again), &again["counts"]["read"]), ([0; 4], &json!(12)), "nothing differs any more");
        assert_eq!(times(place.admin(), "ldap.people_followed").await, 1);
    });
}

#[test]
fn who_changes_moves_or_is_gone_there_does_so_here_by_itself() {
    everywhere(|world| async move {
        let mut place = Place::of(&world, 20).await;
        place.run(&world).await;
        let [renamed, moved, stopped, gone] = [0, 1, 2, 3].map(|at| place.clerks[at].clone());
        let before = place.account("9u00000").await;
        place.slapd.set(&renamed, "uid", "hanako").await;
        place.slapd.set(&renamed, "sn", "齋藤").await;
        place.slapd.rename(&renamed, "齋藤 美咲").await;
        place.slapd.set(&moved, "ou", "緑野市/総務部/財政課").await;
        place.slapd.set(&stopped, "businessCategory", "TRUE").await;
        place.slapd.dismiss(&gone).await;
        let client = world.stranger();
        let signed_in =
            client.clone().with_token(Some(crate::scene::token(&sign_in(&client, "u00002", &stopped.password).await)));
        // Two of twenty may be stopped, and somebody else is on the way out of the filter.
        world.clock().advance(Duration::from_secs(3_700));
        world.run_jobs().await;
        let run = place.last().await;
        assert_eq!((&run["kind"], &run["state"], counts(&run)), (&json!("follow"), &json!("done"), [0, 3, 1, 0]));
        let lines = place.lines(&run, "changed").await;
        let of = |name: &str| lines.iter().find(|line| line["login"] == name).expect("a line").clone();
        assert_eq!(changes(&of("hanako")), ["name", "login"]);
        assert_eq!(changes(&of("u00001")), ["unit"]);
        assert_eq!(changes(&of("u00002")), ["state"]);

        let after = place.account("9u00000").await;
        assert_eq!((&after["id"], &after["login"]), (&before["id"], &json!("hanako")), "the same person");
        assert_eq!(after["person"]["name"], "齋藤 美咲");
        sign_in(&client, "hanako", &renamed.password).await.ok();
        assert_eq!(place.account("9u00001").await["person"]["unit"], "財政課");
        assert_eq!(place.account("9u00002").await["state"], "suspended");
        assert_eq!(signed_in.get("/me").await.status, 401, "their devices are signed out");
        assert_eq!(sign_in(&client, "u00002", &stopped.password).await.refused(403), "identity.suspended");
        let left = place.account("9u00003").await;
        assert_eq!(left["state"], "suspended");
        let person = place.admin().client.get(&format!("/people/{}", id(&left["person"]))).await.ok();
        assert_eq!(person["left_on"], place.scene.town.today(&world).to_string());
        assert_eq!(sign_in(&client, "u00003", &gone.password).await.refused(401), "identity.wrong_credentials");

        // Whom the town keeps all the same is given a password of here.
        assert_eq!(left["password_elsewhere"], false);
        place.admin().client.post(&format!("/accounts/{}/password-reset", id(&left)), json!({})).await.ok();

        place.slapd.set(&stopped, "businessCategory", "FALSE").await;
        world.clock().advance(Duration::from_secs(3_700));
        world.run_jobs().await;
        assert_eq!(place.account("9u00002").await["state"], "active");
        sign_in(&client, "u00002", &stopped.password).await.ok();
    });
}

#[test]
fn a_run_that_would_stop_many_is_held_until_somebody_says_so() {
    everywhere(|world| async move {
        let mut place = Place::of(&world, 10).await;
        place.run(&world).await;
        for at in [4, 5] {
            let clerk = place.clerks[at].clone();
            place.slapd.dismiss(&clerk).await;
        }
        let held = place.run(&world).await;
        assert_eq!((&held["state"], counts(&held)), (&json!("held"), [0, 0, 2, 0]));
        assert_eq!((&held["counts"]["suspended"], &held["counts"]["following"]), (&json!(2), &json!(10)));
        assert_eq!(place.account("9u00004").await["state"], "active", "nothing was done");
        let less = place.run_allowing(&world, 1).await;
        assert_eq!(less["state"], "held", "somebody has said yes to fewer");
        let done = place.run_allowing(&world, 2).await;
        assert_eq!((&done["state"], counts(&done)), (&json!("done"), [0, 0, 2, 0]));
        assert_eq!(place.account("9u00004").await["state"], "suspended");

        // A filter that finds nobody is a mistake, whatever is allowed.
        let mut nobody = settings(&place.slapd.url());
        (nobody["filter"], nobody["most_suspended"]) = (json!("(uid=nobody)"), json!(100));
        place.save(&nobody, None).await;
        let failed = place.run_allowing(&world, 100).await;
        assert_eq!((&failed["state"], &failed["outcome"]), (&json!("failed"), &json!("nobody")));
        assert_eq!(place.account("9u00001").await["state"], "active");
    });
}

#[test]
fn what_does_not_fit_is_listed_and_taken_in_once_it_does() {
    everywhere(|world| async move {
        let mut place = Place::of(&world, 1).await;
        let stray = Clerk::new("stray", ("林", "豊"), ("はやし", "ゆたか")).of("水道課");
        let mut double = Clerk::new("double", ("森", "進"), ("もり", "すすむ"));
        double.number = "9u00000".to_owned();
        place.slapd.hire(&stray).await;
        place.slapd.hire(&double).await;
        let run = place.run(&world).await;
        assert_eq!(counts(&run), [0, 0, 0, 3], "of two with one number nobody knows who is right");
        let lines = place.lines(&run, "conflict").await;
        let faults: Vec<Value> = lines.iter().map(|line| line["fault"].clone()).collect();
        assert!(faults.contains(&json!({ "code": "unit_unknown", "text": "水道課" })), "{faults:?}");
        let doubled = json!({ "code": "number_taken", "text": "" });
        assert_eq!(faults.iter().filter(|fault| **fault == doubled).count(), 2, "{faults:?}");
        place.slapd.dismiss(&double).await;
        let unit = json!({
            "name": "水道課", "reading": "すいどうか", "kind": "section", "order": 9, "valid_from": "2020-04-01",
            "parent_id": place.scene.town.units["建設部"],
        });
        place.admin().client.post("/units", unit).await.ok();
        let run = place.run(&world).await;
        assert_eq!(counts(&run), [2, 0, 0, 0]);
        assert_eq!(place.account("9stray").await["person"]["unit"], "水道課");
        // Who is new takes nothing from whoever is tied by then.
        place.slapd.hire(&double).await;
        let run = place.run(&world).await;
        assert_eq!(place.lines(&run, "conflict").await[0]["fault"]["code"], "linked_already");
    });
}

#[test]
fn a_directory_is_read_once_at_a_time_and_no_further_when_somebody_cancels_it() {
    everywhere(|world| async move {
        let place = Place::of(&world, 3).await;
        let path = format!("/ldap/directories/{}/runs", place.directory);
        let begun = place.begin(false, None).await;
        let again = json!({ "id": new_id(), "look": true });
        assert_eq!(place.admin().client.post(&path, again).await.refused(409), "ldap.run_is_on");
        place.admin().client.post(&format!("/ldap/runs/{}/cancellation", id(&begun)), json!({})).await.ok();
        world.run_jobs().await;
        assert_eq!(place.last().await["state"], "cancelled");
        assert_eq!(place.account("9u00000").await, Value::Null);
        let over = place.admin().client.post(&format!("/ldap/runs/{}/cancellation", id(&begun)), json!({})).await;
        assert_eq!(over.refused(409), "ldap.run_is_over");
        let run = place.run(&world).await;
        assert_eq!((&run["state"], counts(&run)), (&json!("done"), [3, 0, 0, 0]), "nothing is left of it");
    });
}

#[test]
fn more_people_than_a_page_and_a_job_hold_are_carried_in() {
    everywhere(|world| async move {
        let place = Place::of(&world, 1_203).await;
        let run = place.run(&world).await;
        assert_eq!((&run["state"], counts(&run)), (&json!("done"), [1_203, 0, 0, 0]));
        assert_eq!((&run["counts"]["done"], &run["counts"]["total"]), (&json!(1_203), &json!(1_203)));
        let directory = place.admin().client.get(&format!("/ldap/directories/{}", place.directory)).await.ok();
        assert_eq!(directory["people"], 1_203);
        sign_in(&world.stranger(), "u01202", &place.clerks[1_202].password).await.ok();
    });
}

/// A way to a directory that breaks off after so many bytes of what it says.
async fn breaking_off(port: u16, after: u64) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let own = listener.local_addr().expect("an address").port();
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            let server = TcpStream::connect(("127.0.0.1", port)).await.expect("the directory");
            let ((mut asks, mut is_told), (says, mut is_asked)) = (client.into_split(), server.into_split());
            tokio::spawn(async move {
                let mut says = says.take(after);
                // Whichever ends first, the line is down.
                tokio::select! {
                    _ = tokio::io::copy(&mut asks, &mut is_asked) => {}
                    _ = tokio::io::copy(&mut says, &mut is_told) => {}
                }
            });
        }
    });
    own
}

#[test]
fn a_reading_that_breaks_off_lets_nobody_go() {
    everywhere(|world| async move {
        let place = Place::of(&world, 60).await;
        place.run(&world).await;
        let whole = place.look(&world).await;
        assert_eq!((&whole["state"], &whole["counts"]["read"]), (&json!("done"), &json!(60)));
        for after in [1_000, 8_000] {
            let port = breaking_off(place.slapd.port, after).await;
            let mut broken = settings(&format!("ldap://127.0.0.1:{port}"));
            broken["most_suspended"] = json!(100);
            place.save(&broken, Some(READERS_PASSWORD)).await;
            let run = place.run_allowing(&world, 100).await;
            assert_eq!((&run["state"], &run["outcome"]), (&json!("failed"), &json!("unreachable")), "after {after}");
            assert_eq!(counts(&run), [0; 4]);
        }
        for number in ["9u00000", "9u00059"] {
            assert_eq!(place.account(number).await["state"], "active");
        }
    });
}

#[test]
fn who_is_stopped_there_is_stopped_here_even_if_their_entry_fits_no_more() {
    everywhere(|world| async move {
        let mut place = Place::of(&world, 10).await;
        place.run(&world).await;
        let client = world.stranger();
        let clerk = place.clerks[6].clone();
        let signed_in = sign_in(&client, "u00006", &clerk.password).await;
        let own = client.clone().with_token(Some(crate::scene::token(&signed_in)));
        place.slapd.set(&clerk, "ou", "どこにもない課").await;
        place.slapd.set(&clerk, "businessCategory", "TRUE").await;
        let run = place.run(&world).await;
        assert_eq!((&run["state"], counts(&run)), (&json!("done"), [0, 0, 0, 1]));
        let line = &place.lines(&run, "conflict").await[0];
        assert_eq!((&line["fault"]["code"], changes(line)), (&json!("unit_unknown"), vec!["state".to_owned()]));
        assert_eq!(place.account("9u00006").await["state"], "suspended");
        assert_eq!(own.get("/me").await.status, 401, "their devices are signed out");
        place.slapd.set(&clerk, "ou", "総務課").await;
        place.slapd.set(&clerk, "businessCategory", "FALSE").await;
        place.run(&world).await;
        assert_eq!(place.account("9u00006").await["state"], "active");
    });
}

#[test]
fn a_shared_account_follows_no_directory() {
    everywhere(|world| async move {
        let mut place = Place::of(&world, 1).await;
        let nursery = crate::operators::new_shared("ひばり保育園", &new_id(), place.scene.town.units["総務課"]);
        place.admin().client.post("/shared-accounts", nursery).await.ok();
        let shared = place.account(&crate::scene::quoted("ひばり保育園")).await;
        let login = crate::scene::text(&shared["login"]);
        place.slapd.hire(&Clerk::new(&login, ("林", "豊"), ("はやし", "ゆたか"))).await;
        let run = place.run(&world).await;
        assert_eq!(counts(&run), [1, 0, 0, 1]);
        assert_eq!(place.lines(&run, "conflict").await[0]["fault"]["code"], "shared_account");
        let after = place.account(&crate::scene::quoted("ひばり保育園")).await;
        assert_eq!((&after["state"], &after["password_elsewhere"]), (&json!("active"), &json!(false)));
    });
}
