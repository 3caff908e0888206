//! Models with more of one thing than any building has: what was made to harm costs no more than it is long, and what
//! is left out is told.

use std::path::Path;

use befaring::ifc::lower;
use befaring::ifc::step::Limits;
use befaring::model::Model;
use befaring::source::Diagnostic;
use befaring::vocab::Vocabulary;

use crate::ifc_lower::{Ifc, codes, said};
use crate::ifc_several::{boxed, room};

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
