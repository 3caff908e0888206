//! GitHub's workflow commands: an annotation for each point, at the line of its first place.
//!
//! A step shows ten annotations of each kind; the last of them says how many more there are, and those stand below as
//! plain lines of the log.

use super::{Taken, described, tags, taken};
use crate::finding::{Force, Unclarity};
use crate::report::document::{FaultLine, FravikLine, Point, Report};
use crate::report::ids;
use crate::source::Severity;
use crate::text::Lang;

/// Most annotations of a kind a step shows.
const MOST: usize = 10;

/// An annotation at a line of a file.
pub(in crate::report) struct Annotation {
    /// `error`, `warning` or `notice`.
    pub(in crate::report) kind: &'static str,
    /// Empty for one of the run as a whole.
    pub(in crate::report) file: String,
    pub(in crate::report) line: usize,
    pub(in crate::report) column: Option<usize>,
    pub(in crate::report) title: String,
    pub(in crate::report) text: String,
}

/// The report as lines of a log.
pub fn render(report: &Report) -> String {
    let mut all: Vec<Annotation> = report.faults.iter().map(fault).collect();
    all.extend(report.fravik.iter().filter_map(departure));
    // What decides the result is told first, whatever its place in the catalogue.
    let (first, rest): (Vec<&Point>, Vec<&Point>) = report.points().partition(|p| p.decides);
    all.extend(first.into_iter().chain(rest).filter_map(|p| point(p, report)));
    all.extend(report.ids.iter().flat_map(ids::all_annotations));
    let mut out = commands(&all, report.lang);
    out.push_str(&plain(&report.outcome.sentence));
    for note in &report.outcome.notes {
        out.push_str(&plain(note));
    }
    for line in super::register(report) {
        out.push_str(&plain(&format!("fravik {line}")));
    }
    for (name, value) in super::made_from(report) {
        out.push_str(&plain(&format!("{name}: {value}")));
    }
    out
}

/// Annotations as commands, with what a step does not show below them as lines of the log.
pub(in crate::report) fn commands(all: &[Annotation], lang: Lang) -> String {
    let mut out = String::new();
    let mut below = String::new();
    for kind in ["error", "warning", "notice"] {
        let of_kind: Vec<&Annotation> = all.iter().filter(|a| a.kind == kind).collect();
        let shown = if of_kind.len() > MOST { MOST - 1 } else { of_kind.len() };
        for annotation in &of_kind[..shown] {
            out.push_str(&command(annotation));
        }
        let left = of_kind.len() - shown;
        if left > 0 {
            let text = match lang {
                Lang::Nb => format!("{left} til av samme slag står i loggen og i sammendraget"),
                Lang::En => format!("{left} more of the kind stand in the log and in the summary"),
            };
            out.push_str(&format!("::{kind} title=befaring::{}\n", data(&text)));
            for a in &of_kind[shown..] {
                let at = if a.file.is_empty() { String::new() } else { format!("{}:{}: ", a.file, a.line) };
                below.push_str(&plain(&format!("{kind}: {at}{}: {}", a.title, a.text)));
            }
        }
    }
    out.push_str(&below);
    out
}

fn point(point: &Point, report: &Report) -> Option<Annotation> {
    let kind = match (taken(point), point.force, point.unclarity) {
        (Taken::Broken, Force::Shall, _) => "error",
        (Taken::Broken, ..) => "warning",
        (Taken::Open, Force::Shall, Some(Unclarity::Conflict)) => "warning",
        (Taken::Open | Taken::Excused, ..) => "notice",
        (Taken::Met | Taken::NotApplicable, ..) => return None,
    };
    let first = point.places.first()?;
    let (file, line) = described(first, report);
    let mut text = point.text.clone();
    if !point.reference.is_empty() {
        text.push_str(&format!(" ({})", point.reference));
    }
    for tag in tags(point) {
        text.push_str(&format!(" – {tag}"));
    }
    let column = first.place.as_ref().map(|p| p.column).filter(|c| *c > 0);
    let title = format!("{} ({})", point.requirement, point.force_label);
    Some(Annotation { kind, file, line, column, title, text })
}

/// A departure somebody should look at: unused, expired, contradicted.
fn departure(line: &FravikLine) -> Option<Annotation> {
    let place = line.place.as_ref().filter(|_| line.to_mend || !line.standing.excuses())?;
    let mut text = format!("{}: {}", line.id, line.standing_label);
    for remark in &line.remarks {
        text.push_str(&format!(" – {remark}"));
    }
    Some(Annotation {
        kind: "warning",
        file: super::plain_path(&place.file),
        line: place.line.max(1),
        column: Some(place.column).filter(|c| *c > 0),
        title: format!("fravik {}", line.id),
        text,
    })
}

fn fault(fault: &FaultLine) -> Annotation {
    let kind = match fault.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let place = fault.place.as_ref();
    Annotation {
        kind,
        file: place.map(|p| super::plain_path(&p.file)).unwrap_or_default(),
        line: place.map_or(1, |p| p.line.max(1)),
        column: place.map(|p| p.column).filter(|c| *c > 0),
        title: fault.code.clone(),
        text: fault.message.clone(),
    }
}

fn command(a: &Annotation) -> String {
    let column = a.column.map_or_else(String::new, |c| format!(",col={c}"));
    let at = match a.file.as_str() {
        "" => String::new(),
        file => format!("file={},line={},endLine={}{column},", property(file), a.line, a.line),
    };
    format!("::{} {at}title={}::{}\n", a.kind, property(&a.title), data(&a.text))
}

/// A line of the log that no command hides in: commands begin a line with `::`, or with `##[`.
pub(in crate::report) fn plain(text: &str) -> String {
    let text = text.replace(['\r', '\n'], " ");
    let hidden = text.trim_start().starts_with("::") || text.contains("##[");
    if hidden { format!("· {}\n", text.replace("##[", "# #[")) } else { format!("{text}\n") }
}

/// Text after the `::` of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_a_command_or_a_property_is_escaped() {
        assert_eq!(data("50 % av\nto: a, b"), "50 %25 av%0Ato: a, b");
        assert_eq!(property("C:\\a,b%\r"), "C%3A\\a%2Cb%25%0D");
    }

    #[test]
    fn a_line_of_the_log_never_becomes_a_command() {
        assert_eq!(plain("::error::x"), "· ::error::x\n");
        assert_eq!(plain("a\n::error::x"), "a ::error::x\n");
        assert_eq!(plain("##[error]x"), "· # #[error]x\n");
    }
}
