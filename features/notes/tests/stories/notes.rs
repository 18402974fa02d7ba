//! Notes, who reads them, what they were, and what is said beside them.

use crate::scene::{ROOM, TALK, story};
use kernel::{Actor, Id, Kind};
use notes::jobs::KEPT_WITHDRAWN;
use notes::model::comment::{CommentId, NewComment};
use notes::model::templates::Template;
use notes::model::{Edit, New};
use notes::service::writing::Wish;
use notes::service::{self, comments, history, reading};
use std::time::Duration;

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
        assert_eq!(story.begun(2, &again).expect("the same").id, note.id);
        let refused = story.begun(3, &again).expect_err("somebody else's");
        assert_eq!(refused.code(), "id_taken");
        let copy =
            New {
                id: None, title: "次の会議".to_owned(), template: Template::Blank, tell: None, from: Some(note.id)
            };
        let copy = story.begun(3, &copy).expect("a copy");
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
        let refused = story.write(3, move |tx| service::withdraw(tx, TALK, note, "10.0.0.1")).expect_err("not theirs");
        assert_eq!(refused.code(), "notes.not_yours");
        story
            .write(1, move |tx| service::withdraw(tx, TALK, note, "10.0.0.1"))
            .expect("the room's owner takes it back");
        assert!(story.titles(3).is_empty());
        assert_eq!(story.open(2, note).expect_err("gone").kind(), Kind::NotFound);
        assert_eq!(
            story.write(3, move |tx| service::put_back(tx, TALK, note)).expect_err("not there").kind(),
            Kind::NotFound
        );
        story.write(2, move |tx| service::put_back(tx, TALK, note)).expect("who began it puts it back");
        assert_eq!(story.titles(3), ["案"]);
        story.test.clock.advance(Duration::from_secs(86_400));
        story.write(2, move |tx| service::withdraw(tx, TALK, note, "10.0.0.1")).expect("theirs");
        story.test.clock.advance(KEPT_WITHDRAWN - Duration::from_secs(3_600));
        story.runner().run_due().expect("jobs");
        story.write(2, move |tx| service::put_back(tx, TALK, note)).expect("it is still there");
        story.write(2, move |tx| service::withdraw(tx, TALK, note, "10.0.0.1")).expect("theirs");
        story.test.clock.advance(KEPT_WITHDRAWN + Duration::from_secs(1));
        story.runner().run_due().expect("jobs");
        let gone = story.write(2, move |tx| service::put_back(tx, TALK, note)).expect_err("forgotten");
        assert_eq!(gone.kind(), Kind::NotFound);
        // Taking back one's own is nobody's business; what was somebody else's, and what is gone for good, stands in the record.
        let recorded = story.read(1, |conn| audit::chain(conn, 0, 50)).expect("records");
        let acts: Vec<(String, String)> = recorded
            .into_iter()
            .map(|one| (one.entry.act, one.entry.subject.name))
            .filter(|(act, _)| act.starts_with("notes."))
            .collect();
        let of = |act: &str| (act.to_owned(), "案".to_owned());
        assert_eq!(acts, [of("notes.taken_back"), of("notes.forgotten")]);
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
