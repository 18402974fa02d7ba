//! Contact barriers: people who can be reached only by some.

use crate::scene::{
    bodies, direct, each, id, items, mine, next_day, number, quoted, reply, room, scene, settled, text, times,
};
use harness::{Answer, Live, NewStaff, Staff, Town, World, everywhere, new_id};
use serde_json::{Value, json};

/// A town whose mayor can be reached only by 財政課, which is the desk: the mayor, two of the desk, and the scene's clerks of 総務課.
pub struct Walled {
    pub town: Town,
    pub admin: Staff,
    pub sato: Staff,
    pub ito: Staff,
    pub mayor: Staff,
    pub deputy: Staff,
    pub hara: Staff,
    pub ono: Staff,
    pub barrier: String,
}

/// Everything is kept from others.
pub fn nothing() -> Value {
    json!({ "find": false, "write": false, "add": false, "mention": false, "see": false })
}

/// A line that names a title, a unit or both.
fn line(unit: Option<&Value>, title: Option<&Value>) -> Value {
    json!({ "person_id": null, "unit_id": unit, "title_id": title })
}

fn person(staff: &Staff) -> Value {
    json!({ "person_id": staff.id, "unit_id": null, "title_id": null })
}

impl Walled {
    fn unit(&self, name: &str) -> Value {
        json!(self.town.units[name])
    }

    /// What makes the scene's barrier, with other leavings.
    pub fn barrier_that_leaves(&self, leaves: Value) -> Value {
        json!({
            "name": "市長・副市長",
            "protects": [line(None, Some(&json!(self.town.titles["市長"]))), person(&self.deputy)],
            "keepers": [],
            "leaves": leaves,
            "desk_unit_id": self.town.units["財政課"],
        })
    }
}

/// A town in which nobody is behind a barrier yet.
pub async fn open_town(world: &World) -> Walled {
    let scene = scene(world).await;
    let town = scene.town;
    let mayor = NewStaff::named("天野", "陽", ("あまの", "よう")).of("緑野市").as_title("市長");
    let deputy = NewStaff::named("天野", "月", ("あまの", "つき")).of("緑野市").as_title("部長");
    let (hara, ono) = (NewStaff::named("原", "空", ("はら", "そら")), NewStaff::named("小野", "海", ("おの", "うみ")));
    Walled {
        mayor: town.staff(world, mayor).await,
        deputy: town.staff(world, deputy).await,
        hara: town.staff(world, hara.of("財政課").as_title("課長")).await,
        ono: town.staff(world, ono.of("財政課")).await,
        admin: scene.admin,
        sato: scene.sato,
        ito: scene.ito,
        barrier: String::new(),
        town,
    }
}

/// The barrier is up.
pub async fn walled(world: &World) -> Walled {
    let mut town = open_town(world).await;
    let new = town.barrier_that_leaves(nothing());
    town.barrier = id(&town.admin.client.post("/barriers", new).await.ok());
    town
}

async fn finds(staff: &Staff, query: &str) -> Vec<String> {
    each(&staff.client.get(&format!("/people?{query}")).await.ok()["items"], "name")
}

async fn open_direct(from: &Staff, to: &Staff) -> Answer {
    from.client.post("/directs", json!({ "people": [to.id] })).await
}

async fn say(staff: &Staff, room: &str, body: &str) -> Answer {
    staff.client.post(&format!("/rooms/{room}/messages"), json!({ "id": new_id(), "body": body })).await
}

async fn add(staff: &Staff, room: &str, whom: &Staff) -> Answer {
    staff.client.post(&format!("/rooms/{room}/members"), json!({ "people": [whom.id] })).await
}

#[test]
fn who_is_behind_a_barrier_is_found_by_keepers_administrators_and_one_another_only() {
    everywhere(|world| async move {
        let town = walled(&world).await;
        let queries = [
            format!("q={}", quoted("天野")),
            format!("q={}", quoted("あまの")),
            format!("q={}", quoted("市長")),
            format!("title={}", town.town.titles["市長"]),
            format!("row={}&sort=rank", quoted("あ")),
            format!("unit={}&sort=unit&q={}", town.town.units["緑野市"], quoted("天野")),
        ];
        for query in &queries {
            assert!(!finds(&town.sato, query).await.iter().any(|name| name.starts_with("天野")), "{query}");
            for one in [&town.hara, &town.admin, &town.mayor, &town.deputy] {
                let found = finds(one, query).await;
                assert!(found.iter().any(|name| name.starts_with("天野")), "{query}: {found:?}");
            }
        }
        let path = format!("/people/{}", town.mayor.id);
        assert_eq!(town.sato.client.get(&path).await.refused(404), "not_found");
        assert_eq!(town.hara.client.get(&path).await.ok()["name"], "天野 陽");
        let ids = format!("/people/by-id?ids={},{}", town.mayor.id, town.ito.id);
        assert_eq!(each(&town.sato.client.get(&ids).await.ok()["items"], "name"), ["伊藤 健"]);
        assert_eq!(each(&town.hara.client.get(&ids).await.ok()["items"], "name"), ["天野 陽", "伊藤 健"]);
        let heads = |units: Value| number(&items(&units["items"])[0]["head_count"]);
        let (outside, inside) = (town.sato.client.get("/units").await.ok(), town.hara.client.get("/units").await.ok());
        assert_eq!(heads(inside) - heads(outside), 2, "the tree of units counts those whom one finds");
    });
}

#[test]
fn only_keepers_begin_a_talk_with_the_protected_and_whom_these_write_to_may_answer() {
    everywhere(|world| async move {
        let town = walled(&world).await;
        assert_eq!(open_direct(&town.sato, &town.mayor).await.body["fields"][0]["code"], "unknown", "as of nobody");
        let with_desk = json!({ "people": [town.mayor.id, town.hara.id] });
        assert_eq!(town.sato.client.post("/directs", with_desk).await.status, 400);
        assert_eq!(
            open_direct(&town.admin, &town.mayor).await.refused(403),
            "chat.barred",
            "an administrator finds them"
        );
        let desk = direct(&town.hara, &town.mayor).await;
        town.hara.client.say(&desk, "お客様がお見えです").await;
        town.mayor.client.say(&desk, "すぐ行きます").await;
        let begun = direct(&town.mayor, &town.sato).await;
        assert_eq!(mine(&town.sato, &begun).await["barred"], false, "who was written to first may answer");
        let asked = town.mayor.client.say(&begun, "窓口の件を教えてください").await;
        town.sato.client.say(&begun, "承知しました").await;
        reply(&town.sato, &begun, &id(&asked), "くわしくはこちらです").await;
        assert_eq!(bodies(&town.mayor, &begun).await, ["窓口の件を教えてください", "承知しました"]);
        let ids = format!("/people/by-id?ids={}", town.mayor.id);
        assert_eq!(
            each(&town.sato.client.get(&ids).await.ok()["items"], "name"),
            ["天野 陽"],
            "whom one meets has a name"
        );
        assert_eq!(
            finds(&town.sato, &format!("q={}", quoted("天野"))).await,
            Vec::<String>::new(),
            "and is still not found"
        );
    });
}

#[test]
fn a_talk_from_before_the_barrier_can_be_read_but_not_gone_on_with() {
    everywhere(|world| async move {
        let mut town = open_town(&world).await;
        let old = direct(&town.sato, &town.mayor).await;
        let said = town.sato.client.say(&old, "前からの話").await;
        let answered = town.mayor.client.say(&old, "はい").await;
        let new = town.barrier_that_leaves(nothing());
        town.barrier = id(&town.admin.client.post("/barriers", new).await.ok());
        assert_eq!(id(&open_direct(&town.sato, &town.mayor).await.ok()), old, "it is opened as it is");
        assert_eq!(mine(&town.sato, &old).await["barred"], true);
        let shown = town.sato.client.bootstrap().await;
        let shown = items(&shown["rooms"]).iter().find(|room| room["id"] == json!(old)).expect("the room").clone();
        assert_eq!(shown["mine"]["barred"], true);
        assert_eq!(bodies(&town.sato, &old).await, ["前からの話", "はい"]);
        assert_eq!(say(&town.sato, &old, "もう一つ").await.refused(403), "chat.barred");
        assert_eq!(say(&town.sato, &old, &format!("<@{}>", town.mayor.id)).await.refused(403), "chat.barred");
        let below = json!({ "id": new_id(), "body": "返信", "thread": id(&answered) });
        assert_eq!(town.sato.client.post(&format!("/rooms/{old}/messages"), below).await.refused(403), "chat.barred");
        let said = format!("/messages/{}", id(&said));
        assert_eq!(town.sato.client.patch(&said, json!({ "body": "言い直し" })).await.refused(403), "chat.barred");
        let stamp = format!("/messages/{}/reactions/shochi", id(&answered));
        assert_eq!(town.sato.client.put(&stamp, json!({})).await.refused(403), "chat.barred");
        town.mayor.client.say(&old, "こちらからは書けます").await;
        town.admin.client.delete(&format!("/barriers/{}", town.barrier)).await.ok();
        assert_eq!(mine(&town.sato, &old).await["barred"], false);
        town.sato.client.say(&old, "また書けます").await;
    });
}

#[test]
fn nobody_outside_brings_the_protected_into_a_room_but_in_a_room_with_them_all_talk() {
    everywhere(|world| async move {
        let town = walled(&world).await;
        let own = room(&town.sato, "private", "係の話", &[&town.ito]).await;
        assert_eq!(add(&town.sato, &own, &town.mayor).await.body["fields"][0]["code"], "unknown");
        assert_eq!(
            add(&town.admin, &room(&town.admin, "open", "掲示", &[]).await, &town.mayor).await.refused(403),
            "chat.barred"
        );
        let sneaked = room(&town.sato, "private", "こっそり", &[&town.mayor]).await;
        let members = town.sato.client.get(&format!("/rooms/{sneaked}/members")).await.ok();
        assert_eq!(
            each(&json!(items(&members["items"]).iter().map(|m| m["person"].clone()).collect::<Vec<_>>()), "name"),
            ["佐藤 花"]
        );
        let both = room(&town.hara, "private", "市長と窓口", &[&town.mayor, &town.sato]).await;
        town.sato.client.say(&both, "よろしくお願いします").await;
        town.mayor.client.say(&both, "こちらこそ").await;
        assert_eq!(bodies(&town.sato, &both).await, ["よろしくお願いします", "こちらこそ"]);
    });
}

/// The messages of an inbox of mentions.
fn called(inbox: &Value) -> Vec<String> {
    items(&inbox["items"]).iter().map(|item| id(&item["message"])).collect()
}

#[test]
fn whom_a_barrier_keeps_from_being_called_is_not_told_of_a_mention_by_others() {
    everywhere(|world| async move {
        let town = walled(&world).await;
        let both = room(&town.hara, "private", "市長と窓口", &[&town.mayor, &town.sato]).await;
        let call = format!("<@{}> ご確認ください", town.mayor.id);
        town.sato.client.say(&both, &call).await;
        let told = |page: Value| items(&page["items"]).len();
        assert_eq!(told(town.mayor.client.get("/mentions").await.ok()), 0);
        let by_keeper = id(&town.hara.client.say(&both, &call).await);
        let inbox = town.mayor.client.get("/mentions").await.ok();
        assert_eq!(called(&inbox), [by_keeper]);
        let elsewhere = room(&town.sato, "private", "係の話", &[&town.ito]).await;
        town.sato.client.say(&elsewhere, &call).await;
        let rooms = town.ito.client.bootstrap().await;
        let here = items(&rooms["rooms"]).iter().find(|room| room["id"] == json!(elsewhere)).expect("the room").clone();
        assert!(!text(&here["last"]["excerpt"]).contains("天野"), "an id that somebody typed tells no name: {here}");
        let page = town.ito.client.get(&format!("/rooms/{elsewhere}/messages")).await.ok();
        assert!(!each(&page["people"], "name").contains(&"天野 陽".to_owned()));
        let page = town.sato.client.get(&format!("/rooms/{both}/messages")).await.ok();
        assert!(each(&page["people"], "name").contains(&"天野 陽".to_owned()), "where they are, they have a name");
    });
}

#[test]
fn what_is_told_to_several_does_not_name_the_protected_where_they_are_not() {
    everywhere(|world| async move {
        let town = walled(&world).await;
        let desk = room(&town.hara, "private", "窓口の話", &[&town.sato]).await;
        let (mut sato, mut ito) = (settled(&town.sato).await, settled(&town.ito).await);
        let body = format!("<@{}> <@{}> の件です", town.sato.id, town.mayor.id);
        let said = id(&town.hara.client.say(&desk, &body).await);
        let told = sato.event("chat.mentioned").await;
        assert_eq!(told["message_id"], said);
        assert!(text(&told["excerpt"]).contains("の件です") && !told.to_string().contains("天野"), "{told}");
        // The newest message of a room that somebody comes to.
        let fresh = new_id();
        let made = json!({ "id": fresh, "kind": "open", "name": "案内" });
        town.hara.client.post("/rooms", made).await.ok();
        town.hara.client.say(&fresh, &body).await;
        town.ito.client.post(&format!("/rooms/{fresh}/join"), json!({})).await.ok();
        let joined = ito.event("chat.room_joined").await;
        assert!(!joined.to_string().contains("天野"), "{joined}");
    });
}

#[test]
fn what_a_barrier_leaves_to_others_they_may_do() {
    everywhere(|world| async move {
        let town = walled(&world).await;
        let path = format!("/barriers/{}", town.barrier);
        let only = |verb: &str| {
            let mut leaves = nothing();
            leaves["find"] = json!(true);
            leaves[verb] = json!(true);
            leaves
        };
        let own = room(&town.sato, "private", "係の話", &[&town.ito]).await;
        town.admin.client.put(&path, town.barrier_that_leaves(only("find"))).await.ok();
        assert_eq!(town.sato.client.get(&format!("/people/{}", town.mayor.id)).await.ok()["name"], "天野 陽");
        assert_eq!(open_direct(&town.sato, &town.mayor).await.refused(403), "chat.barred");
        assert_eq!(add(&town.sato, &own, &town.mayor).await.refused(403), "chat.barred");
        town.admin.client.put(&path, town.barrier_that_leaves(only("add"))).await.ok();
        add(&town.sato, &own, &town.mayor).await.ok();
        assert_eq!(open_direct(&town.sato, &town.mayor).await.refused(403), "chat.barred");
        let call = format!("<@{}>", town.mayor.id);
        town.sato.client.say(&own, &call).await;
        town.admin.client.put(&path, town.barrier_that_leaves(only("mention"))).await.ok();
        let heard = id(&town.sato.client.say(&own, &call).await);
        assert_eq!(called(&town.mayor.client.get("/mentions").await.ok()), [heard]);
        town.admin.client.put(&path, town.barrier_that_leaves(only("write"))).await.ok();
        let talk = direct(&town.sato, &town.mayor).await;
        town.sato.client.say(&talk, "失礼します").await;
    });
}

async fn presence(live: &mut Live, of: &Staff) -> String {
    let name = of.id.to_string();
    let frame = live.until(|frame| frame["t"] == "presence" && frame["people"][&name].is_string()).await;
    text(&frame["people"][&name])
}

#[test]
fn whether_the_protected_are_there_is_told_to_keepers_only() {
    everywhere(|world| async move {
        let town = walled(&world).await;
        let (mut outside, mut keeper) = (town.sato.client.live_now().await, town.hara.client.live_now().await);
        for live in [&mut outside, &mut keeper] {
            live.say(json!({ "t": "watch", "people": [town.mayor.id, town.ito.id] })).await;
            assert_eq!(presence(live, &town.mayor).await, "offline");
        }
        let _mayor = town.mayor.client.live_now().await;
        while presence(&mut keeper, &town.mayor).await != "online" {}
        town.mayor.client.put("/me/whereabouts", json!({ "place": "市長室", "until": null })).await.ok();
        assert_eq!(keeper.event("directory.person_changed").await["person"]["whereabouts"]["place"], "市長室");
        let _ito = town.ito.client.live_now().await;
        let name = town.mayor.id.to_string();
        let shown = outside
            .until(|frame| {
                assert!(!frame.to_string().contains("市長室"), "{frame}");
                let mayor = &frame["people"][&name];
                assert!(frame["t"] != "presence" || mayor.is_null() || mayor == "offline", "{frame}");
                frame["t"] == "presence" && frame["people"][&town.ito.id.to_string()] == "online"
            })
            .await;
        assert_eq!(shown["t"], "presence", "all that came before the colleague was looked at");
        town.admin.client.delete(&format!("/barriers/{}", town.barrier)).await.ok();
        while presence(&mut outside, &town.mayor).await != "online" {}
    });
}

#[test]
fn a_barrier_follows_posts_from_day_to_day() {
    everywhere(|world| async move {
        let town = walled(&world).await;
        let last = town.town.today(&world);
        let day = last.tomorrow().expect("a day");
        let (last, first) = (last.to_string(), day.to_string());
        let post = |unit: &str, title: &str, from: &str, to: Option<&str>| {
            json!({
                "unit_id": town.town.units[unit], "title_id": town.town.titles[title], "kind": "main",
                "valid_from": from, "valid_to": to,
            })
        };
        let moved = |old: Value, new: Value| json!({ "posts": [old, new] });
        let (until, first) = (Some(last.as_str()), first.as_str());
        let change = |who: &Staff, body: Value| {
            let (client, path) = (town.admin.client.clone(), format!("/people/{}", who.id));
            async move { client.patch(&path, body).await.ok() }
        };
        // The clerk becomes mayor, the mayor a clerk, and somebody of the desk goes elsewhere.
        change(&town.sato, moved(post("総務課", "主事", "2020-04-01", until), post("緑野市", "市長", first, None)))
            .await;
        change(&town.mayor, moved(post("緑野市", "市長", "2020-04-01", until), post("総務課", "主事", first, None)))
            .await;
        change(&town.ono, moved(post("財政課", "主事", "2020-04-01", until), post("道路課", "主事", first, None)))
            .await;
        let sees = |who: &Staff, whom: &Staff| {
            let (client, path) = (who.client.clone(), format!("/people/{}", whom.id));
            async move { client.get(&path).await.status == 200 }
        };
        assert!(!sees(&town.ito, &town.mayor).await && sees(&town.ito, &town.sato).await, "until then nothing changes");
        assert!(sees(&town.ono, &town.mayor).await);
        next_day(&world, day).await;
        assert!(sees(&town.ito, &town.mayor).await, "who is mayor no longer can be found");
        assert!(!sees(&town.ito, &town.sato).await, "the new one cannot");
        assert!(!sees(&town.ono, &town.sato).await, "who left the desk reaches them no longer");
        assert!(sees(&town.hara, &town.sato).await);
    });
}

#[test]
fn the_simulator_says_of_every_pair_what_the_doors_do_and_why() {
    everywhere(|world| async move {
        let town = walled(&world).await;
        let mut leaves = nothing();
        leaves["find"] = json!(true);
        let mut new = town.barrier_that_leaves(leaves);
        new["keepers"] = json!([line(Some(&town.unit("総務部")), Some(&json!(town.town.titles["課長"])))]);
        town.admin.client.put(&format!("/barriers/{}", town.barrier), new.clone()).await.ok();
        let people = [&town.sato, &town.ito, &town.hara, &town.ono, &town.mayor, &town.deputy];
        let explain = |from: &Staff, to: &Staff| {
            let path = format!("/barriers/explanation?from={}&to={}", from.id, to.id);
            let client = town.admin.client.clone();
            async move { client.get(&path).await }
        };
        for from in people {
            for to in people {
                let said = explain(from, to).await.ok();
                let found = from.client.get(&format!("/people/{}", to.id)).await.status == 200;
                let written = open_direct(from, to).await.status == 200;
                assert_eq!(said["contact"]["find"], found, "{said}");
                assert_eq!(said["contact"]["write"], written || from.id == to.id, "{said}");
            }
        }
        let outside = explain(&town.sato, &town.mayor).await.ok();
        assert_eq!(each(&outside["reasons"], "name"), ["市長・副市長"]);
        assert_eq!(outside["reasons"][0]["side"], Value::Null);
        assert_eq!(outside["reasons"][0]["protected_by"], json!([new["protects"][0]]));
        let by_post = explain(&town.admin, &town.mayor).await.ok();
        assert_eq!(by_post["reasons"][0]["side"], "keeper");
        assert_eq!(by_post["reasons"][0]["side_by"], new["keepers"], "the line that lets a section chief through");
        let by_desk = explain(&town.ono, &town.mayor).await.ok();
        assert_eq!((&by_desk["reasons"][0]["side"], &by_desk["reasons"][0]["side_by"]), (&json!("keeper"), &json!([])));
        let inside = explain(&town.mayor, &town.deputy).await.ok();
        assert_eq!(inside["reasons"][0]["side"], "protected");
        assert_eq!(explain(&town.sato, &town.ito).await.ok()["reasons"], json!([]));
        let nobody = format!("/barriers/explanation?from={}&to={}", town.sato.id, new_id());
        assert_eq!(town.admin.client.get(&nobody).await.refused(404), "not_found");
    });
}

#[test]
fn a_barrier_is_looked_at_before_it_is_put_up_and_is_in_the_audit_afterwards() {
    everywhere(|world| async move {
        let town = open_town(&world).await;
        let client = &town.admin.client;
        let new = town.barrier_that_leaves(nothing());
        let preview = client.post("/barriers/preview", new.clone()).await.ok();
        assert_eq!((&preview["protected_count"], &preview["keeper_count"]), (&json!(2), &json!(2)));
        assert_eq!(each(&preview["protected_sample"], "name"), ["天野 月", "天野 陽"], "in the order of the kana");
        assert_eq!(client.get("/barriers").await.ok()["items"], json!([]), "looking puts nothing up");
        let made = client.post("/barriers", new.clone()).await.ok();
        assert_eq!((&made["protected_count"], &made["keeper_count"]), (&json!(2), &json!(2)));
        assert_eq!(made["protects"], new["protects"]);
        assert_eq!(client.post("/barriers", new.clone()).await.refused(409), "directory.barrier_taken");
        let path = format!("/barriers/{}", id(&made));
        let stale = client.request(reqwest::Method::PUT, &path).header("if-match", "\"1\"").json(&new);
        assert_eq!(client.send(stale).await.status, 412);
        let fresh = client.request(reqwest::Method::PUT, &path).header("if-match", format!("\"{}\"", made["tick"]));
        client.send(fresh.json(&new)).await.ok();
        client.delete(&path).await.ok();
        assert_eq!(client.delete(&path).await.refused(404), "not_found");
        for act in ["created", "changed", "removed"] {
            assert_eq!(times(&town.admin, &format!("directory.barrier_{act}")).await, 1, "{act}");
        }
    });
}

#[test]
fn lines_that_name_nobody_and_barriers_around_nobody_are_refused() {
    everywhere(|world| async move {
        let town = open_town(&world).await;
        let refused = |change: Value| {
            let mut new = town.barrier_that_leaves(nothing());
            for (field, value) in change.as_object().expect("fields") {
                new[field] = value.clone();
            }
            let client = town.admin.client.clone();
            async move {
                let answer = client.post("/barriers", new).await;
                assert_eq!(answer.status, 400, "{}", answer.body);
                let fault = &answer.body["fields"][0];
                (text(&fault["field"]), text(&fault["code"]))
            }
        };
        let of = |field: &str, code: &str| (field.to_owned(), code.to_owned());
        assert_eq!(refused(json!({ "name": " " })).await, of("name", "missing"));
        assert_eq!(refused(json!({ "protects": [] })).await, of("protects", "missing"));
        assert_eq!(refused(json!({ "protects": [line(None, None)] })).await, of("protects[0]", "unknown"));
        let both = json!({ "person_id": town.mayor.id, "unit_id": town.unit("財政課"), "title_id": null });
        assert_eq!(refused(json!({ "keepers": [both] })).await, of("keepers[0]", "unknown"));
        let stranger = json!({ "person_id": new_id(), "unit_id": null, "title_id": null });
        assert_eq!(refused(json!({ "protects": [stranger] })).await, of("protects[0]", "unknown"));
        assert_eq!(refused(json!({ "desk_unit_id": new_id() })).await, of("desk_unit_id", "unknown"));
        let many = vec![person(&town.ito); 101];
        assert_eq!(refused(json!({ "keepers": many })).await, of("keepers", "too_many"));
    });
}

#[test]
fn who_looks_after_rooms_and_is_kept_from_people_does_not_see_them_among_members() {
    everywhere(|world| async move {
        let town = walled(&world).await;
        for staff in [&town.sato, &town.hara] {
            crate::grants::give(&town.admin, crate::grants::person(staff), &[("rooms", "see")], "all").await;
        }
        let new = json!({ "id": new_id(), "kind": "rule", "name": "庁議", "rule": { "max_rank": 150 } });
        let office = id(&town.admin.client.post("/rooms", new).await.ok());
        let members = async |staff: &Staff| {
            let (mut names, mut next) = (Vec::new(), String::new());
            loop {
                let page = staff.client.get(&format!("/rooms/{office}/members?limit=1{next}")).await.ok();
                names.extend(items(&page["items"]).iter().map(|member| text(&member["person"]["name"]).to_owned()));
                match page["next"].as_str() {
                    Some(cursor) => next = format!("&cursor={cursor}"),
                    None => break names,
                }
            }
        };
        let both = ["天野 月", "天野 陽"];
        assert_eq!(members(&town.admin).await, both);
        assert_eq!(members(&town.hara).await, both, "the desk is let through");
        assert_eq!(members(&town.sato).await, [""; 0]);
    });
}
