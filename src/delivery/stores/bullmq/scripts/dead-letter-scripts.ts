import { COMMON, OWNED, PRUNE, RELEASE } from './common.lua.js';
import { Script } from './script.js';

/**
 * Makes a dead letter of a claim: a failed job of BullMQ's, ready to be replayed by a tool of BullMQ's as well.
 *
 * Arguments: the claim's, progress of a replay, death, error, attempts, limits. Gives how it went, and how many were
 * dropped because there are too many, or they are too old.
 */
export const GIVE_UP = new Script(`${COMMON}${RELEASE}${PRUNE}
local released = release()
if released ~= 1 then return { math.min(released, 1), 0, 0 } end
local time = preciseNow()
call('HSET', job, 'by', token, 'progress', ARGV[5], 'death', ARGV[6], 'failedReason', ARGV[7], 'atm', ARGV[8],
  'finishedOn', math.floor(time))
call('ZREM', base .. 'pending', id)
call('ZADD', base .. 'failed', time, id)
local pruned = prune(ARGV[9], ARGV[10])
return { 1, pruned[1], pruned[2] }`);

/**
 * Keeps a record as a dead letter unless its id is known.
 *
 * Arguments: owner, id, name, data, received at, death, error, limits. Gives as `GIVE_UP` does, or whose the queue is.
 */
export const KEEP_DEAD = new Script(`${COMMON}${OWNED}${PRUNE}
local other = owned(ARGV[1])
if other then return other end
local id = ARGV[2]
if call('EXISTS', base .. id) == 1 then return { 0, 0, 0 } end
local time = preciseNow()
call('HSET', base .. id, 'name', ARGV[3], 'data', ARGV[4], 'opts', '{}', 'timestamp', ARGV[5], 'delay', 0, 'priority', 0,
  'death', ARGV[6], 'failedReason', ARGV[7], 'finishedOn', math.floor(time))
call('ZADD', base .. 'failed', time, id)
local pruned = prune(ARGV[8], ARGV[9])
return { 1, pruned[1], pruned[2] }`);

/** Arguments: id, progress. Gives 1, or 0 when there is no such dead letter. */
export const REPLAY = new Script(`${COMMON}
local id = ARGV[1]
local received = call('HGET', base .. id, 'timestamp')
if not received or call('ZREM', base .. 'failed', id) == 0 then return 0 end
call('HDEL', base .. id, 'death', 'failedReason', 'finishedOn', 'atm', 'stc')
call('HSET', base .. id, 'progress', ARGV[2])
call('ZADD', base .. 'pending', received, id)
call('LPUSH', base .. 'wait', id)
wake()
return 1`);

/** Arguments: id. Gives 1, or 0 when there is no such dead letter. */
export const DISCARD = new Script(`${COMMON}
if call('ZREM', base .. 'failed', ARGV[1]) == 0 then return 0 end
call('DEL', base .. ARGV[1])
return 1`);

/** Arguments: id. Gives data, death and time of death, or nothing. */
export const FIND = new Script(`${COMMON}
if not call('ZSCORE', base .. 'failed', ARGV[1]) then return nil end
return call('HMGET', base .. ARGV[1], 'data', 'death', 'finishedOn')`);

/**
 * Arguments: how many, the id to begin behind or nothing. Gives data, death and time of death of each, or nothing where
 * there is no such id. Jobs that failed in another way than ours are passed over.
 */
export const LIST = new Script(`${COMMON}
local limit = tonumber(ARGV[1])
local from = 0
if ARGV[2] ~= '' then
  local rank = call('ZRANK', base .. 'failed', ARGV[2])
  if not rank then return nil end
  from = rank + 1
end
local listed = {}
while #listed < limit do
  local ids = call('ZRANGE', base .. 'failed', from, from + limit - #listed - 1)
  if #ids == 0 then break end
  for _, id in ipairs(ids) do
    local dead = call('HMGET', base .. id, 'data', 'death', 'finishedOn')
    if dead[2] then listed[#listed + 1] = dead end
  end
  from = from + #ids
end
return listed`);

/** Sets a job aside that is none of ours. Arguments: the claim's, why. */
export const SET_ASIDE = new Script(`${COMMON}${RELEASE}
if release() ~= 1 then return 0 end
local time = preciseNow()
call('HSET', job, 'by', token, 'failedReason', ARGV[5], 'finishedOn', math.floor(time))
call('ZADD', base .. 'failed', time, id)
return 1`);
