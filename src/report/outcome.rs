//! What a check comes to: the one place where the exit code is decided, and told why.

use std::collections::BTreeSet;

use super::counts::worst;
use super::document::{CheckResult, Outcome, Point};
use super::ids::IdsReport;
use crate::finding::{Finding, Force, Standing, Verdict};
use crate::localized;
use crate::source::{Diagnostic, Severity};
use crate::text::{Lang, Localized};

/// What makes a check fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// The weakest force that counts: `Shall` by default.
    pub fail_on: Force,
    /// Whether something unclear of that force keeps the check from passing.
    pub strict: bool,
}

impl Default for Policy {
    fn default() -> Self {
        Self { fail_on: Force::Shall, strict: false }
    }
}

impl Policy {
    /// Whether a point decides the result.
    pub(super) fn decides(self, result: CheckResult, point: &Point) -> bool {
        let standing = point.departure.as_ref().map(|d| d.standing);
        let excused = standing.is_some_and(Standing::excuses);
        point.force >= self.fail_on
            && !point.accepted
            && match result {
                CheckResult::Failed => point.verdict == Verdict::Negative && !excused,
                CheckResult::Open => {
                    (point.verdict == Verdict::Unclear && point.not_yet.is_none())
                        || standing == Some(Standing::ExpiryUnknown)
                }
                CheckResult::Passed | CheckResult::Incomplete => false,
            }
    }
}

/// What besides the findings decides what a check comes to.
pub(super) struct Beside<'a> {
    /// What was wrong with the inputs.
    pub(super) faults: &'a [Diagnostic],
    /// What the building models come to against IDS files.
    pub(super) ids: Option<&'a IdsReport>,
}

/// The result of the findings under a policy. The points that decide it are filled in by the caller.
/// `accepted` tells what an earlier report had no better.
pub(super) fn outcome(
    findings: &[Finding],
    beside: &Beside<'_>,
    policy: Policy,
    accepted: &dyn Fn(&Finding) -> bool,
    lang: Lang,
) -> Outcome {
    let worst = worst(findings);
    // A requirement counts by its most serious finding, but never for nothing: what fails the check at one place does so
    // whatever holds at another.
    let count = |which: &dyn Fn(&Finding) -> bool| {
        let all: BTreeSet<&str> =
            findings.iter().filter(|f| which(f)).map(|f| f.requirement.as_str()).collect();
        all.len()
    };
    let counted = |f: Force| f >= policy.fail_on;
    let errors = beside.faults.iter().filter(|f| f.severity == Severity::Error).count();
    let ids = beside.ids.map(|ids| ids.counts).unwrap_or_default();
    let broken = |f: &Finding| f.is_broken() && counted(f.force);
    let negative = count(&|f| broken(f) && !accepted(f));
    let known = count(&|f| broken(f) && accepted(f));
    let open_now = |f: &Finding| f.is_open() && counted(f.force) && !accepted(f);
    let unclear =
        worst.values().filter(|f| open_now(f)).count().max(usize::from(findings.iter().any(open_now)));
    let judged = worst.values().filter(|f| f.verdict != Verdict::NotApplicable).count();
    let excused = count(&|f| f.verdict == Verdict::Negative && f.is_excused());
    let result = match () {
        () if errors > 0 || judged == 0 => CheckResult::Incomplete,
        () if negative > 0 || ids.failed > 0 => CheckResult::Failed,
        () if policy.strict && (unclear > 0 || ids.is_doubtful()) => CheckResult::Open,
        () => CheckResult::Passed,
    };
    let what = |n: usize| match (policy.fail_on, n) {
        (Force::Shall, 1) => Localized::new("krav", "requirement"),
        (Force::Shall, _) => Localized::new("krav", "requirements"),
        (Force::Should, 1) => Localized::new("krav eller anbefaling", "requirement or recommendation"),
        (Force::Should, _) => Localized::new("krav og anbefalinger", "requirements and recommendations"),
        (Force::Note, 1) => {
            Localized::new("krav, anbefaling eller observasjon", "requirement, recommendation or observation")
        }
        (Force::Note, _) => Localized::new(
            "krav, anbefalinger og observasjoner",
            "requirements, recommendations and observations",
        ),
    };
    let told = |text: Localized| text.get(lang).to_owned();
    // «3 krav», and the English verb that goes with it.
    let many = |n: usize| {
        let what = what(n);
        let verb = if n == 1 { "is" } else { "are" };
        (Localized::new(format!("{n} {}", what.nb), format!("{n} {}", what.en)), verb)
    };
    let sentence = match result {
        CheckResult::Incomplete if errors > 0 => localized!(
            "Inndata har {errors} feil. Rapporten er ufullstendig, og utfallet kan ikke brukes før feilene er rettet.",
            "Errors in the input: {errors}. The report is incomplete, and its result cannot be used until they are mended."
        ),
        CheckResult::Incomplete => Localized::new(
            "Ingen krav gjelder det som er beskrevet, så ingenting er vurdert.",
            "No requirement applies to what is described, so nothing was judged.",
        ),
        CheckResult::Failed if negative > 0 => {
            let (what, verb) = many(negative);
            Localized::new(format!("{} er ikke oppfylt.", what.nb), format!("{} {verb} not met.", what.en))
        }
        CheckResult::Failed | CheckResult::Open | CheckResult::Passed => {
            let none = none_negative(&what(0), excused > 0, known > 0);
            let but = match unclear {
                0 => Localized::default(),
                _ => localized!(", men {unclear} må avklares", ", but {unclear} to be clarified"),
            };
            Localized::new(format!("{}{}.", none.nb, but.nb), format!("{}{}.", none.en, but.en))
        }
    };
    let sentence = match ids.failed {
        0 => sentence,
        _ if result == CheckResult::Incomplete => sentence,
        failed => {
            let all = ids.failed + ids.passed + ids.nothing;
            Localized::new(
                format!("{} Av {all} IDS-spesifikasjoner er {failed} brutt.", sentence.nb),
                format!("{} Of {all} IDS specifications {failed} are broken.", sentence.en),
            )
        }
    };
    let mut notes = Vec::new();
    notes.extend(beside.ids.map(|ids| format!("IDS: {}", ids.sentence)));
    if result == CheckResult::Incomplete && negative > 0 {
        let (what, verb) = many(negative);
        notes.push(told(Localized::new(
            format!("{} er vurdert som ikke oppfylt ut fra det som kunne leses.", what.nb),
            format!("{} {verb} judged not met from what could be read.", what.en),
        )));
    }
    if known > 0 {
        let (what, verb) = many(known);
        notes.push(told(Localized::new(
            format!("{} er ikke oppfylt, men var det heller ikke i rapporten det sammenlignes med, og avgjør ikke utfallet.", what.nb),
            format!("{} {verb} not met, as in the report compared with, which does not decide the result.", what.en),
        )));
    }
    if excused > 0 {
        notes.push(told(localized!(
            "Negative med fravik godkjent: {excused}. De står i registeret og avgjør ikke utfallet.",
            "Negative with an approved departure: {excused}. They stand in the register and do not decide the result."
        )));
    }
    let undated = count(&|f| f.departure.as_ref().is_some_and(|d| d.standing == Standing::ExpiryUnknown));
    if undated > 0 {
        notes.push(told(localized!(
            "For {undated} av dem er utløpet ikke vurdert, for det er ikke sagt hvilken dag det er (--date).",
            "For {undated} of them the expiry was not judged, since the day was not given (--date)."
        )));
    }
    let later = count(&|f| f.not_yet.is_some());
    if later > 0 {
        notes.push(told(localized!(
            "Kan ikke dokumenteres i denne fasen: {later}. De er verken bestått eller brutt.",
            "Cannot be documented in this phase: {later}. They are neither passed nor broken."
        )));
    }
    let lighter = worst.values().filter(|f| f.is_broken() && !counted(f.force)).count();
    if lighter > 0 {
        notes.push(told(match lighter {
            1 => Localized::new(
                "1 anbefaling eller observasjon er negativ; den avgjør ikke utfallet.",
                "1 recommendation or observation is negative; it does not decide the result.",
            ),
            _ => localized!(
                "{lighter} anbefalinger eller observasjoner er negative; de avgjør ikke utfallet.",
                "{lighter} recommendations or observations are negative; they do not decide the result."
            ),
        }));
    }
    let open = worst.values().filter(|f| f.verdict == Verdict::Unclear && f.is_open()).count();
    if open > 0 {
        let of_force =
            |f: &&&Finding| f.verdict == Verdict::Unclear && f.is_open() && f.force == Force::Shall;
        let shall = worst.values().filter(of_force).count();
        notes.push(told(match (open, shall) {
            (1, 0) => Localized::new(
                "1 kravpunkt kan ikke avgjøres av det som er dokumentert. Det er ikke bestått.",
                "1 entry cannot be decided from what is documented. It has not passed.",
            ),
            (1, _) => Localized::new(
                "1 krav kan ikke avgjøres av det som er dokumentert. Det er ikke bestått.",
                "1 requirement cannot be decided from what is documented. It has not passed.",
            ),
            _ => localized!(
                "{open} kravpunkter kan ikke avgjøres av det som er dokumentert; {shall} av dem er krav. De er ikke bestått.",
                "{open} entries cannot be decided from what is documented, of which {shall} are strict requirements. They have not passed."
            ),
        }));
    }
    let awaiting = worst.values().filter(|f| f.awaits_group()).count();
    if awaiting > 0 {
        notes.push(told(localized!(
            "{awaiting} av dem mangler bare målgruppen: skriv den i beskrivelsen («gruppe 5»), i befaring.toml (group = \"5\") eller på kommandolinjen (--gruppe 5).",
            "{awaiting} of them lack the resident group alone: write it in the description (“gruppe 5”), in befaring.toml (group = \"5\") or on the command line (--gruppe 5)."
        )));
    }
    let tone = match result {
        CheckResult::Failed | CheckResult::Incomplete => Verdict::Negative,
        CheckResult::Open | CheckResult::Passed if unclear > 0 || ids.is_doubtful() => Verdict::Unclear,
        CheckResult::Open | CheckResult::Passed => Verdict::Positive,
    };
    Outcome { result, tone, sentence: told(sentence), notes, deciding: Vec::new() }
}

/// «Ingen nye krav er negative uten godkjent fravik», with as many words as are true and needed.
fn none_negative(what: &Localized, excused: bool, known: bool) -> Localized {
    let (nb, en) = match (known, excused) {
        (false, false) => (["Ingen", "er vurdert negativt"], ["No", "are judged negative"]),
        (false, true) => (
            ["Ingen", "er negative uten godkjent fravik"],
            ["No", "are negative without an approved departure"],
        ),
        (true, false) => (["Ingen nye", "er negative"], ["No new", "are negative"]),
        (true, true) => (
            ["Ingen nye", "er negative uten godkjent fravik"],
            ["No new", "are negative without an approved departure"],
        ),
    };
    Localized::new(format!("{} {} {}", nb[0], what.nb, nb[1]), format!("{} {} {}", en[0], what.en, en[1]))
}
