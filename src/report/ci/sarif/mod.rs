//! SARIF 2.1.0 (OASIS), for code scanning and for editors.
//!
//! One result for each requirement at each place. `kind` says the verdict: pass, fail, open (not documented), review (only
//! a person can tell, or sources disagree), notApplicable. Fingerprints are requirement and place, never the line.
//!
//! The file stays within what receivers take: of too many results the most serious are written, of too large a file
//! first the places of evidence are left out and then results. How many were is told as a notification of the run.

mod shape;

use std::collections::BTreeMap;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Map, Value, json};

use shape::{
    AnyRun, Artifact, ArtifactLocation, AutomationDetails, Configuration, Driver, Fingerprints, Hashes, Help,
    Invocation, Location, Log, LogicalLocation, Notification, PhysicalLocation, Region, ResultLine, Rule,
    RuleProperties, Run, Suppression, Text, Tool,
};

use super::{address, described, force_id, made_from, said, sentence, standing_id, tags};
use crate::finding::{Force, Standing, Unclarity, Verdict};
use crate::report::document::{
    AbsentLine, CheckResult, ElementLine, PlaceLine, Point, Report, Since, verdict_id,
};
use crate::report::{ids, json};
use crate::source::Severity;
use crate::text::Lang;

/// What receivers take at most: GitHub's 25 000 results, and 100 of the places of evidence in each.
const FULL: Limits = Limits { results: 25_000, related: 100, ids: true };
/// Results that GitHub shows, the most serious.
const SHOWN: usize = 5_000;
/// Largest file that is taken, packed with gzip, in bytes (GitHub).
const MOST_PACKED: usize = 10_000_000;
/// Most tags of a rule a receiver takes.
const MOST_TAGS: usize = 20;
/// Parts within parts that are named: project, building, storey, dwelling, room, equipment.
const DEEPEST: usize = 8;

/// Which results are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// All of them.
    All,
    /// Negative and unclear ones alone: a receiver that shows every result as an alert.
    Alerts,
}

/// How much is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Limits {
    /// Results.
    results: usize,
    /// Places of evidence in each of them.
    related: usize,
    /// Whether the run of the IDS files stands beside that of the findings.
    ids: bool,
}

impl Limits {
    /// The next smaller ones: without places of evidence, then without the IDS files, then half the results.
    fn smaller(self) -> Self {
        match (self.related, self.ids) {
            (0, false) => Self { results: self.results / 2, ..self },
            (0, true) => Self { ids: false, ..self },
            _ => Self { related: 0, ..self },
        }
    }
}

/// The report as SARIF, ending in a line break.
///
/// # Errors
/// Never: every part is plain data with text keys.
pub fn render(report: &Report, which: Which) -> Result<String, serde_json::Error> {
    within(report, which, MOST_PACKED)
}

/// The report in a file of at most so many bytes when it is packed with gzip.
///
/// # Errors
/// Never: every part is plain data with text keys.
pub fn within(report: &Report, which: Which, most: usize) -> Result<String, serde_json::Error> {
    let mut limits = FULL;
    loop {
        let mut text = serde_json::to_string_pretty(&log(report, which, limits))?;
        text.push('\n');
        if text.len() <= most || packed(&text) <= most || limits.results == 0 {
            return Ok(text);
        }
        limits = limits.smaller();
    }
}

/// How many bytes a text has when it is packed.
fn packed(text: &str) -> usize {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    let written = encoder.write_all(text.as_bytes()).and_then(|()| encoder.finish());
    written.map_or(text.len(), |bytes| bytes.len())
}

fn log(report: &Report, which: Which, limits: Limits) -> Log {
    let mut rules: Vec<Rule> = Vec::new();
    let mut indices = BTreeMap::new();
    let elements: BTreeMap<&str, &ElementLine> = report.elements.iter().map(|e| (e.id.as_str(), e)).collect();
    let wanted =
        |p: &&Point| which == Which::All || matches!(p.verdict, Verdict::Negative | Verdict::Unclear);
    // Points come with the negative first, so that a limit leaves out what is met before what is broken.
    let total = report.points().filter(wanted).map(|p| p.places.len()).sum::<usize>();
    let mut results = Vec::new();
    for point in report.points().filter(wanted) {
        let index = *indices.entry(point.requirement.as_str()).or_insert_with(|| {
            rules.push(rule(point, report));
            rules.len() - 1
        });
        for place in point.places.iter().take(limits.results - results.len()) {
            results.push(result(point, place, index, report, &elements, limits.related));
        }
    }
    let mut left = LeftOut { findings: total - results.len(), of: total, ..LeftOut::default() };
    left.ids = report.ids.is_some() && !limits.ids;
    let gone: Vec<&AbsentLine> = report.baseline.iter().flat_map(|b| &b.absent).collect();
    for line in gone.iter().take(limits.results - results.len()) {
        results.push(absent(line, indices.get(line.requirement.as_str()).copied(), report));
    }
    left.absent = gone.len() + total - left.findings - results.len();
    left.related = results.iter().map(|r| r.related_left_out).sum();
    let mut notifications: Vec<Notification> = report.faults.iter().map(notification).collect();
    let told = left.told(results.len(), limits, report.lang);
    notifications.extend(told.into_iter().map(|text| Notification {
        level: "warning",
        message: Text { text },
        locations: Vec::new(),
    }));
    let version = report.program.version.clone();
    let mut log = Log {
        schema: "https://raw.githubusercontent.com/oasis-tcs/sarif-spec/main/sarif-2.1/schema/sarif-schema-2.1.0.json",
        version: "2.1.0",
        runs: vec![AnyRun::Findings(Box::new(Run {
            tool: Tool {
                driver: Driver {
                    name: report.program.name.clone(),
                    semantic_version: version.clone(),
                    version,
                    rules,
                },
            },
            automation_details: AutomationDetails {
                id: format!("{}/{}/", report.program.name, report.edition.id),
            },
            language: report.lang.tag(),
            column_kind: "unicodeCodePoints",
            artifacts: report
                .inputs
                .iter()
                .map(|i| Artifact {
                    location: artifact(&i.path),
                    length: i.bytes,
                    hashes: Hashes { sha256: i.sha256.clone() },
                })
                .collect(),
            invocations: [Invocation {
                execution_successful: report.outcome.result != CheckResult::Incomplete,
                exit_code: report.outcome.result.exit_code(),
                tool_execution_notifications: notifications,
            }],
            properties: properties(report, &left),
            results,
        }))],
    };
    log.runs.extend(report.ids.iter().filter(|_| limits.ids).map(|ids| AnyRun::Ids(ids::sarif_run(ids))));
    log
}

/// What the file does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct LeftOut {
    /// Findings.
    findings: usize,
    /// Of so many.
    of: usize,
    /// Findings of an earlier report that are no longer there.
    absent: usize,
    /// Places of evidence.
    related: usize,
    /// The run of the IDS files.
    ids: bool,
}

impl LeftOut {
    /// The same in sentences.
    fn told(self, written: usize, limits: Limits, lang: Lang) -> Vec<String> {
        let Self { findings, of, absent, related, ids } = self;
        let most = limits.results;
        let mut all = Vec::new();
        let mut say = |nb: String, en: String| all.push(if lang == Lang::Nb { nb } else { en });
        if findings > 0 {
            say(
                format!(
                    "{findings} av {of} funn er utelatt: filen har plass til {most}. Rapporten har alle."
                ),
                format!(
                    "{findings} of {of} findings are left out: the file holds {most}. The report has all."
                ),
            );
        }
        if absent > 0 {
            say(
                format!("{absent} funn som ikke lenger er der, er utelatt. Rapporten har alle."),
                format!("{absent} findings that are no longer there are left out. The report has all."),
            );
        }
        if ids {
            say(
                "Modellene holdt mot IDS-filene er utelatt. Rapporten har alt.".to_owned(),
                "The models held against the IDS files are left out. The report has everything.".to_owned(),
            );
        }
        if related > 0 {
            say(
                format!("{related} steder som funn bygger på, er utelatt. Rapporten har alle."),
                format!("{related} places that findings lean on are left out. The report has all."),
            );
        }
        if written > SHOWN {
            say(
                format!("GitHub viser bare de {SHOWN} alvorligste av {written} funn."),
                format!("GitHub shows only the {SHOWN} most serious of {written} findings."),
            );
        }
        all
    }
}

fn properties(report: &Report, left: &LeftOut) -> Map<String, Value> {
    let made: Vec<Value> =
        made_from(report).into_iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
    let fravik: Vec<Value> = report
        .fravik
        .iter()
        .map(|f| {
            json!({
                "id": f.id,
                "requirement": f.requirement,
                "standing": standing_id(f.standing),
                "label": f.standing_label,
                "negativePlaces": f.negative,
                "remarks": f.remarks,
            })
        })
        .collect();
    let mut all = Map::new();
    all.insert("result".into(), json!(report.outcome.result.id()));
    all.insert("sentence".into(), json!(report.outcome.sentence));
    all.insert("madeFrom".into(), Value::Array(made));
    all.insert("fravik".into(), Value::Array(fravik));
    let unmet = report.unmet.iter().map(|u| {
        let said = json::said(&u.statement);
        json!({ "requirement": u.requirement, "about": u.about, "why": u.why, "statement": said })
    });
    all.insert("unmetStatements".into(), unmet.collect());
    all.insert("findings".into(), json!(left.of));
    all.insert("findingsLeftOut".into(), json!(left.findings));
    all.insert("absentLeftOut".into(), json!(left.absent));
    all.insert("relatedLocationsLeftOut".into(), json!(left.related));
    all
}

fn artifact(path: &str) -> ArtifactLocation {
    let uri = address(path);
    let relative = !uri.starts_with("file:");
    ArtifactLocation { uri, uri_base_id: relative.then_some("%SRCROOT%") }
}

fn level(force: Force) -> &'static str {
    match force {
        Force::Shall => "error",
        Force::Should => "warning",
        Force::Note => "note",
    }
}

fn rule(point: &Point, report: &Report) -> Rule {
    let source = &point.source;
    let (from, reading, on_site) = match report.lang {
        Lang::Nb => ("Kilde", "Tolkning", "På stedet"),
        Lang::En => ("Source", "Reading", "On site"),
    };
    let mut lines = vec![format!("{from}: {}, {}: «{}»", source.title, source.clause, source.quote)];
    if let Some(corrected) = &source.corrected {
        lines.push(format!("«{corrected}»"));
    }
    lines.extend(point.interpretation.as_ref().map(|i| format!("{reading}: {i}")));
    lines.extend(point.inspection.as_ref().map(|i| format!("{on_site}: {i}")));
    lines.push(format!("befaring explain {}", point.requirement));
    let mut tags = vec![point.force_label.clone(), source.document.clone()];
    tags.extend(point.requirement.split('.').next().map(str::to_owned));
    tags.truncate(MOST_TAGS);
    let markdown = lines.iter().map(|l| super::markdown::escape(l)).collect::<Vec<_>>().join("\n\n");
    Rule {
        id: point.requirement.clone(),
        short_description: Text { text: point.title.clone() },
        full_description: Text { text: format!("{} ({})", point.title, point.force_label) },
        help: Help { text: lines.join("\n"), markdown },
        default_configuration: Configuration { level: level(point.force) },
        properties: RuleProperties {
            tags,
            severity: match point.force {
                Force::Shall => "error",
                Force::Should => "warning",
                Force::Note => "recommendation",
            },
        },
    }
}

fn kind(point: &Point) -> &'static str {
    match (point.verdict, point.unclarity) {
        (Verdict::Positive, _) => "pass",
        (Verdict::NotApplicable, _) => "notApplicable",
        (Verdict::Negative, _) => "fail",
        (Verdict::Unclear, Some(Unclarity::NotDocumented) | None) => "open",
        (Verdict::Unclear, Some(_)) => "review",
    }
}

fn result(
    point: &Point,
    place: &PlaceLine,
    index: usize,
    report: &Report,
    elements: &BTreeMap<&str, &ElementLine>,
    most_related: usize,
) -> ResultLine {
    let kind = kind(point);
    let mut text = sentence(point, place);
    let tags = tags(point);
    if !tags.is_empty() {
        text.push_str(&format!(" – {}", tags.join(", ")));
    }
    said(point).for_each(|line| text.push_str(&format!("\n{line}")));
    let mut more = Map::new();
    more.insert("verdict".into(), json!(verdict_id(point.verdict)));
    more.insert("force".into(), json!(force_id(point.force)));
    more.insert("point".into(), json!(point.id));
    more.insert("element".into(), json!(place.id));
    more.insert("decides".into(), json!(point.decides));
    if !point.statements.is_empty() {
        more.insert("computed".into(), json!(verdict_id(point.computed)));
        more.insert("statements".into(), point.statements.iter().map(json::said).collect());
    }
    if let Some(phase) = point.not_yet {
        more.insert("notYet".into(), json!(phase.id()));
    }
    let mut related_locations = related(place);
    let related_left_out = related_locations.len().saturating_sub(most_related);
    related_locations.truncate(most_related);
    ResultLine {
        related_left_out,
        rule_id: point.requirement.clone(),
        rule_index: Some(index),
        level: if kind == "fail" { level(point.force) } else { "none" },
        kind,
        message: Text { text },
        locations: vec![Location { logical_locations: logical(place, elements), ..location(place, report) }],
        related_locations,
        partial_fingerprints: Fingerprints { own: place.fingerprint.clone() },
        baseline_state: report.baseline.as_ref().map(|_| match point.since {
            Some(Since::New) => "new",
            Some(Since::Changed) => "updated",
            Some(Since::Unchanged) | None => "unchanged",
        }),
        suppressions: point
            .departure
            .as_ref()
            .map(|d| suppression(&d.id, d.standing, report))
            .into_iter()
            .collect(),
        properties: more,
    }
}

fn suppression(id: &str, standing: Standing, report: &Report) -> Suppression {
    let status = match standing {
        Standing::InForce => "accepted",
        Standing::ExpiryUnknown | Standing::NotYet | Standing::Applied => "underReview",
        Standing::Expired | Standing::Rejected | Standing::Contradicted => "rejected",
    };
    let justification = report.fravik_entry(id).map_or_else(
        || id.to_owned(),
        |f| format!("{id}: {} – {} ({})", f.standing_label, f.reason, f.facts),
    );
    Suppression { kind: "external", status, justification }
}

fn location(place: &PlaceLine, report: &Report) -> Location {
    let (file, line) = described(place, report);
    let column = place.place.as_ref().map(|p| p.column).filter(|c| *c > 0);
    Location {
        physical_location: PhysicalLocation {
            artifact_location: artifact(&file),
            region: Region { start_line: line, start_column: column },
        },
        logical_locations: Vec::new(),
        message: None,
    }
}

/// The place, its GlobalId, and the dwelling and storey around it.
fn logical(place: &PlaceLine, elements: &BTreeMap<&str, &ElementLine>) -> Vec<LogicalLocation> {
    let mut all = Vec::new();
    let own = elements.get(place.id.as_str());
    let name = if place.label.is_empty() { place.id.clone() } else { place.label.clone() };
    all.push(LogicalLocation {
        name: name.clone(),
        fully_qualified_name: place.id.clone(),
        kind: own.map_or("element", |e| e.kind.id()),
    });
    if let Some(guid) = &place.guid {
        all.push(LogicalLocation { name, fully_qualified_name: guid.clone(), kind: "globalId" });
    }
    let mut at = own.and_then(|e| e.within.as_deref());
    for _ in 0..DEEPEST {
        let Some(whole) = at.and_then(|id| elements.get(id)) else { break };
        all.push(LogicalLocation {
            name: if whole.label.is_empty() { whole.id.clone() } else { whole.label.clone() },
            fully_qualified_name: whole.id.clone(),
            kind: whole.kind.id(),
        });
        at = whole.within.as_deref();
    }
    all
}

/// Where the values stand that the verdict leans on.
fn related(place: &PlaceLine) -> Vec<Location> {
    let read = place.evidence.iter().filter_map(|e| Some((e, e.place.as_ref()?)));
    read.map(|(line, at)| Location {
        physical_location: PhysicalLocation {
            artifact_location: artifact(&at.file),
            region: Region { start_line: at.line.max(1), start_column: Some(at.column).filter(|c| *c > 0) },
        },
        logical_locations: Vec::new(),
        message: Some(Text { text: line.text.clone() }),
    })
    .collect()
}

fn absent(line: &AbsentLine, index: Option<usize>, report: &Report) -> ResultLine {
    let place = PlaceLine {
        id: String::new(),
        label: line.at.clone(),
        fingerprint: line.fingerprint.clone(),
        ground: String::new(),
        place: line.place.clone(),
        guid: None,
        evidence: Vec::new(),
    };
    let mut properties = Map::new();
    properties.insert("resolved".into(), json!(line.resolved));
    if let Some(why) = &line.why {
        properties.insert("why".into(), json!(why));
    }
    ResultLine {
        related_left_out: 0,
        rule_id: line.requirement.clone(),
        rule_index: index,
        kind: "informational",
        level: "none",
        message: Text { text: format!("{} ({})", line.text, line.at) },
        locations: vec![location(&place, report)],
        related_locations: Vec::new(),
        partial_fingerprints: Fingerprints { own: line.fingerprint.clone() },
        baseline_state: Some("absent"),
        suppressions: Vec::new(),
        properties,
    }
}

fn notification(fault: &crate::report::document::FaultLine) -> Notification {
    let level = match fault.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    let locations = fault.place.iter().map(|at| Location {
        physical_location: PhysicalLocation {
            artifact_location: artifact(&at.file),
            region: Region { start_line: at.line.max(1), start_column: Some(at.column).filter(|c| *c > 0) },
        },
        logical_locations: Vec::new(),
        message: None,
    });
    Notification { level, message: Text { text: fault.message.clone() }, locations: locations.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_get_smaller_until_nothing_is_left() {
        let mut limits = FULL;
        let mut steps = 0;
        while limits.results > 0 {
            limits = limits.smaller();
            steps += 1;
        }
        assert!(limits.related == 0 && !limits.ids);
        assert!(steps < 20);
    }

    #[test]
    fn what_is_left_out_is_told() {
        assert!(LeftOut::default().told(SHOWN, FULL, Lang::Nb).is_empty());
        let left = LeftOut { findings: 3, of: 10, absent: 2, related: 7, ids: true };
        let told = left.told(SHOWN + 1, FULL, Lang::Nb);
        assert_eq!(told.len(), 5);
        assert!(told[0].starts_with("3 av 10 funn"), "{told:?}");
    }
}
