//! Templates for rooms.

use crate::model::{TemplateId, TemplateWords};
use crate::policy::Shape;
use db::{Conn, Row, Tx};
use kernel::{May, PersonId, Result, Tick};

db::statements! {
    INSERT = "INSERT INTO room_template (id, org_id, name, room_name, purpose, opening, hidden, created_by, created_at, tick)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    UPDATE = "UPDATE room_template SET name = $3, room_name = $4, purpose = $5, opening = $6, hidden = $7, tick = $8
        WHERE id = $1 AND org_id = $2";
    GET = "SELECT id, name, room_name, purpose, opening, hidden, created_by, tick FROM room_template WHERE id = $1 AND org_id = $2";
    ANYWHERE = "SELECT COUNT(*) FROM room_template WHERE id = $1";
    COUNT = "SELECT COUNT(*) FROM room_template WHERE org_id = $1";
    ALL = "SELECT id, name, room_name, purpose, opening, hidden, created_by, tick FROM room_template WHERE org_id = $1 ORDER BY id";
    HIDDEN = "SELECT code FROM room_template_hidden WHERE org_id = $1";
    HIDE = "INSERT INTO room_template_hidden (org_id, code) VALUES ($1, $2) ON CONFLICT (org_id, code) DO NOTHING";
    SHOW = "DELETE FROM room_template_hidden WHERE org_id = $1 AND code = $2";
}

/// A template that the organisation made.
#[derive(Debug, Clone)]
pub struct TemplateRow {
    /// Its id.
    pub id: TemplateId,
    /// What it says.
    pub words: TemplateWords,
    /// It is not offered.
    pub hidden: bool,
    /// Who made it.
    pub created_by: PersonId,
    /// The tick of the last change.
    pub tick: Tick,
}

fn read(row: &Row) -> TemplateRow {
    let opening: String = row.get(4);
    let opening = serde_json::from_str(&opening).expect("the database holds openings that we wrote");
    TemplateRow {
        id: row.get(0),
        words: TemplateWords { name: row.get(1), room_name: row.get(2), purpose: row.get(3), opening },
        hidden: row.get(5),
        created_by: row.get(6),
        tick: row.get(7),
    }
}

fn opening(words: &TemplateWords) -> String {
    serde_json::to_string(&words.opening).expect("an opening is plain data")
}

/// Adds a template.
pub fn insert(tx: &mut Tx<'_>, template: &May<Shape, TemplateRow>) -> Result<()> {
    let (org, now, tick) = (tx.actor().org, tx.now(), tx.tick()?);
    let TemplateRow { id, words, hidden, created_by, .. } = &**template;
    tx.run(
        &INSERT,
        &[id, &org, &words.name, &words.room_name, &words.purpose, &opening(words), hidden, created_by, &now, &tick],
    )
}

/// Saves a changed template.
pub fn update(tx: &mut Tx<'_>, template: &May<Shape, TemplateRow>) -> Result<()> {
    let (org, tick) = (tx.actor().org, tx.tick()?);
    let TemplateRow { id, words, hidden, .. } = &**template;
    tx.run(&UPDATE, &[id, &org, &words.name, &words.room_name, &words.purpose, &opening(words), hidden, &tick])
}

/// A template of the actor's organisation.
pub fn get(conn: &mut Conn<'_>, id: TemplateId) -> Result<Option<TemplateRow>> {
    let org = conn.actor().org;
    Ok(conn.row(&GET, &[&id, &org])?.as_ref().map(read))
}

/// Whether a template has an id, of whatever organisation.
pub fn exists(conn: &mut Conn<'_>, id: TemplateId) -> Result<bool> {
    Ok(conn.one(&ANYWHERE, &[&id])?.get::<i64>(0) > 0)
}

/// How many the organisation has made.
pub fn count(conn: &mut Conn<'_>) -> Result<i64> {
    let org = conn.actor().org;
    Ok(conn.one(&COUNT, &[&org])?.get(0))
}

/// All that the organisation has made, the oldest first.
pub fn all(conn: &mut Conn<'_>) -> Result<Vec<TemplateRow>> {
    let org = conn.actor().org;
    Ok(conn.rows(&ALL, &[&org])?.iter().map(read).collect())
}

/// The words of those that come with the program and are not offered.
pub fn hidden(conn: &mut Conn<'_>) -> Result<Vec<String>> {
    let org = conn.actor().org;
    Ok(conn.rows(&HIDDEN, &[&org])?.iter().map(|row| row.get(0)).collect())
}

/// Offers one that comes with the program no more, or again.
pub fn set_hidden(tx: &mut Tx<'_>, code: &May<Shape, &'static str>, hidden: bool) -> Result<()> {
    let org = tx.actor().org;
    tx.run(if hidden { &HIDE } else { &SHOW }, &[&org, &(**code).to_owned()])
}
