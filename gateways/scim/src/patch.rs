//! Changes (RFC 7644, 3.5.2): `add`, `replace` and `remove` at a path, as identity providers really send them.

use crate::filter::{Filter, Op};
use crate::model::ScimRefusal;
use crate::schema::{Attribute, Kind, Named, SCHEMAS, USER, named};
use kernel::{Error, Result};
use serde_json::{Map, Value};

/// Most changes in a request.
const MOST: usize = 200;
/// Most things that a list may grow to.
const LONGEST_LIST: usize = 200;

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// A value is set, or added to a list.
    Add,
    /// A value or a list is put in place of another.
    Replace,
    /// A value is taken away.
    Remove,
}

/// Where it is done.
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    /// The attribute.
    pub named: Named,
    /// Of a list, the things that meet this.
    pub within: Option<Filter>,
}

/// One change.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    act: Act,
    path: Option<Path>,
    value: Value,
}

fn syntax(place: &str, code: &'static str) -> Error {
    Error::from(ScimRefusal::InvalidSyntax).at(place, code)
}

impl Path {
    /// Reads a path: `title`, `name.familyName`, `emails[type eq "work"].value`, a schema's name before it or alone.
    ///
    /// Errors: `scim.invalid_path`, `scim.invalid_filter`.
    pub fn parse(text: &str) -> Result<Self> {
        let bad = || Error::from(ScimRefusal::InvalidPath).at(text, "unknown");
        let Some((list, rest)) = text.split_once('[') else {
            return Ok(Self { named: named(text).ok_or_else(bad)?, within: None });
        };
        let (condition, part) = rest.rsplit_once(']').ok_or_else(bad)?;
        let found = named(list).filter(|named| named.part.is_none()).ok_or_else(bad)?;
        let attribute =
            found.attribute.filter(|attribute| attribute.many && matches!(attribute.kind, Kind::Complex(_)));
        let attribute = attribute.ok_or_else(bad)?;
        let part = match part {
            "" => None,
            part => Some(part.strip_prefix('.').and_then(|part| attribute.part(part)).ok_or_else(bad)?),
        };
        let within = Filter::parse_within(condition, attribute)?;
        Ok(Self { named: Named { part, ..found }, within: Some(within) })
    }
}

/// Reads the changes of a request.
///
/// Errors: `scim.invalid_syntax`, `scim.invalid_path`, `scim.no_target` (nothing says what to remove), `scim.mutability`.
pub fn parse(body: &Map<String, Value>) -> Result<Vec<Change>> {
    let of = |map: &Map<String, Value>, name: &str| {
        map.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.clone())
    };
    let Some(Value::Array(changes)) = of(body, "Operations") else { return Err(syntax("Operations", "missing")) };
    if changes.len() > MOST {
        return Err(syntax("Operations", "too_long"));
    }
    let one = |change: &Value| {
        let change = change.as_object().ok_or_else(|| syntax("Operations", "invalid"))?;
        let act = of(change, "op").and_then(|op| op.as_str().map(str::to_ascii_lowercase));
        let act = match act.as_deref() {
            Some("add") => Act::Add,
            Some("replace") => Act::Replace,
            Some("remove") => Act::Remove,
            _ => return Err(syntax("op", "invalid")),
        };
        let path = match of(change, "path") {
            None | Some(Value::Null) => None,
            Some(Value::String(path)) => Some(Path::parse(&path)?),
            Some(_) => return Err(syntax("path", "invalid")),
        };
        let fixed = path
            .as_ref()
            .and_then(|path| [path.named.attribute, path.named.part].into_iter().flatten().find(|one| one.read_only));
        if let Some(fixed) = fixed {
            return Err(Error::from(ScimRefusal::Mutability).at(fixed.name, "read_only"));
        }
        match (act, &path, of(change, "value")) {
            (Act::Remove, None, _) => Err(Error::from(ScimRefusal::NoTarget).at("path", "missing")),
            (Act::Remove, Some(_), _) => Ok(Change { act, path, value: Value::Null }),
            (_, _, None) => Err(syntax("value", "missing")),
            // A value that is nothing takes away what there was.
            (_, Some(_), Some(Value::Null)) => Ok(Change { act: Act::Remove, path, value: Value::Null }),
            (_, None, Some(value)) if !value.is_object() => Err(syntax("value", "invalid")),
            (_, _, Some(value)) => Ok(Change { act, path, value }),
        }
    };
    changes.iter().map(one).collect()
}

/// Makes a change in a User.
///
/// Errors: `scim.no_target`, `scim.mutability`, `scim.invalid_syntax` (a list that grew too long).
pub fn apply(user: &mut Map<String, Value>, change: &Change) -> Result<()> {
    let Change { act, path, value } = change;
    match path {
        None => {
            let fields = value.as_object().map(|fields| fields.iter().collect::<Vec<_>>()).unwrap_or_default();
            for (name, value) in fields {
                put_named(user, *act, name, value)?;
            }
            Ok(())
        }
        Some(Path { named, within }) if *act == Act::Remove => remove(user, named, within.as_ref()),
        Some(Path { named, within: Some(within) }) => put_within(user, *act, named, within, value),
        Some(Path { named, within: None }) => put(user, *act, named, value),
    }
}

/// Sets what a name in a body of names and values stands for. Names that no schema has, and what clients only read, are passed over:
/// some providers send all that they have.
fn put_named(user: &mut Map<String, Value>, act: Act, name: &str, value: &Value) -> Result<()> {
    let path = match Path::parse(name) {
        Ok(path) if path.named.attribute.is_none_or(|attribute| !attribute.read_only) => path,
        _ => return Ok(()),
    };
    match (path.within, value) {
        (within, Value::Null) => remove(user, &path.named, within.as_ref()),
        (Some(within), value) => put_within(user, act, &path.named, &within, value),
        (None, value) => put(user, act, &path.named, value),
    }
}

/// Where the attributes of a schema stand, made if it is not there.
fn place<'u>(user: &'u mut Map<String, Value>, schema: &'static str) -> &'u mut Map<String, Value> {
    if schema == USER {
        return user;
    }
    let place = user.entry(schema).or_insert_with(|| Value::Object(Map::new()));
    if !place.is_object() {
        *place = Value::Object(Map::new());
    }
    place.as_object_mut().expect("it was made one")
}

fn put(user: &mut Map<String, Value>, act: Act, named: &Named, value: &Value) -> Result<()> {
    let Some(attribute) = named.attribute else {
        for (name, value) in value.as_object().ok_or_else(|| syntax(named.schema, "invalid"))? {
            put_named(user, act, &format!("{}:{name}", named.schema), value)?;
        }
        return Ok(());
    };
    let place = place(user, named.schema);
    match (named.part, attribute.many) {
        (None, true) => put_list(place, act, attribute, value),
        (None, false) if matches!(attribute.kind, Kind::Complex(_)) => {
            let parts = value.as_object().ok_or_else(|| syntax(attribute.name, "invalid"))?;
            merge(parts_of(place, attribute), attribute, parts);
            Ok(())
        }
        (None, false) => {
            place.insert(attribute.name.to_owned(), value.clone());
            Ok(())
        }
        (Some(part), false) => {
            parts_of(place, attribute).insert(part.name.to_owned(), value.clone());
            Ok(())
        }
        (Some(part), true) => {
            let items = items_of(place, attribute);
            if items.is_empty() {
                items.push(Value::Object(Map::new()));
            }
            for item in items.iter_mut().filter_map(Value::as_object_mut) {
                item.insert(part.name.to_owned(), value.clone());
            }
            Ok(())
        }
    }
}

fn parts_of<'p>(place: &'p mut Map<String, Value>, attribute: &Attribute) -> &'p mut Map<String, Value> {
    let parts = place.entry(attribute.name).or_insert_with(|| Value::Object(Map::new()));
    if !parts.is_object() {
        *parts = Value::Object(Map::new());
    }
    parts.as_object_mut().expect("it was made one")
}

fn items_of<'p>(place: &'p mut Map<String, Value>, attribute: &Attribute) -> &'p mut Vec<Value> {
    let items = place.entry(attribute.name).or_insert_with(|| Value::Array(Vec::new()));
    if !items.is_array() {
        *items = Value::Array(Vec::new());
    }
    items.as_array_mut().expect("it was made one")
}

/// Sets parts by their own spelling.
fn merge(into: &mut Map<String, Value>, attribute: &Attribute, parts: &Map<String, Value>) {
    for (name, value) in parts {
        if let Some(part) = attribute.part(name).filter(|part| !part.read_only) {
            into.insert(part.name.to_owned(), value.clone());
        }
    }
}

fn put_list(place: &mut Map<String, Value>, act: Act, attribute: &Attribute, value: &Value) -> Result<()> {
    let new: Vec<Value> = match value {
        Value::Array(items) => items.clone(),
        one => vec![one.clone()],
    };
    let items = items_of(place, attribute);
    if act == Act::Replace {
        items.clear();
    }
    // Of what only one is kept, it is the one that was said last.
    for item in items.iter_mut().filter_map(Value::as_object_mut) {
        item.remove("primary");
    }
    for item in new {
        if !items.contains(&item) {
            items.push(item);
        }
    }
    if items.len() > LONGEST_LIST { Err(syntax(attribute.name, "too_long")) } else { Ok(()) }
}

fn put_within(user: &mut Map<String, Value>, act: Act, named: &Named, within: &Filter, value: &Value) -> Result<()> {
    let attribute = named.attribute.expect("a path with brackets has an attribute");
    let items = items_of(place(user, named.schema), attribute);
    let mut found = false;
    for item in items.iter_mut().filter(|item| within.meets_item(item)) {
        found = true;
        if let (Some(item), Some(part)) = (item.as_object_mut(), named.part) {
            item.insert(part.name.to_owned(), value.clone());
        } else if let (Some(item), Some(parts)) = (item.as_object_mut(), value.as_object()) {
            merge(item, attribute, parts);
        }
    }
    if found {
        return Ok(());
    }
    if act == Act::Replace {
        return Err(Error::from(ScimRefusal::NoTarget).at(attribute.name, "unknown"));
    }
    // Providers add `phoneNumbers[type eq "mobile"].value` where there is none: one that is as the condition says.
    let mut item = Map::new();
    as_said(within, &mut item);
    match (named.part, value) {
        (Some(part), value) => drop(item.insert(part.name.to_owned(), value.clone())),
        (None, Value::Object(parts)) => merge(&mut item, attribute, parts),
        (None, _) => return Err(syntax(attribute.name, "invalid")),
    }
    items.push(Value::Object(item));
    if items.len() > LONGEST_LIST { Err(syntax(attribute.name, "too_long")) } else { Ok(()) }
}

/// What a condition says that a thing is.
fn as_said(within: &Filter, item: &mut Map<String, Value>) {
    match within {
        Filter::Compare(named, Op::Eq, value) => {
            if let Some(part) = named.part {
                item.insert(part.name.to_owned(), value.clone());
            }
        }
        Filter::And(one, other) => {
            as_said(one, item);
            as_said(other, item);
        }
        _ => {}
    }
}

fn remove(user: &mut Map<String, Value>, named: &Named, within: Option<&Filter>) -> Result<()> {
    let needed = |attribute: &Attribute| Error::from(ScimRefusal::Mutability).at(attribute.name, "required");
    let Some(attribute) = named.attribute else {
        let all = SCHEMAS.iter().find(|(schema, _)| *schema == named.schema).map_or(&[][..], |(_, all)| *all);
        return match all.iter().find(|attribute| attribute.required) {
            Some(attribute) => Err(needed(attribute)),
            None => {
                user.remove(named.schema);
                Ok(())
            }
        };
    };
    let place = place(user, named.schema);
    match (named.part, within) {
        (None, None) if attribute.required => Err(needed(attribute)),
        (Some(part), _) if part.required => Err(needed(part)),
        (None, None) => {
            place.remove(attribute.name);
            Ok(())
        }
        (Some(part), None) if !attribute.many => {
            parts_of(place, attribute).remove(part.name);
            Ok(())
        }
        (part, within) => {
            let items = items_of(place, attribute);
            let met = |item: &Value| within.is_none_or(|within| within.meets_item(item));
            match part {
                None => items.retain(|item| !met(item)),
                Some(part) => {
                    for item in items.iter_mut().filter(|item| met(item)).filter_map(Value::as_object_mut) {
                        item.remove(part.name);
                    }
                }
            }
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::ENTERPRISE;
    use serde_json::json;

    fn changed(changes: Value) -> Result<Value> {
        let user = json!({
            "userName": "sato", "name": { "familyName": "佐藤", "givenName": "花" }, "title": "主事",
            "emails": [{ "value": "a@e.jp", "type": "work", "primary": true }],
            ENTERPRISE: { "department": "総務課", "employeeNumber": "1" },
        });
        let mut user = user.as_object().expect("an object").clone();
        let body = json!({ "Operations": changes });
        for change in parse(body.as_object().expect("an object"))? {
            apply(&mut user, &change)?;
        }
        Ok(Value::Object(user))
    }

    #[test]
    fn what_providers_send_is_understood() {
        let user = changed(json!([
            { "op": "Replace", "path": "active", "value": "False" },
            { "op": "Add", "path": "phoneNumbers[type eq \"mobile\"].value", "value": "090" },
            { "op": "replace", "path": "emails[type eq \"work\"].value", "value": "b@e.jp" },
            { "op": "replace", "value": { "name.familyName": "加藤", "nickName": "x", "id": "1",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department": "財政課" } },
            { "op": "remove", "path": "title" },
            { "op": "replace", "path": "name.givenName", "value": null },
        ]));
        let user = user.expect("understood");
        assert_eq!(user["active"], "False");
        assert_eq!(user["phoneNumbers"], json!([{ "type": "mobile", "value": "090" }]));
        assert_eq!(user["emails"][0]["value"], "b@e.jp");
        assert_eq!(user["name"], json!({ "familyName": "加藤" }));
        assert_eq!(user[ENTERPRISE], json!({ "department": "財政課", "employeeNumber": "1" }));
        assert_eq!((user.get("title"), user.get("nickName"), user.get("id")), (None, None, None));
    }

    #[test]
    fn a_list_grows_is_replaced_and_is_emptied() {
        let second = json!([{ "value": "b@e.jp", "type": "work", "primary": true }]);
        let added = changed(json!([{ "op": "add", "path": "emails", "value": second }])).expect("added");
        assert_eq!(added["emails"].as_array().map(Vec::len), Some(2));
        assert_eq!(added["emails"][0].get("primary"), None, "one is the first");
        let replaced = changed(json!([{ "op": "replace", "path": "emails", "value": second }])).expect("replaced");
        assert_eq!(replaced["emails"], second);
        let gone = changed(json!([{ "op": "remove", "path": "emails[value sw \"a\"]" }])).expect("removed");
        assert_eq!(gone["emails"], json!([]));
    }

    #[test]
    fn a_whole_extension_is_merged_and_cannot_be_taken_away() {
        let user = changed(json!([{ "op": "replace", "path": ENTERPRISE, "value": { "EMPLOYEENUMBER": "2" } }]));
        assert_eq!(user.expect("merged")[ENTERPRISE], json!({ "department": "総務課", "employeeNumber": "2" }));
        let error = changed(json!([{ "op": "remove", "path": ENTERPRISE }])).expect_err("needed");
        assert_eq!(error.code(), "scim.mutability");
    }

    #[test]
    fn what_cannot_be_done_is_refused_by_name() {
        for (change, code) in [
            (json!({ "op": "move", "path": "title" }), "scim.invalid_syntax"),
            (json!({ "op": "add", "path": "title" }), "scim.invalid_syntax"),
            (json!({ "op": "add", "value": "x" }), "scim.invalid_syntax"),
            (json!({ "op": "replace", "path": "nickName", "value": "x" }), "scim.invalid_path"),
            (json!({ "op": "replace", "path": "title[value eq \"x\"]", "value": "x" }), "scim.invalid_path"),
            (json!({ "op": "replace", "path": "emails[type is 1].value", "value": "x" }), "scim.invalid_filter"),
            (json!({ "op": "replace", "path": "emails[type eq \"home\"].value", "value": "x" }), "scim.no_target"),
            (json!({ "op": "remove" }), "scim.no_target"),
            (json!({ "op": "remove", "path": "userName" }), "scim.mutability"),
            (json!({ "op": "remove", "path": "name.familyName" }), "scim.mutability"),
            (json!({ "op": "replace", "path": "id", "value": "x" }), "scim.mutability"),
            (json!({ "op": "replace", "path": "meta.version", "value": "x" }), "scim.mutability"),
        ] {
            assert_eq!(changed(json!([change])).expect_err("refused").code(), code, "{change}");
        }
    }
}
