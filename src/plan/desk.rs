//! Puts a sheet together: what is drawn grows layer by layer on a desk, and becomes one SVG at the end.

use std::collections::BTreeSet;

use svg::Document;
use svg::node::element::{Description, Group};

use super::frame::Frame;
use super::label::{Label, Obstacle};
use super::legend::Signs;
use super::letters::clean;
use super::locate::Register;
use super::opening::Gap;
use super::paper::{Box2, Pt, Ring};
use super::pen::{FONTS, Ids, PAPER, group, mm, rectangle, title};
use super::strip::Strip;
use super::symbol::Layer;
use super::view::{DrawnRoom, Scope, View};
use super::{Mark, NotDrawn, Options, PlacedMark, Sheet, marker};
use crate::geometry::DEFAULT_OUTER_WALL;
use crate::model::{Model, Owner, Room};
use crate::text::Localized;

/// What is higher than whole millimetres of paper by less than this is so by rounding.
const SPECK: f64 = 1e-3;

/// What a sheet is called.
pub(crate) struct Heading {
    pub(crate) title: String,
    pub(crate) subtitle: String,
}

/// A room on the sheet.
pub(crate) struct PaperRoom<'a> {
    pub(crate) drawn: &'a DrawnRoom,
    pub(crate) rings: Vec<Ring>,
    pub(crate) bounds: Box2,
}

impl<'a> PaperRoom<'a> {
    pub(crate) fn new(drawn: &'a DrawnRoom, rings: Vec<Ring>) -> Self {
        let bounds = Box2::around(rings.iter().flatten().copied());
        Self { drawn, rings, bounds }
    }
}

/// A view on the sheet, with everything that other things must stand clear of.
pub(crate) struct Laid<'a> {
    pub(crate) view: &'a View,
    pub(crate) frame: Frame,
    /// The denominator of the scale.
    pub(crate) scale: u32,
    pub(crate) bounds: Box2,
    /// Where marks may stand.
    pub(crate) field: Box2,
    pub(crate) rooms: Vec<PaperRoom<'a>>,
    pub(crate) gaps: Vec<Gap>,
    pub(crate) things: Vec<(usize, Layer, Ring)>,
    pub(crate) labels: Vec<(usize, Label)>,
    pub(crate) obstacles: Vec<Obstacle>,
}

/// Groups in the order they lie over each other.
pub(crate) struct Layers {
    pub(crate) floor: Group,
    pub(crate) fixtures: Group,
    pub(crate) walls: Group,
    pub(crate) openings: Group,
    pub(crate) above: Group,
    pub(crate) dimensions: Group,
    pub(crate) reasons: Group,
    pub(crate) leaders: Group,
    pub(crate) labels: Group,
    pub(crate) captions: Group,
    pub(crate) marks: Group,
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
            leaders: group("plan-leaders"),
            labels: group("plan-labels"),
            captions: group("plan-captions"),
            marks: group("plan-marks"),
        }
    }
}

/// Adds to a layer.
pub(crate) fn put(layer: &mut Group, node: impl Into<Box<dyn svg::Node>>) {
    svg::Node::append(layer, node);
}

/// What grows while a sheet is drawn.
pub(crate) struct Desk<'a> {
    pub(crate) model: &'a Model,
    pub(crate) options: &'a Options<'a>,
    pub(crate) register: Register<'a>,
    pub(crate) ids: Ids,
    pub(crate) layers: Layers,
    pub(crate) signs: Signs,
    /// Numbers in rooms too small for their names, and the names.
    pub(crate) key: Vec<(String, String)>,
    pub(crate) not_drawn: Vec<NotDrawn>,
    /// By the mark's index in the options.
    pub(crate) placed: Vec<(usize, PlacedMark)>,
    /// Marks without a place on the drawing.
    pub(crate) tray: Vec<usize>,
    /// Whether marks stand at fewer places than they are about.
    pub(crate) thinned: bool,
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
        register: Register::new(model, options.named()),
        ids,
        layers: Layers::new(),
        signs: Signs::new(),
        key: Vec::new(),
        not_drawn,
        placed: Vec::new(),
        tray: Vec::new(),
        thinned: false,
    };
    let overview = views.iter().any(|v| v.scope == Scope::Site);
    let drawn: Vec<&View> = views.iter().filter(|v| !v.is_empty()).collect();
    let (height, scale, turn, frame) = if drawn.is_empty() {
        (desk.schematic(views), None, 0.0, None)
    } else {
        let spread = desk.lay(&drawn, heading);
        (spread.height, Some(spread.scale), spread.turn, spread.frame)
    };
    desk.leave_over(views, scale.is_none());
    let mut notes = Vec::new();
    let mut note = |text: Localized| notes.push(text.get(options.lang).to_owned());
    let north = model.site.north.filter(|n| n.is_finite());
    if scale.is_some() && north.is_none() {
        note(Localized::new("Nordretning er ikke oppgitt.", "North is not given."));
    }
    if desk.thinned {
        note(Localized::new(
            "Det som gjelder flere vinduer, dører eller ting i et rom, er merket ved det første av dem; teksten nevner alle.",
            "What concerns several windows, doors or things of a room is marked at the first of them; the text names all.",
        ));
    }
    if !overview && drawn.iter().any(|v| v.assumed_walls) {
        let cm = DEFAULT_OUTER_WALL * 100.0;
        note(crate::localized!(
            "Tykkelsen på yttervegger er ikke oppgitt; de er tegnet {cm:.0}\u{a0}cm og ikke målsatt.",
            "The thickness of outer walls is not given; they are drawn at {cm:.0}\u{a0}cm and not dimensioned."
        ));
    }
    if overview {
        note(Localized::new(
            "Rom, møbler og utstyr vises på planen av hver etasje.",
            "Rooms, furniture and equipment are shown on the plan of each storey.",
        ));
    }
    let north = scale.and(north).map(|degrees| Frame::new(1, turn, Pt::default()).direction(degrees));
    let matrix = frame.map(|f| f.matrix());
    Sheet { matrix, ..desk.finish(&id, heading, height, Below { scale, north, notes: &notes }) }
}

/// What the strip says besides what is on the desk.
struct Below<'a> {
    scale: Option<u32>,
    north: Option<Pt>,
    notes: &'a [String],
}

impl<'a> Desk<'a> {
    /// The strip as it would be now, for its height.
    pub(crate) fn strip_height(&self, heading: &Heading) -> f64 {
        let below = Below { scale: Some(100), north: Some(Pt::new(0.0, -1.0)), notes: &[] };
        self.strip(heading, &below, &[]).least_height()
    }

    fn strip<'s>(
        &'s self,
        heading: &'s Heading,
        below: &Below<'s>,
        tray: &'s [(&'s Mark, String)],
    ) -> Strip<'s> {
        Strip {
            title: &heading.title,
            subtitle: &heading.subtitle,
            scale: below.scale,
            paper: self.options.paper,
            north: below.north,
            signs: &self.signs,
            key: &self.key,
            tray,
            not_drawn: &self.not_drawn,
            notes: below.notes,
            lang: self.options.lang,
        }
    }

    /// The tags of an owner: «A101», «Personalbase».
    pub(crate) fn tag(&self, owner: Owner) -> Option<String> {
        let tag = match owner {
            Owner::Dwelling(i) => self.model.dwellings.get(i).map(|d| clean(&d.element.tag)),
            Owner::Base(i) => self.model.bases.get(i).map(|b| super::named(&b.element.name, &b.element.tag)),
            Owner::Common => None,
        };
        tag.filter(|t| !t.is_empty())
    }

    /// The model's room of a drawn one.
    pub(crate) fn room(&self, index: usize) -> Option<&'a Room> {
        self.model.rooms.get(index)
    }

    fn finish(mut self, id: &str, heading: &Heading, height: f64, below: Below) -> Sheet {
        let marks = &self.options.marks;
        let ids: Vec<String> = self.tray.iter().map(|i| self.ids.take(&marks[*i].id)).collect();
        let tray: Vec<(&Mark, String)> = self.tray.iter().map(|i| &marks[*i]).zip(ids).collect();
        let (mut strip, strip_height, seats) = self.strip(heading, &below, &tray).draw(height);
        let mut placed = std::mem::take(&mut self.placed);
        for (((mark, id), at), index) in tray.iter().zip(seats).zip(&self.tray) {
            put(&mut strip, marker::linked(mark, id, marker::body(&mark.kind, &mark.label, at, None)));
            let half = marker::half(&mark.kind, &mark.label);
            let (x, y, label, id) = (at.x, at.y, mark.label.clone(), id.clone());
            placed.push((*index, PlacedMark { label, id, x, y, half, moved: false, in_tray: true }));
        }
        placed.sort_by_key(|(i, _)| *i);
        let (width, total) = (self.options.paper.width, (height + strip_height - SPECK).ceil());
        let mut desc = Description::new();
        svg::Node::append(&mut desc, svg::node::Text::new(self.summary(heading, below.scale, placed.len())));
        let sheet = Box2 { x0: 0.0, y0: 0.0, x1: width, y1: total };
        let mut root = Document::new()
            .set("id", id)
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
            l.floor,
            l.fixtures,
            l.walls,
            l.openings,
            l.above,
            l.dimensions,
            l.reasons,
            l.leaders,
            l.labels,
            l.captions,
            l.marks,
        ] {
            if !layer.get_children().is_empty() {
                root = root.add(layer);
            }
        }
        Sheet {
            id: id.to_owned(),
            title: heading.title.clone(),
            svg: root.add(strip).to_string(),
            width,
            height: total,
            scale: below.scale,
            matrix: None,
            marks: placed.into_iter().map(|(_, m)| m).collect(),
            not_drawn: self.not_drawn,
        }
    }

    /// What the drawing shows, for those who hear it.
    fn summary(&self, heading: &Heading, scale: Option<u32>, marks: usize) -> String {
        let rooms = self.layers.floor.get_children().len();
        let said = match scale {
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
        said.get(self.options.lang).to_owned()
    }
}
