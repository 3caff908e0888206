//! Models held against IDS files, as SARIF 2.1.0: one result for each element that fails, at its line of the model.

use serde_json::{Value, json};

use super::super::ci::address;
use super::document::{CheckLine, ElementLine, IdsReport, SpecificationLine};
use super::lines;

/// Most results a receiver takes (GitHub).
const MOST_RESULTS: usize = 25_000;

/// The document as SARIF, ending in a line break.
///
/// # Errors
/// Never: it is plain data with text keys.
pub fn render(report: &IdsReport) -> Result<String, serde_json::Error> {
    let log = json!({
        "$schema": "https://raw.githubusercontent.com/oasis-tcs/sarif-spec/main/sarif-2.1/schema/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [run(report)],
    });
    let mut text = serde_json::to_string_pretty(&log)?;
    text.push('\n');
    Ok(text)
}

/// The document as one run of a log.
pub(in crate::report) fn run(report: &IdsReport) -> Value {
    let mut rules: Vec<Value> = Vec::new();
    let mut results: Vec<Value> = Vec::new();
    let mut total = 0;
    for check in &report.checks {
        for of in &check.specifications {
            take(check, of, &mut rules, &mut |result| {
                total += 1;
                if results.len() < MOST_RESULTS {
                    results.push(result);
                }
            });
        }
    }
    let left_out = total - results.len();
    let version = env!("CARGO_PKG_VERSION");
    json!({
        "tool": { "driver": { "name": "befaring", "version": version, "semanticVersion": version, "rules": rules } },
        "automationDetails": { "id": "befaring/ids/" },
        "language": report.language.tag(),
        "columnKind": "unicodeCodePoints",
        "invocations": [{ "executionSuccessful": true, "exitCode": report.exit_code }],
        "results": results,
        "properties": {
            "verdict": report.verdict,
            "sentence": report.sentence,
            "findings": total,
            "findingsLeftOut": left_out,
        },
    })
}

/// The results of one specification, and its rules where they are new.
fn take(check: &CheckLine, of: &SpecificationLine, rules: &mut Vec<Value>, give: &mut impl FnMut(Value)) {
    let mut rule = |part: usize, text: &str| {
        let id = lines::rule(check, of, part);
        if !rules.iter().any(|r| r["id"] == id) {
            let full = of.description.as_deref().unwrap_or(&of.name);
            rules.push(json!({
                "id": id,
                "shortDescription": { "text": format!("{}: {text}", of.name) },
                "fullDescription": { "text": full },
                "help": { "text": of.instructions.as_deref().unwrap_or(full) },
                "defaultConfiguration": { "level": "error" },
            }));
        }
        id
    };
    let whole = rule(0, &of.applies_to);
    if of.verdict == "failed" && of.elements == 0 {
        let place = json!({ "artifactLocation": { "uri": address(&check.model.path) }, "region": { "startLine": 1 } });
        give(json!({
            "ruleId": whole,
            "kind": "fail",
            "level": "error",
            "message": { "text": format!("{}: {}", of.name, of.sentence) },
            "locations": [{ "physicalLocation": place }],
            "partialFingerprints": { "befaring/v1": whole },
        }));
    }
    for element in &of.unwanted {
        give(result(check, &whole, element));
    }
    for (i, requirement) in of.requirements.iter().enumerate() {
        let id = rule(i + 1, &requirement.text);
        for element in &requirement.elements {
            give(result(check, &id, element));
        }
    }
}

fn result(check: &CheckLine, rule: &str, element: &ElementLine) -> Value {
    let key = element.global_id.as_deref().unwrap_or(&element.entity);
    let name = element.name.as_deref().unwrap_or(&element.entity);
    json!({
        "ruleId": rule,
        "kind": "fail",
        "level": "error",
        "message": { "text": format!("{} {name}: {}", element.class, element.reason) },
        "locations": [{
            "physicalLocation": {
                "artifactLocation": { "uri": address(&check.model.path) },
                "region": { "startLine": element.line.max(1) },
            },
            "logicalLocations": [{ "name": name, "fullyQualifiedName": key, "kind": "element" }],
        }],
        "partialFingerprints": { "befaring/v1": format!("{rule}/{key}") },
    })
}
