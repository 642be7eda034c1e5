//! The body of a request: read by its content type, checked against the schema.
//! Files are counted and dropped.

use std::borrow::Cow;

use flora_codegen::ir::{self, Encoding, Operation, Shape, TextKind, TypeRef, Types};
use flora_codegen::value::Value;
use http_body_util::BodyExt as _;
use hyper::HeaderMap;
use hyper::body::{Body, Bytes};
use indexmap::IndexMap;

use crate::check::{self, Fault};
use crate::multipart::{Event, Part, Reader};
use crate::parameters::{pairs, retype, scalar};
use crate::reply::{Kind, Refusal};
use crate::{json, parameters};

/// What is kept of a body in memory at most, files aside.
const LIMIT: usize = 8 * 1024 * 1024;

/// The body of a request.
#[derive(Debug, Default)]
pub(crate) struct Payload {
    /// The form of body that it has, as an index.
    pub(crate) body: Option<usize>,
    /// Its value; what stands for a file is its name.
    pub(crate) value: Option<Value>,
    /// The files in it.
    pub(crate) files: Vec<File>,
}

/// A file that came with a form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct File {
    pub(crate) name: Option<String>,
    pub(crate) content_type: Option<String>,
    pub(crate) bytes: u64,
}

/// The next bytes of a body, none at its end.
pub(crate) async fn next<B>(body: &mut B) -> Result<Option<Bytes>, Refusal>
where
    B: Body<Data = Bytes> + Unpin,
{
    while let Some(frame) = body.frame().await {
        // The caller is gone or its framing is broken; the answer will hardly be read.
        let frame =
            frame.map_err(|_| Refusal::new(Kind::Malformed, "The body is not complete."))?;
        if let Ok(bytes) = frame.into_data() {
            return Ok(Some(bytes));
        }
    }
    Ok(None)
}

/// Reads and checks the body of an operation.
pub(crate) async fn read<B>(
    types: &Types,
    operation: &Operation,
    headers: &HeaderMap,
    body: &mut B,
    faults: &mut Vec<Fault>,
) -> Result<Payload, Refusal>
where
    B: Body<Data = Bytes> + Unpin,
{
    let content_type = headers.get("content-type");
    let content_type = content_type.and_then(|value| value.to_str().ok());
    let is_empty = body.is_end_stream() || body.size_hint().exact() == Some(0);
    if operation.bodies.is_empty() {
        // Known of real services: an empty text of type JSON is no JSON.
        if is_empty && content_type.is_some_and(|it| essence(it).ends_with("json")) {
            return Err(not_json("it is empty"));
        }
        return Ok(Payload::default());
    }
    let Some(content_type) = content_type else {
        if !is_empty {
            return Err(unsupported(operation, "The body has no Content-Type."));
        }
        if operation.body_required {
            faults.push(Fault::new("", "is required"));
        }
        return Ok(Payload::default());
    };
    let Some(index) = find(operation, content_type) else {
        let message = format!("`{}` is not accepted here.", essence(content_type));
        return Err(unsupported(operation, &message));
    };
    let form = &operation.bodies[index];
    let mut payload = match form.encoding {
        Encoding::Json => {
            let text = collect(body).await?;
            Payload {
                value: Some(json::read(&text).map_err(|error| not_json(&error))?),
                ..Payload::default()
            }
        }
        Encoding::Form => {
            let text = collect(body).await?;
            Payload {
                value: Some(read_form(types, form.ty, &String::from_utf8_lossy(&text))),
                ..Payload::default()
            }
        }
        Encoding::Multipart => read_multipart(types, form, content_type, body).await?,
        Encoding::Text | Encoding::Binary => {
            let mut bytes = 0;
            while let Some(piece) = next(body).await? {
                bytes += piece.len() as u64;
            }
            Payload {
                files: vec![File {
                    bytes,
                    content_type: Some(content_type.to_owned()),
                    name: None,
                }],
                ..Payload::default()
            }
        }
    };
    payload.body = Some(index);
    if let Some(value) = &payload.value {
        faults.extend(check::check(types, form.ty, value, ""));
    }
    Ok(payload)
}

fn not_json(error: &str) -> Refusal {
    Refusal::new(
        Kind::Malformed,
        format!("The request body is not valid JSON: {error}."),
    )
}

fn unsupported(operation: &Operation, message: &str) -> Refusal {
    let known = operation.bodies.iter().map(|body| body.media_type.as_str());
    let known: Vec<&str> = known.collect();
    Refusal::new(
        Kind::MediaType,
        format!("{message} Send {}.", known.join(" or ")),
    )
}

/// The media type without parameters, in small letters.
pub(crate) fn essence(content_type: &str) -> String {
    let essence = content_type.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

/// The form of body for a content type, the closest one.
fn find(operation: &Operation, content_type: &str) -> Option<usize> {
    let wanted = essence(content_type);
    let rank = |body: &ir::Body| {
        let declared = essence(&body.media_type);
        let family = declared.strip_suffix("/*");
        if declared == wanted {
            Some(0)
        } else if family.is_some_and(|family| wanted.split('/').next() == Some(family)) {
            Some(1)
        } else {
            (declared == "*/*").then_some(2)
        }
    };
    let ranked = operation.bodies.iter().enumerate();
    let ranked = ranked.filter_map(|(index, body)| Some((rank(body)?, index)));
    ranked.min().map(|(_, index)| index)
}

async fn collect<B>(body: &mut B) -> Result<Vec<u8>, Refusal>
where
    B: Body<Data = Bytes> + Unpin,
{
    let mut all = Vec::new();
    while let Some(piece) = next(body).await? {
        all.extend_from_slice(&piece);
        if all.len() > LIMIT {
            return Err(too_large());
        }
    }
    Ok(all)
}

fn too_large() -> Refusal {
    Refusal::new(Kind::TooLarge, "The body is too large for this mock.")
}

fn read_form(types: &Types, ty: TypeRef, text: &str) -> Value {
    let mut members: IndexMap<String, Vec<String>> = IndexMap::new();
    for (name, value) in pairs(text) {
        let value = parameters::decode(&value, true);
        members.entry(name).or_default().push(value);
    }
    let (id, _) = types.resolve(ty);
    let typed = members.into_iter().map(|(name, texts)| {
        let value = field_value(types, field(&types[id].shape, &name), texts);
        (name, value)
    });
    Value::Object(typed.collect())
}

fn field(shape: &Shape, name: &str) -> Option<TypeRef> {
    let Shape::Struct(struct_) = shape else {
        return None;
    };
    let mut fields = struct_.fields.iter();
    fields
        .find(|field| field.name == name)
        .map(|field| field.ty)
}

/// The texts of one name: a list if the field is one, else the last.
fn field_value(types: &Types, ty: Option<TypeRef>, mut texts: Vec<String>) -> Value {
    let last = texts.pop().unwrap_or_default();
    let Some(ty) = ty else {
        return Value::String(last);
    };
    let (id, _) = types.resolve(ty);
    match &types[id].shape {
        Shape::Array(array) => {
            texts.push(last);
            let items = texts.iter().map(|text| scalar(types, array.item, text));
            Value::Array(items.collect())
        }
        Shape::Struct(_) | Shape::Map(_) | Shape::Any => match json::read(last.as_bytes()) {
            Ok(value) => value,
            Err(_) => Value::String(last),
        },
        _ => retype(types, ty, Value::String(last)),
    }
}

async fn read_multipart<B>(
    types: &Types,
    form: &ir::Body,
    content_type: &str,
    body: &mut B,
) -> Result<Payload, Refusal>
where
    B: Body<Data = Bytes> + Unpin,
{
    let malformed = |error: String| {
        Refusal::new(
            Kind::Malformed,
            format!("The form cannot be read: {error}."),
        )
    };
    let (id, _) = types.resolve(form.ty);
    let shape = &types[id].shape;
    let mut reader = Reader::new(content_type).map_err(malformed)?;
    let mut fields: IndexMap<String, Vec<Vec<u8>>> = IndexMap::new();
    let mut files: Vec<File> = Vec::new();
    let mut current: Option<(Part, bool)> = None;
    let mut kept = 0;
    while let Some(piece) = next(body).await? {
        let result = reader.push(&piece, |event| {
            match event {
                Event::Part(part) => {
                    let is_file = part.file_name.is_some()
                        || field(shape, &part.name).is_some_and(|ty| is_binary(types, ty));
                    let texts = fields.entry(part.name.clone()).or_default();
                    if is_file {
                        texts.push(part.file_name.clone().unwrap_or_default().into_bytes());
                        files.push(File {
                            name: part.file_name.clone(),
                            content_type: part.content_type.clone(),
                            bytes: 0,
                        });
                    } else {
                        texts.push(Vec::new());
                    }
                    current = Some((part, is_file));
                }
                Event::Bytes(bytes) => match &current {
                    Some((_, true)) => {
                        if let Some(file) = files.last_mut() {
                            file.bytes += bytes.len() as u64;
                        }
                    }
                    Some((part, false)) => {
                        kept += bytes.len();
                        let texts = fields.get_mut(&part.name);
                        if let Some(text) = texts.and_then(|texts| texts.last_mut())
                            && kept <= LIMIT
                        {
                            text.extend_from_slice(bytes);
                        }
                    }
                    None => {}
                },
            }
            Ok(())
        });
        result.map_err(malformed)?;
        if kept > LIMIT {
            return Err(too_large());
        }
    }
    reader.finish().map_err(malformed)?;
    let typed = fields.into_iter().map(|(name, texts)| {
        // Only now, since the pieces of a body cut characters in two.
        let texts = texts.iter().map(|text| String::from_utf8_lossy(text));
        let texts = texts.map(Cow::into_owned).collect();
        let value = field_value(types, field(shape, &name), texts);
        (name, value)
    });
    Ok(Payload {
        body: None,
        value: Some(Value::Object(typed.collect())),
        files,
    })
}

/// Whether a field of a form takes bytes.
fn is_binary(types: &Types, ty: TypeRef) -> bool {
    let (id, _) = types.resolve(ty);
    match &types[id].shape {
        Shape::Text(TextKind::Binary) => true,
        Shape::Array(array) => {
            let (id, _) = types.resolve(array.item);
            matches!(types[id].shape, Shape::Text(TextKind::Binary))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;
    use std::convert::Infallible;
    use std::pin::{Pin, pin};
    use std::task::{Context, Poll, Waker};

    use flora_codegen::document::Input;
    use hyper::body::Frame;

    use super::*;

    /// A body that comes in pieces, all of them there already.
    struct Pieces(VecDeque<Bytes>);

    impl Body for Pieces {
        type Data = Bytes;
        type Error = Infallible;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
            Poll::Ready(self.0.pop_front().map(|piece| Ok(Frame::data(piece))))
        }
    }

    #[test]
    fn the_pieces_of_a_form_do_not_show() {
        let text = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths:\n  /x:\n    post:\n      \
            operationId: x\n      requestBody:\n        content:\n          multipart/form-data:\n            \
            schema: {type: object, properties: {name: {type: string}, size: {type: integer}}}\n      \
            responses: {'204': {description: Done.}}\n";
        let read = flora_codegen::read(&Input::new("t.yaml", text));
        let api = read.api.expect("the document is good");
        let form = "--b\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\né–🦀\r\n\
            --b\r\nContent-Disposition: form-data; name=\"size\"\r\n\r\n7\r\n--b--\r\n";
        let mut headers = HeaderMap::new();
        let content_type = "multipart/form-data; boundary=b";
        headers.insert("content-type", content_type.parse().expect("a header"));
        for size in 1..form.len() {
            let pieces = form.as_bytes().chunks(size).map(Bytes::copy_from_slice);
            let mut body = Pieces(pieces.collect());
            let mut faults = Vec::new();
            let operation = &api.operations[0];
            let reading = super::read(&api.types, operation, &headers, &mut body, &mut faults);
            let Poll::Ready(payload) = pin!(reading).poll(&mut Context::from_waker(Waker::noop()))
            else {
                panic!("there is nothing to wait for");
            };
            let value = payload.expect("the form is good").value;
            let value = json::write(&value.expect("it has fields"));
            assert_eq!(
                String::from_utf8(value).as_deref(),
                Ok(r#"{"name":"é–🦀","size":7}"#),
                "{size}"
            );
            assert_eq!(faults, []);
        }
    }
}
