//! What people do with notes, on both databases.

use db::{Conn, Lock, Migration, Tx};
use directory::model::{Employment, NewPerson};
use jobs::Runner;
use kernel::{Actor, Error, Face, Id, Kind, OrgId, PersonId, Result, Rights};
use notes::jobs::{ForgetNote, KEPT_WITHDRAWN, TENDED_AFTER, TendNote};
use notes::model::comment::{CommentId, NewComment};
use notes::model::page::Page;
use notes::model::templates::Template;
use notes::model::{Edit, Kept, New, Note, NoteId, UpdateId, base64, change, lines};
use notes::service::writing::{self, Keeping, Wish};
use notes::service::{self, comments, history, reading};
use rooms::model::{Asked, InspectionId, MessageId, Place, Posting, RoomId, Standing};
use rooms::service::{Rooms, Talk};
use std::time::Duration;
use testkit::{TestDb, both};
use yrs::updates::decoder::Decode;
use yrs::{Doc, Text, Transact, Update, WriteTxn, XmlElementPrelim, XmlFragment, XmlTextPrelim};

/// A talk with one room: persons below 100 write there, the first owns it, those below 200 read, others know nothing of it.
struct OneRoom;

const ROOM: RoomId = RoomId::from_raw(4711);

impl Rooms for OneRoom {
    fn place(&self, conn: &mut Conn<'_>, room: RoomId) -> Result<Place> {
        let person = conn.actor().person.raw();
        if room != ROOM || person >= 200 {
            return Err(Error::not_found());
        }
        let (belongs, owns) = (person < 100, person == 1);
        Ok(Place { room, name: "総務課".to_owned(), members: 3, belongs, may_write: belongs, owns })
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

const TALK: Talk = Talk(&OneRoom);

fn migrations() -> Vec<Migration> {
    [jobs::MIGRATIONS, audit::MIGRATIONS, directory::MIGRATIONS, notes::MIGRATIONS].concat()
}

struct Story<'t> {
    test: &'t TestDb,
    org: OrgId,
}

/// Runs a story in an organisation with some people, on each engine.
fn story(tell: impl Fn(&Story<'_>)) {
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
struct Editor {
    doc: Doc,
    seen: i64,
}

impl Story<'_> {
    fn actor(&self, person: i64) -> Actor {
        Actor {
            person: PersonId::from_raw(person),
            rights: Rights::Member,
            face: Face::Session(Id::from_raw(1)),
            ..Actor::system(self.org)
        }
    }

    fn write<T: Send + 'static>(
        &self,
        person: i64,
        work: impl FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.test.db.write_now(self.actor(person), work)
    }

    fn read<T: Send + 'static>(
        &self,
        person: i64,
        work: impl FnMut(&mut Conn<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.test.db.read_now(self.actor(person), work)
    }

    fn begin(&self, person: i64, title: &str, template: Template) -> Note {
        let new = New { id: None, title: title.to_owned(), template, tell: None, from: None };
        self.write(person, move |tx| service::begin(tx, TALK, ROOM, &new))
            .expect("whoever writes in the room begins a note")
    }

    /// Asks for something as the door does: read, tried, kept.
    fn wish(&self, person: i64, note: NoteId, id: i64, wish: Wish) -> Result<Option<Kept>> {
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

    fn send(&self, person: i64, note: NoteId, id: i64, update: &[u8], seen: i64) -> Result<Kept> {
        let wish = Wish::Update { bytes: update.to_vec(), seen: Some(seen) };
        self.wish(person, note, id, wish).map(|kept| kept.expect("an update is kept"))
    }

    fn open(&self, person: i64, note: NoteId) -> Result<reading::Opened> {
        let (opened, pieces) = self.read(person, move |conn| reading::opening(conn, TALK, note))?;
        opened.with(&pieces, None)
    }

    fn editor(&self, person: i64, note: NoteId, writer: u64) -> Editor {
        let opened = self.open(person, note).expect("whoever may read opens it");
        let doc = Doc::with_client_id(writer);
        let update = Update::decode_v1(&base64::decode(&opened.update).expect("letters")).expect("an update");
        doc.transact_mut().apply_update(update).expect("a page");
        Editor { doc, seen: opened.seq }
    }

    fn text(&self, person: i64, note: NoteId) -> String {
        let (_, pieces) = self.read(person, move |conn| reading::as_of(conn, TALK, note, None)).expect("a page");
        lines::text(&pieces.nodes().expect("a page"))
    }

    fn titles(&self, person: i64) -> Vec<String> {
        let found = self.read(person, |conn| service::list(conn, TALK, ROOM, "", None, 50)).expect("a list");
        found.into_iter().map(|(note, _)| note.title).collect()
    }

    fn runner(&self) -> Runner {
        Runner::new(self.test.db.clone()).on::<TendNote>(notes::jobs::tend).on::<ForgetNote>(notes::jobs::forget)
    }
}

impl Editor {
    /// Writes a paragraph at the end; the update that comes of it.
    fn writes(&self, words: &str) -> Vec<u8> {
        let mut txn = self.doc.transact_mut();
        let root = txn.get_or_insert_xml_fragment("doc");
        let made = root.push_back(&mut txn, XmlElementPrelim::empty("paragraph"));
        made.push_back(&mut txn, XmlTextPrelim::new(words));
        txn.encode_update_v1()
    }

    fn goes_on(&self, words: &str) -> Vec<u8> {
        let mut txn = self.doc.transact_mut();
        let root = txn.get_or_insert_xml_fragment("doc");
        let last = root.len(&txn) - 1;
        let last = root.get(&txn, last).and_then(|node| node.into_xml_element()).expect("a paragraph");
        last.get(&txn, 0).and_then(|node| node.into_xml_text()).expect("letters").push(&mut txn, words);
        txn.encode_update_v1()
    }

    fn removes_last(&self) -> Vec<u8> {
        let mut txn = self.doc.transact_mut();
        let root = txn.get_or_insert_xml_fragment("doc");
        let last = root.len(&txn) - 1;
        root.remove_range(&mut txn, last, 1);
        txn.encode_update_v1()
    }
}

#[test]
fn a_note_begins_with_its_template_and_the_same_proposal_twice_is_one() {
    story(|story| {
        let note = story.begin(2, "課内会議", Template::Meeting);
        assert_eq!((note.seq, note.created_by.name.as_str()), (1, "田中 一"));
        assert!(story.text(3, note.id).starts_with("日時"));
        let again = New {
            id: Some(note.id),
            title: "課内会議".to_owned(),
            template: Template::Meeting,
            tell: None,
            from: None,
        };
        let taken = again.clone();
        assert_eq!(story.write(2, move |tx| service::begin(tx, TALK, ROOM, &again)).expect("the same").id, note.id);
        let refused = story.write(3, move |tx| service::begin(tx, TALK, ROOM, &taken)).expect_err("somebody else's");
        assert_eq!(refused.code(), "id_taken");
        let copy =
            New {
                id: None, title: "次の会議".to_owned(), template: Template::Blank, tell: None, from: Some(note.id)
            };
        let copy = story.write(3, move |tx| service::begin(tx, TALK, ROOM, &copy)).expect("a copy");
        assert_eq!(story.text(3, copy.id), story.text(3, note.id));
    });
}

#[test]
fn who_reads_the_room_reads_its_notes_and_nobody_else_learns_of_them() {
    story(|story| {
        let note = story.begin(2, "手順", Template::Procedure).id;
        let opened = story.open(150, note).expect("they read");
        assert!(!opened.may_write && !opened.may_withdraw);
        let words = story.editor(150, note, 15).writes("書けない");
        assert_eq!(story.send(150, note, 1, &words, 1).expect_err("they do not write").kind(), Kind::Denied);
        assert_eq!(story.open(250, note).expect_err("not there").kind(), Kind::NotFound);
        assert_eq!(
            story.read(250, |conn| service::list(conn, TALK, ROOM, "", None, 9)).expect_err("not there").kind(),
            Kind::NotFound
        );
        let history = story.read(150, move |conn| history::history(conn, TALK, note, None));
        assert_eq!(history.expect_err("of the members alone").kind(), Kind::NotFound);
        let other = Actor { org: Id::from_raw(9), ..story.actor(2) };
        let elsewhere = story.test.db.read_now(other, move |conn| service::get(conn, TALK, note));
        assert_eq!(elsewhere.expect_err("of another organisation").kind(), Kind::NotFound);
    });
}

#[test]
fn two_write_at_once_and_what_is_sent_twice_is_kept_once() {
    story(|story| {
        let note = story.begin(1, "議事録", Template::Blank).id;
        let (left, right) = (story.editor(2, note, 20), story.editor(3, note, 30));
        let (first, second) = (left.writes("左の文"), right.writes("右の文"));
        assert_eq!(story.send(2, note, 1, &first, left.seen).expect("it fits").seq, 2);
        assert_eq!(story.send(3, note, 2, &second, right.seen).expect("it fits").seq, 3);
        assert_eq!(story.send(2, note, 1, &first, left.seen).expect("known").seq, 2);
        assert_eq!(story.send(3, note, 1, &second, 1).expect_err("somebody else's id").code(), "id_taken");
        assert_eq!(story.send(3, note, 9, &second, 1).expect_err("it is there already").code(), "notes.out_of_step");
        let text = story.text(2, note);
        assert!(text.contains("左の文") && text.contains("右の文"));
        let hands = story.open(1, note).expect("a page").hands;
        assert_eq!(
            hands.iter().filter(|hand| hand.writer == 20).map(|hand| hand.person_id.raw()).collect::<Vec<_>>(),
            [2]
        );
    });
}

#[test]
fn nobody_goes_on_with_the_numbers_of_somebody_else() {
    story(|story| {
        let note = story.begin(1, "議事録", Template::Blank).id;
        let editor = story.editor(2, note, 20);
        story.send(2, note, 1, &editor.writes("一"), 1).expect("it fits");
        let forged = editor.writes("二");
        assert_eq!(story.send(3, note, 2, &forged, 2).expect_err("not theirs").code(), "notes.writer_taken");
        assert_eq!(story.send(2, note, 3, &forged, 2).expect("theirs").seq, 3);
    });
}

#[test]
fn a_change_that_was_tried_on_another_page_is_tried_anew() {
    story(|story| {
        let note = story.begin(1, "議事録", Template::Blank).id;
        let (left, right) = (story.editor(2, note, 20), story.editor(3, note, 30));
        let wish = Wish::Update { bytes: left.writes("左"), seen: Some(1) };
        let id = UpdateId::from_raw(5);
        let asked = wish.clone();
        let base = story.read(2, move |conn| writing::base(conn, TALK, note, id, &asked, 0)).expect("a page");
        let prepared = writing::tried(&base, id, &wish).expect("it fits").expect("a change");
        story.send(3, note, 6, &right.writes("右"), 1).expect("it fits");
        let keep = move |anyway| {
            let (wish, prepared) = (wish.clone(), prepared.clone());
            move |tx: &mut Tx<'_>| writing::keep(tx, TALK, note, &wish, &prepared, anyway)
        };
        assert_eq!(story.write(2, keep(false)).expect("an answer"), Keeping::Moved);
        assert!(matches!(story.write(2, keep(true)).expect("an answer"), Keeping::Kept(Kept { seq: 3, .. })));
        assert_eq!(story.text(1, note).split('\n').count(), 2);
    });
}

#[test]
fn words_in_a_paragraph_that_somebody_removes_are_kept_for_who_wrote_them() {
    story(|story| {
        let note = story.begin(1, "議事録", Template::Blank).id;
        let start = story.editor(1, note, 10);
        story.send(1, note, 1, &start.writes("予算"), 1).expect("it fits");
        let (left, right) = (story.editor(2, note, 20), story.editor(3, note, 30));
        let (words, removal) = (left.goes_on("は三億円"), right.removes_last());
        story.send(2, note, 2, &words, left.seen).expect("it fits");
        story.send(3, note, 3, &removal, right.seen).expect("it fits");
        assert!(!story.text(1, note).contains("三億"));
        let lost = story.open(2, note).expect("a page").lost;
        assert_eq!(lost.iter().map(|lost| lost.words.as_str()).collect::<Vec<_>>(), ["は三億円"]);
        assert_eq!(lost[0].by.as_ref().map(|by| by.name.as_str()), Some("山田 一"));
        assert!(story.open(3, note).expect("a page").lost.is_empty());
        let id = lost[0].id;
        story.write(3, move |tx| service::settle(tx, TALK, note, id)).expect("an answer");
        assert_eq!(story.open(2, note).expect("a page").lost.len(), 1);
        story.write(2, move |tx| service::settle(tx, TALK, note, id)).expect("an answer");
        assert!(story.open(2, note).expect("a page").lost.is_empty());
    });
}

#[test]
fn tending_makes_a_state_from_which_the_page_and_all_its_versions_are_read() {
    story(|story| {
        let note = story.begin(1, "記録", Template::Errors).id;
        let editor = story.editor(2, note, 20);
        for number in 0..200i64 {
            story.send(2, note, number, &editor.writes(&format!("行{number}")), number + 1).expect("it fits");
            if number % 70 == 69 {
                story.test.clock.advance(TENDED_AFTER + Duration::from_secs(1));
                assert_eq!(story.runner().run_due().expect("a job"), 1);
            }
        }
        let text = story.text(1, note);
        assert!(text.contains("行0\n行1\n") && text.ends_with("行199"));
        for seq in [1i64, 2, 71, 150, 201] {
            let read = story.read(2, move |conn| reading::as_of(conn, TALK, note, Some(seq)));
            let nodes = read.expect("a version").1.nodes().expect("a page");
            assert_eq!(lines::text(&nodes).matches('行').count() as i64, seq - 1 + 2, "version {seq}");
        }
        let row = story.read(1, move |conn| service::get(conn, TALK, note)).expect("a note");
        assert!(row.excerpt.starts_with("ロボット"));
        let words = story.read(1, move |conn| reading::words(conn, note)).expect("words").expect("words");
        assert!(words.contains("行139"));
    });
}

#[test]
fn history_tells_who_changed_what_and_a_version_is_restored_as_a_new_change() {
    story(|story| {
        let note = story.begin(1, "手順", Template::Blank).id;
        let first = story.editor(2, note, 20);
        story.send(2, note, 1, &first.writes("正しい手順"), 1).expect("it fits");
        story.write(2, move |tx| history::name_version(tx, TALK, note, 2, "決裁済み")).expect("a name");
        story.test.clock.advance(Duration::from_secs(3_600));
        let second = story.editor(3, note, 30);
        story.send(3, note, 2, &second.removes_last(), 2).expect("it fits");
        let told = story.read(1, move |conn| history::history(conn, TALK, note, None)).expect("history");
        let people: Vec<Vec<i64>> =
            told.pieces.iter().map(|piece| piece.by.iter().map(|by| by.person_id.raw()).collect()).collect();
        assert_eq!(people, [vec![3], vec![1, 2]]);
        assert_eq!((told.pieces[1].by[1].added, told.versions[0].name.as_str()), (5, "決裁済み"));
        assert!(!story.text(1, note).contains("正しい"));
        let kept = story.wish(1, note, 50, Wish::Restore { seq: 2 }).expect("it fits").expect("a change");
        assert_eq!(kept.seq, 4);
        assert!(story.text(3, note).contains("正しい手順"));
        assert_eq!(story.wish(1, note, 51, Wish::Restore { seq: 2 }).expect("it fits"), None);
        assert_eq!(story.wish(1, note, 52, Wish::Restore { seq: 9 }).expect_err("never was").kind(), Kind::NotFound);
    });
}

#[test]
fn what_was_taken_back_is_gone_at_once_comes_back_for_a_while_and_is_forgotten_later() {
    story(|story| {
        let note = story.begin(2, "案", Template::Blank).id;
        let refused = story.write(3, move |tx| service::withdraw(tx, TALK, note)).expect_err("not theirs");
        assert_eq!(refused.code(), "notes.not_yours");
        story.write(1, move |tx| service::withdraw(tx, TALK, note)).expect("the room's owner takes it back");
        assert!(story.titles(3).is_empty());
        assert_eq!(story.open(2, note).expect_err("gone").kind(), Kind::NotFound);
        assert_eq!(
            story.write(3, move |tx| service::put_back(tx, TALK, note)).expect_err("not there").kind(),
            Kind::NotFound
        );
        story.write(2, move |tx| service::put_back(tx, TALK, note)).expect("who began it puts it back");
        assert_eq!(story.titles(3), ["案"]);
        story.test.clock.advance(Duration::from_secs(86_400));
        story.write(2, move |tx| service::withdraw(tx, TALK, note)).expect("theirs");
        story.test.clock.advance(KEPT_WITHDRAWN - Duration::from_secs(3_600));
        story.runner().run_due().expect("jobs");
        story.write(2, move |tx| service::put_back(tx, TALK, note)).expect("it is still there");
        story.write(2, move |tx| service::withdraw(tx, TALK, note)).expect("theirs");
        story.test.clock.advance(KEPT_WITHDRAWN + Duration::from_secs(1));
        story.runner().run_due().expect("jobs");
        let gone = story.write(2, move |tx| service::put_back(tx, TALK, note)).expect_err("forgotten");
        assert_eq!(gone.kind(), Kind::NotFound);
    });
}

#[test]
fn what_is_pinned_comes_first_and_a_stale_change_of_the_title_is_refused() {
    story(|story| {
        let old = story.begin(1, "決まり", Template::Blank);
        story.test.clock.advance(Duration::from_secs(60));
        story.begin(1, "今日", Template::Blank);
        assert_eq!(story.titles(2), ["今日", "決まり"]);
        let (id, pin) = (old.id, Edit { pinned: Some(true), ..Edit::default() });
        story.write(2, move |tx| service::edit(tx, TALK, id, &pin, None)).expect("whoever writes pins");
        assert_eq!(story.titles(2), ["決まり", "今日"]);
        let named = Edit { title: Some("規則".to_owned()), ..Edit::default() };
        let stale = story.write(2, move |tx| service::edit(tx, TALK, id, &named, Some(old.tick))).expect_err("stale");
        assert_eq!(stale.kind(), Kind::Stale);
        let found = story.read(2, |conn| service::list(conn, TALK, ROOM, "今", None, 9)).expect("a list");
        assert_eq!(found.len(), 1);
        let (_, key) = story.read(2, |conn| service::list(conn, TALK, ROOM, "", None, 1)).expect("a list").remove(0);
        let rest = story.read(2, move |conn| service::list(conn, TALK, ROOM, "", Some(key), 9)).expect("a list");
        assert_eq!(rest.iter().map(|(note, _)| note.title.as_str()).collect::<Vec<_>>(), ["今日"]);
    });
}

#[test]
fn a_program_adds_rows_and_the_restored_page_is_one_of_ours() {
    story(|story| {
        let note = story.begin(1, "エラー", Template::Errors).id;
        let cells = vec!["9:00".to_owned(), "住民異動".to_owned()];
        story.wish(2, note, 1, Wish::Row { cells }).expect("there is a table");
        assert!(story.text(1, note).contains("9:00 | 住民異動 |"));
        let blank = story.begin(1, "白紙", Template::Blank).id;
        assert_eq!(
            story.wish(2, blank, 1, Wish::Row { cells: vec![] }).expect_err("no table").code(),
            "notes.no_table"
        );
        let mut page = Page::written_by(3);
        assert!(change::toward(&mut page, &Template::Errors.nodes()).expect("a page").is_some());
    });
}

#[test]
fn how_far_a_page_was_seen_is_one_persons_own_and_told_to_members() {
    story(|story| {
        let note = story.begin(1, "会議", Template::Meeting).id;
        story.write(2, move |tx| service::see(tx, TALK, note, 1)).expect("seen");
        story.write(150, move |tx| service::see(tx, TALK, note, 1)).expect("they leave no trace");
        assert_eq!(story.open(2, note).expect("a page").seen_seq, 1);
        let readers = story.read(1, move |conn| reading::readers(conn, TALK, note, 50)).expect("readers");
        assert_eq!(readers.iter().map(|reader| reader.person.id.raw()).collect::<Vec<_>>(), [2]);
        assert!(story.read(150, move |conn| reading::readers(conn, TALK, note, 50)).is_err());
    });
}

#[test]
fn a_comment_is_said_answered_settled_and_taken_back_by_who_may() {
    story(|story| {
        let note = story.begin(1, "案", Template::Blank).id;
        let new = |raw: i64, root: Option<i64>, body: &str| NewComment {
            id: CommentId::from_raw(raw),
            root_id: root.map(CommentId::from_raw),
            place: None,
            words: "予算".to_owned(),
            body: body.to_owned(),
        };
        let say = |person: i64, new: NewComment| story.write(person, move |tx| comments::say(tx, TALK, note, &new));
        let list =
            || story.read(150, move |conn| comments::list(conn, TALK, note, None, 50)).expect("who reads reads them");
        say(2, new(1, None, "根拠は")).expect("whoever writes says something");
        say(2, new(1, None, "根拠は")).expect("the same");
        assert_eq!(say(3, new(1, None, "別")).expect_err("taken").code(), "id_taken");
        assert_eq!(say(150, new(9, None, "読むだけ")).expect_err("they read").kind(), Kind::Denied);
        let settle = |person: i64, settled: bool| {
            let id = CommentId::from_raw(1);
            story
                .write(person, move |tx| comments::settle(tx, TALK, note, id, settled))
                .expect("whoever writes settles")
        };
        assert!(settle(3, true).resolved_by.is_some_and(|by| by.id.raw() == 3));
        say(3, new(2, Some(1), "資料2です")).expect("an answer");
        assert!(list()[0].resolved_at.is_none(), "an answer opens it again");
        assert!(say(3, new(3, Some(2), "入れ子")).is_err(), "nobody answers an answer");
        let take_back = |person: i64, raw: i64| {
            let id = CommentId::from_raw(raw);
            story.write(person, move |tx| comments::withdraw(tx, TALK, note, id))
        };
        assert_eq!(take_back(3, 1).expect_err("not theirs").code(), "notes.not_yours");
        take_back(1, 2).expect("who began the note takes it back");
        assert_eq!(list().iter().map(|comment| comment.body.as_str()).collect::<Vec<_>>(), ["根拠は", ""]);
    });
}
