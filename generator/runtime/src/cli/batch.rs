//! Several pieces of work, some of them at a time, with one result for each.
//!
//! In: what to do for each file or id. Out: the results in the order in which they were asked for,
//! on standard output; what failed, and how far everything is, on standard error. One that fails
//! does not keep the others from going on.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use clap::ArgMatches;

use super::super::call::Sending;
use super::super::error::Error;
use super::super::reply::{Bytes, Decode, Received, Reply};
use super::bars::{self, Board, Progress};
use super::console::Console;
use super::exchange::{self, Exchange};
use super::flags::Flags;
use super::json::{self, Tree};
use super::output::{Format, Printer};
use super::pace::Pace;
use super::problem::{self, ErrorFormat, Failure};
use super::table::Program;
use super::{globals, printing, terminal};

/// How often the lines on the terminal are drawn.
const FRAME: Duration = Duration::from_millis(100);

/// How long a service may ask us to begin nothing new.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// What the command line says about work and its results.
pub(super) struct Batch<'b> {
    pub(super) program: &'static Program,
    pub(super) flags: &'b Flags,
    pub(super) error_format: ErrorFormat,
    pub(super) exchange: &'b Exchange,
    pub(super) printer: &'b Printer<'b>,
    pub(super) matches: &'b ArgMatches,
}

/// A piece of work that can be begun, and begun again.
pub(super) struct Item<'i> {
    /// What it is about, as it was typed.
    pub(super) source: String,
    /// The same, shorter.
    pub(super) name: String,
    pub(super) begin: Begin<'i>,
}

/// Begins a piece of work, which tells the meter how far it is. What is begun again must be known
/// to the service as the same: it carries the same idempotency key.
type Begin<'i> = Box<dyn Fn(&Meter) -> Sending<Reply<Bytes>> + 'i>;

/// How far a piece of work is, told by itself.
#[derive(Debug, Clone, Default)]
pub(super) struct Meter(Arc<Mutex<State>>);

/// How far a piece of work is.
#[derive(Debug, Clone, Default)]
pub(super) struct State {
    /// What is going on, in a word or two.
    pub(super) what: &'static str,
    pub(super) bytes: Option<(u64, u64)>,
    /// What the service made of it, once it has an id.
    pub(super) id: Option<String>,
    /// Since when.
    pub(super) since: Option<Instant>,
}

impl Meter {
    /// Tells how far it is; the time begins anew with each word, and with each attempt.
    pub(super) fn tell(&self, what: &'static str, bytes: Option<(u64, u64)>, id: Option<&str>) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let begins_again =
            matches!((state.bytes, bytes), (Some((before, _)), Some((now, _))) if now < before);
        if state.what != what || begins_again || state.since.is_none() {
            state.since = Some(Instant::now());
        }
        state.what = what;
        state.bytes = bytes;
        if let Some(id) = id {
            state.id = Some(id.to_owned());
        }
    }

    pub(super) fn state(&self) -> State {
        let state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.clone()
    }
}

/// Reads a reply as it came.
pub(super) enum Raw {}

impl Decode for Raw {
    type Value = Reply<Bytes>;

    fn decode(received: &Received) -> Result<Self::Value, Error> {
        Ok(Reply::new(received.clone()))
    }
}

/// What became of a piece of work.
pub(super) enum Outcome {
    /// It was not begun, or not brought to an end.
    Open(State),
    Done(Result<Reply<Bytes>, Failure>),
}

/// How all of it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Done,
    Interrupted,
}

/// Why work was not brought to an end: a word for it, and the exit code.
#[derive(Debug, Clone, Copy)]
struct Cut {
    word: &'static str,
    code: u8,
}

impl Batch<'_> {
    /// Does the work, and prints what becomes of it. `done` is a word for a success: `uploaded`.
    ///
    /// What is left after Ctrl-C, or when results cannot be printed, is said in lines of `left`.
    pub(super) fn run(
        &self,
        items: &[Item<'_>],
        pace: &Pace,
        done: &str,
        left: &dyn Fn(&str, &State) -> Option<String>,
        console: &mut Console<'_>,
    ) -> Result<(), Failure> {
        let is_single = items.len() == 1;
        if !is_single {
            self.check_flags()?;
        }
        let start = Instant::now();
        let runtime = exchange::runtime()?;
        let mut work = Running {
            batch: self,
            items,
            pace,
            queue: (0..items.len()).collect(),
            held_back: Vec::new(),
            running: Vec::new(),
            outcomes: (items.iter().map(|_| Outcome::Open(State::default()))).collect(),
            board: Board::default(),
            paused_until: None,
            failure: None,
        };
        let end = runtime.block_on(work.run(console));
        work.board.clear(console);
        for (index, meter, _) in &work.running {
            if let Some(outcome) = work.outcomes.get_mut(*index) {
                *outcome = Outcome::Open(meter.state());
            }
        }
        work.running.clear();
        let (outcomes, failure) = (work.outcomes, work.failure.take());
        // A name lookup, or a read, that is still running must not hold up the end.
        runtime.shutdown_background();
        if self.exchange.timing {
            let time = start.elapsed().as_millis();
            console.say(&problem::labelled("timing", &format!("{time} ms")));
        }
        if let Some(failure) = failure {
            let (text, code) =
                problem::say(&failure, None, self.program, self.flags, self.error_format);
            console.say(&text);
            let cut = Cut {
                word: "stopped",
                code,
            };
            self.say_left(items, &outcomes, cut, done, left, console);
            return Err(Failure::Quiet(code));
        }
        if end == End::Interrupted {
            exit_at_the_next_signal();
            // What could not be printed is as bad as what was not done, and no reason to say less.
            let printed = self.print_all(items, &outcomes, is_single, console);
            let cut = Cut {
                word: "interrupted",
                code: problem::INTERRUPTED,
            };
            self.say_left(items, &outcomes, cut, done, left, console);
            printed?;
            return Err(Failure::Quiet(cut.code));
        }
        if is_single {
            let Some(Outcome::Done(outcome)) = outcomes.into_iter().next() else {
                return Ok(()); // It was run to its end.
            };
            return super::print(self.printer, &outcome?, self.matches, console);
        }
        self.print_all(items, &outcomes, is_single, console)?;
        self.conclude(&outcomes, done, console)
    }

    /// What cannot be done with several results.
    fn check_flags(&self) -> Result<(), Failure> {
        if self.printer.format() == Format::Raw {
            let format = self.flags.format;
            return Err(Failure::Usage(format!(
                "--{format} raw is for one result, and there will be several"
            )));
        }
        if self.matches.get_flag(printing::INCLUDE) {
            let include = self.flags.include;
            return Err(Failure::Usage(format!(
                "--{include} is for one result, and there will be several"
            )));
        }
        Ok(())
    }

    /// All results as one document. With `jsonl` they have been printed already.
    fn print_all(
        &self,
        items: &[Item<'_>],
        outcomes: &[Outcome],
        is_single: bool,
        console: &mut Console<'_>,
    ) -> Result<(), Failure> {
        if is_single || self.printer.format() == Format::Jsonl {
            return Ok(());
        }
        let results = || items.iter().zip(outcomes);
        if self.printer.format() == Format::Table && self.printer.filter.is_none() {
            let rows: Vec<String> = (results())
                .filter_map(|(item, outcome)| self.row(item, outcome))
                .collect();
            let has_failed = |outcome: &Outcome| matches!(outcome, Outcome::Done(Err(_)));
            let offered = self.printer.list.map(|list| list.columns);
            let columns: Vec<&'static str> = ["source"]
                .into_iter()
                .chain(offered.unwrap_or_default().iter().copied())
                .chain(outcomes.iter().any(has_failed).then_some("error"))
                .collect();
            let printed = self.printer.results_table(&rows, &columns)?;
            return console.print_all(&printed);
        }
        let documents: Vec<String> = (results())
            .filter_map(|(item, outcome)| self.document(item, outcome))
            .collect();
        console.print_all(&self.printer.collected(&documents)?)
    }

    /// `{"source":"a.png","reply":{…}}`, or `{"source":"b.png","error":{…},"exit_code":5}`
    fn document(&self, item: &Item<'_>, outcome: &Outcome) -> Option<String> {
        match outcome {
            Outcome::Done(Ok(reply)) => {
                let reply = body(reply);
                let source = problem::quoted(&item.source);
                Some(format!("{{\"source\":{source},\"reply\":{reply}}}"))
            }
            Outcome::Done(Err(failure)) => {
                let (text, _) = self.told(failure, item, ErrorFormat::Json);
                Some(text.trim_end().to_owned())
            }
            Outcome::Open(_) => None,
        }
    }

    /// A line of a table: the members of the reply beside the source, or the message.
    fn row(&self, item: &Item<'_>, outcome: &Outcome) -> Option<String> {
        let source = problem::quoted(&item.source);
        match outcome {
            Outcome::Done(Ok(reply)) => {
                let reply = body(reply);
                let members = match reply.strip_prefix('{') {
                    Some("}") | None => "}".to_owned(),
                    Some(members) => format!(",{members}"),
                };
                Some(format!("{{\"source\":{source}{members}"))
            }
            Outcome::Done(Err(failure)) => {
                let (text, _) = self.told(failure, item, ErrorFormat::Json);
                let message = (Tree::parse(&text).ok())
                    .and_then(|tree| Some(tree.at("/error/message")?.to_json()));
                let message = message.unwrap_or_else(|| "\"\"".to_owned());
                Some(format!("{{\"source\":{source},\"error\":{message}}}"))
            }
            Outcome::Open(_) => None,
        }
    }

    fn told(&self, failure: &Failure, item: &Item<'_>, format: ErrorFormat) -> (String, u8) {
        problem::say(
            failure,
            Some(&item.source),
            self.program,
            self.flags,
            format,
        )
    }

    /// How many went well, if not all did; the exit code is that of the first that did not.
    fn conclude(
        &self,
        outcomes: &[Outcome],
        done: &str,
        console: &mut Console<'_>,
    ) -> Result<(), Failure> {
        let codes = outcomes.iter().filter_map(|outcome| match outcome {
            Outcome::Done(Err(failure)) => Some(self.code(failure)),
            _ => None,
        });
        let Some(code) = codes.into_iter().next() else {
            return Ok(());
        };
        let message = tally(outcomes, done);
        console.say(&match self.error_format {
            ErrorFormat::Text => problem::render(&message, None),
            ErrorFormat::Json => problem::own_as_json(&message, None, code),
        });
        Err(Failure::Quiet(code))
    }

    fn code(&self, failure: &Failure) -> u8 {
        problem::say(failure, None, self.program, self.flags, ErrorFormat::Json).1
    }

    /// What there is of the work that was not brought to an end.
    fn say_left(
        &self,
        items: &[Item<'_>],
        outcomes: &[Outcome],
        cut: Cut,
        done: &str,
        left: &dyn Fn(&str, &State) -> Option<String>,
        console: &mut Console<'_>,
    ) {
        let message = match items.len() {
            1 => cut.word.to_owned(),
            _ => format!("{}; {}", cut.word, tally(outcomes, done)),
        };
        let open = items
            .iter()
            .zip(outcomes)
            .filter_map(|(item, outcome)| match outcome {
                Outcome::Open(state) => Some((item, state)),
                Outcome::Done(_) => None,
            });
        if self.error_format == ErrorFormat::Json {
            let lines: Vec<String> = (open)
                .map(|(item, state)| {
                    let (source, what) = (problem::quoted(&item.source), state.what);
                    let id = match &state.id {
                        Some(id) => problem::quoted(id),
                        None => "null".to_owned(),
                    };
                    format!("{{\"source\":{source},\"step\":\"{what}\",\"id\":{id}}}")
                })
                .collect();
            let text = problem::own_as_json(&message, None, cut.code);
            let text = text.trim_end().trim_end_matches('}');
            console.say(&format!("{text},\"left\":[{}]}}\n", lines.join(",")));
            return;
        }
        console.say(&problem::render(&message, None));
        for (item, state) in open {
            let source = terminal::escape_line(&item.source);
            if let Some(words) = left(&source, state) {
                console.say(&problem::note(&words));
            }
        }
    }
}

/// A reply as it stands in a list of results.
fn body(reply: &Reply<Bytes>) -> String {
    let text = std::str::from_utf8(reply.body()).unwrap_or_default();
    match json::check(text) {
        Ok(()) => json::compact(text),
        Err(_) => "null".to_owned(),
    }
}

// `2 of 3 uploaded`
fn tally(outcomes: &[Outcome], done: &str) -> String {
    let is_done = |outcome: &&Outcome| matches!(outcome, Outcome::Done(Ok(_)));
    let count = outcomes.iter().filter(is_done).count();
    format!("{count} of {} {done}", outcomes.len())
}

/// Work under way.
struct Running<'r, 'i> {
    batch: &'r Batch<'r>,
    items: &'r [Item<'i>],
    pace: &'r Pace,
    /// What has not been begun, by its index.
    queue: VecDeque<usize>,
    /// What was begun, and put off.
    held_back: Vec<usize>,
    running: Vec<(usize, Meter, Sending<Reply<Bytes>>)>,
    outcomes: Vec<Outcome>,
    board: Board,
    /// Nothing new is begun before.
    paused_until: Option<Instant>,
    /// Why results cannot be printed, which keeps all of it from going on.
    failure: Option<Failure>,
}

/// What happened.
enum Event {
    /// The work at this place of `running` is done.
    Done(usize, Box<Result<Reply<Bytes>, Error>>),
    Frame,
    Interrupted,
}

impl Running<'_, '_> {
    async fn run(&mut self, console: &mut Console<'_>) -> End {
        let mut interrupt = pin!(interrupted());
        loop {
            self.begin();
            if self.running.is_empty() && self.queue.is_empty() || self.failure.is_some() {
                return End::Done;
            }
            self.draw(console);
            let mut frame = pin!(tokio::time::sleep(FRAME));
            let event = poll_fn(|context| {
                if interrupt.as_mut().poll(context).is_ready() {
                    return Poll::Ready(Event::Interrupted);
                }
                let event = self.poll_work(context);
                let said = self.batch.exchange.log.take();
                if !said.is_empty() {
                    console.say(&said);
                }
                match event {
                    // At once: what was refused would begin again by itself.
                    Poll::Pending if self.pace.has_refused() => Poll::Ready(Event::Frame),
                    Poll::Pending => frame.as_mut().poll(context).map(|()| Event::Frame),
                    event @ Poll::Ready(_) => event,
                }
            });
            match event.await {
                Event::Interrupted => return End::Interrupted,
                Event::Frame => {}
                Event::Done(place, result) => self.end(place, *result, console),
            }
            self.hold_back();
        }
    }

    /// Begins as much as may be done at a time.
    fn begin(&mut self) {
        if self
            .paused_until
            .is_some_and(|until| Instant::now() < until)
        {
            return;
        }
        self.paused_until = None;
        while self.running.len() < self.pace.limit() {
            let Some(index) = self.queue.pop_front() else {
                return;
            };
            let Some(item) = self.items.get(index) else {
                continue;
            };
            let meter = Meter::default();
            let sending = (item.begin)(&meter);
            self.running.push((index, meter, sending));
        }
    }

    fn poll_work(&mut self, context: &mut Context<'_>) -> Poll<Event> {
        for (place, (index, _, sending)) in self.running.iter_mut().enumerate() {
            self.pace.begin_turn(*index);
            if let Poll::Ready(result) = Pin::as_mut(sending).poll(context) {
                return Poll::Ready(Event::Done(place, Box::new(result)));
            }
        }
        Poll::Pending
    }

    /// Keeps what became of a piece of work, and tells of it.
    fn end(
        &mut self,
        place: usize,
        result: Result<Reply<Bytes>, Error>,
        console: &mut Console<'_>,
    ) {
        let (index, _, _) = self.running.swap_remove(place);
        let result = result.map_err(|error| {
            let error = match self.held_back.contains(&index) {
                true => error.after_another_call(),
                false => error,
            };
            Failure::of_call(error, &self.batch.exchange.secrets)
        });
        let outcome = Outcome::Done(result);
        if let Some(item) = self.items.get(index)
            && self.items.len() > 1
        {
            self.tell(item, &outcome, console);
        }
        if let Some(slot) = self.outcomes.get_mut(index) {
            *slot = outcome;
        }
    }

    fn tell(&mut self, item: &Item<'_>, outcome: &Outcome, console: &mut Console<'_>) {
        let batch = self.batch;
        if batch.printer.format() == Format::Jsonl
            && let Some(document) = batch.document(item, outcome)
        {
            self.board.clear(console);
            let printed = (batch.printer).items(std::iter::once(document));
            let printed = printed.and_then(|printed| {
                (console.print(&printed.content).map(drop)).map_err(Failure::own)
            });
            if let Err(failure) = printed {
                self.failure = Some(failure);
            }
        }
        if let Outcome::Done(Err(failure)) = outcome {
            self.board.clear(console);
            console.say(&batch.told(failure, item, batch.error_format).0);
        }
    }

    /// Puts work off for which there is no room any more: it was refused, and is begun again later
    /// as the same.
    fn hold_back(&mut self) {
        for refused in self.pace.take_refused() {
            let wait = refused.wait.unwrap_or_default().min(LONGEST_PAUSE);
            let until = Instant::now() + wait;
            self.paused_until = Some(self.paused_until.map_or(until, |other| other.max(until)));
            let mut running = self.running.iter();
            let Some(place) = running.position(|(index, ..)| *index == refused.turn) else {
                continue;
            };
            let has_begun =
                (self.running.get(place)).is_some_and(|(_, meter, _)| meter.state().id.is_some());
            if self.running.len() > self.pace.limit() && !has_begun {
                let (index, _, _) = self.running.swap_remove(place);
                self.queue.push_front(index);
                self.held_back.push(index);
            }
        }
    }

    fn draw(&mut self, console: &mut Console<'_>) {
        // What is told of each attempt would be drawn over.
        if !console.stderr_redraws || self.batch.matches.get_flag(globals::DEBUG) {
            return;
        }
        let mut running: Vec<&(usize, Meter, _)> = self.running.iter().collect();
        running.sort_by_key(|(index, ..)| *index);
        let shown: Vec<(&str, Progress)> = (running.iter())
            .filter_map(|(index, meter, _)| {
                let state = meter.state();
                let progress = Progress {
                    what: state.what,
                    bytes: state.bytes,
                    time: state.since.map(|since| since.elapsed()).unwrap_or_default(),
                };
                Some((self.items.get(*index)?.name.as_str(), progress))
            })
            .collect();
        let mut lines = bars::lines(&shown, super::console::width(), console.stderr_color);
        if self.items.len() > 1 {
            let is_done = |outcome: &&Outcome| matches!(outcome, Outcome::Done(_));
            let count = self.outcomes.iter().filter(is_done).count();
            lines.push(format!("{count} of {} done", self.items.len()));
        }
        self.board.draw(&lines, console);
    }
}

/// Done when Ctrl-C was pressed; never where that cannot be known.
async fn interrupted() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// The first Ctrl-C is being answered; the next one ends the process, whatever it does.
fn exit_at_the_next_signal() {
    std::thread::spawn(|| {
        if let Ok(runtime) = exchange::runtime() {
            runtime.block_on(interrupted());
            std::process::exit(i32::from(problem::INTERRUPTED));
        }
    });
}
