//! People as the API shows them.

use super::{Post, Whereabouts};
use jiff::civil::Date;
use kernel::{Outsider, PersonId, Tick};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How somebody is employed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Employment {
    /// 正規職員
    Regular,
    /// 会計年度任用職員
    FiscalYear,
    /// 特別職
    Special,
    /// 議員
    Councillor,
    /// 共用: nobody, but an account that several people use by turns.
    Shared,
    /// ゲスト: somebody from outside, with a sponsor and a last day.
    Guest,
    /// ボット: a program that talks.
    Bot,
    /// 相手の組織の人: stands for somebody of another organisation, with whom a room is shared.
    Partner,
}

impl Employment {
    /// Whether it is one of the staff: somebody who holds posts.
    pub fn is_staff(self) -> bool {
        matches!(self, Self::Regular | Self::FiscalYear | Self::Special | Self::Councillor)
    }

    /// What sort of outsider it is, if any.
    pub fn outsider(self) -> Option<Outsider> {
        match self {
            Self::Guest => Some(Outsider::Guest),
            Self::Bot => Some(Outsider::Bot),
            Self::Partner => Some(Outsider::Partner),
            Self::Regular | Self::FiscalYear | Self::Special | Self::Councillor | Self::Shared => None,
        }
    }
}

/// A person in a list.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PersonBrief {
    /// Their id.
    #[schemars(with = "String")]
    pub id: PersonId,
    /// Family and given name as they are written, with a blank between.
    pub name: String,
    /// The name in hiragana.
    pub reading: String,
    /// The title of their main post today.
    pub title: Option<String>,
    /// The unit of their main post today; of a guest or a partner, where they come from.
    pub unit: Option<String>,
    /// The hash of their photo.
    pub photo: Option<String>,
    /// Whether they belong to the organisation today, and take part.
    pub active: bool,
    /// They belong to the staff, and do not take part yet (未参加): nobody writes to them, and they do not sign in.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schemars(with = "Option<bool>")]
    pub outside: bool,
    /// Where they are at the moment, if somebody said so.
    pub whereabouts: Option<Whereabouts>,
    /// A line about what they are doing.
    pub status: Option<String>,
    /// It is nobody, but a shared account of a unit.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schemars(with = "Option<bool>")]
    pub shared: bool,
    /// They are on leave (休業) today. Why and until when is not told here.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schemars(with = "Option<bool>")]
    pub on_leave: bool,
    /// They are off duty (非番) by a rota, until then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub off_duty_until: Option<kernel::Timestamp>,
    /// They are a guest.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schemars(with = "Option<bool>")]
    pub guest: bool,
    /// It is nobody, but a program that talks.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schemars(with = "Option<bool>")]
    pub bot: bool,
    /// They are a partner (相手の組織の人): somebody of another organisation, in a room that it shares with this one.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schemars(with = "Option<bool>")]
    pub partner: bool,
}

impl PersonBrief {
    /// What sort of outsider they are, if any.
    pub fn outsider(&self) -> Option<Outsider> {
        match (self.guest, self.bot, self.partner) {
            (true, ..) => Some(Outsider::Guest),
            (_, true, _) => Some(Outsider::Bot),
            (.., true) => Some(Outsider::Partner),
            (false, false, false) => None,
        }
    }

    /// Whether they are one of the staff: neither a shared account nor an outsider.
    pub fn is_staff(&self) -> bool {
        !(self.shared || self.outsider().is_some())
    }
}

/// A person.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Person {
    /// What lists show.
    #[serde(flatten)]
    pub brief: PersonBrief,
    /// The staff number, unique in the organisation.
    pub staff_number: String,
    /// As written.
    pub family_name: String,
    /// As written.
    pub given_name: String,
    /// In hiragana.
    pub family_reading: String,
    /// In hiragana.
    pub given_reading: String,
    /// How they are employed.
    pub employment: Employment,
    /// Posts held today or later, main first; administrators also see past ones.
    pub posts: Vec<Post>,
    /// Telephone extension.
    pub extension: Option<String>,
    /// Mobile number.
    pub mobile: Option<String>,
    /// Address.
    pub email: Option<String>,
    /// The last day at the organisation.
    #[schemars(with = "Option<String>")]
    pub left_on: Option<Date>,
    /// The tick of the last change.
    pub tick: Tick,
}

impl Person {
    /// The last day on which they hold a post or may come; nothing when no end is known.
    pub fn last_day(&self) -> Option<Date> {
        // Outsiders hold no posts.
        let without = if self.employment.outsider().is_some() { Date::MAX } else { Date::MIN };
        let of_posts = self.posts.iter().map(|post| post.valid_to.unwrap_or(Date::MAX)).max().unwrap_or(without);
        let last = of_posts.min(self.left_on.unwrap_or(Date::MAX));
        (last < Date::MAX).then_some(last)
    }
}
