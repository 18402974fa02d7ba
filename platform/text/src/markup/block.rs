//! The block structure of a body: which lines are code and which lines read on as one paragraph.

/// Consecutive lines of one kind, without the marks that start them.
#[derive(Debug)]
pub(super) enum Block<'a> {
    /// Text with inline markup; a code span may run over its line ends.
    Paragraph(Vec<&'a str>),
    /// A line of a fence, to be taken literally.
    Code(&'a str),
}

struct Fence {
    /// Backticks that opened it.
    ticks: usize,
    /// Quote marks in front of it.
    depth: usize,
    /// Column of the opening backticks behind the quote marks, in bytes.
    column: usize,
}

/// Splits a body into blocks. Quote marks, bullets, heading marks, rules and the fences' own lines
/// are left out; numbers of ordered lists stay, for a reader refers to them.
pub(super) fn blocks(body: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut paragraph = Vec::new();
    let mut paragraph_depth = 0;
    let mut fence: Option<Fence> = None;

    for line in body.split('\n') {
        let line = line.strip_suffix('\r').unwrap_or(line);
        if let Some(open) = &fence {
            let (depth, rest) = strip_quotes(line, open.depth);
            // The end of the quote is the end of a fence in it.
            if depth == open.depth {
                if closes(rest, open) {
                    fence = None;
                } else {
                    blocks.push(Block::Code(rest));
                }
                continue;
            }
        }
        let (depth, rest) = strip_quotes(line, usize::MAX);
        let text = rest.trim();
        let marker = list_marker(text);
        if depth != paragraph_depth || marker.is_some() || text.is_empty() {
            flush(&mut paragraph, &mut blocks);
        }
        paragraph_depth = depth;
        let (shown, content) = marker.unwrap_or((text, text));
        fence =
            opened_ticks(content).map(|ticks| Fence { ticks, depth, column: rest.trim_end().len() - content.len() });
        if fence.is_some() {
            let before = &shown[..shown.len() - content.len()];
            if !before.is_empty() {
                paragraph.push(before);
            }
            flush(&mut paragraph, &mut blocks);
        } else if is_rule(text) {
            flush(&mut paragraph, &mut blocks);
        } else if let Some(heading) = heading(text) {
            flush(&mut paragraph, &mut blocks);
            paragraph.push(heading);
            flush(&mut paragraph, &mut blocks);
        } else if !shown.is_empty() {
            paragraph.push(shown);
        }
    }
    flush(&mut paragraph, &mut blocks);
    blocks
}

fn flush<'a>(paragraph: &mut Vec<&'a str>, blocks: &mut Vec<Block<'a>>) {
    if !paragraph.is_empty() {
        blocks.push(Block::Paragraph(std::mem::take(paragraph)));
    }
}

/// Strips at most `most` quote marks; gives their number and the rest of the line.
fn strip_quotes(line: &str, most: usize) -> (usize, &str) {
    let mut rest = line;
    let mut depth = 0;
    while depth < most {
        let unindented = rest.trim_start_matches(' ');
        let Some(quoted) = unindented.strip_prefix('>') else {
            break;
        };
        // Four blanks are not a quote in CommonMark.
        if rest.len() - unindented.len() > 3 {
            break;
        }
        rest = quoted.strip_prefix(' ').unwrap_or(quoted);
        depth += 1;
    }
    (depth, rest)
}

/// The number of backticks if a line opens a fence. Backticks after them make it a code span.
fn opened_ticks(text: &str) -> Option<usize> {
    let info = text.trim_start_matches('`');
    let ticks = text.len() - info.len();
    (ticks >= 3 && !info.contains('`')).then_some(ticks)
}

fn closes(line: &str, fence: &Fence) -> bool {
    let text = line.trim_start_matches(' ');
    let ticks = text.trim_end();
    line.len() - text.len() <= fence.column + 3 && ticks.len() >= fence.ticks && ticks.bytes().all(|b| b == b'`')
}

/// A list item as what is shown of it and its content without marker and task box.
fn list_marker(text: &str) -> Option<(&str, &str)> {
    if let Some(content) = ["- ", "* ", "+ "].iter().find_map(|bullet| text.strip_prefix(bullet)) {
        let content = content.trim_start();
        let content = ["[ ] ", "[x] ", "[X] "].iter().find_map(|check| content.strip_prefix(check)).unwrap_or(content);
        return Some((content, content));
    }
    let after = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = text.len() - after.len();
    // Nine digits are the limit of CommonMark.
    if !(1..=9).contains(&digits) {
        return None;
    }
    let content = after.strip_prefix(". ").or_else(|| after.strip_prefix(") "))?;
    Some((text, content.trim_start()))
}

/// The text of a heading line.
fn heading(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches('#');
    let level = text.len() - rest.len();
    if !(1..=6).contains(&level) || !(rest.is_empty() || rest.starts_with([' ', '\t'])) {
        return None;
    }
    let title = rest.trim();
    let open = title.trim_end_matches('#');
    // Closing marks stand behind a blank; "C#" keeps its own.
    Some(if open.is_empty() || open.ends_with(' ') { open.trim_end() } else { title })
}

/// Whether a line is a thematic break or the line under the head of a table.
fn is_rule(text: &str) -> bool {
    let marks =
        |mark: u8| text.bytes().all(|b| b == mark || b == b' ') && text.bytes().filter(|&b| b == mark).count() >= 3;
    marks(b'-')
        || marks(b'*')
        || marks(b'_')
        || (text.contains('-') && text.contains('|') && text.bytes().all(|b| b"|-: ".contains(&b)))
}
