//! What is not documented, by discipline, as text for the tender documents.
//!
//! Every unclear point of the report stands here once, under the party that is to document it: somebody's word on who
//! is responsible comes before the catalogue's discipline. What would settle it is the report's own remedies.

pub mod docx;
pub mod markdown;

use super::document::{CheckResult, Point, Report};
use super::words::Word;
use crate::finding::Verdict;
use crate::localized;
use crate::text::{Lang, Localized};

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
    let mut groups: Vec<(String, Group)> = Vec::new();
    for party in &report.parties {
        let heading = heading(&party.id, &party.name);
        groups.push((party.id.clone(), Group { heading, count: String::new(), items: Vec::new() }));
    }
    for point in report.points().filter(|p| p.verdict == Verdict::Unclear) {
        let party = responsible(point, lang);
        let at = match groups.iter().position(|(id, _)| *id == party) {
            Some(at) => at,
            None => {
                let own = Group { heading: party.clone(), count: String::new(), items: Vec::new() };
                groups.push((party, own));
                groups.len() - 1
            }
        };
        let new = item(point, lang);
        let items = &mut groups[at].1.items;
        match items.iter_mut().find(|i| i.requirement == new.requirement && i.why == new.why) {
            Some(item) => join(item, new),
            None => items.push(new),
        }
    }
    let mut groups: Vec<Group> = groups.into_iter().map(|(_, g)| g).filter(|g| !g.items.is_empty()).collect();
    for group in &mut groups {
        let n = group.items.len();
        group.count = match n {
            1 => localized!("{n} punkt", "{n} point"),
            _ => localized!("{n} punkter", "{n} points"),
        }
        .get(lang)
        .to_owned();
    }
    let text = |nb: &str, en: &str| Localized::new(nb, en).get(lang).to_owned();
    let name =
        if report.project.is_empty() { text("prosjektet", "the project") } else { report.project.clone() };
    Gaps {
        title: localized!("Dette er ikke dokumentert – {name}", "Not documented – {name}")
            .get(lang)
            .to_owned(),
        introduction: introduction(report, groups.iter().map(|g| g.items.len()).sum()),
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
