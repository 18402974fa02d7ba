//! フロア図: floors of the places where people work, their pictures, and the points on them at which people say they are.

use super::{PlaceId, tag};
use kernel::Id;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The id of a floor.
pub type FloorId = Id<tag::Floor>;
/// The id of a point of a floor.
pub type PointId = Id<tag::Point>;

/// Points lie in thousandths of the width and the height of the picture.
pub const WHOLE: i64 = 1000;

/// A point of a floor: a section's island, a meeting room, a desk that is nobody's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Point {
    /// Its id.
    pub id: PointId,
    /// What stands there: 総務課, 第一会議室, A-12.
    pub label: String,
    /// From the left, in thousandths of the width.
    pub x: i64,
    /// From above, in thousandths of the height.
    pub y: i64,
}

/// The picture of a floor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FloorPicture {
    /// The hash of its bytes, with which its address changes when the picture does.
    pub hash: String,
    /// Its width in pixels.
    pub width: i64,
    /// Its height in pixels.
    pub height: i64,
}

/// A floor of a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Floor {
    /// Its id.
    pub id: FloorId,
    /// The place of which it is a floor.
    pub place_id: PlaceId,
    /// The name of that place.
    pub place: String,
    /// Its name: 3階.
    pub name: String,
    /// Where it comes among the floors of its place.
    pub order: i64,
    /// Its picture, once one was brought.
    pub picture: Option<FloorPicture>,
    /// Its points, in their order.
    pub points: Vec<Point>,
    /// The tick of the last change, for `If-Match`.
    pub tick: i64,
}

impl Floor {
    /// What somebody who is at a point of the floor is shown to have said: 本庁舎 3階 総務課.
    pub fn words(&self, point: &Point) -> String {
        format!("{} {} {}", self.place, self.name, point.label)
    }
}

/// What is needed for a floor. Its picture is brought on its own.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct NewFloor {
    /// A proposed id.
    pub id: Option<FloorId>,
    /// The place of which it is a floor.
    pub place_id: PlaceId,
    /// Its name.
    pub name: String,
    /// Where it comes among the floors of its place.
    pub order: i64,
    /// All its points, in their order. Those that were there and are not named any more are taken off.
    #[serde(default)]
    pub points: Vec<Point>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_a_point_lead_from_the_building_to_the_desk() {
        let point = Point { id: Id::from_raw(3), label: "総務課".to_owned(), x: 500, y: 250 };
        let floor = Floor {
            id: Id::from_raw(1),
            place_id: Id::from_raw(2),
            place: "本庁舎".to_owned(),
            name: "3階".to_owned(),
            order: 1,
            picture: None,
            points: vec![point.clone()],
            tick: 0,
        };
        assert_eq!(floor.words(&point), "本庁舎 3階 総務課");
    }
}
