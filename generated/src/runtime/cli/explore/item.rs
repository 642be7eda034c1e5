// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! One thing of a list as the look shows it: cells of a table, an id to copy, and words to find it
//! by.
//!
//! In: an item as JSON. Out: text that is harmless on a terminal.

use super::super::grid;
use super::super::json::Tree;
use super::super::terminal;

/// One thing of a list.
#[derive(Debug, Clone)]
pub struct Item {
    /// One for each column.
    pub(super) cells: Vec<String>,
    /// What names it, if anything does.
    pub(super) id: Option<String>,
    /// All of it, as JSON.
    pub(super) json: String,
    /// Its values in lower case, one on a line.
    words: String,
}

impl Item {
    /// Reads an item for a table with these columns; without any, the whole is one cell.
    #[must_use]
    pub fn new(json: &str, columns: &[String]) -> Self {
        let tree = Tree::parse(json).unwrap_or(Tree::Scalar(json));
        let mut words = String::new();
        push_words(&tree, &mut words);
        let cells = match columns {
            [] => vec![grid::shown(&tree)],
            names => names.iter().map(|name| grid::cell(&tree, name)).collect(),
        };
        Self {
            cells,
            id: id(&tree, columns),
            json: json.to_owned(),
            words: words.to_lowercase(),
        }
    }

    /// Whether each of these words, which are in lower case, is in one of the values.
    pub(super) fn has(&self, words: &[String]) -> bool {
        words.iter().all(|word| self.words.contains(word))
    }
}

/// The columns of items whose schema is not known.
pub(super) fn columns(items: &[String]) -> Vec<String> {
    let trees: Vec<Tree<'_>> = (items.iter())
        .filter_map(|item| Tree::parse(item).ok())
        .collect();
    grid::plain_fields(&trees)
}

/// What names an item: its member `id`, else the first column that is some id.
fn id(tree: &Tree<'_>, columns: &[String]) -> Option<String> {
    if let Tree::Scalar(_) = tree {
        return Some(grid::shown(tree));
    }
    let is_id = |name: &&String| name.to_lowercase().ends_with("id");
    let own = tree.child("id").map(grid::shown);
    let own = own.or_else(|| Some(grid::cell(tree, columns.iter().find(is_id)?)));
    own.filter(|id| !id.is_empty())
}

fn push_words(tree: &Tree<'_>, words: &mut String) {
    match tree {
        Tree::List(items) => items.iter().for_each(|item| push_words(item, words)),
        Tree::Object(members) => {
            (members.iter()).for_each(|(_, value)| push_words(value, words));
        }
        Tree::Scalar(text) | Tree::Digits(text) => {
            let text = tree.as_text().unwrap_or_else(|| (*text).to_owned());
            words.push_str(&terminal::escape(&text));
            words.push('\n');
        }
    }
}
