//! What an IDS cannot say, as a page people read.

use std::fmt::Write as _;

use super::Export;
use super::unsaid::Reason;
use crate::text::{Lang, Localized};

/// A page of Markdown: what is asked for in numbers, then what is not, by reason and requirement.
pub(super) fn page(export: &Export, lang: Lang) -> String {
    let word = |nb: &str, en: &str| Localized::new(nb, en).get(lang).to_owned();
    let mut out = format!("# {}\n\n", export.document.info.title.as_str());
    for note in &export.notes {
        let _ = writeln!(out, "{}.\n", note.get(lang));
    }
    if export.unsaid.is_empty() {
        return out;
    }
    let _ = writeln!(out, "## {}\n", word("Det IDS ikke kan si", "What IDS cannot say"));
    let mut reason: Option<Reason> = None;
    for unsaid in &export.unsaid {
        if reason != Some(unsaid.reason) {
            let gap = if reason.is_some() { "\n" } else { "" };
            let words = unsaid.reason.words();
            let words = words.get(lang);
            let mut chars = words.chars();
            let first: String = chars.next().map_or(String::new(), |c| c.to_uppercase().collect());
            let _ = writeln!(out, "{gap}### {first}{}\n", chars.as_str());
            reason = Some(unsaid.reason);
        }
        let (title, what) = (unsaid.title.get(lang), unsaid.what.get(lang));
        let _ = writeln!(out, "- {title} (`{}`): {what}", unsaid.requirement);
    }
    out
}
