use db::Db;
use files::service::{Uploads, check_waiting};
use jobs::Runner;
use kernel::Timestamp;
use std::sync::Arc;
use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);

/// Every minute files are checked for viruses that nobody could look into when they came.
pub(crate) fn teach(runner: Runner, uploads: Arc<Uploads>) -> Runner {
    runner.every("files.check_files", next_minute, move |db: &Db| check_waiting(db, &uploads))
}

fn next_minute(now: Timestamp) -> Timestamp {
    let into = now.micros().rem_euclid(MINUTE.as_micros() as i64);
    now.plus(MINUTE).minus(Duration::from_micros(into as u64))
}
