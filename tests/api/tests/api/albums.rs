//! アルバム: pictures of a room under a name.

use crate::files::bring;
use crate::files_in_rooms::{picture, say_with, status};
use crate::outsiders;
use crate::scene::{Scene, each, id, items, room, scene, settled, text};
use crate::sharing::{Pair, pair};
use harness::{Answer, Staff, World, everywhere, new_id};
use serde_json::{Value, json};
use std::time::Duration;

/// Makes an album, with an answer.
pub async fn make(by: &Staff, room: &str, name: &str) -> Answer {
    by.client.post(&format!("/rooms/{room}/albums"), json!({ "id": new_id(), "name": name })).await
}

/// An album that was made.
pub async fn made(by: &Staff, room: &str, name: &str) -> String {
    id(&make(by, room, name).await.ok())
}

/// A picture that somebody sent to a room: file and message.
pub async fn sent(world: &World, by: &Staff, room: &str, name: &str) -> (String, String) {
    world.clock().advance(Duration::from_secs(60));
    let file = bring(&by.client, name, &picture(4, 3)).await;
    let message = id(&say_with(by, room, "", &[&file]).await.ok());
    (file, message)
}

/// Puts files into an album.
pub async fn add(by: &Staff, album: &str, files: &[&str]) -> Answer {
    by.client.post(&format!("/albums/{album}/pictures"), json!({ "files": files })).await
}

/// What is in an album, by name, in its order.
pub async fn inside(by: &Staff, album: &str) -> Vec<String> {
    let page = by.client.get(&format!("/albums/{album}/pictures")).await.ok();
    items(&page["items"]).iter().map(|item| text(&item["file"]["name"])).collect()
}

pub async fn album(by: &Staff, album: &str) -> Value {
    by.client.get(&format!("/albums/{album}")).await.ok()["album"].clone()
}

async fn place(by: &Staff, album: &str, file: &str, after: Option<&str>) -> Answer {
    by.client.put(&format!("/albums/{album}/pictures/{file}/place"), json!({ "after": after })).await
}

async fn caption(by: &Staff, album: &str, file: &str, words: &str) -> Answer {
    by.client.put(&format!("/albums/{album}/pictures/{file}/caption"), json!({ "caption": words })).await
}

#[test]
fn whoever_writes_in_a_room_makes_an_album_and_everybody_in_it_sees_what_is_put_in() {
    everywhere(|world| async move {
        let Scene { sato, ito, .. } = scene(&world).await;
        let home = room(&sato, "private", "現場", &[&ito]).await;
        let (east, _) = sent(&world, &sato, &home, "東側.png").await;
        let (west, _) = sent(&world, &ito, &home, "西側.png").await;
        let mut live = settled(&ito).await;
        let new = json!({ "id": new_id(), "name": " 市道3号線 " });
        let path = format!("/rooms/{home}/albums");
        let first = sato.client.post(&path, new.clone()).await;
        let again = sato.client.post(&path, new.clone()).await;
        assert_eq!((first.status.as_u16(), again.status.as_u16()), (201, 200));
        assert_eq!(first.body, again.body);
        assert_eq!(ito.client.post(&path, new).await.refused(409), "id_taken");
        let it = id(&first.body);
        let told = live.event("chat.album_changed").await;
        assert_eq!((&told["album"], &told["album"]["name"]), (&first.body, &json!("市道3号線")));
        // The member puts in both, the later one first; the order is that of the talk.
        let added = add(&ito, &it, &[&west, &east]).await.ok();
        assert_eq!((&added["album"]["pictures"], &added["album"]["cover_id"]), (&json!(2), &json!(east)));
        assert_eq!(added["album"]["cover_chosen"], false);
        let told = live.event("chat.album_pictures_changed").await;
        assert_eq!((&told["album_id"], &told["pictures"]), (&json!(it), &added["pictures"]));
        assert_eq!(live.event("chat.album_changed").await["album"], added["album"]);
        assert_eq!(inside(&sato, &it).await, ["東側.png", "西側.png"]);
        // The same once more changes nothing, and says so.
        let again = add(&sato, &it, &[&west, &east]).await.ok();
        assert_eq!((&again["album"], items(&again["pictures"]).len()), (&added["album"], 0));
        let listed = sato.client.get(&path).await.ok();
        assert_eq!(items(&listed["items"]), &[added["album"].clone()]);
        assert_eq!(each(&listed["people"], "id"), [sato.id.to_string()]);
    });
}

#[test]
fn pictures_are_called_ordered_and_taken_out_and_the_room_keeps_the_files() {
    everywhere(|world| async move {
        let Scene { sato, ito, .. } = scene(&world).await;
        let home = room(&sato, "private", "現場", &[&ito]).await;
        let it = made(&sato, &home, "橋").await;
        let mut files = Vec::new();
        for name in ["一.png", "二.png", "三.png"] {
            files.push(sent(&world, &sato, &home, name).await.0);
        }
        let [one, two, three] = [&files[0], &files[1], &files[2]];
        add(&sato, &it, &[one, two, three]).await.ok();
        let mut live = settled(&sato).await;
        // Whoever moves one keeps what all see, and from then on the order is by hand.
        let moved = place(&ito, &it, three, None).await.ok();
        assert_eq!(moved["sort"], "hand");
        assert_eq!(inside(&sato, &it).await, ["三.png", "一.png", "二.png"]);
        assert_eq!(items(&live.event("chat.album_pictures_changed").await["pictures"]).len(), 3);
        place(&ito, &it, three, Some(one)).await.ok();
        assert_eq!(inside(&sato, &it).await, ["一.png", "三.png", "二.png"]);
        assert_eq!(items(&live.event("chat.album_pictures_changed").await["pictures"]).len(), 1);
        place(&ito, &it, three, Some(&new_id())).await.refused(400);
        place(&ito, &it, &new_id(), None).await.refused(404);
        let path = format!("/albums/{it}");
        sato.client.patch(&path, json!({ "sort": "time" })).await.ok();
        assert_eq!(inside(&sato, &it).await, ["一.png", "二.png", "三.png"]);
        // Somebody put it in order before: that is not lost.
        sato.client.patch(&path, json!({ "sort": "hand" })).await.ok();
        assert_eq!(inside(&sato, &it).await, ["一.png", "三.png", "二.png"]);
        let said = caption(&ito, &it, two, " 橋脚のひび割れ ").await.ok();
        assert_eq!(said["caption"], "橋脚のひび割れ");
        let chosen = sato.client.patch(&path, json!({ "cover": two, "name": "橋の点検" })).await.ok();
        assert_eq!((&chosen["cover_id"], &chosen["cover_chosen"]), (&json!(two), &json!(true)));
        sato.client.patch(&path, json!({ "cover": new_id() })).await.refused(400);
        // It is taken out, also twice; the first one stands for the album again, and the room has the file still.
        let taken = ito.client.delete(&format!("{path}/pictures/{two}")).await.ok();
        assert_eq!((&taken["pictures"], &taken["cover_id"]), (&json!(2), &json!(one)));
        ito.client.delete(&format!("{path}/pictures/{two}")).await.ok();
        assert_eq!(inside(&sato, &it).await, ["一.png", "三.png"]);
        assert_eq!(status(&ito, &home, two).await, 200);
        caption(&ito, &it, two, "").await.refused(404);
    });
}

#[test]
fn what_is_taken_back_is_in_no_album_from_that_moment_on() {
    everywhere(|world| async move {
        let Scene { sato, ito, .. } = scene(&world).await;
        let home = room(&sato, "private", "現場", &[&ito]).await;
        let (kept, _) = sent(&world, &sato, &home, "残る.png").await;
        let (gone, message) = sent(&world, &ito, &home, "消える.png").await;
        let albums = [made(&sato, &home, "一日目").await, made(&ito, &home, "全部").await];
        for it in &albums {
            add(&sato, it, &[&kept, &gone]).await.ok();
            sato.client.patch(&format!("/albums/{it}"), json!({ "cover": gone })).await.ok();
        }
        let mut live = settled(&sato).await;
        ito.client.delete(&format!("/messages/{message}")).await.ok();
        let told = live.event("chat.album_pictures_changed").await;
        assert_eq!((&told["gone"], &told["pictures"]), (&json!([gone]), &json!([])));
        for it in &albums {
            assert_eq!(inside(&sato, it).await, ["残る.png"]);
            let now = album(&sato, it).await;
            assert_eq!(
                (&now["pictures"], &now["cover_id"], &now["cover_chosen"]),
                (&json!(1), &json!(kept), &json!(false))
            );
        }
        assert_eq!(status(&sato, &home, &gone).await, 404);
        add(&sato, &albums[0], &[&gone]).await.refused(400);
    });
}

#[test]
fn what_was_forwarded_leaves_the_albums_there_when_its_source_is_taken_back() {
    everywhere(|world| async move {
        let Scene { sato, ito, .. } = scene(&world).await;
        let from = room(&sato, "private", "現場", &[&ito]).await;
        let to = room(&sato, "private", "本部", &[&ito]).await;
        let (file, message) = sent(&world, &sato, &from, "被害.png").await;
        let sending = json!({ "messages": [message], "targets": [{ "room_id": to, "id": new_id() }] });
        sato.client.post("/forwards", sending).await.ok();
        let it = made(&ito, &to, "被害").await;
        add(&ito, &it, &[&file]).await.ok();
        assert_eq!(inside(&ito, &it).await, ["被害.png"]);
        sato.client.delete(&format!("/messages/{message}")).await.ok();
        assert_eq!(inside(&ito, &it).await, [""; 0]);
        world.run_jobs().await;
        assert_eq!(album(&ito, &it).await["pictures"], 0);
    });
}

#[test]
fn a_message_for_an_album_puts_its_pictures_there_with_itself() {
    everywhere(|world| async move {
        let Scene { sato, ito, .. } = scene(&world).await;
        let home = room(&sato, "private", "現場", &[&ito]).await;
        let it = made(&sato, &home, "一日目").await;
        let mut live = settled(&ito).await;
        let photo = bring(&sato.client, "東.png", &picture(4, 3)).await;
        let words = bring(&sato.client, "経過.txt", b"text").await;
        let said =
            json!({ "id": new_id(), "body": "アルバム「一日目」に1枚追加", "files": [photo, words], "album": it });
        let path = format!("/rooms/{home}/messages");
        let first = sato.client.post(&path, said.clone()).await;
        let again = sato.client.post(&path, said).await;
        assert_eq!((first.status.as_u16(), again.status.as_u16()), (201, 200));
        let told = live.event("chat.album_pictures_changed").await;
        assert_eq!(each(&told["pictures"], "message_id"), [id(&first.body)]);
        assert_eq!(inside(&ito, &it).await, ["東.png"]);
        assert_eq!(album(&ito, &it).await["pictures"], 1);
        // What was being written in the room is still there.
        let draft = json!({ "room_id": home, "body": "書きかけ" });
        sato.client.put(&format!("/drafts/{home}"), draft).await.ok();
        let photo = bring(&sato.client, "南.png", &picture(4, 3)).await;
        let said = json!({ "id": new_id(), "body": "写真", "files": [photo], "album": it });
        sato.client.post(&path, said).await.ok();
        assert_eq!(sato.client.bootstrap().await["drafts"][0]["body"], "書きかけ");
        assert_eq!(inside(&ito, &it).await, ["東.png", "南.png"]);
        // An album that was removed meanwhile, or stands in another room, takes nothing, and no words are lost.
        let other = room(&sato, "private", "別の現場", &[]).await;
        let elsewhere = made(&sato, &other, "別").await;
        let removed = made(&sato, &home, "消す").await;
        sato.client.put(&format!("/albums/{removed}/removed"), json!({ "removed": true })).await.ok();
        for target in [&elsewhere, &removed, &new_id()] {
            let photo = bring(&sato.client, "西.png", &picture(4, 3)).await;
            let said = json!({ "id": new_id(), "body": "写真", "files": [photo], "album": target });
            assert_eq!(sato.client.post(&path, said).await.status, 201);
        }
        assert_eq!(album(&sato, &elsewhere).await["pictures"], 0);
    });
}

#[test]
fn an_album_is_removed_by_who_made_it_or_an_owner_and_can_be_had_back_for_some_days() {
    everywhere(|world| async move {
        let Scene { sato, ito, mori, .. } = scene(&world).await;
        let home = room(&sato, "private", "現場", &[&ito, &mori]).await;
        let (file, _) = sent(&world, &ito, &home, "東.png").await;
        let it = made(&ito, &home, "橋").await;
        add(&ito, &it, &[&file]).await.ok();
        let path = format!("/albums/{it}/removed");
        assert_eq!(mori.client.put(&path, json!({ "removed": true })).await.refused(403), "chat.not_the_albums_maker");
        let mut live = settled(&mori).await;
        ito.client.put(&path, json!({ "removed": true })).await.ok();
        assert_eq!(live.event("chat.album_changed").await["album"]["removed"], true);
        mori.client.get(&format!("/albums/{it}")).await.refused(404);
        mori.client.get(&format!("/albums/{it}/pictures")).await.refused(404);
        add(&ito, &it, &[&file]).await.refused(404);
        let listed = format!("/rooms/{home}/albums");
        assert_eq!(items(&mori.client.get(&listed).await.ok()["items"]).len(), 0);
        assert_eq!(status(&mori, &home, &file).await, 200);
        // The owner has it back, as it was.
        sato.client.put(&path, json!({ "removed": false })).await.ok();
        assert_eq!(inside(&mori, &it).await, ["東.png"]);
        sato.client.put(&path, json!({ "removed": true })).await.ok();
        world.clock().advance(Duration::from_secs(8 * 24 * 60 * 60));
        made(&sato, &home, "次").await;
        sato.client.put(&path, json!({ "removed": false })).await.refused(404);
        assert_eq!(status(&mori, &home, &file).await, 200);
    });
}

#[test]
fn whoever_does_not_read_the_room_or_reads_it_no_longer_has_no_albums_of_it() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let Scene { sato, ito, mori, .. } = &scene;
        let home = room(sato, "private", "現場", &[ito]).await;
        let (file, _) = sent(&world, sato, &home, "東.png").await;
        let it = made(sato, &home, "橋").await;
        add(sato, &it, &[&file]).await.ok();
        for (who, code) in [(mori, 404), (&scene.admin, 404)] {
            who.client.get(&format!("/rooms/{home}/albums")).await.refused(code);
            who.client.get(&format!("/albums/{it}")).await.refused(code);
            who.client.get(&format!("/albums/{it}/pictures")).await.refused(code);
            make(who, &home, "勝手に").await.refused(code);
            add(who, &it, &[&file]).await.refused(code);
            place(who, &it, &file, None).await.refused(code);
            caption(who, &it, &file, "x").await.refused(code);
            who.client.patch(&format!("/albums/{it}"), json!({ "name": "x" })).await.refused(code);
            who.client.delete(&format!("/albums/{it}/pictures/{file}")).await.refused(code);
        }
        assert_eq!(inside(ito, &it).await, ["東.png"]);
        ito.client.post(&format!("/rooms/{home}/leave"), json!({})).await.ok();
        ito.client.get(&format!("/albums/{it}/pictures")).await.refused(404);
        // A file of another room is none of this one.
        let other = room(sato, "private", "別", &[]).await;
        let (elsewhere, _) = sent(&world, sato, &other, "別.png").await;
        add(sato, &it, &[&elsewhere]).await.refused(400);
        // A closed room keeps its albums as they are.
        sato.client.post(&format!("/rooms/{home}/archive"), json!({})).await.ok();
        assert_eq!(make(sato, &home, "あとから").await.refused(409), "chat.archived");
        assert_eq!(inside(sato, &it).await, ["東.png"]);
    });
}

#[test]
fn a_guest_of_the_room_reads_its_albums_and_adds_to_them() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let Scene { sato, .. } = &scene;
        let home = room(sato, "private", "工事", &[]).await;
        let guest = outsiders::guest(&world, &scene.admin, outsiders::new_guest(sato, "business")).await;
        let it = made(sato, &home, "一日目").await;
        guest.client.get(&format!("/albums/{it}")).await.refused(404);
        sato.client.post(&format!("/rooms/{home}/members"), json!({ "people": [guest.id] })).await.ok();
        let (file, _) = sent(&world, &guest, &home, "施工.png").await;
        add(&guest, &it, &[&file]).await.ok();
        assert_eq!(inside(&guest, &it).await, ["施工.png"]);
        let own = made(&guest, &home, "施工者").await;
        let removed = json!({ "removed": true });
        guest.client.put(&format!("/albums/{own}/removed"), removed.clone()).await.ok();
        assert_eq!(
            guest.client.put(&format!("/albums/{it}/removed"), removed).await.refused(403),
            "chat.not_the_albums_maker"
        );
    });
}

#[test]
fn albums_of_a_shared_room_are_each_sides_own() {
    everywhere(|world| async move {
        let Pair { ours, theirs, here, there, .. } = pair(&world).await;
        let it = made(&ours.sato, &here, "こちらの写真").await;
        let (file, _) = sent(&world, &ours.sato, &here, "東.png").await;
        add(&ours.sato, &it, &[&file]).await.ok();
        world.run_jobs().await;
        assert_eq!(items(&theirs.sato.client.get(&format!("/rooms/{there}/albums")).await.ok()["items"]).len(), 0);
        theirs.sato.client.get(&format!("/albums/{it}")).await.refused(404);
        assert_eq!(inside(&ours.sato, &it).await, ["東.png"]);
    });
}
