//! The PINs of shared accounts: tried, given, chosen, replaced.

use crate::operators::{OTHER_PIN, PIN, choose, given_pin, introduce, nursery};
use crate::scene::{PASSWORD, acts, scene, times, with_password};
use harness::{NewStaff, everywhere};
use serde_json::json;
use std::time::Duration;

#[test]
fn wrong_pins_slow_down_one_operator_on_one_device_only() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let nursery = nursery(&world, &scene).await;
        introduce(&scene, &nursery.device, &scene.sato, PIN).await;
        introduce(&scene, &nursery.device, &scene.ito, OTHER_PIN).await;
        nursery.device.delete("/me/operator").await;
        let other = nursery.second_device(&world).await;
        for _ in 0..5 {
            assert_eq!(choose(&nursery.device, &scene.sato, "111112").await.refused(400), "identity.wrong_pin");
        }
        let slow = choose(&nursery.device, &scene.sato, PIN).await;
        assert_eq!(slow.body["retry_after_s"], 1);
        assert_eq!(slow.refused(429), "identity.too_many_attempts");
        choose(&nursery.device, &scene.ito, OTHER_PIN).await.ok();
        choose(&other, &scene.sato, PIN).await.ok();
        // A right one elsewhere forgives nothing here.
        choose(&nursery.device, &scene.sato, PIN).await.refused(429);
        world.clock().advance(Duration::from_secs(2));
        choose(&nursery.device, &scene.sato, PIN).await.ok();
        assert_eq!(times(&scene.admin, "identity.operator_failed").await, 5);
        nursery.device.post("/me/operator", json!({ "person_id": scene.mori.id, "pin": PIN })).await.refused(409);
    });
}

#[test]
fn a_thousand_wrong_pins_at_once_are_no_more_than_five() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let nursery = nursery(&world, &scene).await;
        introduce(&scene, &nursery.device, &scene.sato, PIN).await;
        let tries = (0..40).map(|turn| {
            let (device, pin) = (nursery.device.clone(), format!("1213{turn:02}"));
            let who = scene.sato.id;
            async move { device.post("/me/operator", json!({ "person_id": who, "pin": pin })).await.status.as_u16() }
        });
        let answers = futures_util::future::join_all(tries).await;
        assert_eq!(answers.iter().filter(|status| **status == 400).count(), 5, "{answers:?}");
        assert_eq!(answers.iter().filter(|status| **status == 429).count(), 35);
    });
}

#[test]
fn a_pin_that_was_given_is_changed_at_its_first_use_and_one_of_ones_own_is_not() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let nursery = nursery(&world, &scene).await;
        assert_eq!(choose(&nursery.device, &scene.sato, PIN).await.refused(409), "identity.pin_missing");
        let first = given_pin(&scene, &scene.sato).await;
        for _ in 0..6 {
            assert_eq!(choose(&nursery.device, &scene.sato, &first).await.refused(409), "identity.pin_initial");
        }
        let with = |pin: &str| json!({ "person_id": scene.sato.id, "pin": first, "new_pin": pin });
        for bad in ["123456", "000000", "12345", first.as_str()] {
            assert_eq!(nursery.device.post("/me/operator", with(bad)).await.refused(400), "invalid_input", "{bad}");
        }
        nursery.device.post("/me/operator", with("２７１ ８２８")).await.ok();
        choose(&nursery.device, &scene.sato, PIN).await.ok();
        choose(&nursery.device, &scene.sato, &first).await.refused(400);
        // From their own account, with their password.
        let tanaka = with_password(NewStaff::named("田中", "実", ("たなか", "みのる")));
        let tanaka = scene.town.staff(&world, tanaka).await;
        let own = |password: &str, pin: &str| json!({ "password": password, "pin": pin });
        assert_eq!(tanaka.client.put("/me/pin", own("違う", PIN)).await.refused(400), "identity.wrong_password");
        tanaka.client.put("/me/pin", own(PASSWORD, "111111")).await.refused(400);
        assert_eq!(tanaka.client.put("/me/pin", own(PASSWORD, OTHER_PIN)).await.status, 204);
        assert!(tanaka.client.get("/me/sign-in-methods").await.ok()["pin_since"].is_string());
        choose(&nursery.device, &tanaka, OTHER_PIN).await.ok();
        // What has no owner has no PIN of its own either.
        assert_eq!(nursery.device.put("/me/pin", own(PASSWORD, PIN)).await.refused(409), "identity.shared_account");
        let record = json!(acts(&scene.admin).await).to_string();
        assert!(!record.contains(PIN) && !record.contains(OTHER_PIN) && !record.contains(&first), "no secret is told");
    });
}

#[test]
fn whoever_gets_another_pin_uses_nothing_any_more_by_the_one_before() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let nursery = nursery(&world, &scene).await;
        introduce(&scene, &nursery.device, &scene.sato, PIN).await;
        let other = nursery.second_device(&world).await;
        introduce(&scene, &other, &scene.ito, OTHER_PIN).await;
        given_pin(&scene, &scene.sato).await;
        assert_eq!(nursery.device.get("/rooms").await.refused(403), "operator_needed");
        other.get("/rooms").await.ok();
        assert_eq!(times(&scene.admin, "identity.operator_left").await, 1);
        // So does whoever chooses another for themselves.
        let tanaka = with_password(NewStaff::named("田中", "実", ("たなか", "みのる")));
        let tanaka = scene.town.staff(&world, tanaka).await;
        introduce(&scene, &nursery.device, &tanaka, PIN).await;
        tanaka.client.put("/me/pin", json!({ "password": PASSWORD, "pin": OTHER_PIN })).await;
        assert_eq!(nursery.device.get("/rooms").await.refused(403), "operator_needed");
        choose(&nursery.device, &tanaka, PIN).await.refused(400);
        choose(&nursery.device, &tanaka, OTHER_PIN).await.ok();
    });
}
