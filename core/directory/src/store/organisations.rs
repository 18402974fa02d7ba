//! Organisations.

use crate::model::{Colour, Organisation, OrganisationView};
use db::{Conn, Row, Tx};
use kernel::{OrgId, Result};

db::statements! {
    INSERT = "INSERT INTO organisation (id, name, reading, code, colour, listed, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    UPDATE = "UPDATE organisation SET name = $2, reading = $3, colour = $4, listed = $5 WHERE id = $1";
    GET = "SELECT id, name, code, colour, handover_days FROM organisation WHERE id = $1";
    ALL = "SELECT id, name, code, colour, handover_days FROM organisation ORDER BY id";
    VIEW = "SELECT id, name, reading, code, colour, listed, created_at FROM organisation WHERE id = $1";
    VIEWS = "SELECT id, name, reading, code, colour, listed, created_at FROM organisation ORDER BY id";
    HOME = "SELECT id FROM organisation WHERE code IS NULL ORDER BY id LIMIT 1";
    BY_CODE = "SELECT id FROM organisation WHERE code = $1";
    HANDOVER = "UPDATE organisation SET handover_days = $2 WHERE id = $1";
}

/// Adds an organisation, founded now.
pub fn insert(tx: &mut Tx<'_>, new: &OrganisationView) -> Result<()> {
    let OrganisationView { id, name, reading, code, colour, listed, founded_at } = new;
    tx.run(&INSERT, &[id, name, reading, code, &colour.text(), listed, founded_at])
}

/// Saves a changed organisation.
pub fn update(tx: &mut Tx<'_>, changed: &OrganisationView) -> Result<()> {
    let OrganisationView { id, name, reading, colour, listed, .. } = changed;
    tx.run(&UPDATE, &[id, name, reading, &colour.text(), listed])
}

/// The organisation with an id.
pub fn get(conn: &mut Conn<'_>, id: OrgId) -> Result<Option<Organisation>> {
    Ok(conn.row(&GET, &[&id])?.as_ref().map(read))
}

/// All organisations of this deployment: for jobs and set-up, never for an endpoint.
pub fn all(conn: &mut Conn<'_>) -> Result<Vec<Organisation>> {
    Ok(conn.rows(&ALL, &[])?.iter().map(read).collect())
}

fn read(row: &Row) -> Organisation {
    Organisation {
        id: row.get(0),
        name: row.get(1),
        code: row.get(2),
        colour: Colour::read(&row.get::<String>(3)),
        handover_days: row.get(4),
    }
}

/// The organisation with an id, as administrators see it.
pub fn view(conn: &mut Conn<'_>, id: OrgId) -> Result<Option<OrganisationView>> {
    Ok(conn.row(&VIEW, &[&id])?.as_ref().map(read_view))
}

/// All organisations of this deployment, the oldest first: for those who found them, and as far as they are listed for everybody.
pub fn views(conn: &mut Conn<'_>) -> Result<Vec<OrganisationView>> {
    Ok(conn.rows(&VIEWS, &[])?.iter().map(read_view).collect())
}

fn read_view(row: &Row) -> OrganisationView {
    let code: Option<String> = row.get(3);
    OrganisationView {
        id: row.get(0),
        name: row.get(1),
        reading: row.get(2),
        listed: code.is_none() || row.get(5),
        code,
        colour: Colour::read(&row.get::<String>(4)),
        founded_at: row.get(6),
    }
}

/// The organisation with a code; the first one without.
pub fn by_code(conn: &mut Conn<'_>, code: Option<&str>) -> Result<Option<OrgId>> {
    let row = match code {
        Some(code) => conn.row(&BY_CODE, &[&code])?,
        None => conn.row(&HOME, &[])?,
    };
    Ok(row.map(|row| row.get(0)))
}

/// For how many days people of the actor's organisation hand over.
pub fn set_handover(tx: &mut Tx<'_>, days: i64) -> Result<()> {
    let org = tx.actor().org;
    tx.run(&HANDOVER, &[&org, &days])
}
