//! What happens across features: one file per reaction, named as a sentence.

mod a_memo_is_taken_back_everywhere;
mod a_new_day_begins;
mod a_stamp_reaches_its_deadline;
mod an_inspection_reaches_its_time;
mod barriers_changed_hides_who_is_there;
mod departures_begin_handovers;
mod directory_is_followed;
mod duty_turns_at_its_hour;
mod files_nobody_needs_go;
mod participation_changed_moves_people;
mod person_changed_reaches_watchers;
mod posts_changed_moves_room_members;
mod said_in_a_shared_room_reaches_the_other_side;
mod session_ended_closes_connections;
mod transfer_is_released;

pub(crate) use barriers_changed_hides_who_is_there::BarriersChangedHidesWhoIsThere;
pub(crate) use person_changed_reaches_watchers::PersonChangedReachesWatchers;
pub(crate) use session_ended_closes_connections::SessionEndedClosesConnections;

use files::service::Uploads;
use jobs::Runner;
use std::sync::Arc;

/// Teaches a runner every job that a reaction takes.
pub(crate) fn jobs(runner: Runner, uploads: Arc<Uploads>) -> Runner {
    let runner = posts_changed_moves_room_members::teach(transfer_is_released::teach(runner));
    let runner = duty_turns_at_its_hour::teach(a_stamp_reaches_its_deadline::teach(runner));
    let runner = a_new_day_begins::teach(an_inspection_reaches_its_time::teach(runner));
    let runner = departures_begin_handovers::teach(participation_changed_moves_people::teach(runner));
    let runner = said_in_a_shared_room_reaches_the_other_side::teach(directory_is_followed::teach(runner));
    files_nobody_needs_go::teach(a_memo_is_taken_back_everywhere::teach(runner), uploads)
}
