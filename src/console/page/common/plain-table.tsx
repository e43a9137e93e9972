import type { ComponentChildren } from 'preact';

interface PlainColumn<Row> {
  title: string;
  /** Whether its cells are numbers. */
  isNumber?: boolean;
  cell: (row: Row) => ComponentChildren;
}

interface PlainTableProps<Row> {
  caption: string;
  /** Name of the table, if it is not the caption. */
  label?: string;
  /** The cells of the first column name their rows. */
  columns: readonly PlainColumn<Row>[];
  rows: readonly Row[];
}

/** A small table. */
export function PlainTable<Row>({ caption, label, columns, rows }: PlainTableProps<Row>) {
  return (
    <table class="plain" aria-label={label}>
      <caption>{caption}</caption>
      <thead>
        <tr>
          {columns.map(({ title, isNumber }) => (
            <th key={title} scope="col" class={isNumber ? 'number' : undefined}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, nth) => (
          <tr key={nth}>
            {columns.map(({ title, isNumber, cell }, index) =>
              index === 0 ? (
                <th key={title} scope="row">
                  {cell(row)}
                </th>
              ) : (
                <td key={title} class={isNumber ? 'number' : undefined}>
                  {cell(row)}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
