//! 当番表: rotas, months of them, and what is otherwise for once.

use super::Items;
use crate::model::{
    DutyException, ExceptionId, NewException, NewRota, NewSwap, Otherwise, RotaBrief, RotaId, RotaMonth, RotaToEdit,
};
use crate::service::rotas;
use jiff::civil::Date;
use kernel::{Error, Function, Result, Verb};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Access, Cx, In, Json, Reply, Routes};

#[derive(Deserialize, JsonSchema)]
struct RotaPath {
    rota: RotaId,
}

#[derive(Deserialize, JsonSchema)]
struct ExceptionPath {
    rota: RotaId,
    exception: ExceptionId,
}

#[derive(Deserialize, JsonSchema)]
struct MonthQuery {
    /// Year and month as 2026-04; this month when absent.
    month: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
struct ReplaceQuery {
    /// What becomes of days to come that are otherwise when their usual day becomes another; without it that is refused.
    otherwise: Option<Otherwise>,
}

pub(super) fn routes() -> Routes {
    use Access::SignedIn;
    let change_people = Access::May(Function::People, Verb::Change);
    Routes::new("directory")
        .on("GET /rotas", "list_rotas", "The rotas that I may read.", SignedIn, list)
        .on("GET /rotas/{rota}/month", "get_rota_month", "Who is on duty when, in a month.", SignedIn, month)
        .on("POST /rotas", "create_rota", "Makes a rota.", change_people, create)
        .on("GET /rotas/{rota}", "get_rota", "A rota to edit.", change_people, get)
        .on("PUT /rotas/{rota}", "replace_rota", "Replaces what a rota says.", change_people, replace)
        .on("DELETE /rotas/{rota}", "remove_rota", "Removes a rota.", change_people, remove)
        .on("POST /rotas/{rota}/exceptions", "except_duty", "Lets a day be otherwise.", change_people, except)
        .on("POST /rotas/{rota}/swaps", "swap_duties", "Two people exchange days.", change_people, swap)
        .on(
            "DELETE /rotas/{rota}/exceptions/{exception}",
            "restore_duty",
            "Takes back what is otherwise.",
            change_people,
            restore,
        )
}

async fn list(cx: Cx, _: In) -> Result<Reply<Items<RotaBrief>>> {
    Ok(Reply::ok(Items { items: cx.read(rotas::list).await? }))
}

async fn month(cx: Cx, input: In<RotaPath, MonthQuery>) -> Result<Reply<RotaMonth>> {
    let id = input.path.rota;
    let first = |month: String| format!("{month}-01").parse::<Date>().map_err(|_| Error::field("month", "invalid"));
    let of = input.query.month.map(first).transpose()?;
    Ok(Reply::ok(cx.read(move |conn| rotas::month(conn, id, of)).await?))
}

async fn create(cx: Cx, input: In<(), (), Json<NewRota>>) -> Result<Reply<RotaToEdit>> {
    let Json(new) = input.body;
    let address = cx.client().address.to_string();
    Ok(Reply::created(cx.write(move |tx| rotas::create(tx, &new, &address)).await?))
}

async fn get(cx: Cx, input: In<RotaPath>) -> Result<Reply<RotaToEdit>> {
    let id = input.path.rota;
    Ok(Reply::ok(cx.read(move |conn| rotas::to_edit(conn, id)).await?))
}

async fn replace(cx: Cx, input: In<RotaPath, ReplaceQuery, Json<NewRota>>) -> Result<Reply<RotaToEdit>> {
    let (id, Json(new), seen) = (input.path.rota, input.body, (cx.if_match()?, input.query.otherwise));
    let address = cx.client().address.to_string();
    Ok(Reply::ok(cx.write(move |tx| rotas::replace(tx, id, &new, seen, &address)).await?))
}

async fn remove(cx: Cx, input: In<RotaPath>) -> Result<Reply> {
    let (id, address) = (input.path.rota, cx.client().address.to_string());
    cx.write(move |tx| rotas::remove(tx, id, &address)).await?;
    Ok(Reply::none())
}

async fn except(cx: Cx, input: In<RotaPath, (), Json<NewException>>) -> Result<Reply<Items<DutyException>>> {
    let (id, Json(new), address) = (input.path.rota, input.body, cx.client().address.to_string());
    let items = cx.write(move |tx| rotas::except(tx, id, &new, &address)).await?;
    Ok(Reply::created(Items { items }))
}

async fn swap(cx: Cx, input: In<RotaPath, (), Json<NewSwap>>) -> Result<Reply<Items<DutyException>>> {
    let (id, Json(new), address) = (input.path.rota, input.body, cx.client().address.to_string());
    let items = cx.write(move |tx| rotas::swap(tx, id, &new, &address)).await?;
    Ok(Reply::created(Items { items }))
}

async fn restore(cx: Cx, input: In<ExceptionPath>) -> Result<Reply<Items<DutyException>>> {
    let (path, address) = (input.path, cx.client().address.to_string());
    let items = cx.write(move |tx| rotas::restore(tx, path.rota, path.exception, &address)).await?;
    Ok(Reply::ok(Items { items }))
}
