//! What does a facet ask for, and why does an element not have it? In words of one language.

use crate::ids::check::{Reason, Why};
use crate::ids::document::{
    Cardinality, Constraint, Entity, Facet, Limit, LimitKind, Presence, Property, Relation, Restriction,
};
use crate::localized;
use crate::report::places::clean;
use crate::text::{Lang, Localized};

/// Values of an enumeration that are told one by one.
const MOST_VALUES: usize = 12;
/// Characters of patterns that are told; nobody reads on where a machine wrote them.
const LONGEST_PATTERNS: usize = 160;

fn say(text: &Localized, lang: Lang) -> String {
    text.get(lang).to_owned()
}

fn quoted(text: &str, lang: Lang) -> String {
    let text = clean(text);
    say(&localized!("«{text}»", "“{text}”"), lang)
}

fn joined(items: &[String], (nb, en): (&str, &str), lang: Lang) -> String {
    match items {
        [start @ .., last] if !start.is_empty() => {
            let start = start.join(", ");
            say(&localized!("{start} {nb} {last}", "{start} {en} {last}"), lang)
        }
        all => all.concat(),
    }
}

/// «EI30», or whatever else a value may be.
pub(super) fn constraint(constraint: &Constraint, lang: Lang) -> String {
    match constraint {
        Constraint::Simple(text) => quoted(&text.value, lang),
        Constraint::Restriction(restriction) => limits(restriction, lang),
    }
}

fn limits(restriction: &Restriction, lang: Lang) -> String {
    let mut parts = Vec::new();
    let values: Vec<&Limit> = restriction.of(LimitKind::Enumeration).collect();
    if !values.is_empty() {
        let shown = values.iter().take(MOST_VALUES).map(|v| quoted(&v.value.value, lang));
        let mut shown: Vec<String> = shown.collect();
        if values.len() > MOST_VALUES {
            let n = values.len() - MOST_VALUES;
            shown.push(say(&localized!("{n} andre", "{n} others"), lang));
        }
        parts.push(joined(&shown, ("eller", "or"), lang));
    }
    let patterns: Vec<&str> = restriction.of(LimitKind::Pattern).map(|p| p.value.as_str()).collect();
    if !patterns.is_empty() {
        let all = told_patterns(&patterns, lang);
        parts.push(say(&localized!("etter mønsteret {all}", "of the pattern {all}"), lang));
    }
    for limit in &restriction.limits {
        let v = clean(&limit.value.value);
        let part = match limit.kind {
            LimitKind::MinInclusive => localized!("minst {v}", "at least {v}"),
            LimitKind::MinExclusive => localized!("over {v}", "over {v}"),
            LimitKind::MaxInclusive => localized!("høyst {v}", "at most {v}"),
            LimitKind::MaxExclusive => localized!("under {v}", "under {v}"),
            LimitKind::Length => localized!("på {v} tegn", "of {v} characters"),
            LimitKind::MinLength => localized!("på minst {v} tegn", "of at least {v} characters"),
            LimitKind::MaxLength => localized!("på høyst {v} tegn", "of at most {v} characters"),
            _ => continue,
        };
        parts.push(say(&part, lang));
    }
    if parts.is_empty() {
        return say(&localized!("hva som helst", "anything"), lang);
    }
    joined(&parts, ("og", "and"), lang)
}

/// The first patterns, as far as they are short, and how many there are besides. The file has them in full.
fn told_patterns(patterns: &[&str], lang: Lang) -> String {
    let mut shown: Vec<String> = Vec::new();
    let mut room = LONGEST_PATTERNS;
    for pattern in patterns {
        let length = pattern.chars().count();
        if length > room && !shown.is_empty() {
            break;
        }
        if length > room {
            let start: String = pattern.chars().take(room).collect();
            shown.push(quoted(&format!("{start}…"), lang));
            break;
        }
        room -= length;
        shown.push(quoted(pattern, lang));
    }
    let rest = patterns.len() - shown.len();
    if rest > 0 {
        shown.push(say(&localized!("{rest} andre", "{rest} others"), lang));
    }
    joined(&shown, ("eller", "or"), lang)
}

/// A constraint on a name: the name alone where there is only one.
fn name(of: &Constraint, lang: Lang) -> String {
    match of {
        Constraint::Simple(text) => clean(&text.value),
        Constraint::Restriction(restriction) => format!("({})", limits(restriction, lang)),
    }
}

fn with_value(what: String, value: Option<&Constraint>, lang: Lang) -> String {
    let Some(value) = value else { return what };
    let value = constraint(value, lang);
    say(&localized!("{what} med verdi {value}", "{what} with value {value}"), lang)
}

fn entity(of: &Entity, lang: Lang) -> String {
    let class = name(&of.name, lang);
    let Some(kind) = &of.predefined_type else { return class };
    let kind = constraint(kind, lang);
    say(&localized!("{class} av typen {kind}", "{class} of type {kind}"), lang)
}

fn property(of: &Property, lang: Lang) -> String {
    let full = format!("{}.{}", name(&of.property_set, lang), name(&of.base_name, lang));
    let mut what = say(&localized!("egenskapen {full}", "the property {full}"), lang);
    if let Some(kind) = &of.data_type {
        what = format!("{what} ({})", clean(&kind.value));
    }
    with_value(what, of.value.as_ref(), lang)
}

/// What a facet tells of, as the object of «har»: «egenskapen Pset_DoorCommon.FireRating med verdien «EI30»».
fn thing(facet: &Facet, lang: Lang) -> String {
    match facet {
        Facet::Entity(f) => entity(f, lang),
        Facet::PartOf(f) => {
            let whole = entity(&f.entity, lang);
            let what = say(&localized!("del av {whole}", "part of {whole}"), lang);
            match f.relation {
                None => what,
                Some(relation) => format!("{what} ({})", relation_words(relation, lang)),
            }
        }
        Facet::Classification(f) => {
            let system = name(&f.system, lang);
            let what = localized!("klassifisering i {system}", "a classification in {system}");
            match &f.value {
                None => say(&what, lang),
                Some(value) => {
                    let (what, code) = (what.get(lang), constraint(value, lang));
                    say(&localized!("{what} med kode {code}", "{what} with code {code}"), lang)
                }
            }
        }
        Facet::Attribute(f) => {
            let name = name(&f.name, lang);
            let what = say(&localized!("attributtet {name}", "the attribute {name}"), lang);
            with_value(what, f.value.as_ref(), lang)
        }
        Facet::Property(f) => property(f, lang),
        Facet::Material(f) => match &f.value {
            None => say(&localized!("et materiale", "a material"), lang),
            Some(value) => {
                let value = constraint(value, lang);
                say(&localized!("materialet {value}", "the material {value}"), lang)
            }
        },
    }
}

fn relation_words(relation: Relation, lang: Lang) -> String {
    let words = match relation {
        Relation::Aggregates => ("sammensatt", "aggregated"),
        Relation::AssignsToGroup => ("i gruppe", "in a group"),
        Relation::ContainedInSpatialStructure => ("plassert i", "contained in"),
        Relation::Nests => ("festet til", "nested in"),
        Relation::VoidsAndFills => ("gjennom åpning", "through an opening"),
    };
    Localized::new(words.0, words.1).get(lang).to_owned()
}

/// What a specification concerns.
pub(super) fn applies_to(facets: &[Facet], lang: Lang) -> String {
    if facets.is_empty() {
        return say(&localized!("ingenting", "nothing"), lang);
    }
    let all = facets.iter().map(|facet| match facet {
        Facet::Entity(_) | Facet::PartOf(_) => thing(facet, lang),
        facet => {
            let thing = thing(facet, lang);
            say(&localized!("har {thing}", "has {thing}"), lang)
        }
    });
    all.collect::<Vec<_>>().join("; ")
}

/// What a requirement asks for, as a sentence.
pub(super) fn requirement(facet: &Facet, cardinality: Cardinality, lang: Lang) -> String {
    let thing = thing(facet, lang);
    let is = matches!(facet, Facet::Entity(_) | Facet::PartOf(_));
    let text = match (cardinality, is) {
        (Cardinality::Required, true) => localized!("Skal være {thing}", "Shall be {thing}"),
        (Cardinality::Required, false) => localized!("Skal ha {thing}", "Shall have {thing}"),
        (Cardinality::Optional, true) => localized!("Kan være {thing}", "May be {thing}"),
        (Cardinality::Optional, false) => localized!("Kan ha {thing}", "May have {thing}"),
        (Cardinality::Prohibited, true) => localized!("Skal ikke være {thing}", "Shall not be {thing}"),
        (Cardinality::Prohibited, false) => localized!("Skal ikke ha {thing}", "Shall not have {thing}"),
    };
    say(&text, lang)
}

/// Whether there must be elements of a specification.
pub(super) fn presence(presence: Presence, lang: Lang) -> String {
    say(
        &match presence {
            Presence::Required => localized!("må finnes", "must exist"),
            Presence::Optional => localized!("kan finnes", "may exist"),
            Presence::Prohibited => localized!("skal ikke finnes", "must not exist"),
        },
        lang,
    )
}

/// What should have been found: the value, type or class a reason is about; empty where existence is the matter.
pub(super) fn expected(facet: &Facet, reason: &Reason, lang: Lang) -> String {
    let of = |c: Option<&Constraint>| c.map(|c| constraint(c, lang)).unwrap_or_default();
    match (facet, reason.why) {
        (_, Why::Prohibited) => String::new(),
        (Facet::Entity(f), Why::Class) => constraint(&f.name, lang),
        (Facet::Entity(f), _) => of(f.predefined_type.as_ref()),
        (Facet::PartOf(f), _) => entity(&f.entity, lang),
        (Facet::Classification(f), _) => {
            let system = constraint(&f.system, lang);
            match &f.value {
                Some(value) => format!("{system}: {}", constraint(value, lang)),
                None => system,
            }
        }
        (Facet::Attribute(f), _) => of(f.value.as_ref()),
        (Facet::Property(f), Why::DataType) => {
            f.data_type.as_ref().map(|t| clean(&t.value)).unwrap_or_default()
        }
        (Facet::Property(f), _) => of(f.value.as_ref()),
        (Facet::Material(f), _) => of(f.value.as_ref()),
    }
}

/// Why an element does not meet a requirement, as a sentence without its end.
pub(super) fn reason(facet: &Facet, reason: &Reason, lang: Lang) -> String {
    let found = if reason.found.is_empty() { String::new() } else { quoted(&reason.found, lang) };
    let expected = expected(facet, reason, lang);
    let name = clean(&reason.name);
    let is = |nb: &str, en: &str| match found.is_empty() {
        true => localized!("{nb} mangler", "{en} is missing"),
        false => localized!("{nb} er {found}", "{en} is {found}"),
    };
    let fact = match reason.why {
        Why::Class => is("klassen", "the class"),
        Why::PredefinedType => is("den predefinerte typen", "the predefined type"),
        Why::NoAttribute => localized!("attributtet har ingen verdi", "the attribute has no value"),
        Why::EmptyAttribute => localized!("attributtet {name} er tomt", "the attribute {name} is empty"),
        Why::AttributeValue | Why::PropertyValue => is(&name, &name),
        Why::NoSet => localized!("egenskapssettet mangler", "the property set is missing"),
        Why::NoProperty => {
            localized!(
                "egenskapssettet {name} mangler egenskapen",
                "the property set {name} lacks the property"
            )
        }
        Why::EmptyProperty => localized!("{name} har ingen verdi", "{name} has no value"),
        Why::DataType => {
            localized!("{name} har datatypen {found}", "{name} has the data type {found}")
        }
        Why::PropertyKind => localized!(
            "{name} er en sammensatt egenskap eller en henvisning, som IDS ikke ser inn i",
            "{name} is a complex property or a reference, which IDS does not look into"
        ),
        Why::NoClassification => localized!("er ikke klassifisert", "is not classified"),
        Why::Classification => is("klassifiseringen", "the classification"),
        Why::NoMaterial => localized!("har ikke noe materiale", "has no material"),
        Why::Material => match found.is_empty() {
            true => localized!("materialet har ikke noe navn", "the material has no name"),
            false => is("materialet", "the material"),
        },
        Why::NoWhole => localized!("er ikke del av noe på den måten", "is part of nothing in that way"),
        Why::Whole => localized!("er del av {found}", "is part of {found}"),
        Why::Prohibited => match (name.is_empty(), found.is_empty()) {
            (true, true) => localized!("har det som ikke skal finnes", "has what must not be there"),
            (true, false) => localized!("har {found}", "has {found}"),
            (false, true) => localized!("har {name}", "has {name}"),
            (false, false) => localized!("{name} er {found}", "{name} is {found}"),
        },
    };
    let fact = fact.get(lang);
    if expected.is_empty() {
        return fact.to_owned();
    }
    say(&localized!("{fact}; skal være {expected}", "{fact}; must be {expected}"), lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_patterns_are_told_in_part_and_counted() {
        assert_eq!(told_patterns(&["D[0-9]", "V[0-9]"], Lang::Nb), "«D[0-9]» eller «V[0-9]»");
        let long = "x".repeat(200);
        let told = told_patterns(&[long.as_str(), "D", "V"], Lang::En);
        assert!(told.starts_with("“xxx") && told.ends_with("…” or 2 others"), "{told}");
        assert_eq!(told_patterns(&["D", long.as_str()], Lang::Nb), "«D» eller 1 andre");
    }
}
