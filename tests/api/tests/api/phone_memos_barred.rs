//! Phone memos for somebody who can be reached only by some.

use crate::barriers::{nothing, open_town, walled};
use crate::phone_memos::{between, call, write};
use crate::scene::id;
use harness::everywhere;
use serde_json::json;

#[test]
fn whoever_may_find_somebody_and_not_write_to_them_learns_so_before_they_write() {
    everywhere(|world| async move {
        let town = open_town(&world).await;
        let mut leaves = nothing();
        leaves["find"] = json!(true);
        town.admin.client.post("/barriers", town.barrier_that_leaves(leaves)).await.ok();
        let path = format!("/people/{}/phone-memo", town.mayor.id);
        assert_eq!(town.sato.client.get(&path).await.ok()["may_write"], false);
        assert_eq!(town.hara.client.get(&path).await.ok()["may_write"], true, "who keeps the door writes");
        let refused = write(&town.sato, call(&town.mayor.id.to_string())).await;
        assert_eq!(refused.refused(403), "chat.barred");
        assert_eq!(town.sato.client.get("/me/phone-memos?box=written").await.ok()["items"], json!([]));
    });
}

#[test]
fn whom_a_barrier_keeps_from_somebody_since_reads_what_they_wrote_and_does_nothing_with_it() {
    everywhere(|world| async move {
        let town = open_town(&world).await;
        let memo = between(&town.sato, &town.mayor).await;
        town.admin.client.post("/barriers", town.barrier_that_leaves(nothing())).await.ok();
        world.run_jobs().await;
        let shown = town.sato.client.get(&format!("/phone-memos/{memo}")).await.ok();
        assert_eq!((id(&shown), shown["may_handle"].clone()), (memo.clone(), json!(false)));
        for step in ["handler", "done"] {
            let path = format!("/phone-memos/{memo}/{step}");
            let refused = town.sato.client.put(&path, json!({})).await;
            assert_eq!(refused.refused(403), "phone_memos.only_reads", "{step}");
            town.mayor.client.put(&path, json!({})).await.ok();
        }
    });
}

#[test]
fn whom_one_may_not_find_is_nobody_to_write_for() {
    everywhere(|world| async move {
        let town = walled(&world).await;
        town.sato.client.get(&format!("/people/{}/phone-memo", town.mayor.id)).await.refused(404);
        let refused = write(&town.sato, call(&town.mayor.id.to_string())).await;
        assert_eq!(refused.body["fields"][0]["field"], "person_id");
    });
}
