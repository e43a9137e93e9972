/**
 * What the scripts have in common. The keys are those of a BullMQ queue: its lists of ids, a hash for each job, and a lock
 * for each job that a worker has. Beside them are `<base>pending`, a sorted set of the ids by the time they were received,
 * and `<base>watch`, when locks were looked after.
 */
export const COMMON = `
local base = KEYS[1]
local call = redis.call

local function now()
  local time = call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

-- So precise that what dies later is later in the order, too.
local function preciseNow()
  local time = call('TIME')
  return time[1] * 1000 + time[2] / 1000
end

local function wake()
  if call('HEXISTS', base .. 'meta', 'paused') == 0 then call('ZADD', base .. 'marker', 0, '0') end
end
`;

/**
 * A queue belongs to one registration, and to one format of jobs: `owned` gives whose it is where it is another one's.
 * BullMQ's own jobs, which a release with another format has left, are another one's too.
 */
export const OWNED = `
local function owned(owner)
  local seen = call('HGET', base .. 'meta', 'tencent-chat')
  if seen == owner then return nil end
  if seen then return seen end
  for _, name in ipairs({ 'wait', 'active', 'delayed', 'paused', 'prioritized' }) do
    if call('EXISTS', base .. name) == 1 then return '1' end
  end
  call('HSET', base .. 'meta', 'tencent-chat', owner)
  return nil
end
`;

/**
 * `release` takes a job out of the hands of the worker that claimed it: if it still has it, by its lock, or where the
 * lock has expired and nobody else was given the job. The first thing it does frees memory: what follows is then done
 * on a full Redis as well. It gives 1 when it did so, 0 when the claim was lost, and 2 when the same was done before: the
 * reply was lost on the way, and the command was sent again.
 */
export const RELEASE = `
local id, token, started, stalled = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local job = base .. id

local function holds()
  local lock = call('GET', job .. ':lock')
  if lock then return lock == token end
  local seen = call('HMGET', job, 'ats', 'stc')
  return seen[1] == started and (seen[2] or '0') == stalled
end

local function release()
  if call('HGET', job, 'by') == token then return 2 end
  if not holds() then return 0 end
  call('DEL', job .. ':lock')
  return call('LREM', base .. 'active', -1, id)
end
`;

/** Drops dead letters: those over the greatest number, and those that are too old. */
export const PRUNE = `
local function drop(ids)
  for _, dropped in ipairs(ids) do
    call('DEL', base .. dropped)
    call('ZREM', base .. 'failed', dropped)
  end
  return #ids
end

local function prune(max, maxAgeMs)
  local oldest = string.format('(%d', now() - maxAgeMs)
  local aged = drop(call('ZRANGEBYSCORE', base .. 'failed', '-inf', oldest, 'LIMIT', 0, 1000))
  local over = math.min(1000, call('ZCARD', base .. 'failed') - max)
  if over <= 0 then return { 0, aged } end
  return { drop(call('ZRANGE', base .. 'failed', 0, over - 1)), aged }
end
`;
