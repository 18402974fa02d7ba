use crate::features;
use chat::jobs::{CarryOver, FollowShare};
use chat::service::sharing::{carrying, partners};
use db::Db;
use jobs::Runner;
use kernel::Actor;

/// What is said in a shared room is carried to the room of the other side, and who is here follows who is there.
pub(crate) fn teach(runner: Runner) -> Runner {
    runner
        .on(|db: &Db, _: Actor, job: CarryOver| carrying::carry_all(db, features::cards(), &job))
        .on(|db: &Db, actor: Actor, job: FollowShare| partners::follow_all(db, actor, job.share))
}
