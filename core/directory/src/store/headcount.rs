//! How many there are of what an organisation is made of.

use crate::model::Headcount;
use db::Conn;
use kernel::Result;

db::statements! {
    PEOPLE = "SELECT CAST(COALESCE(SUM(CASE WHEN employment IN ('regular', 'fiscal_year', 'special', 'councillor') THEN 1 ELSE 0 END), 0) AS BIGINT),
            CAST(COALESCE(SUM(CASE WHEN employment = 'guest' THEN 1 ELSE 0 END), 0) AS BIGINT), CAST(COALESCE(SUM(CASE WHEN employment = 'bot' THEN 1 ELSE 0 END), 0) AS BIGINT)
        FROM person WHERE org_id = $1 AND active";
    UNITS = "SELECT COUNT(*) FROM unit WHERE org_id = $1 AND (valid_to IS NULL OR valid_to >= $2)";
    TITLES = "SELECT COUNT(*) FROM title WHERE org_id = $1";
}

/// How many there are on a day, which is a text as days are kept.
pub fn headcount(conn: &mut Conn<'_>, today: &str) -> Result<Headcount> {
    let org = conn.actor().org;
    let people = conn.one(&PEOPLE, &[&org])?;
    Ok(Headcount {
        staff: people.get(0),
        guests: people.get(1),
        bots: people.get(2),
        units: conn.one(&UNITS, &[&org, &today])?.get(0),
        titles: conn.one(&TITLES, &[&org])?.get(0),
    })
}
