//! Settings, from flags and from the environment, which only this file reads.

use clap::{Args, Parser, Subcommand, ValueEnum};
use db::Place;
use files::model::{Clamd, OfficeChoice};
use kernel::{Error, Result};
use std::net::SocketAddr;
use std::path::PathBuf;
use syslog::model::LogServer;
use web::Origin;

/// 縁側: the workplace that a local government runs itself.
#[derive(Debug, Parser)]
#[command(name = "engawa", version)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serves people until it is told to stop.
    Serve(Box<Serve>),
    /// Makes a demo town in an empty data folder.
    Demo(Demo),
    /// Carries people or talk in from elsewhere.
    #[command(subcommand)]
    Import(Import),
    /// Writes lists for other programs.
    #[command(subcommand)]
    Export(Export),
    /// Makes somebody an administrator with a new initial password and without a second factor, for when nobody can sign in as one any more.
    Administrator(Administrator),
    /// Looks after the record of what administrators did.
    #[command(subcommand)]
    Audit(Audit),
    /// Tells every client to start afresh. Needed once after a backup was put back.
    BeginEpoch(BeginEpoch),
    /// Brings the index of what can be searched up to date, or builds it anew; the program does so by itself while it serves.
    Index(Index),
    /// Prints the OpenAPI document.
    Openapi,
    /// Prints what a file says that comes on its input, for search. The program has this done by a process apart from itself.
    #[command(hide = true)]
    Extract,
}

/// Where everything is kept.
#[derive(Debug, Clone, Args)]
pub struct Store {
    /// The folder of the embedded database and of files; made when absent.
    #[arg(long, env = "ENGAWA_DATA", default_value = "data")]
    pub data: PathBuf,
    /// `postgres://user@host:port/database`; without it the embedded database in the data folder serves.
    #[arg(long, env = "ENGAWA_DATABASE", hide_env_values = true)]
    pub database: Option<String>,
}

impl Store {
    /// The database's place; the data folder exists afterwards.
    pub fn place(&self) -> Result<Place> {
        std::fs::create_dir_all(&self.data)
            .map_err(|error| Error::unavailable("data_folder", format!("{}: {error}", self.data.display())))?;
        Ok(match &self.database {
            Some(url) => Place::Postgres(url.clone()),
            None => Place::Sqlite(self.data.join("engawa.db")),
        })
    }

    /// Where files are kept.
    pub fn files(&self) -> PathBuf {
        self.data.join("files")
    }
}

/// See [`Command::Serve`].
#[derive(Debug, Clone, Args)]
pub struct Serve {
    /// Where everything is kept.
    #[command(flatten)]
    pub store: Store,
    /// The address to listen on.
    #[arg(long, env = "ENGAWA_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// A proxy of ours stands in front and writes `X-Forwarded-For` and `X-Forwarded-Proto`.
    #[arg(long, env = "ENGAWA_BEHIND_PROXY")]
    pub behind_proxy: bool,
    /// The address at which people reach the program, such as `https://engawa.city.example.lg.jp`; several with commas between. Needed for
    /// signing in with an identity provider, which sends people back there.
    #[arg(long = "origin", env = "ENGAWA_ORIGIN", value_name = "ORIGIN", value_delimiter = ',', value_parser = origin)]
    pub origins: Vec<Origin>,
    /// The largest file that people may send, in mebibytes.
    #[arg(long, env = "ENGAWA_LARGEST_FILE", value_name = "MIB", default_value_t = 10_240, value_parser = clap::value_parser!(u64).range(1..=1_048_576))]
    pub largest_file: u64,
    /// How much all files of an organisation may take, in gibibytes.
    #[arg(long, env = "ENGAWA_FILES_OF_ORGANISATION", value_name = "GIB", default_value_t = 1_024, value_parser = clap::value_parser!(u64).range(1..=1_048_576))]
    pub files_of_organisation: u64,
    /// A clamd that looks for viruses in files before anybody has them: `unix:/run/clamav/clamd.ctl`, or `tcp:HOST:PORT`. Its StreamMaxLength
    /// is the largest file that people can send then.
    #[arg(long, env = "ENGAWA_CLAMD", value_name = "ADDRESS")]
    pub clamd: Option<Clamd>,
    /// LibreOffice, which makes what the browser shows of office files, shut in by bubblewrap: `auto` where the system has both, `off`, or the
    /// path of soffice.
    #[arg(long, env = "ENGAWA_SOFFICE", value_name = "PATH", default_value_t = OfficeChoice::Auto)]
    pub soffice: OfficeChoice,
    /// A bucket of a store that speaks S3, in which files lie then: `https://s3.city.example.lg.jp:9000/engawa`. Files that lie on this
    /// machine's disk already are brought there within a day.
    #[arg(long, env = "ENGAWA_S3", value_name = "URL", value_parser = bucket, requires = "s3_key", requires = "s3_secret")]
    pub s3: Option<BucketAddress>,
    /// The access key's id.
    #[arg(long, env = "ENGAWA_S3_KEY", value_name = "ID", hide_env_values = true)]
    pub s3_key: Option<String>,
    /// The access key's secret; rather in the environment than where other processes see it.
    #[arg(long, env = "ENGAWA_S3_SECRET", value_name = "SECRET", hide_env_values = true)]
    pub s3_secret: Option<String>,
    /// What the store calls its region.
    #[arg(long, env = "ENGAWA_S3_REGION", value_name = "NAME", default_value = "us-east-1")]
    pub s3_region: String,
    /// A file with the certificates (PEM) of the authority by which the store is recognised.
    #[arg(long, env = "ENGAWA_S3_AUTHORITY", value_name = "FILE")]
    pub s3_authority: Option<PathBuf>,
    /// How much of what lies in the bucket is kept on this machine's disk as well, in gibibytes: what was asked for last.
    #[arg(long, env = "ENGAWA_FILES_NEAR", value_name = "GIB", default_value_t = 64, value_parser = clap::value_parser!(u64).range(1..=1_048_576))]
    pub files_near: u64,
    /// A log server to which the record of acts is sent: `tls://log.city.example.lg.jp:6514`, `tcp://` or `udp://`; several with commas between.
    #[arg(long = "syslog", env = "ENGAWA_SYSLOG", value_name = "ADDRESS", value_delimiter = ',')]
    pub syslog: Vec<LogServer>,
    /// A file with the certificates (PEM) of the authority by which log servers at `tls://` are recognised.
    #[arg(long, env = "ENGAWA_SYSLOG_AUTHORITY", value_name = "FILE")]
    pub syslog_authority: Option<PathBuf>,
}

/// Where a bucket is.
#[derive(Debug, Clone)]
pub struct BucketAddress {
    /// `https://s3.city.example.lg.jp:9000`.
    pub endpoint: String,
    /// The bucket's name.
    pub bucket: String,
}

fn bucket(text: &str) -> std::result::Result<BucketAddress, String> {
    let wanted =
        || "an address such as https://s3.city.example.lg.jp:9000/engawa, with the bucket's name at its end".to_owned();
    let (endpoint, bucket) = text.trim_end_matches('/').rsplit_once('/').ok_or_else(wanted)?;
    let host = endpoint.strip_prefix("https://").or_else(|| endpoint.strip_prefix("http://")).ok_or_else(wanted)?;
    if host.is_empty() || bucket.is_empty() {
        return Err(wanted());
    }
    Ok(BucketAddress { endpoint: endpoint.to_owned(), bucket: bucket.to_owned() })
}

fn origin(text: &str) -> std::result::Result<Origin, String> {
    Origin::parse(text).ok_or_else(|| "an address such as https://engawa.city.example.lg.jp, without a path".to_owned())
}

/// See [`Command::Demo`].
#[derive(Debug, Clone, Args)]
pub struct Demo {
    /// Where to make it.
    #[command(flatten)]
    pub store: Store,
    /// How many people: 800 for a town, 21036 for a city.
    #[arg(long, default_value_t = 800, value_parser = clap::value_parser!(u64).range(1..=21_036))]
    pub staff: u64,
    /// The staff alone: no guest, no bot, no shared account, no second organisation.
    #[arg(long)]
    pub bare: bool,
}

/// See [`Command::Administrator`].
#[derive(Debug, Clone, Args)]
pub struct Administrator {
    /// The staff number or address with which they sign in.
    pub login: String,
    /// Where they are.
    #[command(flatten)]
    pub store: Store,
    /// The organisation's name or code, when there are several.
    #[arg(long)]
    pub organisation: Option<String>,
    /// Takes the organisation's rules by network away as well, for when they let nobody in any more.
    #[arg(long)]
    pub drop_sign_in_rules: bool,
}

/// See [`Command::Audit`].
#[derive(Debug, Clone, Subcommand)]
pub enum Audit {
    /// Tells whether every record is as it was written, and names the first that is not. An embedded database is checked while the
    /// program does not serve, or as a copy; the administrator's page checks it at any time.
    Verify(VerifyAudit),
}

/// See [`Audit::Verify`].
#[derive(Debug, Clone, Args)]
pub struct VerifyAudit {
    /// Which database.
    #[command(flatten)]
    pub store: Store,
    /// The organisation's name or code; all without it.
    #[arg(long)]
    pub organisation: Option<String>,
    /// `NUMBER:HASH` of a record as an earlier check gave it: nothing up to there may have been written anew since.
    #[arg(long, value_parser = noted, requires = "organisation")]
    pub noted: Option<audit::Head>,
}

fn noted(text: &str) -> std::result::Result<audit::Head, String> {
    let parts = text.split_once(':').and_then(|(number, hash)| Some((number.parse().ok()?, hash.to_owned())));
    let (number, hash) = parts.ok_or("a number, a colon and a hash, as `engawa audit verify` prints them")?;
    Ok(audit::Head { number, hash })
}

/// See [`Command::BeginEpoch`].
#[derive(Debug, Clone, Args)]
pub struct BeginEpoch {
    /// Which database.
    #[command(flatten)]
    pub store: Store,
}

/// See [`Command::Index`].
#[derive(Debug, Clone, Args)]
pub struct Index {
    /// Which database.
    #[command(flatten)]
    pub store: Store,
    /// Builds it anew; the one that is there answers until then.
    #[arg(long)]
    pub rebuild: bool,
}

/// See [`Command::Import`].
#[derive(Debug, Clone, Subcommand)]
pub enum Import {
    /// Carries a Slack workspace's export in: people, rooms, messages.
    Slack(ImportSlack),
    /// Carries a list of staff in from a CSV file; or shows what it would change.
    People(ImportPeople),
}

/// See [`Command::Export`].
#[derive(Debug, Clone, Subcommand)]
pub enum Export {
    /// Writes the list of staff as a CSV file that `import people` reads.
    People(ExportPeople),
}

/// See [`Import::Slack`].
#[derive(Debug, Clone, Args)]
pub struct ImportSlack {
    /// The zip that Slack gave.
    pub archive: PathBuf,
    /// Where to carry it.
    #[command(flatten)]
    pub store: Store,
    /// The organisation's name or code: which one, when there are several; that of a new one, when there is none.
    #[arg(long)]
    pub organisation: Option<String>,
}

/// How a file's characters are coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Encoding {
    /// Found out.
    Auto,
    /// UTF-8.
    #[value(name = "utf-8")]
    Utf8,
    /// CP932 (Windows-31J, "Shift_JIS").
    Cp932,
}

impl From<Encoding> for transfers::model::Encoding {
    fn from(encoding: Encoding) -> Self {
        match encoding {
            Encoding::Auto => Self::Auto,
            Encoding::Utf8 => Self::Utf8,
            Encoding::Cp932 => Self::Cp932,
        }
    }
}

/// See [`Import::People`].
#[derive(Debug, Clone, Args)]
pub struct ImportPeople {
    /// The CSV file.
    pub file: PathBuf,
    /// Where to carry it.
    #[command(flatten)]
    pub store: Store,
    /// The organisation's name or code: which one, when there are several; that of a new one, when there is none.
    #[arg(long)]
    pub organisation: Option<String>,
    /// Only shows what would change.
    #[arg(long)]
    pub dry_run: bool,
    /// Which column is which, as JSON; without it the one kept in the data folder, else found by the columns' names.
    #[arg(long)]
    pub mapping: Option<PathBuf>,
    /// Keeps the mapping in the data folder for the next time.
    #[arg(long)]
    pub save_mapping: bool,
    /// How the file's characters are coded.
    #[arg(long, value_enum, default_value_t = Encoding::Auto)]
    pub encoding: Encoding,
    /// Makes units that are not there; otherwise they are faults.
    #[arg(long)]
    pub create_units: bool,
    /// Makes titles that are not there, ranked by their column or below all others; otherwise they are faults.
    #[arg(long)]
    pub create_titles: bool,
    /// Makes accounts for people who have none, with initial passwords in a file in the data folder.
    #[arg(long)]
    pub accounts: bool,
    /// People who are not in the file left yesterday.
    #[arg(long)]
    pub mark_missing_as_left: bool,
}

/// See [`Export::People`].
#[derive(Debug, Clone, Args)]
pub struct ExportPeople {
    /// The CSV file to write.
    pub file: PathBuf,
    /// Where the people are.
    #[command(flatten)]
    pub store: Store,
    /// Which organisation, when there are several.
    #[arg(long)]
    pub organisation: Option<String>,
    /// How the file's characters are coded; UTF-8 is written with the mark that Excel looks for.
    #[arg(long, value_enum, default_value_t = Encoding::Cp932)]
    pub encoding: Encoding,
}

/// What is logged: `ENGAWA_LOG`, such as `info,db=debug`. By default without what the library for passkeys makes of each bad answer: it is no
/// fault of ours, and anybody may send one.
#[expect(clippy::disallowed_methods, reason = "the one file that reads the environment")]
pub fn log_filter() -> String {
    std::env::var("ENGAWA_LOG").unwrap_or_else(|_| "info,webauthn_rs_core=off".to_owned())
}
