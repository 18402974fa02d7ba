//! Who may do what with a broadcast. Pure, and the only maker of the proofs that a change needs.

use crate::model::{Allowed, BroadcastRefusal, Document, Replies, STUCK_AFTER, SavedList, Side, State};
use directory::model::Reach;
use kernel::{Actor, Error, Face, Function, May, Result, Timestamp, Verb};

/// Proof for changing a broadcast.
pub struct Change;

/// Proof for changing an audience under a name.
pub struct EditList;

/// Where somebody stands to a broadcast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stand {
    /// They wrote it.
    pub author: bool,
    /// They hold the post as whose holder it was written.
    pub holder: bool,
    /// They were given to see what is sent, everywhere.
    pub oversees: bool,
    /// They were given to consent to what others send, everywhere.
    pub approves: bool,
    /// They administer all.
    pub administers: bool,
}

impl Stand {
    /// Whether they answer for it: it comes in their name.
    fn answers(self) -> bool {
        self.author || self.holder
    }

    /// What they are to it; nothing for those who may not know of it. A draft is its author's alone, and nobody is asked before it waits.
    pub fn side(self, state: State) -> Option<Side> {
        match (self, state) {
            (Self { author: true, .. }, _) => Some(Side::Author),
            (_, State::Draft) => None,
            (Self { holder: true, .. }, _) => Some(Side::Holder),
            (Self { approves: true, .. }, State::Waiting) => Some(Side::Approver),
            (Self { oversees: true, .. }, _) => Some(Side::Overseer),
            _ => None,
        }
    }

    /// What they may do with it at a moment.
    pub fn allowed(self, document: &Document, now: Timestamp) -> Allowed {
        use State::{Draft, Planned, Sent, Waiting};
        let state = document.state;
        Allowed {
            edit: self.author && state == Draft,
            cancel: (self.answers() || self.administers)
                && (matches!(state, Waiting | Planned) || is_stuck(document, now)),
            decide: self.approves && !self.author && state == Waiting,
            remind: self.answers() && state == Sent && !document.words.is_over(now),
            withdraw: (self.answers() || self.administers) && state == Sent,
            answer: self.answers() && document.words.replies == Replies::Sender && state == Sent,
        }
    }
}

/// Whether it has been going out for so long that nobody can count on it any more. Nobody has seen anything of it.
fn is_stuck(document: &Document, now: Timestamp) -> bool {
    document.state == State::Sending && document.sent_at.is_none_or(|since| !now.is_within(STUCK_AFTER, since))
}

fn known(stand: Stand, document: Document) -> Result<Document> {
    stand.side(document.state).map(|_| document).ok_or_else(Error::not_found)
}

fn granted(is_theirs: bool, wrong: Option<BroadcastRefusal>, document: Document) -> Result<May<Change, Document>> {
    match wrong {
        _ if !is_theirs => Err(BroadcastRefusal::NotYours.into()),
        Some(refusal) => Err(refusal.into()),
        None => Ok(May::granted(document)),
    }
}

/// Whether somebody may see who has read it.
pub fn may_see(stand: Stand, document: Document) -> Result<Document> {
    known(stand, document)
}

/// Whether somebody may have its files: whoever has its words, and recipients for as long as it is out.
pub fn may_read_file(stand: Stand, received: bool, document: Document) -> Result<Document> {
    match received && document.state == State::Sent {
        true => Ok(document),
        false => known(stand, document),
    }
}

/// Whether somebody may read and write replies in its name.
pub fn may_answer(stand: Stand, document: Document) -> Result<Document> {
    let document = known(stand, document)?;
    match document.words.replies {
        _ if !stand.answers() => Err(BroadcastRefusal::NotYours.into()),
        Replies::Closed => Err(BroadcastRefusal::NoReplies.into()),
        Replies::Sender => Ok(document),
    }
}

/// Whether somebody may change its words, send or remove it: they wrote it, and it is a draft.
pub fn may_edit(stand: Stand, document: Document) -> Result<May<Change, Document>> {
    let document = known(stand, document)?;
    let wrong = (document.state != State::Draft).then_some(BroadcastRefusal::NoDraft);
    granted(stand.author, wrong, document)
}

/// Whether somebody may have it not go out.
pub fn may_cancel(stand: Stand, now: Timestamp, document: Document) -> Result<May<Change, Document>> {
    let document = known(stand, document)?;
    let wrong = match document.state {
        State::Waiting | State::Planned => None,
        State::Sending if is_stuck(&document, now) => None,
        State::Draft => Some(BroadcastRefusal::NotPlanned),
        State::Sending | State::Sent | State::Withdrawn => Some(BroadcastRefusal::TooLate),
    };
    granted(stand.answers() || stand.administers, wrong, document)
}

/// Whether somebody may consent to it, or refuse.
pub fn may_decide(stand: Stand, document: Document) -> Result<May<Change, Document>> {
    let document = known(stand, document)?;
    let wrong = match document.state {
        State::Waiting if stand.author => Some(BroadcastRefusal::Own),
        State::Waiting => None,
        _ => Some(BroadcastRefusal::NotWaiting),
    };
    granted(stand.approves, wrong, document)
}

/// Whether somebody may remind those who have not read it.
pub fn may_remind(stand: Stand, document: Document) -> Result<May<Change, Document>> {
    let document = known(stand, document)?;
    let wrong = (document.state != State::Sent).then_some(BroadcastRefusal::NotSent);
    granted(stand.answers(), wrong, document)
}

/// Whether somebody may take it back.
pub fn may_withdraw(stand: Stand, document: Document) -> Result<May<Change, Document>> {
    let document = known(stand, document)?;
    let wrong = (document.state != State::Sent).then_some(BroadcastRefusal::NotSent);
    granted(stand.answers() || stand.administers, wrong, document)
}

/// The program's own work on a broadcast: it sends, reminds, counts, and forgets.
pub fn at_work(actor: &Actor, document: Document) -> Result<May<Change, Document>> {
    match actor.face {
        Face::System => Ok(May::granted(document)),
        Face::Session(_) | Face::Program => Err(Error::not_found()),
    }
}

/// Whether somebody may say what holds for all broadcasts.
pub fn may_rule(actor: &Actor) -> Result<()> {
    match actor.may(Function::Settings, Verb::Change) {
        true => Ok(()),
        false => Err(Error::not_found()),
    }
}

/// Whether somebody may make or change a list: their own; one for everybody who sends when they were given to consent everywhere.
/// `everywhere`: how far they may consent.
pub fn may_edit_list(is_own: bool, everywhere: &Reach, list: SavedList) -> Result<May<EditList, SavedList>> {
    match (list.shared, is_own) {
        (false, true) => Ok(May::granted(list)),
        (false, false) => Err(Error::not_found()),
        (true, _) if *everywhere == Reach::Everywhere => Ok(May::granted(list)),
        (true, _) => Err(BroadcastRefusal::NotYours.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Audience, Words};
    use kernel::Id;

    const NOW: Timestamp = Timestamp::from_micros(0);

    const AUTHOR: Stand = Stand { author: true, holder: false, oversees: false, approves: false, administers: false };
    const HOLDER: Stand = Stand { author: false, holder: true, ..AUTHOR };
    const APPROVER: Stand = Stand { author: false, approves: true, ..AUTHOR };
    const OVERSEER: Stand = Stand { author: false, oversees: true, ..AUTHOR };
    const NOBODY: Stand = Stand { author: false, ..AUTHOR };
    const ADMINISTRATOR: Stand =
        Stand { author: false, holder: false, oversees: true, approves: true, administers: true };

    fn document(state: State) -> Document {
        let words = Words {
            title: "停電".to_owned(),
            body: "土曜日に停電します。".to_owned(),
            audience: Audience::default(),
            must_read: false,
            confirm_by: None,
            remind_at: None,
            ends_at: None,
            replies: Replies::Sender,
        };
        let draft = Document::draft(Id::from_raw(1), Id::from_raw(2), None, words, Timestamp::from_micros(0));
        Document { state, sent_at: Some(NOW), ..draft }
    }

    fn code<T>(result: Result<T>) -> Option<&'static str> {
        result.err().map(|error| error.code())
    }

    #[test]
    fn a_draft_is_its_authors_alone_and_who_approves_knows_it_only_while_it_waits() {
        let sides = |state| [AUTHOR, HOLDER, APPROVER, OVERSEER, NOBODY].map(|stand| stand.side(state));
        assert_eq!(sides(State::Draft), [Some(Side::Author), None, None, None, None]);
        let waiting = [Some(Side::Author), Some(Side::Holder), Some(Side::Approver), Some(Side::Overseer), None];
        assert_eq!(sides(State::Waiting), waiting);
        assert_eq!(sides(State::Sent), [Some(Side::Author), Some(Side::Holder), None, Some(Side::Overseer), None]);
    }

    #[test]
    fn files_are_read_by_whoever_has_the_words_and_by_recipients_while_it_is_out() {
        let read = |stand, received, state| code(may_read_file(stand, received, document(state)));
        assert_eq!(read(NOBODY, true, State::Sent), None);
        for state in [State::Draft, State::Waiting, State::Planned, State::Sending, State::Withdrawn] {
            assert_eq!(read(NOBODY, true, state), Some("not_found"), "{state:?}");
            assert_eq!(read(AUTHOR, false, state), None, "{state:?}");
        }
        assert_eq!(read(NOBODY, false, State::Sent), Some("not_found"));
        assert_eq!(read(APPROVER, false, State::Waiting), None);
        assert_eq!(read(APPROVER, false, State::Sent), Some("not_found"));
        assert_eq!(read(HOLDER, false, State::Draft), Some("not_found"));
    }

    #[test]
    fn nobody_consents_to_their_own_nor_to_what_does_not_wait() {
        let own = Stand { approves: true, ..AUTHOR };
        assert_eq!(code(may_decide(own, document(State::Waiting))), Some("broadcasts.own"));
        assert_eq!(code(may_decide(APPROVER, document(State::Waiting))), None);
        assert_eq!(code(may_decide(ADMINISTRATOR, document(State::Planned))), Some("broadcasts.not_waiting"));
        assert_eq!(code(may_decide(HOLDER, document(State::Waiting))), Some("broadcasts.not_yours"));
        assert_eq!(code(may_decide(NOBODY, document(State::Waiting))), Some("not_found"));
    }

    #[test]
    fn each_step_has_its_time() {
        assert_eq!(code(may_edit(AUTHOR, document(State::Planned))), Some("broadcasts.no_draft"));
        assert_eq!(code(may_edit(HOLDER, document(State::Planned))), Some("broadcasts.not_yours"));
        assert_eq!(code(may_cancel(AUTHOR, NOW, document(State::Draft))), Some("broadcasts.not_planned"));
        assert_eq!(code(may_cancel(HOLDER, NOW, document(State::Planned))), None);
        assert_eq!(code(may_cancel(AUTHOR, NOW, document(State::Sending))), Some("broadcasts.too_late"));
        assert_eq!(code(may_withdraw(OVERSEER, document(State::Sent))), Some("broadcasts.not_yours"));
        assert_eq!(code(may_withdraw(ADMINISTRATOR, document(State::Sent))), None);
        assert_eq!(code(may_remind(AUTHOR, document(State::Withdrawn))), Some("broadcasts.not_sent"));
        assert_eq!(code(may_answer(ADMINISTRATOR, document(State::Sent))), Some("broadcasts.not_yours"));
    }

    #[test]
    fn what_somebody_may_is_what_the_acts_allow() {
        for state in [State::Draft, State::Waiting, State::Planned, State::Sending, State::Sent, State::Withdrawn] {
            for stand in [AUTHOR, HOLDER, APPROVER, OVERSEER, NOBODY, ADMINISTRATOR] {
                let may = stand.allowed(&document(state), NOW);
                let could = [
                    may_edit(stand, document(state)).is_ok(),
                    may_cancel(stand, NOW, document(state)).is_ok(),
                    may_decide(stand, document(state)).is_ok(),
                    may_remind(stand, document(state)).is_ok(),
                    may_withdraw(stand, document(state)).is_ok(),
                ];
                assert_eq!(could, [may.edit, may.cancel, may.decide, may.remind, may.withdraw], "{stand:?} {state:?}");
            }
        }
    }
}
