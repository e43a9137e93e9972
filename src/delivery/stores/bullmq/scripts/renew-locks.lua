-- Renews the locks of claims. If a lock expired while Redis was away, and no other worker got the job, the script sets the
-- lock again.
--   ARGV[1] lease in ms
--   ARGV[2…] for each claim its id, its token, how often the job was claimed, and how often it stalled
-- Returns the tokens of the claims that were lost. A job that is gone is not among them: no other worker has it, because
-- Redis forgot it in a crash, so its handlers are called here or nowhere.
--- @include "includes/queue"

local lost = {}
for nth = 2, #ARGV, 4 do
  local id, token, started, stalled = ARGV[nth], ARGV[nth + 1], ARGV[nth + 2], ARGV[nth + 3]
  local lock = call('GET', base .. id .. ':lock')
  if lock == token then
    call('PEXPIRE', base .. id .. ':lock', ARGV[1])
  else
    local seen = call('HMGET', base .. id, 'ats', 'stc', 'by')
    if not lock and seen[1] == started and (seen[2] or '0') == stalled and seen[3] ~= token then
      -- A write that frees memory comes first, so that a full Redis accepts the lock.
      call('DEL', base .. id .. ':lock')
      call('SET', base .. id .. ':lock', token, 'PX', ARGV[1])
    elseif lock or seen[1] or seen[3] then
      lost[#lost + 1] = token
    end
  end
end
return lost
