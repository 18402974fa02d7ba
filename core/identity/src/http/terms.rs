//! Whose last day is near, and another one for them.

use crate::service::people;
use directory::model::{Employment, Ending, Renewal};
use directory::service::terms::{self, Search};
use directory::store::terms::Key;
use jiff::civil::Date;
use kernel::{Error, Function, Result, Verb};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Access, Cursor, Cx, In, Json, Page, Reply, Routes, limit};

/// How many last days are changed at once.
const MOST: usize = 200;

#[derive(Deserialize, JsonSchema)]
struct EndingsQuery {
    /// Words found in name, reading, unit, title or number.
    q: Option<String>,
    /// The latest last day.
    #[schemars(with = "String")]
    until: Date,
    /// Only those who are employed so.
    employment: Option<Employment>,
    /// 1 to 200, 50 when absent.
    limit: Option<usize>,
    /// From `next`.
    cursor: Option<Cursor>,
}

#[derive(Deserialize, JsonSchema)]
struct Renewals {
    /// 1 to 200. All are changed, or none.
    items: Vec<Renewal>,
}

pub(super) fn routes() -> Routes {
    let [see, change] = [Verb::See, Verb::Change].map(|verb| Access::May(Function::People, verb));
    Routes::new("identity").on("GET /people/endings", "list_endings", "Whose last day is near.", see, list).on(
        "POST /people/renewals",
        "renew_terms",
        "Gives people another last day.",
        change,
        renew,
    )
}

async fn list(cx: Cx, input: In<(), EndingsQuery>) -> Result<Reply<Page<Ending>>> {
    let EndingsQuery { q, until, employment, limit: asked, cursor } = input.query;
    let (after, limit): (Option<Key>, usize) = (cursor.as_ref().map(Cursor::read).transpose()?, limit(asked));
    let search = Search { words: q, until, employment };
    let found = cx.read(move |conn| terms::list(conn, &search, after.clone(), limit)).await?;
    Ok(Reply::ok(Page::cut(found, limit, |(_, key)| key.clone()).map(|(line, _)| line)))
}

async fn renew(cx: Cx, input: In<(), (), Json<Renewals>>) -> Result<Reply> {
    let Json(Renewals { items }) = input.body;
    if items.is_empty() || items.len() > MOST {
        return Err(Error::field("items", if items.is_empty() { "missing" } else { "too_many" }));
    }
    let address = cx.client().address.to_string();
    cx.write(move |tx| people::renew(tx, &items, &address)).await?;
    Ok(Reply::none())
}
