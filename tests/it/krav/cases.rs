//! Reading case files, and what the program makes of each case.
//!
//! A file holds several small projects. A line `--- <sentence>: <verdict>` starts each; above the first stand only
//! comments. The verdict is `positivt`, `negativt`, `avklares` or `ikke relevant`: the worst of the requirement's
//! findings.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use befaring::catalogue::{Catalogue, Check};
use befaring::evaluate::evaluate;
use befaring::facts::{FactBase, derive};
use befaring::finding::{Finding, Verdict};
use befaring::model::Model;
use befaring::source::{Severity, Sources};
use befaring::text::Lang;

/// The built-in catalogue, faults and all: that it has none is another test's matter.
pub(super) fn built_in() -> &'static Catalogue {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    CATALOGUE.get_or_init(|| {
        let tree = befaring::vocab::VocabularyFiles::built_in();
        Catalogue::read(&tree, &mut Sources::new(), &mut Vec::new())
    })
}

/// The cases of one requirement.
pub(super) struct Fixture {
    /// Id of the requirement, the file's stem.
    pub(super) requirement: String,
    /// The file, as shown.
    pub(super) path: String,
    /// Its cases.
    pub(super) cases: Vec<Case>,
    /// What in it is no case.
    pub(super) faults: Vec<String>,
}

/// One small project and the verdict it should get.
pub(super) struct Case {
    requirement: String,
    path: String,
    /// Line of its header.
    pub(super) line: usize,
    /// What it says.
    pub(super) sentence: String,
    /// The verdict of its header.
    pub(super) expected: Verdict,
    read: Result<(Model, FactBase), String>,
}

/// Whether the environment asks for this requirement's cases; for all when it asks for none.
pub(super) fn wanted(id: &str) -> bool {
    std::env::var("KRAV").map_or(true, |wanted| id.starts_with(&wanted))
}

/// Whether no choice was made.
pub(super) fn all_wanted() -> bool {
    std::env::var("KRAV").is_err()
}

/// All case files, in order of their names.
pub(super) fn fixtures() -> &'static [Fixture] {
    static FIXTURES: OnceLock<Vec<Fixture>> = OnceLock::new();
    FIXTURES.get_or_init(read_all)
}

fn read_all() -> Vec<Fixture> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/krav");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "bolig"))
        .collect();
    paths.sort();
    let stem = |p: &Path| p.file_stem().unwrap().to_str().unwrap().to_owned();
    paths
        .iter()
        .filter(|p| wanted(&stem(p)))
        .map(|p| Fixture::read(&stem(p), &std::fs::read_to_string(p).unwrap()))
        .collect()
}

fn verdict_of(word: &str) -> Option<Verdict> {
    Some(match word {
        "positivt" => Verdict::Positive,
        "negativt" => Verdict::Negative,
        "avklares" => Verdict::Unclear,
        "ikke relevant" => Verdict::NotApplicable,
        _ => return None,
    })
}

impl Fixture {
    fn read(requirement: &str, text: &str) -> Self {
        let path = format!("fixtures/krav/{requirement}.bolig");
        let mut fixture =
            Self { requirement: requirement.to_owned(), path, cases: Vec::new(), faults: Vec::new() };
        let mut open: Option<(usize, String, Verdict)> = None;
        let mut body = String::new();
        for (i, line) in text.lines().enumerate() {
            let Some(header) = line.strip_prefix("---") else {
                let comment = line.trim().is_empty() || line.trim_start().starts_with('#');
                if open.is_none() && !comment {
                    fixture.faults.push(format!("{}:{}: above the first case", fixture.path, i + 1));
                }
                // NOTE: blank lines keep the line numbers of the file, so that a fault names the right one.
                body.push_str(if open.is_some() { line } else { "" });
                body.push('\n');
                continue;
            };
            fixture.close(open.take(), &body);
            body = "\n".repeat(i + 1);
            let parts = header.rsplit_once(':').map(|(s, v)| (s.trim(), verdict_of(v.trim())));
            match parts {
                Some((sentence, Some(verdict))) if !sentence.is_empty() => {
                    open = Some((i + 1, sentence.to_owned(), verdict));
                }
                _ => fixture.faults.push(format!(
                    "{}:{}: write «--- a sentence: positivt|negativt|avklares|ikke relevant»",
                    fixture.path,
                    i + 1
                )),
            }
        }
        fixture.close(open, &body);
        fixture
    }

    fn close(&mut self, open: Option<(usize, String, Verdict)>, body: &str) {
        let Some((line, sentence, expected)) = open else { return };
        let read = facts(&self.path, body);
        let (requirement, path) = (self.requirement.clone(), self.path.clone());
        self.cases.push(Case { requirement, path, line, sentence, expected, read });
    }

    /// The catalogue with this requirement alone, and those it sums up.
    pub(super) fn catalogue(&self) -> Catalogue {
        let all = built_in();
        let mut catalogue = Catalogue {
            vocabulary: all.vocabulary.clone(),
            editions: all.editions.clone(),
            chapters: all.chapters.clone(),
            ..Catalogue::default()
        };
        let Some(own) = all.requirements.get(&self.requirement) else { return catalogue };
        let mut sums = |check: &Check| {
            if let Check::Summary(s) = check {
                let named = all.requirements.iter().filter(|(id, _)| s.names(id));
                catalogue.requirements.extend(named.map(|(id, r)| (id.clone(), r.clone())));
            }
        };
        own.edition.iter().for_each(|block| block.check.walk(&mut sums));
        catalogue.requirements.insert(own.id.clone(), own.clone());
        catalogue
    }
}

fn facts(path: &str, text: &str) -> Result<(Model, FactBase), String> {
    let vocabulary = &built_in().vocabulary;
    let mut sources = Sources::new();
    let parsed = befaring::design::read(&mut sources, Path::new(path), text, vocabulary);
    let mut faults = String::new();
    for d in parsed.diagnostics.iter().filter(|d| d.severity == Severity::Error) {
        let line = d.span().map_or(0, |s| sources.position(s).line);
        let help = d.help.as_ref().map_or(String::new(), |h| format!(" ({})", h.nb));
        let _ = write!(faults, "\n  {path}:{line}: {}{help}", d.message.nb);
    }
    match parsed.value {
        Some(model) if faults.is_empty() => {
            let facts = derive(&model, vocabulary);
            Ok((model, facts))
        }
        _ => Err(format!("it is not read:{faults}")),
    }
}

impl Case {
    /// File, line and sentence.
    pub(super) fn name(&self) -> String {
        format!("{}:{}: {}", self.path, self.line, self.sentence)
    }

    /// What was read, where it could be.
    pub(super) fn project(&self) -> Option<&(Model, FactBase)> {
        self.read.as_ref().ok()
    }

    /// The requirement's findings.
    pub(super) fn findings(&self, catalogue: &Catalogue) -> Vec<Finding> {
        let Ok((_, facts)) = &self.read else { return Vec::new() };
        let mut findings = evaluate(facts, catalogue, catalogue.latest_edition().unwrap());
        findings.retain(|f| f.requirement == self.requirement);
        findings
    }

    /// The worst verdict the requirement gets.
    pub(super) fn verdict(&self, catalogue: &Catalogue) -> Verdict {
        let verdicts = self.findings(catalogue).into_iter().map(|f| f.verdict);
        verdicts.max().unwrap_or(Verdict::NotApplicable)
    }

    /// The worst verdict, and the remarks made: all that a number can change besides itself.
    pub(super) fn told(&self, catalogue: &Catalogue) -> (Verdict, Vec<String>) {
        let findings = self.findings(catalogue);
        let verdict = findings.iter().map(|f| f.verdict).max().unwrap_or(Verdict::NotApplicable);
        let remarks = findings.into_iter().filter_map(|f| f.remark.map(|r| r.nb));
        (verdict, remarks.collect())
    }

    /// What is wrong, with the ground of each finding, when the verdict is another than the header says.
    pub(super) fn disagrees(&self, catalogue: &Catalogue) -> Option<String> {
        let head = self.name();
        let facts = match &self.read {
            Ok((_, facts)) => facts,
            Err(why) => return Some(format!("{head}\n  {why}")),
        };
        let findings = self.findings(catalogue);
        let verdict = findings.iter().map(|f| f.verdict).max();
        if verdict == Some(self.expected) {
            return None;
        }
        let word = |v: Verdict| v.name().nb.to_lowercase();
        let got = verdict.map_or_else(|| "no finding at all".to_owned(), word);
        let mut out = format!("{head}\n  expected {}, got {got}", word(self.expected));
        for f in &findings {
            let place = &facts.subject(f.subject).label;
            let _ = write!(out, "\n  - {place}: {}: {}", word(f.verdict), f.message.get(Lang::Nb));
            for e in &f.evidence {
                let value = e.value.as_ref().map_or("–", |v| v.nb.as_str());
                let _ = write!(out, "\n      {} ({}) {} = {value}", e.fact, e.subject, e.name.nb);
            }
            for r in f.remedies.iter() {
                let line = r.design.as_deref().unwrap_or("no keyword");
                let why = r.why.as_ref().map_or(String::new(), |w| format!(" [{}]", w.nb));
                let _ = write!(out, "\n      missing {} ({}): {line}{why}", r.fact, r.subject);
            }
        }
        Some(out)
    }
}
