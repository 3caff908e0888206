//! A value that a table gives for a key.

use super::{Context, Missing, Outcome, flip};
use crate::catalogue::{Compare, TableCheck};
use crate::finding::{Direction, Unclarity, Verdict};
use crate::localized;
use crate::model::{Known, Value};
use crate::quantity::{Dimension, Quantity};
use crate::text::{Lang, Localized};

/// Looks the key's row up and holds the fact against the cell. A key of several words must fit every row.
pub(super) fn table(context: &Context<'_>, check: &TableCheck) -> Outcome {
    let key = match context.need(context.subject, &check.key) {
        Ok(known) => known,
        Err(outcome) => return *outcome,
    };
    let known = match context.need(context.subject, &check.fact) {
        Ok(known) => known,
        Err(outcome) => return *outcome,
    };
    let column = match column(context, check) {
        Ok(column) => column,
        Err(outcome) => return *outcome,
    };
    let evidence = [
        context.evidence(context.subject, &check.key, key),
        context.evidence(context.subject, &check.fact, known),
    ]
    .concat();
    let mut rows: Vec<String> = match &key.value {
        Value::Text(t) => vec![t.clone()],
        value => value.as_words().to_vec(),
    };
    // A requirement for one group reads that group's row, whatever other groups the project has.
    let block = context.block;
    let asked = |row: &String| {
        block.applies.groups.contains(row) || block.extends.iter().any(|e| e.groups.contains(row))
    };
    if rows.iter().any(asked) {
        rows.retain(asked);
    }
    let table = context.vocabulary().tables.get(&check.table);
    let of_words = matches!(check.compare, Compare::In | Compare::Within);
    let mut cells: Vec<&[String]> = Vec::new();
    for row in &rows {
        match table.and_then(|t| t.cell(row, &column)) {
            // A cell without words names nothing that could fit; without numbers it sets no limit.
            Some(cell) if !(of_words && cell.is_empty()) => cells.push(cell),
            _ => {
                let mut outcome = Outcome::unclear(Unclarity::NotDocumented);
                let table = &check.table;
                let why = localized!(
                    "tabellen «{table}» har ingen verdi for {row}",
                    "table “{table}” has no value for {row}"
                );
                outcome.missing.push(Missing {
                    subject: context.subject,
                    fact: check.key.clone(),
                    why: Some(why),
                });
                return outcome.leaning_on(evidence);
            }
        }
    }
    let mut used = Outcome::default();
    let (yes, expected) = compare(context, check, known, &cells, &mut used);
    let shown = used.slots.remove("value").unwrap_or_else(|| context.show(known, &check.fact));
    let mut outcome = match yes {
        Some(yes) => Outcome::decided(yes),
        None => Outcome::unclear(Unclarity::Uncertain),
    };
    outcome.parameters = used.parameters;
    if outcome.verdict() == Verdict::Negative {
        let dimension = match known.value {
            Value::Quantity(q) => q.dimension,
            _ => Dimension::Count,
        };
        let mut unused = Outcome::default();
        let allowed = check.tolerance.as_ref();
        let allowed = allowed.and_then(|l| context.literal_number(l, dimension, &mut unused)).unwrap_or(0.0);
        outcome = outcome.turned_by([change(context, check, known, &cells, &shown, &expected, allowed)]);
    }
    outcome
        .slot("value", shown.clone())
        .slot("found", shown)
        .slot("limit", expected.clone())
        .slot("expected", expected)
        .leaning_on(evidence)
}

/// What the fact would have to be: within every row's limit, or one of the words.
fn change(
    context: &Context<'_>,
    check: &TableCheck,
    known: &Known,
    rows: &[&[String]],
    shown: &Localized,
    expected: &Localized,
    allowed: f64,
) -> crate::finding::Change {
    let words = flip::words(context, context.subject, &check.fact, expected, shown);
    let Value::Quantity(q) = known.value else { return words };
    let limits = rows.iter().flat_map(|r| r.iter());
    let limits = limits.filter_map(|c| Some(Quantity::parse(c).ok()?.as_dimension(q.dimension)?.value));
    let (limit, direction) = match check.compare {
        Compare::Min => (limits.reduce(f64::max), Direction::AtLeast),
        Compare::Max => (limits.reduce(f64::min), Direction::AtMost),
        Compare::Near => {
            let target = limits.reduce(f64::max);
            let under = target.is_some_and(|t| q.value < t);
            match under {
                true => (target.map(|t| t - allowed), Direction::AtLeast),
                false => (target.map(|t| t + allowed), Direction::AtMost),
            }
        }
        Compare::In | Compare::Within => (None, Direction::AtLeast),
    };
    match limit {
        Some(limit) => flip::beyond(context, context.subject, &check.fact, q, limit, direction),
        None => words,
    }
}

/// The column, or the one a fact names. A fact of several words names none.
fn column(context: &Context<'_>, check: &TableCheck) -> Result<String, Box<Outcome>> {
    let Some(fact) = check.column.strip_prefix('{').and_then(|c| c.strip_suffix('}')) else {
        return Ok(check.column.clone());
    };
    let known = context.need(context.subject, fact)?;
    if let [one] = known.value.as_words() {
        return Ok(one.clone());
    }
    let (table, shown) = (&check.table, context.show(known, fact));
    let mut outcome = Outcome::unclear(Unclarity::NotDocumented);
    let why = localized!(
        "tabellen «{table}» har ingen samlet kolonne for {}",
        "table “{table}” has no common column for {}",
        shown.nb
    );
    outcome.missing.push(Missing { subject: context.subject, fact: String::new(), why: Some(why) });
    Err(Box::new(outcome.leaning_on(context.evidence(context.subject, fact, known))))
}

/// Whether the value is what the cells of every row say (none: the limit lies within its uncertainty), and the cells in words.
fn compare(
    context: &Context<'_>,
    check: &TableCheck,
    known: &Known,
    rows: &[&[String]],
    used: &mut Outcome,
) -> (Option<bool>, Localized) {
    let mut cells: Vec<String> = Vec::new();
    for word in rows.iter().copied().flatten() {
        if !cells.contains(word) || !matches!(check.compare, Compare::In | Compare::Within) {
            cells.push(word.clone());
        }
    }
    if matches!(check.compare, Compare::In | Compare::Within) {
        let def = context.def(&check.fact);
        let names = |lang: Lang| {
            let names: Vec<String> =
                cells.iter().map(|w| Value::Word(w.clone()).show(def, context.vocabulary(), lang)).collect();
            crate::text::alternatives(&names, lang)
        };
        let words = known.value.as_words();
        let fits_every_row = rows.iter().all(|row| words.iter().any(|w| row.contains(w)));
        let yes = fits_every_row && (check.compare == Compare::In || words.iter().all(|w| cells.contains(w)));
        return (Some(yes), Localized::new(names(Lang::Nb), names(Lang::En)));
    }
    let Value::Quantity(q) = known.value else {
        return (Some(false), Localized::same(cells.join(", ")));
    };
    let limits: Vec<f64> = cells
        .iter()
        .filter_map(|c| Quantity::parse(c).ok()?.as_dimension(q.dimension))
        .map(|c| c.value)
        .collect();
    let tolerance = match &check.tolerance {
        Some(literal) => context.literal_number(literal, q.dimension, used),
        None => Some(0.0),
    };
    if let (Compare::Near, [limit], Some(allowed)) = (check.compare, limits.as_slice(), tolerance) {
        // Written so that it can be told from the end of the tolerance.
        let end = Quantity::new(limit + allowed * (q.value - limit).signum(), q.dimension);
        let apart = |lang| q.show_apart(end, lang).0;
        used.slots.insert("value", Localized::new(apart(Lang::Nb), apart(Lang::En)));
    }
    let fits = |value: f64| -> bool {
        limits.len() == cells.len()
            && limits.iter().all(|limit| match check.compare {
                Compare::Min => q.dimension.at_least(value, *limit),
                Compare::Max | Compare::In | Compare::Within => q.dimension.at_most(value, *limit),
                Compare::Near => tolerance.is_some_and(|t| q.dimension.at_most((value - limit).abs(), t)),
            })
    };
    let ends = [q.value - known.uncertainty, q.value + known.uncertainty].map(fits);
    let yes = match ends {
        [true, true] => Some(true),
        [false, false] if !fits(q.value) => Some(false),
        _ => None,
    };
    let shown = |lang| {
        let all: Vec<String> = limits.iter().map(|l| Quantity::new(*l, q.dimension).show(lang)).collect();
        all.join(", ")
    };
    (yes, Localized::new(shown(Lang::Nb), shown(Lang::En)))
}
