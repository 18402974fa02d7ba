//! What is written down of a stamp without names, looked at in the tables themselves: nothing leads from who to what.

use crate::scene::{id, items, room, scene, settled};
use crate::stamps::{act, answer, ask, get, in_hours};
use crate::stamps_many::{crowd, everybody};
use crate::stamps_secret::secret;
use harness::everywhere;
use harness::store::{ballots, rows_of_stamp};
use serde_json::{Value, json};
use std::collections::HashSet;
use std::time::Duration;

/// What of an id is a moment.
const MOMENT: i64 = !((1 << 21) - 1);

#[test]
fn no_number_of_a_transaction_and_no_moment_joins_a_voter_to_an_option() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "係", &[&scene.ito, &scene.mori, &scene.admin]).await;
        let stamp = id(&ask(&scene.sato, &home, secret("yes_no")).await.ok());
        assert_eq!(ballots(&world, scene.town.org, &stamp).await.counts, [0, 0]);
        for (staff, choice) in [(&scene.ito, 0), (&scene.mori, 1), (&scene.admin, 1)] {
            answer(staff, &stamp, json!({ "choices": [choice] })).await.ok();
            let kept = ballots(&world, scene.town.org, &stamp).await;
            // All numbers bear the last voter's transaction, whatever that one took.
            assert!(kept.writers.iter().collect::<HashSet<_>>().len() <= 1, "{:?}", kept.writers);
            assert!(kept.voters.iter().all(|(_, sending)| sending & MOMENT == 0), "{:?}", kept.voters);
            assert!(kept.told.iter().all(|told| !told.contains("choices")), "{:?}", kept.told);
        }
        act(&scene.sato, &stamp, "close").await.ok();
        let kept = ballots(&world, scene.town.org, &stamp).await;
        assert_eq!(kept.counts, [1, 2]);
        assert_eq!(kept.voters.len(), 3);
        assert!(kept.voters.iter().all(|(_, sending)| *sending == 0), "{:?}", kept.voters);
        // After the close all rows are of one transaction, those of voters too: in which order they answered is written nowhere among them.
        let all: HashSet<i64> = kept.writers.iter().chain(&kept.votes).copied().collect();
        assert!(all.len() <= 1, "{all:?}");
        // Whoever asks again whether they have answered is told that they have.
        let again = answer(&scene.ito, &stamp, json!({ "choices": [0] })).await.ok();
        assert_eq!((again["mine"].is_object(), again["closed_at"].is_string()), (true, true));
        assert_eq!(ballots(&world, scene.town.org, &stamp).await.counts, [1, 2]);
    });
}

#[test]
fn texts_lie_in_their_rows_in_an_order_of_chance_and_the_last_alone_is_anybodys() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let people = crowd(&world, &scene.town, 130).await;
        let home = everybody(&scene.sato, &people).await;
        let stamp = id(&ask(&scene.sato, &home, secret("text")).await.ok());
        for (place, staff) in people.iter().enumerate() {
            answer(staff, &stamp, json!({ "text": format!("意見{place:03}") })).await.ok();
        }
        let kept = ballots(&world, scene.town.org, &stamp).await;
        assert!(kept.writers.iter().collect::<HashSet<_>>().len() <= 1, "{:?}", kept.writers);
        let bags: Vec<Vec<String>> =
            kept.bags.iter().map(|bag| serde_json::from_str(bag).expect("a bag of texts")).collect();
        assert_eq!(bags.iter().map(Vec::len).collect::<Vec<_>>(), [100, 30]);
        // Those who came last are as likely in the first row as in the last; the order of coming is not that of lying there.
        let came: Vec<String> = (0..people.len()).map(|place| format!("意見{place:03}")).collect();
        let (lying, late): (Vec<String>, HashSet<&String>) = (bags.concat(), came[100..].iter().collect());
        assert_ne!(lying, came);
        let late_in_last = bags[1].iter().filter(|text| late.contains(text)).count();
        assert!(late_in_last < 20, "{late_in_last} of the last 30 lie in the last row");
        let moved = lying.iter().zip(&came).filter(|(one, other)| one != other).count();
        assert!(moved > 100, "{moved} texts lie elsewhere than in the order of coming");
        act(&scene.sato, &stamp, "close").await.ok();
        let kept = ballots(&world, scene.town.org, &stamp).await;
        let all: HashSet<i64> = kept.writers.iter().chain(&kept.votes).copied().collect();
        assert!(all.len() <= 1, "{all:?}");
        // All of them are told, page by page, each once.
        let mut told: Vec<Value> = Vec::new();
        let path = format!("/stamps/{stamp}/answers?limit=50");
        let mut page = scene.sato.client.get(&path).await.ok();
        assert_eq!(items(&page["voters"]).len(), 130);
        loop {
            told.extend(items(&page["texts"]).iter().cloned());
            let Some(next) = page["next"].as_str() else { break };
            page = scene.sato.client.get(&format!("{path}&cursor={next}")).await.ok();
            assert!(items(&page["voters"]).is_empty());
        }
        assert_eq!(json!(told), json!(came));
        assert_eq!(get(&scene.sato, &stamp).await.get("texts"), None);
    });
}

#[test]
fn what_was_told_does_not_change_when_an_answer_is_on_its_way_at_the_deadline() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let people = crowd(&world, &scene.town, 6).await;
        let home = everybody(&scene.sato, &people).await;
        let mut asked = secret("yes_no");
        let (start, end) = (world.test.db.clock().now(), in_hours(&world, 2));
        asked["deadline"] = json!(end);
        let stamp = id(&ask(&scene.sato, &home, asked).await.ok());
        for staff in &people[..5] {
            answer(staff, &stamp, json!({ "choices": [0] })).await.ok();
        }
        world.clock().advance(Duration::from_secs(7_200));
        // Here the deadline has passed, and elsewhere somebody's answer has begun before it: nothing is told yet.
        let shown = get(&scene.sato, &stamp).await;
        assert_eq!(
            (&shown["counts"], &shown["closed_at"], &shown["withheld"]),
            (&Value::Null, &Value::Null, &json!(false))
        );
        assert_eq!((&shown["may_answer"], &shown["deadline"]), (&json!(false), &json!(end)));
        assert_eq!(answer(&people[5], &stamp, json!({ "choices": [1] })).await.refused(409), "stamps.closed");
        world.clock().set(start);
        answer(&people[5], &stamp, json!({ "choices": [1] })).await.ok();
        world.clock().advance(Duration::from_secs(7_200));
        let mut live = settled(&scene.sato).await;
        world.run_jobs().await;
        assert_eq!(live.event("stamps.changed").await["stamp"]["counts"], json!([5, 1]));
        assert_eq!(get(&people[0], &stamp).await["counts"], json!([5, 1]));
        // Told once, it stays, whatever the clock says.
        world.clock().set(start);
        let late = answer(&scene.sato, &stamp, json!({ "choices": [1] })).await;
        assert_eq!(late.refused(409), "stamps.closed");
        let longer = json!({ "deadline": in_hours(&world, 5) });
        let longer = scene.sato.client.put(&format!("/stamps/{stamp}/deadline"), longer).await;
        assert_eq!(longer.refused(409), "stamps.closed");
        assert_eq!(get(&people[0], &stamp).await["counts"], json!([5, 1]));
    });
}

#[test]
fn who_manages_it_closes_what_its_deadline_has_closed_before_the_job_comes_round() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let people = crowd(&world, &scene.town, 5).await;
        let home = everybody(&scene.sato, &people).await;
        let mut asked = secret("yes_no");
        asked["deadline"] = json!(in_hours(&world, 2));
        let stamp = id(&ask(&scene.sato, &home, asked).await.ok());
        for staff in &people {
            answer(staff, &stamp, json!({ "choices": [1] })).await.ok();
        }
        world.clock().advance(Duration::from_secs(7_300));
        let shown = act(&scene.sato, &stamp, "close").await.ok();
        assert_eq!((&shown["counts"], &shown["closed_at"]), (&json!([0, 5]), &shown["deadline"]));
        world.run_jobs().await;
        assert_eq!(get(&people[0], &stamp).await["closed_at"], shown["deadline"]);
    });
}

#[test]
fn what_is_taken_back_leaves_no_answer_behind_and_its_deadline_tells_nothing() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "係", &[&scene.ito, &scene.mori]).await;
        let mut named = crate::stamps::question("attendance");
        named["deadline"] = json!(in_hours(&world, 2));
        let mut secret = secret("text");
        secret["deadline"] = named["deadline"].clone();
        let named = id(&ask(&scene.sato, &home, named).await.ok());
        let secret = id(&ask(&scene.sato, &home, secret).await.ok());
        answer(&scene.ito, &named, json!({ "choices": [3], "proxy": "森 葵", "note": "会議" })).await.ok();
        answer(&scene.ito, &secret, json!({ "text": "わるい" })).await.ok();
        let mut live = settled(&scene.mori).await;
        for stamp in [&named, &secret] {
            scene.sato.client.delete(&format!("/messages/{stamp}")).await.ok();
            assert_eq!(rows_of_stamp(&world, stamp).await, 0);
        }
        world.clock().advance(Duration::from_secs(7_300));
        world.run_jobs().await;
        scene.sato.client.say(&home, "次の件").await;
        let heard = live.events_until("chat.message_posted").await;
        assert!(heard.iter().all(|(kind, _)| kind != "stamps.changed"), "{heard:?}");
        // Under the id of what was taken back nothing is asked anew.
        let mut again = crate::stamps::question("yes_no");
        again["id"] = json!(named);
        let again = scene.sato.client.post(&format!("/rooms/{home}/stamps"), again).await;
        assert_eq!(again.refused(409), "id_taken");
    });
}
