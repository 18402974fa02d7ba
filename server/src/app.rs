//! The program put together: database, hub, jobs, edge.

use crate::assets::WebClient;
use crate::condition::Machine;
use crate::features;
use crate::reactions;
use blob::{BlobStore, Bucket};
use chat::service::inspections::reading::Begun;
use chat::service::receipts::ReceiptsTeller;
use chat::service::together::Sayings;
use db::Db;
use directory::service::listing::Listing;
use directory::service::organisations::Addresses;
use files::model::Limits as FileLimits;
use files::service::Uploads;
use ideas::service::telling::IdeasTeller;
use identity::http::SetUpCode;
use identity::service::PasswordsElsewhere;
use identity::service::password::{Passwords, initial};
use identity::service::session::Sessions;
use kernel::{Committed, Error, Result};
use ldap::service::keeper::Directories;
use live::{Hub, Limits, Live};
use meetings::service::telling::MeetingsTeller;
use notes::service::telling::NotesTeller;
use oidc::outside::Providers;
use schemars::JsonSchema;
use scim::service::tokens::Tokens;
use search::service::{Finder, Indexer};
use serde::Serialize;
use stamps::service::telling::StampsTeller;
use std::path::PathBuf;
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;
use std::time::Duration;
use syslog::model::LogServer;
use syslog::service::{Forwarder, Forwarders, Trust};
use tokio::net::TcpListener;
use web::{Access, Cx, In, Kit, Origins, Reply, Routes, Server, Settings};

/// What differs from one start to another.
pub struct Options {
    /// Where files are kept.
    pub files: PathBuf,
    /// What a file that people send may be.
    pub file_limits: FileLimits,
    /// Where people reach the program.
    pub origins: Origins,
    /// How the edge behaves.
    pub settings: Settings,
    /// Bounds of live delivery.
    pub limits: Limits,
    /// Where records of acts are sent to.
    pub log_servers: LogServers,
    /// Whether threads of the program's own run jobs and send records; tests do so when they want.
    pub run_jobs: bool,
}

/// Log servers, and whom those with an encrypted way to them must have their certificate of.
#[derive(Default)]
pub struct LogServers {
    /// The servers.
    pub servers: Vec<LogServer>,
    /// Whom to trust; see [`syslog::service::trusting`].
    pub trust: Option<Trust>,
}

/// A program ready to serve.
pub struct App {
    /// Its database.
    pub db: Db,
    /// Its hub.
    pub hub: Arc<Hub>,
    /// Its jobs.
    pub jobs: Arc<jobs::Runner>,
    /// Send records to log servers.
    pub forwarders: Arc<Forwarders>,
    /// Keeps the index; tests let it catch up instead of waiting.
    pub indexer: Arc<Indexer>,
    /// Has files read for search; tests let it catch up instead of waiting.
    pub reader: Arc<files::service::Reader>,
    /// Tells live counts; tests call it instead of waiting.
    pub receipts: Arc<ReceiptsTeller>,
    /// Tells counts of answers; tests call it instead of waiting.
    pub stamps: Arc<StampsTeller>,
    /// Tells those who look of ideas and votes.
    pub ideas: Arc<IdeasTeller>,
    /// Tells of pages that are turned; tests call it instead of waiting.
    pub meetings: Arc<MeetingsTeller>,
    /// The code that guards the first set-up.
    pub set_up_code: String,
    options: Options,
    kit: Arc<Kit>,
    addresses: Arc<Addresses>,
    sessions: Arc<Sessions>,
    live: Arc<Live>,
}

#[derive(Serialize, JsonSchema)]
struct Health {
    status: &'static str,
    version: &'static str,
    /// Live connections.
    connections: usize,
}

/// Passes what is committed to the hub on a thread of its own: the database's next commit does not wait until everybody
/// whom the last one concerns is found.
fn follow(db: &Db, hub: Arc<Hub>) -> Result<()> {
    let (tell, told) = mpsc::channel();
    let thread = std::thread::Builder::new()
        .name("hub".to_owned())
        .spawn(move || told.into_iter().for_each(|events| hub.dispatch(events)))
        .map_err(Error::internal)?;
    let follower = Follower { tell: Some(tell), thread: Some(thread) };
    db.follow(move |events| follower.tell(events))
}

/// The database's end of the hub's thread. Whoever drops it knows that the thread holds nothing any more.
struct Follower {
    tell: Option<mpsc::Sender<Vec<Committed>>>,
    thread: Option<JoinHandle<()>>,
}

impl Follower {
    fn tell(&self, events: Vec<Committed>) {
        if let Some(tell) = &self.tell
            && tell.send(events).is_err()
        {
            tracing::error!("the hub's thread has ended: nobody hears of what is committed");
        }
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        self.tell = None;
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the hub's thread has panicked");
        }
    }
}

/// The program's own endpoints.
pub(crate) fn routes() -> Routes {
    Routes::new("server").on(
        "GET /health",
        "health",
        "Whether the program serves and its database answers.",
        Access::Public,
        health,
    )
}

async fn health(cx: Cx, _: In) -> Result<Reply<Health>> {
    cx.read(|conn| conn.position()).await?;
    let connections = cx.part::<Live>().hub.connections();
    Ok(Reply::ok(Health { status: "ok", version: env!("CARGO_PKG_VERSION"), connections }))
}

impl App {
    /// Puts the program together over an open database.
    pub fn new(db: Db, options: Options) -> Result<Self> {
        let set_up_code = initial(&**db.entropy());
        let position = db.read_now(kernel::Actor::system(kernel::Id::from_raw(0)), |conn| conn.position())?;
        let hub = Hub::new(position, options.limits, db.clock().clone());
        let addresses = Arc::new(Addresses::begin(db.clone())?);
        let sessions = Arc::new(Sessions::new(db.clone()));
        let receipts = Arc::new(ReceiptsTeller::default());
        let stamps = Arc::new(StampsTeller::default());
        let ideas = Arc::new(IdeasTeller::default());
        let meetings = Arc::new(MeetingsTeller::default());
        let live = Arc::new(Live::new(hub.clone(), features::groups()));
        let LogServers { servers, trust } = &options.log_servers;
        let forwarder = |server: &LogServer| Arc::new(Forwarder::new(db.clone(), server.clone(), trust.clone()));
        let forwarders = Arc::new(Forwarders(servers.iter().map(forwarder).collect()));
        let indexer = Indexer::new(db.clone(), features::search_sources());
        let finder = Arc::new(Finder::new(features::search_sources()));
        let indexer = Arc::new(indexer.minding(&finder));
        let uploads = Arc::new(Uploads::open(&db, &options.files.join("sent"), options.file_limits.clone())?);
        let reader = Arc::new(files::service::Reader::new(db.clone(), uploads.clone(), search::folded, file_was_read));
        let jobs = Arc::new(reactions::jobs(jobs::Runner::new(db.clone()), uploads.clone()));
        hub.listen(vec![
            Arc::new(reactions::SessionEndedClosesConnections { sessions: sessions.clone() }),
            Arc::new(reactions::PersonChangedReachesWatchers),
            Arc::new(reactions::BarriersChangedHidesWhoIsThere::begin(db.clone(), &hub)?),
            receipts.clone(),
            stamps.clone(),
            ideas.clone(),
            Arc::new(NotesTeller),
            meetings.clone(),
        ]);
        let kit = Kit::default()
            .with(live.clone())
            .with(sessions.clone())
            .with(Arc::new(Sayings::new(db.clone())))
            .with(Arc::new(features::acquaintances()))
            .with(Arc::new(features::passwords_stopped()))
            .with(Arc::new(features::handover_sources()))
            .with(Arc::new(features::meeting_sources()))
            .with(Arc::new(features::talk()))
            .with(Arc::new(features::cards()))
            .with(Arc::new(features::search_sources()))
            .with(finder)
            .with(Arc::new(crate::searching::Turns::default()))
            .with(Arc::new(options.origins.clone()))
            .with(Arc::new(Providers::default()))
            .with(forwarders.clone())
            .with(uploads)
            .with(Arc::new(Begun::default()))
            .with(Arc::new(Machine {
                folder: options.files.clone(),
                bucket: options.file_limits.bucket.as_ref().map(|bucket| bucket.name().to_owned()),
                connections: options.settings.connections,
                started_at: db.clock().now(),
            }))
            .with(Arc::new(BlobStore::open(&options.files)?))
            .with(Arc::new(Passwords::new(&**db.entropy())?))
            .with(Arc::new(PasswordsElsewhere(Arc::new(Directories::new(db.clone())))))
            .with(Arc::new(SetUpCode::new(set_up_code.clone())));
        let (heeding, listing) = (Arc::downgrade(&sessions), Arc::new(Listing::default()));
        let kit = kit.with(listing.clone());
        db.on_commit(move |events| {
            listing.heed(events);
            if let Some(sessions) = heeding.upgrade() {
                sessions.heed(events);
            }
        });
        follow(&db, hub.clone())?;
        Ok(Self {
            db,
            hub,
            jobs,
            forwarders,
            indexer,
            reader,
            receipts,
            stamps,
            ideas,
            meetings,
            set_up_code,
            options,
            kit: Arc::new(kit),
            addresses,
            sessions,
            live,
        })
    }

    /// The bucket in which files lie, if they do not on this disk.
    pub fn bucket(&self) -> Option<&Bucket> {
        self.options.file_limits.bucket.as_deref()
    }

    /// The edge over this program.
    pub fn edge(&self) -> Server {
        Server {
            routes: features::routes(),
            db: self.db.clone(),
            kit: self.kit.clone(),
            organisations: self.addresses.clone(),
            authenticator: self.sessions.clone(),
            programs: Arc::new(Tokens::new(self.db.clone())),
            assets: Arc::new(WebClient),
            openapi: features::openapi_text(),
            settings: self.options.settings,
        }
    }

    /// Serves until `stop` resolves; then clients are told to come back spread over a minute, and what is under way ends.
    pub async fn serve(
        &self,
        listener: TcpListener,
        stop: impl Future<Output = ()> + Send + 'static,
    ) -> std::io::Result<()> {
        tokio::spawn(self.live.clone().pulse());
        tokio::spawn(self.receipts.clone().run(self.db.clone(), self.hub.clone()));
        tokio::spawn(self.stamps.clone().run(self.db.clone(), self.hub.clone()));
        tokio::spawn(self.ideas.clone().run(self.db.clone(), self.hub.clone()));
        tokio::spawn(self.meetings.clone().run(self.hub.clone()));
        if self.options.run_jobs {
            let runner = self.jobs.clone();
            std::thread::spawn(move || runner.work());
        }
        let forwarding = if self.options.run_jobs { self.forwarders.0.clone() } else { Vec::new() };
        let forwarding: Vec<_> =
            forwarding.into_iter().map(|forwarder| std::thread::spawn(move || forwarder.run())).collect();
        let indexer = self.indexer.clone();
        let indexing = self.options.run_jobs.then(|| std::thread::spawn(move || indexer.work()));
        let reader = self.reader.clone();
        let reading = self.options.run_jobs.then(|| std::thread::spawn(move || reader.work()));
        let hub = self.hub.clone();
        let stop = async move {
            stop.await;
            hub.drain(Duration::from_secs(60));
        };
        let served = self.edge().serve(listener, stop).await;
        self.jobs.stop();
        self.forwarders.0.iter().for_each(|forwarder| forwarder.stop());
        self.indexer.stop();
        self.reader.stop();
        if let Some(Err(_)) = indexing.map(std::thread::JoinHandle::join) {
            tracing::error!("the thread that keeps the index has panicked");
        }
        if let Some(Err(_)) = reading.map(std::thread::JoinHandle::join) {
            tracing::error!("the thread that has files read has panicked");
        }
        for thread in forwarding {
            if thread.join().is_err() {
                tracing::error!("a thread that sends records has panicked");
            }
        }
        served
    }
}

impl Drop for App {
    fn drop(&mut self) {
        self.hub.close();
    }
}

/// It is known now what a file says: whatever carries it is found by that.
fn file_was_read(tx: &mut db::Tx<'_>, file: files::model::FileId) -> kernel::Result<()> {
    chat::service::searching::files::read(tx, file)?;
    notes::service::searching::read(tx, file)
}
