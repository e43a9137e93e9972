-- Returns how many jobs are pending, how many are dead, and when the oldest pending one was received, if there is one.
--- @include "includes/queue"

local pending = 0
for _, name in ipairs({ 'wait', 'active', 'paused' }) do pending = pending + call('LLEN', base .. name) end
for _, name in ipairs({ 'delayed', 'prioritized' }) do pending = pending + call('ZCARD', base .. name) end
local dead = call('ZCARD', base .. 'failed')
-- BullMQ's tools can remove jobs, but do not know of this set.
for _ = 1, 1000 do
  local oldest = call('ZRANGE', base .. 'pending', 0, 0, 'WITHSCORES')
  if #oldest == 0 then break end
  local exists = call('HEXISTS', base .. oldest[1], 'data') == 1
  if exists and not call('ZSCORE', base .. 'failed', oldest[1]) then return { pending, dead, oldest[2] } end
  call('ZREM', base .. 'pending', oldest[1])
end
return { pending, dead }
