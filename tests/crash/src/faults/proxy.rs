//! A line with a long way: bytes pass after a while that varies a little, in order, and a connection is there only after a
//! way and back. For kernels without netem.

use clap::Args;
use kernel::{Entropy, SeededEntropy};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::time::Instant;

/// Bytes that go together.
const PARCEL: usize = 1_400;

#[derive(Debug, Args)]
pub(crate) struct Options {
    #[arg(long)]
    listen: SocketAddr,
    #[arg(long)]
    to: SocketAddr,
    /// From one end to the other, in milliseconds.
    #[arg(long)]
    delay_ms: u64,
    /// More or less by so many milliseconds.
    #[arg(long)]
    jitter_ms: u64,
}

pub(crate) fn run(options: &Options) {
    crate::runtime().block_on(async {
        let listener = TcpListener::bind(options.listen).await.expect("a free port");
        println!("ready");
        let mut seed = 0;
        while let Ok((near, _)) = listener.accept().await {
            seed += 2;
            let (to, delay, jitter) = (options.to, options.delay_ms, options.jitter_ms);
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_millis(2 * delay)).await;
                let Ok(far) = TcpStream::connect(to).await else { return };
                let _ = (near.set_nodelay(true), far.set_nodelay(true));
                let ((near_in, near_out), (far_in, far_out)) = (near.into_split(), far.into_split());
                tokio::join!(
                    pass(near_in, far_out, delay, jitter, SeededEntropy::new(seed)),
                    pass(far_in, near_out, delay, jitter, SeededEntropy::new(seed + 1))
                );
            });
        }
    });
}

async fn pass(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    delay: u64,
    jitter: u64,
    chance: SeededEntropy,
) {
    // What is on its way is bounded, as the window of a line is.
    let (tell, mut told) = mpsc::channel::<(Instant, Vec<u8>)>(256);
    let read = async move {
        let mut parcel = [0; PARCEL];
        while let Ok(count @ 1..) = from.read(&mut parcel).await {
            let way = Duration::from_millis(delay.saturating_sub(jitter) + chance.u64() % (2 * jitter + 1));
            if tell.send((Instant::now() + way, parcel[..count].to_vec())).await.is_err() {
                break;
            }
        }
    };
    let write = async move {
        while let Some((due, bytes)) = told.recv().await {
            tokio::time::sleep_until(due).await;
            if to.write_all(&bytes).await.is_err() {
                break;
            }
        }
        let _ = to.shutdown().await;
    };
    tokio::join!(read, write);
}
