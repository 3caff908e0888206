//! What a reader of the files finds: tags, standards, the texts as they were given, the same bytes each time.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeMap;

use befaring_pdf::{Document, Set, SetError, Template, set};
use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, Object, String as PdfString};
use serde_json::{Value, json};

const FONTS: [&[u8]; 3] = [
    include_bytes!("../../../src/report/fonts/Inter-Regular.otf"),
    include_bytes!("../../../src/report/fonts/Inter-Bold.otf"),
    include_bytes!("../../../src/report/fonts/Inter-Italic.otf"),
];
const PLAN: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="277mm" height="60mm" viewBox="0 0 277 60"
    font-family="Inter"><title>Plan</title><path d="M10 10H200V50H10Z" stroke="#000000" fill="none"/>
    <text x="20" y="30" font-size="3" font-weight="700">gang æøå</text></svg>"##;

fn said(text: &str) -> Value {
    json!({ "lead": "", "text": text, "code": "", "from": "" })
}

fn words() -> Value {
    let names = [
        "page",
        "of",
        "contents",
        "outcome",
        "deciding",
        "documented",
        "faults",
        "help",
        "plans",
        "more_plans",
        "fravik",
        "unmet",
        "contradictions",
        "grounds",
        "grounds_hint",
        "no_points",
        "photos",
        "notes",
        "unknown",
    ];
    Value::Object(names.into_iter().map(|n| (n.to_owned(), n.into())).collect())
}

fn about() -> Value {
    json!({
        "heading": "Om rapporten", "verdicts": "slik er det vurdert", "lines": [said("utgave")],
        "parameters_heading": "Parametere", "parameters": [said("= 3")],
        "files_heading": "Inndata", "file_columns": ["fil", "byte", "SHA-256"],
        "files": [["prosjekt.bolig", "12", "ab".repeat(32)]], "made_by": "Laget med befaring",
    })
}

fn point(label: usize, text: &str) -> Value {
    json!({
        "label": format!("p{label}"), "id": "x", "requirement": "dor.ytter", "title": "Ytterdør", "letter": "A",
        "text": text, "reference": "A101", "meta": ["krav"], "said": [], "settle": [said("mål")],
        "rows": [{ "label": "kilde", "running": true, "lines": [said("side 3"), said("«dør»")] }],
    })
}

/// A report of as many points as asked for, each saying `text`, with one plan.
fn report(points: usize, text: &str) -> Value {
    let section = |verdict: &str, points: Vec<Value>| {
        json!({
            "verdict": verdict, "sign": "✗", "heading": verdict, "count": "punkter",
            "grounds": verdict != "not_applicable",
            "chapters": if points.is_empty() { json!([]) } else { json!([{ "heading": "Dører", "points": points }]) },
        })
    };
    json!({
        "lang": "nb", "title": format!("Rapport {text}"), "words": words(), "head": [["Prosjekt", text]],
        "outcome": {
            "tone": "negative", "sentence": "Ett krav er negativt.", "notes": [],
            "deciding": if points > 0 { json!([{ "text": text, "reference": "", "to": "p0" }]) } else { json!([]) },
        },
        "counts": {
            "caption": "Kravpunkter", "columns": ["Vurdering", "krav"], "note": "", "remarks": [],
            "rows": [{ "verdict": "negative", "sign": "✗", "label": "Negativt", "cells": [points] }],
        },
        "documented": [], "faults": [], "fravik": [], "baseline": null, "unmet": [], "contradictions": [], "ids": null,
        "plans": [{
            "picture": "plan-1.svg", "title": "Plan", "width": 277.0, "height": 60.0, "alt": "Plan av gangen",
            "folded": false,
        }],
        "sections": [
            section("negative", (0..points).map(|i| point(i, text)).collect()),
            section("positive", Vec::new()), section("unclear", Vec::new()), section("not_applicable", Vec::new()),
        ],
        "about": about(),
    })
}

fn document(template: Template, data: Value, pictures: BTreeMap<String, Vec<u8>>) -> Result<Set, SetError> {
    set(Document {
        template,
        data,
        pictures,
        fonts: &FONTS,
        date: (2026, 3, 12),
        ident: "en rapport",
        program: "befaring 0.0.0",
    })
}

fn set_report(points: usize, text: &str) -> Set {
    let pictures = BTreeMap::from([("plan-1.svg".to_owned(), PLAN.as_bytes().to_vec())]);
    document(Template::Report, report(points, text), pictures).unwrap()
}

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|w| w == text.as_bytes())
}

/// All dictionaries of a file.
fn dicts(pdf: &Pdf) -> Vec<Dict<'_>> {
    let mut dicts = Vec::new();
    for object in pdf.objects() {
        if let Object::Dict(dict) = object {
            dicts.push(dict);
        }
    }
    dicts
}

fn name(dict: &Dict<'_>, key: &str) -> String {
    dict.get::<Name<'_>>(key).map(|n| String::from_utf8_lossy(&n).into_owned()).unwrap_or_default()
}

/// Structure elements of a type.
fn tagged<'a>(all: &'a [Dict<'a>], tag: &str) -> Vec<&'a Dict<'a>> {
    all.iter().filter(|d| d.contains_key("P") && name(d, "S") == tag).collect()
}

#[test]
fn a_report_is_tagged_and_names_its_standards() {
    let bytes = set_report(2, "dør til bad").bytes;
    for wanted in [
        "<pdfuaid:part>1</pdfuaid:part>",
        "<pdfaid:part>2</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "2026-03-12",
        "befaring 0.0.0",
    ] {
        assert!(contains(&bytes, wanted), "{wanted}");
    }
    let pdf = Pdf::new(bytes).unwrap();
    let all = dicts(&pdf);
    let root = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id()).unwrap();
    assert_eq!(root.get::<PdfString<'_>>("Lang").unwrap().as_bytes(), b"nb");
    assert!(root.get::<Dict<'_>>("MarkInfo").unwrap().get::<bool>("Marked").unwrap());
    assert!(root.get::<Dict<'_>>("ViewerPreferences").unwrap().get::<bool>("DisplayDocTitle").unwrap());
    for key in ["StructTreeRoot", "Outlines", "Metadata", "OutputIntents"] {
        assert!(root.contains_key(key), "{key}");
    }
    assert!(tagged(&all, "H1").len() >= 4, "{}", tagged(&all, "H1").len());
    assert_eq!(tagged(&all, "Table").len(), 2);
    assert!(!tagged(&all, "LI").is_empty());
    assert!(tagged(&all, "Link").len() >= 3, "the deciding point and both points lead to their grounds");
    let figures = tagged(&all, "Figure");
    assert!(figures.len() == 1 && figures[0].contains_key("Alt"));
    // Rows and columns have heads that say which they are.
    let heads = tagged(&all, "TH");
    let scopes: Vec<String> = heads
        .iter()
        .filter_map(|h| h.get::<Array<'_>>("A"))
        .flat_map(|a| a.iter::<Dict<'_>>().map(|d| name(&d, "Scope")).collect::<Vec<_>>())
        .collect();
    assert_eq!(heads.len(), 6);
    assert_eq!(scopes.iter().filter(|s| *s == "Column").count(), 5, "{scopes:?}");
    assert_eq!(scopes.iter().filter(|s| *s == "Row").count(), 1);
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let once = set_report(3, "dør");
    assert_eq!(once, set_report(3, "dør"));
    assert_ne!(once.bytes, set_report(3, "dør!").bytes);
}

#[test]
fn hostile_text_stays_text() {
    let text = "#panic() #eval(\"1\") $x$ @ref <label> *fet* _kursiv_ `kode` // \\ æøå «\"'» [a](b) ../../etc/passwd";
    assert_eq!(set_report(1, text).unknown, Vec::<char>::new());
    let unknown = set_report(1, "🚿 שלום\u{0}\u{1b}[31m\u{202e}").unknown;
    assert_eq!(unknown.len(), 5);
    set_report(1, &"ord".repeat(2000));
    set_report(0, "");
}

#[test]
fn a_picture_that_is_none_is_told() {
    let pictures = BTreeMap::from([("plan-1.svg".to_owned(), b"<svg".to_vec())]);
    let error = document(Template::Report, report(1, "dør"), pictures).unwrap_err();
    assert!(matches!(&error, SetError::Engine(why) if why.contains("SVG")), "{error}");
    let error = document(Template::Report, report(1, "dør"), BTreeMap::new()).unwrap_err();
    assert!(matches!(&error, SetError::Engine(why) if why.contains("access denied")), "{error}");
}

#[test]
fn a_day_that_does_not_exist_is_refused() {
    let data = report(0, "");
    let error = set(Document {
        template: Template::Report,
        data,
        pictures: BTreeMap::new(),
        fonts: &FONTS,
        date: (2026, 2, 30),
        ident: "",
        program: "",
    });
    assert_eq!(error, Err(SetError::Date(2026, 2, 30)));
}

#[test]
fn many_points_are_all_set() {
    let few = Pdf::new(set_report(10, "dør").bytes).unwrap();
    let many = Pdf::new(set_report(400, "dør").bytes).unwrap();
    let links = |pdf: &Pdf| tagged(&dicts(pdf), "Link").len();
    assert_eq!(links(&many) - links(&few), 390);
    assert!(many.pages().len() > few.pages().len());
}
