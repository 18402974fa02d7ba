//! A room that is shared with another organisation, as 佐藤's client is told of it.

use super::scene::Scene;
use crate::state::text_of;
use harness::NewStaff;
use serde_json::json;

pub async fn shared_room(scene: &mut Scene<'_>) {
    let (sato, ito, kato) = (scene.sato.clone(), scene.ito.clone(), scene.kato.clone());
    let other = scene.world.town("青浜町").await;
    let mori = NewStaff::named("森", "守", ("もり", "まもる")).administrator();
    let mori = other.staff(scene.world, mori).await;
    let room = scene.room(&ito, "private", "合同訓練", &[&sato]).await;
    let there = scene.room(&mori, "private", "緑野市と", &[]).await;
    scene.say(&ito, &room, "呼びかけます").await;
    scene.patch(&kato, &format!("/accounts/{}", sato.account), json!({ "rights": "administrator" })).await;
    scene.hold(&room);
    scene.begin("a shared room says with whom it is shared, and what comes from there is said by a partner").await;
    let offer = json!({ "organisation": other.code, "room": room, "purpose": "合同の防災訓練" });
    let share = text_of(&scene.post(&kato, "/shares", offer).await["id"]);
    scene.post(&mori, &format!("/shares/{share}/agree"), json!({ "room": there })).await;
    scene.world.run_jobs().await;
    scene.say(&mori, &there, "よろしくお願いします").await;
    scene.world.run_jobs().await;
    scene.post(&ito, &format!("/shares/{share}/end"), json!({})).await;
    scene.world.run_jobs().await;
}
