//! Files as they come: by tus 1.0.0, as any client of it speaks, over lines that break.

use crate::scene::{Scene, number, room, scene, text};
use futures_util::future::join_all;
use harness::{Answer, Client, NewStaff, Staff, World, everywhere, new_id};
use kernel::{Entropy, SystemEntropy};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const DAY: Duration = Duration::from_secs(86_400);

/// A text in base64, as heads of requests carry it.
pub fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let number = (0..3).fold(0, |number, place| number << 8 | u32::from(*three.get(place).unwrap_or(&0)));
        for place in 0..4 {
            let letter = LETTERS[(number >> (18 - 6 * place) & 63) as usize];
            text.push(if place > three.len() { '=' } else { char::from(letter) });
        }
    }
    text
}

/// A request with all that tus may want in its head, for bytes from an offset on.
pub fn tus(request: RequestBuilder, offset: u64) -> RequestBuilder {
    request
        .header("tus-resumable", "1.0.0")
        .header("upload-length", "3")
        .header("upload-metadata", format!("filename {}", base64("試し.txt".as_bytes())))
        .header("upload-offset", offset)
        .header("content-type", "application/offset+octet-stream")
}

/// Asks to begin to bring a file.
pub async fn create(client: &Client, name: &str, length: &str, more: &[(&str, &str)]) -> Answer {
    let mut request = client
        .request(Method::POST, "/files/uploads")
        .header("tus-resumable", "1.0.0")
        .header("upload-length", length)
        .header("upload-metadata", format!("filetype {},filename {}", base64(b"text/plain"), base64(name.as_bytes())));
    for (name, value) in more {
        request = request.header(*name, *value);
    }
    client.send(request).await
}

/// Begins to bring a file; its id.
pub async fn begin(client: &Client, name: &str, size: usize) -> String {
    let created = create(client, name, &size.to_string(), &[]).await;
    let at = created.headers["location"].to_str().expect("an address").to_owned();
    let upload = created.ok();
    assert!(at.ends_with(&format!("/api/files/uploads/{}", text(&upload["id"]))), "{at}");
    text(&upload["id"])
}

/// Sends bytes of a file.
pub async fn send(client: &Client, upload: &str, offset: usize, bytes: &[u8], more: &[(&str, &str)]) -> Answer {
    let mut request = client
        .request(Method::PATCH, &format!("/files/uploads/{upload}"))
        .header("tus-resumable", "1.0.0")
        .header("upload-offset", offset)
        .header("content-type", "application/offset+octet-stream")
        .body(bytes.to_vec());
    for (name, value) in more {
        request = request.header(*name, *value);
    }
    client.send(request).await
}

/// Brings a whole file; its id.
pub async fn bring(client: &Client, name: &str, bytes: &[u8]) -> String {
    let upload = begin(client, name, bytes.len()).await;
    let sent = send(client, &upload, 0, bytes, &[]).await;
    assert_eq!(sent.status, 204, "{}", sent.body);
    upload
}

async fn head(client: &Client, upload: &str) -> Answer {
    let request = client.request(Method::HEAD, &format!("/files/uploads/{upload}"));
    client.send(request.header("tus-resumable", "1.0.0")).await
}

fn header(answer: &Answer, name: &str) -> String {
    let value = answer.headers.get(name).unwrap_or_else(|| panic!("no {name} in {:?}", answer.headers));
    value.to_str().expect("a text").to_owned()
}

/// How much of a file has come.
pub async fn offset(client: &Client, upload: &str) -> usize {
    let answer = head(client, upload).await;
    assert_eq!(answer.status, 200);
    header(&answer, "upload-offset").parse().expect("a number")
}

/// As it stands, without disturbing whoever brings it.
pub async fn look(client: &Client, upload: &str) -> Value {
    client.get(&format!("/files/uploads/{upload}")).await.ok()
}

pub fn some_bytes(count: usize) -> Vec<u8> {
    (0..count.div_ceil(8)).flat_map(|_| SystemEntropy.u64().to_le_bytes()).take(count).collect()
}

/// How many files lie below a folder, but for its name.
pub fn files_below(folder: &std::path::Path) -> usize {
    let entries = std::fs::read_dir(folder).into_iter().flatten().map(|entry| entry.expect("an entry").path());
    entries.filter(|path| !path.ends_with("name")).map(|path| if path.is_dir() { files_below(&path) } else { 1 }).sum()
}

#[test]
fn a_client_of_tus_learns_what_is_spoken_and_brings_a_file_in_pieces() {
    everywhere(|world| async move {
        let Scene { sato, .. } = scene(&world).await;
        let terms = world.stranger().send(world.stranger().request(Method::OPTIONS, "/files/uploads")).await;
        assert_eq!(terms.status, 204);
        assert_eq!(header(&terms, "tus-version"), "1.0.0");
        assert_eq!(header(&terms, "tus-max-size"), (64 << 20).to_string());
        let extensions = header(&terms, "tus-extension");
        assert_eq!(extensions, "creation,creation-with-upload,expiration,checksum,termination");
        assert_eq!(header(&terms, "tus-checksum-algorithm"), "sha256");

        let bytes = some_bytes(10_000);
        let upload = begin(&sato.client, "議事録.bin", bytes.len()).await;
        let begun = head(&sato.client, &upload).await;
        assert_eq!(
            (header(&begun, "upload-offset").as_str(), header(&begun, "upload-length").as_str()),
            ("0", "10000")
        );
        assert_eq!(
            (header(&begun, "cache-control").as_str(), header(&begun, "tus-resumable").as_str()),
            ("no-store", "1.0.0")
        );
        assert!(header(&begun, "upload-expires").ends_with(" GMT"));
        let first = send(&sato.client, &upload, 0, &bytes[..4_000], &[]).await;
        assert_eq!((first.status.as_u16(), header(&first, "upload-offset").as_str()), (204, "4000"));
        assert_eq!(look(&sato.client, &upload).await["state"], "coming");
        let last = send(&sato.client, &upload, 4_000, &bytes[4_000..], &[]).await;
        assert_eq!((last.status.as_u16(), header(&last, "upload-offset").as_str()), (204, "10000"));
        let whole = look(&sato.client, &upload).await;
        assert_eq!(
            (&whole["state"], &whole["received"], &whole["kind"]),
            (&json!("whole"), &json!(10_000), &json!("other"))
        );
        assert_eq!(whole["name"], "議事録.bin");
        // The last request again, because its answer was lost, is told that nothing is missing.
        assert_eq!(send(&sato.client, &upload, 10_000, b"", &[]).await.status, 204);
        assert_eq!(offset(&sato.client, &upload).await, 10_000);
    });
}

#[test]
fn a_file_may_come_with_its_creation_and_an_empty_one_has_come_then() {
    everywhere(|world| async move {
        let Scene { sato, .. } = scene(&world).await;
        let request = || {
            let request = sato.client.request(Method::POST, "/files/uploads").header("tus-resumable", "1.0.0");
            request.header("upload-metadata", format!("filename {}", base64(b"a.txt")))
        };
        let with = request().header("upload-length", 5).header("content-type", "application/offset+octet-stream");
        let created = sato.client.send(with.body("abc")).await;
        assert_eq!((created.status.as_u16(), header(&created, "upload-offset").as_str()), (201, "3"));
        let upload = text(&created.ok()["id"]);
        assert_eq!(send(&sato.client, &upload, 3, b"de", &[]).await.status, 204);
        assert_eq!(look(&sato.client, &upload).await["kind"], "text");
        let empty = sato.client.send(request().header("upload-length", 0)).await;
        assert_eq!(empty.ok()["state"], "whole");
    });
}

#[test]
fn a_line_that_is_cut_ten_times_loses_nothing_that_came() {
    everywhere(|world| async move {
        let Scene { sato, ito, .. } = scene(&world).await;
        let bytes = some_bytes(6 << 20);
        let upload = begin(&sato.client, "現場.mp4", bytes.len()).await;
        let mut last = 0;
        for cut in 0..10 {
            let at = offset(&sato.client, &upload).await;
            assert!(at >= last, "what came stays");
            last = at;
            let mut line = TcpStream::connect(world.address).await.expect("a line");
            let head = format!(
                "PATCH /api/files/uploads/{upload} HTTP/1.1\r\nhost: engawa\r\nx-engawa: 1\r\ncookie: engawa_session={}\r\n\
                 tus-resumable: 1.0.0\r\nupload-offset: {at}\r\ncontent-type: application/offset+octet-stream\r\n\
                 content-length: {}\r\n\r\n",
                sato.token,
                bytes.len() - at
            );
            line.write_all(head.as_bytes()).await.expect("sent");
            line.write_all(&bytes[at..at + 300_000 + cut * 1_000]).await.expect("sent");
            line.shutdown().await.expect("cut");
            // The program has heard of it once it has nothing more to say.
            let mut rest = Vec::new();
            let _ = line.read_to_end(&mut rest).await;
        }
        let at = offset(&sato.client, &upload).await;
        assert_eq!(at, (0..10).map(|cut| 300_000 + cut * 1_000).sum::<usize>(), "every byte that was sent is there");
        assert_eq!(send(&sato.client, &upload, at, &bytes[at..], &[]).await.status, 204);
        let home = room(&sato, "private", "現場", &[&ito]).await;
        crate::files_in_rooms::say_with(&sato, &home, "届きました", &[&upload]).await.ok();
        let got = crate::files_in_rooms::bytes(&ito, &home, &upload).await;
        assert!(got == bytes, "it is the same file");
    });
}

#[test]
fn what_does_not_fit_together_is_refused_and_changes_nothing() {
    everywhere(|world| async move {
        let Scene { sato, ito, .. } = scene(&world).await;
        let upload = begin(&sato.client, "表.csv", 6).await;
        let sha = |bytes: &[u8]| format!("sha256 {}", base64(&Sha256::digest(bytes)));
        assert_eq!(send(&sato.client, &upload, 1, b"bc", &[]).await.refused(409), "files.wrong_offset");
        let wrong = send(&sato.client, &upload, 0, b"abc", &[("upload-checksum", &sha(b"abd"))]).await;
        assert_eq!(header(&wrong, "tus-resumable"), "1.0.0");
        assert_eq!(wrong.refused(460), "files.checksum_mismatch");
        assert_eq!(offset(&sato.client, &upload).await, 0);
        let odd = send(&sato.client, &upload, 0, b"abc", &[("upload-checksum", "md5 AAAA")]).await;
        assert_eq!(odd.refused(400), "files.unknown_checksum");
        send(&sato.client, &upload, 0, b"abc", &[("upload-checksum", &sha(b"abc"))]).await.ok();
        assert_eq!(send(&sato.client, &upload, 3, b"defg", &[]).await.refused(413), "files.longer_than_said");
        assert_eq!(offset(&sato.client, &upload).await, 3);
        // Somebody else's is not there, by whatever verb.
        head(&ito.client, &upload).await.status.is_client_error().then_some(()).expect("not theirs");
        ito.client.get(&format!("/files/uploads/{upload}")).await.refused(404);
        assert_eq!(send(&ito.client, &upload, 3, b"def", &[]).await.refused(404), "not_found");
        let remove = |client: &Client| client.request(Method::DELETE, &format!("/files/uploads/{upload}"));
        ito.client.send(remove(&ito.client).header("tus-resumable", "1.0.0")).await.refused(404);
        // Nor is what speaks another version, or is not what it says.
        let old = sato.client.send(remove(&sato.client).header("tus-resumable", "0.2.0")).await;
        assert_eq!(header(&old, "tus-version"), "1.0.0");
        assert_eq!(old.refused(412), "files.other_version");
        let form = tus(sato.client.request(Method::PATCH, &format!("/files/uploads/{upload}")), 3);
        let (http, built) = form.body("def").build_split();
        let mut built = built.expect("a request");
        built.headers_mut().insert("content-type", "text/plain".parse().expect("a value"));
        assert_eq!(
            sato.client.send(RequestBuilder::from_parts(http, built)).await.refused(415),
            "files.wrong_content_type"
        );
        assert_eq!(offset(&sato.client, &upload).await, 3);
        // Termination.
        assert_eq!(sato.client.send(remove(&sato.client).header("tus-resumable", "1.0.0")).await.status, 204);
        sato.client.get(&format!("/files/uploads/{upload}")).await.refused(404);
        world.run_jobs().await;
        assert_eq!(files_below(&world.files().join("sent")), 0);
    });
}

#[test]
fn names_lengths_and_sizes_are_checked_before_anything_comes() {
    everywhere(|world| async move {
        let Scene { sato, .. } = scene(&world).await;
        let client = &sato.client;
        for length in ["", "-1", "1.5", "x", "99999999999999999999999"] {
            create(client, "a.txt", length, &[]).await.refused(400);
        }
        let nameless = client.request(Method::POST, "/files/uploads").header("tus-resumable", "1.0.0");
        assert_eq!(client.send(nameless.header("upload-length", 1)).await.refused(400), "invalid_input");
        create(client, "/", "1", &[]).await.refused(400);
        create(client, &"長".repeat(256), "1", &[]).await.refused(400);
        let larger = ((64u64 << 20) + 1).to_string();
        assert_eq!(create(client, "a.bin", &larger, &[]).await.refused(413), "files.too_large");
        // Two of the largest may wait, a third has to wait for them to be taken.
        let largest = (64u64 << 20).to_string();
        let first = text(&create(client, "一.bin", &largest, &[]).await.ok()["id"]);
        create(client, "二.bin", &largest, &[]).await.ok();
        assert_eq!(create(client, "三.bin", "1", &[]).await.refused(413), "files.too_much_waiting");
        let remove =
            client.request(Method::DELETE, &format!("/files/uploads/{first}")).header("tus-resumable", "1.0.0");
        client.send(remove).await;
        create(client, "三.bin", "1", &[]).await.ok();
        // A name keeps what was typed, without what deceives.
        let kept = create(client, "C:\\会議\\議事録\u{202e}fdp.exe", "1", &[]).await.ok();
        assert_eq!(kept["name"], "議事録fdp.exe");
    });
}

#[test]
fn the_same_proposed_id_is_the_same_file_and_nobody_elses() {
    everywhere(|world| async move {
        let Scene { sato, ito, .. } = scene(&world).await;
        let id = new_id();
        let propose = |client: &Client| {
            let told = format!("filename {},id {}", base64(b"a.txt"), base64(id.as_bytes()));
            let request = client.request(Method::POST, "/files/uploads").header("tus-resumable", "1.0.0");
            request.header("upload-length", 4).header("upload-metadata", told)
        };
        assert_eq!(sato.client.send(propose(&sato.client)).await.ok()["id"], json!(id));
        send(&sato.client, &id, 0, b"ab", &[]).await.ok();
        let again = sato.client.send(propose(&sato.client)).await;
        assert_eq!(header(&again, "upload-offset"), "2");
        assert_eq!(ito.client.send(propose(&ito.client)).await.refused(409), "id_taken");
    });
}

#[test]
fn whoever_goes_on_takes_over_from_a_line_that_is_dead() {
    everywhere(|world| async move {
        let Scene { sato, .. } = scene(&world).await;
        let upload = begin(&sato.client, "a.bin", 100_000).await;
        // Half of it comes, and then nothing more on a line that stays open.
        let mut line = TcpStream::connect(world.address).await.expect("a line");
        let head = format!(
            "PATCH /api/files/uploads/{upload} HTTP/1.1\r\nhost: engawa\r\nx-engawa: 1\r\ncookie: engawa_session={}\r\n\
             tus-resumable: 1.0.0\r\nupload-offset: 0\r\ncontent-type: application/offset+octet-stream\r\n\
             content-length: 100000\r\n\r\n",
            sato.token
        );
        line.write_all(head.as_bytes()).await.expect("sent");
        line.write_all(&[7; 50_000]).await.expect("sent");
        let at = offset(&sato.client, &upload).await;
        assert!(at <= 50_000);
        assert_eq!(send(&sato.client, &upload, at, &vec![7; 100_000 - at], &[]).await.status, 204);
        assert_eq!(look(&sato.client, &upload).await["state"], "whole");
    });
}

#[test]
fn what_nobody_takes_in_a_week_goes() {
    everywhere(|world| async move {
        let Scene { sato, .. } = scene(&world).await;
        let half = begin(&sato.client, "半分.txt", 4).await;
        send(&sato.client, &half, 0, b"ab", &[]).await.ok();
        let whole = bring(&sato.client, "全部.txt", b"abcd").await;
        world.clock().advance(6 * DAY);
        world.run_jobs().await;
        // What goes on is waited for from then on.
        send(&sato.client, &half, 2, b"c", &[]).await.ok();
        world.clock().advance(2 * DAY);
        sato.client.get(&format!("/files/uploads/{whole}")).await.refused(404);
        world.run_jobs().await;
        assert_eq!(offset(&sato.client, &half).await, 3);
        assert_eq!(files_below(&world.files().join("sent/whole")), 0);
        world.clock().advance(6 * DAY);
        world.run_jobs().await;
        head(&sato.client, &half).await;
        assert_eq!(files_below(&world.files().join("sent")), 0);
    });
}

#[test]
fn many_who_bring_the_same_file_at_once_all_have_it() {
    everywhere(|world| async move {
        let Scene { sato, ito, mori, .. } = scene(&world).await;
        let bytes = some_bytes(2 << 20);
        let staff = [&sato, &ito, &mori];
        let uploads = join_all((0..6).map(|turn| bring(&staff[turn % 3].client, "同じ.bin", &bytes))).await;
        assert_eq!(files_below(&world.files().join("sent")), 1, "the same bytes are kept once");
        for (turn, upload) in uploads.iter().enumerate() {
            assert_eq!(look(&staff[turn % 3].client, upload).await["state"], "whole");
        }
    });
}

#[test]
fn an_upload_goes_on_where_it_was_after_a_restart() {
    for engine in testkit::engines() {
        let runtime = || {
            let builder = &mut tokio::runtime::Builder::new_multi_thread();
            builder.worker_threads(2).enable_all().build().expect("a runtime")
        };
        let bytes = some_bytes(300_000);
        let first = runtime();
        let (world, sato, upload, sato_town) = first.block_on(async {
            let world = World::start(engine, live::Limits::default()).await;
            let town = world.town("緑野市").await;
            let sato: Staff = town.staff(&world, NewStaff::named("佐藤", "花", ("さとう", "はな"))).await;
            let upload = begin(&sato.client, "写し.bin", bytes.len()).await;
            send(&sato.client, &upload, 0, &bytes[..100_000], &[]).await.ok();
            (world, sato, upload, town.org)
        });
        let (test, files) = world.into_test_and_files();
        drop(first);
        test.clock.advance(Duration::from_secs(10));
        let test = test.reopened();
        // Bytes beyond those that were promised may lie on the disk: they do not count.
        let part = files.path().join("sent/coming").join(&upload);
        let mut on_disk = std::fs::read(&part).expect("a part");
        on_disk.extend_from_slice(b"not acknowledged");
        std::fs::write(&part, on_disk).expect("written");
        runtime().block_on(async {
            let world = World::with_files(test, files, harness::file_limits()).await;
            let client = Client::of(&world, Some(sato.token.clone()));
            let at = offset(&client, &upload).await;
            assert_eq!(at, 100_000);
            send(&client, &upload, at, &bytes[at..], &[]).await.ok();
            let home = text(
                &client.post("/rooms", json!({ "id": new_id(), "kind": "private", "name": "室" })).await.ok()["id"],
            );
            let said = json!({ "id": new_id(), "body": "", "files": [upload] });
            client.post(&format!("/rooms/{home}/messages"), said).await.ok();
            let got =
                client.request(Method::GET, &format!("/rooms/{home}/files/{upload}")).send().await.expect("answered");
            assert!(got.bytes().await.expect("bytes") == bytes, "the same on {}", engine.name());
            // What the disk has lost with the machine's power begins anew.
            let lost = begin(&client, "失われた.bin", 10).await;
            send(&client, &lost, 0, b"abcde", &[]).await.ok();
            std::fs::remove_file(world.files().join("sent/coming").join(&lost)).expect("lost");
            assert_eq!(send(&client, &lost, 5, b"fghij", &[]).await.refused(409), "files.wrong_offset");
            assert_eq!(offset(&client, &lost).await, 0);
            send(&client, &lost, 0, b"abcdefghij", &[]).await.ok();
            assert_eq!(number(&look(&client, &lost).await["received"]), 10);
            // What was cut short after its hash was noted never becomes whole, and the whole one of others stays as it is.
            let short = begin(&client, "短い.bin", 4).await;
            let hash = Sha256::digest(b"wxyz").iter().map(|byte| format!("{byte:02x}")).collect::<String>();
            std::fs::write(world.files().join("sent/coming").join(&short), b"wx").expect("written");
            let (id, actor) =
                (short.parse().expect("an id"), kernel::Actor { person: sato.id, ..harness::system(sato_town) });
            let whole = world.files().join("sent/whole").join(&hash[..2]).join(&hash);
            let noted = move |tx: &mut db::Tx<'_>| files::service::received(tx, id, 4, Some(&hash)).map(drop);
            world.test.db.write(actor, noted).await.expect("noted");
            assert_eq!(offset(&client, &short).await, 0);
            assert!(!whole.exists());
            send(&client, &short, 0, b"wxyz", &[]).await.ok();
            assert_eq!(std::fs::read(&whole).expect("whole"), b"wxyz");
            // What was cut off between its last byte and its place comes to it when it is asked for, wherever its bytes lie.
            for moved in [false, true] {
                let cut = begin(&client, "切れた.bin", 4).await;
                let hash = Sha256::digest(b"abcd").iter().map(|byte| format!("{byte:02x}")).collect::<String>();
                let (part, whole) =
                    (world.files().join("sent/coming").join(&cut), world.files().join("sent/whole").join(&hash[..2]));
                std::fs::create_dir_all(&whole).expect("a folder");
                std::fs::write(if moved { whole.join(&hash) } else { part }, b"abcd").expect("written");
                let (id, owner) = (cut.parse().expect("an id"), sato.id);
                let actor = kernel::Actor { person: owner, ..harness::system(sato_town) };
                let noted = move |tx: &mut db::Tx<'_>| files::service::received(tx, id, 4, Some(&hash)).map(drop);
                world.test.db.write(actor, noted).await.expect("noted");
                assert_eq!(send(&client, &cut, 4, b"", &[]).await.status, 204);
                assert_eq!(look(&client, &cut).await["state"], "whole");
                client
                    .send(
                        client
                            .request(Method::DELETE, &format!("/files/uploads/{cut}"))
                            .header("tus-resumable", "1.0.0"),
                    )
                    .await;
                world.run_jobs().await;
            }
        });
    }
}
