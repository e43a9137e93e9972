-- Makes a dead letter of a claim: a failed job, which a tool of BullMQ can retry as well.
--   ARGV[5] progress of a retry
--   ARGV[6] summary: the record without its body
--   ARGV[7] death
--   ARGV[8] error
--   ARGV[9] attempts
--   ARGV[10] how many dead letters are kept
--   ARGV[11] for how long a dead letter is kept, in ms
-- Returns 1, or 0 if the claim was lost, and how many dead letters were too many and too old.
--- @include "../includes/queue"
--- @include "../includes/claim"
--- @include "../includes/prune"

local ended = endClaim()
if ended ~= 1 then return { math.min(ended, 1), 0, 0 } end
local time = preciseNow()
call('HSET', job, 'by', token, 'progress', ARGV[5], 'summary', ARGV[6], 'death', ARGV[7], 'failedReason', ARGV[8],
  'atm', ARGV[9], 'finishedOn', math.floor(time))
call('ZREM', base .. 'pending', id)
call('ZADD', base .. 'failed', time, id)
local pruned = prune(ARGV[10], ARGV[11])
return { 1, pruned[1], pruned[2] }
