//! Answers.

use crate::dialect::{Dialect, always};
use crate::served::{Served, disposition};
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use serde::Serialize;

enum Content<T> {
    Empty,
    Json(T),
    Raw { bytes: Bytes, content_type: &'static str },
    Served(Box<Served>),
}

/// What of a request's head bears on how an answer is given.
pub(crate) struct Asked {
    pub(crate) none_match: Option<HeaderValue>,
    pub(crate) range: Option<HeaderValue>,
    pub(crate) if_range: Option<HeaderValue>,
}

impl Asked {
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let value = |name| headers.get(name).cloned();
        Self {
            none_match: value(header::IF_NONE_MATCH),
            range: value(header::RANGE),
            if_range: value(header::IF_RANGE),
        }
    }
}

/// An answer that carries a `T` as JSON, or nothing, or bytes.
pub struct Reply<T = ()> {
    status: StatusCode,
    content: Content<T>,
    headers: HeaderMap,
}

impl<T> Reply<T> {
    fn new(status: StatusCode, content: Content<T>) -> Self {
        Self { status, content, headers: HeaderMap::new() }
    }

    /// 200 with a thing.
    pub fn ok(thing: T) -> Self {
        Self::new(StatusCode::OK, Content::Json(thing))
    }

    /// 201 with the thing that now exists.
    pub fn created(thing: T) -> Self {
        Self::new(StatusCode::CREATED, Content::Json(thing))
    }

    /// 204.
    pub fn none() -> Self {
        Self::new(StatusCode::NO_CONTENT, Content::Empty)
    }

    /// 200 with bytes that never change under this address (it holds their hash).
    pub fn forever(bytes: Vec<u8>, content_type: &'static str) -> Self {
        let reply = Self::new(StatusCode::OK, Content::Raw { bytes: bytes.into(), content_type });
        reply.header(header::CACHE_CONTROL, "private, max-age=31536000, immutable")
    }

    /// 200 with a file to keep under a name.
    pub fn file(bytes: Vec<u8>, content_type: &'static str, name: &str) -> Self {
        let reply = Self::new(StatusCode::OK, Content::Raw { bytes: bytes.into(), content_type });
        reply.header(header::CONTENT_DISPOSITION, &disposition("attachment", name))
    }

    /// A file of somebody's: all of it, the part that was asked for, or that it has not changed.
    pub fn served(file: Served) -> Self {
        Self::new(StatusCode::OK, Content::Served(Box::new(file)))
    }

    /// Adds a header of another protocol's.
    pub fn with(self, name: &'static str, value: &str) -> Self {
        self.header(HeaderName::from_static(name), value)
    }

    /// Names the version of the thing; a caller that has it already gets 304.
    pub fn etag(self, version: i64) -> Self {
        self.header(header::ETAG, &format!("\"{version}\""))
    }

    /// Names the version of the thing by a text that changes whenever something of it does, though not whenever a byte does.
    pub fn weak_etag(self, version: &str) -> Self {
        self.header(header::ETAG, version)
    }

    /// Says where the thing is.
    pub fn at(self, address: &str) -> Self {
        self.header(header::LOCATION, address)
    }

    /// Sets a cookie, given whole.
    pub fn cookie(self, cookie: &str) -> Self {
        self.header(header::SET_COOKIE, cookie)
    }

    fn header(mut self, name: HeaderName, value: &str) -> Self {
        let value = HeaderValue::from_str(value).expect("header values are made of what we write");
        self.headers.append(name, value);
        self
    }
}

impl<T: Serialize> Reply<T> {
    pub(crate) fn into_response(self, dialect: &dyn Dialect, asked: &Asked) -> Response {
        let none_match = asked.none_match.as_ref();
        let same = none_match.is_some() && self.headers.get(header::ETAG) == none_match;
        let content = match self.content {
            Content::Served(file) => return file.into_response(asked),
            content => content,
        };
        let mut response = Response::new(match content {
            Content::Served(_) => unreachable!("it was answered above"),
            _ if same => Body::empty(),
            Content::Empty => Body::empty(),
            Content::Raw { ref bytes, .. } => Body::from(bytes.clone()),
            Content::Json(ref thing) => Body::from(serde_json::to_vec(thing).expect("replies are plain data")),
        });
        *response.status_mut() = if same { StatusCode::NOT_MODIFIED } else { self.status };
        let content_type = match content {
            Content::Empty | Content::Served(_) => None,
            Content::Raw { content_type, .. } => Some(content_type),
            Content::Json(_) => Some(dialect.media_type()),
        };
        let headers = response.headers_mut();
        if let Some(content_type) = content_type {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        }
        // What the API says is for this person now; nothing in between may keep it.
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        headers.extend(always(dialect));
        headers.extend(self.headers);
        response
    }
}
