//! The manual of the language, written from the tables the parser itself reads by, and from the vocabulary: every block,
//! keyword and word there is, and none there is not.
//!
//! Norwegian, as the language is, with a short English note beside each line.

use std::fmt::Write;

use super::grammar::{ALL_WORDS, Form, KEYWORDS, Keyword, Piece, Scope};
use super::lexer::{self, Kind};
use crate::text::Localized;
use crate::vocab::{FactDef, FactKind, Vocabulary, normalise};

/// Word lists longer than this are not repeated at each keyword.
const SHORT_LIST: usize = 24;

const HEAD: &str = r#"# Beskrivelsesspråket `.bolig`

En `.bolig`-fil beskriver et prosjekt med ord, mål og blokker: det som er tegnet, og det som er bestemt uten å være
tegnet. *A `.bolig` file describes a project in words, measures and blocks.*

Denne siden er skrevet av `befaring design reference` ut fra de tabellene som programmet selv leser etter. Den rettes ikke
for hånd. *This page is generated from the program's own tables.*

```
prosjekt "Eksempelveien 12" {
    gruppe 5
    standard forsterket
    tomt { beliggenhet skjermet }

    boligtype A "Modell A" {
        rom allrom "Stue/kjøkken/sov" {
            rektangel 6.10 x 4.20 ved (0, 0)
            gulv vinyl oppbrett 12 cm
            utstyr komfyr, oppvaskmaskin, sprinkler
        }
        dør D1 mellom ute og allrom vegg vest ved 1.00 { bredde 1.00  høyde 2.10  stålbeslag ja }
        vindu V1 i allrom vegg sør ved 1.20 { 1.20 x 1.20  brystning 0.90  lufteluke ja }
    }

    bygg "Hus 1" {
        etasje 1 { bolig A101 = A ved (0, 0)  bolig A102 = A ved (13.00, 0) speilet }
    }
}
```

## Skrivemåte

*How it is written.*

| | | *English* |
|---|---|---|
| Utsagn | et nøkkelord med det som hører til; ett på hver linje, eller flere etter hverandre. Verdien står på samme linje som nøkkelordet | *a statement is a keyword with what belongs to it, its value on the same line* |
| Blokk | `{ … }` etter et utsagn sier mer om det | *a block in braces says more about a statement* |
| Merknader | fra `#` eller `//` til slutten av linjen | *comments to the end of the line* |
| Tekst | `"…"` på én linje; `\"` er et anførselstegn i teksten | *texts in straight quotation marks* |
| Tall | `2.40` eller `2,40`. Et komma rett mellom to sifre er desimalkomma; komma med blankt tegn etter skiller: `5, 6` | *a comma straight between digits is decimal, a comma with a blank separates* |
| Enheter | `mm`, `cm`, `m` · `m²` (`m2`) · `%` · `dB` · `°`. Bare tall er meter, m², dB eller grader der slikt ventes; prosent må skrives | *bare numbers are metres and so on; per cent must be written* |
| Ord | store og små bokstaver er like; ord med `/`, `.` eller andre tegn skrives i `"…"` | *case does not matter; words with other signs stand in quotation marks* |
| Lister | med komma: `gjerde, vegetasjon`; `ingen` er en tom liste | *lists with commas; `ingen` is the empty list* |
| `ukjent` | sier ikke noe, og stanser det som er sagt for «alle» | *says nothing, and silences what was said for all* |
| Punkter | `(x, y)` i meter, x mot øst og y mot nord, i boligens, byggets eller prosjektets eget nett | *points in metres, x to the east, y to the north* |
| Merker | `A101`, `sov1`, `D1`: navnet noe vises til med; en dør til et rom i en annen bolig sier `A101/gang` | *tags; a room of another dwelling is `A101/gang`* |

I tabellene under står `[ ]` om det som kan utelates, `|` mellom det man velger blant, og store bokstaver der noe settes inn: `MERKE` er
et ord man finner på, `ROM` er et roms merke, navn eller funksjon, eller `ute`, `felles` (fellesrommet bak veggen, eller det eneste) eller
`ukjent`; `LENGDE`, `GRADER` og andre tall er som over. *In the tables below, brackets hold what may be left out, bars stand between
choices, and capitals are filled in: MERKE is a tag, ROM a room's tag, name or function, or the open, the common room, or unknown.*

Et ukjent ord er en feil og blir aldri hoppet over. Det samme sagt to ganger i én blokk er en feil. Det som står i `alle … { }`,
gjelder alle slike steder innenfor, men viker for det som er sagt nærmere: stedet selv, så plasseringen, boligtypen,
etasjen, bygget og prosjektet. I en plassert bolig kan et rom, en dør eller et vindu fra typen nevnes igjen med sitt merke:
det som står der, går foran det typen sier. *Unknown words and repetitions are errors; the nearest statement wins; a placed
dwelling may name a room, door or window of its type again to amend it.*
"#;

/// The manual as Markdown.
pub(super) fn write(vocabulary: &Vocabulary) -> String {
    let mut out = HEAD.to_owned();
    line(
        &mut out,
        "\n## Blokker og opplysninger\n\n*Blocks, and what can be said in them. Facts are written with their value.*",
    );
    for scope in Scope::ALL.into_iter().filter(|s| !matches!(s, Scope::All(_))) {
        block(&mut out, scope, vocabulary);
    }
    all(&mut out);
    words(&mut out, vocabulary);
    out
}

fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}

/// A row of a table; the bars inside its cells are masked.
fn row(out: &mut String, cells: &[&str]) {
    for cell in cells {
        out.push_str("| ");
        out.push_str(&cell.replace('|', "\\|").replace('\n', " "));
        out.push(' ');
    }
    out.push_str("|\n");
}

fn block(out: &mut String, scope: Scope, vocabulary: &Vocabulary) {
    let name = scope.name();
    if scope == Scope::File {
        line(out, "\n### Ytterst\n");
    } else {
        let _ = write!(out, "\n### `{name}`\n\n");
        for keyword in KEYWORDS.iter().filter(|k| k.opens == Some(scope)) {
            let _ = writeln!(
                out,
                "`{}`: {}. *{}.*\n",
                keyword.words.join("`, `"),
                keyword.about[0],
                keyword.about[1]
            );
        }
    }
    let keywords: Vec<&Keyword> = KEYWORDS.iter().filter(|k| k.within.contains(&scope)).collect();
    if !keywords.is_empty() {
        line(out, "| skrives | betyr | *English* | eksempel |\n|---|---|---|---|");
        for keyword in keywords {
            let [nb, en] = keyword.about;
            row(
                out,
                &[
                    &format!("`{}`", syntax(keyword)),
                    nb,
                    &format!("*{en}*"),
                    &format!("`{}`", keyword.example),
                ],
            );
        }
    }
    let mut facts: Vec<&FactDef> = vocabulary
        .facts
        .values()
        .filter(|f| {
            Some(f.subject) == scope.subject()
                && f.design.is_some()
                && scope != Scope::Type
                && scope != Scope::Passage
        })
        .collect();
    facts.sort_by_key(|f| f.design.as_deref().map(normalise));
    if scope == Scope::Type {
        line(out, "\nOpplysningene er de samme som i `bolig`. *The facts are those of `bolig`.*");
    }
    if scope == Scope::Passage {
        line(out, "\nOpplysningene er de samme som i `dør`. *The facts are those of `dør`.*");
    }
    if !facts.is_empty() {
        line(out, "\n| opplysning | verdi | betyr | *English* | eksempel |\n|---|---|---|---|---|");
        for fact in facts {
            let example = fact.example.as_ref().map(|e| format!("`{e}`")).unwrap_or_default();
            let keyword = format!("`{}`", fact.design.as_deref().unwrap_or_default());
            let mut meaning = fact.name.clone();
            if let Some(note) = &fact.note {
                meaning = Localized::new(
                    format!("{}: {}", meaning.nb, note.nb),
                    format!("{}: {}", meaning.en, note.en),
                );
            }
            row(out, &[&keyword, &value(fact), &meaning.nb, &format!("*{}*", meaning.en), &example]);
        }
    }
}

fn all(out: &mut String) {
    line(out, "\n### `alle`\n");
    line(
        out,
        "Det som står i blokken, er det samme som i blokken for stedet selv. *The block holds what the block of the place holds.*\n",
    );
    line(out, "| skrives | gjelder | *English* |\n|---|---|---|");
    for (word, kind) in ALL_WORDS {
        let name = kind.name();
        row(out, &[&format!("`alle {word} {{ … }}`"), &name.nb, &format!("*{}*", name.en)]);
    }
    row(
        out,
        &[
            "`alle rom bad, toalett { … }`",
            "rom med en av disse funksjonene",
            "*rooms with one of these functions*",
        ],
    );
}

/// How a structural statement is written.
fn syntax(keyword: &Keyword) -> String {
    let mut parts: Vec<String> = keyword.words.first().map(|w| (*w).to_owned()).into_iter().collect();
    for piece in keyword.pieces {
        parts.push(match piece {
            Piece::One(_, form) => shape(*form).to_owned(),
            Piece::Maybe(_, form) => format!("[{}]", shape(*form)),
            Piece::Clause(_, words, form) => format!("[{}]", clause(words, *form)),
            Piece::Must(_, words, form) => clause(words, *form),
        });
    }
    match keyword.opens {
        Some(_) if keyword.needs_block => parts.push("{ … }".to_owned()),
        Some(_) => parts.push("[{ … }]".to_owned()),
        None => {}
    }
    parts.join(" ")
}

fn clause(words: &[&str], form: Form) -> String {
    format!("{} {}", words.first().copied().unwrap_or_default(), shape(form)).trim_end().to_owned()
}

fn shape(form: Form) -> &'static str {
    match form {
        Form::Tag => "MERKE",
        Form::Text => "\"NAVN\"",
        Form::Whole => "TALL",
        Form::Length | Form::Distance | Form::Level => "LENGDE",
        Form::Angle => "GRADER",
        Form::Size => "BREDDE x DYBDE",
        Form::Point => "(X, Y)",
        Form::Points => "(X, Y) (X, Y) (X, Y) …",
        Form::Shape => "rektangel B x D ved (X, Y)|polygon (X, Y) …",
        Form::Flag => "",
        Form::RoomHead => "[MERKE] [ROMFUNKSJON] [\"NAVN\"]",
        Form::Function => "ROMFUNKSJON",
        Form::Room => "ROM",
        Form::Rooms => "ROM og ROM",
        Form::Edge => "nord|sør|øst|vest|NUMMER",
        Form::Swing => "inn|ut|skyves|mot ROM",
        Form::Hinge => "venstre|høyre|begge",
        Form::Fixtures => "[ANTALL] UTSTYR [B x D] [ved (X, Y)] [drei GRADER] [EGENSKAPER], …",
        Form::Absent => "UTSTYR, …",
        Form::Subject => "rom|dører|vinduer|vegger|boliger|etasjer|bygg",
    }
}

/// How a fact's value is written.
fn value(fact: &FactDef) -> String {
    match fact.kind {
        FactKind::Bool => "`ja` eller `nei`".to_owned(),
        FactKind::Count => "helt tall".to_owned(),
        FactKind::Length => "lengde".to_owned(),
        FactKind::Area => "areal".to_owned(),
        FactKind::Ratio => "prosent".to_owned(),
        FactKind::Number => "tall".to_owned(),
        FactKind::Sound => "dB".to_owned(),
        FactKind::Angle => "grader".to_owned(),
        FactKind::Word => format!("ett av {}", list(fact)),
        FactKind::Words => format!("ett eller flere av {}", list(fact)),
        FactKind::Layers => format!("lag for lag fra det bærende til overflaten, av {}", list(fact)),
        FactKind::Text => "tekst".to_owned(),
        FactKind::Colour => "farge, helst NCS: `\"NCS S 1510-Y20R\"`".to_owned(),
        FactKind::Date => "dato: `2026-05-31`".to_owned(),
    }
}

fn list(fact: &FactDef) -> String {
    let named = match fact.values_from.as_deref() {
        Some("materials") => Some("[materialene](#materialer)"),
        Some("rooms") => Some("[romfunksjonene](#romfunksjoner)"),
        Some("fixtures") => Some("[utstyret](#møbler-og-utstyr)"),
        _ if fact.kind == FactKind::Layers && fact.values.is_empty() => Some("[materialene](#materialer)"),
        _ => None,
    };
    named.map_or_else(
        || {
            let more = if fact.values.len() > SHORT_LIST { " …" } else { "" };
            let words: Vec<String> = fact.values.iter().take(SHORT_LIST).map(|w| written(&w.nb)).collect();
            format!("{}{more}", words.join(", "))
        },
        str::to_owned,
    )
}

/// A word as it is written in a description: in quotation marks where it has other signs than words have.
fn written(word: &str) -> String {
    let plain = lexer::tokens(word).0.iter().all(|t| matches!(t.kind, Kind::Word | Kind::Number));
    if plain { format!("`{word}`") } else { format!("`\"{word}\"`") }
}

fn words(out: &mut String, vocabulary: &Vocabulary) {
    let head = "| skrives | også | *English* |\n|---|---|---|";
    line(out, "\n## Ordlister\n\n*Word lists.*\n\n### Romfunksjoner\n");
    line(out, head);
    for room in &vocabulary.rooms {
        word(out, &room.name, &room.synonyms);
    }
    line(out, "\n### Materialer\n");
    line(out, head);
    for material in &vocabulary.materials {
        word(out, &material.name, &material.synonyms);
    }
    line(
        out,
        "\n### Møbler og utstyr\n\nMålene er bredde × dybde, og gjelder når ikke noe annet er skrevet. *Width × depth where nothing else is written.*\n",
    );
    line(out, "| skrives | også | vanlig mål | *English* |\n|---|---|---|---|");
    for fixture in &vocabulary.fixtures {
        let size = fixture.size.as_ref().map(|[w, d]| format!("{w} x {d}")).unwrap_or_default();
        row(
            out,
            &[&written(&fixture.name.nb), &also(&fixture.synonyms), &size, &format!("*{}*", fixture.name.en)],
        );
    }
    line(out, "\n### Boligstandarder\n");
    line(out, head);
    for standard in &vocabulary.standards {
        word(out, &standard.name, &standard.synonyms);
    }
    line(out, "\n### Målgrupper\n\n| skrives | betyr | *English* |\n|---|---|---|");
    for group in &vocabulary.groups {
        row(out, &[&format!("`{}`", group.id), &group.name.nb, &format!("*{}*", group.name.en)]);
    }
}

fn word(out: &mut String, name: &Localized, synonyms: &[String]) {
    row(out, &[&written(&name.nb), &also(synonyms), &format!("*{}*", name.en)]);
}

fn also(synonyms: &[String]) -> String {
    synonyms.iter().map(|s| written(s)).collect::<Vec<_>>().join(", ")
}
