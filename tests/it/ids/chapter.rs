//! IDS files that a project names: held against its models in the same check, told in every output, and never passed
//! where nothing was checked.

use std::io::{Cursor, Read as _};
use std::path::{Path, PathBuf};

use befaring::catalogue::Catalogue;
use befaring::ifc::Lowering;
use befaring::judge::{self, Judged, Settings, Specifications};
use befaring::report::formats::{FORMATS, Files};
use befaring::report::ids::IdsReport;
use befaring::report::{CheckResult, Policy};
use befaring::text::Lang;
use befaring::{finding::Force, finding::Verdict};

/// A specification of doors, or of something else, in the twin of a small project.
fn ids(class: &str, requirement: &str) -> String {
    format!(
        r#"<ids xmlns="http://standards.buildingsmart.org/IDS" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://standards.buildingsmart.org/IDS http://standards.buildingsmart.org/IDS/1.0/ids.xsd">
<info><title>Leveransekrav &lt;b&gt;</title></info>
<specifications><specification name="Dører har branntegning" ifcVersion="IFC2X3 IFC4 IFC4X3_ADD2">
<applicability minOccurs="0" maxOccurs="unbounded"><entity><name><simpleValue>{class}</simpleValue></name></entity></applicability>
<requirements>{requirement}</requirements>
</specification></specifications></ids>"#
    )
}

const LACKING: &str = "<property dataType=\"IFCLABEL\"><propertySet><simpleValue>Leveranse</simpleValue></propertySet><baseName><simpleValue>Branntegning</simpleValue></baseName></property>";
const NAMED: &str = "<attribute><name><simpleValue>GlobalId</simpleValue></name></attribute>";
const PLAN: &str =
    "prosjekt \"Prøve\" { gruppe 5  bolig A { rom bad \"Bad\" { rektangel 2.0 x 2.0 ved (0, 0) } } }";

fn twin() -> (PathBuf, Vec<u8>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/twins/liten.ifc");
    let bytes = std::fs::read(&path).unwrap();
    (PathBuf::from("liten.ifc"), bytes)
}

fn judged(inputs: Vec<(PathBuf, Vec<u8>)>, ids: &str, policy: Policy) -> Judged {
    let catalogue = Catalogue::built_in().unwrap();
    let files = vec![(PathBuf::from("krav/leveranse.ids"), ids.as_bytes().to_vec())];
    let specifications = Specifications::read(files, Lang::Nb);
    let reading = judge::read_against(inputs, &catalogue.vocabulary, &Lowering::default(), specifications);
    let edition = catalogue.latest_edition().unwrap().to_owned();
    let settings = Settings { policy, ..Settings::new(&catalogue, &edition) };
    judge::judge(reading, &settings).unwrap()
}

/// What a small model comes to against a file it does not meet.
pub(crate) fn broken() -> IdsReport {
    judged(vec![twin()], &ids("IFCDOOR", LACKING), Policy::default()).report.ids.unwrap()
}

fn codes(judged: &Judged) -> Vec<&str> {
    judged.report.faults.iter().map(|f| f.code.as_str()).collect()
}

#[test]
fn a_model_that_lacks_what_the_file_asks_for_fails_the_check() {
    let met = judged(vec![twin()], &ids("IFCDOOR", NAMED), Policy::default());
    let lacking = judged(vec![twin()], &ids("IFCDOOR", LACKING), Policy::default());
    assert_eq!(met.report.ids.as_ref().unwrap().verdict, "passed");
    assert_eq!(lacking.report.ids.as_ref().unwrap().verdict, "failed");
    assert_eq!(lacking.report.outcome.result, CheckResult::Failed);
    assert!(lacking.report.outcome.sentence.contains("Av 1 IDS-spesifikasjoner er 1 brutt."));
    // The findings are what they were: an IDS file asks for data, not for a good dwelling.
    assert_eq!(met.findings, lacking.findings);
    assert!(met.report.inputs.iter().any(|i| i.path == "krav/leveranse.ids"));
    assert_eq!(met.report.basis, lacking.report.basis, "the draft is the same");
}

#[test]
fn every_output_that_tells_of_findings_tells_of_what_the_file_asks_for() {
    let judged = judged(vec![twin()], &ids("IFCDOOR", LACKING), Policy::default());
    let first =
        judged.report.ids.as_ref().unwrap().checks[0].specifications[0].requirements[0].elements[0].clone();
    let guid = first.global_id.unwrap();
    let catalogue = Catalogue::built_in().unwrap();
    let material = judged.material(&catalogue.vocabulary, true);
    // What is set for paper is compressed, and holds the same document.
    for format in FORMATS.iter().filter(|f| !f.id.contains("pdf")) {
        let made = (format.make)(&material).unwrap();
        let told = made.iter().any(|file| text_of(&file.bytes).contains(&guid));
        // Plans, the table of requirements and the gaps are of the requirements alone.
        let concerned = !matches!(format.id, "svg" | "csv" | "csv-machine" | "gaps" | "gaps-docx");
        assert_eq!(told, concerned, "{}", format.id);
        assert!(format.files == Files::Several || made.len() == 1);
        if matches!(format.id, "html" | "markdown") {
            let text = text_of(&made[0].bytes);
            assert!(!text.contains("<b>") || !text.contains("krav <b>"), "{}", format.id);
        }
    }
}

/// The text of a file, or of the parts of an archive.
pub(crate) fn text_of(bytes: &[u8]) -> String {
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else {
        return String::from_utf8_lossy(bytes).into_owned();
    };
    let mut all = String::new();
    for i in 0..archive.len() {
        let mut part = Vec::new();
        archive.by_index(i).unwrap().read_to_end(&mut part).unwrap();
        all.push_str(&String::from_utf8_lossy(&part));
    }
    all
}

#[test]
fn what_concerns_nothing_is_never_a_clean_pass() {
    let text = ids("IFCCHIMNEY", NAMED).replace("IFC2X3 IFC4 IFC4X3_ADD2", "IFC4");
    let strict = Policy { fail_on: Force::Shall, strict: true };
    let (lenient, strict) =
        (judged(vec![twin()], &text, Policy::default()), judged(vec![twin()], &text, strict));
    let ids = lenient.report.ids.as_ref().unwrap();
    assert_eq!((ids.verdict, ids.counts.nothing, ids.counts.passed), ("nothing", 1, 0));
    assert_ne!(lenient.report.outcome.tone, Verdict::Positive);
    assert!(lenient.report.outcome.notes.iter().any(|n| n.contains("Ingenting er kontrollert")));
    assert!(matches!(strict.report.outcome.result, CheckResult::Open | CheckResult::Failed));
}

#[test]
fn files_that_were_held_against_no_model_make_the_result_unusable() {
    let plan = || vec![(PathBuf::from("plan.bolig"), PLAN.as_bytes().to_vec())];
    let described = judged(plan(), &ids("IFCDOOR", NAMED), Policy::default());
    assert_eq!(described.report.outcome.result, CheckResult::Incomplete);
    assert!(codes(&described).contains(&"ids.no-model"), "{:?}", codes(&described));
    // A model that cannot be read is told of once, as what it is.
    let mut inputs = plan();
    inputs.push((PathBuf::from("modell.ifc"), b"ISO-10303-21; ikke mer".to_vec()));
    let broken = judged(inputs, &ids("IFCDOOR", NAMED), Policy::default());
    assert_eq!(broken.report.outcome.result, CheckResult::Incomplete);
    assert!(!codes(&broken).contains(&"ids.no-model"), "{:?}", codes(&broken));
    assert_eq!(broken.report.ids.as_ref().unwrap().verdict, "nothing");
}

#[test]
fn a_file_with_a_fault_is_held_against_nothing_and_its_fault_is_told_with_its_line() {
    let judged = judged(vec![twin()], &ids("IFCDORR", NAMED), Policy::default());
    assert_eq!(judged.report.outcome.result, CheckResult::Incomplete);
    let fault = judged.report.faults.iter().find(|f| f.code.starts_with("ids.")).unwrap();
    assert_eq!(fault.place.as_ref().map(|p| (p.file.as_str(), p.line)), Some(("krav/leveranse.ids", 4)));
    assert!(judged.report.ids.as_ref().unwrap().checks.is_empty());
}
