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
use std::collections::{HashMap, HashSet};
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
/// How many properties are kept for other objects, so that a model made to harm takes no more memory than its size.
const KEPT: usize = 200_000;
/// A set of at least so many properties is read once for all objects that have it; real ones have some tens.
const RICH: usize = 200;

impl<'a> PropertySet<'a> {
    /// The set as one of a type.
    fn of_type(mut self) -> Self {
        self.properties.iter_mut().for_each(|p| p.from_type = true);
        self
    }

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

/// Reads the sets of many objects: those of a type, and rich ones, which many objects share, are read once and held
/// once.
#[derive(Debug)]
pub struct Sets<'a> {
    model: &'a Model,
    shared: RwLock<Shared<'a>>,
}

/// A set that several objects may hold.
type Held<'a> = Arc<PropertySet<'a>>;

/// The sets that were read for others too.
#[derive(Debug, Default)]
struct Shared<'a> {
    /// The sets of types, each property as one of the type.
    types: HashMap<Id, Arc<Vec<Held<'a>>>>,
    /// Rich sets of objects.
    rich: HashMap<Id, Held<'a>>,
    /// How many properties are in all of them.
    properties: usize,
}

impl<'a> Sets<'a> {
    /// None read yet.
    pub fn new(model: &'a Model) -> Self {
        model.prepare_links(&[Link::Properties, Link::Type]);
        Self { model, shared: RwLock::default() }
    }

    /// The sets of an object with those of its type worked in, as [`Model::property_sets`] gives them.
    pub fn of(&self, id: Id) -> Vec<Arc<PropertySet<'a>>> {
        let mut sets = self.model.sets_of(id, |set, budget| self.own(set, budget));
        if let Some(kind) = self.model.type_of(id) {
            lay_over(&mut sets, &self.of_type(kind));
        }
        sets
    }

    fn own(&self, id: Id, budget: &mut usize) -> Option<Held<'a>> {
        let known = self.shared.read().unwrap_or_else(PoisonError::into_inner).rich.get(&id).cloned();
        if let Some(known) = known.filter(|k| k.properties.len() < *budget) {
            *budget -= known.properties.len();
            return Some(known);
        }
        let before = *budget;
        let set = Arc::new(self.model.property_set(id, budget)?);
        // One that holds others within it, or was too much for what was left, is read anew.
        let plain = before - *budget == set.properties.len() && *budget > 0;
        if plain && set.properties.len() >= RICH {
            self.keep(set.properties.len(), |shared| drop(shared.rich.insert(id, Arc::clone(&set))));
        }
        Some(set)
    }

    fn of_type(&self, kind: Id) -> Arc<Vec<Held<'a>>> {
        let known = self.shared.read().unwrap_or_else(PoisonError::into_inner).types.get(&kind).cloned();
        if let Some(known) = known {
            return known;
        }
        let sets = self.model.sets_of(kind, |set, budget| self.model.property_set(set, budget));
        let sets = Arc::new(sets.into_iter().map(|set| Arc::new(set.of_type())).collect::<Vec<_>>());
        let weight = sets.iter().map(|s| s.properties.len() + 1).sum();
        self.keep(weight, |shared| drop(shared.types.insert(kind, Arc::clone(&sets))));
        sets
    }

    /// Keeps what has so many properties, while there are not too many.
    fn keep(&self, properties: usize, put: impl FnOnce(&mut Shared<'a>)) {
        let mut shared = self.shared.write().unwrap_or_else(PoisonError::into_inner);
        if shared.properties + properties <= KEPT {
            shared.properties += properties;
            put(&mut shared);
        }
    }
}

/// Works the sets of a type into an object's own: what both have is the object's.
fn lay_over<'a>(sets: &mut Vec<Held<'a>>, of_type: &[Held<'a>]) {
    for inherited in of_type {
        let same = |s: &PropertySet<'_>| !s.name.is_empty() && s.name == inherited.name;
        let Some(first) = sets.iter().position(|s| same(s)) else {
            sets.push(Arc::clone(inherited));
            continue;
        };
        let own: HashSet<&str> =
            sets.iter().filter(|s| same(s)).flat_map(|s| &s.properties).map(|p| &*p.name).collect();
        let new = inherited.properties.iter().filter(|p| !own.contains(&*p.name));
        let new: Vec<Property<'a>> = new.cloned().collect();
        if !new.is_empty() {
            Arc::make_mut(&mut sets[first]).properties.extend(new);
        }
    }
}

impl Model {
    /// The sets of an object with those of its type worked in.
    pub fn property_sets(&self, id: Id) -> Vec<PropertySet<'_>> {
        let of = |id| self.own_property_sets(id).into_iter();
        let mut sets: Vec<Held<'_>> = of(id).map(Arc::new).collect();
        if let Some(kind) = self.type_of(id) {
            let of_type: Vec<Held<'_>> = of(kind).map(|set| Arc::new(set.of_type())).collect();
            lay_over(&mut sets, &of_type);
        }
        sets.into_iter().map(Arc::unwrap_or_clone).collect()
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
        self.sets_of(id, |set, budget| self.property_set(set, budget))
    }

    /// The sets of an object itself, as something reads them that knows how many properties are still to be read.
    fn sets_of<S>(&self, id: Id, mut read: impl FnMut(Id, &mut usize) -> Option<S>) -> Vec<S> {
        let mut budget = MOST;
        let related = self.linked(Link::Properties, id).chain(self.references(id, "HasPropertySets"));
        let mut seen = Vec::new();
        let mut sets = Vec::new();
        for set in related {
            if !seen.contains(&set) && seen.len() < 1000 {
                seen.push(set);
                sets.extend(read(set, &mut budget));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ifc::step::Limits;
    use std::path::Path;

    /// Walls that all have one type, and one set of their own; each set has so many properties, from #1000 and from
    /// #1000000.
    fn walls(count: u32, own: u32, of_type: u32) -> Model {
        let refs =
            |all: &mut dyn Iterator<Item = u32>| all.map(|i| format!("#{i}")).collect::<Vec<_>>().join(",");
        let property = |i: u32| format!("#{i}=IFCPROPERTYSINGLEVALUE('P{i}',$,IFCLABEL('v'),$);\n");
        let ids = || 10..10 + count;
        let mut data = String::new();
        data.extend(ids().map(|i| format!("#{i}=IFCWALL('{i:022}',$,'W',$,$,$,$,$,$);\n")));
        for (set, name, first, many) in [(1, "Egen", 1_000, own), (2, "Typens", 1_000_000, of_type)] {
            data.extend((first..first + many).map(property));
            let all = refs(&mut (first..first + many));
            data += &format!("#{set}=IFCPROPERTYSET('{set:022}',$,'{name}',$,({all}));\n");
        }
        let all = refs(&mut ids());
        data += "#3=IFCWALLTYPE('3',$,'T',$,$,(#2),$,$,$,.STANDARD.);\n";
        data += &format!("#4=IFCRELDEFINESBYTYPE('4',$,$,$,({all}),#3);\n");
        data += &format!("#5=IFCRELDEFINESBYPROPERTIES('5',$,$,$,({all}),#1);\n");
        let text = format!(
            "ISO-10303-21;\nHEADER;\nFILE_DESCRIPTION((''),'2;1');\nFILE_NAME('','',(''),(''),'','','');\n\
             FILE_SCHEMA(('IFC4'));\nENDSEC;\nDATA;\n{data}ENDSEC;\nEND-ISO-10303-21;\n"
        );
        Model::from_bytes(Path::new("walls.ifc"), text.into_bytes(), &Limits::default()).unwrap()
    }

    /// Whether the own set and that of the type are held once for three walls, while so many properties may be kept.
    fn held_once(own: u32, of_type: u32, left: usize) -> [bool; 2] {
        let model = walls(3, own, of_type);
        let sets = Sets::new(&model);
        sets.keep(KEPT - left, |_| {});
        let all: Vec<Vec<Held<'_>>> = (10..13).map(|i| sets.of(Id(i))).collect();
        for (i, of) in (10..).zip(&all) {
            let plain: Vec<PropertySet<'_>> = of.iter().map(|s| PropertySet::clone(s)).collect();
            assert_eq!(plain, model.property_sets(Id(i)), "as the model itself gives them");
            let from_type: Vec<bool> = of.iter().map(|s| s.properties.iter().all(|p| p.from_type)).collect();
            assert_eq!(from_type, [false, true]);
        }
        [0, 1].map(|set| all.iter().all(|of| Arc::ptr_eq(&of[set], &all[0][set])))
    }

    #[test]
    fn rich_sets_and_those_of_types_are_held_once() {
        assert_eq!(held_once(199, 1, KEPT), [false, true]);
        assert_eq!(held_once(200, 1, KEPT), [true, true]);
    }

    #[test]
    fn of_more_properties_than_are_kept_each_reads_its_own() {
        // What is kept of a type counts as one more than its properties.
        assert_eq!(held_once(300, 300, 601), [true, true]);
        assert_eq!(held_once(300, 300, 600), [true, false]);
        assert_eq!(held_once(300, 300, 299), [false, false]);
    }

    #[test]
    fn what_an_object_says_itself_is_not_taken_from_its_type() {
        let property = |name: &'static str, from_type| Property {
            id: Id(1),
            name: Cow::Borrowed(name),
            from_type,
            content: Content::Unknown,
        };
        let set = |name: &'static str, properties| {
            Arc::new(PropertySet { id: Id(2), name: Cow::Borrowed(name), quantities: false, properties })
        };
        let mut own = vec![set("A", vec![property("x", false)]), set("A", vec![property("y", false)])];
        let both = set("A", vec![property("y", true), property("z", true)]);
        lay_over(&mut own, &[both, set("", vec![property("x", true)])]);
        let names: Vec<Vec<&str>> =
            own.iter().map(|s| s.properties.iter().map(|p| &*p.name).collect()).collect();
        assert_eq!(names, [vec!["x", "z"], vec!["y"], vec!["x"]]);
    }
}
