//! The course of an import: what is to be done, in order, gathered into transactions of a bearable size.
//!
//! A commit reaches the disk before the next begins, so a workspace of many small channels would wait for the disk more
//! than it works if each had a transaction of its own.

use crate::model::{Progress, Report, Tally};
use crate::service::messages::{self, Batch, Outcome};
use crate::service::rooms::{self, Planned};
use chat::model::RoomId;
use chat::service::carry;
use db::{Db, Tx};
use kernel::{Actor, PersonId, Result};
use std::collections::HashSet;
use std::sync::Arc;

/// Rows that one transaction writes, about.
const ENOUGH: usize = 500;
/// Steps of one transaction: each holds a lock on PostgreSQL, which has room for some thousands.
const MOST_STEPS: usize = 100;

/// One step.
pub enum Step {
    /// Messages come.
    Say(Batch),
    /// Some of a room's people come.
    Bring(Arc<Planned>, Vec<PersonId>),
    /// The room is done with.
    Close(Arc<Planned>),
    /// Some of its people are told, if anything about it is new.
    Tell(RoomId, Vec<PersonId>),
}

impl Step {
    fn weight(&self) -> usize {
        match self {
            Step::Say(batch) => batch.messages.len(),
            Step::Bring(_, people) | Step::Tell(_, people) => people.len(),
            Step::Close(_) => 1,
        }
    }
}

/// What a transaction came to.
#[derive(Default)]
struct Done {
    outcomes: Vec<(String, Outcome)>,
    stirred: HashSet<RoomId>,
    closed: usize,
}

/// An import under way.
pub struct Course<'c> {
    /// Where to.
    pub db: &'c Db,
    /// For whom.
    pub actor: Actor,
    /// What came of it so far.
    pub report: &'c mut Report,
    /// Hears of every transaction.
    pub tell: &'c mut dyn FnMut(Progress) -> Result<()>,
    /// How far it is.
    pub progress: Progress,
    /// Rooms about which something is new.
    pub stirred: HashSet<RoomId>,
    /// What waits.
    pub waiting: Vec<Step>,
}

fn add(tally: &mut Tally, [carried, already]: [u64; 2]) {
    tally.carried += carried;
    tally.already += already;
}

impl Course<'_> {
    /// Does a step, or lets it wait for more.
    pub fn take(&mut self, step: Step) -> Result<()> {
        self.waiting.push(step);
        let weight: usize = self.waiting.iter().map(Step::weight).sum();
        if weight >= ENOUGH || self.waiting.len() >= MOST_STEPS { self.finish() } else { Ok(()) }
    }

    /// Does all that waits, in one transaction.
    pub fn finish(&mut self) -> Result<()> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let steps = Arc::new(std::mem::take(&mut self.waiting));
        let told = steps.iter().filter_map(|step| match step {
            Step::Tell(room, _) => Some(*room),
            _ => None,
        });
        let stirred: HashSet<RoomId> = told.filter(|room| self.stirred.contains(room)).collect();
        let perform = |careful| {
            let (shared, stirred) = (steps.clone(), stirred.clone());
            self.db.write_now(self.actor, move |tx| perform(tx, &shared, stirred.clone(), careful))
        };
        let done = match perform(false) {
            // Two messages of one millisecond may have drawn the same id, once in some millions.
            Err(error) if error.code() == "already_exists" => perform(true)?,
            done => done?,
        };
        self.stirred.extend(done.stirred);
        for step in steps.iter() {
            if let Step::Say(batch) = step {
                self.progress.messages += batch.messages.len() as u64;
                for (reason, count, example) in batch.messages.iter().flat_map(|message| &message.missed) {
                    self.report.miss_many(reason, *count, example);
                }
            }
        }
        for (channel, outcome) in done.outcomes {
            self.note(&channel, outcome);
        }
        self.progress.rooms += done.closed;
        (self.tell)(self.progress)
    }

    fn note(&mut self, channel: &str, outcome: Outcome) {
        let report = &mut *self.report;
        add(&mut report.messages, outcome.messages);
        add(&mut report.replies, outcome.replies);
        add(&mut report.broadcasts, outcome.broadcasts);
        add(&mut report.reactions, outcome.reactions);
        add(&mut report.edits, outcome.edits);
        add(&mut report.bots, outcome.bots);
        add(&mut report.files, outcome.files);
        if outcome.orphans > 0 {
            let reason = "replies whose thread's first message is not in the export stand in the room";
            report.miss_many(reason, outcome.orphans, channel);
        }
    }
}

fn perform(tx: &mut Tx<'_>, steps: &[Step], mut stirred: HashSet<RoomId>, careful: bool) -> Result<Done> {
    let mut done = Done::default();
    for step in steps {
        match step {
            Step::Say(batch) => {
                let outcome = messages::carry(tx, batch, careful)?;
                if outcome.messages[0] > 0 {
                    stirred.insert(batch.room);
                }
                done.outcomes.push((batch.slack_id.clone(), outcome));
            }
            Step::Bring(room, people) => {
                if !rooms::bring(tx, room, people)?.is_empty() {
                    stirred.insert(room.old.id);
                }
            }
            Step::Close(room) => {
                rooms::close(tx, room)?;
                done.closed += 1;
            }
            Step::Tell(room, people) if stirred.contains(room) => carry::tell(tx, *room, people)?,
            Step::Tell(..) => {}
        }
    }
    done.stirred = stirred;
    Ok(done)
}
