//! Leaves, as far as they are read; they are written through whoever keeps accounts, as some end sessions.

use super::{Items, PersonPath};
use crate::model::{Leave, LeaveLine, WelcomeBack};
use crate::service::leaves::{self, Search};
use crate::store::leaves::Key;
use kernel::{Function, Result, Verb};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Access, Cursor, Cx, In, Page, Reply, Routes, limit};

#[derive(Deserialize, JsonSchema)]
struct LeavesQuery {
    /// Words found in the person's name, reading, unit, title or numbers.
    q: Option<String>,
    /// `true`: also those that are over.
    past: Option<bool>,
    /// 1 to 200, 50 when absent.
    limit: Option<usize>,
    /// From `next`.
    cursor: Option<Cursor>,
}

pub(super) fn routes() -> Routes {
    let change_people = Access::May(Function::People, Verb::Change);
    Routes::new("directory")
        .on("GET /people/{person}/leaves", "list_leaves_of", "Somebody's leaves.", Access::SignedIn, of_person)
        .on("GET /me/return", "get_return", "What changed while I was on leave.", Access::SignedIn, welcome_back)
        .on("GET /leaves", "list_leaves", "Who is or will be on leave.", change_people, list)
}

async fn of_person(cx: Cx, input: In<PersonPath>) -> Result<Reply<Items<Leave>>> {
    let id = input.path.person;
    Ok(Reply::ok(Items { items: cx.read(move |conn| leaves::of_person(conn, id)).await? }))
}

async fn list(cx: Cx, input: In<(), LeavesQuery>) -> Result<Reply<Page<LeaveLine>>> {
    let LeavesQuery { q, past, limit: asked, cursor } = input.query;
    let (after, limit): (Option<Key>, usize) = (cursor.as_ref().map(Cursor::read).transpose()?, limit(asked));
    let search = Search { words: q, past_too: past == Some(true) };
    let found = cx.read(move |conn| leaves::list(conn, &search, after.clone(), limit)).await?;
    let key = |line: &LeaveLine| (line.leave.said.valid_from.to_string(), line.leave.id);
    Ok(Reply::ok(Page::cut(found, limit, key)))
}

async fn welcome_back(cx: Cx, _: In) -> Result<Reply<WelcomeBack>> {
    Ok(Reply::ok(cx.read(leaves::welcome_back).await?))
}
