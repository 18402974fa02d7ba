use db::Db;
use directory::events::BARRIERS_CHANGED;
use directory::store::{barriers, organisations};
use kernel::{Actor, Committed, Id, OrgId, Result};
use live::{Ears, Hub, Veil};
use std::sync::{Arc, Mutex};

/// Whose presence barriers keep to some is told to nobody else, from the moment on in which they are decided.
pub(crate) struct BarriersChangedHidesWhoIsThere {
    db: Db,
    /// One reading at a time: an older one would undo a newer.
    turn: Arc<Mutex<()>>,
}

impl BarriersChangedHidesWhoIsThere {
    /// Tells the hub how things are now, and listens to what changes.
    pub(crate) fn begin(db: Db, hub: &Hub) -> Result<Self> {
        for organisation in db.read_now(Actor::system(Id::from_raw(0)), organisations::all)? {
            veil(&db, hub, organisation.id)?;
        }
        Ok(Self { db, turn: Arc::default() })
    }
}

fn veil(db: &Db, hub: &Hub, org: OrgId) -> Result<()> {
    let unseen = db.read_now(Actor::system(org), barriers::unseen)?;
    let veils = unseen.into_iter().map(|unseen| Veil { people: unseen.people, seen_by: unseen.keepers });
    hub.veil(org, veils.collect());
    Ok(())
}

impl Ears for BarriersChangedHidesWhoIsThere {
    fn committed(&self, hub: &Arc<Hub>, event: &Committed) {
        if &*event.kind != BARRIERS_CHANGED {
            return;
        }
        let (db, hub, org, turn) = (self.db.clone(), hub.clone(), event.org, self.turn.clone());
        // The thread that tells what is committed does not wait for the database.
        std::thread::spawn(move || {
            let _turn = turn.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            if let Err(error) = veil(&db, &hub, org) {
                tracing::error!(%error, "who is hidden from whom cannot be read");
            }
        });
    }

    fn looked(&self, _: &Arc<Hub>, _: u64, _: Actor, _: i64) {}
}
