//! Who has read a broadcast: in numbers, by section and by person, and as a file.

use super::{record, standing};
use crate::model::{BroadcastId, BroadcastRefusal, Counts, Document, OfSection, Order, Recipient, Stage, State};
use crate::policy;
use crate::store;
use crate::store::receipts::{Key, Stand, Wanted};
use db::{Conn, Lock, Tx};
use directory::model::{PersonBrief, Unit, UnitId};
use directory::service::barriers;
use directory::store::{people, units};
use kernel::{Jst, PersonId, Result, Timestamp};
use serde_json::json;
use std::collections::{HashMap, HashSet};

/// Lines of a file read at a time.
const PAGE: usize = 5_000;

/// A broadcast whose receipts the actor may see: it is out, or was.
fn readable(conn: &mut Conn<'_>, id: BroadcastId) -> Result<Document> {
    let (document, stand) = standing(conn, id)?;
    let document = policy::may_see(stand, document)?;
    match document.state {
        State::Sent | State::Withdrawn => Ok(document),
        _ => Err(BroadcastRefusal::NotSent.into()),
    }
}

/// How a broadcast is read.
pub fn counts(conn: &mut Conn<'_>, id: BroadcastId) -> Result<Counts> {
    readable(conn, id)?;
    Ok(store::receipts::of_many(conn, &[id])?.remove(&id).unwrap_or_default())
}

/// How it is read in each section, in official order; those in none come last.
pub fn sections(conn: &mut Conn<'_>, id: BroadcastId) -> Result<Vec<OfSection>> {
    readable(conn, id)?;
    let mut counts = store::receipts::of_sections(conn, id)?;
    let units = units::all_units(conn)?;
    let by_id: HashMap<UnitId, &Unit> = units.iter().map(|unit| (unit.id, unit)).collect();
    let above = |unit: &Unit| {
        let mut names = Vec::new();
        let mut at = unit.parent_id.and_then(|parent| by_id.get(&parent));
        while let Some(unit) = at {
            names.push(unit.name.as_str());
            at = unit.parent_id.and_then(|parent| by_id.get(&parent));
        }
        names.reverse();
        names.join(" ")
    };
    let mut found: Vec<OfSection> = Vec::new();
    for unit in &units {
        found.extend(counts.remove(&Some(unit.id)).map(|counts| OfSection {
            unit_id: Some(unit.id),
            name: Some(unit.name.clone()),
            above: above(unit),
            counts,
        }));
    }
    let rest = counts.into_values().reduce(Counts::and);
    found.extend(rest.map(|counts| OfSection { unit_id: None, name: None, above: String::new(), counts }));
    Ok(found)
}

/// Recipients without whom barriers hide from the actor: they are counted, and not named.
fn named(conn: &mut Conn<'_>, stands: &[Stand]) -> Result<HashMap<PersonId, PersonBrief>> {
    let ids: Vec<PersonId> = stands.iter().flat_map(|stand| stand.operator.into_iter().chain([stand.person])).collect();
    let hidden: HashSet<PersonId> = barriers::towards(conn, &ids)?.hidden().into_iter().collect();
    let briefs = people::briefs(conn, &ids)?.into_iter();
    Ok(briefs.filter(|brief| !hidden.contains(&brief.id)).map(|brief| (brief.id, brief)).collect())
}

/// A page of recipients, each with where it stands in the list, one more than `limit` when there are more. Whom a barrier hides is nobody.
pub fn people(
    conn: &mut Conn<'_>,
    id: BroadcastId,
    wanted: &Wanted,
    after: &Key,
    limit: usize,
) -> Result<Vec<(Option<Recipient>, Key)>> {
    readable(conn, id)?;
    let stands = store::receipts::page(conn, id, wanted, after, limit + 1)?;
    let names = named(conn, &stands)?;
    let recipients = stands.into_iter().map(|stand| {
        let recipient = names.get(&stand.person).cloned().map(|person| Recipient {
            person,
            stage: stand.stage,
            read_at: stand.read_at,
            confirmed_at: stand.confirmed_at,
            operator: stand.operator.and_then(|operator| names.get(&operator)).map(|brief| brief.name.clone()),
            reminded_at: stand.reminded_at,
            extension: stand.extension,
        });
        (recipient, stand.key)
    });
    Ok(recipients.collect())
}

/// The lines of a file of receipts.
pub type Lines = Vec<[String; 9]>;

/// A file of receipts before it is coded.
pub struct Report {
    /// The broadcast's title.
    pub title: String,
    /// The head, then a line for each recipient, in official order.
    pub lines: Lines,
}

fn moment(at: Option<Timestamp>) -> String {
    let zoned = at.map(|at| at.in_zone(&Jst::zone()));
    zoned.map(|zoned| zoned.strftime("%Y-%m-%d %H:%M").to_string()).unwrap_or_default()
}

fn stage(stage: Stage, must_read: bool) -> &'static str {
    match (stage, must_read) {
        (Stage::Done, true) => "確認済み",
        (Stage::Done, false) => "既読",
        (Stage::Waiting, true) => "未確認",
        (Stage::Waiting, false) => "未読",
        (Stage::Away, _) => "不在",
    }
}

/// Everything that a file of receipts says.
pub fn export(conn: &mut Conn<'_>, id: BroadcastId) -> Result<Report> {
    let document = readable(conn, id)?;
    let sections: HashMap<UnitId, String> =
        units::all_units(conn)?.into_iter().map(|unit| (unit.id, unit.name)).collect();
    let head =
        ["所属", "職員番号", "氏名", "フリガナ", "職名", "状態", "既読日時", "確認日時", "確認者"].map(str::to_owned);
    let mut lines = vec![head];
    let wanted = Wanted { order: Order::Unit, ..Wanted::default() };
    let mut after = Some(Key::start());
    while let Some(key) = after.take() {
        let stands = store::receipts::page(conn, id, &wanted, &key, PAGE)?;
        after = stands.last().filter(|_| stands.len() == PAGE).map(|last| last.key.clone());
        let names = named(conn, &stands)?;
        for stand in stands {
            let Some(person) = names.get(&stand.person) else { continue };
            let operator = stand.operator.and_then(|operator| names.get(&operator));
            lines.push([
                stand.section.and_then(|section| sections.get(&section)).cloned().unwrap_or_default(),
                stand.staff_number,
                person.name.clone(),
                text::to_katakana(&person.reading),
                person.title.clone().unwrap_or_default(),
                stage(stand.stage, document.words.must_read).to_owned(),
                moment(stand.read_at),
                moment(stand.confirmed_at),
                operator.map(|operator| operator.name.clone()).unwrap_or_default(),
            ]);
        }
    }
    Ok(Report { title: document.words.title, lines })
}

/// Notes that receipts were taken out of the program.
pub fn note_export(tx: &mut Tx<'_>, id: BroadcastId, address: &str) -> Result<()> {
    tx.lock(Lock::Group(id.raw()))?;
    let document = readable(tx, id)?;
    record(tx, "broadcasts.receipts_exported", &document, json!({ "people": document.total }), address)
}
