//! Shares of the administration (管理の分担): who may do what of it, for which part of the organisation, and until when.

use super::{CircleEntry, PersonBrief, TitleId, Unit, UnitId, UnitKind, tag};
use jiff::civil::Date;
use kernel::{Function, Id, PersonId, Tick, Verb};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

/// The id of a grant.
pub type GrantId = Id<tag::Grant>;

/// For which part of the organisation something is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// All of it.
    All,
    /// The holder's own unit, with the teams in it; who is posted to a team has the section around it.
    Own,
    /// The holder's own unit and all below it.
    OwnBelow,
    /// Chosen units and all below them.
    Chosen,
}

/// One function of a grant, and how far it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Part {
    /// The function.
    pub function: Function,
    /// As far as this.
    pub verb: Verb,
}

/// What a grant says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NewGrant {
    /// A person, or whoever holds a post: in a unit and below it, with a title, or with that title there.
    pub holder: CircleEntry,
    /// What they may do.
    pub parts: Vec<Part>,
    /// For which part of the organisation; all of it where a function knows no units.
    pub scope: Scope,
    /// The units that were chosen.
    #[serde(default)]
    pub unit_ids: Vec<UnitId>,
    /// First day.
    #[schemars(with = "String")]
    pub valid_from: Date,
    /// Last day.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub valid_to: Option<Date>,
}

/// A grant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Grant {
    /// Its id.
    pub id: GrantId,
    /// What it says.
    #[serde(flatten)]
    pub said: NewGrant,
    /// What its holder is called, in reading too, as long as they have a name.
    pub holder_name: String,
    /// For the order by kana.
    pub holder_reading: String,
    /// How many hold it today.
    pub holder_count: usize,
    /// The tick of the last change.
    pub tick: Tick,
}

/// A function that somebody holds today, and whence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    /// By which grant.
    pub grant: GrantId,
    /// Who.
    pub person: PersonId,
    /// What.
    pub part: Part,
    /// For which part of the organisation.
    pub scope: Scope,
    /// The unit of the post through which they hold it.
    pub unit: UnitId,
    /// The title of that post.
    pub title: Option<TitleId>,
    /// The last day: the grant's or the post's, whichever comes first.
    pub until: Option<Date>,
}

/// A function that somebody holds today, as it is explained.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct HeldPart {
    /// By which grant.
    pub grant_id: GrantId,
    /// Whom that grant names.
    pub holder: CircleEntry,
    /// What.
    #[serde(flatten)]
    pub part: Part,
    /// For which part of the organisation.
    pub scope: Scope,
    /// Which units that are; nothing for all.
    pub unit_ids: Option<Vec<UnitId>>,
    /// The unit of the post through which they hold it.
    pub post_unit_id: UnitId,
    /// The title of that post.
    pub post_title_id: Option<TitleId>,
    /// The last day, if there is one.
    #[schemars(with = "Option<String>")]
    pub until: Option<Date>,
}

/// A function that somebody may use, for their own console.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Power {
    /// What.
    #[serde(flatten)]
    pub part: Part,
    /// For which units; nothing for all of the organisation.
    pub unit_ids: Option<Vec<UnitId>>,
}

/// Whom a grant would name today.
#[derive(Debug, Serialize, JsonSchema)]
pub struct GrantPreview {
    /// How many would hold it today, were it in force.
    pub count: usize,
    /// Some of them, at most 50.
    pub sample: Vec<PersonBrief>,
}

/// How far in the organisation somebody's function goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// Everywhere.
    Everywhere,
    /// In these units.
    Units(HashSet<UnitId>),
}

impl Reach {
    /// Whether it covers somebody or something in a unit; what is in none is covered from everywhere only.
    pub fn covers(&self, unit: Option<UnitId>) -> bool {
        match self {
            Self::Everywhere => true,
            Self::Units(units) => unit.is_some_and(|unit| units.contains(&unit)),
        }
    }

    /// Whether it goes as far as another.
    pub fn includes(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Everywhere, _) => true,
            (Self::Units(own), Self::Units(theirs)) => theirs.is_subset(own),
            (Self::Units(_), Self::Everywhere) => false,
        }
    }

    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Units(mut own), Self::Units(more)) => {
                own.extend(more);
                Self::Units(own)
            }
            _ => Self::Everywhere,
        }
    }

    /// The units; nothing for everywhere.
    pub fn units(&self) -> Option<Vec<UnitId>> {
        match self {
            Self::Everywhere => None,
            Self::Units(units) => {
                let mut units: Vec<UnitId> = units.iter().copied().collect();
                units.sort_unstable();
                Some(units)
            }
        }
    }
}

/// The organisation chart, as scopes look at it.
pub struct Chart<'u> {
    units: &'u [Unit],
    chosen: &'u HashMap<GrantId, Vec<UnitId>>,
}

impl<'u> Chart<'u> {
    /// Over all units, and those that grants with [`Scope::Chosen`] chose.
    pub fn new(units: &'u [Unit], chosen: &'u HashMap<GrantId, Vec<UnitId>>) -> Self {
        Self { units, chosen }
    }

    fn unit(&self, id: UnitId) -> Option<&'u Unit> {
        self.units.iter().find(|unit| unit.id == id)
    }

    /// The unit that somebody with a post calls their own: the section around a team.
    fn home(&self, id: UnitId) -> Option<&'u Unit> {
        let mut home = self.unit(id)?;
        while home.kind == UnitKind::Team
            && let Some(around) = home.parent_id.and_then(|parent| self.unit(parent))
        {
            home = around;
        }
        Some(home)
    }

    fn below(&self, top: &Unit) -> impl Iterator<Item = UnitId> {
        self.units.iter().filter(move |unit| unit.path.starts_with(&top.path)).map(|unit| unit.id)
    }

    /// How far a holding goes.
    pub fn reach(&self, holding: &Holding) -> Reach {
        let units = match holding.scope {
            Scope::All => return Reach::Everywhere,
            Scope::Own => match self.home(holding.unit) {
                Some(home) => {
                    let teams = self.units.iter().filter(|unit| unit.kind == UnitKind::Team);
                    let own = teams.filter(|team| self.home(team.id).is_some_and(|around| around.id == home.id));
                    own.map(|team| team.id).chain([home.id]).collect()
                }
                None => HashSet::new(),
            },
            Scope::OwnBelow => self.home(holding.unit).map(|home| self.below(home).collect()).unwrap_or_default(),
            Scope::Chosen => {
                let chosen = self.chosen.get(&holding.grant).map(Vec::as_slice).unwrap_or_default();
                chosen.iter().filter_map(|id| self.unit(*id)).flat_map(|unit| self.below(unit)).collect()
            }
        };
        Reach::Units(units)
    }

    /// How far somebody's holdings go in a function.
    pub fn reach_of(&self, holdings: &[Holding], function: Function, verb: Verb) -> Reach {
        let of_it = holdings.iter().filter(|held| held.part.function == function && held.part.verb >= verb);
        of_it.fold(Reach::Units(HashSet::new()), |reach, held| reach.and(self.reach(held)))
    }

    /// Whether somebody could give, by what they hold, all that somebody else holds.
    pub fn includes(&self, own: &[Holding], theirs: &[Holding]) -> bool {
        let parts = Function::ALL.into_iter().flat_map(|function| Verb::ALL.map(|verb| (function, verb)));
        let mut held = parts.filter(|(function, verb)| {
            theirs.iter().any(|held| held.part.function == *function && held.part.verb >= *verb)
        });
        held.all(|(function, verb)| {
            // Without units everywhere is all that there is, and it is not nowhere.
            let has = own.iter().any(|held| held.part.function == function && held.part.verb >= verb);
            has && self.reach_of(own, function, verb).includes(&self.reach_of(theirs, function, verb))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn unit(id: i64, parent: Option<i64>, kind: UnitKind, path: &str) -> Unit {
        Unit {
            id: UnitId::from_raw(id),
            parent_id: parent.map(UnitId::from_raw),
            name: String::new(),
            short_name: None,
            reading: String::new(),
            kind,
            order: 0,
            depth: 0,
            path: path.to_owned(),
            extension: None,
            valid_from: date(2020, 4, 1),
            valid_to: None,
            head_count: 0,
        }
    }

    /// 部 1 › 課 2 › 係 3, 係 4; 課 5.
    fn units() -> Vec<Unit> {
        vec![
            unit(1, None, UnitKind::Department, "a"),
            unit(2, Some(1), UnitKind::Section, "aa"),
            unit(3, Some(2), UnitKind::Team, "aaa"),
            unit(4, Some(2), UnitKind::Team, "aab"),
            unit(5, Some(1), UnitKind::Section, "ab"),
        ]
    }

    fn held(function: Function, verb: Verb, scope: Scope, unit: i64) -> Holding {
        Holding {
            grant: GrantId::from_raw(1),
            person: PersonId::from_raw(1),
            part: Part { function, verb },
            scope,
            unit: UnitId::from_raw(unit),
            title: None,
            until: None,
        }
    }

    fn within(chart: &Chart<'_>, scope: Scope, unit: i64) -> Vec<i64> {
        let reach = chart.reach(&held(Function::People, Verb::Change, scope, unit));
        reach.units().expect("a part").iter().map(|unit| unit.raw()).collect()
    }

    #[test]
    fn a_team_has_the_section_around_it_for_its_own() {
        let (units, chosen) = (units(), HashMap::from([(GrantId::from_raw(1), vec![UnitId::from_raw(2)])]));
        let chart = Chart::new(&units, &chosen);
        assert_eq!(within(&chart, Scope::Own, 3), [2, 3, 4]);
        assert_eq!(within(&chart, Scope::Own, 2), [2, 3, 4]);
        assert_eq!(within(&chart, Scope::Own, 1), [1], "a department's own are not the sections below it");
        assert_eq!(within(&chart, Scope::OwnBelow, 1), [1, 2, 3, 4, 5]);
        assert_eq!(within(&chart, Scope::Chosen, 5), [2, 3, 4]);
        assert_eq!(chart.reach(&held(Function::People, Verb::See, Scope::All, 5)), Reach::Everywhere);
    }

    #[test]
    fn whoever_holds_less_includes_nobody_who_holds_more() {
        let (units, chosen) = (units(), HashMap::new());
        let chart = Chart::new(&units, &chosen);
        let own = [held(Function::People, Verb::Change, Scope::OwnBelow, 2)];
        let same = [held(Function::People, Verb::See, Scope::Own, 3)];
        let wider = [held(Function::People, Verb::See, Scope::OwnBelow, 1)];
        let other = [held(Function::Audit, Verb::See, Scope::All, 2)];
        let further = [held(Function::People, Verb::Change, Scope::Own, 5)];
        let found = [&same, &wider, &other, &further].map(|theirs| chart.includes(&own, theirs));
        assert_eq!(found, [true, false, false, false]);
        assert!(chart.includes(&own, &[]) && !chart.includes(&[], &same));
        // Two shares together may reach as far as one.
        let both = [own[0].clone(), held(Function::People, Verb::See, Scope::OwnBelow, 1)];
        assert!(chart.includes(&both, &wider));
    }
}
