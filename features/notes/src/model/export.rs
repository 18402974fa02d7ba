//! A page as Markdown and as HTML, to be taken elsewhere.

use super::lines::cells;
use super::schema::{Kind, LINK};
use super::tree::{Inside, Node, Run};
use files::model::FileId;
use std::collections::HashMap;
use std::fmt::Write;

/// A file of a page, as it is had from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attached {
    /// What it is called.
    pub name: String,
    /// Where it is, for whoever may read the note.
    pub address: String,
    /// It is a picture that browsers show.
    pub is_picture: bool,
    /// The picture itself in letters (`data:`), where it is small enough to be taken along.
    pub inline: Option<String>,
}

/// The files of a page.
pub type AttachedFiles = HashMap<FileId, Attached>;

/// A page as Markdown, with its title.
pub fn markdown(title: &str, nodes: &[Node], files: &AttachedFiles) -> String {
    let mut out = format!("# {}\n", escaped(title));
    for node in nodes {
        out.push('\n');
        block(node, "", files, &mut out);
    }
    out
}

/// A file by its name: a link where the note has it, a picture by what stands for it, and the name alone where it has gone.
fn file_line(node: &Node, files: &AttachedFiles) -> String {
    let Some(file) = node.file().and_then(|id| files.get(&id)) else {
        return format!("📎 {}", escaped(node.word("name")));
    };
    match file.is_picture {
        true => format!("![{}](<{}>)", escaped(alternative(node, file)), file.address),
        false => format!("[📎 {}](<{}>)", escaped(&file.name), file.address),
    }
}

/// What stands for a picture: what its author says, else what it is called.
fn alternative<'n>(node: &'n Node, file: &'n Attached) -> &'n str {
    match node.word("alt") {
        "" => &file.name,
        alt => alt,
    }
}

fn block(node: &Node, indent: &str, files: &AttachedFiles, out: &mut String) {
    match node.kind {
        Kind::Heading => {
            // The title is the one heading above all others.
            let level = "#".repeat(node.number("level").unwrap_or(1).clamp(1, 5) as usize + 1);
            push(out, format_args!("{indent}{level} {}\n", inline(node).replace('\n', " ")));
        }
        Kind::BulletList | Kind::OrderedList | Kind::CheckList => {
            let start = node.number("start").unwrap_or(1);
            for (place, item) in node.nodes().iter().enumerate() {
                let sign = match node.kind {
                    Kind::OrderedList => format!("{}. ", start + place as i64),
                    Kind::CheckList if item.is_checked() => "- [x] ".to_owned(),
                    Kind::CheckList => "- [ ] ".to_owned(),
                    _ => "- ".to_owned(),
                };
                within(
                    item,
                    indent,
                    &sign,
                    &" ".repeat(if node.kind == Kind::OrderedList { sign.len() } else { 2 }),
                    files,
                    out,
                );
            }
        }
        Kind::Blockquote => within(node, indent, "> ", "> ", files, out),
        Kind::CodeBlock => {
            let text = node.own_text();
            let fence = "`".repeat(longest_run(&text, '`').max(2) + 1);
            push(out, format_args!("{indent}{fence}\n"));
            text.split('\n').for_each(|line| push(out, format_args!("{indent}{line}\n")));
            push(out, format_args!("{indent}{fence}\n"));
        }
        Kind::HorizontalRule => push(out, format_args!("{indent}---\n")),
        Kind::Table => {
            let width = node.nodes().iter().map(|row| row.nodes().len()).max().unwrap_or_default();
            for (place, row) in node.nodes().iter().enumerate() {
                let mut cells: Vec<String> = cells(row).iter().map(|text| escaped(text).replace('|', "\\|")).collect();
                cells.resize(width, String::new());
                push(out, format_args!("{indent}| {} |\n", cells.join(" | ")));
                if place == 0 {
                    push(out, format_args!("{indent}|{}\n", " --- |".repeat(width)));
                }
            }
        }
        Kind::File => push(out, format_args!("{indent}{}\n", file_line(node, files))),
        _ => push(out, format_args!("{indent}{}\n", inline(node).replace('\n', &format!("  \n{indent}")))),
    }
}

/// Blocks below a sign of their own.
fn within(node: &Node, indent: &str, first: &str, rest: &str, files: &AttachedFiles, out: &mut String) {
    let mut inner = String::new();
    for (place, child) in node.nodes().iter().enumerate() {
        if place > 0 && child.kind == Kind::Paragraph {
            inner.push('\n');
        }
        block(child, "", files, &mut inner);
    }
    for (place, line) in inner.trim_end_matches('\n').split('\n').enumerate() {
        push(out, format_args!("{}\n", format!("{indent}{}{line}", if place == 0 { first } else { rest }).trim_end()));
    }
}

fn push(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("a text takes whatever is written");
}

fn longest_run(text: &str, letter: char) -> usize {
    text.split(|other| other != letter).map(str::len).max().unwrap_or_default()
}

fn inline(node: &Node) -> String {
    let Inside::Runs(runs) = &node.inside else { return String::new() };
    runs.iter().map(marked).collect()
}

fn marked(run: &Run) -> String {
    // A sign of Markdown holds only next to a letter, so blanks stay outside.
    let inner = run.text.trim();
    if inner.is_empty() || run.marks.is_empty() {
        return escaped(&run.text);
    }
    let start = run.text.len() - run.text.trim_start().len();
    let (before, after) = (&run.text[..start], &run.text[start + inner.len()..]);
    let mut text = match run.marks.contains_key("code") {
        true => {
            let fence = "`".repeat(longest_run(inner, '`') + 1);
            format!("{fence}{inner}{fence}")
        }
        false => escaped(inner),
    };
    for (mark, sign) in [("strong", "**"), ("em", "*"), ("strike", "~~")] {
        if run.marks.contains_key(mark) {
            text = format!("{sign}{text}{sign}");
        }
    }
    if let Some(Some(href)) = run.marks.get(LINK) {
        text = format!("[{text}](<{}>)", href.replace('<', "%3C").replace('>', "%3E"));
    }
    format!("{before}{text}{after}")
}

/// Letters that mean nothing but themselves.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '~' | '|') {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}

/// A page as an HTML document that stands alone and runs nothing.
pub fn html(title: &str, nodes: &[Node], files: &AttachedFiles) -> String {
    let title = quoted(title);
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"ja\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n<style>\n\
         body {{ font-family: sans-serif; line-height: 1.7; max-width: 46em; margin: 2em auto; }}\n\
         img {{ max-width: 100%; height: auto; }} figure {{ margin: 1em 0; }}\n\
         .small {{ width: 33%; }} .medium {{ width: 66%; }} .full {{ width: 100%; }}\n\
         table {{ border-collapse: collapse; }} td, th {{ border: 1px solid; padding: .3em .6em; }}\n</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
    );
    nodes.iter().for_each(|node| element(node, files, &mut out));
    out.push_str("</body>\n</html>\n");
    out
}

/// A picture that can be taken along stands in the page; what cannot is a way back to the note.
fn figure(node: &Node, files: &AttachedFiles) -> String {
    let Some(file) = node.file().and_then(|id| files.get(&id)) else {
        return format!("<p>📎 {}</p>\n", quoted(node.word("name")));
    };
    if let Some(inline) = &file.inline {
        // A word that is not one of ours is drawn as wide as it is.
        let width = quoted(node.word("width"));
        let alt = quoted(alternative(node, file));
        return format!("<figure><img class=\"{width}\" src=\"{}\" alt=\"{alt}\"></figure>\n", quoted(inline));
    }
    format!("<p><a href=\"{}\" rel=\"noopener noreferrer\">📎 {}</a></p>\n", quoted(&file.address), quoted(&file.name))
}

fn element(node: &Node, files: &AttachedFiles, out: &mut String) {
    let level = node.number("level").unwrap_or(1).clamp(1, 5) + 1;
    let (open, close) = match node.kind {
        Kind::Heading => (format!("<h{level}>"), format!("</h{level}>\n")),
        Kind::BulletList | Kind::CheckList => ("<ul>\n".to_owned(), "</ul>\n".to_owned()),
        Kind::OrderedList => (format!("<ol start=\"{}\">\n", node.number("start").unwrap_or(1)), "</ol>\n".to_owned()),
        Kind::ListItem => ("<li>".to_owned(), "</li>\n".to_owned()),
        Kind::CheckItem if node.is_checked() => ("<li>☑ ".to_owned(), "</li>\n".to_owned()),
        Kind::CheckItem => ("<li>☐ ".to_owned(), "</li>\n".to_owned()),
        Kind::Table => ("<table>\n".to_owned(), "</table>\n".to_owned()),
        Kind::TableRow => ("<tr>".to_owned(), "</tr>\n".to_owned()),
        Kind::TableCell => (format!("<td{}>", spans(node)), "</td>".to_owned()),
        Kind::TableHeader => (format!("<th{}>", spans(node)), "</th>".to_owned()),
        Kind::Blockquote => ("<blockquote>\n".to_owned(), "</blockquote>\n".to_owned()),
        Kind::CodeBlock => ("<pre>".to_owned(), "</pre>\n".to_owned()),
        Kind::HorizontalRule => ("<hr>\n".to_owned(), String::new()),
        Kind::File => (figure(node, files), String::new()),
        Kind::Paragraph | Kind::HardBreak => ("<p>".to_owned(), "</p>\n".to_owned()),
    };
    out.push_str(&open);
    match &node.inside {
        Inside::Nodes(nodes) => nodes.iter().for_each(|node| element(node, files, out)),
        Inside::Runs(runs) => runs.iter().for_each(|run| letters(run, node.kind, out)),
    }
    out.push_str(&close);
}

fn spans(node: &Node) -> String {
    let span = |name: &str| node.number(name).filter(|span| *span > 1).map(|span| format!(" {name}=\"{span}\""));
    [span("colspan"), span("rowspan")].into_iter().flatten().collect()
}

fn letters(run: &Run, within: Kind, out: &mut String) {
    let text = quoted(&run.text);
    let mut text = if within == Kind::CodeBlock { text } else { text.replace('\n', "<br>") };
    let tags = [
        ("strong", "strong"),
        ("em", "em"),
        ("underline", "u"),
        ("strike", "s"),
        ("code", "code"),
        ("highlight", "mark"),
    ];
    for (mark, tag) in tags {
        if run.marks.contains_key(mark) {
            text = format!("<{tag}>{text}</{tag}>");
        }
    }
    if let Some(Some(href)) = run.marks.get(LINK) {
        text = format!("<a href=\"{}\" rel=\"noopener noreferrer\">{text}</a>", quoted(href));
    }
    out.push_str(&text);
}

fn quoted(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
