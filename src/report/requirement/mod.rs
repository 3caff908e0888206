//! One requirement explained: what it asks, of whom, how it is judged, and how it is documented.
//!
//! Everything is told from the catalogue itself; nothing about a requirement stands in code.

mod check_words;
mod facts_used;
mod phases;
mod phrase;

use anstyle::Style;

pub use check_words::Line;
pub use phases::Phases;
pub(super) use phrase::{listed_words, phrase};

use super::points::shown_value;
use super::words::Word;
use crate::catalogue::{Catalogue, EditionBlock, Requirement, Status};
use crate::text::{Lang, Localized};
use crate::vocab::Vocabulary;
use check_words::Teller;

/// A requirement explained in one language: headings with their lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// Id and title.
    pub title: String,
    /// Parts in order.
    pub parts: Vec<Part>,
}

/// A part of an explanation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Heading.
    pub heading: String,
    /// Lines: how deep, and what.
    pub lines: Vec<(usize, String)>,
}

/// How much of a requirement a machine judges, in words.
pub fn status_name(status: Status) -> Localized {
    match status {
        Status::Automatic => Localized::new("vurderes maskinelt", "judged by machine"),
        Status::Partial => Localized::new("vurderes delvis maskinelt", "judged in part by machine"),
        Status::Inspect => Localized::new("vurderes av en person", "judged by a person"),
        Status::Pending => Localized::new("vurderes ikke ennå", "not judged yet"),
        Status::OutOfScope => {
            Localized::new("utenfor det programmet vurderer", "outside what the program judges")
        }
    }
}

/// Explains a requirement as it stands in an edition; none when it does not stand there.
pub fn explain(catalogue: &Catalogue, edition: &str, id: &str, lang: Lang) -> Option<Explanation> {
    let requirement = catalogue.requirements.get(id)?;
    let block = requirement.block(edition, &catalogue.editions)?;
    let teller = Teller { catalogue, requirement, block, names_parameters: true };
    let mut parts: Vec<Part> = Vec::new();
    let mut part = |nb: &str, en: &str, lines: Vec<(usize, String)>| {
        let lines: Vec<(usize, String)> = lines.into_iter().filter(|(_, l)| !l.is_empty()).collect();
        if !lines.is_empty() {
            parts.push(Part { heading: Localized::new(nb, en).get(lang).to_owned(), lines });
        }
    };
    let told = |text: &Localized| text.get(lang).to_owned();
    let flat = |lines: Vec<String>| lines.into_iter().map(|l| (0, l)).collect::<Vec<_>>();

    let chapter = catalogue.chapters.get(catalogue.chapter_index(requirement));
    let status = status_name(block.check.status());
    let chapter = chapter.map_or_else(String::new, |c| told(&c.name));
    part(
        "Krav",
        "Requirement",
        flat(vec![format!("{}; {}; {}", told(&block.force.name()), chapter, told(&status))]),
    );
    part("Kilde", "Source", flat(source(catalogue, block, lang)));
    part("Gjelder", "Applies to", flat(applies(&teller, lang)));
    part("Tolkning", "Reading", flat(reading(requirement, block, lang)));
    let check = teller.tell(&block.check);
    part("Slik vurderes det", "How it is judged", check.iter().map(|l| (l.depth, told(&l.text))).collect());
    part("Parametere", "Parameters", flat(parameters(catalogue, requirement, block, lang)));
    part("Slik dokumenteres det", "How to document it", documentation(&catalogue.vocabulary, block, lang));
    let phases = Phases::of(catalogue, requirement, block);
    part(
        "Når det kan dokumenteres",
        "When it can be documented",
        flat(phases.told(&catalogue.vocabulary, lang)),
    );
    if let Some(line) = &requirement.inspection {
        let text = if lang == Lang::Nb { &line.nb } else { &line.en };
        part("På befaring", "On site", flat(vec![text.clone()]));
    }
    part("Tekster", "Texts", flat(texts(requirement, lang)));
    Some(Explanation { title: format!("{} – {}", requirement.id, told(&requirement.title)), parts })
}

fn source(catalogue: &Catalogue, block: &EditionBlock, lang: Lang) -> Vec<String> {
    let source = &block.source;
    let document = source.document.as_deref().unwrap_or(&block.from);
    let mut lines = vec![match catalogue.documents.get(document) {
        Some(d) => format!("{} ({}, {}), {}", d.title, d.publisher, d.date, source.clause),
        None => format!("{document}, {}", source.clause),
    }];
    lines.push(format!("«{}»", source.quote));
    if let Some(corrected) = &source.corrected {
        lines.push(format!("{}: «{corrected}»", Word::Corrected.get(lang)));
    }
    lines
}

fn applies(teller: &Teller<'_>, lang: Lang) -> Vec<String> {
    let block = teller.block;
    let applies = &block.applies;
    let mut lines = vec![check_words::concerns(teller).get(lang).to_owned()];
    let everyone = Localized::new("alle målgrupper", "all resident groups");
    lines.push(match applies.groups.is_empty() {
        true => everyone.get(lang).to_owned(),
        false => check_words::groups(&applies.groups).get(lang).to_owned(),
    });
    if !applies.except.is_empty() {
        let groups = check_words::groups(&applies.except);
        let word = Localized::new("ikke", "not");
        lines.push(format!("{} {}", word.get(lang), groups.get(lang)));
    }
    for extends in &block.extends {
        let groups = check_words::groups(&extends.groups);
        let (force, why) = (extends.force.name(), if lang == Lang::Nb { &extends.nb } else { &extends.en });
        let word = Localized::new("som", "as");
        lines.push(format!("{} {} {}: {why}", groups.get(lang), word.get(lang), force.get(lang)));
    }
    if !applies.standards.is_empty() {
        let names: Vec<String> = applies
            .standards
            .iter()
            .map(|id| {
                teller.catalogue.vocabulary.standard(id).map_or(id.as_str(), |s| s.name.get(lang)).to_owned()
            })
            .collect();
        let word = Localized::new("boligstandard", "building standard");
        lines.push(format!("{}: {}", word.get(lang), names.join(", ")));
    }
    lines
}

fn reading(requirement: &Requirement, block: &EditionBlock, lang: Lang) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    lines.extend(block.interpretation.as_ref().map(|t| t.get(lang).to_owned()));
    if let Some(contested) = &block.contested {
        let word = Localized::new(
            "omstridt, et negativt utfall avklares",
            "contested, a negative verdict is clarified",
        );
        let text = if lang == Lang::Nb { &contested.nb } else { &contested.en };
        lines.push(format!("{}: {text}", word.get(lang)));
    }
    if let Some(c) = &requirement.contradiction {
        let text = if lang == Lang::Nb { &c.nb } else { &c.en };
        lines.push(format!("{} {}: {text}", Word::Contradiction.get(lang), c.ids.join(", ")));
    }
    lines.extend(requirement.note.as_ref().map(|t| t.get(lang).to_owned()));
    lines
}

fn parameters(
    catalogue: &Catalogue,
    requirement: &Requirement,
    block: &EditionBlock,
    lang: Lang,
) -> Vec<String> {
    let mut lines = Vec::new();
    for (name, parameter) in &block.parameter {
        let (value, overridden) = catalogue.parameter(&requirement.id, name, parameter);
        let why = if lang == Lang::Nb { &parameter.nb } else { &parameter.en };
        let mut line = format!("{name} = {}", shown_value(value, lang));
        if overridden {
            let built_in = shown_value(&parameter.value, lang);
            line.push_str(&format!(
                " ({}, {} {built_in})",
                Word::Overridden.get(lang),
                Word::BuiltIn.get(lang)
            ));
        }
        lines.push(format!("{line}: {why}"));
        let change = Localized::new("endres med", "changed by");
        lines.push(format!("{} --param {}.{name}=\"{}\"", change.get(lang), requirement.id, parameter.value));
    }
    lines
}

fn documentation(vocabulary: &Vocabulary, block: &EditionBlock, lang: Lang) -> Vec<(usize, String)> {
    let used = facts_used::used(block);
    let mut lines: Vec<(usize, String)> = Vec::new();
    for id in &used.facts {
        let Some(def) = vocabulary.fact(id) else { continue };
        lines.push((0, format!("{} ({id})", def.name.get(lang))));
        let mut add = |word: Word, text: &str| lines.push((1, format!("{}: {text}", word.get(lang))));
        if let Some(line) = def.example.as_deref().or(def.design.as_deref()) {
            add(Word::InDesign, line);
        }
        for ifc in &def.ifc {
            let set = ifc.set.as_ref().map_or(String::new(), |s| format!("{s}."));
            let entity = ifc.entity.as_deref().unwrap_or("");
            add(Word::InIfc, format!("{entity} {set}{}", ifc.property).trim());
        }
        if let Some(text) = &def.observe {
            add(Word::OnSite, text.get(lang));
        }
        if let Some(text) = &def.derived {
            add(Word::Derived, text.get(lang));
        }
    }
    for id in &used.fixtures {
        let Some(fixture) = vocabulary.fixture(id) else { continue };
        lines.push((0, fixture.name.get(lang).to_owned()));
        let line = format!("utstyr {}», «uten {}", fixture.name.nb, fixture.name.nb);
        lines.push((1, format!("{}: «{line}»", Word::InDesign.get(lang))));
        if let Some(ifc) = fixture.ifc.first() {
            lines.push((1, format!("{}: {ifc}", Word::InIfc.get(lang))));
        }
    }
    lines
}

fn texts(requirement: &Requirement, lang: Lang) -> Vec<String> {
    use super::terminal::sign;
    use crate::finding::Verdict;
    let texts = if lang == Lang::Nb { &requirement.text.nb } else { &requirement.text.en };
    let mut lines = vec![
        format!("{} {}", sign(Verdict::Positive), texts.positive),
        format!("{} {}", sign(Verdict::Negative), texts.negative),
    ];
    lines.extend(texts.unclear.as_ref().map(|t| format!("{} {t}", sign(Verdict::Unclear))));
    lines
}

/// The explanation for a terminal, with escape codes.
pub fn render(explanation: &Explanation, width: usize) -> String {
    let bold = Style::new().bold();
    let mut out = format!("{bold}{}{bold:#}\n", explanation.title);
    for part in &explanation.parts {
        out.push_str(&format!("\n{bold}{}{bold:#}\n", part.heading));
        for (depth, line) in &part.lines {
            let indent = " ".repeat(2 + 2 * (*depth).min(10));
            let after = format!("{indent}  ");
            let options = textwrap::Options::new(width.max(40))
                .initial_indent(&indent)
                .subsequent_indent(&after)
                .word_splitter(textwrap::WordSplitter::NoHyphenation);
            for line in textwrap::wrap(line, options) {
                out.push_str(line.trim_end());
                out.push('\n');
            }
        }
    }
    out
}
