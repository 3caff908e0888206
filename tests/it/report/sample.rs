//! One small catalogue and one small project that every output is tested with.

use std::path::Path;

use befaring::attest::Attestations;
use befaring::catalogue::Catalogue;
use befaring::judge::{Judged, Reading, Settings, judge};
use befaring::model::{
    Building, Dwelling, Element, Hinge, Model, Opening, OpeningKind, Origin, Owner, Place, Placement, Room,
    Side, Storey, Swing, Value,
};
use befaring::report::{Date, InputFile, Policy};
use befaring::source::{Diagnostic, Sources, Span, Tree};
use befaring::text::{Lang, Localized};
use befaring::vocab::{SubjectKind, VocabularyFiles};
use geo::{Coord, Rect};

/// A description the sample pretends to come from, so that places and hashes are real.
pub(crate) const TEXT: &str = "prosjekt \"Eksempelveien 12\" {\n    gruppe 5\n    oppbrett 8 cm\n}\n";

const FACTS: &str = r#"
["room.sample_upstand"]
kind = "length"
name = { nb = "oppbrett", en = "upstand" }
design = "prøveoppbrett"
example = "prøveoppbrett 12 cm"
ifc = [{ entity = "IfcSpace", set = "Pset_SpaceCoveringRequirements", property = "SkirtingBoardHeight" }]

["door.sample_lock"]
kind = "word"
name = { nb = "lås", en = "lock" }
design = "prøvelås"
example = "prøvelås mekanisk"
values = [
    { id = "mechanical", nb = "mekanisk", en = "mechanical" },
    { id = "smart", nb = "smartnøkkel", en = "smart key" },
]

["dwelling.sample_area"]
kind = "area"
name = { nb = "boligareal", en = "dwelling area" }
design = "prøveareal"
example = "prøveareal 35 m²"

["project.sample_quiet"]
kind = "bool"
name = { nb = "rolige farger", en = "calm colours" }
design = "prøvefarger"
observe = { nb = "Se på fasaden.", en = "Look at the façade." }
"#;

fn requirement(number: u32, id: &str, title: [&str; 2], force: &str, body: &str, texts: [&str; 4]) -> String {
    let [nb, en] = title;
    let [positive_nb, negative_nb, positive_en, negative_en] = texts;
    format!(
        r#"
id = "{id}"
number = {number}
title = {{ nb = "{nb}", en = "{en}" }}
{}
[[edition]]
from = "prove-2024"
force = "{force}"
source = {{ clause = "Punkt {number}", quote = "ordene i {id}" }}
{body}
[text.nb]
positive = "{positive_nb}"
negative = "{negative_nb}"
[text.en]
positive = "{positive_en}"
negative = "{negative_en}"
[inspection]
nb = "Se etter på stedet."
en = "Look on site."
"#,
        if id == "dor.las" {
            "contradiction = { ids = [\"C-99\"], nb = \"kilden sier to ting\", en = \"the source says two things\" }"
        } else {
            ""
        }
    )
}

/// The sample's requirements, judged by the built-in words.
pub(crate) fn catalogue() -> Catalogue {
    let built_in = VocabularyFiles::built_in();
    let mut files: Vec<(String, String)> = built_in
        .below("vocabulary/")
        .chain(built_in.below("tables/"))
        .chain(built_in.below("chapters.toml"))
        .chain(built_in.below("disciplines.toml"))
        .map(|(path, _, text)| (path.to_owned(), text.to_owned()))
        .collect();
    files.push(("vocabulary/facts/sample.toml".into(), FACTS.into()));
    let all = [
        requirement(
            1,
            "gulv.oppbrett",
            ["Gulvbelegg opp på vegg", "Floor covering up the wall"],
            "shall",
            r#"
applies = { to = "room", groups = ["5"], where = [{ fact = "room.function", any = ["bath"] }] }
interpretation = { nb = "Målt over ferdig gulv.", en = "Measured over the finished floor." }
[edition.parameter.height]
value = "10 cm"
nb = "kilden sier minimum 10 cm"
en = "the source says at least 10 cm"
[edition.check.bound]
fact = "room.sample_upstand"
min = "@height"
"#,
            [
                "gulvbelegg ført {value} opp på vegg",
                "oppbrett er {value} (krav {min})",
                "floor covering {value} up the wall",
                "upstand is {value} (required {min})",
            ],
        ),
        requirement(
            2,
            "dor.las",
            ["Lås som er enkel å bruke", "A lock that is easy to use"],
            "should",
            r#"
applies = { to = "door", groups = ["5"] }
[edition.check.value]
fact = "door.sample_lock"
is = "mechanical"
"#,
            ["mekanisk lås", "smartnøkkel", "mechanical lock", "smart key"],
        ),
        requirement(
            3,
            "bolig.areal",
            ["Stor nok bolig", "A dwelling large enough"],
            "shall",
            r#"
applies = { to = "dwelling", groups = ["5"] }
[edition.check.bound]
fact = "dwelling.sample_area"
min = "30 m²"
"#,
            ["boligen er {value}", "boligen er bare {value}", "the dwelling is {value}", "only {value}"],
        ),
        requirement(
            4,
            "ute.fasade",
            ["Fasade i rolige farger", "A façade in calm colours"],
            "note",
            r#"
applies = { to = "project", groups = ["5"] }
[edition.check.observe]
fact = "project.sample_quiet"
"#,
            ["rolige farger", "sterke farger", "calm colours", "strong colours"],
        ),
        requirement(
            5,
            "tomt.skjermet",
            ["Skjermet tomt", "A sheltered site"],
            "shall",
            r#"
applies = { to = "project", groups = ["1"] }
[edition.check.value]
fact = "project.sample_quiet"
is = true
"#,
            ["skjermet", "ikke skjermet", "sheltered", "not sheltered"],
        ),
    ];
    let ids = ["gulv.oppbrett", "dor.las", "bolig.areal", "ute.fasade", "tomt.skjermet"];
    for (id, text) in ids.iter().zip(&all) {
        let chapter = id.split('.').next().unwrap();
        files.push((format!("requirements/{chapter}/{id}.toml"), text.clone()));
    }
    let clauses: String = ids
        .iter()
        .enumerate()
        .map(|(i, id)| {
            let n = i + 1;
            format!("[[clause]]\nname = \"Punkt {n}\"\nrequirements = [\"{id}\"]\nstatus = \"automatic\"\n")
        })
        .collect();
    files.push((
        "editions/prove-2024.toml".into(),
        format!(
            "id = \"prove-2024\"\ntitle = \"Prøvekrav\"\npublisher = \"Prøveetaten\"\ndate = \"2024\"\nedition = true\n[reading]\nnb = \"Lest i sin helhet.\"\nen = \"Read in full.\"\n{clauses}"
        ),
    ));
    let tree = Tree::from_texts(Path::new("spec"), files.iter().map(|(p, t)| (p.as_str(), t.as_str())));
    Catalogue::read(&tree, &mut Sources::new(), &mut Vec::new())
}

fn origin(line: usize) -> Origin {
    Origin::Declared { place: Place { file: "prosjekt.bolig".into(), line, column: 5 } }
}

fn element(id: &str, kind: SubjectKind, label: &str) -> Element {
    let mut element = Element::new(id, kind, origin(3));
    element.label = label.to_owned();
    element
}

/// Eight dwellings of one room and one bath in two storeys. The upstand of the last bath is too low, the door
/// of A103 has a smart key, the door of A104 no lock at all, and the area of A105 is stated twice.
pub(crate) fn model() -> Model {
    let mut project = element("prosjekt", SubjectKind::Project, "prosjektet");
    project.name = "Eksempelveien 12".to_owned();
    project.declare("project.group", Value::words(["5"]), origin(2));
    project.declare("project.standard", Value::Word("reinforced".into()), origin(2));
    let mut model = Model::new(project, element("tomt", SubjectKind::Site, "tomta"));
    model.buildings.push(Building { element: element("hus", SubjectKind::Building, "Hus 1") });
    model.storeys.push(Storey {
        element: element("hus/1", SubjectKind::Storey, "1. etasje"),
        building: 0,
        number: 1,
        elevation: 0.0,
        outer_wall: Some(0.3),
        outline: None,
    });
    for i in 0..8usize {
        let tag = format!("A{}", 101 + i);
        let x = 7.0 * i as f64;
        let mut dwelling = element(&tag, SubjectKind::Dwelling, &tag);
        dwelling.declare("dwelling.sample_area", Value::area(35.4), origin(10));
        if i == 4 {
            dwelling.declare("dwelling.sample_area", Value::area(33.0), origin(11));
        }
        model.dwellings.push(Dwelling {
            element: dwelling,
            storey: Some(0),
            from_type: Some("A".into()),
            planned: true,
            outer_wall: Some(0.3),
        });
        let mut room = |function: &str, name: &str, x: f64, width: f64, upstand: Option<f64>| {
            let mut head =
                element(&format!("{tag}/{function}"), SubjectKind::Room, &format!("{name} i {tag}"));
            if let Some(upstand) = upstand {
                head.declare("room.sample_upstand", Value::length(upstand), origin(20));
            }
            head.name = name.to_owned();
            let rect = Rect::new(Coord { x, y: 0.0 }, Coord { x: x + width, y: 4.0 });
            model.rooms.push(Room {
                element: head,
                owner: Owner::Dwelling(i),
                storey: Some(0),
                functions: vec![function.to_owned()],
                doubtful_function: false,
                outline: Some(rect.to_polygon()),
                height: None,
                floor: None,
                zones: Vec::new(),
                tall: None,
            });
            model.rooms.len() - 1
        };
        let living = room("living", "stue", x, 4.0, None);
        room("bath", "bad", x + 4.1, 2.0, Some(if i == 7 { 0.08 } else { 0.12 }));
        let mut door = element(&format!("{tag}/D1"), SubjectKind::Door, &format!("dør D1 i {tag}"));
        if i != 3 {
            let lock = if i == 2 { "smart" } else { "mechanical" };
            door.declare("door.sample_lock", Value::Word(lock.into()), origin(30));
        }
        model.openings.push(Opening {
            element: door,
            kind: OpeningKind::Door,
            sides: [Side::Outside, Side::Room(living)],
            storey: Some(0),
            placement: Some(Placement {
                a: Coord { x: x + 1.0, y: -0.15 },
                b: Coord { x: x + 2.0, y: -0.15 },
                thickness: 0.3,
            }),
            width: Some(1.0),
            height: Some(2.1),
            sill: Some(0.0),
            swing: Some(Swing::new(Hinge::A, 1)),
            recess: None,
            maybe_solid: false,
        });
    }
    model
}

/// The sample as it would have been read.
pub(crate) fn reading() -> Reading {
    let mut sources = Sources::new();
    sources.add("prosjekt.bolig", TEXT);
    Reading {
        model: Some(model()),
        sources,
        diagnostics: Vec::new(),
        visited: false,
        dwellings: Vec::new(),
        inputs: vec![InputFile::of("prosjekt.bolig", TEXT.as_bytes())],
        attestations: Attestations::default(),
        ids: None,
    }
}

/// A warning in the sample's text.
pub(crate) fn warning(reading: &Reading) -> Diagnostic {
    let (id, file) = reading.sources.files().next().unwrap();
    let at = file.text().find("oppbrett").unwrap();
    Diagnostic::warning(
        "sample.warning",
        Span::new(id, at, at + "oppbrett".len()),
        Localized::new("noe er rart her", "something is odd here"),
    )
    .help(Localized::new("skriv det om", "write it differently"))
}

/// The sample judged.
pub(crate) fn judged(lang: Lang) -> Judged {
    judged_with(lang, Policy::default(), |_| {})
}

/// The sample, changed, judged.
pub(crate) fn judged_with(lang: Lang, policy: Policy, change: impl FnOnce(&mut Reading)) -> Judged {
    let catalogue = catalogue();
    let mut reading = reading();
    change(&mut reading);
    let settings =
        Settings { policy, date: Date::parse("2026-03-12"), lang, ..Settings::new(&catalogue, "prove-2024") };
    judge(reading, &settings).unwrap()
}
