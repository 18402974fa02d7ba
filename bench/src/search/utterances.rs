//! What is said: real utterances from a file, or made-up ones.

use flate2::read::GzDecoder;
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::path::Path;

/// From where words come.
pub(super) enum Utterances {
    /// Of a file, in turn.
    Real(Vec<String>),
    /// Put together from the words of offices.
    Made,
}

const WHEN: [&str; 8] = ["明日の", "来週の", "4月1日の", "本日の", "今年度の", "昨日の", "次回の", "午後の"];
const WHAT: [&str; 16] = [
    "防災会議",
    "予算書",
    "ｻｰﾊﾞｰの点検",
    "窓口",
    "橋りょう点検",
    "広報紙",
    "条例案",
    "選挙の準備",
    "水道料金",
    "避難所",
    "職員研修",
    "データ移行",
    "住民票",
    "道路工事",
    "給食費",
    "庁舎の鍵",
];
const ABOUT: [&str; 8] = [
    "の資料は共有フォルダーにあります",
    "は201会議室に変わりました",
    "について髙橋さんに確認してください",
    "の件、承知しました",
    "の締切を延ばします",
    "はＡ案で進めます",
    "の担当は渡邉さんです",
    "を ２１：００ まで行います",
];

/// A number in which those of neighbours have nothing in common.
pub(super) fn mixed(number: usize) -> usize {
    let mut mixed = number as u64 ^ 0x9e37_79b9_7f4a_7c15;
    for shift in [30, 27, 31] {
        mixed = (mixed ^ (mixed >> shift)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    }
    mixed as usize
}

impl Utterances {
    /// Those of a file, or made-up ones.
    pub(super) fn of(file: Option<&Path>) -> Self {
        let Some(path) = file else { return Self::Made };
        let file = std::fs::File::open(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let lines = BufReader::new(GzDecoder::new(file)).lines();
        let words = |line: std::io::Result<String>| {
            let row: Value = serde_json::from_str(&line.expect("a file of text")).expect("an array a line");
            row.as_array().and_then(|cells| cells.last()?.as_str()).expect("words at its end").to_owned()
        };
        Self::Real(lines.map(words).filter(|text| !text.is_empty()).collect())
    }

    /// What is said as the message of a number. Real ones come again with another day and number.
    pub(super) fn words(&self, number: usize) -> String {
        match self {
            Self::Made => {
                let chance = mixed(number);
                let of = |words: &[&'static str], shift: usize| words[(chance >> shift) % words.len()];
                let (when, what, about) = (of(&WHEN, 5), of(&WHAT, 17), of(&ABOUT, 29));
                format!("{when}{what}{about}。受付{}号", chance % 100_000)
            }
            Self::Real(texts) => {
                let text = &texts[number % texts.len()];
                match number / texts.len() {
                    0 => text.clone(),
                    _ => format!("{text} {}月{}日 第{number}号", number % 12 + 1, number % 28 + 1),
                }
            }
        }
    }
}
