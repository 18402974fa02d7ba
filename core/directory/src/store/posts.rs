//! Who holds which posts, by unit.

use crate::model::{TitleId, UnitId};
use db::{Conn, List};
use kernel::{Jst, PersonId, Result};

db::statements! {
    HELD_IN = "SELECT DISTINCT o.unit_id, o.title_id, o.person_id FROM post o JOIN person p ON p.id = o.person_id
        WHERE o.org_id + 0 = $1 AND o.unit_id {in $3} AND p.active
          AND o.valid_from <= $2 AND (o.valid_to IS NULL OR o.valid_to >= $2)";
}

/// The posts held today in some units, of which each unit is taken alone: unit, title, holder.
pub fn held_in(conn: &mut Conn<'_>, units: &[UnitId]) -> Result<Vec<(UnitId, Option<TitleId>, PersonId)>> {
    if units.is_empty() {
        return Ok(Vec::new());
    }
    let (org, today) = (conn.actor().org, Jst::date(conn.now()).to_string());
    let rows = conn.rows(&HELD_IN, &[&org, &today, &List::ids(units.iter().copied())])?;
    Ok(rows.iter().map(|row| (row.get(0), row.get(1), row.get(2))).collect())
}
