//! Units and titles by the names that another program gives them, and those by which we name them.

use super::{Title, TitleId, Unit, UnitId, UnitKind};
use jiff::civil::Date;
use kernel::{Error, Result};
use std::collections::HashMap;

/// What a post is called: 総務課長, 総務課 庶務係長, 総務課 主任; the unit alone where it has no title. A team is called with what it is part of,
/// since many are called 庶務係.
pub fn post_name(parent: Option<&str>, unit: &Unit, title: Option<&str>) -> String {
    let above = parent.filter(|_| unit.kind == UnitKind::Team).map(|parent| format!("{parent} "));
    let unit = format!("{}{}", above.unwrap_or_default(), unit.name);
    title.map(|title| joined(&unit, title)).unwrap_or(unit)
}

/// A unit and a title in one, what ends the one and begins the other said once: 総務課 and 課長 are 総務課長.
pub fn joined(unit: &str, title: &str) -> String {
    let mut parts = title.char_indices().map(|(at, letter)| &title[..at + letter.len_utf8()]);
    // Letters of an alphabet meet by chance.
    let overlap = parts.rfind(|part| part.len() < title.len() && !part.is_ascii() && unit.ends_with(part));
    match overlap {
        Some(part) => format!("{unit}{}", &title[part.len()..]),
        None => format!("{unit} {title}"),
    }
}

/// The units of an organisation.
pub struct Units {
    shown: HashMap<UnitId, String>,
    /// Those of today by what may mean them; nothing where that is several.
    meant: HashMap<String, Option<UnitId>>,
    /// Those of today, in official order.
    open: Vec<UnitId>,
}

/// A name as it is compared: whatever sign stands between the parts of a path.
fn key(name: &str) -> String {
    let parts = name.split(['/', '／', '>', '＞', '›']);
    parts.map(text::fold).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/")
}

impl Units {
    /// Of an organisation as it is on a day; `all` has parents before children.
    pub fn new(all: &[Unit], today: Date) -> Self {
        let is_open = |unit: &Unit| unit.valid_from <= today && unit.valid_to.is_none_or(|last| last >= today);
        let mut paths: HashMap<UnitId, String> = HashMap::new();
        let mut meant: HashMap<String, Option<UnitId>> = HashMap::new();
        let mut open = Vec::new();
        let mut mean = |name: String, id: UnitId| {
            meant.entry(name).and_modify(|known| *known = known.filter(|known| *known == id)).or_insert(Some(id));
        };
        for unit in all {
            let above = unit.parent_id.and_then(|parent| paths.get(&parent)).map(|path| format!("{path}/"));
            let path = format!("{}{}", above.unwrap_or_default(), unit.name);
            if is_open(unit) {
                open.push(unit.id);
                mean(unit.id.to_string(), unit.id);
                mean(key(&unit.name), unit.id);
                mean(key(&path), unit.id);
                // A path may begin below the organisation's own name.
                if let Some((_, below)) = path.split_once('/') {
                    mean(key(below), unit.id);
                }
            }
            paths.insert(unit.id, path);
        }
        let shown = all.iter().map(|unit| {
            let is_alone = meant.get(&key(&unit.name)) == Some(&Some(unit.id));
            let name = if is_alone { unit.name.clone() } else { paths[&unit.id].clone() };
            (unit.id, name)
        });
        Self { shown: shown.collect(), meant, open }
    }

    /// The name that means a unit and no other.
    pub fn shown(&self, id: UnitId) -> &str {
        self.shown.get(&id).map_or("", String::as_str)
    }

    /// Those of today, in official order, as they are shown.
    pub fn all(&self) -> Vec<String> {
        self.open.iter().map(|id| self.shown(*id).to_owned()).collect()
    }

    /// The unit that a text means: by its id, its name, or a path. A unit that somebody is in already is also meant by what it is
    /// shown as, though it may be closed by now.
    ///
    /// Errors: that no unit is meant, or several, with the attribute and the text.
    pub fn find(&self, attribute: &str, text: &str, now: Option<UnitId>) -> Result<UnitId> {
        if let Some(now) = now.filter(|now| self.shown(*now) == text) {
            return Ok(now);
        }
        let found = self.meant.get(text.trim()).or_else(|| self.meant.get(&key(text)));
        let fault = |code| Error::field(format!("{attribute} {text}"), code);
        found.ok_or_else(|| fault("unknown"))?.ok_or_else(|| fault("ambiguous"))
    }
}

/// The title that a text means: by its name, as it is written or in other letters.
///
/// Errors: that no title is meant, with the attribute and the text.
pub fn title(titles: &[Title], attribute: &str, name: &str) -> Result<TitleId> {
    let folded = text::fold(name);
    let exact = titles.iter().find(|title| title.name == name);
    let found = exact.or_else(|| titles.iter().find(|title| text::fold(&title.name) == folded));
    found.map(|title| title.id).ok_or_else(|| Error::field(format!("{attribute} {name}"), "unknown"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use kernel::Id;

    fn unit(id: i64, parent: Option<i64>, name: &str, last: Option<Date>) -> Unit {
        Unit {
            id: Id::from_raw(id),
            parent_id: parent.map(Id::from_raw),
            name: name.to_owned(),
            short_name: None,
            reading: String::new(),
            kind: UnitKind::Section,
            order: id,
            depth: 0,
            head_count: 0,
            extension: None,
            valid_from: date(2005, 4, 1),
            valid_to: last,
            path: String::new(),
        }
    }

    fn town() -> Units {
        let all = [
            unit(1, None, "緑野市", None),
            unit(2, Some(1), "総務部", None),
            unit(3, Some(2), "庶務係", None),
            unit(4, Some(1), "建設部", None),
            unit(5, Some(4), "庶務係", None),
            unit(6, Some(4), "河川課", Some(date(2020, 3, 31))),
        ];
        Units::new(&all, date(2026, 4, 1))
    }

    fn found(text: &str) -> std::result::Result<i64, &'static str> {
        let found = town().find("department", text, Some(Id::from_raw(6)));
        found.map(Id::raw).map_err(|error| error.faults()[0].code)
    }

    #[test]
    fn a_unit_is_meant_by_its_name_alone_or_by_a_path() {
        assert_eq!(found("総務部"), Ok(2));
        assert_eq!(found("建設部/庶務係"), Ok(5));
        assert_eq!(found("緑野市＞総務部＞庶務係"), Ok(3));
        assert_eq!(found(&Id::<()>::from_raw(4).to_string()), Ok(4));
        assert_eq!(found("庶務係"), Err("ambiguous"));
        assert_eq!(found("水道課"), Err("unknown"));
        assert_eq!(found("緑野市/建設部/河川課"), Ok(6), "who is there stays there");
    }

    #[test]
    fn a_post_is_called_by_unit_and_title_in_one() {
        let section = |name| unit(1, None, name, None);
        let team = Unit { kind: UnitKind::Team, ..section("庶務係") };
        for (parent, unit, title, name) in [
            (Some("総務部"), section("総務課"), Some("課長"), "総務課長"),
            (Some("総務部"), section("総務課"), Some("課長補佐"), "総務課長補佐"),
            (None, section("総務課"), Some("主任"), "総務課 主任"),
            (None, section("中央図書館"), Some("館長"), "中央図書館長"),
            (None, section("Roads"), Some("supervisor"), "Roads supervisor"),
            (Some("総務課"), team.clone(), Some("係長"), "総務課 庶務係長"),
            (Some("総務課"), team, None, "総務課 庶務係"),
        ] {
            assert_eq!(post_name(parent, &unit, title), name);
        }
    }

    #[test]
    fn what_is_shown_means_the_same_unit() {
        let town = town();
        assert_eq!(town.all(), ["緑野市", "総務部", "緑野市/総務部/庶務係", "建設部", "緑野市/建設部/庶務係"]);
        for (id, shown) in town.open.iter().zip(town.all()) {
            assert_eq!(town.find("department", &shown, None).ok(), Some(*id));
        }
    }
}
