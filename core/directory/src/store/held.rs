//! The posts that people hold and held.

use crate::model::naming::post_name;
use crate::model::{NO_RANK, NewPost, Post, PostId, PostKind, Unit, UnitId};
use crate::store::day;
use crate::store::people::{unword, word};
use db::{Conn, List, Row, Tx};
use kernel::{PersonId, Result};
use std::collections::HashMap;

db::statements! {
    // `+ 0` for a few people: see `people`.
    POSTS_OF = "SELECT o.id, o.person_id, o.unit_id, o.title_id, o.kind, o.valid_from, o.valid_to, t.name, t.rank
        FROM post o LEFT JOIN title t ON t.id = o.title_id WHERE o.org_id + 0 = $1 AND o.person_id {in $2}";
    POSTS_ALL = "SELECT o.id, o.person_id, o.unit_id, o.title_id, o.kind, o.valid_from, o.valid_to, t.name, t.rank
        FROM post o LEFT JOIN title t ON t.id = o.title_id WHERE o.org_id = $1";
    POST_INSERT = "INSERT INTO post (id, org_id, person_id, unit_id, title_id, kind, valid_from, valid_to)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    POSTS_DELETE = "DELETE FROM post WHERE person_id = $1 AND org_id + 0 = $2";
}

/// The posts of each.
pub type Posts = HashMap<PersonId, Vec<Post>>;

struct Held {
    person: PersonId,
    post: Post,
}

fn read_post(row: &Row, units: &HashMap<UnitId, &Unit>) -> Held {
    let unit: UnitId = row.get(2);
    let mut names = Vec::new();
    let mut at = units.get(&unit).copied();
    while let Some(unit) = at {
        names.push(unit.name.as_str());
        at = unit.parent_id.and_then(|parent| units.get(&parent).copied());
    }
    names.reverse();
    let title_name: Option<String> = row.get(7);
    let parent = names.len().checked_sub(2).and_then(|above| names.get(above)).copied();
    let known = units.get(&unit);
    let post = Post {
        id: row.get(0),
        unit_id: unit,
        name: known.map(|unit| post_name(parent, unit, title_name.as_deref())).unwrap_or_default(),
        unit_name: known.map(|unit| unit.name.clone()).unwrap_or_default(),
        unit_path: names.join(" "),
        title_id: row.get(3),
        kind: unword::<PostKind>(row.get(4)),
        valid_from: day(&row.get::<String>(5)),
        valid_to: row.get::<Option<String>>(6).as_deref().map(day),
        title_name,
        title_rank: row.get(8),
    };
    Held { person: row.get(1), post }
}

pub(super) fn by_person(rows: &[Row], units: &[Unit]) -> Posts {
    let units: HashMap<UnitId, &Unit> = units.iter().map(|unit| (unit.id, unit)).collect();
    let mut posts = Posts::new();
    for row in rows {
        let held = read_post(row, &units);
        posts.entry(held.person).or_default().push(held.post);
    }
    for held in posts.values_mut() {
        held.sort_by_key(|post| (post.kind, post.title_rank.unwrap_or(NO_RANK), post.valid_from, post.id));
    }
    posts
}

/// The posts of some people, main ones first.
pub fn posts_of(conn: &mut Conn<'_>, ids: &[PersonId]) -> Result<Posts> {
    let org = conn.actor().org;
    let list = List::ids(ids.iter().copied());
    let units = crate::store::units::units_above(conn, &list)?;
    let rows = conn.rows(&POSTS_OF, &[&org, &list])?;
    Ok(by_person(&rows, &units))
}

/// Replaces a person's posts. One that goes on, whatever its last day, keeps its id.
pub fn set_posts(tx: &mut Tx<'_>, person: PersonId, posts: &[NewPost]) -> Result<()> {
    let org = tx.actor().org;
    let former = posts_of(tx, &[person])?.remove(&person).unwrap_or_default();
    tx.run(&POSTS_DELETE, &[&person, &org])?;
    put_posts(tx, person, posts, former)
}

/// Gives a person posts besides those that they have.
pub fn add_posts(tx: &mut Tx<'_>, person: PersonId, posts: &[NewPost]) -> Result<()> {
    put_posts(tx, person, posts, Vec::new())
}

fn put_posts(tx: &mut Tx<'_>, person: PersonId, posts: &[NewPost], mut former: Vec<Post>) -> Result<()> {
    let org = tx.actor().org;
    for post in posts {
        let same = |known: &Post| NewPost { valid_to: post.valid_to, ..NewPost::from(known) } == *post;
        let id: PostId = match former.iter().position(same) {
            Some(place) => former.swap_remove(place).id,
            None => tx.id(),
        };
        tx.run(
            &POST_INSERT,
            &[
                &id,
                &org,
                &person,
                &post.unit_id,
                &post.title_id,
                &word(post.kind),
                &post.valid_from.to_string(),
                &post.valid_to.map(|day| day.to_string()),
            ],
        )?;
    }
    Ok(())
}
