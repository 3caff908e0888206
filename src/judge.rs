//! The whole line in two calls: files in, a project; a project and requirements in, the judged report.
//!
//! This is what the commands use and what a caller of the library needs. Nothing is read from disk here.

mod specifications;
mod vague;

pub use specifications::Specifications;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::attest::{self, Attestation, Attestations};
use crate::catalogue::Catalogue;
use crate::evaluate::{evaluate, evaluate_settled, excuse_summaries};
use crate::facts::{FactBase, derive};
use crate::finding::{Finding, GROUP};
use crate::fravik;
use crate::ifc::{self, Lowering};
use crate::inspection::{self, Visit};
use crate::localized;
use crate::model::{Model, Origin, Value};
use crate::report::compare::Past;
use crate::report::drawings::{Drawings, Shared};
use crate::report::formats::Material;
use crate::report::ids::CheckLine;
use crate::report::suitability as suitability_report;
use crate::report::{self, Date, InputFile, Policy, Report, Request, Unmet, html, resolve};
use crate::source::{Diagnostic, Severity, Sources};
use crate::suitability;
use crate::text::{Lang, Localized};
use crate::vocab::{Phase, Vocabulary};

/// Facts that `--gruppe` replaces.
const SOMATIC: &str = "project.somatic";
const DWELLING_GROUP: &str = "dwelling.group";
/// The word for no somatic group.
const NO_SOMATIC: &str = "none";
/// The phase a project states.
const PHASE: &str = "project.phase";

/// A project as it was read.
pub struct Reading {
    /// What could be read; none when no project is described.
    pub model: Option<Model>,
    /// The files.
    pub sources: Sources,
    /// What was wrong with them.
    pub diagnostics: Vec<Diagnostic>,
    /// The files with their hashes.
    pub inputs: Vec<InputFile>,
    /// Whether a visit was taken in.
    pub visited: bool,
    /// Ids of the dwellings it was to; all of them when empty.
    pub dwellings: Vec<String>,
    /// What people said of the findings.
    pub attestations: Attestations,
    /// What its building models come to against IDS files; none when the project names no such file.
    pub ids: Option<Vec<CheckLine>>,
}

/// How to judge.
pub struct Settings<'a> {
    /// The requirements.
    pub catalogue: &'a Catalogue,
    /// The edition.
    pub edition: &'a str,
    /// Resident and somatic groups instead of those the project states; empty leaves those.
    pub groups: &'a [String],
    /// What makes the check fail.
    pub policy: Policy,
    /// The date to print, and to judge the expiry of departures by.
    pub date: Option<Date>,
    /// Language of the report.
    pub lang: Lang,
    /// Phase of the project; the one it states when left out.
    pub phase: Option<Phase>,
    /// The last day of each phase, where they are set.
    pub deadlines: &'a BTreeMap<Phase, Date>,
    /// Agreed departures.
    pub fravik: &'a [fravik::Entry],
    /// An earlier report that the findings are held against, and its file.
    pub baseline: Option<(&'a Past, InputFile)>,
}

impl<'a> Settings<'a> {
    /// Judged by an edition as the project states itself, in Norwegian, without a date.
    pub fn new(catalogue: &'a Catalogue, edition: &'a str) -> Self {
        Self {
            catalogue,
            edition,
            groups: &[],
            policy: Policy::default(),
            date: None,
            lang: Lang::Nb,
            phase: None,
            deadlines: const { &BTreeMap::new() },
            fravik: &[],
            baseline: None,
        }
    }
}

/// A project with what was found in it.
pub struct Judged {
    /// The project.
    pub model: Model,
    /// The files it was read from.
    pub sources: Sources,
    /// What was wrong with them.
    pub diagnostics: Vec<Diagnostic>,
    /// Its facts.
    pub facts: FactBase,
    /// What was found.
    pub findings: Vec<Finding>,
    /// The report.
    pub report: Report,
    /// What its plans share.
    pub shared: Shared,
}

/// Why nothing can be judged.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum JudgeError {
    /// The input describes nothing.
    #[error("nothing is described, so nothing can be judged")]
    EmptyModel,
    /// The edition has no requirements.
    #[error("edition {0} has no requirements, so nothing can be judged")]
    EmptyEdition(String),
    /// No such group.
    #[error("“{0}” is not a resident group")]
    UnknownGroup(String),
}

/// Reads a design description, or a building model where the bytes or the file's ending say that it is one. Faults
/// become diagnostics; what could be read is in the model.
pub fn read(path: impl Into<PathBuf>, bytes: impl Into<Vec<u8>>, vocabulary: &Vocabulary) -> Reading {
    read_all(vec![(path.into(), bytes.into())], vocabulary)
}

/// Reads several files of one project and puts them together: building models first, then descriptions in the order
/// given. What differs stays side by side and becomes a conflict when facts are made.
pub fn read_all(files: Vec<(PathBuf, Vec<u8>)>, vocabulary: &Vocabulary) -> Reading {
    read_with(files, vocabulary, &Lowering::default())
}

/// The same, with what a project says of the rooms of its building models.
pub fn read_with(files: Vec<(PathBuf, Vec<u8>)>, vocabulary: &Vocabulary, how: &Lowering<'_>) -> Reading {
    read_against(files, vocabulary, how, Specifications::none())
}

/// The same, with its building models held against IDS files while they are in memory.
pub fn read_against(
    files: Vec<(PathBuf, Vec<u8>)>,
    vocabulary: &Vocabulary,
    how: &Lowering<'_>,
    mut specifications: Specifications,
) -> Reading {
    let mut all = Reading {
        model: None,
        sources: Sources::new(),
        diagnostics: Vec::new(),
        inputs: Vec::new(),
        visited: false,
        dwellings: Vec::new(),
        attestations: Attestations::default(),
        ids: None,
    };
    let (models, descriptions): (Vec<_>, Vec<_>) = files
        .into_iter()
        .partition(|(path, bytes)| is_building_model(path, bytes) || is_foreign(path, bytes));
    let mut buildings = Vec::new();
    for (path, bytes) in models {
        let shown = path.to_string_lossy().replace('\\', "/");
        let bytes = Arc::new(bytes);
        let (input, read) = rayon::join(
            || InputFile::of(shown.clone(), &bytes),
            || ifc::Model::from_bytes(&path, Arc::clone(&bytes), &ifc::step::Limits::default()),
        );
        all.inputs.push(input);
        match read {
            Ok(building) => {
                specifications.hold(&building);
                buildings.push(building);
            }
            Err(error) => {
                specifications.miss();
                let fault = Diagnostic::new(Severity::Error, "ifc.unreadable", error.text());
                all.diagnostics.push(fault.in_file(shown, None));
            }
        }
    }
    let beside = specifications.join(&mut all);
    let federated = ifc::federate(buildings, vocabulary, how);
    all.diagnostics.extend(federated.diagnostics);
    all.model = federated.value;
    for (path, bytes) in descriptions {
        let shown = path.to_string_lossy().replace('\\', "/");
        all.inputs.push(InputFile::of(shown.clone(), &bytes));
        let parsed = crate::design::read_bytes(&mut all.sources, path, &bytes, vocabulary);
        all.diagnostics.extend(parsed.diagnostics);
        match (all.model.as_mut(), parsed.value) {
            (Some(model), Some(other)) => {
                for message in crate::model::merge(model, other) {
                    let told = Diagnostic::new(Severity::Warning, "read.unmet", message);
                    all.diagnostics.push(told.in_file(shown.clone(), None));
                }
            }
            (None, Some(first)) => all.model = Some(first),
            (_, None) => {}
        }
    }
    all.attestations.basis = attest::basis(&all.inputs);
    all.inputs.extend(beside);
    all
}

/// Whether a file is a building model (IFC), by its ending or its first bytes.
pub fn is_building_model(path: &Path, bytes: &[u8]) -> bool {
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    matches!(ending.as_str(), "ifc" | "ifczip" | "ifcxml")
        || start.starts_with(b"ISO-10303-21")
        || start.starts_with(b"PK\x03\x04")
        || start.starts_with(ifc::step::GZIP)
}

/// Whether a file that is not named as a description is of a format other programs write: it was meant as a building
/// model, and its reader tells what it is.
fn is_foreign(path: &Path, bytes: &[u8]) -> bool {
    let described = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("bolig"));
    !described && ifc::step::is_another_format(bytes)
}

/// What requirements of an edition ask for that a project does not say, where most hangs on it first.
pub fn missing(model: &Model, catalogue: &Catalogue, edition: &str) -> Vec<ifc::Missing> {
    let facts = derive(model, &catalogue.vocabulary);
    let mut all: BTreeMap<String, (ifc::Missing, BTreeSet<String>, BTreeSet<String>)> = BTreeMap::new();
    for finding in evaluate(&facts, catalogue, edition) {
        for remedy in finding.remedies.iter().filter(|r| !r.fact.is_empty()) {
            let (missing, requirements, places) = all.entry(remedy.fact.clone()).or_insert_with(|| {
                let missing = ifc::Missing {
                    fact: remedy.fact.clone(),
                    name: remedy.name.clone(),
                    property: remedy.ifc.clone(),
                    requirements: Vec::new(),
                    places: 0,
                    examples: Vec::new(),
                };
                (missing, BTreeSet::new(), BTreeSet::new())
            });
            requirements.insert(finding.requirement.clone());
            if places.insert(remedy.subject.clone()) && missing.examples.len() < 3 {
                missing.examples.push(remedy.subject.clone());
            }
        }
    }
    let mut all: Vec<ifc::Missing> = all
        .into_values()
        .map(|(missing, requirements, places)| ifc::Missing {
            requirements: requirements.into_iter().collect(),
            places: places.len(),
            ..missing
        })
        .collect();
    all.sort_by(|a, b| b.requirements.len().cmp(&a.requirements.len()).then_with(|| a.fact.cmp(&b.fact)));
    all
}

/// Judges a project.
///
/// # Errors
/// When there is nothing to judge, or a group in the settings does not exist.
pub fn judge(reading: Reading, settings: &Settings<'_>) -> Result<Judged, JudgeError> {
    let Reading { model, sources, mut diagnostics, mut inputs, visited, dwellings, mut attestations, ids } =
        reading;
    let Settings { catalogue, edition, policy, date, lang, .. } = *settings;
    let mut model = model.ok_or(JudgeError::EmptyModel)?;
    set_groups(&mut model, settings.groups, &catalogue.vocabulary)?;
    if model.is_empty() {
        return Err(JudgeError::EmptyModel);
    }
    if catalogue.in_edition(edition).is_empty() {
        return Err(JudgeError::EmptyEdition(edition.to_owned()));
    }
    let facts = derive(&model, &catalogue.vocabulary);
    diagnostics.extend(vague::set_aside(&mut attestations, &facts, catalogue, edition, &dwellings));
    let phase = settings.phase.or_else(|| stated_phase(&facts));
    let basis = match attestations.basis.as_str() {
        "" => attest::basis(&inputs),
        own => own.to_owned(),
    };
    inputs.extend(attestations.file.clone());
    let mut said = attest::Application::new(&attestations, &facts, catalogue, &basis);
    let mut findings = evaluate_settled(&facts, catalogue, edition, phase, |made| said.put_to(made));
    let unmet: Vec<Unmet> =
        said.unmatched(&findings).into_iter().map(attest::Unmatched::for_report).collect();
    let registered = fravik::apply(&mut findings, &facts, catalogue, settings.fravik, date);
    excuse_summaries(&mut findings, &facts, catalogue, edition);
    let report = resolve(Request {
        project: &model.project.element.name,
        facts: &facts,
        findings: &findings,
        catalogue,
        edition,
        sources: &sources,
        diagnostics: &diagnostics,
        inputs,
        policy,
        date,
        unmet: &unmet,
        basis: &basis,
        lang,
        phase,
        deadlines: settings.deadlines,
        fravik: &registered,
        baseline: settings.baseline.clone(),
        visited,
        ids: ids.map(|checks| report::ids::gather(checks, lang, policy.strict)),
    });
    Ok(Judged { model, sources, diagnostics, facts, findings, report, shared: Shared::default() })
}

/// How to compare the groups.
pub struct Comparison<'a> {
    /// The requirements.
    pub catalogue: &'a Catalogue,
    /// The edition.
    pub edition: &'a str,
    /// Two groups between which the changes of the requirements are told, if any.
    pub between: Option<[&'a str; 2]>,
    /// Groups in place of those the project states; empty for its own.
    pub groups: &'a [String],
    /// The phase of the project, where it is not the stated one.
    pub phase: Option<Phase>,
    /// Agreed departures.
    pub fravik: &'a [fravik::Entry],
    /// The date to judge their expiry by.
    pub date: Option<Date>,
    /// Language.
    pub lang: Lang,
}

impl<'a> Comparison<'a> {
    /// A comparison for the groups the project states, in the language it is told in.
    pub fn new(catalogue: &'a Catalogue, edition: &'a str, lang: Lang) -> Self {
        Self { catalogue, edition, between: None, groups: &[], phase: None, fravik: &[], date: None, lang }
    }
}

/// Judges a project for every group. What people said of the findings, and the departures agreed, count for every group
/// they concern.
///
/// # Errors
/// When there is nothing to judge, or a group to be told about does not exist.
pub fn suitability(
    reading: &Reading,
    comparison: &Comparison<'_>,
) -> Result<suitability_report::Suitability, JudgeError> {
    let Comparison { catalogue, edition, between, groups, phase, fravik, date, lang } = *comparison;
    let mut model = reading.model.clone().filter(|m| !m.is_empty()).ok_or(JudgeError::EmptyModel)?;
    set_groups(&mut model, groups, &catalogue.vocabulary)?;
    if catalogue.in_edition(edition).is_empty() {
        return Err(JudgeError::EmptyEdition(edition.to_owned()));
    }
    let known = |wanted: &str| {
        let group = catalogue.vocabulary.groups.iter().find(|g| g.id.eq_ignore_ascii_case(wanted.trim()));
        group.map(|g| g.id.as_str()).ok_or_else(|| JudgeError::UnknownGroup(wanted.to_owned()))
    };
    let between = match between {
        Some([from, to]) => Some([known(from)?, known(to)?]),
        None => None,
    };
    let facts = derive(&model, &catalogue.vocabulary);
    let phase = phase.or_else(|| stated_phase(&facts));
    let mut attestations = reading.attestations.clone();
    let mut diagnostics = reading.diagnostics.clone();
    diagnostics.extend(vague::set_aside(&mut attestations, &facts, catalogue, edition, &reading.dwellings));
    let mut inputs = reading.inputs.clone();
    let basis = match attestations.basis.as_str() {
        "" => attest::basis(&inputs),
        own => own.to_owned(),
    };
    inputs.extend(attestations.file.clone());
    let columns = suitability::columns_by(&model, &facts, catalogue, &|facts| {
        let mut said = attest::Application::new(&attestations, facts, catalogue, &basis);
        let mut findings = evaluate_settled(facts, catalogue, edition, phase, |made| said.put_to(made));
        let registered = fravik::apply(&mut findings, facts, catalogue, fravik, date);
        excuse_summaries(&mut findings, facts, catalogue, edition);
        (findings, registered)
    });
    Ok(suitability_report::resolve(&suitability_report::Request {
        project: &model.project.element.name,
        facts: &facts,
        columns: &columns,
        catalogue,
        edition,
        diagnostics: &diagnostics,
        inputs: &inputs,
        between,
        lang,
    }))
}

impl Judged {
    /// Lets go of the facts and findings the report was made from: no output is made from them, and of a large project
    /// they are most of what is held.
    pub fn reported(mut self) -> Self {
        self.findings = Vec::new();
        self.facts.forget_all();
        self
    }

    /// The report as one HTML file with its plans.
    pub fn html(&self, vocabulary: &Vocabulary) -> String {
        html::render(&self.report, &self.drawings(vocabulary, "").for_page())
    }

    /// What every output in [`FORMATS`](crate::report::formats::FORMATS) is made from.
    pub fn material<'a>(&'a self, vocabulary: &'a Vocabulary, verbose: bool) -> Material<'a> {
        Material { report: &self.report, drawings: self.drawings(vocabulary, ""), verbose }
    }

    /// The plans with the report's letters; `page` is the file their marks link to.
    pub fn drawings<'a>(&'a self, vocabulary: &'a Vocabulary, page: &'a str) -> Drawings<'a> {
        Drawings {
            report: Some(&self.report),
            model: &self.model,
            facts: &self.facts,
            vocabulary,
            lang: self.report.lang,
            page,
            shared: &self.shared,
        }
    }
}

/// The phase the project states of itself.
fn stated_phase(facts: &FactBase) -> Option<Phase> {
    let stated = facts.value(facts.project(), PHASE)?;
    match stated.as_words().first()?.as_str() {
        "construction" => Some(Phase::Tender),
        "completed" => Some(Phase::Built),
        id => Phase::parse(id),
    }
}

/// Puts groups in place of those the project states.
fn set_groups(model: &mut Model, groups: &[String], vocabulary: &Vocabulary) -> Result<(), JudgeError> {
    let why = || Origin::Assumed {
        why: Localized::new(
            "målgruppen er valgt da kontrollen ble kjørt (--gruppe)",
            "the resident group was chosen when the check was run (--gruppe)",
        ),
    };
    if groups.is_empty() {
        return Ok(());
    }
    let (mut resident, mut somatic) = (Vec::new(), None);
    for wanted in groups.iter().map(|g| g.trim()) {
        if let Some(none) =
            vocabulary.fact(SOMATIC).and_then(|f| f.word(NO_SOMATIC)).filter(|_| wanted == NO_SOMATIC)
        {
            somatic = Some(none.id.clone());
            continue;
        }
        let known = vocabulary.groups.iter().find(|g| g.id.eq_ignore_ascii_case(wanted));
        let Some(group) = known else { return Err(JudgeError::UnknownGroup(wanted.to_owned())) };
        // A somatic group is a fact of its own, named without its letter.
        let own = group.id.strip_prefix('S').and_then(|id| vocabulary.fact(SOMATIC)?.word(id));
        match own {
            Some(word) => somatic = Some(word.id.clone()),
            None => resident.push(group.id.clone()),
        }
    }
    if !resident.is_empty() {
        for dwelling in &mut model.dwellings {
            dwelling.element.declared.remove(DWELLING_GROUP);
        }
    }
    let project = &mut model.project.element;
    if !resident.is_empty() {
        project.declared.remove(GROUP);
        project.declare(GROUP, Value::words(resident), why());
    }
    if let Some(word) = somatic {
        project.declared.remove(SOMATIC);
        project.declare(SOMATIC, Value::Word(word), why());
    }
    Ok(())
}

impl JudgeError {
    /// What is wrong, in words.
    pub fn words(&self) -> Localized {
        match self {
            Self::EmptyModel => Localized::new(
                "ingenting er beskrevet, så ingenting kan vurderes",
                "nothing is described, so nothing can be judged",
            ),
            Self::EmptyEdition(id) => localized!(
                "utgaven {id} har ingen krav, så ingenting kan vurderes",
                "edition {id} has no requirements, so nothing can be judged"
            ),
            Self::UnknownGroup(id) => {
                localized!("«{id}» er ikke en målgruppe", "“{id}” is not a resident group")
            }
        }
    }
}

impl Reading {
    /// Takes in what was seen on a visit: values read off on site become facts, verdicts outrank what was computed.
    /// What meets no place becomes a diagnostic.
    pub fn take_visit(&mut self, visit: &Visit, file: InputFile, vocabulary: &Vocabulary) {
        if let Some(model) = &mut self.model {
            self.diagnostics.extend(inspection::declare(visit, model, vocabulary));
        }
        self.attestations.entries.extend(seen(visit));
        self.inputs.push(file);
        self.visited = true;
        self.dwellings.clone_from(&visit.dwellings);
    }

    /// Takes in a file of attestations that lies beside the project. Its faults become diagnostics.
    pub fn take_attestations(&mut self, path: &str, bytes: &[u8]) {
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(_) => {
                let message = Localized::new("filen er ikke UTF-8", "the file is not UTF-8");
                let fault = Diagnostic::new(Severity::Error, "attest.encoding", message);
                return self.diagnostics.push(fault.in_file(path, None));
            }
        };
        let parsed = attest::read(&mut self.sources, path, text);
        self.diagnostics.extend(parsed.diagnostics);
        let before = std::mem::take(&mut self.attestations);
        self.attestations = Attestations { basis: before.basis, ..parsed.value };
        self.attestations.entries.extend(before.entries);
        self.attestations.file = Some(InputFile::of(path, bytes));
    }

    /// Whether any of its diagnostics is an error.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|d| d.severity == Severity::Error)
    }
}

/// What was seen on a visit as the word of those who saw it. What was not seen says nothing.
fn seen(visit: &Visit) -> impl Iterator<Item = Attestation> + '_ {
    let roles: Vec<&str> = visit.participants.iter().map(|p| p.role.as_str()).collect();
    let roles = if roles.is_empty() { "befaringen".to_owned() } else { roles.join(", ") };
    visit.observations.iter().filter_map(move |o| Some((o, o.verdict()?))).flat_map(move |(o, verdict)| {
        let text = o.text.replace(" {ref}", "").trim().to_owned();
        let roles = roles.clone();
        o.requirements.iter().map(move |requirement| Attestation {
            requirement: Some(requirement.clone()),
            places: o.places.clone(),
            verdict: Some(verdict),
            by: Some(o.by.clone().unwrap_or_else(|| roles.clone())),
            date: visit.date.clone(),
            comment: Some(text.clone()).filter(|t| !t.is_empty()),
            basis: visit.basis.clone(),
            observed: true,
            place: o.written.clone(),
            ..Attestation::default()
        })
    })
}
