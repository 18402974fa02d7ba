use chat::jobs::{Remind, SendPlanned};
use chat::service::{planned, saved};
use db::Db;
use jobs::Runner;
use kernel::Actor;

/// What somebody planned to say is said at its moment, and who wanted to be reminded is.
pub(crate) fn teach(runner: Runner) -> Runner {
    runner
        .on(|db: &Db, actor: Actor, job: SendPlanned| planned::send(db, actor, &job))
        .on(|db: &Db, actor: Actor, job: Remind| saved::remind(db, actor, &job))
}
