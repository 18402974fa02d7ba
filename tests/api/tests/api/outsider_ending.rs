//! Whoever answers for guests and bots is told before a stay or a token ends.

use crate::outsiders::{bot, guest, new_bot, new_guest};
use crate::scene::{Scene, each, id, next_day, scene, settled};
use harness::{Staff, everywhere};
use jiff::civil::date;
use serde_json::{Value, json};

async fn ending(staff: &Staff) -> Value {
    staff.client.get("/me").await.ok()["ending"].clone()
}

fn until(sponsor: &Staff, last_day: &str) -> Value {
    let mut new = new_guest(sponsor, "business");
    new["last_day"] = json!(last_day);
    new
}

async fn names(staff: &Staff, query: &str) -> Vec<String> {
    each(&staff.client.get(&format!("/guests?{query}")).await.ok()["items"], "last_day")
}

#[test]
fn a_sponsor_is_told_fourteen_days_before_the_last_day_of_a_guest_and_again_with_three_left() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        scene.admin.client.post("/guests", until(&scene.sato, "2026-04-16")).await.ok();
        scene.admin.client.post("/guests", until(&scene.sato, "2026-04-30")).await.ok();
        assert_eq!(ending(&scene.sato).await, Value::Null, "fifteen days are left");
        next_day(&world, date(2026, 4, 2)).await;
        let first = json!({ "guests": 1, "tokens": 0, "first_on": "2026-04-16", "since": "2026-04-02" });
        assert_eq!(ending(&scene.sato).await, first);
        assert_eq!(scene.sato.client.bootstrap().await["me"]["ending"], first, "the first screen knows it");
        assert_eq!((ending(&scene.admin).await, ending(&scene.ito).await), (Value::Null, Value::Null));
        next_day(&world, date(2026, 4, 12)).await;
        assert_eq!(ending(&scene.sato).await["since"], "2026-04-02", "nothing new to tell");
        next_day(&world, date(2026, 4, 13)).await;
        assert_eq!(ending(&scene.sato).await["since"], "2026-04-13");
        scene.admin.client.post("/guests", until(&scene.sato, "2026-04-14")).await.ok();
        let both = json!({ "guests": 2, "tokens": 0, "first_on": "2026-04-14", "since": "2026-04-13" });
        assert_eq!(ending(&scene.sato).await, both);
    });
}

#[test]
fn a_sponsor_hears_at_once_of_a_stay_that_was_made_longer_or_ended() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let made = scene.admin.client.post("/guests", until(&scene.sato, "2026-04-03")).await.ok();
        let guest = id(&made["guest"]["person"]);
        assert_eq!(ending(&scene.sato).await["guests"], 1);
        let mut live = settled(&scene.sato).await;
        let longer = until(&scene.sato, "2026-06-30");
        scene.admin.client.put(&format!("/guests/{guest}"), longer).await.ok();
        live.event("identity.account_changed").await;
        assert_eq!(ending(&scene.sato).await, Value::Null);
        let handed = until(&scene.ito, "2026-04-05");
        scene.admin.client.put(&format!("/guests/{guest}"), handed).await.ok();
        live.event("identity.account_changed").await;
        assert_eq!((ending(&scene.sato).await, ending(&scene.ito).await["guests"].clone()), (Value::Null, json!(1)));
        scene.ito.client.post(&format!("/guests/{guest}/end"), json!({})).await.ok();
        assert_eq!(ending(&scene.ito).await, Value::Null);
    });
}

#[test]
fn whoever_answers_for_a_bot_is_told_before_its_token_ends_and_no_guest_or_bot_is_told_of_anything() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let bot = bot(&world, &scene.admin, new_bot(&scene.sato)).await;
        let visitor = guest(&world, &scene.admin, until(&scene.admin, "2026-04-03")).await;
        let path = format!("/bots/{}/tokens", bot.id);
        let token = json!({ "name": "試験", "last_day": "2026-04-10" });
        let made = scene.admin.client.post(&path, token).await.ok();
        let told = json!({ "guests": 0, "tokens": 1, "first_on": "2026-04-10", "since": "2026-03-27" });
        assert_eq!(ending(&scene.sato).await, told);
        assert_eq!((ending(&bot).await, ending(&visitor).await), (Value::Null, Value::Null));
        scene.admin.client.delete(&format!("{path}/{}", id(&made["made"]))).await;
        assert_eq!(ending(&scene.sato).await, Value::Null);
        assert_eq!(ending(&scene.admin).await["guests"], 1);
    });
}

#[test]
fn the_list_of_guests_shows_those_who_go_soon_alone() {
    everywhere(|world| async move {
        let scene: Scene = scene(&world).await;
        for last_day in ["2026-04-02", "2026-04-15", "2026-04-16"] {
            scene.admin.client.post("/guests", until(&scene.sato, last_day)).await.ok();
        }
        next_day(&world, date(2026, 4, 2)).await;
        next_day(&world, date(2026, 4, 3)).await;
        assert_eq!(names(&scene.admin, "ending=true").await.len(), 2);
        assert_eq!(names(&scene.sato, "ending=true&past=true").await.len(), 2, "who is gone does not go soon");
        assert_eq!(ending(&scene.sato).await["guests"], 2, "nor is anybody told of them");
        assert_eq!(names(&scene.admin, "past=true").await.len(), 3);
        assert_eq!(names(&scene.ito, "ending=true").await, [""; 0]);
    });
}
