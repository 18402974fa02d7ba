//! The use cases.

pub mod links;
pub mod passage;
pub mod providers;
