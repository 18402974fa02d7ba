//! Units by the paths that lists name them by, and the ones that are to be made.

use directory::model::{NewUnit, Unit, UnitId, UnitKind};
use jiff::civil::Date;
use kernel::Id;
use std::collections::HashMap;

/// A path with one slash between names, whatever sign stood there.
pub fn slashed(path: &str) -> String {
    let parts = path.split(['/', '／', '>', '＞', '›', '\u{3000}', '\\', '￥', '|', '｜']);
    parts.map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/")
}

/// A unit that is to be made.
#[derive(Debug, Clone)]
pub struct Made {
    /// Under which id.
    pub id: UnitId,
    /// What it is.
    pub new: NewUnit,
    /// Its path.
    pub path: String,
}

/// Units by path: open ones first, then closed ones; with and without the organisation's own root.
pub struct Units {
    paths: HashMap<String, UnitId>,
    /// Units by their own name, where only one bears it.
    names: HashMap<String, Option<UnitId>>,
    shown: HashMap<UnitId, String>,
    /// The one unit at the top, below which new ones come.
    root: Option<UnitId>,
    orders: HashMap<Option<UnitId>, i64>,
    /// What is to be made, parents first.
    pub made: Vec<Made>,
}

fn key(path: &str) -> String {
    path.split('/').map(text::fold).collect::<Vec<_>>().join("/")
}

impl Units {
    /// Of an organisation as it is.
    pub fn new(all: &[Unit], today: Date) -> Self {
        let by_id: HashMap<UnitId, &Unit> = all.iter().map(|unit| (unit.id, unit)).collect();
        let mut tops = all.iter().filter(|unit| unit.parent_id.is_none());
        let root = tops.next().filter(|_| tops.next().is_none()).map(|unit| unit.id);
        let mut units = Self {
            paths: HashMap::new(),
            names: HashMap::new(),
            shown: HashMap::new(),
            root,
            orders: HashMap::new(),
            made: Vec::new(),
        };
        let open = |unit: &&Unit| unit.valid_to.is_none_or(|last| last >= today);
        for unit in all.iter().filter(open).chain(all.iter().filter(|unit| !open(unit))) {
            let mut names = Vec::new();
            let mut at = Some(unit);
            while let Some(above) = at {
                names.push(above.name.as_str());
                at = above.parent_id.and_then(|parent| by_id.get(&parent).copied());
            }
            names.reverse();
            let below = if names.len() > 1 && root.is_some() { &names[1..] } else { &names[..] };
            units.shown.insert(unit.id, below.join("/"));
            units.paths.entry(key(&names.join("/"))).or_insert(unit.id);
            units.paths.entry(key(&below.join("/"))).or_insert(unit.id);
            if open(&unit) {
                units.names.entry(key(&unit.name)).and_modify(|one| *one = None).or_insert(Some(unit.id));
            }
            let last = units.orders.entry(unit.parent_id).or_insert(0);
            *last = (*last).max(unit.order);
        }
        units
    }

    /// The path of a unit as lists show it: without the organisation's own name, and without slashes in names.
    pub fn shown(&self, id: UnitId) -> String {
        self.shown.get(&id).cloned().unwrap_or_default()
    }

    /// The unit that a path means: by its whole path, or by its own name where only one bears it.
    pub fn find(&self, path: &str) -> Option<UnitId> {
        let key = key(path);
        self.paths.get(&key).copied().or_else(|| self.names.get(&key).copied().flatten())
    }

    /// The unit of a path, made with all above it that are not there.
    pub fn find_or_make(&mut self, path: &str, from: Date, ids: &mut dyn FnMut() -> i64) -> UnitId {
        if let Some(known) = self.find(path) {
            return known;
        }
        let (above, name) = path.rsplit_once('/').unwrap_or(("", path));
        let parent = if above.is_empty() { self.root } else { Some(self.find_or_make(above, from, ids)) };
        let order = self.orders.entry(parent).or_insert(-1);
        *order += 1;
        let reading = text::normalise_reading(name);
        let new = NewUnit {
            name: text::truncate(name, 100).to_owned(),
            short_name: None,
            // A list has no readings of units; the administrator gives them later.
            reading: if text::is_reading(&reading) { reading } else { "ー".to_owned() },
            kind: kind(name),
            parent_id: parent,
            order: *order,
            extension: None,
            valid_from: from,
        };
        let id = Id::from_raw(ids());
        self.paths.insert(key(path), id);
        self.shown.insert(id, path.to_owned());
        self.made.push(Made { id, new, path: path.to_owned() });
        id
    }
}

/// What sort of unit a name says it is.
fn kind(name: &str) -> UnitKind {
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    match () {
        () if name.contains("議会") => UnitKind::Council,
        () if ends(&["局", "本部"]) => UnitKind::Bureau,
        () if ends(&["部"]) => UnitKind::Department,
        () if ends(&["課", "室"]) => UnitKind::Section,
        () if ends(&["係", "班", "担当", "グループ"]) => UnitKind::Team,
        () if ends(&["支所", "出張所", "署", "事務所", "分室", "センター"]) => UnitKind::Office,
        () if ends(&["園", "館", "学校", "病院", "診療所", "所"]) => UnitKind::Facility,
        () => UnitKind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_path_is_read_whatever_stands_between_its_names() {
        for path in ["総務部/総務課", "総務部／総務課", "総務部 > 総務課", "総務部　総務課", "/総務部//総務課/"]
        {
            assert_eq!(slashed(path), "総務部/総務課");
        }
    }

    #[test]
    fn units_are_made_with_all_above_them_and_once() {
        let mut next = 0;
        let mut ids = || {
            next += 1;
            next
        };
        let mut units = Units::new(&[], date(2026, 4, 1));
        let team = units.find_or_make("総務部/総務課/人事係", date(2026, 4, 1), &mut ids);
        assert_eq!(units.find_or_make("総務部/総務課/人事係", date(2026, 4, 1), &mut ids), team);
        let kinds: Vec<UnitKind> = units.made.iter().map(|made| made.new.kind).collect();
        assert_eq!(kinds, [UnitKind::Department, UnitKind::Section, UnitKind::Team]);
        assert_eq!(units.made[2].new.parent_id, Some(units.made[1].id));
        assert_eq!(units.shown(team), "総務部/総務課/人事係");
    }
}
