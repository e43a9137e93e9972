import { useEffect, useState } from 'preact/hooks';

export const SECTIONS = ['quota', 'live', 'handlers', 'dead-letters', 'deliveries'] as const;
export type Section = (typeof SECTIONS)[number];

/** What the page shows. It is in the URL's hash, such as `#live?outcome=dead`, so that a link can be shared. */
export interface Address {
  section: Section;
  /** The filters of the section by name, without empty ones. */
  filters: Readonly<Record<string, string>>;
}

const listeners = new Set<(address: Address) => void>();
let current = read();
/** The last hash of each section, so that it keeps its filters. */
const left = new Map<Section, string>();

window.addEventListener('hashchange', () => show(read()));

/** Returns what the page shows, and renders the component again when that changes. */
export function useAddress(): Address {
  const [address, setAddress] = useState(current);
  useEffect(() => {
    listeners.add(setAddress);
    setAddress(current);
    return () => {
      listeners.delete(setAddress);
    };
  }, []);
  return address;
}

/** Returns the hash of a section, with its last filters. */
export function hashOf(section: Section): string {
  return left.get(section) ?? `#${section}`;
}

/** Sets filters of the shown section, and removes empty ones. The history gets no new entry. */
export function setFilters(changes: Readonly<Record<string, string>>): void {
  const filters = Object.fromEntries(
    Object.entries({ ...current.filters, ...changes }).filter(([, value]) => value !== ''),
  );
  const query = new URLSearchParams(filters).toString();
  history.replaceState(null, '', `#${current.section}${query && `?${query}`}`);
  show({ section: current.section, filters });
}

function show(address: Address): void {
  current = address;
  left.set(address.section, location.hash);
  for (const listener of listeners) listener(address);
}

function read(): Address {
  const [name, query] = location.hash.slice(1).split('?', 2);
  const section = SECTIONS.find((known) => known === name) ?? 'quota';
  return { section, filters: Object.fromEntries(new URLSearchParams(query)) };
}
