//! What who asked does with what was written: groups, ideas that are the same, what became of each.

use super::{held, record, told, view};
use crate::events;
use crate::model::{
    Board, BoardId, BoardRow, Group, GroupId, Idea, IdeaId, IdeaRefusal, IdeaRow, MOST_GROUPS, Verdict, group_name,
    verdict_reason,
};
use crate::policy::{self, Sort};
use crate::store::{boards, ideas};
use db::Tx;
use kernel::{Error, May, Result};
use rooms::model::Place;
use rooms::service::Rooms;

/// Makes a group, or gives it another name.
///
/// Errors: `ideas.not_the_asker`, `ideas.full`, `chat.personal_number`, a fault of `name`.
pub fn name_group(tx: &mut Tx<'_>, rooms: &dyn Rooms, board: BoardId, id: GroupId, name: &str) -> Result<Board> {
    let name = group_name(name)?;
    let (board, _) = held(tx, rooms, board)?;
    let groups = boards::groups(tx, board.id)?;
    match groups.iter().find(|group| group.id == id) {
        Some(group) if group.name == name => return view::seen(tx, rooms, board.into_inner(), None),
        None if groups.len() >= MOST_GROUPS => return Err(IdeaRefusal::Full.into()),
        _ => {}
    }
    if groups.iter().any(|group| group.name == name) {
        return Err(Error::field("name", "taken"));
    }
    rooms.guard(tx, &name)?;
    boards::put_group(tx, &board, &Group { id, name })?;
    let (row, tick) = (told(tx, board.id)?, tx.tick()?);
    view::seen(tx, rooms, row, Some(tick))
}

/// Takes an empty group away. A second time changes nothing.
///
/// Errors: `ideas.not_the_asker`, `ideas.group_not_empty`.
pub fn remove_group(tx: &mut Tx<'_>, rooms: &dyn Rooms, board: BoardId, id: GroupId) -> Result<Board> {
    let (board, _) = held(tx, rooms, board)?;
    if !boards::groups(tx, board.id)?.iter().any(|group| group.id == id) {
        return view::seen(tx, rooms, board.into_inner(), None);
    }
    if ideas::any_in(tx, board.id, id)? {
        return Err(IdeaRefusal::GroupNotEmpty.into());
    }
    boards::delete_group(tx, &board, id)?;
    let (row, tick) = (told(tx, board.id)?, tx.tick()?);
    view::seen(tx, rooms, row, Some(tick))
}

/// A board that the actor sorts, and the room.
type Held = (May<Sort, BoardRow>, Place);

/// A board that the actor sorts, with an idea of it that they see.
fn sorted(tx: &mut Tx<'_>, rooms: &dyn Rooms, (board, id): (BoardId, IdeaId)) -> Result<(Held, May<Sort, IdeaRow>)> {
    let (board, place) = held(tx, rooms, board)?;
    if !view::sees(tx, &board)? {
        return Err(Error::not_found());
    }
    let row = ideas::get(tx, board.id, id)?.ok_or_else(Error::not_found)?;
    let idea = policy::sorted(&board, row);
    Ok(((board, place), idea))
}

/// Saves changed ideas and tells the room, of all that then has other votes too.
fn saved(
    tx: &mut Tx<'_>,
    board: &May<Sort, BoardRow>,
    (mut changed, recount): (Vec<May<Sort, IdeaRow>>, &[IdeaId]),
) -> Result<Vec<Idea>> {
    for idea in &mut changed {
        idea.tick = tx.tick()?;
        ideas::sort(tx, idea)?;
    }
    let shown: Vec<Idea> = changed.into_iter().map(|idea| idea.into_inner().into()).collect();
    match board.tells_all(tx.now()) {
        true => {
            let counts = if recount.is_empty() { Vec::new() } else { view::counts_of(tx, board.id, recount)? };
            tx.emit(events::changed(board, Some(shown.clone()), counts));
        }
        false => tx.emit(events::changed(board, None, Vec::new())),
    }
    Ok(shown)
}

/// Moves an idea into a group, or out of all.
///
/// Errors: `ideas.not_the_asker`, a fault of `group_id`.
pub fn move_to(tx: &mut Tx<'_>, rooms: &dyn Rooms, at: (BoardId, IdeaId), group: Option<GroupId>) -> Result<Vec<Idea>> {
    let ((board, _), mut idea) = sorted(tx, rooms, at)?;
    if idea.group == group {
        return Ok(vec![idea.into_inner().into()]);
    }
    if let Some(group) = group
        && !boards::groups(tx, board.id)?.iter().any(|known| known.id == group)
    {
        return Err(Error::field("group_id", "unknown"));
    }
    idea.group = group;
    saved(tx, &board, (vec![idea], &[]))
}

/// Unites an idea, with all that were united with it, with another; or lets it stand for itself again. Votes stay where they were given and are
/// counted together, each person once.
///
/// Errors: `ideas.not_the_asker`, a fault of `into`.
pub fn unite(tx: &mut Tx<'_>, rooms: &dyn Rooms, at: (BoardId, IdeaId), into: Option<IdeaId>) -> Result<Vec<Idea>> {
    let ((board, _), mut idea) = sorted(tx, rooms, at)?;
    if idea.merged_into == into {
        return Ok(vec![idea.into_inner().into()]);
    }
    let mut recount: Vec<IdeaId> = [Some(idea.id), idea.merged_into, into].into_iter().flatten().collect();
    if let Some(into) = into {
        let head = ideas::get(tx, board.id, into)?.filter(|head| head.merged_into.is_none() && head.id != idea.id);
        head.ok_or_else(|| Error::field("into", "unknown"))?;
    }
    let mut changed = Vec::new();
    for row in ideas::united(tx, board.id, idea.id)? {
        let mut row = policy::sorted(&board, row);
        row.merged_into = into;
        recount.push(row.id);
        changed.push(row);
    }
    idea.merged_into = into;
    changed.insert(0, idea);
    saved(tx, &board, (changed, &recount))
}

/// Says what becomes of an idea, and why: 採用, 検討中, 見送り, or nothing yet.
///
/// Errors: `ideas.not_the_asker`, `chat.personal_number`, a fault of `reason`.
pub fn judge(
    tx: &mut Tx<'_>,
    rooms: &dyn Rooms,
    at: (BoardId, IdeaId),
    (verdict, reason): (Verdict, &str),
    address: &str,
) -> Result<Vec<Idea>> {
    let reason = if verdict == Verdict::Open { String::new() } else { verdict_reason(reason)? };
    let ((board, place), mut idea) = sorted(tx, rooms, at)?;
    if (idea.verdict, &idea.reason) == (verdict, &reason) {
        return Ok(vec![idea.into_inner().into()]);
    }
    rooms.guard(tx, &reason)?;
    (idea.verdict, idea.reason) = (verdict, reason);
    let shown = saved(tx, &board, (vec![idea], &[]))?;
    record(tx, (&board, &place), "ideas.judged", address)?;
    Ok(shown)
}
