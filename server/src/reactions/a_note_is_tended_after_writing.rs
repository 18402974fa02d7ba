use jobs::Runner;
use notes::jobs::{ForgetNote, TendNote, forget, tend};

/// A while after somebody wrote on a note its state, first words and words for search are made anew; one that was taken back goes for good.
pub(crate) fn teach(runner: Runner) -> Runner {
    runner.on::<TendNote>(tend).on::<ForgetNote>(forget)
}
