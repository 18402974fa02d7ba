//! `engawa serve`.

use crate::app::{App, LogServers, Options};
use crate::commands::demo::SignIns;
use crate::config::Serve;
use blob::{Bucket, BucketPlace};
use files::model::Limits as FileLimits;
use files::service::find_office;
use kernel::{Actor, Error, Id, Result};
use live::Limits;
use socket2::{Domain, Protocol, Socket, Type};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use syslog::model::Transport;
use tokio::net::TcpListener;
use web::{Origins, Settings};

/// Files that the process holds besides its connections: databases and their logs, photos on their way, the runtime's own.
const OWN_FILES: u64 = 256;
/// Clients that may wait at the door: after a restart a whole city knocks within a few seconds, and whoever finds the queue
/// full knocks again a second later at the earliest.
const WAITING_AT_THE_DOOR: i32 = 16_384;

/// Serves until Ctrl-C or a termination signal.
pub(super) fn run(options: &Serve) -> Result<()> {
    let db = super::open(&options.store)?;
    let connections = connections()?;
    let office = find_office(&options.soffice);
    let app = App::new(
        db,
        Options {
            files: options.store.files(),
            file_limits: FileLimits {
                clamd: options.clamd.clone(),
                office: office.clone(),
                bucket: bucket(options)?.map(Arc::new),
                near: options.files_near << 30,
                reader: Some(own_program()),
                ..file_limits(options.largest_file << 20, options.files_of_organisation << 30)
            },
            origins: Origins::new(options.origins.clone()),
            settings: Settings { behind_proxy: options.behind_proxy, connections, ..Settings::default() },
            limits: Limits::default(),
            log_servers: log_servers(options)?,
            run_jobs: true,
        },
    )?;
    let nobody = Actor::system(Id::from_raw(0));
    let set_up = app.db.read_now(nobody, identity::store::is_set_up)?;
    let accounts = app.db.read_now(nobody, identity::store::in_use)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Error::internal)?;
    runtime.block_on(async {
        let listener = listen(options.listen).map_err(|error| Error::unavailable("address_in_use", format!("{}: {error}", options.listen)))?;
        let address = listener.local_addr().map_err(|error| Error::unavailable("network", error))?;
        println!("縁側 Engawa  http://{address}/");
        println!("Connections at once / 同時接続数: {connections}");
        if accounts > connections as i64 {
            println!(
                "  fewer than the {accounts} accounts: raise the hard limit of open files (LimitNOFILE= of the service)"
            );
            println!("  アカウント {accounts} 件より少ないため、開けるファイル数の上限 (LimitNOFILE=) を上げてください");
        }
        if set_up {
            if let Some(sign_ins) = SignIns::read(&options.store.data) {
                sign_ins.print();
            }
        } else {
            println!("First set-up / 初期設定: open the address above and enter this code / 上の画面で次のコードを入力してください");
            println!("    {}", app.set_up_code);
        }
        if let Some(office) = &office {
            println!("Office files are shown with / Officeファイルの表示: {office}");
        }
        if let Some(bucket) = &app.bucket() {
            println!("Files are kept in / ファイルの保存先: {}", bucket.name());
        }
        if let Some(clamd) = &options.clamd {
            println!("Files are checked for viruses by / ファイルのウイルス検査: {clamd}");
        }
        for server in &options.syslog {
            println!("Records of acts go to / 操作の記録の送信先: {server}");
        }
        app.serve(listener, stop_signal()).await.map_err(|error| Error::unavailable("network", error))
    })
}

/// The program itself, also once another one has taken its place on the disk.
fn own_program() -> PathBuf {
    let own = PathBuf::from("/proc/self/exe");
    if own.exists() { own } else { std::env::current_exe().unwrap_or_else(|_| "engawa".into()) }
}

/// What a file may be whose size may be so many bytes, where those of an organisation may have so many.
fn file_limits(largest: u64, organisation: u64) -> FileLimits {
    FileLimits { largest, organisation, waiting: largest.saturating_mul(4), ..FileLimits::default() }
}

/// The bucket that was named, which answers.
///
/// Errors: `s3_authority` when whom to trust cannot be read; `bucket_failed` with what the store says.
fn bucket(options: &Serve) -> Result<Option<Bucket>> {
    let (Some(address), Some(key), Some(secret)) = (&options.s3, &options.s3_key, &options.s3_secret) else {
        return Ok(None);
    };
    let authority = match &options.s3_authority {
        None => None,
        Some(file) => Some(
            std::fs::read(file)
                .map_err(|error| Error::unavailable("s3_authority", format!("{}: {error}", file.display())))?,
        ),
    };
    Bucket::open(&BucketPlace {
        endpoint: address.endpoint.clone(),
        bucket: address.bucket.clone(),
        region: options.s3_region.clone(),
        key: key.clone(),
        secret: secret.clone(),
        authority,
    })
    .map(Some)
}

/// The log servers that were named.
///
/// Errors: `syslog_authority` when whom to trust is not said or cannot be read.
fn log_servers(options: &Serve) -> Result<LogServers> {
    let fault = |detail: String| Error::unavailable("syslog_authority", detail);
    let trust = match &options.syslog_authority {
        Some(file) => {
            let pem = std::fs::read(file).map_err(|error| fault(format!("{}: {error}", file.display())))?;
            Some(syslog::service::trusting(&pem).map_err(|error| fault(format!("{}: {error}", file.display())))?)
        }
        None => None,
    };
    let encrypted = options.syslog.iter().find(|server| server.transport == Transport::Tls);
    if let (Some(server), None) = (encrypted, &trust) {
        return Err(fault(format!("{server}: name the authority of its certificate with --syslog-authority FILE")));
    }
    Ok(LogServers { servers: options.syslog.clone(), trust })
}

/// Lets this process hold as many files as the system allows, and gives how many connections that makes room for.
///
/// Errors: `too_few_files` when hardly anybody could connect.
fn connections() -> Result<usize> {
    let files = rlimit::increase_nofile_limit(rlimit::INFINITY).map_err(Error::internal)?;
    let room = files.saturating_sub(OWN_FILES).min(tokio::sync::Semaphore::MAX_PERMITS as u64);
    match room {
        0 => {
            Err(Error::unavailable("too_few_files", format!("{files} open files are allowed, {OWN_FILES} are needed")))
        }
        room => Ok(room as usize),
    }
}

fn listen(address: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    // After a restart the address is free at once, although old connections are still being forgotten.
    socket.set_reuse_address(true)?;
    socket.set_nonblocking(true)?;
    socket.bind(&address.into())?;
    socket.listen(WAITING_AT_THE_DOOR)?;
    TcpListener::from_std(socket.into())
}

async fn stop_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate()).expect("the system tells of termination");
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}
