//! Rooms, messages, threads, reactions, receipts: the talk.
//!
//! A stream is a row of messages numbered 1..n without a hole: a room has one, and every thread has its own under the id
//! of its first message. What somebody has read of a stream is one number, from which unread counts and receipts of any
//! size follow; there is no row per recipient.

pub mod events;
pub mod http;
pub mod jobs;
pub mod model;
pub mod policy;
pub mod service;
pub mod store;

use db::Migration;

/// The tables.
pub const MIGRATIONS: &[Migration] = &[
    Migration { owner: "chat", number: 1, text: include_str!("../migrations/0001_chat.sql") },
    Migration { owner: "chat", number: 2, text: include_str!("../migrations/0002_mentions_of_a_message.sql") },
    Migration { owner: "chat", number: 3, text: include_str!("../migrations/0003_mentions_by_time.sql") },
    Migration { owner: "chat", number: 4, text: include_str!("../migrations/0004_authors_of_mentions.sql") },
    Migration { owner: "chat", number: 5, text: include_str!("../migrations/0005_readers.sql") },
    Migration { owner: "chat", number: 6, text: include_str!("../migrations/0006_requests.sql") },
    Migration { owner: "chat", number: 7, text: include_str!("../migrations/0007_operators.sql") },
    Migration { owner: "chat", number: 8, text: include_str!("../migrations/0008_inspections.sql") },
    Migration { owner: "chat", number: 9, text: include_str!("../migrations/0009_requests_to_posts.sql") },
    Migration { owner: "chat", number: 10, text: include_str!("../migrations/0010_guests.sql") },
    Migration { owner: "chat", number: 11, text: include_str!("../migrations/0011_shared_rooms.sql") },
    Migration { owner: "chat", number: 12, text: include_str!("../migrations/0012_files.sql") },
    Migration { owner: "chat", number: 13, text: include_str!("../migrations/0013_forwards.sql") },
    Migration { owner: "chat", number: 14, text: include_str!("../migrations/0014_later.sql") },
    Migration { owner: "chat", number: 15, text: include_str!("../migrations/0015_number_guard.sql") },
    Migration { owner: "chat", number: 16, text: include_str!("../migrations/0016_outside_talk.sql") },
    Migration { owner: "chat", number: 17, text: include_str!("../migrations/0017_rooms_in_bulk.sql") },
    Migration { owner: "chat", number: 18, text: include_str!("../migrations/0018_room_templates.sql") },
    Migration { owner: "chat", number: 19, text: include_str!("../migrations/0019_file_versions.sql") },
    Migration { owner: "chat", number: 20, text: include_str!("../migrations/0020_albums.sql") },
    Migration { owner: "chat", number: 21, text: include_str!("../migrations/0021_pins.sql") },
    Migration { owner: "chat", number: 22, text: include_str!("../migrations/0022_download_floor.sql") },
    Migration { owner: "chat", number: 23, text: include_str!("../migrations/0023_off_hours.sql") },
    Migration { owner: "chat", number: 24, text: include_str!("../migrations/0024_link_headings.sql") },
];
