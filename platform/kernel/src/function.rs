//! The parts of an organisation's administration that can be given to somebody, and how far they go in one.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A part of the administration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Function {
    /// People's records and accounts.
    People,
    /// The organisation chart.
    Units,
    /// Rooms that follow the organisation, and open ones.
    Rooms,
    /// Personnel transfers.
    Transfers,
    /// Contact barriers.
    Barriers,
    /// Sign-in rules by network.
    SignIn,
    /// Connected systems.
    Systems,
    /// The record of acts.
    Audit,
    /// What holds for the whole organisation: titles, handing over.
    Settings,
    /// Broadcasts (一斉連絡): what was sent, sending, consenting to what others send.
    Broadcasts,
}

/// How far somebody goes in a function; each includes the ones before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verb {
    /// They see it.
    See,
    /// They change it.
    Change,
    /// They put in force what was prepared.
    Release,
}

impl Verb {
    /// All, the least first.
    pub const ALL: [Self; 3] = [Self::See, Self::Change, Self::Release];
}

impl Function {
    /// All, in the order in which the console shows them.
    pub const ALL: [Self; 10] = [
        Self::People,
        Self::Units,
        Self::Rooms,
        Self::Transfers,
        Self::Barriers,
        Self::SignIn,
        Self::Systems,
        Self::Audit,
        Self::Settings,
        Self::Broadcasts,
    ];

    /// Whether it can be given for a part of the organisation.
    pub fn is_by_unit(self) -> bool {
        matches!(self, Self::People | Self::Units | Self::Broadcasts)
    }

    /// As far as anybody goes in it.
    pub fn most(self) -> Verb {
        match self {
            Self::Transfers | Self::Broadcasts => Verb::Release,
            Self::Rooms | Self::Audit => Verb::See,
            _ => Verb::Change,
        }
    }
}

/// What somebody may do of the administration, in all of the organisation or in a part of it: the coarse answer that a door asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Powers(u32);

impl Powers {
    /// Nothing.
    pub const NONE: Self = Self(0);

    /// These, and a function up to a verb.
    #[must_use]
    pub fn with(self, function: Function, verb: Verb) -> Self {
        let least = Verb::ALL.into_iter().filter(|least| *least <= verb);
        Self(least.fold(self.0, |powers, verb| powers | Self::bit(function, verb)))
    }

    /// Whether a function up to a verb is among them.
    pub fn holds(self, function: Function, verb: Verb) -> bool {
        self.0 & Self::bit(function, verb) != 0
    }

    fn bit(function: Function, verb: Verb) -> u32 {
        1 << (function as u32 * Verb::ALL.len() as u32 + verb as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verb_includes_those_before_it_and_no_other_function() {
        let powers = Powers::NONE.with(Function::Transfers, Verb::Change).with(Function::Audit, Verb::See);
        for function in Function::ALL {
            for verb in Verb::ALL {
                let expected = match function {
                    Function::Transfers => verb <= Verb::Change,
                    Function::Audit => verb == Verb::See,
                    _ => false,
                };
                assert_eq!(powers.holds(function, verb), expected, "{function:?} {verb:?}");
            }
        }
    }

    #[test]
    fn what_knows_no_units_is_given_for_the_whole_organisation_only() {
        let by_unit: Vec<Function> = Function::ALL.into_iter().filter(|function| function.is_by_unit()).collect();
        assert_eq!(by_unit, [Function::People, Function::Units, Function::Broadcasts]);
    }
}
