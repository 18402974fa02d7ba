//! What goes with a broadcast: how much of it, whose, and until when.

use crate::town::{Town, code, everybody, of_unit, story, words};
use broadcasts::model::{Broadcast, BroadcastId, BroadcastRule, MOST_FILES, NewBroadcast};
use broadcasts::service;
use files::model::{FileId, FileKind, FileState, Limits, Media};
use files::service::NewFile;
use jiff::civil::date;
use kernel::{Actor, PersonId, Result};

/// A file that somebody has brought and that nothing has taken yet.
fn brought(town: &Town<'_>, person: PersonId, raw: i64) -> FileId {
    let id = FileId::from_raw(raw);
    let whole = town.write(person, move |tx| {
        let new = NewFile { id: Some(id), name: format!("{raw}.pdf"), size: 1 };
        files::service::begin(tx, &new, &Limits::default(), "here")?;
        files::service::received(tx, id, 1, Some(&format!("hash of {raw}")))?;
        let media = Media { media: "application/pdf".to_owned(), kind: FileKind::Pdf };
        files::service::whole(tx, id, &media, None).map(drop)
    });
    whole.expect("it comes");
    id
}

fn with(town: &Town<'_>, files: Vec<FileId>) -> NewBroadcast {
    NewBroadcast { id: None, as_post: None, words: words(of_unit(town.citizens)), files }
}

fn create(town: &Town<'_>, files: Vec<FileId>) -> Result<Broadcast> {
    let new = with(town, files);
    town.write(town.ueda, move |tx| service::create(tx, &new))
}

fn change(town: &Town<'_>, id: BroadcastId, files: Vec<FileId>) -> Result<Broadcast> {
    let new = with(town, files);
    town.write(town.ueda, move |tx| service::change(tx, id, &new, None))
}

fn named(broadcast: &Broadcast) -> Vec<FileId> {
    broadcast.files.iter().map(|file| file.id).collect()
}

fn state(town: &Town<'_>, file: FileId) -> FileState {
    let row = town.read(town.ueda, move |conn| files::store::get(conn, file));
    row.expect("an answer").expect("a row").state
}

#[test]
fn a_draft_has_the_files_that_its_author_names_in_that_order_and_lets_go_of_the_others() {
    story(|town| {
        let [one, two, three] = [7, 8, 9].map(|raw| brought(town, town.ueda, raw));
        let draft = create(town, vec![two, one, two]).expect("theirs");
        assert_eq!(named(&draft), [two, one], "named twice it goes once");
        let changed = change(town, draft.id, vec![one, three]).expect("theirs");
        assert_eq!(named(&changed), [one, three]);
        assert!(changed.tick > draft.tick, "who had the former in hand is told");
        assert_eq!(
            [one, two, three].map(|file| state(town, file)),
            [FileState::Attached, FileState::Released, FileState::Attached]
        );
        assert_eq!(code(change(town, draft.id, vec![two])), "invalid_input", "what went does not come back");
        assert_eq!(named(&town.managed(town.ueda, draft.id)), [one, three]);
        let id = draft.id;
        town.write(town.ueda, move |tx| service::remove(tx, id)).expect("theirs");
        assert_eq!([one, three].map(|file| state(town, file)), [FileState::Released, FileState::Released]);
    });
}

#[test]
fn it_has_so_many_files_and_none_that_another_brought_or_that_goes_elsewhere() {
    story(|town| {
        let most = i64::try_from(MOST_FILES).expect("few");
        let mut all: Vec<FileId> = (1..=most).map(|raw| brought(town, town.ueda, raw)).collect();
        let draft = create(town, all.clone()).expect("there is room");
        let last = brought(town, town.ueda, most + 1);
        all.push(last);
        assert_eq!(code(change(town, draft.id, all.clone())), "invalid_input");
        assert_eq!(state(town, last), FileState::Whole, "what was refused waits for who brought it");
        assert_eq!(code(create(town, vec![all[0]])), "invalid_input", "it goes with another");
        let of_kato = brought(town, town.kato, 99);
        assert_eq!(code(create(town, vec![of_kato])), "invalid_input");
        assert_eq!(state(town, of_kato), FileState::Whole);
    });
}

#[test]
fn recipients_have_its_files_from_when_it_is_out_until_it_is_taken_back() {
    story(|town| {
        let file = brought(town, town.ueda, 7);
        let id = create(town, vec![file]).expect("theirs").id;
        let reads = |person| code(town.read(person, move |conn| service::file(conn, id, file)));
        assert_eq!((reads(town.ueda), reads(town.kato), reads(town.aoki)), ("", "not_found", "not_found"));
        town.send(town.ueda, id, None).expect("theirs");
        assert_eq!((reads(town.kato), reads(town.aoki)), ("not_found", ""), "it is planned");
        town.goes_out();
        assert_eq!((reads(town.kato), reads(town.eguchi)), ("", "not_found"));
        town.write(town.ueda, move |tx| service::withdraw(tx, id, "誤送信", "")).expect("theirs");
        assert_eq!((reads(town.kato), reads(town.ueda)), ("not_found", ""));
        let received = town.shown(town.kato, id).expect("that it was").received.expect("theirs");
        assert_eq!(received.files, []);
        assert_eq!(state(town, file), FileState::Attached, "it is kept for those who answer for it");
    });
}

#[test]
fn what_was_kept_long_enough_lets_go_of_its_files() {
    story(|town| {
        let file = brought(town, town.ueda, 7);
        let new = NewBroadcast { words: words(everybody()), ..with(town, vec![file]) };
        let id = town.write(town.ueda, move |tx| service::create(tx, &new)).expect("theirs").id;
        town.send(town.ueda, id, None).expect("theirs");
        town.goes_out();
        let rule = BroadcastRule { consent_above: None, keep_years: Some(1) };
        town.write(town.aoki, move |tx| service::set_rule(tx, rule, "")).expect("an administrator");
        town.test.clock.set(kernel::Jst::start_of(date(2028, 4, 1)));
        let begun = town.test.db.write_now(Actor::system(town.org), service::begin_forgetting);
        begun.expect("as midnight begins it");
        town.run_jobs();
        assert_eq!(code(town.shown(town.ueda, id)), "not_found");
        assert_eq!(state(town, file), FileState::Released);
    });
}
