//! フロア図: floors of the places.

use super::{Items, PhotoVersion, decoded};
use crate::model::{Floor, FloorId, FloorPicture, NewFloor, PersonBrief, PointId};
use crate::service::floors as service;
use crate::store::floors::Key;
use blob::BlobStore;
use image::imageops::FilterType;
use image::{DynamicImage, Rgba};
use kernel::{Error, Function, Result, Verb};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Access, Cursor, Cx, In, Json, Page, Raw, Reply, Routes, limit};

/// The longer side of a kept picture in pixels: room numbers of a drawing on A3 can be read.
const LONGEST_SIDE: u32 = 3000;
/// The largest file that is taken.
const LARGEST: usize = 5 << 20;

#[derive(Deserialize, JsonSchema)]
struct FloorPath {
    floor: FloorId,
}

#[derive(Deserialize, JsonSchema)]
struct FloorsQuery {
    /// Only the floor on which this point is, with its points.
    point: Option<PointId>,
}

#[derive(Deserialize, JsonSchema)]
struct PeopleOfFloor {
    /// 1 to 200, 50 when absent.
    limit: Option<usize>,
    /// From `next`.
    cursor: Option<Cursor>,
}

pub(super) fn routes() -> Routes {
    use Access::SignedIn;
    let settings = Access::May(Function::Settings, Verb::Change);
    Routes::new("directory")
        .on("GET /floors", "list_floors", "The floors of the places, without points.", SignedIn, list)
        .on("GET /floors/{floor}", "get_floor", "A floor with its points.", SignedIn, get)
        .on("GET /floors/{floor}/picture", "get_floor_picture", "The picture of a floor.", SignedIn, picture)
        .on(
            "GET /floors/{floor}/people",
            "list_floor_people",
            "Who said that they are at a point of a floor.",
            SignedIn,
            people,
        )
        .on("POST /floors", "create_floor", "Adds a floor to a place.", settings, create)
        .on("PUT /floors/{floor}", "replace_floor", "Changes a floor and its points.", settings, replace)
        .on(
            "PUT /floors/{floor}/picture",
            "set_floor_picture",
            "The picture of a floor: JPEG, PNG or WebP up to 5 MB.",
            settings,
            set_picture,
        )
        .on("DELETE /floors/{floor}", "remove_floor", "Takes a floor away.", settings, remove)
}

async fn list(cx: Cx, input: In<(), FloorsQuery>) -> Result<Reply<Items<Floor>>> {
    let point = input.query.point;
    Ok(Reply::ok(Items { items: cx.read(move |conn| service::all(conn, point)).await? }))
}

async fn get(cx: Cx, input: In<FloorPath>) -> Result<Reply<Floor>> {
    let id = input.path.floor;
    Ok(Reply::ok(cx.read(move |conn| service::one(conn, id)).await?))
}

async fn picture(cx: Cx, input: In<FloorPath, PhotoVersion>) -> Result<Reply> {
    let id = input.path.floor;
    let picture = cx.read(move |conn| service::one(conn, id)).await?.picture.ok_or_else(Error::not_found)?;
    let store = cx.part::<BlobStore>();
    let bytes = cx.heavy(move || store.get(&picture.hash)).await?;
    Ok(Reply::forever(bytes, "image/jpeg"))
}

async fn people(cx: Cx, input: In<FloorPath, PeopleOfFloor>) -> Result<Reply<Page<PersonBrief>>> {
    let (id, PeopleOfFloor { limit: asked, cursor }) = (input.path.floor, input.query);
    let (after, limit): (Option<Key>, usize) = (cursor.as_ref().map(Cursor::read).transpose()?, limit(asked));
    let found = cx.read(move |conn| service::people(conn, id, after.as_ref(), limit)).await?;
    let page = Page::cut(found, limit, |(_, key)| key.clone());
    Ok(Reply::ok(Page { items: page.items.into_iter().map(|(person, _)| person).collect(), next: page.next }))
}

async fn create(cx: Cx, input: In<(), (), Json<NewFloor>>) -> Result<Reply<Floor>> {
    let Json(new) = input.body;
    let address = cx.client().address.to_string();
    Ok(Reply::created(cx.write(move |tx| service::create(tx, &new, &address)).await?))
}

async fn replace(cx: Cx, input: In<FloorPath, (), Json<NewFloor>>) -> Result<Reply<Floor>> {
    let (id, Json(new), seen) = (input.path.floor, input.body, cx.if_match()?);
    let address = cx.client().address.to_string();
    Ok(Reply::ok(cx.write(move |tx| service::replace(tx, id, &new, seen, &address)).await?))
}

/// Reads a picture and makes a JPEG of it on white. Encoding it anew drops everything but the picture.
fn plan(bytes: &[u8]) -> Result<(Vec<u8>, u32, u32)> {
    let picture = decoded(bytes)?;
    // Coarsely first: the fine way makes a picture of floats of one side's length, which of a large scan is half a GB.
    let picture = match picture.width().max(picture.height()) > 2 * LONGEST_SIDE {
        true => picture.thumbnail(2 * LONGEST_SIDE, 2 * LONGEST_SIDE),
        false => picture,
    };
    let picture = match picture.width().max(picture.height()) > LONGEST_SIDE {
        true => picture.resize(LONGEST_SIDE, LONGEST_SIDE, FilterType::CatmullRom),
        false => picture,
    };
    let mut flat = picture.into_rgba8();
    // What is transparent in a drawing is meant to be paper.
    for Rgba([red, green, blue, alpha]) in flat.pixels_mut() {
        for colour in [red, green, blue] {
            let on_white = u32::from(*colour) * u32::from(*alpha) + 255 * (255 - u32::from(*alpha));
            *colour = u8::try_from(on_white / 255).unwrap_or(u8::MAX);
        }
    }
    let flat = DynamicImage::ImageRgba8(flat).into_rgb8();
    let mut out = Vec::new();
    let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut out, 85);
    flat.write_with_encoder(encoder).map_err(Error::internal)?;
    Ok((out, flat.width(), flat.height()))
}

async fn set_picture(cx: Cx, input: In<FloorPath, (), Raw>) -> Result<Reply<Floor>> {
    let (id, bytes, seen) = (input.path.floor, input.body.bytes, cx.if_match()?);
    if bytes.len() > LARGEST {
        return Err(Error::too_large("directory.photo_too_large"));
    }
    // Nothing is kept for a floor that is not there.
    cx.read(move |conn| service::one(conn, id)).await?;
    let store = cx.part::<BlobStore>();
    let picture = cx
        .heavy(move || {
            let (bytes, width, height) = plan(&bytes)?;
            Ok(FloorPicture { hash: store.put(&bytes)?, width: i64::from(width), height: i64::from(height) })
        })
        .await?;
    let address = cx.client().address.to_string();
    Ok(Reply::ok(cx.write(move |tx| service::set_picture(tx, id, &picture, seen, &address)).await?))
}

async fn remove(cx: Cx, input: In<FloorPath>) -> Result<Reply> {
    let (id, address) = (input.path.floor, cx.client().address.to_string());
    cx.write(move |tx| service::remove(tx, id, &address)).await?;
    Ok(Reply::none())
}
