//! Somebody at the end of a weak network, who speaks as our client does: the first list, then a message to somebody at the
//! end of the same network.

use clap::Args;
use harness::Client;
use serde_json::json;
use std::net::SocketAddr;
use std::time::Instant;

#[derive(Debug, Args)]
pub(crate) struct Options {
    #[arg(long)]
    address: SocketAddr,
    /// Two people's sessions.
    #[arg(long)]
    tokens: Vec<String>,
    #[arg(long)]
    room: String,
    #[arg(long)]
    messages: usize,
    /// Connects and waits to be killed.
    #[arg(long)]
    idle: bool,
}

pub(crate) fn run(options: &Options) {
    crate::runtime().block_on(async {
        let [writer, reader] = options.tokens.as_slice() else { panic!("two people's sessions") };
        let since = Instant::now();
        let writer = Client::new(options.address, Some(writer.clone()));
        let reader = Client::new(options.address, Some(reader.clone()));
        let list = reader.bootstrap().await;
        let list_s = since.elapsed().as_secs_f64();
        let mut live = reader.live(&list["position"]).await;
        live.until(|frame| frame["t"] == "ready").await;
        if options.idle {
            println!("{}", json!({ "ready_s": since.elapsed().as_secs_f64() }));
            std::future::pending::<()>().await;
        }
        let mut seen_s = Vec::new();
        for turn in 0..options.messages {
            let since = Instant::now();
            let said = async { writer.say(&options.room, &format!("弱い回線から {turn}")).await };
            let heard = async {
                live.until(|frame| frame["p"]["message"]["body"] == format!("弱い回線から {turn}")).await
            };
            let (said, heard) = tokio::join!(said, heard);
            assert_eq!(said["id"], heard["p"]["message"]["id"]);
            seen_s.push(since.elapsed().as_secs_f64());
        }
        println!("{}", json!({ "list_s": list_s, "seen_s": seen_s }));
    });
}
