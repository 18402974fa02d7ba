//! Where people stand, worked out from the posts that they hold today.

use super::people::{found, unword, with_posts, word};
use super::{leaves, participation};
use crate::model::{NO_RANK, Post, TitleId, Unit, UnitId};
use db::{Conn, List, Row, Tx};
use kernel::{Jst, LeaveAccess, PersonId, Result};
use std::collections::{HashMap, HashSet};

db::statements! {
    PLACEMENT = "UPDATE person SET unit_id = $2, title_id = $3, unit_path = $4, rank = $5, active = $6, sort_key = $7,
            kana_row = $8, folded = $9, leave_access = $10, outside = $11
        WHERE id = $1";
    PLACED = "SELECT p.id, p.unit_id, p.title_id, p.unit_path, p.rank, p.active, p.sort_key, p.kana_row, p.folded, p.leave_access, p.outside, p.administers
        FROM person p
        WHERE p.org_id + 0 = $1 AND p.id {in $2}";
    PLACED_ALL = "SELECT p.id, p.unit_id, p.title_id, p.unit_path, p.rank, p.active, p.sort_key, p.kana_row, p.folded, p.leave_access, p.outside, p.administers
        FROM person p WHERE p.org_id = $1";
}

/// Where somebody stands in lists, and how they are found.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Placed {
    unit: Option<UnitId>,
    title: Option<TitleId>,
    unit_path: String,
    rank: i64,
    active: bool,
    sort_key: Vec<u8>,
    kana_row: String,
    folded: String,
    leave: Option<LeaveAccess>,
    outside: bool,
}

impl Placed {
    fn read(row: &Row) -> Self {
        Self {
            unit: row.get(1),
            title: row.get(2),
            unit_path: row.get(3),
            rank: row.get(4),
            active: row.get(5),
            sort_key: row.get(6),
            kana_row: row.get(7),
            folded: row.get(8),
            leave: row.get::<Option<String>>(9).map(unword),
            outside: row.get(10),
        }
    }
}

/// Somebody who stands elsewhere than it is written.
struct Stale {
    id: PersonId,
    stood: Option<Placed>,
    stands: Placed,
}

/// Who stands elsewhere today than it is written, of everybody when no ids are given.
fn stale(conn: &mut Conn<'_>, ids: Option<&[PersonId]>) -> Result<Vec<Stale>> {
    let (org, today) = (conn.actor().org, Jst::date(conn.now()));
    let units = crate::store::units::all_units(conn)?;
    let by_id: HashMap<UnitId, &Unit> = units.iter().map(|unit| (unit.id, unit)).collect();
    let placed = match ids {
        Some(ids) => conn.rows(&PLACED, &[&org, &List::ids(ids.iter().copied())])?,
        None => conn.rows(&PLACED_ALL, &[&org])?,
    };
    let administer: HashSet<PersonId> = placed.iter().filter(|row| row.get(11)).map(|row| row.get(0)).collect();
    let mut placed: HashMap<PersonId, Placed> = placed.iter().map(|row| (row.get(0), Placed::read(row))).collect();
    let (people, posts) = with_posts(conn, ids, &units)?;
    let leaves = leaves::held(conn, ids)?;
    let scope = participation::get(conn)?.0.scope(&units, today);
    let mut stale = Vec::new();
    for person in &people {
        let id = person.brief.id;
        let held = posts.get(&id).map(Vec::as_slice).unwrap_or_default();
        let valid: Vec<&Post> = held
            .iter()
            .filter(|post| post.valid_from <= today && post.valid_to.is_none_or(|last| last >= today))
            .collect();
        let main = valid.first();
        let unit = main.and_then(|post| by_id.get(&post.unit_id).copied());
        let mut words: Vec<&str> = Vec::new();
        for post in &valid {
            words.push(&post.unit_path);
            words.extend(post.title_name.as_deref());
        }
        let outsider = person.employment.outsider().is_some();
        // Where a guest comes from stands in the place of a unit.
        words.extend(person.brief.unit.as_deref().filter(|_| outsider));
        let found = found(person, &words);
        let here = person.left_on.is_none_or(|last| last >= today) && (outsider || !valid.is_empty());
        // Guests, bots and partners are not concerned, and who administers all sees to it that others come.
        let outside = here
            && !outsider
            && !administer.contains(&id)
            && !scope
                .takes(id, valid.iter().filter_map(|post| by_id.get(&post.unit_id)).map(|unit| unit.path.as_str()));
        let active = here && !outside;
        let stands = Placed {
            unit: main.map(|post| post.unit_id),
            title: main.and_then(|post| post.title_id),
            unit_path: unit.map(|unit| unit.path.clone()).unwrap_or_default(),
            rank: main.and_then(|post| post.title_rank).unwrap_or(NO_RANK),
            active,
            sort_key: found.sort_key,
            kana_row: found.kana_row,
            folded: found.folded,
            leave: leaves.get(&id).copied().filter(|_| active),
            outside,
        };
        let stood = placed.remove(&id);
        // Mostly nothing changed: a city is looked through in far less time than it is written anew.
        if stood.as_ref() != Some(&stands) {
            stale.push(Stale { id, stood, stands });
        }
    }
    Ok(stale)
}

/// Who stands elsewhere today than it is written; [`place`] writes it.
pub fn misplaced(conn: &mut Conn<'_>) -> Result<Vec<PersonId>> {
    Ok(stale(conn, None)?.into_iter().map(|stale| stale.id).collect())
}

/// For whom it changed where they stand.
#[derive(Debug, Default)]
pub struct Moves {
    /// Those of whom others see it.
    pub changed: Vec<PersonId>,
    /// Those who may use more or less from now on, as a leave began or ended.
    pub leaves: Vec<PersonId>,
}

/// Works out where people stand today (main unit, title, rank, whether they are here at all, take part or are on leave) and how they are found;
/// everybody's when no ids are given.
pub fn place(tx: &mut Tx<'_>, ids: Option<&[PersonId]>) -> Result<Moves> {
    let mut moves = Moves::default();
    for Stale { id, stood, stands } in stale(tx, ids)? {
        tx.run(
            &PLACEMENT,
            &[
                &id,
                &stands.unit,
                &stands.title,
                &stands.unit_path,
                &stands.rank,
                &stands.active,
                &stands.sort_key,
                &stands.kana_row,
                &stands.folded,
                &stands.leave.map(word),
                &stands.outside,
            ],
        )?;
        let seen = |placed: &Placed| {
            let Placed { unit, title, rank, active, leave, outside, .. } = *placed;
            (unit, title, placed.unit_path.clone(), rank, active, leave.is_some(), outside)
        };
        if stood.as_ref().map(seen) != Some(seen(&stands)) {
            moves.changed.push(id);
        }
        if stood.as_ref().and_then(|stood| stood.leave) != stands.leave {
            moves.leaves.push(id);
        }
    }
    Ok(moves)
}
