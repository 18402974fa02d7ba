use ideas::service::close_due;
use jobs::Runner;

/// What an idea board takes is closed by its deadline: whoever has it on screen learns of it.
pub(crate) fn teach(runner: Runner) -> Runner {
    runner.on(|db, actor, job| close_due(db, actor, &job))
}
