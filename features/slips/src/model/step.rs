//! How a slip goes on: states, what people do, and who does it. Pure.

use super::Kind;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How far a line of a slip is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "SlipState")]
pub enum State {
    /// 未受取: the parcel waits.
    Waiting,
    /// 受取済
    Received,
    /// 未対応
    Open,
    /// 対応中
    Doing,
    /// 回答済
    Answered,
    /// 差し戻し
    Returned,
    /// 確認済
    Confirmed,
    /// 起案前: the answer is to be drafted.
    Drafting,
    /// 確認中: the draft goes from check to check.
    Checking,
    /// 確定
    Settled,
}

impl State {
    /// How far a line is before anything was done with it.
    pub fn first(kind: Kind) -> Self {
        match kind {
            Kind::Parcel => Self::Waiting,
            Kind::Request => Self::Open,
            Kind::Council => Self::Drafting,
        }
    }

    /// Whether it is for whom the slip is put to do something.
    pub fn waits(self) -> bool {
        matches!(self, Self::Waiting | Self::Open | Self::Doing | Self::Returned | Self::Drafting)
    }

    /// Whether nothing is left to be done by anybody.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Received | Self::Confirmed | Self::Settled)
    }
}

/// What somebody does with a line of a slip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "SlipAct")]
pub enum Act {
    /// 受け取り
    Receive,
    /// What was done last was a mistake: the parcel was not received, the draft not approved.
    PutBack,
    /// 対応する
    Take,
    /// It is not being dealt with after all.
    LetGo,
    /// 回答する, 起案する; again to answer otherwise.
    Answer,
    /// 差し戻す, with a reason.
    Return,
    /// 確認する
    Confirm,
    /// It is not settled after all.
    Reopen,
    /// 承認: a check of the draft is passed.
    Approve,
}

/// Who does something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Whoever writes in the room: parcels are fetched for one another.
    Anybody,
    /// Who did it last, and those who posted it.
    WhoDidIt,
    /// For whom it is.
    Asked,
    /// Those who asked.
    Asker,
    /// Whose check it is.
    Checker,
}

impl Act {
    /// Whether it comes with words.
    pub fn speaks(self) -> bool {
        matches!(self, Self::Answer | Self::Return)
    }

    /// Who does it.
    pub fn side(self) -> Side {
        match self {
            Self::Receive => Side::Anybody,
            Self::PutBack => Side::WhoDidIt,
            Self::Take | Self::LetGo | Self::Answer => Side::Asked,
            Self::Return | Self::Confirm | Self::Reopen => Side::Asker,
            Self::Approve => Side::Checker,
        }
    }

    /// How far it is afterwards; nothing where that cannot be done.
    pub fn leads(self, kind: Kind, state: State) -> Option<State> {
        if kind == Kind::Council {
            return self.leads_draft(state);
        }
        match (self, state) {
            (Self::Receive, State::Waiting) => Some(State::Received),
            (Self::PutBack, State::Received) => Some(State::Waiting),
            (Self::Take, State::Open | State::Returned) => Some(State::Doing),
            (Self::LetGo, State::Doing) => Some(State::Open),
            (Self::Answer, State::Open | State::Doing | State::Returned | State::Answered)
            | (Self::Reopen, State::Confirmed) => Some(State::Answered),
            (Self::Return, State::Answered) => Some(State::Returned),
            (Self::Confirm, State::Answered) => Some(State::Confirmed),
            _ => None,
        }
    }

    /// [`Act::leads`] for the answer to a council question, whose draft goes from check to check.
    fn leads_draft(self, state: State) -> Option<State> {
        match (self, state) {
            (Self::Answer, State::Drafting | State::Returned | State::Checking)
            | (Self::Approve, State::Checking)
            | (Self::PutBack, State::Checking | State::Settled) => Some(State::Checking),
            (Self::Return, State::Checking) => Some(State::Returned),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_goes_from_open_to_confirmed_and_back_where_it_was_returned() {
        let way = [
            (Act::Take, State::Doing),
            (Act::Answer, State::Answered),
            (Act::Return, State::Returned),
            (Act::Answer, State::Answered),
            (Act::Confirm, State::Confirmed),
            (Act::Reopen, State::Answered),
        ];
        let mut state = State::Open;
        for (act, after) in way {
            state = act.leads(Kind::Request, state).expect("it can be done");
            assert_eq!(state, after);
        }
        assert_eq!(Act::LetGo.leads(Kind::Request, State::Doing), Some(State::Open));
    }

    #[test]
    fn what_is_over_is_not_answered_and_a_parcel_is_no_request() {
        for (act, state) in [
            (Act::Answer, State::Confirmed),
            (Act::Return, State::Open),
            (Act::Confirm, State::Doing),
            (Act::Receive, State::Received),
            (Act::Receive, State::Open),
            (Act::Answer, State::Waiting),
            (Act::PutBack, State::Confirmed),
        ] {
            assert_eq!(act.leads(Kind::Request, state), None, "{act:?} {state:?}");
        }
    }

    #[test]
    fn it_waits_for_the_section_until_it_has_answered_and_is_over_once_the_asker_says_so() {
        assert!(State::Returned.waits() && !State::Answered.waits() && !State::Answered.is_over());
        assert!(State::Received.is_over() && State::Confirmed.is_over() && !State::Waiting.is_over());
    }

    #[test]
    fn a_draft_is_checked_and_one_that_was_returned_is_drafted_anew() {
        let leads = |act: Act, state: State| act.leads(Kind::Council, state);
        assert_eq!(leads(Act::Answer, State::Drafting), Some(State::Checking));
        assert_eq!(leads(Act::Return, State::Checking), Some(State::Returned));
        assert_eq!(leads(Act::Answer, State::Returned), Some(State::Checking));
        assert_eq!(leads(Act::PutBack, State::Settled), Some(State::Checking));
        for (act, state) in
            [(Act::Answer, State::Settled), (Act::Approve, State::Drafting), (Act::Confirm, State::Checking)]
        {
            assert_eq!(leads(act, state), None, "{act:?} {state:?}");
        }
    }
}
