//! The report as PDF: its pages hold what the report holds, and a program built without the engine says so.

use befaring::report::formats::format;
use befaring::report::pdf::{self, Job};
use befaring::report::{Point, verdict_id};
use befaring::text::Lang;
use serde_json::Value;

use super::sample::{catalogue, judged};

fn job(lang: Lang) -> (Job, befaring::judge::Judged) {
    let judged = judged(lang);
    let job = pdf::document(&judged.material(&catalogue().vocabulary, false)).unwrap();
    (job, judged)
}

fn list<'a>(value: &'a Value, key: &str) -> &'a Vec<Value> {
    value[key].as_array().unwrap_or_else(|| panic!("no list {key} in {value}"))
}

#[test]
fn every_point_stands_on_the_pages_once_with_its_grounds() {
    let (job, judged) = job(Lang::Nb);
    let mut told = Vec::new();
    for section in list(&job.data, "sections") {
        let points: Vec<&Value> = list(section, "chapters").iter().flat_map(|c| list(c, "points")).collect();
        assert!(section["count"].as_str().unwrap().starts_with(&points.len().to_string()));
        told.extend(points.into_iter().map(|p| (section["verdict"].as_str().unwrap().to_owned(), p)));
    }
    let points: Vec<&Point> = judged.report.points().collect();
    assert_eq!(told.len(), points.len());
    for point in points {
        let of_id = |(verdict, p): &&(String, &Value)| {
            *verdict == verdict_id(point.verdict) && p["id"] == point.id.as_str()
        };
        let found: Vec<_> = told.iter().filter(of_id).collect();
        assert_eq!(found.len(), 1, "{}", point.id);
        let page = found[0].1;
        assert_eq!(page["text"], point.text.as_str());
        assert_eq!(page["requirement"], point.requirement.as_str());
        assert_eq!(page["letter"].as_str(), point.letter.as_deref());
        let rows = page["rows"].to_string();
        for wanted in [&point.source.clause, &point.source.quote] {
            assert!(rows.contains(wanted.as_str()), "{} lacks {wanted}", point.id);
        }
        for line in point.grounds.iter().flat_map(|g| &g.lines) {
            let text = Value::from(line.text.as_str()).to_string();
            assert!(rows.contains(&text), "{} lacks {text}", point.id);
        }
    }
}

#[test]
fn what_decides_leads_to_its_point() {
    let (job, judged) = job(Lang::Nb);
    let deciding = list(&job.data["outcome"], "deciding");
    assert_eq!(deciding.len(), judged.report.outcome.deciding.len());
    assert!(!deciding.is_empty());
    let points: Vec<&Value> = list(&job.data, "sections")
        .iter()
        .flat_map(|s| list(s, "chapters"))
        .flat_map(|c| list(c, "points"))
        .collect();
    for point in deciding {
        let target = points.iter().find(|p| p["label"] == point["to"]).unwrap();
        assert_eq!(target["text"], point["text"]);
    }
}

#[test]
fn the_last_page_says_by_what_from_what_and_with_what() {
    let (job, judged) = job(Lang::En);
    let about = job.data["about"].to_string();
    for input in &judged.report.inputs {
        assert!(about.contains(&input.sha256) && about.contains(&input.path));
    }
    for wanted in ["prove-2024", "gulv.oppbrett.height", env!("CARGO_PKG_VERSION"), "Read in full."] {
        assert!(about.contains(wanted), "{wanted} in {about}");
    }
}

#[test]
fn a_plan_is_as_large_on_paper_as_it_was_drawn_and_says_what_it_shows() {
    let (job, _) = job(Lang::Nb);
    let plans = list(&job.data, "plans");
    assert!(!plans.is_empty() && plans.len() == job.pictures.len());
    for plan in plans {
        let svg = String::from_utf8(job.pictures[plan["picture"].as_str().unwrap()].clone()).unwrap();
        for side in ["width", "height"] {
            assert!(svg.contains(&format!("{side}=\"{}mm\"", plan[side].as_f64().unwrap())), "{side}");
        }
        assert!(plan["alt"].as_str().unwrap().contains("målestokk 1:"), "{plan}");
    }
    assert!(plans[0]["alt"].as_str().unwrap().contains("Merkene"));
}

#[test]
fn a_program_without_the_engine_says_how_to_get_one_with_it() {
    let judged = judged(Lang::Nb);
    let made = (format("pdf").unwrap().make)(&judged.material(&catalogue().vocabulary, false));
    if pdf::is_built() {
        assert!(made.unwrap()[0].bytes.starts_with(b"%PDF-1.7"));
        return;
    }
    let error = made.unwrap_err();
    assert_eq!(error.message.nb, "dette programmet er bygd uten PDF");
    for help in error.help.iter().flat_map(|h| [&h.nb, &h.en]) {
        assert!(help.contains("cargo build --release --features pdf"), "{help}");
    }
}
