use crate::features;
use jobs::Runner;
use slips::service::remind;

/// On a morning those are called to a slip for whom it waits still.
pub(crate) fn teach(runner: Runner) -> Runner {
    runner.on(|db, actor, job| remind(db, actor, features::talk(), &job))
}
