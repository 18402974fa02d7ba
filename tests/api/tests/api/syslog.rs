//! The record of acts goes to log servers as it is written, in order, and whatever breaks, nothing of it is left out.

use crate::scene::{Scene, number, scene, scene_of, text};
use harness::{World, everywhere_sending};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use serde_json::{Value as Json, json};
use server::LogServers;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;
use syslog::service::{Forwarder, Look, Trust, trusting};

/// A log server that is told over connections.
struct LogServer {
    listener: TcpListener,
    address: String,
}

impl LogServer {
    fn new(transport: &str, trust: Option<Trust>) -> (Self, LogServers) {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = format!("{transport}://{}", listener.local_addr().expect("an address"));
        let servers = LogServers { servers: vec![address.parse().expect("an address")], trust };
        (Self { listener, address }, servers)
    }

    async fn connected(&self) -> Told<TcpStream> {
        let listener = self.listener.try_clone().expect("a handle");
        let accepted = tokio::task::spawn_blocking(move || listener.accept()).await.expect("no panic");
        Told(accepted.expect("somebody connects").0)
    }
}

/// A connection to a log server.
struct Told<S>(S);

impl<S: Read> Told<S> {
    /// The next message: its head, and what it says.
    fn next(&mut self) -> (String, Json) {
        let mut length = String::new();
        loop {
            let mut byte = [0];
            self.0.read_exact(&mut byte).expect("a message begins with its length");
            if byte[0] == b' ' {
                break;
            }
            length.push(char::from(byte[0]));
        }
        let mut message = vec![0; length.parse().expect("a length")];
        self.0.read_exact(&mut message).expect("as much as was said");
        taken_apart(&message)
    }

    /// The numbers of so many messages of one organisation's.
    fn numbers(&mut self, count: usize) -> Vec<i64> {
        (0..count).map(|_| number(&self.next().1["number"])).collect()
    }
}

fn taken_apart(message: &[u8]) -> (String, Json) {
    let message = std::str::from_utf8(message).expect("messages are UTF-8");
    let (head, said) = message.split_once("@cee: ").expect("the word that log servers know");
    (head.to_owned(), serde_json::from_str(said).expect("JSON after it"))
}

async fn look(forwarder: &Arc<Forwarder>) -> Look {
    let forwarder = forwarder.clone();
    tokio::task::spawn_blocking(move || forwarder.look()).await.expect("no panic").expect("the database answers")
}

async fn hang_up(forwarder: &Arc<Forwarder>) {
    let forwarder = forwarder.clone();
    tokio::task::spawn_blocking(move || forwarder.hang_up()).await.expect("no panic").expect("the database answers");
}

fn forwarder(world: &World) -> Arc<Forwarder> {
    world.app.forwarders.0[0].clone()
}

async fn standing(scene: &Scene) -> Json {
    scene.admin.client.get("/audit/forwarding").await.ok()[0].clone()
}

async fn head(scene: &Scene) -> Json {
    scene.admin.client.get("/audit/verification").await.ok()["head"].clone()
}

async fn act(scene: &Scene, name: &str) {
    scene.admin.client.post("/titles", json!({ "name": name, "reading": "さんじ", "rank": 100 })).await.ok();
}

fn range(from: i64, until: i64) -> Vec<i64> {
    (from..=until).collect()
}

#[test]
fn each_record_is_told_once_in_its_order_with_number_and_hash_and_each_town_is_named() {
    everywhere_sending(
        || LogServer::new("tcp", None),
        |world, log_server| async move {
            let scene = scene(&world).await;
            act(&scene, "参事").await;
            let first = number(&head(&scene).await["number"]);
            let forwarder = forwarder(&world);
            assert_eq!(look(&forwarder).await, Look::Sent(first as usize));
            let mut told = log_server.connected().await;
            assert_eq!(told.numbers(first as usize - 1), range(1, first - 1));
            let (start, said) = told.next();
            assert!(start.starts_with("<109>1 2026-04-01T00:00:00Z "), "{start}");
            assert!(start.ends_with(" directory.title_created - "), "{start}");
            assert_eq!((&said["organisation"], &said["act"]), (&json!("緑野市"), &json!("directory.title_created")));
            assert_eq!((&said["person"], &said["person_id"]), (&json!("加藤 誠"), &json!(scene.admin.id)));
            assert_eq!((&said["subject"], &said["address"]), (&json!("参事"), &json!("192.0.2.1")));
            assert_eq!(json!({ "number": said["number"], "hash": said["hash"] }), head(&scene).await);

            assert_eq!(look(&forwarder).await, Look::Idle);
            let neighbours = scene_of(&world, "青浜町").await;
            act(&scene, "主幹").await;
            act(&neighbours, "副主幹").await;
            assert!(matches!(look(&forwarder).await, Look::Sent(_)));
            let theirs = number(&head(&neighbours).await["number"]);
            let ours = number(&head(&scene).await["number"]) - first;
            let all: Vec<Json> = (0..ours + theirs).map(|_| told.next().1).collect();
            for (name, count) in [("緑野市", ours), ("青浜町", theirs)] {
                assert_eq!(all.iter().filter(|said| said["organisation"] == name).count() as i64, count, "{name}");
            }
            assert_eq!(look(&forwarder).await, Look::Idle);
            let stands = standing(&neighbours).await;
            assert_eq!((number(&stands["sent"]), number(&stands["waiting"])), (theirs, 0), "{stands}");
        },
    );
}

#[test]
fn what_a_connection_took_that_broke_is_told_again_and_records_wait_for_a_log_server_that_is_away() {
    everywhere_sending(
        || LogServer::new("tcp", None),
        |world, log_server| async move {
            let scene = scene(&world).await;
            let forwarder = forwarder(&world);
            let before = number(&head(&scene).await["number"]);
            look(&forwarder).await;
            let mut told = log_server.connected().await;
            told.numbers(before as usize);
            assert_eq!(look(&forwarder).await, Look::Idle);
            act(&scene, "参事").await;
            assert_eq!(look(&forwarder).await, Look::Sent(1));
            // It goes without having read, and nobody takes its place.
            drop((told, log_server.listener));
            assert_eq!(look(&forwarder).await, Look::Broken);
            let since = world.test.db.clock().now();
            world.clock().advance(Duration::from_secs(600));
            act(&scene, "主幹").await;
            assert_eq!(look(&forwarder).await, Look::Broken);
            let stands = standing(&scene).await;
            assert_eq!((number(&stands["sent"]), number(&stands["waiting"])), (before, 2));
            assert_eq!((&stands["trouble"]["fault"], &stands["trouble"]["since"]), (&json!("away"), &json!(since)));
            assert_ne!(text(&stands["trouble"]["detail"]), "");

            let port = log_server.address.rsplit(':').next().expect("a port").to_owned();
            let listener = TcpListener::bind(format!("127.0.0.1:{port}")).expect("the port is free again");
            let log_server = LogServer { listener, ..log_server };
            assert_eq!(look(&forwarder).await, Look::Sent(2));
            assert_eq!(log_server.connected().await.numbers(2), range(before + 1, before + 2));
        },
    );
}

#[test]
fn a_program_that_starts_again_goes_on_where_it_was_and_one_of_several_nodes_sends() {
    everywhere_sending(
        || LogServer::new("tcp", None),
        |world, log_server| async move {
            let scene = scene(&world).await;
            let before = number(&head(&scene).await["number"]);
            let first = forwarder(&world);
            look(&first).await;
            let mut told = log_server.connected().await;
            told.numbers(before as usize);
            assert_eq!(look(&first).await, Look::Idle);

            act(&scene, "参事").await;
            let other = |world: &World| {
                let server = log_server.address.parse().expect("an address");
                Arc::new(Forwarder::new(world.test.db.clone(), server, None))
            };
            let second = other(&world);
            assert_eq!(look(&second).await, Look::Elsewhere);
            assert_eq!(look(&first).await, Look::Sent(1));
            assert_eq!(told.numbers(1), [before + 1]);
            // The first says good-bye, the log server has read everything.
            let ended = tokio::task::spawn_blocking(move || {
                let mut rest = Vec::new();
                told.0.read_to_end(&mut rest).map(|_| rest)
            });
            hang_up(&first).await;
            assert_eq!(ended.await.expect("no panic").expect("a good end"), b"");
            assert_eq!(look(&second).await, Look::Idle);
            act(&scene, "主幹").await;
            assert_eq!(look(&second).await, Look::Sent(1));
            assert_eq!(log_server.connected().await.numbers(1), [before + 2]);

            // The second is killed: what it had sent and not looked after, the third sends once more.
            drop(second);
            let third = other(&world);
            assert_eq!(look(&third).await, Look::Elsewhere);
            world.clock().advance(Duration::from_secs(61));
            assert_eq!(look(&third).await, Look::Sent(1));
            assert_eq!(log_server.connected().await.numbers(1), [before + 2]);
        },
    );
}

#[test]
fn datagrams_bear_one_record_each_and_details_that_are_too_long_are_left_out() {
    let begin = || {
        let socket = UdpSocket::bind("127.0.0.1:0").expect("a port");
        let address = format!("udp://{}", socket.local_addr().expect("an address"));
        (socket, LogServers { servers: vec![address.parse().expect("an address")], trust: None })
    };
    everywhere_sending(begin, |world, socket| async move {
        let scene = scene(&world).await;
        world
            .test
            .db
            .write(harness::system(scene.town.org), |tx| {
                let detail = json!({ "people": "あ".repeat(4_000) });
                let subject = audit::Subject::of("list", 1, "長い名簿");
                audit::record(tx, &audit::Record { act: "test.much_was_done", subject, detail, address: "" })
            })
            .await
            .expect("recorded");
        assert!(matches!(look(&forwarder(&world)).await, Look::Sent(_)));
        let last = number(&head(&scene).await["number"]);
        let mut heard = Vec::new();
        for _ in 0..last {
            let mut message = [0; 65_536];
            let length = socket.recv(&mut message).expect("a datagram");
            assert!(length <= 8_192, "{length}");
            heard.push(taken_apart(&message[..length]).1);
        }
        let numbers: Vec<i64> = heard.iter().map(|said| number(&said["number"])).collect();
        assert_eq!(numbers, range(1, last));
        let long = heard.last().expect("the last");
        assert_eq!((&long["subject"], &long["detail"]), (&json!("長い名簿"), &json!("left out: too long")));
        assert_eq!(json!({ "number": last, "hash": long["hash"] }), head(&scene).await);
    });
}

#[test]
fn an_encrypted_log_server_is_told_only_if_its_certificate_is_good() {
    const AUTHORITY: &[u8] = include_bytes!("certificates/authority.pem");
    const STRANGER: &[u8] = include_bytes!("certificates/stranger.pem");
    let begin = || LogServer::new("tls", Some(trusting(STRANGER).expect("an authority")));
    everywhere_sending(begin, |world, log_server| async move {
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let chain = CertificateDer::pem_slice_iter(include_bytes!("certificates/server.pem"));
        let chain = chain.collect::<Result<Vec<_>, _>>().expect("certificates");
        let key = PrivateKeyDer::from_pem_slice(include_bytes!("certificates/server.key")).expect("a key");
        let config = rustls::ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let config = config.expect("versions").with_no_client_auth().with_single_cert(chain, key).expect("a pair");
        let config = Arc::new(config);
        let accepted = |socket: TcpStream| {
            let config = config.clone();
            tokio::task::spawn_blocking(move || {
                let tls = rustls::ServerConnection::new(config).expect("a connection");
                let mut stream = rustls::StreamOwned::new(tls, socket);
                let whole = stream.conn.complete_io(&mut stream.sock);
                whole.map(|_| Told(stream))
            })
        };
        let scene = scene(&world).await;
        let (refused, looked) = {
            let forwarder = forwarder(&world);
            let looked = tokio::spawn(async move { look(&forwarder).await });
            let refused = accepted(log_server.connected().await.0).await.expect("no panic");
            (refused, looked.await.expect("no panic"))
        };
        assert!(refused.is_err(), "nobody speaks to whom they do not know");
        assert_eq!(looked, Look::Broken);
        assert_eq!(standing(&scene).await["trouble"]["fault"], "untrusted");

        let own = log_server.address.parse().expect("an address");
        let trust = trusting(AUTHORITY).expect("an authority");
        let good = Arc::new(Forwarder::new(world.test.db.clone(), own, Some(trust)));
        world.clock().advance(Duration::from_secs(61));
        let last = number(&head(&scene).await["number"]);
        let looking = good.clone();
        let looked = tokio::spawn(async move { look(&looking).await });
        let mut told = accepted(log_server.connected().await.0).await.expect("no panic").expect("they know each other");
        assert_eq!(looked.await.expect("no panic"), Look::Sent(last as usize));
        assert_eq!(told.numbers(last as usize), range(1, last));
        assert_eq!(look(&good).await, Look::Idle);
        let stands = standing(&scene).await;
        assert_eq!((number(&stands["sent"]), &stands["trouble"]), (last, &Json::Null));
        assert_eq!(stands["encrypted"], true);
    });
}

/// A real rsyslog, which takes messages apart and writes a line of each to a pipe.
struct Rsyslogd {
    process: Child,
    port: u16,
    lines: BufReader<File>,
    _folder: tempfile::TempDir,
}

impl Rsyslogd {
    fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let place = folder.path().display();
        for (name, text) in [
            ("authority.pem", include_str!("certificates/authority.pem")),
            ("server.pem", include_str!("certificates/server.pem")),
            ("server.key", include_str!("certificates/server.key")),
        ] {
            fs::write(folder.path().join(name), text).expect("written");
        }
        let config = format!(
            r#"global(workDirectory="{place}" DefaultNetstreamDriver="gtls" DefaultNetstreamDriverCAFile="{place}/authority.pem"
    DefaultNetstreamDriverCertFile="{place}/server.pem" DefaultNetstreamDriverKeyFile="{place}/server.key")
module(load="imtcp" StreamDriver.Name="gtls" StreamDriver.Mode="1" StreamDriver.AuthMode="anon")
module(load="mmjsonparse")
input(type="imtcp" port="0" address="127.0.0.1" listenPortFileName="{place}/port")
template(name="told" type="string" string="%syslogfacility-text%.%syslogseverity-text% %app-name% %msgid% %$!number% %$!hash% %$!person%\n")
action(type="mmjsonparse")
action(type="ompipe" pipe="{place}/told" template="told")
"#
        );
        fs::write(folder.path().join("conf"), config).expect("written");
        let mut port = BufReader::new(pipe(&folder.path().join("port")));
        let lines = BufReader::new(pipe(&folder.path().join("told")));
        let rsyslogd = || {
            let mut command = Command::new("/usr/sbin/rsyslogd");
            command.args(["-n", "-f", &format!("{place}/conf"), "-i", &format!("{place}/pid")]).stdin(Stdio::null());
            command
        };
        // Whether it has all that it needs: one that ends at once would never say where it listens.
        let checked = rsyslogd().arg("-N1").output();
        let checked =
            checked.expect("`cargo x test` installs rsyslog, or type `apt-get install rsyslog rsyslog-gnutls`");
        assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));
        let process = rsyslogd().spawn().expect("it runs");
        let mut said = vec![0; 16];
        // It writes where it listens, without an end of line.
        let length = port.get_mut().read(&mut said).expect("where it listens");
        let port = String::from_utf8_lossy(&said[..length]).trim().parse().expect("a port");
        Self { process, port, lines, _folder: folder }
    }

    fn next(&mut self) -> String {
        let mut line = String::new();
        self.lines.read_line(&mut line).expect("a line");
        line.trim_end().to_owned()
    }
}

impl Drop for Rsyslogd {
    fn drop(&mut self) {
        self.process.kill().and_then(|()| self.process.wait()).expect("it ends");
    }
}

/// A named pipe, open at both ends: whoever writes to it does not wait for a reader.
fn pipe(path: &Path) -> File {
    assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo runs").success());
    File::options().read(true).write(true).open(path).expect("a pipe")
}

#[test]
fn rsyslog_takes_each_record_apart() {
    let begin = || {
        let rsyslogd = Rsyslogd::start();
        let address = format!("tls://127.0.0.1:{}", rsyslogd.port);
        let trust = trusting(include_bytes!("certificates/authority.pem")).expect("an authority");
        (rsyslogd, LogServers { servers: vec![address.parse().expect("an address")], trust: Some(trust) })
    };
    everywhere_sending(begin, |world, mut rsyslogd| async move {
        let scene = scene(&world).await;
        act(&scene, "参事").await;
        let forwarder = forwarder(&world);
        let head = head(&scene).await;
        assert_eq!(look(&forwarder).await, Look::Sent(number(&head["number"]) as usize));
        let lines = tokio::task::spawn_blocking({
            let count = number(&head["number"]);
            move || ((0..count).map(|_| rsyslogd.next()).collect::<Vec<_>>(), rsyslogd)
        });
        let (lines, _rsyslogd) = lines.await.expect("as many lines");
        let last =
            format!("audit.notice engawa directory.title_created {} {} 加藤 誠", head["number"], text(&head["hash"]));
        assert_eq!(lines.last(), Some(&last));
        hang_up(&forwarder).await;
        assert_eq!(number(&standing(&scene).await["waiting"]), 0, "it has read all, and said so");
    });
}

#[test]
fn what_is_no_authority_is_not_taken_for_one() {
    assert!(trusting(b"").is_err());
    assert!(trusting(b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n").is_err());
}
