//! What the rooms of the talk are to the features whose things stand in it. README.md has the page.

pub mod model;
pub mod service;
