//! Texts that hold the JSON of a value.

use client_runtime::call::Call;
use client_runtime::json_text::JsonText;
use client_runtime::stream::{ItemStream, WholeEvents};
use serde::{Deserialize, Serialize};

use super::support::{Server, reply};
use super::table::{LIST, client};

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct User {
    name: String,
}

#[test]
fn the_text_stays_as_it_was_sent() {
    for json in [r#""{ \"name\" : \"jo\" }""#, r#""no JSON at all""#, r#""""#] {
        let text: JsonText<User> = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&text).unwrap(), json);
    }
    assert!(serde_json::from_str::<JsonText<User>>("{}").is_err());
}

#[test]
fn it_is_read_and_written_on_demand() {
    let user = User {
        name: "jo".to_owned(),
    };
    let text = JsonText::new(&user).unwrap();
    assert_eq!(text.as_str(), r#"{"name":"jo"}"#);
    assert_eq!(text.decode().unwrap(), user);
    assert_eq!(text.clone(), text);
    assert!(JsonText::<User>::from("{}").decode().is_err());
    assert_eq!(format!("{text:?}"), "JsonText(13 bytes)");
}

#[derive(Debug, Deserialize)]
struct UserEvent {
    event: String,
    data: JsonText<User>,
}

#[tokio::test]
async fn the_data_of_an_event_is_such_a_text() {
    let events = "event: joined\ndata: { \"name\": \"jo\" }\n\nevent: left\ndata: jo\n\n";
    let server = Server::once(reply(200, "content-type: text/event-stream\r\n", events));
    let call = Call::new(&client(&server), &LIST);
    let open = ItemStream::<WholeEvents<UserEvent>>::open(call, "text/event-stream");
    let mut events = open.await.unwrap();
    let joined = events.next().await.unwrap().unwrap();
    assert_eq!(joined.event, "joined");
    assert_eq!(joined.data.decode().unwrap().name, "jo");
    // What the document does not say is still there as it came.
    let left = events.next().await.unwrap().unwrap();
    assert_eq!(left.data.as_str(), "jo");
    assert!(left.data.decode().is_err());
}
