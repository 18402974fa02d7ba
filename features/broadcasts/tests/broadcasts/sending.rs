//! Writing, planning, consenting, sending, taking back.

use crate::town::{Town, code, everybody, of_unit, story, words};
use broadcasts::model::{Audience, BroadcastRule, LeftOut, Line, NewBroadcast, NewList, State, Trouble, Words};
use broadcasts::{policy, service, store};
use directory::model::{Contact, Employment, GuestKind, NewGuest, NewPerson, NewPost, PostKind, Scope};
use directory::service::bulk::Settlement;
use jiff::civil::date;
use kernel::{Actor, Id, PersonId, Verb};
use std::time::Duration;

#[test]
fn it_is_held_for_a_moment_and_then_reaches_all_who_are_meant_and_nobody_else() {
    story(|town| {
        let id = town.draft(town.ueda, words(of_unit(town.citizens)));
        assert_eq!(town.send(town.ueda, id, None).expect("theirs").state, State::Planned);
        assert_eq!((town.run_jobs(), town.reached(id)), (0, vec![]));
        town.goes_out();
        assert_eq!(town.reached(id), [town.okada, town.kato]);
        let sent = town.managed(town.ueda, id);
        assert_eq!((sent.state, sent.total, sent.done), (State::Sent, 2, 2));
        assert_eq!(code(town.shown(town.eguchi, id)), "not_found");
        // The job again does nothing again.
        town.test.clock.advance(Duration::from_secs(3_600));
        assert_eq!((town.run_jobs(), town.received(town.kato).len()), (0, 1));
    });
}

#[test]
fn within_the_hold_it_is_cancelled_and_can_be_sent_anew() {
    story(|town| {
        let id = town.draft(town.ueda, words(everybody()));
        town.send(town.ueda, id, None).expect("theirs");
        town.write(town.ueda, move |tx| service::cancel(tx, id, "")).expect("in time");
        town.goes_out();
        assert_eq!((town.state(id), town.reached(id)), (State::Draft, vec![]));
        town.send(town.ueda, id, None).expect("again");
        town.goes_out();
        assert_eq!(town.reached(id), [town.aoki, town.ishida, town.eguchi, town.okada, town.kato]);
        assert_eq!(code(town.write(town.ueda, move |tx| service::cancel(tx, id, ""))), "broadcasts.too_late");
    });
}

#[test]
fn who_is_meant_is_worked_out_again_when_it_goes_out_and_fixed_from_then_on() {
    story(|town| {
        let id = town.draft(town.ueda, words(of_unit(town.citizens)));
        let later = town.now().plus(Duration::from_secs(7_200));
        assert_eq!(town.send(town.ueda, id, Some(later)).expect("theirs").total, 2);
        let regular = Employment::Regular;
        let sato = town.comes(("佐藤", "さとう"), regular, (town.citizens, None), kernel::Rights::Member);
        town.test.clock.advance(Duration::from_secs(7_200));
        town.run_jobs();
        assert_eq!(town.managed(town.ueda, id).total, 3);
        assert!(town.shown(sato, id).expect("they were there").received.is_some());
        let tanaka = town.comes(("田中", "たなか"), regular, (town.citizens, None), kernel::Rights::Member);
        assert_eq!(code(town.shown(tanaka, id)), "not_found");
    });
}

#[test]
fn whoever_lost_the_right_meanwhile_sends_nothing_and_learns_why() {
    story(|town| {
        town.gives(town.okada, Verb::Change, Scope::Own);
        let id = town.draft(town.okada, words(everybody()));
        let planned = town.send(town.okada, id, None).expect("theirs");
        assert_eq!((planned.total, planned.left_out), (1, LeftOut { beyond: 4, barred: 0 }), "their own section");
        let okada = town.okada;
        town.office(move |tx| {
            let held = directory::store::grants::holdings(tx, Some(&[okada]))?;
            directory::service::grants::remove(tx, held[0].grant, "")
        });
        town.goes_out();
        let handed_back = town.managed(town.okada, id);
        assert_eq!((handed_back.state, handed_back.trouble), (State::Draft, Some(Trouble::NotAllowed)));
        assert_eq!(town.reached(id), []);
    });
}

pub fn asks_consent(town: &Town<'_>, above: i64) {
    let rule = BroadcastRule { consent_above: Some(above), keep_years: None };
    town.write(town.aoki, move |tx| service::set_rule(tx, rule, "")).expect("an administrator");
}

#[test]
fn what_goes_to_many_waits_for_somebody_else() {
    story(|town| {
        asks_consent(town, 2);
        town.gives(town.ishida, Verb::Release, Scope::All);
        town.gives(town.okada, Verb::Release, Scope::Own);
        let id = town.draft(town.ueda, words(everybody()));
        assert_eq!(town.send(town.ueda, id, None).expect("theirs").state, State::Waiting);
        town.goes_out();
        assert_eq!(town.reached(id), []);
        assert_eq!((town.summary(town.ishida).waiting, town.summary(town.ueda).waiting), (1, 0));
        assert_eq!(code(town.consent(town.kato, id)), "not_found");
        assert_eq!(
            code(town.consent(town.okada, id)),
            "not_found",
            "what is for a part tells nothing of what goes to all"
        );
        assert_eq!(town.summary(town.okada).waiting, 0);
        assert_eq!(town.consent(town.ishida, id).expect("somebody else"), service::Consent::Given);
        town.goes_out();
        assert_eq!(town.reached(id).len(), 5);
        let sent = town.managed(town.ueda, id);
        assert_eq!(sent.consented_by.map(|person| person.id), Some(town.ishida));
        // Few go out at once.
        let few = town.draft(town.ueda, words(of_unit(town.citizens)));
        assert_eq!(town.send(town.ueda, few, None).expect("theirs").state, State::Planned);
    });
}

#[test]
fn nobody_consents_to_their_own_and_who_refuses_says_why() {
    story(|town| {
        asks_consent(town, 0);
        let id = town.draft(town.aoki, words(of_unit(town.citizens)));
        assert_eq!(town.send(town.aoki, id, None).expect("theirs").state, State::Waiting);
        assert_eq!(code(town.consent(town.aoki, id)), "broadcasts.own");
        town.gives(town.ishida, Verb::Release, Scope::All);
        let ishida = town.powerful(town.ishida);
        let refuse =
            move |why: &'static str| town.test.db.write_now(ishida, move |tx| service::refuse(tx, id, why, ""));
        assert_eq!(code(refuse(" ")), "invalid_input");
        refuse("日付が違います").expect("they may");
        let draft = town.managed(town.aoki, id);
        assert_eq!((draft.state, draft.trouble), (State::Draft, Some(Trouble::Refused)));
        assert_eq!(draft.refused_why.as_deref(), Some("日付が違います"));
        assert_eq!(code(town.shown(town.ishida, id)), "not_found", "a draft is its author's alone");
    });
}

#[test]
fn more_than_were_planned_ask_for_consent_at_the_last_moment() {
    story(|town| {
        asks_consent(town, 2);
        let id = town.draft(town.ueda, words(of_unit(town.citizens)));
        town.send(town.ueda, id, None).expect("theirs");
        town.comes(("佐藤", "さとう"), Employment::Regular, (town.citizens, None), kernel::Rights::Member);
        town.goes_out();
        let waits = town.managed(town.ueda, id);
        assert_eq!((waits.state, waits.trouble, waits.total), (State::Waiting, Some(Trouble::NeedsConsent), 3));
        town.consent(town.aoki, id).expect("an administrator");
        town.goes_out();
        assert_eq!((town.state(id), town.managed(town.ueda, id).total), (State::Sent, 3));
    });
}

#[test]
fn barriers_hold_and_whom_one_may_not_find_is_neither_named_nor_counted() {
    story(|town| {
        town.protects(town.ishida, Contact { find: false, write: false, ..Contact::ALL });
        town.protects(town.okada, Contact { write: false, ..Contact::ALL });
        let id = town.draft(town.ueda, words(everybody()));
        let planned = town.send(town.ueda, id, None).expect("theirs");
        assert_eq!((planned.total, planned.left_out), (3, LeftOut { beyond: 0, barred: 1 }));
        town.goes_out();
        assert_eq!(town.reached(id), [town.aoki, town.eguchi, town.kato]);
        let ishida = town.ishida;
        let named =
            Words { title: "宛先".to_owned(), ..words(Audience { people: vec![ishida], ..Audience::default() }) };
        let named = town.draft(town.ueda, named);
        assert_eq!(code(town.send(town.ueda, named, None)), "broadcasts.nobody", "naming them is naming nobody");
    });
}

#[test]
fn names_are_shown_before_it_is_sent_by_reading_and_in_official_order() {
    story(|town| {
        let names = |order, after: Option<PersonId>, limit| -> Vec<String> {
            let found = town.read(town.ueda, move |conn| {
                let (outlook, _) = service::preview(conn, &everybody())?;
                service::audience::page(conn, &outlook, order, after, limit)
            });
            found.expect("a preview").into_iter().map(|person| person.name.replace(" 花子", "")).collect()
        };
        use broadcasts::model::Order::{Reading, Unit};
        assert_eq!(names(Reading, None, 50), ["青木", "石田", "江口", "岡田", "加藤"]);
        assert_eq!(names(Unit, None, 50), ["石田", "青木", "江口", "岡田", "加藤"]);
        assert_eq!(names(Reading, None, 2), ["青木", "石田", "江口"], "one more tells that there is more");
        assert_eq!(names(Reading, Some(town.ishida), 2), ["江口", "岡田", "加藤"]);
    });
}

#[test]
fn a_draft_of_before_is_not_written_over_and_nobody_else_finds_it() {
    story(|town| {
        let id = town.draft(town.ueda, words(everybody()));
        let seen = town.managed(town.ueda, id).tick;
        let new = NewBroadcast { id: None, as_post: None, words: words(of_unit(town.affairs)), files: Vec::new() };
        let change = |person, seen| {
            let new = new.clone();
            town.write(person, move |tx| service::change(tx, id, &new, Some(seen)))
        };
        assert_eq!(code(change(town.aoki, seen)), "not_found");
        change(town.ueda, seen).expect("theirs");
        assert_eq!(code(change(town.ueda, seen)), "stale");
        let again = NewBroadcast { id: Some(id), ..new.clone() };
        let same = again.clone();
        assert_eq!(town.write(town.ueda, move |tx| service::create(tx, &same)).expect("the same").id, id);
        assert_eq!(code(town.write(town.aoki, move |tx| service::create(tx, &again))), "id_taken");
        town.write(town.ueda, move |tx| service::remove(tx, id)).expect("theirs");
        assert_eq!(code(town.shown(town.ueda, id)), "not_found");
    });
}

#[test]
fn killed_in_the_middle_it_goes_on_and_reaches_everybody_once() {
    story(|town| {
        let id = town.draft(town.ueda, words(everybody()));
        let planned = town.send(town.ueda, id, None).expect("theirs");
        town.test.clock.advance(crate::town::HOLD);
        let (tick, system) = (planned.tick, Actor::system(town.org));
        // As far as it came before it was killed: begun, and some written down, one of whom has left since.
        let (kato, gone) = (town.kato, town.okada);
        town.office(move |tx| {
            let (sent_at, actor) = (tx.now(), tx.actor());
            let found = store::get(tx, id)?.expect("planned");
            let mut document = policy::at_work(&actor, found)?;
            (document.state, document.sent_at) = (State::Sending, Some(sent_at));
            store::update(tx, &document)?;
            store::recipients::add(tx, &document, sent_at, &[(kato, None), (gone, None)])
        });
        town.office(move |tx| {
            let left = Some(date(2026, 3, 1));
            let person = directory::store::people::get(tx, gone)?.expect("there");
            directory::service::bulk::save_person(tx, directory::model::Person { left_on: left, ..person }, None)?;
            let detail = serde_json::json!({});
            let settlement =
                directory::service::bulk::Settlement { people: &[gone], units: false, act: "test.left", detail };
            directory::service::bulk::settle(tx, &settlement)
        });
        assert_eq!(town.reached(id), [], "nobody sees one that is half out");
        let job = broadcasts::jobs::SendBroadcast { id, tick };
        service::send_now(&town.test.db, system, job.clone()).expect("it goes on");
        assert_eq!(town.reached(id), [town.aoki, town.ishida, town.eguchi, town.kato]);
        assert_eq!(town.managed(town.ueda, id).total, 4);
        service::send_now(&town.test.db, system, job).expect("nothing to do");
        assert_eq!(town.received(town.kato).len(), 1);
    });
}

#[test]
fn what_got_stuck_on_its_way_out_is_cancelled_and_was_seen_by_nobody() {
    story(|town| {
        let id = town.draft(town.ueda, words(everybody()));
        town.send(town.ueda, id, None).expect("theirs");
        let kato = town.kato;
        town.office(move |tx| {
            let (sent_at, actor) = (tx.now(), tx.actor());
            let found = store::get(tx, id)?.expect("planned");
            let mut document = policy::at_work(&actor, found)?;
            (document.state, document.sent_at) = (State::Sending, Some(sent_at));
            store::update(tx, &document)?;
            store::recipients::add(tx, &document, sent_at, &[(kato, None)])
        });
        let cancel = || town.write(town.ueda, move |tx| service::cancel(tx, id, ""));
        assert_eq!(code(cancel()), "broadcasts.too_late");
        town.test.clock.advance(Duration::from_secs(601));
        assert!(town.managed(town.ueda, id).may.cancel);
        cancel().expect("it is stuck");
        town.run_jobs();
        assert_eq!((town.state(id), town.reached(id)), (State::Draft, vec![]));
    });
}

#[test]
fn nothing_is_planned_for_the_time_in_which_posts_begin_and_end() {
    story(|town| {
        let id = town.draft(town.ueda, words(everybody()));
        let midnight = kernel::Jst::start_of(date(2026, 5, 1));
        let at = |minutes: u64| town.send(town.ueda, id, Some(midnight.plus(Duration::from_secs(60 * minutes))));
        assert_eq!([code(at(0)), code(at(29))], ["invalid_input", "invalid_input"]);
        at(31).expect("the day has begun");
    });
}

#[test]
fn another_organisation_finds_nothing_of_it() {
    story(|town| {
        let id = town.sent(words(everybody()));
        let other = town
            .test
            .db
            .write_now(Actor::system(Id::from_raw(0)), |tx| directory::service::create_organisation(tx, "市議会"));
        let stranger = Actor { org: other.expect("another"), ..town.actor(town.aoki) };
        let shown = town.test.db.read_now(stranger, move |conn| service::show(conn, id));
        assert_eq!(code(shown), "not_found");
        let withdrawn = town.test.db.write_now(stranger, move |tx| service::withdraw(tx, id, "違います", ""));
        assert_eq!(code(withdrawn), "not_found");
    });
}

#[test]
fn taken_back_its_words_are_gone_for_recipients_and_kept_for_those_who_answer_for_it() {
    story(|town| {
        let id = town.sent(words(everybody()));
        assert_eq!(code(town.write(town.kato, move |tx| service::withdraw(tx, id, "誤り", ""))), "not_found");
        town.write(town.ueda, move |tx| service::withdraw(tx, id, "日付の誤り", "")).expect("theirs");
        assert_eq!(town.received(town.kato), [None]);
        let shown = town.shown(town.kato, id).expect("they see that it was").received.expect("theirs");
        assert_eq!((shown.body, shown.line.mine.pending), (None, false));
        assert_eq!(shown.line.withdrawn.map(|withdrawal| withdrawal.why).as_deref(), Some("日付の誤り"));
        assert_eq!(town.summary(town.kato).pending, 0);
        assert_eq!(town.managed(town.aoki, id).words.title, "庁舎停電");
        assert_eq!(
            code(town.write(town.ueda, move |tx| service::withdraw(tx, id, "もう一度", ""))),
            "broadcasts.not_sent"
        );
    });
}

#[test]
fn lists_under_a_name_are_ones_own_or_everybodys() {
    story(|town| {
        let new = |name: &str, shared| NewList { name: name.to_owned(), shared, audience: of_unit(town.citizens) };
        let keep = |person, new: NewList| town.write(person, move |tx| service::create_list(tx, &new, ""));
        let names = |person| -> Vec<(String, bool)> {
            let lists = town.read(person, service::lists).expect("lists");
            lists.into_iter().map(|list| (list.name, list.editable)).collect()
        };
        keep(town.ueda, new("窓口", false)).expect("their own");
        assert_eq!(code(keep(town.ueda, new("窓口", false))), "broadcasts.name_taken");
        assert_eq!(code(keep(town.ueda, new("窓口担当", true))), "broadcasts.not_yours");
        let shared = keep(town.aoki, new("窓口担当", true)).expect("an administrator").id;
        assert_eq!(names(town.ueda), [("窓口担当".to_owned(), false), ("窓口".to_owned(), true)]);
        assert_eq!(names(town.aoki), [("窓口担当".to_owned(), true)]);
        assert_eq!(code(town.write(town.ueda, move |tx| service::remove_list(tx, shared, ""))), "broadcasts.not_yours");
        town.write(town.aoki, move |tx| service::remove_list(tx, shared, "")).expect("an administrator");
        assert_eq!(names(town.aoki), []);
    });
}

#[test]
fn what_was_kept_long_enough_is_forgotten_at_the_turn_of_the_fiscal_year() {
    story(|town| {
        // More than are forgotten in one round.
        let all: Vec<_> = (0..6).map(|_| town.sent(words(everybody()))).collect();
        let rule = BroadcastRule { consent_above: None, keep_years: Some(1) };
        town.write(town.aoki, move |tx| service::set_rule(tx, rule, "")).expect("an administrator");
        let forget = || {
            let begun = town.test.db.write_now(Actor::system(town.org), service::begin_forgetting);
            begun.expect("as midnight begins it");
            town.run_jobs();
        };
        town.test.clock.set(kernel::Jst::start_of(date(2028, 3, 31)));
        forget();
        assert_eq!(town.received(town.kato).len(), all.len());
        town.test.clock.set(kernel::Jst::start_of(date(2028, 4, 1)));
        forget();
        assert_eq!(town.received(town.kato), []);
        for id in all {
            assert_eq!(code(town.shown(town.ueda, id)), "not_found");
        }
    });
}

#[test]
fn chiefs_alone_are_reached_by_their_title() {
    story(|town| {
        let chiefs = Line { titles: vec![town.chief], ..Line::default() };
        let id = town.sent(words(Audience { lines: vec![chiefs], ..Audience::default() }));
        assert_eq!(town.reached(id), [town.okada]);
    });
}

#[test]
fn a_guest_is_reached_by_name_and_never_by_being_there() {
    story(|town| {
        let new = NewGuest {
            family_name: "西".to_owned(),
            given_name: "健".to_owned(),
            family_reading: "にし".to_owned(),
            given_reading: "けん".to_owned(),
            kind: GuestKind::Business,
            affiliation: "緑野システム".to_owned(),
            purpose: "保守".to_owned(),
            sponsor_id: town.ueda,
            last_day: date(2026, 6, 30),
            email: None,
            mobile: None,
        };
        let guest = town.office(move |tx| {
            directory::service::outsiders::create_guest(tx, &new, "G1", "").map(|guest| guest.person.id)
        });
        let by_all = town.sent(words(everybody()));
        let by_name = town.sent(words(Audience { people: vec![guest], ..Audience::default() }));
        let shown = |id| town.test.db.read_now(town.guest(guest), move |conn| service::show(conn, id));
        assert_eq!(code(shown(by_all)), "not_found");
        assert!(shown(by_name).expect("it went to them").received.is_some());
        assert_eq!(code(town.shown(town.kato, by_name)), "not_found");
    });
}

#[test]
fn many_are_written_down_in_slices_and_told_by_one_word() {
    story(|town| {
        let (citizens, crowd) = (town.citizens, 2 * service::STEP + 1);
        town.office(move |tx| {
            let new = |number: usize| NewPerson {
                id: None,
                staff_number: format!("N{number}"),
                family_name: "群".to_owned(),
                given_name: number.to_string(),
                family_reading: "むれ".to_owned(),
                given_reading: "むれ".to_owned(),
                employment: Employment::Regular,
                email: None,
                extension: None,
                mobile: None,
                posts: vec![NewPost {
                    unit_id: citizens,
                    title_id: None,
                    kind: PostKind::Main,
                    valid_from: date(2020, 4, 1),
                    valid_to: None,
                }],
            };
            for number in 0..crowd {
                directory::service::bulk::add_person(tx, &new(number), None)?;
            }
            let detail = serde_json::json!({});
            let settlement = Settlement { people: &[], units: false, act: "test.came", detail };
            directory::service::bulk::settle(tx, &settlement)
        });
        let before = town.read(town.kato, |conn| conn.position()).expect("a position").tick;
        let id = town.sent(words(of_unit(citizens)));
        assert_eq!(town.managed(town.ueda, id).total, crowd as i64 + 2);
        let heard = |person| -> Vec<String> {
            let events =
                town.read(person, move |conn| conn.events_concerning(before, i64::MAX, &db::List::numbers([]), 1_000));
            let events = events.expect("the log").into_iter().filter(|event| event.kind.starts_with("broadcasts."));
            events.map(|event| event.kind.to_string()).collect()
        };
        assert_eq!(heard(town.kato), ["broadcasts.called"]);
        assert_eq!(heard(town.ishida), ["broadcasts.called"], "who is not meant hears the same word");
        let told =
            town.read(town.kato, move |conn| conn.events_concerning(before, i64::MAX, &db::List::numbers([]), 1_000));
        let told =
            told.expect("the log").into_iter().find(|event| &*event.kind == "broadcasts.called").expect("the word");
        let payload: serde_json::Value = serde_json::from_str(&told.payload).expect("a payload");
        assert_eq!(payload["within_ms"], crowd as i64 + 6, "all of the staff ask, and not those alone who are meant");
        let counts = town.read(town.ueda, move |conn| service::counts(conn, id)).expect("theirs");
        assert_eq!(counts.total, crowd as i64 + 2);
        town.write(town.ueda, move |tx| service::remind(tx, id, "")).expect("theirs");
        // Killed when it had come to nearly all of them, and begun again: they hear of it nonetheless.
        town.office(move |tx| {
            let actor = tx.actor();
            let found = store::get(tx, id)?.expect("sent");
            let document = policy::at_work(&actor, found)?;
            let some = store::recipients::to_remind(tx, id, 1, PersonId::from_raw(0), crowd - 5)?;
            let people: Vec<PersonId> = some.iter().map(|(person, _)| *person).collect();
            store::recipients::reminded(tx, &document, 1, &people)
        });
        town.run_jobs();
        assert_eq!(heard(town.kato), ["broadcasts.called", "broadcasts.called"]);
        assert_eq!(town.summary(town.kato).reminded_at, Some(town.now()));
        town.write(town.ueda, move |tx| service::withdraw(tx, id, "誤送信", "")).expect("theirs");
        assert_eq!(heard(town.kato).len(), 3);
    });
}
