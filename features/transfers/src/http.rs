//! The endpoints of transfers.

use crate::model::{Difference, Encoding, NewTransfer, Sort, Transfer, TransferChange, TransferId};
use crate::service;
use crate::service::list::values::guarded;
use crate::store;
use kernel::{Error, Function, Result, Timestamp, Verb};
use schemars::JsonSchema;
use serde::Deserialize;
use std::sync::Arc;
use web::{Access, Cursor, Cx, In, Json, Page, Raw, Reply, Routes, limit};

/// How many lines of a report are written at a time.
const LINES: usize = 500;
/// How often a draft is looked at again because somebody changed it meanwhile.
const TRIES: usize = 3;

#[derive(Deserialize, JsonSchema)]
struct TransferPath {
    transfer: TransferId,
}

#[derive(Deserialize, JsonSchema)]
struct ListQuery {
    /// 1 to 200, 50 when absent.
    limit: Option<usize>,
    /// From `next`.
    cursor: Option<Cursor>,
}

#[derive(Deserialize, JsonSchema)]
struct DifferencesQuery {
    /// Only of this sort.
    sort: Option<Sort>,
    /// Words found in names, readings, numbers and what changes.
    q: Option<String>,
    /// 1 to 200, 50 when absent.
    limit: Option<usize>,
    /// From `next`.
    cursor: Option<Cursor>,
}

#[derive(Deserialize, JsonSchema)]
struct ReportQuery {
    /// How the file's characters are coded; CP932 when absent.
    encoding: Option<Encoding>,
}

#[derive(Deserialize, JsonSchema)]
struct FileQuery {
    /// The file's name.
    file: String,
}

#[derive(Deserialize, JsonSchema)]
struct Release {
    /// When it becomes known, up to the beginning of its day; at once when absent.
    release_at: Option<Timestamp>,
}

/// The endpoints.
pub fn routes() -> Routes {
    let [see, change_it, release] = Verb::ALL.map(|verb| Access::May(Function::Transfers, verb));
    Routes::new("transfers")
        .on("GET /transfers", "list_transfers", "Personnel transfers, the latest day first.", see, list)
        .on("POST /transfers", "create_transfer", "Begins a draft.", change_it, create)
        .on("GET /transfers/{transfer}", "get_transfer", "One transfer.", see, get)
        .on("PATCH /transfers/{transfer}", "change_transfer", "Changes a draft.", change_it, change)
        .on(
            "DELETE /transfers/{transfer}",
            "remove_transfer",
            "Removes a draft, or what was taken back.",
            change_it,
            remove,
        )
        .on(
            "PUT /transfers/{transfer}/list",
            "put_transfer_list",
            "The list of people: CSV in CP932 or UTF-8.",
            change_it,
            put_list,
        )
        .on("GET /transfers/{transfer}/list", "get_transfer_list", "The list of people as it came.", see, get_list)
        .on(
            "DELETE /transfers/{transfer}/list",
            "drop_transfer_list",
            "Forgets the list of people.",
            change_it,
            drop_list,
        )
        .on(
            "POST /transfers/{transfer}/check",
            "check_transfer",
            "Compares a draft with how things are now.",
            change_it,
            check,
        )
        .on("GET /transfers/{transfer}/differences", "list_differences", "What it changes.", see, differences)
        .on("GET /transfers/{transfer}/report", "get_transfer_report", "What it changes, as CSV.", see, report)
        .on(
            "POST /transfers/{transfer}/schedule",
            "schedule_transfer",
            "Has it wait for its release.",
            release,
            schedule,
        )
        .on("POST /transfers/{transfer}/withdraw", "withdraw_transfer", "Makes a draft of it again.", release, withdraw)
        .on("POST /transfers/{transfer}/undo", "undo_transfer", "Takes a released one back.", release, undo)
}

async fn list(cx: Cx, input: In<(), ListQuery>) -> Result<Reply<Page<Transfer>>> {
    let after: Option<store::Key> = input.query.cursor.as_ref().map(Cursor::read).transpose()?;
    let limit = limit(input.query.limit);
    let found = cx.read(move |conn| service::list(conn, after, limit)).await?;
    Ok(Reply::ok(Page::cut(found, limit, |transfer| (transfer.effective_on, transfer.id))))
}

async fn create(cx: Cx, input: In<(), (), Json<NewTransfer>>) -> Result<Reply<Transfer>> {
    let Json(new) = input.body;
    let address = cx.client().address.to_string();
    Ok(Reply::created(cx.write(move |tx| service::create(tx, &new, &address)).await?))
}

async fn get(cx: Cx, input: In<TransferPath>) -> Result<Reply<Transfer>> {
    let transfer = cx.read(move |conn| service::get(conn, input.path.transfer)).await?;
    let version = transfer.tick;
    Ok(Reply::ok(transfer).etag(version))
}

async fn change(cx: Cx, input: In<TransferPath, (), Json<TransferChange>>) -> Result<Reply<Transfer>> {
    let (id, Json(change), seen) = (input.path.transfer, input.body, cx.if_match()?);
    let address = cx.client().address.to_string();
    cx.write(move |tx| service::change(tx, id, &change, seen, &address)).await?;
    checked(&cx, id).await.map(Reply::ok)
}

async fn remove(cx: Cx, input: In<TransferPath>) -> Result<Reply> {
    let address = cx.client().address.to_string();
    cx.write(move |tx| service::remove(tx, input.path.transfer, &address)).await?;
    Ok(Reply::none())
}

async fn put_list(cx: Cx, input: In<TransferPath, FileQuery, Raw>) -> Result<Reply<Transfer>> {
    let (id, file, bytes) = (input.path.transfer, input.query.file, input.body.bytes);
    let address = cx.client().address.to_string();
    cx.write(move |tx| service::put_list(tx, id, &file, &bytes, &address)).await?;
    checked(&cx, id).await.map(Reply::ok)
}

async fn get_list(cx: Cx, input: In<TransferPath>) -> Result<Reply> {
    let (name, bytes) = cx.read(move |conn| service::list_file(conn, input.path.transfer)).await?;
    Ok(Reply::file(bytes, "text/csv", &name))
}

async fn drop_list(cx: Cx, input: In<TransferPath>) -> Result<Reply<Transfer>> {
    let id = input.path.transfer;
    let address = cx.client().address.to_string();
    cx.write(move |tx| service::drop_list(tx, id, &address)).await?;
    checked(&cx, id).await.map(Reply::ok)
}

async fn check(cx: Cx, input: In<TransferPath>) -> Result<Reply<Transfer>> {
    checked(&cx, input.path.transfer).await.map(Reply::ok)
}

/// A draft with a report of what it would change as things are now; whatever is no draft, as it is.
///
/// Errors: `stale` when others change the draft faster than it can be looked at.
async fn checked(cx: &Cx, id: TransferId) -> Result<Transfer> {
    for _ in 0..TRIES {
        let Some((transfer, look)) = cx.read(move |conn| service::look_at_draft(conn, id)).await? else {
            return cx.read(move |conn| service::get(conn, id)).await;
        };
        let outlook = cx.write(|tx| Ok(tx.id())).await?;
        let look = Arc::new(look);
        for first in (0..look.differences.len()).step_by(LINES) {
            let look = look.clone();
            let last = look.differences.len().min(first + LINES);
            cx.write(move |tx| service::add_differences(tx, id, outlook, &look.differences[first..last])).await?;
        }
        let noted = cx.write(move |tx| service::note_outlook(tx, id, transfer.tick, outlook, &look.counts)).await?;
        if let Some(transfer) = noted {
            return Ok(transfer);
        }
    }
    Err(Error::stale())
}

async fn differences(cx: Cx, input: In<TransferPath, DifferencesQuery>) -> Result<Reply<Page<Difference>>> {
    let (id, query) = (input.path.transfer, input.query);
    let after: i64 = query.cursor.as_ref().map(Cursor::read).transpose()?.unwrap_or(0);
    let limit = limit(query.limit);
    let words = query.q.unwrap_or_default();
    let found = cx.read(move |conn| service::differences(conn, id, (query.sort, words.trim()), after, limit)).await?;
    Ok(Reply::ok(Page::cut(found, limit, |difference| difference.number)))
}

async fn report(cx: Cx, input: In<TransferPath, ReportQuery>) -> Result<Reply> {
    let (id, encoding) = (input.path.transfer, input.query.encoding.unwrap_or(Encoding::Cp932));
    let (transfer, lines) = cx
        .read(move |conn| {
            let transfer = service::get(conn, id)?;
            Ok((transfer, service::differences(conn, id, (None, ""), 0, i32::MAX as usize)?))
        })
        .await?;
    let bytes = cx.heavy(move || written(&lines, encoding)).await?;
    Ok(Reply::file(bytes, "text/csv", &format!("{}.csv", transfer.name)))
}

/// The words of a report for each sort.
fn word(sort: Sort) -> &'static str {
    match sort {
        Sort::Conflict => "要確認",
        Sort::Unit => "組織",
        Sort::Added => "採用・転入",
        Sort::Moved => "異動",
        Sort::Changed => "変更",
        Sort::Left => "退職・転出",
        Sort::Leave => "休業・復職",
    }
}

fn written(lines: &[Difference], encoding: Encoding) -> Result<Vec<u8>> {
    let coded = |text: &str| match encoding {
        Encoding::Utf8 => guarded(text).into_bytes(),
        Encoding::Cp932 | Encoding::Auto => text::cp932::encode(&guarded(text)).bytes,
    };
    let mut out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let header = ["区分", "職員番号", "氏名", "フリガナ", "項目", "現在", "異動後", "行", "理由"];
    out.write_record(header.map(coded)).map_err(Error::internal)?;
    for line in lines {
        let cells = [
            word(line.sort),
            &line.staff_number,
            &line.name,
            &text::to_katakana(&line.reading),
            &line.field,
            &line.before,
            &line.after,
            &line.line.map(|number| number.to_string()).unwrap_or_default(),
            &line.japanese,
        ];
        out.write_record(cells.map(coded)).map_err(Error::internal)?;
    }
    let mut bytes = out.into_inner().map_err(Error::internal)?;
    if encoding == Encoding::Utf8 {
        bytes.splice(0..0, *b"\xEF\xBB\xBF");
    }
    Ok(bytes)
}

async fn schedule(cx: Cx, input: In<TransferPath, (), Json<Release>>) -> Result<Reply<Transfer>> {
    let (id, Json(Release { release_at })) = (input.path.transfer, input.body);
    let address = cx.client().address.to_string();
    // Since it was looked at, people may have come and gone.
    let seen = checked(&cx, id).await?.tick;
    let transfer = cx.write(move |tx| service::schedule(tx, id, release_at, seen, &address)).await?;
    Ok(Reply::ok(transfer))
}

async fn withdraw(cx: Cx, input: In<TransferPath>) -> Result<Reply<Transfer>> {
    let address = cx.client().address.to_string();
    Ok(Reply::ok(cx.write(move |tx| service::withdraw(tx, input.path.transfer, &address)).await?))
}

async fn undo(cx: Cx, input: In<TransferPath>) -> Result<Reply<Transfer>> {
    let address = cx.client().address.to_string();
    Ok(Reply::ok(cx.write(move |tx| service::begin_undo(tx, input.path.transfer, &address)).await?))
}
