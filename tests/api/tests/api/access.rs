//! Who may call what: every endpoint, tried by everybody.

use crate::scene::{Scene, id, reply, room, scene, scene_of};
use harness::{Client, NewStaff, Staff, World, everywhere, new_id};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What somebody is answered: `.` a success, `4` not there, `3` seen but not theirs, `1` sign in first, `9` it is theirs
/// but its present state forbids it, `0` theirs but this input is none, `5` somebody outside whom it takes does not answer.
///
/// Columns: stranger, colleague who is not concerned, member, owner, administrator, administrator of another town, a colleague who
/// looks after the people and units of the town's 総務課, an auditor.
/// Things: the room is private, owned by the owner, the member belongs to it, nobody else does; the message is the
/// member's; the thread is the member's; person and account are a fifth person's; unit and title are the town's.
const TABLE: &str = "
health                 ........  GET    /health
setup_state            ........  GET    /setup
set_up                 99999999  POST   /setup
sign_in                11111111  POST   /sign-in
second_step            11111111  POST   /sign-in/second-step
list_provider_buttons  ........  GET    /sign-in/providers
begin_provider_sign_in 55555555  POST   /sign-in/providers/{provider}
provider_sign_in       33333333  POST   /sign-in/return
sign_out               1.......  POST   /sign-out
get_me                 1.......  GET    /me
change_password        1.......  PUT    /me/password
set_settings           1.......  PUT    /me/settings
list_sessions          1.......  GET    /me/sessions
end_session            14444444  DELETE /me/sessions/{session}
get_sign_in_methods    1.......  GET    /me/sign-in-methods
begin_code             1.......  POST   /me/code
confirm_code           10000000  PUT    /me/code
remove_code            10000000  POST   /me/code/removal
renew_recovery_codes   10000000  POST   /me/recovery-codes
list_own_links         1.......  GET    /me/provider-links
begin_link             15555455  POST   /me/provider-links/{provider}
finish_link            13333333  PUT    /me/provider-links
remove_own_link        14444444  DELETE /me/provider-links/{provider}
list_operators         14444444  GET    /me/operators
choose_operator        14444444  POST   /me/operator
lock                   14444444  DELETE /me/operator
set_pin                10000000  PUT    /me/pin
give_pin               1444.444  POST   /people/{person}/pin-reset
list_shared_accounts   1444..44  GET    /shared-accounts
create_shared_account  1444.044  POST   /shared-accounts
replace_shared_account 1444.444  PUT    /shared-accounts/{shared}
list_shared_account_operators 1444.444 GET /shared-accounts/{shared}/operators
list_accounts          1444...4  GET    /accounts
change_account         1444.4.4  PATCH  /accounts/{account}
reset_password         1444.4.4  POST   /accounts/{account}/password-reset
list_account_sessions  1444.4.4  GET    /accounts/{account}/sessions
end_account_sessions   1444.4.4  DELETE /accounts/{account}/sessions
take_off_factors       1444.4.4  DELETE /accounts/{account}/second-factors
get_sign_in_rules      1444..44  GET    /sign-in-rules
set_sign_in_rules      1444..44  PUT    /sign-in-rules
list_audit             1444..4.  GET    /audit
verify_audit           1444..4.  GET    /audit/verification
list_audit_forwarding  1444..4.  GET    /audit/forwarding
list_providers         1444..44  GET    /oidc/providers
create_provider        1444..44  POST   /oidc/providers
check_provider         1444..44  POST   /oidc/providers/check
change_provider        1444.444  PUT    /oidc/providers/{provider}
list_links             1444.444  GET    /oidc/providers/{provider}/links
remove_link            14444444  DELETE /oidc/providers/{provider}/links/{account}
remove_provider        1444.444  DELETE /oidc/providers/{provider}
explain_grants         1444.444  GET    /grants/explanation?person={person}
list_holders           1444.444  GET    /grants/holders?function=people&verb=change&person={person}
list_people            1.......  GET    /people
people_by_id           1.......  GET    /people/by-id?ids={person}
get_person             1....4..  GET    /people/{person}
get_photo              14444444  GET    /people/{person}/photo
create_person          14440034  POST   /people
update_person          1444.4.4  PATCH  /people/{person}
leave                  1444.4.4  POST   /people/{person}/leave
list_units             1.......  GET    /units
create_unit            1444..34  POST   /units
update_unit            1444.4.4  PATCH  /units/{unit}
close_unit             14449494  POST   /units/{unit}/close
list_titles            1.......  GET    /titles
set_handover           1444..44  PUT    /organisation/handover
create_title           1444..44  POST   /titles
update_title           1444.444  PATCH  /titles/{title}
list_barriers          1444..44  GET    /barriers
create_barrier         1444.044  POST   /barriers
preview_barrier        1444..44  POST   /barriers/preview
explain_contact        1444.444  GET    /barriers/explanation?from={person}&to={member}
replace_barrier        1444.444  PUT    /barriers/{barrier}
remove_barrier         1444.444  DELETE /barriers/{barrier}
list_desks             1.......  GET    /desks
list_grants            1444..44  GET    /grants
create_grant           1444.044  POST   /grants
preview_grant          1444..44  POST   /grants/preview
replace_grant          1444.444  PUT    /grants/{grant}
remove_grant           1444.444  DELETE /grants/{grant}
set_place              1.......  PUT    /me/place
set_status             1.......  PUT    /me/status
set_contact            1.......  PUT    /me/contact
set_photo              19999999  PUT    /me/photo
remove_photo           1.......  DELETE /me/photo
list_transfers         1444..44  GET    /transfers
create_transfer        1444..44  POST   /transfers
get_transfer           1444.444  GET    /transfers/{transfer}
change_transfer        1444.444  PATCH  /transfers/{transfer}
put_transfer_list      1444.444  PUT    /transfers/{transfer}/list?file=list.csv
get_transfer_list      1444.444  GET    /transfers/{transfer}/list
drop_transfer_list     1444.444  DELETE /transfers/{transfer}/list
check_transfer         1444.444  POST   /transfers/{transfer}/check
list_differences       1444.444  GET    /transfers/{transfer}/differences
get_transfer_report    1444.444  GET    /transfers/{transfer}/report
schedule_transfer      14449444  POST   /transfers/{transfer}/schedule
withdraw_transfer      14449444  POST   /transfers/{transfer}/withdraw
undo_transfer          14449444  POST   /transfers/{transfer}/undo
remove_transfer        1444.444  DELETE /transfers/{transfer}
list_scim_tokens       1444..44  GET    /scim/tokens
make_scim_token        1444..44  POST   /scim/tokens
remove_scim_token      1444.444  DELETE /scim/tokens/{token}
list_ldap_directories  1444..44  GET    /ldap/directories
make_ldap_directory    1444..44  POST   /ldap/directories
check_ldap_directory   1444..44  POST   /ldap/check
get_ldap_directory     1444.444  GET    /ldap/directories/{directory}
change_ldap_directory  1444.444  PUT    /ldap/directories/{directory}
remove_ldap_directory  14449444  DELETE /ldap/directories/{directory}
list_ldap_runs         1444.444  GET    /ldap/directories/{directory}/runs
begin_ldap_run         14449444  POST   /ldap/directories/{directory}/runs
list_ldap_lines        1444.444  GET    /ldap/runs/{run}/lines
cancel_ldap_run        1444.444  POST   /ldap/runs/{run}/cancellation
scim_provider          11111111  GET    /ServiceProviderConfig
scim_resource_types    11111111  GET    /ResourceTypes
scim_resource_type     11111111  GET    /ResourceTypes/User
scim_schemas           11111111  GET    /Schemas
scim_schema            11111111  GET    /Schemas/User
scim_list_users        11111111  GET    /Users
scim_create_user       11111111  POST   /Users
scim_search_users      11111111  POST   /Users/.search
scim_search            11111111  POST   /.search
scim_get_user          11111111  GET    /Users/{person}
scim_replace_user      11111111  PUT    /Users/{person}
scim_change_user       11111111  PATCH  /Users/{person}
scim_remove_user       11111111  DELETE /Users/{person}
bootstrap              1.......  GET    /bootstrap
list_open_rooms        1.......  GET    /rooms
create_room            1.......  POST   /rooms
list_all_rooms         1444..44  GET    /administration/rooms
preview_rule           1444..44  POST   /rooms/preview-rule
open_direct            1....0..  POST   /directs
get_room               14..4444  GET    /rooms/{room}
change_room            143.4444  PATCH  /rooms/{room}
archive_room           143.4444  POST   /rooms/{room}/archive
reopen_room            143.4444  POST   /rooms/{room}/reopen
join_room              14..4444  POST   /rooms/{room}/join
leave_room             14.94444  POST   /rooms/{room}/leave
list_members           14..4444  GET    /rooms/{room}/members
add_members            14..4444  POST   /rooms/{room}/members
set_role               143.4444  PUT    /rooms/{room}/members/{member}
remove_member          143.4444  DELETE /rooms/{room}/members/{member}
set_preferences        14..4444  PUT    /rooms/{room}/preferences
read_room              14..4444  PUT    /rooms/{room}/read
get_receipts           14..4444  GET    /rooms/{room}/receipts
list_messages          14..4444  GET    /rooms/{room}/messages
say                    14..4444  POST   /rooms/{room}/messages
get_message            14..4444  GET    /messages/{message}
reword                 14.34444  PATCH  /messages/{message}
withdraw               14..4444  DELETE /messages/{message}
get_history            14..4444  GET    /messages/{message}/history
list_reactions         14..4444  GET    /messages/{message}/reactions
react                  14..4444  PUT    /messages/{message}/reactions/{code}
unreact                14..4444  DELETE /messages/{message}/reactions/{code}
list_readers           14..4444  GET    /messages/{message}/receipts
keep_draft             14..4444  PUT    /drafts/{stream}
throw_draft            1.......  DELETE /drafts/{stream}
list_mentions          1.......  GET    /mentions
list_threads           1.......  GET    /threads
list_replies           14..4444  GET    /threads/{thread}/messages
change_thread          14..4444  PUT    /threads/{thread}
read_thread            14..4444  PUT    /threads/{thread}/read
list_inspections       1444..4.  GET    /inspections
ask_inspection         1444.444  POST   /inspections
get_inspection         1444.44.  GET    /inspections/{asked}
preview_inspection     1444.444  GET    /inspections/{asked}/preview
grant_inspection       1444.444  POST   /inspections/{asked}/grant
refuse_inspection      14449444  POST   /inspections/{asked}/refuse
withdraw_inspection    1444.444  POST   /inspections/{own}/withdraw
end_inspection         1444.444  POST   /inspections/{opened}/end
inspect_messages       1444.444  GET    /inspections/{opened}/messages
inspect_replies        1444.444  GET    /inspections/{opened}/threads/{thread}/messages
inspect_readers        1444.444  GET    /inspections/{opened}/messages/{message}/receipts
list_room_inspections  14..4444  GET    /rooms/{room}/inspections
list_requests          1.......  GET    /contact-requests
ask_desk               1....4..  POST   /contact-requests
get_request            14444444  GET    /contact-requests/{room}
claim_request          14444444  PUT    /contact-requests/{room}/claim
unclaim_request        14444444  DELETE /contact-requests/{room}/claim
live                   10000000  GET    /live
live_sse               1.......  GET    /live/sse?epoch=none&tick=0
live_say               14444444  POST   /live/say
";

/// What ends something is tried last.
const LAST: [&str; 16] = [
    "end_inspection",
    "remove_barrier",
    "remove_grant",
    "remove_scim_token",
    "remove_provider",
    "drop_transfer_list",
    "remove_transfer",
    "set_role",
    "withdraw",
    "remove_member",
    "archive_room",
    "leave_room",
    "reset_password",
    "end_account_sessions",
    "leave",
    "sign_out",
];

/// Where no directory answers.
const NOWHERE: &str = "ldap://127.0.0.1:1";

const WHO: [&str; 8] = [
    "stranger",
    "colleague",
    "member",
    "owner",
    "administrator",
    "another town's administrator",
    "delegated administrator",
    "auditor",
];

pub struct Row {
    expected: &'static str,
    pub method: Method,
    pub path: &'static str,
}

pub fn table() -> BTreeMap<&'static str, Row> {
    let rows = TABLE.lines().filter(|line| !line.is_empty()).map(|line| {
        let words: Vec<&'static str> = line.split_whitespace().collect();
        let [name, expected, method, path] = words[..] else { panic!("a row has four columns: {line}") };
        assert_eq!(expected.len(), WHO.len(), "{name}");
        (name, Row { expected, method: method.parse().expect("a method"), path })
    });
    rows.collect()
}

/// One room with talk in it, and who is who.
struct Place {
    scene: Scene,
    other: Scene,
    delegate: Staff,
    auditor: Staff,
    /// A room for which nobody has asked.
    third: String,
    names: Vec<(&'static str, String)>,
}

async fn place(world: &World) -> Place {
    let (scene, other) = (scene(world).await, scene_of(world, "青浜町").await);
    // The owner is 佐藤, the member 伊藤, the colleague 森.
    let home = room(&scene.sato, "private", "人事", &[&scene.ito]).await;
    let message = id(&scene.ito.client.say(&home, "内示").await);
    let root = id(&scene.ito.client.say(&home, "相談").await);
    reply(&scene.sato, &home, &root, "了解").await;
    let fifth = scene.town.staff(world, NewStaff::named("林", "豊", ("はやし", "ゆたか"))).await;
    let draft = json!({ "name": "人事異動", "effective_on": "2030-04-01" });
    let transfer = id(&scene.admin.client.post("/transfers", draft).await.ok());
    let list = scene.admin.client.request(Method::PUT, &format!("/transfers/{transfer}/list?file=list.csv"));
    scene.admin.client.send(list.body("職員番号,氏名\n")).await.ok();
    let protects = json!([{ "title_id": scene.town.titles["市長"] }]);
    let barrier = json!({
        "name": "市長", "protects": protects, "leaves": crate::barriers::nothing(), "desk_unit_id": scene.town.units["総務課"],
    });
    let barrier = id(&scene.admin.client.post("/barriers", barrier).await.ok());
    let delegate = scene.town.staff(world, NewStaff::named("岡", "実", ("おか", "みのる"))).await;
    let auditor = scene.town.staff(world, NewStaff::named("堀", "正", ("ほり", "ただし")).of("財政課")).await;
    let looks_after = [("people", "change"), ("units", "change")];
    crate::grants::give(&scene.admin, crate::grants::person(&delegate), &looks_after, "own").await;
    crate::grants::give(&scene.admin, crate::grants::person(&auditor), &[("audit", "see")], "all").await;
    let grant = json!({ "title_id": scene.town.titles["係長"] });
    let grant = id(&crate::grants::give(&scene.admin, grant, &[("rooms", "see")], "all").await);
    let token = json!({ "id": new_id(), "name": "人事システム" });
    let token = id(&scene.admin.client.post("/scim/tokens", token).await.ok()["token"]);
    let nursery = crate::operators::new_shared("ひばり保育園", &new_id(), scene.town.units["総務課"]);
    let shared = id(&scene.admin.client.post("/shared-accounts", nursery).await.ok()["account"]);
    let mut provider = input_for("create_provider", &[]);
    provider["name"] = json!("市の認証");
    let provider = id(&scene.admin.client.post("/oidc/providers", provider).await.ok());
    let directory = id(&scene.admin.client.post("/ldap/directories", crate::ldap::new_directory(NOWHERE)).await.ok());
    let run = json!({ "id": new_id(), "look": true });
    let run = id(&scene.admin.client.post(&format!("/ldap/directories/{directory}/runs"), run).await.ok());
    // The administrator's request for one room is granted, for another it waits; one of a second administrator's waits for them.
    let second = NewStaff::named("西村", "司", ("にしむら", "つかさ")).of("財政課").administrator();
    let second = scene.town.staff(world, second).await;
    let away = room(&scene.sato, "private", "別室", &[]).await;
    let (opened, own, asked) = (new_id(), new_id(), new_id());
    for (who, inspection, wanted) in
        [(&scene.admin, &opened, &home), (&scene.admin, &own, &away), (&second, &asked, &away)]
    {
        who.client.post("/inspections", inspection_of(inspection, wanted)).await.ok();
    }
    second.client.post(&format!("/inspections/{opened}/grant"), json!({ "reason": "協議済み" })).await.ok();
    let names = vec![
        ("{directory}", directory),
        ("{run}", run),
        ("{opened}", opened),
        ("{own}", own),
        ("{asked}", asked),
        ("{provider}", provider),
        ("{shared}", shared),
        ("{barrier}", barrier),
        ("{grant}", grant),
        ("{token}", token),
        ("{transfer}", transfer),
        ("{room}", home.clone()),
        ("{message}", message),
        ("{thread}", root),
        ("{stream}", home),
        ("{code}", "shochi".to_owned()),
        ("{member}", scene.ito.id.to_string()),
        ("{person}", fifth.id.to_string()),
        ("{account}", fifth.account.to_string()),
        ("{session}", new_id()),
        ("{unit}", scene.town.units["総務課"].to_string()),
        ("{title}", scene.town.titles["主査"].to_string()),
    ];
    let third = room(&scene.sato, "private", "第三会議室", &[]).await;
    Place { scene, other, delegate, auditor, third, names }
}

/// A request to read a room.
fn inspection_of(inspection: &str, room: &str) -> Value {
    json!({ "id": inspection, "room_id": room, "purpose": "情報が外部に送られた疑いの確認", "hours": 2 })
}

fn input(name: &str, place: &Place) -> Value {
    match name {
        "open_direct" => json!({ "people": [place.scene.mori.id] }),
        "add_members" => json!({ "people": [place.scene.ito.id] }),
        "ask_inspection" => inspection_of(&new_id(), &place.third),
        _ => input_for(name, &place.names),
    }
}

/// An input with which somebody who may do it does it, and does no more than must be.
pub fn input_for(name: &str, names: &[(&'static str, String)]) -> Value {
    let named = |what: &str| names.iter().find(|(name, _)| *name == what).expect("a name").1.clone();
    match name {
        "set_up" => crate::scene::set_up_with("no code"),
        "sign_in" => json!({ "login": new_id(), "password": "nothing" }),
        "second_step" => json!({ "challenge": "none", "code": "000000" }),
        // Nobody answers there.
        "create_provider" | "change_provider" => json!({
            "id": new_id(), "name": new_id(), "issuer": "http://127.0.0.1:1", "client_id": "engawa", "secret": null,
            "scopes": "profile", "login_claim": "email", "link_by_login": false, "factor": "never",
            "stops_passwords": false, "authority": null,
        }),
        "check_provider" => json!({ "issuer": "http://127.0.0.1:1", "authority": null }),
        "provider_sign_in" | "finish_link" => json!({ "state": "none" }),
        "begin_link" => json!({ "password": "none" }),
        "set_sign_in_rules" => json!({
            "networks": [], "elsewhere": { "allowed": true, "factor": "optional", "idle_days": 14, "session_days": 90 },
        }),
        "begin_code" | "remove_code" | "renew_recovery_codes" => json!({ "password": "not it" }),
        "confirm_code" => json!({ "code": "000000" }),
        "change_password" => json!({ "current": "not it", "new": "neither this one" }),
        "create_person" => json!({
            "staff_number": "x1", "family_name": "新", "given_name": "人", "family_reading": "しん",
            "given_reading": "じん", "employment": "regular", "posts": [{
                "unit_id": "0000000000000", "kind": "main", "valid_from": "2026-04-01",
            }],
        }),
        "choose_operator" => json!({ "person_id": named("{person}"), "pin": "271828" }),
        "set_pin" => json!({ "password": "not it", "pin": "271828" }),
        "create_shared_account" | "replace_shared_account" => {
            crate::operators::new_shared("ひばり保育園", &new_id(), named("{unit}"))
        }
        "leave" => json!({ "date": "2030-03-31" }),
        "create_unit" => json!({
            "name": "係", "reading": "かかり", "kind": "team", "order": 1, "valid_from": "2026-04-01",
        }),
        "close_unit" => json!({ "valid_to": "2030-03-31" }),
        "create_title" => json!({ "name": new_id(), "reading": "よみ", "rank": 800 }),
        "update_title" => json!({ "name": new_id(), "reading": "しゅさ", "rank": 400 }),
        "create_transfer" => json!({ "name": "人事異動", "effective_on": "2030-04-01" }),
        "schedule_transfer" => json!({ "release_at": null }),
        "set_handover" => json!({ "days": 30 }),
        "make_ldap_directory" => crate::ldap::new_directory(NOWHERE),
        "check_ldap_directory" | "change_ldap_directory" => {
            json!({ "settings": crate::ldap::settings(NOWHERE), "password": "secret" })
        }
        "begin_ldap_run" => json!({ "id": new_id(), "look": true }),
        "make_scim_token" => json!({ "id": new_id(), "name": "認証基盤" }),
        "set_place" => json!({ "place": "本庁", "until": null }),
        "set_status" => json!({ "status": null }),
        "set_contact" => json!({ "extension": null, "mobile": null }),
        "create_room" => json!({ "id": new_id(), "kind": "private", "name": "室" }),
        "set_role" => json!({ "role": "member" }),
        "set_preferences" => json!({ "muted": false, "pinned": false }),
        "create_barrier" | "preview_barrier" | "replace_barrier" => json!({
            "name": new_id(), "protects": [{ "title_id": named("{title}") }], "leaves": crate::barriers::nothing(),
        }),
        "preview_grant" => json!({ "holder": { "title_id": named("{title}") } }),
        "create_grant" | "replace_grant" => json!({
            "holder": { "title_id": named("{title}") }, "parts": [{ "function": "audit", "verb": "see" }], "scope": "all",
            "valid_from": "2026-04-01",
        }),
        "ask_desk" => json!({ "id": new_id(), "barrier_id": named("{barrier}"), "subject": "件名", "body": "本文" }),
        "ask_inspection" => inspection_of(&new_id(), &named("{room}")),
        "grant_inspection" | "refuse_inspection" => json!({ "reason": "協議済み" }),
        "read_room" | "read_thread" => json!({ "seq": 1 }),
        "say" => json!({ "id": new_id(), "body": "話" }),
        "reword" => json!({ "body": format!("言い直し {}", new_id()) }),
        "keep_draft" => json!({ "room_id": named("{room}"), "body": "書きかけ" }),
        "live_say" => json!({ "connection": "999", "frame": { "t": "idle" } }),
        _ => json!({}),
    }
}

async fn status(client: &Client, base: &str, method: Method, path: &str, body: Value) -> u16 {
    let request = client.request_below(base, method.clone(), path);
    let request = if method == Method::GET { request } else { request.json(&body) };
    // Only the head: a stream of events would never end.
    request.send().await.expect("the program answers").status().as_u16()
}

fn sign(status: u16) -> char {
    match status {
        200..=299 => '.',
        400 => '0',
        401 => '1',
        403 => '3',
        404 => '4',
        409 => '9',
        503 => '5',
        other => panic!("nobody expects {other}"),
    }
}

#[test]
fn every_endpoint_answers_everybody_as_the_table_says() {
    everywhere(|world| async move {
        let table = table();
        let routes = server::features::routes();
        let mut cells = 0;
        let bases: BTreeMap<&str, &str> = routes.infos().map(|info| (info.name, info.base)).collect();
        let mut wrong = Vec::new();
        for info in routes.infos() {
            let Some(row) = table.get(info.name) else {
                wrong.push(format!("{} has no row: say who may call it", info.name));
                continue;
            };
            let here = (row.method.as_str(), row.path.split('?').next().expect("a path").to_owned());
            assert_eq!(here, (info.method.name(), pattern(info.path, row.path)), "{}", info.name);
        }
        let place = place(&world).await;
        let who: [Option<&Staff>; 8] = [
            None,
            Some(&place.scene.mori),
            Some(&place.scene.ito),
            Some(&place.scene.sato),
            Some(&place.scene.admin),
            Some(&place.other.admin),
            Some(&place.delegate),
            Some(&place.auditor),
        ];
        let mut names: Vec<&str> = table.keys().copied().collect();
        names.sort_by_key(|name| LAST.iter().position(|last| last == name).map_or(0, |place| place + 1));
        for name in names {
            let row = &table[name];
            let mut path = row.path.to_owned();
            for (variable, value) in &place.names {
                path = path.replace(variable, value);
            }
            // The powerful come last, so that what they do does not hide from the others what there was.
            for column in [0, 5, 1, 7, 6, 4, 2, 3] {
                restore(&place, name, column).await;
                let client = who[column].map_or_else(|| world.stranger(), |staff| staff.client.clone());
                let got = sign(status(&client, bases[name], row.method.clone(), &path, input(name, &place)).await);
                let expected = row.expected.chars().nth(column).expect("a column");
                if got != expected {
                    wrong.push(format!("{name}: {} is answered {got}, not {expected}", WHO[column]));
                }
                cells += 1;
            }
        }
        println!(
            "{cells} cells, {} endpoints tried by {} on {}",
            table.len(),
            WHO.len(),
            world.test.db.engine().name()
        );
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert_eq!(cells, table.len() * WHO.len());
        assert_eq!(table.len(), routes.infos().count(), "a row for what is no more");
    });
}

/// The endpoint's path with the table's own names of its parameters.
fn pattern(of_endpoint: &str, of_table: &str) -> String {
    let own = of_table.split('?').next().expect("a path").split('/');
    let parts = of_endpoint.split('/').zip(own);
    parts.map(|(theirs, ours)| if theirs.starts_with('{') { ours } else { theirs }).collect::<Vec<_>>().join("/")
}

/// Undoes what was done before where the next would otherwise meet another place.
async fn restore(place: &Place, name: &str, column: usize) {
    let named = |what: &str| place.names.iter().find(|(name, _)| *name == what).expect("a name").1.clone();
    if [("archive_room", 2), ("leave_room", 2), ("leave_room", 3)].contains(&(name, column)) {
        let home = named("{room}");
        let owner = &place.scene.sato.client;
        owner.post(&format!("/rooms/{home}/reopen"), json!({})).await.ok();
        owner.post(&format!("/rooms/{home}/members"), json!({ "people": [place.scene.ito.id] })).await.ok();
    }
}
