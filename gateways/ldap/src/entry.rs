//! An entry of a directory, and what it says of a person. Pure.

use crate::model::{AttributeMapping, EntryFault};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// The longest text that is taken from an attribute, in characters; the directory here has bounds of its own, and says so.
const LONGEST: usize = 200;
/// What `objectGUID` is called; its sixteen bytes are written as Windows writes them.
const GUID: &str = "objectguid";
/// Of Active Directory's `userAccountControl`: the account is stopped.
const ACCOUNTDISABLE: u64 = 2;
/// The moment with which OpenLDAP says that an account is locked for good.
const LOCKED_FOR_GOOD: &str = "000001010000Z";

/// Values by the names of attributes in small letters.
#[derive(Debug, Clone, Default)]
pub struct Attributes(HashMap<String, Vec<Vec<u8>>>);

impl Attributes {
    /// From names, in whatever letters, and values.
    pub fn new(all: impl IntoIterator<Item = (String, Vec<Vec<u8>>)>) -> Self {
        Self(all.into_iter().map(|(name, values)| (name.to_ascii_lowercase(), values)).collect())
    }

    fn first(&self, name: &str) -> Option<&[u8]> {
        self.0.get(&name.to_ascii_lowercase())?.first().map(Vec::as_slice)
    }

    /// The first value as a text; nothing when it is none or empty.
    fn text(&self, name: &str) -> Option<String> {
        let text = std::str::from_utf8(self.first(name)?).ok()?;
        let plain: String = text.chars().filter(|letter| !letter.is_control()).take(LONGEST).collect();
        Some(plain.trim().to_owned()).filter(|text| !text.is_empty())
    }
}

/// What an entry says of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// What never changes.
    pub permanent_id: String,
    /// What they sign in with, as written.
    pub login: String,
    /// The staff number, if it is another one.
    pub number: Option<String>,
    /// As written.
    pub family_name: String,
    /// As written.
    pub given_name: String,
    /// Kana; empty where nobody says.
    pub family_reading: String,
    /// Kana.
    pub given_reading: String,
    /// The address.
    pub email: Option<String>,
    /// The unit, as the directory names it.
    pub unit: Option<String>,
    /// The title, as the directory names it.
    pub title: Option<String>,
    /// Whether the account is stopped there.
    pub disabled: bool,
}

impl Entry {
    /// The staff number.
    pub fn number(&self) -> &str {
        self.number.as_deref().unwrap_or(&self.login)
    }

    /// The same as long as all that is read of it is the same.
    pub fn hash(&self) -> String {
        let hash = Sha256::digest(serde_json::to_vec(self).expect("an entry is plain data"));
        hash.iter().take(12).map(|byte| format!("{byte:02x}")).collect()
    }
}

/// What never changes of an entry, and what it says; or why that cannot be a person's record.
#[derive(Debug, Clone)]
pub struct Read {
    /// Nothing where even that is missing.
    pub permanent_id: Option<String>,
    /// The name by which the entry can be found.
    pub name: String,
    /// Whether the account is stopped there, whatever else is wrong.
    pub disabled: bool,
    /// What it says.
    pub entry: Result<Entry, EntryFault>,
}

/// Reads an entry.
pub fn read(attributes: &Attributes, mapping: &AttributeMapping) -> Read {
    let text = |name: &str| if name.is_empty() { None } else { attributes.text(name) };
    let permanent_id = permanent_id(attributes, &mapping.permanent_id);
    let (login, full_name) = (text(&mapping.login), text(&mapping.full_name));
    let (family, given) = names(text(&mapping.family_name), text(&mapping.given_name), full_name);
    let disabled = text(&mapping.disabled).is_some_and(|value| is_stopped(&mapping.disabled, &value));
    let name = directory::model::full_name(family.as_deref().unwrap_or(login.as_deref().unwrap_or("?")), &given);
    let entry = || -> Result<Entry, EntryFault> {
        let missing = |code: &str| EntryFault::new(code, name.clone());
        let (family_reading, given_reading) =
            readings(text(&mapping.family_reading), text(&mapping.given_reading), family.as_deref(), &given);
        Ok(Entry {
            permanent_id: permanent_id.clone().ok_or_else(|| missing("no_permanent_id"))?,
            login: login.clone().ok_or_else(|| missing("no_login"))?,
            number: text(&mapping.number),
            family_name: family.clone().ok_or_else(|| missing("no_name"))?,
            given_name: given.clone(),
            family_reading,
            given_reading,
            email: text(&mapping.email),
            unit: text(&mapping.unit),
            title: text(&mapping.title),
            disabled,
        })
    };
    let entry = entry();
    Read { permanent_id, name, disabled, entry }
}

/// Family and given name; out of the full one where there is no other.
fn names(family: Option<String>, given: Option<String>, full: Option<String>) -> (Option<String>, String) {
    match (family, full) {
        (Some(family), _) => (Some(family), given.unwrap_or_default()),
        (None, Some(full)) => match full.split_once(char::is_whitespace) {
            Some((family, given)) => (Some(family.to_owned()), given.trim().to_owned()),
            None => (Some(full), given.unwrap_or_default()),
        },
        (None, None) => (None, String::new()),
    }
}

/// Readings as they stand there, else out of names that are kana themselves.
fn readings(
    family: Option<String>,
    given: Option<String>,
    family_name: Option<&str>,
    given_name: &str,
) -> (String, String) {
    let kana =
        |text: Option<String>| text.filter(|text| text::is_reading(text)).map(|text| text::normalise_reading(&text));
    let of_name = |name: &str| kana(Some(name.to_owned())).unwrap_or_default();
    match kana(family) {
        Some(family) => (family, kana(given).unwrap_or_default()),
        None => (of_name(family_name.unwrap_or_default()), of_name(given_name)),
    }
}

/// Whether the value of an attribute says that the account is stopped.
fn is_stopped(attribute: &str, value: &str) -> bool {
    if attribute.eq_ignore_ascii_case("userAccountControl") {
        return value.parse::<u64>().is_ok_and(|flags| flags & ACCOUNTDISABLE != 0);
    }
    ["true", "1", "yes"].iter().any(|word| value.eq_ignore_ascii_case(word)) || value == LOCKED_FOR_GOOD
}

fn permanent_id(attributes: &Attributes, name: &str) -> Option<String> {
    if !name.eq_ignore_ascii_case(GUID) {
        return attributes.text(name);
    }
    let b: [u8; 16] = attributes.first(name)?.try_into().ok()?;
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let [first, second, third] = [[b[3], b[2], b[1], b[0]].as_slice(), &[b[5], b[4]], &[b[7], b[6]]].map(hex);
    Some(format!("{first}-{second}-{third}-{}-{}", hex(&b[8..10]), hex(&b[10..])))
}

/// The filter that finds the one entry with a permanent id, among those of a filter.
pub fn filter_for(filter: &str, attribute: &str, permanent_id: &str) -> String {
    let value = match attribute.eq_ignore_ascii_case(GUID).then(|| guid_bytes(permanent_id)).flatten() {
        Some(bytes) => bytes.iter().map(|byte| format!("\\{byte:02x}")).collect(),
        None => ldap3::ldap_escape(permanent_id).into_owned(),
    };
    format!("(&{filter}({attribute}={value}))")
}

/// The bytes of a GUID that [`permanent_id`] has written.
fn guid_bytes(text: &str) -> Option<[u8; 16]> {
    let digits: Vec<u8> = text.bytes().filter(|byte| *byte != b'-').collect();
    let mut bytes = [0; 16];
    if digits.len() != 32 {
        return None;
    }
    for (place, pair) in digits.chunks(2).enumerate() {
        bytes[place] = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    let [a, b, c, d, e, f, g, h, ..] = bytes;
    bytes[..8].copy_from_slice(&[d, c, b, a, f, e, h, g]);
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mapping() -> AttributeMapping {
        AttributeMapping {
            permanent_id: "objectGUID".to_owned(),
            login: "sAMAccountName".to_owned(),
            family_name: "sn".to_owned(),
            given_name: "givenName".to_owned(),
            full_name: "displayName".to_owned(),
            family_reading: "msDS-PhoneticLastName".to_owned(),
            given_reading: "msDS-PhoneticFirstName".to_owned(),
            disabled: "userAccountControl".to_owned(),
            ..AttributeMapping::default()
        }
    }

    fn of(values: &[(&str, &[u8])]) -> Read {
        let all = values.iter().map(|(name, value)| ((*name).to_owned(), vec![value.to_vec()]));
        read(&Attributes::new(all), &mapping())
    }

    const ID: [u8; 16] =
        [0x33, 0x22, 0x11, 0x00, 0x55, 0x44, 0x77, 0x66, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff];
    const SHOWN: &str = "00112233-4455-6677-8899-aabbccddeeff";

    #[test]
    fn an_entry_of_active_directory_is_a_person() {
        let found = of(&[
            ("OBJECTGUID", &ID),
            ("samaccountname", b"Takahashi"),
            ("sn", "髙橋".as_bytes()),
            ("givenName", " 美咲\u{0} ".as_bytes()),
            ("msDS-PhoneticLastName", "ﾀｶﾊｼ".as_bytes()),
            ("msDS-PhoneticFirstName", "ミサキ".as_bytes()),
            ("userAccountControl", b"514"),
        ]);
        let entry = found.entry.expect("a person");
        assert_eq!(
            (entry.permanent_id.as_str(), entry.login.as_str(), entry.number()),
            (SHOWN, "Takahashi", "Takahashi")
        );
        assert_eq!((entry.family_name.as_str(), entry.given_name.as_str()), ("髙橋", "美咲"));
        assert_eq!((entry.family_reading.as_str(), entry.given_reading.as_str()), ("たかはし", "みさき"));
        assert!(entry.disabled);
    }

    #[test]
    fn a_name_in_one_piece_is_taken_apart_and_kana_are_their_own_reading() {
        let found = of(&[("objectGUID", &ID), ("sAMAccountName", b"a"), ("displayName", "さくら　花子".as_bytes())]);
        let entry = found.entry.expect("a person");
        assert_eq!((entry.family_name.as_str(), entry.given_name.as_str()), ("さくら", "花子"));
        assert_eq!((entry.family_reading.as_str(), entry.given_reading.as_str()), ("さくら", ""));
        assert!(!entry.disabled);
    }

    #[test]
    fn what_is_missing_is_told_and_the_entry_is_still_known_by_its_id() {
        let code = |read: Read| (read.permanent_id.is_some(), read.entry.expect_err("a fault").code);
        assert_eq!(code(of(&[("sn", b"x")])), (false, "no_permanent_id".to_owned()));
        assert_eq!(code(of(&[("objectGUID", b"short"), ("sn", b"x")])), (false, "no_permanent_id".to_owned()));
        assert_eq!(code(of(&[("objectGUID", &ID), ("sn", b"x")])), (true, "no_login".to_owned()));
        assert!(of(&[("objectGUID", &ID), ("userAccountControl", b"514")]).disabled, "whatever is missing");
        assert_eq!(code(of(&[("objectGUID", &ID), ("sAMAccountName", b"x")])), (true, "no_name".to_owned()));
        assert_eq!(code(of(&[("objectGUID", &ID), ("sAMAccountName", &[0xff])])), (true, "no_login".to_owned()));
    }

    #[test]
    fn stopped_is_what_the_directory_calls_so() {
        assert!(is_stopped("useraccountcontrol", "66050"));
        assert!(!is_stopped("userAccountControl", "512"));
        assert!(is_stopped("nsAccountLock", "TRUE"));
        assert!(is_stopped("pwdAccountLockedTime", "000001010000Z"));
        assert!(!is_stopped("pwdAccountLockedTime", "20260401000000Z"), "that one ends by itself");
    }

    #[test]
    fn a_filter_for_one_entry_lets_nobody_out_of_its_value() {
        assert_eq!(
            filter_for("(a=b)", "objectGUID", SHOWN),
            r"(&(a=b)(objectGUID=\33\22\11\00\55\44\77\66\88\99\aa\bb\cc\dd\ee\ff))"
        );
        let hostile = filter_for("(a=b)", "uid", "x)(|(uid=*");
        assert_eq!(hostile, r"(&(a=b)(uid=x\29\28|\28uid=\2a))");
    }
}
