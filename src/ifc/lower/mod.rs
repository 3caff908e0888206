//! What does a building model say of the project? From an IFC model to the same [`Model`] a description gives.
//!
//! In come a model's records, their shapes and the field's words; out go the project's parts with what was stated
//! of them, each value with its record, and a sentence for everything that was not understood, not used or not
//! drawn. Dwellings are found by zones, by properties, by room numbers, or by following doors, and each says how.
//! No fact is derived and no requirement is known here.

mod account;
mod areas;
mod built;
mod changed;
mod coverings;
mod curtain;
mod cuts;
mod declared;
mod drawing;
mod fixtures;
mod homes;
mod homes_by;
pub(super) mod lexicon;
pub(super) mod material;
mod names;
mod open_plan;
mod openings;
mod operation;
mod over;
mod own;
mod plane;
mod roofs;
mod rooms;
mod rules;
mod sides;
mod sort;
mod spaces;
mod storeys;
mod surface;
mod told;
pub(super) mod value;
mod walls;

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;
use std::sync::Arc;

use self::curtain::Panel;
pub(super) use self::declared::HELD;
use self::drawing::Drawing;
use self::lexicon::Lexicon;
use self::roofs::Roof;
use self::spaces::Space;
use self::told::Told;
use super::links::Link;
use super::overrides::Overrides;
use super::property::{PropertySet, Sets};
use super::shape::Motion;
use super::step::Id;
use crate::localized;
use crate::model::{Element, Model, Origin, Place};
use crate::source::{Diagnostic, Parsed, Severity};
use crate::text::Localized;
use crate::vocab::{FactDef, SubjectKind, Vocabulary, normalise};

/// How many elements are looked up by all threads at once, before each is taken over after the other.
const AT_ONCE: usize = 256;
/// Kinds of links that are asked of many elements.
const ASKED: [Link; 10] = [
    Link::Properties,
    Link::Type,
    Link::Material,
    Link::Container,
    Link::Whole,
    Link::Host,
    Link::Voided,
    Link::Filled,
    Link::BoundarySpace,
    Link::BoundaryElement,
];
/// Longest name that is taken over, in characters.
const LONGEST_NAME: usize = 120;

/// What a model becomes while it is lowered.
struct Lower<'a> {
    ifc: &'a super::Model,
    vocabulary: &'a Vocabulary,
    lexicon: Lexicon<'a>,
    drawing: Drawing<'a>,
    file: String,
    model: Model,
    told: Told,
    /// Facts a model may carry, by subject.
    facts: BTreeMap<SubjectKind, Vec<&'a FactDef>>,
    /// Buildings and storeys by record.
    buildings: BTreeMap<Id, usize>,
    storeys: BTreeMap<Id, usize>,
    /// Spaces that are rooms, and the room each became.
    spaces: Vec<Space>,
    space_of: BTreeMap<Id, usize>,
    /// Heights of the storeys' floors, once the spaces are read.
    floors: OnceCell<Vec<Option<f64>>>,
    room_of: Vec<Option<usize>>,
    /// Spaces that are parts of another.
    parts_of_rooms: BTreeMap<Id, Vec<Id>>,
    /// Whether layers of what lies flat are listed from the top.
    from_the_top: bool,
    /// What covers the walls of each room.
    claddings: BTreeMap<usize, Vec<Id>>,
    ids: BTreeSet<String>,
    /// The highest number that stands behind each id: a thousand elements may be called the same.
    numbers: HashMap<String, usize>,
    /// Records that became something of the model.
    used: BTreeSet<Id>,
    /// Storeys with walls that are marked as drawn at a thickness nobody stated.
    assumed_walls: BTreeSet<usize>,
    /// Spaces that gather others, with how they are called.
    gathering: BTreeMap<Id, [String; 2]>,
    /// How much higher than it is drawn the model is read, in metres.
    raised: f64,
    overrides: &'a Overrides,
    /// Rules that meant some room.
    rules_met: BTreeSet<usize>,
    /// Whether the model was written by this program, and then which record each element was made of, and the rooms
    /// by their ids.
    ours: bool,
    made: BTreeMap<String, Id>,
    rooms_by_id: BTreeMap<String, usize>,
    /// Panels of curtain walls that are windows, or may be.
    panels: BTreeMap<Id, Panel>,
    /// Slabs and roofs, once they were asked for.
    slabs: Option<Rc<[Roof]>>,
    /// Property sets of elements that are looked at next.
    sets: BTreeMap<Id, Vec<Arc<PropertySet<'a>>>>,
    /// Reads the others.
    reader: Sets<'a>,
}

/// How a model is lowered.
#[derive(Clone, Copy)]
pub struct Lowering<'a> {
    /// What people say of its rooms.
    pub overrides: &'a Overrides,
    /// How it is moved, where it must lie as another model does.
    pub motion: Option<Motion>,
    /// Called with the share of the work that is done, 0 to 1, now and then.
    pub progress: &'a (dyn Fn(f64) + Sync),
}

impl Default for Lowering<'_> {
    fn default() -> Self {
        static NONE: Overrides = Overrides { rooms: Vec::new() };
        Self { overrides: &NONE, motion: None, progress: &|_| {} }
    }
}

/// Reads a building model into the project. None when it has neither storeys, spaces nor elements; everything that
/// is wrong with the file or was left out is told.
pub fn lower(ifc: &super::Model, vocabulary: &Vocabulary) -> Parsed<Option<Model>> {
    lower_with(ifc, vocabulary, &Lowering::default())
}

/// The same, with rules for rooms, moved, or with a call that hears how far it has come.
pub fn lower_with(ifc: &super::Model, vocabulary: &Vocabulary, how: &Lowering<'_>) -> Parsed<Option<Model>> {
    ifc.check_global_ids();
    ifc.prepare_links(&ASKED);
    let file = ifc.file().path().to_string_lossy().replace('\\', "/");
    let project = ifc.by_class("IfcProject", false).first().copied();
    let origin = |id: Option<Id>| match id {
        Some(id) => origin_of(ifc, &file, id, None, None),
        None => Origin::Computed {
            method: Localized::new("modellen har ingen IfcProject", "the model has no IfcProject"),
            from: Vec::new(),
        },
    };
    let site = ifc.by_class("IfcSite", false).first().copied();
    let head = |id, kind, of| Element::new(id, kind, origin(of));
    let model =
        Model::new(head("prosjekt", SubjectKind::Project, project), head("tomt", SubjectKind::Site, site));
    let mut facts: BTreeMap<SubjectKind, Vec<&FactDef>> = BTreeMap::new();
    for def in vocabulary.facts.values() {
        facts.entry(def.subject).or_default().push(def);
    }
    let mut lower = Lower {
        ifc,
        vocabulary,
        lexicon: Lexicon::new(vocabulary),
        drawing: Drawing::new(ifc, how.motion),
        file,
        model,
        told: Told::default(),
        facts,
        buildings: BTreeMap::new(),
        storeys: BTreeMap::new(),
        spaces: Vec::new(),
        space_of: BTreeMap::new(),
        floors: OnceCell::new(),
        room_of: Vec::new(),
        parts_of_rooms: BTreeMap::new(),
        from_the_top: surface::lists_from_the_top(ifc),
        claddings: BTreeMap::new(),
        ids: BTreeSet::new(),
        numbers: HashMap::new(),
        used: BTreeSet::new(),
        assumed_walls: BTreeSet::new(),
        gathering: BTreeMap::new(),
        raised: how.motion.map_or(0.0, |m| m.by[2]),
        overrides: how.overrides,
        rules_met: BTreeSet::new(),
        ours: false,
        made: BTreeMap::new(),
        rooms_by_id: BTreeMap::new(),
        panels: BTreeMap::new(),
        slabs: None,
        sets: BTreeMap::new(),
        reader: Sets::new(ifc),
    };
    let something = lower.everything(project, site, how.progress);
    let Lower { model, told, .. } = lower;
    let mut diagnostics = ifc.diagnostics();
    diagnostics.extend(told.finish());
    Parsed { value: something.then_some(model), diagnostics }
}

/// Where a record stands, and which property of which set is meant.
fn origin_of(ifc: &super::Model, file: &str, id: Id, set: Option<&str>, property: Option<&str>) -> Origin {
    let record = ifc.file().record(id);
    Origin::Ifc {
        place: Place { file: file.to_owned(), line: record.map_or(1, |r| r.line()), column: 1 },
        entity: record.map_or_else(|| id.to_string(), |r| format!("{id}={}", r.type_name())),
        guid: ifc.global_id(id).map(|g| g.into_owned()),
        set: set.map(str::to_owned),
        property: property.map(str::to_owned),
    }
}

impl Lower<'_> {
    /// Lowers all of it; false when there is nothing.
    fn everything(&mut self, project: Option<Id>, site: Option<Id>, progress: &dyn Fn(f64)) -> bool {
        self.ours = self.written_here(project);
        self.project(project, site);
        self.buildings_and_storeys();
        self.panels = self.panels().into_iter().collect();
        let ifc = self.ifc;
        self.drawing.prepare_footprints(&ifc.by_class("IfcSpace", true));
        self.drawing.prepare_extents(&self.boxed());
        self.read_spaces();
        progress(0.2);
        let ways = self.ways();
        progress(0.35);
        let homes = self.find_homes(&ways);
        self.make_rooms(homes);
        self.coverings();
        progress(0.5);
        self.openings(&ways);
        progress(0.65);
        self.walls();
        progress(0.85);
        self.fixtures();
        if !self.ours {
            self.roofs();
            self.use_of_nameless_rooms();
            self.keep_storeys_in_use();
        }
        self.absent(project, site);
        self.call_all();
        self.tell_assumed_walls();
        self.account();
        let model = &self.model;
        self.ours
            || !(model.storeys.is_empty()
                && model.rooms.is_empty()
                && model.openings.is_empty()
                && model.fixtures.is_empty())
    }

    /// The elements whose boxes are asked for.
    fn boxed(&self) -> Vec<Id> {
        let classes = ["IfcDoor", "IfcWindow", "IfcWall"];
        let mut all: Vec<Id> = classes.iter().flat_map(|c| self.ifc.by_class(c, true)).collect();
        let voids = self.ifc.by_class("IfcOpeningElement", true);
        all.extend(voids.into_iter().filter(|id| self.ifc.linking(Link::Filled, *id).next().is_none()));
        all.extend(self.panels.keys());
        all.extend(self.equipment());
        all
    }

    fn project(&mut self, project: Option<Id>, site: Option<Id>) {
        let name = project.and_then(|p| self.name(p, "LongName").or_else(|| self.name(p, "Name")));
        let element = &mut self.model.project.element;
        element.label = name.clone().unwrap_or_else(|| "prosjektet".to_owned());
        element.name = name.unwrap_or_default();
        element.guid = project.and_then(|p| self.ifc.global_id(p)).map(|g| g.into_owned());
        let mut element = element.clone();
        let mut carriers: Vec<Id> = project.into_iter().collect();
        carriers.extend(self.ifc.by_class("IfcBuilding", false));
        self.declare(&mut element, &carriers, None);
        if let Some(project) = project {
            self.call(&mut element, project);
        }
        self.model.project.element = element;
        "tomten".clone_into(&mut self.model.site.element.label);
        let Some(site) = site else { return };
        self.used.insert(site);
        let mut element = self.model.site.element.clone();
        element.guid = self.ifc.global_id(site).map(|g| g.into_owned());
        self.declare(&mut element, &[site], None);
        // NOTE: every exporter writes a site; only one that says something describes it.
        let said = self.own(site).is_some_and(|o| o.is(crate::ifc::own::DESCRIBED));
        self.model.site.described = said || !element.declared.is_empty();
        self.model.site.element = element;
        self.boundary(site);
        self.model.site.north = self.north();
    }

    /// The direction of north, in degrees clockwise from the y axis.
    fn north(&self) -> Option<f64> {
        let contexts = self.ifc.by_class("IfcGeometricRepresentationContext", false);
        let north = contexts.iter().find_map(|c| self.ifc.reference(*c, "TrueNorth"))?;
        let list = self.ifc.attr(north, "DirectionRatios").as_list()?;
        let mut ratios = list.iter().filter_map(super::step::Value::as_f64);
        let (x, y) = (ratios.next()?, ratios.next()?);
        (x.is_finite() && y.is_finite() && x.hypot(y) > 0.0).then(|| x.atan2(y).to_degrees())
    }

    /// The boundary of the site, and ground on it that the public can reach.
    fn boundary(&mut self, site: Id) {
        if self.ifc.reference(site, "Representation").is_some() {
            let outline = self.drawing.footprint(site).and_then(|(region, _)| drawing::largest(region));
            self.model.site.outline = outline.map(|(piece, _)| piece);
        }
        let here: Vec<Id> = self.ifc.linking(Link::Container, site).collect();
        for id in here {
            let kind = self.ifc.text(id, "ObjectType").unwrap_or_default();
            if normalise(&kind) != crate::ifc::own::PUBLIC {
                continue;
            }
            let Some((region, _)) = self.drawing.footprint(id) else { continue };
            self.used.insert(id);
            self.model.site.public.extend(region.0);
        }
    }

    // --- what all parts share -------------------------------------------------------------------------------

    /// A name in an attribute, trimmed; none when it says nothing.
    fn name(&self, id: Id, attribute: &str) -> Option<String> {
        let text = self.ifc.text(id, attribute)?;
        let text: String = text.trim().chars().take(LONGEST_NAME).collect();
        (!text.is_empty() && !self.lexicon.is_placeholder(attribute, &text)).then_some(text)
    }

    fn origin(&self, id: Id, set: Option<&str>, property: Option<&str>) -> Origin {
        origin_of(self.ifc, &self.file, id, set, property)
    }

    fn line(&self, id: Id) -> Option<usize> {
        self.ifc.file().record(id).map(|r| r.line())
    }

    /// A new element of a record; a taken id gets a number.
    fn element(&mut self, id: &str, kind: SubjectKind, of: Id) -> Element {
        let own = self.own_id(of);
        let id = self.free_id(own.as_deref().unwrap_or(id));
        if self.ours {
            self.made.insert(id.clone(), of);
        }
        self.used.insert(of);
        let mut element = Element::new(id, kind, self.origin(of, None, None));
        element.guid = self.ifc.global_id(of).map(|g| g.into_owned());
        element
    }

    /// An id no other element has: the wanted one, or with the next number behind it.
    fn free_id(&mut self, wanted: &str) -> String {
        let mut id = wanted.to_owned();
        while !self.ids.insert(id.clone()) {
            let number = self.numbers.entry(wanted.to_owned()).or_insert(1);
            *number += 1;
            id = format!("{wanted} {number}");
        }
        id
    }

    /// The storey that contains an element, directly or through what it is part of.
    fn storey_of(&self, id: Id) -> Option<usize> {
        storey_of(self.ifc, &self.storeys, id)
    }

    fn say(&mut self, severity: Severity, code: &'static str, message: Localized, at: Option<Id>) {
        let line = at.and_then(|id| self.line(id));
        self.told.say(Diagnostic::new(severity, code, message).in_file(self.file.clone(), line));
    }
}

/// The storey that contains an element, of those known.
fn storey_of(ifc: &super::Model, storeys: &BTreeMap<Id, usize>, id: Id) -> Option<usize> {
    ifc.containers(id).into_iter().find_map(|c| storeys.get(&c).copied())
}

/// A tag without what separates the parts of an id.
fn plain(tag: &str) -> String {
    tag.trim().replace('/', "+")
}

/// «soverom», the word for a room function in a sentence.
fn noun(vocabulary: &Vocabulary, function: Option<&String>) -> Option<String> {
    function.and_then(|f| vocabulary.room(f)).map(|r| normalise(&r.name.nb))
}

/// «3 rom», «1 rom».
fn counted(n: usize, [one, many]: [&str; 2]) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// A sentence that two kinds of things were not drawn.
fn share(shown: usize, all: usize) -> Localized {
    localized!("{shown} av {all}", "{shown} of {all}")
}
