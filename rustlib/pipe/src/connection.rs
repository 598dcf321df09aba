//! A session on one server.

use std::future::{Future, poll_fn};
use std::pin::Pin;

use tokio::io::{AsyncRead, ReadBuf};
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{CancelToken, Client, SimpleQueryMessage};

use crate::connect::{Opened, Way, cancel_clock, open};
use crate::executor::{Clock, Driver, Tick, run};
use crate::parameters::Parameters;
use crate::socket::Socket;
use crate::tap::Shared;
use crate::tls::PlainTls;
use crate::{Error, Side};

pub type Rows = Vec<Vec<Option<String>>>;

pub struct Connection {
    pub(crate) client: Client,
    pub(crate) driver: Driver,
    pub(crate) aside: Shared,
    canceller: Canceller,
    parameters: Vec<(String, String)>,
    /// The protocol is out of step; only closing is left.
    pub(crate) broken: bool,
}

/// Cancels what the connection is doing, from another thread.
#[derive(Clone)]
pub struct Canceller {
    token: CancelToken,
    way: Way,
}

impl Canceller {
    /// Returns once the server has been told; whether it still had something to stop is not known.
    pub fn cancel(&self, tick: Tick<'_>) -> Result<(), Error> {
        let mut clock = cancel_clock(tick);
        let handle = self.way.address.connect(&self.way.parameters, &mut clock)?;
        let tls = PlainTls(self.way.tls.clone());
        let mut socket = handle.stream();
        let request = async {
            let sent = self.token.cancel_query_raw(handle.stream(), tls).await;
            // The server closes the connection after it has signalled the session; a signal that
            // comes later could hit the next statement.
            sent.map_err(|error| Error::from_postgres(&error))?;
            end_of(&mut socket).await;
            Ok(())
        };
        run(request, std::slice::from_ref(&handle), &mut [], &mut clock)
            .unwrap_or_else(|| Err(Error::link("08006", "the cancel request was not answered")))
    }
}

async fn end_of(socket: &mut Socket) {
    let mut bytes = [0; 256];
    loop {
        let mut buffer = ReadBuf::new(&mut bytes);
        let read = poll_fn(|context| Pin::new(&mut *socket).poll_read(context, &mut buffer)).await;
        if read.is_err() || buffer.filled().is_empty() {
            return;
        }
    }
}

impl Connection {
    pub fn open(parameters: &Parameters, tick: Tick<'_>) -> Result<Self, Error> {
        let Opened {
            client,
            driver,
            aside,
            way,
            parameters,
        } = open(parameters, tick)?;
        let canceller = Canceller {
            token: client.cancel_token(),
            way,
        };
        Ok(Self {
            client,
            driver,
            aside,
            canceller,
            parameters,
            broken: false,
        })
    }

    pub fn canceller(&self) -> Canceller {
        self.canceller.clone()
    }

    /// Parameters as the server reported them when the session began.
    pub fn parameters(&self) -> &[(String, String)] {
        &self.parameters
    }

    pub fn is_closed(&self) -> bool {
        self.broken || self.driver.is_finished()
    }

    /// Runs one or many statements; the rows of the last one that gives rows, as text.
    pub fn query(&mut self, sql: &str, tick: Tick<'_>) -> Result<Rows, Error> {
        self.check()?;
        let messages = self.wait(tick, |client| client.simple_query(sql))?;
        let mut rows = Rows::new();
        for message in messages {
            match message {
                SimpleQueryMessage::RowDescription(_) => rows.clear(),
                SimpleQueryMessage::Row(row) => {
                    rows.push(
                        (0..row.len())
                            .map(|at| row.get(at).map(str::to_owned))
                            .collect(),
                    );
                }
                _ => {}
            }
        }
        Ok(rows)
    }

    /// Runs one statement with text parameters; its result columns must be of text types.
    pub fn query_with(
        &mut self,
        sql: &str,
        parameters: &[Option<String>],
        tick: Tick<'_>,
    ) -> Result<Rows, Error> {
        self.check()?;
        let types = vec![Type::TEXT; parameters.len()];
        let statement = self.wait(tick, |client| client.prepare_typed(sql, &types))?;
        for column in statement.columns() {
            if !<String as tokio_postgres::types::FromSql>::accepts(column.type_()) {
                let (name, kind) = (column.name(), column.type_().name());
                let message =
                    format!("the result column {name:?} is of type {kind}; cast it to text");
                return Err(Error::other(message));
            }
        }
        let values: Vec<&(dyn ToSql + Sync)> = parameters.iter().map(|p| p as _).collect();
        let found = self.wait(tick, |client| client.query(&statement, &values))?;
        let texts = found
            .iter()
            .map(|row| (0..row.len()).map(|at| row.try_get(at)).collect());
        texts
            .collect::<Result<Rows, _>>()
            .map_err(|error| Error::from_postgres(&error))
    }

    /// Ends the session; errors no longer matter.
    pub fn close(self, tick: Tick<'_>) {
        let Self { client, driver, .. } = self;
        drop(client);
        let mut clock = cancel_clock(tick);
        // Without a client the task sends Terminate and ends by itself.
        if let Some((handle, task)) = driver.into_task() {
            let _ = run(task, &[handle], &mut [], &mut clock);
        }
    }

    pub(crate) fn check(&self) -> Result<(), Error> {
        match self.is_closed() {
            true => Err(Error::link("08003", "the connection is closed")),
            false => Ok(()),
        }
    }

    fn wait<'a, T, F>(
        &'a mut self,
        tick: Tick<'_>,
        start: impl FnOnce(&'a Client) -> F,
    ) -> Result<T, Error>
    where
        F: Future<Output = Result<T, tokio_postgres::Error>>,
    {
        let mut clock = Clock {
            deadline: None,
            tick,
        };
        let Self { client, driver, .. } = self;
        let result = run(start(client), &[], &mut [&mut *driver], &mut clock);
        match result {
            Some(Ok(value)) => Ok(value),
            Some(Err(error)) => Err(explain(&error, driver).at(Side::Connection)),
            None => Err(Error::link("08006", "the server did not answer")),
        }
    }
}

/// Why a request failed: where the connection was lost, what its task says about it.
pub(crate) fn explain(error: &tokio_postgres::Error, driver: &Driver) -> Error {
    match &driver.failure {
        Some(failure) if error.is_closed() => failure.clone(),
        _ => Error::from_postgres(error),
    }
}
