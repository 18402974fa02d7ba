//! Users: people with an account, found, taken in, changed and let go.

use super::Call;
use crate::filter::Filter;
use crate::model::ScimRefusal;
use crate::patch::{self, Change};
use crate::schema::{Words, named};
use crate::store::{self, Known};
use crate::user::{Fields, Held, Wanted, show, spelled, wanted};
use db::{Conn, Lock, Tx};
use directory::model::naming::{self, Units};
use directory::model::turning::{Place, first_post, turned};
use directory::model::{NewPerson, NewPost, PersonChange, Post, PostKind, Title, TitleId};
use directory::store::{people, units as unit_store};
use identity::model::{AccountState, IdentityRefusal, fold_login};
use identity::service::password::NO_PASSWORD;
use identity::service::{AccountChange, change_account, people as people_with_accounts, reset_password};
use jiff::civil::Date;
use kernel::{Error, Jst, PersonId, Result};
use std::collections::HashMap;

/// So many people at once are read as everybody is, instead of by their ids.
const MANY: usize = 500;

/// What people are described with, as it is today.
struct Lists {
    units: Units,
    titles: Vec<Title>,
    today: Date,
}

impl Lists {
    fn read(conn: &mut Conn<'_>) -> Result<Self> {
        let today = Jst::date(conn.now());
        let units = Units::new(&unit_store::all_units(conn)?, today);
        Ok(Self { units, titles: unit_store::titles(conn)?, today })
    }

    fn title(&self, attribute: &str, name: &str) -> Result<TitleId> {
        naming::title(&self.titles, attribute, name)
    }
}

/// The words that the organisation's lists suggest for units and titles.
pub fn words(conn: &mut Conn<'_>) -> Result<Words> {
    let lists = Lists::read(conn)?;
    Ok(Words { units: lists.units.all(), titles: lists.titles.into_iter().map(|title| title.name).collect() })
}

/// What a list is asked for.
#[derive(Debug, Clone)]
pub struct Search {
    /// Who is meant; everybody without one.
    pub filter: Option<Filter>,
    /// From which on, from one.
    pub start: usize,
    /// How many at most.
    pub count: usize,
}

/// How many Users meet the filter, and a page of them in the order of their ids.
pub fn find(conn: &mut Conn<'_>, search: &Search, call: &Call) -> Result<(usize, Vec<Fields>)> {
    let lists = Lists::read(conn)?;
    let candidates = match &search.filter {
        Some(filter) => candidates(conn, filter)?,
        None => None,
    };
    let mut known = store::known(conn, candidates.as_deref())?;
    known.retain(|known| known.removed_at.is_none());
    let page = |all: usize| (search.start - 1).min(all)..(search.start - 1).saturating_add(search.count).min(all);
    let shown = |held: &Held| show(held, &lists.units, lists.today, &call.base);
    let Some(filter) = &search.filter else {
        let total = known.len();
        let held = load(conn, known.drain(page(total)).collect())?;
        return Ok((total, held.iter().map(shown).collect()));
    };
    let mut met: Vec<Fields> = load(conn, known)?.iter().map(shown).filter(|user| filter.meets(user)).collect();
    let total = met.len();
    Ok((total, met.drain(page(total)).collect()))
}

/// Who at most meets a filter, where it demands what there is an index for: providers ask so for everybody, one after another.
fn candidates(conn: &mut Conn<'_>, filter: &Filter) -> Result<Option<Vec<PersonId>>> {
    let demanded = |path: &str| named(path).and_then(|named| filter.demands(&named));
    if let Some(id) = demanded("id") {
        return Ok(Some(id.parse().into_iter().collect()));
    }
    if let Some(user_name) = demanded("userName") {
        let found = store::by_login(conn, &fold_login(user_name))?;
        return Ok(Some(found.into_iter().map(|known| known.person).collect()));
    }
    if let Some(external_id) = demanded("externalId") {
        return store::by_external_id(conn, external_id).map(Some);
    }
    Ok(None)
}

/// The people whom something is known of, in the same order.
fn load(conn: &mut Conn<'_>, known: Vec<Known>) -> Result<Vec<Held>> {
    let ids: Vec<PersonId> = known.iter().map(|known| known.person).collect();
    let people = match ids.len() {
        0 => Vec::new(),
        some if some <= MANY => people::of_ids(conn, &ids)?,
        _ => people::everybody(conn)?,
    };
    let mut people: HashMap<PersonId, _> = people.into_iter().map(|person| (person.brief.id, person)).collect();
    let held = known.into_iter().filter_map(|known| Some(Held { person: people.remove(&known.person)?, known }));
    Ok(held.collect())
}

fn held(conn: &mut Conn<'_>, id: PersonId) -> Result<Held> {
    let mut known = store::known(conn, Some(&[id]))?;
    known.retain(|known| known.removed_at.is_none());
    load(conn, known)?.pop().ok_or_else(Error::not_found)
}

/// One User.
pub fn one(conn: &mut Conn<'_>, id: PersonId, call: &Call) -> Result<Fields> {
    let lists = Lists::read(conn)?;
    let held = held(conn, id)?;
    Ok(show(&held, &lists.units, lists.today, &call.base))
}

/// Takes somebody in. Whom a program has removed before comes back as who they were.
///
/// Errors: the directory's and identity's, what is missing or not known.
pub fn create(tx: &mut Tx<'_>, sent: &Fields, call: &Call) -> Result<Fields> {
    let org = tx.actor().org;
    tx.lock(Lock::Org(org))?;
    let wanted = wanted(&spelled(sent)?)?;
    let lists = Lists::read(tx)?;
    let Some(department) = &wanted.department else { return Err(Error::field("department", "missing")) };
    let main =
        (lists.units.find("department", department, None)?, title(&lists, "title", wanted.title.as_deref(), None)?);
    let login = fold_login(&wanted.user_name);
    let number = wanted.number.as_ref().unwrap_or(&wanted.user_name);
    if let Some(removed) = removed(tx, &login, number)? {
        return take_back(tx, removed, &wanted, &lists, call);
    }
    let others = others(&lists, &wanted, &[])?;
    let posts = std::iter::once((main, PostKind::Main)).chain(others);
    let new = NewPerson {
        id: None,
        staff_number: number.clone(),
        family_name: wanted.family_name.clone(),
        given_name: wanted.given_name.clone(),
        family_reading: wanted.family_reading.clone(),
        given_reading: wanted.given_reading.clone(),
        employment: wanted.employment,
        email: wanted.email.clone(),
        extension: wanted.extension.clone(),
        mobile: wanted.mobile.clone(),
        posts: posts.map(|(place, kind)| first_post(place, kind, lists.today)).collect(),
    };
    let person = people_with_accounts::take_in(tx, &new, &wanted.user_name, &call.origin)?;
    let id = person.brief.id;
    let mut known = store::known(tx, Some(&[id]))?.pop().ok_or_else(Error::not_found)?;
    remember(&mut known, &wanted);
    store::put(tx, &known)?;
    if wanted.active == Some(false) {
        set_active(tx, &known, false, call)?;
    }
    one(tx, id, call)
}

/// Whom a program has removed and now means by a login or a staff number.
fn removed(conn: &mut Conn<'_>, login: &str, number: &str) -> Result<Option<Held>> {
    let by_login = store::by_login(conn, login)?;
    let known = match by_login {
        Some(known) => Some(known),
        None => match people::by_staff_number(conn, number.trim())? {
            Some(person) => store::known(conn, Some(&[person.brief.id]))?.pop(),
            None => None,
        },
    };
    match known {
        Some(known) if known.removed_at.is_some() => Ok(load(conn, vec![known])?.pop()),
        Some(known) if known.login == login => Err(IdentityRefusal::LoginTaken.into()),
        _ => Ok(None),
    }
}

fn take_back(tx: &mut Tx<'_>, mut held: Held, wanted: &Wanted, lists: &Lists, call: &Call) -> Result<Fields> {
    let id = held.person.brief.id;
    held.person = directory::service::come_back(tx, id, &call.origin)?;
    held.known.removed_at = None;
    // Whatever they signed in with before, they begin like everybody else; what a directory keeps is given there.
    if !identity::store::get(tx, held.known.account)?.is_some_and(|account| account.is_kept_elsewhere()) {
        reset_password(tx, held.known.account, NO_PASSWORD, &call.origin)?;
    }
    let wanted = Wanted { active: Some(wanted.active.unwrap_or(true)), ..wanted.clone() };
    bring(tx, &held, &wanted, lists, call)?;
    one(tx, id, call)
}

/// Makes somebody what a client says that they are.
///
/// Errors: those of [`create`], `stale`, `scim.has_left`.
pub fn replace(tx: &mut Tx<'_>, id: PersonId, sent: &Fields, call: &Call) -> Result<Fields> {
    with(tx, id, call, |_| spelled(sent))
}

/// Makes changes in somebody, all of them or none.
///
/// Errors: those of [`replace`] and of changes.
pub fn change(tx: &mut Tx<'_>, id: PersonId, changes: &[Change], call: &Call) -> Result<Fields> {
    with(tx, id, call, |now| {
        let mut user = now.clone();
        changes.iter().try_for_each(|change| patch::apply(&mut user, change))?;
        spelled(&user)
    })
}

fn with(tx: &mut Tx<'_>, id: PersonId, call: &Call, turned: impl Fn(&Fields) -> Result<Fields>) -> Result<Fields> {
    let org = tx.actor().org;
    tx.lock(Lock::Org(org))?;
    let lists = Lists::read(tx)?;
    let held = seen(tx, id, &lists, call)?;
    let now = show(&held, &lists.units, lists.today, &call.base);
    let wanted = wanted(&turned(&now)?)?;
    bring(tx, &held, &wanted, &lists, call)?;
    one(tx, id, call)
}

/// Somebody in the version that the client has in hand, if it says which.
fn seen(conn: &mut Conn<'_>, id: PersonId, lists: &Lists, call: &Call) -> Result<Held> {
    let held = held(conn, id)?;
    let Some(seen) = &call.seen else { return Ok(held) };
    let user = show(&held, &lists.units, lists.today, &call.base);
    let version = user["meta"]["version"].as_str().unwrap_or_default().trim_start_matches("W/");
    let is_it = |one: &str| one == "*" || one.trim_start_matches("W/") == version;
    if seen.split(',').map(str::trim).any(is_it) { Ok(held) } else { Err(Error::stale()) }
}

/// Lets somebody go: they cannot sign in from now on, and today is their last day. What they wrote stays.
///
/// Errors: `stale`, `identity.last_administrator`.
pub fn remove(tx: &mut Tx<'_>, id: PersonId, call: &Call) -> Result<()> {
    let org = tx.actor().org;
    tx.lock(Lock::Org(org))?;
    let lists = Lists::read(tx)?;
    let mut held = seen(tx, id, &lists, call)?;
    set_active(tx, &held.known, false, call)?;
    if held.person.left_on.is_none_or(|last| last > lists.today) {
        people_with_accounts::leave(tx, id, lists.today, &call.origin)?;
    }
    held.known.removed_at = Some(tx.now());
    held.known.user_name = Some(held.user_name().to_owned());
    store::put(tx, &held.known)
}

fn set_active(tx: &mut Tx<'_>, known: &Known, active: bool, call: &Call) -> Result<()> {
    let state = if active { AccountState::Active } else { AccountState::Suspended };
    let change = AccountChange { rights: None, state: Some(state) };
    change_account(tx, known.account, &change, &call.origin).map(|_| ())
}

/// Keeps what only SCIM knows.
fn remember(known: &mut Known, wanted: &Wanted) {
    known.user_name = Some(wanted.user_name.clone());
    known.external_id = wanted.external_id.clone();
    known.number_given = wanted.number.is_some();
}

/// Makes somebody as they are wanted, by the same use cases as administrators: only what differs is changed.
fn bring(tx: &mut Tx<'_>, held: &Held, wanted: &Wanted, lists: &Lists, call: &Call) -> Result<()> {
    let (person, id) = (&held.person, held.person.brief.id);
    if wanted.department.is_none() && held.main(lists.today).is_some() {
        return Err(Error::field("department", "missing"));
    }
    let differs = |is: &str, wanted: &str| (is != wanted).then(|| wanted.to_owned());
    let optional =
        |is: &Option<String>, wanted: &Option<String>| (is != wanted).then(|| wanted.clone().unwrap_or_default());
    // A staff number that no program gave is not a program's to take away; one that says the same in other letters stays too.
    let is_ours = held.known.user_name.is_none();
    let is_same = fold_login(&person.staff_number) == fold_login(&wanted.user_name);
    let number = match &wanted.number {
        Some(number) => number,
        None if is_ours || is_same => &person.staff_number,
        None => &wanted.user_name,
    };
    let change = PersonChange {
        staff_number: differs(&person.staff_number, number),
        family_name: differs(&person.family_name, &wanted.family_name),
        given_name: differs(&person.given_name, &wanted.given_name),
        family_reading: differs(&person.family_reading, &text::normalise_reading(&wanted.family_reading)),
        given_reading: differs(&person.given_reading, &text::normalise_reading(&wanted.given_reading)),
        employment: (person.employment != wanted.employment).then_some(wanted.employment),
        email: optional(&person.email, &wanted.email),
        extension: optional(&person.extension, &wanted.extension),
        mobile: optional(&person.mobile, &wanted.mobile),
        posts: posts(held, wanted, lists)?,
    };
    if change != PersonChange::default() {
        people_with_accounts::update(tx, id, &change, None, &call.origin)?;
    }
    people_with_accounts::set_login(tx, id, &wanted.user_name, &call.origin)?;
    let active = wanted.active.filter(|active| *active != held.is_active(lists.today));
    if let Some(active) = active {
        if active && held.has_left(lists.today) {
            return Err(ScimRefusal::HasLeft.into());
        }
        set_active(tx, &held.known, active, call)?;
    }
    let mut known = held.known.clone();
    remember(&mut known, wanted);
    known.number_given |= is_ours;
    store::put(tx, &known)
}

fn title(lists: &Lists, attribute: &str, name: Option<&str>, now: Option<&Post>) -> Result<Option<TitleId>> {
    match (name, now) {
        (None, _) => Ok(None),
        (Some(name), Some(now)) if now.title_name.as_deref() == Some(name) => Ok(now.title_id),
        (Some(name), _) => lists.title(attribute, name).map(Some),
    }
}

/// The further posts that are wanted.
fn others(lists: &Lists, wanted: &Wanted, now: &[&Post]) -> Result<Vec<(Place, PostKind)>> {
    let other = |(unit, name, kind): &(String, Option<String>, PostKind)| {
        let held = now.iter().find(|post| lists.units.shown(post.unit_id) == unit).map(|post| post.unit_id);
        let unit = lists.units.find("otherPosts.unit", unit, held)?;
        Ok(((unit, title(lists, "otherPosts.title", name.as_deref(), None)?), *kind))
    };
    wanted.other_posts.iter().map(other).collect()
}

/// All posts of somebody as they are wanted from today on; nothing when they are so already. Past and future ones stay.
fn posts(held: &Held, wanted: &Wanted, lists: &Lists) -> Result<Option<Vec<NewPost>>> {
    let today = lists.today;
    let main = held.main(today);
    let place = match &wanted.department {
        Some(department) => {
            let unit = lists.units.find("department", department, main.map(|post| post.unit_id))?;
            Some((unit, title(lists, "title", wanted.title.as_deref(), main)?))
        }
        None => None,
    };
    let further: Vec<&Post> = held.posts(today).filter(|post| post.kind != PostKind::Main).collect();
    let others = others(lists, wanted, &further)?;
    Ok(turned(&held.person.posts, place, Some(&others), today))
}
