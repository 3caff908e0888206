//! The report for a terminal: negative, to be clarified, positive, and what it comes to, last.
//!
//! Styles are written as escape codes; the stream it is printed to takes them out where they do not belong.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use super::document::{EvidenceLine, ParameterLine, Point, Report, Section, WayLine};
use super::ids;
use super::words::Word;
use crate::finding::Verdict;
use crate::text::Lang;

/// How it is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// Columns to wrap at.
    pub width: usize,
    /// Whether evidence, sources and readings are shown too.
    pub verbose: bool,
}

/// Columns of a report written to a file.
pub const PAGE_WIDTH: usize = 100;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
/// Elements of a requirement of an IDS file that are shown.
const ELEMENTS: usize = 3;
/// Narrowest text column that is still readable.
const NARROWEST: usize = 40;
/// So many points that wait for the resident group alone are told in one line.
const WORTH_FOLDING: usize = 4;

struct Page<'a> {
    report: &'a Report,
    layout: Layout,
    out: String,
}

/// The report as text with escape codes.
pub fn render(report: &Report, layout: Layout) -> String {
    let layout = Layout { width: layout.width.max(NARROWEST), ..layout };
    let mut page = Page { report, layout, out: String::new() };
    page.head();
    for section in &report.sections {
        page.section(section);
    }
    page.fravik();
    page.baseline();
    page.contradictions();
    page.unmet();
    page.ids();
    page.overrides();
    page.counts();
    page.outcome();
    page.out
}

fn colour(verdict: Verdict) -> Style {
    let colour = match verdict {
        Verdict::Negative => AnsiColor::Red,
        Verdict::Unclear => AnsiColor::Yellow,
        Verdict::Positive => AnsiColor::Green,
        Verdict::NotApplicable => return DIM,
    };
    BOLD.fg_color(Some(colour.into()))
}

/// A sign that does not depend on colour.
pub fn sign(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Negative => "✗",
        Verdict::Unclear => "?",
        Verdict::Positive => "✓",
        Verdict::NotApplicable => "–",
    }
}

impl Page<'_> {
    fn lang(&self) -> Lang {
        self.report.lang
    }

    fn word(&self, word: Word) -> &'static str {
        word.get(self.lang())
    }

    fn blank(&mut self) {
        self.out.push('\n');
    }

    /// A paragraph: `lead` opens the first line, later lines are indented to the same column.
    fn paragraph(&mut self, lead: &str, indent: usize, style: Style, text: &str) {
        let pad = " ".repeat(indent);
        let options = textwrap::Options::new(self.layout.width.saturating_sub(indent).max(NARROWEST / 2))
            .break_words(true)
            .word_splitter(textwrap::WordSplitter::NoHyphenation);
        for (i, line) in textwrap::wrap(text, options).iter().enumerate() {
            let start = if i == 0 { lead } else { &pad };
            let _ = writeln!(self.out, "{start}{style}{line}{style:#}");
        }
    }

    fn head(&mut self) {
        let report = self.report;
        let _ = writeln!(self.out, "{BOLD}{}{BOLD:#}", report.title);
        let widest = report.head.iter().map(|e| e.label.chars().count()).max().unwrap_or(0);
        for entry in &report.head {
            let gap = " ".repeat(widest - entry.label.chars().count() + 2);
            let lead = format!("{DIM}{}{DIM:#}{gap}", entry.label);
            self.paragraph(&lead, widest + 2, Style::new(), &entry.value);
        }
    }

    fn section(&mut self, section: &Section) {
        let verdict = section.verdict;
        if section.points == 0 {
            return;
        }
        let style = colour(verdict);
        self.blank();
        let _ = writeln!(
            self.out,
            "{style}{} {}{style:#} {DIM}({}){DIM:#}",
            sign(verdict),
            section.heading,
            section.count
        );
        if verdict == Verdict::NotApplicable && !self.layout.verbose {
            let hint = self.word(Word::NotApplicableHidden);
            let _ = writeln!(self.out, "  {DIM}{hint}{DIM:#}");
            return;
        }
        let folded = self.awaiting_group(section);
        for chapter in &section.chapters {
            let mut shown = chapter.points.iter().filter(|p| !(folded && p.awaits_group)).peekable();
            if shown.peek().is_none() {
                continue;
            }
            let _ = writeln!(self.out, "\n  {BOLD}{}{BOLD:#}", chapter.heading);
            for point in shown {
                self.point(point);
            }
        }
    }

    /// Tells once what many points wait for, where that is the resident group alone; whether it did.
    fn awaiting_group(&mut self, section: &Section) -> bool {
        let points = || section.chapters.iter().flat_map(|c| &c.points).filter(|p| p.awaits_group);
        let count = points().count();
        if self.layout.verbose || count < WORTH_FOLDING {
            return false;
        }
        let (await_group, hidden) = (self.word(Word::AwaitGroup), self.word(Word::NotApplicableHidden));
        let lead =
            format!("\n  {}{}{:#} ", colour(section.verdict), sign(section.verdict), colour(section.verdict));
        self.paragraph(&lead, 4, Style::new(), &format!("{count} {await_group} ({hidden})"));
        if let Some(remedy) = points().flat_map(|p| &p.remedies).find_map(|r| r.design.as_deref()) {
            self.detail(self.word(Word::InDesign), remedy);
        }
        self.detail(self.word(Word::OnCommandLine), "--gruppe 5");
        true
    }

    fn point(&mut self, point: &Point) {
        let style = colour(point.verdict);
        let mut references: Vec<&str> = Vec::new();
        if !point.reference.is_empty() {
            references.push(&point.reference);
        }
        let letter;
        if let Some(l) = &point.letter {
            letter = l.clone();
            references.push(&letter);
        }
        let text = if references.is_empty() {
            point.text.clone()
        } else {
            format!("{} ({})", point.text, references.join("; "))
        };
        let lead = format!("  {style}{}{style:#} ", sign(point.verdict));
        self.paragraph(&lead, 4, Style::new(), &text);
        let mut tags = vec![point.force_label.clone(), point.requirement.clone()];
        tags.extend(point.departure.as_ref().map(|d| d.label.clone()));
        tags.extend(point.not_yet_label.clone());
        tags.extend(point.due_label.clone());
        tags.extend(point.since_label.clone());
        if point.decides {
            tags.push(self.word(Word::DecidesResult).to_owned());
        }
        let tag_style = if point.decides { style } else { DIM };
        self.paragraph("    ", 4, tag_style, &tags.join(" · "));
        for said in &point.statements {
            self.paragraph("    » ", 6, Style::new(), &said.text);
        }
        if point.verdict == Verdict::Unclear {
            self.remedies(point);
        }
        self.turns(point);
        if self.layout.verbose {
            self.details(point);
        }
    }

    fn detail(&mut self, label: &str, text: &str) {
        let indent = 6 + label.chars().count() + 2;
        let lead = format!("      {DIM}{label}:{DIM:#} ");
        self.paragraph(&lead, indent.min(20), Style::new(), text);
    }

    fn remedies(&mut self, point: &Point) {
        let (design, ifc, site) = (Word::InDesign, Word::InIfc, Word::OnSite);
        for remedy in &point.remedies {
            for (word, text) in [(design, &remedy.design), (ifc, &remedy.ifc), (site, &remedy.observe)] {
                if let Some(text) = text {
                    let label = self.word(word);
                    self.detail(label, text);
                }
                // A whole list of remedies is for the verbose report; the line to write is enough here.
                if !self.layout.verbose && remedy.design.is_some() {
                    break;
                }
            }
        }
    }

    /// What would turn a negative verdict: the least, and in the verbose report the other ways.
    fn turns(&mut self, point: &Point) {
        for turn in &point.turns {
            let shown: Vec<&WayLine> = match self.layout.verbose {
                true => turn.ways.iter().collect(),
                false => turn.measured().take(1).collect(),
            };
            for (i, way) in shown.into_iter().enumerate() {
                let label = self.word(if i == 0 { Word::Turns } else { Word::Or });
                let text = match turn.at.is_empty() {
                    true => way.text.clone(),
                    false => format!("{}: {}", turn.at, way.text),
                };
                self.detail(label, &text);
            }
        }
    }

    fn details(&mut self, point: &Point) {
        for grounds in &point.grounds {
            for line in &grounds.lines {
                let label = match grounds.at.is_empty() {
                    true => self.word(Word::Grounds).to_owned(),
                    false => format!("{} ({})", self.word(Word::Grounds), grounds.at),
                };
                self.detail(&label, &shown_evidence(line));
            }
        }
        if let Some(reading) = &point.interpretation {
            self.detail(self.word(Word::Interpretation), reading);
        }
        for parameter in &point.parameters {
            let text = shown_parameter(parameter, self.lang());
            self.detail(self.word(Word::Parameters), &text);
        }
        if let Some(contradiction) = &point.contradiction {
            let text = format!("{}: {}", contradiction.ids.join(", "), contradiction.text);
            self.detail(self.word(Word::Contradiction), &text);
        }
        let source = &point.source;
        let text = format!("{}, «{}»: «{}»", source.document, source.clause, source.quote);
        self.detail(self.word(Word::Source), &text);
    }

    /// The register of agreed departures.
    fn fravik(&mut self) {
        let report = self.report;
        if report.fravik.is_empty() {
            return;
        }
        let _ = writeln!(self.out, "\n{BOLD}{}{BOLD:#}", self.word(Word::Fravik));
        for line in &report.fravik {
            let places = match line.places.is_empty() {
                true => self.word(Word::Everywhere).to_owned(),
                false => line.places.join(", "),
            };
            let style = if line.to_mend || !line.standing.excuses() { colour(Verdict::Unclear) } else { DIM };
            let lead = format!("  {BOLD}{}{BOLD:#} ", line.id);
            let text = format!("{} ({}): {}", line.title, places, line.standing_label);
            self.paragraph(&lead, 4, Style::new(), &text);
            let tags = match line.requirement == line.title {
                true => line.facts.clone(),
                false => format!("{} · {}", line.requirement, line.facts),
            };
            self.paragraph("    ", 4, DIM, &tags);
            self.detail(self.word(Word::FravikReason), &line.reason);
            if let Some(instead) = &line.compensating {
                self.detail(self.word(Word::FravikInstead), instead);
            }
            for remark in &line.remarks {
                self.paragraph("    ", 4, style, remark);
            }
        }
    }

    /// What became of the findings of an earlier report.
    fn baseline(&mut self) {
        let Some(baseline) = &self.report.baseline else { return };
        let heading = format!("{} {}", self.word(Word::ComparedWith), baseline.file.path);
        let _ = writeln!(self.out, "\n{BOLD}{heading}{BOLD:#}");
        self.paragraph("  ", 2, Style::new(), &baseline.sentence);
        for remark in &baseline.remarks {
            self.paragraph("  ", 2, colour(Verdict::Unclear), remark);
        }
        for line in &baseline.absent {
            let word = self.word(if line.resolved { Word::Resolved } else { Word::NotComparable });
            let style = colour(if line.resolved { Verdict::Positive } else { Verdict::Unclear });
            let at = if line.at.is_empty() { String::new() } else { format!(" ({})", line.at) };
            let why = line.why.as_deref().map_or_else(String::new, |w| format!(" – {w}"));
            let text = format!("{}{at}{why}", line.title);
            self.paragraph(&format!("  {style}{word}{style:#} "), 4, Style::new(), &text);
        }
    }

    fn contradictions(&mut self) {
        if !self.layout.verbose || self.report.contradictions.is_empty() {
            return;
        }
        let _ = writeln!(self.out, "\n{BOLD}{}{BOLD:#}", self.word(Word::Contradictions));
        for line in &self.report.contradictions {
            let lead = format!("  {} ", line.ids.join(", "));
            let indent = lead.chars().count();
            self.paragraph(&lead, indent, Style::new(), &line.text);
        }
    }

    fn unmet(&mut self) {
        if self.report.unmet.is_empty() {
            return;
        }
        let _ = writeln!(self.out, "\n{BOLD}{}{BOLD:#}", self.word(Word::Unmet));
        for line in &self.report.unmet {
            let what = line.requirement.as_deref().unwrap_or_default();
            let text = format!("{what} {} ({}): {}", line.about, line.why, line.statement.text);
            self.paragraph("  ", 4, Style::new(), text.trim_start());
        }
    }

    /// What the building models come to against IDS files.
    fn ids(&mut self) {
        let Some(ids) = &self.report.ids else { return };
        let _ = writeln!(self.out, "\n{BOLD}{}{BOLD:#}\n", self.word(Word::Ids));
        let most = if self.layout.verbose { usize::MAX } else { ELEMENTS };
        let told = ids::terminal(ids, self.layout.width, most);
        self.out.push_str(told.trim_end());
        self.blank();
    }

    fn overrides(&mut self) {
        if self.report.overrides.is_empty() {
            return;
        }
        let _ = writeln!(self.out, "\n{BOLD}{}{BOLD:#}", self.word(Word::Overrides));
        for parameter in &self.report.overrides {
            let text = shown_parameter(parameter, self.lang());
            self.paragraph("  ", 4, Style::new(), &text);
        }
    }

    fn counts(&mut self) {
        let report = self.report;
        let counts = &report.counts;
        let Some(first) = counts.rows.first() else { return };
        let mut columns: Vec<String> = first.by_force.iter().map(|(_, label, _)| label.clone()).collect();
        columns.push(self.word(Word::InAll).to_owned());
        columns.push(self.word(Word::Places).to_owned());
        let label_width = counts.rows.iter().map(|r| r.label.chars().count()).max().unwrap_or(0) + 2;
        self.blank();
        let _ = write!(self.out, "{BOLD}{:<1$}{BOLD:#}", self.word(Word::Counts), label_width);
        for column in &columns {
            let _ = write!(self.out, "  {DIM}{column}{DIM:#}");
        }
        self.blank();
        for row in &counts.rows {
            let style = colour(row.verdict);
            let _ =
                write!(self.out, "{style}{} {:<2$}{style:#}", sign(row.verdict), row.label, label_width - 2);
            let mut cells: Vec<usize> = row.by_force.iter().map(|(_, _, t)| t.requirements).collect();
            cells.push(row.total.requirements);
            cells.push(row.total.places);
            for (cell, column) in cells.iter().zip(&columns) {
                let _ = write!(self.out, "  {cell:>0$}", column.chars().count());
            }
            self.blank();
        }
        self.paragraph("", 0, DIM, &counts.note);
        for remark in &counts.remarks {
            self.paragraph("", 0, Style::new(), remark);
        }
        for degree in &report.documentation {
            let text = format!("{} {}", self.word(Word::Documented), degree.text);
            self.paragraph("", 2, Style::new(), &text);
        }
    }

    fn outcome(&mut self) {
        let outcome = &self.report.outcome;
        let style = colour(outcome.tone);
        self.blank();
        let text =
            format!("{} ({} {})", outcome.sentence, self.word(Word::ExitCode), outcome.result.exit_code());
        let lead = format!("{BOLD}{}:{BOLD:#} ", self.word(Word::Outcome));
        let indent = self.word(Word::Outcome).chars().count() + 2;
        self.paragraph(&lead, indent, style, &text);
        for note in &outcome.notes {
            self.paragraph("", 0, Style::new(), note);
        }
    }
}

/// Evidence in a line: what, whose, how much, from where.
pub(super) fn shown_evidence(line: &EvidenceLine) -> String {
    format!("{} – {}", line.text, line.origin)
}

/// A parameter in a line.
pub(super) fn shown_parameter(parameter: &ParameterLine, lang: Lang) -> String {
    let mut text = format!("{} = {}", parameter.name, parameter.value);
    if let Some(built_in) = &parameter.built_in {
        text.push_str(&format!(" ({}, {} {built_in})", Word::Overridden.get(lang), Word::BuiltIn.get(lang)));
    }
    format!("{text}: {}", parameter.reading)
}
