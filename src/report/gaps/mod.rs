//! What is not documented, by discipline, as text for the tender documents.
//!
//! Every unclear point of the report stands here once, under the party that is to document it: somebody's word on who
//! is responsible comes before the catalogue's discipline. What would settle it is the report's own remedies. In
//! a project with a phase, what can be documented in it stands first, and then what waits for each later one.

pub mod docx;
pub mod markdown;

use std::collections::BTreeMap;

use super::document::{CheckResult, Point, Report};
use super::words::Word;
use crate::finding::Verdict;
use crate::localized;
use crate::text::{Lang, Localized};
use crate::vocab::Phase;

/// The list of what is not documented.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gaps {
    /// Heading of the document.
    pub title: String,
    /// What it is and how it is to be used, paragraph by paragraph.
    pub introduction: Vec<String>,
    /// One group for each party, the disciplines in the order of the catalogue.
    pub groups: Vec<Group>,
    /// What it was made from, line by line.
    pub made_from: Vec<String>,
    /// Headings of the columns.
    pub columns: [String; 4],
    /// Heading over what it was made from.
    pub made_from_heading: String,
}

/// What one party is to document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// «ARK – arkitekt».
    pub heading: String,
    /// «12 punkter».
    pub count: String,
    /// The points by when they can be documented, the first phase first; one batch where the project has no phase.
    pub batches: Vec<Batch>,
}

/// What can be documented from one phase on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// «Nå, i skisse: 4 punkter (frist 1. mars 2027)»; none where the project has no phase.
    pub heading: Option<String>,
    /// The points.
    pub items: Vec<Item>,
}

/// A point that is not documented.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What the requirement asks.
    pub title: String,
    /// Id of the requirement.
    pub requirement: String,
    /// Id of the requirement, how strongly it asks, and where it stands.
    pub source: String,
    /// The places in short; empty for the project.
    pub at: String,
    /// Why it is open: «ikke dokumentert».
    pub why: String,
    /// The phase it can first be documented in, where that is still to come.
    pub from: Option<Phase>,
    /// What would settle it, one line for each thing missing.
    pub settle: Vec<Settle>,
}

/// What would supply one missing fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settle {
    /// What is missing, and whose; several lines where the same would supply them all.
    pub what: Vec<String>,
    /// Ways to supply it, any of which will do.
    pub ways: Vec<Way>,
}

/// A way to supply what is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// «i IFC», «på stedet».
    pub label: String,
    /// What to write, model or do.
    pub text: String,
    /// Whether the text is to be written just so.
    pub literal: bool,
}

/// The gaps of a report.
pub fn gaps(report: &Report) -> Gaps {
    let lang = report.lang;
    let mut groups: Vec<(String, String, Vec<Item>)> = Vec::new();
    for party in &report.parties {
        groups.push((party.id.clone(), heading(&party.id, &party.name), Vec::new()));
    }
    for point in report.points().filter(|p| p.verdict == Verdict::Unclear) {
        let party = responsible(point, lang);
        let at = match groups.iter().position(|(id, ..)| *id == party) {
            Some(at) => at,
            None => {
                groups.push((party.clone(), party, Vec::new()));
                groups.len() - 1
            }
        };
        let new = item(point, lang);
        let items = &mut groups[at].2;
        let same = |i: &&mut Item| i.requirement == new.requirement && i.why == new.why && i.from == new.from;
        match items.iter_mut().find(same) {
            Some(item) => join(item, new),
            None => items.push(new),
        }
    }
    let total = groups.iter().map(|(.., items)| items.len()).sum();
    let groups: Vec<Group> = groups
        .into_iter()
        .filter(|(.., items)| !items.is_empty())
        .map(|(_, heading, items)| Group {
            heading,
            count: counted(items.len(), lang),
            batches: batches(items, report),
        })
        .collect();
    let text = |nb: &str, en: &str| Localized::new(nb, en).get(lang).to_owned();
    let name =
        if report.project.is_empty() { text("prosjektet", "the project") } else { report.project.clone() };
    Gaps {
        title: localized!("Dette er ikke dokumentert – {name}", "Not documented – {name}")
            .get(lang)
            .to_owned(),
        introduction: introduction(report, total),
        groups,
        made_from: made_from(report),
        columns: [
            text("Krav", "Requirement"),
            text("Sted", "Place"),
            text("Dette mangler", "What is missing"),
            text("Slik dokumenteres det", "How to document it"),
        ],
        made_from_heading: text("Laget ut fra", "Made from"),
    }
}

/// «12 punkter».
fn counted(n: usize, lang: Lang) -> String {
    let text = match n {
        1 => localized!("{n} punkt", "{n} point"),
        _ => localized!("{n} punkter", "{n} points"),
    };
    text.get(lang).to_owned()
}

/// The points by the phase they can be documented in.
fn batches(items: Vec<Item>, report: &Report) -> Vec<Batch> {
    let Some(now) = report.settings.phase else { return vec![Batch { heading: None, items }] };
    let mut by_phase: BTreeMap<Phase, Vec<Item>> = BTreeMap::new();
    for item in items {
        by_phase.entry(item.from.unwrap_or(now)).or_default().push(item);
    }
    let batch = |(phase, items): (Phase, Vec<Item>)| {
        let heading = batch_heading(phase, now, items.len(), report);
        Batch { heading: Some(heading), items }
    };
    by_phase.into_iter().map(batch).collect()
}

/// «Nå, i forprosjekt: 4 punkter (frist 1. desember 2026)».
fn batch_heading(phase: Phase, now: Phase, n: usize, report: &Report) -> String {
    let lang = report.lang;
    let name = phase.name();
    let when = match (phase == now, phase) {
        (true, Phase::Built) => Localized::new("Nå, når det er bygd", "Now that it is built"),
        (true, _) => Localized::new(format!("Nå, i {}", name.nb), format!("Now, in the phase “{}”", name.en)),
        (false, Phase::Built) => Localized::new("Først når det er bygd", "Only when it is built"),
        (false, _) => {
            Localized::new(format!("Først i {}", name.nb), format!("Only in the phase “{}”", name.en))
        }
    };
    let due = report.settings.deadlines.get(&phase).map(|d| {
        let (nb, en) = (d.show(Lang::Nb), d.show(Lang::En));
        Localized::new(format!(" (frist {nb})"), format!(" (due {en})"))
    });
    let due = due.map(|d| d.get(lang).to_owned()).unwrap_or_default();
    format!("{}: {}{due}", when.get(lang), counted(n, lang))
}

fn heading(id: &str, name: &str) -> String {
    if name.is_empty() || id.to_lowercase() == name.to_lowercase() {
        id.to_owned()
    } else {
        format!("{id} – {name}")
    }
}

/// Who is to document a point: the last somebody named, else its discipline.
fn responsible(point: &Point, lang: Lang) -> String {
    let said = point.statements.iter().rev().map(|s| &s.responsible).find(|r| !r.is_empty());
    let party = said.unwrap_or(&point.discipline.id).clone();
    if party.is_empty() { Localized::new("Ikke fordelt", "Not assigned").get(lang).to_owned() } else { party }
}

/// Points of one requirement that differ by places and words are one item.
fn join(item: &mut Item, new: Item) {
    if !new.at.is_empty() && !item.at.split("; ").any(|at| at == new.at) {
        item.at = if item.at.is_empty() { new.at } else { format!("{}; {}", item.at, new.at) };
    }
    for settle in new.settle {
        supply(&mut item.settle, settle);
    }
}

/// Adds what is missing to what is supplied in the same way.
fn supply(all: &mut Vec<Settle>, new: Settle) {
    match all.iter_mut().find(|s| s.ways == new.ways) {
        Some(same) => {
            for what in new.what {
                if !same.what.contains(&what) {
                    same.what.push(what);
                }
            }
        }
        None => all.push(new),
    }
}

fn item(point: &Point, lang: Lang) -> Item {
    let mut settle: Vec<Settle> = Vec::new();
    let way = |word: Word, text: &Option<String>, literal: bool| {
        Some(Way { label: word.get(lang).to_owned(), text: text.clone()?, literal })
    };
    for remedy in &point.remedies {
        let ways = [
            way(Word::InIfc, &remedy.ifc, true),
            way(Word::InDesign, &remedy.design, true),
            way(Word::OnSite, &remedy.observe, false),
        ];
        let why = remedy.why.as_deref().map(|w| format!(": {w}")).unwrap_or_default();
        let what = vec![format!("{}{why}", remedy.what)];
        supply(&mut settle, Settle { what, ways: ways.into_iter().flatten().collect() });
    }
    if settle.is_empty() {
        let ways = way(Word::OnSite, &point.inspection, false);
        settle.push(Settle { what: vec![point.text.clone()], ways: ways.into_iter().collect() });
    }
    Item {
        title: point.title.clone(),
        requirement: point.requirement.clone(),
        source: format!("{} · {} · {}", point.requirement, point.force_label, point.source.clause),
        at: point.at.clone(),
        why: point.unclarity_label.clone().unwrap_or_default(),
        from: point.not_yet,
        settle,
    }
}

fn introduction(report: &Report, n: usize) -> Vec<String> {
    let lang = report.lang;
    let edition = &report.edition;
    let (title, publisher, date) = (&edition.title, &edition.publisher, &edition.date);
    let mut said = Vec::new();
    if n == 0 {
        said.push(Localized::new(
            "Alt som gjelder prosjektet, er dokumentert.",
            "Everything that concerns the project is documented.",
        ));
    } else {
        said.push(localized!(
            "{n} kravpunkter kan ikke vurderes ut fra det som foreligger. De er vurdert etter «{title}» ({publisher}, {date}). Det som ikke er dokumentert, er verken oppfylt eller brutt.",
            "{n} points cannot be judged from what there is. They were judged by “{title}” ({publisher}, {date}). What is not documented is neither met nor broken."
        ));
        said.push(Localized::new(
            "Under hvert fag står hva som mangler, og hva som avgjør det: egenskapen i bygningsmodellen (IFC), linjen i prosjektbeskrivelsen, eller det som må ses eller måles på stedet. Én av dem er nok.",
            "Under each discipline stands what is missing and what settles it: the property of the building model (IFC), the line of the project description, or what must be seen or measured on site. One of them will do.",
        ));
    }
    if let (Some(phase), true) = (report.settings.phase, n > 0) {
        let name = phase.name();
        said.push(Localized::new(
            format!(
                "Prosjektet er i fasen {}. Det som kan dokumenteres nå, står først under hvert fag; resten står under fasen det først kan dokumenteres i.",
                name.nb
            ),
            format!(
                "The project is in the phase “{}”. What can be documented now stands first under each discipline; the rest stands under the phase it can first be documented in.",
                name.en
            ),
        ));
    }
    if report.outcome.result == CheckResult::Incomplete {
        said.push(Localized::same(&report.outcome.sentence));
    }
    said.into_iter().map(|s| s.get(lang).to_owned()).collect()
}

fn made_from(report: &Report) -> Vec<String> {
    let lang = report.lang;
    let mut lines: Vec<String> = report
        .inputs
        .iter()
        .map(|i| format!("{} ({} byte), SHA-256 {}", i.path, i.bytes, i.sha256))
        .collect();
    lines.push(format!("{}: {} ({})", Word::Edition.get(lang), report.edition.title, report.edition.id));
    lines.extend(report.overrides.iter().map(|p| super::terminal::shown_parameter(p, lang)));
    lines.push(format!("{} {} {}", Word::MadeBy.get(lang), report.program.name, report.program.version));
    lines
}
