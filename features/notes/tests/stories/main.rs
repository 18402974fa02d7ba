//! What people do with notes, on both databases.

mod notes;
mod pages;
mod scene;
