//! 誤送信の防止: what is done before words go outside is the organisation's decision.

use crate::scene::{acts, scene, times};
use harness::everywhere;
use serde_json::json;

#[test]
fn whoever_looks_after_rooms_decides_what_is_done_before_words_go_outside_and_it_is_recorded() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let nothing = json!({ "hold_seconds": 0, "asks": false });
        assert_eq!(scene.sato.client.get("/outside-talk").await.ok(), nothing, "as long as nobody decided");
        let wanted = json!({ "hold_seconds": 30, "asks": true });
        scene.sato.client.put("/outside-talk", wanted.clone()).await.refused(404);
        assert_eq!(scene.admin.client.put("/outside-talk", wanted.clone()).await.ok(), wanted);
        scene.admin.client.put("/outside-talk", wanted.clone()).await.ok();
        assert_eq!(scene.sato.client.get("/outside-talk").await.ok(), wanted);
        for hold_seconds in [1, 9, 61] {
            let refused =
                scene.admin.client.put("/outside-talk", json!({ "hold_seconds": hold_seconds, "asks": true })).await;
            assert_eq!(refused.refused(400), "invalid_input");
        }
        assert_eq!(times(&scene.admin, "chat.outside_talk_set").await, 1, "what changes nothing is no act");
        let recorded = acts(&scene.admin).await;
        let act = recorded.iter().find(|act| act["act"] == "chat.outside_talk_set").expect("a record");
        assert_eq!(act["detail"], wanted);
    });
}
