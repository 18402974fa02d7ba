//! `engawa demo`: a believable town in an empty data folder.

mod asking;
mod outside;
mod works;

use crate::config::Demo;
use crate::demo::{self as town, Message, Plan, RoomKind as TownRoom, Town};
use chat::model::{Extra, MessageId, Role, RoomId, RoomKind, Rule};
use chat::service::carry::{self, OldMessage, OldRoom};
use chat::service::requests::{self, Asked, NewRequest};
use db::Db;
use directory::model::{
    Employment, NewPerson, NewPost, NewUnit, NewWhereabouts, PostKind, Title, TitleId, UnitId, UnitKind,
    WhereaboutsKind,
};
use directory::store::{people, placement, units, whereabouts};
use identity::service::password::{self, NO_PASSWORD};
use identity::service::{NewAccount, insert_account};
use jiff::civil::Date;
use kernel::{Actor, Error, Id, IdMaker, Jst, OrgId, PersonId, Result, Rights, SeededEntropy, Timestamp};
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::sync::Arc;

/// People, rooms or messages written in one transaction.
const BATCH: usize = 400;

/// What somebody who is at a place says of where they are.
fn said_of(place: &str) -> NewWhereabouts {
    let kind = match place {
        "在宅" => Some(WhereaboutsKind::Home),
        "外勤" => Some(WhereaboutsKind::Out),
        _ => None,
    };
    NewWhereabouts { kind, place: kind.is_none().then(|| place.to_owned()), ..NewWhereabouts::default() }
}

/// The ready sign-ins, kept beside the database so that `serve` can print them.
#[derive(Serialize, Deserialize)]
pub(super) struct SignIns {
    password: String,
    accounts: Vec<(String, String, String)>,
    /// Of those who are not of the town's staff.
    #[serde(default)]
    outside: Vec<SignIn>,
}

/// One ready sign-in: what to type, whose it is, and what they are.
#[derive(Serialize, Deserialize)]
struct SignIn {
    login: String,
    name: String,
    label: String,
}

impl SignIns {
    pub(super) fn read(data: &Path) -> Option<Self> {
        serde_json::from_slice(&std::fs::read(data.join("demo.json")).ok()?).ok()
    }

    pub(super) fn print(&self) {
        println!("Ready sign-ins / すぐに使えるサインイン  (password / パスワード: {})", self.password);
        for ((login, name, label), english) in self.accounts.iter().zip(["clerk", "section chief", "administrator"]) {
            println!("    {login}  {name}  {label} / {english}");
        }
        let english = ["guest", "shared account", "administrator of another organisation"];
        for (SignIn { login, name, label }, english) in self.outside.iter().zip(english) {
            println!("    {login}  {name}  {label} / {english}");
        }
    }
}

pub(super) fn run(options: &Demo) -> Result<()> {
    let db = super::open(&options.store)?;
    let sign_ins = fill(&db, options.staff as usize, options.bare)?;
    let text = serde_json::to_vec_pretty(&sign_ins).expect("sign-ins are plain data");
    std::fs::write(options.store.data.join("demo.json"), text)
        .map_err(|error| Error::unavailable("disk_failed", error))?;
    sign_ins.print();
    Ok(())
}

/// Fills an empty database with a town.
fn fill(db: &Db, staff: usize, bare: bool) -> Result<SignIns> {
    let nobody = Actor::system(Id::from_raw(0));
    if db.read_now(nobody, identity::store::is_set_up)? {
        return Err(Error::conflict("not_empty"));
    }
    let now = db.clock().now();
    let today = Jst::date(now);
    let local = now.in_zone(&Jst::zone());
    let until = u16::from(local.hour() as u8) * 60 + u16::from(local.minute() as u8);
    let plan = Plan { staff, until, ..Plan::new((today.year(), today.month() as u8, today.day() as u8)) };
    eprintln!("Imagining a town of {staff} people / {staff} 人のまちを用意しています");
    let town = Arc::new(town::town(&plan));
    let loader = Loader::organisation(db.clone(), town)?;
    loader.people()?;
    let mut sign_ins = loader.accounts()?;
    let rooms = loader.rooms()?;
    loader.request()?;
    if !bare {
        loader.works(&rooms)?;
        sign_ins.outside = loader.outside(&password::hash(&sign_ins.password, &**db.entropy())?)?;
    }
    Ok(sign_ins)
}

#[derive(Clone)]
struct Loader {
    db: Db,
    town: Arc<Town>,
    actor: Actor,
    now: Timestamp,
    units: Arc<Vec<UnitId>>,
    titles: Arc<Vec<TitleId>>,
    people: Arc<Vec<PersonId>>,
    ids: Arc<IdMaker>,
}

fn day((year, month, day): town::Date) -> Date {
    jiff::civil::date(year, month as i8, day as i8)
}

fn unit_kind(kind: town::UnitKind) -> UnitKind {
    use town::UnitKind as From;
    match kind {
        From::City => UnitKind::Bureau,
        From::Council | From::Committee => UnitKind::Council,
        From::Department | From::Ward => UnitKind::Department,
        From::Section | From::Secretariat => UnitKind::Section,
        From::Branch | From::Station => UnitKind::Office,
        From::Facility | From::School => UnitKind::Facility,
        From::Subsection | From::Squad => UnitKind::Team,
    }
}

impl Loader {
    fn organisation(db: Db, town: Arc<Town>) -> Result<Self> {
        let entropy = SeededEntropy::new(1);
        let (ids, now) = (IdMaker::new(), db.clock().now());
        let titles: Vec<TitleId> = town.titles.iter().map(|_| ids.next(now, &entropy)).collect();
        let people: Vec<PersonId> = town.people.iter().map(|_| ids.next(now, &entropy)).collect();
        let shared = town.clone();
        let made = titles.clone();
        let (org, units) = db.write_now(Actor::system(Id::from_raw(0)), move |tx| {
            let town = &shared;
            let org: OrgId = directory::service::create_organisation(tx, &town.name)?;
            let mut ids: Vec<UnitId> = Vec::new();
            for unit in &town.units {
                let id: UnitId = tx.id();
                let new = NewUnit {
                    name: unit.name.clone(),
                    short_name: unit.short_name.clone(),
                    reading: unit.reading.clone(),
                    kind: unit_kind(unit.kind),
                    parent_id: unit.parent.map(|parent| ids[parent]),
                    order: i64::from(unit.order),
                    extension: unit.extension.clone(),
                    valid_from: jiff::civil::date(2005, 4, 1),
                };
                units::insert_unit(tx, id, &new, None)?;
                ids.push(id);
            }
            units::repath(tx)?;
            for (title, id) in town.titles.iter().zip(&made) {
                let title = Title {
                    id: *id,
                    name: title.name.clone(),
                    reading: title.reading.clone(),
                    rank: i64::from(title.rank),
                };
                units::insert_title(tx, &title)?;
            }
            Ok((org, ids))
        })?;
        Ok(Self {
            db,
            town,
            actor: Actor::system(org),
            now,
            units: Arc::new(units),
            titles: Arc::new(titles),
            people: Arc::new(people),
            ids: Arc::new(ids),
        })
    }

    fn new_person(&self, place: usize) -> NewPerson {
        let person = &self.town.people[place];
        let posts = person.posts.iter().map(|post| NewPost {
            unit_id: self.units[post.unit],
            title_id: Some(self.titles[post.title]),
            kind: match post.kind {
                town::PostKind::Main => PostKind::Main,
                town::PostKind::Concurrent => PostKind::Concurrent,
                town::PostKind::Acting => PostKind::Acting,
                town::PostKind::Joint => PostKind::Seconded,
            },
            valid_from: day(post.from),
            valid_to: post.to.map(day),
        });
        NewPerson {
            id: Some(self.people[place]),
            staff_number: person.staff_number.clone(),
            family_name: person.family.clone(),
            given_name: person.given.clone(),
            family_reading: person.family_reading.clone(),
            given_reading: person.given_reading.clone(),
            employment: match person.employment {
                town::Employment::Regular => Employment::Regular,
                town::Employment::FiscalYear => Employment::FiscalYear,
                town::Employment::Special => Employment::Special,
                town::Employment::Councillor => Employment::Councillor,
            },
            email: Some(person.email.clone()),
            extension: person.extension.clone(),
            mobile: person.mobile.clone(),
            posts: posts.collect(),
        }
    }

    fn people(&self) -> Result<()> {
        let all: Vec<usize> = (0..self.town.people.len()).collect();
        for chunk in all.chunks(BATCH) {
            let (loader, chunk) = (self.clone(), chunk.to_vec());
            self.db.write_now(self.actor, move |tx| {
                tx.lock(db::Lock::Org(loader.actor.org))?;
                for place in &chunk {
                    let id = directory::service::insert_person_unchecked(tx, &loader.new_person(*place))?;
                    let person = &loader.town.people[*place];
                    people::set_status(tx, id, person.status.as_deref())?;
                    let said = person.place.as_deref().map(said_of);
                    said.map_or(Ok(()), |said| whereabouts::begin(tx, id, &said))?;
                }
                Ok(())
            })?;
        }
        let org = self.actor.org;
        self.db.write_now(self.actor, move |tx| {
            tx.lock(db::Lock::Org(org))?;
            placement::place(tx, None).map(|_| ())
        })
    }

    /// Everybody has an account; three of them a password.
    fn accounts(&self) -> Result<SignIns> {
        let password = "engawa-no-hinata".to_owned();
        let hash = password::hash(&password, &**self.db.entropy())?;
        let ready: Vec<usize> = self.town.sign_ins.iter().map(|sign_in| sign_in.person).collect();
        let all: Vec<usize> = (0..self.people.len()).collect();
        for chunk in all.chunks(BATCH) {
            let (loader, chunk, hash, ready) = (self.clone(), chunk.to_vec(), hash.clone(), ready.clone());
            self.db.write_now(self.actor, move |tx| {
                tx.lock(db::Lock::Org(loader.actor.org))?;
                for place in &chunk {
                    let person = &loader.town.people[*place];
                    let account = NewAccount {
                        person: loader.people[*place],
                        login: &person.staff_number,
                        email: Some(&person.email),
                        password_hash: if ready.contains(place) { &hash } else { NO_PASSWORD },
                        must_change: false,
                        rights: if ready.last() == Some(place) { Rights::Administrator } else { Rights::Member },
                    };
                    insert_account(tx, &account)?;
                }
                Ok(())
            })?;
        }
        let accounts = self.town.sign_ins.iter().map(|sign_in| {
            let person = &self.town.people[sign_in.person];
            (person.staff_number.clone(), format!("{} {}", person.family, person.given), sign_in.label.clone())
        });
        Ok(SignIns { password, accounts: accounts.collect(), outside: Vec::new() })
    }

    fn rooms(&self) -> Result<Vec<RoomId>> {
        let total = self.town.rooms.len();
        let one = |place: usize| {
            if place.is_multiple_of(500) {
                eprintln!("Rooms / ルーム: {place} / {total}");
            }
            self.room(place)
        };
        (0..total).map(one).collect()
    }

    /// The administrator has asked the chief's post something, which is read and open.
    fn request(&self) -> Result<()> {
        let [_, chief, administrator] = self.town.sign_ins.each_ref().map(|sign_in| sign_in.person);
        if chief == administrator {
            return Ok(());
        }
        let post = &self.town.people[chief].posts[0];
        let asked = Asked::Post(self.units[post.unit], Some(self.titles[post.title]));
        let id: RoomId = self.ids.next(self.now, &SeededEntropy::new(1));
        let body = "道路占用の申請をシステムで受け付けられるように、来月から様式を変えたいと考えています。課としてご意見をいただけますか。";
        let new = NewRequest { id, asked, body: body.to_owned(), answered: None };
        let (reader, now) = (self.people[chief], self.now);
        self.db.write_now(Actor { person: self.people[administrator], ..self.actor }, move |tx| {
            requests::ask(tx, &new)?;
            carry::read_up_to(tx, id, reader, 1, now)
        })
    }

    fn room(&self, place: usize) -> Result<RoomId> {
        let room = &self.town.rooms[place];
        let entropy = SeededEntropy::new(place as u64 + 2);
        let since = room.messages.first().map_or(self.now, |message| Timestamp::from_micros(message.at));
        let id: RoomId = IdMaker::new().next(since, &entropy);
        let owner = room.owner;
        let role = |person: usize| if person == owner { Role::Owner } else { Role::Member };
        let old = OldRoom {
            id,
            kind: match room.kind {
                TownRoom::Unit(_) => RoomKind::Unit,
                TownRoom::Rule { .. } => RoomKind::Rule,
                TownRoom::Open => RoomKind::Open,
                TownRoom::Private => RoomKind::Private,
                TownRoom::Direct => RoomKind::Direct,
            },
            name: room.name.clone(),
            purpose: room.purpose.clone(),
            unit_id: match room.kind {
                TownRoom::Unit(unit) => Some(self.units[unit]),
                _ => None,
            },
            rule: match room.kind {
                TownRoom::Rule { lowest, .. } => Some(Rule { max_rank: Some(i64::from(lowest)), ..Rule::default() }),
                _ => None,
            },
            created_at: since,
            archived_at: room.archived.then_some(self.now),
            members: room.members.iter().map(|person| (self.people[*person], role(*person))).collect(),
        };
        let ids: Vec<MessageId> =
            room.messages.iter().map(|message| self.ids.next(Timestamp::from_micros(message.at), &entropy)).collect();
        let messages: Arc<Vec<OldMessage>> = Arc::new(
            room.messages.iter().enumerate().map(|(at, message)| self.message(message, &ids, at, &entropy)).collect(),
        );
        let read: Vec<(PersonId, i64)> =
            room.read.iter().map(|mark| (self.people[mark.person], mark.count as i64)).collect();
        let now = self.now;
        self.db.write_now(self.actor, move |tx| {
            carry::room(tx, &old)?;
            carry::messages(tx, id, &messages)?;
            carry::finish(tx, id, now, old.archived_at)?;
            for (person, count) in &read {
                carry::read_up_to(tx, id, *person, *count, now)?;
            }
            Ok(id)
        })
    }

    fn message(&self, message: &Message, ids: &[MessageId], at: usize, entropy: &SeededEntropy) -> OldMessage {
        let sent_at = Timestamp::from_micros(message.at);
        let replies = message.thread.iter().map(|reply| {
            let reply_at = Timestamp::from_micros(reply.at);
            OldMessage {
                id: self.ids.next(reply_at, entropy),
                author: self.people[reply.author],
                via: None,
                sent_at: reply_at,
                body: self.body(&reply.body),
                extra: Extra::default(),
                quote: None,
                edited_at: None,
                withdrawn_at: None,
                reactions: self.reactions(&reply.reactions, reply_at),
                replies: Vec::new(),
            }
        });
        OldMessage {
            id: ids[at],
            author: self.people[message.author],
            via: None,
            sent_at,
            body: self.body(&message.body),
            extra: Extra::default(),
            quote: message.reply_to.map(|to| ids[to]),
            edited_at: message.edited.then_some(sent_at),
            withdrawn_at: message.withdrawn.then_some(sent_at),
            reactions: self.reactions(&message.reactions, sent_at),
            replies: replies.collect(),
        }
    }

    fn reactions(&self, reactions: &[town::Reaction], at: Timestamp) -> Vec<(String, PersonId, Timestamp)> {
        reactions
            .iter()
            .flat_map(|reaction| reaction.people.iter().map(|person| (reaction.code.clone(), self.people[*person], at)))
            .collect()
    }

    /// Replaces the town's placeholders by tokens.
    fn body(&self, body: &str) -> String {
        let mut out = String::with_capacity(body.len());
        let mut rest = body;
        while let Some(start) = rest.find("{@") {
            let Some(length) = rest[start..].find('}') else { break };
            out.push_str(&rest[..start]);
            let inside = &rest[start + 2..start + length];
            match inside.split_once(':') {
                Some(("p", index)) => out.push_str(&format!("<@{}>", self.people[number(index)])),
                Some(("u", index)) => out.push_str(&format!("<@u:{}>", self.units[number(index)])),
                _ => out.push_str("<!everyone>"),
            }
            rest = &rest[start + length + 1..];
        }
        out.push_str(rest);
        out
    }
}

fn number(index: &str) -> usize {
    index.parse().expect("the town's placeholders hold indexes")
}
