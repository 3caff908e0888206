//! Furniture, equipment and technical components: what each is, and in which room it stands.
//!
//! The class with its predefined type tells, else the names: of the type and of the thing itself, with the
//! vocabulary's words. What is not recognised is counted and named.

use geo::{Coord, Distance, Euclidean, LineString, Point, Polygon};

use super::built::Built;
use super::drawing::Extent;
use super::material::has_words;
use super::plane::Plane;
use super::told::Saying;
use super::{Lower, plain};
use crate::ifc::own;
use crate::ifc::step::Id;
use crate::model::{Back, Fixture, Owner};
use crate::source::Severity;
use crate::text::Localized;
use crate::vocab::{self, SubjectKind, normalise};

/// Things deeper than they are wide: their short side is at the wall.
const DEEP: [&str; 3] = ["toilet", "bed", "care_bed"];
/// Sides of a thing this much nearer to a wall, or longer, than others are told apart from them, in metres.
const CORNER: f64 = 0.05;
/// How far from the wall the back of a thing may stand, in metres.
const OFF_THE_WALL: f64 = 0.3;
/// Classes of things that may be furniture or equipment; pipes, ducts and cables are not.
const CLASSES: [&str; 20] = [
    "IfcFurnishingElement",
    "IfcFlowTerminal",
    "IfcFlowController",
    "IfcEnergyConversionDevice",
    "IfcFlowMovingDevice",
    "IfcFlowStorageDevice",
    "IfcFlowTreatmentDevice",
    "IfcDistributionControlElement",
    "IfcDistributionChamberElement",
    "IfcElectricDistributionPoint",
    "IfcBuildingElementProxy",
    "IfcRailing",
    "IfcColumn",
    "IfcStair",
    "IfcStairFlight",
    "IfcRamp",
    "IfcRampFlight",
    "IfcChimney",
    "IfcBeam",
    "IfcMember",
];

/// What is not recognised.
const UNIDENTIFIED: &str = "unidentified";
/// Kinds of which only what takes of a room is read.
const IN_ROOMS: [&str; 2] = ["beam", UNIDENTIFIED];
/// How high an upright member is at least, in metres, and how many times its width.
const POST: f64 = 1.0;
const SLENDER: f64 = 2.0;

impl Lower<'_> {
    pub(super) fn fixtures(&mut self) {
        let plane = Plane::of(&self.spaces);
        for id in self.equipment() {
            if self.used.contains(&id) || self.is_part_of_built(id) {
                continue;
            }
            let known = self.fixture_of(id).map(|f| f.id.clone());
            let what = known.or_else(|| self.drawn_as(id).map(str::to_owned));
            // Of what may be anywhere in a building only that counts which takes of a room.
            let in_rooms =
                what.as_deref().is_some_and(|w| IN_ROOMS.contains(&w)) || self.ifc.is_a(id, "IfcMember");
            let built =
                what.as_deref().filter(|w| self.is_built(id, w)).map(|w| self.built(id, w, in_rooms, &plane));
            match (what.as_deref(), built) {
                (Some(what), Some(built)) if in_rooms => {
                    let built = built.filter(|b| self.reaches_into_a_room(b, &plane));
                    match built {
                        Some(_) => self.fixture(id, what, built, &plane),
                        None if what == UNIDENTIFIED => self.unknown_fixture(id, false),
                        None => {}
                    }
                    if what == UNIDENTIFIED && self.used.contains(&id) {
                        self.unknown_fixture(id, true);
                    }
                }
                (Some(what), built) => self.fixture(id, what, built.flatten(), &plane),
                (None, _) => self.unknown_fixture(id, false),
            }
        }
    }

    /// Whether a thing is a part of the building, which stands where its shape is.
    fn is_built(&self, id: Id, what: &str) -> bool {
        self.vocabulary.fixture(what).is_some_and(vocab::Fixture::is_built)
            && self.own(id).is_none_or(|o| o.is(own::STANDS))
    }

    /// What a thing nothing is told of is by its shape alone: an upright member is a column, and furniture or a proxy is
    /// something. None of what may be no thing at all.
    fn drawn_as(&mut self, id: Id) -> Option<&'static str> {
        let is_a = |class| self.ifc.is_a(id, class);
        if is_a("IfcMember") {
            let extent = self.drawing.extent(id)?;
            let high = extent.z.1 - extent.z.0;
            let upright = high >= POST && high >= SLENDER * extent.length.max(extent.thickness);
            return upright.then_some("column");
        }
        (is_a("IfcBuildingElementProxy") || is_a("IfcFurnishingElement")).then_some(UNIDENTIFIED)
    }

    /// Everything that may be furniture or equipment.
    pub(super) fn equipment(&self) -> Vec<Id> {
        let mut all: Vec<Id> = CLASSES.iter().flat_map(|c| self.ifc.by_class(c, true)).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// What a thing is; none if nothing tells.
    fn fixture_of(&self, id: Id) -> Option<&vocab::Fixture> {
        let own = self.own(id).filter(|o| !self.is_renamed(id, o));
        if let Some(what) = own.and_then(|o| o.text(own::WHAT)) {
            return self.vocabulary.fixture(&what);
        }
        // The name of a member is that of what it is a part of.
        if self.ifc.is_a(id, "IfcMember") {
            return None;
        }
        let sort = self.sort(id)?;
        let by_class = |wanted: &str| {
            self.vocabulary.fixtures.iter().find(|f| f.ifc.iter().any(|i| i.eq_ignore_ascii_case(wanted)))
        };
        // A column is one whatever it is called.
        let built = |f: &&vocab::Fixture| {
            f.is_built() && f.ifc.iter().any(|i| i.split('.').next().is_some_and(|c| self.ifc.is_a(id, c)))
        };
        if let Some(built) = self.vocabulary.fixtures.iter().find(built) {
            return Some(built);
        }
        let exact = sort.predefined.as_ref().and_then(|p| by_class(&format!("{}.{p}", sort.class)));
        if exact.is_some() {
            return exact;
        }
        let kind = self.ifc.type_of(id);
        let texts = [
            self.name(id, "ObjectType"),
            kind.and_then(|k| self.name(k, "Name")),
            kind.and_then(|k| self.name(k, "ElementType")),
            self.name(id, "Name"),
            self.name(id, "Description"),
        ];
        let named = texts.into_iter().flatten().find_map(|t| self.lexicon.fixture(&t));
        // A class that only one thing has tells it without a type.
        let mut of_class = self.vocabulary.fixtures.iter().filter(|f| {
            let class = |i: &String| i.split('.').next().is_some_and(|c| c.eq_ignore_ascii_case(sort.class));
            f.ifc.iter().any(class)
        });
        let only = match (of_class.next(), of_class.next()) {
            (Some(one), None) => Some(one),
            _ => None,
        };
        named.or_else(|| by_class(sort.class)).or(only)
    }

    fn fixture(&mut self, id: Id, what: &str, built: Option<Built>, plane: &Plane) {
        let storey = self.storey_of(id);
        let extent = self.drawing.extent(id);
        let inside = self.ifc.containers(id).iter().find_map(|c| self.space_of.get(c).copied());
        let own = self.own(id);
        let around = extent.and_then(|e| {
            // NOTE: things hang on walls and in ceilings: the height of the storey counts, not their own.
            plane.at(e.middle(), (e.z.0 - 0.4, e.z.1 + 0.4), storey)
        });
        let space = match (&own, inside, around) {
            (Some(own), Some(written), Some(now)) if written != now => {
                let label = own.text(own::LABEL).unwrap_or_default();
                let what = Localized::new("står i et annet rom nå", "stands in another room now");
                self.tell_changed(id, &label, &what);
                around
            }
            (Some(_), ..) => inside,
            (None, ..) => inside.or(around),
        };
        let room = space.and_then(|s| self.room_of[s]);
        let owner = room.map(|r| self.model.rooms[r].owner);
        let (prefix, suffix) = match room {
            Some(r) => {
                let element = &self.model.rooms[r].element;
                (format!("{}/", element.id.0), format!("i {}", element.label))
            }
            None => self.around(owner, storey),
        };
        let word = self.vocabulary.fixture(what).map_or_else(|| what.to_owned(), |f| normalise(&f.name.nb));
        let mut element = self.element(&format!("{prefix}{}", plain(&word)), SubjectKind::Fixture, id);
        element.label = format!("{word} {suffix}");
        element.name = self.name(id, "Name").unwrap_or_default();
        self.declare(&mut element, &[id], None);
        let boxed = extent.filter(|_| built.is_none());
        let drawn = boxed.filter(|e| e.length > 0.01 && e.thickness > 0.01).map(|e| {
            let room = room.and_then(|r| self.model.rooms[r].outline.as_ref());
            match &own {
                Some(own) => (from_back(&e, own.is(own::MIRRORED)), Back::Told),
                None => footprint(&e, room, DEEP.contains(&what)),
            }
        });
        let (mut outline, back) =
            drawn.map_or((None, Back::Unknown), |(outline, back)| (Some(outline), back));
        let stands = built.map(|built| {
            outline = Some(built.outline);
            built.stands
        });
        if stands.as_ref().is_some_and(Vec::is_empty) {
            self.tell_on_no_floor(id, &element.label);
        }
        let height = extent.map(|e| e.z.1 - e.z.0);
        let assumed = own.as_ref().is_some_and(|o| o.assumed("høyde", height));
        let size = extent.map(|e| [("bredde", e.length), ("dybde", e.thickness)]);
        let usual_size = own
            .as_ref()
            .zip(size)
            .is_some_and(|(own, size)| size.iter().all(|(what, length)| own.assumed(what, Some(*length))));
        let owner = match own {
            Some(own) => owner.or_else(|| self.owner_by_id(&own.text(own::OWNER)?)),
            None => owner.or(Some(Owner::Common).filter(|_| storey.is_some())),
        };
        self.model.fixtures.push(Fixture {
            element,
            what: what.to_owned(),
            present: true,
            room,
            owner,
            outline,
            back,
            usual_size,
            heights: extent.map(|e| e.z).filter(|_| !assumed),
            stands,
        });
    }

    /// Tells of a thing that nothing says what it is.
    fn unknown_fixture(&mut self, id: Id, stands: bool) {
        if self.ifc.is_a(id, "IfcMember") {
            return;
        }
        let unknown = Saying::new(
            Severity::Note,
            "ifc.fixture-unknown",
            Localized::new(
                "ett inventar eller utstyr er ikke gjenkjent og er ikke brukt",
                "one piece of furniture or equipment is not recognised and not used",
            ),
            Localized::new(
                "{n} slags inventar og utstyr er ikke gjenkjent og er ikke brukt",
                "{n} kinds of furniture and equipment are not recognised and not used",
            ),
        );
        let standing = Saying::new(
            Severity::Note,
            "ifc.fixture-unidentified",
            Localized::new(
                "én gjenstand i et rom er ikke gjenkjent; den kan ta av gulvet der den er tegnet",
                "one object in a room is not recognised; it may take of the floor where it is drawn",
            ),
            Localized::new(
                "{n} slags gjenstander i rommene er ikke gjenkjent; de kan ta av gulvet der de er tegnet",
                "{n} kinds of objects in the rooms are not recognised; they may take of the floor where they are drawn",
            ),
        );
        let saying = if stands { standing } else { unknown };
        let kind = self.ifc.type_of(id).and_then(|k| self.name(k, "Name"));
        let name = self.name(id, "Name").map(|n| family(&n).to_owned()).or(kind);
        let class = self.ifc.class(id).map_or("", |c| c.name());
        let example = name.map_or_else(|| class.to_owned(), |n| format!("«{n}»"));
        let (file, line) = (self.file.clone(), self.line(id));
        self.told.count(saying, Localized::same(example), &file, line);
    }
}

/// The family of a name as Revit writes it: `Family:Type:Number`.
fn family(name: &str) -> &str {
    name.split(':').next().unwrap_or(name).trim()
}

/// The furniture and equipment of the vocabulary by everything they are called, the longest words first.
pub(super) struct Names<'v>(Vec<(usize, String, &'v vocab::Fixture)>);

impl<'v> Names<'v> {
    pub(super) fn of(fixtures: &'v [vocab::Fixture]) -> Self {
        let spellings = |f: &'v vocab::Fixture| {
            let all = [&f.name.nb, &f.name.en].into_iter().chain(&f.synonyms);
            let plain = all.map(|s| normalise(s).replace('-', " "));
            plain.map(move |s| (s.chars().count(), s, f))
        };
        let mut all: Vec<_> = fixtures.iter().flat_map(spellings).collect();
        // Of equally long ones the first of the vocabulary counts.
        all.sort_by_key(|(length, ..)| std::cmp::Reverse(*length));
        Self(all)
    }

    /// The fixture a name tells of: the longest of the vocabulary's words that stands whole in it.
    pub(super) fn named(&self, name: &str) -> Option<&'v vocab::Fixture> {
        let text = normalise(name).replace(['_', '-', ':', ','], " ");
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let is = |length: usize, word: &str| text == word || (length > 2 && has_words(&text, word));
        self.0.iter().find(|(length, word, _)| is(*length, word)).map(|(.., fixture)| *fixture)
    }
}

/// The box of a thing in plan whose own x axis runs along its back.
fn from_back(extent: &Extent, mirrored: bool) -> Polygon<f64> {
    let half = extent.across() * (extent.thickness / 2.0);
    let (a, b) = (extent.start, extent.end());
    let ring = if mirrored {
        vec![b - half, a - half, a + half, b + half]
    } else {
        vec![a - half, b - half, b + half, a + half]
    };
    Polygon::new(LineString::new(ring), Vec::new())
}

/// The box of a thing in plan, its back first: the edge nearest to a wall of the room. In a corner two edges are as
/// near; what is deep has its short side at the wall, all else its long one.
fn footprint(extent: &Extent, room: Option<&Polygon<f64>>, deep: bool) -> (Polygon<f64>, Back) {
    let half = extent.across() * (extent.thickness / 2.0);
    let corners = [extent.start - half, extent.end() - half, extent.end() + half, extent.start + half];
    let middle = |i: usize| (corners[i] + corners[(i + 1) % 4]) / 2.0;
    let to_wall = |at: Coord<f64>| room.map_or(0.0, |r| Euclidean.distance(&Point::from(at), r.exterior()));
    let distances: [f64; 4] = std::array::from_fn(|i| to_wall(middle(i)));
    let nearest = distances.into_iter().fold(f64::INFINITY, f64::min);
    let length = |i: usize| if i.is_multiple_of(2) { extent.length } else { extent.thickness };
    let along = |i: usize| if deep { -length(i) } else { length(i) };
    let at_wall: Vec<usize> = (0..4).filter(|i| distances[*i] <= nearest + CORNER).collect();
    let back = at_wall.iter().copied().max_by(|a, b| {
        let nearer = distances[*b].total_cmp(&distances[*a]);
        along(*a).total_cmp(&along(*b)).then(nearer)
    });
    let back = back.unwrap_or(0);
    let told_apart = at_wall.iter().all(|i| *i == back || (length(*i) - length(back)).abs() > CORNER);
    let sure = room.is_some() && nearest <= OFF_THE_WALL && told_apart;
    let ring: Vec<Coord<f64>> = (0..4).map(|i| corners[(back + i) % 4]).collect();
    (Polygon::new(LineString::new(ring), Vec::new()), if sure { Back::AtWall } else { Back::Unknown })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocab::Vocabulary;

    #[test]
    fn names_of_things_tell_what_they_are() {
        let all = Names::of(&Vocabulary::built_in().fixtures);
        let found = |name: &str| all.named(name).map(|f| f.id.as_str());
        assert_eq!(found("M_Sofa:1830mm:1830mm:168378"), Some("sofa"));
        assert_eq!(found("Komfyr 60cm"), Some("stove"));
        assert_eq!(found("Innfelt sprinkler"), Some("sprinkler"));
        assert_eq!(found("M_RPC Tree - Deciduous"), None);
    }

    #[test]
    fn the_back_of_a_thing_is_at_the_wall() {
        let room = geo::wkt!(POLYGON((0. 0., 4. 0., 4. 3., 0. 3., 0. 0.)));
        let extent = Extent {
            start: Coord { x: 1.0, y: 2.7 },
            along: Coord { x: 1.0, y: 0.0 },
            length: 2.0,
            thickness: 0.6,
            z: (0.0, 0.9),
        };
        let (outline, back) = footprint(&extent, Some(&room), false);
        let first = outline.exterior().lines().next().unwrap();
        assert!((first.start.y - 3.0).abs() < 1e-9 && (first.end.y - 3.0).abs() < 1e-9, "{first:?}");
        assert_eq!(back, Back::AtWall);
    }

    /// A box whose middle and size are given, along x.
    fn boxed(x: f64, y: f64, length: f64, thickness: f64) -> Extent {
        let start = Coord { x: x - length / 2.0, y };
        Extent { start, along: Coord { x: 1.0, y: 0.0 }, length, thickness, z: (0.0, 0.5) }
    }

    #[test]
    fn in_a_corner_the_short_side_of_what_is_deep_is_its_back_and_of_a_square_none_is() {
        let room = geo::wkt!(POLYGON((0. 0., 4. 0., 4. 3., 0. 3., 0. 0.)));
        let back = |extent: &Extent, deep| {
            let (outline, back) = footprint(extent, Some(&room), deep);
            let first = outline.exterior().lines().next().unwrap();
            (first.dx().hypot(first.dy()), back)
        };
        // In the south-west corner: a toilet of 0.4 × 0.7 m, a kitchen of 2.4 × 0.6 m, a cupboard of 0.6 × 0.6 m.
        let toilet = boxed(0.35, 0.2, 0.7, 0.4);
        assert_eq!(back(&toilet, true), (0.4, Back::AtWall));
        assert_eq!(back(&boxed(1.2, 0.3, 2.4, 0.6), false), (2.4, Back::AtWall));
        assert_eq!(back(&boxed(0.3, 0.3, 0.6, 0.6), false).1, Back::Unknown);
        // In the middle of the floor.
        assert_eq!(back(&boxed(2.0, 1.5, 2.0, 0.9), true).1, Back::Unknown);
    }
}
