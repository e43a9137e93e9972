import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { setFilters, useAddress } from '../address.js';

/** A group of filters. The URL keeps their values. */
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

/** A filter by text. With `whole` it applies only when the text is complete: on Enter, or when the field loses the focus. */
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

/** A filter by one of several choices. If none may be chosen, `all` is the label for that. */
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

/** A filter by time, entered in the browser's zone. The URL has it in UTC, so that a shared link means the same. */
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

/** Returns the time of a filter, in ms since the epoch. */
export function timeOf(filter: string | undefined): number | undefined {
  const time = Date.parse(filter ?? '');
  return Number.isNaN(time) ? undefined : time;
}

function localTime(time: number | undefined): string {
  if (time === undefined) return '';
  return new Date(time - new Date(time).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
