//! Changes into the file of a visit. The text around them – comments, order, spacing – stays as people wrote it.
//!
//! Each change says what it replaces. Where the file says something else by now, somebody else was there: the change is
//! a conflict and nothing is written. A text that `inspect report` could not read never becomes the file.

use serde_json::Value as Json;
use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, TableLike, Value};

use super::change::{On, Outcome, Reference, What};
use super::store::{Stored, parse};
use crate::inspection::{Observation, PHOTOS, Pin, State, Visit};
use crate::localized;
use crate::model::written_value;
use crate::text::{Lang, Localized};
use crate::vocab::Vocabulary;

/// Most photos, letters and observations of a visit: beyond it, something runs wild.
pub(crate) const MOST: usize = 2000;
/// Longest text taken in, in bytes.
const LONGEST: usize = 8000;
/// The lists of the file.
const LISTS: [&str; 4] = ["participant", "photo", "mark", "observation"];

/// A visit that is being changed.
pub(crate) struct Draft<'a> {
    document: DocumentMut,
    visit: Visit,
    vocabulary: &'a Vocabulary,
    lang: Lang,
    changed: bool,
}

/// Why a change is not taken in.
enum Stop {
    Conflict(Json),
    Refused(Localized),
}

fn refused(nb: &str, en: &str) -> Stop {
    Stop::Refused(Localized::new(nb, en))
}

impl<'a> Draft<'a> {
    /// The visit to change. None where the text is no TOML, which [`parse`] has told of.
    pub(crate) fn of(stored: &Stored, vocabulary: &'a Vocabulary, lang: Lang) -> Option<Self> {
        let mut document: DocumentMut = stored.text.parse().ok()?;
        for list in LISTS {
            // Lists written in one line become lists of tables, which can grow.
            if let Some(item) = document.get_mut(list).filter(|i| i.is_value()) {
                *item = match std::mem::take(item).into_array_of_tables() {
                    Ok(tables) => Item::ArrayOfTables(tables),
                    Err(other) => other,
                };
            }
        }
        Some(Self { document, visit: stored.visit.clone(), vocabulary, lang, changed: false })
    }

    /// The text of the file, where it is another now.
    pub(crate) fn text(&self) -> Option<String> {
        self.changed.then(|| self.document.to_string())
    }

    /// The visit as it is now.
    pub(crate) fn visit(&self) -> &Visit {
        &self.visit
    }

    /// Takes a change in.
    pub(crate) fn apply(&mut self, what: &What) -> Outcome {
        if self.visit.state == State::Final {
            let why = Localized::new(
                "befaringen er ferdigstilt og kan ikke endres; endringen ligger fortsatt på enheten",
                "the visit is final and cannot be changed; the change is still on the device",
            );
            return Outcome::Refused { message: why.get(self.lang).to_owned() };
        }
        let before = (self.document.clone(), self.visit.clone(), self.changed);
        let done = self.attempt(what).and_then(|outcome| self.read_back().map(|()| outcome));
        let stop = match done {
            Ok(outcome) => return outcome,
            Err(stop) => stop,
        };
        (self.document, self.visit, self.changed) = before;
        match stop {
            Stop::Conflict(current) => Outcome::Conflict { current },
            Stop::Refused(why) => Outcome::Refused { message: why.get(self.lang).to_owned() },
        }
    }

    /// Adds a photo that lies in the folder, and gives its number.
    pub(crate) fn add_photo(&mut self, wanted: u32, file: &str) -> Result<u32, Localized> {
        let next = self.visit.next_photo();
        let taken = self.visit.photos.iter().any(|p| p.number == wanted);
        // A device that was away may be ahead of the file, never behind what was used.
        let number = if taken || wanted < next || wanted > next.saturating_add(200) { next } else { wanted };
        let mut table = Table::new();
        table.insert("number", toml_edit::value(i64::from(number)));
        table.insert("file", toml_edit::value(file));
        let before = self.document.clone();
        let pushed = self.push("photo", table).and_then(|()| self.read_back());
        match pushed {
            Ok(()) => Ok(number),
            Err(stop) => {
                self.document = before;
                Err(match stop {
                    Stop::Refused(why) => why,
                    Stop::Conflict(_) => Localized::default(),
                })
            }
        }
    }

    /// Reads what the file would say. What cannot be read is not written.
    fn read_back(&mut self) -> Result<(), Stop> {
        if self.changed {
            self.visit = parse("befaring.visit.toml", &self.document.to_string()).map_err(Stop::Refused)?;
        }
        Ok(())
    }

    fn attempt(&mut self, what: &What) -> Result<Outcome, Stop> {
        match what {
            What::Set { on, key, field, base, value, by, time } => {
                let row = self.row(*on, key)?;
                let current = self.current(*on, row, field)?;
                let warning = match field.strip_prefix("fact/") {
                    Some(rest) => self.warning(rest.split('/').next().unwrap_or_default(), value),
                    None => None,
                };
                if plain(&current) == plain(value) {
                    return Ok(Outcome::Done { warning, letter: None });
                }
                if plain(&current) != plain(base) {
                    return Err(Stop::Conflict(current));
                }
                self.set(*on, row, field, value)?;
                if *on == On::Observation {
                    let text = |t: &Option<String>| t.clone().map_or(Json::Null, Json::String);
                    for (field, said) in [("by", by), ("time", time)] {
                        if said.as_ref().is_some_and(|s| !s.trim().is_empty()) {
                            self.set(On::Observation, row, field, &text(said))?;
                        }
                    }
                }
                Ok(Outcome::Done { warning, letter: None })
            }
            What::AddObservation { key, chapter } => {
                if self.visit.observations.iter().any(|o| &o.id == key) {
                    return Ok(Outcome::DONE);
                }
                let mut table = Table::new();
                table.insert("id", toml_edit::value(key.as_str()));
                if let Some(chapter) = chapter {
                    table.insert("chapter", toml_edit::value(chapter.as_str()));
                }
                self.push("observation", table)?;
                Ok(Outcome::DONE)
            }
            What::AddMark { key, letter, at } => self.add_mark(key, letter, at.as_ref()),
            What::Link(reference) => self.link(reference, true),
            What::Unlink(reference) => self.link(reference, false),
        }
    }

    fn add_mark(&mut self, key: &str, wanted: &str, at: Option<&Pin>) -> Result<Outcome, Stop> {
        let letter = |letter: &str| Outcome::Done { warning: None, letter: Some(letter.to_owned()) };
        if let Some(mark) = self.visit.marks.iter().find(|m| m.id.as_deref() == Some(key)) {
            return Ok(letter(&mark.letter));
        }
        let taken = self.visit.marks.iter().any(|m| m.letter == wanted);
        let fine = (1..=3).contains(&wanted.len()) && wanted.bytes().all(|b| b.is_ascii_uppercase());
        let own = if taken || !fine { self.visit.next_letter() } else { wanted.to_owned() };
        let mut table = Table::new();
        table.insert("letter", toml_edit::value(own.as_str()));
        table.insert("id", toml_edit::value(key));
        if let Some(pin) = at {
            table.insert("at", Item::Value(pin_value(pin)?));
        }
        self.push("mark", table)?;
        Ok(letter(&own))
    }

    fn link(&mut self, reference: &Reference, on: bool) -> Result<Outcome, Stop> {
        let row = self.row(On::Observation, &reference.observation)?;
        let own = self.visit.observations.get(row);
        let (field, value, has) = match (&reference.photo, &reference.mark) {
            (Some(photo), None) => {
                let number =
                    self.row(On::Photo, photo).map(|i| self.visit.photos.get(i).map(|p| p.number))?;
                let number = number.unwrap_or_default();
                ("photos", Value::from(i64::from(number)), own.is_some_and(|o| o.photos.contains(&number)))
            }
            (None, Some(mark)) => {
                let letter =
                    self.row(On::Mark, mark).map(|i| self.visit.marks.get(i).map(|m| m.letter.clone()))?;
                let letter = letter.unwrap_or_default();
                let has = own.is_some_and(|o| o.letters.contains(&letter));
                ("letters", Value::from(letter), has)
            }
            _ => {
                return Err(refused(
                    "henvisningen nevner ikke ett bilde eller én bokstav",
                    "the reference names no one photo or letter",
                ));
            }
        };
        if has == on {
            return Ok(Outcome::DONE);
        }
        let table = self.table(On::Observation, row)?;
        let item = table.entry(field).or_insert_with(|| Item::Value(Value::Array(Array::new())));
        let Some(array) = item.as_array_mut() else {
            return Err(refused("listen i filen kan ikke endres", "the list in the file cannot be changed"));
        };
        if on {
            array.push(value);
        } else {
            let shown = value.to_string();
            array.retain(|v| v.to_string().trim() != shown.trim());
            if array.is_empty() {
                table.remove(field);
            }
        }
        self.changed = true;
        Ok(Outcome::DONE)
    }

    /// Where in its list something stands.
    fn row(&self, on: On, key: &str) -> Result<usize, Stop> {
        let visit = &self.visit;
        let own = |file: &str| photo_id(file) == Some(key);
        let number = key.strip_prefix('#');
        let found = match on {
            On::Visit => Some(0),
            On::Observation => visit.observations.iter().position(|o| o.id == key),
            On::Photo => visit
                .photos
                .iter()
                .position(|p| own(&p.file) || number.is_some_and(|n| n == p.number.to_string())),
            On::Mark => visit
                .marks
                .iter()
                .position(|m| m.id.as_deref() == Some(key) || number == Some(m.letter.as_str())),
        };
        found.ok_or_else(|| match on {
            On::Photo => refused("bildet finnes ikke i filen", "the photo is not in the file"),
            On::Mark => refused("bokstaven finnes ikke i filen", "the letter is not in the file"),
            _ => refused("punktet finnes ikke lenger i filen", "the point is no longer in the file"),
        })
    }

    /// What a field says now.
    fn current(&self, on: On, row: usize, field: &str) -> Result<Json, Stop> {
        if let Some((name, fact, place)) = measured(field) {
            let facts = self.visit.observations.get(row).map(|o| o.facts.as_slice()).unwrap_or_default();
            let own =
                facts.iter().find(|f| f.fact == fact && f.place.as_deref().unwrap_or_default() == place);
            let said = own.ok_or_else(|| {
                refused("målingen finnes ikke i filen", "the measurement is not in the file")
            })?;
            let text = if name == "value" { Some(said.value.clone()) } else { said.instrument.clone() };
            return Ok(text.map_or(Json::Null, Json::String));
        }
        let known: &[&str] = match on {
            On::Visit => &["place", "date", "participant"],
            On::Observation => &["seen", "text", "note"],
            On::Photo => &["caption", "at", "removed"],
            On::Mark => &["text", "at", "removed"],
        };
        if !known.contains(&field) {
            return Err(refused("feltet kan ikke endres her", "the field cannot be changed here"));
        }
        let visit = &self.visit;
        let all = match on {
            On::Visit => {
                serde_json::to_value(Visit { observations: Vec::<Observation>::new(), ..visit.clone() })
            }
            On::Observation => serde_json::to_value(visit.observations.get(row)),
            On::Photo => serde_json::to_value(visit.photos.get(row)),
            On::Mark => serde_json::to_value(visit.marks.get(row)),
        };
        Ok(all.ok().and_then(|a| a.get(field).cloned()).unwrap_or_default())
    }

    /// What a report will say of a value that fits its fact badly; it is kept all the same.
    fn warning(&self, fact: &str, value: &Json) -> Option<String> {
        let text = value.as_str().filter(|t| !t.trim().is_empty())?;
        let why = written_value(self.vocabulary.fact(fact)?, text).err()?;
        Some(why.get(self.lang).to_owned())
    }

    fn set(&mut self, on: On, row: usize, field: &str, value: &Json) -> Result<(), Stop> {
        self.changed = true;
        if let Some((name, fact, place)) = measured(field) {
            let text = value.as_str().unwrap_or_default();
            let table = self.table(On::Observation, row)?;
            return measure(table, name, fact, place, checked(text)?);
        }
        if field == "participant" {
            return self.participants(value);
        }
        let table = self.table(on, row)?;
        let item = match plain(value) {
            // What is not said does not stand in the file.
            Json::Null => {
                table.remove(field);
                return Ok(());
            }
            Json::String(text) => toml_edit::value(checked(&text)?),
            Json::Bool(yes) => toml_edit::value(yes),
            Json::Object(_) if field == "at" => {
                let pin: Pin = serde_json::from_value(value.clone()).map_err(|_| {
                    refused("stedet på planen kan ikke leses", "cannot read the place on the plan")
                })?;
                Item::Value(pin_value(&pin)?)
            }
            _ => return Err(refused("verdien passer ikke til feltet", "the value does not fit the field")),
        };
        match table.get_mut(field).and_then(Item::as_value_mut) {
            // What stands beside the old value, a comment perhaps, stays.
            Some(old) => {
                let decor = old.decor().clone();
                *old = item
                    .into_value()
                    .map_err(|_| refused("verdien passer ikke", "the value does not fit"))?;
                *old.decor_mut() = decor;
            }
            None => {
                table.remove(field);
                table.insert(field, item);
            }
        }
        Ok(())
    }

    fn participants(&mut self, value: &Json) -> Result<(), Stop> {
        let wrong = || refused("deltakerne kan ikke leses", "cannot read the participants");
        let rows = value.as_array().filter(|r| r.len() <= 50).ok_or_else(wrong)?;
        let mut tables = ArrayOfTables::new();
        for row in rows {
            let said =
                |name: &str| row.get(name).and_then(Json::as_str).unwrap_or_default().trim().to_owned();
            let (role, name) = (said("role"), said("name"));
            if role.is_empty() {
                continue;
            }
            let mut table = Table::new();
            table.insert("role", toml_edit::value(checked(&role)?));
            if !name.is_empty() {
                table.insert("name", toml_edit::value(checked(&name)?));
            }
            tables.push(table);
        }
        self.document.remove("participant");
        if !tables.is_empty() {
            self.document.insert("participant", Item::ArrayOfTables(tables));
        }
        Ok(())
    }

    /// The table something stands in.
    fn table(&mut self, on: On, row: usize) -> Result<&mut dyn TableLike, Stop> {
        let list = match on {
            On::Visit => return Ok(self.document.as_table_mut()),
            On::Observation => "observation",
            On::Photo => "photo",
            On::Mark => "mark",
        };
        let rows = self.document.get_mut(list).and_then(Item::as_array_of_tables_mut);
        let table = rows.and_then(|r| r.get_mut(row)).map(|t| t as &mut dyn TableLike);
        table.ok_or_else(|| {
            refused(
                "filen er skrevet slik at den ikke kan endres her",
                "the file cannot be changed here as it is written",
            )
        })
    }

    fn push(&mut self, list: &str, table: Table) -> Result<(), Stop> {
        let rows = self.document.entry(list).or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
        let Some(rows) = rows.as_array_of_tables_mut().filter(|r| r.len() < MOST) else {
            return Err(refused("listen i filen tar ikke flere", "the list in the file takes no more"));
        };
        rows.push(table);
        self.changed = true;
        Ok(())
    }
}

/// `fact/ID/PLACE` as the name of a field, the fact and the place.
fn measured(field: &str) -> Option<(&'static str, &str, &str)> {
    let (kind, rest) = field.split_once('/')?;
    let name = match kind {
        "fact" => "value",
        "instrument" => "instrument",
        _ => return None,
    };
    let (fact, place) = rest.split_once('/').unwrap_or((rest, ""));
    Some((name, fact, place))
}

/// Writes what was measured in the row of its fact.
fn measure(table: &mut dyn TableLike, name: &str, fact: &str, place: &str, text: String) -> Result<(), Stop> {
    let missing = || refused("målingen finnes ikke i filen", "the measurement is not in the file");
    let own = |row: &dyn TableLike| {
        let said = |key: &str| row.get(key).and_then(Item::as_str).unwrap_or_default().to_owned();
        said("fact") == fact && said("place") == place
    };
    let put = |row: &mut dyn TableLike| {
        if name == "instrument" && text.is_empty() {
            row.remove(name);
        } else {
            row.insert(name, toml_edit::value(text.as_str()));
        }
    };
    match table.get_mut("facts") {
        Some(Item::ArrayOfTables(rows)) => {
            put(rows.iter_mut().find(|r| own(*r)).ok_or_else(missing)?);
        }
        Some(Item::Value(Value::Array(rows))) => {
            let row = rows.iter_mut().filter_map(Value::as_inline_table_mut).find(|r| own(*r));
            put(row.ok_or_else(missing)?);
        }
        _ => return Err(missing()),
    }
    Ok(())
}

/// A text that belongs in a file people read: no signs that steer anything, and not endless.
fn checked(text: &str) -> Result<String, Stop> {
    if text.len() > LONGEST {
        return Err(refused("teksten er for lang", "the text is too long"));
    }
    Ok(text.replace("\r\n", "\n").chars().filter(|c| *c == '\n' || !c.is_control()).collect())
}

fn pin_value(pin: &Pin) -> Result<Value, Stop> {
    // Two thousand kilometres hold any site; beyond, the plan was left.
    let sane = |n: f64| n.is_finite() && n.abs() < 2_000_000.0;
    if !sane(pin.x) || !sane(pin.y) || !pin.direction.is_none_or(sane) {
        return Err(refused("stedet ligger ikke på planen", "the place is not on the plan"));
    }
    let rounded = |n: f64, by: f64| (n * by).round() / by;
    let mut table = InlineTable::new();
    if let Some(storey) = &pin.storey {
        table.insert("storey", checked(storey)?.into());
    }
    table.insert("x", rounded(pin.x, 1000.0).into());
    table.insert("y", rounded(pin.y, 1000.0).into());
    if let Some(direction) = pin.direction {
        table.insert("direction", rounded(direction.rem_euclid(360.0), 10.0).into());
    }
    Ok(Value::InlineTable(table))
}

/// A value as the file means it: what is empty is not said.
fn plain(value: &Json) -> Json {
    match value {
        Json::String(s) if s.trim().is_empty() => Json::Null,
        Json::String(s) => Json::String(s.trim().replace("\r\n", "\n")),
        Json::Bool(false) => Json::Null,
        Json::Array(a) if a.is_empty() => Json::Null,
        Json::Number(n) => n.as_f64().map_or(Json::Null, Json::from),
        Json::Array(a) => a.iter().map(plain).collect(),
        Json::Object(o) => {
            o.iter().map(|(k, v)| (k.clone(), plain(v))).filter(|(_, v)| !v.is_null()).collect()
        }
        other => other.clone(),
    }
}

/// The id a device gave a photo, from the name of its file.
pub(crate) fn photo_id(file: &str) -> Option<&str> {
    let name = file.strip_prefix(PHOTOS)?.strip_prefix('/')?;
    let id = name.split('.').next()?;
    is_device_id(id).then_some(id)
}

/// Whether a text is an id as devices make them: a UUID in small letters.
pub(crate) fn is_device_id(id: &str) -> bool {
    uuid::Uuid::try_parse(id).is_ok_and(|u| u.hyphenated().to_string() == id)
}

/// The name of the file of a photo.
pub(crate) fn photo_file(id: &str, ending: &str) -> String {
    format!("{PHOTOS}/{id}.{ending}")
}

/// Why a photo of too many is not taken in.
pub(crate) fn too_many() -> Localized {
    localized!("en befaring tar ikke mer enn {MOST} bilder", "a visit takes no more than {MOST} photos")
}

#[cfg(test)]
#[path = "merge_tests.rs"]
mod tests;
