//! The words of the outputs themselves: headings, buttons, labels. One table, so that none lacks a language.

use crate::text::Lang;

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident: $nb:literal, $en:literal;)+) => {
        /// A word or phrase that an output uses around what the report says.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Word { $($(#[$doc])* $name,)+ }

        impl Word {
            /// The word in a language.
            pub(crate) fn get(self, lang: Lang) -> &'static str {
                match (self, lang) {
                    $((Self::$name, Lang::Nb) => $nb, (Self::$name, Lang::En) => $en,)+
                }
            }
        }
    };
}

words! {
    Outcome: "Utfall", "Result";
    ExitCode: "sluttkode", "exit code";
    Counts: "Antall", "Counts";
    Places: "steder", "places";
    Documented: "Dokumentasjonsgrad", "Documentation";
    Faults: "Feil og merknader i inndata", "Faults in the input";
    Contradictions: "Motstrid i kildene", "Contradictions in the sources";
    Overrides: "Overstyrte parametere", "Replaced parameters";
    Inputs: "Inndata", "Input";
    Edition: "Utgave", "Edition";
    Reading: "Slik er kilden lest", "How the source was read";
    Grounds: "grunnlag", "evidence";
    Interpretation: "tolkning", "reading";
    Parameters: "parameter", "parameter";
    Overridden: "overstyrt", "replaced";
    BuiltIn: "innebygd verdi", "built-in value";
    Source: "kilde", "source";
    Corrected: "rettet ordlyd", "corrected wording";
    Contradiction: "motstrid", "contradiction";
    Causes: "årsak", "cause";
    Turns: "skal til", "what it takes";
    Or: "eller", "or";
    Unmet: "Uttalelser uten sted i rapporten", "Statements without a place in the report";
    Ids: "IDS: det modellen skal inneholde", "IDS: what the model must carry";
    Discipline: "fag", "discipline";
    Remedies: "Slik avklares det", "How to settle it";
    InDesign: "i beskrivelsen", "in the description";
    InIfc: "i IFC", "in IFC";
    Derived: "regnes ut", "worked out";
    OnSite: "på stedet", "on site";
    Help: "hjelp", "help";
    ReplaceWith: "skriv heller", "write instead";
    AwaitGroup: "punkter kan ikke vurderes før målgruppen er angitt",
        "points cannot be judged before the resident group is stated";
    OnCommandLine: "eller på kommandolinjen", "or on the command line";
    NotApplicableHidden: "vises med --verbose", "shown with --verbose";
    PlanHeading: "Plan med henvisninger", "Plan with references";
    PlanHint: "Bokstavene viser til punktene under. Pek på eller velg en bokstav for å se punktet.",
        "The letters refer to the points below. Point at or choose a letter to see its point.";
    SkipToPoints: "Hopp til punktene", "Skip to the points";
    FirstNegative: "Første negative punkt", "First negative point";
    Filter: "Filtrer punktene", "Filter the points";
    Search: "Søk i punktene", "Search the points";
    SearchHint: "f.eks. vindu, A101, dor.ytter", "e.g. window, A101, dor.ytter";
    Show: "Vis", "Show";
    OnlyDeciding: "bare det som avgjør utfallet", "only what decides the result";
    OpenAll: "Åpne alle detaljer", "Open all details";
    CloseAll: "Lukk alle detaljer", "Close all details";
    Details: "Detaljer", "Details";
    DecidesResult: "avgjør utfallet", "decides the result";
    Deciding: "Dette avgjør utfallet", "What decides the result";
    NoPoints: "Ingen punkter.", "No points.";
    ShowsCount: "Viser {} av {} punkter", "Showing {} of {} points";
    MadeBy: "Laget med", "Made with";
    Verdict: "Vurdering", "Verdict";
    About: "Om rapporten", "About this report";
    AboutVerdicts: "Positivt og negativt er vurdert ut fra det som er tegnet og oppgitt. Det som ikke kan avgjøres, står under Avklares og er ikke bestått.",
        "Positive and negative are judged from what is drawn and stated. What cannot be decided stands under To be clarified and has not passed.";
    CountsCaption: "Kravpunkter etter vurdering", "Entries by verdict";
    InAll: "i alt", "in all";
    MorePlans: "Flere planer", "More plans";
    Requirement: "krav", "requirement";
    Fravik: "Fravik", "Agreed departures";
    FravikReason: "begrunnelse", "reason";
    FravikInstead: "kompenserende tiltak", "compensating measure";
    Everywhere: "alle steder", "everywhere";
    ComparedWith: "Sammenlignet med", "Compared with";
    NoLonger: "Ikke lenger negativt eller uavklart", "No longer negative or unclear";
    Resolved: "løst", "resolved";
    NotComparable: "ikke sammenlignbart", "not comparable";
    Page: "Side", "Page";
    Of: "av", "of";
    Contents: "Innhold", "Contents";
    GroundsHeading: "Grunnlag for punktene", "Grounds of the points";
    GroundsHint: "Hvert punkt en gang til, med kilden, det vurderingen bygger på, og det som skal til for å avgjøre eller snu den.",
        "Every point once more, with its source, what the verdict leans on, and what it takes to settle or turn it.";
    Statements: "uttalelser", "statements";
    ParametersUsed: "Parametere og tolkninger", "Parameters and readings";
    File: "fil", "file";
    Bytes: "byte", "bytes";
    UnknownGlyphs: "Tegn som skriften ikke har, er skrevet □", "Characters the font lacks are written □";
    Photos: "Bilder", "Photos";
    PhotoNumber: "Bilde nr.", "Photo no.";
    Notes: "Merknader", "Notes";
    Besides: "Ellers, fra tegninger og beskrivelse", "Besides, from drawings and description";
    WithRemark: "Med merknad", "With a remark";
    NotSeen: "Ikke sett", "Not seen";
    SeenWithRemark: "med merknad", "with a remark";
    SeenNot: "ikke sett", "not seen";
    Checklist: "Sjekkliste for befaring", "Checklist for a visit";
    ChecklistNote: "Skriv aldri navn på eller opplysninger om beboere, og ta ikke bilder der de kan kjennes igjen. Bilder nummereres 1, 2, 3 … i den rekkefølgen de tas; bokstaver settes på planen. * = ta bilde.",
        "Never write names of or anything about residents, and take no pictures in which they can be recognised. Photos are numbered 1, 2, 3 … in the order they are taken; letters are put on the plan. * = take a photo.";
    LeftOut: "utelatt", "left out";
    LetterOf: "Punkt {} på planen", "Point {} on the plan";
}
