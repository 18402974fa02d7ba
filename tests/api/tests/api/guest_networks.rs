//! Rules by network, as far as they tell guests apart: where guests may be, and over whose screens stands who reads them.

use crate::outsiders::{guest, new_guest, visit};
use crate::scene::{PASSWORD, Scene, login, scene, settled, sign_in, text, times};
use harness::{Staff, World, everywhere};
use serde_json::{Value, json};

const HALL: &str = "10.1.2.3";
const OUTSIDE: &str = "198.51.100.7";

fn rule(guests: bool, watermark: &str) -> Value {
    json!({
        "allowed": true, "guests": guests, "watermark": watermark, "factor": "optional", "idle_days": 14, "session_days": 90,
    })
}

async fn save(scene: &Scene, hall: Value, elsewhere: Value) {
    let networks = json!([{ "name": "庁内", "ranges": ["10.1.0.0/16"], "rule": hall }]);
    scene.admin.client.put("/sign-in-rules", json!({ "networks": networks, "elsewhere": elsewhere })).await.ok();
}

async fn visitor(world: &World, scene: &Scene) -> Staff {
    guest(world, &scene.admin, new_guest(&scene.sato, "business")).await
}

async fn marked(staff: &Staff, from: &str) -> Value {
    let client = staff.client.clone().from_address(from);
    let told = client.get("/me").await.ok()["watermark"].clone();
    assert_eq!(client.bootstrap().await["me"]["watermark"], told, "the first screen says the same");
    told
}

#[test]
fn guests_come_in_and_stay_only_where_they_may_be_and_others_are_not_concerned() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let visitor = visitor(&world, &scene).await;
        let name = login(&visitor).await;
        let mut own = settled(&visitor).await;
        save(&scene, rule(false, "nobody"), rule(true, "nobody")).await;
        own.event("identity.sign_in_rules_changed").await;
        let (hall, outside) = (visitor.client.clone().from_address(HALL), visitor.client.clone().from_address(OUTSIDE));
        assert_eq!(hall.get("/me").await.refused(401), "identity.guests_refused");
        outside.get("/me").await.ok();
        let door = world.stranger().from_address(HALL);
        assert_eq!(sign_in(&door, &name, PASSWORD).await.refused(401), "identity.guests_refused");
        sign_in(&world.stranger().from_address(OUTSIDE), &name, PASSWORD).await.ok();
        assert!(times(&scene.admin, "identity.sign_in_failed").await > 0, "whoever looks finds out that they tried");
        scene.sato.client.clone().from_address(HALL).get("/me").await.ok();
    });
}

#[test]
fn a_link_lets_no_guest_in_where_guests_may_not_be() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let visitor = guest(&world, &scene.admin, new_guest(&scene.sato, "resident")).await;
        let link = scene.sato.client.post(&format!("/guests/{}/link", visitor.id), json!({})).await.ok();
        let pin = text(&link["pin"]);
        save(&scene, rule(false, "nobody"), rule(true, "nobody")).await;
        let refused = visit(&world.stranger().from_address(HALL), &link, &pin).await;
        assert_eq!(refused.refused(401), "identity.guests_refused");
        visit(&world.stranger().from_address(OUTSIDE), &link, &pin).await.ok();
    });
}

#[test]
fn who_reads_stands_over_screens_by_network_and_person_and_nothing_is_said_where_it_does_so_nowhere() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let visitor = visitor(&world, &scene).await;
        assert_eq!(marked(&visitor, OUTSIDE).await, Value::Null);
        let mut own = settled(&visitor).await;
        save(&scene, rule(true, "guests"), rule(true, "everybody")).await;
        own.event("identity.sign_in_rules_changed").await;
        let mut told = Vec::new();
        for staff in [&visitor, &scene.sato] {
            for from in [HALL, OUTSIDE] {
                told.push(marked(staff, from).await == true);
            }
        }
        assert_eq!(told, [true, true, false, true]);
        let name = login(&visitor).await;
        assert_eq!(sign_in(&world.stranger().from_address(HALL), &name, PASSWORD).await.ok()["watermark"], true);
        let kept = scene.admin.client.get("/sign-in-rules").await.ok();
        assert_eq!(kept["rules"]["elsewhere"]["watermark"], "everybody");
    });
}
