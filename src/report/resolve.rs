//! From findings to the resolved report.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::compare::{Past, compare};
use super::counts::{counts, documentation};
use super::document::{
    Chapter, CheckResult, ContradictionLine, DisciplineRef, EditionHead, Entry, FaultLine, InputFile,
    Judging, ParameterLine, Point, Program, Report, SECTIONS, Section,
};
use super::ids::IdsReport;
use super::letters;
use super::outcome::{Beside, Policy, outcome};
use super::places::{PlaceNames, clean};
use super::points::{Gathered, Gathering, States, shown_value};
use super::{baseline, elements, register, statements};
use crate::catalogue::Catalogue;
use crate::date::Date;
use crate::facts::{Fact, FactBase, Fingerprints};
use crate::finding::{Finding, Statement, Verdict};
use crate::fravik::Registered;
use crate::localized;
use crate::model::Place;
use crate::source::{Diagnostic, Severity, Sources};
use crate::text::{Lang, Localized};
use crate::vocab::{Phase, SubjectKind};

/// Most faults of the input that are listed.
const MOST_FAULTS: usize = 500;

/// What a report is made of.
pub struct Request<'a> {
    /// Name of the project as it was given; may be empty.
    pub project: &'a str,
    /// The facts judged.
    pub facts: &'a FactBase,
    /// What was found, in the order of [`evaluate`](crate::evaluate::evaluate).
    pub findings: &'a [Finding],
    /// The catalogue judged by.
    pub catalogue: &'a Catalogue,
    /// The edition judged by.
    pub edition: &'a str,
    /// The files diagnostics point into.
    pub sources: &'a Sources,
    /// What was wrong with the inputs.
    pub diagnostics: &'a [Diagnostic],
    /// The files read, with their hashes.
    pub inputs: Vec<InputFile>,
    /// What makes the check fail.
    pub policy: Policy,
    /// The date to print, where one is wanted.
    pub date: Option<Date>,
    /// What people said that met no finding.
    pub unmet: &'a [Unmet],
    /// A short fingerprint of the inputs.
    pub basis: &'a str,
    /// Language of the report.
    pub lang: Lang,
    /// Phase of the project, where it is told.
    pub phase: Option<Phase>,
    /// The register of agreed departures.
    pub fravik: &'a [Registered],
    /// The last day of each phase, where they are set.
    pub deadlines: &'a BTreeMap<Phase, Date>,
    /// An earlier report to hold the findings against, and its file.
    pub baseline: Option<(&'a Past, InputFile)>,
    /// Whether what was seen on a visit is among the facts.
    pub visited: bool,
    /// What the building models come to against the IDS files of the project.
    pub ids: Option<IdsReport>,
}

/// What somebody said that met no finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmet {
    /// Id of the requirement, where one was named.
    pub requirement: Option<String>,
    /// What it is about.
    pub about: String,
    /// Why it met no finding.
    pub why: Localized,
    /// What was said.
    pub statement: Statement,
}

/// Makes the report.
pub fn resolve(mut request: Request<'_>) -> Report {
    let mut report = compared(&request);
    report.ids = request.ids.take();
    report
}

fn compared(request: &Request<'_>) -> Report {
    let Some((past, file)) = &request.baseline else { return build(request, None) };
    // Only a finished report can be compared; with what that gives it is made anew.
    let comparison = compare(past, &Past::of(&build(request, None)));
    let mut report = build(request, Some(&comparison.states()));
    report.baseline = Some(baseline::of(&comparison, file.clone(), request.lang));
    report
}

fn build(request: &Request<'_>, since: Option<&States>) -> Report {
    let Request { facts, findings, catalogue, edition, lang, policy, .. } = *request;
    let names = PlaceNames::of(facts, lang);
    let (phase, deadlines) = (request.phase, request.deadlines);
    let fingerprints = &Fingerprints::of(facts);
    let gathering =
        Gathering { facts, fingerprints, catalogue, edition, names: &names, lang, since, phase, deadlines };
    let runs: Vec<&[Finding]> = findings.chunk_by(|a, b| a.requirement == b.requirement).collect();
    let points = |run: &&[Finding]| {
        let requirement = run.first().and_then(|f| catalogue.requirements.get(&f.requirement));
        requirement.map(|requirement| gathering.points(requirement, run)).unwrap_or_default()
    };
    let mut gathered: Vec<Gathered> = runs.par_iter().flat_map_iter(points).collect();
    let marks = letters::assign(facts, &mut gathered, request.lang);
    let mut points: Vec<Point> = gathered.into_iter().map(|g| g.point).collect();
    let accepted = |f: &Finding| {
        let key = || (f.requirement.clone(), clean(&facts.subject(f.subject).id.0));
        since.is_some_and(|states| states.get(&key()).is_some_and(|(_, accepted)| *accepted))
    };
    let beside = Beside { faults: request.diagnostics, ids: request.ids.as_ref() };
    let mut result = outcome(findings, &beside, policy, &accepted, lang);
    for point in &mut points {
        point.decides = policy.decides(result.result, point);
    }
    result.deciding = points.iter().filter(|p| p.decides).map(|p| p.id.clone()).collect();
    let contradictions = contradictions(&points);
    let project = clean(request.project);
    let text = |nb: &str, en: &str| Localized::new(nb, en).get(lang).to_owned();
    let subject = if project.is_empty() { text("uten navn", "unnamed") } else { project.clone() };
    Report {
        lang,
        title: format!("{} – {subject}", text("Befaringsrapport", "Inspection report")),
        project,
        head: head(request, result.result),
        edition: edition_head(catalogue, edition, lang),
        program: Program {
            name: env!("CARGO_PKG_NAME").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        },
        overrides: overrides(catalogue, edition, lang),
        outcome: result,
        counts: counts(findings, lang),
        documentation: documentation(findings, facts, catalogue, edition, lang),
        fravik: register::lines(request.fravik, &points, catalogue, request.sources, lang),
        sections: sections(points, catalogue, lang),
        contradictions,
        faults: faults(request.diagnostics, request.sources, lang),
        marks,
        inputs: request.inputs.clone(),
        settings: Judging {
            groups: facts
                .value(facts.project(), "project.group_keys")
                .map(|v| v.as_words().to_vec())
                .unwrap_or_default(),
            phase: request.phase,
            deadlines: request.deadlines.clone(),
            date: request.date,
            fail_on: Some(policy.fail_on),
            strict: policy.strict,
        },
        elements: elements::lines(facts, &names),
        baseline: None,
        unmet: request.unmet.iter().map(|u| statements::unmet(u, lang)).collect(),
        parties: parties(request),
        basis: request.basis.to_owned(),
        ifc_project: facts.subject(facts.project()).guid.as_deref().map(clean),
        ids: None,
    }
}

/// The disciplines, then the bodies that answer for the housing of the project's groups.
fn parties(request: &Request<'_>) -> Vec<DisciplineRef> {
    let Request { facts, catalogue, lang, .. } = request;
    let own = |id: &str, name: &Localized| DisciplineRef { id: clean(id), name: clean(name.get(*lang)) };
    let mut parties: Vec<DisciplineRef> = catalogue.disciplines.iter().map(|d| own(&d.id, &d.name)).collect();
    let groups = match facts.get(facts.project(), "project.group") {
        Fact::Known(known) => known.value.as_words().to_vec(),
        _ => Vec::new(),
    };
    let vocabulary = &catalogue.vocabulary;
    let table = vocabulary.tables.get("responsible");
    let bodies = groups.iter().filter_map(|g| table?.cell(g, "body")).flatten();
    for body in bodies {
        let word = vocabulary.fact("project.responsible").and_then(|f| f.word(body));
        let Some(word) = word else { continue };
        let party = DisciplineRef {
            id: clean(word.name().get(*lang)),
            name: localized!("ansvarlig for botilbudet", "responsible for the housing").get(*lang).to_owned(),
        };
        if !parties.contains(&party) {
            parties.push(party);
        }
    }
    parties
}

fn head(request: &Request<'_>, result: CheckResult) -> Vec<Entry> {
    let Request { facts, catalogue, lang, .. } = request;
    let lang = *lang;
    let vocabulary = &catalogue.vocabulary;
    let mut head = Vec::new();
    let mut entry = |label: Localized, value: String| {
        head.push(Entry { label: label.get(lang).to_owned(), value: clean(&value) });
    };
    let not_stated = || Localized::new("ikke angitt", "not stated").get(lang).to_owned();
    let shown = |id: &str| match facts.get(facts.project(), id) {
        Fact::Known(known) => Some(known.value.show(vocabulary.fact(id), vocabulary, lang)),
        Fact::Conflicting(all) => {
            let all: Vec<String> =
                all.iter().map(|k| k.value.show(vocabulary.fact(id), vocabulary, lang)).collect();
            Some(format!("{} ({})", all.join(" ≠ "), Localized::new("motstrid", "conflicting").get(lang)))
        }
        Fact::Unknown(_) => None,
    };
    entry(Localized::new("Prosjekt", "Project"), request.project.to_owned());
    entry(
        Localized::new("Målgruppe", "Resident group"),
        shown("project.group_keys").or_else(|| shown("project.group")).unwrap_or_else(not_stated),
    );
    entry(
        Localized::new("Boligstandard", "Building standard"),
        shown("project.standard").unwrap_or_else(not_stated),
    );
    let count = |kind| facts.of_kind(kind).count();
    let parts = [
        (count(SubjectKind::Building), ["hus", "hus"], ["building", "buildings"]),
        (count(SubjectKind::Dwelling), ["bolig", "boliger"], ["dwelling", "dwellings"]),
        (count(SubjectKind::Base), ["personalbase", "personalbaser"], ["staff base", "staff bases"]),
        (count(SubjectKind::Room), ["rom", "rom"], ["room", "rooms"]),
    ];
    let described: Vec<String> = parts
        .iter()
        .filter(|(n, ..)| *n > 0)
        .map(|(n, nb, en)| {
            let form = usize::from(*n != 1);
            format!("{n} {}", Localized::new(nb[form], en[form]).get(lang))
        })
        .collect();
    if !described.is_empty() {
        entry(Localized::new("Beskrevet", "Described"), crate::text::list(&described, lang));
    }
    if let Some(document) = catalogue.documents.get(request.edition) {
        entry(
            Localized::new("Vurdert etter", "Judged against"),
            format!("{} ({}, {})", document.title, document.publisher, document.date),
        );
    }
    let basis = if request.visited {
        Localized::new(
            "det som er tegnet og oppgitt, og det som ble sett på befaringen",
            "what is drawn and stated, and what was seen on the visit",
        )
    } else {
        Localized::new(
            "det som er tegnet og oppgitt; boligene er ikke befart",
            "what is drawn and stated; the dwellings were not visited",
        )
    };
    if result != CheckResult::Incomplete {
        entry(Localized::new("Grunnlag", "Basis"), basis.get(lang).to_owned());
    }
    if let Some(phase) = request.phase {
        entry(Localized::new("Fase", "Phase"), phase.name().get(lang).to_owned());
    }
    if let Some(date) = request.date {
        entry(Localized::new("Dato", "Date"), date.show(lang));
    }
    head
}

fn edition_head(catalogue: &Catalogue, edition: &str, lang: Lang) -> EditionHead {
    match catalogue.documents.get(edition) {
        Some(d) => EditionHead {
            id: d.id.clone(),
            title: d.title.clone(),
            publisher: d.publisher.clone(),
            date: d.date.clone(),
            reading: d.reading.get(lang).to_owned(),
        },
        None => EditionHead {
            id: edition.to_owned(),
            title: edition.to_owned(),
            publisher: String::new(),
            date: String::new(),
            reading: String::new(),
        },
    }
}

/// Replaced parameters of the edition, also of requirements that turned out not to apply.
fn overrides(catalogue: &Catalogue, edition: &str, lang: Lang) -> Vec<ParameterLine> {
    let mut lines = Vec::new();
    for (requirement, block) in catalogue.in_edition(edition) {
        for (name, parameter) in &block.parameter {
            let (value, overridden) = catalogue.parameter(&requirement.id, name, parameter);
            if overridden {
                lines.push(ParameterLine {
                    name: format!("{}.{name}", requirement.id),
                    value: shown_value(value, lang),
                    reading: clean(if lang == Lang::Nb { &parameter.nb } else { &parameter.en }),
                    overridden,
                    built_in: Some(shown_value(&parameter.value, lang)),
                });
            }
        }
    }
    lines
}

/// Contradictions of requirements that apply, each told once.
fn contradictions(points: &[Point]) -> Vec<ContradictionLine> {
    let mut lines: Vec<ContradictionLine> = Vec::new();
    for point in points.iter().filter(|p| p.verdict != Verdict::NotApplicable) {
        let Some(line) = &point.contradiction else { continue };
        match lines.iter_mut().find(|l| l.ids == line.ids && l.text == line.text) {
            Some(known) => {
                if !known.requirements.contains(&point.requirement) {
                    known.requirements.push(point.requirement.clone());
                }
            }
            None => lines.push(line.clone()),
        }
    }
    lines.sort();
    lines
}

fn sections(points: Vec<Point>, catalogue: &Catalogue, lang: Lang) -> Vec<Section> {
    let mut sections: Vec<Section> = SECTIONS
        .into_iter()
        .map(|verdict| Section {
            verdict,
            heading: verdict.name().get(lang).to_owned(),
            count: String::new(),
            points: 0,
            chapters: Vec::new(),
        })
        .collect();
    for point in points {
        let Some(section) = sections.iter_mut().find(|s| s.verdict == point.verdict) else { continue };
        let chapter = catalogue
            .requirements
            .get(&point.requirement)
            .and_then(|r| catalogue.chapters.get(catalogue.chapter_index(r)));
        let id = chapter.map_or("", |c| c.id.as_str());
        if section.chapters.last().is_none_or(|c| c.id != id) {
            let other = || Localized::new("Annet", "Other");
            let heading = chapter.map_or_else(other, |c| c.name.clone());
            section.chapters.push(Chapter {
                id: id.to_owned(),
                heading: heading.get(lang).to_owned(),
                points: Vec::new(),
            });
        }
        section.points += 1;
        if let Some(chapter) = section.chapters.last_mut() {
            chapter.points.push(point);
        }
    }
    for section in &mut sections {
        let n = section.points;
        section.count = match n {
            1 => localized!("{n} punkt", "{n} point"),
            _ => localized!("{n} punkter", "{n} points"),
        }
        .get(lang)
        .to_owned();
    }
    sections
}

/// The word for how bad a fault is.
pub(super) fn severity_label(severity: Severity) -> Localized {
    match severity {
        Severity::Error => Localized::new("feil", "error"),
        Severity::Warning => Localized::new("advarsel", "warning"),
        Severity::Note => Localized::new("merknad", "note"),
    }
}

/// The faults of the input; of very many the rest is counted, so that a broken file gives no endless report.
fn faults(diagnostics: &[Diagnostic], sources: &Sources, lang: Lang) -> Vec<FaultLine> {
    let shown = diagnostics.iter().take(MOST_FAULTS);
    let mut lines: Vec<FaultLine> = shown.map(|d| fault(d, sources, lang)).collect();
    let rest = diagnostics.get(MOST_FAULTS..).unwrap_or_default();
    if let Some(severity) = rest.iter().map(|d| d.severity).max() {
        let n = rest.len();
        lines.push(FaultLine {
            severity,
            severity_label: severity_label(severity).get(lang).to_owned(),
            code: "report.more".to_owned(),
            message: localized!("{n} til, som ikke er vist", "{n} more, not shown").get(lang).to_owned(),
            place: None,
            line: None,
            help: None,
        });
    }
    lines
}

fn fault(diagnostic: &Diagnostic, sources: &Sources, lang: Lang) -> FaultLine {
    let place = match (diagnostic.span(), &diagnostic.location) {
        (Some(span), _) => {
            let at = sources.position(span);
            Some(Place { file: sources.file(span.source).name(), line: at.line, column: at.column })
        }
        (None, Some(location)) => {
            Some(Place { file: location.file.clone(), line: location.line.unwrap_or(1), column: 1 })
        }
        (None, None) => None,
    };
    let line = diagnostic.span().zip(place.as_ref()).map(|(span, at)| {
        let line = sources.file(span.source).line(at.line).trim();
        clean(&line.chars().take(200).collect::<String>())
    });
    FaultLine {
        severity: diagnostic.severity,
        severity_label: severity_label(diagnostic.severity).get(lang).to_owned(),
        code: diagnostic.code.to_owned(),
        message: clean(diagnostic.message.get(lang)),
        place,
        line,
        help: diagnostic.help.as_ref().map(|h| clean(h.get(lang))),
    }
}
