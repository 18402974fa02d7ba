use chat::service::inspections::close;
use jobs::Runner;

/// A request that nobody decided about lapses, an inspection ends: who has it on screen and the record of acts learn of it.
pub(crate) fn teach(runner: Runner) -> Runner {
    runner.on(close)
}
