//! Who wrote the file, with which program, and by which schema?
//!
//! The header section (ISO 10303-21 §8) is a handful of records without numbers. It is read with the same
//! values as the data; the frame around them is a grammar for `nom`. A header that cannot be read is a fault,
//! not the end: the data are looked for all the same.

use super::error::{Error, looks_like};
use super::fault::{Fault, FaultKind, Faults};
use super::lex;
use super::value::{Value, Values};
use memchr::memmem;
use nom::bytes::complete::{tag, tag_no_case, take_while1};
use nom::combinator::opt;
use nom::sequence::delimited;
use nom::{IResult, Parser};

/// What the header says; what it does not say is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    /// `FILE_DESCRIPTION`: what the file is for, such as its view definition.
    pub description: Vec<String>,
    /// `FILE_DESCRIPTION`: the level of the exchange structure, such as `2;1`.
    pub implementation_level: String,
    /// `FILE_NAME`: its name when it was written.
    pub name: String,
    /// `FILE_NAME`: when, as written (mostly ISO 8601).
    pub time_stamp: String,
    /// `FILE_NAME`: by whom.
    pub author: Vec<String>,
    /// `FILE_NAME`: for which firms.
    pub organization: Vec<String>,
    /// `FILE_NAME`: the library that wrote it.
    pub preprocessor: String,
    /// `FILE_NAME`: the program the model comes from.
    pub originating_system: String,
    /// `FILE_NAME`: who allowed it out.
    pub authorization: String,
    /// `FILE_SCHEMA`: the schemas, mostly one, such as `IFC4`.
    pub schemas: Vec<String>,
}

/// How far into a file its header may reach. Real ones are a few hundred bytes.
const LONGEST: usize = 1 << 20;
/// How many values an entry may have.
const MOST_VALUES: usize = 1000;
/// After how many damaged entries the header is given up.
const MOST_DAMAGED: usize = 20;

/// Reads the header, and tells where the data start.
///
/// # Errors
/// If the file is no exchange file, or has neither a data section nor a record.
pub(super) fn read(bytes: &[u8], faults: &mut Faults) -> Result<(Header, usize), Error> {
    let head = &bytes[..bytes.len().min(LONGEST)];
    let first = if lex::restarts(head, 0) { 0 } else { lex::next_restart(head, 0) };
    let start = match memmem::find(head, b"ISO-10303-21") {
        Some(at) if at <= first => at,
        _ if lex::restarts(head, first) => 0,
        _ => return Err(looks_like(bytes)),
    };
    let mut header = Header::default();
    let fault = |at| Fault { kind: FaultKind::Header, at, record: None, detail: 0 };
    if !bytes[..start].iter().all(|b| lex::is_blank(*b) || b"\xef\xbb\xbf".contains(b)) {
        faults.add(fault(0));
    }
    let place = |rest: &[u8]| head.len() - rest.len();
    let mut rest = match section_start(&head[start..]) {
        Ok((rest, ())) => rest,
        Err(_) => {
            faults.add(fault(start));
            &head[start..]
        }
    };
    let mut damaged = 0;
    let data = loop {
        if let Ok((after, (name, values))) = entry(rest) {
            header.take(name, values);
            rest = after;
        } else if let Ok((after, ())) = section_end(rest) {
            break place(after);
        } else {
            faults.add(fault(place(rest)));
            damaged += 1;
            match next_entry(rest).filter(|_| damaged <= MOST_DAMAGED) {
                Some(after) => rest = after,
                None => break place(rest),
            }
        }
    };
    if header.schemas.is_empty() {
        faults.add(fault(start));
    }
    let data = if lex::word(bytes, data, b"DATA").is_some() { data } else { find_data(bytes, data)? };
    Ok((header, data))
}

/// Where the data start when the header cannot tell, or when other sections come first: at a line `DATA`, or at
/// the first record.
fn find_data(bytes: &[u8], from: usize) -> Result<usize, Error> {
    let mut record = if lex::restarts(bytes, from) { from } else { lex::next_restart(bytes, from) };
    while record < bytes.len() && bytes[lex::skip_blank(bytes, record)] != b'#' {
        record = lex::next_restart(bytes, record);
    }
    let word = memmem::find(&bytes[from..record], b"DATA").map(|i| from + i);
    word.or((record < bytes.len()).then_some(record)).ok_or(Error::NoData)
}

impl Header {
    fn take(&mut self, name: &[u8], values: Values<'_>) {
        let all: Vec<Value<'_>> = values.take(16).collect();
        let text = |i: usize| all.get(i).map_or(String::new(), |v| decoded(*v));
        let list = |i: usize| match all.get(i) {
            Some(Value::List(list)) => list.iter().take(1000).map(decoded).collect(),
            Some(value) => vec![decoded(*value)],
            None => Vec::new(),
        };
        match name.to_ascii_uppercase().as_slice() {
            b"FILE_DESCRIPTION" => {
                self.description = list(0);
                self.implementation_level = text(1);
            }
            b"FILE_NAME" => {
                self.name = text(0);
                self.time_stamp = text(1);
                self.author = list(2);
                self.organization = list(3);
                self.preprocessor = text(4);
                self.originating_system = text(5);
                self.authorization = text(6);
            }
            b"FILE_SCHEMA" => self.schemas = list(0).into_iter().filter(|s| !s.is_empty()).collect(),
            _ => {}
        }
    }
}

fn decoded(value: Value<'_>) -> String {
    value.as_text().map_or(String::new(), |t| t.decode().into_owned())
}

type Read<'a, T> = IResult<&'a [u8], T>;

fn blank(input: &[u8]) -> Read<'_, ()> {
    Ok((&input[lex::skip_blank(input, 0)..], ()))
}

/// `ISO-10303-21; HEADER;`
fn section_start(input: &[u8]) -> Read<'_, ()> {
    let (input, _) = opt((tag_no_case("ISO-10303-21"), blank, tag(";"))).parse(input)?;
    let (input, _) = (blank, tag_no_case("HEADER"), blank, tag(";")).parse(input)?;
    Ok((input, ()))
}

/// `FILE_NAME( … );`
fn entry(input: &[u8]) -> Read<'_, (&[u8], Values<'_>)> {
    let (input, name) = delimited(blank, take_while1(lex::is_keyword_byte), blank).parse(input)?;
    let (inside, _) = tag("(").parse(input)?;
    let mut walk = Values::of_record(inside);
    walk.by_ref().take(MOST_VALUES).for_each(drop);
    let (rest, _) = (blank, tag(")"), blank, tag(";")).parse(walk.rest())?;
    Ok((rest, (name, Values::of_record(inside))))
}

/// `ENDSEC;`
fn section_end(input: &[u8]) -> Read<'_, ()> {
    let (input, _) = (blank, tag_no_case("ENDSEC"), blank, tag(";"), blank).parse(input)?;
    Ok((input, ()))
}

/// The next entry or the end of the section after an entry that cannot be read.
fn next_entry(input: &[u8]) -> Option<&[u8]> {
    let after = input.get(lex::skip_blank(input, 0) + 1..)?;
    let file = memmem::find(after, b"FILE_");
    let end = memmem::find(&after[..file.unwrap_or(after.len())], b"ENDSEC");
    Some(&after[end.or(file)?..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(text: &str) -> (Header, usize, usize) {
        let mut faults = Faults::default();
        let (header, data) = read(text.as_bytes(), &mut faults).unwrap();
        (header, data, faults.count(FaultKind::Header))
    }

    const PLAIN: &str = "ISO-10303-21;\nHEADER;\n/* by hand; 'open */\nFILE_DESCRIPTION(('a','b'),'2;1');\n\
        FILE_NAME('hus.ifc','2026-11-22T10:00:00',('Kari'),('\\X2\\00D8\\X0\\',''),'p','o',$);\n\
        FILE_SCHEMA(('IFC4'));\nENDSEC;\n\nDATA;\n#1=IFCWALL($);\n";

    #[test]
    fn a_header_tells_who_wrote_the_file() {
        let (header, data, faults) = header(PLAIN);
        assert_eq!(header.description, ["a", "b"]);
        assert_eq!(header.implementation_level, "2;1");
        assert_eq!((header.name.as_str(), header.organization[0].as_str()), ("hus.ifc", "Ø"));
        assert_eq!((header.originating_system.as_str(), header.authorization.as_str()), ("o", ""));
        assert_eq!(header.schemas, ["IFC4"]);
        assert!(PLAIN[data..].starts_with("DATA;"));
        assert_eq!(faults, 0);
    }

    #[test]
    fn a_damaged_entry_costs_itself_only() {
        let text = PLAIN.replace("'hus.ifc'", "'hus'.ifc'");
        let (header, data, faults) = header(&text);
        assert_eq!((header.name.as_str(), header.schemas.len()), ("", 1));
        assert_eq!(data, text.find("DATA").unwrap());
        assert_eq!(faults, 1);
    }

    #[test]
    fn data_are_found_without_a_header() {
        for text in ["#1=IFCWALL($);\n", "DATA;\n#1=IFCWALL($);", "ISO-10303-21;\nDATA;#1=IFCWALL($);"] {
            let (header, data, faults) = header(text);
            assert_eq!(header, Header::default());
            assert!(text[data..].starts_with("DATA") || text[data..].starts_with('#'), "{text}");
            assert!(faults > 0);
        }
    }

    #[test]
    fn what_is_no_exchange_file_is_named() {
        let error = |bytes: &[u8]| read(bytes, &mut Faults::default()).unwrap_err();
        assert!(matches!(error(b"<?xml version='1.0'?><ifc:ifcXML>"), Error::Xml));
        assert!(matches!(error(b"<html>"), Error::NotStep(_)));
        assert!(error(b"%PDF-1.7").to_string().contains("PDF"));
        assert!(matches!(error(b"\x00\x01\x02"), Error::NotStep(_)));
        assert!(matches!(error(b"ISO-10303-21;HEADER;FILE_SCHEMA(('IFC4'));ENDSEC;"), Error::NoData));
        assert!(matches!(error(b"ISO-10303-21;"), Error::NoData));
    }
}
