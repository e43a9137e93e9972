-- Appends a value to a shared log, unless the log has its id. The log is one hash: `n` is the number of its values, `e<nth>` is a
-- value, and `i<id>` marks an id.
--   KEYS[1] key of the log
--   ARGV[1] id
--   ARGV[2] value
--   ARGV[3] for how long the log is kept, in ms
-- Returns 1, or 0 if the log has the id.
if redis.call('HSETNX', KEYS[1], 'i' .. ARGV[1], 1) == 0 then return 0 end
local nth = redis.call('HINCRBY', KEYS[1], 'n', 1)
redis.call('HSET', KEYS[1], 'e' .. nth, ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1
