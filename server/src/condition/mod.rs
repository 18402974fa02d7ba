//! How the program and its machine fare, for administrators: what is full, what is late, what failed.

mod finding;
mod index;
mod machine;

pub use machine::Machine;

use audit::{Record, Subject};
use chat::model::Volume;
use db::{Conn, Tx};
use directory::model::Headcount;
use directory::service::organisations::check_home;
use finding::{Finding, Seen, findings};
use identity::model::Usage;
use index::IndexView;
use jobs::{Aside, AsideId};
use kernel::{Jst, OrgId, Result, Timestamp};
use live::Live;
use machine::MachineView;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::time::Duration;
use syslog::service::Forwarders;
use web::{Access, Cx, In, Reply, Routes};

/// For how long an account counts as used after it was.
const USED_WITHIN: Duration = Duration::from_secs(30 * 24 * 3600);
/// A file that waits longer than this to be checked for viruses is worth a word.
const UNCHECKED_FOR: Duration = Duration::from_secs(5 * 60);

/// How an organisation fares, and at home how the machine does.
#[derive(Serialize, JsonSchema)]
struct Condition {
    /// Its people, units and titles.
    directory: Headcount,
    /// Its accounts.
    accounts: Usage,
    /// Its talk.
    talk: Volume,
    /// Its jobs that failed as often as they may, the oldest first; at home also those of no organisation.
    failed_jobs: Vec<FailedJob>,
    /// What somebody should look after, the most urgent first.
    findings: Vec<Finding>,
    /// Of the machine; nothing but at home.
    machine: Option<MachineView>,
    /// Of the index of what can be searched; nothing but at home.
    index: Option<IndexView>,
}

/// A job that was set aside, to be run again or to be forgotten.
#[derive(Serialize, JsonSchema)]
struct FailedJob {
    id: AsideId,
    /// What it was to do, such as `directory.follow_posts`.
    kind: String,
    /// How often it was tried.
    attempts: i64,
    /// When it was tried last.
    failed_at: Timestamp,
    /// What it failed with, in the words of the program.
    error: String,
}

impl From<&Aside> for FailedJob {
    fn from(job: &Aside) -> Self {
        let Aside { id, kind, attempts, failed_at, error } = job.clone();
        Self { id, kind, attempts, failed_at, error }
    }
}

#[derive(Deserialize, JsonSchema)]
struct JobPath {
    job: AsideId,
}

/// The endpoints.
pub(crate) fn routes() -> Routes {
    Routes::new("server")
        .on("GET /condition", "get_condition", "How the organisation and the machine fare.", Access::Administrator, get)
        .on("POST /jobs/{job}/again", "run_job_again", "Runs a job again that failed.", Access::Administrator, again)
        .on(
            "POST /index",
            "rebuild_index",
            "Has the index of what can be searched built anew.",
            Access::Administrator,
            index::build,
        )
        .on("DELETE /jobs/{job}", "forget_job", "Forgets a job that failed.", Access::Administrator, forget)
}

/// Whose jobs the actor looks after: their organisation's, at home those of none as well.
fn looked_after(conn: &mut Conn<'_>) -> (bool, Vec<OrgId>) {
    let is_home = check_home(conn).is_ok();
    let own = conn.actor().org;
    (is_home, if is_home { vec![OrgId::from_raw(0), own] } else { vec![own] })
}

async fn get(cx: Cx, _: In) -> Result<Reply<Condition>> {
    let (machine, live, forwarders) = (cx.part::<Machine>(), cx.part::<Live>(), cx.part::<Forwarders>());
    let engine = cx.db().engine();
    let (queue, home, mut condition, mut seen) = cx
        .read(move |conn| {
            let now = conn.now();
            let (is_home, of) = looked_after(conn);
            let queue = jobs::standing(conn, &of)?;
            let mut condition = Condition {
                directory: directory::store::headcount::headcount(conn, &Jst::date(now).to_string())?,
                accounts: identity::store::usage::usage(conn, now.minus(USED_WITHIN))?,
                talk: chat::store::volume::volume(conn)?,
                failed_jobs: queue.aside.iter().map(FailedJob::from).collect(),
                findings: Vec::new(),
                machine: None,
                index: None,
            };
            let mut seen = Seen { failed_jobs: condition.failed_jobs.len() as i64, ..Seen::default() };
            seen.unchecked_files = files::store::count_unchecked(conn, now.minus(UNCHECKED_FOR))?;
            for server in &forwarders.0 {
                seen.silent_log_servers += i64::from(server.standing(conn)?.trouble.is_some());
            }
            let mut home = None;
            if is_home {
                home = Some(conn.database_bytes()?);
                condition.index = Some(index::look(conn)?);
                seen.accounts = identity::store::in_use(conn)?;
                seen.failed_elsewhere = queue.aside_elsewhere;
                seen.late = queue.due_since.map(|since| now.since(since));
            }
            Ok((queue, home, condition, seen))
        })
        .await?;
    if let Some(database_bytes) = home {
        let connections = live.hub.connections();
        let view = cx.heavy(move || machine.look(engine, database_bytes, connections, &queue)).await?;
        condition.machine = Some(view.clone());
        seen.machine = Some(view);
    }
    condition.findings = findings(&seen);
    Ok(Reply::ok(condition))
}

async fn again(cx: Cx, input: In<JobPath>) -> Result<Reply> {
    changed(cx, input.path.job, "server.job_run_again", jobs::run_again).await
}

async fn forget(cx: Cx, input: In<JobPath>) -> Result<Reply> {
    changed(cx, input.path.job, "server.job_forgotten", jobs::drop_aside).await
}

/// Does something to a job that was set aside, and puts that on record.
async fn changed(
    cx: Cx,
    job: AsideId,
    act: &'static str,
    change: fn(&mut Tx<'_>, AsideId, &[OrgId]) -> Result<String>,
) -> Result<Reply> {
    let address = cx.origin();
    cx.write(move |tx| {
        let (_, of) = looked_after(tx);
        let kind = change(tx, job, &of)?;
        let record = Record { act, subject: Subject::of("job", job, kind), detail: json!({}), address: &address };
        audit::record(tx, &record)
    })
    .await?;
    Ok(Reply::none())
}
