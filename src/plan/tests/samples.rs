//! Buildings drawn by hand, to draw plans of: a one-room module, a row of eight, a yard of six houses.

use geo::{Coord, LineString, Polygon, Rect};

use crate::model::{
    Base, Building, Dwelling, Element, Fixture, Hinge, Model, Opening, OpeningKind, Origin, Owner, Placement,
    Room, Side, Storey, Swing,
};
use crate::text::Localized;
use crate::vocab::SubjectKind;

/// How a dwelling type is put down: mirrored first (x to −x), then turned, then moved.
#[derive(Clone, Copy)]
pub(super) struct At {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) degrees: f64,
    pub(super) mirrored: bool,
}

pub(super) const HERE: At = At { x: 0.0, y: 0.0, degrees: 0.0, mirrored: false };

impl At {
    pub(super) fn put(&self, x: f64, y: f64) -> Coord<f64> {
        let x = if self.mirrored { -x } else { x };
        let (s, c) = self.degrees.to_radians().sin_cos();
        Coord { x: self.x + x * c - y * s, y: self.y + x * s + y * c }
    }
}

pub(super) fn element(id: &str, kind: SubjectKind) -> Element {
    Element::new(id, kind, Origin::Assumed { why: Localized::same("eksempel") })
}

pub(super) fn project(name: &str) -> Model {
    let mut p = element("prosjekt", SubjectKind::Project);
    p.name = name.to_owned();
    let mut model = Model::new(p, element("tomt", SubjectKind::Site));
    model.site.north = Some(25.0);
    model
}

pub(super) fn building(model: &mut Model, name: &str) -> usize {
    let i = model.buildings.len();
    let mut e = element(&format!("bygg-{i}"), SubjectKind::Building);
    e.name = name.to_owned();
    model.buildings.push(Building { element: e });
    let mut e = element(&format!("bygg-{i}/1"), SubjectKind::Storey);
    e.name = "1. etasje".to_owned();
    model.storeys.push(Storey {
        element: e,
        building: i,
        number: 1,
        elevation: 0.0,
        outer_wall: Some(0.188),
        outline: None,
    });
    model.storeys.len() - 1
}

/// Puts one dwelling's parts down; the model's lists keep the order of the calls.
pub(super) struct Hand<'m> {
    pub(super) model: &'m mut Model,
    pub(super) storey: usize,
    pub(super) owner: Owner,
    pub(super) tag: String,
    pub(super) at: At,
}

impl Hand<'_> {
    pub(super) fn room(&mut self, function: &str, name: &str, corners: &[(f64, f64)]) -> usize {
        let mut e = element(&format!("{}/{function}", self.tag), SubjectKind::Room);
        e.name = name.to_owned();
        e.label = format!("{} i {}", name.to_lowercase(), self.tag);
        let ring: Vec<Coord<f64>> = corners.iter().map(|(x, y)| self.at.put(*x, *y)).collect();
        self.model.rooms.push(Room {
            element: e,
            owner: self.owner,
            storey: Some(self.storey),
            functions: vec![function.to_owned()],
            doubtful_function: false,
            outline: Some(Polygon::new(LineString::new(ring), Vec::new())),
            height: Some(2.4),
            floor: None,
            zones: Vec::new(),
            tall: None,
        });
        self.model.rooms.len() - 1
    }

    #[allow(clippy::too_many_arguments)]
    pub(super) fn opening(
        &mut self,
        tag: &str,
        kind: OpeningKind,
        (a, b): ((f64, f64), (f64, f64)),
        thickness: f64,
        sides: [Side; 2],
        swing: Option<Swing>,
    ) -> usize {
        let kind_of = if kind == OpeningKind::Window { SubjectKind::Window } else { SubjectKind::Door };
        let mut e = element(&format!("{}/{tag}", self.tag), kind_of);
        e.label = format!("{tag} i {}", self.tag);
        let (a, b) = (self.at.put(a.0, a.1), self.at.put(b.0, b.1));
        self.model.openings.push(Opening {
            element: e,
            kind,
            sides,
            storey: Some(self.storey),
            placement: Some(Placement { a, b, thickness }),
            width: None,
            height: None,
            sill: None,
            swing,
            recess: None,
            maybe_solid: false,
        });
        self.model.openings.len() - 1
    }

    /// A thing whose back starts at a corner and runs in a direction; it stands to the left of it.
    pub(super) fn thing(
        &mut self,
        what: &str,
        room: usize,
        (x, y): (f64, f64),
        degrees: f64,
        w: f64,
        d: f64,
    ) {
        let (s, c) = degrees.to_radians().sin_cos();
        let put = |u: f64, v: f64| self.at.put(x + u * c - v * s, y + u * s + v * c);
        let ring = vec![put(0.0, 0.0), put(w, 0.0), put(w, d), put(0.0, d)];
        self.fixture(what, Some(room), Some(Polygon::new(LineString::new(ring), Vec::new())));
    }

    pub(super) fn fixture(&mut self, what: &str, room: Option<usize>, outline: Option<Polygon<f64>>) {
        let n = self.model.fixtures.len();
        let mut e = element(&format!("{}/{what}-{n}", self.tag), SubjectKind::Fixture);
        e.label = format!("{what} i {}", self.tag);
        self.model.fixtures.push(Fixture {
            back: crate::model::Back::Told,
            element: e,
            what: what.to_owned(),
            present: true,
            room,
            owner: Some(self.owner),
            outline,
            usual_size: false,
            heights: None,
            stands: None,
        });
    }
}

const A: Hinge = Hinge::A;
const B: Hinge = Hinge::B;

fn swing(hinge: Hinge, into: usize) -> Option<Swing> {
    Some(Swing::new(hinge, into))
}

/// A one-room dwelling in one module, with its technical room reached from outside.
pub(super) fn module_a(model: &mut Model, storey: usize, tag: &str, at: At) -> usize {
    let d = model.dwellings.len();
    let mut e = element(tag, SubjectKind::Dwelling);
    e.label = format!("bolig {tag}");
    model.dwellings.push(Dwelling {
        element: e,
        storey: Some(storey),
        from_type: Some("A".to_owned()),
        planned: true,
        outer_wall: Some(0.188),
    });
    let mut h = Hand { model, storey, owner: Owner::Dwelling(d), tag: tag.to_owned(), at };
    let w = 0.188;
    let hall = h.room(
        "hall",
        "Gang",
        &[(0.0, 1.71), (1.6, 1.71), (1.6, 2.34), (3.98, 2.34), (3.98, 3.4), (0.0, 3.4)],
    );
    let technical = h.room("technical", "Teknisk rom", &[(0.0, 0.0), (1.6, 0.0), (1.6, 1.63), (0.0, 1.63)]);
    let bath = h.room("bath", "Bad", &[(1.68, 0.0), (3.98, 0.0), (3.98, 2.26), (1.68, 2.26)]);
    let living =
        h.room("all_room", "Stue/kjøkken/sov", &[(4.06, 0.0), (10.4, 0.0), (10.4, 3.4), (4.06, 3.4)]);
    use OpeningKind::{Door, Window};
    use Side::{Outside, Room as In};
    h.opening("D1", Door, ((-w / 2.0, 2.05), (-w / 2.0, 3.05)), w, [Outside, In(hall)], swing(B, 0));
    h.opening("D2", Door, ((-w / 2.0, 0.35), (-w / 2.0, 1.25)), w, [Outside, In(technical)], swing(A, 0));
    h.opening("D3", Door, ((2.35, 2.3), (3.25, 2.3)), 0.08, [In(hall), In(bath)], swing(B, 0));
    h.opening("D4", Door, ((4.02, 2.42), (4.02, 3.32)), 0.08, [In(hall), In(living)], swing(B, 1));
    h.opening(
        "D5",
        Door,
        ((10.4 + w / 2.0, 1.0), (10.4 + w / 2.0, 1.9)),
        w,
        [In(living), Outside],
        swing(B, 1),
    );
    h.opening("V1", Window, ((5.0, -w / 2.0), (6.2, -w / 2.0)), w, [In(living), Outside], None);
    h.opening("V2", Window, ((8.6, -w / 2.0), (9.6, -w / 2.0)), w, [In(living), Outside], None);
    h.opening("V3", Window, ((10.4 + w / 2.0, 2.2), (10.4 + w / 2.0, 3.1)), w, [In(living), Outside], None);
    h.thing("kitchen_run", living, (8.1, 3.4), 180.0, 3.0, 0.6);
    h.thing("stove", living, (6.9, 3.4), 180.0, 0.6, 0.6);
    h.thing("sink", living, (8.1, 3.4), 180.0, 0.8, 0.6);
    h.thing("dishwasher", living, (6.3, 3.4), 180.0, 0.6, 0.6);
    h.thing("refrigerator", living, (8.75, 3.4), 180.0, 0.6, 0.6);
    h.thing("table", living, (6.3, 0.55), 0.0, 1.2, 0.8);
    h.thing("chair", living, (7.1, 0.25), 0.0, 0.45, 0.45);
    h.thing("chair", living, (6.75, 1.65), 180.0, 0.45, 0.45);
    h.thing("bed", living, (10.35, 0.02), 90.0, 0.9, 2.0);
    h.thing("sofa", living, (4.1, 2.1), 270.0, 1.8, 0.85);
    h.thing("wardrobe", living, (10.35, 3.38), 180.0, 1.2, 0.6);
    h.thing("toilet", bath, (2.0, 0.02), 0.0, 0.4, 0.68);
    h.thing("washbasin", bath, (3.98, 1.2), 90.0, 0.6, 0.45);
    h.thing("shower", bath, (3.06, 0.0), 0.0, 0.92, 0.92);
    h.thing("washing_machine", bath, (1.7, 2.24), 270.0, 0.6, 0.6);
    h.thing("coat_rack", hall, (1.4, 3.4), 180.0, 1.0, 0.22);
    h.thing("ventilation_unit", technical, (1.6, 0.02), 90.0, 0.6, 0.6);
    h.thing("distribution_board", technical, (1.58, 1.63), 180.0, 0.6, 0.18);
    h.thing("water_heater", technical, (0.2, 0.02), 0.0, 0.55, 0.55);
    h.thing("sprinkler", living, (7.2, 2.3), 0.0, 0.08, 0.08);
    h.thing("smoke_detector", hall, (2.2, 2.75), 0.0, 0.1, 0.1);
    h.thing("panel_heater", living, (5.1, 0.02), 0.0, 1.0, 0.1);
    h.fixture("microwave", Some(living), None);
    d
}

pub(super) fn one() -> Model {
    let mut model = project("Eksempelveien 12");
    let s = building(&mut model, "Hus 1");
    module_a(&mut model, s, "H0102", HERE);
    model
}

/// Eight modules in a row, every other mirrored, long sides together.
pub(super) fn row() -> Model {
    let mut model = project("Rekkeveien 1–8");
    let s = building(&mut model, "Rekke 1");
    for i in 0..8 {
        // Turned a quarter, the type's y runs along the row; mirrored, it runs the other way.
        let left = f64::from(i) * (3.4 + 2.0 * 0.188);
        let at = if i % 2 == 0 {
            At { x: left + 3.4, y: 0.0, degrees: 90.0, mirrored: false }
        } else {
            At { x: left, y: 0.0, degrees: 270.0, mirrored: true }
        };
        module_a(&mut model, s, &format!("A10{}", i + 1), at);
    }
    model
}

/// Six houses with two modules each around a yard, and a base.
pub(super) fn yard() -> Model {
    let mut model = project("Tunveien 3");
    model.site.described = true;
    let spots = [
        (0.0, 0.0, 0.0),
        (16.0, 0.0, 0.0),
        (34.0, 2.0, 20.0),
        (0.0, 24.0, 0.0),
        (16.0, 24.0, 0.0),
        (33.0, 27.0, -15.0),
    ];
    for (i, (x, y, degrees)) in spots.into_iter().enumerate() {
        let s = building(&mut model, &format!("Hus {}", i + 1));
        let turn = |dx: f64, dy: f64| At { x, y, degrees, mirrored: false }.put(dx, dy);
        let (a, b) = (turn(0.0, 0.0), turn(0.0, 3.7));
        module_a(&mut model, s, &format!("{}A", i + 1), At { x: a.x, y: a.y, degrees, mirrored: false });
        module_a(&mut model, s, &format!("{}B", i + 1), At { x: b.x, y: b.y, degrees, mirrored: false });
    }
    let s = building(&mut model, "Personalbase");
    let mut e = element("base", SubjectKind::Base);
    e.name = "Personalbase".to_owned();
    model.bases.push(Base { element: e, storey: Some(s), planned: true, outer_wall: Some(0.25) });
    let at = At { x: 18.0, y: 14.0, degrees: 0.0, mirrored: false };
    let mut h = Hand { model: &mut model, storey: s, owner: Owner::Base(0), tag: "base".to_owned(), at };
    let duty = h.room("duty_room", "Vaktrom", &[(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)]);
    let meeting = h.room("meeting_room", "Møterom", &[(4.1, 0.0), (8.0, 0.0), (8.0, 4.0), (4.1, 4.0)]);
    h.opening(
        "D1",
        OpeningKind::Door,
        ((1.0, -0.125), (2.0, -0.125)),
        0.25,
        [Side::Outside, Side::Room(duty)],
        None,
    );
    h.opening(
        "D2",
        OpeningKind::Passage,
        ((4.05, 1.0), (4.05, 2.2)),
        0.1,
        [Side::Room(duty), Side::Room(meeting)],
        None,
    );
    h.thing("table", meeting, (5.0, 1.4), 0.0, 2.0, 1.0);
    h.thing("medicine_cabinet", duty, (0.6, 4.0), 180.0, 0.6, 0.35);
    model.site.outline = Some(Rect::new(Coord { x: -6.0, y: -6.0 }, Coord { x: 52.0, y: 42.0 }).to_polygon());
    model.site.public = vec![Rect::new(Coord { x: -6.0, y: -12.0 }, Coord { x: 52.0, y: -6.0 }).to_polygon()];
    model
}
