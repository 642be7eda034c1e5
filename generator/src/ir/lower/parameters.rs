//! Parameters: where they go, how they are written, what they hold.

use openapiv3::{
    Parameter as Written, ParameterData, ParameterSchemaOrContent, PathStyle, QueryStyle,
    ReferenceOr,
};

use super::Lowering;
use super::contents::encoding_of;
use super::references::Node;
use crate::diagnostic::{Code, Pointer};
use crate::ir::{Docs, Encoding, Location, Parameter, Shape, Style, TextKind, TypeRef};
use crate::value::Value;

/// Headers that other parts of a call set; OpenAPI says to ignore them as parameters.
const SET_ELSEWHERE: [&str; 3] = ["accept", "content-type", "authorization"];

impl<'a> Lowering<'a> {
    /// The parameters of an operation. Those of the path item come first and can be overridden.
    pub(super) fn parameters(
        &mut self,
        shared: &'a [ReferenceOr<Written>],
        own: &'a [ReferenceOr<Written>],
        operation: &Pointer,
    ) -> Vec<Parameter> {
        let mut parameters: Vec<Parameter> = Vec::new();
        let mut item = operation.parent().unwrap_or_default();
        if item.last().as_deref() == Some("x-openapi-operations") {
            item = item.parent().unwrap_or_default();
        }
        for parameter in self.read_parameters(shared, &item.child("parameters")) {
            parameters.push(parameter);
        }
        let shared = parameters.len();
        for parameter in self.read_parameters(own, &operation.child("parameters")) {
            let same = |known: &Parameter| {
                known.location == parameter.location && known.name == parameter.name
            };
            match parameters[..shared].iter().position(same) {
                Some(overridden) => parameters[overridden] = parameter,
                None => parameters.push(parameter),
            }
        }
        parameters
    }

    fn read_parameters(
        &mut self,
        written: &'a [ReferenceOr<Written>],
        place: &Pointer,
    ) -> Vec<Parameter> {
        let mut parameters = Vec::new();
        for (index, parameter) in written.iter().enumerate() {
            let found = self.parameter_at(parameter, &place.child(index));
            parameters
                .extend(found.and_then(|(parameter, pointer)| self.parameter(parameter, &pointer)));
        }
        parameters
    }

    fn parameter(&mut self, written: &'a Written, pointer: &Pointer) -> Option<Parameter> {
        let data = written.parameter_data_ref();
        let (location, style, allow_reserved) = match written {
            Written::Query {
                style,
                allow_reserved,
                ..
            } => (Location::Query, query_style(style), *allow_reserved),
            Written::Header { .. } => (Location::Header, Style::Simple, false),
            Written::Path { style, .. } => (Location::Path, path_style(style), false),
            Written::Cookie { .. } => (Location::Cookie, Style::Form, false),
        };
        if location == Location::Header
            && SET_ELSEWHERE.contains(&data.name.to_ascii_lowercase().as_str())
        {
            self.say(
                Code::IgnoredKeyword,
                pointer,
                format!("the header `{}` is set by the client itself", data.name),
            );
            return None;
        }
        let idempotency = self.idempotency(pointer, location);
        let constant = self.only_parameter_value(data, pointer);
        let (mut ty, default, style, mut examples) = self.parameter_value(data, style, pointer);
        if let Some(value) = &constant {
            ty = self.constant_type(value);
        }
        let own = self.examples(data.example.is_some(), &data.examples, pointer);
        if !own.is_empty() {
            examples = own;
        }
        Some(Parameter {
            name: data.name.clone(),
            location,
            ty,
            // A key is made where the caller gives none.
            required: data.required && idempotency.is_none() || location == Location::Path,
            style,
            explode: data.explode.unwrap_or(style == Style::Form),
            allow_reserved,
            docs: Docs {
                description: data.description.clone(),
                deprecated: data.deprecated.unwrap_or_default(),
                ..Docs::default()
            },
            constant,
            default,
            examples,
            idempotency,
            pointer: pointer.clone(),
        })
    }

    /// The value of a parameter that must be sent and has no other.
    fn only_parameter_value(&self, data: &'a ParameterData, pointer: &Pointer) -> Option<Value> {
        match &data.format {
            ParameterSchemaOrContent::Schema(schema) if data.required => {
                self.constant(Node::from(schema), &pointer.child("schema"))
            }
            _ => None,
        }
    }

    fn parameter_value(
        &mut self,
        data: &'a ParameterData,
        style: Style,
        pointer: &Pointer,
    ) -> (TypeRef, Option<Value>, Style, Vec<crate::ir::Example>) {
        match &data.format {
            ParameterSchemaOrContent::Schema(schema) => {
                let place = pointer.child("schema");
                let ty = self.shared_schema(schema, &place);
                let chain = self.chain(Node::from(schema), &place);
                let examples = self.schema_examples(Node::from(schema), &place);
                (ty, self.default_of(&chain), style, examples)
            }
            ParameterSchemaOrContent::Content(content)
                if self.flag(pointer, "x-openapi-querystring") =>
            {
                let (ty, style) = self.whole_query(content, pointer);
                (ty, None, style, Vec::new())
            }
            ParameterSchemaOrContent::Content(content) => {
                let (ty, json) = self.content_value(content, pointer);
                (ty, None, if json { Style::Json } else { style }, Vec::new())
            }
        }
    }

    /// The type of a value that is all of the query, and how it is written: the members of a form
    /// as pairs, JSON as it is.
    fn whole_query(
        &mut self,
        content: &'a openapiv3::Content,
        pointer: &Pointer,
    ) -> (TypeRef, Style) {
        let Some((media_type, value)) = content.first() else {
            return (self.any(), Style::Whole);
        };
        let place = pointer.child("content").child(media_type);
        let style = match encoding_of(media_type) {
            Some(Encoding::Json) => Style::Whole,
            _ => Style::Form,
        };
        let ty = match &value.schema {
            Some(schema) => self.shared_schema(schema, &place.child("schema")),
            None => self.any(),
        };
        (ty, style)
    }

    /// The type of a value under `content`, and whether it is written as JSON.
    pub(super) fn content_value(
        &mut self,
        content: &'a openapiv3::Content,
        pointer: &Pointer,
    ) -> (TypeRef, bool) {
        let place = pointer.child("content");
        let Some((media_type, value)) = content.first() else {
            return (self.any(), true);
        };
        let place = place.child(media_type);
        if encoding_of(media_type) != Some(Encoding::Json) {
            self.say(
                Code::WeakenedContent,
                &place,
                format!("a value of type `{media_type}` is taken as text and sent as it is"),
            );
            return (self.plain(Shape::Text(TextKind::Plain)), false);
        }
        let ty = match &value.schema {
            Some(schema) => self.shared_schema(schema, &place.child("schema")),
            None => self.any(),
        };
        (ty, true)
    }

    /// Whether an extension of ours is set.
    pub(super) fn flag(&self, pointer: &Pointer, name: &str) -> bool {
        self.member(pointer, name)
            .and_then(Value::as_bool)
            .unwrap_or_default()
    }

    /// Holds a path template and the path parameters against each other.
    ///
    /// A name in braces without a parameter becomes one: a value has to go there, and
    /// text is what a path is made of.
    pub(super) fn match_path(
        &mut self,
        path: &str,
        parameters: &mut Vec<Parameter>,
        pointer: &Pointer,
    ) {
        if let Some(why) = impossible(path) {
            self.say_with_hint(
                Code::PathTemplate,
                pointer,
                format!("the path `{}` {why}", path.escape_debug()),
                "a path consists of segments that say where something is",
            );
        }
        let names = template_names(path);
        for parameter in parameters
            .iter()
            .filter(|known| known.location == Location::Path)
        {
            if !names.contains(&parameter.name.as_str()) {
                self.say_with_hint(
                    Code::PathParameter,
                    &parameter.pointer,
                    format!("the path `{path}` has no `{{{}}}`", parameter.name),
                    "remove the parameter, or put it into the path",
                );
            }
        }
        for name in names {
            let is_declared =
                |known: &Parameter| known.location == Location::Path && known.name == name;
            if !parameters.iter().any(is_declared) {
                let parameter = self.undeclared(name, pointer);
                parameters.push(parameter);
            }
        }
    }

    fn undeclared(&mut self, name: &str, operation: &Pointer) -> Parameter {
        self.say_with_hint(
            Code::UndeclaredParameter,
            operation,
            format!(
                "the path has `{{{name}}}`, but there is no path parameter of this name; it is taken as required text"
            ),
            "describe it under `parameters` with `in: path`",
        );
        Parameter {
            name: name.to_owned(),
            location: Location::Path,
            ty: self.plain(Shape::Text(TextKind::Plain)),
            required: true,
            style: Style::Simple,
            explode: false,
            allow_reserved: false,
            docs: Docs::default(),
            constant: None,
            default: None,
            examples: Vec::new(),
            idempotency: None,
            pointer: operation.clone(),
        }
    }
}

/// Why no request can have this path, if none can.
fn impossible(path: &str) -> Option<&'static str> {
    let is_dots = |segment: &str| {
        let plain = segment.to_ascii_lowercase().replace("%2e", ".");
        plain == "." || plain == ".."
    };
    if path.contains('#') {
        Some("has a fragment, which is never sent")
    } else if path
        .split('?')
        .next()
        .is_some_and(|path| path.split('/').any(is_dots))
    {
        Some("has a segment of dots, which would lead to another path")
    } else {
        None
    }
}

/// The names in braces.
pub(crate) fn template_names(path: &str) -> Vec<&str> {
    let parts = path.split('{').skip(1);
    parts
        .filter_map(|part| part.split_once('}'))
        .map(|(name, _)| name)
        .collect()
}

pub(super) fn query_style(style: &QueryStyle) -> Style {
    match style {
        QueryStyle::Form => Style::Form,
        QueryStyle::SpaceDelimited => Style::SpaceDelimited,
        QueryStyle::PipeDelimited => Style::PipeDelimited,
        QueryStyle::DeepObject => Style::DeepObject,
    }
}

fn path_style(style: &PathStyle) -> Style {
    match style {
        PathStyle::Simple => Style::Simple,
        PathStyle::Label => Style::Label,
        PathStyle::Matrix => Style::Matrix,
    }
}
