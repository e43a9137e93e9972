import type { QuotaDayOverview } from '../../api/console-api.js';
import { count, integer, percent, second } from '../common/format.js';

/** The operators with the most creations of the day. */
export function OperatorTable({ day: { operators } }: { day: QuotaDayOverview }) {
  if (operators.length === 0) return null;
  return (
    <table class="plain">
      <caption>Created by</caption>
      <thead>
        <tr>
          <th scope="col">Operator</th>
          <th scope="col" class="number">
            Groups
          </th>
          <th scope="col" class="number">
            Of the day
          </th>
          <th scope="col" class="number">
            Last hour
          </th>
        </tr>
      </thead>
      <tbody>
        {operators.map(({ account, created, net, share, shareOfHour }) => (
          <tr key={account}>
            <th scope="row" title={`${count(net, 'group')} of them still there`}>
              {account}
            </th>
            <td class="number">{integer(created)}</td>
            <td class="number">{percent(share)}</td>
            <td class="number">{percent(shareOfHour)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Says when the counts are not complete, or when nothing is counted at all. */
export function Completeness({ day }: { day: QuotaDayOverview }) {
  const { missing, coverage, counted } = day;
  if (missing !== null && coverage !== null) {
    return (
      <p role="status">
        {count(missing.groups, 'new group')} since {second(missing.since)} did not arrive here:{' '}
        {percent(coverage)} of what Chat reports was counted. Check that the callbacks after a group was
        created and dissolved are switched on, and that all instances share a durable delivery.
      </p>
    );
  }
  if (counted !== null) return null;
  return (
    <p class="muted">
      Switch on the callbacks after a group was created and dissolved in Chat’s console, and this page shows
      who creates the groups.
    </p>
  );
}
