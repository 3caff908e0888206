//! Of which materials is an object, in which layers?
//!
//! In come the material of an object, or else that of its type; out go its parts by name, and for layers their
//! thicknesses in metres from the reference line on.

use super::file::Model;
use super::links::Link;
use super::step::Id;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A material.
#[derive(Debug, Clone, PartialEq)]
pub struct Material<'a> {
    /// Its record.
    pub id: Id,
    /// Its name; empty if it has none.
    pub name: Cow<'a, str>,
    /// Its category, such as `concrete` (from IFC4 on).
    pub category: Option<Cow<'a, str>>,
}

/// What an object is made of.
#[derive(Debug, Clone, PartialEq)]
pub enum MaterialUse<'a> {
    /// One material.
    Single(Material<'a>),
    /// Materials in no order that matters.
    List(Vec<Material<'a>>),
    /// Layers.
    Layers(Layers<'a>),
    /// Parts with a material each: the constituents of a window, say.
    Constituents(Vec<Part<'a>>),
    /// Profiles with a material each.
    Profiles(Vec<Part<'a>>),
}

/// Layers in the order they are written, and how they lie.
#[derive(Debug, Clone, PartialEq)]
pub struct Layers<'a> {
    /// The record of the set.
    pub id: Id,
    /// The name of the set: the build-up's.
    pub name: Option<Cow<'a, str>>,
    /// The layers.
    pub layers: Vec<Layer<'a>>,
    /// `AXIS1`, `AXIS2` or `AXIS3`: across which axis of the object the layers follow each other.
    pub direction: Option<&'a str>,
    /// Whether they follow each other along that axis (`POSITIVE`) or against it.
    pub positive: Option<bool>,
    /// Where the first layer starts, in metres from the reference line.
    pub offset: Option<f64>,
}

/// A layer.
#[derive(Debug, Clone, PartialEq)]
pub struct Layer<'a> {
    /// Its record.
    pub id: Id,
    /// Its material; nothing for an air gap.
    pub material: Option<Material<'a>>,
    /// Its thickness in metres.
    pub thickness: Option<f64>,
    /// Whether air moves in it, if it is told.
    pub ventilated: Option<bool>,
    /// Its name (from IFC4 on).
    pub name: Option<Cow<'a, str>>,
}

/// A part with its material.
#[derive(Debug, Clone, PartialEq)]
pub struct Part<'a> {
    /// Its record.
    pub id: Id,
    /// Its name, such as `Glazing`.
    pub name: Option<Cow<'a, str>>,
    /// Its material.
    pub material: Option<Material<'a>>,
    /// Its share of the whole, 0 to 1.
    pub fraction: Option<f64>,
}

/// How many layers or parts are read.
const MOST: usize = 1000;

impl<'a> MaterialUse<'a> {
    /// The materials in it.
    pub fn materials(&self) -> Vec<&Material<'a>> {
        match self {
            Self::Single(material) => vec![material],
            Self::List(all) => all.iter().collect(),
            Self::Layers(layers) => layers.layers.iter().filter_map(|l| l.material.as_ref()).collect(),
            Self::Constituents(parts) | Self::Profiles(parts) => {
                parts.iter().filter_map(|p| p.material.as_ref()).collect()
            }
        }
    }
}

/// What each record says, read once where a list repeats itself.
fn each<T: Clone>(ids: Vec<Id>, read: impl Fn(Id) -> T) -> Vec<T> {
    let mut known: BTreeMap<Id, T> = BTreeMap::new();
    ids.into_iter().map(|id| known.entry(id).or_insert_with(|| read(id)).clone()).collect()
}

impl Model {
    /// What an object is made of: its own materials, or else those of its type.
    pub fn materials(&self, id: Id) -> Vec<MaterialUse<'_>> {
        let own: Vec<_> = self.linked(Link::Material, id).filter_map(|m| self.material_use(m)).collect();
        if !own.is_empty() {
            return own;
        }
        let kind = self.type_of(id);
        kind.map_or(Vec::new(), |t| {
            self.linked(Link::Material, t).filter_map(|m| self.material_use(m)).collect()
        })
    }

    /// What one record says about material.
    pub fn material_use(&self, id: Id) -> Option<MaterialUse<'_>> {
        let class = self.class(id)?;
        let all = |id: Id, name: &str| {
            let mut all = self.references(id, name);
            all.truncate(MOST);
            all
        };
        let parts = |id: Id, name: &str| each(all(id, name), |p| self.part(p));
        Some(match class.name() {
            "IfcMaterial" => MaterialUse::Single(self.material(id)),
            "IfcMaterialList" => MaterialUse::List(each(all(id, "Materials"), |m| self.material(m))),
            "IfcMaterialLayerSetUsage" => {
                let mut layers = self.layers(self.reference(id, "ForLayerSet")?);
                layers.direction = self.word(id, "LayerSetDirection");
                layers.positive = self.word(id, "DirectionSense").map(|w| w == "POSITIVE");
                layers.offset = self.number(id, "OffsetFromReferenceLine");
                MaterialUse::Layers(layers)
            }
            "IfcMaterialProfileSetUsage" | "IfcMaterialProfileSetUsageTapering" => {
                MaterialUse::Profiles(parts(self.reference(id, "ForProfileSet")?, "MaterialProfiles"))
            }
            "IfcMaterialProfileSet" => MaterialUse::Profiles(parts(id, "MaterialProfiles")),
            "IfcMaterialConstituentSet" => MaterialUse::Constituents(parts(id, "MaterialConstituents")),
            _ if class.is_a("IfcMaterialLayerSet") => MaterialUse::Layers(self.layers(id)),
            _ if class.is_a("IfcMaterialLayer") => MaterialUse::Layers(Layers {
                id,
                name: None,
                layers: vec![self.layer(id)],
                direction: None,
                positive: None,
                offset: None,
            }),
            _ if class.is_a("IfcMaterialConstituent") => MaterialUse::Constituents(vec![self.part(id)]),
            _ if class.is_a("IfcMaterialProfile") => MaterialUse::Profiles(vec![self.part(id)]),
            _ => return None,
        })
    }

    fn material(&self, id: Id) -> Material<'_> {
        let name = self.text(id, "Name").unwrap_or_default();
        Material { id, name, category: self.text(id, "Category") }
    }

    fn layers(&self, id: Id) -> Layers<'_> {
        let mut layers = self.references(id, "MaterialLayers");
        layers.truncate(MOST);
        let layers = each(layers, |l| self.layer(l));
        let name = self.text(id, "LayerSetName");
        Layers { id, name, layers, direction: None, positive: None, offset: None }
    }

    fn layer(&self, id: Id) -> Layer<'_> {
        Layer {
            id,
            material: self.reference(id, "Material").map(|m| self.material(m)),
            thickness: self.number(id, "LayerThickness"),
            ventilated: self.attr(id, "IsVentilated").as_bool(),
            name: self.text(id, "Name"),
        }
    }

    fn part(&self, id: Id) -> Part<'_> {
        Part {
            id,
            name: self.text(id, "Name"),
            material: self.reference(id, "Material").map(|m| self.material(m)),
            fraction: self.number(id, "Fraction"),
        }
    }
}
