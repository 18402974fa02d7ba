use db::Db;
use files::service::{Uploads, clear};
use jobs::Runner;
use kernel::Timestamp;
use std::sync::Arc;
use std::time::Duration;

const HOUR: Duration = Duration::from_secs(3_600);

/// Every hour what nobody took in time goes, and what was taken back with its message.
pub(crate) fn teach(runner: Runner, uploads: Arc<Uploads>) -> Runner {
    runner.every("files.clear_files", next_hour, move |db: &Db| clear(db, &uploads))
}

fn next_hour(now: Timestamp) -> Timestamp {
    let into = now.micros().rem_euclid(HOUR.as_micros() as i64);
    now.plus(HOUR).minus(Duration::from_micros(into as u64))
}
