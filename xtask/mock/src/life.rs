//! The life of a thing: created by one of three ways, completed, renewed, shown.

use flora_codegen::ir::{Location, Operation, SignedUpload, TypeRef, Upload};
use flora_codegen::value::Value;

use crate::check::Fault;
use crate::mock::{Call, Mock};
use crate::plan::{Shelf, signed};
use crate::reply::{Kind, Refusal, Reply, fresh};
use crate::state::{State, success, success_json};
use crate::thing::{self, Reservation, Stage, Thing};
use crate::{json, sample, upload};

/// How the bytes come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// The service fetches a URL.
    Fetch,
    /// With the request.
    Direct,
    /// To a reserved place.
    Signed,
}

/// A place for bytes that is to be offered.
struct Place {
    token: String,
    is_expired: bool,
}

impl Mock {
    /// Makes a thing.
    pub(crate) fn create(&self, call: &Call<'_>, index: usize) -> Result<Reply, Refusal> {
        let shelf = &self.plan.shelves[index];
        let (Some((upload, signed)), Some((status, outcome)), Some(content)) = (
            signed(call.operation),
            success(call.operation),
            success_json(call.operation),
        ) else {
            return Ok(self.plain(call));
        };
        let way = way(call, upload, signed)?;
        let base = self.base(call.operation, upload, signed, way);
        let mut state = self.state();
        let id = thing::id_of(shelf, &base).cloned();
        let id_type = thing::fields(&self.api.types, content.ty).and_then(|struct_| {
            let mut fields = struct_.fields.iter();
            fields.find(|field| shelf.id.as_ref() == Some(&field.name))
        });
        let number = state.next_id();
        let mut thing = Thing::new(match id_type {
            Some(field) => fresh(&self.api, field.ty, id.as_ref(), number),
            None => json::text(format!("mock{number:04}")),
        });
        learn_request(&mut thing, call, upload);
        thing.fails = names(call, upload).iter().any(|name| name.contains("fail"));
        // With other ways than the signed one, the example says whether it takes time.
        match thing::state_of(shelf, &base) {
            Some(name) if way != Way::Signed => thing.enter_state(name, shelf),
            _ => thing.enter(Stage::Awaiting, shelf),
        }
        if way != Way::Signed {
            thing.bytes = call.payload.files.first().map(|file| file.bytes);
            if thing.stage == Stage::Awaiting || thing.fails {
                thing.enter(self.arrived(shelf), shelf);
            }
        }
        let mut body = thing::show(&self.api, shelf, &thing, content.ty, &[&base]);
        thing.learn_all(&body, &shelf.reservation);
        if way == Way::Signed {
            let names = names(call, upload);
            let is_expired = names.iter().any(|name| name.contains("expire"));
            let token = format!("{}-{}", thing.key(), state.next_reservation());
            let place = Place { token, is_expired };
            let reservation = self.reserve(&thing, place, (signed, &base), content.ty, &mut body);
            thing.reservation = Some(reservation);
        }
        state.things[index].push(thing);
        drop(state);
        Ok(self
            .replies
            .of(&self.api, status, outcome, Some(content), Some(body)))
    }

    /// Takes over the bytes that have arrived.
    pub(crate) fn complete(&self, call: &Call<'_>, index: usize) -> Result<Reply, Refusal> {
        let shelf = &self.plan.shelves[index];
        let mut state = self.state();
        let thing = find(&mut state, call, index)?;
        match thing.stage {
            Stage::Received => thing.enter(self.arrived(shelf), shelf),
            Stage::Awaiting => return Err(conflict(thing, "its bytes have not arrived")),
            Stage::Failed => return Err(conflict(thing, "only a new reservation helps it")),
            Stage::Processing(_) | Stage::Done => {
                return Err(conflict(thing, "its upload is complete already"));
            }
        }
        let thing = thing.clone();
        drop(state);
        Ok(self.show(call, shelf, &thing))
    }

    /// What comes after the bytes.
    fn arrived(&self, shelf: &Shelf) -> Stage {
        match shelf.states {
            Some(_) => Stage::Processing(self.options.polls),
            None => Stage::Done,
        }
    }

    /// Makes a new reservation.
    pub(crate) fn renew(&self, call: &Call<'_>, index: usize) -> Result<Reply, Refusal> {
        let shelf = &self.plan.shelves[index];
        let create = shelf.create.map(|index| &self.api.operations[index]);
        let Some((_, signed)) = create.and_then(signed) else {
            return Ok(self.plain(call));
        };
        let mut state = self.state();
        let thing = find(&mut state, call, index)?;
        // An example has no place for its bytes any more: what it had is over.
        let is_over = (thing.reservation.as_ref()).is_none_or(|reservation| reservation.expired);
        if thing.stage != Stage::Failed && !(thing.stage == Stage::Awaiting && is_over) {
            let reason = "only uploads that failed or expired can be retried";
            return Err(conflict(thing, reason));
        }
        thing.fails = false;
        thing.enter(Stage::Awaiting, shelf);
        let mut thing = thing.clone();
        let (Some((status, outcome)), Some(content)) =
            (success(call.operation), success_json(call.operation))
        else {
            return Ok(self.plain(call));
        };
        let examples = thing::examples(content);
        let base = match examples.first() {
            Some(example) => (*example).clone(),
            None => sample::sample(&self.api.types, content.ty),
        };
        let mut body = thing::show(&self.api, shelf, &thing, content.ty, &examples);
        let token = format!("{}-{}", thing.key(), state.next_reservation());
        let place = Place {
            token,
            is_expired: false,
        };
        let reservation = self.reserve(&thing, place, (signed, &base), content.ty, &mut body);
        thing.reservation = Some(reservation);
        if let Some(place) = state.find(index, &thing.key()) {
            *place = thing;
        }
        drop(state);
        Ok(self
            .replies
            .of(&self.api, status, outcome, Some(content), Some(body)))
    }

    /// Shows a thing. Each look brings it closer to its end.
    pub(crate) fn retrieve(&self, call: &Call<'_>, index: usize) -> Result<Reply, Refusal> {
        let shelf = &self.plan.shelves[index];
        let mut state = self.state();
        let thing = find(&mut state, call, index)?;
        match thing.stage {
            Stage::Processing(0) if thing.fails => thing.enter(Stage::Failed, shelf),
            Stage::Processing(0) => thing.enter(Stage::Done, shelf),
            Stage::Processing(looks) => thing.stage = Stage::Processing(looks - 1),
            _ => {}
        }
        let thing = thing.clone();
        drop(state);
        Ok(self.show(call, shelf, &thing))
    }

    fn show(&self, call: &Call<'_>, shelf: &Shelf, thing: &Thing) -> Reply {
        let (Some((status, outcome)), Some(content)) =
            (success(call.operation), success_json(call.operation))
        else {
            return self.plain(call);
        };
        let examples = thing::examples(content);
        let body = thing::show(&self.api, shelf, thing, content.ty, &examples);
        self.replies
            .of(&self.api, status, outcome, Some(content), Some(body))
    }

    /// The example of a reply that belongs to this way, or a value made up.
    fn base(
        &self,
        operation: &Operation,
        upload: &Upload,
        signed: &SignedUpload,
        way: Way,
    ) -> Value {
        let Some(content) = success_json(operation) else {
            return Value::Null;
        };
        // An example of a request and the one of its reply have the same name.
        let of_way = operation.bodies.iter().flat_map(|body| {
            let is_direct =
                (upload.direct.as_ref()).is_some_and(|direct| direct.media_type == body.media_type);
            body.examples.iter().filter_map(move |example| {
                let own = match (is_direct, is_set(&example.value, signed)) {
                    (true, _) => Way::Direct,
                    (false, true) => Way::Signed,
                    (false, false) => Way::Fetch,
                };
                (own == way).then_some(example.name.as_deref()?)
            })
        });
        let names: Vec<&str> = of_way.collect();
        let mut examples = content.examples.iter();
        let named = examples.find(|it| it.name.as_deref().is_some_and(|it| names.contains(&it)));
        let mut examples = content.examples.iter();
        let found = named.or_else(|| {
            examples.find(|it| it.value.pointer(&signed.url).is_some() == (way == Way::Signed))
        });
        match found {
            Some(example) => example.value.clone(),
            None => sample::sample(&self.api.types, content.ty),
        }
    }

    /// Puts a place for bytes into a reply: at the mock itself, with the form of an example.
    fn reserve(
        &self,
        thing: &Thing,
        place: Place,
        (signed, base): (&SignedUpload, &Value),
        ty: TypeRef,
        body: &mut Value,
    ) -> Reservation {
        let shelf_members = [
            Some(&signed.url),
            signed.put_url.as_ref(),
            signed.fields.as_ref(),
        ];
        let pointers = [&signed.method, &signed.file_field];
        let members = shelf_members
            .into_iter()
            .flatten()
            .chain(pointers.into_iter().flatten());
        let example_id = base.pointer(&signed.id).map(thing::key).unwrap_or_default();
        for pointer in members {
            let name = json::first(pointer);
            if let Some(value) = base.get(&name) {
                let mut value = value.clone();
                json::replace(&mut value, &example_id, &thing.key());
                json::set(body, &json::pointer(&name), value);
            }
        }
        let url = format!("{}{}{}", self.options.origin, upload::PATH, place.token);
        let url = json::text(url);
        json::set(body, &signed.url, url.clone());
        if let Some(put) = signed
            .put_url
            .as_ref()
            .filter(|put| body.pointer(put).is_some())
        {
            json::set(body, put, url);
        }
        let fields = thing::fields(&self.api.types, ty);
        for field in fields.into_iter().flat_map(|struct_| &struct_.fields) {
            if thing::is_expiry(&self.api.types, field) {
                json::set(
                    body,
                    &json::pointer(&field.name),
                    thing::end(place.is_expired),
                );
            }
        }
        let text = |pointer: &Option<String>, usual: &str| {
            let found = pointer.as_ref().and_then(|it| body.pointer(it)?.as_str());
            found.unwrap_or(usual).to_owned()
        };
        let fields = signed
            .fields
            .as_ref()
            .and_then(|it| body.pointer(it)?.as_object());
        Reservation {
            token: place.token,
            fields: (fields.into_iter().flatten())
                .map(|(name, value)| (name.clone(), thing::key(value)))
                .collect(),
            file_field: text(&signed.file_field, "file"),
            method: text(&signed.method, "POST"),
            expired: place.is_expired,
        }
    }
}

fn find<'a>(state: &'a mut State, call: &Call<'_>, shelf: usize) -> Result<&'a mut Thing, Refusal> {
    let id = call
        .values
        .of(Location::Path)
        .last()
        .map(|(_, value)| thing::key(value));
    let id = id.unwrap_or_default();
    let missing = || Refusal::new(Kind::NotFound, format!("There is no `{id}`."));
    state.find(shelf, &id).ok_or_else(missing)
}

fn conflict(thing: &Thing, reason: &str) -> Refusal {
    let state = thing.state.as_deref().unwrap_or("in another state");
    Refusal::new(
        Kind::Conflict,
        format!("{} is {state}: {reason}.", thing.key()),
    )
}

/// Whether a reservation is asked for.
fn is_set(value: &Value, signed: &SignedUpload) -> bool {
    let mut set = signed.set.iter();
    set.all(|(name, expected)| value.get(name) == Some(expected))
}

fn way(call: &Call<'_>, upload: &Upload, signed: &SignedUpload) -> Result<Way, Refusal> {
    let body = call.payload.body.map(|index| &call.operation.bodies[index]);
    if let (Some(body), Some(direct)) = (body, &upload.direct)
        && body.media_type == direct.media_type
    {
        let bytes = call
            .payload
            .files
            .iter()
            .map(|file| file.bytes)
            .sum::<u64>();
        if bytes > direct.max_bytes {
            let message = format!(
                "The file has {bytes} bytes; {} are taken this way at most.",
                direct.max_bytes
            );
            return Err(Refusal::new(Kind::TooLarge, message));
        }
        return Ok(Way::Direct);
    }
    let value = call.payload.value.as_ref().unwrap_or(&Value::Null);
    if is_set(value, signed) {
        return Ok(Way::Signed);
    }
    let fetched = upload
        .fetch
        .as_ref()
        .and_then(|field| Some((field, value.get(field)?)));
    if let Some((field, Value::String(url))) = fetched {
        let host = url
            .strip_prefix("https://")
            .and_then(|rest| rest.split(['/', '?']).next());
        if host.is_none_or(str::is_empty) {
            let fault = Fault::new(field, "must be a public https URL");
            return Err(Refusal::invalid(vec![fault]));
        }
    }
    Ok(Way::Fetch)
}

/// What a file is called in a request: names in which `fail` and `expire` mean something.
fn names(call: &Call<'_>, upload: &Upload) -> Vec<String> {
    let value = call.payload.value.as_ref();
    let member = |name: &Option<String>| {
        let text = value?.get(name.as_ref()?)?.as_str()?;
        Some(text.rsplit('/').next().unwrap_or(text).to_owned())
    };
    let files = call
        .payload
        .files
        .iter()
        .filter_map(|file| file.name.clone());
    let mut names: Vec<String> = member(&upload.file_name).into_iter().collect();
    names.extend(files);
    names.extend(member(&upload.fetch));
    names
}

/// What the request says of the thing. That a file's name is the thing's `name`, and that its
/// media type has the same name in replies, is the one thing the extension does not tell.
fn learn_request(thing: &mut Thing, call: &Call<'_>, upload: &Upload) {
    if let Some(value) = &call.payload.value {
        thing.learn_all(value, &[]);
    }
    if let Some(name) = names(call, upload).first() {
        thing.learn("name", &json::text(name));
        if let Some(field) = &upload.file_name {
            thing.learn(field, &json::text(name));
        }
    }
    let mut types = call
        .payload
        .files
        .iter()
        .filter_map(|file| file.content_type.as_ref());
    if let (Some(field), Some(content_type)) = (&upload.content_type, types.next()) {
        thing.learn(field, &json::text(content_type));
    }
}
