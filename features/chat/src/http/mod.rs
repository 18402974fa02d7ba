//! The talk's endpoints.

mod inspections;
mod messages;
mod requests;
mod rooms;
mod threads;

use web::Routes;

/// The endpoints.
pub fn routes() -> Routes {
    rooms::routes().and(messages::routes()).and(threads::routes()).and(requests::routes()).and(inspections::routes())
}

#[derive(serde::Serialize, schemars::JsonSchema)]
struct Items<T> {
    items: Vec<T>,
}
