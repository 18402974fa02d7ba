//! The talk's endpoints.

mod albums;
mod downloads;
mod files;
mod forwards;
mod inspections;
mod later;
mod messages;
mod number_guard;
mod off_hours;
mod orders;
mod outside_talk;
mod pins;
mod requests;
mod rooms;
mod shares;
mod templates;
mod threads;

use web::Routes;

/// The endpoints.
pub fn routes() -> Routes {
    rooms::routes()
        .and(messages::routes())
        .and(threads::routes())
        .and(forwards::routes())
        .and(downloads::routes())
        .and(number_guard::routes())
        .and(off_hours::routes())
        .and(outside_talk::routes())
        .and(later::routes())
        .and(orders::routes())
        .and(templates::routes())
        .and(requests::routes())
        .and(inspections::routes())
        .and(shares::routes())
        .and(files::routes())
        .and(albums::routes())
        .and(pins::routes())
        .open_to_guests(&TALK)
        .open_to_guests(&OWN)
        .open_to_bots(&TALK)
}

/// What concerns the rooms that somebody belongs to, and nothing besides.
const TALK: [&str; 24] = [
    "bootstrap",
    "get_badge",
    "get_room",
    "list_members",
    "read_room",
    "leave_room",
    "list_messages",
    "say",
    "get_message",
    "reword",
    "withdraw",
    "list_reactions",
    "react",
    "unreact",
    "list_mentions",
    "list_replies",
    "read_thread",
    "set_preferences",
    "list_room_files",
    "get_room_file",
    "get_room_file_thumbnail",
    "get_room_file_preview",
    "get_room_file_view",
    "list_file_versions",
];
/// What only somebody with a screen needs besides.
const OWN: [&str; 21] = [
    "list_albums",
    "make_album",
    "get_album",
    "change_album",
    "remove_album",
    "list_album_pictures",
    "add_album_pictures",
    "take_album_picture",
    "caption_album_picture",
    "place_album_picture",
    "get_number_guard",
    "get_history",
    "list_readers",
    "get_receipts",
    "keep_draft",
    "throw_draft",
    "list_threads",
    "change_thread",
    "list_pins",
    "pin_message",
    "unpin_message",
];

#[derive(serde::Serialize, schemars::JsonSchema)]
struct Items<T> {
    items: Vec<T>,
}
