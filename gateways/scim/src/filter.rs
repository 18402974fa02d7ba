//! Filters (RFC 7644, 3.4.2.2): `userName eq "x" and (title pr or not (emails[type eq "work"].value ew ".jp"))`.

use crate::model::ScimRefusal;
use crate::schema::{Attribute, Kind, Named, named};
use kernel::{Error, Result};
use serde_json::{Map, Value};
use std::iter::Peekable;
use std::str::CharIndices;

/// The longest filter, in bytes.
const LONGEST: usize = 4_096;
/// How deep brackets go.
const DEEPEST: usize = 16;

/// A comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    /// Equal.
    Eq,
    /// Not equal.
    Ne,
    /// Contains.
    Co,
    /// Starts with.
    Sw,
    /// Ends with.
    Ew,
    /// Greater.
    Gt,
    /// Greater or equal.
    Ge,
    /// Less.
    Lt,
    /// Less or equal.
    Le,
}

/// A condition on a User.
#[derive(Debug, Clone, PartialEq)]
pub enum Filter {
    /// An attribute compared with a value.
    Compare(Named, Op, Value),
    /// An attribute that has a value.
    Present(Named),
    /// One thing of a list that meets a condition.
    Within(Named, Box<Filter>),
    /// Both.
    And(Box<Filter>, Box<Filter>),
    /// One of them, or both.
    Or(Box<Filter>, Box<Filter>),
    /// The contrary.
    Not(Box<Filter>),
}

fn fault(place: &str) -> Error {
    Error::from(ScimRefusal::InvalidFilter).at(place, "invalid")
}

impl Filter {
    /// Reads a filter.
    ///
    /// Errors: `scim.invalid_filter`, with the words at which it is none.
    pub fn parse(text: &str) -> Result<Self> {
        let mut words = Words::of(text)?;
        let filter = either(&mut words, None, 0)?;
        words.done()?;
        Ok(filter)
    }

    /// Reads the condition in the brackets of a path, on the parts of an attribute.
    pub(crate) fn parse_within(text: &str, attribute: &'static Attribute) -> Result<Self> {
        let mut words = Words::of(text)?;
        let filter = either(&mut words, Some(attribute), 0)?;
        words.done()?;
        Ok(filter)
    }

    /// Whether a User meets it.
    pub fn meets(&self, user: &Map<String, Value>) -> bool {
        self.holds(user, false)
    }

    /// Whether one thing of a list meets it.
    pub(crate) fn meets_item(&self, item: &Value) -> bool {
        item.as_object().is_some_and(|item| self.holds(item, true))
    }

    fn holds(&self, place: &Map<String, Value>, within: bool) -> bool {
        let find = |named: &Named| {
            if within { place.get(named.last().map_or("", |part| part.name)) } else { named.in_resource(place) }
        };
        match self {
            Filter::And(one, other) => one.holds(place, within) && other.holds(place, within),
            Filter::Or(one, other) => one.holds(place, within) || other.holds(place, within),
            Filter::Not(one) => !one.holds(place, within),
            Filter::Present(named) => find(named).is_some_and(|value| !values(value, named, within).is_empty()),
            Filter::Within(named, condition) => {
                let items = find(named).and_then(Value::as_array);
                items.is_some_and(|items| items.iter().any(|item| condition.meets_item(item)))
            }
            Filter::Compare(named, op, wanted) => {
                let found = find(named).map(|value| values(value, named, within)).unwrap_or_default();
                let exact = named.last().is_some_and(|attribute| attribute.exact);
                match (op, wanted) {
                    // Nothing is what an attribute without a value has.
                    (Op::Eq, Value::Null) => found.is_empty(),
                    (Op::Ne, Value::Null) => !found.is_empty(),
                    (Op::Ne, _) => !found.iter().any(|value| compare(value, Op::Eq, wanted, exact)),
                    _ => found.iter().any(|value| compare(value, *op, wanted, exact)),
                }
            }
        }
    }

    /// A value that an attribute must have for anything to meet the filter, if it says so.
    pub fn demands(&self, attribute: &Named) -> Option<&str> {
        match self {
            Filter::Compare(named, Op::Eq, Value::String(value)) if named == attribute => Some(value),
            Filter::And(one, other) => one.demands(attribute).or_else(|| other.demands(attribute)),
            _ => None,
        }
    }
}

/// The plain values at a place: of a list those of all its things, of several parts that which is called `value`.
fn values<'v>(value: &'v Value, named: &Named, within: bool) -> Vec<&'v Value> {
    let part = if within { None } else { named.part.map(|part| part.name) };
    let one = |value: &'v Value| match value {
        Value::Object(parts) => match part {
            Some(part) => parts.get(part),
            None => parts.get("value").or_else(|| parts.values().next()),
        },
        Value::Null => None,
        value => Some(value),
    };
    match value {
        Value::Array(items) => items.iter().filter_map(one).collect(),
        value => one(value).into_iter().collect(),
    }
}

fn compare(value: &Value, op: Op, wanted: &Value, exact: bool) -> bool {
    let (value, wanted) = match (value, wanted) {
        (Value::Bool(value), Value::Bool(wanted)) => return (value == wanted) == (op == Op::Eq),
        (Value::String(value), Value::String(wanted)) => (value, wanted),
        _ => return false,
    };
    let cased = |text: &str| if exact { text.to_owned() } else { text.to_lowercase() };
    let (value, wanted) = (cased(value), cased(wanted));
    match op {
        Op::Eq => value == wanted,
        Op::Ne => value != wanted,
        Op::Co => value.contains(&wanted),
        Op::Sw => value.starts_with(&wanted),
        Op::Ew => value.ends_with(&wanted),
        Op::Gt => value > wanted,
        Op::Ge => value >= wanted,
        Op::Lt => value < wanted,
        Op::Le => value <= wanted,
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Word {
    Open,
    Close,
    OpenWithin,
    CloseWithin,
    Name(String),
    Value(Value),
}

/// A filter in words.
struct Words {
    words: Vec<Word>,
    next: usize,
}

impl Words {
    fn of(text: &str) -> Result<Self> {
        if text.len() > LONGEST {
            return Err(Error::from(ScimRefusal::InvalidFilter).at("filter", "too_long"));
        }
        let mut words = Vec::new();
        let mut letters = text.char_indices().peekable();
        while let Some((start, letter)) = letters.next() {
            words.push(match letter {
                ' ' | '\t' => continue,
                '(' => Word::Open,
                ')' => Word::Close,
                '[' => Word::OpenWithin,
                ']' => Word::CloseWithin,
                '"' => Word::Value(quoted(text, start, &mut letters)?),
                _ => plain(text, start, &mut letters),
            });
        }
        Ok(Self { words, next: 0 })
    }

    fn take(&mut self) -> Option<Word> {
        self.next += 1;
        self.words.get(self.next - 1).cloned()
    }

    /// Takes a word if it comes next.
    fn takes(&mut self, wanted: &str) -> bool {
        let is_next = matches!(self.words.get(self.next), Some(Word::Name(name)) if name.eq_ignore_ascii_case(wanted));
        self.next += usize::from(is_next);
        is_next
    }

    fn takes_sign(&mut self, wanted: &Word) -> bool {
        let is_next = self.words.get(self.next) == Some(wanted);
        self.next += usize::from(is_next);
        is_next
    }

    fn needs_sign(&mut self, wanted: &Word) -> Result<()> {
        if self.takes_sign(wanted) { Ok(()) } else { Err(self.fault()) }
    }

    fn done(&self) -> Result<()> {
        if self.next >= self.words.len() { Ok(()) } else { Err(self.fault()) }
    }

    /// The fault at the next word.
    fn fault(&self) -> Error {
        fault(&match self.words.get(self.next) {
            None => "the end".to_owned(),
            Some(Word::Open) => "(".to_owned(),
            Some(Word::Close) => ")".to_owned(),
            Some(Word::OpenWithin) => "[".to_owned(),
            Some(Word::CloseWithin) => "]".to_owned(),
            Some(Word::Name(name)) => name.clone(),
            Some(Word::Value(value)) => value.to_string(),
        })
    }
}

/// A JSON text, whose first quotation mark was taken.
fn quoted(text: &str, start: usize, letters: &mut Peekable<CharIndices<'_>>) -> Result<Value> {
    while let Some((place, letter)) = letters.next() {
        match letter {
            '\\' => drop(letters.next()),
            '"' => return serde_json::from_str(&text[start..=place]).map_err(|_| fault(&text[start..=place])),
            _ => {}
        }
    }
    Err(fault(&text[start..]))
}

fn plain(text: &str, start: usize, letters: &mut Peekable<CharIndices<'_>>) -> Word {
    let ends = |letter: char| matches!(letter, ' ' | '\t' | '(' | ')' | '[' | ']' | '"');
    while letters.next_if(|(_, letter)| !ends(*letter)).is_some() {}
    let end = letters.peek().map_or(text.len(), |(place, _)| *place);
    let word = &text[start..end];
    match word.to_ascii_lowercase().as_str() {
        "true" => Word::Value(Value::Bool(true)),
        "false" => Word::Value(Value::Bool(false)),
        "null" => Word::Value(Value::Null),
        _ => Word::Name(word.to_owned()),
    }
}

/// `a or b or c`; `within` is the attribute whose parts are meant.
fn either(words: &mut Words, within: Option<&'static Attribute>, depth: usize) -> Result<Filter> {
    if depth > DEEPEST {
        return Err(words.fault());
    }
    let mut all = both(words, within, depth)?;
    while words.takes("or") {
        all = Filter::Or(Box::new(all), Box::new(both(words, within, depth)?));
    }
    Ok(all)
}

fn both(words: &mut Words, within: Option<&'static Attribute>, depth: usize) -> Result<Filter> {
    let mut all = one(words, within, depth)?;
    while words.takes("and") {
        all = Filter::And(Box::new(all), Box::new(one(words, within, depth)?));
    }
    Ok(all)
}

fn one(words: &mut Words, within: Option<&'static Attribute>, depth: usize) -> Result<Filter> {
    let inside = |words: &mut Words| {
        words.needs_sign(&Word::Open)?;
        let filter = either(words, within, depth + 1)?;
        words.needs_sign(&Word::Close)?;
        Ok(filter)
    };
    if words.takes("not") {
        return Ok(Filter::Not(Box::new(inside(words)?)));
    }
    if words.words.get(words.next) == Some(&Word::Open) {
        return inside(words);
    }
    let Some(Word::Name(path)) = words.take() else {
        words.next -= 1;
        return Err(words.fault());
    };
    let found = match within {
        Some(attribute) => attribute.part(&path).map(|part| Named {
            schema: crate::schema::USER,
            attribute: Some(attribute),
            part: Some(part),
        }),
        None => named(&path).filter(|named| named.attribute.is_some()),
    };
    let found = found.ok_or_else(|| fault(&path))?;
    if words.takes_sign(&Word::OpenWithin) {
        return within_list(words, found, &path, depth);
    }
    comparison(words, found)
}

/// The rest of `emails[type eq "work"]` or `emails[type eq "work"].value eq "x"`.
fn within_list(words: &mut Words, found: Named, path: &str, depth: usize) -> Result<Filter> {
    let list = found.attribute.filter(|list| list.many && found.part.is_none());
    let list = list.filter(|list| matches!(list.kind, Kind::Complex(_))).ok_or_else(|| fault(path))?;
    let condition = either(words, Some(list), depth + 1)?;
    words.needs_sign(&Word::CloseWithin)?;
    let part = match words.words.get(words.next) {
        Some(Word::Name(name)) => name.strip_prefix('.').map(str::to_owned),
        _ => None,
    };
    let Some(part) = part else { return Ok(Filter::Within(found, Box::new(condition))) };
    words.next += 1;
    let part = list.part(&part).ok_or_else(|| fault(&part))?;
    let further = comparison(words, Named { part: Some(part), ..found })?;
    Ok(Filter::Within(found, Box::new(Filter::And(Box::new(condition), Box::new(further)))))
}

fn comparison(words: &mut Words, found: Named) -> Result<Filter> {
    let Some(Word::Name(op)) = words.take() else {
        words.next -= 1;
        return Err(words.fault());
    };
    let op = match op.to_ascii_lowercase().as_str() {
        "pr" => return Ok(Filter::Present(found)),
        "eq" => Op::Eq,
        "ne" => Op::Ne,
        "co" => Op::Co,
        "sw" => Op::Sw,
        "ew" => Op::Ew,
        "gt" => Op::Gt,
        "ge" => Op::Ge,
        "lt" => Op::Lt,
        "le" => Op::Le,
        _ => return Err(fault(&op)),
    };
    let Some(Word::Value(value)) = words.take() else {
        words.next -= 1;
        return Err(words.fault());
    };
    let equal = matches!(op, Op::Eq | Op::Ne);
    let kind = found.last().map(|attribute| attribute.kind);
    let fits = match (&value, kind) {
        (Value::Null, _) => equal,
        (Value::Bool(_), Some(Kind::Truth)) => equal,
        (Value::String(_), Some(Kind::Text)) => true,
        // A list without a part is compared by what it calls its value.
        (Value::String(_), Some(Kind::Complex(parts))) => parts.iter().any(|part| part.name == "value"),
        _ => false,
    };
    if fits { Ok(Filter::Compare(found, op, value)) } else { Err(fault(&value.to_string())) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn user() -> Map<String, Value> {
        let user = json!({
            "id": "0abc", "userName": "Sato@midorino.jp", "active": true, "externalId": "X1",
            "name": { "familyName": "佐藤", "givenName": "花" },
            "emails": [{ "value": "sato@midorino.jp", "type": "work", "primary": true }],
            "phoneNumbers": [{ "value": "2101", "type": "work" }, { "value": "090", "type": "mobile" }],
            crate::schema::ENTERPRISE: { "department": "総務課" },
        });
        user.as_object().expect("an object").clone()
    }

    fn meets(filter: &str) -> bool {
        Filter::parse(filter).unwrap_or_else(|error| panic!("{filter}: {error}")).meets(&user())
    }

    #[test]
    fn what_a_user_is_meets_and_what_it_is_not_does_not() {
        for filter in [
            r#"userName eq "sato@MIDORINO.jp""#,
            r#"USERNAME sw "sato" and active eq true"#,
            r#"name.familyName eq "佐藤" or title pr"#,
            r#"not (title pr)"#,
            r#"title eq null"#,
            r#"emails ew ".jp""#,
            r#"emails.value co "@" and emails[type eq "work" and primary eq true]"#,
            r#"phoneNumbers[type eq "mobile"].value eq "090""#,
            r#"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq "総務課""#,
            r#"title ne "課長""#,
            r#"userName gt "a" and userName lt "z""#,
            r#"name pr and emails pr"#,
            r#"externalId eq "X1""#,
        ] {
            assert!(meets(filter), "{filter}");
        }
        for filter in [
            r#"userName eq "sato""#,
            r#"active eq false"#,
            r#"active ne true"#,
            r#"title pr"#,
            r#"emails[type eq "home"]"#,
            r#"phoneNumbers[type eq "work"].value eq "090""#,
            r#"externalId eq "x1""#,
            r#"not (userName pr) and (active eq true or active eq false)"#,
        ] {
            assert!(!meets(filter), "{filter}");
        }
    }

    #[test]
    fn and_binds_before_or() {
        assert!(meets(r#"active eq true or active eq true and title pr"#));
        assert!(!meets(r#"(active eq true or active eq true) and title pr"#));
    }

    #[test]
    fn what_is_no_filter_is_refused_and_named() {
        for (text, place) in [
            ("", "the end"),
            ("userName", "the end"),
            ("userName eq", "the end"),
            (r#"userName is "x""#, "is"),
            (r#"nickName eq "x""#, "nickName"),
            (r#"userName eq "x" title pr"#, "title"),
            (r#"(userName eq "x""#, "the end"),
            (r#"userName eq "x"#, "\"x"),
            (r#"active gt true"#, "true"),
            (r#"active eq "yes""#, "\"yes\""),
            (r#"userName eq true"#, "true"),
            (r#"name eq "x""#, "\"x\""),
            (r#"userName[value eq "x"]"#, "userName"),
            (r#"not userName pr"#, "userName"),
        ] {
            let error = Filter::parse(text).expect_err(text);
            assert_eq!((error.code(), error.faults()[0].field.as_str()), ("scim.invalid_filter", place), "{text}");
        }
    }

    #[test]
    fn brackets_without_end_are_refused_before_they_take_the_stack() {
        let deep = format!("{}active eq true{}", "(".repeat(2_000), ")".repeat(2_000));
        assert_eq!(Filter::parse(&deep).expect_err("too deep").code(), "scim.invalid_filter");
    }

    #[test]
    fn a_demand_is_seen_through_and_not_through_or() {
        let name = named("userName").expect("an attribute");
        let demands = |text: &str| Filter::parse(text).expect(text).demands(&name).map(str::to_owned);
        assert_eq!(demands(r#"active eq true and userName eq "x""#), Some("x".to_owned()));
        assert_eq!(demands(r#"active eq true or userName eq "x""#), None);
        assert_eq!(demands(r#"not (userName eq "x")"#), None);
    }
}
