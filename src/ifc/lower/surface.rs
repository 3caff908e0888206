//! Which of its materials does one see of a floor, a ceiling or a covering?
//!
//! The layers of what lies flat follow each other upwards, or downwards where the model says so. Revit lists them from
//! the top whatever it says. Where the order is not told, and the materials differ, there is no telling which one sees,
//! and none is taken.

use super::Lower;
use super::told::Saying;
use crate::ifc::step::Id;
use crate::ifc::{Layer, Layers, MaterialUse, Model};
use crate::source::Severity;
use crate::text::Localized;

/// The name of the program whose lists of layers run from the top.
const FROM_THE_TOP: &str = "Revit";

/// Whether the program that wrote a model lists the layers of what lies flat from the top.
pub(super) fn lists_from_the_top(ifc: &Model) -> bool {
    let name = |id: Id| ifc.text(id, "ApplicationFullName");
    let applications = ifc.by_class("IfcApplication", false);
    applications.into_iter().filter_map(name).any(|n| n.contains(FROM_THE_TOP))
}

impl Lower<'_> {
    /// The layers of what lies flat from its top, where their order is told.
    pub(super) fn layers_from_top<'l, 'm>(&self, layers: &'l Layers<'m>) -> Option<Vec<&'l Layer<'m>>> {
        let mut all: Vec<&Layer<'_>> = layers.layers.iter().collect();
        let upwards = if self.from_the_top { false } else { layers.positive? };
        if upwards {
            all.reverse();
        }
        Some(all)
    }

    /// The name of the material one sees of an element; none where that is not told.
    pub(super) fn seen_of(&mut self, id: Id) -> Option<String> {
        let ifc = self.ifc;
        let uses = ifc.materials(id);
        let names: Vec<String> =
            uses.iter().flat_map(|u| u.materials()).map(|m| m.name.trim().to_owned()).collect();
        let first = names.first()?.clone();
        if names.iter().all(|n| *n == first) {
            return Some(first);
        }
        let from_below = self.sort(id).and_then(|s| s.predefined).as_deref() == Some("CEILING");
        if let [MaterialUse::Layers(layers)] = &uses[..]
            && let Some(all) = self.layers_from_top(layers)
        {
            let seen = if from_below { all.last() } else { all.first() };
            return seen.and_then(|l| l.material.as_ref()).map(|m| m.name.trim().to_owned());
        }
        let known: Option<Vec<&str>> =
            names.iter().map(|n| self.lexicon.material(n).map(|m| m.id.as_str())).collect();
        if known.is_some_and(|k| k.windows(2).all(|w| w[0] == w[1])) {
            return Some(first);
        }
        self.not_told_which(id, &names);
        None
    }

    fn not_told_which(&mut self, id: Id, names: &[String]) {
        let saying = Saying::new(
            Severity::Note,
            "ifc.material-many",
            Localized::new(
                "ett sted er det ikke kjent hvilket av flere materialer som er overflaten; ingen av dem er brukt",
                "in one place it is not known which of several materials is the surface; none is used",
            ),
            Localized::new(
                "{n} steder er det ikke kjent hvilket av flere materialer som er overflaten; ingen av dem er brukt",
                "in {n} places it is not known which of several materials is the surface; none is used",
            ),
        );
        let shown = names.iter().take(3).map(|n| format!("«{n}»")).collect::<Vec<_>>().join(", ");
        let (file, line) = (self.file.clone(), self.line(id));
        self.told.count(saying, Localized::same(shown), &file, line);
    }
}
