//! What the directory tells.

use crate::model::{Floor, Organisation, PersonBrief, Place, PlaceId};
use kernel::{Actor, Event, PersonId, Timestamp, Topic};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;

/// A person's name, photo, place or post changed. Goes to the person's own devices; the server passes it on to those
/// who have the person on screen, because in a city everybody's morning would otherwise be everybody else's traffic.
#[derive(Serialize, JsonSchema)]
pub struct PersonChanged {
    person: PersonBrief,
}

/// Units or titles changed: clients fetch the tree anew when they show it.
#[derive(Serialize, JsonSchema)]
pub struct UnitsChanged {}

/// Contact barriers changed, or who stands on which side of them: what is known of who can be found, written to and seen is to
/// be asked for anew.
#[derive(Serialize, JsonSchema)]
pub struct BarriersChanged {}

/// What of the administration was given to the person changed: their own account is to be asked for anew.
#[derive(Serialize, JsonSchema)]
pub struct GrantsChanged {}

/// Name or colour of the organisation changed. The payload is what `me.organisation` says from now on.
#[derive(Serialize, JsonSchema)]
pub struct OrganisationChanged {
    organisation: Organisation,
}

/// The person's leave began, ended or changed, and with it what they may use: their own account is to be asked for anew.
#[derive(Serialize, JsonSchema)]
pub struct LeaveChanged {}

/// The person went off duty by a rota, came on duty, or will at another time: nothing rings for them meanwhile, and nobody waits for
/// them to read.
#[derive(Serialize, JsonSchema)]
pub struct DutyChanged {
    /// Until when they are off duty; nothing when they are not.
    off_duty_until: Option<Timestamp>,
}

/// A place of the organisation's is new, changed or off the list. The staff hear it, and who is there is there under this name, without asking.
#[derive(Serialize, JsonSchema)]
pub struct PlacesChanged {
    place_id: PlaceId,
    /// Its name as it is now, or was last.
    name: String,
    /// The telephone or extension there.
    extension: Option<String>,
    /// It is off the list: who is there keeps name and extension as words.
    removed: bool,
}

/// A floor of a place is new, changed, got another picture or is gone. Who is at its points is told of on their own.
#[derive(Serialize, JsonSchema)]
pub struct FloorsChanged {
    /// The floor as it is now, or was last.
    floor: Floor,
    /// It is gone.
    removed: bool,
}

/// The person was reminded to say where they are. The payload is what `me.whereabouts_asked_at` says from now on.
#[derive(Serialize, JsonSchema)]
pub struct WhereaboutsAsked {
    asked_at: Timestamp,
}

/// The kind of [`PersonChanged`].
pub const PERSON_CHANGED: &str = "directory.person_changed";
const UNITS_CHANGED: &str = "directory.units_changed";
/// The kind of [`BarriersChanged`].
pub const BARRIERS_CHANGED: &str = "directory.barriers_changed";
const GRANTS_CHANGED: &str = "directory.grants_changed";
pub(crate) const ORGANISATION_CHANGED: &str = "directory.organisation_changed";
/// The kind of [`LeaveChanged`].
pub const LEAVE_CHANGED: &str = "directory.leave_changed";
const PLACES_CHANGED: &str = "directory.places_changed";
const FLOORS_CHANGED: &str = "directory.floors_changed";
const WHEREABOUTS_ASKED: &str = "directory.whereabouts_asked";

/// The kind of [`DutyChanged`].
pub const DUTY_CHANGED: &str = "directory.duty_changed";

/// Tells of a person.
pub fn person_changed(person: &PersonBrief) -> Event {
    Event::new(Topic::Person(person.id), PERSON_CHANGED, &PersonChanged { person: person.clone() })
}

/// Tells of units.
pub fn units_changed(actor: &Actor) -> Event {
    Event::new(Topic::Org(actor.org), UNITS_CHANGED, &UnitsChanged {})
}

/// Tells of contact barriers; not which, as that is nobody else's.
pub fn barriers_changed(actor: &Actor) -> Event {
    Event::new(Topic::Org(actor.org), BARRIERS_CHANGED, &BarriersChanged {})
}

/// Tells somebody that what they may do of the administration changed.
pub fn grants_changed(person: PersonId) -> Event {
    Event::new(Topic::Person(person), GRANTS_CHANGED, &GrantsChanged {})
}

/// Tells an organisation of itself.
pub fn organisation_changed(organisation: &Organisation) -> Event {
    let payload = OrganisationChanged { organisation: organisation.clone() };
    Event::new(Topic::Org(organisation.id), ORGANISATION_CHANGED, &payload)
}

/// Tells somebody that their leave began, ended or changed.
pub fn leave_changed(person: PersonId) -> Event {
    Event::new(Topic::Person(person), LEAVE_CHANGED, &LeaveChanged {})
}

/// Tells somebody that they are off duty until then, or are not.
pub fn duty_changed(person: PersonId, off_duty_until: Option<Timestamp>) -> Event {
    Event::new(Topic::Person(person), DUTY_CHANGED, &DutyChanged { off_duty_until })
}

/// Tells the staff of a place that is new, changed, or off the list.
pub fn places_changed(actor: &Actor, place: &Place, removed: bool) -> Event {
    let Place { id, name, extension, .. } = place.clone();
    let payload = PlacesChanged { place_id: id, name, extension, removed };
    Event::new(Topic::Staff(actor.org), PLACES_CHANGED, &payload)
}

/// Tells the staff of a floor that is new, changed, or gone.
pub fn floors_changed(actor: &Actor, floor: &Floor, removed: bool) -> Event {
    let payload = FloorsChanged { floor: floor.clone(), removed };
    Event::new(Topic::Staff(actor.org), FLOORS_CHANGED, &payload)
}

/// Reminds somebody to say where they are.
pub fn whereabouts_asked(person: PersonId, asked_at: Timestamp) -> Event {
    Event::new(Topic::Person(person), WHEREABOUTS_ASKED, &WhereaboutsAsked { asked_at })
}

/// The payloads by kind, for the OpenAPI document.
pub fn schemas(generator: &mut SchemaGenerator) -> Vec<(&'static str, Schema)> {
    vec![
        (PERSON_CHANGED, generator.subschema_for::<PersonChanged>()),
        (UNITS_CHANGED, generator.subschema_for::<UnitsChanged>()),
        (BARRIERS_CHANGED, generator.subschema_for::<BarriersChanged>()),
        (GRANTS_CHANGED, generator.subschema_for::<GrantsChanged>()),
        (ORGANISATION_CHANGED, generator.subschema_for::<OrganisationChanged>()),
        (LEAVE_CHANGED, generator.subschema_for::<LeaveChanged>()),
        (DUTY_CHANGED, generator.subschema_for::<DutyChanged>()),
        (PLACES_CHANGED, generator.subschema_for::<PlacesChanged>()),
        (FLOORS_CHANGED, generator.subschema_for::<FloorsChanged>()),
        (WHEREABOUTS_ASKED, generator.subschema_for::<WhereaboutsAsked>()),
    ]
}
