//! From cells to what they say of people: every cell is read, every fault is told.

use super::columns::{Columns, Field, name};
use super::leaves::{self, Away, Order, Word};
use super::table::{Fault, Record, Table};
use super::values;
use directory::model::{Employment, PostKind};
use jiff::civil::Date;
use kernel::Rights;

/// The longest text that the directory takes in a field, in characters.
const LONGEST: usize = 100;

/// One line: a person and one of their posts. A field is nothing when the file has no column for it; then it stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Where it stands.
    pub line: u64,
    /// The staff number, narrow.
    pub staff_number: String,
    /// Family and given name.
    pub name: (String, String),
    /// Readings of both, in hiragana.
    pub reading: Option<(String, String)>,
    /// The unit's names from above, with slashes between.
    pub unit: Option<String>,
    /// The title; empty for none.
    pub title: Option<String>,
    /// The title's rank.
    pub title_rank: Option<i64>,
    /// How the post is held.
    pub kind: Option<PostKind>,
    /// Its first day.
    pub from: Option<Date>,
    /// Its last day.
    pub to: Option<Option<Date>>,
    /// How the person is employed.
    pub employment: Option<Employment>,
    /// Address; empty for none.
    pub email: Option<String>,
    /// Extension; empty for none.
    pub extension: Option<String>,
    /// Mobile number; empty for none.
    pub mobile: Option<String>,
    /// What they may do.
    pub rights: Option<Rights>,
    /// Their last day.
    pub left_on: Option<Option<Date>>,
    /// What it says of a leave.
    pub leave: Option<Order>,
}

/// Reads every record.
pub fn read(table: &Table, columns: &Columns) -> (Vec<Row>, Vec<Fault>) {
    let mut faults = table.faults.clone();
    let rows = table.records.iter().map(|record| Reader { columns, record, faults: &mut faults }.row());
    let rows = rows.collect();
    (rows, faults)
}

struct Reader<'r> {
    columns: &'r Columns,
    record: &'r Record,
    faults: &'r mut Vec<Fault>,
}

/// Parts of a name at its first blank of either width.
fn parted(name: &str) -> (String, String) {
    let (family, given) = name.split_once([' ', '\u{3000}']).unwrap_or((name, ""));
    (family.trim().to_owned(), given.trim().to_owned())
}

impl Reader<'_> {
    fn fault(&mut self, field: Field, value: &str, english: &str, japanese: &str) {
        let cell = format!("{}「{value}」: ", name(field));
        self.faults.push(Fault::new(self.record.line, format!("{cell}{english}"), format!("{cell}{japanese}")));
    }

    /// A field's cell, when the file has the column.
    fn cell(&mut self, field: Field) -> Option<String> {
        let cell = self.record.cells.get(*self.columns.places.get(&field)?)?;
        let cell = values::unguarded(cell).trim().to_owned();
        if text::graphemes(&cell) > LONGEST && field != Field::Unit {
            self.fault(field, text::truncate(&cell, 20), "longer than 100 characters", "100文字を超えています");
        }
        Some(cell)
    }

    /// A cell that is read as something; an empty one says nothing.
    fn value<T>(&mut self, field: Field, read: impl Fn(&str) -> Option<T>, japanese: &str) -> Option<T> {
        let cell = self.cell(field).filter(|cell| !cell.is_empty())?;
        let found = read(&cell);
        if found.is_none() {
            self.fault(field, &cell, "cannot be read", japanese);
        }
        found
    }

    fn last_day(&mut self, field: Field) -> Option<Option<Date>> {
        let cell = self.cell(field)?;
        let found = values::last_day(&cell);
        if found.is_none() {
            self.fault(field, &cell, "cannot be read", "日付として読めません");
        }
        found
    }

    fn name(&mut self) -> (String, String) {
        let parts = match self.cell(Field::FamilyName) {
            Some(family) => (family, self.cell(Field::GivenName).unwrap_or_default()),
            None => parted(&self.cell(Field::Name).unwrap_or_default()),
        };
        if parts.0.is_empty() {
            self.fault(Field::Name, "", "missing", "氏名がありません");
        }
        parts
    }

    fn reading(&mut self) -> Option<(String, String)> {
        let (field, parts) = match self.cell(Field::FamilyReading) {
            Some(family) => (Field::FamilyReading, (family, self.cell(Field::GivenReading).unwrap_or_default())),
            None => (Field::Reading, parted(&self.cell(Field::Reading)?)),
        };
        let read = |part: &str| text::normalise_reading(part);
        let kana = |part: &str| part.is_empty() || text::is_reading(part);
        let (family, given) = (read(&parts.0), read(&parts.1));
        if family.is_empty() {
            self.fault(field, "", "missing", "フリガナがありません");
        } else if !kana(&family) || !kana(&given) {
            self.fault(field, &format!("{} {}", parts.0, parts.1), "not kana", "かなではありません");
        }
        Some((family, given))
    }

    fn unit(&mut self) -> Option<String> {
        let levels = [Field::Bureau, Field::Department, Field::Section, Field::Team];
        let cells: Vec<String> = levels.into_iter().filter_map(|level| self.cell(level)).collect();
        let whole = self.cell(Field::Unit);
        if whole.is_none() && cells.is_empty() {
            return None;
        }
        let path = whole.into_iter().chain(cells).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/");
        Some(super::units::slashed(&path))
    }

    /// A leave that stands in place of a kind of post, as some personnel systems write their orders: then the line is no post.
    fn order(&mut self) -> Option<Word> {
        let cells = [self.cell(Field::Leave), self.cell(Field::Kind)];
        let [said, kind] = cells.map(|cell| cell.filter(|cell| !cell.is_empty()));
        if said.is_some() { None } else { kind.as_deref().and_then(leaves::word) }
    }

    /// What the line says of a leave. Of an order, its days are those of the leave.
    fn leave(&mut self, order: Option<Word>, days: (Option<Date>, Option<Option<Date>>)) -> Option<Order> {
        let word = self.value(Field::Leave, leaves::word, "産休・育休・病休・休職・復職のいずれでもありません");
        let access = self.value(Field::LeaveAccess, leaves::access, "利用しない・見るだけ・会話のいずれでもありません");
        let back_on = self.value(Field::BackOn, values::date, "日付として読めません");
        let from = self.value(Field::LeaveFrom, values::date, "日付として読めません");
        let open = |cell: &str| if cell == "未定" { Some(None) } else { values::last_day(cell) };
        let to = self.value(Field::LeaveTo, open, "日付として読めません");
        let days = if order.is_some() { days } else { (None, None) };
        let (from, mut to) = (from.or(days.0), to.or(days.1.filter(Option::is_some)));
        match word.or(order) {
            Some(Word::Back) => return Some(Order::Back(back_on.or(from))),
            None if (from, to, access) == (None, None, None) => return back_on.map(|day| Order::Back(Some(day))),
            _ => {}
        }
        if let Some(back) = back_on {
            let last = back.yesterday().ok();
            if to.is_some_and(|to| to != last) {
                self.fault(
                    Field::BackOn,
                    &back.to_string(),
                    "not the day after the last one",
                    "休業終了日の翌日ではありません",
                );
            }
            to = Some(last);
        }
        if let (Some(from), Some(Some(to))) = (from, to)
            && to < from
        {
            self.fault(Field::LeaveTo, &to.to_string(), "before the first day", "休業開始日より前です");
        }
        let kind = match word.or(order) {
            Some(Word::Kind(kind)) => Some(kind),
            _ => None,
        };
        Some(Order::Away(Away { kind, from, to, access }))
    }

    fn row(&mut self) -> Row {
        let staff_number = values::narrow(&self.cell(Field::StaffNumber).unwrap_or_default());
        if staff_number.is_empty() {
            self.fault(Field::StaffNumber, "", "missing", "職員番号がありません");
        }
        let email = self.cell(Field::Email).map(|email| values::narrow(&email));
        if let Some(bad) = email.as_ref().filter(|email| !email.is_empty() && !is_address(email)) {
            self.fault(Field::Email, bad, "no address", "メールアドレスではありません");
        }
        let (from, to) = (self.value(Field::From, values::date, "日付として読めません"), self.last_day(Field::To));
        if let (Some(from), Some(Some(to))) = (from, to)
            && to < from
        {
            self.fault(Field::To, &to.to_string(), "before the first day", "開始日より前です");
        }
        let order = self.order();
        let leave = self.leave(order, (from, to));
        let unit = self.unit().filter(|_| order.is_none());
        let left_on = self.last_day(Field::LeftOn);
        // Who only goes, or comes back, is named alone: their posts stay.
        let alone = leave.is_some() || left_on.flatten().is_some();
        let unit = unit.filter(|unit| !unit.is_empty() || !alone);
        if unit.as_ref().is_some_and(String::is_empty) {
            self.fault(Field::Unit, "", "missing", "所属がありません");
        }
        let post_kind = "本務・兼務・事務取扱・併任のいずれでもありません";
        let kind = if order.is_some() { None } else { self.value(Field::Kind, values::kind, post_kind) };
        let rank = |text: &str| values::narrow(text).parse::<i64>().ok().filter(|rank| (0..10_000).contains(rank));
        Row {
            line: self.record.line,
            staff_number,
            name: self.name(),
            reading: self.reading(),
            unit,
            title: self.cell(Field::Title),
            title_rank: self.value(Field::TitleRank, rank, "0から9999までの数ではありません"),
            kind,
            from: from.filter(|_| order.is_none()),
            to: to.filter(|_| order.is_none()),
            employment: self.value(Field::Employment, values::employment, "知らない雇用形態です"),
            email,
            extension: self.cell(Field::Extension).map(|number| values::narrow(&number)),
            mobile: self.cell(Field::Mobile).map(|number| values::narrow(&number)),
            rights: self.value(Field::Rights, values::rights, "管理者・一般のいずれでもありません"),
            left_on,
            leave,
        }
    }
}

fn is_address(text: &str) -> bool {
    text.split_once('@').is_some_and(|(user, host)| !user.is_empty() && !host.is_empty() && !host.contains('@'))
        && !text.contains(char::is_whitespace)
}
