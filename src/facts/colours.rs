//! What an NCS code says: blackness, chromaticness and hue.
//!
//! NCS writes `S 2030-Y90R`: 20 % blackness, 30 % chromaticness, and a hue 90 % of the way from yellow to red. `N` is
//! neutral. Which facts are parts of a colour is read from the vocabulary: `x.blackness`, `x.chromaticness` and
//! `x.hue` beside a colour `x`. Colours in other words («rød») have no numbers.

use super::Fact;
use super::SubjectIx;
use super::deriver::Deriver;
use crate::localized;
use crate::model::Value;
use crate::quantity::{Dimension, Quantity};
use crate::text::Localized;
use crate::vocab::FactKind;

/// A colour of the Natural Colour System.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ncs {
    /// Likeness to black, in per cent.
    pub blackness: f64,
    /// Likeness to the most vivid colour of its hue, in per cent.
    pub chromaticness: f64,
    /// Angle in the circle: yellow 0°, red 90°, blue 180°, green 270°; none for neutral colours.
    pub hue: Option<f64>,
}

impl Ncs {
    /// Reads `NCS S 2030-Y90R`, `S 0500-N`, `1080-R`, with or without «NCS» and «S», in any case. None for anything
    /// else.
    pub fn parse(text: &str) -> Option<Self> {
        let upper: String = text.to_uppercase().chars().filter(|c| !c.is_whitespace()).collect();
        let code = upper.strip_prefix("NCS").unwrap_or(&upper);
        let code = code.strip_prefix('S').unwrap_or(code);
        let (digits, hue) = code.split_once(['-', '\u{2013}'])?;
        if digits.len() != 4 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let blackness: f64 = digits[..2].parse().ok()?;
        let chromaticness: f64 = digits[2..].parse().ok()?;
        if blackness + chromaticness > 100.0 {
            return None;
        }
        let hue = match hue {
            "N" => None,
            hue => Some(Self::angle(hue)?),
        };
        Some(Self { blackness, chromaticness, hue })
    }

    /// `Y90R` as an angle.
    fn angle(hue: &str) -> Option<f64> {
        const QUARTERS: [char; 4] = ['Y', 'R', 'B', 'G'];
        let mut chars = hue.chars();
        let first = QUARTERS.iter().position(|q| Some(*q) == chars.clone().next())?;
        chars.next();
        let rest = chars.as_str();
        if rest.is_empty() {
            return Some(90.0 * first as f64);
        }
        let last = rest.chars().next_back()?;
        let digits = rest.strip_suffix(last)?;
        let next = QUARTERS[(first + 1) % 4];
        let valid = last == next && digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_digit());
        let share: f64 = digits.parse().ok().filter(|_| valid)?;
        Some(90.0 * (first as f64 + share / 100.0))
    }
}

/// The parts a colour fact may have.
const PARTS: [&str; 3] = ["blackness", "chromaticness", "hue"];

/// Derives `<colour>.blackness`, `<colour>.chromaticness` and `<colour>.hue` of every colour that has them.
pub(super) fn derive(d: &mut Deriver<'_>) {
    let vocabulary = d.vocabulary;
    for colour in vocabulary.facts.values().filter(|f| f.kind == FactKind::Colour) {
        for part in PARTS {
            let fact = format!("{}.{part}", colour.id);
            if vocabulary.fact(&fact).is_none() {
                continue;
            }
            let places: Vec<SubjectIx> = d.base.of_kind(colour.subject).collect();
            for ix in places {
                one(d, ix, &colour.id, part, &fact);
            }
        }
    }
}

fn one(d: &mut Deriver<'_>, ix: SubjectIx, colour: &str, part: &str, fact: &str) {
    let Fact::Known(known) = d.base.get(ix, colour) else {
        return d.unknown(ix, fact, Localized::default(), &[(ix, colour)]);
    };
    let Value::Text(text) = &known.value else {
        return d.unknown(ix, fact, Localized::default(), &[(ix, colour)]);
    };
    let Some(ncs) = Ncs::parse(text) else {
        let why = localized!("fargen «{text}» er ingen NCS-kode", "the colour “{text}” is no NCS code");
        return d.unknown(ix, fact, why, &[(ix, colour)]);
    };
    let value = match part {
        "blackness" => Quantity::new(ncs.blackness, Dimension::Number),
        "chromaticness" => Quantity::new(ncs.chromaticness, Dimension::Number),
        // A neutral colour has no hue; its chromaticness of nought is what tells.
        _ => Quantity::new(ncs.hue.unwrap_or_default(), Dimension::Angle),
    };
    let method = Localized::new("lest av NCS-koden", "read from the NCS code");
    d.computed(ix, fact, Value::Quantity(value), method, &[(ix, colour)]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_reads_as_blackness_chromaticness_and_hue() {
        let read = |text| Ncs::parse(text).map(|n| (n.blackness, n.chromaticness, n.hue));
        assert_eq!(read("NCS S 1510-Y20R"), Some((15.0, 10.0, Some(18.0))));
        assert_eq!(read("s 2060-R"), Some((20.0, 60.0, Some(90.0))));
        assert_eq!(read("NCS S 1080-Y90R"), Some((10.0, 80.0, Some(81.0))));
        assert_eq!(read("S 3040-G50Y"), Some((30.0, 40.0, Some(315.0))));
        assert_eq!(read("S 0500-N"), Some((5.0, 0.0, None)));
        assert_eq!(read("S 2030 - R20B"), Some((20.0, 30.0, Some(108.0))));
    }

    #[test]
    fn what_is_no_code_has_no_numbers() {
        for text in
            ["rød", "RAL 3000", "S 9050-R", "S 2030-R90Y", "S 203-R", "S 2030-R9B", "S 2030", "", "S æøå0-R"]
        {
            assert_eq!(Ncs::parse(text), None, "{text}");
        }
    }
}
