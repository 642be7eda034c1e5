//! The place where bytes go: `/__upload/TOKEN`. It is strict where storage
//! hosts are: fields first and unchanged, the file last, no key of the API.

use hyper::body::{Body, Bytes};
use hyper::http::request::Parts;

use crate::body::{essence, next};
use crate::mock::Mock;
use crate::multipart::{Event, Reader};
use crate::reply::Reply;
use crate::thing::{Reservation, Stage};

/// What the URLs of reservations have behind the host.
pub(crate) const PATH: &str = "/__upload/";
/// A field of a form is not larger than this.
const FIELD: usize = 64 * 1024;

/// Takes the bytes of a reservation.
pub(crate) async fn receive<B>(mock: &Mock, token: &str, head: &Parts, body: &mut B) -> Reply
where
    B: Body<Data = Bytes> + Unpin,
{
    let reservation = {
        let mut state = mock.state();
        let found = state.reserved(token);
        found.and_then(|(_, thing)| thing.reservation.clone())
    };
    let Some(reservation) = reservation else {
        return Reply::text(404, "There is no such upload.");
    };
    if let Err((status, message)) = check_head(head, &reservation) {
        return Reply::text(status, &message);
    }
    let result = match head.method.as_str() {
        "PUT" if reservation.method != "PUT" => read_raw(body).await,
        _ => read_form(&reservation, head, body).await,
    };
    let file = match result {
        Ok(file) => file,
        Err(message) => return Reply::text(400, &message),
    };
    let mut state = mock.state();
    // While the bytes came, the thing may have got another reservation.
    let Some((shelf, thing)) = state.reserved(token) else {
        return Reply::text(404, "There is no such upload.");
    };
    if thing.stage != Stage::Awaiting && thing.stage != Stage::Received {
        return Reply::text(409, "The upload is complete already.");
    }
    thing.bytes = Some(file.bytes);
    thing.fails |= file.name.contains("fail");
    thing.enter(Stage::Received, &mock.plan.shelves[shelf]);
    Reply {
        status: 204,
        ..Reply::default()
    }
}

/// A file that was received.
#[derive(Debug, Default)]
struct Received {
    bytes: u64,
    name: String,
}

fn check_head(head: &Parts, reservation: &Reservation) -> Result<(), (u16, String)> {
    if reservation.expired {
        return Err((403, "The reservation has expired.".to_owned()));
    }
    for name in ["authorization", "cookie", "proxy-authorization"] {
        if head.headers.contains_key(name) {
            let message = format!("`{name}` must not be sent to the host of uploads.");
            return Err((400, message));
        }
    }
    let method = head.method.as_str();
    if method != reservation.method && method != "PUT" {
        return Err((405, format!("Send the file by {}.", reservation.method)));
    }
    Ok(())
}

async fn read_raw<B>(body: &mut B) -> Result<Received, String>
where
    B: Body<Data = Bytes> + Unpin,
{
    let mut file = Received::default();
    while let Some(piece) = next(body).await.map_err(|refusal| refusal.message)? {
        file.bytes += piece.len() as u64;
    }
    Ok(file)
}

async fn read_form<B>(
    reservation: &Reservation,
    head: &Parts,
    body: &mut B,
) -> Result<Received, String>
where
    B: Body<Data = Bytes> + Unpin,
{
    let content_type = head.headers.get("content-type");
    let content_type = content_type
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    if essence(content_type) != "multipart/form-data" {
        return Err("The form is multipart/form-data.".to_owned());
    }
    let mut reader = Reader::new(content_type)?;
    let mut form = Form {
        reservation,
        fields: Vec::new(),
        file: None,
    };
    while let Some(piece) = next(body).await.map_err(|refusal| refusal.message)? {
        reader.push(&piece, |event| form.take(event))?;
    }
    reader.finish()?;
    form.check_fields()?;
    form.file.ok_or_else(|| {
        format!(
            "The form has no file; it goes last, as `{}`.",
            reservation.file_field
        )
    })
}

/// A form as far as it has come.
struct Form<'a> {
    reservation: &'a Reservation,
    fields: Vec<(String, Vec<u8>)>,
    file: Option<Received>,
}

impl Form<'_> {
    fn take(&mut self, event: Event<'_>) -> Result<(), String> {
        match (event, &mut self.file) {
            (Event::Part(part), Some(_)) => Err(format!(
                "`{}` stands behind the file, which goes last.",
                part.name
            )),
            (Event::Part(part), None) if part.name == self.reservation.file_field => {
                self.check_fields()?;
                let name = part
                    .file_name
                    .ok_or("The part of the file has no filename.")?;
                self.file = Some(Received { bytes: 0, name });
                Ok(())
            }
            (Event::Part(part), None) => {
                self.fields.push((part.name, Vec::new()));
                Ok(())
            }
            (Event::Bytes(bytes), Some(file)) => {
                file.bytes += bytes.len() as u64;
                Ok(())
            }
            (Event::Bytes(bytes), None) => {
                let Some((name, value)) = self.fields.last_mut() else {
                    return Ok(());
                };
                if value.len() + bytes.len() > FIELD {
                    return Err(format!("`{name}` is too long for a field."));
                }
                value.extend_from_slice(bytes);
                Ok(())
            }
        }
    }

    /// All fields of the reservation, with their values, in their order. Values are not shown.
    fn check_fields(&self) -> Result<(), String> {
        let names = |fields: &mut dyn Iterator<Item = &str>| fields.collect::<Vec<_>>().join(", ");
        let expected = &self.reservation.fields;
        let sent = names(&mut self.fields.iter().map(|(name, _)| name.as_str()));
        let wanted = names(&mut expected.iter().map(|(name, _)| name.as_str()));
        if sent != wanted {
            return Err(format!(
                "The fields before the file are [{sent}], not [{wanted}]."
            ));
        }
        for ((name, value), (_, known)) in self.fields.iter().zip(expected) {
            if value != known.as_bytes() {
                return Err(format!(
                    "The value of `{name}` is not the one of the reservation."
                ));
            }
        }
        Ok(())
    }
}
