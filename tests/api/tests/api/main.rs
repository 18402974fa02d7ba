//! The program's promises, tried at its HTTP and live doors on both databases.

mod accounts;
mod members;
mod messages;
mod passwords;
mod people;
mod rooms;
mod scene;
mod sessions;
mod setup;
mod sign_in;
mod statements;
mod talk;
mod units;
