//! 居場所: said by oneself or by the section, lapsed by the clock, asked for every day, and told to nobody who may not know.

use crate::barriers::{nothing, walled};
use crate::scene::{Scene, each, id, items, next_day, scene, settled};
use db::{Db, Migration, Threads};
use directory::service::create_organisation;
use directory::store::people;
use harness::store::written_freely;
use harness::{NewStaff, Staff, World, everywhere, new_id};
use jiff::civil::{Date, date};
use kernel::{Actor, Id, Jst, SeededEntropy, Timestamp};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use testkit::{TestDb, engines};

pub async fn of(who: &Staff, whom: &Staff) -> Value {
    who.client.get(&format!("/people/{}", whom.id)).await.ok()["whereabouts"].clone()
}

pub fn path(whom: &Staff) -> String {
    format!("/people/{}/whereabouts", whom.id)
}

pub fn at(day: Date, hour: u64, minute: u64) -> Timestamp {
    Jst::start_of(day).plus(Duration::from_secs(3600 * hour + 60 * minute))
}

/// A Wednesday on which offices are open, at an hour.
pub async fn morning(world: &World, hour: u64, minute: u64) -> Timestamp {
    let day = date(2026, 4, 8);
    next_day(world, day).await;
    let now = at(day, hour, minute);
    world.clock().set(now);
    now
}

pub async fn place(scene: &Scene, name: &str, order: i64) -> String {
    let new = json!({ "id": new_id(), "name": name, "reading": "ばしょ", "extension": "7000", "order": order });
    id(&scene.admin.client.post("/places", new).await.ok())
}

pub async fn ask_from(scene: &Scene, minute: u64) {
    scene.admin.client.put("/whereabouts/rule", json!({ "from_minute": minute })).await.ok();
}

pub async fn missing(who: &Staff, rest: &str) -> Vec<String> {
    let page = who.client.get(&format!("/whereabouts/missing?limit=200{rest}")).await.ok();
    items(&page["items"]).iter().map(|line| line["person"]["name"].as_str().expect("a name").to_owned()).collect()
}

#[test]
fn what_somebody_says_of_where_they_are_lapses_by_the_clock_alone() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let until = testkit::at().plus(Duration::from_secs(3600));
        let out = json!({ "kind": "out", "place": "県庁", "extension": "4321", "until": until });
        scene.sato.client.put("/me/whereabouts", out).await.ok();
        let seen = of(&scene.ito, &scene.sato).await;
        assert_eq!(
            (&seen["kind"], &seen["place"], &seen["extension"]),
            (&json!("out"), &json!("県庁"), &json!("4321"))
        );
        assert_eq!((&seen["until"], &seen["since"]), (&json!(until), &json!(testkit::at())));
        assert_eq!(seen["set_by"], Value::Null);
        let board = format!("/people?unit={}&sort=unit", scene.town.units["総務課"]);
        let listed = scene.ito.client.get(&board).await.ok();
        let line = items(&listed["items"]).iter().find(|person| person["id"] == json!(scene.sato.id)).expect("listed");
        assert_eq!(line["whereabouts"], seen);
        world.clock().advance(Duration::from_secs(3600));
        assert_eq!(of(&scene.ito, &scene.sato).await, Value::Null);
        let past = json!({ "kind": "out", "until": until });
        assert_eq!(scene.sato.client.put("/me/whereabouts", past).await.body["fields"][0]["code"], "past");
        scene.sato.client.put("/me/whereabouts", json!({ "kind": "home" })).await.ok();
        assert_eq!(of(&scene.ito, &scene.sato).await["kind"], "home");
        scene.sato.client.put("/me/whereabouts", json!({ "extension": "1" })).await.ok();
        let gone = of(&scene.ito, &scene.sato).await;
        let nothing = [&gone["kind"], &gone["place_id"], &gone["place"], &gone["extension"]];
        assert_eq!(nothing, [&Value::Null; 4], "neither kind nor place takes it back");
        let long = json!({ "place": "あ".repeat(101) });
        assert_eq!(scene.sato.client.put("/me/whereabouts", long).await.body["fields"][0]["code"], "too_long");
    });
}

#[test]
fn colleagues_of_the_section_say_it_of_one_another_and_it_says_by_whom() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let other = scene.town.staff(&world, NewStaff::named("堀", "正", ("ほり", "ただし")).of("財政課")).await;
        let mut live = settled(&scene.sato).await;
        let meeting = json!({ "kind": "meeting", "place": "第一会議室" });
        scene.ito.client.put(&path(&scene.sato), meeting).await.ok();
        let told = live.event("directory.person_changed").await["person"]["whereabouts"].clone();
        assert_eq!((&told["kind"], &told["set_by"]), (&json!("meeting"), &json!(scene.ito.id)));
        assert_eq!(of(&other, &scene.sato).await["set_by"], json!(scene.ito.id));
        let refused = other.client.put(&path(&scene.sato), json!({ "kind": "out" })).await;
        assert_eq!(refused.refused(403), "directory.not_of_section");
        assert_eq!(of(&scene.ito, &scene.sato).await["kind"], "meeting");
        // They undo it.
        scene.sato.client.put("/me/whereabouts", json!({ "kind": "at_desk" })).await.ok();
        let own = of(&scene.ito, &scene.sato).await;
        assert_eq!((&own["kind"], &own["set_by"]), (&json!("at_desk"), &Value::Null));
        let leaver = scene.town.staff(&world, NewStaff::named("林", "豊", ("はやし", "ゆたか"))).await;
        scene.admin.client.post(&format!("/people/{}/leave", leaver.id), json!({ "date": "2026-03-31" })).await.ok();
        let gone = scene.ito.client.put(&path(&leaver), json!({ "kind": "out" })).await;
        assert_eq!(gone.status.as_u16(), 404, "who has left is nowhere");
    });
}

#[test]
fn guests_have_no_whereabouts_and_nobody_gives_them_some() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let guest =
            crate::outsiders::guest(&world, &scene.admin, crate::outsiders::new_guest(&scene.sato, "business")).await;
        assert_eq!(guest.client.put("/me/whereabouts", json!({ "kind": "out" })).await.status.as_u16(), 404);
        let given = scene.sato.client.put(&path(&guest), json!({ "kind": "out" })).await;
        assert_eq!(given.status.as_u16(), 404);
    });
}

#[test]
fn whose_presence_a_barrier_hides_is_nowhere_to_others_and_somewhere_to_keepers() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let kept = scene.town.staff(&world, NewStaff::named("原", "司", ("はら", "つかさ")).of("財政課")).await;
        let mut leaves = nothing();
        leaves["find"] = json!(true);
        let barrier = json!({
            "name": "相談員", "protects": [{ "person_id": scene.ito.id }], "keepers": [{ "person_id": kept.id }], "leaves": leaves,
        });
        scene.admin.client.post("/barriers", barrier).await.ok();
        scene.ito.client.put("/me/whereabouts", json!({ "kind": "out", "place": "県庁" })).await.ok();
        scene.ito.client.put("/me/status", json!({ "status": "相談中" })).await.ok();
        let board = format!("/people?unit={}", scene.town.units["総務課"]);
        let by_id = format!("/people/by-id?ids={}", scene.ito.id);
        for (who, sees) in [(&scene.sato, false), (&scene.admin, false), (&kept, true), (&scene.ito, true)] {
            let person = who.client.get(&format!("/people/{}", scene.ito.id)).await.ok();
            let (list, some) = (who.client.get(&board).await.ok(), who.client.get(&by_id).await.ok());
            for told in [&person, &list, &some] {
                assert_eq!(told.to_string().contains("県庁"), sees, "{told}");
                assert_eq!(told.to_string().contains("相談中"), sees, "{told}");
            }
        }
        let refused = scene.sato.client.put(&path(&scene.ito), json!({ "kind": "at_desk" })).await;
        assert_eq!(refused.refused(403), "directory.not_of_section", "whoever sees nothing of it says nothing of it");
        // What an administrator changes does not take it from those who see it.
        let mut own = settled(&scene.ito).await;
        scene.admin.client.patch(&format!("/people/{}", scene.ito.id), json!({ "mobile": "090" })).await.ok();
        let told = own.event("directory.person_changed").await;
        assert_eq!(told["person"]["whereabouts"]["place"], "県庁");
        assert_eq!(told["person"]["status"], "相談中");
        let town = walled(&world).await;
        town.mayor.client.put("/me/whereabouts", json!({ "kind": "out" })).await.ok();
        let hidden = town.sato.client.put(&path(&town.mayor), json!({ "kind": "out" })).await;
        assert_eq!(hidden.status.as_u16(), 404, "whom one may not find is not there");
    });
}

#[test]
fn a_shared_account_says_it_for_its_section_in_the_name_of_whoever_uses_it() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let nursery = crate::operators::nursery(&world, &scene).await;
        crate::operators::introduce(&scene, &nursery.device, &scene.ito, crate::operators::PIN).await;
        let shared = &nursery.device;
        shared.put(&path(&scene.sato), json!({ "kind": "out" })).await.ok();
        assert_eq!(of(&scene.mori, &scene.sato).await["set_by"], json!(scene.ito.id));
        shared.put(&path(&scene.ito), json!({ "kind": "away" })).await.ok();
        assert_eq!(of(&scene.mori, &scene.ito).await["set_by"], Value::Null, "of themselves they say it themselves");
        let nobody = shared.put("/me/whereabouts", json!({ "kind": "out" })).await;
        assert_eq!(nobody.status.as_u16(), 404, "the account itself is nowhere");
    });
}

#[test]
fn a_place_keeps_its_people_when_it_is_renamed_and_leaves_its_name_when_it_goes() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (first, second) = (place(&scene, "第二庁舎", 1).await, place(&scene, "南支所", 2).await);
        assert_eq!(each(&scene.ito.client.get("/places").await.ok()["items"], "name"), ["第二庁舎", "南支所"]);
        let there = json!({ "kind": "at_desk", "place_id": first });
        scene.sato.client.put("/me/whereabouts", there).await.ok();
        let seen = of(&scene.ito, &scene.sato).await;
        assert_eq!((&seen["place"], &seen["extension"]), (&json!("第二庁舎"), &json!("7000")), "{seen}");
        let mut live = settled(&scene.ito).await;
        let renamed = json!({ "name": "東庁舎", "reading": "ひがしちょうしゃ", "extension": "7100", "order": 2 });
        scene.admin.client.put(&format!("/places/{first}"), renamed.clone()).await.ok();
        let told = live.event("directory.places_changed").await;
        let now = json!({ "place_id": first, "name": "東庁舎", "extension": "7100", "removed": false });
        assert_eq!(told, now, "nobody has to ask");
        let seen = of(&scene.ito, &scene.sato).await;
        assert_eq!((&seen["place"], &seen["extension"]), (&json!("東庁舎"), &json!("7100")));
        let taken = scene.admin.client.put(&format!("/places/{second}"), renamed).await;
        assert_eq!(taken.refused(409), "directory.place_taken");
        scene.admin.client.delete(&format!("/places/{first}")).await.ok();
        let seen = of(&scene.ito, &scene.sato).await;
        assert_eq!((&seen["place"], &seen["place_id"]), (&json!("東庁舎"), &Value::Null));
        assert_eq!(live.event("directory.places_changed").await["removed"], true);
        let gone = json!({ "place_id": first });
        assert_eq!(scene.sato.client.put("/me/whereabouts", gone).await.body["fields"][0]["code"], "unknown");
        for (act, times) in [("created", 2), ("changed", 1), ("removed", 1)] {
            let acts = scene.admin.client.get(&format!("/audit?act=directory.place_{act}")).await.ok();
            assert_eq!(items(&acts["items"]).len(), times, "{act}");
        }
    });
}

#[test]
fn a_place_that_was_sent_twice_is_there_once_and_another_towns_is_not_there() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let new = json!({ "id": new_id(), "name": "南支所", "reading": "みなみししょ", "order": 1 });
        let first = scene.admin.client.post("/places", new.clone()).await.ok();
        assert_eq!(scene.admin.client.post("/places", new).await.ok()["id"], first["id"]);
        assert_eq!(items(&scene.ito.client.get("/places").await.ok()["items"]).len(), 1);
        let other = crate::scene::scene_of(&world, "青浜町").await;
        let there = json!({ "place_id": first["id"] });
        assert_eq!(other.sato.client.put("/me/whereabouts", there).await.body["fields"][0]["code"], "unknown");
        let path = format!("/places/{}", id(&first));
        assert_eq!(other.admin.client.delete(&path).await.status.as_u16(), 404);
        let same = json!({ "id": first["id"], "name": "西支所", "reading": "にしししょ", "order": 1 });
        assert_eq!(other.admin.client.post("/places", same).await.refused(409), "id_taken");
    });
}

#[test]
fn who_has_not_said_it_on_an_open_day_after_the_hour_is_listed_until_they_do() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        morning(&world, 8, 0).await;
        assert_eq!(missing(&scene.admin, "").await, Vec::<String>::new(), "nobody is asked");
        ask_from(&scene, 9 * 60).await;
        assert_eq!(missing(&scene.admin, "").await, Vec::<String>::new(), "it is too early");
        scene.sato.client.put("/me/whereabouts", json!({ "kind": "at_desk" })).await.ok();
        let until = at(date(2026, 4, 11), 0, 0);
        scene.mori.client.put("/me/whereabouts", json!({ "kind": "day_off", "until": until })).await.ok();
        morning(&world, 9, 0).await;
        assert_eq!(missing(&scene.admin, "").await, ["加藤 誠", "伊藤 健"]);
        assert_eq!(missing(&scene.admin, "&q=いとう").await, ["伊藤 健"]);
        let road = scene.town.units["道路課"];
        assert_eq!(missing(&scene.admin, &format!("&unit={road}")).await, Vec::<String>::new());
        let counts = scene.admin.client.get("/whereabouts/missing/units").await.ok();
        let unit = json!([{ "unit_id": scene.town.units["総務課"], "unit_name": "総務課", "missing": 2, "of": 4 }]);
        assert_eq!((&counts["counting"], &counts["units"]), (&json!(true), &unit));
        // The next day everybody is asked anew, but whoever said for how long they are away.
        world.clock().set(at(date(2026, 4, 9), 9, 30));
        assert_eq!(missing(&scene.admin, "").await, ["加藤 誠", "伊藤 健", "佐藤 花"]);
        world.clock().set(at(date(2026, 4, 12), 9, 30));
        assert_eq!(missing(&scene.admin, "").await, Vec::<String>::new(), "on a Sunday nobody is");
        let counts = scene.admin.client.get("/whereabouts/missing/units").await.ok();
        assert_eq!((&counts["counting"], &counts["units"]), (&json!(false), &json!([])));
        assert_eq!(scene.sato.client.get("/whereabouts/missing").await.status.as_u16(), 404);
    });
}

#[test]
fn who_looks_after_one_section_sees_and_reminds_that_one() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let clerk = scene.town.staff(&world, NewStaff::named("堀", "正", ("ほり", "ただし")).of("財政課")).await;
        crate::grants::give(&scene.admin, crate::grants::person(&clerk), &[("people", "change")], "own").await;
        morning(&world, 10, 0).await;
        ask_from(&scene, 9 * 60).await;
        assert_eq!(missing(&clerk, "").await, ["堀 正"]);
        assert_eq!(clerk.client.post("/whereabouts/reminders", json!({})).await.ok()["count"], 1);
        assert_eq!(scene.sato.client.get("/me").await.ok()["whereabouts_asked_at"], Value::Null);
    });
}

#[test]
fn a_reminder_reaches_those_who_have_not_said_it_and_nobody_twice_within_an_hour() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let now = morning(&world, 10, 0).await;
        ask_from(&scene, 9 * 60).await;
        scene.sato.client.put("/me/whereabouts", json!({ "kind": "at_desk" })).await.ok();
        let mut live = settled(&scene.ito).await;
        let all = scene.admin.client.post("/whereabouts/reminders", json!({})).await.ok();
        assert_eq!(all["count"], 3);
        let told = live.event("directory.whereabouts_asked").await;
        let asked = scene.ito.client.get("/me").await.ok()["whereabouts_asked_at"].clone();
        assert_eq!((&asked, &asked), (&told["asked_at"], &json!(now)), "the event says what the account says");
        assert_eq!(scene.sato.client.get("/me").await.ok()["whereabouts_asked_at"], Value::Null);
        assert_eq!(scene.admin.client.post("/whereabouts/reminders", json!({})).await.ok()["count"], 0);
        // Who says it, or has it said by a colleague, is asked no more.
        scene.sato.client.put(&path(&scene.ito), json!({ "kind": "out" })).await.ok();
        assert_eq!(scene.ito.client.get("/me").await.ok()["whereabouts_asked_at"], Value::Null);
        world.clock().advance(Duration::from_secs(3600));
        assert_eq!(scene.admin.client.post("/whereabouts/reminders", json!({ "q": "もり" })).await.ok()["count"], 1);
        let acts = scene.admin.client.get("/audit?act=directory.whereabouts_reminded").await.ok();
        let people: Vec<&Value> = items(&acts["items"]).iter().map(|act| &act["detail"]["people"]).collect();
        assert_eq!(people, [&json!(1), &json!(3)]);
        let rules = scene.admin.client.get("/audit?act=directory.whereabouts_rule_set").await.ok();
        assert_eq!(items(&rules["items"])[0]["detail"]["from"], "09:00");
        // Yesterday's reminder asks nobody any more.
        next_day(&world, date(2026, 4, 9)).await;
        assert_eq!(scene.mori.client.get("/me").await.ok()["whereabouts_asked_at"], Value::Null);
        let wrong = scene.admin.client.put("/whereabouts/rule", json!({ "from_minute": 1440 })).await;
        assert_eq!(wrong.body["fields"][0]["code"], "out_of_range");
    });
}

#[test]
fn what_people_wrote_freely_is_where_they_are_once_the_program_is_newer() {
    for engine in engines() {
        let all = server::features::migrations();
        // That which makes the table, and that which adds points to it.
        let is_older = |step: &Migration| step.owner != "directory" || ![10, 13].contains(&step.number);
        let before: Vec<Migration> = all.iter().copied().filter(is_older).collect();
        let test = TestDb::new(engine, &before);
        let written = test.db.write_now(Actor::system(Id::from_raw(0)), |tx| {
            let org = create_organisation(tx, "緑野市")?;
            let until = Some(testkit::at().plus(Duration::from_secs(60)));
            let ids = [
                written_freely(tx, "regular", "第二庁舎", until)?,
                written_freely(tx, "special", "市長室", Some(testkit::at()))?,
                written_freely(tx, "shared", "窓口", None)?,
            ];
            Ok((org, ids))
        });
        let (org, ids) = written.expect("written by the older program");
        let (place, clock) = (test.place().clone(), test.clock.clone());
        test.db.unfollow();
        drop(test.db);
        let newer = Db::open(place, &all, Threads::default(), clock, Arc::new(SeededEntropy::new(41)));
        let told = newer.expect("it opens").read_now(Actor::system(org), move |conn| people::told(conn, &ids));
        let told = told.expect("read");
        let of = |place: usize| told.iter().find(|person| person.id == ids[place]).expect("there").whereabouts.clone();
        let said = of(0).expect("said");
        assert_eq!((said.place.as_deref(), said.kind, said.place_id), (Some("第二庁舎"), None, None));
        assert_eq!(said.until, Some(testkit::at().plus(Duration::from_secs(60))));
        assert_eq!((of(1), of(2)), (None, None), "one has lapsed, and the other is nobody");
    }
}
