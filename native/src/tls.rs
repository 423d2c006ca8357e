//! TLS, with a certificate of the operator's.

use std::path::Path;
use std::sync::Arc;

use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::TlsAcceptor;

/// How connections begin, with what is in these files; or what is wrong with them.
pub fn acceptor(cert: &Path, key: &Path) -> Result<TlsAcceptor, String> {
    let of_cert = |error: &dyn std::fmt::Display| {
        let path = cert.display();
        format!("{path} is no certificate chain in PEM: {error}.")
    };
    let chain = CertificateDer::pem_file_iter(cert).map_err(|error| of_cert(&error))?;
    let chain = chain.collect::<Result<Vec<_>, _>>();
    let chain = chain.map_err(|error| of_cert(&error))?;
    if chain.is_empty() {
        return Err(of_cert(&"there is none in it"));
    }
    let private = PrivateKeyDer::from_pem_file(key)
        .map_err(|error| format!("{} is no private key in PEM: {error}.", key.display()))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .with_no_client_auth()
        .with_single_cert(chain, private);
    let mut config = config.map_err(|error| {
        let (cert, key) = (cert.display(), key.display());
        format!("{cert} and {key} do not go together: {error}.")
    })?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}
