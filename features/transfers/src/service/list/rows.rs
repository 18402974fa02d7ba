//! From cells to what they say of people: every cell is read, every fault is told.

use super::columns::{Columns, Field, name};
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
        if path.is_empty() {
            self.fault(Field::Unit, "", "missing", "所属がありません");
        }
        Some(super::units::slashed(&path))
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
        let rank = |text: &str| values::narrow(text).parse::<i64>().ok().filter(|rank| (0..10_000).contains(rank));
        Row {
            line: self.record.line,
            staff_number,
            name: self.name(),
            reading: self.reading(),
            unit: self.unit(),
            title: self.cell(Field::Title),
            title_rank: self.value(Field::TitleRank, rank, "0から9999までの数ではありません"),
            kind: self.value(Field::Kind, values::kind, "本務・兼務・事務取扱・併任のいずれでもありません"),
            from,
            to,
            employment: self.value(Field::Employment, values::employment, "知らない雇用形態です"),
            email,
            extension: self.cell(Field::Extension).map(|number| values::narrow(&number)),
            mobile: self.cell(Field::Mobile).map(|number| values::narrow(&number)),
            rights: self.value(Field::Rights, values::rights, "管理者・一般のいずれでもありません"),
            left_on: self.last_day(Field::LeftOn),
        }
    }
}

fn is_address(text: &str) -> bool {
    text.split_once('@').is_some_and(|(user, host)| !user.is_empty() && !host.is_empty() && !host.contains('@'))
        && !text.contains(char::is_whitespace)
}
