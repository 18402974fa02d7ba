use chat::service::downloads;
use jobs::Runner;

/// What an organisation decided of who may save files is told to each of its rooms.
pub(crate) fn teach(runner: Runner) -> Runner {
    runner.on(downloads::tell_floor)
}
