//! The report for machines: JSON, with a version of its own and a schema generated from these structs.
//!
//! Fields are only added within a format version; renaming or removing one, or changing a meaning, raises
//! [`VERSION`]. Texts are in the language of the report; `fact`, `requirement`, `verdict`, `force` and
//! `fingerprint` are the keys to compute with. The order of all lists is the order of the report.

use schemars::JsonSchema;
use serde::Serialize;

use super::document as doc;
use super::document::Since;
use super::ids::IdsReport;
use crate::date::Date;
use crate::finding::{Direction, Force, Standing, Unclarity, Verdict, Weight};
use crate::fravik;
use crate::model::{Certainty, Place};
use crate::source::Severity;
use crate::text::Lang;
use crate::vocab::Phase;

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

/// A report of `befaring` on a project of hard-wearing dwellings.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "befaring report")]
struct Root<'a> {
    /// Always `befaring.report`.
    format: &'a str,
    /// Version of this format.
    format_version: u32,
    /// Language of all texts.
    language: Lang,
    /// The program that made the report.
    program: Program<'a>,
    /// Name of the project, as given; may be empty.
    project: &'a str,
    /// Lines that introduce the report, for people.
    head: Vec<Entry<'a>>,
    /// The edition judged by.
    edition: Edition<'a>,
    /// The files read.
    inputs: Vec<Input<'a>>,
    /// Interpreted thresholds that a project or another catalogue replaced.
    overridden_parameters: Vec<Parameter<'a>>,
    /// What the check comes to.
    outcome: Outcome<'a>,
    /// Numbers of requirements and places by verdict.
    counts: Counts<'a>,
    /// How much could be decided.
    documentation: Vec<Degree<'a>>,
    /// Points by verdict and chapter.
    sections: Vec<Section<'a>>,
    /// Contradictions of the sources that concern the project.
    contradictions: Vec<Contradiction<'a>>,
    /// What was wrong with the input.
    diagnostics: Vec<Diagnostic<'a>>,
    /// How it was judged.
    settings: Settings<'a>,
    /// The register of agreed departures.
    fravik: Vec<Fravik<'a>>,
    /// What became of an earlier report's findings, where one was given.
    baseline: Option<Baseline<'a>>,
    /// Every part of the project, so that reports can be compared.
    elements: Vec<Element<'a>>,
    /// What people said that met no finding.
    unmet_statements: Vec<Unmet<'a>>,
    /// Short fingerprint of the inputs: another draft has another one.
    basis: &'a str,
    /// What the building models come to against the IDS files of the project; null where it names none.
    ids: Option<&'a IdsReport>,
}

/// How a report was judged.
#[derive(Serialize, JsonSchema)]
struct Settings<'a> {
    /// Resident groups, somatic groups included.
    groups: &'a [String],
    /// Phase of the project; null when nobody told.
    phase: Option<Phase>,
    /// The day it was judged on, `2026-03-12`; null when nobody told.
    date: Option<String>,
    /// The weakest force that fails the check.
    fail_on: Option<Force>,
    /// Whether what is unclear keeps it from passing.
    strict: bool,
}

/// An agreed departure in the register.
#[derive(Serialize, JsonSchema)]
struct Fravik<'a> {
    /// Its id.
    id: &'a str,
    /// The requirement as written, possibly with `*`.
    requirement: &'a str,
    /// What that asks.
    title: &'a str,
    /// The places as written; empty for everywhere.
    places: &'a [String],
    /// Kind.
    kind: fravik::Kind,
    /// How it stands.
    standing: Standing,
    /// The words for that.
    standing_label: &'a str,
    /// Whether it keeps its findings from failing the check.
    excuses: bool,
    /// Why.
    reason: &'a str,
    /// What is done instead.
    compensating: Option<&'a str>,
    /// Who answers for it.
    owner: Option<&'a str>,
    /// Who approved it.
    approved_by: Option<&'a str>,
    /// From which day.
    date: Option<String>,
    /// The day it no longer holds.
    expires: Option<String>,
    /// Negative places it concerns.
    negative_places: usize,
    /// Points it concerns.
    points: &'a [String],
    /// What is to be said of it.
    remarks: &'a [String],
    /// Whether somebody should mend the entry.
    to_mend: bool,
    /// Where it is written.
    place: Option<&'a Place>,
}

/// The departure a point is concerned by.
#[derive(Serialize, JsonSchema)]
struct Departure<'a> {
    /// Its id in the register.
    id: &'a str,
    /// How it stands.
    standing: Standing,
    /// The words for that.
    label: &'a str,
}

/// An earlier report.
#[derive(Serialize, JsonSchema)]
struct Baseline<'a> {
    /// Its file.
    file: Input<'a>,
    /// What became of its findings, in short.
    sentence: &'a str,
    /// What cannot be compared.
    remarks: &'a [String],
    /// Its findings that are no longer negative or unclear.
    absent: Vec<Absent<'a>>,
}

/// A finding of an earlier report.
#[derive(Serialize, JsonSchema)]
struct Absent<'a> {
    /// Id of the requirement.
    requirement: &'a str,
    /// What it asks.
    title: &'a str,
    /// Where.
    at: &'a str,
    /// Stable id of the finding.
    fingerprint: &'a str,
    /// Whether it is known to be put right; else it cannot be compared.
    resolved: bool,
    /// Why it cannot be compared.
    why: Option<&'a str>,
}

/// A part of the project.
#[derive(Serialize, JsonSchema)]
struct Element<'a> {
    /// Stable id.
    id: &'a str,
    /// What it is: `dwelling`, `room`, `door` …
    kind: &'a str,
    /// Which sort of it: the room's functions, the equipment's kind, the dwelling's groups.
    sort: &'a str,
    /// How people call it.
    label: &'a str,
    /// IFC GlobalId.
    ifc_guid: Option<&'a str>,
    /// Id of what it is part of.
    within: Option<&'a str>,
    /// Id of its storey, where it is drawn.
    storey: Option<&'a str>,
    /// A point that stands for it, in metres.
    at: Option<[f64; 2]>,
    /// Floor area in m².
    area: Option<f64>,
}

/// A program.
#[derive(Serialize, JsonSchema)]
struct Program<'a> {
    /// Name.
    name: &'a str,
    /// Version.
    version: &'a str,
}

/// A label and what stands behind it.
#[derive(Serialize, JsonSchema)]
struct Entry<'a> {
    /// What it is.
    label: &'a str,
    /// What it says.
    value: &'a str,
}

/// The document judged by.
#[derive(Serialize, JsonSchema)]
struct Edition<'a> {
    /// Id.
    id: &'a str,
    /// Title as published.
    title: &'a str,
    /// Publisher.
    publisher: &'a str,
    /// Date of publication, as precise as known.
    date: &'a str,
    /// How the copy at hand was read, and what could not be.
    reading: &'a str,
}

/// A file that was read.
#[derive(Serialize, JsonSchema)]
struct Input<'a> {
    /// Path as given.
    path: &'a str,
    /// Size in bytes.
    bytes: u64,
    /// SHA-256 of its bytes.
    sha256: &'a str,
}

/// The result of the check.
#[derive(Serialize, JsonSchema)]
struct Outcome<'a> {
    /// The result: `passed` (exit code 0), `failed` (1), `incomplete` (2), `open` (3).
    result: &'a str,
    /// Exit code of the program.
    exit_code: u8,
    /// The result in a sentence.
    sentence: &'a str,
    /// What else must be known to use it.
    notes: &'a [String],
    /// Ids of the points that decide it.
    deciding_points: &'a [String],
}

/// Numbers by verdict.
#[derive(Serialize, JsonSchema)]
struct Counts<'a> {
    /// What is counted.
    note: &'a str,
    /// One row for each verdict.
    rows: Vec<CountRow>,
    /// All requirements of the edition; each counted once, by its most serious verdict.
    requirements: usize,
    /// All places judged.
    places: usize,
    /// Of the negative: those an agreed departure excuses.
    excused: Numbers,
    /// Of the unclear: those that cannot be documented in this phase.
    not_yet: Numbers,
}

/// Two numbers that must not be mixed.
#[derive(Serialize, JsonSchema)]
struct Numbers {
    /// Requirements, each counted once.
    requirements: usize,
    /// Places.
    places: usize,
}

impl Numbers {
    fn of(tally: doc::Tally) -> Self {
        Self { requirements: tally.requirements, places: tally.places }
    }
}

/// The numbers of one verdict and force.
#[derive(Serialize, JsonSchema)]
struct CountRow {
    /// The verdict.
    verdict: Verdict,
    /// The force; null for all together.
    force: Option<Force>,
    /// Requirements whose most serious verdict this is.
    requirements: usize,
    /// Places with this verdict.
    places: usize,
}

/// How many of the requirements that apply could be decided.
#[derive(Serialize, JsonSchema)]
struct Degree<'a> {
    /// Building standard; null for all requirements.
    standard: Option<&'a str>,
    /// Positive or negative.
    decided: usize,
    /// Those that apply.
    applying: usize,
}

/// The points of a verdict.
#[derive(Serialize, JsonSchema)]
struct Section<'a> {
    /// The verdict.
    verdict: Verdict,
    /// Heading.
    heading: &'a str,
    /// Points by chapter of the catalogue.
    chapters: Vec<Chapter<'a>>,
}

/// The points of a chapter.
#[derive(Serialize, JsonSchema)]
struct Chapter<'a> {
    /// Id.
    id: &'a str,
    /// Heading.
    heading: &'a str,
    /// Points.
    points: Vec<Point<'a>>,
}

/// One requirement with one verdict and one sentence, at one or several places.
#[derive(Serialize, JsonSchema)]
struct Point<'a> {
    /// Stable id.
    id: &'a str,
    /// Letter on the plan.
    letter: Option<&'a str>,
    /// Id of the requirement.
    requirement: &'a str,
    /// What the requirement asks.
    title: &'a str,
    /// The verdict.
    verdict: Verdict,
    /// Why it is unclear; set exactly when it is.
    unclarity: Option<Unclarity>,
    /// How strongly the requirement asks.
    force: Force,
    /// Whether the result of the check hangs on it.
    decides: bool,
    /// The finding in words.
    text: &'a str,
    /// The places in short; empty for the project as a whole.
    at: &'a str,
    /// Every place, with its evidence.
    places: Vec<PointPlace<'a>>,
    /// Reservation, also part of the text.
    remark: Option<&'a str>,
    /// How the source was read, where it leaves that open.
    interpretation: Option<&'a str>,
    /// How the sources contradict each other here.
    contradiction: Option<Contradiction<'a>>,
    /// Where the requirement stands.
    source: Source<'a>,
    /// Interpreted thresholds used.
    parameters: Vec<Parameter<'a>>,
    /// What would settle it, where it is unclear.
    remedies: Vec<Remedy<'a>>,
    /// What an inspector looks at.
    inspection: Option<&'a str>,
    /// Other places that cause the verdict.
    causes: &'a [String],
    /// The discipline that documents it, such as `ARK`; may be empty.
    discipline: &'a str,
    /// The verdict computed, before anybody said anything.
    computed: Verdict,
    /// What people said of it.
    statements: Vec<Statement<'a>>,
    /// What would turn a negative verdict, by place.
    turns: Vec<Turn<'a>>,
    /// The agreed departure that concerns it, where it is negative.
    departure: Option<Departure<'a>>,
    /// The phase it can first be documented in, where that is still to come.
    not_yet: Option<Phase>,
    /// How it stands to the earlier report, where one was given.
    since: Option<Since>,
    /// Whether the earlier report was no better here, so that it does not fail the check.
    accepted: bool,
}

/// What would turn a negative verdict at some places.
#[derive(Serialize, JsonSchema)]
struct Turn<'a> {
    /// The places in short; empty when it is the same at all places of the point.
    at: &'a str,
    /// Ways to turn it, any of which will do, the least first.
    ways: Vec<Way<'a>>,
}

/// Changes that together turn a verdict.
#[derive(Serialize, JsonSchema)]
struct Way<'a> {
    /// In words.
    text: &'a str,
    /// What the verdict becomes.
    then: Verdict,
    /// Whether these changes are all it takes.
    complete: bool,
    /// Each change.
    changes: Vec<Change<'a>>,
}

/// One thing that would have to be otherwise.
#[derive(Serialize, JsonSchema)]
pub(super) struct Change<'a> {
    /// Fact id, `fixture:kind`, `count:kind`, or the id of a requirement.
    fact: &'a str,
    /// What it is called.
    name: &'a str,
    /// Whose; empty for the place judged.
    subject: &'a str,
    /// In words.
    text: &'a str,
    /// The numbers in SI (metres, square metres, shares of 1), where it is one number.
    margin: Option<MarginNumbers>,
}

/// A number and the limit it misses.
#[derive(Serialize, JsonSchema)]
struct MarginNumbers {
    /// The value found.
    value: f64,
    /// The nearest value that would do.
    limit: f64,
    /// How far the value is off.
    difference: f64,
    /// On which side of the limit it has to lie.
    direction: Direction,
}

/// A place.
#[derive(Serialize, JsonSchema)]
struct PointPlace<'a> {
    /// Stable id of the element.
    id: &'a str,
    /// How people call it.
    label: &'a str,
    /// Stable id of the finding: requirement and place, independent of verdict and line.
    fingerprint: &'a str,
    /// Where it was described.
    described_at: Option<&'a Place>,
    /// IFC GlobalId.
    ifc_guid: Option<&'a str>,
    /// What the verdict leans on.
    evidence: Vec<Evidence<'a>>,
}

/// A fact a verdict leans on.
#[derive(Serialize, JsonSchema)]
struct Evidence<'a> {
    /// Fact id; for requirements that take others together, the id of one of those.
    fact: &'a str,
    /// What the fact is called.
    name: &'a str,
    /// Whose.
    subject: &'a str,
    /// Its value as shown; null when unknown.
    value: Option<&'a str>,
    /// Where it comes from, in words.
    origin: &'a str,
    /// How sure it is.
    certainty: Option<Certainty>,
    /// Where it was read.
    read_at: Option<&'a Place>,
    /// Where in an IFC model.
    ifc: Option<Ifc<'a>>,
    /// What it was computed from.
    computed_from: Vec<From<'a>>,
}

/// A value of an IFC model.
#[derive(Serialize, JsonSchema)]
struct Ifc<'a> {
    /// `#123=IFCDOOR`.
    entity: &'a str,
    /// GlobalId.
    guid: Option<&'a str>,
    /// Property or quantity set.
    set: Option<&'a str>,
    /// Property, quantity or attribute.
    property: Option<&'a str>,
}

/// Something a value was computed from.
#[derive(Serialize, JsonSchema)]
struct From<'a> {
    /// Whose.
    subject: &'a str,
    /// What.
    what: &'a str,
    /// Its value as shown.
    value: &'a str,
}

/// What a person said.
#[derive(Serialize, JsonSchema)]
struct Statement<'a> {
    /// Who; empty when nobody stands for it.
    by: &'a str,
    /// When, as `2026-03-12`; may be empty.
    date: &'a str,
    /// Their verdict.
    verdict: Option<Verdict>,
    /// What became of it.
    weight: Weight,
    /// Whether the inputs were others when it was given.
    outdated: bool,
    /// In their words; may be empty.
    comment: &'a str,
    /// Who is to document or mend it; may be empty.
    responsible: &'a str,
    /// How the topic stands in the tool it came from; may be empty.
    status: &'a str,
    /// The file and line it is on record in.
    origin: &'a str,
}

/// What somebody said that met no finding.
#[derive(Serialize, JsonSchema)]
struct Unmet<'a> {
    /// Id of the requirement, where one was named.
    requirement: Option<&'a str>,
    /// What it is about, as far as that is known.
    about: &'a str,
    /// Why it met no finding.
    why: &'a str,
    /// What was said.
    statement: Statement<'a>,
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

/// Where a requirement stands.
#[derive(Serialize, JsonSchema)]
struct Source<'a> {
    /// Id of the document.
    document: &'a str,
    /// Title of the document.
    title: &'a str,
    /// The clause.
    clause: &'a str,
    /// The words, verbatim.
    quote: &'a str,
    /// The words put right, where the copy at hand is damaged.
    corrected: Option<&'a str>,
}

/// A threshold that is an interpretation.
#[derive(Serialize, JsonSchema)]
struct Parameter<'a> {
    /// `requirement.parameter`.
    name: &'a str,
    /// The value used, as shown.
    value: &'a str,
    /// Why the built-in value was chosen.
    reading: &'a str,
    /// Whether it was replaced.
    overridden: bool,
    /// The value it replaces.
    built_in: Option<&'a str>,
}

/// How a missing fact can be supplied.
#[derive(Serialize, JsonSchema)]
struct Remedy<'a> {
    /// Fact id; empty when it is not one fact that is missing.
    fact: &'a str,
    /// What is missing, and whose.
    what: &'a str,
    /// A line of a description that states it.
    design: Option<&'a str>,
    /// Where an IFC model carries it.
    ifc: Option<&'a str>,
    /// What to look at on site.
    observe: Option<&'a str>,
    /// Why it is missing.
    why: Option<&'a str>,
}

/// Two places of the sources that contradict each other.
#[derive(Serialize, JsonSchema)]
struct Contradiction<'a> {
    /// Numbers in the list of contradictions.
    ids: &'a [String],
    /// What contradicts what, and how it is read.
    text: &'a str,
    /// Requirements it concerns.
    requirements: &'a [String],
}

/// How bad a fault of the input is.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Level {
    Note,
    Warning,
    Error,
}

/// Something wrong with the input.
#[derive(Serialize, JsonSchema)]
struct Diagnostic<'a> {
    /// How bad.
    severity: Level,
    /// Stable name of the kind of fault.
    code: &'a str,
    /// What is wrong.
    message: &'a str,
    /// Where.
    place: Option<&'a Place>,
    /// How to mend it.
    help: Option<&'a str>,
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
