//! The report as build servers read it: SARIF, JUnit, GitLab code quality, GitHub annotations, Markdown.
//!
//! All of them lay out the same points and places. A receiver's limit never cuts anything off silently: what did not fit
//! is counted where the receiver shows it.

pub mod annotations;
pub mod code_quality;
pub mod junit;
pub mod markdown;
pub mod sarif;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::document::{FravikLine, PlaceLine, Point, Report};
use crate::finding::{Force, Standing, Verdict};
use crate::text::Lang;

/// What a path keeps as it is in an address: all but what RFC 3986 forbids in a segment, and `%` itself.
const KEPT: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b']')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}')
    .add(b':');

/// A path as build servers want it: with `/`, and without a leading `./`.
pub(super) fn plain_path(path: &str) -> String {
    let path = path.replace('\\', "/");
    let mut own = path.as_str();
    while let Some(rest) = own.strip_prefix("./") {
        own = rest;
    }
    own.to_owned()
}

/// A path as a relative or `file:` address.
pub(super) fn address(path: &str) -> String {
    let path = plain_path(path);
    let encoded = utf8_percent_encode(&path, KEPT).to_string();
    if path.starts_with('/') { format!("file://{encoded}") } else { encoded }
}

/// Where a place is described: file and line. What nobody described stands at the beginning of the first input.
fn described(place: &PlaceLine, report: &Report) -> (String, usize) {
    match &place.place {
        Some(at) => (plain_path(&at.file), at.line.max(1)),
        None => (report.inputs.first().map_or_else(|| "befaring".to_owned(), |i| plain_path(&i.path)), 1),
    }
}

/// The point as one sentence with its place: «oppbrett er 8 cm (krav 10 cm) (bad i A108)».
fn sentence(point: &Point, place: &PlaceLine) -> String {
    if place.label.is_empty() || point.reference.is_empty() {
        point.text.clone()
    } else {
        format!("{} ({})", point.text, place.label)
    }
}

/// Why a point is not simply met or broken: «ikke dokumentert», «negativt, fravik godkjent (F1)», «som før».
fn tags(point: &Point) -> Vec<&str> {
    let all = [
        point.departure.as_ref().map(|d| d.label.as_str()),
        point.unclarity_label.as_deref(),
        point.not_yet_label.as_deref(),
        point.due_label.as_deref(),
        point.since_label.as_deref(),
    ];
    all.into_iter().flatten().collect()
}

/// What people said of a point, a line each: «Kari Nordmann, 12. mars 2026: Positivt (lagt til grunn)».
fn said(point: &Point) -> impl Iterator<Item = String> {
    point.statements.iter().map(|s| one_line(&s.text))
}

/// What people said that met no finding, a line each.
fn unmet(report: &Report) -> impl Iterator<Item = String> {
    report.unmet.iter().map(|u| one_line(&format!("{} ({}) – {}", u.about, u.why, u.statement.text)))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How a build server takes a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Taken {
    /// Met.
    Met,
    /// Broken, and nothing excuses it.
    Broken,
    /// Negative, but excused by a departure or no worse than in an earlier report.
    Excused,
    /// To be clarified.
    Open,
    /// Does not concern the place.
    NotApplicable,
}

fn taken(point: &Point) -> Taken {
    let excused = point.departure.as_ref().is_some_and(|d| d.standing.excuses());
    match point.verdict {
        Verdict::Positive => Taken::Met,
        Verdict::NotApplicable => Taken::NotApplicable,
        Verdict::Unclear => Taken::Open,
        Verdict::Negative if excused || point.accepted => Taken::Excused,
        Verdict::Negative => Taken::Broken,
    }
}

/// Name and version of the program, edition, phase, date, replaced parameters, inputs with their hashes: what made a
/// report, as label and value.
fn made_from(report: &Report) -> Vec<(String, String)> {
    let say = |nb: &str, en: &str| if report.lang == Lang::Nb { nb.to_owned() } else { en.to_owned() };
    let mut all = vec![
        (say("program", "program"), format!("{} {}", report.program.name, report.program.version)),
        (say("utgave", "edition"), report.edition.id.clone()),
    ];
    if let Some(phase) = report.settings.phase {
        all.push((say("fase", "phase"), phase.id().to_owned()));
    }
    if let Some(date) = report.settings.date {
        all.push((say("dato", "date"), date.iso()));
    }
    for parameter in &report.overrides {
        all.push((say("parameter", "parameter"), format!("{} = {}", parameter.name, parameter.value)));
    }
    for input in &report.inputs {
        all.push((say("inndata", "input"), format!("{} sha256:{}", input.path, input.sha256)));
    }
    if let Some(baseline) = &report.baseline {
        let file = &baseline.file;
        all.push((say("sammenlignet med", "compared with"), format!("{} sha256:{}", file.path, file.sha256)));
    }
    all
}

/// The register of agreed departures, a line each: «F1 gulv.oppbrett (A108): fravik godkjent – begrunnelse».
fn register(report: &Report) -> Vec<String> {
    let line = |f: &FravikLine| {
        let places = if f.places.is_empty() { String::new() } else { format!(" ({})", f.places.join(", ")) };
        let mut text =
            format!("{} {}{places}: {} – {} · {}", f.id, f.requirement, f.standing_label, f.reason, f.facts);
        for remark in &f.remarks {
            text.push_str(" – ");
            text.push_str(remark);
        }
        text
    };
    report.fravik.iter().map(line).collect()
}

/// The name of a force in machine formats.
fn force_id(force: Force) -> &'static str {
    match force {
        Force::Shall => "shall",
        Force::Should => "should",
        Force::Note => "note",
    }
}

/// The name of a standing in machine formats.
fn standing_id(standing: Standing) -> &'static str {
    match standing {
        Standing::InForce => "in_force",
        Standing::ExpiryUnknown => "expiry_unknown",
        Standing::Expired => "expired",
        Standing::NotYet => "not_yet",
        Standing::Applied => "applied",
        Standing::Rejected => "rejected",
        Standing::Contradicted => "contradicted",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_becomes_an_address_and_keeps_its_folders() {
        assert_eq!(address("./tegninger/bøk #1.bolig"), "tegninger/b%C3%B8k%20%231.bolig");
        assert_eq!(address("C:\\a b.ifc"), "C%3A/a%20b.ifc");
        assert_eq!(address("/hus/a.ifc"), "file:///hus/a.ifc");
        assert_eq!(address("<stdin>"), "%3Cstdin%3E");
    }
}
