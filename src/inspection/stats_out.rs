//! What recurs over many visits, told as text, Markdown, CSV, and a page with a chart.

use std::fmt::Write as _;

use maud::{Markup, html};

use super::stats::{StatLine, Stats, Tally};
use crate::localized;
use crate::report::ci::markdown::escape;
use crate::report::html::Shell;
use crate::text::{Lang, Localized};

const STYLE: &str = concat!(include_str!("report_page.css"), include_str!("stats_page.css"));
/// Characters of the longest bar in a text.
const BAR: usize = 24;

fn word(lang: Lang, nb: &str, en: &str) -> String {
    Localized::new(nb, en).get(lang).to_owned()
}

/// The headings of the columns of numbers.
fn heads(lang: Lang) -> [String; 6] {
    [
        word(lang, "negativt", "negative"),
        word(lang, "med merknad", "with remark"),
        word(lang, "positivt", "positive"),
        word(lang, "ikke sett", "not seen"),
        word(lang, "ubesvart", "unanswered"),
        word(lang, "ikke relevant", "not relevant"),
    ]
}

fn numbers(tally: &Tally) -> [usize; 6] {
    [tally.negative, tally.remark, tally.positive, tally.not_seen, tally.open, tally.not_relevant]
}

/// «62 %» of those that could be judged; a dash where none could.
fn share(tally: &Tally) -> String {
    tally.share().map_or_else(|| "–".to_owned(), |s| format!("{:.0} %", s * 100.0))
}

/// What was counted, in sentences.
fn about(stats: &Stats) -> Vec<String> {
    let Stats { lang, visits, finals, free, .. } = *stats;
    let counted = match visits {
        1 => Localized::new("1 befaring", "1 visit"),
        _ => localized!("{visits} befaringer", "{visits} visits"),
    };
    let counted = localized!("{}, endelige: {finals}", "{}, final: {finals}", counted.get(lang));
    let mut all = vec![
        counted.get(lang).to_owned(),
        word(
            lang,
            "En befaring teller én gang for hvert krav, etter det mest alvorlige som ble sett. Andelen er av befaringene der \
             kravet kunne bedømmes.",
            "A visit counts once for each requirement, by the most serious that was seen. The share is of the visits in which \
             the requirement could be judged.",
        ),
        word(
            lang,
            "Bare utfall er talt: ingen tekster, steder, bilder eller navn er tatt med.",
            "Only verdicts are counted: no texts, places, photos or names are taken along.",
        ),
    ];
    if free > 0 {
        all.push(
            localized!(
                "{free} befaringer har punkter som ikke hører til noe krav; kanskje mangler katalogen et.",
                "{free} visits have points that belong to no requirement; the catalogue may lack one."
            )
            .get(lang)
            .to_owned(),
        );
    }
    let unknown: Vec<&str> =
        stats.lines.iter().filter(|l| !l.known).map(|l| l.requirement.as_str()).collect();
    if !unknown.is_empty() {
        let ids = unknown.join(", ");
        let text = localized!("katalogen kjenner ikke {ids}", "the catalogue does not know {ids}");
        all.push(text.get(lang).to_owned());
    }
    all
}

fn bar(line: &StatLine, most: usize, width: usize) -> String {
    let filled = if most == 0 { 0 } else { (line.tally.negative * width).div_ceil(most) };
    "█".repeat(filled)
}

fn most(stats: &Stats) -> usize {
    stats.lines.iter().map(|l| l.tally.negative).max().unwrap_or(0)
}

/// As text for a terminal.
pub fn stats_text(stats: &Stats) -> String {
    let mut out = String::new();
    let head = heads(stats.lang);
    let most = most(stats);
    for line in &stats.lines {
        let _ = writeln!(out, "{} ({})", line.title, line.requirement);
        let told: Vec<String> = numbers(&line.tally)
            .iter()
            .zip(&head)
            .filter(|(n, _)| **n > 0)
            .map(|(n, head)| format!("{n} {head}"))
            .collect();
        let bar = bar(line, most, BAR);
        let bar = if bar.is_empty() { bar } else { format!("{bar} ") };
        let _ = writeln!(out, "  {bar}{} – {}", share(&line.tally), told.join(", "));
    }
    out.push('\n');
    for text in about(stats) {
        let _ = writeln!(out, "{text}");
    }
    out
}

/// As a table in Markdown.
pub fn stats_markdown(stats: &Stats) -> String {
    let lang = stats.lang;
    let mut out = format!("# {}\n\n", word(lang, "Det som går igjen", "What recurs"));
    let head = heads(lang).join(" | ");
    let _ = writeln!(
        out,
        "| {} | {} | {head} | {} | |",
        word(lang, "krav", "requirement"),
        word(lang, "kapittel", "chapter"),
        word(lang, "andel negativt", "share negative"),
    );
    let _ = writeln!(out, "|{}", " --- |".repeat(10));
    let most = most(stats);
    for line in &stats.lines {
        let cells: Vec<String> = numbers(&line.tally).iter().map(usize::to_string).collect();
        let _ = writeln!(
            out,
            "| {} (`{}`) | {} | {} | {} | {} |",
            escape(&line.title),
            line.requirement,
            escape(&line.chapter),
            cells.join(" | "),
            share(&line.tally),
            bar(line, most, BAR / 2)
        );
    }
    out.push('\n');
    for text in about(stats) {
        let _ = writeln!(out, "{}\n", escape(&text));
    }
    out
}

/// As CSV for other programs: commas, a full stop in numbers, ids and not words.
///
/// # Errors
/// Never: it is written to memory.
pub fn stats_csv(stats: &Stats) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record([
        "requirement",
        "title",
        "chapter",
        "visits",
        "negative",
        "remark",
        "positive",
        "not_seen",
        "open",
        "not_relevant",
        "share_negative",
    ])?;
    for line in &stats.lines {
        let mut record = vec![line.requirement.clone(), line.title.clone(), line.chapter.clone()];
        record.push(line.tally.asked().to_string());
        record.extend(numbers(&line.tally).iter().map(usize::to_string));
        record.push(line.tally.share().map_or_else(String::new, |s| format!("{s:.3}")));
        writer.write_record(&record)?;
    }
    writer.into_inner().map_err(|e| csv::Error::from(e.into_error()))
}

/// As one HTML file: a table with a bar in each row. Nothing is fetched and nothing runs.
pub fn stats_page(stats: &Stats) -> String {
    let lang = stats.lang;
    let title = word(lang, "Det som går igjen", "What recurs");
    let body = html! {
        header { h1 { (title) } }
        main {
            @for text in about(stats) { p { (text) } }
            p.legend.seen {
                span.key.negative { (word(lang, "negativt", "negative")) }
                span.key.remark { (word(lang, "med merknad", "with remark")) }
                span.key.positive { (word(lang, "positivt", "positive")) }
                span.key.open { (word(lang, "ikke sett eller ubesvart", "not seen or unanswered")) }
            }
            (table(stats))
        }
    };
    Shell::plain(lang, &title, STYLE).around(&body)
}

fn table(stats: &Stats) -> Markup {
    let lang = stats.lang;
    html! {
        div.scroll tabindex="0" role="group" aria-label=(word(lang, "Krav", "Requirements")) {
            table.stats {
                thead {
                    tr {
                        th scope="col" { (word(lang, "Krav", "Requirement")) }
                        th.chart scope="col" { (word(lang, "Befaringer", "Visits")) }
                        @for head in heads(lang) { th.n scope="col" { (head) } }
                        th.n scope="col" { (word(lang, "andel negativt", "share negative")) }
                    }
                }
                tbody {
                    @for line in &stats.lines {
                        tr {
                            th scope="row" { (line.title) " " span.from { (line.chapter) " · " (line.requirement) } }
                            td.chart { (chart(&line.tally, stats.visits)) }
                            @for n in numbers(&line.tally) { td.n { (n) } }
                            td.n { (share(&line.tally)) }
                        }
                    }
                }
            }
        }
    }
}

/// A bar as wide as all visits, in the colours of what was seen.
fn chart(tally: &Tally, visits: usize) -> Markup {
    let parts = [
        ("negative", tally.negative),
        ("remark", tally.remark),
        ("positive", tally.positive),
        ("open", tally.not_seen + tally.open),
    ];
    let mut from = 0;
    html! {
        svg viewBox={ "0 0 " (visits.max(1)) " 1" } preserveAspectRatio="none" aria-hidden="true" {
            @for (class, n) in parts {
                @if n > 0 {
                    rect class=(class) x=(from) y="0" width=(n) height="1" {}
                    ({ from += n; "" })
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(lang: Lang) -> Stats {
        let line = |id: &str, title: &str, tally| StatLine {
            requirement: id.into(),
            title: title.into(),
            chapter: "Gulv".into(),
            known: true,
            tally,
        };
        Stats {
            lang,
            visits: 4,
            finals: 1,
            free: 2,
            lines: vec![
                line("a", "Oppbrett, minst 10 cm", Tally { negative: 3, positive: 1, ..Tally::default() }),
                line("b", "<b>", Tally { open: 4, ..Tally::default() }),
            ],
        }
    }

    #[test]
    fn every_output_tells_every_requirement_with_its_numbers() {
        let stats = sample(Lang::Nb);
        let text = stats_text(&stats);
        assert!(text.contains("75 % – 3 negativt, 1 positivt") && text.contains("– – 4 ubesvart"), "{text}");
        assert!(text.contains("4 befaringer, endelige: 1") && text.contains("2 befaringer har punkter"));
        let markdown = stats_markdown(&stats);
        assert!(markdown.contains("| 3 | 0 | 1 | 0 | 0 | 0 | 75 % | ████████████ |"), "{markdown}");
        assert!(markdown.contains("&lt;b&gt;"));
        let csv = String::from_utf8(stats_csv(&stats).unwrap()).unwrap();
        assert_eq!(csv.lines().nth(1), Some("a,\"Oppbrett, minst 10 cm\",Gulv,4,3,0,1,0,0,0,0.750"));
        assert_eq!(csv.lines().nth(2), Some("b,<b>,Gulv,4,0,0,0,0,4,0,"));
    }

    #[test]
    fn the_page_draws_each_bar_to_the_scale_of_all_visits_and_runs_nothing() {
        let page = stats_page(&sample(Lang::En));
        assert!(page.contains("viewBox=\"0 0 4 1\""));
        assert!(page.contains("class=\"negative\" x=\"0\" y=\"0\" width=\"3\""));
        assert!(page.contains("class=\"positive\" x=\"3\" y=\"0\" width=\"1\""));
        assert!(!page.contains("<script") && !page.contains("<b>") && !page.contains("style="));
    }
}
