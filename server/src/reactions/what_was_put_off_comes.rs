use chat::jobs::{Remind, SendPlanned};
use chat::service::{planned, saved};
use db::Db;
use jobs::Runner;
use kernel::{Actor, Timestamp};
use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);

/// What somebody planned to say is said at its moment, and who wanted to be reminded is. Each minute, what the jobs of a moment did not do is made
/// up for.
pub(crate) fn teach(runner: Runner) -> Runner {
    runner
        .on(|db: &Db, actor: Actor, _: SendPlanned| planned::send(db, actor))
        .on(|db: &Db, actor: Actor, _: Remind| saved::remind(db, actor))
        .every("chat.catch_up", |now: Timestamp| now.plus(MINUTE), planned::catch_up)
}
