//! Materials by the names people call them, and layer sets of walls.

use super::Export;
use super::step::V;
use crate::ifc::step::Id;

/// Thickness that a board on a wall is drawn with, in metres; the core has the rest. For drawing only.
const DRAWN_BOARD: f64 = 0.013;
/// The core's least share of a wall.
const CORE: f64 = 0.4;

impl Export<'_> {
    /// The name of a material by which it is found again.
    pub(super) fn material_name(&self, id: &str) -> Option<String> {
        let known = self.vocabulary.material(id)?;
        let names = std::iter::once(&known.name.nb).chain(&known.synonyms).chain([&known.id]);
        let mut found = names.filter(|n| self.lexicon.material(n).is_some_and(|m| m.id == id));
        found.next().cloned()
    }

    /// The record of a material.
    pub(super) fn material(&mut self, name: &str) -> Id {
        if let Some(id) = self.materials.get(name) {
            return *id;
        }
        let id = self.w.add("IfcMaterial", &[("Name", V::text(name))]);
        self.materials.insert(name.to_owned(), id);
        id
    }

    /// The layers of a wall along its y axis, used from the middle of it. Their thicknesses are assumed; only the
    /// whole wall's is known.
    pub(super) fn layer_usage(&mut self, layers: &[String], thickness: f64) -> Id {
        let thickness = thickness.max(1e-3);
        let key = format!("{}|{thickness:.4}", layers.join("|"));
        let name = format!("lag {key}");
        if let Some(id) = self.materials.get(&name) {
            return *id;
        }
        let core = layers.len() / 2;
        let boards = layers.len().saturating_sub(1).max(1);
        let board = DRAWN_BOARD.min(thickness * (1.0 - CORE) / boards as f64);
        let mut all: Vec<Id> = Vec::new();
        for (index, layer) in layers.iter().enumerate() {
            let thick = if index == core { thickness - board * (layers.len() - 1) as f64 } else { board };
            let material = self.material(layer);
            let values = [("Material", V::Ref(material)), ("LayerThickness", V::Real(thick))];
            all.push(self.w.add("IfcMaterialLayer", &values));
        }
        if all.is_empty() {
            all.push(self.w.add("IfcMaterialLayer", &[("LayerThickness", V::Real(thickness))]));
        }
        let set = self.w.add("IfcMaterialLayerSet", &[("MaterialLayers", V::refs(&all))]);
        let values = [
            ("ForLayerSet", V::Ref(set)),
            ("LayerSetDirection", V::word("AXIS2")),
            ("DirectionSense", V::word("POSITIVE")),
            ("OffsetFromReferenceLine", V::Real(-thickness / 2.0)),
        ];
        let usage = self.w.add("IfcMaterialLayerSetUsage", &values);
        self.materials.insert(name, usage);
        usage
    }
}
