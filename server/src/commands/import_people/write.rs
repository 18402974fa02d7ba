//! `engawa export people`: everybody with a post today or later, one line a post, as `import people` reads it. Of somebody's leaves that are not
//! over the first stands on their first line, and each further one on the next.

use super::disk;
use crate::commands::organisation;
use crate::config::{Encoding, ExportPeople};
use directory::model::{NewLeave, full_name};
use kernel::{Error, Result, Rights};
use std::collections::HashMap;
use text::cp932;
use transfers::service::list::columns::{Field, name};
use transfers::service::list::leaves::{access_word, kind_word};
use transfers::service::list::plan::State;
use transfers::service::list::units::Units;
use transfers::service::list::{self, values};

/// The columns, in order.
const FIELDS: [Field; 21] = [
    Field::StaffNumber,
    Field::FamilyName,
    Field::GivenName,
    Field::FamilyReading,
    Field::GivenReading,
    Field::Unit,
    Field::Title,
    Field::TitleRank,
    Field::Kind,
    Field::From,
    Field::To,
    Field::Employment,
    Field::Email,
    Field::Extension,
    Field::Mobile,
    Field::Rights,
    Field::LeftOn,
    Field::Leave,
    Field::LeaveFrom,
    Field::LeaveTo,
    Field::LeaveAccess,
];

/// A character that the encoding could not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lost {
    /// Whose.
    pub who: String,
    /// In which field.
    pub field: &'static str,
    /// The character as it was.
    pub grapheme: String,
}

pub(in crate::commands) fn run(options: &ExportPeople) -> Result<()> {
    let db = crate::commands::open(&options.store)?;
    let actor = organisation::found(&db, options.organisation.as_deref())?;
    let state = db.read_now(actor, list::state)?;
    let (bytes, lost) = write(&state, options.encoding)?;
    std::fs::write(&options.file, bytes).map_err(disk)?;
    for lost in &lost {
        eprintln!(
            "{}, {}: 「{}」 has no code in CP932 and is 〓 now / CP932にない文字です",
            lost.who, lost.field, lost.grapheme
        );
    }
    println!("{} people / {} 人: {}", state.people.len(), state.people.len(), options.file.display());
    Ok(())
}

/// The list as bytes, and what of it the encoding could not hold.
pub(super) fn write(state: &State, encoding: Encoding) -> Result<(Vec<u8>, Vec<Lost>)> {
    let units = Units::new(&state.units, state.today);
    let rights: HashMap<_, _> = state.accounts.iter().map(|account| (account.person, account.rights)).collect();
    let mut out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    out.write_record(FIELDS.iter().map(|field| encoded(name(*field), encoding))).map_err(Error::internal)?;
    let mut lost = Vec::new();
    for person in &state.people {
        let present = person.posts.iter().filter(|post| post.valid_to.is_none_or(|last| last >= state.today));
        if person.left_on.is_some_and(|last| last < state.today) {
            continue;
        }
        let away: Vec<&NewLeave> = state.leaves.get(&person.brief.id).into_iter().flatten().collect();
        let away: Vec<&NewLeave> =
            away.into_iter().filter(|leave| leave.valid_to.is_none_or(|last| last >= state.today)).collect();
        for (line, post) in present.enumerate() {
            let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
            let right = match rights.get(&person.brief.id) {
                Some(Rights::Administrator) => "管理者",
                Some(Rights::Member) => "一般",
                None => "",
            };
            let [leave, leave_from, leave_to, leave_access] =
                away.get(line).map_or_else(Default::default, |away| said(away));
            let cells: [String; 21] = [
                person.staff_number.clone(),
                person.family_name.clone(),
                person.given_name.clone(),
                text::to_katakana(&person.family_reading),
                text::to_katakana(&person.given_reading),
                units.shown(post.unit_id),
                post.title_name.clone().unwrap_or_default(),
                post.title_rank.map(|rank| rank.to_string()).unwrap_or_default(),
                values::kind_word(post.kind).to_owned(),
                post.valid_from.to_string(),
                day(post.valid_to),
                values::employment_word(person.employment).to_owned(),
                person.email.clone().unwrap_or_default(),
                person.extension.clone().unwrap_or_default(),
                person.mobile.clone().unwrap_or_default(),
                right.to_owned(),
                day(person.left_on),
                leave,
                leave_from,
                leave_to,
                leave_access,
            ];
            let who = format!("{} {}", person.staff_number, full_name(&person.family_name, &person.given_name));
            if encoding == Encoding::Cp932 {
                for (field, cell) in FIELDS.iter().zip(&cells) {
                    let unmappable = cp932::encode(cell).unmappable;
                    lost.extend(unmappable.into_iter().map(|lost| Lost {
                        who: who.clone(),
                        field: name(*field),
                        grapheme: lost.grapheme,
                    }));
                }
            }
            let cells = cells.iter().map(|cell| encoded(&values::guarded(cell), encoding));
            out.write_record(cells).map_err(Error::internal)?;
        }
    }
    lost.dedup();
    let mut bytes = out.into_inner().map_err(Error::internal)?;
    if encoding != Encoding::Cp932 {
        bytes.splice(0..0, *b"\xEF\xBB\xBF");
    }
    Ok((bytes, lost))
}

/// What a line says of a leave.
fn said(leave: &NewLeave) -> [String; 4] {
    let until = leave.valid_to.map_or_else(|| "未定".to_owned(), |last| last.to_string());
    [kind_word(leave.kind).to_owned(), leave.valid_from.to_string(), until, access_word(leave.access).to_owned()]
}

/// A cell in the encoding. No trailing byte of CP932 is a comma, a quote or a line end, so cells are encoded one by one.
fn encoded(cell: &str, encoding: Encoding) -> Vec<u8> {
    match encoding {
        Encoding::Cp932 => cp932::encode(cell).bytes,
        Encoding::Auto | Encoding::Utf8 => cell.as_bytes().to_vec(),
    }
}
