//! In whose name a broadcast comes, who consented to what, and who reads what is written back.

use crate::sending::asks_consent;
use crate::town::{Town, code, everybody, of_unit, story, words};
use broadcasts::model::{BroadcastId, NewBroadcast, Replies, State, Trouble, Words};
use broadcasts::service::{self, Consent};
use directory::model::{Contact, NewPost, Post, PostKind, Scope};
use jiff::civil::date;
use kernel::{PersonId, Rights, Verb};
use std::time::Duration;

fn main_post(town: &Town<'_>, person: PersonId) -> Post {
    let posts = town.read(person, move |conn| directory::store::people::posts_of(conn, &[person]));
    posts.expect("posts")[&person][0].clone()
}

/// Somebody writes as the holder of their main post.
fn as_post(town: &Town<'_>, author: PersonId) -> kernel::Result<BroadcastId> {
    let post = main_post(town, author).id;
    let words = Words { replies: Replies::Sender, ..words(of_unit(town.citizens)) };
    let new = NewBroadcast { id: None, as_post: Some(post), words, files: Vec::new() };
    town.write(author, move |tx| service::create(tx, &new)).map(|made| made.id)
}

/// 石田 hands the office of 総務部長 to 岡田.
fn office_changes_hands(town: &Town<'_>) {
    let office = main_post(town, town.ishida);
    let new = |unit_id, title_id| NewPost {
        unit_id,
        title_id,
        kind: PostKind::Main,
        valid_from: date(2026, 4, 1),
        valid_to: None,
    };
    town.stands(town.ishida, vec![new(town.affairs, None)]);
    town.stands(town.okada, vec![new(office.unit_id, office.title_id)]);
}

#[test]
fn sent_as_an_office_it_belongs_to_whoever_holds_that_and_replies_wait_for_them() {
    story(|town| {
        town.gives(town.ishida, Verb::Change, Scope::All);
        let not_theirs = main_post(town, town.ishida).id;
        let new = NewBroadcast { id: None, as_post: Some(not_theirs), words: words(everybody()), files: Vec::new() };
        assert_eq!(code(town.write(town.ueda, move |tx| service::create(tx, &new))), "invalid_input");
        let id = as_post(town, town.ishida).expect("their office");
        town.send(town.ishida, id, None).expect("theirs");
        town.goes_out();
        let received = town.shown(town.kato, id).expect("theirs").received.expect("theirs");
        assert_eq!(received.line.sender.post.as_deref(), Some("総務部長"));
        assert!(town.shown(town.okada, id).expect("a recipient").managed.is_none());
        office_changes_hands(town);
        town.write(town.kato, move |tx| service::reply(tx, id, None, "当日は出張です")).expect("theirs");
        let managed = town.shown(town.okada, id).expect("a holder").managed.expect("theirs to answer for");
        assert!(managed.may.withdraw && managed.may.remind && managed.may.answer);
        let summary = town.summary(town.okada);
        assert_eq!((summary.unseen, summary.answers), (1, true));
        assert!(!town.summary(town.eguchi).answers);
    });
}

#[test]
fn whoever_holds_an_office_no_more_sends_nothing_in_its_name() {
    story(|town| {
        town.gives(town.ishida, Verb::Change, Scope::All);
        let [draft, planned] = [as_post(town, town.ishida), as_post(town, town.ishida)].map(|id| id.expect("theirs"));
        let later = town.now().plus(Duration::from_secs(7_200));
        town.send(town.ishida, planned, Some(later)).expect("theirs");
        office_changes_hands(town);
        assert_eq!(code(town.send(town.ishida, draft, None)), "invalid_input");
        town.test.clock.advance(Duration::from_secs(7_200));
        town.run_jobs();
        let handed_back = town.managed(town.ishida, planned);
        assert_eq!((handed_back.state, handed_back.trouble), (State::Draft, Some(Trouble::PostEnded)));
        assert_eq!(town.reached(planned), []);
    });
}

#[test]
fn what_several_hold_is_no_office_to_send_from() {
    story(|town| {
        assert_eq!(code(as_post(town, town.ueda)), "invalid_input", "a post without a title");
        town.gives(town.okada, Verb::Change, Scope::All);
        let id = as_post(town, town.okada).expect("theirs alone");
        let office = main_post(town, town.okada);
        let chief = (office.unit_id, office.title_id);
        let second = town.comes(("佐藤", "さとう"), directory::model::Employment::Regular, chief, Rights::Member);
        assert_eq!(code(town.send(town.okada, id, None)), "invalid_input");
        assert_eq!(code(town.shown(second, id)), "not_found");
    });
}

#[test]
fn consent_is_to_as_many_as_it_said() {
    story(|town| {
        asks_consent(town, 1);
        let comes = |family| {
            let unit = (town.citizens, None);
            town.comes((family, "さとう"), directory::model::Employment::Regular, unit, Rights::Member)
        };
        let id = town.draft(town.ueda, words(of_unit(town.citizens)));
        town.send(town.ueda, id, None).expect("theirs");
        comes("佐藤");
        assert_eq!(town.consent(town.aoki, id).expect("an administrator"), Consent::Grown);
        let waits = town.managed(town.aoki, id);
        assert_eq!((waits.state, waits.total), (State::Waiting, 3), "it says how many are meant by now");
        assert_eq!(town.consent(town.aoki, id).expect("an administrator"), Consent::Given);
        comes("左藤");
        town.goes_out();
        let waits = town.managed(town.aoki, id);
        assert_eq!((waits.state, waits.trouble, waits.total), (State::Waiting, Some(Trouble::NeedsConsent), 4));
        town.consent(town.aoki, id).expect("an administrator");
        town.goes_out();
        assert_eq!((town.state(id), town.managed(town.ueda, id).total), (State::Sent, 4));
    });
}

#[test]
fn consent_of_somebody_who_may_not_give_it_any_more_is_asked_for_anew() {
    story(|town| {
        asks_consent(town, 1);
        town.gives(town.ishida, Verb::Release, Scope::All);
        let id = town.draft(town.ueda, words(of_unit(town.citizens)));
        let later = town.now().plus(Duration::from_secs(7_200));
        town.send(town.ueda, id, Some(later)).expect("theirs");
        town.consent(town.ishida, id).expect("somebody else");
        let ishida = town.ishida;
        town.office(move |tx| {
            let held = directory::store::grants::holdings(tx, Some(&[ishida]))?;
            directory::service::grants::remove(tx, held[0].grant, "")
        });
        town.test.clock.advance(Duration::from_secs(7_200));
        town.run_jobs();
        let waits = town.managed(town.ueda, id);
        assert_eq!((waits.state, waits.trouble), (State::Waiting, Some(Trouble::NeedsConsent)));
    });
}

#[test]
fn consent_that_comes_after_the_deadline_hands_it_back() {
    story(|town| {
        asks_consent(town, 1);
        let by = town.now().plus(Duration::from_secs(3_600));
        let id =
            town.draft(town.ueda, Words { must_read: true, confirm_by: Some(by), ..words(of_unit(town.citizens)) });
        town.send(town.ueda, id, None).expect("theirs");
        town.test.clock.advance(Duration::from_secs(3_600));
        assert_eq!(town.consent(town.aoki, id).expect("an administrator"), Consent::TooLate);
        let handed_back = town.managed(town.ueda, id);
        assert_eq!((handed_back.state, handed_back.trouble), (State::Draft, Some(Trouble::TooLate)));
    });
}

#[test]
fn nobody_writes_where_nobody_is_left_to_read_it() {
    story(|town| {
        let id = town.sent(Words { replies: Replies::Sender, ..words(of_unit(town.citizens)) });
        let ueda = town.ueda;
        town.office(move |tx| {
            let person = directory::store::people::get(tx, ueda)?.expect("there");
            let gone = directory::model::Person { left_on: Some(date(2026, 3, 31)), ..person };
            directory::service::bulk::save_person(tx, gone, None)?;
            let detail = serde_json::json!({});
            let settled =
                directory::service::bulk::Settlement { people: &[ueda], units: false, act: "test.left", detail };
            directory::service::bulk::settle(tx, &settled)
        });
        let reply = town.write(town.kato, move |tx| service::reply(tx, id, None, "当日は出張です"));
        assert_eq!(code(reply), "broadcasts.no_replies");
        let received = town.shown(town.kato, id).expect("theirs").received.expect("theirs");
        assert_eq!(received.replies, Replies::Closed);
    });
}

#[test]
fn a_barrier_that_comes_later_keeps_the_sender_from_writing_back() {
    story(|town| {
        let id = town.sent(Words { replies: Replies::Sender, ..words(of_unit(town.citizens)) });
        let (kato, okada) = (town.kato, town.okada);
        for person in [kato, okada] {
            town.write(person, move |tx| service::reply(tx, id, None, "当日は出張です")).expect("theirs");
        }
        town.protects(kato, Contact { write: false, ..Contact::ALL });
        town.protects(okada, Contact { find: false, write: false, ..Contact::ALL });
        let answer = |person| town.write(town.ueda, move |tx| service::answer(tx, id, person, None, "承知しました"));
        assert_eq!(code(answer(kato)), "broadcasts.barred");
        assert_eq!(code(answer(okada)), "not_found");
        let found = town.read(town.ueda, move |conn| service::conversations(conn, id, None, 50)).expect("theirs");
        let named: Vec<PersonId> =
            found.into_iter().filter_map(|(shown, _)| shown).map(|shown| shown.person.id).collect();
        assert_eq!(named, [kato], "who is hidden by now is not named");
        town.write(kato, move |tx| service::reply(tx, id, None, "やはり出ます"))
            .expect("the way to the sender stays open");
    });
}
