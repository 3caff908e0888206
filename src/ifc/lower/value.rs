//! From a property's value to the value of a fact: words, numbers with their units, materials.
//!
//! In come a fact's definition and what the model says; out goes a value, nothing for a placeholder, or why the
//! value is not understood. No value is guessed: a length without a unit is not a length.

use super::lexicon::Lexicon;
use super::material;
use crate::ifc::{Content, Data, Scalar};
use crate::model::Value;
use crate::quantity::{Dimension, Quantity};
use crate::text::Localized;
use crate::vocab::{FactDef, FactKind, normalise};

/// What a property says of a fact.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::ifc) enum Said {
    /// This.
    Value(Value),
    /// Nothing: no value, or one that only holds its place. What it was.
    Nothing(String),
    /// Something that is not understood: what, and why.
    Odd(String, Localized),
}

/// Reads a value. `whole` is what a share is a share of, where the fact is an area; `zero_counts` tells whether a zero
/// is a value or what programs write where nobody filled anything in.
pub(in crate::ifc) fn of(
    lexicon: &Lexicon<'_>,
    def: &FactDef,
    property: &str,
    content: &Content<'_>,
    whole: Option<f64>,
    zero_counts: bool,
) -> Said {
    let scalars: Vec<&Scalar<'_>> = match content {
        Content::Single(value) | Content::Quantity(value) => value.iter().collect(),
        Content::Enumerated(all) | Content::List(all) => all.iter().collect(),
        Content::Bounded(b) => [&b.set_point, &b.lower, &b.upper].into_iter().flatten().take(1).collect(),
        Content::Table(_) | Content::Reference(_) | Content::Complex(_) | Content::Unknown => Vec::new(),
    };
    let shown: Vec<String> = scalars.iter().map(|s| show(s)).collect();
    let shown = shown.join(", ");
    let says_nothing = |s: &&Scalar<'_>| match &s.data {
        Data::Text(text) => lexicon.is_placeholder(property, text),
        Data::Number(n) => (*n == 0.0 && !zero_counts) || (*n < 0.0 && never_negative(def)),
        Data::Integer(n) => (*n == 0 && !zero_counts) || (*n < 0 && never_negative(def)),
        Data::Unknown => true,
        // That there is not the one kind does not say that there is none of the others.
        Data::Bool(false) => def.kind == FactKind::Words,
        Data::Bool(true) | Data::Other(_) => false,
    };
    if scalars.iter().all(says_nothing) {
        let denied = scalars.iter().any(|s| s.data == Data::Bool(false));
        return Said::Nothing(if denied { String::new() } else { shown });
    }
    let odd = |nb: &str, en: &str| Said::Odd(shown.clone(), Localized::new(nb, en));
    let read: Option<Value> = match def.kind {
        FactKind::Words => words(lexicon, def, &scalars),
        FactKind::Layers => {
            let all: Vec<&str> = scalars.iter().filter_map(|s| s.data.as_text()).flat_map(parts).collect();
            layers(lexicon, &all)
        }
        _ => match scalars.as_slice() {
            [one] => single(lexicon, def, one, whole),
            _ => return odd("flere verdier der én var ventet", "several values where one was expected"),
        },
    };
    match read {
        Some(value) => Said::Value(value),
        None if def.kind.dimension().is_some() => {
            odd("ikke et tall med riktig enhet", "not a number with the right unit")
        }
        None => odd("ikke et kjent ord", "not a known word"),
    }
}

/// Whether a number under nought can only mean that there is none: programs write -1 for it.
fn never_negative(def: &FactDef) -> bool {
    matches!(def.kind.dimension(), Some(Dimension::Length | Dimension::Area | Dimension::Count))
}

fn show(scalar: &Scalar<'_>) -> String {
    match &scalar.data {
        Data::Text(t) | Data::Other(t) => t.chars().take(80).collect(),
        Data::Number(n) => n.to_string(),
        Data::Integer(n) => n.to_string(),
        Data::Bool(b) => if *b { "TRUE" } else { "FALSE" }.to_owned(),
        Data::Unknown => "UNKNOWN".to_owned(),
    }
}

fn single(lexicon: &Lexicon<'_>, def: &FactDef, scalar: &Scalar<'_>, whole: Option<f64>) -> Option<Value> {
    let text = scalar.data.as_text();
    Some(match def.kind {
        FactKind::Bool => Value::Bool(match text {
            Some(text) => yes_or_no(text)?,
            None => scalar.data.as_bool()?,
        }),
        FactKind::Word => Value::Word(word(lexicon, def, text?)?),
        FactKind::Text | FactKind::Colour | FactKind::Date => Value::Text(text?.trim().to_owned()),
        FactKind::Words | FactKind::Layers => return None,
        _ => Value::Quantity(quantity(def.kind.dimension()?, scalar, whole)?),
    })
}

fn yes_or_no(text: &str) -> Option<bool> {
    match normalise(text).as_str() {
        "ja" | "yes" | "true" | "sann" | "t" | "j" | "y" | "1" => Some(true),
        "nei" | "no" | "false" | "usann" | "f" | "n" => Some(false),
        _ => None,
    }
}

/// A number in SI: the value's type tells what it measures, or the text its unit.
fn quantity(dimension: Dimension, scalar: &Scalar<'_>, whole: Option<f64>) -> Option<Quantity> {
    if let Some(text) = scalar.data.as_text() {
        if dimension == Dimension::Sound {
            return number_in(text).map(|n| Quantity::new(n, dimension));
        }
        let read = Quantity::parse(text.trim()).ok()?;
        let unitless = !matches!(dimension, Dimension::Length | Dimension::Area);
        return (read.dimension == dimension || unitless).then(|| read.as_dimension(dimension))?;
    }
    let number = scalar.data.as_f64().filter(|n| n.is_finite())?;
    let measure = scalar.measure.to_ascii_uppercase();
    let is = |names: &[&str]| names.iter().any(|n| measure.contains(n));
    let share = is(&["RATIO"]);
    let number = match dimension {
        Dimension::Length => is(&["LENGTH"]).then_some(number)?,
        Dimension::Area if share => number * whole?,
        Dimension::Area => is(&["AREA"]).then_some(number)?,
        // A share of more than 1 was written in per cent.
        Dimension::Ratio if number > 1.0 => number / 100.0,
        // The file counts angles in radians after units; facts count degrees.
        Dimension::Angle if is(&["ANGLE"]) => number.to_degrees(),
        _ if is(&["LENGTH", "AREA", "VOLUME", "MASS"]) => return None,
        _ => number,
    };
    Some(Quantity::new(number, dimension))
}

/// The first number in a text, with decimal point or comma.
fn number_in(text: &str) -> Option<f64> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let rest = &text[start..];
    let end = rest.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ','))).unwrap_or(rest.len());
    rest[..end].trim_end_matches(['.', ',']).replace(',', ".").parse().ok()
}

/// The word of a fact that a text says: as a whole, or the only one that stands in it.
fn word(lexicon: &Lexicon<'_>, def: &FactDef, text: &str) -> Option<String> {
    if let Some(word) = def.word(text) {
        return Some(word.id.clone());
    }
    if def.values_from.as_deref() == Some("materials") {
        return lexicon.material(text).map(|m| m.id.clone());
    }
    let text = normalise(text);
    let mut found: Vec<(usize, &str)> = Vec::new();
    for word in &def.values {
        let spellings = std::iter::once(&word.nb).chain(&word.synonyms).map(|s| normalise(s));
        let longest = spellings.filter(|s| material::has_words(&text, s)).map(|s| s.len()).max();
        found.extend(longest.map(|l| (l, word.id.as_str())));
    }
    let longest = found.iter().map(|(l, _)| *l).max()?;
    let mut best = found.iter().filter(|(l, _)| *l == longest);
    match (best.next(), best.next()) {
        (Some((_, id)), None) => Some((*id).to_owned()),
        _ => None,
    }
}

/// Several words. Where the model only says that there is some, it is the fact's first word.
fn words(lexicon: &Lexicon<'_>, def: &FactDef, scalars: &[&Scalar<'_>]) -> Option<Value> {
    if let [one] = scalars
        && one.data.as_bool() == Some(true)
    {
        return def.values.first().map(|w| Value::words([w.id.clone()]));
    }
    let texts: Vec<&str> = scalars.iter().filter_map(|s| s.data.as_text()).flat_map(parts).collect();
    let found: Vec<String> = texts.iter().filter_map(|t| word(lexicon, def, t)).collect();
    (!found.is_empty() && found.len() == texts.len()).then(|| Value::words(found))
}

/// Materials in the order they are written; all of them must be known.
pub(in crate::ifc) fn layers(lexicon: &Lexicon<'_>, names: &[&str]) -> Option<Value> {
    let found: Option<Vec<String>> =
        names.iter().map(|n| lexicon.material(n).map(|m| m.id.clone())).collect();
    found.filter(|f| !f.is_empty()).map(Value::Layers)
}

fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', ';', '+', '/', '|']).map(str::trim).filter(|p| !p.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocab::Vocabulary;
    use std::borrow::Cow;

    fn text(t: &'static str) -> Content<'static> {
        Content::Single(Some(Scalar { measure: "IFCLABEL", data: Data::Text(Cow::Borrowed(t)) }))
    }

    fn number(measure: &'static str, n: f64) -> Content<'static> {
        Content::Single(Some(Scalar { measure, data: Data::Number(n) }))
    }

    fn said(fact: &str, property: &str, content: &Content<'_>) -> Said {
        let v = Vocabulary::built_in();
        of(&Lexicon::new(v), v.fact(fact).unwrap(), property, content, Some(2.0), false)
    }

    #[test]
    fn a_value_that_is_its_own_name_says_nothing() {
        let rating = "SecurityRating";
        for odd in ["SecurityRating", "Security Rating", "-", "NOTDEFINED", ""] {
            let found = said("door.resistance_class", rating, &text(odd));
            assert!(matches!(found, Said::Nothing(_)), "{odd}: {found:?}");
        }
        for odd in [0.0, -0.001] {
            let found = said("door.threshold", "ThresholdThickness", &number("IFCLENGTHMEASURE", odd));
            assert!(matches!(found, Said::Nothing(_)), "{odd}: {found:?}");
        }
    }

    #[test]
    fn a_class_is_found_inside_a_longer_text() {
        let class = |t| said("door.resistance_class", "SecurityRating", &text(t));
        assert_eq!(class("RC3"), Said::Value(Value::Word("rc3".into())));
        assert_eq!(class("EN 1627 RC 3"), Said::Value(Value::Word("rc3".into())));
        assert!(matches!(class("høy"), Said::Odd(..)));
        assert!(matches!(class("RC2 eller RC3"), Said::Odd(..)));
    }

    #[test]
    fn a_length_has_a_unit_or_is_none() {
        let sill = |c: &Content<'_>| said("door.threshold", "ThresholdThickness", c);
        assert_eq!(sill(&number("IFCPOSITIVELENGTHMEASURE", 0.02)), Said::Value(Value::length(0.02)));
        assert_eq!(sill(&text("20 mm")), Said::Value(Value::length(0.02)));
        assert!(matches!(sill(&number("IFCREAL", 20.0)), Said::Odd(..)));
        assert!(matches!(sill(&text("lav")), Said::Odd(..)));
    }

    #[test]
    fn a_share_of_glass_becomes_an_area() {
        let glass = said("window.glass_area", "GlazingAreaFraction", &number("IFCPOSITIVERATIOMEASURE", 0.8));
        assert_eq!(glass, Said::Value(Value::area(1.6)));
    }

    #[test]
    fn layers_are_known_to_the_last_or_not_at_all() {
        let walls = |t| said("room.wall.layers", "WallCovering", &text(t));
        assert_eq!(walls("OSB + gips"), Said::Value(Value::Layers(vec!["osb".into(), "gypsum".into()])));
        assert!(matches!(walls("OSB + magi"), Said::Odd(..)));
    }

    #[test]
    fn sound_is_read_out_of_a_text() {
        let sound = said("wall.airborne", "AcousticRating", &text("R'w = 55 dB"));
        assert_eq!(sound, Said::Value(Value::Quantity(Quantity::new(55.0, Dimension::Sound))));
    }
}
