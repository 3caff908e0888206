//! Which properties and quantities does an object have?
//!
//! In come the sets related to an object and those of its type; out go sets with values in SI units. A property
//! that both have is the occurrence's; what came from the type says so. A set without a name, and two sets of
//! the same name, are kept as they are.

use super::file::Model;
use super::links::Link;
use super::scalar::Scalar;
use super::step::{FaultKind, Id, Record, Value};
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

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
    Bounded(Box<Bounded<'a>>),
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

/// The limits of a value, as far as they are given.
#[derive(Debug, Clone, PartialEq)]
pub struct Bounded<'a> {
    /// The lowest value.
    pub lower: Option<Scalar<'a>>,
    /// The highest value.
    pub upper: Option<Scalar<'a>>,
    /// The value aimed at.
    pub set_point: Option<Scalar<'a>>,
}

/// How deep properties may lie within each other.
const DEPTH: usize = 8;
/// How many properties of an object are read; real ones have at most some thousand.
const MOST: usize = 100_000;
/// How many properties of types are kept, so that a model made to harm takes no more memory than its size.
const KEPT: usize = 200_000;

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

/// Reads the sets of many objects: those of a type, which many objects share, are read once.
#[derive(Debug)]
pub struct Sets<'a> {
    model: &'a Model,
    types: RwLock<Types<'a>>,
}

/// The sets of types that were read.
#[derive(Debug, Default)]
struct Types<'a> {
    sets: HashMap<Id, Arc<Vec<PropertySet<'a>>>>,
    properties: usize,
}

impl<'a> Sets<'a> {
    /// None read yet.
    pub fn new(model: &'a Model) -> Self {
        model.prepare_links(&[Link::Properties, Link::Type]);
        Self { model, types: RwLock::default() }
    }

    /// The sets of an object with those of its type worked in, as [`Model::property_sets`] gives them.
    pub fn of(&self, id: Id) -> Vec<PropertySet<'a>> {
        let mut sets = self.model.own_property_sets(id);
        if let Some(kind) = self.model.type_of(id) {
            lay_over(&mut sets, &self.of_type(kind));
        }
        sets
    }

    fn of_type(&self, kind: Id) -> Arc<Vec<PropertySet<'a>>> {
        let known = self.types.read().unwrap_or_else(PoisonError::into_inner).sets.get(&kind).cloned();
        if let Some(known) = known {
            return known;
        }
        let sets = Arc::new(self.model.own_property_sets(kind));
        let mut types = self.types.write().unwrap_or_else(PoisonError::into_inner);
        types.properties += sets.iter().map(|s| s.properties.len() + 1).sum::<usize>();
        if types.properties <= KEPT {
            types.sets.insert(kind, Arc::clone(&sets));
        }
        sets
    }
}

/// Works the sets of a type into an object's own: what both have is the object's.
fn lay_over<'a>(sets: &mut Vec<PropertySet<'a>>, of_type: &[PropertySet<'a>]) {
    for inherited in of_type {
        let same = |s: &PropertySet<'_>| !s.name.is_empty() && s.name == inherited.name;
        let own = |name: &str| sets.iter().any(|s| same(s) && s.get(name).is_some());
        let new = inherited.properties.iter().filter(|p| !own(&p.name));
        let new: Vec<_> = new.map(|p| Property { from_type: true, ..p.clone() }).collect();
        match sets.iter_mut().find(|s| same(s)) {
            Some(set) => set.properties.extend(new),
            None => sets.push(PropertySet { name: inherited.name.clone(), properties: new, ..*inherited }),
        }
    }
}

impl Model {
    /// The sets of an object with those of its type worked in.
    pub fn property_sets(&self, id: Id) -> Vec<PropertySet<'_>> {
        let mut sets = self.own_property_sets(id);
        if let Some(kind) = self.type_of(id) {
            lay_over(&mut sets, &self.own_property_sets(kind));
        }
        sets
    }

    /// The properties of one name in any of an object's sets, those of its type last. Nothing else is decoded.
    pub fn properties_named(&self, id: Id, name: &str) -> Vec<Property<'_>> {
        let mut found = Vec::new();
        let mut budget = MOST;
        for (of, from_type) in std::iter::once((id, false)).chain(self.type_of(id).map(|t| (t, true))) {
            let sets = self.linked(Link::Properties, of).chain(self.references(of, "HasPropertySets"));
            let sets = sets.take(MOST).filter_map(|set| self.file().record(set));
            for record in sets.flat_map(|set| self.members_of(set, "HasProperties")) {
                budget = budget.saturating_sub(1);
                if budget > 0 && self.attr_of(record, "Name").as_text().is_some_and(|t| t.is(name)) {
                    let content = self.content(record, &mut budget, DEPTH);
                    let name = Cow::Owned(name.to_owned());
                    found.push(Property { id: record.id(), name, from_type, content });
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

    fn property_set<'a>(&'a self, id: Id, budget: &mut usize) -> Option<PropertySet<'a>> {
        let record = self.file().record(id)?;
        let class = self.class_of(record)?;
        let called = |name: Value<'a>| name.as_text().map(|t| t.decode()).unwrap_or_default();
        if let Some([name, properties]) = self.usual.set.as_ref().and_then(|set| set.of(self, record)) {
            let properties = self.properties(self.members_in(id, properties), id, budget, DEPTH);
            return Some(PropertySet { id, name: called(name), quantities: false, properties });
        }
        let name = called(self.attr_of(record, "Name"));
        if class.is_a("IfcPropertySet") {
            let members = self.members_of(record, "HasProperties");
            let properties = self.properties(members, id, budget, DEPTH);
            return Some(PropertySet { id, name, quantities: false, properties });
        }
        if class.is_a("IfcElementQuantity") {
            let members = self.members_of(record, "Quantities");
            let properties = self.properties(members, id, budget, DEPTH);
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

    /// The properties among the members of a set or of a property of several.
    fn properties<'a>(
        &'a self,
        members: Vec<Record<'a>>,
        of: Id,
        budget: &mut usize,
        depth: usize,
    ) -> Vec<Property<'a>> {
        let Some(depth) = depth.checked_sub(1) else {
            self.report(of, FaultKind::Cycle, of.0);
            return Vec::new();
        };
        let mut all = Vec::with_capacity(members.len().min(*budget));
        for record in members {
            *budget = budget.saturating_sub(1);
            if *budget == 0 {
                break;
            }
            all.push(self.single(record).unwrap_or_else(|| {
                let name = self.attr_of(record, "Name").as_text().map(|t| t.decode()).unwrap_or_default();
                let content = self.content(record, budget, depth);
                Property { id: record.id(), name, from_type: false, content }
            }));
        }
        all
    }

    /// A property of one value, which nearly all are, in one walk along its record.
    fn single<'a>(&'a self, record: Record<'a>) -> Option<Property<'a>> {
        let [name, value, unit] = self.usual.single.as_ref()?.of(self, record)?;
        let name = name.as_text().map(|t| t.decode()).unwrap_or_default();
        let unit = self.known(record.id(), unit).and_then(|u| self.unit(u.id()));
        let content = Content::Single(self.scalar(value, "", unit.as_ref()));
        Some(Property { id: record.id(), name, from_type: false, content })
    }

    fn content<'a>(&'a self, record: Record<'a>, budget: &mut usize, depth: usize) -> Content<'a> {
        let (id, class) = (record.id(), self.class_of(record));
        let Some(class) = class else { return Content::Unknown };
        let unit = |name: &str| self.reference(id, name).and_then(|u| self.unit(u));
        let members = |name: &str| self.members_of(record, name);
        let one = |name: &str, unit_name: &str| {
            self.scalar(self.attr_of(record, name), "", unit(unit_name).as_ref())
        };
        let many = |name: &str, unit_name: &str| -> Vec<Scalar<'_>> {
            let unit = unit(unit_name);
            let list = self.attr_of(record, name).as_list();
            let values = list.into_iter().flatten().take(MOST);
            values.filter_map(|v| self.scalar(v, "", unit.as_ref())).collect()
        };
        match class.name() {
            "IfcPropertySingleValue" => Content::Single(one("NominalValue", "Unit")),
            "IfcPropertyEnumeratedValue" => Content::Enumerated(many("EnumerationValues", "")),
            "IfcPropertyListValue" => Content::List(many("ListValues", "Unit")),
            "IfcPropertyBoundedValue" => Content::Bounded(Box::new(Bounded {
                lower: one("LowerBoundValue", "Unit"),
                upper: one("UpperBoundValue", "Unit"),
                set_point: one("SetPointValue", "Unit"),
            })),
            "IfcPropertyTableValue" => {
                let defined = many("DefinedValues", "DefinedUnit");
                Content::Table(many("DefiningValues", "DefiningUnit").into_iter().zip(defined).collect())
            }
            "IfcPropertyReferenceValue" => Content::Reference(self.reference(id, "PropertyReference")),
            "IfcComplexProperty" => {
                Content::Complex(self.properties(members("HasProperties"), id, budget, depth))
            }
            "IfcPhysicalComplexQuantity" => {
                Content::Complex(self.properties(members("HasQuantities"), id, budget, depth))
            }
            _ if class.is_a("IfcPhysicalSimpleQuantity") => {
                let attributes = (0..class.attribute_count()).filter_map(|i| class.attribute(i));
                let value = attributes.into_iter().find(|a| a.name.ends_with("Value"));
                let Some(value) = value else { return Content::Unknown };
                let number = match self.attr_of(record, value.name) {
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
