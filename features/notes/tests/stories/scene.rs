//! A talk with one room, some people, and their editors.

use db::{Conn, Lock, Migration, Tx};
use directory::model::{Employment, NewPerson, UnitId};
use files::model::FileId;
use jobs::Runner;
use kernel::{Actor, Error, Face, Id, OrgId, PersonId, Result, Rights};
use notes::jobs::{ForgetNote, TendNote};
use notes::model::templates::Template;
use notes::model::{Kept, New, Note, NoteId, UpdateId, base64, lines};
use notes::service::writing::{self, Keeping, Wish};
use notes::service::{self, reading};
use rooms::model::{Asked, InspectionId, MessageId, Place, Posting, RoomId, Standing, Units};
use rooms::service::{Rooms, Talk};
use testkit::{TestDb, both};
use yrs::updates::decoder::Decode;
use yrs::{Doc, Text, Transact, Update, WriteTxn, XmlElementPrelim, XmlFragment, XmlTextPrelim};

/// A talk with one room: persons below 100 write there, the first owns it, those below 200 read, others know nothing of it.
struct OneRoom;

pub const ROOM: RoomId = RoomId::from_raw(4711);

impl Rooms for OneRoom {
    fn place(&self, conn: &mut Conn<'_>, room: RoomId) -> Result<Place> {
        let person = conn.actor().person.raw();
        if room != ROOM || person >= 200 {
            return Err(Error::not_found());
        }
        let (belongs, owns) = (person < 100, person == 1);
        Ok(Place { room, name: "総務課".to_owned(), members: 3, belongs, may_write: belongs, owns, shared: false })
    }

    fn writable(&self, conn: &mut Conn<'_>, room: RoomId) -> Result<Place> {
        let place = self.place(conn, room)?;
        if place.may_write { Ok(place) } else { Err(Error::denied("chat.not_a_member")) }
    }

    fn card(&self, _: &mut Conn<'_>, _: MessageId) -> Result<Standing> {
        Err(Error::not_found())
    }

    fn post(&self, _: &mut Tx<'_>, _: RoomId, _: &Posting) -> Result<bool> {
        Err(Error::not_found())
    }

    fn post_with(&self, _: &mut Tx<'_>, _: RoomId, _: &Posting, _: &[FileId]) -> Result<bool> {
        Err(Error::not_found())
    }

    fn guard(&self, _: &mut Conn<'_>, _: &str) -> Result<()> {
        Ok(())
    }

    fn known_direct(&self, _: &mut Conn<'_>, _: PersonId) -> Result<Option<RoomId>> {
        Ok(None)
    }

    fn direct(&self, _: &mut Tx<'_>, _: PersonId) -> Result<RoomId> {
        Err(Error::not_found())
    }

    fn of_unit(&self, _: &mut Conn<'_>, _: UnitId) -> Result<Option<RoomId>> {
        Ok(None)
    }

    fn own_units(&self, _: &mut Conn<'_>, _: Units) -> Result<Vec<RoomId>> {
        Ok(Vec::new())
    }

    fn clear(&self, _: &mut Tx<'_>, _: MessageId, _: &str) -> Result<()> {
        Err(Error::not_found())
    }

    fn take_back(&self, _: &mut Tx<'_>, _: MessageId) -> Result<()> {
        Err(Error::not_found())
    }

    fn asked(&self, _: &mut Conn<'_>, _: RoomId) -> Result<Vec<Asked>> {
        Ok(Vec::new())
    }

    fn call(&self, _: &mut Tx<'_>, _: MessageId, _: &[PersonId]) -> Result<Vec<PersonId>> {
        Ok(Vec::new())
    }

    fn inspected(&self, _: &mut Tx<'_>, _: InspectionId, _: MessageId, _: &str) -> Result<Standing> {
        Err(Error::not_found())
    }
}

pub const TALK: Talk = Talk(&OneRoom);

fn migrations() -> Vec<Migration> {
    let core = [jobs::MIGRATIONS, audit::MIGRATIONS, directory::MIGRATIONS, files::MIGRATIONS, search::MIGRATIONS];
    [core.concat(), notes::MIGRATIONS.to_vec()].concat()
}

pub struct Story<'t> {
    pub test: &'t TestDb,
    org: OrgId,
}

/// Runs a story in an organisation with some people, on each engine.
pub fn story(tell: impl Fn(&Story<'_>)) {
    both(&migrations(), |test| {
        let nobody = Actor::system(Id::from_raw(0));
        let org = test.db.write_now(nobody, |tx| directory::service::create_organisation(tx, "緑野市"));
        let org = org.expect("an organisation");
        for (raw, name) in [(1, "小川"), (2, "田中"), (3, "山田"), (150, "鈴木"), (250, "佐藤")] {
            let person = NewPerson {
                id: Some(Id::from_raw(raw)),
                staff_number: raw.to_string(),
                family_name: name.to_owned(),
                given_name: "一".to_owned(),
                family_reading: "あ".to_owned(),
                given_reading: "はじめ".to_owned(),
                employment: Employment::Regular,
                email: None,
                extension: None,
                mobile: None,
                posts: Vec::new(),
            };
            let made = test.db.write_now(Actor::system(org), move |tx| {
                tx.lock(Lock::Org(org))?;
                directory::service::insert_person_unchecked(tx, &person).map(|_| ())
            });
            made.expect("a person");
        }
        tell(&Story { test, org });
    });
}

/// One who writes with an editor of their own.
pub struct Editor {
    doc: Doc,
    pub seen: i64,
}

impl Story<'_> {
    pub fn actor(&self, person: i64) -> Actor {
        Actor {
            person: PersonId::from_raw(person),
            rights: Rights::Member,
            face: Face::Session(Id::from_raw(1)),
            ..Actor::system(self.org)
        }
    }

    pub fn write<T: Send + 'static>(
        &self,
        person: i64,
        work: impl FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.test.db.write_now(self.actor(person), work)
    }

    pub fn read<T: Send + 'static>(
        &self,
        person: i64,
        work: impl FnMut(&mut Conn<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.test.db.read_now(self.actor(person), work)
    }

    pub fn begin(&self, person: i64, title: &str, template: Template) -> Note {
        let new = New { id: None, title: title.to_owned(), template, tell: None, from: None };
        self.begun(person, &new).expect("whoever writes in the room begins a note")
    }

    /// Begins a note as the door does: what it begins with is made outside of the transaction.
    pub fn begun(&self, person: i64, new: &New) -> Result<Note> {
        let nodes = match new.from {
            Some(from) => self.read(person, move |conn| reading::as_of(conn, TALK, from, None))?.1.nodes()?,
            None => new.template.nodes(),
        };
        let (new, first) = (new.clone(), writing::first(&nodes, 55 << 40)?);
        self.write(person, move |tx| service::begin(tx, TALK, ROOM, &new, first.as_ref()))
    }

    /// Asks for something as the door does: read, tried, kept.
    pub fn wish(&self, person: i64, note: NoteId, id: i64, wish: Wish) -> Result<Option<Kept>> {
        let id = UpdateId::from_raw(id);
        loop {
            let asked = wish.clone();
            let base = self.read(person, move |conn| writing::base(conn, TALK, note, id, &asked, 77 << 40))?;
            if base.known.is_some() {
                return Ok(base.known);
            }
            let Some(prepared) = writing::tried(&base, id, &wish)? else { return Ok(None) };
            let asked = wish.clone();
            match self.write(person, move |tx| writing::keep(tx, TALK, note, &asked, &prepared, false))? {
                Keeping::Kept(kept) => return Ok(Some(kept)),
                Keeping::Moved => {}
            }
        }
    }

    pub fn send(&self, person: i64, note: NoteId, id: i64, update: &[u8], seen: i64) -> Result<Kept> {
        let wish = Wish::Update { bytes: update.to_vec(), seen: Some(seen) };
        self.wish(person, note, id, wish).map(|kept| kept.expect("an update is kept"))
    }

    pub fn open(&self, person: i64, note: NoteId) -> Result<reading::Opened> {
        let (opened, pieces) = self.read(person, move |conn| reading::opening(conn, TALK, note))?;
        opened.with(&pieces, None)
    }

    pub fn editor(&self, person: i64, note: NoteId, writer: u64) -> Editor {
        let opened = self.open(person, note).expect("whoever may read opens it");
        let doc = Doc::with_client_id(writer);
        let update = Update::decode_v1(&base64::decode(&opened.update).expect("letters")).expect("an update");
        doc.transact_mut().apply_update(update).expect("a page");
        Editor { doc, seen: opened.seq }
    }

    pub fn text(&self, person: i64, note: NoteId) -> String {
        let (_, pieces) = self.read(person, move |conn| reading::as_of(conn, TALK, note, None)).expect("a page");
        lines::text(&pieces.nodes().expect("a page"))
    }

    pub fn titles(&self, person: i64) -> Vec<String> {
        let found = self.read(person, |conn| service::list(conn, TALK, ROOM, "", None, 50)).expect("a list");
        found.into_iter().map(|(note, _)| note.title).collect()
    }

    pub fn runner(&self) -> Runner {
        Runner::new(self.test.db.clone()).on::<TendNote>(notes::jobs::tend).on::<ForgetNote>(notes::jobs::forget)
    }
}

impl Editor {
    /// Writes a paragraph at the end; the update that comes of it.
    pub fn writes(&self, words: &str) -> Vec<u8> {
        let mut txn = self.doc.transact_mut();
        let root = txn.get_or_insert_xml_fragment("doc");
        let made = root.push_back(&mut txn, XmlElementPrelim::empty("paragraph"));
        made.push_back(&mut txn, XmlTextPrelim::new(words));
        txn.encode_update_v1()
    }

    pub fn goes_on(&self, words: &str) -> Vec<u8> {
        let mut txn = self.doc.transact_mut();
        let root = txn.get_or_insert_xml_fragment("doc");
        let last = root.len(&txn) - 1;
        let last = root.get(&txn, last).and_then(|node| node.into_xml_element()).expect("a paragraph");
        last.get(&txn, 0).and_then(|node| node.into_xml_text()).expect("letters").push(&mut txn, words);
        txn.encode_update_v1()
    }

    pub fn removes_last(&self) -> Vec<u8> {
        let mut txn = self.doc.transact_mut();
        let root = txn.get_or_insert_xml_fragment("doc");
        let last = root.len(&txn) - 1;
        root.remove_range(&mut txn, last, 1);
        txn.encode_update_v1()
    }
}
