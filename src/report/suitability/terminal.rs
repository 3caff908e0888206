//! The comparison for a terminal: a line for each group, the matrix, the changes, and what changes between two groups.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use super::document::{Cell, GroupColumn, ShiftTable, Suitability};
use crate::finding::Verdict;
use crate::localized;
use crate::report::terminal::Layout;
use crate::text::{Lang, Localized};

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
/// Columns of a cell of the matrix.
const CELL: usize = 6;
/// Narrowest and widest column of titles.
const TITLE: (usize, usize) = (24, 52);

struct Page<'a> {
    document: &'a Suitability,
    layout: Layout,
    out: String,
}

/// The comparison as text with escape codes. `detailed` names the groups whose changes are listed; the others are
/// counted. In a verbose layout all are listed, and all rows of the matrix shown.
pub fn render(document: &Suitability, layout: Layout, detailed: &[String]) -> String {
    let mut page = Page { document, layout, out: String::new() };
    page.head();
    page.groups();
    page.matrix();
    for group in &document.groups {
        if layout.verbose || detailed.contains(&group.id) {
            page.steps(group);
        }
    }
    if let Some(shift) = &document.shift {
        page.shift(shift);
    }
    page.departures();
    page.notes();
    page.out
}

fn style(verdict: Verdict) -> Style {
    let colour = match verdict {
        Verdict::Negative => AnsiColor::Red,
        Verdict::Unclear => AnsiColor::Yellow,
        Verdict::Positive => AnsiColor::Green,
        Verdict::NotApplicable => return DIM,
    };
    BOLD.fg_color(Some(colour.into()))
}

impl Page<'_> {
    fn say(&self, text: &Localized) -> String {
        text.get(self.document.lang).to_owned()
    }

    fn heading(&mut self, text: &str) {
        let _ = writeln!(self.out, "\n{BOLD}{text}{BOLD:#}");
    }

    fn paragraph(&mut self, lead: &str, indent: usize, text: &str) {
        let width = self.layout.width.saturating_sub(indent).max(20);
        let pad = " ".repeat(indent);
        let options = textwrap::Options::new(width).word_splitter(textwrap::WordSplitter::NoHyphenation);
        for (i, line) in textwrap::wrap(text, options).iter().enumerate() {
            let _ = writeln!(self.out, "{}{line}", if i == 0 { lead } else { &pad });
        }
    }

    /// A paragraph that stands back.
    fn dim(&mut self, indent: usize, text: &str) {
        let lead = format!("{}{DIM}", " ".repeat(indent));
        self.paragraph(&lead, indent, text);
        // The style is closed on the line the paragraph ended.
        if self.out.ends_with('\n') {
            self.out.pop();
            let _ = writeln!(self.out, "{DIM:#}");
        }
    }

    fn head(&mut self) {
        let document = self.document;
        let _ = writeln!(self.out, "{BOLD}{}{BOLD:#}", document.title);
        let widest = document.head.iter().map(|l| l.label.chars().count()).max().unwrap_or(0);
        for line in &document.head {
            let gap = " ".repeat(widest - line.label.chars().count() + 2);
            self.paragraph(&format!("{DIM}{}{DIM:#}{gap}", line.label), widest + 2, &line.value);
        }
        for fault in &document.faults {
            let red = style(Verdict::Negative);
            let _ = writeln!(self.out, "{red}{fault}{red:#}");
        }
    }

    fn groups(&mut self) {
        let document = self.document;
        let heading = self.say(&Localized::new("Gruppene", "The groups"));
        self.heading(&heading);
        let widest =
            document.groups.iter().map(|g| name(g, document.lang).chars().count()).max().unwrap_or(0);
        for group in &document.groups {
            let name = name(group, document.lang);
            let gap = " ".repeat(widest - name.chars().count() + 2);
            let style = style(group.outcome);
            let lead = format!("  {style}{name}{style:#}{gap}");
            self.paragraph(&lead, widest + 4, &group.summary);
        }
    }

    fn matrix(&mut self) {
        let document = self.document;
        let columns = document.groups.len();
        let room = self.layout.width.saturating_sub(4 + CELL * columns);
        let title = room.clamp(TITLE.0, TITLE.1);
        let heading = self.say(&Localized::new("Krav × gruppe", "Requirement × group"));
        self.heading(&heading);
        let signs: Vec<String> = document.legend.iter().map(|l| format!("{} {}", l.label, l.value)).collect();
        self.paragraph("", 0, &signs.join(" · "));
        let heads: String = document.groups.iter().map(|g| format!("{:>CELL$}", g.id)).collect();
        let mut hidden = 0;
        for chapter in &document.chapters {
            let shown: Vec<_> =
                chapter.rows.iter().filter(|r| self.layout.verbose || r.tells_apart).collect();
            hidden += chapter.rows.len() - shown.len();
            if shown.is_empty() {
                continue;
            }
            let name: String = chapter.heading.chars().take(title).collect();
            let gap = " ".repeat((title + 2).saturating_sub(name.chars().count()));
            let _ = writeln!(self.out, "\n  {BOLD}{name}{BOLD:#}{gap}{DIM}{heads}{DIM:#}");
            for row in shown {
                let options =
                    textwrap::Options::new(title).word_splitter(textwrap::WordSplitter::NoHyphenation);
                for (i, line) in textwrap::wrap(&row.title, options).iter().enumerate() {
                    let gap = " ".repeat((title + 2).saturating_sub(line.chars().count()));
                    let cells: String =
                        if i == 0 { row.cells.iter().map(shown_cell).collect() } else { String::new() };
                    let _ = writeln!(self.out, "  {}", format!("{line}{gap}{cells}").trim_end());
                }
            }
        }
        if hidden > 0 {
            let text = localized!(
                "{hidden} krav som er uavklarte for alle de gjelder, vises med --verbose.",
                "{hidden} requirements that are unclear for all they concern are shown with --verbose."
            );
            let text = self.say(&text);
            let _ = writeln!(self.out, "\n  {DIM}{text}{DIM:#}");
        }
        let _ = writeln!(self.out, "  {DIM}{}{DIM:#}", document.left_out);
    }

    fn steps(&mut self, group: &GroupColumn) {
        let text = match group.steps.is_empty() {
            true => localized!(
                "Ingen kjente endringer skal til for {}",
                "No known changes are needed for {}",
                group.label
            ),
            false => localized!("Det som skal til for {}", "What it takes for {}", group.label),
        };
        let heading = self.say(&text);
        self.heading(&heading);
        for line in &group.given {
            let lead = format!("  {DIM}{}:{DIM:#} ", line.label);
            let indent = line.label.chars().count() + 4;
            self.paragraph(&lead, indent.min(24), &line.value);
        }
        for step in &group.steps {
            let text = step.told();
            let red = style(Verdict::Negative);
            self.paragraph(&format!("  {red}→{red:#} "), 4, &text);
            let sources: Vec<&str> = step.sources.iter().map(|s| s.told.as_str()).collect();
            self.dim(
                4,
                &format!("{} · {} · {}", step.force_label, step.requirements.join(", "), sources.join("; ")),
            );
        }
        if !group.excuses.is_empty() {
            let left_out = Localized::new(
                "ikke med, for fravik er godkjent:",
                "left out, since a departure is approved:",
            );
            let left_out = self.say(&left_out);
            let _ = writeln!(self.out, "  {left_out}");
        }
        for line in &group.excuses {
            let place = if line.at.is_empty() { String::new() } else { format!("{}: ", line.at) };
            let text = format!("{place}{} – {}", line.title, line.departure.label);
            self.paragraph("    ✗f ", 7, &text);
        }
        if !group.follows.is_empty() {
            let follows = Localized::new(
                "følger av dette eller av gruppen selv",
                "follows from these or from the group itself",
            );
            let text = format!("{}: {}", self.say(&follows), group.follows.join(", "));
            self.paragraph("  ", 4, &text);
        }
    }

    fn shift(&mut self, shift: &ShiftTable) {
        self.heading(&shift.heading);
        self.paragraph("  ", 2, &shift.summary);
        for part in &shift.parts {
            let _ =
                writeln!(self.out, "\n  {BOLD}{}{BOLD:#} {DIM}({}){DIM:#}", part.heading, part.rows.len());
            for row in &part.rows {
                let style = style(row.verdict[1]);
                let mut text = row.title.clone();
                if !row.why.is_empty() {
                    let _ = write!(text, ": {}", row.why.join("; "));
                }
                self.paragraph(&format!("    {style}•{style:#} "), 6, &text);
                let force: Vec<&str> =
                    row.force.iter().map(String::as_str).filter(|f| !f.is_empty()).collect();
                let force = if force.len() == 2 && force[0] == force[1] {
                    force[0].to_owned()
                } else {
                    force.join(" → ")
                };
                for step in &row.steps {
                    self.paragraph("      → ", 8, step);
                }
                self.dim(
                    6,
                    &format!("{force} · {} · {} · {}", row.outcome, row.requirement, row.source.told),
                );
            }
        }
    }

    fn departures(&mut self) {
        let document = self.document;
        if document.departures.is_empty() {
            return;
        }
        let heading = self.say(&Localized::new("Fravik", "Agreed departures"));
        self.heading(&heading);
        for line in &document.departures {
            let places = if line.places.is_empty() {
                String::new()
            } else {
                format!(" – {}", line.places.join(", "))
            };
            let text = format!("{}: {}{places}", line.standing_label, line.title);
            let lead = format!("  {BOLD}{}{BOLD:#} ", line.id);
            self.paragraph(&lead, line.id.chars().count() + 3, &text);
            let mut facts = vec![line.facts.as_str(), line.told.as_str()];
            facts.extend(line.remarks.iter().map(String::as_str));
            self.paragraph("    ", 4, &facts.join(" · "));
        }
    }

    fn notes(&mut self) {
        self.out.push('\n');
        for note in &self.document.notes {
            self.paragraph("", 0, note);
        }
    }
}

fn shown_cell(cell: &Cell) -> String {
    let excused = cell.departure.as_ref().is_some_and(|d| d.standing.excuses());
    let style = if excused { BOLD } else { style(cell.verdict) };
    let gap = " ".repeat(CELL.saturating_sub(cell.sign.chars().count()));
    format!("{gap}{style}{}{style:#}", cell.sign)
}

fn name(group: &GroupColumn, lang: Lang) -> String {
    match group.stated {
        true => format!("{} ({})", group.label, Localized::new("oppgitt", "stated").get(lang)),
        false => group.label.clone(),
    }
}
