use jobs::Runner;
use transfers::service::{release, undo};

/// At its moment a transfer goes into the directory; taken back, it comes out again.
pub(crate) fn teach(runner: Runner) -> Runner {
    runner.on(release).on(undo)
}
