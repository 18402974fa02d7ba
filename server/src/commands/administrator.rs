//! `engawa administrator`: the way back in when nobody can administer any more. Whoever sits at the machine may.

use super::organisation;
use crate::config::Administrator;
use db::Db;
use identity::model::{AccountState, RightsName, fold_login};
use identity::service::{AccountChange, change_account, factors, password, reset_password, rules};
use kernel::{Actor, Error, Result};

pub(super) fn run(options: &Administrator) -> Result<()> {
    let db = super::open(&options.store)?;
    let actor = organisation::found(&db, options.organisation.as_deref())?;
    let initial = appoint(&db, actor, &options.login, options.drop_sign_in_rules)?;
    println!("{}  is an administrator; initial password / 初期パスワード: {initial}", options.login);
    println!("It has to be changed at the first sign-in. / 最初のサインインで変更が必要です。");
    Ok(())
}

/// Makes an account an active administrator's with an initial password, which is given back, and without a second factor or
/// passkeys; its devices are signed out. With `drop_rules` the organisation has no rules by network any more.
///
/// Errors: `nobody` when no account of somebody who is here today has the login.
fn appoint(db: &Db, actor: Actor, login: &str, drop_rules: bool) -> Result<String> {
    let initial = password::initial(&**db.entropy());
    let hash = password::hash(&initial, &**db.entropy())?;
    let login = login.to_owned();
    db.write_now(actor, move |tx| {
        let org = tx.actor().org;
        tx.lock(db::Lock::Org(org))?;
        let found = identity::store::by_login(tx, org, &fold_login(&login))?;
        let account =
            found.into_iter().next().ok_or_else(|| Error::conflict("nobody").because(format!("「{login}」")))?;
        let change = AccountChange { rights: Some(RightsName::Administrator), state: Some(AccountState::Active) };
        change_account(tx, account.id, &change, "")?;
        let has_code = identity::store::factors::code(tx, account.id)?.is_some();
        if has_code || identity::store::passkeys::count(tx, account.id)? > 0 {
            factors::take_off(tx, account.id, "")?;
        }
        if drop_rules {
            rules::drop_all(tx)?;
        }
        reset_password(tx, account.id, &hash, "")
    })?;
    Ok(initial)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features;
    use directory::model::{Employment, NewPerson, NewPost, NewUnit, PostKind, UnitKind};
    use identity::model::rules::{NetworkRule, SignInRules};
    use identity::service::people;
    use identity::store::passkeys;
    use jiff::civil::date;
    use kernel::{Id, Rights};

    #[test]
    fn whoever_has_a_post_can_be_made_an_administrator_and_nobody_else() {
        testkit::both(&features::migrations(), |test| {
            let db = &test.db;
            let org = db.write_now(Actor::system(Id::from_raw(0)), |tx| {
                let org = directory::service::create_organisation(tx, "緑野市")?;
                let unit = NewUnit {
                    name: "総務課".to_owned(),
                    short_name: None,
                    reading: "そうむか".to_owned(),
                    kind: UnitKind::Section,
                    parent_id: None,
                    order: 0,
                    extension: None,
                    valid_from: date(2005, 4, 1),
                };
                let unit_id = directory::service::create_unit(tx, &unit, "")?.id;
                for (number, last) in [("A1", None), ("A2", Some(date(2026, 3, 31)))] {
                    let post = NewPost {
                        unit_id,
                        title_id: None,
                        kind: PostKind::Main,
                        valid_from: date(2020, 4, 1),
                        valid_to: last,
                    };
                    let person = NewPerson {
                        id: None,
                        staff_number: number.to_owned(),
                        family_name: "佐藤".to_owned(),
                        given_name: "花".to_owned(),
                        family_reading: "さとう".to_owned(),
                        given_reading: "はな".to_owned(),
                        employment: Employment::Regular,
                        email: None,
                        extension: None,
                        mobile: None,
                        posts: vec![post],
                    };
                    people::create(tx, &person, Some(password::NO_PASSWORD), "")?;
                }
                Ok(org)
            });
            let actor = Actor::system(org.expect("a town"));
            assert_eq!(appoint(db, actor, "a2", false).expect_err("gone since yesterday").code(), "nobody");
            assert_eq!(appoint(db, actor, "A3", false).expect_err("nobody").code(), "nobody");
            let shut = db.write_now(actor, move |tx| {
                let account = identity::store::by_login(tx, actor.org, "a1")?.remove(0).id;
                tx.lock(db::Lock::Org(actor.org))?;
                identity::store::factors::put_code(tx, account, &[7; 20])?;
                identity::store::factors::confirm_code(tx, account)?;
                let (host, name, public) = ("engawa.example", "失くした端末", "{}");
                let lost = passkeys::New { credential_id: &[7; 32], handle: &[7; 16], host, name, public };
                passkeys::insert(tx, account, &lost)?;
                let elsewhere = NetworkRule { allowed: false, ..NetworkRule::default() };
                identity::store::rules::put(tx, &SignInRules { networks: Vec::new(), elsewhere })?;
                Ok(account)
            });
            let shut = shut.expect("everybody is shut out");
            appoint(db, actor, "Ａ１", false).expect("a way back in");
            let rules = move |conn: &mut db::Conn<'_>| identity::store::rules::get(conn, actor.org);
            assert!(!db.read_now(actor, rules).expect("read").0.rules().elsewhere.allowed, "only when it is asked for");
            appoint(db, actor, "Ａ１", true).expect("a way back in");
            assert_eq!(*db.read_now(actor, rules).expect("read").0.rules(), SignInRules::default());
            let code = db.read_now(actor, move |conn| identity::store::factors::code(conn, shut)).expect("read");
            assert!(code.is_none(), "the lost telephone is asked for no more");
            let left = db.read_now(actor, move |conn| passkeys::count(conn, shut)).expect("read");
            assert_eq!(left, 0, "and its passkey opens nothing");
            let found = db.read_now(actor, move |conn| identity::store::by_login(conn, actor.org, "a1")).expect("read");
            assert_eq!((found[0].rights, found[0].must_change), (Rights::Administrator, true));
            assert!(found[0].password_hash.starts_with("$argon2id$"));
        });
    }
}
