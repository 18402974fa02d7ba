//! Organisations: names, addresses, colours.

use kernel::{OrgId, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How long a code may be.
const LONGEST_CODE: usize = 31;

/// An organisation, as its own people are told of it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Organisation {
    /// Its id.
    #[schemars(with = "String")]
    pub id: OrgId,
    /// Its name, such as 緑野市.
    pub name: String,
    /// What its address has after `/o/`; nothing for the first, which lives at `/`.
    pub code: Option<String>,
    /// Its colour.
    pub colour: Colour,
    /// For how many days people who left a unit go on reading in its room, to hand over; none for 0.
    pub handover_days: i64,
}

/// The colours of organisations. Which light and dark each is, the client knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Colour {
    /// 藍
    Indigo,
    /// 緑
    Green,
    /// 朱
    Vermilion,
    /// 紫
    Purple,
    /// 青緑
    Teal,
    /// 茶
    Brown,
    /// 桃
    Pink,
    /// 鉄色
    Slate,
}

impl Colour {
    /// All, in the order in which organisations get them.
    const ALL: [Self; 8] =
        [Self::Indigo, Self::Green, Self::Vermilion, Self::Purple, Self::Teal, Self::Brown, Self::Pink, Self::Slate];

    /// The one of the organisation that is founded after so many others.
    pub fn of_turn(others: usize) -> Self {
        Self::ALL[others % Self::ALL.len()]
    }

    /// As the database has it.
    pub fn text(self) -> &'static str {
        match self {
            Self::Indigo => "indigo",
            Self::Green => "green",
            Self::Vermilion => "vermilion",
            Self::Purple => "purple",
            Self::Teal => "teal",
            Self::Brown => "brown",
            Self::Pink => "pink",
            Self::Slate => "slate",
        }
    }

    /// From the database.
    pub fn read(text: &str) -> Self {
        let known = Self::ALL.into_iter().find(|colour| colour.text() == text);
        known.unwrap_or_else(|| panic!("an organisation has the colour {text}"))
    }
}

/// An organisation, as administrators see it: their own, and those of the first one all that were founded.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OrganisationView {
    /// Its id.
    #[schemars(with = "String")]
    pub id: OrgId,
    /// Its name.
    pub name: String,
    /// Its name in kana, by which lists order it; empty when nobody has given it.
    pub reading: String,
    /// What its address has after `/o/`; nothing for the first, which lives at `/`.
    pub code: Option<String>,
    /// Its colour.
    pub colour: Colour,
    /// Whether sign-in pages name it to everybody. The first one always is.
    pub listed: bool,
    /// When it was founded.
    pub founded_at: Timestamp,
}

/// An organisation, as everybody is told of it who is about to sign in.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, JsonSchema)]
pub struct ListedOrganisation {
    /// Its name.
    pub name: String,
    /// What its address has after `/o/`; nothing for the first, which lives at `/`.
    pub code: Option<String>,
    /// Its colour.
    pub colour: Colour,
}

impl From<OrganisationView> for ListedOrganisation {
    fn from(view: OrganisationView) -> Self {
        let OrganisationView { name, code, colour, .. } = view;
        Self { name, code, colour }
    }
}

/// What a further organisation is founded with.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct NewOrganisation {
    /// Its name.
    pub name: String,
    /// Its name in kana.
    #[serde(default)]
    pub reading: String,
    /// What its address is to have after `/o/`: a small letter, then up to thirty small letters, digits and hyphens. It never changes.
    pub code: String,
    /// Its colour; the next one when absent.
    pub colour: Option<Colour>,
    /// Whether sign-in pages name it to everybody.
    #[serde(default)]
    pub listed: bool,
}

/// What of an organisation changes.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub struct OrganisationChange {
    /// Its name.
    pub name: Option<String>,
    /// Its name in kana.
    pub reading: Option<String>,
    /// Its colour.
    pub colour: Option<Colour>,
    /// Whether sign-in pages name it to everybody; only those who founded it say so.
    pub listed: Option<bool>,
}

/// Whether a text can be an organisation's code.
pub fn is_code(text: &str) -> bool {
    let fits = |letter: u8| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == b'-';
    (2..=LONGEST_CODE).contains(&text.len()) && text.as_bytes()[0].is_ascii_lowercase() && text.bytes().all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_a_small_letter_and_one_to_thirty_small_letters_digits_and_hyphens() {
        for code in ["council", "a1", "fire-corps-2", &"a".repeat(31)] {
            assert!(is_code(code), "{code}");
        }
        for code in ["", "a", "1a", "-a", "Council", "議会", "a_b", "a/b", "a b", "a%62", &"a".repeat(32)] {
            assert!(!is_code(code), "{code}");
        }
    }

    #[test]
    fn each_organisation_gets_another_colour_until_all_are_given() {
        let given: Vec<Colour> = (0..8).map(Colour::of_turn).collect();
        assert_eq!(given, Colour::ALL);
        assert_eq!(Colour::of_turn(8), Colour::Indigo);
        for colour in Colour::ALL {
            assert_eq!(Colour::read(colour.text()), colour);
        }
    }
}
