//! Buildings and storeys: which there are, how high they lie, and which one is the ground floor.
//!
//! Storeys are numbered from the ground floor, which is 1. A name that says it («1. etasje», «Plan 1») tells which
//! that is; else it is the storey in use nearest to the building's zero. Storeys less than a flight apart (split
//! levels) share a number. Storeys with walls count though they have no rooms; levels for measuring do not. Storeys
//! without rooms, doors and windows (foundations, roofs, levels for measuring) are left out and said.

use std::collections::{BTreeMap, BTreeSet};

use super::{Lower, plain};
use crate::ifc::Link;
use crate::ifc::own;
use crate::ifc::step::Id;
use crate::localized;
use crate::model::{Building, Storey};
use crate::source::Severity;
use crate::text::Localized;
use crate::vocab::{SubjectKind, normalise};

/// Two storeys closer than this in height, in metres, are one level in two halves.
const SPLIT_LEVEL: f64 = 1.7;
/// What makes a level a storey, and not one for measuring.
const USED_BY: [&str; 4] = ["IfcSpace", "IfcDoor", "IfcWindow", "IfcWall"];

impl Lower<'_> {
    pub(super) fn buildings_and_storeys(&mut self) {
        let mut buildings = self.ifc.by_class("IfcBuilding", false);
        if buildings.is_empty() {
            // A facility of another kind that has storeys is read as a building.
            let storeys = self.ifc.by_class("IfcBuildingStorey", false);
            let wholes = storeys.into_iter().filter_map(|s| self.ifc.container(s, "IfcFacility"));
            buildings = wholes.collect::<BTreeSet<_>>().into_iter().collect();
        }
        for id in buildings {
            let name = self.name(id, "LongName").or_else(|| self.name(id, "Name"));
            let index = self.model.buildings.len();
            let tag = self.name(id, "Name").or_else(|| name.clone());
            let tag = tag.unwrap_or_else(|| format!("bygg{}", index + 1));
            let mut element = self.element(&plain(&tag), SubjectKind::Building, id);
            element.label = name.clone().unwrap_or_else(|| "bygget".to_owned());
            element.name = name.unwrap_or_default();
            self.declare(&mut element, &[id], None);
            self.model.buildings.push(Building { element });
            self.buildings.insert(id, index);
        }
        let mut storeys: Vec<(f64, Id)> = self
            .ifc
            .by_class("IfcBuildingStorey", false)
            .into_iter()
            .map(|id| (self.elevation(id), id))
            .collect();
        storeys.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        if !storeys.is_empty() && self.model.buildings.is_empty() {
            self.building_of_nothing();
        }
        if storeys.is_empty() && !self.ours {
            self.storeys_of_nothing();
        }
        for (elevation, id) in storeys {
            self.storey(id, elevation);
        }
        self.number_storeys();
        self.own_storeys();
    }

    /// A model with storeys and no building has one all the same.
    fn building_of_nothing(&mut self) {
        let mut element = self.model.project.element.clone();
        element.kind = SubjectKind::Building;
        element.id = crate::model::ElementId(self.free_id("bygg"));
        "bygg".clone_into(&mut element.tag);
        "bygget".clone_into(&mut element.label);
        element.declared = BTreeMap::new();
        self.model.buildings.push(Building { element });
        self.say(
            Severity::Warning,
            "ifc.no-building",
            Localized::new(
                "modellen har ingen bygning; etasjene er regnet som én",
                "the model has no building; the storeys count as one",
            ),
            None,
        );
    }

    /// In a building without storeys everything stands on one, if there is anything.
    fn storeys_of_nothing(&mut self) {
        if USED_BY.into_iter().all(|class| self.ifc.by_class(class, true).is_empty()) {
            return;
        }
        let ids: Vec<(Id, usize)> = self.buildings.iter().map(|(id, b)| (*id, *b)).collect();
        for (id, building) in ids {
            let head = self.model.buildings[building].element.id.0.clone();
            let mut element = self.element(&format!("{head}/etasje"), SubjectKind::Storey, id);
            element.guid = None;
            "etasjen".clone_into(&mut element.label);
            self.storeys.insert(id, self.model.storeys.len());
            let elevation = self.drawing.level(id).unwrap_or(0.0);
            let (outer_wall, outline) = (None, None);
            self.model.storeys.push(Storey { element, building, number: 1, elevation, outer_wall, outline });
        }
        if !self.model.storeys.is_empty() {
            self.say(
                Severity::Warning,
                "ifc.no-storeys",
                Localized::new(
                    "modellen har ingen etasjer; alt i et bygg er regnet som én etasje. Eksporter etasjene",
                    "the model has no storeys; all in a building counts as one storey. Export the storeys",
                ),
                None,
            );
        }
    }

    fn storey(&mut self, id: Id, elevation: f64) {
        let building = self.ifc.containers(id).into_iter().find_map(|c| self.buildings.get(&c)).copied();
        let building = building.unwrap_or(0);
        let name = self.name(id, "LongName").filter(|n| !n.is_empty()).or_else(|| self.name(id, "Name"));
        let name = match (self.name(id, "Name"), name) {
            (Some(short), _) => short,
            (None, long) => long.unwrap_or_default(),
        };
        let head = self.model.buildings.get(building).map(|b| b.element.id.0.clone()).unwrap_or_default();
        let tag = if name.is_empty() { id.to_string() } else { plain(&name) };
        let mut element = self.element(&format!("{head}/{tag}"), SubjectKind::Storey, id);
        element.label = if name.is_empty() { "etasjen".to_owned() } else { name.clone() };
        element.name = name;
        self.declare(&mut element, &[id], None);
        self.storeys.insert(id, self.model.storeys.len());
        self.model.storeys.push(Storey {
            element,
            building,
            number: 1,
            elevation,
            outer_wall: None,
            outline: None,
        });
        if self.ours && self.ifc.reference(id, "Representation").is_some() {
            let outline = self.drawing.footprint(id).and_then(|(region, _)| super::drawing::largest(region));
            if let (Some(storey), Some((outline, _))) = (self.model.storeys.last_mut(), outline) {
                storey.outline = Some(outline);
            }
        }
    }

    /// What the description said of storeys.
    fn own_storeys(&mut self) {
        let all: Vec<(Id, usize)> = self.storeys.iter().map(|(id, s)| (*id, *s)).collect();
        for (id, index) in all {
            let Some(own) = self.own(id) else { continue };
            let renamed = self.is_renamed(id, &own);
            let storey = &mut self.model.storeys[index];
            storey.outer_wall = own.number(own::OUTER_WALL);
            let drawn = storey.elevation - self.raised;
            if own.assumed("kote", Some(drawn)) {
                storey.elevation = own.number(own::ELEVATION).map_or(storey.elevation, |e| e + self.raised);
            }
            if let Some(number) = own.number(own::NUMBER).filter(|_| !renamed) {
                storey.number = number as i32;
            }
        }
    }

    fn elevation(&self, id: Id) -> f64 {
        let stated = self.ifc.number(id, "Elevation").filter(|e| e.is_finite()).map(|e| e + self.raised);
        stated.or_else(|| self.drawing.level(id)).unwrap_or(0.0)
    }

    /// Storeys that contain a space, door, window or wall.
    fn in_use(&self) -> BTreeSet<usize> {
        let all = USED_BY.into_iter().flat_map(|c| self.ifc.by_class(c, true));
        all.filter_map(|id| self.storey_of(id)).collect()
    }

    fn number_storeys(&mut self) {
        let used = self.in_use();
        for building in 0..self.model.buildings.len() {
            let own: Vec<usize> = (0..self.model.storeys.len())
                .filter(|s| self.model.storeys[*s].building == building)
                .collect();
            let counted: Vec<usize> = own.iter().copied().filter(|s| used.contains(s)).collect();
            let counted = if counted.is_empty() { own.clone() } else { counted };
            // Levels from the lowest: each with the storeys that share it.
            let mut levels: Vec<Vec<usize>> = Vec::new();
            for s in counted {
                let elevation = self.model.storeys[s].elevation;
                let near = levels.last().and_then(|l| l.first()).is_some_and(|first| {
                    (elevation - self.model.storeys[*first].elevation).abs() < SPLIT_LEVEL
                });
                match levels.last_mut().filter(|_| near) {
                    Some(level) => level.push(s),
                    None => levels.push(vec![s]),
                }
            }
            let ground = self.ground(&levels);
            for (at, level) in levels.iter().enumerate() {
                let number = at as i32 - ground as i32 + 1;
                level.iter().for_each(|s| self.model.storeys[*s].number = number);
            }
            self.number_the_rest(&own, &levels);
        }
    }

    /// Which level is the ground floor.
    fn ground(&self, levels: &[Vec<usize>]) -> usize {
        let said = |number: i32| {
            levels.iter().position(|level| {
                level.iter().any(|s| number_in_name(&self.model.storeys[*s].element.name) == Some(number))
            })
        };
        if let Some(first) = said(1) {
            return first;
        }
        if let Some(second) = said(2).filter(|at| *at > 0) {
            return second - 1;
        }
        let elevation = |level: &Vec<usize>| level.first().map_or(0.0, |s| self.model.storeys[*s].elevation);
        let above =
            |level: &Vec<usize>| !level.iter().any(|s| below_ground(&self.model.storeys[*s].element.name));
        let candidates = levels.iter().enumerate().filter(|(_, l)| above(l));
        candidates
            .min_by(|(_, a), (_, b)| elevation(a).abs().total_cmp(&elevation(b).abs()))
            .map_or(0, |(at, _)| at)
    }

    /// Storeys that are not counted take the number of the counted one below them.
    fn number_the_rest(&mut self, own: &[usize], levels: &[Vec<usize>]) {
        let counted: BTreeSet<usize> = levels.iter().flatten().copied().collect();
        for s in own.iter().copied().filter(|s| !counted.contains(s)) {
            let elevation = self.model.storeys[s].elevation;
            let below = counted.iter().filter(|c| self.model.storeys[**c].elevation <= elevation);
            let below = below.max_by(|a, b| {
                self.model.storeys[**a].elevation.total_cmp(&self.model.storeys[**b].elevation)
            });
            let lowest = counted.iter().map(|c| self.model.storeys[*c].number).min().unwrap_or(1);
            self.model.storeys[s].number = below.map_or(lowest - 1, |b| self.model.storeys[*b].number);
        }
    }

    /// Leaves out storeys on which nothing stands, where others have rooms.
    pub(super) fn keep_storeys_in_use(&mut self) {
        let model = &self.model;
        let mut used: BTreeSet<usize> = model.rooms.iter().filter_map(|r| r.storey).collect();
        if used.is_empty() {
            return;
        }
        used.extend(model.openings.iter().filter_map(|o| o.storey));
        let dropped: Vec<String> = (0..model.storeys.len())
            .filter(|s| !used.contains(s))
            .map(|s| format!("«{}»", model.storeys[s].element.label))
            .collect();
        if dropped.is_empty() {
            return;
        }
        let mut place: Vec<Option<usize>> = Vec::new();
        let mut next = 0;
        for s in 0..model.storeys.len() {
            place.push(used.contains(&s).then(|| {
                next += 1;
                next - 1
            }));
        }
        let moved = |s: &mut Option<usize>| *s = s.and_then(|s| place.get(s).copied().flatten());
        let mut at = 0;
        self.model.storeys.retain(|_| {
            at += 1;
            used.contains(&(at - 1))
        });
        self.model.dwellings.iter_mut().for_each(|d| moved(&mut d.storey));
        self.model.bases.iter_mut().for_each(|b| moved(&mut b.storey));
        self.model.rooms.iter_mut().for_each(|r| moved(&mut r.storey));
        self.model.openings.iter_mut().for_each(|o| moved(&mut o.storey));
        for wall in &mut self.model.walls {
            moved(&mut wall.storey);
            wall.above.retain_mut(|(s, _)| {
                let kept = place.get(*s).copied().flatten();
                *s = kept.unwrap_or(*s);
                kept.is_some()
            });
        }
        for stands in self.model.fixtures.iter_mut().filter_map(|f| f.stands.as_mut()) {
            stands.retain_mut(|s| {
                let kept = place.get(s.storey).copied().flatten();
                s.storey = kept.unwrap_or(s.storey);
                kept.is_some()
            });
        }
        let shown = dropped.join(", ");
        self.say(
            Severity::Note,
            "ifc.storey-empty",
            localized!(
                "etasjer uten rom, dører og vinduer er ikke tatt med: {shown}",
                "storeys without rooms, doors and windows are left out: {shown}"
            ),
            None,
        );
    }

    /// The storeys and buildings that hold a space, from the nearest.
    pub(super) fn storey_of_space(&self, id: Id) -> Option<usize> {
        let mut at = id;
        for _ in 0..16 {
            at = self
                .ifc
                .linked(Link::Whole, at)
                .next()
                .or_else(|| self.ifc.linked(Link::Container, at).next())?;
            if let Some(storey) = self.storeys.get(&at) {
                return Some(*storey);
            }
        }
        None
    }
}

/// The number a storey's name gives it: «1. etasje», «Plan 2», «Etasje 03», «2.etg».
fn number_in_name(name: &str) -> Option<i32> {
    let name = normalise(name);
    let words = ["etasje", "etg", "plan", "floor"];
    if below_ground(&name) || !words.iter().any(|w| name.contains(w)) {
        return None;
    }
    let digits: String =
        name.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    digits.parse().ok().filter(|n| (1..200).contains(n))
}

/// Whether a storey's name says that it lies under the ground floor.
fn below_ground(name: &str) -> bool {
    let name = normalise(name);
    let first = name.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let numbered = |s: &str| s.len() > 1 && s[1..].chars().all(|c| c.is_ascii_digit());
    ["kjeller", "underetasje", "u.etg", "sokkel", "basement", "cellar", "keller", "fundament"]
        .iter()
        .any(|w| name.contains(w))
        || ((first.starts_with('u') || first.starts_with('k')) && numbered(first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn storey_names_tell_their_number() {
        assert_eq!(number_in_name("1. etasje"), Some(1));
        assert_eq!(number_in_name("Plan 02"), Some(2));
        assert_eq!(number_in_name("Level 1"), None, "levels are counted from anywhere");
        assert_eq!(number_in_name("U. etasje 1"), Some(1));
        assert_eq!(number_in_name("Underetasje 1"), None);
        assert!(below_ground("U1") && below_ground("Kjeller") && !below_ground("Utsiktsetasje"));
    }
}
