//! アルバム: whoever writes in a room puts its pictures under names, says what they show, and orders them. The files stay what they are, the
//! room's; one that is taken back is in no album from that moment on.

use super::number_guard;
use crate::events::{self, AlbumPicturesChanged};
use crate::model::album::{
    Album, AlbumId, AlbumPicture, AlbumSort, KEPT_REMOVED_DAYS, MOST_ADDED, MOST_ALBUMS, MOST_PICTURES, PictureKey,
    checked_album_name, checked_caption, is_for_albums, next_place, place_between,
};
use crate::model::{Answered, ChatRefusal, Message, MessageId, Mine, RoomId};
use crate::policy::{self, Arrange};
use crate::service::{held, room};
use crate::store::albums::{self as store, AlbumRow, Found};
use crate::store::rooms::RoomRow;
use db::{Conn, Tx};
use directory::model::PersonBrief;
use directory::store::people;
use files::model::{FileId, FileKind};
use files::store::FileRow;
use kernel::{Error, May, PersonId, Result, Timestamp};
use std::collections::BTreeMap;
use std::mem::discriminant;
use std::time::Duration;

/// Pictures that one event tells of at most.
const TOLD_AT_ONCE: usize = 100;

/// An album that somebody makes.
#[derive(Debug, Clone)]
pub struct NewAlbum {
    /// The id that the client proposes; the same id again is the same album.
    pub id: AlbumId,
    /// What it is called.
    pub name: String,
    /// What they answered about a personal number in that.
    pub answered: Option<Answered>,
}

/// What becomes of an album; what is left out stays.
#[derive(Debug, Clone, Default)]
pub struct AlbumChange {
    /// What it is called.
    pub name: Option<String>,
    /// In which order its pictures stand.
    pub sort: Option<AlbumSort>,
    /// The picture that stands for it.
    pub cover: Option<FileId>,
    /// What they answered about a personal number in the name.
    pub answered: Option<Answered>,
}

/// An album that the actor may read.
fn readable(conn: &mut Conn<'_>, id: AlbumId) -> Result<AlbumRow> {
    let album = store::get(conn, id)?.ok_or_else(Error::not_found)?;
    let (row, mine) = room(conn, album.room)?;
    policy::may_read(&conn.actor(), row, mine.as_ref())?;
    if album.removed_at.is_some() { Err(Error::not_found()) } else { Ok(album) }
}

/// An album and its room, held; removed ones as well.
fn held_album(tx: &mut Tx<'_>, id: AlbumId) -> Result<(AlbumRow, RoomRow, Option<Mine>)> {
    // The room of an album never changes, so it may be asked before the lock.
    let at = store::get(tx, id)?.ok_or_else(Error::not_found)?;
    let (row, mine) = held(tx, at.room)?;
    let row = policy::may_read(&tx.actor(), row, mine.as_ref())?.into_inner();
    let album = store::get(tx, id)?.ok_or_else(Error::not_found)?;
    Ok((album, row, mine))
}

/// An album that stands and that the actor may change, and its room, held.
fn arranged(tx: &mut Tx<'_>, id: AlbumId) -> Result<(May<Arrange, AlbumRow>, RoomRow)> {
    let (album, row, mine) = held_album(tx, id)?;
    if album.removed_at.is_some() {
        return Err(Error::not_found());
    }
    Ok((policy::may_arrange(&tx.actor(), album, row.clone(), mine.as_ref())?, row))
}

/// Tells the room of an album as it is now.
fn told(tx: &mut Tx<'_>, id: AlbumId) -> Result<Album> {
    let row = store::get(tx, id)?.ok_or_else(Error::not_found)?;
    let album = Album::from(&row);
    tx.emit(events::album_changed(&album));
    Ok(album)
}

/// Tells the room of some pictures of an album as they are now, and of those that are not there any more.
fn told_pictures(tx: &mut Tx<'_>, album: &AlbumRow, there: &[FileId], gone: Vec<FileId>) -> Result<Vec<AlbumPicture>> {
    let tick = tx.tick()?;
    let pictures = store::some(tx, album.id, there)?;
    let mut gone = Some(gone).filter(|gone| !gone.is_empty());
    let (room_id, album_id) = (album.room, album.id);
    for some in pictures.chunks(TOLD_AT_ONCE) {
        let gone = gone.take().unwrap_or_default();
        tx.emit(events::album_pictures_changed(&AlbumPicturesChanged {
            room_id,
            album_id,
            pictures: some.to_vec(),
            gone,
            tick,
        }));
    }
    if let Some(gone) = gone {
        let pictures = Vec::new();
        tx.emit(events::album_pictures_changed(&AlbumPicturesChanged { room_id, album_id, pictures, gone, tick }));
    }
    Ok(pictures)
}

/// Makes an album in a room. Gives it, and whether it is new.
///
/// Errors: faults of `name`, those of the number guard, `id_taken`, `chat.too_many_albums`, those of writing in the room.
pub fn make(tx: &mut Tx<'_>, room_id: RoomId, new: &NewAlbum) -> Result<(Album, bool)> {
    let actor = tx.actor();
    let (place, mine) = held(tx, room_id)?;
    let place = policy::may_read(&actor, place, mine.as_ref())?.into_inner();
    if let Some(known) = store::get(tx, new.id)? {
        let is_same = known.made_by == actor.person && known.room == room_id && known.removed_at.is_none();
        return if is_same { Ok((Album::from(&known), false)) } else { Err(ChatRefusal::IdTaken.into()) };
    }
    let now = tx.now();
    let row = AlbumRow {
        id: new.id,
        room: room_id,
        name: new.name.clone(),
        sort: AlbumSort::default(),
        cover: None,
        first: None,
        pictures: 0,
        made_by: actor.person,
        made_at: now,
        changed_at: now,
        removed_at: None,
        tick: 0,
    };
    let mut row = policy::may_arrange(&actor, row, place.clone(), mine.as_ref())?;
    row.name = checked_album_name(&new.name)?;
    if store::count(tx, room_id)? >= MOST_ALBUMS {
        return Err(ChatRefusal::TooManyAlbums.into());
    }
    number_guard::check(tx, &place, &[&row.name], new.answered.as_ref())?;
    let kept = Duration::from_secs(KEPT_REMOVED_DAYS.unsigned_abs() * 24 * 60 * 60);
    store::forget_removed(tx, room_id, now.minus(kept))?;
    store::insert(tx, &row)?;
    Ok((told(tx, new.id)?, true))
}

/// Calls an album something else, orders it otherwise, or lets another picture stand for it.
///
/// Errors: faults of `name`, a fault of `cover` for what is no picture in it, those of the number guard, those of writing in the room.
pub fn change(tx: &mut Tx<'_>, id: AlbumId, change: &AlbumChange) -> Result<Album> {
    let (mut album, place) = arranged(tx, id)?;
    let before = (album.name.clone(), album.sort, album.cover);
    if let Some(name) = &change.name {
        let name = checked_album_name(name)?;
        if name != album.name {
            number_guard::check(tx, &place, &[&name], change.answered.as_ref())?;
            album.name = name;
        }
    }
    if let Some(sort) = change.sort {
        album.sort = sort;
    }
    if let Some(cover) = change.cover {
        let pictures = store::some(tx, id, &[cover])?;
        let is_picture = pictures.iter().any(|picture| picture.file.kind == Some(FileKind::Picture));
        if !is_picture {
            return Err(Error::field("cover", "unknown"));
        }
        album.cover = Some(cover);
    }
    if before == (album.name.clone(), album.sort, album.cover) {
        return Ok(Album::from(&*album));
    }
    store::update(tx, &album)?;
    told(tx, id)
}

/// Removes an album, or has it back while it is kept. The pictures stay in the room.
///
/// Errors: `chat.not_the_albums_maker`, `chat.too_many_albums`, those of writing in the room.
pub fn set_removed(tx: &mut Tx<'_>, id: AlbumId, removed: bool) -> Result<Album> {
    let (album, place, mine) = held_album(tx, id)?;
    let mut album = policy::may_remove_album(&tx.actor(), album, place, mine.as_ref())?;
    if removed == album.removed_at.is_some() {
        return Ok(Album::from(&*album));
    }
    if !removed && store::count(tx, album.room)? >= MOST_ALBUMS {
        return Err(ChatRefusal::TooManyAlbums.into());
    }
    album.removed_at = removed.then(|| tx.now());
    store::update(tx, &album)?;
    told(tx, id)
}

/// Puts files of the room into an album; those that are in it stay as they are. Gives those that came.
///
/// Errors: faults of `files`, `chat.album_full`, those of writing in the room.
pub fn add(tx: &mut Tx<'_>, id: AlbumId, files: &[FileId]) -> Result<(Album, Vec<AlbumPicture>)> {
    let (album, _) = arranged(tx, id)?;
    match files.len() {
        0 => return Err(Error::field("files", "required")),
        1..=MOST_ADDED => {}
        _ => return Err(Error::field("files", "too_many")),
    }
    let inside = store::inside(tx, id, files)?;
    let wanted: Vec<FileId> = files.iter().copied().filter(|file| !inside.contains(file)).collect();
    let found = store::found(tx, album.room, &wanted)?;
    if wanted.iter().any(|file| !found.iter().any(|found| found.file == *file)) {
        return Err(Error::field("files", "unknown"));
    }
    if found.iter().any(|found| !is_for_albums(found.kind)) {
        return Err(Error::field("files", "not_a_picture"));
    }
    if found.is_empty() {
        return Ok((Album::from(&*album), Vec::new()));
    }
    let come = i64::try_from(found.len()).unwrap_or(i64::MAX);
    if album.pictures.saturating_add(come) > MOST_PICTURES {
        return Err(ChatRefusal::AlbumFull.into());
    }
    put(tx, &album, &found)
}

/// Puts into an album what was said for it. Where there is no such album any more, or no place in it, the message stands without.
pub(super) fn said_for(
    tx: &mut Tx<'_>,
    place: &RoomRow,
    id: AlbumId,
    message: &Message,
    files: &[FileRow],
) -> Result<()> {
    let album = store::get(tx, id)?.filter(|album| album.room == place.id && album.removed_at.is_none());
    let Some(album) = album else { return Ok(()) };
    let free = usize::try_from(MOST_PICTURES - album.pictures).unwrap_or_default();
    let found = files.iter().filter_map(|file| {
        let kind = file.kind.filter(|kind| is_for_albums(*kind))?;
        let (message, author, sent_at) = (message.id, message.author_id, message.sent_at);
        Some(Found { file: file.id, message, author, sent_at, kind })
    });
    let found: Vec<Found> = found.take(free).collect();
    if !found.is_empty() {
        put(tx, &album, &found)?;
    }
    Ok(())
}

fn put(tx: &mut Tx<'_>, album: &AlbumRow, found: &[Found]) -> Result<(Album, Vec<AlbumPicture>)> {
    let mut last = store::last_place(tx, album.id)?;
    for picture in found {
        let place = next_place(last);
        store::put(tx, album.id, picture, place)?;
        last = Some(place);
    }
    store::count_anew(tx, album.id)?;
    let files: Vec<FileId> = found.iter().map(|picture| picture.file).collect();
    let pictures = told_pictures(tx, album, &files, Vec::new())?;
    Ok((told(tx, album.id)?, pictures))
}

/// Takes a picture out of an album; the file stays in the room.
pub fn take(tx: &mut Tx<'_>, id: AlbumId, file: FileId) -> Result<Album> {
    let (album, _) = arranged(tx, id)?;
    if !store::take(tx, id, file)? {
        // Taken out before, by them or somebody else.
        return Ok(Album::from(&*album));
    }
    store::count_anew(tx, id)?;
    told_pictures(tx, &album, &[], vec![file])?;
    told(tx, id)
}

/// Says what a picture shows, or something else; nothing takes it away.
///
/// Errors: `not_found`, faults of `caption`, those of the number guard, those of writing in the room.
pub fn caption(
    tx: &mut Tx<'_>,
    id: AlbumId,
    file: FileId,
    caption: &str,
    answered: Option<&Answered>,
) -> Result<AlbumPicture> {
    let (album, place) = arranged(tx, id)?;
    let picture = store::some(tx, id, &[file])?.pop().ok_or_else(Error::not_found)?;
    let caption = checked_caption(caption)?;
    if caption == picture.caption {
        return Ok(picture);
    }
    number_guard::check(tx, &place, &[&caption], answered)?;
    store::set_caption(tx, id, file, &caption)?;
    told_pictures(tx, &album, &[file], Vec::new())?.pop().ok_or_else(Error::not_found)
}

/// Puts a picture behind another one, or first; from then on the order is by hand.
///
/// Errors: `not_found`, a fault of `after` for what is not in it, those of writing in the room.
pub fn place(tx: &mut Tx<'_>, id: AlbumId, file: FileId, after: Option<FileId>) -> Result<Album> {
    let (mut album, _) = arranged(tx, id)?;
    let all = store::places(tx, id, album.sort)?;
    if !all.iter().any(|(one, _)| *one == file) {
        return Err(Error::not_found());
    }
    let others: Vec<(FileId, i64)> = all.iter().copied().filter(|(one, _)| *one != file).collect();
    let behind = match after {
        None => 0,
        Some(after) => match others.iter().position(|(one, _)| *one == after) {
            Some(at) => at + 1,
            None => return Err(Error::field("after", "unknown")),
        },
    };
    let mut order: Vec<FileId> = others.iter().map(|(one, _)| *one).collect();
    order.insert(behind, file);
    let stands = album.sort == AlbumSort::Hand && order.iter().eq(all.iter().map(|(one, _)| one));
    if stands {
        return Ok(Album::from(&*album));
    }
    let before = behind.checked_sub(1).map(|at| others[at].1);
    let between = place_between(before, others.get(behind).map(|(_, place)| *place));
    let moved = match between.filter(|_| album.sort == AlbumSort::Hand) {
        Some(place) => {
            store::set_place(tx, id, file, place)?;
            vec![file]
        }
        // The order by hand begins with what everybody sees; or there is no place left between the two.
        None => {
            let mut last = None;
            for one in &order {
                let place = next_place(last);
                store::set_place(tx, id, *one, place)?;
                last = Some(place);
            }
            order
        }
    };
    album.sort = AlbumSort::Hand;
    store::update(tx, &album)?;
    told_pictures(tx, &album, &moved, Vec::new())?;
    told(tx, id)
}

/// Takes what a message carried out of all albums: it was taken back, or some of it.
pub(super) fn let_go(tx: &mut Tx<'_>, message: MessageId, some: Option<&[FileId]>) -> Result<()> {
    let mut gone: BTreeMap<AlbumId, Vec<FileId>> = BTreeMap::new();
    for (album, file) in store::with_message(tx, message)? {
        if some.is_none_or(|some| some.contains(&file)) {
            gone.entry(album).or_default().push(file);
        }
    }
    if gone.is_empty() {
        return Ok(());
    }
    match some {
        None => store::take_message(tx, message)?,
        Some(_) => {
            for (album, files) in &gone {
                for file in files {
                    store::take(tx, *album, *file)?;
                }
            }
        }
    }
    for (id, files) in gone {
        store::count_anew(tx, id)?;
        if let Some(album) = store::get(tx, id)?.filter(|album| album.removed_at.is_none()) {
            told_pictures(tx, &album, &[], files)?;
            told(tx, id)?;
        }
    }
    Ok(())
}

/// An album, with who made it.
pub fn get(conn: &mut Conn<'_>, id: AlbumId) -> Result<(Album, Vec<PersonBrief>)> {
    let album = readable(conn, id)?;
    Ok((Album::from(&album), people::briefs(conn, &[album.made_by])?))
}

/// The albums of a room after one of a key, the newest first, one more than `limit` when there are more; with who made them.
pub fn list(
    conn: &mut Conn<'_>,
    id: RoomId,
    before: Option<(Timestamp, AlbumId)>,
    limit: usize,
) -> Result<(Vec<Album>, Vec<PersonBrief>)> {
    let (row, mine) = room(conn, id)?;
    policy::may_read(&conn.actor(), row, mine.as_ref())?;
    let start = (Timestamp::from_micros(i64::MAX), AlbumId::from_raw(i64::MAX));
    let rows = store::page(conn, id, before.unwrap_or(start), limit + 1)?;
    let makers = briefs(conn, rows.iter().map(|album| album.made_by))?;
    Ok((rows.iter().map(Album::from).collect(), makers))
}

fn briefs(conn: &mut Conn<'_>, all: impl Iterator<Item = PersonId>) -> Result<Vec<PersonBrief>> {
    let mut ids: Vec<PersonId> = all.collect();
    ids.sort_unstable();
    ids.dedup();
    people::briefs(conn, &ids)
}

/// Pictures of an album in its order, one more than `limit` when there are more; with the album, and with who sent them.
///
/// Errors: `invalid_cursor` for a page of another order.
pub fn pictures(
    conn: &mut Conn<'_>,
    id: AlbumId,
    after: Option<PictureKey>,
    limit: usize,
) -> Result<(Album, Vec<AlbumPicture>, Vec<PersonBrief>)> {
    let album = readable(conn, id)?;
    let start = album.sort.start();
    let after = after.unwrap_or(start);
    if discriminant(&after) != discriminant(&start) {
        return Err(Error::invalid("invalid_cursor"));
    }
    let found = store::pictures(conn, id, &after, limit + 1)?;
    let senders = briefs(conn, found.iter().flat_map(|picture| [picture.author_id, picture.added_by]))?;
    Ok((Album::from(&album), found, senders))
}
