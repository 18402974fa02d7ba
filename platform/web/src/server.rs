//! The router and what surrounds it.

use crate::assets::{self, Assets, CONTENT_POLICY};
use crate::cx::{Cx, Kit};
use crate::endpoint::{Endpoint, Incoming, Method, Routes};
use crate::guard::{self, Authenticator, SESSION_COOKIE, Signed};
use crate::problem::Problem;
use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, MethodRouter};
use axum::serve::ListenerExt;
use db::Db;
use kernel::{Error, Id, IdMaker, Result};
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};

/// How the edge behaves.
#[derive(Debug, Clone, Copy, Default)]
pub struct Settings {
    /// A proxy of ours stands before us: its `X-Forwarded-*` headers are true.
    pub behind_proxy: bool,
}

/// What the edge serves.
pub struct Server {
    /// All endpoints.
    pub routes: Routes,
    /// The database.
    pub db: Db,
    /// Parts of the program that endpoints use.
    pub kit: Arc<Kit>,
    /// Who turns tokens into actors.
    pub authenticator: Arc<dyn Authenticator>,
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
    authenticator: Arc<dyn Authenticator>,
    settings: Settings,
    ids: IdMaker,
}

/// The service for a listener, such as `axum::serve`; [`Server::serve`] does that.
pub fn router(server: Server) -> Router {
    let shared = Arc::new(Shared {
        db: server.db,
        kit: server.kit,
        authenticator: server.authenticator,
        settings: server.settings,
        ids: IdMaker::new(),
    });
    let mut by_path: BTreeMap<&'static str, MethodRouter> = BTreeMap::new();
    for endpoint in server.routes.endpoints {
        let filter = match endpoint.info.method {
            Method::Get => MethodFilter::GET,
            Method::Post => MethodFilter::POST,
            Method::Put => MethodFilter::PUT,
            Method::Patch => MethodFilter::PATCH,
            Method::Delete => MethodFilter::DELETE,
        };
        let path = endpoint.info.path;
        let shared = shared.clone();
        let handler = move |request: Request| answer(shared.clone(), endpoint.clone(), request);
        let routes = by_path.remove(path).unwrap_or_default().on(filter, handler);
        by_path.insert(path, routes);
    }
    let mut router = Router::new();
    for (path, routes) in by_path {
        let shared = shared.clone();
        let wrong_method = move || async move { problem(&shared, Error::not_found()) };
        router = router.route(&format!("/api{path}"), routes.fallback(wrong_method));
    }
    let openapi = server.openapi;
    let assets = server.assets;
    let fallback = move |request: Request| {
        let (shared, assets) = (shared.clone(), assets.clone());
        async move {
            if request.uri().path().starts_with("/api") {
                return problem(&shared, Error::not_found());
            }
            assets::serve(&*assets, request.uri().path(), request.headers())
        }
    };
    let squeeze = SizeAbove::new(1024).and(NotForContentType::SSE).and(NotForContentType::IMAGES);
    router
        .route(
            "/api/openapi.json",
            axum::routing::get(move || {
                let openapi = openapi.to_string();
                async move { ([(header::CONTENT_TYPE, "application/json")], openapi) }
            }),
        )
        .fallback(fallback)
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
        let service = router(self).into_make_service_with_connect_info::<SocketAddr>();
        // Without it a frame waits up to 40 ms for the client to acknowledge the one before.
        let listener = listener.tap_io(|stream| {
            if let Err(error) = stream.set_nodelay(true) {
                tracing::debug!(%error, "a connection was gone before it was served");
            }
        });
        axum::serve(listener, service).with_graceful_shutdown(stop).await
    }
}

fn problem(shared: &Shared, error: Error) -> Response {
    let id: Id<()> = shared.ids.next(shared.db.clock().now(), &**shared.db.entropy());
    Problem::of(&error, &id.to_string()).into_response()
}

async fn answer(shared: Arc<Shared>, endpoint: Endpoint, request: Request) -> Response {
    let id: Id<()> = shared.ids.next(shared.db.clock().now(), &**shared.db.entropy());
    let request_id: Arc<str> = id.to_string().into();
    let mut response = match admit(&shared, &endpoint, request, request_id.clone()).await {
        Ok(incoming) => (endpoint.handler)(incoming).await,
        Err(error) => Problem::of(&error, &request_id).into_response(),
    };
    let value = HeaderValue::from_str(&request_id).expect("an id is ASCII");
    response.headers_mut().insert(HeaderName::from_static("x-request-id"), value);
    response
}

async fn admit(shared: &Shared, endpoint: &Endpoint, request: Request<Body>, request_id: Arc<str>) -> Result<Incoming> {
    let (parts, body) = request.into_parts();
    let headers = &parts.headers;
    guard::check_origin(endpoint.info.method, headers)?;
    // A page of another site can open a WebSocket with our cookie; its origin gives it away.
    if headers.contains_key(header::UPGRADE) && !guard::same_origin(headers) {
        return Err(Error::denied("forged_request"));
    }
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |info| info.0.ip());
    let client = Arc::new(guard::client(headers, peer, shared.settings.behind_proxy));
    let cookies = guard::cookies(headers);
    let token: Option<Arc<str>> = guard::cookie(&cookies, SESSION_COOKIE).map(Into::into);
    let signed: Option<Signed> = match &token {
        None => None,
        Some(token) => match shared.authenticator.authenticate(token, &client).await {
            Ok(signed) => Some(signed),
            Err(error) if error.kind() == kernel::Kind::Unauthenticated => None,
            Err(error) => return Err(error),
        },
    };
    let actor = guard::admit(endpoint.info.access, signed.as_ref())?;
    let if_match = headers.get(header::IF_MATCH).and_then(|value| value.to_str().ok()).map(Into::into);
    let cx = Cx { db: shared.db.clone(), kit: shared.kit.clone(), actor, client, request_id, token, if_match, cookies };
    Ok(Incoming { cx, parts, body })
}

/// Headers that every answer carries.
async fn harden(mut response: Response) -> Response {
    let fixed = [
        ("content-security-policy", CONTENT_POLICY),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(self), microphone=(self), geolocation=(self), payment=(), usb=()"),
        ("x-frame-options", "DENY"),
    ];
    for (name, value) in fixed {
        response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response
}
