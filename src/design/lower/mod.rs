//! From a [`Document`] to a [`Model`]: types are placed, defaults handed down, rooms drawn, openings set in
//! their walls, and everything that does not fit together is reported.

mod checks;
mod fixtures;
mod homes;
mod names;
mod openings;
mod plan;
mod shapes;
mod walls;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use geo::{AffineTransform, Coord, Polygon};

use self::homes::Placed;
use self::names::{Home, Names};
use self::openings::PendingOpening;
use self::plan::{Defaults, Plan};
use self::walls::PendingWall;
use super::ast::{Arg, Block, Document, Shape, Stated, Statement};
use super::faults::Faults;
use super::grammar::{KEYWORDS, Key, Role};
use super::lexicon::Lexicon;
use crate::localized;
use crate::model::{Building, Element, Model, Origin, Place, Storey};
use crate::source::{Diagnostic, SourceId, Sources, Span};
use crate::text::Localized;
use crate::vocab::{SubjectKind, normalise};

/// Most elements of one project, after types are placed.
const MOST_ELEMENTS: usize = 50_000;
/// Most stated facts of one project, after types are placed and defaults handed down.
const MOST_DECLARATIONS: usize = 500_000;
/// Thickest wall, in metres.
const THICKEST_WALL: f64 = 2.0;

/// Whether a keyword may stand several times in a block.
fn repeats(key: Key) -> bool {
    KEYWORDS.iter().any(|k| k.key == key && k.repeats)
}

/// What a description becomes while it is lowered.
struct Lower<'a> {
    lexicon: &'a Lexicon<'a>,
    sources: &'a Sources,
    source: SourceId,
    file: String,
    faults: Faults,
    model: Model,
    names: Names,
    types: BTreeMap<String, &'a Statement>,
    used_types: BTreeSet<String>,
    plans: BTreeMap<usize, Rc<Plan<'a>>>,
    ids: BTreeMap<String, Span>,
    /// What is known of each room besides the model's.
    placed: Vec<Placed>,
    openings: Vec<PendingOpening<'a>>,
    walls: Vec<PendingWall<'a>>,
    /// Auto-numbered tags: prefix of the id → last number.
    numbers: BTreeMap<String, usize>,
    /// Rooms by plane, once they are placed.
    neighbours: checks::Neighbours,
    /// Where each opening was described.
    opening_spans: Vec<Span>,
    /// Where each piece of equipment was described.
    fixture_spans: Vec<Span>,
    /// Functions of room names already looked up.
    functions_by_name: BTreeMap<String, Vec<String>>,
    /// Storeys by building and number.
    storeys: BTreeMap<(usize, i32), usize>,
    elements: usize,
    declarations: usize,
    full: bool,
}

/// Where things are placed: their frame, their names, and what is said for all of them from outside.
#[derive(Clone)]
struct Surroundings<'a> {
    /// Frame of the coordinates.
    frame: AffineTransform<f64>,
    /// Index of the building.
    building: Option<usize>,
    /// Index of the storey.
    storey: Option<usize>,
    /// Thickness of outer walls, where said.
    outer_wall: Option<f64>,
    /// What «alle …» says, the nearest first.
    defaults: Vec<Rc<Defaults<'a>>>,
    /// Common rooms around, the nearest first.
    commons: Vec<Home>,
    /// What ids begin with; empty or ends with `/`.
    prefix: String,
    /// What labels end with: «i A101».
    label: String,
    /// Whether equipment described here stands outdoors.
    outdoors: bool,
}

/// Places everything a document describes.
pub(super) fn model<'a>(
    document: &'a Document,
    lexicon: &'a Lexicon<'a>,
    sources: &'a Sources,
    source: SourceId,
    faults: Faults,
) -> (Option<Model>, Faults) {
    let file = sources.file(source).name();
    let place = Place { file: file.clone(), line: 1, column: 1 };
    let head = |id, kind| Element::new(id, kind, Origin::Declared { place: place.clone() });
    let model = Model::new(head("prosjekt", SubjectKind::Project), head("tomt", SubjectKind::Site));
    let mut lower = Lower {
        lexicon,
        sources,
        source,
        file,
        faults,
        model,
        names: Names::default(),
        types: BTreeMap::new(),
        used_types: BTreeSet::new(),
        plans: BTreeMap::new(),
        ids: BTreeMap::new(),
        placed: Vec::new(),
        openings: Vec::new(),
        walls: Vec::new(),
        numbers: BTreeMap::new(),
        neighbours: checks::Neighbours::default(),
        opening_spans: Vec::new(),
        fixture_spans: Vec::new(),
        functions_by_name: BTreeMap::new(),
        storeys: BTreeMap::new(),
        elements: 0,
        declarations: 0,
        full: false,
    };
    let project = document.items.iter().map(|i| &i.statement).find(|s| s.key() == Some(Key::Project));
    let Some((statement, block)) = project.and_then(|s| Some((s, s.block.as_ref()?))) else {
        lower.faults.push(
            Diagnostic::error(
                "design.no-project",
                Span::new(source, 0, 0),
                Localized::new("filen beskriver ikke noe prosjekt", "the file describes no project"),
            )
            .help(Localized::new("skriv prosjekt \"Navn\" { … }", "write prosjekt \"Name\" { … }")),
        );
        return (None, lower.faults);
    };
    lower.project(statement, block);
    (Some(lower.model), lower.faults)
}

impl<'a> Lower<'a> {
    fn project(&mut self, statement: &'a Statement, block: &'a Block) {
        let plan = self.plan(block);
        let name = statement.word(Role::Name).unwrap_or_default().to_owned();
        let origin = self.origin(statement.keyword);
        let project = &mut self.model.project.element;
        project.label = if name.is_empty() { "prosjektet".to_owned() } else { name.clone() };
        project.name = name;
        project.origin = origin;
        let mut project = self.model.project.element.clone();
        self.declare(&mut project, &[&plan], &[]);
        self.model.project.element = project;
        for one in plan.all(Key::Type) {
            self.take_type(one);
        }
        let around = Surroundings {
            frame: AffineTransform::identity(),
            building: None,
            storey: None,
            outer_wall: self.outer_wall(&plan),
            defaults: vec![Rc::clone(&plan.defaults)],
            commons: vec![Home::Project],
            prefix: String::new(),
            label: "i prosjektet".to_owned(),
            outdoors: false,
        };
        self.site(&plan, &around);
        self.contents(&plan, &around);
        self.fixtures_of(&[&plan], &around, None, None);
        for one in plan.all(Key::Building) {
            self.building(one, &around);
        }
        self.set_openings();
        self.set_walls();
        self.unused_types();
        self.check_layout();
    }

    /// Dwellings, bases, common rooms and walls of a project, building or storey.
    fn contents(&mut self, plan: &Plan<'a>, around: &Surroundings<'a>) {
        for one in plan.all(Key::Common) {
            self.common(one, around);
        }
        for one in plan.in_order(&[Key::Dwelling, Key::Base]) {
            if self.full {
                return;
            }
            match one.key() {
                Some(Key::Dwelling) => self.dwelling(one, around),
                _ => self.base(one, around),
            }
        }
        self.keep_openings(&[plan], &Rc::new(around.clone()), &around.commons);
    }

    fn site(&mut self, plan: &Plan<'a>, around: &Surroundings<'a>) {
        "tomten".clone_into(&mut self.model.site.element.label);
        let Some(statement) = plan.one.get(&Key::Site) else { return };
        let Some(block) = &statement.block else { return };
        let site = self.plan(block);
        self.model.site.described = true;
        let mut element = self.model.site.element.clone();
        element.origin = self.origin(statement.keyword);
        self.declare(&mut element, &[&site], &[]);
        self.model.site.element = element;
        self.model.site.north = site.one.get(&Key::North).and_then(|s| s.number(Role::Angle));
        self.model.site.outline = site.one.get(&Key::Outline).and_then(|s| self.shape_of(s, &around.frame));
        for one in site.all(Key::Public) {
            if let Some(polygon) = self.shape_of(one, &around.frame) {
                self.model.site.public.push(polygon);
            }
        }
        let mut here = around.clone();
        "tomt/".clone_into(&mut here.prefix);
        "på tomten".clone_into(&mut here.label);
        here.outdoors = true;
        self.fixtures_of(&[&site], &here, None, None);
    }

    fn building(&mut self, statement: &'a Statement, around: &Surroundings<'a>) {
        let Some(block) = &statement.block else { return };
        let plan = self.plan(block);
        let index = self.model.buildings.len();
        let name = statement.word(Role::Name).unwrap_or_default().to_owned();
        let tag = statement.word(Role::Tag).map(str::to_owned);
        let tag = tag.or_else(|| (!name.is_empty()).then(|| name.clone()));
        let tag = tag.unwrap_or_else(|| self.number(around, "bygg"));
        let Some(mut element) = self.element(&tag, SubjectKind::Building, statement, "") else { return };
        element.label = if name.is_empty() { tag.clone() } else { name.clone() };
        element.name = name;
        let label = element.label.clone();
        self.declare(&mut element, &[&plan], &self.defaults(around, SubjectKind::Building, &[]));
        self.model.buildings.push(Building { element });
        let mut here = around.clone();
        here.frame = shapes::within(&around.frame, &Self::frame_of(statement));
        here.building = Some(index);
        here.outer_wall = self.outer_wall(&plan).or(around.outer_wall);
        here.defaults.insert(0, Rc::clone(&plan.defaults));
        here.commons.insert(0, Home::Building(index));
        here.prefix = format!("{tag}/");
        here.label = format!("i {label}");
        // NOTE: rooms on another level look their storey up, so all storeys stand before the dwellings in them.
        let mut storeys = Vec::new();
        for one in plan.all(Key::Storey) {
            if let Some(index) = self.storey(one, &here) {
                storeys.push((one, index));
            }
        }
        for (one, index) in storeys {
            self.storey_contents(one, &here, index);
        }
        self.contents(&plan, &here);
    }

    fn storey(&mut self, statement: &'a Statement, around: &Surroundings<'a>) -> Option<usize> {
        let plan = self.plan(statement.block.as_ref()?);
        let number = number_of(statement);
        let building = around.building?;
        let id = format!("{}{number}", around.prefix);
        if let Some(before) = self.ids.get(&id).copied() {
            self.duplicate(&format!("etasje {number}"), statement.span, before);
            return None;
        }
        let mut element = self.element(&id, SubjectKind::Storey, statement, "")?;
        element.label = format!("{number}. etasje {}", around.label);
        statement.word(Role::Name).unwrap_or_default().clone_into(&mut element.name);
        self.declare(&mut element, &[&plan], &self.defaults(around, SubjectKind::Storey, &[]));
        let outline = plan.one.get(&Key::Outline).and_then(|s| self.shape_of(s, &around.frame));
        let outer_wall = self.outer_wall(&plan).or(around.outer_wall);
        let elevation = statement.number(Role::Elevation).unwrap_or_default();
        self.model.storeys.push(Storey { element, building, number, elevation, outer_wall, outline });
        let index = self.model.storeys.len() - 1;
        self.storeys.insert((building, number), index);
        Some(index)
    }

    fn storey_contents(&mut self, statement: &'a Statement, around: &Surroundings<'a>, index: usize) {
        let Some(block) = &statement.block else { return };
        let plan = self.plan(block);
        let mut here = around.clone();
        here.storey = Some(index);
        here.outer_wall = self.model.storeys[index].outer_wall;
        here.defaults.insert(0, Rc::clone(&plan.defaults));
        here.commons.insert(0, Home::Storey(index));
        here.prefix = format!("{}{}/", around.prefix, number_of(statement));
        here.label = format!("{}, {}. etasje", around.label, number_of(statement));
        self.contents(&plan, &here);
    }

    // --- parts that all blocks share ----------------------------------------------------------------------

    /// The sorted statements of a block.
    fn plan(&mut self, block: &'a Block) -> Rc<Plan<'a>> {
        Rc::clone(self.plans.entry(block.span.start).or_insert_with(|| Rc::new(Plan::of(block))))
    }

    fn place(&self, span: Span) -> Place {
        let at = self.sources.position(span);
        Place { file: self.file.clone(), line: at.line, column: at.column }
    }

    fn origin(&self, span: Span) -> Origin {
        Origin::Declared { place: self.place(span) }
    }

    /// A new element with its id, counted; none when there are too many, or when the id is taken.
    fn element(&mut self, id: &str, kind: SubjectKind, statement: &Statement, name: &str) -> Option<Element> {
        if !self.room_for_one_more(statement.span) {
            return None;
        }
        if let Some(before) = self.ids.get(id).copied() {
            let tag = id.rsplit('/').next().unwrap_or(id).to_owned();
            self.duplicate(&tag, statement.span, before);
            return None;
        }
        self.ids.insert(id.to_owned(), statement.span);
        let mut element = Element::new(id, kind, self.origin(statement.keyword));
        name.clone_into(&mut element.name);
        Some(element)
    }

    /// Counts an element; false when there are too many.
    fn room_for_one_more(&mut self, span: Span) -> bool {
        if self.full {
            return false;
        }
        self.elements += 1;
        if self.elements > MOST_ELEMENTS {
            self.overflow(
                span,
                localized!(
                    "mer enn {MOST_ELEMENTS} bygningsdeler; resten er ikke tatt med",
                    "more than {MOST_ELEMENTS} elements; the rest is left out"
                ),
            );
        }
        !self.full
    }

    fn overflow(&mut self, span: Span, message: Localized) {
        self.full = true;
        self.faults.push(
            Diagnostic::error("design.too-many", span, message)
                .help(Localized::new("del prosjektet i flere filer", "split the project into several files")),
        );
    }

    fn duplicate(&mut self, tag: &str, span: Span, before: Span) {
        let mut fault = Diagnostic::error(
            "design.duplicate",
            span,
            localized!("«{tag}» er brukt to ganger", "“{tag}” is used twice"),
        );
        if before != span {
            fault = fault
                .label(Localized::new("andre gang", "second time"))
                .at(before, Localized::new("første gang", "first time"));
        }
        self.faults.push(fault.help(Localized::new("gi den et annet merke", "give it another tag")));
    }

    /// A tag for something that was given none: the next number after a word.
    fn number(&mut self, around: &Surroundings<'_>, word: &str) -> String {
        loop {
            let key = format!("{}{word}", around.prefix);
            let last = self.numbers.entry(key).or_default();
            *last += 1;
            let tag = format!("{word}{last}");
            if !self.ids.contains_key(&format!("{}{tag}", around.prefix)) {
                return tag;
            }
        }
    }

    /// What is said for all places of a kind from outside, the nearest and most particular first.
    fn defaults(
        &self,
        around: &Surroundings<'a>,
        kind: SubjectKind,
        functions: &[String],
    ) -> Vec<Vec<&'a Stated>> {
        let plans = around.defaults.iter().flat_map(|d| d.for_place(kind, functions));
        plans.map(|p| p.facts.values().copied().collect()).collect()
    }

    /// States the facts of an element: those of its own blocks, the strongest first, then the defaults.
    fn declare(&mut self, element: &mut Element, own: &[&Plan<'a>], defaults: &[Vec<&'a Stated>]) {
        let own = own.iter().flat_map(|p| p.facts.values().copied());
        let all: Vec<&Stated> = own.chain(defaults.iter().flatten().copied()).collect();
        self.state(element, all.into_iter());
    }

    /// States facts of an element; the first statement of each wins.
    fn state<'s>(&mut self, element: &mut Element, all: impl Iterator<Item = &'s Stated>) {
        let mut said = BTreeSet::new();
        for stated in all {
            if !said.insert(&stated.fact) {
                continue;
            }
            let Some(value) = &stated.value else { continue };
            self.declarations += 1;
            if self.declarations > MOST_DECLARATIONS {
                if !self.full {
                    self.overflow(
                        stated.span,
                        localized!(
                            "mer enn {MOST_DECLARATIONS} opplysninger; resten er ikke tatt med",
                            "more than {MOST_DECLARATIONS} stated facts; the rest is left out"
                        ),
                    );
                }
                return;
            }
            element.declare(&stated.fact, value.clone(), self.origin(stated.span));
        }
    }

    fn take_type(&mut self, statement: &'a Statement) {
        let tag = statement.word(Role::Tag).unwrap_or_default();
        match self.types.get(&normalise(tag)).map(|s| s.span) {
            Some(before) => self.duplicate(tag, statement.span, before),
            None => drop(self.types.insert(normalise(tag), statement)),
        }
    }

    fn unused_types(&mut self) {
        let unused: Vec<&Statement> =
            self.types.iter().filter(|(tag, _)| !self.used_types.contains(*tag)).map(|(_, s)| *s).collect();
        for statement in unused {
            let tag = statement.word(Role::Tag).unwrap_or_default();
            self.faults.push(
                Diagnostic::warning(
                    "design.unused-type",
                    statement.span,
                    localized!(
                        "boligtypen «{tag}» er ikke plassert noe sted",
                        "the dwelling type “{tag}” is placed nowhere"
                    ),
                )
                .help(localized!(
                    "skriv bolig A101 = {tag} i en etasje",
                    "write bolig A101 = {tag} in a storey"
                )),
            );
        }
    }

    /// The frame a statement's «ved», «drei» and «speilet» make.
    fn frame_of(statement: &Statement) -> AffineTransform<f64> {
        let at = statement.point(Role::At).unwrap_or(Coord { x: 0.0, y: 0.0 });
        let turn = statement.number(Role::Turn).unwrap_or_default();
        shapes::frame(statement.part(Role::Mirrored).is_some(), turn, at)
    }

    fn outer_wall(&mut self, plan: &Plan<'_>) -> Option<f64> {
        let statement = plan.one.get(&Key::OuterWall)?;
        self.thickness(statement)
    }

    /// The thickness a statement says, unless no wall is so thick.
    fn thickness(&mut self, statement: &Statement) -> Option<f64> {
        let metres = statement.number(Role::Length)?;
        if metres <= THICKEST_WALL {
            return Some(metres);
        }
        self.faults.push(
            Diagnostic::error(
                "design.impossible",
                statement.span,
                localized!(
                    "en vegg er ikke over {THICKEST_WALL} m tykk",
                    "no wall is more than {THICKEST_WALL} m thick"
                ),
            )
            .help(Localized::new(
                "bare tall er meter: skriv cm etter tallet",
                "bare numbers are metres: write cm after the number",
            )),
        );
        None
    }

    /// The outline a statement draws.
    fn shape_of(&mut self, statement: &Statement, frame: &AffineTransform<f64>) -> Option<Polygon<f64>> {
        let shape = shape(statement)?;
        let outline = shapes::outline(&shapes::corners(&shape), frame);
        if outline.is_none() {
            self.faults.push(
                Diagnostic::error(
                    "design.crossing",
                    statement.span,
                    Localized::new(
                        "omrisset krysser eller berører seg selv",
                        "the outline crosses or touches itself",
                    ),
                )
                .help(Localized::new(
                    "skriv hjørnene i rekkefølge rundt rommet",
                    "write the corners in order around the room",
                )),
            );
        }
        outline
    }
}

fn number_of(storey: &Statement) -> i32 {
    storey.number(Role::Number).unwrap_or(1.0) as i32
}

/// The shape a statement gives: `rektangel`, `polygon`, `omriss`.
fn shape(statement: &Statement) -> Option<Shape> {
    if let Some(Arg::Shape(shape)) = statement.arg(Role::Points).or_else(|| statement.arg(Role::Shape)) {
        return Some(shape.clone());
    }
    match statement.arg(Role::Size)? {
        Arg::Size(width, depth) => Some(Shape::Rectangle(*width, *depth, statement.point(Role::At)?)),
        _ => None,
    }
}
