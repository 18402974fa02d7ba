//! A User as clients send and see it, and a person of ours. Pure.

use crate::schema::{Attribute, BUSINESS, COMMON, CORE, ENGAWA, ENTERPRISE, Kind, Named, OURS, Returned, USER, named};
use crate::store::Known;
use directory::model::naming::Units;
use directory::model::{Employment, Person, Post, PostKind, full_name};
use jiff::civil::Date;
use kernel::{Error, FieldFault, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

/// The longest text of an attribute, in characters; the directory has bounds of its own.
const LONGEST: usize = 200;

/// A User as the wire has it.
pub type Fields = Map<String, Value>;

/// A person and their account.
pub struct Held {
    /// The person, with all their posts.
    pub person: Person,
    /// What SCIM knows of them.
    pub known: Known,
}

impl Held {
    /// Whether their last day is over.
    pub fn has_left(&self, today: Date) -> bool {
        self.person.left_on.is_some_and(|last| last < today)
    }

    /// Whether they may sign in, as far as their account says and they have not left.
    pub fn is_active(&self, today: Date) -> bool {
        !self.known.suspended && !self.has_left(today)
    }

    /// What they are called: as the client typed it, as long as that is what they sign in with.
    pub fn user_name(&self) -> &str {
        let typed = self.known.user_name.as_deref();
        typed.filter(|typed| identity::model::fold_login(typed) == self.known.login).unwrap_or(&self.known.login)
    }

    /// The posts that they hold on a day, the main one first.
    pub fn posts(&self, today: Date) -> impl Iterator<Item = &Post> {
        let held = move |post: &&Post| post.valid_from <= today && post.valid_to.is_none_or(|last| last >= today);
        self.person.posts.iter().filter(held)
    }

    /// Their main post on a day.
    pub fn main(&self, today: Date) -> Option<&Post> {
        self.posts(today).find(|post| post.kind == PostKind::Main)
    }
}

/// What a client wants a User to be.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    /// What they sign in with, as typed.
    pub user_name: String,
    /// The client's own id.
    pub external_id: Option<String>,
    /// The staff number, if it is another one.
    pub number: Option<String>,
    /// As written.
    pub family_name: String,
    /// As written.
    pub given_name: String,
    /// Kana.
    pub family_reading: String,
    /// Kana.
    pub given_reading: String,
    /// How they are employed.
    pub employment: Employment,
    /// Whether they may sign in.
    pub active: Option<bool>,
    /// The address.
    pub email: Option<String>,
    /// The extension.
    pub extension: Option<String>,
    /// The mobile number.
    pub mobile: Option<String>,
    /// The unit of the main post.
    pub department: Option<String>,
    /// The title of the main post.
    pub title: Option<String>,
    /// Unit, title and kind of further posts.
    pub other_posts: Vec<(String, Option<String>, PostKind)>,
}

fn word(thing: impl Serialize) -> Value {
    serde_json::to_value(thing).expect("a kind is a word")
}

/// A User as clients see it.
pub fn show(held: &Held, units: &Units, today: Date, base: &str) -> Fields {
    let Held { person, known } = held;
    let main = held.main(today);
    let name = full_name(&person.family_name, &person.given_name);
    let kept = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let phone =
        |value: &Option<String>, kind: &str| value.as_ref().map(|value| json!({ "value": value, "type": kind }));
    let mut phones: Vec<Value> =
        [phone(&person.extension, "work"), phone(&person.mobile, "mobile")].into_iter().flatten().collect();
    if let Some(first) = phones.first_mut() {
        first["primary"] = true.into();
    }
    let others = held.posts(today).filter(|post| post.kind != PostKind::Main).map(|post| {
        let mut other = json!({ "unit": units.shown(post.unit_id), "kind": word(post.kind) });
        if let Some(title) = &post.title_name {
            other["title"] = title.clone().into();
        }
        other
    });
    let others: Vec<Value> = others.collect();
    let user = json!({
        "schemas": [USER, ENTERPRISE, ENGAWA],
        "id": person.brief.id,
        "externalId": known.external_id,
        "userName": held.user_name(),
        "name": {
            "formatted": name,
            "familyName": person.family_name,
            "givenName": kept(&person.given_name),
        },
        "displayName": name,
        "title": main.and_then(|post| post.title_name.clone()),
        "active": held.is_active(today),
        "emails": person.email.iter().map(|email| json!({ "value": email, "type": "work", "primary": true })).collect::<Vec<_>>(),
        "phoneNumbers": phones,
        ENTERPRISE: {
            "employeeNumber": known.number_given.then_some(&person.staff_number),
            "department": main.map(|post| units.shown(post.unit_id)),
        },
        ENGAWA: {
            "familyReading": person.family_reading,
            "givenReading": kept(&person.given_reading),
            "employment": word(person.employment),
            "otherPosts": others,
        },
    });
    let Value::Object(mut user) = user else { unreachable!("a User is an object") };
    assigned(&mut user);
    let version = version(&user);
    let location = format!("{base}/Users/{}", person.brief.id);
    user.insert("meta".to_owned(), json!({ "resourceType": "User", "location": location, "version": version }));
    user
}

/// Leaves out what has no value: nothing, and empty lists.
fn assigned(fields: &mut Fields) {
    fields.retain(|_, value| !value.is_null() && !value.as_array().is_some_and(Vec::is_empty));
    fields.values_mut().filter_map(Value::as_object_mut).for_each(assigned);
}

/// The version of a User: the same as long as all that clients see is the same.
fn version(user: &Fields) -> String {
    let hash = Sha256::digest(serde_json::to_vec(user).expect("a User is plain data"));
    let digits: String = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("W/\"{digits}\"")
}

/// What of a User an answer shows.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Shown {
    /// All but what is only shown when it is asked for.
    #[default]
    All,
    /// These, and what is always shown.
    Only(Vec<Named>),
    /// All but these and what is only shown when it is asked for.
    But(Vec<Named>),
}

impl Shown {
    /// From lists with commas; of both, the first counts. Names that no schema has show nothing.
    pub fn parse(attributes: Option<&str>, excluded: Option<&str>) -> Self {
        let names = |list: &str| list.split(',').filter_map(|path| named(path.trim())).collect::<Vec<_>>();
        let given = |list: Option<&str>| list.filter(|list| !list.trim().is_empty()).map(names);
        match (given(attributes), given(excluded)) {
            (Some(only), _) => Self::Only(only),
            (None, Some(but)) => Self::But(but),
            (None, None) => Self::All,
        }
    }

    /// What is shown of a User.
    pub fn of(&self, user: &Fields) -> Fields {
        let mut shown = self.attributes(USER, &[COMMON, CORE], user);
        for (schema, attributes) in [(ENTERPRISE, BUSINESS), (ENGAWA, OURS)] {
            let Some(fields) = user.get(schema).and_then(Value::as_object) else { continue };
            let fields = self.attributes(schema, &[attributes], fields);
            if !fields.is_empty() {
                shown.insert(schema.to_owned(), fields.into());
            }
        }
        shown
    }

    fn attributes(&self, schema: &'static str, lists: &[&'static [Attribute]], fields: &Fields) -> Fields {
        let mut shown = Fields::new();
        for attribute in lists.iter().flat_map(|list| list.iter()) {
            let Some(value) = fields.get(attribute.name) else { continue };
            let whole = Named { schema, attribute: Some(attribute), part: None };
            let kept = match (value, attribute.kind) {
                (Value::Object(parts), Kind::Complex(all)) => self.parts(whole, all, parts).map(Value::Object),
                (Value::Array(items), Kind::Complex(all)) => {
                    let items = items.iter().filter_map(Value::as_object);
                    let items: Vec<Value> =
                        items.filter_map(|item| self.parts(whole, all, item)).map(Value::Object).collect();
                    (!items.is_empty()).then_some(Value::Array(items))
                }
                (value, _) => self.has(whole).then(|| value.clone()),
            };
            if let Some(kept) = kept {
                shown.insert(attribute.name.to_owned(), kept);
            }
        }
        shown
    }

    fn parts(&self, whole: Named, all: &'static [Attribute], parts: &Fields) -> Option<Fields> {
        let kept = all.iter().filter(|part| self.has(Named { part: Some(part), ..whole }));
        let kept: Fields =
            kept.filter_map(|part| Some((part.name.to_owned(), parts.get(part.name)?.clone()))).collect();
        (!kept.is_empty()).then_some(kept)
    }

    fn has(&self, one: Named) -> bool {
        let returned = one.last().map_or(Returned::Default, |attribute| attribute.returned);
        let whole = Named { part: None, ..one };
        let schema = Named { attribute: None, ..whole };
        match self {
            _ if returned == Returned::Always => true,
            _ if returned == Returned::Never => false,
            Self::Only(names) => {
                names.contains(&one)
                    || returned == Returned::Default && (names.contains(&whole) || names.contains(&schema))
            }
            _ if returned == Returned::Request => false,
            Self::But(names) => ![one, whole, schema].iter().any(|name| names.contains(name)),
            Self::All => true,
        }
    }
}

/// What a client sent, in our spelling: names that no schema has and what clients only read are passed over, values are of the kind
/// that they should be.
///
/// Errors: the values that are not.
pub fn spelled(sent: &Fields) -> Result<Fields> {
    let mut faults = Vec::new();
    let mut user = fields(&[COMMON, CORE], sent, "", &mut faults);
    for (schema, attributes) in [(ENTERPRISE, BUSINESS), (ENGAWA, OURS)] {
        let found = sent.iter().find(|(name, _)| name.eq_ignore_ascii_case(schema));
        if let Some((_, Value::Object(sent))) = found {
            user.insert(schema.to_owned(), fields(&[attributes], sent, "", &mut faults).into());
        }
    }
    if faults.is_empty() { Ok(user) } else { Err(Error::fields(faults)) }
}

fn fields(lists: &[&'static [Attribute]], sent: &Fields, above: &str, faults: &mut Vec<FieldFault>) -> Fields {
    let mut found = Fields::new();
    for (name, value) in sent {
        let attribute = lists.iter().flat_map(|list| list.iter()).find(|one| one.name.eq_ignore_ascii_case(name));
        let Some(attribute) = attribute.filter(|attribute| !attribute.read_only) else { continue };
        let path = format!("{above}{}", attribute.name);
        let one = |value: &Value, faults: &mut Vec<FieldFault>| one(attribute, value, &path, faults);
        let value = match value {
            Value::Null => continue,
            Value::Array(items) if attribute.many => items.iter().filter_map(|item| one(item, faults)).collect(),
            value if attribute.many => one(value, faults).into_iter().collect(),
            value => match one(value, faults) {
                Some(value) => value,
                None => continue,
            },
        };
        found.insert(attribute.name.to_owned(), value);
    }
    found
}

/// A single value; nothing when it is of another kind, which is a fault.
fn one(attribute: &Attribute, value: &Value, path: &str, faults: &mut Vec<FieldFault>) -> Option<Value> {
    let code = match (attribute.kind, value) {
        (Kind::Text, Value::String(text)) if text::graphemes(text) <= LONGEST => return Some(value.clone()),
        (Kind::Text, Value::String(_)) => "too_long",
        (Kind::Truth, Value::Bool(_)) => return Some(value.clone()),
        // Some providers write it as a word.
        (Kind::Truth, Value::String(text)) if text.eq_ignore_ascii_case("true") => return Some(true.into()),
        (Kind::Truth, Value::String(text)) if text.eq_ignore_ascii_case("false") => return Some(false.into()),
        (Kind::Complex(parts), Value::Object(sent)) => {
            return Some(fields(&[parts], sent, &format!("{path}."), faults).into());
        }
        // A list of plain texts means what each of its things is.
        (Kind::Complex(_), Value::String(_)) if attribute.many => {
            return one(attribute, &json!({ "value": value }), path, faults);
        }
        _ => "invalid",
    };
    faults.push(FieldFault { field: path.to_owned(), code });
    None
}

/// What a client wants, from a User in our spelling.
///
/// Errors: what is missing, and words that are not among those of their attribute.
pub fn wanted(user: &Fields) -> Result<Wanted> {
    let mut faults = Vec::new();
    let place = |schema: &str| user.get(schema).and_then(Value::as_object);
    let text = |fields: Option<&Fields>, name: &str| {
        let text = fields.and_then(|fields| fields.get(name)).and_then(Value::as_str).map(str::trim);
        text.filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let mut needed = |found: Option<String>, field: &str| {
        if found.is_none() {
            faults.push(FieldFault { field: field.to_owned(), code: "missing" });
        }
        found.unwrap_or_default()
    };
    let (name, business, ours) = (place("name"), place(ENTERPRISE), place(ENGAWA));
    let family_name = needed(text(name, "familyName"), "name.familyName");
    let given_name = text(name, "givenName").unwrap_or_default();
    let kana = |name: &str| text::is_reading(name).then(|| name.to_owned());
    let family_reading = text(ours, "familyReading").or_else(|| kana(&family_name));
    let given_reading = text(ours, "givenReading");
    let given_reading = given_reading.or_else(|| text(ours, "familyReading").is_none().then(|| kana(&given_name))?);
    let mut wanted = Wanted {
        user_name: needed(text(Some(user), "userName"), "userName"),
        external_id: text(Some(user), "externalId"),
        number: text(business, "employeeNumber"),
        family_reading: needed(family_reading, "familyReading"),
        given_reading: given_reading.unwrap_or_default(),
        family_name,
        given_name,
        employment: Employment::Regular,
        active: user.get("active").and_then(Value::as_bool),
        email: address(user),
        extension: phone(user, |kind| kind.is_none() || is_work(kind)),
        mobile: phone(user, |kind| kind.is_some_and(|kind| kind.eq_ignore_ascii_case("mobile"))),
        department: text(business, "department"),
        title: text(Some(user), "title"),
        other_posts: Vec::new(),
    };
    if let Some(employment) = text(ours, "employment") {
        wanted.employment = meant(&employment).unwrap_or_else(|| {
            faults.push(FieldFault { field: format!("employment {employment}"), code: "unknown" });
            Employment::Regular
        });
    }
    for post in ours.and_then(|ours| ours.get("otherPosts")).and_then(Value::as_array).into_iter().flatten() {
        let post = post.as_object();
        let kind = text(post, "kind").unwrap_or_default();
        match (text(post, "unit"), meant(&kind).filter(|kind| *kind != PostKind::Main)) {
            (Some(unit), Some(kind)) => wanted.other_posts.push((unit, text(post, "title"), kind)),
            (None, _) => faults.push(FieldFault { field: "otherPosts.unit".to_owned(), code: "missing" }),
            (_, None) => faults.push(FieldFault { field: format!("otherPosts.kind {kind}"), code: "unknown" }),
        }
    }
    if faults.is_empty() { Ok(wanted) } else { Err(Error::fields(faults)) }
}

fn meant<T: DeserializeOwned>(word: &str) -> Option<T> {
    serde_json::from_value(Value::String(word.to_ascii_lowercase())).ok()
}

/// The value of the thing of a list that counts among those of a sort: the primary one, else the last.
fn counts(user: &Fields, list: &str, is_it: impl Fn(Option<&str>) -> bool) -> Option<String> {
    let items = user.get(list).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let valued = items.iter().filter_map(|item| {
        let value = item["value"].as_str().map(str::trim).filter(|value| !value.is_empty())?;
        is_it(item["type"].as_str()).then_some((item["primary"] == true, value))
    });
    let valued: Vec<(bool, &str)> = valued.collect();
    let found = valued.iter().find(|(is_primary, _)| *is_primary).or(valued.last());
    found.map(|(_, value)| (*value).to_owned())
}

fn is_work(kind: Option<&str>) -> bool {
    kind.is_some_and(|kind| kind.eq_ignore_ascii_case("work"))
}

/// The one address that we keep: the primary one, else the last of work, else the last.
fn address(user: &Fields) -> Option<String> {
    let items = user.get("emails").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let of_work = || counts(user, "emails", is_work);
    let any = || counts(user, "emails", |_| true);
    if items.iter().any(|item| item["primary"] == true) { any() } else { of_work().or_else(any) }
}

fn phone(user: &Fields, is_it: impl Fn(Option<&str>) -> bool) -> Option<String> {
    counts(user, "phoneNumbers", is_it)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(sent: Value) -> Result<Wanted> {
        wanted(&spelled(sent.as_object().expect("an object"))?)
    }

    fn sent() -> Value {
        json!({
            "USERNAME": " sato ", "name": { "familyname": "サトウ", "givenName": "はな", "formatted": "x" },
            "active": "True", "nickName": "x", "id": "0", "emails": ["a@e.jp"],
            ENTERPRISE.to_uppercase(): { "Department": "総務課", "manager": { "value": "1" } },
        })
    }

    #[test]
    fn whatever_the_spelling_what_is_known_is_read_and_the_rest_passed_over() {
        let wanted = read(sent()).expect("wanted");
        assert_eq!((wanted.user_name.as_str(), wanted.active), ("sato", Some(true)));
        assert_eq!((wanted.department.as_deref(), wanted.email.as_deref()), (Some("総務課"), Some("a@e.jp")));
        assert_eq!(
            (wanted.family_reading.as_str(), wanted.given_reading.as_str()),
            ("サトウ", "はな"),
            "names that are kana"
        );
        assert_eq!((wanted.employment, wanted.number), (Employment::Regular, None));
    }

    #[test]
    fn of_several_addresses_and_numbers_the_primary_one_counts_else_the_last() {
        let with = |emails: Value| {
            let mut sent = sent();
            sent["emails"] = emails;
            read(sent).expect("wanted").email
        };
        let (work, home) = (json!({ "value": "w@e.jp", "type": "Work" }), json!({ "value": "h@e.jp", "type": "home" }));
        let first = json!({ "value": "p@e.jp", "type": "home", "primary": true });
        assert_eq!(with(json!([work, home])).as_deref(), Some("w@e.jp"));
        assert_eq!(with(json!([home, work, first])).as_deref(), Some("p@e.jp"));
        assert_eq!(with(json!([home, { "value": "i@e.jp" }])).as_deref(), Some("i@e.jp"));
        let mut sent = sent();
        sent["phoneNumbers"] =
            json!([{ "value": "1", "type": "fax" }, { "value": "2" }, { "value": "3", "type": "mobile" }]);
        let wanted = read(sent).expect("wanted");
        assert_eq!((wanted.extension.as_deref(), wanted.mobile.as_deref()), (Some("2"), Some("3")));
    }

    #[test]
    fn every_fault_is_told_at_once() {
        let error = read(json!({ "active": 1, "title": ["x"], ENGAWA: { "otherPosts": [1] } })).expect_err("faults");
        let fields: Vec<&str> = error.faults().iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(fields, ["active", "title", "otherPosts"]);
        let error = read(json!({ ENGAWA: { "employment": "gig", "otherPosts": [{ "kind": "main", "unit": "x" }] } }));
        assert_eq!(error.expect_err("faults").faults().len(), 5);
    }

    #[test]
    fn an_answer_shows_what_was_asked_for_and_what_is_always_shown() {
        let user = json!({
            "schemas": [USER], "id": "0", "userName": "sato", "name": { "formatted": "佐藤 花", "familyName": "佐藤" },
            "emails": [{ "value": "a@e.jp", "type": "work", "primary": true }], ENTERPRISE: { "department": "総務課" },
        });
        let user = user.as_object().expect("an object");
        let shown = |only: Option<&str>, but: Option<&str>| Value::Object(Shown::parse(only, but).of(user));
        assert_eq!(shown(None, None)["name"], json!({ "familyName": "佐藤" }));
        assert_eq!(shown(None, None)["emails"], json!([{ "value": "a@e.jp", "type": "work" }]));
        let always = json!({ "schemas": [USER], "id": "0" });
        assert_eq!(shown(Some("nickName"), None), always);
        assert_eq!(shown(Some("NAME.formatted,emails.value"), None)["name"], json!({ "formatted": "佐藤 花" }));
        assert_eq!(shown(Some(ENTERPRISE), None)[ENTERPRISE], json!({ "department": "総務課" }));
        let but = format!("id,userName,name,emails,{ENTERPRISE}:department");
        assert_eq!(shown(None, Some(&but)), always);
    }
}
