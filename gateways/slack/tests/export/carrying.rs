//! Exports made by hand, and one from a real workspace, on both databases.

use crate::archives::{Archive, Town, message, real};
use chat::model::{NoticeCode, Role, RoomKind};
use kernel::Error;
use slack::model::Limits;
use slack::service::check;
use std::io::Cursor;

/// A workspace with a bit of everything.
fn workspace() -> Archive {
    let mut archive = Archive::new();
    archive.put(
        "users.json",
        r#"[
        {"id":"U1","name":"hanako","real_name":"佐藤 花子","profile":{"email":"Hanako@example.lg.jp"}},
        {"id":"U2","name":"ken","real_name":"イトウ ケン","profile":{"email":"ken@example.lg.jp"}},
        {"id":"U3","name":"gone","deleted":true,"updated":1700000000,"profile":{"real_name":"去った人"}},
        {"id":"U4","name":"robot","is_bot":true,"profile":{"real_name":"予算ロボット","bot_id":"B4"}}]"#,
    );
    archive.put(
        "channels.json",
        r#"[{"id":"C1","name":"予算","created":1700000000,"creator":"U2","is_archived":false,"members":["U1","U2"],
        "topic":{"value":"要求 &amp; 査定"},"purpose":{"value":"予算の話"}},
        {"id":"C2","name":"旧庁舎","created":1700000000,"creator":"U1","is_archived":true,"members":["U1"]}]"#,
    );
    archive
        .put("groups.json", r#"[{"id":"G1","name":"人事","created":1700000000,"creator":"U1","members":["U1","U2"]}]"#);
    archive.put(
        "dms.json",
        r#"[{"id":"D1","created":1700000000,"members":["U1","U2"]},{"id":"D2","created":1700000000,"members":["U1","U4"]},
        {"id":"D3","created":1700000000,"members":["U1"]}]"#,
    );
    archive
        .put("mpims.json", r#"[{"id":"G2","name":"mpdm-a--b--c-1","created":1700000000,"members":["U1","U2","U3"]}]"#);
    archive.day(
        "予算",
        "2026-01-05",
        &[
            message("1767571200.000100", r#""user":"U1","text":"<@U2> *要求*は :+1: <#C2|旧庁舎> へ","reply_count":2,"thread_ts":"1767571200.000100",
                "reactions":[{"name":"+1::skin-tone-3","users":["U2","U1"],"count":2},{"name":"parrot","users":["U2"]}],
                "edited":{"user":"U1","ts":"1767571300.000000"}"#),
            message("1767571201.000200", r#""user":"U2","text":"了解","thread_ts":"1767571200.000100""#),
            message("1767571202.000300", r#""user":"U2","text":"皆さんにも","thread_ts":"1767571200.000100","subtype":"thread_broadcast""#),
            message("1767571203.000400", r#""subtype":"bot_message","bot_id":"B4","username":"査定ボット","text":"","attachments":[{"title":"表","text":"一行目\n二行目"}]"#),
            message("1767571204.000500", r#""user":"U1","subtype":"channel_topic","topic":"要求 &amp; 査定","text":"set the topic""#),
            message("1767571205.000600", r#""user":"U1","text":"","files":[{"name":"案.xlsx","title":"要求案","size":1234}],"subtype":"file_share""#),
            message("1767571206.000700", r#""user":"U2","text":"消した","subtype":"tombstone""#),
            message("1767571207.000800", r#""user":"U9","text":"よそから","user_profile":{"real_name":"県庁 太郎"}"#),
            message("1767571208.000900", r#""user":"U1","text":"新しい種類","subtype":"huddle_thread""#),
        ],
    );
    archive.day("人事", "2026-01-05", &[message("1767571300.000100", r#""user":"U1","text":"内示の件""#)]);
    archive.day("D1", "2026-01-05", &[message("1767571300.000100", r#""user":"U2","text":"少しいいですか""#)]);
    archive.day("D2", "2026-01-05", &[message("1767571300.000100", r#""user":"U4","bot_id":"B4","text":"締切です""#)]);
    archive.day("D3", "2026-01-05", &[message("1767571300.000100", r#""user":"U1","text":"覚え書き""#)]);
    archive.day("mpdm-a--b--c-1", "2026-01-05", &[message("1767571300.000100", r#""user":"U3","text":"三人で""#)]);
    archive
}

#[test]
fn people_rooms_and_messages_come_as_they_were() {
    Town::everywhere(|town| {
        let report = town.import(&workspace()).expect("imported");
        assert_eq!((report.users.archive, report.users.carried), (3, 3));
        assert_eq!((report.channels.archive, report.channels.carried), (7, 7));
        assert_eq!((report.messages.archive, report.messages.carried), (14, 14));
        assert_eq!((report.replies.carried, report.broadcasts.carried), (2, 1));
        assert_eq!((report.reactions.archive, report.reactions.carried), (3, 2));
        assert_eq!((report.edits.carried, report.bots.carried, report.files.carried), (1, 2, 1));
        assert!(report.missed.keys().any(|reason| reason.contains("unknown sort")), "{report}");

        let (room, mine) = town.room_of("U1", "予算");
        assert_eq!(
            (room.kind, room.purpose.as_str(), room.member_count),
            (RoomKind::Open, "予算の話 / 要求 & 査定", 2)
        );
        assert_eq!((mine.role, mine.read_seq), (Role::Member, room.last_seq));
        let said = town.messages(room.id);
        let bodies: Vec<&str> = said.iter().map(|row| row.body.as_str()).collect();
        let (ken, old) = (town.person("U2"), town.room_of("U1", "旧庁舎").0);
        assert_eq!(bodies[0], format!("<@{ken}> **要求**は 👍 <#{}> へ", old.id));
        assert_eq!(said[0].sent_at.micros(), 1_767_571_200_000_100);
        assert_eq!(said[0].edited_at.map(|at| at.micros()), Some(1_767_571_300_000_000));
        assert_eq!(said[1].quote, Some(said[0].id), "a reply shown in the channel quotes its thread");
        assert_eq!(bodies[1], "皆さんにも");
        assert_eq!((said[2].via.as_deref(), bodies[2]), (Some("査定ボット"), "> 表\n> 一行目\n> 二行目"));
        assert_eq!(said[3].extra.notice.as_ref().map(|notice| notice.code.clone()), Some(NoticeCode::PurposeChanged));
        assert_eq!(said[4].extra.files[0].note.as_deref(), Some("要求案"));
        assert!(said[5].withdrawn_at.is_some() && bodies[5].is_empty());
        assert_eq!(said[6].via.as_deref(), Some("県庁 太郎"));
        assert_eq!(bodies[7], "新しい種類");
        assert_eq!(town.reactions(said[0].id), [("👍🏼".to_owned(), ken), ("👍🏼".to_owned(), town.person("U1"))]);
        let thread = town.thread(said[0].id).expect("a thread");
        assert_eq!((thread.replies, town.messages_in(said[0].id.cast()).len()), (2, 2));
        assert_eq!(town.thread_read("U1", said[0].id), Some(2), "who began a thread follows it and has read it");
    });
}

#[test]
fn private_groups_stay_private_and_direct_talks_direct() {
    Town::everywhere(|town| {
        town.import(&workspace()).expect("imported");
        assert_eq!(town.room_of("U2", "人事").0.kind, RoomKind::Private);
        let directs = town.rooms_of("U1").into_iter().filter(|(room, _)| room.kind == RoomKind::Direct);
        let mut counts: Vec<i64> = directs.map(|(room, _)| room.member_count).collect();
        counts.sort();
        assert_eq!(counts, [1, 2, 3], "notes to oneself, two people, three people");
        assert_eq!(town.room_of("U1", "予算ロボット、佐藤 花子").0.kind, RoomKind::Private, "a talk with a program");
        let (old, _) = town.room_of("U1", "旧庁舎");
        assert!(old.archived_at.is_some());
        let left = town.record("U3");
        assert!(left.left_on.is_some() && !left.brief.active);
        assert_eq!(
            (town.record("U1").brief.reading.as_str(), town.record("U2").brief.reading.as_str()),
            ("ー", "いとう けん")
        );
    });
}

#[test]
fn whoever_is_known_by_address_is_the_same_person_and_hears_of_new_rooms() {
    Town::everywhere(|town| {
        let hanako = town.employ("hanako@example.lg.jp", true);
        let before = town.position();
        let report = town.import(&workspace()).expect("imported");
        assert_eq!((report.users.carried, report.users.already), (2, 1));
        assert_eq!(town.person("U1"), hanako);
        let told = town.told_since(before, hanako);
        assert_eq!(told.iter().filter(|kind| *kind == "chat.room_joined").count(), 7, "{told:?}");
        let others = town.told_since(before, town.person("U2"));
        assert!(!others.iter().any(|kind| kind == "chat.room_joined"), "who cannot sign in is told nothing");
        assert!(!told.iter().any(|kind| kind == "chat.message_posted" || kind == "chat.mentioned"), "nobody is rung");
    });
}

#[test]
fn a_second_run_doubles_nothing() {
    Town::everywhere(|town| {
        let first = town.import(&workspace()).expect("imported");
        let before = town.everything();
        let second = town.import(&workspace()).expect("imported again");
        assert_eq!(town.everything(), before);
        assert_eq!((second.users.carried, second.channels.carried, second.messages.carried), (0, 0, 0));
        assert_eq!(second.messages.already, first.messages.carried);
        assert_eq!(second.reactions.already, first.reactions.carried);
    });
}

#[test]
fn a_newer_export_adds_only_what_is_new_and_leaves_what_changed_here() {
    Town::everywhere(|town| {
        town.import(&workspace()).expect("imported");
        let (room, _) = town.room_of("U1", "予算");
        town.leave("U1", room.id);
        town.unread("U2", room.id, 3);
        let mut newer = workspace();
        newer.day(
            "予算",
            "2026-01-06",
            &[
                message("1767657600.000100", r#""user":"U1","text":"翌日""#),
                message("1767657601.000100", r#""user":"U1","text":"遅い返事","thread_ts":"1767571200.000100""#),
            ],
        );
        let report = town.import(&newer).expect("imported again");
        assert_eq!((report.messages.carried, report.messages.already), (2, 14));
        let (after, mine) = town.room_of("U2", "予算");
        assert_eq!(after.last_seq, room.last_seq + 2, "the notice of leaving, and the next day");
        assert_eq!(mine.read_seq, 3, "what somebody had left unread stays so");
        assert!(town.rooms_of("U1").iter().all(|(room, _)| room.id != after.id), "who left stays away");
        let root = town.messages(room.id)[0].id;
        assert_eq!(town.thread(root).expect("a thread").replies, 3);
        assert_eq!(town.thread_read("U2", root), Some(3), "who had read the thread has read the late reply");
    });
}

#[test]
fn a_run_that_was_killed_is_completed_by_the_next() {
    Town::everywhere(|town| {
        let mut archive = workspace();
        let many: Vec<String> = (0..1_700)
            .map(|n| message(&format!("17677{n:05}.000001"), &format!(r#""user":"U1","text":"{n}""#)))
            .collect();
        archive.day("旧庁舎", "2026-01-07", &many);
        for after in [1, 2, 4] {
            let mut left = after;
            let stopped = town.import_until(&archive, &mut |_| {
                left -= 1;
                if left == 0 { Err(Error::conflict("killed")) } else { Ok(()) }
            });
            assert_eq!(stopped.expect_err("killed").code(), "killed");
        }
        let report = town.import(&archive).expect("completed");
        assert_eq!(report.messages.carried + report.messages.already, report.messages.archive);
        assert!(report.messages.already >= 500, "{report}");
        let (room, mine) = town.room_of("U1", "旧庁舎");
        assert_eq!((room.last_seq, mine.read_seq, room.archived_at.is_some()), (1_700, 1_700, true));
        let said = town.messages(room.id);
        assert!(
            said.is_sorted_by_key(|row| (row.seq, row.sent_at))
                && said.iter().enumerate().all(|(n, row)| row.body == n.to_string())
        );
    });
}

#[test]
fn ids_that_something_else_has_are_passed_over() {
    Town::everywhere(|town| {
        town.import(&workspace()).expect("imported");
        // The same messages propose the same ids, and ids are the whole database's.
        let neighbour = town.neighbour();
        let report = neighbour.import(&workspace()).expect("imported by another organisation");
        assert_eq!((report.messages.carried, report.broadcasts.carried), (14, 1));
        assert_eq!(neighbour.everything(), town.everything());
    });
}

#[test]
fn a_thread_without_its_first_message_stays_together() {
    Town::everywhere(|town| {
        let mut archive = Archive::small();
        archive.day(
            "general",
            "2026-01-05",
            &[
                message("1767571201.000000", r#""user":"U1","text":"一","thread_ts":"1767571000.000000""#),
                message("1767571202.000000", r#""user":"U1","text":"二","thread_ts":"1767571000.000000""#),
            ],
        );
        let report = town.import(&archive).expect("imported");
        assert_eq!(report.messages.carried, 2);
        let (room, _) = town.room_of("U1", "general");
        let said = town.messages(room.id);
        assert_eq!((said.len(), said[0].body.as_str()), (1, "一"));
        assert_eq!(town.messages_in(said[0].id.cast())[0].body, "二");
        assert!(report.missed.keys().any(|reason| reason.contains("first message is not in the export")));
        assert_eq!(town.import(&archive).expect("again").messages.already, 2);
    });
}

#[test]
fn a_time_that_two_messages_bear_comes_once_and_is_told() {
    Town::everywhere(|town| {
        let mut archive = Archive::small();
        let same = message("1767571201.000000", r#""user":"U1","text":"一""#);
        let other = message("1767571201.000000", r#""user":"U1","text":"別""#);
        archive.day("general", "2026-01-05", &[same.clone(), same, other]);
        let report = town.import(&archive).expect("imported");
        assert_eq!((report.messages.archive, report.messages.carried), (3, 1));
        assert_eq!(report.missed.values().map(|missed| missed.count).sum::<u64>(), 2, "{report}");
    });
}

#[test]
fn a_real_workspace_comes_over_whole() {
    let Some(bytes) = real() else { return };
    Town::everywhere(|town| {
        let report = town.import_bytes(&bytes).expect("imported");
        assert_eq!((report.users.archive, report.users.carried), (71, 71));
        assert_eq!((report.channels.archive, report.channels.carried), (16, 16));
        assert_eq!((report.messages.archive, report.messages.carried), (1_382, 1_382));
        assert_eq!((report.edits.carried, report.files.carried), (37, 67));
        assert!(report.subtypes.len() > 10, "{report}");
        assert_eq!(town.everything().messages, 1_382);
        assert_eq!(town.import_bytes(&bytes).expect("again").messages.carried, 0);
    });
}

#[test]
fn bounds_hold_whatever_an_archive_says_of_itself() {
    let limits = Limits { entry: 4_096, total: 6_000, entries: 100 };
    let told = |archive: &Archive| {
        let faults = check(Cursor::new(archive.bytes()), limits).err().expect("refused");
        faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    };
    let mut bomb = Archive::small();
    bomb.put("general/2026-01-05.json", &format!("[{}]", " ".repeat(1 << 20)));
    assert!(told(&bomb).contains("general/2026-01-05.json: it unpacks to more than the 4096 bytes"), "{}", told(&bomb));
    let mut many = Archive::small();
    for day in 1..=9 {
        many.put(&format!("general/2026-01-0{day}.json"), &format!("[{}]", " ".repeat(1_000)));
    }
    assert!(told(&many).contains("more than the 6000 bytes accepted in all"), "{}", told(&many));
    let few = Limits { entries: 1, ..limits };
    assert!(check(Cursor::new(many.bytes()), few).is_err());
}
