//! Organisations: founded, named, listed, and found by their addresses.

use super::{all_well, hold, reading, required};
use crate::events;
use crate::jobs::FollowPosts;
use crate::model::{
    Colour, LONGEST_HANDOVER, ListedOrganisation, NewOrganisation, Organisation, OrganisationChange, OrganisationView,
    is_code,
};
use crate::store::organisations as store;
use audit::{Record, Subject};
use db::{Conn, Db, Lock, Tx};
use kernel::{Actor, Error, FieldFault, Id, OrgId, Result, Timestamp};
use serde_json::json;
use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, RwLock};
use std::time::Duration;
use web::Organisations;

/// Creates the first organisation and makes the transaction act for it.
pub fn create_organisation(tx: &mut Tx<'_>, name: &str) -> Result<OrgId> {
    let mut faults = Vec::new();
    let name = required(&mut faults, "organisation_name", name);
    all_well(faults)?;
    let colour = Colour::of_turn(0);
    begin(tx, OrganisationView { name, colour, listed: true, ..nameless(tx) })
}

fn nameless(tx: &Tx<'_>) -> OrganisationView {
    let (name, reading) = (String::new(), String::new());
    let (id, colour, founded_at) = (tx.id(), Colour::of_turn(0), tx.now());
    OrganisationView { id, name, reading, code: None, colour, listed: false, founded_at }
}

fn begin(tx: &mut Tx<'_>, new: OrganisationView) -> Result<OrgId> {
    tx.act_as(Actor::system(new.id));
    hold(tx)?;
    store::insert(tx, &new)?;
    Ok(new.id)
}

/// Creates a further organisation and makes the transaction act for it.
///
/// Errors: the fields that are none, `already_exists` for a code or a name that another has.
pub fn create_further(tx: &mut Tx<'_>, new: &NewOrganisation) -> Result<OrgId> {
    tx.lock(Lock::Org(OrgId::from_raw(0)))?;
    let there = store::views(tx)?;
    let mut faults = Vec::new();
    let name = checked_name(&mut faults, &new.name, &there, None);
    let reading = reading(&mut faults, "reading", &new.reading, false);
    let code = new.code.trim().to_owned();
    let mut fault = |code| faults.push(FieldFault { field: "code".to_owned(), code });
    match () {
        () if code.is_empty() => fault("missing"),
        () if !is_code(&code) => fault("invalid"),
        () if there.iter().any(|other| other.code.as_ref() == Some(&code)) => fault("already_exists"),
        () => {}
    }
    all_well(faults)?;
    let colour = new.colour.unwrap_or(Colour::of_turn(there.len()));
    begin(tx, OrganisationView { name, reading, code: Some(code), colour, listed: new.listed, ..nameless(tx) })
}

/// A name that no other organisation has: in lists of them nothing else tells them apart.
fn checked_name(faults: &mut Vec<FieldFault>, name: &str, there: &[OrganisationView], own: Option<OrgId>) -> String {
    let name = required(faults, "name", name);
    let folded = text::fold(&name);
    if there.iter().any(|other| Some(other.id) != own && text::fold(&other.name) == folded) {
        faults.push(FieldFault { field: "name".to_owned(), code: "already_exists" });
    }
    name
}

/// Refuses whoever is not of the first organisation: of others they are told nothing.
pub fn check_home(conn: &mut Conn<'_>) -> Result<()> {
    match store::by_code(conn, None)? == Some(conn.actor().org) {
        true => Ok(()),
        false => Err(Error::not_found()),
    }
}

/// The first one first, then in 五十音 order.
fn in_order(mut all: Vec<OrganisationView>) -> Vec<OrganisationView> {
    all.sort_by_cached_key(|one| (one.code.is_some(), text::sort_key(&one.reading, &one.name), one.id));
    all
}

/// All organisations, for those who found them.
///
/// Errors: `not_found` for everybody else.
pub fn list(conn: &mut Conn<'_>) -> Result<Vec<OrganisationView>> {
    check_home(conn)?;
    everyone(conn)
}

/// Those that sign-in pages name, for everybody, and the one of an address.
pub fn listed(conn: &mut Conn<'_>, here: OrgId) -> Result<(Option<ListedOrganisation>, Vec<ListedOrganisation>)> {
    Ok(told_of(&everyone(conn)?, here))
}

/// All of them in their order.
pub fn everyone(conn: &mut Conn<'_>) -> Result<Vec<OrganisationView>> {
    store::views(conn).map(in_order)
}

/// [`listed`] of all of them.
pub fn told_of(all: &[OrganisationView], here: OrgId) -> (Option<ListedOrganisation>, Vec<ListedOrganisation>) {
    let own = all.iter().find(|one| one.id == here).cloned().map(Into::into);
    (own, all.iter().filter(|one| one.listed).cloned().map(Into::into).collect())
}

/// The actor's organisation.
pub fn own(conn: &mut Conn<'_>) -> Result<OrganisationView> {
    let org = conn.actor().org;
    store::view(conn, org)?.ok_or_else(Error::not_found)
}

/// Changes the actor's organisation.
///
/// Errors: the fields that are none; whether it is listed is none of them.
pub fn change_own(tx: &mut Tx<'_>, change: &OrganisationChange, address: &str) -> Result<OrganisationView> {
    if change.listed.is_some() {
        return Err(Error::field("listed", "fixed"));
    }
    let org = tx.actor().org;
    tx.lock(Lock::Org(OrgId::from_raw(0)))?;
    // They are not told of those that they do not know of, even if they hit upon the name of one.
    let mut known = store::views(tx)?;
    known.retain(|one| one.listed || one.id == org);
    let changed = changed(tx, (org, &known), change)?;
    told(tx, &changed, None, address)
}

/// Changes an organisation, for those who found them. It is in their record, and in the record of the other.
///
/// Errors: `not_found` for everybody else, the fields that are none.
pub fn change(tx: &mut Tx<'_>, id: OrgId, change: &OrganisationChange, address: &str) -> Result<OrganisationView> {
    let founder = tx.actor();
    tx.lock(Lock::Org(OrgId::from_raw(0)))?;
    check_home(tx)?;
    let all = store::views(tx)?;
    let changed = changed(tx, (id, &all), change)?;
    if id == founder.org {
        return told(tx, &changed, None, address);
    }
    record(tx, CHANGED, &changed, None, address)?;
    // Who it was is nobody of theirs: they are told which organisation.
    let by = store::get(tx, founder.org)?.map(|founder| founder.name);
    tx.act_as(Actor::system(id));
    told(tx, &changed, by.as_deref(), "")
}

/// Changes one of some organisations, from which its name has to differ.
fn changed(
    tx: &mut Tx<'_>,
    (id, there): (OrgId, &[OrganisationView]),
    change: &OrganisationChange,
) -> Result<OrganisationView> {
    let mut one = there.iter().find(|one| one.id == id).cloned().ok_or_else(Error::not_found)?;
    let mut faults = Vec::new();
    if let Some(name) = &change.name {
        one.name = checked_name(&mut faults, name, there, Some(id));
    }
    if let Some(text) = &change.reading {
        one.reading = reading(&mut faults, "reading", text, false);
    }
    if one.code.is_none() && change.listed == Some(false) {
        faults.push(FieldFault { field: "listed".to_owned(), code: "fixed" });
    }
    all_well(faults)?;
    one.colour = change.colour.unwrap_or(one.colour);
    one.listed = change.listed.unwrap_or(one.listed);
    store::update(tx, &one)?;
    Ok(one)
}

/// Tells the organisation that the transaction acts for.
fn told(tx: &mut Tx<'_>, changed: &OrganisationView, by: Option<&str>, address: &str) -> Result<OrganisationView> {
    let organisation = store::get(tx, changed.id)?.ok_or_else(Error::not_found)?;
    tx.emit(events::organisation_changed(&organisation));
    record(tx, CHANGED, changed, by, address)?;
    Ok(changed.clone())
}

const CHANGED: &str = "directory.organisation_changed";
const FOUNDED: &str = "directory.organisation_founded";

/// Remembers that an organisation was founded, in the record of who founded it.
pub fn record_founding(tx: &mut Tx<'_>, id: OrgId, address: &str) -> Result<OrganisationView> {
    let founded = store::view(tx, id)?.ok_or_else(Error::not_found)?;
    record(tx, FOUNDED, &founded, None, address)?;
    Ok(founded)
}

/// Remembers an act upon an organisation in the record of the actor's own; `by` is the organisation whose act it was, if another's.
fn record(tx: &mut Tx<'_>, act: &'static str, of: &OrganisationView, by: Option<&str>, address: &str) -> Result<()> {
    let subject = Subject::of("organisation", of.id, &of.name);
    let mut detail = json!({ "code": of.code, "colour": of.colour, "listed": of.listed });
    if let Some(by) = by {
        detail["by"] = json!(by);
    }
    audit::record(tx, &Record { act, subject, detail, address })
}

/// Sets for how many days people who left a unit go on reading in its room.
pub fn set_handover(tx: &mut Tx<'_>, days: i64, address: &str) -> Result<Organisation> {
    let org = hold(tx)?;
    if !(0..=LONGEST_HANDOVER).contains(&days) {
        return Err(Error::field("days", "out_of_range"));
    }
    store::set_handover(tx, days)?;
    jobs::enqueue(tx, &FollowPosts { people: None }, None)?;
    let (subject, detail) = (Subject::default(), json!({ "days": days }));
    audit::record(tx, &Record { act: "directory.handover_set", subject, detail, address })?;
    store::get(tx, org)?.ok_or_else(Error::not_found)
}

/// Codes that are not remembered are asked for so often in a while: more is somebody who tries.
const ASKED_AT_MOST: u32 = 50;
const WHILE: Duration = Duration::from_secs(1);

/// Which organisation lives where. What was found once is remembered for good, as it never changes; what is not there may have been founded
/// a moment ago, on this node or another one, and is asked for.
pub struct Addresses {
    db: Db,
    /// The first one; 0 as long as there is none.
    home: AtomicI64,
    others: RwLock<HashMap<String, OrgId>>,
    /// Since when, and how often, codes that are not remembered were asked for.
    asked: Mutex<(Timestamp, u32)>,
}

impl Addresses {
    /// With all organisations that there are.
    pub fn begin(db: Db) -> Result<Self> {
        let all = db.read_now(Actor::system(Id::from_raw(0)), store::all)?;
        let addresses = Self {
            db,
            home: AtomicI64::new(0),
            others: RwLock::default(),
            asked: Mutex::new((Timestamp::default(), 0)),
        };
        for one in all.iter().rev() {
            addresses.remember(one.code.as_deref(), one.id);
        }
        Ok(addresses)
    }

    fn remember(&self, code: Option<&str>, org: OrgId) {
        match code {
            None => self.home.store(org.raw(), Ordering::Relaxed),
            Some(code) => {
                self.others.write().expect("nothing panics while holding the addresses").insert(code.to_owned(), org);
            }
        }
    }

    /// Counts a code that is asked for.
    ///
    /// Errors: `busy` when it is one too many.
    fn count(&self) -> Result<()> {
        let now = self.db.clock().now();
        let mut asked = self.asked.lock().expect("nothing panics while holding the count");
        if !now.is_within(WHILE, asked.0) {
            *asked = (now, 0);
        }
        if asked.1 >= ASKED_AT_MOST {
            return Err(Error::too_many("busy", WHILE));
        }
        asked.1 += 1;
        Ok(())
    }
}

impl Organisations for Addresses {
    fn recall(&self, code: Option<&str>) -> Option<OrgId> {
        match code {
            None => Some(OrgId::from_raw(self.home.load(Ordering::Relaxed))).filter(|home| home.raw() != 0),
            Some(code) => self.others.read().expect("nothing panics while holding the addresses").get(code).copied(),
        }
    }

    fn look_up<'a>(
        &'a self,
        code: Option<&'a str>,
    ) -> Pin<Box<dyn Future<Output = Result<Option<OrgId>>> + Send + 'a>> {
        Box::pin(async move {
            if code.is_some_and(|code| !is_code(code)) {
                return Ok(None);
            }
            // Before the first set-up everybody asks in vain, and nobody is to wait for that.
            if code.is_some() {
                self.count()?;
            }
            let asked = code.map(str::to_owned);
            let nobody = Actor::system(Id::from_raw(0));
            let found = self.db.read(nobody, move |conn| store::by_code(conn, asked.as_deref())).await?;
            if let Some(org) = found {
                self.remember(code, org);
            }
            Ok(found)
        })
    }
}
