import { COMMON, OWNED, RELEASE } from './common.lua.js';
import { Script } from './script.js';

/**
 * Adds a record unless its id is known. A job's key is there as long as its id is: while it waits, while it is a dead
 * letter, and for its dedupe window.
 *
 * Who adds a record and has room for it claims it in the same step, as BullMQ's worker would in the next one: where no job
 * waits that would be before it, and the queue is not paused, and has no limits of its own.
 *
 * Arguments: owner, id, name, data, received at, how many replicas are waited for, token of the claim or nothing, its lease
 * in ms. Gives 1, 2 when it is claimed, 0 for a duplicate, or whose the queue is.
 */
export const ADD = new Script(`${COMMON}${OWNED}
local function limited()
  local limits = call('HMGET', base .. 'meta', 'paused', 'concurrency', 'max')
  return limits[1] or limits[2] or limits[3]
end

local other = owned(ARGV[1])
if other then return other end
local id = ARGV[2]
if call('EXISTS', base .. id) == 1 then
  -- A write for the sake of it: replicas that have it have the record as well.
  if ARGV[6] ~= '0' then call('HSET', base .. 'meta', 'tencent-chat', ARGV[1]) end
  return 0
end
call('HSET', base .. id, 'name', ARGV[3], 'data', ARGV[4], 'opts', '{}', 'timestamp', ARGV[5], 'delay', 0, 'priority', 0)
call('ZADD', base .. 'pending', ARGV[5], id)
if ARGV[7] ~= '' and call('LLEN', base .. 'wait') == 0 and not limited() then
  call('HSET', base .. id, 'ats', 1, 'processedOn', now())
  call('SET', base .. id .. ':lock', ARGV[7], 'PX', ARGV[8])
  call('LPUSH', base .. 'active', id)
  return 2
end
call('LPUSH', base .. 'wait', id)
wake()
return 1`);

/** Arguments: the claim's, and for how long the id is remembered, in ms. Gives 1, or 0 when the claim was lost. */
export const COMPLETE = new Script(`${COMMON}${RELEASE}
local released = release()
if released ~= 1 then return math.min(released, 1) end
call('DEL', job)
call('ZREM', base .. 'pending', id)
if ARGV[5] ~= '0' then
  call('HSET', job, 'by', token)
  call('PEXPIRE', job, ARGV[5])
end
return 1`);

/** Arguments: the claim's, due at, delay, progress. Gives 1, or 0 when the claim was lost. */
export const RESCHEDULE = new Script(`${COMMON}${RELEASE}
local released = release()
if released ~= 1 then return math.min(released, 1) end
call('HSET', job, 'by', token, 'delay', ARGV[6], 'progress', ARGV[7])
call('HINCRBY', job, 'atm', 1)
if ARGV[6] == '0' then
  call('LPUSH', base .. 'wait', id)
  wake()
else
  call('ZADD', base .. 'delayed', ARGV[5] * 4096, id)
  local first = call('ZRANGE', base .. 'delayed', 0, 0, 'WITHSCORES')
  call('ZADD', base .. 'marker', first[2] / 4096, '1')
end
return 1`);

/** Gives a claim back as it was. Arguments: the claim's. */
export const GIVE_BACK = new Script(`${COMMON}${RELEASE}
if release() ~= 1 then return 0 end
call('HSET', job, 'by', token)
call('RPUSH', base .. 'wait', id)
wake()
return 1`);

/** Writes how far a claim has come, and keeps it. Arguments: the claim's, progress. */
export const SAVE = new Script(`${COMMON}${RELEASE}
if not holds() then return 0 end
call('HSET', job, 'progress', ARGV[5])
return 1`);
