//! The program's promises, tried at its HTTP and live doors on both databases.

mod passwords;
mod scene;
mod sessions;
mod setup;
mod sign_in;
mod statements;
mod talk;
