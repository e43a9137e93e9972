import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

/** One column of a table of callbacks. */
export interface Column {
  title: string;
  /** Class of its cells, where they have one. */
  kind?: string;
}

/**
 * A table whose rows unfold. On a narrow screen a row is a card: the roles are said once more, since some browsers forget them
 * with another `display`.
 */
export function CallbackTable({
  label,
  columns,
  children,
}: {
  label: string;
  columns: readonly Column[];
  children: ComponentChildren;
}) {
  return (
    <table class="callbacks" role="table" aria-label={label}>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map(({ title, kind }) => (
            <th key={title} role="columnheader" scope="col" class={kind}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">{children}</tbody>
    </table>
  );
}

interface RowProps {
  /** What the row is about, for the name of its button. */
  about: string;
  open: boolean;
  onToggle: () => void;
  /** What the first cell shows, beside the button that unfolds the row. */
  first: ComponentChildren;
  columns: readonly Column[];
  /** The other cells, one for each of the other columns. */
  cells: readonly ComponentChildren[];
  details: () => ComponentChildren;
}

export function CallbackRow({ about, open, onToggle, first, columns, cells, details }: RowProps) {
  const id = useId();
  return (
    <>
      <tr role="row" class={open ? 'open' : undefined}>
        <td role="cell" class={columns[0]?.kind}>
          <button
            type="button"
            class="unfold"
            aria-expanded={open}
            aria-controls={open ? id : undefined}
            aria-label={`Details of ${about}`}
            onClick={onToggle}
          >
            <svg viewBox="0 0 10 10" aria-hidden="true">
              <path d="M3 1l4 4-4 4" />
            </svg>
          </button>
          {first}
        </td>
        {cells.map((cell, index) => {
          const column = columns[index + 1];
          return (
            <td key={column?.title} role="cell" class={column?.kind}>
              {cell}
            </td>
          );
        })}
      </tr>
      {open && (
        <tr role="row" class="details" id={id}>
          <td role="cell" colSpan={columns.length}>
            {details()}
          </td>
        </tr>
      )}
    </>
  );
}

/** The body of a callback, where the app shows bodies. */
export function Body({ body, bodies }: { body: unknown; bodies: 'hidden' | 'shown' }) {
  if (bodies === 'hidden')
    return <p class="muted">Bodies are hidden here: the app sets that with the console’s option bodies.</p>;
  if (body === undefined) return <p class="muted">There is no body.</p>;
  return (
    <pre tabIndex={0} role="region" aria-label="Body">
      {JSON.stringify(body, null, 2)}
    </pre>
  );
}
