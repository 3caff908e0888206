//! A document back to text, evenly laid out.
//!
//! Four blanks for each block, one blank between words, two between statements that share a line, at most one empty
//! line. Which statements share a line is the author's choice, as long as they fit in it; comments stay where
//! they stand, except that one inside a statement moves before it. Formatting twice changes nothing.

use super::ast::{Block, Comment, Document, Item};

/// Longest line, in characters.
const WIDTH: usize = 100;
/// One step of indentation.
const STEP: usize = 4;

/// The text of a document.
pub(super) fn print(document: &Document) -> String {
    let mut printer = Printer { out: String::new(), line: 0, joins: false };
    printer.items(&document.items, 0);
    printer.comments(&document.tail, 0, document.items.is_empty());
    printer.out
}

struct Printer {
    out: String,
    /// Characters on the last line; 0 when it is finished.
    line: usize,
    /// Whether another statement may follow on the last line.
    joins: bool,
}

impl Printer {
    fn items(&mut self, items: &[Item], indent: usize) {
        for (i, item) in items.iter().enumerate() {
            self.comments(&item.comments, indent, i == 0);
            let alone = item.fresh || !item.comments.is_empty();
            let short = inline(item).filter(|s| indent + count(s) <= WIDTH);
            match short {
                Some(text)
                    if !alone && self.joins && self.line > 0 && self.line + 2 + count(&text) <= WIDTH =>
                {
                    self.out.push_str("  ");
                    self.out.push_str(&text);
                    self.line += 2 + count(&text);
                }
                short => {
                    self.end_line();
                    if item.blank && (i > 0 || !item.comments.is_empty()) {
                        self.out.push('\n');
                    }
                    match short {
                        Some(text) => {
                            self.start_line(indent, &text);
                            self.joins = true;
                        }
                        None => {
                            self.tall(item, indent);
                            self.joins = false;
                        }
                    }
                }
            }
            if let Some(comment) = &item.trailing {
                self.out.push_str("  ");
                self.out.push_str(&comment.text);
                self.end_line_now();
            }
        }
        self.end_line();
    }

    /// A statement that takes several lines.
    fn tall(&mut self, item: &Item, indent: usize) {
        let statement = &item.statement;
        let room = if statement.block.is_some() { WIDTH - 2 } else { WIDTH };
        for (i, line) in wrapped(&statement.text, room.saturating_sub(indent)).iter().enumerate() {
            self.end_line();
            self.start_line(if i == 0 { indent } else { indent + STEP }, line);
        }
        if let Some(block) = &statement.block {
            self.block(block, indent);
        }
    }

    fn block(&mut self, block: &Block, indent: usize) {
        if block.items.is_empty() && block.tail.is_empty() && block.open.is_none() {
            self.out.push_str(" {}");
            self.line += 3;
            return;
        }
        self.out.push_str(" {");
        if let Some(comment) = &block.open {
            self.out.push_str("  ");
            self.out.push_str(&comment.text);
        }
        self.end_line_now();
        self.items(&block.items, indent + STEP);
        self.comments(&block.tail, indent + STEP, block.items.is_empty());
        self.start_line(indent, "}");
    }

    /// Comments on lines of their own.
    fn comments(&mut self, comments: &[Comment], indent: usize, first: bool) {
        for (i, comment) in comments.iter().enumerate() {
            self.end_line();
            if comment.blank && !(first && i == 0) {
                self.out.push('\n');
            }
            self.start_line(indent, &comment.text);
            self.end_line();
        }
    }

    fn start_line(&mut self, indent: usize, text: &str) {
        self.out.extend(std::iter::repeat_n(' ', indent));
        self.out.push_str(text);
        self.line = indent + count(text);
    }

    fn end_line(&mut self) {
        if self.line > 0 {
            self.end_line_now();
        }
    }

    fn end_line_now(&mut self) {
        self.out.push('\n');
        self.line = 0;
    }
}

/// A statement on one line, if its blocks were written so.
fn inline(item: &Item) -> Option<String> {
    let statement = &item.statement;
    let Some(block) = &statement.block else { return Some(statement.text.clone()) };
    if block.items.is_empty() && block.tail.is_empty() && block.open.is_none() {
        return Some(format!("{} {{}}", statement.text));
    }
    if !block.inline {
        return None;
    }
    let inside: Option<Vec<String>> = block.items.iter().map(inline).collect();
    Some(format!("{} {{ {} }}", statement.text, inside?.join("  ")))
}

/// A text cut after commas and between points, so that its lines fit where they can. Commas inside points and texts do
/// not count.
fn wrapped(text: &str, room: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for piece in pieces(text) {
        let room = if lines.is_empty() { room } else { room.saturating_sub(STEP) };
        if !line.is_empty() && count(&line) + 1 + count(piece) > room {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(piece);
    }
    lines.push(line);
    lines
}

/// The parts of a statement between which a line may end.
fn pieces(text: &str) -> Vec<&str> {
    let (mut quoted, mut escaped, mut open) = (false, false, false);
    let mut cuts = Vec::new();
    let mut start = 0;
    let mut before = ' ';
    for (i, c) in text.char_indices() {
        if quoted {
            quoted = escaped || c != '"';
            escaped = c == '\\' && !escaped;
        } else {
            match c {
                '"' => quoted = true,
                '(' => open = true,
                ')' => open = false,
                ' ' if !open && (before == ',' || (before == ')' && text[i + 1..].starts_with('('))) => {
                    cuts.push(&text[start..i]);
                    start = i + 1;
                }
                _ => {}
            }
        }
        before = c;
    }
    cuts.push(&text[start..]);
    cuts
}

fn count(text: &str) -> usize {
    text.chars().count()
}
