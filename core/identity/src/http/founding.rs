//! Founding an organisation.

use crate::service::password::{self, Passwords};
use crate::service::{self, FirstAdministrator};
use directory::model::{Employment, NewOrganisation, NewPerson, OrganisationView};
use kernel::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Access, Cx, In, Json, Reply, Routes};

#[derive(Deserialize, JsonSchema)]
struct FoundOrganisation {
    #[serde(flatten)]
    organisation: NewOrganisation,
    #[serde(flatten)]
    administrator: Administrator,
}

/// Who is to administer a new organisation at first.
#[derive(Deserialize, JsonSchema)]
pub(super) struct Administrator {
    pub(super) family_name: String,
    pub(super) given_name: String,
    pub(super) family_reading: String,
    pub(super) given_reading: String,
    pub(super) staff_number: String,
    pub(super) email: Option<String>,
}

impl From<Administrator> for NewPerson {
    fn from(one: Administrator) -> Self {
        Self {
            id: None,
            staff_number: one.staff_number,
            family_name: one.family_name,
            given_name: one.given_name,
            family_reading: one.family_reading,
            given_reading: one.given_reading,
            employment: Employment::Regular,
            email: one.email,
            extension: None,
            mobile: None,
            posts: Vec::new(),
        }
    }
}

#[derive(Serialize, JsonSchema)]
struct FoundedOrganisation {
    organisation: OrganisationView,
    /// With which the administrator signs in there.
    login: String,
    /// Shown once; its owner has to choose another at the first sign-in.
    initial_password: String,
}

pub(super) fn routes() -> Routes {
    Routes::new("identity").on(
        "POST /organisations",
        "found_organisation",
        "Founds a further organisation with its first administrator, for the first one.",
        Access::Administrator,
        found,
    )
}

async fn found(cx: Cx, input: In<(), (), Json<FoundOrganisation>>) -> Result<Reply<FoundedOrganisation>> {
    // Before the password is worth the work.
    cx.read(directory::service::organisations::check_home).await?;
    let Json(FoundOrganisation { organisation, administrator }) = input.body;
    let (person, address) = (NewPerson::from(administrator), cx.client().address.to_string());
    let login = crate::model::fold_login(&person.staff_number);
    let initial_password = password::initial(&**cx.db().entropy());
    let password_hash = cx.part::<Passwords>().hash(&cx, initial_password.clone()).await?;
    let organisation = cx
        .write(move |tx| {
            let (person, password_hash) = (person.clone(), password_hash.as_str());
            let first = FirstAdministrator { person, password_hash, initial: true };
            service::found(tx, &organisation, &first, &address)
        })
        .await?;
    cx.part::<directory::service::listing::Listing>().forget();
    Ok(Reply::created(FoundedOrganisation { organisation, login, initial_password }))
}
