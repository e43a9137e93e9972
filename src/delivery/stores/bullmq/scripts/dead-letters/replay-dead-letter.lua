-- Makes a dead letter wait for a worker again.
--   ARGV[1] id
--   ARGV[2] progress
-- Returns 1, or 0 if no dead letter has the id.
--- @include "../includes/queue"

local id = ARGV[1]
local received = call('HGET', base .. id, 'timestamp')
if not received or call('ZREM', base .. 'failed', id) == 0 then return 0 end
call('HDEL', base .. id, 'summary', 'death', 'failedReason', 'finishedOn', 'atm', 'stc')
call('HSET', base .. id, 'progress', ARGV[2])
call('ZADD', base .. 'pending', received, id)
call('LPUSH', base .. 'wait', id)
wake()
return 1
