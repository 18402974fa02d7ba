//! 意見出し: a theme stands in the talk, everybody writes ideas, votes, and who asked sorts them.

use crate::outsiders;
use crate::scene::{Scene, acts, each, id, items, number, room, scene, settled, text};
use crate::stamps::{home, in_hours};
use harness::store::kept_ideas;
use harness::{Answer, Staff, World, everywhere, new_id};
use serde_json::{Value, json};
use std::time::Duration;

/// A board on which all is shown at once, with three votes each and without an end.
pub fn theme() -> Value {
    json!({
        "theme": "窓口を早くするには", "explanation": "小さなことでもかまいません", "anonymous": false, "shows": "always",
        "votes_each": 3, "ideas_until": null, "votes_until": null,
    })
}

/// A board that nobody's name stands on, for a day.
pub fn secret(world: &World) -> Value {
    let mut asked = theme();
    (asked["anonymous"], asked["shows"], asked["ideas_until"]) =
        (json!(true), json!("closed"), json!(in_hours(world, 24)));
    asked
}

/// The day of [`secret`] goes by.
pub async fn ended(world: &World) {
    world.clock().advance(Duration::from_secs(24 * 3_600));
    world.run_jobs().await;
}

/// What the doors of boards are given where everybody tries them.
pub fn input(name: &str) -> Option<Value> {
    Some(match name {
        "begin_idea_board" => with_id(theme()),
        "write_idea" => json!({ "id": new_id(), "words": "番号札を置く" }),
        "reword_idea" => json!({ "words": format!("番号札 {}", new_id()) }),
        "comment_idea" => json!({ "id": new_id(), "words": "費用は少ない" }),
        "move_idea" => json!({ "group_id": null }),
        "unite_idea" => json!({ "into": null }),
        "judge_idea" => json!({ "verdict": "adopted", "reason": "すぐできる" }),
        "name_idea_group" => json!({ "name": new_id() }),
        "close_ideas" => json!({ "part": "votes" }),
        "set_ideas_until" => json!({ "part": "votes", "until": null }),
        _ => return None,
    })
}

/// A board in a room, with two ideas of somebody there, by the names of paths.
pub async fn prepared(asker: &Staff, writer: &Staff, room: &str) -> [(&'static str, String); 5] {
    let board = id(&ask(asker, room, theme()).await.ok());
    let (idea, spare) = (write(writer, &board, "番号札を置く").await, write(writer, &board, "案内を増やす").await);
    let idea = id(&idea.ok());
    let comment = id(&crate::ideas_comments::comment(writer, &board, &idea, "費用は少ない").await.ok());
    [
        ("{idea_board}", board),
        ("{idea}", idea),
        ("{spare_idea}", id(&spare.ok())),
        ("{idea_group}", new_id()),
        ("{idea_comment}", comment),
    ]
}

fn with_id(mut asked: Value) -> Value {
    asked["id"] = json!(new_id());
    asked
}

/// Asks a room for ideas.
pub async fn ask(staff: &Staff, room: &str, asked: Value) -> Answer {
    staff.client.post(&format!("/rooms/{room}/idea-boards"), with_id(asked)).await
}

pub async fn write(staff: &Staff, board: &str, words: &str) -> Answer {
    let new = json!({ "id": new_id(), "words": words });
    staff.client.post(&format!("/idea-boards/{board}/ideas"), new).await
}

pub async fn get(staff: &Staff, board: &str) -> Value {
    staff.client.get(&format!("/idea-boards/{board}")).await.ok()
}

pub async fn list(staff: &Staff, board: &str) -> Vec<Value> {
    items(&staff.client.get(&format!("/idea-boards/{board}/ideas?limit=200")).await.ok()["items"]).clone()
}

/// What somebody sees of one idea.
async fn of(staff: &Staff, board: &str, idea: &str) -> Value {
    let found = list(staff, board).await.into_iter().find(|one| one["id"] == json!(idea));
    found.expect("the idea is shown")
}

pub async fn vote(staff: &Staff, board: &str, idea: &str) -> Answer {
    staff.client.put(&format!("/idea-boards/{board}/ideas/{idea}/vote"), json!({})).await
}

pub async fn close(staff: &Staff, board: &str, part: &str) -> Answer {
    staff.client.post(&format!("/idea-boards/{board}/close"), json!({ "part": part })).await
}

async fn sort(staff: &Staff, board: &str, idea: &str, what: &str, how: Value) -> Answer {
    staff.client.put(&format!("/idea-boards/{board}/ideas/{idea}/{what}"), how).await
}

/// A board of 佐藤's with some ideas of 伊藤's.
async fn begun<const N: usize>(scene: &Scene, words: [&str; N]) -> (String, [String; N]) {
    let home = home(scene).await;
    let board = id(&ask(&scene.sato, &home, theme()).await.ok());
    let mut ideas: [String; N] = std::array::from_fn(|_| String::new());
    for (place, words) in words.into_iter().enumerate() {
        ideas[place] = id(&write(&scene.ito, &board, words).await.ok());
    }
    (board, ideas)
}

#[test]
fn a_board_stands_in_the_talk_under_the_id_of_its_message_and_begun_twice_it_is_one() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = home(&scene).await;
        let mut live = settled(&scene.ito).await;
        let (new, path) = (with_id(theme()), format!("/rooms/{home}/idea-boards"));
        let made = scene.sato.client.post(&path, new.clone()).await.ok();
        let again = scene.sato.client.post(&path, new.clone()).await.ok();
        assert_eq!((&made["id"], &made["message_id"], &again["id"]), (&new["id"], &new["id"], &new["id"]));
        let told = live.event("chat.message_posted").await;
        assert_eq!(told["message"]["card"], json!({ "kind": "ideas", "id": new["id"] }));
        assert_eq!(told["message"]["body"], "窓口を早くするには");
        assert_eq!(scene.ito.client.post(&path, new.clone()).await.refused(409), "id_taken");
        let listed = scene.mori.client.get(&path).await.ok();
        assert_eq!(each(&listed["items"], "theme"), ["窓口を早くするには"]);
        let reword = scene.sato.client.patch(&format!("/messages/{}", id(&made)), json!({ "body": "別" })).await;
        assert_eq!(reword.refused(409), "chat.card_stays");
    });
}

#[test]
fn an_idea_is_written_once_reworded_and_taken_back_by_its_author_and_everybody_hears_of_it() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (board, _) = begun(&scene, []).await;
        let mut live = settled(&scene.mori).await;
        let new = json!({ "id": new_id(), "words": " 番号札を置く " });
        let path = format!("/idea-boards/{board}/ideas");
        for _ in 0..2 {
            let made = scene.ito.client.post(&path, new.clone()).await.ok();
            assert_eq!((&made["id"], &made["words"]), (&new["id"], &json!("番号札を置く")));
        }
        let told = live.event("ideas.changed").await;
        let idea = id(&new);
        assert_eq!(
            (&told["ideas"][0]["id"], &told["ideas"][0]["author_id"]),
            (&new["id"], &json!(scene.ito.id.to_string()))
        );
        assert_eq!(list(&scene.sato, &board).await.len(), 1);
        assert_eq!(scene.mori.client.post(&path, new.clone()).await.refused(409), "id_taken");
        let own = format!("{path}/{idea}");
        let other = json!({ "words": "番号札と椅子" });
        assert_eq!(scene.sato.client.put(&own, other.clone()).await.refused(403), "ideas.not_the_author");
        scene.ito.client.put(&own, other).await.ok();
        assert_eq!(live.event("ideas.changed").await["ideas"][0]["words"], "番号札と椅子");
        let removal = format!("{own}/removal");
        assert_eq!(scene.sato.client.post(&removal, json!({})).await.refused(403), "ideas.not_the_author");
        for _ in 0..2 {
            scene.ito.client.post(&removal, json!({})).await.ok();
        }
        assert_eq!(live.event("ideas.gone").await["idea_id"], new["id"]);
        assert_eq!(list(&scene.sato, &board).await.len(), 0);
        for words in ["", " ", &"案".repeat(501)] {
            assert_eq!(write(&scene.ito, &board, words).await.refused(400), "invalid_input");
        }
    });
}

#[test]
fn each_is_for_an_idea_once_and_has_so_many_votes_and_no_more() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (board, [one, two, three, four]) = begun(&scene, ["一", "二", "三", "四"]).await;
        let mut own = settled(&scene.mori).await;
        for _ in 0..2 {
            let shown = vote(&scene.mori, &board, &one).await.ok();
            assert_eq!((&shown["votes"], &shown["my_votes"]), (&json!(1), &json!([one])));
        }
        assert_eq!(own.event("ideas.voted").await["ideas"], json!([one]));
        vote(&scene.mori, &board, &two).await.ok();
        vote(&scene.mori, &board, &three).await.ok();
        assert_eq!(vote(&scene.mori, &board, &four).await.refused(409), "ideas.no_votes_left");
        let back = scene.mori.client.delete(&format!("/idea-boards/{board}/ideas/{one}/vote")).await.ok();
        assert_eq!(back["votes"], 2);
        vote(&scene.mori, &board, &four).await.ok();
        vote(&scene.ito, &board, &four).await.ok();
        // Others are told the numbers, and of whose votes they are nothing.
        let seen = of(&scene.sato, &board, &four).await;
        assert_eq!(seen["votes"], 2);
        let all = json!([get(&scene.sato, &board).await, list(&scene.sato, &board).await]).to_string();
        assert!(!all.contains(&scene.mori.id.to_string()), "{all}");
        let mut none = theme();
        none["votes_each"] = json!(0);
        let home = id(&json!({ "id": get(&scene.sato, &board).await["room_id"] }));
        let without = id(&ask(&scene.sato, &home, none).await.ok());
        let idea = id(&write(&scene.ito, &without, "一").await.ok());
        assert_eq!(vote(&scene.mori, &without, &idea).await.refused(409), "ideas.votes_closed");
    });
}

#[test]
fn ideas_of_others_are_shown_when_the_asker_said() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = home(&scene).await;
        // For each: how many see who has not written, who has, and who asks, while ideas are taken and afterwards.
        for (shows, open, closed) in
            [("always", [2, 2, 2], [2, 2, 2]), ("written", [0, 2, 2], [2, 2, 2]), ("closed", [0, 1, 2], [2, 2, 2])]
        {
            let mut asked = theme();
            asked["shows"] = json!(shows);
            let board = id(&ask(&scene.sato, &home, asked).await.ok());
            let mut live = settled(&scene.mori).await;
            write(&scene.ito, &board, "一").await.ok();
            let told = live.event("ideas.changed").await;
            assert_eq!(told["ideas"].is_array(), shows == "always", "{shows}");
            let theirs = id(&write(&scene.sato, &board, "二").await.ok());
            for (step, expected) in [("open", open), ("closed", closed)] {
                if step == "closed" {
                    close(&scene.sato, &board, "ideas").await.ok();
                }
                for (viewer, expected) in [&scene.mori, &scene.ito, &scene.sato].into_iter().zip(expected) {
                    assert_eq!(list(viewer, &board).await.len(), expected, "{shows} {step} {}", viewer.id);
                    assert_eq!(get(viewer, &board).await["ideas"], 2);
                }
                let voted = vote(&scene.mori, &board, &theirs).await.status.as_u16();
                assert_eq!(voted == 200, step == "closed" || shows == "always", "{shows} {step}");
            }
        }
    });
}

#[test]
fn after_their_deadlines_no_idea_and_no_vote_is_taken_and_the_room_learns_of_it() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = home(&scene).await;
        let mut timed = theme();
        timed["ideas_until"] = json!(in_hours(&world, 2));
        timed["votes_until"] = json!(in_hours(&world, 1));
        assert_eq!(ask(&scene.sato, &home, timed.clone()).await.refused(400), "invalid_input");
        timed["votes_until"] = json!(in_hours(&world, 4));
        let board = id(&ask(&scene.sato, &home, timed).await.ok());
        let idea = id(&write(&scene.ito, &board, "一").await.ok());
        let mut live = settled(&scene.mori).await;
        world.clock().advance(Duration::from_secs(7_200));
        // Before the job has come round, the time itself closes it.
        assert_eq!(write(&scene.mori, &board, "二").await.refused(409), "ideas.closed");
        let own = format!("/idea-boards/{board}/ideas/{idea}");
        assert_eq!(scene.ito.client.put(&own, json!({ "words": "三" })).await.refused(409), "ideas.closed");
        world.run_jobs().await;
        let told = live.event("ideas.board_changed").await;
        assert_eq!(
            (&told["board"]["ideas_closed_at"], &told["board"]["votes_closed_at"]),
            (&told["board"]["ideas_until"], &Value::Null)
        );
        vote(&scene.mori, &board, &idea).await.ok();
        world.clock().advance(Duration::from_secs(7_200));
        assert_eq!(vote(&scene.ito, &board, &idea).await.refused(409), "ideas.votes_closed");
        world.run_jobs().await;
        assert!(live.event("ideas.board_changed").await["board"]["votes_closed_at"].is_string());
        // Opened again with a new deadline, it takes ideas, and the old job closes nothing.
        let until = format!("/idea-boards/{board}/until");
        let again = json!({ "part": "ideas", "until": in_hours(&world, 3) });
        assert_eq!(scene.mori.client.put(&until, again.clone()).await.refused(403), "ideas.not_the_asker");
        scene.sato.client.put(&until, again).await.ok();
        world.run_jobs().await;
        write(&scene.mori, &board, "二").await.ok();
        let past = json!({ "part": "ideas", "until": "2020-01-01T00:00:00Z" });
        assert_eq!(scene.sato.client.put(&until, past).await.refused(400), "invalid_input");
    });
}

#[test]
fn who_asked_sorts_into_groups_and_undoes_it_and_nobody_else_does() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (board, [one, two]) = begun(&scene, ["一", "二"]).await;
        let mut live = settled(&scene.mori).await;
        let group = new_id();
        let path = format!("/idea-boards/{board}/groups/{group}");
        let name = json!({ "name": "設備" });
        assert_eq!(scene.ito.client.put(&path, name.clone()).await.refused(403), "ideas.not_the_asker");
        for _ in 0..2 {
            scene.sato.client.put(&path, name.clone()).await.ok();
        }
        assert_eq!(
            live.event("ideas.board_changed").await["board"]["groups"],
            json!([{ "id": group, "name": "設備" }])
        );
        let other = format!("/idea-boards/{board}/groups/{}", new_id());
        assert_eq!(scene.sato.client.put(&other, name).await.refused(400), "invalid_input");
        let goal = json!({ "group_id": group });
        assert_eq!(sort(&scene.ito, &board, &one, "group", goal.clone()).await.refused(403), "ideas.not_the_asker");
        sort(&scene.sato, &board, &one, "group", goal).await.ok();
        assert_eq!(live.event("ideas.changed").await["ideas"][0]["group_id"], json!(group));
        assert_eq!(of(&scene.mori, &board, &one).await["group_id"], json!(group));
        let nowhere = json!({ "group_id": new_id() });
        assert_eq!(sort(&scene.sato, &board, &two, "group", nowhere).await.refused(400), "invalid_input");
        assert_eq!(scene.sato.client.delete(&path).await.refused(409), "ideas.group_not_empty");
        sort(&scene.sato, &board, &one, "group", json!({ "group_id": null })).await.ok();
        for _ in 0..2 {
            let left = scene.sato.client.delete(&path).await.ok();
            assert_eq!(left["groups"], json!([]));
        }
    });
}

#[test]
fn united_ideas_count_each_person_once_and_parted_again_each_has_its_own_votes() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (board, [one, two, three]) = begun(&scene, ["番号札", "番号札を置く", "札の機械"]).await;
        for (staff, idea) in [(&scene.ito, &one), (&scene.mori, &one), (&scene.mori, &two), (&scene.sato, &two)] {
            vote(staff, &board, idea).await.ok();
        }
        let mut live = settled(&scene.ito).await;
        sort(&scene.sato, &board, &two, "union", json!({ "into": one })).await.ok();
        let told = live.event("ideas.changed").await;
        assert_eq!(told["ideas"][0]["merged_into"], json!(one));
        assert!(items(&told["counts"]).contains(&json!({ "id": one, "votes": 3 })), "{told}");
        let (head, under) = (of(&scene.ito, &board, &one).await, of(&scene.ito, &board, &two).await);
        // The words of both stay.
        assert_eq!((&head["votes"], &under["votes"], &under["words"]), (&json!(3), &json!(0), &json!("番号札を置く")));
        assert_eq!(get(&scene.mori, &board).await["my_votes"], json!([one]));
        // Being for what stands under another is being for that one.
        let shown = vote(&scene.ito, &board, &two).await.ok();
        assert_eq!(shown["my_votes"], json!([one]));
        // What has others under it takes them along, and nothing is united with what is under another.
        let wrong = sort(&scene.sato, &board, &three, "union", json!({ "into": two })).await;
        assert_eq!(wrong.refused(400), "invalid_input");
        let itself = sort(&scene.sato, &board, &one, "union", json!({ "into": one })).await;
        assert_eq!(itself.refused(400), "invalid_input");
        let moved = sort(&scene.sato, &board, &one, "union", json!({ "into": three })).await.ok();
        assert_eq!(items(&moved["ideas"]).len(), 2);
        assert_eq!(of(&scene.ito, &board, &three).await["votes"], 3);
        for idea in [&one, &two] {
            sort(&scene.sato, &board, idea, "union", json!({ "into": null })).await.ok();
        }
        let votes = [&one, &two, &three].map(|idea| of(&scene.ito, &board, idea));
        let [first, second, third] = votes;
        assert_eq!(
            (&first.await["votes"], &second.await["votes"], &third.await["votes"]),
            (&json!(2), &json!(2), &json!(0))
        );
        // An idea that is taken back leaves what was under it.
        sort(&scene.sato, &board, &two, "union", json!({ "into": one })).await.ok();
        scene.ito.client.post(&format!("/idea-boards/{board}/ideas/{one}/removal"), json!({})).await.ok();
        assert_eq!(of(&scene.ito, &board, &two).await["merged_into"], Value::Null);
    });
}

#[test]
fn an_idea_is_adopted_considered_or_declined_with_a_word_of_reason() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (board, [one]) = begun(&scene, ["一"]).await;
        let mut live = settled(&scene.ito).await;
        for (verdict, reason) in
            [("adopted", "来月から"), ("considered", ""), ("declined", "費用がかかる"), ("open", "")]
        {
            let said = json!({ "verdict": verdict, "reason": reason });
            assert_eq!(
                sort(&scene.ito, &board, &one, "verdict", said.clone()).await.refused(403),
                "ideas.not_the_asker"
            );
            sort(&scene.sato, &board, &one, "verdict", said).await.ok();
            let told = live.event("ideas.changed").await;
            assert_eq!((&told["ideas"][0]["verdict"], &told["ideas"][0]["reason"]), (&json!(verdict), &json!(reason)));
        }
        let long = json!({ "verdict": "adopted", "reason": "長".repeat(201) });
        assert_eq!(sort(&scene.sato, &board, &one, "verdict", long).await.refused(400), "invalid_input");
    });
}

#[test]
fn a_personal_number_stands_in_no_idea_no_group_and_no_reason() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let (board, [one]) = begun(&scene, ["一"]).await;
        let words = "番号は 123456789018 です";
        assert_eq!(write(&scene.ito, &board, words).await.refused(409), "chat.personal_number");
        let own = format!("/idea-boards/{board}/ideas/{one}");
        assert_eq!(scene.ito.client.put(&own, json!({ "words": words })).await.refused(409), "chat.personal_number");
        let group = format!("/idea-boards/{board}/groups/{}", new_id());
        assert_eq!(scene.sato.client.put(&group, json!({ "name": words })).await.refused(409), "chat.personal_number");
        let said = json!({ "verdict": "adopted", "reason": words });
        assert_eq!(sort(&scene.sato, &board, &one, "verdict", said).await.refused(409), "chat.personal_number");
        let mut asked = theme();
        asked["explanation"] = json!(words);
        let home = text(&get(&scene.sato, &board).await["room_id"]);
        assert_eq!(ask(&scene.sato, &home, asked).await.refused(409), "chat.personal_number");
    });
}

#[test]
fn an_owner_who_ends_anothers_board_is_in_the_record_and_who_asked_is_not() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = home(&scene).await;
        let board = id(&ask(&scene.ito, &home, theme()).await.ok());
        let idea = id(&write(&scene.mori, &board, "一").await.ok());
        close(&scene.ito, &board, "votes").await.ok();
        assert_eq!(close(&scene.mori, &board, "ideas").await.refused(403), "ideas.not_the_asker");
        close(&scene.sato, &board, "ideas").await.ok();
        let open = json!({ "part": "ideas", "until": null });
        scene.sato.client.put(&format!("/idea-boards/{board}/until"), open).await.ok();
        sort(&scene.sato, &board, &idea, "verdict", json!({ "verdict": "adopted", "reason": "よい" })).await.ok();
        let acts = acts(&scene.admin).await;
        let acts: Vec<&Value> = acts.iter().filter(|one| text(&one["act"]).starts_with("ideas.")).collect();
        let named: Vec<String> = acts.iter().map(|one| text(&one["act"])).collect();
        assert_eq!(named, ["ideas.closed", "ideas.until_changed", "ideas.judged"]);
        assert!(acts.iter().all(|one| !one.to_string().contains(&scene.mori.id.to_string())), "{acts:?}");
    });
}

#[test]
fn whoever_may_not_read_the_message_has_no_board_and_a_message_taken_back_takes_it_along() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "係", &[&scene.ito]).await;
        let guest = outsiders::guest(&world, &scene.admin, outsiders::new_guest(&scene.sato, "business")).await;
        let board = id(&ask(&scene.sato, &home, theme()).await.ok());
        let idea = id(&write(&scene.ito, &board, "一").await.ok());
        let tried = |staff: &Staff| {
            let (client, path) = (staff.client.clone(), format!("/idea-boards/{board}"));
            let (new, vote) = (json!({ "id": new_id(), "words": "二" }), format!("{path}/ideas/{idea}/vote"));
            async move {
                [
                    client.get(&path).await.status.as_u16(),
                    client.get(&format!("{path}/ideas")).await.status.as_u16(),
                    client.post(&format!("{path}/ideas"), new).await.status.as_u16(),
                    client.put(&vote, json!({})).await.status.as_u16(),
                ]
            }
        };
        assert_eq!(tried(&scene.mori).await, [404; 4]);
        assert_eq!(tried(&guest).await, [404; 4]);
        scene.sato.client.post(&format!("/rooms/{home}/members"), json!({ "people": [guest.id] })).await.ok();
        assert_eq!(tried(&guest).await, [200, 200, 201, 200]);
        // Who leaves has it no longer; what they wrote stays.
        scene.sato.client.delete(&format!("/rooms/{home}/members/{}", guest.id)).await.ok();
        assert_eq!(tried(&guest).await, [404; 4]);
        assert_eq!(number(&get(&scene.sato, &board).await["ideas"]), 2);
        scene.sato.client.post(&format!("/rooms/{home}/archive"), json!({})).await.ok();
        assert_eq!(write(&scene.ito, &board, "三").await.refused(409), "chat.archived");
        scene.sato.client.post(&format!("/rooms/{home}/reopen"), json!({})).await.ok();
        let mut live = settled(&scene.ito).await;
        scene.sato.client.delete(&format!("/messages/{board}")).await.ok();
        let told = live.event("ideas.gone").await;
        assert_eq!((&told["board_id"], &told["idea_id"]), (&json!(board), &Value::Null));
        assert_eq!(tried(&scene.ito).await, [404; 4]);
        assert_eq!(close(&scene.sato, &board, "ideas").await.status.as_u16(), 404);
        assert_eq!(kept_ideas(&world, &board).await.rows, 0);
        let listed = scene.ito.client.get(&format!("/rooms/{home}/idea-boards")).await.ok();
        assert!(items(&listed["items"]).is_empty());
    });
}

#[test]
fn an_administrator_sees_a_board_of_others_by_an_inspection_and_that_is_in_the_record() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let second =
            scene.town.staff(&world, harness::NewStaff::named("岡", "実", ("おか", "みのる")).administrator()).await;
        let home = home(&scene).await;
        let mut asked = theme();
        asked["shows"] = json!("closed");
        let board = id(&ask(&scene.sato, &home, asked).await.ok());
        write(&scene.ito, &board, "一").await.ok();
        let inspection = new_id();
        let wish =
            json!({ "id": inspection, "room_id": home, "purpose": "情報が外部に送られた疑いの確認", "hours": 2 });
        scene.admin.client.post("/inspections", wish).await.ok();
        let path = format!("/inspections/{inspection}/idea-boards/{board}");
        assert_eq!(scene.admin.client.get(&path).await.status.as_u16(), 409);
        second.client.post(&format!("/inspections/{inspection}/grant"), json!({ "reason": "協議済み" })).await.ok();
        let read = scene.admin.client.get(&path).await.ok();
        assert_eq!(each(&read["ideas"]["items"], "words"), ["一"]);
        assert_eq!(second.client.get(&path).await.status.as_u16(), 404);
        assert_eq!(scene.admin.client.get(&format!("/idea-boards/{board}")).await.status.as_u16(), 404);
        let acts = acts(&second).await;
        assert!(
            acts.iter().any(|one| one["act"] == "chat.inspection_read" && one["detail"]["card_of"] == json!(board))
        );
    });
}
