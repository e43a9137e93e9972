-- Claims jobs, in the order in which a worker of BullMQ takes them. The first write of each frees memory, so that a full
-- Redis can be drained.
--   ARGV[1] owner
--   ARGV[2] how many jobs at most
--   ARGV[3] token: the one of the nth job is `<token>:<n>`
--   ARGV[4] lease of the claims in ms
-- Returns in how many ms to claim again at the latest, or '' if that is not known, and for each job its id, its token, how
-- often it was claimed, how often it stalled, its data and its progress; or another owner of the queue.
--- @include "includes/queue"
--- @include "includes/owner"

-- Larger claims would block Redis for long.
local MAX_BYTES = 1024 * 1024

local other = owned(ARGV[1])
if other then return other end
local time = now()
for _, id in ipairs(call('ZRANGEBYSCORE', base .. 'delayed', 0, (time + 1) * 4096 - 1, 'LIMIT', 0, 1000)) do
  call('ZREM', base .. 'delayed', id)
  call('LPUSH', base .. 'wait', id)
  if call('EXISTS', base .. id) == 1 then call('HSET', base .. id, 'delay', 0) end
end

local limits = call('HMGET', base .. 'meta', 'paused', 'concurrency', 'max', 'duration')
local room = tonumber(ARGV[2])
local again = ''
if limits[1] then room = 0 end
if limits[2] then room = math.min(room, limits[2] - call('LLEN', base .. 'active')) end
if limits[3] then
  room = math.min(room, limits[3] - (call('GET', base .. 'limiter') or 0))
  if room <= 0 then again = call('PTTL', base .. 'limiter') end
end

local claimed, bytes = {}, 0
while #claimed < room and bytes < MAX_BYTES do
  local id = call('RPOP', base .. 'wait') or call('ZPOPMIN', base .. 'prioritized')[1]
  if not id then break end
  local job = base .. id
  local seen = call('HMGET', job, 'stc', 'data', 'progress')
  -- A tool of BullMQ can have removed the job.
  if seen[2] then
    local token = ARGV[3] .. ':' .. #claimed
    call('LPUSH', base .. 'active', id)
    call('SET', job .. ':lock', token, 'PX', ARGV[4])
    call('HSET', job, 'processedOn', time)
    claimed[#claimed + 1] = { id, token, call('HINCRBY', job, 'ats', 1), seen[1] or 0, seen[2], seen[3] or '' }
    bytes = bytes + #seen[2]
  end
end
if limits[3] and #claimed > 0 and call('INCRBY', base .. 'limiter', #claimed) == #claimed then
  call('PEXPIRE', base .. 'limiter', limits[4])
end
if #claimed > 0 and call('LLEN', base .. 'wait') > 0 then wake() end
local first = call('ZRANGE', base .. 'delayed', 0, 0, 'WITHSCORES')
if again == '' and first[2] then again = math.ceil(first[2] / 4096 - time) end
return { again, claimed }
