-- Adds a record as a dead letter, unless its id is known.
--   ARGV[1] owner
--   ARGV[2] id
--   ARGV[3] name of the job
--   ARGV[4] data of the job
--   ARGV[5] time of receipt
--   ARGV[6] summary: the record without its body
--   ARGV[7] death
--   ARGV[8] error
--   ARGV[9] how many dead letters are kept
--   ARGV[10] for how long a dead letter is kept, in ms
-- Returns 1, or 0 if the id is known, and how many dead letters were too many and too old; or another owner of the queue.
--- @include "../includes/queue"
--- @include "../includes/owner"
--- @include "../includes/prune"

local other = owned(ARGV[1])
if other then return other end
local id = ARGV[2]
if call('EXISTS', base .. id) == 1 then return { 0, 0, 0 } end
local time = preciseNow()
call('HSET', base .. id, 'name', ARGV[3], 'data', ARGV[4], 'opts', '{}', 'timestamp', ARGV[5], 'delay', 0, 'priority', 0,
  'summary', ARGV[6], 'death', ARGV[7], 'failedReason', ARGV[8], 'finishedOn', math.floor(time))
call('ZADD', base .. 'failed', time, id)
local pruned = prune(ARGV[9], ARGV[10])
return { 1, pruned[1], pruned[2] }
