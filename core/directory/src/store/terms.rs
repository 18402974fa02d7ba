//! Whose last day comes when.

use crate::model::{Employment, Reach};
use crate::store::day;
use crate::store::people::{pattern, word};
use db::{Conn, List};
use jiff::civil::Date;
use kernel::{PersonId, Result};

db::statements! {
    // The last day is that of the last post, or an earlier one on which they leave. `$2` today, `$3` the latest day asked for, `$4` how they
    // are employed, `$5`–`$7` words, `$8` whether only people of the units in `$9` are asked for.
    ENDING = "SELECT e.id, e.last, e.sort_key FROM (
            SELECT p.id, p.sort_key, p.folded, p.unit_id, CASE WHEN p.left_on IS NOT NULL AND p.left_on < o.last THEN p.left_on ELSE o.last END AS last
            FROM person p JOIN (SELECT person_id, MAX(COALESCE(valid_to, '9999-12-31')) AS last FROM post WHERE org_id = $1
                GROUP BY person_id) o ON o.person_id = p.id
            WHERE p.org_id = $1 AND (p.active OR p.outside) AND (CAST($4 AS TEXT) IS NULL OR p.employment = $4) AND p.employment <> 'shared') e
        WHERE e.last >= $2 AND e.last <= $3
          AND e.folded LIKE $5 ESCAPE '\\' AND e.folded LIKE $6 ESCAPE '\\' AND e.folded LIKE $7 ESCAPE '\\'
          AND (NOT $8 OR e.unit_id {in $9}) AND (e.last, e.sort_key, e.id) > ($10, $11, $12)
        ORDER BY e.last, e.sort_key, e.id LIMIT $13";
}

/// What a list of last days is narrowed by.
#[derive(Debug, Clone)]
pub struct Filter {
    /// Folded words that find the person, each of which must be found; at most three count.
    pub words: Vec<String>,
    /// The day today.
    pub today: Date,
    /// The latest last day.
    pub until: Date,
    /// How they are employed.
    pub employment: Option<Employment>,
    /// Whose record the actor looks after.
    pub reach: Reach,
}

/// Where a page begins: last day, the key of 五十音 order, and the id.
pub type Key = (String, Vec<u8>, PersonId);

/// A page of those whose last day is known, the next to go first.
pub fn list(conn: &mut Conn<'_>, filter: &Filter, after: &Key, limit: usize) -> Result<Vec<(PersonId, Date, Key)>> {
    let org = conn.actor().org;
    let units = filter.reach.units();
    let (is_narrow, within) = (units.is_some(), List::ids(units.into_iter().flatten()));
    let words: Vec<String> = (0..3).map(|place| pattern(filter.words.get(place))).collect();
    let rows = conn.rows(
        &ENDING,
        &[
            &org,
            &filter.today.to_string(),
            &filter.until.to_string(),
            &filter.employment.map(word),
            &words[0],
            &words[1],
            &words[2],
            &is_narrow,
            &within,
            &after.0,
            &after.1,
            &after.2,
            &limit,
        ],
    )?;
    let read = |row: &db::Row| {
        let (id, last): (PersonId, String) = (row.get(0), row.get(1));
        (id, day(&last), (last, row.get(2), id))
    };
    Ok(rows.iter().map(read).collect())
}
