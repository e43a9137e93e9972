-- Lists dead letters, the oldest first. The list leaves out jobs that failed for other reasons.
--   ARGV[1] how many at most
--   ARGV[2] id after which the list starts, or ''
-- Returns id, summary, death and time of death of each, or nil if no failed job has the id.
--- @include "../includes/queue"

local limit = tonumber(ARGV[1])
local from = 0
if ARGV[2] ~= '' then
  local rank = call('ZRANK', base .. 'failed', ARGV[2])
  if not rank then return nil end
  from = rank + 1
end
local listed = {}
while #listed < limit do
  local ids = call('ZRANGE', base .. 'failed', from, from + limit - #listed - 1)
  if #ids == 0 then break end
  for _, id in ipairs(ids) do
    local dead = call('HMGET', base .. id, 'summary', 'death', 'finishedOn')
    if dead[1] then listed[#listed + 1] = { id, dead[1], dead[2], dead[3] } end
  end
  from = from + #ids
end
return listed
