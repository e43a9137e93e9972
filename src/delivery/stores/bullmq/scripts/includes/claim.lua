-- A claim, as its worker knows it.
--   ARGV[1] id of the job
--   ARGV[2] token of the claim
--   ARGV[3] how often the job was claimed
--   ARGV[4] how often it stalled
local id, token, started, stalled, job

-- Reads the claim whose arguments begin at a position.
local function readClaim(first)
  id, token, started, stalled = unpack(ARGV, first, first + 3)
  job = base .. id
end
readClaim(1)

-- Returns whether the worker still has the job: it has the lock, or the lock expired and no other worker got the job.
local function holds()
  local lock = call('GET', job .. ':lock')
  if lock then return lock == token end
  local seen = call('HMGET', job, 'ats', 'stc')
  return seen[1] == started and (seen[2] or '0') == stalled
end

-- Ends the claim. Returns 1, or 0 if the claim was lost, or 2 if an earlier call did the same: ioredis sends a command again
-- if its reply was lost. The first write frees memory, so that a full Redis accepts the following ones.
local function endClaim()
  if call('HGET', job, 'by') == token then return 2 end
  if not holds() then return 0 end
  call('DEL', job .. ':lock')
  return call('LREM', base .. 'active', -1, id)
end
