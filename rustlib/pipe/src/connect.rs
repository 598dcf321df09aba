//! Opening a connection: which address, with TLS or without, and in which order.

use std::time::{Duration, Instant};

use tokio_postgres::config::SslMode as Negotiation;
use tokio_postgres::{Client, Config};

use crate::Error;
use crate::address::{Address, resolve};
use crate::executor::{Clock, Driver, Tick, run};
use crate::parameters::{Parameters, SslMode};
use crate::tap::{Shared, Tap};
use crate::tls::{TapTls, Tls};

/// A cancel request that takes longer than this is given up.
const CANCEL_TIMEOUT: Duration = Duration::from_secs(10);

/// Parameters that servers report by themselves ("Asynchronous Operations" in the manual).
const REPORTED: &[&str] = &[
    "application_name",
    "client_encoding",
    "DateStyle",
    "default_transaction_read_only",
    "in_hot_standby",
    "integer_datetimes",
    "IntervalStyle",
    "is_superuser",
    "scram_iterations",
    "search_path",
    "server_encoding",
    "server_version",
    "session_authorization",
    "standard_conforming_strings",
    "TimeZone",
];

/// An open connection in its parts.
pub(crate) struct Opened {
    pub(crate) client: Client,
    pub(crate) driver: Driver,
    pub(crate) aside: Shared,
    pub(crate) way: Way,
    pub(crate) parameters: Vec<(String, String)>,
}

/// How the server was reached, to reach it again for a cancel request.
#[derive(Clone)]
pub(crate) struct Way {
    pub(crate) address: Address,
    pub(crate) tls: Option<Tls>,
    pub(crate) parameters: Parameters,
}

pub(crate) fn open(parameters: &Parameters, tick: Tick<'_>) -> Result<Opened, Error> {
    let mut last = Error::link("08001", "the host has no address");
    for address in resolve(parameters)? {
        match open_at(parameters, &address, tick) {
            Ok(opened) => return Ok(opened),
            // A server that answered has decided; the other addresses are for those that did not.
            Err(error) if !is_unreachable(&error) => return Err(error),
            Err(error) => last = error,
        }
    }
    Err(last)
}

fn is_unreachable(error: &Error) -> bool {
    error.sqlstate() == Some("08001")
}

/// Tries with and without TLS in the order of `sslmode`.
fn open_at(parameters: &Parameters, address: &Address, tick: Tick<'_>) -> Result<Opened, Error> {
    let order: &[Negotiation] = match parameters.sslmode {
        _ if address.is_unix() => &[Negotiation::Disable],
        SslMode::Disable => &[Negotiation::Disable],
        SslMode::Allow => &[Negotiation::Disable, Negotiation::Require],
        SslMode::Prefer => &[Negotiation::Prefer, Negotiation::Disable],
        _ => &[Negotiation::Require],
    };
    let mut result = attempt(parameters, address, order[0], tick);
    for negotiation in &order[1..] {
        // Not after a wrong password: it would be sent twice, and then without TLS.
        let again = |error: &Error| matches!(error.sqlstate(), Some("28000" | "08006"));
        if result.as_ref().err().is_some_and(again) {
            result = attempt(parameters, address, *negotiation, tick);
        }
    }
    result
}

fn attempt(
    parameters: &Parameters,
    address: &Address,
    negotiation: Negotiation,
    tick: Tick<'_>,
) -> Result<Opened, Error> {
    let deadline = parameters
        .connect_timeout
        .map(|timeout| Instant::now() + timeout);
    let mut clock = Clock { deadline, tick };
    let tls = match negotiation {
        Negotiation::Disable => None,
        _ => Some(Tls::new(parameters)?),
    };
    let handle = address.connect(parameters, &mut clock)?;
    let aside = Shared::default();
    let preamble = usize::from(tls.is_some());
    let tap = Tap::new(handle.stream(), aside.clone(), preamble);
    let config = config(parameters, negotiation);
    let connecting = config.connect_raw(tap, TapTls(tls.clone()));
    let opened = run(
        connecting,
        std::slice::from_ref(&handle),
        &mut [],
        &mut clock,
    );
    let Some(opened) = opened else {
        return Err(Error::link(
            "08001",
            "the server did not answer within connect_timeout",
        ));
    };
    let (client, connection) = opened.map_err(|error| Error::from_postgres(&error))?;
    let reported = REPORTED.iter().filter_map(|name| {
        let value = connection.parameter(name)?;
        Some(((*name).to_owned(), value.to_owned()))
    });
    let reported = reported.collect();
    Ok(Opened {
        client,
        driver: Driver::new(handle, Box::pin(connection)),
        aside,
        way: Way {
            address: address.clone(),
            tls,
            parameters: parameters.clone(),
        },
        parameters: reported,
    })
}

fn config(parameters: &Parameters, negotiation: Negotiation) -> Config {
    let mut config = Config::new();
    config.ssl_mode(negotiation);
    config.channel_binding(parameters.channel_binding);
    config.application_name(&parameters.application_name);
    if let Some(user) = &parameters.user {
        config.user(user);
    }
    if let Some(password) = parameters.password() {
        config.password(password);
    }
    if let Some(dbname) = &parameters.dbname {
        config.dbname(dbname);
    }
    if let Some(options) = &parameters.options {
        config.options(options);
    }
    config
}

/// The clock of a cancel request.
pub(crate) fn cancel_clock<'a>(tick: Tick<'a>) -> Clock<'a> {
    Clock {
        deadline: Some(Instant::now() + CANCEL_TIMEOUT),
        tick,
    }
}
