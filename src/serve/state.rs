//! What every request works with: the folder, the settings, and what the rest of the program does for the server.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::sync::Semaphore;

use super::assets::Assets;
use super::folder::{ProjectFolder, Root};
use super::work::{Desk, Work};
use crate::catalogue::Catalogue;
use crate::date::Date;
use crate::text::{Lang, Localized};

/// Where and for whom the server answers.
#[derive(Debug, Clone)]
pub struct Config {
    /// The folder of projects; nothing outside it is read or written.
    pub root: PathBuf,
    /// Where it listens.
    pub address: SocketAddr,
    /// Names besides numeric addresses that requests may be addressed to, such as that of a proxy.
    pub hosts: Vec<String>,
    /// Must be shown by every device; none on loopback, where everybody on the machine is trusted.
    pub token: Option<String>,
    /// Language of pages until somebody chooses another.
    pub lang: Lang,
    /// Largest building model or description taken in, in bytes.
    pub largest_upload: u64,
}

/// A visit to be made.
#[derive(Debug, Clone)]
pub struct NewVisit {
    /// Its folder, which does not exist yet.
    pub folder: PathBuf,
    /// What is visited.
    pub place: String,
    /// Ids of the dwellings; all of them when empty.
    pub dwellings: Vec<String>,
    /// The day.
    pub date: Option<Date>,
}

/// Tells how far reading has come, from 0 to 1.
pub type Progress = Arc<dyn Fn(f64) + Send + Sync>;
type Judge = dyn Fn(&ProjectFolder, Lang, Progress) -> Result<Work, Localized> + Send + Sync;
type Page = dyn Fn(&ProjectFolder, Lang) -> Result<String, Localized> + Send + Sync;
type Bids = dyn Fn(&[ProjectFolder], Lang) -> Result<String, Localized> + Send + Sync;
type Visited = dyn Fn(&ProjectFolder, &Path, Lang) -> Result<String, Localized> + Send + Sync;
/// Makes a file of the visit in a folder.
pub(super) type VisitedFile = dyn Fn(&ProjectFolder, &Path, Lang) -> Result<Vec<u8>, Localized> + Send + Sync;
type MakeVisit = dyn Fn(&ProjectFolder, &NewVisit, Lang) -> Result<(), Localized> + Send + Sync;

/// What the server asks of the rest of the program: the same that the commands of these names do.
pub struct Hooks {
    /// Judges a project: `check`.
    pub judge: Box<Judge>,
    /// The project for every resident group, as a page: `suitability`.
    pub suitability: Box<Page>,
    /// Several projects side by side, as a page: `bids`.
    pub bids: Box<Bids>,
    /// The report of a visit in a folder, as a page: `inspect report`.
    pub report: Box<Visited>,
    /// The same as PDF, where the program was built with it.
    pub report_pdf: Box<VisitedFile>,
    /// The checklist of a visit as PDF, to be filled in by pen.
    pub checklist_pdf: Box<VisitedFile>,
    /// Makes the folder of a visit: `inspect new`.
    pub new_visit: Box<MakeVisit>,
}

/// Photos decoded at once: each may take hundreds of megabytes while it is.
const DECODED_AT_ONCE: usize = 1;

/// Reports of visits made at once: each holds all photos.
const REPORTS_AT_ONCE: usize = 1;

/// What every request works with.
pub(super) struct Server {
    pub(super) config: Config,
    pub(super) root: Root,
    pub(super) hooks: Arc<Hooks>,
    pub(super) desk: Desk,
    pub(super) assets: Assets,
    /// Titles and facts for visits whose project cannot be judged.
    pub(super) built_in: Arc<Catalogue>,
    /// Held while a photo is decoded.
    pub(super) decoding: Semaphore,
    /// Held while the report of a visit is made.
    pub(super) reporting: Semaphore,
}

/// The server as handlers share it.
pub(super) type Shared = Arc<Server>;

impl Server {
    pub(super) fn new(config: Config, root: Root, hooks: Hooks, built_in: Catalogue) -> Self {
        Self {
            config,
            root,
            hooks: Arc::new(hooks),
            desk: Desk::default(),
            assets: Assets::new(),
            built_in: Arc::new(built_in),
            decoding: Semaphore::new(DECODED_AT_ONCE),
            reporting: Semaphore::new(REPORTS_AT_ONCE),
        }
    }
}
