//! JSON pointer -> place in the text, by a second pass over the same text.
//!
//! The readers of values keep no positions, so this pass runs only when there
//! is something to show, or a scalar's spelling matters (`version: 1.10`).
//! YAML goes through granit-parser's events, JSON through a scanner of our own.

use std::collections::HashMap;

use granit_parser::{Event, Parser};

use super::json_spans;
use crate::diagnostic::{Lines, Part, Place, Pointer, Span};

/// A node of the text: where it is and what it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Node {
    /// Start and end in bytes.
    pub(super) range: (usize, usize),
    /// What it holds.
    pub(super) content: Content,
}

/// What a node of the text holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// A scalar, with its text after unescaping, and whether it stands in quotes.
    Scalar {
        /// The text, unescaped.
        text: String,
        /// Whether it is written without quotes.
        plain: bool,
    },
    /// A sequence.
    Array(Vec<Node>),
    /// A mapping in document order; equal keys occur as often as written.
    Object(Vec<Member>),
    /// `*name`: the node with this anchor again.
    Alias(usize),
}

/// A member of a mapping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Member {
    /// The key, unescaped.
    pub(super) key: String,
    /// Start and end of the key in bytes.
    pub(super) range: (usize, usize),
    /// The value.
    pub(super) value: Node,
}

/// A key that its object has already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Duplicate {
    /// The member.
    pub(super) pointer: Pointer,
    /// Where its key stands again.
    pub(super) range: (usize, usize),
    /// Where it stands first.
    pub(super) first: (usize, usize),
}

/// The places of a text.
#[derive(Clone, Debug)]
pub(super) struct Spans {
    lines: Lines,
    root: Option<Node>,
    anchors: HashMap<usize, Node>,
}

impl Spans {
    /// The places of `text`, which may start with a byte order mark. A text
    /// that the value readers accept and this pass does not has no places.
    pub(super) fn of(text: &str) -> Self {
        let body = text.strip_prefix('\u{feff}').unwrap_or(text);
        let offset = text.len() - body.len();
        let json = super::parse::looks_like_json(body)
            .then(|| json_spans::scan(body, offset))
            .flatten();
        let lines = Lines::of(text);
        match json {
            Some(root) => Self {
                lines,
                root: Some(root),
                anchors: HashMap::new(),
            },
            None => Builder::new(offset, lines).build(body),
        }
    }

    /// The first node, if the text could be read.
    #[cfg(test)]
    pub(super) fn root(&self) -> Option<&Node> {
        self.root.as_ref()
    }

    /// The value of a member.
    #[cfg(test)]
    pub(super) fn member<'a>(&'a self, node: &'a Node, key: &str) -> Option<&'a Node> {
        Some(self.child(node, key)?.node)
    }

    /// The lines of the text.
    pub(super) fn lines(&self) -> &Lines {
        &self.lines
    }

    /// The node behind aliases.
    pub(super) fn resolve<'a>(&'a self, node: &'a Node) -> &'a Node {
        match node.content {
            // An anchor never stands for an alias: the parser has no such syntax.
            Content::Alias(id) => self.anchors.get(&id).unwrap_or(node),
            _ => node,
        }
    }

    /// What is shown for a place: the scalar, or the key of a collection, or
    /// the nearest place around it that the text has.
    pub(super) fn find(&self, text: &str, place: &Place) -> Option<Span> {
        let root = self.root.as_ref()?;
        let mut found = Found {
            node: root,
            key: None,
        };
        let mut exact = true;
        for token in tokens(&place.pointer) {
            match self.child(found.node, &token) {
                Some(child) => found = child,
                None => {
                    exact = false;
                    break;
                }
            }
        }
        let (start, end) = match (found.key, &found.node.content) {
            (Some(key), _) if place.part == Part::Key && exact => key,
            (_, Content::Scalar { .. } | Content::Alias(_)) if exact => found.node.range,
            (Some(key), _) => key,
            (None, _) => found.node.range,
        };
        Some(self.lines.span(text, start, end))
    }

    /// The text of the scalar at `pointer` as it is written without quotes.
    pub(super) fn plain_text(&self, pointer: &Pointer) -> Option<&str> {
        let root = self.root.as_ref()?;
        let node =
            tokens(pointer).try_fold(root, |node, token| Some(self.child(node, &token)?.node))?;
        match &self.resolve(node).content {
            Content::Scalar { text, plain: true } => Some(text),
            _ => None,
        }
    }

    /// Each key that its object has already.
    pub(super) fn duplicates(&self) -> Vec<Duplicate> {
        let mut found = Vec::new();
        let mut open: Vec<(Pointer, &Node)> = self
            .root
            .iter()
            .map(|root| (Pointer::root(), root))
            .collect();
        while let Some((pointer, node)) = open.pop() {
            match &node.content {
                Content::Array(items) => {
                    open.extend(
                        items
                            .iter()
                            .enumerate()
                            .map(|(index, item)| (pointer.child(index), item)),
                    );
                }
                Content::Object(members) => {
                    let mut seen = HashMap::new();
                    for member in members {
                        let place = pointer.child(&member.key);
                        if let Some(first) = seen.insert(&member.key, member.range) {
                            found.push(Duplicate {
                                pointer: place.clone(),
                                range: member.range,
                                first,
                            });
                        }
                        open.push((place, &member.value));
                    }
                }
                Content::Scalar { .. } | Content::Alias(_) => {}
            }
        }
        found.sort_by_key(|duplicate| duplicate.range);
        found
    }

    fn child<'a>(&'a self, node: &'a Node, token: &str) -> Option<Found<'a>> {
        match &self.resolve(node).content {
            Content::Array(items) => {
                let node = items.get(token.parse::<usize>().ok()?)?;
                Some(Found { node, key: None })
            }
            // The last of equal keys is the one that counts.
            Content::Object(members) => {
                match members.iter().rev().find(|member| member.key == token) {
                    Some(member) => Some(Found {
                        node: &member.value,
                        key: Some(member.range),
                    }),
                    None => self.merged(members, token),
                }
            }
            Content::Scalar { .. } | Content::Alias(_) => None,
        }
    }

    /// A member that came in by `<<`.
    fn merged<'a>(&'a self, members: &'a [Member], token: &str) -> Option<Found<'a>> {
        let merge = members.iter().find(|member| member.key == "<<")?;
        match &self.resolve(&merge.value).content {
            Content::Object(_) => self.child(&merge.value, token),
            Content::Array(items) => items.iter().find_map(|item| self.child(item, token)),
            Content::Scalar { .. } | Content::Alias(_) => None,
        }
    }
}

/// How deep the nodes of the text are nested; without end where the parser gives up.
pub(super) fn depth(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0_usize);
    for event in Parser::new_from_str(text) {
        match event {
            Ok((Event::SequenceStart(..) | Event::MappingStart(..), _)) => depth += 1,
            Ok((Event::SequenceEnd | Event::MappingEnd, _)) => depth = depth.saturating_sub(1),
            Ok(_) => {}
            Err(error) if error.to_string().contains("limit") => return usize::MAX,
            // Not nested too deeply but wrong: the reader of values says so.
            Err(_) => break,
        }
        deepest = deepest.max(depth);
    }
    deepest
}

#[derive(Clone, Copy)]
struct Found<'a> {
    node: &'a Node,
    key: Option<(usize, usize)>,
}

fn tokens(pointer: &Pointer) -> impl Iterator<Item = String> + '_ {
    pointer
        .as_str()
        .split('/')
        .skip(1)
        .map(|token| token.replace("~1", "/").replace("~0", "~"))
}

/// Collects nodes from events.
struct Builder {
    offset: usize,
    spans: Spans,
    open: Vec<Open>,
}

/// A collection whose end has not come yet.
struct Open {
    start: usize,
    anchor: usize,
    content: Content,
    /// The key whose value comes next.
    key: Option<(String, (usize, usize))>,
}

impl Builder {
    fn new(offset: usize, lines: Lines) -> Self {
        let spans = Spans {
            lines,
            root: None,
            anchors: HashMap::new(),
        };
        Self {
            offset,
            spans,
            open: Vec::new(),
        }
    }

    fn build(mut self, text: &str) -> Spans {
        for event in Parser::new_from_str(text) {
            let Ok((event, span)) = event else { break };
            let start = span.start.byte_offset().unwrap_or(0) + self.offset;
            let end = span.end.byte_offset().unwrap_or(0) + self.offset;
            match event {
                Event::Scalar(content, style, anchor, _) => {
                    let plain = style == granit_parser::ScalarStyle::Plain;
                    let content = Content::Scalar {
                        text: content.into_owned(),
                        plain,
                    };
                    self.add(
                        Node {
                            range: (start, end),
                            content,
                        },
                        anchor,
                    );
                }
                Event::Alias(id) => {
                    self.add(
                        Node {
                            range: (start, end),
                            content: Content::Alias(id),
                        },
                        0,
                    );
                }
                Event::SequenceStart(_, anchor, _) => {
                    self.open.push(Open {
                        start,
                        anchor,
                        content: Content::Array(Vec::new()),
                        key: None,
                    });
                }
                Event::MappingStart(_, anchor, _) => {
                    self.open.push(Open {
                        start,
                        anchor,
                        content: Content::Object(Vec::new()),
                        key: None,
                    });
                }
                Event::SequenceEnd | Event::MappingEnd => {
                    if let Some(Open {
                        start,
                        anchor,
                        content,
                        ..
                    }) = self.open.pop()
                    {
                        self.add(
                            Node {
                                range: (start, end),
                                content,
                            },
                            anchor,
                        );
                    }
                }
                Event::DocumentEnd => break,
                _ => {}
            }
        }
        // What is still open when the text breaks off is closed, so that a
        // syntax error still finds the places before it.
        while let Some(Open {
            start,
            anchor,
            content,
            ..
        }) = self.open.pop()
        {
            self.add(
                Node {
                    range: (start, start),
                    content,
                },
                anchor,
            );
        }
        self.spans
    }

    fn add(&mut self, node: Node, anchor: usize) {
        if anchor != 0 {
            self.spans.anchors.insert(anchor, node.clone());
        }
        let Some(parent) = self.open.last_mut() else {
            self.spans.root.get_or_insert(node);
            return;
        };
        match &mut parent.content {
            Content::Array(items) => items.push(node),
            Content::Object(members) => match parent.key.take() {
                Some((key, range)) => members.push(Member {
                    key,
                    range,
                    value: node,
                }),
                None => {
                    let key = match &self.spans.resolve(&node).content {
                        Content::Scalar { text, .. } => text.clone(),
                        _ => String::new(),
                    };
                    parent.key = Some((key, node.range));
                }
            },
            Content::Scalar { .. } | Content::Alias(_) => {}
        }
    }
}
