//! Foreign keys follow the same arrow as crates: to tables of the same crate or of a tier to the left.

use crate::sql::{normal, statements};
use crate::tiers::may_know;
use crate::tree::{File, files};
use std::collections::BTreeMap;

const WHAT_TO_DO: &str = "keep the other crate's id as a plain BIGINT without REFERENCES, or move the table that both need down to core, \
with a decision record";

#[test]
fn foreign_keys_point_left() {
    crate::faults::none(WHAT_TO_DO, faults(&files(&[".sql"])));
}

fn faults(migrations: &[File]) -> Vec<String> {
    let mut owners: BTreeMap<String, &str> = BTreeMap::new();
    let mut keys = Vec::new();
    let mut faults = Vec::new();
    for file in migrations {
        let Some((owner, _)) = file.path.split_once("/migrations/") else { continue };
        for statement in statements(&file.text) {
            let statement = normal(&statement);
            let words: Vec<&str> = statement.split(' ').collect();
            if let Some(table) = created(&words) {
                let earlier = owners.insert(table.to_owned(), owner).filter(|earlier| *earlier != owner);
                faults.extend(earlier.map(|earlier| format!("{table} is created by both {earlier} and {owner}")));
            }
            keys.extend(referenced(&words).map(|table| (file.path.clone(), owner, table.to_owned())));
        }
    }
    for (path, owner, table) in keys {
        match owners.get(&table) {
            None => faults.push(format!("{path} references {table}, which no migration creates")),
            Some(other) if *other != owner && !may_know(owner, other) => {
                faults.push(format!("{path} references {table} of {other}"));
            }
            Some(_) => {}
        }
    }
    faults
}

/// The table that a statement creates, or gives a new name.
fn created<'a>(words: &[&'a str]) -> Option<&'a str> {
    match words {
        ["CREATE", "TABLE", "IF", "NOT", "EXISTS", table, ..] | ["CREATE", "TABLE", table, ..] => Some(table),
        ["ALTER", "TABLE", _, "RENAME", "TO", table] => Some(table),
        _ => None,
    }
}

fn referenced<'a>(words: &[&'a str]) -> impl Iterator<Item = &'a str> {
    words.windows(2).filter(|pair| pair[0] == "REFERENCES").map(|pair| pair[1])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn migrations(other: &str, text: &str) -> Vec<String> {
        faults(&[
            File::made_up("core/directory/migrations/0001_directory.sql", "CREATE TABLE person ({id});"),
            File::made_up("features/chat/migrations/0001_chat.sql", "CREATE TABLE room ({id});"),
            File::made_up(other, text),
        ])
    }

    #[test]
    fn a_key_to_the_left_or_to_oneself_is_fine() {
        let text = "CREATE TABLE member (room_id BIGINT REFERENCES room(id), person_id BIGINT REFERENCES person (id));";
        assert_eq!(migrations("features/chat/migrations/0002_member.sql", text), [] as [&str; 0]);
    }

    #[test]
    fn a_key_to_the_side_or_to_the_right_is_found() {
        let text = "CREATE TABLE pin (room_id BIGINT NOT NULL REFERENCES room);";
        assert_eq!(migrations("features/notices/migrations/0001_notices.sql", text).len(), 1);
        assert_eq!(migrations("core/audit/migrations/0001_audit.sql", text).len(), 1);
    }

    #[test]
    fn a_table_with_two_owners_or_none_is_found() {
        assert_eq!(migrations("core/audit/migrations/0001_audit.sql", "CREATE TABLE room ({id});").len(), 1);
        let unknown = "CREATE TABLE a (b BIGINT REFERENCES nowhere (id));";
        assert_eq!(migrations("core/audit/migrations/0001_audit.sql", unknown).len(), 1);
    }
}
