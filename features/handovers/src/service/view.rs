//! From rows to what the API shows, and who stands around a handover.

use super::{earliest, today};
use crate::model::{Act, Document, Handover, HandoverId, Line, Own, OwnPost, Side, Stage, State, Step, Version};
use crate::policy::{self, Around, Office};
use crate::store::{self, Filter, Key, Near};
use db::Conn;
use directory::model::{NO_RANK, Person, PersonBrief, Post, Reach, TitleId, Unit, UnitId};
use directory::service::barriers;
use directory::service::grants;
use directory::store::{people, posts, units};
use jiff::ToSpan;
use kernel::{Error, Function, Jst, PersonId, Result, Timestamp, Verb};
use std::collections::{BTreeSet, HashMap};

/// How many of their own somebody is shown.
pub(super) const MOST_OWN: usize = 50;
/// How many of others are looked at in one go.
const PAGE: usize = 200;
/// For how many days a handover is found in lists.
const DAYS_LISTED: i32 = 400;

fn listed_since(conn: &mut Conn<'_>) -> Timestamp {
    let day = today(conn).saturating_sub(DAYS_LISTED.days());
    Jst::start_of(day)
}

/// Posts of the actor's that they hold or held until lately, and hand over.
pub(super) fn own_posts(conn: &mut Conn<'_>) -> Result<Vec<Post>> {
    let (person, day) = (conn.actor().person, today(conn));
    let earliest = earliest(conn, day)?;
    let Some(found) = people::get(conn, person)?.filter(|person| person.employment.is_staff()) else {
        return Ok(Vec::new());
    };
    let is_own = |post: &Post| post.valid_from <= day && post.valid_to.is_none_or(|last| last >= earliest);
    Ok(found.posts.into_iter().filter(is_own).collect())
}

/// Who stands around each of some handovers.
fn around(conn: &mut Conn<'_>, documents: &[Document]) -> Result<Vec<Around>> {
    let today = today(conn);
    let parents: HashMap<UnitId, UnitId> = match documents {
        [] => HashMap::new(),
        _ => units::all_units(conn)?.iter().filter_map(|unit| Some((unit.id, unit.parent_id?))).collect(),
    };
    let own = documents.iter().map(|document| document.unit);
    let asked: BTreeSet<UnitId> = own.flat_map(|unit| [Some(unit), parents.get(&unit).copied()]).flatten().collect();
    let ranks: HashMap<TitleId, i64> = match documents {
        [] => HashMap::new(),
        _ => units::titles(conn)?.into_iter().map(|title| (title.id, title.rank)).collect(),
    };
    let named: BTreeSet<PersonId> = documents.iter().flat_map(|document| document.content.named.clone()).collect();
    let staff = of_staff(conn, &named.into_iter().collect::<Vec<_>>())?;
    let held = posts::held_from(conn, &asked.into_iter().collect::<Vec<_>>(), today)?;
    let of = |unit: UnitId| held.iter().filter(|held| held.unit == unit).cloned().collect::<Vec<_>>();
    let each = documents.iter().map(|document| {
        let above = parents.get(&document.unit).map(|parent| of(*parent)).unwrap_or_default();
        let named = &document.content.named;
        let named: Vec<PersonId> = named.iter().filter(|person| staff.contains(person)).copied().collect();
        let rank = document.title.and_then(|title| ranks.get(&title).copied()).unwrap_or(NO_RANK);
        let own = of(document.unit);
        Around::of(document, Office { own: &own, above: &above, rank, named: &named, today })
    });
    Ok(each.collect())
}

/// Those of some people who are of the staff today: whoever left takes nothing over.
pub(super) fn of_staff(conn: &mut Conn<'_>, ids: &[PersonId]) -> Result<BTreeSet<PersonId>> {
    if ids.is_empty() {
        return Ok(BTreeSet::new());
    }
    let found = people::of_ids(conn, ids)?.into_iter();
    let is_staff = |person: &Person| person.employment.is_staff() && person.brief.active;
    Ok(found.filter(is_staff).map(|person| person.brief.id).collect())
}

/// A handover that the actor may know of, with who stands around it and what they are to it.
///
/// Errors: `not_found` for everybody else.
pub(super) fn known(conn: &mut Conn<'_>, id: HandoverId) -> Result<(Document, Around, Option<Side>)> {
    let document = store::get(conn, id)?.ok_or_else(Error::not_found)?;
    let around = around(conn, std::slice::from_ref(&document))?.remove(0);
    let side = around.side(conn.actor().person, &document, today(conn));
    if side.is_none() {
        return Err(Error::not_found());
    }
    Ok((document, around, side))
}

/// Whether somebody is not there any more to write.
pub(super) fn is_gone(conn: &mut Conn<'_>, person: PersonId) -> Result<bool> {
    let brief = people::briefs(conn, &[person])?.pop();
    Ok(brief.is_none_or(|brief| !brief.active || brief.on_leave))
}

fn line(document: &Document, person: PersonBrief, side: Option<Side>) -> Line {
    let at = |act, is_true: bool| document.last(act).filter(|_| is_true).map(|done| done.at);
    Line {
        id: document.id,
        person,
        unit_id: document.unit,
        title_id: document.title,
        post: document.post.clone(),
        last_day: document.last_day,
        state: document.state,
        touched: document.touched,
        version: document.version,
        handed_at: at(Act::HandedIn, document.is_handed_in()),
        taken_over_at: at(Act::TakenOver, true),
        updated_at: document.updated_at,
        side,
    }
}

fn by_id(briefs: Vec<PersonBrief>) -> HashMap<PersonId, PersonBrief> {
    briefs.into_iter().map(|brief| (brief.id, brief)).collect()
}

/// One handover, as far as the actor may see it.
pub fn get(conn: &mut Conn<'_>, id: HandoverId) -> Result<Handover> {
    let (document, around, side) = known(conn, id)?;
    let side = side.ok_or_else(Error::not_found)?;
    let mut ids: Vec<PersonId> = vec![document.person];
    ids.extend(document.content.named.iter().chain(&around.successors).chain(&around.head));
    ids.extend(document.history.iter().filter_map(|done| done.by));
    let hidden = barriers::towards(conn, &ids)?.hidden();
    let briefs = by_id(people::briefs(conn, &ids)?);
    let shown = |ids: &[PersonId]| -> Vec<PersonBrief> {
        ids.iter().filter(|id| !hidden.contains(id)).filter_map(|id| briefs.get(id).cloned()).collect()
    };
    let person = briefs.get(&document.person).cloned().ok_or_else(Error::not_found)?;
    let gone = !person.active || person.on_leave;
    let is_own = side == Side::Predecessor;
    let partial = !is_own && !document.is_handed_in();
    let (preface, items) = match (is_own && document.state == State::Draft, partial) {
        (true, _) => (document.content.preface.clone(), document.content.items.clone()),
        (_, true) if side == Side::Successor => (String::new(), document.content.of_post()),
        (_, true) => (String::new(), Vec::new()),
        (_, false) => (document.content.preface.clone(), document.content.handed()),
    };
    let step = |done: &crate::model::Done| Step {
        act: done.act,
        at: done.at,
        by: done.by.and_then(|by| briefs.get(&by).cloned()),
        version: done.version,
    };
    Ok(Handover {
        reason: is_own.then_some(document.reason),
        preface,
        items,
        partial,
        named: if is_own { shown(&document.content.named) } else { Vec::new() },
        successors: shown(&around.successors),
        head: around.head.and_then(|head| shown(&[head]).pop()),
        history: document.history.iter().map(step).collect(),
        allowed: policy::allowed(side, &document, &around, gone),
        tick: document.tick,
        line: line(&document, person, Some(side)),
    })
}

/// What was handed in once: the author's to see, and of everybody else's the one that stands.
pub fn version(conn: &mut Conn<'_>, id: HandoverId, number: i64) -> Result<Version> {
    let (document, _, side) = known(conn, id)?;
    let stands = document.is_handed_in() && number == document.version;
    if side != Some(Side::Predecessor) && !stands {
        return Err(Error::not_found());
    }
    let (content, at) = store::version(conn, id, number)?.ok_or_else(Error::not_found)?;
    Ok(Version { version: number, at, preface: content.preface.clone(), items: content.handed() })
}

/// What concerns the actor of handovers.
pub fn own(conn: &mut Conn<'_>) -> Result<Own> {
    let (person, day) = (conn.actor().person, today(conn));
    let since = listed_since(conn);
    let own = store::of_person(conn, person, MOST_OWN)?;
    let posts = own_posts(conn)?;
    let others = others(conn, &posts, since)?;
    let mut ids: Vec<PersonId> = others.iter().map(|(document, _)| document.person).collect();
    ids.push(person);
    let briefs = by_id(people::briefs(conn, &ids)?);
    let shown = |document: &Document, side| Some(line(document, briefs.get(&document.person)?.clone(), Some(side)));
    let mut free: Vec<OwnPost> = Vec::new();
    for post in posts {
        let is_open = |document: &&Document| matches!(document.state, State::Draft | State::Handed);
        let is_same = |unit, title| (unit, title) == (post.unit_id, post.title_id);
        let is_served = |document: &Document| document.standing().serves(post.valid_to, day);
        let is_of_it = |document: &Document| is_same(document.unit, document.title) && is_served(document);
        let is_begun = own.iter().filter(is_open).any(is_of_it);
        if !is_begun && !free.iter().any(|free| is_same(free.unit_id, free.title_id)) {
            free.push(OwnPost { unit_id: post.unit_id, title_id: post.title_id, name: post.name });
        }
    }
    Ok(Own {
        own: own.iter().filter_map(|document| shown(document, Side::Predecessor)).collect(),
        others: others.iter().filter_map(|(document, side)| shown(document, *side)).collect(),
        posts: free,
    })
}

/// Handovers of others that the actor may know of, and what they are to them: in the units where they hold or will hold a post and in those right
/// below. All are looked at, some in each go: who may see which cannot be asked of the database.
fn others(conn: &mut Conn<'_>, own: &[Post], since: Timestamp) -> Result<Vec<(Document, Side)>> {
    let (person, today) = (conn.actor().person, today(conn));
    // Also posts that begin later: whoever comes prepares.
    let later = people::posts_of(conn, &[person])?.remove(&person).unwrap_or_default();
    let held = own.iter().chain(&later).filter(|post| post.valid_to.is_none_or(|last| last >= today));
    let held: BTreeSet<UnitId> = held.map(|post| post.unit_id).collect();
    let is_near = |unit: &&Unit| held.contains(&unit.id) || unit.parent_id.is_some_and(|parent| held.contains(&parent));
    let units: Vec<UnitId> = units::all_units(conn)?.iter().filter(is_near).map(|unit| unit.id).collect();
    let (near, mut found, mut last) = (Near { units, since, today }, Vec::new(), None);
    loop {
        let page = store::around(conn, &near, last, PAGE)?;
        last = page.last().map(|document| document.id);
        let (count, around) = (page.len(), around(conn, &page)?);
        let each = page.into_iter().zip(around);
        found.extend(each.filter_map(|(document, around)| {
            let side = around.side(person, &document, today)?;
            Some((document, side))
        }));
        if count < PAGE {
            return Ok(found);
        }
    }
}

/// What the list of the administration is asked for.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// How far they are.
    pub stage: Option<Stage>,
    /// Words in person or post.
    pub words: Option<String>,
}

/// A page of all handovers, by unit, for those who look after transfers or after people, one more than `limit` when there are more: that they are
/// there and how far they are, and nothing of what is in them.
///
/// Errors: `not_found` for everybody else.
pub fn list(conn: &mut Conn<'_>, search: &Search, after: Option<Key>, limit: usize) -> Result<Vec<(Line, Key)>> {
    let folded = search.words.as_deref().map(text::fold).unwrap_or_default();
    let filter = Filter {
        stage: search.stage,
        words: folded.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect(),
        reach: reach(conn)?,
        leaves: grants::reach(conn, Function::People, Verb::Change)?,
        today: today(conn),
        since: listed_since(conn),
    };
    let after = after.unwrap_or_else(|| (String::new(), HandoverId::from_raw(-1)));
    let found = store::list(conn, &filter, &after, limit + 1)?;
    let ids: Vec<PersonId> = found.iter().map(|(document, _)| document.person).collect();
    let briefs = by_id(people::briefs(conn, &ids)?);
    let shown = found.into_iter().filter_map(|(document, key)| {
        let person = briefs.get(&document.person)?.clone();
        Some((line(&document, person, None), key))
    });
    Ok(shown.collect())
}

/// For which units the actor may know that there are handovers.
fn reach(conn: &mut Conn<'_>) -> Result<Reach> {
    // The doors of the administration are closed to whoever is on leave.
    if conn.actor().leave.is_some() {
        return Err(Error::not_found());
    }
    let of_transfers = grants::reach(conn, Function::Transfers, Verb::See)?;
    let reach = if of_transfers == Reach::Everywhere {
        of_transfers
    } else {
        grants::reach(conn, Function::People, Verb::See)?
    };
    match reach.units() {
        Some(units) if units.is_empty() => Err(Error::not_found()),
        _ => Ok(reach),
    }
}
