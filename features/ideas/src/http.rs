//! The endpoints of idea boards.

use crate::model::{Asking, Board, BoardId, Comment, CommentId, Counted, GroupId, Idea, IdeaId, Part, Verdict};
use crate::service::{self, Commenting, Paging, Putting, Writing};
use directory::model::PostId;
use kernel::{PersonId, Result, Timestamp};
use rooms::model::{InspectionId, MessageId, RoomId};
use rooms::service::Talk;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Access, Cursor, Cx, In, Json, Page, Reply, Routes, limit};

#[derive(Deserialize, JsonSchema)]
struct RoomPath {
    room: RoomId,
}

#[derive(Deserialize, JsonSchema)]
struct BoardPath {
    board: BoardId,
}

#[derive(Deserialize, JsonSchema)]
struct IdeaPath {
    board: BoardId,
    idea: IdeaId,
}

#[derive(Deserialize, JsonSchema)]
struct CommentPath {
    board: BoardId,
    idea: IdeaId,
    comment: CommentId,
}

#[derive(Deserialize, JsonSchema)]
struct CommentQuery {
    /// Only about this idea.
    idea: Option<IdeaId>,
    limit: Option<usize>,
    cursor: Option<Cursor>,
}

#[derive(Deserialize, JsonSchema)]
struct NewComment {
    /// Proposed by the client; the same one twice is the same comment once. On an anonymous board it comes of the key.
    id: CommentId,
    /// Of 1 to 1,000 characters.
    words: String,
    /// On an anonymous board: 32 characters of chance, 0-9 and a-f; the same ones twice are the same comment once.
    #[serde(default)]
    key: Option<String>,
    /// Who was using the shared account when they wrote it: refused while somebody else is.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    operator_id: Option<PersonId>,
}

#[derive(Deserialize, JsonSchema)]
struct GroupPath {
    board: BoardId,
    group: GroupId,
}

#[derive(Deserialize, JsonSchema)]
struct InspectedPath {
    inspection: InspectionId,
    board: BoardId,
}

#[derive(Deserialize, JsonSchema)]
struct PageQuery {
    limit: Option<usize>,
    cursor: Option<Cursor>,
}

impl PageQuery {
    fn paging(self) -> Paging {
        Paging { limit: limit(self.limit), after: self.cursor }
    }
}

#[derive(Deserialize, JsonSchema)]
struct NewBoard {
    /// Proposed by the client, also the id of the message; the same one twice is the same board once.
    id: BoardId,
    #[serde(flatten)]
    asking: Asking,
    /// The first message of the thread that it belongs to.
    thread: Option<MessageId>,
    /// Who was using the shared account when they wrote it: refused while somebody else is.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    operator_id: Option<PersonId>,
    /// The post as whose holder they ask; nothing for themselves.
    #[serde(default)]
    as_post: Option<PostId>,
}

#[derive(Deserialize, JsonSchema)]
struct NewIdea {
    /// Proposed by the client; the same one twice is the same idea once. On an anonymous board it is not kept: the key is.
    id: IdeaId,
    /// Of 1 to 500 characters.
    words: String,
    /// On an anonymous board: 32 characters of chance, 0-9 and a-f, by which its author alone is known until the close.
    #[serde(default)]
    key: Option<String>,
    /// Who was using the shared account when they wrote it: refused while somebody else is.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    operator_id: Option<PersonId>,
}

#[derive(Deserialize, JsonSchema)]
struct OtherWords {
    /// Of 1 to 500 characters.
    words: String,
    /// On an anonymous board: the key with which it was written.
    #[serde(default)]
    key: Option<String>,
    /// Who was using the shared account when they wrote it: refused while somebody else is.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    operator_id: Option<PersonId>,
}

#[derive(Deserialize, JsonSchema)]
struct Proof {
    /// On an anonymous board: the key with which it was written.
    #[serde(default)]
    key: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
struct Ending {
    part: Part,
}

#[derive(Deserialize, JsonSchema)]
struct Until {
    part: Part,
    /// Until when; nothing for without an end.
    until: Option<Timestamp>,
}

#[derive(Deserialize, JsonSchema)]
struct GroupName {
    /// Of 1 to 60 characters, and no other group's.
    name: String,
}

#[derive(Deserialize, JsonSchema)]
struct Goal {
    /// The group; nothing for none.
    group_id: Option<GroupId>,
}

#[derive(Deserialize, JsonSchema)]
struct Union {
    /// The idea that stands for both; nothing to part them again.
    into: Option<IdeaId>,
}

#[derive(Deserialize, JsonSchema)]
struct Judgement {
    verdict: Verdict,
    /// Of 200 characters at most.
    #[serde(default)]
    reason: String,
}

#[derive(Serialize, JsonSchema)]
struct Sorted {
    /// Those that are others now.
    ideas: Vec<Idea>,
}

#[derive(Serialize, JsonSchema)]
struct Inspected {
    board: Board,
    ideas: Page<Counted>,
}

/// The endpoints.
pub fn routes() -> Routes {
    use Access::SignedIn;
    Routes::new("ideas")
        .on("POST /rooms/{room}/idea-boards", "begin_idea_board", "Asks a room for ideas.", SignedIn, begin)
        .on("GET /rooms/{room}/idea-boards", "list_idea_boards", "The idea boards of a room.", SignedIn, of_room)
        .on("GET /idea-boards/{board}", "get_idea_board", "One idea board.", SignedIn, get)
        .on("GET /idea-boards/{board}/ideas", "list_ideas", "The ideas on it that I may see.", SignedIn, list)
        .on("POST /idea-boards/{board}/ideas", "write_idea", "Writes an idea.", SignedIn, write)
        .on("PUT /idea-boards/{board}/ideas/{idea}", "reword_idea", "Words my idea otherwise.", SignedIn, reword)
        .on(
            "POST /idea-boards/{board}/ideas/{idea}/removal",
            "take_back_idea",
            "Takes my idea back.",
            SignedIn,
            take_back,
        )
        .on("PUT /idea-boards/{board}/ideas/{idea}/vote", "vote_for_idea", "I am for it.", SignedIn, vote)
        .on(
            "DELETE /idea-boards/{board}/ideas/{idea}/vote",
            "take_back_idea_vote",
            "I am not for it any more.",
            SignedIn,
            unvote,
        )
        .on(
            "GET /idea-boards/{board}/comments",
            "list_idea_comments",
            "What is said about its ideas, or about one.",
            SignedIn,
            list_comments,
        )
        .on(
            "POST /idea-boards/{board}/ideas/{idea}/comments",
            "comment_idea",
            "Says something about an idea.",
            SignedIn,
            comment,
        )
        .on(
            "DELETE /idea-boards/{board}/ideas/{idea}/comments/{comment}",
            "take_back_idea_comment",
            "Takes a comment back.",
            SignedIn,
            take_back_comment,
        )
        .on("PUT /idea-boards/{board}/ideas/{idea}/group", "move_idea", "Moves it to a group.", SignedIn, move_to)
        .on("PUT /idea-boards/{board}/ideas/{idea}/union", "unite_idea", "Unites it with another.", SignedIn, unite)
        .on("PUT /idea-boards/{board}/ideas/{idea}/verdict", "judge_idea", "Says what becomes of it.", SignedIn, judge)
        .on(
            "PUT /idea-boards/{board}/groups/{group}",
            "name_idea_group",
            "Makes or names a group.",
            SignedIn,
            name_group,
        )
        .on(
            "DELETE /idea-boards/{board}/groups/{group}",
            "remove_idea_group",
            "Takes an empty group away.",
            SignedIn,
            remove_group,
        )
        .on("POST /idea-boards/{board}/close", "close_ideas", "Takes no more ideas, or votes.", SignedIn, close)
        .on("PUT /idea-boards/{board}/until", "set_ideas_until", "Until when they are taken.", SignedIn, set_until)
        .on(
            "GET /inspections/{inspection}/idea-boards/{board}",
            "get_inspected_idea_board",
            "An idea board in a room of others, by an inspection.",
            Access::Administrator,
            inspected,
        )
        .on(
            "GET /inspections/{inspection}/idea-boards/{board}/comments",
            "list_inspected_idea_comments",
            "What is said about its ideas, by an inspection.",
            Access::Administrator,
            inspected_comments,
        )
        .talking_on_leave(&["begin_idea_board", "write_idea", "reword_idea", "take_back_idea", "vote_for_idea"])
        .talking_on_leave(&["take_back_idea_vote", "move_idea", "unite_idea", "judge_idea", "name_idea_group"])
        .talking_on_leave(&["comment_idea", "take_back_idea_comment"])
        .talking_on_leave(&["remove_idea_group", "close_ideas", "set_ideas_until"])
        .open_to_guests(&["list_idea_boards", "get_idea_board", "list_ideas", "write_idea", "reword_idea"])
        .open_to_guests(&["take_back_idea", "vote_for_idea", "take_back_idea_vote"])
        .open_to_guests(&["list_idea_comments", "comment_idea", "take_back_idea_comment"])
}

async fn begin(cx: Cx, input: In<RoomPath, (), Json<NewBoard>>) -> Result<Reply<Board>> {
    let (talk, room, Json(new)) = (cx.part::<Talk>(), input.path.room, input.body);
    let putting =
        Putting { id: new.id, asking: new.asking, thread: new.thread, operator: new.operator_id, as_post: new.as_post };
    Ok(Reply::created(cx.write(move |tx| service::begin(tx, talk.0, room, &putting)).await?))
}

async fn of_room(cx: Cx, input: In<RoomPath, PageQuery>) -> Result<Reply<Page<Board>>> {
    let (talk, room, paging) = (cx.part::<Talk>(), input.path.room, input.query.paging());
    Ok(Reply::ok(cx.read(move |conn| service::of_room(conn, talk.0, room, &paging)).await?))
}

async fn get(cx: Cx, input: In<BoardPath>) -> Result<Reply<Board>> {
    let (talk, id) = (cx.part::<Talk>(), input.path.board);
    Ok(Reply::ok(cx.read(move |conn| service::get(conn, talk.0, id)).await?))
}

async fn list(cx: Cx, input: In<BoardPath, PageQuery>) -> Result<Reply<Page<Counted>>> {
    let (talk, id, paging) = (cx.part::<Talk>(), input.path.board, input.query.paging());
    Ok(Reply::ok(cx.read(move |conn| service::list(conn, talk.0, id, &paging)).await?))
}

async fn write(cx: Cx, input: In<BoardPath, (), Json<NewIdea>>) -> Result<Reply<Idea>> {
    let (talk, id, Json(new)) = (cx.part::<Talk>(), input.path.board, input.body);
    let writing = Writing { id: new.id, words: new.words, key: new.key, operator: new.operator_id };
    Ok(Reply::created(cx.write(move |tx| service::write(tx, talk.0, id, &writing)).await?))
}

async fn reword(cx: Cx, input: In<IdeaPath, (), Json<OtherWords>>) -> Result<Reply<Idea>> {
    let (talk, at, Json(new)) = (cx.part::<Talk>(), (input.path.board, input.path.idea), input.body);
    let words =
        move |tx: &mut db::Tx<'_>| service::reword(tx, talk.0, at, (&new.words, new.key.as_deref(), new.operator_id));
    Ok(Reply::ok(cx.write(words).await?))
}

async fn take_back(cx: Cx, input: In<IdeaPath, (), Json<Proof>>) -> Result<Reply<Board>> {
    let (talk, at, Json(Proof { key })) = (cx.part::<Talk>(), (input.path.board, input.path.idea), input.body);
    Ok(Reply::ok(cx.write(move |tx| service::take_back(tx, talk.0, at, key.as_deref())).await?))
}

async fn vote(cx: Cx, input: In<IdeaPath>) -> Result<Reply<Board>> {
    let (talk, at) = (cx.part::<Talk>(), (input.path.board, input.path.idea));
    Ok(Reply::ok(cx.write(move |tx| service::vote(tx, talk.0, at, true)).await?))
}

async fn unvote(cx: Cx, input: In<IdeaPath>) -> Result<Reply<Board>> {
    let (talk, at) = (cx.part::<Talk>(), (input.path.board, input.path.idea));
    Ok(Reply::ok(cx.write(move |tx| service::vote(tx, talk.0, at, false)).await?))
}

async fn move_to(cx: Cx, input: In<IdeaPath, (), Json<Goal>>) -> Result<Reply<Sorted>> {
    let (talk, at, Json(goal)) = (cx.part::<Talk>(), (input.path.board, input.path.idea), input.body);
    let ideas = cx.write(move |tx| service::move_to(tx, talk.0, at, goal.group_id)).await?;
    Ok(Reply::ok(Sorted { ideas }))
}

async fn unite(cx: Cx, input: In<IdeaPath, (), Json<Union>>) -> Result<Reply<Sorted>> {
    let (talk, at, Json(union)) = (cx.part::<Talk>(), (input.path.board, input.path.idea), input.body);
    let ideas = cx.write(move |tx| service::unite(tx, talk.0, at, union.into)).await?;
    Ok(Reply::ok(Sorted { ideas }))
}

async fn judge(cx: Cx, input: In<IdeaPath, (), Json<Judgement>>) -> Result<Reply<Sorted>> {
    let (talk, at, Json(said)) = (cx.part::<Talk>(), (input.path.board, input.path.idea), input.body);
    let address = cx.origin();
    let judge = move |tx: &mut db::Tx<'_>| service::judge(tx, talk.0, at, (said.verdict, &said.reason), &address);
    Ok(Reply::ok(Sorted { ideas: cx.write(judge).await? }))
}

async fn name_group(cx: Cx, input: In<GroupPath, (), Json<GroupName>>) -> Result<Reply<Board>> {
    let (talk, Json(GroupName { name })) = (cx.part::<Talk>(), input.body);
    let (board, group) = (input.path.board, input.path.group);
    Ok(Reply::ok(cx.write(move |tx| service::name_group(tx, talk.0, board, group, &name)).await?))
}

async fn remove_group(cx: Cx, input: In<GroupPath>) -> Result<Reply<Board>> {
    let (talk, board, group) = (cx.part::<Talk>(), input.path.board, input.path.group);
    Ok(Reply::ok(cx.write(move |tx| service::remove_group(tx, talk.0, board, group)).await?))
}

async fn close(cx: Cx, input: In<BoardPath, (), Json<Ending>>) -> Result<Reply<Board>> {
    let (talk, id, Json(Ending { part }), address) = (cx.part::<Talk>(), input.path.board, input.body, cx.origin());
    Ok(Reply::ok(cx.write(move |tx| service::close(tx, talk.0, id, part, &address)).await?))
}

async fn set_until(cx: Cx, input: In<BoardPath, (), Json<Until>>) -> Result<Reply<Board>> {
    let (talk, id, Json(Until { part, until })) = (cx.part::<Talk>(), input.path.board, input.body);
    let address = cx.origin();
    Ok(Reply::ok(cx.write(move |tx| service::set_until(tx, talk.0, id, (part, until), &address)).await?))
}

async fn inspected(cx: Cx, input: In<InspectedPath, PageQuery>) -> Result<Reply<Inspected>> {
    let (talk, paging, address) = (cx.part::<Talk>(), input.query.paging(), cx.origin());
    let ids = (input.path.inspection, input.path.board);
    let (board, ideas) = cx.write(move |tx| service::inspected(tx, talk.0, ids, &paging, &address)).await?;
    Ok(Reply::ok(Inspected { board, ideas }))
}

async fn list_comments(cx: Cx, input: In<BoardPath, CommentQuery>) -> Result<Reply<Page<Comment>>> {
    let (talk, of) = (cx.part::<Talk>(), (input.path.board, input.query.idea));
    let paging = Paging { limit: limit(input.query.limit), after: input.query.cursor };
    Ok(Reply::ok(cx.read(move |conn| service::list_comments(conn, talk.0, of, &paging)).await?))
}

async fn comment(cx: Cx, input: In<IdeaPath, (), Json<NewComment>>) -> Result<Reply<Comment>> {
    let (talk, at, Json(new)) = (cx.part::<Talk>(), (input.path.board, input.path.idea), input.body);
    let commenting = Commenting { id: new.id, words: new.words, key: new.key, operator: new.operator_id };
    let (comment, fresh) = cx.write(move |tx| service::comment(tx, talk.0, at, &commenting)).await?;
    Ok(if fresh { Reply::created(comment) } else { Reply::ok(comment) })
}

async fn take_back_comment(cx: Cx, input: In<CommentPath>) -> Result<Reply> {
    let (talk, CommentPath { board, idea, comment }) = (cx.part::<Talk>(), input.path);
    cx.write(move |tx| service::take_back_comment(tx, talk.0, (board, idea, comment))).await?;
    Ok(Reply::none())
}

async fn inspected_comments(cx: Cx, input: In<InspectedPath, PageQuery>) -> Result<Reply<Page<Comment>>> {
    let (talk, paging, address) = (cx.part::<Talk>(), input.query.paging(), cx.origin());
    let ids = (input.path.inspection, input.path.board);
    Ok(Reply::ok(cx.write(move |tx| service::inspected_comments(tx, talk.0, ids, &paging, &address)).await?))
}
