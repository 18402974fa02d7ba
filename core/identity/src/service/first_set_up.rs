//! The first set-up: an organisation and who administers it.

use super::{NewAccount, insert_account};
use crate::model::{Account, IdentityRefusal};
use crate::store;
use audit::{Record, Subject};
use db::{Lock, Tx};
use directory::model::{NewPerson, NewPost, NewUnit, PostKind, UnitKind};
use kernel::{Error, Jst, OrgId, Result, Rights};
use serde_json::json;

/// What the first set-up is told.
pub struct FirstSetUp<'s> {
    /// The organisation's name.
    pub organisation_name: &'s str,
    /// The administrator, whose posts are made here.
    pub administrator: NewPerson,
    /// The hash of their password.
    pub password_hash: &'s str,
}

/// Creates the organisation and its first administrator; once in a deployment's life.
pub fn set_up(tx: &mut Tx<'_>, setup: &FirstSetUp<'_>, address: &str) -> Result<Account> {
    tx.lock(Lock::Org(OrgId::from_raw(0)))?;
    if store::is_set_up(tx)? {
        return Err(IdentityRefusal::AlreadySetUp.into());
    }
    directory::service::create_organisation(tx, setup.organisation_name)?;
    let today = Jst::date(tx.now());
    let root = NewUnit {
        name: setup.organisation_name.trim().to_owned(),
        short_name: None,
        // The reading of the organisation's name is not asked for at set-up; the administrator gives it later.
        reading: "ー".to_owned(),
        kind: UnitKind::Bureau,
        parent_id: None,
        order: 0,
        extension: None,
        valid_from: today,
    };
    let root = directory::service::create_unit(tx, &root, address)?;
    let mut administrator = setup.administrator.clone();
    administrator.posts =
        vec![NewPost { unit_id: root.id, title_id: None, kind: PostKind::Main, valid_from: today, valid_to: None }];
    let person = directory::service::create_person(tx, &administrator, address)?;
    let account = NewAccount {
        person: person.brief.id,
        login: &administrator.staff_number,
        email: administrator.email.as_deref(),
        password_hash: setup.password_hash,
        must_change: false,
        rights: Rights::Administrator,
    };
    let id = insert_account(tx, &account)?;
    let (act, subject) = ("identity.set_up", Subject::of("account", id, &person.brief.name));
    audit::record(tx, &Record { act, subject, detail: json!({}), address })?;
    store::get(tx, id)?.ok_or_else(Error::not_found)
}
