-- Maintains the queue; any process that uses it does so now and then. The script makes the claims of crashed workers wait
-- again, marked as stalled, as well as jobs that no list holds. It prunes the dead letters and BullMQ's stream of events.
--
-- After a long pause Redis was probably away. Then the script first gives the workers time to renew their locks.
--   ARGV[1] owner
--   ARGV[2] how many dead letters are kept
--   ARGV[3] for how long a dead letter is kept, in ms
--   ARGV[4] shortest interval in ms: if the last maintenance is more recent, the script does nothing
--   ARGV[5] interval that counts as a long pause, in ms
--   ARGV[6] time to renew locks after a long pause, in ms
-- Returns how many claims had stalled and how many dead letters were too many and too old, or another owner of the queue.
--- @include "includes/queue"
--- @include "includes/owner"
--- @include "includes/prune"
--- @include "includes/restore"

local other = owned(ARGV[1])
if other then return other end
local time = now()
local seen = call('HMGET', base .. 'watch', 'at', 'patience')
local since = time - (tonumber(seen[1]) or 0)
if since >= 0 and since < tonumber(ARGV[4]) then return { 0, 0, 0 } end
local pruned = prune(ARGV[2], ARGV[3])
call('XTRIM', base .. 'events', 'MAXLEN', '~', 1000)
local patience = tonumber(seen[2]) or 0
if seen[1] and since > tonumber(ARGV[5]) then patience = time + ARGV[6] end
call('HSET', base .. 'watch', 'at', time, 'patience', patience)
local stalled = 0
if time >= patience then
  for _, id in ipairs(call('LRANGE', base .. 'active', 0, -1)) do
    if call('EXISTS', base .. id .. ':lock') == 0 then
      call('LREM', base .. 'active', -1, id)
      if call('EXISTS', base .. id) == 1 then
        call('HINCRBY', base .. id, 'stc', 1)
        call('RPUSH', base .. 'wait', id)
        stalled = stalled + 1
      end
    end
  end
  if stalled > 0 then wake() end
  restore()
end
return { stalled, pruned[1], pruned[2] }
