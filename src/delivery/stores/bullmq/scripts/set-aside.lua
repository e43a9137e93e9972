-- Moves a job that is no callback to the failed jobs.
--   ARGV[5] reason
-- Returns 1, or 0 if the claim was lost or was ended before.
--- @include "includes/queue"
--- @include "includes/claim"

if endClaim() ~= 1 then return 0 end
local time = preciseNow()
call('HSET', job, 'by', token, 'failedReason', ARGV[5], 'finishedOn', math.floor(time))
call('ZADD', base .. 'failed', time, id)
return 1
