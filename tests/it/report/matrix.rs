//! The kravmatrise: written, filled in as people do, and read back.

use std::io::Cursor;

use befaring::attest::matrix::{MatrixRead, Signature, read};
use befaring::attest::{self, Attestation, Attestations, Taken};
use befaring::finding::{Verdict, Weight};
use befaring::model::Value;
use befaring::report::matrix::csv::Dialect;
use befaring::report::matrix::{Column, csv, rows, xlsx};
use befaring::report::{InputFile, Policy, Report};
use befaring::text::Lang;
use calamine::{Data, Reader, Xlsx};
use rust_xlsxwriter::Workbook;

use super::sample::{judged, judged_with};

fn report() -> Report {
    judged(Lang::Nb).report
}

/// The cells of a sheet as texts, dates as numbers.
fn cells(book: &[u8], sheet: &str) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(book)).unwrap();
    let range = book.worksheet_range(sheet).unwrap();
    let text = |c: &Data| match c {
        Data::Float(n) => n.to_string(),
        other => other.to_string(),
    };
    range.rows().map(|r| r.iter().map(text).collect()).collect()
}

/// A table saved as a workbook by another program.
fn saved(table: &[Vec<String>]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (r, row) in table.iter().enumerate() {
        for (c, text) in row.iter().enumerate().filter(|(_, t)| !t.is_empty()) {
            sheet.write_string(r as u32, c as u16, text).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

fn matrix(report: &Report) -> Vec<Vec<String>> {
    cells(&xlsx::render(report).unwrap(), "Kravmatrise")
}

fn at(table: &[Vec<String>], column: Column) -> usize {
    table[0].iter().position(|h| *h == column.name().nb).unwrap()
}

/// The first row about a requirement at a place.
fn row(table: &[Vec<String>], requirement: &str, place: &str) -> usize {
    let (r, p) = (at(table, Column::Requirement), at(table, Column::Place));
    table.iter().position(|row| row[r] == requirement && row[p] == place).unwrap()
}

fn fill(table: &mut [Vec<String>], row: usize, values: &[(Column, &str)]) {
    for (column, text) in values {
        let column = at(table, *column);
        table[row][column] = (*text).to_owned();
    }
}

fn read_back(bytes: &[u8], report: &Report) -> MatrixRead {
    read(bytes, "kravmatrise.xlsx", report, &Signature::default()).unwrap()
}

fn told(read: &MatrixRead) -> Vec<&str> {
    read.told.iter().map(|t| t.nb.as_str()).collect()
}

#[test]
fn every_place_of_the_report_has_one_row_with_its_verdict() {
    let report = report();
    let table = matrix(&report);
    let places: usize = report.points().map(|p| p.places.len()).sum();
    assert_eq!(table.len(), places + 1);
    assert_eq!(places, report.counts.total.places, "rows and counts come from the same findings");
    let keys: std::collections::BTreeSet<&String> =
        table[1..].iter().map(|r| &r[at(&table, Column::Key)]).collect();
    assert_eq!(keys.len(), places, "no key stands twice");
    let bad = &table[row(&table, "gulv.oppbrett", "bad i A108")];
    assert_eq!(bad[at(&table, Column::Verdict)], "Negativt");
    assert_eq!(bad[at(&table, Column::Force)], "krav");
    assert_eq!(bad[at(&table, Column::Responsible)], "ARK");
    assert!(bad[at(&table, Column::Evidence)].contains("prosjekt.bolig:20:5"));
}

#[test]
fn a_matrix_nobody_touched_says_nothing_new() {
    let report = report();
    for bytes in [
        xlsx::render(&report).unwrap(),
        csv::render(&report, Dialect::Excel).unwrap(),
        csv::render(&report, Dialect::Machine).unwrap(),
    ] {
        let read = read_back(&bytes, &report);
        assert_eq!(read.attestations, []);
        assert_eq!(told(&read), [] as [&str; 0]);
        assert_eq!(read.unchanged, report.counts.total.places);
    }
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    assert_eq!(xlsx::render(&report()).unwrap(), xlsx::render(&report()).unwrap());
}

#[test]
fn what_was_filled_in_survives_moved_columns_sorted_rows_and_columns_of_ones_own() {
    let report = report();
    let mut table = matrix(&report);
    let a104 = row(&table, "dor.las", "dør D1 i A104");
    let text = "=HYPERLINK(\"x\") <b> «æøå» \"sitat\"\nlinje to";
    fill(
        &mut table,
        a104,
        &[
            (Column::Comment, text),
            (Column::Manual, "Positivt"),
            (Column::By, "Kari Ås"),
            (Column::Date, "12.03.2026"),
            (Column::Responsible, "RIB"),
        ],
    );
    // Columns turned about, a column of one's own, rows the other way, some deleted, an empty one between.
    let mut heading = table.remove(0);
    heading.push("Pris".into());
    table.iter_mut().for_each(|r| r.push("100".into()));
    table.reverse();
    let (by, of) = (at(&[heading.clone()], Column::Requirement), heading.len());
    table.retain(|r| r[by] != "tomt.skjermet");
    table.insert(3, vec![String::new(); of]);
    table.insert(0, heading);
    table.iter_mut().for_each(|r| r.reverse());
    let read = read_back(&saved(&table), &report);
    let [one] = &read.attestations[..] else { panic!("{:#?}", read.attestations) };
    assert_eq!(one.requirement.as_deref(), Some("dor.las"));
    assert_eq!(one.places, ["A104/D1"]);
    assert_eq!(one.verdict, Some(Verdict::Positive));
    assert_eq!(one.comment.as_deref(), Some(text));
    assert_eq!((one.by.as_deref(), one.date.as_deref()), (Some("Kari Ås"), Some("2026-03-12")));
    assert_eq!(one.responsible.as_deref(), Some("RIB"));
    assert_eq!(one.computed, Some(Verdict::Unclear));
    assert_eq!(
        told(&read),
        [
            "kolonnen «Pris» er ikke en av matrisens og er ikke lest (25 celler)",
            "1 av rapportens 26 rader er ikke i filen; det som er sagt om dem fra før, blir stående",
        ]
    );
}

#[test]
fn a_cell_the_program_fills_is_never_taken_over() {
    let report = report();
    let mut table = matrix(&report);
    let bad = row(&table, "gulv.oppbrett", "bad i A108");
    fill(&mut table, bad, &[(Column::Verdict, "Positivt")]);
    let read = read_back(&saved(&table), &report);
    assert_eq!(read.attestations, []);
    assert!(
        told(&read)[0].starts_with("«Vurdering» sier noe annet enn rapporten i 1 rader"),
        "{:?}",
        told(&read)
    );
}

#[test]
fn a_row_that_cannot_be_placed_is_kept_and_told() {
    let report = report();
    let mut table = matrix(&report);
    let bad = row(&table, "gulv.oppbrett", "bad i A108");
    let strange = "gulv.oppbrett#ffffffffffffffff@0";
    fill(
        &mut table,
        bad,
        &[(Column::Key, strange), (Column::Place, "bad i A999"), (Column::Comment, "viktig")],
    );
    let read = read_back(&saved(&table), &report);
    assert_eq!(read.attestations.len(), 1);
    assert_eq!(read.attestations[0].comment.as_deref(), Some("viktig"));
    assert_eq!(read.attestations[0].places, ["?gulv.oppbrett#ffffffffffffffff@0"]);
    assert!(told(&read)[0].contains("stedet «bad i A999» er ikke i rapporten"), "{:?}", told(&read));
    // … and it does not come to mean any other place.
    let all = Attestations { entries: read.attestations, ..Attestations::default() };
    let again = judged_with(Lang::Nb, Policy::default(), |r| r.attestations = all).report;
    assert!(again.points().all(|p| p.statements.is_empty()));
    assert_eq!(again.unmet.len(), 1);
    assert_eq!(again.unmet[0].why, "stedet finnes ikke lenger");
}

#[test]
fn words_that_are_no_verdict_and_no_date_are_kept_as_words() {
    let report = report();
    let mut table = matrix(&report);
    let bad = row(&table, "gulv.oppbrett", "bad i A108");
    fill(&mut table, bad, &[(Column::Manual, "nesten"), (Column::Date, "i går"), (Column::By, "Per")]);
    let read = read_back(&saved(&table), &report);
    assert_eq!(read.attestations[0].verdict, None);
    assert_eq!(read.attestations[0].comment.as_deref(), Some("Egen vurdering: nesten\nDato: i går"));
    assert_eq!(read.told.len(), 2, "{:?}", told(&read));
}

#[test]
fn a_cell_that_was_emptied_keeps_what_stood_in_it_and_says_so() {
    let all = Attestations {
        entries: vec![said("gulv.oppbrett", "A108/bath", Some(Verdict::Positive))],
        ..Attestations::default()
    };
    let report = judged_with(Lang::Nb, Policy::default(), |r| r.attestations = all).report;
    let mut table = matrix(&report);
    let bad = row(&table, "gulv.oppbrett", "bad i A108");
    assert_eq!(table[bad][at(&table, Column::By)], "Kari");
    fill(
        &mut table,
        bad,
        &[(Column::Comment, ""), (Column::Manual, ""), (Column::By, ""), (Column::Date, "")],
    );
    let read = read_back(&saved(&table), &report);
    assert_eq!(read.attestations, []);
    assert!(
        told(&read)[0].contains("tømt (Kommentar, Vurdert av, Dato, Egen vurdering)"),
        "{:?}",
        told(&read)
    );
}

#[test]
fn a_text_longer_than_a_cell_is_not_cut() {
    let text = "å".repeat(40_000);
    let mut long = said("gulv.oppbrett", "A108/bath", None);
    long.comment = Some(text.clone());
    let all = Attestations { entries: vec![long], ..Attestations::default() };
    let report = judged_with(Lang::Nb, Policy::default(), |r| r.attestations = all).report;
    let book = xlsx::render(&report).unwrap();
    let pieces: String = cells(&book, "Lange tekster")[1..].iter().map(|r| r[1].as_str()).collect();
    assert_eq!(pieces, text);
}

#[test]
fn no_cell_of_the_csv_begins_as_a_formula_does() {
    let mut report = report();
    for point in report.sections.iter_mut().flat_map(|s| &mut s.chapters).flat_map(|c| &mut c.points) {
        point.text = "=cmd|' /c calc'!A1; \"x\"".into();
        point.title = "@sum".into();
        point.places.iter_mut().for_each(|p| p.label = "-1".into());
    }
    let bytes = csv::render(&report, Dialect::Excel).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.starts_with("\u{feff}Krav-ID;Krav;"));
    let mut reader = ::csv::ReaderBuilder::new().delimiter(b';').from_reader(text.as_bytes());
    for record in reader.records() {
        for cell in &record.unwrap() {
            assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell}");
        }
    }
    // In a workbook they are texts, not formulas.
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(xlsx::render(&report).unwrap())).unwrap();
    assert_eq!(book.worksheet_formula("Kravmatrise").unwrap().used_cells().count(), 0);
    assert!(cells(&xlsx::render(&report).unwrap(), "Kravmatrise")[1].contains(&"@sum".to_owned()));
}

pub(super) fn said(requirement: &str, place: &str, verdict: Option<Verdict>) -> Attestation {
    Attestation {
        requirement: Some(requirement.into()),
        places: vec![place.into()],
        verdict,
        by: Some("Kari".into()),
        date: Some("2026-03-12".into()),
        comment: Some("sett på tegning".into()),
        ..Attestation::default()
    }
}

fn with(entries: Vec<Attestation>) -> Report {
    let all = Attestations { entries, ..Attestations::default() };
    judged_with(Lang::Nb, Policy::default(), |r| r.attestations = all).report
}

fn point<'a>(report: &'a Report, requirement: &str, place: &str) -> &'a befaring::report::Point {
    let at =
        |p: &&befaring::report::Point| p.requirement == requirement && p.places.iter().any(|l| l.id == place);
    report.points().find(at).unwrap()
}

#[test]
fn a_person_settles_what_the_program_could_not_tell() {
    let report = with(vec![said("dor.las", "A104/D1", Some(Verdict::Positive))]);
    let settled = point(&report, "dor.las", "A104/D1");
    assert_eq!(settled.verdict, Verdict::Positive);
    assert_eq!(settled.computed, Verdict::Unclear);
    assert_eq!(settled.statements[0].weight, Weight::Counts);
    assert!(
        settled.text.starts_with(
            "lås som er enkel å bruke – vurdert som oppfylt av Kari 12. mars 2026, ut fra planen: "
        ),
        "{}",
        settled.text
    );
    assert!(settled.remedies.is_empty());
}

#[test]
fn a_negative_finding_stands_and_shows_who_speaks_against_it() {
    let plain = judged(Lang::Nb).report;
    let report = with(vec![said("gulv.oppbrett", "A108/bath", Some(Verdict::Positive))]);
    assert_eq!(report.outcome.result, plain.outcome.result);
    let negative = point(&report, "gulv.oppbrett", "A108/bath");
    assert_eq!(negative.verdict, Verdict::Negative);
    assert_eq!(negative.statements[0].weight, Weight::Contradicts);
    assert!(
        negative.text.ends_with("vurdert som oppfylt av Kari 12. mars 2026; det beregnede står"),
        "{}",
        negative.text
    );
}

#[test]
fn a_fault_somebody_saw_outranks_the_plan() {
    let report = with(vec![said("gulv.oppbrett", "A101/bath", Some(Verdict::Negative))]);
    assert_eq!(point(&report, "gulv.oppbrett", "A101/bath").verdict, Verdict::Negative);
    assert_eq!(point(&report, "gulv.oppbrett", "A102/bath").verdict, Verdict::Positive, "and only there");
    let count = |r: &Report| r.counts.rows[0].total.places;
    assert_eq!(count(&report), count(&judged(Lang::Nb).report) + 1);
}

#[test]
fn nobody_makes_a_requirement_irrelevant_that_was_judged() {
    let report = with(vec![said("gulv.oppbrett", "A101/bath", Some(Verdict::NotApplicable))]);
    let point = point(&report, "gulv.oppbrett", "A101/bath");
    assert_eq!((point.verdict, point.statements[0].weight), (Verdict::Positive, Weight::Contradicts));
}

#[test]
fn an_unsigned_verdict_does_not_count_and_of_several_the_latest_does() {
    let unsigned = Attestation { by: None, ..said("dor.las", "A104/D1", Some(Verdict::Positive)) };
    let report = with(vec![unsigned]);
    assert_eq!(point(&report, "dor.las", "A104/D1").statements[0].weight, Weight::Unsigned);
    assert_eq!(point(&report, "dor.las", "A104/D1").verdict, Verdict::Unclear);
    let early = said("dor.las", "A104/D1", Some(Verdict::Positive));
    let late = Attestation {
        by: Some("Per".into()),
        date: Some("2026-04-01".into()),
        ..said("dor.las", "A104/D1", Some(Verdict::Negative))
    };
    for entries in [vec![early.clone(), late.clone()], vec![late, early]] {
        assert_eq!(point(&with(entries), "dor.las", "A104/D1").verdict, Verdict::Negative);
    }
}

#[test]
fn what_was_said_of_another_draft_says_so() {
    let old = Attestation { basis: Some("0".into()), ..said("dor.las", "A104/D1", Some(Verdict::Positive)) };
    let report = with(vec![old]);
    let point = point(&report, "dor.las", "A104/D1");
    assert_eq!((point.verdict, point.statements[0].weight), (Verdict::Unclear, Weight::Outdated));
    let wanted = "vurdert som oppfylt av Kari 12. mars 2026, før stedet ble endret; må bekreftes på nytt";
    assert!(point.text.contains(wanted), "{}", point.text);
}

/// The sample in another draft, with what was said of the first.
fn redrawn(entries: Vec<Attestation>, change: impl FnOnce(&mut befaring::model::Model)) -> Report {
    let all = Attestations { entries, ..Attestations::default() };
    let judged = judged_with(Lang::Nb, Policy::default(), |r| {
        r.attestations = all;
        r.inputs = vec![InputFile::of("prosjekt.bolig", b"et annet utkast")];
        change(r.model.as_mut().unwrap());
    });
    judged.report
}

#[test]
fn a_verdict_holds_in_other_drafts_until_the_place_is_changed_and_then_until_it_is_confirmed() {
    let mut table = matrix(&report());
    let a104 = row(&table, "dor.las", "dør D1 i A104");
    fill(
        &mut table,
        a104,
        &[(Column::Manual, "Positivt"), (Column::By, "Kari"), (Column::Date, "2026-03-12")],
    );
    let first = read_back(&saved(&table), &report()).attestations;
    assert!(first[0].ground.is_some());
    let origin = || befaring::model::Origin::Declared {
        place: befaring::model::Place { file: "prosjekt.bolig".into(), line: 31, column: 1 },
    };
    // Another place is changed: what was said of this one holds.
    let elsewhere = redrawn(first.clone(), |m| {
        m.rooms[1].element.declare("room.height", Value::length(2.5), origin());
    });
    let held = point(&elsewhere, "dor.las", "A104/D1");
    assert_eq!((held.verdict, held.statements[0].weight), (Verdict::Positive, Weight::Counts));
    assert!(!held.text.contains("endret"), "{}", held.text);
    // The door itself is another: what was said of the old one settles nothing, and is asked for again.
    let wider = |m: &mut befaring::model::Model| {
        m.openings[3].element.declare("door.clear_width", Value::length(0.8), origin());
    };
    let report = redrawn(first.clone(), wider);
    let open = point(&report, "dor.las", "A104/D1");
    assert_eq!((open.verdict, open.statements[0].weight), (Verdict::Unclear, Weight::Outdated));
    let mut table = matrix(&report);
    let a104 = row(&table, "dor.las", "dør D1 i A104");
    assert_eq!(table[a104][at(&table, Column::Manual)], "", "nothing stands there as if it still held");
    assert!(table[a104][at(&table, Column::Earlier)].contains("Kari, 12. mars 2026: Positivt"));
    fill(
        &mut table,
        a104,
        &[(Column::Manual, "Positivt"), (Column::By, "Kari"), (Column::Date, "2026-03-12")],
    );
    let mut all = Attestations { entries: first, ..Attestations::default() };
    let mut taken = Taken::default();
    all.take(read_back(&saved(&table), &report).attestations, &mut taken);
    assert_eq!((taken.changed, all.entries.len()), (1, 1), "the same words again are a confirmation");
    assert_eq!(point(&redrawn(all.entries, wider), "dor.las", "A104/D1").verdict, Verdict::Positive);
}

#[test]
fn reading_the_same_matrix_twice_adds_nothing() {
    let report = report();
    let mut table = matrix(&report);
    let a104 = row(&table, "dor.las", "dør D1 i A104");
    fill(&mut table, a104, &[(Column::Comment, "spør RIE"), (Column::By, "Kari")]);
    let bytes = saved(&table);
    let mut all = Attestations::default();
    for expected in [(1, 0), (0, 0)] {
        let mut taken = Taken::default();
        all.take(read_back(&bytes, &report).attestations, &mut taken);
        assert_eq!((taken.added, taken.changed), expected);
    }
    fill(&mut table, a104, &[(Column::Comment, "RIE har svart")]);
    let mut taken = Taken::default();
    all.take(read_back(&saved(&table), &report).attestations, &mut taken);
    assert_eq!((taken.added, taken.changed, all.entries.len()), (0, 1, 1));
    fill(&mut table, a104, &[(Column::By, "Per")]);
    all.take(read_back(&saved(&table), &report).attestations, &mut taken);
    assert_eq!(all.entries.len(), 2, "another person's word stands beside the first");
}

#[test]
fn the_committed_schema_of_attestations_is_the_one_the_program_writes() {
    let committed = std::fs::read_to_string("spec/attest.schema.json").unwrap();
    assert_eq!(attest::schema().unwrap(), committed, "run `befaring spec docs`");
    let schema: serde_json::Value = serde_json::from_str(&committed).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let all =
        Attestations { entries: vec![said("a.b", "c", Some(Verdict::Unclear))], ..Attestations::default() };
    let value: toml::Value = toml::from_str(&attest::write(&all).unwrap()).unwrap();
    let mut value = serde_json::to_value(value).unwrap();
    assert!(validator.is_valid(&value));
    value["attestation"][0]["verdict"] = "ok".into();
    assert!(!validator.is_valid(&value), "the schema is not empty");
}

#[test]
fn ten_thousand_rows_and_every_row_reads_back() {
    let mut report = report();
    let point = report.sections[0].chapters[0].points[0].clone();
    let places = (0..10_000).map(|i| {
        let mut place = point.places[0].clone();
        place.fingerprint = format!("{i:016x}");
        place.label = format!("rom {i}/..\\x");
        place
    });
    let many = befaring::report::Point { places: places.collect(), ..point };
    report.sections[0].chapters[0].points = vec![many];
    let expected = rows(&report).len();
    assert!(expected > 10_000);
    let read = read_back(&xlsx::render(&report).unwrap(), &report);
    assert_eq!((read.unchanged, told(&read)), (expected, vec![]));
}
