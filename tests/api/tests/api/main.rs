//! The program's promises, tried at its HTTP and live doors on both databases.

mod accounts;
mod passwords;
mod people;
mod scene;
mod sessions;
mod setup;
mod sign_in;
mod statements;
mod talk;
mod units;
