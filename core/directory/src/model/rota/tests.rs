use super::*;
use jiff::civil::date;

const EIGHT_THIRTY: i64 = 8 * 60 + 30;

fn works(kind: DayKind, begins: i64, ends: i64) -> CycleDay {
    CycleDay { kind, begins: Some(begins), ends: Some(ends) }
}

fn free(kind: DayKind) -> CycleDay {
    CycleDay { kind, begins: None, ends: None }
}

fn member(person: i64, from: Date, to: Option<Date>) -> CrewMember {
    CrewMember { person_id: PersonId::from_raw(person), valid_from: from, valid_to: to }
}

fn crew(number: i64, offset: i64, members: Vec<CrewMember>) -> Crew {
    Crew { number, name: format!("{number}部"), offset, members }
}

/// 消防3部制 from 1 April: the first crew is on duty on that day, the second on the next.
fn brigade(members: [Vec<CrewMember>; 3]) -> NewRota {
    let [first, second, third] = members;
    NewRota {
        unit_id: UnitId::from_raw(1),
        name: "消防署".to_owned(),
        anchor: date(2026, 4, 1),
        cycle: vec![works(DayKind::Duty, EIGHT_THIRTY, EIGHT_THIRTY), free(DayKind::Off), free(DayKind::Rest)],
        quiets: true,
        crews: vec![crew(1, 0, first), crew(2, 2, second), crew(3, 1, third)],
    }
}

fn at(day: Date, hour: i64, minute: i64) -> Timestamp {
    Jst::start_of(day).plus(Duration::from_secs((60 * (60 * hour + minute)) as u64))
}

fn exception(person: i64, day: Date, instead: CycleDay) -> DutyException {
    let id = ExceptionId::from_raw(1);
    DutyException { id, person_id: PersonId::from_raw(person), day, instead, swap_id: None, note: None }
}

fn of(rota: &NewRota, exceptions: &[DutyException], person: i64) -> Schedule<'static> {
    let rota: &'static NewRota = Box::leak(Box::new(rota.clone()));
    Schedule::all(rota, exceptions).remove(&PersonId::from_raw(person)).expect("is in a crew")
}

fn always(person: i64) -> Vec<CrewMember> {
    vec![member(person, date(2020, 1, 1), None)]
}

fn kinds(schedule: &Schedule<'_>, from: Date, days: usize) -> Vec<Option<DayKind>> {
    let mut day = from;
    let mut found = Vec::new();
    for _ in 0..days {
        found.push(schedule.day(day).map(|day| day.kind));
        day = day.tomorrow().expect("not the last day");
    }
    found
}

#[test]
fn crews_follow_one_another_over_the_ends_of_months_and_before_the_anchor() {
    use DayKind::{Duty, Off, Rest};
    let rota = brigade([always(1), always(2), always(3)]);
    assert_eq!(kinds(&of(&rota, &[], 1), date(2026, 3, 29), 6), [Duty, Off, Rest, Duty, Off, Rest].map(Some));
    assert_eq!(kinds(&of(&rota, &[], 2), date(2026, 4, 1), 3), [Rest, Duty, Off].map(Some));
    assert_eq!(kinds(&of(&rota, &[], 3), date(2026, 4, 1), 3), [Off, Rest, Duty].map(Some));
    // By 31 March 2028, a leap day after, the cycle has gone on by 730 days.
    assert_eq!(kinds(&of(&rota, &[], 1), date(2028, 3, 31), 3), [Off, Rest, Duty].map(Some));
}

#[test]
fn a_duty_goes_on_over_midnight_and_ends_to_the_minute() {
    let rota = brigade([always(1), always(2), always(3)]);
    let first = of(&rota, &[], 1);
    let (begin, end) = (at(date(2026, 4, 1), 8, 30), at(date(2026, 4, 2), 8, 30));
    let next = at(date(2026, 4, 4), 8, 30);
    assert_eq!(first.at(at(date(2026, 4, 1), 8, 29)), Standing::Off(begin));
    assert_eq!(first.at(begin), Standing::On(end));
    assert_eq!(first.at(at(date(2026, 4, 2), 0, 0)), Standing::On(end));
    assert_eq!(first.at(at(date(2026, 4, 2), 8, 29)), Standing::On(end));
    assert_eq!(first.at(end), Standing::Off(next));
    assert_eq!(first.at(at(date(2026, 4, 3), 23, 59)), Standing::Off(next));
    assert_eq!(first.duty_at(begin), Some((DayKind::Duty, begin, end)));
}

#[test]
fn two_shifts_of_a_day_and_a_night_over_midnight_are_told_apart() {
    let mut rota = brigade([always(1), Vec::new(), Vec::new()]);
    rota.cycle = vec![
        works(DayKind::Day, EIGHT_THIRTY, 17 * 60),
        works(DayKind::Night, 16 * 60 + 30, 9 * 60),
        free(DayKind::After),
        free(DayKind::Rest),
    ];
    let nurse = of(&rota, &[], 1);
    assert_eq!(nurse.at(at(date(2026, 4, 1), 17, 0)), Standing::Off(at(date(2026, 4, 2), 16, 30)));
    assert_eq!(nurse.at(at(date(2026, 4, 3), 8, 59)), Standing::On(at(date(2026, 4, 3), 9, 0)));
    assert_eq!(nurse.at(at(date(2026, 4, 3), 9, 0)), Standing::Off(at(date(2026, 4, 5), 8, 30)));
}

#[test]
fn a_day_that_is_otherwise_for_once_moves_the_next_duty() {
    let rota = brigade([always(1), always(2), always(3)]);
    let off = exception(1, date(2026, 4, 4), free(DayKind::Off));
    let noon = at(date(2026, 4, 3), 12, 0);
    assert_eq!(of(&rota, std::slice::from_ref(&off), 1).at(noon), Standing::Off(at(date(2026, 4, 7), 8, 30)));
    let on = exception(1, date(2026, 4, 3), works(DayKind::Day, 9 * 60, 17 * 60));
    assert_eq!(of(&rota, std::slice::from_ref(&on), 1).at(noon), Standing::On(at(date(2026, 4, 3), 17, 0)));
    // It is nobody else's.
    assert_eq!(of(&rota, &[off, on], 2).day(date(2026, 4, 4)).map(|day| day.kind), Some(DayKind::Rest));
}

#[test]
fn both_sides_of_an_exchange_have_the_days_of_the_other() {
    let rota = brigade([always(1), always(2), always(3)]);
    let (first, second) = (date(2026, 4, 4), date(2026, 4, 5));
    let (own, other) = (of(&rota, &[], 1), of(&rota, &[], 2));
    let day = |schedule: &Schedule<'_>, day| schedule.day(day).expect("is in a crew");
    let swapped = [
        exception(1, first, day(&other, first)),
        exception(2, first, day(&own, first)),
        exception(1, second, day(&other, second)),
        exception(2, second, day(&own, second)),
    ];
    let (own, other) = (of(&rota, &swapped, 1), of(&rota, &swapped, 2));
    assert_eq!(own.at(at(first, 9, 0)), Standing::Off(at(second, 8, 30)));
    assert_eq!(other.at(at(first, 9, 0)), Standing::On(at(second, 8, 30)));
    assert_eq!(own.at(at(second, 9, 0)), Standing::On(at(date(2026, 4, 6), 8, 30)));
}

#[test]
fn whoever_changes_crews_on_the_first_of_april_ends_the_old_duty_and_then_has_the_new_days() {
    let old = vec![member(1, date(2026, 1, 1), Some(date(2026, 3, 31)))];
    let rota = brigade([Vec::new(), vec![member(1, date(2026, 4, 1), None)], old]);
    let schedule = of(&rota, &[], 1);
    // The third crew is on duty on 31 March until the next morning.
    assert_eq!(schedule.at(at(date(2026, 4, 1), 8, 0)), Standing::On(at(date(2026, 4, 1), 8, 30)));
    assert_eq!(schedule.crew_on(date(2026, 3, 31)), Some(3));
    assert_eq!(schedule.crew_on(date(2026, 4, 1)), Some(2));
    assert_eq!(schedule.at(at(date(2026, 4, 1), 9, 0)), Standing::Off(at(date(2026, 4, 2), 8, 30)));
}

#[test]
fn whoever_leaves_a_crew_is_off_duty_until_midnight_and_then_in_no_rota() {
    let rota = brigade([vec![member(1, date(2026, 4, 2), Some(date(2026, 4, 5)))], Vec::new(), Vec::new()]);
    let schedule = of(&rota, &[], 1);
    assert_eq!(schedule.at(at(date(2026, 4, 1), 12, 0)), Standing::Free(Some(at(date(2026, 4, 2), 0, 0))));
    assert_eq!(schedule.at(at(date(2026, 4, 2), 12, 0)), Standing::Off(at(date(2026, 4, 4), 8, 30)));
    assert_eq!(schedule.at(at(date(2026, 4, 5), 12, 0)), Standing::Off(at(date(2026, 4, 6), 0, 0)));
    assert_eq!(schedule.at(at(date(2026, 4, 6), 0, 0)), Standing::Free(None));
}

#[test]
fn a_day_with_work_has_hours_and_a_day_without_has_none() {
    assert!(works(DayKind::Duty, 0, 0).is_whole() && free(DayKind::Rest).is_whole());
    assert!(!free(DayKind::Duty).is_whole() && !works(DayKind::Off, 0, 60).is_whole());
    assert!(!works(DayKind::Day, 0, 24 * 60).is_whole() && !works(DayKind::Day, -1, 60).is_whole());
}
