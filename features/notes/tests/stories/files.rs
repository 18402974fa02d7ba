//! Files of notes: how many, whose, and until when.

use crate::scene::{Story, TALK, story};
use files::model::{FileId, FileKind, FileState, Limits, Media};
use files::service::NewFile;
use kernel::Result;
use notes::jobs::KEPT_WITHDRAWN;
use notes::model::change;
use notes::model::file::{MOST_FILES, NoteFile};
use notes::model::page::Page;
use notes::model::schema::Kind;
use notes::model::templates::Template;
use notes::model::tree::Node;
use notes::model::{NoteId, base64};
use notes::service::{self, files as note_files};
use std::time::Duration;

/// Brings a file of a person's that is whole, and gives it to a note.
fn given(story: &Story<'_>, person: i64, note: NoteId, raw: i64) -> Result<NoteFile> {
    let id = FileId::from_raw(raw);
    story.write(person, move |tx| {
        let new = NewFile { id: Some(id), name: format!("{raw}.png"), size: 1 };
        files::service::begin(tx, &new, &Limits::default(), "here")?;
        files::service::received(tx, id, 1, Some(&format!("hash of {raw}")))?;
        let media = Media { media: "image/png".to_owned(), kind: FileKind::Picture };
        files::service::whole(tx, id, &media, Some((4, 3))).map(drop)
    })?;
    story.write(person, move |tx| note_files::take(tx, TALK, note, id, None))
}

/// Makes a page name a file and nothing else.
fn placed(story: &Story<'_>, person: i64, note: NoteId, file: FileId) {
    let opened = story.open(person, note).expect("they read it");
    let bytes = base64::decode(&opened.update).expect("letters");
    let mut page = Page::of(7, [bytes.as_slice()]).expect("a page");
    let file = Node::around(Kind::File, Vec::new()).with("id", file.to_string()).with("name", "7.png");
    let file = file.with("width", "medium").with("alt", "");
    let update = change::toward(&mut page, &[file]).expect("a page").expect("a change");
    story.send(person, note, 900, &update, opened.seq).expect("it is kept");
}

fn state(story: &Story<'_>, raw: i64) -> FileState {
    let row = story.read(1, move |conn| files::store::get(conn, FileId::from_raw(raw)));
    row.expect("an answer").expect("a row").state
}

#[test]
fn a_note_has_so_many_files_and_no_more_whether_or_not_they_stand_on_its_page() {
    story(|story| {
        let note = story.begin(2, "写真帳", Template::Blank).id;
        for raw in 1..=MOST_FILES {
            given(story, 2, note, raw).expect("there is room");
        }
        let last = MOST_FILES + 1;
        assert_eq!(given(story, 2, note, last).expect_err("one too many").code(), "notes.too_many_files");
        assert_eq!(state(story, last), FileState::Whole, "what was refused waits for who brought it");
        let again = story.write(3, move |tx| note_files::take(tx, TALK, note, FileId::from_raw(1), None));
        assert_eq!(again.expect("it is there").brought_by.id.raw(), 2);
    });
}

#[test]
fn who_only_reads_gives_nothing_and_who_does_not_sees_nothing() {
    story(|story| {
        let note = story.begin(2, "写真帳", Template::Blank).id;
        let file = given(story, 2, note, 7).expect("a file").id;
        assert_eq!(given(story, 150, note, 8).expect_err("they read").code(), "notes.read_only");
        assert_eq!(given(story, 250, note, 9).expect_err("they know nothing of it").code(), "not_found");
        let seen = |person: i64| story.read(person, move |conn| note_files::file(conn, TALK, note, file));
        assert_eq!(seen(3).expect("they belong to the room").name, "7.png");
        // Somebody may have let go of it meanwhile: until the page names it, it is no part of what others look at.
        assert_eq!(seen(150).expect_err("it does not stand on the page").code(), "not_found");
        let list = story.read(150, move |conn| note_files::list(conn, TALK, note, None, 50));
        assert_eq!(list.expect("they read").len(), 0);
        placed(story, 2, note, file);
        assert_eq!(seen(150).expect("they read").name, "7.png");
        assert_eq!(seen(250).expect_err("they do not").code(), "not_found");
    });
}

#[test]
fn files_go_with_the_last_note_that_has_them() {
    story(|story| {
        let (note, other) = (story.begin(2, "元", Template::Blank).id, story.begin(2, "写し", Template::Blank).id);
        let (kept, own) = (given(story, 2, note, 7).expect("a file").id, given(story, 2, note, 8).expect("a file").id);
        let along = story.write(3, move |tx| note_files::take(tx, TALK, other, kept, Some(note)));
        assert_eq!(along.expect("they read the one and write on the other").brought_by.id.raw(), 3);
        let foreign = story.write(3, move |tx| note_files::take(tx, TALK, other, FileId::from_raw(99), Some(note)));
        assert_eq!(foreign.expect_err("that note has no such file").code(), "not_found");
        let withdrawn = |note: NoteId| {
            story.write(2, move |tx| service::withdraw(tx, TALK, note, "")).expect("they began it");
            story.test.clock.advance(KEPT_WITHDRAWN + Duration::from_secs(1));
            story.runner().run_due().expect("jobs");
        };
        withdrawn(note);
        assert_eq!((state(story, kept.raw()), state(story, own.raw())), (FileState::Attached, FileState::Released));
        withdrawn(other);
        assert_eq!(state(story, kept.raw()), FileState::Released);
    });
}
