//! Whom somebody means by a name.

use crate::model::{Unit, full_name};
use crate::store::people::pattern;
use crate::store::units;
use db::Conn;
use kernel::{Jst, PersonId, Result};
use std::collections::BTreeSet;

db::statements! {
    OF_UNITS = "SELECT DISTINCT o.person_id FROM post o JOIN unit u ON u.id = o.unit_id
        WHERE o.org_id = $1 AND u.path LIKE $2 AND o.valid_from <= $3 AND (o.valid_to IS NULL OR o.valid_to >= $3)";
    LIKE = "SELECT p.id, p.family_name, p.given_name, p.family_reading, p.given_reading FROM person p
        WHERE p.org_id = $1 AND p.folded LIKE $2 ESCAPE '\\' AND p.folded LIKE $3 ESCAPE '\\' AND p.folded LIKE $4 ESCAPE '\\'";
}

/// Everybody of the actor's organisation, of whatever sort, who is or was there, with all words of a text in their name or its reading: all
/// of them, and by nothing else that is known of them. Who may know of them is for the caller to find out.
pub fn called(conn: &mut Conn<'_>, name: &str) -> Result<Vec<PersonId>> {
    let folded = text::fold(name);
    let words: Vec<String> = folded.split_whitespace().map(str::to_owned).collect();
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let org = conn.actor().org;
    let [one, other, third] = [0, 1, 2].map(|place| pattern(words.get(place)));
    let mut found = Vec::new();
    for row in conn.rows(&LIKE, &[&org, &one, &other, &third])? {
        let (names, readings): ([String; 2], [String; 2]) = ([row.get(1), row.get(2)], [row.get(3), row.get(4)]);
        let of = |[family, given]: &[String; 2]| text::fold(&full_name(family, given));
        let spelt = [of(&names), of(&readings)];
        if words.iter().all(|word| spelt.iter().any(|name| text::matches_words(name, word))) {
            found.push(row.get(0));
        }
    }
    Ok(found)
}

/// Everybody of the actor's organisation who holds a post today in one of the units that are meant by names or parts of them, or below it. Who
/// may know of them is for the caller to find out.
pub fn of_units(conn: &mut Conn<'_>, names: &[String]) -> Result<BTreeSet<PersonId>> {
    let (org, today) = (conn.actor().org, Jst::date(conn.now()));
    let names: Vec<String> = names.iter().map(|name| text::fold(name)).collect();
    let is_open = |unit: &Unit| unit.valid_from <= today && unit.valid_to.is_none_or(|last| last >= today);
    let is_meant = |unit: &Unit| {
        let spelt = [Some(&unit.name), unit.short_name.as_ref(), Some(&unit.reading)].into_iter().flatten();
        let spelt: Vec<String> = spelt.map(|name| text::fold(name)).collect();
        names.iter().any(|name| spelt.iter().any(|spelt| text::matches_words(spelt, name)))
    };
    let meant = units::all_units(conn)?.into_iter().filter(|unit| is_open(unit) && is_meant(unit));
    let mut people = BTreeSet::new();
    let mut above = None::<String>;
    for path in meant.map(|unit| unit.path) {
        // Parents come before children.
        if above.as_ref().is_some_and(|above| path.starts_with(above.as_str())) {
            continue;
        }
        let rows = conn.rows(&OF_UNITS, &[&org, &format!("{path}%"), &today.to_string()])?;
        people.extend(rows.iter().map(|row| row.get::<PersonId>(0)));
        above = Some(path);
    }
    Ok(people)
}
