//! Heads of segments kept in memory from one query to the next. A segment never changes: its head is right for as long as its id is there.

use crate::model::index::Head;
use crate::service::damage;
use crate::store::segments;
use db::Conn;
use kernel::{OrgId, Result};
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};

/// Bytes that are kept for one organisation: those of some 200 million documents.
const MOST_OF_ONE: usize = 16 << 20;
/// And for all together.
const MOST: usize = 64 << 20;

/// A segment of an organisation, and its head.
type Headed = (i64, Arc<Head>);

struct Known {
    head: Arc<Head>,
    bytes: usize,
    /// When it was asked for last, as a number of queries.
    used: u64,
}

#[derive(Default)]
struct Memory {
    /// An organisation's own stand under its id: no other's query comes by them.
    heads: HashMap<(OrgId, i64), Known>,
    queries: u64,
}

/// See the module's page.
#[derive(Default)]
pub(super) struct Heads(Mutex<Memory>);

impl Heads {
    /// The segments that answer the actor's organisation, in no order, and whether others are damaged.
    pub(super) fn own(&self, conn: &mut Conn<'_>, generation: i64, kind: i64) -> Result<(Vec<Headed>, bool)> {
        let org = conn.actor().org;
        let ids = segments::own(conn, generation, kind)?;
        let mut all = self.recall(org, &ids);
        let known: HashSet<i64> = all.iter().map(|(id, _)| *id).collect();
        let missing: Vec<i64> = ids.into_iter().filter(|id| !known.contains(id)).collect();
        let mut is_damaged = false;
        if !missing.is_empty() {
            let mut read: Vec<Headed> = Vec::new();
            for (id, bytes) in segments::heads(conn, &missing)? {
                match damage::read(|| segments::head(&bytes)) {
                    Ok(head) => read.push((id, Arc::new(head))),
                    Err(error) if damage::is_damage(&error) => is_damaged = true,
                    Err(error) => return Err(error),
                }
            }
            self.remember(org, &read);
            all.extend(read);
        }
        Ok((all, is_damaged))
    }

    fn memory(&self) -> std::sync::MutexGuard<'_, Memory> {
        self.0.lock().expect("nothing panics while holding the heads")
    }

    fn recall(&self, org: OrgId, ids: &[i64]) -> Vec<Headed> {
        let mut memory = self.memory();
        memory.queries += 1;
        let used = memory.queries;
        let known = |id: &i64| {
            let known = memory.heads.get_mut(&(org, *id))?;
            known.used = used;
            Some((*id, known.head.clone()))
        };
        ids.iter().filter_map(known).collect()
    }

    fn remember(&self, org: OrgId, read: &[Headed]) {
        let mut memory = self.memory();
        let used = memory.queries;
        for (id, head) in read {
            memory.heads.insert((org, *id), Known { head: head.clone(), bytes: head.size(), used });
        }
        memory.shrink(MOST_OF_ONE, |of| of == org);
        memory.shrink(MOST, |_| true);
    }
}

impl Memory {
    /// Forgets what was not asked for longest, until some organisations' heads take no more than so much.
    fn shrink(&mut self, most: usize, whose: impl Fn(OrgId) -> bool) {
        let own = self.heads.iter().filter(|((org, _), _)| whose(*org));
        let mut all: Vec<_> = own.map(|(key, known)| (*key, known.used, known.bytes)).collect();
        let mut bytes: usize = all.iter().map(|(_, _, bytes)| bytes).sum();
        all.sort_unstable_by_key(|(_, used, _)| std::cmp::Reverse(*used));
        while bytes > most
            && let Some((key, _, size)) = all.pop()
        {
            self.heads.remove(&key);
            bytes -= size;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_organisation_has_its_own_and_what_was_not_asked_for_longest_is_forgotten() {
        let heads = Heads::default();
        let (one, other) = (OrgId::from_raw(1), OrgId::from_raw(2));
        let head = Arc::new(Head::default());
        heads.remember(one, &[(1, head.clone()), (2, head.clone())]);
        assert!(heads.recall(other, &[1, 2]).is_empty());
        assert_eq!(heads.recall(one, &[2, 3]).len(), 1);
        heads.remember(other, &[(9, head.clone())]);
        heads.memory().shrink(head.size(), |of| of == one);
        assert!(heads.recall(one, &[1]).is_empty(), "1 was asked for before 2");
        assert_eq!((heads.recall(one, &[2]).len(), heads.recall(other, &[9]).len()), (1, 1));
    }
}
