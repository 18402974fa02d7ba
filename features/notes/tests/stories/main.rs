//! What people do with notes, on both databases.

mod files;
mod notes;
mod pages;
mod scene;
