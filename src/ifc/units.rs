//! How large is a number of the model in SI units?
//!
//! In come the project's units and those of single properties; out go factors to metre, square metre, radian,
//! kilogram, kelvin and so on. A kind of unit that the project does not name counts in the SI unit itself.

use super::file::Model;
use super::step::{FaultKind, Id};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

/// A unit: `si = number × factor + offset`.
#[derive(Debug, Clone, PartialEq)]
pub struct Unit {
    /// What it measures, such as `LENGTHUNIT`; empty if the model does not tell.
    pub kind: String,
    /// Its name as the model tells it, such as `MILLI METRE` or `SQUARE FOOT`.
    pub name: String,
    /// How many SI units one is.
    pub factor: f64,
    /// What zero of it is in SI units: 273.15 for degrees Celsius, 0 for nearly all.
    pub offset: f64,
}

/// The units of a project.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Units {
    kinds: BTreeMap<String, Unit>,
}

impl Unit {
    /// A number of this unit in SI units.
    pub fn si(&self, number: f64) -> f64 {
        // 13 mm are 13 / 1000 m; 13 × 0.001 would be off by the last digit.
        let inverse = 1.0 / self.factor;
        if inverse.fract() == 0.0 && 1.0 / inverse == self.factor {
            number / inverse + self.offset
        } else {
            number * self.factor + self.offset
        }
    }
}

impl Units {
    /// Reads the units assigned to the project.
    pub(super) fn of_project(model: &Model) -> Self {
        let mut units = Self::default();
        // The context of a library or an object of a partial model may stand in for the project.
        let mut owners = model.by_class("IfcProject", false);
        owners.extend(model.by_class("IfcContext", true));
        let assigned = owners.iter().find_map(|o| model.reference(*o, "UnitsInContext"));
        let assigned = assigned.or_else(|| model.by_class("IfcUnitAssignment", false).first().copied());
        for id in assigned.map_or(Vec::new(), |a| model.members(a, "Units")) {
            if let Some(unit) = model.unit(id).filter(|u| !u.kind.is_empty()) {
                units.kinds.entry(unit.kind.clone()).or_insert(unit);
            }
        }
        units
    }

    /// The project's unit of a kind, such as `LENGTHUNIT`, if it names one.
    pub fn get(&self, kind: &str) -> Option<&Unit> {
        self.kinds.get(kind)
    }

    /// All units the project names, in the order of their kinds.
    pub fn iter(&self) -> impl Iterator<Item = &Unit> {
        self.kinds.values()
    }

    /// A number of a kind in SI units.
    pub fn si(&self, kind: &str, number: f64) -> f64 {
        self.get(kind).map_or(number, |u| u.si(number))
    }

    /// Metres in one unit of length.
    pub fn length(&self) -> f64 {
        self.get("LENGTHUNIT").map_or(1.0, |u| u.factor)
    }

    /// Radians in one unit of angle.
    pub fn angle(&self) -> f64 {
        self.get("PLANEANGLEUNIT").map_or(1.0, |u| u.factor)
    }
}

/// The units in which the values of each type are counted: the project's, or none where it names none of the kind.
#[derive(Debug)]
pub(super) struct Measures {
    /// By the type's name, in capitals as in files and as the schema writes it.
    units: HashMap<Cow<'static, str>, Option<Unit>>,
}

impl Measures {
    pub(super) fn of_project(model: &Model) -> Self {
        let schema = model.schema();
        let counted = schema.value_types().filter_map(|name| Some((name, schema.unit(name)?)));
        let unit = |kind: &str| model.units().get(kind).cloned();
        let both = |(name, kind): (&'static str, &str)| {
            [Cow::Borrowed(name), Cow::Owned(name.to_ascii_uppercase())].map(|name| (name, unit(kind)))
        };
        Self { units: counted.flat_map(both).collect() }
    }

    /// The unit of a type; nothing if its values are counted in none.
    fn get(&self, name: &str) -> Option<Option<&Unit>> {
        match self.units.get(name) {
            None if name.bytes().any(|b| b.is_ascii_lowercase()) => {
                self.units.get(&*name.to_ascii_uppercase())
            }
            found => found,
        }
        .map(Option::as_ref)
    }
}

/// How many units may be defined by each other.
const DEPTH: usize = 8;

impl Model {
    /// The project's unit for values of a type such as `IFCLENGTHMEASURE`; nothing if they are counted in none, and
    /// none if the project does not name it.
    pub(super) fn unit_of(&self, measure: &str) -> Option<Option<&Unit>> {
        self.measures.get_or_init(|| Measures::of_project(self)).get(measure)
    }

    /// The unit a record describes; nothing, and reported, if it cannot be turned into SI units.
    pub fn unit(&self, id: Id) -> Option<Unit> {
        let unit = self.unit_within(id, DEPTH);
        if unit.is_none() {
            self.report(id, FaultKind::Unit, 0);
        }
        unit
    }

    fn unit_within(&self, id: Id, depth: usize) -> Option<Unit> {
        let class = self.class(id)?;
        let depth = depth.checked_sub(1)?;
        let kind = self.word(id, "UnitType").unwrap_or("").to_owned();
        let unit = match class.name() {
            "IfcSIUnit" => si(kind, self.word(id, "Prefix"), self.word(id, "Name")?)?,
            "IfcConversionBasedUnit" | "IfcConversionBasedUnitWithOffset" => {
                let base = self.reference(id, "ConversionFactor")?;
                let of = self.unit_within(self.reference(base, "UnitComponent")?, depth)?;
                let number = self.attr(base, "ValueComponent").as_f64()?;
                let offset = self.attr(id, "ConversionOffset").as_f64().unwrap_or(0.0);
                let name = self.text(id, "Name").unwrap_or_default().into_owned();
                Unit { kind, name, factor: number * of.factor, offset: (offset * of.factor) + of.offset }
            }
            "IfcDerivedUnit" => {
                let mut factor = 1.0;
                let mut names = Vec::new();
                for element in self.references(id, "Elements") {
                    let of = self.unit_within(self.reference(element, "Unit")?, depth)?;
                    let exponent = self.attr(element, "Exponent").as_i64()?;
                    factor *= of.factor.powi(i32::try_from(exponent).ok()?);
                    names.push(if exponent == 1 { of.name } else { format!("{}^{exponent}", of.name) });
                }
                Unit { kind, name: names.join(" "), factor, offset: 0.0 }
            }
            "IfcMonetaryUnit" => {
                let name = self.text(id, "Currency").map(|t| t.into_owned());
                let name = name.or_else(|| self.word(id, "Currency").map(str::to_owned)).unwrap_or_default();
                Unit { kind: "MONETARYUNIT".to_owned(), name, factor: 1.0, offset: 0.0 }
            }
            // Pieces, rolls, rounds: counted as they are.
            "IfcContextDependentUnit" => {
                let name = self.text(id, "Name").unwrap_or_default().into_owned();
                Unit { kind, name, factor: 1.0, offset: 0.0 }
            }
            _ => return None,
        };
        (unit.factor.is_finite() && unit.factor != 0.0 && unit.offset.is_finite()).then_some(unit)
    }
}

/// A unit of the SI with its prefix. A prefix of a square or cubic metre is squared or cubed: MILLI
/// SQUARE_METRE is mm².
fn si(kind: String, prefix: Option<&str>, name: &str) -> Option<Unit> {
    let exponent = match prefix {
        None => 0,
        Some("EXA") => 18,
        Some("PETA") => 15,
        Some("TERA") => 12,
        Some("GIGA") => 9,
        Some("MEGA") => 6,
        Some("KILO") => 3,
        Some("HECTO") => 2,
        Some("DECA") => 1,
        Some("DECI") => -1,
        Some("CENTI") => -2,
        Some("MILLI") => -3,
        Some("MICRO") => -6,
        Some("NANO") => -9,
        Some("PICO") => -12,
        Some("FEMTO") => -15,
        Some("ATTO") => -18,
        Some(_) => return None,
    };
    let power = match name {
        "SQUARE_METRE" => 2,
        "CUBIC_METRE" => 3,
        _ => 1,
    };
    // The SI counts in kilograms and kelvin.
    let shift = if name == "GRAM" { -3 } else { 0 };
    let offset = if name == "DEGREE_CELSIUS" { 273.15 } else { 0.0 };
    let name = prefix.map_or(name.to_owned(), |p| format!("{p} {name}"));
    Some(Unit { kind, name, factor: 10_f64.powi(exponent * power + shift), offset })
}
