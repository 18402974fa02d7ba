//! Handovers come into being by themselves when somebody leaves a post, follow the day, and go when it turns out that nobody leaves.

use super::sources::Sources;
use super::{earliest, insert, take_in, today, under_way};
use crate::events;
use crate::model::{Content, DAYS_AHEAD, DAYS_KNOWN, HandoverId, Leaving, Reason, State};
use crate::policy;
use crate::store::{self, Known};
use db::{Conn, Db, Lock, Tx};
use directory::store::posts::{Cause, Departure, departures};
use jiff::ToSpan;
use jiff::civil::Date;
use kernel::{Actor, Error, Jst, Result};
use std::collections::{HashMap, HashSet};

/// What there is to do about one handover.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// It is to begin.
    Begin(Departure),
    /// Its day or its reason is another.
    Move(HandoverId, Reason, Option<Date>),
    /// Nobody leaves, and nobody has written in it.
    Drop(HandoverId),
    /// It is the last day, and nobody has written in it: what is open is collected once more, as tomorrow little of it can be found. Once: it
    /// was not touched today.
    Collect(HandoverId),
}

fn reason(cause: Cause) -> Reason {
    match cause {
        Cause::Moves => Reason::Post,
        Cause::Leaves => Reason::Left,
        Cause::OnLeave => Reason::Leave,
    }
}

fn leaving(departure: &Departure) -> Leaving {
    Leaving { person: departure.person, unit: departure.unit, title: departure.title }
}

/// What there is to do, of who leaves and which handovers there are. `first` is the earliest day of which departures were asked for.
fn steps(departures: &[Departure], known: &[Known], (first, today): (Date, Date)) -> Vec<Step> {
    let is_of_before = |known: &Known| known.updated_at < Jst::start_of(today);
    let mut steps = Vec::new();
    let mut by_post: HashMap<Leaving, Vec<&Known>> = HashMap::new();
    known.iter().for_each(|known| by_post.entry(known.leaving).or_default().push(known));
    let left: HashSet<Leaving> = departures.iter().map(leaving).collect();
    for departure in departures {
        let same = by_post.get(&leaving(departure)).map(Vec::as_slice).unwrap_or_default();
        let (why, last) = (reason(departure.cause), Some(departure.last));
        match same.iter().find(|known| known.state == State::Draft) {
            Some(draft) if (draft.reason, draft.last_day) != (why, last) => {
                steps.push(Step::Move(draft.id, why, last));
                // Moved, it was touched today, and would not be collected otherwise.
                if departure.last == today && !draft.touched {
                    steps.push(Step::Collect(draft.id));
                }
            }
            Some(draft) if departure.last == today && !draft.touched && is_of_before(draft) => {
                steps.push(Step::Collect(draft.id));
            }
            Some(_) => {}
            None if same.iter().any(|known| known.standing().serves(last, today)) => {}
            // Whoever is gone writes nothing, and nothing of theirs is found.
            None if departure.cause == Cause::Moves || departure.last >= today => steps.push(Step::Begin(*departure)),
            None => {}
        }
    }
    let by_itself = known.iter().filter(|known| known.state == State::Draft && known.reason != Reason::Hand);
    for known in by_itself.filter(|known| known.last_day.is_none_or(|last| last >= first)) {
        if left.contains(&known.leaving) {
            continue;
        }
        steps.push(match known.touched {
            // What somebody wrote is theirs to go on with or to remove.
            true => Step::Move(known.id, Reason::Hand, None),
            false => Step::Drop(known.id),
        });
    }
    steps
}

fn plan(conn: &mut Conn<'_>) -> Result<Vec<Step>> {
    let today = today(conn);
    let first = earliest(conn, today)?;
    let departures = departures(conn, first, today.saturating_add(DAYS_AHEAD.days()))?;
    let since = Jst::start_of(first.min(today.saturating_sub(DAYS_KNOWN.days())));
    let known = store::known(conn, since)?;
    Ok(steps(&departures, &known, (first, today)))
}

/// Lets handovers follow who leaves which post: as far as the directory knows, so of transfers those that are released. Each in a transaction of
/// its own, after a reading: after a transfer they are thousands, and others write between them. Run twice, it finds nothing left to do.
///
/// What fails holds up none of the rest, and is what this gives back: the next time it is found to be done again.
pub fn follow(db: &Db, actor: Actor, sources: Sources) -> Vec<Error> {
    match db.read_now(actor, plan) {
        Ok(steps) => steps.into_iter().filter_map(|step| take(db, actor, sources, step).err()).collect(),
        Err(error) => vec![error],
    }
}

fn take(db: &Db, actor: Actor, sources: Sources, step: Step) -> Result<()> {
    match step {
        Step::Begin(departure) => {
            let leaving = leaving(&departure);
            let found = db.read_now(actor, move |conn| sources.gather(conn, &leaving))?;
            db.write_now(actor, move |tx| begin(tx, &departure, found.clone()))
        }
        Step::Move(id, reason, last_day) => db.write_now(actor, move |tx| {
            change(tx, id, |tx, changed| {
                (changed.reason, changed.last_day) = (reason, last_day);
                store::update(tx, changed)
            })
        }),
        Step::Drop(id) => db.write_now(actor, move |tx| {
            change(tx, id, |tx, changed| if changed.touched { Ok(()) } else { store::delete(tx, changed) })
        }),
        Step::Collect(id) => db.write_now(actor, move |tx| {
            change(tx, id, |tx, changed| {
                take_in(tx, changed, sources)?;
                // Whatever came of it, it was done today.
                store::update(tx, changed)
            })
        }),
    }
}

fn begin(tx: &mut Tx<'_>, departure: &Departure, found: Vec<crate::model::Found>) -> Result<()> {
    let leaving = leaving(departure);
    tx.lock(Lock::Person(leaving.person))?;
    if under_way(tx, &leaving, Some(departure.last))?.is_some() {
        return Ok(());
    }
    let mut content = Content::default();
    content.take_in(found);
    let id = tx.id();
    insert(tx, id, leaving, (reason(departure.cause), Some(departure.last)), content)
}

/// Changes a draft, if it still is one, and tells whoever hands over.
fn change(
    tx: &mut Tx<'_>,
    id: HandoverId,
    work: impl FnOnce(&mut Tx<'_>, &mut kernel::May<policy::Change, crate::model::Document>) -> Result<()>,
) -> Result<()> {
    tx.lock(Lock::Group(id.raw()))?;
    let Some(document) = store::get(tx, id)?.filter(|document| document.state == State::Draft) else { return Ok(()) };
    let mut changed = policy::at_work(&tx.actor(), document)?;
    work(tx, &mut changed)?;
    tx.emit(events::changed(changed.person, id, None));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use kernel::{Id, Timestamp};

    const TODAY: Date = date(2026, 3, 20);
    const FIRST: Date = date(2026, 2, 18);
    const LAST: Date = date(2026, 3, 31);

    fn departure(person: i64, last: Date, cause: Cause) -> Departure {
        Departure { person: Id::from_raw(person), unit: Id::from_raw(1), title: None, last, cause }
    }

    fn known(person: i64, state: State, touched: bool) -> Known {
        Known {
            id: Id::from_raw(100 + person),
            leaving: Leaving { person: Id::from_raw(person), unit: Id::from_raw(1), title: None },
            reason: Reason::Post,
            last_day: Some(LAST),
            state,
            touched,
            created_at: Timestamp::from_micros(0),
            updated_at: Timestamp::from_micros(0),
        }
    }

    fn planned(departures: &[Departure], known: &[Known]) -> Vec<Step> {
        steps(departures, known, (FIRST, TODAY))
    }

    #[test]
    fn one_begins_for_each_who_leaves_and_never_twice() {
        let moves = departure(1, LAST, Cause::Moves);
        assert_eq!(planned(&[moves], &[]), [Step::Begin(moves)]);
        for state in [State::Draft, State::Handed, State::TakenOver] {
            assert_eq!(planned(&[moves], &[known(1, state, true)]), []);
        }
    }

    #[test]
    fn whoever_was_gone_before_is_not_asked_and_whoever_moved_lately_is() {
        let lately = date(2026, 3, 1);
        assert_eq!(planned(&[departure(1, lately, Cause::Leaves), departure(2, lately, Cause::OnLeave)], &[]), []);
        let moved = departure(3, lately, Cause::Moves);
        assert_eq!(planned(&[moved], &[]), [Step::Begin(moved)]);
    }

    #[test]
    fn another_day_moves_it_and_one_begun_by_hand_is_the_same() {
        let later = date(2026, 4, 15);
        let hand = Known { reason: Reason::Hand, last_day: None, ..known(2, State::Draft, true) };
        let departures = [departure(1, later, Cause::Moves), departure(2, LAST, Cause::Leaves)];
        let expected = [
            Step::Move(Id::from_raw(101), Reason::Post, Some(later)),
            Step::Move(Id::from_raw(102), Reason::Left, Some(LAST)),
        ];
        assert_eq!(planned(&departures, &[known(1, State::Draft, false), hand]), expected);
    }

    #[test]
    fn when_nobody_leaves_it_goes_unless_somebody_wrote_in_it_or_it_is_over() {
        let over = Known { last_day: Some(date(2026, 1, 31)), ..known(3, State::Draft, false) };
        let hand = Known { reason: Reason::Hand, ..known(4, State::Draft, false) };
        let all =
            [known(1, State::Draft, false), known(2, State::Draft, true), over, hand, known(5, State::Handed, true)];
        let expected = [Step::Drop(Id::from_raw(101)), Step::Move(Id::from_raw(102), Reason::Hand, None)];
        assert_eq!(planned(&[], &all), expected);
    }

    #[test]
    fn on_the_last_day_what_is_open_is_collected_once_more_for_who_has_written_nothing() {
        let today = |person| departure(person, TODAY, Cause::Moves);
        let of = |person, touched| Known { last_day: Some(TODAY), ..known(person, State::Draft, touched) };
        let (departures, known) = ([today(1), today(2)], [of(1, false), of(2, true)]);
        assert_eq!(planned(&departures, &known), [Step::Collect(Id::from_raw(101))]);
        let moved = [known[0]].map(|known| Known { last_day: Some(LAST), ..known });
        let (id, last) = (Id::from_raw(101), Some(TODAY));
        assert_eq!(planned(&departures[..1], &moved), [Step::Move(id, Reason::Post, last), Step::Collect(id)]);
        let done = known.map(|known| Known { updated_at: Jst::start_of(TODAY), ..known });
        assert_eq!(planned(&departures, &done), []);
    }

    #[test]
    fn whoever_was_still_in_the_post_when_its_day_was_over_leaves_anew() {
        let over = Some(date(2026, 3, 10));
        let (again, same) = (departure(1, LAST, Cause::Moves), departure(1, date(2026, 3, 10), Cause::Moves));
        for state in [State::Handed, State::TakenOver, State::Confirmed] {
            let known = Known { last_day: over, ..known(1, state, true) };
            assert_eq!(planned(&[again], &[known]), [Step::Begin(again)]);
            assert_eq!(planned(&[same], &[known]), []);
        }
        let hand = Known { reason: Reason::Hand, last_day: None, ..known(1, State::Handed, true) };
        assert_eq!(planned(&[again], &[hand]), [Step::Begin(again)], "it is long ago");
        let lately = Known { created_at: Jst::start_of(date(2026, 1, 5)), ..hand };
        assert_eq!(planned(&[again], &[lately]), []);
    }
}
