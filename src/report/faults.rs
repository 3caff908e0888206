//! Diagnostics as compilers show them: the line, the place in it, what is wrong, and the mend.

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Patch, Renderer, Snippet};

use super::places::clean;
use super::resolve::severity_label;
use super::words::Word;
use crate::localized;
use crate::source::{Diagnostic, Label, Severity, SourceFile, Sources, Span};
use crate::text::{Lang, Localized};

/// Longest excerpt that is shown, in bytes; of a longer one only the place is told.
const LONGEST_EXCERPT: usize = 4000;
/// Labels at most so many lines apart share an excerpt.
const NEAR: usize = 12;
/// Most diagnostics shown in full; the rest is counted.
const MOST_SHOWN: usize = 100;

/// Diagnostics with the lines they are about, in the order given, as text with escape codes. Ends in a line
/// that counts them; empty when there are none.
pub fn render(diagnostics: &[Diagnostic], sources: &Sources, lang: Lang, width: usize) -> String {
    if diagnostics.is_empty() {
        return String::new();
    }
    let renderer = Renderer::styled().decor_style(DecorStyle::Unicode).term_width(width);
    let mut out = String::new();
    for diagnostic in diagnostics.iter().take(MOST_SHOWN) {
        out.push_str(&one(diagnostic, sources, lang, &renderer));
        out.push_str("\n\n");
    }
    let rest = diagnostics.len().saturating_sub(MOST_SHOWN);
    if rest > 0 {
        let more = localized!("… og {rest} til, som ikke er vist", "… and {rest} more, not shown");
        out.push_str(more.get(lang));
        out.push('\n');
    }
    out.push_str(&summary(diagnostics, lang));
    out.push('\n');
    out
}

/// «2 feil og 1 advarsel».
pub fn summary(diagnostics: &[Diagnostic], lang: Lang) -> String {
    let forms = [
        (Severity::Error, ["feil", "feil"], ["error", "errors"]),
        (Severity::Warning, ["advarsel", "advarsler"], ["warning", "warnings"]),
        (Severity::Note, ["merknad", "merknader"], ["note", "notes"]),
    ];
    let parts: Vec<String> = forms
        .iter()
        .filter_map(|(severity, nb, en)| {
            let n = diagnostics.iter().filter(|d| d.severity == *severity).count();
            let form = usize::from(n != 1);
            (n > 0).then(|| format!("{n} {}", Localized::new(nb[form], en[form]).get(lang)))
        })
        .collect();
    crate::text::list(&parts, lang)
}

fn one(diagnostic: &Diagnostic, sources: &Sources, lang: Lang, renderer: &Renderer) -> String {
    let name = severity_label(diagnostic.severity).get(lang).to_owned();
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    // NOTE: texts go through `clean`; the renderer itself replaces control characters in source lines.
    let message = clean(diagnostic.message.get(lang));
    let mut main = Group::with_title(level.with_name(name).primary_title(message).id(diagnostic.code));
    for excerpt in excerpts(&diagnostic.labels, sources) {
        let file = excerpt.file;
        main = if excerpt.bytes.len() > LONGEST_EXCERPT {
            let at = file.position(excerpt.spans[0].1.start);
            main.element(Origin::path(clean(&file.name())).line(at.line).char_column(at.column))
        } else {
            let annotations = excerpt.spans.iter().map(|(i, span)| {
                let text = diagnostic.labels[*i].text.get(lang);
                annotation(*i, excerpt.inside(span), text)
            });
            main.element(excerpt.snippet().annotations(annotations))
        };
    }
    if let Some(location) = diagnostic.location.as_ref().filter(|_| diagnostic.labels.is_empty()) {
        let origin = Origin::path(clean(&location.file));
        main = main.element(match location.line {
            Some(line) => origin.line(line),
            None => origin,
        });
    }
    let help_level = || Level::HELP.with_name(Word::Help.get(lang));
    let help = diagnostic.help.as_ref().map(|h| clean(h.get(lang)));
    let first = diagnostic.labels.first().map(|l| excerpts(std::slice::from_ref(l), sources));
    let first = first.iter().flatten().next().filter(|e| e.bytes.len() <= LONGEST_EXCERPT);
    let mut groups: Vec<Group<'_>> = Vec::new();
    if let (Some(replacement), Some(excerpt)) = (&diagnostic.replacement, first) {
        let range = excerpt.inside(&excerpt.spans[0].1);
        let title = help.unwrap_or_else(|| Word::ReplaceWith.get(lang).to_owned());
        let patch = Patch::new(range, clean(replacement));
        groups.push(main);
        groups.push(
            help_level().secondary_title(title).element(
                Snippet::source(&excerpt.file.text()[excerpt.bytes.clone()])
                    .line_start(excerpt.first_line)
                    .path(clean(&excerpt.file.name()))
                    .patch(patch),
            ),
        );
    } else {
        if let Some(help) = help {
            main = main.element(help_level().message(help));
        }
        groups.push(main);
    }
    renderer.render(&groups).to_string()
}

/// Some lines of a file with the labels in them.
struct Excerpt<'a> {
    file: &'a SourceFile,
    bytes: Range<usize>,
    first_line: usize,
    last_line: usize,
    /// Number of the label, and its range in the file.
    spans: Vec<(usize, Range<usize>)>,
}

impl<'a> Excerpt<'a> {
    fn snippet(&self) -> Snippet<'a, Annotation<'a>> {
        Snippet::source(&self.file.text()[self.bytes.clone()])
            .line_start(self.first_line)
            .path(clean(&self.file.name()))
    }

    /// A range of the file as a range of the excerpt.
    fn inside(&self, span: &Range<usize>) -> Range<usize> {
        let within = |at: usize| at.clamp(self.bytes.start, self.bytes.end) - self.bytes.start;
        within(span.start)..within(span.end)
    }
}

/// The labels with the whole lines they stand in, close ones together.
fn excerpts<'a>(labels: &[Label], sources: &'a Sources) -> Vec<Excerpt<'a>> {
    let mut all: Vec<Excerpt<'a>> = Vec::new();
    for (i, label) in labels.iter().enumerate() {
        let file = sources.file(label.span.source);
        let span = on_characters(label.span, file.text());
        let (first, last) = (file.position(span.start).line, file.position(span.end).line);
        let near = all.iter_mut().find(|e| {
            std::ptr::eq(e.file, file) && first <= e.last_line + NEAR && e.first_line <= last + NEAR
        });
        match near {
            Some(excerpt) => {
                excerpt.first_line = excerpt.first_line.min(first);
                excerpt.last_line = excerpt.last_line.max(last);
                excerpt.spans.push((i, span));
            }
            None => all.push(Excerpt {
                file,
                bytes: 0..0,
                first_line: first,
                last_line: last,
                spans: vec![(i, span)],
            }),
        }
    }
    for excerpt in &mut all {
        let text = excerpt.file.text();
        let first = excerpt.spans.iter().map(|(_, s)| s.start).min().unwrap_or_default();
        let last = excerpt.spans.iter().map(|(_, s)| s.end).max().unwrap_or_default();
        let start = text[..first].rfind('\n').map_or(0, |i| i + 1);
        let end = text[last..].find('\n').map_or(text.len(), |i| last + i);
        excerpt.bytes = start..end;
    }
    all
}

/// A span of the text; one that is not (the file changed under it) is moved to a character within.
fn on_characters(span: Span, text: &str) -> Range<usize> {
    let floor =
        |at: usize| (0..=at.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or_default();
    let (start, end) = (floor(span.start), floor(span.end));
    start..end.max(start)
}

fn annotation(index: usize, range: Range<usize>, text: &str) -> Annotation<'static> {
    let kind = if index == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
    let annotation = kind.span(range);
    if text.is_empty() { annotation } else { annotation.label(clean(text)) }
}
