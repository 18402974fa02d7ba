//! Partners: people of other organisations with whom rooms are shared. They hold no posts, have no account, and are found by nobody outside
//! of those rooms; their record follows the one where they come from, and nobody changes it here.

use super::hold;
use crate::events;
use crate::model::{Employment, Person, PersonBrief};
use crate::store::partners::{self as store, Home};
use crate::store::people;
use db::Tx;
use kernel::{Error, PersonId, Result};

/// Somebody of another organisation, as they are called there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stranger {
    /// Who it is there.
    pub home: Home,
    /// Their name.
    pub name: String,
    /// In hiragana.
    pub reading: String,
    /// What their organisation is called.
    pub affiliation: String,
}

/// Who stands for somebody of another organisation in the actor's: made when there is nobody yet, and called as they are called now.
pub fn put(tx: &mut Tx<'_>, stranger: &Stranger) -> Result<PersonId> {
    hold(tx)?;
    let Some(id) = store::find(tx, stranger.home)? else { return add(tx, stranger) };
    let mut person = people::get(tx, id)?.ok_or_else(Error::not_found)?;
    let called = (&person.brief.name, &person.brief.reading, person.brief.unit.as_deref());
    if called != (&stranger.name, &stranger.reading, Some(stranger.affiliation.as_str())) {
        person.family_name.clone_from(&stranger.name);
        person.family_reading.clone_from(&stranger.reading);
        store::call(tx, &person, &stranger.affiliation)?;
        let briefs = people::told(tx, &[id])?;
        briefs.iter().for_each(|brief| tx.emit(events::person_changed(brief)));
    }
    Ok(id)
}

fn add(tx: &mut Tx<'_>, stranger: &Stranger) -> Result<PersonId> {
    let id: PersonId = tx.id();
    let person = Person {
        brief: PersonBrief {
            id,
            name: stranger.name.clone(),
            reading: stranger.reading.clone(),
            title: None,
            unit: Some(stranger.affiliation.clone()),
            photo: None,
            active: true,
            outside: false,
            whereabouts: None,
            status: None,
            shared: false,
            on_leave: false,
            off_duty_until: None,
            guest: false,
            bot: false,
            partner: true,
        },
        // A number that nobody is given: those who keep records type no blanks at the beginning of one.
        staff_number: format!(" {id}"),
        family_name: stranger.name.clone(),
        given_name: String::new(),
        family_reading: stranger.reading.clone(),
        given_reading: String::new(),
        employment: Employment::Partner,
        posts: Vec::new(),
        extension: None,
        mobile: None,
        email: None,
        left_on: None,
        tick: 0,
    };
    // Where they stand is as it is written for whoever is new: in no unit, without a title.
    people::insert(tx, &person)?;
    store::insert(tx, id, stranger.home)?;
    store::call(tx, &person, &stranger.affiliation)?;
    Ok(id)
}
