//! What becomes of records, well formed and damaged?

use super::{HEAD, file, raw};
use befaring::ifc::step::{FaultKind, File, Id, Value};

/// Every record as `#1=IFCWALL`, in the order of types and numbers.
fn records(file: &File) -> Vec<String> {
    let mut all: Vec<Id> = file.types().flat_map(|(t, _)| file.of_type(t)).collect();
    all.sort();
    all.into_iter().filter_map(|id| file.record(id)).map(|r| format!("{r:?}")).collect()
}

fn faults(file: &File) -> Vec<(FaultKind, u32)> {
    file.faults().in_order().iter().map(|f| (f.kind, f.record.map_or(0, |id| id.0))).collect()
}

fn text(file: &File, id: u32, attribute: usize) -> String {
    let value = file.record(Id(id)).and_then(|r| r.attributes().nth(attribute));
    value.and_then(Value::as_text).map_or(String::new(), |t| t.decode().into_owned())
}

#[test]
fn records_are_found_however_they_are_laid_out() {
    let f = file(
        "#1=IFCWALL('a;#9=IFCDOOR(',$);#2 = /* #8=IFCDOOR(); ' */ ifcwall\r\n('it''s',\r\n  (1,\r\n2));\n\
         #3=(IFCA(1)IFCB('x'));",
    );
    assert_eq!(records(&f), ["#1=IFCWALL", "#2=IFCWALL", "#3="]);
    assert_eq!(faults(&f), []);
    assert_eq!(text(&f, 1, 0), "a;#9=IFCDOOR(");
    assert_eq!(text(&f, 2, 0), "it's");
    assert_eq!(f.header().schemas, ["IFC4"]);
    assert_eq!(f.record(Id(2)).unwrap().line(), 9);
    assert!(f.record(Id(9)).is_none());
}

#[test]
fn a_string_that_is_not_closed_costs_one_record() {
    let f = file("#1=IFCWALL('open,$);\n#2=IFCWALL('b',$);\n#3=IFCWALL('it's',$);\n#4=IFCWALL('d',$);");
    assert_eq!(records(&f).len(), 4);
    assert_eq!(faults(&f), [(FaultKind::OpenString, 1), (FaultKind::OpenString, 3)]);
    assert_eq!(text(&f, 2, 0), "b");
    assert_eq!(text(&f, 4, 0), "d");
    assert!(matches!(f.record(Id(1)).unwrap().attributes().next(), Some(Value::Damaged(_))));
}

#[test]
fn in_a_file_of_one_line_an_open_string_costs_one_record_too() {
    let f = file("#1=IFCWALL('open,$);#2=IFCWALL('b',$);#3=IFCWALL('c',$);");
    assert_eq!(records(&f), ["#1=IFCWALL", "#2=IFCWALL", "#3=IFCWALL"]);
    assert_eq!(text(&f, 2, 0), "b");
    assert_eq!(text(&f, 3, 0), "c");
}

#[test]
fn a_missing_semicolon_loses_nothing() {
    let f = file("#1=IFCWALL('a',$)\n#2=IFCWALL('b',$);");
    assert_eq!(records(&f).len(), 2);
    assert_eq!(faults(&f), [(FaultKind::NoSemicolon, 1)]);
    assert_eq!((text(&f, 1, 0), text(&f, 2, 0)), ("a".into(), "b".into()));
}

#[test]
fn a_list_that_is_not_closed_does_not_reach_into_the_next_record() {
    let f = file("#1=IFCWALL(('a',$);\n#2=IFCWALL('b',$;\n#3=IFCWALL('c',\n#4=IFCWALL('d');");
    assert_eq!(records(&f).len(), 4);
    assert_eq!(faults(&f), [(FaultKind::OpenList, 2), (FaultKind::OpenList, 3)]);
    let values: Vec<_> = f.record(Id(1)).unwrap().attributes().collect();
    assert!(matches!(values[..], [Value::List(_), Value::Damaged(_)]));
    assert_eq!((text(&f, 3, 0), text(&f, 4, 0)), ("c".into(), "d".into()));
    assert_eq!(f.record(Id(3)).unwrap().attributes().count(), 2);
}

#[test]
fn what_is_no_record_is_told_with_its_line() {
    let f = file(
        "#1=IFCWALL($);\nwhat is this\n#=IFCWALL($);\n#4294967296=IFCWALL($);\n#5=($);\n#6=7;\n#7=IFCWALL();",
    );
    assert_eq!(records(&f), ["#1=IFCWALL", "#5=", "#7=IFCWALL"]);
    let told = f.diagnostics();
    let line = |i: usize| told[i].location.as_ref().and_then(|l| l.line);
    assert_eq!(told.len(), 4, "{told:?}");
    assert!(told[0].message.en.contains("what is this"), "{}", told[0].message.en);
    assert!(told[3].message.en.starts_with("#6: "), "{}", told[3].message.en);
    assert_eq!([line(0), line(3)], [Some(9), Some(13)]);
}

#[test]
fn of_two_records_with_one_number_the_first_counts() {
    for far in ["", "#4000000000=IFCDOOR('far');\n"] {
        let f = file(&format!("#1=IFCWALL('a');\n#1=IFCDOOR('b');\n{far}#2=IFCDOOR('c');"));
        assert_eq!(text(&f, 1, 0), "a");
        let doors = f.type_id("IFCDOOR").unwrap();
        assert_eq!(f.of_type(doors).count(), f.count(doors));
        assert_eq!(f.count(doors), if far.is_empty() { 1 } else { 2 });
        assert_eq!(faults(&f), [(FaultKind::DuplicateNumber, 1)]);
        assert!(f.diagnostics()[0].message.nb.contains("den første er på linje 8"));
    }
}

#[test]
fn a_file_that_is_cut_off_gives_what_it_has() {
    let whole = format!("{HEAD}#1=IFCWALL('a');\n#2=IFCWALL('b');\nENDSEC;\nEND-ISO-10303-21;\n");
    for end in HEAD.len() + 16..whole.len() - 2 {
        let f = raw(whole.as_bytes()[..end].to_vec()).unwrap();
        assert!(f.faults().count(FaultKind::CutOff) == 1, "{end}");
        assert_eq!(text(&f, 1, 0), "a");
    }
    assert!(raw(whole.into_bytes()).unwrap().faults().is_empty());
}

#[test]
fn several_data_sections_and_text_after_the_end_are_met() {
    let f = raw(format!(
        "{HEAD}#1=IFCWALL($);\nENDSEC;\nDATA('two',('IFC4'));\n#2=IFCWALL($);\nENDSEC;\n\
             END-ISO-10303-21;\n\0\0 more"
    )
    .into_bytes())
    .unwrap();
    assert_eq!(records(&f), ["#1=IFCWALL", "#2=IFCWALL"]);
    assert_eq!(faults(&f), [(FaultKind::AfterEnd, 0)]);
}

#[test]
fn a_large_file_is_cut_into_pieces_without_a_trace() {
    // Long enough for several pieces; every tenth record is one that cuts must not fall for.
    let trap = "/*\n#1=IFCDOOR('not a record');\n*/#{id}=IFCWALL('a\n#x',(1.,\n2.),'b');";
    let mut data = String::new();
    for id in 1..=120_000 {
        let line = if id % 10 == 0 { trap } else { "#{id}=IFCPOINT((1.,2.,3.,4.,5.));" };
        data += &line.replace("{id}", &id.to_string());
        data.push('\n');
    }
    assert!(data.len() > 4_000_000);
    let f = file(&data);
    assert_eq!(faults(&f), []);
    assert_eq!(f.len(), 120_000);
    assert_eq!(f.count(f.type_id("IFCWALL").unwrap()), 12_000);
    assert!(f.type_id("IFCDOOR").is_none());
    let points = f.of_type(f.type_id("IFCPOINT").unwrap());
    assert!(points.map(|p| p.0).eq((1..=120_000).filter(|i| i % 10 != 0)));
}

#[test]
fn numbers_that_fall_through_a_large_file_or_come_twice_are_found() {
    let line = |id: u32, said: &str| {
        let class = if id.is_multiple_of(3) { "IFCDOOR" } else { "IFCWALL" };
        format!("#{id}={class}('{said}','behind it as much as fills some pieces of the file');\n")
    };
    let falling: String = (1..=60_000).rev().map(|id| line(id, &id.to_string())).collect();
    let again: String = (1..=60_000).filter(|id| id % 2000 == 0).map(|id| line(id, "again")).collect();
    assert!(falling.len() > 4_000_000);
    let f = file(&(falling + &again));
    assert_eq!((f.len(), f.faults().count(FaultKind::DuplicateNumber)), (60_000, 30));
    assert_eq!(faults(&f)[..2], [(FaultKind::DuplicateNumber, 2000), (FaultKind::DuplicateNumber, 4000)]);
    for id in 1..=60_000 {
        assert_eq!(text(&f, id, 0), id.to_string());
    }
    let doors = f.of_type(f.type_id("IFCDOOR").unwrap());
    assert!(doors.map(|d| d.0).eq((1..=60_000).filter(|i| i % 3 == 0)));
}
