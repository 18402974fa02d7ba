//! What a line says of a leave: that somebody goes, until when they are away, that they are back.

use directory::model::LeaveKind;
use jiff::civil::Date;
use kernel::LeaveAccess;

/// What a line says of a leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Somebody is away, or is so for longer or shorter than it was known.
    Away(Away),
    /// Somebody is back, from a day on; from the day of the list when it names none.
    Back(Option<Date>),
}

/// What a line says of being away. A field is nothing when the line does not say it; then it stays.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Away {
    /// Why.
    pub kind: Option<LeaveKind>,
    /// First day.
    pub from: Option<Date>,
    /// Last day; nothing inside for one that is not known yet.
    pub to: Option<Option<Date>>,
    /// What they may use.
    pub access: Option<LeaveAccess>,
}

/// A word for a leave, or for its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    /// 産休, 育休, …
    Kind(LeaveKind),
    /// 復職
    Back,
}

/// What a word of the personnel department means.
pub fn word(text: &str) -> Option<Word> {
    Some(match text::fold(text).as_str() {
        "産休" | "産前産後休業" | "産前産後休暇" | "産前休業" | "産後休業" | "産前休暇" | "産後休暇" | "出産休暇"
        | "maternity" => Word::Kind(LeaveKind::Maternity),
        "育休" | "育児休業" | "産後パパ育休" | "出生時育児休業" | "childcare" => {
            Word::Kind(LeaveKind::Childcare)
        }
        "病休" | "病気休職" | "病気休暇" | "sick" => Word::Kind(LeaveKind::Sick),
        "休職"
        | "休業"
        | "分限休職"
        | "専従休職"
        | "介護休業"
        | "介護休暇"
        | "自己啓発等休業"
        | "配偶者同行休業"
        | "大学院修学休業"
        | "休職(その他)"
        | "other" => Word::Kind(LeaveKind::Other),
        "復職" | "復帰" | "職務復帰" | "back" | "return" => Word::Back,
        _ => return None,
    })
}

/// The word for why somebody is away.
pub fn kind_word(kind: LeaveKind) -> &'static str {
    match kind {
        LeaveKind::Maternity => "産休",
        LeaveKind::Childcare => "育休",
        LeaveKind::Sick => "病休",
        LeaveKind::Other => "休職",
    }
}

/// What somebody may use while they are away.
pub fn access(text: &str) -> Option<LeaveAccess> {
    Some(match text::fold(text).as_str() {
        "利用しない" | "なし" | "不可" | "none" => LeaveAccess::Nothing,
        "見るだけ" | "閲覧" | "閲覧のみ" | "read" => LeaveAccess::Read,
        "見る・個人あての会話" | "会話" | "direct" => LeaveAccess::Direct,
        _ => return None,
    })
}

/// The words for what somebody may use while they are away, as the screens have them.
pub fn access_word(access: LeaveAccess) -> &'static str {
    match access {
        LeaveAccess::Nothing => "利用しない",
        LeaveAccess::Read => "見るだけ",
        LeaveAccess::Direct => "見る・個人あての会話",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_personnel_department_are_understood_in_any_width() {
        assert_eq!(word("育休"), Some(Word::Kind(LeaveKind::Childcare)));
        assert_eq!(word("休職（その他）"), Some(Word::Kind(LeaveKind::Other)));
        assert_eq!(word("Ｒｅｔｕｒｎ"), Some(Word::Back));
        assert_eq!(word("部分休業"), None, "who works shorter days is not away");
        for kind in [LeaveKind::Maternity, LeaveKind::Childcare, LeaveKind::Sick, LeaveKind::Other] {
            assert_eq!(word(kind_word(kind)), Some(Word::Kind(kind)));
        }
        for one in [LeaveAccess::Nothing, LeaveAccess::Read, LeaveAccess::Direct] {
            assert_eq!(access(access_word(one)), Some(one));
        }
    }
}
