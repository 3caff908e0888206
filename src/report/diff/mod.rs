//! Two reports side by side, resolved for every output: what is new, changed, resolved, not comparable, unchanged.

mod html;
mod marks;
mod text;

use schemars::JsonSchema;
use serde::Serialize;

pub use html::render as html;
pub use marks::{Marked, sheets};
pub use text::{markdown, terminal};

use super::compare::{Case, Change, Class, Comparison, Past};
use super::document::Program;
use crate::finding::Verdict;
use crate::localized;
use crate::text::{Lang, Localized, number};

/// Version of the JSON format.
const VERSION: u32 = 1;

/// What became of one project's findings in another.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Diff {
    /// Always `befaring.diff`.
    pub format: &'static str,
    /// Version of this format.
    pub format_version: u32,
    /// Language of all texts.
    pub language: Lang,
    /// Heading.
    pub title: String,
    /// The program: name and version.
    pub program: String,
    /// The earlier side.
    pub before: Side,
    /// The later side.
    pub after: Side,
    /// The numbers in a sentence.
    pub sentence: String,
    /// What cannot be compared throughout, and why.
    pub remarks: Vec<String>,
    /// Findings by what became of them.
    pub groups: Vec<Group>,
    /// Numbers and areas that differ.
    pub deltas: Vec<DeltaLine>,
    /// What is called differently: «bad i A101 → badet i A101».
    pub renamed: Vec<String>,
    /// What is there now and was not.
    pub added: Vec<String>,
    /// What was there and is no more.
    pub removed: Vec<String>,
    /// Requirements newly broken at some place: what fails a check on what is new.
    pub newly_broken: usize,
    /// Elements of the later side that are added, renamed or of another size.
    #[serde(skip)]
    pub touched: Vec<String>,
}

/// One of the two.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Side {
    /// What it was called on the command line.
    pub name: String,
    /// The project.
    pub project: String,
    /// The edition judged by.
    pub edition: String,
    /// The files with their hashes: `prosjekt.bolig sha256:…`.
    pub inputs: Vec<String>,
    /// Replaced parameters.
    pub parameters: Vec<String>,
}

/// Findings of which the same became.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Group {
    /// What became of them.
    pub class: Class,
    /// Heading.
    pub heading: String,
    /// Findings: requirement and place.
    pub findings: usize,
    /// One line for each requirement and way it changed.
    pub lines: Vec<Line>,
}

/// A requirement that changed in the same way at one or several places.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Line {
    /// Number of its marks on the plan.
    pub mark: Option<usize>,
    /// Id of the requirement.
    pub requirement: String,
    /// What it asks.
    pub title: String,
    /// The word for how strongly.
    pub force: String,
    /// Verdict before; none when it was not judged.
    pub verdict_before: Option<Verdict>,
    /// Verdict after.
    pub verdict_after: Option<Verdict>,
    /// As it was, in words.
    pub before: Option<String>,
    /// As it is.
    pub after: Option<String>,
    /// Why it cannot be compared, or what else is to be said.
    pub why: Option<String>,
    /// Where.
    pub places: Vec<LinePlace>,
}

/// A place of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LinePlace {
    /// How people call it.
    pub label: String,
    /// Id of the element.
    pub element: String,
    /// Stable id of the finding.
    pub fingerprint: String,
}

/// A number that differs.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DeltaLine {
    /// «A101: 42,0 m² → 40,5 m² (−1,5 m²)».
    pub text: String,
    /// As it was.
    pub before: f64,
    /// As it is.
    pub after: f64,
}

/// The findings of two reports side by side; `names` is what the sides are called.
pub fn resolve(comparison: &Comparison, a: &Past, b: &Past, names: [&str; 2], lang: Lang) -> Diff {
    let say = |text: Localized| text.get(lang).to_owned();
    let groups: Vec<Group> = Class::ALL.iter().map(|class| group(*class, comparison, lang)).collect();
    let count = |class| comparison.count(class);
    let (new, changed, resolved) = (count(Class::New), count(Class::Changed), count(Class::Resolved));
    let (unchanged, not) = (count(Class::Unchanged), count(Class::NotComparable));
    let broken: std::collections::BTreeSet<&str> = comparison
        .changes
        .iter()
        .filter(|c| c.is_newly_broken())
        .filter_map(|c| c.case().map(|c| c.requirement.as_str()))
        .collect();
    let mut diff = Diff {
        format: "befaring.diff",
        format_version: VERSION,
        language: lang,
        title: say(localized!("Endringer fra {} til {}", "Changes from {} to {}", names[0], names[1])),
        program: program(),
        before: side(a, names[0]),
        after: side(b, names[1]),
        sentence: say(localized!(
            "{new} nye, {changed} endret, {resolved} løst, {not} ikke sammenlignbare og {unchanged} uendrede funn.",
            "{new} new, {changed} changed, {resolved} resolved, {not} not comparable and {unchanged} unchanged findings."
        )),
        remarks: comparison.remarks.iter().map(|r| r.get(lang).to_owned()).collect(),
        groups,
        deltas: comparison.deltas.iter().map(|d| delta(d, lang)).collect(),
        renamed: comparison.renamed.iter().map(|r| format!("{} → {}", r.before, r.after)).collect(),
        added: comparison.added.clone(),
        removed: comparison.removed.clone(),
        newly_broken: broken.len(),
        touched: comparison.touched.clone(),
    };
    marks::number(&mut diff);
    diff
}

fn program() -> String {
    let program =
        Program { name: env!("CARGO_PKG_NAME").to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() };
    format!("{} {}", program.name, program.version)
}

/// The comparison as JSON, ending in a line break.
///
/// # Errors
/// Never: every part is plain data.
pub fn json(diff: &Diff) -> Result<String, serde_json::Error> {
    let mut text = serde_json::to_string_pretty(diff)?;
    text.push('\n');
    Ok(text)
}

fn side(past: &Past, name: &str) -> Side {
    Side {
        name: name.to_owned(),
        project: past.project.clone(),
        edition: past.edition.clone(),
        inputs: past.inputs.iter().map(|i| format!("{} sha256:{}", i.path, i.sha256)).collect(),
        parameters: past.parameters.iter().map(|(n, v)| format!("{n} = {v}")).collect(),
    }
}

fn group(class: Class, comparison: &Comparison, lang: Lang) -> Group {
    let mut lines: Vec<Line> = Vec::new();
    let mut findings = 0;
    let mut known = std::collections::BTreeMap::new();
    for change in comparison.changes.iter().filter(|c| c.class == class) {
        let Some(line) = line(change, lang) else { continue };
        findings += 1;
        let key = (
            line.requirement.clone(),
            line.verdict_before,
            line.verdict_after,
            line.before.clone(),
            line.after.clone(),
            line.why.clone(),
        );
        match known.get(&key) {
            Some(at) => {
                let at: &mut Line = &mut lines[*at];
                at.places.extend(line.places);
            }
            None => {
                known.insert(key, lines.len());
                lines.push(line);
            }
        }
    }
    Group { class, heading: class.name().get(lang).to_owned(), findings, lines }
}

fn line(change: &Change, lang: Lang) -> Option<Line> {
    let case = change.case()?;
    let told = |case: &Case| -> String {
        let name = case.verdict.name().get(lang).to_lowercase();
        let standing = case.departure.map(|s| format!(", {}", s.name().get(lang))).unwrap_or_default();
        match case.verdict {
            Verdict::NotApplicable => name,
            _ => format!("{name}{standing}: {}", case.text),
        }
    };
    Some(Line {
        mark: None,
        requirement: case.requirement.clone(),
        title: case.title.clone(),
        force: case.force.name().get(lang).to_owned(),
        verdict_before: change.before.as_ref().map(|c| c.verdict),
        verdict_after: change.after.as_ref().map(|c| c.verdict),
        before: change.before.as_ref().map(told),
        after: change.after.as_ref().map(told),
        why: change.why.as_ref().map(|w| w.get(lang).to_owned()),
        places: vec![LinePlace {
            label: case.label.clone(),
            element: case.element.clone(),
            fingerprint: case.fingerprint.clone(),
        }],
    })
}

fn delta(delta: &super::compare::Delta, lang: Lang) -> DeltaLine {
    let shown = |v: f64| match delta.is_area {
        true => format!("{}\u{a0}m²", number(v, 1, true, lang)),
        false => number(v, 0, false, lang),
    };
    let by = delta.after - delta.before;
    let sign = if by > 0.0 { "+" } else { "" };
    let text = format!(
        "{}: {} → {} ({sign}{})",
        delta.what.get(lang),
        shown(delta.before),
        shown(delta.after),
        shown(by)
    );
    DeltaLine { text, before: delta.before, after: delta.after }
}

/// The places of a line in short; of very many, the first and how many more.
fn places(line: &Line, lang: Lang) -> String {
    const MOST: usize = 12;
    let labels: Vec<&str> = line.places.iter().map(|p| p.label.as_str()).filter(|l| !l.is_empty()).collect();
    let shown = labels.iter().take(MOST).copied().collect::<Vec<_>>().join(", ");
    match labels.len().saturating_sub(MOST) {
        0 => shown,
        n => localized!("{shown} og {n} steder til", "{shown} and {n} more places").get(lang).to_owned(),
    }
}
