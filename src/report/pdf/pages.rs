//! The pages of a check's report, as data.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{About, Row, Said, about, grounds, ids};
use crate::finding::Verdict;
use crate::localized;
use crate::report::document::{FaultLine, FravikLine, Point, Report, Section, verdict_id};
use crate::report::drawings::{Drawings, PlanSheet};
use crate::report::grounds::shown_place;
use crate::report::terminal::sign;
use crate::report::words::Word;
use crate::source::Severity;
use crate::text::{Lang, list};

/// Everything the pages show.
#[derive(Debug, Serialize)]
pub(super) struct Pages {
    lang: &'static str,
    title: String,
    words: Words,
    head: Vec<[String; 2]>,
    outcome: Outcome,
    counts: Counts,
    documented: Vec<String>,
    faults: Vec<Fault>,
    plans: Vec<Plan>,
    sections: Vec<PointSection>,
    fravik: Vec<Departure>,
    baseline: Option<Earlier>,
    unmet: Vec<Said>,
    contradictions: Vec<Said>,
    ids: Option<ids::Chapter>,
    about: About,
}

/// Words around what is said.
#[derive(Debug, Serialize)]
pub(crate) struct Words {
    page: &'static str,
    of: &'static str,
    contents: &'static str,
    outcome: &'static str,
    deciding: &'static str,
    documented: &'static str,
    faults: &'static str,
    help: &'static str,
    plans: &'static str,
    more_plans: &'static str,
    fravik: &'static str,
    unmet: &'static str,
    contradictions: &'static str,
    grounds: &'static str,
    grounds_hint: &'static str,
    no_points: &'static str,
    photos: &'static str,
    notes: &'static str,
    unknown: &'static str,
}

/// The words of a language.
pub(crate) fn words(lang: Lang) -> Words {
    Words {
        page: Word::Page.get(lang),
        of: Word::Of.get(lang),
        contents: Word::Contents.get(lang),
        outcome: Word::Outcome.get(lang),
        deciding: Word::Deciding.get(lang),
        documented: Word::Documented.get(lang),
        faults: Word::Faults.get(lang),
        help: Word::Help.get(lang),
        plans: Word::PlanHeading.get(lang),
        more_plans: Word::MorePlans.get(lang),
        fravik: Word::Fravik.get(lang),
        unmet: Word::Unmet.get(lang),
        contradictions: Word::Contradictions.get(lang),
        grounds: Word::GroundsHeading.get(lang),
        grounds_hint: Word::GroundsHint.get(lang),
        no_points: Word::NoPoints.get(lang),
        photos: Word::Photos.get(lang),
        notes: Word::Notes.get(lang),
        unknown: Word::UnknownGlyphs.get(lang),
    }
}

#[derive(Debug, Serialize)]
struct Outcome {
    tone: &'static str,
    sentence: String,
    notes: Vec<String>,
    deciding: Vec<Deciding>,
}

#[derive(Debug, Serialize)]
struct Deciding {
    text: String,
    reference: String,
    to: String,
}

#[derive(Debug, Serialize)]
struct Counts {
    caption: &'static str,
    columns: Vec<String>,
    rows: Vec<CountLine>,
    note: String,
    remarks: Vec<String>,
}

#[derive(Debug, Serialize)]
struct CountLine {
    verdict: &'static str,
    sign: &'static str,
    label: String,
    cells: Vec<usize>,
}

#[derive(Debug, Serialize)]
struct Fault {
    tone: &'static str,
    label: String,
    message: String,
    place: String,
    line: String,
    help: String,
}

/// A plan: its picture, how large it is on paper, and what it shows for those who hear it.
#[derive(Debug, Serialize)]
pub(crate) struct Plan {
    pub(crate) picture: String,
    pub(crate) title: String,
    /// Millimetres.
    pub(crate) width: f64,
    /// Millimetres.
    pub(crate) height: f64,
    pub(crate) alt: String,
    /// Whether it shows nothing the plans before it do not.
    pub(crate) folded: bool,
}

#[derive(Debug, Serialize)]
struct PointSection {
    verdict: &'static str,
    sign: &'static str,
    heading: String,
    count: String,
    /// Whether its points have grounds behind the lists.
    grounds: bool,
    chapters: Vec<Chapter>,
}

#[derive(Debug, Serialize)]
struct Chapter {
    heading: String,
    points: Vec<Entry>,
}

/// A point in the lists, with what stands behind it.
#[derive(Debug, Serialize)]
struct Entry {
    /// Its label in the document: a number of our own, since an id can be any text.
    label: String,
    id: String,
    requirement: String,
    title: String,
    letter: Option<String>,
    text: String,
    reference: String,
    meta: Vec<String>,
    said: Vec<Said>,
    settle: Vec<Said>,
    rows: Vec<Row>,
}

/// An agreed departure in the register.
#[derive(Debug, Serialize)]
pub(crate) struct Departure {
    tone: &'static str,
    id: String,
    title: String,
    places: String,
    standing: String,
    facts: String,
    lines: Vec<Said>,
}

#[derive(Debug, Serialize)]
struct Earlier {
    heading: String,
    sentence: String,
    remarks: Vec<String>,
    gone_heading: &'static str,
    gone: Vec<Said>,
    hash: String,
}

/// The pages of a report.
pub(super) fn report(report: &Report, plans: Vec<Plan>) -> Pages {
    let lang = report.lang;
    let labels: BTreeMap<&str, String> =
        report.points().enumerate().map(|(i, p)| (p.id.as_str(), format!("p{i}"))).collect();
    let mut numbers = 0..;
    let sections = [Verdict::Negative, Verdict::Positive, Verdict::Unclear, Verdict::NotApplicable];
    Pages {
        lang: lang.tag(),
        title: report.title.clone(),
        words: words(lang),
        head: report.head.iter().map(|e| [e.label.clone(), e.value.clone()]).collect(),
        outcome: outcome(report, &labels),
        counts: counts(report),
        documented: report.documentation.iter().map(|d| d.text.clone()).collect(),
        faults: report.faults.iter().map(fault).collect(),
        plans,
        sections: sections
            .into_iter()
            .filter_map(|v| report.section(v))
            .map(|s| section(s, &mut numbers, lang))
            .collect(),
        fravik: report.fravik.iter().map(|f| departure(f, lang)).collect(),
        baseline: earlier(report),
        unmet: unmet(report),
        contradictions: report
            .contradictions
            .iter()
            .map(|c| Said::led(&c.ids.join(", "), &c.text).from(c.requirements.join(", ")))
            .collect(),
        ids: report.ids.as_ref().map(ids::chapter),
        about: about(report),
    }
}

fn outcome(report: &Report, labels: &BTreeMap<&str, String>) -> Outcome {
    let outcome = &report.outcome;
    let deciding = report.points().filter(|p| p.decides).map(|p| Deciding {
        text: p.text.clone(),
        reference: p.reference.clone(),
        to: labels.get(p.id.as_str()).cloned().unwrap_or_default(),
    });
    Outcome {
        tone: verdict_id(outcome.tone),
        sentence: outcome.sentence.clone(),
        notes: outcome.notes.clone(),
        deciding: deciding.collect(),
    }
}

fn counts(report: &Report) -> Counts {
    let lang = report.lang;
    let counts = &report.counts;
    let forces = counts.rows.first().map(|r| r.by_force.iter().map(|(_, label, _)| label.clone()));
    let mut columns = vec![Word::Verdict.get(lang).to_owned()];
    columns.extend(forces.into_iter().flatten());
    columns.extend([Word::InAll.get(lang).to_owned(), Word::Places.get(lang).to_owned()]);
    let rows = counts.rows.iter().map(|row| {
        let mut cells: Vec<usize> = row.by_force.iter().map(|(_, _, tally)| tally.requirements).collect();
        cells.extend([row.total.requirements, row.total.places]);
        CountLine {
            verdict: verdict_id(row.verdict),
            sign: sign(row.verdict),
            label: row.label.clone(),
            cells,
        }
    });
    Counts {
        caption: Word::CountsCaption.get(lang),
        columns,
        rows: rows.collect(),
        note: counts.note.clone(),
        remarks: counts.remarks.clone(),
    }
}

fn fault(fault: &FaultLine) -> Fault {
    Fault {
        tone: match fault.severity {
            Severity::Error => "negative",
            Severity::Warning => "unclear",
            Severity::Note => "not_applicable",
        },
        label: fault.severity_label.clone(),
        message: fault.message.clone(),
        place: fault.place.as_ref().map(shown_place).unwrap_or_default(),
        line: fault.line.clone().unwrap_or_default(),
        help: fault.help.clone().unwrap_or_default(),
    }
}

/// The plans, with their pictures by name.
pub(super) fn plans(drawings: &Drawings<'_>) -> (Vec<Plan>, BTreeMap<String, Vec<u8>>) {
    let lang = drawings.lang;
    let mut pictures = BTreeMap::new();
    let mut plans = Vec::new();
    for (i, PlanSheet { sheet, letters, folded }) in drawings.in_reading_order().into_iter().enumerate() {
        let picture = format!("plan-{}.svg", i + 1);
        let letters: Vec<String> = letters.into_iter().map(|(letter, _)| letter).collect();
        plans.push(Plan {
            picture: picture.clone(),
            alt: alt(&sheet.title, sheet.scale, &letters, lang),
            title: sheet.title,
            width: sheet.width,
            height: sheet.height,
            folded,
        });
        pictures.insert(picture, sheet.svg.into_bytes());
    }
    (plans, pictures)
}

/// What a plan shows, for those who hear it.
pub(crate) fn alt(title: &str, scale: Option<u32>, letters: &[String], lang: Lang) -> String {
    let mut said = match scale {
        Some(n) => {
            localized!("{title}. Plantegning i målestokk 1:{n}.", "{title}. Floor plan at the scale 1:{n}.")
        }
        None => localized!("{title}. Skjema uten mål.", "{title}. Diagram without measures."),
    }
    .get(lang)
    .to_owned();
    if !letters.is_empty() {
        let letters = list(letters, lang);
        let more = localized!(
            " Merkene {letters} viser til punktene med samme merke.",
            " The marks {letters} refer to the points of the same mark."
        );
        said.push_str(more.get(lang));
    }
    said
}

fn section(section: &Section, numbers: &mut impl Iterator<Item = usize>, lang: Lang) -> PointSection {
    PointSection {
        verdict: verdict_id(section.verdict),
        sign: sign(section.verdict),
        heading: section.heading.clone(),
        count: section.count.clone(),
        grounds: section.verdict != Verdict::NotApplicable,
        chapters: section
            .chapters
            .iter()
            .map(|chapter| Chapter {
                heading: chapter.heading.clone(),
                points: chapter
                    .points
                    .iter()
                    .zip(&mut *numbers)
                    .map(|(point, n)| entry(point, n, lang))
                    .collect(),
            })
            .collect(),
    }
}

fn entry(point: &Point, number: usize, lang: Lang) -> Entry {
    let mut meta = vec![point.force_label.clone()];
    if point.decides {
        meta.push(Word::DecidesResult.get(lang).to_owned());
    }
    meta.extend(point.unclarity_label.clone());
    meta.extend(point.departure.as_ref().map(|d| d.label.clone()));
    meta.extend(point.not_yet_label.clone());
    meta.extend(point.since_label.clone());
    Entry {
        label: format!("p{number}"),
        id: point.id.clone(),
        requirement: point.requirement.clone(),
        title: point.title.clone(),
        letter: point.letter.clone(),
        text: point.text.clone(),
        reference: point.reference.clone(),
        meta,
        said: point.statements.iter().map(|s| Said::text(&s.text)).collect(),
        settle: settle(point, lang),
        rows: grounds::rows(point, lang),
    }
}

/// The shortest way to settle an unclear point, or to turn a negative one.
fn settle(point: &Point, lang: Lang) -> Vec<Said> {
    if point.verdict != Verdict::Unclear {
        let measured = point.turns.iter().map(|t| {
            let ways: Vec<&str> = t.measured().map(|w| w.text.as_str()).collect();
            let text = ways.join(&format!(" {} ", Word::Or.get(lang)));
            (text, &t.at)
        });
        return measured
            .filter(|(text, _)| !text.is_empty())
            .map(|(text, at)| {
                let text = if at.is_empty() { text } else { format!("{at}: {text}") };
                Said::led(Word::Turns.get(lang), text)
            })
            .collect();
    }
    let ways = point.remedies.iter().filter_map(|remedy| match (&remedy.design, &remedy.observe) {
        (Some(design), _) => Some(Said::code(Word::InDesign.get(lang), design)),
        (None, Some(observe)) => Some(Said::led(Word::OnSite.get(lang), observe)),
        (None, None) => None,
    });
    ways.collect()
}

/// An agreed departure, with its register's words.
pub(crate) fn departure(line: &FravikLine, lang: Lang) -> Departure {
    let mut lines = vec![Said::led(Word::FravikReason.get(lang), &line.reason)];
    lines.extend(line.compensating.iter().map(|c| Said::led(Word::FravikInstead.get(lang), c)));
    lines.extend(line.remarks.iter().map(Said::text));
    Departure {
        tone: if line.to_mend || !line.standing.excuses() { "unclear" } else { "positive" },
        id: line.id.clone(),
        title: line.title.clone(),
        places: match line.places.is_empty() {
            true => Word::Everywhere.get(lang).to_owned(),
            false => line.places.join(", "),
        },
        standing: line.standing_label.clone(),
        facts: format!("{} · {}", line.requirement, line.facts),
        lines,
    }
}

fn earlier(report: &Report) -> Option<Earlier> {
    let lang = report.lang;
    let baseline = report.baseline.as_ref()?;
    let gone = baseline.absent.iter().map(|line| {
        let lead = if line.resolved { Word::Resolved } else { Word::NotComparable };
        let mut text = line.title.clone();
        if !line.at.is_empty() {
            text.push_str(&format!(" ({})", line.at));
        }
        if let Some(why) = &line.why {
            text.push_str(&format!(" – {why}"));
        }
        Said::led(lead.get(lang), text)
    });
    Some(Earlier {
        heading: format!("{} {}", Word::ComparedWith.get(lang), baseline.file.path),
        sentence: baseline.sentence.clone(),
        remarks: baseline.remarks.clone(),
        gone_heading: Word::NoLonger.get(lang),
        gone: gone.collect(),
        hash: format!("SHA-256 {}", baseline.file.sha256),
    })
}

fn unmet(report: &Report) -> Vec<Said> {
    let line = |u: &crate::report::UnmetLine| {
        let text = format!("{} ({}): {}", u.about, u.why, u.statement.text);
        Said::led(u.requirement.as_deref().unwrap_or_default(), text).from(&u.statement.origin)
    };
    report.unmet.iter().map(line).collect()
}
