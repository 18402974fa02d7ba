//! What an order comes to, before anything is made.

use super::checked;
use crate::model::{LARGEST_ORDER, OrderId, OrderScope, PlannedRoom, PlannedState, RoomId, Rule, name_after};
use crate::service::following::Everybody;
use crate::store;
use crate::store::orders::{MadeRoom, OrderRow};
use crate::store::rooms::RoomRow;
use db::Conn;
use directory::model::{Unit, UnitId};
use directory::store::units;
use kernel::{Error, Jst, PersonId, Result};
use std::collections::{HashMap, HashSet};

/// What an order would come to that nobody has given yet.
pub fn look(conn: &mut Conn<'_>, scope: OrderScope) -> Result<Vec<PlannedRoom>> {
    let scope = checked(conn, scope)?;
    plan(conn, &scope, &HashMap::new())
}

/// What an order comes to today.
pub fn look_again(conn: &mut Conn<'_>, id: OrderId) -> Result<Vec<PlannedRoom>> {
    let order = store::orders::get(conn, id)?.ok_or_else(Error::not_found)?;
    let made = store::orders::rooms(conn, id)?;
    plan(conn, &order.scope, &made)
}

/// What carrying an order out would change.
pub(super) fn open(conn: &mut Conn<'_>, order: &OrderRow) -> Result<Vec<PlannedRoom>> {
    let made = store::orders::rooms(conn, order.id)?;
    let mut planned = plan(conn, &order.scope, &made)?;
    planned.retain(|room| room.state.is_open());
    Ok(planned)
}

/// The rooms that follow the organisation, as an order looks for them.
struct There<'r> {
    own: HashMap<UnitId, &'r RoomRow>,
    with: HashMap<(UnitId, &'r str), Vec<&'r RoomRow>>,
    by_id: HashMap<RoomId, &'r RoomRow>,
}

impl<'r> There<'r> {
    fn among(rooms: &'r [RoomRow]) -> Self {
        let (mut own, mut by_id) = (HashMap::new(), HashMap::new());
        let mut with: HashMap<_, Vec<&RoomRow>> = HashMap::new();
        for room in rooms {
            by_id.insert(room.id, room);
            match (room.unit_id, &room.rule) {
                (Some(unit), None) if room.post().is_none() => drop(own.insert(unit, room)),
                (None, Some(Rule { units, .. })) if units.len() == 1 => {
                    with.entry((units[0], room.name.as_str())).or_default().push(room);
                }
                _ => {}
            }
        }
        Self { own, with, by_id }
    }

    /// The room for a unit, and whether it is there.
    fn find(
        &self,
        rule: Option<&Rule>,
        unit: &Unit,
        name: &str,
        made: Option<&MadeRoom>,
    ) -> (PlannedState, Option<&'r RoomRow>) {
        if let Some(made) = made {
            return match self.by_id.get(&made.room).copied() {
                None => (PlannedState::Closed, None),
                // Somebody has named it themselves, and that stays.
                Some(room) if room.name != made.name || made.name == name => (PlannedState::There, Some(room)),
                Some(room) => (PlannedState::Renamed, Some(room)),
            };
        }
        let there = |room: Option<&&'r RoomRow>| room.map(|room| (PlannedState::There, Some(*room)));
        let found = match rule {
            None => there(self.own.get(&unit.id)),
            Some(rule) => {
                let like = self.with.get(&(unit.id, name)).map(Vec::as_slice).unwrap_or_default();
                let same = there(like.iter().find(|room| room.rule.as_ref() == Some(rule)));
                same.or_else(|| like.first().map(|other| (PlannedState::Other, Some(*other))))
            }
        };
        found.unwrap_or((PlannedState::New, None))
    }
}

fn plan(conn: &mut Conn<'_>, scope: &OrderScope, made: &HashMap<UnitId, MadeRoom>) -> Result<Vec<PlannedRoom>> {
    let today = Jst::date(conn.now());
    let all = units::units_on(conn, today, None)?;
    let wanted = scope.of(&all);
    if wanted.len() > LARGEST_ORDER {
        return Err(Error::field("units", "too_many"));
    }
    let everybody = Everybody::now(conn)?;
    let rooms = store::rooms::derived(conn)?;
    let there = There::among(&rooms);
    let people: HashSet<PersonId> = scope.people.iter().copied().collect();
    let planned = wanted.into_iter().map(|unit| {
        let (name, rule) = (name_after(&scope.pattern, &unit.name), scope.rule(unit.id));
        let (mut state, room) = there.find(rule.as_ref(), unit, &name, made.get(&unit.id));
        let own = || Rule { units: vec![unit.id], ..Rule::default() };
        let (by_unit, by_title) = everybody.named(&rule.unwrap_or_else(own));
        if state == PlannedState::New && by_unit.is_empty() {
            state = PlannedState::Empty;
        }
        let members = match room {
            Some(room) => usize::try_from(room.member_count).unwrap_or(0),
            None => by_unit.into_iter().chain(by_title).chain(people.iter().copied()).collect::<HashSet<_>>().len(),
        };
        let (unit_id, unit_name) = (unit.id, unit.name.clone());
        PlannedRoom { unit_id, unit_name, name, state, members, room_id: room.map(|room| room.id) }
    });
    Ok(planned.collect())
}
