//! Connection parameters, named and meant as libpq's are.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use tokio_postgres::config::ChannelBinding;

use crate::Error;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum SslMode {
    Disable,
    Allow,
    Prefer,
    Require,
    VerifyCa,
    VerifyFull,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RootCert {
    /// `~/.postgresql/root.crt`, where there is one.
    Default,
    /// The operating system's certificates.
    System,
    File(PathBuf),
}

#[derive(Clone)]
pub struct Parameters {
    pub(crate) host: Option<String>,
    pub(crate) hostaddr: Option<String>,
    pub(crate) port: u16,
    pub(crate) dbname: Option<String>,
    pub(crate) user: Option<String>,
    password: Option<String>,
    pub(crate) sslmode: SslMode,
    pub(crate) sslrootcert: RootCert,
    pub(crate) sslcert: Option<PathBuf>,
    pub(crate) sslkey: Option<PathBuf>,
    pub(crate) channel_binding: ChannelBinding,
    pub(crate) application_name: String,
    pub(crate) connect_timeout: Option<Duration>,
    pub(crate) options: Option<String>,
    pub(crate) keepalives: bool,
    pub(crate) keepalives_idle: Option<Duration>,
    pub(crate) keepalives_interval: Option<Duration>,
    pub(crate) keepalives_count: Option<u32>,
    pub(crate) tcp_user_timeout: Option<Duration>,
}

impl Default for Parameters {
    fn default() -> Self {
        Self {
            host: None,
            hostaddr: None,
            port: 5432,
            dbname: None,
            user: None,
            password: None,
            sslmode: SslMode::Prefer,
            sslrootcert: RootCert::Default,
            sslcert: None,
            sslkey: None,
            channel_binding: ChannelBinding::Prefer,
            application_name: "confiture".to_owned(),
            connect_timeout: None,
            options: None,
            keepalives: true,
            keepalives_idle: None,
            keepalives_interval: None,
            keepalives_count: None,
            tcp_user_timeout: None,
        }
    }
}

impl fmt::Debug for Parameters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parameters")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("dbname", &self.dbname)
            .field("user", &self.user)
            .finish_non_exhaustive()
    }
}

impl Parameters {
    /// From pairs of libpq's keywords and values; an empty value is libpq's default.
    pub fn new(pairs: impl IntoIterator<Item = (String, String)>) -> Result<Self, Error> {
        let mut parameters = Self::default();
        let mut sslmode = None;
        for (name, value) in pairs {
            match name.as_str() {
                _ if value.is_empty() => {}
                "sslmode" => sslmode = Some(ssl_mode(&value)?),
                _ => parameters.set(&name, value)?,
            }
        }
        let system = parameters.sslrootcert == RootCert::System;
        let default = if system {
            SslMode::VerifyFull
        } else {
            SslMode::Prefer
        };
        parameters.sslmode = sslmode.unwrap_or(default);
        if system && parameters.sslmode != SslMode::VerifyFull {
            return Err(Error::other("sslrootcert=system needs sslmode=verify-full"));
        }
        Ok(parameters)
    }

    pub(crate) fn password(&self) -> Option<&str> {
        self.password.as_deref()
    }

    fn set(&mut self, name: &str, value: String) -> Result<(), Error> {
        match name {
            "host" => self.host = Some(value),
            "hostaddr" => self.hostaddr = Some(value),
            "port" => self.port = number(name, &value)?,
            "dbname" => self.dbname = Some(value),
            "user" => self.user = Some(value),
            "password" => self.password = Some(value),
            "sslrootcert" if value == "system" => self.sslrootcert = RootCert::System,
            "sslrootcert" => self.sslrootcert = RootCert::File(value.into()),
            "sslcert" => self.sslcert = Some(value.into()),
            "sslkey" => self.sslkey = Some(value.into()),
            "channel_binding" => self.channel_binding = channel_binding(&value)?,
            "application_name" => self.application_name = value,
            // libpq waits at least two seconds, and for ever at zero or less.
            "connect_timeout" => {
                let seconds: i64 = number(name, &value)?;
                self.connect_timeout =
                    (seconds > 0).then(|| Duration::from_secs(seconds.max(2).unsigned_abs()));
            }
            "options" => self.options = Some(value),
            "keepalives" => self.keepalives = number::<i32>(name, &value)? != 0,
            "keepalives_idle" => self.keepalives_idle = seconds(name, &value)?,
            "keepalives_interval" => self.keepalives_interval = seconds(name, &value)?,
            "keepalives_count" => self.keepalives_count = Some(number(name, &value)?),
            "tcp_user_timeout" => {
                let timeout = Duration::from_millis(number(name, &value)?);
                self.tcp_user_timeout = (!timeout.is_zero()).then_some(timeout);
            }
            _ => return Err(Error::other(format!("no connection parameter {name:?}"))),
        }
        Ok(())
    }
}

fn number<T: std::str::FromStr>(name: &str, value: &str) -> Result<T, Error> {
    let wrong = |_| Error::other(format!("the connection parameter {name} is not a number"));
    value.trim().parse().map_err(wrong)
}

/// Zero is the operating system's default.
fn seconds(name: &str, value: &str) -> Result<Option<Duration>, Error> {
    let seconds: u64 = number(name, value)?;
    Ok((seconds > 0).then(|| Duration::from_secs(seconds)))
}

fn ssl_mode(value: &str) -> Result<SslMode, Error> {
    Ok(match value {
        "disable" => SslMode::Disable,
        "allow" => SslMode::Allow,
        "prefer" => SslMode::Prefer,
        "require" => SslMode::Require,
        "verify-ca" => SslMode::VerifyCa,
        "verify-full" => SslMode::VerifyFull,
        _ => return Err(Error::other(format!("no sslmode {value:?}"))),
    })
}

fn channel_binding(value: &str) -> Result<ChannelBinding, Error> {
    Ok(match value {
        "disable" => ChannelBinding::Disable,
        "prefer" => ChannelBinding::Prefer,
        "require" => ChannelBinding::Require,
        _ => return Err(Error::other(format!("no channel_binding {value:?}"))),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(pairs: &[(&str, &str)]) -> Result<Parameters, Error> {
        Parameters::new(
            pairs
                .iter()
                .map(|(name, value)| (name.to_string(), value.to_string())),
        )
    }

    #[test]
    fn values_mean_what_libpq_means() {
        let parameters = parse(&[
            ("host", "db.example"),
            ("port", "6543"),
            ("user", ""),
            ("connect_timeout", "1"),
            ("keepalives_idle", "0"),
        ])
        .unwrap();
        assert_eq!(parameters.port, 6543);
        assert_eq!(parameters.user, None);
        assert_eq!(parameters.sslmode, SslMode::Prefer);
        assert_eq!(parameters.connect_timeout, Some(Duration::from_secs(2)));
        assert_eq!(parameters.keepalives_idle, None);
        assert_eq!(
            parse(&[("sslrootcert", "system")]).unwrap().sslmode,
            SslMode::VerifyFull
        );
    }

    #[test]
    fn wrong_values_are_named() {
        for (pairs, message) in [
            (&[("hots", "x")][..], "no connection parameter \"hots\""),
            (
                &[("port", "x")],
                "the connection parameter port is not a number",
            ),
            (&[("sslmode", "on")], "no sslmode \"on\""),
            (
                &[("sslrootcert", "system"), ("sslmode", "require")],
                "sslrootcert=system needs sslmode=verify-full",
            ),
        ] {
            assert_eq!(parse(pairs).unwrap_err().to_string(), message);
        }
    }

    #[test]
    fn debug_shows_no_password() {
        let parameters = parse(&[("password", "geheim")]).unwrap();
        assert!(!format!("{parameters:?}").contains("geheim"));
    }
}
