//! JUnit XML, as Ant's schema has it and as GitLab, Jenkins and Azure read it.
//!
//! One suite for each requirement, one case for each place. Met is passed, broken is failed, and what is open, excused or
//! does not concern the place is skipped, with its reason. Faults of the input are errors.
//!
//! GitLab takes files up to 30 MB. Of a larger one the evidence is left out first, then the cases that do not concern
//! their place, then those that are met; what is broken or open never is. How many were left out stands in the properties
//! and in the output of each suite.

use std::collections::BTreeMap;
use std::io::Write as _;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::{Taken, described, made_from, register, said, sentence, tags, taken, unmet};
use crate::report::document::{PlaceLine, Point, Report};
use crate::report::ids;
use crate::report::words::Word;
use crate::source::Severity;
use crate::text::Lang;

/// The schema wants a moment. A report has no clock: it is the day that was given, or the first of all days.
const NO_DAY: &str = "1970-01-01";

/// Largest file a receiver takes, in bytes (GitLab), less room for what others write besides.
const MOST_BYTES: usize = 29_000_000;

/// How much is written, from all of it to the least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Extent {
    All,
    WithoutEvidence,
    WithoutNotApplicable,
    WithoutMet,
}

impl Extent {
    const EACH: [Self; 4] = [Self::All, Self::WithoutEvidence, Self::WithoutNotApplicable, Self::WithoutMet];

    fn leaves_out(self, point: &Point) -> bool {
        match taken(point) {
            Taken::NotApplicable => self >= Self::WithoutNotApplicable,
            Taken::Met => self >= Self::WithoutMet,
            Taken::Broken | Taken::Open | Taken::Excused => false,
        }
    }
}

struct Case<'a> {
    name: String,
    class: &'a str,
    outcome: CaseOutcome,
    /// What people said of it. The schema has no output of a case: it stands in that of the suite.
    said: Vec<String>,
}

enum CaseOutcome {
    Passed,
    Skipped(String),
    Failed { kind: String, message: String, body: String },
    Error { message: String, body: String },
}

/// The report as JUnit XML.
///
/// # Errors
/// Never: it is written to memory.
pub fn render(report: &Report) -> std::io::Result<String> {
    within(report, MOST_BYTES)
}

/// The report in a file of at most so many bytes, as far as what is broken or open allows.
///
/// # Errors
/// Never: it is written to memory.
pub fn within(report: &Report, most: usize) -> std::io::Result<String> {
    let mut text = String::new();
    for extent in Extent::EACH {
        text = written(report, extent)?;
        if text.len() <= most {
            break;
        }
    }
    Ok(text)
}

fn written(report: &Report, extent: Extent) -> std::io::Result<String> {
    let mut suites: Vec<(String, Vec<Case<'_>>)> = Vec::new();
    let mut index: BTreeMap<&str, usize> = BTreeMap::new();
    for point in report.points() {
        let at = *index.entry(point.requirement.as_str()).or_insert_with(|| {
            suites.push((format!("{} – {}", point.requirement, point.title), Vec::new()));
            suites.len() - 1
        });
        if !extent.leaves_out(point) {
            let evidence = extent < Extent::WithoutEvidence;
            suites[at].1.extend(point.places.iter().map(|place| case(point, place, report, evidence)));
        }
    }
    let left = report.points().filter(|p| extent.leaves_out(p)).map(|p| p.places.len()).sum();
    let faults: Vec<Case<'_>> = report
        .faults
        .iter()
        .filter(|f| f.severity == Severity::Error)
        .map(|f| {
            let at = f.place.as_ref().map_or(String::new(), |p| format!("{}:{}", p.file, p.line));
            let outcome = CaseOutcome::Error { message: f.message.clone(), body: at.clone() };
            Case { name: format!("{} {at}", f.message), class: "inndata", outcome, said: Vec::new() }
        })
        .collect();
    if !faults.is_empty() {
        suites.push((if report.lang == Lang::Nb { "inndata" } else { "input" }.to_owned(), faults));
    }
    write(report, suites, &told(extent, left, report.lang))
}

/// What is left out, in words; empty when nothing is.
fn told(extent: Extent, left: usize, lang: Lang) -> String {
    match (extent, lang) {
        (Extent::All, _) => String::new(),
        (_, Lang::Nb) => format!(
            "Mottakere tar ikke større filer: grunnlaget er utelatt, og {left} tilfeller som er oppfylt eller ikke er relevante. Rapporten har alt."
        ),
        (_, Lang::En) => format!(
            "Receivers take no larger files: the evidence is left out, and {left} cases that are met or do not apply. The report has everything."
        ),
    }
}

fn case<'a>(point: &'a Point, place: &PlaceLine, report: &Report, evidence: bool) -> Case<'a> {
    let (file, line) = described(place, report);
    let text = sentence(point, place);
    let mut body = vec![format!("{text}\n{file}:{line}")];
    let leaned_on = place.evidence.iter().filter(|_| evidence);
    body.extend(leaned_on.map(|e| format!("{} – {}", e.text, e.origin)));
    body.push(format!("{}, {}: «{}»", point.source.title, point.source.clause, point.source.quote));
    let said: Vec<String> = said(point).collect();
    body.extend(said.iter().cloned());
    let mut why = vec![text.as_str()];
    why.extend(tags(point));
    let outcome = match taken(point) {
        Taken::Met => CaseOutcome::Passed,
        Taken::Broken => CaseOutcome::Failed {
            kind: point.force_label.clone(),
            message: why.join(" – "),
            body: body.join("\n"),
        },
        Taken::Open | Taken::Excused | Taken::NotApplicable => {
            why.extend(said.iter().map(String::as_str));
            CaseOutcome::Skipped(why.join(" – "))
        }
    };
    // Receivers drop cases of one name in one class; the element's id makes it its own.
    let label = if place.label.is_empty() { String::new() } else { format!("{} ", place.label) };
    Case { name: format!("{label}[{}]", place.id), class: &point.requirement, outcome, said }
}

fn write(
    report: &Report,
    mut suites: Vec<(String, Vec<Case<'_>>)>,
    left_out: &str,
) -> std::io::Result<String> {
    suites.retain(|(_, cases)| left_out.is_empty() || !cases.is_empty());
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let day = report.settings.date.map_or_else(|| NO_DAY.to_owned(), |d| d.iso());
    writer.create_element("testsuites").write_inner_content(|writer| {
        for (i, (name, cases)) in suites.iter().enumerate() {
            let count = |which: fn(&CaseOutcome) -> bool| {
                cases.iter().filter(|c| which(&c.outcome)).count().to_string()
            };
            writer
                .create_element("testsuite")
                .with_attributes([
                    ("name", token(name).as_str()),
                    ("package", "befaring"),
                    ("id", i.to_string().as_str()),
                    ("timestamp", format!("{day}T00:00:00").as_str()),
                    ("hostname", "localhost"),
                    ("tests", cases.len().to_string().as_str()),
                    ("failures", count(|o| matches!(o, CaseOutcome::Failed { .. })).as_str()),
                    ("errors", count(|o| matches!(o, CaseOutcome::Error { .. })).as_str()),
                    ("skipped", count(|o| matches!(o, CaseOutcome::Skipped(_))).as_str()),
                    ("time", "0"),
                ])
                .write_inner_content(|writer| suite(report, cases, left_out, writer))?;
        }
        match &report.ids {
            Some(ids) => ids::suites(ids, suites.len(), writer),
            None => Ok(()),
        }
    })?;
    let mut bytes = writer.into_inner();
    bytes.write_all(b"\n")?;
    String::from_utf8(bytes).map_err(std::io::Error::other)
}

fn suite(
    report: &Report,
    cases: &[Case<'_>],
    left_out: &str,
    writer: &mut Writer<Vec<u8>>,
) -> std::io::Result<()> {
    writer.create_element("properties").write_inner_content(|writer| {
        let fravik = register(report).into_iter().map(|line| ("fravik".to_owned(), line));
        let left_out = Some(left_out.to_owned()).filter(|t| !t.is_empty());
        let left_out = left_out.map(|text| (Word::LeftOut.get(report.lang).to_owned(), text));
        let unmet = unmet(report).map(|line| (Word::Statements.get(report.lang).to_owned(), line));
        for (name, value) in made_from(report).into_iter().chain(fravik).chain(unmet).chain(left_out) {
            writer
                .create_element("property")
                .with_attributes([("name", token(&name).as_str()), ("value", value.as_str())])
                .write_empty()?;
        }
        Ok(())
    })?;
    for case in cases {
        let element = writer.create_element("testcase").with_attributes([
            ("name", token(&case.name).as_str()),
            ("classname", case.class),
            ("time", "0"),
        ]);
        match &case.outcome {
            CaseOutcome::Passed => element.write_empty()?,
            outcome => element.write_inner_content(|writer| {
                let (tag, kind, message, body) = match outcome {
                    CaseOutcome::Passed => return Ok(()),
                    CaseOutcome::Skipped(why) => ("skipped", None, why, ""),
                    CaseOutcome::Failed { kind, message, body } => {
                        ("failure", Some(kind.as_str()), message, body.as_str())
                    }
                    CaseOutcome::Error { message, body } => {
                        ("error", Some("inndata"), message, body.as_str())
                    }
                };
                let mut element = writer.create_element(tag).with_attribute(("message", message.as_str()));
                if let Some(kind) = kind {
                    element = element.with_attribute(("type", kind));
                }
                element.write_text_content(BytesText::new(body))?;
                Ok(())
            })?,
        };
    }
    let mut out: Vec<String> = vec![left_out.to_owned()];
    out.extend(cases.iter().flat_map(|c| c.said.iter().map(|line| format!("{} – {line}", c.name))));
    out.retain(|line| !line.is_empty());
    match out.join("\n").as_str() {
        "" => writer.create_element("system-out").write_empty()?,
        text => writer.create_element("system-out").write_text_content(BytesText::new(text))?,
    };
    writer.create_element("system-err").write_empty()?;
    Ok(())
}

/// A text as the schema's `token`: single blanks, none at the ends, and never empty.
fn token(text: &str) -> String {
    let token = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if token.is_empty() { "–".to_owned() } else { token }
}
