-- nvim --headless --clean -n -c 'luafile neovim.lua'
-- The environment names the file to open, the text expected on disk afterwards, and a file with the set-up from
-- docs/editors/neovim.md; `torchwise` is on the path.
local patience = 1000 * tonumber(vim.env.PATIENCE or "60")

local function fail(message)
  io.stderr:write("FAIL " .. message .. "\n")
  vim.cmd("cquit 1")
end

local function wait_until(what, condition)
  if not vim.wait(patience, condition, 50) then
    local text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), "\n")
    fail("waited in vain until " .. what .. "; the buffer is:\n" .. text)
  end
end

local function code_of(diagnostic)
  local lsp = (diagnostic.user_data or {}).lsp or {}
  return tostring(diagnostic.code or lsp.code)
end

--- Appends a function, takes the fix out again, and types on in the function until the problem is shown nevertheless.
local function type_elsewhere(buffer)
  local function append(lines) vim.api.nvim_buf_set_lines(buffer, -1, -1, false, lines) end
  -- The outline is that of the newest text: when it comes, all edits before it were looked at.
  local function looked_at()
    local params = { command = "torchwise.outline", arguments = { vim.uri_from_bufnr(buffer) } }
    local answers = vim.lsp.buf_request_sync(buffer, "workspace/executeCommand", params, patience)
    if not answers then fail("no outline") end
  end
  append({ "", "", "def other():", "    pass  #" })
  looked_at()
  for number, line in ipairs(vim.api.nvim_buf_get_lines(buffer, 0, -1, false)) do
    if line:find("zero_grad", 1, true) then
      vim.api.nvim_buf_set_lines(buffer, number - 1, number, false, {})
    end
  end
  looked_at()
  local typed = 0
  wait_until("a problem is shown while another function is typed", function()
    local now = vim.loop.hrtime()
    if now - typed > 1e8 then -- asked after every event
      typed = now
      local line = vim.api.nvim_buf_get_lines(buffer, -2, -1, false)[1]
      vim.api.nvim_buf_set_lines(buffer, -2, -1, false, { line .. "x" })
    end
    return #vim.diagnostic.get(buffer) > 0
  end)
end

local function main()
  local file = vim.env.TRAIN_FILE
  if vim.lsp.config then -- Neovim 0.11 and newer
    dofile(vim.env.SET_UP)
  end
  vim.cmd("edit " .. file)
  local buffer = vim.api.nvim_get_current_buf()
  if not vim.lsp.config then
    local config = { name = "torchwise", cmd = { "torchwise", "server" }, root_dir = vim.fn.fnamemodify(file, ":h") }
    vim.lsp.buf_attach_client(buffer, vim.lsp.start_client(config))
  end

  wait_until("a problem is found", function() return #vim.diagnostic.get(buffer) > 0 end)
  local diagnostics = vim.diagnostic.get(buffer)
  local first = diagnostics[1]
  if #diagnostics ~= 1 or first.source ~= "torchwise" or code_of(first) ~= "missing-zero-grad" then
    fail("the problems are " .. vim.inspect(diagnostics))
  end
  local line = vim.api.nvim_buf_get_lines(buffer, first.lnum, first.lnum + 1, false)[1]
  if line:sub(first.col + 1, first.end_col) ~= "optimizer.step()" then
    fail("the problem is at " .. vim.inspect(first))
  end

  vim.api.nvim_win_set_cursor(0, { first.lnum + 1, first.col })
  local function is_fix(action) return action.title:find("zero_grad()", 1, true) ~= nil end
  if vim.fn.has("nvim-0.8") == 1 then
    vim.lsp.buf.code_action({ apply = true, filter = is_fix })
  else
    vim.ui.select = function(items, _, choose) -- Neovim 0.7 always asks, with pairs of client and action
      for index, item in ipairs(items) do
        if is_fix(item[2]) then
          return choose(item, index)
        end
      end
      fail("no fix among " .. vim.inspect(items))
    end
    vim.lsp.buf.code_action()
  end
  wait_until("the problem is gone", function() return #vim.diagnostic.get(buffer) == 0 end)
  vim.cmd("write")
  if table.concat(vim.fn.readfile(file), "\n") ~= table.concat(vim.fn.readfile(vim.env.EXPECTED_FILE), "\n") then
    fail("the file is:\n" .. table.concat(vim.fn.readfile(file), "\n"))
  end
  type_elsewhere(buffer)
  vim.cmd("edit!")
  vim.lsp.stop_client(vim.lsp.get_active_clients and vim.lsp.get_active_clients() or vim.lsp.get_clients())
  print("PASS")
  vim.cmd("qall!")
end

local ok, trouble = xpcall(main, debug.traceback)
if not ok then
  fail(trouble)
end
