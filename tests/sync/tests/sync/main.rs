//! The promises of docs/live.md, each tried so that it could fail, on both databases through the real server.

mod contract;
mod crew;
mod device;
mod dice;
mod machine;
mod nodes;
mod numbers;
mod positions;
mod readers;
mod schedules;
mod state;
mod truth;
