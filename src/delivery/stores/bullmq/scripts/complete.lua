-- Completes claims, and keeps each id for its dedupe window.
--   ARGV for each claim: the arguments of a claim, and the dedupe window in ms
-- Returns for each claim 1, or 0 if it was lost.
--- @include "includes/queue"
--- @include "includes/claim"

local function complete(dedupeMs)
  local ended = endClaim()
  if ended ~= 1 then return math.min(ended, 1) end
  call('DEL', job)
  call('ZREM', base .. 'pending', id)
  if dedupeMs ~= '0' then
    call('HSET', job, 'by', token)
    call('PEXPIRE', job, dedupeMs)
  end
  return 1
end

local replies = {}
for nth = 1, #ARGV, 5 do
  readClaim(nth)
  replies[#replies + 1] = complete(ARGV[nth + 4])
end
return replies
