use directory::service::daily::remind;
use jobs::Runner;

/// The hour has come from which who has not said where they are is missing: they are reminded, where the organisation wants that.
pub(crate) fn teach(runner: Runner) -> Runner {
    runner.on(remind)
}
