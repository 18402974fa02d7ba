//! How a directory is reached and read.

use kernel::{Error, FieldFault, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// The longest text of a setting, and the longest certificates, in characters.
const LONGEST: usize = 1_000;
const LONGEST_CERTIFICATES: usize = 50_000;

/// Which attribute of an entry is what here. An empty name: it is not read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AttributeMapping {
    /// What never changes of an entry: `objectGUID`, `entryUUID`.
    pub permanent_id: String,
    /// What people sign in with.
    pub login: String,
    /// The staff number; the login where there is none.
    pub number: String,
    /// As written.
    pub family_name: String,
    /// As written.
    pub given_name: String,
    /// Both names with a blank between, where an entry has no family name.
    pub full_name: String,
    /// Kana.
    pub family_reading: String,
    /// Kana.
    pub given_reading: String,
    /// The address.
    pub email: String,
    /// The unit of the main post: its id, its name, or a path.
    pub unit: String,
    /// The title of the main post, by its name.
    pub title: String,
    /// Whether the account is stopped there: `userAccountControl`, or an attribute that says TRUE.
    pub disabled: String,
}

impl AttributeMapping {
    /// The names of all attributes that are read.
    pub fn names(&self) -> Vec<String> {
        let all = [
            &self.permanent_id,
            &self.login,
            &self.number,
            &self.family_name,
            &self.given_name,
            &self.full_name,
            &self.family_reading,
            &self.given_reading,
            &self.email,
            &self.unit,
            &self.title,
            &self.disabled,
        ];
        let mut names: Vec<String> = all.into_iter().filter(|name| !name.is_empty()).cloned().collect();
        names.sort();
        names.dedup();
        names
    }
}

/// How a directory is reached and read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DirectorySettings {
    /// What it is called here.
    pub name: String,
    /// `ldaps://host`, `ldap://host`, with a port after a colon if it is another one.
    pub url: String,
    /// Whether a connection that begins in the clear is encrypted before anything is said.
    pub start_tls: bool,
    /// The certificate of the authority that vouches for the directory's, as PEM; that of the system where there is none.
    pub ca: Option<String>,
    /// Who reads, by their full name in the directory.
    pub bind_dn: String,
    /// Below what people stand.
    pub base: String,
    /// Which entries are people.
    pub filter: String,
    /// Which attribute is what.
    pub mapping: AttributeMapping,
    /// After how many minutes it is read again; nothing: only when somebody asks for it.
    pub every_minutes: Option<i64>,
    /// If more than so many in a hundred would be stopped at once, nothing is done.
    pub most_suspended: i64,
}

fn is_host(rest: &str) -> bool {
    let rest = rest.strip_suffix('/').unwrap_or(rest);
    !rest.is_empty()
        && !rest.starts_with(':')
        && rest.chars().all(|letter| letter.is_ascii_alphanumeric() || ".-_:[]".contains(letter))
}

/// Whether an address is on this very machine, to which nothing has to be encrypted.
fn is_here(rest: &str) -> bool {
    let rest = rest.strip_suffix('/').unwrap_or(rest);
    let host = match rest.strip_prefix('[') {
        Some(bracketed) => bracketed.split(']').next(),
        None => rest.split(':').next(),
    };
    host.is_some_and(|host| host == "localhost" || host.parse().is_ok_and(|address: IpAddr| address.is_loopback()))
}

fn is_attribute(name: &str) -> bool {
    name.len() <= 100 && name.chars().all(|letter| letter.is_ascii_alphanumeric() || "-;.".contains(letter))
}

impl DirectorySettings {
    /// The names of the fields that are others than before.
    pub fn changed_from(&self, before: &Self) -> Vec<&'static str> {
        let all = [
            ("name", self.name != before.name),
            ("url", self.url != before.url),
            ("start_tls", self.start_tls != before.start_tls),
            ("authority", self.ca != before.ca),
            ("bind_dn", self.bind_dn != before.bind_dn),
            ("base", self.base != before.base),
            ("filter", self.filter != before.filter),
            ("mapping", self.mapping != before.mapping),
            ("every_minutes", self.every_minutes != before.every_minutes),
            ("most_suspended", self.most_suspended != before.most_suspended),
        ];
        all.into_iter().filter_map(|(name, changed)| changed.then_some(name)).collect()
    }

    /// Without blanks around texts, when all of it can be meant.
    ///
    /// Errors: the fields that cannot.
    pub fn checked(mut self) -> Result<Self> {
        for text in [&mut self.name, &mut self.url, &mut self.bind_dn, &mut self.base, &mut self.filter] {
            *text = text.trim().to_owned();
        }
        self.ca = self.ca.map(|ca| ca.trim().to_owned()).filter(|ca| !ca.is_empty());
        let mut faults = Vec::new();
        let mut fault = |field: &str, code| faults.push(FieldFault { field: field.to_owned(), code });
        for (field, text, most) in [
            ("name", &self.name, 50),
            ("url", &self.url, LONGEST),
            ("bind_dn", &self.bind_dn, LONGEST),
            ("base", &self.base, LONGEST),
            ("filter", &self.filter, LONGEST),
        ] {
            match text::graphemes(text) {
                0 => fault(field, "missing"),
                count if count > most => fault(field, "too_long"),
                _ => {}
            }
        }
        let place = self.url.strip_prefix("ldaps://").or_else(|| self.url.strip_prefix("ldap://"));
        if !self.url.is_empty() && !place.is_some_and(is_host) {
            fault("url", "invalid");
        }
        if self.start_tls && self.url.starts_with("ldaps://") {
            fault("start_tls", "invalid");
        }
        // Everybody's password goes over it.
        if place.is_some_and(|place| is_host(place) && !is_here(place)) && !self.is_encrypted() {
            fault("url", "insecure");
        }
        if self.ca.as_ref().is_some_and(|ca| ca.len() > LONGEST_CERTIFICATES) {
            fault("ca", "too_long");
        } else if self.ca.as_ref().is_some_and(|ca| !crate::client::are_certificates(ca)) {
            fault("ca", "invalid");
        }
        if !self.filter.is_empty() && !crate::client::is_filter(&self.filter) {
            fault("filter", "invalid");
        }
        let needed = [
            ("mapping.permanent_id", &self.mapping.permanent_id),
            ("mapping.login", &self.mapping.login),
            ("mapping.unit", &self.mapping.unit),
        ];
        needed.iter().filter(|(_, name)| name.is_empty()).for_each(|(field, _)| fault(field, "missing"));
        if self.mapping.family_name.is_empty() && self.mapping.full_name.is_empty() {
            fault("mapping.family_name", "missing");
        }
        if self.mapping.names().iter().any(|name| !is_attribute(name)) {
            fault("mapping", "invalid");
        }
        if self.every_minutes.is_some_and(|minutes| !(5..=10_080).contains(&minutes)) {
            fault("every_minutes", "out_of_range");
        }
        if !(0..=100).contains(&self.most_suspended) {
            fault("most_suspended", "out_of_range");
        }
        if faults.is_empty() { Ok(self) } else { Err(Error::fields(faults)) }
    }

    /// Whether what is said cannot be read on the way.
    pub fn is_encrypted(&self) -> bool {
        self.start_tls || self.url.starts_with("ldaps://")
    }

    /// Whether a password that was given for `other` may be sent to where this one leads: nobody who changes the address gets to read it.
    pub fn leads_where(&self, other: &Self) -> bool {
        (&self.url, self.start_tls, &self.ca, &self.bind_dn) == (&other.url, other.start_tls, &other.ca, &other.bind_dn)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(url: &str) -> DirectorySettings {
        DirectorySettings {
            name: "庁内AD".to_owned(),
            url: url.to_owned(),
            start_tls: false,
            ca: None,
            bind_dn: "CN=engawa".to_owned(),
            base: "DC=midorino".to_owned(),
            filter: "(objectClass=user)".to_owned(),
            mapping: AttributeMapping {
                permanent_id: "objectGUID".to_owned(),
                login: "sAMAccountName".to_owned(),
                family_name: "sn".to_owned(),
                unit: "department".to_owned(),
                ..AttributeMapping::default()
            },
            every_minutes: None,
            most_suspended: 10,
        }
    }

    fn faults(settings: DirectorySettings) -> Vec<String> {
        let faulty = |error: Error| error.faults().iter().map(|fault| fault.field.clone()).collect();
        settings.checked().map_or_else(faulty, |_| Vec::new())
    }

    #[test]
    fn an_address_is_that_of_a_directory() {
        for good in ["ldap://127.0.0.1:389", "ldaps://ad.midorino.local/", "ldap://[::1]:389", "ldap://localhost"] {
            assert_eq!(faults(settings(good)), Vec::<String>::new(), "{good}");
        }
        for bad in ["ldap://", "ldap:///", "ldapi://x", "http://x", "ldap://x/dc=y", "ldap://a b", "ldap://:389"] {
            assert_eq!(faults(settings(bad)), ["url"], "{bad}");
        }
    }

    #[test]
    fn passwords_go_in_the_clear_to_nobody_but_this_machine() {
        let code = |settings: DirectorySettings| settings.checked().err().map(|error| error.faults()[0].code);
        for bad in [
            "ldap://ad.midorino.local",
            "ldap://10.0.0.1:389",
            "ldap://127.0.0.1.midorino.local",
            "ldap://[2001:db8::1]",
        ] {
            assert_eq!(code(settings(bad)), Some("insecure"), "{bad}");
            assert_eq!(code(DirectorySettings { start_tls: true, ..settings(bad) }), None, "{bad}");
        }
    }

    #[test]
    fn every_fault_of_settings_is_told_at_once() {
        let mut bad = settings("ldaps://x");
        (bad.start_tls, bad.ca, bad.filter) = (true, Some("no certificate".to_owned()), "(cn=".to_owned());
        (bad.every_minutes, bad.most_suspended) = (Some(1), 101);
        bad.mapping = AttributeMapping { login: "a b".to_owned(), ..AttributeMapping::default() };
        assert_eq!(
            faults(bad),
            [
                "start_tls",
                "ca",
                "filter",
                "mapping.permanent_id",
                "mapping.unit",
                "mapping.family_name",
                "mapping",
                "every_minutes",
                "most_suspended"
            ]
        );
    }

    #[test]
    fn a_password_stays_with_the_address_it_was_given_for() {
        let kept = settings("ldaps://ad");
        assert!(DirectorySettings { base: "OU=x".to_owned(), ..kept.clone() }.leads_where(&kept));
        assert!(!settings("ldaps://elsewhere").leads_where(&kept));
        assert!(!DirectorySettings { ca: Some("x".to_owned()), ..kept.clone() }.leads_where(&kept));
    }
}
