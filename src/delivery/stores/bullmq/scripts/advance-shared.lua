-- Keeps a shared value, unless Redis has a value with the same or a later order.
--   KEYS[1] key of the value
--   ARGV[1] order
--   ARGV[2] value
--   ARGV[3] for how long the value is kept, in ms
-- Returns 1, or 0 if the value was not kept.
local order = redis.call('HGET', KEYS[1], 'order')
if order and tonumber(order) >= tonumber(ARGV[1]) then return 0 end
redis.call('HSET', KEYS[1], 'order', ARGV[1], 'value', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1
