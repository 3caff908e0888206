//! Walls: those that were described, and those the plan draws around and between rooms.

use geo::{Area, Coord, Polygon};

use super::Export;
use super::drawn::{self, Piece};
use super::facts::Carrier;
use super::shape::Frame;
use super::step::V;
use crate::ifc::own;
use crate::ifc::step::Id;
use crate::model::{Side, Value, Wall};
use crate::text::Localized;

/// Thickness that a described wall is drawn with where nobody stated it, in metres. For drawing only.
const DRAWN_THICKNESS: f64 = 0.2;

/// A wall that openings may go through.
pub(super) struct Host {
    pub(super) id: Id,
    pub(super) storey: usize,
    pub(super) frame: Frame,
    pub(super) placement: Id,
    pub(super) region: Polygon<f64>,
}

impl Export<'_> {
    pub(super) fn walls(&mut self) {
        for index in 0..self.model.walls.len() {
            self.described_wall(&self.model.walls[index]);
        }
        for storey in 0..self.model.storeys.len() {
            for (n, piece) in drawn::pieces(self.model, self.vocabulary, storey).into_iter().enumerate() {
                self.drawn_wall(storey, n + 1, piece);
            }
        }
    }

    /// How a side is written: the room's id, the open, or not known.
    pub(super) fn side(&self, side: Side) -> String {
        match side {
            Side::Room(r) => {
                self.model.rooms.get(r).map_or_else(|| own::UNKNOWN.to_owned(), |r| r.element.id.0.clone())
            }
            Side::Outside => own::OUTSIDE.to_owned(),
            Side::Unknown => own::UNKNOWN.to_owned(),
        }
    }

    fn described_wall(&mut self, wall: &Wall) {
        let level = self.level(wall.storey);
        let frame = wall.outlines.first().and_then(longest_edge);
        let (placement, shape) = match frame {
            Some(frame) => {
                let at = [frame.origin.x, frame.origin.y, 0.0];
                let placement = self.placement(Some(level.placement), at, Some(frame.along));
                let pieces: Vec<_> = wall.outlines.iter().map(|o| frame.polygon_inside(o)).collect();
                let body = self.extrusions(&pieces, 0.0, level.height);
                let body: Vec<Id> = body.into_iter().collect();
                (placement, self.product(&body))
            }
            None => {
                let sentence = Localized::new(
                    "vegger uten sted på planen har ingen form",
                    "walls without a place on the plan have no shape",
                );
                self.told.count("export.wall-shape", sentence, &wall.element.label);
                (self.placement(Some(level.placement), [0.0; 3], None), V::No)
            }
        };
        let values = [
            ("Name", V::text(&wall.element.tag)),
            ("ObjectPlacement", V::Ref(placement)),
            ("Representation", shape),
            ("Tag", V::text(&wall.element.tag)),
        ];
        let id = self.rooted("IfcWall", &wall.element, &values);
        self.stands_in(level.structure, id);
        let mut carrier = self.facts_of(&wall.element, "IfcWall", None, None);
        carrier.plan_list(own::SIDES, wall.sides.map(|s| self.side(s)));
        if !wall.separates.is_empty() {
            let apart = wall.separates.iter().flatten().filter_map(|d| self.model.dwellings.get(*d));
            carrier.plan_list(own::SEPARATES, apart.map(|d| d.element.id.0.clone()));
        }
        let layers = std::mem::take(&mut carrier.layers);
        if !layers.is_empty() || wall.thickness.is_some() {
            let usage = self.layer_usage(&layers, wall.thickness.unwrap_or(DRAWN_THICKNESS));
            self.made_of.entry(usage).or_default().push(id);
        }
        if wall.thickness.is_none() {
            carrier.assumed("tykkelse");
        }
        self.state(id, &wall.element.id.0, carrier);
        if let (Some(frame), Some(storey)) = (frame, wall.storey) {
            let host = |region: &Polygon<f64>| Host { id, storey, frame, placement, region: region.clone() };
            self.walls.extend(wall.outlines.iter().map(host));
        }
    }

    fn drawn_wall(&mut self, storey: usize, n: usize, piece: Piece) {
        let level = self.level(Some(storey));
        let frame = piece.frame;
        let at = [frame.origin.x, frame.origin.y, 0.0];
        let placement = self.placement(Some(level.placement), at, Some(frame.along));
        let local = frame.polygon_inside(&piece.region);
        let reach =
            local.exterior().coords().fold((f64::MAX, f64::MIN), |(l, h), c| (l.min(c.x), h.max(c.x)));
        let axis = self.axis_line(reach.0, reach.1);
        let Some(body) = self.extrusion(&local, 0.0, level.height) else { return };
        let shape = self.product(&[axis, body]);
        let outer = piece.rooms.contains(&None);
        let name = format!("{} {n}", if outer { "Yttervegg" } else { "Innervegg" });
        let values = [
            ("Name", V::text(name)),
            ("ObjectPlacement", V::Ref(placement)),
            ("Representation", shape),
            ("?PredefinedType", V::word(if outer { "SOLIDWALL" } else { "PARTITIONING" })),
        ];
        let known = self.w.has_attribute("IfcWall", "PredefinedType");
        let key = format!("{}|vegg|{}", self.model.storeys[storey].element.id.0, piece.key);
        let id = self.w.root("IfcWall", &key, &values[..if known { 4 } else { 3 }]);
        self.stands_in(level.structure, id);
        let usage = self.layer_usage(&self.layers_between(piece.rooms), piece.thickness);
        self.made_of.entry(usage).or_default().push(id);
        let mut carrier = Carrier::default();
        carrier.plan(own::DRAWN, V::typed("IfcBoolean", V::Bool(true)));
        carrier.standard("Pset_WallCommon", "IsExternal", V::typed("IfcBoolean", V::Bool(outer)));
        let set = self.quantities("Qto_WallBaseQuantities");
        carrier.quantity(set, "Length", "Length", reach.1 - reach.0);
        carrier.quantity(set, "Width", "Length", piece.thickness);
        carrier.quantity(set, "GrossFootprintArea", "Area", piece.region.unsigned_area());
        if piece.assumed {
            carrier.assumed_as("tykkelse", piece.thickness);
            let sentence = Localized::new(
                "yttervegger uten oppgitt tykkelse er tegnet og merket som antatt",
                "outer walls without a stated thickness are drawn and marked as assumed",
            );
            let label = self.model.storeys[storey].element.label.clone();
            self.told.count("export.wall-thickness", sentence, &label);
        }
        self.state(id, &key, carrier);
        self.walls.push(Host { id, storey, frame, placement, region: piece.region });
    }

    /// The layers of a wall from its right side to its left one, as far as the rooms on them say.
    fn layers_between(&self, rooms: [Option<usize>; 2]) -> Vec<String> {
        let [right, left] = rooms.map(|room| -> Vec<String> {
            let stated = room.and_then(|r| self.model.rooms[r].element.stated("room.wall.layers"));
            match stated {
                Some(Value::Layers(ids)) => ids.iter().filter_map(|id| self.material_name(id)).collect(),
                _ => Vec::new(),
            }
        });
        let mut all: Vec<String> = right.into_iter().rev().collect();
        for (i, layer) in left.into_iter().enumerate() {
            // The structure is one and the same, seen from both sides.
            if i > 0 || all.last() != Some(&layer) {
                all.push(layer);
            }
        }
        all
    }
}

/// A frame along the longest edge of an outline, so that the outline lies beside its x axis.
fn longest_edge(outline: &Polygon<f64>) -> Option<Frame> {
    let length = |l: &geo::Line<f64>| (l.end - l.start).x.hypot((l.end - l.start).y);
    let edge = outline.exterior().lines().max_by(|a, b| length(a).total_cmp(&length(b)))?;
    let frame = Frame::between(edge.start, edge.end)?;
    let low = frame.polygon_inside(outline);
    let across = low.exterior().coords().fold((f64::MAX, f64::MIN), |(l, h), c| (l.min(c.y), h.max(c.y)));
    let middle = f64::midpoint(across.0, across.1);
    let left = Coord { x: -frame.along.y, y: frame.along.x };
    Some(Frame { origin: frame.origin + left * middle, along: frame.along })
}
