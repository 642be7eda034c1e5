//! `multipart/form-data`, read as it comes: a part's bytes are passed on and
//! never kept, so an upload of any size takes the memory of one chunk.

use memchr::memmem::Finder;

/// What comes next in a body.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Event<'a> {
    /// A part begins.
    Part(Part),
    /// Some of its bytes.
    Bytes(&'a [u8]),
}

/// The head of a part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Part {
    /// The name of the form's field.
    pub(crate) name: String,
    /// The name of the file.
    pub(crate) file_name: Option<String>,
    /// The media type, if it is given.
    pub(crate) content_type: Option<String>,
}

/// A head that is larger than this is none.
const HEAD: usize = 16 * 1024;

/// A reader that is given the body piece by piece.
#[derive(Debug)]
pub(crate) struct Reader {
    /// `CRLF "--" boundary`
    delimiter: Finder<'static>,
    buffer: Vec<u8>,
    state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Before the first boundary, or in the bytes of a part.
    Bytes { is_part: bool },
    /// Behind a boundary.
    Boundary,
    /// In the head of a part.
    Head,
    /// Behind the last boundary.
    End,
}

impl Reader {
    /// A reader for the `boundary` of this content type.
    pub(crate) fn new(content_type: &str) -> Result<Self, String> {
        let boundary = attribute(content_type, "boundary")
            .filter(|boundary| !boundary.is_empty())
            .ok_or("the Content-Type of a form needs a boundary")?;
        let delimiter = format!("\r\n--{boundary}");
        Ok(Self {
            delimiter: Finder::new(delimiter.as_bytes()).into_owned(),
            // The first boundary may stand at the very start.
            buffer: b"\r\n".to_vec(),
            state: State::Bytes { is_part: false },
        })
    }

    /// Takes the next piece and says what is in it.
    pub(crate) fn push(
        &mut self,
        piece: &[u8],
        mut say: impl FnMut(Event<'_>) -> Result<(), String>,
    ) -> Result<(), String> {
        self.buffer.extend_from_slice(piece);
        let mut used = 0;
        loop {
            let rest = &self.buffer[used..];
            match self.state {
                State::Bytes { is_part } => {
                    let found = self.delimiter.find(rest);
                    // A delimiter may begin in the last bytes, so they wait for what follows.
                    let end = found
                        .unwrap_or((rest.len() + 1).saturating_sub(self.delimiter.needle().len()));
                    if is_part && end > 0 {
                        say(Event::Bytes(&rest[..end]))?;
                    }
                    used += end;
                    if found.is_none() {
                        break;
                    }
                    used += self.delimiter.needle().len();
                    self.state = State::Boundary;
                }
                State::Boundary => match rest {
                    [b'-', b'-', ..] => self.state = State::End,
                    [b'\r', b'\n', ..] => {
                        // The line end stays: an empty head is found by the same search.
                        self.state = State::Head;
                    }
                    [] | [b'-' | b'\r'] => break,
                    // Blanks may follow a boundary (RFC 2046, section 5.1.1).
                    [b' ' | b'\t', ..] => used += 1,
                    _ => return Err("a boundary is followed by something else".to_owned()),
                },
                State::Head => {
                    let Some(end) = memchr::memmem::find(rest, b"\r\n\r\n") else {
                        if rest.len() > HEAD {
                            return Err("the head of a part is too long".to_owned());
                        }
                        break;
                    };
                    let head = String::from_utf8_lossy(&rest[..end]).into_owned();
                    say(Event::Part(read_head(&head)?))?;
                    used += end + 4;
                    self.state = State::Bytes { is_part: true };
                }
                State::End => {
                    used = self.buffer.len();
                    break;
                }
            }
        }
        self.buffer.drain(..used);
        Ok(())
    }

    /// Whether the body has ended with its last boundary.
    pub(crate) fn finish(&self) -> Result<(), String> {
        match self.state {
            State::End => Ok(()),
            _ => Err("the form ends before its last boundary".to_owned()),
        }
    }
}

fn read_head(head: &str) -> Result<Part, String> {
    let mut part = Part::default();
    let mut has_name = false;
    for line in head.split("\r\n").filter(|line| !line.is_empty()) {
        let Some((name, value)) = line.split_once(':') else {
            return Err("a header of a part has no colon".to_owned());
        };
        match name.trim().to_ascii_lowercase().as_str() {
            "content-disposition" => {
                if let Some(name) = attribute(value, "name") {
                    part.name = name;
                    has_name = true;
                }
                part.file_name = attribute(value, "filename");
            }
            "content-type" => part.content_type = Some(value.trim().to_owned()),
            _ => {}
        }
    }
    if has_name {
        Ok(part)
    } else {
        Err("a part of the form has no name".to_owned())
    }
}

/// `name="a \"b\""` or `name=a` of a header's value.
fn attribute(header: &str, name: &str) -> Option<String> {
    let mut rest = header.split_once(';')?.1;
    loop {
        let (key, after) = rest.split_once('=')?;
        let key = key.trim().trim_start_matches(';').trim();
        let after = after.trim_start();
        let (value, end) = match after.strip_prefix('"') {
            Some(quoted) => {
                let mut value = String::new();
                let mut chars = quoted.char_indices();
                let mut end = quoted.len();
                while let Some((index, char)) = chars.next() {
                    match char {
                        '"' => {
                            end = index + 1;
                            break;
                        }
                        '\\' => value.extend(chars.next().map(|(_, char)| char)),
                        _ => value.push(char),
                    }
                }
                // Browsers, and with them many clients, write quotes and line ends like this.
                let value = value
                    .replace("%22", "\"")
                    .replace("%0D", "\r")
                    .replace("%0A", "\n");
                (value, end + 1)
            }
            None => {
                let end = after.find(';').unwrap_or(after.len());
                (after[..end].trim().to_owned(), end)
            }
        };
        if key.eq_ignore_ascii_case(name) {
            return Some(value);
        }
        rest = after.get(end..)?.trim_start().trim_start_matches(';');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Parts with their bytes, read in pieces of this size.
    fn parts(body: &[u8], size: usize) -> Result<Vec<(Part, String)>, String> {
        let mut reader = Reader::new("multipart/form-data; boundary=\"b 1\"")?;
        let mut parts: Vec<(Part, String)> = Vec::new();
        for piece in body.chunks(size) {
            reader.push(piece, |event| {
                match event {
                    Event::Part(part) => parts.push((part, String::new())),
                    Event::Bytes(bytes) => {
                        let (_, text) = parts.last_mut().expect("a part comes before its bytes");
                        text.push_str(&String::from_utf8_lossy(bytes));
                    }
                }
                Ok(())
            })?;
        }
        reader.finish()?;
        Ok(parts)
    }

    #[test]
    fn the_size_of_pieces_does_not_matter() {
        let body =
            b"before\r\n--b 1  \r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b\r\n\
            --b 1\r\ncontent-type: image/png\r\ncontent-disposition: form-data; name=\"f\"; \
            filename=\"x \\\"%22.png\"\r\n\r\n\r\n--b 1--\r\nafter";
        let expected = vec![
            (
                Part {
                    name: "a".to_owned(),
                    ..Part::default()
                },
                "1\r\n--b".to_owned(),
            ),
            (
                Part {
                    name: "f".to_owned(),
                    file_name: Some("x \"\".png".to_owned()),
                    content_type: Some("image/png".to_owned()),
                },
                String::new(),
            ),
        ];
        for size in 1..body.len() {
            assert_eq!(parts(body, size), Ok(expected.clone()), "{size}");
        }
    }

    #[test]
    fn broken_forms_are_told() {
        let error = |body: &[u8]| parts(body, 7).expect_err("the form is broken");
        assert_eq!(
            error(b"--b 1\r\nContent-Disposition: form-data; name=a\r\n\r\n1"),
            "the form ends before its last boundary"
        );
        assert_eq!(
            error(b"--b 1\r\n\r\n\r\n1\r\n--b 1--"),
            "a part of the form has no name"
        );
        assert_eq!(error(b"--b 1x"), "a boundary is followed by something else");
        assert!(Reader::new("multipart/form-data").is_err());
    }
}
