-- Ends a claim and schedules another attempt.
--   ARGV[5] delay in ms
--   ARGV[6] progress
-- Returns 1, or 0 if the claim was lost.
--- @include "includes/queue"
--- @include "includes/claim"

local ended = endClaim()
if ended ~= 1 then return math.min(ended, 1) end
call('HSET', job, 'by', token, 'delay', ARGV[5], 'progress', ARGV[6])
call('HINCRBY', job, 'atm', 1)
if ARGV[5] == '0' then
  call('LPUSH', base .. 'wait', id)
  wake()
else
  -- BullMQ's scores of delayed jobs leave 12 bits for their order within a millisecond.
  call('ZADD', base .. 'delayed', (now() + ARGV[5]) * 4096, id)
  local first = call('ZRANGE', base .. 'delayed', 0, 0, 'WITHSCORES')
  call('ZADD', base .. 'marker', first[2] / 4096, '1')
end
return 1
