//! The report as one HTML file: plan and points linked both ways, no network, readable without its script.
//!
//! The style and the script stand in the file and are named by hash in its content security policy, so that
//! nothing else can run or be fetched. The page is written for WCAG 2.1 AA: every mark on the plan has its
//! equal in the list, signs and words carry what colours show, and everything works by keyboard.

mod page;
mod point;
mod register;
mod shell;

pub(crate) use shell::{Shell, with_plans};

use super::document::Report;
use super::ids;

/// A drawing for the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Heading.
    pub title: String,
    /// The drawing: an `<svg>` element whose ids begin with `id`, and whose marks link to the points' ids.
    pub svg: String,
    /// What the ids in it begin with.
    pub id: String,
    /// Letters it shows, with the id of the first mark of each.
    pub letters: Vec<(String, String)>,
    /// Whether it is shown folded away.
    pub folded: bool,
}

/// The style of pages of reports.
pub(super) const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// The report as an HTML text.
pub fn render(report: &Report, sheets: &[Sheet]) -> String {
    let chapter = if report.ids.is_some() { ids::CHAPTER_STYLE } else { "" };
    let style = with_plans(&format!("{STYLE}{chapter}"));
    let shell = Shell { script: Some(SCRIPT), ..Shell::plain(report.lang, &report.title, &style) };
    shell.around(&page::body(report, sheets))
}
