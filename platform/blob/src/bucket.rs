//! A bucket of a store that speaks S3: whole files lie there, and a folder of this machine keeps those that were asked for last.

use crate::disk;
use futures_util::TryStreamExt;
use kernel::{Error, Result, Timestamp};
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::path::Path as Key;
use object_store::{
    BackoffConfig, ClientOptions, Error as Fault, ObjectMeta, ObjectStore, ObjectStoreExt, RetryConfig, WriteMultipart,
};
use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};

/// Bytes of a large object that travel as one. S3 takes ten thousand such, so 160 GiB.
const PIECE: usize = 16 << 20;
/// So many pieces are on their way at a time.
const AT_A_TIME: usize = 4;
/// A store that does not answer is asked again for so long. Whoever waits would rather know.
const PATIENCE: Duration = Duration::from_secs(10);

/// Where a bucket is, and as whom to speak to it.
#[derive(Clone)]
pub struct BucketPlace {
    /// `https://s3.city.example.lg.jp:9000`, or `http://` within the machine's own network.
    pub endpoint: String,
    /// The bucket's name.
    pub bucket: String,
    /// What the store calls the region; most own stores do not mind.
    pub region: String,
    /// The access key's id.
    pub key: String,
    /// The access key's secret.
    pub secret: String,
    /// Certificates (PEM) of the authority by which the store is recognised, where the system's do not do.
    pub authority: Option<Vec<u8>>,
}

impl std::fmt::Display for BucketPlace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.endpoint.trim_end_matches('/'), self.bucket)
    }
}

/// A bucket. Asking it holds up the thread that asks.
pub struct Bucket {
    store: Arc<AmazonS3>,
    // Of its own, since whoever asks may be a thread without one, or one that must not wait in its own.
    runtime: Option<Runtime>,
    name: String,
}

impl std::fmt::Debug for Bucket {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Bucket({})", self.name)
    }
}

impl Drop for Bucket {
    fn drop(&mut self) {
        // Dropping a runtime waits for it, which a task may not.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

fn fault(error: Fault) -> Error {
    match error {
        Fault::NotFound { .. } => Error::not_found(),
        error => Error::unavailable("bucket_failed", error),
    }
}

impl Bucket {
    /// A bucket that is there and may be read.
    ///
    /// Errors: `bucket_failed` when it does not answer, or refuses, with what it said.
    pub fn open(place: &BucketPlace) -> Result<Self> {
        let refused = |error: Fault| Error::unavailable("bucket_failed", format!("{place}: {error}"));
        let mut client = ClientOptions::new()
            .with_timeout_disabled()
            .with_read_timeout(Duration::from_secs(30))
            .with_connect_timeout(Duration::from_secs(5));
        if let Some(authority) = &place.authority {
            for certificate in object_store::Certificate::from_pem_bundle(authority).map_err(refused)? {
                client = client.with_root_certificate(certificate);
            }
        }
        let store = AmazonS3Builder::new()
            .with_endpoint(place.endpoint.trim_end_matches('/'))
            .with_bucket_name(&place.bucket)
            .with_region(&place.region)
            .with_access_key_id(&place.key)
            .with_secret_access_key(&place.secret)
            .with_virtual_hosted_style_request(false)
            .with_client_options(client)
            .with_allow_http(place.endpoint.starts_with("http://"))
            .with_retry(RetryConfig { backoff: BackoffConfig::default(), max_retries: 3, retry_timeout: PATIENCE })
            .build()
            .map_err(refused)?;
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("bucket")
            .enable_all()
            .build()
            .map_err(Error::internal)?;
        let bucket = Self { store: Arc::new(store), runtime: Some(runtime), name: place.to_string() };
        bucket
            .wait(|store| async move { store.list(None).try_next().await })
            .map_err(|error| Error::unavailable("bucket_failed", format!("{place}: {error}")))?;
        Ok(bucket)
    }

    /// Where it is, for people.
    pub fn name(&self) -> &str {
        &self.name
    }

    fn wait<T, F>(&self, work: impl FnOnce(Arc<AmazonS3>) -> F) -> Result<T>
    where
        T: Send + 'static,
        F: Future<Output = std::result::Result<T, Fault>> + Send + 'static,
    {
        let (done, answer) = sync_channel(1);
        let work = work(self.store.clone());
        let runtime = self.runtime.as_ref().expect("the runtime goes with the bucket");
        runtime.spawn(async move {
            // Nobody waits for it only when the program ends.
            let _ = done.send(work.await);
        });
        match answer.recv() {
            Ok(answer) => answer.map_err(fault),
            Err(error) => Err(Error::unavailable("bucket_failed", error)),
        }
    }

    /// How many bytes an object has, if it is there.
    pub(crate) fn length(&self, key: &str) -> Result<Option<u64>> {
        let key = Key::from(key);
        match self.wait(|store| async move { store.head(&key).await }) {
            Ok(about) => Ok(Some(about.size)),
            Err(error) if error.kind() == kernel::Kind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Keeps bytes as an object.
    pub(crate) fn put(&self, key: &str, bytes: Vec<u8>) -> Result<()> {
        let key = Key::from(key);
        self.wait(|store| async move { store.put(&key, bytes.into()).await }).map(drop)
    }

    /// Keeps a file of so many bytes as an object: all of it, or nothing is there.
    ///
    /// Errors: `bucket_failed`; `disk_failed` when the file cannot be read, or is not that long.
    pub(crate) fn put_file(&self, key: &str, path: &Path, size: u64) -> Result<()> {
        let mut file = File::open(path).map_err(disk)?;
        if size <= PIECE as u64 {
            let mut bytes = Vec::with_capacity(size as usize);
            file.read_to_end(&mut bytes).map_err(disk)?;
            if bytes.len() as u64 != size {
                return Err(Error::unavailable("disk_failed", format!("{} is not {size} bytes", path.display())));
            }
            return self.put(key, bytes);
        }
        let (to, shown) = (Key::from(key), path.display().to_string());
        self.wait(|store| async move {
            let mut upload = WriteMultipart::new_with_chunk_size(store.put_multipart(&to).await?, PIECE);
            match pieces(&mut upload, file, size, &shown).await {
                Ok(()) => upload.finish().await,
                Err(error) => {
                    // A store clears away by itself what this cannot.
                    let _ = upload.abort().await;
                    Err(error)
                }
            }
        })
        .map(drop)
    }

    /// Writes an object's bytes into a file.
    ///
    /// Errors: not found; `bucket_failed`, also when they break off; `disk_full`.
    pub(crate) fn get_into(&self, key: &str, mut file: File) -> Result<()> {
        let key = Key::from(key);
        self.wait(|store| async move {
            let got = store.get(&key).await?;
            let (size, mut pieces, mut at) = (got.meta.size, got.into_stream(), 0);
            while let Some(piece) = pieces.try_next().await? {
                if let Err(error) = file.write_all(&piece) {
                    return Ok(Err(disk(error)));
                }
                at += piece.len() as u64;
            }
            match at == size {
                true => Ok(file.sync_all().map_err(disk)),
                false => Ok(Err(Error::unavailable("bucket_failed", format!("{at} of {size} bytes came")))),
            }
        })?
    }

    /// What lies below a prefix and was written before a moment: the last part of each name.
    pub(crate) fn written_before(&self, prefix: &str, moment: Timestamp) -> Result<Vec<String>> {
        let found = self.list(prefix)?;
        let before = |about: &ObjectMeta| about.last_modified.timestamp_micros() < moment.micros();
        Ok(found
            .iter()
            .filter(|about| before(about))
            .filter_map(|about| about.location.filename().map(str::to_owned))
            .collect())
    }

    /// Names of all that lies below a prefix.
    pub(crate) fn names(&self, prefix: &str) -> Result<Vec<String>> {
        Ok(self.list(prefix)?.iter().map(|about| about.location.to_string()).collect())
    }

    fn list(&self, prefix: &str) -> Result<Vec<ObjectMeta>> {
        let prefix = Key::from(prefix);
        self.wait(|store| async move { store.list(Some(&prefix)).try_collect().await })
    }

    /// Forgets an object, if it is there.
    pub(crate) fn remove(&self, key: &str) -> Result<()> {
        let key = Key::from(key);
        match self.wait(|store| async move { store.delete(&key).await }) {
            Err(error) if error.kind() != kernel::Kind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Gives an object another name; whether it was there.
    pub(crate) fn rename(&self, from: &str, to: &str) -> Result<bool> {
        let (from, to) = (Key::from(from), Key::from(to));
        let moved = self.wait(|store| async move {
            store.copy(&from, &to).await?;
            store.delete(&from).await
        });
        match moved {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == kernel::Kind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }
}

async fn pieces(upload: &mut WriteMultipart, mut file: File, size: u64, path: &str) -> std::result::Result<(), Fault> {
    let broken = |source: Box<dyn std::error::Error + Send + Sync>| Fault::Generic { store: "file", source };
    let mut at = 0;
    while at < size {
        let mut bytes = vec![0; PIECE.min((size - at) as usize)];
        file.read_exact(&mut bytes).map_err(|error| broken(format!("{path}: {error}").into()))?;
        at += bytes.len() as u64;
        upload.wait_for_capacity(AT_A_TIME).await?;
        upload.put(bytes.into());
    }
    Ok(())
}
