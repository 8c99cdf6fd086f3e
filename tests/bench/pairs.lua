-- SPDX-License-Identifier: GPL-2.0-or-later
-- The least that a script can do for registrations: pair each REGISTER with its response, and count them.
local method, status = Field.new("sip.Method"), Field.new("sip.Status-Code")
local call_id, cseq = Field.new("sip.Call-ID"), Field.new("sip.CSeq")
local listener = Listener.new("frame", "sip.CSeq.method == REGISTER")
local open, pairs_found = {}, 0

function listener.packet()
    local id, number = call_id(), cseq()
    if not id or not number then
        return
    end
    local key = tostring(id) .. tostring(number)
    if method() then
        open[key] = true
    elseif status() and open[key] then
        open[key] = nil
        pairs_found = pairs_found + 1
    end
end

function listener.draw()
    print(pairs_found .. " pairs")
end
