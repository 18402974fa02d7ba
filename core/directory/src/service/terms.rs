//! 任期満了: whose last day is near, and another one for them. Who reaches it is gone the day after by themselves, as anybody who leaves.

use super::{check_posts, grants, hold, person as person_of, place, subject, tell, words};
use crate::jobs::FollowPosts;
use crate::model::{Employment, Ending, NewPost, Person, Renewal};
use crate::store::people;
use crate::store::terms::{self as store, Filter, Key};
use audit::Record;
use db::{Conn, Tx};
use jiff::civil::Date;
use kernel::{Error, Function, Jst, PersonId, Result, Verb};
use serde_json::json;
use std::collections::HashMap;

/// What a list of last days is asked for.
#[derive(Debug, Clone)]
pub struct Search {
    /// Words that must be found in names, readings, numbers, units or titles.
    pub words: Option<String>,
    /// The latest last day.
    pub until: Date,
    /// How they are employed; everybody for nothing.
    pub employment: Option<Employment>,
}

/// A page of those whose record the actor looks after and whose last day is known, the next to go first; one more than `limit` when there
/// are more.
pub fn list(conn: &mut Conn<'_>, search: &Search, after: Option<Key>, limit: usize) -> Result<Vec<(Ending, Key)>> {
    let filter = Filter {
        words: words(search.words.as_deref()),
        today: Jst::date(conn.now()),
        until: search.until,
        employment: search.employment,
        reach: grants::reach(conn, Function::People, Verb::See)?,
    };
    let after = after.unwrap_or_else(|| (String::new(), Vec::new(), PersonId::from_raw(-1)));
    let found = store::list(conn, &filter, &after, limit + 1)?;
    let ids: Vec<PersonId> = found.iter().map(|(id, ..)| *id).collect();
    let mut people: HashMap<PersonId, Person> =
        people::of_ids(conn, &ids)?.into_iter().map(|person| (person.brief.id, person)).collect();
    let line = |(id, last_day, key): (PersonId, Date, Key)| {
        let Person { brief, staff_number, employment, .. } = people.remove(&id)?;
        Some((Ending { person: brief, staff_number, employment, last_day }, key))
    };
    Ok(found.into_iter().filter_map(line).collect())
}

/// Gives somebody another last day: posts that end on the present one end on it; of whoever leaves before their posts end only that moves.
/// [`settle`] follows in the same transaction.
///
/// Errors: `stale` when their last day is another than was seen, `last_day` out of range, those of [`grants::editable`].
pub fn renew(tx: &mut Tx<'_>, renewal: &Renewal, address: &str) -> Result<Person> {
    hold(tx)?;
    let id = renewal.person_id;
    let found = people::get(tx, id)?.ok_or_else(Error::not_found)?;
    let mut person = grants::editable(tx, found)?;
    let today = Jst::date(tx.now());
    let last = person.last_day().filter(|last| *last == renewal.seen).ok_or_else(Error::stale)?;
    if last < today || renewal.last_day < today {
        return Err(Error::field("last_day", "out_of_range"));
    }
    let mut posts: Vec<NewPost> = person.posts.iter().map(NewPost::from).collect();
    if person.left_on == Some(last) && posts.iter().any(|post| post.valid_to.is_none_or(|end| end >= renewal.last_day))
    {
        // They leave before their posts end: only that moves.
        person.left_on = Some(renewal.last_day);
    } else {
        for post in posts.iter_mut().filter(|post| post.valid_to == Some(last)) {
            if renewal.last_day < post.valid_from {
                return Err(Error::field("last_day", "before_begin"));
            }
            post.valid_to = Some(renewal.last_day);
        }
        check_posts(tx, &posts)?;
        person.left_on = person.left_on.map(|_| renewal.last_day);
        people::set_posts(tx, id, &posts)?;
    }
    people::update(tx, &person)?;
    let detail = json!({ "before": last.to_string(), "last_day": renewal.last_day.to_string() });
    let subject = subject(tx, id)?;
    audit::record(tx, &Record { act: "directory.term_renewed", subject, detail, address })?;
    person_of(tx, id)
}

/// What follows once people were given another last day: once for all of them.
pub fn settle(tx: &mut Tx<'_>, ids: &[PersonId]) -> Result<()> {
    place(tx, Some(ids))?;
    jobs::enqueue(tx, &FollowPosts { people: None }, None)?;
    ids.iter().try_for_each(|id| tell(tx, *id).map(|_| ()))
}
