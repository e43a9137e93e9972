-- Deletes a dead letter and its id.
--   ARGV[1] id
-- Returns 1, or 0 if no dead letter has the id.
--- @include "../includes/queue"

if call('ZREM', base .. 'failed', ARGV[1]) == 0 then return 0 end
call('DEL', base .. ARGV[1])
return 1
