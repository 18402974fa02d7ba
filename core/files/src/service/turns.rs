//! Whose office file is made a PDF next: one at a time, and one of each person's after the other.

use kernel::PersonId;
use std::collections::VecDeque;
use tokio::sync::oneshot;

/// Who is at it and who waits, in the order in which their turn comes. Each person stands there once, with all of theirs that wait.
#[derive(Default)]
pub(super) struct Turns {
    /// Of whom a file is being made one.
    at_it: Option<PersonId>,
    waiting: VecDeque<(PersonId, VecDeque<oneshot::Sender<()>>)>,
}

impl Turns {
    /// Asks for a turn for a file that somebody brought: what says when it comes, or nothing when it is there at once.
    pub fn ask(&mut self, owner: PersonId) -> Option<oneshot::Receiver<()>> {
        if self.at_it.is_none() {
            self.at_it = Some(owner);
            return None;
        }
        let (give, given) = oneshot::channel();
        match self.waiting.iter_mut().find(|(who, _)| *who == owner) {
            Some((_, theirs)) => theirs.push_back(give),
            None => self.waiting.push_back((owner, VecDeque::from([give]))),
        }
        Some(given)
    }

    /// Ends the turn and gives the next one: to somebody else than whoever had this one, if there is anybody.
    pub fn end(&mut self) {
        let last = self.at_it.take();
        if self.waiting.len() > 1 && self.waiting.front().map(|(who, _)| *who) == last {
            self.waiting.rotate_left(1);
        }
        while let Some((who, mut theirs)) = self.waiting.pop_front() {
            let next = theirs.pop_front();
            if !theirs.is_empty() {
                self.waiting.push_back((who, theirs));
            }
            // Whoever waited may have ended with the program.
            if next.is_some_and(|give| give.send(()).is_ok()) {
                self.at_it = Some(who);
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Id;

    /// Asks for turns for files of some people, and ends one turn after the other: whose come in which order.
    fn order(asked: &[i64]) -> Vec<usize> {
        let mut turns = Turns::default();
        let mut waiting: Vec<_> = asked.iter().map(|of| turns.ask(Id::from_raw(*of))).collect();
        let mut came = Vec::new();
        for _ in asked {
            let at = waiting.iter_mut().enumerate().find_map(|(at, given)| match given {
                None => (!came.contains(&at)).then_some(at),
                Some(given) => given.try_recv().is_ok().then_some(at),
            });
            came.push(at.expect("somebody's turn"));
            turns.end();
        }
        came
    }

    #[test]
    fn one_file_of_each_person_is_made_after_the_other() {
        assert_eq!(order(&[1, 1, 1, 2]), [0, 3, 1, 2], "another person waits for one of theirs and no more");
        assert_eq!(order(&[1, 1, 1, 2, 2, 3]), [0, 3, 5, 1, 4, 2]);
        assert_eq!(order(&[1, 2, 1, 1, 2]), [0, 1, 2, 4, 3]);
    }

    #[test]
    fn files_of_one_person_are_made_in_the_order_in_which_they_were_wanted() {
        assert_eq!(order(&[1, 1, 1]), [0, 1, 2]);
    }

    #[test]
    fn whoever_waits_no_more_holds_up_nobody_and_the_next_one_begins_at_once() {
        let mut turns = Turns::default();
        assert!(turns.ask(Id::from_raw(1)).is_none());
        drop(turns.ask(Id::from_raw(2)));
        let mut third = turns.ask(Id::from_raw(3)).expect("it waits");
        turns.end();
        assert!(third.try_recv().is_ok());
        turns.end();
        assert!(turns.ask(Id::from_raw(1)).is_none());
    }
}
