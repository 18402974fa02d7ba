//! Who may do what with a slip. Whether its room may be read, the talk decides: who reads the room sees its slips.

use crate::model::{Act, Addressee, Checker, LineRow, Side, SlipRefusal, SlipRow};
use directory::model::{TitleId, UnitId};
use kernel::{Actor, Error, May, PersonId, Result};
use rooms::model::Place;
use std::collections::HashSet;

/// Proof for putting a slip into a room, and for going on with it.
pub struct Work;
/// Proof for taking it away.
pub struct TakeAway;

/// How somebody stands to slips of a room.
#[derive(Debug, Clone)]
pub struct Stand {
    /// The room.
    pub place: Place,
    /// The posts that they hold today.
    pub held: HashSet<(UnitId, Option<TitleId>)>,
    /// The units of these, and all above them.
    pub above: HashSet<UnitId>,
    /// They own the room, and nobody there can pass the check at which the draft is.
    pub stands_in: bool,
}

impl Stand {
    /// Whether a line is theirs: by name, or by their section.
    pub fn is_for(&self, person: PersonId, line: &LineRow) -> bool {
        match line.to {
            Addressee::Person { person_id } => person_id == person,
            Addressee::Unit { unit_id } => self.above.contains(&unit_id),
        }
    }

    /// Whether the check at which the draft of a line is would be theirs. Where nobody in the room can pass it any more, it is who owns the
    /// room: after a transfer a draft would wait for good.
    pub fn checks(&self, person: PersonId, row: &SlipRow, line: &LineRow) -> bool {
        row.check_of(line).is_some_and(|check| {
            self.stands_in
                || match check.checker {
                    Checker::Person(checker) => checker == person,
                    Checker::Post(unit, title) => self.held.contains(&(unit, Some(title))),
                }
        })
    }

    /// Whether they are of those who asked: who put it there, those of the same unit, and who owns the room.
    pub fn asks(&self, person: PersonId, row: &SlipRow) -> bool {
        row.maker == person
            || self.place.owns
            || row.asking.is_some_and(|unit| self.held.iter().any(|(held, _)| *held == unit))
    }
}

/// Who may do something with a line.
///
/// Errors: `not_found` for a line that there is not, `slips.not_yours`, `slips.not_the_asker`, `slips.not_your_check`.
pub fn may_act(actor: &Actor, stand: &Stand, row: SlipRow, (number, act): (i64, Act)) -> Result<May<Work, SlipRow>> {
    let person = actor.person;
    let line = row.line(number).ok_or_else(Error::not_found)?;
    let refusal = match act.side() {
        Side::Anybody => None,
        Side::Asked => (!stand.is_for(person, line)).then_some(SlipRefusal::NotYours),
        // A draft is returned by whoever checks it, too.
        Side::Asker if act == Act::Return && stand.checks(person, &row, line) => None,
        Side::Asker => (!stand.asks(person, &row)).then_some(SlipRefusal::NotTheAsker),
        Side::Checker => (!stand.checks(person, &row, line)).then_some(SlipRefusal::NotYourCheck),
        Side::WhoDidIt => {
            let did = line.acts.last().is_some_and(|act| act.by == person);
            (!did && !stand.asks(person, &row)).then_some(SlipRefusal::NotYours)
        }
    };
    match refusal {
        _ if !stand.place.may_write => Err(SlipRefusal::NotYours.into()),
        Some(refusal) => Err(refusal.into()),
        None => Ok(May::granted(row)),
    }
}

/// Who may say something in a room has put it there.
pub fn made(row: SlipRow) -> May<Work, SlipRow> {
    May::granted(row)
}

/// The program itself follows what became of an answer.
pub fn followed(row: SlipRow) -> May<Work, SlipRow> {
    May::granted(row)
}

/// The program itself takes along what stood in a message that was taken back.
pub fn taken_along(row: SlipRow) -> May<TakeAway, SlipRow> {
    May::granted(row)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ActRow, CheckRow, Kind, State};
    use kernel::{AccountId, Id, OrgId, Timestamp};

    const MAKER: i64 = 3;
    const SECTION: i64 = 7;
    const TITLE: i64 = 8;

    fn actor(person: i64) -> Actor {
        let system = Actor::system(OrgId::from_raw(1));
        Actor { person: Id::from_raw(person), account: AccountId::from_raw(person), ..system }
    }

    fn stand(may_write: bool, owns: bool, units: &[i64]) -> Stand {
        let above: HashSet<UnitId> = units.iter().map(|unit| Id::from_raw(*unit)).collect();
        let held = above.iter().map(|unit| (*unit, Some(Id::from_raw(TITLE)))).collect();
        let place = Place {
            room: Id::from_raw(2),
            name: String::new(),
            members: 3,
            belongs: true,
            may_write,
            owns,
            shared: false,
        };
        Stand { place, held, above, stands_in: false }
    }

    fn slip(kind: Kind, state: State, did: Option<i64>) -> SlipRow {
        let act = |by: i64| ActRow {
            act: Act::Receive,
            at: Timestamp::from_micros(0),
            by: Id::from_raw(by),
            operator: None,
            words: String::new(),
            message: None,
        };
        let to = Addressee::Unit { unit_id: Id::from_raw(SECTION) };
        SlipRow {
            id: Id::from_raw(1),
            room: Id::from_raw(2),
            maker: Id::from_raw(MAKER),
            kind,
            subject: String::new(),
            note: String::new(),
            sender: String::new(),
            pieces: 1,
            place: String::new(),
            asking: Some(Id::from_raw(9)),
            due: None,
            turn: 0,
            remind: None,
            created_at: Timestamp::from_micros(0),
            tick: 1,
            lines: vec![LineRow { number: 0, to, state, step: 0, passed: 0, acts: did.map(act).into_iter().collect() }],
            checks: Vec::new(),
        }
    }

    fn may(person: i64, stand: &Stand, row: SlipRow, act: Act) -> bool {
        may_act(&actor(person), stand, row, (0, act)).is_ok()
    }

    #[test]
    fn a_parcel_is_fetched_by_anybody_who_writes_there() {
        let waiting = || slip(Kind::Parcel, State::Waiting, None);
        assert!(may(5, &stand(true, false, &[]), waiting(), Act::Receive));
        assert!(!may(5, &stand(false, false, &[SECTION]), waiting(), Act::Receive));
    }

    #[test]
    fn a_receipt_is_undone_by_who_marked_it_and_by_those_who_posted_it() {
        let received = || slip(Kind::Parcel, State::Received, Some(5));
        for (person, units, undoes) in [(5, &[][..], true), (MAKER, &[], true), (6, &[9], true), (6, &[SECTION], false)]
        {
            assert_eq!(may(person, &stand(true, false, units), received(), Act::PutBack), undoes, "{person} {units:?}");
        }
        assert!(may(6, &stand(true, true, &[]), received(), Act::PutBack), "who owns the room");
    }

    #[test]
    fn the_section_answers_and_those_who_asked_confirm() {
        let request = || slip(Kind::Request, State::Answered, None);
        let (section, asker) = (stand(true, false, &[SECTION]), stand(true, false, &[9]));
        assert!(may(5, &section, request(), Act::Answer) && !may(5, &section, request(), Act::Confirm));
        assert!(!may(6, &asker, request(), Act::Answer) && may(6, &asker, request(), Act::Return));
        assert!(may_act(&actor(5), &section, request(), (1, Act::Answer)).is_err(), "there is no such line");
    }

    #[test]
    fn a_draft_is_approved_by_whoever_holds_the_post_whose_check_it_is() {
        let checked = |passed: i64| {
            let mut row = slip(Kind::Council, State::Checking, None);
            row.lines[0].passed = passed;
            let post = Checker::Post(Id::from_raw(SECTION), Id::from_raw(TITLE));
            row.checks = [post, Checker::Person(Id::from_raw(6))]
                .map(|checker| CheckRow { label: "確認".to_owned(), checker })
                .to_vec();
            row
        };
        let chief = stand(true, false, &[SECTION]);
        assert!(may(5, &chief, checked(0), Act::Approve) && may(5, &chief, checked(0), Act::Return));
        assert!(!may(5, &chief, checked(1), Act::Approve) && !may(5, &chief, checked(1), Act::Return));
        assert!(may(6, &stand(true, false, &[]), checked(1), Act::Approve));
        let owner = Stand { stands_in: true, ..stand(true, true, &[]) };
        assert!(may(4, &owner, checked(1), Act::Approve) && !may(4, &stand(true, true, &[]), checked(1), Act::Approve));
    }
}
