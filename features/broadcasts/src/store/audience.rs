//! Who is here today, as audiences look at them.

use crate::model::{Standing, StandingPost};
use db::{Conn, Row};
use directory::model::{PlaceId, UnitId};
use directory::store::people::employment;
use kernel::{Jst, PersonId, Result, Timestamp};

db::statements! {
    // In 五十音 order; a row for each post held today, and one for whoever holds none.
    HERE = "SELECT p.id, p.employment, p.unit_id, p.unit_path, p.rank, a.place_id, a.until, o.unit_id, u.path, o.title_id,
            COALESCE(t.rank, 10000)
        FROM person p
        LEFT JOIN post o ON o.person_id = p.id AND o.valid_from <= $2 AND (o.valid_to IS NULL OR o.valid_to >= $2)
        LEFT JOIN unit u ON u.id = o.unit_id LEFT JOIN title t ON t.id = o.title_id
        LEFT JOIN whereabouts a ON a.person_id = p.id
        WHERE p.org_id = $1 AND p.active AND p.employment <> 'partner' ORDER BY p.sort_key, p.id";
}

fn post(row: &Row) -> Option<StandingPost> {
    let (unit, path): (Option<UnitId>, Option<String>) = (row.get(7), row.get(8));
    Some(StandingPost { unit: unit?, path: path?, title: row.get(9), rank: row.get(10) })
}

/// Everybody of the actor's organisation who is here today and takes part, in 五十音 order.
pub fn here(conn: &mut Conn<'_>) -> Result<Vec<Standing>> {
    let (org, now) = (conn.actor().org, conn.now());
    let mut found: Vec<Standing> = Vec::new();
    for row in conn.rows(&HERE, &[&org, &Jst::date(now).to_string()])? {
        let person: PersonId = row.get(0);
        if let Some(last) = found.last_mut().filter(|last| last.person == person) {
            last.posts.extend(post(&row));
            continue;
        }
        let (place, until): (Option<PlaceId>, Option<Timestamp>) = (row.get(5), row.get(6));
        found.push(Standing {
            person,
            employment: employment(row.get(1)),
            unit: row.get(2),
            unit_path: row.get(3),
            rank: row.get(4),
            place: place.filter(|_| until.is_none_or(|until| until > now)),
            posts: post(&row).into_iter().collect(),
        });
    }
    Ok(found)
}
