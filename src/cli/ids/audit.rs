//! `befaring ids audit`: what is wrong in IDS files, with its place and its mend.

use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::cli::failure::Failure;
use crate::cli::screen::Screen;
use crate::cli::{COULD_NOT_RUN, FOUND, project};
use crate::ids;
use crate::localized;
use crate::report::faults;
use crate::source::{Diagnostic, Severity, Sources};
use crate::text::{Lang, Localized};

/// Finn feil i IDS-filer: det skjemaet ikke tillater, navn som ikke finnes, verdier som aldri kan stemme
#[derive(clap::Args)]
#[command(
    override_usage = "befaring ids audit [VALG] FIL…",
    after_help = "\
Eksempler:
  befaring ids audit krav.ids         feil og advarsler med linje, kolonne og hva som retter dem
  befaring ids audit krav/ --json     alle .ids-filer i mappen, som JSON

Sluttkoder: 0 ingen feil · 1 feil funnet · 2 en fil kan ikke leses, eller er ikke IDS"
)]
pub(crate) struct Args {
    /// IDS-filer, eller mapper med .ids-filer
    #[arg(value_name = "FIL", required = true)]
    files: Vec<PathBuf>,
    /// Skriv JSON
    #[arg(long)]
    json: bool,
    /// Vis ikke advarsler
    #[arg(short, long)]
    quiet: bool,
}

/// What was found in one file.
struct Audited {
    path: String,
    /// Whether it could be read at all.
    read: bool,
    faults: Vec<Diagnostic>,
}

pub(super) fn run(args: &Args, screen: &mut Screen) -> Result<u8, Failure> {
    let mut sources = Sources::new();
    let mut all = Vec::new();
    for path in project::files_in(&args.files, "ids")? {
        let mut audited = audit(&path, &mut sources)?;
        if args.quiet {
            audited.faults.retain(|f| f.severity == Severity::Error);
        }
        all.push(audited);
    }
    if args.json {
        let listed: Vec<Listed> = all.iter().map(|a| listed(a, &sources, screen.lang)).collect();
        let text = serde_json::to_string_pretty(&listed).map_err(|cause| {
            Failure::told(localized!("kan ikke skrives som JSON: {cause}", "cannot write JSON: {cause}"))
        })?;
        screen.print_raw(format!("{text}\n"));
    } else {
        for audited in &all {
            screen.print(&faults::render(&audited.faults, &sources, screen.lang, screen.width()));
            screen.print(&format!("{}\n", told(audited, screen.lang)));
        }
        if all.len() > 1 {
            let (n, sound) = (all.len(), all.iter().filter(|a| a.is_sound()).count());
            let line = localized!("{sound} av {n} filer er uten feil\n", "{sound} of {n} files are sound\n");
            screen.print(line.get(screen.lang));
        }
    }
    Ok(all.iter().map(Audited::code).max().unwrap_or(0))
}

/// Reads and audits one file.
fn audit(path: &Path, sources: &mut Sources) -> Result<Audited, Failure> {
    let bytes = project::bytes(path)?;
    let parsed = ids::read(path, &bytes, sources);
    let mut faults = parsed.diagnostics;
    if let Some(document) = &parsed.value {
        faults.extend(ids::audit::audit(document));
    }
    faults.sort_by_key(|f| f.span().map_or(0, |s| s.start));
    let path = path.to_string_lossy().replace('\\', "/");
    Ok(Audited { path, read: parsed.value.is_some(), faults })
}

impl Audited {
    fn is_sound(&self) -> bool {
        self.code() == 0
    }

    fn code(&self) -> u8 {
        let wrong = self.faults.iter().any(|f| f.severity == Severity::Error);
        if !self.read {
            COULD_NOT_RUN
        } else if wrong {
            FOUND
        } else {
            0
        }
    }
}

/// One line on a file.
fn told(audited: &Audited, lang: Lang) -> String {
    let path = &audited.path;
    let line = if !audited.read {
        localized!("{path}: kan ikke leses som IDS 1.0", "{path}: cannot be read as IDS 1.0")
    } else if audited.faults.is_empty() {
        localized!("{path}: ingen feil", "{path}: no faults")
    } else {
        let summary = faults::summary(&audited.faults, lang);
        Localized::same(format!("{path}: {summary}"))
    };
    line.get(lang).to_owned()
}

/// A file as JSON.
#[derive(Serialize)]
struct Listed {
    file: String,
    result: &'static str,
    faults: Vec<ListedFault>,
}

#[derive(Serialize)]
struct ListedFault {
    severity: &'static str,
    code: &'static str,
    line: Option<usize>,
    column: Option<usize>,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    replacement: Option<String>,
}

fn listed(audited: &Audited, sources: &Sources, lang: Lang) -> Listed {
    let fault = |f: &Diagnostic| {
        let at = f.span().map(|s| sources.position(s));
        ListedFault {
            severity: match f.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "note",
            },
            code: f.code,
            line: at.map(|p| p.line),
            column: at.map(|p| p.column),
            message: f.message.get(lang).to_owned(),
            help: f.help.as_ref().map(|h| h.get(lang).to_owned()),
            replacement: f.replacement.clone(),
        }
    };
    Listed {
        file: audited.path.clone(),
        result: match audited.code() {
            0 => "sound",
            FOUND => "unsound",
            _ => "unreadable",
        },
        faults: audited.faults.iter().map(fault).collect(),
    }
}
