//! One report with every kind of finding, through every output: they agree on ids and counts, and nothing of the input
//! becomes more than text.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use befaring::finding::{Unclarity, Verdict};
use befaring::fravik;
use befaring::judge::Judged;
use befaring::report::bcf::topics;
use befaring::report::bids::{Bid, compare};
use befaring::report::ci::sarif::{Which, within};
use befaring::report::ci::{code_quality, junit};
use befaring::report::compare::{Class, Past};
use befaring::report::formats::{FORMATS, Files, Material, format};
use befaring::report::gaps::gaps;
use befaring::report::matrix::Column;
use befaring::report::{Date, Policy, Report, Request, Unmet, resolve, verdict_id};
use befaring::text::{Lang, Localized};
use befaring::vocab::Phase;
use serde_json::Value;

use super::matrix::said;
use super::sample::{catalogue, judged_with};
use crate::ids::chapter;

const FRAVIK: &str = r#"
[[fravik]]
id = "F1"
requirement = "gulv.oppbrett"
place = "A108"
kind = "dispensasjon"
reason = "membranen beholdes <i>slik</i>"
approved_by = "Velferdsetaten"
date = 2026-01-01
expires = 2026-12-31

[[fravik]]
id = "F2"
requirement = "dor.las"
place = "A103/D1"
kind = "analyse"
reason = "prøves ut"
approved_by = "Velferdsetaten"
expires = 2026-03-12

[[fravik]]
id = "F3"
requirement = "bolig.areal"
place = "A199"
kind = "fravik"
reason = "finnes ikke"
"#;

/// The sample with every kind of finding: met, met with a reservation, negative of each force, unclear for each reason
/// and for a later phase, not applicable, excused, and with a departure that has expired; with one that a person settled,
/// and something somebody said that met none.
fn every_kind(change: impl FnOnce(&mut Judged)) -> Judged {
    let mut judged = judged_with(Lang::Nb, Policy::default(), |reading| {
        reading.attestations.entries = vec![said("dor.las", "A104/D1", Some(Verdict::Positive))];
    });
    for finding in &mut judged.findings {
        finding.departure = None;
    }
    let met: Vec<usize> = (0..judged.findings.len())
        .filter(|i| {
            judged.findings[*i].verdict == Verdict::Positive && judged.findings[*i].computed.is_none()
        })
        .collect();
    judged.findings[met[0]].remark = Some(Localized::new("selv om den er smal", "though it is narrow"));
    let mut unclear = |i: usize, why, not_yet| {
        let finding = &mut judged.findings[i];
        finding.verdict = Verdict::Unclear;
        finding.unclarity = Some(why);
        finding.not_yet = not_yet;
    };
    unclear(met[1], Unclarity::Uncertain, None);
    unclear(met[2], Unclarity::NotDocumented, Some(Phase::Detail));
    let note = judged.findings.iter().position(|f| f.requirement == "ute.fasade").unwrap();
    let mut broken = judged.findings[note].clone();
    broken.verdict = Verdict::Negative;
    broken.unclarity = None;
    broken.remedies = Arc::default();
    broken.subject = befaring::facts::SubjectIx(1);
    broken.message = Arc::new(Localized::new("sterke farger", "strong colours"));
    judged.findings.push(broken);
    change(&mut judged);
    let catalogue = catalogue();
    let id = judged.sources.add("fravik.toml", FRAVIK);
    let tables = vec![(id, fravik::read(&judged.sources, id).value)];
    let entries = fravik::entries(&tables);
    assert!(entries.diagnostics.is_empty(), "{:?}", entries.diagnostics);
    let today = Date::parse("2026-03-12");
    let settled = judged.findings.iter().find(|f| f.computed.is_some()).unwrap();
    let unmet = Unmet {
        requirement: None,
        about: "Bjelke «B1»".into(),
        why: Localized::new("hører ikke til et krav", "belongs to no requirement"),
        statement: settled.statements[0].clone(),
    };
    let registered = fravik::apply(&mut judged.findings, &judged.facts, &catalogue, &entries.value, today);
    judged.report = resolve(Request {
        project: "Eksempelveien 12",
        facts: &judged.facts,
        findings: &judged.findings,
        catalogue: &catalogue,
        edition: "prove-2024",
        sources: &judged.sources,
        diagnostics: &judged.diagnostics,
        inputs: judged.report.inputs.clone(),
        policy: Policy::default(),
        date: today,
        lang: Lang::Nb,
        phase: Some(Phase::Sketch),
        deadlines: &BTreeMap::new(),
        fravik: &registered,
        baseline: None,
        visited: false,
        ids: None,
        unmet: &[unmet],
        basis: "",
    });
    judged
}

/// The same beside a model that lacks what an IDS file asks for.
fn every_kind_and_ids() -> Judged {
    let mut judged = every_kind(|_| {});
    judged.report.ids = Some(chapter::broken());
    judged
}

/// Findings of requirements, and what stands beside them: elements that fail an IDS file.
fn apart(all: BTreeSet<(String, String)>) -> [BTreeSet<(String, String)>; 2] {
    let catalogue = catalogue();
    let (own, ids) = all.into_iter().partition(|(id, _)| catalogue.requirements.contains_key(id));
    [own, ids]
}

fn made(judged: &Judged, id: &str) -> String {
    let catalogue = catalogue();
    let material = judged.material(&catalogue.vocabulary, true);
    text(&material, id)
}

fn text(material: &Material<'_>, id: &str) -> String {
    let files = (format(id).unwrap().make)(material).unwrap();
    assert_eq!(files.len(), 1, "{id}");
    String::from_utf8(files.into_iter().next().unwrap().bytes).unwrap()
}

fn json(text: &str) -> Value {
    assert!(!text.starts_with('\u{feff}'));
    serde_json::from_str(text).unwrap()
}

/// Findings by id: (requirement, fingerprint) → verdict.
type Found = BTreeMap<(String, String), &'static str>;

fn in_report(report: &Report) -> Found {
    let points = report.points();
    points
        .flat_map(|p| {
            p.places
                .iter()
                .map(|place| ((p.requirement.clone(), place.fingerprint.clone()), verdict_id(p.verdict)))
        })
        .collect()
}

fn in_json(text: &str) -> Found {
    let value = json(text);
    let mut found = Found::new();
    for section in value["sections"].as_array().unwrap() {
        let verdict = match section["verdict"].as_str().unwrap() {
            "negative" => "negative",
            "unclear" => "unclear",
            "positive" => "positive",
            _ => "not_applicable",
        };
        let chapters = section["chapters"].as_array().unwrap().iter();
        for point in chapters.flat_map(|c| c["points"].as_array().unwrap()) {
            for place in point["places"].as_array().unwrap() {
                let id = (point["requirement"].as_str().unwrap(), place["fingerprint"].as_str().unwrap());
                found.insert((id.0.to_owned(), id.1.to_owned()), verdict);
            }
        }
    }
    found
}

fn results(text: &str) -> Vec<Value> {
    json(text)["runs"][0]["results"].as_array().unwrap().clone()
}

fn in_sarif(text: &str) -> Found {
    let results = results(text);
    let one = |r: &Value| {
        let verdict = match r["kind"].as_str().unwrap() {
            "pass" => "positive",
            "fail" => "negative",
            "open" | "review" => "unclear",
            "notApplicable" => "not_applicable",
            other => panic!("{other}"),
        };
        let id = r["ruleId"].as_str().unwrap().to_owned();
        ((id, r["partialFingerprints"]["befaring/v1"].as_str().unwrap().to_owned()), verdict)
    };
    results.iter().map(one).collect()
}

#[test]
fn the_sample_has_every_kind() {
    let report = every_kind(|_| {}).report;
    let points: Vec<_> = report.points().collect();
    let has = |what: &str, found: bool| assert!(found, "no {what}");
    has("remark", points.iter().any(|p| p.remark.is_some() && p.verdict == Verdict::Positive));
    for force in ["krav", "anbefaling", "observasjon"] {
        has(force, points.iter().any(|p| p.verdict == Verdict::Negative && p.force_label == force));
    }
    for why in [Unclarity::NotDocumented, Unclarity::Conflict, Unclarity::Uncertain, Unclarity::MustBeSeen] {
        has(&format!("{why:?}"), points.iter().any(|p| p.unclarity == Some(why)));
    }
    has("later phase", points.iter().any(|p| p.not_yet == Some(Phase::Detail)));
    has("not applicable", points.iter().any(|p| p.verdict == Verdict::NotApplicable));
    let standing = |s: &str| points.iter().any(|p| p.departure.as_ref().is_some_and(|d| d.label.contains(s)));
    has("approved", standing("fravik godkjent (F1)"));
    has("expired", standing("fravik utløpt (F2)"));
    assert!(report.fravik.iter().any(|f| f.id == "F3" && f.to_mend), "an unused one is told");
    has(
        "settled by a person",
        points.iter().any(|p| p.verdict == Verdict::Positive && p.computed == Verdict::Unclear),
    );
    has("said of nothing", report.unmet.len() == 1);
}

#[test]
fn every_output_has_the_same_findings() {
    let judged = every_kind_and_ids();
    let wanted = in_report(&judged.report);
    assert_eq!(wanted.len(), judged.findings.len());
    assert_eq!(in_json(&made(&judged, "json")), wanted);
    assert_eq!(in_sarif(&made(&judged, "sarif")), wanted);
    let wrong: Found = wanted
        .iter()
        .filter(|(_, v)| matches!(**v, "negative" | "unclear"))
        .map(|(k, v)| (k.clone(), *v))
        .collect();
    assert_eq!(in_sarif(&made(&judged, "sarif-alerts")), wrong);
    let issues = json(&made(&judged, "gitlab"));
    let issues: BTreeSet<(String, String)> = issues
        .as_array()
        .unwrap()
        .iter()
        .map(|i| {
            (i["check_name"].as_str().unwrap().to_owned(), i["fingerprint"].as_str().unwrap().to_owned())
        })
        .collect();
    let [issues, of_ids] = apart(issues);
    assert_eq!(issues, wrong.keys().cloned().collect());
    // What an IDS file asks for is a run of its own, and the same elements in each.
    let log = json(&made(&judged, "sarif"));
    let results = log["runs"][1]["results"].as_array().unwrap();
    let fails = results.iter().filter(|r| r["kind"] == "fail");
    let of_run: BTreeSet<String> = fails.map(|r| r["ruleId"].as_str().unwrap().to_owned()).collect();
    assert_eq!(of_run, of_ids.iter().map(|(rule, _)| rule.clone()).collect());
    let failed: usize = judged
        .report
        .ids
        .iter()
        .flat_map(|i| &i.checks)
        .flat_map(|c| &c.specifications)
        .map(|s| s.failed_elements)
        .sum();
    assert_eq!((results.iter().filter(|r| r["kind"] == "fail").count(), of_ids.len()), (failed, failed));
}

#[test]
fn what_people_said_and_what_an_ids_file_asks_for_stands_in_every_report_people_read() {
    let judged = every_kind_and_ids();
    let element =
        judged.report.ids.as_ref().unwrap().checks[0].specifications[0].requirements[0].elements[0].clone();
    let guid = element.global_id.unwrap();
    let catalogue = catalogue();
    for id in ["text", "html", "json", "markdown", "csv", "xlsx", "sarif", "junit"] {
        let files = (format(id).unwrap().make)(&judged.material(&catalogue.vocabulary, true)).unwrap();
        let text = chapter::text_of(&files[0].bytes);
        assert!(text.contains("sett på tegning"), "{id} lacks what was said");
        assert_eq!(text.contains(&guid), id != "csv", "{id}");
        if matches!(id, "text" | "html" | "json" | "markdown" | "sarif" | "junit") {
            assert!(text.contains("B1»"), "{id} lacks what met no finding");
        }
    }
    let pdf = befaring::report::pdf::document(&judged.material(&catalogue.vocabulary, true)).unwrap();
    let pages = pdf.data.to_string();
    for wanted in ["sett på tegning", "B1»", &guid] {
        assert!(pages.contains(wanted), "the PDF lacks {wanted}");
    }
}

/// Every statement of the sample's first settled finding: by whom, when, and the words.
#[test]
fn a_log_says_who_settled_a_finding_and_suppresses_nothing_for_it() {
    let judged = every_kind(|_| {});
    let settled =
        judged.report.points().find(|p| p.computed != p.verdict && p.statements.len() == 1).unwrap();
    let said = &settled.statements[0];
    assert_eq!((said.by.as_str(), said.date.as_str()), ("Kari", "2026-03-12"));
    let results = results(&made(&judged, "sarif"));
    let own: Vec<&Value> =
        results.iter().filter(|r| r["properties"]["point"] == settled.id.as_str()).collect();
    assert_eq!(own.len(), settled.places.len());
    for result in own {
        let line = &result["properties"]["statements"][0];
        assert_eq!((&line["by"], &line["date"]), (&"Kari".into(), &"2026-03-12".into()));
        assert_eq!((&line["verdict"], &line["weight"]), (&"positive".into(), &"counts".into()));
        assert_eq!(result["properties"]["computed"], "unclear");
        assert!(result["message"]["text"].as_str().unwrap().contains(&said.text));
        assert!(result["suppressions"].is_null(), "a statement is no departure");
    }
    let with = results.iter().filter(|r| !r["properties"]["statements"].is_null()).count();
    assert_eq!(with, settled.places.len(), "nobody said anything of the others");
    let text = made(&judged, "junit");
    let document = roxmltree::Document::parse(&text).unwrap();
    let out: Vec<&str> =
        document.descendants().filter(|n| n.has_tag_name("system-out")).filter_map(|n| n.text()).collect();
    assert_eq!(out, [format!("{} [{}] – {}", settled.places[0].label, settled.places[0].id, said.text)]);
}

/// What was said of findings that are open stands in the log's failures and skips, and with the topic as a comment.
#[test]
fn what_was_said_of_an_open_finding_is_told_where_it_is_open() {
    let judged = judged_with(Lang::Nb, Policy::default(), |reading| {
        reading.attestations.entries =
            vec![said("gulv.oppbrett", "A108/bath", None), said("bolig.areal", "A105", None)];
    });
    let text = made(&judged, "junit");
    let document = roxmltree::Document::parse(&text).unwrap();
    let told = |tag: &str| {
        let mut all = document.descendants().filter(|n| n.has_tag_name(tag));
        all.any(|n| {
            [n.text(), n.attribute("message")]
                .into_iter()
                .flatten()
                .any(|t| t.contains("Kari, 12. mars 2026: «sett på tegning»"))
        })
    };
    assert!(told("failure") && told("skipped"), "{text}");
    let topics = topics(&judged.report, &judged.drawings(&catalogue().vocabulary, ""));
    for requirement in ["gulv.oppbrett", "bolig.areal"] {
        let topic = topics.iter().find(|t| t.requirement == requirement).unwrap();
        let [comment] = &topic.comments[..] else { panic!("{:?}", topic.comments) };
        assert_eq!((comment.by.as_str(), comment.date.as_str()), ("Kari", "2026-03-12"));
        assert_eq!(comment.text.nb, "sett på tegning");
    }
    assert!(topics.iter().filter(|t| t.requirement == "dor.las").all(|t| t.comments.is_empty()));
}

#[test]
fn a_code_quality_report_keeps_the_gravest_and_counts_the_rest() {
    let judged = every_kind(|_| {});
    let whole = code_quality::render(&judged.report).unwrap();
    let all = json(&whole).as_array().unwrap().clone();
    let grave = |i: &Value| ["blocker", "critical", "major"].contains(&i["severity"].as_str().unwrap());
    assert_eq!(code_quality::within(&judged.report, whole.len()).unwrap(), whole);
    let most = whole.len() / 2;
    let text = code_quality::within(&judged.report, most).unwrap();
    let least = json(&text).as_array().unwrap().clone();
    let (told, kept) = least.split_last().unwrap();
    assert!(text.len() < most + 1000, "one issue more than the limit at most");
    let left = all.len() - kept.len();
    assert!(
        left > 0 && told["description"].as_str().unwrap().starts_with(&format!("{left} funn er ikke med"))
    );
    let lost: Vec<&Value> = all.iter().filter(|i| !kept.contains(i)).collect();
    assert!(kept.iter().all(grave) || !lost.iter().any(|i| grave(i)), "{lost:?}");
}

#[test]
fn an_error_of_the_input_stands_in_every_log() {
    let mut judged = every_kind(|_| {});
    let mut fault = judged.report.faults.first().cloned().unwrap_or_else(|| befaring::report::FaultLine {
        severity: befaring::source::Severity::Error,
        severity_label: "feil".into(),
        code: "sample.error".into(),
        message: "filen stopper midt i en setning".into(),
        place: None,
        line: None,
        help: None,
    });
    fault.place = None;
    judged.report.faults = vec![fault];
    assert!(
        made(&judged, "github").contains("::error title=sample.error::filen stopper midt i en setning\n")
    );
    for id in ["gitlab", "junit", "markdown", "json", "html"] {
        assert!(made(&judged, id).contains("filen stopper midt i en setning"), "{id}");
    }
}

#[test]
fn junit_has_a_case_for_each_finding_and_fails_what_nothing_excuses() {
    let judged = every_kind_and_ids();
    let text = made(&judged, "junit");
    let document = roxmltree::Document::parse(&text).unwrap();
    let catalogue = catalogue();
    let of_requirement = |n: &roxmltree::Node<'_, '_>| {
        n.attribute("classname").is_some_and(|c| catalogue.requirements.contains_key(c))
    };
    let (cases, of_ids): (Vec<_>, Vec<_>) =
        document.descendants().filter(|n| n.has_tag_name("testcase")).partition(of_requirement);
    assert_eq!(cases.len(), judged.findings.len());
    assert!(of_ids.iter().any(|c| c.children().any(|n| n.has_tag_name("failure"))));
    let names: BTreeSet<_> = cases.iter().map(|c| (c.attribute("classname"), c.attribute("name"))).collect();
    assert_eq!(names.len(), cases.len(), "receivers drop cases of the same name");
    let with = |tag: &str| cases.iter().filter(|c| c.children().any(|n| n.has_tag_name(tag))).count();
    let count = |which: &dyn Fn(&befaring::finding::Finding) -> bool| {
        judged.findings.iter().filter(|f| which(f)).count()
    };
    assert_eq!(with("failure"), count(&|f| f.is_broken()));
    assert_eq!(cases.len() - with("failure") - with("skipped"), count(&|f| f.verdict == Verdict::Positive));
    let dated = |n: &roxmltree::Node<'_, '_>| {
        n.has_tag_name("testsuite") && n.descendants().any(|c| of_requirement(&c))
    };
    for suite in document.descendants().filter(dated) {
        let number = |name: &str| suite.attribute(name).unwrap().parse::<usize>().unwrap();
        let of = |tag: &str| suite.descendants().filter(|n| n.has_tag_name(tag)).count();
        assert_eq!(number("tests"), of("testcase"));
        assert_eq!((number("failures"), number("skipped")), (of("failure"), of("skipped")));
        assert!(suite.attribute("timestamp").unwrap().starts_with("2026-03-12T"));
    }
}

#[test]
fn texts_tell_every_point_and_count_alike() {
    let judged = every_kind(|_| {});
    let (text, html, markdown) = (made(&judged, "text"), made(&judged, "html"), made(&judged, "markdown"));
    // Words are wrapped in the text, so they are compared without blanks.
    let bare = |s: &str| s.split_whitespace().collect::<String>();
    let (flat_text, flat_markdown) = (bare(&text), bare(&markdown));
    for point in judged.report.points() {
        assert!(flat_text.contains(&bare(&point.text)), "text lacks {}", point.text);
        assert!(flat_markdown.contains(&bare(&point.text)), "markdown lacks {}", point.text);
        assert!(html.contains(&format!("id=\"{}\"", point.id)), "html lacks {}", point.id);
    }
    for output in [&text, &html, &markdown] {
        for wanted in ["F1", "F2", "F3", "fravik godkjent", "fravik utløpt", "Velferdsetaten", "prøves ut"]
        {
            assert!(output.contains(wanted), "no {wanted}");
        }
        assert!(output.contains("stedet «A199» finnes ikke"), "the unused departure");
        assert!(output.contains("kan først dokumenteres i detaljprosjekt"));
    }
    for id in ["junit", "github", "sarif", "json"] {
        let text = made(&judged, id);
        for entry in ["F1", "F2", "F3"] {
            assert!(text.contains(entry), "{id} lacks {entry} of the register");
        }
    }
    let row = &judged.report.counts.rows[0];
    assert!(
        markdown.contains(&format!("| {} | {} |", row.total.requirements, row.total.places)),
        "{markdown}"
    );
}

#[test]
fn the_matrix_the_gaps_the_topics_and_the_bids_have_the_same_findings() {
    let judged = every_kind(|_| {});
    let report = &judged.report;
    let wanted = in_report(report);
    // The matrix: a row each, with the departure beside the verdict.
    let rows = befaring::report::matrix::rows(report);
    let found: Found = rows
        .iter()
        .map(|r| {
            let (id, rest) = r.key.split_once('#').unwrap();
            let fingerprint = rest.split_once('@').unwrap().0;
            ((id.to_owned(), fingerprint.to_owned()), verdict_id(r.verdict))
        })
        .collect();
    assert_eq!(found, wanted);
    let departures = rows.iter().map(|r| r.text(Column::Departure, Lang::Nb)).filter(|t| !t.is_empty());
    let departures: BTreeSet<String> = departures.collect();
    let labels = ["negativt, fravik godkjent (F1)", "negativt, fravik utløpt (F2)"];
    assert_eq!(departures, labels.map(str::to_owned).into());
    // The gaps: every unclear requirement once, what waits for a later phase under that phase.
    let gaps = gaps(report);
    let of = |wanted: Option<Phase>| -> BTreeSet<String> {
        let items = gaps.groups.iter().flat_map(|g| &g.batches).flat_map(|b| &b.items);
        items.filter(|i| i.from == wanted).map(|i| i.requirement.clone()).collect()
    };
    let unclear = |wanted: Option<Phase>| -> BTreeSet<String> {
        let points = report.points().filter(|p| p.verdict == Verdict::Unclear && p.not_yet == wanted);
        points.map(|p| p.requirement.clone()).collect()
    };
    for phase in [None, Some(Phase::Detail)] {
        assert_eq!(of(phase), unclear(phase), "{phase:?}");
        assert!(!of(phase).is_empty());
    }
    let markdown = made(&judged, "gaps");
    assert!(
        markdown.contains("### Nå, i skisse: ") && markdown.contains("### Først i detaljprosjekt: 1 punkt"),
        "{markdown}"
    );
    // The topics: every place that is negative or unclear, once.
    let topics = topics(report, &judged.drawings(&catalogue().vocabulary, ""));
    let open = wanted.values().filter(|v| matches!(**v, "negative" | "unclear")).count();
    assert_eq!(topics.iter().map(|t| t.places.len()).sum::<usize>(), open);
    // Bids: the most serious verdict of each requirement, counted as the report counts.
    let bids = [
        Bid { name: "a".into(), report: Ok(report.clone()) },
        Bid { name: "b".into(), report: Err("ødelagt".into()) },
    ];
    let table = compare(&bids, Lang::Nb);
    for row in &report.counts.rows[..3] {
        let cells = table.rows.iter().filter_map(|r| r.cells[0]).filter(|c| c.verdict == row.verdict).count();
        assert_eq!(cells, row.total.requirements, "{}", row.label);
    }
    let excused = table
        .rows
        .iter()
        .filter_map(|r| r.cells[0])
        .find(|c| c.verdict == Verdict::Negative && c.excused > 0);
    assert_eq!(excused.map(|c| c.text(Lang::Nb)).as_deref(), Some("Negativt (fravik godkjent)"));
}

#[test]
fn a_comparison_of_a_report_with_itself_finds_everything_and_no_change() {
    let judged = every_kind(|_| {});
    let past = Past::of(&judged.report);
    let read = Past::read(&made(&judged, "json")).unwrap_or_else(|_| panic!("the report is read"));
    for other in [&past, &read] {
        let comparison = befaring::report::compare::compare(other, &past);
        let all = [Class::New, Class::Changed, Class::Resolved, Class::NotComparable];
        assert!(all.iter().all(|c| comparison.count(*c) == 0));
        let wrong =
            in_report(&judged.report).values().filter(|v| matches!(**v, "negative" | "unclear")).count();
        assert_eq!(comparison.count(Class::Unchanged), wrong);
    }
}

#[test]
fn every_output_says_what_made_it() {
    let judged = every_kind(|_| {});
    let hash = &judged.report.inputs[0].sha256;
    for id in ["json", "sarif", "sarif-alerts", "junit", "gitlab", "github", "markdown", "html"] {
        let text = made(&judged, id);
        for wanted in [hash.as_str(), "prosjekt.bolig", "prove-2024", env!("CARGO_PKG_VERSION")] {
            assert!(text.contains(wanted), "{id} lacks {wanted}");
        }
    }
}

#[test]
fn every_output_is_made_twice_with_the_same_bytes() {
    let judged = every_kind(|_| {});
    let catalogue = catalogue();
    let material = judged.material(&catalogue.vocabulary, false);
    for format in FORMATS.iter().filter(|f| f.is_built()) {
        let once = (format.make)(&material).unwrap();
        assert_eq!(once, (format.make)(&material).unwrap(), "{}", format.id);
        assert!(once.iter().all(|f| !f.bytes.is_empty()), "{}", format.id);
        if let Files::One(name) = format.files {
            assert_eq!(once.iter().map(|f| f.name.as_str()).collect::<Vec<_>>(), [name]);
        }
    }
}

fn shared(name: &str) -> Option<std::path::PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().map(|f| f.join("shared/schemas").join(name)).find(|f| f.is_file())
}

#[test]
fn sarif_is_valid_by_its_own_schema() {
    let Some(path) = shared("sarif-schema-2.1.0.json") else { return };
    let schema = json(&std::fs::read_to_string(path).unwrap());
    let validator = jsonschema::validator_for(&schema).unwrap();
    for judged in [every_kind(|_| {}), hostile()] {
        for id in ["sarif", "sarif-alerts"] {
            let log = json(&made(&judged, id));
            let faults: Vec<String> = validator.iter_errors(&log).map(|e| e.to_string()).collect();
            assert!(faults.is_empty(), "{faults:#?}");
            let mut broken = log;
            broken["runs"][0]["results"][0]["kind"] = "broken".into();
            assert!(!validator.is_valid(&broken), "the schema is not empty");
        }
    }
}

#[test]
fn sarif_suppresses_what_is_agreed_and_nothing_else() {
    let log = made(&every_kind(|_| {}), "sarif");
    let statuses: BTreeMap<String, String> = results(&log)
        .iter()
        .filter_map(|r| {
            let status = r["suppressions"][0]["status"].as_str()?;
            Some((r["ruleId"].as_str()?.to_owned(), status.to_owned()))
        })
        .collect();
    let wanted = [("dor.las", "rejected"), ("gulv.oppbrett", "accepted")];
    assert_eq!(statuses, wanted.map(|(a, b)| (a.to_owned(), b.to_owned())).into());
    for result in results(&log) {
        assert!(result["kind"] == "fail" || result["level"] == "none");
        let line = &result["locations"][0]["physicalLocation"]["region"]["startLine"];
        assert!(line.as_u64().unwrap() >= 1);
    }
}

/// The sample with names nobody should give.
fn hostile() -> Judged {
    judged_with(Lang::Nb, Policy::default(), |reading| {
        let model = reading.model.as_mut().unwrap();
        model.project.element.name = "=cmd|' /C calc'!A0\n::error::x\r\n##[error]y".to_owned();
        for (i, room) in model.rooms.iter_mut().enumerate() {
            room.element.label = format!(
                "æøå \"<b>&'{i}'</b>\" ]]> % , : | `kode` @alle\u{7}\u{1b}[31m\u{202e} ../../etc\\passwd"
            );
        }
        for door in &mut model.openings {
            door.element.label = "::error file=a::\n::warning::b".to_owned();
        }
    })
}

#[test]
fn hostile_names_stay_names() {
    let judged = hostile();
    let wanted = in_report(&judged.report);
    assert_eq!(in_sarif(&made(&judged, "sarif")), wanted);
    let junit = made(&judged, "junit");
    let document = roxmltree::Document::parse(&junit).unwrap();
    let cases = document.descendants().filter(|n| n.has_tag_name("testcase")).count();
    assert_eq!(cases, wanted.len());
    assert!(!junit.chars().any(|c| c.is_control() && c != '\n'));
    for line in made(&judged, "github").lines() {
        if let Some(rest) = line.strip_prefix("::") {
            let command = rest.split([' ', ':']).next().unwrap();
            assert!(matches!(command, "error" | "warning" | "notice"), "{line}");
            assert!(rest.contains(" title=") || rest.contains(",title="), "{line}");
        }
        assert!(!line.contains("##["), "{line}");
    }
    let markdown = made(&judged, "markdown");
    assert!(!markdown.contains("<b>") && !markdown.contains("@alle") && !markdown.contains('\u{202e}'));
    assert!(markdown.contains("æøå"));
    for format in FORMATS.iter().filter(|f| f.is_built()) {
        let catalogue = catalogue();
        for file in (format.make)(&judged.material(&catalogue.vocabulary, true)).unwrap() {
            let bad = file.name.contains(['/', '\\', '\0']) || file.name.contains("..");
            assert!(!bad, "{}: {}", format.id, file.name);
        }
    }
}

#[test]
fn very_many_findings_are_all_told_or_counted() {
    let mut judged = every_kind(|_| {});
    let mut grow = |n: usize| {
        let point = judged.report.sections[0].chapters[0].points.first_mut().unwrap();
        let first = point.places[0].clone();
        point.places = (0..n)
            .map(|i| {
                let mut place = first.clone();
                place.fingerprint = format!("{i:016x}");
                place.id = format!("A{i}/bad");
                place
            })
            .collect();
        judged.report.points().map(|p| p.places.len()).sum::<usize>()
    };
    let total = grow(10_000);
    let results_of = |judged: &Judged| results(&made(judged, "sarif"));
    assert_eq!(results_of(&judged).len(), total);
    let junit = made(&judged, "junit");
    assert_eq!(junit.matches("<testcase ").count(), total);
    let wrong: usize = judged
        .report
        .points()
        .filter(|p| matches!(p.verdict, Verdict::Negative | Verdict::Unclear))
        .map(|p| p.places.len())
        .sum();
    let issues = json(&made(&judged, "gitlab"));
    let of_requirements = issues
        .as_array()
        .unwrap()
        .iter()
        .filter(|i| i["check_name"].as_str().unwrap().matches('/').count() == 0);
    assert_eq!(of_requirements.count(), wrong);
    let mut judged = judged;
    let point = judged.report.sections[0].chapters[0].points.first_mut().unwrap();
    let more: Vec<_> = point.places.iter().cycle().take(30_000).cloned().collect();
    point.places = more;
    let total = judged.report.points().map(|p| p.places.len()).sum::<usize>();
    let log = json(&made(&judged, "sarif"));
    let told = log["runs"][0]["invocations"][0]["toolExecutionNotifications"].to_string();
    assert!(told.contains("GitHub viser bare de 5000 alvorligste av 25000 funn"), "{told}");
    assert_eq!(log["runs"][0]["results"].as_array().unwrap().len(), 25_000);
    assert_eq!(log["runs"][0]["properties"]["findingsLeftOut"], total - 25_000);
    let told = log["runs"][0]["invocations"][0]["toolExecutionNotifications"].to_string();
    assert!(told.contains(&format!("{} av {total} funn er utelatt", total - 25_000)), "{told}");
}

#[test]
fn a_sarif_file_is_never_larger_than_its_receiver_takes() {
    let judged = every_kind(|_| {});
    let packed = |text: &str| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        std::io::Write::write_all(&mut encoder, text.as_bytes()).unwrap();
        encoder.finish().unwrap().len()
    };
    let whole = befaring::report::ci::sarif::render(&judged.report, Which::All).unwrap();
    let total = in_report(&judged.report).len();
    let left_out =
        |text: &str, what: &str| json(text)["runs"][0]["properties"][what].as_u64().unwrap() as usize;
    assert_eq!(left_out(&whole, "findingsLeftOut"), 0);
    let size = packed(&whole);
    // At the size it has nothing goes; below it the places of evidence do, and then findings.
    assert_eq!(within(&judged.report, Which::All, size).unwrap(), whole);
    let smaller = within(&judged.report, Which::All, size - 1).unwrap();
    assert!(packed(&smaller) < size);
    assert_eq!(left_out(&smaller, "findingsLeftOut"), 0);
    assert!(left_out(&smaller, "relatedLocationsLeftOut") > 0);
    let least = within(&judged.report, Which::All, packed(&smaller) - 1).unwrap();
    assert_eq!(results(&least).len() + left_out(&least, "findingsLeftOut"), total);
    let told = json(&least)["runs"][0]["invocations"][0]["toolExecutionNotifications"].to_string();
    assert!(told.contains("funn er utelatt") && told.contains("Rapporten har alle"), "{told}");
}

#[test]
fn a_junit_file_leaves_out_what_is_met_before_what_is_not_and_says_so() {
    let judged = every_kind(|_| {});
    let whole = junit::render(&judged.report).unwrap();
    assert_eq!(junit::within(&judged.report, whole.len()).unwrap(), whole);
    assert!(!whole.contains("utelatt"));
    let cases = |text: &str| text.matches("<testcase ").count();
    let leaned = "prosjekt.bolig:30:5";
    let short = junit::within(&judged.report, whole.len() - 1).unwrap();
    assert!(whole.contains(leaned) && !short.contains(&format!("– {leaned}")), "the evidence goes first");
    assert!(short.contains("grunnlaget er utelatt") && cases(&short) <= cases(&whole), "{short}");
    let least = junit::within(&judged.report, 1).unwrap();
    let wrong = in_report(&judged.report).values().filter(|v| matches!(**v, "negative" | "unclear")).count();
    assert_eq!(cases(&least), wrong);
    let left = cases(&whole) - wrong;
    assert!(least.contains(&format!("og {left} tilfeller som er oppfylt")), "{least}");
    roxmltree::Document::parse(&least).unwrap();
}

#[test]
fn sources_of_departures_are_told_with_their_line() {
    let judged = every_kind(|_| {});
    let second = &judged.report.fravik[1];
    let place = second.place.as_ref().unwrap();
    assert_eq!((place.file.as_str(), place.line), ("fravik.toml", 14));
}
