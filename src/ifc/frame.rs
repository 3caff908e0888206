//! Where in the world does a model stand, and how does it lie to another model of the same project?
//!
//! Models of several disciplines are drawn in frames of their own: one by the map, one by a corner of the site, one
//! with its zero at the ground floor, another at sea level. In come two models; out goes how the second is moved to
//! lie as the first does, and a sentence for everything that differs. A map conversion (`IfcMapConversion`, or the
//! property set `ePSet_MapConversion` of IFC2X3) and placements as far off as a map's are georeferences; where one of
//! the two has none, their frames are taken to be the same.

use super::file::Model;
use super::scalar::Data;
use super::shape::{Motion, Shapes};
use super::step::Id;
use crate::localized;
use crate::text::{Lang, Localized, number};
use crate::vocab::normalise;

/// Placements farther from the origin than this are those of a map, in metres.
const FAR_AWAY: f64 = 10_000.0;
/// Differences up to this are none, in metres.
const SAME: f64 = 0.02;
/// Storeys that all lie farther off than this, in metres, are counted from another zero.
const OTHER_ZERO: f64 = 0.5;
/// How far the offsets of storeys may differ and still be one offset, in metres.
const ONE_OFFSET: f64 = 0.05;
/// Turns up to this are none, in radians.
const STRAIGHT: f64 = 1e-4;
/// How many storeys a sentence names.
const NAMED: usize = 4;

/// Where a model stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// The name of its file, for sentences.
    file: String,
    georeference: Option<Georeference>,
    /// What is taken off its coordinates so that they stay small, in metres.
    shift: [f64; 2],
    /// Its storeys: name and height of the floor.
    levels: Vec<(String, f64)>,
}

/// How the coordinates of a model, in metres, become those of a map.
#[derive(Debug, Clone, PartialEq)]
struct Georeference {
    /// The map's coordinate system, where it is named.
    system: Option<String>,
    /// Where the model's origin lies: east, north and height.
    origin: [f64; 3],
    /// Whether the height is told.
    has_height: bool,
    /// Turn of the model's x axis from east, in radians, to the left.
    turn: f64,
}

impl Frame {
    /// Where a model stands.
    pub fn of(model: &Model) -> Self {
        let shapes = Shapes::moved(model, Motion::NONE);
        let origins = |class: &str| -> Vec<(Id, [f64; 3])> {
            let all = model.by_class(class, false);
            all.into_iter().filter_map(|id| Some((id, shapes.origin(id).ok()?))).collect()
        };
        let storeys = origins("IfcBuildingStorey");
        let heads = ["IfcSite", "IfcBuilding"].into_iter().flat_map(origins);
        let far = heads
            .chain(storeys.first().copied())
            .map(|(_, at)| [at[0], at[1]])
            .find(|[x, y]| x.abs().max(y.abs()) > FAR_AWAY);
        let by_placement =
            || far.map(|_| Georeference { system: None, origin: [0.0; 3], has_height: false, turn: 0.0 });
        let name = |id: Id| model.text(id, "Name").map(|n| normalise(&n)).unwrap_or_default();
        // A storey without a placement lies where it says that it does.
        let level = |id: Id, z: f64| match model.reference(id, "ObjectPlacement") {
            Some(_) => z,
            None => model.number(id, "Elevation").filter(|e| e.is_finite()).unwrap_or(z),
        };
        Self {
            file: model.file().path().file_name().unwrap_or_default().to_string_lossy().into_owned(),
            georeference: conversion(model).or_else(|| in_property_set(model)).or_else(by_placement),
            shift: far.map_or([0.0; 2], |[x, y]| [-x, -y]),
            levels: storeys.iter().map(|(id, at)| (name(*id), level(*id, at[2]))).collect(),
        }
    }

    /// How a model is moved so that its coordinates stay small.
    pub fn own(&self) -> Motion {
        Motion { turn: 0.0, by: [self.shift[0], self.shift[1], 0.0] }
    }

    /// How a model of this frame is moved to lie as one of another frame does, and what a person should know of it.
    pub fn onto(&self, other: &Self) -> (Motion, Vec<Localized>) {
        let mut told = Vec::new();
        let (own, of) = (&self.file, &other.file);
        let mut motion = Motion::NONE;
        match (&self.georeference, &other.georeference) {
            (Some(a), Some(b)) if differ(a.system.as_deref(), b.system.as_deref()) => {
                let [one, two] = [a, b].map(|g| g.system.clone().unwrap_or_default());
                told.push(localized!(
                    "{own} er i kartsystemet {one} og {of} i {two}; de er lagt sammen som de er tegnet",
                    "{own} is in the map system {one} and {of} in {two}; they are put together as they are drawn"
                ));
            }
            (Some(a), Some(b)) => {
                motion.turn = a.turn - b.turn;
                let apart = [a.origin[0] - b.origin[0], a.origin[1] - b.origin[1]];
                let [x, y] = turned(apart, -b.turn);
                motion.by =
                    [x, y, if a.has_height && b.has_height { a.origin[2] - b.origin[2] } else { 0.0 }];
            }
            (Some(_), None) | (None, Some(_)) => {
                let without = if self.georeference.is_none() { own } else { of };
                told.push(localized!(
                    "{without} har ingen georeferanse; {own} er lagt sammen med {of} som de er tegnet",
                    "{without} has no georeference; {own} is put together with {of} as they are drawn"
                ));
            }
            (None, None) => {}
        }
        self.tell_motion(&motion, of, &mut told);
        motion.by[2] += self.rise(other, motion.by[2], &mut told);
        motion.by[0] += other.shift[0];
        motion.by[1] += other.shift[1];
        (motion, told)
    }

    fn tell_motion(&self, motion: &Motion, of: &str, told: &mut Vec<Localized>) {
        let [x, y, z] = motion.by;
        let far = x.hypot(y);
        if far <= SAME && z.abs() <= SAME && motion.turn.abs() <= STRAIGHT {
            return;
        }
        let own = &self.file;
        let m = |v: f64| number(v, 2, true, Lang::Nb);
        let degrees = number(motion.turn.to_degrees(), 2, true, Lang::Nb);
        let (far, z) = (m(far), m(z));
        told.push(localized!(
            "{own} er flyttet {far} m, hevet {z} m og dreid {degrees}° for å ligge som {of} etter georeferansene",
            "{own} is moved {far} m, raised {z} m and turned {degrees}° to lie as {of} by their georeferences"
        ));
    }

    /// How much higher the storeys of the other model lie than this one's of the same names.
    fn rise(&self, other: &Self, by: f64, told: &mut Vec<Localized>) -> f64 {
        let (own, of) = (&self.file, &other.file);
        let unique = |name: &str, all: &[(String, f64)]| all.iter().filter(|(n, _)| n == name).count() == 1;
        let offsets: Vec<(&str, f64)> = self
            .levels
            .iter()
            .filter(|(name, _)| !name.is_empty() && unique(name, &self.levels) && unique(name, &other.levels))
            .filter_map(|(name, z)| {
                let (_, there) = other.levels.iter().find(|(n, _)| n == name)?;
                Some((name.as_str(), there - (z + by)))
            })
            .collect();
        if offsets.is_empty() {
            let apart =
                |z: f64| other.levels.iter().map(|(_, o)| (o - z - by).abs()).fold(f64::MAX, f64::min);
            let alone = self.levels.iter().filter(|(_, z)| apart(*z) > OTHER_ZERO).count();
            if alone > 0 && !other.levels.is_empty() {
                told.push(localized!(
                    "{alone} etasjer i {own} har verken navn eller høyde felles med etasjer i {of}",
                    "{alone} storeys of {own} share neither name nor height with storeys of {of}"
                ));
            }
            return 0.0;
        }
        let mut sorted: Vec<f64> = offsets.iter().map(|(_, d)| *d).collect();
        sorted.sort_by(f64::total_cmp);
        let middle = sorted[sorted.len() / 2];
        let one = sorted.iter().all(|d| (d - middle).abs() <= ONE_OFFSET);
        let by_map = self.georeference.as_ref().is_some_and(|g| g.has_height)
            && other.georeference.as_ref().is_some_and(|g| g.has_height);
        let m = |v: f64| number(v, 2, true, Lang::Nb);
        if one && middle.abs() > OTHER_ZERO && !by_map {
            let shown = m(middle);
            told.push(localized!(
                "etasjene i {own} regner høyder fra et annet nullpunkt enn {of}; modellen er hevet {shown} m",
                "the storeys of {own} count heights from another zero than {of}; the model is raised {shown} m"
            ));
            return middle;
        }
        let off: Vec<String> = offsets
            .iter()
            .filter(|(_, d)| d.abs() > SAME)
            .take(NAMED)
            .map(|(name, d)| format!("«{name}» {} m", m(-d)))
            .collect();
        if !off.is_empty() {
            let shown = off.join(", ");
            told.push(localized!(
                "etasjer i {own} ligger i en annen høyde enn de samme i {of}: {shown}",
                "storeys of {own} lie at another height than the same ones of {of}: {shown}"
            ));
        }
        0.0
    }
}

fn differ(a: Option<&str>, b: Option<&str>) -> bool {
    let plain = |s: &str| normalise(s).replace([' ', ':', '-', '_'], "");
    matches!((a, b), (Some(a), Some(b)) if plain(a) != plain(b))
}

fn turned([x, y]: [f64; 2], by: f64) -> [f64; 2] {
    let (sin, cos) = by.sin_cos();
    [cos * x - sin * y, sin * x + cos * y]
}

/// The georeference of a map conversion with values.
fn conversion(model: &Model) -> Option<Georeference> {
    let rigid = model.by_class("IfcRigidOperation", true);
    let all = model.by_class("IfcMapConversion", true);
    all.into_iter().chain(rigid).find_map(|id| {
        let system = model.reference(id, "TargetCRS");
        let unit = system.and_then(|s| model.reference(s, "MapUnit")).and_then(|u| model.unit(u));
        let metre = unit.map_or(model.units().length(), |u| u.factor);
        let value = |names: [&str; 2]| {
            names.into_iter().find_map(|n| model.attr(id, n).as_f64()).filter(|v| v.is_finite())
        };
        let east = value(["Eastings", "FirstCoordinate"])? * metre;
        let north = value(["Northings", "SecondCoordinate"])? * metre;
        let height = value(["OrthogonalHeight", "Height"]).map(|h| h * metre);
        let axis = [["XAxisAbscissa", ""], ["XAxisOrdinate", ""]].map(value);
        let name = system.and_then(|s| model.text(s, "Name")).map(|n| n.trim().to_owned());
        georeference([east, north], height, axis, name)
    })
}

/// The georeference of the property sets IFC2X3 uses for it.
fn in_property_set(model: &Model) -> Option<Georeference> {
    let heads = ["IfcProject", "IfcSite", "IfcBuilding"].into_iter().flat_map(|c| model.by_class(c, false));
    heads.into_iter().find_map(|head| {
        let sets = model.property_sets(head);
        let set = sets.iter().find(|s| s.name.eq_ignore_ascii_case("ePSet_MapConversion"))?;
        let value = |name: &str| set.get(name)?.value()?.data.as_f64().filter(|v| v.is_finite());
        let system = sets.iter().find(|s| s.name.eq_ignore_ascii_case("ePSet_ProjectedCRS"));
        let name = system.and_then(|s| match &s.get("Name")?.value()?.data {
            Data::Text(text) => Some(text.trim().to_owned()),
            _ => None,
        });
        let at = [value("Eastings")?, value("Northings")?];
        georeference(at, value("OrthogonalHeight"), [value("XAxisAbscissa"), value("XAxisOrdinate")], name)
    })
}

/// A georeference, unless its values are those of a form nobody filled in.
fn georeference(
    [east, north]: [f64; 2],
    height: Option<f64>,
    [x, y]: [Option<f64>; 2],
    system: Option<String>,
) -> Option<Georeference> {
    let sane = east.abs() < 1e9 && north.abs() < 1e9 && height.is_none_or(|h| h.abs() < 1e5);
    if !sane || (east == 0.0 && north == 0.0) {
        return None;
    }
    let turn = match (x, y) {
        (Some(x), Some(y)) if x.hypot(y) > 0.0 => y.atan2(x),
        _ => 0.0,
    };
    let system = system.filter(|s| !s.is_empty());
    let origin = [east, north, height.unwrap_or(0.0)];
    Some(Georeference { system, origin, has_height: height.is_some(), turn })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(georeference: Option<Georeference>, levels: &[(&str, f64)]) -> Frame {
        let levels = levels.iter().map(|(n, z)| ((*n).to_owned(), *z)).collect();
        Frame { file: "modell.ifc".into(), georeference, shift: [0.0; 2], levels }
    }

    #[test]
    fn a_turned_model_lies_on_the_other_by_the_map() {
        let a = georeference([600_000.0, 6_640_000.0], Some(100.0), [None, None], None);
        // The other's x axis points north, and its origin lies 10 m east and 5 m north of the first's.
        let b = georeference([600_010.0, 6_640_005.0], Some(98.0), [Some(0.0), Some(1.0)], None);
        let (motion, told) = frame(b, &[]).onto(&frame(a, &[]));
        let at = motion.point([2.0, 1.0, 0.0]);
        assert!(
            (at[0] - 9.0).abs() < 1e-6 && (at[1] - 7.0).abs() < 1e-6 && (at[2] + 2.0).abs() < 1e-9,
            "{at:?}"
        );
        assert_eq!(told.len(), 1, "a difference is told");
    }

    #[test]
    fn a_form_nobody_filled_in_is_no_georeference() {
        assert_eq!(georeference([0.0, 0.0], Some(0.0), [Some(1.0), Some(0.0)], None), None);
    }

    #[test]
    fn storeys_counted_from_the_sea_are_lowered_to_the_house() {
        let house = frame(None, &[("plan 1", 0.0), ("plan 2", 3.0)]);
        let sea = frame(None, &[("plan 1", 112.4), ("plan 2", 115.4)]);
        let (motion, told) = sea.onto(&house);
        assert!((motion.by[2] + 112.4).abs() < 1e-9, "{motion:?}");
        assert_eq!(told.len(), 1);
    }

    #[test]
    fn a_storey_a_little_off_is_told_and_not_moved() {
        let house = frame(None, &[("plan 1", 0.0), ("plan 2", 3.0)]);
        let (motion, told) = frame(None, &[("plan 1", -0.1), ("plan 2", 2.9)]).onto(&house);
        assert_eq!((motion.by[2], told.len()), (0.0, 1));
        let (_, told) = frame(None, &[("plan 1", 0.01), ("plan 2", 3.0)]).onto(&house);
        assert_eq!(told, []);
    }

    #[test]
    fn two_map_systems_are_not_compared() {
        let at = |name: &str| georeference([600_000.0, 6_640_000.0], None, [None; 2], Some(name.into()));
        let (motion, told) = frame(at("EPSG:25832"), &[]).onto(&frame(at("EPSG:5110"), &[]));
        assert_eq!((motion, told.len()), (Motion::NONE, 1));
        let (_, told) = frame(at("EPSG:25832"), &[]).onto(&frame(at("epsg 25832"), &[]));
        assert_eq!(told, []);
    }
}
