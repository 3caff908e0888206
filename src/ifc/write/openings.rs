//! Doors, windows and passages: holes in walls, what fills them, and their types.
//!
//! A leaf opens towards the positive y axis of its door, and `LEFT` is the hinge at the origin of its x axis. So the x
//! axis of a door is turned until the side the leaf opens into lies that way.

use geo::{Area, Contains, Coord, Point};

use super::Export;
use super::facts::Carrier;
use super::leaves::{Panel, operation, panels};
use super::shape::{Frame, rectangle};
use super::step::V;
use crate::geometry::{cut, intersection, sound};
use crate::ifc::own;
use crate::ifc::schema::Version;
use crate::ifc::step::Id;
use crate::model::{Hinge, Manner, Opening, OpeningKind, Placement, Side, Swing};
use crate::text::Localized;

/// Sizes that openings are drawn with where nobody stated them, in metres. For drawing only.
const DRAWN_DOOR_HEIGHT: f64 = 2.1;
const DRAWN_WINDOW_HEIGHT: f64 = 1.2;
const DRAWN_SILL: f64 = 0.9;
/// Depth of a frame in its wall, and thickness of the frame around, in metres. For drawing only.
const LINING_DEPTH: f64 = 0.1;
const LINING_THICKNESS: f64 = 0.05;

/// An opening with its place worked out.
struct Set {
    frame: Frame,
    width: f64,
    height: f64,
    sill: f64,
    thickness: f64,
    /// How it opens in this frame.
    operation: &'static str,
    panels: Vec<Panel>,
}

impl Export<'_> {
    pub(super) fn openings(&mut self) {
        for index in 0..self.model.openings.len() {
            self.opening(&self.model.openings[index]);
        }
    }

    fn opening(&mut self, opening: &Opening) {
        let set = opening.placement.as_ref().and_then(|p| self.set(opening, p));
        if set.is_none() {
            let sentence = Localized::new(
                "åpninger uten sted i en vegg har ingen form",
                "openings without a place in a wall have no shape",
            );
            self.told.count("export.opening-shape", sentence, &opening.element.label);
        }
        match opening.kind {
            OpeningKind::Passage => self.passage(opening, set.as_ref()),
            OpeningKind::Door | OpeningKind::Window => self.filled(opening, set.as_ref()),
        }
    }

    /// Where an opening sits, its x axis turned so that its leaf opens towards y.
    fn set(&self, opening: &Opening, placement: &Placement) -> Option<Set> {
        let (mut a, mut b) = (placement.a, placement.b);
        let along = Frame::between(a, b)?;
        // What slides, goes up or revolves opens into neither side, and opposite leaves into both.
        let turns = |s: &Swing| {
            !matches!(s.hinge, Hinge::Sliding | Hinge::Lifted | Hinge::Revolving)
                && s.manner != Manner::Opposite
        };
        let is_left = |s: Swing| self.is_left(opening, s.into, along, placement.thickness);
        let mut swing = opening.swing;
        if !swing.filter(turns).is_none_or(is_left) {
            (a, b) = (b, a);
            swing = swing.map(Swing::turned);
        }
        let operation = operation(swing, swing.is_none_or(is_left), self.version);
        let (default_height, default_sill) = match opening.kind {
            OpeningKind::Window => (DRAWN_WINDOW_HEIGHT, DRAWN_SILL),
            OpeningKind::Door | OpeningKind::Passage => (DRAWN_DOOR_HEIGHT, 0.0),
        };
        let d = b - a;
        Some(Set {
            frame: Frame::between(a, b)?,
            width: d.x.hypot(d.y),
            height: opening.height.filter(|h| *h > 0.0).unwrap_or(default_height),
            sill: opening.sill.unwrap_or(default_sill),
            thickness: placement.thickness.max(0.01),
            operation,
            panels: panels(swing),
        })
    }

    /// Whether a side of an opening lies on the left of its direction.
    fn is_left(&self, opening: &Opening, side: usize, along: Frame, thickness: f64) -> bool {
        let left = Coord { x: -along.along.y, y: along.along.x };
        let Some(placement) = opening.placement else { return true };
        let middle = (placement.a + placement.b) / 2.0;
        let lies = |room: usize| {
            let outline = self.model.rooms.get(room)?.outline.as_ref()?;
            [0.05, 0.2, 0.4].into_iter().find_map(|d| {
                let off = left * (thickness / 2.0 + d);
                let [l, r] = [middle + off, middle - off].map(|p| outline.contains(&Point::from(p)));
                (l != r).then_some(l)
            })
        };
        let of = |i: usize| match opening.sides[i] {
            Side::Room(r) => lies(r),
            Side::Outside | Side::Unknown => None,
        };
        of(side).or_else(|| of(1 - side).map(|l| !l)).unwrap_or(true)
    }

    // --- what is said of all openings ---------------------------------------------------------------------------

    fn carrier(&self, opening: &Opening, set: Option<&Set>, class: &str) -> Carrier {
        let whole = opening.width.zip(opening.height).map(|(w, h)| w * h);
        let mut carrier = self.facts_of(&opening.element, class, None, whole);
        carrier.plan_list(own::SIDES, opening.sides.map(|s| self.side(s)));
        if let Some(swing) = opening.swing {
            carrier.plan(own::INTO, V::typed("IfcInteger", V::Int(swing.into as i64)));
        }
        if opening.placement.is_none() && opening.kind == OpeningKind::Window {
            carrier.length(own::SILL, opening.sill);
        }
        if opening.maybe_solid {
            carrier.assumed("glass");
        }
        let sizes = [
            ("bredde", opening.width, set.map(|s| s.width)),
            ("høyde", opening.height, set.map(|s| s.height)),
            ("brystning", opening.sill, set.map(|s| s.sill)),
        ];
        for (what, _, drawn) in sizes.into_iter().filter(|(_, stated, _)| stated.is_none()) {
            match drawn {
                Some(drawn) => carrier.assumed_as(what, drawn),
                None => carrier.assumed(what),
            }
        }
        carrier
    }

    /// Relates an opening to the spaces on its sides.
    fn boundaries(&mut self, id: Id, opening: &Opening) {
        let external = opening.sides.contains(&Side::Outside);
        let is_virtual = opening.kind == OpeningKind::Passage;
        for (n, side) in opening.sides.iter().enumerate() {
            let Side::Room(room) = side else { continue };
            let Some(space) = self.rooms.get(*room).copied() else { continue };
            let values = [
                ("RelatingSpace", V::Ref(space)),
                ("RelatedBuildingElement", V::Ref(id)),
                ("PhysicalOrVirtualBoundary", V::word(if is_virtual { "VIRTUAL" } else { "PHYSICAL" })),
                ("InternalOrExternalBoundary", V::word(if external { "EXTERNAL" } else { "INTERNAL" })),
            ];
            self.w.root("IfcRelSpaceBoundary", &format!("{}|side {n}", opening.element.id.0), &values);
        }
    }

    /// The holes an opening makes, one for each wall it goes through; gives the one that lies in it most.
    fn holes(&mut self, opening: &Opening, set: &Set) -> Vec<(Id, Frame, Id)> {
        let Some(storey) = opening.storey else { return Vec::new() };
        let placement = Placement {
            a: set.frame.origin,
            b: set.frame.origin + set.frame.along * set.width,
            thickness: set.thickness,
        };
        let Some(region) = cut(&placement).as_ref().and_then(sound) else { return Vec::new() };
        let mut hosts: Vec<(f64, usize)> = self
            .walls
            .iter()
            .enumerate()
            .filter(|(_, w)| w.storey == storey)
            .filter_map(|(i, w)| Some((intersection(&sound(&w.region)?, &region).unsigned_area(), i)))
            .filter(|(area, _)| *area > 1e-3)
            .collect();
        hosts.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut holes = Vec::new();
        for (n, (_, host)) in hosts.into_iter().enumerate() {
            let host = &self.walls[host];
            let (wall, wall_placement) = (host.id, host.placement);
            let inside = host.frame.frame_inside(&set.frame);
            let at = [inside.origin.x, inside.origin.y, set.sill];
            let place = self.placement(Some(wall_placement), at, Some(inside.along));
            let half = set.thickness / 2.0;
            let box_ = rectangle([0.0, -half], [set.width, half]);
            let body: Vec<Id> = self.extrusion(&box_, 0.0, set.height).into_iter().collect();
            let shape = self.product(&body);
            let known = self.w.has_attribute("IfcOpeningElement", "PredefinedType");
            let values = [
                ("Name", V::text(&opening.element.tag)),
                ("ObjectPlacement", V::Ref(place)),
                ("Representation", shape),
                ("?PredefinedType", V::word("OPENING")),
            ];
            let values = &values[..if known { 4 } else { 3 }];
            let passage = opening.kind == OpeningKind::Passage && n == 0;
            let key = format!("{}|hull {n}", opening.element.id.0);
            let hole = match passage {
                true => self.rooted("IfcOpeningElement", &opening.element, values),
                false => self.w.root("IfcOpeningElement", &key, values),
            };
            let values = [("RelatingBuildingElement", V::Ref(wall)), ("RelatedOpeningElement", V::Ref(hole))];
            self.w.root("IfcRelVoidsElement", &format!("{key}|i veggen"), &values);
            if !passage && (n > 0 || opening.kind == OpeningKind::Passage) {
                let mut carrier = Carrier::default();
                carrier.plan(own::DRAWN, V::typed("IfcBoolean", V::Bool(true)));
                self.state(hole, &key, carrier);
            }
            holes.push((hole, set.frame, place));
        }
        holes
    }

    /// A hole that nothing fills; without a wall to go through, a virtual element between two spaces.
    fn passage(&mut self, opening: &Opening, set: Option<&Set>) {
        let holes = set.map(|s| self.holes(opening, s)).unwrap_or_default();
        let level = self.level(opening.storey);
        let id = match (holes.first(), set) {
            (Some((hole, ..)), _) => *hole,
            (None, set) => {
                let (placement, shape) = self.free_shape(opening, set);
                let values = [
                    ("Name", V::text(&opening.element.tag)),
                    ("ObjectPlacement", V::Ref(placement)),
                    ("Representation", shape),
                ];
                let id = self.rooted("IfcVirtualElement", &opening.element, &values);
                self.stands_in(level.structure, id);
                self.boundaries(id, opening);
                id
            }
        };
        let mut carrier = self.carrier(opening, set, "IfcDoor");
        carrier.predefined.clear();
        if let Some(width) = opening.width {
            carrier.length(own::WIDTH, Some(width));
        }
        carrier.length(own::HEIGHT, opening.height);
        self.state(id, &opening.element.id.0, carrier);
    }

    /// A placement and body in the storey's own frame.
    fn free_shape(&mut self, opening: &Opening, set: Option<&Set>) -> (Id, V) {
        let level = self.level(opening.storey);
        let Some(set) = set else {
            return (self.placement(Some(level.placement), [0.0; 3], None), V::No);
        };
        let at = [set.frame.origin.x, set.frame.origin.y, set.sill];
        let placement = self.placement(Some(level.placement), at, Some(set.frame.along));
        let body = self.frame_body(set);
        (placement, self.product(&body))
    }

    fn frame_body(&mut self, set: &Set) -> Vec<Id> {
        let half = (LINING_DEPTH / 2.0).min(set.thickness / 2.0);
        let box_ = rectangle([0.0, -half], [set.width, half]);
        self.extrusion(&box_, 0.0, set.height).into_iter().collect()
    }

    /// A door or window in its hole.
    fn filled(&mut self, opening: &Opening, set: Option<&Set>) {
        let window = opening.kind == OpeningKind::Window;
        let (class, sizes) = if window {
            ("IfcWindow", "Qto_WindowBaseQuantities")
        } else {
            ("IfcDoor", "Qto_DoorBaseQuantities")
        };
        let holes = set.map(|s| self.holes(opening, s)).unwrap_or_default();
        let level = self.level(opening.storey);
        let (placement, shape) = match (set, holes.first()) {
            (Some(set), Some((_, _, hole))) => {
                let placement = self.placement(Some(*hole), [0.0; 3], None);
                let body = self.frame_body(set);
                (placement, self.product(&body))
            }
            _ => self.free_shape(opening, set),
        };
        let operation = set.map_or_else(|| operation(opening.swing, true, self.version), |s| s.operation);
        let panels = set.map_or_else(|| panels(opening.swing), |s| s.panels.clone());
        let mut values = vec![
            ("Name", V::text(&opening.element.tag)),
            ("ObjectPlacement", V::Ref(placement)),
            ("Representation", shape),
            ("Tag", V::text(&opening.element.tag)),
            ("OverallHeight", V::maybe(opening.height.filter(|h| *h > 0.0))),
            ("OverallWidth", V::maybe(opening.width.filter(|w| *w > 0.0))),
        ];
        if self.version != Version::Ifc2x3 {
            values.push(("PredefinedType", V::word(if window { "WINDOW" } else { "DOOR" })));
            values.push(if window {
                ("PartitioningType", V::word("NOTDEFINED"))
            } else {
                ("OperationType", V::word(operation))
            });
        }
        let id = self.rooted(class, &opening.element, &values);
        self.stands_in(level.structure, id);
        if let Some((hole, ..)) = holes.first() {
            let values = [("RelatingOpeningElement", V::Ref(*hole)), ("RelatedBuildingElement", V::Ref(id))];
            self.w.root("IfcRelFillsElement", &format!("{}|i hullet", opening.element.id.0), &values);
        }
        self.boundaries(id, opening);
        let mut carrier = self.carrier(opening, set, class);
        let common = if window { "Pset_WindowCommon" } else { "Pset_DoorCommon" };
        if opening.sides != [Side::Unknown; 2] {
            let external = opening.sides.contains(&Side::Outside);
            carrier.standard(common, "IsExternal", V::typed("IfcBoolean", V::Bool(external)));
            if !opening.element.declared.contains_key("door.is_external") {
                carrier.assumed("utvendig");
            }
        }
        let set = self.quantities(sizes);
        for (name, value) in [("Width", opening.width), ("Height", opening.height)] {
            if let Some(value) = value {
                carrier.quantity(set, name, "Length", value);
            }
        }
        if let Some((w, h)) = opening.width.zip(opening.height) {
            carrier.quantity(set, "Area", "Area", w * h);
        }
        let predefined = std::mem::take(&mut carrier.predefined);
        self.typed(id, opening, (operation, panels), predefined);
        self.state(id, &opening.element.id.0, carrier);
    }

    /// The type of a door or window: those alike share one.
    fn typed(
        &mut self,
        id: Id,
        opening: &Opening,
        (operation, panels): (&str, Vec<Panel>),
        predefined: std::collections::BTreeMap<String, Vec<(String, f64)>>,
    ) {
        let window = opening.kind == OpeningKind::Window;
        let size = |m: Option<f64>| m.map_or_else(|| "?".to_owned(), |m| format!("{:.0}", m * 100.0));
        let noun = if window { "Vindu" } else { "Dør" };
        let name = format!("{noun} {}x{}", size(opening.width), size(opening.height));
        // What is as usual is not part of the key, so that GlobalIds stay as they are.
        let usual = panels.iter().all(|p| p.how != "FIXEDPANEL" && [Some(1.0), Some(0.5)].contains(&p.share));
        let key = if usual {
            format!("{name}|{operation}|{predefined:?}")
        } else {
            format!("{name}|{operation}|{panels:?}|{predefined:?}")
        };
        if let Some((_, occurrences)) = self.types.get_mut(&key) {
            occurrences.push(id);
            return;
        }
        let older = self.version == Version::Ifc2x3;
        let sets = self.linings(&key, window, &panels, &predefined);
        let mut values = vec![("Name", V::text(name)), ("HasPropertySets", V::refs(&sets))];
        let class = match (window, older) {
            (false, true) => {
                values.extend([
                    ("OperationType", V::word(operation)),
                    ("ConstructionType", V::word("NOTDEFINED")),
                ]);
                "IfcDoorStyle"
            }
            (true, true) => {
                values.extend([
                    ("ConstructionType", V::word("NOTDEFINED")),
                    ("OperationType", V::word("NOTDEFINED")),
                ]);
                "IfcWindowStyle"
            }
            (false, false) => {
                values.extend([("PredefinedType", V::word("DOOR")), ("OperationType", V::word(operation))]);
                "IfcDoorType"
            }
            (true, false) => {
                values.extend([
                    ("PredefinedType", V::word("WINDOW")),
                    ("PartitioningType", V::word("NOTDEFINED")),
                ]);
                "IfcWindowType"
            }
        };
        if older {
            values.extend([("ParameterTakesPrecedence", V::Bool(false)), ("Sizeable", V::Bool(false))]);
        } else {
            values.push(("ParameterTakesPrecedence", V::Bool(false)));
        }
        let kind = self.w.root(class, &key, &values);
        self.types.insert(key, (kind, vec![id]));
    }

    /// The frame and the leaves of a type.
    fn linings(
        &mut self,
        key: &str,
        window: bool,
        panels: &[Panel],
        predefined: &std::collections::BTreeMap<String, Vec<(String, f64)>>,
    ) -> Vec<Id> {
        let (lining, panel) = if window {
            ("IfcWindowLiningProperties", "IfcWindowPanelProperties")
        } else {
            ("IfcDoorLiningProperties", "IfcDoorPanelProperties")
        };
        let mut values =
            vec![("LiningDepth", V::Real(LINING_DEPTH)), ("LiningThickness", V::Real(LINING_THICKNESS))];
        for (name, number) in predefined.get(lining).into_iter().flatten() {
            values.push((name, V::Real(*number)));
        }
        let mut sets = vec![self.w.root(lining, &format!("{key}|karm"), &values)];
        let undefined = [Panel { how: "NOTDEFINED", place: "NOTDEFINED", share: None }];
        for Panel { how, place, share } in if window { &undefined } else { panels } {
            let values = if window {
                vec![("OperationType", V::word(how)), ("PanelPosition", V::word(place))]
            } else {
                let share = V::maybe(*share);
                vec![
                    ("PanelOperation", V::word(how)),
                    ("PanelWidth", share),
                    ("PanelPosition", V::word(place)),
                ]
            };
            sets.push(self.w.root(panel, &format!("{key}|blad {place}"), &values));
        }
        sets
    }
}
