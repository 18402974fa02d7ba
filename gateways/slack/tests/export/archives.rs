//! Archives made by hand, and a database to carry them into.

use chat::model::{MessageId, Mine, RoomId, StreamId, Thread};
use chat::service::{carry, members};
use chat::store::messages::MessageRow;
use chat::store::rooms::RoomRow;
use db::{Db, Lock};
use directory::model::{Employment, NewPerson, NewPost, NewUnit, Person, PostKind, UnitKind};
use identity::service::{NewAccount, insert_account, password::NO_PASSWORD};
use jiff::civil::date;
use kernel::{Actor, Face, Id, OrgId, PersonId, Result, Rights, Tick, Timestamp};
use slack::model::{Limits, Progress, Report};
use slack::service::check;
use slack::store::{self, Kind};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Files by name, to be zipped.
#[derive(Clone, Default)]
pub struct Archive(Vec<(String, String)>);

/// A message with a time and further fields.
pub fn message(ts: &str, fields: &str) -> String {
    format!(r#"{{"type":"message","ts":"{ts}",{fields}}}"#)
}

impl Archive {
    pub fn new() -> Self {
        Self::default()
    }

    /// One user, one channel, no message.
    pub fn small() -> Self {
        let mut archive = Self::new();
        archive.put("users.json", r#"[{"id":"U1","name":"hanako","real_name":"佐藤 花子"}]"#);
        archive.put(
            "channels.json",
            r#"[{"id":"C1","name":"general","created":1700000000,"creator":"U1","members":["U1"]}]"#,
        );
        archive
    }

    /// Puts a file in, in place of one of the same name.
    pub fn put(&mut self, name: &str, text: &str) {
        self.0.retain(|(other, _)| other != name);
        self.0.push((name.to_owned(), text.to_owned()));
    }

    /// Puts a day's messages in.
    pub fn day(&mut self, folder: &str, day: &str, messages: &[String]) {
        self.put(&format!("{folder}/{day}.json"), &format!("[{}]", messages.join(",")));
    }

    fn zipped(&self, method: CompressionMethod) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in &self.0 {
            zip.start_file(name, SimpleFileOptions::default().compression_method(method)).expect("a file");
            zip.write_all(text.as_bytes()).expect("written");
        }
        zip.finish().expect("a zip").into_inner()
    }

    pub fn bytes(&self) -> Vec<u8> {
        self.zipped(CompressionMethod::Deflated)
    }

    /// Without compression, so that a byte can be found.
    pub fn stored(&self) -> Vec<u8> {
        self.zipped(CompressionMethod::Stored)
    }

    /// Named in CP932 without saying so, as Windows does.
    pub fn in_cp932(&self) -> Vec<u8> {
        let mut bytes = self.stored();
        // The mark that names are UTF-8: bit 11 of the flags of local headers and of the central directory's.
        for (signature, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
            for at in 0..bytes.len() - 10 {
                if bytes[at..].starts_with(signature) {
                    bytes[at + flags + 1] &= !0x08;
                }
            }
        }
        for (name, _) in self.0.iter().filter(|(name, _)| !name.is_ascii()) {
            let mut coded = text::cp932::encode(name).bytes;
            // An empty part of a path changes nothing and keeps the length.
            let at = coded.iter().position(|byte| *byte == b'/').expect("a folder");
            while coded.len() < name.len() {
                coded.insert(at, b'/');
            }
            while let Some(place) = bytes.windows(name.len()).position(|window| window == name.as_bytes()) {
                bytes[place..place + coded.len()].copy_from_slice(&coded);
            }
        }
        bytes
    }
}

/// The real export; a line says so where it is absent.
pub fn real() -> Option<Vec<u8>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/slack-export-real.zip");
    let found = std::fs::read(path).ok();
    if found.is_none() {
        eprintln!("SKIPPED: {path} is not there");
    }
    found
}

/// An organisation in a fresh database.
pub struct Town<'t> {
    db: &'t Db,
    actor: Actor,
}

/// How much there is.
#[derive(Debug, PartialEq, Eq)]
pub struct Everything {
    pub people: usize,
    pub units: usize,
    pub rooms: usize,
    pub messages: usize,
    pub reactions: usize,
    pub members: i64,
}

impl Town<'_> {
    /// Runs a test in a town on both databases.
    pub fn everywhere(body: impl Fn(&Town<'_>)) {
        let migrations = [
            jobs::MIGRATIONS,
            audit::MIGRATIONS,
            directory::MIGRATIONS,
            identity::MIGRATIONS,
            files::MIGRATIONS,
            search::MIGRATIONS,
            chat::MIGRATIONS,
            slack::MIGRATIONS,
        ]
        .concat();
        testkit::both(&migrations, |test| {
            let nobody = Actor::system(Id::from_raw(0));
            let org: OrgId =
                test.db.write_now(nobody, |tx| directory::service::create_organisation(tx, "緑野市")).expect("a town");
            body(&Town { db: &test.db, actor: Actor::system(org) });
        });
    }

    /// Another organisation in the same database.
    pub fn neighbour(&self) -> Self {
        let nobody = Actor::system(Id::from_raw(0));
        let org = self.db.write_now(nobody, |tx| directory::service::create_organisation(tx, "隣町")).expect("a town");
        Self { db: self.db, actor: Actor::system(org) }
    }

    fn read<T: Send + 'static>(&self, mut story: impl FnMut(&mut db::Conn<'_>) -> Result<T> + Send + 'static) -> T {
        self.db.read_now(self.actor, move |conn| story(conn)).expect("read")
    }

    fn as_user(&self, user: &str) -> Actor {
        Actor { person: self.person(user), rights: Rights::Member, face: Face::Session(Id::from_raw(1)), ..self.actor }
    }

    pub fn import(&self, archive: &Archive) -> Result<Report> {
        self.import_until(archive, &mut |_| Ok(()))
    }

    pub fn import_until(&self, archive: &Archive, tell: &mut dyn FnMut(Progress) -> Result<()>) -> Result<Report> {
        let export = check(Cursor::new(archive.bytes()), Limits::default()).expect("nothing wrong");
        slack::service::carry(self.db, self.actor, export, tell)
    }

    pub fn import_bytes(&self, bytes: &[u8]) -> Result<Report> {
        match check(Cursor::new(bytes), Limits::default()) {
            Ok(export) => slack::service::carry(self.db, self.actor, export, &mut |_| Ok(())),
            Err(_) => Err(kernel::Error::invalid("faulty_input")),
        }
    }

    pub fn person(&self, user: &str) -> PersonId {
        let user = user.to_owned();
        Id::from_raw(self.read(move |conn| store::all(conn, Kind::Person))[&user])
    }

    pub fn record(&self, user: &str) -> Person {
        let id = self.person(user);
        self.read(move |conn| directory::service::person(conn, id))
    }

    pub fn rooms_of(&self, user: &str) -> Vec<(RoomRow, Mine)> {
        self.db.read_now(self.as_user(user), chat::store::rooms::all_mine).expect("read")
    }

    pub fn room_of(&self, user: &str, name: &str) -> (RoomRow, Mine) {
        self.rooms_of(user).into_iter().find(|(room, _)| room.name == name).expect("a room of that name")
    }

    pub fn messages(&self, room: RoomId) -> Vec<MessageRow> {
        self.messages_in(room.cast())
    }

    pub fn messages_in(&self, stream: StreamId) -> Vec<MessageRow> {
        self.read(move |conn| chat::store::messages::after(conn, stream, 0, 100_000))
    }

    pub fn reactions(&self, message: MessageId) -> Vec<(String, PersonId)> {
        let rows = self.read(move |conn| chat::store::messages::reactions(conn, &[message]));
        rows.into_iter().map(|row| (row.code, row.person)).collect()
    }

    pub fn thread(&self, root: MessageId) -> Option<Thread> {
        self.read(move |conn| chat::store::threads::get(conn, root))
    }

    pub fn thread_read(&self, user: &str, root: MessageId) -> Option<i64> {
        let person = self.person(user);
        self.read(move |conn| chat::store::threads::mine(conn, person, root)).map(|mine| mine.read_seq)
    }

    pub fn leave(&self, user: &str, room: RoomId) {
        self.db.write_now(self.as_user(user), move |tx| members::leave(tx, room)).expect("gone");
    }

    pub fn unread(&self, user: &str, room: RoomId, seq: i64) {
        let (person, at) = (self.person(user), Timestamp::from_micros(0));
        self.db.write_now(self.actor, move |tx| carry::read_up_to(tx, room, person, seq, at)).expect("moved");
    }

    /// Somebody who is here already, with or without an account.
    pub fn employ(&self, email: &'static str, account: bool) -> PersonId {
        let made = self.db.write_now(self.actor, move |tx| {
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
            let person = NewPerson {
                id: None,
                staff_number: "0001".to_owned(),
                family_name: "佐藤".to_owned(),
                given_name: "花子".to_owned(),
                family_reading: "さとう".to_owned(),
                given_reading: "はなこ".to_owned(),
                employment: Employment::Regular,
                email: Some(email.to_owned()),
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
            let id = directory::service::create_person(tx, &person, "")?.brief.id;
            if account {
                tx.lock(Lock::Org(tx.actor().org))?;
                let new = NewAccount {
                    person: id,
                    login: "0001",
                    email: Some(email),
                    password_hash: NO_PASSWORD,
                    must_change: false,
                    rights: Rights::Member,
                };
                insert_account(tx, &new)?;
            }
            Ok(id)
        });
        made.expect("employed")
    }

    pub fn position(&self) -> Tick {
        // What a transaction of its own sees is settled, so everything told later has a later tick.
        self.db.write_now(self.actor, |tx| tx.position()).expect("a position").tick
    }

    /// The kinds of events that somebody's client gets.
    pub fn told_since(&self, since: Tick, person: PersonId) -> Vec<String> {
        let actor = Actor { person, ..self.actor };
        let events = self.db.read_now(actor, move |conn| {
            let groups = db::List::numbers(chat::store::rooms::groups(conn)?);
            conn.events_concerning(since, i64::MAX, &groups, 10_000)
        });
        events.expect("read").into_iter().map(|event| event.kind.to_string()).collect()
    }

    pub fn everything(&self) -> Everything {
        let start = (String::new(), Id::from_raw(-1));
        self.read(move |conn| {
            let people = store::all(conn, Kind::Person)?.len();
            let named = chat::store::rooms::administered(conn, "", &start, 100_000)?;
            let (mut messages, mut reactions, mut members) = (0, 0, 0);
            let all = store::all(conn, Kind::Room)?;
            for room in all.values().map(|id| RoomId::from_raw(*id)) {
                let said = chat::store::messages::after(conn, room.cast(), 0, 100_000)?;
                let mut ids: Vec<MessageId> = said.iter().map(|row| row.id).collect();
                for root in ids.clone() {
                    let replies = chat::store::messages::after(conn, root.cast(), 0, 100_000)?;
                    ids.extend(replies.iter().map(|row| row.id));
                }
                messages += ids.len();
                reactions += chat::store::messages::reactions(conn, &ids)?.len();
                members += chat::store::members::of(conn, room)?.len() as i64;
            }
            let units = directory::store::units::all_units(conn)?.len();
            assert!(named.len() <= all.len());
            Ok(Everything { people, units, rooms: all.len(), messages, reactions, members })
        })
    }
}
