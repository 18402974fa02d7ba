//! Posts to which one can write, whoever holds them.

use super::Items;
use crate::model::{PostAddress, UnitId};
use crate::service::posts::{self, PostSearch};
use kernel::Result;
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Access, Cx, In, Reply, Routes, limit};

#[derive(Deserialize, JsonSchema)]
struct PostsQuery {
    /// Words in how the post is called or read: 総務課長.
    q: Option<String>,
    /// Only posts in this unit itself.
    unit: Option<UnitId>,
    /// 1 to 200, 50 when absent. Who finds more writes more of the name.
    limit: Option<usize>,
}

pub(super) fn routes() -> Routes {
    let about = "Posts that others hold today, by words or of a unit.";
    Routes::new("directory").on("GET /posts", "list_posts", about, Access::SignedIn, list_posts)
}

async fn list_posts(cx: Cx, input: In<(), PostsQuery>) -> Result<Reply<Items<PostAddress>>> {
    let (search, limit) = (PostSearch { words: input.query.q, unit: input.query.unit }, limit(input.query.limit));
    Ok(Reply::ok(Items { items: cx.read(move |conn| posts::addresses(conn, &search, limit)).await? }))
}
