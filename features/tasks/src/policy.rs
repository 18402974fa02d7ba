//! Who may do what with a task. Whether its room may be read, the talk decides.

use crate::model::{Held, TaskRefusal, TaskRow};
use kernel::{Actor, Error, May, PersonId, Result};
use rooms::model::Place;

/// Proof for changing a task, and for saying that the whole is done.
pub struct Manage;
/// Proof for doing it, or saying how far it is.
pub struct Work;

/// How somebody stands to a task.
#[derive(Debug, Clone)]
pub struct Stand {
    /// Its room, when they may read it.
    pub place: Option<Place>,
    /// The posts that they hold today.
    pub held: Vec<Held>,
}

impl Stand {
    /// Whether they may see the task: who reads its room, and who holds a post that it is for.
    pub fn sees(&self, person: PersonId, row: &TaskRow) -> bool {
        self.place.is_some() || row.is_for_post(person, &self.held)
    }

    fn writes(&self) -> bool {
        self.place.as_ref().is_some_and(|place| place.may_write)
    }

    /// Whether they look after it, in a room where they may write: who made it, and who owns the room.
    pub fn manages(&self, person: PersonId, row: &TaskRow) -> bool {
        self.writes() && (row.maker == person || self.place.as_ref().is_some_and(|place| place.owns))
    }

    /// Whether it is theirs to do: by name while they read the room, or it would wait for ever in one that was archived; by a post wherever it
    /// stands; and anybody's who writes there when it is for nobody.
    pub fn works(&self, person: PersonId, row: &TaskRow) -> bool {
        let anybodys = row.parts.is_empty() && self.writes();
        anybodys || (self.place.is_some() && row.is_for(person, &[])) || row.is_for_post(person, &self.held)
    }
}

/// Who made a task, or owns its room, changes it.
///
/// Errors: `not_found` for who may not see it, `tasks.not_the_maker`.
pub fn may_manage(actor: &Actor, stand: &Stand, row: TaskRow) -> Result<May<Manage, TaskRow>> {
    match () {
        () if !stand.sees(actor.person, &row) => Err(Error::not_found()),
        () if !stand.manages(actor.person, &row) => Err(TaskRefusal::NotTheMaker.into()),
        () => Ok(May::granted(row)),
    }
}

/// Whose it is does it, and so does who looks after it.
///
/// Errors: `not_found` for who may not see it, `tasks.not_yours`.
pub fn may_work(actor: &Actor, stand: &Stand, row: TaskRow) -> Result<May<Work, TaskRow>> {
    match () {
        () if !stand.sees(actor.person, &row) => Err(Error::not_found()),
        () if !(stand.works(actor.person, &row) || stand.manages(actor.person, &row)) => {
            Err(TaskRefusal::NotYours.into())
        }
        () => Ok(May::granted(row)),
    }
}

/// Who may do it has made it.
pub fn made(row: TaskRow) -> May<Work, TaskRow> {
    May::granted(row)
}

/// What somebody may change, they may also say how far it is.
pub fn changed(row: May<Manage, TaskRow>) -> May<Work, TaskRow> {
    May::granted(row.into_inner())
}

/// The program itself takes along what stood in a message that was taken back.
pub fn taken_along(row: TaskRow) -> May<Manage, TaskRow> {
    May::granted(row)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Closing, Holder, PartRow, Shift, State};
    use kernel::{Id, Timestamp};

    fn place(may_write: bool, owns: bool) -> Place {
        Place { room: Id::from_raw(2), name: String::new(), members: 3, belongs: true, may_write, owns, shared: false }
    }

    fn task(holders: &[Holder]) -> TaskRow {
        TaskRow {
            id: Id::from_raw(1),
            room: Id::from_raw(2),
            maker: Id::from_raw(3),
            title: "予算資料".to_owned(),
            note: String::new(),
            source: None,
            closing: Closing::Any,
            state: State::Open,
            due: None,
            meant: None,
            anchor: None,
            shift: Shift::Stays,
            repeats: None,
            round: 0,
            done: None,
            created_at: Timestamp::from_micros(0),
            tick: 1,
            parts: holders.iter().map(|holder| PartRow { holder: *holder, done: None }).collect(),
        }
    }

    const MAKER: i64 = 3;
    const OTHER: i64 = 4;

    fn stand(place: Option<Place>, held: &[Held]) -> Stand {
        Stand { place, held: held.to_vec() }
    }

    #[test]
    fn who_made_it_and_who_owns_the_room_look_after_it_while_they_may_write() {
        let task = task(&[]);
        for (person, may_write, owns, manages) in [
            (MAKER, true, false, true),
            (MAKER, false, false, false),
            (OTHER, true, true, true),
            (OTHER, true, false, false),
        ] {
            let stand = stand(Some(place(may_write, owns)), &[]);
            assert_eq!(stand.manages(Id::from_raw(person), &task), manages, "{person} {may_write} {owns}");
        }
        assert!(!stand(None, &[]).manages(Id::from_raw(MAKER), &task));
    }

    #[test]
    fn a_task_for_nobody_is_anybodys_who_writes_there_and_one_by_name_is_theirs() {
        let writes = stand(Some(place(true, false)), &[]);
        let reads = stand(Some(place(false, false)), &[]);
        let other = Id::from_raw(OTHER);
        assert!(writes.works(other, &task(&[])) && !reads.works(other, &task(&[])));
        let by_name = task(&[Holder::Person { person_id: other }]);
        assert!(writes.works(other, &by_name) && reads.works(other, &by_name));
        assert!(!stand(None, &[]).works(other, &by_name));
        assert!(!writes.works(Id::from_raw(5), &by_name));
        assert!(!stand(None, &[]).sees(other, &by_name), "by name nobody sees into a room that is closed to them");
    }

    #[test]
    fn whoever_holds_the_post_sees_and_does_it_without_the_room() {
        let (unit, other) = (Id::from_raw(7), Id::from_raw(OTHER));
        let by_post = task(&[Holder::Post { unit_id: unit, title_id: None }]);
        let holder = stand(None, &[(unit, None)]);
        assert!(holder.sees(other, &by_post) && holder.works(other, &by_post) && !holder.manages(other, &by_post));
        assert!(!stand(None, &[]).sees(other, &by_post));
    }
}
