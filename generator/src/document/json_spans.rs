//! Places of a JSON text.
//!
//! A scanner of its own because the YAML parser refuses some JSON that occurs
//! in real documents: keys of more than 1024 characters and raw U+007F.

use super::spans::{Content, Member, Node};

/// Deeper than the reader of values goes, so whatever it reads has places.
const MAX_DEPTH: usize = 200;

/// The root of `text`; `offset` is added to every position. None if it is not JSON.
pub(super) fn scan(text: &str, offset: usize) -> Option<Node> {
    let mut scanner = Scanner {
        text,
        at: 0,
        offset,
    };
    let node = scanner.node(0)?;
    scanner.skip_space();
    (scanner.at == text.len()).then_some(node)
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    offset: usize,
}

impl Scanner<'_> {
    fn node(&mut self, depth: usize) -> Option<Node> {
        self.skip_space();
        let start = self.at;
        let content = match self.peek()? {
            _ if depth > MAX_DEPTH => return None,
            b'{' => Content::Object(self.members(depth)?),
            b'[' => Content::Array(self.items(depth)?),
            b'"' => Content::Scalar {
                text: self.string()?,
                plain: false,
            },
            _ => Content::Scalar {
                text: self.word()?,
                plain: true,
            },
        };
        Some(Node {
            range: self.range(start),
            content,
        })
    }

    fn members(&mut self, depth: usize) -> Option<Vec<Member>> {
        let mut members = Vec::new();
        self.at += 1;
        self.skip_space();
        if self.eat(b'}') {
            return Some(members);
        }
        loop {
            self.skip_space();
            let start = self.at;
            let key = self.string()?;
            let range = self.range(start);
            self.skip_space();
            if !self.eat(b':') {
                return None;
            }
            members.push(Member {
                key,
                range,
                value: self.node(depth + 1)?,
            });
            self.skip_space();
            if self.eat(b'}') {
                return Some(members);
            }
            if !self.eat(b',') {
                return None;
            }
        }
    }

    fn items(&mut self, depth: usize) -> Option<Vec<Node>> {
        let mut items = Vec::new();
        self.at += 1;
        self.skip_space();
        if self.eat(b']') {
            return Some(items);
        }
        loop {
            items.push(self.node(depth + 1)?);
            self.skip_space();
            if self.eat(b']') {
                return Some(items);
            }
            if !self.eat(b',') {
                return None;
            }
        }
    }

    fn string(&mut self) -> Option<String> {
        let start = self.at;
        if !self.eat(b'"') {
            return None;
        }
        let bytes = self.text.as_bytes();
        let mut escaped = false;
        loop {
            match bytes.get(self.at)? {
                b'"' => break,
                b'\\' => {
                    escaped = true;
                    self.at += 2;
                }
                _ => self.at += 1,
            }
        }
        self.at += 1;
        if escaped {
            serde_json::from_str(self.text.get(start..self.at)?).ok()
        } else {
            self.text.get(start + 1..self.at - 1).map(str::to_owned)
        }
    }

    /// `true`, `null`, `-1.5e3`.
    fn word(&mut self) -> Option<String> {
        let start = self.at;
        let rest = &self.text.as_bytes()[start..];
        let length = rest
            .iter()
            .take_while(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte))
            .count();
        self.at += length;
        (length > 0).then(|| self.text[start..self.at].to_owned())
    }

    fn range(&self, start: usize) -> (usize, usize) {
        (start + self.offset, self.at + self.offset)
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }
}
