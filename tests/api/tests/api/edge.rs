//! The edge: what every request must carry and every answer has.

use crate::scene::{id, room, scene, text};
use harness::{Answer, Client, everywhere};
use reqwest::Method;
use reqwest::header::HeaderMap;
use serde_json::{Value, json};

async fn plain(client: &Client, method: Method, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
    let request = client.request(method, path);
    // The builder would add a second value; here one of our own takes its place.
    let (http, built) = request.body(body.to_owned()).build_split();
    let mut request = built.expect("a request");
    for (name, value) in headers {
        let name: reqwest::header::HeaderName = name.parse().expect("a name");
        match *value {
            "" => drop(request.headers_mut().remove(&name)),
            value => drop(request.headers_mut().insert(name, value.parse().expect("a value"))),
        }
    }
    client.send(reqwest::RequestBuilder::from_parts(http, request)).await
}

#[test]
fn a_change_without_our_header_or_from_another_site_is_refused() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let client = &scene.sato.client;
        let change = |headers: Vec<(&'static str, &'static str)>| async move {
            let headers: Vec<_> = headers.into_iter().chain([("content-type", "application/json")]).collect();
            plain(client, Method::PUT, "/me/status", &headers, r#"{"status":null}"#).await
        };
        change(vec![]).await.ok();
        for forged in [
            vec![("x-engawa", "")],
            vec![("x-engawa", "yes")],
            vec![("origin", "https://evil.example")],
            vec![("origin", "null")],
            vec![("sec-fetch-site", "cross-site")],
            vec![("sec-fetch-site", "same-site")],
        ] {
            assert_eq!(change(forged.clone()).await.refused(403), "forged_request", "{forged:?}");
        }
        change(vec![("sec-fetch-site", "same-origin")]).await.ok();
        let host = format!("http://{}", world.address);
        let own = [("origin", host.as_str()), ("content-type", "application/json")];
        plain(client, Method::PUT, "/me/status", &own, r#"{"status":null}"#).await.ok();
    });
}

#[test]
fn a_stranger_learns_nothing_from_a_forged_request_and_reading_needs_no_header() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let bare = plain(&world.stranger(), Method::POST, "/sign-out", &[("x-engawa", "")], "").await;
        assert_eq!(bare.refused(403), "forged_request");
        plain(&scene.sato.client, Method::GET, "/me", &[("x-engawa", ""), ("origin", "https://evil.example")], "")
            .await
            .ok();
    });
}

#[test]
fn another_sites_page_cannot_open_the_live_stream() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let headers = [
            ("origin", "https://evil.example"),
            ("connection", "upgrade"),
            ("upgrade", "websocket"),
            ("sec-websocket-version", "13"),
            ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
        ];
        let answer = plain(&scene.sato.client, Method::GET, "/live", &headers, "").await;
        assert_eq!(answer.refused(403), "forged_request");
    });
}

#[test]
fn a_body_that_is_not_json_is_refused_before_it_is_read() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        for content_type in ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"] {
            let headers = [("content-type", content_type)];
            let answer = plain(&scene.sato.client, Method::PUT, "/me/status", &headers, r#"{"status":null}"#).await;
            assert_eq!(answer.refused(400), "json_expected", "{content_type}");
        }
        let headers = [("content-type", "application/json; charset=utf-8")];
        plain(&scene.sato.client, Method::PUT, "/me/status", &headers, r#"{"status":null}"#).await.ok();
    });
}

#[test]
fn a_problem_has_one_shape_and_can_be_found_in_the_log() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let answer = scene.sato.client.get("/rooms/0000000000000").await;
        assert_eq!(answer.headers["content-type"], "application/problem+json");
        assert_eq!(answer.headers["cache-control"], "no-store");
        let id = text(&answer.body["request_id"]);
        assert_eq!(answer.headers["x-request-id"], id);
        let expected = json!({
            "type": "/problems/not_found", "title": "Not Found", "status": 404, "code": "not_found", "request_id": id,
        });
        assert_eq!(answer.body, expected);
        let other = scene.sato.client.get("/rooms/0000000000000").await;
        assert_ne!(other.body["request_id"], json!(id));
    });
}

#[test]
fn what_does_not_exist_is_not_there_whatever_the_reason() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let client = &scene.sato.client;
        for path in ["/nothing", "/rooms/x/y/z", "/people/nobody", "/people/ILOU000000000", "/messages/1", "/rooms/%00"]
        {
            assert_eq!(client.get(path).await.refused(404), "not_found", "{path}");
        }
        for (method, path) in [(Method::DELETE, "/me"), (Method::POST, "/health"), (Method::PATCH, "/people")] {
            let answer = plain(client, method, path, &[], "").await;
            assert_eq!(answer.refused(404), "not_found", "{path}");
        }
        client.delete("/me/sessions/rubbish").await.refused(404);
        client.get("/administration/rooms").await.refused(404);
    });
}

#[test]
fn every_answer_tells_the_browser_to_be_strict() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        for path in ["/me", "/nothing", "/openapi.json"] {
            let headers: HeaderMap = scene.sato.client.get(path).await.headers;
            for (name, value) in [
                ("x-content-type-options", "nosniff"),
                ("x-frame-options", "SAMEORIGIN"),
                ("referrer-policy", "same-origin"),
                ("cross-origin-opener-policy", "same-origin"),
                ("cross-origin-resource-policy", "same-origin"),
            ] {
                assert_eq!(headers[name], value, "{path}");
            }
            let policy = headers["content-security-policy"].to_str().expect("ASCII");
            assert!(policy.contains("default-src 'self'") && policy.contains("frame-ancestors 'self'"));
            assert!(!policy.contains("unsafe"), "{policy}");
        }
    });
}

#[test]
fn answers_are_for_this_person_now() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        for path in ["/me", "/people", "/bootstrap", "/units"] {
            let answer = scene.sato.client.get(path).await;
            assert_eq!(answer.headers["cache-control"], "private, no-cache", "{path}");
            assert_eq!(answer.headers["content-type"], "application/json");
        }
    });
}

#[test]
fn a_body_that_is_too_large_is_refused() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let large = format!(r#"{{"status":"{}"}}"#, "x".repeat(6 << 20));
        let headers = [("content-type", "application/json")];
        let answer = plain(&scene.sato.client, Method::PUT, "/me/status", &headers, &large).await;
        assert_eq!(answer.refused(413), "body_too_large");
    });
}

#[test]
fn a_cursor_that_was_not_made_here_is_refused() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let lists = ["/people", "/accounts", "/audit", "/rooms", "/administration/rooms", "/mentions", "/threads"];
        for path in lists {
            for cursor in ["x", "zz", "7b7d", "%E3%81%82%E3%81%82", "5b5d"] {
                let answer = scene.admin.client.get(&format!("{path}?cursor={cursor}")).await;
                assert_eq!(answer.refused(400), "invalid_cursor", "{path} {cursor}");
            }
        }
    });
}

#[test]
fn limits_are_held_to_their_bounds() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let home = room(&scene.sato, "private", "課", &[]).await;
        for turn in 0..3 {
            scene.sato.client.say(&home, &format!("{turn}")).await;
        }
        let count = |limit: &str| {
            let path = format!("/rooms/{home}/messages?limit={limit}");
            let client = scene.sato.client.clone();
            async move { client.get(&path).await.ok()["messages"].as_array().map(Vec::len) }
        };
        assert_eq!(count("0").await, Some(1));
        assert_eq!(count("2").await, Some(2));
        assert_eq!(count("1000000").await, Some(4));
        let rubbish = scene.sato.client.get(&format!("/rooms/{home}/messages?limit=many")).await;
        assert_eq!(rubbish.refused(400), "invalid_query");
    });
}

#[test]
fn a_faulty_input_names_the_field() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let fields = |answer: Answer| {
            assert_eq!(answer.status, 400);
            assert_eq!(answer.body["code"], "invalid_input");
            answer.body["fields"].clone()
        };
        let client = &scene.admin.client;
        let kind = client.post("/rooms", json!({ "id": "0000000000001", "kind": "palace", "name": "x" })).await;
        assert_eq!(fields(kind), json!([{ "field": "kind", "code": "invalid" }]));
        let person = client.post("/directs", json!({ "people": ["0000000000001", 7] })).await;
        assert_eq!(fields(person), json!([{ "field": "people[1]", "code": "invalid" }]));
        let missing = client.post("/sign-in", json!({ "login": "x" })).await;
        assert_eq!(fields(missing), json!([{ "field": "password", "code": "missing" }]));
        let posts = json!({ "posts": [{ "unit_id": "nowhere", "kind": "main", "valid_from": "2026-04-01" }] });
        let nested = client.patch(&format!("/people/{}", scene.sato.id), posts).await;
        assert_eq!(fields(nested), json!([{ "field": "posts[0].unit_id", "code": "invalid" }]));
        let headers = [("content-type", "application/json")];
        let torn = plain(client, Method::PUT, "/me/status", &headers, "{\"status\":").await;
        assert_eq!(torn.body["code"], "invalid_input");
        assert_eq!(torn.status, 400);
    });
}

#[test]
fn a_version_in_hand_is_not_sent_twice() {
    everywhere(|world| async move {
        let scene = scene(&world).await;
        let path = format!("/people/{}", scene.ito.id);
        let first = scene.sato.client.get(&path).await;
        let tag = first.headers["etag"].to_str().expect("ASCII").to_owned();
        let again = plain(&scene.sato.client, Method::GET, &path, &[("if-none-match", &tag)], "").await;
        assert_eq!((again.status.as_u16(), again.body), (304, Value::Null));
        let other = plain(&scene.sato.client, Method::GET, &path, &[("if-none-match", "\"1\"")], "").await;
        assert_eq!(other.body["id"], json!(id(&first.body)));
    });
}
