//! Office files as PDF, by a real LibreOffice, shut in; `cargo x test` installs both.

use crate::files::bring;
use crate::files_in_rooms::{say_with, status};
use crate::scene::{Scene, id, room, scene};
use files::model::{Limits, OfficeChoice};
use files::service::find_office;
use futures_util::future::{self, Either};
use harness::{Answer, Staff, World, everywhere, file_limits};
use reqwest::{Method, Response};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::pin::pin;
use std::time::Duration;

/// 縁側 and a few words, as a document that office programs open, whatever its ending says.
const MINUTES: &[u8] = br"{\rtf1\ansi\uc1 \u32257?\u20596? minutes}";
/// It says that it is packed, and is not.
const BROKEN: &[u8] = b"PK\x03\x04 garbage";

async fn world_with_office(engine: db::Engine) -> World {
    world_with(engine, &OfficeChoice::Auto).await
}

async fn world_with(engine: db::Engine, choice: &OfficeChoice) -> World {
    let test = tokio::task::spawn_blocking(move || testkit::TestDb::new(engine, &server::features::migrations()));
    let office = find_office(choice);
    let office = office.expect(
        "LibreOffice and bubblewrap: `cargo x test` installs them, or type `apt-get install bubblewrap libreoffice-writer-nogui \
         libreoffice-calc-nogui libreoffice-impress-nogui`",
    );
    let limits = Limits { office: Some(office), ..file_limits() };
    World::with_files(test.await.expect("a database"), tempfile::tempdir().expect("a folder"), limits).await
}

async fn ask(staff: &Staff, room: &str, file: &str) -> Answer {
    staff.client.get(&format!("/rooms/{room}/files/{file}/preview")).await
}

/// The preview of a file once it has been made: each request waits a while for it.
async fn preview(staff: &Staff, room: &str, file: &str, range: Option<&str>) -> Response {
    for _ in 0..20 {
        let mut request = staff.client.request(Method::GET, &format!("/rooms/{room}/files/{file}/preview"));
        if let Some(range) = range {
            request = request.header("range", range);
        }
        let got = request.send().await.expect("the program answers");
        if got.status() != 409 {
            return got;
        }
    }
    panic!("no preview was made");
}

/// The code with which there is none, once that is known.
async fn refused(staff: &Staff, room: &str, file: &str) -> String {
    for _ in 0..20 {
        let code = ask(staff, room, file).await.refused(409);
        if code != "files.preview_coming" {
            return code;
        }
    }
    panic!("it is still coming");
}

/// How many previews lie there.
fn lying(world: &World) -> usize {
    let folders = std::fs::read_dir(world.files().join("sent/preview")).into_iter().flatten();
    let folders = folders.map(|entry| entry.expect("a folder").path());
    folders.map(|folder| std::fs::read_dir(folder).expect("a folder").count()).sum()
}

#[test]
fn an_office_file_is_a_pdf_for_whoever_reads_its_room_until_it_is_taken_back() {
    for engine in testkit::engines() {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        runtime.expect("a runtime").block_on(async {
            let world = world_with_office(engine).await;
            let Scene { sato, ito, mori, .. } = scene(&world).await;
            let home = room(&sato, "private", "課", &[&ito]).await;
            let file = bring(&sato.client, "議事録.doc", MINUTES).await;
            ask(&sato, &home, &file).await.refused(404);
            let said = id(&say_with(&sato, &home, "", &[&file]).await.ok());

            assert_eq!(ask(&mori, &home, &file).await.refused(404), "not_found");
            assert_eq!(lying(&world), 0, "who may not see it has none made");
            let got = preview(&ito, &home, &file, None).await;
            assert_eq!(got.status(), 200);
            let header = |name: &str| got.headers()[name].to_str().expect("text").to_owned();
            assert_eq!(header("content-type"), "application/octet-stream");
            assert!(header("content-disposition").starts_with("attachment"));
            assert!(header("content-security-policy").starts_with("sandbox; default-src 'none'"));
            let pdf = got.bytes().await.expect("bytes");
            assert!(pdf.starts_with(b"%PDF-"), "{:?}", &pdf[..8]);
            let part = preview(&sato, &home, &file, Some("bytes=0-3")).await;
            assert_eq!((part.status().as_u16(), part.bytes().await.expect("bytes").as_ref()), (206, &b"%PDF"[..]));
            assert_eq!(lying(&world), 1);
            assert_eq!(ask(&mori, &home, &file).await.refused(404), "not_found");

            // Whoever may not save the file looks at it so all the same: never as an attachment, and no browser keeps it.
            let ban = |downloads: &str| serde_json::json!({ "downloads": downloads });
            sato.client.patch(&format!("/rooms/{home}"), ban("nobody")).await.ok();
            let looked = preview(&ito, &home, &file, None).await;
            let header = |name: &str| looked.headers()[name].to_str().expect("text").to_owned();
            assert_eq!((looked.status().as_u16(), header("cache-control").as_str()), (200, "no-store"));
            assert!(header("content-disposition").starts_with("inline"));
            assert_eq!(status(&ito, &home, &file).await, 403);
            sato.client.patch(&format!("/rooms/{home}"), ban("everyone")).await.ok();

            // The same contents are the same preview, and the last of their files takes it along.
            let again = bring(&sato.client, "写し.doc", MINUTES).await;
            let other = id(&say_with(&sato, &home, "", &[&again]).await.ok());
            assert_eq!(preview(&ito, &home, &again, None).await.bytes().await.expect("bytes"), pdf);
            assert_eq!(lying(&world), 1);
            // What it is called decides how it is read.
            let called = bring(&sato.client, "別名.xls", MINUTES).await;
            let last = id(&say_with(&sato, &home, "", &[&called]).await.ok());
            assert_eq!(preview(&ito, &home, &called, None).await.status(), 200);
            assert_eq!(lying(&world), 2);
            sato.client.delete(&format!("/messages/{said}")).await.ok();
            assert_eq!(ask(&ito, &home, &file).await.refused(404), "not_found");
            world.clock().advance(Duration::from_secs(7_300));
            world.run_jobs().await;
            assert_eq!(lying(&world), 2);
            sato.client.delete(&format!("/messages/{other}")).await.ok();
            sato.client.delete(&format!("/messages/{last}")).await.ok();
            world.clock().advance(Duration::from_secs(7_300));
            world.run_jobs().await;
            assert_eq!(lying(&world), 0);
        });
    }
}

#[test]
fn what_cannot_be_made_a_pdf_says_so_and_is_there_to_be_saved() {
    for engine in testkit::engines() {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        runtime.expect("a runtime").block_on(async {
            let world = world_with_office(engine).await;
            let Scene { sato, ito, .. } = scene(&world).await;
            let home = room(&sato, "private", "課", &[&ito]).await;
            for (name, bytes, code) in [
                ("壊れた表.xlsx", BROKEN, "files.preview_failed"),
                ("様式.docm", BROKEN, "files.no_preview"),
                ("経過.txt", b"words".as_slice(), "files.no_preview"),
            ] {
                let file = bring(&sato.client, name, bytes).await;
                say_with(&sato, &home, "", &[&file]).await.ok();
                assert_eq!(refused(&ito, &home, &file).await, code, "{name}");
                assert_eq!(status(&ito, &home, &file).await, 200, "{name}");
            }
            assert_eq!(lying(&world), 0);
        });
    }
}

/// Stands in for LibreOffice: what says that it is long takes long.
const LONG_OR_SHORT: &str = "#!/bin/sh
mkdir -p /tmp/out
if grep -q long /tmp/in.doc; then sleep 2; fi
{ printf '%%PDF-1.7\\n'; cat /tmp/in.doc; printf '\\n%%%%EOF\\n'; } > /tmp/out/in.pdf
";

#[test]
fn long_files_of_one_person_hold_up_no_more_than_one_turn_of_another_persons() {
    let folder = tempfile::tempdir().expect("a folder");
    let program = folder.path().join("office/program");
    fs::create_dir_all(&program).expect("a folder");
    let soffice = program.join("soffice");
    fs::write(&soffice, LONG_OR_SHORT).expect("written");
    fs::set_permissions(&soffice, fs::Permissions::from_mode(0o755)).expect("set");
    let choice = OfficeChoice::At(soffice);
    for engine in testkit::engines() {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        runtime.expect("a runtime").block_on(async {
            let world = world_with(engine, &choice).await;
            let Scene { sato, ito, .. } = scene(&world).await;
            let home = room(&sato, "private", "課", &[&ito]).await;
            let mut long = Vec::new();
            for number in 1..=3 {
                let words = format!("{{\\rtf1\\ansi long {number}}}");
                let file = bring(&sato.client, &format!("計画{number}.doc"), words.as_bytes()).await;
                say_with(&sato, &home, "", &[&file]).await.ok();
                long.push(file);
            }
            let short = bring(&ito.client, "一枚.doc", MINUTES).await;
            say_with(&ito, &home, "", &[&short]).await.ok();

            // Asked for first, and in this order.
            let [one, two, three] = [0, 1, 2].map(|at: usize| preview(&sato, &home, &long[at], None));
            let theirs = pin!(future::join3(one, two, three));
            let others = pin!(preview(&ito, &home, &short, None));
            match future::select(theirs, others).await {
                Either::Left(_) => panic!("three files of one person were made before one of another's"),
                Either::Right((got, rest)) => {
                    assert_eq!(got.status(), 200);
                    let (one, two, three) = rest.await;
                    assert_eq!([one, two, three].map(|got| got.status().as_u16()), [200; 3]);
                }
            }
        });
    }
}

#[test]
fn where_no_libreoffice_is_installed_nobody_waits_for_one() {
    everywhere(|world| async move {
        let Scene { sato, ito, mori, .. } = scene(&world).await;
        let home = room(&sato, "private", "課", &[&ito]).await;
        let file = bring(&sato.client, "議事録.doc", MINUTES).await;
        say_with(&sato, &home, "", &[&file]).await.ok();
        assert_eq!(ask(&ito, &home, &file).await.refused(409), "files.preview_not_installed");
        assert_eq!(ask(&mori, &home, &file).await.refused(404), "not_found");
    });
}
