import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';

export interface Column<Item> {
  title: string;
  /** Class of the cells. A narrow screen uses it to arrange them. */
  kind: string;
  cell: (item: Item) => ComponentChildren;
}

interface UnfoldingTableProps<Item> {
  label: string;
  columns: readonly Column<Item>[];
  items: readonly Item[];
  keyOf: (item: Item) => string;
  /** What a row is about, for the name of its button. */
  aboutOf: (item: Item) => string;
  /** What an unfolded row shows. */
  details: (item: Item) => ComponentChildren;
}

/**
 * A table whose rows unfold. On a narrow screen a row is a card. The roles are repeated, because some browsers forget them when CSS changes
 * the `display`.
 */
export function UnfoldingTable<Item>({ label, items, keyOf, ...row }: UnfoldingTableProps<Item>) {
  return (
    <table class="callbacks" role="table" aria-label={label}>
      <thead role="rowgroup">
        <tr role="row">
          {row.columns.map(({ title, kind }) => (
            <th key={title} role="columnheader" scope="col" class={kind}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {items.map((item) => (
          <Row key={keyOf(item)} item={item} {...row} />
        ))}
      </tbody>
    </table>
  );
}

type RowProps<Item> = { item: Item } & Pick<UnfoldingTableProps<Item>, 'columns' | 'aboutOf' | 'details'>;

function Row<Item>({ item, columns, aboutOf, details }: RowProps<Item>) {
  const id = useId();
  const [open, setOpen] = useState(false);
  return (
    <>
      <tr role="row" class={open ? 'open' : undefined}>
        {columns.map(({ title, kind, cell }, index) => (
          <td key={title} role="cell" class={kind}>
            {index === 0 && (
              <button
                type="button"
                class="unfold"
                aria-expanded={open}
                aria-controls={open ? id : undefined}
                aria-label={`Details of ${aboutOf(item)}`}
                onClick={() => setOpen(!open)}
              >
                <svg viewBox="0 0 10 10" aria-hidden="true">
                  <path d="M3 1l4 4-4 4" />
                </svg>
              </button>
            )}
            {cell(item)}
          </td>
        ))}
      </tr>
      {open && (
        <tr role="row" class="details" id={id}>
          <td role="cell" colSpan={columns.length}>
            {details(item)}
          </td>
        </tr>
      )}
    </>
  );
}
