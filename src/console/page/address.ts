import { useEffect, useState } from 'preact/hooks';

export const SECTIONS = ['quota', 'live', 'dead-letters', 'deliveries'] as const;
export type Section = (typeof SECTIONS)[number];

/** What is looked at: in the URL's hash, such as `#live?outcome=dead`, so that a link can be shared. */
export interface Address {
  section: Section;
  /** The filters of the section, by their names; what is empty is not there. */
  filters: Readonly<Record<string, string>>;
}

const listeners = new Set<(address: Address) => void>();
let current = read();
/** Where each section was left, so that going back to it finds its filters again. */
const left = new Map<Section, string>();

window.addEventListener('hashchange', () => tell(read()));

/** What is looked at now; the component is rendered again when that changes. */
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

/** The hash that leads to a section as it was left. */
export function hashOf(section: Section): string {
  return left.get(section) ?? `#${section}`;
}

/** Sets filters of the section that is looked at; those that become empty are taken away. No step back in the history. */
export function setFilters(changes: Readonly<Record<string, string>>): void {
  const filters = Object.fromEntries(
    Object.entries({ ...current.filters, ...changes }).filter(([, value]) => value !== ''),
  );
  const query = new URLSearchParams(filters).toString();
  history.replaceState(null, '', `#${current.section}${query && `?${query}`}`);
  tell({ section: current.section, filters });
}

function tell(address: Address): void {
  current = address;
  left.set(address.section, location.hash);
  for (const listener of listeners) listener(address);
}

function read(): Address {
  const [name, query] = location.hash.slice(1).split('?', 2);
  const section = SECTIONS.find((known) => known === name) ?? 'quota';
  return { section, filters: Object.fromEntries(new URLSearchParams(query)) };
}
