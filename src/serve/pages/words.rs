//! Words the script of a visit says, in both languages.

use serde_json::{Map, Value};

use crate::text::Lang;

/// Key, bokmål, English. `{}` stands for what varies.
const WORDS: &[(&str, &str, &str)] = &[
    ("saved", "Alt er lagret", "All is saved"),
    ("saving", "Lagrer …", "Saving …"),
    ("waiting", "{} venter", "{} waiting"),
    ("waiting_offline", "{} lagret på enheten – uten nett", "{} kept on the device – no network"),
    ("offline", "Uten nett – alt lagres på enheten", "No network – all is kept on the device"),
    ("sending", "Sender {} …", "Sending {} …"),
    ("unsaved", "Kan ikke lagre på enheten: {}", "Cannot keep on the device: {}"),
    ("refused", "{} ikke tatt imot", "{} not taken in"),
    ("undecided", "{} å avgjøre", "{} to decide"),
    (
        "nothing_asked",
        "Tegningene avgjorde alt. Skriv det du ser, som nye merknader.",
        "The drawings settled everything. Write what you see as new remarks.",
    ),
    (
        "device_full",
        "enheten er full; det siste er ikke lagret – send det som venter, eller frigjør plass",
        "the device is full; the last was not kept – send what waits, or free some space",
    ),
    (
        "photo_gone",
        "Nettleseren har slettet bilde {} før det ble sendt; ta det på nytt",
        "The browser deleted photo {} before it was sent; take it again",
    ),
    ("answered", "{} av {} vurdert", "{} of {} judged"),
    ("photo", "Bilde {}", "Photo {}"),
    ("mark", "Bokstav {}", "Letter {}"),
    ("show_photo", "Vis bilde {}", "Show photo {}"),
    ("no_place", "uten plass på planen", "no place on the plan"),
    ("place_it", "Plasser på planen", "Put on the plan"),
    ("move_it", "Flytt på planen", "Move on the plan"),
    ("not_sent", "ikke sendt ennå", "not sent yet"),
    (
        "removed_photo",
        "Bilde {} er fjernet. Nummeret brukes ikke igjen.",
        "Photo {} is taken away. Its number is not used again.",
    ),
    (
        "removed_mark",
        "Bokstav {} er fjernet. Den brukes ikke igjen.",
        "Letter {} is taken away. It is not used again.",
    ),
    ("undo", "Angre", "Undo"),
    (
        "placing_photo",
        "Trykk der bildet tas, og dra i retningen. Kameraet åpnes når du slipper.",
        "Press where the photo is taken and drag in its direction. The camera opens when you let go.",
    ),
    (
        "placing_old",
        "Trykk der {} skal stå, og dra i retningen.",
        "Press where {} is to stand and drag in its direction.",
    ),
    ("placing_mark", "Trykk der bokstaven skal peke.", "Press where the letter is to point."),
    (
        "by_keys",
        "Tastatur: piltaster flytter krysset, R dreier, Enter setter, Esc avbryter.",
        "Keyboard: arrows move the cross, R turns, Enter sets, Esc cancels.",
    ),
    (
        "renumbered",
        "Bilde {} tatt her har fått nummer {}, for {} var tatt på en annen enhet.",
        "Photo {} taken here got number {}, since {} was taken on another device.",
    ),
    (
        "relettered",
        "Bokstav {} satt her er blitt {}, for {} var satt på en annen enhet.",
        "Letter {} set here became {}, since {} was set on another device.",
    ),
    (
        "conflicts",
        "{} er endret både her og et annet sted. Begge er tatt vare på; velg hva som skal gjelde.",
        "{} changed both here and elsewhere. Both are kept; choose which is to hold.",
    ),
    ("conflict_one", "Ett felt", "One field"),
    ("conflict_many", "{} felt", "{} fields"),
    ("mine", "Skrevet på denne enheten", "Written on this device"),
    ("theirs", "Skrevet et annet sted", "Written elsewhere"),
    ("use_mine", "Bruk denne enhetens", "Use this device's"),
    ("use_theirs", "Bruk det andre", "Use the other"),
    ("use_both", "Behold begge", "Keep both"),
    ("not_taken", "Ikke tatt imot: {}", "Not taken in: {}"),
    ("drop_it", "Forkast", "Discard"),
    ("try_again", "Prøv igjen", "Try again"),
    ("empty", "(tomt)", "(empty)"),
    ("positive", "Positivt", "Positive"),
    ("remark", "Med merknad", "With a remark"),
    ("negative", "Negativt", "Negative"),
    ("not_seen", "Ikke sett", "Not seen"),
    ("not_relevant", "Ikke relevant", "Not relevant"),
    ("field_seen", "vurdering", "verdict"),
    ("field_text", "tekst i rapporten", "text in the report"),
    ("field_note", "notat", "note"),
    ("field_caption", "bildetekst", "caption"),
    ("field_at", "sted på planen", "place on the plan"),
    ("field_removed", "fjernet", "taken away"),
    ("field_place", "sted", "place"),
    ("field_date", "dato", "day"),
    ("field_participant", "deltakere", "participants"),
    ("yes", "ja", "yes"),
    ("no", "nei", "no"),
    ("on_plan", "på planen ({}, {})", "on the plan ({}, {})"),
    ("free_point", "Fri merknad", "Free remark"),
    ("visit", "Befaringen", "The visit"),
    ("all_answered", "Alle punktene er vurdert.", "All points are judged."),
    ("left", "Ikke vurdert ennå: {}", "Not judged yet: {}"),
    (
        "ready_offline",
        "Klar til bruk uten nett på denne enheten.",
        "Ready for use without network on this device.",
    ),
    (
        "not_ready_offline",
        "Nettleseren kan ikke åpne denne siden uten nett (krever https eller maskinens egen adresse). La siden stå åpen; alt lagres på enheten.",
        "The browser cannot open this page without network (that takes https or the machine's own address). Keep the page open; all is kept on the device.",
    ),
    ("copy_name", "befaring-kopi", "visit-copy"),
    (
        "no_copy",
        "dette er ikke en kopi fra befaringen, eller den er skadet",
        "this is no copy from a visit, or it is damaged",
    ),
    (
        "copy_lacks",
        "kopien nevner bilde {}, men har det ikke; lagre kopien på nytt",
        "the copy names photo {} but does not have it; save the copy again",
    ),
    (
        "copy_of_another",
        "Kopien er fra «{}». Skal den leses inn i denne befaringen?",
        "The copy is from “{}”. Is it to be read into this visit?",
    ),
    (
        "copy_read",
        "Lest inn fra kopien: {} endringer, {} av dem bilder",
        "Read from the copy: {} changes, {} of them photos",
    ),
    ("copy_known", "Alt i kopien venter her fra før", "All in the copy waits here already"),
    (
        "lasting",
        "Nettleseren har lovet å beholde det som er lagret her.",
        "The browser has promised to keep what is kept here.",
    ),
    (
        "not_lasting",
        "Nettleseren lover ikke å beholde det som er lagret her: send det når det er nett, eller lagre en kopi.",
        "The browser does not promise to keep what is kept here: send it when there is a network, or save a copy.",
    ),
    ("room", "Ledig plass: {} MB.", "Free space: {} MB."),
    (
        "no_heic",
        "er HEIC, som denne tjeneren ikke leser; lagre bildet som JPEG (på iPhone: Innstillinger – Kamera – Formater – Mest kompatibel)",
        "is HEIC, which this server does not read; save the picture as JPEG (on an iPhone: Settings – Camera – Formats – Most Compatible)",
    ),
    (
        "photo_too_large",
        "filen er større enn {} MB; velg mindre bildestørrelse i kameraet",
        "the file is larger than {} MB; choose a smaller picture size in the camera",
    ),
    (
        "no_photo",
        "filen er ikke et bilde (JPEG, PNG eller HEIC)",
        "the file is no picture (JPEG, PNG or HEIC)",
    ),
    (
        "signed_out",
        "Tjeneren slipper ikke inn denne enheten lenger; åpne adressen med token på nytt. Alt er lagret på enheten.",
        "The server does not let this device in any longer; open the address with its token again. All is kept on the device.",
    ),
    ("server_says", "Tjeneren sier: {}", "The server says: {}"),
];

/// The words of a language.
pub(super) fn words(lang: Lang) -> Value {
    let said = WORDS.iter().map(|(key, nb, en)| {
        let text = match lang {
            Lang::Nb => nb,
            Lang::En => en,
        };
        ((*key).to_owned(), Value::from(*text))
    });
    Value::Object(said.collect::<Map<String, Value>>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::serve::assets::SCRIPTS;

    #[test]
    fn every_word_the_scripts_say_is_there_and_every_word_there_is_said() {
        let all: String = SCRIPTS.iter().map(|(_, text)| *text).collect();
        let known: Vec<&str> = WORDS.iter().map(|(k, _, _)| *k).collect();
        for said in all.split("say(\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            // A word put together begins a family.
            let family = said.ends_with('_') && known.iter().any(|k| k.starts_with(said));
            assert!(family || known.contains(&said), "a script says {said}, which is no word");
        }
        for (key, nb, en) in WORDS {
            let part = ["field_", "positive", "remark", "negative", "not_seen", "not_relevant"];
            let said = all.contains(&format!("\"{key}\"")) || part.iter().any(|p| key.starts_with(p));
            assert!(said, "no script says {key}");
            assert_eq!(nb.matches("{}").count(), en.matches("{}").count(), "{key}");
        }
    }
}
