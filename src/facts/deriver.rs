//! What every deriver works with: the model, the words, the facts so far, and who belongs to whom.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::floor::Circles;
use super::obstacles::Built;
use super::{FactBase, SubjectIx, Unknown};
use crate::geometry::{OuterWalls, Scenes, Units};
use crate::localized;
use crate::model::{FactRef, Known, Model, Opening, OpeningKind, Origin, Owner, Room, Side, Value};
use crate::quantity::Quantity;
use crate::text::Localized;
use crate::vocab::{SubjectKind, Vocabulary};

/// Table of what is taken for usual where nothing was stated.
const USUAL: &str = "usual";
/// How many facts are named one by one as the ground of a computed one.
const NAMED_GROUNDS: usize = 24;

/// The facts in the making.
pub(super) struct Deriver<'a> {
    pub(super) model: &'a Model,
    pub(super) vocabulary: &'a Vocabulary,
    pub(super) base: FactBase,
    /// Rooms of each owner, names of areas that are no rooms left out.
    rooms_of: BTreeMap<Owner, Vec<usize>>,
    /// Openings of each room.
    openings_of: Vec<Vec<usize>>,
    /// Windows of each room that may be its own, though nobody says so.
    strays: Vec<Vec<usize>>,
    /// Fixtures that stand in each room.
    fixtures_in: Vec<Vec<usize>>,
    /// Parts of the building by where they stand.
    pub(super) built: Built,
    /// Fixtures of each owner, those in its rooms among them.
    fixtures_of: BTreeMap<Owner, Vec<usize>>,
    units: OnceLock<Arc<Units<'a>>>,
    scenes: OnceLock<Arc<Scenes>>,
    /// What a wheelchair can turn on in each room, or why that is not known.
    pub(super) floors: Vec<Result<Arc<Circles>, Localized>>,
}

impl<'a> Deriver<'a> {
    pub(super) fn new(model: &'a Model, vocabulary: &'a Vocabulary, base: FactBase) -> Self {
        let mut rooms_of: BTreeMap<Owner, Vec<usize>> = BTreeMap::new();
        for (i, room) in model.rooms.iter().enumerate() {
            if is_room(vocabulary, room) {
                rooms_of.entry(room.owner).or_default().push(i);
            }
        }
        let mut openings_of = vec![Vec::new(); model.rooms.len()];
        for (i, opening) in model.openings.iter().enumerate() {
            let mut sides = opening.sides.to_vec();
            sides.dedup();
            for side in sides {
                if let Side::Room(r) = side
                    && let Some(list) = openings_of.get_mut(r)
                {
                    list.push(i);
                }
            }
        }
        let mut fixtures_in = vec![Vec::new(); model.rooms.len()];
        let mut fixtures_of: BTreeMap<Owner, Vec<usize>> = BTreeMap::new();
        for (i, fixture) in model.fixtures.iter().enumerate() {
            let room = fixture.room.and_then(|r| model.rooms.get(r));
            if let Some(list) = fixture.room.and_then(|r| fixtures_in.get_mut(r)) {
                list.push(i);
            }
            if let Some(owner) = room.map(|r| r.owner).or(fixture.owner) {
                fixtures_of.entry(owner).or_default().push(i);
            }
        }
        let (units, scenes) = (OnceLock::new(), OnceLock::new());
        let floors = Vec::new();
        Self {
            model,
            vocabulary,
            base,
            rooms_of,
            openings_of,
            strays: super::stray::stray_windows(model),
            fixtures_in,
            built: Built::of(model),
            fixtures_of,
            units,
            scenes,
            floors,
        }
    }

    /// The rooms as regions, made once.
    pub(super) fn units(&self) -> Arc<Units<'a>> {
        Arc::clone(self.units.get_or_init(|| Arc::new(Units::new(self.model, self.vocabulary))))
    }

    /// The buildings as what one sees past, made once.
    pub(super) fn scenes(&self) -> Arc<Scenes> {
        let new = || Arc::new(Scenes::new(self.model, self.vocabulary, &self.units(), &self.outer_walls()));
        Arc::clone(self.scenes.get_or_init(new))
    }

    /// How thick the outer walls are.
    pub(super) fn outer_walls(&self) -> OuterWalls {
        let usual = self.usual("outer_wall", "least").zip(self.usual("outer_wall", "most"));
        OuterWalls::new(self.model, usual)
    }

    /// What a wheelchair can turn on in a room; without a floor the reason is empty. Known once [`floor`](super::floor)
    /// has been derived.
    pub(super) fn floor(&self, room: usize) -> Result<Arc<Circles>, Localized> {
        self.floors.get(room).cloned().unwrap_or_else(|| Err(Localized::default()))
    }

    /// The subject of an element.
    ///
    /// # Panics
    /// Never: every element of the model was made a subject before derivation.
    pub(super) fn subject(&self, kind: SubjectKind, index: usize) -> SubjectIx {
        self.base.find(kind, index).expect("every element of the model is a subject")
    }

    pub(super) fn label(&self, ix: SubjectIx) -> &'a str {
        let subject = self.base.subject(ix);
        let model = self.model;
        let element = match subject.kind {
            SubjectKind::Project => Some(&model.project.element),
            SubjectKind::Site => Some(&model.site.element),
            SubjectKind::Building => model.buildings.get(subject.index).map(|e| &e.element),
            SubjectKind::Storey => model.storeys.get(subject.index).map(|e| &e.element),
            SubjectKind::Dwelling => model.dwellings.get(subject.index).map(|e| &e.element),
            SubjectKind::Base => model.bases.get(subject.index).map(|e| &e.element),
            SubjectKind::Room => model.rooms.get(subject.index).map(|e| &e.element),
            SubjectKind::Door | SubjectKind::Window => model.openings.get(subject.index).map(|e| &e.element),
            SubjectKind::Wall => model.walls.get(subject.index).map(|e| &e.element),
            SubjectKind::Fixture => model.fixtures.get(subject.index).map(|e| &e.element),
        };
        element.map_or("", |e| e.label.as_str())
    }

    pub(super) fn room_subject(&self, room: usize) -> SubjectIx {
        self.subject(SubjectKind::Room, room)
    }

    pub(super) fn opening_subject(&self, opening: usize) -> SubjectIx {
        self.subject(self.model.openings[opening].subject_kind(), opening)
    }

    /// Rooms of an owner, by index; names of areas that are no rooms are left out.
    pub(super) fn rooms_of(&self, owner: Owner) -> Vec<usize> {
        self.rooms_of.get(&owner).cloned().unwrap_or_default()
    }

    pub(super) fn openings_of(&self, room: usize) -> Vec<usize> {
        self.openings_of.get(room).cloned().unwrap_or_default()
    }

    /// Doors and passages of a room.
    pub(super) fn ways_of(&self, room: usize) -> Vec<usize> {
        let walked = |i: &usize| self.model.openings[*i].kind != OpeningKind::Window;
        self.openings_of(room).into_iter().filter(walked).collect()
    }

    pub(super) fn windows_of(&self, room: usize) -> Vec<usize> {
        let window = |i: &usize| self.model.openings[*i].kind == OpeningKind::Window;
        self.openings_of(room).into_iter().filter(window).collect()
    }

    /// Windows that may be a room's, though nobody says whose they are.
    pub(super) fn strays_of(&self, room: usize) -> &[usize] {
        self.strays.get(room).map_or(&[], Vec::as_slice)
    }

    /// Why the windows of some rooms are not all known; nothing where they are.
    pub(super) fn stray_in(&self, rooms: &[usize]) -> Option<Localized> {
        let window = rooms.iter().find_map(|r| self.strays_of(*r).first())?;
        let label = self.label(self.opening_subject(*window));
        Some(localized!(
            "det er ikke kjent hvilket rom {label} hører til",
            "it is not known which room {label} belongs to"
        ))
    }

    pub(super) fn fixtures_in(&self, room: usize) -> Vec<usize> {
        self.fixtures_in.get(room).cloned().unwrap_or_default()
    }

    /// Fixtures of a kind of an owner: those that are there, and whether it is said that there is none.
    pub(super) fn fixtures_of(&self, owner: Owner, what: &[&str]) -> (Vec<usize>, bool) {
        let all = self.fixtures_of.get(&owner).map_or(&[][..], Vec::as_slice);
        let of_kind = |i: &&usize| what.contains(&self.model.fixtures[**i].what.as_str());
        let (there, absent): (Vec<usize>, Vec<usize>) =
            all.iter().filter(of_kind).partition(|i| self.model.fixtures[**i].present);
        (there, !absent.is_empty())
    }

    /// Fixtures of a kind an owner is said not to have.
    pub(super) fn absent_of(&self, owner: Owner, what: &str) -> Vec<usize> {
        let all = self.fixtures_of.get(&owner).map_or(&[][..], Vec::as_slice);
        let absent = |i: &&usize| {
            let fixture = &self.model.fixtures[**i];
            !fixture.present && fixture.what == what
        };
        all.iter().filter(absent).copied().collect()
    }

    /// Every function a room serves, those of its zones among them.
    pub(super) fn functions(&self, room: usize) -> Vec<String> {
        let room = &self.model.rooms[room];
        let mut all = room.functions.clone();
        for zone in &room.zones {
            if !all.contains(&zone.function) {
                all.push(zone.function.clone());
            }
        }
        all
    }

    pub(super) fn serves(&self, room: usize, function: &str) -> bool {
        let room = &self.model.rooms[room];
        room.is(function) || room.zones.iter().any(|z| z.function == function)
    }

    /// Whether a room lies outdoors; none when its function is not known.
    pub(super) fn outdoors(&self, room: usize) -> Option<bool> {
        let function = self.model.rooms[room].functions.first()?;
        Some(self.vocabulary.room(function).is_some_and(|f| f.outdoor))
    }

    /// What lies beyond an opening, seen from a room.
    pub(super) fn beyond(&self, opening: &Opening, room: usize) -> Side {
        match opening.sides {
            [Side::Room(a), other] if a == room => other,
            [other, _] => other,
        }
    }

    /// Takes over a value the model states itself.
    pub(super) fn stated(&mut self, ix: SubjectIx, fact: &str, value: Value, origin: &Origin) {
        self.base.set_derived(ix, fact, Known::new(value, origin.clone()));
    }

    /// Sets a value worked out from others.
    pub(super) fn computed(
        &mut self,
        ix: SubjectIx,
        fact: &str,
        value: Value,
        method: Localized,
        from: &[(SubjectIx, &str)],
    ) {
        let from = self.grounds(from);
        self.base.compute(ix, fact, value, method, from);
    }

    /// Like [`Deriver::computed`] with the largest error the value may have.
    pub(super) fn estimated(
        &mut self,
        ix: SubjectIx,
        fact: &str,
        value: Value,
        uncertainty: f64,
        method: Localized,
        from: &[(SubjectIx, &str)],
    ) {
        let origin = Origin::computed(method, self.grounds(from));
        self.base.set_derived(ix, fact, Known { value, uncertainty, origins: vec![origin] });
    }

    /// Says why a fact could not be worked out, and which facts would give it.
    pub(super) fn unknown(&mut self, ix: SubjectIx, fact: &str, why: Localized, needs: &[(SubjectIx, &str)]) {
        let needs = needs.iter().map(|(s, f)| (*s, (*f).to_owned())).collect();
        let why = (!why.is_empty()).then_some(why);
        self.base.set_unknown(ix, fact, Unknown { why, needs });
    }

    /// The facts a computed one leans on, named one by one as far as anybody would read.
    pub(super) fn grounds(&self, from: &[(SubjectIx, &str)]) -> Vec<FactRef> {
        let mut refs: Vec<FactRef> = from
            .iter()
            .take(NAMED_GROUNDS)
            .map(|(ix, fact)| self.base.reference(*ix, fact, self.vocabulary))
            .collect();
        if from.len() > NAMED_GROUNDS {
            let rest = from.len() - NAMED_GROUNDS;
            refs.push(FactRef {
                subject: self.model.project.element.label.clone(),
                what: localized!("og {rest} til", "and {rest} more"),
                value: Localized::same("…"),
                doubt: from[NAMED_GROUNDS..].iter().find_map(|(ix, fact)| self.base.doubt(*ix, fact)),
            });
        }
        refs
    }

    /// A fact if it is known.
    pub(super) fn known(&self, ix: SubjectIx, fact: &str) -> Option<Known> {
        match self.base.look(ix, fact) {
            super::Fact::Known(known) => Some(known.clone()),
            _ => None,
        }
    }

    /// The number a fact is known to have.
    pub(super) fn number(&self, ix: SubjectIx, fact: &str) -> Option<f64> {
        self.base.value(ix, fact).and_then(|v| v.number())
    }

    /// A measure that is taken for usual where nothing was stated, from the table of those.
    pub(super) fn usual(&self, row: &str, column: &str) -> Option<f64> {
        let cell = self.vocabulary.tables.get(USUAL)?.cell(row, column)?;
        Quantity::parse(cell.first()?).ok().map(|q| q.value)
    }

    /// Whether the rooms of an owner were drawn or listed.
    pub(super) fn planned(&self, owner: Owner) -> bool {
        match owner {
            Owner::Dwelling(i) => self.model.dwellings.get(i).is_some_and(|d| d.planned),
            Owner::Base(i) => self.model.bases.get(i).is_some_and(|b| b.planned),
            Owner::Common => false,
        }
    }
}

/// Whether a space is a room: models also carry spaces that measure areas.
pub(super) fn is_room(vocabulary: &Vocabulary, room: &Room) -> bool {
    room.functions.first().and_then(|f| vocabulary.room(f)).is_none_or(|f| f.belongs != "none")
}
