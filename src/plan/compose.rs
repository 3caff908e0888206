//! Puts a sheet together: the scale that fits, every layer in its order, names before marks, and the strip below.

use std::collections::BTreeSet;

use geo::Area;
use svg::Document;
use svg::node::element::{Description, Group};

use super::dimension::{self, Chain, Edge};
use super::frame::{Frame, denominators, upright};
use super::label::{self, Label, Line, Obstacle};
use super::legend::{Sign, Signs, hatch};
use super::letters::{Weight, clean};
use super::locate::{self, Register, Target};
use super::mark::{self, Home};
use super::opening::Gap;
use super::overlay::{self, Ground};
use super::paper::{self, Box2, Pt, Ring};
use super::pen::{
    CONTEXT, FONTS, HATCH, Ids, OUTDOOR, PAPER, PLATE, PUBLIC, Pen, ROOM, SITE, Trace, Type, WALL, ZONE,
    group, mm, rectangle, title,
};
use super::schematic;
use super::strip::Strip;
use super::symbol::{self, Layer, Thing};
use super::view::{self, View};
use super::{Mark, MarkKind, NotDrawn, Options, Overlay, PlacedMark, Shape, Sheet, Tone, marker};
use crate::geometry::sound;
use crate::model::{Anchor, Model, Opening, Owner, Side};
use crate::quantity::{Dimension, Quantity};
use crate::text::Localized;

/// What a sheet is called.
pub(crate) struct Heading {
    pub(crate) title: String,
    pub(crate) subtitle: String,
}

/// Margin on a side without dimensions: room for marks.
const MARGIN: f64 = 7.0;
/// How far outside the drawing marks may stand.
const FIELD: f64 = 5.6;
/// Between two views, and the height of their captions.
const BETWEEN: f64 = 6.0;
const CAPTION: f64 = 6.0;

/// A room on the sheet.
struct PaperRoom<'a> {
    drawn: &'a view::DrawnRoom,
    rings: Vec<Ring>,
}

/// A view on the sheet, with everything that other things must stand clear of.
struct Laid<'a> {
    view: &'a View,
    frame: Frame,
    bounds: Box2,
    field: Box2,
    rooms: Vec<PaperRoom<'a>>,
    gaps: Vec<Gap>,
    things: Vec<(usize, Layer, Ring)>,
    labels: Vec<(usize, Label)>,
    obstacles: Vec<Obstacle>,
}

/// Groups in the order they lie over each other.
struct Layers {
    floor: Group,
    fixtures: Group,
    walls: Group,
    openings: Group,
    above: Group,
    dimensions: Group,
    reasons: Group,
    labels: Group,
    captions: Group,
    leaders: Group,
}

impl Layers {
    fn new() -> Self {
        Self {
            floor: group("plan-floor"),
            fixtures: group("plan-fixtures"),
            walls: group("plan-walls"),
            openings: group("plan-openings"),
            above: group("plan-fixtures plan-overhead"),
            dimensions: group("plan-chains"),
            reasons: group("plan-reasons"),
            labels: group("plan-labels"),
            captions: group("plan-captions"),
            leaders: group("plan-leaders"),
        }
    }
}

/// What grows while a sheet is drawn.
struct Desk<'a> {
    model: &'a Model,
    options: &'a Options<'a>,
    register: Register<'a>,
    ids: Ids,
    layers: Layers,
    signs: Signs,
    key: Vec<(String, String)>,
    not_drawn: Vec<NotDrawn>,
    marks: Vec<Box<dyn svg::Node>>,
    /// By mark and how many-eth place of it.
    placed: Vec<(usize, PlacedMark)>,
    tray: Vec<usize>,
}

/// Draws views onto one sheet.
pub(crate) fn compose(model: &Model, views: &[View], heading: &Heading, options: &Options) -> Sheet {
    let mut ids = Ids::new(&options.id_prefix);
    let id = ids.own();
    let mut not_drawn: Vec<NotDrawn> = views.iter().flat_map(|v| v.not_drawn(model, options)).collect();
    let mut seen = BTreeSet::new();
    not_drawn.retain(|n| seen.insert(n.clone()));
    let mut desk = Desk {
        model,
        options,
        register: Register::new(model),
        ids,
        layers: Layers::new(),
        signs: Signs::new(),
        key: Vec::new(),
        not_drawn,
        marks: Vec::new(),
        placed: Vec::new(),
        tray: Vec::new(),
    };
    let drawn: Vec<&View> = views.iter().filter(|v| !v.is_empty()).collect();
    let mut notes = Vec::new();
    let overview = drawn.iter().any(|v| v.overview);
    let turn = if overview { 0.0 } else { drawn.first().map_or(0.0, |v| turn_of(v)) };
    let site = overview.then_some(&model.site);
    let site_drawn = site.is_some_and(|s| s.outline.is_some() || !s.public.is_empty());
    let (body, height, scale) = if drawn.is_empty() && !site_drawn {
        let (body, height) = desk.schematic(views);
        (Some(body), height, None)
    } else {
        let all: Vec<&View> = if drawn.is_empty() { views.iter().collect() } else { drawn };
        let (height, scale) = desk.scaled(&all, turn, heading);
        (None, height, Some(scale))
    };
    desk.left_over_marks(views);
    if model.site.north.is_none() && scale.is_some() {
        let note = Localized::new("Nordretning er ikke oppgitt.", "North is not given.");
        notes.push(note.get(options.lang).to_owned());
    }
    if overview {
        let note = Localized::new(
            "Rom, møbler og utstyr vises på planen av hver etasje.",
            "Rooms, furniture and equipment are shown on the plan of each storey.",
        );
        notes.push(note.get(options.lang).to_owned());
    }
    let north = scale.and(model.site.north).filter(|n| n.is_finite());
    let north = north.map(|degrees| Frame::new(1, turn, Pt::default()).direction(degrees));
    desk.finish(id, heading, body, height, scale, north, &notes)
}

/// How far a view is turned to lie along the sheet.
fn turn_of(view: &View) -> f64 {
    let outlines: Vec<_> = view.rooms.iter().filter(|r| !r.outdoor).flat_map(|r| r.region.0.iter()).collect();
    upright(&outlines)
}

/// Everything a view covers, in the millimetres of a frame.
fn bounds(view: &View, model: &Model, frame: &Frame) -> Box2 {
    let mut all = Box2::NOTHING;
    let regions = view.rooms.iter().map(|r| &r.region).chain([&view.walls, &view.context]);
    for polygon in regions.flat_map(|r| r.0.iter()) {
        all = all.with(frame.bounds(polygon));
    }
    for gap in view.openings.iter().filter_map(|i| Gap::new(model, *i, frame)) {
        all = all.with(Box2::around(gap.swept().into_iter().flatten().chain(gap.cut())));
    }
    for fixture in view.fixtures.iter().filter_map(|i| model.fixtures.get(*i)).filter(|f| f.present) {
        for polygon in fixture.outline.as_ref().and_then(sound).iter().flat_map(|r| r.0.iter()) {
            all = all.with(frame.bounds(polygon));
        }
    }
    if view.overview {
        for polygon in model.site.outline.iter().chain(&model.site.public) {
            for part in sound(polygon).iter().flat_map(|r| r.0.iter()) {
                all = all.with(frame.bounds(part));
            }
        }
    }
    all
}

fn indoor_rings<'a>(rooms: &'a [PaperRoom]) -> Vec<&'a [Ring]> {
    rooms.iter().filter(|r| !r.drawn.outdoor).map(|r| r.rings.as_slice()).collect()
}

impl<'a> Desk<'a> {
    /// Finds the scale, lays the views beside each other and draws them; the height used and the scale.
    fn scaled(&mut self, views: &[&'a View], turn: f64, heading: &Heading) -> (f64, u32) {
        let paper = self.options.paper;
        let full = Frame::new(1, turn, Pt::default());
        let boxes: Vec<Box2> = views.iter().map(|v| bounds(v, self.model, &full)).collect();
        let measured: Vec<Vec<Chain>> = views.iter().map(|v| self.chains(v, &full)).collect();
        let used: BTreeSet<Edge> = measured.iter().flatten().map(|c| c.edge).collect();
        let caption = if views.len() > 1 { CAPTION } else { 0.0 };
        let between = BETWEEN * (views.len().saturating_sub(1)) as f64;
        let takes = |edges: &BTreeSet<Edge>, e: Edge| if edges.contains(&e) { e.takes() } else { MARGIN };
        let size = |edges: &BTreeSet<Edge>, d: u32| {
            let k = f64::from(d);
            let sides = takes(edges, Edge::Left) + takes(edges, Edge::Right);
            let wide: f64 = boxes.iter().map(|b| b.width() / k + sides).sum::<f64>() + between;
            let ends = takes(edges, Edge::Top) + takes(edges, Edge::Bottom);
            let high = boxes.iter().map(|b| b.height() / k).fold(0.0, f64::max) + ends + caption;
            (wide, high)
        };
        let under = self.strip(heading, Some(100), None, &[], &[]).least_height() + 6.0;
        let best = |edges: &BTreeSet<Edge>| {
            let fits = |d: &u32| {
                let (wide, high) = size(edges, *d);
                wide <= paper.width && high + under <= paper.height
            };
            denominators().find(fits).unwrap_or(1_000_000_000)
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
        let denominator = self.options.scale.filter(|d| *d > 0).unwrap_or_else(|| best(edges));
        let (wide, high) = size(edges, denominator);
        let (left, right) = (takes(edges, Edge::Left), takes(edges, Edge::Right));
        let top = takes(edges, Edge::Top);
        let mut x = ((paper.width - wide) / 2.0).max(0.0);
        for (view, full_box) in views.iter().zip(&boxes) {
            let k = f64::from(denominator);
            let origin = Pt::new(x + left - full_box.x0 / k, top - full_box.y0 / k);
            let frame = Frame::new(denominator, turn, Pt::default()).moved(origin);
            self.view(view, frame, edges, denominator);
            if caption > 0.0 {
                let at = Pt::new(x + left + full_box.width() / k / 2.0, high - 1.5);
                self.layers.labels_add(Type::bold(2.6).middle().write(&view.caption, at));
            }
            x += full_box.width() / k + left + right + BETWEEN;
        }
        (high, denominator)
    }

    fn chains(&self, view: &View, frame: &Frame) -> Vec<Chain> {
        if view.overview {
            return Vec::new();
        }
        let rooms: Vec<Vec<Ring>> =
            view.rooms.iter().filter(|r| !r.outdoor).map(|r| frame.all_rings(&r.region)).collect();
        let walls = Box2::around(frame.all_rings(&view.walls).into_iter().flatten());
        let rings: Vec<&[Ring]> = rooms.iter().map(Vec::as_slice).collect();
        dimension::chains(&rings, walls)
    }

    /// Draws one view in all its layers.
    fn view(&mut self, view: &'a View, frame: Frame, sides: &BTreeSet<Edge>, denominator: u32) {
        let bounds = bounds(view, self.model, &frame);
        let rooms: Vec<PaperRoom> = view
            .rooms
            .iter()
            .map(|drawn| PaperRoom { drawn, rings: frame.all_rings(&drawn.region) })
            .collect();
        let gaps: Vec<Gap> = view.openings.iter().filter_map(|i| Gap::new(self.model, *i, &frame)).collect();
        let mut laid = Laid {
            view,
            frame,
            bounds,
            field: bounds.grown(FIELD),
            rooms,
            gaps,
            things: Vec::new(),
            labels: Vec::new(),
            obstacles: Vec::new(),
        };
        if view.overview {
            self.site(&laid);
        }
        self.floor(&laid);
        self.fixtures(&mut laid);
        self.walls(&laid);
        self.openings(&mut laid);
        let per_mm = f64::from(denominator);
        if !sides.is_empty() && !view.overview {
            let walls = Box2::around(laid.frame.all_rings(&view.walls).into_iter().flatten());
            for chain in dimension::chains(&indoor_rings(&laid.rooms), walls) {
                // Only the sides that have been given room.
                if sides.contains(&chain.edge) {
                    let drawing = chain.draw(laid.bounds, per_mm, self.options.lang);
                    self.layers.dimensions = std::mem::take(&mut self.layers.dimensions).add(drawing);
                }
            }
        }
        self.names(&mut laid);
        self.tags(&mut laid);
        self.overlays(&mut laid);
        self.marks(&laid);
    }

    fn site(&mut self, laid: &Laid) {
        let site = &self.model.site;
        let mut out = std::mem::take(&mut self.layers.floor);
        for ground in site.public.iter().filter_map(sound) {
            let mut t = Trace::new();
            t.rings(&laid.frame.all_rings(&ground));
            out = out.add(t.draw(PUBLIC).set("fill-rule", "evenodd"));
        }
        if let Some(outline) = site.outline.as_ref().and_then(sound) {
            let mut t = Trace::new();
            t.rings(&laid.frame.all_rings(&outline));
            out = out.add(t.draw(SITE));
        }
        self.layers.floor = out;
    }

    fn floor(&mut self, laid: &Laid) {
        let mut out = std::mem::take(&mut self.layers.floor);
        for room in &laid.rooms {
            let Some(source) = self.model.rooms.get(room.drawn.index) else { continue };
            let mut t = Trace::new();
            t.rings(&room.rings);
            let pen = if room.drawn.outdoor { OUTDOOR } else { ROOM };
            let id = self.ids.take(&format!("room-{}", source.element.id.0));
            let mut g = group("plan-space").set("id", id).set("data-element", clean(&source.element.id.0));
            g = g.add(title(&source.element.label)).add(t.draw(pen).set("fill-rule", "evenodd"));
            if room.drawn.technical {
                let lines = hatch(&room.rings, 1.3);
                if !lines.is_empty() {
                    g = g.add(lines.draw(HATCH));
                    self.signs.insert(Sign::Technical);
                }
            }
            if !laid.view.overview {
                for zone in source.zones.iter().filter_map(|z| sound(&z.outline)) {
                    let mut t = Trace::new();
                    t.rings(&laid.frame.all_rings(&zone));
                    g = g.add(t.draw(ZONE));
                    self.signs.insert(Sign::Zone);
                }
            }
            out = out.add(g);
        }
        self.layers.floor = out;
    }

    fn fixtures(&mut self, laid: &mut Laid) {
        let scale = laid.frame.mm(1.0);
        let mut found: Vec<(Layer, usize, Vec<Ring>)> = Vec::new();
        for index in &laid.view.fixtures {
            let Some(fixture) = self.model.fixtures.get(*index).filter(|f| f.present) else { continue };
            let Some(outline) = fixture.outline.as_ref() else { continue };
            let Some(region) = sound(outline) else { continue };
            // The outline as given keeps its first edge, which is its back; a crossing one is drawn resolved.
            let own = laid.frame.ring(outline.exterior());
            let rings = if own.len() == 4 && outline.interiors().is_empty() {
                vec![own]
            } else {
                laid.frame.all_rings(&region)
            };
            found.push((symbol::layer(&fixture.what), *index, rings));
        }
        found.sort_by_key(|(layer, index, _)| (*layer, *index));
        for (layer, index, rings) in found {
            let fixture = &self.model.fixtures[index];
            let name = view::fixture_name(fixture, self.options);
            let Some(outer) = rings.first() else { continue };
            let (thing, told) = match Thing::of_ring(outer, scale) {
                Some(thing) => {
                    let sign = symbol::is_sign(&fixture.what);
                    let mut thing = if sign { thing.at_least(1.9) } else { thing };
                    let told = thing.draw(&fixture.what, &name, self.options.lang);
                    (thing, told)
                }
                None => Thing::plain(outer, &fixture.what, &name, self.options.lang, scale),
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
            let target =
                if layer == Layer::Above { &mut self.layers.above } else { &mut self.layers.fixtures };
            *target = std::mem::take(target).add(g);
            let cost = match (layer, fixture.what.as_str()) {
                (Layer::Above, _) => label::ABOVE,
                (_, "floor_heating") => 0.0,
                _ => label::THING,
            };
            laid.obstacles.push(Obstacle::new(ring.clone(), cost));
            laid.things.push((index, layer, ring));
        }
    }

    fn walls(&mut self, laid: &Laid) {
        let mut out = std::mem::take(&mut self.layers.walls);
        if !laid.view.context.0.is_empty() {
            let mut t = Trace::new();
            t.rings(&laid.frame.all_rings(&laid.view.context));
            out = out.add(t.draw(CONTEXT).set("fill-rule", "evenodd"));
            self.signs.insert(Sign::Context);
        }
        let mut t = Trace::new();
        t.rings(&laid.frame.all_rings(&laid.view.walls));
        self.layers.walls = out.add(t.draw(WALL).set("fill-rule", "evenodd"));
    }

    fn openings(&mut self, laid: &mut Laid) {
        let mut out = std::mem::take(&mut self.layers.openings);
        for gap in &laid.gaps {
            let Some(opening) = self.model.openings.get(gap.index) else { continue };
            let id = self.ids.take(&format!("opening-{}", opening.element.id.0));
            let g = gap
                .draw(opening, &laid.frame)
                .set("id", id)
                .set("data-element", clean(&opening.element.id.0))
                .add(title(&opening.element.label));
            out = out.add(g);
            if gap.swing_unknown && !laid.view.overview {
                self.signs.insert(Sign::SwingUnknown);
            }
            for ring in gap.swept() {
                laid.obstacles.push(Obstacle::new(ring, label::SWING));
            }
        }
        self.layers.openings = out;
    }

    /// Names and areas in the rooms.
    fn names(&mut self, laid: &mut Laid) {
        if laid.view.overview {
            return;
        }
        let mut obstacles = laid.obstacles.clone();
        for (index, home) in self.seats(laid) {
            if let Home::Point(p) = home {
                let (hw, hh) =
                    marker::half(&self.options.marks[index].kind, &self.options.marks[index].label);
                obstacles.push(Obstacle::of_box(Box2::centred(p, 2.0 * hw, 2.0 * hh), label::SWING));
            }
        }
        for room in &laid.rooms {
            let Some(source) = self.model.rooms.get(room.drawn.index) else { continue };
            let name = view::room_name(source, self.options);
            let area =
                Quantity::new(room.drawn.region.unsigned_area(), Dimension::Area).show(self.options.lang);
            let settings = label::settings(&name, &area);
            let placed = label::place(&room.rings, &settings, &obstacles).or_else(|| {
                // No room for the name: a number, told under the drawing.
                let key = format!("R{}", self.key.len() + 1);
                let lines = [2.3, 1.8].map(|s| vec![Line::new(key.as_str(), s, Weight::Bold)]).to_vec();
                let label = label::place(&room.rings, &lines, &obstacles).or_else(|| {
                    let at = paper::pole(&room.rings);
                    let (w, h) = label::extent(&lines[1]);
                    let roomy = Box2::around(room.rings.iter().flatten().copied());
                    let fits = roomy.width() >= 2.0 && roomy.height() >= 2.0;
                    fits.then(|| Label {
                        lines: lines[1].clone(),
                        area: Box2::centred(at, w, h),
                        plate: true,
                    })
                });
                match &label {
                    Some(_) => self.key.push((key, format!("{name} {area}"))),
                    None => self.not_drawn.push(NotDrawn::new(
                        &source.element.label,
                        format!("{name} {area}"),
                        Localized::new(
                            "navnet: rommet er for lite i denne målestokken",
                            "the name: the room is too small at this scale",
                        ),
                    )),
                }
                label
            });
            let Some(mut label) = placed else { continue };
            label.plate |= room.drawn.technical;
            let taken = Obstacle::of_box(label.area.grown(0.3), label::TEXT);
            obstacles.push(taken.clone());
            laid.obstacles.push(taken);
            self.write(&label, "plan-label");
            laid.labels.push((room.drawn.index, label));
        }
    }

    fn write(&mut self, label: &Label, class: &str) {
        let mut g = group(class);
        if label.plate {
            g = g.add(rectangle(label.area.grown(0.25), 0.4, PLATE).set("fill-opacity", "0.9"));
        }
        for (line, at) in label.baselines() {
            let style = Type { size: line.size, weight: line.weight, ..Type::plain(1.0).middle() };
            let style = if line.faint { style.faint() } else { style };
            g = g.add(style.write(&line.text, at));
        }
        self.layers.labels_add(g);
    }

    /// Tags of dwellings and bases, where a view shows more than one.
    fn tags(&mut self, laid: &mut Laid) {
        let owners: BTreeSet<Owner> = laid
            .rooms
            .iter()
            .filter_map(|r| self.model.rooms.get(r.drawn.index))
            .map(|r| r.owner)
            .filter(|o| *o != Owner::Common)
            .collect();
        if laid.view.owner.is_some() || (owners.len() < 2 && !laid.view.overview) {
            return;
        }
        for owner in owners {
            let tag = match owner {
                Owner::Dwelling(i) => self.model.dwellings.get(i).map(|d| clean(&d.element.tag)),
                Owner::Base(i) => {
                    self.model.bases.get(i).map(|b| super::named(&b.element.name, &b.element.tag))
                }
                Owner::Common => None,
            };
            let Some(tag) = tag.filter(|t| !t.is_empty()) else { continue };
            let mut own: Vec<&PaperRoom> = laid
                .rooms
                .iter()
                .filter(|r| self.model.rooms.get(r.drawn.index).is_some_and(|m| m.owner == owner))
                .collect();
            own.sort_by(|a, b| paper::area(&b.rings).total_cmp(&paper::area(&a.rings)));
            let settings: Vec<Vec<Line>> = [3.0, 2.5, 2.0, 1.7]
                .map(|s| vec![Line::new(format!("\u{a0}{tag}\u{a0}"), s, Weight::Bold)])
                .to_vec();
            let placed = own.iter().take(4).find_map(|r| label::place(&r.rings, &settings, &laid.obstacles));
            match placed {
                Some(label) => {
                    let frame = Pen { stroke: "#1f2326", width: 0.25, ..PLATE };
                    self.layers.labels_add(rectangle(label.area.grown(0.2), 0.9, frame));
                    self.write(&Label { plate: false, ..label.clone() }, "plan-tag");
                    laid.obstacles.push(Obstacle::of_box(label.area.grown(0.4), label::TEXT));
                }
                None => self.not_drawn.push(NotDrawn::new(
                    &tag,
                    tag.clone(),
                    Localized::new("ikke plass til merket", "no room for the tag"),
                )),
            }
        }
    }

    fn overlays(&mut self, laid: &mut Laid) {
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
                Some(Overlay { shape, tone: Tone::Note, caption: String::new(), id: name })
            })
            .collect();
        for o in highlights.iter().chain(options.overlays) {
            let Some((drawing, by)) = self.overlay(o, laid) else { continue };
            self.signs.insert(Sign::Tone(o.tone));
            let id = self.ids.take(&o.id);
            let named = overlay::named(drawing, &id, o);
            self.layers.reasons = std::mem::take(&mut self.layers.reasons).add(named);
            let text = overlay::caption(o, &laid.frame, options.lang);
            if let Some((g, taken)) = overlay::set_caption(&text, o.tone, by, &laid.obstacles, laid.field) {
                self.layers.captions = std::mem::take(&mut self.layers.captions).add(g);
                laid.obstacles.push(taken);
            }
        }
    }

    fn overlay(&self, o: &Overlay, laid: &Laid) -> Option<(Group, Box2)> {
        let frame = &laid.frame;
        let (mut gap, mut toward, mut rings): (Option<&Gap>, Option<f64>, &[Ring]) = (None, None, &[]);
        let here = |storey: usize| laid.view.storeys.contains(&Some(storey));
        let own;
        match &o.shape {
            Shape::DoorInto { opening, room } => {
                let (Target::Opening(i), Target::Room(r)) =
                    (self.register.find(opening)?, self.register.find(room)?)
                else {
                    return None;
                };
                let g = laid.gaps.iter().find(|g| g.index == i)?;
                toward = side_of(self.model.openings.get(i)?, r).and_then(|s| g.signs[s]);
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
            Shape::Circle { storey, .. } | Shape::Area { storey, .. } | Shape::Dimension { storey, .. } => {
                if !here(*storey) {
                    return None;
                }
            }
        }
        let ground = Ground { frame, gap, toward, rings };
        let (drawing, by) = overlay::draw(o, &ground, self.options.lang)?;
        // A shape of the same storey that lies wholly elsewhere belongs to another dwelling's sheet.
        by.overlaps(laid.bounds.grown(FIELD)).then_some((drawing, by))
    }

    /// The places on a view where marks belong, mark by mark.
    fn seats<'l>(&self, laid: &'l Laid) -> Vec<(usize, Home<'l>)> {
        let mut out = Vec::new();
        for (index, mark) in self.options.marks.iter().enumerate() {
            match mark.at {
                Some(Anchor { storey, at }) => {
                    let p = laid.frame.pt(at);
                    if laid.view.storeys.contains(&Some(storey)) && laid.field.holds(p) {
                        out.push((index, Home::Point(p)));
                    }
                }
                None => {
                    let mut homes: Vec<Target> = Vec::new();
                    for target in mark.targets.iter().filter_map(|t| self.register.find(t)) {
                        if !homes.contains(&target) && homes.len() < 64 {
                            homes.push(target);
                        }
                    }
                    out.extend(homes.into_iter().filter_map(|t| Some((index, self.home(t, laid)?))));
                }
            }
        }
        out
    }

    fn home<'l>(&self, target: Target, laid: &'l Laid) -> Option<Home<'l>> {
        if let Target::Opening(i) = target
            && let Some(gap) = laid.gaps.iter().find(|g| g.index == i)
        {
            // Beside it, first on the side its leaf does not sweep.
            let sweeps = gap.leaves.first().is_some_and(|l| (l.open - l.hinge).dot(gap.across) > 0.0);
            let across = gap.across * if sweeps { -1.0 } else { 1.0 };
            return Some(Home::Beside { at: gap.middle(), across, clear: gap.half });
        }
        if let Target::Fixture(i) = target
            && let Some((.., ring)) = laid.things.iter().find(|(t, ..)| *t == i)
        {
            return Some(Home::Point(Box2::around(ring.iter().copied()).centre()));
        }
        if let Target::Wall(i) = target
            && let Some(outline) = self.model.walls.get(i).and_then(|w| w.outline.as_ref())
            && self.model.walls.get(i).is_some_and(|w| laid.view.storeys.contains(&w.storey))
        {
            return Some(Home::Point(laid.frame.bounds(outline).centre()));
        }
        let rooms = locate::rooms(self.model, target);
        let largest = laid
            .rooms
            .iter()
            .filter(|r| rooms.contains(&r.drawn.index))
            .max_by(|a, b| paper::area(&a.rings).total_cmp(&paper::area(&b.rings)))?;
        let near = laid.labels.iter().find(|(i, _)| *i == largest.drawn.index).map_or_else(
            || paper::pole(&largest.rings),
            |(_, l)| Pt::new(l.area.centre().x, l.area.y1 + 3.0),
        );
        Some(Home::Within { rings: &largest.rings, near })
    }

    fn marks(&mut self, laid: &Laid) {
        // Now that the names stand, marks of rooms gather under them.
        let seats = self.seats(laid);
        if seats.is_empty() {
            return;
        }
        let all = &self.options.marks;
        let sized: Vec<(Home, (f64, f64))> =
            seats.iter().map(|(i, h)| (h.clone(), marker::half(&all[*i].kind, &all[*i].label))).collect();
        let mut obstacles: Vec<Obstacle> = laid
            .obstacles
            .iter()
            .map(|o| {
                let cost = match o.cost {
                    c if c >= label::TEXT => 60.0,
                    c if c >= label::SWING => 4.0,
                    c => c * 0.08,
                };
                Obstacle::new(o.ring.clone(), cost)
            })
            .collect();
        obstacles.extend(laid.gaps.iter().map(|g| Obstacle::new(g.cut(), 3.0)));
        let placed = mark::place(&sized, &obstacles, laid.field);
        for (((index, home), (_, half)), seat) in seats.iter().zip(&sized).zip(placed) {
            let mark = &all[*index];
            self.sign_for(mark);
            let Some(at) = seat.at else {
                self.tray.push(*index);
                continue;
            };
            let id = self.ids.take(&mark.id);
            if let Some(truth) = seat.leader {
                self.layers.leaders = std::mem::take(&mut self.layers.leaders).add(marker::leader(at, truth));
            }
            let direction = match mark.kind {
                MarkKind::Photo { direction } => direction.filter(|d| d.is_finite()),
                MarkKind::Text | MarkKind::Deviation => None,
            };
            let drawing =
                marker::body(&mark.kind, &mark.label, at, direction.map(|d| laid.frame.direction(d)));
            self.marks.push(marker::linked(mark, &id, drawing));
            let _ = home;
            self.placed.push((
                *index,
                PlacedMark {
                    label: mark.label.clone(),
                    id,
                    x: at.x,
                    y: at.y,
                    half: *half,
                    moved: seat.leader.is_some(),
                    in_tray: false,
                },
            ));
        }
    }

    fn sign_for(&mut self, mark: &Mark) {
        self.signs.insert(match mark.kind {
            MarkKind::Photo { direction: Some(_) } => Sign::PhotoDirection,
            MarkKind::Photo { direction: None } => Sign::Photo,
            MarkKind::Text => Sign::TextMark,
            MarkKind::Deviation => Sign::Deviation,
        });
    }

    /// Marks that belong to this sheet and have no place on it go to the tray.
    fn left_over_marks(&mut self, views: &[View]) {
        let done: BTreeSet<usize> =
            self.placed.iter().map(|(i, _)| *i).chain(self.tray.iter().copied()).collect();
        let overview = views.iter().any(|v| v.overview);
        let storeys: BTreeSet<usize> = views.iter().flat_map(|v| &v.storeys).flatten().copied().collect();
        let alone = self.model.storeys.len() <= 1;
        for (index, mark) in self.options.marks.iter().enumerate() {
            if done.contains(&index) {
                continue;
            }
            let belongs = match mark.at {
                // NOTE: a place on this storey, but off the drawing of a single dwelling, is another sheet's.
                Some(a) => {
                    storeys.contains(&a.storey) && views.iter().all(|v| v.owner.is_none())
                        || a.storey >= self.model.storeys.len()
                        || !(a.at.x.is_finite() && a.at.y.is_finite())
                }
                None => {
                    let targets: Vec<Target> =
                        mark.targets.iter().filter_map(|t| self.register.find(t)).collect();
                    targets.is_empty()
                        || targets.iter().any(|t| self.belongs(*t, views, &storeys, overview, alone))
                }
            };
            if belongs {
                self.sign_for(mark);
                self.tray.push(index);
            }
        }
    }

    fn belongs(
        &self,
        t: Target,
        views: &[View],
        storeys: &BTreeSet<usize>,
        overview: bool,
        alone: bool,
    ) -> bool {
        match t {
            Target::Project | Target::Site => overview || alone,
            Target::Building(b) => {
                overview
                    || storeys.iter().any(|s| self.model.storeys.get(*s).is_some_and(|s| s.building == b))
            }
            Target::Storey(s) => storeys.contains(&s),
            Target::Owner(_)
            | Target::Room(_)
            | Target::Opening(_)
            | Target::Fixture(_)
            | Target::Wall(_) => {
                let rooms = locate::rooms(self.model, t);
                let of_owner = |owner: Owner| match owner {
                    Owner::Dwelling(i) => self.model.dwellings.get(i).and_then(|d| d.storey),
                    Owner::Base(i) => self.model.bases.get(i).and_then(|b| b.storey),
                    Owner::Common => None,
                };
                views.iter().any(|v| {
                    let own = |o: Owner| v.owner.is_none_or(|w| w == o);
                    let by_room = rooms
                        .iter()
                        .filter_map(|r| self.model.rooms.get(*r))
                        .any(|r| own(r.owner) && v.storeys.contains(&r.storey.or_else(|| of_owner(r.owner))));
                    let by_owner = match t {
                        Target::Owner(o) => own(o) && v.storeys.contains(&of_owner(o)),
                        Target::Opening(i) => v.openings.contains(&i),
                        Target::Fixture(i) => v.fixtures.contains(&i),
                        _ => false,
                    };
                    by_room || by_owner
                })
            }
        }
    }

    /// Boxes instead of a plan.
    fn schematic(&mut self, views: &[View]) -> (Group, f64) {
        let model = self.model;
        let keep = |r: &crate::model::Room| {
            views.iter().any(|v| match v.owner {
                Some(owner) => r.owner == owner,
                None => v.storeys.contains(&r.storey),
            })
        };
        let (drawing, tiles, height) =
            schematic::draw(model, keep, 0.0, self.options.paper.width, self.options);
        let rings: Vec<(usize, Vec<Ring>, Pt)> =
            tiles.iter().map(|t| (t.room, vec![t.area.corners().to_vec()], t.below)).collect();
        let mut sized = Vec::new();
        let mut owners = Vec::new();
        for (index, mark) in self.options.marks.iter().enumerate() {
            let targets = mark.targets.iter().filter_map(|t| self.register.find(t));
            let room =
                targets.flat_map(|t| locate::rooms(model, t)).find_map(|r| rings.iter().find(|x| x.0 == r));
            if let Some((_, rings, below)) = room {
                sized.push((Home::Within { rings, near: *below }, marker::half(&mark.kind, &mark.label)));
                owners.push(index);
            }
        }
        let texts: Vec<Obstacle> =
            tiles.iter().map(|t| Obstacle::of_box(Box2 { y1: t.below.y - 2.0, ..t.area }, 60.0)).collect();
        let field = Box2 { x0: 0.0, y0: 0.0, x1: self.options.paper.width, y1: height };
        let seats = mark::place(&sized, &texts, field);
        for ((index, (_, half)), seat) in owners.into_iter().zip(&sized).zip(seats) {
            let mark = &self.options.marks[index];
            self.sign_for(mark);
            match seat.at {
                Some(at) => {
                    let id = self.ids.take(&mark.id);
                    self.marks.push(marker::linked(
                        mark,
                        &id,
                        marker::body(&mark.kind, &mark.label, at, None),
                    ));
                    let (x, y, label) = (at.x, at.y, mark.label.clone());
                    let placed = PlacedMark { label, id, x, y, half: *half, moved: false, in_tray: false };
                    self.placed.push((index, placed));
                }
                None => self.tray.push(index),
            }
        }
        (drawing, height)
    }

    fn strip<'s>(
        &'s self,
        heading: &'s Heading,
        scale: Option<u32>,
        north: Option<Pt>,
        notes: &'s [String],
        tray: &'s [(&'s Mark, String)],
    ) -> Strip<'s> {
        Strip {
            title: &heading.title,
            subtitle: &heading.subtitle,
            scale,
            paper: self.options.paper,
            north,
            signs: &self.signs,
            key: &self.key,
            tray,
            not_drawn: &self.not_drawn,
            notes,
            lang: self.options.lang,
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn finish(
        mut self,
        id: String,
        heading: &Heading,
        body: Option<Group>,
        height: f64,
        scale: Option<u32>,
        north: Option<Pt>,
        notes: &[String],
    ) -> Sheet {
        let tray_ids: Vec<String> =
            self.tray.iter().map(|i| self.ids.take(&self.options.marks[*i].id)).collect();
        let tray: Vec<(&Mark, String)> =
            self.tray.iter().map(|i| &self.options.marks[*i]).zip(tray_ids).collect();
        let (strip, strip_height, seats) = self.strip(heading, scale, north, notes, &tray).draw(height);
        let mut strip = strip;
        let mut placed = self.placed.clone();
        for (((mark, id), at), index) in tray.iter().zip(seats).zip(&self.tray) {
            strip = strip.add(marker::linked(mark, id, marker::body(&mark.kind, &mark.label, at, None)));
            let half = marker::half(&mark.kind, &mark.label);
            let (x, y, label) = (at.x, at.y, mark.label.clone());
            placed.push((
                *index,
                PlacedMark { label, id: id.clone(), x, y, half, moved: false, in_tray: true },
            ));
        }
        placed.sort_by_key(|(i, _)| *i);
        let (width, total) = (self.options.paper.width, (height + strip_height).ceil());
        let summary = self.summary(heading, scale);
        let mut desc = Description::new();
        svg::Node::append(&mut desc, svg::node::Text::new(summary));
        let sheet = Box2 { x0: 0.0, y0: 0.0, x1: width, y1: total };
        let mut root = Document::new()
            .set("id", id.as_str())
            .set("class", "plan")
            .set("viewBox", format!("0 0 {} {}", mm(width), mm(total)))
            .set("width", format!("{}mm", mm(width)))
            .set("height", format!("{}mm", mm(total)))
            .set("font-family", FONTS)
            .set("role", "group")
            .set("lang", self.options.lang.tag())
            .set("aria-label", clean(&heading.title))
            .add(title(&heading.title))
            .add(desc)
            .add(rectangle(sheet, 0.0, PAPER));
        let l = self.layers;
        for layer in [
            body.unwrap_or_else(|| group("plan-none")),
            l.floor,
            l.fixtures,
            l.walls,
            l.openings,
            l.above,
            l.dimensions,
            l.reasons,
            l.labels,
            l.captions,
            l.leaders,
        ] {
            if !layer.get_children().is_empty() {
                root = root.add(layer);
            }
        }
        let mut marks = group("plan-marks");
        for mark in self.marks {
            svg::Node::append(&mut marks, mark);
        }
        if !marks.get_children().is_empty() {
            root = root.add(marks);
        }
        root = root.add(strip);
        Sheet {
            id,
            title: heading.title.clone(),
            svg: root.to_string(),
            width,
            height: total,
            scale,
            marks: placed.into_iter().map(|(_, m)| m).collect(),
            not_drawn: self.not_drawn,
        }
    }

    /// What the drawing shows, for those who hear it.
    fn summary(&self, heading: &Heading, scale: Option<u32>) -> String {
        let (rooms, marks) = (self.layers.floor.get_children().len(), self.placed.len() + self.tray.len());
        let text = match scale {
            Some(scale) => crate::localized!(
                "{}. Plantegning i målestokk 1:{scale} med {rooms} rom og {marks} henvisninger.",
                "{}. Floor plan at 1:{scale} with {rooms} rooms and {marks} references.",
                heading.subtitle
            ),
            None => crate::localized!(
                "{}. Skjema over rom uten mål, med {marks} henvisninger.",
                "{}. Schematic of rooms without measures, with {marks} references.",
                heading.subtitle
            ),
        };
        text.get(self.options.lang).to_owned()
    }
}

impl Layers {
    fn labels_add(&mut self, node: impl Into<Box<dyn svg::Node>>) {
        self.labels = std::mem::take(&mut self.labels).add(node);
    }
}

/// Which side of an opening a room lies on.
fn side_of(opening: &Opening, room: usize) -> Option<usize> {
    opening.sides.iter().position(|s| *s == Side::Room(room))
}
