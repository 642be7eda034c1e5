//! A call with values: those of an example, those of the parameters' examples, or plain ones.
//!
//! The call and what it sends come out together, so that the one is an
//! expression and the other can be written down as a request.

use super::plain::{plain, plain_field};
use super::wire::{is_writable_field, parameter_pieces};
use super::{Argument, BodyValues, CallSample, Misfit, Values, kept};
use crate::code::types::Types;
use crate::code::{Ident, Input, Method, Target, Type, docs};
use crate::ir::{self, Shape};
use crate::value::Value;

/// How many optional values without an example a call sets.
const MAX_OPTIONAL: usize = 12;

/// A method with what the document says of it.
pub(super) struct Caller<'a> {
    pub(super) types: &'a Types<'a>,
    /// The client's method that gives the handle.
    pub(super) handle: Option<&'a Ident>,
    pub(super) operation: &'a ir::Operation,
    pub(super) method: &'a Method,
    /// The body that the method sends.
    pub(super) body: Option<&'a ir::Body>,
}

/// Which of the optional values a call sets.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// Those that have a value.
    Full,
    /// Those of the example's body.
    Example,
}

impl<'a> Caller<'a> {
    /// A call with all values of an example, or plain ones, and all parameters.
    pub(super) fn full(&self, example: Option<&Value>) -> Option<(CallSample, Values<'a>)> {
        self.call(example, Extent::Full)
    }

    /// A call with the values of an example, and the parameters that it needs.
    pub(super) fn of(&self, example: &Value) -> Option<(CallSample, Values<'a>)> {
        self.call(Some(example), Extent::Example)
    }

    /// A call with what it cannot be without.
    pub(super) fn least(&self) -> Option<(CallSample, Values<'a>)> {
        self.call(None, Extent::Example)
    }

    /// Why the value is none of the body's type.
    pub(super) fn misfit(&self, example: &Value) -> Option<Misfit> {
        kept(self.types, self.body?.ty, example).err()
    }

    /// The object that the body is, if it is taken field by field.
    pub(super) fn fields(&self) -> Option<&'a ir::Struct> {
        let types = &self.types.api().types;
        let (id, _) = types.resolve(self.body?.ty);
        match &types[id].shape {
            Shape::Struct(shape) => Some(shape),
            _ => None,
        }
    }

    fn call(&self, example: Option<&Value>, extent: Extent) -> Option<(CallSample, Values<'a>)> {
        if example.is_some_and(|example| self.misfit(example).is_some()) {
            return None;
        }
        let mut parameters = Parameters::of(self.operation);
        let mut extras = 0;
        let mut values = Values::default();
        let method = self.method;
        let required = method.arguments.iter();
        let required = required.chain(method.required.iter().map(|required| &required.input));
        let mut written = Vec::new();
        self.set_constants(&mut values);
        for input in required {
            let value = self.value(input, true, example, extent, &mut parameters)?;
            written.push(self.take(input, value, &mut values)?);
        }
        for input in &method.optional {
            let Some(value) = self.value(input, false, example, extent, &mut parameters) else {
                continue;
            };
            if extras >= MAX_OPTIONAL && example.is_none() {
                continue;
            }
            if let Some(argument) = self.take(input, value, &mut values) {
                extras += 1;
                written.push(argument);
            } else if example.is_some()
                && !matches!(input.target, Target::Parameter | Target::ParameterIn(_))
            {
                // Part of the example cannot be sent, so it is no example of what is sent.
                return None;
            }
        }
        // The arguments come first, and none of them can be missing.
        let setters = written.split_off(method.arguments.len());
        let call = CallSample {
            handle: self.handle.cloned(),
            method: method.name.clone(),
            arguments: written.into_iter().map(|(_, argument)| argument).collect(),
            setters,
        };
        Some((call, values))
    }

    /// The constants that the method sets by itself.
    fn set_constants(&self, values: &mut Values<'a>) {
        for parameter in &self.operation.parameters {
            if let Some(constant) = &parameter.constant {
                values.parameters.push((parameter, constant.clone()));
            }
        }
        let Some(shape) = self.fields().filter(|_| self.operation.body_required) else {
            return;
        };
        for field in shape.fields.iter().filter(|field| !field.read_only) {
            if let Some(constant) = field.constant.clone().filter(|_| field.required) {
                values.field(&field.name, constant, false);
            }
        }
    }

    /// The value that an input gets; none if it is left out or cannot be had.
    fn value(
        &self,
        input: &Input,
        required: bool,
        example: Option<&Value>,
        extent: Extent,
        parameters: &mut Parameters<'a>,
    ) -> Option<Given<'a>> {
        let types = self.types;
        let is_wanted = required || extent == Extent::Full;
        match input.target {
            Target::Parameter | Target::ParameterIn(_) => {
                let parameter = parameters.next(input, required)?;
                if !is_wanted {
                    return None;
                }
                let known = parameter.examples.iter().map(|example| &example.value);
                let known = known.filter_map(|value| kept(types, parameter.ty, value).ok());
                let plain = || plain(types, parameter.ty, &parameter.name);
                let mut values = known.chain(std::iter::once_with(plain).flatten());
                let value = values.find(|value| {
                    *value != Value::Null && parameter_pieces(parameter, value).is_some()
                })?;
                Some(Given::Parameter(parameter, value))
            }
            Target::Field | Target::File => {
                let mut fields = self.fields()?.fields.iter();
                let field = fields.find(|field| field.name == input.wire)?;
                let value = match example {
                    Some(example) => kept(types, field.ty, example.get(&field.name)?).ok()?,
                    None if is_wanted => plain_field(types, field)?,
                    None => return None,
                };
                Some(Given::Field(value))
            }
            Target::Body => {
                let body = self.body?;
                let value = match example {
                    Some(example) => kept(types, body.ty, example).ok()?,
                    None if is_wanted => plain(types, body.ty, "body")?,
                    None => return None,
                };
                Some(Given::Body(value))
            }
        }
    }

    /// Keeps the value of an input as something that is sent, and writes it as an argument.
    fn take(
        &self,
        input: &Input,
        given: Given<'a>,
        values: &mut Values<'a>,
    ) -> Option<(Ident, Argument)> {
        let is_open = |name: &Ident| self.types.is_open_enum(name);
        let argument = argument(&input.ty, given.value(), &is_open)?;
        match given {
            Given::Parameter(parameter, value) => values.parameters.push((parameter, value)),
            Given::Field(value) => {
                let is_file = input.target == Target::File;
                if !is_writable_field(self.body?.encoding, &value) {
                    return None;
                }
                values.field(&input.wire, value, is_file);
            }
            Given::Body(value) => values.body = BodyValues::Whole(value),
        }
        Some((input.name.clone(), argument))
    }
}

/// A value with the place it goes to.
enum Given<'a> {
    Parameter(&'a ir::Parameter, Value),
    Field(Value),
    Body(Value),
}

impl Given<'_> {
    fn value(&self) -> &Value {
        match self {
            Self::Parameter(_, value) | Self::Field(value) | Self::Body(value) => value,
        }
    }
}

impl Values<'_> {
    fn field(&mut self, name: &str, value: Value, is_file: bool) {
        let field = (name.to_owned(), value, is_file);
        match &mut self.body {
            BodyValues::Fields(fields) => fields.push(field),
            other => *other = BodyValues::Fields(vec![field]),
        }
    }
}

/// The parameters of an operation, each taken once: names can occur in several locations.
struct Parameters<'a>(Vec<&'a ir::Parameter>);

impl<'a> Parameters<'a> {
    fn of(operation: &'a ir::Operation) -> Self {
        let settable = operation.parameters.iter();
        Self(settable.filter(|one| one.is_settable()).collect())
    }

    fn next(&mut self, input: &Input, required: bool) -> Option<&'a ir::Parameter> {
        let mut left = self.0.iter();
        let at = left.position(|one| {
            one.name == input.wire && one.required == required && input.target.is_at(one.location)
        })?;
        Some(self.0.remove(at))
    }
}

/// A value as an expression of what a setter takes.
fn argument(ty: &Type, value: &Value, is_open: &dyn Fn(&Ident) -> bool) -> Option<Argument> {
    let json = |ty: &Type| Some(Argument::Json(ty.clone(), docs::json(value)));
    let is_text = |ty: &Type| match ty {
        Type::String | Type::Text(_) | Type::JsonText(_) => true,
        Type::Model(name) => is_open(name),
        _ => false,
    };
    match (ty, value) {
        (Type::Option(inner) | Type::Omittable(inner), Value::Null) => {
            Some(Argument::Null((**inner).clone()))
        }
        (Type::Option(inner) | Type::Omittable(inner), _) => json(inner),
        (Type::Json, _) => json(ty),
        (_, Value::Null) => None,
        (Type::Bool, _) => Some(Argument::Bool(value.as_bool()?)),
        (Type::Integer(_), _) => Some(Argument::Integer(value.as_integer()?)),
        (Type::Float(_), Value::Integer(number)) => Some(Argument::Float(*number as f64)),
        (Type::Float(_), Value::Float(number)) => Some(Argument::Float(*number)),
        (Type::File, _) => Some(Argument::File(value.as_str()?.to_owned())),
        (Type::Bytes, _) => Some(Argument::Text(value.as_str()?.to_owned())),
        (Type::List(item), Value::Array(items)) => {
            let texts = || {
                let texts = items.iter().map(|item| item.as_str().map(str::to_owned));
                texts.collect::<Option<Vec<String>>>()
            };
            match &**item {
                Type::File => Some(Argument::Files(texts()?)),
                item if is_text(item) && !items.is_empty() => Some(Argument::Texts(texts()?)),
                _ => json(ty),
            }
        }
        (Type::Boxed(inner), _) => json(inner),
        (Type::Number, Value::Integer(_) | Value::Float(_)) => json(ty),
        (ty, Value::String(text)) if is_text(ty) => Some(Argument::Text(text.clone())),
        (Type::Model(_) | Type::Map(_), _) => json(ty),
        _ => None,
    }
}
