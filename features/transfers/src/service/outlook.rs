//! What a transfer would change, as things are now: compared, and nothing touched.

use crate::model::{Counts, Difference, Encoding, PersonRecord, Sort, Transfer, UnitOrder};
use crate::service::list::plan::{self, May, Plan, State};
use crate::service::list::rows::Row;
use crate::service::list::table::Fault;
use crate::service::list::units::Units;
use crate::service::list::{self, List};
use crate::store;
use db::Conn;
use directory::model::{NewPost, Person, Unit, UnitId};
use jiff::civil::Date;
use kernel::{PersonId, Result};
use std::collections::{HashMap, HashSet};

/// What there is to do, and what stands in the way.
pub struct Outlook {
    /// People to add and change, and units and titles that the list makes.
    pub plan: Plan,
    /// The units of the day.
    pub units: Vec<Unit>,
    /// The report.
    pub differences: Vec<Difference>,
    /// How many of each.
    pub counts: Counts,
    /// Staff numbers with which something is wrong.
    pub conflicted: HashSet<String>,
    /// Something is wrong that is nobody's own: nothing can be done.
    pub blocked: bool,
    /// How those who change were when this was worked out.
    pub before: HashMap<PersonId, PersonRecord>,
}

/// Works out what a transfer would change. `ids` gives ids for what is to be made.
pub fn look(conn: &mut Conn<'_>, transfer: &Transfer, ids: &mut dyn FnMut() -> i64) -> Result<Outlook> {
    let bytes = store::list_of(conn, transfer.id)?;
    let (rows, cp932, faults) = match bytes.map(|bytes| list::parse(&bytes, Encoding::Auto, None)) {
        None => (Vec::new(), false, Vec::new()),
        Some(Ok(List { rows, faults, cp932, .. })) => (rows.to_vec(), cp932, faults),
        Some(Err(faults)) => (Vec::new(), false, faults),
    };
    let lines = rows.len() as i64;
    let state = State { today: transfer.effective_on, ..list::state(conn)? };
    let mut lookout = Lookout { day: transfer.effective_on, rows, faults, unlisted: Vec::new(), state };
    let turned = lookout.turn_units(&transfer.orders);
    lookout.carry_over(&transfer.orders);
    let may = May { units: transfer.creates, titles: transfer.creates, cp932, ..May::default() };
    let plan = plan::plan(&lookout.state, &lookout.rows, may, ids);
    lookout.faults.extend(plan.faults.iter().cloned());
    lookout.check(&plan);
    Ok(lookout.outlook(plan, turned, lines))
}

struct Lookout {
    day: Date,
    rows: Vec<Row>,
    faults: Vec<Fault>,
    /// What is wrong with people whom no line of the list names, by staff number.
    unlisted: Vec<(String, Fault)>,
    state: State,
}

/// A line of the report about a unit: what is done, how it stands now, how it will.
type Turned = (&'static str, String, String);

impl Lookout {
    fn fault(&mut self, line: u64, english: impl Into<String>, japanese: impl Into<String>) {
        self.faults.push(Fault::new(line, english, japanese));
    }

    fn ends(&self) -> Option<Date> {
        self.day.yesterday().ok()
    }

    /// Makes the state's units those of the day.
    fn turn_units(&mut self, orders: &[UnitOrder]) -> Vec<Turned> {
        let (old, last) = (Units::new(&self.state.units, self.day), self.ends());
        let mut seen = HashSet::new();
        let mut said: Vec<(&'static str, UnitId, UnitId)> = Vec::new();
        for order in orders {
            let id = order.unit();
            let place = self.state.units.iter().position(|unit| unit.id == id);
            if !seen.insert(id) {
                self.fault(0, "a unit stands in two orders", "同じ所属が二度指定されています");
                continue;
            }
            match (order, place) {
                (UnitOrder::Create { .. }, Some(_)) => {}
                (UnitOrder::Create { name, reading, unit_kind, parent_id, order, .. }, None) => {
                    let siblings = self.state.units.iter().filter(|unit| unit.parent_id == *parent_id);
                    let after = siblings.map(|unit| unit.order + 1).max().unwrap_or(0);
                    self.state.units.push(Unit {
                        id,
                        parent_id: *parent_id,
                        name: name.clone(),
                        short_name: None,
                        reading: text::normalise_reading(reading),
                        kind: *unit_kind,
                        order: order.unwrap_or(after),
                        depth: 0,
                        head_count: 0,
                        extension: None,
                        valid_from: self.day,
                        valid_to: None,
                        path: String::new(),
                    });
                    said.push(("新設", id, id));
                }
                (_, None) => self.fault(0, "an order names a unit that is not there", "指定された所属がありません"),
                (UnitOrder::Change { name, reading, parent_id, .. }, Some(place)) => {
                    let unit = &mut self.state.units[place];
                    let moves = parent_id.is_some_and(|parent| unit.parent_id != Some(parent));
                    unit.parent_id = parent_id.or(unit.parent_id);
                    unit.name = name.clone().unwrap_or_else(|| unit.name.clone());
                    let said_reading = reading.as_deref().map(text::normalise_reading);
                    unit.reading = said_reading.unwrap_or_else(|| unit.reading.clone());
                    said.push((if moves { "移管" } else { "改称" }, id, id));
                }
                (UnitOrder::Merge { into_id, .. }, Some(place)) => {
                    self.state.units[place].valid_to = last;
                    said.push(("統合", id, *into_id));
                }
                (UnitOrder::Close { .. }, Some(place)) => {
                    self.state.units[place].valid_to = last;
                    said.push(("廃止", id, id));
                }
            }
        }
        self.check_units(orders);
        let new = Units::new(&self.state.units, self.day);
        // A list that was written before the units' new names were settled is meant all the same.
        for path in self.rows.iter_mut().filter_map(|row| row.unit.as_mut()) {
            if let (None, Some(meant)) = (new.find(path), old.find(path)) {
                *path = new.shown(meant);
            }
        }
        let ended = |word: &str| if word == "廃止" { None } else { Some(()) };
        said.into_iter()
            .map(|(word, id, to)| {
                let after = ended(word).map(|()| new.shown(to)).unwrap_or_default();
                (word, old.shown(id), after)
            })
            .collect()
    }

    /// Names and readings, what stands above, what is left below.
    fn check_units(&mut self, orders: &[UnitOrder]) {
        let by_id: HashMap<UnitId, Unit> = self.state.units.iter().map(|unit| (unit.id, unit.clone())).collect();
        let day = self.day;
        let open = |id: UnitId| by_id.get(&id).is_some_and(|unit| unit.valid_to.is_none_or(|last| last >= day));
        for order in orders {
            let Some(unit) = by_id.get(&order.unit()) else { continue };
            let name = unit.name.clone();
            if matches!(order, UnitOrder::Create { .. } | UnitOrder::Change { .. }) {
                if name.trim().is_empty() || text::graphemes(&name) > crate::model::LONGEST_NAME {
                    self.fault(
                        0,
                        format!("「{name}」: no name for a unit"),
                        format!("「{name}」は所属の名前にできません"),
                    );
                }
                if !text::is_reading(&unit.reading) {
                    self.fault(
                        0,
                        format!("「{name}」: its reading is not kana"),
                        format!("「{name}」のよみがかなではありません"),
                    );
                }
                let twin = self.state.units.iter().any(|other| {
                    other.id != unit.id
                        && other.parent_id == unit.parent_id
                        && other.name == unit.name
                        && open(other.id)
                });
                if twin {
                    self.fault(
                        0,
                        format!("「{name}」: there is one of this name already"),
                        format!("「{name}」は同じ名前の所属があります"),
                    );
                }
            }
            let mut above = unit.parent_id;
            let mut steps = 0;
            while let Some(parent) = above {
                steps += 1;
                if steps > by_id.len() {
                    self.fault(
                        0,
                        format!("「{name}」 would be below itself"),
                        format!("「{name}」が自分の下に入ります"),
                    );
                    break;
                }
                above = by_id.get(&parent).and_then(|parent| parent.parent_id);
            }
            if unit.parent_id.is_some_and(|parent| !open(parent)) && open(unit.id) {
                self.fault(
                    0,
                    format!("「{name}」: what it is part of is not there on the day"),
                    format!("「{name}」の上位の所属がその日にありません"),
                );
            }
            if let UnitOrder::Merge { into_id, unit_id } = order
                && (!open(*into_id) || into_id == unit_id)
            {
                self.fault(
                    0,
                    format!("「{name}」: into what it goes is not there"),
                    format!("「{name}」の統合先がその日にありません"),
                );
            }
            if !open(unit.id) {
                let left: Vec<String> = self
                    .state
                    .units
                    .iter()
                    .filter(|other| other.parent_id == Some(unit.id) && open(other.id))
                    .map(|other| other.name.clone())
                    .collect();
                for child in left {
                    self.fault(
                        0,
                        format!("「{name}」 ends, but 「{child}」 below it does not"),
                        format!("「{name}」がなくなりますが、その下の「{child}」が残ります"),
                    );
                }
            }
        }
    }

    /// Whoever is in a unit that goes into another, and is not in the list, goes over with what they hold; whoever is in a unit
    /// that ends has to be in the list.
    fn carry_over(&mut self, orders: &[UnitOrder]) {
        let into: HashMap<UnitId, Option<UnitId>> = orders
            .iter()
            .filter_map(|order| match order {
                UnitOrder::Merge { unit_id, into_id } => Some((*unit_id, Some(*into_id))),
                UnitOrder::Close { unit_id } => Some((*unit_id, None)),
                _ => None,
            })
            .collect();
        if into.is_empty() {
            return;
        }
        let placed = self.rows.iter().filter(|row| row.unit.is_some());
        let listed: HashSet<String> = placed.map(|row| row.staff_number.clone()).collect();
        // Of whom something else is said alone goes over as well, with what is said.
        let named: HashMap<String, Row> =
            self.rows.iter().rev().map(|row| (row.staff_number.clone(), row.clone())).collect();
        let (day, units) = (self.day, Units::new(&self.state.units, self.day));
        let mut rows = Vec::new();
        let mut homeless = Vec::new();
        for person in &self.state.people {
            let here = person.left_on.is_none_or(|last| last >= day) && !listed.contains(&person.staff_number);
            let held: Vec<_> =
                person.posts.iter().filter(|post| post.valid_to.is_none_or(|last| last >= day)).collect();
            if !here || held.iter().all(|post| !into.contains_key(&post.unit_id)) {
                continue;
            }
            if held.iter().any(|post| into.get(&post.unit_id) == Some(&None)) {
                let leaves = named.get(&person.staff_number).and_then(|row| row.left_on).flatten();
                if leaves.is_some_and(|last| last < day) {
                    continue;
                }
                homeless.push((person.staff_number.clone(), person.brief.name.clone()));
                continue;
            }
            let said = named.get(&person.staff_number).cloned().unwrap_or_else(|| Row {
                staff_number: person.staff_number.clone(),
                name: (person.family_name.clone(), person.given_name.clone()),
                ..Row::default()
            });
            rows.extend(held.iter().map(|post| {
                let goes = into.get(&post.unit_id).copied().flatten();
                Row {
                    unit: Some(units.shown(goes.unwrap_or(post.unit_id))),
                    title: Some(post.title_name.clone().unwrap_or_default()),
                    kind: Some(post.kind),
                    from: Some(if goes.is_some() { post.valid_from.max(day) } else { post.valid_from }),
                    to: Some(post.valid_to),
                    ..said.clone()
                }
            }));
        }
        self.rows.extend(rows);
        for (number, name) in homeless {
            let fault = Fault::new(
                0,
                format!("{name}: their unit ends, and the list does not say where they go"),
                format!("{name}: 所属がなくなりますが、名簿に異動先がありません"),
            );
            self.unlisted.push((number, fault));
        }
    }

    /// What the plan does not look at: units that are not there on the day, and posts that would begin before it.
    fn check(&mut self, plan: &Plan) {
        let lines: HashMap<&str, u64> =
            self.rows.iter().rev().map(|row| (row.staff_number.as_str(), row.line)).collect();
        let made = plan.units.iter().map(|made| (made.id, (made.new.valid_from, None)));
        let terms: HashMap<UnitId, (Date, Option<Date>)> =
            self.state.units.iter().map(|unit| (unit.id, (unit.valid_from, unit.valid_to))).chain(made).collect();
        let old: HashMap<PersonId, &Person> =
            self.state.people.iter().map(|person| (person.brief.id, person)).collect();
        let (mut faults, mut later) = (Vec::new(), Vec::new());
        let mut see = |number: &str, posts: &[NewPost], was: &[directory::model::Post]| {
            let line = lines.get(number).copied().unwrap_or(0);
            for post in posts.iter().filter(|post| post.valid_to.is_none_or(|last| last >= self.day)) {
                let known = was.iter().any(|old| {
                    (old.unit_id, old.title_id, old.kind, old.valid_from)
                        == (post.unit_id, post.title_id, post.kind, post.valid_from)
                });
                let begins = post.valid_from.max(self.day);
                let (first, last) = terms.get(&post.unit_id).copied().unwrap_or((Date::MIN, None));
                if !known && post.valid_from < self.day {
                    faults.push(Fault::new(line, "a post begins before the day", "発令日が異動日より前です"));
                }
                if last.is_some_and(|last| last < begins) || first > begins {
                    faults.push(Fault::new(line, "the unit is not there on the day", "所属がその日にありません"));
                }
            }
        };
        for (new, _) in &plan.added {
            see(&new.staff_number, &new.posts, &[]);
        }
        for (person, posts) in &plan.changed {
            let known = |old: &directory::model::Post| {
                posts.iter().flatten().any(|post| {
                    (post.unit_id, post.title_id, post.kind, post.valid_from)
                        == (old.unit_id, old.title_id, old.kind, old.valid_from)
                })
            };
            let was = old.get(&person.brief.id).map(|old| old.posts.as_slice()).unwrap_or_default();
            see(&person.staff_number, posts.as_deref().unwrap_or_default(), was);
            // Somebody has planned further than this transfer; that must not be lost without a word.
            if posts.is_some() && was.iter().any(|post| post.valid_from > self.day && !known(post)) {
                later.push(person.staff_number.clone());
            }
        }
        for leaves in &plan.leaves {
            let line = lines.get(leaves.staff_number.as_str()).copied().unwrap_or(0);
            faults.extend(early(leaves, self.day).map(|(english, japanese)| Fault::new(line, english, japanese)));
        }
        for number in later {
            let line = lines.get(number.as_str()).copied().unwrap_or(0);
            faults.push(Fault::new(
                line,
                "they hold a post from a later day on, which the list does not name",
                "異動日より後の所属が登録されていて、名簿にありません",
            ));
        }
        self.faults.extend(faults);
    }

    fn outlook(mut self, plan: Plan, turned: Vec<Turned>, lines: i64) -> Outlook {
        self.faults.sort();
        self.faults.dedup();
        let names: HashMap<u64, (&str, String, String)> = self
            .rows
            .iter()
            .map(|row| {
                let reading = row.reading.clone().unwrap_or_default();
                let (name, reading) = (joined(&row.name), joined(&reading));
                (row.line, (row.staff_number.as_str(), name, reading))
            })
            .collect();
        let mut conflicted = HashSet::new();
        let mut blocked = false;
        let mut differences: Vec<Difference> = Vec::new();
        let listed = self.faults.iter().map(|fault| {
            let who = names.get(&fault.line).filter(|_| fault.line > 0).cloned();
            (who.map(|(number, name, reading)| (number.to_owned(), name, reading)), fault)
        });
        let unlisted =
            self.unlisted.iter().map(|(number, fault)| (Some((number.clone(), String::new(), String::new())), fault));
        for (who, fault) in listed.chain(unlisted) {
            blocked |= who.is_none();
            conflicted.extend(who.iter().map(|(number, ..)| number.clone()));
            let (staff_number, name, reading) = who.unwrap_or_default();
            differences.push(Difference {
                staff_number,
                name,
                reading,
                line: (fault.line > 0).then(|| i64::try_from(fault.line).unwrap_or(i64::MAX)),
                english: fault.english.clone(),
                japanese: fault.japanese.clone(),
                ..empty(Sort::Conflict)
            });
        }
        differences.extend(turned.into_iter().map(|(field, before, after)| Difference {
            field: field.to_owned(),
            before,
            after,
            ..empty(Sort::Unit)
        }));
        differences.extend(plan.differences.iter().map(|difference| Difference {
            staff_number: difference.who.staff_number.clone(),
            name: difference.who.name.clone(),
            reading: difference.who.reading.clone(),
            field: if difference.sort == plan::Sort::Made { "新設".to_owned() } else { difference.field.to_owned() },
            before: difference.before.clone(),
            after: difference.after.clone(),
            ..empty(match difference.sort {
                plan::Sort::Made => Sort::Unit,
                plan::Sort::Added => Sort::Added,
                plan::Sort::Moved => Sort::Moved,
                plan::Sort::Changed | plan::Sort::Account => Sort::Changed,
                plan::Sort::Left => Sort::Left,
                plan::Sort::Leave => Sort::Leave,
            })
        }));
        let mut counts =
            Counts { unchanged: plan.unchanged as i64, absent: plan.absent as i64, lines, ..Counts::default() };
        for (place, difference) in differences.iter_mut().enumerate() {
            difference.number = place as i64 + 1;
            counts.add(difference.sort);
        }
        let changing: HashSet<PersonId> = plan.changed.iter().map(|(person, _)| person.brief.id).collect();
        let before = self
            .state
            .people
            .iter()
            .filter(|person| changing.contains(&person.brief.id))
            .map(|person| (person.brief.id, PersonRecord::of(person)))
            .collect();
        Outlook { plan, units: self.state.units, differences, counts, conflicted, blocked, before }
    }
}

/// Why leaves would change before the day, when nobody is to know yet.
fn early(leaves: &plan::Leaves, day: Date) -> Option<(&'static str, &'static str)> {
    let eve = day.yesterday().unwrap_or(day);
    let ends_early = |leave: &directory::model::NewLeave| leave.valid_to.is_some_and(|last| last < eve);
    leaves.after.iter().filter(|leave| !leaves.before.contains(leave)).find_map(|leave| {
        match leaves.before.iter().find(|old| old.valid_from == leave.valid_from) {
            _ if leave.valid_from >= day => None,
            None => Some(("a leave begins before the day", "休業の始まりが異動日より前です")),
            Some(old) if ends_early(old) || ends_early(leave) => {
                Some(("a leave ends before the day", "休業の終わりが異動日より前です"))
            }
            Some(old) if (old.kind, old.access) != (leave.kind, leave.access) => Some((
                "of a leave that began before the day only the end changes",
                "異動日より前に始まった休業は、終わりの日だけを変えられます",
            )),
            Some(_) => None,
        }
    })
}

fn joined((family, given): &(String, String)) -> String {
    directory::model::full_name(family, given)
}

/// A line with nothing in it yet.
pub fn empty(sort: Sort) -> Difference {
    Difference {
        number: 0,
        sort,
        staff_number: String::new(),
        name: String::new(),
        reading: String::new(),
        field: String::new(),
        before: String::new(),
        after: String::new(),
        line: None,
        english: String::new(),
        japanese: String::new(),
    }
}
