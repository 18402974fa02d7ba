//! Changes that the program itself makes: a page from a template, a version restored, rows that a bot adds. Each is an update like any
//! other, by whoever asked for it.

use super::diff::{Step, steps};
use super::page::Page;
use super::refusal::NoteRefusal;
use super::schema::{Holds, Kind};
use super::tree::{Inside, Node, Run};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::Arc;
use yrs::types::Attrs;
use yrs::{Any, Text, Transact, TransactionMut, Xml, XmlElementPrelim, XmlElementRef, XmlFragment, XmlTextPrelim};

/// The update by which a page comes to say something else, with as little of it written anew as whole blocks allow; nothing when it says
/// that already.
pub fn toward(page: &mut Page, wanted: &[Node]) -> Result<Option<Vec<u8>>, NoteRefusal> {
    let present = page.nodes()?;
    let steps = steps(&present, wanted);
    if !steps.iter().any(|step| !matches!(step, Step::Same(..))) {
        return Ok(None);
    }
    let (doc, root) = page.parts();
    let mut txn = doc.transact_mut();
    let mut at = 0;
    for step in steps {
        match step {
            Step::Same(..) => at += 1,
            Step::Gone(_) => root.remove_range(&mut txn, at, 1),
            Step::New(place) => {
                let made = root.insert(&mut txn, at, XmlElementPrelim::empty(wanted[place].kind.name()));
                fill(&mut txn, &made, &wanted[place]);
                at += 1;
            }
        }
    }
    Ok(Some(txn.encode_update_v1()))
}

/// The update that adds a row to the end of the first table on a page; cells that are missing stay empty, those that are too many are left out.
///
/// Errors: `notes.no_table` where there is none.
pub fn row_added(page: &mut Page, cells: &[String]) -> Result<Vec<u8>, NoteRefusal> {
    let present = page.nodes()?;
    let place = present.iter().position(|node| node.kind == Kind::Table).ok_or(NoteRefusal::NoTable)?;
    let columns = present[place].nodes().iter().map(|row| row.nodes().len()).max().unwrap_or_default();
    if columns == 0 {
        return Err(NoteRefusal::NoTable);
    }
    let cell = |column: usize| {
        let text = cells.get(column).map(String::as_str).unwrap_or_default();
        Node::around(Kind::TableCell, vec![Node::saying(Kind::Paragraph, text)])
    };
    let row = Node::around(Kind::TableRow, (0..columns).map(cell).collect());
    let (doc, root) = page.parts();
    let mut txn = doc.transact_mut();
    let table = root.get(&txn, place as u32).and_then(|child| child.into_xml_element()).ok_or(NoteRefusal::NoTable)?;
    let made = table.push_back(&mut txn, XmlElementPrelim::empty(Kind::TableRow.name()));
    fill(&mut txn, &made, &row);
    Ok(txn.encode_update_v1())
}

fn fill(txn: &mut TransactionMut<'_>, element: &XmlElementRef, node: &Node) {
    for (name, value) in &node.attributes {
        element.insert_attribute(txn, *name, any(value));
    }
    match &node.inside {
        Inside::Nodes(nodes) => {
            for node in nodes {
                let made = element.push_back(txn, XmlElementPrelim::empty(node.kind.name()));
                fill(txn, &made, node);
            }
        }
        Inside::Runs(runs) if node.kind.holds() == Holds::Plain => {
            let text: String = runs.iter().map(|run| run.text.as_str()).collect();
            write(txn, element, &[Run::plain(text)]);
        }
        Inside::Runs(runs) => lines(txn, element, runs),
    }
}

/// Letters between breaks of the line, each part a text of its own.
fn lines(txn: &mut TransactionMut<'_>, element: &XmlElementRef, runs: &[Run]) {
    let mut line: Vec<Run> = Vec::new();
    for run in runs {
        for (place, part) in run.text.split('\n').enumerate() {
            if place > 0 {
                write(txn, element, &line);
                line.clear();
                element.push_back(txn, XmlElementPrelim::empty(Kind::HardBreak.name()));
            }
            if !part.is_empty() {
                line.push(Run { text: part.to_owned(), marks: run.marks.clone() });
            }
        }
    }
    write(txn, element, &line);
}

fn write(txn: &mut TransactionMut<'_>, element: &XmlElementRef, runs: &[Run]) {
    if runs.iter().all(|run| run.text.is_empty()) {
        return;
    }
    let text = element.push_back(txn, XmlTextPrelim::new(""));
    for run in runs {
        let end = text.len(txn);
        text.insert_with_attributes(txn, end, &run.text, attributes(run));
    }
}

fn attributes(run: &Run) -> Attrs {
    let marks = run.marks.iter().map(|(name, href)| {
        let inside = href.iter().map(|href| ("href".to_owned(), Any::from(href.as_str())));
        (Arc::from(*name), Any::from(inside.collect::<HashMap<_, _>>()))
    });
    marks.collect()
}

fn any(value: &Value) -> Any {
    match value {
        Value::Null | Value::Object(_) => Any::Null,
        Value::Bool(truth) => Any::from(*truth),
        Value::Number(number) => Any::from(number.as_f64().unwrap_or_default()),
        Value::String(text) => Any::from(text.as_str()),
        Value::Array(list) => Any::from(list.iter().map(any).collect::<Vec<_>>()),
    }
}
