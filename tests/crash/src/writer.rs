//! Somebody who writes, and repeats what was not acknowledged with the same id, as our client's outbox does.

use harness::{Wire, new_id};
use kernel::{Entropy, SeededEntropy};
use serde_json::{Value, json};
use std::io::{Error, Result};
use std::net::SocketAddr;
use tokio::sync::mpsc::UnboundedSender;

/// A message, as it is sent as often as it takes.
#[derive(Debug, Clone)]
pub struct Said {
    /// The id that its writer gave it.
    pub id: String,
    /// Its room.
    pub room: String,
    /// The first message of its thread.
    pub thread: Option<String>,
}

/// A message that the server has acknowledged, with the number that it gave.
#[derive(Debug)]
pub struct Acknowledged {
    /// The message.
    pub said: Said,
    /// Its number.
    pub seq: i64,
    /// The token of who wrote it.
    pub author: String,
}

/// See the module's page.
pub struct Writer {
    /// The room in which they write.
    pub room: String,
    /// The token of their session.
    pub token: String,
    /// The code of their organisation, where it is not the first one.
    pub code: Option<&'static str>,
    chance: SeededEntropy,
    /// Sent and not acknowledged when the line broke.
    waiting: Option<Said>,
}

impl Writer {
    /// Somebody who has not written yet.
    pub fn new(room: String, token: String, chance: SeededEntropy) -> Self {
        Self { room, token, code: None, chance, waiting: None }
    }

    /// The same of another organisation than the first one.
    pub fn at(self, code: &'static str) -> Self {
        Self { code: Some(code), ..self }
    }

    /// Writes one message after another, tells of each that was acknowledged, and keeps the one that was not.
    pub async fn write_until_the_line_breaks(
        mut self,
        address: SocketAddr,
        roots: Vec<Said>,
        tell: UnboundedSender<Acknowledged>,
    ) -> Self {
        let Ok(mut wire) = Wire::connect_at(address, self.code, &self.token).await else { return self };
        loop {
            let said = self.waiting.take().unwrap_or_else(|| self.next(&roots));
            match self.send(&mut wire, &said).await {
                Ok(acknowledged) => tell.send(acknowledged).expect("somebody keeps the books"),
                Err(_) => {
                    self.waiting = Some(said);
                    return self;
                }
            }
        }
    }

    /// Sends what waits.
    ///
    /// Panics: when there is no answer, or it is a refusal.
    pub async fn finish(&mut self, address: SocketAddr) -> Option<Acknowledged> {
        let said = self.waiting.take()?;
        let mut wire = Wire::connect_at(address, self.code, &self.token).await.expect("a line");
        Some(self.send(&mut wire, &said).await.expect("an answer"))
    }

    fn next(&self, roots: &[Said]) -> Said {
        let ours: Vec<&Said> = roots.iter().filter(|root| root.room == self.room).collect();
        // One in four answers in a thread, where there is one.
        let chance = self.chance.u64() as usize;
        let root = if chance.is_multiple_of(4) { ours.get((chance / 4) % ours.len().max(1)) } else { None };
        Said { id: new_id(), room: self.room.clone(), thread: root.map(|root| root.id.clone()) }
    }

    async fn send(&self, wire: &mut Wire, said: &Said) -> Result<Acknowledged> {
        let body = json!({ "id": said.id, "body": format!("{}です。", said.id), "thread": said.thread });
        let (status, answer) = wire.send("POST", &format!("/rooms/{}/messages", said.room), &body.to_string()).await?;
        let answer: Value = serde_json::from_slice(&answer).expect("answers are JSON");
        if status == 503 {
            // Refused, and to be repeated: as good as no answer.
            return Err(Error::other(answer["code"].to_string()));
        }
        assert!(status == 200 || status == 201, "{status} {answer}");
        assert_eq!(answer["id"], said.id.as_str());
        let seq = answer["seq"].as_i64().expect("a message has a number");
        Ok(Acknowledged { said: said.clone(), seq, author: self.token.clone() })
    }
}
