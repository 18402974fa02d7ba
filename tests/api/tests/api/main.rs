//! The program's promises, tried at its HTTP and live doors on both databases.

mod access;
mod accounts;
mod clock;
mod doorway;
mod drafts;
mod edge;
mod live;
mod members;
mod mentions;
mod messages;
mod openapi;
mod organisations;
mod passwords;
mod people;
mod reactions;
mod receipts;
mod rooms;
mod scene;
mod sessions;
mod setup;
mod sign_in;
mod statements;
mod talk;
mod threads;
mod units;
mod unread;
