//! 部屋のひな形: what rooms of one sort begin with.

use super::{Downloads, Opening, OpeningPage, TemplateId};
use kernel::{Error, Result, Tick};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Templates that an organisation makes, at most.
pub const MOST_TEMPLATES: i64 = 100;
/// The longest name, of a template and of a room, in characters.
const LONGEST_NAME: usize = 80;
/// The longest purpose of a room, in characters.
const LONGEST_PURPOSE: usize = 500;

/// A template that comes with the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BuiltinTemplate {
    /// 予算質問
    Budget,
    /// 議会答弁
    Council,
    /// 選挙
    Election,
    /// 災害
    Disaster,
    /// 荷物
    Parcels,
    /// 窓口
    Counter,
}

impl BuiltinTemplate {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 6] =
        [Self::Budget, Self::Council, Self::Election, Self::Disaster, Self::Parcels, Self::Counter];

    /// The word by which it is named.
    pub fn code(self) -> &'static str {
        match self {
            Self::Budget => "budget",
            Self::Council => "council",
            Self::Election => "election",
            Self::Disaster => "disaster",
            Self::Parcels => "parcels",
            Self::Counter => "counter",
        }
    }

    /// The one that is named so.
    pub fn named(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|builtin| builtin.code() == code)
    }

    /// What a room made from it begins with.
    pub fn words(self) -> TemplateWords {
        match self {
            Self::Budget => words(
                "予算質問",
                ("予算要求の質問と資料", "予算要求についての質問、追加資料の依頼と回答をやり取りします。"),
                "このルームでは、予算要求についての質問と回答をやり取りします。\n\n\
                 ・質問と資料の依頼は、メッセージ欄の「＋」の「依頼」で、事業ごとに1件ずつ出してください。件名に事業名を書き、期限と答える課を選びます。\n\
                 ・答える課は、依頼の「回答する」から、追加資料のファイルと一緒に答えてください。\n\
                 ・質問した人が「確認しました」を押すと、その依頼は終わりです。まだのものは、ルームの「荷物・依頼・答弁」に並びます。",
                &["予算編成の日程と締切", "全体への連絡"],
                &[("質問と回答の一覧", "blank")],
            ),
            Self::Council => words(
                "議会答弁",
                ("議会答弁の準備", "一般質問の割振り、答弁案の作成と確認を行います。"),
                "このルームでは、議会の一般質問への答弁を準備します。\n\n\
                 ・質問は、メッセージ欄の「＋」の「答弁」で、議員ごと、項目ごとに1件ずつ出します。答弁を作る課と、確認する順番を選んでください。\n\
                 ・作る課が答弁案を書くと、選んだ順に確認が回ります。差し戻しと直した案も、その質問の下に残ります。\n\
                 ・日ごとの一覧と答弁書の印刷は、ルームの「荷物・依頼・答弁」にあります。\n\
                 ・本会議の間の急ぎの連絡は「当日の連絡」に書いてください。",
                &["日程と締切", "当日の連絡"],
                &[("想定問答", "blank"), ("答弁調整の記録", "meeting")],
            ),
            Self::Election => words(
                "選挙",
                ("選挙の投開票", "投票所からの報告、時間ごとの投票者数、開票の連絡に使います。"),
                "このルームは、投開票日の連絡に使います。下の見出しごとに、返信で書いてください。\n\n\
                 ・報告には、初めに投票所の名前を書きます。\n\
                 ・数を間違えたときは消さずに、返信で「訂正」と書いて正しい数を送ってください。\n\
                 ・急ぎの連絡は、書いたうえで本部に電話もしてください。",
                &[
                    "投票所 ― 開設、立会人、設備、困りごとを返信で",
                    "時間ごとの投票者数 ― 「投票所名 時刻 人数」を返信で",
                    "投票箱の送致 ― 出発と到着を返信で",
                    "開票 ― 開始、途中経過、確定を返信で",
                ],
                &[("当日の手順", "procedure"), ("反省会の記録", "meeting")],
            ),
            Self::Disaster => words(
                "災害",
                ("災害対応", "避難所、被害報告、本部からの連絡に使います。"),
                "このルームは、災害対応の連絡に使います。下の見出しごとに、返信で書いてください。\n\n\
                 ・報告には「いつ・どこで・何が・どうなったか・何が要るか」を書きます。分からないことは「不明」で構いません。\n\
                 ・写真は、撮った場所と時刻を添えてください。\n\
                 ・命に関わる連絡は、ここに書くだけでなく電話でも伝えてください。",
                &[
                    "本部 ― 決定、指示、体制を返信で",
                    "避難所 ― 開設、避難者数、足りない物を返信で",
                    "被害報告 ― 場所と状況、写真を返信で",
                    "道路と水道 ― 通行止め、断水、復旧を返信で",
                    "住民への広報 ― 防災無線、メール、ホームページの文面を返信で",
                ],
                &[("本部会議の記録", "meeting"), ("初動の手順", "procedure")],
            ),
            Self::Parcels => words(
                "荷物",
                ("荷物の連絡", "届いた荷物をお知らせし、受け取りを確かめます。"),
                "このルームでは、届いた荷物をお知らせします。\n\n\
                 ・届いたら、メッセージ欄の「＋」の「荷物」で、受け取る課、個数、置いてある場所を選んでください。写真も付けられます。その課の人に知らせが届きます。\n\
                 ・受け取った人は「受け取りました」を押してください。まだ残っている荷物は、ルームの「荷物・依頼・答弁」に並びます。\n\
                 ・冷蔵品と生ものは、差出人の初めに【冷蔵】と書いてください。",
                &[],
                &[],
            ),
            Self::Counter => words(
                "窓口",
                ("窓口の連絡", "窓口の混み具合、応援、取扱いの変更を知らせ合います。"),
                "このルームは、窓口の連絡に使います。下の見出しごとに、返信で書いてください。\n\n\
                 ・来庁者の名前、住所、番号は書かないでください。受付番号か「3番窓口のお客様」のように書きます。\n\
                 ・応援に行ける人は、返信で「行きます」と書いてください。\n\
                 ・取扱いが変わったら、その連絡をルームにピン留めしてください。",
                &[
                    "混み具合と応援 ― 「何番窓口 待ち人数 ほしい人数」を返信で",
                    "取扱いの変更 ― いつから、何が、どう変わるかを返信で",
                    "問合せ ― 答えに迷ったことと、その答えを返信で",
                ],
                &[("よくある問合せ", "blank"), ("窓口の手順", "procedure")],
            ),
        }
    }
}

fn words(
    name: &str,
    (room_name, purpose): (&str, &str),
    first: &str,
    headings: &[&str],
    pages: &[(&str, &str)],
) -> TemplateWords {
    let page =
        |(title, template): &(&str, &str)| OpeningPage { title: (*title).to_owned(), template: (*template).to_owned() };
    TemplateWords {
        name: name.to_owned(),
        room_name: room_name.to_owned(),
        purpose: purpose.to_owned(),
        opening: Opening {
            first: first.to_owned(),
            headings: headings.iter().map(|heading| (*heading).to_owned()).collect(),
            no_forwarding: false,
            downloads: Downloads::Everyone,
            pages: pages.iter().map(page).collect(),
        },
    }
}

/// What a template says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TemplateWords {
    /// What it is called.
    pub name: String,
    /// What a room made from it could be called; empty for no wish.
    #[serde(default)]
    pub room_name: String,
    /// What such a room is for.
    #[serde(default)]
    pub purpose: String,
    /// What it begins with.
    #[serde(default)]
    pub opening: Opening,
}

impl TemplateWords {
    /// With a name, and nothing of it too long or too much.
    pub fn checked(self) -> Result<Self> {
        let name = self.name.trim().to_owned();
        let room_name = self.room_name.trim().to_owned();
        let purpose = self.purpose.trim().to_owned();
        if name.is_empty() {
            return Err(Error::field("name", "missing"));
        }
        let bounds = [
            ("name", &name, LONGEST_NAME),
            ("room_name", &room_name, LONGEST_NAME),
            ("purpose", &purpose, LONGEST_PURPOSE),
        ];
        for (field, words, longest) in bounds {
            if text::graphemes(words) > longest {
                return Err(Error::field(field, "too_long"));
            }
        }
        Ok(Self { name, room_name, purpose, opening: self.opening.checked()? })
    }

    /// Everything of it that others read.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        [self.name.as_str(), &self.room_name, &self.purpose].into_iter().chain(self.opening.words())
    }
}

/// A template for rooms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RoomTemplate {
    /// How it is named at the doors: the word of one that comes with the program, or an id.
    pub key: String,
    /// Which of those that come with the program.
    pub builtin: Option<BuiltinTemplate>,
    /// What it says.
    pub words: TemplateWords,
    /// It is not offered.
    pub hidden: bool,
    /// The tick of the last change; zero for those that come with the program.
    pub tick: Tick,
}

/// A template by how it is named at the doors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TemplateKey {
    /// One that comes with the program.
    Builtin(BuiltinTemplate),
    /// One that the organisation made.
    Own(TemplateId),
}

impl TemplateKey {
    /// The one that is named so.
    pub fn named(key: &str) -> Option<Self> {
        let builtin = BuiltinTemplate::named(key).map(Self::Builtin);
        builtin.or_else(|| key.parse().ok().map(Self::Own))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_with_the_program_keeps_to_the_bounds_of_what_others_make() {
        for builtin in BuiltinTemplate::ALL {
            let words = builtin.words();
            assert_eq!(words.clone().checked().expect("it fits"), words, "{}", builtin.code());
            assert_eq!(BuiltinTemplate::named(builtin.code()), Some(builtin));
        }
    }

    #[test]
    fn a_template_is_named_by_its_word_or_by_its_id() {
        let id = TemplateId::from_raw(77);
        assert_eq!(TemplateKey::named("election"), Some(TemplateKey::Builtin(BuiltinTemplate::Election)));
        assert_eq!(TemplateKey::named(&id.to_string()), Some(TemplateKey::Own(id)));
        assert_eq!(TemplateKey::named("運動会"), None);
    }
}
