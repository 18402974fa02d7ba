//! まとめて作る: an order for a room with each of many units, such as the mayor's with every section.

use super::{Opening, RoomId, RoomKind, Rule};
use directory::model::{TitleId, Unit, UnitId, UnitKind};
use kernel::{Error, Id, PersonId, Result, Tick, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Types that exist only to tell ids apart.
pub mod tag {
    /// An order for rooms.
    pub struct Order;
}

/// The id of an order.
pub type OrderId = Id<tag::Order>;

/// Rooms that one order stands for, at most.
pub const LARGEST_ORDER: usize = 2_000;
/// People and titles that an order names, at most.
const MOST_NAMED: usize = 20;
/// The longest pattern, in characters: with a unit's name in it, it is a room's.
const LONGEST_PATTERN: usize = 60;
/// The longest name of a room, in characters.
const LONGEST_NAME: usize = 80;
/// What stands for the unit's name.
pub const SLOT: &str = "{課}";

/// Which rooms an order is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OrderSort {
    /// Each unit's own room.
    #[default]
    Own,
    /// Each unit together with some who are in all of these rooms.
    With,
}

/// Which units get a room, what it is called, and who is in it besides.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct OrderScope {
    /// Which rooms.
    pub sort: OrderSort,
    /// Units of these kinds; of every kind for none.
    pub kinds: Vec<UnitKind>,
    /// Only this unit and what lies below it.
    pub below: Option<UnitId>,
    /// Just these units, whatever their kind and place; for none, those of the kinds and the place.
    pub units: Vec<UnitId>,
    /// Not these.
    pub without: Vec<UnitId>,
    /// What a room is called: 市長と{課}.
    pub pattern: String,
    /// Who is in all of them besides.
    #[schemars(with = "Vec<String>")]
    pub people: Vec<PersonId>,
    /// Whoever holds one of these titles is in all of them too, whoever that is on the day.
    pub titles: Vec<TitleId>,
}

impl OrderScope {
    /// With a pattern that names each room otherwise, and few enough named.
    pub fn checked(mut self) -> Result<Self> {
        self.pattern = checked_pattern(&self.pattern)?;
        if self.sort == OrderSort::Own {
            self.titles.clear();
        }
        for (field, count) in [("people", self.people.len()), ("titles", self.titles.len())] {
            if count > MOST_NAMED {
                return Err(Error::field(field, "too_many"));
            }
        }
        for (field, count) in [("units", self.units.len()), ("without", self.without.len())] {
            if count > LARGEST_ORDER {
                return Err(Error::field(field, "too_many"));
            }
        }
        if self.sort == OrderSort::With && self.people.is_empty() && self.titles.is_empty() {
            return Err(Error::field("people", "missing"));
        }
        Ok(self)
    }

    /// The units for which there should be a room, of all that there are today in official order.
    pub fn of<'u>(&self, units: &'u [Unit]) -> Vec<&'u Unit> {
        let below = self.below.map(|below| units.iter().find(|unit| unit.id == below).map(|unit| unit.path.as_str()));
        let fits = |unit: &&Unit| match (self.units.is_empty(), below) {
            (false, _) => self.units.contains(&unit.id),
            // The unit below which they were has gone.
            (true, Some(None)) => false,
            (true, below) => {
                let inside = below.flatten().is_none_or(|path| unit.path.starts_with(path));
                inside && (self.kinds.is_empty() || self.kinds.contains(&unit.kind))
            }
        };
        units.iter().filter(fits).filter(|unit| !self.without.contains(&unit.id)).collect()
    }

    /// Of which kind its rooms are.
    pub fn kind(&self) -> RoomKind {
        match self.sort {
            OrderSort::Own => RoomKind::Unit,
            OrderSort::With => RoomKind::Rule,
        }
    }

    /// By which rule people belong to the room with a unit.
    pub fn rule(&self, unit: UnitId) -> Option<Rule> {
        let rule =
            || Rule { units: vec![unit], titles: self.titles.clone(), people: self.people.clone(), ..Rule::default() };
        (self.sort == OrderSort::With).then(rule)
    }
}

/// Checks what rooms are to be called: each otherwise.
pub fn checked_pattern(pattern: &str) -> Result<String> {
    let pattern = pattern.trim();
    match text::graphemes(pattern) {
        0 => Err(Error::field("pattern", "missing")),
        count if count > LONGEST_PATTERN => Err(Error::field("pattern", "too_long")),
        _ if !pattern.contains(SLOT) => Err(Error::field("pattern", "no_slot")),
        _ => Ok(pattern.to_owned()),
    }
}

/// Words with a unit's name where they say so.
pub fn called_after(words: &str, unit: &str) -> String {
    words.replace(SLOT, unit)
}

/// What a room is called after a unit: no longer than a room's name may be.
pub fn name_after(pattern: &str, unit: &str) -> String {
    text::truncate(&called_after(pattern, unit), LONGEST_NAME).trim_end().to_owned()
}

/// What has become of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OrderState {
    /// Its rooms are being made.
    Making,
    /// They were.
    Made,
    /// Somebody, or some trouble, stopped it.
    Stopped,
    /// Those in which nobody has written are being closed.
    Undoing,
    /// They were.
    Undone,
}

impl OrderState {
    /// Whether a job is at it.
    pub fn moves(self) -> bool {
        matches!(self, Self::Making | Self::Undoing)
    }
}

/// What stopped an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OrderTrouble {
    /// Whoever ordered it does not administer the organisation any more.
    NotAllowed,
}

/// An order as it is shown.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct RoomOrder {
    /// Its id.
    pub id: OrderId,
    /// Which units, what the rooms are called, and who is in them.
    pub scope: OrderScope,
    /// What they are for.
    pub purpose: String,
    /// What each begins with.
    pub opening: Opening,
    /// What has become of it.
    pub state: OrderState,
    /// What stopped it.
    pub trouble: Option<OrderTrouble>,
    /// How many rooms it is at, or was the last time.
    pub total: i64,
    /// How many of them are done.
    pub done: i64,
    /// How many of its rooms there are.
    pub made: i64,
    /// Who ordered it, or had it carried out last.
    #[schemars(with = "String")]
    pub ordered_by: PersonId,
    /// When it was carried out last.
    pub ordered_at: Timestamp,
    /// The tick of the last change.
    pub tick: Tick,
}

/// Whether there is a room for a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PlannedState {
    /// It would be made.
    New,
    /// It is there, and would be called otherwise because the unit is.
    Renamed,
    /// It is there.
    There,
    /// Another is called so, in which others are: none is made beside it.
    Other,
    /// It was made by this order, and closed since.
    Closed,
    /// Nobody would come by the unit: none is made before somebody does.
    Empty,
}

impl PlannedState {
    /// Whether carrying the order out changes anything.
    pub fn is_open(self) -> bool {
        matches!(self, Self::New | Self::Renamed)
    }
}

/// A room that an order stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PlannedRoom {
    /// The unit.
    pub unit_id: UnitId,
    /// What it is called.
    pub unit_name: String,
    /// What the room is called, or would be.
    pub name: String,
    /// Whether it is there.
    pub state: PlannedState,
    /// How many are in it, or would be.
    pub members: usize,
    /// The room, when it is there.
    pub room_id: Option<RoomId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_has_a_place_for_the_name_of_the_unit() {
        assert_eq!(checked_pattern("　市長と{課} ").expect("a pattern"), "市長と{課}");
        assert_eq!(called_after("市長と{課}", "道路課"), "市長と道路課");
        let long = format!("{SLOT}{}", "あ".repeat(80));
        for (pattern, code) in [("", "missing"), ("市長の部屋", "no_slot"), (long.as_str(), "too_long")] {
            assert_eq!(checked_pattern(pattern).expect_err("refused").faults()[0].code, code);
        }
    }

    #[test]
    fn a_room_after_a_unit_with_a_long_name_is_called_by_as_much_as_fits() {
        assert_eq!(name_after("市長と{課}", "道路課"), "市長と道路課");
        let name = name_after("{課}と{課}", &"𠮷".repeat(60));
        assert_eq!(text::graphemes(&name), 80);
    }

    #[test]
    fn an_order_for_units_with_others_names_somebody() {
        let scope = OrderScope { sort: OrderSort::With, pattern: "市長と{課}".to_owned(), ..OrderScope::default() };
        assert_eq!(scope.clone().checked().expect_err("refused").faults()[0].field, "people");
        let titled = OrderScope { titles: vec![TitleId::from_raw(7)], ..scope };
        assert!(titled.checked().is_ok());
    }
}
