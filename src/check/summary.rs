//! Other requirements taken together.

use std::collections::BTreeMap;

use super::{Context, Outcome, joined};
use crate::catalogue::Summary;
use crate::finding::{Change, Finding, Unclarity, Verdict, Way};
use crate::model::Evidence;
use crate::text::{Lang, Localized};

/// The maximum of the named requirements' verdicts within the subject: negative when one is, unclear when one
/// is, positive only when all that apply are. What asks less strongly than the summary itself cannot break it, unless the
/// summary binds: a recommendation not followed leaves a requirement open.
pub(super) fn summary(context: &Context<'_>, check: &Summary) -> Outcome {
    let mut worst: BTreeMap<&str, Verdict> = BTreeMap::new();
    let named = |f: &&Finding| f.requirement != context.requirement.id && check.names(&f.requirement);
    let around = context.earlier.around(context.facts, context.subject);
    let parts: Vec<&Finding> = around.filter(named).collect();
    for finding in parts.iter().filter(|f| f.verdict != Verdict::NotApplicable) {
        let verdict = worst.entry(&finding.requirement).or_insert(finding.verdict);
        *verdict = (*verdict).max(finding.verdict);
    }
    let told = worst.clone();
    for (id, verdict) in &mut worst {
        let broken = |f: &&&Finding| f.requirement == *id && f.verdict == Verdict::Negative;
        let strongest = parts.iter().filter(broken).map(|f| f.force).max();
        if !check.binding
            && *verdict == Verdict::Negative
            && strongest.is_some_and(|f| f < context.block.force)
        {
            *verdict = Verdict::Unclear;
        }
    }
    let total = worst.len();
    let positive = worst.values().filter(|v| **v == Verdict::Positive).count();
    let of = |wanted: Verdict| -> Vec<&str> {
        worst.iter().filter(|(_, v)| **v == wanted).map(|(id, _)| *id).collect()
    };
    let title = |id: &&str, lang: Lang| {
        context
            .catalogue
            .requirements
            .get(*id)
            .map_or_else(|| (*id).to_owned(), |r| lower_first(r.title.get(lang)))
    };
    let names = |ids: &[&str]| {
        let titles =
            |lang| crate::text::list(&ids.iter().map(|id| title(id, lang)).collect::<Vec<_>>(), lang);
        Localized::new(titles(Lang::Nb), titles(Lang::En))
    };
    let verdict = worst.values().copied().max().unwrap_or(Verdict::NotApplicable);
    let open = [of(Verdict::Negative), of(Verdict::Unclear)].concat();
    let mut out = Outcome::of(verdict);
    out.unclarity = (verdict == Verdict::Unclear).then_some(Unclarity::NotDocumented);
    let count = |n: usize| Localized::same(n.to_string());
    if verdict == Verdict::Negative {
        let broken = of(Verdict::Negative);
        let changes = broken.iter().map(|id| Change {
            subject: context.subject,
            fact: (*id).to_owned(),
            name: Localized::new(title(id, Lang::Nb), title(id, Lang::En)),
            margin: None,
            rank: None,
            text: Localized::new(title(id, Lang::Nb), title(id, Lang::En)),
        });
        let then = if of(Verdict::Unclear).is_empty() { Verdict::Positive } else { Verdict::Unclear };
        out.ways = vec![Way { changes: changes.collect(), complete: true, then }];
    }
    let deciding = of(verdict);
    out = out
        .slot("count", count(positive))
        .slot("total", count(total))
        .slot("missing", names(&open))
        .slot("list", if deciding.is_empty() { joined(&[]) } else { names(&deciding) });
    out.leaning_on(told.iter().map(|(id, v)| Evidence {
        fact: (*id).to_owned(),
        name: Localized::new(title(id, Lang::Nb), title(id, Lang::En)),
        subject: context.facts.subject(context.subject).label.clone(),
        value: Some(Localized::new(v.name().nb.to_lowercase(), v.name().en.to_lowercase())),
        origin: None,
    }))
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    match (chars.next(), chars.clone().next()) {
        // An abbreviation («OSB», «BRA») keeps its capitals.
        (Some(_), Some(second)) if second.is_uppercase() => text.to_owned(),
        (Some(first), _) => first.to_lowercase().chain(chars).collect(),
        (None, _) => String::new(),
    }
}
