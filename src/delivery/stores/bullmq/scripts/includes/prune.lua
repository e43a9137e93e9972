local function drop(ids)
  for _, dropped in ipairs(ids) do
    call('DEL', base .. dropped)
    call('ZREM', base .. 'failed', dropped)
  end
  return #ids
end

-- Drops up to 1000 dead letters that are too old, and up to 1000 that are too many. Returns how many were too many, and how
-- many were too old.
local function prune(max, maxAgeMs)
  local oldest = string.format('(%d', now() - maxAgeMs)
  local aged = drop(call('ZRANGEBYSCORE', base .. 'failed', '-inf', oldest, 'LIMIT', 0, 1000))
  local over = math.min(1000, call('ZCARD', base .. 'failed') - max)
  if over <= 0 then return { 0, aged } end
  return { drop(call('ZRANGE', base .. 'failed', 0, over - 1)), aged }
end
