//! The reports and the visit in a browser: a web server over a folder of projects, one folder per visit in them.
//!
//! In come requests, out go pages and files. The folder is the storage: what is written here the command line reads,
//! and the reverse. How a project is judged is handed in as [`Hooks`], so that a page can say nothing that the command
//! line does not. Nothing outside the folder is read or written, nothing is fetched from elsewhere.
//!
//! The page of a visit works without network: the device keeps what was seen and sends it as [`changes`](crate::visits::Change), each
//! with what it replaces, so that two devices and an editor can work on one file and nobody's words are lost.

mod assets;
mod folder;
mod gate;
mod listen;
mod pages;
mod reply;
mod routes;
mod state;
mod upload;
mod visit_routes;
mod work;

pub use folder::ProjectFolder;
pub use gate::new_token;
pub use listen::{ServeError, serve};
pub use state::{Config, Hooks, NewVisit, Progress};
pub use work::Work;
