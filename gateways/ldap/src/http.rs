//! The console's endpoints.

use crate::model::{
    DirectoryCheck, DirectoryId, DirectoryLine, DirectoryRun, LdapDirectory, LineSort, NewRun, RunId, SaveDirectory,
};
use crate::service::{self, check, runs};
use kernel::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Access, Cursor, Cx, In, Json, Page, Reply, Routes, limit};

#[derive(Serialize, JsonSchema)]
struct Items<T> {
    items: Vec<T>,
}

#[derive(Deserialize, JsonSchema)]
struct DirectoryPath {
    #[schemars(with = "String")]
    directory: DirectoryId,
}

#[derive(Deserialize, JsonSchema)]
struct RunPath {
    #[schemars(with = "String")]
    run: RunId,
}

#[derive(Deserialize, JsonSchema)]
struct NewDirectory {
    /// A proposed id.
    #[schemars(with = "String")]
    id: DirectoryId,
    #[serde(flatten)]
    save: SaveDirectory,
}

#[derive(Deserialize, JsonSchema)]
struct TryDirectory {
    /// The directory whose password is used when none is given.
    #[schemars(with = "Option<String>")]
    id: Option<DirectoryId>,
    #[serde(flatten)]
    save: SaveDirectory,
}

#[derive(Deserialize, JsonSchema)]
struct LinesQuery {
    /// Only these.
    sort: Option<LineSort>,
    limit: Option<usize>,
    cursor: Option<Cursor>,
}

/// The endpoints.
pub fn routes() -> Routes {
    let administrator = Access::Administrator;
    Routes::new("ldap")
        .on("GET /ldap/directories", "list_ldap_directories", "Where people are kept.", administrator, list)
        .on("POST /ldap/directories", "make_ldap_directory", "Makes a directory.", administrator, make)
        .on("POST /ldap/check", "check_ldap_directory", "Tries a directory.", administrator, try_it)
        .on("GET /ldap/directories/{directory}", "get_ldap_directory", "One directory.", administrator, one)
        .on("PUT /ldap/directories/{directory}", "change_ldap_directory", "Changes one.", administrator, change)
        .on("DELETE /ldap/directories/{directory}", "remove_ldap_directory", "Removes one.", administrator, remove)
        .on("GET /ldap/directories/{directory}/runs", "list_ldap_runs", "Its runs.", administrator, list_runs)
        .on(
            "POST /ldap/directories/{directory}/runs",
            "begin_ldap_run",
            "Looks what differs, or carries people in.",
            administrator,
            begin_run,
        )
        .on("GET /ldap/runs/{run}/lines", "list_ldap_lines", "What a run found.", administrator, list_lines)
        .on("POST /ldap/runs/{run}/cancellation", "cancel_ldap_run", "Ends a run early.", administrator, cancel_run)
}

async fn list(cx: Cx, _: In) -> Result<Reply<Items<LdapDirectory>>> {
    Ok(Reply::ok(Items { items: cx.read(service::list).await? }))
}

async fn one(cx: Cx, input: In<DirectoryPath>) -> Result<Reply<LdapDirectory>> {
    let id = input.path.directory;
    Ok(Reply::ok(cx.read(move |conn| service::one(conn, id)).await?))
}

async fn make(cx: Cx, input: In<(), (), Json<NewDirectory>>) -> Result<Reply<LdapDirectory>> {
    let (Json(NewDirectory { id, save }), origin) = (input.body, cx.origin());
    Ok(Reply::created(cx.write(move |tx| service::make(tx, id, &save, &origin)).await?))
}

async fn change(cx: Cx, input: In<DirectoryPath, (), Json<SaveDirectory>>) -> Result<Reply<LdapDirectory>> {
    let (id, Json(save), origin) = (input.path.directory, input.body, cx.origin());
    Ok(Reply::ok(cx.write(move |tx| service::change(tx, id, &save, &origin)).await?))
}

async fn remove(cx: Cx, input: In<DirectoryPath>) -> Result<Reply> {
    let (id, origin) = (input.path.directory, cx.origin());
    cx.write(move |tx| service::remove(tx, id, &origin)).await?;
    Ok(Reply::none())
}

async fn try_it(cx: Cx, input: In<(), (), Json<TryDirectory>>) -> Result<Reply<DirectoryCheck>> {
    let Json(TryDirectory { id, save }) = input.body;
    let trial = cx.read(move |conn| check::prepare(conn, id, &save)).await?;
    Ok(Reply::ok(check::check(&trial).await))
}

async fn list_runs(cx: Cx, input: In<DirectoryPath>) -> Result<Reply<Items<DirectoryRun>>> {
    let id = input.path.directory;
    Ok(Reply::ok(Items { items: cx.read(move |conn| runs::list(conn, id)).await? }))
}

async fn begin_run(cx: Cx, input: In<DirectoryPath, (), Json<NewRun>>) -> Result<Reply<DirectoryRun>> {
    let (id, Json(new), origin) = (input.path.directory, input.body, cx.origin());
    Ok(Reply::created(cx.write(move |tx| runs::begin(tx, id, new, &origin)).await?))
}

async fn cancel_run(cx: Cx, input: In<RunPath>) -> Result<Reply<DirectoryRun>> {
    let id = input.path.run;
    Ok(Reply::ok(cx.write(move |tx| runs::cancel(tx, id)).await?))
}

async fn list_lines(cx: Cx, input: In<RunPath, LinesQuery>) -> Result<Reply<Page<DirectoryLine>>> {
    let (id, LinesQuery { sort, limit: asked, cursor }) = (input.path.run, input.query);
    let (after, limit) = (cursor.as_ref().map(Cursor::read).transpose()?, limit(asked));
    let found = cx.read(move |conn| runs::lines(conn, id, sort, after, limit)).await?;
    Ok(Reply::ok(Page::cut(found, limit, |line| line.number)))
}
