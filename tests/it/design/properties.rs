//! No text makes the reader panic or loop, and printing is the inverse of reading.

use befaring::design;
use befaring::source::Sources;
use proptest::prelude::*;

use super::vocabulary::vocabulary;

/// Words and signs of the language, and some that are none.
const SOUP: &[&str] = &[
    "prosjekt",
    "tomt",
    "boligtype",
    "bolig",
    "bygg",
    "etasje",
    "rom",
    "sone",
    "dør",
    "vindu",
    "åpning",
    "vegg",
    "skillevegg",
    "møbel",
    "utstyr",
    "uten",
    "felles",
    "base",
    "alle",
    "dører",
    "vinduer",
    "utendørs",
    "{",
    "{",
    "{",
    "}",
    "}",
    "}",
    "(",
    ")",
    ",",
    "=",
    "/",
    "x",
    "A",
    "A101",
    "D1",
    "bad",
    "gang",
    "soverom",
    "teknisk",
    "\"Navn\"",
    "\"",
    "\n",
    "\n",
    "\n",
    "# merknad\n",
    "0",
    "1",
    "2.5",
    "1,5",
    "-3",
    "12 cm",
    "90°",
    "35 %",
    "m",
    "m²",
    "ved",
    "mellom",
    "og",
    "i",
    "ute",
    "nord",
    "sør",
    "øst",
    "vest",
    "rektangel",
    "polygon",
    "(0, 0)",
    "(4, 0)",
    "(4, 3)",
    "2 x 3",
    "høyde",
    "bredde",
    "brystning",
    "slår",
    "inn",
    "mot",
    "hengsle",
    "venstre",
    "drei",
    "speilet",
    "kote",
    "omriss",
    "gulv",
    "vinyl",
    "oppbrett",
    "dekor",
    "parkett",
    "farge",
    "gruppe",
    "5",
    "standard",
    "ekstra",
    "forsterket",
    "fri",
    "stålbeslag",
    "ja",
    "nei",
    "ukjent",
    "ingen",
    "seng",
    "sprinkler",
    "innfelt",
    "gulvmontert",
    "plan",
    "yttervegg",
    "tykkelse",
    "ø\u{301}",
    "\u{fffd}",
    "«",
    ";",
    "1,2,3",
];

/// Statements that are right where they stand, by block.
const PROJECT: &[&str] = &[
    "gruppe 5,6",
    "standard ekstra forsterket",
    "bydel \"Bjerke \\\" \\\\\"",
    "andel 35%",
    "somatikk 1-5",
    "yttervegg 30 cm",
    "dato 2026-05-31",
    "alle rom { høyde 2,4 }",
    "alle rom bad, gang { gulv vinyl }",
    "base { ansatte 2 }",
    "tomt { nord 15°  skjerming gjerde , vegetasjon }",
];
const DWELLING: &[&str] = &[
    "rom bad { rektangel 2x3 ved (0,0) }",
    "rom sov1 soverom \"Rom (1), to\"",
    "rom \"Stue/Kj.\" { gulv vinyl oppbrett 12cm dekor parkett }",
    "rom gang {\npolygon (0, 4) (2, 4),(2,6) (0, 6)\n}",
    "dør D1 mellom ute og bad { fri bredde 0.9  stålbeslag ja }",
    "vindu V1 i bad vegg sør ved 0.5 { 1 x 1  brystning 0,5 }",
    "vindu V2 i bad mot 1 ved 0.1 { 0.3x1 }",
    "dør mellom bad og gang",
    "gruppe 6",
    "åpning Å1 mellom gang og \"Rom (1), to\" {}",
    "utstyr seng 0.9 x 2 ved (0, 0) drei 90, 2 sprinkler innfelt, toalett gulvmontert",
    "uten mikrobølgeovn,\nkomfyr",
    "skillevegg S1 { lyd 55 dB  tykkelse 200mm }",
    "alle dører { lås mekanisk }",
    "utendørs { utstyr overbygg }",
    "møbel seng { innfelt nei }",
];

fn check(text: &str) {
    let mut sources = Sources::new();
    let parsed = design::read(&mut sources, "p.bolig", text, vocabulary());
    if parsed.value.is_none() {
        assert!(!parsed.diagnostics.is_empty(), "nothing was read and nothing told");
    }
    for fault in &parsed.diagnostics {
        for label in &fault.labels {
            assert!(label.span.end <= text.len(), "a place outside the text");
            assert!(text.is_char_boundary(label.span.start) && text.is_char_boundary(label.span.end));
        }
        assert!(!fault.message.nb.is_empty() && !fault.message.en.is_empty());
    }
    let id = sources.add("p.bolig", text);
    let document = design::parse(&sources, id, vocabulary());
    let Some(once) = design::format(&sources, id, vocabulary()).value else {
        assert!(document.has_errors());
        return;
    };
    let id = sources.add("q.bolig", once.as_str());
    let again = design::parse(&sources, id, vocabulary());
    assert!(again.diagnostics.is_empty(), "{:?}\n{once}", again.diagnostics);
    assert_eq!(document.value, again.value, "\n{once}");
    assert_eq!(design::format(&sources, id, vocabulary()).value, Some(once));
}

/// Blanks, line breaks and comments between statements.
fn gap() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["  ", "\n", "\n\n\n", " # bak\n", "\n# foran\n", "\n\n// foran\n\n", "\t"])
}

fn statements(pool: &'static [&'static str], most: usize) -> impl Strategy<Value = String> {
    let some = prop::sample::subsequence(pool.to_vec(), 0..=most.min(pool.len())).prop_shuffle();
    (some, prop::collection::vec(gap(), most))
        .prop_map(|(all, gaps)| all.iter().zip(gaps).map(|(s, g)| format!("{s}{g}")).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_text_can_be_read(text in "\\PC{0,200}") {
        check(&text);
    }

    #[test]
    fn any_bytes_can_be_read(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let mut sources = Sources::new();
        let _ = design::read_bytes(&mut sources, "p.bolig", &bytes, vocabulary());
    }

    #[test]
    fn any_words_can_be_read(words in prop::collection::vec(prop::sample::select(SOUP), 0..120)) {
        check(&words.join(" "));
        check(&format!("prosjekt {{ {} }}", words.join(" ")));
        check(&format!("prosjekt {{ bolig A1 {{\n{}\n}} }}", words.join(" ")));
    }

    #[test]
    fn any_right_statements_are_printed_as_they_were_read(
        (outer, inner) in (statements(PROJECT, 12), statements(DWELLING, 16)),
        (a, b, c) in (gap(), gap(), gap()),
    ) {
        let text = format!("prosjekt \"P\"{{{a}{outer}bolig A1 {{{b}{inner}}}{c}}}");
        let mut sources = Sources::new();
        let id = sources.add("p.bolig", text.as_str());
        let parsed = design::parse(&sources, id, vocabulary());
        prop_assert!(parsed.diagnostics.is_empty(), "{:?}", parsed.diagnostics);
        check(&text);
    }

    #[test]
    fn a_cut_text_can_be_read(cut in 0_usize..600) {
        let text = format!("prosjekt {{\n{}\nbolig A1 {{\n{}\n}}\n}}", PROJECT.join("\n"), DWELLING.join("\n"));
        let cut = (0..=cut.min(text.len())).rev().find(|c| text.is_char_boundary(*c)).unwrap_or(0);
        check(&text[..cut]);
    }
}

#[test]
fn the_statements_of_these_tests_are_right() {
    let text = format!("prosjekt {{\n{}\nbolig A1 {{\n{}\n}}\n}}", PROJECT.join("\n"), DWELLING.join("\n"));
    let told = super::read(&text).1;
    assert!(!told.iter().any(|t| t.contains("unknown-") || t.contains("expected")), "{told:#?}");
}
