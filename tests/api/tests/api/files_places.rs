//! 撮影場所: pictures come without the place where they were taken, unless the organisation has it otherwise.

use crate::files::{begin, bring, look, offset, send};
use crate::files_in_rooms::{bytes, picture, say_with};
use crate::scene::{Scene, items, room, scene, text};
use harness::everywhere;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::io::Cursor;

/// 35° 41′ 22″, as EXIF has it.
const PLACE: [u32; 6] = [35, 1, 41, 1, 22, 1];

fn place() -> Vec<u8> {
    PLACE.iter().flat_map(|part| part.to_le_bytes()).collect()
}

/// A photo that lies on its side, and says where it was taken.
fn photo() -> Vec<u8> {
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        [&tag.to_le_bytes()[..], &kind.to_le_bytes(), &count.to_le_bytes(), &value.to_le_bytes()].concat()
    };
    // The table of all at 8, that of places at 38, their values at 68.
    let main = [entry(0x0112, 3, 1, 6), entry(0x8825, 4, 1, 38)].concat();
    let places = [entry(1, 2, 2, u32::from(b'N')), entry(2, 5, 3, 68)].concat();
    let head = b"Exif\0\0II*\0\x08\0\0\0\x02\0";
    let exif = [&head[..], &main, b"\0\0\0\0\x02\0", &places, b"\0\0\0\0", &place()].concat();
    let mut plain = Cursor::new(Vec::new());
    image::RgbImage::new(40, 30).write_to(&mut plain, image::ImageFormat::Jpeg).expect("a picture");
    let plain = plain.into_inner();
    [&plain[..2], b"\xff\xe1", &(exif.len() as u16 + 2).to_be_bytes(), &exif, &plain[2..]].concat()
}

fn says_where(bytes: &[u8]) -> bool {
    let place = place();
    bytes.windows(place.len()).any(|window| window == place)
}

#[test]
fn a_photo_is_kept_without_its_place_under_the_hash_of_what_is_kept() {
    everywhere(|world| async move {
        let Scene { sato, ito, .. } = scene(&world).await;
        let home = room(&sato, "private", "課", &[&ito]).await;
        let taken = photo();
        assert!(says_where(&taken));
        // In two pieces, so that what is remembered of the first is of no use for the whole.
        let file = begin(&sato.client, "現場.jpg", taken.len()).await;
        send(&sato.client, &file, 0, &taken[..300], &[]).await;
        send(&sato.client, &file, 300, &taken[300..], &[]).await;
        assert_eq!(offset(&sato.client, &file).await, taken.len());
        let brought = look(&sato.client, &file).await;
        assert_eq!((&brought["state"], &brought["place_removed"]), (&json!("whole"), &json!(true)));
        // Which side is up is still known.
        assert_eq!((&brought["width"], &brought["height"]), (&json!(30), &json!(40)));
        say_with(&sato, &home, "", &[&file]).await.ok();
        let kept = bytes(&ito, &home, &file).await;
        assert!(!says_where(&kept) && kept.len() == taken.len());
        let hash: String = Sha256::digest(&kept).iter().map(|byte| format!("{byte:02x}")).collect();
        let lies = world.files().join("sent/whole").join(&hash[..2]).join(&hash);
        assert_eq!(std::fs::read(lies).expect("it lies under its hash"), kept);
        // Whatever its name says.
        let file = bring(&sato.client, "現場.dat", &taken).await;
        assert_eq!(look(&sato.client, &file).await["place_removed"], json!(true));
        say_with(&sato, &home, "", &[&file]).await.ok();
        assert!(!says_where(&bytes(&ito, &home, &file).await));
        // What says nothing is what it was.
        let plain = bring(&sato.client, "図.png", &picture(4, 4)).await;
        assert_eq!(look(&sato.client, &plain).await["place_removed"], json!(false));
        say_with(&sato, &home, "", &[&plain]).await.ok();
        assert_eq!(bytes(&ito, &home, &plain).await, picture(4, 4));
    });
}

#[test]
fn an_organisation_may_keep_places_and_its_record_says_who_decided_that() {
    everywhere(|world| async move {
        let Scene { sato, ito, admin, .. } = scene(&world).await;
        let home = room(&sato, "private", "課", &[&ito]).await;
        assert_eq!(admin.client.get("/files/rules").await.ok(), json!({ "places": "strip" }));
        for _ in 0..2 {
            let kept = admin.client.put("/files/rules", json!({ "places": "keep" })).await.ok();
            assert_eq!(kept, json!({ "places": "keep" }));
        }
        let file = bring(&sato.client, "現場.jpg", &photo()).await;
        assert_eq!(look(&sato.client, &file).await["place_removed"], json!(false));
        say_with(&sato, &home, "", &[&file]).await.ok();
        assert_eq!(bytes(&ito, &home, &file).await, photo());
        let acts = admin.client.get("/audit").await.ok();
        let acts: Vec<_> = items(&acts["items"]).iter().filter(|act| text(&act["act"]) == "files.rules_set").collect();
        assert_eq!(acts.len(), 1);
        assert_eq!(acts[0]["detail"], json!({ "places_removed": false }));
        admin.client.put("/files/rules", json!({ "places": "blur" })).await.refused(400);
    });
}
