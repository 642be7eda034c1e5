//! Constants with lists in them, as the command line has them: a call to a line, and lines full of
//! texts.

use std::collections::BTreeMap;

use super::{WIDTH, expression};
use crate::files::render::unparse;

/// A constant with lists of calls in it, as the command line has them: a call to a line. The
/// printer breaks a call as soon as one text is long.
pub(super) fn constant(mut item: syn::ItemConst) -> Option<String> {
    let mut lists = Lists::default();
    lists.take_from(&mut item.expr);
    if lists.rows.is_empty() {
        return None;
    }
    let printed = unparse(syn::Item::Const(item));
    let mut text = String::new();
    for line in printed.lines() {
        let place = line.trim_start();
        let rows = place
            .strip_suffix(',')
            .and_then(|place| lists.rows.get(place));
        let indent = &line[..line.len() - place.len()];
        match rows {
            Some(rows) => {
                let rows = rows.iter().flat_map(|row| row.lines());
                rows.for_each(|row| text.push_str(&format!("{indent}{row}\n")));
            }
            None => text.push_str(&format!("{line}\n")),
        }
    }
    Some(text)
}

/// Lists that were taken out of an expression, by the name that stands in the place of each; it
/// is too long for a line that has something else.
#[derive(Default)]
struct Lists {
    rows: BTreeMap<String, Vec<String>>,
}

impl Lists {
    fn take_from(&mut self, value: &mut syn::Expr) {
        match value {
            syn::Expr::Struct(value) => {
                let fields = value.fields.iter_mut();
                fields.for_each(|field| self.take_from(&mut field.expr));
            }
            syn::Expr::Call(value) => value
                .args
                .iter_mut()
                .for_each(|value| self.take_from(value)),
            syn::Expr::Reference(value) => self.take_from(&mut value.expr),
            syn::Expr::Array(list) => _ = self.take(list),
            _ => {}
        }
    }

    fn take(&mut self, list: &mut syn::ExprArray) -> Option<()> {
        let items = list.elems.iter().cloned();
        let rows = match list.elems.first()? {
            syn::Expr::Call(_) | syn::Expr::MethodCall(_) => items.map(row).collect(),
            syn::Expr::Lit(_) if list.elems.len() > 4 => filled(items),
            _ => None,
        };
        let place = format!("{:_<WIDTH$}", format!("LIST_{}", self.rows.len()));
        let name: syn::Expr = syn::parse_str(&place).ok()?;
        self.rows.insert(place, rows?);
        list.elems = std::iter::once(name).collect();
        Some(())
    }
}

/// A call and those on its value in one line; the help, which can be long, in another.
fn row(call: syn::Expr) -> Option<String> {
    if let syn::Expr::MethodCall(help) = &call
        && help.method == "help"
    {
        let head = joined(&expression((*help.receiver).clone())?);
        let text = help.args.first()?;
        let text = expression(text.clone())?;
        // In the list of a member of a constant.
        let fits = head.len() + text.len() + 17 <= WIDTH;
        let between = if fits { "" } else { "\n    " };
        return Some(format!("{head}{between}.help({text}),"));
    }
    Some(format!("{},", joined(&expression(call)?)))
}

/// Texts that fill lines.
fn filled(texts: impl Iterator<Item = syn::Expr>) -> Option<Vec<String>> {
    let mut lines = vec![String::new()];
    for text in texts {
        let text = format!("{},", expression(text)?);
        let line = lines.last_mut()?;
        // In the list of a member of a member of a constant.
        if line.is_empty() {
            line.push_str(&text);
        } else if line.len() + text.len() + 13 <= WIDTH {
            line.push(' ');
            line.push_str(&text);
        } else {
            lines.push(text);
        }
    }
    Some(lines)
}

/// A printed expression in one line. A text has no line ends, for they are escaped.
fn joined(printed: &str) -> String {
    let mut line = String::new();
    for part in printed.lines().map(str::trim_start) {
        if part.starts_with([')', ']']) && line.ends_with(',') {
            line.pop();
        } else if line.ends_with(',') {
            line.push(' ');
        }
        line.push_str(part);
    }
    line
}
