//! Reading, confirming, reminding, counting, writing back.

use crate::town::{code, everybody, of_unit, story, words};
use broadcasts::model::{Counts, Order, Replies, Stage, Words};
use broadcasts::service;
use broadcasts::store::receipts::{Key, Wanted};
use directory::model::{LeaveKind, NewLeave};
use jiff::civil::date;
use kernel::{Jst, LeaveAccess, PersonId, Timestamp};
use std::time::Duration;

fn deadline() -> Timestamp {
    Jst::start_of(date(2026, 4, 4))
}

fn must_read() -> Words {
    Words { must_read: true, confirm_by: Some(deadline()), ..words(everybody()) }
}

#[test]
fn it_waits_until_it_is_read_or_confirmed_where_that_is_asked() {
    story(|town| {
        let loose = town.sent(words(everybody()));
        let strict = town.sent(must_read());
        let waits = |person| {
            let summary = town.summary(person);
            (summary.pending, summary.to_confirm, summary.overdue)
        };
        assert_eq!(waits(town.kato), (2, 1, 0));
        town.write(town.kato, move |tx| service::read(tx, loose)).expect("theirs");
        town.write(town.kato, move |tx| service::read(tx, strict)).expect("theirs");
        assert_eq!(waits(town.kato), (1, 1, 0));
        assert_eq!(code(town.write(town.kato, move |tx| service::confirm(tx, loose))), "broadcasts.nothing_to_confirm");
        town.test.clock.set(deadline());
        assert_eq!(waits(town.kato), (1, 1, 1));
        let said = town.write(town.kato, move |tx| service::confirm(tx, strict)).expect("late, and said");
        assert_eq!(waits(town.kato), (0, 0, 0));
        town.test.clock.advance(Duration::from_secs(60));
        let again = town.write(town.kato, move |tx| service::confirm(tx, strict)).expect("the same");
        assert_eq!(again, said);
        assert_eq!(code(town.write(town.ueda, move |tx| service::confirm(tx, strict))), "not_found", "their own");
    });
}

#[test]
fn receipts_are_counted_by_section_and_nobody_waits_for_who_is_away() {
    story(|town| {
        let id = town.sent(must_read());
        let (eguchi, kato) = (town.eguchi, town.kato);
        let leave = NewLeave {
            kind: LeaveKind::Childcare,
            valid_from: date(2026, 4, 1),
            valid_to: None,
            access: LeaveAccess::Read,
        };
        town.office(move |tx| directory::service::leaves::create(tx, eguchi, &leave, ""));
        town.write(town.okada, move |tx| service::confirm(tx, id)).expect("theirs");
        town.write(town.kato, move |tx| service::read(tx, id)).expect("theirs");
        let counts = |total, done, read, away| Counts { total, done, read, away };
        let all = town.read(town.ueda, move |conn| service::counts(conn, id)).expect("theirs");
        assert_eq!((all, all.waiting()), (counts(5, 1, 1, 1), 3));
        let sections = town.read(town.ueda, move |conn| service::sections(conn, id)).expect("theirs");
        let sections: Vec<_> =
            sections.into_iter().map(|of| (of.name.unwrap_or_default(), of.above, of.counts)).collect();
        let of = |name: &str, above: &str, counts| (name.to_owned(), above.to_owned(), counts);
        let expected = [
            of("総務部", "", counts(2, 0, 0, 0)),
            of("総務課", "総務部", counts(1, 0, 0, 1)),
            of("市民課", "", counts(2, 1, 1, 0)),
        ];
        assert_eq!(sections, expected);
        let people = |stage| -> Vec<PersonId> {
            let wanted = Wanted { stage: Some(stage), section: None, order: Order::Unit };
            let found = town.read(town.ueda, move |conn| service::people(conn, id, &wanted, &Key::start(), 50));
            found.expect("theirs").into_iter().filter_map(|(recipient, _)| recipient).map(|of| of.person.id).collect()
        };
        assert_eq!(people(Stage::Waiting), [town.ishida, town.aoki, kato]);
        assert_eq!((people(Stage::Done), people(Stage::Away)), (vec![town.okada], vec![eguchi]));
        assert_eq!(code(town.read(kato, move |conn| service::counts(conn, id))), "not_found");
        let report = town.read(town.ueda, move |conn| service::export(conn, id)).expect("theirs");
        let states: Vec<&str> = report.lines.iter().map(|line| line[5].as_str()).collect();
        assert_eq!(states, ["状態", "未確認", "未確認", "不在", "確認済み", "未確認"]);
    });
}

#[test]
fn a_page_of_recipients_goes_on_where_the_last_one_ended() {
    story(|town| {
        let id = town.sent(words(everybody()));
        for order in [Order::Reading, Order::Unit] {
            let (mut seen, mut after) = (Vec::new(), Key::start());
            loop {
                let wanted = Wanted { order, ..Wanted::default() };
                let from = after.clone();
                let found = town.read(town.ueda, move |conn| service::people(conn, id, &wanted, &from, 2));
                let found = found.expect("theirs");
                let more = found.len() > 2;
                for (recipient, key) in found.into_iter().take(2) {
                    seen.extend(recipient.map(|recipient| recipient.person.id));
                    after = key;
                }
                if !more {
                    break;
                }
            }
            let mut each = seen.clone();
            each.sort_unstable();
            each.dedup();
            assert_eq!((seen.len(), each.len()), (5, 5), "{order:?}");
        }
    });
}

#[test]
fn only_who_has_not_confirmed_is_reminded_and_not_again_within_the_hour() {
    story(|town| {
        let id = town.sent(must_read());
        town.write(town.kato, move |tx| service::confirm(tx, id)).expect("theirs");
        let remind = || town.write(town.ueda, move |tx| service::remind(tx, id, ""));
        assert_eq!(remind().expect("theirs"), 4);
        town.run_jobs();
        assert_eq!(town.summary(town.okada).reminded_at, Some(town.now()));
        assert_eq!(town.summary(town.kato).reminded_at, None);
        assert_eq!(code(remind()), "broadcasts.reminded_just_now");
        town.test.clock.advance(Duration::from_secs(3_600));
        for person in [town.aoki, town.ishida, town.eguchi, town.okada] {
            town.write(person, move |tx| service::confirm(tx, id)).expect("theirs");
        }
        assert_eq!(code(remind()), "broadcasts.nobody_waits");
        assert_eq!(code(town.write(town.kato, move |tx| service::remind(tx, id, ""))), "not_found");
    });
}

#[test]
fn the_reminder_before_the_deadline_goes_out_by_itself_unless_somebody_just_did() {
    story(|town| {
        let at = deadline().minus(Duration::from_secs(3_600));
        let words = Words { remind_at: Some(at), ..must_read() };
        let [id, other] = [town.sent(words.clone()), town.sent(words)];
        town.test.clock.set(at.minus(Duration::from_secs(600)));
        town.write(town.ueda, move |tx| service::remind(tx, other, "")).expect("theirs");
        town.run_jobs();
        town.test.clock.set(at);
        town.run_jobs();
        assert_eq!(town.managed(town.ueda, id).reminders, 1);
        assert_eq!(town.managed(town.ueda, other).reminders, 1, "it was ten minutes ago");
        assert_eq!(town.summary(town.kato).reminded_at, Some(at));
    });
}

#[test]
fn what_is_written_back_is_seen_by_two_sides_only() {
    story(|town| {
        let id = town.sent(Words { replies: Replies::Sender, ..words(of_unit(town.citizens)) });
        let closed = town.sent(words(of_unit(town.citizens)));
        let reply = |person, id| town.write(person, move |tx| service::reply(tx, id, None, "当日は出張です"));
        assert_eq!(code(reply(town.kato, closed)), "broadcasts.no_replies");
        assert_eq!(code(reply(town.eguchi, id)), "not_found");
        reply(town.kato, id).expect("theirs");
        assert_eq!(town.summary(town.ueda).unseen, 1);
        let kato = town.kato;
        let (okada_sees, ueda_sees) = (
            town.read(town.okada, move |conn| service::own(conn, id)).expect("nothing of others"),
            town.read(town.ueda, move |conn| service::conversations(conn, id, None, 50)).expect("theirs"),
        );
        assert_eq!((okada_sees.len(), ueda_sees.len()), (0, 1));
        assert_eq!(
            code(town.read(town.aoki, move |conn| service::conversation(conn, id, kato))),
            "broadcasts.not_yours"
        );
        town.write(town.ueda, move |tx| service::looked(tx, id, kato)).expect("theirs");
        assert_eq!(town.summary(town.ueda).unseen, 0);
        town.write(town.ueda, move |tx| service::answer(tx, id, kato, None, "承知しました")).expect("theirs");
        assert_eq!(town.summary(town.kato).unseen, 1);
        let said = town.read(town.kato, move |conn| service::own(conn, id)).expect("theirs");
        let said: Vec<(bool, &str)> = said.iter().map(|reply| (reply.by_recipient, reply.body.as_str())).collect();
        assert_eq!(said, [(true, "当日は出張です"), (false, "承知しました")]);
        town.write(town.kato, move |tx| service::saw(tx, id)).expect("theirs");
        assert_eq!(town.summary(town.kato).unseen, 0);
        let okada = town.okada;
        let unasked = town.write(town.ueda, move |tx| service::answer(tx, id, okada, None, "いかがですか"));
        assert_eq!(code(unasked), "not_found", "who wrote nothing is not written to here");
    });
}
