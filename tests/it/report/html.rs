//! The HTML report of the sample: one file, linked both ways, nothing from outside.

use std::collections::BTreeSet;

use base64::Engine as _;
use befaring::finding::Verdict;
use befaring::text::Lang;
use sha2::{Digest, Sha256};

use super::sample::{catalogue, judged, judged_with};

fn page() -> String {
    judged(Lang::Nb).html(&catalogue().vocabulary)
}

/// Every value of an attribute, as written.
fn values<'a>(page: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    page.split(&start).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

fn between<'a>(page: &'a str, open: &str, close: &str) -> &'a str {
    let start = page.find(open).unwrap() + open.len();
    &page[start..start + page[start..].find(close).unwrap()]
}

#[test]
fn every_link_within_the_page_leads_somewhere_and_no_id_stands_twice() {
    let page = page();
    let ids = values(&page, "id");
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), unique.len());
    let links: Vec<&str> = values(&page, "href").into_iter().collect();
    assert!(links.len() > 10);
    for link in links {
        let target = link.strip_prefix('#').unwrap_or_else(|| panic!("a link out of the file: {link}"));
        assert!(unique.contains(target), "nothing at #{target}");
    }
}

#[test]
fn nothing_is_fetched_from_anywhere() {
    let page = page();
    for bad in
        ["src=\"", "url(", "@import", "<link", "<iframe", "<img", "javascript:", "http-equiv=\"refresh"]
    {
        assert!(!page.contains(bad), "{bad}");
    }
    for (i, _) in page.match_indices("http") {
        let rest = &page[i..];
        assert!(rest.starts_with("http-equiv=") || rest.starts_with("http://www.w3.org/"), "{}", &rest[..60]);
    }
}

#[test]
fn only_the_style_and_script_in_the_file_may_run() {
    let page = page();
    let policy = between(&page, "http-equiv=\"Content-Security-Policy\" content=\"", "\"");
    let hash = |text: &str| {
        let digest = Sha256::digest(text.as_bytes());
        format!("sha256-{}", base64::engine::general_purpose::STANDARD.encode(digest))
    };
    assert!(policy.starts_with("default-src 'none'"));
    assert!(policy.contains(&hash(between(&page, "<style>", "</style>"))), "{policy}");
    assert!(policy.contains(&hash(between(&page, "<script>", "</script>"))), "{policy}");
    assert_eq!(page.matches("<style").count(), 1);
    assert_eq!(page.matches("<script").count(), 1);
    assert!(values(&page, "style").is_empty(), "the policy forbids style attributes");
    assert!(!page.contains(" onclick") && !page.contains(" onload"));
}

#[test]
fn every_point_and_every_letter_of_the_report_is_on_the_page() {
    let judged = judged(Lang::Nb);
    let page = judged.html(&catalogue().vocabulary);
    let ids = values(&page, "id");
    for point in judged.report.points() {
        assert!(ids.contains(&point.id.as_str()), "{}", point.id);
    }
    assert!(!judged.report.marks.is_empty());
    for mark in &judged.report.marks {
        let links = values(&page, "href").iter().filter(|h| h.strip_prefix('#') == Some(&mark.point)).count();
        assert!(links > 0, "no mark on a plan leads to {}", mark.point);
    }
}

#[test]
fn what_decides_is_told_before_the_list() {
    let page = page();
    let decides = page.find("Dette avgjør utfallet").unwrap();
    assert!(decides < page.find("id=\"points\"").unwrap());
    assert!(page.contains("<html lang=\"nb\">"));
    assert!(page.contains("krav: avgjør utfallet"));
}

#[test]
fn text_of_the_input_never_becomes_markup() {
    let judged = judged_with(Lang::Nb, Default::default(), |reading| {
        let model = reading.model.as_mut().unwrap();
        model.project.element.name = "<script>alert(1)</script>\"'&".to_owned();
        for room in &mut model.rooms {
            room.element.label = format!("<b onclick=x>{}</b>", room.element.label);
            room.element.name = "<svg onload=alert(1)>".to_owned();
        }
        for door in &mut model.openings {
            door.element.id.0 = format!("\"><img src=x>{}", door.element.id.0);
        }
    });
    let page = judged.html(&catalogue().vocabulary);
    assert_eq!(page.matches("<script").count(), 1);
    for bad in ["<b onclick", "<svg onload", "<img"] {
        assert!(!page.contains(bad), "{bad}");
    }
}

#[test]
fn the_page_is_the_same_every_time() {
    assert_eq!(page(), page());
}

#[test]
fn a_page_in_english_says_so() {
    let page = judged(Lang::En).html(&catalogue().vocabulary);
    assert!(page.contains("<html lang=\"en\">") && page.contains("What decides the result"));
    let report = judged(Lang::En).report;
    let heading = &report.section(Verdict::Negative).unwrap().heading;
    assert_eq!(heading, "Negative");
}
