//! Judged projects: made in the background, kept while their files stay the same.

use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::UNIX_EPOCH;

use serde_json::Value;

use super::folder::ProjectFolder;
use super::pages;
use super::state::{Progress, Shared};
use crate::catalogue::Catalogue;
use crate::judge::Judged;
use crate::localized;
use crate::text::{Lang, Localized};

/// Judged projects kept at once; the one asked for least recently goes first.
const KEPT: usize = 6;
/// How finely progress is told.
const STEPS: f64 = 1000.0;

/// A judged project.
pub struct Work {
    /// What was found, and the report.
    pub judged: Judged,
    /// The requirements it was judged by.
    pub catalogue: Catalogue,
}

/// How far a project has come.
#[derive(Clone)]
pub(super) enum Standing {
    /// It is being read; from 0 to 1.
    Reading(f64),
    /// It is judged.
    Ready(Arc<Work>),
    /// It cannot be judged.
    Failed(Localized),
}

enum State {
    Reading(Arc<AtomicU32>),
    Ready(Arc<Work>),
    /// It was judged; what a list of projects says of it is all that is kept.
    Told(Value),
    Failed(Localized),
}

struct Entry {
    stamp: String,
    state: State,
    asked: u64,
}

/// The projects being judged and those that are.
#[derive(Default)]
pub(super) struct Desk {
    entries: Mutex<BTreeMap<(String, &'static str), Entry>>,
    /// One project at a time: a building model may take all the memory there is.
    turn: Mutex<()>,
}

impl Desk {
    fn entries(&self) -> MutexGuard<'_, BTreeMap<(String, &'static str), Entry>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A project judged for whatever language: plans and titles are the same in all.
    pub(super) fn in_any_language(&self, project: &ProjectFolder) -> Option<Arc<Work>> {
        let stamp = stamp(project);
        let entries = self.entries();
        let own = entries.iter().filter(|((key, _), e)| *key == project.key && e.stamp == stamp);
        own.filter_map(|(_, e)| match &e.state {
            State::Ready(work) => Some(Arc::clone(work)),
            _ => None,
        })
        .next()
    }

    /// What a list of projects says of one: the project itself may have been let go of since it was judged.
    pub(super) fn glance(&self, server: &Shared, project: &ProjectFolder, lang: Lang) -> Value {
        let told = self.entries().get(&(project.key.clone(), lang.tag())).and_then(|e| match &e.state {
            State::Told(told) if e.stamp == stamp(project) => Some(told.clone()),
            _ => None,
        });
        told.unwrap_or_else(|| pages::standing(&self.ask(server, project, lang), lang))
    }

    /// How far a project has come; begins to judge it where nobody has, or its files have changed.
    pub(super) fn ask(&self, server: &Shared, project: &ProjectFolder, lang: Lang) -> Standing {
        let key = (project.key.clone(), lang.tag());
        let stamp = stamp(project);
        let mut entries = self.entries();
        let asked = entries.values().map(|e| e.asked).max().map_or(0, |n| n + 1);
        if let Some(entry) = entries.get_mut(&key).filter(|e| e.stamp == stamp) {
            entry.asked = asked;
            match &entry.state {
                State::Reading(share) => {
                    return Standing::Reading(f64::from(share.load(Ordering::Relaxed)) / STEPS);
                }
                State::Ready(work) => return Standing::Ready(Arc::clone(work)),
                State::Failed(why) => return Standing::Failed(why.clone()),
                State::Told(_) => {}
            }
        }
        let strays = server.root.strays(project);
        if !strays.is_empty() {
            let names = strays.join(", ");
            return Standing::Failed(localized!(
                "prosjektet nevner noe som ligger utenfor mappen, og som ikke leses: {names}",
                "the project names what lies outside the folder and is not read: {names}"
            ));
        }
        let share = Arc::new(AtomicU32::new(0));
        let entry = Entry { stamp: stamp.clone(), state: State::Reading(Arc::clone(&share)), asked };
        entries.insert(key.clone(), entry);
        drop(entries);
        let (server, project) = (Arc::clone(server), project.clone());
        tokio::task::spawn_blocking(move || {
            let _turn = server.desk.turn.lock().unwrap_or_else(PoisonError::into_inner);
            let told: Progress = Arc::new(move |part: f64| {
                share.store((part.clamp(0.0, 1.0) * STEPS) as u32, Ordering::Relaxed);
            });
            let judged = catch_unwind(AssertUnwindSafe(|| (server.hooks.judge)(&project, lang, told)));
            let state = match judged {
                Ok(Ok(work)) => State::Ready(Arc::new(work)),
                Ok(Err(why)) => State::Failed(why),
                Err(_) => State::Failed(Localized::new(
                    "programmet feilet på dette prosjektet; de andre er ikke berørt",
                    "the program failed on this project; the others are not touched",
                )),
            };
            let mut entries = server.desk.entries();
            if let Some(entry) = entries.get_mut(&key).filter(|e| e.stamp == stamp) {
                entry.state = state;
            }
            evict(&mut entries);
        });
        Standing::Reading(0.0)
    }
}

/// Lets go of the projects asked for least recently; what a list says of them stays.
fn evict(entries: &mut BTreeMap<(String, &'static str), Entry>) {
    let heavy = |e: &Entry| matches!(e.state, State::Ready(_));
    while entries.values().filter(|e| heavy(e)).count() > KEPT {
        let oldest = entries.iter_mut().filter(|(_, e)| heavy(e)).min_by_key(|(_, e)| e.asked);
        let Some(((_, lang), entry)) = oldest else { return };
        if let State::Ready(work) = &entry.state {
            let lang = if *lang == Lang::En.tag() { Lang::En } else { Lang::Nb };
            entry.state = State::Told(pages::standing(&Standing::Ready(Arc::clone(work)), lang));
        }
    }
}

/// Says whether the files of a project are the same: names, sizes and times.
fn stamp(project: &ProjectFolder) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut look = |path: &Path| {
        let Ok(about) = fs::metadata(path) else { return };
        let time = about.modified().ok().and_then(|t| t.duration_since(UNIX_EPOCH).ok());
        let time = time.map(|t| t.as_nanos()).unwrap_or_default();
        lines.push(format!("{} {} {time}", path.display(), about.len()));
    };
    let folders = [project.folder.clone(), project.folder.join(crate::project::FRAVIK_FOLDER)];
    match project.inputs.as_slice() {
        // A file of its own among others: theirs do not matter.
        [one] => {
            look(one);
            look(&one.with_extension("attest.toml"));
        }
        _ => folders.iter().filter_map(|f| fs::read_dir(f).ok()).flatten().flatten().for_each(|e| {
            let hidden = e.file_name().to_string_lossy().starts_with('.');
            if !hidden && e.file_type().is_ok_and(|t| t.is_file()) {
                look(&e.path());
            }
        }),
    }
    lines.sort();
    lines.join("\n")
}
