import { isIP } from 'node:net';
import { connect } from 'node:tls';

export interface Certificate {
  /** Why it is not trusted, in words. */
  fault?: string;
  validTo?: Date;
}

const PATIENCE_MS = 10_000;

/** Never rejects. Trusts what this machine's Node trusts. */
export function readCertificate(host: string, port: number): Promise<Certificate> {
  return new Promise((resolve) => {
    const socket = connect(
      { host, port, ...(isIP(host) === 0 && { servername: host }), rejectUnauthorized: false },
      () => {
        const validTo = new Date(socket.getPeerCertificate().valid_to);
        socket.end();
        // Often a code, though Node's types and documentation say Error.
        const fault: unknown = socket.authorizationError;
        resolve(socket.authorized ? { validTo } : { validTo, fault: faultInWords(fault) });
      },
    );
    socket.setTimeout(PATIENCE_MS, () => socket.destroy(new Error('no answer')));
    socket.on('error', (error) => resolve({ fault: error.message }));
  });
}

function faultInWords(fault: unknown): string {
  const code = fault instanceof Error ? fault.message : String(fault);
  return MEANINGS.get(code) ?? code;
}

const MEANINGS = new Map([
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'the certificate is signed by itself'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'the authority of the certificate is unknown'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'the intermediate certificates are missing'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'the authority of the certificate is unknown'],
  ['CERT_HAS_EXPIRED', 'the certificate has expired'],
]);
