//! Which type of XML Schema holds the values of a type of IFC, and what may a restriction of it say?
//!
//! The table is that of the IDS documentation, «Type constraining» (`DataTypes.md`): a base type per defined type,
//! the spelling of its values, and the limits it may have.

use crate::ids::document::LimitKind;
use crate::ifc::schema::{Kind, Meaning, Schema};

/// A type of XML Schema that a value of IFC can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Base {
    String,
    Boolean,
    Integer,
    Double,
    Date,
    DateTime,
    Time,
    Duration,
    AnyUri,
}

/// Some of the base types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Bases(u16);

impl Bases {
    pub(super) fn one(base: Base) -> Self {
        Self(1 << base as u16)
    }

    pub(super) fn has(self, base: Base) -> bool {
        self.0 & (1 << base as u16) != 0
    }

    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) fn iter(self) -> impl Iterator<Item = Base> {
        Base::ALL.into_iter().filter(move |b| self.has(*b))
    }
}

impl Base {
    const ALL: [Self; 9] = [
        Self::String,
        Self::Boolean,
        Self::Integer,
        Self::Double,
        Self::Date,
        Self::DateTime,
        Self::Time,
        Self::Duration,
        Self::AnyUri,
    ];

    /// Its local name in XML Schema.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Double => "double",
            Self::Date => "date",
            Self::DateTime => "dateTime",
            Self::Time => "time",
            Self::Duration => "duration",
            Self::AnyUri => "anyURI",
        }
    }

    /// The base type of a local name. The documentation spells the last one `anyUri`, XML Schema `anyURI`.
    pub(super) fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|b| b.name() == name || (*b == Self::AnyUri && name == "anyUri"))
    }

    /// The names that IDS knows.
    pub(super) fn names() -> impl Iterator<Item = &'static str> {
        Self::ALL.into_iter().map(Self::name)
    }

    /// Whether a restriction of it may have limits of a kind.
    pub(super) fn allows(self, kind: LimitKind) -> bool {
        use LimitKind::{
            Enumeration, Length, MaxExclusive, MaxInclusive, MaxLength, MinExclusive, MinInclusive,
            MinLength, Pattern,
        };
        match kind {
            Pattern => true,
            Enumeration => self != Self::Boolean,
            Length | MinLength | MaxLength => matches!(self, Self::String | Self::AnyUri),
            MinInclusive | MinExclusive | MaxInclusive | MaxExclusive => {
                !matches!(self, Self::String | Self::AnyUri | Self::Boolean)
            }
            _ => false,
        }
    }

    /// Whether a text is a value of it, as IDS spells values.
    pub(super) fn holds(self, text: &str) -> bool {
        match self {
            Self::String => true,
            Self::Boolean => matches!(text, "true" | "false" | "0" | "1"),
            Self::Integer => is_integer(text),
            Self::Double => self.number(text).is_some() || matches!(text, "NaN" | "INF" | "+INF" | "-INF"),
            Self::Date => zoned(text, |t| is_shape(t, "dddd-dd-dd")),
            Self::Time => zoned(text, is_time),
            Self::DateTime => zoned(text, |t| {
                t.split_once('T').is_some_and(|(d, t)| is_shape(d, "dddd-dd-dd") && is_time(t))
            }),
            Self::Duration => is_duration(text),
            Self::AnyUri => !text.is_empty() && !text.contains(char::is_whitespace),
        }
    }

    /// The number a text is, for the types that count.
    pub(super) fn number(self, text: &str) -> Option<f64> {
        let plain = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.' | b'e' | b'E'));
        match self {
            Self::Integer if is_integer(text) => text.parse().ok(),
            Self::Double if plain && text.bytes().any(|b| b.is_ascii_digit()) => text.parse().ok(),
            _ => None,
        }
    }

    /// How a value of it is written.
    pub(super) fn example(self) -> &'static str {
        match self {
            Self::String => "tekst",
            Self::Boolean => "true",
            Self::Integer => "42",
            Self::Double => "42.3",
            Self::Date => "2026-03-31",
            Self::DateTime => "2026-03-31T12:00:00",
            Self::Time => "12:00:00",
            Self::Duration => "PT16H",
            Self::AnyUri => "https://example.org/a",
        }
    }

    /// The base types of values of a type of the schema; none for objects, aggregates and binaries.
    pub(super) fn of_kind(schema: &'static Schema, kind: Kind) -> Bases {
        of_kind(schema, kind, 0)
    }

    /// The base types of values of a named type, such as `IfcLabel`.
    pub(super) fn of_type(schema: &'static Schema, name: &str) -> Bases {
        of_name(schema, name, 0)
    }
}

fn of_kind(schema: &'static Schema, kind: Kind, depth: usize) -> Bases {
    match kind.text() {
        "string" | "logical" => Bases::one(Base::String),
        "real" | "number" => Bases::one(Base::Double),
        "integer" => Bases::one(Base::Integer),
        "boolean" => Bases::one(Base::Boolean),
        _ => kind.name().map_or(Bases::default(), |name| of_name(schema, name, depth + 1)),
    }
}

fn of_name(schema: &'static Schema, name: &str, depth: usize) -> Bases {
    // Types are defined by each other a few steps deep, and selections hold selections.
    if depth > 12 {
        return Bases::default();
    }
    let own = match name.to_ascii_uppercase().as_str() {
        "IFCCOUNTMEASURE" => Some(Base::Integer),
        "IFCDATE" => Some(Base::Date),
        "IFCDATETIME" => Some(Base::DateTime),
        "IFCTIME" => Some(Base::Time),
        "IFCDURATION" => Some(Base::Duration),
        "IFCURIREFERENCE" => Some(Base::AnyUri),
        _ => None,
    };
    match (own, schema.meaning(name)) {
        (Some(base), Some(Meaning::Defined { .. })) => Bases::one(base),
        (_, Some(Meaning::Defined { kind, .. })) => of_kind(schema, kind, depth + 1),
        (_, Some(Meaning::Enumeration(_))) => Bases::one(Base::String),
        (_, Some(select @ Meaning::Select(_))) => {
            select.items().fold(Bases::default(), |all, item| all.and(of_name(schema, item, depth + 1)))
        }
        _ => Bases::default(),
    }
}

fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a text has a shape, `d` standing for a digit.
fn is_shape(text: &str, shape: &str) -> bool {
    let fits = |(t, s): (u8, u8)| if s == b'd' { t.is_ascii_digit() } else { t == s };
    text.len() == shape.len() && text.bytes().zip(shape.bytes()).all(fits)
}

fn is_time(text: &str) -> bool {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    is_shape(whole, "dd:dd:dd") && !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a text is of a shape with or without a time zone after.
fn zoned(text: &str, shape: impl Fn(&str) -> bool) -> bool {
    let zone = |t: &str| is_shape(t, "+dd:dd") || is_shape(t, "-dd:dd");
    let bare = match text.strip_suffix('Z') {
        Some(bare) => bare,
        None => match text.len().checked_sub(6).and_then(|at| text.split_at_checked(at)) {
            Some((bare, tail)) if zone(tail) => bare,
            _ => text,
        },
    };
    shape(bare)
}

fn is_duration(text: &str) -> bool {
    let Some(rest) = text.strip_prefix(['-', '+']).unwrap_or(text).strip_prefix('P') else { return false };
    let (date, time) = match rest.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (rest, None),
    };
    let counted = |mut text: &str, units: &str| {
        for unit in units.chars() {
            let digits = text.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
            if let Some(after) = text[digits..].strip_prefix(unit).filter(|_| digits > 0) {
                text = after;
            }
        }
        text.is_empty()
    };
    counted(date, "YMWD") && time.is_none_or(|t| !t.is_empty() && counted(t, "HMS")) && !rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ifc::schema::Version;

    #[test]
    fn values_are_spelt_as_the_documentation_says() {
        for good in ["42", "42.", "-0.5", ".5", "1.2345e3", "1E-3", "NaN", "-INF"] {
            assert!(Base::Double.holds(good), "{good}");
        }
        for bad in ["42,3", "123,4.5", "", ".", "1e", "0x10", "en"] {
            assert!(!Base::Double.holds(bad), "{bad}");
        }
        assert!(Base::Integer.holds("+42") && !Base::Integer.holds("42.0") && !Base::Integer.holds("-"));
        assert!(Base::Boolean.holds("true") && !Base::Boolean.holds("TRUE"));
        assert!(Base::Date.holds("2026-03-31") && Base::Date.holds("2026-03-31+01:00"));
        assert!(!Base::Date.holds("31.3.2026") && !Base::Date.holds("æøåæøåæ"));
        assert!(Base::DateTime.holds("2026-03-31T12:00:00.5Z") && !Base::DateTime.holds("2026-03-31"));
        assert!(Base::Duration.holds("PT16H") && Base::Duration.holds("P1Y2M3DT4H"));
        assert!(!Base::Duration.holds("P") && !Base::Duration.holds("PT") && !Base::Duration.holds("16H"));
    }

    #[test]
    fn types_have_the_base_of_the_documentations_table() {
        let cases = [
            ("IfcLabel", Base::String),
            ("IfcLogical", Base::String),
            ("IfcBoolean", Base::Boolean),
            ("IfcCountMeasure", Base::Integer),
            ("IfcDimensionCount", Base::Integer),
            ("IfcPositiveLengthMeasure", Base::Double),
            ("IfcNumericMeasure", Base::Double),
            ("IfcWallTypeEnum", Base::String),
            ("IfcGloballyUniqueId", Base::String),
        ];
        for version in [Version::Ifc2x3, Version::Ifc4, Version::Ifc4x3] {
            for (name, base) in cases {
                assert_eq!(Base::of_type(Schema::of(version), name), Bases::one(base), "{name}");
            }
        }
        assert_eq!(Base::of_type(Schema::of(Version::Ifc4), "IfcDuration"), Bases::one(Base::Duration));
        for none in ["IfcBinary", "IfcComplexNumber", "IfcDoor", "IfcNothing"] {
            assert!(Base::of_type(Schema::of(Version::Ifc4), none).is_empty(), "{none}");
        }
    }
}
