//! What a check comes to: the one place where the exit code is decided, and told why.

use super::counts::worst;
use super::document::{CheckResult, Outcome};
use crate::finding::{Finding, Force, Verdict};
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
    /// Whether findings with this verdict and force decide the result.
    pub(super) fn decides(self, result: CheckResult, verdict: Verdict, force: Force) -> bool {
        force >= self.fail_on
            && match result {
                CheckResult::Failed => verdict == Verdict::Negative,
                CheckResult::Open => verdict == Verdict::Unclear,
                CheckResult::Passed | CheckResult::Incomplete => false,
            }
    }
}

/// The result of the findings under a policy. The points that decide it are filled in by the caller.
pub(super) fn outcome(findings: &[Finding], faults: &[Diagnostic], policy: Policy, lang: Lang) -> Outcome {
    let worst = worst(findings);
    let count = |verdict: Verdict, forces: &dyn Fn(Force) -> bool| {
        worst.values().filter(|(v, f)| *v == verdict && forces(*f)).count()
    };
    let counted = |f: Force| f >= policy.fail_on;
    let errors = faults.iter().filter(|f| f.severity == Severity::Error).count();
    let negative = count(Verdict::Negative, &counted);
    let unclear = count(Verdict::Unclear, &counted);
    let judged = worst.values().filter(|(v, _)| *v != Verdict::NotApplicable).count();
    let result = match () {
        () if errors > 0 || judged == 0 => CheckResult::Incomplete,
        () if negative > 0 => CheckResult::Failed,
        () if policy.strict && unclear > 0 => CheckResult::Open,
        () => CheckResult::Passed,
    };
    let what = match policy.fail_on {
        Force::Shall => Localized::new("krav", "requirement(s)"),
        Force::Should => Localized::new("krav og anbefalinger", "requirement(s) and recommendation(s)"),
        Force::Note => Localized::new(
            "krav, anbefalinger og observasjoner",
            "requirement(s), recommendation(s) and observation(s)",
        ),
    };
    let told = |text: Localized| text.get(lang).to_owned();
    let what = what.get(lang);
    let sentence = match result {
        CheckResult::Incomplete if errors > 0 => localized!(
            "Inndata har {errors} feil. Rapporten er ufullstendig, og utfallet kan ikke brukes før feilene er rettet.",
            "The input has {errors} error(s). The report is incomplete, and its result cannot be used until they are mended."
        ),
        CheckResult::Incomplete => Localized::new(
            "Ingen krav gjelder det som er beskrevet, så ingenting er vurdert.",
            "No requirement applies to what is described, so nothing was judged.",
        ),
        CheckResult::Failed => {
            localized!("{negative} {what} er ikke oppfylt.", "{negative} {what} not met.")
        }
        CheckResult::Open | CheckResult::Passed if unclear > 0 => localized!(
            "Ingen {what} er vurdert negativt, men {unclear} må avklares.",
            "No {what} judged negative, but {unclear} to be clarified."
        ),
        CheckResult::Open | CheckResult::Passed => {
            localized!("Ingen {what} er vurdert negativt.", "No {what} judged negative.")
        }
    };
    let mut notes = Vec::new();
    if result == CheckResult::Incomplete && negative > 0 {
        notes.push(told(localized!(
            "{negative} {what} er vurdert som ikke oppfylt ut fra det som kunne leses.",
            "{negative} {what} judged not met from what could be read."
        )));
    }
    let lighter = count(Verdict::Negative, &|f| !counted(f));
    if lighter > 0 {
        notes.push(told(localized!(
            "{lighter} anbefalinger eller observasjoner er negative; de avgjør ikke utfallet.",
            "{lighter} recommendation(s) or observation(s) are negative; they do not decide the result."
        )));
    }
    let open = count(Verdict::Unclear, &|_| true);
    if open > 0 {
        let shall = count(Verdict::Unclear, &|f| f == Force::Shall);
        notes.push(told(localized!(
            "{open} kravpunkter kan ikke avgjøres av det som er dokumentert; {shall} av dem er krav. De er ikke bestått.",
            "{open} entries cannot be decided from what is documented; {shall} of them are requirements. They have not passed."
        )));
    }
    let tone = match result {
        CheckResult::Failed | CheckResult::Incomplete => Verdict::Negative,
        CheckResult::Open | CheckResult::Passed if unclear > 0 => Verdict::Unclear,
        CheckResult::Open | CheckResult::Passed => Verdict::Positive,
    };
    Outcome { result, tone, sentence: told(sentence), notes, deciding: Vec::new() }
}
