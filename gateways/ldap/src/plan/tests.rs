//! What becomes of entries, without a database.

use super::*;
use directory::model::{Employment, PersonBrief};
use kernel::Id;

fn entry(number: &str) -> Entry {
    Entry {
        permanent_id: format!("id-{number}"),
        login: format!("u{number}"),
        number: Some(number.to_owned()),
        family_name: "佐藤".to_owned(),
        given_name: "花".to_owned(),
        family_reading: String::new(),
        given_reading: String::new(),
        email: None,
        unit: None,
        title: None,
        disabled: false,
    }
}

fn read(entry: Entry) -> Read {
    Read {
        permanent_id: Some(entry.permanent_id.clone()),
        name: "佐藤 花".to_owned(),
        disabled: entry.disabled,
        entry: Ok(entry),
    }
}

fn person(raw: i64, number: &str) -> Person {
    Person {
        brief: PersonBrief {
            id: Id::from_raw(raw),
            name: "佐藤 花".to_owned(),
            reading: "さとう はな".to_owned(),
            title: None,
            unit: None,
            photo: None,
            active: true,
            outside: false,
            whereabouts: None,
            status: None,
            shared: false,
            on_leave: false,
            off_duty_until: None,
            guest: false,
            bot: false,
            partner: false,
        },
        staff_number: number.to_owned(),
        family_name: "佐藤".to_owned(),
        given_name: "花".to_owned(),
        family_reading: "さとう".to_owned(),
        given_reading: "はな".to_owned(),
        employment: Employment::Regular,
        posts: vec![post()],
        extension: None,
        mobile: None,
        email: Some("sato@midorino.lg.jp".to_owned()),
        left_on: None,
        tick: 0,
    }
}

fn post() -> Post {
    Post {
        id: Id::from_raw(1),
        unit_id: Id::from_raw(1),
        unit_name: "総務課".to_owned(),
        unit_path: String::new(),
        title_id: None,
        title_name: None,
        title_rank: None,
        name: String::new(),
        kind: PostKind::Main,
        valid_from: jiff::civil::date(2020, 4, 1),
        valid_to: None,
    }
}

fn known(raw: i64, number: &str) -> Known {
    Known {
        person: Id::from_raw(raw),
        permanent_id: format!("id-{number}"),
        hash: String::new(),
        disabled: false,
        gone: false,
        has_own_password: false,
    }
}

/// Two people, of whom the first came from the directory.
fn present() -> Present {
    let today = jiff::civil::date(2026, 4, 1);
    Present {
        people: vec![person(1, "1"), person(2, "2")],
        logins: [("u1".to_owned(), Id::from_raw(1)), ("2".to_owned(), Id::from_raw(2))].into(),
        known: vec![known(1, "1")],
        linked: [Id::from_raw(1)].into(),
        units: Units::new(&[], today),
        titles: Vec::new(),
        today,
    }
}

fn planned(entries: Vec<Entry>) -> (Vec<Line>, RunCounts) {
    let seen = entries.iter().map(|entry| entry.permanent_id.clone()).collect();
    plan(&present(), &entries.into_iter().map(read).collect::<Vec<_>>(), &seen)
}

fn faults(lines: &[Line]) -> Vec<&str> {
    lines.iter().filter_map(|line| Some(line.shown.fault.as_ref()?.code.as_str())).collect()
}

fn fields(line: &Line) -> Vec<&str> {
    line.shown.changes.iter().map(|change| change.field.as_str()).collect()
}

#[test]
fn who_was_here_is_tied_by_their_number_and_keeps_what_nobody_says() {
    let (lines, counts) = planned(vec![entry("1"), entry("2")]);
    assert_eq!((lines[0].sort, lines[0].person), (LineSort::Quiet, Some(Id::from_raw(1))));
    assert_eq!((lines[1].sort, lines[1].person), (LineSort::Changed, Some(Id::from_raw(2))));
    assert_eq!(fields(&lines[1]), ["link", "login"], "the address and the reading stay");
    assert_eq!((counts.changed, counts.total, counts.following, counts.suspended), (1, 2, 2, 0));
}

#[test]
fn who_is_gone_or_stopped_counts_as_suspended_and_strangers_who_are_stopped_as_nothing() {
    let stopped = Entry { disabled: true, ..entry("2") };
    let stranger = Entry { disabled: true, ..entry("3") };
    let (lines, counts) = planned(vec![stopped, stranger]);
    assert_eq!(lines.iter().map(|line| line.sort).collect::<Vec<_>>(), [LineSort::Changed, LineSort::Gone]);
    assert_eq!((counts.suspended, counts.gone), (2, 1));
    assert!(is_too_much(&counts, 99, None));
    assert!(!is_too_much(&counts, 100, None));
    assert!(is_too_much(&counts, 99, Some(1)), "somebody has seen one, and now there are more");
    assert!(!is_too_much(&counts, 99, Some(2)));
}

#[test]
fn what_does_not_fit_comes_last_and_says_why() {
    let mut thief = entry("4");
    thief.login = "U1".to_owned();
    let (lines, counts) = planned(vec![thief, entry("5"), entry("1")]);
    assert_eq!(faults(&lines), ["linked_already", "no_unit"]);
    assert_eq!((lines[0].sort, counts.conflict, counts.total), (LineSort::Quiet, 2, 1));
}

#[test]
fn of_two_who_want_to_be_the_same_nobody_is_and_whoever_is_tied_stays_so() {
    let twin = |id: &str, number: &str| Entry { permanent_id: id.to_owned(), ..entry(number) };
    let (lines, counts) = planned(vec![twin("a", "2"), twin("b", "2"), entry("1")]);
    assert_eq!(faults(&lines), ["login_taken", "login_taken"]);
    assert_eq!((counts.conflict, counts.total, counts.suspended), (2, 1, 0));
    let (lines, _) = planned(vec![twin("a", "1"), entry("1")]);
    assert_eq!((lines[0].person, faults(&lines)), (Some(Id::from_raw(1)), vec!["linked_already"]));
    // An account of before that was stopped stops nobody who has another one.
    let old = Entry { disabled: true, ..twin("old", "2") };
    let (lines, counts) = planned(vec![old, entry("2"), entry("1")]);
    assert_eq!((lines.len(), counts.suspended, counts.conflict), (2, 0, 0));
}

#[test]
fn who_is_stopped_there_is_stopped_here_whatever_else_does_not_fit() {
    let stopped = Entry { disabled: true, unit: Some("どこにもない課".to_owned()), ..entry("1") };
    let (lines, counts) = planned(vec![stopped]);
    assert_eq!((lines[0].sort, lines[0].work.clone()), (LineSort::Conflict, Some(Work::Stop("id-1".to_owned()))));
    assert_eq!((fields(&lines[0]), counts.suspended, counts.total), (vec!["state"], 1, 1));
    let unreadable = Read {
        permanent_id: Some("id-1".to_owned()),
        name: "?".to_owned(),
        disabled: true,
        entry: Err(EntryFault::new("no_login", "")),
    };
    let (lines, counts) = plan(&present(), &[unreadable], &HashSet::from(["id-1".to_owned()]));
    assert_eq!((faults(&lines), counts.suspended, counts.total), (vec!["no_login"], 1, 1));
}

#[test]
fn a_login_that_a_shared_account_has_is_nobodys() {
    let mut present = present();
    present.logins.insert("u7".to_owned(), Id::from_raw(70));
    let (lines, _) = plan(&present, &[read(entry("7"))], &HashSet::from(["id-7".to_owned()]));
    assert_eq!(faults(&lines), ["shared_account"]);
}

#[test]
fn who_was_stopped_for_a_fault_goes_on_when_the_entry_is_as_it_was() {
    let known = Known { hash: entry("1").hash(), ..known(1, "1") };
    assert!(known.is_still(&read(entry("1"))));
    assert!(!Known { disabled: true, ..known.clone() }.is_still(&read(entry("1"))));
    assert!(!Known { has_own_password: true, ..known }.is_still(&read(entry("1"))));
}
