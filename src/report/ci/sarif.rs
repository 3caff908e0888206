//! SARIF 2.1.0 (OASIS), for code scanning and for editors.
//!
//! One result for each requirement at each place. `kind` says the verdict: pass, fail, open (not documented), review (only
//! a person can tell, or sources disagree), notApplicable. Fingerprints are requirement and place, never the line.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{address, described, force_id, made_from, sentence, standing_id, tags};
use crate::finding::{Force, Standing, Unclarity, Verdict};
use crate::report::document::{CheckResult, ElementLine, PlaceLine, Point, Report, Since, verdict_id};
use crate::report::ids;
use crate::source::Severity;
use crate::text::Lang;

/// Most results a receiver takes (GitHub).
const MOST_RESULTS: usize = 25_000;
/// Most places of evidence in a result; a receiver takes 1000 and shows 100.
const MOST_RELATED: usize = 100;
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

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: Vec<AnyRun>,
}

/// The findings are one run; what the models come to against IDS files is another, of rules of its own.
#[derive(Serialize)]
#[serde(untagged)]
enum AnyRun {
    Findings(Box<Run>),
    Ids(Value),
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    tool: Tool,
    automation_details: AutomationDetails,
    language: &'static str,
    column_kind: &'static str,
    artifacts: Vec<Artifact>,
    invocations: [Invocation; 1],
    results: Vec<ResultLine>,
    properties: Map<String, Value>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: String,
    version: String,
    semantic_version: String,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
struct AutomationDetails {
    id: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: String,
    short_description: Text,
    full_description: Text,
    help: Help,
    default_configuration: Configuration,
    properties: RuleProperties,
}

#[derive(Serialize)]
struct Text {
    text: String,
}

#[derive(Serialize)]
struct Help {
    text: String,
    markdown: String,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct RuleProperties {
    tags: Vec<String>,
    #[serde(rename = "problem.severity")]
    severity: &'static str,
}

#[derive(Serialize)]
struct Artifact {
    location: ArtifactLocation,
    length: u64,
    hashes: Hashes,
}

#[derive(Serialize)]
struct Hashes {
    #[serde(rename = "sha-256")]
    sha256: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactLocation {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    exit_code: u8,
    tool_execution_notifications: Vec<Notification>,
}

#[derive(Serialize)]
struct Notification {
    level: &'static str,
    message: Text,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<Location>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResultLine {
    rule_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    kind: &'static str,
    level: &'static str,
    message: Text,
    locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    partial_fingerprints: Fingerprints,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline_state: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suppressions: Vec<Suppression>,
    properties: Map<String, Value>,
}

#[derive(Serialize)]
struct Fingerprints {
    #[serde(rename = "befaring/v1")]
    own: String,
}

#[derive(Serialize)]
struct Suppression {
    kind: &'static str,
    status: &'static str,
    justification: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<LogicalLocation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_column: Option<usize>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogicalLocation {
    name: String,
    fully_qualified_name: String,
    kind: &'static str,
}

/// The report as SARIF, ending in a line break.
///
/// # Errors
/// Never: every part is plain data with text keys.
pub fn render(report: &Report, which: Which) -> Result<String, serde_json::Error> {
    let mut text = serde_json::to_string_pretty(&log(report, which))?;
    text.push('\n');
    Ok(text)
}

fn log(report: &Report, which: Which) -> Log {
    let mut rules: Vec<Rule> = Vec::new();
    let mut indices = std::collections::BTreeMap::new();
    let elements: std::collections::BTreeMap<&str, &ElementLine> =
        report.elements.iter().map(|e| (e.id.as_str(), e)).collect();
    let wanted =
        |p: &&Point| which == Which::All || matches!(p.verdict, Verdict::Negative | Verdict::Unclear);
    // Points come with the negative first, so that a limit takes what is met before what is broken.
    let total = report.points().filter(wanted).map(|p| p.places.len()).sum::<usize>();
    let mut results = Vec::new();
    for point in report.points().filter(wanted) {
        let index = *indices.entry(point.requirement.as_str()).or_insert_with(|| {
            rules.push(rule(point, report));
            rules.len() - 1
        });
        for place in point.places.iter().take(MOST_RESULTS - results.len()) {
            results.push(result(point, place, index, report, &elements));
        }
    }
    let left_out = total - results.len();
    for line in report.baseline.iter().flat_map(|b| &b.absent).take(MOST_RESULTS - results.len()) {
        results.push(absent(line, indices.get(line.requirement.as_str()).copied(), report));
    }
    let mut notifications: Vec<Notification> = report.faults.iter().map(notification).collect();
    if left_out > 0 {
        let text = match report.lang {
            Lang::Nb => format!(
                "{left_out} av {total} funn er utelatt: mottakere tar høyst {MOST_RESULTS}. Rapporten har alle."
            ),
            Lang::En => format!(
                "{left_out} of {total} findings are left out: receivers take at most {MOST_RESULTS}. The report has all."
            ),
        };
        notifications.push(Notification { level: "warning", message: Text { text }, locations: Vec::new() });
    }
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
            properties: properties(report, total, left_out),
            results,
        }))],
    };
    log.runs.extend(report.ids.iter().map(|ids| AnyRun::Ids(ids::sarif_run(ids))));
    log
}

fn properties(report: &Report, total: usize, left_out: usize) -> Map<String, Value> {
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
    all.insert("findings".into(), json!(total));
    all.insert("findingsLeftOut".into(), json!(left_out));
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
    elements: &std::collections::BTreeMap<&str, &ElementLine>,
) -> ResultLine {
    let kind = kind(point);
    let mut text = sentence(point, place);
    let tags = tags(point);
    if !tags.is_empty() {
        text.push_str(&format!(" – {}", tags.join(", ")));
    }
    let mut more = Map::new();
    more.insert("verdict".into(), json!(verdict_id(point.verdict)));
    more.insert("force".into(), json!(force_id(point.force)));
    more.insert("point".into(), json!(point.id));
    more.insert("element".into(), json!(place.id));
    more.insert("decides".into(), json!(point.decides));
    if let Some(phase) = point.not_yet {
        more.insert("notYet".into(), json!(phase.id()));
    }
    ResultLine {
        rule_id: point.requirement.clone(),
        rule_index: Some(index),
        level: if kind == "fail" { level(point.force) } else { "none" },
        kind,
        message: Text { text },
        locations: vec![Location { logical_locations: logical(place, elements), ..location(place, report) }],
        related_locations: related(place),
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
fn logical(
    place: &PlaceLine,
    elements: &std::collections::BTreeMap<&str, &ElementLine>,
) -> Vec<LogicalLocation> {
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
    read.take(MOST_RELATED)
        .map(|(line, at)| Location {
            physical_location: PhysicalLocation {
                artifact_location: artifact(&at.file),
                region: Region {
                    start_line: at.line.max(1),
                    start_column: Some(at.column).filter(|c| *c > 0),
                },
            },
            logical_locations: Vec::new(),
            message: Some(Text { text: line.text.clone() }),
        })
        .collect()
}

fn absent(line: &crate::report::document::AbsentLine, index: Option<usize>, report: &Report) -> ResultLine {
    let place = PlaceLine {
        id: String::new(),
        label: line.at.clone(),
        fingerprint: line.fingerprint.clone(),
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
