//! Tables: what some people work at together, such as a page. Whoever a feature lets in sits at one with a connection of theirs; what
//! happens there is shown to those who sit at it, and they see where each other's hands are. Nothing of it is kept.

use crate::hub::{Hub, State};
use crate::protocol::ToClient;
use kernel::{Actor, Timestamp};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;
use web::Frame;

/// Connections at a table, at most; who comes when it is full has to ask for what happens.
const MOST_SEATS: usize = 200;
/// The longest word about where hands are, in bytes.
const LONGEST_WORD: usize = 1_024;
/// More often than this nobody sees a difference.
const EVERY: Duration = Duration::from_millis(150);

/// Where a connection sits.
pub(crate) struct Seat {
    table: i64,
    /// The group of those who may sit there: whoever leaves it gets up.
    group: i64,
    name: String,
    said_at: Timestamp,
}

/// All tables that anybody sits at.
#[derive(Default)]
pub(crate) struct Tables {
    seats: HashMap<u64, Seat>,
    taken: HashMap<i64, HashSet<u64>>,
}

impl Hub {
    /// Seats a connection of the actor's at a table, and takes it from where it sat; `group` is the one by which they may sit there, and
    /// `name` what they are called. Whether they sit: not without being subscribed to the group, nor where there is no seat left.
    pub fn seat(self: &Arc<Self>, connection: u64, actor: &Actor, table: i64, group: i64, name: &str) -> bool {
        let mut state = self.state();
        let is_theirs = state
            .links
            .get(&connection)
            .is_some_and(|link| link.actor.person == actor.person && link.actor.face == actor.face);
        let is_in = state.groups.get(&actor.person).is_some_and(|groups| groups.contains(&group));
        if !is_theirs || !is_in {
            return false;
        }
        let sits = state.tables.seats.get(&connection).is_some_and(|seat| seat.table == table);
        if !sits {
            state.get_up(connection);
            let taken = state.tables.taken.entry(table).or_default();
            if taken.len() >= MOST_SEATS {
                return false;
            }
            taken.insert(connection);
        }
        let seat = Seat { table, group, name: name.to_owned(), said_at: Timestamp::default() };
        state.tables.seats.insert(connection, seat);
        true
    }

    /// Whether anybody sits at a table.
    pub fn is_sat_at(&self, table: i64) -> bool {
        self.state().tables.taken.contains_key(&table)
    }

    /// Passes a frame to everybody who sits at a table.
    pub fn serve(&self, table: i64, frame: &Frame) {
        let mut state = self.state();
        let keys = state.tables.taken.get(&table).into_iter().flatten().copied().collect();
        state.send_all(keys, frame);
    }
}

impl State {
    /// Somebody says where their hands are at the table where they sit, or, with nothing, that they get up.
    pub(crate) fn reach(&mut self, key: u64, table: i64, word: Option<String>, now: Timestamp) {
        let Some(word) = word else {
            if self.tables.seats.get(&key).is_some_and(|seat| seat.table == table) {
                self.get_up(key);
            }
            return;
        };
        let Some(seat) = self.tables.seats.get_mut(&key) else { return };
        if seat.table != table || word.len() > LONGEST_WORD || now.is_within(EVERY, seat.said_at) {
            return;
        }
        seat.said_at = now;
        self.show_hand(key, Some(word));
    }

    /// A connection gets up from where it sits, if it does.
    pub(crate) fn get_up(&mut self, key: u64) {
        if !self.tables.seats.contains_key(&key) {
            return;
        }
        self.show_hand(key, None);
        let Some(Seat { table, .. }) = self.tables.seats.remove(&key) else { return };
        if let Some(taken) = self.tables.taken.get_mut(&table) {
            taken.remove(&key);
            if taken.is_empty() {
                self.tables.taken.remove(&table);
            }
        }
    }

    /// Those of some connections that sit somewhere because they belong to a group.
    pub(crate) fn seated_by(&self, keys: &[u64], group: i64) -> Vec<u64> {
        let sits = |key: &&u64| self.tables.seats.get(*key).is_some_and(|seat| seat.group == group);
        keys.iter().filter(sits).copied().collect()
    }

    /// Shows the others at the table where a hand is, or that it is gone.
    fn show_hand(&mut self, key: u64, word: Option<String>) {
        let (Some(seat), Some(link)) = (self.tables.seats.get(&key), self.links.get(&key)) else { return };
        let (table, person) = (seat.table, link.actor.person);
        let hand = ToClient::Hand {
            table: kernel::Id::from_raw(table),
            connection: key.to_string(),
            person,
            name: seat.name.clone(),
            state: word,
        };
        let frame = hand.frame();
        let others =
            self.tables.taken.get(&table).into_iter().flatten().copied().filter(|other| *other != key).collect();
        self.send_all(others, &frame);
    }
}
