import { COMMON, OWNED, PRUNE } from './common.lua.js';
import { Script } from './script.js';

/**
 * Arguments: lease in ms, and for each claim its id, token, how often it was started and had stalled. A lock that has
 * expired, because Redis was away, is set anew where nobody else was given the job. Gives the ids of claims that are lost.
 */
export const RENEW_LOCKS = new Script(`${COMMON}
local lost = {}
for nth = 2, #ARGV, 4 do
  local id, token, started, stalled = ARGV[nth], ARGV[nth + 1], ARGV[nth + 2], ARGV[nth + 3]
  local lock = call('GET', base .. id .. ':lock')
  if lock == token then
    call('PEXPIRE', base .. id .. ':lock', ARGV[1])
  else
    local seen = call('HMGET', base .. id, 'ats', 'stc', 'by')
    if not lock and seen[1] == started and (seen[2] or '0') == stalled and seen[3] ~= token then
      call('DEL', base .. id .. ':lock')
      call('SET', base .. id .. ':lock', token, 'PX', ARGV[1])
    else
      lost[#lost + 1] = id
    end
  end
end
return lost`);

/**
 * What anybody who uses the queue does now and then: claims of workers that died wait again, marked as stalled; dead
 * letters are pruned; BullMQ's stream of events is kept short. When nobody has looked for a while, Redis was away, and
 * the workers are given time to renew their locks first.
 *
 * Arguments: owner, limits, how often in ms, the pause that is a long one, the time to renew locks. Gives how many claims
 * had stalled, and how many dead letters were dropped because of their number and of their age; or whose the queue is.
 */
export const LOOK_AFTER = new Script(`${COMMON}${OWNED}${PRUNE}
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
end
return { stalled, pruned[1], pruned[2] }`);

/** Gives how many are pending and dead, and when the oldest pending one was received. Takes no arguments. */
export const STATS = new Script(`${COMMON}
local pending = 0
for _, name in ipairs({ 'wait', 'active', 'paused' }) do pending = pending + call('LLEN', base .. name) end
for _, name in ipairs({ 'delayed', 'prioritized' }) do pending = pending + call('ZCARD', base .. name) end
local dead = call('ZCARD', base .. 'failed')
-- Jobs can be removed by tools of BullMQ's, which do not know of this set.
for _ = 1, 1000 do
  local oldest = call('ZRANGE', base .. 'pending', 0, 0, 'WITHSCORES')
  if #oldest == 0 then break end
  local there = call('HEXISTS', base .. oldest[1], 'data') == 1
  if there and not call('ZSCORE', base .. 'failed', oldest[1]) then return { pending, dead, oldest[2] } end
  call('ZREM', base .. 'pending', oldest[1])
end
return { pending, dead }`);
