//! What follows later: requests lapse and inspections end. Nothing waits for it, every look asks the time itself; the record of acts and
//! who has it on screen learn of it.

use crate::model::InspectionId;
use jobs::Job;
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
