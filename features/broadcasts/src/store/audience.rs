//! Who is here today, as audiences look at them.

use crate::model::{Standing, StandingPost};
use db::{Conn, Row};
use directory::model::{PlaceId, TitleId, UnitId};
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
    STAFF = "SELECT COUNT(*) FROM person WHERE org_id = $1 AND active AND employment NOT IN ('guest', 'bot', 'partner')";
    // Two tell that it is no office of one person's.
    HOLDERS = "SELECT DISTINCT o.person_id FROM post o JOIN person p ON p.id = o.person_id
        WHERE o.org_id + 0 = $1 AND o.unit_id = $3 AND o.title_id = $4 AND p.active
          AND p.employment NOT IN ('shared', 'guest', 'bot', 'partner')
          AND o.valid_from <= $2 AND (o.valid_to IS NULL OR o.valid_to >= $2) LIMIT 2";
}

fn post(row: &Row) -> Option<StandingPost> {
    let (unit, path): (Option<UnitId>, Option<String>) = (row.get(7), row.get(8));
    Some(StandingPost { unit: unit?, path: path?, title: row.get(9), rank: row.get(10) })
}

/// How many hear what all of the staff are told.
pub fn staff(conn: &mut Conn<'_>) -> Result<i64> {
    let org = conn.actor().org;
    Ok(conn.one(&STAFF, &[&org])?.get(0))
}

/// Who holds an office today: a title in a unit that one person alone holds. What several hold, or nobody, is nobody's.
pub fn office_holder(conn: &mut Conn<'_>, unit: UnitId, title: TitleId) -> Result<Option<PersonId>> {
    let (org, today) = (conn.actor().org, Jst::date(conn.now()).to_string());
    match conn.rows(&HOLDERS, &[&org, &today, &unit, &title])?.as_slice() {
        [only] => Ok(Some(only.get(0))),
        _ => Ok(None),
    }
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
