//! A report as far as it can be compared: read back from its JSON, or taken from one just made.

use serde::Deserialize;

use crate::finding::{Force, Standing, Unclarity, Verdict};
use crate::localized;
use crate::model::Place;
use crate::report::document::{CheckResult, ElementLine, InputFile, Report};
use crate::report::json;
use crate::text::{Lang, Localized};
use crate::vocab::{Phase, SubjectKind};

/// A report, as far as it can be compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Past {
    /// Name of the project.
    pub project: String,
    /// Language of its texts.
    pub lang: Lang,
    /// The program's version.
    pub program: String,
    /// The edition judged by.
    pub edition: String,
    /// Replaced parameters with their values.
    pub parameters: Vec<(String, String)>,
    /// Resident groups.
    pub groups: Vec<String>,
    /// Phase.
    pub phase: Option<Phase>,
    /// What was read.
    pub inputs: Vec<InputFile>,
    /// Whether the input had errors, so that it may lack findings.
    pub incomplete: bool,
    /// The parts of the project.
    pub elements: Vec<ElementLine>,
    /// Every requirement at every place.
    pub cases: Vec<Case>,
}

/// A requirement at a place.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// Id of the requirement.
    pub requirement: String,
    /// What it asks.
    pub title: String,
    /// Id of the element.
    pub element: String,
    /// How people call it.
    pub label: String,
    /// Stable id of the finding.
    pub fingerprint: String,
    /// The verdict.
    pub verdict: Verdict,
    /// Why it is unclear.
    pub unclarity: Option<Unclarity>,
    /// How strongly the requirement asks.
    pub force: Force,
    /// The agreed departure that concerns it.
    pub departure: Option<Standing>,
    /// The phase it can first be documented in, where that is to come.
    pub not_yet: Option<Phase>,
    /// The finding in words.
    pub text: String,
    /// What it leaned on: «oppbrett: 8 cm».
    pub values: Vec<String>,
    /// Where it was described.
    pub place: Option<Place>,
}

impl Case {
    /// Whether it is negative and nothing excuses it.
    pub fn is_broken(&self) -> bool {
        self.verdict == Verdict::Negative && !self.departure.is_some_and(Standing::excuses)
    }

    /// Whether somebody must do something about it: negative or unclear.
    pub fn is_wrong(&self) -> bool {
        matches!(self.verdict, Verdict::Negative | Verdict::Unclear)
    }
}

/// Why a text is no report that can be compared.
#[derive(Debug, thiserror::Error)]
pub enum PastError {
    /// No JSON, or not of this shape.
    #[error("not a report of befaring: {0}")]
    Unreadable(serde_json::Error),
    /// Another format.
    #[error("not a report of befaring but “{0}”")]
    OtherFormat(String),
    /// Another version of the format.
    #[error("a report of format version {0}, which this program does not read")]
    OtherVersion(u32),
}

impl PastError {
    /// What is wrong, in words.
    pub fn words(&self) -> Localized {
        match self {
            Self::Unreadable(cause) => {
                localized!("ikke en rapport i JSON: {cause}", "not a report in JSON: {cause}")
            }
            Self::OtherFormat(name) => {
                localized!("ikke en rapport, men «{name}»", "not a report but “{name}”")
            }
            Self::OtherVersion(version) => {
                let own = json::VERSION;
                localized!(
                    "rapporten har formatversjon {version}; dette programmet leser {own}",
                    "the report has format version {version}; this program reads {own}"
                )
            }
        }
    }
}

#[derive(Deserialize)]
struct Root {
    format: String,
    format_version: u32,
    language: Lang,
    program: Program,
    project: String,
    edition: Edition,
    inputs: Vec<InputFile>,
    #[serde(default)]
    overridden_parameters: Vec<Parameter>,
    outcome: Outcome,
    #[serde(default)]
    settings: Settings,
    #[serde(default)]
    elements: Vec<Element>,
    sections: Vec<Section>,
}

#[derive(Deserialize)]
struct Program {
    version: String,
}

#[derive(Deserialize)]
struct Edition {
    id: String,
}

#[derive(Deserialize)]
struct Parameter {
    name: String,
    value: String,
}

#[derive(Deserialize)]
struct Outcome {
    result: String,
}

#[derive(Deserialize, Default)]
struct Settings {
    #[serde(default)]
    groups: Vec<String>,
    phase: Option<Phase>,
}

#[derive(Deserialize)]
struct Element {
    id: String,
    kind: SubjectKind,
    #[serde(default)]
    sort: String,
    label: String,
    ifc_guid: Option<String>,
    within: Option<String>,
    storey: Option<String>,
    at: Option<[f64; 2]>,
    area: Option<f64>,
}

#[derive(Deserialize)]
struct Section {
    verdict: Verdict,
    chapters: Vec<Chapter>,
}

#[derive(Deserialize)]
struct Chapter {
    points: Vec<Point>,
}

#[derive(Deserialize)]
struct Point {
    requirement: String,
    title: String,
    unclarity: Option<Unclarity>,
    force: Force,
    text: String,
    places: Vec<PointPlace>,
    departure: Option<Departure>,
    not_yet: Option<Phase>,
}

#[derive(Deserialize)]
struct Departure {
    standing: Standing,
}

#[derive(Deserialize)]
struct PointPlace {
    id: String,
    label: String,
    fingerprint: String,
    described_at: Option<Place>,
    evidence: Vec<Evidence>,
}

#[derive(Deserialize)]
struct Evidence {
    fact: String,
    value: Option<String>,
}

fn value(fact: &str, value: Option<&str>) -> String {
    format!("{fact}: {}", value.unwrap_or("–"))
}

impl Past {
    /// Reads a report's JSON.
    ///
    /// # Errors
    /// When it is no such report.
    pub fn read(text: &str) -> Result<Self, PastError> {
        #[derive(Deserialize)]
        struct Head {
            format: String,
            format_version: u32,
        }
        let head: Head = serde_json::from_str(text).map_err(PastError::Unreadable)?;
        if head.format != json::FORMAT {
            return Err(PastError::OtherFormat(head.format.chars().take(60).collect()));
        }
        if head.format_version != json::VERSION {
            return Err(PastError::OtherVersion(head.format_version));
        }
        let root: Root = serde_json::from_str(text).map_err(PastError::Unreadable)?;
        Ok(Self::from_root(root))
    }

    fn from_root(root: Root) -> Self {
        debug_assert!(root.format == json::FORMAT && root.format_version == json::VERSION);
        let mut cases = Vec::new();
        for section in root.sections {
            for point in section.chapters.into_iter().flat_map(|c| c.points) {
                for place in point.places {
                    cases.push(Case {
                        requirement: point.requirement.clone(),
                        title: point.title.clone(),
                        element: place.id,
                        label: place.label,
                        fingerprint: place.fingerprint,
                        verdict: section.verdict,
                        unclarity: point.unclarity,
                        force: point.force,
                        departure: point.departure.as_ref().map(|d| d.standing),
                        not_yet: point.not_yet,
                        text: point.text.clone(),
                        values: place.evidence.iter().map(|e| value(&e.fact, e.value.as_deref())).collect(),
                        place: place.described_at,
                    });
                }
            }
        }
        let elements = root.elements.into_iter().map(|e| ElementLine {
            id: e.id,
            kind: e.kind,
            sort: e.sort,
            label: e.label,
            guid: e.ifc_guid,
            within: e.within,
            storey: e.storey,
            at: e.at,
            area: e.area,
        });
        Self {
            project: root.project,
            lang: root.language,
            program: root.program.version,
            edition: root.edition.id,
            parameters: root.overridden_parameters.into_iter().map(|p| (p.name, p.value)).collect(),
            groups: root.settings.groups,
            phase: root.settings.phase,
            inputs: root.inputs,
            incomplete: root.outcome.result == CheckResult::Incomplete.id(),
            elements: elements.collect(),
            cases,
        }
    }

    /// A report just made.
    pub fn of(report: &Report) -> Self {
        let mut cases = Vec::new();
        for point in report.points() {
            for place in &point.places {
                cases.push(Case {
                    requirement: point.requirement.clone(),
                    title: point.title.clone(),
                    element: place.id.clone(),
                    label: place.label.clone(),
                    fingerprint: place.fingerprint.clone(),
                    verdict: point.verdict,
                    unclarity: point.unclarity,
                    force: point.force,
                    departure: point.departure.as_ref().map(|d| d.standing),
                    not_yet: point.not_yet,
                    text: point.text.clone(),
                    values: place.evidence.iter().map(|e| value(&e.fact, e.value.as_deref())).collect(),
                    place: place.place.clone(),
                });
            }
        }
        Self {
            project: report.project.clone(),
            lang: report.lang,
            program: report.program.version.clone(),
            edition: report.edition.id.clone(),
            parameters: report.overrides.iter().map(|p| (p.name.clone(), p.value.clone())).collect(),
            groups: report.settings.groups.clone(),
            phase: report.settings.phase,
            inputs: report.inputs.clone(),
            incomplete: report.outcome.result == CheckResult::Incomplete,
            elements: report.elements.clone(),
            cases,
        }
    }
}
