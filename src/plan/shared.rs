//! What sheets of one model share, so that it is worked out once: the walls of its storeys, and whole sheets.
//!
//! A report shows the same plans on its page and as files of their own; sixty dwellings of a storey have its walls.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use super::Sheet;
use crate::geometry::Region;

/// What sheets of one model share. Never to be used with another model.
#[derive(Debug, Default)]
pub struct Shared {
    /// Made by the first who asks while the others wait.
    walls: Mutex<BTreeMap<usize, Arc<OnceLock<Region>>>>,
    /// Nobody waits for sheets: they are drawn on several threads, and one that waited could be needed to draw them.
    sheets: Mutex<BTreeMap<String, Arc<[Sheet]>>>,
}

impl Shared {
    /// The walls of a storey.
    pub(crate) fn walls(&self, storey: usize, make: impl FnOnce() -> Region) -> Region {
        let place = Arc::clone(held(&self.walls).entry(storey).or_default());
        place.get_or_init(make).clone()
    }

    /// The sheets of a key, which tells everything they depend on.
    pub fn sheets(&self, key: String, make: impl FnOnce() -> Vec<Sheet>) -> Arc<[Sheet]> {
        if let Some(drawn) = held(&self.sheets).get(&key) {
            return Arc::clone(drawn);
        }
        let drawn = make().into();
        Arc::clone(held(&self.sheets).entry(key).or_insert(drawn))
    }
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
