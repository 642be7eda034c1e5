//! Where the document gives a type and the crate has raw JSON.
//!
//! Counted apart: nothing is lost there, but the caller is left alone with it.

use flora_codegen::code::{Model, Struct, Type, Union};
use serde_json::Value;

use crate::report::{Figure, Section};
use crate::sample::flat::{Flat, expand, implied_types, types};
use crate::schema::Schemas;
use crate::subject::Subject;

/// How deep lists of lists are followed.
const DEEPEST: usize = 16;

/// Counts schemas and members.
pub(crate) fn count(subject: &Subject, schemas: &Schemas, section: &mut Section) {
    let (mut weak, mut all, mut weak_fields, mut fields) = (0, 0, 0, 0);
    let models = &subject.package.models;
    for probed in &subject.package.probe.schemas {
        let place = subject.place(probed.pointer.as_str());
        let Some(number) = schemas.number(&place) else {
            continue;
        };
        let schema = schemas.get(number);
        all += 1;
        let model = model(models, &probed.ty);
        let is_weak = match model {
            Some(Model::Union(union)) => union_is_weak(schemas, union, schema),
            _ => is_weak(schemas, &probed.ty, schema, 0),
        };
        if is_weak {
            weak += 1;
            section.notes.push(format!("weakened: {place}"));
        }
        if let Some(Model::Struct(item)) = model {
            for (name, is_weak) in members(schemas, item, schema) {
                fields += 1;
                if is_weak {
                    weak_fields += 1;
                    section.notes.push(format!("weakened: {place}: {name}"));
                }
            }
        }
    }
    section
        .figures
        .push(Figure::of("schemas weakened to raw JSON", weak, all));
    section.figures.push(Figure::of(
        "members weakened to raw JSON",
        weak_fields,
        fields,
    ));
}

/// The model that a type is, behind pointers and options.
fn model<'a>(models: &'a [Model], ty: &Type) -> Option<&'a Model> {
    match ty {
        Type::Option(inner) | Type::Boxed(inner) | Type::Omittable(inner) => model(models, inner),
        Type::Model(name) => models.iter().find(|model| model.name() == name),
        _ => None,
    }
}

/// Each member of a struct that the document knows, and whether it is weakened.
fn members<'a>(schemas: &Schemas, item: &'a Struct, schema: &Value) -> Vec<(&'a str, bool)> {
    let flats = expand(schemas, schema);
    let named = |name: &str| {
        flats
            .iter()
            .find_map(|flat| flat.get("properties")?.get(name))
    };
    let fields = item.fields.iter().filter_map(|field| {
        let schema = named(&field.wire)?;
        Some((field.wire.as_str(), is_weak(schemas, &field.ty, schema, 0)))
    });
    fields.collect()
}

/// Whether a branch of raw JSON stands for one that the document gives a type.
fn union_is_weak(schemas: &Schemas, union: &Union, schema: &Value) -> bool {
    let is_raw = |ty: &Type| matches!(ty, Type::Json);
    let raw = union.variants.iter().filter(|it| is_raw(&it.ty)).count();
    let flats = expand(schemas, schema);
    raw > flats.iter().filter(|flat| !gives_type(flat)).count()
}

fn is_weak(schemas: &Schemas, ty: &Type, schema: &Value, depth: usize) -> bool {
    if depth > DEEPEST {
        return false;
    }
    let inner = |inner: &Type, schema: &Value| is_weak(schemas, inner, schema, depth + 1);
    let within = |item: &Type, keyword: &str| {
        let flats = expand(schemas, schema);
        flats
            .iter()
            .any(|flat| flat.get(keyword).is_some_and(|schema| inner(item, schema)))
    };
    match ty {
        Type::Json => {
            let flats = expand(schemas, schema);
            !flats.is_empty() && flats.iter().all(gives_type)
        }
        Type::Option(of) | Type::Boxed(of) | Type::Omittable(of) => inner(of, schema),
        Type::List(item) => within(item, "items") || within(item, "prefixItems"),
        Type::Map(value) => within(value, "additionalProperties"),
        _ => false,
    }
}

/// Whether the document says of what type a value is.
fn gives_type(flat: &Flat) -> bool {
    let named = types(flat);
    let count = match named.len() {
        0 => implied_types(flat).len(),
        count => count,
    };
    // All of them are none.
    flat.contains_key("enum") || (1..6).contains(&count)
}
