//! A page as lines: what is compared, searched and listed.

use super::diff::{Step, steps};
use super::schema::Kind;
use super::tree::{Inside, Node};
use files::model::FileId;
use schemars::JsonSchema;
use serde::Serialize;

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "NoteLineKind")]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// Of a paragraph.
    Text,
    /// A heading.
    Heading,
    /// The beginning of an item of a list.
    Item,
    /// An item that is still to be done.
    Open,
    /// An item that was ticked.
    Done,
    /// A row of a table, its cells between bars.
    Row,
    /// Of code.
    Code,
    /// A line across.
    Rule,
    /// A file.
    File,
}

/// A line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What it is.
    pub kind: LineKind,
    /// How far in it stands; the level of a heading.
    pub depth: usize,
    /// Its letters.
    pub text: String,
    /// The file that it is: two may be called alike.
    pub file: Option<FileId>,
}

/// A page as lines.
pub fn lines(nodes: &[Node]) -> Vec<Line> {
    let mut lines = Vec::new();
    nodes.iter().for_each(|node| add(node, LineKind::Text, 0, &mut lines));
    lines
}

fn add(node: &Node, kind: LineKind, depth: usize, lines: &mut Vec<Line>) {
    let line = |kind, depth, text| Line { kind, depth, text, file: None };
    match node.kind {
        Kind::Heading => {
            lines.push(line(LineKind::Heading, node.number("level").unwrap_or(1) as usize, node.own_text()));
        }
        Kind::CodeBlock => {
            lines.extend(node.own_text().split('\n').map(|text| line(LineKind::Code, depth, text.to_owned())));
        }
        Kind::HorizontalRule => lines.push(line(LineKind::Rule, depth, String::new())),
        Kind::File => {
            let text = [node.word("name"), node.word("alt")].join(" ").trim().to_owned();
            lines.push(Line { file: node.file(), ..line(LineKind::File, depth, text) });
        }
        Kind::TableRow => lines.push(line(LineKind::Row, depth, cells(node).join(" | "))),
        Kind::ListItem => items(node, LineKind::Item, depth, lines),
        Kind::CheckItem if node.is_checked() => items(node, LineKind::Done, depth, lines),
        Kind::CheckItem => items(node, LineKind::Open, depth, lines),
        _ => match &node.inside {
            Inside::Runs(_) => {
                for (place, text) in node.own_text().split('\n').enumerate() {
                    let kind = if place == 0 { kind } else { LineKind::Text };
                    lines.push(line(kind, depth, text.to_owned()));
                }
            }
            Inside::Nodes(nodes) => {
                let is_in =
                    matches!(node.kind, Kind::BulletList | Kind::OrderedList | Kind::CheckList | Kind::Blockquote);
                nodes.iter().for_each(|node| add(node, LineKind::Text, depth + usize::from(is_in), lines));
            }
        },
    }
}

/// The first line of an item says what it is.
fn items(item: &Node, kind: LineKind, depth: usize, lines: &mut Vec<Line>) {
    let begins_with_text = item.nodes().first().is_some_and(|first| first.kind == Kind::Paragraph);
    if !begins_with_text {
        lines.push(Line { kind, depth, text: String::new(), file: None });
    }
    for (place, node) in item.nodes().iter().enumerate() {
        add(node, if place == 0 && begins_with_text { kind } else { LineKind::Text }, depth, lines);
    }
}

/// The cells of a row as words.
pub fn cells(row: &Node) -> Vec<String> {
    let words = |cell: &Node| {
        let inside = lines(cell.nodes());
        inside.into_iter().map(|line| line.text).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
    };
    row.nodes().iter().map(words).collect()
}

/// All words of a page, a line each.
pub fn text(nodes: &[Node]) -> String {
    let lines = lines(nodes);
    let words = lines.into_iter().map(|line| line.text).filter(|text| !text.trim().is_empty());
    words.collect::<Vec<_>>().join("\n")
}

/// Letters of the excerpt that lists show, at most.
const EXCERPT: usize = 120;

/// The first words of a page, on one line.
pub fn excerpt(nodes: &[Node]) -> String {
    text(nodes).split_whitespace().collect::<Vec<_>>().join(" ").chars().take(EXCERPT).collect()
}

/// How many items wait to be ticked, and how many were.
pub fn ticks(nodes: &[Node]) -> (u32, u32) {
    let mut count = (0, 0);
    for node in nodes {
        if node.kind == Kind::CheckItem {
            if node.is_checked() { count.1 += 1 } else { count.0 += 1 }
        }
        let (open, done) = ticks(node.nodes());
        count = (count.0 + open, count.1 + done);
    }
    count
}

/// What became of something between two versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "NoteBecame")]
#[serde(rename_all = "snake_case")]
pub enum Became {
    /// It stands in both.
    Same,
    /// It stands in the later one alone.
    New,
    /// It stands in the earlier one alone.
    Gone,
    /// A line of which some letters are others.
    Changed,
}

/// Letters of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "NotePart")]
pub struct Part {
    /// What became of them.
    pub became: Became,
    /// Which.
    pub text: String,
}

/// A line of a comparison.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "NoteLine")]
pub struct Compared {
    /// What became of it.
    pub became: Became,
    /// What it is.
    pub kind: LineKind,
    /// How far in it stands; the level of a heading.
    pub depth: usize,
    /// Its letters.
    pub parts: Vec<Part>,
}

/// What became of each line of a page.
pub fn compare(before: &[Node], after: &[Node]) -> Vec<Compared> {
    let (before, after) = (lines(before), lines(after));
    let mut compared = Vec::new();
    let (mut gone, mut new) = (Vec::new(), Vec::new());
    for step in steps(&before, &after) {
        match step {
            Step::Gone(place) => gone.push(&before[place]),
            Step::New(place) => new.push(&after[place]),
            Step::Same(_, place) => {
                settle(&mut gone, &mut new, &mut compared);
                compared.push(whole(&after[place], Became::Same));
            }
        }
    }
    settle(&mut gone, &mut new, &mut compared);
    compared
}

fn whole(line: &Line, became: Became) -> Compared {
    let parts = vec![Part { became, text: line.text.clone() }];
    Compared { became, kind: line.kind, depth: line.depth, parts }
}

/// Lines that went and lines that came at the same place: those that are alike are one line that changed.
fn settle(gone: &mut Vec<&Line>, new: &mut Vec<&Line>, compared: &mut Vec<Compared>) {
    let mut rest = gone.drain(..).peekable();
    for line in new.drain(..) {
        let alike = rest.peek().and_then(|old| changed(old, line));
        match alike {
            Some(alike) => {
                rest.next();
                compared.push(alike);
            }
            None => {
                // What went before it is told first, unless it may yet be like what comes.
                if rest.peek().is_some_and(|old| !is_alike(old, line)) {
                    compared.extend(rest.next().map(|old| whole(old, Became::Gone)));
                }
                compared.push(whole(line, Became::New));
            }
        }
    }
    compared.extend(rest.map(|old| whole(old, Became::Gone)));
}

/// Whether two lines have enough in common to be one.
fn is_alike(old: &Line, new: &Line) -> bool {
    if old.file != new.file {
        return false;
    }
    old.text == new.text || kept(old, new) * 10 >= old.text.chars().count().max(new.text.chars().count()) * 4
}

fn kept(old: &Line, new: &Line) -> usize {
    let (before, after): (Vec<char>, Vec<char>) = (old.text.chars().collect(), new.text.chars().collect());
    steps(&before, &after).iter().filter(|step| matches!(step, Step::Same(..))).count()
}

fn changed(old: &Line, new: &Line) -> Option<Compared> {
    if !is_alike(old, new) {
        return None;
    }
    let (before, after): (Vec<char>, Vec<char>) = (old.text.chars().collect(), new.text.chars().collect());
    let mut parts: Vec<Part> = Vec::new();
    for step in steps(&before, &after) {
        let (became, letter) = match step {
            Step::Same(_, place) => (Became::Same, after[place]),
            Step::Gone(place) => (Became::Gone, before[place]),
            Step::New(place) => (Became::New, after[place]),
        };
        match parts.last_mut() {
            Some(last) if last.became == became => last.text.push(letter),
            _ => parts.push(Part { became, text: letter.to_string() }),
        }
    }
    Some(Compared { became: Became::Changed, kind: new.kind, depth: new.depth, parts })
}
