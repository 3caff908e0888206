//! Where do some attributes stand in the records of a class?

use super::file::Model;
use super::schema::{Entity, Schema};
use super::step::{Record, Value};

/// The places of attributes, looked up once for many records of a class.
#[derive(Debug, Clone, Copy)]
pub(super) struct Places<const N: usize> {
    /// Place in the record and which of the names it is, in the order of the record; those the class does not have
    /// come last.
    sorted: [(usize, usize); N],
}

/// The place of an attribute that the class does not have.
const NOWHERE: usize = usize::MAX;

impl<const N: usize> Places<N> {
    /// Looks the names up.
    pub(super) fn of(class: Entity, names: [&str; N]) -> Self {
        let mut sorted = [(NOWHERE, 0); N];
        for (which, name) in names.iter().enumerate() {
            sorted[which] = (class.attribute_index(name).unwrap_or(NOWHERE), which);
        }
        sorted.sort_unstable();
        Self { sorted }
    }

    /// The place of each attribute that there is, and which of the names it has.
    pub(super) fn in_order(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        self.sorted.iter().copied().take_while(|(place, _)| *place != NOWHERE)
    }
}

/// A class with the places of what its records say.
#[derive(Debug)]
pub(super) struct Known<const N: usize> {
    class: Entity,
    places: Places<N>,
}

impl<const N: usize> Known<N> {
    fn of_class(schema: &'static Schema, class: &str, names: [&str; N]) -> Option<Self> {
        let class = schema.entity(class)?;
        Some(Self { class, places: Places::of(class, names) })
    }

    /// What a record of the class says; nothing of any other.
    #[inline]
    pub(super) fn of<'a>(&self, model: &Model, record: Record<'a>) -> Option<[Value<'a>; N]> {
        (model.class_of(record)? == self.class).then(|| model.values(record, &self.places))
    }
}

/// The classes that most records of many models have.
#[derive(Debug)]
pub(super) struct Usual {
    /// Name, value and unit of a property of one value.
    pub(super) single: Option<Known<3>>,
    /// Name and members of a property set.
    pub(super) set: Option<Known<2>>,
}

impl Usual {
    pub(super) fn of(schema: &'static Schema) -> Self {
        Self {
            single: Known::of_class(schema, "IfcPropertySingleValue", ["Name", "NominalValue", "Unit"]),
            set: Known::of_class(schema, "IfcPropertySet", ["Name", "HasProperties"]),
        }
    }
}
