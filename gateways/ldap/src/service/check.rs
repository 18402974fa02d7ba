//! A directory tried: whether it can be reached and read, and how the first people would be read.

use super::{kept, password_for};
use crate::client::{Connection, People};
use crate::entry::{self, Entry};
use crate::model::{DirectoryCheck, DirectoryId, DirectorySettings, EntryFault, Outcome, SamplePerson, SaveDirectory};
use crate::plan;
use db::Conn;
use directory::model::naming::Units;
use directory::model::{Title, full_name};
use directory::store::units;
use kernel::{Jst, Result};

/// How many people are shown.
const SAMPLE: usize = 5;
/// For a few people a small page is enough.
const SMALL_PAGE: i32 = 10;

/// What a try needs from the database.
pub struct Trial {
    settings: DirectorySettings,
    password: String,
    units: Units,
    titles: Vec<Title>,
}

/// Reads what a try needs. `id`: the directory whose password is used when none is given.
///
/// Errors: faulty fields, `not_found`.
pub fn prepare(conn: &mut Conn<'_>, id: Option<DirectoryId>, save: &SaveDirectory) -> Result<Trial> {
    let settings = save.settings.clone().checked()?;
    let before = id.map(|id| kept(conn, id)).transpose()?;
    let password = password_for(&settings, save.password.as_deref(), before.as_ref())?;
    let today = Jst::date(conn.now());
    let units = Units::new(&units::all_units(conn)?, today);
    Ok(Trial { settings, password, units, titles: units::titles(conn)? })
}

/// Tries a directory.
pub async fn check(trial: &Trial) -> DirectoryCheck {
    match sample(trial).await {
        Ok(sample) if sample.is_empty() => DirectoryCheck { outcome: Outcome::Nobody, sample },
        Ok(sample) => DirectoryCheck { outcome: Outcome::Fine, sample },
        Err(outcome) => DirectoryCheck { outcome, sample: Vec::new() },
    }
}

async fn sample(trial: &Trial) -> Result<Vec<SamplePerson>, Outcome> {
    let mut connection = Connection::open(&trial.settings, &trial.password).await?;
    let mut people: People = connection.people(&trial.settings, Some(SMALL_PAGE)).await?;
    let mut sample = Vec::new();
    while sample.len() < SAMPLE {
        let Some(attributes) = people.next().await? else { break };
        sample.push(shown(entry::read(&attributes, &trial.settings.mapping), trial));
    }
    connection.close().await;
    Ok(sample)
}

fn shown(read: entry::Read, trial: &Trial) -> SamplePerson {
    let name = read.name;
    match read.entry {
        Ok(entry) => {
            let fault =
                plan::place(&entry, None, &trial.units, &trial.titles).err().map(|error| plan::fault_of(&error));
            of_entry(entry, fault)
        }
        Err(fault) => SamplePerson {
            permanent_id: read.permanent_id.unwrap_or_default(),
            login: String::new(),
            number: String::new(),
            name,
            reading: String::new(),
            email: None,
            unit: None,
            title: None,
            disabled: false,
            fault: Some(fault),
        },
    }
}

fn of_entry(entry: Entry, fault: Option<EntryFault>) -> SamplePerson {
    SamplePerson {
        number: entry.number().to_owned(),
        name: full_name(&entry.family_name, &entry.given_name),
        reading: full_name(&entry.family_reading, &entry.given_reading),
        permanent_id: entry.permanent_id,
        login: entry.login,
        email: entry.email,
        unit: entry.unit,
        title: entry.title,
        disabled: entry.disabled,
        fault,
    }
}
