//! Whom somebody means by a name.

use crate::model::full_name;
use crate::store::people::pattern;
use db::Conn;
use kernel::{PersonId, Result};

db::statements! {
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
