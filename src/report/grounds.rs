//! From a finding's evidence and remedies to lines that tell where each value comes from.

use std::collections::{HashMap, HashSet};

use super::document::{EvidenceLine, FromLine, Grounds, IfcRef, RemedyLine};
use super::places::{PlaceName, PlaceNames, clean, fill, template};
use crate::finding::Remedy;
use crate::model::{Evidence, Origin, Place};
use crate::text::{Lang, Localized};

/// `prosjekt.bolig:12:5`.
pub(super) fn shown_place(place: &Place) -> String {
    clean(&format!("{}:{}:{}", place.file, place.line, place.column))
}

/// The evidence of one place, line by line.
pub(super) fn lines(evidence: &[Evidence], names: &PlaceNames, lang: Lang) -> Vec<EvidenceLine> {
    evidence.iter().map(|e| line(e, names, lang)).collect()
}

fn line(evidence: &Evidence, names: &PlaceNames, lang: Lang) -> EvidenceLine {
    let name = clean(evidence.name.get(lang));
    let value = evidence.value.as_ref().map(|v| clean(v.get(lang)));
    let place_name = names.named(&evidence.subject);
    let subject = names.label(&place_name);
    let told = |text: Localized| text.get(lang).to_owned();
    let origin = match &evidence.origin {
        None if value.is_none() => told(Localized::new("ikke dokumentert", "not documented")),
        None => told(Localized::new("av kravene over", "from the requirements above")),
        Some(Origin::Declared { place }) => shown_place(place),
        Some(Origin::Ifc { place, entity, set, property, .. }) => {
            let mut parts = vec![shown_place(place), clean(entity)];
            match (set, property) {
                (Some(s), Some(p)) => parts.push(clean(&format!("{s}.{p}"))),
                (Some(one), None) | (None, Some(one)) => parts.push(clean(one)),
                (None, None) => {}
            }
            parts.join(" ")
        }
        Some(Origin::Computed { method, from }) => {
            let method = clean(method.get(lang));
            let used: Vec<String> = from
                .iter()
                .map(|f| {
                    let whose = names.label(&names.named(&f.subject));
                    let what = clean(f.what.get(lang));
                    let value = clean(f.value.get(lang));
                    if whose.is_empty() {
                        format!("{what} {value}")
                    } else {
                        format!("{what} {value} ({whose})")
                    }
                })
                .collect();
            let how = match lang {
                Lang::Nb => format!("beregnet: {method}"),
                Lang::En => format!("computed: {method}"),
            };
            match (used.is_empty(), lang) {
                (true, _) => how,
                (false, Lang::Nb) => format!("{how}; av {}", used.join(", ")),
                (false, Lang::En) => format!("{how}; from {}", used.join(", ")),
            }
        }
        Some(Origin::Observed { place }) => match lang {
            Lang::Nb => format!("sett på stedet, {}", shown_place(place)),
            Lang::En => format!("seen on site, {}", shown_place(place)),
        },
        Some(Origin::Assumed { why }) => {
            let why = clean(why.get(lang));
            match lang {
                Lang::Nb => format!("antatt: {why}"),
                Lang::En => format!("assumed: {why}"),
            }
        }
    };
    let whose = if subject.is_empty() { String::new() } else { format!(", {subject}") };
    let unknown = told(Localized::new("ukjent", "unknown"));
    let text = format!("{name}{whose}: {}", value.as_deref().unwrap_or(&unknown));
    let from = match &evidence.origin {
        Some(Origin::Computed { from, .. }) => from
            .iter()
            .map(|f| FromLine {
                subject: names.label(&names.named(&f.subject)),
                what: clean(f.what.get(lang)),
                value: clean(f.value.get(lang)),
            })
            .collect(),
        _ => Vec::new(),
    };
    let ifc = match &evidence.origin {
        Some(Origin::Ifc { entity, guid, set, property, .. }) => Some(IfcRef {
            entity: clean(entity),
            guid: guid.as_deref().map(clean),
            set: set.as_deref().map(clean),
            property: property.as_deref().map(clean),
        }),
        _ => None,
    };
    EvidenceLine {
        fact: clean(&evidence.fact),
        text,
        name,
        subject,
        value,
        origin,
        place: evidence.origin.as_ref().and_then(Origin::place).cloned(),
        certainty: evidence.origin.as_ref().map(Origin::certainty),
        ifc,
        from,
    }
}

/// What the evidence of a place says once the owner's name is taken out of it: text and origin, line by line.
type Said = Vec<(String, String)>;

/// Places whose evidence differs by nothing but the owner's name, told once.
pub(super) fn together(places: &[(PlaceName, &[EvidenceLine])], names: &PlaceNames) -> Vec<Grounds> {
    let mut groups: Vec<(Said, Vec<usize>)> = Vec::new();
    let mut known: HashMap<Said, usize> = HashMap::new();
    for (i, (place, lines)) in places.iter().enumerate() {
        let key: Said = lines
            .iter()
            .map(|l| (template(&l.text, &place.owner), template(&l.origin, &place.owner)))
            .collect();
        match known.get(&key) {
            Some(group) => groups[*group].1.push(i),
            None => {
                known.insert(key.clone(), groups.len());
                groups.push((key, vec![i]));
            }
        }
    }
    let everywhere = groups.len() == 1;
    groups
        .into_iter()
        .map(|(key, members)| {
            let inside: Vec<PlaceName> = members.iter().map(|i| places[*i].0.clone()).collect();
            let owners: Vec<PlaceName> =
                inside.iter().map(|p| PlaceName { local: String::new(), owner: p.owner.clone() }).collect();
            let owners = names.join(&owners);
            let first = places[members[0]].1;
            let lines = first
                .iter()
                .zip(key)
                .map(|(line, (text, origin))| EvidenceLine {
                    text: fill(&text, &owners),
                    origin: fill(&origin, &owners),
                    ..line.clone()
                })
                .collect();
            Grounds { at: if everywhere { String::new() } else { names.join(&inside) }, lines }
        })
        .filter(|g: &Grounds| !g.lines.is_empty())
        .collect()
}

/// What would settle a point: one line for each missing fact, its places together.
pub(super) fn remedies<'a>(
    all: impl Iterator<Item = &'a Remedy>,
    names: &PlaceNames,
    lang: Lang,
) -> Vec<RemedyLine> {
    let mut merged: Vec<(RemedyLine, Vec<PlaceName>)> = Vec::new();
    let mut known: HashMap<RemedyLine, (usize, HashSet<PlaceName>)> = HashMap::new();
    for remedy in all {
        let place = names.named(&remedy.subject);
        let line = RemedyLine {
            fact: clean(&remedy.fact),
            what: clean(remedy.name.get(lang)),
            design: remedy.design.as_deref().map(clean),
            ifc: remedy.ifc.as_deref().map(clean),
            observe: remedy.observe.as_ref().map(|o| clean(o.get(lang))).filter(|o| !o.is_empty()),
            why: remedy.why.as_ref().map(|w| template(&clean(w.get(lang)), &place.owner)),
        };
        match known.get_mut(&line) {
            Some((at, seen)) => {
                if seen.insert(place.clone()) {
                    merged[*at].1.push(place);
                }
            }
            None => {
                known.insert(line.clone(), (merged.len(), HashSet::from([place.clone()])));
                merged.push((line, vec![place]));
            }
        }
    }
    merged
        .into_iter()
        .map(|(line, places)| {
            let owners: Vec<PlaceName> =
                places.iter().map(|p| PlaceName { local: String::new(), owner: p.owner.clone() }).collect();
            let owners = names.join(&owners);
            let whose = names.join(&places);
            let what = match (line.what.is_empty(), whose.is_empty()) {
                (true, _) => whose,
                (false, true) => line.what,
                (false, false) => format!("{} ({whose})", line.what),
            };
            RemedyLine { what, why: line.why.map(|w| fill(&w, &owners)), ..line }
        })
        .collect()
}
