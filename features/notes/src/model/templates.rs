//! What a note begins with.

use super::schema::Kind;
use super::tree::Node;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a note begins as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "NoteTemplate")]
#[serde(rename_all = "snake_case")]
pub enum Template {
    /// 白紙
    #[default]
    Blank,
    /// 会議
    Meeting,
    /// 引継ぎ
    Handover,
    /// RPAエラー記録
    Errors,
    /// 手順書
    Procedure,
}

impl Template {
    /// The page that it begins with.
    pub fn nodes(self) -> Vec<Node> {
        match self {
            Template::Blank => vec![words("")],
            Template::Meeting => meeting(),
            Template::Handover => handover(),
            Template::Errors => errors(),
            Template::Procedure => procedure(),
        }
    }
}

fn words(text: &str) -> Node {
    Node::saying(Kind::Paragraph, text)
}

fn heading(level: i64, text: &str) -> Node {
    Node::saying(Kind::Heading, text).with("level", level)
}

fn list(kind: Kind, items: &[&str]) -> Node {
    let item = if kind == Kind::CheckList { Kind::CheckItem } else { Kind::ListItem };
    let made = |text: &&str| {
        let made = Node::around(item, vec![words(text)]);
        if item == Kind::CheckItem { made.with("checked", false) } else { made }
    };
    Node::around(kind, items.iter().map(made).collect())
}

/// A table whose first row, or first column, names the others.
fn table(rows: &[&[&str]], by_column: bool) -> Node {
    let cell = |row: usize, column: usize, text: &&str| {
        let names = if by_column { column == 0 } else { row == 0 };
        Node::around(if names { Kind::TableHeader } else { Kind::TableCell }, vec![words(text)])
    };
    let row = |(row, cells): (usize, &&[&str])| {
        let cells = cells.iter().enumerate().map(|(column, text)| cell(row, column, text));
        Node::around(Kind::TableRow, cells.collect())
    };
    Node::around(Kind::Table, rows.iter().enumerate().map(row).collect())
}

fn meeting() -> Vec<Node> {
    vec![
        table(&[&["日時", ""], &["場所", ""], &["出席者", ""], &["記録", ""]], true),
        heading(2, "次第"),
        list(Kind::OrderedList, &["開会", "", "その他", "閉会"]),
        heading(2, "資料"),
        table(&[&["番号", "資料名", "担当"], &["資料1", "", ""], &["資料2", "", ""]], false),
        heading(2, "議事"),
        words(""),
        heading(2, "決定事項"),
        list(Kind::CheckList, &[""]),
        heading(2, "次回"),
        words(""),
    ]
}

fn handover() -> Vec<Node> {
    vec![
        heading(2, "業務の概要"),
        words(""),
        heading(2, "年間の流れ"),
        table(&[&["月", "業務", "期限", "留意点"], &["4月", "", "", ""], &["", "", "", ""]], false),
        heading(2, "進行中の案件"),
        list(Kind::CheckList, &[""]),
        heading(2, "関係先"),
        table(&[&["所属・団体", "担当者", "内線・電話", "用件"], &["", "", "", ""]], false),
        heading(2, "注意すること"),
        list(Kind::BulletList, &[""]),
        heading(2, "資料の保管場所"),
        words(""),
    ]
}

fn errors() -> Vec<Node> {
    let names: &[&str] = &["日時", "ロボット", "エラー", "状態", "対応者"];
    vec![
        words("ロボットの停止やエラーを一行ずつ記録します。ボットからも行を追加できます。"),
        table(&[names, &["", "", "", "", ""]], false),
        heading(2, "よくあるエラーと直し方"),
        list(Kind::BulletList, &[""]),
    ]
}

fn procedure() -> Vec<Node> {
    vec![
        heading(2, "目的"),
        words(""),
        heading(2, "準備するもの"),
        list(Kind::CheckList, &[""]),
        heading(2, "手順"),
        list(Kind::OrderedList, &["", "", ""]),
        heading(2, "うまくいかないとき"),
        list(Kind::BulletList, &[""]),
        heading(2, "問合せ先"),
        words(""),
    ]
}
