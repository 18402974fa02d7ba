//! SCIM's endpoints below `/scim/v2`, and those of the console for its tokens.

use crate::dialect::{BASE, Scim};
use crate::filter::Filter;
use crate::model::{MadeToken, NewToken, Token, TokenId};
use crate::patch;
use crate::schema::{self, MOST};
use crate::service::users::Search;
use crate::service::{Call, tokens, users};
use crate::user::{Fields, Shown};
use kernel::{Error, Function, PersonId, Result, Verb};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::borrow::Cow;
use web::{Access, Cx, In, Json, Reply, Routes};

/// A resource or a message of SCIM's; what is in it, the schemas say.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(transparent)]
struct Message(Fields);

impl JsonSchema for Message {
    fn schema_name() -> Cow<'static, str> {
        "ScimMessage".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "object",
            "properties": { "schemas": { "type": "array", "items": { "type": "string" } } },
            "additionalProperties": true,
            "description": "A resource or message of SCIM's (RFC 7643, RFC 7644); GET /scim/v2/Schemas describes it",
        })
    }
}

/// A document that is made as JSON.
fn message(document: Value) -> Reply<Message> {
    match document {
        Value::Object(fields) => Reply::ok(Message(fields)),
        other => unreachable!("a message is an object, not {other}"),
    }
}

#[derive(Deserialize, JsonSchema)]
struct UserPath {
    #[schemars(with = "String")]
    user: PersonId,
}

#[derive(Deserialize, JsonSchema)]
struct NamePath {
    name: String,
}

#[derive(Deserialize, JsonSchema)]
struct TokenPath {
    token: TokenId,
}

#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct ShownQuery {
    /// Names of attributes with commas between: only these, and what is always shown.
    attributes: Option<String>,
    /// Names of attributes with commas between: all but these.
    excluded_attributes: Option<String>,
}

impl ShownQuery {
    fn shown(&self) -> Shown {
        Shown::parse(self.attributes.as_deref(), self.excluded_attributes.as_deref())
    }
}

#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct ListQuery {
    /// A filter (RFC 7644, 3.4.2.2).
    filter: Option<String>,
    /// From which on, from 1.
    start_index: Option<i64>,
    /// How many, at most 200.
    count: Option<i64>,
    /// Names of attributes with commas between: only these, and what is always shown.
    attributes: Option<String>,
    /// Names of attributes with commas between: all but these.
    excluded_attributes: Option<String>,
}

/// What a list is asked for in a body.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct SearchRequest {
    filter: Option<String>,
    start_index: Option<i64>,
    count: Option<i64>,
    #[serde(default)]
    attributes: Vec<String>,
    #[serde(default)]
    excluded_attributes: Vec<String>,
}

#[derive(Serialize, JsonSchema)]
struct Items<T> {
    items: Vec<T>,
}

/// The endpoints.
pub fn routes() -> Routes {
    let [see, change] = [Verb::See, Verb::Change].map(|verb| Access::May(Function::Systems, verb));
    let console = Routes::new("scim")
        .on("GET /scim/tokens", "list_scim_tokens", "The tokens of programs.", see, list_tokens)
        // Whoever bears one administers all people: only who does that already makes one.
        .on(
            "POST /scim/tokens",
            "make_scim_token",
            "Makes a token; it is shown once.",
            Access::Administrator,
            make_token,
        )
        .on("DELETE /scim/tokens/{token}", "remove_scim_token", "Removes a token.", change, remove_token);
    let program = Access::Program;
    console.and(
        Routes::speaking(&Scim, "scim")
            .on("GET /ServiceProviderConfig", "scim_provider", "What of SCIM is offered.", program, provider)
            .on("GET /ResourceTypes", "scim_resource_types", "The sorts of resources.", program, resource_types)
            .on("GET /ResourceTypes/{name}", "scim_resource_type", "One sort.", program, resource_type)
            .on("GET /Schemas", "scim_schemas", "What resources are made of.", program, schemas)
            .on("GET /Schemas/{name}", "scim_schema", "One schema.", program, one_schema)
            .on("GET /Users", "scim_list_users", "People with an account.", program, list_users)
            .on("POST /Users", "scim_create_user", "Takes somebody in.", program, create_user)
            .on("POST /Users/.search", "scim_search_users", "People with an account.", program, search)
            .on("POST /.search", "scim_search", "People with an account.", program, search)
            .on("GET /Users/{user}", "scim_get_user", "One person with an account.", program, get_user)
            .on("PUT /Users/{user}", "scim_replace_user", "Makes somebody as they are sent.", program, replace_user)
            .on("PATCH /Users/{user}", "scim_change_user", "Changes somebody.", program, change_user)
            .on("DELETE /Users/{user}", "scim_remove_user", "Lets somebody go today.", program, remove_user),
    )
}

async fn list_tokens(cx: Cx, _: In) -> Result<Reply<Items<Token>>> {
    Ok(Reply::ok(Items { items: cx.read(tokens::list).await? }))
}

async fn make_token(cx: Cx, input: In<(), (), Json<NewToken>>) -> Result<Reply<MadeToken>> {
    let (Json(new), origin) = (input.body, cx.origin());
    Ok(Reply::created(cx.write(move |tx| tokens::make(tx, &new, &origin)).await?))
}

async fn remove_token(cx: Cx, input: In<TokenPath>) -> Result<Reply> {
    let (id, origin) = (input.path.token, cx.origin());
    cx.write(move |tx| tokens::remove(tx, id, &origin)).await?;
    Ok(Reply::none())
}

fn call(cx: &Cx) -> Call {
    Call { origin: cx.origin(), base: cx.url(BASE), seen: cx.if_match_text().map(str::to_owned) }
}

async fn provider(cx: Cx, _: In) -> Result<Reply<Message>> {
    Ok(message(schema::provider(&cx.url(BASE))))
}

fn list(resources: Vec<Value>, total: usize, start: usize) -> Reply<Message> {
    message(json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
        "totalResults": total,
        "startIndex": start,
        "itemsPerPage": resources.len(),
        "Resources": resources,
    }))
}

async fn resource_types(cx: Cx, _: In) -> Result<Reply<Message>> {
    Ok(list(vec![schema::resource_type(&cx.url(BASE))], 1, 1))
}

async fn resource_type(cx: Cx, input: In<NamePath>) -> Result<Reply<Message>> {
    match input.path.name.as_str() {
        "User" => Ok(message(schema::resource_type(&cx.url(BASE)))),
        _ => Err(Error::not_found()),
    }
}

async fn documents(cx: &Cx) -> Result<Vec<Value>> {
    let words = cx.read(users::words).await?;
    Ok(schema::documents(&words, &cx.url(BASE)))
}

async fn schemas(cx: Cx, _: In) -> Result<Reply<Message>> {
    let all = documents(&cx).await?;
    let total = all.len();
    Ok(list(all, total, 1))
}

async fn one_schema(cx: Cx, input: In<NamePath>) -> Result<Reply<Message>> {
    let found = documents(&cx).await?.into_iter().find(|document| document["id"] == input.path.name.as_str());
    found.map(message).ok_or_else(Error::not_found)
}

async fn list_users(cx: Cx, input: In<(), ListQuery>) -> Result<Reply<Message>> {
    let query = input.query;
    let shown = Shown::parse(query.attributes.as_deref(), query.excluded_attributes.as_deref());
    found(cx, query.filter, query.start_index, query.count, shown).await
}

async fn search(cx: Cx, input: In<(), (), Json<SearchRequest>>) -> Result<Reply<Message>> {
    let Json(asked) = input.body;
    let (only, but) = (asked.attributes.join(","), asked.excluded_attributes.join(","));
    found(cx, asked.filter, asked.start_index, asked.count, Shown::parse(Some(&only), Some(&but))).await
}

async fn found(
    cx: Cx,
    filter: Option<String>,
    start: Option<i64>,
    count: Option<i64>,
    shown: Shown,
) -> Result<Reply<Message>> {
    let filter = filter.as_deref().map(Filter::parse).transpose()?;
    let start = usize::try_from(start.unwrap_or(1).max(1)).unwrap_or(usize::MAX);
    let count = count.map_or(MOST, |count| usize::try_from(count.max(0)).unwrap_or(MOST)).min(MOST);
    let (search, call) = (Search { filter, start, count }, call(&cx));
    let (total, users) = cx.read(move |conn| users::find(conn, &search, &call)).await?;
    Ok(list(users.iter().map(|user| Value::Object(shown.of(user))).collect(), total, start))
}

/// A User with its version and its address.
fn user(reply: fn(Message) -> Reply<Message>, user: &Fields, shown: &Shown) -> Reply<Message> {
    let of_meta = |name: &str| user["meta"][name].as_str().unwrap_or_default().to_owned();
    reply(Message(shown.of(user))).weak_etag(&of_meta("version")).at(&of_meta("location"))
}

async fn get_user(cx: Cx, input: In<UserPath, ShownQuery>) -> Result<Reply<Message>> {
    let (id, call) = (input.path.user, call(&cx));
    let found = cx.read(move |conn| users::one(conn, id, &call)).await?;
    Ok(user(Reply::ok, &found, &input.query.shown()))
}

async fn create_user(cx: Cx, input: In<(), ShownQuery, Json<Message>>) -> Result<Reply<Message>> {
    let (Json(Message(sent)), call) = (input.body, call(&cx));
    let made = cx.write(move |tx| users::create(tx, &sent, &call)).await?;
    Ok(user(Reply::created, &made, &input.query.shown()))
}

async fn replace_user(cx: Cx, input: In<UserPath, ShownQuery, Json<Message>>) -> Result<Reply<Message>> {
    let (id, Json(Message(sent)), call) = (input.path.user, input.body, call(&cx));
    let now = cx.write(move |tx| users::replace(tx, id, &sent, &call)).await?;
    Ok(user(Reply::ok, &now, &input.query.shown()))
}

async fn change_user(cx: Cx, input: In<UserPath, ShownQuery, Json<Message>>) -> Result<Reply<Message>> {
    let (id, Json(Message(sent)), call) = (input.path.user, input.body, call(&cx));
    let changes = patch::parse(&sent)?;
    let now = cx.write(move |tx| users::change(tx, id, &changes, &call)).await?;
    Ok(user(Reply::ok, &now, &input.query.shown()))
}

async fn remove_user(cx: Cx, input: In<UserPath>) -> Result<Reply> {
    let (id, call) = (input.path.user, call(&cx));
    cx.write(move |tx| users::remove(tx, id, &call)).await?;
    Ok(Reply::none())
}
