//! Handover documents: they come into being when it is known that somebody leaves a post, and reach whoever comes next.

use crate::grants::{give, person};
use crate::outsiders::{new_bot, new_guest};
use crate::scene::{Scene, each, id, items, next_day, reply, room, scene, settled, text};
use harness::{Answer, NewStaff, Staff, World, everywhere, new_id};
use jiff::civil::{Date, date};
use reqwest::Method;
use serde_json::{Value, json};

/// The town of [`scene`], in which 原 is the chief of 財政課 and 小野 works there.
pub struct Office {
    pub scene: Scene,
    pub hara: Staff,
    pub ono: Staff,
}

pub const LAST: Date = date(2026, 4, 10);
pub const FIRST: Date = date(2026, 4, 11);

pub async fn office(world: &World) -> Office {
    let scene = scene(world).await;
    let hara = NewStaff::named("原", "空", ("はら", "そら")).of("財政課").as_title("課長");
    let ono = NewStaff::named("小野", "海", ("おの", "うみ")).of("財政課");
    Office { hara: scene.town.staff(world, hara).await, ono: scene.town.staff(world, ono).await, scene }
}

impl Office {
    pub fn post(&self, unit: &str, title: &str, from: Date, to: Option<Date>) -> Value {
        json!({
            "unit_id": self.scene.town.units[unit], "title_id": self.scene.town.titles[title], "kind": "main", "valid_from": from,
            "valid_to": to,
        })
    }

    pub async fn give(&self, who: &Staff, posts: &[Value]) {
        self.scene.admin.client.patch(&format!("/people/{}", who.id), json!({ "posts": posts })).await.ok();
    }

    /// It becomes known that 原 goes to 総務課 after [`LAST`], and 伊藤 is the chief from then on.
    pub async fn chief_moves(&self, world: &World) {
        let home = self.post("総務課", "主事", date(2020, 4, 1), Some(LAST));
        self.give(&self.scene.ito, &[home, self.post("財政課", "課長", FIRST, None)]).await;
        let chief = self.post("財政課", "課長", date(2020, 4, 1), Some(LAST));
        self.give(&self.hara, &[chief, self.post("総務課", "主査", FIRST, None)]).await;
        world.run_jobs().await;
    }

    pub fn clerk(&self) -> Value {
        json!({ "unit_id": self.scene.town.units["総務課"], "title_id": self.scene.town.titles["主事"] })
    }
}

pub async fn own(staff: &Staff) -> Value {
    staff.client.get("/handovers").await.ok()
}

/// The one handover that somebody writes.
pub async fn draft(staff: &Staff) -> String {
    let own = own(staff).await;
    assert_eq!(items(&own["own"]).len(), 1, "{own}");
    id(&own["own"][0])
}

pub async fn get(staff: &Staff, handover: &str) -> Value {
    staff.client.get(&format!("/handovers/{handover}")).await.ok()
}

pub async fn act(staff: &Staff, handover: &str, act: &str) -> Answer {
    staff.client.post(&format!("/handovers/{handover}/{act}"), json!({})).await
}

pub async fn edit(staff: &Staff, handover: &str, change: Value) -> Value {
    staff.client.patch(&format!("/handovers/{handover}"), change).await.ok()
}

/// Lines that say about each what there is to say: key and note.
pub fn lines(notes: &[(&str, &str)]) -> Value {
    let line = |(key, note): &(&str, &str)| json!({ "key": key, "title": "鍵の管理", "note": note });
    json!({ "items": notes.iter().map(line).collect::<Vec<_>>() })
}

pub fn keys(handover: &Value) -> Vec<String> {
    each(&handover["items"], "key")
}

pub fn sources(handover: &Value) -> Vec<String> {
    each(&handover["items"], "source")
}

pub async fn begin(staff: &Staff, post: &Value) -> Value {
    staff.client.post("/handovers", post.clone()).await.ok()
}

/// A clerk of 総務課 asks the chief of 財政課; the id of the room.
pub async fn asked(office: &Office) -> String {
    let asked = json!({
        "id": new_id(), "unit_id": office.scene.town.units["財政課"], "title_id": office.scene.town.titles["課長"],
        "body": "補正予算の相談です",
    });
    text(&office.scene.sato.client.post("/contact-requests", asked).await.ok()["room"]["id"])
}

#[test]
fn one_begins_by_itself_when_it_is_known_that_somebody_leaves_with_all_that_is_open() {
    everywhere(|world| async move {
        let office = office(&world).await;
        let (admin, hara) = (&office.scene.admin, &office.hara);
        let unit_room =
            json!({ "id": new_id(), "kind": "unit", "name": "財政課", "unit_id": office.scene.town.units["財政課"] });
        let unit_room = text(&admin.client.post("/rooms", unit_room).await.ok()["id"]);
        let request = asked(&office).await;
        let project = room(hara, "private", "予算改革", &[&office.ono]).await;
        let question = id(&hara.client.say(&unit_room, "決算の締切を決めたい").await);
        reply(&office.ono, &unit_room, &question, "来週では").await;
        let done = id(&hara.client.say(&unit_room, "済んだ話").await);
        reply(&office.ono, &unit_room, &done, "はい").await;
        hara.client.put(&format!("/threads/{done}"), json!({ "resolved": true })).await.ok();
        let hidden = id(&office.ono.client.say(&project, "ここだけの話").await);
        reply(hara, &project, &hidden, "承知しました").await;
        admin.client.post("/guests", new_guest(hara, "business")).await.ok();
        admin.client.post("/bots", new_bot(hara)).await.ok();
        give(admin, person(hara), &[("rooms", "see")], "all").await;
        let mut live = settled(hara).await;
        office.chief_moves(&world).await;
        let told = live.event("handovers.changed").await;
        let draft = draft(hara).await;
        assert_eq!(told["handover_id"], draft.as_str());
        let handover = get(hara, &draft).await;
        assert_eq!((&handover["post"], &handover["reason"]), (&json!("財政課長"), &json!("post")));
        assert_eq!(
            (&handover["last_day"], &handover["state"], &handover["touched"]),
            (&json!(LAST), &json!("draft"), &json!(false))
        );
        assert_eq!(
            sources(&handover),
            ["request", "room", "room", "thread", "outsider", "outsider", "share"],
            "{handover}"
        );
        let line = |place: usize| &handover["items"][place];
        assert_eq!((&line(0)["name"], &line(0)["words"]), (&json!("佐藤 花"), &json!("補正予算の相談です")));
        assert_eq!((&line(0)["title"], &line(0)["room_id"]), (&json!("財政課長"), &json!(request)));
        assert_eq!(
            (&line(1)["title"], &line(2)["title"], &line(2)["count"]),
            (&json!("財政課"), &json!("予算改革"), &json!(2))
        );
        assert_eq!(line(2)["codes"], json!(["private", "owner", "alone"]));
        assert_eq!(
            line(3)["title"],
            "決算の締切を決めたい",
            "what is settled, and what others said in private, is not in it"
        );
        assert_eq!((&line(6)["codes"], &line(6)["title"]), (&json!(["rooms", "see", "all"]), &json!("")));
        assert_eq!(each(&handover["successors"], "name"), ["伊藤 健"]);
        let staff = [&office.scene.ito, &office.ono, admin];
        for other in staff {
            assert_eq!(other.client.get(&format!("/handovers/{draft}")).await.refused(404), "not_found");
        }
    });
}

#[test]
fn a_transfer_that_is_not_released_shows_nothing_to_anybody() {
    everywhere(|world| async move {
        let office = office(&world).await;
        let (admin, hara) = (&office.scene.admin, &office.hara);
        let new = json!({ "name": "定期人事異動", "effective_on": "2026-04-11" });
        let transfer = id(&admin.client.post("/transfers", new).await.ok());
        let record = admin.client.get(&format!("/people/{}", hara.id)).await.ok();
        let list = format!(
            "職員番号,氏名,フリガナ,所属,職名\n{},原 空,ハラ ソラ,総務部/総務課,主査\n",
            text(&record["staff_number"])
        );
        let put = admin.client.request(Method::PUT, &format!("/transfers/{transfer}/list?file=list.csv"));
        admin.client.send(put.body(list)).await.ok();
        let waits = json!({ "release_at": "2026-04-03T00:00:00Z" });
        admin.client.post(&format!("/transfers/{transfer}/schedule"), waits).await.ok();
        next_day(&world, date(2026, 4, 2)).await;
        assert_eq!(own(hara).await["own"], json!([]));
        let console = admin.client.get("/administration/handovers").await.ok();
        assert_eq!(console["items"], json!([]));
        next_day(&world, date(2026, 4, 4)).await;
        let draft = draft(hara).await;
        assert_eq!(get(hara, &draft).await["last_day"], "2026-04-10");
        admin.client.post(&format!("/transfers/{transfer}/undo"), json!({})).await.ok();
        world.run_jobs().await;
        world.run_jobs().await;
        assert_eq!(own(hara).await["own"], json!([]), "it was taken back, and nobody had written in it");
    });
}

#[test]
fn it_follows_the_day_and_goes_when_nobody_leaves_the_unit_unless_somebody_wrote_in_it() {
    everywhere(|world| async move {
        let office = office(&world).await;
        let hara = &office.hara;
        let chief_until = |last: Option<Date>| office.post("財政課", "課長", date(2020, 4, 1), last);
        office.chief_moves(&world).await;
        draft(hara).await;
        office.give(hara, &[chief_until(Some(LAST)), office.post("財政課", "主査", FIRST, None)]).await;
        world.run_jobs().await;
        assert_eq!(own(hara).await["own"], json!([]), "another title in the unit leaves no work behind");
        office.chief_moves(&world).await;
        let draft = draft(hara).await;
        edit(hara, &draft, json!({ "preface": "後任の方へ" })).await;
        let later = date(2026, 4, 20);
        office.give(hara, &[chief_until(Some(later)), office.post("総務課", "主査", date(2026, 4, 21), None)]).await;
        world.run_jobs().await;
        assert_eq!(get(hara, &draft).await["last_day"], json!(later));
        office.give(hara, &[chief_until(None)]).await;
        world.run_jobs().await;
        let kept = get(hara, &draft).await;
        assert_eq!(
            (&kept["reason"], &kept["last_day"], &kept["preface"]),
            (&json!("hand"), &Value::Null, &json!("後任の方へ"))
        );
        hara.client.delete(&format!("/handovers/{draft}")).await.ok();
    });
}

#[test]
fn the_predecessor_completes_it_and_the_successor_takes_it_over() {
    everywhere(|world| async move {
        let office = office(&world).await;
        let Office { scene, hara, ono } = &office;
        let request = asked(&office).await;
        office.chief_moves(&world).await;
        let draft = draft(hara).await;
        let key = format!("request:{request}");
        let own_line = format!("own:{}", new_id());
        let written = edit(hara, &draft, lines(&[(&own_line, "金庫の中"), (&key, "返事を待っています")])).await;
        assert_eq!(keys(&written), [own_line.clone(), key.clone()]);
        edit(hara, &draft, json!({ "preface": "年度当初は忙しくなります。" })).await;
        assert_eq!(act(&scene.ito, &draft, "take-over").await.refused(404), "not_found");
        let mut live = settled(&scene.ito).await;
        let handed = act(hara, &draft, "hand-in").await.ok();
        assert_eq!(
            (&handed["state"], &handed["version"], &handed["allowed"]["take_back"]),
            (&json!("handed"), &json!(1), &json!(true))
        );
        live.event("handovers.changed").await;
        let waiting = own(&scene.ito).await;
        assert_eq!((id(&waiting["others"][0]), &waiting["others"][0]["side"]), (draft.clone(), &json!("successor")));
        let read = get(&scene.ito, &draft).await;
        assert_eq!(
            (&read["preface"], &read["items"][0]["note"]),
            (&json!("年度当初は忙しくなります。"), &json!("金庫の中"))
        );
        assert_eq!((&read["reason"], &read["items"][0]["title"]), (&Value::Null, &json!("鍵の管理")));
        for other in [&scene.sato, &scene.mori, ono, &scene.admin] {
            assert_eq!(other.client.get(&format!("/handovers/{draft}")).await.refused(404), "not_found");
        }
        assert_eq!(act(hara, &draft, "take-over").await.refused(403), "handovers.not_yours");
        let fixed = hara.client.patch(&format!("/handovers/{draft}"), json!({ "preface": "" })).await;
        assert_eq!(fixed.refused(409), "handovers.handed_in");
        let taken = act(&scene.ito, &draft, "take-over").await.ok();
        assert_eq!((&taken["state"], &taken["allowed"]["take_over"]), (&json!("taken_over"), &json!(false)));
        act(&scene.ito, &draft, "take-over").await.ok();
        assert_eq!(act(hara, &draft, "take-back").await.refused(409), "handovers.taken_over");
        let history = get(hara, &draft).await["history"].clone();
        assert_eq!(each(&history, "act"), ["begun", "handed_in", "taken_over"]);
        assert_eq!((&history[0]["by"], &history[2]["by"]["name"]), (&Value::Null, &json!("伊藤 健")));
    });
}

#[test]
fn what_was_handed_in_and_taken_back_stays_as_a_version_that_only_its_author_sees() {
    everywhere(|world| async move {
        let office = office(&world).await;
        let Office { scene, hara, .. } = &office;
        office.chief_moves(&world).await;
        let draft = draft(hara).await;
        edit(hara, &draft, json!({ "preface": "一" })).await;
        act(hara, &draft, "hand-in").await.ok();
        act(hara, &draft, "hand-in").await.ok();
        assert_eq!(act(hara, &draft, "take-back").await.ok()["state"], "draft");
        assert_eq!(scene.ito.client.get(&format!("/handovers/{draft}")).await.refused(404), "not_found");
        edit(hara, &draft, json!({ "preface": "二" })).await;
        assert_eq!(act(hara, &draft, "hand-in").await.ok()["version"], 2);
        let version = |number: i64| format!("/handovers/{draft}/versions/{number}");
        assert_eq!(hara.client.get(&version(1)).await.ok()["preface"], "一");
        assert_eq!(hara.client.get(&version(2)).await.ok()["preface"], "二");
        assert_eq!(scene.ito.client.get(&version(2)).await.ok()["preface"], "二");
        assert_eq!(scene.ito.client.get(&version(1)).await.refused(404), "not_found");
        assert_eq!(hara.client.get(&version(3)).await.refused(404), "not_found");
        assert_eq!(hara.client.delete(&format!("/handovers/{draft}")).await.refused(409), "handovers.handed_in");
    });
}

#[test]
fn two_editors_do_not_overwrite_each_other_and_collecting_again_keeps_what_was_written() {
    everywhere(|world| async move {
        let office = office(&world).await;
        let hara = &office.hara;
        let first = asked(&office).await;
        office.chief_moves(&world).await;
        let draft = draft(hara).await;
        let (path, seen) = (format!("/handovers/{draft}"), get(hara, &draft).await["tick"].clone());
        let key = format!("request:{first}");
        edit(hara, &draft, lines(&[(&key, "要返事")])).await;
        let stale = hara.client.request(Method::PATCH, &path).header("if-match", format!("\"{seen}\""));
        assert_eq!(hara.client.send(stale.json(&json!({ "preface": "別の画面" }))).await.refused(412), "stale");
        let project = room(hara, "private", "予算改革", &[]).await;
        let again = act(hara, &draft, "refresh").await.ok();
        assert_eq!(keys(&again), [key.clone(), format!("room:{project}")]);
        assert_eq!(again["items"][0]["note"], "要返事");
        hara.client.post(&format!("/rooms/{first}/archive"), json!({})).await.ok();
        let again = act(hara, &draft, "refresh").await.ok();
        assert_eq!((&again["items"][0]["settled"], items(&again["items"]).len()), (&json!(true), 2));
        let left_out = json!({ "items": [{ "key": format!("room:{project}"), "left_out": true }, { "key": key }] });
        edit(hara, &draft, left_out).await;
        act(hara, &draft, "refresh").await.ok();
        let handed = act(hara, &draft, "hand-in").await.ok();
        assert_eq!(
            handed["items"],
            json!([]),
            "one was left out, the other is done and nothing is said about it any more"
        );
        let long = hara.client.patch(&path, json!({ "preface": "長".repeat(9_000) })).await;
        assert_eq!(long.refused(409), "handovers.handed_in");
    });
}

#[test]
fn anybody_hands_a_post_of_their_own_over_by_hand_to_whom_they_name() {
    everywhere(|world| async move {
        let office = office(&world).await;
        let Office { scene, ono, .. } = &office;
        let sato = &scene.sato;
        let posts = own(sato).await["posts"].clone();
        assert_eq!(each(&posts, "name"), ["総務課 主事"]);
        let other = json!({ "unit_id": scene.town.units["財政課"], "title_id": null });
        assert_eq!(sato.client.post("/handovers", other).await.refused(400), "invalid_input");
        let begun = begin(sato, &office.clerk()).await;
        let draft = id(&begun);
        assert_eq!((&begun["reason"], &begun["last_day"]), (&json!("hand"), &Value::Null));
        assert_eq!(id(&begin(sato, &office.clerk()).await), draft, "one at a time of each post");
        assert_eq!(own(sato).await["posts"], json!([]));
        let path = format!("/handovers/{draft}");
        let guest = scene.admin.client.post("/guests", new_guest(sato, "business")).await.ok();
        for nobody in [json!(sato.id), guest["guest"]["person"]["id"].clone(), json!(new_id())] {
            let refused = sato.client.patch(&path, json!({ "named": [nobody] })).await;
            assert_eq!(refused.refused(400), "invalid_input");
        }
        let named = edit(sato, &draft, json!({ "named": [ono.id] })).await;
        assert_eq!(
            (each(&named["named"], "name"), each(&named["successors"], "name")),
            (vec!["小野 海".to_owned()], vec!["小野 海".to_owned()])
        );
        act(sato, &draft, "hand-in").await.ok();
        assert_eq!(id(&own(ono).await["others"][0]), draft);
        assert_eq!(own(&scene.mori).await["others"][0]["side"], "holder", "who holds the post too may read");
        assert_eq!(act(&scene.mori, &draft, "take-over").await.refused(403), "handovers.not_yours");
        assert_eq!(own(&scene.admin).await["others"][0]["side"], "head");
        assert_eq!(act(&scene.admin, &draft, "confirm").await.refused(409), "handovers.not_taken_over");
        act(ono, &draft, "take-over").await.ok();
        assert_eq!(act(&scene.admin, &draft, "confirm").await.ok()["state"], "confirmed");
        let second = id(&begin(sato, &office.clerk()).await);
        assert_ne!(second, draft);
        sato.client.delete(&format!("/handovers/{second}")).await.ok();
        assert_eq!(sato.client.get(&format!("/handovers/{second}")).await.refused(404), "not_found");
    });
}

#[test]
fn whoever_comes_later_into_a_vacant_post_finds_it() {
    everywhere(|world| async move {
        let office = office(&world).await;
        let Office { scene, hara, ono } = &office;
        let chief = office.post("財政課", "課長", date(2020, 4, 1), Some(LAST));
        office.give(hara, &[chief, office.post("総務課", "主査", FIRST, None)]).await;
        world.run_jobs().await;
        let draft = draft(hara).await;
        edit(hara, &draft, json!({ "preface": "後任の方へ" })).await;
        assert_eq!(act(hara, &draft, "hand-in").await.ok()["successors"], json!([]));
        next_day(&world, date(2026, 4, 12)).await;
        let clerk = office.post("財政課", "主事", date(2020, 4, 1), Some(date(2026, 4, 12)));
        office.give(ono, &[clerk, office.post("財政課", "課長", date(2026, 4, 13), None)]).await;
        assert_eq!(get(ono, &draft).await["preface"], "後任の方へ");
        act(ono, &draft, "take-over").await.ok();
        assert_eq!(scene.ito.client.get(&format!("/handovers/{draft}")).await.refused(404), "not_found");
    });
}

#[test]
fn of_whoever_left_without_handing_in_the_successor_finds_what_belongs_to_the_post() {
    everywhere(|world| async move {
        let office = office(&world).await;
        let Office { scene, hara, .. } = &office;
        let request = asked(&office).await;
        room(hara, "private", "個人的な相談", &[]).await;
        let home = office.post("総務課", "主事", date(2020, 4, 1), Some(LAST));
        office.give(&scene.ito, &[home, office.post("財政課", "課長", FIRST, None)]).await;
        scene.admin.client.post(&format!("/people/{}/leave", hara.id), json!({ "date": LAST })).await.ok();
        world.run_jobs().await;
        let draft = draft(hara).await;
        assert_eq!(get(hara, &draft).await["reason"], "left");
        edit(hara, &draft, json!({ "preface": "まだ書きかけ" })).await;
        next_day(&world, FIRST).await;
        assert_eq!(own(&scene.ito).await["others"][0]["side"], "successor");
        let found = get(&scene.ito, &draft).await;
        assert_eq!(
            (keys(&found), &found["partial"], &found["preface"]),
            (vec![format!("request:{request}")], &json!(true), &json!(""))
        );
        assert_eq!(act(&scene.ito, &draft, "take-over").await.ok()["state"], "taken_over");
    });
}

#[test]
fn a_leave_is_handed_over_too_and_nobody_else_is_told_of_it_before_it_is_handed_in() {
    everywhere(|world| async move {
        let office = office(&world).await;
        let Office { scene, hara, .. } = &office;
        let leave = json!({ "kind": "childcare", "valid_from": "2026-04-20", "valid_to": null, "access": "read" });
        scene.admin.client.post(&format!("/people/{}/leaves", hara.id), leave).await.ok();
        next_day(&world, date(2026, 4, 2)).await;
        let draft = draft(hara).await;
        let handover = get(hara, &draft).await;
        assert_eq!((&handover["reason"], &handover["last_day"]), (&json!("leave"), &json!("2026-04-19")));
        let stays = own(&scene.ito).await;
        assert_eq!((&stays["own"], &stays["others"]), (&json!([]), &json!([])));
    });
}

#[test]
fn the_personnel_department_sees_who_has_not_handed_over_and_nothing_of_what_is_in_it() {
    everywhere(|world| async move {
        let office = office(&world).await;
        let Office { scene, hara, ono } = &office;
        office.chief_moves(&world).await;
        begin(&scene.sato, &office.clerk()).await;
        give(&scene.admin, person(ono), &[("transfers", "see")], "all").await;
        give(&scene.admin, person(&scene.mori), &[("people", "see")], "own").await;
        let list = async |staff: &Staff, query: &str| {
            let page = staff.client.get(&format!("/administration/handovers?{query}")).await.ok();
            items(&page["items"]).iter().map(|line| text(&line["person"]["name"])).collect::<Vec<_>>()
        };
        assert_eq!(list(ono, "").await, ["伊藤 健", "佐藤 花", "原 空"], "by unit");
        assert_eq!(list(ono, "stage=untouched").await.len(), 3);
        let draft = draft(hara).await;
        edit(hara, &draft, json!({ "preface": "秘密" })).await;
        assert_eq!(list(ono, "stage=draft").await, ["原 空"]);
        act(hara, &draft, "hand-in").await.ok();
        assert_eq!(
            (list(ono, "stage=handed").await, list(ono, "stage=open").await.len()),
            (vec!["原 空".to_owned()], 3)
        );
        assert_eq!(list(ono, "q=%E8%B2%A1%E6%94%BF").await, ["原 空"], "by the post");
        let page = scene.admin.client.get("/administration/handovers?limit=1").await.ok();
        let next = format!("/administration/handovers?limit=2&cursor={}", text(&page["next"]));
        assert_eq!(items(&scene.admin.client.get(&next).await.ok()["items"]).len(), 2);
        assert!(!ono.client.get("/administration/handovers").await.ok().to_string().contains("秘密"));
        assert_eq!(ono.client.get(&format!("/handovers/{draft}")).await.refused(404), "not_found");
        assert_eq!(list(&scene.mori, "").await, ["伊藤 健", "佐藤 花"], "of the units whose people they look after");
        assert_eq!(scene.ito.client.get("/administration/handovers").await.refused(404), "not_found");
    });
}
