use chat::jobs::EmptyForwards;
use chat::service::forwards;
use db::Db;
use jobs::Runner;
use kernel::Actor;

/// What was taken back is taken out of all that forwarded it.
pub(crate) fn teach(runner: Runner) -> Runner {
    runner.on(|db: &Db, actor: Actor, job: EmptyForwards| forwards::empty(db, actor, &job))
}
