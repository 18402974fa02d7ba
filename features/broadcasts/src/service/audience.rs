//! Whom an audience names: asked before it is sent, and again at that moment.

use crate::model::{Audience, Found, MOST_LINES, MOST_PEOPLE, Named, Order, Standing};
use crate::store;
use crate::store::recipients::Addressee;
use db::Conn;
use directory::model::{Contact, PersonBrief, UnitId, section};
use directory::service::grants;
use directory::store::barriers::limits;
use directory::store::{people, units, whereabouts};
use kernel::{Error, FieldFault, Function, PersonId, Result, Verb};
use std::collections::{HashMap, HashSet};

/// Whom an audience names today, of somebody who sends, and how everybody stands who is here.
pub struct Outlook {
    /// To whom it would go.
    pub named: Named,
    here: HashMap<PersonId, Standing>,
}

impl Outlook {
    /// Those to whom it would go, in an order.
    pub fn ordered(&self, order: Order) -> Vec<PersonId> {
        let mut people = self.named.people.clone();
        if order == Order::Unit {
            // What is equal stays in 五十音 order.
            people.sort_by_key(|person| {
                self.here.get(person).map(|standing| (standing.unit_path.clone(), standing.rank))
            });
        }
        people
    }

    /// Those to whom it would go, each with the section of their main post.
    pub fn with_sections(&self, conn: &mut Conn<'_>) -> Result<Vec<Addressee>> {
        let units = units::all_units(conn)?;
        let mut sections: HashMap<UnitId, Option<UnitId>> = HashMap::new();
        let of_person = |person: &PersonId| {
            let unit = self.here.get(person).and_then(|standing| standing.unit);
            let of_unit = unit.and_then(|unit| {
                *sections.entry(unit).or_insert_with(|| section(&units, unit).map(|section| section.id))
            });
            (*person, of_unit)
        };
        Ok(self.named.people.iter().map(of_person).collect())
    }
}

/// Whom an audience names today when somebody sends: the actor, or whom a job acts for.
pub fn look(conn: &mut Conn<'_>, sender: PersonId, audience: &Audience) -> Result<Outlook> {
    let reach = grants::reach(conn, Function::Broadcasts, Verb::Change)?;
    let finds_all = conn.actor().administers();
    let here = store::audience::here(conn)?;
    let paths: HashMap<UnitId, String> = match audience.all_lines().all(|line| line.units.is_empty()) {
        true => HashMap::new(),
        false => units::all_units(conn)?.into_iter().map(|unit| (unit.id, unit.path)).collect(),
    };
    let ids: Vec<PersonId> = here.iter().map(|standing| standing.person).collect();
    let limits = limits(conn, sender, &ids)?;
    let kept = |is_kept: &dyn Fn(&Contact) -> bool| -> HashSet<PersonId> {
        limits.iter().filter(|(_, contact)| is_kept(contact)).map(|(person, _)| *person).collect()
    };
    let found = Found {
        paths: &paths,
        reach: &reach,
        hidden: &kept(&|contact| !contact.find && !finds_all),
        barred: &kept(&|contact| !contact.find || !contact.write),
        unseen: &kept(&|contact| !contact.see),
        sender,
    };
    let named = found.named(audience, &here);
    Ok(Outlook { named, here: here.into_iter().map(|standing| (standing.person, standing)).collect() })
}

/// A page of those to whom it would go, from after one of them, one more than `limit` when there are more.
pub fn page(
    conn: &mut Conn<'_>,
    outlook: &Outlook,
    order: Order,
    after: Option<PersonId>,
    limit: usize,
) -> Result<Vec<PersonBrief>> {
    let ordered = outlook.ordered(order);
    let first = after.and_then(|after| ordered.iter().position(|person| *person == after)).map_or(0, |at| at + 1);
    let some: Vec<PersonId> = ordered.into_iter().skip(first).take(limit + 1).collect();
    let mut briefs: HashMap<PersonId, PersonBrief> =
        people::briefs(conn, &some)?.into_iter().map(|brief| (brief.id, brief)).collect();
    Ok(some.iter().filter_map(|person| briefs.remove(person)).collect())
}

/// Refuses an audience that names what the organisation does not have. Whom the actor may not find is refused by nobody: they are named and
/// counted nowhere, and a list that somebody else keeps goes on serving those who do not find all of it.
pub fn check(conn: &mut Conn<'_>, audience: &Audience) -> Result<()> {
    let mut faults = Vec::new();
    let mut fault = |field: &str, code| faults.push(FieldFault { field: format!("audience.{field}"), code });
    for (field, lines) in [("lines", audience.lines.len()), ("except", audience.except.len())] {
        if lines > MOST_LINES {
            fault(field, "too_many");
        }
    }
    for (field, count) in [("people", audience.people.len()), ("except_people", audience.except_people.len())] {
        if count > MOST_PEOPLE {
            fault(field, "too_many");
        }
    }
    let (units, titles, places) = (units::all_units(conn)?, units::titles(conn)?, whereabouts::places(conn)?);
    for (field, lines) in [("lines", &audience.lines), ("except", &audience.except)] {
        for (place, line) in lines.iter().enumerate() {
            let is_known = line.units.iter().all(|id| units.iter().any(|unit| unit.id == *id))
                && line.titles.iter().all(|id| titles.iter().any(|title| title.id == *id))
                && line.places.iter().all(|id| places.iter().any(|place| place.id == *id))
                && line.employments.iter().all(|employment| employment.outsider().is_none());
            if !is_known {
                fault(&format!("{field}[{place}]"), "unknown");
            }
        }
    }
    let named: Vec<PersonId> = audience.persons().collect();
    let known: HashSet<PersonId> =
        people::briefs(conn, &named)?.into_iter().filter(|brief| !brief.partner).map(|brief| brief.id).collect();
    for (field, list) in [("people", &audience.people), ("except_people", &audience.except_people)] {
        for (place, _) in list.iter().enumerate().filter(|(_, person)| !known.contains(*person)) {
            fault(&format!("{field}[{place}]"), "unknown");
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(Error::fields(faults)) }
}
