//! Models with more of one thing than any building has: what was made to harm costs no more than it is long, and what
//! is left out is told.

use std::f64::consts::PI;
use std::path::Path;

use befaring::catalogue::Catalogue;
use befaring::ifc::lower;
use befaring::ifc::step::Limits;
use befaring::judge::{self, Settings};
use befaring::model::Model;
use befaring::source::Diagnostic;
use befaring::vocab::Vocabulary;
use geo::{Area, BoundingRect};

use crate::ifc_lower::{Ifc, codes, said};
use crate::ifc_several::{boxed, house, room};

fn read(ifc: &Ifc) -> (Model, Vec<Diagnostic>) {
    let (path, bytes) = (Path::new("a.ifc"), ifc.text().into_bytes());
    let model = befaring::ifc::Model::from_bytes(path, bytes, &Limits::default()).unwrap();
    let parsed = lower(&model, Vocabulary::built_in());
    (parsed.value.expect("a project was read"), parsed.diagnostics)
}

#[test]
fn a_thousand_walls_of_one_name_are_numbered_one_after_the_other() {
    let mut ifc = Ifc::new("IFC4");
    let storey = ifc.storey("1. etasje", 0.0);
    for _ in 0..1000 {
        let wall = ifc.add("IFCWALL(?,'Vegg',$,$,$,$,$,$)");
        ifc.placed(storey, wall);
    }
    let (model, _) = read(&ifc);
    let id = |i: usize| model.walls[i].element.id.0.as_str();
    let first = id(0).to_owned();
    assert_eq!(model.walls.len(), 1000);
    for i in 1..1000 {
        assert_eq!(id(i), format!("{first} {}", i + 1));
    }
}

/// Rooms in each other from one corner, each less than four fifths of the next: of no two one stands for the other.
fn nested(rooms: i32) -> Vec<Diagnostic> {
    let mut ifc = Ifc::new("IFC4");
    let storey = ifc.storey("1. etasje", 0.0);
    for i in 0..rooms {
        let (number, side) = (i.to_string(), 1.13_f64.powi(i));
        room(&mut ifc, storey, [number.as_str(), "Bod"], [0.0, 0.0, 0.0], [side, side, 2.5]);
    }
    read(&ifc).1
}

#[test]
fn more_rooms_in_each_other_than_are_held_against_each_other_are_told() {
    // 49 rooms make 49 · 48 / 2 pairs, which are 24 for each of them; 50 make more.
    assert!(!codes(&nested(49)).contains(&"ifc.rooms-crowded"));
    let many = nested(50);
    assert!(said(&many, "ifc.rooms-crowded").contains("ikke alle"), "{many:?}");
}

#[test]
fn of_a_heap_of_rooms_one_is_left() {
    let mut ifc = Ifc::new("IFC4");
    let storey = ifc.storey("1. etasje", 0.0);
    for i in 0..200 {
        let number = i.to_string();
        room(&mut ifc, storey, [number.as_str(), "Bod"], [f64::from(i) * 0.001, 0.0, 0.0], [8.0, 4.0, 2.5]);
    }
    let (model, told) = read(&ifc);
    assert_eq!(model.rooms.len(), 1);
    assert!(!codes(&told).contains(&"ifc.rooms-crowded"), "each was held against the one that stays alone");
}

#[test]
fn of_doors_in_one_place_the_first_is_kept_and_the_rest_are_counted() {
    let mut ifc = Ifc::new("IFC4");
    let storey = ifc.storey("1. etasje", 0.0);
    room(&mut ifc, storey, ["1", "Bad"], [0.0, 0.0, 0.0], [3.0, 3.0, 2.5]);
    for _ in 0..40 {
        let [place, shape] = boxed(&mut ifc, [1.0, 3.0, 0.0], [0.9, 0.1, 2.1]);
        let door = ifc.add(&format!("IFCDOOR(?,'D',$,$,#{place},#{shape},$,2.1,0.9,$,$,$)"));
        ifc.placed(storey, door);
    }
    let (model, told) = read(&ifc);
    assert_eq!(model.openings.len(), 1);
    assert!(said(&told, "ifc.opening-twice").starts_with("39 "), "{told:?}");
}

/// A mesh of a wall of 4 × 0.2 m, 2.5 m high, with so many corners around each end.
fn mesh(ifc: &mut Ifc, around: usize) -> u32 {
    let half = around / 2;
    let along = |i: usize| 4.0 * i as f64 / (half - 1) as f64;
    let ring: Vec<(f64, f64)> =
        (0..half).map(|i| (along(i), 0.0)).chain((0..half).map(|i| (4.0 - along(i), 0.2))).collect();
    let at = |z: f64| ring.iter().map(move |(x, y)| format!("({x:?},{y:?},{z:?})"));
    let points: Vec<String> = at(0.0).chain(at(2.5)).collect();
    let n = ring.len();
    let mut faces = Vec::new();
    for i in 1..=n {
        let j = i % n + 1;
        faces.push(format!("({i},{j},{})", j + n));
        faces.push(format!("({i},{},{})", j + n, i + n));
        if (2..n).contains(&i) {
            faces.push(format!("(1,{j},{i})"));
            faces.push(format!("({},{},{})", n + 1, n + i, n + j));
        }
    }
    let points = ifc.add(&format!("IFCCARTESIANPOINTLIST3D(({}))", points.join(",")));
    ifc.add(&format!("IFCTRIANGULATEDFACESET(#{points},$,.T.,({}),$)", faces.join(",")))
}

/// How a wall has a mesh.
#[derive(Clone, Copy)]
enum Has {
    /// As an item of its own representation.
    Item,
    /// As a mapped item of one representation map.
    Mapped,
    /// The same by way of a map of its own.
    MappedTwice,
}

fn mapped(ifc: &mut Ifc, map: u32) -> u32 {
    let origin = ifc.add("IFCCARTESIANPOINT((0.,0.,0.))");
    let target = ifc.add(&format!("IFCCARTESIANTRANSFORMATIONOPERATOR3D($,$,#{origin},1.,$)"));
    ifc.add(&format!("IFCMAPPEDITEM(#{map},#{target})"))
}

fn map_of(ifc: &mut Ifc, item: u32) -> u32 {
    let origin = ifc.add("IFCCARTESIANPOINT((0.,0.,0.))");
    let frame = ifc.add(&format!("IFCAXIS2PLACEMENT3D(#{origin},$,$)"));
    let shape = ifc.add(&format!("IFCSHAPEREPRESENTATION($,'Body','Tessellation',(#{item}))"));
    ifc.add(&format!("IFCREPRESENTATIONMAP(#{frame},#{shape})"))
}

/// Walls side by side that have one mesh.
fn walls_of_one_mesh(has: Has, walls: u32, around: usize) -> (Model, Vec<Diagnostic>) {
    let mut ifc = Ifc::new("IFC4");
    let storey = ifc.storey("1. etasje", 0.0);
    let mesh = mesh(&mut ifc, around);
    let map = map_of(&mut ifc, mesh);
    for i in 0..walls {
        let item = match has {
            Has::Item => mesh,
            Has::Mapped => mapped(&mut ifc, map),
            Has::MappedTwice => {
                let inner = mapped(&mut ifc, map);
                let own = map_of(&mut ifc, inner);
                mapped(&mut ifc, own)
            }
        };
        let corner = ifc.add(&format!("IFCCARTESIANPOINT((0.,{i}.,0.))"));
        let frame = ifc.add(&format!("IFCAXIS2PLACEMENT3D(#{corner},$,$)"));
        let place = ifc.add(&format!("IFCLOCALPLACEMENT($,#{frame})"));
        let body = ifc.add(&format!("IFCSHAPEREPRESENTATION($,'Body','Tessellation',(#{item}))"));
        let shape = ifc.add(&format!("IFCPRODUCTDEFINITIONSHAPE($,$,(#{body}))"));
        let wall = ifc.add(&format!("IFCWALL(?,'V{i}',$,$,#{place},#{shape},$,$)"));
        ifc.placed(storey, wall);
    }
    read(&ifc)
}

#[test]
fn a_rich_shape_of_many_walls_is_cut_once_and_drawn_in_all_of_them() {
    // 4,400 triangles have 13,200 points: two thousand copies of them would be more than is looked at in all.
    for (has, walls) in [(Has::Item, 40), (Has::Mapped, 2000), (Has::MappedTwice, 40)] {
        let (model, told) = walls_of_one_mesh(has, walls, 1100);
        assert!(!codes(&told).contains(&"ifc.not-drawn"), "{told:?}");
        assert_eq!(model.walls.len(), walls as usize);
        for (i, wall) in model.walls.iter().enumerate() {
            let [outline] = &wall.outlines[..] else { panic!("{} outlines", wall.outlines.len()) };
            let at = outline.bounding_rect().unwrap();
            assert!((outline.unsigned_area() - 0.8).abs() < 1e-6);
            assert!((at.min().y - i as f64).abs() < 1e-6 && at.min().x.abs() < 1e-6, "{at:?}");
            assert!((wall.thickness.unwrap() - 0.2).abs() < 1e-6);
        }
    }
}

#[test]
fn a_plain_shape_of_many_walls_is_cut_in_each() {
    let (model, told) = walls_of_one_mesh(Has::Mapped, 20, 100);
    assert!(!codes(&told).contains(&"ifc.not-drawn"), "{told:?}");
    assert!(model.walls.iter().all(|w| (w.outlines[0].unsigned_area() - 0.8).abs() < 1e-6));
}

/// A room whose walls are a cogwheel of so many teeth, a centimetre deep: no corner of it can be left out.
fn cogwheels(rooms: i32, teeth: i32) -> (Model, Vec<Diagnostic>) {
    let mut ifc = Ifc::new("IFC4");
    let storey = ifc.storey("1. etasje", 0.0);
    let corner = |i: i32| {
        let (turn, far) = (f64::from(i) * PI / f64::from(teeth), 20.0 + f64::from(i % 2) * 0.01);
        format!("({:?},{:?})", far * turn.cos(), far * turn.sin())
    };
    let corners: Vec<String> = (0..=2 * teeth).map(|i| corner(i % (2 * teeth))).collect();
    let points = ifc.add(&format!("IFCCARTESIANPOINTLIST2D(({}))", corners.join(",")));
    let curve = ifc.add(&format!("IFCINDEXEDPOLYCURVE(#{points},$,$)"));
    let profile = ifc.add(&format!("IFCARBITRARYCLOSEDPROFILEDEF(.AREA.,$,#{curve})"));
    let up = ifc.add("IFCDIRECTION((0.,0.,1.))");
    let solid = ifc.add(&format!("IFCEXTRUDEDAREASOLID(#{profile},$,#{up},2.5)"));
    let body = ifc.add(&format!("IFCSHAPEREPRESENTATION($,'Body','SweptSolid',(#{solid}))"));
    for i in 0..rooms {
        let corner = ifc.add(&format!("IFCCARTESIANPOINT(({}.,0.,0.))", 50 * i));
        let frame = ifc.add(&format!("IFCAXIS2PLACEMENT3D(#{corner},$,$)"));
        let place = ifc.add(&format!("IFCLOCALPLACEMENT($,#{frame})"));
        let shape = ifc.add(&format!("IFCPRODUCTDEFINITIONSHAPE($,$,(#{body}))"));
        let space = format!("IFCSPACE(?,'{i}',$,$,#{place},#{shape},'Bod',.ELEMENT.,.INTERNAL.,$)");
        let id = ifc.add(&space);
        ifc.add(&format!("IFCRELAGGREGATES(?,$,$,#{storey},(#{id}))"));
    }
    read(&ifc)
}

#[test]
fn more_corners_than_can_be_gone_through_are_left_out_and_told() {
    // Ten rooms of 10,001 corners are more than 100,000; nine are less.
    let (model, told) = cogwheels(11, 5000);
    let drawn = model.rooms.iter().filter(|r| r.outline.is_some()).count();
    assert_eq!((model.rooms.len(), drawn), (11, 9));
    let said = said(&told, "ifc.not-drawn");
    assert!(said.contains("2 av 11") && said.contains("IfcSpace har for mange deler"), "{said}");
}

#[test]
fn outlines_of_few_corners_are_not_counted() {
    let (model, told) = cogwheels(300, 180);
    assert!(!codes(&told).contains(&"ifc.not-drawn"));
    assert!(model.rooms.iter().all(|r| r.outline.is_some()));
}

/// A room drawn as a star, each of whose edges crosses all but itself and its two neighbours.
fn star(corners: i32) -> (Model, Vec<Diagnostic>) {
    let mut ifc = Ifc::new("IFC4");
    let storey = ifc.storey("1. etasje", 0.0);
    let corner = |i: i32| {
        let turn = f64::from(i * (corners / 2) % corners) * 2.0 * PI / f64::from(corners);
        format!("({:?},{:?})", 3.0 * turn.cos(), 3.0 * turn.sin())
    };
    let all: Vec<String> = (0..=corners).map(corner).collect();
    let points = ifc.add(&format!("IFCCARTESIANPOINTLIST2D(({}))", all.join(",")));
    let curve = ifc.add(&format!("IFCINDEXEDPOLYCURVE(#{points},$,$)"));
    let profile = ifc.add(&format!("IFCARBITRARYCLOSEDPROFILEDEF(.AREA.,$,#{curve})"));
    let up = ifc.add("IFCDIRECTION((0.,0.,1.))");
    let solid = ifc.add(&format!("IFCEXTRUDEDAREASOLID(#{profile},$,#{up},2.5)"));
    let body = ifc.add(&format!("IFCSHAPEREPRESENTATION($,'Body','SweptSolid',(#{solid}))"));
    let shape = ifc.add(&format!("IFCPRODUCTDEFINITIONSHAPE($,$,(#{body}))"));
    let id = ifc.add(&format!("IFCSPACE(?,'1',$,$,$,#{shape},'Bod',.ELEMENT.,.INTERNAL.,$)"));
    ifc.add(&format!("IFCRELAGGREGATES(?,$,$,#{storey},(#{id}))"));
    read(&ifc)
}

#[test]
fn an_outline_that_crosses_itself_ten_thousand_times_is_left_out_and_told() {
    // 137 · 134 / 2 crossings of 64 points each are fewer than the points of one element, 139 · 136 / 2 are more.
    // By the even-odd rule the star that is looked at lies in pieces, which is told instead.
    let (_, told) = star(137);
    assert!(
        codes(&told).contains(&"ifc.room-pieces") && !codes(&told).contains(&"ifc.not-drawn"),
        "{told:?}"
    );
    let (model, told) = star(139);
    assert!(model.rooms[0].outline.is_none() && !codes(&told).contains(&"ifc.room-pieces"), "{told:?}");
    assert!(said(&told, "ifc.not-drawn").contains("har for mange deler"), "{told:?}");
}

#[test]
fn outputs_are_the_same_when_facts_and_findings_were_let_go() {
    let bytes = house().text().into_bytes();
    let vocabulary = Vocabulary::built_in();
    let reading = judge::read("a.ifc", bytes, vocabulary);
    let catalogue = Catalogue::built_in().unwrap();
    let judged = judge::judge(reading, &Settings::new(&catalogue, "prioslo-2024-02")).unwrap();
    let page = judged.html(vocabulary);
    let judged = judged.reported();
    assert!(judged.findings.is_empty());
    assert_eq!(judged.html(vocabulary), page);
}
