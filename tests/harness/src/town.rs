use crate::client::Client;
use crate::{World, system};
use db::{Lock, Tx};
use directory::model::{
    Colour, Employment, NewPerson, NewPost, NewUnit, OrganisationView, PostKind, TitleId, UnitId, UnitKind,
};
use directory::service::create_organisation;
use directory::store::organisations;
use identity::service::password::NO_PASSWORD;
use identity::service::{Entry, NewAccount, insert_account, session};
use jiff::civil::{Date, date};
use kernel::{AccountId, Entropy, Jst, OrgId, PersonId, Result, Rights, SystemEntropy};
use std::collections::HashMap;

/// An organisation: 市長 › 総務部 › 総務課, 財政課; 建設部 › 道路課.
pub struct Town {
    /// Its id.
    pub org: OrgId,
    /// What its address has after `/o/`; nothing for a world's first.
    pub code: Option<String>,
    /// Units by name.
    pub units: HashMap<&'static str, UnitId>,
    /// Titles by name.
    pub titles: HashMap<&'static str, TitleId>,
}

/// Somebody of a town, signed in.
#[derive(Clone)]
pub struct Staff {
    /// The person.
    pub id: PersonId,
    /// The account.
    pub account: AccountId,
    /// The session's token.
    pub token: String,
    /// How they speak to the program.
    pub client: Client,
}

/// Somebody to be.
#[derive(Clone)]
pub struct NewStaff {
    /// Family name.
    pub family: &'static str,
    /// Given name.
    pub given: &'static str,
    /// Readings of both.
    pub readings: (&'static str, &'static str),
    /// The unit, by name.
    pub unit: &'static str,
    /// The title, by name.
    pub title: &'static str,
    /// Rights.
    pub rights: Rights,
    /// First and last day of the post.
    pub term: (Date, Option<Date>),
    /// A hash of their password.
    pub password_hash: String,
}

impl NewStaff {
    /// A clerk of the general affairs section.
    pub fn named(family: &'static str, given: &'static str, readings: (&'static str, &'static str)) -> Self {
        Self {
            family,
            given,
            readings,
            unit: "総務課",
            title: "主事",
            rights: Rights::Member,
            term: (date(2020, 4, 1), None),
            password_hash: NO_PASSWORD.to_owned(),
        }
    }

    /// Of another unit.
    pub fn of(mut self, unit: &'static str) -> Self {
        self.unit = unit;
        self
    }

    /// With another title.
    pub fn as_title(mut self, title: &'static str) -> Self {
        self.title = title;
        self
    }

    /// As an administrator.
    pub fn administrator(mut self) -> Self {
        self.rights = Rights::Administrator;
        self
    }
}

const UNITS: [(&str, &str, UnitKind, Option<&str>); 6] = [
    ("緑野市", "みどりのし", UnitKind::Bureau, None),
    ("総務部", "そうむぶ", UnitKind::Department, Some("緑野市")),
    ("総務課", "そうむか", UnitKind::Section, Some("総務部")),
    ("財政課", "ざいせいか", UnitKind::Section, Some("総務部")),
    ("建設部", "けんせつぶ", UnitKind::Department, Some("緑野市")),
    ("道路課", "どうろか", UnitKind::Section, Some("建設部")),
];

const TITLES: [(&str, &str, i64); 6] = [
    ("市長", "しちょう", 10),
    ("部長", "ぶちょう", 100),
    ("課長", "かちょう", 200),
    ("係長", "かかりちょう", 300),
    ("主査", "しゅさ", 400),
    ("主事", "しゅじ", 500),
];

/// Some tests have many towns of one name, which nobody could found.
fn further(tx: &mut Tx<'_>, name: &str, code: &str) -> Result<OrgId> {
    let id: OrgId = tx.id();
    tx.act_as(system(id));
    tx.lock(Lock::Org(id))?;
    let (name, code, founded_at) = (name.to_owned(), Some(code.to_owned()), tx.now());
    let (reading, colour) = (String::new(), Colour::Green);
    organisations::insert(tx, &OrganisationView { id, name, reading, code, colour, listed: false, founded_at })?;
    Ok(id)
}

impl Town {
    pub(crate) async fn found(world: &World, name: &str) -> Self {
        let name = name.to_owned();
        let nobody = system(OrgId::from_raw(0));
        world
            .test
            .db
            .write(nobody, move |tx| {
                let there = organisations::all(tx)?.len();
                let code = (there > 0).then(|| format!("town-{there}"));
                let org = match &code {
                    None => create_organisation(tx, &name)?,
                    Some(code) => further(tx, &name, code)?,
                };
                let mut units: HashMap<&'static str, UnitId> = HashMap::new();
                for (order, (unit, reading, kind, parent)) in UNITS.into_iter().enumerate() {
                    let new = NewUnit {
                        name: unit.to_owned(),
                        short_name: None,
                        reading: reading.to_owned(),
                        kind,
                        parent_id: parent.map(|parent| units[parent]),
                        order: order as i64,
                        extension: None,
                        valid_from: date(2005, 4, 1),
                    };
                    units.insert(unit, directory::service::create_unit(tx, &new, "")?.id);
                }
                let mut titles = HashMap::new();
                for (title, reading, rank) in TITLES {
                    titles.insert(title, directory::service::create_title(tx, title, reading, rank, "")?.id);
                }
                Ok(Town { org, code, units, titles })
            })
            .await
            .expect("a town")
    }

    /// Somebody who is not signed in, at the town's address.
    pub fn stranger(&self, world: &World) -> Client {
        world.stranger().at(self.code.as_deref())
    }

    /// Takes somebody on and signs them in.
    pub async fn staff(&self, world: &World, new: NewStaff) -> Staff {
        let (org, unit, title) = (self.org, self.units[new.unit], self.titles[new.title]);
        let token = session::new_token(&SystemEntropy);
        let hash = session::token_hash(&token);
        let staff_number = format!("s{:010}", SystemEntropy.u64() % 10_000_000_000);
        let made = world
            .test
            .db
            .write(system(org), move |tx| {
                tx.act_as(system(org));
                let person = NewPerson {
                    id: None,
                    staff_number: staff_number.clone(),
                    family_name: new.family.to_owned(),
                    given_name: new.given.to_owned(),
                    family_reading: new.readings.0.to_owned(),
                    given_reading: new.readings.1.to_owned(),
                    employment: Employment::Regular,
                    email: None,
                    extension: None,
                    mobile: None,
                    posts: vec![NewPost {
                        unit_id: unit,
                        title_id: Some(title),
                        kind: PostKind::Main,
                        valid_from: new.term.0,
                        valid_to: new.term.1,
                    }],
                };
                let person = directory::service::create_person(tx, &person, "")?;
                let account = NewAccount {
                    person: person.brief.id,
                    login: &staff_number,
                    email: None,
                    password_hash: &new.password_hash,
                    must_change: false,
                    rights: new.rights,
                };
                tx.lock(Lock::Org(org))?;
                let account = insert_account(tx, &account)?;
                let found = identity::store::get(tx, account)?.expect("just made");
                let entry = Entry {
                    token_hash: &hash,
                    device_hash: &hash,
                    device: "Test",
                    address: "192.0.2.1",
                    source: "",
                    strong: false,
                    vouched: false,
                    elsewhere: None,
                    passkey: None,
                };
                identity::service::sign_in(tx, &found, &entry)?;
                Ok((person.brief.id, account))
            })
            .await
            .expect("somebody new");
        let client = Client::of(world, Some(token.clone())).at(self.code.as_deref());
        Staff { id: made.0, account: made.1, token, client }
    }

    /// Takes on many clerks of a unit at once, none of whom signs in. Their readings are in the order in which they came.
    pub async fn crowd(&self, world: &World, unit: &'static str, count: usize) {
        const DIGITS: [char; 10] = ['あ', 'か', 'さ', 'た', 'な', 'は', 'ま', 'や', 'ら', 'わ'];
        let (org, unit_id) = (self.org, self.units[unit]);
        let clerk = move |number: usize| NewPerson {
            id: None,
            staff_number: format!("c{number:09}"),
            family_name: "小川".to_owned(),
            given_name: format!("{number}"),
            family_reading: "おがわ".to_owned(),
            given_reading: format!("{number:06}").bytes().map(|digit| DIGITS[usize::from(digit - b'0')]).collect(),
            employment: Employment::Regular,
            email: None,
            extension: None,
            mobile: None,
            posts: vec![NewPost {
                unit_id,
                title_id: None,
                kind: PostKind::Main,
                valid_from: date(2020, 4, 1),
                valid_to: None,
            }],
        };
        let story = move |tx: &mut db::Tx<'_>| {
            tx.lock(Lock::Org(org))?;
            for number in 0..count {
                directory::service::insert_person_unchecked(tx, &clerk(number))?;
            }
            Ok(())
        };
        world.test.db.write(system(org), story).await.expect("many people");
    }

    /// Today in the world's clock.
    pub fn today(&self, world: &World) -> Date {
        Jst::date(world.test.db.clock().now())
    }
}
