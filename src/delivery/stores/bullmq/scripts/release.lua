-- Releases a claim without an attempt: the job is the next one that a worker claims.
-- Returns 1, or 0 if the claim was lost or was released before.
--- @include "includes/queue"
--- @include "includes/claim"

if endClaim() ~= 1 then return 0 end
call('HSET', job, 'by', token)
call('RPUSH', base .. 'wait', id)
wake()
return 1
