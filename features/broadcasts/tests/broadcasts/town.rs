//! A small town on a database of its own, and people who send and read in it.

use broadcasts::jobs::{BeginReminder, ForgetOld, RemindUnread, SendBroadcast};
use broadcasts::model::{Audience, Broadcast, BroadcastId, Line, NewBroadcast, Replies, State, Summary, Words};
use broadcasts::service::{self, Shown};
use db::{Conn, Migration, Tx};
use directory::model::{
    CircleEntry, Contact, Employment, NewBarrier, NewGrant, NewPerson, NewPost, NewUnit, Part, PostKind, Scope, Title,
    TitleId, UnitId, UnitKind,
};
use directory::service::bulk::{self, Settlement};
use identity::model::{Account, Settings};
use jiff::civil::date;
use jobs::Runner;
use kernel::{Actor, Face, Function, Id, OrgId, Outsider, PersonId, Result, Rights, Timestamp, Verb};
use std::time::Duration;
use testkit::{TestDb, both};

pub const HOLD: Duration = broadcasts::model::HOLD;

/// 総務部 (部長) with 総務課 below it, and 市民課 beside it.
pub struct Town<'t> {
    pub test: &'t TestDb,
    pub org: OrgId,
    pub affairs: UnitId,
    pub citizens: UnitId,
    pub chief: TitleId,
    /// Administers all.
    pub aoki: PersonId,
    /// 総務部長.
    pub ishida: PersonId,
    /// Of 総務課, and sends to everybody.
    pub ueda: PersonId,
    /// Of 総務課, for a fiscal year.
    pub eguchi: PersonId,
    /// 市民課長.
    pub okada: PersonId,
    /// Of 市民課.
    pub kato: PersonId,
}

fn migrations() -> Vec<Migration> {
    let core = [jobs::MIGRATIONS, audit::MIGRATIONS, directory::MIGRATIONS, identity::MIGRATIONS, files::MIGRATIONS];
    [core.concat(), broadcasts::MIGRATIONS.to_vec()].concat()
}

/// Tells a story in a town of its own, on each engine.
pub fn story(tell: impl Fn(&Town<'_>)) {
    both(&migrations(), |test| tell(&Town::new(test)));
}

fn unit(name: &str, kind: UnitKind, parent_id: Option<UnitId>, order: i64) -> NewUnit {
    NewUnit {
        name: name.to_owned(),
        short_name: None,
        reading: "か".to_owned(),
        kind,
        parent_id,
        order,
        extension: None,
        valid_from: date(2020, 4, 1),
    }
}

impl<'t> Town<'t> {
    fn new(test: &'t TestDb) -> Self {
        let nobody = Actor::system(Id::from_raw(0));
        let founded = test.db.write_now(nobody, |tx| {
            let org = directory::service::create_organisation(tx, "緑野市")?;
            let [general, affairs, citizens]: [UnitId; 3] = [tx.id(), tx.id(), tx.id()];
            bulk::add_unit(tx, general, &unit("総務部", UnitKind::Department, None, 1))?;
            bulk::add_unit(tx, affairs, &unit("総務課", UnitKind::Section, Some(general), 1))?;
            bulk::add_unit(tx, citizens, &unit("市民課", UnitKind::Section, None, 2))?;
            let [head, chief]: [TitleId; 2] = [tx.id(), tx.id()];
            for (id, name, rank) in [(head, "部長", 100), (chief, "課長", 200)] {
                bulk::add_title(tx, &Title { id, name: name.to_owned(), reading: "ちょう".to_owned(), rank })?;
            }
            bulk::settle_units(tx)?;
            Ok((org, general, affairs, citizens, head, chief))
        });
        let (org, general, affairs, citizens, head, chief) = founded.expect("a town");
        let mut town = Self {
            test,
            org,
            affairs,
            citizens,
            chief,
            aoki: Id::from_raw(0),
            ishida: Id::from_raw(0),
            ueda: Id::from_raw(0),
            eguchi: Id::from_raw(0),
            okada: Id::from_raw(0),
            kato: Id::from_raw(0),
        };
        let regular = Employment::Regular;
        town.aoki = town.comes(("青木", "あおき"), regular, (general, None), Rights::Administrator);
        town.ishida = town.comes(("石田", "いしだ"), regular, (general, Some(head)), Rights::Member);
        town.ueda = town.comes(("上田", "うえだ"), regular, (affairs, None), Rights::Member);
        town.eguchi = town.comes(("江口", "えぐち"), Employment::FiscalYear, (affairs, None), Rights::Member);
        town.okada = town.comes(("岡田", "おかだ"), regular, (citizens, Some(chief)), Rights::Member);
        town.kato = town.comes(("加藤", "かとう"), regular, (citizens, None), Rights::Member);
        town.gives(town.ueda, Verb::Change, Scope::All);
        town.run_jobs();
        town
    }

    /// Somebody comes, with an account.
    pub fn comes(
        &self,
        (family, reading): (&str, &str),
        employment: Employment,
        (unit_id, title_id): (UnitId, Option<TitleId>),
        rights: Rights,
    ) -> PersonId {
        let org = self.org;
        let new = NewPerson {
            id: None,
            staff_number: format!("{family}{reading}"),
            family_name: family.to_owned(),
            given_name: "花子".to_owned(),
            family_reading: reading.to_owned(),
            given_reading: "はなこ".to_owned(),
            employment,
            email: None,
            extension: None,
            mobile: None,
            posts: vec![NewPost {
                unit_id,
                title_id,
                kind: PostKind::Main,
                valid_from: date(2020, 4, 1),
                valid_to: None,
            }],
        };
        self.office(move |tx| {
            let person = bulk::add_person(tx, &new, None)?;
            let detail = serde_json::json!({});
            bulk::settle(tx, &Settlement { people: &[person], units: false, act: "test.came", detail })?;
            let account = Account {
                id: tx.id(),
                org,
                person,
                login: person.to_string(),
                own_login: false,
                email: None,
                password_hash: "!".to_owned(),
                must_change: false,
                rights,
                suspended_at: None,
                settings: Settings::default(),
                seen_at: None,
            };
            identity::store::insert(tx, &account)?;
            Ok(person)
        })
    }

    /// Somebody's posts are these from now on.
    pub fn stands(&self, person: PersonId, posts: Vec<NewPost>) {
        self.office(move |tx| {
            let found = directory::store::people::get(tx, person)?.expect("there");
            bulk::save_person(tx, found, Some(&posts))?;
            let detail = serde_json::json!({});
            bulk::settle(tx, &Settlement { people: &[person], units: false, act: "test.moved", detail })
        });
    }

    /// A barrier leaves so much towards somebody.
    pub fn protects(&self, person: PersonId, leaves: Contact) {
        let protects = vec![CircleEntry { person_id: Some(person), unit_id: None, title_id: None }];
        let new = NewBarrier { name: format!("{person}"), protects, keepers: vec![], leaves, desk_unit_id: None };
        self.office(move |tx| directory::service::barriers::create(tx, &new, ""));
    }

    /// Gives somebody a function of broadcasts.
    pub fn gives(&self, person: PersonId, verb: Verb, scope: Scope) {
        let new = NewGrant {
            holder: CircleEntry { person_id: Some(person), unit_id: None, title_id: None },
            parts: vec![Part { function: Function::Broadcasts, verb }],
            scope,
            unit_ids: Vec::new(),
            valid_from: date(2026, 4, 1),
            valid_to: None,
        };
        self.office(move |tx| directory::service::grants::create(tx, &new, ""));
    }

    /// Does something as the program itself, which may do all.
    pub fn office<T: Send + 'static>(&self, mut act: impl FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static) -> T {
        let org = self.org;
        let done = self.test.db.write_now(Actor::system(org), move |tx| {
            tx.lock(db::Lock::Org(org))?;
            act(tx)
        });
        done.expect("the office may do all")
    }

    /// Somebody at their own device.
    pub fn actor(&self, person: PersonId) -> Actor {
        let rights = if person == self.aoki { Rights::Administrator } else { Rights::Member };
        Actor { person, rights, face: Face::Session(Id::from_raw(1)), ..Actor::system(self.org) }
    }

    /// A guest at their own device.
    pub fn guest(&self, person: PersonId) -> Actor {
        Actor { outsider: Some(Outsider::Guest), ..self.actor(person) }
    }

    pub fn write<T: Send + 'static>(
        &self,
        person: PersonId,
        act: impl FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.test.db.write_now(self.actor(person), act)
    }

    pub fn read<T: Send + 'static>(
        &self,
        person: PersonId,
        ask: impl FnMut(&mut Conn<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.test.db.read_now(self.actor(person), ask)
    }

    /// Runs all jobs that are due.
    pub fn run_jobs(&self) -> usize {
        self.runner().run_due().expect("jobs run")
    }

    pub fn runner(&self) -> Runner {
        Runner::new(self.test.db.clone())
            .on::<SendBroadcast>(service::send_now)
            .on::<BeginReminder>(service::begin_due)
            .on::<RemindUnread>(service::remind_unread)
            .on::<ForgetOld>(service::forget_old)
            .on::<directory::jobs::FollowPosts>(|_, _, _| Ok(()))
    }

    pub fn now(&self) -> Timestamp {
        self.test.db.clock().now()
    }

    pub fn draft(&self, author: PersonId, words: Words) -> BroadcastId {
        let new = NewBroadcast { id: None, as_post: None, words, files: Vec::new() };
        self.write(author, move |tx| service::create(tx, &new)).expect("a draft").id
    }

    /// Sends as the door does: looks, and then writes.
    pub fn send(&self, author: PersonId, id: BroadcastId, at: Option<Timestamp>) -> Result<Broadcast> {
        let asked = self.read(author, move |conn| service::ask(conn, id))?;
        let (tick, sender) = (asked.tick, asked.sender);
        let looked = self.test.db.read_now(sender, move |conn| service::look_at(conn, &asked))?;
        self.write(author, move |tx| service::send(tx, id, at, (tick, looked), ""))
    }

    /// Consents as the door does.
    pub fn consent(&self, person: PersonId, id: BroadcastId) -> Result<service::Consent> {
        let asked = self.read(person, move |conn| service::ask(conn, id))?;
        let (tick, sender) = (asked.tick, asked.sender);
        let looked = self.test.db.read_now(sender, move |conn| service::look_at(conn, &asked))?;
        self.test.db.write_now(self.powerful(person), move |tx| service::consent(tx, id, (tick, looked), ""))
    }

    /// Somebody who came through a door of the administration.
    pub fn powerful(&self, person: PersonId) -> Actor {
        let powers = self.read(person, directory::service::grants::powers).expect("powers");
        Actor { powers, ..self.actor(person) }
    }

    /// Sent and out.
    pub fn sent(&self, words: Words) -> BroadcastId {
        let id = self.draft(self.ueda, words);
        self.send(self.ueda, id, None).expect("it may go out");
        self.goes_out();
        assert_eq!(self.state(id), State::Sent);
        id
    }

    /// Lets the hold pass.
    pub fn goes_out(&self) {
        self.test.clock.advance(HOLD);
        self.run_jobs();
    }

    pub fn state(&self, id: BroadcastId) -> State {
        self.managed(self.ueda, id).state
    }

    pub fn managed(&self, person: PersonId, id: BroadcastId) -> Broadcast {
        self.shown(person, id).expect("it is there").managed.expect("they answer for it")
    }

    pub fn shown(&self, person: PersonId, id: BroadcastId) -> Result<Shown> {
        self.read(person, move |conn| service::show(conn, id))
    }

    pub fn summary(&self, person: PersonId) -> Summary {
        self.read(person, service::summary).expect("a summary")
    }

    /// What somebody received, by title; nothing stands for what was taken back.
    pub fn received(&self, person: PersonId) -> Vec<Option<String>> {
        let lines = self.read(person, |conn| service::received(conn, false, None, 50)).expect("a list");
        lines.into_iter().map(|line| line.title).collect()
    }

    /// Those of the town to whom something came.
    pub fn reached(&self, id: BroadcastId) -> Vec<PersonId> {
        let all = [self.aoki, self.ishida, self.ueda, self.eguchi, self.okada, self.kato];
        let came = |person: &PersonId| self.shown(*person, id).is_ok_and(|shown| shown.received.is_some());
        all.into_iter().filter(came).collect()
    }
}

/// To all of the staff.
pub fn everybody() -> Audience {
    Audience { lines: vec![Line::default()], ..Audience::default() }
}

pub fn of_unit(unit: UnitId) -> Audience {
    Audience { lines: vec![Line { units: vec![unit], ..Line::default() }], ..Audience::default() }
}

pub fn words(audience: Audience) -> Words {
    Words {
        title: "庁舎停電".to_owned(),
        body: "土曜日の8時から**停電**します。".to_owned(),
        audience,
        must_read: false,
        confirm_by: None,
        remind_at: None,
        ends_at: None,
        replies: Replies::Closed,
    }
}

pub fn code<T>(result: Result<T>) -> &'static str {
    result.err().map_or("", |error| error.code())
}
