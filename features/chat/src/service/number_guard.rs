//! 個人番号の確認: words in which a personal number stands are said only as the organisation decided, and what was answered goes into the record
//! of acts, without the number.

use crate::model::{Answered, NumberPolicy, holds_personal_number, judged};
use crate::store;
use crate::store::rooms::RoomRow;
use audit::{Record, Subject};
use db::{Conn, Lock, Tx};
use kernel::Result;
use serde_json::json;

/// Refuses words about which their author was not asked, or may not say; records what they answered.
pub(crate) fn check(tx: &mut Tx<'_>, room: &RoomRow, words: &[&str], answered: Option<&Answered>) -> Result<()> {
    if !words.iter().any(|words| holds_personal_number(words)) {
        return Ok(());
    }
    let policy = store::number_guard::policy(tx)?;
    let reason = judged(policy, answered)?;
    if policy == NumberPolicy::Off {
        return Ok(());
    }
    let detail = json!({ "policy": policy, "reason": reason });
    let subject = Subject::of("room", room.id, &room.name);
    audit::record(tx, &Record { act: "chat.personal_number_said", subject, detail, address: "" })
}

/// [`check`] for what is said later, and recorded then: what of the answer is kept until then. What nobody asked for is not kept.
pub(crate) fn look(conn: &mut Conn<'_>, words: &str, answered: Option<&Answered>) -> Result<Option<Answered>> {
    if !holds_personal_number(words) {
        return Ok(None);
    }
    let policy = store::number_guard::policy(conn)?;
    let reason = judged(policy, answered)?;
    Ok((policy != NumberPolicy::Off).then_some(Answered { reason }))
}

/// Whether words are kept before anybody was asked about them: not with a number that may not be said unasked.
pub(crate) fn may_lie(conn: &mut Conn<'_>, words: &str) -> Result<bool> {
    Ok(!holds_personal_number(words) || store::number_guard::policy(conn)? == NumberPolicy::Off)
}

/// What the organisation decided.
pub fn policy(conn: &mut Conn<'_>) -> Result<NumberPolicy> {
    store::number_guard::policy(conn)
}

/// Decides.
pub fn set_policy(tx: &mut Tx<'_>, policy: NumberPolicy, address: &str) -> Result<NumberPolicy> {
    let org = tx.actor().org;
    tx.lock(Lock::Org(org))?;
    let before = store::number_guard::policy(tx)?;
    if before != policy {
        store::number_guard::set_policy(tx, policy)?;
        let detail = json!({ "policy": policy });
        audit::record(tx, &Record { act: "chat.number_guard_set", subject: Subject::default(), detail, address })?;
    }
    Ok(policy)
}
