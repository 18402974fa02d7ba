//! Requests to posts: work that is sent to whoever holds a post, and that the successor finds.

use crate::barriers::{nothing, walled};
use crate::scene::{Scene, bodies, each, id, items, mine, next_day, quoted, scene, settled, text, unread};
use harness::{Answer, NewStaff, Staff, World, everywhere, new_id};
use jiff::civil::Date;
use serde_json::{Value, json};

/// The scene's town, in which 原 is the chief of 財政課 and 小野 works there.
struct Office {
    scene: Scene,
    hara: Staff,
    ono: Staff,
}

async fn office(world: &World) -> Office {
    let scene = scene(world).await;
    let hara = NewStaff::named("原", "空", ("はら", "そら")).of("財政課").as_title("課長");
    let ono = NewStaff::named("小野", "海", ("おの", "うみ")).of("財政課");
    Office { hara: scene.town.staff(world, hara).await, ono: scene.town.staff(world, ono).await, scene }
}

impl Office {
    fn unit(&self, name: &str) -> Value {
        json!(self.scene.town.units[name])
    }

    fn title(&self, name: &str) -> Value {
        json!(self.scene.town.titles[name])
    }

    fn post(&self, title: Option<&str>, kind: &str, from: &str, to: Option<&str>) -> Value {
        let title = title.map(|title| self.title(title));
        json!({ "unit_id": self.unit("財政課"), "title_id": title, "kind": kind, "valid_from": from, "valid_to": to })
    }

    fn home(&self, from: &str) -> Value {
        json!({ "unit_id": self.unit("総務課"), "title_id": null, "kind": "main", "valid_from": from, "valid_to": null })
    }

    fn today(&self, world: &World) -> Date {
        self.scene.town.today(world)
    }

    fn tomorrow(&self, world: &World) -> Date {
        self.today(world).tomorrow().expect("a day")
    }

    async fn give(&self, who: &Staff, posts: &[Value]) {
        self.scene.admin.client.patch(&format!("/people/{}", who.id), json!({ "posts": posts })).await.ok();
    }

    async fn hand_over_for(&self, days: i64) {
        self.scene.admin.client.put("/organisation/handover", json!({ "days": days })).await.ok();
    }

    /// From tomorrow on 原 works in 総務課, and somebody else is the chief, or nobody.
    async fn chief_moves(&self, world: &World, successor: Option<&Staff>) {
        let (last, first) = (self.today(world).to_string(), self.tomorrow(world).to_string());
        let ends = self.post(Some("課長"), "main", "2020-04-01", Some(&last));
        self.give(&self.hara, &[ends, self.home(&first)]).await;
        if let Some(who) = successor {
            self.give(who, &[self.home("2020-04-01"), self.post(Some("課長"), "acting", &first, None)]).await;
        }
        next_day(world, self.tomorrow(world)).await;
    }
}

async fn ask(staff: &Staff, unit: &Value, title: Value) -> Answer {
    let asked = json!({ "id": new_id(), "unit_id": unit, "title_id": title, "body": "予算の相談です" });
    staff.client.post("/contact-requests", asked).await
}

/// A clerk of 総務課 asks the chief of 財政課; the id of the room.
async fn asked(office: &Office) -> String {
    text(&ask(&office.scene.sato, &office.unit("財政課"), office.title("課長")).await.ok()["room"]["id"])
}

async fn list(staff: &Staff, closed: bool) -> Vec<Value> {
    items(&staff.client.get(&format!("/contact-requests?to_posts=true&closed={closed}")).await.ok()["items"]).clone()
}

async fn look(staff: &Staff, room: &str) -> Value {
    staff.client.get(&format!("/contact-requests/{room}")).await.ok()
}

async fn act(staff: &Staff, room: &str, act: &str) -> Answer {
    staff.client.post(&format!("/rooms/{room}/{act}"), json!({})).await
}

async fn posts(staff: &Staff, query: &str) -> Vec<String> {
    each(&staff.client.get(&format!("/posts?{query}")).await.ok()["items"], "name")
}

#[test]
fn a_post_is_asked_by_who_does_not_know_its_holder_answered_done_and_opened_again() {
    everywhere(|world| async move {
        let office = office(&world).await;
        let sato = &office.scene.sato;
        let mut live = settled(&office.hara).await;
        let room = asked(&office).await;
        let joined = live.event("chat.room_joined").await["room"].clone();
        assert_eq!((&joined["kind"], &joined["name"]), (&json!("request"), &json!("財政課長")));
        assert_eq!((&joined["people"], &joined["title_id"]), (&json!([sato.id]), &office.title("課長")));
        assert_eq!(unread(&office.hara, &room).await, 1);
        let waiting = list(&office.hara, false).await;
        assert_eq!((&waiting[0]["at_desk"], &waiting[0]["vacant"]), (&json!(true), &json!(false)));
        assert_eq!((&waiting[0]["asked_by"]["name"], &waiting[0]["barrier_id"]), (&json!("佐藤 花"), &Value::Null));
        assert_eq!(list(sato, false).await[0]["at_desk"], false);
        let desks = office.hara.client.get("/contact-requests").await.ok();
        assert_eq!(desks["items"], json!([]), "those to desks are another list");
        let again = ask(sato, &office.unit("財政課"), office.title("課長")).await;
        assert_eq!(
            (again.status.as_u16(), text(&again.body["room"]["id"])),
            (200, room.clone()),
            "one for each who asks"
        );
        office.hara.client.say(&room, "承知しました").await;
        assert_eq!(bodies(sato, &room).await, ["予算の相談です", "承知しました"]);
        assert_eq!(act(sato, &room, "archive").await.refused(403), "chat.not_an_owner", "who asks is not who does it");
        act(&office.hara, &room, "archive").await.ok();
        assert_eq!((list(sato, false).await.len(), list(sato, true).await.len()), (0, 1));
        let said = json!({ "id": new_id(), "body": "もう一件" });
        let path = format!("/rooms/{room}/messages");
        assert_eq!(sato.client.post(&path, said.clone()).await.refused(409), "chat.archived");
        act(sato, &room, "reopen").await.ok();
        sato.client.post(&path, said).await.ok();
        assert_eq!(list(&office.hara, false).await.len(), 1);
        act(&office.hara, &room, "archive").await.ok();
        act(&office.hara, &room, "reopen").await.ok();
    });
}

#[test]
fn the_successor_finds_what_is_open_at_midnight_and_who_was_there_before_reads_on() {
    everywhere(|world| async move {
        let office = office(&world).await;
        office.hand_over_for(2).await;
        let room = asked(&office).await;
        office.hara.client.say(&room, "調べます").await;
        let ito = &office.scene.ito;
        let mut live = settled(ito).await;
        office.chief_moves(&world, Some(ito)).await;
        let joined = live.event("chat.room_joined").await;
        assert_eq!(id(&joined["room"]), room, "somebody who acts as the chief is its holder");
        assert_eq!(bodies(ito, &room).await, ["予算の相談です", "調べます"]);
        assert_eq!(unread(ito, &room).await, 0, "what was said before they came is not counted against them");
        assert_eq!(list(ito, false).await[0]["at_desk"], true);
        let left = mine(&office.hara, &room).await;
        assert_eq!(left["role"], "reader");
        assert_eq!(left["reads_until"], office.tomorrow(&world).to_string());
        assert_eq!(look(&office.hara, &room).await["at_desk"], false);
        let said = json!({ "id": new_id(), "body": "あとで" });
        let path = format!("/rooms/{room}/messages");
        assert_eq!(office.hara.client.post(&path, said).await.refused(403), "chat.handed_over");
        assert_eq!(act(&office.hara, &room, "archive").await.refused(403), "chat.not_an_owner");
        office.scene.sato.client.say(&room, "どうなりましたか").await;
        assert_eq!(bodies(&office.hara, &room).await.len(), 3);
        act(ito, &room, "archive").await.ok();
        act(ito, &room, "reopen").await.ok();
        for _ in 0..2 {
            next_day(&world, office.tomorrow(&world)).await;
        }
        assert_eq!(office.hara.client.get(&format!("/rooms/{room}")).await.refused(404), "not_found");
        assert_eq!(list(&office.hara, false).await, Vec::<Value>::new());
    });
}

#[test]
fn a_request_waits_while_nobody_holds_the_post() {
    everywhere(|world| async move {
        let office = office(&world).await;
        office.hand_over_for(0).await;
        let room = asked(&office).await;
        let (sato, ito) = (&office.scene.sato, &office.scene.ito);
        let mut live = settled(sato).await;
        office.chief_moves(&world, None).await;
        assert_eq!(live.event("chat.members_changed").await["member_count"], 1);
        assert_eq!(look(sato, &room).await["vacant"], true);
        sato.client.say(&room, "後任の方へ").await;
        let none = ask(&office.ono, &office.unit("財政課"), office.title("課長")).await;
        assert_eq!(none.refused(404), "not_found", "nobody begins to ask a post that nobody holds");
        let first = office.tomorrow(&world).to_string();
        office.give(ito, &[office.home("2020-04-01"), office.post(Some("課長"), "acting", &first, None)]).await;
        next_day(&world, office.tomorrow(&world)).await;
        assert_eq!(look(sato, &room).await["vacant"], false);
        assert_eq!(bodies(ito, &room).await, ["予算の相談です", "後任の方へ"]);
    });
}

#[test]
fn what_was_done_comes_to_the_successor_when_it_is_opened_again() {
    everywhere(|world| async move {
        let office = office(&world).await;
        office.hand_over_for(0).await;
        let room = asked(&office).await;
        act(&office.hara, &room, "archive").await.ok();
        office.chief_moves(&world, Some(&office.scene.ito)).await;
        act(&office.scene.sato, &room, "reopen").await.ok();
        assert_eq!(list(&office.scene.ito, false).await[0]["at_desk"], true);
        assert_eq!(office.hara.client.get(&format!("/rooms/{room}")).await.refused(404), "not_found");
    });
}

#[test]
fn a_unit_is_asked_as_a_whole_without_the_units_below() {
    everywhere(|world| async move {
        let office = office(&world).await;
        let director = NewStaff::named("林", "光", ("はやし", "ひかる")).of("総務部").as_title("部長");
        let director = office.scene.town.staff(&world, director).await;
        let asked = ask(&office.scene.sato, &office.unit("財政課"), Value::Null).await.ok();
        assert_eq!(asked["room"]["name"], "財政課");
        for there in [&office.hara, &office.ono] {
            assert_eq!(list(there, false).await[0]["at_desk"], true);
        }
        let above = text(&ask(&office.scene.sato, &office.unit("総務部"), Value::Null).await.ok()["room"]["id"]);
        assert_eq!(list(&director, false).await.len(), 1);
        assert_eq!(office.hara.client.get(&format!("/rooms/{above}")).await.refused(404), "not_found");
        let claimed =
            office.ono.client.put(&format!("/contact-requests/{}/claim", id(&asked["room"])), json!({})).await;
        assert_eq!(claimed.ok()["claimed_by"]["name"], "小野 海");
    });
}

#[test]
fn a_request_to_a_post_is_nobody_elses_and_keeps_the_posts_name() {
    everywhere(|world| async move {
        let office = office(&world).await;
        let room = asked(&office).await;
        for other in [&office.scene.ito, &office.scene.admin, &office.ono] {
            assert_eq!(other.client.get(&format!("/rooms/{room}")).await.refused(404), "not_found");
            let request = format!("/contact-requests/{room}");
            assert_eq!(other.client.get(&request).await.refused(404), "not_found");
            assert_eq!(act(other, &room, "archive").await.refused(404), "not_found");
            assert_eq!(act(other, &room, "reopen").await.refused(404), "not_found");
            assert_eq!(list(other, false).await, Vec::<Value>::new());
        }
        let all = office.scene.admin.client.get("/administration/rooms?limit=200").await.ok();
        assert!(!each(&all["items"], "id").contains(&room));
        let named = office.hara.client.patch(&format!("/rooms/{room}"), json!({ "name": "予算" })).await;
        assert_eq!(named.refused(409), "chat.named_after_post");
        let mut live = settled(&office.scene.sato).await;
        let unit = format!("/units/{}", office.unit("財政課").as_str().expect("an id"));
        office.scene.admin.client.patch(&unit, json!({ "name": "資産経営課" })).await.ok();
        world.run_jobs().await;
        assert_eq!(live.event("chat.room_changed").await["room"]["name"], "資産経営課長");
        assert_eq!(look(&office.scene.sato, &room).await["room"]["name"], "資産経営課長");
    });
}

#[test]
fn who_asked_stays_though_they_held_the_post_for_a_while_and_comes_back_after_leaving() {
    everywhere(|world| async move {
        let office = office(&world).await;
        office.hand_over_for(2).await;
        let room = asked(&office).await;
        let sato = &office.scene.sato;
        let acting = office.post(Some("課長"), "acting", "2020-04-01", None);
        office.give(sato, &[office.home("2020-04-01"), acting]).await;
        world.run_jobs().await;
        assert_eq!(mine(sato, &room).await["derived"], true);
        office.give(sato, &[office.home("2020-04-01")]).await;
        world.run_jobs().await;
        assert_eq!(mine(sato, &room).await["derived"], false);
        sato.client.say(&room, "また相談です").await;
        act(sato, &room, "leave").await;
        assert_eq!(sato.client.get(&format!("/rooms/{room}")).await.refused(404), "not_found");
        let again = ask(sato, &office.unit("財政課"), office.title("課長")).await;
        assert_eq!((again.status.as_u16(), text(&again.body["room"]["id"])), (200, room.clone()));
        sato.client.say(&room, "戻りました").await;
    });
}

#[test]
fn what_does_not_exist_or_is_ones_own_alone_is_not_there() {
    everywhere(|world| async move {
        let office = office(&world).await;
        let sato = &office.scene.sato;
        let (unit, chief) = (office.unit("財政課"), office.title("課長"));
        for (unit, title) in
            [(json!(new_id()), chief.clone()), (unit.clone(), json!(new_id())), (unit.clone(), office.title("市長"))]
        {
            assert_eq!(ask(sato, &unit, title).await.refused(404), "not_found");
        }
        assert_eq!(ask(&office.hara, &unit, chief.clone()).await.refused(404), "not_found", "one's own");
        let body = |more: Value| {
            let mut asked = json!({ "id": new_id(), "body": "本文", "subject": "件名" });
            for (field, value) in more.as_object().expect("fields") {
                asked[field] = value.clone();
            }
            let client = sato.client.clone();
            async move { client.post("/contact-requests", asked).await.body["fields"][0]["code"].clone() }
        };
        assert_eq!(body(json!({})).await, "missing");
        assert_eq!(body(json!({ "unit_id": unit, "barrier_id": new_id() })).await, "too_many");
        let empty = json!({ "id": new_id(), "unit_id": unit, "title_id": chief, "body": " " });
        assert_eq!(sato.client.post("/contact-requests", empty).await.refused(400), "chat.empty");
        assert_eq!(list(&office.hara, false).await, Vec::<Value>::new());
    });
}

#[test]
fn a_post_whose_holders_can_be_reached_only_by_some_is_not_there_for_others() {
    everywhere(|world| async move {
        let town = walled(&world).await;
        let (city, mayor) = (json!(town.town.units["緑野市"]), json!(town.town.titles["市長"]));
        for title in [mayor.clone(), Value::Null] {
            assert_eq!(ask(&town.sato, &city, title).await.refused(404), "not_found");
        }
        let query = format!("unit={}", city.as_str().expect("an id"));
        assert_eq!(posts(&town.sato, &query).await, Vec::<String>::new());
        assert_eq!(posts(&town.ono, &query).await, ["緑野市", "緑野市長", "緑野市 部長"]);
        let room = text(&ask(&town.ono, &city, mayor).await.ok()["room"]["id"]);
        assert_eq!(bodies(&town.mayor, &room).await, ["予算の相談です"], "a keeper writes to them");
        // Of several, those who can be reached are asked.
        let clerk = NewStaff::named("谷", "風", ("たに", "かぜ")).of("緑野市");
        let clerk = town.town.staff(&world, clerk).await;
        let room = text(&ask(&town.sato, &city, Value::Null).await.ok()["room"]["id"]);
        assert_eq!(bodies(&clerk, &room).await, ["予算の相談です"]);
        for protected in [&town.mayor, &town.deputy] {
            assert_eq!(protected.client.get(&format!("/rooms/{room}")).await.refused(404), "not_found");
        }
        let members = town.sato.client.get(&format!("/rooms/{room}/members")).await.ok();
        assert_eq!(items(&members["items"]).len(), 2);
    });
}

#[test]
fn a_barrier_that_comes_later_and_a_holder_behind_one_close_the_request_to_who_asked() {
    everywhere(|world| async move {
        let office = office(&world).await;
        office.hand_over_for(0).await;
        let room = asked(&office).await;
        let (sato, ito, admin) = (&office.scene.sato, &office.scene.ito, &office.scene.admin);
        let path = format!("/rooms/{room}/messages");
        let say = || {
            let client = sato.client.clone();
            let path = path.clone();
            async move { client.post(&path, json!({ "id": new_id(), "body": "追伸" })).await }
        };
        let line = |who: &Staff| json!({ "person_id": who.id, "unit_id": null, "title_id": null });
        let new = json!({ "name": "特別", "protects": [line(&office.hara)], "keepers": [], "leaves": nothing(), "desk_unit_id": null });
        let barrier = id(&admin.client.post("/barriers", new).await.ok());
        assert_eq!(say().await.refused(403), "chat.barred", "from this moment on");
        let mut live = settled(sato).await;
        world.run_jobs().await;
        assert_eq!(live.event("chat.mine_changed").await["mine"]["barred"], true);
        assert_eq!(mine(sato, &room).await["barred"], true);
        assert_eq!(say().await.refused(403), "chat.barred");
        assert_eq!(office.hara.client.get(&path).await.refused(404), "not_found");
        // Another holder can be reached.
        office.chief_moves(&world, Some(ito)).await;
        assert_eq!(mine(sato, &room).await["barred"], false);
        say().await.ok();
        assert_eq!(bodies(ito, &room).await.len(), 2);
        act(ito, &room, "archive").await.ok();
        // And again one who cannot: what is done is not opened again.
        office.give(ito, &[office.home("2020-04-01")]).await;
        let chief = office.post(Some("課長"), "acting", "2020-04-01", None);
        office.give(&office.hara, &[office.home("2020-04-01"), chief]).await;
        world.run_jobs().await;
        act(sato, &room, "reopen").await;
        assert_eq!(say().await.refused(403), "chat.barred");
        admin.client.delete(&format!("/barriers/{barrier}")).await;
        world.run_jobs().await;
        say().await.ok();
        assert_eq!(bodies(&office.hara, &room).await.len(), 3);
    });
}

#[test]
fn posts_are_found_by_how_they_are_called_and_read() {
    everywhere(|world| async move {
        let office = office(&world).await;
        let sato = &office.scene.sato;
        let words = |words: &str| format!("q={}", quoted(words));
        assert_eq!(posts(sato, &words("財政課長")).await, ["財政課長"]);
        for said in ["ざいせいかち", "財政課　課長", "財政課 長"] {
            assert_eq!(posts(sato, &words(said)).await, ["財政課長"]);
        }
        assert_eq!(posts(sato, &words("財政")).await, ["財政課", "財政課長", "財政課 主事"]);
        assert_eq!(posts(sato, &words("課長")).await, ["総務課長", "財政課長"], "it begins in the unit's name");
        assert_eq!(posts(sato, &words("部長")).await, Vec::<String>::new(), "nobody is one");
        assert_eq!(posts(sato, "q=").await, Vec::<String>::new());
        assert_eq!(posts(&office.hara, &words("財政課長")).await, Vec::<String>::new(), "one's own");
        let unit = office.unit("財政課");
        let found = sato.client.get(&format!("/posts?unit={}", unit.as_str().expect("an id"))).await.ok();
        assert_eq!(each(&found["items"], "name"), ["財政課", "財政課長", "財政課 主事"]);
        assert_eq!((&found["items"][0]["title_id"], &found["items"][0]["holders"]), (&Value::Null, &json!(2)));
    });
}

#[test]
fn who_only_hands_over_is_no_holder_and_who_held_the_post_asks_it_like_anybody() {
    everywhere(|world| async move {
        let office = office(&world).await;
        office.hand_over_for(30).await;
        office.chief_moves(&world, None).await;
        let none = ask(&office.scene.sato, &office.unit("財政課"), office.title("課長")).await;
        assert_eq!(none.refused(404), "not_found", "the one before only reads on");
        let first = office.tomorrow(&world).to_string();
        let ito = &office.scene.ito;
        office.give(ito, &[office.home("2020-04-01"), office.post(Some("課長"), "acting", &first, None)]).await;
        next_day(&world, office.tomorrow(&world)).await;
        let room = text(&ask(&office.hara, &office.unit("財政課"), office.title("課長")).await.ok()["room"]["id"]);
        office.hara.client.say(&room, "もう一つあります").await;
        ito.client.say(&room, "承知しました").await;
        assert_eq!(crate::scene::unread(&office.hara, &room).await, 1);
    });
}

#[test]
fn what_somebody_saw_to_is_everybodys_again_once_they_hold_the_post_no_more() {
    everywhere(|world| async move {
        let office = office(&world).await;
        let room = asked(&office).await;
        office.hara.client.put(&format!("/contact-requests/{room}/claim"), json!({})).await.ok();
        assert_eq!(look(&office.scene.sato, &room).await["claimed_by"]["id"], json!(office.hara.id));
        office.chief_moves(&world, Some(&office.scene.ito)).await;
        assert_eq!(look(&office.scene.sato, &room).await["claimed_by"], Value::Null);
    });
}

#[test]
fn nobody_is_brought_into_what_was_done_by_who_once_held_the_post() {
    everywhere(|world| async move {
        let office = office(&world).await;
        let room = asked(&office).await;
        act(&office.hara, &room, "archive").await.ok();
        office.chief_moves(&world, Some(&office.scene.ito)).await;
        let add = json!({ "people": [office.scene.mori.id] });
        let added = office.hara.client.post(&format!("/rooms/{room}/members"), add).await;
        assert_eq!(added.refused(409), "chat.archived");
        let sato = office.scene.sato.id;
        let removed = office.hara.client.delete(&format!("/rooms/{room}/members/{sato}")).await;
        assert_eq!(removed.refused(409), "chat.archived");
    });
}
