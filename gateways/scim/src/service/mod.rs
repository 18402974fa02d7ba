//! SCIM's use cases.

pub mod tokens;
pub mod users;

/// From where a request came, and how it calls us.
#[derive(Debug, Clone)]
pub struct Call {
    /// For the record of acts: the network address and the token's name.
    pub origin: String,
    /// The address of `/scim/v2` as the client writes it.
    pub base: String,
    /// The version that the client has in hand (`If-Match`).
    pub seen: Option<String>,
}
