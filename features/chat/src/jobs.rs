//! What follows later: requests lapse and inspections end, of which the record of acts and who has it on screen learn, while every look asks the
//! time itself; what was said in a shared room goes to the other side, and who is there follows; words that were taken back leave what forwarded
//! them; what was put off comes at its moment.

use crate::model::{InspectionId, MessageId, OrderId, PageToLay, RoomId, ShareId};
use jobs::Job;
use kernel::{AccountId, OrgId, PersonId, Timestamp};
use serde::{Deserialize, Serialize};

/// Notes that a request has lapsed, or that an inspection has ended.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CloseInspection {
    /// Which.
    pub id: InspectionId,
}

impl Job for CloseInspection {
    const KIND: &'static str = "chat.close_inspection";
}

/// Carries what happened in a shared room to one side of the share. Each happening has a job of its own, the first of which carries all that
/// there is: one that came while another was at its end would else be nobody's.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CarryOver {
    /// By which share.
    pub share: ShareId,
    /// To which side.
    pub to: OrgId,
}

impl Job for CarryOver {
    const KIND: &'static str = "chat.carry_over";
}

/// Brings who is in a shared room from the other side up to date, in the room of the job's organisation.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FollowShare {
    /// By which share.
    pub share: ShareId,
}

impl Job for FollowShare {
    const KIND: &'static str = "chat.follow_share";
}

/// Takes the words of a message that was taken back out of all that forwarded it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EmptyForwards {
    /// Which.
    pub message: MessageId,
}

impl Job for EmptyForwards {
    const KIND: &'static str = "chat.empty_forwards";
}

/// Says what was planned for a moment in an organisation. What is planned for the same moment shares a job; one whose plans have moved or gone
/// says nothing.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct SendPlanned {
    /// The moment.
    pub at: Timestamp,
}

impl Job for SendPlanned {
    const KIND: &'static str = "chat.send_planned";

    fn once(&self) -> String {
        self.at.micros().to_string()
    }
}

/// Reminds those of an organisation who wanted to be reminded of something at a moment.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Remind {
    /// The moment.
    pub at: Timestamp,
}

impl Job for Remind {
    const KIND: &'static str = "chat.remind";

    fn once(&self) -> String {
        self.at.micros().to_string()
    }
}

/// Makes the rooms of an order that are not there yet, or closes those in which nobody has written: some at a time, so that others write
/// between them. Begun again, it goes on with what is left.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct CarryOutOrder {
    /// Which.
    pub order: OrderId,
    /// The how manieth time.
    pub run: i64,
}

impl Job for CarryOutOrder {
    const KIND: &'static str = "chat.carry_out_order";

    fn once(&self) -> String {
        format!("{}:{}", self.order, self.run)
    }
}

/// Has the pages of notes laid into a room that it begins with, in the name of whoever made it. Whoever has notes takes it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LayPages {
    /// Into which room.
    pub room: RoomId,
    /// By which account it was made.
    pub account: AccountId,
    /// Who was using that.
    pub operator: Option<PersonId>,
    /// The pages.
    pub pages: Vec<PageToLay>,
}

impl Job for LayPages {
    const KIND: &'static str = "chat.lay_pages";

    fn once(&self) -> String {
        self.room.to_string()
    }
}

/// Tells the rooms of an organisation below what their owners do not go, of who may save files.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct TellFloor {}

impl Job for TellFloor {
    const KIND: &'static str = "chat.tell_floor";
}
