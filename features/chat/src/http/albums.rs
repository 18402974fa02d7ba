//! Albums of rooms.

use crate::model::album::{Album, AlbumId, AlbumPicture, AlbumSort, PictureKey};
use crate::model::{Answered, RoomId};
use crate::service::albums::{self, AlbumChange, NewAlbum};
use ::files::model::FileId;
use directory::model::PersonBrief;
use kernel::{Result, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Access, Cursor, Cx, In, Json, Page, Reply, Routes, limit};

#[derive(Deserialize, JsonSchema)]
struct RoomPath {
    room: RoomId,
}

#[derive(Deserialize, JsonSchema)]
struct AlbumPath {
    album: AlbumId,
}

#[derive(Deserialize, JsonSchema)]
struct PicturePath {
    album: AlbumId,
    file: FileId,
}

#[derive(Deserialize, JsonSchema)]
struct ListQuery {
    limit: Option<usize>,
    cursor: Option<Cursor>,
}

#[derive(Serialize, JsonSchema)]
struct Albums {
    #[serde(flatten)]
    page: Page<Album>,
    /// Who made them.
    people: Vec<PersonBrief>,
}

#[derive(Serialize, JsonSchema)]
struct AlbumShown {
    album: Album,
    /// Who made it.
    people: Vec<PersonBrief>,
}

#[derive(Serialize, JsonSchema)]
struct AlbumPictures {
    album: Album,
    #[serde(flatten)]
    page: Page<AlbumPicture>,
    /// Who sent them, and who put them in.
    people: Vec<PersonBrief>,
}

#[derive(Serialize, JsonSchema)]
struct AlbumAdded {
    album: Album,
    /// Those that were not in it before.
    pictures: Vec<AlbumPicture>,
}

#[derive(Deserialize, JsonSchema)]
struct MakeAlbum {
    /// Proposed by the client; the same id again is the same album.
    id: AlbumId,
    /// Up to 60 characters.
    name: String,
    /// What they answered when they were asked about a personal number in it.
    #[serde(default)]
    personal_number: Option<Answered>,
}

#[derive(Deserialize, JsonSchema)]
struct ChangeAlbum {
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    sort: Option<AlbumSort>,
    /// A picture in it.
    #[serde(default)]
    cover: Option<FileId>,
    /// What they answered when they were asked about a personal number in the name.
    #[serde(default)]
    personal_number: Option<Answered>,
}

#[derive(Deserialize, JsonSchema)]
struct RemoveAlbum {
    removed: bool,
}

#[derive(Deserialize, JsonSchema)]
struct AddPictures {
    /// Pictures and films of the room, up to 100.
    files: Vec<FileId>,
}

#[derive(Deserialize, JsonSchema)]
struct CaptionPicture {
    /// Up to 200 characters; empty for none.
    caption: String,
    /// What they answered when they were asked about a personal number in it.
    #[serde(default)]
    personal_number: Option<Answered>,
}

#[derive(Deserialize, JsonSchema)]
struct PlacePicture {
    /// Behind which one; nothing for the first place.
    #[serde(default)]
    after: Option<FileId>,
}

pub(super) fn routes() -> Routes {
    use Access::SignedIn;
    Routes::new("chat")
        .on("GET /rooms/{room}/albums", "list_albums", "The albums of a room, the newest first.", SignedIn, list)
        .on("POST /rooms/{room}/albums", "make_album", "Makes an album.", SignedIn, make)
        .on("GET /albums/{album}", "get_album", "An album.", SignedIn, get)
        .on("PATCH /albums/{album}", "change_album", "Its name, order or cover.", SignedIn, change)
        .on("PUT /albums/{album}/removed", "remove_album", "Removes it, or has it back.", SignedIn, remove)
        .on("GET /albums/{album}/pictures", "list_album_pictures", "What is in it, in its order.", SignedIn, pictures)
        .on("POST /albums/{album}/pictures", "add_album_pictures", "Puts files of the room into it.", SignedIn, add)
        .on("DELETE /albums/{album}/pictures/{file}", "take_album_picture", "Takes one out of it.", SignedIn, take)
        .on(
            "PUT /albums/{album}/pictures/{file}/caption",
            "caption_album_picture",
            "Says what it shows.",
            SignedIn,
            caption,
        )
        .on(
            "PUT /albums/{album}/pictures/{file}/place",
            "place_album_picture",
            "Puts it behind another one.",
            SignedIn,
            place,
        )
}

async fn list(cx: Cx, input: In<RoomPath, ListQuery>) -> Result<Reply<Albums>> {
    let (id, ListQuery { limit: asked, cursor }) = (input.path.room, input.query);
    let before: Option<(Timestamp, AlbumId)> = cursor.as_ref().map(Cursor::read).transpose()?;
    let limit = limit(asked);
    let (found, people) = cx.read(move |conn| albums::list(conn, id, before, limit)).await?;
    Ok(Reply::ok(Albums { page: Page::cut(found, limit, |album| (album.made_at, album.id)), people }))
}

async fn make(cx: Cx, input: In<RoomPath, (), Json<MakeAlbum>>) -> Result<Reply<Album>> {
    let (room, Json(MakeAlbum { id, name, personal_number })) = (input.path.room, input.body);
    let new = NewAlbum { id, name, answered: personal_number };
    let (album, fresh) = cx.write(move |tx| albums::make(tx, room, &new)).await?;
    Ok(if fresh { Reply::created(album) } else { Reply::ok(album) })
}

async fn get(cx: Cx, input: In<AlbumPath>) -> Result<Reply<AlbumShown>> {
    let id = input.path.album;
    let (album, people) = cx.read(move |conn| albums::get(conn, id)).await?;
    Ok(Reply::ok(AlbumShown { album, people }))
}

async fn change(cx: Cx, input: In<AlbumPath, (), Json<ChangeAlbum>>) -> Result<Reply<Album>> {
    let (id, Json(ChangeAlbum { name, sort, cover, personal_number })) = (input.path.album, input.body);
    let change = AlbumChange { name, sort, cover, answered: personal_number };
    Ok(Reply::ok(cx.write(move |tx| albums::change(tx, id, &change)).await?))
}

async fn remove(cx: Cx, input: In<AlbumPath, (), Json<RemoveAlbum>>) -> Result<Reply<Album>> {
    let (id, Json(RemoveAlbum { removed })) = (input.path.album, input.body);
    Ok(Reply::ok(cx.write(move |tx| albums::set_removed(tx, id, removed)).await?))
}

async fn pictures(cx: Cx, input: In<AlbumPath, ListQuery>) -> Result<Reply<AlbumPictures>> {
    let (id, ListQuery { limit: asked, cursor }) = (input.path.album, input.query);
    let after: Option<PictureKey> = cursor.as_ref().map(Cursor::read).transpose()?;
    let limit = limit(asked);
    let (album, found, people) = cx.read(move |conn| albums::pictures(conn, id, after, limit)).await?;
    let sort = album.sort;
    Ok(Reply::ok(AlbumPictures { album, page: Page::cut(found, limit, |picture| sort.key(picture)), people }))
}

async fn add(cx: Cx, input: In<AlbumPath, (), Json<AddPictures>>) -> Result<Reply<AlbumAdded>> {
    let (id, Json(AddPictures { files })) = (input.path.album, input.body);
    let (album, pictures) = cx.write(move |tx| albums::add(tx, id, &files)).await?;
    Ok(Reply::ok(AlbumAdded { album, pictures }))
}

async fn take(cx: Cx, input: In<PicturePath>) -> Result<Reply<Album>> {
    let PicturePath { album, file } = input.path;
    Ok(Reply::ok(cx.write(move |tx| albums::take(tx, album, file)).await?))
}

async fn caption(cx: Cx, input: In<PicturePath, (), Json<CaptionPicture>>) -> Result<Reply<AlbumPicture>> {
    let (PicturePath { album, file }, Json(CaptionPicture { caption, personal_number })) = (input.path, input.body);
    Ok(Reply::ok(cx.write(move |tx| albums::caption(tx, album, file, &caption, personal_number.as_ref())).await?))
}

async fn place(cx: Cx, input: In<PicturePath, (), Json<PlacePicture>>) -> Result<Reply<Album>> {
    let (PicturePath { album, file }, Json(PlacePicture { after })) = (input.path, input.body);
    Ok(Reply::ok(cx.write(move |tx| albums::place(tx, album, file, after)).await?))
}
