import { NOW, PENDING } from './conditions.js';

/**
 * Returns the statements of a group commit, which write all that came during the commit before: results of claims ($3 to $7) and new
 * records ($8 to $11). $1 is the registration, $2 the holder. One of them also claims records that are due.
 */
export function writeStatements(callback: string, holder: string) {
  // The fence: a process that takes over the claims of a holder deletes its row, and waits for the statements that read it.
  const me = `me as materialized (select holder from ${holder} where holder = $2 for key share)`;
  // A result is found through the primary key whatever the planner believes of the table: it cannot turn a lateral subquery with a limit
  // into a join, which on a fresh table would read all of it.
  const written = `with ${me}, t as materialized (select ${NOW} as now),
mine as materialized (
  select f.at, u.* from unnest($3::text[], $4::bigint[], $5::bigint[], $6::text[], $7::text[])
    as u(id, known_ms, delay_ms, progress, death), me cross join lateral (
      select c.ctid as at from ${callback} c
      where c.reg = $1 and c.id = u.id and c.holder + 0 = $2 and ${PENDING} limit 1 for update) f),
written as (
  update ${callback} c set
    record = case when mine.known_ms is null then c.record end,
    known_until = t.now + mine.known_ms,
    due_at = t.now + mine.delay_ms,
    holder = case when mine.delay_ms is null then c.holder end,
    died_at = case when mine.death is not null then t.now end,
    death = mine.death, progress = mine.progress, crashed = false
  from mine, t where c.ctid = mine.at returning c.id),
added as (
  insert into ${callback} as c (reg, id, holder, due_at, added_at, received_at, record)
  select $1, u.id, case when u.mine then $2 end, case when not u.mine then t.now end, t.now, u.received_at, u.record
  from unnest($8::text[], $9::bool[], $10::bigint[], $11::text[]) as u(id, mine, received_at, record), me, t
  on conflict (reg, id) do update set holder = excluded.holder, due_at = excluded.due_at, known_until = null, crashed = false,
    received_at = excluded.received_at, record = excluded.record, progress = null
  where c.known_until <= excluded.added_at
  returning c.id)`;

  // Suspects are due since -1, and come first; what was released is due since 0. All others are looked for from $13 on: the index keeps
  // what was claimed before while an older transaction is open. An addition may be committed 5 s after its time. The counts make it claim
  // after all other writes. Then it waits for no lock, so a process that waits for its claims cannot block it.
  const due = `urgent as materialized (
  select c.ctid as at, c.due_at from ${callback} c
  where c.reg = $1 and c.due_at <= 0 and exists (select from me)
    and (select count(*) from written) >= 0 and (select count(*) from added) >= 0
  order by c.due_at limit $12 for update of c skip locked),
timed as materialized (
  select c.ctid as at, c.due_at from ${callback} c
  where c.reg = $1 and c.due_at > 0 and c.due_at >= least($13, (select now from t) - 5000) and c.due_at <= (select now from t)
    and exists (select from me)
  order by c.due_at limit $12 - (select count(*) from urgent) for update of c skip locked),
due as (
  update ${callback} c set holder = $2, due_at = null
  from (select * from urgent union all select * from timed) found where c.ctid = found.at
  returning c.id, found.due_at::float8 as due_at, c.crashed, c.record, c.progress)`;

  return {
    write: `${written}
select null as id, 'held' as what from me
union all select id, 'written' from written union all select id, 'added' from added`,

    writeAndClaim: `${written},
${due}
select 'held' as what, null as id, null::float8 as due_at, null::boolean as crashed, null as record, null as progress from me
union all select 'written', id, null, null, null, null from written
union all select 'added', id, null, null, null, null from added
union all select 'due', due.* from due`,
  };
}
