//! Models held against IDS files, in Markdown. Texts of the files never become markup.

use std::fmt::Write as _;

use super::super::ci::markdown::{code, escape};
use super::super::words::Word;
use super::document::{CheckLine, ElementLine, IdsReport, SpecificationLine};
use crate::localized;
use crate::text::Lang;

/// Elements of one requirement that are listed.
const MOST_LISTED: usize = 20;

/// The document as a text of its own.
pub fn render(report: &IdsReport) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "# {}\n\n**{}**", Word::Ids.get(report.language), escape(&report.sentence));
    checks(report, &mut out);
    let _ = writeln!(out, "\n{}", escape(&report.program));
    out
}

/// The document as a chapter of a report.
pub(in crate::report) fn chapter(report: &IdsReport, out: &mut String) {
    let _ = writeln!(out, "\n## {}\n\n**{}**", Word::Ids.get(report.language), escape(&report.sentence));
    checks(report, out);
}

fn checks(report: &IdsReport, out: &mut String) {
    for check in &report.checks {
        self::check(check, report.language, out);
    }
}

fn sign(verdict: &str) -> &'static str {
    match verdict {
        "passed" => "✓",
        "failed" => "✗",
        _ => "–",
    }
}

fn check(check: &CheckLine, lang: Lang, out: &mut String) {
    let file = &check.specification_file;
    let title = if file.title.is_empty() { &file.path } else { &file.title };
    let _ = writeln!(out, "\n### {}\n", escape(title));
    let _ = writeln!(
        out,
        "`{}` – `{}` ({}): {}\n",
        code(&file.path),
        code(&check.model.path),
        check.model.schema,
        escape(&check.sentence)
    );
    for of in &check.specifications {
        specification(of, lang, out);
    }
}

fn specification(of: &SpecificationLine, lang: Lang, out: &mut String) {
    let (mark, name) = (sign(of.verdict), escape(&of.name));
    let _ = writeln!(out, "- {mark} **{}. {name}**: {}", of.number, escape(&of.sentence));
    for note in &of.notes {
        let _ = writeln!(out, "  - {}", escape(note));
    }
    elements(&of.unwanted, of.elements, lang, "  ", out);
    for r in of.requirements.iter().filter(|r| r.failed > 0) {
        let count = format!("{} / {}", r.failed, r.failed + r.passed);
        let _ = writeln!(out, "  - ✗ {} ({count})", escape(&r.text));
        if let Some(text) = &r.instructions {
            let _ = writeln!(out, "    - {}", escape(text));
        }
        elements(&r.elements, r.failed, lang, "    ", out);
    }
}

fn elements(all: &[ElementLine], count: usize, lang: Lang, indent: &str, out: &mut String) {
    if all.is_empty() {
        return;
    }
    for e in all.iter().take(MOST_LISTED) {
        let name = e.name.as_deref().map(|n| format!(" {}", escape(n))).unwrap_or_default();
        let id = e.global_id.as_deref().map(|g| format!(" `{}`", code(g))).unwrap_or_default();
        let _ =
            writeln!(out, "{indent}- {}{name}{id} ({}): {}", e.class, escape(&e.entity), escape(&e.reason));
    }
    let rest = count.saturating_sub(MOST_LISTED.min(all.len()));
    if rest > 0 {
        let more = localized!("… og {rest} til", "… and {rest} more");
        let _ = writeln!(out, "{indent}- {}", more.get(lang));
    }
}
