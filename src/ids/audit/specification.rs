//! Can any model satisfy a specification, and any model break it?

use super::classes::{ClassSet, Classes};
use super::faults::{Faults, shown, some};
use super::{associations, attributes, entities, part_of, properties, restriction, value};
use crate::ids::document::{
    Cardinality, Classification, Constraint, Facet, Material, Occurs, Presence, Property, Requirement,
    Specification,
};
use crate::localized;
use crate::source::{Diagnostic, Severity, Span};
use crate::text::Localized;

/// Holds a specification against the standard's agreements and against each of its versions of IFC.
pub(super) fn audit(specification: &Specification, faults: &mut Faults) {
    faults.begin(&specification.versions);
    whole(specification, faults);
    let requirements = specification.requirements.as_ref().map_or(&[][..], |r| &r.items);
    for facet in &specification.applicability.facets {
        parts(facet, faults);
    }
    for requirement in requirements {
        parts(&requirement.facet, faults);
        cardinality(requirement, faults);
    }
    for version in &specification.versions {
        faults.within(*version);
        let classes = Classes::of(*version);
        let mut left = classes.that(|_| true);
        let facets = specification.applicability.facets.iter().map(|f| (f, Cardinality::Required));
        narrow(facets, classes, &mut left, faults);
        narrow(requirements.iter().map(|r| (&r.facet, r.cardinality)), classes, &mut left, faults);
    }
    faults.whatever_version();
    faults.end();
}

/// The specification as a whole.
fn whole(specification: &Specification, faults: &mut Faults) {
    let applicability = &specification.applicability;
    if specification.versions.is_empty() {
        error(
            faults,
            "ids.version",
            specification.versions_span,
            Localized::new(
                "spesifikasjonen nevner ingen versjon av IFC",
                "the specification names no version of IFC",
            ),
            Localized::new("skriv for eksempel ifcVersion=\"IFC4\"", "write for example ifcVersion=\"IFC4\""),
        );
    }
    occurs(&applicability.occurs, applicability.span, faults);
    if applicability.facets.is_empty() {
        error(
            faults,
            "ids.applicability",
            applicability.span,
            Localized::new(
                "spesifikasjonen sier ikke hva den gjelder",
                "the specification does not say what it concerns",
            ),
            Localized::new(
                "skriv minst ett vilkår i <applicability>, som <entity>",
                "write at least one condition in <applicability>, such as <entity>",
            ),
        );
    }
    let presence = applicability.occurs.presence();
    match &specification.requirements {
        Some(requirements) if requirements.items.is_empty() => error(
            faults,
            "ids.requirements",
            requirements.span,
            Localized::new("<requirements> krever ingenting", "<requirements> asks for nothing"),
            Localized::new(
                "skriv hva elementene skal ha, eller ta <requirements> bort når bare antallet er kravet",
                "write what the elements must have, or take <requirements> away where only their number matters",
            ),
        ),
        Some(requirements) if presence == Presence::Prohibited => error(
            faults,
            "ids.requirements",
            requirements.span,
            Localized::new(
                "det kreves noe av elementer som ikke skal finnes (maxOccurs=\"0\")",
                "something is asked of elements that must not be there (maxOccurs=\"0\")",
            ),
            Localized::new(
                "ta <requirements> bort, eller skriv maxOccurs=\"unbounded\"",
                "take <requirements> away, or write maxOccurs=\"unbounded\"",
            ),
        ),
        None if presence == Presence::Optional => {
            let fault = Diagnostic::warning(
                "ids.requirements",
                specification.span,
                Localized::new(
                    "spesifikasjonen krever ingenting, og kan aldri brytes",
                    "the specification asks for nothing, and can never be broken",
                ),
            );
            faults.say(fault.help(Localized::new(
                "skriv <requirements>, eller minOccurs=\"1\" når noe skal finnes",
                "write <requirements>, or minOccurs=\"1\" where something must be there",
            )));
        }
        _ => {}
    }
}

/// The pairs that IDS agrees on: 1 to unbounded, 0 to unbounded, 0 to 0.
fn occurs(occurs: &Occurs, span: Span, faults: &mut Faults) {
    if matches!((occurs.min, occurs.max), (0 | 1, None) | (0, Some(0))) {
        return;
    }
    let most = occurs.max.map_or("unbounded".to_owned(), |m| m.to_string());
    let least = occurs.min;
    error(
        faults,
        "ids.occurs",
        occurs.max_span.or(occurs.min_span).unwrap_or(span),
        localized!(
            "minOccurs {least} og maxOccurs {most} er ikke et antall IDS kan kreve",
            "minOccurs {least} and maxOccurs {most} is no number that IDS can ask for"
        ),
        Localized::new(
            "skriv 1 og unbounded (skal finnes), 0 og unbounded (kan finnes), eller 0 og 0 (skal ikke finnes); utelatt betyr 1",
            "write 1 and unbounded (must be there), 0 and unbounded (may be there), or 0 and 0 (must not be there); left out means 1",
        ),
    );
}

/// The parts of a facet that are sound or not whatever the version.
fn parts(facet: &Facet, faults: &mut Faults) {
    let the = |nb, en| Localized::new(nb, en);
    match facet {
        Facet::Entity(entity) => entity_parts(entity, faults),
        Facet::PartOf(part) => entity_parts(&part.entity, faults),
        Facet::Attribute(a) => {
            restriction::name(&a.name, &the("attributtets navn", "the name of the attribute"), faults);
            a.value.iter().for_each(|v| wanted(v, faults));
        }
        Facet::Property(p) => {
            restriction::name(&p.property_set, &the("settets navn", "the name of the set"), faults);
            restriction::name(&p.base_name, &the("egenskapens navn", "the name of the property"), faults);
            p.value.iter().for_each(|v| wanted(v, faults));
            untyped(p, faults);
        }
        Facet::Classification(Classification { system, value, .. }) => {
            restriction::name(system, &the("systemets navn", "the name of the system"), faults);
            value.iter().for_each(|v| text(v, faults));
        }
        Facet::Material(Material { value, .. }) => value.iter().for_each(|v| text(v, faults)),
    }
}

fn entity_parts(entity: &crate::ids::document::Entity, faults: &mut Faults) {
    restriction::name(&entity.name, &Localized::new("klassens navn", "the name of the class"), faults);
    if let Some(predefined) = &entity.predefined_type {
        text(predefined, faults);
    }
}

/// A value that is compared with texts.
fn text(constraint: &Constraint, faults: &mut Faults) {
    wanted(constraint, faults);
    if let Constraint::Restriction(restriction) = constraint {
        restriction::must_be(restriction, super::base::Base::String, faults);
    }
}

/// A value, whatever it is compared with.
fn wanted(constraint: &Constraint, faults: &mut Faults) {
    restriction::constraint(constraint, faults);
    if value::is_empty(constraint) {
        let fault = Diagnostic::warning(
            "ids.empty",
            constraint.span(),
            Localized::new(
                "verdien er tom, og ingen verdi i en modell regnes som tom",
                "the value is empty, and no value of a model counts as empty",
            ),
        );
        faults.say(fault.help(Localized::new(
            "skriv verdien, eller ta elementet bort for å godta alle",
            "write the value, or take the element away to allow any",
        )));
    }
}

/// A value of a property needs a type.
fn untyped(property: &Property, faults: &mut Faults) {
    if property.data_type.is_none()
        && let Some(value) = value::stated(property.value.as_ref())
    {
        error(
            faults,
            "ids.untyped",
            value.span(),
            Localized::new(
                "egenskapens verdi er krevd, men ikke dens datatype",
                "a value of the property is asked for, but not its data type",
            ),
            Localized::new(
                "skriv for eksempel dataType=\"IFCLABEL\" på <property>",
                "write for example dataType=\"IFCLABEL\" on <property>",
            ),
        );
    }
}

/// What may be optional or prohibited.
fn cardinality(requirement: &Requirement, faults: &mut Faults) {
    let span = requirement.cardinality_span.unwrap_or(requirement.facet.span());
    let lacks = |value: &Option<Constraint>| value::stated(value.as_ref()).is_none();
    let without = match (&requirement.facet, requirement.cardinality) {
        (Facet::Property(p), Cardinality::Prohibited) if p.data_type.is_some() => {
            error(
                faults,
                "ids.cardinality",
                span,
                Localized::new(
                    "en egenskap kan bare forbys som helhet, ikke med en datatype eller verdi",
                    "a property can only be prohibited as a whole, not with a data type or value",
                ),
                Localized::new(
                    "ta bort dataType og <value>, eller krev de verdiene som er tillatt",
                    "take dataType and <value> away, or ask for the values that are allowed",
                ),
            );
            return;
        }
        (Facet::Property(p), Cardinality::Optional) => p.data_type.is_none().then_some("dataType"),
        (Facet::Attribute(a), Cardinality::Optional) => lacks(&a.value).then_some("<value>"),
        (Facet::Classification(c), Cardinality::Optional) => lacks(&c.value).then_some("<value>"),
        (Facet::Material(m), Cardinality::Optional) => lacks(&m.value).then_some("<value>"),
        (Facet::PartOf(_) | Facet::Entity(_), Cardinality::Optional) => Some("cardinality=\"required\""),
        _ => None,
    };
    if let Some(what) = without {
        let tag = requirement.facet.tag();
        error(
            faults,
            "ids.cardinality",
            span,
            localized!(
                "<{tag}> er valgfri uten å begrense noe, og kan aldri brytes",
                "<{tag}> is optional without restricting anything, and can never be broken"
            ),
            localized!("skriv {what}, eller ta <{tag}> bort", "write {what}, or take <{tag}> away"),
        );
    }
}

/// Leaves the classes that facets allow; where one allows none of those left, it is told, and those stay.
fn narrow<'f>(
    facets: impl Iterator<Item = (&'f Facet, Cardinality)> + Clone,
    classes: &'static Classes,
    left: &mut ClassSet,
    faults: &mut Faults,
) {
    // What is said of the class itself is taken first: the rest is told in its words.
    let first = facets.clone().filter(|(f, _)| matches!(f, Facet::Entity(_)));
    let rest = facets.filter(|(f, _)| !matches!(f, Facet::Entity(_)));
    for (facet, cardinality) in first.chain(rest) {
        if faults.is_full() {
            return;
        }
        let allowed = allowed(facet, cardinality, classes, left, faults);
        let Some(allowed) = allowed.filter(|_| cardinality == Cardinality::Required) else { continue };
        let shared = left.shared(&allowed);
        if shared.is_empty() {
            faults.say(clash(facet, classes, left, &allowed));
        } else {
            *left = shared;
        }
    }
}

/// The classes that can have what a facet asks for.
fn allowed(
    facet: &Facet,
    cardinality: Cardinality,
    classes: &'static Classes,
    left: &ClassSet,
    faults: &mut Faults,
) -> Option<ClassSet> {
    match facet {
        Facet::Entity(entity) => entities::classes(entity, classes, faults),
        Facet::PartOf(part) => part_of::classes(part, classes, faults),
        Facet::Attribute(attribute) => attributes::classes(attribute, classes, left, faults),
        Facet::Property(property) => properties::classes(property, cardinality, classes, faults),
        Facet::Classification(_) => Some(associations::classified(classes)),
        Facet::Material(_) => Some(associations::made_of(classes)),
    }
}

fn clash(facet: &Facet, classes: &Classes, left: &ClassSet, allowed: &ClassSet) -> Diagnostic {
    let names = |set: &ClassSet| shown(&some(set.indices().map(|i| classes.all[i].name.as_str())));
    let (here, there) = (names(left), names(allowed));
    match facet {
        Facet::Entity(entity) => Diagnostic::error(
            "ids.class-clash",
            entity.name.span(),
            localized!("{here} kan ikke være {there}", "{here} cannot be {there}"),
        )
        .help(Localized::new(
            "en spesifikasjon gjelder klassen selv, ikke underklasser; krev den klassen den gjelder, eller ta kravet bort",
            "a specification concerns the class itself, not subclasses; ask for the class it concerns, or take the requirement away",
        )),
        Facet::Attribute(attribute) => attributes::clash(attribute, classes, left),
        Facet::Property(property) => properties::clash(property, classes, left),
        Facet::PartOf(part) => Diagnostic::error(
            "ids.part-of",
            part.relation_span.unwrap_or(part.span),
            match part.relation {
                Some(relation) => {
                    let relation = relation.name();
                    localized!(
                        "{here} kan ikke være del av noe gjennom {relation}",
                        "{here} cannot be part of anything through {relation}"
                    )
                }
                None => localized!("{here} kan ikke være del av noe", "{here} cannot be part of anything"),
            },
        )
        .help(Localized::new(
            "velg en annen forbindelse, eller ta kravet bort",
            "choose another relation, or take the requirement away",
        )),
        Facet::Classification(c) => {
            associations::clash(c.span, &Localized::new("en klassifikasjon", "a classification"), classes, left)
        }
        Facet::Material(m) => {
            associations::clash(m.span, &Localized::new("et materiale", "a material"), classes, left)
        }
    }
}

fn error(faults: &mut Faults, code: &'static str, span: Span, message: Localized, help: Localized) {
    let fault = Diagnostic::new(Severity::Error, code, message);
    faults.say(fault.at(span, Localized::default()).help(help));
}
