//! Japanese text for Engawa: one place for folding, readings, ordering, encodings and markup.
//!
//! Names are stored as typed, variants included. Everything here that changes a text makes a key
//! ([`fold()`], [`sort_key`]), a reading ([`normalise_reading`]) or an output ([`excerpt`],
//! [`cp932::encode`]); nothing makes another name.
//!
//! All functions are pure and safe to call from any thread. Positions and limits are in the unit
//! that each function names.

pub mod count;
pub mod cp932;
pub mod fold;
pub mod kana;
pub mod markup;
pub mod mrkdwn;
pub mod sort;

pub use count::{ellipsize, graphemes, truncate};
pub use fold::{Traced, contains, fold, matches_words};
pub use kana::{gojuon_row, is_kana, is_reading, normalise_reading, to_hiragana, to_katakana};
pub use markup::{Mentions, Token, excerpt, links, mentions, seen, without_tokens};
pub use mrkdwn::{Converted, Resolve, from_slack};
pub use sort::{SORT_KEY_VERSION, sort_key};
