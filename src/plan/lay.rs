//! Which scale fits, and where each view lies on the sheet.

use std::collections::BTreeSet;

use super::desk::{Desk, Heading, Laid, PaperRoom, put};
use super::dimension::{self, Chain, Edge};
use super::frame::{Frame, denominators};
use super::label::{self, Obstacle};
use super::opening::Gap;
use super::paper::{Box2, Pt, Ring};
use super::pen::Type;
use super::view::{Scope, View};
use crate::geometry::sound;
use crate::model::Model;

/// Margin on a side without dimensions: room for marks.
const MARGIN: f64 = 7.0;
/// How far from a house a place that somebody marked still belongs to its plan, in metres.
const YARD: f64 = 6.0;
/// Margin of the sheet over everything.
const HEAD: f64 = 2.0;
/// How far outside the drawing marks may stand.
const FIELD: f64 = 5.6;
/// Between two views, and the height of their captions.
const BETWEEN: f64 = 6.0;
const CAPTION: f64 = 6.0;
/// The smallest drawing there can be.
const LAST: u32 = 1_000_000_000;

/// Everything a view covers, in the millimetres of a frame.
fn bounds(view: &View, model: &Model, frame: &Frame) -> Box2 {
    let mut all = Box2::NOTHING;
    let drawn = [&view.walls, &view.context, &view.boundary, &view.public];
    let regions = view.rooms.iter().map(|r| &r.region).chain(drawn);
    for polygon in regions.flat_map(|r| r.0.iter()) {
        all = all.with(frame.bounds(polygon));
    }
    for gap in view.openings.iter().filter_map(|i| Gap::new(model, *i, frame)) {
        all = all.with(Box2::around(gap.swept().into_iter().flatten().chain(gap.cut())));
    }
    for fixture in view.fixtures.iter().filter_map(|i| model.fixtures.get(*i)).filter(|f| f.present) {
        if fixture.stands.is_some() {
            for standing in view.storeys.iter().flatten().filter_map(|s| fixture.on(*s)) {
                for polygon in standing.taken.iter().chain(&standing.doubtful) {
                    all = all.with(frame.bounds(polygon));
                }
            }
            continue;
        }
        for polygon in fixture.outline.as_ref().and_then(sound).iter().flat_map(|r| r.0.iter()) {
            all = all.with(frame.bounds(polygon));
        }
    }
    all
}

/// The chains around a view, as a frame draws it.
fn chains(view: &View, frame: &Frame) -> Vec<Chain> {
    if view.scope == Scope::Site {
        return Vec::new();
    }
    let rooms: Vec<Vec<Ring>> =
        view.rooms.iter().filter(|r| !r.outdoor).map(|r| frame.all_rings(&r.region)).collect();
    let rings: Vec<&[Ring]> = rooms.iter().map(Vec::as_slice).collect();
    let walls = frame.all_rings(&view.walls);
    let outer = match view.scope {
        // What nobody stated is not measured either.
        _ if view.assumed_walls => Box2::around(rings.iter().flat_map(|r| r.iter().flatten().copied())),
        Scope::Room(_) => Box2::around(rings.iter().flat_map(|r| r.iter().flatten().copied())),
        Scope::Owner(_) => dimension::outside(&rings, &walls),
        Scope::Site | Scope::Storey => Box2::around(walls.into_iter().flatten()),
    };
    dimension::chains(&rings, outer)
}

/// How much the sides of every view take, with chains on these edges.
fn takes(edges: &BTreeSet<Edge>, edge: Edge) -> f64 {
    if edges.contains(&edge) { edge.takes() } else { MARGIN }
}

/// How views lie on the sheet.
struct Fit {
    turn: f64,
    scale: u32,
    edges: BTreeSet<Edge>,
    /// What each view covers, in millimetres of the building.
    boxes: Vec<Box2>,
    wide: f64,
    high: f64,
    caption: f64,
}

/// What was laid out.
pub(crate) struct Spread {
    /// Height the drawing takes.
    pub(crate) height: f64,
    /// Denominator of its scale.
    pub(crate) scale: u32,
    /// Degrees it was turned by.
    pub(crate) turn: f64,
    /// The frame of the only view.
    pub(crate) frame: Option<Frame>,
}

impl<'a> Desk<'a> {
    /// Finds turn and scale, lays the views beside each other and draws them.
    pub(crate) fn lay(&mut self, views: &[&'a View], heading: &Heading) -> Spread {
        let overview = views.iter().any(|v| v.scope == Scope::Site);
        let upright = if overview { 0.0 } else { views.first().map_or(0.0, |v| v.turn()) };
        let mut plan = self.fit(views, upright, heading);
        if !overview && self.options.scale.is_none() {
            // A long house that stands on end is laid down where that makes the drawing larger, the way that
            // leaves north nearer to the top.
            let north = self.model.site.north.filter(|n| n.is_finite()).unwrap_or(0.0);
            let east = (north - upright).to_radians().sin() > 0.0;
            let lying = self.fit(views, if east { upright + 90.0 } else { upright - 90.0 }, heading);
            if lying.scale < plan.scale {
                plan = lying;
            }
        }
        let Fit { turn, scale, edges, boxes, wide, high, caption } = plan;
        let k = f64::from(scale);
        let (left, right) = (takes(&edges, Edge::Left), takes(&edges, Edge::Right));
        let top = takes(&edges, Edge::Top) + HEAD;
        let mut x = ((self.options.paper.width - wide) / 2.0).max(0.0);
        let mut frames = Vec::new();
        for (view, full) in views.iter().zip(&boxes) {
            let origin = Pt::new(x + left - full.x0 / k, top - full.y0 / k);
            let frame = Frame::new(scale, turn, origin);
            self.view(view, frame, scale, &edges);
            frames.push(frame);
            if caption > 0.0 {
                let at = Pt::new(x + left + full.width() / k / 2.0, high - 1.5);
                put(&mut self.layers.labels, Type::bold(2.6).middle().write(&view.caption, at));
            }
            x += full.width() / k + left + right + BETWEEN;
        }
        let frame = if let [only] = frames[..] { Some(only) } else { None };
        Spread { height: high, scale, turn, frame }
    }

    /// What a view covers, with the places around the house that somebody marked: the way in, the facade.
    fn covers(&self, view: &View, frame: &Frame) -> Box2 {
        let drawn = bounds(view, self.model, frame);
        if view.scope != Scope::Storey {
            return drawn;
        }
        let near = drawn.grown(frame.mm(YARD));
        let marked = self.options.marks.iter().filter_map(|m| m.at.as_ref());
        let own = marked.filter(|a| view.storeys.contains(&Some(a.storey))).map(|a| frame.pt(a.at));
        drawn.with(Box2::around(own.filter(|p| near.holds(*p))))
    }

    /// The largest scale at which the views fit, turned so.
    fn fit(&self, views: &[&View], turn: f64, heading: &Heading) -> Fit {
        let paper = self.options.paper;
        let full = Frame::new(1, turn, Pt::default());
        let boxes: Vec<Box2> = views.iter().map(|v| self.covers(v, &full)).collect();
        let used: BTreeSet<Edge> = views.iter().flat_map(|v| chains(v, &full)).map(|c| c.edge).collect();
        let caption = if views.len() > 1 { CAPTION } else { 0.0 };
        let between = BETWEEN * views.len().saturating_sub(1) as f64;
        let size = |edges: &BTreeSet<Edge>, d: u32| {
            let k = f64::from(d);
            let sides = takes(edges, Edge::Left) + takes(edges, Edge::Right);
            let wide: f64 = boxes.iter().map(|b| b.width() / k + sides).sum::<f64>() + between;
            let ends = takes(edges, Edge::Top) + takes(edges, Edge::Bottom);
            let high = boxes.iter().map(|b| b.height() / k).fold(0.0, f64::max) + ends + caption + HEAD;
            (wide, high)
        };
        let under = self.strip_height(heading) + 6.0;
        let best = |edges: &BTreeSet<Edge>| {
            let fits = |d: &u32| {
                let (wide, high) = size(edges, *d);
                wide <= paper.width && high + under <= paper.height
            };
            denominators().find(fits).unwrap_or(LAST)
        };
        // A larger scale is worth more than the second chain on a side: of all choices of edges, the most
        // chains among those that give the largest drawing.
        let choices = [&[][..], &[Edge::Right], &[Edge::Top], &[Edge::Top, Edge::Right]]
            .map(|without| used.iter().copied().filter(|e| !without.contains(e)).collect::<BTreeSet<_>>());
        let mut edges = &choices[0];
        for choice in &choices {
            if best(choice) < best(edges) {
                edges = choice;
            }
        }
        let scale = self.options.scale.filter(|d| *d > 0).unwrap_or_else(|| best(edges));
        let (wide, high) = size(edges, scale);
        Fit { turn, scale, edges: edges.clone(), boxes, wide, high, caption }
    }

    /// Draws one view in all its layers: names before marks, since names can shrink and marks can move.
    fn view(&mut self, view: &'a View, frame: Frame, scale: u32, edges: &BTreeSet<Edge>) {
        let bounds = self.covers(view, &frame);
        let rooms = view.rooms.iter();
        let rooms = rooms.map(|drawn| PaperRoom::new(drawn, frame.all_rings(&drawn.region))).collect();
        let gaps = view.openings.iter().filter_map(|i| Gap::new(self.model, *i, &frame)).collect();
        let mut laid = Laid {
            view,
            frame,
            scale,
            bounds,
            field: bounds.grown(FIELD),
            rooms,
            gaps,
            things: Vec::new(),
            labels: Vec::new(),
            obstacles: Vec::new(),
        };
        self.draw(&mut laid);
        for chain in chains(view, &frame).iter().filter(|c| edges.contains(&c.edge)) {
            put(&mut self.layers.dimensions, chain.draw(bounds, f64::from(scale), self.options.lang));
            let numbers = chain.texts(bounds, f64::from(scale), self.options.lang);
            laid.obstacles.extend(numbers.into_iter().map(|bx| Obstacle::of_box(bx, label::TEXT)));
        }
        self.names(&mut laid);
        self.tags(&mut laid);
        self.reasons(&mut laid);
        self.opening_tags(&mut laid);
        self.marks(&laid);
    }
}
