//! Who may do what with questions of a room that they read. Whether they read it, the talk decides.

use crate::model::{Course, FaqRow, PrivateRow, QuestionRefusal, QuestionRow, Responders};
use kernel::{Actor, Error, May, PersonId, Result, Timestamp};
use rooms::model::{Place, Spoken};

/// Proof for marking a message as a question, and for what becomes of it.
pub struct Work;
/// Proof for taking the mark away.
pub struct Unmark;
/// Proof for writing a room's FAQ.
pub struct Edit;
/// Proof for saying who is called to the questions of a room.
pub struct Name;
/// Proof for knowing and going on with what was asked privately.
pub struct Confide;

/// Whether somebody answers in a room: of the staff, where they may write.
pub fn answers(actor: &Actor, place: &Place) -> bool {
    place.may_write && actor.outsider.is_none()
}

/// Whether somebody looks after a room's questions: who owns it.
pub fn is_desk(place: &Place) -> bool {
    place.may_write && place.owns
}

/// Who said something marks it, and whoever of the staff writes there.
pub fn may_mark(actor: &Actor, spoken: &Spoken, row: QuestionRow) -> Result<May<Work, QuestionRow>> {
    if spoken.has_card || spoken.words.trim().is_empty() {
        return Err(QuestionRefusal::NotWords.into());
    }
    let may = spoken.place.may_write && (spoken.author == actor.person || actor.outsider.is_none());
    if may { Ok(May::granted(row)) } else { Err(QuestionRefusal::NotYours.into()) }
}

fn is_concerned(actor: &Actor, place: &Place, row: &QuestionRow) -> bool {
    let of_it = [Some(row.asker), Some(row.marker), row.course.answerer];
    place.may_write && (place.owns || of_it.contains(&Some(actor.person)))
}

/// Who asked, who marked it and who owns the room let it be no question.
pub fn may_unmark(actor: &Actor, place: &Place, row: QuestionRow) -> Result<May<Unmark, QuestionRow>> {
    let theirs = row.asker == actor.person || row.marker == actor.person || place.owns;
    if place.may_write && theirs { Ok(May::granted(row)) } else { Err(QuestionRefusal::NotYours.into()) }
}

fn check_free(actor: &Actor, course: &Course, now: Timestamp) -> Result<()> {
    if !course.is_open() {
        return Err(QuestionRefusal::Answered.into());
    }
    match course.held_by(now) {
        Some(holder) if holder != actor.person => Err(QuestionRefusal::Claimed.into()),
        _ => Ok(()),
    }
}

/// The staff answer what nobody else has said to answer: they say so, or do it.
pub fn may_answer(actor: &Actor, place: &Place, row: QuestionRow, now: Timestamp) -> Result<May<Work, QuestionRow>> {
    if !answers(actor, place) {
        return Err(QuestionRefusal::NotAnswering.into());
    }
    check_free(actor, &row.course, now)?;
    Ok(May::granted(row))
}

/// Who has said that they answer lets go, and who owns the room.
pub fn may_let_go(actor: &Actor, place: &Place, row: QuestionRow) -> Result<May<Work, QuestionRow>> {
    let theirs = row.course.claimer == Some(actor.person) || place.owns;
    if place.may_write && theirs { Ok(May::granted(row)) } else { Err(QuestionRefusal::Claimed.into()) }
}

/// Who asked, marked or answered it and who owns the room say that it is not answered after all.
pub fn may_reopen(actor: &Actor, place: &Place, row: QuestionRow) -> Result<May<Work, QuestionRow>> {
    if is_concerned(actor, place, &row) { Ok(May::granted(row)) } else { Err(QuestionRefusal::NotYours.into()) }
}

/// The program itself follows an answer that was taken back.
pub fn followed(row: QuestionRow) -> May<Work, QuestionRow> {
    May::granted(row)
}

/// The program itself takes along what was marked of a message that was taken back.
pub fn taken_along(row: QuestionRow) -> May<Unmark, QuestionRow> {
    May::granted(row)
}

/// Who owns a room names those who answer there.
pub fn may_name(place: &Place, responders: Responders) -> Result<May<Name, Responders>> {
    if is_desk(place) { Ok(May::granted(responders)) } else { Err(QuestionRefusal::NotTheOwner.into()) }
}

/// Who owns a room writes its FAQ.
pub fn may_edit(place: &Place, row: FaqRow) -> Result<May<Edit, FaqRow>> {
    if is_desk(place) { Ok(May::granted(row)) } else { Err(QuestionRefusal::NotTheOwner.into()) }
}

/// What was agreed to is written and taken away by whoever asked, who need not own the room.
pub fn agreed(_: &May<Confide, PrivateRow>, row: FaqRow) -> May<Edit, FaqRow> {
    May::granted(row)
}

/// The program itself forgets where an entry came from when that was taken back.
pub fn left_behind(row: FaqRow) -> May<Edit, FaqRow> {
    May::granted(row)
}

/// Whether somebody knows of what was asked privately: who asked, and who owns the room.
pub fn knows(actor: &Actor, place: &Place, row: &PrivateRow) -> bool {
    knows_of(actor, place, row.asker)
}

/// [`knows`] where nothing is read of it but who asked.
pub fn knows_of(actor: &Actor, place: &Place, asker: PersonId) -> bool {
    asker == actor.person || place.owns
}

/// Who takes away an entry that was agreed to leaves nothing of it proposed.
pub fn unpublished(_: &May<Edit, FaqRow>, row: PrivateRow) -> May<Confide, PrivateRow> {
    May::granted(row)
}

/// Who knows of it looks at what they were called to.
pub fn may_look(actor: &Actor, place: &Place, row: PrivateRow) -> Result<May<Confide, PrivateRow>> {
    if knows(actor, place, &row) { Ok(May::granted(row)) } else { Err(Error::not_found()) }
}

/// Whoever may write in a room asks privately there.
pub fn may_ask(place: &Place, row: PrivateRow) -> Result<May<Confide, PrivateRow>> {
    if place.may_write { Ok(May::granted(row)) } else { Err(QuestionRefusal::NotYours.into()) }
}

/// Who asked agrees, declines and takes back.
///
/// Errors: `not_found` for whoever does not know of it.
pub fn may_decide(actor: &Actor, place: &Place, row: PrivateRow) -> Result<May<Confide, PrivateRow>> {
    if !knows(actor, place, &row) {
        return Err(Error::not_found());
    }
    if row.asker == actor.person { Ok(May::granted(row)) } else { Err(QuestionRefusal::NotYours.into()) }
}

/// Who asked takes back what they said, also from outside the room.
///
/// Errors: `not_found` for everybody else.
pub fn may_withdraw(actor: &Actor, row: PrivateRow) -> Result<May<Confide, PrivateRow>> {
    if row.asker == actor.person { Ok(May::granted(row)) } else { Err(Error::not_found()) }
}

/// Who owns the room goes on with what was asked privately.
///
/// Errors: `not_found` for whoever does not know of it.
pub fn may_tend(actor: &Actor, place: &Place, row: PrivateRow) -> Result<May<Confide, PrivateRow>> {
    if !knows(actor, place, &row) {
        return Err(Error::not_found());
    }
    if is_desk(place) { Ok(May::granted(row)) } else { Err(QuestionRefusal::NotTheOwner.into()) }
}

/// [`may_tend`] for answering it, which nobody else of them has said to do.
pub fn may_answer_privately(
    actor: &Actor,
    place: &Place,
    row: PrivateRow,
    now: Timestamp,
) -> Result<May<Confide, PrivateRow>> {
    let row = may_tend(actor, place, row)?;
    check_free(actor, &row.course, now)?;
    Ok(row)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Consent;
    use kernel::{AccountId, Id, OrgId, Outsider, Tick};

    const NOW: Timestamp = Timestamp::from_micros(1_775_088_000_000_000);
    const ASKER: i64 = 3;
    const CLERK: i64 = 4;
    const OTHER: i64 = 5;

    fn actor(person: i64, outsider: Option<Outsider>) -> Actor {
        let system = Actor::system(OrgId::from_raw(1));
        Actor { person: Id::from_raw(person), account: AccountId::from_raw(person), outsider, ..system }
    }

    fn place(owns: bool) -> Place {
        Place {
            room: Id::from_raw(2),
            name: String::new(),
            members: 3,
            belongs: true,
            may_write: true,
            owns,
            shared: false,
        }
    }

    fn question(course: Course) -> QuestionRow {
        QuestionRow {
            id: Id::from_raw(9),
            room: Id::from_raw(2),
            thread: None,
            asker: Id::from_raw(ASKER),
            marker: Id::from_raw(ASKER),
            asked_at: NOW,
            answer: None,
            waits_since: NOW,
            course,
            tick: Tick::default(),
        }
    }

    fn claimed() -> Course {
        let mut course = Course::default();
        course.claim(Id::from_raw(CLERK), NOW);
        course
    }

    fn spoken(words: &str, has_card: bool) -> Spoken {
        Spoken {
            message: Id::from_raw(9),
            place: place(false),
            thread: None,
            author: Id::from_raw(ASKER),
            said_at: NOW,
            words: words.into(),
            has_card,
        }
    }

    fn code<T>(result: Result<T>) -> &'static str {
        result.err().map_or("", |error| error.code())
    }

    #[test]
    fn a_guest_marks_their_own_words_and_the_staff_anybodys() {
        let mark = |person, outsider, said: &Spoken| {
            code(may_mark(&actor(person, outsider), said, question(Course::default())))
        };
        let words = spoken("針は足りますか", false);
        assert_eq!(mark(ASKER, Some(Outsider::Guest), &words), "");
        assert_eq!(mark(OTHER, Some(Outsider::Guest), &words), "questions.not_yours");
        assert_eq!(mark(CLERK, None, &words), "");
        assert_eq!(mark(CLERK, None, &spoken("荷物", true)), "questions.not_words");
        assert_eq!(mark(ASKER, None, &spoken(" ", false)), "questions.not_words");
    }

    #[test]
    fn who_has_not_claimed_it_does_not_answer_until_the_claim_lapses() {
        let later = NOW.plus(std::time::Duration::from_secs(14 * 24 * 3_600));
        let answer = |person, at| code(may_answer(&actor(person, None), &place(false), question(claimed()), at));
        assert_eq!(answer(CLERK, NOW), "");
        assert_eq!(answer(OTHER, NOW), "questions.claimed");
        assert_eq!(answer(OTHER, later), "");
        let guest = actor(CLERK, Some(Outsider::Guest));
        assert_eq!(code(may_answer(&guest, &place(false), question(claimed()), NOW)), "questions.not_answering");
    }

    #[test]
    fn who_owns_a_room_names_those_who_answer_there() {
        let named = |owns| code(may_name(&place(owns), Responders { room: Id::from_raw(2), people: Vec::new() }));
        assert_eq!([named(true), named(false)], ["", "questions.not_the_owner"]);
    }

    #[test]
    fn a_claim_is_let_go_by_its_holder_and_by_the_owner() {
        let let_go = |person, owns| code(may_let_go(&actor(person, None), &place(owns), question(claimed())));
        assert_eq!([let_go(CLERK, false), let_go(OTHER, true), let_go(OTHER, false)], ["", "", "questions.claimed"]);
    }

    fn private() -> PrivateRow {
        PrivateRow {
            id: Id::from_raw(9),
            room: Id::from_raw(2),
            asker: Id::from_raw(ASKER),
            operator: None,
            words: "在庫が足りません".into(),
            asked_at: NOW,
            answer: None,
            course: Course::default(),
            consent: Consent::None,
            proposal: None,
            tick: Tick::default(),
        }
    }

    #[test]
    fn what_is_asked_privately_is_not_there_for_others_in_the_room() {
        let tend = |person, owns| code(may_tend(&actor(person, None), &place(owns), private()));
        assert_eq!([tend(CLERK, true), tend(OTHER, false)], ["", "not_found"]);
        assert_eq!(tend(ASKER, false), "questions.not_the_owner");
        let decide = |person, owns| code(may_decide(&actor(person, None), &place(owns), private()));
        assert_eq!([decide(ASKER, false), decide(OTHER, false)], ["", "not_found"]);
        // Nobody agrees in the place of who asked.
        assert_eq!(decide(CLERK, true), "questions.not_yours");
    }
}
