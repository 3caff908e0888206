//! The comparison in Markdown, for a merge request or a note. Texts of the input never become markup.

use std::fmt::Write as _;

use super::document::{GroupColumn, MatrixRow, ShiftTable, Suitability};
use crate::report::ci::markdown::{code, escape};
use crate::text::{Lang, Localized};

/// The comparison as Markdown, ending in a line break.
pub fn render(document: &Suitability) -> String {
    let lang = document.lang;
    let mut out = format!("# {}\n\n", escape(&document.title));
    for fault in &document.faults {
        let _ = writeln!(out, "**{}**\n", escape(fault));
    }
    for line in &document.head {
        let _ = writeln!(out, "- {}: {}", escape(&line.label), escape(&line.value));
    }
    heading(&mut out, say("Gruppene", "The groups", lang));
    for group in &document.groups {
        let label = escape(&group.label);
        let label =
            if group.stated { format!("**{label}** ({})", say("oppgitt", "stated", lang)) } else { label };
        let _ = writeln!(out, "- {label}: {}", escape(&group.summary));
    }
    if let Some(table) = &document.shift {
        shift(table, &mut out);
    }
    matrix(document, &mut out);
    heading(&mut out, say("Det som skal til for hver gruppe", "What it takes for each group", lang));
    for group in &document.groups {
        steps(group, lang, &mut out);
    }
    departures(document, &mut out);
    out.push('\n');
    for note in &document.notes {
        let _ = writeln!(out, "- {}", escape(note));
    }
    for input in &document.inputs {
        let _ = writeln!(out, "- {} (SHA-256 `{}`)", escape(&input.path), input.sha256);
    }
    out
}

fn say<'t>(nb: &'t str, en: &'t str, lang: Lang) -> &'t str {
    match lang {
        Lang::Nb => nb,
        Lang::En => en,
    }
}

fn heading(out: &mut String, text: &str) {
    let _ = writeln!(out, "\n## {}\n", escape(text));
}

/// The rows that tell the groups apart, and folded those that are unclear for all they concern.
fn matrix(document: &Suitability, out: &mut String) {
    let lang = document.lang;
    heading(out, say("Krav × gruppe", "Requirement × group", lang));
    let signs: Vec<String> =
        document.legend.iter().map(|l| format!("{} {}", escape(&l.label), escape(&l.value))).collect();
    let _ = writeln!(out, "{}\n", signs.join(" · "));
    table(document, &|r| r.tells_apart, out);
    let rest: usize =
        document.chapters.iter().map(|c| c.rows.iter().filter(|r| !r.tells_apart).count()).sum();
    if rest > 0 {
        let told = Localized::new(
            format!("{rest} krav er uavklarte for alle de gjelder"),
            format!("{rest} requirements are unclear for all they concern"),
        );
        let _ = writeln!(out, "<details><summary>{}</summary>\n", told.get(lang));
        table(document, &|r| !r.tells_apart, out);
        let _ = writeln!(out, "</details>\n");
    }
    let _ = writeln!(out, "{}", escape(&document.left_out));
}

fn table(document: &Suitability, wanted: &dyn Fn(&MatrixRow) -> bool, out: &mut String) {
    let heads: Vec<&str> = document.groups.iter().map(|g| g.id.as_str()).collect();
    let _ = writeln!(out, "| {} | {} |", say("Krav", "Requirement", document.lang), heads.join(" | "));
    let _ = writeln!(out, "| --- |{}", " :-: |".repeat(heads.len()));
    for chapter in &document.chapters {
        let mut rows = chapter.rows.iter().filter(|r| wanted(r)).peekable();
        if rows.peek().is_some() {
            let _ = writeln!(out, "| **{}** |{}", escape(&chapter.heading), " |".repeat(heads.len()));
        }
        for row in rows {
            let cells: Vec<&str> = row.cells.iter().map(|c| c.sign.as_str()).collect();
            let _ = writeln!(
                out,
                "| {} `{}` | {} |",
                escape(&row.title),
                code(&row.requirement),
                cells.join(" | ")
            );
        }
    }
    out.push('\n');
}

fn steps(group: &GroupColumn, lang: Lang, out: &mut String) {
    let _ = writeln!(out, "\n### {}\n\n{}\n", escape(&group.label), escape(&group.summary));
    for line in &group.given {
        let _ = writeln!(out, "- {}: {}", escape(&line.label), escape(&line.value));
    }
    out.push('\n');
    for (number, step) in (1..).zip(&group.steps) {
        let sources: Vec<String> = step.sources.iter().map(|s| escape(&s.told)).collect();
        let served: Vec<String> = step.requirements.iter().map(|r| format!("`{}`", code(r))).collect();
        let _ = writeln!(
            out,
            "{number}. {} – *{}* {} ({})",
            escape(&step.told()),
            escape(&step.force_label),
            served.join(", "),
            sources.join("; ")
        );
    }
    if !group.excuses.is_empty() {
        let left_out =
            say("Ikke med, for fravik er godkjent", "Left out, since a departure is approved", lang);
        let _ = writeln!(out, "\n{left_out}:\n");
        for line in &group.excuses {
            let at = if line.at.is_empty() { String::new() } else { format!("{}: ", line.at) };
            let text = format!("{at}{} – {}", line.title, line.departure.label);
            let _ = writeln!(out, "- {} `{}`", escape(&text), code(&line.requirement));
        }
    }
    if !group.follows.is_empty() {
        let follows: Vec<String> = group.follows.iter().map(|r| format!("`{}`", code(r))).collect();
        let lead =
            say("Følger av dette eller av gruppen selv", "Follows from these or from the group itself", lang);
        let _ = writeln!(out, "\n{lead}: {}", follows.join(", "));
    }
}

fn shift(table: &ShiftTable, out: &mut String) {
    let _ = writeln!(out, "\n## {}\n\n{}", escape(&table.heading), escape(&table.summary));
    for part in &table.parts {
        let _ = writeln!(out, "\n### {} ({})\n", escape(&part.heading), part.rows.len());
        for row in &part.rows {
            let mut text = row.title.clone();
            if !row.why.is_empty() {
                let _ = write!(text, ": {}", row.why.join("; "));
            }
            let _ = writeln!(
                out,
                "- {} – {} `{}` ({})",
                escape(&text),
                escape(&row.outcome),
                code(&row.requirement),
                escape(&row.source.told)
            );
            for step in &row.steps {
                let _ = writeln!(out, "  - → {}", escape(step));
            }
        }
    }
}

fn departures(document: &Suitability, out: &mut String) {
    if document.departures.is_empty() {
        return;
    }
    heading(out, say("Fravik", "Agreed departures", document.lang));
    for line in &document.departures {
        let places =
            if line.places.is_empty() { String::new() } else { format!(" – {}", line.places.join(", ")) };
        let mut facts = vec![line.facts.as_str(), line.told.as_str()];
        facts.extend(line.remarks.iter().map(String::as_str));
        let text =
            format!("{} {}: {}{places} – {}", line.id, line.standing_label, line.title, facts.join(" · "));
        let _ = writeln!(out, "- {}", escape(&text));
    }
}
