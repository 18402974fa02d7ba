//! People and posts.

use crate::model::{Employment, Findable, Person, PersonBrief, Sort, TitleId, Unit, UnitId, findable, full_name};
use crate::policy::Edit;
use crate::store::barriers::shown_to;
use crate::store::held::{POSTS_ALL, POSTS_OF, Posts, by_person};
pub use crate::store::held::{add_posts, posts_of, set_posts};
use crate::store::{day, whereabouts};
use db::{Conn, List, Row, Tx};
use kernel::{Jst, May, PersonId, Result, Timestamp};

/// What every statement about people selects, in the order of [`read_person`].
macro_rules! person_columns {
    () => {
        "p.id, p.family_name, p.given_name, p.family_reading, p.given_reading, t.name, COALESCE(u.name, p.affiliation), p.photo, p.active,
         p.status, p.leave_access, p.staff_number, p.employment, p.extension, p.mobile, p.email, p.left_on,
         p.tick, p.sort_key, p.rank, p.unit_path,
         a.since, a.kind, a.place_id, COALESCE(a.place, l.name), COALESCE(a.extension, l.extension), a.until, a.set_by, a.extension,
         EXISTS (SELECT 1 FROM barrier_member m JOIN barrier b ON b.id = m.barrier_id
            WHERE m.person_id = p.id AND m.side = 'protected' AND NOT b.may_see),
         p.off_duty_until, p.outside, a.point_id"
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
              LEFT JOIN whereabouts a ON a.person_id = p.id LEFT JOIN place l ON l.id = a.place_id
              WHERE ",
            $organisation,
            " AND ",
            $condition_and_order
        )
    };
}

/// The filters of a list; `$2` today, `$3` 1 for also those who do not take part yet, 2 for those who left as well, `$4` row of kana, `$5` title, `$6` unit path,
/// `$7`–`$9` words, `$10` from whom contact barriers hide people, nobody for nothing,
/// `$14` whether only people of the units in `$15` are asked for.
macro_rules! list {
    ($keyset_and_order:expr) => {
        people!(concat!(
            "(p.active OR p.outside AND CAST($3 AS BIGINT) > 0 OR CAST($3 AS BIGINT) > 1) AND p.employment <> 'partner' AND (CAST($4 AS TEXT) IS NULL OR p.kana_row = $4)
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
            given_reading = $7, employment = $8, email = $9, extension = $10, mobile = $11, photo = $12, left_on = $13,
            tick = $14
        WHERE id = $1 AND org_id = $2";
    STATUS = "UPDATE person SET status = $3, tick = $4 WHERE id = $1 AND org_id = $2";
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
    /// A barrier hides from some whether they are there.
    is_veiled: bool,
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

fn read_person(row: &Row, now: Timestamp) -> Listed {
    let (family_name, given_name): (String, String) = (row.get(1), row.get(2));
    let (family_reading, given_reading): (String, String) = (row.get(3), row.get(4));
    let employment = unword::<Employment>(row.get(12));
    let brief = PersonBrief {
        id: row.get(0),
        name: full_name(&family_name, &given_name),
        reading: full_name(&family_reading, &given_reading),
        title: row.get(5),
        unit: row.get(6),
        photo: row.get(7),
        active: row.get(8),
        outside: row.get(31),
        whereabouts: whereabouts::read(row, 21, 32, now),
        status: row.get(9),
        shared: employment == Employment::Shared,
        on_leave: row.get::<Option<String>>(10).is_some(),
        off_duty_until: row.get::<Option<Timestamp>>(30).filter(|until| *until > now),
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
        staff_number: row.get(11),
        employment,
        extension: row.get(13),
        mobile: row.get(14),
        email: row.get(15),
        left_on: row.get::<Option<String>>(16).as_deref().map(day),
        tick: row.get(17),
        posts: Vec::new(),
    };
    Listed { person, sort_key: row.get(18), rank: row.get(19), unit_path: row.get(20), is_veiled: row.get(29) }
}

fn read_shown(conn: &mut Conn<'_>, rows: &[Row]) -> Result<Vec<Listed>> {
    let now = conn.now();
    let mut listed: Vec<Listed> = rows.iter().map(|row| read_person(row, now)).collect();
    // Where those are and what they do whose presence barriers keep from whoever signed in, these do not learn.
    let veiled: Vec<PersonId> =
        listed.iter().filter(|listed| listed.is_veiled).map(|listed| listed.person.brief.id).collect();
    let unseen = whereabouts::unseen(conn, &veiled)?;
    for brief in listed.iter_mut().map(|listed| &mut listed.person.brief) {
        if unseen.contains(&brief.id) {
            (brief.whereabouts, brief.status, brief.off_duty_until) = (None, None, None);
        }
    }
    Ok(listed)
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
            &person.left_on.map(|day| day.to_string()),
            &tick,
        ],
    )?;
    Ok(())
}

/// Says what a person does.
pub fn set_status(tx: &mut Tx<'_>, id: PersonId, status: Option<&str>) -> Result<()> {
    let (org, tick) = (tx.actor().org, tx.tick()?);
    tx.run(&STATUS, &[&id, &org, &status, &tick])
}

/// One person of the actor's organisation, with posts, and with all that barriers hide of them: [`shown`] follows for whoever asks.
pub fn get(conn: &mut Conn<'_>, id: PersonId) -> Result<Option<Person>> {
    let (org, now) = (conn.actor().org, conn.now());
    let Some(row) = conn.row(&GET, &[&org, &id])? else { return Ok(None) };
    let mut person = read_person(&row, now).person;
    person.posts = posts_of(conn, &[id])?.remove(&id).unwrap_or_default();
    Ok(Some(person))
}

/// A person without what barriers hide of them from the actor.
pub fn shown(conn: &mut Conn<'_>, mut person: Person) -> Result<Person> {
    let id = person.brief.id;
    if let Some(brief) = briefs(conn, &[id])?.pop() {
        person.brief.off_duty_until = brief.off_duty_until;
        (person.brief.whereabouts, person.brief.status) = (brief.whereabouts, brief.status);
    }
    Ok(person)
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
    let actor = conn.actor();
    let rows = conn.rows(&BY_IDS, &[&actor.org, &List::ids(ids.iter().copied())])?;
    let mut briefs: Vec<PersonBrief> = read_shown(conn, &rows)?.into_iter().map(|listed| listed.person.brief).collect();
    // Where somebody of the staff is just now, that they are away for months or do not take part yet, is the house's own business.
    if actor.outsider.is_some() {
        for brief in briefs.iter_mut().filter(|brief| brief.id != actor.person) {
            (brief.whereabouts, brief.status, brief.on_leave, brief.off_duty_until) = (None, None, false, None);
            brief.outside = false;
        }
    }
    Ok(briefs)
}

/// The same with all that barriers hide of them: for events, which reach those alone who may see it.
pub fn told(conn: &mut Conn<'_>, ids: &[PersonId]) -> Result<Vec<PersonBrief>> {
    let (org, now) = (conn.actor().org, conn.now());
    let rows = conn.rows(&BY_IDS, &[&org, &List::ids(ids.iter().copied())])?;
    Ok(rows.iter().map(|row| read_person(row, now).person.brief).collect())
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

/// Some people, or everybody, without their posts, and these.
pub(super) fn with_posts(
    conn: &mut Conn<'_>,
    ids: Option<&[PersonId]>,
    units: &[Unit],
) -> Result<(Vec<Person>, Posts)> {
    let org = conn.actor().org;
    let (people, posts) = match ids {
        Some(ids) => {
            let list = List::ids(ids.iter().copied());
            (conn.rows(&BY_IDS, &[&org, &list])?, conn.rows(&POSTS_OF, &[&org, &list])?)
        }
        None => (conn.rows(&EVERYBODY, &[&org, &-1i64])?, conn.rows(&POSTS_ALL, &[&org])?),
    };
    let people = read_shown(conn, &people)?.into_iter().map(|listed| listed.person).collect();
    Ok((people, by_person(&posts, units)))
}

/// Whom a list of people shows besides those who are here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Besides {
    /// Nobody.
    #[default]
    Nobody,
    /// Those who do not take part yet.
    Outside,
    /// These, and those who have left.
    Left,
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
    /// Who besides those who are here.
    pub besides: Besides,
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
    let org = conn.actor().org;
    let today = Jst::date(conn.now()).to_string();
    let subtree = filter.unit_path.as_ref().map(|path| format!("{path}%"));
    let besides = filter.besides as i64;
    let (is_narrow, within) = (filter.within.is_some(), List::ids(filter.within.iter().flatten().copied()));
    let words: Vec<String> = (0..3).map(|place| pattern(filter.words.get(place))).collect();
    let mut params: Vec<&dyn db::ToValue> = vec![
        &org,
        &today,
        &besides,
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
    let rows = conn.rows(statement, &params)?;
    read_shown(conn, &rows)
}
