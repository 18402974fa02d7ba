//! Floors of the organisation's places, and the points on them.

use crate::model::{Floor, FloorId, FloorPicture, PlaceId, Point, PointId};
use crate::store::barriers::shown_to;
use db::{Conn, List, Row, Tx};
use kernel::{PersonId, Result, Timestamp};

/// The columns of a floor, for [`read`], and a condition.
macro_rules! floors {
    ($condition_and_order:literal) => {
        concat!(
            "SELECT f.id, f.place_id, l.name, f.name, f.ord, f.picture, f.width, f.height, f.tick
             FROM floor f JOIN place l ON l.id = f.place_id WHERE f.org_id = $1 AND ",
            $condition_and_order
        )
    };
}

db::statements! {
    ALL = floors!("l.org_id = $1 ORDER BY l.ord, l.reading, l.id, f.ord, f.id");
    ONE = floors!("f.id = $2");
    OF_PLACE = floors!("f.place_id = $2 ORDER BY f.ord, f.id");
    TAKEN = "SELECT id FROM floor WHERE id = $1";
    INSERT = "INSERT INTO floor (id, org_id, place_id, name, ord, tick) VALUES ($1, $2, $3, $4, $5, $6)";
    UPDATE = "UPDATE floor SET place_id = $3, name = $4, ord = $5, picture = $6, width = $7, height = $8, tick = $9
        WHERE id = $1 AND org_id = $2";
    DELETE = "DELETE FROM floor WHERE id = $1 AND org_id = $2";
    POINTS = "SELECT id, label, x, y FROM floor_point WHERE floor_id = $1 ORDER BY ord, id";
    POINT_FLOOR = "SELECT floor_id FROM floor_point WHERE id = $1 AND org_id = $2";
    POINTS_ELSEWHERE = "SELECT COUNT(*) FROM floor_point WHERE id {in $1} AND floor_id <> $2";
    POINT_PUT = "INSERT INTO floor_point (id, org_id, floor_id, label, x, y, ord) VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (id) DO UPDATE SET label = excluded.label, x = excluded.x, y = excluded.y, ord = excluded.ord";
    POINTS_DELETE = "DELETE FROM floor_point WHERE id {in $1} AND org_id = $2";
    REWORD = "UPDATE whereabouts SET place_id = $3, place = $4 WHERE point_id = $1 AND org_id = $2";
    // Who is there stays there, in the words that are said already.
    LEAVE = "UPDATE whereabouts SET point_id = NULL, place_id = NULL, extension = COALESCE(extension, $3)
        WHERE point_id {in $1} AND org_id = $2";
    THERE = "SELECT person_id FROM whereabouts WHERE point_id {in $1} AND org_id = $2 AND (until IS NULL OR until > $3)";
    // What was said for no certain time holds on the map for its day: a free desk is somebody else's the next morning.
    PEOPLE = concat!("SELECT p.id, p.sort_key FROM whereabouts a JOIN person p ON p.id = a.person_id
        WHERE a.org_id = $1 AND a.point_id {in $2} AND (a.until > $3 OR (a.until IS NULL AND a.since >= $4)) AND p.active AND ",
        shown_to!("$5", "p.id"), "
        AND (p.sort_key, p.id) > ($6, $7) ORDER BY p.sort_key, p.id LIMIT $8");
}

/// A floor without its points.
fn read(row: &Row) -> Floor {
    let picture = row.get::<Option<String>>(5).map(|hash| FloorPicture {
        hash,
        width: row.get::<Option<i64>>(6).unwrap_or_default(),
        height: row.get::<Option<i64>>(7).unwrap_or_default(),
    });
    Floor {
        id: row.get(0),
        place_id: row.get(1),
        place: row.get(2),
        name: row.get(3),
        order: row.get(4),
        picture,
        points: Vec::new(),
        tick: row.get(8),
    }
}

/// The floors of the actor's organisation in the order of its places, without their points.
pub fn all(conn: &mut Conn<'_>) -> Result<Vec<Floor>> {
    let org = conn.actor().org;
    Ok(conn.rows(&ALL, &[&org])?.iter().map(read).collect())
}

fn points(conn: &mut Conn<'_>, id: FloorId) -> Result<Vec<Point>> {
    let read = |row: &Row| Point { id: row.get(0), label: row.get(1), x: row.get(2), y: row.get(3) };
    Ok(conn.rows(&POINTS, &[&id])?.iter().map(read).collect())
}

/// A floor with its points.
pub fn one(conn: &mut Conn<'_>, id: FloorId) -> Result<Option<Floor>> {
    let org = conn.actor().org;
    let Some(row) = conn.row(&ONE, &[&org, &id])? else { return Ok(None) };
    let floor = read(&row);
    Ok(Some(Floor { points: points(conn, id)?, ..floor }))
}

/// The floors of a place with their points.
pub fn of_place(conn: &mut Conn<'_>, place: PlaceId) -> Result<Vec<Floor>> {
    let org = conn.actor().org;
    let mut floors: Vec<Floor> = conn.rows(&OF_PLACE, &[&org, &place])?.iter().map(read).collect();
    for floor in &mut floors {
        floor.points = points(conn, floor.id)?;
    }
    Ok(floors)
}

/// The floor on which a point is.
pub fn of_point(conn: &mut Conn<'_>, point: PointId) -> Result<Option<Floor>> {
    let org = conn.actor().org;
    let Some(row) = conn.row(&POINT_FLOOR, &[&point, &org])? else { return Ok(None) };
    one(conn, row.get(0))
}

/// Whether a floor of some organisation has an id.
pub fn is_taken(conn: &mut Conn<'_>, id: FloorId) -> Result<bool> {
    Ok(conn.row(&TAKEN, &[&id])?.is_some())
}

/// Whether some of these ids are points of another floor.
pub fn are_elsewhere(conn: &mut Conn<'_>, floor: &Floor) -> Result<bool> {
    let ids = List::ids(floor.points.iter().map(|point| point.id));
    Ok(conn.row(&POINTS_ELSEWHERE, &[&ids, &floor.id])?.is_some_and(|row| row.get::<i64>(0) > 0))
}

/// Adds a floor with its points.
pub fn insert(tx: &mut Tx<'_>, floor: &Floor) -> Result<()> {
    let org = tx.actor().org;
    tx.run(&INSERT, &[&floor.id, &org, &floor.place_id, &floor.name, &floor.order, &floor.tick])?;
    put_points(tx, floor)
}

/// Saves a changed floor with its picture and the points that it has now.
pub fn update(tx: &mut Tx<'_>, floor: &Floor) -> Result<()> {
    let org = tx.actor().org;
    let hash = floor.picture.as_ref().map(|picture| picture.hash.clone());
    let width = floor.picture.as_ref().map(|picture| picture.width);
    let height = floor.picture.as_ref().map(|picture| picture.height);
    tx.run(
        &UPDATE,
        &[&floor.id, &org, &floor.place_id, &floor.name, &floor.order, &hash, &width, &height, &floor.tick],
    )?;
    put_points(tx, floor)
}

fn put_points(tx: &mut Tx<'_>, floor: &Floor) -> Result<()> {
    let org = tx.actor().org;
    for (order, point) in floor.points.iter().enumerate() {
        tx.run(&POINT_PUT, &[&point.id, &org, &floor.id, &point.label, &point.x, &point.y, &order])?;
    }
    Ok(())
}

/// Takes a floor away whose points are gone.
pub fn delete(tx: &mut Tx<'_>, id: FloorId) -> Result<()> {
    let org = tx.actor().org;
    tx.run(&DELETE, &[&id, &org])
}

/// Takes points away; who said that they are there is there in words, with the telephone of the place.
pub fn delete_points(tx: &mut Tx<'_>, points: &[PointId], extension: Option<&str>) -> Result<()> {
    let (org, ids) = (tx.actor().org, List::ids(points.iter().copied()));
    tx.run(&LEAVE, &[&ids, &org, &extension])?;
    tx.run(&POINTS_DELETE, &[&ids, &org])
}

/// Who is at a point is there in other words from now on.
pub fn reword(tx: &mut Tx<'_>, point: PointId, place: PlaceId, words: &str) -> Result<()> {
    let org = tx.actor().org;
    tx.run(&REWORD, &[&point, &org, &place, &words])
}

/// Who said that they are at some points, as far as it has not lapsed.
pub fn there(conn: &mut Conn<'_>, points: &[PointId]) -> Result<Vec<PersonId>> {
    let (org, now) = (conn.actor().org, conn.now());
    let rows = conn.rows(&THERE, &[&List::ids(points.iter().copied()), &org, &now])?;
    Ok(rows.iter().map(|row| row.get(0)).collect())
}

/// Where a page begins: the key of 五十音 order, and the id.
pub type Key = (Vec<u8>, PersonId);

/// A page of those who are at the points of a floor, in 五十音 order, without those who are hidden from somebody. `since` is when the day began.
pub fn people(
    conn: &mut Conn<'_>,
    points: &[PointId],
    since: Timestamp,
    hidden_from: Option<PersonId>,
    after: &Key,
    limit: usize,
) -> Result<Vec<(PersonId, Key)>> {
    let (org, now) = (conn.actor().org, conn.now());
    let ids = List::ids(points.iter().copied());
    let rows = conn.rows(&PEOPLE, &[&org, &ids, &now, &since, &hidden_from, &after.0, &after.1, &limit])?;
    let read = |row: &Row| {
        let id: PersonId = row.get(0);
        (id, (row.get(1), id))
    };
    Ok(rows.iter().map(read).collect())
}
