//! The report of a visit and its checklist as PDF: what the pages show, as data for the typesetting engine.

use std::collections::BTreeMap;

use serde::Serialize;

use super::paper;
use super::report::{Line, PhotoPage, VisitReport};
use super::report_page::alt as photo_alt;
use super::visit::{Observation, Visit};
use crate::catalogue::Catalogue;
use crate::finding::Verdict;
use crate::plan::Sheet;
use crate::report::formats::FormatError;
use crate::report::pdf::{
    About, Departure, Job, Layout, Plan, Words, about, departure, plan_alt, sign, words,
};
use crate::report::{Date, Point, Word, verdict_id};
use crate::text::Lang;

/// Everything the pages of a visit's report show.
#[derive(Serialize)]
struct VisitPages {
    lang: &'static str,
    title: String,
    words: Words,
    standing: String,
    is_final: bool,
    head: Vec<[String; 2]>,
    plans: Vec<Plan>,
    sides: Vec<Side>,
    open: Side,
    photos: Vec<PhotoCell>,
    besides: Besides,
    fravik: Vec<Departure>,
    notes: Vec<String>,
    about: About,
}

#[derive(Serialize)]
struct Side {
    verdict: &'static str,
    sign: &'static str,
    heading: String,
    lines: Vec<LineCell>,
}

#[derive(Default, Serialize)]
struct LineCell {
    id: String,
    text: String,
    reference: String,
    /// The photo its reference leads to.
    photo: Option<u32>,
    after: String,
    tags: Vec<String>,
    against: String,
}

#[derive(Serialize)]
struct PhotoCell {
    number: u32,
    caption: String,
    /// Name of the picture; empty where there is none to show.
    picture: String,
    missing: String,
    alt: String,
}

#[derive(Serialize)]
struct Besides {
    heading: &'static str,
    sentence: String,
    sections: Vec<Side>,
}

/// The report of a visit, ready to be set. `date` is the day of the visit.
///
/// # Errors
/// When the data cannot be written as JSON.
pub fn report_pdf(report: &VisitReport, sheets: &[Sheet], date: Option<Date>) -> Result<Job, FormatError> {
    let lang = report.lang;
    let (plans, mut pictures) = plans(sheets, lang);
    let photos = report.photos.iter().map(|p| photo(p, &mut pictures, lang)).collect();
    let side = |verdict: Verdict, lines: &[Line]| Side {
        verdict: verdict_id(verdict),
        sign: sign(verdict),
        heading: verdict.name().get(lang).to_owned(),
        lines: lines.iter().map(|l| line(l, report)).collect(),
    };
    let pages = VisitPages {
        lang: lang.tag(),
        title: report.title.clone(),
        words: words(lang),
        standing: report.standing.clone(),
        is_final: report.is_final,
        head: report.head.iter().map(|e| [e.label.clone(), e.value.clone()]).collect(),
        plans,
        sides: vec![side(Verdict::Positive, &report.positive), side(Verdict::Negative, &report.negative)],
        open: side(Verdict::Unclear, &report.open),
        photos,
        besides: Besides {
            heading: Word::Besides.get(lang),
            sentence: report.drawings.outcome.sentence.clone(),
            sections: report
                .besides()
                .into_iter()
                .map(|(v, heading, points)| besides(v, heading, &points))
                .collect(),
        },
        fravik: report.drawings.fravik.iter().map(|f| departure(f, lang)).collect(),
        notes: report.notes.clone(),
        about: about(&report.drawings),
    };
    Ok(Job {
        layout: Layout::Visit,
        data: serde_json::to_value(pages)?,
        pictures,
        date,
        ident: format!("{} {} {}", report.title, report.standing, report.drawings.basis),
        lang,
    })
}

fn besides(verdict: Verdict, heading: &str, points: &[&Point]) -> Side {
    let cell = |point: &&Point| LineCell {
        id: point.id.clone(),
        text: point.text.clone(),
        reference: if point.reference.is_empty() { String::new() } else { format!("({})", point.reference) },
        tags: vec![point.requirement.clone()],
        ..LineCell::default()
    };
    Side {
        verdict: verdict_id(verdict),
        sign: sign(verdict),
        heading: heading.to_owned(),
        lines: points.iter().map(cell).collect(),
    }
}

fn line(line: &Line, report: &VisitReport) -> LineCell {
    let shown = |n: &&u32| report.photos.iter().any(|p| p.number == **n);
    let mut tags: Vec<String> = line.tag(report.lang).map(str::to_owned).into_iter().collect();
    if !line.measured.is_empty() {
        tags.push(format!("– {}", line.measured.join(", ")));
    }
    let basis: Vec<String> = line.basis.iter().map(|b| b.name().get(report.lang).to_owned()).collect();
    if !basis.is_empty() {
        tags.push(format!("[{}]", basis.join(" + ")));
    }
    LineCell {
        id: line.id.clone(),
        text: line.text.clone(),
        reference: line.reference.clone(),
        photo: line.photos.iter().find(shown).copied(),
        after: line.after.clone(),
        tags,
        against: line.against.clone().unwrap_or_default(),
    }
}

fn photo(page: &PhotoPage, pictures: &mut BTreeMap<String, Vec<u8>>, lang: Lang) -> PhotoCell {
    let name = format!("foto-{}.jpg", page.number);
    let (picture, missing) = match &page.picture {
        Ok(photo) => {
            pictures.insert(name.clone(), photo.jpeg.clone());
            (name, String::new())
        }
        Err(why) => (String::new(), why.clone()),
    };
    PhotoCell {
        number: page.number,
        caption: page.caption.clone(),
        picture,
        missing,
        alt: photo_alt(page.number, &page.caption, lang),
    }
}

/// The plans of a visit, with their pictures by name.
fn plans(sheets: &[Sheet], lang: Lang) -> (Vec<Plan>, BTreeMap<String, Vec<u8>>) {
    let mut pictures = BTreeMap::new();
    let mut plans = Vec::new();
    for (i, sheet) in sheets.iter().enumerate() {
        let picture = format!("plan-{}.svg", i + 1);
        pictures.insert(picture.clone(), sheet.svg.clone().into_bytes());
        let mut marks: Vec<String> = Vec::new();
        for mark in &sheet.marks {
            if !marks.contains(&mark.label) {
                marks.push(mark.label.clone());
            }
        }
        plans.push(Plan {
            picture,
            title: sheet.title.clone(),
            width: sheet.width,
            height: sheet.height,
            alt: plan_alt(&sheet.title, sheet.scale, &marks, lang),
            folded: false,
        });
    }
    (plans, pictures)
}

/// Everything the pages of a checklist show.
#[derive(Serialize)]
struct ChecklistPages {
    lang: &'static str,
    title: String,
    words: Words,
    head: Vec<[String; 2]>,
    note: &'static str,
    choices: [String; 4],
    photo: &'static str,
    stops: Vec<StopCell>,
    plans: Vec<Plan>,
}

#[derive(Serialize)]
struct StopCell {
    heading: String,
    points: Vec<PointCell>,
}

#[derive(Serialize)]
struct PointCell {
    id: String,
    title: String,
    at: String,
    ask: String,
    drawing: String,
    photo_wanted: bool,
    measures: Vec<String>,
}

/// The checklist of a visit, ready to be set.
///
/// # Errors
/// When the data cannot be written as JSON.
pub fn checklist_pdf(
    visit: &Visit,
    sheets: &[Sheet],
    catalogue: &Catalogue,
    lang: Lang,
) -> Result<Job, FormatError> {
    let (plans, pictures) = plans(sheets, lang);
    let title = paper::title(visit, lang);
    let pages = ChecklistPages {
        lang: lang.tag(),
        title: title.clone(),
        words: words(lang),
        head: paper::head_lines(visit, lang),
        note: Word::ChecklistNote.get(lang),
        choices: paper::choices(lang),
        photo: Word::PhotoNumber.get(lang),
        stops: paper::stops(visit, catalogue)
            .into_iter()
            .map(|(stop, points)| StopCell {
                heading: stop.map_or_else(String::new, |s| s.name.get(lang).to_owned()),
                points: points.into_iter().map(|p| point(p, catalogue, lang)).collect(),
            })
            .collect(),
        plans,
    };
    Ok(Job {
        layout: Layout::Checklist,
        data: serde_json::to_value(pages)?,
        pictures,
        date: visit.date.as_deref().and_then(Date::parse),
        ident: format!("{title} {}", visit.basis.as_deref().unwrap_or_default()),
        lang,
    })
}

fn point(point: &Observation, catalogue: &Catalogue, lang: Lang) -> PointCell {
    PointCell {
        id: point.id.clone(),
        title: paper::titles(point, catalogue, lang),
        at: point.at.clone(),
        ask: point.ask.clone(),
        drawing: paper::drawing(point, lang),
        photo_wanted: point.photo_wanted,
        measures: point
            .facts
            .iter()
            .map(|f| paper::measure(&f.fact, &catalogue.vocabulary, lang).to_owned())
            .collect(),
    }
}
