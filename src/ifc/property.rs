//! Which properties and quantities does an object have?
//!
//! In come the sets related to an object and those of its type; out go sets with values in SI units. A property
//! that both have is the occurrence's; what came from the type says so. A set without a name, and two sets of
//! the same name, are kept as they are.

use super::file::Model;
use super::links::Link;
use super::scalar::Scalar;
use super::step::{FaultKind, Id, Value};
use std::borrow::Cow;

/// A property set, quantity set or predefined set.
#[derive(Debug, Clone, PartialEq)]
pub struct PropertySet<'a> {
    /// Its record.
    pub id: Id,
    /// Its name; empty if it has none. A predefined set without a name has that of its class.
    pub name: Cow<'a, str>,
    /// Whether it holds quantities.
    pub quantities: bool,
    /// Its properties in the order of the file, then those of the type's set of the same name.
    pub properties: Vec<Property<'a>>,
}

/// A property or quantity.
#[derive(Debug, Clone, PartialEq)]
pub struct Property<'a> {
    /// Its record; for an attribute of a predefined set the set.
    pub id: Id,
    /// Its name; empty if it has none.
    pub name: Cow<'a, str>,
    /// Whether it comes from the object's type.
    pub from_type: bool,
    /// What it says.
    pub content: Content<'a>,
}

/// What a property says. A value that is not given is missing.
#[derive(Debug, Clone, PartialEq)]
pub enum Content<'a> {
    /// One value.
    Single(Option<Scalar<'a>>),
    /// One or more words out of a list.
    Enumerated(Vec<Scalar<'a>>),
    /// Values in an order.
    List(Vec<Scalar<'a>>),
    /// A value between limits.
    Bounded {
        /// The lowest value.
        lower: Option<Scalar<'a>>,
        /// The highest value.
        upper: Option<Scalar<'a>>,
        /// The value aimed at.
        set_point: Option<Scalar<'a>>,
    },
    /// Values by other values.
    Table(Vec<(Scalar<'a>, Scalar<'a>)>),
    /// A reference to a record.
    Reference(Option<Id>),
    /// A quantity; its measure is that of its attribute, such as `IfcAreaMeasure`.
    Quantity(Option<Scalar<'a>>),
    /// Further properties or quantities.
    Complex(Vec<Property<'a>>),
    /// A property of a class that is not known.
    Unknown,
}

/// How deep properties may lie within each other.
const DEPTH: usize = 8;
/// How many properties of an object are read; real ones have at most some thousand.
const MOST: usize = 100_000;

impl<'a> PropertySet<'a> {
    /// The property of this name.
    pub fn get(&self, name: &str) -> Option<&Property<'a>> {
        self.properties.iter().find(|p| p.name == name)
    }
}

impl<'a> Property<'a> {
    /// The one value of a single property or a quantity, or of a list or enumeration that has one.
    pub fn value(&self) -> Option<&Scalar<'a>> {
        match &self.content {
            Content::Single(value) | Content::Quantity(value) => value.as_ref(),
            Content::Enumerated(all) | Content::List(all) if all.len() == 1 => all.first(),
            _ => None,
        }
    }
}

impl Model {
    /// The sets of an object with those of its type worked in.
    pub fn property_sets(&self, id: Id) -> Vec<PropertySet<'_>> {
        let mut sets = self.own_property_sets(id);
        let Some(kind) = self.type_of(id) else { return sets };
        for mut inherited in self.own_property_sets(kind) {
            inherited.properties.iter_mut().for_each(|p| p.from_type = true);
            let same = |s: &&PropertySet<'_>| !s.name.is_empty() && s.name == inherited.name;
            inherited.properties.retain(|p| !sets.iter().filter(same).any(|s| s.get(&p.name).is_some()));
            match sets.iter_mut().find(|s| !s.name.is_empty() && s.name == inherited.name) {
                Some(set) => set.properties.append(&mut inherited.properties),
                None => sets.push(inherited),
            }
        }
        sets
    }

    /// The properties of one name in any of an object's sets, those of its type last. Nothing else is decoded.
    pub fn properties_named(&self, id: Id, name: &str) -> Vec<Property<'_>> {
        let mut found = Vec::new();
        let mut budget = MOST;
        for (of, from_type) in std::iter::once((id, false)).chain(self.type_of(id).map(|t| (t, true))) {
            let sets = self.linked(Link::Properties, of).chain(self.references(of, "HasPropertySets"));
            for property in sets.take(MOST).flat_map(|set| self.members(set, "HasProperties")) {
                budget = budget.saturating_sub(1);
                if budget > 0 && self.attr(property, "Name").as_text().is_some_and(|t| t.decode() == name) {
                    let content = self.content(property, &mut budget, DEPTH);
                    found.push(Property {
                        id: property,
                        name: Cow::Owned(name.to_owned()),
                        from_type,
                        content,
                    });
                }
            }
        }
        found
    }

    /// The sets of an object itself, or of a type object.
    pub fn own_property_sets(&self, id: Id) -> Vec<PropertySet<'_>> {
        let mut budget = MOST;
        let related = self.linked(Link::Properties, id).chain(self.references(id, "HasPropertySets"));
        let mut seen = Vec::new();
        let mut sets = Vec::new();
        for set in related {
            if !seen.contains(&set) && seen.len() < 1000 {
                seen.push(set);
                sets.extend(self.property_set(set, &mut budget));
            }
        }
        if budget == 0 || seen.len() == 1000 {
            self.report(id, FaultKind::TooMany, 0);
        }
        sets
    }

    fn property_set(&self, id: Id, budget: &mut usize) -> Option<PropertySet<'_>> {
        let class = self.class(id)?;
        let name = self.text(id, "Name").unwrap_or_default();
        if class.is_a("IfcPropertySet") {
            let properties = self.properties(id, "HasProperties", budget, DEPTH);
            return Some(PropertySet { id, name, quantities: false, properties });
        }
        if class.is_a("IfcElementQuantity") {
            let properties = self.properties(id, "Quantities", budget, DEPTH);
            return Some(PropertySet { id, name, quantities: true, properties });
        }
        if !class.is_a("IfcPropertySetDefinition") {
            self.report(id, FaultKind::WrongType, id.0);
            return None;
        }
        // A predefined set, such as a door's lining: its own attributes are the properties,
        // as far as they are given.
        let root = self.schema().entity("IfcPropertySetDefinition").map_or(0, |e| e.attribute_count());
        let properties = class.attributes().into_iter().skip(root).filter_map(|attribute| {
            let content = Content::Single(Some(self.attr_scalar(id, attribute.name)?));
            Some(Property { id, name: Cow::Borrowed(attribute.name), from_type: false, content })
        });
        let name = if name.is_empty() { Cow::Borrowed(class.name()) } else { name };
        Some(PropertySet { id, name, quantities: false, properties: properties.collect() })
    }

    fn properties(&self, of: Id, attribute: &str, budget: &mut usize, depth: usize) -> Vec<Property<'_>> {
        let Some(depth) = depth.checked_sub(1) else {
            self.report(of, FaultKind::Cycle, of.0);
            return Vec::new();
        };
        let mut all = Vec::new();
        for id in self.members(of, attribute) {
            *budget = budget.saturating_sub(1);
            if *budget == 0 {
                break;
            }
            let property = self.single(id).unwrap_or_else(|| {
                let name = self.text(id, "Name").unwrap_or_default();
                Property { id, name, from_type: false, content: self.content(id, budget, depth) }
            });
            all.push(property);
        }
        all
    }

    /// A property of one value, which nearly all are, in one walk along its record.
    fn single(&self, id: Id) -> Option<Property<'_>> {
        if self.class(id)?.name() != "IfcPropertySingleValue" {
            return None;
        }
        let [name, value, unit] = self.attrs(id, ["Name", "NominalValue", "Unit"]);
        let name = name.as_text().map(|t| t.decode()).unwrap_or_default();
        let unit = self.known(id, unit).and_then(|u| self.unit(u));
        let content = Content::Single(self.scalar(value, "", unit.as_ref()));
        Some(Property { id, name, from_type: false, content })
    }

    fn content(&self, id: Id, budget: &mut usize, depth: usize) -> Content<'_> {
        let Some(class) = self.class(id) else { return Content::Unknown };
        let unit = |name: &str| self.reference(id, name).and_then(|u| self.unit(u));
        let one =
            |name: &str, unit_name: &str| self.scalar(self.attr(id, name), "", unit(unit_name).as_ref());
        let many = |name: &str, unit_name: &str| -> Vec<Scalar<'_>> {
            let unit = unit(unit_name);
            let list = self.attr(id, name).as_list();
            let values = list.into_iter().flatten().take(MOST);
            values.filter_map(|v| self.scalar(v, "", unit.as_ref())).collect()
        };
        match class.name() {
            "IfcPropertySingleValue" => Content::Single(one("NominalValue", "Unit")),
            "IfcPropertyEnumeratedValue" => Content::Enumerated(many("EnumerationValues", "")),
            "IfcPropertyListValue" => Content::List(many("ListValues", "Unit")),
            "IfcPropertyBoundedValue" => Content::Bounded {
                lower: one("LowerBoundValue", "Unit"),
                upper: one("UpperBoundValue", "Unit"),
                set_point: one("SetPointValue", "Unit"),
            },
            "IfcPropertyTableValue" => {
                let defined = many("DefinedValues", "DefinedUnit");
                Content::Table(many("DefiningValues", "DefiningUnit").into_iter().zip(defined).collect())
            }
            "IfcPropertyReferenceValue" => Content::Reference(self.reference(id, "PropertyReference")),
            "IfcComplexProperty" => Content::Complex(self.properties(id, "HasProperties", budget, depth)),
            "IfcPhysicalComplexQuantity" => {
                Content::Complex(self.properties(id, "HasQuantities", budget, depth))
            }
            _ if class.is_a("IfcPhysicalSimpleQuantity") => {
                let attributes = (0..class.attribute_count()).filter_map(|i| class.attribute(i));
                let value = attributes.into_iter().find(|a| a.name.ends_with("Value"));
                let Some(value) = value else { return Content::Unknown };
                let number = match self.attr(id, value.name) {
                    Value::Damaged(_) => return Content::Quantity(None),
                    number => number,
                };
                let measure = value.kind.name().unwrap_or("");
                Content::Quantity(self.scalar(number, measure, unit("Unit").as_ref()))
            }
            _ => Content::Unknown,
        }
    }
}
