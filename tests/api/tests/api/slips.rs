//! 荷物・依頼: a form stands in the talk, calls the section that it is for, and is gone on with step by step.

use crate::scene::{Scene, direct, each, id, items, room, scene, scene_of, settled, text};
use harness::{Answer, NewStaff, Staff, Town, World, everywhere, new_id};
use jiff::civil::date;
use kernel::{Clock, Jst, PersonId};
use serde_json::{Value, json};
use std::time::Duration;

const HOUR: Duration = Duration::from_secs(3_600);

/// A parcel for a unit.
pub fn parcel(unit: &str) -> Value {
    let form = json!({ "kind": "parcel", "unit_id": unit, "sender": "宅配便", "pieces": 3, "place": "1階受付" });
    json!({ "id": new_id(), "form": form })
}

/// A request to some addressees.
fn request_to(to: Value) -> Value {
    json!({ "id": new_id(), "form": { "kind": "request", "subject": "委託料の積算根拠", "to": to } })
}

/// A request to somebody by name.
pub fn request_of(person: PersonId) -> Value {
    request_to(json!([{ "kind": "person", "person_id": person }]))
}

fn of_unit(town: &Town, unit: &str) -> Value {
    json!({ "kind": "unit", "unit_id": town.units[unit] })
}

/// What the doors of slips are given where everybody tries them.
pub fn input(name: &str, unit: &str) -> Option<Value> {
    Some(match name {
        "make_slip" => parcel(unit),
        "step_slip" => json!({ "act": "receive", "step": 0 }),
        _ => return None,
    })
}

/// Puts a slip into a room.
pub async fn make(staff: &Staff, room: &str, slip: Value) -> Answer {
    staff.client.post(&format!("/rooms/{room}/slips"), slip).await
}

pub async fn get(staff: &Staff, slip: &str) -> Value {
    staff.client.get(&format!("/slips/{slip}")).await.ok()
}

pub async fn step(staff: &Staff, slip: &str, line: i64, doing: Value) -> Answer {
    staff.client.put(&format!("/slips/{slip}/lines/{line}"), doing).await
}

pub fn act(act: &str, step: i64) -> Value {
    json!({ "act": act, "step": step })
}

pub fn words(act: &str, step: i64, words: &str) -> Value {
    json!({ "act": act, "step": step, "words": words, "reply_id": new_id() })
}

pub async fn listed(staff: &Staff, room: &str, query: &str) -> Value {
    staff.client.get(&format!("/rooms/{room}/slips?{query}")).await.ok()["items"].clone()
}

/// What waits for somebody and their section.
pub async fn own(staff: &Staff) -> Vec<String> {
    each(&staff.client.get("/slips").await.ok()["items"], "id")
}

/// How much waits for somebody and their section.
async fn counted(staff: &Staff) -> Value {
    staff.client.get("/me/slips").await.ok()["waiting"].clone()
}

/// The messages that somebody is mentioned by, read or not.
async fn mentions(staff: &Staff) -> Vec<String> {
    let list = staff.client.get("/mentions").await.ok();
    items(&list["items"]).iter().map(|item| id(&item["message"])).collect()
}

/// A private room of 佐藤, 伊藤 and 森 of 総務課 and 原 of 財政課, at nine on Wednesday, 1 April.
pub async fn home(world: &World, scene: &Scene) -> (String, Staff) {
    world.clock().set(Jst::start_of(date(2026, 4, 1)).plus(9 * HOUR));
    let hara = NewStaff::named("原", "学", ("はら", "まなぶ")).of("財政課");
    let hara = scene.town.staff(world, hara).await;
    let home = room(&scene.sato, "private", "荷物と依頼", &[&scene.ito, &scene.mori, &hara]).await;
    (home, hara)
}

#[test]
fn a_parcel_stands_in_the_talk_calls_its_section_and_is_received_once() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (home, hara) = home(&world, &scene).await;
        let unit = scene.town.units["総務課"].to_string();
        let mut live = settled(&scene.ito).await;
        let new = parcel(&unit);
        let made = make(&hara, &home, new.clone()).await;
        let again = make(&hara, &home, new.clone()).await;
        assert_eq!((made.status.as_u16(), again.status.as_u16()), (201, 200));
        let made = made.ok();
        assert_eq!((&made["id"], &made["message_id"]), (&new["id"], &new["id"]));
        assert_eq!((&made["lines"][0]["name"], &made["asking"]), (&json!("総務課"), &json!("財政課")));
        let told = live.event("chat.message_posted").await;
        assert_eq!(told["message"]["card"], json!({ "kind": "slip", "id": new["id"] }));
        assert_eq!(told["message"]["body"], "総務課 / 宅配便 ×3 / 1階受付");
        assert_eq!(live.event("chat.mentioned").await["message_id"], new["id"], "those of the section are called");
        assert_eq!(live.event("slips.changed").await["slip"]["lines"][0]["state"], "waiting");
        let slip = id(&made);
        assert_eq!((mentions(&scene.mori).await, mentions(&hara).await), (vec![slip.clone()], vec![]));
        assert_eq!((own(&scene.mori).await, own(&hara).await), (vec![slip.clone()], vec![]));
        assert_eq!(make(&scene.ito, &home, new).await.refused(409), "id_taken");
        // Two press at once: one of them received it, and both are told so.
        let (one, other) =
            tokio::join!(step(&scene.ito, &slip, 0, act("receive", 0)), step(&scene.mori, &slip, 0, act("receive", 0)));
        let (one, other) = (one.ok(), other.ok());
        for seen in [&one, &other] {
            assert_eq!((&seen["lines"][0]["state"], &seen["lines"][0]["step"]), (&json!("received"), &json!(1)));
        }
        assert_eq!(one["lines"][0]["acts"], other["lines"][0]["acts"]);
        assert_eq!(items(&one["lines"][0]["acts"]).len(), 1);
        assert!(own(&scene.mori).await.is_empty());
        assert_eq!(listed(&scene.ito, &home, "kind=parcel").await, json!([]));
        assert_eq!(each(&listed(&scene.ito, &home, "kind=parcel&over=true").await, "id"), [slip]);
    });
}

#[test]
fn a_mistaken_receipt_is_undone_by_who_marked_it_or_who_posted_it() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (home, hara) = home(&world, &scene).await;
        let slip = id(&make(&hara, &home, parcel(&scene.town.units["総務課"].to_string())).await.ok());
        // Whoever writes in the room fetches it for the section.
        step(&scene.sato, &slip, 0, act("receive", 0)).await.ok();
        let doing = act("put_back", 1);
        assert_eq!(step(&scene.mori, &slip, 0, doing.clone()).await.refused(403), "slips.not_yours");
        let back = step(&scene.sato, &slip, 0, doing).await.ok();
        assert_eq!((&back["lines"][0]["state"], &back["lines"][0]["step"]), (&json!("waiting"), &json!(2)));
        assert_eq!(each(&back["lines"][0]["acts"], "act"), ["receive", "put_back"], "both stay to be seen");
        step(&scene.ito, &slip, 0, act("receive", 2)).await.ok();
        assert_eq!(step(&hara, &slip, 0, act("put_back", 3)).await.ok()["lines"][0]["state"], "waiting");
        assert_eq!(step(&hara, &slip, 0, act("put_back", 4)).await.refused(409), "slips.not_now");
        assert_eq!(step(&scene.ito, &slip, 1, act("receive", 4)).await.refused(404), "not_found");
    });
}

#[test]
fn a_slip_brings_its_pictures_and_goes_with_its_message() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (home, hara) = home(&world, &scene).await;
        let picture = crate::files::bring(&hara.client, "荷物.png", &crate::files_in_rooms::picture(3, 2)).await;
        let mut new = parcel(&scene.town.units["総務課"].to_string());
        new["files"] = json!([picture]);
        let slip = id(&make(&hara, &home, new).await.ok());
        let message = scene.ito.client.get(&format!("/messages/{slip}")).await.ok();
        assert_eq!(message["files"][0]["name"], "荷物.png");
        assert_eq!(crate::files_in_rooms::status(&scene.ito, &home, &picture).await, 200);
        let mut live = settled(&scene.mori).await;
        hara.client.delete(&format!("/messages/{slip}")).await.ok();
        assert_eq!(live.event("slips.gone").await["slip_id"], json!(slip));
        scene.ito.client.get(&format!("/slips/{slip}")).await.refused(404);
        step(&scene.ito, &slip, 0, act("receive", 0)).await.refused(404);
        assert_eq!((listed(&scene.ito, &home, "kind=parcel").await, own(&scene.mori).await), (json!([]), vec![]));
    });
}

#[test]
fn what_waits_is_listed_by_section_in_official_order_and_then_by_how_long() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (home, hara) = home(&world, &scene).await;
        let units = &scene.town.units;
        let mut made = Vec::new();
        for unit in ["財政課", "総務課", "財政課", "総務課"] {
            made.push(id(&make(&scene.sato, &home, parcel(&units[unit].to_string())).await.ok()));
            world.clock().advance(HOUR);
        }
        let ordered: Vec<&String> = [1, 3, 0, 2].iter().map(|place: &usize| &made[*place]).collect();
        let all = listed(&hara, &home, "kind=parcel").await;
        assert_eq!(each(&all, "id").iter().collect::<Vec<_>>(), ordered);
        let of_one = listed(&hara, &home, &format!("kind=parcel&unit={}", units["財政課"])).await;
        assert_eq!(each(&of_one, "id").iter().collect::<Vec<_>>(), [&made[0], &made[2]]);
        let mut paged = Vec::new();
        let mut query = "kind=parcel&limit=1".to_owned();
        loop {
            let page = hara.client.get(&format!("/rooms/{home}/slips?{query}")).await.ok();
            paged.extend(each(&page["items"], "id"));
            let Some(next) = page["next"].as_str() else { break };
            query = format!("kind=parcel&limit=1&cursor={next}");
        }
        assert_eq!(paged.iter().collect::<Vec<_>>(), ordered);
        assert_eq!(own(&hara).await.len(), 2);
        let posted = scene.sato.client.get("/slips?which=made").await.ok();
        assert_eq!(items(&posted["items"]).len(), 4);
        assert_eq!((counted(&hara).await, counted(&scene.sato).await), (json!(2), json!(2)));
        step(&hara, &made[0], 0, act("receive", 0)).await.ok();
        assert_eq!(counted(&hara).await, json!(1), "what was fetched waits no longer");
        scene.sato.client.delete(&format!("/rooms/{home}/members/{}", hara.id)).await.ok();
        assert_eq!(counted(&hara).await, json!(0), "what lies in rooms that one does not read is not told of");
    });
}

#[test]
fn who_is_of_a_team_below_hears_of_what_is_for_the_section() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (home, hara) = home(&world, &scene).await;
        let slip = id(&make(&scene.sato, &home, parcel(&scene.town.units["総務部"].to_string())).await.ok());
        for staff in [&hara, &scene.ito] {
            assert_eq!((mentions(staff).await, own(staff).await), (vec![slip.clone()], vec![slip.clone()]));
        }
        assert!(mentions(&scene.sato).await.is_empty(), "whoever posts it is not called by themselves");
        // Of a section of which nobody is there, nobody would hear.
        let refused = make(&scene.sato, &home, parcel(&scene.town.units["道路課"].to_string())).await;
        assert_eq!((refused.status.as_u16(), &refused.body["fields"][0]["code"]), (400, &json!("nobody_there")));
        assert_eq!(make(&scene.sato, &home, parcel(&new_id())).await.refused(400), "invalid_input");
    });
}

#[test]
fn a_request_to_several_sections_goes_its_way_in_each() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (home, hara) = home(&world, &scene).await;
        let Scene { town, ito, mori, sato, .. } = &scene;
        let to = json!([of_unit(town, "総務課"), { "kind": "person", "person_id": hara.id }]);
        let slip = id(&make(&hara, &home, request_to(to)).await.ok());
        assert_eq!(step(ito, &slip, 0, act("take", 0)).await.ok()["lines"][0]["state"], "doing");
        assert_eq!(step(ito, &slip, 1, act("take", 0)).await.refused(403), "slips.not_yours");
        let file = crate::files::bring(&mori.client, "積算.txt", b"1,000").await;
        let mut answer = words("answer", 1, "別紙のとおりです");
        answer["files"] = json!([file]);
        let mut live = settled(&hara).await;
        let answered = step(mori, &slip, 0, answer.clone()).await.ok();
        let line = &answered["lines"][0];
        assert_eq!((&line["state"], &line["answer"]), (&json!("answered"), &json!("別紙のとおりです")));
        assert_eq!((&line["answer_id"], &answered["lines"][1]["state"]), (&answer["reply_id"], &json!("open")));
        let told = live.event("chat.message_posted").await;
        assert_eq!(
            (&told["message"]["id"], &told["message"]["body"]),
            (&answer["reply_id"], &json!("別紙のとおりです"))
        );
        assert_eq!(told["message"]["files"][0]["name"], "積算.txt", "it is said in the thread");
        let again = step(mori, &slip, 0, answer).await.ok();
        assert_eq!(again["lines"][0]["step"], 2, "sent twice, it is answered once");
        // Only those who asked confirm it, or return it with a reason.
        assert_eq!(step(ito, &slip, 0, act("confirm", 2)).await.refused(403), "slips.not_the_asker");
        assert_eq!(step(&hara, &slip, 0, json!({ "act": "return", "step": 2 })).await.refused(400), "invalid_input");
        let returned = step(&hara, &slip, 0, words("return", 2, "単価の根拠をください")).await.ok();
        assert_eq!(
            (&returned["lines"][0]["state"], &returned["lines"][0]["reason"]),
            (&json!("returned"), &json!("単価の根拠をください"))
        );
        assert_eq!(own(ito).await, [slip.as_str()], "it waits for the section again");
        // Words about what was seen otherwise are kept from going out.
        assert_eq!(step(ito, &slip, 0, words("answer", 2, "古い答え")).await.refused(412), "stale");
        assert_eq!(get(ito, &slip).await["lines"][0]["answer"], "別紙のとおりです");
        step(ito, &slip, 0, words("answer", 3, "単価表を付けます")).await.ok();
        let confirmed = step(&hara, &slip, 0, act("confirm", 4)).await.ok();
        assert_eq!(confirmed["lines"][0]["state"], "confirmed");
        let done = each(&confirmed["lines"][0]["acts"], "act");
        assert_eq!(done, ["take", "answer", "return", "answer", "confirm"]);
        assert_eq!(listed(sato, &home, "kind=request&over=true").await, json!([]), "the other line is open");
        step(&hara, &slip, 1, words("answer", 0, "自分で調べました")).await.ok();
        step(&hara, &slip, 1, act("confirm", 1)).await.ok();
        assert_eq!(each(&listed(sato, &home, "kind=request&over=true").await, "id"), [slip.as_str()]);
        assert_eq!(
            step(sato, &slip, 0, act("reopen", 5)).await.ok()["lines"][0]["state"],
            "answered",
            "who owns the room"
        );
    });
}

#[test]
fn of_two_who_answer_at_once_one_does_and_the_other_keeps_their_words() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (home, hara) = home(&world, &scene).await;
        let slip = id(&make(&hara, &home, request_to(json!([of_unit(&scene.town, "総務課")]))).await.ok());
        let (one, other) = tokio::join!(
            step(&scene.ito, &slip, 0, words("answer", 0, "伊藤の答え")),
            step(&scene.mori, &slip, 0, words("answer", 0, "森の答え")),
        );
        let mut statuses = [one.status.as_u16(), other.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 412]);
        let winner = if one.status.is_success() { "伊藤の答え" } else { "森の答え" };
        assert_eq!(get(&hara, &slip).await["lines"][0]["answer"], winner);
        let replies = hara.client.get(&format!("/threads/{slip}/messages")).await.ok();
        let said = items(&replies["messages"]).iter().filter(|message| message["id"] != json!(slip)).count();
        assert_eq!(said, 1, "of the other nothing was said");
    });
}

#[test]
fn an_answer_that_is_taken_back_leaves_the_request_being_dealt_with() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (home, hara) = home(&world, &scene).await;
        let slip = id(&make(&hara, &home, request_to(json!([of_unit(&scene.town, "総務課")]))).await.ok());
        let answer = words("answer", 0, "まちがい");
        step(&scene.ito, &slip, 0, answer.clone()).await.ok();
        let mut live = settled(&hara).await;
        scene.ito.client.delete(&format!("/messages/{}", text(&answer["reply_id"]))).await.ok();
        let told = live.event("slips.changed").await;
        assert_eq!(
            (&told["slip"]["lines"][0]["state"], &told["slip"]["lines"][0]["answer"]),
            (&json!("doing"), &json!(""))
        );
        let seen = get(&hara, &slip).await;
        assert_eq!((&seen["lines"][0]["answer_id"], &seen["lines"][0]["step"]), (&Value::Null, &json!(2)));
        let answer = words("answer", 2, "こちらです");
        step(&scene.ito, &slip, 0, answer.clone()).await.ok();
        step(&hara, &slip, 0, act("confirm", 3)).await.ok();
        scene.ito.client.delete(&format!("/messages/{}", text(&answer["reply_id"]))).await.ok();
        let line = &get(&hara, &slip).await["lines"][0];
        assert_eq!((&line["state"], &line["answer"]), (&json!("doing"), &json!("")), "nor is it confirmed any more");
    });
}

#[test]
fn requests_are_found_by_section_state_and_day_and_the_overdue_alone() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (home, hara) = home(&world, &scene).await;
        let mut late = request_to(json!([of_unit(&scene.town, "総務課")]));
        late["form"]["due"] = json!({ "in_open_days": 3 });
        let made = make(&hara, &home, late).await.ok();
        assert_eq!(made["due_on"], "2026-04-06", "over a week's end");
        let late = id(&made);
        let endless = id(&make(&hara, &home, request_to(json!([of_unit(&scene.town, "財政課")]))).await.ok());
        let ids = |list: Value| each(&list, "id");
        assert_eq!(ids(listed(&hara, &home, "kind=request").await), [late.as_str(), endless.as_str()]);
        let of_unit = format!("kind=request&unit={}", scene.town.units["財政課"]);
        assert_eq!(ids(listed(&hara, &home, &of_unit).await), [endless.as_str()]);
        step(&scene.ito, &late, 0, act("take", 0)).await.ok();
        assert_eq!(ids(listed(&hara, &home, "kind=request&state=doing").await), [late.as_str()]);
        assert!(ids(listed(&hara, &home, "kind=request&overdue=true").await).is_empty());
        world.clock().set(Jst::start_of(date(2026, 4, 7)));
        assert_eq!(ids(listed(&hara, &home, "kind=request&overdue=true").await), [late.as_str()]);
        step(&scene.ito, &late, 0, words("answer", 1, "出しました")).await.ok();
        assert!(ids(listed(&hara, &home, "kind=request&overdue=true").await).is_empty(), "it waits for the asker");
    });
}

#[test]
fn those_for_whom_it_waits_still_are_called_again_on_the_morning_that_was_chosen() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (home, hara) = home(&world, &scene).await;
        let unit = scene.town.units["総務課"].to_string();
        let mut new = parcel(&unit);
        new["form"]["remind_after"] = json!(2);
        let made = make(&hara, &home, new.clone()).await.ok();
        assert_eq!(made["remind_on"], "2026-04-03");
        new["id"] = json!(new_id());
        let fetched = id(&make(&hara, &home, new).await.ok());
        step(&scene.ito, &fetched, 0, act("receive", 0)).await.ok();
        let mut live = settled(&scene.mori).await;
        world.clock().set(Jst::start_of(date(2026, 4, 3)).plus(8 * HOUR));
        world.run_jobs().await;
        scene.sato.client.say(&home, "まだ朝早い").await;
        let early = live.events_until("chat.message_posted").await;
        assert!(early.iter().all(|(kind, _)| kind != "chat.mentioned"), "{early:?}");
        world.clock().set(Jst::start_of(date(2026, 4, 3)).plus(9 * HOUR));
        world.run_jobs().await;
        assert_eq!(live.event("chat.mentioned").await["message_id"], made["id"]);
        scene.sato.client.say(&home, "開庁").await;
        let rest = live.events_until("chat.message_posted").await;
        assert!(rest.iter().all(|(kind, _)| kind != "chat.mentioned"), "what was fetched is left in peace: {rest:?}");
    });
}

#[test]
fn who_does_not_read_the_room_knows_of_no_slip_in_it() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let other = scene_of(&world, "港町").await;
        let (home, hara) = home(&world, &scene).await;
        let slip = id(&make(&hara, &home, request_to(json!([of_unit(&scene.town, "総務課")]))).await.ok());
        let refused = async |staff: &Staff| {
            staff.client.get(&format!("/slips/{slip}")).await.refused(404);
            staff.client.get(&format!("/rooms/{home}/slips?kind=request")).await.refused(404);
            step(staff, &slip, 0, act("take", 0)).await.refused(404);
            step(staff, &slip, 0, words("answer", 0, "覗く")).await.refused(404);
            make(staff, &home, request_of(staff.id)).await.refused(404);
            assert!(own(staff).await.is_empty());
            let page = staff.client.get("/slips?limit=1").await.ok();
            assert_eq!(page["next"], Value::Null, "no page goes on after what is hidden");
        };
        // Of the section, but not of the room; of another town; and who has left the room.
        refused(&scene.admin).await;
        refused(&other.admin).await;
        scene.sato.client.delete(&format!("/rooms/{home}/members/{}", scene.mori.id)).await.ok();
        refused(&scene.mori).await;
        let both = direct(&scene.sato, &scene.ito).await;
        assert_eq!(make(&scene.sato, &both, request_of(hara.id)).await.refused(400), "invalid_input");
    });
}

#[test]
fn a_personal_number_is_kept_from_slips_and_answers_as_from_all_that_is_said() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (home, hara) = home(&world, &scene).await;
        let number = "番号は１２３４-5678-9018";
        let mut noted = parcel(&scene.town.units["総務課"].to_string());
        noted["form"]["note"] = json!(number);
        assert_eq!(make(&hara, &home, noted).await.refused(409), "chat.personal_number");
        let mut asking = request_to(json!([of_unit(&scene.town, "総務課")]));
        let slip = id(&make(&hara, &home, asking.clone()).await.ok());
        (asking["id"], asking["form"]["subject"]) = (json!(new_id()), json!(number));
        assert_eq!(make(&hara, &home, asking).await.refused(409), "chat.personal_number");
        assert_eq!(step(&scene.ito, &slip, 0, words("answer", 0, number)).await.refused(409), "chat.personal_number");
        assert_eq!(get(&hara, &slip).await["lines"][0]["state"], "open");
    });
}

#[test]
fn an_administrator_sees_a_slip_of_a_room_of_others_by_an_inspection_alone() {
    everywhere(|world| async move {
        let place = crate::inspections::place(&world).await;
        let (scene, home) = (&place.scene, &place.room);
        let slip = id(&make(&scene.sato, home, request_of(scene.sato.id)).await.ok());
        let inspection = place.granted(crate::inspections::wish(home)).await;
        scene.admin.client.get(&format!("/slips/{slip}")).await.refused(404);
        let seen = scene.admin.client.get(&format!("/inspections/{inspection}/slips/{slip}")).await.ok();
        assert_eq!((&seen["subject"], &seen["may_act"]), (&json!("委託料の積算根拠"), &json!(false)));
        scene.ito.client.get(&format!("/inspections/{inspection}/slips/{slip}")).await.refused(404);
    });
}

#[test]
fn an_inspection_of_some_days_shows_no_answer_that_was_given_after_them() {
    everywhere(|world| async move {
        let place = crate::inspections::place(&world).await;
        let (scene, home) = (&place.scene, &place.room);
        let slip = id(&make(&scene.sato, home, request_of(scene.ito.id)).await.ok());
        step(&scene.ito, &slip, 0, words("answer", 0, "四月の答え")).await.ok();
        let mut wish = crate::inspections::wish(home);
        let today = Jst::date(world.clock().now()).to_string();
        (wish["from_day"], wish["until_day"]) = (json!(today), json!(today));
        world.clock().advance(48 * HOUR);
        step(&scene.ito, &slip, 0, words("answer", 1, "後の答え")).await.ok();
        step(&scene.sato, &slip, 0, act("confirm", 2)).await.ok();
        let inspection = place.granted(wish).await;
        let seen = scene.admin.client.get(&format!("/inspections/{inspection}/slips/{slip}")).await.ok();
        let line = &seen["lines"][0];
        assert_eq!((&line["state"], &line["answer"]), (&json!("answered"), &json!("四月の答え")));
        assert!(!seen.to_string().contains("後の答え"), "{seen}");
        // Of an inspection without days it is all to be seen.
        scene.admin.client.post(&format!("/inspections/{inspection}/end"), json!({})).await;
        let whole = place.granted(crate::inspections::wish(home)).await;
        let seen = scene.admin.client.get(&format!("/inspections/{whole}/slips/{slip}")).await.ok();
        assert_eq!(seen["lines"][0]["answer"], "後の答え");
    });
}

#[test]
fn what_waits_is_counted_behind_many_of_the_section_in_rooms_of_others() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (home, hara) = home(&world, &scene).await;
        let unit = scene.town.units["総務課"].to_string();
        let post = room(&hara, "private", "郵便室", &[&scene.ito]).await;
        for _ in 0..200 {
            make(&hara, &post, parcel(&unit)).await.ok();
        }
        world.clock().advance(Duration::from_secs(1));
        let slip = id(&make(&hara, &home, parcel(&unit)).await.ok());
        assert_eq!((own(&scene.mori).await, counted(&scene.mori).await), (vec![slip], json!(1)));
        assert_eq!(counted(&scene.ito).await, 200, "so many at most");
    });
}
