use chat::service::orders;
use jobs::Runner;

/// Rooms that were ordered for many units are made, and closed again when that is undone, some at a time.
pub(crate) fn teach(runner: Runner) -> Runner {
    runner.on(orders::carry_out)
}
