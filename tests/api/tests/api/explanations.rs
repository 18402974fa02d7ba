//! Shares of the administration as administrators keep them: listed, changed, taken back, and explained.

use crate::grants::{Shared, give, move_to, names, person, post, rename, share, shared};
use crate::scene::{each, items, settled, times};
use harness::{Staff, everywhere, new_id};
use reqwest::Method;
use serde_json::{Value, json};

#[test]
fn it_is_explained_who_may_what_through_which_post_until_when() {
    everywhere(|world| async move {
        let Shared { scene, oka, hara, grant, .. } = shared(&world).await;
        let explained = scene.admin.client.get(&format!("/grants/explanation?person={}", oka.id)).await.ok();
        assert_eq!((&explained["administrator"], &explained["signs_in"]), (&json!(false), &json!(true)));
        let part = &explained["parts"][0];
        assert_eq!(part["grant_id"], json!(grant));
        assert_eq!(
            (&part["function"], &part["verb"], &part["scope"]),
            (&json!("people"), &json!("change"), &json!("own"))
        );
        assert_eq!(part["unit_ids"], json!([scene.town.units["総務課"]]));
        assert_eq!(part["post_unit_id"], json!(scene.town.units["総務課"]));
        assert_eq!(part["until"], Value::Null);
        // The post may end before the share does.
        let mut ending = post(&scene, "総務課", "主査");
        ending["valid_to"] = json!("2027-03-31");
        move_to(&scene.admin, &oka, json!([ending])).await.ok();
        let explained = scene.admin.client.get(&format!("/grants/explanation?person={}", oka.id)).await.ok();
        assert_eq!(explained["parts"][0]["until"], "2027-03-31");
        let admin = scene.admin.client.get(&format!("/grants/explanation?person={}", scene.admin.id)).await.ok();
        assert_eq!((&admin["administrator"], &admin["parts"]), (&json!(true), &json!([])));
        let holders = async |of: &Staff, verb: &str| {
            names(&scene.admin, &format!("/grants/holders?function=people&verb={verb}&person={}", of.id)).await
        };
        assert_eq!(holders(&scene.sato, "change").await, ["加藤 誠", "岡 実"], "who administers all comes first");
        assert_eq!(holders(&hara, "change").await, ["加藤 誠"]);
        let audit = names(&scene.admin, "/grants/holders?function=audit&verb=see").await;
        assert_eq!(audit, ["加藤 誠"]);
    });
}

#[test]
fn shares_are_listed_in_official_order_changed_and_taken_back_and_each_is_on_record() {
    everywhere(|world| async move {
        let Shared { scene, oka, hara, grant, .. } = shared(&world).await;
        let by_unit = |unit: &str| json!({ "unit_id": scene.town.units[unit] });
        give(&scene.admin, by_unit("道路課"), &[("settings", "see")], "all").await;
        give(&scene.admin, person(&hara), &[("audit", "see")], "all").await;
        give(&scene.admin, by_unit("総務課"), &[("audit", "see")], "all").await;
        let listed = scene.admin.client.get("/grants").await.ok();
        assert_eq!(each(&listed["items"], "holder_name"), ["主査", "総務課", "原 空", "道路課"]);
        let counts: Vec<&Value> = items(&listed["items"]).iter().map(|grant| &grant["holder_count"]).collect();
        assert_eq!(counts, [&json!(1), &json!(5), &json!(1), &json!(0)]);
        let preview = scene.admin.client.post("/grants/preview", json!({ "holder": by_unit("総務部") })).await.ok();
        assert_eq!(preview["count"], 7, "a unit names all below it");
        let found = &listed["items"][0];
        let mut live = settled(&oka).await;
        let path = format!("/grants/{grant}");
        let mut said = share(found["holder"].clone(), &[("people", "see")], "own");
        said["valid_to"] = json!("2027-03-31");
        let put = scene.admin.client.request(Method::PUT, &path).header("if-match", "0").json(&said);
        assert_eq!(scene.admin.client.send(put).await.refused(412), "stale");
        let put = scene.admin.client.request(Method::PUT, &path).header("if-match", found["tick"].to_string());
        scene.admin.client.send(put.json(&said)).await.ok();
        live.event("directory.grants_changed").await;
        assert_eq!(rename(&oka, &scene.sato).await.refused(404), "not_found", "seeing is not changing");
        oka.client.get("/accounts").await.ok();
        scene.admin.client.delete(&path).await.ok();
        live.event("directory.grants_changed").await;
        assert_eq!(oka.client.get("/accounts").await.refused(404), "not_found");
        for (act, count) in [("created", 4), ("changed", 1), ("removed", 1)] {
            assert_eq!(times(&scene.admin, &format!("directory.grant_{act}")).await, count, "{act}");
        }
    });
}

#[test]
fn a_share_that_says_nothing_sensible_is_refused_by_field() {
    everywhere(|world| async move {
        let Shared { scene, oka, .. } = shared(&world).await;
        let people = &[("people", "see")];
        let mut backwards = share(person(&oka), people, "all");
        backwards["valid_to"] = json!("2019-01-01");
        let mut foreign = share(person(&oka), people, "chosen");
        foreign["unit_ids"] = json!([new_id()]);
        let cases = [
            (share(json!({}), people, "all"), "holder", "unknown"),
            (share(json!({ "person_id": new_id() }), people, "all"), "holder", "unknown"),
            (share(person(&oka), &[], "all"), "parts", "missing"),
            (share(person(&oka), &[("audit", "change")], "all"), "parts", "invalid"),
            (share(person(&oka), &[("audit", "see"), ("audit", "see")], "all"), "parts", "invalid"),
            (share(person(&oka), &[("audit", "see")], "own"), "scope", "invalid"),
            (share(person(&oka), people, "chosen"), "unit_ids", "missing"),
            (foreign, "unit_ids", "unknown"),
            (backwards, "valid_to", "before_begin"),
        ];
        for (said, field, code) in cases {
            let answer = scene.admin.client.post("/grants", said.clone()).await;
            assert_eq!(answer.status.as_u16(), 400, "{said}");
            assert_eq!(
                (&answer.body["fields"][0]["field"], &answer.body["fields"][0]["code"]),
                (&json!(field), &json!(code))
            );
        }
    });
}

#[test]
fn the_last_who_administers_all_stays_however_much_is_given() {
    everywhere(|world| async move {
        let Shared { scene, hara, .. } = shared(&world).await;
        give(&scene.admin, person(&hara), &[("people", "change")], "all").await;
        let own = format!("/accounts/{}", scene.admin.account);
        let stays = scene.admin.client.patch(&own, json!({ "rights": "member" })).await;
        assert_eq!(stays.refused(409), "identity.last_administrator");
    });
}
