//! A page as it is read: nodes in one another, as the editor shows them.

use super::refusal::NoteRefusal;
use super::schema::{self, Holds, Kind};
use super::wire::DEEPEST;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use yrs::types::Attrs;
use yrs::types::text::YChange;
use yrs::{Any, Array, ArrayRef, Number, Out, ReadTxn, Text, Xml, XmlElementRef, XmlFragmentRef, XmlTextRef};

/// Nodes on a page, at most.
pub const MOST_NODES: usize = 20_000;
/// Letters on a page, at most.
pub const MOST_LETTERS: usize = 200_000;

/// Attributes of a node by name.
pub type Attributes = BTreeMap<&'static str, Value>;

/// A node of a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// What sort.
    pub kind: Kind,
    /// What is said of it.
    pub attributes: Attributes,
    /// What stands in it.
    pub inside: Inside,
}

/// What stands in a node.
#[derive(Debug, Clone, PartialEq)]
pub enum Inside {
    /// Other nodes.
    Nodes(Vec<Node>),
    /// Letters.
    Runs(Vec<Run>),
}

/// Letters with the same marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The letters; `\n` for a break of the line.
    pub text: String,
    /// Their marks by name, with the address of a link.
    pub marks: BTreeMap<&'static str, Option<String>>,
}

impl Run {
    /// Letters without marks.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), marks: BTreeMap::new() }
    }
}

impl Node {
    /// A node in which other nodes stand.
    pub fn around(kind: Kind, nodes: Vec<Node>) -> Self {
        Self { kind, attributes: Attributes::new(), inside: Inside::Nodes(nodes) }
    }

    /// A node in which letters stand.
    pub fn saying(kind: Kind, text: impl Into<String>) -> Self {
        let text = text.into();
        let runs = if text.is_empty() { Vec::new() } else { vec![Run::plain(text)] };
        Self { kind, attributes: Attributes::new(), inside: Inside::Runs(runs) }
    }

    /// With an attribute.
    pub fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.attributes.insert(name, value.into());
        self
    }

    /// An attribute that is a number.
    pub fn number(&self, name: &str) -> Option<i64> {
        self.attributes.get(name).and_then(Value::as_f64).map(|number| number as i64)
    }

    /// An attribute that is words; nothing of another sort, and where there is none.
    pub fn word(&self, name: &str) -> &str {
        self.attributes.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// Whether it is an item that was ticked.
    pub fn is_checked(&self) -> bool {
        self.attributes.get("checked").and_then(Value::as_bool).unwrap_or_default()
    }

    /// Its letters, without those of nodes in it.
    pub fn own_text(&self) -> String {
        match &self.inside {
            Inside::Runs(runs) => runs.iter().map(|run| run.text.as_str()).collect(),
            Inside::Nodes(_) => String::new(),
        }
    }

    /// The nodes in it.
    pub fn nodes(&self) -> &[Node] {
        match &self.inside {
            Inside::Nodes(nodes) => nodes,
            Inside::Runs(_) => &[],
        }
    }

    /// As the editor reads it.
    pub fn to_json(&self) -> Value {
        let mut node = Map::new();
        node.insert("type".to_owned(), json!(self.kind.name()));
        if !self.attributes.is_empty() {
            node.insert("attrs".to_owned(), json!(self.attributes));
        }
        let inside: Vec<Value> = match &self.inside {
            Inside::Nodes(nodes) => nodes.iter().map(Node::to_json).collect(),
            Inside::Runs(runs) => runs.iter().flat_map(|run| run.to_json(self.kind)).collect(),
        };
        if !inside.is_empty() {
            node.insert("content".to_owned(), Value::Array(inside));
        }
        Value::Object(node)
    }
}

impl Run {
    /// Breaks of the line are nodes of their own, but in code.
    fn to_json(&self, within: Kind) -> Vec<Value> {
        if within.holds() == Holds::Plain {
            return vec![json!({ "type": "text", "text": self.text })];
        }
        let marks: Vec<Value> = self.marks.iter().map(|(name, href)| mark_json(name, href.as_deref())).collect();
        let mut nodes = Vec::new();
        for (place, line) in self.text.split('\n').enumerate() {
            if place > 0 {
                nodes.push(json!({ "type": Kind::HardBreak.name() }));
            }
            match (line.is_empty(), marks.is_empty()) {
                (true, _) => {}
                (false, true) => nodes.push(json!({ "type": "text", "text": line })),
                (false, false) => nodes.push(json!({ "type": "text", "text": line, "marks": marks })),
            }
        }
        nodes
    }
}

fn mark_json(name: &str, href: Option<&str>) -> Value {
    match href {
        Some(href) => json!({ "type": name, "attrs": { "href": href } }),
        None => json!({ "type": name }),
    }
}

/// A page as the editor reads it.
pub fn to_json(nodes: &[Node]) -> Value {
    json!({ "type": "doc", "content": nodes.iter().map(Node::to_json).collect::<Vec<_>>() })
}

/// How much a page may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bounds {
    /// As much as somebody may write.
    Written,
    /// As much as is there.
    Kept,
}

struct Reading<'t, T> {
    txn: &'t T,
    most_nodes: usize,
    most_letters: usize,
    nodes: usize,
    letters: usize,
}

/// Reads a page, and refuses one that no editor of ours makes.
pub fn read<T: ReadTxn>(txn: &T, root: &XmlFragmentRef, bounds: Bounds) -> Result<Vec<Node>, NoteRefusal> {
    let (most_nodes, most_letters) = match bounds {
        Bounds::Written => (MOST_NODES, MOST_LETTERS),
        Bounds::Kept => (usize::MAX, usize::MAX),
    };
    let mut reading = Reading { txn, most_nodes, most_letters, nodes: 0, letters: 0 };
    let children: &ArrayRef = root.as_ref();
    reading.nodes_in(children, schema::BLOCKS, 1)
}

impl<T: ReadTxn> Reading<'_, T> {
    fn nodes_in(&mut self, children: &ArrayRef, kinds: &[Kind], depth: usize) -> Result<Vec<Node>, NoteRefusal> {
        let txn = self.txn;
        let mut nodes = Vec::new();
        for child in children.iter(txn) {
            match child {
                Out::YXmlElement(element) => nodes.push(self.node(&element, kinds, depth)?),
                _ => return Err(NoteRefusal::Foreign),
            }
        }
        Ok(nodes)
    }

    fn node(&mut self, element: &XmlElementRef, kinds: &[Kind], depth: usize) -> Result<Node, NoteRefusal> {
        self.nodes += 1;
        if self.nodes > self.most_nodes {
            return Err(NoteRefusal::TooLarge);
        }
        if depth > DEEPEST {
            return Err(NoteRefusal::TooDeep);
        }
        let kind = element.try_tag().and_then(|tag| Kind::named(tag)).filter(|kind| kinds.contains(kind));
        let kind = kind.ok_or(NoteRefusal::Foreign)?;
        let attributes = self.attributes(element, kind)?;
        let children: &ArrayRef = element.as_ref();
        let inside = match kind.holds() {
            Holds::Nodes(kinds) => Inside::Nodes(self.nodes_in(children, kinds, depth + 1)?),
            Holds::Letters => Inside::Runs(self.letters_in(children, false)?),
            Holds::Plain => Inside::Runs(self.letters_in(children, true)?),
            Holds::Nothing if children.len(self.txn) == 0 => Inside::Nodes(Vec::new()),
            Holds::Nothing => return Err(NoteRefusal::Foreign),
        };
        Ok(Node { kind, attributes, inside })
    }

    fn attributes(&self, element: &XmlElementRef, kind: Kind) -> Result<Attributes, NoteRefusal> {
        let mut attributes = Attributes::new();
        for (name, value) in element.attributes(self.txn) {
            let Out::Any(value) = value else { return Err(NoteRefusal::Foreign) };
            let value = plain(&value).ok_or(NoteRefusal::Foreign)?;
            attributes.insert(kind.attribute(name, &value).ok_or(NoteRefusal::Foreign)?, whole(value));
        }
        Ok(attributes)
    }

    fn letters_in(&mut self, children: &ArrayRef, is_plain: bool) -> Result<Vec<Run>, NoteRefusal> {
        let txn = self.txn;
        let mut runs = Vec::new();
        for child in children.iter(txn) {
            match child {
                Out::YXmlText(text) => self.runs_of(&text, is_plain, &mut runs)?,
                Out::YXmlElement(element) if !is_plain => {
                    self.node(&element, &[Kind::HardBreak], 1)?;
                    push(&mut runs, Run::plain("\n"));
                }
                _ => return Err(NoteRefusal::Foreign),
            }
        }
        Ok(runs)
    }

    fn runs_of(&mut self, text: &XmlTextRef, is_plain: bool, runs: &mut Vec<Run>) -> Result<(), NoteRefusal> {
        if text.attributes(self.txn).next().is_some() {
            return Err(NoteRefusal::Foreign);
        }
        for part in text.diff(self.txn, YChange::identity) {
            let Out::Any(Any::String(letters)) = part.insert else { return Err(NoteRefusal::Foreign) };
            self.letters += letters.encode_utf16().count();
            if self.letters > self.most_letters {
                return Err(NoteRefusal::TooLarge);
            }
            let marks = match part.attributes {
                Some(attributes) if !is_plain => marks(&attributes)?,
                Some(attributes) if attributes.values().any(|value| *value != Any::Null) => {
                    return Err(NoteRefusal::Foreign);
                }
                _ => BTreeMap::new(),
            };
            push(runs, Run { text: letters.to_string(), marks });
        }
        Ok(())
    }
}

/// Joins letters to those before them that have the same marks.
fn push(runs: &mut Vec<Run>, run: Run) {
    match runs.last_mut() {
        Some(last) if last.marks == run.marks => last.text.push_str(&run.text),
        _ => runs.push(run),
    }
}

fn marks(attributes: &Attrs) -> Result<BTreeMap<&'static str, Option<String>>, NoteRefusal> {
    let mut marks = BTreeMap::new();
    for (name, value) in attributes {
        if *value == Any::Null {
            continue;
        }
        let value = plain(value).ok_or(NoteRefusal::Foreign)?;
        let name = schema::mark(name, &value).ok_or(NoteRefusal::Foreign)?;
        marks.insert(name, value.get("href").and_then(Value::as_str).map(str::to_owned));
    }
    Ok(marks)
}

/// A value of Yjs' as JSON has it; nothing for one that JSON has not.
fn plain(value: &Any) -> Option<Value> {
    Some(match value {
        Any::Null | Any::Undefined => Value::Null,
        Any::Bool(truth) => json!(truth),
        Any::Number(Number::Int(number)) => json!(number),
        Any::Number(Number::Float(number)) => json!(number),
        Any::String(text) => json!(text.as_ref()),
        Any::Buffer(_) => return None,
        Any::Array(list) => Value::Array(list.iter().map(plain).collect::<Option<_>>()?),
        Any::Map(map) => {
            let pairs = map.iter().map(|(key, value)| Some((key.clone(), plain(value)?)));
            Value::Object(pairs.collect::<Option<_>>()?)
        }
    })
}

/// A number as one form, whichever it came in.
fn whole(value: Value) -> Value {
    match value.as_f64() {
        Some(number) if number.fract() == 0.0 && number.abs() < 1e15 => json!(number as i64),
        _ => value,
    }
}
