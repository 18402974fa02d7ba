//! The presenter's page: who turns it, who sees it turn, and where whoever comes late finds everybody.

use crate::meetings::call;
use crate::notes;
use crate::scene::{Scene, id, number, room, scene, text};
use harness::{Answer, Live, Staff, World, everywhere, new_id};
use serde_json::{Value, json};
use std::time::Duration;

struct Held {
    scene: Scene,
    home: String,
    meeting: String,
    material: String,
}

async fn held(world: &World) -> Held {
    let scene = scene(world).await;
    let home = room(&scene.sato, "private", "課", &[&scene.ito, &scene.mori]).await;
    let meeting = id(&call(&scene.sato, &home).await.ok());
    let note = id(&notes::begin(&scene.sato, &home, "procedure").await.ok());
    let material = new_id();
    let agenda = json!({ "items": [], "materials": [{ "id": material, "note_id": note }] });
    scene.sato.client.put(&format!("/meetings/{meeting}/agenda"), agenda).await.ok();
    let held = Held { scene, home, meeting, material };
    held.run(&held.scene.sato, true).await.ok();
    held
}

impl Held {
    async fn run(&self, staff: &Staff, is_held: bool) -> Answer {
        staff.client.put(&format!("/meetings/{}/held", self.meeting), json!({ "is_held": is_held })).await
    }

    async fn present(&self, staff: &Staff, to: Option<&Staff>) -> Answer {
        let to = json!({ "person_id": to.map(|staff| staff.id) });
        staff.client.put(&format!("/meetings/{}/presenter", self.meeting), to).await
    }

    async fn show(&self, staff: &Staff, page: i64) -> Answer {
        let shown = json!({ "material_id": self.material, "page": page });
        staff.client.put(&format!("/meetings/{}/shown", self.meeting), shown).await
    }

    /// Opens the meeting over a line.
    async fn sit(&self, staff: &Staff) -> (Live, Value) {
        let position = staff.client.bootstrap().await["position"].clone();
        let mut live = staff.client.live(&position).await;
        let connection = text(&live.until(|frame| frame["t"] == "ready").await["connection"]);
        let opened = json!({ "connection": connection });
        let opened = staff.client.post(&format!("/meetings/{}/open", self.meeting), opened).await.ok();
        (live, opened)
    }
}

/// The frame with which a page comes to a line.
async fn turned_to(live: &mut Live, page: i64) -> Value {
    live.until(|frame| frame["t"] == "meeting" && frame["p"]["page"] == page).await["p"].clone()
}

#[test]
fn a_page_that_is_turned_is_shown_to_those_who_have_the_meeting_open_and_to_nobody_else() {
    everywhere(|world| async move {
        let held = held(&world).await;
        let scene = &held.scene;
        let (mut ito, opened) = held.sit(&scene.ito).await;
        assert_eq!((&opened["seated"], &opened["shown"]["presenter"]), (&json!(true), &Value::Null));
        let mut mori = scene.mori.client.live_now().await;
        held.present(&scene.sato, Some(&scene.sato)).await.ok();
        held.show(&scene.sato, 4).await.ok();
        let frame = turned_to(&mut ito, 4).await;
        assert_eq!(
            (&frame["material_id"], text(&frame["presenter"]["name"])),
            (&json!(held.material), "佐藤 花".to_owned())
        );
        let said = scene.sato.client.say(&held.home, "四ページです").await;
        loop {
            let frame = mori.next().await.expect("the message comes");
            assert!(frame["t"] != "meeting" && frame["kind"] != "meetings.shown", "{frame}");
            if frame["p"]["message"]["id"] == said["id"] {
                break;
            }
        }
    });
}

#[test]
fn whoever_comes_late_or_back_is_shown_the_same_place() {
    everywhere(|world| async move {
        let held = held(&world).await;
        let scene = &held.scene;
        held.present(&scene.sato, Some(&scene.sato)).await.ok();
        held.show(&scene.sato, 2).await.ok();
        let (ito, opened) = held.sit(&scene.ito).await;
        assert_eq!(number(&opened["shown"]["page"]), 2);
        drop(ito);
        world.clock().advance(Duration::from_secs(1));
        held.show(&scene.sato, 7).await.ok();
        let (_ito, opened) = held.sit(&scene.ito).await;
        assert_eq!(number(&opened["shown"]["page"]), 7);
        let turn = number(&opened["shown"]["turn"]);
        world.clock().advance(Duration::from_secs(1));
        assert_eq!(number(&held.show(&scene.sato, 1).await.ok()["turn"]), turn + 1);
        // Said again, it is the same place.
        assert_eq!(number(&held.show(&scene.sato, 1).await.ok()["turn"]), turn + 1);
    });
}

#[test]
fn one_presents_at_a_time_and_the_chair_takes_over() {
    everywhere(|world| async move {
        let held = held(&world).await;
        let scene = &held.scene;
        assert_eq!(held.show(&scene.ito, 2).await.refused(409), "meetings.not_presenting");
        held.present(&scene.ito, Some(&scene.ito)).await.ok();
        assert_eq!(held.present(&scene.mori, Some(&scene.mori)).await.refused(409), "meetings.presented");
        assert_eq!(held.show(&scene.sato, 2).await.refused(409), "meetings.not_presenting");
        // Handed on, and then taken over.
        held.present(&scene.ito, Some(&scene.mori)).await.ok();
        held.show(&scene.mori, 3).await.ok();
        assert_eq!(held.show(&scene.ito, 4).await.refused(409), "meetings.not_presenting");
        held.present(&scene.sato, Some(&scene.sato)).await.ok();
        let shown = scene.ito.client.get(&format!("/meetings/{}/shown", held.meeting)).await.ok();
        assert_eq!((text(&shown["presenter"]["name"]), number(&shown["page"])), ("佐藤 花".to_owned(), 3));
        held.present(&scene.sato, Some(&scene.admin)).await.refused(400);
        held.present(&scene.sato, None).await.ok();
        held.present(&scene.mori, Some(&scene.mori)).await.ok();
    });
}

#[test]
fn two_who_take_the_part_in_the_same_moment_do_not_both_get_it() {
    everywhere(|world| async move {
        let held = held(&world).await;
        let scene = &held.scene;
        let (ito, mori) =
            tokio::join!(held.present(&scene.ito, Some(&scene.ito)), held.present(&scene.mori, Some(&scene.mori)));
        let taken = [&ito, &mori].iter().filter(|answer| answer.status.is_success()).count();
        assert_eq!(taken, 1, "{} {}", ito.body, mori.body);
    });
}

#[test]
fn pages_turned_too_fast_are_refused_and_places_that_are_none_too() {
    everywhere(|world| async move {
        let held = held(&world).await;
        let scene = &held.scene;
        held.present(&scene.sato, Some(&scene.sato)).await.ok();
        held.show(&scene.sato, 2).await.ok();
        assert_eq!(held.show(&scene.sato, 3).await.refused(409), "meetings.too_fast");
        world.clock().advance(Duration::from_millis(300));
        held.show(&scene.sato, 3).await.ok();
        held.show(&scene.sato, 0).await.refused(400);
        held.show(&scene.sato, 20_001).await.refused(400);
        let other = json!({ "material_id": new_id(), "page": 1 });
        world.clock().advance(Duration::from_millis(300));
        scene.sato.client.put(&format!("/meetings/{}/shown", held.meeting), other).await.refused(400);
    });
}

#[test]
fn a_meeting_that_ended_has_no_presenter_and_turns_no_page() {
    everywhere(|world| async move {
        let held = held(&world).await;
        let scene = &held.scene;
        held.run(&scene.ito, false).await.refused(403);
        held.present(&scene.ito, Some(&scene.ito)).await.ok();
        let (mut mori, _) = held.sit(&scene.mori).await;
        held.run(&scene.sato, false).await.ok();
        let told = mori.until(|frame| frame["t"] == "meeting" && frame["p"]["presenter"].is_null()).await;
        assert_eq!(told["p"]["meeting_id"], json!(held.meeting));
        assert_eq!(held.show(&scene.ito, 2).await.refused(409), "meetings.not_held");
        assert_eq!(held.present(&scene.ito, Some(&scene.ito)).await.refused(409), "meetings.not_held");
        held.run(&scene.sato, true).await.ok();
        held.present(&scene.ito, Some(&scene.ito)).await.ok();
    });
}

#[test]
fn a_material_that_is_taken_from_the_table_is_shown_no_more() {
    everywhere(|world| async move {
        let held = held(&world).await;
        let scene = &held.scene;
        held.present(&scene.sato, Some(&scene.sato)).await.ok();
        held.show(&scene.sato, 2).await.ok();
        let empty = json!({ "items": [], "materials": [] });
        scene.ito.client.put(&format!("/meetings/{}/agenda", held.meeting), empty).await.ok();
        let shown = scene.mori.client.get(&format!("/meetings/{}/shown", held.meeting)).await.ok();
        assert_eq!((&shown["material_id"], number(&shown["page"])), (&Value::Null, 1));
    });
}

#[test]
fn whoever_leaves_the_room_sees_no_page_turn_any_more() {
    everywhere(|world| async move {
        let held = held(&world).await;
        let scene = &held.scene;
        held.present(&scene.sato, Some(&scene.sato)).await.ok();
        let (mut ito, _) = held.sit(&scene.ito).await;
        let (mut mori, _) = held.sit(&scene.mori).await;
        scene.sato.client.delete(&format!("/rooms/{}/members/{}", held.home, scene.ito.id)).await.ok();
        ito.event("chat.room_left").await;
        held.show(&scene.sato, 5).await.ok();
        scene.ito.client.post(&format!("/meetings/{}/open", held.meeting), json!({})).await.refused(404);
        // Who is still at the table has been told, and the next thing that is heard elsewhere is something else.
        turned_to(&mut mori, 5).await;
        let direct = crate::scene::direct(&scene.sato, &scene.ito).await;
        let said = scene.sato.client.say(&direct, "別件です").await;
        loop {
            let frame = ito.next().await.expect("the message comes");
            assert_ne!(frame["t"], "meeting", "{frame}");
            if frame["p"]["message"]["id"] == said["id"] {
                break;
            }
        }
    });
}

#[test]
fn whoever_gives_a_meeting_the_number_of_a_note_hears_nothing_of_the_note() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let secret = room(&scene.sato, "private", "人事", &[&scene.mori]).await;
        let note = id(&notes::begin(&scene.sato, &secret, "blank").await.ok());
        let own = room(&scene.ito, "private", "別", &[&scene.sato]).await;
        let new = json!({ "id": note, "title": "別件", "starts_at": "2026-05-01T00:30:00Z" });
        scene.ito.client.post(&format!("/rooms/{own}/meetings"), new).await.ok();
        let position = scene.ito.client.bootstrap().await["position"].clone();
        let mut ito = scene.ito.client.live(&position).await;
        let connection = text(&ito.until(|frame| frame["t"] == "ready").await["connection"]);
        let opened = json!({ "connection": connection });
        let opened = scene.ito.client.post(&format!("/meetings/{note}/open"), opened).await.ok();
        assert_eq!(opened["seated"], true);
        // Who has the note open hears what is written, and is shown nobody's hands from the meeting.
        let (mut mori, _) = notes::sit(&scene.mori, &note).await;
        ito.say(json!({ "t": "hand", "table": note, "state": "{}" })).await;
        let page = notes::open(&scene.sato, &note).await;
        let update = notes::adding(&page, 7, "異動の案");
        notes::send(&scene.sato, &note, &new_id(), update, 1).await.ok();
        loop {
            let frame = mori.next().await.expect("the update comes");
            assert_ne!(frame["t"], "hand", "{frame}");
            if frame["t"] == "note" {
                break;
            }
        }
        let said = scene.sato.client.say(&own, "別件です").await;
        loop {
            let frame = ito.next().await.expect("the message comes");
            assert!(frame["t"] != "note" && frame["t"] != "hand", "{frame}");
            if frame["p"]["message"]["id"] == said["id"] {
                break;
            }
        }
    });
}

#[test]
fn twenty_four_at_a_table_all_end_where_the_presenter_is() {
    everywhere(|world| async move {
        let held = held(&world).await;
        let scene = &held.scene;
        held.present(&scene.sato, Some(&scene.sato)).await.ok();
        let mut table = Vec::new();
        for seat in 0..24 {
            let staff = [&scene.ito, &scene.mori, &scene.sato][seat % 3];
            table.push(held.sit(staff).await.0);
        }
        for page in 2..=6 {
            world.clock().advance(Duration::from_millis(300));
            held.show(&scene.sato, page).await.ok();
        }
        for live in &mut table {
            let shown = turned_to(live, 6).await;
            assert_eq!(shown["material_id"], json!(held.material));
        }
    });
}
