//! What belongs to what? The relations of a model, both ways.
//!
//! IFC says that a wall has a property set by a third record, the relation. Each kind of relation is read once,
//! when it is first asked for, into pairs of record numbers: twelve bytes a pair.

use super::file::Model;
use super::places::Places;
use super::schema::Entity;
use super::step::{FaultKind, Id, Value};
use rayon::prelude::*;
use std::sync::OnceLock;

/// A kind of relation, from what is described, contained or a part, to what describes, contains or is whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Link {
    /// Object to property sets and quantity sets.
    Properties,
    /// Occurrence to type.
    Type,
    /// Object to material, list, layer set, constituent set or profile set.
    Material,
    /// Object to classification or reference into one.
    Classification,
    /// Object to document.
    Document,
    /// Element to the storey, space or other structure that contains it.
    Container,
    /// Element to further structures it reaches into.
    Reference,
    /// Part to whole.
    Whole,
    /// Nested part to what it is nested in.
    Host,
    /// Object to group: zone, system, …
    Group,
    /// Opening to the element it is cut out of.
    Voided,
    /// Door or window to the opening it fills.
    Filled,
    /// Covering to the element it covers.
    Covered,
    /// Covering to the space it covers.
    CoveredSpace,
    /// Space boundary to its space.
    BoundarySpace,
    /// Space boundary to the element that bounds.
    BoundaryElement,
    /// Building or storey to the systems that serve it.
    Service,
    /// Resource (material, profile …) to reference into a classification, document or library.
    ExternalReference,
}

/// How a relation is written: its class, the attribute of what is described and that of what describes.
/// An empty name means the relation itself.
const RELATIONS: &[(Link, &str, &str, &str)] = &[
    (Link::Properties, "IfcRelDefinesByProperties", "RelatedObjects", "RelatingPropertyDefinition"),
    (Link::Type, "IfcRelDefinesByType", "RelatedObjects", "RelatingType"),
    (Link::Material, "IfcRelAssociatesMaterial", "RelatedObjects", "RelatingMaterial"),
    (Link::Classification, "IfcRelAssociatesClassification", "RelatedObjects", "RelatingClassification"),
    (Link::Document, "IfcRelAssociatesDocument", "RelatedObjects", "RelatingDocument"),
    (Link::Container, "IfcRelContainedInSpatialStructure", "RelatedElements", "RelatingStructure"),
    (Link::Reference, "IfcRelReferencedInSpatialStructure", "RelatedElements", "RelatingStructure"),
    (Link::Whole, "IfcRelAggregates", "RelatedObjects", "RelatingObject"),
    (Link::Host, "IfcRelNests", "RelatedObjects", "RelatingObject"),
    (Link::Group, "IfcRelAssignsToGroup", "RelatedObjects", "RelatingGroup"),
    (Link::Voided, "IfcRelVoidsElement", "RelatedOpeningElement", "RelatingBuildingElement"),
    (Link::Filled, "IfcRelFillsElement", "RelatedBuildingElement", "RelatingOpeningElement"),
    (Link::Covered, "IfcRelCoversBldgElements", "RelatedCoverings", "RelatingBuildingElement"),
    (Link::CoveredSpace, "IfcRelCoversSpaces", "RelatedCoverings", "RelatingSpace"),
    (Link::CoveredSpace, "IfcRelCoversSpaces", "RelatedCoverings", "RelatedSpace"),
    (Link::BoundarySpace, "IfcRelSpaceBoundary", "", "RelatingSpace"),
    (Link::BoundaryElement, "IfcRelSpaceBoundary", "", "RelatedBuildingElement"),
    (Link::Service, "IfcRelServicesBuildings", "RelatedBuildings", "RelatingSystem"),
    (
        Link::ExternalReference,
        "IfcExternalReferenceRelationship",
        "RelatedResourceObjects",
        "RelatingReference",
    ),
];

const KINDS: usize = Link::ExternalReference as usize + 1;

/// The relations of one model, read when they are asked for.
#[derive(Debug)]
pub(super) struct Links {
    tables: [OnceLock<Pairs>; KINDS],
}

impl Default for Links {
    fn default() -> Self {
        Self { tables: [const { OnceLock::new() }; KINDS] }
    }
}

impl Links {
    /// The pairs of a kind of relation, read now if nobody did before.
    pub(super) fn table(&self, model: &Model, link: Link) -> &Pairs {
        // NOTE: on this thread alone. A thread that waits for others to read their parts may take up work that asks for
        // the same table, and would wait for itself.
        let alone = |relations: &[Id], read: &Read<'_>| relations.chunks(AT_ONCE).map(read).collect();
        self.tables[link as usize].get_or_init(|| pairs(model, link, alone))
    }

    /// Reads kinds of relations by all threads at once, before many ask for them.
    pub(super) fn prepare(&self, model: &Model, links: &[Link]) {
        let together = |relations: &[Id], read: &Read<'_>| relations.par_chunks(AT_ONCE).map(read).collect();
        links.par_iter().for_each(|link| {
            let table = &self.tables[*link as usize];
            if table.get().is_none() {
                // Where another was sooner, its table is the same.
                let _ = table.set(pairs(model, *link, together));
            }
        });
    }
}

/// What reads the pairs of some relations.
type Read<'r> = dyn Fn(&[Id]) -> Vec<(Id, Id)> + Sync + 'r;
/// How many relations are read in one piece.
const AT_ONCE: usize = 1024;

/// The pairs of a kind of relation, its relations read piece by piece in the way given.
fn pairs(model: &Model, link: Link, each: impl Fn(&[Id], &Read<'_>) -> Vec<Vec<(Id, Id)>>) -> Pairs {
    let mut parts = Vec::new();
    for (_, class, from, to) in RELATIONS.iter().filter(|(l, ..)| *l == link) {
        parts.extend(each(&model.by_class(class, true), &|some| read(model, some, from, to)));
    }
    Pairs::new(parts.concat())
}

/// The pairs of some relations, in their order.
fn read(model: &Model, relations: &[Id], from: &str, to: &str) -> Vec<(Id, Id)> {
    let mut pairs = Vec::new();
    let (mut sources, mut targets) = (Vec::new(), Vec::new());
    // Nearly all relations of a kind are of one class.
    let mut usual: Option<(Entity, Places<2>)> = None;
    for relation in relations {
        let record = model.file().record(*relation);
        let Some((record, class)) = record.and_then(|r| Some((r, model.class_of(r)?))) else {
            continue;
        };
        let places = usual.filter(|(c, _)| *c == class).map(|(_, places)| places);
        let places = places.unwrap_or_else(|| Places::of(class, [from, to]));
        usual = Some((class, places));
        let ends = |name: &str, value: Value<'_>, into: &mut Vec<Id>| {
            into.clear();
            match name {
                "" => into.push(*relation),
                _ => model.each_known(*relation, value, |r| into.push(r.id())),
            }
        };
        let [from_value, to_value] = model.values(record, &places);
        ends(to, to_value, &mut targets);
        if targets.is_empty() {
            continue;
        }
        ends(from, from_value, &mut sources);
        // Every source with every target: a few hundred bytes must not become gigabytes.
        let most = (sources.len() + targets.len()) * 64 + 1024;
        if sources.len().saturating_mul(targets.len()) > most {
            model.report(*relation, FaultKind::TooMany, 0);
        }
        let product = sources.iter().flat_map(|s| targets.iter().map(|t| (*s, *t)));
        pairs.extend(product.take(most));
    }
    pairs
}

/// Pairs of records, found from either end.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    /// In the order of the first, each first's seconds in the order of the relations.
    pairs: Vec<(Id, Id)>,
    /// Places in `pairs` in the order of the second.
    back: Vec<u32>,
}

impl Pairs {
    fn new(mut pairs: Vec<(Id, Id)>) -> Self {
        // Places are 32 bits; a file of at most 4 GiB does not have more but by being made to.
        pairs.truncate(u32::MAX as usize);
        pairs.sort_by_key(|(from, _)| *from);
        let mut back: Vec<u32> = (0..pairs.len() as u32).collect();
        back.sort_by_key(|i| pairs[*i as usize].1);
        Self { pairs, back }
    }

    pub(super) fn all(&self) -> impl Iterator<Item = (Id, Id)> + '_ {
        self.pairs.iter().copied()
    }

    pub(super) fn to(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        let start = self.pairs.partition_point(|(from, _)| *from < id);
        self.pairs[start..].iter().take_while(move |(from, _)| *from == id).map(|(_, to)| *to)
    }

    pub(super) fn from(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        let start = self.back.partition_point(|i| self.pairs[*i as usize].1 < id);
        let pairs = self.back[start..].iter().map(|i| self.pairs[*i as usize]);
        pairs.take_while(move |(_, to)| *to == id).map(|(from, _)| from)
    }
}

impl Model {
    /// The chain of what contains a record, nearest first: of a window its opening and wall, of a part its
    /// whole, then space, storey, building, site and project. A cycle ends it and is reported.
    pub fn containers(&self, id: Id) -> Vec<Id> {
        let mut chain: Vec<Id> = Vec::new();
        let mut at = id;
        let up = [Link::Container, Link::Whole, Link::Host, Link::Filled, Link::Voided];
        while let Some(next) = up.iter().find_map(|link| self.linked(*link, at).next()) {
            if next == id || chain.contains(&next) {
                self.report(id, FaultKind::Cycle, next.0);
                break;
            }
            chain.push(next);
            // A building has a handful of levels; what is deeper was made to harm.
            if chain.len() >= 64 {
                break;
            }
            at = next;
        }
        chain
    }

    /// The nearest container of a class.
    pub fn container(&self, id: Id, class: &str) -> Option<Id> {
        self.containers(id).into_iter().find(|c| self.is_a(*c, class))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ifc::step::Limits;
    use std::path::Path;

    /// Walls that lie on one storey, each by a relation of its own, in more relations than are read in one piece.
    fn walls() -> Model {
        let mut data = String::from("#1=IFCBUILDINGSTOREY('1',$,$,$,$,$,$,$,.ELEMENT.,0.);\n");
        for i in 10..10 + 3 * AT_ONCE as u32 {
            let relation = i + 1_000_000;
            data += &format!("#{i}=IFCWALL('{i}',$,$,$,$,$,$,$,$);\n");
            data +=
                &format!("#{relation}=IFCRELCONTAINEDINSPATIALSTRUCTURE('{relation}',$,$,$,(#{i}),#1);\n");
        }
        let text = format!(
            "ISO-10303-21;\nHEADER;\nFILE_DESCRIPTION((''),'2;1');\nFILE_NAME('','',(''),(''),'','','');\n\
             FILE_SCHEMA(('IFC4'));\nENDSEC;\nDATA;\n{data}ENDSEC;\nEND-ISO-10303-21;\n"
        );
        Model::from_bytes(Path::new("walls.ifc"), text.into_bytes(), &Limits::default()).unwrap()
    }

    #[test]
    fn a_table_asked_for_by_many_threads_at_once_is_the_same_for_all_of_them() {
        let all: Vec<u32> = (10..10 + 3 * AT_ONCE as u32).collect();
        for prepared in [false, true] {
            let model = walls();
            let look = |i: &u32| {
                if prepared && i.is_multiple_of(97) {
                    model.prepare_links(&[Link::Container, Link::Whole]);
                }
                model.linked(Link::Container, Id(*i)).collect::<Vec<_>>()
            };
            // The first who asks is one of many, within work that all threads share.
            let found: Vec<Vec<Id>> = all.par_iter().map(look).collect();
            assert!(found.iter().all(|f| *f == [Id(1)]));
            let walls: Vec<u32> = model.linking(Link::Container, Id(1)).map(|w| w.0).collect();
            assert_eq!(walls, all);
        }
    }
}
