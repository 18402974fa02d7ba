//! The program: the list of features, how they are put together, what happens between them, and its commands.

pub mod app;
mod assets;
pub mod commands;
mod condition;
pub mod config;
mod demo;
pub mod features;
mod handing_over;
mod meeting_materials;
mod reactions;
mod searching;

pub use app::{App, LogServers, Options};
