//! What clients say is understood or refused, and ids have one spelling.

use kernel::Id;
use live::FromClient;
use web::Cursor;

pub(crate) fn promises(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    if let Ok(FromClient::Watch { people }) = serde_json::from_str(text) {
        // An id is thirteen characters between quotes.
        assert!(people.len() <= text.len() / 15);
    }
    if let Ok(id) = text.parse::<Id<()>>() {
        assert_eq!(id.to_string(), text, "an id has one spelling");
        assert!(id.raw() >= 0);
        assert_eq!(Id::<()>::from_raw(id.raw()), id);
    }
    let cursor: Cursor = serde_json::from_value(text.into()).expect("any text may claim to be one");
    if let Ok((name, number)) = cursor.read::<(String, i64)>() {
        assert!(name.len() <= text.len() / 2 && number.to_string().len() <= text.len() / 2);
    }
}
