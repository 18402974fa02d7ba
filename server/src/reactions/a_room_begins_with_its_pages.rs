use crate::features;
use chat::jobs::LayPages;
use chat::model::PageToLay;
use db::Db;
use jobs::Runner;
use kernel::{Actor, Kind, Result};
use notes::model::New;
use notes::model::templates::Template;
use notes::service::writing;

/// A room that was made from a template gets its pages of notes, in the name of whoever made it.
pub(crate) fn teach(runner: Runner) -> Runner {
    runner.on(lay_pages)
}

fn lay_pages(db: &Db, actor: Actor, job: LayPages) -> Result<()> {
    let LayPages { room, account, operator, pages } = job;
    let maker = db.read_now(actor, move |conn| identity::service::operators::standing_of(conn, account, operator))?;
    let Some(maker) = maker else { return Ok(()) };
    for PageToLay { id, page } in pages {
        let template: Template = serde_json::from_value(page.template.into()).unwrap_or_default();
        let first = writing::first(&template.nodes(), db.entropy().u64())?;
        let new = New { id: Some(id.cast()), title: page.title, template, tell: None, from: None };
        let laid =
            db.write_now(maker, move |tx| notes::service::begin(tx, features::talk(), room, &new, first.as_ref()));
        match laid {
            // Whoever made the room has left it, or it was closed: then it has no pages.
            Err(error) if !matches!(error.kind(), Kind::Unavailable | Kind::Internal) => {}
            laid => drop(laid?),
        }
    }
    Ok(())
}
