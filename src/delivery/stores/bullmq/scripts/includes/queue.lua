-- The keys of a BullMQ queue: lists and sorted sets of job ids, a hash for each job, and `<id>:lock` for each claimed job.
-- This package adds `pending`, a sorted set of the pending ids by the time of receipt, and `watch`, the time of the last
-- maintenance.
--   KEYS[1] prefix of the names of all keys
--   KEYS[2] `meta`: the script only declares it, see `keysOf`
local base = KEYS[1]
local call = redis.call

local function now()
  local time = call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

-- Returns the time in ms with fractions, so that ids keep their order in a sorted set.
local function preciseNow()
  local time = call('TIME')
  return time[1] * 1000 + time[2] / 1000
end

-- Wakes a worker of BullMQ that waits for a job.
local function wake()
  if call('HEXISTS', base .. 'meta', 'paused') == 0 then call('ZADD', base .. 'marker', 0, '0') end
end
