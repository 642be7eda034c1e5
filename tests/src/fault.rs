//! What can go wrong with a reply on its way: what the network and a broken server do to the head
//! and the body that a [`Reply`](crate::server::Reply) has.
//!
//! It knows the bytes only, not what they say; what a server says wrongly is a reply of its own.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use socket2::SockRef;

/// How long a connection is held for a client that does not go away.
const PATIENCE: Duration = Duration::from_secs(10);

/// How much of a reply is sent, and how it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// None: the reply is sent, and the connection stays open.
    None,
    /// Nothing is sent, and the connection is closed.
    Nothing,
    /// Nothing is sent, and the connection is reset.
    Reset,
    /// Nothing is sent, and the connection stays open.
    Silence,
    /// A part of the head is sent, then the connection is closed.
    HalfHead,
    /// The head and half of the body are sent, then the connection is closed.
    Half,
    /// The head and half of the body are sent, then the connection is reset.
    HalfThenReset,
    /// The head and half of the body are sent, and the connection stays open.
    HalfThenSilence,
    /// The head is sent without the length of the body, then the body, and the connection is closed.
    Unframed,
    /// What is sent is no HTTP, and the connection is closed.
    NotHttp,
    /// The head is sent, and then the body again and again, as fast as it is read.
    Endless,
    /// The head is sent, then the body byte by byte with this time between them.
    Drips(Duration),
    /// The head is sent, then the body byte by byte with this time between them, again and again.
    DripsForEver(Duration),
}

/// What is left of a connection after a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// It takes another request.
    Connection,
    /// It is gone.
    Nothing,
}

impl Fault {
    /// Whether the head tells the length of the body.
    pub(crate) fn has_length(self) -> bool {
        !matches!(self, Self::Unframed | Self::Endless | Self::DripsForEver(_))
    }

    /// Sends a reply in this way.
    pub(crate) fn send(self, stream: &TcpStream, head: &[u8], body: &[u8]) -> Left {
        // A client that stopped reading must not hold this thread.
        let _ = stream.set_write_timeout(Some(PATIENCE));
        match self.write(stream, head, body) {
            Ok(left) => left,
            // The client went away, which is what some of the tests are about.
            Err(_) => Left::Nothing,
        }
    }

    fn write(self, mut stream: &TcpStream, head: &[u8], body: &[u8]) -> std::io::Result<Left> {
        let half = [head, &body[..body.len() / 2]].concat();
        match self {
            Self::None => {
                stream.write_all(&[head, body].concat())?;
                return Ok(Left::Connection);
            }
            Self::Nothing => {}
            Self::Reset => reset(stream)?,
            Self::Silence => wait_for_the_end(stream)?,
            Self::HalfHead => stream.write_all(&head[..head.len() / 2])?,
            Self::Half => stream.write_all(&half)?,
            Self::HalfThenReset => {
                stream.write_all(&half)?;
                // A reset overtakes what the client has not read yet.
                thread::sleep(Duration::from_millis(20));
                reset(stream)?;
            }
            Self::HalfThenSilence => {
                stream.write_all(&half)?;
                wait_for_the_end(stream)?;
            }
            Self::Unframed => stream.write_all(&[head, body].concat())?,
            Self::NotHttp => stream.write_all(b"SSH-2.0-OpenSSH_9.2\r\n")?,
            Self::Endless => {
                stream.write_all(head)?;
                let block = body.repeat(1 + (16 << 10) / body.len().max(1));
                loop {
                    stream.write_all(&block)?;
                }
            }
            Self::Drips(pause) => {
                stream.write_all(head)?;
                drip(stream, body.iter(), pause)?;
                return Ok(Left::Connection);
            }
            Self::DripsForEver(pause) => {
                stream.write_all(head)?;
                drip(stream, body.iter().cycle(), pause)?;
            }
        }
        Ok(Left::Nothing)
    }
}

fn reset(stream: &TcpStream) -> std::io::Result<()> {
    SockRef::from(stream).set_linger(Some(Duration::ZERO))
}

/// Waits until the client has gone.
fn wait_for_the_end(mut stream: &TcpStream) -> std::io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    while stream.read(&mut [0; 256])? > 0 {}
    Ok(())
}

fn drip<'a>(
    mut stream: &TcpStream,
    bytes: impl Iterator<Item = &'a u8>,
    pause: Duration,
) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    for byte in bytes {
        thread::sleep(pause);
        stream.write_all(&[*byte])?;
    }
    Ok(())
}

/// The address of a server that is not there, without a path: connections to it are refused.
///
/// # Panics
/// There is no free port on loopback.
#[must_use]
pub fn nobody() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("it is bound");
    format!("http://{address}")
}

/// Starts a server that says the same whatever it hears, then closes the connection, and tells its
/// address without a path. It ends with the process.
///
/// # Panics
/// There is no free port on loopback.
#[must_use]
pub fn deaf(said: &[u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("it is bound");
    let said = said.to_owned();
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            // What is left unread would reset the connection before the answer is seen.
            let _ = stream.read(&mut [0; 16 << 10]);
            let _ = stream.write_all(&said);
        }
    });
    format!("http://{address}")
}
