-- Adds records, except those with a known id: an id is known while the job waits, while it is a dead letter, and during its
-- dedupe window.
--
-- If the caller has room for a record, the script claims it in the same step. It does not claim the record if an earlier job
-- waits, or if the queue is paused or has limits.
--   ARGV[1] owner
--   ARGV[2] how many replicas the caller waits for
--   ARGV[3] lease of the claims in ms
--   ARGV[4…] for each record the id, the name and the data of the job, the time of receipt, and the token of the claim, or ''
--     for no claim
-- Returns for each record 2 if it was added and claimed, 1 if it was added, 0 if it is a duplicate; or another owner of the
-- queue.
--- @include "includes/queue"
--- @include "includes/owner"

local other = owned(ARGV[1])
if other then return other end
local time = now()
local limits = call('HMGET', base .. 'meta', 'paused', 'concurrency', 'max')
local claims = not (limits[1] or limits[2] or limits[3]) and call('LLEN', base .. 'wait') == 0
local waits, known = false, false

local function add(id, name, data, received, token)
  local job = base .. id
  if call('EXISTS', job) == 1 then
    known = true
    return 0
  end
  if token == '' or not claims then
    call('HSET', job, 'name', name, 'data', data, 'opts', '{}', 'timestamp', received, 'delay', 0, 'priority', 0)
    call('ZADD', base .. 'pending', received, id)
    call('LPUSH', base .. 'wait', id)
    claims, waits = false, true
    return 1
  end
  call('HSET', job, 'name', name, 'data', data, 'opts', '{}', 'timestamp', received, 'delay', 0, 'priority', 0,
    'ats', 1, 'processedOn', time)
  call('ZADD', base .. 'pending', received, id)
  call('SET', job .. ':lock', token, 'PX', ARGV[3])
  call('LPUSH', base .. 'active', id)
  return 2
end

local replies = {}
for nth = 4, #ARGV, 5 do
  replies[#replies + 1] = add(ARGV[nth], ARGV[nth + 1], ARGV[nth + 2], ARGV[nth + 3], ARGV[nth + 4])
end
if waits then wake() end
-- This write changes nothing. Once the replicas have it, they have the records of the duplicates as well.
if known and ARGV[2] ~= '0' then call('HSET', base .. 'meta', 'tencent-chat', ARGV[1]) end
return replies
