//! Measured values: their dimension, how they are written, and when two are the same.
//!
//! Inside the program everything is SI (metres, square metres, 1 for ratios). Units live at the edges: texts
//! such as `"10 cm"` come in through [`Quantity::parse`] and go out through [`Quantity::show`]. The one
//! tolerance of the program stands here, so that no check invents its own.

use std::fmt;

use crate::text::{Lang, Localized, number};

/// What a number measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Dimension {
    /// A number of things.
    Count,
    /// Metres.
    Length,
    /// Square metres.
    Area,
    /// A share; 1 is the whole. Written as per cent.
    Ratio,
    /// A plain number without a unit (luminance contrast, year).
    Number,
    /// Decibel.
    Sound,
    /// Degrees.
    Angle,
}

/// A number with its dimension, in SI.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quantity {
    /// The value in the SI unit of the dimension.
    pub value: f64,
    /// What it measures.
    pub dimension: Dimension,
}

/// Why a text is not a quantity.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuantityError {
    /// No number at the start.
    #[error("“{0}” does not start with a number")]
    NotANumber(String),
    /// A unit nobody knows.
    #[error("“{0}” is not a unit; known are mm, cm, m, m², %, dB and °")]
    UnknownUnit(String),
    /// A number too large to mean anything.
    #[error("“{0}” is not a finite number")]
    NotFinite(String),
}

impl QuantityError {
    /// What is wrong, and what could stand there.
    pub fn words(&self) -> Localized {
        let nb = match self {
            Self::NotANumber(text) => format!("«{text}» begynner ikke med et tall"),
            Self::UnknownUnit(unit) => {
                format!("«{unit}» er ikke en enhet; kjente er mm, cm, m, m², %, dB og °")
            }
            Self::NotFinite(text) => format!("«{text}» er ikke et endelig tall"),
        };
        Localized { nb, en: self.to_string() }
    }
}

/// Two lengths closer than this are the same length, in metres. Drawings are made to the millimetre; the
/// tenth of it absorbs what decimal fractions lose in binary without hiding a millimetre.
pub const LENGTH_TOLERANCE: f64 = 1e-4;

/// Relative tolerance of all other dimensions.
const RELATIVE_TOLERANCE: f64 = 1e-9;

/// Largest magnitude read from any input: beyond it a value is a slip, and geometry would lose millimetres.
pub const LARGEST: f64 = 1e9;

impl Dimension {
    /// How far apart two values of this dimension may lie and still be called equal.
    pub fn tolerance(self, a: f64, b: f64) -> f64 {
        match self {
            Self::Length => LENGTH_TOLERANCE,
            _ => RELATIVE_TOLERANCE * a.abs().max(b.abs()).max(1.0),
        }
    }

    /// Whether two values are the same within [`Dimension::tolerance`].
    pub fn same(self, a: f64, b: f64) -> bool {
        (a - b).abs() <= self.tolerance(a, b)
    }

    /// Whether `a` is at least `b`, equality within tolerance included.
    pub fn at_least(self, a: f64, b: f64) -> bool {
        a >= b - self.tolerance(a, b)
    }

    /// Whether `a` is at most `b`, equality within tolerance included.
    pub fn at_most(self, a: f64, b: f64) -> bool {
        a <= b + self.tolerance(a, b)
    }
}

/// A unit by its written form: dimension and factor to SI.
pub fn unit(text: &str) -> Option<(Dimension, f64)> {
    Some(match text {
        "mm" => (Dimension::Length, 0.001),
        "cm" => (Dimension::Length, 0.01),
        "dm" => (Dimension::Length, 0.1),
        "m" => (Dimension::Length, 1.0),
        "m²" | "m2" | "kvm" => (Dimension::Area, 1.0),
        "%" | "prosent" => (Dimension::Ratio, 0.01),
        "dB" | "db" => (Dimension::Sound, 1.0),
        "°" | "grader" => (Dimension::Angle, 1.0),
        _ => return None,
    })
}

impl Quantity {
    /// A quantity in SI.
    pub fn new(value: f64, dimension: Dimension) -> Self {
        Self { value, dimension }
    }

    /// Reads `"10 cm"`, `"2,5 m²"`, `"0.4"`. Without a unit the dimension is [`Dimension::Number`].
    ///
    /// # Errors
    /// When the text has no number first, or an unknown unit, or no finite value.
    pub fn parse(text: &str) -> Result<Self, QuantityError> {
        let text = text.trim();
        let end = text
            .char_indices()
            .find(|(i, c)| {
                !(c.is_ascii_digit()
                    || matches!(c, '.' | ',')
                    || (*i == 0 && matches!(c, '-' | '+' | '\u{2212}')))
            })
            .map_or(text.len(), |(i, _)| i);
        let (digits, rest) = text.split_at(end);
        let value: f64 = digits
            .replace(',', ".")
            .replace('\u{2212}', "-")
            .parse()
            .map_err(|_| QuantityError::NotANumber(text.to_owned()))?;
        let (dimension, factor) = match rest.trim() {
            "" => (Dimension::Number, 1.0),
            u => unit(u).ok_or_else(|| QuantityError::UnknownUnit(u.to_owned()))?,
        };
        // NOTE: 12 * 0.01 is not 0.12 in binary; dividing by the reciprocal gives the nearest double.
        let value = if factor < 1.0 { value / (1.0 / factor).round() } else { value * factor };
        if value.is_finite() {
            Ok(Self { value, dimension })
        } else {
            Err(QuantityError::NotFinite(text.to_owned()))
        }
    }

    /// The same number read as another dimension: a bare number where a length is wanted is metres.
    pub fn as_dimension(self, dimension: Dimension) -> Option<Self> {
        (self.dimension == dimension || self.dimension == Dimension::Number)
            .then_some(Self { dimension, ..self })
    }

    /// For people, with its unit: lengths under 30 cm in cm, others in m; areas with one decimal.
    pub fn show(self, lang: Lang) -> String {
        self.show_with(0, lang)
    }

    /// Like [`Quantity::show`] with `extra` more decimals.
    fn show_with(self, extra: usize, lang: Lang) -> String {
        let nb = '\u{a0}';
        let value = self.value;
        match self.dimension {
            Dimension::Count => number(value, 0, true, lang),
            Dimension::Length if value.abs() < 0.3 => {
                format!("{}{nb}cm", number(value * 100.0, 1 + extra, false, lang))
            }
            Dimension::Length => format!("{}{nb}m", number(value, 2 + extra, false, lang)),
            Dimension::Area => format!("{}{nb}m²", number(value, 1 + extra, true, lang)),
            Dimension::Ratio => {
                // In English the sign follows the number; in Norwegian it is a unit.
                let between = if lang == Lang::Nb { "\u{a0}" } else { "" };
                format!("{}{between}%", number(value * 100.0, 1 + extra, false, lang))
            }
            Dimension::Number => number(value, 2 + extra, false, lang),
            Dimension::Sound => format!("{}{nb}dB", number(value, 1 + extra, false, lang)),
            Dimension::Angle => format!("{}°", number(value, 1 + extra, false, lang)),
        }
    }

    /// Two quantities with as many decimals as it takes to tell them apart, when they are different.
    pub fn show_apart(self, other: Self, lang: Lang) -> (String, String) {
        let mut extra = 0;
        loop {
            let pair = (self.show_with(extra, lang), other.show_with(extra, lang));
            if pair.0 != pair.1 || extra >= 4 || self.dimension.same(self.value, other.value) {
                return pair;
            }
            extra += 1;
        }
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.show(Lang::Nb))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_become_si_without_losing_the_last_digit() {
        assert_eq!(Quantity::parse("12 cm"), Ok(Quantity::new(0.12, Dimension::Length)));
        assert_eq!(Quantity::parse("900mm"), Ok(Quantity::new(0.9, Dimension::Length)));
        assert_eq!(Quantity::parse("2,5 m²"), Ok(Quantity::new(2.5, Dimension::Area)));
        assert_eq!(Quantity::parse("35 %"), Ok(Quantity::new(0.35, Dimension::Ratio)));
        assert_eq!(Quantity::parse("tre m"), Err(QuantityError::NotANumber("tre m".into())));
        assert_eq!(Quantity::parse("3 favner"), Err(QuantityError::UnknownUnit("favner".into())));
    }

    #[test]
    fn a_tenth_of_a_millimetre_is_the_same_length_and_a_millimetre_is_not() {
        assert!(Dimension::Length.at_least(0.0999, 0.1));
        assert!(!Dimension::Length.at_least(0.099, 0.1));
        assert!(!Dimension::Area.at_least(2.499, 2.5));
    }

    #[test]
    fn two_values_that_differ_never_look_alike() {
        let area = |v| Quantity::new(v, Dimension::Area);
        assert_eq!(
            area(2.49).show_apart(area(2.5), Lang::Nb),
            ("2,49\u{a0}m²".into(), "2,50\u{a0}m²".into())
        );
        assert_eq!(area(2.5).show(Lang::Nb), "2,5\u{a0}m²");
        assert_eq!(Quantity::new(0.08, Dimension::Length).show(Lang::Nb), "8\u{a0}cm");
        assert_eq!(Quantity::new(0.9, Dimension::Length).show(Lang::Nb), "0,9\u{a0}m");
    }
}
