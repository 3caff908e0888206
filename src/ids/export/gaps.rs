//! What does one model lack? The facts that findings miss, of the very elements that miss them.

use std::collections::BTreeMap;

use super::agreed::Agreed;
use super::needs::{Need, Use, concerns, expected, place_in_file};
use super::unsaid::{Reason, Unsaid};
use super::{Ask, Export, specifications};
use crate::catalogue::{EditionBlock, Requirement};
use crate::facts::{FactBase, SubjectIx};
use crate::finding::{Finding, Unclarity, Verdict};
use crate::text::Localized;
use crate::vocab::{FactDef, SubjectKind};

/// Asks for what the findings on a model miss, of the elements that miss it. What no element carries is told.
pub fn gaps(ask: &Ask<'_>, facts: &FactBase, findings: &[Finding]) -> Export {
    let vocabulary = &ask.catalogue.vocabulary;
    let blocks: BTreeMap<&str, (&Requirement, &EditionBlock)> =
        ask.catalogue.in_edition(ask.edition).into_iter().map(|(r, b)| (r.id.as_str(), (r, b))).collect();
    let mut found: BTreeMap<(SubjectKind, &str), Need<'_>> = BTreeMap::new();
    let mut unsaid: Vec<Unsaid> = Vec::new();
    let unclear = findings.iter().filter(|f| f.verdict == Verdict::Unclear && f.not_yet.is_none());
    for finding in unclear {
        let Some((requirement, block)) = blocks.get(finding.requirement.as_str()) else { continue };
        let using = Use { requirement, block, force: finding.force };
        let mut leave = |reason: Reason, what: Localized| {
            unsaid.push(Unsaid {
                reason,
                requirement: requirement.id.clone(),
                title: requirement.title.clone(),
                what,
            });
        };
        if finding.unclarity == Some(Unclarity::MustBeSeen) && finding.remedies.is_empty() {
            leave(Reason::Person, Localized::new("må befares", "must be seen on site"));
        }
        for remedy in finding.remedies.iter() {
            let wanted = vocabulary.fact(&remedy.fact).filter(|d| d.id != "fixture.kind");
            let Some(def) = wanted.filter(|d| d.design.is_some() || !d.ifc.is_empty()) else {
                let name =
                    if remedy.name.nb.is_empty() { requirement.title.clone() } else { remedy.name.clone() };
                let of = |name: &str, lang: &str| format!("{name} – {}{lang}", remedy.subject);
                let class = remedy.ifc.as_ref().map_or(String::new(), |i| format!(" ({i})"));
                let reason = match remedy.fact.as_str() {
                    "" | "fixture.kind" => Reason::Relation,
                    _ => Reason::Geometry,
                };
                leave(reason, Localized::new(of(&name.nb, &class), of(&name.en, &class)));
                continue;
            };
            if concerns(block, ask.groups).is_none()
                || !expected(def, ask.phase)
                || (!ask.subjects.is_empty() && !ask.subjects.contains(&def.subject))
            {
                continue;
            }
            match carrier_of(facts, remedy.place, def) {
                Some(guid) => {
                    let need = found.entry((def.subject, def.id.as_str())).or_insert_with(|| Need {
                        fact: def,
                        rooms: None,
                        fixtures: None,
                        elements: Vec::new(),
                        uses: Vec::new(),
                        agreed: Agreed::default(),
                    });
                    if !need.elements.contains(&guid) {
                        need.elements.push(guid);
                    }
                    let kind = facts.value(remedy.place, "fixture.kind");
                    let kind = kind.iter().flat_map(|v| v.as_words()).find_map(|k| vocabulary.fixture(k));
                    if let Some(kind) = kind.filter(|_| def.subject == SubjectKind::Fixture) {
                        need.fixtures.get_or_insert_default().insert(kind.id.as_str());
                    }
                    if need.uses.iter().all(|u| u.requirement.id != requirement.id) {
                        need.uses.push(using);
                    }
                }
                None => {
                    let class = def.subject.ifc_class();
                    let subject = &remedy.subject;
                    leave(
                        Reason::NoElement,
                        Localized::new(
                            format!("{} – {subject} er ikke et objekt i modellen (lag {class})", def.name.nb),
                            format!("{} – {subject} is no object of the model (make {class})", def.name.en),
                        ),
                    );
                }
            }
        }
    }
    let mut needs: Vec<Need<'_>> = found.into_values().collect();
    needs.iter_mut().for_each(|n| n.elements.sort());
    needs.sort_by_key(|n| place_in_file(n.fact.subject));
    let made = specifications::of(ask, &needs, false);
    specifications::finish(ask, made, unsaid)
}

/// The GlobalId of the element that holds a fact of a subject.
fn carrier_of(facts: &FactBase, at: SubjectIx, def: &FactDef) -> Option<String> {
    let holder = if facts.subject(at).kind == def.subject { at } else { facts.ancestor(at, def.subject)? };
    facts.subject(holder).guid.clone()
}
