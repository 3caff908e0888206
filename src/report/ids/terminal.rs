//! Models held against IDS files, for a terminal: by specification, requirement and element, and what it comes to, last.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use super::document::{CheckLine, ElementLine, IdsReport, RequirementLine, SpecificationLine};
use crate::localized;
use crate::text::{Lang, Localized};

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

/// The document as text with escape codes, wrapped at `width` columns, with at most `most` elements per requirement.
pub fn render(report: &IdsReport, width: usize, most: usize) -> String {
    let mut page = Page { lang: report.language, width: width.max(40), most, out: String::new() };
    for check in &report.checks {
        page.check(check);
    }
    if report.checks.len() != 1 {
        page.ending(report.verdict, &report.sentence);
    }
    page.out
}

struct Page {
    lang: Lang,
    width: usize,
    most: usize,
    out: String,
}

fn style(verdict: &str) -> (Style, &'static str) {
    match verdict {
        "passed" => (BOLD.fg_color(Some(AnsiColor::Green.into())), "✓"),
        "failed" => (BOLD.fg_color(Some(AnsiColor::Red.into())), "✗"),
        _ => (BOLD.fg_color(Some(AnsiColor::Yellow.into())), "–"),
    }
}

impl Page {
    fn word(&self, nb: &str, en: &str) -> String {
        Localized::new(nb, en).get(self.lang).to_owned()
    }

    /// A paragraph behind an indent.
    fn paragraph(&mut self, indent: usize, style: Style, text: &str) {
        let options = textwrap::Options::new(self.width.saturating_sub(indent).max(20))
            .break_words(true)
            .word_splitter(textwrap::WordSplitter::NoHyphenation);
        for line in textwrap::wrap(text, options) {
            let _ = writeln!(self.out, "{:indent$}{style}{line}{style:#}", "");
        }
    }

    fn check(&mut self, check: &CheckLine) {
        let file = &check.specification_file;
        let title = if file.title.is_empty() { &file.path } else { &file.title };
        let _ = writeln!(self.out, "{BOLD}{title}{BOLD:#} {DIM}({}){DIM:#}", file.path);
        let model = self.word("Modell", "Model");
        let _ = writeln!(self.out, "{DIM}{model}{DIM:#}  {} ({})\n", check.model.path, check.model.schema);
        for specification in &check.specifications {
            self.specification(specification);
        }
        self.ending(check.verdict, &check.sentence);
    }

    fn ending(&mut self, verdict: &str, sentence: &str) {
        let (style, sign) = style(verdict);
        let _ = writeln!(self.out, "{style}{sign} {sentence}{style:#}\n");
    }

    fn specification(&mut self, of: &SpecificationLine) {
        let (style, sign) = style(of.verdict);
        let _ = writeln!(self.out, "{style}{sign} {}. {}{style:#}: {}", of.number, of.name, of.sentence);
        let applies = self.word("Gjelder", "Concerns");
        self.paragraph(5, DIM, &format!("{applies}: {}", of.applies_to));
        for note in &of.notes {
            self.paragraph(5, style_of_note(), note);
        }
        if of.verdict == "failed" {
            if let Some(instructions) = &of.instructions {
                self.paragraph(5, Style::new(), instructions);
            }
            self.elements(&of.unwanted, if of.unwanted.is_empty() { 0 } else { of.elements });
            if of.elements > 0 && of.cardinality != "prohibited" {
                for requirement in &of.requirements {
                    self.requirement(requirement);
                }
            }
        }
        self.out.push('\n');
    }

    fn requirement(&mut self, of: &RequirementLine) {
        let (style, sign) = style(if of.failed > 0 { "failed" } else { "passed" });
        let (failed, passed) = (of.failed, of.passed);
        let count = match failed {
            0 => localized!("{passed} i orden", "{passed} all right"),
            _ => localized!("{failed} feiler, {passed} i orden", "{failed} fail, {passed} all right"),
        };
        let text = format!("{}: {}", of.text, count.get(self.lang));
        let _ = write!(self.out, "   {style}{sign}{style:#} ");
        let start = self.out.len();
        self.paragraph(5, Style::new(), &text);
        // The first line stands behind the sign.
        self.out.replace_range(start..start + 5, "");
        if failed > 0 {
            if let Some(instructions) = &of.instructions {
                self.paragraph(7, DIM, instructions);
            }
            self.elements(&of.elements, failed);
        }
    }

    fn elements(&mut self, shown: &[ElementLine], all: usize) {
        let shown = &shown[..shown.len().min(self.most)];
        for element in shown {
            let name = match &element.name {
                Some(name) => localized!(" «{name}»", " “{name}”").get(self.lang).to_owned(),
                None => String::new(),
            };
            let id = element.global_id.as_deref().map(|id| format!(" {id}")).unwrap_or_default();
            let line = element.line;
            let at = localized!("linje {line}", "line {line}");
            let text = format!(
                "{} {}{name}{id} ({}): {}",
                element.entity,
                element.class,
                at.get(self.lang),
                element.reason
            );
            self.paragraph(7, Style::new(), &text);
        }
        let rest = all.saturating_sub(shown.len());
        if rest > 0 {
            let more = localized!(
                "… og {rest} til; alle vises med -v og står i filer (-o)",
                "… and {rest} more; all are shown with -v and stand in files (-o)"
            );
            let more = more.get(self.lang).to_owned();
            self.paragraph(7, DIM, &more);
        }
    }
}

fn style_of_note() -> Style {
    Style::new().fg_color(Some(AnsiColor::Yellow.into()))
}
