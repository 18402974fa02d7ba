//! 緑野市, the demo town: an organisation, its people and three months of their talk.
//!
//! [`town`] is a pure function of a [`Plan`]: no clock, no ambient randomness, no files. The same plan
//! gives the same town on every machine, so screenshots, tests and bug reports can rely on it.
//!
//! - `org`, `wards`, `titles`: units in 建制順 and the seats in them
//! - `names`, `romaji`, `people`: who sits there, with further posts (兼務, 事務取扱, 併任)
//! - `rooms`: which rooms there are and who is in them
//! - `script`, `slots`, `stage`, `season`, `talk`: conversations are written by hand in `text/*.txt`, cast to
//!   fitting people, filled with amounts, dates and places, and laid over the opening days
//! - `finish`: the three sign-ins, what waits for them, and how far everybody has read

mod calendar;
mod finish;
mod model;
mod names;
mod org;
mod people;
mod rng;
mod romaji;
mod rooms;
mod script;
mod season;
mod slots;
mod stage;
mod talk;
#[cfg(test)]
mod tests;
mod titles;
mod wards;

pub use model::*;

/// Builds the town. `staff` is raised to at least 1.
pub fn town(plan: &Plan) -> Town {
    let staff_wanted = plan.staff.max(1);
    let plan = Plan { staff: staff_wanted, ..plan.clone() };
    let org = org::build(plan.staff);
    let mut staff = people::hire(&plan, &org);
    let sign_ins = finish::sign_ins(&org, &staff);
    // The chief is the one of them who tries writing as another post.
    people::stand_in(&mut staff, &org, sign_ins[1].person);
    let people = sign_ins.each_ref().map(|s| s.person);
    let mut drafts = rooms::Planner::new(&plan, &org, &staff, people).drafts();
    let world = stage::World {
        units: &org.units,
        people: &staff.people,
        profiles: &staff.profiles,
        words: slots::Words::new(),
        sections: org
            .units
            .iter()
            .filter(|u| u.kind == UnitKind::Section && u.short_name.is_none())
            .map(|u| u.name.clone())
            .collect(),
        councillors: staff
            .people
            .iter()
            .filter(|p| p.employment == Employment::Councillor)
            .map(|p| p.family.clone())
            .collect(),
        seed: plan.seed,
        favourites: people,
    };
    let scripts = script::scripts();
    let season = season::Season::new(&plan);
    for (i, draft) in drafts.iter_mut().enumerate() {
        draft.room.messages = talk::play(&world, draft, &season, &scripts, plan.seed, i);
    }
    finish::finish(&world, &mut drafts, &season, &scripts, plan.seed);
    let rooms = drafts.into_iter().map(|d| d.room).collect();
    Town {
        name: "緑野市".to_owned(),
        reading: "みどのし".to_owned(),
        units: org.units,
        titles: titles::titles(),
        people: staff.people,
        rooms,
        sign_ins,
    }
}
