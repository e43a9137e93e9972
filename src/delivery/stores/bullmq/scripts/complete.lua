-- Completes a claim, and keeps the id for its dedupe window.
--   ARGV[5] dedupe window in ms
-- Returns 1, or 0 if the claim was lost.
--- @include "includes/queue"
--- @include "includes/claim"

local ended = endClaim()
if ended ~= 1 then return math.min(ended, 1) end
call('DEL', job)
call('ZREM', base .. 'pending', id)
if ARGV[5] ~= '0' then
  call('HSET', job, 'by', token)
  call('PEXPIRE', job, ARGV[5])
end
return 1
