-- Finds a dead letter.
--   ARGV[1] id
-- Returns its data, its death and when it died, or nil if no dead letter has the id.
--- @include "../includes/queue"

if not call('ZSCORE', base .. 'failed', ARGV[1]) then return nil end
return call('HMGET', base .. ARGV[1], 'data', 'death', 'finishedOn')
