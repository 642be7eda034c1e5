//! What `--jq` and `--transform` take out of a reply.
//!
//! A filter is read before anything is sent, so that a typing mistake costs nothing. Its results
//! are JSON texts; a number that it only passes on keeps the digits of the server.

use jaq_core::compile::Undefined;
use jaq_core::data::JustLut;
use jaq_core::load::lex::StrPart;
use jaq_core::load::parse::{BinaryOp, Def, Term};
use jaq_core::load::{self, Arena, File, Loader, parse};
use jaq_core::path::{Opt, Part, Path};
use jaq_core::{Compiler, Ctx, Vars};
use jaq_json::Val;

use super::json::Tree;
use super::terminal;

/// A filter that was read.
pub(super) enum Filter {
    /// A program of jq.
    Program(Box<jaq_core::Filter<JustLut<Val>>>),
    /// The steps of a dotted path.
    Path(Vec<String>),
}

/// Whether a path that leads nowhere is an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Missing {
    /// It gives `null`, as in jq.
    IsNull,
    /// It ends the filter.
    IsWrong,
}

// `.a` => `.[] as if it were not optional`: the name is in the message, the document is not.
const STEP: &str = "def strict_step($k): \
    if type == \"object\" or type == \"array\" then \
      if has($k) or (type == \"array\" and $k < 0 and has(length + $k)) then .[$k] \
      else error(\"there is no `\\($k)` here\") end \
    else error(\"there is no `\\($k)` in a value that is \\(type)\") end;";

impl Filter {
    /// Reads a program of jq; the message says what is wrong with it.
    pub(super) fn jq(text: &str, missing: Missing) -> Result<Self, String> {
        let program = compile(text, Vec::new())?;
        match missing {
            Missing::IsNull => Ok(Self::Program(program)),
            Missing::IsWrong => {
                let unreadable = || "it cannot be read".to_owned();
                let body = parse(text, |parser| parser.term()).ok_or_else(unreadable)?;
                let mut defs = parse(STEP, |parser| parser.defs()).ok_or_else(unreadable)?;
                defs.push(Def {
                    name: "strict_main",
                    args: Vec::new(),
                    body: strict(body),
                });
                compile("strict_main", defs).map(Self::Program)
            }
        }
    }

    /// Reads a plain dotted path: `meta.next_cursor`, `assets.0.asset_id`.
    pub(super) fn path(text: &str) -> Result<Self, String> {
        let steps: Vec<String> = text.split('.').map(str::to_owned).collect();
        let plain = |step: &String| {
            !step.is_empty()
                && (step.chars()).all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
        };
        if steps.iter().all(plain) {
            Ok(Self::Path(steps))
        } else {
            Err("it is not a plain dotted path like `meta.next_cursor`".to_owned())
        }
    }

    /// The results for one document, which is known to be JSON and not deep.
    pub(super) fn apply(&self, document: &str) -> Result<Vec<String>, String> {
        match self {
            Self::Program(program) => run(program, document),
            Self::Path(steps) => {
                let tree = Tree::new(document);
                let mut value = &tree;
                for step in steps {
                    let Some(child) = value.child(step) else {
                        return Err(format!("there is no `{step}` here"));
                    };
                    value = child;
                }
                Ok(vec![value.to_json()])
            }
        }
    }
}

fn run(program: &jaq_core::Filter<JustLut<Val>>, document: &str) -> Result<Vec<String>, String> {
    let input =
        jaq_json::read::parse_single(document.as_bytes()).map_err(|error| error.to_string())?;
    let context = Ctx::<JustLut<Val>>::new(&program.lut, Vars::new([]));
    let mut results = Vec::new();
    for result in program.id.run((context, input)) {
        match result {
            Ok(value) => results.push(json(&value)?),
            Err(end) => match end.get_err() {
                Ok(error) => return Err(message(&error.into_val())),
                // `halt` ends the filter, not this program.
                Err(_) => break,
            },
        }
    }
    Ok(results)
}

/// The words of an error: a text without its quotes, anything else as JSON, and not too long.
fn message(value: &Val) -> String {
    const LENGTH: usize = 200;
    let text = match value {
        Val::TStr(text) => String::from_utf8_lossy(text).into_owned(),
        value => value.to_string(),
    };
    let mut short: String = text.chars().take(LENGTH).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    terminal::escape_line(&short)
}

/// A result as JSON. Numbers that JSON does not have become `null`, as in jq.
fn json(value: &Val) -> Result<String, String> {
    let text = value.to_string();
    if super::json::parse_value(&text).is_ok() {
        return Ok(text);
    }
    match value {
        Val::Num(_) => Ok("null".to_owned()),
        _ => Err("a result cannot be written as JSON".to_owned()),
    }
}

fn compile<'s>(
    text: &'s str,
    more: Vec<Def<&'s str>>,
) -> Result<Box<jaq_core::Filter<JustLut<Val>>>, String> {
    let defs = (jaq_core::defs().chain(jaq_std::defs())).chain(jaq_json::defs());
    let defs = defs.map(shorter);
    // The environment holds the key, which no output may show.
    let funs = (jaq_core::funs()
        .chain(jaq_std::funs())
        .chain(jaq_json::funs()))
    .filter(|(name, ..)| *name != "env");
    let arena = Arena::default();
    let loader = Loader::new(defs.chain(more));
    let file = File {
        code: text,
        path: (),
    };
    let modules = loader
        .load(&arena, file)
        .map_err(|errors| unreadable(errors.into_iter().map(|(_, error)| error)))?;
    let filter = Compiler::default()
        .with_funs(funs)
        .compile(modules)
        .map_err(|errors| undefined(errors.into_iter().flat_map(|(_, errors)| errors)))?;
    Ok(Box::new(filter))
}

/// The same definition beside ones that do not live for ever.
fn shorter<'s>(def: Def<&'static str>) -> Def<&'s str> {
    def
}

/// What is wrong with the text of a program: the first problem is enough.
fn unreadable<'a>(errors: impl Iterator<Item = load::Error<&'a str>>) -> String {
    for error in errors {
        let (expected, found) = match &error {
            load::Error::Io(_) => return "modules cannot be loaded here".to_owned(),
            load::Error::Lex(errors) => match errors.first() {
                Some((expected, found)) => (expected.as_str(), *found),
                None => continue,
            },
            load::Error::Parse(errors) => match errors.first() {
                Some((expected, found)) => (expected.as_str(), *found),
                None => continue,
            },
        };
        let found: String = found.chars().take(20).collect();
        return match found.as_str() {
            "" => format!("it ends where a {expected} should follow"),
            found => format!(
                "{expected} expected, found `{}`",
                terminal::escape_line(found)
            ),
        };
    }
    "it cannot be read".to_owned()
}

/// The first name that nothing defines.
fn undefined<'a>(mut errors: impl Iterator<Item = (&'a str, Undefined)>) -> String {
    match errors.next() {
        Some((name, Undefined::Filter(count))) => {
            let name = terminal::escape_line(name);
            format!("there is no filter `{name}` with {count} arguments")
        }
        Some((name, kind)) => {
            let name = terminal::escape_line(name);
            format!("there is no {} `{name}`", kind.as_str())
        }
        None => "it cannot be read".to_owned(),
    }
}

/// The same program with every step that is a name or a number held to exist.
///
/// `.a.b[0]?` becomes `strict_step("a") | strict_step("b") | .[0]?`; steps whose names are
/// computed keep their meaning, since they are computed for the input of the whole path.
fn strict(term: Term<&str>) -> Term<&str> {
    use Term::{
        Arr, BinOp, Break, Call, Def as Defs, Fold, Id, IfThenElse, Label, Neg, Num, Obj,
        Path as Steps, Recurse, Str, TryCatch, Var,
    };
    let inner = |term: Box<Term<_>>| Box::new(strict(*term));
    match term {
        Steps(head, Path(parts)) => {
            let mut value = strict(*head);
            for (part, opt) in parts {
                value = match (part, opt) {
                    (Part::Index(key), Opt::Essential) if is_literal(&key) => {
                        let step = Call("strict_step", vec![key]);
                        BinOp(Box::new(value), BinaryOp::Pipe(None), Box::new(step))
                    }
                    (part, opt) => {
                        let part = match part {
                            Part::Index(key) => Part::Index(strict(key)),
                            Part::Range(from, to) => Part::Range(from.map(strict), to.map(strict)),
                        };
                        Steps(Box::new(value), Path(vec![(part, opt)]))
                    }
                };
            }
            value
        }
        Str(format, parts) => {
            let parts = parts.into_iter().map(|part| match part {
                StrPart::Term(term) => StrPart::Term(strict(term)),
                part => part,
            });
            Str(format, parts.collect())
        }
        Arr(term) => Arr(term.map(inner)),
        Obj(members) => {
            let members = members.into_iter().map(|member| match member {
                // `{a}` is `{a: .a}`.
                (Str(None, name), None) => {
                    let step = Call("strict_step", vec![Str(None, name.clone())]);
                    (Str(None, name), Some(step))
                }
                (key, value) => (strict(key), value.map(strict)),
            });
            Obj(members.collect())
        }
        Neg(term) => Neg(inner(term)),
        BinOp(left, operator, right) => BinOp(inner(left), operator, inner(right)),
        Label(name, term) => Label(name, inner(term)),
        Fold(name, term, pattern, terms) => Fold(
            name,
            inner(term),
            pattern,
            terms.into_iter().map(strict).collect(),
        ),
        TryCatch(term, catch) => TryCatch(inner(term), catch.map(inner)),
        IfThenElse(branches, other) => {
            let branches = branches
                .into_iter()
                .map(|(condition, term)| (strict(condition), strict(term)));
            IfThenElse(branches.collect(), other.map(inner))
        }
        Defs(defs, term) => {
            let defs = defs.into_iter().map(|def| Def {
                body: strict(def.body),
                ..def
            });
            Defs(defs.collect(), inner(term))
        }
        Call(name, args) => Call(name, args.into_iter().map(strict).collect()),
        term @ (Id | Recurse | Num(_) | Break(_) | Var(_)) => term,
    }
}

/// Whether a key is the same for every input.
fn is_literal(key: &Term<&str>) -> bool {
    match key {
        Term::Num(_) => true,
        Term::Neg(term) => is_literal(term),
        Term::Str(None, parts) => (parts.iter()).all(|part| !matches!(part, StrPart::Term(_))),
        _ => false,
    }
}
