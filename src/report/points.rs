//! Findings of one requirement with the same verdict and the same words, gathered into points.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use sha2::{Digest, Sha256};

use super::document::{
    ContradictionLine, DepartureLine, DisciplineRef, ElementRef, ParameterLine, PlaceLine, Point, Since,
    SourceLine,
};
use super::places::{PlaceName, PlaceNames, clean, fill, names_owner, template};
use super::{grounds, statements, turns};
use crate::catalogue::{Catalogue, EditionBlock, Requirement};
use crate::date::Date;
use crate::facts::{Drawing, FactBase, Fingerprints, SubjectIx};
use crate::finding::{Departure, Finding, ParameterUse, Statement, Unclarity, Verdict};
use crate::localized;
use crate::text::{Lang, Localized};
use crate::vocab::{Phase, SubjectKind};

/// Hexadecimal digits of a fingerprint that stand for a finding.
const FINGERPRINT: usize = 16;
/// Hexadecimal digits that tell the points of one requirement apart.
const POINT: usize = 6;

/// How findings stand to an earlier report, and whether that was no better, by requirement and element.
pub(super) type States = BTreeMap<(String, String), (Since, bool)>;

/// A point with what the plan needs to mark it.
pub(super) struct Gathered {
    pub(super) point: Point,
    pub(super) subjects: Vec<SubjectIx>,
    pub(super) causes: Vec<SubjectIx>,
    /// What its findings show on the plan, each with the finding's place.
    pub(super) drawings: Vec<(SubjectIx, Drawing)>,
}

/// What points are made with.
pub(super) struct Gathering<'a> {
    pub(super) facts: &'a FactBase,
    pub(super) fingerprints: &'a Fingerprints<'a>,
    pub(super) catalogue: &'a Catalogue,
    pub(super) edition: &'a str,
    pub(super) names: &'a PlaceNames,
    pub(super) lang: Lang,
    /// The phase the project is in.
    pub(super) phase: Option<Phase>,
    /// The last day of each phase.
    pub(super) deadlines: &'a BTreeMap<Phase, Date>,
    /// None when there is no earlier report.
    pub(super) since: Option<&'a States>,
}

#[derive(PartialEq)]
struct Key {
    verdict: Verdict,
    unclarity: Option<Unclarity>,
    force: crate::finding::Force,
    message: String,
    remark: Option<String>,
    interpretation: Option<String>,
    departure: Option<Departure>,
    not_yet: Option<Phase>,
    since: Option<(Since, bool)>,
    statements: Vec<Statement>,
    computed: Verdict,
    /// Told apart only where the words name the owner, since «bad i A101 og stue i A102» cannot stand there.
    local: Option<String>,
}

impl Gathering<'_> {
    /// The points of one requirement, in the order of their first places.
    pub(super) fn points(&self, requirement: &Requirement, findings: &[Finding]) -> Vec<Gathered> {
        let mut groups: Vec<(Key, Vec<&Finding>)> = Vec::new();
        // The groups with the same words, so that a thousand rooms with areas of their own are not held against each other.
        let mut worded: HashMap<String, Vec<usize>> = HashMap::new();
        for finding in findings {
            let key = self.key(finding);
            let alike = worded.entry(key.message.clone()).or_default();
            match alike.iter().copied().find(|g| groups[*g].0 == key) {
                Some(group) => groups[group].1.push(finding),
                None => {
                    alike.push(groups.len());
                    groups.push((key, vec![finding]));
                }
            }
        }
        let Some(block) = requirement.block(self.edition, &self.catalogue.editions) else {
            return Vec::new();
        };
        groups.into_iter().map(|(key, members)| self.point(requirement, block, key, &members)).collect()
    }

    fn text(&self, text: &Localized) -> String {
        clean(text.get(self.lang))
    }

    fn key(&self, finding: &Finding) -> Key {
        let place = self.names.name(finding.subject);
        let words = |t: &Localized| template(&self.text(t), &place.owner);
        let message = words(&finding.message);
        let remark = finding.remark.as_ref().map(&words);
        let owner_named = names_owner(&message) || remark.as_deref().is_some_and(names_owner);
        Key {
            verdict: finding.verdict,
            unclarity: finding.unclarity,
            force: finding.force,
            message,
            remark,
            interpretation: finding.interpretation.as_ref().map(|i| self.text(i)),
            departure: finding.departure.clone(),
            not_yet: finding.not_yet,
            since: self.since(finding),
            statements: finding.statements.clone(),
            computed: finding.computed.unwrap_or(finding.verdict),
            local: owner_named.then(|| place.local.clone()),
        }
    }

    /// How a finding stands to the earlier report; what is met or does not concern the place stands to nothing.
    fn since(&self, finding: &Finding) -> Option<(Since, bool)> {
        let wrong = matches!(finding.verdict, Verdict::Negative | Verdict::Unclear);
        let states =
            self.since?.get(&(finding.requirement.clone(), clean(&self.facts.subject(finding.subject).id.0)));
        wrong.then(|| states.copied().unwrap_or((Since::New, false)))
    }

    /// The day something is to be documented or mended by: the last of this phase, or of the later one it waits for.
    fn due(&self, key: &Key) -> Option<Date> {
        let phase = match (key.verdict, &key.departure) {
            (Verdict::Unclear, _) => key.not_yet.or(self.phase),
            (Verdict::Negative, Some(d)) if d.standing.excuses() => None,
            (Verdict::Negative, _) => self.phase,
            (Verdict::Positive | Verdict::NotApplicable, _) => None,
        };
        self.deadlines.get(&phase?).copied()
    }

    fn point(
        &self,
        requirement: &Requirement,
        block: &EditionBlock,
        key: Key,
        members: &[&Finding],
    ) -> Gathered {
        let lang = self.lang;
        let mut place_names: Vec<PlaceName> = Vec::new();
        let mut places: Vec<PlaceLine> = Vec::new();
        for finding in members {
            let name = self.names.name(finding.subject);
            let subject = self.facts.subject(finding.subject);
            place_names.push(name.clone());
            places.push(PlaceLine {
                id: clean(&subject.id.0),
                label: self.names.label(name),
                fingerprint: hash(&[&requirement.id, &subject.id.0], FINGERPRINT),
                ground: finding.ground(self.fingerprints),
                place: subject.place.clone(),
                guid: subject.guid.as_deref().map(clean),
                evidence: grounds::lines(&finding.evidence, self.names, lang),
            });
        }
        let owners: Vec<PlaceName> =
            place_names.iter().map(|p| PlaceName { local: String::new(), owner: p.owner.clone() }).collect();
        let owners = self.names.join(&owners);
        let remark = key.remark.as_ref().map(|r| fill(r, &owners));
        let mut text = lower_first(&fill(&key.message, &owners));
        if let Some(remark) = &remark {
            text.push_str(", ");
            text.push_str(remark);
        }
        let at = self.names.join(&place_names);
        // «badet har dør mot gang i A101–A108 (A101–A108)» would say the same twice.
        let names_all = names_owner(&key.message) && place_names.iter().all(|p| p.local.is_empty());
        let first = members.first().map_or("", |f| self.facts.subject(f.subject).id.0.as_str());
        let mut own =
            vec![requirement.id.as_str(), super::document::verdict_id(key.verdict), first, &key.message];
        if let Some(departure) = &key.departure {
            own.push(&departure.id);
        }
        let id = hash(&own, POINT);
        let grounds = {
            let by_place: Vec<(PlaceName, &[_])> =
                place_names.iter().cloned().zip(places.iter().map(|p| p.evidence.as_slice())).collect();
            grounds::together(&by_place, self.names)
        };
        let used: BTreeSet<&ParameterUse> = members.iter().flat_map(|f| f.parameters.iter()).collect();
        let mut parameters: Vec<ParameterLine> =
            used.into_iter().map(|p| self.parameter(requirement, block, p)).collect();
        parameters.sort();
        parameters.dedup();
        let mut seen: BTreeSet<SubjectIx> = BTreeSet::new();
        let causes = members.iter().flat_map(|f| &f.causes).copied();
        let causes: Vec<SubjectIx> = causes.filter(|c| seen.insert(*c)).collect();
        let inspection = requirement.inspection.as_ref();
        let due = self.due(&key);
        let day = |lang| due.map(|d| d.show(lang)).unwrap_or_default();
        let by = Localized::new(format!("frist {}", day(Lang::Nb)), format!("due {}", day(Lang::En)));
        let point = Point {
            due,
            due_label: due.map(|_| self.text(&by)),
            id: format!("{}-{id}", requirement.id),
            letter: None,
            requirement: requirement.id.clone(),
            title: self.text(&requirement.title),
            verdict: key.verdict,
            unclarity: key.unclarity,
            unclarity_label: key.unclarity.map(|u| self.text(&u.name())),
            force: key.force,
            force_label: self.text(&key.force.name()),
            decides: false,
            text,
            reference: if names_all { String::new() } else { at.clone() },
            at,
            grounds,
            places,
            remark,
            interpretation: key.interpretation,
            contradiction: requirement.contradiction.as_ref().map(|c| ContradictionLine {
                ids: c.ids.clone(),
                text: match lang {
                    Lang::Nb => clean(&c.nb),
                    Lang::En => clean(&c.en),
                },
                requirements: vec![requirement.id.clone()],
            }),
            source: self.source(block),
            parameters,
            remedies: grounds::remedies(members.iter().flat_map(|f| f.remedies.iter()), self.names, lang),
            awaits_group: members.iter().all(|f| f.awaits_group()),
            inspection: inspection
                .map(|i| clean(if lang == Lang::Nb { &i.nb } else { &i.en }))
                .filter(|i| !i.is_empty()),
            causes: {
                let named: Vec<PlaceName> = causes.iter().map(|c| self.names.name(*c).clone()).collect();
                named.iter().map(|n| self.names.label(n)).collect()
            },
            turns: turns::together(members, self.facts, self.names, lang),
            departure: key.departure.map(|d| self.departure(d)),
            not_yet: key.not_yet,
            not_yet_label: key.not_yet.map(|p| self.text(&p.documented_from())),
            since: key.since.map(|(s, _)| s),
            accepted: key.since.is_some_and(|(_, accepted)| accepted),
            since_label: key.since.map(|(s, _)| self.text(&s.name())),
            cause_elements: causes
                .iter()
                .map(|c| self.facts.subject(*c))
                .map(|s| ElementRef { id: clean(&s.id.0), guid: s.guid.as_deref().map(clean) })
                .collect(),
            discipline: self.discipline(&requirement.id),
            computed: key.computed,
            statements: key.statements.iter().map(|s| statements::line(s, lang)).collect(),
        };
        let drawings = members.iter().filter(|f| !f.drawing.is_empty());
        Gathered {
            point,
            subjects: members.iter().map(|f| f.subject).collect(),
            causes,
            drawings: drawings.map(|f| (f.subject, f.drawing.clone())).collect(),
        }
    }

    fn departure(&self, departure: Departure) -> DepartureLine {
        let (id, name) = (clean(&departure.id), departure.standing.name());
        let label = localized!("negativt, {} ({id})", "negative, {} ({id})", name.get(self.lang));
        DepartureLine { id, standing: departure.standing, label: self.text(&label) }
    }

    fn discipline(&self, requirement: &str) -> DisciplineRef {
        let discipline = self.catalogue.discipline(requirement);
        discipline.map_or_else(DisciplineRef::default, |d| DisciplineRef {
            id: clean(&d.id),
            name: self.text(&d.name),
        })
    }

    fn source(&self, block: &EditionBlock) -> SourceLine {
        let source = &block.source;
        let document = source.document.as_deref().unwrap_or(&block.from);
        SourceLine {
            document: document.to_owned(),
            title: self.catalogue.documents.get(document).map_or_else(String::new, |d| d.title.clone()),
            clause: source.clause.clone(),
            quote: source.quote.clone(),
            corrected: source.corrected.clone(),
        }
    }

    fn parameter(
        &self,
        requirement: &Requirement,
        block: &EditionBlock,
        used: &ParameterUse,
    ) -> ParameterLine {
        let own = used.name.strip_prefix(&requirement.id).and_then(|n| n.strip_prefix('.'));
        let built_in = own.and_then(|n| block.parameter.get(n)).map(|p| shown_value(&p.value, self.lang));
        ParameterLine {
            name: used.name.clone(),
            value: self.text(&used.value),
            reading: self.text(&used.reading),
            overridden: used.overridden,
            built_in: built_in.filter(|_| used.overridden),
        }
    }
}

/// A parameter's value as people write it.
pub(super) fn shown_value(text: &str, lang: Lang) -> String {
    match crate::quantity::Quantity::parse(text) {
        Ok(quantity) => quantity.show(lang),
        Err(_) => clean(text),
    }
}

impl Since {
    /// The word for it.
    pub fn name(self) -> Localized {
        match self {
            Self::New => Localized::new("nytt", "new"),
            Self::Changed => Localized::new("endret", "changed"),
            Self::Unchanged => Localized::new("som før", "as before"),
        }
    }
}

/// The whole dwelling or project, as against a part of it that can be pointed at.
pub(super) fn is_part(kind: SubjectKind) -> bool {
    matches!(
        kind,
        SubjectKind::Room
            | SubjectKind::Door
            | SubjectKind::Window
            | SubjectKind::Wall
            | SubjectKind::Fixture
    )
}

/// The first hexadecimal digits of the SHA-256 of some texts.
pub(super) fn hash(parts: &[&str], digits: usize) -> String {
    let mut sha = Sha256::new();
    for part in parts {
        sha.update((part.len() as u64).to_le_bytes());
        sha.update(part.as_bytes());
    }
    let mut hex = super::input::hex(&sha.finalize());
    hex.truncate(digits);
    hex
}

/// Sentences of a report begin in lower case; an abbreviation («OSB») or a code («C1») keeps its capitals.
pub(super) fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), Some(second)) if first.is_uppercase() && (second.is_lowercase() || second == ' ') => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_begins_in_lower_case_and_an_abbreviation_does_not() {
        assert_eq!(lower_first("Vinyl gulvbelegg"), "vinyl gulvbelegg");
        assert_eq!(lower_first("OSB bak gips"), "OSB bak gips");
        assert_eq!(lower_first("A101 har ingen dør"), "A101 har ingen dør");
        assert_eq!(lower_first("Å kunne låse"), "å kunne låse");
    }

    #[test]
    fn parts_of_a_hash_cannot_run_together() {
        assert_ne!(hash(&["ab", "c"], 16), hash(&["a", "bc"], 16));
        assert_eq!(hash(&["ab", "c"], 16).len(), 16);
    }
}
