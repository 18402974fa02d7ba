//! Writing on pages.

use crate::scene::{TALK, story};
use db::Tx;
use notes::jobs::TENDED_AFTER;
use notes::model::page::Page;
use notes::model::templates::Template;
use notes::model::{Kept, UpdateId, change, lines};
use notes::service::writing::{self, Keeping, Wish};
use notes::service::{self, reading};
use std::time::Duration;

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
fn a_number_counts_on_from_where_it_ended_also_when_a_change_is_kept_anyway() {
    story(|story| {
        let note = story.begin(1, "議事録", Template::Blank).id;
        let (one, other) = (story.editor(2, note, 20), story.editor(2, note, 20));
        let wish = Wish::Update { bytes: other.writes("乙"), seen: Some(1) };
        let id = UpdateId::from_raw(5);
        let asked = wish.clone();
        let base = story.read(2, move |conn| writing::base(conn, TALK, note, id, &asked, 0)).expect("a page");
        let prepared = writing::tried(&base, id, &wish).expect("it fits").expect("a change");
        story.send(2, note, 6, &one.writes("甲"), 1).expect("it fits");
        let kept = story.write(2, move |tx| writing::keep(tx, TALK, note, &wish, &prepared, true));
        assert_eq!(kept.expect_err("another thing has that number").code(), "notes.out_of_step");
        assert!(story.text(1, note).ends_with("甲"));
    });
}

#[test]
fn nobody_gets_numbers_by_sending_what_others_wrote() {
    story(|story| {
        let note = story.begin(1, "議事録", Template::Blank).id;
        let (left, right) = (story.editor(2, note, 20), story.editor(3, note, 30));
        let (left, right) = (left.writes("左"), right.writes("右"));
        let both = yrs::merge_updates_v1([left.as_slice(), right.as_slice()]).expect("one of two");
        assert_eq!(story.send(3, note, 1, &both, 1).expect_err("not all theirs").code(), "notes.writer_taken");
        story.send(3, note, 2, &right, 1).expect("theirs");
        assert_eq!(story.send(2, note, 3, &left, 1).expect("theirs").seq, 3);
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
        // Their number is of before the database was put back to an older state.
        story.send(3, note, 3, &removal, right.seen + 7).expect("it fits");
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
