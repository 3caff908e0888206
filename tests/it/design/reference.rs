//! The manual of the language and what it promises.

use befaring::design;
use befaring::source::{Severity, Sources};
use befaring::vocab::Vocabulary;

use super::told;

fn errors(text: &str) -> Vec<String> {
    let mut sources = Sources::new();
    let parsed = design::read(&mut sources, "e.bolig", text, Vocabulary::built_in());
    parsed.diagnostics.iter().filter(|d| d.severity == Severity::Error).map(|d| told(d, &sources)).collect()
}

#[test]
fn the_example_of_the_manual_has_no_fault() {
    let manual = design::reference(Vocabulary::built_in());
    let example = manual.split("```").nth(1).unwrap();
    let mut sources = Sources::new();
    let parsed = design::read(&mut sources, "e.bolig", example, Vocabulary::built_in());
    let told: Vec<String> = parsed.diagnostics.iter().map(|d| told(d, &sources)).collect();
    assert!(told.is_empty(), "{told:#?}");
    let id = sources.add("f.bolig", example);
    let formatted = design::format(&sources, id, Vocabulary::built_in()).value;
    assert_eq!(
        formatted.as_deref().map(str::trim),
        Some(example.trim()),
        "the manual is written as the formatter writes"
    );
}

/// Every example of a structural keyword stands in some block without an error of its own.
#[test]
fn every_example_of_a_structural_keyword_can_be_written() {
    let manual = design::reference(Vocabulary::built_in());
    let places = [
        ("", ""),
        ("prosjekt { ", " }"),
        ("prosjekt { boligtype A { rom bad }\n", " }"),
        ("prosjekt { boligtype A { rom bad }\nbygg B { ", " } }"),
        ("prosjekt { boligtype A { rom bad }\nbygg B { etasje 1 { ", " } } }"),
        ("prosjekt { bygg B { etasje 1 { bolig A101\nbolig A102\n", " } } }"),
        ("prosjekt { tomt { ", " } }"),
        ("prosjekt { bolig A1 { ", " } }"),
        (
            "prosjekt { bolig A1 { rom allrom { rektangel 6 x 6 ved (0, 0) }\nrom gang { rektangel 2 x 6 ved (-2.1, 0) }\nrom bad\n",
            " } }",
        ),
        ("prosjekt { bygg B { etasje 1 { bolig A1 { rom soverom { ", " } } } etasje 2 { } } }"),
        ("prosjekt { bolig A1 { rom bad { sone soverom { ", " } } } }"),
        ("prosjekt { bolig A1 { rom bad\nrom gang\ndør D1 mellom bad og gang { ", " } } }"),
        ("prosjekt { bolig A1 { rom bad\nvindu V1 i bad { ", " } } }"),
        ("prosjekt { bolig A1 { skillevegg S1 { ", " } } }"),
    ];
    let rows = manual
        .lines()
        .filter(|l| l.starts_with("| `") && l.matches(" | ").count() == 3 && l.ends_with("` |"));
    let mut wrong = Vec::new();
    let mut seen = 0;
    for row in rows {
        let Some(example) = row.trim_end_matches("` |").rsplit(" | `").next() else { continue };
        seen += 1;
        if !places.iter().any(|(before, after)| errors(&format!("{before}{example}{after}")).is_empty()) {
            let told: Vec<String> =
                places.iter().map(|(b, a)| errors(&format!("{b}{example}{a}")).join("; ")).collect();
            wrong.push(format!("{example}\n    {}", told.join("\n    ")));
        }
    }
    assert!(seen > 60, "{seen} examples found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
