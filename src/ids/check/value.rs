//! What does a property say, and does that keep to a constraint?
//!
//! A list, an enumeration, a table and a property with bounds have several values. A constraint on single values is met
//! by any of them; a range must hold for all, and a property with bounds must state the bound the range is about (IDS
//! documentation, *supported types of properties*).

use super::constraint::{Test, shown};
use crate::ifc::step::{Id, Value};
use crate::ifc::{Data, Model, Scalar};

/// How many values of one property are read.
const MOST: usize = 100_000;

/// The values of a property, in SI units.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Values<'m> {
    /// One, if it is given.
    Single(Option<Scalar<'m>>),
    /// Any number.
    Many(Vec<Scalar<'m>>),
    /// Up to three.
    Bounded { lower: Option<Scalar<'m>>, upper: Option<Scalar<'m>>, set_point: Option<Scalar<'m>> },
    /// Two columns, each of a type.
    Table(Vec<Scalar<'m>>, Vec<Scalar<'m>>),
    /// What IDS does not look into.
    Unsupported,
}

/// What a property or quantity says.
pub(super) fn of(model: &Model, id: Id) -> Values<'_> {
    let Some(class) = model.class(id) else { return Values::Unsupported };
    let unit = |name: &str| model.reference(id, name).and_then(|u| model.unit(u));
    let one = |name: &str| model.scalar(model.attr(id, name), "", unit("Unit").as_ref());
    let many = |name: &str, unit_name: &str| -> Vec<Scalar<'_>> {
        let unit = unit(unit_name);
        let list = model.attr(id, name).as_list();
        let values = list.into_iter().flatten().take(MOST);
        values.filter_map(|v| model.scalar(v, "", unit.as_ref())).collect()
    };
    match class.name() {
        "IfcPropertySingleValue" => Values::Single(one("NominalValue")),
        "IfcPropertyEnumeratedValue" => Values::Many(many("EnumerationValues", "")),
        "IfcPropertyListValue" => Values::Many(many("ListValues", "Unit")),
        "IfcPropertyBoundedValue" => Values::Bounded {
            lower: one("LowerBoundValue"),
            upper: one("UpperBoundValue"),
            set_point: one("SetPointValue"),
        },
        "IfcPropertyTableValue" => {
            Values::Table(many("DefiningValues", "DefiningUnit"), many("DefinedValues", "DefinedUnit"))
        }
        _ if class.is_a("IfcPhysicalSimpleQuantity") => {
            let value = class.attributes().into_iter().find(|a| a.name.ends_with("Value"));
            let Some(value) = value else { return Values::Unsupported };
            match model.attr(id, value.name) {
                Value::Damaged(_) => Values::Single(None),
                number => {
                    let measure = value.kind.name().unwrap_or("");
                    Values::Single(model.scalar(number, measure, unit("Unit").as_ref()))
                }
            }
        }
        _ => Values::Unsupported,
    }
}

/// Whether a value says something: no empty text, and no logical value that is neither true nor false.
fn says(value: &Scalar<'_>) -> bool {
    match &value.data {
        Data::Text(text) => !text.is_empty(),
        Data::Unknown => false,
        _ => true,
    }
}

impl<'m> Values<'m> {
    /// The values that say something; nothing if none does.
    pub(super) fn stated(self) -> Option<Self> {
        let some = |value: Option<Scalar<'m>>| value.filter(says);
        let all = |values: Vec<Scalar<'m>>| -> Vec<_> { values.into_iter().filter(says).collect() };
        let left = match self {
            Self::Single(value) => Self::Single(some(value)),
            Self::Many(values) => Self::Many(all(values)),
            Self::Bounded { lower, upper, set_point } => {
                Self::Bounded { lower: some(lower), upper: some(upper), set_point: some(set_point) }
            }
            Self::Table(first, second) => Self::Table(all(first), all(second)),
            Self::Unsupported => return Some(Self::Unsupported),
        };
        (!left.list().is_empty()).then_some(left)
    }

    fn list(&self) -> Vec<&Scalar<'m>> {
        match self {
            Self::Single(value) => value.iter().collect(),
            Self::Many(values) => values.iter().collect(),
            Self::Bounded { lower, upper, set_point } => {
                [upper, lower, set_point].into_iter().flatten().collect()
            }
            Self::Table(first, second) => first.iter().chain(second).collect(),
            Self::Unsupported => Vec::new(),
        }
    }

    /// The values, if they are of a data type; of a table, the columns that are.
    ///
    /// # Errors
    /// The type they are of.
    pub(super) fn of_type(self, asked: &str) -> Result<Self, String> {
        let is = |value: &Scalar<'m>| value.measure.eq_ignore_ascii_case(asked);
        if let Self::Table(first, second) = self {
            let found = first.iter().chain(&second).next().map_or("", |v| v.measure).to_owned();
            let column = |values: Vec<Scalar<'m>>| if values.iter().all(is) { values } else { Vec::new() };
            let (first, second) = (column(first), column(second));
            let none = first.is_empty() && second.is_empty();
            return if none { Err(found) } else { Ok(Self::Table(first, second)) };
        }
        match self.list().iter().find(|v| !is(v)) {
            Some(other) => Err(other.measure.to_owned()),
            None => Ok(self),
        }
    }

    /// Whether they keep to a constraint.
    pub(super) fn keep(&self, asked: &Test) -> bool {
        let all = self.list();
        let is = |value: &&Scalar<'m>| asked.data(&value.data);
        match asked.bounds() {
            (false, false) => all.iter().any(is),
            (from, to) => {
                let stated = match self {
                    Self::Bounded { lower, upper, .. } => {
                        (!from || lower.is_some()) && (!to || upper.is_some())
                    }
                    _ => true,
                };
                stated && !all.is_empty() && all.iter().all(is)
            }
        }
    }

    /// The values as an IDS file would write them.
    pub(super) fn shown(&self) -> String {
        let all: Vec<_> = self.list().iter().take(8).map(|v| shown(&v.data).into_owned()).collect();
        all.join("; ")
    }
}
