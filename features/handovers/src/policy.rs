//! Who sees a handover and who does what with it. Pure, and the only maker of the proofs that a change needs.

use crate::model::{Act, Allowed, Document, HandoverRefusal, Reason, Side, State};
use directory::store::posts::HeldPost;
use jiff::civil::Date;
use kernel::{Actor, Error, May, PersonId, Result};

/// Proof for changing a handover.
pub struct Change;

/// Who stands around a handover.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Around {
    /// Who takes it over.
    pub successors: Vec<PersonId>,
    /// Who else holds the post.
    pub holders: Vec<PersonId>,
    /// Who heads the unit.
    pub head: Option<PersonId>,
}

/// What is known of where a handover belongs.
#[derive(Debug, Clone, Copy)]
pub struct Office<'o> {
    /// The posts held today or later in its unit, the highest in office first.
    pub own: &'o [HeldPost],
    /// Those in the unit that this is part of.
    pub above: &'o [HeldPost],
    /// The rank of the post's title, whoever holds it by now.
    pub rank: i64,
    /// Of those who were named the ones who are still of the staff.
    pub named: &'o [PersonId],
    /// The day.
    pub today: Date,
}

impl Around {
    /// Works out who stands around a handover.
    ///
    /// Whoever was named takes it over. Without that it is who comes into the post after the last day; when nobody comes, who holds it besides.
    /// The head is the highest in office of the unit; for the highest, and for what the highest takes over, it is the one of the unit above.
    pub fn of<'o>(document: &Document, office: Office<'o>) -> Self {
        let Office { own, above, rank, named, today } = office;
        let is_other = |held: &&HeldPost| held.person != document.person;
        let day = document.last_day.map_or(today, |last| last.tomorrow().unwrap_or(last).max(today));
        let of_post = own.iter().filter(is_other).filter(|held| held.title == document.title);
        // In the post on the day or at any time after it.
        let holders: Vec<&HeldPost> = of_post.filter(|held| held.to.is_none_or(|to| to >= day)).collect();
        let comes = |held: &&&HeldPost| document.last_day.is_some_and(|last| held.from > last);
        let come: Vec<PersonId> = ids(holders.iter().filter(comes).copied());
        let all = ids(holders.iter().copied());
        let successors = match (named.is_empty(), come.is_empty()) {
            (false, _) => named.to_vec(),
            (true, false) => come,
            (true, true) => all.clone(),
        };
        let holders = all.into_iter().filter(|person| !successors.contains(person)).collect();
        let takes_over = |held: &HeldPost| successors.contains(&held.person);
        let on_the_day = |posts: &'o [HeldPost]| posts.iter().filter(is_other).filter(|held| held.holds_on(today));
        // Nobody confirms what somebody above them took over.
        let highest = on_the_day(own).filter(|held| takes_over(held)).map(|held| held.rank).min();
        let is_chief = |held: &&HeldPost| held.rank < rank && highest.is_none_or(|highest| held.rank <= highest);
        let chief = on_the_day(own).filter(is_chief).find(|held| !takes_over(held));
        let head = chief.or_else(|| on_the_day(above).find(|held| !takes_over(held))).map(|held| held.person);
        Self { successors, holders, head }
    }

    /// What somebody is to the handover; nothing for those who may not know of it. Until it is handed in, or the day is over, it is its
    /// author's alone. One that was never handed in is found by those who come after, and by the head once they took it over.
    pub fn side(&self, person: PersonId, document: &Document, today: Date) -> Option<Side> {
        if person == document.person {
            return Some(Side::Predecessor);
        }
        if document.state == State::Draft && document.last_day.is_none_or(|last| last >= today) {
            return None;
        }
        if self.successors.contains(&person) || document.last(Act::TakenOver).and_then(|done| done.by) == Some(person) {
            return Some(Side::Successor);
        }
        match self.head == Some(person) {
            true => (document.state != State::Draft).then_some(Side::Head),
            false => (document.is_handed_in() && self.holders.contains(&person)).then_some(Side::Holder),
        }
    }
}

fn ids<'p>(posts: impl Iterator<Item = &'p HeldPost>) -> Vec<PersonId> {
    let mut ids: Vec<PersonId> = Vec::new();
    posts.for_each(|held| {
        if !ids.contains(&held.person) {
            ids.push(held.person);
        }
    });
    ids
}

/// What somebody may do with a handover now. `gone`: whoever hands over is not there any more, so nobody waits for them to hand it in.
pub fn allowed(side: Side, document: &Document, around: &Around, gone: bool) -> Allowed {
    use State::{Draft, Handed, TakenOver};
    let state = document.state;
    Allowed {
        edit: side == Side::Predecessor && state == Draft,
        take_back: side == Side::Predecessor && state == Handed,
        take_over: side == Side::Successor && (state == Handed || state == Draft && gone),
        confirm: side == Side::Head && (state == TakenOver || state == Handed && around.successors.is_empty()),
        remove: side == Side::Predecessor && state == Draft && document.reason == Reason::Hand && document.version == 0,
    }
}

/// The document, if it may be changed so; who may not know of it is told that there is none.
fn granted(
    document: Document,
    side: Option<Side>,
    is_theirs: impl Fn(Side) -> bool,
    refusal: impl Fn(State) -> Option<HandoverRefusal>,
) -> Result<May<Change, Document>> {
    let side = side.ok_or_else(Error::not_found)?;
    if !is_theirs(side) {
        return Err(HandoverRefusal::NotYours.into());
    }
    match refusal(document.state) {
        Some(refusal) => Err(refusal.into()),
        None => Ok(May::granted(document)),
    }
}

/// Whether somebody may write in a handover or hand it in: they are who hands over, and it is a draft.
pub fn may_edit(document: Document, side: Option<Side>) -> Result<May<Change, Document>> {
    granted(
        document,
        side,
        |side| side == Side::Predecessor,
        |state| match state {
            State::Draft => None,
            State::Handed => Some(HandoverRefusal::HandedIn),
            State::TakenOver | State::Confirmed => Some(HandoverRefusal::TakenOver),
        },
    )
}

/// Whether somebody may go on writing in what they handed in: nobody has taken it over.
pub fn may_take_back(document: Document, side: Option<Side>) -> Result<May<Change, Document>> {
    granted(
        document,
        side,
        |side| side == Side::Predecessor,
        |state| match state {
            State::Handed => None,
            State::Draft => Some(HandoverRefusal::NotHandedIn),
            State::TakenOver | State::Confirmed => Some(HandoverRefusal::TakenOver),
        },
    )
}

/// Whether somebody may take a handover over: they come after, and it was handed in, or whoever should have done that is gone.
pub fn may_take_over(document: Document, side: Option<Side>, gone: bool) -> Result<May<Change, Document>> {
    granted(
        document,
        side,
        |side| side == Side::Successor,
        |state| match state {
            State::Handed => None,
            State::Draft => (!gone).then_some(HandoverRefusal::NotHandedIn),
            State::TakenOver | State::Confirmed => Some(HandoverRefusal::TakenOver),
        },
    )
}

/// Whether somebody may confirm a handover: they head the unit, and it was taken over, or there is nobody to do so.
pub fn may_confirm(document: Document, side: Option<Side>, around: &Around) -> Result<May<Change, Document>> {
    granted(
        document,
        side,
        |side| side == Side::Head,
        |state| match state {
            State::TakenOver => None,
            State::Handed => (!around.successors.is_empty()).then_some(HandoverRefusal::NotTakenOver),
            State::Draft => Some(HandoverRefusal::NotHandedIn),
            State::Confirmed => Some(HandoverRefusal::TakenOver),
        },
    )
}

/// Whether somebody may remove a handover: they began it by hand, and nobody has seen it.
pub fn may_remove(document: Document, side: Option<Side>) -> Result<May<Change, Document>> {
    let is_kept = document.reason != Reason::Hand || document.version > 0;
    let document = may_edit(document, side)?;
    if is_kept { Err(HandoverRefusal::Kept.into()) } else { Ok(document) }
}

/// The program's own work on a draft: it collects, follows the day, and removes what is needed no more.
pub fn at_work(actor: &Actor, document: Document) -> Result<May<Change, Document>> {
    if actor.face == kernel::Face::System && document.state == State::Draft {
        Ok(May::granted(document))
    } else {
        Err(Error::not_found())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Content, Done};
    use jiff::civil::date;
    use kernel::{Id, Timestamp};

    const TODAY: Date = date(2026, 3, 20);
    const LAST: Date = date(2026, 3, 31);

    fn person(id: i64) -> PersonId {
        PersonId::from_raw(id)
    }

    fn held(id: i64, title: i64, from: Date, to: Option<Date>) -> HeldPost {
        HeldPost { unit: Id::from_raw(1), title: Some(Id::from_raw(title)), rank: title, person: person(id), from, to }
    }

    fn document(title: i64) -> Document {
        Document {
            id: Id::from_raw(9),
            person: person(1),
            unit: Id::from_raw(1),
            title: Some(Id::from_raw(title)),
            post: "総務課 主査".to_owned(),
            reason: Reason::Post,
            last_day: Some(LAST),
            state: State::Draft,
            touched: true,
            version: 0,
            content: Content::default(),
            history: Vec::new(),
            created_at: Timestamp::from_micros(0),
            updated_at: Timestamp::from_micros(0),
            tick: 1,
        }
    }

    fn done(id: i64, act: Act) -> Done {
        Done { act, at: Timestamp::from_micros(5), by: Some(person(id)), version: None }
    }

    /// 1 leaves the post of title 400; 2 comes into it, 3 holds it besides, 4 is the chief, 5 the director above.
    fn office() -> (Vec<HeldPost>, Vec<HeldPost>) {
        let own = vec![
            held(4, 200, date(2020, 4, 1), None),
            held(1, 400, date(2020, 4, 1), Some(LAST)),
            held(2, 400, date(2026, 4, 1), None),
            held(3, 400, date(2020, 4, 1), None),
        ];
        (own, vec![held(5, 100, date(2020, 4, 1), None)])
    }

    fn found_on(document: &Document, own: &[HeldPost], above: &[HeldPost], today: Date) -> Around {
        let rank = document.title.map_or(0, Id::raw);
        Around::of(document, Office { own, above, rank, named: &document.content.named, today })
    }

    fn found(document: &Document, own: &[HeldPost], above: &[HeldPost]) -> Around {
        found_on(document, own, above, TODAY)
    }

    #[test]
    fn who_comes_into_the_post_takes_it_over_and_who_holds_it_already_may_read() {
        let (own, above) = office();
        let around = found(&document(400), &own, &above);
        assert_eq!(around, Around { successors: vec![person(2)], holders: vec![person(3)], head: Some(person(4)) });
        let named = Document { content: Content { named: vec![person(7)], ..Content::default() }, ..document(400) };
        let around = found(&named, &own, &above);
        assert_eq!((around.successors, around.holders), (vec![person(7)], vec![person(2), person(3)]));
    }

    #[test]
    fn without_anybody_who_comes_it_is_who_holds_the_post_besides_or_nobody_yet() {
        let (mut own, above) = office();
        own.retain(|held| held.person != person(2));
        assert_eq!(found(&document(400), &own, &above).successors, [person(3)]);
        own.retain(|held| held.person != person(3));
        assert!(found(&document(400), &own, &above).successors.is_empty());
    }

    #[test]
    fn the_head_of_who_is_the_highest_in_the_unit_is_the_one_above() {
        let (own, above) = office();
        let chief = Document { person: person(4), ..document(200) };
        assert_eq!(found(&chief, &own, &above).head, Some(person(5)));
    }

    #[test]
    fn after_the_day_who_came_into_the_highest_post_is_successor_and_not_head() {
        let (mut own, above) = office();
        own[0] = held(6, 200, date(2026, 4, 1), None);
        let chief = Document { person: person(4), ..document(200) };
        let after = found_on(&chief, &own, &above, date(2026, 4, 2));
        assert_eq!((after.successors, after.head), (vec![person(6)], Some(person(5))));
    }

    #[test]
    fn nobody_confirms_what_somebody_above_them_took_over() {
        let (mut own, above) = office();
        own.insert(1, held(8, 300, date(2020, 4, 1), None));
        let named = Document { content: Content { named: vec![person(4)], ..Content::default() }, ..document(400) };
        assert_eq!(found(&named, &own, &above).head, Some(person(5)));
        assert_eq!(found(&document(400), &own, &above).head, Some(person(4)));
    }

    #[test]
    fn a_draft_is_its_authors_alone_until_it_is_handed_in_or_the_day_is_over() {
        let (own, above) = office();
        let draft = document(400);
        let around = found(&draft, &own, &above);
        let sides = |document: &Document, today| [1, 2, 3, 4, 6].map(|id| around.side(person(id), document, today));
        assert_eq!(sides(&draft, LAST), [Some(Side::Predecessor), None, None, None, None]);
        let over = date(2026, 4, 1);
        assert_eq!(sides(&draft, over), [Some(Side::Predecessor), Some(Side::Successor), None, None, None]);
        let known = [Some(Side::Predecessor), Some(Side::Successor), Some(Side::Holder), Some(Side::Head), None];
        let handed = Document { state: State::Handed, history: vec![done(1, Act::HandedIn)], ..draft.clone() };
        assert_eq!(sides(&handed, TODAY), known);
        let taken = Document { state: State::TakenOver, history: vec![done(2, Act::TakenOver)], ..draft };
        assert_eq!(sides(&taken, over), [Some(Side::Predecessor), Some(Side::Successor), None, Some(Side::Head), None]);
    }

    #[test]
    fn whoever_took_it_over_keeps_it_when_they_move_on() {
        let taken = Document { state: State::TakenOver, history: vec![done(8, Act::TakenOver)], ..document(400) };
        assert_eq!(Around::default().side(person(8), &taken, TODAY), Some(Side::Successor));
    }

    #[test]
    fn each_does_their_own_in_its_order() {
        let refused = |result: Result<May<Change, Document>>| result.err().map(|error| error.code());
        let of = |state| Document { state, ..document(400) };
        let (predecessor, successor) = (Some(Side::Predecessor), Some(Side::Successor));
        assert_eq!(refused(may_edit(of(State::Draft), predecessor)), None);
        assert_eq!(refused(may_edit(of(State::Handed), predecessor)), Some("handovers.handed_in"));
        assert_eq!(refused(may_edit(of(State::Draft), successor)), Some("handovers.not_yours"));
        assert_eq!(refused(may_edit(of(State::Draft), None)), Some("not_found"));
        assert_eq!(refused(may_take_back(of(State::Handed), predecessor)), None);
        assert_eq!(refused(may_take_back(of(State::TakenOver), predecessor)), Some("handovers.taken_over"));
        assert_eq!(refused(may_take_over(of(State::Draft), successor, false)), Some("handovers.not_handed_in"));
        assert_eq!(refused(may_take_over(of(State::Draft), successor, true)), None);
        assert_eq!(refused(may_take_over(of(State::Handed), Some(Side::Holder), false)), Some("handovers.not_yours"));
        let around = Around { successors: vec![person(2)], ..Around::default() };
        assert_eq!(
            refused(may_confirm(of(State::Handed), Some(Side::Head), &around)),
            Some("handovers.not_taken_over")
        );
        assert_eq!(refused(may_confirm(of(State::Handed), Some(Side::Head), &Around::default())), None);
        assert_eq!(refused(may_remove(of(State::Draft), predecessor)), Some("handovers.kept"));
    }
}
