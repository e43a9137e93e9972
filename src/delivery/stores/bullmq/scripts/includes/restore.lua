-- Makes pending jobs that no list holds wait again: when a queue is paused or resumed, BullMQ 5 renames one list to another,
-- and forgets what the other one held. It reads all ids only if their number shows that some are missing.
local function restore()
  local held = 0
  for _, name in ipairs({ 'wait', 'active', 'paused' }) do held = held + call('LLEN', base .. name) end
  for _, name in ipairs({ 'delayed', 'prioritized' }) do held = held + call('ZCARD', base .. name) end
  if call('ZCARD', base .. 'pending') <= held then return end
  local known = {}
  local function know(ids)
    for _, id in ipairs(ids) do known[id] = true end
  end
  for _, name in ipairs({ 'wait', 'active', 'paused' }) do know(call('LRANGE', base .. name, 0, -1)) end
  for _, name in ipairs({ 'delayed', 'prioritized' }) do know(call('ZRANGE', base .. name, 0, -1)) end
  for _, id in ipairs(call('ZRANGE', base .. 'pending', 0, -1)) do
    if not known[id] then
      if call('HEXISTS', base .. id, 'data') == 1 and not call('ZSCORE', base .. 'failed', id) then
        call('LPUSH', base .. 'wait', id)
      else
        call('ZREM', base .. 'pending', id)
      end
    end
  end
  wake()
end
