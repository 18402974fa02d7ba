use broadcasts::service::{begin_due, forget_old, remind_unread, send_now};
use jobs::Runner;

/// At its moment a broadcast goes out to all whom it names then; whoever has not read it is reminded, and what was kept long enough goes.
pub(crate) fn teach(runner: Runner) -> Runner {
    runner.on(send_now).on(begin_due).on(remind_unread).on(forget_old)
}
