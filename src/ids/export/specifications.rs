//! From needs to specifications: one per fact and class, with what to fill in, what it is for, and where that stands.

use super::carrier::{self, Carrier, Place};
use super::limits::Limits;
use super::names::{NOWHERE, room_name, text};
use super::needs::{self, Need, Use};
use super::unsaid::{Reason, Unsaid};
use super::{Ask, Export};
use crate::ids::audit::SCHEMA_LOCATION;
use crate::ids::document::{
    Applicability, Attribute, Cardinality, Constraint, Document, Entity, Facet, Info, Limit, LimitKind,
    Material, Occurs, Property, Requirement, Requirements, Restriction, Specification,
};
use crate::ifc::schema::{Schema, Version};
use crate::localized;
use crate::text::Localized;
use crate::vocab::{FactKind, SubjectKind, Vocabulary};

/// Requirements that are named with a fact; of more only the number is told.
const NAMED: usize = 6;

/// The specifications of needs, and what has no place in any of the versions.
pub(super) struct Made {
    pub(super) specifications: Vec<Specification>,
    pub(super) placeless: Vec<Unsaid>,
}

/// The specifications that ask for what is needed.
pub(super) fn of(ask: &Ask<'_>, needs: &[Need<'_>], rooms_named: bool) -> Made {
    let vocabulary = &ask.catalogue.vocabulary;
    let mut made = Made { specifications: Vec::new(), placeless: Vec::new() };
    let rooms_asked = ask.subjects.is_empty() || ask.subjects.contains(&SubjectKind::Room);
    if (rooms_named || needs.iter().any(|n| n.rooms.is_some())) && rooms_asked {
        made.specifications.push(rooms(ask, vocabulary));
    }
    for need in needs {
        let places = carrier::in_all(need, ask.versions, vocabulary);
        if places.is_empty() {
            made.placeless.extend(need.uses.iter().map(|u| placeless(need, u)));
        }
        for (carrier, versions) in &places {
            made.specifications.push(specification(ask, need, carrier, versions));
        }
    }
    made
}

fn placeless(need: &Need<'_>, using: &Use<'_>) -> Unsaid {
    Unsaid {
        reason: Reason::NoElement,
        requirement: using.requirement.id.clone(),
        title: using.requirement.title.clone(),
        what: need.fact.name.clone(),
    }
}

/// That rooms are told by their names.
fn rooms(ask: &Ask<'_>, vocabulary: &Vocabulary) -> Specification {
    let patterns = vocabulary.rooms.iter().filter(|r| r.belongs != "none").map(room_name).collect();
    let some: Vec<&str> = vocabulary.rooms.iter().take(12).map(|r| r.name.nb.as_str()).collect();
    let how = format!("Gi hvert rom et vanlig navn i LongName: {} …", some.join(", "));
    Specification {
        span: NOWHERE,
        name: text("Rom: romnavn"),
        versions: ask.versions.to_vec(),
        versions_span: NOWHERE,
        identifier: Some(text("room.function")),
        description: Some(text(
            "Hva rommet er til, leses av navnet. De andre spesifikasjonene velger rom etter det.",
        )),
        instructions: Some(text(how.as_str())),
        applicability: Applicability {
            span: NOWHERE,
            occurs: occurs(1),
            facets: vec![entity(&["IFCSPACE".to_owned()], None)],
        },
        requirements: Some(one(
            Facet::Attribute(Attribute {
                span: NOWHERE,
                name: Constraint::Simple(text("LongName")),
                value: Limits::Patterns(patterns).constraint(NOWHERE),
            }),
            &how,
        )),
    }
}

fn specification(ask: &Ask<'_>, need: &Need<'_>, carrier: &Carrier, versions: &[Version]) -> Specification {
    let vocabulary = &ask.catalogue.vocabulary;
    let def = need.fact;
    let mut facets = vec![entity(&carrier.classes, carrier.predefined.as_deref())];
    if !need.elements.is_empty() {
        facets.push(Facet::Attribute(Attribute {
            span: NOWHERE,
            name: Constraint::Simple(text("GlobalId")),
            value: Limits::Words(need.elements.clone()).constraint(NOWHERE),
        }));
    } else if let Some(functions) = &need.rooms
        && carrier.classes.first().is_some_and(|c| c == "IFCSPACE")
    {
        let named = vocabulary.rooms.iter().filter(|r| functions.contains(r.id.as_str()));
        facets.push(Facet::Attribute(Attribute {
            span: NOWHERE,
            name: Constraint::Simple(text("LongName")),
            value: Limits::Patterns(named.map(room_name).collect()).constraint(NOWHERE),
        }));
    }
    let limits = if ask.bounds { need.agreed.narrowed(def, carrier) } else { carrier.limits.clone() };
    let value = limits.constraint(NOWHERE);
    let facet = match &carrier.place {
        Place::Property { set, name, data_type } => Facet::Property(Property {
            span: NOWHERE,
            property_set: Constraint::Simple(text(set)),
            base_name: Constraint::Simple(text(name)),
            value,
            data_type: Some(text(data_type)),
        }),
        Place::Attribute { name } => {
            Facet::Attribute(Attribute { span: NOWHERE, name: Constraint::Simple(text(name)), value })
        }
        Place::Material => Facet::Material(Material { span: NOWHERE, value }),
    };
    let how = instructions(need, carrier, vocabulary);
    let names: Vec<&str> = versions.iter().map(|v| Schema::of(*v).name()).collect();
    let only =
        if versions.len() < ask.versions.len() { format!(" ({})", names.join(", ")) } else { String::new() };
    let of = match carrier.fixture.as_deref().and_then(|f| vocabulary.fixture(f)) {
        Some(fixture) => fixture.name.nb.clone(),
        None => def.subject.name().nb,
    };
    Specification {
        span: NOWHERE,
        name: text(format!("{}: {}{only}", capital(&of), def.name.nb)),
        versions: versions.to_vec(),
        versions_span: NOWHERE,
        identifier: Some(text(&def.id)),
        description: Some(text(purpose(ask, &need.uses))),
        instructions: Some(text(&how)),
        applicability: Applicability { span: NOWHERE, occurs: occurs(0), facets },
        requirements: Some(one(facet, &how)),
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |c| c.to_uppercase().chain(chars).collect())
}

/// What is filled in, and how it is written.
fn instructions(need: &Need<'_>, carrier: &Carrier, vocabulary: &Vocabulary) -> String {
    let def = need.fact;
    let place = carrier.place.written();
    let mut all = vec![match &carrier.place {
        Place::Material => format!("Gi elementet et materiale: {}.", def.name.nb),
        _ => format!("Fyll inn {place}: {}.", def.name.nb),
    }];
    if let Some(note) = &def.note {
        all.push(format!("{}.", capital(&note.nb)));
    }
    all.push(match (&carrier.limits, def.kind) {
        (_, FactKind::Bool) => "Ja eller nei.".to_owned(),
        (Limits::Words(words), _) => {
            let few: Vec<&str> = words.iter().take(20).map(String::as_str).collect();
            let more = if words.len() > few.len() { " …" } else { "" };
            format!("Én av: {}{more}.", few.join(", "))
        }
        (Limits::Number { .. }, FactKind::Length) => "Lengde med enhet, i modellens lengdeenhet.".to_owned(),
        (Limits::Number { .. }, FactKind::Area) if place.contains("Fraction") => {
            "Andel glass, 0 til 1.".to_owned()
        }
        (Limits::Number { .. }, FactKind::Ratio) => "Andel, 0 til 1.".to_owned(),
        (_, FactKind::Sound) => "Tall i dB.".to_owned(),
        (_, FactKind::Date) => "Dato som 2026-03-31.".to_owned(),
        (_, FactKind::Words) => {
            let words: Vec<&str> = def.values.iter().map(|w| w.nb.as_str()).take(20).collect();
            format!("Ett eller flere, med komma mellom: {}.", words.join(", "))
        }
        (_, FactKind::Layers) => {
            "Materialene i rekkefølge fra konstruksjonen mot rommet, som «OSB, gips, maling».".to_owned()
        }
        _ => String::new(),
    });
    all.extend(need.agreed.words());
    if need.elements.is_empty() {
        all.extend(needs::concerned(need, vocabulary).map(|c| c.nb));
    }
    let elsewhere: Vec<String> = def
        .ifc
        .iter()
        .map(|s| match &s.set {
            Some(set) => format!("{set}.{}", s.property),
            None => format!("{} ({})", s.property, s.entity.as_deref().unwrap_or_default()),
        })
        .filter(|w| *w != place)
        .collect();
    if !elsewhere.is_empty() {
        all.push(format!("Leses også fra {}.", elsewhere.join(", ")));
    }
    all.retain(|t| !t.is_empty());
    all.join(" ")
}

/// What a fact is for: the requirements and where they stand.
fn purpose(ask: &Ask<'_>, uses: &[Use<'_>]) -> String {
    let mut all: Vec<String> = Vec::new();
    for using in uses.iter().take(NAMED) {
        let source = &using.block.source;
        let document = source.document.as_deref().unwrap_or(&using.block.from);
        let document = ask.catalogue.documents.get(document).map_or(document, |d| d.title.as_str());
        let (title, id, force) = (&using.requirement.title.nb, &using.requirement.id, using.force.name().nb);
        all.push(format!("{title} ({id}, {force}; {document}: {})", source.clause));
    }
    if uses.len() > NAMED {
        all.push(format!("og {} krav til", uses.len() - NAMED));
    }
    format!("Trengs for: {}", all.join(" · "))
}

fn occurs(min: u64) -> Occurs {
    Occurs { min, max: None, min_span: None, max_span: None }
}

fn entity(classes: &[String], predefined: Option<&str>) -> Facet {
    let name = match classes {
        [one] => Constraint::Simple(text(one)),
        several => Constraint::Restriction(Restriction {
            span: NOWHERE,
            base: Some(text("string")),
            limits: several
                .iter()
                .map(|c| Limit { kind: LimitKind::Enumeration, value: text(c), span: NOWHERE })
                .collect(),
        }),
    };
    let predefined_type = predefined.map(|p| Constraint::Simple(text(p)));
    Facet::Entity(Entity { span: NOWHERE, name, predefined_type })
}

fn one(facet: Facet, how: &str) -> Requirements {
    Requirements {
        span: NOWHERE,
        description: None,
        items: vec![Requirement {
            facet,
            cardinality: Cardinality::Required,
            cardinality_span: None,
            instructions: Some(text(how)),
            uri: None,
        }],
    }
}

/// The whole file.
pub(super) fn finish(ask: &Ask<'_>, made: Made, mut unsaid: Vec<Unsaid>) -> Export {
    unsaid.extend(made.placeless);
    unsaid.sort();
    unsaid.dedup();
    let edition = ask.catalogue.documents.get(ask.edition).map_or(ask.edition, |d| d.title.as_str());
    let groups = if ask.groups.is_empty() {
        "alle målgrupper".to_owned()
    } else {
        format!("målgruppe {}", ask.groups.join(", "))
    };
    let phase = ask.phase.map(|p| p.name().nb);
    let description = "Hvert krav trenger opplysninger. Her er de som kan stå i modellen: én spesifikasjon per opplysning og \
                       klasse. Om verdien er god nok, vurderes etterpå.";
    let info = Info {
        span: NOWHERE,
        title: text(format!("Opplysninger for forsterket bolig, {groups}")),
        copyright: None,
        version: Some(text(ask.edition)),
        description: Some(text(format!("{description} Kilde: {edition}."))),
        author: None,
        date: ask.date.map(text),
        purpose: Some(text("Vurdering mot kravene til forsterkede boliger")),
        milestone: phase.map(text),
    };
    let mut notes = Vec::new();
    if made.specifications.is_empty() {
        notes.push(Localized::new("ingenting trengs av modellen", "nothing is needed of the model"));
    } else {
        let n = made.specifications.len();
        notes.push(localized!(
            "{n} spesifikasjoner, én per opplysning og klasse",
            "{n} specifications, one per fact and class"
        ));
    }
    Export {
        document: Document {
            source: NOWHERE.source,
            span: NOWHERE,
            schema_location: Some(text(SCHEMA_LOCATION)),
            info,
            specifications: made.specifications,
        },
        unsaid,
        notes,
    }
}
