//! What becomes of files beside the database: space for them, whose disk they lie on, and what is cleared away.

use crate::files::{base64, begin, bring, create, files_below, look, offset, send, some_bytes};
use crate::files_in_rooms::{bytes, picture, say_with};
use crate::outsiders;
use crate::scene::{Scene, room, scene, text};
use files::model::Limits;
use files::service::Uploads;
use harness::{Client, NewStaff, Staff, World, everywhere, file_limits, new_id};
use kernel::Clock;
use reqwest::Method;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::path::Path;
use std::time::{Duration, UNIX_EPOCH};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const HOUR: Duration = Duration::from_secs(3_600);
const MIB: usize = 1 << 20;

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

async fn remove(client: &Client, upload: &str) {
    let request = client.request(Method::DELETE, &format!("/files/uploads/{upload}"));
    client.send(request.header("tus-resumable", "1.0.0")).await;
}

/// Somebody of a town with a room of their own in a program that then ends, and what it left; with other files where the program begins
/// anew, or the same.
struct Left {
    test: testkit::TestDb,
    files: tempfile::TempDir,
    token: String,
    room: String,
    half: String,
    kept: String,
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime")
}

fn left(engine: db::Engine) -> Left {
    let first = runtime();
    let (world, token, room, half, kept) = first.block_on(async {
        let world = World::start(engine, live::Limits::default()).await;
        let town = world.town("緑野市").await;
        let sato: Staff = town.staff(&world, NewStaff::named("佐藤", "花", ("さとう", "はな"))).await;
        let room = json!({ "id": new_id(), "kind": "private", "name": "室" });
        let room = text(&sato.client.post("/rooms", room).await.ok()["id"]);
        let half = begin(&sato.client, "半分.txt", 5).await;
        send(&sato.client, &half, 0, b"abc", &[]).await.ok();
        let kept = bring(&sato.client, "全部.txt", b"all of it").await;
        say_with(&sato, &room, "", &[&kept]).await.ok();
        (world, sato.token, room, half, kept)
    });
    let (test, files) = world.into_test_and_files();
    drop(first);
    test.clock.advance(Duration::from_secs(10));
    Left { test: test.reopened(), files, token, room, half, kept }
}

#[test]
fn a_full_disk_takes_nothing_more_and_keeps_what_it_has() {
    for engine in testkit::engines() {
        let Left { test, files, token, half, .. } = left(engine);
        runtime().block_on(async {
            let world = World::with_files(test, files, Limits { spare: u64::MAX, ..file_limits() }).await;
            let client = Client::of(&world, Some(token));
            let told = format!("filename {},id {}", base64(b"a.txt"), base64(new_id().as_bytes()));
            for _ in 0..2 {
                let request = client.request(Method::POST, "/files/uploads").header("tus-resumable", "1.0.0");
                let request = request.header("upload-length", 4).header("upload-metadata", &told);
                assert_eq!(
                    client.send(request).await.refused(503),
                    "disk_full",
                    "the same again is not taken for another"
                );
            }
            assert_eq!(offset(&client, &half).await, 3);
            assert_eq!(send(&client, &half, 3, b"de", &[]).await.refused(503), "disk_full");
            assert_eq!(offset(&client, &half).await, 3);
            assert_eq!(create(&client, "空.txt", "0", &[]).await.ok()["state"], "whole");
        });
    }
}

#[test]
fn space_is_asked_for_what_is_missing_of_all_files_that_come_these_hours() {
    everywhere(|world| async move {
        let Scene { sato, ito, .. } = scene(&world).await;
        let upload = begin(&sato.client, "a.bin", 10 * MIB).await;
        send(&sato.client, &upload, 0, &some_bytes(MIB), &[]).await.ok();
        begin(&ito.client, "b.bin", 20 * MIB).await;
        let expected = async || {
            let id = upload.parse().expect("an id");
            let ask = move |conn: &mut db::Conn<'_>| {
                let row = files::store::get(conn, id)?.ok_or_else(kernel::Error::not_found)?;
                files::service::expected(conn, &row)
            };
            world.test.db.read(harness::system(kernel::Id::from_raw(0)), ask).await.expect("a number")
        };
        assert_eq!(expected().await, 29 << 20);
        // What nobody has gone on with since keeps no space from others.
        world.clock().advance(2 * HOUR);
        assert_eq!(expected().await, 9 << 20);
    });
}

#[test]
fn what_could_not_be_written_takes_no_space() {
    everywhere(|world| async move {
        let Scene { sato, .. } = scene(&world).await;
        let upload = begin(&sato.client, "a.bin", 3 * MIB).await;
        send(&sato.client, &upload, 0, &some_bytes(MIB), &[]).await.ok();
        let wrong = format!("sha256 {}", base64(&[0; 32]));
        send(&sato.client, &upload, MIB, &some_bytes(MIB), &[("upload-checksum", &wrong)]).await.refused(460);
        let part = world.files().join("sent/coming").join(&upload);
        assert_eq!(std::fs::metadata(part).expect("a part").len(), MIB as u64);
    });
}

#[test]
fn the_files_of_an_organisation_have_a_total_and_outsiders_less_than_the_staff() {
    everywhere(|world| async move {
        let Scene { admin, sato, ito, .. } = scene(&world).await;
        world.run_jobs().await;
        let largest = (64 * MIB).to_string();
        for staff in [&sato, &sato, &ito] {
            create(&staff.client, "a.bin", &largest, &[]).await.ok();
        }
        assert_eq!(create(&ito.client, "b.bin", &largest, &[]).await.refused(413), "files.organisation_full");
        let small = begin(&ito.client, "c.bin", 7 * MIB).await;
        assert_eq!(create(&ito.client, "d.bin", "2000000", &[]).await.refused(413), "files.organisation_full");
        // What is forgotten makes room once it is cleared away.
        remove(&ito.client, &small).await;
        world.clock().advance(2 * HOUR);
        world.run_jobs().await;
        create(&ito.client, "d.bin", "2000000", &[]).await.ok();

        let guest = outsiders::guest(&world, &admin, outsiders::new_guest(&sato, "business")).await;
        let bot = outsiders::bot(&world, &admin, outsiders::new_bot(&sato)).await;
        for outsider in [guest, bot] {
            let size = (2 * MIB + 1).to_string();
            assert_eq!(create(&outsider.client, "a.bin", &size, &[]).await.refused(413), "files.too_large");
            begin(&outsider.client, "a.bin", 2 * MIB).await;
            let size = (2 * MIB).to_string();
            assert_eq!(create(&outsider.client, "b.bin", &size, &[]).await.refused(413), "files.too_much_waiting");
        }
    });
}

#[test]
fn contents_that_no_file_has_go_within_a_day_once_they_are_old() {
    everywhere(|world| async move {
        let Scene { sato, ito, .. } = scene(&world).await;
        let home = room(&sato, "private", "課", &[&ito]).await;
        let file = bring(&sato.client, "一.txt", b"known").await;
        say_with(&sato, &home, "", &[&file]).await.ok();
        let whole = world.files().join("sent/whole");
        let now = world.clock().now().micros() as u64;
        let age = |bytes: &[u8], days: u64| {
            let path = whole.join(&hash(bytes)[..2]).join(hash(bytes));
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            std::fs::write(&path, bytes).expect("written");
            let moment = UNIX_EPOCH + Duration::from_micros(now) - days as u32 * 24 * HOUR;
            File::options().write(true).open(&path).expect("a file").set_modified(moment).expect("aged");
            path
        };
        let (known, old, fresh) = (age(b"known", 3), age(b"nobody's", 3), age(b"under way", 0));
        for _ in 0..23 {
            world.clock().advance(HOUR);
            world.run_jobs().await;
        }
        world.clock().advance(HOUR - Duration::from_secs(60));
        world.run_jobs().await;
        assert_eq!((known.exists(), old.exists(), fresh.exists()), (true, false, true));
        assert_eq!(bytes(&ito, &home, &file).await, b"known");
        // For two weeks it can be had back.
        let lost = world.files().join("sent/lost");
        assert_eq!(files_below(&lost), 1);
        world.clock().advance(16 * 24 * HOUR);
        world.run_jobs().await;
        assert_eq!(files_below(&lost), 0);
    });
}

/// Every file below a folder is older than a day.
fn grow_old(folder: &Path, now: kernel::Timestamp) {
    let moment = UNIX_EPOCH + Duration::from_micros(now.micros() as u64) - 72 * HOUR;
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            grow_old(&path, now);
        } else {
            File::options().write(true).open(&path).expect("a file").set_modified(moment).expect("aged");
        }
    }
}

async fn a_day_of_jobs(world: &World) {
    for _ in 0..25 {
        world.clock().advance(HOUR);
        world.run_jobs().await;
    }
}

#[test]
fn a_folder_that_lost_its_name_or_database_loses_no_contents() {
    for engine in testkit::engines() {
        let Left { test, files, token, room, kept, .. } = left(engine);
        let (sent, name) = (files.path().join("sent"), files.path().join("sent/name"));
        let whole = sent.join("whole");
        grow_old(&whole, test.clock.now());
        let called = std::fs::read_to_string(&name).expect("a name");
        // With a database of nothing.
        let (fresh_runtime, fresh) = (runtime(), testkit::TestDb::new(engine, &server::features::migrations()));
        let (fresh, files) = fresh_runtime.block_on(async {
            let world = World::with_files(fresh, files, file_limits()).await;
            world.clock().set(test.clock.now());
            a_day_of_jobs(&world).await;
            assert_eq!(files_below(&whole), 1);
            world.into_test_and_files()
        });
        drop(fresh_runtime);
        let fresh = fresh.reopened();
        std::fs::remove_file(&name).expect("lost");
        let opened = Uploads::open(&fresh.db, &sent, file_limits());
        assert_eq!(opened.err().map(|error| error.code()), Some("files_without_name"));
        assert!(!name.exists(), "nothing is made up");
        // With its own database, which knows the name.
        runtime().block_on(async {
            let world = World::with_files(test, files, file_limits()).await;
            assert_eq!(std::fs::read_to_string(&name).expect("a name"), called);
            a_day_of_jobs(&world).await;
            assert_eq!(files_below(&whole), 1);
            let client = Client::of(&world, Some(token));
            let path = format!("/rooms/{room}/files/{kept}");
            let got = client.request(Method::GET, &path).send().await.expect("answered");
            assert_eq!(got.bytes().await.expect("bytes").as_ref(), b"all of it");
        });
    }
}

#[test]
fn contents_of_which_too_many_are_unknown_are_all_left_where_they_lie() {
    everywhere(|world| async move {
        let Scene { sato, .. } = scene(&world).await;
        bring(&sato.client, "一.txt", b"known").await;
        let lying = world.files().join("sent/whole/aa");
        std::fs::create_dir_all(&lying).expect("made");
        for number in 0..5 {
            std::fs::write(lying.join(format!("aa{number:062x}")), b"a dump is older").expect("written");
        }
        grow_old(&lying, world.clock().now());
        a_day_of_jobs(&world).await;
        assert_eq!(files_below(&lying), 5);
    });
}

#[test]
fn what_cannot_be_cleared_away_holds_up_nothing_else() {
    everywhere(|world| async move {
        let Scene { sato, .. } = scene(&world).await;
        world.run_jobs().await;
        let stuck = begin(&sato.client, "動かない.txt", 4).await;
        let other = begin(&sato.client, "動く.txt", 4).await;
        let is_known = async |upload: &str| {
            let id = upload.parse().expect("an id");
            let nobody = harness::system(kernel::Id::from_raw(0));
            world.test.db.read(nobody, move |conn| files::store::get(conn, id)).await.expect("asked").is_some()
        };
        let coming = world.files().join("sent/coming");
        std::fs::create_dir_all(coming.join(&stuck).join("in the way")).expect("made");
        remove(&sato.client, &stuck).await;
        world.clock().advance(Duration::from_secs(60));
        remove(&sato.client, &other).await;
        world.clock().advance(HOUR);
        world.run_jobs().await;
        assert_eq!((is_known(&stuck).await, is_known(&other).await), (true, false));
        std::fs::remove_dir_all(coming.join(&stuck)).expect("removed");
        world.clock().advance(HOUR);
        world.run_jobs().await;
        assert!(!is_known(&stuck).await, "this one goes the next time");
    });
}

#[test]
fn files_on_the_disk_of_another_node_are_said_to_be_elsewhere_and_left_alone() {
    for engine in testkit::engines() {
        let Left { test, files, token, room, half, kept } = left(engine);
        let elsewhere = runtime();
        let elsewhere_files = tempfile::tempdir().expect("a folder");
        let world = elsewhere.block_on(async {
            let world = World::with_files(test, elsewhere_files, file_limits()).await;
            let client = Client::of(&world, Some(token.clone()));
            let path = format!("/rooms/{room}/files/{kept}");
            assert_eq!(client.get(&path).await.refused(503), "files.elsewhere");
            assert_eq!(send(&client, &half, 3, b"de", &[]).await.refused(503), "files.elsewhere");
            remove(&client, &half).await;
            let page = client.get(&format!("/rooms/{room}/messages")).await.ok();
            let said = page["messages"].as_array().expect("messages").last().expect("a message").clone();
            client.delete(&format!("/messages/{}", text(&said["id"]))).await.ok();
            for _ in 0..3 {
                world.clock().advance(HOUR);
                world.run_jobs().await;
            }
            world
        });
        assert_eq!(files_below(files.path()), 2, "nobody but its own node clears there");
        let (test, _) = world.into_test_and_files();
        drop(elsewhere);
        let test = test.reopened();
        runtime().block_on(async {
            let world = World::with_files(test, files, file_limits()).await;
            world.clock().advance(HOUR);
            world.run_jobs().await;
            assert_eq!(files_below(&world.files().join("sent")), 0);
        });
    }
}

#[test]
fn whoever_signs_out_while_a_file_comes_brings_no_more_of_it() {
    everywhere(|world| async move {
        let Scene { sato, .. } = scene(&world).await;
        let size = 48 * MIB;
        let upload = begin(&sato.client, "長い.bin", size).await;
        let mut line = TcpStream::connect(world.address).await.expect("a line");
        let head = format!(
            "PATCH /api/files/uploads/{upload} HTTP/1.1\r\nhost: engawa\r\nx-engawa: 1\r\ncookie: engawa_session={}\r\n\
             tus-resumable: 1.0.0\r\nupload-offset: 0\r\ncontent-type: application/offset+octet-stream\r\n\
             content-length: {size}\r\n\r\n",
            sato.token
        );
        line.write_all(head.as_bytes()).await.expect("sent");
        line.write_all(&vec![7; MIB]).await.expect("sent");
        sato.client.post("/sign-out", json!({})).await.ok();
        let (mut answer, mut out) = line.into_split();
        let sending = tokio::spawn(async move {
            for _ in 1..48 {
                if out.write_all(&vec![7; MIB]).await.is_err() {
                    return;
                }
            }
        });
        let mut said = Vec::new();
        let mut some = [0; 4_096];
        while !said.windows(4).any(|four| four == b"\r\n\r\n") {
            match answer.read(&mut some).await {
                Ok(0) | Err(_) => break,
                Ok(count) => said.extend_from_slice(&some[..count]),
            }
        }
        sending.abort();
        let said = String::from_utf8_lossy(&said);
        assert!(said.starts_with("HTTP/1.1 401"), "{said}");
    });
}

#[test]
fn a_picture_that_cannot_be_drawn_small_is_a_file_all_the_same() {
    everywhere(|world| async move {
        let Scene { sato, .. } = scene(&world).await;
        let photo = picture(40, 31);
        // The place of the small one is taken by something else.
        std::fs::write(world.files().join("sent/small").join(&hash(&photo)[..2]), "in the way").expect("written");
        let file = bring(&sato.client, "現場.png", &photo).await;
        let whole = look(&sato.client, &file).await;
        assert_eq!((&whole["state"], &whole["kind"]), (&json!("whole"), &json!("picture")));
        assert!(whole["width"].is_null());
    });
}
