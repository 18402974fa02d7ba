//! `engawa serve`.

use crate::app::{App, Options};
use crate::commands::demo::SignIns;
use crate::config::Serve;
use kernel::{Actor, Error, Id, Result};
use live::Limits;
use tokio::net::TcpListener;
use web::Settings;

/// Serves until Ctrl-C or a termination signal.
pub(super) fn run(options: &Serve) -> Result<()> {
    let db = super::open(&options.store)?;
    let app = App::new(
        db,
        Options {
            files: options.store.files(),
            settings: Settings { behind_proxy: options.behind_proxy },
            limits: Limits::default(),
            run_jobs: true,
        },
    )?;
    let set_up = app.db.read_now(Actor::system(Id::from_raw(0)), identity::store::is_set_up)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Error::internal)?;
    runtime.block_on(async {
        let listener = TcpListener::bind(options.listen)
            .await
            .map_err(|error| Error::unavailable("address_in_use", format!("{}: {error}", options.listen)))?;
        let address = listener.local_addr().map_err(|error| Error::unavailable("network", error))?;
        println!("縁側 Engawa  http://{address}/");
        if set_up {
            if let Some(sign_ins) = SignIns::read(&options.store.data) {
                sign_ins.print();
            }
        } else {
            println!("First set-up / 初期設定: open the address above and enter this code / 上の画面で次のコードを入力してください");
            println!("    {}", app.set_up_code);
        }
        app.serve(listener, stop_signal()).await.map_err(|error| Error::unavailable("network", error))
    })
}

async fn stop_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate()).expect("the system tells of termination");
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}
