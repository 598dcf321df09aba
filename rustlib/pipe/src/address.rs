//! Where a server may be, and a connected socket to it.

use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::path::Path;

use socket2::{Domain, Protocol, SockAddr, SockRef, Socket, TcpKeepalive, Type};

use crate::Error;
use crate::executor::{Clock, wait_connected};
use crate::parameters::Parameters;
use crate::socket::Handle;

#[derive(Clone, Debug)]
pub(crate) enum Address {
    Unix(String),
    Tcp(SocketAddr),
}

/// All addresses of the host, in the resolver's order.
pub(crate) fn resolve(parameters: &Parameters) -> Result<Vec<Address>, Error> {
    let port = parameters.port;
    if let Some(address) = &parameters.hostaddr {
        let address: IpAddr = address
            .parse()
            .map_err(|_| Error::other(format!("hostaddr {address:?} is not an IP address")))?;
        return Ok(vec![Address::Tcp((address, port).into())]);
    }
    let Some(host) = &parameters.host else {
        return Err(Error::other("neither host nor hostaddr is given"));
    };
    if host.starts_with('/') {
        let path = Path::new(host).join(format!(".s.PGSQL.{port}"));
        return Ok(vec![Address::Unix(path.to_string_lossy().into_owned())]);
    }
    let found = (host.as_str(), port).to_socket_addrs();
    let found = found.map_err(|error| unreachable_host(host, &error))?;
    Ok(found.map(Address::Tcp).collect())
}

fn unreachable_host(host: &str, error: &io::Error) -> Error {
    Error::link("08001", format!("no address for host {host:?}: {error}"))
}

impl Address {
    pub(crate) fn is_unix(&self) -> bool {
        matches!(self, Self::Unix(_))
    }

    pub(crate) fn connect(
        &self,
        parameters: &Parameters,
        clock: &mut Clock<'_>,
    ) -> Result<Handle, Error> {
        self.socket(parameters, clock).map_err(|error| {
            let place = match self {
                Self::Unix(path) => format!("socket {path}"),
                Self::Tcp(address) => address.to_string(),
            };
            Error::link("08001", format!("no connection to {place}: {error}"))
        })
    }

    fn socket(&self, parameters: &Parameters, clock: &mut Clock<'_>) -> io::Result<Handle> {
        let (socket, address) = match self {
            Self::Unix(path) => (
                Socket::new(Domain::UNIX, Type::STREAM, None)?,
                SockAddr::unix(path)?,
            ),
            Self::Tcp(address) => {
                let domain = Domain::for_address(*address);
                let socket = Socket::new(domain, Type::STREAM, Some(Protocol::TCP))?;
                tune(&socket, parameters)?;
                (socket, SockAddr::from(*address))
            }
        };
        let handle = Handle::new(socket)?;
        match handle.socket.connect(&address) {
            Ok(()) => {}
            Err(error) if in_progress(&error) => wait_connected(&handle, clock)?,
            Err(error) => return Err(error),
        }
        Ok(handle)
    }
}

fn in_progress(error: &io::Error) -> bool {
    let code = error.raw_os_error();
    error.kind() == io::ErrorKind::WouldBlock
        || code == Some(rustix::io::Errno::INPROGRESS.raw_os_error())
}

fn tune(socket: &Socket, parameters: &Parameters) -> io::Result<()> {
    let socket = SockRef::from(socket);
    socket.set_tcp_nodelay(true)?;
    if parameters.keepalives {
        let mut keepalive = TcpKeepalive::new();
        if let Some(idle) = parameters.keepalives_idle {
            keepalive = keepalive.with_time(idle);
        }
        if let Some(interval) = parameters.keepalives_interval {
            keepalive = keepalive.with_interval(interval);
        }
        if let Some(count) = parameters.keepalives_count {
            keepalive = keepalive.with_retries(count);
        }
        socket.set_keepalive(true)?;
        socket.set_tcp_keepalive(&keepalive)?;
    }
    #[cfg(target_os = "linux")]
    if parameters.tcp_user_timeout.is_some() {
        socket.set_tcp_user_timeout(parameters.tcp_user_timeout)?;
    }
    Ok(())
}
