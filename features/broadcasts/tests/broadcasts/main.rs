//! Broadcasts from the draft to what is kept of them, on both databases.

mod files;
mod names;
mod reading;
mod sending;
mod town;
