//! Values people write in a field of a form or a file, outside a description.

use super::Value;
use crate::localized;
use crate::quantity::{Dimension, Quantity};
use crate::text::{Localized, closest, list};
use crate::vocab::{FactDef, FactKind, normalise};

/// Most words or materials in one value.
const LONGEST_LIST: usize = 100;

/// Reads a value of a fact as a description writes it: `12 cm`, `ja`, `RC3`, `osb, gips`.
///
/// # Errors
/// What does not fit the fact, with what would.
pub fn written_value(def: &FactDef, text: &str) -> Result<Value, Localized> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Localized::new("verdien mangler", "the value is missing"));
    }
    Ok(match def.kind {
        FactKind::Bool => match normalise(text).as_str() {
            "ja" | "yes" | "true" => Value::Bool(true),
            "nei" | "no" | "false" => Value::Bool(false),
            _ => return Err(localized!("«{text}» er ikke ja eller nei", "“{text}” is not yes or no")),
        },
        FactKind::Word => Value::Word(word(def, text)?),
        FactKind::Words if normalise(text) == "ingen" => Value::words(Vec::<String>::new()),
        FactKind::Words => Value::words(words(def, text)?),
        FactKind::Layers => Value::Layers(words(def, text)?),
        FactKind::Text | FactKind::Colour | FactKind::Date => Value::Text(text.to_owned()),
        kind => {
            let dimension = kind.dimension().unwrap_or(Dimension::Number);
            let read = Quantity::parse(text).map_err(|e| e.words())?;
            let fits = read
                .as_dimension(dimension)
                .filter(|q| q.value >= 0.0 && (dimension != Dimension::Count || q.value.fract() == 0.0));
            let name = def.name.clone();
            Value::Quantity(fits.ok_or_else(|| {
                Localized::new(
                    format!("«{text}» passer ikke til {}", name.nb),
                    format!("“{text}” does not fit {}", name.en),
                )
            })?)
        }
    })
}

fn word(def: &FactDef, text: &str) -> Result<String, Localized> {
    if let Some(word) = def.word(text) {
        return Ok(word.id.clone());
    }
    let known = || def.values.iter().map(|w| w.nb.as_str());
    Err(match closest(text, known()) {
        Some(c) => {
            localized!("«{text}» er ukjent; mente du «{c}»?", "“{text}” is unknown; did you mean “{c}”?")
        }
        None => {
            let some: Vec<String> = known().take(8).map(str::to_owned).collect();
            let some = list(&some, crate::text::Lang::Nb);
            localized!(
                "«{text}» er ukjent; kjente ord er {some}",
                "“{text}” is unknown; known words are {some}"
            )
        }
    })
}

fn words(def: &FactDef, text: &str) -> Result<Vec<String>, Localized> {
    let parts: Vec<&str> = text.split(',').map(str::trim).filter(|p| !p.is_empty()).collect();
    if parts.len() > LONGEST_LIST {
        return Err(localized!(
            "listen har mer enn {LONGEST_LIST} ledd",
            "the list has more than {LONGEST_LIST} parts"
        ));
    }
    parts.into_iter().map(|p| word(def, p)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocab::Vocabulary;

    fn read(fact: &str, text: &str) -> Result<Value, String> {
        let vocabulary = Vocabulary::built_in();
        written_value(vocabulary.fact(fact).unwrap(), text).map_err(|e| e.nb)
    }

    #[test]
    fn each_kind_is_read_as_a_description_writes_it() {
        assert_eq!(read("room.floor.upstand", "12 cm"), Ok(Value::length(0.12)));
        assert_eq!(read("room.floor.upstand", " 0,12 m "), Ok(Value::length(0.12)));
        assert_eq!(read("room.floor.material", "Vinyl"), Ok(Value::Word("vinyl".into())));
        assert_eq!(read("door.steel_fittings", "nei"), Ok(Value::Bool(false)));
        assert_eq!(read("door.resistance_class", "RC 3"), read("door.resistance_class", "RC3"));
        assert_eq!(read("door.colour", "NCS S 1510-Y20R"), Ok(Value::Text("NCS S 1510-Y20R".into())));
    }

    #[test]
    fn what_does_not_fit_is_told_with_what_would() {
        assert!(read("room.floor.upstand", "12 dB").unwrap_err().contains("passer ikke til oppbrett"));
        assert!(read("room.floor.upstand", "-1 cm").is_err());
        assert!(read("door.resistance_class", "RC33").unwrap_err().contains("mente du «RC3»?"));
        assert!(read("door.steel_fittings", "kanskje").unwrap_err().contains("ja eller nei"));
        assert!(read("room.floor.upstand", "").unwrap_err().contains("mangler"));
        assert!(read("room.floor.upstand", "høyt").unwrap_err().contains("begynner ikke med et tall"));
    }
}
