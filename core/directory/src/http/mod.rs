//! The directory's endpoints.

mod barriers;
mod floors;
mod grants;
mod leaves;
mod organisations;
mod posts;
mod rotas;
mod whereabouts;

use crate::model::{
    DirectoryRefusal, NewUnit, Organisation, Person, PersonBrief, Sort, Title, TitleId, Unit, UnitChange, UnitId,
};
use crate::service::barriers::{Acquaintances, strangers};
use crate::service::{self, OwnChange, Search};
use crate::store::{people, units};
use blob::BlobStore;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageReader, Limits};
use jiff::civil::Date;
use kernel::{Error, Function, PersonId, Result, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Cursor as Bytes;
use web::{Access, Cursor, Cx, In, Json, Page, Raw, Reply, Routes, limit};

#[derive(Deserialize, JsonSchema)]
struct PersonPath {
    #[schemars(with = "String")]
    person: PersonId,
}

#[derive(Deserialize, JsonSchema)]
struct UnitPath {
    unit: UnitId,
}

#[derive(Deserialize, JsonSchema)]
struct TitlePath {
    title: TitleId,
}

#[derive(Deserialize, JsonSchema)]
struct PeopleQuery {
    /// Words found in name, reading, unit, title, extension or staff number.
    q: Option<String>,
    /// Only people of this unit and below.
    unit: Option<UnitId>,
    /// Only people with this main title.
    title: Option<TitleId>,
    /// Only readings of this row of the kana table (あ, か …).
    row: Option<String>,
    /// `false`: also those who have left; for those who look after everybody's record.
    active: Option<bool>,
    /// `true`: also those who do not take part yet, as the organisation chart shows them.
    outside: Option<bool>,
    /// `true`: only those whose record I look after.
    administered: Option<bool>,
    /// The order.
    sort: Option<Sort>,
    /// 1 to 200, 50 when absent.
    limit: Option<usize>,
    /// From `next`.
    cursor: Option<Cursor>,
}

#[derive(Deserialize, JsonSchema)]
struct Ids {
    /// Ids with commas between, at most 200.
    ids: String,
}

#[derive(Serialize, JsonSchema)]
struct Items<T> {
    items: Vec<T>,
}

#[derive(Deserialize, JsonSchema)]
struct Status {
    status: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
struct Numbers {
    extension: Option<String>,
    mobile: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
struct Handover {
    /// 0 to 366; 0 for not at all.
    days: i64,
}

#[derive(Deserialize, JsonSchema)]
struct ValidTo {
    #[schemars(with = "String")]
    valid_to: Date,
}

#[derive(Deserialize, JsonSchema)]
struct NewTitle {
    name: String,
    reading: String,
    rank: i64,
}

#[derive(Deserialize, JsonSchema)]
struct PhotoVersion {
    /// The hash from `photo` or `picture`; it makes the address of a picture change with the picture.
    #[expect(dead_code, reason = "only caches look at it")]
    v: Option<String>,
}

/// The endpoints.
pub fn routes() -> Routes {
    use Access::SignedIn;
    let (units, settings) = (Access::May(Function::Units, Verb::Change), Access::May(Function::Settings, Verb::Change));
    Routes::new("directory")
        .on("GET /people", "list_people", "People, searched and sorted.", SignedIn, list_people)
        .on("GET /people/by-id", "people_by_id", "Those of some people who are here.", SignedIn, people_by_id)
        .on("GET /people/{person}", "get_person", "One person with posts.", SignedIn, get_person)
        .on("GET /people/{person}/photo", "get_photo", "A person's photo.", SignedIn, get_photo)
        .on("GET /units", "list_units", "The units of today in official order.", SignedIn, list_units)
        .on("GET /titles", "list_titles", "The titles, highest first.", SignedIn, list_titles)
        .on("PUT /me/status", "set_status", "What I am doing.", SignedIn, set_status)
        .on("PUT /me/contact", "set_contact", "My telephone numbers.", SignedIn, set_contact)
        .on("PUT /me/photo", "set_photo", "My photo: JPEG, PNG or WebP up to 5 MB.", SignedIn, set_photo)
        .on("DELETE /me/photo", "remove_photo", "Takes my photo back.", SignedIn, remove_photo)
        .on("POST /units", "create_unit", "Adds a unit.", units, create_unit)
        .on("PATCH /units/{unit}", "update_unit", "Changes a unit.", units, update_unit)
        .on("POST /units/{unit}/close", "close_unit", "Closes a unit after a day.", units, close_unit)
        .on(
            "PUT /organisation/handover",
            "set_handover",
            "How long who moves reads on in the old unit's room.",
            settings,
            set_handover,
        )
        .on("POST /titles", "create_title", "Adds a title.", settings, create_title)
        .on("PATCH /titles/{title}", "update_title", "Changes a title.", settings, update_title)
        .and(barriers::routes())
        .and(floors::routes())
        .and(grants::routes())
        .and(organisations::routes())
        .and(leaves::routes())
        .and(posts::routes())
        .and(rotas::routes())
        .and(whereabouts::routes())
        .open_to_guests(&["people_by_id", "get_photo", "set_status", "set_photo", "remove_photo"])
        .open_to_bots(&["people_by_id", "get_photo"])
        .open_on_leave(&["set_whereabouts", "set_status", "set_contact", "set_photo", "remove_photo"])
}

async fn list_people(cx: Cx, input: In<(), PeopleQuery>) -> Result<Reply<Page<Person>>> {
    let query = input.query;
    let after: Option<people::Key> = query.cursor.as_ref().map(Cursor::read).transpose()?;
    let limit = limit(query.limit);
    let search = Search {
        words: query.q,
        unit: query.unit,
        title: query.title,
        row: query.row.filter(|row| !row.is_empty()),
        left_too: query.active == Some(false),
        outside_too: query.outside == Some(true),
        administered: query.administered == Some(true),
        sort: query.sort.unwrap_or_default(),
    };
    let found = cx.read(move |conn| service::search(conn, &search, after.clone(), limit)).await?;
    Ok(Reply::ok(Page::cut(found, limit, |(_, key)| key.clone()).map(|(person, _)| person)))
}

async fn people_by_id(cx: Cx, input: In<(), Ids>) -> Result<Reply<Items<PersonBrief>>> {
    let ids: Vec<PersonId> = input.query.ids.split(',').take(200).filter_map(|id| id.parse().ok()).collect();
    let met = cx.part::<Acquaintances>();
    let items = cx
        .read(move |conn| {
            let strangers = strangers(conn, &ids, &met)?;
            let known: Vec<PersonId> = ids.iter().copied().filter(|id| !strangers.contains(id)).collect();
            people::briefs(conn, &known)
        })
        .await?;
    Ok(Reply::ok(Items { items }))
}

/// What a copy is known by. Not the tick: a place lapses, a post begins and a unit is renamed without a change of the
/// person's row, and administrators see more than others.
fn version(thing: &impl Serialize) -> i64 {
    let mut hasher = DefaultHasher::new();
    serde_json::to_vec(thing).expect("replies are plain data").hash(&mut hasher);
    hasher.finish() as i64
}

async fn get_person(cx: Cx, input: In<PersonPath>) -> Result<Reply<Person>> {
    let id = input.path.person;
    let person = cx.read(move |conn| service::person(conn, id)).await?;
    let version = version(&person);
    Ok(Reply::ok(person).etag(version))
}

async fn get_photo(cx: Cx, input: In<PersonPath, PhotoVersion>) -> Result<Reply> {
    let id = input.path.person;
    let met = cx.part::<Acquaintances>();
    let hash = cx
        .read(move |conn| {
            let stranger = strangers(conn, &[id], &met)?.contains(&id);
            let person = if stranger { None } else { people::briefs(conn, &[id])?.pop() };
            person.and_then(|person| person.photo).ok_or_else(Error::not_found)
        })
        .await?;
    let store = cx.part::<BlobStore>();
    let bytes = cx.heavy(move || store.get(&hash)).await?;
    Ok(Reply::forever(bytes, "image/jpeg"))
}

async fn list_units(cx: Cx, _: In) -> Result<Reply<Items<Unit>>> {
    let items = cx.read(service::units_today).await?;
    let version = version(&items);
    Ok(Reply::ok(Items { items }).etag(version))
}

async fn list_titles(cx: Cx, _: In) -> Result<Reply<Items<Title>>> {
    Ok(Reply::ok(Items { items: cx.read(units::titles).await? }))
}

async fn change_own(cx: Cx, change: OwnChange) -> Result<Reply<Person>> {
    Ok(Reply::ok(cx.write(move |tx| service::change_own(tx, &change)).await?))
}

async fn set_status(cx: Cx, input: In<(), (), Json<Status>>) -> Result<Reply<Person>> {
    change_own(cx, OwnChange::Status(input.body.0.status)).await
}

async fn set_contact(cx: Cx, input: In<(), (), Json<Numbers>>) -> Result<Reply<Person>> {
    let Json(contact) = input.body;
    change_own(cx, OwnChange::Contact(contact.extension, contact.mobile)).await
}

/// Width and height of a kept photo in pixels.
const PHOTO_SIDE: u32 = 256;
/// Most memory that a picture may take while it is read.
const LARGEST_PICTURE: u64 = 256 << 20;

/// Reads a picture, the right side up.
fn decoded(bytes: &[u8]) -> Result<DynamicImage> {
    let bad = |_| Error::from(DirectoryRefusal::NoPicture);
    let mut reader = ImageReader::new(Bytes::new(bytes))
        .with_guessed_format()
        .map_err(|_| Error::from(DirectoryRefusal::NoPicture))?;
    // A small file can claim to be a huge picture; decoding it would take the memory of everybody else.
    let mut limits = Limits::default();
    limits.max_image_width = Some(12_000);
    limits.max_image_height = Some(12_000);
    limits.max_alloc = Some(LARGEST_PICTURE);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(bad)?;
    if decoder.total_bytes() > LARGEST_PICTURE {
        return Err(DirectoryRefusal::NoPicture.into());
    }
    // Telephones store a picture as the sensor lay and note which side is up; the note goes with the rest.
    let upright = decoder.orientation().map_err(bad)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(bad)?;
    picture.apply_orientation(upright);
    Ok(picture)
}

/// Reads a picture and makes a square JPEG of it. Encoding it anew drops everything but the picture: place, camera, and
/// whatever somebody hid in the file.
fn portrait(bytes: &[u8]) -> Result<Vec<u8>> {
    let picture = decoded(bytes)?;
    let picture = picture.resize_to_fill(PHOTO_SIDE, PHOTO_SIDE, FilterType::CatmullRom);
    let mut out = Vec::new();
    let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut out, 85);
    picture.to_rgb8().write_with_encoder(encoder).map_err(Error::internal)?;
    Ok(out)
}

async fn set_photo(cx: Cx, input: In<(), (), Raw>) -> Result<Reply<Person>> {
    let bytes = input.body.bytes;
    if bytes.len() > 5 << 20 {
        return Err(Error::too_large("directory.photo_too_large"));
    }
    let store = cx.part::<BlobStore>();
    let hash = cx.heavy(move || store.put(&portrait(&bytes)?)).await?;
    change_own(cx, OwnChange::Photo(Some(hash))).await
}

async fn remove_photo(cx: Cx, _: In) -> Result<Reply<Person>> {
    change_own(cx, OwnChange::Photo(None)).await
}

async fn set_handover(cx: Cx, input: In<(), (), Json<Handover>>) -> Result<Reply<Organisation>> {
    let Json(Handover { days }) = input.body;
    let address = cx.client().address.to_string();
    Ok(Reply::ok(cx.write(move |tx| service::set_handover(tx, days, &address)).await?))
}

async fn create_unit(cx: Cx, input: In<(), (), Json<NewUnit>>) -> Result<Reply<Unit>> {
    let Json(new) = input.body;
    let address = cx.client().address.to_string();
    Ok(Reply::created(cx.write(move |tx| service::create_unit(tx, &new, &address)).await?))
}

async fn update_unit(cx: Cx, input: In<UnitPath, (), Json<UnitChange>>) -> Result<Reply<Unit>> {
    let (id, Json(change)) = (input.path.unit, input.body);
    let address = cx.client().address.to_string();
    Ok(Reply::ok(cx.write(move |tx| service::update_unit(tx, id, &change, &address)).await?))
}

async fn close_unit(cx: Cx, input: In<UnitPath, (), Json<ValidTo>>) -> Result<Reply> {
    let (id, Json(last)) = (input.path.unit, input.body);
    let address = cx.client().address.to_string();
    cx.write(move |tx| service::close_unit(tx, id, last.valid_to, &address)).await?;
    Ok(Reply::none())
}

async fn create_title(cx: Cx, input: In<(), (), Json<NewTitle>>) -> Result<Reply<Title>> {
    let Json(new) = input.body;
    let address = cx.client().address.to_string();
    let title = cx.write(move |tx| service::create_title(tx, &new.name, &new.reading, new.rank, &address)).await?;
    Ok(Reply::created(title))
}

async fn update_title(cx: Cx, input: In<TitlePath, (), Json<NewTitle>>) -> Result<Reply<Title>> {
    let (id, Json(new)) = (input.path.title, input.body);
    let address = cx.client().address.to_string();
    let title = cx.write(move |tx| service::update_title(tx, id, &new.name, &new.reading, new.rank, &address)).await?;
    Ok(Reply::ok(title))
}
