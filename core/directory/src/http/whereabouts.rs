//! Where people are.

use super::{Items, PersonPath};
use crate::model::{
    Missing, MissingOfUnit, NewPlace, NewWhereabouts, Person, Place, PlaceId, UnitId, Whereabouts, WhereaboutsRule,
};
use crate::service::daily;
use crate::service::whereabouts::{self as service, Search};
use crate::store::whereabouts::Key;
use kernel::{Function, Result, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Access, Cursor, Cx, In, Json, Page, Reply, Routes, limit};

/// How many are reminded in one transaction: few enough that whoever writes meanwhile hardly waits.
const STEP: usize = 200;

#[derive(Deserialize, JsonSchema)]
struct PlacePath {
    place: PlaceId,
}

#[derive(Deserialize, JsonSchema)]
struct MissingQuery {
    /// Words found in name, reading, unit, title, extension or staff number.
    q: Option<String>,
    /// Only people of this unit and below.
    unit: Option<UnitId>,
    /// 1 to 200, 50 when absent.
    limit: Option<usize>,
    /// From `next`.
    cursor: Option<Cursor>,
}

#[derive(Deserialize, JsonSchema)]
struct NewReminder {
    /// Words found in name, reading, unit, title, extension or staff number.
    #[serde(default)]
    q: Option<String>,
    /// Only people of this unit and below.
    #[serde(default)]
    unit_id: Option<UnitId>,
}

#[derive(Serialize, JsonSchema)]
struct LastWhereabouts {
    /// What was said last, lapsed or not; nothing where that was taken back.
    said: Option<Whereabouts>,
}

#[derive(Serialize, JsonSchema)]
struct Reminded {
    /// How many were reminded; those who were within the last hour are not again.
    count: usize,
}

#[derive(Serialize, JsonSchema)]
struct MissingCounts {
    /// Whether anybody counts as missing now: it is asked for, the hour has come, and it is no closing day.
    counting: bool,
    /// The units of main posts, in official order.
    units: Vec<MissingOfUnit>,
}

pub(super) fn routes() -> Routes {
    use Access::SignedIn;
    let settings = Access::May(Function::Settings, Verb::Change);
    let (see, change) = (Access::May(Function::People, Verb::See), Access::May(Function::People, Verb::Change));
    Routes::new("directory")
        .on("PUT /me/whereabouts", "set_whereabouts", "Where I am, and until when.", SignedIn, set_own)
        .on(
            "GET /me/whereabouts/last",
            "get_last_whereabouts",
            "What I said last of where I am, to say it again.",
            SignedIn,
            get_last,
        )
        .on(
            "PUT /people/{person}/whereabouts",
            "set_whereabouts_of",
            "Where a colleague of my section is, and until when.",
            SignedIn,
            set_of,
        )
        .on("GET /places", "list_places", "The places where people work.", SignedIn, list_places)
        .on("POST /places", "create_place", "Adds a place.", settings, create_place)
        .on("PUT /places/{place}", "replace_place", "Changes a place.", settings, replace_place)
        .on("DELETE /places/{place}", "remove_place", "Takes a place off the list.", settings, remove_place)
        .on(
            "GET /whereabouts/rule",
            "get_whereabouts_rule",
            "Whether people are asked to say every day where they are.",
            SignedIn,
            get_rule,
        )
        .on(
            "PUT /whereabouts/rule",
            "set_whereabouts_rule",
            "Decides whether people are asked to say every day where they are.",
            settings,
            set_rule,
        )
        .on("GET /whereabouts/missing", "list_missing", "Who has not said today where they are.", see, list_missing)
        .on("GET /whereabouts/missing/units", "count_missing", "How many of each unit have not.", see, count_missing)
        .on("POST /whereabouts/reminders", "remind_missing", "Reminds those who have not.", change, remind)
}

async fn set_own(cx: Cx, input: In<(), (), Json<NewWhereabouts>>) -> Result<Reply<Person>> {
    let Json(said) = input.body;
    Ok(Reply::ok(cx.write(move |tx| service::set(tx, tx.actor().person, &said)).await?))
}

async fn get_last(cx: Cx, _: In) -> Result<Reply<LastWhereabouts>> {
    Ok(Reply::ok(LastWhereabouts { said: cx.read(daily::last).await? }))
}

async fn set_of(cx: Cx, input: In<PersonPath, (), Json<NewWhereabouts>>) -> Result<Reply<Person>> {
    let (id, Json(said)) = (input.path.person, input.body);
    Ok(Reply::ok(cx.write(move |tx| service::set(tx, id, &said)).await?))
}

async fn list_places(cx: Cx, _: In) -> Result<Reply<Items<Place>>> {
    Ok(Reply::ok(Items { items: cx.read(service::places).await? }))
}

async fn create_place(cx: Cx, input: In<(), (), Json<NewPlace>>) -> Result<Reply<Place>> {
    let Json(new) = input.body;
    let address = cx.client().address.to_string();
    Ok(Reply::created(cx.write(move |tx| service::create_place(tx, &new, &address)).await?))
}

async fn replace_place(cx: Cx, input: In<PlacePath, (), Json<NewPlace>>) -> Result<Reply<Place>> {
    let (id, Json(new), seen) = (input.path.place, input.body, cx.if_match()?);
    let address = cx.client().address.to_string();
    Ok(Reply::ok(cx.write(move |tx| service::replace_place(tx, id, &new, seen, &address)).await?))
}

async fn remove_place(cx: Cx, input: In<PlacePath>) -> Result<Reply> {
    let (id, address) = (input.path.place, cx.client().address.to_string());
    cx.write(move |tx| service::remove_place(tx, id, &address)).await?;
    Ok(Reply::none())
}

async fn get_rule(cx: Cx, _: In) -> Result<Reply<WhereaboutsRule>> {
    Ok(Reply::ok(cx.read(service::rule).await?))
}

async fn set_rule(cx: Cx, input: In<(), (), Json<WhereaboutsRule>>) -> Result<Reply<WhereaboutsRule>> {
    let Json(rule) = input.body;
    let address = cx.client().address.to_string();
    Ok(Reply::ok(cx.write(move |tx| service::set_rule(tx, rule, &address)).await?))
}

async fn list_missing(cx: Cx, input: In<(), MissingQuery>) -> Result<Reply<Page<Missing>>> {
    let MissingQuery { q, unit, limit: asked, cursor } = input.query;
    let (after, limit): (Option<Key>, usize) = (cursor.as_ref().map(Cursor::read).transpose()?, limit(asked));
    let search = Search { words: q, unit };
    let found = cx.read(move |conn| service::missing(conn, &search, after.clone(), limit)).await?;
    Ok(Reply::ok(Page::cut(found, limit, |(_, key)| key.clone()).map(|(line, _)| line)))
}

async fn count_missing(cx: Cx, _: In) -> Result<Reply<MissingCounts>> {
    let found = cx.read(service::counts).await?;
    Ok(Reply::ok(MissingCounts { counting: found.is_some(), units: found.unwrap_or_default() }))
}

async fn remind(cx: Cx, input: In<(), (), Json<NewReminder>>) -> Result<Reply<Reminded>> {
    let Json(NewReminder { q, unit_id }) = input.body;
    let search = Search { words: q, unit: unit_id };
    let address = cx.client().address.to_string();
    let (db, actor) = (cx.db().clone(), cx.actor());
    // All of them, also where whoever asked does not wait for it.
    let count = cx.heavy(move || {
        let (mut count, mut after) = (0, None);
        loop {
            let (search, from, address) = (search.clone(), after, address.clone());
            let (some, next) =
                db.write_now(actor, move |tx| service::remind(tx, &search, from.as_ref(), STEP, &address))?;
            count += some;
            if next.is_none() {
                return Ok(count);
            }
            after = next;
        }
    });
    Ok(Reply::ok(Reminded { count: count.await? }))
}
