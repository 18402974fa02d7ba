//! Albums of rooms, and what is in them.

use crate::model::album::{Album, AlbumId, AlbumPicture, AlbumSort, PictureKey};
use crate::model::{FileReference, MessageId, RoomId};
use crate::policy::Arrange;
use crate::store::{unword, word};
use db::{Conn, List, Row, ToValue, Tx};
use files::model::{FileId, FileKind};
use kernel::{May, PersonId, Result, Tick, Timestamp};

macro_rules! albums {
    ($rest:expr) => {
        concat!(
            "SELECT id, room_id, name, sort, cover_id, first_id, pictures, made_by, made_at, changed_at, removed_at, tick FROM album ",
            $rest
        )
    };
}

// What came by a forward of which something was taken back is left out until it is known of what.
macro_rules! pictures {
    ($rest:expr) => {
        concat!(
            "SELECT p.file_id, f.name, f.size, p.kind, f.width, f.height, p.message_id, m.room_id, m.stream_id, m.seq, p.author_id, p.sent_at,
            p.caption, p.place, p.added_by, p.added_at, p.tick
        FROM album_picture p JOIN file f ON f.id = p.file_id JOIN message m ON m.id = p.message_id
        WHERE p.album_id = $1 AND NOT EXISTS (SELECT 1 FROM message_forward g JOIN message s ON s.id = g.source_id
            WHERE g.message_id = p.message_id AND (g.gone OR s.withdrawn_at IS NOT NULL)) AND ",
            $rest
        )
    };
}

db::statements! {
    INSERT = "INSERT INTO album (id, room_id, name, sort, pictures, made_by, made_at, changed_at, tick)
        VALUES ($1, $2, $3, $4, 0, $5, $6, $6, $7)";
    UPDATE = "UPDATE album SET name = $2, sort = $3, cover_id = $4, removed_at = $5, changed_at = $6, tick = $7 WHERE id = $1";
    // A cover that is in it no more is none.
    COUNT_ANEW = "UPDATE album SET
            pictures = (SELECT COUNT(*) FROM album_picture p WHERE p.album_id = album.id),
            cover_id = (SELECT p.file_id FROM album_picture p WHERE p.album_id = album.id AND p.file_id = album.cover_id),
            first_id = (SELECT p.file_id FROM album_picture p WHERE p.album_id = album.id AND p.kind = 'picture'
                ORDER BY p.sent_at, p.file_id LIMIT 1),
            changed_at = $2, tick = $3
        WHERE id = $1";
    GET = albums!("WHERE id = $1");
    COUNT = "SELECT COUNT(*) FROM album WHERE room_id = $1 AND removed_at IS NULL";
    PAGE = albums!("WHERE room_id = $1 AND removed_at IS NULL AND (made_at, id) < ($2, $3) ORDER BY made_at DESC, id DESC LIMIT $4");
    EMPTY_OLD = "DELETE FROM album_picture WHERE album_id IN (SELECT a.id FROM album a WHERE a.room_id = $1 AND a.removed_at < $2)";
    DELETE_OLD = "DELETE FROM album WHERE room_id = $1 AND removed_at < $2";
    FOUND = "SELECT r.file_id, r.message_id, r.author_id, r.sent_at, r.kind FROM room_file r
        WHERE r.room_id = $1 AND r.file_id {in $2} AND NOT r.told
          AND NOT EXISTS (SELECT 1 FROM message_forward g JOIN message s ON s.id = g.source_id
            WHERE g.message_id = r.message_id AND (g.gone OR s.withdrawn_at IS NOT NULL))
        ORDER BY r.sent_at, r.file_id";
    PUT = "INSERT INTO album_picture (album_id, file_id, message_id, author_id, sent_at, kind, caption, place, added_by, added_at, tick)
        VALUES ($1, $2, $3, $4, $5, $6, '', $7, $8, $9, $10)";
    INSIDE = "SELECT file_id FROM album_picture WHERE album_id = $1 AND file_id {in $2}";
    LAST_PLACE = "SELECT place FROM album_picture WHERE album_id = $1 ORDER BY place DESC, file_id DESC LIMIT 1";
    PLACES = "SELECT file_id, place FROM album_picture WHERE album_id = $1 ORDER BY place, file_id";
    IN_TIME = "SELECT file_id, place FROM album_picture WHERE album_id = $1 ORDER BY sent_at, file_id";
    SET_PLACE = "UPDATE album_picture SET place = $3, tick = $4 WHERE album_id = $1 AND file_id = $2";
    SET_CAPTION = "UPDATE album_picture SET caption = $3, tick = $4 WHERE album_id = $1 AND file_id = $2";
    TAKE = "DELETE FROM album_picture WHERE album_id = $1 AND file_id = $2";
    BY_MESSAGE = "SELECT album_id, file_id FROM album_picture WHERE message_id = $1 ORDER BY album_id, file_id";
    TAKE_MESSAGE = "DELETE FROM album_picture WHERE message_id = $1";
    BY_TIME = pictures!("(p.sent_at, p.file_id) > ($2, $3) ORDER BY p.sent_at, p.file_id LIMIT $4");
    BY_HAND = pictures!("(p.place, p.file_id) > ($2, $3) ORDER BY p.place, p.file_id LIMIT $4");
    SOME = pictures!("p.file_id {in $2} ORDER BY p.file_id");
}

/// An album as the table has it.
#[derive(Debug, Clone)]
pub struct AlbumRow {
    /// Its id.
    pub id: AlbumId,
    /// The room.
    pub room: RoomId,
    /// What it is called.
    pub name: String,
    /// In which order its pictures stand.
    pub sort: AlbumSort,
    /// The picture that was chosen for it.
    pub cover: Option<FileId>,
    /// The first picture.
    pub first: Option<FileId>,
    /// How many it has.
    pub pictures: i64,
    /// Who made it.
    pub made_by: PersonId,
    /// When.
    pub made_at: Timestamp,
    /// When something in it changed last.
    pub changed_at: Timestamp,
    /// Since when it is removed.
    pub removed_at: Option<Timestamp>,
    /// The tick of the last change.
    pub tick: Tick,
}

impl From<&AlbumRow> for Album {
    fn from(row: &AlbumRow) -> Self {
        Self {
            id: row.id,
            room_id: row.room,
            name: row.name.clone(),
            sort: row.sort,
            cover_id: row.cover.or(row.first),
            cover_chosen: row.cover.is_some(),
            pictures: row.pictures,
            made_by: row.made_by,
            made_at: row.made_at,
            changed_at: row.changed_at,
            removed: row.removed_at.is_some(),
            tick: row.tick,
        }
    }
}

/// A file of a room that can go into an album.
#[derive(Debug, Clone, Copy)]
pub struct Found {
    /// The file.
    pub file: FileId,
    /// The message that carries it.
    pub message: MessageId,
    /// Who sent it.
    pub author: PersonId,
    /// When.
    pub sent_at: Timestamp,
    /// What sort.
    pub kind: FileKind,
}

fn read(row: &Row) -> AlbumRow {
    AlbumRow {
        id: row.get(0),
        room: row.get(1),
        name: row.get(2),
        sort: unword(row.get(3)),
        cover: row.get(4),
        first: row.get(5),
        pictures: row.get(6),
        made_by: row.get(7),
        made_at: row.get(8),
        changed_at: row.get(9),
        removed_at: row.get(10),
        tick: row.get(11),
    }
}

fn read_picture(row: &Row) -> AlbumPicture {
    let (room, stream): (i64, i64) = (row.get(7), row.get(8));
    AlbumPicture {
        file: FileReference {
            id: Some(row.get(0)),
            name: row.get(1),
            size: Some(row.get(2)),
            note: None,
            kind: Some(unword(row.get(3))),
            width: row.get(4),
            height: row.get(5),
            version: None,
        },
        message_id: row.get(6),
        thread_id: (stream != room).then(|| MessageId::from_raw(stream)),
        seq: row.get(9),
        author_id: row.get(10),
        sent_at: row.get(11),
        caption: row.get(12),
        place: row.get(13),
        added_by: row.get(14),
        added_at: row.get(15),
        tick: row.get(16),
    }
}

/// Adds an album without pictures.
pub fn insert(tx: &mut Tx<'_>, album: &May<Arrange, AlbumRow>) -> Result<()> {
    let (sort, tick) = (word(album.sort), tx.tick()?);
    tx.run(&INSERT, &[&album.id, &album.room, &album.name, &sort, &album.made_by, &album.made_at, &tick])
}

/// Saves what an album is called, how it is ordered, what stands for it, and whether it is removed.
pub fn update(tx: &mut Tx<'_>, album: &May<Arrange, AlbumRow>) -> Result<()> {
    let (sort, now, tick) = (word(album.sort), tx.now(), tx.tick()?);
    tx.run(&UPDATE, &[&album.id, &album.name, &sort, &album.cover, &album.removed_at, &now, &tick])
}

/// Counts an album's pictures anew after some came or went.
pub fn count_anew(tx: &mut Tx<'_>, album: AlbumId) -> Result<()> {
    let (now, tick) = (tx.now(), tx.tick()?);
    tx.run(&COUNT_ANEW, &[&album, &now, &tick])
}

/// An album, of whatever room.
pub fn get(conn: &mut Conn<'_>, id: AlbumId) -> Result<Option<AlbumRow>> {
    Ok(conn.row(&GET, &[&id])?.as_ref().map(read))
}

/// How many albums a room has.
pub fn count(conn: &mut Conn<'_>, room: RoomId) -> Result<i64> {
    Ok(conn.one(&COUNT, &[&room])?.get(0))
}

/// Albums of a room that were made before one, the newest first.
pub fn page(conn: &mut Conn<'_>, room: RoomId, before: (Timestamp, AlbumId), limit: usize) -> Result<Vec<AlbumRow>> {
    Ok(conn.rows(&PAGE, &[&room, &before.0, &before.1, &limit])?.iter().map(read).collect())
}

/// Forgets the albums of a room that were removed before a moment.
pub fn forget_removed(tx: &mut Tx<'_>, room: RoomId, before: Timestamp) -> Result<()> {
    tx.run(&EMPTY_OLD, &[&room, &before])?;
    tx.run(&DELETE_OLD, &[&room, &before])
}

/// Those of some files that a room has, the oldest first.
pub fn found(conn: &mut Conn<'_>, room: RoomId, files: &[FileId]) -> Result<Vec<Found>> {
    let rows = conn.rows(&FOUND, &[&room, &List::ids(files.iter().copied())])?;
    let read = |row: &Row| Found {
        file: row.get(0),
        message: row.get(1),
        author: row.get(2),
        sent_at: row.get(3),
        kind: unword(row.get(4)),
    };
    Ok(rows.iter().map(read).collect())
}

/// Puts a picture into an album.
pub fn put(tx: &mut Tx<'_>, album: AlbumId, picture: &Found, place: i64) -> Result<()> {
    let (person, now, tick) = (tx.actor().person, tx.now(), tx.tick()?);
    let Found { file, message, author, sent_at, kind } = picture;
    tx.run(&PUT, &[&album, file, message, author, sent_at, &word(*kind), &place, &person, &now, &tick])
}

/// Which of some files are in an album.
pub fn inside(conn: &mut Conn<'_>, album: AlbumId, files: &[FileId]) -> Result<Vec<FileId>> {
    let rows = conn.rows(&INSIDE, &[&album, &List::ids(files.iter().copied())])?;
    Ok(rows.iter().map(|row| row.get(0)).collect())
}

/// The last place by hand in an album.
pub fn last_place(conn: &mut Conn<'_>, album: AlbumId) -> Result<Option<i64>> {
    Ok(conn.row(&LAST_PLACE, &[&album])?.map(|row| row.get(0)))
}

/// The files of an album in their order, with their places by hand.
pub fn places(conn: &mut Conn<'_>, album: AlbumId, sort: AlbumSort) -> Result<Vec<(FileId, i64)>> {
    let statement = if sort == AlbumSort::Hand { &PLACES } else { &IN_TIME };
    Ok(conn.rows(statement, &[&album])?.iter().map(|row| (row.get(0), row.get(1))).collect())
}

/// Gives a picture its place by hand.
pub fn set_place(tx: &mut Tx<'_>, album: AlbumId, file: FileId, place: i64) -> Result<()> {
    let tick = tx.tick()?;
    tx.run(&SET_PLACE, &[&album, &file, &place, &tick])
}

/// Says something else of a picture.
pub fn set_caption(tx: &mut Tx<'_>, album: AlbumId, file: FileId, caption: &str) -> Result<()> {
    let tick = tx.tick()?;
    tx.run(&SET_CAPTION, &[&album, &file, &caption.to_owned(), &tick])
}

/// Takes a picture out of an album; whether it was there.
pub fn take(tx: &mut Tx<'_>, album: AlbumId, file: FileId) -> Result<bool> {
    Ok(tx.execute(&TAKE, &[&album, &file])? > 0)
}

/// In which albums what a message carries is.
pub fn with_message(conn: &mut Conn<'_>, message: MessageId) -> Result<Vec<(AlbumId, FileId)>> {
    Ok(conn.rows(&BY_MESSAGE, &[&message])?.iter().map(|row| (row.get(0), row.get(1))).collect())
}

/// Takes what a message carries out of all albums.
pub fn take_message(tx: &mut Tx<'_>, message: MessageId) -> Result<()> {
    tx.run(&TAKE_MESSAGE, &[&message])
}

/// Pictures of an album after one of a key.
pub fn pictures(conn: &mut Conn<'_>, album: AlbumId, after: &PictureKey, limit: usize) -> Result<Vec<AlbumPicture>> {
    let (statement, key, id): (_, &dyn ToValue, _) = match after {
        PictureKey::Time(at, id) => (&BY_TIME, at, id),
        PictureKey::Hand(place, id) => (&BY_HAND, place, id),
    };
    Ok(conn.rows(statement, &[&album, key, id, &limit])?.iter().map(read_picture).collect())
}

/// Some pictures of an album.
pub fn some(conn: &mut Conn<'_>, album: AlbumId, files: &[FileId]) -> Result<Vec<AlbumPicture>> {
    let rows = conn.rows(&SOME, &[&album, &List::ids(files.iter().copied())])?;
    Ok(rows.iter().map(read_picture).collect())
}
