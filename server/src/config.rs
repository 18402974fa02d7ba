//! Settings, from flags and from the environment, which only this file reads.

use clap::{Args, Parser, Subcommand};
use db::Place;
use kernel::{Error, Result};
use std::net::SocketAddr;
use std::path::PathBuf;

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
    Serve(Serve),
    /// Makes a demo town in an empty data folder.
    Demo(Demo),
    /// Carries people or talk in from elsewhere.
    #[command(subcommand)]
    Import(Import),
    /// Prints the OpenAPI document.
    Openapi,
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
}

/// See [`Command::Import`].
#[derive(Debug, Clone, Subcommand)]
pub enum Import {
    // Each source has a file of its own in `commands`.
}

/// What is logged: `ENGAWA_LOG`, such as `info,db=debug`.
#[expect(clippy::disallowed_methods, reason = "the one file that reads the environment")]
pub fn log_filter() -> String {
    std::env::var("ENGAWA_LOG").unwrap_or_else(|_| "info".to_owned())
}
