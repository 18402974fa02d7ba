use super::departures_begin_handovers;
use db::Db;
use directory::service::begin_day;
use directory::store::organisations;
use jobs::Runner;
use kernel::{Actor, Id, Jst, Result, Timestamp};
use std::time::Duration;

/// Events older than this are forgotten; who was away longer starts afresh.
const REMEMBER_EVENTS: Duration = Duration::from_secs(8 * 86_400);

/// At midnight in Japan posts begin and end, and what is over is cleared away.
pub(crate) fn teach(runner: Runner) -> Runner {
    runner.every("server.begin_day", next_midnight, begin)
}

fn next_midnight(now: Timestamp) -> Timestamp {
    let tomorrow = Jst::date(now).tomorrow().expect("there is a tomorrow before the year 9999");
    Jst::start_of(tomorrow)
}

fn begin(db: &Db) -> Result<()> {
    let nobody = Actor::system(Id::from_raw(0));
    let today = Jst::date(db.clock().now());
    for organisation in db.read_now(nobody, organisations::all)? {
        let system = Actor::system(organisation.id);
        transfers::service::turn_people(db, system, today)?;
        db.write_now(system, transfers::service::turn_units)?;
        begin_day(db, system)?;
        identity::service::end_sessions_of_leavers(db, system)?;
        departures_begin_handovers::follow(db, system);
        db.write_now(system, broadcasts::service::begin_forgetting)?;
        db.write_now(system, phone_memos::service::begin_clearing)?;
    }
    db.write_now(nobody, identity::service::clear_lapsed)?;
    let before = db.clock().now().minus(REMEMBER_EVENTS);
    db.forget_events(before).map(|_| ())
}
