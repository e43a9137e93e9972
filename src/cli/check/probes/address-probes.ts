import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { Examination } from '../examination.js';
import { type Finding, skipped } from '../finding.js';
import type { Theme } from '../probe.js';
import { isLoopback, isPrivate } from './ip-ranges.js';
import { readCertificate } from './read-certificate.js';

const DAY_MS = 86_400_000;

export const ADDRESS: Theme = {
  title: 'The address',
  probes: [
    {
      name: 'console-rules',
      title: "has a URL that Chat's console accepts",
      why: "Chat's console requires a host of at most 63 letters, digits and hyphens, and a URL without spaces and ! $ & ? (1047/34520, 269/32431).",
      advice: 'Choose another host name or path.',
      needs: 'nothing',
      run: ({ options, url }) => {
        const breach = breachOf(options.url, hostOf(url));
        const received = breach ?? 'the URL follows the rules';
        return { outcome: breach === undefined ? 'passed' : 'failed', sent: options.url, received };
      },
    },
    {
      name: 'public-address',
      title: 'has a public address',
      why: 'Chat calls from the internet: the name must be in the public DNS, and the address must not be private.',
      advice: 'Publish the name, or put a tunnel or a load balancer with a public address in front.',
      needs: 'nothing',
      run: publicAddress,
    },
    {
      name: 'https',
      title: 'is reached over HTTPS',
      why: 'The URL contains a Sign that is valid for a minute for any callback, and the body contains messages. Chat signs no bodies.',
      advice: 'Use an https:// URL.',
      needs: 'nothing',
      async run({ url, options }) {
        if (url.protocol === 'https:') {
          return { outcome: 'passed', sent: options.url, received: 'an https URL' };
        }
        if (await isThisMachine(url)) return skipped('not for an address of this machine');
        return { outcome: 'warned', sent: options.url, received: 'an http URL' };
      },
    },
    {
      name: 'certificate',
      title: 'has a certificate that Chat trusts',
      why: 'With an expired certificate, or one of a private authority or for another host, every callback fails (1047/34354).',
      advice: 'Get a certificate of a public authority, and send the intermediate certificates with it.',
      needs: 'nothing',
      run: certificate,
    },
    {
      name: 'clock',
      title: 'has the right time',
      why: 'A receiver with a clock that is a minute off rejects every Sign as stale.',
      advice: "Synchronise the receiver's clock (NTP), or this machine's.",
      needs: 'answer',
      run: clock,
    },
  ],
};

function breachOf(url: string, host: string): string | undefined {
  if (isIP(host) !== 0) return undefined;
  if (host.length > 63) return `the host has ${host.length} characters`;
  if (!/^[a-z0-9.-]+$/i.test(host)) return 'the host has characters other than letters, digits and hyphens';
  if (/--|^-|-$|-\.|\.-/.test(host)) return 'the host has a hyphen at an end, or two hyphens side by side';
  const character = /[\s!$&?]/.exec(url)?.[0];
  return character === undefined ? undefined : `the URL contains "${character}"`;
}

async function publicAddress({ url }: Examination): Promise<Finding> {
  const host = hostOf(url);
  const sent = `a look-up of ${host}`;
  const addresses = await addressesOf(host);
  if (addresses.length === 0) return { outcome: 'failed', sent, received: 'no address' };
  if (addresses.every(isLoopback)) return skipped('this machine: examine the public URL as well');
  const outcome = addresses.some(isPrivate) ? 'warned' : 'passed';
  return { outcome, sent, received: addresses.join(', ') };
}

async function certificate({ url }: Examination): Promise<Finding> {
  if (url.protocol !== 'https:') return skipped('not for an http URL');
  const sent = `a TLS connection to ${url.host}`;
  const { fault, validTo } = await readCertificate(hostOf(url), Number(url.port || 443));
  if (fault !== undefined) return { outcome: 'failed', sent, received: fault };
  const days = validTo === undefined ? 0 : Math.floor((validTo.getTime() - Date.now()) / DAY_MS);
  const received = `a certificate that is valid for ${days} more days`;
  return days < 14
    ? { outcome: 'warned', sent, received, advice: 'Renew it, and automate the renewal.' }
    : { outcome: 'passed', sent, received };
}

function clock({ ordinary }: Examination): Finding {
  const date = ordinary.answered ? Date.parse(ordinary.headers.date ?? '') : NaN;
  if (Number.isNaN(date)) return skipped('the answer has no Date');
  // Date has whole seconds, so that it may differ by one.
  const seconds = Math.round(Math.abs(Date.now() - date) / 1000);
  const apart = seconds < 10 ? 'passed' : 'warned';
  return {
    outcome: seconds >= 60 ? 'failed' : apart,
    sent: 'an ordinary callback',
    received: `Date differs from this machine's clock by ${seconds} s`,
  };
}

async function isThisMachine(url: URL): Promise<boolean> {
  const addresses = await addressesOf(hostOf(url));
  return addresses.length > 0 && addresses.every(isLoopback);
}

async function addressesOf(host: string): Promise<string[]> {
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address);
  } catch {
    return [];
  }
}

/** Returns the host without the brackets of an IPv6 address. */
function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}
