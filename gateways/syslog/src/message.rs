//! A record as a message of RFC 5424: JSON after the word `@cee:`, which log servers know to take apart.

use directory::model::{Organisation, PersonBrief};
use kernel::PersonId;
use serde_json::{Map, Value, json};

/// Facility 13, an audit; severity 5, something normal that is worth noting.
const PRIORITY: u8 = 13 * 8 + 5;
/// Bytes of a message: what is longer, log servers cut off as they come, and half a JSON is none.
const LONGEST: usize = 8_000;
/// Characters of a kind of message, as RFC 5424 has it.
const KIND: usize = 32;

/// What the head of each message says of this program.
pub(crate) struct Sender {
    host: String,
    process: u32,
}

impl Sender {
    /// This machine.
    pub(crate) fn here() -> Self {
        let name = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
        let fits =
            |name: &str| !name.is_empty() && name.len() <= 255 && name.bytes().all(|byte| byte.is_ascii_graphic());
        let host = Some(name.trim()).filter(|name| fits(name)).unwrap_or("-").to_owned();
        Self { host, process: std::process::id() }
    }

    /// A record of an organisation's. `people` are those whom it may name.
    pub(crate) fn message(&self, of: &Organisation, record: &audit::Numbered, people: &[PersonBrief]) -> Vec<u8> {
        let audit::Numbered { head, entry } = record;
        let kind: String = entry.act.chars().filter(char::is_ascii_graphic).take(KIND).collect();
        let named = |id: Option<PersonId>| id.map(|id| (id, people.iter().find(|person| person.id == id)));
        let mut said = Map::new();
        let mut say = |key: &str, value: Value| said.insert(key.to_owned(), value);
        say("organisation", json!(of.name));
        say("number", json!(head.number));
        say("act", json!(entry.act));
        for (key, id) in [("person", named(entry.person)), ("operator", named(entry.operator()))] {
            if let Some((id, person)) = id {
                say(&format!("{key}_id"), json!(id));
                say(key, json!(person.map(|person| person.name.as_str())));
            }
        }
        if !entry.subject.id.is_empty() {
            say("subject_id", json!(entry.subject.id));
            say("subject", json!(entry.subject.name));
        }
        if !entry.address.is_empty() {
            say("address", json!(entry.address));
        }
        say("hash", json!(head.hash));
        let head = format!("<{PRIORITY}>1 {} {} engawa {} {kind} - @cee: ", entry.at, self.host, self.process);
        said.insert("detail".to_owned(), entry.detail.clone());
        let whole = format!("{head}{}", Value::Object(said.clone()));
        if whole.len() <= LONGEST {
            return whole.into_bytes();
        }
        said.insert("detail".to_owned(), json!("left out: too long"));
        format!("{head}{}", Value::Object(said)).into_bytes()
    }
}
