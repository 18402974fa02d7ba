//! A server that speaks S3, over a folder that goes with it.

use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use std::net::SocketAddr;
use std::path::PathBuf;
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};

/// The id of the only access key.
pub const S3_KEY: &str = "engawa";
/// Its secret.
pub const S3_SECRET: &str = "engawa-no-kagi";
/// The only bucket.
pub const S3_BUCKET: &str = "town";

/// A server of S3, from when it is made until it is dropped.
pub struct S3 {
    folder: tempfile::TempDir,
    address: SocketAddr,
    runtime: Option<Runtime>,
}

impl S3 {
    /// Starts one with an empty bucket.
    pub fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join(S3_BUCKET)).expect("a bucket");
        let mut server = Self { folder, address: ([127, 0, 0, 1], 0).into(), runtime: None };
        server.begin();
        server
    }

    /// Answers nobody any more, until [`S3::begin`].
    pub fn stop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }

    /// Answers, at the same address as before.
    pub fn begin(&mut self) {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
        let (done, bound) = std::sync::mpsc::sync_channel(1);
        let (folder, address) = (self.folder.path().to_owned(), self.address);
        runtime.spawn(async move {
            let mut builder = S3ServiceBuilder::new(s3s_fs::FileSystem::new(folder).expect("a folder"));
            builder.set_auth(SimpleAuth::from_single(S3_KEY, S3_SECRET));
            let service = builder.build();
            let listener = TcpListener::bind(address).await.expect("a port");
            let _ = done.send(listener.local_addr().expect("an address"));
            while let Ok((line, _)) = listener.accept().await {
                let served = http1::Builder::new().serve_connection(TokioIo::new(line), service.clone());
                tokio::spawn(async move {
                    // Who hangs up in the middle is no news.
                    let _ = served.await;
                });
            }
        });
        self.address = bound.recv().expect("it listens");
        self.runtime = Some(runtime);
    }

    /// `http://127.0.0.1:49152`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The keys of all objects in order.
    pub fn objects(&self) -> Vec<String> {
        let (bucket, mut found, mut folders) = (self.bucket(), Vec::new(), vec![self.bucket()]);
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let key = path.strip_prefix(&bucket).expect("below the bucket").to_string_lossy().into_owned();
                    // What the server keeps of an object beside it begins with a dot.
                    found.extend((!key.rsplit('/').next().unwrap_or_default().starts_with('.')).then_some(key));
                }
            }
        }
        found.sort();
        found
    }

    fn bucket(&self) -> PathBuf {
        self.folder.path().join(S3_BUCKET)
    }
}

impl Drop for S3 {
    fn drop(&mut self) {
        self.stop();
    }
}
