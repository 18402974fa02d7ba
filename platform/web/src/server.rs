//! The router and what surrounds it.

use crate::assets::{self, Assets, CONTENT_POLICY};
use crate::cx::{Cx, Kit};
use crate::dialect::{Dialect, Ours, refuse, refuse_method};
use crate::endpoint::{Access, Endpoint, Incoming, Method, Routes};
use crate::guard::{self, Authenticator, Door, Program, Programs, SESSION_COOKIE};
use crate::served::Guarded;
use crate::site::{self, Code, Organisations, Site};
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{Extensions, HeaderMap, HeaderName, HeaderValue, StatusCode, Version, header};
use axum::response::Response;
use axum::routing::{MethodFilter, MethodRouter};
use db::Db;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use kernel::{Error, Id, IdMaker, OrgId, Result};
use socket2::SockRef;
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tower::ServiceExt;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};
use tower_http::timeout::RequestBodyTimeoutLayer;

/// How the edge behaves.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// A proxy of ours stands before us: its `X-Forwarded-*` headers are true.
    pub behind_proxy: bool,
    /// How many connections are open at most; more wait at the door, in the system's queue.
    pub connections: usize,
    /// How long a client may take to send the head of a request, may be silent between two requests and in the middle of a
    /// body, and may leave an answer unread: whoever sends a letter a second would hold a place for ever.
    pub patience: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        // Longer than the minute for which proxies commonly keep a silent connection, or they would find it closed just when
        // they use it.
        Self { behind_proxy: false, connections: Semaphore::MAX_PERMITS, patience: Duration::from_secs(75) }
    }
}

/// Bytes read ahead for a connection.
const READ_AHEAD: usize = 64 << 10;
/// How long requests under way may take when the program ends.
const LAST_ANSWERS_WITHIN: Duration = Duration::from_secs(10);
/// How long nobody is let in when the system has no more files to give.
const BREATH: Duration = Duration::from_millis(50);

/// The other end's address, as the system tells it.
#[derive(Debug, Clone, Copy)]
struct Peer(IpAddr);

/// A connection's place among those that may be open; whoever goes on with the connection keeps it.
#[derive(Debug, Clone)]
pub struct Place {
    _held: Arc<OwnedSemaphorePermit>,
}

/// What the edge serves.
pub struct Server {
    /// All endpoints.
    pub routes: Routes,
    /// The database.
    pub db: Db,
    /// Parts of the program that endpoints use.
    pub kit: Arc<Kit>,
    /// Who knows organisations by their addresses.
    pub organisations: Arc<dyn Organisations>,
    /// Who turns sessions' tokens into actors.
    pub authenticator: Arc<dyn Authenticator>,
    /// Who turns programs' tokens into actors.
    pub programs: Arc<dyn Programs>,
    /// The web client.
    pub assets: Arc<dyn Assets>,
    /// The OpenAPI document, as text.
    pub openapi: Arc<str>,
    /// Behaviour.
    pub settings: Settings,
}

struct Shared {
    db: Db,
    kit: Arc<Kit>,
    organisations: Arc<dyn Organisations>,
    authenticator: Arc<dyn Authenticator>,
    programs: Arc<dyn Programs>,
    settings: Settings,
    ids: IdMaker,
}

/// What answers, once [`site::split`] has taken off what tells the organisation.
fn router(server: Server) -> Router {
    let shared = Arc::new(Shared {
        db: server.db,
        kit: server.kit,
        organisations: server.organisations,
        authenticator: server.authenticator,
        programs: server.programs,
        settings: server.settings,
        ids: IdMaker::new(),
    });
    let mut by_path: BTreeMap<String, (&'static dyn Dialect, MethodRouter)> = BTreeMap::new();
    let mut dialects: BTreeMap<&'static str, &'static dyn Dialect> = BTreeMap::from([(Ours.base(), OURS)]);
    for endpoint in server.routes.endpoints {
        let filter = match endpoint.info.method {
            Method::Get => MethodFilter::GET,
            Method::Post => MethodFilter::POST,
            Method::Put => MethodFilter::PUT,
            Method::Patch => MethodFilter::PATCH,
            Method::Delete => MethodFilter::DELETE,
            Method::Options => MethodFilter::OPTIONS,
        };
        let (dialect, path) = (endpoint.dialect, format!("{}{}", endpoint.info.base, endpoint.info.path));
        // Of several that share a place, ours answers for what is not there.
        dialects.entry(dialect.base()).or_insert(dialect);
        let shared = shared.clone();
        let handler = move |request: Request| answer(shared.clone(), endpoint.clone(), request);
        let routes = by_path.remove(&path).map(|(_, routes)| routes).unwrap_or_default().on(filter, handler);
        by_path.insert(path, (dialect, routes));
    }
    let mut router = Router::new();
    for (path, (dialect, routes)) in by_path {
        let shared = shared.clone();
        let wrong_method = move || async move { refuse_method(dialect, &request_id(&shared)) };
        router = router.route(&path, routes.fallback(wrong_method));
    }
    let openapi = server.openapi;
    let assets = server.assets;
    let fallback = move |request: Request| {
        let (shared, assets) = (shared.clone(), assets.clone());
        let spoken = dialects.iter().find(|(base, _)| request.uri().path().starts_with(**base));
        let dialect = spoken.map(|(_, dialect)| *dialect);
        async move {
            if let Some(dialect) = dialect {
                return refuse(dialect, &Error::not_found(), &request_id(&shared));
            }
            assets::serve(&*assets, request.uri().path(), request.headers())
        }
    };
    // People's files are mostly packed already, and are fetched in parts.
    let is_ours = |_: StatusCode, _: Version, _: &HeaderMap, marks: &Extensions| marks.get::<Guarded>().is_none();
    let squeeze = SizeAbove::new(1024).and(NotForContentType::SSE).and(NotForContentType::IMAGES).and(is_ours);
    router
        .route(
            "/api/openapi.json",
            axum::routing::get(move || {
                let openapi = openapi.to_string();
                async move { ([(header::CONTENT_TYPE, "application/json")], openapi) }
            }),
        )
        .fallback(fallback)
        .layer(RequestBodyTimeoutLayer::new(server.settings.patience))
        .layer(axum::middleware::map_response(harden))
        .layer(CompressionLayer::new().compress_when(squeeze))
}

impl Server {
    /// Serves on a listener until `stop` resolves, then lets requests in flight end.
    pub async fn serve(
        self,
        listener: tokio::net::TcpListener,
        stop: impl Future<Output = ()> + Send + 'static,
    ) -> std::io::Result<()> {
        let Settings { connections, patience, .. } = self.settings;
        let room = Arc::new(Semaphore::new(connections));
        let router = router(self);
        let mut protocol = http1::Builder::new();
        protocol.timer(TokioTimer::new()).header_read_timeout(patience).max_buf_size(READ_AHEAD);
        let (stopping, told) = watch::channel(());
        let mut stop = std::pin::pin!(stop);
        loop {
            let accepted = tokio::select! {
                () = &mut stop => break,
                accepted = accept(&listener, &room, patience) => accepted,
            };
            let Some((stream, peer, place)) = accepted else { continue };
            let (router, held) = (router.clone(), place.clone());
            let service = service_fn(move |mut request: http::Request<hyper::body::Incoming>| {
                request.extensions_mut().insert(peer);
                request.extensions_mut().insert(held.clone());
                if let Some((code, rest)) = site::split(request.uri()) {
                    *request.uri_mut() = rest;
                    request.extensions_mut().insert(code);
                }
                router.clone().oneshot(request.map(Body::new))
            });
            let connection = protocol.serve_connection(TokioIo::new(stream), service).with_upgrades();
            let mut told = told.clone();
            tokio::spawn(async move {
                let mut connection = std::pin::pin!(connection);
                let ended = tokio::select! {
                    ended = connection.as_mut() => ended,
                    _ = told.changed() => {
                        connection.as_mut().graceful_shutdown();
                        connection.await
                    }
                };
                if let Err(error) = ended {
                    tracing::debug!(%error, "a connection ended in the middle");
                }
                drop(place);
            });
        }
        drop((listener, told));
        stopping.send_replace(());
        if tokio::time::timeout(LAST_ANSWERS_WITHIN, stopping.closed()).await.is_err() {
            tracing::warn!("some requests were still under way when the program ended");
        }
        Ok(())
    }
}

/// The next client, once there is a place for one; nothing when it could not be let in.
async fn accept(listener: &TcpListener, room: &Arc<Semaphore>, patience: Duration) -> Option<(TcpStream, Peer, Place)> {
    let place = room.clone().acquire_owned().await.expect("the semaphore is never closed");
    match listener.accept().await {
        Ok((stream, peer)) => {
            // Without it a frame waits up to 40 ms for the client to acknowledge the one before.
            let ready = stream.set_nodelay(true);
            // The system lets go of who does not take an answer: the protocol waits for them for ever.
            if let Err(error) = ready.and_then(|()| SockRef::from(&stream).set_tcp_user_timeout(Some(patience))) {
                tracing::debug!(%error, "a connection was gone before it was served");
            }
            Some((stream, Peer(peer.ip()), Place { _held: Arc::new(place) }))
        }
        Err(error) => {
            tracing::warn!(%error, "a connection could not be accepted");
            tokio::time::sleep(BREATH).await;
            None
        }
    }
}

/// The way of our own clients.
const OURS: &dyn Dialect = &Ours;

fn request_id(shared: &Shared) -> String {
    let id: Id<()> = shared.ids.next(shared.db.clock().now(), &**shared.db.entropy());
    id.to_string()
}

async fn answer(shared: Arc<Shared>, endpoint: Endpoint, request: Request) -> Response {
    let request_id: Arc<str> = request_id(&shared).into();
    let mut response = match admit(&shared, &endpoint, request, request_id.clone()).await {
        Ok(incoming) => (endpoint.handler)(incoming).await,
        Err(error) => {
            let mut response = refuse(endpoint.dialect, &error, &request_id);
            // RFC 6750: a program that bears no good token is told what would be one.
            if endpoint.info.access == Access::Program && error.kind() == kernel::Kind::Unauthenticated {
                response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            response
        }
    };
    let value = HeaderValue::from_str(&request_id).expect("an id is ASCII");
    response.headers_mut().insert(HeaderName::from_static("x-request-id"), value);
    response
}

/// Whose address was asked at. Which organisation is the first is known from the start on, so this costs the only one nothing.
///
/// Errors: `not_found` for a code that no organisation has.
async fn site(shared: &Shared, code: Option<Code>) -> Result<Site> {
    let code = code.map(|Code(code)| code);
    let known = match shared.organisations.recall(code.as_deref()) {
        Some(org) => Some(org),
        None => shared.organisations.look_up(code.as_deref()).await?,
    };
    match (known, &code) {
        (Some(org), _) => Ok(Site::new(org, code)),
        (None, None) => Ok(Site::new(OrgId::from_raw(0), None)),
        (None, Some(_)) => Err(Error::not_found()),
    }
}

async fn admit(shared: &Shared, endpoint: &Endpoint, request: Request<Body>, request_id: Arc<str>) -> Result<Incoming> {
    let (mut parts, body) = request.into_parts();
    let site = site(shared, parts.extensions.remove()).await?;
    let headers = &parts.headers;
    let for_programs = endpoint.info.access == Access::Program;
    let of_a_bot = guard::bearer(headers).filter(|token| !for_programs && token.starts_with(guard::BOT_TOKEN));
    // No browser sends a program's token by itself: nobody can forge what bears one.
    if !for_programs && of_a_bot.is_none() {
        guard::check_origin(endpoint.info.method, headers)?;
    }
    // A page of another site can open a WebSocket with our cookie; its origin gives it away.
    if headers.contains_key(header::UPGRADE) && !guard::same_origin(headers) {
        return Err(Error::denied("forged_request"));
    }
    let peer = parts.extensions.get::<Peer>().map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |peer| peer.0);
    let client = Arc::new(guard::client(headers, peer, shared.settings.behind_proxy));
    let cookies = guard::cookies(headers);
    let if_match = headers.get(header::IF_MATCH).and_then(|value| value.to_str().ok()).map(Into::into);
    let (db, kit) = (shared.db.clone(), shared.kit.clone());
    let door = Door { endpoint: endpoint.info.clone(), authenticator: shared.authenticator.clone() };
    if for_programs {
        let token = guard::bearer(headers).ok_or_else(Error::unauthenticated)?;
        let Program { actor, name } = shared.programs.recognise(site.org(), token).await?;
        let (actor, program, token) = (Some(actor), Some(name), None);
        let restriction = None;
        let cx = Cx { db, kit, site, actor, restriction, program, client, request_id, token, if_match, cookies, door };
        return Ok(Incoming { cx, parts, body });
    }
    let cookie =
        || guard::cookie(&cookies, &site.cookie(SESSION_COOKIE)).filter(|token| !token.starts_with(guard::BOT_TOKEN));
    let token: Option<Arc<str>> = of_a_bot.or_else(cookie).map(Into::into);
    let signed = guard::sign(&door, site.org(), token.as_deref(), &client).await?;
    let (actor, restriction) = (signed.map(|signed| signed.actor), signed.and_then(|signed| signed.restriction));
    let program = None;
    let cx = Cx { db, kit, site, actor, restriction, program, client, request_id, token, if_match, cookies, door };
    Ok(Incoming { cx, parts, body })
}

/// Headers of every answer.
const ALWAYS: [(&str, &str); 3] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];
/// Headers of whatever a browser might show or run by itself.
const SHOWN: [(&str, &str); 4] = [
    ("content-security-policy", CONTENT_POLICY),
    ("cross-origin-opener-policy", "same-origin"),
    ("permissions-policy", "camera=(self), microphone=(self), geolocation=(self), payment=(), usb=()"),
    // Beside another organisation's, a page of ours stands in a frame of ours.
    ("x-frame-options", "SAMEORIGIN"),
];

/// Tells the browser to be strict.
async fn harden(mut response: Response) -> Response {
    // The built parts are the only files of which a start fetches several, and nothing heeds these headers there: at the end of a
    // narrow line they are a second of waiting.
    let part = response.extensions().get::<assets::Part>().is_some();
    // People's files come with stricter ones of their own.
    let guarded = response.extensions().get::<Guarded>().is_some();
    let shown: &[(&str, &str)] = if part || guarded { &[] } else { &SHOWN };
    for &(name, value) in ALWAYS.iter().chain(shown) {
        response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response
}
