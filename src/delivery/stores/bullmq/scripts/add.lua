-- Adds a record, unless its id is known: while the job waits, while it is a dead letter, and during its dedupe window.
--
-- If the caller has room for the record, the script claims it in the same step, as BullMQ's worker would in the next one.
-- It does not claim the record if an earlier job waits, or if the queue is paused or has limits.
--   ARGV[1] owner
--   ARGV[2] id
--   ARGV[3] name of the job
--   ARGV[4] data of the job
--   ARGV[5] time of receipt
--   ARGV[6] how many replicas the caller waits for
--   ARGV[7] token of the claim, or '' for none
--   ARGV[8] lease of the claim in ms
-- Returns 2 if the record was added and claimed, 1 if it was added, 0 if it is a duplicate, or another owner of the queue.
--- @include "includes/queue"
--- @include "includes/owner"

local function limited()
  local limits = call('HMGET', base .. 'meta', 'paused', 'concurrency', 'max')
  return limits[1] or limits[2] or limits[3]
end

local other = owned(ARGV[1])
if other then return other end
local id = ARGV[2]
if call('EXISTS', base .. id) == 1 then
  -- This write changes nothing. Once the replicas have it, they have the record as well.
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
return 1
