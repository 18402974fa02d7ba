//! What a page may consist of: kinds of nodes, their attributes, and marks. The editor's `schema.ts` says the same.

use serde_json::Value;

/// A kind of node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// 本文
    Paragraph,
    /// 見出し
    Heading,
    /// 箇条書き
    BulletList,
    /// 番号つきの箇条書き
    OrderedList,
    /// Of these an item.
    ListItem,
    /// チェックリスト
    CheckList,
    /// Of it an item.
    CheckItem,
    /// 表
    Table,
    /// Of it a row.
    TableRow,
    /// Of that a cell.
    TableCell,
    /// A cell that names others.
    TableHeader,
    /// 引用
    Blockquote,
    /// Code.
    CodeBlock,
    /// 区切り線
    HorizontalRule,
    /// A file.
    File,
    /// A break of the line.
    HardBreak,
}

/// What may stand in a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Letters with marks, and breaks of the line.
    Letters,
    /// Letters alone.
    Plain,
    /// Nodes of these kinds.
    Nodes(&'static [Kind]),
    /// Nothing.
    Nothing,
}

use Kind::{
    Blockquote, BulletList, CheckItem, CheckList, CodeBlock, File, HardBreak, Heading, HorizontalRule, ListItem,
    OrderedList, Paragraph, Table, TableCell, TableHeader, TableRow,
};

const KINDS: [(Kind, &str); 16] = [
    (Paragraph, "paragraph"),
    (Heading, "heading"),
    (BulletList, "bullet_list"),
    (OrderedList, "ordered_list"),
    (ListItem, "list_item"),
    (CheckList, "check_list"),
    (CheckItem, "check_item"),
    (Table, "table"),
    (TableRow, "table_row"),
    (TableCell, "table_cell"),
    (TableHeader, "table_header"),
    (Blockquote, "blockquote"),
    (CodeBlock, "code_block"),
    (HorizontalRule, "horizontal_rule"),
    (File, "file"),
    (HardBreak, "hard_break"),
];

/// What stands on a page by itself.
pub const BLOCKS: &[Kind] =
    &[Paragraph, Heading, BulletList, OrderedList, CheckList, Table, Blockquote, CodeBlock, HorizontalRule, File];
/// What stands in items, quotations and cells.
const INNER: &[Kind] = &[Paragraph, Heading, BulletList, OrderedList, CheckList, Blockquote, CodeBlock, File];

impl Kind {
    /// The kind with a name.
    pub fn named(name: &str) -> Option<Self> {
        KINDS.iter().find(|(_, known)| *known == name).map(|(kind, _)| *kind)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        KINDS.iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }

    /// What may stand in it.
    pub fn holds(self) -> Holds {
        match self {
            Paragraph | Heading => Holds::Letters,
            CodeBlock => Holds::Plain,
            HorizontalRule | File | HardBreak => Holds::Nothing,
            BulletList | OrderedList => Holds::Nodes(&[ListItem]),
            CheckList => Holds::Nodes(&[CheckItem]),
            Table => Holds::Nodes(&[TableRow]),
            TableRow => Holds::Nodes(&[TableCell, TableHeader]),
            ListItem | CheckItem | Blockquote | TableCell | TableHeader => Holds::Nodes(INNER),
        }
    }

    /// An attribute of it by name, if a value is good for it.
    pub fn attribute(self, name: &str, value: &Value) -> Option<&'static str> {
        let (known, is_good): (&'static str, bool) = match (self, name) {
            (Heading, "level") => ("level", within(value, 1, 3)),
            (OrderedList, "start") => ("start", within(value, 0, 999_999)),
            (CheckItem, "checked") => ("checked", value.is_boolean()),
            (TableCell | TableHeader, "colspan") => ("colspan", within(value, 1, 50)),
            (TableCell | TableHeader, "rowspan") => ("rowspan", within(value, 1, 500)),
            (TableCell | TableHeader, "colwidth") => ("colwidth", is_widths(value)),
            (File, "id") => ("id", is_short(value, 13)),
            (File, "name") => ("name", is_short(value, LONGEST_NAME)),
            (File, "width") => ("width", value.as_str().is_some_and(|width| WIDTHS.contains(&width))),
            (File, "alt") => ("alt", is_short(value, LONGEST_ALT)),
            _ => return None,
        };
        is_good.then_some(known)
    }
}

/// The name of a file, in bytes: 255 characters at most have a place in it, if they are not all made of many parts.
const LONGEST_NAME: usize = 400;
/// What stands for a picture, in bytes.
const LONGEST_ALT: usize = 1_000;
/// How wide a picture is drawn: a third of the page, two thirds, all of it.
const WIDTHS: [&str; 3] = ["small", "medium", "full"];

fn within(value: &Value, least: i64, most: i64) -> bool {
    // JavaScript has one sort of number, and says 2 as 2.0 at times.
    let whole = value.as_f64().filter(|number| number.fract() == 0.0);
    whole.is_some_and(|number| number >= least as f64 && number <= most as f64)
}

fn is_short(value: &Value, most: usize) -> bool {
    value.as_str().is_some_and(|text| text.len() <= most)
}

fn is_widths(value: &Value) -> bool {
    let list = value.as_array();
    value.is_null() || list.is_some_and(|list| list.len() <= 50 && list.iter().all(|width| within(width, 0, 10_000)))
}

/// Marks that say nothing but themselves.
const MARKS: [&str; 6] = ["strong", "em", "underline", "strike", "code", "highlight"];
/// The mark that leads elsewhere.
pub const LINK: &str = "link";
/// The longest address that a link leads to.
const LONGEST_LINK: usize = 2_000;
/// How an address begins that a link may lead to.
const SCHEMES: [&str; 4] = ["https://", "http://", "mailto:", "tel:"];

/// A mark by name, if a value is good for it.
pub fn mark(name: &str, value: &Value) -> Option<&'static str> {
    if name == LINK {
        let href = value.as_object().filter(|attributes| attributes.len() == 1)?.get("href")?.as_str()?;
        let is_good = href.len() <= LONGEST_LINK
            && SCHEMES.iter().any(|scheme| href.len() > scheme.len() && href.to_lowercase().starts_with(scheme))
            && !href.chars().any(char::is_control);
        return is_good.then_some(LINK);
    }
    let known = MARKS.iter().find(|known| **known == name)?;
    value.as_object().is_some_and(serde_json::Map::is_empty).then_some(*known)
}

/// Whether there is a mark of a name.
pub fn is_mark(name: &str) -> bool {
    name == LINK || MARKS.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_link_leads_to_where_a_browser_may_go_without_running_anything() {
        for good in ["https://city.example/", "http://10.0.0.1", "mailto:a@b.example", "tel:0235664600"] {
            assert_eq!(mark("link", &json!({ "href": good })), Some("link"), "{good}");
        }
        for bad in [
            "javascript:alert(1)",
            "data:text/html,x",
            "JaVaScRiPt:x",
            "//evil.example",
            "https://",
            "",
            "https://a\nb",
        ] {
            assert_eq!(mark("link", &json!({ "href": bad })), None, "{bad}");
        }
        assert_eq!(mark("link", &json!({ "href": "https://a.example", "onclick": "x" })), None);
    }

    #[test]
    fn a_value_that_an_attribute_cannot_have_is_none_of_it() {
        assert_eq!(Kind::Heading.attribute("level", &json!(2.0)), Some("level"));
        for bad in [json!(0), json!(4), json!(1.5), json!("2"), json!(null)] {
            assert_eq!(Kind::Heading.attribute("level", &bad), None, "{bad}");
        }
        assert_eq!(Kind::Paragraph.attribute("style", &json!("x")), None);
        assert_eq!(Kind::CheckItem.attribute("checked", &json!(true)), Some("checked"));
    }

    #[test]
    fn a_file_says_which_it_is_how_wide_and_what_stands_for_it() {
        for (name, good) in [("id", json!("0123456789abc")), ("name", json!("現場.png")), ("width", json!("full"))] {
            assert_eq!(Kind::File.attribute(name, &good), Some(name));
        }
        assert_eq!(Kind::File.attribute("alt", &json!("橋の裏側のひび割れ")), Some("alt"));
        for (name, bad) in [
            ("id", json!("0123456789abcd")),
            ("id", json!(7)),
            ("name", json!("長".repeat(134))),
            ("width", json!("300px")),
            ("width", json!(null)),
            ("alt", json!(["x"])),
            ("alt", json!("長".repeat(334))),
            ("src", json!("https://evil.example/")),
            ("onerror", json!("alert(1)")),
        ] {
            assert_eq!(Kind::File.attribute(name, &bad), None, "{name} {bad}");
        }
    }

    #[test]
    fn every_kind_has_a_name_by_which_it_is_found() {
        for (kind, name) in KINDS {
            assert_eq!((Kind::named(name), kind.name()), (Some(kind), name));
        }
    }
}
