//! Whole projects: the sound ones have nothing against them, the faulty one has just what was planted.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use befaring::catalogue::Catalogue;
use befaring::evaluate::evaluate;
use befaring::facts::{FactBase, SubjectIx, derive};
use befaring::finding::{Force, Verdict};
use befaring::geometry::{closed, sound, union_all};
use befaring::model::{Model, Owner};
use befaring::source::Sources;
use befaring::vocab::SubjectKind;
use geo::Area;

const EDITION: &str = "prioslo-2024-02";

fn text(project: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join(format!("fixtures/projects/{project}/{project}.bolig"));
    fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// What is observed of the sound projects without being asked for: the bedroom of a two-room dwelling has a door, and
/// with the door shut one sees no more than the room.
const OBSERVED: &[&str] = &["bolig.seng.oversikt"];

struct Judged {
    catalogue: Catalogue,
    facts: FactBase,
    model: Model,
    /// Worst verdict of each requirement, with the sentence.
    worst: BTreeMap<String, (Verdict, Force, String)>,
}

fn judge(project: &str) -> Judged {
    let catalogue = Catalogue::built_in().expect("the built-in catalogue validates");
    let mut sources = Sources::new();
    let read = befaring::design::read(&mut sources, project, text(project), &catalogue.vocabulary);
    let errors: Vec<&str> = read
        .diagnostics
        .iter()
        .filter(|d| d.severity == befaring::source::Severity::Error)
        .map(|d| d.message.nb.as_str())
        .collect();
    assert!(errors.is_empty(), "{project}: {}", errors.join("\n"));
    let model = read.value.expect("a project was read");
    let facts = derive(&model, &catalogue.vocabulary);
    let mut worst: BTreeMap<String, (Verdict, Force, String)> = BTreeMap::new();
    for finding in evaluate(&facts, &catalogue, EDITION) {
        let entry = (finding.verdict, finding.force, finding.message.nb.clone());
        let held = worst.entry(finding.requirement).or_insert_with(|| entry.clone());
        if entry.0 > held.0 {
            *held = entry;
        }
    }
    Judged { catalogue, facts, model, worst }
}

impl Judged {
    fn with(&self, verdict: Verdict) -> BTreeMap<&str, &str> {
        let of = self.worst.iter().filter(|(_, (v, _, _))| *v == verdict);
        of.map(|(id, (_, _, text))| (id.as_str(), text.as_str())).collect()
    }

    fn area(&self, subject: SubjectIx, fact: &str) -> f64 {
        let value = self.facts.value(subject, fact).and_then(|v| v.number());
        value.unwrap_or_else(|| panic!("{fact} of {} is unknown", self.facts.subject(subject).label))
    }
}

fn rounded(area: f64) -> f64 {
    (area * 10.0).round() / 10.0
}

#[test]
fn the_modules_have_the_areas_the_concept_publishes() {
    let judged = judge("moduler");
    let dwelling =
        |index| judged.facts.find(SubjectKind::Dwelling, index).expect("three dwellings are placed");
    let [a, b1, b2] = [0, 1, 2].map(dwelling);
    let table = [
        (a, "dwelling.area.bra_i", 32.9),
        (a, "dwelling.area.technical", 2.6),
        (a, "dwelling.area.bra", 35.4),
        (a, "dwelling.area.bta", 40.7),
        (b1, "dwelling.area.bra", 43.0),
        (b2, "dwelling.area.bra", 43.0),
    ];
    for (subject, fact, published) in table {
        let got = judged.area(subject, fact);
        assert!((rounded(got) - published).abs() < 1e-9, "{fact}: {got} against {published}");
    }
    assert_eq!(judged.facts.value(b1, "dwelling.room_count").and_then(|v| v.number()), Some(2.0));
    assert_eq!(judged.facts.value(b2, "dwelling.room_count").and_then(|v| v.number()), Some(1.0));
    // The base: 10.75 m by 4.00 m inside, rooms and the partitions between them together.
    let outlines = judged.model.rooms_of(Owner::Base(0)).filter_map(|(_, r)| sound(r.outline.as_ref()?));
    let rooms = union_all(&outlines.collect::<Vec<_>>()).expect("the base has rooms");
    let inside = closed(&rooms, 0.10).unsigned_area();
    assert!((rounded(inside) - 43.0).abs() < 1e-9, "{inside}");
}

#[test]
fn the_row_of_eight_has_nothing_against_it_and_nothing_left_open() {
    let judged = judge("rekke");
    assert_eq!(judged.model.dwellings.len(), 8);
    assert_eq!(judged.with(Verdict::Negative).into_keys().collect::<Vec<_>>(), OBSERVED);
    assert_eq!(judged.with(Verdict::Unclear), BTreeMap::new());
    assert!(judged.with(Verdict::Positive).len() > 100);
}

#[test]
fn the_yard_for_group_seven_has_nothing_against_it() {
    let judged = judge("tun");
    assert_eq!((judged.model.dwellings.len(), judged.model.bases.len()), (10, 1));
    let houses: BTreeSet<usize> = judged
        .model
        .dwellings
        .iter()
        .filter_map(|d| Some(judged.model.storeys[d.storey?].building))
        .collect();
    assert_eq!(houses.len(), 6);
    assert_eq!(judged.with(Verdict::Negative).into_keys().collect::<Vec<_>>(), OBSERVED);
    assert_eq!(judged.with(Verdict::Unclear), BTreeMap::new());
}

/// The requirements the comments «# feil: id, …» of a description say are broken.
fn planted(project: &str) -> BTreeSet<String> {
    let text = text(project);
    let statements = text.lines().filter(|l| !l.starts_with('#'));
    let comments = statements.filter_map(|l| l.split_once("# feil: ").map(|(_, ids)| ids));
    comments.flat_map(|ids| ids.split(',').map(|id| id.trim().to_owned())).collect()
}

#[test]
fn every_planted_fault_is_found_and_nothing_else() {
    let planted = planted("feil");
    assert!(planted.len() >= 30, "{} faults", planted.len());
    let judged = judge("feil");
    for id in &planted {
        assert!(
            judged.catalogue.requirements.contains_key(id),
            "the description names {id}, which is no requirement"
        );
    }
    let found: BTreeSet<String> = judged.with(Verdict::Negative).into_keys().map(str::to_owned).collect();
    let missed: Vec<_> = planted.difference(&found).collect();
    let surplus: Vec<_> = found.difference(&planted).collect();
    assert!(
        missed.is_empty() && surplus.is_empty(),
        "not found: {missed:?}; found but not planted: {surplus:?}"
    );
}

#[test]
fn a_sketch_is_mostly_unclear_and_says_what_is_missing() {
    let judged = judge("skisse");
    let (unclear, positive) = (judged.with(Verdict::Unclear), judged.with(Verdict::Positive));
    assert!(unclear.len() > 4 * positive.len(), "{} unclear, {} positive", unclear.len(), positive.len());
    // What nobody stated is never a pass.
    for id in
        ["gulv.vinyl", "gulv.oppbrett", "dor.ytter.stalbeslag", "brann.sprinkler.innfelt", "vegg.osb_gips"]
    {
        assert!(unclear.contains_key(id), "{id} was judged without a word about it");
    }
    let said = unclear.get("gulv.oppbrett").expect("just looked up");
    assert!(said.contains("trenger"), "{said}");
}

#[test]
fn turning_and_mirroring_a_project_changes_no_verdict() {
    let judged = judge("rekke");
    let text = text("rekke");
    // Well away from the others, so that nobody comes to look into anybody.
    let turned = text
        .replace("bygg \"Hus 1\" {", "bygg \"Hus 1\" ved (-80, 5) drei 90 {")
        .replace("bolig B101 = A  ved (0, 26)", "bolig B101 = A  ved (8.94, 26) speilet");
    assert_ne!(turned, text);
    let mut sources = Sources::new();
    let read = befaring::design::read(&mut sources, "rekke", turned, &judged.catalogue.vocabulary);
    let model = read.value.expect("a project was read");
    let facts = derive(&model, &judged.catalogue.vocabulary);
    let negative: Vec<String> = evaluate(&facts, &judged.catalogue, EDITION)
        .into_iter()
        .filter(|f| f.verdict == Verdict::Negative || f.verdict == Verdict::Unclear)
        .filter(|f| !OBSERVED.contains(&f.requirement.as_str()))
        .map(|f| format!("{}: {}", f.requirement, f.message.nb))
        .collect();
    assert!(negative.is_empty(), "{}", negative.join("\n"));
}
