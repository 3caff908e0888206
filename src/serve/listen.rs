//! Connections: how many, for how long, and how the server ends.

use std::collections::HashMap;
use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};

use super::folder::Root;
use super::routes;
use super::state::{Config, Hooks, Server};
use crate::catalogue::{Catalogue, CatalogueError};
use crate::localized;
use crate::text::Localized;

/// Connections at once; those that come later wait.
const CONNECTIONS: usize = 128;
/// Connections at once from one address of a network: a browser opens six. A proxy is on the machine itself.
const FROM_ONE: usize = 24;
/// How long a client may take to send the head of a request, and an idle connection lasts.
const HEAD_WITHIN: Duration = Duration::from_secs(10);
/// Longest head of a request, in bytes.
const LONGEST_HEAD: usize = 32 << 10;
/// How long requests that are under way may take to finish when the server ends.
const FAREWELL: Duration = Duration::from_secs(5);

/// Why the server cannot run.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The folder cannot be used.
    #[error("cannot use the folder: {0}")]
    Folder(io::Error),
    /// It cannot listen there.
    #[error("cannot listen on {0}: {1}")]
    Listen(SocketAddr, io::Error),
    /// It would answer a network without asking who is there.
    #[error("an address on a network needs a token")]
    Open,
    /// The built-in requirements have faults.
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    /// It cannot go on.
    #[error("{0}")]
    Runtime(io::Error),
}

impl ServeError {
    /// What is wrong and what to do about it.
    pub fn words(&self) -> Localized {
        match self {
            Self::Folder(cause) => {
                localized!("mappen kan ikke brukes: {cause}", "cannot use the folder: {cause}")
            }
            Self::Listen(address, cause) => localized!(
                "kan ikke lytte på {address}: {cause}; velg en annen port med --port",
                "cannot listen on {address}: {cause}; choose another port with --port"
            ),
            Self::Open => Localized::new(
                "en adresse på et nett krever et token",
                "an address on a network needs a token",
            ),
            Self::Catalogue(_) => {
                Localized::new("den innebygde kravkatalogen har feil", "the built-in catalogue has faults")
            }
            Self::Runtime(cause) => localized!("tjeneren stanset: {cause}", "the server stopped: {cause}"),
        }
    }
}

/// Answers until `end` comes. `ready` is told the address, whose port is the one the system chose where 0 was asked for.
///
/// # Errors
/// When the folder or the address cannot be used, or the address is on a network and there is no token.
pub fn serve(
    config: Config,
    hooks: Hooks,
    ready: impl FnOnce(SocketAddr),
    end: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    if !config.address.ip().is_loopback() && config.token.as_deref().is_none_or(|t| t.len() < 16) {
        return Err(ServeError::Open);
    }
    let root = Root::open(&config.root).map_err(ServeError::Folder)?;
    let address = config.address;
    let server = Arc::new(Server::new(config, root, hooks, Catalogue::built_in()?));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(ServeError::Runtime)?;
    runtime.block_on(async {
        let listener = TcpListener::bind(address).await.map_err(|e| ServeError::Listen(address, e))?;
        ready(listener.local_addr().map_err(|e| ServeError::Listen(address, e))?);
        answer(listener, routes::router(server), end).await;
        Ok(())
    })
}

/// Who is connected, and how often.
#[derive(Default)]
struct Guests(Mutex<HashMap<IpAddr, usize>>);

/// A connection that counts until it is dropped.
struct Guest(Arc<Guests>, IpAddr);

impl Guests {
    fn counts(&self) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets a connection in, unless its address has its share: one who opens and says nothing keeps nobody else out.
    fn admit(self: &Arc<Self>, from: IpAddr) -> Option<Guest> {
        let mut counts = self.counts();
        let own = counts.entry(from).or_default();
        if *own >= FROM_ONE && !from.is_loopback() {
            return None;
        }
        *own += 1;
        Some(Guest(Arc::clone(self), from))
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        let mut counts = self.0.counts();
        if let Some(own) = counts.get_mut(&self.1) {
            *own = own.saturating_sub(1);
            if *own == 0 {
                counts.remove(&self.1);
            }
        }
    }
}

async fn answer(listener: TcpListener, router: axum::Router, end: impl Future<Output = ()>) {
    let slots = Arc::new(Semaphore::new(CONNECTIONS));
    let guests = Arc::new(Guests::default());
    let (closing, closed) = watch::channel(false);
    let mut end = std::pin::pin!(end);
    loop {
        let Ok(slot) = Arc::clone(&slots).acquire_owned().await else { return };
        let (stream, from) = tokio::select! {
            () = &mut end => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, from)) => (stream, from.ip().to_canonical()),
                Err(_) => {
                    // Out of handles, perhaps: the next may do better.
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    continue;
                }
            },
        };
        let Some(guest) = guests.admit(from) else { continue };
        let service = TowerToHyperService::new(router.clone());
        let mut closed = closed.clone();
        tokio::spawn(async move {
            let mut http = http1::Builder::new();
            http.timer(TokioTimer::new()).header_read_timeout(HEAD_WITHIN).max_buf_size(LONGEST_HEAD);
            let mut connection = std::pin::pin!(http.serve_connection(TokioIo::new(stream), service));
            // Whether a client went away is its own affair.
            tokio::select! {
                _ = connection.as_mut() => {}
                _ = closed.changed() => {
                    connection.as_mut().graceful_shutdown();
                    let _ = connection.await;
                }
            }
            drop((slot, guest));
        });
    }
    let _ = closing.send(true);
    let all = u32::try_from(CONNECTIONS).unwrap_or(u32::MAX);
    let _ = tokio::time::timeout(FAREWELL, slots.acquire_many(all)).await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_of_a_network_has_its_share_and_no_more() {
        let guests = Arc::new(Guests::default());
        let (one, other, own) = ([10, 0, 0, 4].into(), [10, 0, 0, 5].into(), [127, 0, 0, 1].into());
        let mut inside: Vec<Guest> = (0..FROM_ONE).filter_map(|_| guests.admit(one)).collect();
        assert_eq!(inside.len(), FROM_ONE);
        assert!(guests.admit(one).is_none());
        assert!(guests.admit(other).is_some(), "others are not kept out");
        inside.pop();
        assert!(guests.admit(one).is_some(), "who leaves makes room");
        let proxied: Vec<Guest> = (0..=FROM_ONE).filter_map(|_| guests.admit(own)).collect();
        assert_eq!(proxied.len(), FROM_ONE + 1, "a proxy on the machine speaks for many");
        drop((inside, proxied));
        assert!(guests.counts().is_empty());
    }
}
