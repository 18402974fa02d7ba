//! Users become people: those known by address are the same person, the others are made.

use crate::model::Report;
use crate::parse::User;
use crate::service::translate::called;
use crate::store::{self, Kind};
use db::{Db, Lock, Tx};
use directory::jobs::FollowPosts;
use directory::model::{Employment, NewPerson, NewPost, NewUnit, PostKind, UnitId, UnitKind};
use directory::store::{people, units};
use jiff::civil::Date;
use kernel::{Actor, Id, Jst, PersonId, Result};
use std::collections::HashMap;
use std::sync::Arc;

/// The unit of those who came from Slack and are nobody known.
pub const UNIT: &str = "Slackからの移行";
/// People made in one transaction.
const BATCH: usize = 200;
/// The longest name that the directory takes.
const LONGEST: usize = 100;

/// A user who is to become a person.
struct Newcomer {
    slack_id: String,
    person: NewPerson,
    /// Their last day, for those who are there no longer.
    left_on: Option<Date>,
}

/// Makes or finds everybody who is no program; people by user id. `since` is the first day of their posts.
pub fn carry(
    db: &Db,
    actor: Actor,
    users: &[User],
    since: Date,
    report: &mut Report,
) -> Result<HashMap<String, PersonId>> {
    let (known, addresses) =
        db.read_now(actor, |conn| Ok((store::all(conn, Kind::Person)?, store::people_by_address(conn)?)))?;
    let mut people: HashMap<String, PersonId> = HashMap::new();
    let mut found = Vec::new();
    let mut newcomers = Vec::new();
    let today = Jst::date(db.clock().now());
    for user in users.iter().filter(|user| !super::is_program(user)) {
        let address = user.profile.email.get().map(text::fold);
        if let Some(id) = known.get(&user.id) {
            people.insert(user.id.clone(), Id::from_raw(*id));
            report.users.already += 1;
            continue;
        }
        match address.and_then(|address| addresses.get(&address).copied()) {
            Some(Some(person)) => {
                people.insert(user.id.clone(), person);
                found.push((user.id.clone(), person));
                report.users.already += 1;
            }
            Some(None) => {
                report.miss("users whose address several people have are people of their own", &user.id);
                newcomers.push(newcomer(user, since, today));
            }
            None => newcomers.push(newcomer(user, since, today)),
        }
    }
    let found = Arc::new(found);
    db.write_now(actor, move |tx| {
        tx.lock(Lock::Org(actor.org))?;
        for (user, person) in found.iter() {
            store::put(tx, Kind::Person, user, person.raw())?;
        }
        Ok(())
    })?;
    report.users.carried += newcomers.len() as u64;
    let newcomers: Vec<Arc<Newcomer>> = newcomers.into_iter().map(Arc::new).collect();
    for chunk in newcomers.chunks(BATCH) {
        let chunk = chunk.to_vec();
        let made = db.write_now(actor, move |tx| make(tx, &chunk, since))?;
        people.extend(made);
    }
    Ok(people)
}

fn newcomer(user: &User, since: Date, today: Date) -> Newcomer {
    let name = called(user).trim().replace(['\n', '\r', '\t'], " ");
    let (family, given) = name.split_once([' ', '\u{3000}']).unwrap_or((&name, ""));
    let left_on = user.deleted.then(|| {
        let changed = user.updated.number().map(|second| Jst::date(super::second(second)));
        // Whoever is there no longer is so from today on at the latest.
        let yesterday = today.yesterday().unwrap_or(today);
        changed.filter(|day| *day >= since && *day < today).unwrap_or(yesterday)
    });
    let post = NewPost {
        // Filled in when the unit is there.
        unit_id: Id::from_raw(0),
        title_id: None,
        kind: PostKind::Main,
        valid_from: left_on.map_or(since, |last| last.min(since)),
        valid_to: left_on,
    };
    let person = NewPerson {
        id: None,
        staff_number: format!("slack-{}", user.id),
        family_name: text::truncate(family, LONGEST).to_owned(),
        given_name: text::truncate(given.trim(), LONGEST).to_owned(),
        family_reading: reading(family).unwrap_or_else(|| "ー".to_owned()),
        given_reading: reading(given).unwrap_or_default(),
        employment: Employment::Regular,
        email: user.profile.email.get().map(|email| text::truncate(email, LONGEST).to_owned()),
        extension: None,
        mobile: user.profile.phone.get().map(|phone| text::truncate(phone, LONGEST).to_owned()),
        posts: vec![post],
    };
    Newcomer { slack_id: user.id.clone(), person, left_on }
}

/// The reading of a name that is written in kana.
fn reading(name: &str) -> Option<String> {
    let reading = text::normalise_reading(text::truncate(name, LONGEST));
    text::is_reading(&reading).then_some(reading)
}

fn make(tx: &mut Tx<'_>, newcomers: &[Arc<Newcomer>], since: Date) -> Result<Vec<(String, PersonId)>> {
    let org = tx.actor().org;
    tx.lock(Lock::Org(org))?;
    let unit = unit(tx, since)?;
    let mut made = Vec::new();
    for newcomer in newcomers {
        let mut person = newcomer.person.clone();
        person.posts[0].unit_id = unit;
        // A number that somebody else bears would stop the whole import.
        if people::by_staff_number(tx, &person.staff_number)?.is_some() {
            person.staff_number = format!("{}-{}", person.staff_number, tx.id::<()>());
        }
        let id = directory::service::insert_person_unchecked(tx, &person)?;
        if let Some(last) = newcomer.left_on {
            directory::service::leave(tx, id, last, "")?;
        }
        store::put(tx, Kind::Person, &newcomer.slack_id, id.raw())?;
        made.push((newcomer.slack_id.clone(), id));
    }
    let ids: Vec<PersonId> = made.iter().map(|(_, id)| *id).collect();
    directory::service::place(tx, Some(&ids))?;
    jobs::enqueue(tx, &FollowPosts { people: None }, None)?;
    Ok(made)
}

/// The unit of those who came from Slack, made when it is needed first.
fn unit(tx: &mut Tx<'_>, since: Date) -> Result<UnitId> {
    let key = "migration";
    if let Some(id) = store::one(tx, Kind::Unit, key)? {
        return Ok(Id::from_raw(id));
    }
    // Below the organisation's own root, where there is one, and after everything else.
    let all = units::all_units(tx)?;
    let mut roots = all.iter().filter(|unit| unit.parent_id.is_none());
    let root = roots.next().map(|unit| unit.id);
    let new = NewUnit {
        name: UNIT.to_owned(),
        short_name: Some("Slack".to_owned()),
        reading: "すらっくからのいこう".to_owned(),
        kind: UnitKind::Other,
        parent_id: root.filter(|_| roots.next().is_none()),
        order: all.iter().map(|unit| unit.order).max().unwrap_or(0) + 1,
        extension: None,
        valid_from: since,
    };
    let id = directory::service::create_unit(tx, &new, "")?.id;
    store::put(tx, Kind::Unit, key, id.raw())?;
    Ok(id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn person(json: &str) -> Newcomer {
        let user: User = serde_json::from_str(json).expect("a user");
        newcomer(&user, date(2020, 4, 1), date(2026, 4, 1))
    }

    #[test]
    fn a_name_is_parted_at_its_first_blank_and_read_when_it_is_kana() {
        let new = person(r#"{"id":"U1","real_name":"ヤマダ　花子 Ann"}"#).person;
        assert_eq!((new.family_name.as_str(), new.given_name.as_str()), ("ヤマダ", "花子 Ann"));
        assert_eq!((new.family_reading.as_str(), new.given_reading.as_str()), ("やまだ", ""));
        let new =
            person(r#"{"id":"U1","name":"aaron","real_name":"","profile":{"real_name":"","fields":null}}"#).person;
        assert_eq!((new.family_name.as_str(), new.family_reading.as_str()), ("aaron", "ー"));
    }

    #[test]
    fn whoever_was_deleted_has_left_on_the_day_of_that_or_yesterday() {
        assert_eq!(person(r#"{"id":"U1","deleted":true,"updated":1600000000}"#).left_on, Some(date(2020, 9, 13)));
        assert_eq!(person(r#"{"id":"U1","deleted":true}"#).left_on, Some(date(2026, 3, 31)));
        assert_eq!(person(r#"{"id":"U1"}"#).left_on, None);
    }
}
