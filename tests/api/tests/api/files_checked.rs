//! ウイルス検査: where a clamd is configured, nothing is given on before that has found nothing in it. A real one, started here;
//! `cargo x test` installs Debian's `clamav-daemon`.

use crate::broadcasts::{everybody, may_send, words};
use crate::files::{begin, bring, look, offset, send, some_bytes};
use crate::files_in_rooms::{bytes, say_with};
use crate::scene::{Scene, items, room, scene, text};
use files::model::Limits;
use harness::{World, file_limits};
use serde_json::json;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// What every program that looks for viruses finds, and harms nobody; in two parts, so that they do not find this file.
const EICAR: [&str; 2] = [r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-", "STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"];
const KNOWN: &str = "44d88612fea8a8f36de82e1278abb02f:68:Eicar-Test-Signature\n";

struct Clamd(Child);

impl Clamd {
    /// Starts one that knows a single virus and looks into a mebibyte.
    fn start(folder: &Path) -> Self {
        let known = folder.join("known");
        fs::create_dir(&known).expect("a folder");
        fs::write(known.join("eicar.hdb"), KNOWN).expect("written");
        let socket = folder.join("socket");
        let settings = format!(
            "Foreground yes\nLogVerbose yes\nLocalSocket {}\nDatabaseDirectory {}\nStreamMaxLength 1M\n",
            socket.display(),
            known.display()
        );
        let file = folder.join("clamd.conf");
        fs::write(&file, settings).expect("written");
        let program = ["/usr/sbin/clamd", "/usr/local/sbin/clamd"].into_iter().find(|path| Path::new(path).is_file());
        let program = program.expect("clamd: `cargo x test` installs it, or type `apt-get install clamav-daemon`");
        let mut command = Command::new(program);
        let mut process = command.arg("--config-file").arg(file).stdout(Stdio::piped()).spawn().expect("clamd starts");
        // It says what it does until it listens to commands.
        let says = BufReader::new(process.stdout.take().expect("what it says"));
        let mut lines = says.lines().map_while(Result::ok);
        assert!(lines.any(|line| line.contains("Listening daemon")), "it does not listen");
        std::thread::spawn(move || lines.for_each(drop));
        Self(process)
    }
}

impl Drop for Clamd {
    fn drop(&mut self) {
        self.0.kill().expect("it ran");
        self.0.wait().expect("it ends");
    }
}

async fn checking_world(engine: db::Engine, socket: &Path) -> World {
    let test = tokio::task::spawn_blocking(move || testkit::TestDb::new(engine, &server::features::migrations()));
    let clamd = format!("unix:{}", socket.display()).parse().expect("an address");
    let limits = Limits { clamd: Some(clamd), ..file_limits() };
    World::with_files(test.await.expect("a database"), tempfile::tempdir().expect("a folder"), limits).await
}

#[test]
fn files_wait_until_they_are_checked_and_what_is_infected_is_never_given_on() {
    for engine in testkit::engines() {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        runtime.expect("a runtime").block_on(async {
            let folder = tempfile::tempdir().expect("a folder");
            let world = checking_world(engine, &folder.path().join("socket")).await;
            let Scene { sato, ito, admin, .. } = scene(&world).await;
            let home = room(&sato, "private", "課", &[&ito]).await;
            let lies = |file: &str| world.files().join("sent/coming").join(file).exists();

            // Nobody answers: all of it is there, and nothing takes it.
            let early = bring(&sato.client, "経過.txt", b"the bridge").await;
            assert_eq!(look(&sato.client, &early).await["state"], "quarantined");
            assert_eq!(offset(&sato.client, &early).await, 10);
            assert_eq!(say_with(&sato, &home, "", &[&early]).await.refused(409), "files.not_whole");
            may_send(&admin, &sato).await;
            let mut notice = words(everybody());
            notice["files"] = json!([early]);
            assert_eq!(sato.client.post("/broadcasts", notice).await.refused(409), "files.not_whole");
            let bad = bring(&sato.client, "請求書.txt", EICAR.concat().as_bytes()).await;
            let findings = admin.client.get("/condition").await.ok()["findings"].to_string();
            assert!(!findings.contains("files_unchecked"), "{findings}");
            world.clock().advance(Duration::from_secs(600));
            world.run_jobs().await;
            let findings = admin.client.get("/condition").await.ok()["findings"].to_string();
            assert!(findings.contains(r#""code":"files_unchecked","count":2"#), "{findings}");

            // It is there again: the job has them checked, and their owner finds them whole, or hears why not.
            let _clamd = tokio::task::block_in_place(|| Clamd::start(folder.path()));
            world.clock().advance(Duration::from_secs(60));
            world.run_jobs().await;
            assert_eq!(offset(&sato.client, &early).await, 10);
            assert_eq!(look(&sato.client, &early).await["state"], "whole");
            say_with(&sato, &home, "", &[&early]).await.ok();
            assert_eq!(bytes(&ito, &home, &early).await, b"the bridge");
            let path = format!("/files/uploads/{bad}");
            let asked = sato.client.request(reqwest::Method::GET, &path).header("tus-resumable", "1.0.0");
            assert_eq!(sato.client.send(asked).await.refused(409), "files.infected");
            assert!(!lies(&bad));
            let findings = admin.client.get("/condition").await.ok()["findings"].to_string();
            assert!(!findings.contains("files_unchecked"), "{findings}");

            // While it answers nobody waits.
            let good = bring(&sato.client, "議事録.txt", b"minutes").await;
            assert_eq!(look(&sato.client, &good).await["state"], "whole");
            let bytes = EICAR.concat();
            let worse = begin(&sato.client, "図面.txt", bytes.len()).await;
            assert_eq!(send(&sato.client, &worse, 0, bytes.as_bytes(), &[]).await.refused(409), "files.infected");
            assert_eq!(say_with(&sato, &home, "", &[&worse]).await.refused(409), "files.not_whole");
            assert!(!lies(&worse));
            let large = some_bytes(3 << 20);
            let file = begin(&sato.client, "動画.bin", large.len()).await;
            assert_eq!(send(&sato.client, &file, 0, &large, &[]).await.refused(413), "files.too_large_to_check");
            assert!(!lies(&file));

            let acts = admin.client.get("/audit").await.ok();
            let found: Vec<_> =
                items(&acts["items"]).iter().filter(|act| text(&act["act"]) == "files.infected_refused").collect();
            let names: Vec<_> = found.iter().map(|act| text(&act["detail"]["file"])).collect();
            assert_eq!(names, ["図面.txt", "請求書.txt"]);
            assert_eq!(found[0]["detail"]["threat"], json!("Eicar-Test-Signature.UNOFFICIAL"));
        });
    }
}
