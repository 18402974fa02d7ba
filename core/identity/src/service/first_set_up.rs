//! The beginning of an organisation: it, its first unit, and who administers it.

use super::{NewAccount, insert_account};
use crate::model::{Account, IdentityRefusal};
use crate::store;
use audit::{Record, Subject};
use db::{Lock, Tx};
use directory::model::{NewOrganisation, NewPerson, NewPost, NewUnit, OrganisationView, PostKind, UnitKind};
use directory::service::organisations;
use kernel::{Actor, Error, Jst, OrgId, Result, Rights};
use serde_json::{Value, json};

/// Who is to administer an organisation that begins.
pub struct FirstAdministrator<'s> {
    /// The person, whose posts are made here.
    pub person: NewPerson,
    /// The hash of their password.
    pub password_hash: &'s str,
    /// Somebody else chose it.
    pub initial: bool,
}

/// Creates the first organisation and its first administrator; once in a deployment's life.
pub fn set_up(tx: &mut Tx<'_>, name: &str, first: &FirstAdministrator<'_>, address: &str) -> Result<Account> {
    tx.lock(Lock::Org(OrgId::from_raw(0)))?;
    if store::is_set_up(tx)? {
        return Err(IdentityRefusal::AlreadySetUp.into());
    }
    organisations::create_organisation(tx, name)?;
    begin(tx, (name, ""), first, json!({}), address)
}

/// Founds a further organisation with its first administrator, for an administrator of the first one. It is in their record, and in that of
/// the new one, which is told by whom it was founded and nothing else of them.
///
/// Errors: `not_found` for everybody else, the fields that are none.
pub fn found(
    tx: &mut Tx<'_>,
    new: &NewOrganisation,
    first: &FirstAdministrator<'_>,
    address: &str,
) -> Result<OrganisationView> {
    let founder = tx.actor();
    tx.lock(Lock::Org(OrgId::from_raw(0)))?;
    organisations::check_home(tx)?;
    let by = organisations::own(tx)?.name;
    let org = organisations::create_further(tx, new)?;
    begin(tx, (&new.name, &new.reading), first, json!({ "founded_by": by }), "")?;
    tx.act_as(founder);
    let founded = organisations::record_founding(tx, org, address)?;
    // What the transaction tells is told to the new one.
    tx.act_as(Actor::system(org));
    Ok(founded)
}

/// Gives the organisation that the transaction acts for its first unit and its administrator.
fn begin(
    tx: &mut Tx<'_>,
    (name, reading): (&str, &str),
    first: &FirstAdministrator<'_>,
    detail: Value,
    address: &str,
) -> Result<Account> {
    let today = Jst::date(tx.now());
    let root = NewUnit {
        name: name.trim().to_owned(),
        short_name: None,
        // Where nobody was asked for it, the administrator gives it later.
        reading: if reading.trim().is_empty() { "ー".to_owned() } else { reading.to_owned() },
        kind: UnitKind::Bureau,
        parent_id: None,
        order: 0,
        extension: None,
        valid_from: today,
    };
    let root = directory::service::create_unit(tx, &root, address)?;
    let mut administrator = first.person.clone();
    administrator.posts =
        vec![NewPost { unit_id: root.id, title_id: None, kind: PostKind::Main, valid_from: today, valid_to: None }];
    let person = directory::service::create_person(tx, &administrator, address)?;
    let account = NewAccount {
        person: person.brief.id,
        login: &administrator.staff_number,
        email: administrator.email.as_deref(),
        password_hash: first.password_hash,
        must_change: first.initial,
        rights: Rights::Administrator,
    };
    let id = insert_account(tx, &account)?;
    let (act, subject) = ("identity.set_up", Subject::of("account", id, &person.brief.name));
    audit::record(tx, &Record { act, subject, detail, address })?;
    store::get(tx, id)?.ok_or_else(Error::not_found)
}
