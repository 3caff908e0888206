//! The formatter: even layout, nothing lost, and once is enough.

use befaring::design;
use befaring::source::Sources;

use super::vocabulary::vocabulary;

/// The formatted text.
pub(crate) fn formatted(text: &str) -> Option<String> {
    let mut sources = Sources::new();
    let id = sources.add("prøve.bolig", text);
    design::format(&sources, id, vocabulary()).value
}

fn check(text: &str, wanted: &str) {
    assert_eq!(formatted(text).as_deref(), Some(wanted), "of\n{text}");
    assert_eq!(formatted(wanted).as_deref(), Some(wanted), "again");
}

#[test]
fn blanks_and_indentation_become_even() {
    check(
        "prosjekt   \"P\"{\ngruppe 5,6\n\n\n\n  bolig A1   {rom bad{rektangel 2x3 ved(0,0)   høyde 2,4m}}\n}",
        "prosjekt \"P\" {\n    gruppe 5, 6\n\n    bolig A1 { rom bad { rektangel 2 x 3 ved (0, 0)  høyde 2,4 m } }\n}\n",
    );
}

#[test]
fn comments_stay_where_they_stand() {
    let text = "\
# først
prosjekt \"P\" {  # bak klammen
    // før gruppen
    gruppe 5  # bak gruppen

    # før boligen

    bolig A1 {
        rom bad
        # sist i boligen
    }  # bak boligen
    # sist i prosjektet
}
# sist
";
    check(text, text);
}

#[test]
fn a_comment_inside_a_statement_moves_before_it() {
    check("prosjekt {\ngruppe 5, # fem\n6 # seks\n}", "prosjekt {\n    # fem\n    gruppe 5, 6  # seks\n}\n");
}

#[test]
fn statements_share_a_line_as_long_as_they_fit_in_it() {
    let many = "lås mekanisk  fri bredde 0.86  stålbeslag ja  innbruddsklasse RC3  bredde 0.90  høyde 2.10";
    check(
        &format!("prosjekt {{ bolig A1 {{ rom bad dør D1 mellom ute og bad {{ {many} }} }} }}"),
        &format!(
            "prosjekt {{\n    bolig A1 {{\n        rom bad\n        dør D1 mellom ute og bad {{\n            {}\n            høyde 2.10\n        }}\n    }}\n}}\n",
            many.trim_end_matches("  høyde 2.10")
        ),
    );
}

#[test]
fn a_long_list_is_cut_after_a_comma() {
    let list = ["sprinkler"; 12].join(", ");
    let text = format!("prosjekt {{\n    bolig A1 {{\n        utstyr {list}\n    }}\n}}\n");
    let once = formatted(&text).unwrap();
    assert!(once.lines().all(|l| l.chars().count() <= 100), "{once}");
    assert_eq!(formatted(&once), Some(once.clone()));
    assert_eq!(once.matches("sprinkler").count(), 12);
}

#[test]
fn a_text_with_errors_is_not_formatted() {
    assert_eq!(formatted("prosjekt { grupe 5 }"), None);
}

#[test]
fn other_line_breaks_and_a_byte_order_mark_become_plain() {
    check("\u{feff}prosjekt {\r\n\tgruppe 5 # a\r\n}\r\n", "prosjekt {\n    gruppe 5  # a\n}\n");
}
