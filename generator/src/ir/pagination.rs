//! The nouns of lists that come in pages. Places in a reply are JSON pointers.

use serde::Serialize;

use crate::diagnostic::Pointer;

/// How pages follow each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Pagination {
    /// How one page leads to the next.
    pub turn: Turn,
    /// Where a page has its items; empty if the reply is the list itself.
    pub items: String,
    /// Where it stands: the extension, or the operation if its shape tells.
    pub pointer: Pointer,
}

/// How one page leads to the next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Turn {
    /// A page has a cursor that asks for the next one.
    Cursor {
        /// What takes the cursor.
        slot: Slot,
        /// Where a page has the cursor.
        next: Cursor,
        /// Where a page says whether there are more.
        #[serde(skip_serializing_if = "Option::is_none")]
        more: Option<String>,
    },
    /// Pages have numbers.
    Page {
        /// What takes the number.
        slot: Slot,
        /// The number of the first page.
        first: u64,
        /// What says that a page is the last one.
        end: End,
    },
    /// A request says how many items come before its page.
    Offset {
        /// What takes the number.
        slot: Slot,
        /// What says that a page is the last one.
        end: End,
    },
    /// A page has the address of the next one at this place.
    NextUrl(String),
    /// The header `Link` has the address of the next page.
    LinkHeader,
}

impl Turn {
    /// What of a request says which page it asks for, if there is such a thing.
    #[must_use]
    pub fn slot(&self) -> Option<&Slot> {
        match self {
            Self::Cursor { slot, .. } | Self::Page { slot, .. } | Self::Offset { slot, .. } => {
                Some(slot)
            }
            Self::NextUrl(_) | Self::LinkHeader => None,
        }
    }
}

/// What of a request says which page it asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Slot {
    /// A parameter of the query.
    Query(String),
    /// A field of the JSON body.
    Field(String),
}

impl Slot {
    /// The name on the wire.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Query(name) | Self::Field(name) => name,
        }
    }
}

/// Where a page has the cursor of the next one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Cursor {
    /// At a place of the reply.
    Reply(String),
    /// At a place of its last item.
    LastItem(String),
}

/// What says that a page is the last one, beside that it has no items.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum End {
    /// Nothing else.
    Empty,
    /// There is `false` at this place.
    More(String),
    /// There is nothing at this place.
    Next(String),
    /// The number of all items is at this place.
    Total(String),
    /// The number of all pages is at this place.
    Pages(String),
}
