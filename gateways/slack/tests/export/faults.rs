//! Archives with something wrong in them change nothing, and say what and where.

use crate::archives::{Archive, Town, message};
use slack::model::Limits;
use slack::service::check;
use std::io::Cursor;

/// What is said of an archive that must not be accepted, and that it left no trace.
fn refused(bytes: &[u8]) -> String {
    let faults = check(Cursor::new(bytes), Limits::default()).err().expect("refused");
    Town::everywhere(|town| {
        let before = town.everything();
        assert!(town.import_bytes(bytes).is_err());
        assert_eq!(town.everything(), before, "nothing changed");
    });
    faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_truncated_archive_is_refused() {
    let mut archive = Archive::small();
    archive.day("general", "2026-01-05", &[message("1767571201.000000", r#""user":"U1","text":"一""#)]);
    let bytes = archive.bytes();
    let told = refused(&bytes[..bytes.len() / 2]);
    assert!(told.contains("not all of it is there"), "{told}");
}

#[test]
fn a_flipped_byte_is_found_by_its_sum() {
    let mut archive = Archive::small();
    archive.day("general", "2026-01-05", &[message("1767571201.000000", r#""user":"U1","text":"ここが壊れる""#)]);
    let mut bytes = archive.stored();
    let place = bytes.windows(9).position(|window| window == "ここが".as_bytes()).expect("stored as it is");
    bytes[place + 2] ^= 1;
    let told = refused(&bytes);
    assert!(told.contains("general/2026-01-05.json: it is damaged"), "{told}");
}

#[test]
fn bad_json_in_one_day_is_refused_with_its_place() {
    let mut archive = Archive::small();
    archive.day("general", "2026-01-05", &[message("1767571201.000000", r#""user":"U1","text":"一""#)]);
    archive.put("general/2026-01-06.json", "[{\"ts\":\"1767571201.000000\",\n\"text\":}]");
    let told = refused(&archive.bytes());
    assert!(told.contains("general/2026-01-06.json") && told.contains("line 2 column 8"), "{told}");
}

#[test]
fn an_archive_without_users_is_refused() {
    let mut archive = Archive::new();
    archive.put("channels.json", "[]");
    let told = refused(&archive.bytes());
    assert!(told.contains("users.json: it is missing"), "{told}");
    let mut archive = Archive::new();
    archive.put("users.json", "[]");
    assert!(refused(&archive.bytes()).contains("channels.json: it is missing"));
}

#[test]
fn every_wrong_type_is_told_with_its_file_and_field() {
    let mut archive = Archive::small();
    archive.put("general/2026-01-05.json", r#"[{"ts":1767571201.5,"text":"一"}]"#);
    archive.put("general/2026-01-06.json", r#"[{"ts":"1767571201.000000"},{"ts":"1767571202.000000","text":{"a":1}}]"#);
    archive.put("general/2026-01-07.json", r#"{"ok":true}"#);
    archive.put("general/2026-01-08.json", r#"[{"text":"いつ"}]"#);
    let told = refused(&archive.bytes());
    for part in [
        "2026-01-05.json, [0].ts: ",
        "2026-01-06.json, [1].text: ",
        "2026-01-07.json, the file: ",
        "2026-01-08.json, [0]: missing field `ts`",
    ] {
        assert!(told.contains(part), "{part} is not in\n{told}");
    }
}

#[test]
fn doubled_ids_are_refused() {
    let mut archive = Archive::small();
    archive.put("users.json", r#"[{"id":"U1"},{"id":"U1"},{"name":"nobody"}]"#);
    archive.put("groups.json", r#"[{"id":"C1","name":"again"},{"id":"G1"}]"#);
    let told = refused(&archive.bytes());
    for part in
        ["the user U1 is listed twice", "users.json, [2].id", "the channel C1 is listed twice", "groups.json, [1].name"]
    {
        assert!(told.contains(part), "{part} is not in\n{told}");
    }
}

#[test]
fn names_that_lead_out_of_the_archive_are_passed_over_and_told() {
    let mut archive = Archive::small();
    archive.put("../../etc/users.json", "[");
    archive.put("general/../../2026-01-05.json", "[");
    archive.put("/general/2026-01-05.json", "[");
    let export = check(Cursor::new(archive.bytes()), Limits::default()).expect("accepted");
    let missed = &export.report.missed["names that lead out of the archive are passed over"];
    assert_eq!(missed.count, 3);
}

#[test]
fn an_export_packed_again_in_its_folder_on_a_japanese_windows_is_read() {
    let mut archive = Archive::new();
    archive.put("export/users.json", "[]");
    archive.put("export/channels.json", r#"[{"id":"C1","name":"予算"}]"#);
    archive.put("export/予算/2026-01-05.json", r#"[{"ts":"1.0","text":"a"}]"#);
    archive.put("__MACOSX/export/._users.json", "?");
    let export = check(Cursor::new(archive.in_cp932()), Limits::default()).expect("accepted");
    assert_eq!(export.report.messages.archive, 1);
}

#[test]
fn of_very_many_faults_the_first_fifty_are_told() {
    let mut archive = Archive::new();
    let wrong = format!("[{}{{}}]", "{},".repeat(1_000));
    for list in ["users.json", "channels.json", "groups.json"] {
        archive.put(list, &wrong);
    }
    let faults = check(Cursor::new(archive.bytes()), Limits::default()).err().expect("refused");
    assert_eq!((faults.len(), faults[0].place.as_str()), (50, "[0].id"));
}
