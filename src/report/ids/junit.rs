//! Models held against IDS files, as JUnit XML: one suite for each specification, one case for each requirement.
//!
//! A requirement all elements meet is passed, one that some do not is failed with them listed; a specification that
//! concerns nothing is skipped.

use std::io::Write as _;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::document::{CheckLine, ElementLine, IdsReport, SpecificationLine};

/// Elements listed in a failure; receivers cut long ones.
const MOST_LISTED: usize = 200;

struct Case {
    name: String,
    /// `failure` or `skipped`, with message and body; nothing for one that is passed.
    outcome: Option<(&'static str, String, String)>,
}

/// The document as JUnit XML.
///
/// # Errors
/// Never: it is written to memory.
pub fn render(report: &IdsReport) -> std::io::Result<String> {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    writer.create_element("testsuites").write_inner_content(|writer| suites(report, 0, writer))?;
    let mut bytes = writer.into_inner();
    bytes.write_all(b"\n")?;
    String::from_utf8(bytes).map_err(std::io::Error::other)
}

/// The suites alone, numbered from `first`.
///
/// # Errors
/// Never: they are written to memory.
pub(in crate::report) fn suites(
    report: &IdsReport,
    first: usize,
    writer: &mut Writer<Vec<u8>>,
) -> std::io::Result<()> {
    let pairs = report.checks.iter().flat_map(|c| c.specifications.iter().map(move |s| (c, s)));
    for (i, (check, of)) in pairs.enumerate() {
        suite(first + i, check, of, writer)?;
    }
    Ok(())
}

fn cases(of: &SpecificationLine) -> Vec<Case> {
    let mut all = Vec::new();
    let outcome = match (of.verdict, of.elements, of.cardinality) {
        ("nothing", ..) => Some(("skipped", of.sentence.clone(), of.notes.join("\n"))),
        ("failed", 0, _) => Some(("failure", of.sentence.clone(), String::new())),
        ("failed", _, "prohibited") => {
            Some(("failure", of.sentence.clone(), listed(&of.unwanted, of.elements)))
        }
        _ => None,
    };
    all.push(Case { name: of.applies_to.clone(), outcome });
    if of.elements > 0 && of.cardinality != "prohibited" {
        for (i, r) in of.requirements.iter().enumerate() {
            let outcome = (r.failed > 0).then(|| {
                let count = format!("{} / {}", r.failed, r.failed + r.passed);
                ("failure", format!("{} ({count})", r.text), listed(&r.elements, r.failed))
            });
            all.push(Case { name: format!("{}. {}", i + 1, r.text), outcome });
        }
    }
    all
}

fn listed(elements: &[ElementLine], all: usize) -> String {
    let shown = elements.iter().take(MOST_LISTED).map(|e| {
        let name = e.name.as_deref().unwrap_or("–");
        let id = e.global_id.as_deref().unwrap_or("–");
        format!("{} {} {name} {id} :{} {}", e.entity, e.class, e.line, e.reason)
    });
    let mut lines: Vec<String> = shown.collect();
    if all > lines.len() {
        lines.push(format!("… + {}", all - lines.len()));
    }
    lines.join("\n")
}

fn suite(
    number: usize,
    check: &CheckLine,
    of: &SpecificationLine,
    writer: &mut Writer<Vec<u8>>,
) -> std::io::Result<()> {
    let cases = cases(of);
    let count = |tag: &str| {
        let is = |c: &&Case| c.outcome.as_ref().is_some_and(|(t, ..)| *t == tag);
        cases.iter().filter(is).count().to_string()
    };
    let name = token(&format!("{}. {} – {}", of.number, of.name, check.model.path));
    let element = writer.create_element("testsuite").with_attributes([
        ("name", name.as_str()),
        ("package", "befaring"),
        ("id", number.to_string().as_str()),
        // The schema wants a moment, and there is no clock here.
        ("timestamp", "1970-01-01T00:00:00"),
        ("hostname", "localhost"),
        ("tests", cases.len().to_string().as_str()),
        ("failures", count("failure").as_str()),
        ("errors", "0"),
        ("skipped", count("skipped").as_str()),
        ("time", "0"),
    ]);
    element.write_inner_content(|writer| {
        let property = |name: &'static str, value: String| (name, value);
        let properties = [
            property("ids", check.specification_file.path.clone()),
            property("model", check.model.path.clone()),
            property("schema", check.model.schema.to_owned()),
        ];
        writer.create_element("properties").write_inner_content(|writer| {
            for (name, value) in &properties {
                let element = writer.create_element("property");
                element.with_attributes([("name", *name), ("value", value.as_str())]).write_empty()?;
            }
            Ok(())
        })?;
        for case in &cases {
            let name = token(&case.name);
            let class = token(&of.name);
            let element = writer.create_element("testcase").with_attributes([
                ("name", name.as_str()),
                ("classname", class.as_str()),
                ("time", "0"),
            ]);
            match &case.outcome {
                None => element.write_empty()?,
                Some((tag, message, body)) => element.write_inner_content(|writer| {
                    let mut element =
                        writer.create_element(*tag).with_attribute(("message", message.as_str()));
                    if *tag == "failure" {
                        element = element.with_attribute(("type", "ids"));
                    }
                    element.write_text_content(BytesText::new(body))?;
                    Ok(())
                })?,
            };
        }
        writer.create_element("system-out").write_empty()?;
        writer.create_element("system-err").write_empty()?;
        Ok(())
    })?;
    Ok(())
}

/// A text as the schema's `token`: single blanks, none at the ends, and never empty.
fn token(text: &str) -> String {
    let token = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if token.is_empty() { "–".to_owned() } else { token }
}
