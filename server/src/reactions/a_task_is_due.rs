use jobs::Runner;
use tasks::service::tell_due;

/// On the morning of its day those are told whose part of a task is open.
pub(crate) fn teach(runner: Runner) -> Runner {
    runner.on(|db, actor, job| tell_due(db, actor, &job))
}
