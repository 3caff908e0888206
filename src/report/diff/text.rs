//! The comparison for a terminal and in Markdown.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use super::{Class, Diff, Line, places};
use crate::report::ci::markdown::escape;
use crate::text::Lang;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

fn style(class: Class) -> Style {
    let colour = match class {
        Class::New => AnsiColor::Red,
        Class::Changed | Class::NotComparable => AnsiColor::Yellow,
        Class::Resolved => AnsiColor::Green,
        Class::Unchanged => return DIM,
    };
    BOLD.fg_color(Some(colour.into()))
}

/// A sign that does not depend on colour.
pub(super) fn sign(class: Class) -> &'static str {
    match class {
        Class::New => "+",
        Class::Changed => "~",
        Class::Resolved => "✓",
        Class::NotComparable => "?",
        Class::Unchanged => "=",
    }
}

/// The headings of what is no finding: numbers, names, parts added and taken out.
pub(super) fn parts(diff: &Diff) -> Vec<(&'static str, Vec<String>)> {
    let nb = diff.language == Lang::Nb;
    let all = [
        (
            if nb { "Antall og areal" } else { "Counts and areas" },
            diff.deltas.iter().map(|d| d.text.clone()).collect(),
        ),
        (if nb { "Nytt navn" } else { "Renamed" }, diff.renamed.clone()),
        (if nb { "Lagt til" } else { "Added" }, diff.added.clone()),
        (if nb { "Tatt bort" } else { "Taken out" }, diff.removed.clone()),
    ];
    all.into_iter().filter(|(_, lines): &(_, Vec<String>)| !lines.is_empty()).collect()
}

/// The comparison as text with escape codes. What is unchanged is counted, and listed when `verbose`.
pub fn terminal(diff: &Diff, width: usize, verbose: bool) -> String {
    let mut out = format!("{BOLD}{}{BOLD:#}\n", diff.title);
    let wrap = |out: &mut String, lead: &str, indent: usize, text: &str| {
        let pad = " ".repeat(indent);
        let options = textwrap::Options::new(width.max(40)).initial_indent(lead).subsequent_indent(&pad);
        for line in textwrap::wrap(text, options) {
            let _ = writeln!(out, "{line}");
        }
    };
    for remark in &diff.remarks {
        wrap(&mut out, "! ", 2, remark);
    }
    for group in diff.groups.iter().filter(|g| g.findings > 0) {
        let s = style(group.class);
        let _ = writeln!(out, "\n{s}{} {}{s:#} ({})", sign(group.class), group.heading, group.findings);
        if group.class == Class::Unchanged && !verbose {
            continue;
        }
        for line in &group.lines {
            let at = places(line, diff.language);
            let at = if at.is_empty() { at } else { format!(" ({at})") };
            let mark = line.mark.map(|m| format!("{m}. ")).unwrap_or_default();
            wrap(&mut out, "  ", 4, &format!("{mark}{}{at}", line.title));
            wrap(&mut out, "    ", 6, &format!("{} · {}", line.force, line.requirement));
            for text in told(line, diff.language) {
                wrap(&mut out, "    ", 6, &text);
            }
        }
    }
    for (heading, lines) in parts(diff) {
        let _ = writeln!(out, "\n{BOLD}{heading}{BOLD:#}");
        for line in lines {
            wrap(&mut out, "  ", 4, &line);
        }
    }
    let _ = writeln!(out, "\n{BOLD}{}{BOLD:#}", diff.sentence);
    out
}

/// How it was and is.
pub(super) fn told(line: &Line, lang: Lang) -> Vec<String> {
    let (was, is) = if lang == Lang::Nb { ("før", "nå") } else { ("before", "now") };
    let mut all = Vec::new();
    if line.before == line.after {
        all.extend(line.after.clone());
    } else {
        all.extend(line.before.as_ref().map(|t| format!("{was}: {t}")));
        all.extend(line.after.as_ref().map(|t| format!("{is}: {t}")));
    }
    all.extend(line.why.clone());
    all
}

/// Which files the two sides were made from.
pub(super) fn made_from(diff: &Diff) -> Vec<String> {
    let mut all = vec![diff.program.clone()];
    for side in [&diff.before, &diff.after] {
        all.push(format!("{}: {} ({})", side.name, side.project, side.edition));
        all.extend(side.parameters.iter().map(|p| format!("{}: {p}", side.name)));
        all.extend(side.inputs.iter().map(|i| format!("{}: {i}", side.name)));
    }
    all
}

/// The comparison in Markdown.
pub fn markdown(diff: &Diff) -> String {
    let mut out = format!("# {}\n\n**{}**\n\n", escape(&diff.title), escape(&diff.sentence));
    for remark in &diff.remarks {
        let _ = writeln!(out, "- {}", escape(remark));
    }
    for group in diff.groups.iter().filter(|g| g.findings > 0) {
        let folded = group.class == Class::Unchanged;
        let heading = format!("{} ({})", group.heading, group.findings);
        if folded {
            let _ = writeln!(out, "\n<details><summary>{}</summary>\n", escape(&heading));
        } else {
            let _ = writeln!(out, "\n## {}\n", escape(&heading));
        }
        for line in &group.lines {
            let at = places(line, diff.language);
            let at = if at.is_empty() { at } else { format!(" ({at})") };
            let text = format!("{}{at}", line.title);
            let _ = writeln!(out, "- **{}** – *{}* `{}`", escape(&text), line.force, line.requirement);
            for told in told(line, diff.language) {
                let _ = writeln!(out, "  - {}", escape(&told));
            }
        }
        if folded {
            out.push_str("\n</details>\n");
        }
    }
    for (heading, lines) in parts(diff) {
        let _ = writeln!(out, "\n## {heading}\n");
        for line in lines {
            let _ = writeln!(out, "- {}", escape(&line));
        }
    }
    out.push('\n');
    for line in made_from(diff) {
        let _ = writeln!(out, "- {}", escape(&line));
    }
    out
}
