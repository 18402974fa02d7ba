use jobs::Runner;
use stamps::service::close_due;

/// A stamp is closed by its deadline: whoever has it on screen learns of it.
pub(crate) fn teach(runner: Runner) -> Runner {
    runner.on(|db, actor, job| close_due(db, actor, &job))
}
