//! The building itself, layer by layer: ground and floors, furniture, walls, openings.

use super::desk::{Desk, Laid, PaperRoom, put};
use super::label::{self, Obstacle};
use super::legend::{Sign, hatch};
use super::letters::clean;
use super::paper::{Ring, edges, inside, to_segment};
use super::pen::{CONTEXT, HATCH, OUTDOOR, PUBLIC, Pen, ROOM, SITE, Trace, WALL, ZONE, group, title};
use super::symbol::{self, Layer, Thing};
use super::view::{self, Scope};
use crate::geometry::{Region, sound};

/// Smallest size a sign such as a sprinkler is drawn with, in millimetres.
const LEAST_SIGN: f64 = 1.9;

impl Desk<'_> {
    /// Draws the building; what names and marks should not cover is noted on the way.
    pub(crate) fn draw(&mut self, laid: &mut Laid) {
        if laid.view.scope == Scope::Site {
            self.site(laid);
        }
        self.floor(laid);
        self.built(laid);
        self.fixtures(laid);
        self.walls(laid);
        self.openings(laid);
    }

    fn site(&mut self, laid: &Laid) {
        if !laid.view.public.0.is_empty() {
            put(&mut self.layers.floor, filled(laid, &laid.view.public, PUBLIC));
            self.signs.insert(Sign::Public);
        }
        if !laid.view.boundary.0.is_empty() {
            put(&mut self.layers.floor, filled(laid, &laid.view.boundary, SITE));
            self.signs.insert(Sign::Boundary);
        }
    }

    fn floor(&mut self, laid: &mut Laid) {
        let mut zones: Vec<Ring> = Vec::new();
        for room in &laid.rooms {
            let Some(source) = self.room(room.drawn.index) else { continue };
            let mut t = Trace::new();
            t.rings(&room.rings);
            let pen = if room.drawn.outdoor { OUTDOOR } else { ROOM };
            let id = self.ids.take(&format!("room-{}", source.element.id.0));
            let mut g = group("plan-space")
                .set("id", id)
                .set("data-element", clean(&source.element.id.0))
                .add(title(&source.element.label))
                .add(t.draw(pen).set("fill-rule", "evenodd"));
            if room.drawn.technical {
                let lines = hatch(&room.rings, 1.3);
                if !lines.is_empty() {
                    g = g.add(lines.draw(HATCH));
                    self.signs.insert(Sign::Technical);
                }
            }
            if laid.view.scope != Scope::Site {
                for zone in &source.zones {
                    let Some(region) = sound(&zone.outline) else { continue };
                    g = g.add(filled(laid, &region, ZONE));
                    let word = self.options.vocabulary.room(&zone.function);
                    let name = word.map_or(zone.function.as_str(), |f| f.name.get(self.options.lang));
                    self.signs.insert(Sign::Zone(name.to_owned()));
                    zones.extend(laid.frame.all_rings(&region));
                }
            }
            put(&mut self.layers.floor, g);
        }
        // A name may stand in a zone, not on its edge.
        for (a, b) in edges(&zones) {
            if let Some(side) = (b - a).unit().map(|d| d.perp() * 0.2) {
                laid.obstacles.push(Obstacle::new(vec![a + side, b + side, b - side, a - side], label::EDGE));
            }
        }
    }

    fn fixtures(&mut self, laid: &mut Laid) {
        let scale = laid.frame.mm(1.0);
        let mut found: Vec<(Layer, usize, Vec<Ring>)> = Vec::new();
        for index in &laid.view.fixtures {
            let Some(fixture) = self.model.fixtures.get(*index).filter(|f| f.present) else { continue };
            if fixture.stands.is_some() {
                continue;
            }
            let Some(outline) = fixture.outline.as_ref() else { continue };
            let Some(region) = sound(outline) else { continue };
            // A rectangle keeps its first edge, which is its back; all else is drawn as it was resolved.
            let own = laid.frame.ring(outline.exterior());
            let plain = own.len() == 4 && outline.interiors().is_empty();
            let rings = if plain { vec![own] } else { laid.frame.all_rings(&region) };
            found.push((symbol::layer(&fixture.what), *index, rings));
        }
        found.sort_by_key(|(layer, index, _)| (*layer, *index));
        let lang = self.options.lang;
        for (layer, index, rings) in found {
            let fixture = &self.model.fixtures[index];
            let name = view::fixture_name(fixture, self.options);
            let Some(outer) = rings.first() else { continue };
            let (thing, told) = match Thing::of_ring(outer, scale) {
                Some(mut thing) => {
                    if symbol::is_sign(&fixture.what) {
                        thing = thing.at_least(LEAST_SIGN);
                    }
                    let told = thing.draw(&fixture.what, &name, lang);
                    (thing, told)
                }
                None => Thing::plain(outer, &fixture.what, &name, lang, scale),
            };
            if symbol::needs_legend(&fixture.what) || !told {
                self.signs.insert(Sign::Thing(fixture.what.clone(), name));
            }
            let ring = thing.corners();
            let id = self.ids.take(&format!("fixture-{}", fixture.element.id.0));
            let g = group("plan-item")
                .set("id", id)
                .set("data-element", clean(&fixture.element.id.0))
                .add(title(&fixture.element.label))
                .add(thing.finish());
            put(if layer == Layer::Above { &mut self.layers.above } else { &mut self.layers.fixtures }, g);
            let cost = match (layer, fixture.what.as_str()) {
                (Layer::Above, _) => label::ABOVE,
                (_, "floor_heating") => 0.0,
                _ => label::THING,
            };
            laid.obstacles.push(Obstacle::new(ring.clone(), cost));
            laid.things.push((index, layer, ring));
        }
    }

    fn walls(&mut self, laid: &mut Laid) {
        if !laid.view.context.0.is_empty() {
            put(&mut self.layers.walls, filled(laid, &laid.view.context, CONTEXT));
            self.signs.insert(Sign::Context);
        }
        if !laid.view.walls.0.is_empty() {
            put(&mut self.layers.walls, filled(laid, &laid.view.walls, WALL));
        }
        // What stands free in a room: a parapet around a stair, a short wall. The walls around a room lie on its outline.
        let inner: Vec<Obstacle> = edges(&laid.frame.all_rings(&laid.view.walls))
            .filter_map(|(a, b)| {
                let (middle, side) = ((a + b) * 0.5, (b - a).unit()?.perp() * 0.2);
                let within = |r: &PaperRoom| r.bounds.holds(middle) && inside(&r.rings, middle);
                let beside = |r: &PaperRoom| edges(&r.rings).any(|(c, d)| to_segment(middle, c, d) < 0.3);
                let free = laid.rooms.iter().any(|r| within(r) && !beside(r));
                free.then(|| Obstacle::new(vec![a + side, b + side, b - side, a - side], label::SWING))
            })
            .collect();
        laid.obstacles.extend(inner);
    }

    fn openings(&mut self, laid: &mut Laid) {
        for gap in &laid.gaps {
            let Some(opening) = self.model.openings.get(gap.index) else { continue };
            let id = self.ids.take(&format!("opening-{}", opening.element.id.0));
            let g = group("plan-opening")
                .set("id", id)
                .set("data-element", clean(&opening.element.id.0))
                .add(title(&opening.element.label))
                .add(gap.draw(opening, &laid.frame));
            put(&mut self.layers.openings, g);
            if gap.swing_unknown && laid.view.scope != Scope::Site {
                self.signs.insert(Sign::SwingUnknown);
            }
            laid.obstacles.extend(gap.swept().into_iter().map(|ring| Obstacle::new(ring, label::SWING)));
        }
    }
}

/// A region in one even-odd path.
fn filled(laid: &Laid, region: &Region, pen: Pen) -> svg::node::element::Path {
    let mut t = Trace::new();
    t.rings(&laid.frame.all_rings(region));
    t.draw(pen).set("fill-rule", "evenodd")
}
