//! No input makes the reader panic, hang, or use memory out of proportion.

use super::{HEAD, file, raw};
use befaring::ifc::step::{File, Id};
use proptest::prelude::*;

/// Asks a file for everything it has.
fn walk(file: &File) -> usize {
    let values =
        file.types().flat_map(|(t, _)| file.of_type(t)).flat_map(|id| file.record(id).unwrap().attributes());
    let strings = values.map(|v| v.as_text().map_or(1, |t| t.decode().len()));
    strings.sum::<usize>() + file.diagnostics().len()
}

#[test]
fn a_string_of_a_hundred_megabytes_is_one_value() {
    let f = file(&format!("#1=IFCWALL('{}',$);\n#2=IFCWALL('b',$);", "x\n".repeat(50_000_000)));
    assert_eq!(f.len(), 2);
    let long = f.record(Id(1)).unwrap().attributes().next().unwrap();
    assert_eq!(long.as_text().unwrap().raw().len(), 100_000_000);
}

#[test]
fn strings_lists_and_comments_that_never_end_are_read_once() {
    let many = 100_000;
    for unit in [
        "#1=A('\n",
        "#1=A(",
        "/*\n",
        "#1=A(/*",
        "(",
        "'",
        "DATA(",
        "FILE_A((",
        "#",
        ";",
        "\n#1",
        "''",
        "ENDSEC;\nDATA('",
    ] {
        let f = file(&unit.repeat(many));
        walk(&f);
    }
}

#[test]
fn comments_that_close_far_away_are_read_a_bounded_number_of_times() {
    let f = file(&format!("{}*/", "/* \n#1=A(/* ".repeat(300_000)));
    assert!(f.is_empty());
}

#[test]
fn numbers_far_apart_cost_no_table() {
    let f = file("#4294967295=IFCWALL('a');\n#4294967295=IFCWALL('b');\n#0=IFCWALL('c');");
    assert_eq!(f.len(), 2);
    assert!(f.record(Id(u32::MAX)).is_some() && f.record(Id(0)).is_some() && f.record(Id(1)).is_none());
}

#[test]
fn more_type_names_than_there_are_numbers_do_not_overflow() {
    let data: String = (0..200_000).map(|i| format!("#{i}=T{i}($);\n")).collect();
    let f = file(&data);
    assert!(f.len() < 200_000 && !f.faults().is_empty());
    walk(&f);
}

/// Pieces that, put together, look much like a file.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    const WORDS: &[&str] = &[
        "#1=",
        "#2=IFCWALL(",
        "IFCDOOR",
        "(",
        ")",
        ";",
        "'",
        "''",
        "\n",
        "/*",
        "*/",
        ",",
        "$",
        "*",
        ".T.",
        "1.5",
        "#3",
        "ENDSEC;",
        "DATA;",
        "END-ISO-10303-21;",
        "\\X2\\",
        "\\X0\\",
        "\\S\\",
        "\"0F\"",
        "\u{f8}",
        " ",
        "!A",
        "-1E5",
    ];
    prop::collection::vec(
        prop_oneof![
            prop::sample::select(WORDS).prop_map(|w| w.as_bytes().to_vec()),
            any::<u8>().prop_map(|b| vec![b])
        ],
        0..60,
    )
    .prop_map(|all| all.concat())
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(f) = raw(bytes) {
            walk(&f);
        }
    }

    #[test]
    fn any_data_section_is_read(data in pieces()) {
        let f = raw([HEAD.as_bytes(), &data].concat()).unwrap();
        walk(&f);
    }

    #[test]
    fn any_header_is_read_or_refused(header in pieces()) {
        if let Ok(f) = raw([b"ISO-10303-21;HEADER;".as_slice(), &header].concat()) {
            walk(&f);
        }
    }

    #[test]
    fn a_record_after_anything_on_its_own_line_is_found(data in pieces()) {
        // Comments aside, which may swallow it, and the end of the file.
        let text = String::from_utf8_lossy(&data).into_owned();
        prop_assume!(!text.contains("/*") && !text.contains("END-ISO"));
        let f = raw(format!("{HEAD}{text}\n#77=IFCLAST('x');\nENDSEC;\n").into_bytes()).unwrap();
        prop_assert!(f.record(Id(77)).is_some());
    }
}
