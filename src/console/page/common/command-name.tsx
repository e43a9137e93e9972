import { Fragment } from 'preact';

/** A command with the id of its callback. A long word breaks at its dots and capitals. */
export function CommandName({ command, id }: { command: string; id: string }) {
  return (
    <>
      <span class="name">
        {command.split(/(?<=\.)|(?<=[a-z])(?=[A-Z])/).map((part, nth) => (
          <Fragment key={nth}>
            {nth > 0 && <wbr />}
            {part}
          </Fragment>
        ))}
      </span>
      <span class="id">{id}</span>
    </>
  );
}
