//! Where a project lies, how it is turned and which way round it is drawn change nothing of what is found.

use befaring::catalogue::Catalogue;
use befaring::evaluate::evaluate;
use befaring::facts::derive;
use befaring::finding::Verdict;
use befaring::model::Model;
use befaring::source::Sources;
use geo::{Coord, MapCoords, Polygon};

fn model(path: &str) -> Model {
    let text = std::fs::read_to_string(format!("{}/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let catalogue = Catalogue::built_in().unwrap();
    let read = befaring::design::read(&mut Sources::new(), path, text, &catalogue.vocabulary);
    read.value.expect("a project was read")
}

/// The project with every point of its plan put elsewhere.
fn moved(model: &Model, to: impl Fn(Coord<f64>) -> Coord<f64>) -> Model {
    let mut moved = model.clone();
    let put = |outline: &mut Polygon<f64>| *outline = outline.map_coords(&to);
    moved.rooms.iter_mut().flat_map(|r| &mut r.outline).for_each(put);
    moved.rooms.iter_mut().flat_map(|r| &mut r.zones).for_each(|z| put(&mut z.outline));
    moved.fixtures.iter_mut().flat_map(|f| &mut f.outline).for_each(put);
    moved.walls.iter_mut().flat_map(|w| &mut w.outlines).for_each(put);
    moved.storeys.iter_mut().flat_map(|s| &mut s.outline).for_each(put);
    moved.site.public.iter_mut().for_each(put);
    for placement in moved.openings.iter_mut().flat_map(|o| &mut o.placement) {
        (placement.a, placement.b) = (to(placement.a), to(placement.b));
    }
    moved
}

fn found(model: &Model, catalogue: &Catalogue) -> Vec<(String, String, Verdict)> {
    let facts = derive(model, &catalogue.vocabulary);
    let findings = evaluate(&facts, catalogue, catalogue.latest_edition().unwrap());
    let told =
        findings.into_iter().map(|f| (f.requirement, facts.subject(f.subject).id.0.clone(), f.verdict));
    told.collect()
}

fn turned(degrees: f64) -> impl Fn(Coord<f64>) -> Coord<f64> {
    let (s, c) = degrees.to_radians().sin_cos();
    move |p| Coord { x: c * p.x - s * p.y, y: s * p.x + c * p.y }
}

/// Where a point of the plan goes.
type Elsewhere = Box<dyn Fn(Coord<f64>) -> Coord<f64>>;

fn is_the_same_everywhere(path: &str) {
    let catalogue = Catalogue::built_in().unwrap();
    let plain = model(path);
    let here = found(&plain, &catalogue);
    assert!(here.len() > 100, "{path}: {} findings", here.len());
    let ways: [(&str, Elsewhere); 4] = [
        ("turned by 17°", Box::new(turned(17.0))),
        ("mirrored", Box::new(|p| Coord { x: -p.x, y: p.y })),
        ("in map coordinates", Box::new(|p| Coord { x: p.x + 597_000.0, y: p.y + 6_643_000.0 })),
        (
            "mirrored, turned and moved",
            Box::new(|p| {
                let q = turned(211.3)(Coord { x: p.x, y: -p.y });
                Coord { x: q.x - 1234.5, y: q.y + 77.7 }
            }),
        ),
    ];
    for (way, to) in &ways {
        let there = found(&moved(&plain, to), &catalogue);
        let differ: Vec<_> = here.iter().zip(&there).filter(|(a, b)| a != b).take(5).collect();
        assert!(differ.is_empty() && here.len() == there.len(), "{path} {way}: {differ:?}");
    }
}

#[test]
fn eight_dwellings_in_a_row_are_judged_the_same_wherever_they_lie() {
    is_the_same_everywhere("fixtures/projects/rekke/rekke.bolig");
}

#[test]
fn a_project_full_of_faults_is_judged_the_same_wherever_it_lies() {
    is_the_same_everywhere("fixtures/projects/feil/feil.bolig");
}

#[test]
fn ten_dwellings_about_a_yard_are_judged_the_same_wherever_they_lie() {
    is_the_same_everywhere("fixtures/projects/tun/tun.bolig");
}
