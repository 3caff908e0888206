//! What sheets of one model share, so that it is worked out once: the walls of its storeys, and whole sheets.
//!
//! A report shows the same plans on its page and as files of their own; sixty dwellings of a storey have its walls.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::Sheet;
use crate::geometry::Region;

/// Values by key, each made by the first who asks while the others wait for it.
type Made<K, T> = Mutex<BTreeMap<K, Arc<OnceLock<T>>>>;

/// What sheets of one model share. Never to be used with another model.
#[derive(Debug, Default)]
pub struct Shared {
    walls: Made<usize, Region>,
    sheets: Made<String, Vec<Sheet>>,
}

impl Shared {
    /// The walls of a storey.
    pub(crate) fn walls(&self, storey: usize, make: impl FnOnce() -> Region) -> Region {
        once(&self.walls, storey, make)
    }

    /// The sheets of a key, which tells everything they depend on.
    pub fn sheets(&self, key: String, make: impl FnOnce() -> Vec<Sheet>) -> Vec<Sheet> {
        once(&self.sheets, key, make)
    }
}

fn once<K: Ord, T: Clone>(made: &Made<K, T>, key: K, make: impl FnOnce() -> T) -> T {
    let place = Arc::clone(made.lock().unwrap_or_else(PoisonError::into_inner).entry(key).or_default());
    place.get_or_init(make).clone()
}
