-- Saves the progress of a claim and keeps the claim.
--   ARGV[5] progress
-- Returns 1, or 0 if the claim was lost.
--- @include "includes/queue"
--- @include "includes/claim"

if not holds() then return 0 end
-- A write that frees memory comes first, so that a full Redis accepts the progress: only the results end its shortage.
call('HDEL', job, 'progress')
call('HSET', job, 'progress', ARGV[5])
return 1
