//! Whether bed and seating can stand where nobody outside sees them.
//!
//! Ground the public reaches is looked from, as far as the table of usual values says; what it sees of the floor through
//! the windows is taken away, and a bed and a seat are set on what is left: those drawn where they stand hidden,
//! otherwise others of usual size anywhere along it. Heights decide which windows let a view through: the line from a
//! standing eye on ground level with the lowest floor to somebody lying or sitting must pass between sill and head.
//! Fences and plants are not drawn: where the site is said to be screened, what is seen is open.

use geo::{Area, Line, MultiPolygon, Polygon};

use super::deriver::Deriver;
use super::{Drawing, SubjectIx};
use crate::geometry::{self, Pane, Region, Scene, Through, Units};
use crate::localized;
use crate::model::{Figure, OpeningKind, Owner, Shape, Value};
use crate::quantity::{Dimension, Quantity};
use crate::text::{Lang, Localized};
use crate::vocab::SubjectKind;

const FACT: &str = "dwelling.screened_furnishing";
const GROUND: &str = "site.public_ground";
/// Most windows of a dwelling that are looked through.
const MOST_WINDOWS: usize = 40;
/// Floor that may be seen without anything on it being seen, in m².
const SPECK: f64 = 0.01;

/// What keeps the furnishing from being told: why, and what would tell.
type Missing = (Localized, Vec<(SubjectIx, &'static str)>);

/// Derives `dwelling.screened_furnishing`, `site.public_ground`.
pub(super) fn derive(d: &mut Deriver<'_>) {
    let site = d.subject(SubjectKind::Site, 0);
    let shapes: Vec<Region> = d.model.site.public.iter().filter_map(geometry::sound).collect();
    let ground = geometry::union_all(&shapes).filter(|g| !g.0.is_empty());
    let method = Localized::new("grunn der andre ferdes er tegnet", "ground others can reach is drawn");
    if d.model.site.public.is_empty() {
        d.unknown(site, GROUND, Localized::default(), &[]);
    } else {
        d.computed(site, GROUND, Value::Bool(ground.is_some()), method, &[]);
    }
    let units = d.units();
    let scene = d.scene();
    let edges: Vec<Vec<Line<f64>>> = (0..d.model.storeys.len()).map(|s| scene.obstacles(s)).collect();
    for i in 0..d.model.dwellings.len() {
        let ix = d.subject(SubjectKind::Dwelling, i);
        match told(d, i, (site, ground.as_ref()), (&units, &scene, &edges)) {
            Ok((yes, drawing)) => {
                let grounds = grounds(d, i);
                d.computed(ix, FACT, Value::Bool(yes), method_of(d), &grounds);
                d.base.draw(ix, FACT, drawing);
            }
            Err((why, needs)) => d.unknown(ix, FACT, why, &needs),
        }
    }
}

fn method_of(d: &Deriver<'_>) -> Localized {
    let reach = Quantity::new(d.usual("sight", "public").unwrap_or_default(), Dimension::Length);
    let (nb, en) = (reach.show(Lang::Nb), reach.show(Lang::En));
    Localized::new(
        format!(
            "om det er gulv til seng og sittegruppe som ikke sees gjennom vinduene fra offentlig grunn innen {nb}; \
             grunnen regnes i høyde med laveste gulv, løse møbler regnes flyttet, og et vindu uten oppgitt brystning \
             regnes å gi innsyn"
        ),
        format!(
            "whether there is floor for bed and seating that is not seen through the windows from public ground \
             within {en}; the ground is taken to be level with the lowest floor, loose furniture to be moved, and a \
             window without a stated sill to give a view in"
        ),
    )
}

fn grounds(d: &Deriver<'_>, i: usize) -> Vec<(SubjectIx, &'static str)> {
    let mut from = vec![(d.subject(SubjectKind::Site, 0), GROUND)];
    for room in d.rooms_of(Owner::Dwelling(i)) {
        if d.serves(room, "sleeping") || d.serves(room, "living") {
            from.extend(d.windows_of(room).into_iter().map(|w| (d.opening_subject(w), "window.sill")));
        }
    }
    from
}

/// The floor that is surely seen, and that which may be.
struct View {
    surely: Vec<Region>,
    perhaps: Vec<Region>,
    /// The views to draw, each with its window.
    shown: Vec<(usize, usize, Through)>,
}

fn told(
    d: &Deriver<'_>,
    i: usize,
    (site, ground): (SubjectIx, Option<&Region>),
    (units, scene, edges): (&Units<'_>, &Scene, &[Vec<Line<f64>>]),
) -> Result<(bool, Drawing), Missing> {
    let ix = d.subject(SubjectKind::Dwelling, i);
    let label = d.label(ix);
    let Some(ground) = ground else {
        let why = Localized::new(
            "grunn der andre ferdes (gate, sti, naboens tomt) er ikke tegnet",
            "ground others can reach (street, path, the neighbour's yard) is not drawn",
        );
        return Err((why, vec![(site, GROUND)]));
    };
    if let Some([_, b]) = scene.in_each_other() {
        let why = Localized::new(
            "byggene er ikke plassert i forhold til hverandre",
            "the buildings are not placed in relation to each other",
        );
        return Err((why, vec![(d.subject(SubjectKind::Building, b), "building.placed")]));
    }
    let rooms: Vec<usize> =
        d.rooms_of(Owner::Dwelling(i)).into_iter().filter(|r| units.is_indoors(*r)).collect();
    let of = |function: &str| rooms.iter().copied().filter(|r| d.serves(*r, function)).collect::<Vec<_>>();
    let (sleeping, living) = (of("sleeping"), of("living"));
    if sleeping.is_empty() || living.is_empty() {
        let why = localized!(
            "det er ikke beskrevet hvor man sover og sitter i {label}",
            "it is not described where one sleeps and sits in {label}"
        );
        return Err((why, vec![(ix, "room.function")]));
    }
    if let Some(undrawn) = rooms.iter().find(|r| units.region(**r).is_none()) {
        let label = d.label(d.room_subject(*undrawn));
        let why = localized!("{label} er ikke tegnet med mål", "{label} is not drawn to measure");
        return Err((why, vec![(d.room_subject(*undrawn), "room.drawn")]));
    }
    let view = look_in(d, i, &rooms, ground, (units, scene, edges))?;
    let surely = geometry::union_all(&view.surely).unwrap_or_else(empty);
    let perhaps = geometry::union_all(&view.perhaps).unwrap_or_else(empty);
    let fits = |seen: &Region| furnish(d, units, &sleeping, &living, seen);
    let drawing = drawing(d, &view);
    if perhaps.0.is_empty() || fits(&perhaps) {
        return Ok((true, drawing));
    }
    if !fits(&surely) {
        return Ok((false, drawing));
    }
    let why = Localized::new(
        "om seng og sittegruppe er skjult, henger på noe som ikke er tegnet eller oppgitt: gjerder og beplantning, \
         høyden på vinduene, eller noen centimeter ved kanten av det som sees",
        "whether bed and seating are hidden hangs on what is not drawn or stated: fences and plants, the height of \
         windows, or a few centimetres at the edge of what is seen",
    );
    Err((why, vec![(ix, FACT)]))
}

fn empty() -> Region {
    MultiPolygon::new(Vec::new())
}

/// What public ground sees of the rooms.
fn look_in(
    d: &Deriver<'_>,
    i: usize,
    rooms: &[usize],
    ground: &Region,
    (units, scene, edges): (&Units<'_>, &Scene, &[Vec<Line<f64>>]),
) -> Result<View, Missing> {
    let reach = d.usual("sight", "public").unwrap_or_default();
    let screened = d.base.value(d.subject(SubjectKind::Site, 0), "site.screening");
    let screened = screened.is_some_and(|v| v.as_words().iter().any(|w| w != "none"));
    let mut windows: Vec<usize> = rooms.iter().flat_map(|r| d.windows_of(*r)).collect();
    windows.sort_unstable();
    windows.dedup();
    if windows.is_empty() {
        let ix = d.subject(SubjectKind::Dwelling, i);
        let label = d.label(ix);
        let why = localized!("ingen vinduer er beskrevet i {label}", "no windows are described in {label}");
        return Err((why, vec![(ix, "window.placed")]));
    }
    let mut view = View { surely: Vec::new(), perhaps: Vec::new(), shown: Vec::new() };
    for window in windows.into_iter().take(MOST_WINDOWS) {
        let opening = &d.model.openings[window];
        let inner = opening.kind == OpeningKind::Window
            && opening.sides.iter().all(|s| super::entrances::outside(d, *s) == Some(false));
        if inner {
            continue;
        }
        let Some(pane) = scene.pane(d.model, units, window) else {
            let ix = d.opening_subject(window);
            let label = d.label(ix);
            let why = localized!("{label} er ikke plassert på planen", "{label} is not placed on the plan");
            return Err((why, vec![(ix, "window.placed")]));
        };
        let Some((sure, deep)) = passes(d, &pane) else { continue };
        let here: Vec<usize> =
            rooms.iter().copied().filter(|r| d.model.rooms[*r].storey == Some(pane.storey)).collect();
        let walls = geometry::inner_obstacles(d.model, &here, |r| units.region(r));
        let outer = edges.get(pane.storey).map_or(&[][..], Vec::as_slice);
        let Some(through) = geometry::seen_through(&pane, outer, &walls, ground, reach) else { continue };
        let near = |seen: &Region| match deep {
            Some(deep) => geometry::intersection(seen, &within(&pane, deep * through.farthest)),
            None => seen.clone(),
        };
        let seen = near(&through.seen);
        view.perhaps.push(geometry::grown(&seen, through.error));
        if sure && !screened {
            view.surely.push(seen);
        }
        view.shown.push((window, pane.storey, through));
    }
    Ok(view)
}

/// Whether a line from a standing eye on the ground to somebody in the room may pass a window, and whether it surely
/// does; where the room lies above the eye, how deep into it such a line reaches for each metre of distance. None where
/// no line passes.
fn passes(d: &Deriver<'_>, pane: &Pane) -> Option<(bool, Option<f64>)> {
    let [eye, lying, sitting] = ["standing", "lying", "sitting"].map(|c| d.usual("eye", c));
    let (eye, lying, sitting) = (eye?, lying?, sitting?);
    let lowest = d.model.storeys.iter().map(|s| s.elevation).filter(|e| *e >= -0.5);
    let ground = lowest.fold(f64::INFINITY, f64::min);
    let floor = d.model.storeys.get(pane.storey).map_or(0.0, |s| s.elevation);
    let floor = if ground.is_finite() { floor - ground } else { floor };
    let ix = d.opening_subject(pane.opening);
    let sill = d.number(ix, "window.sill").map(|s| s + floor);
    let head = d.number(ix, "window.head").map(|h| h + floor);
    let (low, high) = (eye.min(floor + lying), eye.max(floor + sitting));
    if sill.is_some_and(|s| s >= high) || head.is_some_and(|h| h <= low) {
        return None;
    }
    let top = floor + sitting;
    match sill {
        // The view rises to the floor above: over the sill it reaches only so far in.
        Some(sill) if sill > eye => Some((true, Some(((top - eye) / (sill - eye) - 1.0).max(0.0)))),
        Some(sill) => Some((sill < top, None)),
        None => Some((true, None)),
    }
}

/// The floor up to a distance from a window.
fn within(pane: &Pane, distance: f64) -> Region {
    let line = MultiPolygon::new(vec![Polygon::new(
        geo::LineString::new(vec![pane.inner.start, pane.inner.end, pane.inner.end - pane.out * 0.01]),
        Vec::new(),
    )]);
    geometry::grown(&line, distance.max(0.01))
}

/// Whether a bed and a seat find room on what is not seen.
fn furnish(d: &Deriver<'_>, units: &Units<'_>, sleeping: &[usize], living: &[usize], seen: &Region) -> bool {
    let [bed_wide, bed_long, seat_wide, seat_deep] =
        [("bed", "width"), ("bed", "length"), ("seating", "width"), ("seating", "depth")]
            .map(|(row, column)| d.usual(row, column).unwrap_or(f64::INFINITY));
    let kinds: [(&[&str], f64, f64, &[usize]); 2] =
        [(&["bed", "care_bed"], bed_wide, bed_long, sleeping), (&["sofa"], seat_wide, seat_deep, living)];
    let place = |order: [usize; 2]| {
        let mut taken = empty();
        order.iter().all(|k| {
            let (what, width, depth, rooms) = kinds[*k];
            let placed = rooms.iter().find_map(|r| {
                drawn_hidden(d, *r, what, seen, &taken).or_else(|| {
                    let floor = hidden_floor(d, units, *r, seen)?;
                    geometry::place_rectangle(&geometry::difference(&floor, &taken), width, depth)
                })
            });
            match placed {
                Some(outline) => {
                    taken = geometry::union_all(&[taken.clone(), MultiPolygon::new(vec![outline])])
                        .unwrap_or_else(|| taken.clone());
                    true
                }
                None => false,
            }
        })
    };
    place([0, 1]) || place([1, 0])
}

/// A thing of a kind that stands in a room and is not seen.
fn drawn_hidden(
    d: &Deriver<'_>,
    room: usize,
    what: &[&str],
    seen: &Region,
    taken: &Region,
) -> Option<Polygon<f64>> {
    d.fixtures_in(room).into_iter().find_map(|f| {
        let fixture = &d.model.fixtures[f];
        let outline =
            fixture.outline.as_ref().filter(|_| fixture.present && what.contains(&fixture.what.as_str()))?;
        let region = geometry::sound(outline)?;
        let in_view = geometry::intersection(&region, seen).unsigned_area();
        let clash = geometry::intersection(&region, taken).unsigned_area();
        (in_view <= SPECK && clash <= SPECK).then(|| outline.clone())
    })
}

/// The floor of a room that is not seen and on which nothing fixed stands.
fn hidden_floor(d: &Deriver<'_>, units: &Units<'_>, room: usize, seen: &Region) -> Option<Region> {
    let list = |column: &str| {
        let cell = d.vocabulary.tables.get("usual").and_then(|t| t.cell("clear_floor", column));
        cell.map(<[String]>::to_vec).unwrap_or_default()
    };
    let (aside, loose) = (list("not_in_the_way"), list("movable"));
    let mut floor = geometry::difference(units.region(room)?, seen);
    for f in d.fixtures_in(room) {
        let fixture = &d.model.fixtures[f];
        let built_in = d.base.value(d.subject(SubjectKind::Fixture, f), "fixture.built_in");
        let moved = loose.contains(&fixture.what) && built_in != Some(Value::Bool(true));
        if !fixture.present || aside.contains(&fixture.what) || moved {
            continue;
        }
        if let Some(footprint) = fixture.outline.as_ref().and_then(geometry::sound) {
            floor = geometry::difference(&floor, &footprint);
        }
    }
    Some(floor)
}

/// The floor seen through each window, and a line along which it is.
fn drawing(d: &Deriver<'_>, view: &View) -> Drawing {
    let mut figures = Vec::new();
    let mut at = Vec::new();
    for (window, storey, through) in &view.shown {
        let parts = through.seen.iter().map(|p| Shape::Area { storey: *storey, outline: p.clone() });
        figures.extend(parts.map(Figure::bare));
        let (from, to) = through.line;
        let caption = localized!("innsyn fra offentlig grunn", "view from public ground");
        figures.push(Figure::new(Shape::Sight { storey: *storey, from, to }, caption));
        at.push(d.opening_subject(*window));
    }
    Drawing { figures, at }
}
