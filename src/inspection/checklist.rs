//! The checklist of a visit: what the drawings could not settle, in the order an inspector walks.

use std::collections::{BTreeMap, BTreeSet};

use super::visit::{FORMAT, Observation, SeenFact, Visit};
use crate::catalogue::{Catalogue, Requirement};
use crate::facts::{FactBase, SubjectIx};
use crate::finding::{Finding, Verdict};
use crate::report::named_together;
use crate::text::Lang;
use crate::vocab::SubjectKind;

/// Most facts a single point asks to be read off: more is no point of a walk.
const MOST_FACTS: usize = 6;

/// What a checklist is made from.
#[derive(Clone, Copy)]
pub struct Basis<'a> {
    /// Name of the project.
    pub project: &'a str,
    /// Facts of the project.
    pub facts: &'a FactBase,
    /// What was found from the drawings.
    pub findings: &'a [Finding],
    /// The requirements.
    pub catalogue: &'a Catalogue,
    /// The edition judged by.
    pub edition: &'a str,
    /// Fingerprint of the inputs; may be empty.
    pub inputs: &'a str,
    /// Ids of the dwellings that are visited; all of them when empty.
    pub dwellings: &'a [String],
    /// Language of the checklist.
    pub lang: Lang,
}

/// Makes a visit with a point for everything that is unclear, one per requirement and stop of the walk.
pub fn checklist(basis: &Basis<'_>) -> Visit {
    let mut points: BTreeMap<(usize, usize, u32, &str), Vec<&Finding>> = BTreeMap::new();
    for finding in basis.findings.iter().filter(|f| f.verdict == Verdict::Unclear) {
        let Some(requirement) = basis.catalogue.requirements.get(&finding.requirement) else { continue };
        if !is_visited(basis.facts, finding.subject, basis.dwellings) {
            continue;
        }
        let stop = basis.catalogue.stop_of(&requirement.id, &rooms(basis.facts, finding.subject));
        let chapter = basis.catalogue.chapter_index(requirement);
        points.entry((stop, chapter, requirement.number, &requirement.id)).or_default().push(finding);
    }
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, _, _, id) in points.keys() {
        *seen.entry(id).or_default() += 1;
    }
    let observations = points
        .iter()
        .filter_map(|((stop, _, _, id), findings)| {
            let requirement = basis.catalogue.requirements.get(*id)?;
            let stop = basis.catalogue.walk.get(*stop).map_or("0", |s| s.id.as_str());
            // The same requirement at two stops is two points.
            let own =
                if seen.get(id).is_some_and(|n| *n > 1) { format!("{id}-{stop}") } else { (*id).to_owned() };
            Some(point(basis, own, requirement, findings))
        })
        .collect();
    Visit {
        format: FORMAT,
        project: basis.project.to_owned(),
        dwellings: basis.dwellings.to_vec(),
        edition: Some(basis.edition.to_owned()),
        basis: (!basis.inputs.is_empty()).then(|| basis.inputs.to_owned()),
        observations,
        ..Visit::default()
    }
}

/// Whether a place is seen on a visit to some dwellings: it lies in one of them, or in none at all.
pub(super) fn is_visited(facts: &FactBase, place: SubjectIx, dwellings: &[String]) -> bool {
    dwellings.is_empty()
        || facts.stands_in(place, dwellings)
        || facts.ancestor(place, SubjectKind::Dwelling).is_none()
}

/// The functions of the room a place is or lies in.
fn rooms(facts: &FactBase, place: SubjectIx) -> Vec<String> {
    let room = facts.ancestor(place, SubjectKind::Room);
    let functions = room.and_then(|r| facts.value(r, "room.functions"));
    functions.map(|v| v.as_words().to_vec()).unwrap_or_default()
}

fn point(basis: &Basis<'_>, id: String, requirement: &Requirement, findings: &[&Finding]) -> Observation {
    let Basis { facts, lang, .. } = *basis;
    let places: Vec<SubjectIx> = findings.iter().map(|f| f.subject).collect();
    let whole = |p: &SubjectIx| facts.subject(*p).kind == SubjectKind::Project;
    let mut said: Vec<String> = Vec::new();
    for finding in findings {
        // Unclear findings begin with what is asked, which stands in the point's heading already.
        let (text, title) = (finding.message.get(lang), requirement.title.get(lang));
        let text = text.strip_prefix(title).and_then(|t| t.strip_prefix(": ")).unwrap_or(text).to_owned();
        if !said.contains(&text) {
            said.push(text);
        }
    }
    let more = said.len().saturating_sub(3);
    said.truncate(3);
    let mut drawing = said.join("; ");
    if more > 0 {
        drawing.push_str(match lang {
            Lang::Nb => "; og flere slike",
            Lang::En => "; and more of the kind",
        });
    }
    let line = requirement.inspection.as_ref();
    let ask = line.map(|l| if lang == Lang::Nb { l.nb.clone() } else { l.en.clone() });
    Observation {
        id,
        requirements: vec![requirement.id.clone()],
        places: places.iter().filter(|p| !whole(p)).map(|p| facts.subject(*p).id.0.clone()).collect(),
        at: named_together(facts, &places, lang),
        ask: ask.unwrap_or_else(|| asks(findings, lang)),
        photo_wanted: line.is_some_and(|l| l.photo),
        drawing,
        facts: missing(basis, findings),
        ..Observation::default()
    }
}

/// What the missing facts themselves ask for, where the requirement says nothing.
fn asks(findings: &[&Finding], lang: Lang) -> String {
    let mut all: Vec<&str> = Vec::new();
    for text in findings.iter().flat_map(|f| f.remedies.iter()).filter_map(|r| r.observe.as_ref()) {
        if !all.contains(&text.get(lang)) {
            all.push(text.get(lang));
        }
    }
    all.join(" ")
}

/// The facts that would settle it and that can be read off on site, each once, for the value to be filled in.
fn missing(basis: &Basis<'_>, findings: &[&Finding]) -> Vec<SeenFact> {
    let vocabulary = &basis.catalogue.vocabulary;
    let readable = |id: &&String| vocabulary.fact(id).is_some_and(|d| d.design.is_some());
    let mut seen = BTreeSet::new();
    let all = findings.iter().flat_map(|f| f.remedies.iter()).map(|r| &r.fact).filter(readable);
    let facts: Vec<&String> = all.filter(|f| seen.insert(*f)).collect();
    if facts.len() > MOST_FACTS {
        return Vec::new();
    }
    facts
        .into_iter()
        .map(|f| SeenFact { fact: f.clone(), place: None, value: String::new(), instrument: None })
        .collect()
}
