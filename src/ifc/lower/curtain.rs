//! Curtain walls: which of their panels are glass, and so the windows of the rooms behind them.
//!
//! A panel (`IfcPlate`) is known by its materials, or else by its name and its type's; one of which neither tells may be
//! glass or not, and stays in doubt. A curtain wall that is drawn as one piece is such a panel itself. Windows, doors and
//! walls among the parts are read as everywhere else, and members hold the panels.

use std::collections::BTreeSet;

use super::Lower;
use super::told::Saying;
use crate::ifc::step::Id;
use crate::ifc::{Link, Model};
use crate::model::{Element, Origin, Value};
use crate::source::Severity;
use crate::text::Localized;

/// How deep parts of parts are looked for.
const DEEPEST: usize = 4;
/// Id of the material panels are looked at for.
const GLASS: &str = "glass";

/// What a panel is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Panel {
    Glass,
    /// Nobody says.
    Doubtful,
}

impl Lower<'_> {
    /// The panels of curtain walls that are glass, or may be.
    pub(super) fn panels(&self) -> Vec<(Id, Panel)> {
        let mut found = Vec::new();
        for curtain in self.ifc.by_class("IfcCurtainWall", true) {
            let parts = parts(self.ifc, curtain);
            let panels = parts.iter().copied().filter(|p| self.ifc.is_a(*p, "IfcPlate"));
            found.extend(panels.filter_map(|p| Some((p, self.panel(p)?))));
            if parts.is_empty() {
                found.extend(self.panel(curtain).map(|panel| (curtain, panel)));
            }
        }
        found.sort_by_key(|(id, _)| *id);
        found.dedup_by_key(|(id, _)| *id);
        found
    }

    /// What a panel is; none where it is known to be solid.
    fn panel(&self, id: Id) -> Option<Panel> {
        let uses = self.ifc.materials(id);
        let materials = uses.iter().flat_map(crate::ifc::MaterialUse::materials).map(|m| m.name.as_ref());
        let known: Vec<&str> = materials.filter_map(|name| self.material_of(name)).collect();
        if !known.is_empty() {
            return known.contains(&GLASS).then_some(Panel::Glass);
        }
        let kind = self.ifc.type_of(id);
        let names = [(Some(id), "Name"), (Some(id), "ObjectType"), (kind, "Name"), (kind, "ElementType")];
        let named = names.into_iter().find_map(|(of, attribute)| {
            // Every one is a panel; here the word tells of no panelling.
            let name = crate::vocab::normalise(&self.ifc.text(of?, attribute)?).replace("panel", " ");
            self.material_of(&name)
        });
        match named {
            Some(GLASS) => Some(Panel::Glass),
            Some(_) => None,
            None => Some(Panel::Doubtful),
        }
    }

    fn material_of(&self, name: &str) -> Option<&str> {
        self.lexicon.material(name).map(|m| m.id.as_str())
    }

    /// States that all of a panel is glass, or tells that nobody says what it is.
    pub(super) fn glaze(&mut self, element: &mut Element, id: Id, panel: Panel, area: Option<f64>) {
        self.used.extend(whole_of(self.ifc, id));
        let (glass, share) = ("window.glass_area", "window.glass_share");
        match (panel, area) {
            (Panel::Glass, Some(area))
                if !element.declared.contains_key(glass) && !element.declared.contains_key(share) =>
            {
                let method = Localized::new(
                    "hele feltet i glassveggen er glass",
                    "all of the panel of the curtain wall is glass",
                );
                element.declare(glass, Value::area(area), Origin::Computed { method, from: Vec::new() });
            }
            (Panel::Doubtful, _) => self.glass_untold(id, &element.label.clone()),
            _ => {}
        }
    }

    fn glass_untold(&mut self, id: Id, label: &str) {
        let saying = Saying::new(
            Severity::Warning,
            "ifc.panel-material",
            Localized::new(
                "det er ikke sagt om ett felt i en glassvegg (IfcCurtainWall) er av glass",
                "it is not said whether one panel of a curtain wall is glass",
            ),
            Localized::new(
                "det er ikke sagt om {n} felt i glassvegger (IfcCurtainWall) er av glass",
                "it is not said whether {n} panels of curtain walls are glass",
            ),
        )
        .help(Localized::new(
            "eksporter feltene (IfcPlate) med materiale, eller med et navn som sier hva de er av",
            "export the panels (IfcPlate) with their material, or with a name that tells what they are of",
        ));
        let (file, line) = (self.file.clone(), self.line(id));
        self.told.count(saying, Localized::same(label), &file, line);
    }
}

/// The parts of a curtain wall and their parts.
fn parts(ifc: &Model, curtain: Id) -> BTreeSet<Id> {
    let mut found = BTreeSet::new();
    let mut next = vec![curtain];
    for _ in 0..DEEPEST {
        let parts = next.iter().flat_map(|whole| ifc.linking(Link::Whole, *whole));
        next = parts.filter(|part| *part != curtain && found.insert(*part)).collect();
    }
    found
}

/// The curtain wall an element is part of.
pub(super) fn whole_of(ifc: &Model, id: Id) -> Option<Id> {
    ifc.linked(Link::Whole, id).find(|whole| ifc.is_a(*whole, "IfcCurtainWall"))
}
