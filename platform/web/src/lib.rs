//! The HTTP edge. Features declare endpoints as data ([`Routes`]): method, path, access, types. From that list come
//! the router, the OpenAPI document and the access tests, so that none of them can forget one. Only this crate knows
//! the HTTP framework.

mod assets;
mod cx;
mod dialect;
mod endpoint;
mod guard;
mod openapi;
mod origin;
mod page;
mod pieces;
mod problem;
mod reply;
mod served;
mod server;
mod site;
mod socket;
mod websocket;

pub use assets::{Asset, Assets};
pub use cx::{Client, Cx, Kit};
pub use dialect::{Dialect, Ours};
pub use endpoint::{Access, EndpointInfo, In, Json, Method, Raw, Routes};
pub use guard::{Authenticator, BOT_TOKEN, Program, Programs, Restriction, SESSION_COOKIE, Signed};
pub use openapi::document;
pub use origin::{Origin, Origins};
pub use page::{Cursor, Page, limit};
pub use pieces::{Head, Pieces};
pub use problem::Problem;
pub use reply::Reply;
pub use served::Served;
pub use server::{Place, Server, Settings};
pub use site::{Organisations, Site};
pub use socket::{Line, Socket};
pub use websocket::{Decoder, Fault, Frame, Heard, close, pong};
