//! What people said of a topic's findings, as its comments.

use uuid::Uuid;

use crate::localized;
use crate::report::document::{StatementLine, verdict_id};
use crate::text::{Lang, Localized};

/// A comment of a topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Its id, in lower case: the one it had in the tool it came from, or one that follows from what was said.
    pub guid: String,
    /// Who; empty when nobody stands for it.
    pub by: String,
    /// When, as `2026-03-12`; may be empty.
    pub date: String,
    /// What was said. What became of it stands in the description: it changes, and the words do not.
    pub text: Localized,
}

impl Comment {
    /// What somebody said of a topic's findings.
    pub(super) fn of(topic: &str, said: &StatementLine) -> Self {
        let own = said.topic.as_deref().and_then(|t| t.strip_prefix(topic)?.strip_prefix('/'));
        let own = own.filter(|id| Uuid::try_parse(id).is_ok()).map(str::to_owned);
        // What came as a comment goes back word for word.
        let text = match &own {
            Some(_) if !said.comment.is_empty() => Localized::same(&said.comment),
            _ => Localized::new(in_words(said, Lang::Nb), in_words(said, Lang::En)),
        };
        let guid = own.unwrap_or_else(|| {
            let verdict = said.verdict.map_or("", verdict_id);
            let parts = [&said.by, &said.date, verdict, &said.comment, &said.responsible, &said.status];
            // A length before each part, so that parts cannot run together.
            let name: String = parts.iter().map(|p| format!("{}:{p};", p.len())).collect();
            let topic = Uuid::try_parse(topic).unwrap_or(Uuid::nil());
            Uuid::new_v5(&topic, name.as_bytes()).hyphenated().to_string()
        });
        Self { guid, by: said.by.clone(), date: said.date.clone(), text }
    }

    /// Whether a comment that was read is this one, unchanged.
    pub fn is_same(&self, guid: &str, text: &str) -> bool {
        let plain = |t: &str| t.split_whitespace().collect::<Vec<_>>().join(" ");
        self.guid == guid && [&self.text.nb, &self.text.en].iter().any(|own| plain(own) == plain(text))
    }
}

/// «Positivt; ansvarlig: Per; målt på stedet».
fn in_words(said: &StatementLine, lang: Lang) -> String {
    let StatementLine { responsible, status, comment, .. } = said;
    let mut all: Vec<String> = said.verdict.iter().map(|v| v.name().get(lang).to_owned()).collect();
    if said.observed {
        all.push(Localized::new("sett på stedet", "seen on site").get(lang).to_owned());
    }
    if !responsible.is_empty() {
        all.push(localized!("ansvarlig: {responsible}", "responsible: {responsible}").get(lang).to_owned());
    }
    if !status.is_empty() {
        all.push(localized!("status: {status}", "status: {status}").get(lang).to_owned());
    }
    all.extend((!comment.is_empty()).then(|| comment.clone()));
    all.join("; ")
}
