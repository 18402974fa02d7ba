//! Contact barriers at every door of the API: whoever is outside learns nothing of the protected and does nothing to them,
//! whatever endpoint they try.

use crate::access::{self, input_for};
use crate::barriers::{Walled, walled};
use crate::live::Events;
use crate::scene::{direct, id, reply, room, settled};
use harness::{Client, Staff, World, everywhere, new_id};
use kernel::PersonId;
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What may pass through each endpoint, so that a new one without a word here fails.
///
/// `find`: it shows people, and shows a keeper the mayor. `reach`: it is told of people and does something to them, and lets a
/// keeper reach the mayor. `within`: what it shows and does stays inside rooms that one is in, or the own section. `own`: only what is one's own.
/// `administers`: only administrators are answered, who keep everybody's record, and those to whom that part was given. `programs`: only bearers of a token that they made.
/// `all`: nothing of people.
const DOORS: &str = "
all          health setup_state set_up sign_in second_step list_titles list_open_rooms list_desks list_posts
all          visit list_provider_buttons begin_provider_sign_in provider_sign_in list_listed_organisations
all          begin_passkey_sign_in passkey_sign_in get_upload_terms
own          begin_upload get_upload continue_upload remove_upload
within       list_albums make_album get_album change_album remove_album list_album_pictures add_album_pictures take_album_picture
within       caption_album_picture place_album_picture
within       list_room_files get_room_file get_room_file_thumbnail get_room_file_preview get_room_file_view list_file_versions
administers  inspect_file
own          list_own_handovers begin_handover get_handover edit_handover remove_handover refresh_handover hand_in_handover
own          take_back_handover take_over_handover confirm_handover get_handover_version
administers  list_handovers
own          summarise_broadcasts list_broadcasts get_broadcast read_broadcast confirm_broadcast list_own_broadcast_replies reply_to_broadcast
own          see_broadcast_answers list_sent_broadcasts cancel_broadcast withdraw_broadcast remind_of_broadcast count_broadcast_receipts
own          list_broadcast_sections list_broadcast_recipients export_broadcast_receipts list_broadcast_conversations
own          get_broadcast_file get_broadcast_file_thumbnail get_broadcast_file_preview
own          get_broadcast_conversation answer_about_broadcast see_broadcast_conversation
administers  preview_broadcast create_broadcast change_broadcast remove_broadcast send_broadcast list_waiting_broadcasts
administers  consent_to_broadcast refuse_broadcast list_broadcast_lists keep_broadcast_list replace_broadcast_list
administers  remove_broadcast_list get_broadcast_rule set_broadcast_rule
own          sign_out get_me change_password set_settings list_sessions end_session set_whereabouts get_last_whereabouts set_status set_contact set_photo
own          remove_photo keep_draft throw_draft list_requests get_sign_in_methods begin_code confirm_code remove_code
own          list_passkeys begin_passkey add_passkey rename_passkey remove_passkey
own          renew_recovery_codes list_operators choose_operator lock set_pin
own          list_leaves_of get_return list_own_links begin_link finish_link remove_own_link get_badge
own          list_saved_searches save_search forget_search
administers  list_accounts change_account reset_password list_account_sessions end_account_sessions list_audit verify_audit list_audit_forwarding
administers  create_person update_person leave create_unit update_unit close_unit set_handover create_title update_title
administers  list_transfers create_transfer get_transfer change_transfer put_transfer_list get_transfer_list drop_transfer_list
administers  check_transfer list_differences get_transfer_report schedule_transfer withdraw_transfer undo_transfer remove_transfer
administers  list_scim_tokens make_scim_token remove_scim_token take_off_factors
administers  list_ldap_directories make_ldap_directory check_ldap_directory get_ldap_directory change_ldap_directory
administers  remove_ldap_directory list_ldap_runs begin_ldap_run list_ldap_lines cancel_ldap_run
administers  get_sign_in_rules set_sign_in_rules get_condition run_job_again forget_job rebuild_index
administers  list_grants create_grant preview_grant replace_grant remove_grant explain_grants list_holders
administers  create_place replace_place remove_place create_floor replace_floor set_floor_picture remove_floor set_whereabouts_rule list_missing count_missing remind_missing
all          list_places get_whereabouts_rule list_floors get_floor get_floor_picture
find         list_floor_people
administers  get_organisation change_organisation list_organisations found_organisation change_other_organisation
own          get_own_conditions agree_to_conditions
administers  get_guest_conditions set_guest_conditions
administers  get_file_rules set_file_rules
own          list_guests end_guest create_guest_link remove_guest_link reset_guest_password
administers  create_guest replace_guest list_bots create_bot replace_bot set_bot_stopped create_bot_token remove_bot_token
administers  get_participation preview_participation set_participation
administers  list_endings renew_terms list_leaves create_leave replace_leave remove_leave
administers  create_rota get_rota replace_rota remove_rota except_duty swap_duties restore_duty
own          list_rotas get_rota_month
administers  give_pin list_shared_accounts create_shared_account replace_shared_account list_shared_account_operators
administers  list_inspections ask_inspection get_inspection preview_inspection grant_inspection refuse_inspection withdraw_inspection
administers  end_inspection inspect_messages inspect_replies inspect_readers
administers  list_shares list_share_organisations offer_share agree_share decline_share withdraw_share
administers  list_providers create_provider check_provider change_provider remove_provider list_links remove_link
programs     scim_provider scim_resource_types scim_resource_type scim_schemas scim_schema scim_list_users scim_create_user
programs     scim_search_users scim_search scim_get_user scim_replace_user scim_change_user scim_remove_user
administers  list_all_rooms preview_rule list_barriers create_barrier preview_barrier explain_contact replace_barrier remove_barrier
find         list_people people_by_id get_person get_photo list_units bootstrap get_room list_members list_messages get_message
find         list_reactions list_readers list_mentions list_threads list_replies live live_sse live_say
reach        create_room open_direct add_members say ask_request
within       change_room archive_room reopen_room join_room leave_room set_role remove_member set_preferences read_room get_receipts
within       list_room_inspections end_share search set_whereabouts_of
within       search_files search_notes
within       ask_stamp get_stamp answer_stamp answer_stamp_for take_back_answer list_answers close_stamp reopen_stamp set_deadline decide_stamp remind_stamp
within       begin_idea_board list_idea_boards get_idea_board list_ideas write_idea reword_idea take_back_idea vote_for_idea take_back_idea_vote
within       list_idea_comments comment_idea take_back_idea_comment
within       move_idea unite_idea judge_idea name_idea_group remove_idea_group close_ideas set_ideas_until
administers  get_inspected_idea_board list_inspected_idea_comments
administers  get_inspected_stamp get_inspected_note get_inspected_note_file get_inspected_task
administers  set_download_floor set_number_guard set_outside_talk get_off_hours
administers  list_room_orders order_rooms preview_rooms get_room_order list_ordered_rooms run_room_order stop_room_order undo_room_order
administers  list_all_room_templates make_room_template replace_room_template hide_room_template
all          list_room_templates
all          get_download_floor get_number_guard get_outside_talk
within       make_task list_room_tasks get_task change_task move_task do_task
own          list_tasks count_tasks
within       mark_question unmark_question list_questions get_question_desk list_question_times get_question claim_question
within       name_question_responders list_question_marks hear_private_question_call
own          list_private_question_calls
within       let_go_of_question answer_question reopen_question get_faq write_faq_entry move_faq_entry remove_faq_entry
within       ask_privately list_private_questions get_private_question claim_private_question let_go_of_private_question
within       answer_privately propose_publication decide_publication take_back_private_question
within       make_slip list_room_slips get_slip step_slip
own          list_slips count_slips
administers  get_inspected_slip
within       forward preview_forward plan_message get_times save_message set_saved_done unsave_message
own          list_planned change_planned send_planned cancel_planned list_saved
within       list_notes begin_note get_note edit_note withdraw_note put_note_back open_note write_in_note add_note_row restore_note get_note_page
within       compare_note_versions get_note_history name_note_version unname_note_version export_note see_note list_note_readers
within       list_note_files take_note_file get_note_file view_note_file get_note_file_thumbnail get_note_file_preview
within       list_lost_words settle_lost_words list_note_comments comment_note settle_note_comment open_note_comment withdraw_note_comment
within       list_meetings call_meeting get_meeting edit_meeting withdraw_meeting open_meeting set_agenda settle_item run_meeting link_minutes
within       get_shown show_page set_presenter see_material list_meeting_readers list_margins write_margin
own          list_own_margins
administers  get_inspected_meeting
reach        create_phone_memo
find         get_phone_memo_outlook
within       get_phone_memo see_phone_memo take_phone_memo leave_phone_memo finish_phone_memo reopen_phone_memo
own          list_phone_memos count_phone_memos
administers  get_phone_memo_rule set_phone_memo_rule
within       list_pins pin_message unpin_message
within       reword withdraw get_history react unreact change_thread read_thread get_request claim_request unclaim_request
";

fn doors() -> BTreeMap<&'static str, &'static str> {
    let lines = DOORS.lines().filter_map(|line| line.split_once(' '));
    lines.flat_map(|(kind, names)| names.split_whitespace().map(move |name| (name, kind))).collect()
}

/// Doors that stream for as long as one listens; they are tried by [`nothing_of_the_protected_comes_over_a_live_line`].
const STREAMS: [&str; 3] = ["live", "live_sse", "live_say"];
/// What ends somebody's own part in the trial, or all of it, is tried last.
const LAST: [&str; 4] = ["archive_room", "leave_room", "remove_member", "sign_out"];

struct Trial {
    town: Walled,
    /// Of the mayor and the desk: names of paths to values.
    theirs: Vec<(&'static str, String)>,
    /// The same of a room of who tries, into which the mayor is named.
    own: Vec<(&'static str, String)>,
}

/// What only somebody who reaches the mayor may read.
const SECRETS: [&str; 4] = ["天野", "あまの", "市長室直通", "0901234"];

async fn trial(world: &World) -> Trial {
    let town = walled(world).await;
    town.mayor.client.put("/me/contact", json!({ "extension": "0901234", "mobile": null })).await.ok();
    town.mayor.client.put("/me/status", json!({ "status": "市長室直通" })).await.ok();
    let hall = json!({ "name": "本庁舎", "reading": "ほんちょうしゃ", "order": 1 });
    let hall = id(&town.admin.client.post("/places", hall).await.ok());
    let [floor, point] = crate::floors::drawn(&town.admin, &hall).await;
    town.mayor.client.put("/me/whereabouts", json!({ "point_id": point })).await.ok();
    let photo = town.mayor.client.request(Method::PUT, "/me/photo").header("content-type", "image/png");
    town.mayor.client.send(photo.body(crate::people::picture(300, 300, image::ImageFormat::Png))).await.ok();
    let theirs = room(&town.hara, "private", "市長と窓口", &[&town.mayor]).await;
    let message = id(&town.hara.client.say(&theirs, "内密の話").await);
    let noted = id(&crate::notes::begin(&town.hara, &theirs, "errors").await.ok());
    let asked = id(&crate::stamps::ask(&town.hara, &theirs, crate::stamps::poll()).await.ok());
    let met = crate::meetings::prepared(&town.hara, &theirs, &noted).await;
    let board = crate::ideas::prepared(&town.hara, &town.mayor, &theirs).await;
    let questions = crate::questions::prepared(&town.hara, &town.mayor, &theirs).await;
    let given = id(&crate::tasks::make(&town.hara, &theirs, crate::tasks::for_person(town.mayor.id)).await.ok());
    let for_mayor = id(&crate::slips::make(&town.hara, &theirs, crate::slips::request_of(town.mayor.id)).await.ok());
    town.mayor.client.put(&format!("/messages/{message}/reactions/shochi"), json!({})).await.ok();
    town.mayor.client.put(&format!("/rooms/{theirs}/read"), json!({ "seq": 100 })).await.ok();
    reply(&town.mayor, &theirs, &message, &format!("<@{}> 続き", town.hara.id)).await;
    town.mayor.client.say(&theirs, &format!("<@{}> 呼びました", town.hara.id)).await;
    direct(&town.hara, &town.mayor).await;
    let post = json!({ "unit_id": town.town.units["緑野市"], "title_id": town.town.titles["市長"] });
    let handover = id(&town.mayor.client.post("/handovers", post).await.ok());
    let person = town.mayor.id.to_string();
    // One that went to the mayor and to who tries alike, of which the mayor has written back.
    let mut to_both = crate::broadcasts::words(crate::broadcasts::people(&[&town.mayor, &town.sato]));
    to_both["replies"] = json!("sender");
    crate::broadcasts::may_send(&town.admin, &town.hara).await;
    let broadcast = crate::broadcasts::sent(world, &town.hara, to_both).await;
    let answer = json!({ "body": "市長室直通へお電話ください" });
    town.mayor.client.post(&format!("/broadcasts/{broadcast}/replies"), answer).await.ok();
    // The mayor is in a rota, of which the others of the unit see the rest.
    let mayors = crate::rotas::brigade(town.town.units["緑野市"], [&[&town.mayor], &[], &[]]);
    let rota = id(&town.admin.client.post("/rotas", mayors).await.ok());
    let paths =
        |home: &str, message: &str, [stamp, note, memo, task]: [String; 4], met: [(&'static str, String); 4]| {
            let mut names = vec![
                ("{room}", home.to_owned()),
                ("{stamp}", stamp),
                ("{task}", task),
                ("{comment}", new_id()),
                ("{note}", note),
                ("{memo}", memo),
                ("{message}", message.to_owned()),
                ("{thread}", message.to_owned()),
                ("{stream}", home.to_owned()),
                ("{code}", "shochi".to_owned()),
                ("{member}", person.clone()),
                ("{person}", person.clone()),
                ("{account}", town.mayor.account.to_string()),
                ("{session}", new_id()),
                ("{upload}", new_id()),
                ("{file}", new_id()),
                ("{note_file}", new_id()),
                ("{note_picture}", new_id()),
                ("{picture}", new_id()),
                ("{handover}", handover.clone()),
                ("{handed}", handover.clone()),
                ("{broadcast}", broadcast.clone()),
                ("{draft_broadcast}", broadcast.clone()),
                ("{ready_broadcast}", broadcast.clone()),
                ("{planned_broadcast}", broadcast.clone()),
                ("{asked_broadcast}", broadcast.clone()),
                ("{other_broadcast}", broadcast.clone()),
                ("{old_broadcast}", broadcast.clone()),
                ("{broadcast_list}", new_id()),
                ("{broadcast_file}", new_id()),
                ("{broadcast_picture}", new_id()),
                ("{passkey}", new_id()),
                ("{saved}", new_id()),
                ("{planned}", new_id()),
                ("{shared}", new_id()),
                ("{unit}", town.town.units["緑野市"].to_string()),
                ("{title}", town.town.titles["市長"].to_string()),
                ("{transfer}", new_id()),
                ("{barrier}", town.barrier.clone()),
                ("{grant}", new_id()),
                ("{leave_id}", new_id()),
                ("{rota}", rota.clone()),
                ("{exception}", new_id()),
                ("{asked}", new_id()),
                ("{own}", new_id()),
                ("{opened}", new_id()),
                ("{share}", new_id()),
                ("{offer}", new_id()),
                ("{agreeable}", new_id()),
                ("{offered}", new_id()),
                ("{token}", new_id()),
                ("{provider}", new_id()),
                ("{directory}", new_id()),
                ("{run}", new_id()),
                ("{organisation}", new_id()),
                ("{place}", new_id()),
                ("{hall}", hall.clone()),
                ("{floor}", floor.clone()),
                ("{spare_floor}", new_id()),
                ("{room_order}", new_id()),
                ("{room_template}", new_id()),
            ];
            names.extend(met);
            names
        };
    let called = crate::phone_memos::between(&town.hara, &town.mayor).await;
    let calls = crate::phone_memos::between(&town.sato, &town.ito).await;
    let own = room(&town.sato, "private", "係の話", &[&town.ito]).await;
    let said = id(&town.sato.client.say(&own, "はい").await);
    let writing = id(&crate::notes::begin(&town.sato, &own, "errors").await.ok());
    let asking = id(&crate::stamps::ask(&town.sato, &own, crate::stamps::poll()).await.ok());
    let giving = id(&crate::tasks::make(&town.sato, &own, crate::tasks::wish("清書")).await.ok());
    let for_ito = id(&crate::slips::make(&town.sato, &own, crate::slips::request_of(town.ito.id)).await.ok());
    let meeting = crate::meetings::prepared(&town.sato, &own, &writing).await;
    let own_board = crate::ideas::prepared(&town.sato, &town.sato, &own).await;
    let own_questions = crate::questions::prepared(&town.sato, &town.sato, &own).await;
    let (hers, ours) = (theirs.clone(), own.clone());
    let mut theirs = paths(&theirs, &message, [asked, noted, called, given], met);
    let mut own = paths(&own, &said, [asking, writing, calls, giving], meeting);
    for (names, slip) in [(&mut theirs, for_mayor), (&mut own, for_ito)] {
        names.push(("{slip}", slip));
    }
    theirs.push(("{album}", crate::albums::made(&town.hara, &hers, "市長室直通").await));
    own.push(("{album}", crate::albums::made(&town.sato, &ours, "現場写真").await));
    theirs.extend(board);
    own.extend(own_board);
    theirs.extend(questions);
    own.extend(own_questions);
    Trial { town, theirs, own }
}

/// What is sent to a door: the mayor wherever somebody can be named.
fn input(name: &str, names: &[(&'static str, String)], mayor: PersonId, barrier: &str) -> Value {
    let people = json!([mayor]);
    match name {
        "create_room" => json!({ "id": new_id(), "kind": "private", "name": "室", "people": people }),
        "open_direct" | "add_members" => json!({ "people": people }),
        "say" => json!({ "id": new_id(), "body": format!("<@{mayor}> さん") }),
        "make_task" | "change_task" => crate::tasks::for_person(mayor),
        "make_slip" => crate::slips::request_of(mayor),
        "reword" => json!({ "body": format!("<@{mayor}> さん {}", new_id()) }),
        "ask_request" => {
            json!({ "id": new_id(), "barrier_id": barrier, "subject": "件名", "body": format!("<@{mayor}>") })
        }
        other => input_for(other, names),
    }
}

/// Status and text of what a door answers.
async fn answer(client: &Client, (base, row): (&str, &access::Row), path: &str, body: &Value) -> (u16, String) {
    let method = &row.method;
    let request = client.request_below(base, method.clone(), path);
    let request = if *method == Method::GET { request } else { request.json(body) };
    let response = request.send().await.expect("the program answers");
    let status = response.status().as_u16();
    (status, String::from_utf8_lossy(&response.bytes().await.expect("a body")).into_owned())
}

/// Everything of the mayor's that an outsider's act would change: rooms, mentions, and what is unread.
async fn state_of(mayor: &Staff) -> Value {
    let mut first = mayor.client.bootstrap().await;
    let rooms = first["rooms"].take();
    json!([
        rooms,
        first["threads"],
        mayor.client.get("/mentions").await.ok(),
        mayor.client.get("/contact-requests").await.ok()
    ])
}

fn path_of(row: &access::Row, names: &[(&'static str, String)]) -> String {
    let fill = |path: String, (name, value): &(&str, String)| path.replace(name, value);
    names.iter().fold(row.path.to_owned(), fill)
}

#[test]
fn no_door_shows_the_protected_to_others_or_lets_others_reach_them() {
    everywhere(|world| async move {
        let doors = doors();
        let table = access::table();
        let routes = server::features::routes();
        let unnamed: Vec<&str> =
            routes.infos().map(|info| info.name).filter(|name| !doors.contains_key(name)).collect();
        assert_eq!(unnamed, Vec::<&str>::new(), "say what may pass through these");
        assert_eq!(doors.len(), routes.infos().count(), "a word for what is no more");
        let bases: BTreeMap<&str, &str> = routes.infos().map(|info| (info.name, info.base)).collect();
        let trial = trial(&world).await;
        let Walled { sato, mayor, barrier, .. } = &trial.town;
        let before = state_of(mayor).await;
        let mut names: Vec<&str> = table.keys().copied().filter(|name| !STREAMS.contains(name)).collect();
        names.sort_by_key(|name| LAST.iter().position(|last| last == name).map_or(0, |place| place + 1));
        let (mut wrong, mut tried) = (Vec::new(), 0);
        for name in &names {
            let row = &table[name];
            for (whose, values) in [("theirs", &trial.theirs), ("own", &trial.own)] {
                let path = path_of(row, values);
                let (status, said) =
                    answer(&sato.client, (bases[name], row), &path, &input(name, values, mayor.id, barrier)).await;
                for secret in SECRETS.iter().filter(|secret| said.contains(**secret)) {
                    wrong.push(format!("{name} ({whose}) tells {secret}: {status} {said}"));
                }
                let refuses = ["administers", "programs"].contains(&doors[name])
                    || (whose == "theirs" && row.path.contains("{room}"));
                if refuses && status < 400 {
                    wrong.push(format!("{name} ({whose}) lets an outsider in: {status}"));
                }
                tried += 1;
            }
        }
        assert_eq!(state_of(mayor).await, before, "nothing that an outsider tried reached the mayor");
        println!("{tried} doors tried by an outsider on {}", world.test.db.engine().name());
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert_eq!(tried, names.len() * 2);
    });
}

#[test]
fn every_door_that_shows_or_reaches_people_does_so_for_keepers() {
    everywhere(|world| async move {
        let (doors, table) = (doors(), access::table());
        let trial = trial(&world).await;
        let Walled { hara, mayor, barrier, .. } = &trial.town;
        let mayors = mayor.id.to_string();
        let units = trial.town.sato.client.get("/units").await.ok()["items"][0]["head_count"].clone();
        let mut wrong = Vec::new();
        for (name, kind) in doors.iter().filter(|(name, _)| !STREAMS.contains(*name)) {
            let row = &table[name];
            let path = path_of(row, &trial.theirs);
            let before = state_of(mayor).await;
            if !["find", "reach"].contains(kind) || *name == "add_members" {
                continue;
            }
            let (status, said) =
                answer(&hara.client, ("/api", row), &path, &input(name, &trial.theirs, mayor.id, barrier)).await;
            let shows = match *name {
                "get_photo" => status == 200,
                "list_units" => {
                    serde_json::from_str::<Value>(&said).expect("a list")["items"][0]["head_count"] != units
                }
                _ => said.contains(&mayors),
            };
            if *kind == "find" && !shows {
                wrong.push(format!("{name} does not show a keeper the mayor: {status} {said}"));
            }
            let reaches = *name == "ask_request" || *name == "open_direct" || state_of(mayor).await != before;
            if *kind == "reach" && (status >= 300 || !reaches) {
                wrong.push(format!("{name} does not let a keeper reach the mayor: {status} {said}"));
            }
        }
        let fresh = room(hara, "private", "別の室", &[]).await;
        let before = state_of(mayor).await;
        hara.client.post(&format!("/rooms/{fresh}/members"), json!({ "people": [mayor.id] })).await.ok();
        assert_ne!(state_of(mayor).await, before, "add_members lets a keeper reach the mayor");
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    });
}

#[test]
fn nothing_of_the_protected_comes_over_a_live_line() {
    everywhere(|world| async move {
        let trial = trial(&world).await;
        let Walled { sato, ito, mayor, hara, .. } = &trial.town;
        let mut outside = settled(sato).await;
        let mut keeper = settled(hara).await;
        for live in [&mut outside, &mut keeper] {
            live.say(json!({ "t": "watch", "people": [mayor.id, ito.id] })).await;
        }
        let (_, theirs) = &trial.theirs[0];
        outside.say(json!({ "t": "look", "room": theirs })).await;
        let _mayor = mayor.client.live_now().await;
        mayor.client.put("/me/whereabouts", json!({ "place": "市長室直通", "until": null })).await.ok();
        mayor.client.say(theirs, "天野です").await;
        assert!(keeper.event("chat.message_posted").await.to_string().contains("天野です"), "a keeper hears it");
        // A second thing in the order of commits: what comes before it is all that the first one told.
        ito.client.put("/me/whereabouts", json!({ "place": "本庁", "until": null })).await.ok();
        let mayors = mayor.id.to_string();
        let last = outside
            .until(|frame| {
                let told = frame.to_string();
                assert!(SECRETS.iter().all(|secret| !told.contains(secret)), "{told}");
                assert!(frame["people"][&mayors].is_null() || frame["people"][&mayors] == "offline", "{told}");
                frame["kind"] == "directory.person_changed"
            })
            .await;
        assert_eq!(last["p"]["person"]["whereabouts"]["place"], "本庁", "{last}");
        let mut events = Events::open(sato, &sato.client.bootstrap().await["position"]).await;
        let connection = events.next().await["connection"].clone();
        let watch = json!({ "connection": connection, "frame": { "t": "watch", "people": [mayor.id] } });
        sato.client.post("/live/say", watch).await.ok();
        let mut frame = events.next().await;
        while frame["people"][&mayors].is_null() {
            assert!(SECRETS.iter().all(|secret| !frame.to_string().contains(secret)), "{frame}");
            frame = events.next().await;
        }
        assert_eq!(frame["people"][&mayors], "offline", "{frame}");
    });
}
