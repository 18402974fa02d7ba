//! Who may call what: every endpoint, tried by everybody.

mod last;
mod table;
mod talk;
mod work;

use crate::outsiders;
use crate::scene::{Scene, id, reply, room, scene, scene_of, text};
use harness::{Client, NewStaff, Staff, World, everywhere, new_id};
use last::LAST;
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use table::TABLE;
use work::WORK;

/// How many leaves were tried.
static TURN: AtomicU32 = AtomicU32::new(0);

/// Where no directory answers.
const NOWHERE: &str = "ldap://127.0.0.1:1";

const WHO: [&str; 11] = [
    "stranger",
    "colleague",
    "member",
    "owner",
    "administrator",
    "another town's administrator",
    "delegated administrator",
    "auditor",
    "guest in the room",
    "bot in the room",
    "another town's administrator at the town's address",
];
/// A stranger to the town, and what is said of them is not said again.
const ABROAD: usize = 10;

pub struct Row {
    expected: &'static str,
    pub method: Method,
    pub path: &'static str,
}

pub fn table() -> BTreeMap<&'static str, Row> {
    let rows = TABLE.lines().chain(WORK.lines()).filter(|line| !line.is_empty()).map(|line| {
        let words: Vec<&'static str> = line.split_whitespace().collect();
        let [name, expected, method, path] = words[..] else { panic!("a row has four columns: {line}") };
        assert_eq!(expected.len(), ABROAD, "{name}");
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
    guest: Staff,
    bot: Staff,
    /// A room for which nobody has asked.
    third: String,
    /// A room with which a share is agreed to.
    agreeing: String,
    /// Whose term has an end.
    ending: String,
    names: Vec<(&'static str, String)>,
}

async fn place(world: &World) -> Place {
    let (scene, other) = (scene(world).await, scene_of(world, "青浜町").await);
    // The owner is 佐藤, the member 伊藤, the colleague 森.
    let home = room(&scene.sato, "private", "人事", &[&scene.ito]).await;
    let guest = outsiders::guest(world, &scene.admin, outsiders::new_guest(&scene.sato, "business")).await;
    let bot = outsiders::bot(world, &scene.admin, outsiders::new_bot(&scene.sato)).await;
    let brought = json!({ "people": [guest.id, bot.id] });
    scene.sato.client.post(&format!("/rooms/{home}/members"), brought).await.ok();
    let mut names = crate::broadcasts::steps(world, &scene, [&scene.ito, &guest, &bot]).await;
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
    let branch = json!({ "name": "南支所", "reading": "みなみししょ", "order": 1 });
    let branch = id(&scene.admin.client.post("/places", branch).await.ok());
    let hall = json!({ "name": "本庁舎", "reading": "ほんちょうしゃ", "order": 2 });
    let hall = id(&scene.admin.client.post("/places", hall).await.ok());
    let [floor, _] = crate::floors::drawn(&scene.admin, &hall).await;
    let [spare_floor, _] = crate::floors::drawn(&scene.admin, &hall).await;
    let ending = crate::terms::person(&scene, "kainin", "2027-03-31").await;
    let visitor = outsiders::new_guest(&scene.sato, "business");
    let visitor = text(&scene.admin.client.post("/guests", visitor).await.ok()["guest"]["person"]["id"]);
    let program = scene.admin.client.post("/bots", outsiders::new_bot(&scene.sato)).await.ok();
    let program = text(&program["person"]["id"]);
    let bot_token = json!({ "name": "雨量計", "last_day": "2026-09-30" });
    let bot_token = scene.admin.client.post(&format!("/bots/{program}/tokens"), bot_token).await.ok();
    let away = json!({ "kind": "childcare", "valid_from": "2028-04-01", "valid_to": "2029-03-31", "access": "read" });
    let leave = id(&scene.admin.client.post(&format!("/people/{}/leaves", fifth.id), away).await.ok());
    // One share stands, two were offered to the town, and one by it.
    let [kept, given, agreeing] =
        ["共有", "申し入れ", "受ける部屋"].map(|name| room(&scene.sato, "private", name, &[]));
    let (kept, given, agreeing) = (kept.await, given.await, agreeing.await);
    let mut theirs = Vec::new();
    for name in ["一", "二", "三"] {
        theirs.push(room(&other.sato, "private", name, &[]).await);
    }
    let share = id(&crate::sharing::offer(&scene.admin, &other, &kept).await.ok());
    crate::sharing::answer(&other.admin, &share, "agree", json!({ "room": theirs[0] })).await.ok();
    let offered = id(&crate::sharing::offer(&scene.admin, &other, &given).await.ok());
    let offer = id(&crate::sharing::offer(&other.admin, &scene, &theirs[1]).await.ok());
    let agreeable = id(&crate::sharing::offer(&other.admin, &scene, &theirs[2]).await.ok());
    // The owner's is a draft, the member's was handed in and is for the owner.
    let clerk = json!({ "unit_id": scene.town.units["総務課"], "title_id": scene.town.titles["主事"] });
    let handover = id(&scene.sato.client.post("/handovers", clerk.clone()).await.ok());
    let handed = id(&scene.ito.client.post("/handovers", clerk).await.ok());
    scene.ito.client.patch(&format!("/handovers/{handed}"), json!({ "named": [scene.sato.id] })).await.ok();
    scene.ito.client.post(&format!("/handovers/{handed}/hand-in"), json!({})).await.ok();
    let stamp = id(&crate::stamps::ask(&scene.sato, &home, crate::stamps::poll()).await.ok());
    let task = id(&crate::tasks::make(&scene.sato, &home, crate::tasks::wish("清書")).await.ok());
    let unit = scene.town.units["総務課"].to_string();
    let slip = id(&crate::slips::make(&scene.sato, &home, crate::slips::parcel(&unit)).await.ok());
    // A file of the owner's is on its way, one of the member's is in the room.
    let upload = crate::files::begin(&scene.sato.client, "途中.txt", 3).await;
    let file = crate::files::bring(&scene.ito.client, "内示.txt", b"secret").await;
    let picture = crate::files::bring(&scene.ito.client, "内示.png", &crate::files_in_rooms::picture(3, 2)).await;
    crate::files_in_rooms::say_with(&scene.ito, &home, "", &[&file, &picture]).await.ok();
    let album = crate::albums::made(&scene.sato, &home, "内示の写真").await;
    let [note, comment] = crate::notes::commented(&scene.sato, &home).await;
    names.extend(crate::meetings::prepared(&scene.sato, &home, &note).await);
    names.extend(crate::note_files::prepared(&scene.ito, &note).await);
    let unit = scene.town.units["総務課"];
    let rota =
        id(&scene.admin.client.post("/rotas", crate::rotas::brigade(unit, [&[&scene.ito], &[&fifth], &[]])).await.ok());
    let spare = id(&scene.admin.client.post("/rotas", crate::rotas::brigade(unit, [&[], &[], &[]])).await.ok());
    let room_template = json!({ "id": new_id(), "words": { "name": "道路工事" } });
    let room_template = scene.admin.client.post("/administration/room-templates", room_template).await.ok();
    let room_template = text(&room_template["key"]);
    let room_order = json!({ "id": new_id(), "scope": { "kinds": ["facility"], "pattern": "{課}" } });
    let room_order = id(&scene.admin.client.post("/room-orders", room_order).await.ok());
    let off = json!({ "person_id": fifth.id, "day": "2026-05-01", "instead": { "kind": "off" } });
    let off = scene.admin.client.post(&format!("/rotas/{rota}/exceptions"), off).await.ok();
    names.extend(crate::ideas::prepared(&scene.sato, &scene.ito, &home).await);
    names.extend(crate::questions::prepared(&scene.sato, &scene.ito, &home).await);
    names.extend([
        ("{stamp}", stamp),
        ("{memo}", crate::phone_memos::between(&scene.sato, &scene.ito).await),
        ("{task}", task),
        ("{slip}", slip),
        ("{upload}", upload),
        ("{file}", file),
        ("{picture}", picture),
        ("{album}", album),
        ("{comment}", comment),
        ("{note}", note),
        ("{rota}", rota),
        ("{spare_rota}", spare),
        ("{exception}", id(&off["items"][0])),
        ("{share}", share),
        ("{offered}", offered),
        ("{offer}", offer),
        ("{agreeable}", agreeable),
        ("{handover}", handover),
        ("{handed}", handed),
        ("{organisation}", other.town.org.to_string()),
        ("{place}", branch),
        ("{hall}", hall),
        ("{floor}", floor),
        ("{spare_floor}", spare_floor),
        ("{room_order}", room_order),
        ("{room_template}", room_template),
        ("{directory}", directory),
        ("{run}", run),
        ("{opened}", opened),
        ("{own}", own),
        ("{asked}", asked),
        ("{provider}", provider),
        ("{shared}", shared),
        ("{barrier}", barrier),
        ("{grant}", grant),
        ("{guest}", visitor),
        ("{bot}", program),
        ("{bot_token}", id(&bot_token["made"])),
        ("{leave_id}", leave),
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
        ("{job}", new_id()),
        ("{passkey}", new_id()),
        ("{saved}", new_id()),
        ("{planned}", new_id()),
        ("{unit}", scene.town.units["総務課"].to_string()),
        ("{title}", scene.town.titles["主査"].to_string()),
    ]);
    let third = room(&scene.sato, "private", "第三会議室", &[]).await;
    Place { scene, other, delegate, auditor, guest, bot, third, agreeing, ending, names }
}

/// A request to read a room.
fn inspection_of(inspection: &str, room: &str) -> Value {
    json!({ "id": inspection, "room_id": room, "purpose": "情報が外部に送られた疑いの確認", "hours": 2 })
}

fn input(name: &str, place: &Place) -> Value {
    match name {
        "open_direct" => json!({ "people": [place.scene.mori.id] }),
        "begin_handover" => {
            let town = &place.scene.town;
            json!({ "unit_id": town.units["総務課"], "title_id": town.titles["主事"] })
        }
        "add_members" => json!({ "people": [place.scene.ito.id] }),
        "ask_inspection" => inspection_of(&new_id(), &place.third),
        "offer_share" => {
            json!({ "organisation": place.other.town.code, "room": place.third, "purpose": "訓練" })
        }
        "agree_share" => json!({ "room": place.agreeing }),
        "renew_terms" => {
            json!({ "items": [{ "person_id": place.ending, "seen": "2027-03-31", "last_day": "2027-03-31" }] })
        }
        _ => input_for(name, &place.names),
    }
}

/// An input with which somebody who may do it does it, and does no more than must be.
pub fn input_for(name: &str, names: &[(&'static str, String)]) -> Value {
    let named = |what: &str| names.iter().find(|(name, _)| *name == what).expect("a name").1.clone();
    match name {
        "set_up" => crate::scene::set_up_with("no code"),
        "sign_in" => json!({ "login": new_id(), "password": "nothing" }),
        "set_guest_conditions" => json!({ "body": "" }),
        "set_whereabouts_rule" => json!({ "from_minute": null }),
        "remind_missing" => json!({}),
        "agree_to_conditions" => json!({ "version": 1 }),
        "visit" => json!({ "token": "none", "pin": "000000" }),
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
        "preview_participation" | "set_participation" => json!({ "chosen": false }),
        "set_sign_in_rules" => json!({
            "networks": [], "elsewhere": { "allowed": true, "factor": "optional", "idle_days": 14, "session_days": 90 },
        }),
        "begin_code" | "remove_code" | "renew_recovery_codes" => json!({ "password": "not it" }),
        "passkey_sign_in" | "add_passkey" => crate::authenticator::no_answer(),
        "begin_passkey" | "remove_passkey" => json!({ "password": "not it" }),
        "save_search" => json!({ "name": "予算", "q": "予算 from:佐藤" }),
        "rename_passkey" => json!({ "name": "鍵" }),
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
        "create_guest" | "replace_guest" => json!({
            "family_name": "山田", "given_name": "太郎", "family_reading": "やまだ", "given_reading": "たろう", "kind": "business",
            "affiliation": "山田設備", "purpose": "工事", "sponsor_id": named("{person}"), "last_day": "2026-09-30",
        }),
        "create_bot" | "replace_bot" => {
            json!({ "name": "ボット", "reading": "ぼっと", "purpose": "知らせ", "sponsor_id": named("{person}") })
        }
        "set_bot_stopped" => json!({ "stopped": false }),
        "create_bot_token" => json!({ "name": "計器", "last_day": "2026-09-30" }),
        "create_leave" => {
            // Each time in another year: nobody is on leave twice on a day.
            let year = 2031 + TURN.fetch_add(1, Ordering::Relaxed) % 900;
            json!({ "kind": "sick", "valid_from": format!("{year}-04-01"), "valid_to": format!("{year}-04-30"), "access": "none" })
        }
        "replace_leave" => {
            json!({ "kind": "childcare", "valid_from": "2028-04-01", "valid_to": "2029-03-31", "access": "direct" })
        }
        "create_unit" => json!({
            "name": "係", "reading": "かかり", "kind": "team", "order": 1, "valid_from": "2026-04-01",
        }),
        "close_unit" => json!({ "valid_to": "2030-03-31" }),
        "create_title" => json!({ "name": new_id(), "reading": "よみ", "rank": 800 }),
        "update_title" => json!({ "name": new_id(), "reading": "しゅさ", "rank": 400 }),
        "create_transfer" => json!({ "name": "人事異動", "effective_on": "2030-04-01" }),
        "schedule_transfer" => json!({ "release_at": null }),
        "begin_handover" => json!({ "unit_id": named("{unit}"), "title_id": null }),
        "set_handover" => json!({ "days": 30 }),
        "found_organisation" => crate::founding::new_organisation("議会", &format!("o{}", new_id())),
        "make_ldap_directory" => crate::ldap::new_directory(NOWHERE),
        "check_ldap_directory" | "change_ldap_directory" => {
            json!({ "settings": crate::ldap::settings(NOWHERE), "password": "secret" })
        }
        "begin_ldap_run" => json!({ "id": new_id(), "look": true }),
        "make_scim_token" => json!({ "id": new_id(), "name": "認証基盤" }),
        "set_status" => json!({ "status": null }),
        "set_contact" => json!({ "extension": null, "mobile": null }),
        "create_room" => json!({ "id": new_id(), "kind": "private", "name": "室" }),
        "set_role" => json!({ "role": "member" }),
        "set_preferences" => json!({ "muted": false, "pinned": false }),
        "create_barrier" | "preview_barrier" | "replace_barrier" => json!({
            "name": new_id(), "protects": [{ "title_id": named("{title}") }], "leaves": crate::barriers::nothing(),
        }),
        "create_rota" => crate::rotas::brigade_of(named("{unit}"), [json!([]), json!([]), json!([])]),
        "replace_rota" => {
            let [first, second] = ["{member}", "{person}"].map(|name| json!([crate::rotas::always(named(name))]));
            crate::rotas::brigade_of(named("{unit}"), [first, second, json!([])])
        }
        "except_duty" => {
            json!({ "person_id": named("{person}"), "day": "2026-05-10", "instead": { "kind": "off" } })
        }
        "swap_duties" => json!({ "person_id": named("{member}"), "day": "2026-05-13", "with": named("{person}") }),
        "preview_grant" => json!({ "holder": { "title_id": named("{title}") } }),
        "create_grant" | "replace_grant" => json!({
            "holder": { "title_id": named("{title}") }, "parts": [{ "function": "audit", "verb": "see" }], "scope": "all",
            "valid_from": "2026-04-01",
        }),
        "ask_request" => {
            json!({ "id": new_id(), "barrier_id": named("{barrier}"), "subject": "件名", "body": "本文" })
        }
        "ask_inspection" => inspection_of(&new_id(), &named("{room}")),
        "offer_share" => json!({ "organisation": null, "room": named("{room}"), "purpose": "訓練" }),
        "agree_share" => json!({ "room": named("{room}") }),
        "grant_inspection" | "refuse_inspection" => json!({ "reason": "協議済み" }),
        "read_room" | "read_thread" => json!({ "seq": 1 }),
        _ => crate::notes::input(name)
            .or_else(|| crate::meetings::input(name, &named))
            .or_else(|| crate::stamps::input(name))
            .or_else(|| crate::tasks::input(name))
            .or_else(|| crate::slips::input(name, &named("{unit}")))
            .or_else(|| crate::ideas::input(name))
            .or_else(|| crate::questions::input(name))
            .unwrap_or_else(|| talk::input(name, &named)),
    }
}

async fn status(client: &Client, base: &str, method: Method, path: &str, body: Value) -> u16 {
    let request = client.request_below(base, method.clone(), path);
    let request = match method {
        Method::GET => request,
        _ if path.starts_with("/files/uploads") => crate::files::tus(request, 0),
        _ => request.json(&body),
    };
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
        let who: [Client; 11] = [
            world.stranger(),
            place.scene.mori.client.clone(),
            place.scene.ito.client.clone(),
            place.scene.sato.client.clone(),
            place.scene.admin.client.clone(),
            place.other.admin.client.clone(),
            place.delegate.client.clone(),
            place.auditor.client.clone(),
            place.guest.client.clone(),
            place.bot.client.clone(),
            place.other.admin.client.clone().at(None),
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
            for column in [0, ABROAD, 5, 1, 7, 8, 9, 6, 4, 2, 3] {
                restore(&place, name, column).await;
                let client = &who[column];
                let got = sign(status(client, bases[name], row.method.clone(), &path, input(name, &place)).await);
                let expected = row.expected.chars().nth(column % ABROAD).expect("a column");
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
    if [("archive_room", 2), ("leave_room", 8), ("leave_room", 9), ("leave_room", 2), ("leave_room", 3)]
        .contains(&(name, column))
    {
        let home = named("{room}");
        let owner = &place.scene.sato.client;
        owner.post(&format!("/rooms/{home}/reopen"), json!({})).await.ok();
        owner
            .post(
                &format!("/rooms/{home}/members"),
                json!({ "people": [place.scene.ito.id, place.guest.id, place.bot.id] }),
            )
            .await
            .ok();
    }
}
