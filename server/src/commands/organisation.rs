//! For which organisation a command acts.

use db::Db;
use directory::model::Organisation;
use directory::store::organisations;
use kernel::{Actor, Error, Id, OrgId, Result};

/// The organisation that a command is about: the only one, or the one of a name or code. Nothing when a name was given and there
/// is no organisation at all yet.
///
/// Errors: `which_organisation` when that does not tell.
pub(super) fn find(db: &Db, name: Option<&str>) -> Result<Option<OrgId>> {
    let all = db.read_now(Actor::system(Id::from_raw(0)), organisations::all)?;
    let names = || all.iter().map(shown).collect::<Vec<_>>().join(" ");
    let unclear = |why: String| Err(Error::conflict("which_organisation").because(why));
    match (name, all.as_slice()) {
        (None, [only]) => Ok(Some(only.id)),
        (None, []) => unclear("there is no organisation yet; name one with --organisation, and it is made".to_owned()),
        (None, _) => unclear(format!("there are several organisations, name one with --organisation: {}", names())),
        (Some(_), []) => Ok(None),
        (Some(name), some) => match some.iter().filter(|found| is_meant(found, name)).collect::<Vec<_>>()[..] {
            [found] => Ok(Some(found.id)),
            [] => unclear(format!("no organisation is named 「{name}」; there is: {}", names())),
            _ => unclear(format!("several organisations are named 「{name}」, give the code of one: {}", names())),
        },
    }
}

fn shown(found: &Organisation) -> String {
    match &found.code {
        Some(code) => format!("「{}」({code})", found.name),
        None => format!("「{}」", found.name),
    }
}

/// Whether a text is an organisation's name, or its code.
fn is_meant(found: &Organisation, text: &str) -> bool {
    text::fold(&found.name) == text::fold(text) || found.code.as_deref() == Some(text)
}

/// The actor for an organisation that is there.
///
/// Errors: `which_organisation` when there is none, or the name does not tell.
pub(super) fn found(db: &Db, name: Option<&str>) -> Result<Actor> {
    let none = || Error::conflict("which_organisation").because("there is no organisation yet");
    find(db, name)?.map(Actor::system).ok_or_else(none)
}

/// The actor for an organisation that [`find`] found, or for a new one of that name.
pub(super) fn found_or_made(db: &Db, name: Option<&str>) -> Result<Actor> {
    if let Some(org) = find(db, name)? {
        return Ok(Actor::system(org));
    }
    let name = name.unwrap_or_default().to_owned();
    let org =
        db.write_now(Actor::system(Id::from_raw(0)), move |tx| directory::service::create_organisation(tx, &name))?;
    Ok(Actor::system(org))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features;
    use directory::model::{NewOrganisation, OrganisationChange};
    use directory::service::organisations as service;
    use web::Organisations;

    #[test]
    fn an_organisation_is_meant_by_its_name_or_its_code_and_never_one_of_two() {
        testkit::both(&features::migrations(), |test| {
            let db = &test.db;
            let nobody = Actor::system(Id::from_raw(0));
            let home = db.write_now(nobody, |tx| service::create_organisation(tx, "緑野市")).expect("the first");
            assert_eq!(find(db, None).expect("the only one"), Some(home));
            let further = |name: &'static str, code: &'static str| {
                db.write_now(nobody, move |tx| {
                    let (name, reading, code) = (name.to_owned(), String::new(), code.to_owned());
                    let new = NewOrganisation { name, reading, code, colour: None, listed: false };
                    service::create_further(tx, &new)
                })
                .expect("a further one")
            };
            let (council, fire) = (further("議会", "council"), further("消防団", "fire"));
            assert_eq!(find(db, None).expect_err("which").code(), "which_organisation");
            for (text, org) in [("緑野市", home), ("議会", council), ("fire", fire), ("消防団", fire)] {
                assert_eq!(find(db, Some(text)).expect(text), Some(org));
            }
            assert_eq!(find(db, Some("診療所")).expect_err("none").code(), "which_organisation");
            // Whoever administers one is not told of the name of another that is not listed.
            let same = OrganisationChange { name: Some("消防団".to_owned()), ..OrganisationChange::default() };
            db.write_now(Actor::system(council), move |tx| service::change_own(tx, &same, "")).expect("renamed");
            assert_eq!(find(db, Some("消防団")).expect_err("two").code(), "which_organisation");
            assert_eq!(find(db, Some("fire")).expect("its code"), Some(fire));
            // A program that starts knows where each lives without asking.
            let addresses = service::Addresses::begin(db.clone()).expect("addresses");
            let known = [None, Some("council"), Some("fire"), Some("clinic")].map(|code| addresses.recall(code));
            assert_eq!(known, [Some(home), Some(council), Some(fire), None]);
        });
    }
}
