import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { setFilters, useAddress } from '../address.js';

/** A group of filters; each is kept in the URL. */
export function Filters({ label, children }: { label: string; children: ComponentChildren }) {
  const { filters } = useAddress();
  const clear = (): void => setFilters(Object.fromEntries(Object.keys(filters).map((name) => [name, ''])));
  return (
    <div class="filters" role="search" aria-label={label}>
      {children}
      <button type="button" onClick={clear} disabled={Object.keys(filters).length === 0}>
        Clear filters
      </button>
    </div>
  );
}

interface FilterProps {
  name: string;
  label: string;
}

/** A text; with `whole`, it counts once it is complete: on Enter, or when the field is left. */
export function TextFilter({
  name,
  label,
  suggestions = [],
  whole = false,
}: FilterProps & { suggestions?: readonly string[]; whole?: boolean }) {
  const { filters } = useAddress();
  const list = useId();
  const set = ({ currentTarget: { value } }: { currentTarget: HTMLInputElement }): void =>
    setFilters({ [name]: value.trim() });
  return (
    <label>
      {label}
      <input
        type="search"
        list={suggestions.length > 0 ? list : undefined}
        value={filters[name] ?? ''}
        autocomplete="off"
        spellcheck={false}
        {...(whole ? { onChange: set } : { onInput: set })}
      />
      {suggestions.length > 0 && (
        <datalist id={list}>
          {suggestions.map((suggestion) => (
            <option key={suggestion} value={suggestion} />
          ))}
        </datalist>
      )}
    </label>
  );
}

/** One of several; `all` says what it means that none is chosen, where none can be. */
export function ChoiceFilter({
  name,
  label,
  choices,
  all,
}: FilterProps & { choices: readonly string[]; all?: string }) {
  const { filters } = useAddress();
  return (
    <label>
      {label}
      <select
        value={filters[name] ?? ''}
        onChange={({ currentTarget }) => setFilters({ [name]: currentTarget.value })}
      >
        {all !== undefined && <option value="">{all}</option>}
        {choices.map((choice, index) => (
          <option key={choice} value={all === undefined && index === 0 ? '' : choice}>
            {choice}
          </option>
        ))}
      </select>
    </label>
  );
}

/** A point in time, entered in the browser's zone; the URL has it in UTC, so that it says the same elsewhere. */
export function TimeFilter({ name, label }: FilterProps) {
  const { filters } = useAddress();
  const set = ({ currentTarget: { value } }: { currentTarget: HTMLInputElement }): void =>
    setFilters({ [name]: value === '' ? '' : new Date(value).toISOString().slice(0, 16) + 'Z' });
  return (
    <label>
      {label}
      <input type="datetime-local" value={localTime(timeOf(filters[name]))} onChange={set} />
    </label>
  );
}

/** The time that a filter names, in ms since the epoch. */
export function timeOf(filter: string | undefined): number | undefined {
  const time = Date.parse(filter ?? '');
  return Number.isNaN(time) ? undefined : time;
}

function localTime(time: number | undefined): string {
  if (time === undefined) return '';
  return new Date(time - new Date(time).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
