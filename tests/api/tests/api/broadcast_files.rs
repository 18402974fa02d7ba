//! 一斉連絡のファイル: they come with the draft, are looked at by whoever consents, reach those to whom it goes, and nobody else.

use crate::broadcasts::{draft, everybody, goes_out, may_send, people, send, words};
use crate::files::{begin as begin_bringing, bring};
use crate::files_in_rooms::{picture, say_with};
use crate::number_guard::NUMBER;
use crate::outsiders::{bot, guest, new_bot, new_guest};
use crate::scene::{Scene, each, room, scene, scene_of};
use harness::{Staff, World, everywhere, new_id};
use reqwest::{Method, Response};
use serde_json::{Value, json};

fn with(audience: Value, files: &[&str]) -> Value {
    let mut new = words(audience);
    new["files"] = json!(files);
    new
}

async fn fetch(who: &Staff, broadcast: &str, rest: &str) -> Response {
    let request = who.client.request(Method::GET, &format!("/broadcasts/{broadcast}/files/{rest}"));
    request.send().await.expect("the program answers")
}

async fn status(who: &Staff, broadcast: &str, file: &str) -> u16 {
    fetch(who, broadcast, file).await.status().as_u16()
}

async fn shown(who: &Staff, broadcast: &str) -> Value {
    who.client.get(&format!("/broadcasts/{broadcast}")).await.ok()
}

async fn office(world: &World) -> Scene {
    let scene = scene(world).await;
    may_send(&scene.admin, &scene.sato).await;
    scene
}

#[test]
fn a_notice_comes_with_its_papers_to_all_to_whom_it_goes_and_to_nobody_else() {
    everywhere(|world| async move {
        let Scene { admin, sato, ito, mori, .. } = office(&world).await;
        let notice = bring(&sato.client, "停電のお知らせ.txt", "土曜日".as_bytes()).await;
        let plan = bring(&sato.client, "配置図.png", &picture(40, 30)).await;
        let broadcast = draft(&sato, with(people(&[&ito]), &[&plan, &notice])).await;
        let managed = &shown(&sato, &broadcast).await["managed"];
        assert_eq!(
            each(&managed["files"], "name"),
            ["配置図.png", "停電のお知らせ.txt"],
            "in the order of their author"
        );
        assert_eq!(
            managed["files"][0],
            json!({ "id": plan, "name": "配置図.png", "size": picture(40, 30).len(), "kind": "picture", "width": 40, "height": 30 })
        );
        // It is the broadcast's now: it is no upload any more, and a draft is its author's alone.
        sato.client.get(&format!("/files/uploads/{plan}")).await.refused(404);
        assert_eq!((status(&sato, &broadcast, &plan).await, status(&admin, &broadcast, &plan).await), (200, 404));
        send(&sato, &broadcast).await.ok();
        assert_eq!(status(&ito, &broadcast, &plan).await, 404, "it is held yet");
        goes_out(&world).await;
        let received = &shown(&ito, &broadcast).await["received"];
        assert_eq!(each(&received["files"], "id"), [plan.clone(), notice.clone()]);
        let got = fetch(&ito, &broadcast, &plan).await;
        assert_eq!((got.status().as_u16(), got.headers()["content-type"].as_bytes()), (200, &b"image/png"[..]));
        assert_eq!(got.bytes().await.expect("bytes").to_vec(), picture(40, 30));
        let saved = fetch(&ito, &broadcast, &format!("{plan}?save=true")).await;
        let disposition = saved.headers()["content-disposition"].to_str().expect("a text").to_owned();
        assert!(disposition.starts_with("attachment"), "{disposition}");
        let small = fetch(&ito, &broadcast, &format!("{plan}/thumbnail")).await;
        assert_eq!((small.status().as_u16(), small.headers()["content-type"].as_bytes()), (200, &b"image/jpeg"[..]));
        assert_eq!(status(&ito, &broadcast, &format!("{notice}/preview")).await, 409, "a text needs none");
        assert_eq!(status(&admin, &broadcast, &notice).await, 200, "administrators oversee what is sent");
        let other = draft(&sato, words(people(&[&ito]))).await;
        assert_eq!(status(&sato, &other, &plan).await, 404, "a file is had through its own broadcast");
        let abroad = scene_of(&world, "青浜町").await;
        for stranger in [&mori, &abroad.admin] {
            for rest in [plan.clone(), format!("{plan}/thumbnail"), format!("{notice}/preview")] {
                assert_eq!(status(stranger, &broadcast, &rest).await, 404, "{rest}");
            }
        }
    });
}

#[test]
fn a_draft_takes_what_its_author_brought_whole_and_keeps_what_it_is_told_to_keep() {
    everywhere(|world| async move {
        let Scene { sato, ito, .. } = office(&world).await;
        let kept = bring(&sato.client, "要綱.txt", b"k").await;
        let broadcast = draft(&sato, with(everybody(), &[&kept])).await;
        let path = format!("/broadcasts/{broadcast}");
        let of_ito = bring(&ito.client, "伊藤.txt", b"i").await;
        let home = room(&sato, "private", "課", &[&ito]).await;
        let said = bring(&sato.client, "室.txt", b"r").await;
        say_with(&sato, &home, "", &[&said]).await.ok();
        for foreign in [&of_ito, &said, &new_id()] {
            let refused = sato.client.put(&path, with(everybody(), &[&kept, foreign])).await;
            assert_eq!(refused.body["fields"], json!([{ "field": "files[1]", "code": "unknown" }]));
            assert_eq!(refused.refused(400), "invalid_input");
        }
        let half = begin_bringing(&sato.client, "半分.txt", 5).await;
        assert_eq!(sato.client.put(&path, with(everybody(), &[&kept, &half])).await.refused(409), "files.not_whole");
        let many: Vec<String> = (0..11).map(|_| new_id()).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        let refused = sato.client.put(&path, with(everybody(), &many)).await;
        assert_eq!(refused.body["fields"], json!([{ "field": "files", "code": "too_many" }]));
        assert_eq!(each(&shown(&sato, &broadcast).await["managed"]["files"], "id"), std::slice::from_ref(&kept));
        // Sent again because the answer was lost, it is the same draft.
        let (id, again) = (new_id(), bring(&sato.client, "別表.txt", b"b").await);
        let mut new = with(everybody(), &[&again]);
        new["id"] = json!(id);
        for _ in 0..2 {
            let made = sato.client.post("/broadcasts", new.clone()).await.ok();
            assert_eq!(each(&made["files"], "id"), std::slice::from_ref(&again));
        }
        sato.client.put(&path, words(everybody())).await.ok();
        assert_eq!(status(&sato, &broadcast, &kept).await, 404, "what is not named goes");
        sato.client.delete(&format!("/broadcasts/{id}")).await.ok();
        assert_eq!(status(&sato, &id, &again).await, 404);
    });
}

#[test]
fn whoever_consents_looks_at_the_files_and_is_asked_anew_when_others_go_with_it() {
    everywhere(|world| async move {
        let Scene { admin, sato, ito, .. } = office(&world).await;
        admin.client.put("/broadcasts/rule", json!({ "consent_above": 0, "keep_years": null })).await.ok();
        let first = bring(&sato.client, "案.txt", b"1").await;
        let broadcast = draft(&sato, with(people(&[&ito]), &[&first])).await;
        let path = format!("/broadcasts/{broadcast}");
        let waits = send(&sato, &broadcast).await.ok();
        assert_eq!(waits["state"], "waiting");
        assert_eq!(each(&shown(&admin, &broadcast).await["managed"]["files"], "name"), ["案.txt"]);
        assert_eq!((status(&admin, &broadcast, &first).await, status(&ito, &broadcast, &first).await), (200, 404));
        let second = bring(&sato.client, "改.txt", b"2").await;
        let other = with(people(&[&ito]), &[&second]);
        assert_eq!(sato.client.put(&path, other.clone()).await.refused(409), "broadcasts.no_draft");
        admin.client.post(&format!("{path}/consent"), json!({})).await.ok();
        assert_eq!(sato.client.put(&path, other.clone()).await.refused(409), "broadcasts.no_draft");
        sato.client.post(&format!("{path}/cancel"), json!({})).await.ok();
        sato.client.put(&path, other).await.ok();
        goes_out(&world).await;
        assert_eq!(send(&sato, &broadcast).await.ok()["state"], "waiting", "consent was to what it was then");
        assert_eq!(each(&shown(&admin, &broadcast).await["managed"]["files"], "name"), ["改.txt"]);
        admin.client.post(&format!("{path}/consent"), json!({})).await.ok();
        goes_out(&world).await;
        assert_eq!((status(&ito, &broadcast, &second).await, status(&ito, &broadcast, &first).await), (200, 404));
    });
}

#[test]
fn files_go_with_the_words_when_it_is_taken_back_and_stay_past_its_end() {
    everywhere(|world| async move {
        let Scene { sato, ito, .. } = office(&world).await;
        let file = bring(&sato.client, "要項.txt", b"x").await;
        let mut new = with(people(&[&ito]), &[&file]);
        new["ends_at"] = json!("2026-04-01T03:00:00Z");
        let broadcast = draft(&sato, new).await;
        send(&sato, &broadcast).await.ok();
        goes_out(&world).await;
        world.clock().advance(std::time::Duration::from_secs(4 * 3_600));
        assert_eq!(status(&ito, &broadcast, &file).await, 200, "over, it can be read all the same");
        sato.client.post(&format!("/broadcasts/{broadcast}/withdraw"), json!({ "why": "日付の誤り" })).await.ok();
        assert_eq!((status(&ito, &broadcast, &file).await, status(&sato, &broadcast, &file).await), (404, 200));
        assert_eq!(shown(&ito, &broadcast).await["received"]["files"], json!([]));
        assert_eq!(each(&shown(&sato, &broadcast).await["managed"]["files"], "name"), ["要項.txt"]);
    });
}

#[test]
fn guests_and_bots_have_the_files_of_what_was_sent_to_them_by_name() {
    everywhere(|world| async move {
        let scene = office(&world).await;
        let visitor = guest(&world, &scene.admin, new_guest(&scene.sato, "business")).await;
        let program = bot(&world, &scene.admin, new_bot(&scene.sato)).await;
        let (inner, outer) =
            (bring(&scene.sato.client, "内部.txt", b"i").await, bring(&scene.sato.client, "外部.txt", b"o").await);
        let all = draft(&scene.sato, with(everybody(), &[&inner])).await;
        let named = draft(&scene.sato, with(people(&[&visitor, &program]), &[&outer])).await;
        for broadcast in [&all, &named] {
            send(&scene.sato, broadcast).await.ok();
        }
        goes_out(&world).await;
        for outsider in [&visitor, &program] {
            assert_eq!((status(outsider, &named, &outer).await, status(outsider, &all, &inner).await), (200, 404));
            assert_eq!(status(outsider, &named, &inner).await, 404);
        }
    });
}

#[test]
fn a_personal_number_in_the_name_of_a_file_goes_to_nobody() {
    everywhere(|world| async move {
        let Scene { sato, ito, .. } = office(&world).await;
        let file = bring(&sato.client, &format!("{NUMBER}.txt"), b"n").await;
        // As long as it is a draft, it is its author's alone.
        let broadcast = draft(&sato, with(people(&[&ito]), &[&file])).await;
        assert_eq!(send(&sato, &broadcast).await.refused(409), "chat.personal_number");
        assert_eq!(shown(&sato, &broadcast).await["managed"]["state"], "draft");
        goes_out(&world).await;
        assert_eq!(status(&ito, &broadcast, &file).await, 404);
    });
}
