//! Whether bed and seating can stand where nobody outside sees them.
//!
//! Ground the public reaches is looked from, as far as the table of usual values says; what it sees of the floor through
//! windows and glazed doors is taken away, and a bed and a seat are set on what is left: those drawn where they stand
//! hidden, otherwise others of usual size anywhere along it. The line from a standing eye to somebody lying or sitting
//! must pass between sill and head: how deep into the room it may and how deep it surely does is reckoned for each part
//! of the floor from where its lines meet the ground. The ground is as far under the lowest floor as stated, or
//! else level with it give or take what the table of usual values says. Where outer walls may be thinner or thicker than
//! drawn, what is seen past such walls of any thickness may be seen, and what is past all of them is. What only may be seen leaves
//! the answer open, and so do a height nobody stated, a fence or plants that are not drawn, and furniture that finds no
//! room together though each does alone.

use std::cell::RefCell;
use std::rc::Rc;

use geo::{Area, Line, MultiPolygon, Polygon};

use super::deriver::Deriver;
use super::obstacles::{Obstacle, Taken};
use super::{Drawing, SubjectIx};
use crate::geometry::{self, Look, Pane, Region, Scenes, Through, Units};
use crate::localized;
use crate::model::{Figure, OpeningKind, Owner, Shape, Value};
use crate::quantity::{Dimension, Quantity};
use crate::text::{Lang, Localized};
use crate::vocab::SubjectKind;

const FACT: &str = "dwelling.screened_furnishing";
const GROUND: &str = "site.public_ground";
const LEVEL: &str = "site.floor_over_ground";
const WALL: &str = "dwelling.outer_wall";
/// Most windows of a dwelling that are looked through.
const MOST_WINDOWS: usize = 40;
/// Floor that may be seen without anything on it being seen, in m².
const SPECK: f64 = 0.01;
/// How far beyond what is found to be seen something may be, in metres: outlines are drawn to the millimetre.
const EDGE: f64 = 0.001;

/// The edges of buildings in every scene, for the storey that was looked from last: all of them together would be as many
/// as there are storeys times buildings.
#[derive(Default)]
struct Edges(RefCell<Option<Around>>);

/// The edges in every scene, as one looks from a storey.
#[derive(Clone)]
struct Around {
    storey: usize,
    edges: Rc<[Vec<Line<f64>>]>,
}

impl Edges {
    fn seen_from(&self, storey: usize, scenes: &Scenes) -> Around {
        let mut last = self.0.borrow_mut();
        if let Some(known) = last.as_ref().filter(|known| known.storey == storey) {
            return known.clone();
        }
        let edges = scenes.all().map(|scene| scene.obstacles(storey)).collect();
        last.insert(Around { storey, edges }).clone()
    }
}

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
    let scenes = d.scenes();
    let edges = Edges::default();
    for i in 0..d.model.dwellings.len() {
        let ix = d.subject(SubjectKind::Dwelling, i);
        match told(d, i, (site, ground.as_ref()), (&units, &scenes, &edges)) {
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
    let spread = Quantity::new(d.usual("ground", "spread").unwrap_or_default(), Dimension::Length);
    let (nb, en) = (reach.show(Lang::Nb), reach.show(Lang::En));
    let (low_nb, low_en) = (spread.show(Lang::Nb), spread.show(Lang::En));
    Localized::new(
        format!(
            "om det er gulv til seng og sittegruppe som ikke sees gjennom vinduene fra offentlig grunn innen {nb}; \
             grunnen regnes så langt under laveste gulv som oppgitt, ellers i høyde med det pluss og minus {low_nb}; løse møbler regnes \
             flyttet, og dører med glass regnes som vinduer"
        ),
        format!(
            "whether there is floor for bed and seating that is not seen through the windows from public ground \
             within {en}; the ground is taken to be as far under the lowest floor as stated, or else level with it give or \
             take {low_en}; loose furniture is taken to be moved, and doors with glass to be windows"
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

/// Floor that is seen: surely, and perhaps.
#[derive(Default)]
struct Seen {
    surely: Vec<Region>,
    perhaps: Vec<Region>,
}

/// What public ground sees of the rooms.
#[derive(Default)]
struct View {
    /// Floor somebody lying on is seen.
    lying: Seen,
    /// Floor somebody sitting on is seen.
    sitting: Seen,
    /// The views to draw, each with its window and storey.
    shown: Vec<(usize, usize, Through)>,
}

fn told(
    d: &Deriver<'_>,
    i: usize,
    (site, ground): (SubjectIx, Option<&Region>),
    (units, scenes, edges): (&Units<'_>, &Scenes, &Edges),
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
    if let Some([_, b]) = scenes.drawn.in_each_other() {
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
    let view = look_in(d, i, &rooms, ground, (units, scenes, edges))?;
    let all = |parts: &[Region]| geometry::union_all(parts);
    let regions = [&view.lying, &view.sitting].map(|seen| all(&seen.surely).zip(all(&seen.perhaps)));
    let [Some(lying), Some(sitting)] = regions else { return Err(too_much(ix)) };
    let drawing = drawing(d, &view);
    let none = lying.1.0.is_empty() && sitting.1.0.is_empty();
    let beds = Wanted { what: &["bed", "care_bed"], size: "bed", rooms: &sleeping };
    let seats = Wanted { what: &["sofa"], size: "seating", rooms: &living };
    if none || furnish(d, units, [(&beds, &lying.1), (&seats, &sitting.1)]) {
        return Ok((true, drawing));
    }
    // Neither may stand anywhere, or one of them: together they could only do worse.
    if beds.has_no_place(d, units, &lying.0) || seats.has_no_place(d, units, &sitting.0) {
        return Ok((false, drawing));
    }
    let why = Localized::new(
        "om seng og sittegruppe er skjult, henger på noe som ikke er tegnet eller oppgitt: gjerder og beplantning, \
         høyden på terrenget og vinduene, hvor tykke ytterveggene er, hvor det er glass i dører og glassvegger, eller \
         hvordan det møbleres",
        "whether bed and seating are hidden hangs on what is not drawn or stated: fences and plants, the height of \
         ground and windows, how thick the outer walls are, where there is glass in doors and curtain walls, or how it is \
         furnished",
    );
    let mut needs: Vec<(SubjectIx, &'static str)> = vec![(ix, FACT)];
    if d.number(site, LEVEL).is_none() {
        needs.push((site, LEVEL));
    }
    let unsure = |k: &crate::model::Known| k.uncertainty > 0.0;
    if scenes.others.is_some() && d.known(ix, WALL).as_ref().is_none_or(unsure) {
        needs.push((ix, WALL));
    }
    let unstated = |w: &usize, fact: &str| d.number(d.opening_subject(*w), fact).is_none();
    for (window, ..) in &view.shown {
        if d.model.openings[*window].kind == OpeningKind::Window {
            let own = ["window.sill", "window.height"].into_iter().filter(|f| unstated(window, f));
            let glass = super::glass::doubt(d, *window).map(|_| "window.glass_area");
            needs.extend(own.chain(glass).map(|f| (d.opening_subject(*window), f)));
        }
    }
    Err((why, needs))
}

fn too_much(ix: SubjectIx) -> Missing {
    let why = Localized::new(
        "det står mer i veien for sikten enn det kan regnes med",
        "there is more in the way of the view than can be computed with",
    );
    (why, vec![(ix, FACT)])
}

fn empty() -> Region {
    MultiPolygon::new(Vec::new())
}

/// Looks in from public ground through every window and glazed door to the open.
fn look_in(
    d: &Deriver<'_>,
    i: usize,
    rooms: &[usize],
    ground: &Region,
    (units, scenes, edges): (&Units<'_>, &Scenes, &Edges),
) -> Result<View, Missing> {
    let reach = d.usual("sight", "public").unwrap_or_default();
    let screened = d.base.value(d.subject(SubjectKind::Site, 0), "site.screening");
    let screened = screened.is_some_and(|v| v.as_words().iter().any(|w| w != "none"));
    let glazed = |o: &usize| super::glass::may_be_seen_through(d, *o);
    let of = |r: &usize| d.windows_of(*r).into_iter().chain(d.ways_of(*r).into_iter().filter(glazed));
    let mut windows: Vec<usize> = rooms.iter().flat_map(of).collect();
    windows.sort_unstable();
    windows.dedup();
    let ix = d.subject(SubjectKind::Dwelling, i);
    if windows.is_empty() {
        let label = d.label(ix);
        let why = localized!("ingen vinduer er beskrevet i {label}", "no windows are described in {label}");
        return Err((why, vec![(ix, "window.placed")]));
    }
    if windows.len() > MOST_WINDOWS {
        return Err(too_much(ix));
    }
    if let Some(why) = d.stray_in(rooms) {
        return Err((why, vec![(ix, FACT)]));
    }
    let mut view = View::default();
    for window in windows {
        let opening = &d.model.openings[window];
        let door = opening.kind != OpeningKind::Window;
        if !door && opening.sides.iter().all(|s| super::entrances::outside(d, *s) == Some(false)) {
            continue;
        }
        let panes: Option<Vec<Pane>> = scenes.all().map(|s| s.pane(d.model, units, window)).collect();
        let Some(panes) = panes.filter(|p| !p.is_empty()) else {
            let ix = d.opening_subject(window);
            let label = d.label(ix);
            let why = localized!("{label} er ikke plassert på planen", "{label} is not placed on the plan");
            return Err((why, vec![(ix, if door { "door.placed" } else { "window.placed" })]));
        };
        let storey = panes[0].storey;
        let Some(heights) = Heights::of(d, &panes[0]) else { return Err(too_much(ix)) };
        let here: Vec<usize> =
            rooms.iter().copied().filter(|r| d.model.rooms[*r].storey == Some(storey)).collect();
        let walls = geometry::inner_obstacles(d.model, &here, |r| units.region(r));
        let mut looks: Vec<Option<Through>> = Vec::new();
        let Around { edges, .. } = edges.seen_from(storey, scenes);
        for (pane, outer) in panes.iter().zip(edges.iter()) {
            looks.push(match geometry::seen_through(pane, outer, &walls, ground, reach) {
                Look::Seen(through) => Some(through),
                Look::Nothing => None,
                Look::TooMuch => return Err(too_much(ix)),
            });
        }
        let doubt = super::glass::doubt(d, window);
        let mut any = false;
        for (posture, seen) in [(heights.lying, &mut view.lying), (heights.sitting, &mut view.sitting)] {
            for through in looks.iter().flatten() {
                let perhaps = through.seen_where(|ground| heights.depths(posture, ground[0], reach));
                if !perhaps.0.is_empty() {
                    any = true;
                    seen.perhaps.push(geometry::grown(&perhaps, EDGE));
                }
            }
            if heights.stated && !screened && doubt.is_none() {
                let surely = |look: &Option<Through>| {
                    look.as_ref().map_or_else(empty, |through| {
                        through.seen_where(|ground| heights.sure_depths(posture, ground, through.wall))
                    })
                };
                seen.surely
                    .extend(looks.iter().map(surely).reduce(|all, one| geometry::intersection(&all, &one)));
            }
        }
        if let (true, Some(through)) = (any, looks.into_iter().flatten().next()) {
            view.shown.push((window, storey, through));
        }
    }
    Ok(view)
}

/// The heights a line from the ground into a room passes, in metres over the ground.
struct Heights {
    /// The lowest and the highest a standing eye may be.
    eye: [f64; 2],
    lying: f64,
    sitting: f64,
    sill: Option<f64>,
    head: Option<f64>,
    /// Whether sill and head are known.
    stated: bool,
}

impl Heights {
    fn of(d: &Deriver<'_>, pane: &Pane) -> Option<Self> {
        let [eye, lying, sitting] = ["standing", "lying", "sitting"].map(|c| d.usual("eye", c));
        let lowest = d.model.storeys.iter().map(|s| s.elevation).filter(|e| *e >= -0.5);
        let stated = d.number(d.subject(SubjectKind::Site, 0), LEVEL).filter(|l| l.is_finite());
        let ground = lowest.fold(f64::INFINITY, f64::min) - stated.unwrap_or_default();
        let spread = if stated.is_some() { 0.0 } else { d.usual("ground", "spread")? };
        let floor = d.model.storeys.get(pane.storey).map_or(0.0, |s| s.elevation);
        let floor = if ground.is_finite() { floor - ground } else { floor };
        let ix = d.opening_subject(pane.opening);
        let [sill, head] = ["window.sill", "window.head"].map(|f| d.number(ix, f).map(|h| h + floor));
        let stated = sill.is_some() && head.is_some();
        let eye = [eye? - spread, eye? + spread];
        Some(Self { eye, lying: floor + lying?, sitting: floor + sitting?, sill, head, stated })
    }

    /// How deep into the room somebody at a height may be seen from ground at least `near` and at most `far` metres off.
    ///
    /// Where eye and person are both over the sill (under the head), so is the line. Where only the eye is, the person
    /// must be deep enough in for the line to have risen; where only the person is, not too deep.
    fn depths(&self, person: f64, near: f64, far: f64) -> Option<[f64; 2]> {
        let mut depths = [0.0_f64, f64::INFINITY];
        // One sees most over a sill from the highest ground, and under a head from the lowest.
        for (over_person, over_eye) in self.margins(person, self.eye[1], self.eye[0]) {
            match (over_person >= 0.0, over_eye >= 0.0) {
                (true, true) => {}
                (false, false) => return None,
                (false, true) => depths[0] = depths[0].max(near * -over_person / over_eye),
                (true, false) => depths[1] = depths[1].min(far * over_person / -over_eye),
            }
        }
        Some(depths)
    }

    /// Like [`Heights::depths`], but where somebody surely is seen by an eye that stands where the lines meet the ground,
    /// past both edges of a sill as deep as the wall.
    fn sure_depths(&self, person: f64, [near, far]: [f64; 2], wall: f64) -> Option<[f64; 2]> {
        let mut depths = [0.0_f64, f64::INFINITY];
        for (over_person, over_eye) in self.margins(person, self.eye[0], self.eye[1]) {
            match (over_person >= 0.0, over_eye >= 0.0) {
                (true, true) => {}
                (false, false) => return None,
                (false, true) => depths[0] = depths[0].max((far + wall) * -over_person / over_eye),
                (true, false) => depths[1] = depths[1].min(near * over_person / -over_eye - wall),
            }
        }
        Some(depths)
    }

    /// How far person and eye are on the open side of the sill, and of the head, for an eye at a height for each.
    fn margins(&self, person: f64, at_sill: f64, at_head: f64) -> impl Iterator<Item = (f64, f64)> {
        let sill = self.sill.map(|s| (person - s, at_sill - s));
        let head = self.head.map(|h| (h - person, h - at_head));
        sill.into_iter().chain(head)
    }
}

/// Furniture that is to stand hidden: its kinds, the row of its usual size, and the rooms it belongs in.
struct Wanted<'w> {
    what: &'w [&'w str],
    size: &'w str,
    rooms: &'w [usize],
}

impl Wanted<'_> {
    /// Across and deep, in metres.
    fn measures(&self, d: &Deriver<'_>) -> Option<(f64, f64)> {
        let deep = if self.size == "bed" { "length" } else { "depth" };
        d.usual(self.size, "width").zip(d.usual(self.size, deep))
    }

    /// Whether it surely stands hidden nowhere.
    fn has_no_place(&self, d: &Deriver<'_>, units: &Units<'_>, seen: &Region) -> bool {
        let Some((width, depth)) = self.measures(d) else { return false };
        let nowhere = |r: &usize| {
            let floor = hidden_floor(d, units, *r, seen, Taken::at_least);
            drawn_hidden(d, *r, self.what, seen, &empty()).is_none()
                && floor.is_none_or(|floor| geometry::no_rectangle(&floor, width, depth))
        };
        self.rooms.iter().all(nowhere)
    }

    /// Where it stands hidden, if it does: as drawn, or anywhere.
    fn placed(
        &self,
        d: &Deriver<'_>,
        units: &Units<'_>,
        seen: &Region,
        taken: &Region,
    ) -> Option<Polygon<f64>> {
        let (width, depth) = self.measures(d)?;
        self.rooms.iter().find_map(|r| {
            drawn_hidden(d, *r, self.what, seen, taken).or_else(|| {
                let floor = hidden_floor(d, units, *r, seen, Taken::at_most)?;
                geometry::place_rectangle(&geometry::difference(&floor, taken), width, depth)
            })
        })
    }
}

/// Whether both pieces of furniture find room on what is not seen of them: the one first, or the other.
fn furnish(d: &Deriver<'_>, units: &Units<'_>, both: [(&Wanted<'_>, &Region); 2]) -> bool {
    [[0, 1], [1, 0]].iter().any(|order| {
        let mut taken = empty();
        order.iter().all(|k| {
            let (wanted, seen) = both[*k];
            let Some(outline) = wanted.placed(d, units, seen, &taken) else { return false };
            let Some(with) = geometry::union_all(&[taken.clone(), MultiPolygon::new(vec![outline])]) else {
                return false;
            };
            taken = with;
            true
        })
    })
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
fn hidden_floor(
    d: &Deriver<'_>,
    units: &Units<'_>,
    room: usize,
    seen: &Region,
    taken_by: impl Fn(&Taken) -> Option<&Region>,
) -> Option<Region> {
    let list = |column: &str| {
        let cell = d.vocabulary.tables.get("usual").and_then(|t| t.cell("clear_floor", column));
        cell.map(<[String]>::to_vec).unwrap_or_default()
    };
    let (aside, loose) = (list("not_in_the_way"), list("movable"));
    let outline = units.region(room)?;
    let mut floor = geometry::difference(outline, seen);
    for Obstacle { fixture: f, taken } in d.obstacles_in(room, outline) {
        let fixture = &d.model.fixtures[f];
        let built_in = d.base.value(d.subject(SubjectKind::Fixture, f), "fixture.built_in");
        let moved = loose.contains(&fixture.what) && built_in != Some(Value::Bool(true));
        if aside.contains(&fixture.what) || moved {
            continue;
        }
        if let Some(footprint) = taken_by(&taken) {
            floor = geometry::difference(&floor, footprint);
        }
    }
    Some(floor)
}

/// The floor seen through each window, and a line along which it is.
fn drawing(d: &Deriver<'_>, view: &View) -> Drawing {
    let mut figures = Vec::new();
    let mut at = Vec::new();
    for (window, storey, through) in &view.shown {
        let seen = through.seen();
        let parts = seen.iter().map(|p| Shape::Area { storey: *storey, outline: p.clone() });
        figures.extend(parts.map(Figure::bare));
        let (from, to) = through.line;
        let caption = localized!("innsyn fra offentlig grunn", "view from public ground");
        figures.push(Figure::new(Shape::Sight { storey: *storey, from, to }, caption));
        at.push(d.opening_subject(*window));
    }
    Drawing { figures, at }
}
