//! Who may do what at a meeting. The room decides who reads and writes; what is asked here is asked besides.

use crate::model::{Margin, MeetingRefusal, MeetingRow};
use kernel::{Actor, Error, May, PersonId, Result};
use rooms::model::Place;

/// Proof for reading a meeting.
pub struct Read;
/// Proof for calling a meeting, and for what its agenda says.
pub struct Write;
/// Proof for leading a meeting.
pub struct Lead;
/// Proof for what all at a meeting are shown.
pub struct Show;
/// Proof for what somebody wrote in a margin themselves.
pub struct Own;

/// Whoever may read the room reads its meetings.
pub fn may_read(place: &Place, meeting: MeetingRow) -> Result<May<Read, MeetingRow>> {
    if place.room == meeting.room { Ok(May::granted(meeting)) } else { Err(Error::not_found()) }
}

/// Whoever may write in the room calls meetings there, puts what lies on the table in order, and writes down what was decided.
pub fn may_write(place: &Place, meeting: MeetingRow) -> Result<May<Write, MeetingRow>> {
    let meeting = may_read(place, meeting)?.into_inner();
    if place.may_write { Ok(May::granted(meeting)) } else { Err(MeetingRefusal::ReadOnly.into()) }
}

fn leads(actor: &Actor, place: &Place, meeting: &MeetingRow) -> bool {
    place.owns || [meeting.chair, meeting.created_by].contains(&actor.person)
}

/// Who called it, who is in the chair, and who owns the room lead a meeting.
pub fn may_lead(actor: &Actor, place: &Place, meeting: MeetingRow) -> Result<May<Lead, MeetingRow>> {
    let meeting = may_write(place, meeting)?.into_inner();
    if leads(actor, place, &meeting) { Ok(May::granted(meeting)) } else { Err(MeetingRefusal::NotYours.into()) }
}

/// Whose margin notes somebody writes and reads: of a shared account those of who is using it.
pub fn author(actor: &Actor) -> PersonId {
    actor.operator.unwrap_or(actor.person)
}

/// What somebody wrote in a margin is theirs to change, whether they may still read the meeting or not. `author_of` is whose it is.
pub fn may_rewrite(actor: &Actor, author_of: PersonId, margin: Margin) -> Result<May<Own, Margin>> {
    if author(actor) == author_of { Ok(May::granted(margin)) } else { Err(Error::not_found()) }
}

/// Whoever belongs to the room takes the part of a presenter that nobody has; who has it lays it down or hands it on; who leads takes it,
/// gives it, and ends it. `to` is who presents from now on, of whom the use case knows that they belong to the room.
pub fn may_present(
    actor: &Actor,
    place: &Place,
    meeting: MeetingRow,
    to: Option<PersonId>,
) -> Result<May<Show, MeetingRow>> {
    let meeting = may_read(place, meeting)?.into_inner();
    if !place.belongs || !place.may_write {
        return Err(MeetingRefusal::ReadOnly.into());
    }
    if !meeting.is_held() {
        return Err(MeetingRefusal::NotHeld.into());
    }
    let takes_what_is_free = meeting.stage.presenter.is_none() && to == Some(actor.person);
    let is_theirs = meeting.stage.presenter == Some(actor.person);
    if takes_what_is_free || is_theirs || leads(actor, place, &meeting) {
        return Ok(May::granted(meeting));
    }
    Err(match meeting.stage.presenter {
        Some(_) => MeetingRefusal::Presented.into(),
        None => MeetingRefusal::NotYours.into(),
    })
}

/// Who presents turns the page for all.
pub fn may_show(actor: &Actor, place: &Place, meeting: MeetingRow) -> Result<May<Show, MeetingRow>> {
    let meeting = may_read(place, meeting)?.into_inner();
    if !meeting.is_held() {
        return Err(MeetingRefusal::NotHeld.into());
    }
    let presents = meeting.stage.presenter == Some(actor.person) && place.belongs;
    if presents { Ok(May::granted(meeting)) } else { Err(MeetingRefusal::NotPresenting.into()) }
}

/// What is shown follows from what somebody who writes the agenda, or leads, did to it.
pub fn follows<Why>(meeting: &May<Why, MeetingRow>) -> May<Show, MeetingRow> {
    May::granted((**meeting).clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Stage;
    use kernel::{Id, Timestamp};

    const CHAIR: i64 = 1;
    const CLERK: i64 = 2;
    const OTHER: i64 = 3;

    fn actor(person: i64) -> Actor {
        Actor { person: Id::from_raw(person), ..Actor::system(Id::from_raw(9)) }
    }

    fn place() -> Place {
        let room = Id::from_raw(5);
        Place { room, name: String::new(), members: 3, belongs: true, may_write: true, owns: false, shared: false }
    }

    fn meeting(presenter: Option<i64>) -> MeetingRow {
        let at = Timestamp::from_micros(0);
        let presenter = presenter.map(Id::from_raw);
        MeetingRow {
            id: Id::from_raw(7),
            room: Id::from_raw(5),
            title: "課内会議".to_owned(),
            starts_at: at,
            place: String::new(),
            chair: Id::from_raw(CHAIR),
            created_by: Id::from_raw(CHAIR),
            created_at: at,
            previous: None,
            minutes: None,
            message: None,
            opened_at: Some(at),
            closed_at: None,
            stage: Stage { presenter, material: None, page: 1, turn: 1, at },
            tick: 1,
        }
    }

    fn presents(by: i64, presenter: Option<i64>, to: Option<i64>) -> bool {
        may_present(&actor(by), &place(), meeting(presenter), to.map(Id::from_raw)).is_ok()
    }

    #[test]
    fn a_part_that_nobody_has_is_taken_and_one_that_somebody_has_is_handed_on() {
        assert!(presents(CLERK, None, Some(CLERK)));
        assert!(!presents(CLERK, None, Some(OTHER)));
        assert!(presents(CLERK, Some(CLERK), Some(OTHER)) && presents(CLERK, Some(CLERK), None));
        assert!(!presents(CLERK, Some(OTHER), Some(CLERK)) && !presents(CLERK, Some(OTHER), None));
    }

    #[test]
    fn the_chair_takes_over_at_any_time() {
        assert!(presents(CHAIR, Some(OTHER), Some(CHAIR)) && presents(CHAIR, Some(OTHER), Some(CLERK)));
        assert!(presents(CHAIR, None, Some(CLERK)));
    }

    #[test]
    fn nobody_presents_before_a_meeting_or_after_it() {
        for (opened_at, closed_at) in [(None, None), (Some(Timestamp::from_micros(0)), Some(Timestamp::from_micros(1)))]
        {
            let row = MeetingRow { opened_at, closed_at, ..meeting(None) };
            assert!(may_present(&actor(CHAIR), &place(), row, Some(Id::from_raw(CHAIR))).is_err());
        }
    }

    #[test]
    fn only_who_presents_turns_pages_and_who_only_reads_does_nothing() {
        assert!(may_show(&actor(CLERK), &place(), meeting(Some(CLERK))).is_ok());
        assert!(may_show(&actor(CHAIR), &place(), meeting(Some(CLERK))).is_err());
        let reading = Place { may_write: false, belongs: false, ..place() };
        assert!(may_present(&actor(CLERK), &reading, meeting(None), Some(Id::from_raw(CLERK))).is_err());
        assert!(may_write(&reading, meeting(None)).is_err() && may_read(&reading, meeting(None)).is_ok());
    }
}
