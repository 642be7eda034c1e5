//! A request: its name and states, its reply, and a row for each value that can be set.

use syn::parse::{Parse, ParseStream};
use syn::{Token, braced, bracketed, parenthesized};

use super::{WIDTH, attributes, expression, indented, ty};

/// `create: Create[Source, WorkspaceId] -> Json<models::Asset>, fields { … }`
pub(super) struct Request {
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
        parenthesized!(arguments in input);
        let item = arguments.parse()?;
        arguments.parse::<Token![,]>()?;
        Ok(Self {
            name,
            arguments: Some((item, arguments.parse()?)),
        })
    }
}

pub(super) fn request(request: Request) -> Option<String> {
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
pub(super) struct Setters {
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
    braced!(content in input);
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

pub(super) fn setters(setters: Setters) -> Option<String> {
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
