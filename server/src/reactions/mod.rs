//! What happens across features: one file per reaction, named as a sentence.

mod a_floor_of_saving_is_told_to_rooms;
mod a_memo_is_taken_back_everywhere;
mod a_new_day_begins;
mod a_note_is_tended_after_writing;
mod a_question_waits_still;
mod a_room_begins_with_its_pages;
mod a_slip_waits_still;
mod a_stamp_reaches_its_deadline;
mod a_task_is_due;
mod an_idea_board_reaches_its_end;
mod an_inspection_reaches_its_time;
mod barriers_changed_hides_who_is_there;
mod broadcasts_go_out;
mod departures_begin_handovers;
mod directory_is_followed;
mod duty_turns_at_its_hour;
mod files_nobody_needs_go;
mod files_wait_to_be_checked;
mod ordered_rooms_are_made;
mod participation_changed_moves_people;
mod person_changed_reaches_watchers;
mod phone_memos_are_forgotten;
mod posts_changed_moves_room_members;
mod said_in_a_shared_room_reaches_the_other_side;
mod session_ended_closes_connections;
mod transfer_is_released;
mod what_was_put_off_comes;
mod whereabouts_are_asked_for;
mod withdrawn_words_leave_their_forwards;

pub(crate) use barriers_changed_hides_who_is_there::BarriersChangedHidesWhoIsThere;
pub(crate) use person_changed_reaches_watchers::PersonChangedReachesWatchers;
pub(crate) use session_ended_closes_connections::SessionEndedClosesConnections;

use files::service::Uploads;
use jobs::Runner;
use std::sync::Arc;

/// Teaches a runner every job that a reaction takes.
pub(crate) fn jobs(runner: Runner, uploads: Arc<Uploads>) -> Runner {
    let runner = posts_changed_moves_room_members::teach(transfer_is_released::teach(runner));
    let runner = duty_turns_at_its_hour::teach(a_stamp_reaches_its_deadline::teach(
        a_note_is_tended_after_writing::teach(runner),
    ));
    let runner = a_room_begins_with_its_pages::teach(ordered_rooms_are_made::teach(runner));
    let runner = a_floor_of_saving_is_told_to_rooms::teach(runner);
    let runner = broadcasts_go_out::teach(a_task_is_due::teach(runner));
    let runner = a_question_waits_still::teach(a_slip_waits_still::teach(runner));
    let runner = whereabouts_are_asked_for::teach(runner);
    let runner = an_idea_board_reaches_its_end::teach(runner);
    let runner = a_new_day_begins::teach(an_inspection_reaches_its_time::teach(runner));
    let runner = departures_begin_handovers::teach(participation_changed_moves_people::teach(runner));
    let runner = withdrawn_words_leave_their_forwards::teach(what_was_put_off_comes::teach(runner));
    let runner = said_in_a_shared_room_reaches_the_other_side::teach(directory_is_followed::teach(runner));
    let runner = phone_memos_are_forgotten::teach(a_memo_is_taken_back_everywhere::teach(runner));
    files_wait_to_be_checked::teach(files_nobody_needs_go::teach(runner, uploads.clone()), uploads)
}
