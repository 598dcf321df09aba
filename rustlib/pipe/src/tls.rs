//! TLS by rustls, verified as libpq's `sslmode` says.
//!
//! Two differences from libpq remain: a certificate without a subject alternative name is never
//! accepted for a host (libpq falls back to the common name), and encrypted keys and revocation
//! lists are not read.

use std::future::Future;
use std::io;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{verify_server_cert_signed_by_trust_anchor, verify_server_name};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use tokio_postgres::tls::{MakeTlsConnect, TlsConnect};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::Error;
use crate::parameters::{Parameters, RootCert, SslMode};
use crate::socket::Socket;
use crate::tap::Tap;

/// What a connection needs to begin TLS, again for each attempt and for cancel requests.
#[derive(Clone)]
pub(crate) struct Tls {
    config: MakeRustlsConnect,
    host: String,
}

type Rustls = <MakeRustlsConnect as MakeTlsConnect<Socket>>::TlsConnect;
type RustlsStream = <MakeRustlsConnect as MakeTlsConnect<Socket>>::Stream;
type Connecting<S> = Pin<Box<dyn Future<Output = io::Result<S>> + Send>>;

impl Tls {
    pub(crate) fn new(parameters: &Parameters) -> Result<Self, Error> {
        let host = parameters.host.as_ref().or(parameters.hostaddr.as_ref());
        let mut host = host.cloned().unwrap_or_default();
        let verified = parameters.sslmode == SslMode::VerifyFull;
        if verified && parameters.host.is_none() {
            return Err(Error::other("sslmode=verify-full needs a host"));
        }
        // A name that no certificate can hold is only in the way where no name is checked.
        if !verified && ServerName::try_from(host.as_str()).is_err() {
            host = "0.0.0.0".to_owned();
        }
        let config = MakeRustlsConnect::new(client_config(parameters)?);
        Ok(Self { config, host })
    }

    pub(crate) fn connector(&self) -> Rustls {
        let made = MakeTlsConnect::<Socket>::make_tls_connect(&mut self.config.clone(), &self.host);
        match made {
            Ok(connector) => connector,
            Err(never) => match never {},
        }
    }
}

/// Begins TLS below a tap, so that the tap reads what was decrypted.
pub(crate) struct TapTls(pub(crate) Option<Tls>);

impl TlsConnect<Tap<Socket>> for TapTls {
    type Stream = Tap<RustlsStream>;
    type Error = io::Error;
    type Future = Connecting<Self::Stream>;

    fn connect(self, tap: Tap<Socket>) -> Self::Future {
        Box::pin(async move {
            let (socket, shared) = tap.into_inner()?;
            let Some(tls) = self.0 else {
                return Err(io::Error::other("TLS was not asked for"));
            };
            Ok(Tap::new(tls.connector().connect(socket).await?, shared, 0))
        })
    }
}

/// TLS for a cancel request.
pub(crate) struct PlainTls(pub(crate) Option<Tls>);

impl TlsConnect<Socket> for PlainTls {
    type Stream = RustlsStream;
    type Error = io::Error;
    type Future = Connecting<Self::Stream>;

    fn connect(self, socket: Socket) -> Self::Future {
        Box::pin(async move {
            let Some(tls) = self.0 else {
                return Err(io::Error::other("TLS was not asked for"));
            };
            tls.connector().connect(socket).await
        })
    }
}

fn client_config(parameters: &Parameters) -> Result<ClientConfig, Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let trust = Trust::new(parameters, provider.clone())?;
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| Error::other(format!("no TLS: {error}")))?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(trust));
    match client_certificate(parameters)? {
        None => Ok(builder.with_no_client_auth()),
        Some((chain, key)) => builder
            .with_client_auth_cert(chain, key)
            .map_err(|error| Error::other(format!("the client certificate is of no use: {error}"))),
    }
}

type Identity = (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>);

fn client_certificate(parameters: &Parameters) -> Result<Option<Identity>, Error> {
    let (chain, key) = match (&parameters.sslcert, &parameters.sslkey) {
        (Some(chain), Some(key)) => (chain.clone(), key.clone()),
        (None, None) => match (
            default_file("postgresql.crt"),
            default_file("postgresql.key"),
        ) {
            (Some(chain), Some(key)) => (chain, key),
            _ => return Ok(None),
        },
        _ => return Err(Error::other("sslcert and sslkey are needed together")),
    };
    let key = PrivateKeyDer::from_pem_file(&key).map_err(|_| unreadable("sslkey", &key))?;
    Ok(Some((certificates("sslcert", &chain)?, key)))
}

fn certificates(name: &str, path: &Path) -> Result<Vec<CertificateDer<'static>>, Error> {
    let read = CertificateDer::pem_file_iter(path).and_then(Iterator::collect);
    match read {
        Ok(certificates) if !Vec::is_empty(&certificates) => Ok(certificates),
        _ => Err(unreadable(name, path)),
    }
}

fn unreadable(name: &str, path: &Path) -> Error {
    Error::other(format!("no PEM of {name} in {}", path.display()))
}

/// A file of libpq's folder in the user's home, if it is there.
fn default_file(name: &str) -> Option<PathBuf> {
    let home = PathBuf::from(std::env::var_os("HOME")?);
    Some(home.join(".postgresql").join(name)).filter(|path| path.is_file())
}

/// Whom to believe.
#[derive(Debug)]
struct Trust {
    /// `None`: everyone, as `sslmode=require` without a root certificate does.
    roots: Option<RootCertStore>,
    /// The roots as they are, because a self-signed server certificate may be its own root.
    pinned: Vec<CertificateDer<'static>>,
    name: bool,
    provider: Arc<CryptoProvider>,
}

impl Trust {
    fn new(parameters: &Parameters, provider: Arc<CryptoProvider>) -> Result<Self, Error> {
        let pinned = match &parameters.sslrootcert {
            // libpq checks no chain below `require`, whatever is configured.
            _ if parameters.sslmode < SslMode::Require => None,
            RootCert::File(path) => Some(certificates("sslrootcert", path)?),
            RootCert::System => Some(rustls_native_certs::load_native_certs().certs),
            RootCert::Default => match default_file("root.crt") {
                Some(path) => Some(certificates("sslrootcert", &path)?),
                None if parameters.sslmode > SslMode::Require => {
                    let message = "sslmode=verify-ca and verify-full need sslrootcert";
                    return Err(Error::other(message));
                }
                None => None,
            },
        };
        let roots = pinned.clone().map(|certificates| {
            let mut roots = RootCertStore::empty();
            roots.add_parsable_certificates(certificates);
            roots
        });
        Ok(Self {
            roots,
            pinned: pinned.unwrap_or_default(),
            name: parameters.sslmode == SslMode::VerifyFull,
            provider,
        })
    }
}

impl ServerCertVerifier for Trust {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        host: &ServerName<'_>,
        _ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let Some(roots) = &self.roots else {
            return Ok(ServerCertVerified::assertion());
        };
        let parsed = ParsedCertificate::try_from(certificate)?;
        if !self.pinned.contains(certificate) {
            let algorithms = self.provider.signature_verification_algorithms.all;
            verify_server_cert_signed_by_trust_anchor(
                &parsed,
                roots,
                intermediates,
                now,
                algorithms,
            )?;
        }
        if self.name {
            verify_server_name(&parsed, host)?;
        }
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signature, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signature, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider
            .signature_verification_algorithms
            .supported_schemes()
    }
}
