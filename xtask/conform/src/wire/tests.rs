//! The checker can fail: a right request passes, and each lie about it is found.

use serde_json::{Value, json};

use super::{Captured, Content, Given, Operation, check, is_refusable, operations};

/// A document with one operation at `/things/{id}`, with these keys in the operation.
fn document(path: &str, operation: Value) -> Value {
    json!({
        "servers": [{"url": "https://api.example.com/v1"}],
        "paths": {path: {"post": operation}},
        "components": {"securitySchemes": {
            "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
            "token": {"type": "http", "scheme": "bearer"},
        }},
    })
}

/// Gives every parameter of the only operation the same value.
fn given<'d>(operation: &Operation<'d>, value: &Value) -> Given<'d> {
    let parameters = operation.parameters().into_iter();
    Given {
        parameters: parameters
            .map(|parameter| (parameter, value.clone()))
            .collect(),
        ..Given::default()
    }
}

fn captured(target: &str, headers: &[(&str, &str)], body: &str) -> Captured {
    let headers = headers
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Captured {
        method: "POST".to_owned(),
        url: format!("https://api.example.com/v1{target}"),
        headers: headers.collect(),
        body: body.as_bytes().to_vec(),
    }
}

/// What is wrong with a request of one parameter.
fn faults(parameter: &Value, value: &Value, sent: &Captured) -> Vec<String> {
    let path = if parameter["in"] == "path" {
        "/things/{p}"
    } else {
        "/things"
    };
    let document = document(path, json!({"parameters": [parameter]}));
    let operation = operations(&document).remove(0);
    let findings = check(&operation, &given(&operation, value), sent);
    findings.faults.iter().map(ToString::to_string).collect()
}

fn parameter(location: &str, style: &str, explode: bool) -> Value {
    json!({"name": "p", "in": location, "style": style, "explode": explode, "schema": {}})
}

/// Each row is a style, a value, the request that OpenAPI asks for, and a lie.
#[test]
fn each_style_is_read_and_a_lie_is_found() {
    let list = json!(["blue", "black"]);
    let object = json!({"R": 100, "G": 200});
    let rows = [
        (
            "path",
            "simple",
            false,
            json!("a b/c"),
            "/things/a%20b%2Fc",
            "/things/a%20b/c",
        ),
        (
            "path",
            "simple",
            false,
            json!("é"),
            "/things/%C3%A9",
            "/things/e",
        ),
        (
            "path",
            "simple",
            false,
            list.clone(),
            "/things/blue,black",
            "/things/black,blue",
        ),
        (
            "path",
            "simple",
            true,
            object.clone(),
            "/things/R=100,G=200",
            "/things/R,100,G,200",
        ),
        (
            "path",
            "simple",
            false,
            object.clone(),
            "/things/R,100,G,200",
            "/things/R=100,G=200",
        ),
        ("path", "label", false, json!(5), "/things/.5", "/things/5"),
        (
            "path",
            "label",
            true,
            list.clone(),
            "/things/.blue.black",
            "/things/.blue,black",
        ),
        (
            "path",
            "label",
            true,
            object.clone(),
            "/things/.R=100.G=200",
            "/things/.R.100.G.200",
        ),
        (
            "path",
            "matrix",
            false,
            json!("x"),
            "/things/;p=x",
            "/things/;q=x",
        ),
        (
            "path",
            "matrix",
            false,
            list.clone(),
            "/things/;p=blue,black",
            "/things/;p=blue;p=black",
        ),
        (
            "path",
            "matrix",
            true,
            list.clone(),
            "/things/;p=blue;p=black",
            "/things/;p=blue,black",
        ),
        (
            "path",
            "matrix",
            true,
            object.clone(),
            "/things/;R=100;G=200",
            "/things/;p=R,100,G,200",
        ),
        (
            "query",
            "form",
            true,
            json!("a&b=c"),
            "/things?p=a%26b%3Dc",
            "/things?p=a&b=c",
        ),
        (
            "query",
            "form",
            true,
            json!("a b"),
            "/things?p=a%20b",
            "/things?p=a+b",
        ),
        ("query", "form", true, json!(""), "/things?p=", "/things"),
        (
            "query",
            "form",
            true,
            list.clone(),
            "/things?p=blue&p=black",
            "/things?p=blue,black",
        ),
        (
            "query",
            "form",
            false,
            list.clone(),
            "/things?p=blue,black",
            "/things?p=blue%2Cblack",
        ),
        (
            "query",
            "form",
            false,
            json!(["a,b"]),
            "/things?p=a%2Cb",
            "/things?p=a,b",
        ),
        (
            "query",
            "form",
            true,
            object.clone(),
            "/things?R=100&G=200",
            "/things?p[R]=100&p[G]=200",
        ),
        (
            "query",
            "form",
            false,
            object.clone(),
            "/things?p=R,100,G,200",
            "/things?R=100&G=200",
        ),
        (
            "query",
            "spaceDelimited",
            false,
            list.clone(),
            "/things?p=blue%20black",
            "/things?p=blue,black",
        ),
        (
            "query",
            "pipeDelimited",
            false,
            list.clone(),
            "/things?p=blue%7Cblack",
            "/things?p=blue&p=black",
        ),
        (
            "query",
            "deepObject",
            true,
            object.clone(),
            "/things?p%5BR%5D=100&p[G]=200",
            "/things?R=100&G=200",
        ),
        (
            "query",
            "deepObject",
            true,
            object,
            "/things?p[R]=100&p[G]=200",
            "/things?p[R]=100",
        ),
    ];
    for (location, style, explode, value, right, lie) in rows {
        let parameter = parameter(location, style, explode);
        let found = faults(&parameter, &value, &captured(right, &[], ""));
        assert!(found.is_empty(), "{right} is taken for wrong: {found:?}");
        let found = faults(&parameter, &value, &captured(lie, &[], ""));
        assert!(!found.is_empty(), "{lie} is taken for {value}");
    }
}

#[test]
fn reserved_characters_stay_where_they_are_allowed() {
    let parameter = json!({"name": "p", "in": "query", "allowReserved": true, "schema": {}});
    let value = json!("a/b:c");
    assert!(faults(&parameter, &value, &captured("/things?p=a/b:c", &[], "")).is_empty());
    assert!(
        !faults(
            &parameter,
            &value,
            &captured("/things?p=a%2Fb%3Ac", &[], "")
        )
        .is_empty()
    );
}

#[test]
fn a_parameter_with_content_is_a_document() {
    let parameter = json!({"name": "p", "in": "query", "content": {"application/json": {}}});
    let value = json!({"a": [1, {"b": "c"}]});
    let right = "/things?p=%7B%22a%22:[1,%7B%22b%22:%22c%22%7D]%7D";
    assert!(faults(&parameter, &value, &captured(right, &[], "")).is_empty());
    assert!(!faults(&parameter, &value, &captured("/things?p=a", &[], "")).is_empty());
}

#[test]
fn headers_and_cookies_are_read() {
    let list = json!(["a", "b"]);
    let header = parameter("header", "simple", false);
    assert!(faults(&header, &list, &captured("/things", &[("P", "a, b")], "")).is_empty());
    assert!(!faults(&header, &list, &captured("/things", &[("P", "a b")], "")).is_empty());
    assert!(!faults(&header, &list, &captured("/things", &[], "")).is_empty());
    let cookie = parameter("cookie", "form", true);
    let value = json!("a b");
    assert!(
        faults(
            &cookie,
            &value,
            &captured("/things", &[("cookie", "p=a%20b")], "")
        )
        .is_empty()
    );
    assert!(
        !faults(
            &cookie,
            &value,
            &captured("/things", &[("cookie", "p=a")], "")
        )
        .is_empty()
    );
}

#[test]
fn nothing_but_what_was_given_is_sent() {
    let parameter = parameter("query", "form", true);
    let value = json!(1);
    for (target, headers) in [
        ("/things?p=1&q=2", &[][..]),
        ("/things?p=1", &[("x-other", "1")][..]),
        ("/things?p=1", &[("cookie", "a=b")][..]),
        ("/things?p=1", &[("authorization", "Bearer x")][..]),
        ("/thing?p=1", &[][..]),
    ] {
        let found = faults(&parameter, &value, &captured(target, headers, ""));
        assert!(
            !found.is_empty(),
            "{target} with {headers:?} is taken for right"
        );
    }
    let mut elsewhere = captured("/things?p=1", &[], "");
    elsewhere.url = elsewhere.url.replace("api.", "other.");
    assert!(!faults(&parameter, &value, &elsewhere).is_empty());
    let mut other = captured("/things?p=1", &[], "");
    other.method = "PUT".to_owned();
    assert!(!faults(&parameter, &value, &other).is_empty());
}

#[test]
fn servers_of_operations_and_paths_win() {
    let mut document = document("/things", json!({"servers": [{"url": "/files"}]}));
    let sent = |url: &str| Captured {
        method: "POST".to_owned(),
        url: url.to_owned(),
        ..Captured::default()
    };
    let is_right = |document: &Value, url: &str| {
        let operation = operations(document).remove(0);
        check(&operation, &Given::default(), &sent(url))
            .faults
            .is_empty()
    };
    assert!(is_right(&document, "https://api.example.com/files/things"));
    assert!(!is_right(&document, "https://api.example.com/v1/things"));
    document["paths"]["/things"]["post"]["servers"][0]["url"] = json!("https://{r}.example.com");
    document["paths"]["/things"]["post"]["servers"][0]["variables"] =
        json!({"r": {"default": "eu"}});
    assert!(is_right(&document, "https://eu.example.com/things"));
    assert!(!is_right(&document, "https://us.example.com/things"));
}

#[test]
fn credentials_are_those_of_one_alternative() {
    let either = json!([{"key": []}, {"token": []}]);
    let both = json!([{"key": [], "token": []}]);
    let key = ("x-key", "secret-key");
    let token = ("authorization", "Bearer secret-token");
    let is_right = |security: &Value, has: &[&str], headers: &[(&str, &str)]| {
        let document = document("/things", json!({"security": security}));
        let operation = operations(&document).remove(0);
        let given = Given {
            credentials: has.iter().map(|name| (*name).to_owned()).collect(),
            ..Given::default()
        };
        check(&operation, &given, &captured("/things", headers, ""))
            .faults
            .is_empty()
    };
    assert!(is_right(&either, &["key"], &[key]));
    assert!(is_right(&either, &["token"], &[token]));
    assert!(is_right(&both, &["key", "token"], &[key, token]));
    assert!(is_right(&json!([]), &["key", "token"], &[]));
    assert!(!is_right(&either, &["key", "token"], &[key, token]));
    assert!(!is_right(&either, &["key"], &[]));
    assert!(!is_right(&both, &["key", "token"], &[key]));
    assert!(!is_right(&json!([]), &["key"], &[key]));
    assert!(!is_right(
        &either,
        &["token"],
        &[("authorization", "secret-token")]
    ));
}

#[test]
fn a_parameter_can_stand_where_a_credential_would() {
    let parameter = json!({"name": "X-Key", "in": "header", "schema": {}});
    let operation = json!({"security": [{"token": []}], "parameters": [parameter]});
    let document = document("/things", operation);
    let operation = operations(&document).remove(0);
    let mut given = given(&operation, &json!("own"));
    given.credentials = vec!["key".to_owned(), "token".to_owned()];
    let faults = |headers: &[(&str, &str)]| {
        check(&operation, &given, &captured("/things", headers, "")).faults
    };
    let token = ("authorization", "Bearer secret-token");
    assert_eq!(faults(&[("x-key", "own"), token]), []);
    assert_ne!(faults(&[("x-key", "own")]), []);
    assert_ne!(faults(&[("x-key", "secret-key"), token]), []);
}

/// What is wrong with a body.
fn body_faults(
    media_type: &str,
    media: &Value,
    value: &Value,
    sent_type: &str,
    body: &str,
) -> Vec<String> {
    let operation = json!({"requestBody": {"content": {media_type: media}}});
    let document = document("/things", operation);
    let operation = operations(&document).remove(0);
    let (media_type, media, _) = operation.contents().remove(0);
    let given = Given {
        body: Some(Content {
            media_type,
            media,
            value: value.clone(),
        }),
        ..Given::default()
    };
    let sent = captured("/things", &[("content-type", sent_type)], body);
    let findings = check(&operation, &given, &sent);
    findings.faults.iter().map(ToString::to_string).collect()
}

#[test]
fn bodies_are_read_by_their_media_type() {
    let json_type = "application/json";
    let value = json!({"a": 1, "b": null});
    let none = json!({});
    assert!(body_faults(json_type, &none, &value, json_type, r#"{"b":null,"a":1.0}"#).is_empty());
    assert!(!body_faults(json_type, &none, &value, json_type, r#"{"a":1}"#).is_empty());
    assert!(
        !body_faults(
            json_type,
            &none,
            &value,
            "text/plain",
            r#"{"b":null,"a":1}"#
        )
        .is_empty()
    );
    assert!(!body_faults(json_type, &none, &value, json_type, "").is_empty());
    let text = json!("a\nb");
    assert!(body_faults("text/plain", &none, &text, "text/plain", "a\nb").is_empty());
    assert!(!body_faults("text/plain", &none, &text, "text/plain", "\"a\\nb\"").is_empty());
}

#[test]
fn forms_are_read_by_their_encoding() {
    let form_type = "application/x-www-form-urlencoded";
    let media = json!({"encoding": {
        "deep": {"style": "deepObject", "explode": true},
        "joined": {"explode": false},
    }});
    let value = json!({"text": "a b&c", "list": [1, 2], "object": {"x": 1}, "deep": {"y": 2}, "joined": ["a", "b"]});
    let right = "text=a+b%26c&list=1&list=2&object=%7B%22x%22%3A1%7D&deep%5By%5D=2&joined=a,b";
    assert_eq!(
        body_faults(form_type, &media, &value, form_type, right),
        [""; 0]
    );
    for (from, to) in [
        ("a+b", "a%2Bb"),
        ("list=1&list=2", "list=1,2"),
        ("list=1&list=2", "list=2&list=1"),
        ("deep%5By%5D=2", "y=2"),
        ("joined=a,b", "joined=a&joined=b"),
        ("object=%7B%22x%22%3A1%7D", "x=1"),
        ("text=", "other=1&text="),
    ] {
        let lie = right.replace(from, to);
        assert_ne!(lie, right);
        let found = body_faults(form_type, &media, &value, form_type, &lie);
        assert!(!found.is_empty(), "{lie} is taken for right");
    }
}

#[test]
fn parts_are_read_with_their_types() {
    let media = json!({
        "schema": {"properties": {"file": {"type": "string", "format": "binary"}}},
        "encoding": {"image": {"contentType": "image/png, image/jpeg"}},
    });
    let value = json!({"list": ["a", "b"], "object": {"x": 1}, "file": "bytes", "image": "pixels"});
    let part = |head: &str, body: &str| {
        format!("--B\r\nContent-Disposition: form-data; {head}\r\n\r\n{body}\r\n")
    };
    let parts = [
        part("name=\"list\"", "a"),
        part("name=\"list\"", "b"),
        part(
            "name=\"object\"\r\nContent-Type: application/json",
            "{\"x\":1}",
        ),
        part(
            "name=\"file\"; filename=\"f\"\r\nContent-Type: application/octet-stream",
            "bytes",
        ),
        part("name=\"image\"\r\nContent-Type: image/jpeg", "pixels"),
    ];
    let right = format!("{}--B--\r\n", parts.concat());
    let faults = |body: &str| {
        body_faults(
            "multipart/form-data",
            &media,
            &value,
            "multipart/form-data; boundary=B",
            body,
        )
    };
    assert_eq!(faults(&right), [""; 0]);
    for (from, to) in [
        ("\r\n\r\na\r\n", "\r\n\r\n[\"a\"]\r\n"),
        ("application/json", "text/plain"),
        ("image/jpeg", "image/gif"),
        ("; filename=\"f\"", ""),
        ("\r\n\r\nbytes\r\n", "\r\n\r\n\"bytes\"\r\n"),
        ("name=\"object\"", "name=\"other\""),
        ("--B--", "--C--"),
    ] {
        let lie = right.replace(from, to);
        assert_ne!(lie, right);
        assert!(
            !faults(&lie).is_empty(),
            "{from} as {to} is taken for right"
        );
    }
}

#[test]
fn what_openapi_leaves_open_is_counted_and_not_compared() {
    let parameter = parameter("query", "form", true);
    let document = document("/things", json!({"parameters": [parameter]}));
    let operation = operations(&document).remove(0);
    let value = json!({"a": {"b": 1}});
    let findings = check(
        &operation,
        &given(&operation, &value),
        &captured("/things?a[b]=1", &[], ""),
    );
    assert_eq!(findings.faults, []);
    assert_eq!(findings.undefined, ["query `p`"]);
}

#[test]
fn only_what_cannot_arrive_may_be_refused() {
    let check = |location: &str, value: Value| {
        let style = if location == "path" || location == "header" {
            "simple"
        } else {
            "form"
        };
        let document = document(
            "/things/{p}",
            json!({"parameters": [parameter(location, style, false)]}),
        );
        let operation = operations(&document).remove(0);
        is_refusable(&operation.parameters()[0], &value)
    };
    assert!(check("path", json!("..")));
    assert!(check("path", json!("")));
    assert!(!check("path", json!("a/b")));
    assert!(check("header", json!(" a")));
    assert!(check("header", json!("é")));
    assert!(!check("header", json!("a b")));
    assert!(!check("query", json!("")));
    assert!(check("query", json!([["a"]])));
}
