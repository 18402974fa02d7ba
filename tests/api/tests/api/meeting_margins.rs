//! 書き込み: what people write in the margins of meetings, for themselves.

use crate::meetings::{Met, call};
use crate::operators::{OTHER_PIN, PIN, choose, introduce, nursery};
use crate::scene::{each, id, items, number, scene, text};
use harness::{Answer, Client, everywhere, new_id};
use serde_json::{Value, json};

/// A meeting with one note on its table.
struct Table {
    met: Met,
    material: String,
}

impl Table {
    async fn at(world: &harness::World) -> Self {
        let met = Met::at(world).await;
        let (material, note) = (new_id(), met.note().await);
        met.lay(json!([{ "id": material, "note_id": note, "title": "資料1" }])).await.ok();
        Self { met, material }
    }

    async fn write(&self, client: &Client, margin: &str, page: i64, words: &str) -> Answer {
        let new = json!({ "material_id": self.material, "page": page, "words": words, "beside": "開始は九時" });
        client.put(&self.met.path(&format!("/margins/{margin}")), new).await
    }

    async fn words(&self, client: &Client) -> Vec<String> {
        each(&client.get(&self.met.path("/margins")).await.ok(), "words")
    }
}

#[test]
fn margin_notes_are_read_by_their_author_alone_and_stay_theirs() {
    everywhere(|world| async move {
        let table = Table::at(&world).await;
        let (met, scene) = (&table.met, &table.met.scene);
        let (hers, his) = (new_id(), new_id());
        table.write(&scene.ito.client, &his, 3, "ここは反対").await.ok();
        table.write(&scene.sato.client, &hers, 3, "別の考え").await.ok();
        let mine = scene.ito.client.get(&met.path("/margins")).await.ok();
        assert_eq!(each(&mine, "words"), ["ここは反対"]);
        assert_eq!((number(&mine[0]["page"]), text(&mine[0]["beside"])), (3, "開始は九時".to_owned()));
        // Neither the owner nor an administrator nor anything else that is shown of the meeting has it, nor who says its id.
        for staff in [&scene.sato, &scene.mori, &scene.admin] {
            assert!(!staff.client.get("/margins").await.ok().to_string().contains("反対"));
        }
        table.write(&scene.mori.client, &his, 1, "葵の").await.ok();
        assert_eq!(table.words(&scene.ito.client).await, ["ここは反対"]);
        assert!(!met.seen_by(&scene.sato).await.to_string().contains("反対"));
        // Whoever leaves the room keeps what is theirs, and so does everybody when the meeting goes.
        scene.sato.client.delete(&format!("/rooms/{}/members/{}", met.home, scene.ito.id)).await.ok();
        scene.ito.client.get(&met.path("/margins")).await.refused(404);
        table.write(&scene.ito.client, &new_id(), 4, "もう書けない").await.refused(404);
        table.write(&scene.ito.client, &his, 3, "ここは反対。理由は三つ").await.ok();
        scene.sato.client.delete(&met.path("")).await.ok();
        table.write(&scene.sato.client, &hers, 3, "別の考えだった").await.ok();
        for (staff, words) in [(&scene.ito, "ここは反対。理由は三つ"), (&scene.sato, "別の考えだった")]
        {
            let own = staff.client.get("/margins").await.ok();
            assert_eq!(each(&own["items"], "words"), [words]);
            assert_eq!(own["items"][0]["material_title"], "資料1");
        }
        table.write(&scene.ito.client, &his, 3, "").await.ok();
        assert!(items(&scene.ito.client.get("/margins").await.ok()["items"]).is_empty());
    });
}

#[test]
fn an_emptied_margin_note_is_gone_and_a_longer_one_takes_the_place_of_the_first() {
    everywhere(|world| async move {
        let table = Table::at(&world).await;
        let ito = &table.met.scene.ito.client;
        let margin = new_id();
        for words in ["一", "一、二"] {
            table.write(ito, &margin, 1, words).await.ok();
        }
        assert_eq!(table.words(ito).await, ["一、二"]);
        for _ in 0..2 {
            table.write(ito, &margin, 1, " ").await.ok();
        }
        assert!(table.words(ito).await.is_empty());
        table.write(ito, &margin, 1, &"長".repeat(4_001)).await.refused(400);
        table.write(ito, &margin, 0, "x").await.refused(400);
        let elsewhere = json!({ "material_id": new_id(), "page": 1, "words": "x" });
        ito.put(&table.met.path(&format!("/margins/{}", new_id())), elsewhere).await.refused(404);
    });
}

#[test]
fn two_margin_notes_stand_at_one_page_and_neither_takes_the_place_of_the_other() {
    everywhere(|world| async move {
        let table = Table::at(&world).await;
        let ito = &table.met.scene.ito.client;
        let (first, second) = (new_id(), new_id());
        table.write(ito, &first, 5, "予算のこと").await.ok();
        table.write(ito, &second, 5, "人員のこと").await.ok();
        let mut words = table.words(ito).await;
        words.sort();
        assert_eq!(words, ["予算のこと", "人員のこと"]);
    });
}

#[test]
fn what_stands_in_a_margin_can_be_changed_when_its_material_was_taken_from_the_table() {
    everywhere(|world| async move {
        let table = Table::at(&world).await;
        let ito = &table.met.scene.ito.client;
        let margin = new_id();
        table.write(ito, &margin, 2, "途中まで").await.ok();
        table.met.lay(json!([])).await.ok();
        table.write(ito, &margin, 2, "最後まで").await.ok();
        assert_eq!(table.words(ito).await, ["最後まで"]);
        table.write(ito, &new_id(), 2, "新しく").await.refused(404);
    });
}

#[test]
fn of_a_shared_account_a_margin_note_is_its_author_s_and_never_goes_out_under_the_next() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let nursery = nursery(&world, &scene).await;
        let new = json!({ "id": new_id(), "kind": "private", "name": "園", "people": [nursery.person] });
        let home = id(&scene.mori.client.post("/rooms", new).await.ok());
        let meeting = id(&call(&scene.mori, &home).await.ok());
        let note = id(&crate::notes::begin(&scene.mori, &home, "blank").await.ok());
        let material = new_id();
        let agenda = json!({ "items": [], "materials": [{ "id": material, "note_id": note }] });
        scene.mori.client.put(&format!("/meetings/{meeting}/agenda"), agenda).await.ok();
        let device = &nursery.device;
        let path = format!("/meetings/{meeting}/margins/{}", new_id());
        let margin = json!({ "material_id": material, "page": 1, "words": "佐藤の考え", "author_id": scene.sato.id });
        introduce(&scene, device, &scene.sato, PIN).await;
        introduce(&scene, device, &scene.ito, OTHER_PIN).await;
        // What could not be sent before the account changed hands stays with who wrote it.
        assert_eq!(device.put(&path, margin.clone()).await.refused(409), "chat.other_operator");
        let own = |answer: Value| each(&answer["items"], "words");
        assert!(own(device.get("/margins").await.ok()).is_empty());
        choose(device, &scene.sato, PIN).await.ok();
        device.put(&path, margin).await.ok();
        assert_eq!(own(device.get("/margins").await.ok()), ["佐藤の考え"]);
        choose(device, &scene.ito, OTHER_PIN).await.ok();
        assert!(own(device.get("/margins").await.ok()).is_empty());
        assert!(items(&device.get(&format!("/meetings/{meeting}/margins")).await.ok()).is_empty());
    });
}
