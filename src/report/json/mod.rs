//! The report for machines: JSON, with a version of its own and a schema generated from the structs in `shape`.
//!
//! Fields are only added within a format version; renaming or removing one, or changing a meaning, raises
//! [`VERSION`]. Texts are in the language of the report; `fact`, `requirement`, `verdict`, `force` and
//! `fingerprint` are the keys to compute with. The order of all lists is the order of the report.

mod shape;

use super::document as doc;
use crate::date::Date;
use crate::finding::Force;
use crate::source::Severity;
use shape::{
    Absent, Baseline, Chapter, Contradiction, CountRow, Counts, Degree, Departure, Diagnostic, Edition,
    Element, Entry, Evidence, Fravik, From, Ifc, Input, Level, MarginNumbers, Numbers, Outcome, Parameter,
    Point, PointPlace, Program, Remedy, Root, Section, Settings, Source, Statement, Turn, Unmet, Way,
};

pub(super) use shape::Change;

/// Version of the format.
pub const VERSION: u32 = 1;
/// Name of the format.
pub(super) const FORMAT: &str = "befaring.report";

/// The report as JSON text, ending in a line break.
///
/// # Errors
/// Never for reports of this program: every part is plain data with text keys.
pub fn render(report: &doc::Report) -> Result<String, serde_json::Error> {
    let mut text = serde_json::to_string_pretty(&Root::of(report))?;
    text.push('\n');
    Ok(text)
}

/// The JSON Schema (2020-12) of the format, ending in a line break.
///
/// # Errors
/// Never: a schema is plain data.
pub fn schema() -> Result<String, serde_json::Error> {
    let schema = schemars::schema_for!(Root);
    let mut text = serde_json::to_string_pretty(&schema)?;
    text.push('\n');
    Ok(text)
}

impl Numbers {
    fn of(tally: doc::Tally) -> Self {
        Self { requirements: tally.requirements, places: tally.places }
    }
}

fn statement(line: &doc::StatementLine) -> Statement<'_> {
    Statement {
        by: &line.by,
        date: &line.date,
        verdict: line.verdict,
        weight: line.weight,
        outdated: line.outdated,
        comment: &line.comment,
        responsible: &line.responsible,
        status: &line.status,
        origin: &line.origin,
    }
}

/// What somebody said, in the words of the JSON report.
pub(super) fn said(line: &doc::StatementLine) -> serde_json::Value {
    serde_json::json!(statement(line))
}

impl<'a> Root<'a> {
    fn of(report: &'a doc::Report) -> Self {
        Self {
            format: FORMAT,
            format_version: VERSION,
            language: report.lang,
            program: Program { name: &report.program.name, version: &report.program.version },
            project: &report.project,
            head: report.head.iter().map(|e| Entry { label: &e.label, value: &e.value }).collect(),
            edition: Edition {
                id: &report.edition.id,
                title: &report.edition.title,
                publisher: &report.edition.publisher,
                date: &report.edition.date,
                reading: &report.edition.reading,
            },
            inputs: report
                .inputs
                .iter()
                .map(|i| Input { path: &i.path, bytes: i.bytes, sha256: &i.sha256 })
                .collect(),
            overridden_parameters: report.overrides.iter().map(parameter).collect(),
            outcome: Outcome {
                result: report.outcome.result.id(),
                exit_code: report.outcome.result.exit_code(),
                sentence: &report.outcome.sentence,
                notes: &report.outcome.notes,
                deciding_points: &report.outcome.deciding,
            },
            counts: Counts {
                note: &report.counts.note,
                rows: report.counts.rows.iter().flat_map(count_rows).collect(),
                requirements: report.counts.total.requirements,
                places: report.counts.total.places,
                excused: Numbers::of(report.counts.excused),
                not_yet: Numbers::of(report.counts.not_yet),
            },
            documentation: report
                .documentation
                .iter()
                .map(|d| Degree { standard: d.standard.as_deref(), decided: d.decided, applying: d.applying })
                .collect(),
            sections: report.sections.iter().map(section).collect(),
            contradictions: report.contradictions.iter().map(contradiction).collect(),
            diagnostics: report.faults.iter().map(diagnostic).collect(),
            settings: Settings {
                groups: &report.settings.groups,
                phase: report.settings.phase,
                deadlines: report.settings.deadlines.iter().map(|(p, d)| (*p, d.iso())).collect(),
                date: report.settings.date.map(Date::iso),
                fail_on: report.settings.fail_on,
                strict: report.settings.strict,
            },
            fravik: report.fravik.iter().map(fravik_line).collect(),
            baseline: report.baseline.as_ref().map(|b| Baseline {
                file: Input { path: &b.file.path, bytes: b.file.bytes, sha256: &b.file.sha256 },
                sentence: &b.sentence,
                remarks: &b.remarks,
                absent: b.absent.iter().map(absent).collect(),
            }),
            elements: report.elements.iter().map(element).collect(),
            unmet_statements: report
                .unmet
                .iter()
                .map(|u| Unmet {
                    requirement: u.requirement.as_deref(),
                    about: &u.about,
                    why: &u.why,
                    statement: statement(&u.statement),
                })
                .collect(),
            basis: &report.basis,
            ids: report.ids.as_ref(),
        }
    }
}

fn fravik_line(line: &doc::FravikLine) -> Fravik<'_> {
    Fravik {
        id: &line.id,
        requirement: &line.requirement,
        title: &line.title,
        places: &line.places,
        kind: line.kind,
        standing: line.standing,
        standing_label: &line.standing_label,
        excuses: line.standing.excuses(),
        reason: &line.reason,
        compensating: line.compensating.as_deref(),
        owner: line.owner.as_deref(),
        approved_by: line.approved_by.as_deref(),
        date: line.date.map(Date::iso),
        expires: line.expires.map(Date::iso),
        negative_places: line.negative,
        points: &line.points,
        remarks: &line.remarks,
        to_mend: line.to_mend,
        place: line.place.as_ref(),
    }
}

fn absent(line: &doc::AbsentLine) -> Absent<'_> {
    Absent {
        requirement: &line.requirement,
        title: &line.title,
        at: &line.at,
        fingerprint: &line.fingerprint,
        resolved: line.resolved,
        why: line.why.as_deref(),
    }
}

fn element(line: &doc::ElementLine) -> Element<'_> {
    Element {
        id: &line.id,
        kind: line.kind.id(),
        sort: &line.sort,
        label: &line.label,
        ifc_guid: line.guid.as_deref(),
        within: line.within.as_deref(),
        storey: line.storey.as_deref(),
        at: line.at,
        area: line.area,
    }
}

fn count_rows(row: &doc::CountRow) -> Vec<CountRow> {
    let one = |force: Option<Force>, tally: doc::Tally| CountRow {
        verdict: row.verdict,
        force,
        requirements: tally.requirements,
        places: tally.places,
    };
    let by_force = row.by_force.iter().map(|(force, _, tally)| one(Some(*force), *tally));
    by_force.chain([one(None, row.total)]).collect()
}

fn section(section: &doc::Section) -> Section<'_> {
    Section {
        verdict: section.verdict,
        heading: &section.heading,
        chapters: section.chapters.iter().map(chapter).collect(),
    }
}

fn chapter(chapter: &doc::Chapter) -> Chapter<'_> {
    Chapter { id: &chapter.id, heading: &chapter.heading, points: chapter.points.iter().map(point).collect() }
}

fn point(point: &doc::Point) -> Point<'_> {
    Point {
        id: &point.id,
        letter: point.letter.as_deref(),
        requirement: &point.requirement,
        title: &point.title,
        verdict: point.verdict,
        unclarity: point.unclarity,
        force: point.force,
        decides: point.decides,
        text: &point.text,
        at: &point.at,
        places: point
            .places
            .iter()
            .map(|p| PointPlace {
                id: &p.id,
                label: &p.label,
                fingerprint: &p.fingerprint,
                described_at: p.place.as_ref(),
                ifc_guid: p.guid.as_deref(),
                evidence: p.evidence.iter().map(evidence).collect(),
            })
            .collect(),
        remark: point.remark.as_deref(),
        interpretation: point.interpretation.as_deref(),
        contradiction: point.contradiction.as_ref().map(contradiction),
        source: Source {
            document: &point.source.document,
            title: &point.source.title,
            clause: &point.source.clause,
            quote: &point.source.quote,
            corrected: point.source.corrected.as_deref(),
        },
        parameters: point.parameters.iter().map(parameter).collect(),
        remedies: point
            .remedies
            .iter()
            .map(|r| Remedy {
                fact: &r.fact,
                what: &r.what,
                design: r.design.as_deref(),
                ifc: r.ifc.as_deref(),
                observe: r.observe.as_deref(),
                why: r.why.as_deref(),
            })
            .collect(),
        inspection: point.inspection.as_deref(),
        causes: &point.causes,
        departure: point.departure.as_ref().map(|d| Departure {
            id: &d.id,
            standing: d.standing,
            label: &d.label,
        }),
        not_yet: point.not_yet,
        due: point.due.map(Date::iso),
        since: point.since,
        accepted: point.accepted,
        discipline: &point.discipline.id,
        computed: point.computed,
        statements: point.statements.iter().map(statement).collect(),
        turns: point
            .turns
            .iter()
            .map(|t| Turn {
                at: &t.at,
                ways: t
                    .ways
                    .iter()
                    .map(|w| Way {
                        text: &w.text,
                        then: w.then,
                        complete: w.complete,
                        changes: w.changes.iter().map(change).collect(),
                    })
                    .collect(),
            })
            .collect(),
    }
}

/// Without the digits that only binary fractions leave.
fn to_the_micron(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

/// A change for machines.
pub(super) fn change(line: &doc::ChangeLine) -> Change<'_> {
    Change {
        fact: &line.fact,
        name: &line.name,
        subject: &line.subject,
        text: &line.text,
        margin: line.margin.map(|m| MarginNumbers {
            value: to_the_micron(m.value.value),
            limit: to_the_micron(m.limit.value),
            difference: to_the_micron(m.difference),
            direction: m.direction,
        }),
    }
}

fn evidence(line: &doc::EvidenceLine) -> Evidence<'_> {
    Evidence {
        fact: &line.fact,
        name: &line.name,
        subject: &line.subject,
        value: line.value.as_deref(),
        origin: &line.origin,
        certainty: line.certainty,
        read_at: line.place.as_ref(),
        ifc: line.ifc.as_ref().map(|i| Ifc {
            entity: &i.entity,
            guid: i.guid.as_deref(),
            set: i.set.as_deref(),
            property: i.property.as_deref(),
        }),
        computed_from: line
            .from
            .iter()
            .map(|f| From { subject: &f.subject, what: &f.what, value: &f.value })
            .collect(),
    }
}

fn parameter(line: &doc::ParameterLine) -> Parameter<'_> {
    Parameter {
        name: &line.name,
        value: &line.value,
        reading: &line.reading,
        overridden: line.overridden,
        built_in: line.built_in.as_deref(),
    }
}

fn contradiction(line: &doc::ContradictionLine) -> Contradiction<'_> {
    Contradiction { ids: &line.ids, text: &line.text, requirements: &line.requirements }
}

fn diagnostic(line: &doc::FaultLine) -> Diagnostic<'_> {
    Diagnostic {
        severity: match line.severity {
            Severity::Error => Level::Error,
            Severity::Warning => Level::Warning,
            Severity::Note => Level::Note,
        },
        code: &line.code,
        message: &line.message,
        place: line.place.as_ref(),
        help: line.help.as_deref(),
    }
}
