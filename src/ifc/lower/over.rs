//! Which spaces lie over each other? Exports hold the same rooms twice, as net and as gross areas, and spaces over a
//! whole storey: each floor counts once.
//!
//! Of two spaces that are nearly the same the one counts whose use is known, else the smaller. A space that several
//! others fill is no room. What overlaps otherwise is left as it is, and told.

use std::collections::{BTreeMap, BTreeSet};

use geo::{Area, BoundingRect, MultiPolygon, Polygon, Rect};

use super::Lower;
use super::plane::Plane;
use super::spaces::Space;
use super::told::Saying;
use crate::geometry::{intersection, sound};
use crate::source::Severity;
use crate::text::{Lang, Localized, number};

/// The share of the smaller of two spaces that must lie in the other for the two to lie over each other.
const WITHIN: f64 = 0.9;
/// The share of the larger one, where the two are the same room.
const SAME: f64 = 0.8;
/// The share of a space that several others must fill for it to be none.
const FILLED: f64 = 0.6;
/// How far two spaces must overlap in height, in metres.
const HEIGHT: f64 = 0.5;

/// How many others a space is held against, on the whole. Two or three lie over each other; a thousand were made to harm.
const PAIRS_OF_A_SPACE: usize = 24;

/// A space as it is held against others.
struct Drawn {
    region: MultiPolygon<f64>,
    area: f64,
    bounds: Rect<f64>,
}

impl Drawn {
    fn of(space: &Space) -> Option<Self> {
        let outline = space.outline.as_ref()?;
        let (region, bounds) = (sound(outline)?, outline.bounding_rect()?);
        Some(Self { area: region.unsigned_area(), region, bounds })
    }
}

/// The area two boxes share, in square metres.
fn common(a: Rect<f64>, b: Rect<f64>) -> f64 {
    let width = a.max().x.min(b.max().x) - a.min().x.max(b.min().x);
    let depth = a.max().y.min(b.max().y) - a.min().y.max(b.min().y);
    width.max(0.0) * depth.max(0.0)
}

/// Two spaces over each other.
struct Over {
    /// The smaller and the larger one.
    pair: [usize; 2],
    /// How much of the larger one they share.
    share: f64,
}

impl Lower<'_> {
    /// Leaves out spaces that other spaces stand for.
    pub(super) fn each_floor_once(&mut self) {
        let mut gone: BTreeSet<usize> = BTreeSet::new();
        let over = self.over_each_other(&mut gone);
        let mut filled: BTreeMap<usize, Vec<(usize, f64)>> = BTreeMap::new();
        for Over { pair: [small, large], share } in over {
            if !gone.contains(&small) && !gone.contains(&large) {
                filled.entry(large).or_default().push((small, share));
            }
        }
        for (large, parts) in filled {
            if parts.len() > 1 && parts.iter().map(|(_, s)| s).sum::<f64>() >= FILLED {
                gone.insert(large);
                let why = Localized::new("ligger over andre rom", "lies over other rooms");
                let (id, called) = (self.spaces[large].id, self.spaces[large].called());
                self.not_a_room(id, &[&called], why);
            } else {
                parts.iter().for_each(|(small, _)| self.tell_over(*small, large));
            }
        }
        if gone.is_empty() {
            return;
        }
        let mut at = 0;
        self.spaces.retain(|_| {
            at += 1;
            !gone.contains(&(at - 1))
        });
        self.space_of = self.spaces.iter().enumerate().map(|(i, s)| (s.id, i)).collect();
    }

    /// Of two that are nearly the same one is gone at once, and held against no other: of a heap of spaces one is left.
    fn over_each_other(&mut self, gone: &mut BTreeSet<usize>) -> Vec<Over> {
        let plane = Plane::of(&self.spaces);
        let drawn: Vec<Option<Drawn>> = self.spaces.iter().map(Drawn::of).collect();
        let mut left = self.spaces.len().saturating_mul(PAIRS_OF_A_SPACE);
        let mut found = Vec::new();
        for i in 0..self.spaces.len() {
            let Some(ours) = drawn[i].as_ref().filter(|_| !gone.contains(&i)) else { continue };
            for j in plane.near_on(self.spaces[i].storey, ours.bounds, 0.0).into_iter().filter(|j| *j > i) {
                let here = same_height(&self.spaces[i], &self.spaces[j]) && !gone.contains(&j);
                let Some(theirs) = drawn[j].as_ref().filter(|_| here) else { continue };
                let (a, b) = (ours.area, theirs.area);
                if common(ours.bounds, theirs.bounds) < WITHIN * a.min(b) {
                    continue;
                }
                let Some(fewer) = left.checked_sub(1) else {
                    self.tell_crowd();
                    return found;
                };
                left = fewer;
                let shared = intersection(&ours.region, &theirs.region).unsigned_area();
                if shared >= WITHIN * a.min(b) && shared > 0.0 {
                    let [small, large] = if a <= b { [i, j] } else { [j, i] };
                    let share = shared / a.max(b);
                    if share < SAME {
                        found.push(Over { pair: [small, large], share });
                        continue;
                    }
                    let unknown = |s: usize| self.spaces[s].functions.is_empty();
                    let out = if unknown(small) && !unknown(large) { small } else { large };
                    gone.insert(out);
                    self.tell_twice(out);
                    if out == i {
                        break;
                    }
                }
            }
        }
        found
    }

    /// Tells that there are more spaces over each other than are looked at.
    fn tell_crowd(&mut self) {
        self.say(
            Severity::Warning,
            "ifc.rooms-crowded",
            Localized::new(
                "så mange rom ligger over hverandre at ikke alle er holdt mot hverandre; noen gulv kan være regnet flere ganger",
                "so many rooms lie over each other that not all were compared; some floors may count several times",
            ),
            None,
        );
    }

    fn tell_twice(&mut self, out: usize) {
        let saying = Saying::new(
            Severity::Warning,
            "ifc.room-twice",
            Localized::new(
                "ett rom ligger to ganger på samme sted, som netto- og bruttoareal gjør; bare det ene er tatt med",
                "one room lies twice in the same place, as net and gross areas do; only one of the two is kept",
            ),
            Localized::new(
                "{n} rom ligger oppå et annet på samme sted, som netto- og bruttoareal gjør; bare ett av dem er tatt med",
                "{n} rooms lie over another in the same place, as net and gross areas do; only one of them is kept",
            ),
        );
        let space = &self.spaces[out];
        let area = space.outline.as_ref().map_or(0.0, Polygon::unsigned_area);
        let shown = |lang| format!("«{}» {} m²", space.called(), number(area, 1, true, lang));
        let example = Localized::new(shown(Lang::Nb), shown(Lang::En));
        let (file, line) = (self.file.clone(), self.line(space.id));
        self.told.count(saying, example, &file, line);
    }

    fn tell_over(&mut self, small: usize, large: usize) {
        let saying = Saying::new(
            Severity::Warning,
            "ifc.room-over",
            Localized::new(
                "ett rom ligger inne i et annet, så gulvet der er regnet to ganger",
                "one room lies within another, so that the floor there counts twice",
            ),
            Localized::new(
                "{n} rom ligger inne i et annet, så gulvet der er regnet to ganger",
                "{n} rooms lie within another, so that the floor there counts twice",
            ),
        );
        let [small, large] = [small, large].map(|s| &self.spaces[s]);
        let both = [small.called(), large.called()];
        let example = Localized::new(
            format!("«{}» i «{}»", both[0], both[1]),
            format!("“{}” in “{}”", both[0], both[1]),
        );
        let (file, line) = (self.file.clone(), self.line(small.id));
        self.told.count(saying, example, &file, line);
    }
}

fn same_height(a: &Space, b: &Space) -> bool {
    match (a.heights, b.heights) {
        (Some(a), Some(b)) => a.1.min(b.1) - a.0.max(b.0) > HEIGHT,
        _ => true,
    }
}
