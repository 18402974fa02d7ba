//! From rows to what the API shows, to each what they may see.

use crate::model::{Away, Counts, FEW, MANY, MemoBox, MemoId, MemoRow, Outlook, PhoneMemo, Rule, SectionRoom};
use crate::policy;
use crate::store::{self, Filter};
use db::Conn;
use directory::model::{Person, PersonBrief, PostKind, Unit, UnitId, UnitKind, WhereaboutsKind, section};
use directory::service::barriers;
use directory::store::{people, units};
use jiff::civil::Date;
use kernel::{Error, Jst, Kind, PersonId, Result, Timestamp};
use rooms::model::{Place, Units};
use rooms::service::Rooms;

/// What is there, or nothing where the actor may not know of it.
fn if_there<T>(found: Result<T>) -> Result<Option<T>> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(error) if matches!(error.kind(), Kind::NotFound | Kind::Denied | Kind::Conflict) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Where the actor sees a memo: in the direct room, or in the section's. Both ask the talk.
///
/// Errors: `not_found`.
pub(super) fn place_of(conn: &mut Conn<'_>, rooms: &dyn Rooms, row: &MemoRow) -> Result<Place> {
    if row.withdrawn_at.is_some() {
        return Err(Error::not_found());
    }
    if let Some(standing) = if_there(rooms.card(conn, row.message()))? {
        return Ok(standing.place);
    }
    let section = row.in_section().ok_or_else(Error::not_found)?;
    Ok(rooms.card(conn, section.message)?.place)
}

/// A memo as somebody sees it where they see it.
pub(super) fn shown(conn: &mut Conn<'_>, row: MemoRow, place: &Place) -> Result<PhoneMemo> {
    let rule = rule(conn)?;
    Ok(drawn(row, place, rule))
}

fn drawn(row: MemoRow, place: &Place, rule: Rule) -> PhoneMemo {
    PhoneMemo {
        kept_until: row.kept_until(rule),
        progress: row.progress(),
        called_at: row.called_at,
        operator_id: row.operator,
        kept_days: rule.days,
        may_handle: policy::handles(place),
        content: row.content,
    }
}

/// One memo.
pub fn get(conn: &mut Conn<'_>, rooms: &dyn Rooms, id: MemoId) -> Result<PhoneMemo> {
    let row = store::get(conn, id)?.ok_or_else(Error::not_found)?;
    let place = place_of(conn, rooms, &row)?;
    shown(conn, row, &place)
}

/// Somebody for whom memos are written: of the staff, or a shared account; nothing for all others and whom the actor does not find.
pub(super) fn addressee(conn: &mut Conn<'_>, id: PersonId) -> Result<Option<Person>> {
    let Some(person) = people::get(conn, id)? else { return Ok(None) };
    let finds = id == conn.actor().person || barriers::towards(conn, &[id])?.contact(id).find;
    Ok(Some(person).filter(|person| finds && person.brief.active && person.brief.outsider().is_none()))
}

/// Whether those of a unit may answer one another's telephones, by its shape: whatever it is called, only teams are below it. In the rooms of what
/// lies above are hundreds, or everybody.
fn is_near(all: &[Unit], unit: &Unit, today: Date) -> bool {
    let holds = |unit: &Unit| unit.valid_from <= today && unit.valid_to.is_none_or(|last| last >= today);
    let mut below = all.iter().filter(|other| other.parent_id == Some(unit.id) && holds(other));
    matches!(unit.kind, UnitKind::Team | UnitKind::Section)
        || unit.parent_id.is_some() && below.all(|other| other.kind == UnitKind::Team)
}

/// A unit that may be somebody's section.
struct Near {
    unit: UnitId,
    kind: UnitKind,
}

/// The units whose rooms are those of somebody's section, the nearest first: that of the main post, and the section that it belongs to. There is
/// none for a post above all sections.
fn near(conn: &mut Conn<'_>, person: &Person) -> Result<Vec<Near>> {
    let today = Jst::date(conn.now());
    let held = person.posts.iter().filter(|post| post.holds_on(today) && post.kind == PostKind::Main);
    let held: Vec<UnitId> = held.map(|post| post.unit_id).collect();
    let mut near: Vec<Near> = Vec::new();
    if held.is_empty() {
        return Ok(near);
    }
    let all = units::all_units(conn)?;
    for id in held {
        let own = all.iter().find(|unit| unit.id == id);
        for unit in [own, section(&all, id)].into_iter().flatten().filter(|unit| is_near(&all, unit, today)) {
            if !near.iter().any(|near| near.unit == unit.id) {
                near.push(Near { unit: unit.id, kind: unit.kind });
            }
        }
    }
    Ok(near)
}

/// The room of somebody's section in which the actor may write: of the nearest unit that has one.
pub(super) fn section_of(conn: &mut Conn<'_>, rooms: &dyn Rooms, person: &Person) -> Result<Option<Place>> {
    for Near { unit, kind } in near(conn, person)? {
        if let Some(room) = rooms.of_unit(conn, unit)?
            && let Some(place) = if_there(rooms.writable(conn, room))?
            && (kind == UnitKind::Section || place.members < MANY)
        {
            return Ok(Some(place));
        }
    }
    Ok(None)
}

fn why_away(brief: &PersonBrief, now: Timestamp) -> Option<Away> {
    use WhereaboutsKind::{Away as Elsewhere, DayOff, Meeting, Out};
    let says_so = |kind| matches!(kind, Elsewhere | Out | Meeting | DayOff);
    let held = brief.whereabouts.as_ref().filter(|whereabouts| whereabouts.holds_at(now));
    match () {
        () if brief.on_leave => Some(Away::OnLeave),
        () if brief.off_duty_until.is_some_and(|until| until > now) => Some(Away::OffDuty),
        () if held.and_then(|held| held.kind).is_some_and(says_so) => Some(Away::Whereabouts),
        () => None,
    }
}

/// What whoever writes a memo for somebody is to know: whether they are away, and in which room their section reads it.
///
/// Errors: `not_found` for whom the actor does not find, and for guests and bots.
pub fn outlook(conn: &mut Conn<'_>, rooms: &dyn Rooms, id: PersonId) -> Result<Outlook> {
    let person = addressee(conn, id)?.ok_or_else(Error::not_found)?;
    let now = conn.now();
    // As the actor may see them.
    let away = people::briefs(conn, &[id])?.pop().and_then(|brief| why_away(&brief, now));
    let may_write = id == conn.actor().person || barriers::towards(conn, &[id])?.contact(id).write;
    let section = if may_write { section_of(conn, rooms, &person)? } else { None };
    let section = section.map(|place| SectionRoom { room_id: place.room, name: place.name, members: place.members });
    let proposed = away.is_some() && section.as_ref().is_some_and(|section| section.members <= FEW);
    Ok(Outlook { person_id: id, away, may_write, section, proposed })
}

/// What is asked of a list.
#[derive(Debug, Clone, Copy)]
pub struct Listing {
    /// Whose.
    pub whose: MemoBox,
    /// Which of these.
    pub filter: Filter,
    /// Below which id.
    pub below: MemoId,
    /// How many at most.
    pub limit: usize,
}

/// A page of memos, the newest first, and the id below which the next one begins, if there is one. What the actor may not see by now is left out.
pub fn list(conn: &mut Conn<'_>, rooms: &dyn Rooms, asked: &Listing) -> Result<(Vec<PhoneMemo>, Option<MemoId>)> {
    let sections = match asked.whose {
        MemoBox::Section => rooms.own_units(conn, Units::All)?,
        MemoBox::Mine | MemoBox::Written => Vec::new(),
    };
    let mut rows = store::list(conn, asked.whose, &sections, &asked.filter, (asked.below, asked.limit + 1))?;
    let more = rows.len() > asked.limit;
    rows.truncate(asked.limit);
    let next = rows.last().filter(|_| more).map(|row| row.id);
    let rule = rule(conn)?;
    let mut shown = Vec::new();
    for row in rows {
        if let Some(place) = if_there(place_of(conn, rooms, &row))? {
            shown.push(drawn(row, &place, rule));
        }
    }
    Ok((shown, next))
}

/// How many memos are open: for the actor, and for others in the rooms of their sections, as far as these are open themselves: elsewhere nobody of
/// the section can say that one is done.
pub fn counts(conn: &mut Conn<'_>, rooms: &dyn Rooms) -> Result<Counts> {
    let sections = rooms.own_units(conn, Units::Open)?;
    let (mine, section) = store::open(conn, &sections)?;
    Ok(Counts { mine, section })
}

/// For how long memos keep who called.
pub fn rule(conn: &mut Conn<'_>) -> Result<Rule> {
    Ok(Rule { days: store::days(conn)? })
}
