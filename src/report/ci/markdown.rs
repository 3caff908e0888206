//! The report in Markdown, for summaries of a build and for comments. Texts of the input never become markup.

use std::fmt::Write as _;

use super::{made_from, tags};
use crate::finding::Verdict;
use crate::report::document::{Point, Report};
use crate::report::ids;
use crate::report::terminal::sign;
use crate::report::words::Word;
use crate::text::Lang;

/// The largest summary of a step that GitHub takes, in bytes, less room for the last lines.
pub const MOST_BYTES: usize = (1 << 20) - 512;

/// The report in Markdown.
pub fn render(report: &Report) -> String {
    let lang = report.lang;
    let mut out = format!("# {}\n\n", escape(&report.title));
    let _ = writeln!(out, "**{}**\n", escape(&report.outcome.sentence));
    for note in &report.outcome.notes {
        let _ = writeln!(out, "- {}", escape(note));
    }
    out.push('\n');
    for entry in &report.head {
        let _ = writeln!(out, "- {}: {}", escape(&entry.label), escape(&entry.value));
    }
    counts(report, &mut out);
    for section in report.sections.iter().filter(|s| s.points > 0) {
        let folded = section.verdict == Verdict::NotApplicable;
        let heading = format!("{} {} ({})", sign(section.verdict), section.heading, section.count);
        if folded {
            let _ = writeln!(out, "\n<details><summary>{}</summary>", escape(&heading));
        } else {
            let _ = writeln!(out, "\n## {}", escape(&heading));
        }
        for chapter in &section.chapters {
            let _ = writeln!(out, "\n### {}\n", escape(&chapter.heading));
            for p in &chapter.points {
                point(p, lang, &mut out);
            }
        }
        if folded {
            out.push_str("\n</details>\n");
        }
    }
    if let Some(ids) = &report.ids {
        ids::markdown_chapter(ids, &mut out);
    }
    unmet(report, &mut out);
    fravik(report, &mut out);
    baseline(report, &mut out);
    if !report.faults.is_empty() {
        let _ = writeln!(out, "\n## {}\n", Word::Faults.get(lang));
        for fault in &report.faults {
            let at = fault.place.as_ref().map_or_else(String::new, |p| format!(" ({}:{})", p.file, p.line));
            let _ = writeln!(out, "- {}: {}{}", fault.severity_label, escape(&fault.message), escape(&at));
        }
    }
    let _ = writeln!(out, "\n## {}\n", Word::About.get(lang));
    let _ = writeln!(out, "{}\n", escape(Word::AboutVerdicts.get(lang)));
    for (name, value) in made_from(report) {
        let _ = writeln!(out, "- {}: {}", escape(&name), escape(&value));
    }
    out
}

fn counts(report: &Report, out: &mut String) {
    let lang = report.lang;
    let Some(first) = report.counts.rows.first() else { return };
    let mut head = vec![Word::Verdict.get(lang).to_owned()];
    head.extend(first.by_force.iter().map(|(_, label, _)| label.clone()));
    head.push(Word::InAll.get(lang).to_owned());
    head.push(Word::Places.get(lang).to_owned());
    let _ = writeln!(out, "\n| {} |", head.join(" | "));
    let _ = writeln!(out, "|{}", " --- |".repeat(head.len()));
    for row in &report.counts.rows {
        let mut cells = vec![format!("{} {}", sign(row.verdict), row.label)];
        cells.extend(row.by_force.iter().map(|(_, _, t)| t.requirements.to_string()));
        cells.push(row.total.requirements.to_string());
        cells.push(row.total.places.to_string());
        let _ = writeln!(out, "| {} |", cells.join(" | "));
    }
    out.push('\n');
    for remark in std::iter::once(&report.counts.note).chain(&report.counts.remarks) {
        let _ = writeln!(out, "{}\n", escape(remark));
    }
}

fn point(point: &Point, lang: Lang, out: &mut String) {
    let _ = write!(out, "- {} {}", sign(point.verdict), escape(&point.text));
    if !point.reference.is_empty() {
        let _ = write!(out, " ({})", escape(&point.reference));
    }
    let mut notes = vec![point.force_label.as_str()];
    notes.extend(tags(point));
    if point.decides {
        notes.push(Word::DecidesResult.get(lang));
    }
    let _ = writeln!(out, " – *{}* `{}`", escape(&notes.join(", ")), code(&point.requirement));
    for said in &point.statements {
        let _ = writeln!(out, "  - {}", escape(&said.text));
    }
    if point.verdict == Verdict::Unclear {
        for remedy in &point.remedies {
            if let Some(line) = remedy.design.as_ref() {
                let _ = writeln!(out, "  - {}: `{}`", Word::InDesign.get(lang), code(line));
            } else if let Some(look) = &remedy.observe {
                let _ = writeln!(out, "  - {}: {}", Word::OnSite.get(lang), escape(look));
            }
        }
    }
}

/// What people said that met no finding.
fn unmet(report: &Report, out: &mut String) {
    if report.unmet.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n## {}\n", Word::Unmet.get(report.lang));
    for line in &report.unmet {
        let what = line.requirement.as_deref().unwrap_or_default();
        let text = format!("{what} {} ({}): {}", line.about, line.why, line.statement.text);
        let _ = writeln!(out, "- {}", escape(text.trim_start()));
    }
}

fn fravik(report: &Report, out: &mut String) {
    let lang = report.lang;
    if report.fravik.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n## {}\n", Word::Fravik.get(lang));
    for line in &report.fravik {
        let places = match line.places.is_empty() {
            true => Word::Everywhere.get(lang).to_owned(),
            false => line.places.join(", "),
        };
        let heading = format!("{} – {} ({places}): ", line.id, line.title);
        let _ = writeln!(out, "- {}**{}**", escape(&heading), escape(&line.standing_label));
        let _ = writeln!(out, "  - `{}` {}", code(&line.requirement), escape(&line.facts));
        let _ = writeln!(out, "  - {}: {}", Word::FravikReason.get(lang), escape(&line.reason));
        if let Some(instead) = &line.compensating {
            let _ = writeln!(out, "  - {}: {}", Word::FravikInstead.get(lang), escape(instead));
        }
        for remark in &line.remarks {
            let _ = writeln!(out, "  - {}", escape(remark));
        }
    }
}

fn baseline(report: &Report, out: &mut String) {
    let lang = report.lang;
    let Some(baseline) = &report.baseline else { return };
    let _ = writeln!(out, "\n## {} {}\n", Word::ComparedWith.get(lang), escape(&baseline.file.path));
    let _ = writeln!(out, "{}\n", escape(&baseline.sentence));
    for remark in &baseline.remarks {
        let _ = writeln!(out, "- {}", escape(remark));
    }
    for line in &baseline.absent {
        let word = if line.resolved { Word::Resolved } else { Word::NotComparable }.get(lang);
        let why = line.why.as_deref().map_or_else(String::new, |w| format!(" – {w}"));
        let text = format!("{} ({}){why}", line.title, line.at);
        let _ = writeln!(out, "- **{word}**: {}", escape(&text));
    }
}

/// A text that Markdown shows as it is.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut start = true;
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '$' => {
                out.push('\\');
                out.push(c);
            }
            '!' | '-' | '+' | '=' if start => {
                out.push('\\');
                out.push(c);
            }
            // Nobody is called to a report by name.
            '@' => out.push_str("&#64;"),
            '\n' | '\r' | '\t' => out.push(' '),
            _ => out.push(c),
        }
        start = false;
    }
    // «1. » at the beginning would be a list.
    let digits = out.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && matches!(out.as_bytes().get(digits), Some(b'.' | b')')) {
        out.insert(digits, '\\');
    }
    out
}

/// A text between backticks.
pub(in crate::report) fn code(text: &str) -> String {
    text.replace('`', "'").replace(['\n', '\r', '|'], " ")
}

/// The text within a number of bytes, cut between lines, with a last line that says so.
pub fn within(text: &str, bytes: usize, lang: Lang) -> String {
    if text.len() <= bytes {
        return text.to_owned();
    }
    let mut end = bytes;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let end = text[..end].rfind('\n').map_or(end, |i| i + 1);
    let left = text[end..].lines().count();
    let told = match lang {
        Lang::Nb => {
            format!("{left} linjer til fikk ikke plass her; hele rapporten er i filene fra byggesteget.")
        }
        Lang::En => {
            format!("{left} more lines did not fit here; the whole report is in the files of the build.")
        }
    };
    // What folds is closed first, or the line would be folded away.
    let kept = &text[..end];
    let open = kept.matches("<details>").count() > kept.matches("</details>").count();
    let close = if open { "\n</details>\n" } else { "" };
    format!("{kept}{close}\n\n**{told}**\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_the_input_is_shown_and_not_obeyed() {
        assert_eq!(escape("<b>a|b</b>"), "&lt;b&gt;a\\|b&lt;/b&gt;");
        assert_eq!(
            escape("- *x* _y_ `z` [a](b) # @alle"),
            "\\- \\*x\\* \\_y\\_ \\`z\\` \\[a\\](b) \\# &#64;alle"
        );
        assert_eq!(escape("1. etasje"), "1\\. etasje");
        assert_eq!(escape("12,5 m² «æøå»"), "12,5 m² «æøå»");
    }

    #[test]
    fn what_does_not_fit_is_counted() {
        let text = "første\nandre\ntredje\n";
        assert_eq!(within(text, 100, Lang::Nb), text);
        let cut = within(text, 9, Lang::Nb);
        assert!(cut.starts_with("første\n") && cut.contains("2 linjer til"), "{cut}");
        assert!(!cut.contains("tredje"));
    }
}
