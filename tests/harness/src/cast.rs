//! Many people with open sessions and the rooms they share, written straight into a database before a program starts over it.

use chat::model::{Role, RoomId, RoomKind};
use chat::service::carry::{self, OldRoom};
use db::{Db, Lock, Place, Threads};
use directory::model::{Employment, NewOrganisation, NewPerson, NewPost, NewUnit, PostKind, UnitKind};
use directory::service::organisations::create_further;
use identity::service::password::NO_PASSWORD;
use identity::service::{NewAccount, insert_account, session};
use jiff::civil::date;
use kernel::{Actor, Id, OrgId, PersonId, Result, Rights, SystemClock, SystemEntropy};
use std::ops::Range;
use std::sync::Arc;

/// People written in one transaction.
const BATCH: usize = 500;

/// Who is there.
pub struct Cast {
    /// The organisation.
    pub org: OrgId,
    /// The people, each with the token of an open session.
    pub people: Vec<(PersonId, String)>,
    /// The private rooms.
    pub rooms: Vec<RoomId>,
}

impl Cast {
    /// Fills an empty database: `people` clerks of one section, and a private room for each range of them. The database is
    /// closed afterwards.
    ///
    /// Errors: those of the database, and `data_in_use` when a program has it open.
    pub fn fill(place: Place, people: usize, rooms: &[Range<usize>]) -> Result<Self> {
        let (clock, entropy) = (Arc::new(SystemClock), Arc::new(SystemEntropy));
        let db = Db::open(place, &server::features::migrations(), Threads::default(), clock, entropy)?;
        let org =
            db.write_now(Actor::system(Id::from_raw(0)), |tx| directory::service::create_organisation(tx, "緑野市"))?;
        Self::staff(&db, org, people, rooms)
    }

    /// [`Cast::fill`] for a further organisation, beside what is there already.
    pub fn beside(place: Place, code: &'static str, people: usize, rooms: &[Range<usize>]) -> Result<Self> {
        let (clock, entropy) = (Arc::new(SystemClock), Arc::new(SystemEntropy));
        let db = Db::open(place, &server::features::migrations(), Threads::default(), clock, entropy)?;
        let (name, reading) = ("青浜町".to_owned(), "あおはままち".to_owned());
        let new = NewOrganisation { name, reading, code: code.to_owned(), colour: None, listed: true };
        let org = db.write_now(Actor::system(Id::from_raw(0)), move |tx| create_further(tx, &new))?;
        Self::staff(&db, org, people, rooms)
    }

    fn staff(db: &Db, org: OrgId, people: usize, rooms: &[Range<usize>]) -> Result<Self> {
        let unit = db.write_now(Actor::system(org), |tx| {
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
            Ok(directory::service::create_unit(tx, &unit, "")?.id)
        })?;
        let mut cast = Self { org, people: Vec::new(), rooms: Vec::new() };
        for first in (0..people).step_by(BATCH) {
            let places = first..people.min(first + BATCH);
            cast.people.extend(db.write_now(Actor::system(org), move |tx| {
                tx.lock(Lock::Org(org))?;
                places.clone().map(|place| clerk(tx, unit, place)).collect::<Result<Vec<_>>>()
            })?);
        }
        for (place, members) in rooms.iter().enumerate() {
            let members: Vec<_> = cast.people[members.clone()].iter().map(|(id, _)| (*id, Role::Member)).collect();
            cast.rooms.push(db.write_now(Actor::system(org), move |tx| {
                let room = OldRoom {
                    id: tx.id(),
                    kind: RoomKind::Private,
                    name: format!("部屋{place}"),
                    purpose: String::new(),
                    unit_id: None,
                    rule: None,
                    created_at: tx.now(),
                    archived_at: None,
                    members: members.clone(),
                };
                carry::room(tx, &room)?;
                Ok(room.id)
            })?);
        }
        Ok(cast)
    }
}

fn clerk(tx: &mut db::Tx<'_>, unit: directory::model::UnitId, place: usize) -> Result<(PersonId, String)> {
    let staff_number = format!("{place:06}");
    let post =
        NewPost { unit_id: unit, title_id: None, kind: PostKind::Main, valid_from: date(2020, 4, 1), valid_to: None };
    let person = NewPerson {
        id: None,
        staff_number: staff_number.clone(),
        family_name: "佐藤".to_owned(),
        given_name: format!("花子{place}"),
        family_reading: "さとう".to_owned(),
        given_reading: "はなこ".to_owned(),
        employment: Employment::Regular,
        email: None,
        extension: None,
        mobile: None,
        posts: vec![post],
    };
    let person = directory::service::insert_person_unchecked(tx, &person)?;
    let account = NewAccount {
        person,
        login: &staff_number,
        email: None,
        password_hash: NO_PASSWORD,
        must_change: false,
        rights: Rights::Member,
    };
    let account = insert_account(tx, &account)?;
    let account = identity::store::get(tx, account)?.expect("just made");
    let token = session::new_token(tx.entropy());
    identity::store::insert_session(tx, &account, &session::token_hash(&token), "Test", "127.0.0.1")?;
    Ok((person, token))
}
