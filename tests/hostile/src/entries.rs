//! Whatever stands in a directory becomes a person's record that the database takes, or a fault; and a filter that finds one entry lets
//! nothing out of its value.

use ldap::client::is_filter;
use ldap::entry::{Attributes, filter_for, read};
use ldap::model::AttributeMapping;

fn mapping(permanent_id: &str) -> AttributeMapping {
    AttributeMapping {
        permanent_id: permanent_id.to_owned(),
        login: "a".to_owned(),
        number: "b".to_owned(),
        family_name: "c".to_owned(),
        given_name: "d".to_owned(),
        full_name: "e".to_owned(),
        family_reading: "f".to_owned(),
        given_reading: "g".to_owned(),
        email: "h".to_owned(),
        unit: "i".to_owned(),
        title: "j".to_owned(),
        disabled: "userAccountControl".to_owned(),
    }
}

/// A line is an attribute's name of one letter and its value; `#` is the GUID, `!` whether somebody is stopped.
pub(crate) fn promises(input: &[u8]) {
    let values = input.split(|byte| *byte == b'\n').filter_map(|line| {
        let (name, value) = line.split_first()?;
        let name = match name {
            b'#' => "objectGUID".to_owned(),
            b'!' => "userAccountControl".to_owned(),
            name => char::from(*name).to_string(),
        };
        Some((name, vec![value.to_vec()]))
    });
    let attributes = Attributes::new(values);
    for permanent_id in ["objectGUID", "k"] {
        let read = read(&attributes, &mapping(permanent_id));
        let Ok(entry) = read.entry else { continue };
        assert_eq!(read.permanent_id.as_ref(), Some(&entry.permanent_id));
        for text in [&entry.permanent_id, &entry.login, &entry.family_name] {
            assert!(!text.is_empty() && !text.contains(char::is_control), "{text:?}");
        }
        assert_eq!(entry.hash(), entry.clone().hash());
        let filter = filter_for("(a=b)", permanent_id, &entry.permanent_id);
        assert!(is_filter(&filter), "{filter}");
        assert_eq!(filter.matches(['(', ')', '*']).count(), 6, "{filter} has a value that ends it");
    }
    if let Ok(text) = std::str::from_utf8(input) {
        is_filter(text);
    }
}
