//! `upload`: one large file comes over a line that breaks again and again, and once the server is killed besides.

use crate::Shared;
use crate::hall::runtime;
use crate::stage::Stage;
use clap::Args;
use db::Engine;
use harness::{Cast, Client, Program, new_id};
use reqwest::Method;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

#[derive(Debug, Clone, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    shared: Shared,
    /// How large the file is, in mebibytes.
    #[arg(long, default_value_t = 2_048)]
    mebibytes: u64,
    /// How often its line breaks before it is whole; in the middle of them the server is killed.
    #[arg(long, default_value_t = 10)]
    cuts: u64,
}

const PIECE: usize = 1 << 20;

pub(crate) fn run(options: &Options) {
    for engine in options.shared.engines() {
        case(options, engine);
    }
}

fn case(options: &Options, engine: Engine) {
    let size = options.mebibytes << 20;
    let stage = Stage::new(engine);
    let cast = Cast::fill(stage.place(), 2, std::slice::from_ref(&(0..2))).expect("an empty database");
    let (room, token) = (cast.rooms[0].to_string(), cast.people[0].1.clone());
    let runtime = runtime();
    let (floor, expected) = written(&stage.data(), size);
    let mut program = stage.serve();
    let upload = runtime.block_on(begin(&client(&program, &token), size));
    let (mut bringing, mut sent, mut highest) = (Duration::ZERO, 0, 0.0_f64);
    for cut in 0..=options.cuts {
        let begun = Instant::now();
        let client = client(&program, &token);
        let from = runtime.block_on(offset(&client, &upload));
        // Where it breaks is no border of anything.
        let until = if cut == options.cuts { size } else { size / (options.cuts + 1) * (cut + 1) + cut * 7_919 };
        let until = until.min(size);
        let line = runtime.block_on(bring(&program, &token, &upload, from..until, size));
        highest = highest.max(crate::machine::rss_mb(program.id()));
        if cut == options.cuts / 2 && cut < options.cuts {
            bringing += begun.elapsed();
            program.kill();
            program = stage.serve();
        } else {
            runtime.block_on(end(line, until == size));
            bringing += begun.elapsed();
        }
        sent += until.saturating_sub(from);
    }
    let client = client(&program, &token);
    let fetched = runtime.block_on(async {
        let said = json!({ "id": new_id(), "body": "届きました", "files": [upload] });
        client.post(&format!("/rooms/{room}/messages"), said).await.ok();
        let begun = Instant::now();
        let got = client.request(Method::GET, &format!("/rooms/{room}/files/{upload}")).send().await;
        let (mut got, mut hash) = (got.expect("an answer"), Sha256::new());
        while let Some(bytes) = got.chunk().await.expect("the whole file") {
            hash.update(&bytes);
        }
        (hash.finalize().to_vec(), begun.elapsed())
    });
    let mebibytes = options.mebibytes as f64;
    options.shared.report().case(&json!({
        "bench": "upload",
        "engine": engine.name(),
        "mebibytes": options.mebibytes,
        "cuts": options.cuts,
        "sent_again_mebibytes": (sent - size) as f64 / PIECE as f64,
        "mib_per_s": mebibytes / bringing.as_secs_f64(),
        "disk_mib_per_s": mebibytes / floor.as_secs_f64(),
        "of_the_disk": floor.as_secs_f64() / bringing.as_secs_f64(),
        "fetched_mib_per_s": mebibytes / fetched.1.as_secs_f64(),
        "exact": fetched.0 == expected,
        "rss_mb": highest,
    }));
    program.stop();
}

fn client(program: &Program, token: &str) -> Client {
    Client::new(program.address, Some(token.to_owned()))
}

/// The bytes of the file from an offset on to the end of their piece. No two pieces are the same.
fn piece(offset: u64, until: u64) -> Vec<u8> {
    let place = offset / PIECE as u64;
    let end = until.min((place + 1) * PIECE as u64);
    (offset..end).map(|at| (at.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56) as u8 ^ place as u8).collect()
}

/// What the disk takes for as many bytes, hashed as they come and synced at the end; their hash.
fn written(folder: &Path, size: u64) -> (Duration, Vec<u8>) {
    let path = folder.join("upload.floor");
    let mut file = File::create(&path).expect("a file in the data folder");
    let (mut hash, mut at, mut spent) = (Sha256::new(), 0, Duration::ZERO);
    while at < size {
        let bytes = piece(at, size);
        let begun = Instant::now();
        hash.update(&bytes);
        file.write_all(&bytes).expect("room on the disk");
        spent += begun.elapsed();
        at += bytes.len() as u64;
    }
    let begun = Instant::now();
    file.sync_data().expect("a disk that syncs");
    spent += begun.elapsed();
    std::fs::remove_file(path).expect("it is ours");
    (spent, hash.finalize().to_vec())
}

async fn begin(client: &Client, size: u64) -> String {
    let request = client
        .request(Method::POST, "/files/uploads")
        .header("tus-resumable", "1.0.0")
        .header("upload-length", size)
        .header("upload-metadata", "filename ZmlsbS5iaW4=");
    client.send(request).await.ok()["id"].as_str().expect("an id").to_owned()
}

async fn offset(client: &Client, upload: &str) -> u64 {
    let request = client.request(Method::HEAD, &format!("/files/uploads/{upload}")).header("tus-resumable", "1.0.0");
    let answer = client.send(request).await;
    answer.headers["upload-offset"].to_str().expect("a number").parse().expect("a number")
}

/// Sends a part of the file as if all of the rest came.
async fn bring(program: &Program, token: &str, upload: &str, part: std::ops::Range<u64>, size: u64) -> TcpStream {
    let mut line = TcpStream::connect(program.address).await.expect("a line");
    let head = format!(
        "PATCH /api/files/uploads/{upload} HTTP/1.1\r\nhost: engawa\r\nx-engawa: 1\r\ncookie: engawa_session={token}\r\n\
         tus-resumable: 1.0.0\r\nupload-offset: {}\r\ncontent-type: application/offset+octet-stream\r\n\
         content-length: {}\r\nconnection: close\r\n\r\n",
        part.start,
        size - part.start
    );
    line.write_all(head.as_bytes()).await.expect("sent");
    let mut at = part.start;
    while at < part.end {
        let bytes = piece(at, part.end);
        line.write_all(&bytes).await.expect("sent");
        at += bytes.len() as u64;
    }
    line
}

/// Waits for the answer to a whole file, or breaks the line and waits until the program has heard of it: it has nothing more to say then.
async fn end(mut line: TcpStream, whole: bool) {
    if !whole {
        line.shutdown().await.expect("cut");
    }
    let mut answer = Vec::new();
    let _ = line.read_to_end(&mut answer).await;
    assert!(!whole || answer.starts_with(b"HTTP/1.1 204"), "{}", String::from_utf8_lossy(&answer));
}
