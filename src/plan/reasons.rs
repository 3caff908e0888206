//! Finds what overlays point at, and sets their captions.

use svg::node::element::Group;

use super::desk::{Desk, Laid, put};
use super::label::{self, Obstacle};
use super::legend::Sign;
use super::locate::Target;
use super::mark::Home;
use super::opening::Gap;
use super::overlay::{self, Ground};
use super::paper::{Box2, Ring, box_inside};
use super::view::Scope;
use super::{Overlay, Shape, Tone};
use crate::model::Side;

/// How much room the end of a leader takes, in millimetres of paper.
const END: f64 = 1.6;

impl Desk<'_> {
    /// Draws highlights and overlays of this view.
    pub(crate) fn reasons(&mut self, laid: &mut Laid) {
        let options = self.options;
        let highlights: Vec<Overlay> = options
            .highlight
            .iter()
            .filter_map(|id| {
                let shape = match self.register.find(id)? {
                    Target::Room(_) => Shape::Room(id.clone()),
                    Target::Opening(_) => Shape::Opening(id.clone()),
                    Target::Fixture(_) => Shape::Fixture(id.clone()),
                    _ => return None,
                };
                let name = format!("highlight-{}", id.0);
                let (caption, point) = (String::new(), String::new());
                Some(Overlay { shape, tone: Tone::Note, caption, id: name, point })
            })
            .collect();
        // A caption leaves free where the leaders of marks end.
        let ends = self.seats(laid).into_iter().filter_map(|(_, home)| match home {
            Home::Point { at, .. } => Some(Obstacle::of_box(Box2::centred(at, END, END), label::TEXT)),
            _ => None,
        });
        let ends: Vec<Obstacle> = ends.collect();
        for o in highlights.iter().chain(options.overlays) {
            let Some((drawing, by)) = self.reason(o, laid) else { continue };
            self.signs.insert(Sign::Tone(o.tone));
            let id = self.ids.take(&o.id);
            put(&mut self.layers.reasons, overlay::named(drawing, &id, o));
            if matches!(o.shape, Shape::DoorInto { .. } | Shape::Opening(_)) {
                laid.obstacles.push(Obstacle::of_box(by, label::THING));
            }
            let text = overlay::caption(o, &laid.frame, options.lang);
            // Across a wall a caption reads worse than in a room or outside.
            let ground = |bx: Box2| {
                let free = laid.rooms.iter().any(|r| box_inside(&r.rings, bx)) || !laid.bounds.overlaps(bx);
                if free { 0.0 } else { 4.0 }
            };
            let around = [&laid.obstacles[..], &ends].concat();
            if let Some((g, taken)) = overlay::set_caption(&text, o.tone, by, &around, laid.field, &ground) {
                put(&mut self.layers.captions, overlay::of_point(g, o));
                laid.obstacles.push(taken);
            }
        }
    }

    /// An overlay's drawing and the box it fills; none when what it shows is on another sheet.
    fn reason(&self, o: &Overlay, laid: &Laid) -> Option<(Group, Box2)> {
        // On an overview only what lies between buildings can be read.
        if laid.view.scope == Scope::Site && !matches!(o.shape, Shape::Sight { .. } | Shape::Area { .. }) {
            return None;
        }
        let (mut gap, mut toward, mut rings): (Option<&Gap>, Option<f64>, &[Ring]) = (None, None, &[]);
        let own;
        match &o.shape {
            Shape::DoorInto { opening, room } => {
                let Target::Opening(i) = self.register.find(opening)? else { return None };
                let Target::Room(r) = self.register.find(room)? else { return None };
                let g = laid.gaps.iter().find(|g| g.index == i)?;
                let side = self.model.openings.get(i)?.sides.iter().position(|s| *s == Side::Room(r));
                toward = side.and_then(|s| g.signs[s]);
                gap = Some(g);
            }
            Shape::Opening(id) => {
                let Target::Opening(i) = self.register.find(id)? else { return None };
                gap = Some(laid.gaps.iter().find(|g| g.index == i)?);
            }
            Shape::Room(id) => {
                let Target::Room(i) = self.register.find(id)? else { return None };
                rings = laid.rooms.iter().find(|r| r.drawn.index == i).map(|r| r.rings.as_slice())?;
            }
            Shape::Fixture(id) => {
                let Target::Fixture(i) = self.register.find(id)? else { return None };
                own = vec![laid.things.iter().find(|(t, ..)| *t == i)?.2.clone()];
                rings = &own;
            }
            Shape::Circle { storey, .. }
            | Shape::Area { storey, .. }
            | Shape::Sight { storey, .. }
            | Shape::Dimension { storey, .. } => {
                if !laid.view.storeys.contains(&Some(*storey)) {
                    return None;
                }
            }
        }
        let ground = Ground { frame: &laid.frame, gap, toward, rings, field: laid.field };
        let (drawing, by) = overlay::draw(o, &ground)?;
        // A shape of the same storey that lies wholly elsewhere belongs to another dwelling's sheet.
        by.overlaps(laid.field).then_some((drawing, by))
    }
}
