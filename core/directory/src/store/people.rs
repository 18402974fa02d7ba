//! People and posts.

use crate::model::naming::post_name;
use crate::model::{
    Employment, Findable, NO_RANK, NewPost, Person, PersonBrief, Post, PostId, PostKind, Sort, TitleId, Unit, UnitId,
    findable, full_name,
};
use crate::policy::Edit;
use crate::store::barriers::shown_to;
use crate::store::day;
use db::{Conn, List, Row, Tx};
use kernel::{Jst, May, PersonId, Result};
use std::collections::HashMap;

/// What every statement about people selects, in the order of [`read_person`].
macro_rules! person_columns {
    () => {
        "p.id, p.family_name, p.given_name, p.family_reading, p.given_reading, t.name, COALESCE(u.name, p.affiliation), p.photo, p.active,
         p.place, p.place_until, p.staff_number, p.employment, p.extension, p.mobile, p.email, p.status, p.left_on,
         p.tick, p.sort_key, p.rank, p.unit_path, p.leave_access, p.off_duty_until"
    };
}

macro_rules! people {
    ($condition_and_order:expr) => {
        people!("p.org_id = $1", $condition_and_order)
    };
    ($organisation:expr, $condition_and_order:expr) => {
        concat!(
            "SELECT ",
            person_columns!(),
            " FROM person p LEFT JOIN unit u ON u.id = p.unit_id LEFT JOIN title t ON t.id = p.title_id
              WHERE ",
            $organisation,
            " AND ",
            $condition_and_order
        )
    };
}

/// The filters of a list; `$2` today, `$3` also those who left, `$4` row of kana, `$5` title, `$6` unit path,
/// `$7`–`$9` words, `$10` from whom contact barriers hide people, nobody for nothing,
/// `$14` whether only people of the units in `$15` are asked for.
macro_rules! list {
    ($keyset_and_order:expr) => {
        people!(concat!(
            "(p.active OR $3) AND p.employment <> 'partner' AND (CAST($4 AS TEXT) IS NULL OR p.kana_row = $4)
             AND (CAST($5 AS BIGINT) IS NULL OR p.title_id = $5)
             AND (CAST($6 AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM post o JOIN unit v ON v.id = o.unit_id
                WHERE o.person_id = p.id AND v.path LIKE $6 AND o.valid_from <= $2
                  AND (o.valid_to IS NULL OR o.valid_to >= $2)))
             AND ",
            shown_to!("$10", "p.id"),
            "
             AND (p.known_to IS NULL OR CAST($10 AS BIGINT) IS NULL OR p.known_to = $10)
             AND (NOT $14 OR p.unit_id {in $15})
             AND p.folded LIKE $7 ESCAPE '\\' AND p.folded LIKE $8 ESCAPE '\\' AND p.folded LIKE $9 ESCAPE '\\' AND ",
            $keyset_and_order
        ))
    };
}

db::statements! {
    INSERT = "INSERT INTO person (id, org_id, staff_number, family_name, given_name, family_reading, given_reading,
            employment, email, extension, mobile, left_on, tick, sort_key, kana_row, folded, unit_path, rank, active)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, '', 10000, TRUE)";
    UPDATE = "UPDATE person SET staff_number = $3, family_name = $4, given_name = $5, family_reading = $6,
            given_reading = $7, employment = $8, email = $9, extension = $10, mobile = $11, photo = $12, place = $13,
            place_until = $14, status = $15, left_on = $16, tick = $17
        WHERE id = $1 AND org_id = $2";
    PRESENCE = "UPDATE person SET place = $2, status = $3 WHERE id = $1";
    GET = people!("p.id = $2");
    // `+ 0`, here and below, keeps the engines from walking all of an organisation to find a few: they know nothing of its
    // size and would choose the index that begins with it.
    BY_IDS = people!("p.org_id + 0 = $1", "p.id {in $2} ORDER BY p.sort_key, p.id");
    EVERYBODY = people!("p.id > $2 ORDER BY p.id");
    BY_STAFF_NUMBER = people!("p.staff_number = $2");
    LIST_BY_READING = list!("(p.sort_key, p.id) > ($11, $12) ORDER BY p.sort_key, p.id LIMIT $13");
    LIST_BY_RANK = list!("(p.rank, p.sort_key, p.id) > ($16, $11, $12) ORDER BY p.rank, p.sort_key, p.id LIMIT $13");
    LIST_BY_UNIT = list!("(p.unit_path, p.rank, p.sort_key, p.id) > ($17, $16, $11, $12)
        ORDER BY p.unit_path, p.rank, p.sort_key, p.id LIMIT $13");
    POSTS_OF = "SELECT o.id, o.person_id, o.unit_id, o.title_id, o.kind, o.valid_from, o.valid_to, t.name, t.rank
        FROM post o LEFT JOIN title t ON t.id = o.title_id WHERE o.org_id + 0 = $1 AND o.person_id {in $2}";
    POSTS_ALL = "SELECT o.id, o.person_id, o.unit_id, o.title_id, o.kind, o.valid_from, o.valid_to, t.name, t.rank
        FROM post o LEFT JOIN title t ON t.id = o.title_id WHERE o.org_id = $1";
    POST_INSERT = "INSERT INTO post (id, org_id, person_id, unit_id, title_id, kind, valid_from, valid_to)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    POSTS_DELETE = "DELETE FROM post WHERE person_id = $1 AND org_id + 0 = $2";
}

/// A person as the table has them, without posts, and what their place in lists is.
pub struct Listed {
    /// The person; `posts` is empty.
    pub person: Person,
    /// The key of 五十音 order.
    pub sort_key: Vec<u8>,
    /// The rank of the main title.
    pub rank: i64,
    /// The path of the main unit.
    pub unit_path: String,
}

pub(super) fn word<T: serde::Serialize>(thing: T) -> String {
    match serde_json::to_value(thing) {
        Ok(serde_json::Value::String(text)) => text,
        other => panic!("a kind is a word, not {other:?}"),
    }
}

pub(super) fn unword<T: serde::de::DeserializeOwned>(text: String) -> T {
    serde_json::from_value(serde_json::Value::String(text)).expect("the database holds known kinds")
}

fn read_person(row: &Row, now: kernel::Timestamp) -> Listed {
    let (family_name, given_name): (String, String) = (row.get(1), row.get(2));
    let (family_reading, given_reading): (String, String) = (row.get(3), row.get(4));
    let place_until: Option<kernel::Timestamp> = row.get(10);
    let lapsed = place_until.is_some_and(|until| until <= now);
    let employment = unword::<Employment>(row.get(12));
    let brief = PersonBrief {
        id: row.get(0),
        name: full_name(&family_name, &given_name),
        reading: full_name(&family_reading, &given_reading),
        title: row.get(5),
        unit: row.get(6),
        photo: row.get(7),
        active: row.get(8),
        place: if lapsed { None } else { row.get(9) },
        shared: employment == Employment::Shared,
        on_leave: row.get::<Option<String>>(22).is_some(),
        off_duty_until: row.get::<Option<kernel::Timestamp>>(23).filter(|until| *until > now),
        guest: employment == Employment::Guest,
        bot: employment == Employment::Bot,
        partner: employment == Employment::Partner,
    };
    let person = Person {
        brief,
        family_name,
        given_name,
        family_reading,
        given_reading,
        place_until: if lapsed { None } else { place_until },
        staff_number: row.get(11),
        employment,
        extension: row.get(13),
        mobile: row.get(14),
        email: row.get(15),
        status: row.get(16),
        left_on: row.get::<Option<String>>(17).as_deref().map(day),
        tick: row.get(18),
        posts: Vec::new(),
    };
    Listed { person, sort_key: row.get(19), rank: row.get(20), unit_path: row.get(21) }
}

/// How somebody is employed, read from their row.
pub fn employment(word: String) -> Employment {
    unword(word)
}

pub(super) fn found(person: &Person, words: &[&str]) -> Findable {
    findable(
        (&person.family_name, &person.given_name),
        (&person.family_reading, &person.given_reading),
        &[Some(&person.staff_number), person.extension.as_deref(), person.email.as_deref()],
        words,
    )
}

/// Adds a person; posts and [`super::placement::place`] follow in the same transaction.
pub fn insert(tx: &mut Tx<'_>, person: &Person) -> Result<()> {
    let (org, tick) = (tx.actor().org, tx.tick()?);
    let found = found(person, &[]);
    tx.run(
        &INSERT,
        &[
            &person.brief.id,
            &org,
            &person.staff_number,
            &person.family_name,
            &person.given_name,
            &person.family_reading,
            &person.given_reading,
            &word(person.employment),
            &person.email,
            &person.extension,
            &person.mobile,
            &person.left_on.map(|day| day.to_string()),
            &tick,
            &found.sort_key,
            &found.kana_row,
            &found.folded,
        ],
    )?;
    Ok(())
}

/// Saves a changed person; [`super::placement::place`] follows when names, numbers or dates changed.
pub fn update(tx: &mut Tx<'_>, person: &May<Edit, Person>) -> Result<()> {
    let (org, tick) = (tx.actor().org, tx.tick()?);
    tx.run(
        &UPDATE,
        &[
            &person.brief.id,
            &org,
            &person.staff_number,
            &person.family_name,
            &person.given_name,
            &person.family_reading,
            &person.given_reading,
            &word(person.employment),
            &person.email,
            &person.extension,
            &person.mobile,
            &person.brief.photo,
            &person.brief.place,
            &person.place_until,
            &person.status,
            &person.left_on.map(|day| day.to_string()),
            &tick,
        ],
    )?;
    Ok(())
}

/// Says of a person who was just added where they are and what they do.
pub fn set_presence(tx: &mut Tx<'_>, id: PersonId, place: Option<&str>, status: Option<&str>) -> Result<()> {
    tx.run(&PRESENCE, &[&id, &place, &status])
}

/// One person of the actor's organisation, with posts.
pub fn get(conn: &mut Conn<'_>, id: PersonId) -> Result<Option<Person>> {
    let (org, now) = (conn.actor().org, conn.now());
    let Some(row) = conn.row(&GET, &[&org, &id])? else { return Ok(None) };
    let mut person = read_person(&row, now).person;
    person.posts = posts_of(conn, &[id])?.remove(&id).unwrap_or_default();
    Ok(Some(person))
}

/// The person with a staff number, without posts.
pub fn by_staff_number(conn: &mut Conn<'_>, staff_number: &str) -> Result<Option<Person>> {
    let (org, now) = (conn.actor().org, conn.now());
    Ok(conn.row(&BY_STAFF_NUMBER, &[&org, &staff_number])?.map(|row| read_person(&row, now).person))
}

/// Those of some ids that the actor's organisation has, in 五十音 order.
pub fn briefs(conn: &mut Conn<'_>, ids: &[PersonId]) -> Result<Vec<PersonBrief>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let (actor, now) = (conn.actor(), conn.now());
    let rows = conn.rows(&BY_IDS, &[&actor.org, &List::ids(ids.iter().copied())])?;
    let mut briefs: Vec<PersonBrief> = rows.iter().map(|row| read_person(row, now).person.brief).collect();
    // Where somebody of the staff is just now, that they are away for months or when they are on duty is the house's own business.
    if actor.outsider.is_some() {
        for brief in briefs.iter_mut().filter(|brief| brief.id != actor.person) {
            (brief.place, brief.on_leave, brief.off_duty_until) = (None, false, None);
        }
    }
    Ok(briefs)
}

/// Everybody whom the actor's organisation has a record of, those who left too, with all their posts: for lists that go
/// to other programs or come from them. These know nothing of shared accounts, guests, bots and partners.
pub fn everybody(conn: &mut Conn<'_>) -> Result<Vec<Person>> {
    let mut people = complete(conn, None)?;
    people.retain(|person| person.employment.is_staff());
    Ok(people)
}

/// Those of some ids that the actor's organisation has, with all their posts.
pub fn of_ids(conn: &mut Conn<'_>, ids: &[PersonId]) -> Result<Vec<Person>> {
    complete(conn, Some(ids))
}

fn complete(conn: &mut Conn<'_>, ids: Option<&[PersonId]>) -> Result<Vec<Person>> {
    let units = crate::store::units::all_units(conn)?;
    let (people, mut posts) = with_posts(conn, ids, &units)?;
    let people = people.into_iter().map(|person| {
        let posts = posts.remove(&person.brief.id).unwrap_or_default();
        Person { posts, ..person }
    });
    Ok(people.collect())
}

/// The posts of each.
type Posts = HashMap<PersonId, Vec<Post>>;

/// Some people, or everybody, without their posts, and these.
pub(super) fn with_posts(
    conn: &mut Conn<'_>,
    ids: Option<&[PersonId]>,
    units: &[Unit],
) -> Result<(Vec<Person>, Posts)> {
    let (org, now) = (conn.actor().org, conn.now());
    let (people, posts) = match ids {
        Some(ids) => {
            let list = List::ids(ids.iter().copied());
            (conn.rows(&BY_IDS, &[&org, &list])?, conn.rows(&POSTS_OF, &[&org, &list])?)
        }
        None => (conn.rows(&EVERYBODY, &[&org, &-1i64])?, conn.rows(&POSTS_ALL, &[&org])?),
    };
    Ok((people.iter().map(|row| read_person(row, now).person).collect(), by_person(&posts, units)))
}

/// What a list of people is narrowed by.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Folded words, each of which must be found; at most three count.
    pub words: Vec<String>,
    /// The path of a unit: people with a post in its subtree today.
    pub unit_path: Option<String>,
    /// The title of the main post.
    pub title: Option<TitleId>,
    /// The row of the kana table.
    pub row: Option<String>,
    /// Also those who have left.
    pub left_too: bool,
    /// From whom contact barriers hide people; nobody for nothing.
    pub hidden_from: Option<PersonId>,
    /// Only people whose main post is in one of these units; nothing for all.
    pub within: Option<Vec<UnitId>>,
}

/// Where a page of people begins.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct Key {
    unit_path: String,
    rank: i64,
    sort_key: Vec<u8>,
    id: PersonId,
}

impl Key {
    /// Before everybody.
    pub fn start() -> Self {
        Self { unit_path: String::new(), rank: -1, sort_key: Vec::new(), id: PersonId::from_raw(-1) }
    }

    /// Of somebody in a list.
    pub fn of(listed: &Listed) -> Self {
        Self {
            unit_path: listed.unit_path.clone(),
            rank: listed.rank,
            sort_key: listed.sort_key.clone(),
            id: listed.person.brief.id,
        }
    }
}

/// A `LIKE` pattern that finds a word anywhere; everything when there is none.
pub fn pattern(word: Option<&String>) -> String {
    let escaped = word.map(|word| word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
    format!("%{}%", escaped.unwrap_or_default())
}

/// A page of people after a key; posts are empty.
pub fn list(conn: &mut Conn<'_>, filter: &Filter, sort: Sort, after: &Key, limit: usize) -> Result<Vec<Listed>> {
    let (org, now) = (conn.actor().org, conn.now());
    let today = Jst::date(now).to_string();
    let subtree = filter.unit_path.as_ref().map(|path| format!("{path}%"));
    let (is_narrow, within) = (filter.within.is_some(), List::ids(filter.within.iter().flatten().copied()));
    let words: Vec<String> = (0..3).map(|place| pattern(filter.words.get(place))).collect();
    let mut params: Vec<&dyn db::ToValue> = vec![
        &org,
        &today,
        &filter.left_too,
        &filter.row,
        &filter.title,
        &subtree,
        &words[0],
        &words[1],
        &words[2],
        &filter.hidden_from,
        &after.sort_key,
        &after.id,
        &limit,
        &is_narrow,
        &within,
    ];
    let statement = match sort {
        Sort::Reading => &LIST_BY_READING,
        Sort::Rank => &LIST_BY_RANK,
        Sort::Unit => &LIST_BY_UNIT,
    };
    if sort != Sort::Reading {
        params.push(&after.rank);
    }
    if sort == Sort::Unit {
        params.push(&after.unit_path);
    }
    Ok(conn.rows(statement, &params)?.iter().map(|row| read_person(row, now)).collect())
}

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

fn by_person(rows: &[Row], units: &[Unit]) -> HashMap<PersonId, Vec<Post>> {
    let units: HashMap<UnitId, &Unit> = units.iter().map(|unit| (unit.id, unit)).collect();
    let mut posts: HashMap<PersonId, Vec<Post>> = HashMap::new();
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
pub fn posts_of(conn: &mut Conn<'_>, ids: &[PersonId]) -> Result<HashMap<PersonId, Vec<Post>>> {
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
