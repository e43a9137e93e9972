-- A queue has one owner: a registration and a format of jobs. `owned` takes a new queue, and returns the owner if it is
-- another one. A queue that contains jobs but names no owner belongs to a release with format 1.
local function owned(owner)
  local seen = call('HGET', base .. 'meta', 'tencent-chat')
  if seen == owner then return nil end
  if seen then return seen end
  for _, name in ipairs({ 'wait', 'active', 'delayed', 'paused', 'prioritized' }) do
    if call('EXISTS', base .. name) == 1 then return '1' end
  end
  call('HSET', base .. 'meta', 'tencent-chat', owner)
  return nil
end
