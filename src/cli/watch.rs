//! `befaring watch`: judges again whenever something it hangs on is saved, and tells first what changed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::{Duration, SystemTime};

use notify_debouncer_mini::notify::{RecursiveMode, Watcher};
use notify_debouncer_mini::{DebounceEventResult, new_debouncer};

use super::check::ReportArgs;
use super::failure::Failure;
use super::screen::Screen;
use crate::judge::Judged;
use crate::localized;
use crate::report::compare::{Class, Comparison, Past, compare};
use crate::text::{Lang, Localized};

/// How long a file must be left alone before it is read: editors save in several steps.
const QUIET: Duration = Duration::from_millis(200);
/// Most findings that are named in what changed.
const MOST_TOLD: usize = 4;

/// Vurder på nytt hver gang noe lagres, og vis hva som endret seg
#[derive(clap::Args)]
#[command(
    override_usage = "befaring watch [VALG] [INNDATA…]",
    after_help = "\
Eksempler:
  befaring watch                          det befaring.toml sier, på nytt ved hver lagring
  befaring watch prosjekt.bolig -o ut     … og rapporten i ut/ holdes ved like

Følger inndata, prosjektfilen, fravik, egne kravmapper og mapper med bilder ved siden av. Ctrl-C avslutter."
)]
pub(super) struct Args {
    #[command(flatten)]
    report: ReportArgs,
    /// Vis bare hva som endret seg, ikke rapporten
    #[arg(short, long)]
    quiet: bool,
    /// Avslutt etter så mange vurderinger
    #[arg(long, value_name = "ANTALL", hide = true)]
    runs: Option<usize>,
}

pub(super) fn run(args: &Args, screen: &mut Screen) -> Result<u8, Failure> {
    let (events, saved) = mpsc::channel::<DebounceEventResult>();
    let mut debouncer = new_debouncer(QUIET, events).map_err(|cause| cannot_watch(&cause))?;
    let mut follow = Followed::default();
    let mut last: Option<Past> = None;
    let mut code;
    let mut runs = 0;
    loop {
        let mut watched = args.report.inputs.clone();
        // Followed before it is read: what is saved in the meantime is read again.
        let mut begin = |all: &[PathBuf]| follow.all(debouncer.watcher(), all);
        begin(&watched)?;
        match once(args, last.as_ref(), screen, &mut watched, &mut begin) {
            Ok(judged) => {
                code = judged.report.outcome.result.exit_code();
                last = Some(Past::of(&judged.report));
            }
            // What is half written is no reason to stop: it is told, and the next saving is waited for.
            Err(failure) => code = screen.failure(&failure),
        }
        runs += 1;
        if args.runs.is_some_and(|most| runs >= most) || screen.is_closed() {
            return Ok(code);
        }
        if follow.folders.is_empty() {
            return Ok(code);
        }
        screen.say_line(&Localized::new("Venter på neste lagring …", "Waiting for the next save …"));
        loop {
            match saved.recv() {
                Ok(events) => {
                    let mut saved = 0;
                    for event in events.iter().flatten().filter(|e| matters(&e.path, &watched)) {
                        saved += usize::from(follow.is_saved(&event.path));
                    }
                    if saved > 0 {
                        break;
                    }
                }
                Err(_) => return Ok(code),
            }
        }
    }
}

/// When a file was last written, and its length; none where there is no file.
type Stamp = Option<(SystemTime, u64)>;

/// The folders that are followed already, and the files in them as they were when they were last read.
///
/// To read a file is an event too: only one that is another than before was saved.
#[derive(Default)]
struct Followed {
    folders: Vec<PathBuf>,
    files: BTreeMap<PathBuf, Stamp>,
}

impl Followed {
    fn all(&mut self, watcher: &mut dyn Watcher, watched: &[PathBuf]) -> Result<(), Failure> {
        for folder in folders(watched) {
            if !self.folders.contains(&folder) {
                let mode = if is_catalogue(&folder) {
                    RecursiveMode::Recursive
                } else {
                    RecursiveMode::NonRecursive
                };
                watcher.watch(&folder, mode).map_err(|cause| cannot_watch(&cause))?;
                self.note(&folder, mode == RecursiveMode::Recursive);
                self.folders.push(folder);
            }
        }
        Ok(())
    }

    fn note(&mut self, folder: &Path, below: bool) {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if below && entry.file_type().is_ok_and(|t| t.is_dir()) {
                self.note(&path, below);
            }
            self.files.insert(own_path(&path), stamp(&path));
        }
    }

    /// Whether the file is another than when it was last seen.
    fn is_saved(&mut self, path: &Path) -> bool {
        let now = stamp(path);
        self.files.insert(own_path(path), now) != Some(now)
    }
}

fn stamp(path: &Path) -> Stamp {
    let about = std::fs::metadata(path).ok()?;
    Some((about.modified().ok()?, about.len()))
}

/// The path by which a file is known, also when it is gone.
fn own_path(path: &Path) -> PathBuf {
    let folder = path.parent().and_then(|f| f.canonicalize().ok());
    match (folder, path.file_name()) {
        (Some(folder), Some(name)) => folder.join(name),
        _ => path.to_path_buf(),
    }
}

/// Judges once; `watched` becomes what the result hangs on, which is followed from before it is read.
fn once(
    args: &Args,
    last: Option<&Past>,
    screen: &mut Screen,
    watched: &mut Vec<PathBuf>,
    follow: &mut impl FnMut(&[PathBuf]) -> Result<(), Failure>,
) -> Result<Judged, Failure> {
    let (setup, mut wanted) = args.report.load(args.quiet, screen)?;
    wanted.report_in_terminal = !args.quiet;
    watched.clone_from(&setup.watched);
    follow(watched)?;
    let judged = args.report.judge_and_show(&setup, &wanted, screen)?;
    match last {
        Some(last) => screen.say(&changed(&compare(last, &Past::of(&judged.report)), screen.lang)),
        None => screen.say(&format!("{}\n", judged.report.outcome.sentence)),
    }
    Ok(judged)
}

/// A line or two: the numbers, and the first of what is new and what is resolved.
fn changed(comparison: &Comparison, lang: Lang) -> String {
    let count = |class| comparison.count(class);
    let (new, changed, resolved) = (count(Class::New), count(Class::Changed), count(Class::Resolved));
    if new + changed + resolved + count(Class::NotComparable) == 0 {
        let same = localized!("Ingen funn er endret.", "No finding has changed.");
        return format!("{}\n", same.get(lang));
    }
    let numbers = localized!(
        "{new} nye, {changed} endret, {resolved} løst",
        "{new} new, {changed} changed, {resolved} resolved"
    );
    let named = |class: Class, sign: &str| -> Vec<String> {
        let all = comparison.changes.iter().filter(|c| c.class == class).filter_map(|c| c.case());
        let mut lines: Vec<String> = all
            .map(|c| match c.label.is_empty() {
                true => format!("{sign} {}", c.title),
                false => format!("{sign} {} ({})", c.title, c.label),
            })
            .collect();
        let more = lines.len().saturating_sub(MOST_TOLD);
        lines.truncate(MOST_TOLD);
        if more > 0 {
            lines.push(localized!("{sign} {more} til", "{sign} {more} more").get(lang).to_owned());
        }
        lines
    };
    let mut out = format!("{}\n", numbers.get(lang));
    for line in named(Class::New, "✗").into_iter().chain(named(Class::Resolved, "✓")) {
        out.push_str(&format!("  {line}\n"));
    }
    out
}

/// The folders of the files, and the folders among them. Files are followed through their folders, since editors put a
/// new file in the place of the old.
fn folders(watched: &[PathBuf]) -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> = Vec::new();
    for path in watched.iter().filter(|p| *p != Path::new("-")) {
        let folder = if path.is_dir() {
            path.clone()
        } else {
            path.parent().map(Path::to_path_buf).unwrap_or_default()
        };
        let folder = if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder };
        if folder.is_dir() && !all.contains(&folder) {
            all.push(folder);
        }
    }
    all
}

fn is_catalogue(folder: &Path) -> bool {
    folder.join("requirements").is_dir() || folder.join("vocabulary").is_dir()
}

/// Whether a saved file is one the result hangs on: those named, and descriptions, settings and photos beside them. What
/// the program itself writes is none.
fn matters(saved: &Path, watched: &[PathBuf]) -> bool {
    let ending = saved.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    let named = watched.iter().any(|w| {
        let same_name = w.file_name().is_some() && w.file_name() == saved.file_name();
        same_name || w.canonicalize().is_ok_and(|w| w.is_dir() && saved.starts_with(&w) && ending == "toml")
    });
    named || matches!(ending.as_str(), "toml" | "bolig" | "jpg" | "jpeg" | "png" | "heic" | "webp")
}

fn cannot_watch(cause: &notify_debouncer_mini::notify::Error) -> Failure {
    Failure::with_help(
        localized!("kan ikke følge med på filene: {cause}", "cannot watch the files: {cause}"),
        Localized::new("kjør «befaring check» i stedet", "run “befaring check” instead"),
    )
}
