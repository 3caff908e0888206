//! Small models built by hand for the tests of facts and geometry.

use geo::{Coord, LineString, Polygon};

use super::{Fact, FactBase};
use crate::model::{
    Base, Building, Dwelling, Element, Fixture, Model, Opening, OpeningKind, Origin, Owner, Place, Placement,
    Room, Side, Storey, Value, Wall,
};
use crate::vocab::{SubjectKind, Vocabulary};

/// A model that grows by one line per element.
pub(crate) struct Sample {
    pub(crate) model: Model,
}

/// A rectangle by its south-west corner and its size; the south edge comes first.
pub(crate) fn rect(x: f64, y: f64, w: f64, h: f64) -> Polygon<f64> {
    let ring = [(x, y), (x + w, y), (x + w, y + h), (x, y + h)].map(|(x, y)| Coord { x, y });
    Polygon::new(LineString::new(ring.to_vec()), Vec::new())
}

fn origin() -> Origin {
    Origin::Declared { place: Place { file: "prøve.bolig".into(), line: 1, column: 1 } }
}

fn element(id: &str, kind: SubjectKind) -> Element {
    Element::new(id, kind, origin())
}

impl Sample {
    /// One building with one storey.
    pub(crate) fn new() -> Self {
        let mut model =
            Model::new(element("prosjekt", SubjectKind::Project), element("tomt", SubjectKind::Site));
        model.buildings.push(Building { element: element("hus", SubjectKind::Building) });
        let mut sample = Self { model };
        sample.storey(1);
        sample
    }

    pub(crate) fn storey(&mut self, number: i32) -> usize {
        self.model.storeys.push(Storey {
            element: element(&format!("etasje {number}"), SubjectKind::Storey),
            building: 0,
            number,
            elevation: 3.0 * f64::from(number - 1),
            outer_wall: None,
            outline: None,
        });
        self.model.storeys.len() - 1
    }

    pub(crate) fn dwelling(&mut self, tag: &str) -> Owner {
        self.model.dwellings.push(Dwelling {
            element: element(tag, SubjectKind::Dwelling),
            storey: Some(0),
            from_type: None,
            planned: true,
            outer_wall: None,
        });
        Owner::Dwelling(self.model.dwellings.len() - 1)
    }

    pub(crate) fn base(&mut self, tag: &str) -> Owner {
        self.model.bases.push(Base {
            element: element(tag, SubjectKind::Base),
            storey: Some(0),
            planned: true,
            outer_wall: None,
        });
        Owner::Base(self.model.bases.len() - 1)
    }

    /// A room on the first storey; its functions are what the vocabulary says the main one holds.
    pub(crate) fn room(&mut self, owner: Owner, function: &str, outline: Option<Polygon<f64>>) -> usize {
        let n = self.model.rooms.len();
        let functions = match Vocabulary::built_in().room(function) {
            Some(f) => std::iter::once(f.id.clone()).chain(f.contains.iter().cloned()).collect(),
            None => Vec::new(),
        };
        self.model.rooms.push(Room {
            element: element(&format!("rom {n} {function}"), SubjectKind::Room),
            owner,
            storey: Some(0),
            functions,
            doubtful_function: false,
            outline,
            height: None,
            floor: None,
            zones: Vec::new(),
            tall: None,
        });
        n
    }

    pub(crate) fn opening(&mut self, kind: OpeningKind, a: Side, b: Side) -> usize {
        let n = self.model.openings.len();
        let subject = if kind == OpeningKind::Window { SubjectKind::Window } else { SubjectKind::Door };
        self.model.openings.push(Opening {
            element: element(&format!("åpning {n}"), subject),
            kind,
            sides: [a, b],
            storey: Some(0),
            placement: None,
            width: None,
            height: None,
            sill: None,
            swing: None,
            recess: None,
            maybe_solid: false,
        });
        n
    }

    pub(crate) fn door(&mut self, a: Side, b: Side) -> usize {
        self.opening(OpeningKind::Door, a, b)
    }

    /// A window of a size, at a sill height.
    pub(crate) fn window(&mut self, room: usize, width: f64, height: f64, sill: f64) -> usize {
        let n = self.opening(OpeningKind::Window, Side::Room(room), Side::Outside);
        let opening = &mut self.model.openings[n];
        opening.width = Some(width);
        opening.height = Some(height);
        opening.sill = Some(sill);
        n
    }

    pub(crate) fn place(&mut self, opening: usize, a: (f64, f64), b: (f64, f64), thickness: f64) {
        let at = |p: (f64, f64)| Coord { x: p.0, y: p.1 };
        self.model.openings[opening].placement = Some(Placement { a: at(a), b: at(b), thickness });
    }

    pub(crate) fn fixture(&mut self, what: &str, room: Option<usize>, owner: Option<Owner>) -> usize {
        let n = self.model.fixtures.len();
        self.model.fixtures.push(Fixture {
            back: crate::model::Back::Told,
            element: element(&format!("utstyr {n} {what}"), SubjectKind::Fixture),
            what: what.to_owned(),
            present: true,
            room,
            owner,
            outline: None,
            usual_size: false,
            heights: None,
            stands: None,
        });
        n
    }

    pub(crate) fn wall(&mut self, separates: Option<[usize; 2]>) -> usize {
        let n = self.model.walls.len();
        self.model.walls.push(Wall {
            element: element(&format!("vegg {n}"), SubjectKind::Wall),
            sides: [Side::Unknown, Side::Unknown],
            separates: separates.into_iter().collect(),
            storey: Some(0),
            outlines: Vec::new(),
            above: Vec::new(),
            thickness: None,
        });
        n
    }

    /// States a fact of the project.
    pub(crate) fn declare(&mut self, fact: &str, value: Value) {
        self.model.project.element.declare(fact, value, origin());
    }

    pub(crate) fn facts(&self) -> FactBase {
        super::derive(&self.model, Vocabulary::built_in())
    }

    /// A fact of an element by its kind and index.
    pub(crate) fn fact(&self, kind: SubjectKind, index: usize, fact: &str) -> Fact {
        let facts = self.facts();
        facts.find(kind, index).map_or(Fact::Unknown(super::Unknown::default()), |ix| facts.get(ix, fact))
    }

    /// The value of a fact, none unless it is known.
    pub(crate) fn value(&self, kind: SubjectKind, index: usize, fact: &str) -> Option<Value> {
        match self.fact(kind, index, fact) {
            Fact::Known(known) => Some(known.value),
            _ => None,
        }
    }

    pub(crate) fn number(&self, kind: SubjectKind, index: usize, fact: &str) -> Option<f64> {
        self.value(kind, index, fact).and_then(|v| v.number())
    }
}
