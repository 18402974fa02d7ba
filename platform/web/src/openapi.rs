//! The OpenAPI 3.1 document, made from the endpoints' own types.

use crate::endpoint::{Access, Described, Endpoint, Routes};
use schemars::generate::SchemaSettings;
use schemars::{Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

/// The document for all routes. `events` adds the payloads of live events, by their kind, as `x-events`.
pub fn document(
    routes: &Routes,
    version: &str,
    events: impl FnOnce(&mut SchemaGenerator) -> Vec<(&'static str, Schema)>,
) -> Value {
    let mut settings = SchemaSettings::draft2020_12();
    settings.definitions_path = "/components/schemas".into();
    settings.meta_schema = None;
    let mut generator = settings.into_generator();
    let mut paths = Map::new();
    for endpoint in &routes.endpoints {
        let refusal = endpoint.dialect.describe_refusal(&mut generator);
        let described = (endpoint.describe)(&mut generator);
        let info = &endpoint.info;
        let item = paths.entry(format!("{}{}", info.base, info.path)).or_insert_with(|| json!({}));
        let method = info.method.name().to_ascii_lowercase();
        let fresh = item[&method].is_null();
        assert!(fresh, "two endpoints at {} {}", info.method.name(), info.path);
        item[&method] = operation(endpoint, described, &refusal);
    }
    let events: Map<String, Value> =
        events(&mut generator).into_iter().map(|(kind, schema)| (kind.to_owned(), schema.to_value())).collect();
    let mut schemas = generator.take_definitions(true);
    let mut names: Vec<String> = schemas.keys().cloned().collect();
    names.sort();
    let sorted: Map<String, Value> =
        names.into_iter().filter_map(|name| schemas.remove(&name).map(|schema| (name, schema))).collect();
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Engawa", "version": version },
        "servers": [
            { "url": "/", "description": "The first organisation" },
            {
                "url": "/o/{code}",
                "description": "Each further one",
                "variables": { "code": { "default": "council", "description": "The organisation's code" } },
            },
        ],
        "paths": paths,
        "components": {
            "schemas": sorted,
            "securitySchemes": {
                "session": { "type": "apiKey", "in": "cookie", "name": crate::SESSION_COOKIE },
                "program": { "type": "http", "scheme": "bearer" },
            }
        },
        "x-events": events,
    })
}

fn operation(endpoint: &Endpoint, described: Described, refusal: &Schema) -> Value {
    let (info, dialect) = (&endpoint.info, endpoint.dialect);
    let mut parameters = parameters("path", described.path);
    parameters.extend(self::parameters("query", described.query));
    let mut ok = json!({ "description": "Done" });
    if let Some(reply) = described.reply {
        ok["content"] = json!({ dialect.media_type(): { "schema": reply } });
    }
    let mut operation = json!({
        "operationId": info.name,
        "summary": info.summary,
        "tags": [info.tag],
        "parameters": parameters,
        "responses": {
            "2XX": ok,
            "default": {
                "description": "A problem",
                "content": { dialect.refusal_type(): { "schema": refusal } }
            }
        },
        "x-access": format!("{:?}", info.access),
    });
    match info.access {
        Access::Public => {}
        Access::Program => operation["security"] = json!([{ "program": [] }]),
        _ => operation["security"] = json!([{ "session": [] }]),
    }
    if let Some((content_type, schema)) = described.body {
        let content_type = if content_type == "application/json" { dialect.media_type() } else { content_type };
        operation["requestBody"] = json!({ "required": true, "content": { content_type: { "schema": schema } } });
    }
    operation
}

fn parameters(place: &str, schema: Option<Schema>) -> Vec<Value> {
    let Some(schema) = schema else { return Vec::new() };
    let required: Vec<&str> =
        schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    let properties = schema.get("properties").and_then(Value::as_object);
    properties
        .into_iter()
        .flatten()
        .map(|(name, schema)| {
            json!({
                "name": name,
                "in": place,
                "required": place == "path" || required.contains(&name.as_str()),
                "schema": schema,
            })
        })
        .collect()
}
