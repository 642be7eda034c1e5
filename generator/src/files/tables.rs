//! Calls of macros that look like Rust: tables of members, enums with texts, requests; and lists
//! of calls in constants.
//!
//! The printer takes the arguments of a macro for words and fills lines with them. So they are
//! printed as the Rust that they look like, and put into the call.

use std::collections::BTreeMap;

use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Token, bracketed};

use super::render::unparse;

/// How long a line may be, as the printer has it.
const WIDTH: usize = 100;

/// The call as text, if its argument looks like something that is known here.
pub(super) fn table(item: &syn::Item) -> Option<String> {
    let item = match item {
        syn::Item::Macro(item) => item,
        syn::Item::Const(item) => return rows_of(item.clone()),
        _ => return None,
    };
    let path = item.mac.path.segments.iter();
    let path: Vec<String> = path.map(|segment| segment.ident.to_string()).collect();
    let name = path.join("::");
    if let syn::MacroDelimiter::Brace(_) = item.mac.delimiter {
        let item: syn::ItemEnum = item.mac.parse_body().ok()?;
        let printed = indented(&unparse(syn::Item::Enum(item)));
        return Some(format!("{name}! {{\n{printed}}}\n"));
    }
    let printed = match name.as_str() {
        "request" => item.mac.parse_body().ok().and_then(request),
        "setters" => item.mac.parse_body().ok().and_then(setters),
        "constructor" => item.mac.parse_body().ok().and_then(sections),
        _ => members(&item.mac),
    };
    printed.map(|printed| format!("{name}!({printed});\n"))
}

/// A constant with lists of calls in it, as the command line has them: a call to a line. The
/// printer breaks a call as soon as one text is long.
fn rows_of(mut item: syn::ItemConst) -> Option<String> {
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

/// What looks like a struct, a member to a line.
fn members(call: &syn::Macro) -> Option<String> {
    expression(syn::Expr::Struct(call.parse_body().ok()?))
}

/// `Asset { required: asset_id, status; none: name; }`
struct Sections {
    name: syn::Ident,
    sections: Vec<(syn::Ident, Vec<syn::Expr>)>,
}

impl Parse for Sections {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = input.parse()?;
        let content;
        syn::braced!(content in input);
        let mut sections = Vec::new();
        while !content.is_empty() {
            let word = content.parse()?;
            content.parse::<Token![:]>()?;
            let items = Punctuated::<syn::Expr, Token![,]>::parse_separated_nonempty(&content)?;
            content.parse::<Token![;]>()?;
            sections.push((word, items.into_iter().collect()));
        }
        Ok(Self { name, sections })
    }
}

fn sections(Sections { name, sections }: Sections) -> Option<String> {
    let mut text = format!("{name} {{\n");
    for (word, items) in sections {
        let mut line = format!("    {word}:");
        for item in items {
            let item = expression(item)?;
            if line.len() + item.len() + 2 > WIDTH {
                text.push_str(&line);
                line = "\n       ".to_owned();
            }
            line.push_str(&format!(" {item},"));
        }
        text.push_str(line.trim_end_matches(','));
        text.push_str(";\n");
    }
    text.push('}');
    Some(text)
}

/// `create: Create[Source, WorkspaceId] -> Json<models::Asset>, fields { … }`
struct Request {
    method: syn::Ident,
    builder: Builder,
    reply: syn::Type,
    options: Vec<Choice>,
    rows: Vec<Row>,
}

impl Parse for Request {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let method = input.parse()?;
        input.parse::<Token![:]>()?;
        let builder = input.parse()?;
        input.parse::<Token![->]>()?;
        let reply = input.parse()?;
        let mut options = Vec::new();
        while input.peek(Token![,]) {
            input.parse::<Token![,]>()?;
            options.push(input.parse()?);
        }
        let rows = match input.is_empty() {
            true => Vec::new(),
            false => input.call(rows)?,
        };
        Ok(Self {
            method,
            builder,
            reply,
            options,
            rows,
        })
    }
}

/// `fields`, or `items(models::Asset, |page| page.assets)`.
struct Choice {
    name: syn::Ident,
    arguments: Option<(syn::Type, syn::Expr)>,
}

impl Parse for Choice {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = input.parse()?;
        if !input.peek(syn::token::Paren) {
            return Ok(Self {
                name,
                arguments: None,
            });
        }
        let arguments;
        syn::parenthesized!(arguments in input);
        let item = arguments.parse()?;
        arguments.parse::<Token![,]>()?;
        Ok(Self {
            name,
            arguments: Some((item, arguments.parse()?)),
        })
    }
}

fn request(request: Request) -> Option<String> {
    let Request {
        method,
        builder,
        reply,
        options,
        rows,
    } = request;
    let head = format!("{method}: {}", builder.text());
    let mut parts = vec![format!("-> {}", ty(reply)?)];
    for Choice { name, arguments } in options {
        parts.push(match arguments {
            None => name.to_string(),
            Some((item, way)) => format!("{name}({}, {})", ty(item)?, expression(way)?),
        });
    }
    let parts = parts.join(", ");
    // `request!(` and what ends the line.
    let fits = head.len() + parts.len() + 12 <= WIDTH && !parts.contains('\n');
    let line = match fits {
        true => format!("{head} {parts}"),
        false => format!("{head}\n{}", indented(&parts).trim_end()),
    };
    if rows.is_empty() {
        return Some(line);
    }
    Some(format!("{line} {}", block(rows)?))
}

/// The name of a request with its states: `Create[Source, WorkspaceId]`.
struct Builder {
    name: syn::Ident,
    states: Option<States>,
}

impl Parse for Builder {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = input.parse()?;
        let states = input.peek(syn::token::Bracket).then(|| input.parse());
        Ok(Self {
            name,
            states: states.transpose()?,
        })
    }
}

impl Builder {
    fn text(&self) -> String {
        let states = self.states.as_ref().map(States::text);
        format!("{}{}", self.name, states.unwrap_or_default())
    }
}

/// `[Given, WorkspaceId]`
struct States(Vec<syn::Ident>);

impl Parse for States {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let states;
        bracketed!(states in input);
        let states = states.parse_terminated(syn::Ident::parse, Token![,])?;
        Ok(Self(states.into_iter().collect()))
    }
}

impl States {
    fn text(&self) -> String {
        let states: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        format!("[{}]", states.join(", "))
    }
}

/// The rows of a request, and what it has beside its call.
struct Setters {
    builder: Builder,
    work: Option<syn::Ident>,
    rows: Vec<Row>,
}

/// `folder: impl Into<String> => field("folder", folder.into());` with documentation.
struct Row {
    attrs: Vec<syn::Attribute>,
    name: syn::Ident,
    ty: syn::Type,
    set: syn::Expr,
    /// What is given then, and the sign before it.
    given: Option<(&'static str, States)>,
}

impl Parse for Setters {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let builder = input.parse()?;
        let work = match input.peek(syn::Ident) {
            true => {
                input.parse::<syn::Ident>()?;
                Some(input.parse()?)
            }
            false => None,
        };
        Ok(Self {
            builder,
            work,
            rows: input.call(rows)?,
        })
    }
}

/// Rows in braces.
fn rows(input: ParseStream<'_>) -> syn::Result<Vec<Row>> {
    let content;
    syn::braced!(content in input);
    let mut rows = Vec::new();
    while !content.is_empty() {
        rows.push(content.parse()?);
    }
    Ok(rows)
}

impl Parse for Row {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attrs = input.call(syn::Attribute::parse_outer)?;
        let name = input.parse()?;
        input.parse::<Token![:]>()?;
        let ty = input.parse()?;
        input.parse::<Token![=>]>()?;
        let set = input.parse()?;
        let given = if input.peek(Token![->]) {
            input.parse::<Token![->]>()?;
            Some(("->", input.parse()?))
        } else if input.peek(syn::Ident) {
            input.parse::<syn::Ident>()?;
            Some(("sets", input.parse()?))
        } else {
            None
        };
        input.parse::<Token![;]>()?;
        Ok(Self {
            attrs,
            name,
            ty,
            set,
            given,
        })
    }
}

fn setters(setters: Setters) -> Option<String> {
    let builder = setters.builder.text();
    let work = setters.work.map(|work| format!(" with {work}"));
    let rows = block(setters.rows)?;
    Some(format!("{builder}{} {rows}", work.unwrap_or_default()))
}

fn block(rows: Vec<Row>) -> Option<String> {
    let mut text = "{\n".to_owned();
    for row in rows {
        text.push_str(&indented(&row.text()?));
    }
    text.push('}');
    Some(text)
}

impl Row {
    fn text(self) -> Option<String> {
        let mut text = attributes(self.attrs)?;
        let head = format!("{}: {}", self.name, ty(self.ty)?);
        let set = expression(self.set)?;
        let given = self
            .given
            .map(|(sign, states)| format!(" {sign} {}", states.text()));
        let tail = format!("=> {set}{};", given.unwrap_or_default());
        // In the braces of the call, which indent it.
        let fits = head.len() + tail.len() + 5 <= WIDTH;
        if fits || tail.contains('\n') {
            text.push_str(&format!("{head} {tail}\n"));
        } else {
            text.push_str(&format!("{head}\n{}", indented(&tail)));
        }
        Some(text)
    }
}

/// Attributes, a line each: those of an item that is nothing else.
fn attributes(attrs: Vec<syn::Attribute>) -> Option<String> {
    const ITEM: &str = "struct T;\n";
    let mut item: syn::ItemStruct = syn::parse_str(ITEM).ok()?;
    item.attrs = attrs;
    let printed = unparse(syn::Item::Struct(item));
    printed.strip_suffix(ITEM).map(str::to_owned)
}

/// A type: an alias of it is printed so.
fn ty(ty: syn::Type) -> Option<String> {
    const ALIAS: &str = "type T = ";
    let mut alias: syn::ItemType = syn::parse_str(&format!("{ALIAS}();")).ok()?;
    alias.ty = Box::new(ty);
    let printed = unparse(syn::Item::Type(alias));
    let printed = printed.strip_prefix(ALIAS)?.strip_suffix(";\n")?;
    Some(printed.to_owned())
}

/// An expression: a constant of that value is printed so.
fn expression(value: syn::Expr) -> Option<String> {
    const CONSTANT: &str = "const C: () = ";
    let mut constant: syn::ItemConst = syn::parse_str(&format!("{CONSTANT}();")).ok()?;
    constant.expr = Box::new(value);
    let printed = unparse(syn::Item::Const(constant));
    let printed = printed.strip_prefix(CONSTANT)?.strip_suffix(";\n")?;
    Some(printed.to_owned())
}

fn indented(text: &str) -> String {
    let lines = text.lines().map(|line| match line {
        "" => "\n".to_owned(),
        line => format!("    {line}\n"),
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use crate::emit::Module;
    use crate::files::render::module;

    #[test]
    fn tables_have_a_line_for_each_member() {
        let source = Module {
            path: "a.rs".into(),
            docs: vec!["Docs.".into()],
            tokens: quote! {
                a::fields!(Asset { asset_id: required("asset_id" | "id", b::Int), name: optional("name"), ..extra(b::Plain) });
                names!(A, B);
                a::fields!(Nothing {});
            },
        };
        let text = module(source, "made").expect("the tokens are Rust");
        let expected = "// made\n//! Docs.\n\na::fields!(Asset {\n    asset_id: required(\"asset_id\" | \"id\", b::Int),\n    name: optional(\"name\"),\n    ..extra(b::Plain)\n});\n\nnames!(A, B);\n\na::fields!(Nothing {});\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn enums_in_macros_are_printed_as_enums() {
        let source = Module {
            path: "a.rs".into(),
            docs: vec!["Docs.".into()],
            tokens: quote! {
                string_enum! {
                    /// A color.
                    pub enum Color { /// Like blood.
                        Red = "red", Green = "green" }
                }
            },
        };
        let text = module(source, "made").expect("the tokens are Rust");
        let expected = "// made\n//! Docs.\n\nstring_enum! {\n    /// A color.\n    pub enum Color {\n        /// Like blood.\n        Red = \"red\",\n        Green = \"green\",\n    }\n}\n";
        assert_eq!(text, expected);
    }
}
