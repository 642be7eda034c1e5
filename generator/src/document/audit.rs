//! The walk that holds the tree as written against the ledger.
//!
//! Every key is accounted for and every value has the form that its keyword
//! asks for. What has no effect is taken out of the tree, what is malformed is
//! taken out or replaced by something harmless, so that the steps after this
//! one meet only what they know. References are collected, not followed.

use std::collections::{BTreeMap, HashMap, HashSet};

use indexmap::IndexMap;

use super::keywords::{self, Form, Keyword, Kind, Verdict};
use super::{Version, extensions};
use crate::diagnostic::{Code, Diagnostic, Place, Pointer, Report, nearest};
use crate::value::Value;

/// A `$ref` and what it must lead to.
#[derive(Clone, Debug)]
pub(super) struct Reference {
    /// The object that holds it.
    pub(super) pointer: String,
    /// The key that holds it: `$ref`, or the key of a discriminator's mapping.
    pub(super) key: String,
    /// Its text.
    pub(super) target: String,
    /// The kind that this place needs.
    pub(super) kind: Kind,
}

/// What the walk leaves behind.
#[derive(Debug, Default)]
pub(super) struct Audit {
    /// All references, in document order.
    pub(super) references: Vec<Reference>,
    /// `$anchor` and `$dynamicAnchor`: name -> pointers.
    pub(super) anchors: BTreeMap<String, Vec<String>>,
    /// Places that moved because something before them was taken out of an array: new -> old.
    pub(super) origins: HashMap<String, String>,
}

/// Walks the tree. `spelling` gives the text of a scalar without quotes; items of arrays that are
/// `left_out` go.
pub(super) fn audit(
    tree: &mut Value,
    version: Version,
    spelling: &dyn Fn(&Pointer) -> Option<String>,
    left_out: &HashSet<String>,
    report: &mut Report,
) -> Audit {
    let mut walk = Walk {
        version,
        spelling,
        left_out,
        report,
        path: String::new(),
        audit: Audit::default(),
    };
    walk.object(tree, Kind::Root, Strictness::Error);
    walk.audit
}

/// Whether a value stays in the tree.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Keep,
    Drop,
}

/// What a malformed value is worth.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Strictness {
    Error,
    Warning,
}

struct Walk<'a> {
    version: Version,
    spelling: &'a dyn Fn(&Pointer) -> Option<String>,
    left_out: &'a HashSet<String>,
    report: &'a mut Report,
    /// The pointer of the value at hand, as written.
    path: String,
    audit: Audit,
}

impl Walk<'_> {
    fn here(&self) -> Pointer {
        Pointer::new(self.path.clone())
    }

    /// Runs `step` one level down.
    fn within<T>(&mut self, token: &str, step: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.path.len();
        push_token(&mut self.path, token);
        let result = step(self);
        self.path.truncate(length);
        result
    }

    fn push(&mut self, code: Code, message: String) -> &mut Diagnostic {
        self.push_at(code, Place::from(self.here()), message)
    }

    fn push_key(&mut self, code: Code, message: String) -> &mut Diagnostic {
        self.push_at(code, Place::key(self.here()), message)
    }

    fn push_at(&mut self, code: Code, place: Place, message: String) -> &mut Diagnostic {
        self.report.push(Diagnostic::new(code, place, message));
        // Not empty: pushed above.
        self.report
            .diagnostics
            .last_mut()
            .expect("a diagnostic was just pushed")
    }

    fn wrong_form(&mut self, expected: &str, value: &Value, strictness: Strictness) -> Fate {
        let found = value.kind();
        match strictness {
            Strictness::Error => {
                self.push(
                    Code::Malformed,
                    format!("expected {expected}, found {found}"),
                );
            }
            Strictness::Warning => {
                self.push(
                    Code::MalformedHint,
                    format!("expected {expected}, found {found}; it is left out"),
                );
            }
        }
        Fate::Drop
    }

    fn form(&mut self, value: &mut Value, form: Form, strictness: Strictness) -> Fate {
        if value == &Value::Null && !matches!(form, Form::Data) {
            return self.null(form, strictness, value);
        }
        match form {
            Form::Data => Fate::Keep,
            Form::Text => self.text(value, strictness),
            Form::Flag => self.flag(value, strictness),
            Form::Number => match value {
                Value::Integer(_) | Value::Float(_) => Fate::Keep,
                _ => self.wrong_form("a number", value, strictness),
            },
            Form::Count => self.count(value, strictness),
            Form::Bound => match value {
                Value::Bool(_) | Value::Integer(_) | Value::Float(_) => Fate::Keep,
                _ => self.wrong_form("a number", value, strictness),
            },
            Form::TypeNames => self.type_names(value),
            Form::Node(kind) => self.object(value, kind, strictness),
            Form::NodeOrRef(kind) => self.object_or_reference(value, kind, strictness),
            Form::List(item) => self.list(value, *item, strictness),
            Form::Map(item) => self.map(value, *item, strictness),
            Form::Items => match value {
                Value::Array(_) => {
                    let message = "a tuple is generated as an array of JSON values".to_owned();
                    self.push_key(Code::WeakenedKeyword, message);
                    self.list(value, Form::NodeOrRef(Kind::Schema), strictness)
                }
                _ => self.object_or_reference(value, Kind::Schema, strictness),
            },
        }
    }

    /// An empty value: YAML writers leave a key without a value and mean that there is none.
    fn null(&mut self, form: Form, strictness: Strictness, value: &mut Value) -> Fate {
        if matches!(form, Form::TypeNames) {
            // `type: null` for `type: 'null'`.
            *value = Value::String("null".to_owned());
            return Fate::Keep;
        }
        if strictness == Strictness::Error {
            self.push(
                Code::MalformedHint,
                "the value is empty and read as absent".to_owned(),
            );
        }
        Fate::Drop
    }

    fn text(&mut self, value: &mut Value, strictness: Strictness) -> Fate {
        match value {
            Value::String(_) => Fate::Keep,
            Value::Bool(_) | Value::Integer(_) | Value::Float(_) => {
                match (self.spelling)(&self.here()) {
                    Some(text) => {
                        let found = value.kind();
                        self.push(
                            Code::UnquotedText,
                            format!(
                                "{found} stands where text belongs; it is read as the text `{text}`"
                            ),
                        );
                        *value = Value::String(text);
                        Fate::Keep
                    }
                    None => self.wrong_form("text", value, strictness),
                }
            }
            _ => self.wrong_form("text", value, strictness),
        }
    }

    fn flag(&mut self, value: &mut Value, strictness: Strictness) -> Fate {
        let read = match value {
            Value::Bool(_) => return Fate::Keep,
            Value::String(text) if text == "true" => true,
            Value::String(text) if text == "false" => false,
            _ => return self.wrong_form("true or false", value, strictness),
        };
        self.push(
            Code::MalformedHint,
            format!("the text `{read}` stands where true or false belongs"),
        );
        *value = Value::Bool(read);
        Fate::Keep
    }

    fn count(&mut self, value: &mut Value, strictness: Strictness) -> Fate {
        match value {
            Value::Integer(count) if u64::try_from(*count).is_ok() => Fate::Keep,
            Value::Float(count) if count.fract() == 0.0 && (0.0..1e15).contains(count) => {
                *value = Value::Integer(*count as i128);
                Fate::Keep
            }
            _ => self.wrong_form("a whole number from 0", value, strictness),
        }
    }

    fn type_names(&mut self, value: &mut Value) -> Fate {
        match value {
            Value::String(_) => self.type_name(value),
            Value::Array(items) if !items.is_empty() => {
                if self.version == Version::V3_0 {
                    let message =
                        "several types at once belong to OpenAPI 3.1; they are honoured".to_owned();
                    self.push(Code::ForeignKeyword, message);
                }
                self.list(value, Form::TypeNames, Strictness::Error)
            }
            _ => self.wrong_form("the name of a type", value, Strictness::Error),
        }
    }

    fn type_name(&mut self, value: &Value) -> Fate {
        const TYPES: [&str; 7] = [
            "string", "number", "integer", "boolean", "array", "object", "null",
        ];
        let name = value.as_str().unwrap_or_default();
        if !TYPES.contains(&name) {
            let near = nearest(name, TYPES.into_iter());
            let hint = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "a type is string, number, integer, boolean, array or object".to_owned(),
            };
            self.push(Code::Malformed, format!("`{name}` is not a type"))
                .hint = Some(hint);
            return Fate::Drop;
        }
        if name == "null" && self.version == Version::V3_0 {
            let message = "the type `null` belongs to OpenAPI 3.1; it is honoured".to_owned();
            self.push(Code::ForeignKeyword, message);
        }
        Fate::Keep
    }

    fn list(&mut self, value: &mut Value, item: Form, strictness: Strictness) -> Fate {
        let Value::Array(items) = value else {
            return self.wrong_form("an array", value, strictness);
        };
        let mut kept = 0;
        let mut index = 0;
        items.retain_mut(|value| {
            let fate = self.within(&index.to_string(), |walk| {
                match walk.left_out.contains(&walk.path) {
                    true => Fate::Drop,
                    false => walk.form(value, item, strictness),
                }
            });
            if fate == Fate::Keep {
                if kept != index {
                    let origin = format!("{}/{index}", self.path);
                    self.audit
                        .origins
                        .insert(format!("{}/{kept}", self.path), origin);
                }
                kept += 1;
            }
            index += 1;
            fate == Fate::Keep
        });
        Fate::Keep
    }

    fn map(&mut self, value: &mut Value, item: Form, strictness: Strictness) -> Fate {
        let Value::Object(members) = value else {
            return self.wrong_form("an object", value, strictness);
        };
        members.retain(|key, value| {
            self.within(key, |walk| walk.form(value, item, strictness)) == Fate::Keep
        });
        Fate::Keep
    }

    fn object_or_reference(
        &mut self,
        value: &mut Value,
        kind: Kind,
        strictness: Strictness,
    ) -> Fate {
        let Some(members) = value.as_object() else {
            return self.object(value, kind, strictness);
        };
        match members.get("$ref") {
            None => self.object(value, kind, strictness),
            Some(Value::String(target)) => {
                let target = target.clone();
                self.reference("$ref", &target, kind);
                self.siblings(value, kind);
                Fate::Keep
            }
            Some(other) => {
                let found = other.kind();
                self.within("$ref", |walk| {
                    walk.push(Code::Malformed, format!("expected text, found {found}"));
                });
                self.neutral(value, kind)
            }
        }
    }

    fn reference(&mut self, key: &str, target: &str, kind: Kind) {
        self.audit.references.push(Reference {
            pointer: self.path.clone(),
            key: key.to_owned(),
            target: target.to_owned(),
            kind,
        });
    }

    /// What stands beside a `$ref`.
    fn siblings(&mut self, value: &mut Value, kind: Kind) {
        let Value::Object(members) = value else {
            return;
        };
        if members.len() == 1 {
            return;
        }
        // Schemas since 3.1 take all their keywords, path items since 3.0.
        if kind == Kind::PathItem || (kind == Kind::Schema && self.version >= Version::V3_1) {
            members
                .retain(|key, value| key == "$ref" || self.member(kind, key, value) == Fate::Keep);
            return;
        }
        members.retain(|key, value| match key.as_str() {
            "$ref" => true,
            // By the letter of 3.0 it has no effect, but whoever writes it means it,
            // and a client that takes null where none comes does no harm.
            "nullable" if kind == Kind::Schema && *value == Value::Bool(true) => {
                let message = "`nullable` beside a `$ref` has an effect since OpenAPI 3.1 only; it is honoured";
                self.within(key, |walk| {
                    walk.push_key(Code::ForeignKeyword, message.to_owned());
                });
                true
            }
            _ => {
                self.within(key, |walk| walk.ignored_sibling(kind, key));
                false
            }
        });
    }

    fn ignored_sibling(&mut self, kind: Kind, key: &str) {
        const WORDING: [&str; 8] = [
            "description",
            "summary",
            "title",
            "example",
            "examples",
            "deprecated",
            "externalDocs",
            "default",
        ];
        if key.starts_with("x-client") {
            let message = format!("`{key}` stands beside a `$ref`, where it has no effect");
            self.push_key(Code::MalformedExtension, message).hint = Some(
                "put the `$ref` into an `allOf`, or the extension where the `$ref` leads"
                    .to_owned(),
            );
        } else if kind != Kind::Schema || WORDING.contains(&key) || key.starts_with("x-") {
            let message = format!("`{key}` has no effect beside a `$ref`");
            self.push_key(Code::IgnoredKeyword, message);
        } else {
            let message = format!("`{key}` has no effect beside a `$ref` in OpenAPI 3.0");
            self.push_key(Code::WeakenedKeyword, message).hint =
                Some("put the `$ref` into an `allOf`".to_owned());
        }
    }

    fn object(&mut self, value: &mut Value, kind: Kind, strictness: Strictness) -> Fate {
        if kind == Kind::Schema && value.as_bool().is_some() {
            return Fate::Keep;
        }
        let Value::Object(members) = value else {
            let expected = match kind {
                Kind::Schema => "a schema",
                _ => "an object",
            };
            self.wrong_form(expected, value, strictness);
            return self.neutral(value, kind);
        };
        members.retain(|key, value| self.member(kind, key, value) == Fate::Keep);
        self.check(members, kind)
    }

    /// Puts something harmless in place of what is broken.
    fn neutral(&mut self, value: &mut Value, kind: Kind) -> Fate {
        if kind == Kind::Schema {
            *value = Value::Object(IndexMap::new());
            return Fate::Keep;
        }
        Fate::Drop
    }

    fn member(&mut self, kind: Kind, key: &str, value: &mut Value) -> Fate {
        let length = self.path.len();
        push_token(&mut self.path, key);
        let fate = match keywords::keyword(kind, key) {
            Some(_) if kind == Kind::Schema && key == "required" && value.as_bool().is_some() => {
                let message =
                    "`required` of a schema is an array of names; it is left out".to_owned();
                self.push_key(Code::MalformedHint, message).hint = Some(
                    "name the property in the `required` of the object that has it".to_owned(),
                );
                Fate::Drop
            }
            Some(keyword) => self.keyword(keyword, value),
            None if key.starts_with("x-") => self.extension(kind, key, value),
            None => self.unknown(kind, key),
        };
        self.path.truncate(length);
        fate
    }

    fn keyword(&mut self, keyword: Keyword, value: &mut Value) -> Fate {
        let name = keyword.name;
        if keyword.since > self.version {
            let message = format!(
                "`{name}` belongs to OpenAPI {}; it is honoured",
                keyword.since
            );
            self.push_key(Code::ForeignKeyword, message);
        } else if keyword.until < self.version {
            let message = format!(
                "`{name}` is gone since OpenAPI {}; it is honoured",
                Version::V3_1
            );
            self.push_key(Code::ForeignKeyword, message);
        }
        match keyword.verdict {
            Verdict::Used => self.form(value, keyword.form, Strictness::Error),
            Verdict::Soft => self.form(value, keyword.form, Strictness::Warning),
            Verdict::Ignored(reason) => {
                self.push_key(
                    Code::IgnoredKeyword,
                    format!("`{name}` has no effect: {reason}"),
                );
                Fate::Drop
            }
            Verdict::Weakened(how) => {
                self.push_key(
                    Code::WeakenedKeyword,
                    format!("`{name}` is honoured in part: {how}"),
                );
                self.form(value, keyword.form, Strictness::Error)
            }
        }
    }

    fn unknown(&mut self, kind: Kind, key: &str) -> Fate {
        match kind {
            Kind::Paths => {
                self.push_key(
                    Code::Malformed,
                    format!("the path `{key}` does not start with `/`"),
                );
            }
            Kind::Responses => {
                self.push_key(Code::Malformed, format!("`{key}` is not a status"))
                    .hint = Some(
                    "a status is a number like `200`, a class like `2XX`, or `default`".to_owned(),
                );
            }
            _ => {
                let hint =
                    keywords::similar(kind, key).map(|near| format!("did you mean `{near}`?"));
                let message = format!(
                    "`{key}` is not a keyword of {}; it has no effect",
                    kind.name()
                );
                self.push_key(Code::UnknownKeyword, message).hint = hint;
            }
        }
        Fate::Drop
    }

    fn extension(&mut self, kind: Kind, key: &str, value: &Value) -> Fate {
        if key.starts_with("x-client") {
            let here = self.here();
            return match extensions::check(kind, key, value, &here, self.report) {
                true => Fate::Keep,
                false => Fate::Drop,
            };
        }
        if matches!(key, "x-enum-descriptions" | "x-enum-varnames") && kind == Kind::Schema {
            return self.form(
                &mut value.clone(),
                Form::List(&Form::Text),
                Strictness::Warning,
            );
        }
        self.push_key(
            Code::IgnoredExtension,
            format!("the extension `{key}` has no effect"),
        );
        Fate::Drop
    }

    /// What the table of keywords cannot say about an object.
    fn check(&mut self, members: &mut IndexMap<String, Value>, kind: Kind) -> Fate {
        match kind {
            Kind::Root => self.check_root(members),
            Kind::Info => self.check_info(members),
            Kind::License => fill(members, "name", "Unknown"),
            Kind::Server => return self.require(members, &["url"]),
            Kind::ServerVariable => return self.check_server_variable(members),
            Kind::ExternalDocs => return keep_if(members.contains_key("url")),
            Kind::Operation => self.check_operation(members),
            Kind::Response => fill(members, "description", ""),
            Kind::Tag => return self.require(members, &["name"]),
            Kind::Discriminator => return self.check_discriminator(members),
            Kind::Parameter => return self.check_parameter(members),
            Kind::Header => return self.check_header(members),
            Kind::Encoding => self.check_style(
                members,
                &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
            ),
            Kind::SecurityScheme => return self.check_security_scheme(members),
            Kind::Schema => self.check_schema(members),
            Kind::Components
            | Kind::Contact
            | Kind::Paths
            | Kind::PathItem
            | Kind::Callback
            | Kind::RequestBody
            | Kind::MediaType
            | Kind::Responses
            | Kind::Example => {}
        }
        Fate::Keep
    }

    /// Reports each of `keys` that is missing.
    fn require(&mut self, members: &IndexMap<String, Value>, keys: &[&str]) -> Fate {
        let mut fate = Fate::Keep;
        for key in keys.iter().filter(|key| !members.contains_key(**key)) {
            self.push(Code::Malformed, format!("the required `{key}` is missing"));
            fate = Fate::Drop;
        }
        fate
    }

    fn check_root(&mut self, members: &mut IndexMap<String, Value>) {
        if !members.contains_key("paths") {
            if self.version == Version::V3_0 {
                self.push(
                    Code::Malformed,
                    "the required `paths` is missing".to_owned(),
                );
            }
            members.insert("paths".to_owned(), Value::Object(IndexMap::new()));
        }
        if !members.contains_key("info") {
            self.push(Code::Malformed, "the required `info` is missing".to_owned());
            let mut info = IndexMap::new();
            fill(&mut info, "title", "");
            fill(&mut info, "version", "");
            members.insert("info".to_owned(), Value::Object(info));
        }
    }

    fn check_info(&mut self, members: &mut IndexMap<String, Value>) {
        for key in ["title", "version"] {
            if !members.contains_key(key) {
                self.push(Code::MalformedHint, format!("`{key}` is missing"));
                fill(members, key, "");
            }
        }
    }

    fn check_operation(&mut self, members: &mut IndexMap<String, Value>) {
        if !members.contains_key("responses") {
            if self.version == Version::V3_0 {
                self.push_key(Code::MalformedHint, "`responses` is missing".to_owned());
            }
            members.insert("responses".to_owned(), Value::Object(IndexMap::new()));
        }
    }

    fn check_server_variable(&mut self, members: &mut IndexMap<String, Value>) -> Fate {
        if members.contains_key("default") {
            return Fate::Keep;
        }
        let first = members
            .get("enum")
            .and_then(Value::as_array)
            .and_then(<[Value]>::first)
            .cloned();
        match first {
            Some(first) => {
                let message = "`default` is missing; the first value of `enum` is taken".to_owned();
                self.push(Code::MalformedHint, message);
                members.insert("default".to_owned(), first);
                Fate::Keep
            }
            None => self.require(members, &["default"]),
        }
    }

    fn check_discriminator(&mut self, members: &IndexMap<String, Value>) -> Fate {
        for key in ["mapping", "defaultMapping"] {
            match members.get(key) {
                Some(Value::Object(mapping)) => {
                    for (value, target) in mapping {
                        let Some(target) = target.as_str() else {
                            continue;
                        };
                        self.within(key, |walk| walk.reference(value, target, Kind::Schema));
                    }
                }
                Some(Value::String(target)) => self.reference(key, target, Kind::Schema),
                _ => {}
            }
        }
        self.require(members, &["propertyName"])
    }

    fn check_parameter(&mut self, members: &mut IndexMap<String, Value>) -> Fate {
        const PLACES: [&str; 4] = ["path", "query", "header", "cookie"];
        if self.require(members, &["name", "in"]) == Fate::Drop {
            return Fate::Drop;
        }
        let place = members
            .get("in")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
        match place.as_str() {
            "querystring" => return self.check_querystring(members),
            "path" => {
                if members.get("required") != Some(&Value::Bool(true)) {
                    let message =
                        "a path parameter is always required; `required: true` is missing"
                            .to_owned();
                    self.push(Code::MalformedHint, message);
                    members.insert("required".to_owned(), Value::Bool(true));
                }
                self.check_style(members, &["matrix", "label", "simple"]);
            }
            "query" => {
                self.check_style(
                    members,
                    &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
                );
            }
            "header" => self.check_style(members, &["simple"]),
            // `cookie` is new in 3.2 and differs from `form` in percent-encoding only.
            "cookie" => {
                if members.get("style").and_then(Value::as_str) == Some("cookie") {
                    members.shift_remove("style");
                    members.insert("allowReserved".to_owned(), Value::Bool(true));
                }
                self.check_style(members, &["form"]);
            }
            other => {
                let near = nearest(other, PLACES.into_iter());
                let hint = near.map_or_else(
                    || "a parameter is in path, query, header or cookie".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                );
                let message = format!("`{other}` is not a place of a parameter");
                self.within("in", |walk| {
                    walk.push(Code::Malformed, message).hint = Some(hint);
                });
                return Fate::Drop;
            }
        }
        self.check_schema_or_content(members)
    }

    /// The whole query as one value (3.2): the members of a form, or JSON.
    fn check_querystring(&mut self, members: &IndexMap<String, Value>) -> Fate {
        let content = members.get("content").and_then(Value::as_object);
        let media_type = content.and_then(|content| content.keys().next());
        let is_written = media_type.is_some_and(|media_type| {
            let name = media_type.split(';').next().unwrap_or_default().trim();
            let name = name.to_ascii_lowercase();
            let is_json = name == "application/json" || name.ends_with("+json");
            is_json || name == "application/x-www-form-urlencoded"
        });
        if is_written {
            return Fate::Keep;
        }
        let hint = "its `content` is `application/x-www-form-urlencoded` or `application/json`; \
                    or describe each query parameter by itself";
        self.within("in", |walk| {
            let message = "a query of this media type is not supported".to_owned();
            walk.push(Code::UnsupportedKeyword, message).hint = Some(hint.to_owned());
        });
        Fate::Drop
    }

    fn check_header(&mut self, members: &mut IndexMap<String, Value>) -> Fate {
        self.check_style(members, &["simple"]);
        self.check_schema_or_content(members)
    }

    fn check_schema_or_content(&mut self, members: &mut IndexMap<String, Value>) -> Fate {
        match (
            members.contains_key("schema"),
            members.contains_key("content"),
        ) {
            (false, false) => {
                let message =
                    "there is neither `schema` nor `content`; any value is taken".to_owned();
                self.push(Code::MalformedHint, message);
                members.insert("schema".to_owned(), Value::Object(IndexMap::new()));
            }
            (true, true) => {
                let message = "`content` has no effect beside `schema`".to_owned();
                self.within("content", |walk| {
                    walk.push_key(Code::MalformedHint, message);
                });
                members.shift_remove("content");
            }
            _ => {}
        }
        Fate::Keep
    }

    fn check_style(&mut self, members: &mut IndexMap<String, Value>, styles: &[&str]) {
        let Some(style) = members.get("style").and_then(Value::as_str) else {
            return;
        };
        if styles.contains(&style) {
            return;
        }
        let message = format!("the style `{style}` does not exist here");
        let hint = format!("the styles here are: {}", styles.join(", "));
        self.within("style", |walk| {
            walk.push(Code::Malformed, message).hint = Some(hint);
        });
        members.shift_remove("style");
    }

    fn check_security_scheme(&mut self, members: &mut IndexMap<String, Value>) -> Fate {
        if self.require(members, &["type"]) == Fate::Drop {
            return Fate::Drop;
        }
        const TYPES: [&str; 5] = ["apiKey", "http", "oauth2", "openIdConnect", "mutualTLS"];
        let ty = members
            .get("type")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
        match ty.as_str() {
            "apiKey" => {
                let place = members.get("in").and_then(Value::as_str).map(str::to_owned);
                if let Some(place) =
                    place.filter(|place| !["query", "header", "cookie"].contains(&place.as_str()))
                {
                    let message = format!("`{place}` is not a place of an API key");
                    self.within("in", |walk| {
                        walk.push(Code::Malformed, message).hint =
                            Some("an API key is in query, header or cookie".to_owned());
                    });
                    return Fate::Drop;
                }
                self.require(members, &["name", "in"])
            }
            "http" => self.require(members, &["scheme"]),
            "oauth2" => {
                let flows = members.insert("flows".to_owned(), Value::Object(IndexMap::new()));
                if let Some(flow) = flows
                    .as_ref()
                    .and_then(|flows| flows.get("clientCredentials"))
                {
                    let key = "x-openapi-client-credentials".to_owned();
                    members.insert(key, flow.clone());
                }
                Fate::Keep
            }
            "openIdConnect" => {
                fill(members, "openIdConnectUrl", "");
                Fate::Keep
            }
            "mutualTLS" => Fate::Keep,
            other => {
                let near = nearest(other, TYPES.into_iter());
                let hint = near.map_or_else(
                    || format!("a security scheme is one of: {}", TYPES.join(", ")),
                    |near| format!("did you mean `{near}`?"),
                );
                let message = format!("`{other}` is not a type of security scheme");
                self.within("type", |walk| {
                    walk.push(Code::Malformed, message).hint = Some(hint);
                });
                Fate::Drop
            }
        }
    }

    fn check_schema(&mut self, members: &mut IndexMap<String, Value>) {
        for key in ["$anchor", "$dynamicAnchor"] {
            if let Some(name) = members.get(key).and_then(Value::as_str) {
                self.audit
                    .anchors
                    .entry(name.to_owned())
                    .or_default()
                    .push(self.path.clone());
            }
        }
        if let Some(target) = members
            .get("$dynamicRef")
            .and_then(Value::as_str)
            .map(str::to_owned)
        {
            self.reference("$dynamicRef", &target, Kind::Schema);
        }
        if members.contains_key("$recursiveRef") {
            // It leads to the outermost schema around it: the component.
            let component: Vec<&str> = self.path.split('/').take(4).collect();
            let target = format!("#{}", component.join("/"));
            members.insert("$recursiveRef".to_owned(), Value::String(target.clone()));
            self.reference("$recursiveRef", &target, Kind::Schema);
        }
        if members.get("type").and_then(Value::as_str) == Some("string") {
            self.check_spelt_values(members);
        }
        for key in ["enum", "allOf", "oneOf", "anyOf"] {
            if members
                .get(key)
                .and_then(Value::as_array)
                .is_some_and(<[Value]>::is_empty)
            {
                let message = format!("`{key}` is empty and has no effect");
                self.within(key, |walk| {
                    walk.push_key(Code::MalformedHint, message);
                });
                members.shift_remove(key);
            }
        }
    }

    /// `enum: [1.10, yes]` of a string means the texts, which YAML reads as something else.
    fn check_spelt_values(&mut self, members: &mut IndexMap<String, Value>) {
        if let Some(Value::Array(values)) = members.get_mut("enum") {
            for (index, value) in values.iter_mut().enumerate() {
                if matches!(value, Value::Bool(_) | Value::Integer(_) | Value::Float(_)) {
                    self.within("enum", |walk| {
                        walk.within(&index.to_string(), |walk| {
                            walk.text(value, Strictness::Warning)
                        })
                    });
                }
            }
        }
        if let Some(value @ (Value::Bool(_) | Value::Integer(_) | Value::Float(_))) =
            members.get_mut("const")
        {
            self.within("const", |walk| walk.text(value, Strictness::Warning));
        }
    }
}

fn fill(members: &mut IndexMap<String, Value>, key: &str, text: &str) {
    members
        .entry(key.to_owned())
        .or_insert_with(|| Value::String(text.to_owned()));
}

fn keep_if(condition: bool) -> Fate {
    if condition { Fate::Keep } else { Fate::Drop }
}

/// Appends a token to a pointer.
pub(super) fn push_token(path: &mut String, token: &str) {
    path.push('/');
    for c in token.chars() {
        match c {
            '~' => path.push_str("~0"),
            '/' => path.push_str("~1"),
            other => path.push(other),
        }
    }
}
