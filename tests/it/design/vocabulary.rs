//! A small vocabulary of the language's own tests, so that they do not move with the real one.

use std::path::Path;
use std::sync::OnceLock;

use befaring::source::{Sources, Tree};
use befaring::vocab::Vocabulary;

const ROOMS: &str = r#"
[[room]]
id = "all_room"
name = { nb = "allrom", en = "all-room" }
contains = ["living", "kitchen", "sleeping"]
habitable = true
[[room]]
id = "living"
name = { nb = "stue", en = "living room" }
[[room]]
id = "kitchen"
name = { nb = "kjøkken", en = "kitchen" }
synonyms = ["kj", "kj."]
[[room]]
id = "sleeping"
name = { nb = "soverom", en = "bedroom" }
synonyms = ["sov"]
[[room]]
id = "bath"
name = { nb = "bad", en = "bathroom" }
synonyms = ["våtrom"]
ambiguous = ["våtrom"]
[[room]]
id = "technical"
name = { nb = "teknisk rom", en = "technical room" }
synonyms = ["teknisk", "tr"]
[[room]]
id = "hall"
name = { nb = "gang", en = "hall" }
[[room]]
id = "storage"
name = { nb = "bod", en = "storage" }
[[room]]
id = "outdoor_storage"
name = { nb = "utebod", en = "outdoor storage" }
synonyms = ["utvendig bod"]
[[room]]
id = "corridor"
name = { nb = "korridor", en = "corridor" }
belongs = "common"
[[room]]
id = "balcony"
name = { nb = "balkong", en = "balcony" }
outdoor = true
[[room]]
id = "duty_room"
name = { nb = "vaktrom", en = "duty room" }
belongs = "base"
"#;

const MATERIALS: &str = r#"
[[material]]
id = "vinyl"
name = { nb = "vinyl", en = "vinyl" }
[[material]]
id = "osb"
name = { nb = "OSB", en = "OSB" }
[[material]]
id = "gypsum"
name = { nb = "gips", en = "gypsum" }
[[material]]
id = "paint"
name = { nb = "maling", en = "paint" }
"#;

const FIXTURES: &str = r#"
[[fixture]]
id = "bed"
name = { nb = "seng", en = "bed" }
category = "furniture"
size = ["0.90 m", "2.00 m"]
[[fixture]]
id = "stove"
name = { nb = "komfyr", en = "stove" }
category = "kitchen"
[[fixture]]
id = "dishwasher"
name = { nb = "oppvaskmaskin", en = "dishwasher" }
category = "kitchen"
[[fixture]]
id = "sprinkler"
name = { nb = "sprinkler", en = "sprinkler" }
category = "fire"
[[fixture]]
id = "toilet"
name = { nb = "toalett", en = "toilet" }
category = "sanitary"
size = ["40 cm", "70 cm"]
[[fixture]]
id = "microwave"
name = { nb = "mikrobølgeovn", en = "microwave oven" }
category = "kitchen"
[[fixture]]
id = "canopy"
name = { nb = "overbygg", en = "canopy" }
category = "technical"
"#;

const STANDARDS: &str = r#"
[[standard]]
id = "reinforced"
name = { nb = "forsterket", en = "reinforced" }
rank = 3
meaning = { nb = "m", en = "m" }
[[standard]]
id = "extra_reinforced"
name = { nb = "ekstra forsterket", en = "extra reinforced" }
rank = 4
meaning = { nb = "m", en = "m" }
"#;

const FACTS: &str = r#"
["project.group"]
kind = "words"
name = { nb = "målgruppe", en = "group" }
design = "gruppe"
values = [{ id = "5", nb = "5", en = "5" }, { id = "6", nb = "6", en = "6" }]
["dwelling.group"]
kind = "words"
name = { nb = "boligens målgruppe", en = "group" }
design = "gruppe"
values = [{ id = "5", nb = "5", en = "5" }, { id = "6", nb = "6", en = "6" }]
["project.somatic"]
kind = "word"
name = { nb = "somatikk", en = "somatic" }
design = "somatikk"
values = [{ id = "1-5", nb = "1-5", en = "1-5" }]
["project.standard"]
kind = "word"
name = { nb = "boligstandard", en = "standard" }
design = "standard"
values_from = "standards"
["project.date"]
kind = "date"
name = { nb = "dato", en = "date" }
design = "dato"
["project.district"]
kind = "text"
name = { nb = "bydel", en = "district" }
design = "bydel"
["project.share"]
kind = "ratio"
name = { nb = "andel", en = "share" }
design = "andel"
["site.screening"]
kind = "words"
name = { nb = "skjerming", en = "screening" }
design = "skjerming"
values = [{ id = "fence", nb = "gjerde", en = "fence" }, { id = "plants", nb = "vegetasjon", en = "plants" }]
["base.staff"]
kind = "count"
name = { nb = "ansatte", en = "staff" }
design = "ansatte"
["room.floor"]
kind = "layers"
name = { nb = "gulv", en = "floor" }
design = "gulv"
values_from = "materials"
["room.floor.upstand"]
kind = "length"
name = { nb = "oppbrett", en = "upstand" }
design = "gulv oppbrett"
["room.floor.pattern"]
kind = "word"
name = { nb = "dekor", en = "pattern" }
design = "gulv dekor"
values = [{ id = "parquet", nb = "parkett", en = "parquet" }]
["room.wall"]
kind = "layers"
name = { nb = "vegg", en = "wall" }
design = "vegg"
values_from = "materials"
["room.wall.colour"]
kind = "colour"
name = { nb = "veggfarge", en = "wall colour" }
design = "vegg farge"
["room.area_stated"]
kind = "area"
name = { nb = "oppgitt areal", en = "stated area" }
design = "areal"
["door.clear_width"]
kind = "length"
name = { nb = "fri bredde", en = "clear width" }
design = "fri bredde"
["door.steel"]
kind = "bool"
name = { nb = "stålbeslag", en = "steel fittings" }
design = "stålbeslag"
["door.lock"]
kind = "word"
name = { nb = "lås", en = "lock" }
design = "lås"
values = [{ id = "mechanical", nb = "mekanisk", en = "mechanical" }, { id = "electronic", nb = "elektronisk", en = "electronic" }]
["door.class"]
kind = "word"
name = { nb = "innbruddsklasse", en = "class" }
design = "innbruddsklasse"
values = [{ id = "rc3", nb = "RC3", en = "RC3" }]
["window.vent"]
kind = "bool"
name = { nb = "lufteluke", en = "vent" }
design = "lufteluke"
["wall.sound"]
kind = "sound"
name = { nb = "lydkrav", en = "sound" }
design = "lyd"
["fixture.recessed"]
kind = "bool"
name = { nb = "innfelt", en = "recessed" }
design = "innfelt"
["fixture.mounting"]
kind = "word"
name = { nb = "montering", en = "mounting" }
design = "montering"
values = [{ id = "floor", nb = "gulvmontert", en = "floor" }, { id = "wall", nb = "vegghengt", en = "wall" }]
"#;

/// The vocabulary of these tests.
pub(crate) fn vocabulary() -> &'static Vocabulary {
    static VOCABULARY: OnceLock<Vocabulary> = OnceLock::new();
    VOCABULARY.get_or_init(|| {
        let files = [
            ("vocabulary/rooms.toml", ROOMS),
            ("vocabulary/materials.toml", MATERIALS),
            ("vocabulary/fixtures.toml", FIXTURES),
            ("vocabulary/standards.toml", STANDARDS),
            ("vocabulary/facts/test.toml", FACTS),
        ];
        let mut faults = Vec::new();
        let tree = Tree::from_texts(Path::new("test"), files);
        let vocabulary = Vocabulary::load(&tree, &mut Sources::new(), &mut faults);
        assert!(faults.is_empty(), "{faults:?}");
        vocabulary
    })
}
